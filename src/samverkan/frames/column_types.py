"""Types of columns: which of them hold a fact of a kind, and how they are told of."""

from collections.abc import Mapping
from typing import Any, Final

import narwhals.stable.v2 as nw

from samverkan.frames.days import is_day, is_instant
from samverkan.frames.engines import list_column, words_of
from samverkan.municipalities import municipalities
from samverkan.rules.column_sources import (
    ChoiceColumn,
    DayColumns,
    MemberColumns,
    NumberColumn,
    Source,
    TruthColumn,
)
from samverkan.rules.facts import Boolean, Choice, Day, Kind, NumberOf, SetOf, SpellsOf

__all__ = ["NULLS", "fits", "is_key", "is_list", "is_of", "source_of", "source_of_entries", "told", "wanted"]

NULLS: Final[Mapping[type, Any]] = {
    Boolean: nw.Boolean,
    NumberOf: nw.Int64,
    Choice: nw.String,
    Day: nw.Date,
    SetOf: nw.List(nw.String),
}
"""What a column of nothing but nulls is taken as."""


def source_of(fact: str, column: str, kind: Kind, dtype: Any, engine: nw.Implementation) -> Source:
    """Return where a fact of that kind is found, when it is in one column of that type."""
    match kind:
        case Boolean():
            return TruthColumn(column)
        case NumberOf():
            return NumberColumn(column)
        case Choice():
            return ChoiceColumn(column, _codes() if fact == "residence" else {}, words_of(dtype))
        case Day():
            return DayColumns(column, column, is_instant(dtype))
        case SetOf():
            return list_column(column, dtype, engine)
        case SpellsOf():  # never
            raise AssertionError("a history is found in a table")


def source_of_entries(
    fact: str, columns: Mapping[str, str], kind: Kind, dtypes: Mapping[str, Any], engine: nw.Implementation
) -> Source:
    """Return where a fact is found, when it is in the columns of values of entries.

    *columns* says what each of these is called there; *dtypes* are the types of the entries' own.
    """
    if "value" in columns:
        return source_of(fact, columns["value"], kind, dtypes["value"], engine)
    if isinstance(kind, Day):
        are_instants = is_instant(dtypes["value_earliest"])
        return DayColumns(columns["value_earliest"], columns["value_latest"], are_instants)
    return MemberColumns({name.removeprefix("value."): TruthColumn(one) for name, one in columns.items()})


def _codes() -> Mapping[str, tuple[str, ...]]:
    """Return how each kommun may be written: by its name or its code."""
    return {one.name: (one.name, one.code) for one in municipalities().values()}


def is_key(dtype: Any) -> bool:
    """Whether a column of that type can name people."""
    return _is_text(dtype) or dtype.is_integer()


def _is_text(dtype: Any) -> bool:
    return dtype == nw.String or isinstance(dtype, nw.Enum | nw.Categorical) or dtype == nw.Categorical


def is_list(dtype: Any) -> bool:
    """Whether a column of that type holds lists of words."""
    return isinstance(dtype, nw.List) and _is_text(dtype.inner)


def is_of(dtype: Any, kind: Kind) -> bool:
    """Whether a column of that type holds facts of that kind."""
    match kind:
        case Boolean():
            return bool(dtype == nw.Boolean)
        case NumberOf():
            return bool(dtype.is_integer())
        case Choice():
            return _is_text(dtype)
        case SetOf():
            return is_list(dtype)
        case Day() | SpellsOf():  # never
            raise AssertionError("days and histories have columns of their own")


def fits(dtype: Any, wanted: str, kind: Kind | None) -> bool:
    """Whether a column of that type holds what is wanted; *kind* is that of the fact that the table is about."""
    match wanted:
        case "text":
            return _is_text(dtype)
        case "days":
            return is_day(dtype)
        case "numbers":
            return bool(dtype.is_numeric())
        case "true or false":
            return bool(dtype == nw.Boolean)
        case "":
            return True
        case _:
            return kind is not None and is_of(dtype, kind)


def wanted(kind: Kind) -> str:
    """Say what a column of a fact of that kind holds."""
    match kind:
        case Boolean():
            return "true or false"
        case NumberOf():
            return "whole numbers"
        case Choice(of):
            return f"words of the closed list {of}"
        case Day():
            return "days"
        case SetOf(of):
            return f"lists of words of the closed list {of}"
        case SpellsOf():  # never
            raise AssertionError("a history is found in a table")


def told(dtype: Any) -> str:
    """Say what a column is of, without the words of an enum."""
    if isinstance(dtype, nw.Datetime) and dtype.time_zone is not None:
        return "points in time with a time zone"
    return type(dtype).__name__
