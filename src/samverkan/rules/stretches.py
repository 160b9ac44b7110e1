"""Rules through time: the days on which an answer may become another.

Between two such days nothing that a rule reads can change in a way that matters to it: no entry
begins or ends, no spell begins or ends, and no elapsed time crosses a number that it is compared with.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import assert_never

from samverkan.dates import PartialDate, add_months, add_years
from samverkan.rules.expressions import Comparison, Condition, FactValue, Number, ParameterValue, facts_of, walk
from samverkan.rules.facts import Current, DayOf, Elapsed, Expression, MembersOf, PartiesOf
from samverkan.rules.readers import Subject
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["crossings", "numbers_compared"]


def numbers_compared(rules: Iterable[Condition], vocabulary: Vocabulary) -> Mapping[str, frozenset[int]]:
    """Return, for each fact that *rules* mention, the numbers that it is ever compared with."""
    found: dict[str, set[int]] = {}
    for rule in rules:
        for fact in facts_of(rule):
            found.setdefault(fact, set())
        for condition in walk(rule):
            if isinstance(condition, Comparison):
                for left, _, right in condition.pairs():
                    for one, other in ((left, right), (right, left)):
                        if isinstance(one, FactValue):
                            found[one.fact].update(_numbers(other, vocabulary))
    return {fact: frozenset(numbers) for fact, numbers in found.items()}


def crossings(
    compared: Mapping[str, frozenset[int]], vocabulary: Vocabulary, subject: Subject, known_on: date | None
) -> Iterator[date]:
    """Yield, in no order, every day on which a rule's answer for *subject* may become another."""
    for fact, numbers in compared.items():
        yield from _of_fact(fact, numbers, vocabulary, subject, known_on)


def _numbers(term: object, vocabulary: Vocabulary) -> Iterable[int]:
    match term:
        case Number(value):
            return (value,)
        case ParameterValue(name):
            return (threshold.value for threshold in vocabulary.parameters[name].values)
        case _:
            return ()


def _of_fact(
    name: str, numbers: frozenset[int], vocabulary: Vocabulary, subject: Subject, known_on: date | None
) -> Iterator[date]:
    match vocabulary.fact(name).derived:
        case None:
            yield from subject.fact(name).changes(known_on)
        case Elapsed() as elapsed:
            yield from subject.fact(elapsed.fact).changes(known_on)
            yield from _reached(elapsed, numbers, vocabulary, subject, known_on)
        case Current(spells) | MembersOf(spells):
            history = subject.spells(spells)
            if history is not None:
                yield from history.changes(known_on)
        case DayOf(spells):
            yield from _counted_days(spells, numbers, subject, known_on)
        case PartiesOf(agencies):
            yield from _of_fact(agencies, numbers, vocabulary, subject, known_on)
        case Expression():  # never
            raise AssertionError("a rule has its expressions written out")
        case _ as never:
            assert_never(never)


def _reached(
    elapsed: Elapsed, numbers: frozenset[int], vocabulary: Vocabulary, subject: Subject, known_on: date | None
) -> Iterator[date]:
    for entry in subject.fact(elapsed.fact).known(known_on):
        if isinstance(entry.value, PartialDate):
            for start in {entry.value.earliest, entry.value.latest}:
                for number in _either_side(numbers):
                    day = _after(start, number, elapsed, vocabulary)
                    if day is not None:
                        yield day


def _after(start: date, number: int, elapsed: Elapsed, vocabulary: Vocabulary) -> date | None:
    try:
        match elapsed.unit:
            case "years":
                return add_years(start, number, vocabulary.leap_day)
            case "months":
                return add_months(start, number)
            case "days":
                return start + timedelta(days=number)
            case _ as never:
                assert_never(never)
    except OverflowError:
        return None  # After the last day that there is.


def _counted_days(spells: str, numbers: frozenset[int], subject: Subject, known_on: date | None) -> Iterator[date]:
    history = subject.spells(spells)
    if history is None:
        return
    yield from history.changes(known_on)
    starts = [run.since for run in history.runs(known_on) if run.since is not None]
    for since in starts:
        for number in _either_side(numbers):
            try:
                yield since + timedelta(days=number - 1)
            except OverflowError:
                continue


def _either_side(numbers: frozenset[int]) -> set[int]:
    """Return each number and the next: ``<=`` turns after the number, ``<`` at it."""
    return {number + step for number in numbers for step in (0, 1)}
