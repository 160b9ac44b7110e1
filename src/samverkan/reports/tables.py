"""Tables of a report: rows of cells under columns, each column of one kind of number."""

from collections.abc import Iterable
from typing import Final

import attrs

from samverkan.errors import Fault, InvalidRecordError
from samverkan.immutable import frozen_tuple
from samverkan.reports.cells import Cell, Kind, as_text
from samverkan.texts import Text

__all__ = ["MOST_DECIMALS", "Column", "CountTable", "Row", "as_texts", "misfits"]

MOST_DECIMALS: Final = 6
"""So many decimals a column has at most."""

_WANTED: Final = {
    Kind.COUNT: "a whole number, 0 or more",
    Kind.SHARE: "a share from 0 to 1",
    Kind.NUMBER: "a number",
}


def as_texts(texts: Iterable[Text | str]) -> tuple[Text, ...]:
    """Return words that a page can hold, each in both languages."""
    return tuple(as_text(text) for text in texts)


def misfits(where: str, cell: Cell, kind: Kind) -> tuple[Fault, ...]:
    """Return what is wrong with a cell among others of that kind."""
    return () if cell.fits(kind) else (Fault(where, _WANTED[kind], "another number"),)


@attrs.frozen
class Column:
    """A column: its heading, what sort of numbers stand in it, and with how many decimals they are written.

    Raises:
        InvalidRecordError: when ``decimals`` is not a whole number from 0 to 6.
    """

    heading: Text = attrs.field(converter=as_text)
    kind: Kind = attrs.field(default=Kind.COUNT, kw_only=True)
    decimals: int = attrs.field(default=0, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.decimals not in range(MOST_DECIMALS + 1):
            raise InvalidRecordError([Fault("decimals", f"a whole number from 0 to {MOST_DECIMALS}", "another")])


@attrs.frozen
class Row:
    """A row: its label and a cell for each column. ``is_total`` sets it apart as what the others add to."""

    label: Text = attrs.field(converter=as_text)
    cells: tuple[Cell, ...] = attrs.field(converter=frozen_tuple)
    is_total: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen(kw_only=True)
class CountTable:
    """A table of cells that are already protected.

    ``caption`` says what it shows, ``row_heading`` what the rows are, ``notes`` what one must know to read it.

    Raises:
        InvalidRecordError: when it has no column, a row has not a cell for each, or a cell does not fit its column.

    >>> table = CountTable(caption="Kommuner", row_heading="Kommun", columns=[Column("Antal")],
    ...                    rows=[Row("Ludvika", [Cell(27)]), Row("Smedjebacken", [Cell.hidden()])])
    >>> len(table.rows)
    2
    """

    caption: Text = attrs.field(converter=as_text)
    row_heading: Text = attrs.field(converter=as_text)
    columns: tuple[Column, ...] = attrs.field(converter=frozen_tuple)
    rows: tuple[Row, ...] = attrs.field(converter=frozen_tuple)
    notes: tuple[Text, ...] = attrs.field(default=(), converter=as_texts)

    def __attrs_post_init__(self) -> None:
        faults = [] if self.columns else [Fault("columns", "at least one", "none")]
        for position, row in enumerate(self.rows):
            where = f"rows[{position}].cells"
            if len(row.cells) != len(self.columns):
                faults.append(Fault(where, f"{len(self.columns)} cells, one a column", str(len(row.cells))))
                continue
            for at, (cell, column) in enumerate(zip(row.cells, self.columns, strict=True)):
                faults += misfits(f"{where}[{at}]", cell, column.kind)
        if faults:
            raise InvalidRecordError(faults)
