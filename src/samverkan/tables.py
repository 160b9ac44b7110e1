"""Tables as a spreadsheet writes them: rows of cells, and what a row says about a person.

A table is flat: one row a person, one column a fact, and each fact holds on every day. What changes from day to
day needs JSON Lines.
"""

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, Final, Literal
from unicodedata import normalize

import attrs

from samverkan.errors import Fault, InvalidRecordError, masked, nearest
from samverkan.model import Model
from samverkan.rules.facts import Boolean, Fact, NumberOf, SetOf, SpellsOf

__all__ = ["DELIMITERS", "LONGEST_ROW", "Columns", "Delimiter", "Row", "Table", "read_columns", "read_table"]

Delimiter = Literal[";", ","]

DELIMITERS: Final[tuple[Delimiter, ...]] = (";", ",")
"""What may stand between two cells. A Swedish spreadsheet writes the first."""

LONGEST_ROW: Final = 1_048_576
"""So many characters a row may have, so that a quotation mark that nothing closes takes no file into memory."""

_NONE: Final = "|"  # Between two words of a set; alone, a set of which it is known that nothing is in it.
_BOM: Final = "\ufeff"
_BOOLEANS: Final = {"true": True, "false": False, "SANT": True, "FALSKT": False}
_NUMBER: Final = re.compile(r"-?[0-9]{1,18}")
_PLACE: Final = re.compile(r"participant\.(\w+)(\[\d+\])?(?:\.(\w+))?")

_NEEDED: Final = (("id", None), ("sick_leave.since", "sick_leave.until"), ("contacts", "contacts_complete"))
_ENCODED: Final = "text in UTF-8, or in the encoding that was named"

Reader = Callable[[str], object]


@attrs.frozen(eq=False, repr=False)
class Row:
    """A row: the ``number`` of its first line, its ``lines``, its ``cells``, and its ``fault`` where it has no cells.

    A line is text, or bytes where it is not in the encoding of the file.
    """

    number: int
    lines: tuple[str | bytes, ...]
    cells: tuple[str, ...] = ()
    fault: Fault | None = None


@attrs.frozen(eq=False, repr=False)
class Table:
    """A table: its ``columns``, the row of ``headings``, and the ``rows`` under it, read as they are asked for."""

    columns: "Columns"
    headings: Row
    rows: Iterator[Row]


def read_table(
    lines: Iterable[str | bytes],
    model: Model,
    columns: Mapping[str, str] | None = None,
    delimiter: Delimiter | None = None,
) -> Table:
    r"""Read the headings of a table, and return it.

    *lines* end as they do in the file. *columns* says what own headings tell of. Without *delimiter* it is the one
    that makes most known headings of the first row.

    A cell in quotation marks may hold line breaks. Rows with nothing in them are passed over. A row that is not well
    formed is one line, and the row after it begins on the next line: a quotation mark that nothing closes costs its
    own row and no other.

    Raises:
        InvalidRecordError: with everything that is wrong with the headings.

    >>> from samverkan import load_model
    >>> table = read_table(["id;contacts\n", "d-001;AF|kommun/AME\n"], load_model("finsam"))
    >>> [table.columns.record(row.cells) for row in table.rows]
    [{'id': 'd-001', 'contacts': [{'agency': 'AF'}, {'agency': 'kommun/AME'}]}]
    """
    known = _Known(model, columns or {})
    rows = _Rows(lines)
    chosen = max(DELIMITERS, key=lambda one: _rated(rows, one, known)) if delimiter is None else delimiter
    headings = rows.next(chosen)
    if headings is None:
        raise InvalidRecordError([Fault("headings", "a line of headings", "none")])
    if headings.fault is not None:
        raise InvalidRecordError([attrs.evolve(headings.fault, where="headings")])
    return Table(known.columns(headings.cells), headings, iter(partial(rows.next, chosen), None))


def _rated(rows: "_Rows", delimiter: Delimiter, known: "_Known") -> tuple[int, int]:
    row = rows.next(delimiter)
    if row is None:
        return 0, 0
    rows.put_back(row.lines)
    return sum(_heading(cell) in known.headings for cell in row.cells), len(row.cells)


def read_columns(path: str | PathLike[str]) -> Mapping[str, str]:
    """Return what a TOML file says about headings: an own heading, and the name of what it tells of.

    ``"Födelsedatum" = "born"`` maps a column; ``"Anteckning" = ""`` leaves one out.

    Raises:
        OSError: when the file cannot be read.
        InvalidRecordError: when it is no such file.
    """
    import tomllib  # noqa: PLC0415

    try:
        columns = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        faults = [
            Fault(f'"{heading}"', "the name of what the column tells of, as text", masked(name))
            for heading, name in columns.items()
            if not isinstance(name, str)
        ]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        columns, faults = {}, [Fault("file", "TOML in UTF-8", hint=str(error))]
    if faults:
        raise InvalidRecordError(faults)
    return columns


# --- What a row says ------------------------------------------------------------------------------


@attrs.frozen(repr=False)
class Columns:
    """The columns of a table: their ``headings``, and the ``names`` of what they tell of."""

    headings: tuple[str, ...]
    names: tuple[str, ...]
    _readers: tuple[Reader, ...] = attrs.field(eq=False)

    def record(self, cells: Iterable[str]) -> dict[str, Any]:
        """Return what a row says about a participant, as plain data; an empty cell says nothing."""
        plain: dict[str, Any] = {}
        spell: dict[str, object] = {}
        for name, read, cell in zip(self.names, self._readers, cells, strict=True):
            _, _, field = name.partition(".")
            if cell and name:
                (spell if field else plain)[field or name] = read(cell)
        if spell:
            plain["sick_leave"] = [] if spell == {"since": _NONE} else [spell]
        return plain

    def located(self, fault: Fault) -> Fault:
        """Return the fault with the heading of its column for its place, where it has one."""
        found = _PLACE.match(fault.where)
        if found is None:
            return fault
        fact, place, field = found.groups(default="")
        headings = dict(zip(self.names, self.headings, strict=True))
        if f"{fact}.{field}" in headings:
            return attrs.evolve(fault, where=headings[f"{fact}.{field}"])
        return attrs.evolve(fault, where=f"{headings[fact]}{place}") if fact in headings else fault

    def __repr__(self) -> str:
        return f"<Columns: {len(self.names)}>"


class _Known:
    """What columns can tell of, and the own headings that say so."""

    def __init__(self, model: Model, own: Mapping[str, str]) -> None:
        self.model = model
        self.own = {_heading(heading): name for heading, name in own.items()}
        self.readers: Mapping[str, Reader] = {
            "id": str,
            "identity_number": str,
            **{name: _reader(fact) for name, fact in model.facts.items() if _is_flat(fact)},
            "contacts": lambda cell: [{"agency": agency} for agency in _words(cell)],
            "contacts_complete": lambda cell: _BOOLEANS[cell] if cell in _BOOLEANS else _words(cell),
            "sick_leave.since": str,
            "sick_leave.until": str,
        }
        self.headings: Collection[str] = self.own.keys() | self.readers.keys()

    def columns(self, cells: Iterable[str]) -> Columns:
        """Return the columns that have these headings, if there is nothing wrong with any."""
        headings = tuple(map(_heading, cells))
        names = tuple(self.own.get(heading, heading) for heading in headings)
        faults = [*self._faults_of_own(), *self._faults_of_headings(headings), *self._faults_of_names(names)]
        if faults:
            raise InvalidRecordError(faults)
        return Columns(headings, names, tuple(self.readers.get(name, str) for name in names))

    def _faults_of_own(self) -> Iterator[Fault]:
        for heading, name in self.own.items():
            if name and name not in self.readers:
                yield self._unknown(f'"{heading}"', name, self.readers)

    def _faults_of_headings(self, headings: tuple[str, ...]) -> Iterator[Fault]:
        """Name what is not known by its column alone: in a file without headings it is about a person."""
        for column, heading in enumerate(headings, start=1):
            if heading not in self.headings:
                yield self._unknown(f"column {column}", heading, self.headings)

    def _faults_of_names(self, names: tuple[str, ...]) -> Iterator[Fault]:
        for name, number in Counter(names).items():
            if number > 1 and name in self.readers:
                columns = ", ".join(str(column) for column, one in enumerate(names, start=1) if one == name)
                yield Fault(f"columns {columns}", f"one column for {name}", f"{number} of them")
        for name, needed_by in _NEEDED:
            if name not in names and (needed_by is None or needed_by in names):
                yield Fault("headings", f"a column for {name}", "none")

    def _unknown(self, where: str, name: str, among: Iterable[str]) -> Fault:
        wanted = "a heading that is known"
        match self.model.facts.get(name):
            case None:
                return Fault(where, wanted, "another" if name else masked(name), nearest(name, among))
            case Fact(derived=None):
                return Fault(where, wanted, f"{name}, a history: it needs JSON Lines")
            case _:
                return Fault(where, wanted, f"{name}, which follows from other facts")


def _heading(cell: str) -> str:
    return normalize("NFC", cell.strip())


def _is_flat(fact: Fact) -> bool:
    return fact.derived is None and not isinstance(fact.kind, SpellsOf)


def _reader(fact: Fact) -> Reader:
    """Return what reads a cell. One that does not hold what it should stays text, and is refused as text."""
    match fact.kind:
        case Boolean():
            return lambda cell: _BOOLEANS.get(cell, cell)
        case NumberOf():
            return lambda cell: int(cell) if _NUMBER.fullmatch(cell) else cell
        case SetOf():
            return _words
        case _:
            return str


def _words(cell: str) -> list[str]:
    return [] if cell == _NONE else cell.split(_NONE)


# --- From lines to rows ---------------------------------------------------------------------------


class _Rows:
    """The rows of a table, one after another."""

    def __init__(self, lines: Iterable[str | bytes]) -> None:
        self._lines = iter(lines)
        self._ahead: deque[str | bytes] = deque()
        self._taken = 0

    def next(self, delimiter: str) -> Row | None:
        """Return the next row in which something stands, or ``None`` after the last one."""
        while (line := self._line()) is not None:
            row = self._row(line, delimiter)
            if row.fault is not None or any(map(str.strip, row.cells)):
                return row
        return None

    def put_back(self, lines: Iterable[str | bytes]) -> None:
        """Let *lines*, the last that were taken, be the next ones again."""
        back = [*lines]
        self._ahead.extendleft(reversed(back))
        self._taken -= len(back)

    def _line(self) -> str | bytes | None:
        line = self._ahead.popleft() if self._ahead else next(self._lines, None)
        self._taken += line is not None
        return line

    def _row(self, line: str | bytes, delimiter: str) -> Row:
        number = self._taken
        if isinstance(line, bytes):
            return Row(number, (line,), fault=Fault("row", _ENCODED, "other bytes"))
        if len(line) > LONGEST_ROW:
            return Row(number, (line,), fault=Fault("row", f"at most {LONGEST_ROW} characters", "more"))
        text = line.removeprefix(_BOM) if number == 1 else line
        ended = text.removesuffix("\n").removesuffix("\r")
        if '"' not in ended and "\r" not in ended:
            return Row(number, (line,), tuple(ended.split(delimiter)))
        more: list[str] = []
        cells = _parsed(self._fed(text, more), delimiter)
        if cells is None:
            self.put_back(more)
            return Row(number, (line,), fault=Fault("row", "cells whose quotation marks match", "others"))
        return Row(number, (line, *more), cells)

    def _fed(self, text: str, more: list[str]) -> Iterator[str]:
        """Yield the first line of a row, and those that follow as far as they are asked for."""
        yield text
        length = len(text)
        while (line := self._line()) is not None:
            length += len(line)
            if isinstance(line, bytes) or length > LONGEST_ROW:
                self.put_back([line])
                return
            more.append(line)
            yield line


def _parsed(lines: Iterator[str], delimiter: str) -> tuple[str, ...] | None:
    try:
        return tuple(next(csv.reader(lines, delimiter=delimiter, strict=True)))
    except (csv.Error, StopIteration):
        return None
