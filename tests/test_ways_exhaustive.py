"""The ways in are those that a search through everything comes to, on what facts mean and not on records."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from samverkan import Outcome, Participant
from samverkan.dated import Unknown
from samverkan.dates import PartialDate, Span, add_years, next_day
from samverkan.partial import Bounds, Members
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.evaluation import compiled
from samverkan.rules.expressions import (
    And,
    AtLeast,
    Comparison,
    Condition,
    FactValue,
    Known,
    Member,
    Not,
    Number,
    Or,
    Word,
    Words,
    facts_of,
    walk,
)  # fmt: skip
from samverkan.rules.facts import Changes
from samverkan.rules.readers import reader
from samverkan.rules.text import parse, printed
from samverkan.sources import ASSUMED
from samverkan.testing import rules
from samverkan.texts import Text
from samverkan.ways import Act, Between, FindOut, Wait, ways_in
from strategies import MODEL, examples, participants

_TEXT = Text(sv="så", en="so")
_WORDS = ("Ludvika", "Malå", "Ale")

# --- What stands in a rule, at most six facts --------------------------------------------------------

_FACTS = {
    "so-or-not": ("employed", "grey_zone", "unmet_need", "care_seeking", "stuck", "sgi"),
    "people": ("age", "sex", "employed", "parties", "needs", "first_contact"),
    "histories": ("on_sick_leave", "sick_leave_days", "receives", "parties", "household_size"),
    "contacts": ("agencies", "occupied_with", "age", "stuck"),
}
_ROOTS = {"age": "born", "parties": "contacts", "agencies": "contacts", "receives": "livelihoods",
          "occupied_with": "occupations", "on_sick_leave": "sick_leave", "sick_leave_days": "sick_leave"}  # fmt: skip
_VOCABULARIES = {
    name: attrs.evolve(
        MODEL.vocabulary,
        facts={one: MODEL.vocabulary.facts[one] for fact in facts for one in (_ROOTS.get(fact, fact), fact)}
        | ({"agencies": MODEL.vocabulary.facts["agencies"]} if "parties" in facts else {}),
    )
    for name, facts in _FACTS.items()
}


def _rules(name: str) -> st.SearchStrategy[Condition]:
    """Return rules over those facts and no others, of every construct."""
    leaves = rules(_VOCABULARIES[name], 1).filter(lambda rule: {*_FACTS[name]}.issuperset(facts_of(rule)))
    two = st.one_of(leaves, leaves, leaves.filter(lambda leaf: not isinstance(leaf, Known)).map(Not))
    parts = st.lists(two, min_size=2, max_size=3)
    joined = st.one_of(parts.map(And), parts.map(Or), parts.map(lambda some: AtLeast(2, some)))
    pairs = st.lists(st.one_of(two, joined), min_size=2, max_size=2)
    return st.one_of(two, joined, pairs.map(And), pairs.map(Or))


_RULES = {name: _rules(name) for name in _FACTS}


@st.composite
def questions(draw: Any, name: str) -> tuple[Participant, Condition, date]:
    """Draw a person, a rule of at most six facts and a day."""
    rule = draw(_RULES[name])
    person = draw(participants(MODEL.vocabulary))
    return person, rule, draw(st.dates(date(2008, 1, 1), date(2018, 12, 31)))


def programme(*drawn: Condition, model: Any = MODEL, until: str | None = None) -> Any:
    """Return a programme with those criteria, bound; the first applies until a day."""
    made = Programme(
        id="made-up",
        kind=ProgrammeKind.INTERVENTION,
        status=Status.ADOPTED,
        name=_TEXT,
        criteria=[
            Criterion(
                id=f"c-{place}",
                rule=printed(rule),
                text=_TEXT,
                source=ASSUMED,
                in_force=Span(until=None if place else until),
            )
            for place, rule in enumerate(drawn)
        ],
        readings=[Reading(id="only", text=_TEXT)],
        source=ASSUMED,
        parameters={},
        open_questions=[_TEXT],
    )
    return model.with_([made]).programmes["made-up"]


# --- The search through everything -------------------------------------------------------------------

Label = tuple[Any, ...]
Effect = Callable[[dict[str, Any]], None]


@attrs.frozen
class Naive:
    """Tries every choice of so many steps on every day on which anything could turn."""

    person: Participant
    rule: Condition
    on: date
    most: int

    def read(self, fact: str, on: date) -> Any:
        """What is read of her."""
        return reader(fact, MODEL.vocabulary)(self.person, on, None)

    @property
    def numbers(self) -> set[int]:
        """The numbers that the rule names."""
        terms = [one for part in walk(self.rule) if isinstance(part, Comparison) for one in part.terms()]
        return {one.value for one in terms if isinstance(one, Number)}

    def days(self) -> list[date]:
        """Every day on which anything could turn."""
        found: set[date] = set()
        born = self.person.fact("born")
        for entry in born.entries:
            for start in (entry.value.earliest, entry.value.latest) if entry.value is not None else ():
                found.update(add_years(start, age) for age in range(131))
        starts = [self.on]
        for name in ("contacts", "livelihoods", "occupations", "sick_leave"):
            history = self.person.spells(name)
            for spell in () if history is None else history.entries:
                found.update(day for day in (spell.since, spell.until and next_day(spell.until)) if day is not None)
                starts += [spell.since] if name == "sick_leave" else []
        for start, number, more in product(starts, self.numbers, (0, 1)):
            found.add(start + timedelta(days=number + more - 1))
        for name in ("born", *facts_of(self.rule)):
            for entry in self.person.fact(name).entries:
                found.update(day for day in (entry.since, entry.until and next_day(entry.until)) if day is not None)
        return [self.on, *sorted(day for day in found if day > self.on)]

    def ways(self) -> set[tuple[date, frozenset[Label]]]:
        """The ways, each a day and labels."""
        enough: list[tuple[date, frozenset[Any], frozenset[Label]]] = []
        for day in self.days():
            whole = compiled([self.rule], MODEL.vocabulary, {})
            values = dict(zip(whole.facts, whole.read(self.person, day, None), strict=True))
            units = [[*options] for options in self.units(day)]
            here: list[tuple[date, frozenset[Any], frozenset[Label]]] = []
            for size in range(self.most - (day > self.on) + 1):
                for some in combinations(units, size):
                    for chosen in product(*some):
                        changed = dict(values)
                        for _, effect in chosen:
                            effect(changed)
                        if whole.nodes[0].judge([changed[fact] for fact in whole.facts]) is True:
                            labels = frozenset(label for label, _ in chosen)
                            keys = frozenset(one[:3] if one[0] == "find" else one for one in labels)
                            here.append((day, keys, labels))
            enough += here
            if any(not labels for _, _, labels in here):
                break
        return {
            (day, labels)
            for day, keys, labels in enough
            if not any((before < day and less <= keys) or (before == day and less < keys) for before, less, _ in enough)
        }

    # Each unit is a list of labels with what they do to what is read.

    def units(self, day: date) -> Iterator[Iterator[tuple[Label, Effect]]]:
        """Yield for each thing that can be found out or changed what can come of it."""
        facts = facts_of(self.rule)
        for fact in facts:
            kind = type(MODEL.vocabulary.facts[fact].kind).__name__
            if fact in {"on_sick_leave", "sick_leave_days"}:
                continue
            if fact == "age":
                yield self.ages(day)
            elif kind == "Boolean":
                yield self.booleans(fact, day)
            elif kind == "NumberOf":
                yield self.given_numbers(fact, day)
            elif kind == "Choice":
                yield self.choices(fact, day)
            else:
                for word in MODEL.vocabulary.words(MODEL.vocabulary.facts[fact].kind):
                    yield self.members(fact, word, day)
        if {"on_sick_leave", "sick_leave_days"} & {*facts}:
            yield self.sick(day)

    def booleans(self, fact: str, day: date) -> Iterator[tuple[Label, Effect]]:
        """What is so or not."""
        before, now = self.read(fact, self.on), self.read(fact, day)
        if isinstance(before, Unknown) and isinstance(now, Unknown):
            yield from ((("find", fact, None, so), _sets(fact, so)) for so in (True, False))
        if not isinstance(before, Unknown):
            yield ("act", fact, None, not before), _sets(fact, not before)

    def choices(self, fact: str, day: date) -> Iterator[tuple[Label, Effect]]:
        """A word."""
        before, now = self.read(fact, self.on), self.read(fact, day)
        words = MODEL.vocabulary.words(MODEL.vocabulary.facts[fact].kind)
        named = self.named(fact)
        others = [word for word in words if word not in named]
        values = [(word, word) for word in words if word in named]
        values += [(others[0] if len(others) == 1 else None, others[0])] if others else []
        if isinstance(before, Unknown) and isinstance(now, Unknown):
            yield from ((("find", fact, None, value), _sets(fact, word)) for value, word in values)
        # Nobody can make it another, where it never changes.
        if not isinstance(before, Unknown) and MODEL.vocabulary.facts[fact].changes is not Changes.NEVER:
            for value, word in values:
                if word != before and not (word in others and before in others):
                    yield ("act", fact, None, value), _sets(fact, word)

    def named(self, fact: str) -> set[str]:
        """The words that the rule names."""
        found: set[str] = set()
        for part in walk(self.rule):
            match part:
                case Member(FactValue(name), Words(words)) if name == fact:
                    found |= words
                case Comparison() if FactValue(fact) in part.terms():
                    found |= {one.value for one in part.terms() if isinstance(one, Word)}
                case _:
                    pass
        return found

    def members(self, fact: str, word: str, day: date) -> Iterator[tuple[Label, Effect]]:
        """A member of a set."""
        before, now = self.read(fact, self.on).has(word), self.read(fact, day).has(word)
        name = _ROOTS.get(fact, fact)
        if before is None and now is None:
            yield from ((("find", name, word, so), _puts(fact, word, so)) for so in (True, False))
        if before is not None:
            yield ("act", name, word, not before), _puts(fact, word, not before)

    def stretches(self, fact: str, least: int, most: int) -> list[tuple[int, int]]:
        """Return the stretches of numbers on which every comparison of the fact by itself comes out the same."""
        pairs = [
            (left, how, right)
            for part in walk(self.rule)
            if isinstance(part, Comparison)
            for left, how, right in part.pairs()
            if FactValue(fact) in (left, right)
        ]
        found: list[tuple[tuple[Any, ...], int, int]] = []
        for number in range(least, most + 1):
            how = tuple(
                _compares(left.value if isinstance(left, Number) else number, how,
                          right.value if isinstance(right, Number) else number)
                for left, how, right in pairs
            )  # fmt: skip
            if found and found[-1][0] == how:
                found[-1] = (how, found[-1][1], number)
            else:
                found.append((how, number, number))
        return [(first, last) for _, first, last in found]

    def given_numbers(self, fact: str, day: date) -> Iterator[tuple[Label, Effect]]:
        """A number."""
        before, now = self.read(fact, self.on), self.read(fact, day)
        for first, last in self.stretches(fact, 1, 12):
            if isinstance(before, Unknown) and isinstance(now, Unknown):
                yield ("find", fact, None, (first, last)), _sets(fact, first)
            if not isinstance(before, Unknown) and not first <= before <= last:
                nearest = first if before < first else last
                yield ("act", fact, None, nearest), _sets(fact, nearest)

    def ages(self, day: date) -> Iterator[tuple[Label, Effect]]:
        """An age."""
        births = [self.person.fact("born").at(one) for one in (self.on, day)]
        if any(isinstance(born, PartialDate) and born.is_whole for born in births):
            return
        now = self.read("age", day)
        lowest, highest = 0, 200
        if isinstance(now, Bounds):
            lowest, highest = now.least, now.most
        elif isinstance(now, int):
            lowest = highest = now
        for first, last in self.stretches("age", 0, 200):
            if first <= highest and lowest <= last:
                youngest, oldest = max(first, lowest), min(last, highest)
                found = (youngest, None if oldest == 200 else oldest)
                yield ("find", "born", None, found), _sets("age", youngest, born=True)

    def sick(self, day: date) -> Iterator[tuple[Label, Effect]]:
        """A sick leave."""
        runs_before, runs = self.read("on_sick_leave", self.on), self.read("on_sick_leave", day)
        counts = "sick_leave_days" in facts_of(self.rule)
        read = [fact for fact in facts_of(self.rule) if "sick" in fact]
        if all(any(isinstance(self.read(fact, one), Unknown) for fact in read) for one in (self.on, day)):
            if isinstance(runs, Unknown):
                yield ("find", "sick_leave", None, False), _is_sick(0)
            if counts:
                for first, last in self.stretches("sick_leave_days", 1, 500):
                    label = ("find", "sick_leave", None, (first, None if last == 500 else last))
                    yield label, _is_sick(first)
            else:
                yield ("find", "sick_leave", None, True), _is_sick(1)
        if runs_before is True:
            yield ("act", "sick_leave", None, False), _is_sick(0)
        if runs_before is False:
            covered = {
                date.fromordinal(one)
                for spell in self.person.spells("sick_leave").standing(None)
                if spell.until is not None and spell.until < self.on
                for one in range(spell.since.toordinal(), spell.until.toordinal() + 1)
            }
            since = self.on
            while since - timedelta(days=1) in covered:
                since -= timedelta(days=1)
            yield ("act", "sick_leave", None, True), _is_sick((day - since).days + 1)


def _sets(fact: str, value: Any, *, born: bool = False) -> Effect:
    def effect(values: dict[str, Any]) -> None:
        values[fact] = value
        if born and "born" in values:
            values["born"] = PartialDate(date(1990, 1, 1), date(1990, 1, 1))

    return effect


def _puts(fact: str, word: str, so: bool) -> Effect:
    def effect(values: dict[str, Any]) -> None:
        members = values[fact]
        inside = members.inside | {word} if so else members.inside - {word}
        values[fact] = Members(inside, members.unknown - {word})

    return effect


def _is_sick(days: int) -> Effect:
    def effect(values: dict[str, Any]) -> None:
        values["on_sick_leave"], values["sick_leave_days"] = days > 0, days

    return effect


def _compares(left: int, how: str, right: int) -> bool:
    return {
        "<": left < right, "<=": left <= right, ">": left > right,
        ">=": left >= right, "==": left == right, "!=": left != right,
    }[how]  # fmt: skip


def told(way: Any) -> tuple[date, frozenset[Label]]:
    """Return a way as labels."""
    return way.on, frozenset(_label(step, way.on) for step in way.steps if not isinstance(step, Wait))


def _label(step: Any, on: date) -> Label:
    match step:
        case FindOut(fact="born", found=Between(least, most)):
            ages = [None if day is None else _age(day, on) for day in (most, least)]
            return "find", "born", None, tuple(ages)
        case FindOut(found=Between(least, most)):
            return "find", step.fact, step.member, (least, most)
        case FindOut():
            return "find", step.fact, step.member, step.found
        case Act():
            return "act", step.fact, step.member, step.value
        case _:
            raise AssertionError


def _age(born: date, on: date) -> int:
    return (
        on.year
        - born.year
        - ((on.month, on.day) < (born.month, born.day))
        + (1 if (born.month, born.day) == (2, 29) and (on.month, on.day) == (2, 28) and on.year % 4 else 0)
    )


@pytest.mark.parametrize("name", _FACTS)
@examples(25)
@given(data=st.data())
def test_the_ways_are_those_of_a_search_through_everything(name, data):
    """On rules of at most six facts the ways equal those of an exhaustive search that was written apart."""
    person, rule, on = data.draw(questions(name))
    most = 2 if name in {"histories", "contacts", "people"} else 3
    found = ways_in(person, programme(rule), on, most=most)
    wanted = set() if found.outcome is Outcome.ELIGIBLE else Naive(person, rule, on, most).ways()
    ways = [told(way) for way in found.ways]
    event(f"{min(len(wanted), 5)} ways")
    assert len(ways) == len({*ways})
    assert found.complete is (len(wanted) <= 50)
    if found.complete:
        assert {*ways} == wanted
    else:
        assert {*ways} <= wanted


@pytest.mark.parametrize("rule", ["26 <= age <= 60", "known(age) and age >= 26"])
def test_a_birth_date_is_looked_for_where_it_can_be(rule):
    """Of a year of birth no other is looked for: whoever is born in 1990 is 26 on 3 October 2016, or not yet."""
    person = Participant(id="d-001", born="1990")
    ways = ways_in(person, programme(parse(rule, MODEL.vocabulary)), date(2016, 10, 3)).ways
    found = {(step.found.least, step.found.most) for way in ways for step in way.steps if isinstance(step, FindOut)}
    assert found == {(date(1990, 1, 1), date(1990, 10, 3))}
