"""A report as one page of HTML that a person wants to read: figures, tables and charts of protected cells.

``Contents`` is plain data and needs no extra. :func:`render` needs the extra ``reports`` (Jinja2, altair, vl-convert).
The page is one file. It holds no script and asks no other host for anything, and its charts are drawn from what the
tables beside them show, and from nothing else.
"""

from samverkan.reports.cells import Cell, CellState, Kind
from samverkan.reports.contents import (
    Bars,
    BigFigure,
    BudgetBars,
    Contents,
    CountTable,
    Curve,
    CurveStep,
    Definition,
    Definitions,
    Figures,
    Flow,
    FlowLink,
    Part,
    Prose,
    Section,
)
from samverkan.reports.pages import render
from samverkan.reports.tables import Column, Row

__all__ = [
    "Bars",
    "BigFigure",
    "BudgetBars",
    "Cell",
    "CellState",
    "Column",
    "Contents",
    "CountTable",
    "Curve",
    "CurveStep",
    "Definition",
    "Definitions",
    "Figures",
    "Flow",
    "FlowLink",
    "Kind",
    "Part",
    "Prose",
    "Row",
    "Section",
    "render",
]
