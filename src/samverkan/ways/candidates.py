"""What can be found out or changed about a person: candidates for the steps of a way in, fact by fact.

They come from the rules' own boundary classes: of a number the stretches that the rules tell apart, of a
choice the words that they name and one that stands for the others, of sets and histories each member.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

import attrs

from samverkan.bound_programmes import BoundProgramme, Segment
from samverkan.casefiles import Individual
from samverkan.dated import Dated, Unknown
from samverkan.dates import PartialDate
from samverkan.partial import Members
from samverkan.rules.cut_offs import cut_off
from samverkan.rules.expressions import (
    TURNED,
    Comparison,
    FactValue,
    Member,
    Number,
    Operator,
    ParameterValue,
    Term,
    Word,
    Words,
    walk,
)
from samverkan.rules.facts import (
    Boolean,
    Changes,
    Choice,
    Day,
    Elapsed,
    Fact,
    NumberOf,
)
from samverkan.rules.readers import reader
from samverkan.spells import Spells
from samverkan.ways.steps import Between, Value

__all__ = ["Asked", "Given", "Option", "Root", "Unit", "ValueRoot"]

Given: TypeAlias = Dated[Any] | Spells[Any]
"""What is given of a fact: a dated value or a history."""


@attrs.frozen(eq=False)
class Unit:
    """What a step is about: a given fact, or one member of it, and the fact that it is read through."""

    root: str
    fact: str
    member: str | None = None


@attrs.frozen(eq=False)
class Option:
    """One answer to a question, or one act: the value as it is told, and as it is put into the record."""

    is_act: bool
    value: Value
    put: Any

    @property
    def key(self) -> Hashable:
        """What makes two steps the same: of a question that it is asked, of an act what comes of it."""
        return (self.value,) if self.is_act else "ask"


@attrs.frozen(eq=False)
class Asked:
    """Who is asked about, and under which rules."""

    person: Individual
    programme: BoundProgramme
    on: date
    known_on: date | None

    @cached_property
    def _readers(self) -> dict[str, Any]:
        return {}

    @cached_property
    def _members(self) -> dict[tuple[str, date], Any]:
        return {}

    @cached_property
    def facts(self) -> Mapping[str, frozenset[str]]:
        """The facts that the criteria read, on whatever day, by the given fact that they rest on."""
        vocabulary = self.programme.vocabulary
        names = {name for one in self.programme.criteria for name in one.facts}
        roots = {vocabulary.given(name) for name in names}
        return {root: frozenset(name for name in names if vocabulary.given(name) == root) for root in roots}

    @cached_property
    def named(self) -> Mapping[str, frozenset[str]]:
        """The words that the criteria name, by the fact that they name them of."""
        found: dict[str, set[str]] = {}
        for condition in (one for criterion in self.programme.criteria for one in walk(criterion.rule)):
            match condition:
                case Member(Word(word), FactValue(fact)):
                    found.setdefault(fact, set()).add(word)
                case Member(FactValue(fact), Words(words)):
                    found.setdefault(fact, set()).update(words)
                case Comparison():
                    terms = condition.terms()
                    beside = {one.value for one in terms if isinstance(one, Word)}
                    for fact in [one.fact for one in terms if isinstance(one, FactValue)] if beside else []:
                        found.setdefault(fact, set()).update(beside)
                case _:
                    pass
        return {fact: frozenset(words) for fact, words in found.items()}

    def read(self, fact: str, on: date) -> Any:
        """Read a fact, or of a derived one what follows, as it is recorded."""
        if fact not in self._readers:
            self._readers[fact] = reader(fact, self.programme.vocabulary)
        return self._readers[fact](self.person, on, self.known_on)

    def members(self, fact: str, on: date) -> Members:
        """Read a fact that is a set."""
        value = self._members.get((fact, on))
        if value is None:
            value = self._members[fact, on] = self.read(fact, on)
        if not isinstance(value, Members):
            raise AssertionError("a set is read as its members")
        return value

    def pairs(self, segment: Segment) -> Iterator[tuple[Term, Operator, Term]]:
        """Yield every comparison of the criteria, read from either side."""
        for criterion in segment.criteria:
            for condition in walk(criterion.bound.rule):
                if isinstance(condition, Comparison):
                    for left, operator, right in condition.pairs():
                        yield left, operator, right
                        yield right, TURNED[operator], left

    def starts(self, fact: str, on: date) -> list[int]:
        """Return the least number of each stretch of numbers that the criteria tell apart, but for the first."""
        segment = self.programme.segment(on)
        found: set[int] = set()
        for left, operator, right in self.pairs(segment):
            if left != FactValue(fact):
                continue
            for number in self._numbers(right, segment, on):
                found.update({number} if operator in {"<", ">="} else {number + 1} if operator in {">", "<="} else ())
                found.update({number, number + 1} if operator in {"==", "!="} else ())
        return sorted(found)

    def _numbers(self, term: Term, segment: Segment, on: date) -> Iterator[int]:
        """Yield what *term* is known to be, or to have been on the day that is asked about."""
        match term:
            case Number(value):
                yield value
            case ParameterValue(name):
                threshold = segment.thresholds[name]
                yield from () if threshold is None else (threshold,)
            case FactValue(name):
                known = {self.read(name, on), self.read(name, self.on)}
                yield from (one for one in known if isinstance(one, int))
            case _:  # never
                raise AssertionError("checked when the rule was made")


@attrs.frozen(eq=False)
class Root:
    """A given fact of which something can be found out or changed. Kinds of facts have classes of their own."""

    name: str
    asked: Asked

    @property
    def fact(self) -> Fact:
        """The given fact."""
        return self.asked.programme.vocabulary.facts[self.name]

    @property
    def read_as(self) -> frozenset[str]:
        """The facts through which the criteria read it."""
        return self.asked.facts[self.name]

    @property
    def is_whole(self) -> bool:
        """Whether all that can be found out or changed of it is among the candidates."""
        return True

    @property
    def can_be_changed(self) -> bool:
        """Whether somebody's act can change it."""
        return self.fact.changes is Changes.BY_ACT

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """What steps can be about, in the order of the closed list."""
        return (Unit(self.name, self.name),)

    def options(self, unit: Unit, on: date) -> Iterator[Option]:  # noqa: ARG002
        """Yield what can be found out, where it is unknown now and on the day *on*, and what can be done about it."""
        raise AssertionError("each kind of fact says it for itself")

    def given(self, chosen: Sequence[tuple[Unit, Option]], on: date) -> Given:  # noqa: ARG002
        """Return what is given of it on the day *on* when all that is so."""
        raise AssertionError("each kind of fact says it for itself")

    def likeness(self, unit: Unit, days: Sequence[date]) -> Hashable:  # noqa: ARG002
        """Return what units have in common that the rules treat alike on those days."""
        return unit

    def acts_that_run(self) -> Iterator[Given]:
        """Yield what is given after an act from which time runs."""
        yield from ()


# --- A value ----------------------------------------------------------------------------------------


class ValueRoot(Root):
    """What is so or not, a number, a choice, or a day."""

    def given(self, chosen: Sequence[tuple[Unit, Option]], on: date) -> Given:  # noqa: ARG002
        """Return the value."""
        return Dated[Any].always(chosen[0][1].put)

    def options(self, unit: Unit, on: date) -> Iterator[Option]:  # noqa: ARG002
        """Yield a value of each class that is another one."""
        before = self.asked.person.fact(self.name).at(self.asked.on, self.asked.known_on)
        now = self.asked.person.fact(self.name).at(on, self.asked.known_on)
        if _is_open(before) and _is_open(now):
            yield from (Option(is_act=False, value=value, put=put) for value, put in self._values(now, on))
        if self.can_be_changed and not _is_open(before):
            yield from (Option(is_act=True, value=value, put=put) for value, put in self._others(before, on))

    def acts_that_run(self) -> Iterator[Given]:
        """Yield the day from which time begins to run anew."""
        if isinstance(self.fact.kind, Day):
            yield from (Dated[Any].always(one.put) for one in self.options(self.units[0], self.asked.on) if one.is_act)

    def _values(self, known: object, on: date) -> Iterator[tuple[Value, Any]]:
        """Yield a value of each class, as it is told and as it is put into the record."""
        match self.fact.kind:
            case Boolean():
                yield from ((True, True), (False, False))
            case Choice() as kind:
                yield from self._words(kind)
            case NumberOf():
                for between in self._stretches(on):
                    yield between, _within(between)
            case _:
                yield from self._days(known, on)

    def _others(self, before: Any, on: date) -> Iterator[tuple[Value, Any]]:
        """Yield what it can be changed to from what it is."""
        match self.fact.kind:
            case Boolean():
                yield (not before), (not before)
            case Choice() as kind:
                named = self._named
                for value, put in self._words(kind):
                    if put != before and (put in named or before in named):
                        yield value, put
            case NumberOf():
                for between in self._stretches(on):
                    if not _covers(between, before):
                        is_above = between.least is not None and between.least > before
                        nearest = between.least if is_above else between.most
                        yield nearest, nearest
            case _:
                if before.earliest != self.asked.on:
                    yield self.asked.on, PartialDate(self.asked.on, self.asked.on)

    @property
    def _named(self) -> frozenset[str]:
        return self.asked.named.get(self.name, frozenset())

    def _words(self, kind: Choice) -> Iterator[tuple[Value, Any]]:
        words = self.asked.programme.vocabulary.words(kind)
        yield from ((word, word) for word in words if word in self._named)
        others = [word for word in words if word not in self._named]
        if others:
            yield (others[0] if len(others) == 1 else None), others[0]

    def _stretches(self, on: date) -> Iterator[Between]:
        kind = self.fact.kind
        least, most = (kind.least, kind.most) if isinstance(kind, NumberOf) else (None, None)
        starts = [
            one
            for one in self.asked.starts(self.name, on)
            if (least is None or one > least) and (most is None or one <= most)
        ]
        for first, after in zip([least, *starts], [*starts, None], strict=True):
            yield Between(first, most if after is None else after - 1)

    def _days(self, known: object, on: date) -> Iterator[tuple[Value, Any]]:
        """Yield the stretches of days, the latest first, that the criteria tell apart on the day *on*."""
        vocabulary = self.asked.programme.vocabulary
        ends = {on.toordinal()}
        for name in self.read_as:
            derived = vocabulary.facts[name].derived
            if isinstance(derived, Elapsed):
                numbers = [one for one in self.asked.starts(name, on) if one > 0]
                cuts = [cut_off(one, derived.unit, on, vocabulary.leap_day) for one in numbers]
                ends.update(cut.toordinal() for cut in cuts if cut is not None)
        first, last = 1, max(ends)
        if isinstance(known, PartialDate):
            first, last = known.earliest.toordinal(), known.latest.toordinal()
        ordered = sorted(ends, reverse=True)
        for end, before in zip(ordered, [*ordered[1:], 0], strict=True):
            earliest, latest = max(before + 1, first), min(end, last)
            if earliest <= latest:
                found = date.fromordinal(latest)
                since = date.fromordinal(earliest) if earliest > 1 else None
                yield Between(since, found), PartialDate(found, found)


def _is_open(value: object) -> bool:
    return isinstance(value, Unknown) or (isinstance(value, PartialDate) and not value.is_whole)


def _within(between: Between) -> Any:
    return next((one for one in (between.least, between.most) if one is not None), 0)


def _covers(between: Between, number: Any) -> bool:
    return (between.least is None or between.least <= number) and (between.most is None or number <= between.most)
