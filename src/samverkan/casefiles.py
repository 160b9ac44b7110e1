"""Case files (*akt*): what is written about one person's case, one to a line of a file."""

from collections.abc import Iterable, Iterator
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
from samverkan.referrals import Referral

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


def _referrals(value: Iterable[Referral] | None) -> tuple[Referral, ...] | None:
    return None if value is None else as_records(value, Referral)


def _legal_bases(value: Iterable[LegalBasis]) -> tuple[LegalBasis, ...]:
    return as_records(value, LegalBasis)


def _disclosures(value: Iterable[Disclosure]) -> tuple[Disclosure, ...]:
    return as_records(value, Disclosure)


@attrs.frozen(repr=False, field_transformer=named)
class CaseFile:
    """What is written about a case (*akt*): the participant, who may be told what about her, and where she was sent.

    * ``participant``: she herself; a person of a class of one's own is taken as well.
    * ``consents``: all that she has given, withdrawn ones too; ``None``: nothing is known of any.
    * ``referrals``: where she has been sent, and what happened then; ``None``: nothing is known of any.
    * ``legal_bases``: those that an agency has stated in the case. None is assumed.
    * ``disclosures``: what has been told of her, to whom and on what basis.
    * ``view``: through whose eyes it is seen; ``None``: with all facts.

    Raises:
        InvalidRecordError: when two consents or other bases, or two referrals, have one id.
    """

    participant: Individual = attrs.field(converter=_individual)
    consents: tuple[Consent, ...] | None = attrs.field(default=None, converter=_consents, kw_only=True)
    referrals: tuple[Referral, ...] | None = attrs.field(default=None, converter=_referrals, kw_only=True)
    legal_bases: tuple[LegalBasis, ...] = attrs.field(default=(), converter=_legal_bases, kw_only=True)
    disclosures: tuple[Disclosure, ...] = attrs.field(default=(), converter=_disclosures, kw_only=True)
    view: View | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        bases: set[str] = set()
        faults += _faults_of_ids("consents", self.consents or (), bases)
        faults += _faults_of_ids("legal_bases", self.legal_bases, bases)
        faults += _faults_of_ids("referrals", self.referrals or (), set())
        is_in_part = any(one.is_in_part for one in self.referrals or ())
        if self.view is None and (is_in_part or self.participant.hidden != NOTHING_HIDDEN):
            faults.append(Fault("view", "through whose eyes it is seen, for something is hidden", got="nothing"))
        if faults:
            raise InvalidRecordError(faults)

    @property
    def bases(self) -> tuple[Basis, ...]:
        """What can open information: the consents that lift secrecy, and the legal bases."""
        return (*(one for one in self.consents or () if one.kind is ConsentKind.SECRECY), *self.legal_bases)

    def __repr__(self) -> str:
        return "<CaseFile>"


def _faults_of_ids(name: str, records: Iterable[Consent | LegalBasis | Referral], taken: set[str]) -> Iterator[Fault]:
    for position, one in enumerate(records):
        if one.id in taken:
            yield Fault(f"{name}[{position}].id", "an id that nothing else has", got="one that is taken")
        taken.add(one.id)


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
