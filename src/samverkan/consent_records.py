"""Consent records with the fields of ISO/IEC TS 27560:2023: what a consent says, for those who keep such records.

A consent of this library lifts secrecy or lets something be done. It is not the legal basis for
processing personal data, for which agencies have other grounds; a record says so where the
specification asks for the lawful basis.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

import attrs
from immutabledict import immutabledict

from samverkan.agencies import Agencies, as_agency_reference, unit_of
from samverkan.citations import citation
from samverkan.closed_lists import LISTS
from samverkan.consents import Change, Consent, ConsentEvent, ConsentKind, Giver
from samverkan.dates import as_day
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, located, masked, nearest
from samverkan.fhir import LeftOut
from samverkan.given import as_id
from samverkan.scopes import Scope
from samverkan.texts import Language, Text, sentence

__all__ = ["SCHEMA", "ConsentRecord", "Lacking", "consent_record"]

SCHEMA: Final = "ISO/IEC TS 27560:2023"

_HEADER: Final = "record"
_PROCESSING: Final = "pii_processing"
_PURPOSE: Final = f"{_PROCESSING}.purposes[0]"
_PARTIES: Final = "party_identification"
_EVENTS: Final = "event"

_REQUIRED_OF_NOTICE: Final = ("privacy_notice", "language")
_REQUIRED_OF_PURPOSE: Final = (
    "pii_information",
    "storage_locations",
    "retention_period",
    "jurisdiction",
    "recipient_third_parties",
    "withdrawal_method",
)
_OPTIONAL_OF_PURPOSE: Final = (
    "collection_method",
    "processing_method",
    "processing_location",
    "geographic_restrictions",
    "service",
    "privacy_rights",
    "codes_of_conduct",
    "impact_assessment",
    "authority_party",
)
_REQUIRED_OF_PARTY: Final = ("party_name", "party_address", "party_contact", "party_type")
_OPTIONAL_OF_PARTY: Final = ("party_email", "party_url", "party_phone")
_REQUIRED_OF_EVENT: Final = ("validity_duration", "entity_id", "event_type")

_STATED: Final = ("language", "lawful_basis", *_REQUIRED_OF_PURPOSE[1:4], "withdrawal_method", *_OPTIONAL_OF_PURPOSE)
"""What only the caller knows, and may state."""
_STATED_OF_PARTY: Final = (*_REQUIRED_OF_PARTY[1:], *_OPTIONAL_OF_PARTY)

_BASES: Final = {
    True: Text(
        sv="Samtycket häver sekretess{law}. Det är inte den rättsliga grunden för att behandla personuppgifter.",
        en="The consent lifts secrecy{law}. It is not the legal basis for processing personal data.",
    ),
    False: Text(
        sv="Det gäller {what}{law}. Det är inte den rättsliga grunden för att behandla personuppgifter.",
        en="It is {what}{law}. It is not the legal basis for processing personal data.",
    ),
}


@attrs.frozen
class Lacking:
    """A field of the specification that a record has not, for nobody has said what it holds."""

    where: str
    is_required: bool

    def __str__(self) -> str:
        return f"{self.where}: {'required' if self.is_required else 'optional'}, and it has none"


@attrs.frozen(repr=False)
class ConsentRecord:
    """A consent as a record.

    * ``lacking``: the fields that it has not, in the order of the specification.
    * ``left_out``: what of the consent the specification has no field for.
    """

    lacking: tuple[Lacking, ...]
    left_out: tuple[LeftOut, ...]
    _sections: Mapping[str, Any]

    @property
    def record(self) -> dict[str, Any]:
        """The record as plain data, made anew each time."""
        return cast("dict[str, Any]", _plain(self._sections))

    def __repr__(self) -> str:
        return "<ConsentRecord>"


def consent_record(  # noqa: PLR0913
    consent: Consent,
    *,
    person: str,
    controller: str,
    on: date | str,
    register: Agencies,
    lang: Language = "sv",
    lists: Mapping[str, Mapping[str, Text]] = LISTS,
    stated: Mapping[str, str | Sequence[str]] = immutabledict(),
    parties: Mapping[str, Mapping[str, str]] = immutabledict(),
) -> ConsentRecord:
    """Return a consent as a record, as it was known and stood on the day *on*.

    *person* is what the person is called in the record (``pii_principal_id``), and *controller* the agency
    that keeps it. Names of agencies are those of *register*, those of categories and purposes those of
    *lists*, in the language *lang*. What the consent does not say the caller may state: *stated* has fields of
    the processing (``retention_period``, ``withdrawal_method``, …), and *parties* those of each agency
    (``party_address``, …).

    Raises:
        InvalidValueError: when the day, the person or the agency is none, or nothing was known of the consent then.
        InvalidRecordError: when something is stated that is no such field, or no text.
        UnknownNameError: when *lang* is no language that there is.

    >>> from samverkan import load_model
    >>> consent = Consent("c-1", kind="secrecy", from_=["FK"], to=["AF"], categories=["contact"],
    ...                   purpose="coordination", given="2016-10-03", expires="2017-10-02")
    >>> told = consent_record(consent, person="p-7", controller="AF", on="2016-11-01",
    ...                       register=load_model("finsam").agencies, lang="en", stated={"jurisdiction": "SE"})
    >>> told.record["event"][0]
    {'event_time': '2016-10-03', 'validity_duration': 'P365D', 'entity_id': 'p-7', 'event_state': 'given'}
    >>> print(told.record["pii_processing"]["purposes"][0]["lawful_basis"][0].partition("). ")[2])
    It is not the legal basis for processing personal data.
    >>> print(told.lacking[0])
    pii_processing.privacy_notice: required, and it has none
    """
    day = located("on", as_day, on)
    principal = located("person", as_id, person)
    keeper = located("controller", as_agency_reference, controller)
    _check("stated", stated, _STATED)
    _check_parties(parties)
    events = [event for event in consent.events if event.on <= day and event.was_known(day)]
    if not consent.was_known(day) or not events:
        raise InvalidValueError(where="on", wanted="a day on which the consent had been given and recorded")
    stood = [one.scope for one in consent.standing(day) if one.since is not None and one.since <= day]
    scope = stood[-1] if stood else consent.scope
    purpose = _purpose(consent, scope, keeper, _Words(day, lang, lists), stated)
    sections = {
        _HEADER: {"schema_version": SCHEMA, "record_id": consent.id, "pii_principal_id": principal},
        _PROCESSING: {
            **({} if consent.notice is None else {"privacy_notice": consent.notice}),
            **({"language": stated["language"]} if "language" in stated else {}),
            "purposes": (purpose,),
        },
        _PARTIES: tuple(
            _party(name, _roles(name, scope, keeper), register, lang) | dict(parties.get(name, {}))
            for name in sorted({keeper, *scope.from_, *scope.to})
        ),
        _EVENTS: tuple(_event(consent, event, principal) for event in events),
    }
    return ConsentRecord(tuple(_lacking(sections)), tuple(_left_out(consent, scope, events)), _frozen(sections))


@attrs.frozen
class _Words:
    """How things are called in a record: on which day, in which language, and by which lists."""

    day: date
    lang: Language
    lists: Mapping[str, Mapping[str, Text]]

    def name(self, of: str, word: str) -> str:
        """Return the name of a word of a list; a word that is in none is called what it is."""
        found = self.lists.get(of, {}).get(word)
        return word if found is None else found.in_(self.lang)

    def basis(self, kind: ConsentKind) -> str:
        """Say what a consent of the kind does in law, and that it is no basis for processing."""
        is_secrecy = kind is ConsentKind.SECRECY
        law = None if kind is ConsentKind.POWER_OF_ATTORNEY else citation(kind, self.day)
        what = "" if is_secrecy else self.what(kind)
        return _BASES[is_secrecy].filled(self.lang, {"what": what, "law": "" if law is None else f" ({law})"})

    def what(self, kind: ConsentKind) -> str:
        """Say what a consent of another kind than secrecy is to."""
        return sentence(f"consent.{kind}", self.lang)


def _purpose(
    consent: Consent, scope: Scope, keeper: str, words: _Words, stated: Mapping[str, str | Sequence[str]]
) -> dict[str, Any]:
    own = stated.get("lawful_basis", ())
    fields: dict[str, Any] = {
        "purpose": words.what(consent.kind) if consent.purpose is None else words.name("purposes", consent.purpose),
        "purpose_type": consent.purpose or consent.kind.value,
        "lawful_basis": (words.basis(consent.kind), *((own,) if isinstance(own, str) else own)),
        "pii_information": tuple(
            {"pii_type": words.name("categories", word), "pii_attribute_id": word} for word in sorted(scope.categories)
        ),
        "pii_controllers": tuple(sorted({keeper, *scope.from_})),
        "recipient_third_parties": tuple(sorted(scope.to)),
        "service": consent.programme,
    }
    known = {name: value for name, value in fields.items() if value}
    return {**known, **{name: stated[name] for name in stated if name not in {"language", *known}}}


def _roles(name: str, scope: Scope, keeper: str) -> tuple[str, ...]:
    is_controller = name == keeper or name in scope.from_
    return (*(("PII controller",) if is_controller else ()), *(("recipient",) if name in scope.to else ()))


def _party(reference: str, roles: tuple[str, ...], register: Agencies, lang: Language) -> dict[str, Any]:
    unit, body = unit_of(reference)
    if unit in register.agencies or unit in register.parties:
        name = register.name(unit).in_(lang)
        named = {"party_name": name if body is None else f"{name} ({body})"}
    else:
        named = {}
    return {"party_id": reference, **named, "party_role": roles}


def _event(consent: Consent, event: ConsentEvent, person: str) -> dict[str, Any]:
    """Return an event. Who brought it about is known of the giving alone, and of that only where it was the person.

    The last day is one of those for which it is valid.
    """
    until = consent.expires if event.what is Change.GIVEN else event.expires
    days = 0 if event.what is Change.WITHDRAWN else None if until is None else (until - event.on).days + 1
    is_hers = event.what is Change.GIVEN and consent.giver is Giver.SELF
    return {
        "event_time": event.on.isoformat(),
        **({} if days is None else {"validity_duration": f"P{days}D"}),
        **({"entity_id": person} if is_hers else {}),
        "event_state": event.what.value,
    }


# --- What is not there -----------------------------------------------------------------------------------


def _lacking(sections: Mapping[str, Any]) -> Iterator[Lacking]:
    processing = sections[_PROCESSING]
    yield from _absent(_PROCESSING, processing, _REQUIRED_OF_NOTICE, is_required=True)
    yield from _absent(_PURPOSE, processing["purposes"][0], _REQUIRED_OF_PURPOSE, is_required=True)
    yield from _absent(_PURPOSE, processing["purposes"][0], _OPTIONAL_OF_PURPOSE, is_required=False)
    for number, party in enumerate(sections[_PARTIES]):
        yield from _absent(f"{_PARTIES}[{number}]", party, _REQUIRED_OF_PARTY, is_required=True)
        yield from _absent(f"{_PARTIES}[{number}]", party, _OPTIONAL_OF_PARTY, is_required=False)
    for number, event in enumerate(sections[_EVENTS]):
        yield from _absent(f"{_EVENTS}[{number}]", event, _REQUIRED_OF_EVENT, is_required=True)


def _absent(where: str, section: Mapping[str, Any], names: Iterable[str], *, is_required: bool) -> Iterator[Lacking]:
    return (Lacking(f"{where}.{name}", is_required) for name in names if name not in section)


def _left_out(consent: Consent, scope: Scope, events: Sequence[ConsentEvent]) -> Iterator[LeftOut]:
    if scope.exceptions:
        yield LeftOut("exceptions", "a record has no field for what is left out of a consent")
    for name in ("form", "recorded_on", "by"):
        if getattr(consent, name) is not None:
            yield LeftOut(name, "a record has no field for it")
    if consent.giver is not Giver.SELF:
        yield LeftOut("giver", "a record names who gave it, and the consent does not say who that is")
    told = [event for event in events if event in consent.history]
    for number, event in enumerate(consent.history):
        if event not in told:
            yield LeftOut(f"history[{number}]", "it had not come to pass, or was not known, on the day")
        elif event.what is Change.NARROWED:
            yield LeftOut(f"history[{number}]", "a record has no field for what it was narrowed from")
        elif event.by is not None or event.recorded_on is not None:
            yield LeftOut(f"history[{number}]", "a record has no field for when and by whom it was recorded")


# --- What the caller states -------------------------------------------------------------------------------


def _check(where: str, stated: Mapping[str, object], names: Sequence[str]) -> None:
    faults = list(_faults(stated, names))
    if faults:
        raise InvalidRecordError(fault.inside(where) for fault in faults)


def _check_parties(parties: Mapping[str, Mapping[str, object]]) -> None:
    faults = [
        fault.inside(f"parties[{number}]")
        for number, one in enumerate(parties.values())
        for fault in _faults(one, _STATED_OF_PARTY)
    ]
    if faults:
        raise InvalidRecordError(faults)


def _faults(stated: Mapping[str, object], names: Sequence[str]) -> Iterator[Fault]:
    for number, (name, value) in enumerate(stated.items(), start=1):
        if name not in names:
            hint = nearest(str(name), names)
            yield Fault("", "a field that can be stated", got=f"another, key {number} of the object", hint=hint)
        elif not _is_told(value):
            yield Fault(name, "text, or a list of texts", got=masked(value))


def _is_told(value: object) -> bool:
    if isinstance(value, list | tuple):
        texts = cast("Sequence[object]", value)
        return bool(texts) and all(isinstance(text, str) and text for text in texts)
    return isinstance(value, str) and bool(value)


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return immutabledict({key: _frozen(one) for key, one in cast("Mapping[str, Any]", value).items()})
    return tuple(map(_frozen, cast("Sequence[Any]", value))) if isinstance(value, list | tuple) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in cast("Mapping[str, Any]", value).items()}
    return [_plain(one) for one in cast("Sequence[Any]", value)] if isinstance(value, tuple) else value
