"""Tallies: how many clocks took how many days, and what could not be read. What is counted is not kept."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import accumulate
from typing import Final, Protocol, TypeGuard

import attrs

from samverkan.errors import Fault, InvalidValueError, masked
from samverkan.measurements import ClockState, Measurement, Promise

__all__ = [
    "MOST_REJECTS",
    "Clock",
    "LongestOpen",
    "Place",
    "Rejected",
    "Rejects",
    "Tally",
    "at_rank",
    "first_places",
    "is_rejected",
    "longest",
    "median_of",
    "mixed",
    "sort_out",
]

MOST_REJECTS: Final = 20
"""So many places of what was rejected are kept."""

Clock = tuple[str, str, str]
"""Lead time, policy and unit: days of the same clock can be counted together, and no others."""

_COUNTED: Final = frozenset({ClockState.RUNNING, ClockState.STOPPED, ClockState.ENDED_WITHOUT_SUCCESS})


class Rejected(Protocol):
    """A record that could not be read: a line of a file with its number and its faults, such as a ``BadLine``."""

    @property
    def number(self) -> int:
        """The line, counted from 1."""
        ...

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong in it."""
        ...


@attrs.frozen
class Place:
    """Where a rejected record has a fault: the number of its line, where it has one, and the field.

    >>> print(Place(3, "born"))
    line 3: born
    """

    number: int | None
    where: str

    def __str__(self) -> str:
        return self.where if self.number is None else f"line {self.number}: {self.where}"


@attrs.frozen(kw_only=True, repr=False)
class LongestOpen:
    """The clock that has run longest without stopping: for how many days, and of which journey.

    Where several have run as long, it is the journey whose id comes first.
    """

    days: int
    journey: str | None

    def __repr__(self) -> str:
        return f"<LongestOpen {self.days}>"


def sort_out(
    given: Iterable[Measurement | Rejected], tally_of: "Callable[[Measurement], Tally]", rejects: "Rejects"
) -> None:
    """Count each measurement in its tally, and what was rejected in *rejects*.

    Raises:
        InvalidValueError: when something is neither, or measurements of different clocks meet in a tally.
    """
    for position, one in enumerate(given):
        if isinstance(one, Measurement):
            tally_of(one).add(one)
        elif is_rejected(one):
            rejects.add(Place(one.number, fault.where) for fault in one.faults)
        else:
            wanted = "a measurement, or a rejected record with number and faults"
            raise InvalidValueError(where=f"[{position}]", wanted=wanted, got=masked(one))


def is_rejected(one: object) -> "TypeGuard[Rejected]":
    """Whether it is a record that could not be read."""
    # Python's own check of a protocol takes many times as long.
    return isinstance(getattr(one, "number", None), int) and isinstance(getattr(one, "faults", None), tuple)


class Rejects:
    """How many records were rejected, and the first places, by line."""

    def __init__(self) -> None:
        self.count = 0
        self._places: list[Place] = []

    def add(self, places: Iterable[Place]) -> None:
        """Count one record, and note where it has faults."""
        self.count += 1
        for place in places:
            self._places.append(place)
            if len(self._places) > 2 * MOST_REJECTS:  # However many faults a record has, no more are held.
                self._places = self.first()

    def first(self) -> list[Place]:
        """Return the first places."""
        return first_places(self._places)


class Tally:
    """The counts of the clocks of one summary.

    * ``clock``: which it is; ``None`` before the first.
    * ``first_on``, ``last_on``: between which days they were read; the first is after the last before there is one.
    * ``counts``: how many have a state, a promise and a number of days; of what does not count, only the state.
    * ``longest_open``, ``rejects``: what has run longest, and what has no days that can be counted.
    """

    def __init__(self) -> None:
        self.clock: Clock | None = None
        self.first_on, self.last_on = date.max, date.min
        self.counts: dict[tuple[ClockState, Promise | None, int], int] = {}
        self.longest_open: LongestOpen | None = None
        self.rejects = Rejects()

    def add(self, one: Measurement) -> None:
        """Count one measurement.

        Raises:
            InvalidValueError: when it is of another clock than those before it.
        """
        clock = (one.lead_time, one.policy, one.unit)
        if clock != self.clock:
            if self.clock is not None:
                raise mixed(self.clock, clock)
            self.clock = clock
        # A million go through here, most of them read on the same day.
        if not self.first_on <= one.on <= self.last_on:
            self.first_on, self.last_on = min(self.first_on, one.on), max(self.last_on, one.on)
        state, days = one.state, one.days
        if state not in _COUNTED:
            promise, days = None, 0
        elif type(days) is int and days >= 0:
            promise = one.promise
            if state is ClockState.RUNNING and (self.longest_open is None or days >= self.longest_open.days):
                self.longest_open = longest(self.longest_open, LongestOpen(days=days, journey=one.journey))
        else:
            self.rejects.add([Place(None, "days")])
            return
        counted = (state, promise, days)
        self.counts[counted] = self.counts.get(counted, 0) + 1


def median_of(counts: Mapping[int, int]) -> float | None:
    """Return the median of numbers of days, of which each comes so many times; ``None`` where there are none.

    It is the middle one, or the mean of the two in the middle.

    >>> median_of({3: 1, 14: 2, 20: 1}), median_of({3: 1, 14: 1}), median_of({})
    (14.0, 8.5, None)
    """
    of = sum(counts.values())
    return (at_rank(counts, (of + 1) // 2) + at_rank(counts, of // 2 + 1)) / 2 if of else None


def at_rank(counts: Mapping[int, int], rank: int) -> int:
    """Return the number of days that so many took at most, the least one."""
    days = sorted(counts)
    return days[bisect_left(list(accumulate(counts[one] for one in days)), rank)]


def longest(*among: LongestOpen | None) -> LongestOpen | None:
    """Return what has run longest, of those that there are."""
    return min(filter(None, among), key=_longest_first, default=None)


def first_places(places: Iterable[Place]) -> list[Place]:
    """Return the first of *places* by line, no more than are kept; those without a line come last."""
    return sorted(places, key=_by_line)[:MOST_REJECTS]


def mixed(clock: Clock, other: Clock) -> InvalidValueError:
    """Return the error that says in what two clocks differ."""
    parts = zip(("lead time", "policy", "unit"), clock, other, strict=True)
    differing = " and ".join(what for what, one, another in parts if one != another)
    return InvalidValueError(
        where="measurements",
        wanted="one lead time, policy and unit in a summary",
        got=f"another {differing}",
        hint="summarise_by with clock_of keeps them apart",
    )


def _longest_first(one: LongestOpen) -> tuple[int, bool, str]:
    return -one.days, one.journey is None, one.journey or ""


def _by_line(place: Place) -> tuple[bool, int, str]:
    return place.number is None, place.number or 0, place.where
