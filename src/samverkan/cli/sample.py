"""The command that makes up a year."""

import errno
import json
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TimeRemainingColumn

from samverkan.casefiles import CaseFile
from samverkan.cli.files import Unusable, appearing_when_complete, refuse_unwritable
from samverkan.cli.headings import counted
from samverkan.cli.inputs import is_watched
from samverkan.cli.options import of_model, usable
from samverkan.cli.output import is_terminal
from samverkan.errors import InvalidValueError
from samverkan.model import Model
from samverkan.samples.years import sample as made_up
from samverkan.serialization import converter, unstructured

__all__ = ["sample"]

_STANDARD_OUTPUT: Final = Path("-")
_MANY: Final = 1000
"""So many people are made up before a bar is shown: fewer are soon done."""


@click.command()
@click.option("--people", type=click.IntRange(min=1), default=500, show_default=True, help="How many people.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="The same number makes the same people.",
)
@click.option(
    "--year", type=click.IntRange(1900, 9990), default=2016, show_default=True, help="The year in which they come."
)
@click.option(
    "--programme",
    "programmes",
    metavar="ID",
    multiple=True,
    help="The programme that they come to. May be given several times. Default: every platform and intervention "
    "that is in force in the year.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, allow_dash=True),
    default=_STANDARD_OUTPUT,
    show_default=True,
    help="The file to write, which appears when it is complete; - is standard output.",
)
@of_model
def sample(  # noqa: PLR0913
    *, people: int, seed: int, year: int, programmes: tuple[str, ...], out: Path, model: Model
) -> None:
    """Make up a year of a coordination association, as case files.

    The people are invented, and so are the shares: nothing in the file is a finding about anybody. They follow the
    rules of the model: most meet the criteria of the programme that they come to, some do not, and of some it is not
    known.

    One case file a line is written, as `samverkan check` and the other commands read it. Exit codes: 0 done, 2 wrong
    usage, or a file that cannot be written.
    """
    if out != _STANDARD_OUTPUT:
        refuse_unwritable(out, "--out")
    try:
        cases = usable(
            lambda: made_up(model, people=people, seed=seed, period=str(year), programmes=programmes or None)
        )
    except InvalidValueError as error:
        raise click.UsageError(f"--programme: {error.fault}") from None
    try:
        is_shown = out != _STANDARD_OUTPUT or not is_terminal()
        with _opened(out) as stream, _watched(cases, people, is_shown=is_shown) as made:
            _write(made, model, stream)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        problem = error.strerror or "an error of the system"
        raise Unusable(f"not everything could be written: {problem}") from error
    click.echo(counted(people, "case made up", "cases made up"), err=True)


@contextmanager
def _opened(out: Path) -> Generator[BinaryIO]:
    if out == _STANDARD_OUTPUT:
        yield sys.stdout.buffer
    else:
        with appearing_when_complete(out) as stream:
            yield stream


def _write(cases: Iterable[CaseFile], model: Model, stream: BinaryIO) -> None:
    conv = converter(model)
    stream.writelines(json.dumps(unstructured(case, conv), ensure_ascii=False).encode() + b"\n" for case in cases)


@contextmanager
def _watched(cases: Iterator[CaseFile], people: int, *, is_shown: bool) -> Generator[Iterator[CaseFile]]:
    """Yield the cases; while many are made up, a bar shows how far that has come, if standard error is a terminal."""
    if people < _MANY or not is_shown or not is_watched():
        yield cases
        return
    with Progress(
        BarColumn(),
        TaskProgressColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        yield iter(bar.track(cases, total=people))
