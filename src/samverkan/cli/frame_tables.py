"""A Parquet file of people and the tables that go with it, as the command line names them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args

import attrs
import click

from samverkan.cli.files import Unusable
from samverkan.cli.output import Format

__all__ = ["ENGINES", "FORMS", "PARQUET", "EngineName", "Tables"]

EngineName: TypeAlias = Literal["polars", "duckdb", "pandas", "pyarrow"]
ENGINES: Final[tuple[EngineName, ...]] = get_args(EngineName)

PARQUET: Final = ".parquet"
FORMS: Final[Mapping[str, Format | None]] = {PARQUET: None, ".csv": "csv", ".jsonl": "jsonl"}
"""How a whole frame is written, by the ending of the file's name; Parquet is written by the engine."""

_MARK: Final = b"PAR1"
"""What a Parquet file begins and ends with."""


@attrs.frozen(kw_only=True)
class Tables:
    """The files and how they are worked on.

    ``complete`` are the lists, such as ``sick_leave``, of which nothing lacks for anybody.
    """

    people: Path
    contacts: Path | None
    spells: Mapping[str, Path]
    history: Mapping[str, Path]
    complete: tuple[str, ...]
    engine: EngineName | None
    explain: bool

    def refuse_unusable(self, output: Path | None) -> None:
        """Refuse, before anything is decided, what is no Parquet file.

        Raises:
            Unusable: when a file cannot be read, or is no Parquet file.
        """
        if output is not None and output.suffix.lower() not in FORMS:
            raise click.BadParameter(f"wanted a name that ends in {', '.join(FORMS)}", param_hint="--output")
        for option, path in self._named():
            if path.is_dir():
                raise click.BadParameter("this is a folder", param_hint=option)
            if not path.exists():
                raise click.BadParameter("there is no such file", param_hint=option)
        problems = [problem for _, path in self._named() if (problem := _wrong_with(path))]
        if problems:
            raise Unusable("\n".join(problems))

    def _named(self) -> Iterator[tuple[str, Path]]:
        yield "FILE", self.people
        if self.contacts is not None:
            yield "--contacts", self.contacts
        yield from (("--spells", path) for path in self.spells.values())
        yield from (("--history", path) for path in self.history.values())


def _wrong_with(path: Path) -> str:
    """Say what is wrong with a file that cannot be read, or does not begin and end as a Parquet file does."""
    try:
        content = _ends(path)
    except OSError as error:
        return f"{path}: {error.strerror}"
    if content == (_MARK, _MARK):
        return ""
    return f"{path}: wanted a Parquet file, got {'one that breaks off' if content[0] == _MARK else 'another'}"


def _ends(path: Path) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        begins = file.read(len(_MARK))
        file.seek(-len(begins), 2)
        return begins, file.read()
