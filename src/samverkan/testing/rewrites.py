"""Rewrites: a rule with one mistake in it, for each mistake that is easily made."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, assert_never

import attrs

from samverkan.rules.expressions import (
    And,
    AtLeast,
    Comparison,
    Condition,
    Count,
    Holds,
    Known,
    Member,
    Not,
    Number,
    Operator,
    Or,
    Step,
    Term,
)
from samverkan.rules.facts import PartiesOf
from samverkan.rules.text import printed
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["FaultKind", "Rewrite", "rewrites"]


class FaultKind(StrEnum):
    """What sort of mistake is planted."""

    OFF_BY_ONE = "off by one"
    CONNECTIVE = "and for or"
    UNKNOWN_AS_NO = "unknown as no"
    UNITS = "parties counted as units"
    NO_SWEDISH = "no Swedish text"
    NO_VALUE = "no value on some day"


@attrs.frozen
class Rewrite:
    """A rule with a mistake in it, and what the mistake is."""

    kind: FaultKind
    what: str
    rule: Condition


_STRICTNESS: Final[Mapping[Operator, Operator]] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def rewrites(rule: Condition, vocabulary: Vocabulary) -> Iterator[Rewrite]:
    """Yield *rule* with each number and each limit off by one, *and* for *or*, and parties counted as units.

    >>> from samverkan import load_model
    >>> from samverkan.rules.text import parse
    >>> vocabulary = load_model("finsam").vocabulary
    >>> [printed(one.rule) for one in rewrites(parse("age >= 16 or employed", vocabulary), vocabulary)]
    ['age >= 16 and employed', 'age >= 15 or employed', 'age >= 17 or employed']
    """
    match rule:
        case Not(part):
            yield from _each((part,), lambda parts: Not(parts[0]), vocabulary)
        case And(parts):
            yield Rewrite(FaultKind.CONNECTIVE, f"or for and in {printed(rule)}", Or(parts))
            yield from _each(parts, And, vocabulary)
        case Or(parts):
            yield Rewrite(FaultKind.CONNECTIVE, f"and for or in {printed(rule)}", And(parts))
            yield from _each(parts, Or, vocabulary)
        case AtLeast(fewest, parts):
            for number in (fewest - 1, fewest + 1):
                if 1 <= number <= len(parts):
                    what = f"at_least({number}, …) for at_least({fewest}, …)"
                    yield Rewrite(FaultKind.OFF_BY_ONE, what, AtLeast(number, parts))
            yield from _each(parts, lambda parts: AtLeast(fewest, parts), vocabulary)
        case Comparison():
            yield from _of_comparison(rule, vocabulary)
        case Holds() | Known() | Member():
            pass
        case _ as never:
            assert_never(never)


def _each(
    parts: Sequence[Condition], whole: Callable[[Sequence[Condition]], Condition], vocabulary: Vocabulary
) -> Iterator[Rewrite]:
    for place, part in enumerate(parts):
        for one in rewrites(part, vocabulary):
            yield attrs.evolve(one, rule=whole([*parts[:place], one.rule, *parts[place + 1 :]]))


def _of_comparison(rule: Comparison, vocabulary: Vocabulary) -> Iterator[Rewrite]:
    terms = rule.terms()
    for place, term in enumerate(terms):
        match term:
            case Number(value):
                for number in (value - 1, value + 1):
                    yield _other(FaultKind.OFF_BY_ONE, rule, _with_term(rule, place, Number(number)))
            case Count(fact):
                derived = vocabulary.facts[fact].derived
                if isinstance(derived, PartiesOf):
                    yield _other(FaultKind.UNITS, rule, _with_term(rule, place, Count(derived.agencies)))
            case _:
                pass
    for place, (left, operator, right) in enumerate(rule.pairs()):
        # A limit that is written out as a number is moved above, in both directions.
        if operator in _STRICTNESS and not isinstance(left, Number) and not isinstance(right, Number):
            steps = [*rule.steps[:place], Step(_STRICTNESS[operator], right), *rule.steps[place + 1 :]]
            yield _other(FaultKind.OFF_BY_ONE, rule, Comparison(rule.left, steps))


def _with_term(rule: Comparison, place: int, term: Term) -> Comparison:
    if place == 0:
        return attrs.evolve(rule, left=term)
    steps = [attrs.evolve(step, right=term) if at == place else step for at, step in enumerate(rule.steps, start=1)]
    return attrs.evolve(rule, steps=steps)


def _other(kind: FaultKind, rule: Comparison, other: Comparison) -> Rewrite:
    return Rewrite(kind, f"{printed(other)} for {printed(rule)}", other)
