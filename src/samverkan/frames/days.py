"""Days in columns: on, before and after a day, and as numbers."""

from datetime import date, datetime
from typing import Any

import narwhals.stable.v2 as nw

from samverkan.rules.column_pairs import Expr
from samverkan.rules.column_sources import day_after

__all__ = ["is_day", "is_instant", "on_or_after", "on_or_before", "ordinal"]


def is_day(dtype: Any) -> bool:
    """Whether a column of that type holds days: dates, or points in time without a time zone."""
    return dtype == nw.Date or is_instant(dtype)


def is_instant(dtype: Any) -> bool:
    """Whether a column of that type holds points in time without a time zone, as days are kept in pandas."""
    return isinstance(dtype, nw.Datetime) and dtype.time_zone is None


def on_or_before(column: str, day: date, dtype: Any) -> Expr:
    """Return where the column's day is *day* or earlier; null where it is null."""
    if day == date.max:
        return ~nw.col(column).is_null()
    return nw.col(column) < day_after(day, as_instant=is_instant(dtype))


def on_or_after(column: str, day: date, dtype: Any) -> Expr:
    """Return where the column's day is *day* or later; null where it is null."""
    first = datetime(day.year, day.month, day.day) if is_instant(dtype) else day  # noqa: DTZ001
    return nw.col(column) >= nw.lit(first)


def ordinal(column: str) -> Expr:
    """Return the column's day as :meth:`datetime.date.toordinal` numbers it, 0 where it is null."""
    day = nw.col(column)
    year = day.dt.year().fill_null(1).cast(nw.Int64) - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + day.dt.ordinal_day().fill_null(0).cast(nw.Int64)
