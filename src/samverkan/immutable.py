"""Converters that make a record's collections immutable.

They are typed with ``Any`` because type checkers do not bind a converter's own type variables; the
fields that they fill say what they hold.
"""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from immutabledict import immutabledict

from samverkan.errors import InvalidValueError

__all__ = ["frozen_by_id", "frozen_mapping", "frozen_set", "frozen_tuple", "frozen_words"]


def frozen_mapping(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return a mapping of the same items, in the same order, that does not change and can be hashed."""
    return mapping if isinstance(mapping, immutabledict) else immutabledict(mapping)


def frozen_words(words: Mapping[Any, str]) -> Mapping[Any, str]:
    """Return what is said in each language, as a mapping that does not change."""
    return frozen_mapping(words)


def frozen_by_id(records: Iterable[Any] | Mapping[str, Any]) -> Mapping[str, Any]:
    """Return records by their ids, in their order; a mapping of them is taken as well.

    Raises:
        InvalidValueError: when two records have one id.
    """
    by_id: dict[str, Any] = {}
    every = cast("Iterable[Any]", records.values() if isinstance(records, Mapping) else records)
    for record in every:
        if record.id in by_id:
            raise InvalidValueError(where=record.id, wanted="an id that nothing else has", got="one that is taken")
        by_id[record.id] = record
    return immutabledict(by_id)


def frozen_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return the values as a tuple."""
    return tuple(values)


def frozen_set(values: Iterable[Any]) -> frozenset[Any]:
    """Return the values as a frozen set; the letters of a text are not taken for values."""
    if isinstance(values, str):
        raise InvalidValueError(wanted="a collection of words", got="one text")
    return frozenset(values)
