"""Whether somebody may be told, as plain data."""

from typing import Any

from samverkan.answers import ConsentNeeded
from samverkan.sharing import Sharing
from samverkan.texts import Language

__all__ = ["consent_needed", "sharing_record"]


def sharing_record(answer: Sharing, language: Language = "en") -> dict[str, Any]:
    """Return an answer as it is written: what comes of it, on what basis, until when, and what would open it.

    >>> from samverkan import Participant, load_model
    >>> from samverkan.casefiles import CaseFile
    >>> from samverkan.sharing import may_share
    >>> answer = may_share(CaseFile(Participant(id="d-1"), consents=[]), load_model("finsam"), sharer="FK",
    ...                    recipient="AF", category="contact", purpose="coordination", on="2016-10-03")
    >>> record = sharing_record(answer)
    >>> record["verdict"], record["basis"], record["consent"]["from"]
    ('not_met', None, ['FK'])
    """
    return {
        "verdict": answer.verdict.value,
        "basis": None if answer.basis is None else answer.basis.id,
        "until": None if answer.until is None else answer.until.isoformat(),
        "consent": consent_needed(answer.needed),
        "notes": [note.code for note in answer.notes],
        "text": answer.text(language),
    }


def consent_needed(needed: ConsentNeeded | None) -> dict[str, Any] | None:
    """Return the narrowest consent that it takes, or ``None``."""
    if needed is None:
        return None
    return {
        "from": list(needed.from_),
        "to": needed.to,
        "category": needed.category,
        "purpose": needed.purpose,
        "programme": needed.programme,
    }
