"""Case files (*akt*): what is written about one person's case, one to a line of a file."""

from typing import TypeAlias

import attrs

from samverkan.embedding import EmbeddedPerson, Identified, embedded
from samverkan.participants import Participant

__all__ = ["CaseFile", "Individual", "Person", "participant_of"]


@attrs.frozen(repr=False)
class CaseFile:
    """What a decision reads: the participant."""

    participant: Participant

    def __repr__(self) -> str:
        return "<CaseFile>"


Person: TypeAlias = Participant | CaseFile | Identified
"""Whom one may ask about: a participant, a case file, or a person of a class of one's own.

What such a class must have, :mod:`samverkan.embedding` says.
"""

Individual: TypeAlias = Participant | EmbeddedPerson
"""A person as rules read her."""


def participant_of(person: Person) -> Individual:
    """Return the participant of a case file, the participant itself, or a person of one's own class as rules read her.

    Raises:
        InvalidRecordError: when a field of one's own class has a value that is not of its fact's kind.
        InvalidValueError: when *person* is none of these.
    """
    match person:
        case Participant() | EmbeddedPerson():
            return person
        case CaseFile():
            return person.participant
        case _:
            return embedded(person)
