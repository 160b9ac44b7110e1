"""The file of cases: its bad lines are told and kept, and long reading shows how far it has come."""

import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import date
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final

import attrs
import click
from rich.console import Console

from samverkan.case_lines import BadLine, Encoding, Form, read_cases
from samverkan.casefiles import CaseFile
from samverkan.cli.bars import with_bar
from samverkan.cli.files import Unusable, appearing_when_complete, refuse_unwritable
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError
from samverkan.model import Model
from samverkan.tables import Delimiter

__all__ = ["Input", "is_watched"]

_STANDARD_INPUT: Final = Path("-")


def is_watched() -> bool:
    """Whether standard error is a terminal."""
    return sys.stderr.isatty()


@attrs.frozen(kw_only=True)
class Input:
    """The file of cases and how it is written, as the command line says, and the file for what cannot be read."""

    file: Path
    form: Form | None
    columns: Mapping[str, str] | None
    columns_file: str
    delimiter: Delimiter | None
    encoding: Encoding
    rejects: Path | None

    def refuse_unusable(self) -> None:
        """Refuse, before anything is read or written, what cannot be read and where nothing can be written."""
        if self.file != _STANDARD_INPUT:
            if self.file.is_dir():
                raise click.BadParameter("this is a folder", param_hint="FILE")
            if not self.file.exists():
                raise click.BadParameter("there is no such file", param_hint="FILE")
        if self.rejects is not None:
            refuse_unwritable(self.rejects, "--rejects")

    def _refuse_tables(self) -> None:
        if self.file.suffix == ".parquet":
            problem = "a Parquet file is a table of people, which `samverkan check` alone takes"
            raise click.BadParameter(problem, param_hint="FILE")

    @contextmanager
    def cases(
        self, model: Model, counts: Counter[str], *, shows_bar: bool, latest: date | None = None
    ) -> Generator[Iterator[CaseFile]]:
        """Open the file and yield its case files. What is wrong with its headings is told before anything is done.

        With *latest*, one with an event of a referral on a later day is a bad line.

        Raises:
            Unusable: when the file cannot be read to its end.
        """
        self._refuse_tables()
        with ExitStack() as opened:
            stream = opened.enter_context(self._opened())
            if shows_bar and is_watched():
                size = 0 if self.file == _STANDARD_INPUT else self.file.stat().st_size  # A pipe has none either.
                stream = opened.enter_context(with_bar(stream, size or None, Console(stderr=True)))
            cases = _begun(self._told(self._read(stream, model, latest)))
            keep = None if self.rejects is None else opened.enter_context(appearing_when_complete(self.rejects))
            yield filter(None, map(partial(_sifted, _Sieve(keep, counts)), cases))

    def _opened(self) -> AbstractContextManager[BinaryIO]:
        if self.file == _STANDARD_INPUT:
            return nullcontext(sys.stdin.buffer)
        try:
            return self.file.open("rb")
        except OSError as error:
            problem = error.strerror
        raise Unusable(f"{self.file}: {problem}")

    def _read(self, stream: BinaryIO, model: Model, latest: date | None) -> Iterator[CaseFile | BadLine]:
        try:
            return read_cases(
                stream,
                model,
                form=self.form,
                columns=self.columns,
                delimiter=self.delimiter,
                encoding=self.encoding,
                latest=latest,
                views=False,  # Answers stand below one header, which says through whose eyes they are seen.
            )
        except InvalidValueError as error:
            problem = str(error)
        raise click.UsageError(problem)

    def _told(self, cases: Iterator[CaseFile | BadLine]) -> Iterator[CaseFile | BadLine]:
        """Yield the cases, and tell why when the file cannot be read on."""
        try:
            yield from cases
        except InvalidRecordError as error:
            problems = list(self._of_headings(error.faults))
        except OSError as error:
            problems = [f"{self._name}: {error.strerror or str(error)}"]
        else:
            return
        raise Unusable("\n".join(problems))

    @property
    def _name(self) -> str:
        return "standard input" if self.file == _STANDARD_INPUT else str(self.file)

    def _of_headings(self, faults: Iterable[Fault]) -> Iterator[str]:
        """Say what is wrong with the headings, and with what the file of columns says about them."""
        unknown = False
        for fault in faults:
            # An own heading stands in quotation marks, and is shown; one of the table is told by its column.
            file = self.columns_file if fault.where.startswith('"') else self._name
            yield f"{file}: {fault}"
            unknown |= fault.where.startswith("column ")
        if unknown and self.columns is None:
            yield f"{self._name}: own headings are given a meaning by --columns"


def _begun(cases: Iterator[CaseFile | BadLine]) -> Iterator[CaseFile | BadLine]:
    """Read the first case already, and the headings before it."""
    return chain(iter(list(islice(cases, 1))), cases)


class _Sieve:
    """Where bad lines go."""

    def __init__(self, keep: BinaryIO | None, counts: Counter[str]) -> None:
        self.keep = keep
        self.counts = counts


def _sifted(sieve: _Sieve, case: CaseFile | BadLine) -> CaseFile | None:
    """Return a case file; name a bad line and keep it, below the headings that it stood under."""
    if isinstance(case, CaseFile):
        return case
    if sieve.keep is not None:
        sieve.keep.write(b"" if sieve.counts["rejected"] else case.heading)
        sieve.keep.write(case.raw)
    sieve.counts["rejected"] += 1
    click.echo(str(case), err=True)
    return None
