"""How figures, and the indicators of a model, are written: as a table, as CSV and as plain data."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, assert_never

from samverkan.answers import Verdict
from samverkan.bound_indicators import BoundIndicator
from samverkan.cli.headings import HEADINGS, NOTHING, headings
from samverkan.cli.output import Layout, Line
from samverkan.dates import in_words
from samverkan.disclosure.tables import Cell, Hidden, Shown
from samverkan.figure_words import WORDS
from samverkan.indicators import GroupBy, Measure, Of
from samverkan.numerals import number_in, percent_in
from samverkan.protected_figures.printed import COUNTS, PrintedFigure
from samverkan.protected_figures.protection import ProtectedFigures
from samverkan.texts import Language, Text, placeholders

__all__ = ["of_figures", "of_indicators"]

_UNITS: Final[Mapping[Measure, str]] = {
    Measure.NUMBER: "number",
    Measure.SHARE: "percent",
    Measure.KEPT: "percent",
    Measure.MEAN: "mean",
    Measure.DAYS: "days",
}
_BEFORE: Final = ("indicator", "variant", "period", "since", "until", "as_of", "known_on", "counts", "measure")
_AFTER: Final = ("least", "most", "goal_reached", "rejected", "groups_left_out", "threshold", "hidden")


# --- Figures ----------------------------------------------------------------------------------------


def of_figures(
    figures: Sequence[PrintedFigure], protected: ProtectedFigures | None, language: Language
) -> Layout[PrintedFigure]:
    """Return how figures and their groups are written, each by itself."""
    every = [one for whole in figures for one in (whole, *whole.parts)]
    # Most files leave nobody out for this, so there is a column only where somebody is.
    has_perhaps = any(isinstance(one.perhaps, Hidden) or one.perhaps.value for one in every)
    shown = ("unknown", *(("perhaps",) if has_perhaps else ()), "pending", "anonymous")
    threshold = None if protected is None else protected.threshold

    def line(one: PrintedFigure) -> Line:
        cells = (
            one.definition.name.in_(language),
            _group_named(one, language) or NOTHING,
            _came_of(one, language),
            *(_cell(getattr(one, name), language) for name in shown),
            _value_named(one, language),
        )
        return Line(cells, _REACHED[one.is_reached])

    def record(one: PrintedFigure) -> dict[str, Any]:
        return _record(one, threshold)

    def row(one: PrintedFigure) -> list[str]:
        found = record(one)
        groups = [found["group"].get(by.value) for by in GroupBy]
        # A group of those of whom it is unknown has no value either: by says that it is one.
        by = " ".join(found["group"])
        values = [
            *(found[name] for name in _BEFORE),
            by,
            *groups,
            *(found[name] for name in (*COUNTS, "value", "unit")),
        ]
        values += [found["least"], found["most"], found["goal_reached"], found["rejected"], found["groups_left_out"]]
        return [*map(_plain, values), _plain(threshold), " ".join(found["hidden"])]

    return Layout(
        title=_title(figures, protected, language),
        head=(
            *headings(language, "indicator", "group", "of_whom"),
            *headings(language, *(f"figure.{name}" for name in shown), "figure"),
        ),
        lines=lambda one: [line(one)],
        columns=(*_BEFORE, "by", *(by.value for by in GroupBy), *COUNTS, "value", "unit", *_AFTER),
        rows=lambda one: [row(one)],
        record=record,
    )


_REACHED: Final[Mapping[bool | None, Verdict]] = {True: Verdict.MET, False: Verdict.NOT_MET, None: Verdict.UNKNOWN}


def _title(figures: Sequence[PrintedFigure], protected: ProtectedFigures | None, language: Language) -> str:
    first = next(iter(figures), None)
    said = {
        "period": "" if first is None else str(first.period),
        "day": "" if first is None else in_words(first.as_of, language),
        "count": "" if first is None else str(first.rejected),
    }
    lines = [HEADINGS["indicators" if first else "indicators.none"].filled(language, said)]
    if first is not None and first.rejected:
        lines.append(HEADINGS["not_among"].filled(language, said))
    note = HEADINGS["unprotected"].in_(language) if protected is None else protected.note(language)
    return "\n".join((*lines, note))


def _came_of(one: PrintedFigure, language: Language) -> str:
    if one.definition.measure is Measure.NUMBER or _is_of_unknown(one):
        return NOTHING
    said = {"came": _cell(one.numerator, language), "of": _cell(one.denominator, language)}
    return HEADINGS["came_of"].filled(language, said)


def _is_of_unknown(one: PrintedFigure) -> bool:
    """Whether it is per inhabitant, and how many there are of that group is not known."""
    is_none = isinstance(one.denominator, Shown) and not one.denominator.value
    return one.definition.of is Of.INHABITANTS and is_none


def _value_named(one: PrintedFigure, language: Language) -> str:
    if isinstance(one.value, Hidden) or one.value.value is None:
        return NOTHING if _is_of_unknown(one) else _cell(one.value, language)
    match one.definition.measure:
        case Measure.SHARE | Measure.KEPT:
            return percent_in(one.value.value, language, decimals=_DECIMALS, drops_zeros=True)
        case Measure.DAYS:
            return WORDS["unit.days"].filled(language, {"n": _cell(one.value, language)})
        case Measure.NUMBER | Measure.MEAN:
            return _cell(one.value, language)
        case _ as never:
            assert_never(never)


_DECIMALS: Final = 2
"""A mean has no more, and a share and a number of days have fewer."""


def _cell(cell: Cell, language: Language) -> str:
    if isinstance(cell, Hidden) or cell.value is None:
        return str(cell)
    return number_in(cell.value, language, decimals=_DECIMALS, drops_zeros=True)


def _group_named(one: PrintedFigure, language: Language) -> str:
    return ", ".join(one.named(by).in_(language) for by in one.group)


def _record(one: PrintedFigure, threshold: int | None) -> dict[str, Any]:
    """Return a figure as plain data: what is hidden is null, and is named in ``hidden``."""
    bounds = one.bounds if isinstance(one.bounds, tuple) else (None, None)
    return {
        "indicator": one.id,
        "variant": one.variant,
        "period": one.period.name,
        "since": one.period.since.isoformat(),
        "until": one.period.until.isoformat(),
        "as_of": one.as_of.isoformat(),
        "known_on": None if one.known_on is None else one.known_on.isoformat(),
        "counts": one.definition.counts.value,
        "measure": one.definition.measure.value,
        "group": {by.value: value for by, value in one.group.items()},
        **{name: _number(_of(getattr(one, name))) for name in (*COUNTS, "value")},
        **({"denominator": None} if _is_of_unknown(one) else {}),
        "unit": _UNITS[one.definition.measure],
        "least": _number(bounds[0]),
        "most": _number(bounds[1]),
        "goal_reached": one.is_reached,
        "rejected": one.rejected,
        "groups_left_out": one.groups_left_out,
        "threshold": threshold,
        "hidden": list(one.hidden),
    }


def _of(cell: Cell) -> int | Decimal | None:
    return cell.value if isinstance(cell, Shown) else None


def _number(value: int | Decimal | None) -> int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _plain(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


# --- Indicators -------------------------------------------------------------------------------------


def of_indicators(language: Language) -> Layout[BoundIndicator]:
    """Return how the indicators of a model are written."""

    def line(one: BoundIndicator) -> Line:
        definition = one.definition
        cells = (
            one.id,
            definition.name.in_(language),
            WORDS[definition.counts.value].in_(language),
            ", ".join(HEADINGS[f"by.{by}"].in_(language) for by in definition.group_by) or NOTHING,
            ", ".join(each.id for each in definition.variants) or NOTHING,
            definition.source.told(language),
        )
        return Line(cells, Verdict.UNKNOWN)

    def record(one: BoundIndicator) -> dict[str, Any]:
        definition = one.definition
        return {
            "id": one.id,
            "name": definition.name.in_(language),
            "text": _filled(definition.text, one, language),
            "counts": definition.counts.value,
            "measure": definition.measure.value,
            "of": definition.of.value,
            "group_by": [by.value for by in definition.group_by],
            "variants": [
                {"id": each.id, "text": _filled(each.text, one.read_as(each.id), language)}
                for each in definition.variants
            ],
            "source": definition.source.told(language),
            "open_questions": [each.in_(language) for each in definition.open_questions],
        }

    def row(one: BoundIndicator) -> list[str]:
        found = record(one)
        variants = " ".join(each["id"] for each in found["variants"])
        listed = (" ".join(found["group_by"]), variants, found["source"], " ".join(found["open_questions"]))
        return [*(found[name] for name in _LISTED[:6]), *listed]

    return Layout(
        title=HEADINGS["indicators.list"].in_(language),
        head=headings(language, "id", "indicator", "counts", "by", "variants", "source"),
        lines=lambda one: [line(one)],
        columns=_LISTED,
        rows=lambda one: [row(one)],
        record=record,
    )


def _filled(text: Text, one: BoundIndicator, language: Language) -> str:
    """Return a text with the thresholds as they last became."""
    parameters = one.vocabulary.parameters
    last = {name: [str(each.value) for each in parameters[name].values][-1:] for name in placeholders(text)}
    return text.filled(language, {name: "".join(value) for name, value in last.items()})


_LISTED: Final = ("id", "name", "text", "counts", "measure", "of", "group_by", "variants", "source", "open_questions")
