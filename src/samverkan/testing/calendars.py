"""Calendars: the days on which something is asked or recorded, close enough together to meet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Final, TypeAlias

import attrs

from samverkan.immutable import frozen_tuple

__all__ = ["FIRST_DAY", "LAST_DAY", "Calendar", "DaySpan", "next_to"]

FIRST_DAY: Final = date(2005, 1, 1)
LAST_DAY: Final = date(2020, 12, 31)

DaySpan: TypeAlias = tuple[date | None, date | None]

_APART: Final = 89
_OPEN: Final = 400
_HALF_OPEN: Final = 8
_NOT_SAID: Final = 60


@attrs.frozen(eq=False, slots=False)
class Calendar:
    """The days from ``first`` to ``last``, and those among them that ``matter`` to a model.

    ``noted`` are the days that records name: few, and each with its neighbour, so that entries often
    meet and touch.
    """

    first: date
    last: date
    matter: tuple[date, ...] = attrs.field(default=(), converter=frozen_tuple)

    @cached_property
    def noted(self) -> Sequence[date]:
        """The days that records name, in order."""
        starts = range(self.first.toordinal(), self.last.toordinal(), _APART)
        spread = {date.fromordinal(day) for start in starts for day in (start, start + 1)}
        return sorted({*spread, *next_to(self.matter[:_MOST_THAT_MATTER])})

    @cached_property
    def spans(self) -> Sequence[DaySpan]:
        """The spans that records are about; one that is open at both ends stands there more often."""
        return (
            *[(None, None)] * _OPEN,
            *((since, None) for since in self.noted for _ in range(_HALF_OPEN)),
            *((None, until) for until in self.noted for _ in range(_HALF_OPEN)),
            *((since, until) for since in self.noted for until in self.noted if since <= until),
        )

    @cached_property
    def recorded(self) -> Sequence[date | None]:
        """The days on which something is recorded; most often none is stated."""
        return (*[None] * _NOT_SAID, *self.noted[::2])

    @property
    def afterwards(self) -> date:
        """A day on which nothing is ever recorded, later than all on which something is."""
        return self.last + timedelta(days=182)


_MOST_THAT_MATTER: Final = 40


def next_to(days: Iterable[date]) -> Iterator[date]:
    """Yield the day before each of *days*, the day itself and the day after, where there are such days.

    >>> [str(day) for day in next_to([date(2016, 2, 28)])]
    ['2016-02-27', '2016-02-28', '2016-02-29']
    """
    for day in days:
        for step in (-1, 0, 1):
            if 0 < day.toordinal() + step <= date.max.toordinal():
                yield date.fromordinal(day.toordinal() + step)
