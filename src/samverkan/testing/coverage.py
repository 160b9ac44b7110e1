"""Coverage of rules: the criteria and the boundaries that no case exercises."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

import attrs

from samverkan.answers import Verdict
from samverkan.bound_programmes import BoundProgramme, Segment
from samverkan.criteria import JudgedCriterion
from samverkan.dates import Span
from samverkan.eligibility import decide
from samverkan.model import Model
from samverkan.rules.evaluation import compiled
from samverkan.rules.readers import Subject
from samverkan.rules.text import printed
from samverkan.testing.boundaries import Side, a_day_of, can_fail, leaves, segments_in_force, sides, truth_of
from samverkan.testing.cases import Case
from samverkan.testing.searches import Search
from samverkan.testing.subjects import subjects
from samverkan.testing.worlds import World, world_of
from samverkan.texts import Language, Text

__all__ = ["Uncovered", "uncovered"]

_A_DAY: Final = timedelta(days=1)


@attrs.frozen
class Uncovered:
    """Something that no case exercises: of which programme and criterion, and in words what.

    ``criterion`` is ``None`` where it is the programme as a whole, or when it is in force.
    """

    programme: str
    criterion: str | None
    what: Text

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole programme, about which there is no case."""
        return self.what is _NO_CASE

    def text(self, language: Language) -> str:
        """Say what no case exercises."""
        where = self.programme if self.criterion is None else f"{self.programme}: {self.criterion}"
        return f"{where}: {self.what.in_(language)}"

    def __str__(self) -> str:
        return self.text("en")


def uncovered(model: Model, cases: Iterable[Case]) -> tuple[Uncovered, ...]:
    """Return what no case exercises, of every programme and predicate of *model*, in the order of the files.

    Each criterion should be met, not met and unknown in some case. Somebody should stand on each side
    of every number that a rule compares; a programme should be asked about on its first day and its
    last, and on the days next to them. Where a rule has several conditions each should decide it, as
    far as it can, by being met and by not being met.

    >>> from samverkan import load_model
    >>> gaps = uncovered(load_model("finsam"), [])
    >>> print(next(gap for gap in gaps if gap.programme == "orvar"))
    orvar: no case is about it
    """
    by_programme: dict[str, list[Case]] = {}
    for case in cases:
        by_programme.setdefault(case.programme, []).append(case)
    wanted = {*model.programmes, *model.predicates, *by_programme}
    world = world_of(model)
    return tuple(
        gap
        for name, programme in subjects(model).items()
        if name in wanted
        for gap in _of_programme(programme, by_programme.get(name, []), world)
    )


def _of_programme(programme: BoundProgramme, cases: Sequence[Case], world: World) -> Iterator[Uncovered]:
    if not cases:
        yield Uncovered(programme.id, None, _NO_CASE)
        return
    exercised = {exercise for case in cases for exercise in _exercised(programme.read_as(case.reading), case)}
    for reading in programme.readings.values():
        for exercise, can_be in _wanted(reading, world):
            if exercise not in exercised and can_be():
                exercised.add(exercise)
                yield Uncovered(programme.id, exercise.criterion, exercise.text())


_NO_CASE: Final = Text(sv="inget fall handlar om den", en="no case is about it")


# --- What there is to exercise -----------------------------------------------------------------------


@attrs.frozen
class _Outcome:
    """That a criterion comes out so."""

    criterion: str
    rule: str
    verdict: Verdict

    def text(self) -> Text:
        return _OUTCOMES[self.verdict]


_OUTCOMES: Final = {
    Verdict.MET: Text(sv="är inte uppfyllt i något fall", en="is met in no case"),
    Verdict.NOT_MET: Text(sv="är uppfyllt eller okänt i alla fall", en="is not met in no case"),
    Verdict.UNKNOWN: Text(sv="är känt i alla fall", en="is unknown in no case"),
}


@attrs.frozen
class _OnSide:
    """That somebody stands just there."""

    criterion: str
    rule: str
    side: Side

    def text(self) -> Text:
        return Text(sv=f"{self.side} i inget fall", en=f"{self.side} in no case")


@attrs.frozen
class _Decides:
    """That a condition settles its criterion by being met, or by not being met."""

    criterion: str
    rule: str
    condition: str
    place: int
    is_met: bool

    def text(self) -> Text:
        how = ("är uppfyllt", "is met") if self.is_met else ("inte är uppfyllt", "is not met")
        return Text(
            sv=f"i inget fall avgör det att ”{self.condition}” {how[0]}",
            en=f"in no case it decides that “{self.condition}” {how[1]}",
        )


@attrs.frozen
class _OnDay:
    """That somebody is asked about on that day."""

    criterion: str | None
    day: date

    def text(self) -> Text:
        return Text(sv=f"inget fall den {self.day}", en=f"no case on {self.day}")


_Exercise = _Outcome | _OnSide | _Decides | _OnDay


Wanted = Iterator[tuple[_Exercise, Callable[[], bool]]]
"""What there is to exercise, each with what tells whether anybody can."""


def _wanted(programme: BoundProgramme, world: World) -> Wanted:
    yield from ((_OnDay(None, day), _always) for day in _days_about(programme.definition.in_force))
    for segment in segments_in_force(programme):
        search = Search(programme, a_day_of(segment, programme, world.calendar.first), world)
        for criterion in segment.criteria:
            yield from _wanted_of(criterion, search)
    for bound in programme.criteria:
        for day in _days_about(bound.criterion.in_force):
            if programme.segment(day).is_in_force:
                yield _OnDay(bound.id, day), _always


def _always() -> bool:
    return True


def _days_about(span: Span) -> Iterator[date]:
    """Yield the first day and the last, and the days next to them on which it is not in force."""
    if span.since is not None:
        yield from (span.since - _A_DAY, span.since)
    if span.until is not None:
        yield from (span.until, span.until + _A_DAY)


def _wanted_of(criterion: JudgedCriterion, search: Search) -> Wanted:
    rule = criterion.bound.rule
    told = printed(rule)
    for verdict in Verdict:
        if verdict is not Verdict.NOT_MET or can_fail(rule):
            yield _Outcome(criterion.id, told, verdict), _always
    for side in sides(rule, criterion.thresholds, criterion.vocabulary):
        yield _OnSide(criterion.id, told, side), partial(_can_take, search, side)
    parts = list(leaves(rule))
    for place, leaf in enumerate(parts if len(parts) > 1 else ()):
        for is_met in (True, False):
            exercise = _Decides(criterion.id, told, printed(leaf), place, is_met)
            yield exercise, partial(_can_decide, search, criterion, exercise)


def _can_take(search: Search, side: Side) -> bool:
    return search.taking(side) is not None


def _can_decide(search: Search, criterion: JudgedCriterion, exercise: _Decides) -> bool:
    """Whether there can be somebody of whom the condition settles the rule so."""
    decided = (exercise.condition, exercise.place, exercise.is_met)
    return any(decided in _deciding(criterion, sketch, search.on) for sketch in search.sketches(criterion.bound.facts))


def _exercised(programme: BoundProgramme, case: Case) -> Iterator[_Exercise]:
    """Yield everything that a case exercises."""
    yield _OnDay(None, case.on)
    yield from (_OnDay(criterion.id, case.on) for criterion in programme.criteria)
    segment = programme.segment(case.on)
    if segment.is_in_force:
        yield from _exercised_in(segment, programme, case)


def _exercised_in(segment: Segment, programme: BoundProgramme, case: Case) -> Iterator[_Exercise]:
    findings = {finding.id: finding for finding in decide(case.person, programme, case.on).criteria}
    for criterion in segment.criteria:
        rule, finding = criterion.bound.rule, findings[criterion.id]
        told = printed(rule)
        yield _Outcome(criterion.id, told, finding.outcome)
        for side in sides(rule, criterion.thresholds, criterion.vocabulary):
            if side.is_taken(finding.reads):
                yield _OnSide(criterion.id, told, side)
        yield from (_Decides(criterion.id, told, *one) for one in _deciding(criterion, case.person, case.on))


def _deciding(criterion: JudgedCriterion, subject: Subject, on: date) -> Iterator[tuple[str, int, bool]]:
    """Yield the conditions that settle a rule: had one come out the other way, so would the rule."""
    rule = criterion.bound.rule
    parts = list(leaves(rule))
    whole = compiled(parts, criterion.vocabulary, criterion.thresholds)
    values = whole.read(subject, on, None)
    truths = [node.judge(values) for node in whole.nodes]
    for place, (leaf, truth) in enumerate(zip(parts, truths, strict=True)):
        if truth is not None:
            others = [not truth if other == place else one for other, one in enumerate(truths)]
            if {truth_of(rule, truths), truth_of(rule, others)} == {True, False}:
                yield printed(leaf), place, truth
