"""Files that are written whole or not at all."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO, cast

import click

__all__ = ["Unusable", "appearing_when_complete", "refuse_unwritable"]


class Unusable(click.ClickException):
    """What is to be read or written cannot be, and so all ends."""

    exit_code = 2


def refuse_unwritable(path: Path, file: Path, option: str) -> None:
    """Refuse to write where there is no folder, and over the file that is read."""
    if not path.absolute().parent.is_dir():
        raise click.BadParameter("there is no such folder", param_hint=option)
    if path.is_dir():
        raise click.BadParameter("this is a folder", param_hint=option)
    if file.exists() and path.exists() and path.samefile(file):
        raise click.BadParameter("this is the file that is read", param_hint=option)


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
