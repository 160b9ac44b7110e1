"""Converters that make a record's collections immutable.

They are typed with ``Any`` because type checkers do not bind a converter's own type variables; the
fields that they fill say what they hold.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from immutabledict import immutabledict

__all__ = ["frozen_mapping", "frozen_set", "frozen_tuple"]


def frozen_mapping(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return a mapping of the same items, in the same order, that does not change and can be hashed."""
    return mapping if isinstance(mapping, immutabledict) else immutabledict(mapping)


def frozen_tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return the values as a tuple."""
    return tuple(values)


def frozen_set(values: Iterable[Any]) -> frozenset[Any]:
    """Return the values as a frozen set."""
    return frozenset(values)
