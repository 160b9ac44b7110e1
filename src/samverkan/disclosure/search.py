"""A search for whole numbers that agree with sums: bounds are drawn in as far as they go, then values are tried."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from samverkan.immutable import frozen_mapping

__all__ = ["Equation", "Searched", "outwards", "search"]

_SWEEPS: Final = 30
"""How often bounds are drawn in before a value is tried; more would be slow where they close in by ones."""


def _terms(terms: Mapping[int, int]) -> Mapping[int, int]:
    return frozen_mapping(terms)


@attrs.frozen
class Equation:
    """A sum of unknowns, each times a whole number, and the value that it has, or that it is at least.

    >>> Equation({0: 1, 2: -2}, 7).of([9, 5, 1])
    7
    """

    terms: Mapping[int, int] = attrs.field(converter=_terms)
    value: int

    def of(self, point: Sequence[int]) -> int:
        """What the sum comes to when the unknowns have these values."""
        return sum(coefficient * point[unknown] for unknown, coefficient in self.terms.items())


@attrs.frozen(kw_only=True)
class Searched:
    """What a search came to: a solution or none, and how many values it tried.

    Without a solution there is none if ``complete``; else the limit was reached.
    """

    point: tuple[int, ...] | None
    nodes: int
    complete: bool


def search(  # noqa: PLR0913
    unknowns: int,
    equal: Sequence[Equation],
    at_least: Sequence[Equation],
    *,
    near: Sequence[int],
    fixed: Mapping[int, int],
    nodes: int,
) -> Searched:
    """Look for whole numbers, none below 0, that agree with *equal* and *at_least*.

    *fixed* unknowns have the values given; for the others, values close to *near* are tried first. At most so many
    *nodes*, values tried, are gone through.

    >>> search(2, [Equation({0: 1, 1: 1}, 5)], [], near=[1, 4], fixed={0: 2}, nodes=10).point
    (2, 3)
    """
    # What is equal is at least as much and at most as much.
    limits = [*at_least, *equal]
    limits += [Equation({unknown: -by for unknown, by in each.terms.items()}, -each.value) for each in equal]
    attempt = _Attempt(limits, near, nodes)
    least = [fixed.get(unknown, 0) for unknown in range(unknowns)]
    most = [fixed.get(unknown) for unknown in range(unknowns)]
    point = attempt.run(least, most)
    return Searched(point=point, nodes=attempt.tried, complete=attempt.complete)


class _Attempt:
    def __init__(self, limits: Sequence[Equation], near: Sequence[int], nodes: int) -> None:
        self.limits = limits
        self.near = near
        self.nodes = nodes
        self.tried = 0
        self.complete = True

    def run(self, least: list[int], most: list[int | None]) -> tuple[int, ...] | None:
        self.tried += 1
        if not _drawn_in(self.limits, least, most):
            return None
        open_ = [unknown for unknown, upper in enumerate(most) if upper != least[unknown]]
        if not open_:
            return tuple(least) if all(each.of(least) >= each.value for each in self.limits) else None
        chosen = min(open_, key=lambda unknown: (_width(least[unknown], most[unknown]), unknown))
        for value in outwards(self.near[chosen], least[chosen], most[chosen]):
            if self.tried >= self.nodes:
                self.complete = False
                return None
            lower, upper = list(least), list(most)
            lower[chosen] = upper[chosen] = value
            if (point := self.run(lower, upper)) is not None:
                return point
        return None


def _width(least: int, most: int | None) -> float:
    return float("inf") if most is None else most - least


def outwards(near: int, least: int, most: int | None) -> Iterator[int]:
    """Yield the values from *least* to *most*, those nearest to *near* first.

    >>> list(outwards(3, 2, 6))
    [3, 4, 2, 5, 6]
    """
    middle = max(near, least) if most is None else min(max(near, least), most)
    yield middle
    distance = 0
    while True:
        distance += 1
        above, below = middle + distance, middle - distance
        if most is None or above <= most:
            yield above
        elif below < least:
            return
        if below >= least:
            yield below


def _drawn_in(limits: Sequence[Equation], least: list[int], most: list[int | None]) -> bool:
    """Draw the bounds in, as far as each limit alone says; return whether any values are left."""
    for _ in range(_SWEEPS):
        changed = False
        for limit in limits:
            result = _draw(limit, least, most)
            if result is None:
                return False
            changed = changed or result
        if not changed:
            break
    return True


def _draw(limit: Equation, least: list[int], most: list[int | None]) -> bool | None:
    """Draw in the bounds of what stands in one limit; return whether any changed, ``None`` when no values are left."""
    greatest: dict[int, int | None] = {}
    for unknown, by in limit.terms.items():
        upper = most[unknown]
        greatest[unknown] = by * least[unknown] if by < 0 else (None if upper is None else by * upper)
    endless = [unknown for unknown, part in greatest.items() if part is None]
    if len(endless) > 1:
        return False
    sum_of_rest = sum(part for part in greatest.values() if part is not None)
    changed = False
    for unknown, by in limit.terms.items():
        if endless and unknown != endless[0]:
            continue
        # The others come to so much at most, so this must come to the rest.
        needed = limit.value - sum_of_rest + (greatest[unknown] or 0)
        if by > 0 and (lower := -(-needed // by)) > least[unknown]:
            least[unknown], changed = lower, True
        if by < 0 and ((upper := most[unknown]) is None or needed // by < upper):
            most[unknown], changed = needed // by, True
        if (upper := most[unknown]) is not None and upper < least[unknown]:
            return None
    return changed
