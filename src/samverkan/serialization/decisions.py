"""Decisions as plain data."""

from typing import Any

from samverkan.answers import KnownValue, Missing
from samverkan.dated import Unknown
from samverkan.dates import PartialDate
from samverkan.eligibility import Decision
from samverkan.partial import Bounds, Members
from samverkan.serialization.sharing import consent_needed
from samverkan.texts import Language

__all__ = ["decision_record", "missing_record"]


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
        "purpose": decision.purpose,
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
        "missing": [missing_record(one) for one in decision.missing],
        "holds_until": None if decision.holds_until is None else decision.holds_until.isoformat(),
        "other_readings": {name: outcome.value for name, outcome in decision.other_readings.items()},
        "rule_version": decision.rule_version,
    }


def missing_record(missing: Missing) -> dict[str, Any]:
    """Return what is missing as it is written, with the consent that it takes to be told."""
    return {
        "fact": missing.fact,
        "member": missing.member,
        "holders": list(missing.holders),
        "consent": consent_needed(missing.consent),
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
