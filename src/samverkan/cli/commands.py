"""The commands: what they take, and in which order things are done."""

import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, BinaryIO, Final, TypeVar, cast

import click
import rich.progress
from rich.console import Console

from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile
from samverkan.cli.output import FORMATS, Format, is_terminal, programme_page, programme_table, writer
from samverkan.dates import as_day
from samverkan.eligibility import Decision, Outcome, decide
from samverkan.errors import InvalidModelError, InvalidValueError, UnknownNameError
from samverkan.loading import BadLine, load_model, read_cases
from samverkan.model import Model
from samverkan.texts import LANGUAGES, Language

__all__ = ["samverkan"]

T = TypeVar("T")

_WIDTH: Final = 100  # Where there is no terminal.
REJECTED: Final = 1
FAILED_ON: Final = 3


def _language() -> Language:
    """Return Swedish where the locale is Swedish, else English."""
    set_ = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "sv" if set_.lower().startswith("sv") else "en"


class _Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return as_day(value)
        except InvalidValueError as error:
            problem = f"wanted {error.fault.wanted}, got {error.fault.got}"
        self.fail(problem, param, ctx)


def _usable(find: Callable[[], T]) -> T:
    """Return what *find* finds; a name that nothing bears, or a broken model, is a usage error."""
    try:
        return find()
    except (UnknownNameError, InvalidModelError) as error:
        problem = str(error)
    raise click.UsageError(problem)


_model = click.option(
    "--model", default="finsam", show_default=True, help="A model's name, or a folder with its files."
)
_lang = click.option("--lang", type=click.Choice(LANGUAGES), default=_language, help="Default: from the locale.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="samverkan")
def samverkan() -> None:
    """Who may take part in a coordinated programme, and why."""


@samverkan.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--programme", help="The programme to ask about; see `samverkan programmes`.")
@click.option("--on", type=_Day(), metavar="DAY", help="The day to answer for, as YYYY-MM-DD.")
@click.option("--reading", help="How to read an ambiguous source; see `samverkan explain`.")
@click.option("--known-on", type=_Day(), metavar="DAY", help="Answer from what had been recorded by that day.")
@_lang
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--rejects", type=click.Path(path_type=Path), help="Write the lines that could not be read, unchanged.")
@click.option(
    "--fail-on",
    type=click.Choice([outcome.value for outcome in Outcome]),
    multiple=True,
    help="Exit with 3 when a case comes out so. May be given several times.",
)
@click.option("--validate", is_flag=True, help="Only read the file, and say what is wrong with it.")
@_model
@click.pass_context
def check(  # noqa: PLR0913
    ctx: click.Context,
    *,
    file: Path,
    programme: str | None,
    on: date | None,
    reading: str | None,
    known_on: date | None,
    lang: Language,
    form: Format,
    rejects: Path | None,
    fail_on: tuple[str, ...],
    validate: bool,
    model: str,
) -> None:
    """Decide every case file in FILE (JSON Lines; - is standard input).

    A bad line never stops the rest: it is named on standard error and, with --rejects, kept.
    Exit codes: 0 done, 1 done but lines were rejected, 2 wrong usage or unreadable input, 3 see --fail-on.
    """
    loaded = _usable(lambda: load_model(model))
    asked = None if validate else _asked(loaded, programme, on, reading)
    _refuse_unusable(file, rejects)
    counts: Counter[str] = Counter()
    with _opened(file) as lines, _rejected(rejects) as keep:
        cases = _sifted(read_cases(lines, loaded), keep, counts)
        if asked is None or on is None:
            counts["read"] += sum(1 for _ in cases)
        else:
            bound, day = asked, on
            decisions = _counted((decide(case, bound, day, known_on=known_on) for case in cases), counts)
            writer(form, bound, lang, sys.stdout.buffer)(decisions)
    _tell(counts)
    if fail_on and any(counts[outcome] for outcome in fail_on):
        ctx.exit(FAILED_ON)
    ctx.exit(REJECTED if counts["rejected"] else 0)


@samverkan.command()
@_lang
@_model
def programmes(*, lang: Language, model: str) -> None:
    """List the programmes of a model."""
    _print(programme_table(_usable(lambda: load_model(model)), lang))


@samverkan.command()
@click.argument("programme")
@click.option("--reading", help="The reading to explain; without it, the default one.")
@click.option("--on", type=_Day(), metavar="DAY", help="The day whose thresholds to show; default: its first day.")
@_lang
@_model
def explain(*, programme: str, reading: str | None, on: date | None, lang: Language, model: str) -> None:
    """Say what a programme's rules are, in words, with their sources and what is left open."""
    loaded = _usable(lambda: load_model(model))
    bound = _usable(lambda: _programme(loaded, programme).read_as(reading))
    _print(programme_page(bound, on, lang))


def _refuse_unusable(file: Path, rejects: Path | None) -> None:
    """Refuse, before anything is read or written, what cannot be read and what must not be written over."""
    if file != Path("-") and (not file.exists() or file.is_dir()):
        raise click.BadParameter("there is no such file", param_hint="FILE")
    if rejects is not None and not rejects.absolute().parent.is_dir():
        raise click.BadParameter("there is no such folder", param_hint="--rejects")
    if rejects is not None and file.exists() and rejects.exists() and rejects.samefile(file):
        raise click.BadParameter("this is the file that is read", param_hint="--rejects")


def _asked(model: Model, programme: str | None, on: date | None, reading: str | None) -> BoundProgramme:
    if programme is None:
        raise click.UsageError("name the programme: --programme")
    if on is None:
        raise click.UsageError("name the day: --on")
    return _usable(lambda: _programme(model, programme).read_as(reading))


def _programme(model: Model, name: str) -> BoundProgramme:
    if name not in model.programmes:
        raise UnknownNameError("programme", name, model.programmes)
    return model.programmes[name]


def _sifted(cases: Iterator[CaseFile | BadLine], keep: BinaryIO | None, counts: Counter[str]) -> Iterator[CaseFile]:
    """Yield the case files; name each bad line and keep it."""
    for case in cases:
        if isinstance(case, CaseFile):
            yield case
            continue
        counts["rejected"] += 1
        click.echo(str(case), err=True)
        if keep is not None:
            keep.write(case.raw)


def _counted(decisions: Iterator[Decision], counts: Counter[str]) -> Iterator[Decision]:
    for decision in decisions:
        counts[decision.outcome.value] += 1
        yield decision


def _tell(counts: Counter[str]) -> None:
    told = ", ".join(
        f"{counts[name]} {name.replace('_', ' ')}"
        for name in ("read", *(outcome.value for outcome in Outcome), "rejected")
        if counts[name]
    )
    click.echo(told or "no cases", err=True)


def _opened(file: Path) -> AbstractContextManager[BinaryIO]:
    """Open the file; long reading shows how far it has come, where rows that go to the same terminal do not."""
    if file == Path("-"):
        return nullcontext(sys.stdin.buffer)
    console = Console(stderr=True)
    return rich.progress.open(
        file, "rb", console=console, disable=is_terminal() or not sys.stderr.isatty(), transient=True
    )


@contextmanager
def _rejected(path: Path | None) -> Generator[BinaryIO | None]:
    """Open the file of rejected lines, which appears only when it is complete."""
    if path is None:
        yield None
        return
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as written:
        kept: IO[bytes] = written
        try:
            yield cast("BinaryIO", kept)
        except BaseException:
            Path(written.name).unlink()
            raise
    Path(written.name).replace(path)


def _print(thing: Any) -> None:
    if is_terminal():
        Console().print(thing)
        return
    page = io.StringIO()
    Console(width=_WIDTH, file=page).print(thing)
    click.echo("".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines()), nl=False)
