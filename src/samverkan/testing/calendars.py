"""Calendars: the days on which something is asked or recorded, close enough together to meet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
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
_MOST_THAT_MATTER: Final = 40


@attrs.frozen
class Calendar:
    """The days from ``first`` to ``last``, and those among them that ``matter`` to a model."""

    first: date
    last: date
    matter: tuple[date, ...] = attrs.field(default=(), converter=frozen_tuple)

    @property
    def noted(self) -> Sequence[date]:
        """The days that records name: few, and each with its neighbour, so that entries often meet and touch."""
        return _noted(self)

    @property
    def spans(self) -> Sequence[DaySpan]:
        """The spans that records are about; one that is open at both ends stands there more often."""
        return _spans(self)

    @property
    def recorded(self) -> Sequence[date | None]:
        """The days on which something is recorded; most often none is stated."""
        return (*[None] * _NOT_SAID, *self.noted[::2])

    @property
    def afterwards(self) -> date:
        """A day on which nothing is ever recorded, later than all on which something is."""
        return self.last + timedelta(days=182)


@lru_cache
def _noted(calendar: Calendar) -> Sequence[date]:
    starts = range(calendar.first.toordinal(), calendar.last.toordinal(), _APART)
    spread = {date.fromordinal(day) for start in starts for day in (start, start + 1)}
    return sorted({*spread, *next_to(calendar.matter[:_MOST_THAT_MATTER])})


@lru_cache
def _spans(calendar: Calendar) -> Sequence[DaySpan]:
    noted = calendar.noted
    return (
        *[(None, None)] * _OPEN,
        *((since, None) for since in noted for _ in range(_HALF_OPEN)),
        *((None, until) for until in noted for _ in range(_HALF_OPEN)),
        *((since, until) for since in noted for until in noted if since <= until),
    )


def next_to(days: Iterable[date]) -> Iterator[date]:
    """Yield the day before each of *days*, the day itself and the day after, where there are such days.

    >>> [str(day) for day in next_to([date(2016, 2, 28)])]
    ['2016-02-27', '2016-02-28', '2016-02-29']
    """
    for day in days:
        for step in (-1, 0, 1):
            if 0 < day.toordinal() + step <= date.max.toordinal():
                yield date.fromordinal(day.toordinal() + step)
