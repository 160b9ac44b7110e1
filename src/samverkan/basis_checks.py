"""Whether what a case's consents and legal bases name is there in the model."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from samverkan.agencies import Agencies, unit_of
from samverkan.casefiles import CaseFile
from samverkan.consents import Consent, ConsentEvent
from samverkan.disclosures import Disclosure
from samverkan.errors import Fault, InvalidRecordError, nearest
from samverkan.legal_bases import LegalBasis
from samverkan.rules.facts import SetOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.scopes import Scope

__all__ = ["check_bases", "faults_of_disclosure"]


def check_bases(case: CaseFile, vocabulary: Vocabulary) -> None:
    """See that what consents, legal bases and disclosures name is there in the model.

    Raises:
        InvalidRecordError: with everything that is not.
    """
    bases: dict[str, Sequence[Consent | LegalBasis]] = {
        "consents": case.consents or (),
        "legal_bases": case.legal_bases,
    }
    faults = [
        fault.inside(f"{where}[{position}]")
        for where, records in bases.items()
        for position, record in enumerate(records)
        for fault in _faults_of(record, vocabulary)
    ]
    faults += [
        fault.inside(f"disclosures[{position}]")
        for position, disclosure in enumerate(case.disclosures)
        for fault in faults_of_disclosure(disclosure, vocabulary)
    ]
    if faults:
        raise InvalidRecordError(faults)


def _faults_of(record: Consent | LegalBasis, vocabulary: Vocabulary) -> Iterator[Fault]:
    events = record.history if isinstance(record, Consent) else ()
    parts = [("", record.scope), *((f"history[{place}]", Scope(**_named_in(one))) for place, one in enumerate(events))]
    for place, scope in parts:
        for fault in _faults_of_scope(scope, vocabulary):
            yield fault.inside(place) if place else fault
    if isinstance(record, Consent):
        recorders = {"by": record.by, **{f"history[{place}].by": one.by for place, one in enumerate(events)}}
        for where, agency in recorders.items():
            if agency is not None:
                yield from _faults_of_agencies(where, [agency], vocabulary.agencies)


def faults_of_disclosure(disclosure: Disclosure, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what a disclosure names that the model does not have, and facts that are not of its category."""
    yield from _faults_of_agencies("sharer", [disclosure.sharer], vocabulary.agencies)
    yield from _faults_of_agencies("recipient", [disclosure.recipient], vocabulary.agencies)
    yield from _faults_of_words("category", [disclosure.category], "categories", vocabulary)
    yield from _faults_of_words("purpose", [disclosure.purpose], "purposes", vocabulary)
    facts, wanted = vocabulary.facts, "facts of the model"
    if disclosure.category in vocabulary.words(SetOf("categories")):
        facts = {name: fact for name, fact in facts.items() if fact.category == disclosure.category}
        wanted = f"facts of the category {disclosure.category}"
    for name in disclosure.facts:
        if name not in facts:
            yield Fault("facts", wanted, got="another", hint=nearest(name, facts))


def _named_in(event: ConsentEvent) -> dict[str, Any]:
    return {name: getattr(event, name) for name in ("from_", "to", "categories", "exceptions")}


def _faults_of_scope(scope: Scope, vocabulary: Vocabulary) -> Iterator[Fault]:
    for one in scope.every():
        where = "" if one is scope else "exceptions."
        yield from _faults_of_agencies(f"{where}from", sorted(one.from_), vocabulary.agencies)
        yield from _faults_of_agencies(f"{where}to", sorted(one.to), vocabulary.agencies)
        yield from _faults_of_words(f"{where}categories", sorted(one.categories), "categories", vocabulary)
        yield from _faults_of_words(f"{where}purpose", sorted(one.purposes), "purposes", vocabulary)


def _faults_of_agencies(where: str, references: Iterable[str], register: Agencies) -> Iterator[Fault]:
    for reference in references:
        if not _is_there(reference, register):
            hint = nearest(reference, (*register.agencies, *register.parties))
            yield Fault(where, "agencies and parties of the register", got="another", hint=hint)


def _faults_of_words(where: str, given: Iterable[str], of: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    words = vocabulary.words(SetOf(of))
    for word in given:
        if word not in words:
            yield Fault(where, f"a word of the closed list {of}", got="another word", hint=nearest(word, words))


def _is_there(reference: str, register: Agencies) -> bool:
    unit, body = unit_of(reference)
    if unit not in register.agencies:
        return unit in register.parties and (body is None or body in register.bodies_of(unit))
    return body is None or body in register.bodies_of(register.agencies[unit].party)
