"""What a report says, as plain data: sections of figures, tables and charts whose cells are already protected.

A chart is made from the cells of a table and shows no more than it. A hidden cell holds no number, so that no part of
a page, a drawing included, can.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final

import attrs

from samverkan.errors import Fault, InvalidRecordError
from samverkan.immutable import frozen_tuple
from samverkan.reports.cells import Cell, Kind, Number, as_text, written
from samverkan.reports.tables import Column, CountTable, Row, as_texts, misfits
from samverkan.reports.words import WORDS
from samverkan.texts import Language, Text

__all__ = [
    "MOST_SERIES",
    "Bars",
    "BigFigure",
    "BudgetBars",
    "Contents",
    "CountTable",
    "Curve",
    "CurveStep",
    "Definition",
    "Definitions",
    "Figures",
    "Flow",
    "FlowLink",
    "Part",
    "Prose",
    "Section",
]

MOST_SERIES: Final = 4
"""So many series a chart has at most: more can be told apart neither in grey nor by the colour-blind."""

_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def _optional_text(words: Text | str | None) -> Text | None:
    return None if words is None else as_text(words)


def _refuse(faults: Iterable[Fault]) -> None:
    told = tuple(faults)
    if told:
        raise InvalidRecordError(told)


# --- Words and figures ----------------------------------------------------------------------------


@attrs.frozen
class Prose:
    """A paragraph."""

    text: Text = attrs.field(converter=as_text)


@attrs.frozen
class Definition:
    """What a word or a figure of the report means, and where that is from."""

    term: Text = attrs.field(converter=as_text)
    meaning: Text = attrs.field(converter=as_text)
    source: Text | None = attrs.field(default=None, converter=_optional_text, kw_only=True)


@attrs.frozen
class Definitions:
    """How it was reckoned: terms with their meanings and sources."""

    items: tuple[Definition, ...] = attrs.field(converter=frozen_tuple)


@attrs.frozen
class BigFigure:
    """One figure in large type, with what it is made of beside it.

    ``numerator``, ``denominator`` and ``unknown`` count; ``unit`` stands after the figure, such as *dagar*.

    Raises:
        InvalidRecordError: when a cell does not fit, or there is a numerator without a denominator.
    """

    label: Text = attrs.field(converter=as_text)
    cell: Cell
    kind: Kind = attrs.field(default=Kind.COUNT, kw_only=True)
    decimals: int = attrs.field(default=0, kw_only=True)
    unit: Text | None = attrs.field(default=None, converter=_optional_text, kw_only=True)
    numerator: Cell | None = attrs.field(default=None, kw_only=True)
    denominator: Cell | None = attrs.field(default=None, kw_only=True)
    unknown: Cell | None = attrs.field(default=None, kw_only=True)
    note: Text | None = attrs.field(default=None, converter=_optional_text, kw_only=True)

    def __attrs_post_init__(self) -> None:
        Column(self.label, kind=self.kind, decimals=self.decimals)  # It refuses other decimals.
        faults = [*misfits("cell", self.cell, self.kind)]
        for where in ("numerator", "denominator", "unknown"):
            cell: Cell | None = getattr(self, where)
            faults += () if cell is None else misfits(where, cell, Kind.COUNT)
        if (self.numerator is None) != (self.denominator is None):
            faults.append(Fault("denominator", "a numerator and a denominator, or neither", "one of them"))
        _refuse(faults)


@attrs.frozen
class Figures:
    """A few figures in large type."""

    items: tuple[BigFigure, ...] = attrs.field(converter=frozen_tuple)


# --- Charts, each of a table ----------------------------------------------------------------------


def _every_column(bars: Any) -> tuple[int, ...]:
    table: CountTable = bars.table
    return tuple(range(len(table.columns)))


@attrs.frozen
class Bars:
    """Bars of a table: a group for each row that is no total, a bar for each of ``series``.

    ``series`` are columns by position, all of them unless it is said which. ``stacked`` lays the bars end to end.

    Raises:
        InvalidRecordError: when a series is no column, stands twice, has a number below 0 or another kind or number of
            decimals than the first; when there are none, or more than four; or when no row is to be drawn.
    """

    table: CountTable
    series: tuple[int, ...] = attrs.field(
        default=attrs.Factory(_every_column, takes_self=True), kw_only=True, converter=frozen_tuple
    )
    stacked: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _refuse(_faults_of_series(self.table, self.series))


@attrs.frozen
class BudgetBars:
    """Budget against outcome: for each row of a table that is no total the outcome, drawn over the budget.

    ``budget`` and ``outcome`` are columns by position.

    Raises:
        InvalidRecordError: as for :class:`Bars`.
    """

    table: CountTable
    budget: int = attrs.field(default=0, kw_only=True)
    outcome: int = attrs.field(default=1, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _refuse(_faults_of_series(self.table, (self.budget, self.outcome)))


@attrs.frozen
class FlowLink:
    """How many were sent from one agency to another, and how many of them back to where they had been (*rundgång*).

    Raises:
        InvalidRecordError: when a cell is not a count, more were sent back than were sent, or it leads to itself.
    """

    start: Text = attrs.field(converter=as_text)
    end: Text = attrs.field(converter=as_text)
    count: Cell = attrs.field(kw_only=True)
    sent_back: Cell = attrs.field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = [*misfits("count", self.count, Kind.COUNT), *misfits("sent_back", self.sent_back, Kind.COUNT)]
        sent, back = self.count.value, self.sent_back.value
        if sent is not None and back is not None and sent < back:
            faults.append(Fault("sent_back", "no more than were sent", "more"))
        if self.start == self.end:
            faults.append(Fault("end", "another than where it starts", "the same"))
        _refuse(faults)


@attrs.frozen(kw_only=True)
class Flow:
    """Who sends to whom, and how many of those are sent back to where they had been.

    The agencies are those of ``links``, in the order in which they are named there.

    Raises:
        InvalidRecordError: when there is no link, or two with the same ends.
    """

    caption: Text = attrs.field(converter=as_text)
    links: tuple[FlowLink, ...] = attrs.field(converter=frozen_tuple)
    notes: tuple[Text, ...] = attrs.field(default=(), converter=as_texts)

    def __attrs_post_init__(self) -> None:
        ends = [(link.start, link.end) for link in self.links]
        faults = [] if ends else [Fault("links", "at least one", "none")]
        faults += [
            Fault(f"links[{position}]", "ends that no other link has", "the same as another")
            for position, pair in enumerate(ends)
            if pair in ends[:position]
        ]
        _refuse(faults)

    @property
    def agencies(self) -> tuple[Text, ...]:
        """The agencies, each once."""
        return tuple(dict.fromkeys(agency for link in self.links for agency in (link.start, link.end)))

    @property
    def table(self) -> CountTable:
        """The same as a table, a link a row."""
        return CountTable(
            caption=self.caption,
            row_heading=WORDS["link"],
            columns=[Column(WORDS["referred"]), Column(WORDS["sent_back"])],
            rows=[Row(_both("link.row", start=link.start, end=link.end), _cells_of(link)) for link in self.links],
            notes=self.notes,
        )


@attrs.frozen(kw_only=True)
class CurveStep:
    """What a curve is from one day until its next step: the share who still wait, within what it lies, and of how many.

    Raises:
        InvalidRecordError: when the day is not a whole number, 0 or more, or a cell does not fit.
    """

    day: int
    share: Cell
    lower: Cell
    upper: Cell
    at_risk: Cell

    def __attrs_post_init__(self) -> None:
        wrong = type(self.day) is not int or self.day < 0
        faults = [Fault("day", "a whole number, 0 or more", "something else")] if wrong else []
        faults += misfits("at_risk", self.at_risk, Kind.COUNT)
        for where in ("share", "lower", "upper"):
            faults += misfits(where, getattr(self, where), Kind.SHARE)
        _refuse(faults)


@attrs.frozen(kw_only=True)
class Curve:
    """A survival curve: how large a share still waits, day by day, with its confidence interval and a target.

    Before the first step everybody waits. ``target_day`` is by when it ought to have come, where a source says so, and
    ``target_name`` what that is called, such as whose promise it is.

    Raises:
        InvalidRecordError: when there is no step, the days do not increase, or a number does not fit.
    """

    caption: Text = attrs.field(converter=as_text)
    steps: tuple[CurveStep, ...] = attrs.field(converter=frozen_tuple)
    target_day: int | None = None
    target_name: Text | None = attrs.field(default=None, converter=_optional_text)
    level: Number = 0.95
    notes: tuple[Text, ...] = attrs.field(default=(), converter=as_texts)

    def __attrs_post_init__(self) -> None:
        days = [step.day for step in self.steps]
        faults = [] if days else [Fault("steps", "at least one", "none")]
        if any(later <= earlier for earlier, later in pairwise(days)):
            faults.append(Fault("steps", "days that increase", "others"))
        if self.target_day is not None and (type(self.target_day) is not int or self.target_day < 1):
            faults.append(Fault("target_day", "a whole number, 1 or more", "something else"))
        if not 0 < self.level < 1:
            faults.append(Fault("level", "a number between 0 and 1", "another"))
        _refuse(faults)

    def target(self, language: Language, *, code: str = "target") -> str:
        """Return what the target is called, with its day."""
        named = {} if self.target_name is None else {"name": self.target_name.in_(language)}
        return WORDS["target.named" if named else code].filled(language, {"day": self.target_day, **named})

    @property
    def band(self) -> Text:
        """What the interval is called, with its level."""
        return Text(
            sv=WORDS["band"].filled("sv", {"level": written(self.level, "sv", Kind.SHARE)}),
            en=WORDS["band"].filled("en", {"level": written(self.level, "en", Kind.SHARE)}),
        )

    @property
    def table(self) -> CountTable:
        """The same as a table, a step a row."""
        shares = [Column(WORDS[code], kind=Kind.SHARE) for code in ("waiting", "lower", "upper")]
        return CountTable(
            caption=self.caption,
            row_heading=WORDS["day"],
            columns=[*shares, Column(WORDS["at_risk"])],
            rows=[
                Row(_both("day.row", day=step.day), [step.share, step.lower, step.upper, step.at_risk])
                for step in self.steps
            ],
            notes=self.notes,
        )


Part = Prose | Definitions | Figures | CountTable | Bars | BudgetBars | Flow | Curve
"""What a section is made of."""


# --- The whole ------------------------------------------------------------------------------------


@attrs.frozen
class Section:
    """A section: its id, as in a link to it, its title, one or two sentences that say what it shows, and its parts.

    Raises:
        InvalidRecordError: when the id is not small letters, digits and hyphens.
    """

    id: str
    title: Text = attrs.field(converter=as_text)
    lead: Text = attrs.field(converter=as_text)
    parts: tuple[Part, ...] = attrs.field(converter=frozen_tuple)

    def __attrs_post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            _refuse([Fault("id", "small letters, digits and hyphens, a letter first", "something else")])


@attrs.frozen(kw_only=True)
class Contents:
    """A report: whose it is, of what period, from what it is made, how small numbers are protected, and its sections.

    Raises:
        InvalidRecordError: when two sections have one id.

    >>> contents = Contents(title=Text("Ett år", "A year"), area="Samordningsförbundet Nordvik", period="2016",
    ...                     threshold=Text("Tal under 5 visas inte.", "Numbers below 5 are not shown."),
    ...                     generated_from="240 ärenden", sections=[Section("who", "Vilka kom", "45 kom.", [])])
    >>> [section.id for section in contents.sections]
    ['who']
    """

    title: Text = attrs.field(converter=as_text)
    area: Text = attrs.field(converter=as_text)
    period: Text = attrs.field(converter=as_text)
    threshold: Text = attrs.field(converter=as_text)
    generated_from: Text = attrs.field(converter=as_text)
    sections: tuple[Section, ...] = attrs.field(converter=frozen_tuple)

    def __attrs_post_init__(self) -> None:
        ids = [section.id for section in self.sections]
        _refuse(
            Fault(f"sections[{position}].id", "an id that no other section has", "one that is taken")
            for position, one in enumerate(ids)
            if one in ids[:position]
        )


# --- What charts may be made of -------------------------------------------------------------------


def _faults_of_series(table: CountTable, series: tuple[int, ...]) -> Iterable[Fault]:
    if not 1 <= len(series) <= MOST_SERIES:
        return [Fault("series", f"from 1 to {MOST_SERIES} columns", str(len(series)))]
    if len({*series}) < len(series) or not {*series} <= {*range(len(table.columns))}:
        return [Fault("series", "columns of the table by position, each once", "something else")]
    if all(row.is_total for row in table.rows):
        return [Fault("table.rows", "at least one that is no total", "none")]
    drawn = {(table.columns[at].kind, table.columns[at].decimals) for at in series}
    faults = [Fault("series", "columns of one kind, with as many decimals", "several")] if len(drawn) > 1 else []
    faults += [
        Fault(f"table.rows[{position}].cells[{at}]", "0 or more, to draw a bar", "less")
        for position, row in enumerate(table.rows)
        for at in series
        if (row.cells[at].value or 0) < 0
    ]
    return faults


def _cells_of(link: FlowLink) -> tuple[Cell, Cell]:
    return link.count, link.sent_back


def _both(code: str, **values: object) -> Text:
    """Return the words for *code* in both languages, filled in with what may itself be in two."""
    filled = {
        language: WORDS[code].filled(
            language, {key: value.in_(language) if isinstance(value, Text) else value for key, value in values.items()}
        )
        for language in ("sv", "en")
    }
    return Text(sv=filled["sv"], en=filled["en"])
