"""What values an unknown count can have, when sums of counts are known (*möjliga värden*).

The answer is exact and errs on one side only. Every value that is counted has a witness: whole numbers for all
unknowns, none below 0, which have been put into every sum and inequality. A value without a witness is not counted,
even where one may exist that was not found within the limit of work.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice
from math import ceil, floor, lcm

import attrs

from samverkan.disclosure.pivots import Edge, Number, Walker
from samverkan.disclosure.search import Equation, outwards, search

__all__ = ["Equation", "Feasibility", "Span", "System"]


@attrs.frozen(kw_only=True)
class Span:
    """The values that something can have.

    * ``least``, ``most``: the least and the greatest; ``most`` is ``None`` where there is no greatest.
    * ``values``: how many values have a witness; counting stops where it was told to.
    * ``settled``: whether ``least`` and ``most`` are proved; else they are the outermost that have a witness.
    """

    least: int
    most: int | None
    values: int
    settled: bool


@attrs.frozen(kw_only=True)
class System:
    """So many unknowns, whole and not below 0, and what is known of their sums.

    ``equal`` are sums that have a value, ``at_least`` sums that are not below one.
    """

    unknowns: int
    equal: tuple[Equation, ...] = ()
    at_least: tuple[Equation, ...] = ()

    def holds(self, point: Sequence[int]) -> bool:
        """Whether these whole numbers agree with everything that is known."""
        return (
            all(value >= 0 for value in point)
            and all(equation.of(point) == equation.value for equation in self.equal)
            and all(equation.of(point) >= equation.value for equation in self.at_least)
        )

    def holds_beside(self, point: Sequence[int], known: Sequence[int]) -> bool:
        """Whether they do, when *known* are others that do: what is the same in both need not be put in again."""
        changed = [place for place, (one, other) in enumerate(zip(point, known, strict=True)) if one != other]
        concerned = {number for place in changed for number in self._of_unknown[place]}
        return all(point[place] >= 0 for place in changed) and all(
            equation.of(point) == equation.value if is_equal else equation.of(point) >= equation.value
            for is_equal, equation in (self._equations[number] for number in concerned)
        )

    @cached_property
    def _equations(self) -> tuple[tuple[bool, Equation], ...]:
        """Every equation, and whether its two sides are equal."""
        return (*((True, one) for one in self.equal), *((False, one) for one in self.at_least))

    @cached_property
    def _of_unknown(self) -> tuple[tuple[int, ...], ...]:
        """In which equations each of the unknowns stands, by their numbers."""
        found: list[list[int]] = [[] for _ in range(self.unknowns)]
        for number, (_, equation) in enumerate(self._equations):
            for unknown in equation.terms:
                found[unknown].append(number)
        return tuple(map(tuple, found))

    def solution(self, *, nodes: int = 10_000) -> tuple[int, ...] | None:
        """Return one solution; ``None`` when there is none, or when none was found in so many *nodes* of a search.

        >>> known = System(unknowns=2, equal=(Equation({0: 1, 1: 1}, 23),))
        >>> known.holds(known.solution())
        True
        """
        near = _first(self)
        if near is None:
            return None
        rounded = [floor(value) for value in near]
        if self.holds(rounded):
            return tuple(rounded)
        return search(self.unknowns, self.equal, self.at_least, near=rounded, fixed={}, nodes=nodes).point


class Feasibility:
    """The values that the unknowns of a system can have; one solution is where it begins.

    >>> known = System(unknowns=3, equal=(Equation({0: 1, 1: 1}, 23), Equation({1: 1, 2: 1}, 22)))
    >>> Feasibility(known, (3, 20, 2)).span(0)
    Span(least=1, most=23, values=23, settled=True)
    """

    def __init__(
        self, system: System, start: Sequence[int], *, nodes: int = 400, wanted: Iterable[int] | None = None
    ) -> None:
        """*wanted* are the unknowns of which one will ask: what shows nothing new of them is passed over."""
        self.system = system
        self.nodes = nodes
        self.wanted = frozenset(range(system.unknowns) if wanted is None else wanted)
        self.start = tuple(start)
        self.found: list[set[int]] = [{value} for value in self.start]
        if not system.holds(self.start):
            raise AssertionError("the solution to begin with agrees with all that is known")
        self._known: Sequence[int] = self.start
        self.walker = _walker(system, self.start)

    def has(self, unknown: int, enough: int) -> bool:
        """Whether *unknown* is shown to have at least so many values."""
        if len(self.found[unknown]) >= enough:
            return True
        most = self._bound(unknown, up=True, enough=enough, stops=True)
        if len(self.found[unknown]) >= enough:
            return True
        least = self._bound(unknown, up=False, enough=enough, stops=True) or 0
        if len(self.found[unknown]) >= enough:
            return True
        if most is not None and most - least + 1 < enough:
            return False
        self._look(unknown, islice(outwards(self.start[unknown], least, most), 2 * enough), enough)
        return len(self.found[unknown]) >= enough

    def span(self, unknown: int, *, count_to: int = 100) -> Span:
        """Return the values of *unknown*; they are counted to *count_to* and no further."""
        most = self._bound(unknown, up=True, enough=count_to)
        least = self._bound(unknown, up=False, enough=count_to) or 0
        found = self.found[unknown]
        nodes = self.nodes
        settled = True
        # Where the outermost value is not whole, or has no witness yet, the next inwards is tried.
        for first, last, step in ((least, min(found), 1), (most, max(found), -1)):
            for value in range(last if first is None else first, last, step):
                nodes -= self._try(unknown, value, nodes)
                settled = settled and (nodes > 0 or value in found)
                if nodes <= 0 or value in found:
                    break
        self._look(unknown, outwards(self.start[unknown], min(found), None if most is None else max(found)), count_to)
        return Span(
            least=min(found),
            most=None if most is None else max(found),
            values=min(len(found), count_to),
            settled=settled,
        )

    def _bound(self, unknown: int, *, up: bool, enough: int, stops: bool = False) -> int | None:
        """Return a bound that no value passes; ``None`` for no bound. What lies on the way there is taken.

        With *stops* it goes no further than to where enough values have been found.
        """
        walker = self.walker.copy()
        for edge in walker.walk(unknown, up=up):
            changed = [unknown, *(other for other in edge.per_step if other in self.wanted)]
            for point in _whole_points(edge, self.system.unknowns, enough):
                if self._shows_more(point, unknown, changed, enough):
                    self._take(point)
            if edge.length is None or (stops and len(self.found[unknown]) >= enough):
                return None
        return (floor if up else ceil)(walker.at[unknown])

    def _look(self, unknown: int, values: Iterable[int], enough: int) -> None:
        """Look for solutions with these values, until enough are found or too much work has been done."""
        nodes = self.nodes
        for value in values:
            if len(self.found[unknown]) >= enough or nodes <= 0:
                return
            if value not in self.found[unknown]:
                nodes -= self._try(unknown, value, nodes)

    def _try(self, unknown: int, value: int, nodes: int) -> int:
        """Look for a solution in which *unknown* is *value*, and return how much work that took."""
        system = self.system
        done = search(
            system.unknowns, system.equal, system.at_least, near=self.start, fixed={unknown: value}, nodes=nodes
        )
        if done.point is not None:
            self._take(done.point)
        return done.nodes

    def _shows_more(self, point: Sequence[int], unknown: int, changed: Iterable[int], enough: int) -> bool:
        """Whether a point has a value that has not been found, of the unknown or of one that lacks some."""
        return any(
            point[one] not in self.found[one] and (one == unknown or len(self.found[one]) < enough) for one in changed
        )

    def _take(self, point: Sequence[int]) -> None:
        if not self.system.holds_beside(point, self._known):
            raise AssertionError("what is counted agrees with all that is known")
        self._known = point
        for values, value in zip(self.found, point, strict=True):
            values.add(value)


def _whole_points(edge: Edge, unknowns: int, enough: int) -> Iterator[list[int]]:
    """Yield the first whole solutions on an edge, and its last."""
    if any(value.denominator != 1 for value in edge.start):
        return
    stride = lcm(*(change.denominator for change in edge.per_step.values()))
    points = None if edge.length is None else floor(Fraction(edge.length) / stride)
    for number in _first_and_last(points, enough):
        point = [int(value) for value in edge.start[:unknowns]]
        for variable, change in edge.per_step.items():
            if variable < unknowns:
                point[variable] += int(change * stride) * number
        yield point


def _first_and_last(points: int | None, enough: int) -> Iterator[int]:
    first = enough if points is None else min(points, enough)
    yield from range(1, first + 1)
    if points is not None and points > first:
        yield points


def _walker(system: System, start: Sequence[int]) -> Walker:
    """Return a walker over the unknowns and, after them, by how much each inequality holds."""
    over = [equation.of(start) - equation.value for equation in system.at_least]
    size = system.unknowns + len(over)
    equations = [dict(equation.terms) for equation in system.equal]
    equations += [{system.unknowns + i: -1, **equation.terms} for i, equation in enumerate(system.at_least)]
    return Walker([*start, *over], least=[0] * size, most=[None] * size, equations=equations)


def _first(system: System) -> list[Number] | None:
    """Return a solution that need not be whole: what is lacking at 0 everywhere is brought down to nothing."""
    start: list[Number] = [0] * system.unknowns
    equations: list[dict[int, int]] = []
    lacking: list[int] = []
    for equation in system.equal:
        sign = 1 if equation.value >= 0 else -1
        lacking.append(len(start))
        equations.append({len(start): sign, **equation.terms})
        start.append(abs(equation.value))
    for equation in system.at_least:
        over = len(start)
        start.append(max(0, -equation.value))
        lacking.append(len(start))
        start.append(max(0, equation.value))
        equations.append({over: -1, over + 1: 1, **equation.terms})
    whole = len(start)
    start.append(_total(start[place] for place in lacking))
    equations.append({whole: -1, **dict.fromkeys(lacking, 1)})
    walker = Walker(start, least=[0] * len(start), most=[None] * len(start), equations=equations)
    for _ in walker.walk(whole, up=False):
        pass
    return None if walker.at[whole] else walker.at[: system.unknowns]


def _total(numbers: Iterable[Number]) -> Number:
    total: Number = 0
    for number in numbers:
        total += number
    return total
