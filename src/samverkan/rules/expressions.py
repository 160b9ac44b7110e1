"""The tree of a rule. Each construct is one class, and every reading matches on all of them.

A *term* has a value; a *condition* is met, not met, or unknown.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

import attrs

from samverkan.immutable import frozen_set, frozen_tuple

__all__ = [
    "TURNED",
    "And",
    "AtLeast",
    "Comparison",
    "Condition",
    "Count",
    "Expression",
    "FactValue",
    "Holds",
    "Known",
    "Member",
    "Not",
    "Number",
    "Operator",
    "Or",
    "ParameterValue",
    "Step",
    "Term",
    "Word",
    "Words",
    "depth",
    "facts_of",
    "parameters_of",
    "walk",
]

Operator = Literal["<", "<=", ">", ">=", "==", "!="]

TURNED: Final[Mapping[Operator, Operator]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
"""Each operator as it reads from the other side."""


@attrs.frozen
class FactValue:
    """The value of a fact."""

    fact: str


@attrs.frozen
class ParameterValue:
    """The value of a parameter: a threshold as dated values."""

    parameter: str


@attrs.frozen
class Number:
    """A whole number written in the rule."""

    value: int


@attrs.frozen
class Word:
    """A word of a closed list written in the rule."""

    value: str


@attrs.frozen
class Count:
    """How many members a set has."""

    fact: str


Term: TypeAlias = FactValue | ParameterValue | Number | Word | Count


@attrs.frozen
class Step:
    """One step of a comparison: the operator and what stands to its right."""

    operator: Operator
    right: Term


@attrs.frozen
class Comparison:
    """A comparison, possibly chained: ``youngest <= age <= oldest`` has two steps."""

    left: Term
    steps: tuple[Step, ...] = attrs.field(converter=frozen_tuple)

    def terms(self) -> tuple[Term, ...]:
        """Return every term, in the order of writing."""
        return self.left, *(step.right for step in self.steps)

    def pairs(self) -> Iterator[tuple[Term, Operator, Term]]:
        """Yield each step as left, operator, right."""
        left = self.left
        for step in self.steps:
            yield left, step.operator, step.right
            left = step.right


@attrs.frozen
class Words:
    """A set of words written in the rule."""

    values: frozenset[str] = attrs.field(converter=frozen_set)


@attrs.frozen
class Member:
    """Membership: a word in a set that is a fact, or a fact's word among words written out."""

    item: Word | FactValue
    container: FactValue | Words


@attrs.frozen
class Holds:
    """A fact that is either so or not."""

    fact: str


@attrs.frozen
class Known:
    """Met when the fact is known, unknown otherwise, so that learning more never undoes it."""

    fact: str


@attrs.frozen
class Not:
    """The opposite."""

    part: "Condition"


@attrs.frozen
class And:
    """All parts are met."""

    parts: "tuple[Condition, ...]" = attrs.field(converter=frozen_tuple)


@attrs.frozen
class Or:
    """One part or more is met."""

    parts: "tuple[Condition, ...]" = attrs.field(converter=frozen_tuple)


@attrs.frozen
class AtLeast:
    """So many parts or more are met."""

    fewest: int
    parts: "tuple[Condition, ...]" = attrs.field(converter=frozen_tuple)


Condition: TypeAlias = Holds | Comparison | Member | Known | Not | And | Or | AtLeast
Expression: TypeAlias = Condition


def walk(expression: Condition) -> Iterator[Condition]:
    """Yield every condition of the tree, each before its parts, in the order of writing."""
    yield expression
    match expression:
        case Not(part):
            yield from walk(part)
        case And(parts) | Or(parts) | AtLeast(_, parts):
            for part in parts:
                yield from walk(part)
        case _:
            pass


def depth(expression: Condition) -> int:
    """Return the number of conditions on the longest way down the tree."""
    match expression:
        case Not(part):
            return 1 + depth(part)
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return 1 + max(map(depth, parts), default=0)
        case _:
            return 1


def facts_of(expression: Condition) -> tuple[str, ...]:
    """Return the names of the facts that the rule mentions, each once, in the order of writing."""
    found: dict[str, None] = {}
    for condition in walk(expression):
        match condition:
            case Holds(fact) | Known(fact):
                found[fact] = None
            case Comparison():
                for term in condition.terms():
                    if isinstance(term, FactValue | Count):
                        found[term.fact] = None
            case Member(item, container):
                for side in (item, container):
                    if isinstance(side, FactValue):
                        found[side.fact] = None
            case _:
                pass
    return tuple(found)


def parameters_of(expression: Condition) -> tuple[str, ...]:
    """Return the names of the parameters that the rule mentions, each once, in the order of writing."""
    found: dict[str, None] = {}
    for condition in walk(expression):
        if isinstance(condition, Comparison):
            for term in condition.terms():
                if isinstance(term, ParameterValue):
                    found[term.parameter] = None
    return tuple(found)
