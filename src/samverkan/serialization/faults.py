"""What is wrong with plain data: found all at once, and told without its values."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

import attrs
from cattrs import BaseValidationError, ClassValidationError

from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, masked, nearest

__all__ = ["INVALID", "as_list", "as_object", "faults_of", "unknown_keys", "whole"]

T = TypeVar("T")

INVALID = (BaseValidationError, InvalidValueError, InvalidRecordError)
"""What says that a value is not right."""


def faults_of(error: BaseException, written: Callable[[str], str] = str) -> Iterator[Fault]:
    """Yield the faults that *error* tells of; *written* gives a field's name as it stands in the data."""
    match error:
        case InvalidValueError():
            yield error.fault
        case InvalidRecordError():
            yield from error.faults
        case ClassValidationError():
            for inner in error.exceptions:  # An inner error and the frame that gathered it would hold each other.
                inner.__traceback__ = None
            with_notes, others = error.group_exceptions()
            for inner, note in with_notes:
                yield from (_of_field(fault, note.name, written(note.name)) for fault in faults_of(inner))
            for inner in others:
                yield from (_of_record(fault, written) for fault in faults_of(inner))
        case KeyError():
            yield Fault(where="", wanted="a value", got="nothing")
        case _:
            yield Fault(where="", wanted="a value that can be taken", got=f"one that raised {type(error).__name__}")


def _of_field(fault: Fault, name: str, key: str) -> Fault:
    """Return the fault with its field's key before it; a field's own converter has named the field already."""
    told = name.rstrip("_")  # `from_` is told as `from`.
    inner = (
        fault.where.removeprefix(told)
        if fault.where == told or fault.where.startswith((f"{told}.", f"{told}["))
        else None
    )
    if inner is None:
        return fault.inside(key)
    return attrs.evolve(fault, where=f"{key}{inner}")


def _of_record(fault: Fault, written: Callable[[str], str]) -> Fault:
    """Return the fault of a whole record, which begins with the name of a field, as that is written."""
    name = _FIRST.match(fault.where)
    return fault if name is None else attrs.evolve(fault, where=f"{written(name[0])}{fault.where[name.end() :]}")


_FIRST: Final = re.compile(r"[a-z][a-z0-9_]*")


def as_object(value: object) -> Mapping[str, Any]:
    """Return *value* if it is an object."""
    if not isinstance(value, Mapping):
        raise InvalidValueError(wanted="an object", got=masked(value))
    return cast("Mapping[str, Any]", value)


def as_list(value: object) -> Sequence[Any]:
    """Return *value* if it is a list."""
    if not isinstance(value, list | tuple):
        raise InvalidValueError(wanted="a list", got=masked(value))
    return cast("Sequence[Any]", value)


def unknown_keys(value: Mapping[str, Any], known: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault for each unknown key, named by position: the key itself may be personal."""
    names = tuple(known)
    for position, key in enumerate(value, start=1):
        if key not in names:
            hint = nearest(key, names) if isinstance(cast("object", key), str) else ""
            yield Fault("", "a known key", got=f"an unknown one, key {position} of the object", hint=hint)


def whole(
    data: Mapping[str, Any],
    known: Iterable[str],
    structure: Callable[[Mapping[str, Any]], T],
    written: Callable[[str], str] = str,
    faults: Iterable[Fault] = (),
) -> T:
    """Structure *data*, and tell of its unknown keys, of *faults* and of all else that is wrong together."""
    found = [*unknown_keys(data, known), *faults]
    try:
        record = structure(data)
    except INVALID as error:
        found += faults_of(error, written)
    else:
        if not found:
            return record
    raise InvalidRecordError(found)
