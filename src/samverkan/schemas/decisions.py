"""The schema of a decision as it is written, one line a case."""

from collections.abc import Iterable, Mapping
from typing import Final, assert_never

import attrs

from samverkan.answers import Missing, Verdict
from samverkan.eligibility import VIEW, Decision, Outcome
from samverkan.findings import Finding
from samverkan.model import Model
from samverkan.partial import Bounds, Members
from samverkan.rules.facts import Boolean, Choice, Day, Expression, Kind, NumberOf, SetOf, SpellsOf
from samverkan.schemas.parts import NULL, Parts, Schema, array, one_of, or_null, record, summary

__all__ = ["decision"]

_STRING: Final[Schema] = {"type": "string"}
_NUMBER: Final[Schema] = {"type": "integer"}


def decision(parts: Parts) -> Schema:
    """Return the schema of a decision; with a model, its programmes and its facts are named."""
    outcome = one_of(Outcome)
    return _all_of(
        {
            "participant": _STRING,
            "programme": _STRING if parts.model is None else one_of(_programmes(parts.model)),
            "reading": _STRING,
            "on": parts.day(),
            "view": one_of([VIEW]),
            "outcome": outcome,
            "criteria": array(parts.part("finding", lambda: _finding(parts))),
            "missing": array(parts.part("missing", lambda: _missing(parts.model))),
            "holds_until": or_null(parts.day()),
            "other_readings": {"type": "object", "additionalProperties": outcome},
            "rule_version": {**_STRING, "pattern": "^sha256:[0-9a-f]{64}$"},
        },
        summary(Decision),
    )


def _finding(parts: Parts) -> Schema:
    return _all_of(
        {
            "id": _STRING,
            "outcome": one_of(Verdict),
            "code": _STRING,
            "reads": _reads(parts),
            "text": _STRING,
            "source": _STRING,
        },
        summary(Finding),
    )


def _missing(model: Model | None) -> Schema:
    fact = _STRING if model is None else one_of(model.facts)
    of_each: Mapping[str, Schema] = {"fact": fact, "member": or_null(_STRING), "holders": array(_STRING)}
    fields = {field.name: of_each[field.name] for field in attrs.fields(Missing)}
    return _all_of({**fields, "consent": dict(NULL)}, summary(Missing))


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


def _programmes(model: Model) -> Iterable[str]:
    return (*model.programmes, *model.predicates)


def _all_of(properties: Mapping[str, Schema], description: str) -> Schema:
    """Return the schema of an object that always has all of its keys."""
    return record(properties, properties, description)
