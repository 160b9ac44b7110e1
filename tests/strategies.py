"""Random people, random rules, and pairs of people of whom one is known less well than the other.

The vocabulary has every fact of a participant and, beside them, facts of every other kind; a rule
drawn over it can hold every construct. Days lie close together, so that what is drawn meets.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any, Final

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan import Contact, Dated, Entry, Model, Participant, SickLeave, load_model
from samverkan.agencies import unit_of
from samverkan.dates import PartialDate, as_partial_date
from samverkan.errors import InvalidRuleError
from samverkan.partial import Members
from samverkan.participants import FACTS, GIVEN
from samverkan.rules.checks import check
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
    Operator,
    Or,
    ParameterValue,
    Step,
    Term,
    Word,
    Words,
)
from samverkan.rules.facts import Boolean, Choice, Day, Elapsed, Fact, Kind, NumberOf, SetOf, SpellsOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sources import ASSUMED
from samverkan.texts import Text

FIRST_DAY: Final = date(2005, 1, 1)
LAST_DAY: Final = date(2020, 12, 31)
AFTERWARDS: Final = date(2021, 7, 1)
"""A day on which nothing is ever recorded, later than all on which something is."""


def examples(count: int) -> settings:
    """Return the settings for a property that is tried on so many examples, however long one takes.

    The environment variable ``EXAMPLES_TIMES`` multiplies the number.
    """
    count *= int(os.environ.get("EXAMPLES_TIMES", "1"))
    return settings(max_examples=count, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# --- The vocabulary --------------------------------------------------------------------------------


def _fact(kind: Kind, words: str, derived: Elapsed | None = None) -> Fact:
    text = Text(sv=f"{words} {{members}}" if isinstance(kind, SetOf) else words, en=words)
    return Fact(kind=kind, asked=text, shown=Text(words, words), said=Text(words, words), derived=derived)


OWN_FACTS: Final[Mapping[str, Fact]] = {
    "household_size": _fact(NumberOf(Text("personer", "people"), least=1, most=12), "hushållets storlek"),
    "balance": _fact(NumberOf(Text("timmar", "hours")), "timbanken"),
    "newly_arrived": _fact(Boolean(), "nyanländ"),
    "attends_school": _fact(Boolean(), "går i skolan"),
    "first_contact": _fact(Choice(of="parties"), "den första kontakten"),
    "arrived": _fact(Day(), "dagen för ankomsten"),
    "months_here": _fact(NumberOf(Text("månader", "months"), least=0), "tiden här", Elapsed("arrived", "months")),
    "days_here": _fact(NumberOf(Text("dagar", "days"), least=0), "dagarna här", Elapsed("arrived", "days")),
}
"""Facts that a model can declare with the closed lists that every model has."""

_FACTS_OF_OTHER_LISTS: Final[Mapping[str, Fact]] = {
    "work_capacity": _fact(Choice(of="capacities"), "arbetsförmågan"),
    "needs": _fact(SetOf(of="needs"), "behoven"),
}

_SHIPPED: Final = load_model("finsam")

MODEL: Final = Model(
    id="test",
    name=Text(sv="prov", en="test"),
    agencies=_SHIPPED.agencies,
    documents=[],
    definitions=[],
    facts={**FACTS, **OWN_FACTS},
)
"""The shipped register, with own facts and without programmes."""


def _always(value: int) -> Parameter:
    return Parameter([Threshold(value, ASSUMED)])


VOCABULARY: Final = attrs.evolve(
    MODEL.vocabulary,
    facts={**MODEL.facts, **_FACTS_OF_OTHER_LISTS},
    lists={
        **MODEL.vocabulary.lists,
        "capacities": ("yes", "no", "to-be-clarified"),
        "needs": ("physical", "mental", "social", "vocational"),
    },
    parameters={
        "youngest": _always(16),
        "oldest": Parameter([Threshold(64, ASSUMED, until="2017-12-31"), Threshold(65, ASSUMED, since="2018-01-01")]),
        "fewest": Parameter([Threshold(1, ASSUMED, until="2010-06-30"), Threshold(2, ASSUMED, since="2010-07-01")]),
        "most_days": Parameter(
            [
                Threshold(84, ASSUMED, until="2008-06-30"),
                Threshold(28, ASSUMED, since="2008-07-01", until="2014-02-28"),
                Threshold(90, ASSUMED, since="2014-03-01"),
            ]
        ),
        "big_household": _always(5),
    },
)
"""Everything that a random rule may mention. Every parameter has a value on every day."""

_USUAL_NUMBERS: Final[Mapping[str, tuple[int, int]]] = {
    "age": (14, 67),
    "balance": (-6, 12),
    "sick_leave_days": (0, 120),
    "months_here": (0, 150),
    "days_here": (0, 4000),
}
"""Where numbers are drawn from for facts that have no bounds, or bounds far away."""

_USUAL_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "municipalities": ("Ludvika", "Smedjebacken", "Ale", "Kungälv", "Falun"),
}
_BODIES: Final[Mapping[str, tuple[str, ...]]] = {"kommun": ("Ludvika", "Falun"), "region": ("Dalarna", "Skåne")}


def own_facts(vocabulary: Vocabulary) -> Mapping[str, Fact]:
    """Return the facts of *vocabulary* that are given, and are no field of a participant."""
    return {name: fact for name, fact in vocabulary.facts.items() if name not in GIVEN and fact.derived is None}


def knowable(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the facts about which a rule may ask whether they are known."""
    return tuple(name for name in vocabulary.facts if _is_a_rule(Known(name), vocabulary))


def _is_a_rule(rule: Condition, vocabulary: Vocabulary) -> bool:
    try:
        check(rule, vocabulary)
    except InvalidRuleError:
        return False
    return True


# --- Numbers and days ------------------------------------------------------------------------------


def numbers(below: int) -> SearchStrategy[int]:
    """Draw a number from 0, each as often as another: of a wide range, ``integers`` mostly draws what is small."""
    return st.binary(min_size=4, max_size=4).map(lambda drawn: int.from_bytes(drawn) * below >> 32)


_NOTED: Final = tuple(
    date.fromordinal(day)
    for start in range(FIRST_DAY.toordinal(), LAST_DAY.toordinal(), 89)
    for day in (start, start + 1)
)
"""The days that records name: few, and each with its neighbour, so that entries often meet and touch."""

_SPANS: Final = (
    *[(None, None)] * 400,
    *((since, None) for since in _NOTED for _ in range(8)),
    *((None, until) for until in _NOTED for _ in range(8)),
    *((since, until) for since in _NOTED for until in _NOTED if since <= until),
)
_RECORDED: Final = (*[None] * 60, *_NOTED[::2])
_WHEN: Final = numbers(len(_SPANS) * len(_RECORDED))


_SPAN: Final = numbers(len(_SPANS))


def _when(number: int) -> dict[str, date | None]:
    """Return the span and the day of recording that *number* stands for: one draw instead of three."""
    span, recorded = divmod(number, len(_RECORDED))
    since, until = _SPANS[span]
    return {"since": since, "until": until, "recorded_on": _RECORDED[recorded]}


def days(first: date = FIRST_DAY, last: date = LAST_DAY) -> SearchStrategy[date]:
    """Draw a day."""
    return numbers(last.toordinal() - first.toordinal() + 1).map(lambda day: first + timedelta(day))


def noted_days(person: Participant) -> list[date]:
    """Return every day that stands in the record, in order; of a day known in part, the first and the last."""
    found: set[date | None] = set()
    for name in (*GIVEN, *person.more):
        is_history = name in GIVEN and isinstance(GIVEN[name].kind, SpellsOf)
        for entry in (getattr(person, name) or ()) if is_history else person.fact(name).entries:
            found |= {entry.since, entry.until, entry.recorded_on}
            value = getattr(entry, "value", None)
            if isinstance(value, PartialDate):
                found |= {value.earliest, value.latest}
    return sorted(day for day in found if day is not None)


def next_to(days: Iterable[date]) -> Iterator[date]:
    """Yield the day before each of *days*, the day itself and the day after."""
    for day in days:
        yield from (date.fromordinal(day.toordinal() + step) for step in (-1, 0, 1))


def days_about(*people: Participant) -> SearchStrategy[date]:
    """Draw any day, or one of those in a record, the day before or the day after."""
    noted = sorted({day for person in people for day in next_to(noted_days(person))})
    return st.one_of(days(), st.sampled_from(noted)) if noted else days()


def knowing_days() -> SearchStrategy[date | None]:
    """Draw a day by which something must have been recorded to count, most often none."""
    return st.one_of(st.none(), st.none(), days())


# --- Values ----------------------------------------------------------------------------------------


def values(fact: str, kind: Kind, vocabulary: Vocabulary) -> SearchStrategy[Any]:
    """Draw a value that the fact can have, known wholly or in part."""
    match kind:
        case Boolean():
            return st.booleans()
        case NumberOf(_, least, most):
            return st.integers(*_USUAL_NUMBERS.get(fact, (least, most)))
        case Choice(of):
            return st.sampled_from(_USUAL_WORDS.get(of, vocabulary.words(kind)))
        case SetOf(of):
            return members(_references(vocabulary) if of == "agencies" else vocabulary.words(kind))
        case Day():
            return partial_dates(*((date(1938, 1, 1), date(2004, 12, 31)) if fact == "born" else (FIRST_DAY, LAST_DAY)))
        case SpellsOf():
            raise AssertionError("histories have strategies of their own")


def partial_dates(first: date, last: date) -> SearchStrategy[PartialDate]:
    """Draw a day, of which sometimes only the month or the year is known."""
    count = last.toordinal() - first.toordinal() + 1
    lengths = (10, 10, 10, 10, 7, 4)

    def written(number: int) -> PartialDate:
        length, day = divmod(number, count)
        return as_partial_date(date.fromordinal(first.toordinal() + day).isoformat()[: lengths[length]])

    return numbers(len(lengths) * count).map(written)


def members(words: tuple[str, ...]) -> SearchStrategy[Members]:
    """Draw a set of *words*, now and then with members of whom it is unknown."""
    some = st.lists(st.sampled_from(words), max_size=4)
    return st.one_of(some.map(Members), some.map(Members), st.builds(Members, some, some))


def _references(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return how agencies can be written: each by its id, and some as a certain body's.

    Some stand there more than once, so that people often have several contacts at one agency.
    """
    register = vocabulary.agencies
    usual = [party if len(units := register.of_party(party)) == 1 else units[1] for party in register.parties]
    bodied = [
        f"{party}:{body}{unit.removeprefix(party)}"
        for party, bodies in _BODIES.items()
        for unit in usual
        if unit.startswith(f"{party}/")
        for body in bodies
    ]
    return (*register.agencies, *usual * 2, *bodied * 2)


# --- People ----------------------------------------------------------------------------------------

_NOTHING, _ALWAYS = -1, 0
_HOW_SAID: Final = st.sampled_from((_NOTHING, _NOTHING, _ALWAYS, _ALWAYS, _ALWAYS, _ALWAYS, _ALWAYS, 1, 2, 2, 3))
_TAKEN_BACK: Final = st.sampled_from((False, False, False, False, False, True))


def _dated(draw: Callable[..., Any], of: SearchStrategy[Any]) -> Dated[Any]:
    """Draw a fact as it is given: not at all, once for all, or from day to day with corrections."""
    entries = draw(_HOW_SAID)
    if entries == _NOTHING:
        return Dated()
    if entries == _ALWAYS:
        return Dated.always(draw(of))
    return Dated(
        _without_contradictions(
            Entry(None if draw(_TAKEN_BACK) else draw(of), **_when(draw(_WHEN))) for _ in range(entries)
        )
    )


def _without_contradictions(entries: Iterable[Entry[Any]]) -> list[Entry[Any]]:
    """Keep the first of two entries that were recorded on one day and contradict each other."""
    kept: list[Entry[Any]] = []
    for entry in entries:
        if not any(_contradict(entry, other) for other in kept):
            kept.append(entry)
    return kept


def _contradict(one: Entry[Any], other: Entry[Any]) -> bool:
    return one.recorded_on == other.recorded_on and one.value != other.value and _overlap(one, other)


def _overlap(one: Entry[Any], other: Entry[Any]) -> bool:
    starts = max(one.since or date.min, other.since or date.min)
    return starts <= min(one.until or date.max, other.until or date.max)


def _once_each(spells: Iterable[Any]) -> tuple[Any, ...]:
    """Keep the first of two spells that are the same entry and were recorded on one day."""
    kept: dict[tuple[Any, ...], Any] = {}
    for spell in spells:
        kept.setdefault((spell.key, spell.since, spell.recorded_on), spell)
    return tuple(kept.values())


def _contacts(draw: Callable[..., Any], agencies: SearchStrategy[tuple[str, bool]]) -> tuple[Contact, ...]:
    drawn = ((draw(agencies), _when(draw(_WHEN))) for _ in range(draw(_HOW_MANY)))
    return _once_each(Contact(agency, void=void, **when) for (agency, void), when in drawn)


def _sick_leaves(draw: Callable[..., Any]) -> tuple[SickLeave, ...]:
    drawn = ((draw(_EXTENTS), _when(draw(_WHEN))) for _ in range(draw(_HOW_MANY) // 2))
    return _once_each(
        SickLeave(**{**when, "since": when["since"] or FIRST_DAY}, extent=extent, void=void)
        for (extent, void), when in drawn
    )


_HOW_MANY: Final = st.integers(0, 6)
_EXTENTS: Final = st.sampled_from([(extent, void) for void in (False, False, False, True) for extent in (None, 50)])


def participants(vocabulary: Vocabulary = VOCABULARY) -> SearchStrategy[Participant]:
    """Draw a person about whom much, little or nothing is known, with the own facts of *vocabulary*."""
    kinds = {name: fact.kind for name, fact in {**GIVEN, **own_facts(vocabulary)}.items()}
    facts = {name: values(name, kind, vocabulary) for name, kind in kinds.items() if not isinstance(kind, SpellsOf)}
    agencies = st.sampled_from([(one, void) for void in (*[False] * 9, True) for one in _references(vocabulary)])
    parts = st.lists(st.sampled_from((*vocabulary.agencies.parties, *vocabulary.agencies.agencies)), max_size=4)
    complete = st.one_of(st.booleans(), parts)

    @st.composite
    def participant(draw: Any) -> Participant:
        given = {name: _dated(draw, of) for name, of in facts.items()}
        more = {name: given.pop(name) for name in list(given) if name not in GIVEN}
        histories: dict[str, Any] = {}
        if draw(_MOSTLY):
            histories = {"contacts": _contacts(draw, agencies), "contacts_complete": draw(complete)}
        if draw(_MOSTLY):
            histories["sick_leave"] = _sick_leaves(draw)
        more = {name: one for name, one in more.items() if one.entries}
        return Participant(id="d-001", **given, **histories, more=more)

    return participant()


_MOSTLY: Final = st.sampled_from((False, True, True, True, True))


AT_HOME: Final[Mapping[str, tuple[str, ...]]] = {
    "en-vag-in": ("Ludvika", "Smedjebacken"),
    "orvar": ("Ale", "Kungälv", "Stenungsund", "Tjörn"),
}
"""The kommuner of each shipped programme."""


@st.composite
def candidates(draw: Any, programme: str) -> Participant:
    """Draw a person whom a shipped programme may well take in: most often at home there, and of the right age."""
    person = draw(_ANYBODY)
    likely = {
        "born": draw(_BIRTHS_OF_ADULTS),
        "residence": draw(st.sampled_from(AT_HOME[programme])),
        "unmet_need": True,
        "long_absence": True,
        "employed": True,
        "contacts": _once_each([*draw(_TWO_CONTACTS), *(person.contacts or ())]),
    }
    as_drawn = draw(st.sampled_from(("", "", *likely)))
    return attrs.evolve(person, **{name: value for name, value in likely.items() if name != as_drawn})


_TWO_CONTACTS: Final = st.sampled_from(
    [
        (Contact("AF", since=FIRST_DAY), Contact(second, since=FIRST_DAY, until=until))
        for until in (None, date(2008, 12, 31), date(2018, 6, 30))
        for second in ("FK", "kommun/AME")
    ]
)
_BIRTHS_OF_ADULTS: Final = partial_dates(date(1950, 1, 1), date(1993, 12, 31))

# --- People who are known less well ----------------------------------------------------------------


def pairs_by_knowledge(
    people: SearchStrategy[Participant] | None = None, vocabulary: Vocabulary = VOCABULARY
) -> SearchStrategy[tuple[Participant, Participant]]:
    """Draw p and q, where q knows at least what p knows: p is q after some forgetting.

    That is so on every day, and for whatever had been recorded by every day.
    """
    knowing = participants(vocabulary) if people is None else people
    kinds = {name: fact.kind for name, fact in {**GIVEN, **own_facts(vocabulary)}.items()}
    some_facts = numbers(2 ** len(kinds))

    @st.composite
    def pair(draw: Any) -> tuple[Participant, Participant]:
        q = draw(knowing)
        chosen = draw(some_facts)
        given: dict[str, Any] = {}
        more: dict[str, Any] = dict(q.more)
        for name, kind in (pick for bit, pick in enumerate(kinds.items()) if chosen & 1 << bit):
            if name == "contacts":
                given.update(_less_of_contacts(draw, q, vocabulary))
            elif isinstance(kind, SpellsOf):
                given[name] = None
            else:
                (given if name in GIVEN else more)[name] = _less_of(draw, q.fact(name), kind, vocabulary)
        return attrs.evolve(q, **given, more={name: one for name, one in more.items() if one.entries}), q

    return pair()


def _less_of(draw: Callable[..., Any], value: Dated[Any], kind: Kind, vocabulary: Vocabulary) -> Dated[Any]:
    """Draw what is left of a fact: nothing, some of its entries, some of its days, or less of each value."""
    if not value.entries:
        return value
    match draw(_WAYS_TO_FORGET), kind:
        case "less", Day():
            length = draw(st.sampled_from((4, 7)))
            return value.map(lambda day: as_partial_date(str(day)[:length]))
        case "less", SetOf(of):
            forgotten = draw(st.frozensets(st.sampled_from(vocabulary.words(kind)), min_size=1, max_size=6))
            return value.map(lambda one: _unsure(one, forgotten, agencies=of == "agencies"))
        case "entries", _ if len(value.entries) > 1:
            return _losing_entries(value, draw(st.sampled_from(value.entries)).recorded_on)
        case "days" | "entries", _:
            since, until = _SPANS[draw(_SPAN)]
            return Dated([*value.entries, Entry(None, since=since, until=until, recorded_on=AFTERWARDS)])
        case _:
            return Dated()


_WAYS_TO_FORGET: Final = st.sampled_from(("everything", "less", "less", "entries", "days"))


def _losing_entries(value: Dated[Any], recorded_on: date | None) -> Dated[Any]:
    """Take back the entries that were recorded on a day.

    They are not left out, because that would let what they outrank speak; only one that meets no
    other can be.
    """
    kept: list[Entry[Any]] = []
    for entry in value.entries:
        if entry.recorded_on != recorded_on:
            kept.append(entry)
        elif any(other is not entry and _overlap(entry, other) for other in value.entries):
            kept.append(attrs.evolve(entry, value=None))
    return Dated(kept)


def _unsure(value: Members, forgotten: frozenset[str], *, agencies: bool) -> Members:
    """Return the set with *forgotten* unknown, under whatever body an agency is written."""
    inside = {one for one in value.inside if (unit_of(one)[0] if agencies else one) not in forgotten}
    return Members(inside, value.unknown | forgotten)


def _less_of_contacts(draw: Callable[..., Any], person: Participant, vocabulary: Vocabulary) -> Mapping[str, Any]:
    """Draw what is left of the contacts: nothing, those at fewer agencies, or a list less whole.

    An agency that is listed at all is known on every day, so all its contacts go together, and with
    them whatever says that the list is whole for it.
    """
    contacts, complete = person.contacts, person.contacts_complete
    way = draw(_WAYS_TO_FORGET_CONTACTS)
    if contacts is None or way == "everything":
        return {"contacts": None, "contacts_complete": False}
    register = vocabulary.agencies
    whole = {*register.agencies, *register.parties} if complete is True else set(complete or ())
    if way == "whole" and whole:
        whole &= draw(st.sets(st.sampled_from(sorted(whole)), max_size=6))
    lost: set[str] = set()
    listed = sorted({unit_of(contact.agency)[0] for contact in contacts})
    if listed and way == "agencies":
        lost = draw(st.sets(st.sampled_from(listed), min_size=1))
        of_lost = {str(register.agencies[unit].party) for unit in lost}
        others = {unit for party in whole & of_lost for unit in register.of_party(party)}
        # The name of a party, which its first agency bears too, would say that all of it is whole.
        whole = (whole - of_lost | others - set(register.parties)) - lost
    # A contact with a certain body's unit says of the participant's own only that she is current: it may stay.
    keeps = draw(st.booleans())
    left = [one for one in contacts if unit_of(one.agency)[0] not in lost or (keeps and unit_of(one.agency)[1])]
    # Before one of its entries was recorded the list was not whole; without that entry it would seem to have been.
    if any(one.recorded_on is not None for one in contacts if one not in left):
        whole = set()
    return {"contacts": left, "contacts_complete": whole}


_WAYS_TO_FORGET_CONTACTS: Final = st.sampled_from(("everything", "whole", "agencies", "agencies"))

# --- Rules -----------------------------------------------------------------------------------------

_ORDERS: Final[tuple[Operator, ...]] = ("<=", "<", ">=", ">")
_EQUALITIES: Final[tuple[Operator, ...]] = ("==", "!=")
_TURNED: Final[Mapping[Operator, Operator]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_UPWARDS: Final[tuple[tuple[Operator, Operator], ...]] = (("<=", "<="), ("<", "<="), ("<=", "<"), ("<", "<"))

_BRANCHES: Final = [
    (connective, size_of_others, at)
    for connective in ("and", "or", "at_least 1", "at_least 2", "at_least 3")
    for size_of_others in ((1,), (1, 1), (2,), (2, 1))
    for at in range(len(size_of_others) + 1)
    if connective != "at_least 3" or len(size_of_others) > 1
]
_SHAPES: Final = st.sampled_from([*[("not", (), 0)] * (len(_BRANCHES) // 3), *_BRANCHES])
"""How a rule goes on: the connective, the depths of the parts beside the deepest, and the place of that one."""


def rules(vocabulary: Vocabulary = VOCABULARY, deepest: int = 6) -> SearchStrategy[Condition]:
    """Draw a rule that can be made, of every construct, with no part that is always or never met."""
    tables = _conditions_without_parts(vocabulary)
    longest = max(map(len, tables.values()))
    anywhere = list(tables.values())
    under_not = [table for construct, table in tables.items() if construct != "known"]
    places = {len(among): numbers(len(among) * longest) for among in (anywhere, under_not)}

    def leaf(draw: Callable[..., Any], among: list[tuple[Condition, ...]]) -> Condition:
        construct, at = divmod(draw(places[len(among)]), longest)
        return among[construct][at % len(among[construct])]

    def condition(draw: Callable[..., Any], levels: int, *, negated: bool) -> Condition:
        if levels == 1:
            return leaf(draw, under_not if negated else anywhere)
        connective, sizes, at = draw(_SHAPES)
        if connective == "not":
            return Not(condition(draw, levels - 1, negated=True))
        depths_of_parts = [min(size, levels - 1) for size in sizes]
        depths_of_parts.insert(at, levels - 1)
        parts = [condition(draw, one, negated=negated) for one in depths_of_parts]
        match connective.split():
            case ["and"]:
                return And(parts)
            case ["or"]:
                return Or(parts)
            case [_, fewest]:
                return AtLeast(int(fewest), parts)
        raise AssertionError(connective)

    depths = st.integers(1, deepest)

    @st.composite
    def rule(draw: Any) -> Condition:
        return condition(draw, draw(depths), negated=False)

    return rule()


def _conditions_without_parts(vocabulary: Vocabulary) -> Mapping[str, tuple[Condition, ...]]:
    """Return all conditions without parts that are drawn from, by construct, the simplest first."""
    named: dict[type, list[str]] = {kind: [] for kind in (Boolean, NumberOf, Choice, SetOf, Day, SpellsOf)}
    for name, fact in vocabulary.facts.items():
        named[type(fact.kind)].append(name)
    computable = [FactValue(name) for name in named[NumberOf]]
    counts = [Count(name) for name in named[SetOf]]
    given = [number for number in computable if vocabulary.facts[number.fact].derived is None]
    choices = {FactValue(name): _words(name, vocabulary) for name in named[Choice]}
    return {
        "holds": tuple(map(Holds, named[Boolean])),
        "known": tuple(map(Known, knowable(vocabulary))),
        "comparison": tuple(
            one
            for number in computable
            for one in (
                *_with_constants(number, vocabulary),
                *(_with_each_other(number, given) if number in given else ()),
            )
        ),
        "count": tuple(one for count in counts for one in _with_constants(count, vocabulary)),
        "chain": (
            *(one for number in (*computable, *counts) for one in _between(number, vocabulary)),
            *(one for number in given for one in _longer(number, given, vocabulary)),
            *(
                Comparison(Word(a), [Step("!=", fact), Step("!=", Word(b))])
                for fact, words in choices.items()
                for a, b in pairwise(words)
            ),
        ),
        "word in a set": tuple(
            Member(Word(w), FactValue(name)) for name in named[SetOf] for w in _words(name, vocabulary)
        ),
        "choice among words": tuple(
            Member(fact, Words(some))
            for fact, words in choices.items()
            for size in range(1, min(len(words), 4))
            for some in combinations(words, size)
        ),
        "same word": tuple(
            one
            for fact, words in choices.items()
            for word in words
            for operator in _EQUALITIES
            for one in (Comparison(fact, [Step(operator, Word(word))]), Comparison(Word(word), [Step(operator, fact)]))
        ),
    }


def _with_constants(term: FactValue | Count, vocabulary: Vocabulary) -> Iterator[Comparison]:
    """Yield comparisons of *term* with constants that it can lie on either side of."""
    low, high = _bounds(term, vocabulary)
    for operator in (*_ORDERS, *_EQUALITIES):
        first = low + 1 if operator in {"<", ">="} else low
        last = high - 1 if operator in {"<=", ">"} else high
        for constant in _constants(first, last, vocabulary, at_most=16):
            yield Comparison(term, [Step(operator, constant)])
            yield Comparison(constant, [Step(_TURNED[operator], term)])


def _with_each_other(term: FactValue, given: Iterable[FactValue]) -> Iterator[Comparison]:
    """Yield comparisons of two numbers that are given."""
    for operator in (*_ORDERS, *_EQUALITIES):
        yield from (Comparison(term, [Step(operator, other)]) for other in given if other != term)


def _between(term: FactValue | Count, vocabulary: Vocabulary) -> Iterator[Comparison]:
    """Yield comparisons that put *term* between two constants, from below and from above."""
    low, high = _bounds(term, vocabulary)
    for middle in range(low + 1, high - 2, max((high - low) // 4, 1)):
        for least in _constants(low + 1, middle, vocabulary, at_most=3):
            for most in _constants(middle + 2, high - 1, vocabulary, at_most=3):
                for one, other in _UPWARDS:
                    yield Comparison(least, [Step(one, term), Step(other, most)])
                    yield Comparison(most, [Step(_TURNED[other], term), Step(_TURNED[one], least)])


def _longer(term: FactValue, given: Iterable[FactValue], vocabulary: Vocabulary) -> Iterator[Comparison]:
    """Yield chains of a constant and two numbers that are given."""
    low, high = _bounds(term, vocabulary)
    for constant in _constants(low + 1, high - 2, vocabulary, at_most=3):
        for one, other in _UPWARDS:
            yield from (Comparison(constant, [Step(one, term), Step(other, last)]) for last in given if last != term)


def _constants(first: int, last: int, vocabulary: Vocabulary, at_most: int) -> Iterator[Term]:
    """Yield some numbers, and each parameter twice whose values all lie between *first* and *last*."""
    yield from (Number(value) for value in range(first, last + 1, (last - first) // at_most + 1))
    for name, parameter in vocabulary.parameters.items():
        if all(first <= one.value <= last for one in parameter.values):
            yield from [ParameterValue(name)] * 2


def _bounds(term: FactValue | Count, vocabulary: Vocabulary) -> tuple[int, int]:
    """Return the least and the most that *term* can be, or usually is where it has no such bounds."""
    kind = vocabulary.facts[term.fact].kind
    match term, kind:
        case Count(), SetOf():
            return 0, len(vocabulary.words(kind))
        case FactValue(name), _ if name in _USUAL_NUMBERS:
            return _USUAL_NUMBERS[name]
        case _, NumberOf(_, int() as least, int() as most):
            return least, most
        case _:
            raise AssertionError("a number without bounds wants a usual range")


def _words(name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    kind = vocabulary.facts[name].kind
    if not isinstance(kind, Choice | SetOf):
        raise TypeError(name)
    return _USUAL_WORDS.get(kind.of, vocabulary.words(kind))


def constructs(rule: Condition) -> Iterator[str]:
    """Yield the name of each construct that the rule itself is, its parts left aside."""
    match rule:
        case Comparison(left, steps):
            terms = [left, *(step.right for step in steps)]
            yield "same word" if any(isinstance(term, Word) for term in terms) else "comparison"
            yield from (f"comparison {step.operator}" for step in steps)
            if len(steps) > 1:
                yield "chained comparison"
            if any(isinstance(term, Count) for term in terms):
                yield "count"
            if any(isinstance(term, ParameterValue) for term in terms):
                yield "parameter"
        case Member(Word(), _):
            yield "word in a set"
        case Member():
            yield "choice among words"
        case _:
            yield type(rule).__name__


# --- Drawn ready -----------------------------------------------------------------------------------

_ANYBODY: Final = participants()
