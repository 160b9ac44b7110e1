"""Boundaries: where a rule turns, and the values on either side of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import inf
from typing import assert_never

import attrs

from samverkan.answers import KnownValue
from samverkan.bound_programmes import BoundProgramme, Segment
from samverkan.partial import Members
from samverkan.rules.expressions import (
    And,
    AtLeast,
    Comparison,
    Condition,
    Count,
    FactValue,
    Holds,
    Known,
    Member,
    Not,
    Number,
    Operator,
    Or,
    ParameterValue,
    Term,
    Word,
    Words,
)
from samverkan.rules.facts import NumberOf, SetOf
from samverkan.rules.judges import Truth, conjunction
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["Mentions", "Side", "a_day_of", "can_fail", "leaves", "mentions", "segments_in_force", "sides", "truth_of"]


@attrs.frozen
class Side:
    """A value on one side of a boundary: a number or a count that somebody must have to stand just there.

    With ``other`` it is how much more the one number is than the other.

    >>> str(Side(FactValue("age"), 15)), str(Side(Count("parties"), 2))
    ('age is 15', 'count(parties) is 2')
    """

    term: FactValue | Count
    value: int
    other: FactValue | None = None

    def __str__(self) -> str:
        told = f"count({self.term.fact})" if isinstance(self.term, Count) else self.term.fact
        return f"{told if self.other is None else f'{told} - {self.other.fact}'} is {self.value}"

    def is_taken(self, reads: Mapping[str, KnownValue]) -> bool:
        """Whether somebody of whom this was read stands just there."""
        number = _number(self.term, reads)
        less = 0 if self.other is None else _number(self.other, reads)
        return number is not None and less is not None and number - less == self.value


@attrs.frozen
class Mentions:
    """What rules say of one fact: the numbers beside which they turn, and the words that they name."""

    numbers: frozenset[int] = frozenset()
    counts: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()

    def __or__(self, other: "Mentions") -> "Mentions":
        return Mentions(self.numbers | other.numbers, self.counts | other.counts, self.words | other.words)


def segments_in_force(programme: BoundProgramme) -> tuple[Segment, ...]:
    """Return the stretches of days on which the programme is in force."""
    return tuple(segment for segment in programme.segments if segment.is_in_force)


def a_day_of(segment: Segment, programme: BoundProgramme, usual: date) -> date:
    """Return a day of a stretch: the usual one where that lies in it, else its first."""
    return usual if programme.segment(usual) is segment else segment.since


def leaves(rule: Condition) -> Iterator[Condition]:
    """Yield the conditions without parts that a rule is made of, in the order of writing."""
    match rule:
        case Not(part):
            yield from leaves(part)
        case And(parts) | Or(parts) | AtLeast(_, parts):
            for part in parts:
                yield from leaves(part)
        case Holds() | Known() | Comparison() | Member():
            yield rule
        case _ as never:
            assert_never(never)


def can_fail(rule: Condition) -> bool:
    """Whether a rule can be not met: that something is known never is."""
    match rule:
        case Known():
            return False
        case Not() | Holds() | Comparison() | Member():
            return True
        case And(parts):
            return any(map(can_fail, parts))
        case Or(parts):
            return all(map(can_fail, parts))
        case AtLeast(fewest, parts):
            return sum(not can_fail(part) for part in parts) < fewest
        case _ as never:
            assert_never(never)


def truth_of(rule: Condition, truths: Sequence[Truth]) -> Truth:
    """Return what comes of a rule when its conditions without parts come out so, in the order of writing."""
    remaining = iter(truths)

    def truth(part: Condition) -> Truth:
        match part:
            case Not(inner):
                return _opposite(truth(inner))
            case And(parts):
                return conjunction([truth(one) for one in parts])
            case Or(parts):
                return _opposite(conjunction([_opposite(truth(one)) for one in parts]))
            case AtLeast(fewest, parts):
                each = [truth(one) for one in parts]
                if each.count(True) >= fewest:
                    return True
                return None if each.count(True) + each.count(None) >= fewest else False
            case Holds() | Known() | Comparison() | Member():
                return next(remaining)
            case _ as never:
                assert_never(never)

    return truth(rule)


def _opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth


def sides(rule: Condition, thresholds: Mapping[str, int | None], vocabulary: Vocabulary) -> tuple[Side, ...]:
    """Return the values on either side of every boundary of *rule*, with the parameters' values on some day.

    >>> from samverkan import load_model
    >>> from samverkan.rules.text import parse
    >>> vocabulary = load_model("finsam").vocabulary
    >>> [str(side) for side in sides(parse("16 <= age < 65", vocabulary), {}, vocabulary)]
    ['age is 15', 'age is 16', 'age is 64', 'age is 65']
    """
    found: dict[Side, None] = {}
    for leaf in leaves(rule):
        if isinstance(leaf, Comparison):
            for pair in leaf.pairs():
                found.update(dict.fromkeys(_of_pair(*pair, thresholds, vocabulary)))
    return tuple(found)


def mentions(rule: Condition, thresholds: Mapping[str, int | None], vocabulary: Vocabulary) -> Mapping[str, Mentions]:
    """Return what *rule* says of each fact that it mentions."""
    found: dict[str, Mentions] = {}

    def add(fact: str, mention: Mentions) -> None:
        found[fact] = found.get(fact, Mentions()) | mention

    for leaf in leaves(rule):
        match leaf:
            case Holds(fact) | Known(fact):
                add(fact, Mentions())
            case Member(Word(word), FactValue(fact)):
                add(fact, Mentions(words=frozenset({word})))
            case Member(FactValue(fact), Words(words)):
                add(fact, Mentions(words=words))
            case Comparison():
                for term in leaf.terms():
                    if isinstance(term, FactValue | Count):
                        words = frozenset(other.value for other in leaf.terms() if isinstance(other, Word))
                        add(term.fact, Mentions(words=words))
            case _:  # never
                raise AssertionError("checked when the rule was made")
    for side in sides(rule, thresholds, vocabulary):
        values = frozenset({side.value})
        if side.other is not None:
            values = _close(side.term, side.other, vocabulary)
            add(side.other.fact, Mentions(numbers=values))
        add(side.term.fact, Mentions(counts=values) if isinstance(side.term, Count) else Mentions(numbers=values))
    return found


def _of_pair(
    left: Term, operator: Operator, right: Term, thresholds: Mapping[str, int | None], vocabulary: Vocabulary
) -> Iterator[Side]:
    for one, other, steps in ((left, right, _ABOUT[operator]), (right, left, [-step for step in _ABOUT[operator]])):
        match one, other:
            case (FactValue() | Count()) as term, (Number() | ParameterValue()) as constant:
                value = constant.value if isinstance(constant, Number) else thresholds[constant.parameter]
                least, most = _bounds(term, vocabulary)
                if value is not None:
                    about = sorted(value + step for step in steps)
                    yield from (Side(term, number) for number in about if least <= number <= most)
            case FactValue(fact), FactValue() as number if one is left and isinstance(
                vocabulary.facts[fact].kind, NumberOf
            ):
                yield from (Side(FactValue(fact), step, number) for step in sorted(steps))
            case _:
                pass


_ABOUT: Mapping[Operator, tuple[int, ...]] = {
    "<": (-1, 0),
    "<=": (0, 1),
    ">": (0, 1),
    ">=": (-1, 0),
    "==": (-1, 0, 1),
    "!=": (-1, 0, 1),
}
"""How far from what it is compared with a number lies just on either side."""


def _bounds(term: FactValue | Count, vocabulary: Vocabulary) -> tuple[float, float]:
    match vocabulary.facts[term.fact].kind:
        case NumberOf(_, least, most, _):
            return -inf if least is None else least, inf if most is None else most
        case SetOf() as kind:
            return 0, len(vocabulary.words(kind))
        case _:  # never
            raise AssertionError("checked when the rule was made")


def _close(one: FactValue | Count, other: FactValue, vocabulary: Vocabulary) -> frozenset[int]:
    """Return numbers next to each other that each of two facts can have, where there are such."""
    bounds = [_bounds(term, vocabulary) for term in (one, other)]
    least, most = max(low for low, _ in bounds), min(high for _, high in bounds)
    first = least if least > -inf else min(most - 2, 1)
    return frozenset({int(first), int(first) + 1, int(first) + 2})


def _number(term: FactValue | Count, reads: Mapping[str, KnownValue]) -> int | None:
    match term, reads.get(term.fact):
        case Count(), Members(inside, unknown) if not unknown:
            return len(inside)
        case FactValue(), int() as number:
            return number
        case _:
            return None
