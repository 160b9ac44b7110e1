"""The days on which rules are asked about: each on which they change, and none that a clock would tell."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, assert_never

from samverkan.bound_programmes import BoundProgramme
from samverkan.bound_rules import BoundTargetGroup
from samverkan.rules.expressions import Condition, parameters_of
from samverkan.rules.vocabulary import Vocabulary
from samverkan.verification.claims import Asked
from samverkan.verification.questions import bearing

__all__ = ["SOME_DAY", "in_force", "last_change", "occasions"]

SOME_DAY: Final = date(2000, 1, 1)
"""The day on which rules are asked about when neither they nor any other of the model ever change."""


def occasions(asked: Iterable[Asked], otherwise: date) -> tuple[date, ...]:
    """Return the days on which one of *asked* changes, in order, and before them all the last day before the first.

    So it does with what holds of everybody and bears on it.

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
            rules = [one.rule for one in asked.criteria]
        case BoundTargetGroup(rule=rule):
            rules = [] if rule is None else [rule]
            days = _of_parameters(rules, asked.vocabulary)
        case _ as never:
            assert_never(never)
    kept = bearing(rules, asked.vocabulary).values()
    yield from (days | _of_parameters(kept, asked.vocabulary)) - {date.min}


def _of_parameters(rules: Iterable[Condition], vocabulary: Vocabulary) -> set[date]:
    names = {name for rule in rules for name in parameters_of(rule)}
    return {day for name in names for day in vocabulary.parameters[name].changes()}
