"""How a resource is read as a consent, and what of it is not carried."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast

import attrs
from immutabledict import immutabledict

from samverkan.consents import Consent, ConsentKind, Form, Giver
from samverkan.dates import as_day
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, located, masked
from samverkan.fhir.elements import Element, LeftOut, Notes, check_people
from samverkan.fhir.provisions import permitted, reference_of
from samverkan.fhir.systems import CONSENT, DOCUMENT, FORM, KIND, OPT_IN, PRIVACY
from samverkan.scopes import Scope

__all__ = ["from_fhir", "scope_from_fhir"]

_NONE: Final[Mapping[str, str]] = immutabledict()
_OTHER: Final = "it says nothing that is known here"


def from_fhir(
    resource: Mapping[str, Any],
    *,
    subject: str,
    on: date | str,
    guardian: str | None = None,
    meanings: Mapping[str, str] = _NONE,
) -> tuple[Consent, tuple[LeftOut, ...]]:
    """Return the consent that a resource of FHIR R4 is, and all of the resource that is not carried.

    *subject* is the reference to the person whose consent it must be, and *guardian* to her guardian.
    *on* is the day on which it is read: an *inactive* one whose period does not end before that day is
    read as withdrawn on its first day, so that it never opens anything.

    *meanings* says what the words of others mean here: codes as ``system|code`` for categories, purposes and
    programmes, and references (``Organization/7``) or identifiers (``system|value``) for agencies. A code,
    an actor or a limit that nobody has explained opens nothing: a permission is read without what it permits
    for it, and a denial as one of more.

    Raises:
        InvalidValueError: when *on*, *subject* or *guardian* is not what it should be.
        InvalidRecordError: when the resource is none, or cannot be held: all faults, each with its place.

    >>> from samverkan.fhir import to_fhir
    >>> plan = Consent("c-2", kind="plan", to=["kommun", "region"], given="2016-10-03")
    >>> resource = to_fhir(plan, subject="Patient/17", on="2016-11-01").resource
    >>> consent, left_out = from_fhir({**resource, "language": "sv"}, subject="Patient/17", on="2016-11-02")
    >>> consent == plan
    True
    >>> print(left_out[0])
    Consent.language: nothing here answers to it
    """
    day = located("on", as_day, on)
    check_people(subject, guardian)
    notes = Notes()
    root = _root(resource, "Consent", notes)
    if root.text("resourceType") != "Consent":
        root.refuse("resourceType", "Consent", "something else")
    status = _status(root)
    kind = _kind(root)
    _patient(root, subject)
    giver = _giver(root, subject, guardian)
    source = root.one("sourceAttachment")
    recorded_on = root.day("dateTime", last=True)
    scope = _provision(root, kind, meanings)
    found: dict[str, Any] = {
        "id": _id(root),
        "kind": kind,
        "form": _categories(root, kind),
        "giver": giver,
        "notice": None if source is None else source.text("title"),
        "recorded_on": recorded_on,
        "by": _organization(root, meanings),
        **_fields(root, scope, recorded_on),
    }
    _policy(root, kind)
    if status == "inactive" and not (found["expires"] is not None and found["expires"] < day):
        root.leave_part("status", "on which day it ended is not told: it is read as withdrawn on its first day")
        found |= {"withdrawn": found["given"], "expires": None}
    consent = _made(notes, **found)
    left_out = _settled(notes)
    return cast("Consent", consent), left_out


def scope_from_fhir(
    provision: Mapping[str, Any], *, meanings: Mapping[str, str] = _NONE
) -> tuple[Scope, tuple[LeftOut, ...]]:
    """Return what a provision opens, with its exceptions, and all of it that is not carried.

    A provision says less than a consent must, such as for what purpose; so this is what to ask when
    the rest is known from elsewhere. See :func:`from_fhir` for *meanings*.

    Raises:
        InvalidRecordError: when it is no provision, or opens nothing that can be read.

    >>> scope, _ = scope_from_fhir({"type": "permit", "provision": [
    ...     {"type": "deny", "class": [{"system": "urn:samverkan:category", "code": "health"}]}]})
    >>> scope.exceptions[0].categories
    frozenset({'health'})
    """
    notes = Notes()
    at = _root(provision, "Consent.provision", notes)
    scope = _permitted(at, meanings)
    left_out = _settled(notes)
    return cast("Scope", scope), left_out


def _root(value: object, where: str, notes: Notes) -> Element:
    if not isinstance(value, Mapping):
        raise InvalidRecordError([Fault(where, "an object", got=masked(value))])
    return Element(cast("Mapping[str, Any]", value), where, notes)


def _settled(notes: Notes) -> tuple[LeftOut, ...]:
    """Return what is left out, or raise an error that tells every fault."""
    notes.refuse_modifiers()
    if notes.faults:
        raise InvalidRecordError(notes.faults)
    return notes.left_out


_PLACES: Final = {
    "by": "organization",
    "categories": "provision.class",
    "expires": "provision.period.end",
    "from": "provision.actor",
    "given": "provision.period.start",
    "id": "identifier",
    "notice": "sourceAttachment.title",
    "programme": "provision.code",
    "purpose": "provision.purpose",
    "to": "provision.actor",
}
"""Where a resource says what a consent must."""


def _made(notes: Notes, **found: Any) -> Consent | None:
    """Return the consent, or nothing where it cannot be one; what it lacks is noted as what the resource lacks."""
    if found["id"] is None or found["given"] is None:
        return None
    try:
        return Consent(**found)
    except InvalidRecordError as error:
        faults = error.faults
    except InvalidValueError as error:
        faults = (error.fault,)
    for fault in faults:
        notes.faults.append(attrs.evolve(fault, where=f"Consent.{_PLACES.get(fault.where, fault.where)}"))
    return None


def _status(root: Element) -> str | None:
    status = root.text("status")
    if status not in {"active", "inactive"}:
        root.refuse("status", "active or inactive: no other consent is or was given", masked(status))
    return status


def _kind(root: Element) -> ConsentKind:
    """Return what it is for. Only a consent about privacy lifts secrecy."""
    scope = root.one("scope")
    for one in [] if scope is None else scope.each("coding"):
        system, code = one.text("system"), one.text("code")
        if (system, code) == PRIVACY:
            return ConsentKind.SECRECY
        if system == KIND and code in set(ConsentKind) - {ConsentKind.SECRECY}:
            return ConsentKind(code)
        one.leave(_OTHER)
    root.refuse("scope", f"{PRIVACY[1]}, or a kind of consent that is known here")
    return ConsentKind.SECRECY


def _categories(root: Element, kind: ConsentKind) -> str | None:
    """Return how it was given; its kind, where its categories tell it, must be that of its scope."""
    form: str | None = None
    for one in [coding for category in root.each("category") for coding in category.each("coding")]:
        system, code = one.text("system"), one.text("code")
        if system == FORM and form is None and code in set(Form):
            form = code
        elif system == KIND and code != kind:
            one.refuse("code", "the kind that its scope has", masked(code))
        elif system != KIND and (system, code) != DOCUMENT:
            one.leave(_OTHER)
    return form


def _patient(root: Element, subject: str) -> None:
    patient = root.one("patient")
    if patient is None or patient.text("reference") != subject:
        root.refuse("patient", "the person whose consent it must be", "another, or none")


def _giver(root: Element, subject: str, guardian: str | None) -> Giver:
    references: set[str | None] = set()
    for one in root.each("performer"):
        reference = one.text("reference")
        references.add(reference)
        if reference is None or reference not in {subject, guardian}:
            one.refuse("", "the person herself, or the guardian that was named", "another")
    if guardian is None or guardian not in references:
        return Giver.SELF
    return Giver.BOTH if subject in references else Giver.GUARDIAN


def _id(root: Element) -> str | None:
    """Return what it is called: by our own name for it, or else by the name that its server gave it."""
    own: list[str] = []
    for one in root.each("identifier"):
        value = one.text("value") if one.text("system") == CONSENT else None
        if value is None or own:
            one.leave(_OTHER)
        else:
            own.append(value)
    found = own[0] if own else root.text("id")
    if found is None:
        root.refuse("id", "an id", "nothing")
    return found


def _organization(root: Element, meanings: Mapping[str, str]) -> str | None:
    """Return the agency that recorded it: the first that is known here."""
    by: str | None = None
    for one in root.each("organization"):
        agency = reference_of(one, meanings)
        if agency is None or by is not None:
            one.leave(_OTHER)
        by = by or agency
    return by


def _policy(root: Element, kind: ConsentKind) -> None:
    own = OPT_IN if kind is ConsentKind.SECRECY else (KIND, kind.value)
    policy = root.one("policyRule")
    for one in [] if policy is None else policy.each("coding"):
        if (one.text("system"), one.text("code")) != own:
            one.leave(_OTHER)


def _provision(root: Element, kind: ConsentKind, meanings: Mapping[str, str]) -> Scope | None:
    """Return what it opens. A consent of another kind neither permits nor denies that anything is told."""
    at = root.one("provision")
    if kind is ConsentKind.SECRECY:
        if at is None:
            root.refuse("provision", "what it lets be told", "nothing")
        return None if at is None else _permitted(at, meanings)
    if at is None:
        return Scope()
    if at.text("type") is not None:
        at.refuse("type", "nothing, for a consent of its kind lets nobody be told anything", "something")
    return _readable(at, permitted(at, meanings, frozenset({(KIND, kind.value)})))


def _permitted(at: Element, meanings: Mapping[str, str]) -> Scope | None:
    if at.text("type") in {"permit", "deny"}:
        return _readable(at, permitted(at, meanings))
    at.refuse("type", "permit or deny", "something else, or nothing")
    return None


def _readable(at: Element, scope: Scope | None) -> Scope | None:
    if scope is None:
        at.refuse("", "what can be read to let something happen", "nothing of the sort")
    return scope


def _fields(root: Element, scope: Scope | None, recorded_on: date | None) -> dict[str, Any]:
    """Return the fields of a consent that its scope gives; where it tells no first day, it is that of the recording."""
    if scope is None:
        return {"given": None, "expires": None}
    if scope.since is None and recorded_on is None:
        root.refuse("provision.period.start", "the first day with it", "nothing")
    return {
        "from_": scope.from_,
        "to": scope.to,
        "categories": scope.categories,
        "purpose": _only(root, "provision.purpose", scope.purposes),
        "programme": _only(root, "provision.code", scope.programmes),
        "exceptions": scope.exceptions,
        "given": scope.since or recorded_on,
        "expires": scope.until,
    }


def _only(root: Element, place: str, words: frozenset[str]) -> str | None:
    if len(words) > 1:
        root.refuse(place, "one at most, for a consent has one", f"{len(words)} of them")
    return min(words, default=None)
