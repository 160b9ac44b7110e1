"""Decisions as plain data."""

from typing import Any

from samverkan.answers import KnownValue
from samverkan.dated import Unknown
from samverkan.dates import PartialDate
from samverkan.eligibility import Decision
from samverkan.partial import Bounds, Members
from samverkan.texts import Language

__all__ = ["decision_record"]


def decision_record(decision: Decision, language: Language = "en") -> dict[str, Any]:
    """Return a decision as it is written, one line a case.

    >>> from samverkan import Participant, decide, load_model
    >>> decision = decide(Participant(id="d-1"), load_model("finsam").programmes["orvar"], "2010-01-01")
    >>> record = decision_record(decision, "sv")
    >>> record["outcome"], record["criteria"][0]["code"]
    ('not_eligible', 'in-force.ended')
    >>> record["criteria"][0]["text"]
    'Orvar är inte i kraft den 1 januari 2010: sista dagen var den 31 december 2009.'
    """
    return {
        "participant": decision.participant,
        "programme": decision.programme,
        "reading": decision.reading,
        "on": decision.on.isoformat(),
        "view": decision.view,
        "outcome": decision.outcome.value,
        "criteria": [
            {
                "id": finding.id,
                "outcome": finding.outcome.value,
                "code": finding.code,
                "reads": {name: _plain(value) for name, value in finding.reads.items()},
                "text": finding.text(language),
                "source": finding.source.told(language),
            }
            for finding in decision.criteria
        ],
        "missing": [
            {"fact": one.fact, "member": one.member, "holders": list(one.holders), "consent": None}
            for one in decision.missing
        ],
        "holds_until": None if decision.holds_until is None else decision.holds_until.isoformat(),
        "other_readings": {name: outcome.value for name, outcome in decision.other_readings.items()},
        "rule_version": decision.rule_version,
    }


def _plain(value: KnownValue) -> object:
    match value:
        case Unknown():
            return None
        case Bounds(least, most):
            return {"least": least, "most": most}
        case Members():
            return value.told()
        case PartialDate():
            return str(value)
        case _:
            return value
