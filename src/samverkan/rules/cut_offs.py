"""Elapsed times as days: the last day from which so much has elapsed, found before any engine is asked."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import date
from typing import assert_never

from samverkan.dates import LeapDay, completed_months, completed_years
from samverkan.rules.facts import TimeUnit

__all__ = ["cut_off"]


def cut_off(count: int, unit: TimeUnit, on: date, leap_day: LeapDay) -> date | None:
    """Return the last day from which so many years, months or days have elapsed on *on*; ``None``: there is none.

    *count* is 1 or more.

    >>> cut_off(16, "years", date(2021, 2, 28), LeapDay.FEBRUARY_28)
    datetime.date(2005, 2, 28)
    >>> cut_off(17, "years", date(2021, 2, 28), LeapDay.FEBRUARY_28)
    datetime.date(2004, 2, 29)
    """
    elapsed = _elapsed_in(unit, leap_day)
    ordinals = range(1, on.toordinal() + 1)
    last = bisect_left(ordinals, True, key=lambda day: elapsed(date.fromordinal(day), on) < count)  # noqa: FBT003
    return date.fromordinal(last) if last else None


def _elapsed_in(unit: TimeUnit, leap_day: LeapDay) -> Callable[[date, date], int]:
    match unit:
        case "years":
            return lambda since, on: completed_years(since, on, leap_day)
        case "months":
            return completed_months
        case "days":
            return lambda since, on: on.toordinal() - since.toordinal()
        case _ as never:
            assert_never(never)
