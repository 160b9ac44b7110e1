"""The page of a report: one file of HTML, without script, that asks no other host for anything."""

from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from typing import Any, Final, assert_never

import attrs

from samverkan.errors import UnknownNameError
from samverkan.reports.cells import Cell, CellState, Kind
from samverkan.reports.charts import Drawn, drawn
from samverkan.reports.contents import (
    Bars,
    BigFigure,
    BudgetBars,
    Contents,
    CountTable,
    Curve,
    Definitions,
    Figures,
    Flow,
    Part,
    Prose,
    Section,
)
from samverkan.reports.drawings import package
from samverkan.reports.words import said
from samverkan.texts import LANGUAGES, Language, Text

__all__ = ["POLICY", "render"]

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a browser may load for the page: nothing but the styles that stand in it."""


def render(contents: Contents, language: Language = "sv") -> str:
    """Return the report as one page of HTML in Swedish or English.

    It can be read with a keyboard and a screen reader, on wide and narrow screens and on paper. Every chart has its
    table. A hidden cell is ``..`` in a table and a hatched mark in a chart, never zero.

    Raises:
        MissingExtraError: when a package of the extra ``reports`` is not installed.
        UnknownNameError: when there is no such language.

    >>> from samverkan.reports import Column, Row
    >>> table = CountTable(caption="Kommuner", row_heading="Kommun", columns=[Column("Antal")],
    ...                    rows=[Row("Ludvika", [Cell(27)]), Row("Smedjebacken", [Cell.hidden()])])
    >>> page = render(Contents(title="Ett år", area="Nordvik", period="2016", threshold="Tal under 5 visas inte.",
    ...                        generated_from="240 ärenden",
    ...                        sections=[Section("who", "Vilka kom", "De flesta bor i Ludvika.", [Bars(table)])]))
    >>> page.startswith("<!DOCTYPE html>"), '<html lang="sv">' in page, "<script" in page
    (True, True, False)
    """
    if language not in LANGUAGES:
        raise UnknownNameError("language", str(language), LANGUAGES)
    jinja2 = package("jinja2")
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["written"] = partial(_text, language=language)
    environment.globals["said"] = partial(_said, language=language)
    page: str = environment.from_string(_file("report.html.j2")).render(
        contents=contents,
        language=language,
        sections=[_section(section, language) for section in contents.sections],
        meanings=[(_shown(Cell(state=state), language), f"{state.value}.means") for state in _states(contents)],
        policy=POLICY,
        style=_file("report.css"),
    )
    return page


def _said(code: str, *, language: Language, **values: object) -> str:
    return said(code, language, **values)


def _text(text: Text, *, language: Language) -> str:
    return text.in_(language)


def _file(name: str) -> str:
    return (files("samverkan.reports") / "templates" / name).read_text(encoding="utf-8")


# --- What the template is given --------------------------------------------------------------------


@attrs.frozen
class _ShownCell:
    """What stands in a cell, and whether it is hidden."""

    words: str
    is_hidden: bool


def _shown(cell: Cell, language: Language, kind: Kind = Kind.COUNT, decimals: int = 0) -> _ShownCell:
    return _ShownCell(cell.written(language, kind, decimals), cell.state is CellState.HIDDEN)


def _section(section: Section, language: Language) -> dict[str, Any]:
    parts = [_part(part, f"{section.id}-{at}", language) for at, part in enumerate(section.parts, 1)]
    return {"id": section.id, "title": section.title, "lead": section.lead, "parts": parts}


def _part(part: Part, name: str, language: Language) -> dict[str, Any]:
    """Return what the template writes of a part; *name* is what its ids begin with."""
    match part:
        case Prose():
            return {"sort": "prose", "text": part.text}
        case Definitions():
            return {"sort": "definitions", "items": part.items}
        case Figures():
            return {"sort": "figures", "figures": [_figure(figure, language) for figure in part.items]}
        case CountTable():
            return {"sort": "table", "name": name, "table": _table(part, language)}
        case Bars() | BudgetBars() | Flow() | Curve():
            return _chart(drawn(part, name=name, language=language), name, language)
        case _ as never:
            assert_never(never)


def _chart(one: Drawn, name: str, language: Language) -> dict[str, Any]:
    return {"sort": "chart", "name": name, "drawn": one, "table": _table(one.table, language)}


def _figure(figure: BigFigure, language: Language) -> dict[str, Any]:
    counts = {"numerator": figure.numerator, "denominator": figure.denominator, "unknown": figure.unknown}
    shown = {name: None if cell is None else _shown(cell, language) for name, cell in counts.items()}
    cell = _shown(figure.cell, language, figure.kind, figure.decimals)
    return {"label": figure.label, "cell": cell, "unit": figure.unit, "note": figure.note, **shown}


def _table(table: CountTable, language: Language) -> dict[str, Any]:
    rows = [
        {
            "label": row.label,
            "is_total": row.is_total,
            "cells": [
                _shown(cell, language, column.kind, column.decimals)
                for cell, column in zip(row.cells, table.columns, strict=True)
            ],
        }
        for row in table.rows
    ]
    return {"of": table, "rows": rows}


def _states(contents: Contents) -> list[CellState]:
    """Return why there is no number in some cells of the report, each reason once."""
    found = {cell.state for section in contents.sections for part in section.parts for cell in _cells(part)}
    return [state for state in CellState if state in found and state is not CellState.SHOWN]


def _cells(part: Part) -> Iterator[Cell]:
    match part:
        case Prose() | Definitions():
            return
        case Figures():
            for figure in part.items:
                cells = (figure.cell, figure.numerator, figure.denominator, figure.unknown)
                yield from (cell for cell in cells if cell is not None)
        case CountTable():
            yield from (cell for row in part.rows for cell in row.cells)
        case Bars() | BudgetBars() | Flow() | Curve():
            yield from _cells(part.table)
        case _ as never:
            assert_never(never)
