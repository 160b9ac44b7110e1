"""Protecting tables that are printed together: what is hidden, what is left out, and what is refused."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import attrs

from samverkan.disclosure.layouts import DropShares, DropTotals, HideTotals, Layout, Merge, Remedy
from samverkan.disclosure.notes import hidden_note
from samverkan.disclosure.publications import Audit, Key, Publication, Sum, audit
from samverkan.disclosure.shares import Rest, ShareOf
from samverkan.disclosure.suppression import Figures, Hiding, Suppressor
from samverkan.disclosure.tables import Cell, Hidden, ProtectedTable, Shown, Table, TableRefusedError, Why
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, UnknownNameError, masked
from samverkan.immutable import frozen_mapping
from samverkan.roundings import Rounding
from samverkan.texts import Language, Text

__all__ = [
    "Audit",
    "DropShares",
    "DropTotals",
    "Hidden",
    "HideTotals",
    "Merge",
    "Protected",
    "ProtectedTable",
    "Publication",
    "Rounding",
    "ShareOf",
    "Shown",
    "Sum",
    "Table",
    "TableRefusedError",
    "Why",
    "audit",
    "protect",
]

Zeros = Literal["shown", "hideable", "hidden"]
_ZEROS: Final = ("shown", "hideable", "hidden")
_REMEDIES: Final[tuple[Remedy, ...]] = (DropShares(), HideTotals())


def protect(  # noqa: PLR0913
    tables: Iterable[Table],
    *,
    threshold: int,
    protection: int | None = None,
    zeros: Zeros = "hideable",
    shares: Iterable[ShareOf] = (),
    sums: Iterable[Sum] = (),
    remedies: Sequence[Remedy] | Mapping[str, Sequence[Remedy]] = _REMEDIES,
) -> "Protected":
    """Return the tables as they may be printed together.

    * *threshold*: counts from 1 to one less than this are hidden. It has no default.
    * *protection*: how many values must at least be possible for every hidden figure, and for every small one that is
      not printed; one more than the threshold, unless said. They are counted from 0.
    * *zeros*: ``hideable``, for the sake of others; ``hidden``, as small; or ``shown``, always, and then whoever knows
      that knows that nothing hidden is 0.
    * *shares*: shares that are printed beside the tables, of figures of theirs: ``table.cell(row, column)``,
      ``table.row_total(row)``, ``table.column_total(column)``, ``table.total``.
    * *sums*: how figures of different tables hang together, where they do not go by the same words: that a column's
      total in one is the sum of two counts in another.
    * *remedies*: what is done where hiding counts inside a table does not suffice, in that order; for all tables, or by
      their ids. Afterwards the table is refused, and the others are protected without it.

    Raises:
        InvalidRecordError: when tables share an id; when the same figure is not the same in two tables; when a share is
            of a figure that is in no table, or its part is more than its whole.
        InvalidValueError: when *threshold*, *protection* or *zeros* is not what is wanted.
        TableRefusedError: when no table can be printed.

    >>> table = Table("sex", rows=["A", "B"], columns=["women", "men"],
    ...               counts={("A", "women"): 3, ("A", "men"): 20, ("B", "women"): 12, ("B", "men"): 15})
    >>> made = protect([table], threshold=5)["sex"]
    >>> [str(made.cell(row, column)) for row in "AB" for column in ("women", "men")]
    ['..', '..', '..', '..']
    >>> [str(total) for total in (*made.row_totals.values(), *made.column_totals.values(), made.total)]
    ['23', '27', '15', '35', '50']
    """
    for name, number in (("threshold", threshold), ("protection", 1 if protection is None else protection)):
        if type(number) is not int or number < 1:
            raise InvalidValueError(where=name, wanted="a whole number, 1 or more", got=masked(number))
    if zeros not in _ZEROS:
        raise InvalidValueError(where="zeros", wanted="shown, hideable or hidden", got=masked(zeros))
    protection = threshold + 1 if protection is None else protection
    report = _Report(tables, shares, sums, remedies, zeros)
    suppressor = Suppressor(smallest=0 if zeros == "hidden" else 1, largest=threshold - 1, protection=protection)
    while True:
        figures = report.figures()
        hiding = suppressor.hide(figures, may_drop=report.may_drop())
        if hiding.exposed is None:
            break
        report.mend(hiding.exposed)
    return report.made(figures, hiding, threshold, protection, zeros)


@attrs.frozen(kw_only=True)
class Protected:
    """Tables that may be printed together; :func:`protect` makes it. It holds no value of anything hidden.

    * ``tables``: by id, without those that were refused.
    * ``refused``: for each table that cannot be printed, what was tried.
    * ``shares``: what is printed of the shares beside the tables.
    * ``publication``: everything that is printed, to be audited: ``audit(protected.publication)``.
    """

    tables: Mapping[str, ProtectedTable]
    refused: Mapping[str, tuple[str, ...]]
    shares: Mapping[ShareOf, Cell]
    publication: Publication
    threshold: int
    protection: int
    zeros: Zeros

    def __getitem__(self, table: str) -> ProtectedTable:
        """Return a table by its id.

        Raises:
            TableRefusedError: when it was refused.
            UnknownNameError: when there is none.
        """
        if table in self.refused:
            raise TableRefusedError(table, self.refused[table])
        if table not in self.tables:
            raise UnknownNameError("table", table, self.tables)
        return self.tables[table]

    def note(self, language: Language) -> str:
        """Return what readers are told beside the tables.

        >>> table = Table("sex", rows=["women", "men"], counts={"women": 12, "men": 15})
        >>> for sentence in protect([table], threshold=5).note("sv").split(". "):
        ...     print(sentence)
        Antal under 5 visas inte
        Andra uppgifter, även 0, kan också vara dolda, så att de små antalen inte går att räkna ut
        Det som är dolt är markerat med ”..”
        En andel av ingen är markerad med ”.”.
        """
        note = hidden_note(self.threshold, language, zeros=self.zeros)
        return f"{note} {_NOBODY.in_(language)}"


_NOBODY: Final = Text(
    sv="En andel av ingen är markerad med ”.”.",
    en="A share of nobody is marked “.”.",
)


# --- From tables to figures, and back -------------------------------------------------------------


class _Report:
    """Tables on their way to being printed, and what has been done to them."""

    def __init__(
        self,
        tables: Iterable[Table],
        shares: Iterable[ShareOf],
        sums: Iterable[Sum],
        remedies: Sequence[Remedy] | Mapping[str, Sequence[Remedy]],
        zeros: Zeros,
    ) -> None:
        given = list(tables)
        self.layouts = {table.id: Layout.of(table) for table in given}
        self.order = tuple(self.layouts)
        self.shares = tuple(shares)
        self.sums = tuple(sums)
        self.zeros = zeros
        by_table = remedies if isinstance(remedies, Mapping) else dict.fromkeys(self.order, remedies)
        self.remedies = {name: list(by_table.get(name, ())) for name in self.order}
        self.tried: dict[str, list[str]] = {name: [] for name in self.order}
        self.refused: set[str] = set()
        if len(self.layouts) < len(given):
            raise InvalidRecordError([Fault("tables", "tables with an id each", "one that is taken")])
        self._check()

    def _check(self) -> None:
        values: dict[Key, int] = {}
        faults: list[Fault] = []
        for place, name in enumerate(self.order):
            own = self.layouts[name].values()
            if any(values.get(key, value) != value for key, value in own.items()):
                faults.append(
                    Fault(f"tables[{place}]", "the same figures as the tables that it shares them with", "others")
                )
            values |= own
        for place, one in enumerate(self.sums):
            if not {one.total, *one.parts} <= values.keys():
                faults.append(Fault(f"sums[{place}]", "a sum of figures in the tables", "another"))
            elif values[one.total] != sum(values[part] for part in one.parts):
                faults.append(Fault(f"sums[{place}]", "figures that add up", "others"))
        for place, share in enumerate(self.shares):
            if share.part not in values or share.whole not in values:
                faults.append(Fault(f"shares[{place}]", "a share of figures in the tables", "another"))
            elif values[share.part] > values[share.whole]:
                faults.append(Fault(f"shares[{place}]", "a part that is no more than the whole", "more"))
        if faults:
            raise InvalidRecordError(faults)

    def figures(self) -> Figures:
        """Return the figures of all tables; those of a refused one are there, and none of them is printed for it."""
        values: dict[Key, int] = {}
        sums: dict[Sum, None] = dict.fromkeys(self.sums)
        for layout in self.layouts.values():
            values |= layout.values()
            sums |= dict.fromkeys(layout.sums())
        cells: set[Key] = set()
        totals: set[Key] = set()
        kept: set[Key] = set()
        shares: set[ShareOf] = {share for share in self.shares if not self._of_refused(share)}
        for layout in self._printed():
            cells |= {layout.cell(row, column) for row, column in layout.cells()}
            totals |= set(layout.totals_printed())
            kept |= set() if layout.hides_totals else set(layout.totals_printed())
            shares |= {share for _, share in layout.shares()}
        for share in sorted(shares, key=repr):
            rest = Rest(share.part, share.whole)
            values[rest] = values[share.whole] - values[share.part]
            sums[Sum(share.whole, (share.part, rest))] = None
        zeros = {key for key, value in values.items() if not value} if self.zeros == "shown" else set[Key]()
        return Figures(
            values=values,
            sums=tuple(sums),
            printed=frozenset(cells | totals),
            never_beside=frozenset(kept | zeros),
            beside_last=frozenset(totals),
            shares=frozenset(shares),
        )

    def may_drop(self) -> frozenset[ShareOf]:
        """Return the shares that may be left out."""
        layouts = [layout for layout in self._printed() if layout.drops_shares]
        keys = {key for layout in layouts for key in layout.values()}
        beside = {share for share in self.shares if {share.part, share.whole} & keys}
        return frozenset(beside.union(share for layout in layouts for _, share in layout.shares()))

    def mend(self, exposed: Key) -> None:
        """Do the next that may be done for a figure that is exposed, to the first table, by id, that is concerned."""
        concerned = self._concerned({exposed.part, exposed.whole} if isinstance(exposed, Rest) else {exposed})
        for name in concerned:
            while self.remedies[name]:
                remedy = self.remedies[name][0]
                changed = self.layouts[name].with_(remedy, exposed)
                if changed is not None:
                    self.layouts[name] = changed
                    if str(remedy) not in self.tried[name]:
                        self.tried[name].append(str(remedy))
                    return
                self.remedies[name].pop(0)
        self.refused.add(concerned[0])
        if len(self.refused) == len(self.order):
            raise TableRefusedError(concerned[0], self.tried[concerned[0]])

    def _concerned(self, figures: set[Key]) -> list[str]:
        """Return the printed tables that hold one of the figures, or else what hangs together with them most nearly.

        A figure that is exposed may be one of a table that was refused, or of no table.
        """
        keys = {layout.table.id: layout.values().keys() for layout in self._printed()}
        sums = [*self.sums, *(one for layout in self.layouts.values() for one in layout.sums())]
        near, seen = figures, set(figures)
        while near:
            found = sorted(name for name, own in keys.items() if near & own)
            if found:
                return found
            hanging = ({one.total, *one.parts} for one in sums)
            near = {key for together in hanging if near & together for key in together} - seen
            seen |= near
        raise AssertionError("what can be worked out hangs together with what is printed")

    def _printed(self) -> list[Layout]:
        return [self.layouts[name] for name in self.order if name not in self.refused]

    def _of_refused(self, share: ShareOf) -> bool:
        keys = {key for layout in self._printed() for key in layout.values()}
        return not {share.part, share.whole} <= keys

    # --- What comes of it ---------------------------------------------------------------------------

    def made(self, figures: Figures, hiding: Hiding, threshold: int, protection: int, zeros: Zeros) -> Protected:
        """Return what may be printed."""
        publication = figures.publication(hiding.hidden, hiding.shares)
        printer = _Printer(publication, hiding)
        return Protected(
            tables=frozen_mapping({layout.table.id: printer.table(layout) for layout in self._printed()}),
            refused=frozen_mapping({name: tuple(self.tried[name]) for name in self.order if name in self.refused}),
            shares=frozen_mapping(
                {share: printer.share(share) for share in self.shares if not self._of_refused(share)}
            ),
            publication=publication,
            threshold=threshold,
            protection=protection,
            zeros=zeros,
        )


class _Printer:
    """Puts together what is printed, from what is printed alone."""

    def __init__(self, publication: Publication, hiding: Hiding) -> None:
        self.publication = publication
        self.primary = hiding.primary

    def figure(self, key: Key) -> Cell:
        if key in self.publication.printed:
            return Shown(self.publication.printed[key])
        return Hidden(Why.PRIMARY if key in self.primary else Why.COMPLEMENTARY)

    def share(self, share: ShareOf) -> Cell:
        if share in self.publication.shares:
            return Shown(self.publication.shares[share])
        return Hidden(Why.PRIMARY if share.part in self.primary else Why.COMPLEMENTARY)

    def table(self, layout: Layout) -> ProtectedTable:
        table = layout.table
        made: dict[str, Any] = {}
        if layout.has_row_totals:
            made["row_totals"] = {row.name: self.figure(layout.row_total(row)) for row in layout.rows}
        if layout.has_column_totals:
            made["column_totals"] = {column.name: self.figure(layout.column_total(column)) for column in layout.columns}
        if layout.has_total:
            made["total"] = self.figure(table.total)
        before = Layout.of(table)
        dropped = [
            name
            for name, had, has in (
                ("row totals", before.has_row_totals, layout.has_row_totals),
                ("column totals", before.has_column_totals, layout.has_column_totals),
                ("grand total", before.has_total, layout.has_total),
            )
            if had and not has
        ]
        return ProtectedTable(
            id=table.id,
            title=table.title,
            rows=[row.name for row in layout.rows],
            columns=[column.name for column in layout.columns] if table.columns else [],
            cells={(row.name, column.name): self.figure(layout.cell(row, column)) for row, column in layout.cells()},
            shares={names: self.share(share) for names, share in layout.shares()},
            merged={each.name: each.of for each in (*layout.rows, *layout.columns) if len(each.of) > 1},
            dropped=dropped,
            **made,
        )
