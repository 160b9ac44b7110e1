"""Working days: how many lie between two days, which comes next, and where a deadline falls.

A :class:`Calendar` is read once, day by day, into a table of how many working days there are up to
and including each day. To count them between two days is then one subtraction. :data:`SWEDEN` has
the working days of Sweden (*helgfria vardagar*).

Only days are counted and moved here. Months and years are added by :mod:`samverkan.dates`.
"""

from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import accumulate
from typing import Any, Final, cast

import attrs

from samverkan.dates import as_day
from samverkan.errors import InvalidValueError, SamverkanError, each, located, masked

__all__ = ["SWEDEN", "Calendar"]

_DAYS_OF_A_WEEK: Final = 7


@attrs.frozen(init=False, repr=False, eq=False)
class Calendar:
    """The working days from the first day of one year to the last day of another.

    A day is a working day when it is neither of the weekend nor in *free*. Days are given as dates or
    as text, ``YYYY-MM-DD``. A day outside the years is refused: what a calendar does not cover is
    never taken for a working day.

    Two calendars are equal when they cover the same years and have the same working days.

    Args:
        free: the days that are free beside the weekends: a set, a list, an object of the package
            ``holidays``, or anything else that can say whether a ``date`` is in it. It is read once, now;
            if it can be looped over, every item must be a day.
        first: the first year.
        last: the last year, included.
        weekend: the weekdays that are free every week; Monday is 0, Sunday 6.

    Raises:
        InvalidValueError: when the years or *free* are not that.
        InvalidRecordError: when something in *free* is not a day, or in *weekend* not a weekday.

    >>> office = Calendar({"2025-04-18", "2025-04-21", "2025-05-01", "2025-05-02"}, first=2025, last=2025)
    >>> office.working_days("2025-04-30", "2025-05-05")  # the first of May, a bridging day, a weekend, a Monday
    1
    """

    first: int
    last: int
    _eve: int
    """The ordinal of the day before the first day that is covered."""
    _upto: tuple[int, ...]
    """How many working days there are among the first n days, for every n."""

    def __init__(self, free: Container[date], *, first: int, last: int, weekend: Iterable[int] = (5, 6)) -> None:
        years = located("first", _as_year, first), located("last", _as_year, last)
        if years[1] < years[0]:
            raise InvalidValueError(where="last", wanted="a year not before the first", got="an earlier year")
        is_free = located("free", _as_test, free)
        weekdays = located("weekend", _as_weekdays, weekend)
        eve = date(years[0], 1, 1).toordinal() - 1
        days = map(date.fromordinal, range(eve + 1, date(years[1], 12, 31).toordinal() + 1))
        worked = (day.weekday() not in weekdays and not is_free(day) for day in days)
        _fill(self, first=first, last=last, _eve=eve, _upto=tuple(accumulate(worked, initial=0)))

    def is_working_day(self, day: date | str) -> bool:
        """Whether *day* is a working day.

        Raises:
            InvalidValueError: when *day* is not a day, or not one that the calendar covers.

        >>> SWEDEN.is_working_day("2026-06-19"), SWEDEN.is_working_day("2026-06-22")  # midsommarafton, a Monday
        (False, True)
        """
        place = located("day", self._place, day)
        return self._upto[place] > self._upto[place - 1]

    def working_days(self, since: date | str, until: date | str) -> int:
        """Return how many working days there are after *since*, up to and including *until*.

        *since* itself is day 0. So 0 when the two are the same; and spans that adjoin can be added:
        from a to b and from b to c are together from a to c, in whichever order the three days come.
        That is why the number is negative, and otherwise the same, when *until* is before *since*.

        Raises:
            InvalidValueError: when either is not a day, or not one that the calendar covers.

        >>> SWEDEN.working_days("2024-06-07", "2024-06-24")  # 21 June is midsommarafton
        10
        >>> SWEDEN.working_days("2024-12-31", "2025-12-31"), SWEDEN.working_days("2025-12-31", "2024-12-31")
        (249, -249)
        """
        upto = self._upto
        if type(since) is date and type(until) is date:  # Two look-ups and nothing else, for the millions.
            start, end = since.toordinal() - self._eve, until.toordinal() - self._eve
            if 0 < start < len(upto) and 0 < end < len(upto):
                return upto[end] - upto[start]
        start = located("since", self._place, since)
        return upto[located("until", self._place, until)] - upto[start]

    def roll_forward(self, day: date | str) -> date:
        """Return *day* if it is a working day, else the first one after it.

        It is for time that is set by a statute. When the last day for doing something is a Sunday, another
        public holiday, a Saturday, *midsommarafton*, *julafton* or *nyårsafton*, it may be done on
        the next weekday that is none of them. The Act does not cover what is agreed on, nor targets of one's own.

        Source: lag (1930:173) om beräkning av lagstadgad tid, 2 §.

        Raises:
            InvalidValueError: when *day* is not a day, or not one that the calendar covers, or when no working
                day from it on is covered.

        >>> SWEDEN.roll_forward("2024-12-24"), SWEDEN.roll_forward("2024-12-27")
        (datetime.date(2024, 12, 27), datetime.date(2024, 12, 27))
        """
        place = located("day", self._place, day)
        return self._nth(self._upto[place - 1] + 1, "day", "a day with a working day on or after it", "one without")

    def roll_back(self, day: date | str) -> date:
        """Return *day* if it is a working day, else the last one before it.

        It is for notice that is counted backwards (*en vecka innan mötet*): whoever moved its last day
        forward would shorten the notice. Lag (1930:173) does not cover it, so it has a name
        of its own, and it is for those who ask for it.

        Raises:
            InvalidValueError: when *day* is not a day, or not one that the calendar covers, or when no working
                day up to it is covered.

        >>> SWEDEN.roll_back("2025-01-06")  # trettondedag jul, a Monday
        datetime.date(2025, 1, 3)
        """
        place = located("day", self._place, day)
        return self._nth(self._upto[place], "day", "a day with a working day on or before it", "one without")

    def add_working_days(self, day: date | str, count: int) -> date:
        """Return the day by which *count* working days have passed after *day*: the first such day.

        *day* itself is day 0, whether or not it is a working day, and is what 0 gives. With any other
        count it is a working day.

        Raises:
            InvalidValueError: when *day* is not a day, or *count* not a whole number of 0 or more, or
                when either day is not one that the calendar covers.

        >>> SWEDEN.add_working_days("2024-06-07", 10), SWEDEN.add_working_days("2024-06-08", 0)
        (datetime.date(2024, 6, 24), datetime.date(2024, 6, 8))
        """
        place = located("day", self._place, day)
        if not located("count", _as_count, count):
            return date.fromordinal(self._eve + place)
        return self._nth(self._upto[place] + count, "count", "as many working days as are left", "more")

    def _place(self, day: object) -> int:
        place = as_day(day).toordinal() - self._eve
        if 0 < place < len(self._upto):
            return place
        raise InvalidValueError(
            wanted=f"a day from {self._covered}", got="an earlier day" if place <= 0 else "a later day"
        )

    def _nth(self, number: int, where: str, wanted: str, got: str) -> date:
        if not 0 < number <= self._upto[-1]:
            raise InvalidValueError(where=where, wanted=f"{wanted} from {self._covered}", got=got)
        return date.fromordinal(self._eve + bisect_left(self._upto, number))

    @property
    def _covered(self) -> str:
        return f"{self.first:04}-01-01 to {self.last:04}-12-31"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Calendar):
            return NotImplemented
        return (self.first, self.last, self._upto) == (other.first, other.last, other._upto)

    def __hash__(self) -> int:
        return hash((self.first, self.last, self._upto[-1]))

    def __repr__(self) -> str:
        return f"<Calendar {self._covered}>"


def _fill(calendar: Calendar, **fields: object) -> None:
    for name, value in fields.items():
        object.__setattr__(calendar, name, value)


def _as_year(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and date.min.year <= value <= date.max.year:
        return value
    raise InvalidValueError(wanted="a year from 1 to 9999", got=masked(value))


def _as_count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise InvalidValueError(wanted="a whole number, 0 or more", got=masked(value))


def _as_weekdays(value: object) -> frozenset[int]:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return frozenset(each(cast("Iterable[object]", value), _as_weekday))
    raise InvalidValueError(wanted="weekdays as numbers", got=masked(value))


def _as_weekday(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _DAYS_OF_A_WEEK:
        return value
    raise InvalidValueError(wanted="a number from 0 (Monday) to 6 (Sunday)", got=masked(value))


def _as_test(value: object) -> Callable[[date], bool]:
    """Return what says of a day whether it is free."""
    if not isinstance(value, Container) or isinstance(value, str):
        raise InvalidValueError(wanted="a collection of days", got=masked(value))
    free = cast("Container[date]", value)
    # Days as text, or points in time, would otherwise be in the collection and never be found there.
    named = frozenset(each(cast("Iterable[object]", free), as_day) if isinstance(free, Iterable) else ())
    if isinstance(free, AbstractSet | Sequence):
        return named.__contains__
    # A mapping may know more days than it goes through, as those of `holidays` do: they fill up as they are asked.
    return lambda day: day in named or day in free


class _Sweden(Calendar):
    """The calendar of Sweden, which is read when it is first asked, and pickled by its name."""

    __slots__ = ()

    def __init__(self) -> None:
        _fill(self, first=1990, last=2060, _eve=date(1990, 1, 1).toordinal() - 1)

    def __getattr__(self, name: str) -> Any:
        # It is called for what is not there: for the table, until that has been read.
        if name != "_upto":
            raise AttributeError(name=name, obj=self)
        upto = _read_for_sweden(self.first, self.last)._upto  # noqa: SLF001 - it is one of its own kind
        _fill(self, _upto=upto)
        return upto

    def __reduce__(self) -> str:
        return "SWEDEN"

    def __repr__(self) -> str:
        return f"<Calendar SWEDEN {self._covered}>"


_KNOWN: Final[Mapping[int, int]] = {2004: 253, 2005: 253, 2025: 249, 2026: 251}
"""Working days of some years: the last with *annandag pingst*, the first with *nationaldagen*, two more."""


def _read_for_sweden(first: int, last: int) -> Calendar:
    free = _holidays_of_sweden(range(first, last + 1))
    read = None if free is None else Calendar(free, first=first, last=last)
    if read is None or any(_working_days_of(read, year) != days for year, days in _KNOWN.items()):
        raise SamverkanError("the working days of Sweden need another version: pip install 'holidays>=0.109'")
    return read


def _holidays_of_sweden(years: Iterable[int]) -> Container[date] | None:
    try:
        # It takes long to import, and is needed only when working days are counted.
        from holidays import country_holidays  # noqa: PLC0415

        # Whether Sundays are among them differs between versions. It does not matter: they are of the weekend.
        return country_holidays("SE", years=years, categories=("public", "de_facto"))
    except (ImportError, ValueError):
        return None  # It is not installed, or is so early a version that it does not know the three eves.


def _working_days_of(calendar: Calendar, year: int) -> int:
    return calendar.working_days(date(year - 1, 12, 31), date(year, 12, 31))


SWEDEN: Final[Calendar] = _Sweden()
"""The working days of Sweden from 1990 to 2060: Monday to Friday, without public holidays and three eves.

Public holidays are those of lag (1989:253) om allmänna helgdagar, with *annandag pingst* until 2004
and *nationaldagen* from 2005. *Midsommarafton*, *julafton* and *nyårsafton* are in lag (1930:173) om
beräkning av lagstadgad tid, 2 §. Bridging days (*klämdagar*) are working days.

It is read from the package ``holidays`` when it is first asked about a day.

Raises:
    SamverkanError: on first use, when ``holidays`` is missing, or is a version that does not have these days.

>>> SWEDEN.working_days("2025-12-31", "2026-12-31")
251
"""
