"""What `samverkan check` takes beside a Parquet file, and what it does not."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click
from click.core import ParameterSource

from samverkan.bound_programmes import BoundProgramme
from samverkan.cli.files import Unusable
from samverkan.cli.frame_tables import ENGINES, PARQUET, Tables
from samverkan.cli.inputs import Input
from samverkan.cli.output import Output
from samverkan.errors import MissingExtraError

__all__ = ["about_tables", "answer_tables"]

Command = Callable[..., None]


def about_tables(command: Command) -> Command:
    """Let the command take the tables that go with a Parquet file; it gets ``None`` where FILE is something else."""

    @wraps(command)
    def given(*, source: Input, wanted: Output, **rest: Any) -> None:
        own = {name: rest.pop(name) for name in _OWN}
        tables: Tables | None = None
        if source.file.suffix.lower() == PARQUET:
            _refuse_given(_OF_CASES, f"says how cases are read, and {source.file.name} is a Parquet file")
            if wanted.path is not None:
                _refuse_given(_OF_PRINTING, "is for what is printed; what --output writes goes by the name's ending")
            own |= {name: _once(name, own[name]) for name in ("spells", "history")}
            tables = Tables(people=source.file, **own)
            tables.refuse_unusable(wanted.path)
        else:
            _refuse_given(_OWN, f"goes with a FILE whose name ends in {PARQUET}")
        command(source=source, wanted=wanted, tables=tables, **rest)

    packed: Command = given
    for option in reversed(_OPTIONS):
        packed = option(packed)
    return packed


def answer_tables(  # noqa: PLR0913
    tables: Tables,
    programme: BoundProgramme,
    on: date,
    known_on: date | None,
    *,
    wanted: Output | None,
    counts: Counter[str],
) -> None:
    """Decide the people of the tables and write what comes of it; with no output *wanted*, only check and count.

    Raises:
        Unusable: with everything that is wrong with the tables; and when an engine, or the extra ``frames``, lacks.
    """
    try:
        import samverkan.frames  # noqa: F401, PLC0415 # pyright: ignore[reportUnusedImport]
    except MissingExtraError as error:
        raise Unusable(str(error)) from error
    from samverkan.cli.frames import answer  # noqa: PLC0415

    answer(tables, programme, on, known_on, wanted=wanted, counts=counts)


def _refuse_given(options: Mapping[str, str], why: str) -> None:
    """Refuse options that were given and belong to the other way."""
    source_of = click.get_current_context().get_parameter_source
    given = [option for name, option in options.items() if source_of(name) is not ParameterSource.DEFAULT]
    if given:
        raise click.UsageError(f"{given[0]} {why}")


def _once(option: str, named: Iterable[tuple[str, Path]]) -> Mapping[str, Path]:
    tables: dict[str, Path] = {}
    for name, path in named:
        if name in tables:
            raise click.BadParameter(f"{name} is there twice", param_hint=f"--{option}")
        tables[name] = path
    return tables


class _Named(click.ParamType[tuple[str, Path]]):
    """A table with its name: ``NAME=PATH``."""

    name = "table"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path]:
        name, _, path = value.partition("=")
        if not name or not path:
            self.fail("wanted NAME=PATH", param, ctx)
        return name, Path(path)


_OF_CASES: Final = {
    "rejects": "--rejects",
    "written_as": "--from",
    "columns": "--columns",
    "delimiter": "--delimiter",
    "encoding": "--encoding",
}
_OF_PRINTING: Final = {"form": "--format"}
_OWN: Final = {name: f"--{name}" for name in ("contacts", "spells", "history", "complete", "engine", "explain")}
_OPTIONS: Final[tuple[Callable[[Command], Command], ...]] = (
    click.option("--contacts", type=click.Path(path_type=Path), help="With a Parquet FILE: its table of contacts."),
    click.option(
        "--spells",
        type=_Named(),
        metavar="NAME=PATH",
        multiple=True,
        help="With a Parquet FILE: a table of other spells, as sick_leave=PATH. May be given several times.",
    ),
    click.option(
        "--history",
        type=_Named(),
        metavar="FACT=PATH",
        multiple=True,
        help="With a Parquet FILE: a table of the entries of a fact. May be given several times.",
    ),
    click.option(
        "--complete",
        metavar="NAME",
        multiple=True,
        help="With a Parquet FILE: this list, as sick_leave, is whole for everybody. May be given several times.",
    ),
    click.option(
        "--engine", type=click.Choice(ENGINES), help="With a Parquet FILE: what works. Default: polars, else duckdb."
    ),
    click.option("--explain", is_flag=True, help="With a Parquet FILE: also every criterion, and what is missing."),
)
