"""Walks between the solutions of linear equations with bounds, in exact numbers (the simplex method).

A walk begins at a solution and goes along edges, each of which moves one thing further up or down, until it can come
no further. Nothing is rounded: numbers are whole, or fractions where they must be. In a table with totals every move is
a whole number, so that a walk passes through whole solutions only.

Source: G. B. Dantzig (1963), *Linear Programming and Extensions*; R. G. Bland (1977), *New finite pivoting rules for
the simplex method*, for the rule that ends every walk.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

__all__ = ["Edge", "Number", "Walker", "exact"]

Number = int | Fraction

_PATIENCE: Final = 20
"""How many moves of no length are made before the rule of Bland takes over."""


def exact(value: Number) -> Number:
    """Return a fraction that is whole as a whole number.

    >>> exact(Fraction(6, 3)), exact(Fraction(1, 2))
    (2, Fraction(1, 2))
    """
    return value.numerator if value.denominator == 1 else value


@attrs.frozen(kw_only=True)
class Edge:
    """A straight way from ``start``: ``per_step`` is what one step changes, ``length`` how many steps there are.

    ``length`` is ``None`` where there is no end.
    """

    start: Sequence[Number]
    per_step: Mapping[int, Number]
    length: Number | None


class Walker:
    """A solution, and how its variables depend on each other.

    *start* gives each variable its value, *least* and *most* its bounds (``None`` for none), and each of *equations* is
    a sum of variables, with whole coefficients, that never changes.

    >>> walker = Walker([3, 20], least=[0, 0], most=[None, None], equations=[{0: 1, 1: 1}])
    >>> [edge.length for edge in walker.walk(0, up=True)], walker.at
    ([20], [23, 0])
    """

    def __init__(
        self,
        start: Iterable[Number],
        *,
        least: Iterable[Number | None],
        most: Iterable[Number | None],
        equations: Iterable[Mapping[int, int]],
    ) -> None:
        self.at: list[Number] = list(start)
        self.least = list(least)
        self.most = list(most)
        # A variable of ``rows`` changes by so much for each step of others; those others stand in no row of their own.
        self.rows: dict[int, dict[int, Number]] = {}
        self.within: list[set[int]] = [set() for _ in self.at]
        for equation in equations:
            self._solve(equation)

    def copy(self) -> "Walker":
        """Return a walker at the same place, to go another way."""
        other = Walker(self.at, least=self.least, most=self.most, equations=())
        other.rows = {variable: dict(row) for variable, row in self.rows.items()}
        other.within = [set(variables) for variables in self.within]
        return other

    def walk(self, variable: int, *, up: bool) -> Iterator[Edge]:
        """Go as far up, or down, as *variable* can come, and yield every edge before it is gone along.

        The last edge has no end where there is no bound.
        """
        idle = 0
        while (step := self._next(variable, up=up, first=idle > _PATIENCE)) is not None:
            moved, sign = step
            per_step: dict[int, Number] = {other: self.rows[other][moved] * sign for other in self.within[moved]}
            per_step[moved] = sign
            length, blocked_by = self._room(per_step, moved)
            if length is None:
                yield Edge(start=tuple(self.at), per_step=per_step, length=None)
                return
            if length:
                yield Edge(start=tuple(self.at), per_step=per_step, length=length)
                for other, change in per_step.items():
                    self.at[other] = exact(self.at[other] + change * length)
            idle = 0 if length else idle + 1
            if blocked_by != moved:
                self._exchange(blocked_by, moved)

    # --- Where to go ------------------------------------------------------------------------------

    def _next(self, variable: int, *, up: bool, first: bool) -> tuple[int, int] | None:
        """Return what to move and in which direction: what changes *variable* most, or the first that changes it."""
        best: tuple[Number, int, int] | None = None
        for other, change in self.rows.get(variable, {variable: 1}).items():
            sign = 1 if (change > 0) == up else -1
            bound = self.most[other] if sign > 0 else self.least[other]
            if bound is None or self.at[other] != bound:
                found = (0 if first else -change if change > 0 else change, other, sign)
                best = found if best is None or found < best else best
        return None if best is None else best[1:]

    def _room(self, per_step: Mapping[int, Number], moved: int) -> tuple[Number | None, int]:
        """Return how many steps there are room for, and what stops the next."""
        length: Number | None = None
        blocked_by = moved
        for other, change in per_step.items():
            bound = self.most[other] if change > 0 else self.least[other]
            if bound is None:
                continue
            left = bound - self.at[other]
            room = left * change if change in (1, -1) else exact(Fraction(left) / change)
            if length is None or room < length or (room == length and other < blocked_by):
                length, blocked_by = room, other
        return length, blocked_by

    # --- How the variables depend on each other ----------------------------------------------------

    def _solve(self, equation: Mapping[int, int]) -> None:
        """Take in an equation: one of its variables comes to depend on the others."""
        row: dict[int, Number] = {}
        for variable, coefficient in equation.items():
            for other, change in self.rows.get(variable, {variable: 1}).items():
                _add(row, other, change * coefficient)
        if not row:
            return  # It says nothing that the others do not.
        chosen = min(row, key=lambda variable: (abs(row[variable]) != 1, variable))
        by = row.pop(chosen)
        self._depend(chosen, {other: _divided(-change, by) for other, change in row.items()})

    def _exchange(self, dependent: int, moved: int) -> None:
        """Let *moved* depend on *dependent*, and not the other way round."""
        row = self.rows.pop(dependent)
        for other in row:
            self.within[other].discard(dependent)
        by = row.pop(moved)
        solved: dict[int, Number] = {other: _divided(-change, by) for other, change in row.items()}
        solved[dependent] = _divided(1, by)
        self._depend(moved, solved)

    def _depend(self, variable: int, on: dict[int, Number]) -> None:
        for row_of in self.within[variable]:
            row = self.rows[row_of]
            by = row.pop(variable)
            for other, change in on.items():
                _add(row, other, change * by)
                if other in row:
                    self.within[other].add(row_of)
                else:
                    self.within[other].discard(row_of)
        self.within[variable] = set()
        self.rows[variable] = on
        for other in on:
            self.within[other].add(variable)


def _add(row: dict[int, Number], variable: int, change: Number) -> None:
    total = exact(row.get(variable, 0) + change)
    if total:
        row[variable] = total
    else:
        row.pop(variable, None)


def _divided(number: Number, by: Number) -> Number:
    return number * by if by in (1, -1) else exact(Fraction(number) / by)
