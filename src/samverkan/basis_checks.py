"""Whether what a case's consents and legal bases name is there in the model."""

from collections.abc import Iterator, Sequence
from typing import Any

from samverkan.agencies import Agencies, unit_of
from samverkan.casefiles import CaseFile
from samverkan.consents import Consent, ConsentEvent
from samverkan.errors import Fault, InvalidRecordError, nearest
from samverkan.legal_bases import LegalBasis
from samverkan.rules.facts import SetOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.scopes import Scope

__all__ = ["check_bases"]


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
    if faults:
        raise InvalidRecordError(faults)


def _faults_of(record: Consent | LegalBasis, vocabulary: Vocabulary) -> Iterator[Fault]:
    events = record.history if isinstance(record, Consent) else ()
    parts = [("", record.scope), *((f"history[{place}]", Scope(**_named_in(one))) for place, one in enumerate(events))]
    for place, scope in parts:
        for fault in _faults_of_scope(scope, vocabulary):
            yield fault.inside(place) if place else fault


def _named_in(event: ConsentEvent) -> dict[str, Any]:
    return {name: getattr(event, name) for name in ("from_", "to", "categories", "exceptions")}


def _faults_of_scope(scope: Scope, vocabulary: Vocabulary) -> Iterator[Fault]:
    for one in scope.every():
        where = "" if one is scope else "exceptions."
        for name, references in (("from", one.from_), ("to", one.to)):
            for reference in sorted(references):
                if not _is_there(reference, vocabulary.agencies):
                    hint = nearest(reference, (*vocabulary.agencies.agencies, *vocabulary.agencies.parties))
                    yield Fault(f"{where}{name}", "agencies and parties of the register", got="another", hint=hint)
        for name, given, of in (
            ("categories", one.categories, "categories"),
            ("purpose", one.purposes, "purposes"),
        ):
            words = vocabulary.words(SetOf(of))
            for word in sorted(given - {*words}):
                hint = nearest(word, words)
                yield Fault(f"{where}{name}", f"a word of the closed list {of}", got="another word", hint=hint)


def _is_there(reference: str, register: Agencies) -> bool:
    unit, body = unit_of(reference)
    if unit not in register.agencies:
        return unit in register.parties and (body is None or body in register.bodies_of(unit))
    return body is None or body in register.bodies_of(register.agencies[unit].party)
