"""Bars of a table, in groups or end to end, and budget against outcome."""

from typing import Final, assert_never

import attrs

from samverkan.reports.cells import Cell, CellState
from samverkan.reports.contents import Bars, BudgetBars
from samverkan.reports.drawings import FAINT, HATCH, INK, LETTER, SERIES, SMALL, Ink, Sheet, lines_of
from samverkan.reports.tables import Column, Row
from samverkan.reports.words import said
from samverkan.texts import Language

__all__ = ["bars_sheet", "budget_sheet", "rows_of"]

_BESIDE_FROM: Final = 600
"""On a sheet of so many pixels labels stand beside the bars; on a narrower one above them."""
_BAR: Final = 22.0
_GAP: Final = 4
_APART: Final = 18
_LINE: Final = SMALL * 1.25
_LABELS: Final = 214
_BOX: Final = 30.0
"""How wide a box is that stands for a number that is not there; its size says nothing."""
_ROOM: Final = 84
"""So much room there is for the words after a bar."""
_LETTER: Final = 9


def rows_of(chart: Bars | BudgetBars) -> list[Row]:
    """Return the rows that are drawn: all but totals, beside which the others would be small."""
    return [row for row in chart.table.rows if not row.is_total]


def bars_sheet(chart: Bars, language: Language, width: int) -> Sheet:
    """Return the bars of a table on a sheet of that width."""
    groups = [[row.cells[at] for at in chart.series] for row in rows_of(chart)]
    columns = [chart.table.columns[at] for at in chart.series]
    lengths = [sum(map(_number, group)) if chart.stacked else max(map(_number, group)) for group in groups]
    boxes = max((sum(cell.state is not CellState.SHOWN for cell in group) for group in groups), default=0)
    room = boxes * (_BOX + _GAP) + _GAP if chart.stacked else _ROOM
    places = _Places(rows_of(chart), language, width, (1 if chart.stacked else len(columns)) * (_BAR + _GAP) - _GAP)
    pen = _Pen(places.sheet, language, (width - places.left - room) / (max(lengths, default=0) or 1))
    for group, y in zip(groups, places.tops, strict=True):
        x = places.left
        for position, (cell, column) in enumerate(zip(group, columns, strict=True)):
            words, ink = cell.written(language, column.kind, column.decimals), SERIES[position]
            if chart.stacked:
                x = pen.piece((x, y), cell, ink, words)
            else:
                pen.bar((x, y + position * (_BAR + _GAP)), cell, ink, words)
    return places.sheet


def budget_sheet(chart: BudgetBars, language: Language, width: int) -> Sheet:
    """Return each outcome, drawn over its budget, on a sheet of that width."""
    thick = _BAR * 1.5
    pairs = [(row.cells[chart.budget], row.cells[chart.outcome]) for row in rows_of(chart)]
    column = chart.table.columns[chart.outcome]
    places = _Places(rows_of(chart), language, width, thick)
    most = max((_number(cell) for pair in pairs for cell in pair), default=0)
    told = [_told(outcome, budget, language, column) for budget, outcome in pairs]
    room = max(map(len, told), default=0) * SMALL * LETTER + 8
    pen = _Pen(places.sheet, language, max(width - places.left - room, _BOX) / (most or 1))
    for (budget, outcome), y, words in zip(pairs, places.tops, told, strict=True):
        planned = pen.mark((places.left, y), budget, SERIES[2], thick)
        spent = pen.mark((places.left, y + thick / 4), outcome, SERIES[0], thick / 2)
        places.sheet.words(places.left + max(planned, spent) + 8, y + thick / 2, words)
    return places.sheet


def _told(outcome: Cell, budget: Cell, language: Language, column: Column) -> str:
    """Return an outcome of its budget; where one is unknown, which of them it is."""
    both = [cell.written(language, column.kind, column.decimals) for cell in (outcome, budget)]
    if CellState.UNKNOWN in {outcome.state, budget.state}:
        return said("of.budget", language, outcome=both[0], budget=both[1])
    return f" {said('of', language)} ".join(both)


class _Places:
    """A sheet with the labels of the rows on it, and where the bars of each begin."""

    def __init__(self, rows: list[Row], language: Language, width: int, thick: float) -> None:
        beside = width >= _BESIDE_FROM
        labels = [lines_of(row.label.in_(language), _LABELS if beside else width) for row in rows]
        high = [len(lines) * _LINE for lines in labels]
        heights = [max(thick, label) if beside else thick + label + _GAP for label in high]
        self.sheet = Sheet(width, sum(heights) + _APART * len(rows))
        self.left = _LABELS + 14.0 if beside else 1.0
        self.tops: list[float] = []
        top = _APART / 2
        for lines, label, height in zip(labels, high, heights, strict=True):
            if beside:
                self.sheet.words(_LABELS, top + height / 2, "\n".join(lines), align="right")
            else:
                self.sheet.words(0, top + label / 2, "\n".join(lines))
            self.tops.append(top + ((height - thick) / 2 if beside else label + _GAP))
            top += height + _APART


@attrs.frozen
class _Pen:
    """What puts bars on a sheet, so many pixels to one."""

    sheet: Sheet
    language: Language
    scale: float

    def bar(self, place: tuple[float, float], cell: Cell, ink: Ink, words: str) -> None:
        """Put a bar with its number after it."""
        length = self.mark(place, cell, ink, _BAR)
        is_hidden, is_shown = cell.state is CellState.HIDDEN, cell.state is CellState.SHOWN
        told = said("hidden", self.language) if is_hidden else words
        self.sheet.words(place[0] + length + 6, place[1] + _BAR / 2, told, colour=INK if is_shown else FAINT)

    def piece(self, place: tuple[float, float], cell: Cell, ink: Ink, words: str) -> float:
        """Put a piece of a bar, with its number in it where there is room; return where the next begins."""
        x, y = place
        if cell.state is not CellState.SHOWN:
            length = self.mark((x + _GAP / 2, y), cell, ink, _BAR)
            return x + (length + _GAP if length else 0)
        length = self.mark(place, cell, ink, _BAR)
        if length > len(words) * _LETTER:
            self.sheet.words(x + length / 2, y + _BAR / 2, words, align="center", colour=ink.text)
        return x + length

    def mark(self, place: tuple[float, float], cell: Cell, ink: Ink, thick: float) -> float:
        """Put a bar as long as its number, or a box for one that is hidden or unknown; return its length."""
        match cell.state:
            case CellState.SHOWN:
                self.sheet.rectangle(*place, (_number(cell) * self.scale, thick), ink)
                return _number(cell) * self.scale
            case CellState.HIDDEN:
                self.sheet.rectangle(*place, (_BOX, thick), Ink(HATCH, ink.stroke, INK))
                return _BOX
            case CellState.UNKNOWN:
                self.sheet.rectangle(*place, (_BOX, thick), Ink("#ffffff", ink.stroke, INK), is_dashed=True)
                return _BOX
            case CellState.NONE:
                return 0.0
            case _ as never:
                assert_never(never)


def _number(cell: Cell) -> float:
    """Return how long a bar is: of what is not shown nothing is drawn to scale."""
    return float(cell.value or 0)
