"""From counts to cells: a report's tables are protected together, and only what may be printed leaves here."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from samverkan.disclosure.layouts import DropShares, HideTotals, Remedy
from samverkan.disclosure.protection import Protected, ProtectedTable, Shown, Sum, Table, protect
from samverkan.disclosure.publications import Key
from samverkan.disclosure.shares import ShareOf
from samverkan.disclosure.tables import Cell as ProtectedCell
from samverkan.figures import Figure
from samverkan.reports.cells import Cell
from samverkan.roundings import Rounding

__all__ = ["Printed", "Printing", "one_way"]


def one_way(name: str, counts: Mapping[str, int]) -> Table:
    """Return a table of rows alone, with their total."""
    return Table(name, rows=tuple(counts), counts=dict(counts), totals="columns")


class Printing:
    """Tables on their way to the page: how they hang together is said, and they are protected all at once."""

    def __init__(self) -> None:
        self._tables: dict[str, Table] = {}
        self._sums: list[Sum] = []
        self._shares: list[ShareOf] = []
        self._remedies: dict[str, tuple[Remedy, ...]] = {}

    def add(self, table: Table, *, same_as: Key | None = None, remedies: Sequence[Remedy] | None = None) -> Table:
        """Take a table in; *same_as* is a figure of another one that its grand total is."""
        self._tables[table.id] = table
        self._remedies[table.id] = (DropShares(), HideTotals()) if remedies is None else tuple(remedies)
        if same_as is not None:
            self._sums.append(Sum(table.total, [same_as]))
        return table

    def asked(self, name: str, figure: Figure, *, unknown: int, same_as: Key | None = None) -> tuple[Table, Table]:
        """Take in a question of each: return of how many the answer is known, and of how many of those it is yes."""
        known = self.add(one_way(f"{name}--known", {"known": figure.denominator, "unknown": unknown}), same_as=same_as)
        answers = one_way(name, {"yes": figure.numerator, "no": figure.denominator - figure.numerator})
        return known, self.add(answers, same_as=known.row_total("known"))

    def tie(self, total: Key, parts: Iterable[Key]) -> None:
        """Say that a figure is the sum of others."""
        self._sums.append(Sum(total, tuple(parts)))

    def share(self, part: Key, whole: Key) -> ShareOf:
        """Print a share, in per cent without decimals, rounded half up."""
        share = ShareOf(part=part, whole=whole, rounding=Rounding.HALF_UP)
        self._shares.append(share)
        return share

    def printed(self, threshold: int) -> "Printed":
        """Return what may be printed, when counts below *threshold* are small.

        Raises:
            InvalidValueError: when it is not a whole number, 1 or more.
            TableRefusedError: when nothing can be printed.
        """
        return Printed(
            protect(
                self._tables.values(),
                threshold=threshold,
                shares=self._shares,
                remedies=self._remedies,
                sums=self._sums,
            )
        )


@attrs.frozen
class Printed:
    """What may be printed, as the cells of a report."""

    protected: Protected

    def table(self, name: str) -> ProtectedTable | None:
        """Return a table; ``None`` where it was refused."""
        return self.protected.tables.get(name)

    def count(self, key: Key) -> Cell:
        """Return the cell of a figure, by its key."""
        printed = self.protected.publication.printed
        return Cell(printed[key]) if key in printed else Cell.hidden()

    def share(self, share: ShareOf) -> Cell:
        """Return the cell of a share."""
        found = self.protected.shares.get(share)
        if not isinstance(found, Shown):
            return Cell.hidden()
        return Cell.none() if found.value is None else Cell(Fraction(found.value) / 100)

    def cell(self, cell: ProtectedCell) -> Cell:
        """Return the cell of a count in a table."""
        return Cell(int(cell.value or 0)) if isinstance(cell, Shown) else Cell.hidden()
