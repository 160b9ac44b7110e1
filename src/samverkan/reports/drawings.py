"""Drawings as SVG that stands in a page: drawn by altair and vl-convert, without script or any address."""

import re
from importlib import import_module
from textwrap import wrap
from typing import Any, Final, Literal
from xml.etree import ElementTree as ET

import attrs

from samverkan.errors import MissingExtraError
from samverkan.texts import Language

__all__ = [
    "FAINT",
    "FONT",
    "HATCH",
    "INK",
    "LETTER",
    "LINE",
    "SERIES",
    "SMALL",
    "Ink",
    "Sheet",
    "lines_of",
    "package",
    "svg_of",
]

INK: Final = "#1b2733"
"""The colour of text."""
FAINT: Final = "#52606d"
"""The colour of what is beside the point; on white it still has a contrast of more than 6."""
LINE: Final = "#c5ced6"
"""The colour of lines that only guide the eye."""
FONT: Final = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
"""Fonts that are there already: none is fetched."""
SMALL: Final = 13
"""The size of text in drawings, in pixels."""
HATCH: Final = "url(#hatch)"
"""How a hidden number is filled."""

_SVG: Final = "http://www.w3.org/2000/svg"
_LONG: Final = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_LOCAL: Final = re.compile(r"url\(#([\w-]+)\)")
LETTER: Final = 0.6
"""Of the size of the text, on average, in the widest of the fonts."""
_LOCALES: Final = {
    "sv": {"decimal": ",", "thousands": "\N{NO-BREAK SPACE}", "percent": "\N{NO-BREAK SPACE}%"},
    "en": {"decimal": ".", "thousands": ",", "percent": "%"},
}


@attrs.frozen
class Ink:
    """How a series is painted: its fill, its outline and the text on it. They differ in grey as well."""

    fill: str
    stroke: str
    text: str


SERIES: Final = (
    Ink("#1d4e79", "#1d4e79", "#ffffff"),
    Ink("#f4b860", "#8f4f00", INK),
    Ink("#e6edf2", "#1d4e79", INK),
    Ink("#4c7a5b", "#2f5540", "#ffffff"),
)
"""How the first, second, … series is painted."""


def package(name: str) -> Any:
    """Return a package of the extra.

    Raises:
        MissingExtraError: when it is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        pass
    raise MissingExtraError("reports")


def lines_of(words: str, width: float) -> list[str]:
    """Return words as lines that are about so many pixels wide at most."""
    return wrap(words, max(6, int(width / (SMALL * LETTER))), break_long_words=False) or [words]


class Sheet:
    """A sheet of so many pixels on which rectangles, points and words are put, and of which altair makes a chart."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._rectangles: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
        self._points: list[dict[str, Any]] = []
        self._words: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def rectangle(self, x: float, y: float, size: tuple[float, float], ink: Ink, *, is_dashed: bool = False) -> None:
        """Put a rectangle of that width and height; *x* and *y* are its upper left corner."""
        place = {"x": x, "x2": x + size[0], "y": y, "y2": y + size[1]}
        self._rectangles[is_dashed].append({**place, "fill": ink.fill, "stroke": ink.stroke})

    def point(self, x: float, y: float, area: float, ink: Ink, shape: Literal["circle", "diamond"] = "circle") -> None:
        """Put a circle or a diamond of so many square pixels."""
        self._points.append({"x": x, "y": y, "area": area, "fill": ink.fill, "stroke": ink.stroke, "shape": shape})

    def words(  # noqa: PLR0913 - where, what, how
        self,
        x: float,
        y: float,
        words: str,
        *,
        align: Literal["left", "center", "right"] = "left",
        colour: str = INK,
        weight: Literal["normal", "bold"] = "normal",
    ) -> None:
        """Put words, their middle at *y*; they may be several lines."""
        many = words.count("\n") / 2
        row = {"x": x, "y": y - many * SMALL * 1.25, "words": words, "colour": colour}
        self._words.setdefault((align, weight), []).append(row)

    def chart(self) -> Any:
        """Return the chart of it."""
        alt = package("altair")
        x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, self.width], nice=False, zero=False))
        y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, self.height], nice=False, zero=False, reverse=True))
        paint = {"fill": alt.Fill("fill:N", scale=None), "stroke": alt.Stroke("stroke:N", scale=None)}
        layers: list[Any] = []
        for is_dashed, rows in self._rectangles.items():
            if rows:
                dashes = [3, 2] if is_dashed else [1, 0]
                drawn = alt.Chart(alt.Data(values=rows)).mark_rect(strokeWidth=1, strokeDash=dashes)
                layers.append(drawn.encode(x=x, x2="x2:Q", y=y, y2="y2:Q", **paint))
        if self._points:
            drawn = alt.Chart(alt.Data(values=self._points)).mark_point(strokeWidth=1.5, opacity=1)
            area, shape = alt.Size("area:Q", scale=None), alt.Shape("shape:N", scale=None)
            layers.append(drawn.encode(x=x, y=y, size=area, shape=shape, **paint))
        for (align, weight), rows in self._words.items():
            style = {"align": align, "fontWeight": weight, "fontSize": SMALL, "lineHeight": SMALL * 1.25}
            drawn = alt.Chart(alt.Data(values=rows)).mark_text(baseline="middle", lineBreak="\n", **style)
            colour = alt.Color("colour:N", scale=None)
            layers.append(drawn.encode(x=x, y=y, text="words:N", color=colour))
        return alt.layer(*layers).properties(width=self.width, height=self.height)


def svg_of(chart: Any, *, name: str, title: str, description: str, language: Language) -> str:
    """Return an altair chart as the text of an SVG element for a page.

    *name* is what its ids begin with: no other drawing of the page may have it. *title* and *description* are read out
    by a screen reader instead of what is drawn.

    Raises:
        MissingExtraError: when a package of the extra ``reports`` is not installed.
    """
    vl_convert = package("vl_convert")
    axis = {
        "labelColor": FAINT,
        "titleColor": FAINT,
        "labelFontSize": SMALL,
        "titleFontSize": SMALL,
        "gridColor": "#e3e8ec",
    }
    config = {
        "aria": False,  # It would say every number again, for each mark.
        "background": "transparent",
        "font": FONT,
        "padding": 2,
        "view": {"stroke": None},
        "axis": {**axis, "domainColor": LINE, "tickColor": LINE, "labelPadding": 7, "titleFontWeight": "normal"},
    }
    # altair checked every part of it when it was made; to check the whole again takes as long as to draw it.
    drawn = {**chart.to_dict(validate=False), "config": config}
    locale = {"grouping": [3], "currency": ["", ""], **_LOCALES[language]}
    # No data is fetched: there is no address that it may come from.
    written = vl_convert.vegalite_to_svg(drawn, allowed_base_urls=[], format_locale=locale)
    root = ET.fromstring(written)  # noqa: S314 - it was written just now
    return _embedded(root, name, title, description)


# --- What a page wants of it -----------------------------------------------------------------------


def _embedded(root: ET.Element, name: str, title: str, description: str) -> str:
    ET.register_namespace("", _SVG)
    for attribute in ("width", "height", "class", "version"):
        root.attrib.pop(attribute, None)
    hatched = False
    for element in root.iter():
        hatched = hatched or element.get("fill") == HATCH
        for attribute, value in element.items():
            if attribute == "id":
                element.set(attribute, f"{name}-{value}")
            elif attribute in ("role", "class") or attribute.startswith("aria-"):
                del element.attrib[attribute]
            elif attribute in ("d", "transform"):
                element.set(attribute, _LONG.sub(lambda long: f"{float(long[0]):.2f}", value))
            else:
                element.set(attribute, _LOCAL.sub(rf"url(#{name}-\1)", value))
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-description")
    if hatched:
        root.insert(0, _hatching(f"{name}-hatch"))
    for position, (tag, words) in enumerate((("title", title), ("desc", description))):
        told = ET.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{'title' if tag == 'title' else 'description'}"})
        told.text = words
        root.insert(position, told)
    return ET.tostring(root, encoding="unicode")


def _hatching(name: str) -> ET.Element:
    """Return the pattern of slanting lines that hidden numbers are filled with."""
    defs = ET.Element(f"{{{_SVG}}}defs")
    size = {"width": "6", "height": "6"}
    units = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
    pattern = ET.SubElement(defs, f"{{{_SVG}}}pattern", {"id": name, **size, **units})
    ET.SubElement(pattern, f"{{{_SVG}}}rect", {**size, "fill": "#ffffff"})
    ET.SubElement(pattern, f"{{{_SVG}}}rect", {"width": "2", "height": "6", "fill": "#a9b4be"})
    return defs
