"""The schemas of what is answered: decisions, routes and timelines, as they are written one line a case."""

from collections.abc import Mapping
from typing import Final, assert_never

import attrs

from samverkan.answers import ConsentNeeded, Missing, Verdict
from samverkan.eligibility import VIEW, Decision, Outcome
from samverkan.findings import Finding
from samverkan.partial import Bounds, Members
from samverkan.programmes import Status
from samverkan.routes import Option
from samverkan.rules.facts import Boolean, Choice, Day, Expression, Kind, NumberOf, SetOf, SpellsOf
from samverkan.schemas.parts import NULL, Parts, Schema, array, one_of, or_null, record, summary
from samverkan.timelines import Stretch

__all__ = ["decision", "route", "timeline"]

_STRING: Final[Schema] = {"type": "string"}
_NUMBER: Final[Schema] = {"type": "integer"}


def decision(parts: Parts) -> Schema:
    """Return the schema of a decision; with a model, its programmes and its facts are named."""
    return _answer(
        {
            "participant": _STRING,
            "programme": parts.programme(),
            "reading": _STRING,
            "on": parts.day(),
            **_asked(parts),
            "outcome": one_of(Outcome),
            "criteria": array(parts.part("finding", lambda: _finding({"reads": _reads(parts)}))),
            "missing": _missing(parts),
            "holds_until": or_null(parts.day()),
            "other_readings": {"type": "object", "additionalProperties": one_of(Outcome)},
            "rule_version": {**_STRING, "pattern": "^sha256:[0-9a-f]{64}$"},
        },
        summary(Decision),
    )


def route(parts: Parts) -> Schema:
    """Return the schema of what somebody could take part in on a day."""
    option = _all_of(
        {
            "id": _STRING if parts.model is None else one_of([*parts.model.options, *parts.model.predicates]),
            "name": _STRING,
            "status": one_of(Status),
            "through": or_null(parts.programme()),
            "reading": or_null(_STRING),
            "outcome": one_of(Outcome),
            "reasons": array(parts.part("reason", _finding)),
            "missing": _missing(parts),
            "holds_until": or_null(parts.day()),
            "text": _STRING,
        },
        summary(Option),
    )
    return _answer(
        {"participant": _STRING, "on": parts.day(), **_asked(parts), "options": array(option)},
        "What a person could take part in on a day, in the order to try them.",
    )


def timeline(parts: Parts) -> Schema:
    """Return the schema of what comes of a programme from day to day."""
    stretch = _all_of(
        {
            "since": parts.day(),
            "until": parts.day(),
            "outcome": one_of(Outcome),
            "ended_by": array(parts.part("reason", _finding)),
            "text": _STRING,
        },
        summary(Stretch),
    )
    return _answer(
        {
            "participant": _STRING,
            "programme": parts.programme(),
            "reading": _STRING,
            "since": parts.day(),
            "until": parts.day(),
            **_asked(parts),
            "stretches": {**array(stretch), "minItems": 1},
        },
        "What comes of a programme's criteria from day to day.",
    )


def _asked(parts: Parts) -> dict[str, Schema]:
    """Return what the one who asked was allowed to see, and for what purpose."""
    return {"view": parts.seen_by(), "purpose": or_null(parts.listed("purposes"))}


def _answer(properties: Mapping[str, Schema], description: str) -> Schema:
    return {**_all_of(properties, description), **_FOR_NONE_WITH_ALL_FACTS}


_FOR_NONE_WITH_ALL_FACTS: Final[Schema] = {
    "if": {"properties": {"view": {"const": VIEW}}},
    "then": {"properties": {"purpose": dict(NULL)}},
    "else": {"properties": {"purpose": _STRING}},
}
"""It is for no purpose with all facts, and for one through the eyes of an agency."""


def _finding(more: Mapping[str, Schema] | None = None) -> Schema:
    fields = {"id": _STRING, "outcome": one_of(Verdict), "code": _STRING, **(more or {})}
    return _all_of({**fields, "text": _STRING, "source": _STRING}, summary(Finding))


def _missing(parts: Parts) -> Schema:
    fact = _STRING if parts.model is None else one_of(parts.model.facts)
    of_each: Mapping[str, Schema] = {
        "fact": fact,
        "member": or_null(_STRING),
        "holders": array(_STRING),
        "consent": or_null(parts.part("consent_needed", lambda: _needed(parts))),
    }
    fields = {field.name: of_each[field.name] for field in attrs.fields(Missing)}
    return array(parts.part("missing", lambda: _all_of(fields, summary(Missing))))


def _needed(parts: Parts) -> Schema:
    """Return the schema of the consent that it takes to be told."""
    of_each: Mapping[str, Schema] = {
        "from_": {**array(parts.named_in_scope()), "minItems": 1},
        "to": parts.agency(),
        "category": parts.listed("categories"),
        "purpose": parts.listed("purposes"),
        "programme": or_null(parts.programme()),
    }
    fields = {field.name.rstrip("_"): of_each[field.name] for field in attrs.fields(ConsentNeeded)}
    return _all_of(fields, summary(ConsentNeeded))


def _reads(parts: Parts) -> Schema:
    """Return the schema of what was read: by fact, what is known of it; null is unknown."""
    if parts.model is None:
        plain = {"type": ["boolean", "integer", "string", "null"]}
        return {"type": "object", "additionalProperties": {"anyOf": [plain, _bounds(), _members(_STRING)]}}
    return record(
        {
            name: or_null(_known(fact.kind, parts))
            for name, fact in parts.model.facts.items()
            if not isinstance(fact.kind, SpellsOf) and not isinstance(fact.derived, Expression)
        }
    )


def _known(kind: Kind, parts: Parts) -> Schema:
    match kind:
        case Boolean():
            return {"type": "boolean"}
        case NumberOf():
            return {"anyOf": [_NUMBER, parts.part("bounds", _bounds)]}
        case Choice(of):
            return parts.word(SetOf(of)) if of == "municipalities" else parts.word(kind)
        case SetOf(of):
            return parts.part(f"members_of_{of}", lambda: _members(parts.word(kind)))
        case Day():
            return parts.partial_day()
        case SpellsOf():  # never
            raise AssertionError("a history is read through the facts derived from it")
        case _ as never:
            assert_never(never)


def _bounds() -> Schema:
    return _all_of({field.name: _NUMBER for field in attrs.fields(Bounds)}, summary(Bounds))


def _members(word: Schema) -> Schema:
    return _all_of(dict.fromkeys(Members().told(), array(word)), summary(Members))


def _all_of(properties: Mapping[str, Schema], description: str) -> Schema:
    """Return the schema of an object that always has all of its keys."""
    return record(properties, properties, description)
