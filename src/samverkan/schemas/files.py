"""The schemas of what stands in the TOML files of a model: programmes, the model itself and its parts.

They follow the fields of the records. What a file writes in another way than its record has it, such
as the readings by name, stands here. A day is text as YYYY-MM-DD, and there is no null.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import partial
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeAlias, Union, get_args, get_origin

import attrs

from samverkan.constraints import Constraint
from samverkan.dates import Span
from samverkan.indicators import NUMBER_PATTERN, Goal, Indicator, Variant
from samverkan.lead_times import LeadTime, Over, Period, Policy
from samverkan.model import Model
from samverkan.programmes import Capacity, Criterion, Reading
from samverkan.referral_steps import STEPS
from samverkan.rules.facts import (
    Boolean,
    Choice,
    Current,
    Day,
    DayOf,
    Elapsed,
    Expression,
    Fact,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
)
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.schemas.parts import ID, TEXT, Parts, Schema, array, bullets, named, one_of, record, summary
from samverkan.serialization import ModelFile
from samverkan.serialization.facts import FactFile
from samverkan.sources import MAX_QUOTE, Source
from samverkan.target_groups import TargetGroup
from samverkan.texts import LANGUAGES, Text

__all__ = ["Files"]

Field: TypeAlias = "attrs.Attribute[Any]"

_STRING: Final[Schema] = {"type": "string"}
_WORDS: Final[Schema] = {**_STRING, "pattern": r"^([^{}]|\{[a-z_][a-z0-9_]*\})*$", "allOf": [{"pattern": r"\S"}]}
"""Words that are not blank, with placeholders written as ``{name}``."""

_SPAN: Final = "Days from since to until, both included (fr.o.m., t.o.m.). What is left out is open."
_PLAIN: Final[Mapping[object, Schema]] = {str: _STRING, bool: {"type": "boolean"}, int: {"type": "integer"}}
_NOT_NEGATIVE: Final = {
    *((Capacity, name) for name in ("count", "least", "most")),
    (TargetGroup, "priority"),
    (LeadTime, "joined_within"),
    (Policy, "within"),
}

_KINDS: Final[Mapping[str, type]] = {
    "boolean": Boolean,
    "number": NumberOf,
    "choice": Choice,
    "set": SetOf,
    "day": Day,
}
_WAYS: Final[Mapping[str, type]] = {
    "elapsed": Elapsed,
    "current": Current,
    "day_of": DayOf,
    "members": MembersOf,
    "parties": PartiesOf,
    "expression": Expression,
}
"""The ways to derive a fact. The key stands for the first field, which is what the fact follows from."""

_COUNT_OR_BOUNDS: Final[Schema] = {
    "oneOf": [
        {"required": ["count"], "properties": {"least": False, "most": False}},
        {"required": ["least", "most"], "properties": {"count": False}},
    ]
}
_SAYS: Final = [what.value for what, one in STEPS.items() if {"plan", "outcome"} & {*one.needs, *one.may_say}]


def _each_policy(properties: Mapping[str, Any]) -> Schema:
    return {"properties": {"policies": {"items": {"properties": dict(properties)}}}}


_EVENT: Final[Schema] = {
    "description": "An event of a referral; after a colon the outcome or sort of plan, where only that one counts.",
    "anyOf": [one_of(STEPS), {"type": "string", "pattern": rf"^({'|'.join(_SAYS)}):[\s\S]"}],
}
_NOT_BELOW_FIRST: Final[Schema] = {
    "if": {"properties": {"first_day": {"const": 1}}, "required": ["first_day"]},
    "then": {"properties": {"within": {"minimum": 1}}},
}
_SOME: Final[Schema] = {
    "required": ["start", "stop"],
    "properties": {"start": {"minItems": 1}, "stop": {"minItems": 1}},
}
_DAYS: Final[Schema] = {"unit": {"const": Period.DAYS.value}}
_START_AND_STOP: Final[Schema] = {
    "allOf": [
        {
            "if": {"properties": {"over": {"const": Over.SICK_LEAVE.value}}, "required": ["over"]},
            "then": _each_policy(_DAYS),
            "else": _SOME,
        },
        {"if": {"required": ["side"]}, "then": _each_policy({"within": False})},
    ]
}
"""A start and a stop over a referral, days over sick leave; and of one side nothing is promised."""

_NUMBER: Final[Schema] = {
    "description": "A number: a whole one, or text such as 80 % or 4/5.",
    "anyOf": [{"type": "integer"}, {**_STRING, "pattern": f"^{NUMBER_PATTERN}$"}],
}

_KOMMUN_OR_PARTY: Final[Schema] = {"oneOf": [{"required": ["kommun"]}, {"required": ["party"]}]}


class Files:
    """The schemas of files.

    With a *model*, names are those that it has: its agencies, parties and documents. A file that may
    itself add some goes by no model; what it names is checked when the whole is loaded.
    """

    def __init__(self, parts: Parts, model: Model | None = None) -> None:
        self.parts = parts
        self.model = model
        self._forms: Mapping[type, Callable[[], Schema]] = {
            Text: lambda: record(self._words(), LANGUAGES, summary(Text)),
            Span: lambda: {**self.record(Span), "description": _SPAN},
            Source: self._source,
            Threshold: self._threshold,
            Parameter: self._parameter,
            Fact: self.fact,
            **{cls: partial(self._with_words, cls) for cls in (Criterion, Constraint, Variant, Indicator)},
            Policy: lambda: {**self._with_words(Policy), **_NOT_BELOW_FIRST},
            LeadTime: lambda: {**self.record(LeadTime), **_START_AND_STOP},
            Reading: self._reading,
            Capacity: lambda: {**self.record(Capacity), **_COUNT_OR_BOUNDS},
            TargetGroup: lambda: {**self.record(TargetGroup), **_KOMMUN_OR_PARTY},
        }

    def record(self, cls: type) -> Schema:
        """Return the schema of a record as a file has it, by its fields."""
        fields = [field for field in attrs.fields(cls) if field.init]
        told = bullets(Fact if cls is FactFile else cls)
        properties = {
            field.name: {
                **self._of_field(cls, field),
                **({"description": told[field.name]} if field.name in told else {}),
            }
            for field in fields
        }
        required = [field.name for field in fields if field.default is attrs.NOTHING and field.type != str | None]
        return record(properties, required, summary(cls))

    def fact(self) -> Schema:
        """Return the schema of a fact that a model declares."""
        every = self.record(FactFile)
        return {
            "description": summary(Fact),
            "oneOf": [self._fact_of(name, cls, every) for name, cls in _KINDS.items()],
        }

    # --- Fields ---

    def _part(self, cls: type) -> Schema:
        return self.parts.part(named(cls), self._forms.get(cls, lambda: self.record(cls)))

    def _of_field(self, cls: type, field: Field) -> Schema:  # noqa: PLR0912 - a table
        match field.name:
            case "readings":
                return _by_name(self._part(Reading))
            case "area":
                return array(self.parts.kommun())
            case "kommun":
                return self.parts.kommun()
            case "derived":
                return self.parts.part("derivation", _derivation)
            case "secrecy":
                return dict(TEXT)
            case "extends" if cls is ModelFile:
                return {"anyOf": [_STRING, array(_STRING)]}
            case "owners" | "performers" if self.model is not None:
                return array(self.parts.agency())
            case "parties" if self.model is not None:
                return array(one_of(self.model.agencies.parties))
            case "start" | "stop" | "nullified_by" | "ended_by":
                return array(self.parts.part("event_of_referral", lambda: _EVENT))
            case "policies":
                return {**array(self._part(Policy)), "minItems": 1}
            case "value" if cls is Goal:
                return _NUMBER
            case "id" if cls in {LeadTime, Policy, Indicator, Variant}:
                return dict(ID)
            case "target_group" | "value" | "lead_time" | "policy" if cls is Indicator:
                return dict(TEXT)
            case "programmes" if cls is Indicator:
                return array(dict(TEXT))
            case "ages":
                return array({"type": "integer", "minimum": 1, "maximum": 130})
            case "first_day":
                return {"enum": [0, 1]}
            case name if (cls, name) in _NOT_NEGATIVE:
                return {"type": "integer", "minimum": 0}
            case _:
                return self._of(field.type)

    def _of(self, of: Any) -> Schema:
        """Return the schema of what a field of that type holds."""
        inner = [one for one in get_args(of) if one is not NoneType]
        origin = get_origin(of)
        if origin in {UnionType, Union}:
            return self._of(str if str in inner else inner[0])
        if origin is Literal:
            return one_of(inner)
        if origin in {tuple, frozenset}:
            return array(self._of(inner[0]))
        if origin is Mapping:
            return _by_name(self._of(inner[1]))
        if of in _PLAIN:
            return _PLAIN[of]
        if of is date:
            return self.parts.day()
        return one_of(of) if issubclass(of, Enum) else self._part(of)

    # --- What a file writes in its own way ---

    def _document(self) -> Schema:
        return dict(TEXT) if self.model is None else one_of(self.model.documents)

    def _source(self) -> Schema:
        short = dict(TEXT) if self.model is None else one_of(["assumed", *self.model.documents])
        quote = {**_STRING, "minLength": 1, "maxLength": MAX_QUOTE}
        cited = record({"document": self._document(), "quote": quote}, ["document"])
        return {
            "description": "The id of a document, “assumed”, or a document with a quotation.",
            "anyOf": [short, cited],
        }

    def _threshold(self) -> Schema:
        """Return the schema of a threshold, with its quotation beside the document."""
        schema = self.record(Threshold)
        quote = {**_STRING, "minLength": 1, "maxLength": MAX_QUOTE}
        return {
            **schema,
            "properties": {**schema["properties"], "quote": quote},
            "dependentSchemas": {"quote": {"properties": {"source": self._document()}}},
        }

    def _parameter(self) -> Schema:
        one = self._part(Threshold)
        return {"description": summary(Parameter), "anyOf": [one, array(one)]}

    def _words(self) -> dict[str, Schema]:
        return dict.fromkeys(LANGUAGES, self.parts.part("words", lambda: _WORDS))

    def _with_words(self, cls: type) -> Schema:
        """Return the schema of a record whose text may stand beside the other keys, instead of under ``text``."""
        schema = self.record(cls)
        first, second = LANGUAGES
        needed = {"anyOf": [{"required": ["text"]}, {"required": [first]}]} if "text" in schema["required"] else {}
        return {
            **schema,
            "properties": {**schema["properties"], **self._words()},
            "required": [name for name in schema["required"] if name != "text"],
            "dependentSchemas": {
                first: {"required": [second], "properties": {"text": False}},
                second: {"required": [first], "properties": {"text": False}},
            },
            **needed,
        }

    def _reading(self) -> Schema:
        """Return the schema of a reading; where it is assumed, it needs no source and lends that to bare numbers."""
        schema = self._with_words(Reading)
        parameters = schema["properties"].pop("parameters")
        del schema["properties"]["id"]
        bare = _by_name({"anyOf": [_PLAIN[int], self._part(Parameter)]})
        return {
            **schema,
            "required": [],
            "properties": {**schema["properties"], "assumed": _PLAIN[bool], "parameters": {}},
            "if": {"properties": {"assumed": {"const": True}}, "required": ["assumed"]},
            "then": {"properties": {"parameters": bare}},
            "else": {"properties": {"parameters": parameters}, "required": ["source"]},
        }

    def _fact_of(self, name: str, kind: type, every: Schema) -> Schema:
        of_kind = {field.name: self._of(field.type) for field in attrs.fields(kind)}
        needed = [field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING]
        schema = record(
            {**every["properties"], "kind": {"const": name}, **of_kind},
            [*(one for one in every["required"]), *(one for one in needed if kind is not NumberOf)],
        )
        return schema if kind is not NumberOf else {**schema, **_UNIT}


_UNIT: Final[Schema] = {
    "if": {"properties": {"derived": {"required": ["elapsed"]}}, "required": ["derived"]},
    "else": {"required": ["unit"]},
}
"""A number has a unit, unless it is one of time that has elapsed."""


def _derivation() -> Schema:
    return {"oneOf": [_way(name, cls) for name, cls in _WAYS.items()]}


def _way(name: str, cls: type) -> Schema:
    _, *others = attrs.fields(cls)
    rest = {
        field.name: one_of(choices) if (choices := get_args(field.type)) and str not in choices else _STRING
        for field in others
    }
    return record({name: _STRING, **rest}, [name, *(field for field in rest if field != "by")])


def _by_name(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": schema}
