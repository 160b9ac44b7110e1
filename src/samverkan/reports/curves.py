"""How many still wait, day by day, as a step curve with its confidence band, the target and the number followed."""

from typing import Any, Final

from samverkan.reports.cells import CellState
from samverkan.reports.contents import Curve, CurveStep
from samverkan.reports.drawings import FAINT, HATCH, INK, SERIES, SMALL, package
from samverkan.reports.words import said
from samverkan.texts import Language

__all__ = ["curve_chart"]

_NARROW: Final = 400
_TARGET: Final = "#b3420f"
_GAPS: Final = {CellState.HIDDEN: HATCH, CellState.UNKNOWN: "#ffffff"}
"""How days are filled of which the share is not there."""


def curve_chart(curve: Curve, language: Language, width: int) -> Any:
    """Return the chart: where a step is hidden the curve stops, and its days are hatched."""
    alt = package("altair")
    is_narrow = width < _NARROW
    height, inner = (240, width - 64) if is_narrow else (320, width - 74)
    last = max(curve.steps[-1].day, curve.target_day or 0, 1)
    end = last * 1.04
    days = alt.Axis(format=",d", tickCount=5 if is_narrow else 9, grid=False, title=said("days", language))
    shares = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], title=None, domain=False, ticks=False)
    x = alt.X("day:Q", axis=days, scale=alt.Scale(domain=[0, end], nice=False))
    y = alt.Y("share:Q", axis=shares, scale=alt.Scale(domain=[0, 1], nice=False))
    pieces = _pieces(curve, end)
    layers: list[Any] = []
    if gaps := [{**piece, "share": 0, "top": 1} for piece in pieces if "fill" in piece]:
        drawn = alt.Chart(alt.Data(values=gaps)).mark_rect(stroke=FAINT, strokeWidth=1, strokeDash=[3, 2])
        layers.append(drawn.encode(x=x, x2="until:Q", y=y, y2="top:Q", fill=alt.Fill("fill:N", scale=None)))
    if band := [piece for piece in pieces if "lower" in piece]:
        drawn = alt.Chart(alt.Data(values=band)).mark_rect(fill="#bcd3e6", stroke=None)
        layers.append(drawn.encode(x=x, x2="until:Q", y=alt.Y("lower:Q", axis=shares, title=None), y2="upper:Q"))
    lines = _lines([piece for piece in pieces if "share" in piece])
    drawn = alt.Chart(alt.Data(values=lines)).mark_line(color=SERIES[0].fill, strokeWidth=2.5, strokeCap="butt")
    layers.append(drawn.encode(x=x, y=y, detail="line:N", order="at:Q"))
    if curve.target_day is not None:
        layers += _target(curve.target_day, curve.target(language), end, x, y)
    layers.append(_followed(curve, language, x, height, 4 if is_narrow else 8))
    return alt.layer(*layers).properties(width=inner, height=height)


def _pieces(curve: Curve, end: float) -> list[dict[str, Any]]:
    """Return what is drawn between each step and the next: a share and its interval, or a gap."""
    pieces: list[dict[str, Any]] = []
    if curve.steps[0].day:
        pieces.append({"day": 0, "until": curve.steps[0].day, "share": 1.0})
    last = curve.steps[-1]
    # Nothing is known of what comes after the last step, but a gap must have a width to be seen.
    ends = [*(step.day for step in curve.steps[1:]), end if last.share.state in _GAPS else last.day]
    for step, until in zip(curve.steps, ends, strict=True):
        piece: dict[str, Any] = {"day": step.day, "until": until}
        if step.share.value is not None:
            piece["share"] = float(step.share.value)
            if step.lower.value is not None and step.upper.value is not None:
                piece |= {"lower": float(step.lower.value), "upper": float(step.upper.value)}
        elif step.share.state in _GAPS:
            piece["fill"] = _GAPS[step.share.state]
        pieces.append(piece)
    return pieces


def _lines(pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the corners of the steps; where a piece is missing a new line begins."""
    corners: list[dict[str, Any]] = []
    line, reached = 0, 0
    for piece in pieces:
        line += piece["day"] != reached
        reached = piece["until"]
        corners += [{"day": piece[day], "share": piece["share"], "line": line} for day in ("day", "until")]
    return [{**corner, "at": at} for at, corner in enumerate(corners)]


def _target(day: int, name: str, end: float, x: Any, y: Any) -> list[Any]:
    """Return the line of the target, with its words on the side where there is room."""
    alt = package("altair")
    where = alt.Chart(alt.Data(values=[{"day": day}]))
    rule = where.mark_rule(color=_TARGET, strokeWidth=2, strokeDash=[6, 4]).encode(x=x)
    is_left = day < end / 2
    words = [{"day": day, "share": 0.96, "words": name}]
    text = alt.Chart(alt.Data(values=words)).mark_text(
        align="left" if is_left else "right", dx=7 if is_left else -7, color=_TARGET, fontSize=SMALL, fontWeight="bold"
    )
    return [rule, text.encode(x=x, y=y, text="words:N")]


def _followed(curve: Curve, language: Language, x: Any, height: int, most: int) -> Any:
    """Return how many were followed, below the axis, at steps that stand well apart."""
    alt = package("altair")
    rows = [{"day": step.day, "words": step.at_risk.written(language)} for step in _apart(curve.steps, most)]
    numbers = alt.Chart(alt.Data(values=rows)).mark_text(fontSize=SMALL, color=INK)
    heading = [{"day": 0, "words": f"{said('at_risk', language)}:"}]
    words = alt.Chart(alt.Data(values=heading)).mark_text(fontSize=SMALL, color=FAINT, align="left")
    return alt.layer(
        words.encode(x=x, y=alt.value(height + 62), text="words:N"),
        numbers.encode(x=x, y=alt.value(height + 82), text="words:N"),
    )


def _apart(steps: tuple[CurveStep, ...], most: int) -> list[CurveStep]:
    """Return the first step and those after it that have room for a number."""
    room = steps[-1].day / most
    chosen: list[CurveStep] = []
    for step in steps:
        if not chosen or step.day - chosen[-1].day >= room:
            chosen.append(step)
    return chosen
