"""What a person could take part in, and what comes of a programme from day to day, as plain data."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from samverkan.eligibility import VIEW
from samverkan.findings import Finding
from samverkan.routes import Option
from samverkan.serialization.decisions import missing_record
from samverkan.texts import Language
from samverkan.timelines import Stretch

__all__ = ["route_record", "timeline_record"]


def route_record(participant: str, on: date, options: Iterable[Option], language: Language = "en") -> dict[str, Any]:
    """Return what the participant of that id could take part in on a day, as it is written, one line a case.

    The options stand in the order in which :func:`~samverkan.routes.route` puts them.

    >>> from samverkan import Participant, load_model
    >>> from samverkan.routes import route
    >>> options = route(Participant(id="d-1"), load_model("finsam").programmes, "2010-01-01")
    >>> record = route_record("d-1", date(2010, 1, 1), options)
    >>> record["on"], record["options"][-1]["outcome"], record["options"][-1]["reasons"][0]["id"]
    ('2010-01-01', 'not_eligible', 'in-force')
    """
    every = tuple(options)
    # Each was decided through the same eyes. Where none was, nothing was read of her.
    decided = next((option.decision for option in every if option.decision is not None), None)
    return {
        "participant": participant,
        "on": on.isoformat(),
        "view": VIEW if decided is None else decided.view,
        "purpose": None if decided is None else decided.purpose,
        "options": [_option(option, language) for option in every],
    }


def timeline_record(participant: str, stretches: Sequence[Stretch], language: Language = "en") -> dict[str, Any]:
    """Return what comes of a programme for the participant of that id, as it is written, one line a case.

    >>> from samverkan import Participant, load_model
    >>> from samverkan.timelines import timeline
    >>> orvar = load_model("finsam").programmes["orvar"]
    >>> record = timeline_record("d-1", timeline(Participant(id="d-1"), orvar, "2009-12-01", "2010-01-31"))
    >>> [(one["since"], one["until"], one["outcome"]) for one in record["stretches"]]
    [('2009-12-01', '2009-12-31', 'undetermined'), ('2010-01-01', '2010-01-31', 'not_eligible')]
    >>> [criterion["id"] for criterion in record["stretches"][0]["ended_by"]]
    ['in-force']
    """
    return {
        "participant": participant,
        "programme": stretches[0].programme,
        "reading": stretches[0].reading,
        "since": stretches[0].since.isoformat(),
        "until": stretches[-1].until.isoformat(),
        "view": stretches[0].view,
        "purpose": stretches[0].purpose,
        "stretches": [_stretch(stretch, language) for stretch in stretches],
    }


def _option(option: Option, language: Language) -> dict[str, Any]:
    decision = option.decision
    until = None if decision is None else decision.holds_until
    return {
        "id": option.id,
        "name": option.name.in_(language),
        "status": option.definition.status.value,
        "through": option.through,
        "reading": None if decision is None else decision.reading,
        "outcome": option.outcome.value,
        "reasons": [_finding(finding, language) for finding in option.reasons],
        "missing": [missing_record(one) for one in option.missing],
        "holds_until": None if until is None else until.isoformat(),
        "text": option.text(language),
    }


def _stretch(stretch: Stretch, language: Language) -> dict[str, Any]:
    return {
        "since": stretch.since.isoformat(),
        "until": stretch.until.isoformat(),
        "outcome": stretch.outcome.value,
        "ended_by": [_finding(finding, language) for finding in stretch.ended_by],
        "text": stretch.text(language),
    }


def _finding(finding: Finding, language: Language) -> dict[str, Any]:
    return {
        "id": finding.id,
        "outcome": finding.outcome.value,
        "code": finding.code,
        "text": finding.text(language),
        "source": finding.source.told(language),
    }
