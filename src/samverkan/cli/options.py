"""What several commands take, and what they make of it."""

import errno
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import click

from samverkan.agencies import Agency
from samverkan.bound_programmes import BoundProgramme
from samverkan.case_lines import ENCODINGS, FORMS
from samverkan.casefiles import View
from samverkan.cli.files import Unusable, read_by, refuse_overwriting
from samverkan.cli.inputs import Input
from samverkan.cli.output import FORMATS, Format, Output
from samverkan.dates import as_day
from samverkan.errors import InvalidModelError, InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.loading import load_model
from samverkan.model import Model
from samverkan.periods import as_period
from samverkan.rules.facts import SetOf
from samverkan.sharing import view_in_words
from samverkan.tables import DELIMITERS, read_columns
from samverkan.texts import LANGUAGES, Language

__all__ = [
    "DAY",
    "PERIOD",
    "Asker",
    "about_cases",
    "asker",
    "by_an_asker",
    "for_a_purpose",
    "in_language",
    "of_cases",
    "of_model",
    "programme_named",
    "usable",
]

T = TypeVar("T")
Command = Callable[..., None]
_Option = Callable[[Command], Command]


class _Given(click.ParamType[T]):
    """What a function of the library reads; what it refuses is wrong usage."""

    def __init__(self, name: str, read: Callable[[Any], T]) -> None:
        self.name = name
        self.read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> T:
        try:
            return self.read(value)
        except InvalidValueError as error:
            problem = f"wanted {error.fault.wanted}, got {error.fault.got}"
        self.fail(problem, param, ctx)


DAY: Final = _Given("day", as_day)
"""What an option is that takes a day, as ``YYYY-MM-DD``."""

PERIOD: Final = _Given("period", as_period)
"""What an option is that takes a period, such as ``2016H1``."""


class _Map(NamedTuple):
    """What a file says own headings tell of, and the path of that file."""

    columns: Mapping[str, str] | None
    path: str


class _Columns(click.ParamType[_Map]):
    """A file that says what own headings tell of."""

    name = "columns"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> _Map:
        read_by("--columns", Path(value))
        try:
            return _Map(read_columns(value), value)
        except InvalidRecordError as error:
            problem = str(error)
        except OSError as error:
            problem = f"{value} cannot be read: {error.strerror}"
        self.fail(problem, param, ctx)


def _language() -> Language:
    """Return Swedish where the locale is Swedish, else English."""
    set_ = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "sv" if set_.lower().startswith("sv") else "en"


in_language = click.option("--lang", type=click.Choice(LANGUAGES), default=_language, help="Default: from the locale.")


def of_model(command: Command, default: str | None = "finsam", note: str = "") -> Command:
    """Let the command take a model, or several that are combined; ``None`` where there is no default and none is named.

    *note* is said of it in the help.
    """

    @wraps(command)
    def given(*, models: tuple[str, ...], **rest: Any) -> None:
        for name in models:
            if name.endswith(".toml"):
                read_by("--model", Path(name))
        refuse_overwriting()
        command(model=usable(lambda: _combined(models)) if models else None, **rest)

    named = click.option(
        "--model",
        "models",
        metavar="NAME|PATH",
        multiple=True,
        default=[] if default is None else [default],
        show_default=default is not None,
        help=f"A model by name, a folder or a TOML file. Given several times, they are combined.{note}",
    )
    return named(given)


def _combined(names: tuple[str, ...]) -> Model:
    first, *others = map(load_model, names)
    return first.combined(*others)


def about_cases(command: Command) -> Command:
    """Let the command take a file of cases, and say where and how the answers are written."""

    @wraps(command)
    def given(*, source: Input, form: Format, language: Language, output: Path | None, **rest: Any) -> None:
        wanted = Output(form=form, language=language, path=output)
        wanted.refuse_unusable()
        command(source=source, wanted=wanted, **rest)

    return _of_cases(given, (*_OF_CASES, *_OF_ANSWERS, *_OF_FILES))


def of_cases(command: Command) -> Command:
    """Let the command take a file of cases. What it writes, and where, are options of its own."""
    return _of_cases(command, (*_OF_CASES, *_OF_FILES))


def _of_cases(command: Command, options: Iterable[_Option]) -> Command:
    @wraps(command)
    def given(**rest: Any) -> None:
        own: _Map = rest.pop("columns") or _Map(None, "")
        source = Input(
            file=rest.pop("file"),
            form=rest.pop("written_as"),
            columns=own.columns,
            columns_file=own.path,
            delimiter=rest.pop("delimiter"),
            encoding=rest.pop("encoding"),
            rejects=rest.pop("rejects"),
        )
        source.refuse_unusable()
        try:
            command(source=source, language=rest.pop("lang"), **rest)
        except OSError as error:  # Of writing: what cannot be read has been told.
            if error.errno == errno.EPIPE:
                raise
            problem = error.strerror or "an error of the system"
            raise Unusable(f"not everything could be written: {problem}") from error

    packed: Command = given
    for option in reversed([*options]):
        packed = option(packed)
    return of_model(packed)


_PATH = click.Path(path_type=Path)
_OF_CASES: tuple[_Option, ...] = (
    click.argument("file", type=click.Path(path_type=Path, allow_dash=True)),
    click.option("--known-on", type=DAY, metavar="DAY", help="Answer from what had been recorded by that day."),
    in_language,
)
_OF_ANSWERS: tuple[_Option, ...] = (
    click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True),
    click.option("--output", type=_PATH, help="Write the answers to a file, which appears when it is complete."),
)
_OF_FILES: tuple[_Option, ...] = (
    click.option("--rejects", type=_PATH, help="Write the lines that could not be read, unchanged."),
    click.option("--from", "written_as", type=click.Choice(FORMS), help="What FILE is. Default: from its first line."),
    click.option("--columns", type=_Columns(), metavar="PATH", help="A TOML file that says what own headings tell of."),
    click.option("--delimiter", type=click.Choice(DELIMITERS), help="What parts cells. Default: from the headings."),
    click.option("--encoding", type=click.Choice(ENCODINGS), default="utf-8", show_default=True, help="Of a table."),
)


class Asker(NamedTuple):
    """Who asks, and for what: an agency, or ``None`` with all facts."""

    seen_by: str | None
    purpose: str

    def in_words(self, model: Model, language: Language) -> str:
        """Say through whose eyes the cases are seen."""
        view = (
            None if self.seen_by is None else View(agency=self.seen_by, programme="", purpose=self.purpose, on=date.min)
        )
        return view_in_words(view, model.vocabulary, language)


def by_an_asker(command: Command) -> Command:
    """Let the command answer from what one agency may see."""
    seen_by = click.option(
        "--seen-by", metavar="AGENCY", help="Answer from what that agency may see. Default: with all facts."
    )
    purpose = click.option("--purpose", metavar="WORD", help="For what that agency asks. Default: coordination.")
    return seen_by(purpose(command))


for_a_purpose = click.option(
    "--purpose", metavar="WORD", default="coordination", show_default=True, help="For what that agency asks."
)


def asker(model: Model, seen_by: str | None, purpose: str | None) -> Asker:
    """Return who asks; an agency or a purpose that the model does not have is a usage error."""
    if seen_by is None and purpose is not None:
        raise click.UsageError("--purpose is for what an agency asks: name it with --seen-by")
    if seen_by is not None:
        known_agency(model, "--seen-by", seen_by)
    purposes = model.vocabulary.words(SetOf("purposes"))
    if purpose is not None and purpose not in purposes:
        raise click.UsageError(str(UnknownNameError("purpose", purpose, purposes)))
    return Asker(seen_by, purpose or "coordination")


def known_agency(model: Model, option: str, reference: str) -> None:
    """See that an agency is there; else say which there are, and which one bears the name that was given."""
    problem = ""
    try:
        model.agencies.agency(reference)
    except InvalidValueError as error:
        of_name = [one.id for one in model.agencies.agencies.values() if reference.casefold() in _names_of(one)]
        hint = f"did you mean {of_name[0]}?" if of_name else error.fault.hint
        there_is = ", ".join(model.agencies.agencies)
        problem = f"{option}: there is no such agency{'; ' if hint else ''}{hint} (there is: {there_is})"
    if problem:
        raise click.UsageError(problem)


def _names_of(agency: Agency) -> set[str]:
    return {agency.name.in_(language).casefold() for language in LANGUAGES}


def usable(find: Callable[[], T]) -> T:
    """Return what *find* finds; a name that nothing bears, or a broken model, is a usage error."""
    try:
        return find()
    except (UnknownNameError, InvalidModelError) as error:
        problem = str(error)
    raise click.UsageError(problem)


def programme_named(model: Model, name: str, reading: str | None = None) -> BoundProgramme:
    """Return a programme or a predicate of the model, under the reading that was asked for."""
    there_is = {**model.programmes, **model.predicates}

    def find() -> BoundProgramme:
        if name not in there_is:
            raise UnknownNameError("programme", name, there_is)
        return there_is[name].read_as(reading)

    return usable(find)
