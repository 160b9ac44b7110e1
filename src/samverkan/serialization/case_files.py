"""Case files from and to plain data, with their consents, referrals, legal bases and disclosures."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, cast

import attrs
from cattrs import Converter

from samverkan.casefiles import CaseFile, View
from samverkan.consents import Consent, ConsentEvent
from samverkan.disclosures import Disclosure
from samverkan.embedding import EmbeddedPerson
from samverkan.errors import InvalidRecordError, InvalidValueError, each, masked
from samverkan.legal_bases import LegalBasis
from samverkan.participants import Participant
from samverkan.referral_checks import faults_of_field, faults_of_recorders, recipients_of
from samverkan.referral_events import ReferralEvent
from samverkan.referrals import Referral
from samverkan.scopes import DEEPEST, Scope
from samverkan.serialization.faults import as_list
from samverkan.serialization.names import Names
from samverkan.serialization.records import Convert, as_written, may_be_nothing, or_nothing, record_hook
from samverkan.sources import Source

__all__ = ["fields_of", "register_bases"]


def register_bases(conv: Converter, names: Names, written: Callable[[str], str]) -> None:
    """Register the hooks for a case file and for all that is in it beside the participant."""
    bases = _Bases(conv, names, as_written(written))
    for cls in (Scope, ConsentEvent, Consent, LegalBasis, Disclosure, ReferralEvent, Referral, CaseFile):
        conv.register_structure_hook(cls, bases.record(cls))
        conv.register_unstructure_hook(cls, bases.plain)
    conv.register_structure_hook(Referral, bases.referral)
    conv.register_unstructure_hook(View, bases.plain)


def fields_of(cls: type) -> "Sequence[attrs.Attribute[Any]]":
    """Return the fields of a record that are written: of what a scope is a part is found and never given."""
    return [field for field in attrs.fields(cls) if field.name != "within" and field.init]


class _Bases:
    """The hooks for one model and one way of writing names."""

    def __init__(self, conv: Converter, names: Names, written: Callable[[str], str]) -> None:
        self.conv = conv
        self.model = names.model
        self.written = written
        self.source = record_hook(Source, conv, {"document": _text, "quote": or_nothing(_text)}, written)
        parties, words = _set_of(names.of_scope), _words_of(names)
        self.converters: Mapping[str, Convert] = {
            "from_": parties,
            "to": parties,
            "categories": _set_of(words("categories")),
            "purposes": _set_of(words("purposes")),
            "programmes": _set_of(names.programme),
            "category": words("categories"),
            "purpose": words("purposes"),
            "programme": names.programme,
            "exceptions": self._exceptions,
            "history": self._list_of(ConsentEvent),
            **dict.fromkeys(("by", "sharer", "recipient"), names.agency),
            "facts": _set_of(names.fact),
            "source": lambda value: self.source(value, Source),
            "participant": lambda value: conv.structure(value, Participant),
            "consents": self._list_of(Consent),
            "legal_bases": self._list_of(LegalBasis),
            "disclosures": self._list_of(Disclosure),
            "referrals": self._list_of(Referral),
            "view": lambda value: conv.structure(value, View),
        }
        self.of_referrals: Mapping[str, Convert] = {
            "programme": names.programme,
            "events": self._list_of(ReferralEvent),
        }
        """The fields of referrals by their names; the others go by their own converters, and by what a model has."""
        self._referral = self.record(Referral)

    def record(self, cls: type) -> Callable[[Any, Any], Any]:
        """Return the hook for records of *cls*; the fields that no model knows of go by their own converters."""
        is_of_referrals = cls in {Referral, ReferralEvent}
        known = self.of_referrals if is_of_referrals else self.converters
        converters: dict[str, Convert] = {}
        for field in fields_of(cls):
            convert = known.get(field.name, cast("Any", field).converter)
            convert = self._there(cls, field.name, convert) if is_of_referrals else convert
            converters[field.name] = or_nothing(convert) if may_be_nothing(field) else convert
        return record_hook(cls, self.conv, converters, self.written)

    def referral(self, value: object, cls: Any) -> Referral:
        """Return a referral, when those recorded what happened who may."""
        made: Referral = self._referral(value, cls)
        if self.model is not None:
            recipients = recipients_of(made, self.model.definition_of(made.programme))
            faults = [*faults_of_recorders(made, self.model.agencies, recipients)]
            if faults:
                raise InvalidRecordError(faults)
        return made

    def _there(self, cls: type, name: str, convert: Convert) -> Convert:
        """Return what converts a field of a referral, and sees that a model has what it names."""
        if self.model is None:
            return convert
        vocabulary = self.model.vocabulary

        def converted(value: Any) -> Any:
            made = convert(value)
            faults = [*faults_of_field(cls, name, made, vocabulary)]
            if faults:
                raise InvalidRecordError(faults)
            return made

        return converted

    def _list_of(self, cls: type[Any]) -> Convert:
        return lambda value: tuple(each(as_list(value), lambda one: self.conv.structure(one, cls)))

    def _exceptions(self, value: object) -> tuple[Scope, ...]:
        given = as_list(value)
        if _is_too_deep(given):
            raise InvalidValueError(wanted=f"at most {DEEPEST} exceptions within each other", got="more")
        return tuple(each(given, lambda one: self.conv.structure(one, Scope)))

    # --- To plain data ---

    def plain(self, record: Any) -> dict[str, Any]:
        """Return a record as plain data, without what is empty or as it is when nothing is said.

        Raises:
            InvalidValueError: when the participant of a case file is of a class of one's own, which has no format
                here, or when an exception is a part of another scope, which cannot be written.
        """
        cls: type[Any] = record.__class__
        if cls is Scope and record.within is not None:
            raise InvalidValueError(where="exceptions", wanted="scopes that are whole", got="a part of another")
        return {
            self.written(field.name): self._plain(value)
            for field in fields_of(cls)
            if (value := getattr(record, field.name)) != field.default or field.default is attrs.NOTHING
        }

    def _plain(self, value: object) -> Any:
        match value:
            case date():
                return value.isoformat()
            case StrEnum():
                return value.value
            case str() | bool() | None:
                return value
            case frozenset():
                return sorted(cast("frozenset[str]", value))
            case tuple():
                return [self._plain(one) for one in cast("tuple[object, ...]", value)]
            case Source():
                return self.plain(value)
            case EmbeddedPerson():
                raise InvalidValueError(where="participant", wanted="a participant", got="a person of another class")
            case _:
                return self.conv.unstructure(value)


def _words_of(names: Names) -> Callable[[str], Convert]:
    return lambda of: lambda value: names.word_of(value, of)


def _set_of(convert: Convert) -> Convert:
    return lambda value: frozenset(each(as_list(value), convert))


def _text(value: object) -> str:
    if isinstance(value, str) and value:
        return value
    raise InvalidValueError(wanted="a text", got=masked(value))


def _is_too_deep(exceptions: Sequence[Any]) -> bool:
    """Whether more than :data:`DEEPEST` stand within each other; found level by level, for they may be very deep."""
    level: Sequence[Any] = exceptions
    for _ in range(DEEPEST):
        inner = [cast("Any", one).get("exceptions") for one in level if isinstance(one, Mapping)]
        level = [one for within in inner if isinstance(within, list | tuple) for one in cast("Sequence[Any]", within)]
    return bool(level)
