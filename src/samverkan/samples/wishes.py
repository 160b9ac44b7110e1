"""What must be so of a person who is made up, for a rule to be met, or not to be.

A rule is taken apart into *ways*: each is a list of wishes about single facts, and a person of whom all wishes of one
way come true meets the rule. What cannot be wished for, such as that one fact be greater than another, is left to
chance.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from typing import Final, TypeAlias, assert_never

import attrs

from samverkan.rules.expressions import (
    TURNED,
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

__all__ = ["Plan", "Way", "Wish", "ways_to"]

_MOST: Final = 64
"""So many ways of one rule are looked at: those of a rule that somebody wrote are a few."""

Range: TypeAlias = tuple[int | None, int | None]
"""The least and the most that a number may be; ``None`` is open."""

_ANY: Final[Range] = (None, None)
_OPPOSITE: Final[Mapping[Operator, Operator]] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


@attrs.frozen(kw_only=True)
class Wish:
    """What one fact must be: so or not, a number in a range, a word, or a set with a word or of a size."""

    fact: str
    truth: bool | None = None
    number: Range | None = None
    words: frozenset[str] = frozenset()
    """Of a fact that is one word: the words that it may, or with ``truth`` false may not, be."""
    member: str | None = None
    """Of a set: the word that must, or with ``truth`` false must not, be in it."""
    count: Range | None = None


Way: TypeAlias = tuple[Wish, ...]


def ways_to(rule: Condition, thresholds: Mapping[str, int | None], *, met: bool = True) -> tuple[Way, ...]:
    """Return the ways in which *rule* can come to be met, or with *met* false not to be.

    >>> from samverkan.rules.expressions import Holds, Not, Or
    >>> [[(wish.fact, wish.truth) for wish in way] for way in ways_to(Or([Holds("stuck"), Not(Holds("sgi"))]), {})]
    [[('stuck', True)], [('sgi', False)]]
    """
    return tuple(islice(_ways(rule, thresholds, met), _MOST))


def _ways(rule: Condition, thresholds: Mapping[str, int | None], met: bool) -> Iterator[Way]:  # noqa: FBT001
    match rule:
        case Holds(fact):
            yield (Wish(fact=fact, truth=met),)
        case Known():
            yield ()
        case Not(part):
            yield from _ways(part, thresholds, not met)
        case And(parts):
            yield from _all_of(parts, thresholds, met) if met else _any_of(parts, thresholds, met)
        case Or(parts):
            yield from _any_of(parts, thresholds, met) if met else _all_of(parts, thresholds, met)
        case AtLeast(fewest, parts):
            enough = fewest if met else len(parts) - fewest + 1
            for some in combinations(parts, enough):
                yield from _all_of(some, thresholds, met)
        case Member(Word(word), FactValue(fact)):
            yield (Wish(fact=fact, member=word, truth=met),)
        case Member(FactValue(fact), Words(words)):
            yield (Wish(fact=fact, words=words, truth=met),)
        case Member():  # never
            raise AssertionError("checked when the rule was made")
        case Comparison():
            yield from _of_comparison(rule, thresholds, met)
        case _ as never:
            assert_never(never)


def _all_of(parts: Sequence[Condition], thresholds: Mapping[str, int | None], met: bool) -> Iterator[Way]:  # noqa: FBT001
    for ways in islice(product(*(ways_to(one, thresholds, met=met) for one in parts)), _MOST):
        yield tuple(wish for way in ways for wish in way)


def _any_of(parts: Sequence[Condition], thresholds: Mapping[str, int | None], met: bool) -> Iterator[Way]:  # noqa: FBT001
    for one in parts:
        yield from ways_to(one, thresholds, met=met)


# --- Comparisons ------------------------------------------------------------------------------------


def _of_comparison(rule: Comparison, thresholds: Mapping[str, int | None], met: bool) -> Iterator[Way]:  # noqa: FBT001
    """Yield the ways of a comparison; a chained one is several, of which all must hold, or one must not."""
    if met:
        for ways in product(*(tuple(_of_pair(*pair, thresholds)) for pair in rule.pairs())):
            yield tuple(wish for way in ways for wish in way)
    else:
        for left, operator, right in rule.pairs():
            yield from _of_pair(left, _OPPOSITE[operator], right, thresholds)


def _of_pair(left: Term, operator: Operator, right: Term, thresholds: Mapping[str, int | None]) -> Iterator[Way]:
    if isinstance(left, Number | ParameterValue | Word):
        left, operator, right = right, TURNED[operator], left
    match left, right:
        case FactValue(fact), Word(word):
            yield (Wish(fact=fact, words=frozenset({word}), truth=operator == "=="),)
        case ((FactValue() | Count()), (Number() | ParameterValue())):
            number = right.value if isinstance(right, Number) else thresholds[right.parameter]
            ranges = () if number is None else _ranges(operator, number)
            for one in ranges:
                is_count = isinstance(left, Count)
                yield (Wish(fact=left.fact, count=one) if is_count else Wish(fact=left.fact, number=one),)
        case _:
            yield ()


def _ranges(operator: Operator, number: int) -> Iterable[Range]:
    match operator:
        case "<":
            return [(None, number - 1)]
        case "<=":
            return [(None, number)]
        case ">":
            return [(number + 1, None)]
        case ">=":
            return [(number, None)]
        case "==":
            return [(number, number)]
        case "!=":
            return [(None, number - 1), (number + 1, None)]
        case _ as never:
            assert_never(never)


# --- All that is wished for of one person -----------------------------------------------------------


class Plan:
    """All that is wished for of one person; what was wished first stands where two wishes do not go together."""

    __slots__ = ("counts", "forgotten", "members", "numbers", "truths", "words")

    def __init__(self, wishes: Iterable[Wish] = (), forgotten: Iterable[str] = ()) -> None:
        """Take the wishes in their order; of what is forgotten nothing is to be known."""
        self.truths: dict[str, bool] = {}
        self.numbers: dict[str, Range] = {}
        self.counts: dict[str, Range] = {}
        self.words: dict[str, list[tuple[frozenset[str], bool]]] = {}
        self.members: dict[str, dict[str, bool]] = {}
        self.forgotten = frozenset(forgotten)
        """The given facts of which nothing is to be known."""
        for wish in wishes:
            self._take(wish)

    def _take(self, wish: Wish) -> None:
        if wish.number is not None:
            self.numbers[wish.fact] = _both(self.numbers.get(wish.fact, _ANY), wish.number)
        elif wish.count is not None:
            self.counts[wish.fact] = _both(self.counts.get(wish.fact, _ANY), wish.count)
        elif wish.member is not None:
            self.members.setdefault(wish.fact, {}).setdefault(wish.member, wish.truth is True)
        elif wish.words:
            self.words.setdefault(wish.fact, []).append((wish.words, wish.truth is True))
        else:
            self.truths.setdefault(wish.fact, wish.truth is True)

    def is_about(self, names: Iterable[str]) -> bool:
        """Whether something is wished of one of these facts."""
        said = (self.truths, self.numbers, self.counts, self.words, self.members)
        return any(name in one for name in names for one in said)

    def number_of(self, fact: str, least: int, most: int) -> tuple[int, int]:
        """Return the range that is wished for, an open end of which is the usual one: *least*, or *most*.

        Where that lies beyond the other end, the range reaches a little way from there.
        """
        low, high = self.numbers.get(fact, _ANY)
        near = max(1, (most - least) // 16)
        if low is None:
            low = least if high is None or high >= least else high - near
        if high is None:
            high = most if most >= low else low + near
        return low, high

    def allowed(self, fact: str, words: Sequence[str]) -> tuple[str, ...]:
        """Return those of *words* that a fact may be by what is wished."""
        wished = self.words.get(fact, ())
        return tuple(one for one in words if all((one in some) is truth for some, truth in wished))


def _both(one: Range, other: Range) -> Range:
    """Return what lies in both ranges, or *one* where nothing does."""
    lows = [low for low in (one[0], other[0]) if low is not None]
    highs = [high for high in (one[1], other[1]) if high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    return one if low is not None and high is not None and low > high else (low, high)
