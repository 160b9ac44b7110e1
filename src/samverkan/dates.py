"""Days: reading them without guessing, completed years and months, days known in part, spans.

A day is a :class:`datetime.date`. Nothing here asks what day it is today.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal

import attrs

from samverkan.errors import InvalidValueError, located, masked

if TYPE_CHECKING:
    import pendulum

__all__ = [
    "LeapDay",
    "PartialDate",
    "Span",
    "add_months",
    "add_years",
    "as_day",
    "as_optional_day",
    "as_partial_date",
    "as_recorded_on",
    "as_since",
    "as_until",
    "check_order",
    "completed_months",
    "completed_years",
    "in_words",
    "next_day",
    "turns",
    "was_recorded",
]

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTIAL: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_ONE_DAY: Final = timedelta(days=1)
_FEBRUARY: Final = 2
_LEAP_DAY: Final = 29


class LeapDay(Enum):
    """On which day of an ordinary year someone born on 29 February completes a year.

    The law does not say it for ages. Lag (1930:173) 1 § ends a period of years that began on
    29 February on 28 February, which is the default; the first of March is the other custom.
    """

    FEBRUARY_28 = "02-28"
    MARCH_1 = "03-01"


def as_day(value: object) -> date:
    """Return *value* as a plain date.

    Takes a date (or a subclass of it, but no ``datetime``) and text as ``YYYY-MM-DD``.

    Raises:
        InvalidValueError: for anything else, other ISO forms such as ``20160203`` included.

    >>> as_day("2016-10-03")
    datetime.date(2016, 10, 3)
    """
    if type(value) is date:
        return value
    if isinstance(value, datetime):
        raise InvalidValueError(wanted="a day as YYYY-MM-DD", got="a point in time")
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _existing(int(value[:4]), int(value[5:7]), int(value[8:]))
    raise InvalidValueError(wanted="a day as YYYY-MM-DD", got=masked(value))


def as_optional_day(value: object) -> date | None:
    """Return *value* as a plain date, or ``None`` where it is ``None``."""
    return None if value is None else as_day(value)


def as_since(value: date | str | None) -> date | None:
    """Return the first day of a span, ``None`` where it is open or not stated."""
    return located("since", as_optional_day, value)


def as_until(value: date | str | None) -> date | None:
    """Return the last day of a span, ``None`` where it is open or not stated."""
    return located("until", as_optional_day, value)


def as_recorded_on(value: date | str | None) -> date | None:
    """Return the day on which something was recorded, ``None`` where it is open or not stated."""
    return located("recorded_on", as_optional_day, value)


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        pass  # The message of datetime holds the value.
    raise InvalidValueError(wanted="a day that exists", got="a day that no calendar has")


def next_day(day: date) -> date | None:
    """Return the day after *day*, or ``None`` after the last day that there is."""
    return None if day == date.max else day + _ONE_DAY


def turns(since: date | None, until: date | None) -> Iterator[date]:
    """Yield the days on which a span begins and, after it, is over; what is open yields none.

    >>> list(turns(date(2016, 10, 3), None)), list(turns(None, date(2016, 10, 3)))
    ([datetime.date(2016, 10, 3)], [datetime.date(2016, 10, 4)])
    """
    if since is not None:
        yield since
    after = None if until is None else next_day(until)
    if after is not None:
        yield after


def add_years(day: date, years: int, leap_day: LeapDay = LeapDay.FEBRUARY_28) -> date:
    """Return the day on which *years* years from *day* are completed.

    >>> add_years(date(2004, 2, 29), 16), add_years(date(2004, 2, 29), 17, LeapDay.MARCH_1)
    (datetime.date(2020, 2, 29), datetime.date(2021, 3, 1))

    Raises:
        OverflowError: when that is before the year 1 or after the year 9999.
    """
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        raise OverflowError("the day is before the year 1 or after the year 9999")
    if day.month == _FEBRUARY and day.day == _LEAP_DAY and not _is_leap(year):
        return date(year, 2, 28) if leap_day is LeapDay.FEBRUARY_28 else date(year, 3, 1)
    return date(year, day.month, day.day)


def completed_years(born: date, on: date, leap_day: LeapDay = LeapDay.FEBRUARY_28) -> int:
    """Return how many years someone born on *born* has completed on *on*; 0 before the birth.

    >>> completed_years(date(2000, 10, 10), date(2016, 10, 9)), completed_years(date(2000, 10, 10), date(2016, 10, 10))
    (15, 16)
    """
    years = on.year - born.year
    if (on.month, on.day) < (born.month, born.day) and not (
        born.month == _FEBRUARY
        and born.day == _LEAP_DAY
        and on.month == _FEBRUARY
        and on.day == 28  # noqa: PLR2004
        and leap_day is LeapDay.FEBRUARY_28
        and not _is_leap(on.year)
    ):
        years -= 1
    return max(years, 0)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def add_months(day: date, months: int) -> date:
    """Return the day with the same number *months* months later, else that month's last day.

    Source: lag (1930:173) om beräkning av lagstadgad tid, 1 §.

    >>> add_months(date(2023, 1, 31), 1), add_months(date(2024, 1, 31), 1)
    (datetime.date(2023, 2, 28), datetime.date(2024, 2, 29))

    Raises:
        OverflowError: when that is before the year 1 or after the year 9999.
    """
    month = day.year * 12 + day.month + months
    if not date.min.year * 12 + date.min.month <= month <= date.max.year * 12 + date.max.month:
        raise OverflowError("the day is before the year 1 or after the year 9999")
    moved = _pendulum(day).add(months=months)
    return date(moved.year, moved.month, moved.day)


def completed_months(since: date, on: date) -> int:
    """Return how many months, as :func:`add_months` counts them, are completed on *on*.

    >>> completed_months(date(2023, 1, 31), date(2023, 2, 27)), completed_months(date(2023, 1, 31), date(2023, 2, 28))
    (0, 1)
    """
    months = (on.year - since.year) * 12 + on.month - since.month
    if months > 0 and add_months(since, months) > on:
        months -= 1
    return max(months, 0)


def in_words(day: date, language: Literal["sv", "en"]) -> str:
    """Return *day* as one writes it.

    >>> in_words(date(2016, 10, 3), "sv"), in_words(date(2016, 10, 3), "en")
    ('3 oktober 2016', '3 October 2016')
    """
    return _pendulum(day).format("D MMMM YYYY", locale=language)


def _pendulum(day: date) -> "pendulum.Date":
    # A third of the time that the package takes to import, and not needed to answer a question.
    import pendulum  # noqa: PLC0415

    return pendulum.Date(day.year, day.month, day.day)


@attrs.frozen(repr=False)
class PartialDate:
    """A day of which perhaps only the year, or the year and the month, is known.

    >>> from samverkan.dates import as_partial_date
    >>> born = as_partial_date("1990-05")
    >>> born.earliest, born.latest
    (datetime.date(1990, 5, 1), datetime.date(1990, 5, 31))
    """

    earliest: date
    latest: date

    def __attrs_post_init__(self) -> None:
        if self.latest < self.earliest:
            raise InvalidValueError(where="latest", wanted="a day not before the earliest", got="an earlier day")
        of_month = (self.earliest.replace(day=1), _last_of_month(self.earliest))
        of_year = (self.earliest.replace(month=1, day=1), self.earliest.replace(month=12, day=31))
        if not self.is_whole and (self.earliest, self.latest) not in {of_month, of_year}:
            raise InvalidValueError(where="latest", wanted="a day, a whole month or a whole year", got="other bounds")

    @property
    def is_whole(self) -> bool:
        """Whether the day itself is known."""
        return self.earliest == self.latest

    def __str__(self) -> str:
        if self.is_whole:
            return self.earliest.isoformat()
        if self.earliest.month == self.latest.month:
            return f"{self.earliest.year:04}-{self.earliest.month:02}"
        return f"{self.earliest.year:04}"

    def __repr__(self) -> str:
        return "<PartialDate>"


def as_partial_date(value: object) -> PartialDate:
    """Return *value* as a day known wholly or in part.

    Takes what :func:`as_day` takes, and text as ``YYYY`` or ``YYYY-MM``.

    Raises:
        InvalidValueError: for anything else.
    """
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        day = as_day(value)
        return PartialDate(day, day)
    found = _PARTIAL.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise InvalidValueError(wanted="a date as YYYY-MM-DD, YYYY-MM or YYYY", got=masked(value))
    year, month, day_of_month = found.groups()
    if day_of_month is not None:
        day = _existing(int(year), int(month), int(day_of_month))
        return PartialDate(day, day)
    first = _existing(int(year), int(month or 1), 1)
    if month is None:
        return PartialDate(first, date(first.year, 12, 31))
    return PartialDate(first, _last_of_month(first))


def _last_of_month(first: date) -> date:
    last = 31
    while True:
        try:
            return first.replace(day=last)
        except ValueError:
            last -= 1


@attrs.frozen
class Span:
    """Days from *since* to *until*, both included (*fr.o.m.*, *t.o.m.*); ``None`` is open.

    >>> Span("2008-07-01", "2009-12-31").covers(date(2009, 12, 31))
    True
    """

    since: date | None = attrs.field(default=None, converter=as_since)
    until: date | None = attrs.field(default=None, converter=as_until)

    def __attrs_post_init__(self) -> None:
        check_order(self.since, self.until)

    def covers(self, day: date) -> bool:
        """Whether *day* lies in the span."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def was_recorded(recorded_on: date | None, known_on: date | None) -> bool:
    """Whether what was recorded on a day was known on another; without a day of recording it always was.

    >>> was_recorded(date(2016, 11, 20), date(2016, 11, 19)), was_recorded(None, date(2016, 11, 19))
    (False, True)
    """
    return known_on is None or recorded_on is None or recorded_on <= known_on


def check_order(since: date | None, until: date | None) -> None:
    """Refuse a span that ends before it begins.

    Raises:
        InvalidValueError: when *until* is before *since*.
    """
    if since is not None and until is not None and until < since:
        raise InvalidValueError(where="until", wanted="a day not before since", got="an earlier day")
