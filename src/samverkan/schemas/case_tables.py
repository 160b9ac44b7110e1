"""The schema of a case table: people in TOML that a case worker can read, with what should come of each."""

from typing import Final

from samverkan.eligibility import Outcome
from samverkan.schemas.parts import Parts, Schema, array, one_of, record
from samverkan.schemas.people import People

__all__ = ["case_table"]

_STRING: Final[Schema] = {"type": "string"}
_ELIGIBLE: Final[Schema] = {"properties": {"outcome": {"const": Outcome.ELIGIBLE.value}}}


def case_table(parts: Parts) -> Schema:
    """Return the schema of a case table, whose facts are those of a case file."""
    facts = parts.part("facts", lambda: record(People(parts, str).fields(), description="What is known of a person."))
    return {
        **record(
            {
                "model": _STRING,
                "programme": _subject(parts),
                "reading": _STRING,
                "on": parts.day(),
                "defaults": facts,
                "cases": {**array(parts.part("case", lambda: _case(parts, facts))), "minItems": 1},
            },
            ["programme", "cases"],
            "Cases of one programme: invented people, and what should come of each.",
        ),
        "anyOf": [{"required": ["on"]}, {"properties": {"cases": {"items": {"required": ["on"]}}}}],
    }


def _case(parts: Parts, facts: Schema) -> Schema:
    return {
        **record(
            {
                "name": {**_STRING, "pattern": r"\S"},
                "reading": _STRING,
                "on": parts.day(),
                "facts": {**facts, "description": "What is known of her, beside the defaults and before them."},
                "unknown": {**array(_STRING), "description": "The facts of the defaults that are not known of her."},
                "outcome": one_of(Outcome),
                "deciding": {**array(_STRING), "description": "The ids of the criteria that decide."},
            },
            ["name", "outcome"],
            "An invented person, and what should come of her case and why.",
        ),
        "if": _ELIGIBLE,
        "else": {"required": ["deciding"]},
    }


def _subject(parts: Parts) -> Schema:
    model = parts.model
    if model is None:
        return _STRING
    groups = [name for name, group in model.target_groups.items() if group.rule is not None]
    return one_of([*model.programmes, *model.predicates, *groups])
