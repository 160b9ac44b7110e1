"""Case files (*akt*): what is written about one person's case, one to a line of a file."""

import attrs

from samverkan.participants import Participant

__all__ = ["CaseFile", "participant_of"]


@attrs.frozen(repr=False)
class CaseFile:
    """What a decision reads: the participant."""

    participant: Participant

    def __repr__(self) -> str:
        return "<CaseFile>"


def participant_of(person: Participant | CaseFile) -> Participant:
    """Return the participant of a case file, or the participant itself."""
    return person.participant if isinstance(person, CaseFile) else person
