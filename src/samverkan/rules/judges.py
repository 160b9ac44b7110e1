"""Judges: closures that tell whether a condition holds, over the list of what was read.

Kleene's logic throughout: true, false, or ``None`` for unknown.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from samverkan.answers import KnownValue
from samverkan.dated import Unknown
from samverkan.dates import PartialDate
from samverkan.partial import Bounds, Members

__all__ = [
    "Judge",
    "Truth",
    "Values",
    "all_of",
    "any_of",
    "at_least",
    "conjunction",
    "holds",
    "is_known",
    "negation",
]

Truth: TypeAlias = bool | None
Values: TypeAlias = Sequence[KnownValue]


Judge: TypeAlias = Callable[[Values], Truth]


def conjunction(truths: Sequence[Truth]) -> Truth:
    """Return Kleene's *and*.

    >>> conjunction([True, None]) is None, conjunction([None, False]), conjunction([True, True])
    (True, False, True)
    """
    if False in truths:
        return False
    return None if None in truths else True


def holds(slot: int) -> Judge:
    """Return the judge of a fact that is so or not."""

    def judge(values: Values) -> Truth:
        value = values[slot]
        return value if value is True or value is False else None

    return judge


def is_known(slot: int) -> Judge:
    """Return the judge of whether a fact is known, wholly; it never says that it is not."""

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


def negation(judge: Judge) -> Judge:
    """Return the judge of the opposite."""

    def opposite(values: Values) -> Truth:
        truth = judge(values)
        return None if truth is None else not truth

    return opposite


def all_of(judges: tuple[Judge, ...]) -> Judge:
    """Return Kleene's *and*."""

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


def any_of(judges: tuple[Judge, ...]) -> Judge:
    """Return Kleene's *or*."""

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


def at_least(fewest: int, judges: tuple[Judge, ...]) -> Judge:
    """Return the judge of whether so many hold: met when enough do, not met when too few can."""

    def judge(values: Values) -> Truth:
        truths = [part(values) for part in judges]
        met = truths.count(True)
        if met >= fewest:
            return True
        return None if met + truths.count(None) >= fewest else False

    return judge
