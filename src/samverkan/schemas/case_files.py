"""The schemas of consents, referrals, legal bases, disclosures and views, as a case file has them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from samverkan.casefiles import View
from samverkan.consents import Change, Consent, ConsentEvent, ConsentKind, Form, Giver
from samverkan.disclosures import Disclosure
from samverkan.legal_bases import LegalBasis, LegalBasisKind
from samverkan.participants import HISTORIES, Assessment, Hidden
from samverkan.referral_events import MOST_TEXT, SELF, ReferralEvent
from samverkan.referral_steps import STEPS, What
from samverkan.referrals import Referral
from samverkan.rules.facts import SetOf
from samverkan.schemas.parts import ID, TEXT, Parts, Schema, array, bullets, literal, one_of, or_null, record, summary
from samverkan.scopes import Scope
from samverkan.serialization.case_files import fields_of
from samverkan.serialization.records import as_written, may_be_nothing
from samverkan.serialization.views import IN_PART
from samverkan.sources import MAX_QUOTE

__all__ = ["Bases"]

_ENUMS: Final[Mapping[tuple[type, str], Any]] = {
    (Consent, "kind"): ConsentKind,
    (Consent, "form"): Form,
    (Consent, "giver"): Giver,
    # That it was given the consent itself says.
    (ConsentEvent, "what"): [one for one in Change if one is not Change.GIVEN],
    (LegalBasis, "kind"): LegalBasisKind,
    (ReferralEvent, "what"): What,
}

_NEEDED_BY_KIND: Final[Mapping[ConsentKind, tuple[str, ...]]] = {
    ConsentKind.SECRECY: ("from", "to", "categories", "purpose"),
    ConsentKind.REGISTRATION: ("programme",),
}
_OF_EVENT: Final = ("expires", "from", "to", "categories", "exceptions")
_SAID_BY_EVENT: Final[Mapping[Change, tuple[str, ...]]] = {
    Change.REAFFIRMED: ("expires",),
    Change.NARROWED: ("from", "to", "categories", "exceptions"),
    Change.WITHDRAWN: (),
    Change.EXPIRED: (),
}


class Bases:
    """The schemas of what opens information and of what has been told, for one model and one way of writing names."""

    def __init__(self, parts: Parts, written: Callable[[str], str]) -> None:
        self.parts = parts
        self.written = as_written(written)
        self.fields: Mapping[str, Callable[[], Schema]] = {
            **dict.fromkeys(("id", "basis"), lambda: dict(ID)),
            **dict.fromkeys(("from_", "to"), lambda: array(parts.named_in_scope())),
            **dict.fromkeys(("by", "sharer", "recipient", "agency"), parts.agency),
            "categories": lambda: array(parts.listed("categories")),
            "category": lambda: parts.listed("categories"),
            "purposes": lambda: array(parts.listed("purposes")),
            "purpose": lambda: parts.listed("purposes"),
            "programmes": lambda: array(parts.programme()),
            "programme": parts.programme,
            "facts": lambda: array(parts.fact()),
            "exceptions": lambda: array(parts.part("scope", lambda: self._record(Scope))),
            "history": lambda: array(parts.part("consent_event", self._event)),
            "source": _source,
            "notice": lambda: dict(TEXT),
            "is_settled": lambda: {"type": "boolean"},
        }
        """The schemas of fields by their names; the others are days."""
        self.of_referrals: Mapping[str, Callable[[], Schema]] = {
            **dict.fromkeys(("id", "event", "intervention"), lambda: dict(ID)),
            "by": lambda: self._one_of_who("self", "profession", "forum"),
            **dict.fromkeys(("to", "agency"), lambda: self._one_of_who("forum")),
            **dict.fromkeys(("from_", "performer"), self._one_of_who),
            "programme": parts.programme,
            "spoken_to": lambda: {"type": "boolean"},
            "hidden": lambda: array(dict(TEXT)),
            "events": lambda: array(parts.part("referral_event", self._referral_event)),
            "on": lambda: {"anyOf": [parts.day(), _moment()]},
            "reason": lambda: {**TEXT, "maxLength": MOST_TEXT},
            "asks_for": lambda: array(self._lack()),
            "plan": lambda: parts.listed("plans"),
            "outcome": lambda: parts.listed("outcomes"),
        }

    def consents(self) -> Schema:
        """Return the schema of all consents; null is the same as no list."""
        return or_null(array(self.parts.part("consent", self._consent)))

    def referrals(self) -> Schema:
        """Return the schema of all referrals; null is the same as no list."""
        return or_null(array(self.parts.part("referral", self._referral)))

    def legal_bases(self) -> Schema:
        """Return the schema of the legal bases that were stated."""
        return array(self.parts.part("legal_basis", self._legal_basis))

    def disclosures(self) -> Schema:
        """Return the schema of what has been told."""
        return array(self.parts.part("disclosure", lambda: self._record(Disclosure)))

    def view(self) -> Schema:
        """Return the schema of a view."""
        return or_null(self.parts.part("view", lambda: self._record(View)))

    def hidden(self) -> Schema:
        """Return the schema of what is not open of a participant."""
        contacts = array(self.parts.agency())
        told = bullets(Hidden)
        complete = {self.written(name): array(self._word(name)) for name in IN_PART}
        made = {"facts": array(self.parts.fact()), "complete": record(complete), "contacts": contacts}
        return or_null(
            record(
                {name: {**made[name], "description": told[name]} for name in made},
                description=summary(Hidden),
            )
        )

    # --- Records ---

    def _record(self, cls: type) -> Schema:
        """Return the schema of a record by its fields."""
        fields = fields_of(cls)
        told = {name.rstrip("_"): words for name, words in bullets(cls).items()}
        properties: dict[str, Schema] = {}
        for field in fields:
            name = self.written(field.name)
            schema = self._of_field(cls, field)
            properties[name] = {**schema, "description": told[name]} if name in told else schema
        required = [self.written(field.name) for field in fields if field.default is attrs.NOTHING]
        return record(properties, required, summary(cls))

    def _of_field(self, cls: type, field: "attrs.Attribute[Any]") -> Schema:
        schema = self._of_name(cls, field.name)
        return or_null(schema) if may_be_nothing(field) else schema

    def _of_name(self, cls: type, name: str) -> Schema:
        if (cls, name) in _ENUMS:
            return one_of(_ENUMS[cls, name])
        if (cls, name) == (ReferralEvent, "to"):
            return dict(ID)
        if cls in {Referral, ReferralEvent}:
            return self.of_referrals.get(name, self.parts.day)()
        return self.fields.get(name, self.parts.day)()

    def _consent(self) -> Schema:
        """Return the schema of a consent, which names what its kind asks for."""
        needed = [
            {"if": _is("kind", kind), "then": {"required": [*keys], "properties": dict.fromkeys(keys, _SAID)}}
            for kind, keys in _NEEDED_BY_KIND.items()
        ]
        return {**self._record(Consent), "allOf": needed}

    def _event(self) -> Schema:
        """Return the schema of an event of a consent, which says nothing but what such an event can say."""
        silent = [
            {"if": _is("what", what), "then": {"properties": {key: _UNSAID for key in _OF_EVENT if key not in keys}}}
            for what, keys in _SAID_BY_EVENT.items()
        ]
        return {**self._record(ConsentEvent), "allOf": silent}

    def _referral(self) -> Schema:
        """Return the schema of a referral, which is to a programme or to somebody; of her own account from nobody."""
        said = [{"required": [name], "properties": {name: _SAID}} for name in ("programme", "to")]
        alone = {"if": _is("by", SELF), "then": {"properties": {"from": _UNSAID}}}
        return {**self._record(Referral), "anyOf": said, "allOf": [alone]}

    def _referral_event(self) -> Schema:
        """Return the schema of what happened to a referral, which says what such an event must and nothing else."""
        said = {name for step in STEPS.values() for name in (*step.needs, *step.may_say)}
        rules: list[Schema] = []
        for step in STEPS.values():
            silent = sorted(said - {*step.needs, *step.may_say})
            properties = {
                **{self.written(name): _UNSAID for name in silent},
                **{self.written(name): _SAID for name in step.needs},
            }
            needed = [self.written(name) for name in step.needs]
            rules.append({"if": _is("what", step.what), "then": {"properties": properties, "required": needed}})
        return {**self._record(ReferralEvent), "allOf": rules}

    def _one_of_who(self, *kinds: str) -> Schema:
        """Return the schema of an agency, or of who else may be meant: the person, a profession or a forum."""
        agency = self.parts.agency()
        if self.parts.model is None:  # Whatever else has the form of an agency.
            alone = [SELF, *(_NAMED_AFTER_COLON if kinds else ())]
            agency = {"allOf": [agency], "not": {"anyOf": [one_of(alone), *map(_form_of, _NAMED_AFTER_COLON)]}}
        others = [one_of([SELF]) if kind == "self" else self._who(kind) for kind in kinds]
        return {"anyOf": [*others, agency]} if others else agency

    def _who(self, kind: str) -> Schema:
        """Return the schema of a profession or a forum, named after a colon."""
        model = self.parts.model
        if model is None:
            return _form_of(kind)
        return one_of(f"{kind}:{word}" for word in model.vocabulary.words(SetOf(f"{kind}s")))

    def _lack(self) -> Schema:
        """Return the schema of what is asked for, with the agency it is to be had from after a colon."""
        return self.parts.part("lack", self._of_lacks)

    def _of_lacks(self) -> Schema:
        model = self.parts.model
        if model is None:
            return {"anyOf": [{**TEXT, "pattern": "^[^:]+$"}, self.parts.agency_after("[^:]+")]}
        words = [*model.vocabulary.words(SetOf("lacks"))]
        return {"anyOf": [one_of(words), self.parts.agency_after(f"({'|'.join(map(literal, words))})")]}

    def _legal_basis(self) -> Schema:
        """Return the schema of a legal basis, which says from whom, to whom, what and since when."""
        schema = self._record(LegalBasis)
        said = {"properties": dict.fromkeys(("from", "to", "categories", "since"), _SAID)}
        return {**schema, "allOf": [said]}

    def _word(self, history: str) -> Schema:
        """Return the schema of what spells are of: of assessments those who made them, or nobody who is named."""
        if HISTORIES[history] is Assessment:
            return {"anyOf": [self.parts.agency_or_party(), {"const": ""}]}
        return self.parts.word(SetOf(IN_PART[history]))


def _source() -> Schema:
    quote = {**TEXT, "maxLength": MAX_QUOTE}
    return record(
        {"document": dict(TEXT), "quote": or_null(quote)},
        ["document"],
        "The provision that it rests on, or why the clause was held to apply.",
    )


def _moment() -> Schema:
    return {"type": "string", "format": "date-time", "pattern": _MOMENT, "not": {"pattern": r"\n"}}


def _form_of(kind: str) -> Schema:
    return {"type": "string", "pattern": rf"^{kind}:[\s\S]"}


_NAMED_AFTER_COLON: Final = ("profession", "forum")
_CLOCK: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_DATE: Final = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_MOMENT: Final = rf"^{_DATE}[Tt ]{_CLOCK}:[0-5][0-9](\.[0-9]{{1,6}})?([Zz]|[-+]{_CLOCK})$"


_SAID: Final[Schema] = {"not": {"anyOf": [{"type": "null"}, {"type": "array", "maxItems": 0}]}}
_UNSAID: Final[Schema] = {"anyOf": [{"type": "null"}, {"type": "array", "maxItems": 0}]}


def _is(key: str, word: str) -> Schema:
    return {"properties": {key: {"const": str(word)}}, "required": [key]}
