"""Fields of records about consents: converters that say what may be given, and name the field in a fault.

They are named functions with types of their own, for type checkers read from them what a record takes.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, cast

import attrs

from samverkan.agencies import as_agency_reference
from samverkan.dates import as_day, as_optional_day
from samverkan.errors import InvalidValueError, each, located, masked, nearest
from samverkan.given import as_id, as_word

__all__ = [
    "agencies",
    "agency",
    "day",
    "identifier",
    "named",
    "of_enum",
    "optional_agency",
    "optional_day",
    "optional_identifier",
    "optional_word",
    "word",
    "words",
]

E = TypeVar("E", bound=StrEnum)


def named(_: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
    """Let the faults of each field's converter name the field; a field transformer of attrs."""
    return [field.evolve(converter=_of_field(field)) for field in fields]


def _of_field(field: "attrs.Attribute[Any]") -> Callable[[Any], Any] | None:
    # A trailing underscore keeps a field's name apart from a word of the language: `from_` is told as `from`.
    name, convert = field.name.strip("_"), cast("Any", field).converter
    return None if convert is None else lambda value: located(name, convert, value)


def identifier(value: str) -> str:
    """Return an id."""
    return as_id(value)


def optional_identifier(value: str | None) -> str | None:
    """Return an id, or nothing."""
    return None if value is None else as_id(value)


def word(value: str) -> str:
    """Return a word."""
    return as_word(value)


def optional_word(value: str | None) -> str | None:
    """Return a word, or nothing."""
    return None if value is None else as_word(value)


def words(value: Iterable[str]) -> frozenset[str]:
    """Return a set of words."""
    return frozenset(_each_of(value, "a list of words", as_word))


def agency(value: str) -> str:
    """Return a reference to an agency."""
    return as_agency_reference(value)


def optional_agency(value: str | None) -> str | None:
    """Return a reference to an agency, or nothing."""
    return None if value is None else as_agency_reference(value)


def agencies(value: Iterable[str]) -> frozenset[str]:
    """Return a set of references to agencies and parties."""
    return frozenset(_each_of(value, "a list of agencies", as_agency_reference))


def day(value: date | str) -> date:
    """Return a day."""
    return as_day(value)


def optional_day(value: date | str | None) -> date | None:
    """Return a day, or nothing."""
    return as_optional_day(value)


def of_enum(value: object, enum: type[E]) -> E:
    """Return the member of *enum* that *value* is or names.

    Raises:
        InvalidValueError: when it is none; the message lists what there is.
    """
    words = [one.value for one in enum]
    if isinstance(value, str) and value in words:
        return enum(value)
    hint = nearest(value, words) if isinstance(value, str) else ""
    raise InvalidValueError(wanted=" or ".join(words), got=masked(value), hint=hint)


def _each_of(value: object, wanted: str, convert: Callable[[Any], str]) -> list[str]:
    if not isinstance(value, Iterable) or isinstance(value, str | bytes | Mapping):
        raise InvalidValueError(wanted=wanted, got=masked(cast("Any", value)))
    return each(cast("Any", value), convert)
