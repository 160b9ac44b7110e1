"""The bar that shows how far a long file has been read."""

import io
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final, cast

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskProgressColumn, TimeRemainingColumn

__all__ = ["with_bar"]

_LONG: Final = 1_000_000
"""So many bytes are read before a bar is shown: less is soon done."""


@contextmanager
def with_bar(stream: BinaryIO, total: int | None, console: Console) -> Generator[BinaryIO]:
    """Yield the stream; when much has been read of it, a bar on *console* shows how far that is.

    *total* is the length in bytes, where that is known.
    """
    bar = Progress(
        BarColumn(),
        TaskProgressColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task("", total=total)
    read = 0

    def show(length: int) -> None:
        nonlocal read
        read += length
        if read >= _LONG:
            bar.start()
        bar.update(task, completed=read)

    try:
        yield cast("BinaryIO", io.BufferedReader(_Watched(stream, show)))
    finally:
        if read >= _LONG:
            bar.stop()


class _Watched(io.RawIOBase):
    """A stream that tells how much is read of it."""

    def __init__(self, stream: BinaryIO, tell: Callable[[int], None]) -> None:
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._tell = tell

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._read(len(buffer))
        buffer[: len(part)] = part
        self._tell(len(part))
        return len(part)
