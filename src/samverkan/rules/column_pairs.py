"""Pairs of columns, *surely met* and *surely not met*, and what is made of them in Kleene's logic."""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any, NamedTuple, TypeAlias, assert_never

import narwhals.stable.v2 as nw

from samverkan.rules.expressions import TURNED, Operator

__all__ = [
    "Bounds",
    "Expr",
    "Pair",
    "all_of",
    "any_of",
    "at_least",
    "conjunction",
    "disjunction",
    "of_bounds",
    "opposite",
]

Expr: TypeAlias = Any
"""A narwhals expression."""


class Pair(NamedTuple):
    """Surely met, and surely not met."""

    met: Expr
    not_met: Expr


class Bounds(NamedTuple):
    """A number as its least and its most: an expression, a number, or ``None`` where there is no bound."""

    least: Any
    most: Any


def all_of(exprs: Iterable[Expr]) -> Expr:
    """Return where all are true."""
    return reduce(lambda one, other: one & other, exprs)


def any_of(exprs: Iterable[Expr]) -> Expr:
    """Return where one or more is true."""
    return reduce(lambda one, other: one | other, exprs)


def opposite(pair: Pair) -> Pair:
    """Return the opposite."""
    return Pair(pair.not_met, pair.met)


def conjunction(pairs: Sequence[Pair]) -> Pair:
    """Return where all are met, and where one is not."""
    return Pair(all_of(pair.met for pair in pairs), any_of(pair.not_met for pair in pairs))


def disjunction(pairs: Sequence[Pair]) -> Pair:
    """Return where one is met, and where none is."""
    return Pair(any_of(pair.met for pair in pairs), all_of(pair.not_met for pair in pairs))


def at_least(fewest: int, pairs: Sequence[Pair]) -> Pair:
    """Return where so many are met, and where so few can be."""
    return Pair(
        _as_many([pair.met for pair in pairs], fewest),
        _as_many([pair.not_met for pair in pairs], len(pairs) - fewest + 1),
    )


def _as_many(exprs: Sequence[Expr], fewest: int) -> Expr:
    """Return where so many are true."""
    if fewest <= 0:
        return nw.lit(value=True)
    # A cast of truths to numbers is slow in polars.
    ones = [nw.when(expr).then(nw.lit(1, nw.Int16)).otherwise(nw.lit(0, nw.Int16)) for expr in exprs]
    return reduce(lambda one, other: one + other, ones) >= fewest


def of_bounds(left: Bounds, operator: Operator, right: Bounds) -> Pair:
    """Compare two numbers of which bounds are known; where there is no bound, null, nothing is settled by it."""
    match operator:
        case "<":
            pair = Pair(left.most < right.least, left.least >= right.most)
        case "<=":
            pair = Pair(left.most <= right.least, left.least > right.most)
        case ">" | ">=":
            return of_bounds(right, TURNED[operator], left)
        case "==":
            reaching, passing = of_bounds(left, ">=", right), of_bounds(left, ">", right)
            return Pair(reaching.met & passing.not_met, reaching.not_met | passing.met)
        case "!=":
            return opposite(of_bounds(left, "==", right))
        case _ as never:
            assert_never(never)
    return Pair(pair.met.fill_null(value=False), pair.not_met.fill_null(value=False))
