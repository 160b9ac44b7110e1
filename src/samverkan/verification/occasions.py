"""The days on which rules are asked about: each on which they change, and none that a clock would tell."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, assert_never

from samverkan.bound_programmes import BoundProgramme
from samverkan.bound_rules import BoundTargetGroup
from samverkan.rules.expressions import parameters_of
from samverkan.verification.claims import Asked

__all__ = ["SOME_DAY", "in_force", "last_change", "occasions"]

SOME_DAY: Final = date(2000, 1, 1)
"""The day on which rules are asked about when neither they nor any other of the model ever change."""


def occasions(asked: Iterable[Asked], otherwise: date) -> tuple[date, ...]:
    """Return the days on which one of *asked* changes, in order, and before them all the last day before the first.

    Between two of them the rules read the same. Where nothing ever changes, the one day is *otherwise*.

    >>> from samverkan import load_model
    >>> duty = load_model("finsam").programmes["kaa"]
    >>> [str(day) for day in occasions([duty], SOME_DAY)]
    ['2018-06-30', '2018-07-01']
    """
    days = sorted({day for one in asked for day in _changes(one)})
    if not days:
        return (otherwise,)
    return (days[0] - timedelta(days=1), *days)


def last_change(asked: Iterable[Asked]) -> date:
    """Return the last day on which one of *asked* changes, or a day that is always the same where none does."""
    return max((day for one in asked for day in _changes(one)), default=SOME_DAY)


def in_force(asked: Asked, on: date) -> bool:
    """Whether *asked* can be asked about on the day: a programme in force, or a target group that has a rule."""
    match asked:
        case BoundProgramme():
            return asked.segment(on).is_in_force
        case BoundTargetGroup(rule=rule):
            return rule is not None
        case _ as never:
            assert_never(never)


def _changes(asked: Asked) -> Iterator[date]:
    match asked:
        case BoundProgramme():
            days = {segment.since for segment in asked.segments}
        case BoundTargetGroup(rule=rule, vocabulary=vocabulary):
            names = () if rule is None else parameters_of(rule)
            days = {day for name in names for day in vocabulary.parameters[name].changes()}
        case _ as never:
            assert_never(never)
    yield from days - {date.min}
