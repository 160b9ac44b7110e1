"""The flow between agencies as a matrix: from whom, to whom, and *rundgång* in a shape and colour of its own."""

from collections.abc import Mapping
from typing import Final, Literal

import attrs

from samverkan.reports.cells import Cell, CellState
from samverkan.reports.contents import Flow
from samverkan.reports.drawings import FAINT, HATCH, INK, LETTER, LINE, SERIES, SMALL, Ink, Sheet, lines_of
from samverkan.reports.words import said
from samverkan.texts import Language, Text

__all__ = ["flow_matrix"]

_SIDE: Final = 168
_ROW: Final = 78
_LARGEST: Final = 46.0
_LINE: Final = SMALL * 1.25
_BOX: Final = 22.0


def flow_matrix(flow: Flow, language: Language, width: int) -> Sheet:
    """Return who sends to whom: a circle for how many, and a diamond beside it for those who were sent back.

    Whoever sends to nobody has no row, and whoever is sent nobody no column.
    """
    starts, ends = ([one for one in flow.agencies if one in {*those}] for those in zip(*_ends(flow), strict=True))
    column = (width - _SIDE) / len(ends)
    names = [lines_of(agency.in_(language), column - 4) for agency in ends]
    widest = max(len(line) for lines in names for line in lines)
    # Where a word is wider than its column every other heading stands higher, and each has the room of two.
    raised = _LINE * 2 if widest * SMALL * LETTER > column else 0.0
    head = max(map(len, names)) * _LINE + 34 + raised
    sheet = Sheet(width, head + _ROW * len(starts))
    largest = max((float(link.count.value or 0) for link in flow.links), default=0) or 1
    sheet.words(_SIDE - 14, head - 16, said("from", language), align="right", colour=FAINT)
    sheet.words(_SIDE + (width - _SIDE) / 2, 8, said("to", language), align="center", colour=FAINT)
    for at, agency in enumerate(starts):
        middle = head + (at + 0.5) * _ROW
        sheet.words(_SIDE - 14, middle, "\n".join(lines_of(agency.in_(language), _SIDE - 20)), align="right")
        sheet.rectangle(0, head + at * _ROW, (width, 0.5), Ink(LINE, "none", INK))
        if agency in ends:
            own = _SIDE + ends.index(agency) * column
            sheet.rectangle(own, head + at * _ROW, (column, _ROW), Ink("#f1f4f6", "none", INK))
    for at, lines in enumerate(names):
        x = _SIDE + (at + 0.5) * column
        bottom = head - 8 - (raised if at % 2 else 0)
        if bottom < head - 8:
            sheet.rectangle(x, bottom + 3, (0.5, raised - 4), Ink(LINE, "none", INK))
        sheet.words(x, bottom - len(lines) * _LINE / 2, "\n".join(lines), align="center")
    pen = _Pen(sheet, language, largest)
    for link in flow.links:
        x = _SIDE + (ends.index(link.end) + 0.5) * column
        y = head + starts.index(link.start) * _ROW + 30
        apart = column * 0.24 if link.sent_back.value != 0 else 0.0
        pen.mark(x - apart, y, link.count, "circle")
        if link.sent_back.value != 0:
            pen.mark(x + apart, y, link.sent_back, "diamond")
    return sheet


def _ends(flow: Flow) -> list[tuple[Text, Text]]:
    return [(link.start, link.end) for link in flow.links]


@attrs.frozen
class _Pen:
    """What puts circles and diamonds on a sheet, the largest for so many."""

    sheet: Sheet
    language: Language
    largest: float

    def mark(self, x: float, y: float, cell: Cell, shape: Literal["circle", "diamond"]) -> None:
        """Put a circle or a diamond with its number below; a box stands for a number that is not there."""
        ink = SERIES[0 if shape == "circle" else 1]
        if cell.value is not None:
            self.sheet.point(x, y, _LARGEST**2 * float(cell.value) / self.largest, ink, shape)
        else:
            is_hidden = cell.state is CellState.HIDDEN
            box = Ink(HATCH if is_hidden else "#ffffff", ink.stroke, INK)
            self.sheet.rectangle(x - _BOX / 2, y - _BOX / 2, (_BOX, _BOX), box, is_dashed=not is_hidden)
        colour = FAINT if cell.value is None else INK
        self.sheet.words(x, y + 34, cell.written(self.language), align="center", colour=colour, weight=_WEIGHTS[shape])


_WEIGHTS: Final[Mapping[str, Literal["normal", "bold"]]] = {"circle": "normal", "diamond": "bold"}
