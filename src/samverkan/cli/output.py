"""How answers are written: a table for people, JSON and CSV for scripts, to standard output or to a file."""

import csv
import io
import json
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final, Generic, Literal, NamedTuple, TypeVar, assert_never, get_args

import attrs
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text as Words

from samverkan.answers import Verdict
from samverkan.cli.files import appearing_when_complete, refuse_unwritable
from samverkan.eligibility import Outcome
from samverkan.texts import Language

__all__ = ["FORMATS", "Format", "Layout", "Line", "Output", "is_terminal", "print_page", "print_table"]

T = TypeVar("T")

Format = Literal["table", "json", "jsonl", "csv"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

_BATCH: Final = 200
"""So many lines share one table on a terminal, so that a long file is written while it is read."""

_WIDTH: Final = 100  # Where there is no terminal.
_LEAST: Final = 6  # So wide is a column at least, with the gap beside it.
_COLOUR: Final[Mapping[Outcome | Verdict, str]] = {
    Outcome.ELIGIBLE: "green",
    Outcome.NOT_ELIGIBLE: "red",
    Outcome.UNDETERMINED: "yellow",
    Verdict.MET: "green",
    Verdict.NOT_MET: "red",
    Verdict.UNKNOWN: "yellow",
}


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


class Line(NamedTuple):
    """A line of a table: its cells, the last of which has the colour of the outcome."""

    cells: tuple[str, ...]
    outcome: Outcome | Verdict


@attrs.frozen(kw_only=True)
class Layout(Generic[T]):
    """How the answer about one case is written in each of the formats.

    * ``title`` and ``head`` stand above a table; ``lines`` are its lines about one case.
    * ``columns`` are those of CSV; ``rows`` are its rows about one case.
    * ``record`` is one case as plain data.
    """

    title: str
    head: tuple[str, ...]
    lines: Callable[[T], Iterable[Line]]
    columns: tuple[str, ...]
    rows: Callable[[T], Iterable[Sequence[str]]]
    record: Callable[[T], Any]


@attrs.frozen(kw_only=True)
class Output:
    """Where answers go, and how they are written there; ``path`` is ``None`` for standard output."""

    form: Format
    language: Language
    path: Path | None

    def refuse_unusable(self) -> None:
        """Refuse, before anything is written, where nothing can be written."""
        if self.path is not None:
            refuse_unwritable(self.path, "--output")

    @property
    def is_on_terminal(self) -> bool:
        """Whether what is written appears on a terminal."""
        return self.path is None and is_terminal()

    @property
    def is_bare(self) -> bool:
        """Whether a heading would stand alone where there is nothing to write below it."""
        return self.form == "table" and self.path is None

    def write(self, answers: Iterable[T], layout: Layout[T]) -> None:
        """Write the answers one after another."""
        with self._opened() as out:
            match self.form:
                case "jsonl":
                    out.writelines(_json(answer, layout) + b"\n" for answer in answers)
                case "json":
                    _array(answers, layout, out)
                case "csv":
                    _csv(answers, layout, out)
                case "table":
                    _table(answers, layout, out, coloured=self.is_on_terminal)
                case _ as never:
                    assert_never(never)

    @contextmanager
    def _opened(self) -> Generator[BinaryIO]:
        if self.path is None:
            yield sys.stdout.buffer
        else:
            with appearing_when_complete(self.path) as out:
                yield out


def print_page(page: RenderableType) -> None:
    """Print what is made for reading, in colour on a terminal."""
    if is_terminal():
        Console().print(page)
        return
    text = io.StringIO()
    Console(width=_WIDTH, file=text).print(page)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines()))


def print_table(rows: Iterable[tuple[str, ...]]) -> None:
    """Print a table, its headings first: as wide as a terminal, or one line a row."""
    head, *others = rows
    if is_terminal():
        _print(head, [[*map(Words, row)] for row in others])
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _aligned([head, *others])))


def _array(answers: Iterable[T], layout: Layout[T], out: BinaryIO) -> None:
    before = b"[\n"
    for answer in answers:
        out.write(before + _json(answer, layout))
        before = b",\n"
    out.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _json(answer: T, layout: Layout[T]) -> bytes:
    return json.dumps(layout.record(answer), ensure_ascii=False).encode()


def _csv(answers: Iterable[T], layout: Layout[T], out: BinaryIO) -> None:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(layout.columns)
    for answer in answers:
        rows.writerows(map(_cell, row) for row in layout.rows(answer))
        out.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()
    out.write(text.getvalue().encode())


def _cell(value: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _table(answers: Iterable[T], layout: Layout[T], out: BinaryIO, *, coloured: bool) -> None:
    out.write(f"{layout.title}\n".encode())
    lines = (line for answer in answers for line in layout.lines(answer))
    while batch := list(islice(lines, _BATCH)):
        if coloured:
            out.flush()
            _print(layout.head, [[*_coloured(line)] for line in batch])
        else:
            rows = [layout.head, *(line.cells for line in batch)]
            out.write("".join(f"{row}\n" for row in _aligned(rows)).encode())


def _aligned(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield each row as one line, so that every line of a piped table says what it is about."""
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1]]
    for row in rows:
        padded = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False))
        yield "  ".join([*padded, row[-1]])


def _print(head: Sequence[str], rows: Sequence[Sequence[Words]]) -> None:
    """Print a table as wide as the terminal at most. What is too long goes on below, and nothing is cut off."""
    columns = list(zip(head, *([cell.plain for cell in row] for row in rows), strict=True))
    width = max(Console().width, _LEAST * len(columns))  # The lines of a still narrower terminal are parted by itself.
    words = [max((cell_len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    gaps = len(columns) - 1
    apart = 2 if sum(words) + 2 * gaps <= width else 1
    table = Table(box=None, pad_edge=False, padding=(0, apart, 0, 0))
    for name, wide in zip(head, _widths(columns, words, width - apart * gaps), strict=True):
        table.add_column(name, width=wide, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(width=width).print(table)


def _widths(columns: Sequence[Sequence[str]], words: list[int], room: int) -> list[int]:
    """Return how wide each column is: the widest give way first, and first down to their longest words."""
    widths = [max(map(cell_len, column)) for column in columns]
    for least in (words, [1] * len(columns)):
        while sum(widths) > room and widths != least:
            _, widest = max((width, place) for place, width in enumerate(widths) if width > least[place])
            widths[widest] -= 1
    return widths


def _coloured(line: Line) -> Iterator[Words]:
    *cells, last = line.cells
    yield from map(Words, cells)
    yield Words(last, style=_COLOUR[line.outcome])
