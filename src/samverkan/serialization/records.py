"""Records from plain data, field by field."""

from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any, Final, cast, get_args

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from samverkan.serialization.faults import as_object, whole

__all__ = ["Convert", "Hook", "as_written", "may_be_nothing", "or_nothing", "record_hook"]

Hook = Callable[[Any, Any], Any]
"""What cattrs calls with a value and its class."""

Convert = Callable[[Any], Any]

_NOTHING: Final[Mapping[str, Any]] = {}


def as_written(written: Callable[[str], str]) -> Callable[[str], str]:
    """Let a field whose name is a word of the language, and so ends in an underscore, be written without it."""
    return lambda name: written(name.rstrip("_"))


def may_be_nothing(field: "attrs.Attribute[Any]") -> bool:
    """Whether a field may have nothing, for which null may stand."""
    return NoneType in get_args(field.type)


def or_nothing(convert: Convert) -> Convert:
    """Let null stand for nothing."""
    return lambda value: None if value is None else convert(value)


def record_hook(
    cls: type,
    conv: Converter,
    converters: Mapping[str, Convert],
    written: Callable[[str], str],
    assumed: Mapping[str, Any] = _NOTHING,
) -> Hook:
    """Return the hook for records of *cls*.

    *converters* take each field, by its name; a field that has none is not written. *written* gives
    that name in the data. What the data leave out is as *assumed* has it. All that is wrong is told at once.
    """
    overrides: dict[str, Any] = {
        name: override(rename=written(name), struct_hook=_hook(convert)) for name, convert in converters.items()
    }
    overrides |= {field.name: override(omit=True) for field in attrs.fields(cls) if field.name not in converters}
    structure = cast("Hook", make_dict_structure_fn(cls, conv, **overrides))
    known = [*map(written, converters)]
    return lambda value, _: whole(as_object(value), known, lambda data: structure({**assumed, **data}, cls), written)


def _hook(convert: Convert) -> Hook:
    return lambda value, _: convert(value)
