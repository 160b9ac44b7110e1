"""Tables of counts before they are protected, and after (*röjandekontroll*).

A table before holds every count. A table after holds what may be printed: of what is hidden it knows only why.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Literal, get_args

import attrs

from samverkan.disclosure.publications import Key
from samverkan.errors import Fault, InvalidRecordError, SamverkanError, masked
from samverkan.immutable import frozen_mapping, frozen_set, frozen_tuple
from samverkan.roundings import Rounding

__all__ = ["Axis", "Cell", "Hidden", "ProtectedTable", "Shown", "Table", "TableRefusedError", "Totals", "Why"]

Totals = Literal["rows", "columns", "both", "none"]
Axis = Literal["rows", "columns"]


class TableRefusedError(SamverkanError, ValueError):
    """A table cannot be printed without letting small counts be reckoned.

    ``table`` is its id, ``tried`` what was tried, in order.
    """

    def __init__(self, table: str, tried: Iterable[str]) -> None:
        self.table = table
        self.tried = tuple(tried)
        super().__init__(table, self.tried)

    def __str__(self) -> str:
        tried = "; ".join(self.tried) or "nothing but hiding counts inside"
        return f"the table {self.table!r} cannot be printed safely; tried: {tried}"


# --- Before ---------------------------------------------------------------------------------------


def _names(names: Iterable[Any]) -> tuple[Any, ...]:
    return frozen_tuple(names)


def _set(names: Iterable[Any]) -> frozenset[Any]:
    return frozen_set(names)


def _mapping(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return frozen_mapping(mapping)


def _counts(counts: Mapping[Any, int]) -> Mapping[Any, int]:
    """Take the counts of a table without columns by row alone."""
    return frozen_mapping({(key, "") if isinstance(key, str) else key: count for key, count in counts.items()})


@attrs.frozen(repr=False)
class Table:
    """A table of counts, by rows and columns or by rows alone.

    * ``id``: what it is called in results.
    * ``rows``, ``columns``: the names of its categories, in the order in which they are printed.
    * ``counts``: how many there are for each ``(row, column)``, or for each row where there are no columns. None may
      be missing: unknown is not zero.
    * ``totals``: which totals are printed: of each row, of each column, both and the grand total, or none.
    * ``title``: a heading; it is passed on.
    * ``unprinted_rows``, ``unprinted_columns``: those that are counted in the totals and not printed themselves, such
      as those of whom something is unknown. Their counts are protected all the same.
    * ``rows_as``, ``columns_as``, ``total_as``: what the totals of its rows and columns, and its grand total, are
      figures of. Where two tables use the same word, the totals of categories with the same name are the same figures.
      In a table without columns the counts are themselves the totals of the rows.
    * ``shares_of``: print beside each count its share, in percent, of the total of its row or column (``rows``,
      ``columns``) or of the grand total (``total``), with ``decimals`` and ``rounding``; ``None`` for no shares.

    Raises:
        InvalidRecordError: when a count is missing, belongs nowhere, or is no whole number, 0 or more; when a name
            stands twice; when ``totals`` or ``shares_of`` is another word; or when shares are printed and no rounding
            is named.

    >>> table = Table("sex", rows=["A", "B"], columns=["women", "men"],
    ...               counts={("A", "women"): 3, ("A", "men"): 20, ("B", "women"): 12, ("B", "men"): 15})
    >>> table
    <Table sex: 2 by 2>
    """

    id: str
    rows: tuple[str, ...] = attrs.field(converter=_names, kw_only=True)
    columns: tuple[str, ...] = attrs.field(default=(), converter=_names, kw_only=True)
    counts: Mapping[tuple[str, str], int] = attrs.field(converter=_counts, kw_only=True)
    totals: Totals = attrs.field(default="both", kw_only=True)
    title: str = attrs.field(default="", kw_only=True)
    unprinted_rows: frozenset[str] = attrs.field(default=frozenset[str](), converter=_set, kw_only=True)
    unprinted_columns: frozenset[str] = attrs.field(default=frozenset[str](), converter=_set, kw_only=True)
    rows_as: str | None = attrs.field(default=None, kw_only=True)
    columns_as: str | None = attrs.field(default=None, kw_only=True)
    total_as: str | None = attrs.field(default=None, kw_only=True)
    shares_of: Axis | Literal["total"] | None = attrs.field(default=None, kw_only=True)
    decimals: int = attrs.field(default=0, kw_only=True)
    rounding: Rounding | str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = [*_faults_of_names(self), *_faults_of_counts(self)]
        if faults:
            raise InvalidRecordError(faults)

    @property
    def all_columns(self) -> tuple[str, ...]:
        """The columns; one without a name where there are none."""
        return self.columns or ("",)

    def cell(self, row: str, column: str = "") -> Key:
        """Return the key of a count."""
        return (self.id, "cell", row, column) if self.columns else self.row_total(row)

    def row_total(self, row: str) -> Key:
        """Return the key of the total of a row."""
        return (self.id, "row", row) if self.rows_as is None else (self.rows_as, row)

    def column_total(self, column: str) -> Key:
        """Return the key of the total of a column."""
        if not self.columns:
            return self.total
        return (self.id, "column", column) if self.columns_as is None else (self.columns_as, column)

    @property
    def total(self) -> Key:
        """The key of the grand total."""
        return (self.id, "total") if self.total_as is None else (self.total_as,)

    def __repr__(self) -> str:
        return f"<Table {self.id}: {len(self.rows)} by {len(self.all_columns)}>"


_TOTALS: Final = get_args(Totals)
_SHARES: Final = (None, "rows", "columns", "total")


def _faults_of_names(table: Table) -> list[Fault]:
    faults: list[Fault] = []
    for axis, names, unprinted in (
        ("rows", table.rows, table.unprinted_rows),
        ("columns", table.columns, table.unprinted_columns),
    ):
        if len(set(names)) < len(names):
            faults.append(Fault(axis, "each name once", "one twice"))
        if not unprinted <= set(names):
            faults.append(Fault(f"unprinted_{axis}", f"names of {axis}", "another"))
    if not table.rows:
        faults.append(Fault("rows", "at least one row", "none"))
    if table.totals not in _TOTALS:
        faults.append(Fault("totals", "rows, columns, both or none", masked(table.totals)))
    if table.shares_of not in _SHARES:
        faults.append(Fault("shares_of", "rows, columns, total or nothing", masked(table.shares_of)))
    if table.shares_of is not None and table.rounding is None:
        faults.append(Fault("rounding", "half_up, half_even or truncated", "nothing"))
    return faults


def _faults_of_counts(table: Table) -> list[Fault]:
    wanted = {(row, column) for row in table.rows for column in table.all_columns}
    faults: list[Fault] = []
    if missing := len(wanted - table.counts.keys()):
        faults.append(Fault("counts", "a count for each row and column", f"none for {missing}"))
    if others := len(table.counts.keys() - wanted):
        faults.append(Fault("counts", "counts of the rows and columns", f"{others} of others"))
    if any(type(count) is not int or count < 0 for count in table.counts.values()):
        faults.append(Fault("counts", "whole numbers, 0 or more", "another"))
    return faults


# --- After ----------------------------------------------------------------------------------------


class Why(StrEnum):
    """Why something is hidden."""

    PRIMARY = "primary"
    """It is small itself."""
    COMPLEMENTARY = "complementary"
    """Something small could be reckoned from it."""


@attrs.frozen
class Shown:
    """A figure that is printed; the ``value`` of a share is percent, or ``None`` when it is of nobody."""

    value: int | Decimal | None

    def __str__(self) -> str:
        return "." if self.value is None else str(self.value)


@attrs.frozen(repr=False)
class Hidden:
    """A figure that is hidden. It holds no value.

    ``why`` is for the agency's own eyes. All that is hidden is printed alike: a reader who knew which figures are small
    themselves would know that each is below the threshold.
    """

    why: Why

    def __str__(self) -> str:
        return ".."

    def __repr__(self) -> str:
        return "<Hidden>"


Cell = Shown | Hidden


@attrs.frozen(kw_only=True)
class ProtectedTable:
    """A table as it may be printed: :func:`~samverkan.disclosure.protection.protect` makes it.

    * ``rows``, ``columns``: the names of what is printed; merged categories stand under their new name.
    * ``cells``: by ``(row, column)``; the column is empty in a table without columns.
    * ``row_totals``, ``column_totals``, ``total``: those that are printed, and may be hidden.
    * ``shares``: the shares of the cells, by ``(row, column)``.
    * ``merged``: for each new name, the categories that were merged.
    * ``dropped``: what is no longer printed: ``row totals``, ``column totals``, ``grand total``.
    """

    id: str
    title: str = ""
    rows: tuple[str, ...] = attrs.field(converter=_names)
    columns: tuple[str, ...] = attrs.field(converter=_names)
    cells: Mapping[tuple[str, str], Cell] = attrs.field(converter=_mapping)
    row_totals: Mapping[str, Cell] = attrs.field(factory=dict[str, Cell], converter=_mapping)
    column_totals: Mapping[str, Cell] = attrs.field(factory=dict[str, Cell], converter=_mapping)
    total: Cell | None = None
    shares: Mapping[tuple[str, str], Cell] = attrs.field(factory=dict[tuple[str, str], Cell], converter=_mapping)
    merged: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]], converter=_mapping)
    dropped: tuple[str, ...] = attrs.field(default=(), converter=_names)

    def cell(self, row: str, column: str = "") -> Cell:
        """Return what is printed for a row and column."""
        return self.cells[row, column]
