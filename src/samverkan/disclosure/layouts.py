"""How a table is to be printed, and what can be done to it when hiding counts inside does not suffice."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, assert_never

import attrs

from samverkan.disclosure.publications import Key, Sum
from samverkan.disclosure.shares import ShareOf
from samverkan.disclosure.tables import Axis, Table, Totals
from samverkan.errors import InvalidValueError, masked

__all__ = ["Category", "DropShares", "DropTotals", "HideTotals", "Layout", "Merge", "Remedy"]


# --- What can be done -----------------------------------------------------------------------------


@attrs.frozen
class HideTotals:
    """Let single totals be hidden for the sake of counts; only where hiding counts inside does not suffice."""

    def __str__(self) -> str:
        return "hiding totals"


@attrs.frozen
class DropShares:
    """Leave out shares, as far as that is needed."""

    def __str__(self) -> str:
        return "leaving out shares"


@attrs.frozen
class DropTotals:
    """Print no totals of the rows, of the columns, or none at all; without either, there is no grand total."""

    which: Literal["rows", "columns", "both"] = "both"

    def __str__(self) -> str:
        return "leaving out totals" if self.which == "both" else f"leaving out the totals of {self.which}"


def _has_places(merge: "Merge", attribute: "attrs.Attribute[Any]", value: str) -> None:
    if merge.ordered and not ("{first}" in value and "{last}" in value):
        raise InvalidValueError(where=attribute.name, wanted="a name with {first} and {last}", got=masked(value))


@attrs.frozen
class Merge:
    """Merge categories, two at a time, until it suffices or two are left.

    Ordered ones, such as ages, merge with a neighbour, and *into* names the first and the last, as in
    ``"{first} to {last}"``. Others are gathered, the smallest first, in one category called *into*.

    Raises:
        InvalidValueError: when the name of ordered categories does not say the first and the last.
    """

    axis: Axis
    ordered: bool = attrs.field(default=False, kw_only=True)
    into: str = attrs.field(validator=_has_places, kw_only=True)

    def __str__(self) -> str:
        return f"merging {self.axis}"


Remedy = Merge | DropTotals | HideTotals | DropShares


# --- How it is printed ----------------------------------------------------------------------------


@attrs.frozen
class Category:
    """A row or a column as it is printed, and the categories of the table that it is made of."""

    name: str
    of: tuple[str, ...]


@attrs.frozen(kw_only=True, repr=False)
class Layout:
    """A table, and how it is printed: with which rows and columns, totals and shares."""

    table: Table
    rows: tuple[Category, ...]
    columns: tuple[Category, ...]
    totals: Totals
    hides_totals: bool = False
    drops_shares: bool = False

    @classmethod
    def of(cls, table: Table) -> "Layout":
        """Return the table as it was given."""
        rows = tuple(Category(name, (name,)) for name in table.rows if name not in table.unprinted_rows)
        columns = tuple(Category(name, (name,)) for name in table.all_columns if name not in table.unprinted_columns)
        return cls(table=table, rows=rows, columns=columns, totals=table.totals)

    # --- Keys -------------------------------------------------------------------------------------

    def cell(self, row: Category, column: Category) -> Key:
        """Return the key of a count that is printed."""
        if not self.table.columns:
            return self.row_total(row)
        if len(row.of) == len(column.of) == 1:
            return self.table.cell(row.of[0], column.of[0])
        return self.table.id, "cell", row.of, column.of

    def row_total(self, row: Category) -> Key:
        """Return the key of the total of a row."""
        return self.table.row_total(row.of[0]) if len(row.of) == 1 else _merged(self.table.row_total, row)

    def column_total(self, column: Category) -> Key:
        """Return the key of the total of a column."""
        return (
            self.table.column_total(column.of[0]) if len(column.of) == 1 else _merged(self.table.column_total, column)
        )

    def cells(self) -> Iterator[tuple[Category, Category]]:
        """Yield the rows and columns of the counts that are printed."""
        return ((row, column) for row in self.rows for column in self.columns)

    def totals_printed(self) -> Iterator[Key]:
        """Yield the keys of the totals that are printed."""
        if self.has_row_totals:
            yield from (self.row_total(row) for row in self.rows)
        if self.has_column_totals:
            yield from (self.column_total(column) for column in self.columns)
        if self.has_total:
            yield self.table.total

    @property
    def has_row_totals(self) -> bool:
        """Whether the totals of the rows are printed beside the counts."""
        return bool(self.table.columns) and self.totals in {"rows", "both"}

    @property
    def has_column_totals(self) -> bool:
        """Whether the totals of the columns are printed."""
        return bool(self.table.columns) and self.totals in {"columns", "both"}

    @property
    def has_total(self) -> bool:
        """Whether the grand total is printed."""
        return self.totals == "both" or (not self.table.columns and self.totals == "columns")

    def shares(self) -> Iterator[tuple[tuple[str, str], ShareOf]]:
        """Yield the shares that are printed beside counts, by the names of row and column."""
        table = self.table
        if table.shares_of is None:
            return
        for row, column in self.cells():
            match table.shares_of:
                case "rows":
                    whole = self.row_total(row)
                case "columns":
                    whole = self.column_total(column)
                case "total":
                    whole = table.total
                case _ as never:
                    assert_never(never)
            share = ShareOf(
                part=self.cell(row, column), whole=whole, decimals=table.decimals, rounding=table.rounding or ""
            )
            yield (row.name, column.name), share

    # --- Figures ----------------------------------------------------------------------------------

    def values(self) -> Mapping[Key, int]:
        """Return every figure of the table: its counts and totals, and what is merged of them."""
        table = self.table
        rows = [*(Category(name, (name,)) for name in table.rows), *self.rows]
        columns = [*(Category(name, (name,)) for name in table.all_columns), *self.columns]
        values: dict[Key, int] = {table.total: sum(table.counts.values())}
        values |= {self.row_total(row): self._count(row.of, table.all_columns) for row in rows}
        values |= {self.column_total(column): self._count(table.rows, column.of) for column in columns}
        return values | {self.cell(row, column): self._count(row.of, column.of) for row in rows for column in columns}

    def sums(self) -> Iterator[Sum]:
        """Yield how the figures hang together."""
        table = self.table
        yield Sum(table.total, [table.row_total(row) for row in table.rows])
        for row in self.rows:
            if len(row.of) > 1:
                yield Sum(self.row_total(row), [table.row_total(name) for name in row.of])
        if not table.columns:
            return
        for name in table.rows:
            yield Sum(table.row_total(name), [table.cell(name, column) for column in table.columns])
        for name in table.columns:
            yield Sum(table.column_total(name), [table.cell(row, name) for row in table.rows])
        for column in self.columns:
            if len(column.of) > 1:
                yield Sum(self.column_total(column), [table.column_total(name) for name in column.of])
        for row, column in self.cells():
            if len(row.of) * len(column.of) > 1:
                yield Sum(self.cell(row, column), [table.cell(one, other) for one in row.of for other in column.of])

    def _count(self, rows: tuple[str, ...], columns: tuple[str, ...]) -> int:
        return sum(self.table.counts[row, column] for row in rows for column in columns)

    # --- Remedies ---------------------------------------------------------------------------------

    def with_(self, remedy: Remedy, exposed: Key) -> "Layout | None":
        """Return the layout after *remedy*; ``None`` when it changes nothing any more."""
        match remedy:
            case HideTotals():
                changed = attrs.evolve(self, hides_totals=True)
            case DropShares():
                changed = attrs.evolve(self, drops_shares=True)
            case DropTotals(which):
                changed = attrs.evolve(self, totals=_LEFT[which][self.totals])
            case Merge():
                changed = self._merging(remedy, exposed)
            case _ as never:
                assert_never(never)
        return None if changed == self else changed

    def _merging(self, merge: Merge, exposed: Key) -> "Layout":
        categories = self.rows if merge.axis == "rows" else self.columns
        if len(categories) <= _LEAST_CATEGORIES:
            return self
        sizes = {each: (self._size(merge.axis, each), each.name) for each in categories}
        touched = [each for each in categories if exposed in self._keys_of(merge.axis, each)]
        first = min(touched or categories, key=sizes.__getitem__)
        if merge.ordered:
            merged = _with_neighbour(categories, first, sizes, merge.into)
        else:
            merged = _gathered(categories, first, sizes, merge.into)
        return attrs.evolve(self, rows=merged) if merge.axis == "rows" else attrs.evolve(self, columns=merged)

    def _size(self, axis: Axis, category: Category) -> int:
        table = self.table
        return self._count(category.of, table.all_columns) if axis == "rows" else self._count(table.rows, category.of)

    def _keys_of(self, axis: Axis, category: Category) -> set[Key]:
        table = self.table
        single = [Category(name, (name,)) for name in category.of]
        if axis == "rows":
            columns = [*(Category(name, (name,)) for name in table.all_columns), *self.columns]
            keys = {self.cell(row, column) for row in (category, *single) for column in columns}
            return keys | {self.row_total(row) for row in (category, *single)}
        rows = [*(Category(name, (name,)) for name in table.rows), *self.rows]
        keys = {self.cell(row, column) for column in (category, *single) for row in rows}
        return keys | {self.column_total(column) for column in (category, *single)}


_LEAST_CATEGORIES: Final = 2
_LEFT: Final[Mapping[str, Mapping[str, Totals]]] = {
    "rows": {"rows": "none", "columns": "columns", "both": "columns", "none": "none"},
    "columns": {"rows": "rows", "columns": "none", "both": "rows", "none": "none"},
    "both": dict.fromkeys(("rows", "columns", "both", "none"), "none"),
}
"""Which totals are left when some are dropped."""


def _merged(key_of: Any, category: Category) -> Key:
    """Return the key of a total of what is merged; it is the same in every table that has the same totals."""
    *kind, _ = key_of("")
    return *kind, tuple(sorted(category.of))


def _gathered(
    categories: tuple[Category, ...], first: Category, sizes: Mapping[Category, tuple[int, str]], into: str
) -> tuple[Category, ...]:
    others = [each for each in categories if each != first]
    second = next((each for each in others if each.name == into), None) or min(others, key=sizes.__getitem__)
    kept = [each for each in categories if each not in {first, second}]
    return *kept, Category(into, tuple(sorted({*first.of, *second.of})))


def _with_neighbour(
    categories: tuple[Category, ...], first: Category, sizes: Mapping[Category, tuple[int, str]], into: str
) -> tuple[Category, ...]:
    place = categories.index(first)
    beside = [other for other in (place - 1, place + 1) if 0 <= other < len(categories)]
    start = min(place, min(beside, key=lambda other: (sizes[categories[other]][0], other)))
    of = (*categories[start].of, *categories[start + 1].of)
    merged = Category(into.replace("{first}", of[0]).replace("{last}", of[-1]), of)
    return *categories[:start], merged, *categories[start + 2 :]
