"""The charts of a report: bars, budget against outcome, the flow between agencies, and how long one waits.

Each is drawn twice, for wide screens and paper and for narrow screens, and shows the cells of its table alone.
"""

from typing import Any, Final, assert_never

import attrs

from samverkan.reports.bars import bars_sheet, budget_sheet, rows_of
from samverkan.reports.cells import CellState
from samverkan.reports.contents import Bars, BudgetBars, Curve, Flow
from samverkan.reports.curves import curve_chart
from samverkan.reports.drawings import svg_of
from samverkan.reports.flows import flow_matrix
from samverkan.reports.tables import CountTable
from samverkan.reports.words import said
from samverkan.texts import Language

__all__ = ["Chart", "Drawn", "Key", "drawn"]

Chart = Bars | BudgetBars | Flow | Curve

_WIDE: Final = 720
_NARROW: Final = 340


@attrs.frozen
class Key:
    """A line of a legend: the class of its swatch in the style sheet, and what it stands for."""

    swatch: str
    words: str


@attrs.frozen(kw_only=True)
class Drawn:
    """A chart for wide screens and paper, one for narrow screens, the legend of both and the table that they are of."""

    wide: str
    narrow: str
    keys: tuple[Key, ...]
    table: CountTable


def drawn(chart: Chart, *, name: str, language: Language) -> Drawn:
    """Return the drawings of a chart. *name* is what their ids begin with.

    Raises:
        MissingExtraError: when a package of the extra ``reports`` is not installed.
    """
    match chart:
        case Bars():
            keys, codes = _series_keys(chart.table, chart.series, language), ("bars", "bars")
            sheets = [bars_sheet(chart, language, width).chart() for width in (_WIDE, _NARROW)]
            cells = [row.cells[at] for row in rows_of(chart) for at in chart.series]
        case BudgetBars():
            keys, codes = _budget_keys(chart, language), ("bars", "bars")
            sheets = [budget_sheet(chart, language, width).chart() for width in (_WIDE, _NARROW)]
            cells = [row.cells[at] for row in rows_of(chart) for at in (chart.budget, chart.outcome)]
        case Flow():
            keys, codes = _flow_keys(language), ("flow", "bars")
            sheets = [
                flow_matrix(chart, language, _WIDE).chart(),
                bars_sheet(Bars(chart.table), language, _NARROW).chart(),
            ]
            cells = [cell for link in chart.links for cell in (link.count, link.sent_back)]
        case Curve():
            keys, codes = _curve_keys(chart, language), ("curve", "curve")
            sheets = [curve_chart(chart, language, width) for width in (_WIDE, _NARROW)]
            cells = [cell for row in chart.table.rows for cell in row.cells]
        case _ as never:
            assert_never(never)
    wide, narrow = (
        _svg(sheet, f"{name}-{size}", chart.table, code, language)
        for size, sheet, code in zip(("wide", "narrow"), sheets, codes, strict=True)
    )
    if any(cell.state is CellState.HIDDEN for cell in cells):
        keys = (*keys, Key("hidden", said("hidden", language)))
    if any(cell.state is CellState.UNKNOWN for cell in cells):
        keys = (*keys, Key("unknown", said("unknown.drawn", language)))
    return Drawn(wide=wide, narrow=narrow, keys=keys, table=chart.table)


def _svg(chart: Any, name: str, table: CountTable, code: str, language: Language) -> str:
    title, description = table.caption.in_(language), said(f"drawn.{code}", language)
    return svg_of(chart, name=name, title=title, description=description, language=language)


# --- Legends --------------------------------------------------------------------------------------


def _series_keys(table: CountTable, series: tuple[int, ...], language: Language) -> tuple[Key, ...]:
    if len(series) == 1:
        return ()
    return tuple(
        Key(f"series-{position}", table.columns[at].heading.in_(language)) for position, at in enumerate(series)
    )


def _budget_keys(chart: BudgetBars, language: Language) -> tuple[Key, ...]:
    budget, outcome = (chart.table.columns[at].heading.in_(language) for at in (chart.budget, chart.outcome))
    return Key("series-2", budget), Key("series-0 thin", outcome)


def _flow_keys(language: Language) -> tuple[Key, ...]:
    return Key("series-0 round", said("referred", language)), Key("series-1 slanted", said("sent_back", language))


def _curve_keys(chart: Curve, language: Language) -> tuple[Key, ...]:
    keys = (Key("line", said("waiting", language)), Key("band", chart.band.in_(language)))
    if chart.target_day is None:
        return keys
    return (*keys, Key("target", chart.target(language, code="target.legend")))
