"""Tables as a spreadsheet writes them: rows of cells, and what a row says about a person.

A table is flat: one row a person, one column a fact, and each fact holds on every day. What changes from day to
day needs JSON Lines.
"""

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
_BOOLEANS: Final = {"true": True, "false": False, "sant": True, "falskt": False}
_SEP: Final = re.compile(r"(?i:sep)=([;,])\s*", re.ASCII)  # A spreadsheet's own first line, which no fact is in.
_NUMBER: Final = re.compile(r"-?[0-9]{1,18}")
_PLACE: Final = re.compile(r"participant\.(\w+)(\[\d+\])?(?:\.(\w+))?")

_NEEDED: Final = (("id", None), ("sick_leave.since", "sick_leave.until"), ("contacts", "contacts_complete"))

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
    """A table: its ``columns``, the row of ``headings``, and the ``rows`` under it, read as they are asked for.

    A line ``sep=;`` above the headings is one of their lines.
    """

    columns: "Columns"
    headings: Row
    rows: Iterator[Row]


def read_table(
    lines: Iterable[str | bytes],
    model: Model,
    columns: Mapping[str, str] | None = None,
    delimiter: Delimiter | None = None,
    encoding: str = "utf-8",
) -> Table:
    r"""Read the headings of a table, and return it.

    *lines* end as they do in the file. *columns* says what own headings tell of. Without *delimiter* it is the one
    that a first line ``sep=;`` or ``sep=,`` names, and else the one that makes most known headings of the first row;
    such a line is passed over. *encoding* is what the lines were read in; it is told where one is in another.

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
    rows = _Rows(lines, encoding)
    above, said = rows.delimiter_line()
    chosen = delimiter or said or _likeliest(rows, known)
    headings = rows.next(chosen)
    if headings is None:
        raise InvalidRecordError([Fault("headings", "a line of headings", "none")])
    if headings.fault is not None:
        raise InvalidRecordError([attrs.evolve(headings.fault, where="headings")])
    whole = attrs.evolve(headings, lines=(*above, *headings.lines))
    return Table(known.columns(headings.cells), whole, iter(partial(rows.next, chosen), None))


def _likeliest(rows: "_Rows", known: "_Known") -> Delimiter:
    return max(DELIMITERS, key=lambda one: _rated(rows, one, known))


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

    def located(self, fault: Fault, cells: Sequence[str]) -> Fault:
        """Return a fault of the row that has these *cells* as its column has it.

        It has the heading of the column for its place, where it has one, and says how such a cell is written.
        """
        found = _PLACE.match(fault.where)
        if found is None:
            return fault
        fact, place, field = found.groups(default="")
        headings = dict(zip(self.names, self.headings, strict=True))
        if f"{fact}.{field}" in headings:
            return attrs.evolve(fault, where=headings[f"{fact}.{field}"])
        if fact not in headings:
            return fault
        column = self.names.index(fact)
        told = _as_written(fault, self._readers[column], cells[column], place)
        return attrs.evolve(told, where=f"{headings[fact]}{place}")

    def __repr__(self) -> str:
        return f"<Columns: {len(self.names)}>"


def _as_written(fault: Fault, read: Reader, cell: str, place: str) -> Fault:
    """Return the fault as it is told to somebody who writes cells: *place* is that in the list that the cell holds."""
    if read is _truth:
        return attrs.evolve(fault, wanted="true, false, SANT or FALSKT")
    if read not in _OF_SEVERAL:
        return fault
    written = _words(cell)[int(place[1:-1])] if place else cell
    several = any(mark in written for mark in DELIMITERS)
    return attrs.evolve(fault, hint=f"several are parted by {_NONE}") if several else fault


class _Known:
    """What columns can tell of, and the own headings that say so."""

    def __init__(self, model: Model, own: Mapping[str, str]) -> None:
        self.model = model
        self.own = {_heading(heading): name for heading, name in own.items()}
        self.readers: Mapping[str, Reader] = {
            "id": str,
            "identity_number": str,
            **{name: _reader(fact) for name, fact in model.facts.items() if _is_flat(fact)},
            "contacts": _contacts,
            "contacts_complete": _whole,
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
                yield self._unknown(f'"{heading}"', "the name of a fact", name, self.readers)

    def _faults_of_headings(self, headings: tuple[str, ...]) -> Iterator[Fault]:
        """Name what is not known by its column alone: in a file without headings it is about a person."""
        for column, heading in enumerate(headings, start=1):
            if heading not in self.headings:
                yield self._unknown(f"column {column}", "a heading that is known", heading, self.headings)

    def _faults_of_names(self, names: tuple[str, ...]) -> Iterator[Fault]:
        for name, number in Counter(names).items():
            if number > 1 and name in self.readers:
                columns = ", ".join(str(column) for column, one in enumerate(names, start=1) if one == name)
                yield Fault(f"columns {columns}", f"one column for {name}", f"{number} of them")
        for name, needed_by in _NEEDED:
            if name not in names and (needed_by is None or needed_by in names):
                yield Fault("headings", f"a column for {name}", "none")

    def _unknown(self, where: str, wanted: str, name: str, among: Iterable[str]) -> Fault:
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
            return _truth
        case NumberOf():
            return lambda cell: int(cell) if _NUMBER.fullmatch(cell) else cell
        case SetOf():
            return _words
        case _:
            return str


def _truth(cell: str) -> bool | str:
    """Read a truth value, in small letters or large; ASCII alone, since other letters have these for small ones."""
    return _BOOLEANS.get(cell.lower(), cell) if cell.isascii() else cell


def _words(cell: str) -> list[str]:
    return [] if cell == _NONE else cell.split(_NONE)


def _contacts(cell: str) -> list[dict[str, str]]:
    return [{"agency": agency} for agency in _words(cell)]


def _whole(cell: str) -> bool | list[str]:
    read = _truth(cell)
    return read if isinstance(read, bool) else _words(read)


_OF_SEVERAL: Final[tuple[Reader, ...]] = (_words, _contacts, _whole)


# --- From lines to rows ---------------------------------------------------------------------------

_QUOTED: Final = Fault("row", "cells whose quotation marks match", "others")


class _Rows:
    """The rows of a table, one after another."""

    def __init__(self, lines: Iterable[str | bytes], encoding: str) -> None:
        self._lines = iter(lines)
        self._encoding = encoding
        self._ahead: deque[str | bytes] = deque()
        self._taken = 0

    def delimiter_line(self) -> tuple[tuple[str, ...], Delimiter | None]:
        """Take the first line if all it says is what parts cells, and return it and what it says."""
        line = self._line()
        if isinstance(line, str) and (found := _SEP.fullmatch(line.removeprefix(_BOM))):
            return (line,), ";" if found[1] == ";" else ","
        self.put_back([] if line is None else [line])
        return (), None

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
            return Row(number, (line,), fault=_other_bytes(self._encoding))
        if len(line) > LONGEST_ROW:
            return Row(number, (line,), fault=Fault("row", f"at most {LONGEST_ROW} characters", "more"))
        text = line.removeprefix(_BOM) if number == 1 else line
        ended = text.removesuffix("\n").removesuffix("\r")
        if '"' not in ended and "\r" not in ended:
            return Row(number, (line,), tuple(ended.split(delimiter)))
        more: list[str] = []
        cells = _parsed(self._fed(text, more), delimiter)
        if isinstance(cells, Fault):
            self.put_back(more)
            # What seems one long cell over several lines is rather one that nothing closes.
            return Row(number, (line,), fault=_QUOTED if more else cells)
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


def _parsed(lines: Iterator[str], delimiter: str) -> tuple[str, ...] | Fault:
    try:
        return tuple(next(csv.reader(lines, delimiter=delimiter, strict=True)))
    except csv.Error as error:
        if "field limit" in str(error):
            return Fault("row", f"a cell of at most {csv.field_size_limit()} characters", "a longer one")
    return _QUOTED


def _other_bytes(encoding: str) -> Fault:
    if encoding == "utf-8":
        return Fault("row", "text in UTF-8", "other bytes", "a table in cp1252 is read with --encoding cp1252")
    return Fault("row", f"text in {encoding}", "other bytes")
