"""Case files (*akt*): what is written about one person's case, one to a line of a file."""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

import attrs

from samverkan.consents import Consent, ConsentKind
from samverkan.disclosures import Disclosure
from samverkan.embedding import EmbeddedPerson, Identified, embedded
from samverkan.errors import Fault, InvalidRecordError
from samverkan.fields import named
from samverkan.given import as_records
from samverkan.legal_bases import LegalBasis
from samverkan.participants import NOTHING_HIDDEN, Participant

__all__ = ["Basis", "CaseFile", "Individual", "Person", "View", "case_of", "once_read", "participant_of"]

Individual: TypeAlias = Participant | EmbeddedPerson
"""A person as rules read her."""


Basis: TypeAlias = Consent | LegalBasis
"""What can open information."""


@attrs.frozen(kw_only=True)
class View:
    """Through whose eyes a case file is seen: the agency, for which programme and purpose, and since what day.

    ``on`` is the day of asking, on which it was settled what the agency may see. With ``is_settled`` it
    stays as it was on that day for whatever day is asked about.
    """

    agency: str
    programme: str
    purpose: str
    on: date
    is_settled: bool = False

    @property
    def name(self) -> str:
        """What it is called where decisions are written: ``seen-by:`` and the agency."""
        return f"seen-by:{self.agency}"


def _individual(value: "Participant | EmbeddedPerson | Identified") -> Individual:
    return value if isinstance(value, Participant | EmbeddedPerson) else embedded(value)


def _consents(value: Iterable[Consent] | None) -> tuple[Consent, ...] | None:
    return None if value is None else as_records(value, Consent)


def _legal_bases(value: Iterable[LegalBasis]) -> tuple[LegalBasis, ...]:
    return as_records(value, LegalBasis)


def _disclosures(value: Iterable[Disclosure]) -> tuple[Disclosure, ...]:
    return as_records(value, Disclosure)


@attrs.frozen(repr=False, field_transformer=named)
class CaseFile:
    """What a decision reads (*akt*): the participant, and who may be told what about her.

    * ``participant``: she herself; a person of a class of one's own is taken as well.
    * ``consents``: all that she has given, withdrawn ones too; ``None``: nothing is known of any.
    * ``legal_bases``: those that an agency has stated in the case. None is assumed.
    * ``disclosures``: what has been told of her, to whom and on what basis.
    * ``view``: through whose eyes it is seen; ``None``: with all facts.

    Raises:
        InvalidRecordError: when two consents or other bases have one id.
    """

    participant: Individual = attrs.field(converter=_individual)
    consents: tuple[Consent, ...] | None = attrs.field(default=None, converter=_consents, kw_only=True)
    legal_bases: tuple[LegalBasis, ...] = attrs.field(default=(), converter=_legal_bases, kw_only=True)
    disclosures: tuple[Disclosure, ...] = attrs.field(default=(), converter=_disclosures, kw_only=True)
    view: View | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        seen: set[str] = set()
        consents = [one.id for one in self.consents or ()]
        bases = [one.id for one in self.legal_bases]
        for name, ids in (("consents", consents), ("legal_bases", bases)):
            for position, one in enumerate(ids):
                if one in seen:
                    faults.append(
                        Fault(f"{name}[{position}].id", "an id that nothing else has", got="one that is taken")
                    )
                seen.add(one)
        if self.view is None and self.participant.hidden != NOTHING_HIDDEN:
            faults.append(Fault("view", "through whose eyes it is seen, for something is hidden", got="nothing"))
        if faults:
            raise InvalidRecordError(faults)

    @property
    def bases(self) -> tuple[Basis, ...]:
        """What can open information: the consents that lift secrecy, and the legal bases."""
        return (*(one for one in self.consents or () if one.kind is ConsentKind.SECRECY), *self.legal_bases)

    def __repr__(self) -> str:
        return "<CaseFile>"


Person: TypeAlias = Participant | CaseFile | Identified
"""Whom one may ask about: a participant, a case file, or a person of a class of one's own.

What such a class must have, :mod:`samverkan.embedding` says.
"""


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


def once_read(person: Person) -> Person:
    """Return the person as she can be asked about many times: one of a class of one's own is read here, once."""
    return person if isinstance(person, CaseFile) else participant_of(person)


def case_of(person: Person) -> CaseFile:
    """Return the case file, or one of the person alone: nothing is known of her consents then."""
    return person if isinstance(person, CaseFile) else CaseFile(participant_of(person))
