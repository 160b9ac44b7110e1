"""Evaluation in three values, with what was read and what is missing.

Kleene's logic throughout: a condition is true, false, or ``None`` for unknown, and what is not
needed to settle an answer does not unsettle it. A set of conditions is compiled once against a
vocabulary: each fact that they mention becomes a reader that is called once a person, and each
condition a closure over the list of what the readers returned.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from math import inf
from typing import Any, Protocol, TypeAlias

import attrs

from samverkan.answers import Answer, KnownValue, Missing, Verdict
from samverkan.dated import Dated, Unknown
from samverkan.dates import LeapDay, PartialDate, completed_months, completed_years
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, masked
from samverkan.partial import Bounds, Members, compare
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
    Term,
    Word,
    Words,
    facts_of,
    parameters_of,
)
from samverkan.rules.facts import (
    Boolean,
    Choice,
    Current,
    Day,
    DayOf,
    Elapsed,
    Kind,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
    SpellsOf,
    TimeUnit,
)
from samverkan.rules.vocabulary import Vocabulary
from samverkan.spells import Spell, Spells

__all__ = ["Compiled", "Node", "Reader", "Subject", "Truth", "Values", "answer", "compiled", "conjunction"]

Truth: TypeAlias = bool | None
Values: TypeAlias = Sequence[KnownValue]


class Subject(Protocol):
    """What a rule is asked about: something with facts, most often a participant."""

    def fact(self, name: str) -> Dated[Any]:
        """Return the given fact *name*; one about which nothing was said has no entries."""

    def spells(self, name: str) -> Spells[Any] | None:
        """Return the history *name*, or ``None`` where nothing was said."""


Reader: TypeAlias = Callable[[Subject, date, date | None], KnownValue]
_Judge: TypeAlias = Callable[[Values], Truth]


@attrs.frozen(eq=False)
class Node:
    """A compiled condition: its judge, its parts, and the unknowns of a leaf as fact and member."""

    judge: _Judge
    parts: "tuple[Node, ...]" = ()
    unknowns: Callable[[Values], Iterator[tuple[str, str | None]]] = attrs.field(default=lambda _: iter(()))


@attrs.frozen(eq=False)
class Compiled:
    """Conditions compiled against one vocabulary and one set of thresholds."""

    vocabulary: Vocabulary
    facts: tuple[str, ...]
    readers: tuple[Reader, ...]
    nodes: tuple[Node, ...]

    def read(self, subject: Subject, on: date, known_on: date | None) -> list[KnownValue]:
        """Read each fact once."""
        return [reader(subject, on, known_on) for reader in self.readers]

    def missing(self, nodes: Sequence[Node], values: Values) -> tuple[Missing, ...]:
        """Return, in the order of the rule, every unknown that still matters to *nodes* taken together."""
        found: dict[Missing, None] = {}
        for node in nodes:
            for fact, member in _unknowns(node, values):
                found[self._asked(fact, member)] = None
        return tuple(found)

    def _asked(self, name: str, member: str | None) -> Missing:
        given = self.vocabulary.given(name)
        held_by = self.vocabulary.facts[given].held_by
        if not held_by and member is not None:
            return Missing(given, member, (member,))
        return Missing(given, member, tuple(sorted(held_by)))


def compiled(rules: Sequence[Condition], vocabulary: Vocabulary, thresholds: Mapping[str, int | None]) -> Compiled:
    """Compile *rules* against *vocabulary*, with the parameters' values on the days it is for."""
    facts = tuple(dict.fromkeys(fact for rule in rules for fact in facts_of(rule)))
    slots = {fact: slot for slot, fact in enumerate(facts)}
    compiler = _Compiler(vocabulary, slots, thresholds)
    readers = tuple(reader(fact, vocabulary) for fact in facts)
    return Compiled(vocabulary, facts, readers, tuple(compiler.node(rule) for rule in rules))


def answer(rule: Condition, vocabulary: Vocabulary, subject: Subject, on: date, known_on: date | None = None) -> Answer:
    """Answer one rule for one person on one day.

    >>> from samverkan import Participant, load_model
    >>> from samverkan.rules.text import parse
    >>> vocabulary = load_model("finsam").vocabulary
    >>> rule = parse("age >= 16 and employed", vocabulary)
    >>> given = answer(rule, vocabulary, Participant(id="d-1", born="1990-05-17"), date(2016, 10, 3))
    >>> given.verdict, given.reads["age"], [missing.fact for missing in given.missing]
    (<Verdict.UNKNOWN: 'unknown'>, 26, ['employed'])
    """
    thresholds = {name: vocabulary.parameters[name].at(on) for name in parameters_of(rule)}
    whole = compiled([rule], vocabulary, thresholds)
    values = whole.read(subject, on, known_on)
    return Answer(
        verdict=Verdict.of(whole.nodes[0].judge(values)),
        reads=dict(zip(whole.facts, values, strict=True)),
        missing=whole.missing(whole.nodes, values),
    )


def conjunction(truths: Sequence[Truth]) -> Truth:
    """Return Kleene's *and*.

    >>> conjunction([True, None]) is None, conjunction([None, False]), conjunction([True, True])
    (True, False, True)
    """
    if False in truths:
        return False
    return None if None in truths else True


def _unknowns(node: Node, values: Values) -> Iterator[tuple[str, str | None]]:
    if node.judge(values) is not None:
        return
    for part in node.parts:
        yield from _unknowns(part, values)
    yield from node.unknowns(values)


# --- Conditions ----------------------------------------------------------------------------------


@attrs.frozen
class _Compiler:
    vocabulary: Vocabulary
    slots: Mapping[str, int]
    thresholds: Mapping[str, int | None]

    def node(self, rule: Condition) -> Node:
        match rule:
            case Holds(fact):
                return self._leaf(_holds(self.slots[fact]), fact)
            case Known(fact):
                return self._leaf(_is_known(self.slots[fact]), fact)
            case Comparison():
                return self._comparison(rule)
            case Member(item, container):
                return self._membership(item, container)
            case Not(part):
                inner = self.node(part)
                return Node(_not(inner.judge), (inner,))
            case And(parts):
                nodes = tuple(map(self.node, parts))
                return Node(_and(tuple(node.judge for node in nodes)), nodes)
            case Or(parts):
                nodes = tuple(map(self.node, parts))
                return Node(_or(tuple(node.judge for node in nodes)), nodes)
            case AtLeast(fewest, parts):
                nodes = tuple(map(self.node, parts))
                return Node(_at_least(fewest, tuple(node.judge for node in nodes)), nodes)

    def _leaf(self, judge: _Judge, *facts: str) -> Node:
        slots = tuple((fact, self.slots[fact]) for fact in facts)

        def unknowns(values: Values) -> Iterator[tuple[str, str | None]]:
            for fact, slot in slots:
                yield from self._parts_unknown(fact, values[slot])

        return Node(judge, (), unknowns)

    def _parts_unknown(self, fact: str, value: KnownValue) -> Iterator[tuple[str, str | None]]:
        match value:
            case Unknown() | Bounds():
                yield fact, None
            case PartialDate() if not value.is_whole:
                yield fact, None
            case Members(_, unknown) if unknown:
                kind = self.vocabulary.facts[fact].kind
                words = self.vocabulary.words(kind) if isinstance(kind, SetOf) else ()
                yield from ((fact, word) for word in words if word in unknown)
            case _:
                pass

    def _comparison(self, rule: Comparison) -> Node:
        nodes = [
            self._leaf(
                self._pair(left, operator, right),
                *(side.fact for side in (left, right) if isinstance(side, FactValue | Count)),
            )
            for left, operator, right in rule.pairs()
        ]
        if len(nodes) == 1:
            return nodes[0]
        judges = tuple(node.judge for node in nodes)
        within = self._range(rule, _and(judges))
        return Node(within, tuple(nodes))

    def _range(self, rule: Comparison, otherwise: _Judge) -> _Judge:
        """Judge the commonest chain, ``least <= fact <= most``, in one look when the fact is known."""
        match rule:
            case Comparison(low, (step, last)) if step.operator == last.operator == "<=" and isinstance(
                step.right, FactValue
            ):
                least, most, slot = self._constant(low), self._constant(last.right), self.slots[step.right.fact]
            case _:
                return otherwise
        if least is None or most is None:
            return otherwise

        def judge(values: Values) -> Truth:
            value = values[slot]
            if value.__class__ is int:
                return least <= value <= most
            return otherwise(values)

        return judge

    def _constant(self, term: Term) -> int | None:
        match term:
            case Number(value):
                return value
            case ParameterValue(name):
                return self.thresholds[name]
            case _:
                return None

    def _pair(self, left: Term, operator: Operator, right: Term) -> _Judge:
        if isinstance(left, Word) or isinstance(right, Word):
            return self._same_word(left, operator, right)
        one, other = self._interval(left), self._interval(right)

        def judge(values: Values) -> Truth:
            first, second = one(values), other(values)
            if first is None or second is None:
                return None
            return compare(first[0], first[1], operator, second[0], second[1])

        return judge

    def _same_word(self, left: Term, operator: Operator, right: Term) -> _Judge:
        fact, word = (left, right) if isinstance(left, FactValue) else (right, left)
        if not isinstance(fact, FactValue) or not isinstance(word, Word):
            raise AssertionError("checked when the rule was made")
        slot, wanted, same = self.slots[fact.fact], word.value, operator == "=="

        def judge(values: Values) -> Truth:
            value = values[slot]
            return None if isinstance(value, Unknown) else (value == wanted) is same

        return judge

    def _interval(self, term: Term) -> Callable[[Values], tuple[float, float] | None]:
        match term:
            case Number(value):
                fixed = (value, value)
                return lambda _: fixed
            case ParameterValue(name):
                threshold = self.thresholds[name]
                held = None if threshold is None else (threshold, threshold)
                return lambda _: held
            case FactValue(fact):
                slot = self.slots[fact]
                kind = self.vocabulary.facts[fact].kind
                least, most = getattr(kind, "least", None), getattr(kind, "most", None)
                whole = (-inf if least is None else least, inf if most is None else most)
                return lambda values: _interval_of(values[slot], whole)
            case Count(fact):
                slot = self.slots[fact]
                return lambda values: _count_of(values[slot])
            case Word():
                raise AssertionError("checked when the rule was made")

    def _membership(self, item: Word | FactValue, container: FactValue | Words) -> Node:
        match item, container:
            case Word(word), FactValue(fact):
                slot = self.slots[fact]

                def has(values: Values) -> Truth:
                    value = values[slot]
                    return value.has(word) if isinstance(value, Members) else None

                return Node(has, (), lambda _: iter([(fact, word)]))
            case FactValue(fact), Words(words):
                slot = self.slots[fact]

                def among(values: Values) -> Truth:
                    value = values[slot]
                    return None if isinstance(value, Unknown) else value in words

                return self._leaf(among, fact)
            case _:
                raise AssertionError("checked when the rule was made")


def _holds(slot: int) -> _Judge:
    def judge(values: Values) -> Truth:
        value = values[slot]
        return value if value is True or value is False else None

    return judge


def _is_known(slot: int) -> _Judge:
    def judge(values: Values) -> Truth:
        match values[slot]:
            case Unknown() | Bounds():
                return None
            case Members(_, unknown):
                return None if unknown else True
            case PartialDate() as day:
                return True if day.is_whole else None
            case _:
                return True

    return judge


def _not(judge: _Judge) -> _Judge:
    def opposite(values: Values) -> Truth:
        truth = judge(values)
        return None if truth is None else not truth

    return opposite


def _and(judges: tuple[_Judge, ...]) -> _Judge:
    def judge(values: Values) -> Truth:
        result: Truth = True
        for part in judges:
            truth = part(values)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return judge


def _or(judges: tuple[_Judge, ...]) -> _Judge:
    def judge(values: Values) -> Truth:
        result: Truth = False
        for part in judges:
            truth = part(values)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result

    return judge


def _at_least(fewest: int, judges: tuple[_Judge, ...]) -> _Judge:
    def judge(values: Values) -> Truth:
        truths = [part(values) for part in judges]
        met = truths.count(True)
        if met >= fewest:
            return True
        return None if met + truths.count(None) >= fewest else False

    return judge


def _interval_of(value: KnownValue, whole: tuple[float, float]) -> tuple[float, float]:
    match value:
        case int():
            return value, value
        case Bounds(least, most):
            return least, most
        case _:
            return whole


def _count_of(value: KnownValue) -> tuple[float, float]:
    return (value.least, value.most) if isinstance(value, Members) else (0, inf)


# --- Facts ---------------------------------------------------------------------------------------


def reader(name: str, vocabulary: Vocabulary) -> Reader:
    """Return what reads the fact *name* of a person on a day."""
    fact = vocabulary.fact(name)
    match fact.derived:
        case None if isinstance(fact.kind, SetOf):
            return _set_reader(name, frozenset(vocabulary.words(fact.kind)), vocabulary)
        case None:
            return _given_reader(name, fact.kind, vocabulary)
        case Elapsed(day, unit):
            return _elapsed_reader(day, unit, vocabulary)
        case Current(spells):
            return _current_reader(spells)
        case DayOf(spells):
            return _day_of_reader(spells)
        case MembersOf(spells, _):
            return _members_reader(spells, vocabulary)
        case PartiesOf(agencies):
            source = vocabulary.fact(agencies).derived
            if isinstance(source, MembersOf):
                return _parties_reader(source.spells, vocabulary)
            return _parties_of_set_reader(agencies, vocabulary)


def _given_reader(name: str, kind: Kind, vocabulary: Vocabulary) -> Reader:
    is_right = _check_of(kind, vocabulary)

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        value: KnownValue = subject.fact(name).at(on, known_on)
        if is_right(value) or isinstance(value, Unknown):
            return value
        raise InvalidRecordError([Fault(where=name, wanted=_wanted(kind), got=masked(value))])

    return read


def _check_of(kind: Kind, vocabulary: Vocabulary) -> Callable[[KnownValue], bool]:
    """Return what tells whether a value is of *kind*: what is no truth value never counts as one."""
    match kind:
        case Boolean():
            return lambda value: value is True or value is False
        case NumberOf(_, least, most):
            lowest, highest = -inf if least is None else least, inf if most is None else most
            return lambda value: value.__class__ is int and lowest <= value <= highest  # type: ignore[operator]
        case Choice():
            words = frozenset(vocabulary.words(kind))
            return lambda value: value.__class__ is str and value in words
        case Day():
            return lambda value: isinstance(value, PartialDate)
        case SetOf() | SpellsOf():
            return lambda value: isinstance(value, Members)


def _wanted(kind: Kind) -> str:
    match kind:
        case Boolean():
            return "true or false"
        case NumberOf(_, least, most):
            return f"a whole number from {'any' if least is None else least} to {'any' if most is None else most}"
        case Choice(of) | SetOf(of):
            return f"a word of the closed list {of}"
        case Day():
            return "a day"
        case SpellsOf():
            return "a list of spells"


def _elapsed_reader(name: str, unit: TimeUnit, vocabulary: Vocabulary) -> Reader:
    count = _count_in(unit, vocabulary.leap_day)
    given = _given_reader(name, Day(), vocabulary)

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        day = given(subject, on, known_on)
        if not isinstance(day, PartialDate):
            return day
        most = count(day.earliest, on)
        if day.earliest is day.latest:
            return most
        least = count(day.latest, on)
        return most if least == most else Bounds(least, most)

    return read


def _count_in(unit: TimeUnit, leap_day: LeapDay) -> Callable[[date, date], int]:
    match unit:
        case "years":
            return lambda since, on: completed_years(since, on, leap_day)
        case "months":
            return completed_months
        case "days":
            return lambda since, on: max(on.toordinal() - since.toordinal(), 0)


def _current_reader(name: str) -> Reader:
    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        history = subject.spells(name)
        if history is None:
            return Unknown()
        return any(_runs(spell, on) for spell in history.standing(known_on))

    return read


def _day_of_reader(name: str) -> Reader:
    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        history = subject.spells(name)
        if history is None:
            return Unknown()
        for run in history.runs(known_on):
            if run.since <= on and (run.until is None or on <= run.until):
                return on.toordinal() - run.since.toordinal() + 1
        return 0

    return read


def _runs(spell: Spell, on: date) -> bool:
    return (spell.since is None or spell.since <= on) and (spell.until is None or on <= spell.until)


def _set_reader(name: str, words: frozenset[str], vocabulary: Vocabulary) -> Reader:
    everything_unknown = Members(unknown=words)
    resolved = _Resolver(vocabulary) if words == frozenset(vocabulary.agencies.agencies) else None

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        value = subject.fact(name).at(on, known_on)
        if isinstance(value, Unknown):
            return everything_unknown
        if resolved is None or (value.inside | value.unknown) <= words:
            return value  # type: ignore[no-any-return]
        return Members(resolved.units(name, value.inside), resolved.units(name, value.unknown))

    return read


def _members_reader(name: str, vocabulary: Vocabulary) -> Reader:
    everything = tuple(vocabulary.agencies.agencies)
    everything_unknown = Members(unknown=everything)
    resolver = _Resolver(vocabulary)

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        history = subject.spells(name)
        if history is None:
            return everything_unknown
        inside: set[str] = set()
        settled: set[str] = set()
        for spell in history.standing(known_on):
            unit, is_plain = resolver.unit(spell.key, name, history)
            if _runs(spell, on):
                inside.add(unit)
            if is_plain:
                settled.add(unit)
        if history.complete is True:
            return Members(inside)
        if history.complete:
            settled.update(resolver.whole(history.complete, name))
        return Members(inside, (unit for unit in everything if unit not in settled))

    return read


def _parties_reader(name: str, vocabulary: Vocabulary) -> Reader:
    register = vocabulary.agencies
    everything_unknown = Members(unknown=register.parties)
    resolver = _Resolver(vocabulary)
    seen: dict[tuple[frozenset[str], frozenset[str], bool | frozenset[str]], Members] = {}

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        history = subject.spells(name)
        if history is None:
            return everything_unknown
        inside: list[str] = []
        settled: list[str] = []
        for spell in history.standing(known_on):
            unit, is_plain = resolver.unit(spell.key, name, history)
            if _runs(spell, on):
                inside.append(unit)
            if is_plain:
                settled.append(unit)
        found = (frozenset(inside), frozenset(settled), history.complete)
        members = seen.get(found)
        if members is None:
            members = seen[found] = parties_of(*found)
        return members

    def parties_of(inside: frozenset[str], settled: frozenset[str], complete: bool | frozenset[str]) -> Members:  # noqa: FBT001
        parties = {party for unit in inside if (party := register.agencies[unit].party) is not None}
        if complete is True:
            return Members(parties)
        whole = complete or frozenset()
        settled |= resolver.whole(whole, name)
        unknown = {
            party.id
            for party in register.parties.values()
            if party.id not in whole and (party.has_other_units or not settled.issuperset(register.of_party(party.id)))
        }
        return Members(parties, unknown)

    return read


def _parties_of_set_reader(name: str, vocabulary: Vocabulary) -> Reader:
    register = vocabulary.agencies
    read_set = reader(name, vocabulary)

    def parties(units: frozenset[str]) -> set[str]:
        return {party for unit in units if (party := register.agencies[unit].party) is not None}

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        value = read_set(subject, on, known_on)
        if not isinstance(value, Members):
            raise AssertionError("a set is read as its members")
        return Members(parties(value.inside), parties(value.unknown))

    return read


class _Resolver:
    """Finds what agency of the register a reference names, and remembers it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._register = vocabulary.agencies
        self._seen: dict[str, tuple[str, bool]] = {}

    def unit(self, reference: str, name: str, history: Spells[Any]) -> tuple[str, bool]:
        """Return the agency's id, and whether the reference is plain: whether it names no body."""
        found = self._seen.get(reference)
        if found is None:
            try:
                unit = self._register.agency(reference).id
            except InvalidValueError:
                found = None
            else:
                found = self._seen[reference] = unit, ":" not in reference
        if found is None:
            raise self._faults({f"{name}[{i}].agency": spell.key for i, spell in enumerate(history.entries)})
        return found

    def units(self, name: str, references: frozenset[str]) -> set[str]:
        """Return the ids of the agencies that *references* name."""
        known = {reference for reference in references if self._fault(reference) is None}
        if known != references:
            raise self._faults({f"{name}[{i}]": reference for i, reference in enumerate(sorted(references))})
        return {self._register.agency(reference).id for reference in references}

    def whole(self, complete: frozenset[str], name: str) -> frozenset[str]:
        """Return the agencies about which nothing is left out, when that is so for *complete*."""
        parties = complete & frozenset(self._register.parties)
        units = self.units(f"{name}_complete", complete - parties)
        return frozenset(units).union(*(self._register.of_party(party) for party in parties))

    def _fault(self, reference: str) -> Fault | None:
        try:
            self._register.agency(reference)
        except InvalidValueError as error:
            return error.fault
        return None

    def _faults(self, references: Mapping[str, str]) -> InvalidRecordError:
        faults = [(where, self._fault(reference)) for where, reference in references.items()]
        return InvalidRecordError(fault.inside(where) for where, fault in faults if fault is not None)
