"""Boundary classes: a few people who stand for everybody, as far as certain rules can tell.

Rules tell people apart only by what they read: on which side of a number an age lies, whether a word
is in a set, how many members it has as far as anybody counts. So of each *given* fact a short list of
what can be given of it is enough: whoever there is falls, for these rules, in the same class as
somebody who is put together from one choice of each list.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import chain, islice
from typing import Any, Final, TypeAlias, assert_never

import attrs

from samverkan.agencies import with_body
from samverkan.contacts import Contact
from samverkan.dated import Dated
from samverkan.dates import PartialDate
from samverkan.partial import Members
from samverkan.participants import GIVEN, HISTORIES, Participant
from samverkan.rules.cut_offs import cut_off
from samverkan.rules.expressions import (
    And,
    AtLeast,
    Comparison,
    Condition,
    Count,
    FactValue,
    Holds,
    Known,
    Member,
    Not,
    Number,
    Or,
    Term,
    Word,
    Words,
    walk,
)
from samverkan.rules.facts import (
    Boolean,
    Choice,
    Current,
    Day,
    DayOf,
    Elapsed,
    Expression,
    Fact,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
    SpellsOf,
    TimeUnit,
)
from samverkan.rules.vocabulary import Vocabulary
from samverkan.spells import Spell, Spells

__all__ = ["Given", "classes", "participant"]

Given: TypeAlias = Dated[Any] | Spells[Any] | None
"""What is given of a fact: a value that holds on every day, a history, or nothing of a history."""

_A_DAY: Final = timedelta(days=1)
_MANY: Final = 100_000


def classes(
    conditions: Iterable[Condition],
    vocabulary: Vocabulary,
    on: date,
    *,
    unknowns: bool = False,
    most: int = _MANY,
) -> Mapping[str, tuple[Given, ...]]:
    """Return what can be given of each fact that *conditions* rest on, so that every class is among the combinations.

    The conditions have numbers where they had parameters. Whoever it is, if every one of these facts
    is known of her on the day *on* and is within its bounds, then somebody who is given one of each
    list meets the same conditions and fails the same.

    With *unknowns* the lists also have people of whom nothing is known of the fact, sets and contacts
    that are known of some members alone, and assessments of which it is not stated who made them.
    Nobody is made up of whose days only the month or the year is known.

    A list breaks off after *most* choices and one more. A history that nobody can be given has none
    but nothing.

    >>> from samverkan import load_model
    >>> from samverkan.rules.text import parse
    >>> vocabulary = load_model("finsam").vocabulary
    >>> found = classes([parse("16 <= age < 65 and employed", vocabulary)], vocabulary, date(2016, 10, 3))
    >>> [born.at(date(2016, 10, 3)).latest.year for born in found["born"]], len(found["employed"])
    ([2016, 2015, 2000, 1999, 1951, 1950, 1886], 2)
    """
    reader = _Classes(vocabulary, on, unknowns, most, _mentions(conditions))
    return {root: tuple(islice(reader.of_root(root), most + 1)) for root in reader.roots}


def participant(given: Mapping[str, Given]) -> Participant:
    """Return the person of whom this is given; her id is of no account."""
    fields: dict[str, Any] = {name: one for name, one in given.items() if name in GIVEN}
    for name in HISTORIES.keys() & fields.keys():
        history: Spells[Any] | None = fields[name]
        fields[name] = None if history is None else history.entries
        if name == "contacts" and history is not None:
            fields["contacts_complete"] = history.complete
    return Participant(id="somebody", **fields, more={n: one for n, one in given.items() if n not in GIVEN})


# --- What the conditions say of each fact ----------------------------------------------------------


@attrs.frozen
class _Mention:
    """What conditions set beside a fact or its count; from ``cap`` on nobody tells one count from a higher one."""

    words: frozenset[str]
    numbers: frozenset[int]
    facts: frozenset[str]
    cap: int


def _mention(beside: Iterable[Term]) -> _Mention:
    terms = tuple(beside)
    numbers = frozenset(one.value for one in terms if isinstance(one, Number))
    return _Mention(
        words=frozenset(one.value for one in terms if isinstance(one, Word)),
        numbers=numbers,
        facts=frozenset(one.fact for one in terms if isinstance(one, FactValue)),
        cap=max(numbers, default=-1) + 1,
    )


def _mentions(conditions: Iterable[Condition]) -> Mapping[str, _Mention]:
    beside: dict[str, set[Term]] = {}
    for condition in chain.from_iterable(map(walk, conditions)):
        match condition:
            case Holds(fact) | Known(fact):
                beside.setdefault(fact, set())
            case Comparison():
                for left, _, right in condition.pairs():
                    for one, other in ((left, right), (right, left)):
                        if isinstance(one, FactValue | Count):
                            beside.setdefault(one.fact, set()).add(other)
            case Member(Word() as word, FactValue(fact)):
                beside.setdefault(fact, set()).add(word)
            case Member(FactValue(fact), Words(words)):
                beside.setdefault(fact, set()).update(map(Word, words))
            case Member():  # never
                raise AssertionError("checked when the rule was made")
            case Not() | And() | Or() | AtLeast():
                pass
            case _ as never:
                assert_never(never)
    return {fact: _mention(terms) for fact, terms in beside.items()}


# --- The lists -------------------------------------------------------------------------------------

Item: TypeAlias = tuple[str, str, bool]
"""One of a set or a history: its key, the word that it says, and whether it is known to be there."""


@attrs.frozen(eq=False)
class _Classes:
    vocabulary: Vocabulary
    on: date
    unknowns: bool
    most: int
    mentions: Mapping[str, _Mention]

    @property
    def roots(self) -> Iterable[str]:
        return dict.fromkeys(map(self.vocabulary.given, self.mentions))

    def of_root(self, root: str) -> Iterator[Given]:
        facts = {name: about for name, about in self.mentions.items() if self.vocabulary.given(name) == root}
        kind = self.vocabulary.facts[root].kind
        if self.unknowns:
            yield None if isinstance(kind, SpellsOf) else Dated()
        values: Iterable[object]
        match kind:
            case Boolean():
                values = False, True
            case NumberOf():
                values = self._numbers(root)
            case Choice():
                words, named = self.vocabulary.words(kind), facts[root].words
                values = *(word for word in words if word in named), *[word for word in words if word not in named][:1]
            case SetOf():
                values = self._sets(kind, facts)
            case Day():
                values = self._starts(root)
            case SpellsOf():
                yield from self._histories(root, kind, facts) if root in HISTORIES else (None,)
                return
            case _ as never:
                assert_never(never)
        yield from map(Dated[Any].always, values)

    # --- Numbers ---

    def _numbers(self, root: str) -> list[int]:
        """Return numbers within bounds: beside each constant as many as there are facts compared with each other.

        Numbers between two constants that keep their order among themselves are told from others by nothing.
        """
        together, ahead = {root}, [root]
        while ahead:
            ahead = [one for name in ahead for one in self.mentions[name].facts if one not in together]
            together.update(ahead)
        constants = {number for name in together for number in self._numbers_about(name)} or {0}
        steps = range(len(together) + 1)
        found = {number + step for number in constants for step in steps} | {min(constants) - step for step in steps}
        return sorted(number for number in found if self._is_within(number, root))

    def _numbers_about(self, name: str) -> set[int]:
        """Return the numbers that a number or what comes of a day is compared with, and its bounds."""
        kind = self.vocabulary.facts[name].kind
        bounds = (kind.least, kind.most) if isinstance(kind, NumberOf) else ()
        compared = self.mentions[name].numbers if name in self.mentions else ()
        return {*compared, *(bound for bound in bounds if bound is not None)}

    def _is_within(self, number: int, name: str) -> bool:
        kind = self.vocabulary.facts[name].kind
        least, most = (kind.least, kind.most) if isinstance(kind, NumberOf) else (None, None)
        return (least is None or least <= number) and (most is None or number <= most)

    # --- Days from which time has elapsed ---

    def _starts(self, root: str) -> Iterator[PartialDate]:
        """Yield the last day of each stretch of days that nothing tells apart, up to the day of asking.

        From a later day no time has elapsed either.
        """
        ends, first, last = {self.on}, date.min, self.on
        for name, fact in self.vocabulary.facts.items():
            match fact:
                case Fact(kind=NumberOf(_, least, most, _), derived=Elapsed(start, unit)) if start == root:
                    numbers = [after for number in self._numbers_about(name) for after in (number, number + 1)]
                    ends.update(day for number in numbers if (day := self._cut_off(number, unit)) is not None)
                    last = min(last, self._cut_off(least or 0, unit) or date.min)
                    too_long_ago = None if most is None else self._cut_off(most + 1, unit)
                    first = first if too_long_ago is None else max(first, too_long_ago + _A_DAY)
                case _:
                    pass
        yield from (PartialDate(end, end) for end in sorted(ends, reverse=True) if first <= end <= last)

    def _cut_off(self, number: int, unit: TimeUnit) -> date | None:
        """Return the last day, up to the day of asking, from which so much has elapsed on it."""
        return cut_off(number, unit, self.on, self.vocabulary.leap_day) if number > 0 else self.on

    # --- Sets ---

    def _sets(self, kind: SetOf, facts: Mapping[str, _Mention]) -> Iterator[Members]:
        options = [self._there(word) for word in self.vocabulary.words(kind)]
        for some in self._subsets(options, facts):
            yield Members(_keys(some, known=True), _keys(some, known=False))

    def _there(self, word: str) -> Sequence[Item]:
        return [(word, word, True), (word, word, False)] if self.unknowns else [(word, word, True)]

    def _subsets(self, options: Iterable[Sequence[Item]], facts: Mapping[str, _Mention]) -> Iterable[tuple[Item, ...]]:
        """Return choices of one or none of each of *options*, such that every other is told as one of them is.

        Two that are told alike are so still when the same item is added to both.
        """
        views = [self._view(name, about) for name, about in facts.items()]
        found: dict[Hashable, tuple[Item, ...]] = {tuple(view(()) for view in views): ()}
        for one_of in options:
            for some in tuple(found.values()):
                for item in one_of:
                    more = (*some, item)
                    found.setdefault(tuple(view(more) for view in views), more)
                if len(found) > self.most:
                    return found.values()
        return found.values()

    def _view(self, name: str, about: _Mention) -> Callable[[Sequence[Item]], Hashable]:
        """Return what tells sets or histories apart by all that the conditions read of the fact *name*."""
        derived, kind = self.vocabulary.facts[name].derived, self.vocabulary.facts[name].kind
        words = frozenset(self.vocabulary.words(kind)) if isinstance(kind, SetOf) else frozenset[str]()
        party = cache(self._party)

        def members(some: Sequence[Item]) -> Hashable:
            inside = frozenset(word for _, word, known in some if known) & words
            unknown = frozenset(word for _, word, known in some if not known) & words
            counts = min(len(inside), about.cap), min(len(inside | unknown), about.cap)
            return inside & about.words, unknown & about.words, counts, bool(unknown)

        def parties(some: Sequence[Item]) -> Hashable:
            inside = frozenset(party(key) for key, _, known in some if known)
            return inside, frozenset(party(key) for key, _, known in some if not known) - inside

        def findings(by: str | None) -> Callable[[Sequence[Item]], Hashable]:
            named = words if about.numbers or self.unknowns else about.words

            def view(some: Sequence[Item]) -> Hashable:
                found = frozenset(word for key, word, _ in some if by is None or party(key) == by)
                unnamed = frozenset(word for key, word, _ in some if not key and by is not None) - found
                return found & named, unnamed & named, bool(unnamed)

            return view

        match derived:
            case MembersOf(_, "finding", by):
                return findings(by)
            case None | MembersOf():
                return members
            case PartiesOf():
                return parties
            case Current() | DayOf():
                return lambda some: any(known for _, _, known in some)
            case Elapsed() | Expression():  # never
                raise AssertionError("neither a set nor a history")
            case _ as never:
                assert_never(never)

    def _party(self, key: str) -> str | None:
        """Return the party of an agency; of nobody named none, and a party is its own other units'."""
        if not key or key.endswith("/"):
            return key[:-1] or None
        return self.vocabulary.agencies.agency(key).party

    # --- Histories ---

    def _histories(self, root: str, kind: SpellsOf, facts: Mapping[str, _Mention]) -> Iterator[Spells[Any]]:
        """Yield histories: what runs, and from what day; with unknowns, contacts known with some agencies alone."""
        for some in self._subsets(self._entries(root, kind, facts), facts):
            for day in self._days_of_run(root, runs=bool(some)):
                since = date.fromordinal(self.on.toordinal() - day + 1) if day else None
                yield Spells(self._spell(root, item, since) for item in some)
        if self.unknowns and root == "contacts":
            yield from self._contacts_known_in_part(facts)

    def _days_of_run(self, root: str, *, runs: bool) -> Iterable[int | None]:
        """Return on what days a run can be, the first of each stretch of them that nothing tells apart; 0 for none."""
        counts = [name for name, fact in self.vocabulary.facts.items() if fact.derived == DayOf(root)]
        if not counts:
            return (None,)
        after = {1, *(number + step for name in counts for number in self._numbers_about(name) for step in (0, 1))}
        possible = sorted(day for day in after if 1 <= day <= self.on.toordinal()) if runs else [0]
        return [day for day in possible if all(self._is_within(day, name) for name in counts)]

    def _entries(self, root: str, kind: SpellsOf, facts: Mapping[str, _Mention]) -> Iterable[Sequence[Item]]:
        fields = attrs.fields_dict(HISTORIES[root])
        if "finding" in fields:
            words = self.vocabulary.words(SetOf(str(kind.of)))
            return [[(key, word, True) for word in words] for key in self._assessors(facts, len(words))]
        if "agency" in fields:
            return [[(agency, agency, True)] for agency in self.vocabulary.agencies.agencies]
        return [[(word, word, True)] for word in (("",) if kind.of is None else self.vocabulary.words(SetOf(kind.of)))]

    def _assessors(self, facts: Mapping[str, _Mention], findings: int) -> Iterator[str]:
        """Yield of each party that is asked for, and of all others, as many assessors as can find different things."""
        register = self.vocabulary.agencies
        derived = [self.vocabulary.facts[name].derived for name in facts]
        asked = {one.by for one in derived if isinstance(one, MembersOf) and one.by is not None}
        groups: dict[str | None, list[str]] = {}
        for agency in register.agencies.values():
            groups.setdefault(agency.party if agency.party in asked else None, []).append(agency.id)
        for units in groups.values():
            bodied = (
                with_body(unit, body)
                for unit in units
                for body in sorted(register.bodies_of(register.agencies[unit].party))
            )
            yield from islice(chain(units, bodied), findings)
        if self.unknowns or not asked:
            yield ""

    def _spell(self, root: str, item: Item, since: date | None) -> Spell:
        cls, (key, word, _) = HISTORIES[root], item
        fields = attrs.fields_dict(cls)
        said = {"agency": key, "kind": key, "by": key or None, "finding": word}
        begins = self.on if since is None and fields["since"].default is attrs.NOTHING else since
        return cls(since=begins, **{name: one for name, one in said.items() if name in fields})

    def _contacts_known_in_part(self, facts: Mapping[str, _Mention]) -> Iterator[Spells[Any]]:
        register = self.vocabulary.agencies
        others = [one.id for one in register.parties.values() if one.has_other_units]
        options = [*map(self._there, register.agencies), *([(f"{party}/", "", False)] for party in others)]
        for some in self._subsets(options, facts):
            inside, unknown = _keys(some, known=True), _keys(some, known=False)
            # A contact that has ended tells of one unit that it is none now, and of the party nothing.
            ended = (one for one in register.agencies if one not in (*inside, *unknown))
            spells = [*map(Contact, inside), *(Contact(one, until=self.on - _A_DAY) for one in ended)]
            yield Spells(spells, complete=register.parties.keys() - {self._party(key) for key in unknown})


def _keys(some: Sequence[Item], *, known: bool) -> Sequence[str]:
    return [key for key, _, is_known in some if is_known is known]
