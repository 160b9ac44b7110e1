"""Who came, and from where: the referrals received, by programme, by who referred, and by age and sex."""

from collections import Counter
from collections.abc import Iterable, Sequence

from samverkan.disclosure.protection import HideTotals, Merge, ProtectedTable, Table
from samverkan.indicators import GroupBy
from samverkan.referral_events import SELF
from samverkan.reports.cells import Cell
from samverkan.reports.contents import Bars, BigFigure, Part, Prose, Section
from samverkan.reports.gathering import Gathered
from samverkan.reports.printing import Printed, Printing
from samverkan.reports.section_words import filled, number_told
from samverkan.reports.tables import Column, CountTable, Row
from samverkan.texts import Text

__all__ = ["RECEIVED", "SHORT", "TO_PROGRAMME", "Came", "whole_table"]

RECEIVED = "received"
TO_PROGRAMME = "to programme"
"""What the total and the totals by programme are figures of, in every table that has them."""
OTHER = "other"
UNKNOWN = "unknown"
MOST_SERIES = 4


class Came:
    """The section, before and after its tables are protected.

    ``received`` is a table of programmes by who referred, whose totals other sections hang on.
    """

    def __init__(self, gathered: Gathered, printing: Printing) -> None:
        self.model = gathered.model
        counts = self._by_programme(gathered)
        self.senders = self._senders(sender for _, sender in counts)
        self.programmes = tuple(one for one in self.model.programmes if any(one == name for name, _ in counts))
        self.received: Table | None = None
        self.ages: Table | None = None
        if not self.programmes:
            return
        self.received = printing.add(
            Table(
                "received",
                rows=self.programmes,
                columns=self.senders,
                counts={(row, column): counts[row, column] for row in self.programmes for column in self.senders},
                rows_as=TO_PROGRAMME,
                total_as=RECEIVED,
            ),
            remedies=[HideTotals(), Merge("columns", into=OTHER)],
        )
        self.ages = printing.add(
            self._ages(gathered),
            remedies=[Merge("rows", ordered=True, into=_FROM_TO), HideTotals()],
        )

    def total_of(self, programme: str) -> object:
        """Return the key of how many were received to a programme."""
        return None if self.received is None else self.received.row_total(programme)

    def section(self, printed: Printed) -> Section:
        """Return the section, from what may be printed."""
        parts = [] if self.received is None else [self._from(printed), self._by_age(printed)]
        return Section("who", filled("who"), number_told("who.lead", self._number(printed)), parts)

    def figures(self, printed: Printed) -> Sequence[BigFigure]:
        """Return the main figures."""
        return [BigFigure(filled("received"), self._number(printed))]

    def _number(self, printed: Printed) -> Cell:
        return Cell(0) if self.received is None else printed.count(self.received.total)

    # --- What is counted ----------------------------------------------------------------------------

    def _by_programme(self, gathered: Gathered) -> Counter[tuple[str, str]]:
        counts: Counter[tuple[str, str]] = Counter()
        for part in gathered.figures["received"].parts:
            sender = self._party(str(part.group[GroupBy.REFERRED_BY]))
            counts[str(part.group[GroupBy.PROGRAMME]), sender] += part.numerator
        return counts

    def _party(self, who: str) -> str:
        register = self.model.agencies
        if who == SELF:
            return SELF
        known = register.agencies.get(who)
        return OTHER if known is None or known.party is None else known.party

    def _senders(self, there_are: Iterable[str]) -> tuple[str, ...]:
        found = {*there_are}
        return tuple(one for one in (*self.model.agencies.parties, SELF, OTHER) if one in found)

    def _ages(self, gathered: Gathered) -> Table:
        counts: Counter[tuple[str, str]] = Counter()
        for part in gathered.figures["who"].parts:
            counts[part.group[GroupBy.AGE] or UNKNOWN, part.group[GroupBy.SEX] or UNKNOWN] += part.numerator
        bands = tuple(dict.fromkeys(row for row, _ in counts))
        sexes = (*self.model.lists["sexes"], *([UNKNOWN] if any(sex == UNKNOWN for _, sex in counts) else []))
        cells = {(row, column): counts[row, column] for row in bands for column in sexes}
        # Those few whose age or sex is unknown are in the totals of the columns, and not printed themselves.
        return Table(
            "ages",
            rows=bands,
            columns=sexes,
            counts=cells,
            totals="columns",
            total_as=RECEIVED,
            unprinted_rows={UNKNOWN} & {*bands},
            unprinted_columns={UNKNOWN} & {*sexes},
        )

    # --- What is printed ----------------------------------------------------------------------------

    def _from(self, printed: Printed) -> Part:
        found = printed.table("received")
        if found is None:
            return Prose(filled("refused"))
        return whole_table(
            found,
            printed,
            caption=filled("from"),
            heading=filled("programme"),
            rows={one: self.model.programmes[one].definition.name for one in found.rows},
            columns={one: self.sender(one) for one in found.columns},
            notes=[filled("from.note"), *self._abbreviated(found.columns)],
        )

    def _by_age(self, printed: Printed) -> Part:
        found = printed.table("ages")
        if found is None:
            return Prose(filled("refused"))
        sexes = self.model.lists["sexes"]
        table = whole_table(
            found,
            printed,
            caption=filled("ages"),
            heading=filled("age"),
            rows={one: _band(one) for one in found.rows},
            columns={one: sexes[one].capitalised() for one in found.columns},
            notes=[filled("ages.note")],
        )
        return Bars(table, series=tuple(range(min(len(found.columns), MOST_SERIES))), stacked=True)

    def _abbreviated(self, senders: Iterable[str]) -> list[Text]:
        """Return what the abbreviations above a table stand for."""
        parties = self.model.agencies.parties
        short = [one for one in senders if one in parties and len(one) <= SHORT]
        told = [filled("from.short", short=one, name=parties[one].name) for one in short]
        return [Text(sv=" ".join(one.sv for one in told), en=" ".join(one.en for one in told))] if told else []

    def sender(self, one: str) -> Text:
        """Return what one who refers is called."""
        if one in {SELF, OTHER}:
            return filled(one)
        name = self.model.agencies.parties[one].name
        return Text(one, one) if len(one) <= SHORT else name.capitalised()


SHORT = 3
"""What is no longer than this is an abbreviation, and stands in a heading as it is."""

_FROM_TO = "{first}/{last}"


def _band(name: str) -> Text:
    """Return a band of ages, or several that were merged, as it is read: ``16-24/25-29`` as 16–29."""
    first, _, last = name.partition("/")
    youngest, oldest = first.partition("-")[0], (last or first).rpartition("-")[2]
    band = f"{youngest.rstrip('+')}+" if oldest.endswith("+") else f"{youngest}–{oldest}"
    return Text(band, band)


def whole_table(  # noqa: PLR0913
    found: ProtectedTable,
    printed: Printed,
    *,
    caption: Text,
    heading: Text,
    rows: "dict[str, Text]",
    columns: "dict[str, Text]",
    notes: "list[Text]",
) -> CountTable:
    """Return a table of a report: with the totals of its columns, and those of its rows where they are printed."""
    has_totals = bool(found.row_totals)
    made = [
        Row(
            rows[row],
            [
                *(printed.cell(found.cell(row, column)) for column in found.columns),
                *([printed.cell(found.row_totals[row])] if has_totals else []),
            ],
        )
        for row in found.rows
    ]
    cells = [printed.cell(found.column_totals[column]) for column in found.columns]
    of_all = [] if found.total is None or not has_totals else [printed.cell(found.total)]
    made.append(Row(filled("total"), [*cells, *of_all], is_total=True))
    return CountTable(
        caption=caption,
        row_heading=heading,
        columns=[*(Column(columns[one]) for one in found.columns), *([Column(filled("total"))] if has_totals else [])],
        rows=made,
        notes=notes,
    )
