"""How a fact is written: nothing, a plain value, or dated entries. What takes it never guesses."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, TypeVar, cast
from unicodedata import normalize

import attrs

from samverkan.agencies import as_agency_reference
from samverkan.dated import Dated, Entry
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, each, masked
from samverkan.municipalities import municipality
from samverkan.partial import Members

__all__ = [
    "Given",
    "as_boolean",
    "as_camel",
    "as_complete",
    "as_dated",
    "as_id",
    "as_members",
    "as_number",
    "as_own",
    "as_percentage",
    "as_records",
    "as_residence",
    "as_word",
    "as_words",
]

T = TypeVar("T")

Given: TypeAlias = Dated[T] | Sequence[Entry[T]] | None
"""How a fact that changes is written, as nothing, as entries, or as a dated value."""

MAX_ID_LENGTH: Final = 200
_WHOLE: Final = 100


def as_camel(name: str) -> str:
    """Return a field's name as it is written in camel case.

    >>> as_camel("unmet_need")
    'unmetNeed'
    """
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def as_boolean(value: object) -> bool:
    """Return *value* if it is true or false; nothing else stands for either.

    Raises:
        InvalidValueError: for ``"nej"``, ``0`` and everything else.
    """
    if isinstance(value, bool):
        return value
    raise InvalidValueError(wanted="true or false", got=masked(value))


def as_number(value: object, least: int | None, most: int | None) -> int:
    """Return *value* if it is a whole number within its bounds, both included; ``None`` is open."""
    if (
        isinstance(value, int)
        and not isinstance(value, bool)
        and (least is None or value >= least)
        and (most is None or value <= most)
    ):
        return value
    low, high = ("any" if bound is None else bound for bound in (least, most))
    raise InvalidValueError(wanted=f"a whole number from {low} to {high}", got=masked(value))


def as_percentage(value: object) -> int | None:
    """Return *value* if it is a whole number of per cent, 1 to 100, or ``None``."""
    return None if value is None else as_number(value, 1, _WHOLE)


def as_word(value: object) -> str:
    """Return *value* if it is text, NFC-normalised."""
    if isinstance(value, str) and value:
        return normalize("NFC", value)
    raise InvalidValueError(wanted="a word", got=masked(value))


def as_id(value: object) -> str:
    """Return *value* if it can be an id, NFC-normalised."""
    if isinstance(value, str) and 0 < len(value) <= MAX_ID_LENGTH and value.isprintable():
        return normalize("NFC", value)
    raise InvalidValueError(wanted=f"an id of 1 to {MAX_ID_LENGTH} printable characters", got=masked(value))


def as_residence(value: object) -> str:
    """Return the name of the kommun that *value* names by name or code."""
    return municipality(value).name


def as_members(value: object) -> Members:
    """Return *value* as a set known member by member; a collection of words is known wholly."""
    if isinstance(value, Members):
        return value
    return Members(each(_collection(value, "a list of words"), as_agency_reference))


def as_words(value: object) -> Members:
    """Return *value* as a set known member by member; a collection of words is known wholly."""
    if isinstance(value, Members):
        return value
    return Members(each(_collection(value, "a list of words"), as_word))


def as_own(value: object) -> object:
    """Return the value of a fact that a model has declared: a collection of words as a set, anything else as it is.

    Whether it is of the fact's kind is told when it is read.
    """
    return as_words(cast("Any", value)) if isinstance(value, list | tuple | set | frozenset) else value


def as_complete(value: object) -> bool | frozenset[str]:
    """Return how far a list is whole: true, false, or the agencies and parties for which it is."""
    if value is None or isinstance(value, bool):
        return bool(value)
    wanted = "true, false, or a list of agencies and parties"
    return frozenset(each(_collection(value, wanted), as_agency_reference)) or False


def as_records(value: object, of: type[T]) -> tuple[T, ...]:
    """Return *value* as records of that class."""
    wanted = f"a list of {of.__name__}"
    records = tuple(_collection(value, wanted))
    if not all(isinstance(record, of) for record in records):
        raise InvalidValueError(wanted=wanted, got="a list with something else in it")
    return cast("tuple[T, ...]", records)


def as_dated(convert: Callable[[Any], T]) -> Callable[[object], Dated[T]]:
    """Return what takes a fact as a person writes it: nothing, a plain value, entries, or dated.

    ``None`` is unknown; a plain value holds on every day.
    """

    def dated(value: object) -> Dated[T]:
        if value is None:
            return Dated()
        if isinstance(value, Dated):
            given = cast("tuple[Entry[Any], ...]", cast("Any", value).entries)
            taken = tuple(_converted(entry, place) for place, entry in enumerate(given))
            same = all(one is other for one, other in zip(taken, given, strict=True))
            return cast("Dated[T]", value) if same else Dated(taken)
        if isinstance(value, list | tuple):
            entries = cast("Sequence[Any]", value)
            if entries and all(isinstance(entry, Entry) for entry in entries):
                return Dated(_converted(entry, place) for place, entry in enumerate(entries))
        return Dated[T].always(convert(cast("Any", value)))

    def _converted(entry: Entry[Any], place: int) -> Entry[T]:
        if entry.value is None:
            return entry
        try:
            value = convert(entry.value)
            return cast("Entry[T]", entry) if value is entry.value else attrs.evolve(entry, value=value)
        except InvalidValueError as error:
            faults: tuple[Fault, ...] = (error.fault,)
        except InvalidRecordError as error:
            faults = error.faults
        raise InvalidRecordError(fault.inside(f"[{place}].value") for fault in faults)

    return dated


def _collection(value: object, wanted: str) -> Iterable[object]:
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        return cast("Iterable[object]", value)
    raise InvalidValueError(wanted=wanted, got=masked(cast("Any", value)))
