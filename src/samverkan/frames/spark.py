"""Names on Spark: there, what stands after a full stop is taken for a field of a structure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import narwhals.stable.v2 as nw

from samverkan.rules.columns import PREFIX

__all__ = ["hand_back", "is_null", "renamed", "safe"]


class Table(Protocol):
    """A table of Spark that was opened: the names that its columns were given, each with its name until then."""

    @property
    def columns(self) -> Mapping[str, str]: ...


def safe(name: str) -> str:
    """Return a name without full stops."""
    return f"{PREFIX}{name.replace('.', '__dot__')}" if "." in name else name


def renamed(native: Any, names: Iterable[str]) -> Any:
    """Return a frame of Spark with its columns called *names*, whatever these hold."""
    return native.toDF(*names)


def hand_back(table: Table, frame: Any, added: Sequence[str]) -> Any:
    """Return Spark's own frame, with the columns *added* beside those that it had, under the names that these had."""
    native = nw.to_native(frame.select(*table.columns.values(), *map(safe, added)))
    return renamed(native, [*table.columns, *added])


def is_null(native: Any, column: str) -> bool:
    """Whether a column holds nothing but nulls and has no type of its own."""
    return bool(native.schema[column].dataType.typeName() == "void")
