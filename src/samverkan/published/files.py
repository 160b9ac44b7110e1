"""Published tables from files: those that are shipped, and one's own as CSV the way a Swedish spreadsheet writes it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import attrs

from samverkan.errors import Fault, InvalidRecordError, InvalidValueError
from samverkan.published.tables import Column, PublishedTable, Row, Sum
from samverkan.quantities import read_number
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

__all__ = ["read_published", "shipped_tables", "table_from"]


@cache
def shipped_tables() -> Mapping[str, PublishedTable]:
    """Return the tables of the source documents, by id: of S002 and S004, with their sources and the sums to check.

    >>> [*shipped_tables()]
    ['s002-livelihood-2014-2015', 's002-open-comparisons-2015', 's004-budget', 's004-contributions', 's004-orvar-team']
    >>> shipped_tables()["s004-budget"].value("Utgångspunkten", "2009")
    Fraction(1442, 1)
    """
    import tomllib  # noqa: PLC0415
    from importlib.resources import files  # noqa: PLC0415

    folder = files("samverkan").joinpath("finsam", "tables")
    tables = [_shipped(tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))) for name in _SHIPPED]
    return MappingProxyType({table.id: table for table in tables})


_SHIPPED: Final = (
    "livelihood-2014-2015.toml",
    "open-comparisons-2015.toml",
    "budget-2008.toml",
    "contributions-2008.toml",
    "orvar-team.toml",
)


def _shipped(written: Mapping[str, Any]) -> PublishedTable:
    return table_from(
        written["data"],
        id=written["id"],
        title=Text(**written["title"]),
        unit=Text(**written["unit"]),
        period=written["period"],
        source=Source(**written["source"]),
        section=Text(**written["section"]),
        names={name: Text(**words) for name, words in written["names"].items()},
        units={name: Text(**words) for name, words in written.get("units", {}).items()},
        sums=[_sum(one) for one in written.get("sums", ())],
        open_questions=[Text(**words) for words in written.get("open_questions", ())],
    )


def _sum(written: Mapping[str, Any]) -> Sum:
    said: dict[str, Any] = {**written, "why": Text(**written["why"])}
    return Sum(**said)


def read_published(
    path: str | PathLike[str], *, encoding: Literal["utf-8", "cp1252"] = "utf-8", **about: Any
) -> PublishedTable:
    """Return the table of a CSV file. *about* is what :func:`table_from` takes.

    Raises:
        InvalidRecordError: with everything that is wrong in the file, by line and column; or when it is in another
            encoding.
        OSError: when it cannot be read.
    """
    raw = Path(path).read_bytes()
    try:
        text = raw.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError:
        text = None
    if text is None:
        hint = 'a file in cp1252 is read with encoding="cp1252"' if encoding == "utf-8" else ""
        raise InvalidRecordError([Fault("file", f"text in {encoding}", got="other bytes", hint=hint)])
    return table_from(text, **about)


def table_from(  # noqa: PLR0913 - each by its name
    text: str,
    *,
    id: str,  # noqa: A002 - as the field is called
    title: Text,
    unit: Text,
    period: str,
    missing: Collection[str] = (),
    names: Mapping[str, Text] = MappingProxyType({}),
    units: Mapping[str, Text] = MappingProxyType({}),
    sums: Iterable[Sum] = (),
    source: Source = ASSUMED,
    section: Text | None = None,
    open_questions: Iterable[Text] = (),
) -> PublishedTable:
    r"""Return the table that stands in *text*: headings in the first row, a label in the first column, ``;`` between.

    Numbers are written as in Swedish: ``34,8``, ``1 069``. An empty cell is nothing, and so is a mark that *missing*
    names, such as ``..`` or ``-``; any other text is refused. *names* puts headings and labels into words, and *units*
    gives the columns their units where they are not the table's.

    Raises:
        InvalidRecordError: with everything that is wrong, by line and column.

    >>> table = table_from("Kommun;Antal;Andel\nAneby;1 069;34,8\nEksjö;..;37,7\n", id="invented", period="2016",
    ...                    title=Text(sv="Påhittad", en="Invented"), unit=Text(sv="personer", en="people"),
    ...                    units={"Andel": Text(sv="%", en="%")}, missing=[".."])
    >>> table.value("Aneby", "Andel"), table.value("Eksjö", "Antal")
    (Fraction(174, 5), None)
    >>> table_from("Kommun;Antal;Andel\nAneby;1.069;hög\n", id="invented", period="2016",
    ...            title=Text(sv="Påhittad", en="Invented"), unit=Text(sv="personer", en="people"))
    Traceback (most recent call last):
    samverkan.errors.InvalidRecordError: line 2, column 2 (Antal): wanted a number such as 1 069 or 34,8, ...
    line 2, column 3 (Andel): wanted a number such as 1 069 or 34,8, got text of 3 characters
    """
    headings, lines = _lines(text)
    read = [_read(line, headings, missing) for line in lines]
    labels = Counter(line.cells[0] for line in lines)
    faults = [
        *_faults_of_headings(headings),
        *(fault for one in read for fault in one.faults),
        *(
            Fault(f"line {line.number}", "a label that no other row has", got="one that is taken")
            for line in lines
            if line.cells[0] and labels[line.cells[0]] > 1
        ),
    ]
    if faults:
        raise InvalidRecordError(faults)
    return PublishedTable(
        id=id,
        title=title,
        unit=unit,
        period=period,
        columns=[
            Column(
                name,
                names.get(name) or _as_it_stands(name),
                unit=units.get(name),
                decimals=max((len(one.decimals[place]) for one in read), default=0),
            )
            for place, name in enumerate(headings)
        ],
        rows=[
            Row(line.cells[0], names.get(line.cells[0]) or _as_it_stands(line.cells[0]), one.values)
            for line, one in zip(lines, read, strict=True)
        ],
        sums=sums,
        source=source,
        section=section,
        open_questions=open_questions,
    )


@attrs.frozen
class _Line:
    number: int
    cells: tuple[str, ...]


@attrs.frozen
class _Read:
    """What a line says: a value a column, its decimals as they are written, and what is wrong."""

    values: tuple[Fraction | None, ...]
    decimals: tuple[str, ...]
    faults: tuple[Fault, ...]


_BRACES: Final = str.maketrans("{}", "()")


def _as_it_stands(name: str) -> Text:
    # Braces mean something in a text, and nothing in a heading.
    plain = name.translate(_BRACES)
    return Text(sv=plain, en=plain)


def _lines(text: str) -> tuple[tuple[str, ...], list[_Line]]:
    """Return the headings without the first, which is over the labels, and the other lines that are not empty."""
    import csv  # noqa: PLC0415

    reader = csv.reader(text.strip("\r\n").splitlines(keepends=True), delimiter=";", strict=True)
    problem = False
    lines: list[_Line] = []
    try:
        lines = [_Line(reader.line_num, tuple(cell.strip() for cell in row)) for row in reader if any(row)]
    except csv.Error:
        problem = True
    if problem:
        raise InvalidRecordError([Fault(f"line {reader.line_num}", "cells in CSV", got="something else")])
    if not lines:
        raise InvalidRecordError([Fault("file", "a row of headings", got="none")])
    return lines[0].cells[1:], lines[1:]


def _faults_of_headings(headings: tuple[str, ...]) -> Iterator[Fault]:
    if not headings:
        yield Fault("headings", "a column or more beside the labels, with semicolons between", got="none")
    for place, name in enumerate(headings, start=2):
        if not name or headings.count(name) > 1:
            yield Fault(f"headings, column {place}", "a heading that no other column has", got="another")


def _read(line: _Line, headings: tuple[str, ...], missing: Collection[str]) -> _Read:
    label, *cells = line.cells
    where = f"line {line.number}"
    if len(cells) != len(headings):
        return _Read((), ("",) * len(headings), (Fault(where, f"{len(headings) + 1} cells", got=f"{len(line.cells)}"),))
    faults = [] if label else [Fault(where, "a label in the first column", got="none")]
    values: list[Fraction | None] = []
    for place, (heading, cell) in enumerate(zip(headings, cells, strict=True), start=2):
        try:
            values.append(None if cell == "" or cell in missing else read_number(cell))
        except InvalidValueError as error:
            faults.append(error.fault.inside(f"{where}, column {place} ({heading})"))
    return _Read(tuple(values), tuple(cell.partition(",")[2] for cell in cells), tuple(faults))
