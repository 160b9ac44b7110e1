"""Days in columns: on, before and after a day, and as numbers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import narwhals.stable.v2 as nw

from samverkan.rules.column_pairs import Expr
from samverkan.rules.column_sources import day_after

__all__ = ["FAR", "is_day", "is_instant", "last_day", "on_or_after", "on_or_before", "ordinal", "recorded_day"]

FAR: Final = 4_000_000
"""A day's number that no day has: later than all."""


def is_day(dtype: Any) -> bool:
    """Whether a column of that type holds days: dates, or points in time without a time zone."""
    return dtype == nw.Date or is_instant(dtype)


def is_instant(dtype: Any) -> bool:
    """Whether a column of that type holds points in time without a time zone, as days are kept in pandas."""
    return isinstance(dtype, nw.Datetime) and dtype.time_zone is None


def on_or_before(column: str, day: date, dtype: Any, *, where_null: bool) -> Expr:
    """Return where the column's day is *day* or earlier; *where_null* is what it is of a null."""
    is_known = ~nw.col(column).is_null()
    if day == date.max:
        return is_known | nw.lit(where_null)
    return _where(is_known, nw.col(column) < day_after(day, as_instant=is_instant(dtype)), where_null=where_null)


def on_or_after(column: str, day: date, dtype: Any, *, where_null: bool) -> Expr:
    """Return where the column's day is *day* or later; *where_null* is what it is of a null."""
    first = datetime(day.year, day.month, day.day) if is_instant(dtype) else day  # noqa: DTZ001
    return _where(~nw.col(column).is_null(), nw.col(column) >= nw.lit(first), where_null=where_null)


def _where(is_known: Expr, compared: Expr, *, where_null: bool) -> Expr:
    # What comes of a null is not the same everywhere: in pandas a day that is none compares as false.
    compared = compared.fill_null(value=False)
    return compared | ~is_known if where_null else compared


def ordinal(column: str) -> Expr:
    """Return the column's day as :meth:`datetime.date.toordinal` numbers it, 0 where it is null."""
    day = nw.col(column)
    year = day.dt.year().fill_null(1).cast(nw.Int64) - 1
    return year * 365 + year // 4 - year // 100 + year // 400 + day.dt.ordinal_day().fill_null(0).cast(nw.Int64)


def last_day(column: str) -> Expr:
    """Return the column's day as such a number; what is open ends later than all."""
    return nw.when(nw.col(column).is_null()).then(nw.lit(FAR, nw.Int64)).otherwise(ordinal(column))


def recorded_day(dtypes: Mapping[str, Any]) -> Expr:
    """Return the day on which the rows of a table of those columns were recorded as such a number, 0 where unstated."""
    return ordinal("recorded_on") if "recorded_on" in dtypes else nw.lit(0, nw.Int64)
