"""Case files from the lines of a file: JSON Lines, or a table as a spreadsheet writes it."""

import io
import json
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import chain, count
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, NoReturn, cast, get_args

import attrs

from samverkan.casefiles import CaseFile
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError
from samverkan.model import Model

# What only some files need is imported when one is met.
if TYPE_CHECKING:
    from samverkan.tables import Columns, Delimiter, Row

__all__ = ["ENCODINGS", "FORMS", "BadLine", "Encoding", "Form", "read_cases"]

Form = Literal["jsonl", "csv"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
"""How a file of cases can be written."""

Encoding = Literal["utf-8", "cp1252"]
ENCODINGS: Final[tuple[Encoding, ...]] = get_args(Encoding)
"""What a table can be encoded in."""

_BOM: Final = "\ufeff"
_GZIP: Final = b"\x1f\x8b"
_BUFFER: Final = 65_536

Line = str | bytes
"""A line as text, or as bytes where it is not in the encoding of the file. It is never held as both."""


@attrs.frozen(repr=False)
class BadLine:
    """A line that is no case file: its number, counted from 1, its bytes unchanged, and its faults.

    A row of a table may be several lines: the number is that of the first. ``heading`` is the line of headings that
    the row stands under, unchanged, and empty in JSON Lines.

    ``raw`` holds what was written about a person: it belongs in no log.
    """

    number: int
    raw: bytes
    faults: tuple[Fault, ...]
    heading: bytes = b""

    def __repr__(self) -> str:
        return f"<BadLine {self.number}>"

    def __str__(self) -> str:
        return "\n".join(f"line {self.number}: {fault}" for fault in self.faults)


def read_cases(  # noqa: PLR0913
    path: str | PathLike[str] | BinaryIO,
    model: Model,
    *,
    form: Form | None = None,
    columns: Mapping[str, str] | None = None,
    delimiter: "Delimiter | None" = None,
    encoding: Encoding = "utf-8",
    views: bool = True,
    latest: date | None = None,
) -> "Iterator[CaseFile | BadLine]":
    r"""Yield the case files of a file, and each line that is none, in the order of the file.

    The file is JSON Lines or a table, plain or gzip, whatever its name is. Without *form* it is a table when its
    first line that is not empty has a comma or a semicolon, holds no brace and begins with no bracket. Empty lines are
    passed over. One line is held at a time.

    *columns*, *delimiter* and *encoding* are for tables: what own headings tell of (see
    :func:`~samverkan.tables.read_columns`), what stands between two cells where neither a first line ``sep=;``
    nor the headings show it, and ``"cp1252"`` where it is not UTF-8.

    Without *views* a case file as one agency sees it is a bad line as well; so is, with *latest*, one with an event of
    a referral on a later day, which has not come.

    Raises:
        InvalidValueError: when *form*, *delimiter* or *encoding* is none that there is, or they contradict each other.
        InvalidRecordError: when a heading of a table is not known, before any row is read.
        OSError: when the file cannot be read to its end.

    >>> from samverkan import load_model
    >>> table = io.BytesIO("id;born;employed\nd-001;1990-05-17;true\nd-002;;nej\n".encode())
    >>> for case in read_cases(table, load_model("finsam")):
    ...     print(case if isinstance(case, BadLine) else case.participant.id)
    d-001
    line 3: employed: wanted true, false, SANT or FALSKT, got text of 3 characters
    """
    is_of_table = columns is not None or delimiter is not None or encoding != "utf-8"
    for where, given, among in (
        ("form", form, (None, *FORMS)),
        ("delimiter", delimiter, (None, ";", ",")),
        ("encoding", encoding, ENCODINGS),
    ):
        if given not in among:
            wanted = " or ".join(one for one in among if one is not None)
            raise InvalidValueError(where=where, wanted=wanted, got="another")
    if form == "jsonl" and is_of_table:
        raise InvalidValueError(where="form", wanted="csv with columns, delimiter or encoding", got="jsonl")
    written = _Written(columns or {}, delimiter, encoding)
    return _read(path, model, "csv" if is_of_table else form, written, views=views, latest=latest)


@attrs.frozen
class _Written:
    """How a table is written."""

    columns: Mapping[str, str]
    delimiter: "Delimiter | None"
    encoding: Encoding


def _read(  # noqa: PLR0913
    path: str | PathLike[str] | BinaryIO,
    model: Model,
    form: Form | None,
    written: _Written,
    *,
    views: bool,
    latest: date | None,
) -> "Iterator[CaseFile | BadLine]":
    from samverkan.serialization import converter, structured  # noqa: PLC0415

    conv = converter(model)

    def case_of(data: object) -> CaseFile:
        case = structured(data, CaseFile, conv)
        if not views and case.view is not None:
            raise InvalidValueError(where="view", wanted="nothing: a case file with all facts", got="a view of one")
        faults = list(_not_come(case, latest))
        if faults:
            raise InvalidRecordError(faults)
        return case

    with _opened(path) as stream:
        form, lines = _sniffed(iter(partial(_line, stream, written.encoding), None), form)
        # Neither keeps a line while the next one is read, nor while what it came to is used.
        if form == "csv":
            yield from _cases_of_table(lines, model, written, case_of)
        else:
            yield from filter(None, map(partial(_case_of_json, case_of), count(1), lines))


def _not_come(case: CaseFile, latest: date | None) -> Iterator[Fault]:
    """Yield a fault for each event on a day that has not come."""
    for place, referral in enumerate(case.referrals or ()):
        for position, event in enumerate(referral.events):
            if latest is not None and event.day > latest:
                wanted = f"a day not after {latest.isoformat()}"
                yield Fault(f"referrals[{place}].events[{position}].on", wanted, "a later one")


# --- Lines ----------------------------------------------------------------------------------------


@contextmanager
def _opened(path: str | PathLike[str] | BinaryIO) -> Generator[BinaryIO]:
    if isinstance(path, str | PathLike):
        with Path(path).open("rb") as stream:
            yield _unpacked(stream)
    else:
        yield _unpacked(path)


def _unpacked(stream: BinaryIO) -> BinaryIO:
    """Return the stream without its compression, if it has any: its first two bytes say so."""
    head = b""
    while len(head) < len(_GZIP) and (part := stream.read(len(_GZIP) - len(head))):
        head += part
    whole = io.BufferedReader(_Rejoined(head, stream), _BUFFER)
    if head != _GZIP:
        return whole
    from gzip import GzipFile  # noqa: PLC0415

    return cast("BinaryIO", GzipFile(fileobj=whole))


class _Rejoined(io.RawIOBase):
    """A stream of which the first bytes have been read."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._read: Callable[[int], bytes] = getattr(rest, "read1", rest.read)  # What comes slowly is not waited for.

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._head[: len(buffer)] or self._read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def _line(stream: BinaryIO, encoding: Encoding) -> Line | None:
    """Return the next line, or ``None`` after the last one."""
    try:
        raw = stream.readline()
    except (EOFError, zlib.error):
        raw = None
    if raw is None:
        raise OSError("the compressed file is broken")
    try:
        return raw.decode(encoding) or None
    except UnicodeDecodeError:
        return raw


def _sniffed(lines: Iterator[Line], form: Form | None) -> tuple[Form, Iterator[Line]]:
    """Return what the file is, and all of its lines."""
    taken: list[Line] = []
    for line in lines:
        taken.append(line)
        if not _is_empty(line):
            break
    if form is None:
        form = "csv" if taken and _is_heading(taken[-1]) else "jsonl"
    return form, chain(iter(taken), lines)  # An iterator that has ended holds no line.


def _is_empty(line: Line) -> bool:
    text = line.removeprefix(_BOM) if isinstance(line, str) else line
    return not text or (text.isspace() and text.isascii())


def _is_heading(line: Line) -> bool:
    text = line.removeprefix(_BOM) if isinstance(line, str) else line.decode("latin-1")
    return ("," in text or ";" in text) and "{" not in text and not text.startswith("[")


def _raw(lines: Iterable[Line], encoding: Encoding) -> bytes:
    """Return the lines as they came: strict decoding loses nothing."""
    return b"".join(line if isinstance(line, bytes) else line.encode(encoding) for line in lines)


# --- JSON Lines -----------------------------------------------------------------------------------


def _case_of_json(case_of: Callable[[object], CaseFile], number: int, line: Line) -> "CaseFile | BadLine | None":
    if _is_empty(line):
        return None
    try:
        return case_of(_parsed(line.removeprefix(_BOM) if isinstance(line, str) and number == 1 else line))
    except InvalidValueError as error:
        faults: tuple[Fault, ...] = (error.fault,)
    except InvalidRecordError as error:
        faults = error.faults
    return BadLine(number, _raw([line], "utf-8"), tuple(one if one.where else one.inside("line") for one in faults))


def _parsed(line: Line) -> object:
    """Parse one line of JSON; what stands twice, or is no number, is refused and not shown."""
    if isinstance(line, bytes):
        raise InvalidValueError(where="line", wanted="a line in UTF-8", got="other bytes")
    problem = "a line of JSON"
    try:
        return json.loads(line, object_pairs_hook=_once, parse_constant=_refused)
    except json.JSONDecodeError as error:
        got = f"something else at character {error.pos + 1}"
    except RecursionError:
        got = "one that nests too deep"
    except InvalidValueError as error:
        problem, got = error.fault.wanted, error.fault.got
    except ValueError:  # A number of more digits than Python reads.
        got = "one with a number that is too long"
    raise InvalidValueError(where="line", wanted=problem, got=got)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise InvalidValueError(wanted="each key once in an object", got="a key that stands twice")
    return record


def _refused(_: str) -> NoReturn:
    raise InvalidValueError(wanted="a line of JSON", got="a number that JSON does not have")


# --- Tables ---------------------------------------------------------------------------------------


def _cases_of_table(
    lines: Iterable[Line], model: Model, written: _Written, case_of: Callable[[object], CaseFile]
) -> "Iterator[CaseFile | BadLine]":
    """Read the headings, and return what the rows under them come to."""
    from samverkan.tables import read_table  # noqa: PLC0415

    table = read_table(lines, model, written.columns, written.delimiter, written.encoding)
    heading = _raw(table.headings.lines, written.encoding)
    return map(partial(_case_of_row, case_of, table.columns, heading, written.encoding), table.rows)


def _case_of_row(
    case_of: Callable[[object], CaseFile], columns: "Columns", heading: bytes, encoding: Encoding, row: "Row"
) -> "CaseFile | BadLine":
    try:
        return case_of({"participant": columns.record(_cells(row, len(columns.names)))})
    except InvalidRecordError as error:
        faults = tuple(columns.located(fault, row.cells) for fault in error.faults)
    return BadLine(row.number, _raw(row.lines, encoding), faults, heading)


def _cells(row: "Row", width: int) -> tuple[str, ...]:
    if row.fault is not None:
        raise InvalidRecordError([row.fault])
    if len(row.cells) != width:
        raise InvalidRecordError([Fault("row", f"{width} cells", f"{len(row.cells)}")])
    return row.cells
