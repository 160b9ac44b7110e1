"""How decisions, timelines and routes are laid out in each of the formats."""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from samverkan.answers import Missing
from samverkan.bound_programmes import BoundProgramme
from samverkan.cli.headings import HEADINGS, headings, seen_through, title_of
from samverkan.cli.output import Layout, Line
from samverkan.dates import in_words
from samverkan.eligibility import VIEW, Decision, Outcome
from samverkan.findings import Finding
from samverkan.routes import Option
from samverkan.serialization import decision_record
from samverkan.serialization.options import route_record, timeline_record
from samverkan.texts import Language
from samverkan.timelines import Stretch

__all__ = ["Route", "Timeline", "of_decisions", "of_routes", "of_timelines"]


# --- Decisions -----------------------------------------------------------------------------------


def of_decisions(programme: BoundProgramme, language: Language, view: str) -> Layout[Decision]:
    """Return how decisions about a programme are written: a line and a row a case. *view* says through whose eyes."""
    return Layout(
        title=seen_through(title_of(programme, language), view),
        head=headings(language, "case", "decided_by", "answer"),
        lines=lambda decision: [_line_of_decision(decision, language)],
        columns=(
            *("participant", "programme", "reading", "on", "view"),
            *("outcome", "decided_by", "missing", "holds_until"),
        ),
        rows=lambda decision: [_row_of_decision(decision)],
        record=lambda decision: decision_record(decision, language),
    )


def _line_of_decision(decision: Decision, language: Language) -> Line:
    deciding = decision.deciding()
    answer = decision.summary(language)
    if decision.outcome is Outcome.NOT_ELIGIBLE:
        answer = " ".join([answer, *(finding.text(language) for finding in deciding)])
    return Line((decision.participant, _ids(deciding, ", "), answer), decision.outcome)


def _row_of_decision(decision: Decision) -> list[str]:
    return [
        decision.participant,
        decision.programme,
        decision.reading,
        decision.on.isoformat(),
        decision.view,
        decision.outcome.value,
        _ids(decision.deciding(), " "),
        _missing(decision.missing),
        _day(decision.holds_until),
    ]


# --- Timelines -----------------------------------------------------------------------------------


@attrs.frozen(repr=False)
class Timeline:
    """What comes of a programme for one participant, stretch by stretch."""

    participant: str
    stretches: tuple[Stretch, ...]


def of_timelines(programme: BoundProgramme, language: Language, view: str) -> Layout[Timeline]:
    """Return how timelines are written: a line and a row a stretch."""
    return Layout(
        title=seen_through(title_of(programme, language), view),
        head=headings(language, "case", "ended_by", "answer"),
        lines=lambda timeline: (
            Line((timeline.participant, _ids(stretch.ended_by, ", "), stretch.text(language)), stretch.outcome)
            for stretch in timeline.stretches
        ),
        columns=("participant", "programme", "reading", "view", "since", "until", "outcome", "ended_by"),
        rows=_rows_of_timeline,
        record=lambda timeline: timeline_record(timeline.participant, timeline.stretches, language),
    )


def _rows_of_timeline(timeline: Timeline) -> Iterator[list[str]]:
    for stretch in timeline.stretches:
        yield [
            timeline.participant,
            stretch.programme,
            stretch.reading,
            stretch.view,
            stretch.since.isoformat(),
            stretch.until.isoformat(),
            stretch.outcome.value,
            _ids(stretch.ended_by, " "),
        ]


# --- Routes --------------------------------------------------------------------------------------


@attrs.frozen(repr=False)
class Route:
    """What one participant could take part in, in the order to try it."""

    participant: str
    options: tuple[Option, ...]


def of_routes(on: date, language: Language, view: str) -> Layout[Route]:
    """Return how routes are written: a line and a row an option."""
    return Layout(
        title=seen_through(HEADINGS["route"].filled(language, {"day": in_words(on, language)}), view),
        head=headings(language, "case", "option", "answer"),
        lines=lambda route: (
            Line((route.participant, option.id, option.text(language)), option.outcome) for option in route.options
        ),
        columns=(
            *("participant", "on", "view", "place", "option", "status", "through", "reading"),
            *("outcome", "decided_by", "missing", "holds_until"),
        ),
        rows=lambda route: _rows_of_route(route, on),
        record=lambda route: route_record(route.participant, on, route.options, language),
    )


def _rows_of_route(route: Route, on: date) -> Iterator[list[str]]:
    for place, option in enumerate(route.options, start=1):
        decision = option.decision
        yield [
            route.participant,
            on.isoformat(),
            VIEW if decision is None else decision.view,
            str(place),
            option.id,
            option.definition.status.value,
            option.through or "",
            "" if decision is None else decision.reading,
            option.outcome.value,
            _ids(option.reasons, " "),
            _missing(option.missing),
            "" if decision is None else _day(decision.holds_until),
        ]


def _ids(findings: Iterable[Finding], between: str) -> str:
    return between.join(finding.id for finding in findings)


def _missing(missing: Iterable[Missing]) -> str:
    return " ".join(one.fact if one.member is None else f"{one.fact}:{one.member}" for one in missing)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
