"""Files that are written whole or not at all."""

import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, BinaryIO, Final, cast

import click

__all__ = ["Unusable", "appearing_when_complete", "read_by", "refuse_overwriting", "refuse_unwritable"]


class Unusable(click.ClickException):
    """What is to be read or written cannot be, and so all ends."""

    exit_code = 2


def refuse_unwritable(path: Path, option: str) -> None:
    """Refuse to write where there is no folder."""
    if not path.absolute().parent.is_dir():
        raise click.BadParameter("there is no such folder", param_hint=option)
    if path.is_dir():
        raise click.BadParameter("this is a folder", param_hint=option)


_WRITTEN: Final = ("--out", "--output", "--rejects", "--cases", "--ics")
"""The options that name what is written. Whatever else names a file is read."""

_READ: Final = f"{__name__}.read"


def read_by(option: str, path: Path) -> None:
    """Note that a file is read by an option of which the command gets what stands in it."""
    click.get_current_context().meta.setdefault(_READ, []).append((option, path))


def refuse_overwriting() -> None:
    """Refuse, before anything is read or written, to write over what the command reads, or one file in two ways.

    No TOML file is written over at all: models are such files, and one of them can extend another beside it.
    """
    ctx = click.get_current_context()
    named = [*ctx.meta.get(_READ, []), *_paths(ctx)]
    for option, path in named:
        if option not in _WRITTEN:
            continue
        for other, beside in named:
            if other != option and _is_same(path, beside):
                what = f"{other} writes there too" if other in _WRITTEN else f"this is the file that is read: {other}"
                raise click.BadParameter(what, param_hint=option)
        if path.suffix == ".toml" and path.exists():
            raise click.BadParameter("this is a TOML file, as models are: none is written over", param_hint=option)


def _paths(ctx: click.Context) -> Iterator[tuple[str, Path]]:
    """Yield the files that the command line names, each with its option."""
    for param in ctx.command.params:
        name = param.name or ""
        option = param.opts[0] if isinstance(param, click.Option) else name.upper()
        for path in _paths_in(ctx.params.get(name)):
            yield option, path


def _paths_in(value: Any) -> Iterable[Path]:
    match value:
        case Path() if value != _STANDARD:
            return [value]
        case (str(), Path() as path):  # A table with its name.
            return [path]
        case tuple():
            return [path for one in cast("tuple[object, ...]", value) for path in _paths_in(one)]
        case _:
            return []


_STANDARD: Final = Path("-")


def _is_same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.realpath(one) == os.path.realpath(other)


@contextmanager
def appearing_when_complete(path: Path) -> Generator[BinaryIO]:
    """Open a file for writing that appears when all is written, and that only its owner may read.

    What stood there before stays there until then.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as written:
        kept: IO[bytes] = written
        try:
            yield cast("BinaryIO", kept)
        except BaseException:
            Path(written.name).unlink()
            raise
    Path(written.name).replace(path)
