"""Reporting periods (*redovisningsperiod*): a year, a part of a year, or any span, each under a name."""

import re
from datetime import date, timedelta
from typing import Final

import attrs

from samverkan.dates import as_day
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, located, masked

__all__ = ["ReportingPeriod", "as_period"]


@attrs.frozen
class ReportingPeriod:
    """The days that figures are of, both ends included.

    ``name`` is what it is written as: ``2016``, ``2016T2``, or its first and last day with two hyphens between.

    Raises:
        InvalidRecordError: when it ends before it begins.

    >>> as_period("2016T2").covers(date(2016, 8, 31))
    True
    """

    name: str
    since: date = attrs.field(converter=as_day)
    until: date = attrs.field(converter=as_day)

    def __attrs_post_init__(self) -> None:
        if self.until < self.since:
            raise InvalidRecordError([Fault("until", "a day not before the first", got="an earlier one")])

    def covers(self, day: date) -> bool:
        """Whether *day* lies in it."""
        return self.since <= day <= self.until

    def read_on(self, as_of: date | str | None = None) -> date:
        """Return the day up to which events count: its last, if no other is said; that may be a day after it.

        Raises:
            InvalidValueError: when *as_of* is no day, or one before the period begins, when nothing of it has happened.

        >>> as_period("2016H1").read_on(), as_period("2016H1").read_on("2016-03-31")
        (datetime.date(2016, 6, 30), datetime.date(2016, 3, 31))
        """
        day = self.until if as_of is None else located("as_of", as_day, as_of)
        if day < self.since:
            raise InvalidValueError(where="as_of", wanted="a day not before the period begins", got="an earlier one")
        return day

    def __str__(self) -> str:
        return self.name


def as_period(value: "ReportingPeriod | str") -> ReportingPeriod:
    """Return the period that is written so.

    * ``2016``: a calendar year;
    * ``2016H1``: a half-year (*halvår*), ``2016T2``: a third of the year (*tertial*), ``2016Q3``: a quarter
      (*kvartal*), ``2016-05``: a month;
    * ``2016-02-15--2016-09-30``: from the first day to the last, both included.

    Raises:
        InvalidValueError: for anything else.

    >>> as_period("2016H1")
    ReportingPeriod(name='2016H1', since=datetime.date(2016, 1, 1), until=datetime.date(2016, 6, 30))
    """
    if isinstance(value, ReportingPeriod):
        return value
    if isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance] - what is given is not trusted
        if whole := _SPAN.fullmatch(value):
            return _spanning(value, *whole.groups())
        if part := _PART.fullmatch(value):
            return _part_of_year(value, *part.groups())
    raise InvalidValueError(where="period", wanted=_WANTED, got=masked(value))


_SPAN: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})--([0-9]{4}-[0-9]{2}-[0-9]{2})")
_PART: Final = re.compile(r"([0-9]{4})(?:([HTQ-])([0-9]{1,2}))?")
_WANTED: Final = "a period such as 2016, 2016H1, 2016T2, 2016Q3, 2016-05 or 2016-02-15--2016-09-30"
_MONTHS: Final = {None: 12, "H": 6, "T": 4, "Q": 3, "-": 1}
"""How many months each sort of part has."""
_YEAR: Final = 12


def _spanning(name: str, since: str, until: str) -> ReportingPeriod:
    try:
        return ReportingPeriod(name, located("period", as_day, since), located("period", as_day, until))
    except InvalidRecordError:
        pass
    raise InvalidValueError(where="period", wanted="a period that ends no earlier than it begins", got="an earlier end")


def _part_of_year(name: str, year: str, sort: str | None, number: str | None) -> ReportingPeriod:
    months = _MONTHS[sort]
    of = int(number or 1)
    digits = 2 if sort == "-" else 1
    if int(year) < 1 or not 1 <= of <= _YEAR // months or (number is not None and len(number) != digits):
        raise InvalidValueError(where="period", wanted=_WANTED, got="a part that no year has")
    first = date(int(year), (of - 1) * months + 1, 1)
    last = of * months
    if last == _YEAR:
        return ReportingPeriod(name, first, date(int(year), 12, 31))
    return ReportingPeriod(name, first, date(int(year), last + 1, 1) - timedelta(days=1))
