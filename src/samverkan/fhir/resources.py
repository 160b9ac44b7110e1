"""How a consent is written as a resource, and what of it a resource cannot carry."""

from datetime import date
from typing import Any, Final

import attrs

from samverkan.consents import Consent, ConsentKind, Giver, Standing
from samverkan.dates import as_day
from samverkan.errors import Fault, InvalidRecordError, located
from samverkan.fhir.elements import LeftOut, check_people
from samverkan.fhir.provisions import provision, reference_to
from samverkan.fhir.systems import CONSENT, DISCLOSE, DOCUMENT, FORM, KIND, OPT_IN, PRIVACY, concept
from samverkan.scopes import Scope

__all__ = ["FhirConsent", "to_fhir"]


@attrs.frozen(repr=False)
class FhirConsent:
    """A consent as a resource, and what of it could not be carried.

    * ``carried``: what is written, and comes back when the resource is read.
    * ``status``: ``active``, ``inactive`` or ``proposed``, as it was on the day that was asked about.
    * ``left_out``: the fields of the consent that are not as they were, each with its reason.
    """

    carried: Consent
    status: str
    left_out: tuple[LeftOut, ...]
    _subject: str
    _guardian: str | None

    @property
    def resource(self) -> dict[str, Any]:
        """The resource as plain data, made anew each time."""
        return _resource(self.carried, self.status, self._subject, self._guardian)

    def __repr__(self) -> str:
        return f"<FhirConsent: {self.carried.kind}, {self.status}>"


def to_fhir(consent: Consent, *, subject: str, on: date | str, guardian: str | None = None) -> FhirConsent:
    """Return a consent as a resource of FHIR R4, as it stands on the day *on*.

    R4 has no place for what came to pass with a consent. What is written is what it opens on that
    day, from when and until when: narrowed if it was narrowed, and ending the day before it was
    withdrawn. On a day on which it does not stand it is what it opened last, and *inactive*; before
    it was given, *proposed*.

    *subject* is a reference to the person, such as ``Patient/17``, and *guardian* one to the guardian,
    which is needed where one gave it. Nothing else about them is written.

    Raises:
        InvalidValueError: when *on*, *subject* or *guardian* is not what it should be.
        InvalidRecordError: when a word of the consent cannot be a code, or it has too many exceptions in each other.

    >>> consent = Consent("c-1", kind="secrecy", from_=["FK"], to=["AF"], categories=["contact"],
    ...                   purpose="coordination", given="2016-10-03", expires="2017-10-02", withdrawn="2016-12-01")
    >>> written = to_fhir(consent, subject="Patient/17", on="2016-11-01")
    >>> written.status, written.resource["provision"]["period"]
    ('active', {'start': '2016-10-03', 'end': '2016-11-30'})
    >>> [told.where for told in written.left_out]
    ['expires', 'withdrawn']
    """
    day = located("on", as_day, on)
    check_people(subject, guardian, is_needed=consent.giver is not Giver.SELF)
    standing, status = _on(consent, day)
    carried = _carried(consent, standing)
    _check(carried)
    return FhirConsent(carried, status, tuple(_left_out(consent, carried)), subject, guardian)


def _on(consent: Consent, day: date) -> tuple[Standing | None, str]:
    """Return the days on which it stands that matter on *day*, and its status then."""
    every = consent.standing()
    for one in every:
        if one.covers(day):
            return one, "active"
    begun = [one for one in every if one.since is not None and one.since <= day]
    if begun:
        return begun[-1], "inactive"
    return (every[0], "proposed") if every else (None, "inactive")


def _carried(consent: Consent, standing: Standing | None) -> Consent:
    """Return what can be written: a consent to which nothing has come to pass, and which opens no more."""
    scope = _in_full(consent.scope if standing is None else standing.scope)
    if standing is None:
        return attrs.evolve(consent, history=(), withdrawn=consent.given, expires=None, exceptions=scope.exceptions)
    return attrs.evolve(
        consent,
        history=(),
        withdrawn=None,
        given=standing.since or consent.given,
        expires=standing.until,
        from_=scope.from_,
        to=scope.to,
        categories=scope.categories,
        exceptions=scope.exceptions,
    )


def _in_full(scope: Scope) -> Scope:
    """Return a scope that opens the same and is part of no other: what is not within that is an exception."""
    exceptions = tuple(_in_full(one) for one in scope.exceptions)
    within = None if scope.within is None else _in_full(scope.within)
    alone = attrs.evolve(scope, within=None, exceptions=exceptions)
    if within is None or _says_no_more(alone, within):
        return alone
    return attrs.evolve(alone, exceptions=(*exceptions, Scope(exceptions=(within,))))


def _says_no_more(scope: Scope, whole: Scope) -> bool:
    """Whether all that limits *whole* limits *scope* in the same words."""
    named = ("from_", "to", "categories", "purposes", "programmes")
    is_named = all(
        not getattr(whole, name) or (getattr(scope, name) and getattr(scope, name) <= getattr(whole, name))
        for name in named
    )
    return is_named and whole.since is whole.until is None and set(whole.exceptions) <= set(scope.exceptions)


_REASONS: Final = {
    "history": "R4 has no place for what came to pass: what is written is what stood on the day",
    "withdrawn": "R4 has no place for a withdrawal: what is written ends on the last day with it",
    "given": "what is written is since when it has opened this",
    "expires": "what is written is the last day on which it opens this",
}
_AS_IT_STOOD: Final = "what is written is what it opened on the day"


def _left_out(consent: Consent, carried: Consent) -> "list[LeftOut]":
    found: list[LeftOut] = []
    for field in attrs.fields(Consent):
        if not field.init or getattr(consent, field.name) == getattr(carried, field.name):
            continue
        name = field.name.removesuffix("_")
        why = _REASONS.get(name, _AS_IT_STOOD)
        places = [f"{name}[{place}]" for place in range(len(consent.history))] if name == "history" else [name]
        found += [LeftOut(place, why) for place in places]
    return found


def _check(consent: Consent) -> None:
    """Raise an error where a word cannot be a code of FHIR, which has no white space around it or doubled in it."""
    faults: list[Fault] = []
    for where, scope in [("", consent.scope), *_exceptions("", consent.exceptions)]:
        for name in ("categories", "purposes", "programmes"):
            for word in getattr(scope, name):
                if " ".join(word.split()) != word:
                    fault = Fault(name, "words that can be codes of FHIR", got="white space at an end, or more of it")
                    faults.append(fault.inside(where) if where else fault)
    if faults:
        raise InvalidRecordError(faults)


def _exceptions(inside: str, scopes: "tuple[Scope, ...]") -> "list[tuple[str, Scope]]":
    found: list[tuple[str, Scope]] = []
    for number, scope in enumerate(scopes):
        where = f"{inside}exceptions[{number}]"
        found += [(where, scope), *_exceptions(f"{where}.", scope.exceptions)]
    return found


def _resource(consent: Consent, status: str, subject: str, guardian: str | None) -> dict[str, Any]:
    is_secrecy = consent.kind is ConsentKind.SECRECY
    own = (KIND, consent.kind.value)
    givers = [
        *([] if consent.giver is Giver.GUARDIAN else [subject]),
        *([] if consent.giver is Giver.SELF else [guardian]),
    ]
    forms: list[tuple[str, str]] = [] if consent.form is None else [(FORM, consent.form.value)]
    root = attrs.evolve(consent.scope, since=consent.given, until=consent.expires)
    written: dict[str, Any] = {
        "resourceType": "Consent",
        "identifier": [{"system": CONSENT, "value": consent.id}],
        "status": status,
        "scope": concept(PRIVACY if is_secrecy else own),
        "category": [concept(category) for category in (DOCUMENT, own, *forms)],
        "patient": {"reference": subject},
        "dateTime": None if consent.recorded_on is None else consent.recorded_on.isoformat(),
        "performer": [{"reference": giver} for giver in givers],
        "organization": [] if consent.by is None else [reference_to(consent.by)],
        "sourceAttachment": None if consent.notice is None else {"title": consent.notice},
        "policyRule": concept(OPT_IN if is_secrecy else own),
        # Who does not know the kind may not read the rest, for the scope of a resource changes what all of it means;
        # and what neither permits nor denies lets nobody be told anything.
        "provision": provision(root, "permit" if is_secrecy else None, DISCLOSE if is_secrecy else own),
    }
    return {key: value for key, value in written.items() if value}
