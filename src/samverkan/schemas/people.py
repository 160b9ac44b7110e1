"""The schemas of what is known about people: the case file, the participant, each fact and each spell."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, assert_never, get_args

import attrs

from samverkan.casefiles import CaseFile
from samverkan.dated import Entry
from samverkan.participants import GIVEN, HISTORIES, Assessment, Participant
from samverkan.rules.facts import Boolean, Choice, Day, Fact, Kind, NumberOf, SetOf, SpellsOf
from samverkan.schemas.case_files import Bases
from samverkan.schemas.parts import ID, NULL, Parts, Schema, array, bullets, named, or_null, record, summary
from samverkan.texts import capitalised

__all__ = ["People"]

_NUMBERS: Final[Mapping[str, tuple[int, int]]] = {"extent": (1, 100), "amount": (0, 10**12)}
"""The bounds of what a spell says beside its days: per cent, and öre."""

_IDENTITY_NUMBER: Final[Schema] = {
    "type": "string",
    "anyOf": [
        {"pattern": "^[0-9]{12}$", "maxLength": 12},
        {"pattern": "^[0-9]{8}[-+][0-9]{4}$", "maxLength": 13},
    ],
}
_COMPLETE: Final = "How far the list of contacts is complete: true, false, or the agencies and parties for which it is."


class People:
    """The schemas of people, for one model and one way of writing names."""

    def __init__(self, parts: Parts, written: Callable[[str], str]) -> None:
        self.parts = parts
        self.written = written
        self.bases = Bases(parts, written)

    def case_file(self) -> Schema:
        """Return the schema of a case file, which is one line of a file."""
        made: Mapping[str, Callable[[], Schema]] = {
            "participant": lambda: self.parts.part("participant", self.participant),
            "consents": self.bases.consents,
            "referrals": self.bases.referrals,
            "legal_bases": self.bases.legal_bases,
            "disclosures": self.bases.disclosures,
            "view": self.bases.view,
        }
        fields, told = attrs.fields(CaseFile), bullets(CaseFile)
        return record(
            {self.written(field.name): {**made[field.name](), "description": told[field.name]} for field in fields},
            [self.written(field.name) for field in fields if field.default is attrs.NOTHING],
            summary(CaseFile),
        )

    def participant(self) -> Schema:
        """Return the schema of a participant; facts that the model has declared stand beside the others."""
        whole = record(self.fields(), [self.written("id")], summary(Participant))
        return {**whole, **self._complete_only_with_contacts()}

    def fields(self) -> dict[str, Schema]:
        """Return the schema of each field of a participant and of each own fact, by its name as it is written."""
        told = {**bullets(Participant), "contacts_complete": _COMPLETE}
        own: Mapping[str, Fact] = {} if self.parts.model is None else self.parts.model.facts
        properties: dict[str, Schema] = {}
        for field in attrs.fields(Participant):
            if field.init and field.name != "more":
                fact = GIVEN.get(field.name)
                schema = self._field(field.name) if fact is None else self._fact(field.name, fact.kind)
                properties[field.name] = {**schema, "description": _said(fact) if fact else told[field.name]}
        for name, fact in own.items():
            if name not in GIVEN and fact.derived is None and not isinstance(fact.kind, SpellsOf):
                properties[name] = {**self._fact(name, fact.kind), "description": _said(fact)}
        return self._written(properties)

    def spell(self, name: str) -> Schema:
        """Return the schema of one spell of the history *name*."""
        cls, kind = HISTORIES[name], GIVEN[name].kind
        fields = [field for field in attrs.fields(cls) if field.init]
        return record(
            self._written({field.name: self._of_spell(field, kind) for field in fields}),
            [self.written(field.name) for field in fields if field.default is attrs.NOTHING and field.name != "by"],
            summary(cls),
        )

    def entry(self, value: Schema | None = None) -> Schema:
        """Return the schema of one entry of a fact that changes: of one with that *value*, or of any."""
        values = self._any_value() if value is None else [value]
        dates = {field.name: or_null(self.parts.day()) for field in attrs.fields(Entry) if field.name != "value"}
        return record(
            self._written({"value": {"anyOf": [*values, dict(NULL)]}, **dates}),
            [self.written("value")],
            summary(Entry),
        )

    # --- Facts ---

    def _fact(self, name: str, kind: Kind) -> Schema:
        """Return the schema of a fact as it is given: nothing, a plain value, or dated entries."""
        if isinstance(kind, SpellsOf):
            spells = array(self.parts.part(named(HISTORIES[name]), lambda: self.spell(name)))
            # A finding alone is an assessment of which it is not stated who made it.
            alone = [self.parts.word(SetOf(kind.of))] if HISTORIES[name] is Assessment and kind.of is not None else []
            return {"anyOf": [spells, *alone, dict(NULL)]} if alone else or_null(spells)
        value = self.value(name, kind)
        return self.parts.part(f"dated_{_name(name, kind)}", lambda: self._dated(value, _name(name, kind)))

    def _dated(self, value: Schema, name: str) -> Schema:
        entries = array(self.parts.part(f"entry_of_{name}", lambda: self.entry(value)))
        return {"anyOf": [value, {**entries, "minItems": 1}, dict(NULL)]}

    def value(self, name: str, kind: Kind) -> Schema:
        """Return the schema of a value of a fact of that *kind*."""
        match kind:
            case Boolean():
                return {"type": "boolean"}
            case Day():
                return self.parts.partial_day()
            case NumberOf(_, least, most, _):
                bounds = {"minimum": least, "maximum": most}
                return {"type": "integer", **{key: bound for key, bound in bounds.items() if bound is not None}}
            case Choice():
                return self.parts.word(kind)
            case SetOf():
                return self.parts.part(_name(name, kind), lambda: self._set(kind))
            case SpellsOf():  # never
                raise AssertionError("a history has spells and no values")
            case _ as never:
                assert_never(never)

    def _set(self, kind: SetOf) -> Schema:
        words = array(self.parts.word(kind))
        in_part = record(
            {"in": words, "unknown": words}, ["in"], "A set of which it is unknown whether some are in it."
        )
        return {"anyOf": [words, in_part]}

    def _any_value(self) -> list[Schema]:
        facts = GIVEN if self.parts.model is None else self.parts.model.facts
        found = [
            self.value(name, fact.kind)
            for name, fact in facts.items()
            if fact.derived is None and not isinstance(fact.kind, SpellsOf)
        ]
        return [one for place, one in enumerate(found) if one not in found[:place]]

    # --- Other fields ---

    def _field(self, name: str) -> Schema:
        match name:
            case "id":
                return dict(ID)
            case "identity_number":
                return or_null(_IDENTITY_NUMBER)
            case "contacts_complete":
                return {"anyOf": [{"type": "boolean"}, array(self.parts.agency_or_party()), dict(NULL)]}
            case "hidden":
                return self.bases.hidden()
            case _:  # never
                raise AssertionError(name)

    def _complete_only_with_contacts(self) -> Schema:
        """Return that a list of contacts that is said to be complete is there."""
        complete, contacts = self.written("contacts_complete"), self.written("contacts")
        said = {"anyOf": [{"const": True}, {"type": "array", "minItems": 1}]}
        return {
            "if": {"properties": {complete: said}, "required": [complete]},
            "then": {"properties": {contacts: {"type": "array"}}, "required": [contacts]},
        }

    def _of_spell(self, field: "attrs.Attribute[Any]", kind: Kind) -> Schema:
        match field.name:
            case "agency":
                return self.parts.agency()
            case "by":
                return or_null(self.parts.agency())
            case "kind" | "finding" if isinstance(kind, SpellsOf) and kind.of is not None:
                return self.parts.word(SetOf(kind.of))
            case "extent" | "amount":
                least, most = _NUMBERS[field.name]
                return or_null({"type": "integer", "minimum": least, "maximum": most})
            case "void":
                return {"type": "boolean"}
            case _:
                optional = type(None) in get_args(field.type)
                if date not in {field.type, *get_args(field.type)}:
                    raise AssertionError(f"a spell says something that has no schema: {field.name}")
                return or_null(self.parts.day()) if optional else self.parts.day()

    def _written(self, properties: Mapping[str, Schema]) -> dict[str, Schema]:
        return {self.written(name): schema for name, schema in properties.items()}


def _name(name: str, kind: Kind) -> str:
    """Return what the values of a fact are called: those of one closed list, and all that are so or not, are alike."""
    match kind:
        case Choice(of):
            return f"word_of_{of}"
        case SetOf(of):
            return f"set_of_{of}"
        case NumberOf():
            return f"number_{name}"
        case _:
            return type(kind).__name__.lower()


def _said(fact: Fact) -> str:
    """Return what a fact is, as a sentence."""
    match fact.kind:
        case Boolean():
            return f"The person {fact.said.en}."
        case NumberOf(unit):
            return f"{capitalised(fact.shown.en)} ({unit.en})."
        case _:
            return f"{capitalised(fact.shown.en)}."
