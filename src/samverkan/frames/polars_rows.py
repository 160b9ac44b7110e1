"""Eager frames of polars: what the spells of each person come to is scattered to her row, without joins or groups."""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any, Final

import narwhals.stable.v2 as nw

from samverkan.frames.engines import Frame
from samverkan.rules.columns import PREFIX

__all__ = ["gathered", "packed", "scattered", "with_rows"]

_ROW: Final = f"{PREFIX}row_of_person"
_MASK: Final = f"{PREFIX}mask"
_BITS: Final = 32
_MOST_SPARSE: Final = 4
"""Whole-number ids are looked up in a list as long as their range, if that is at most so many times their number."""


def with_rows(spells: Frame, people: Frame, key: str, among: Any | None) -> Frame:
    """Return the spells of the people, each with the number of her row; others are left out.

    *people* is eager; *among* is a Boolean series that says of which people the spells are wanted.
    """
    import polars as pl  # noqa: PLC0415

    lazy: Any = nw.to_native(spells)
    ids: Any = nw.to_native(people)[key]
    rows = pl.int_range(len(ids), eager=True, dtype=pl.UInt32)
    wanted = ids.is_not_null() if among is None else ids.is_not_null() & among
    ids, rows = ids.filter(wanted), rows.filter(wanted)
    numbers = ids.cast(pl.Int64, strict=False) if ids.dtype.is_integer() else None
    span = None if numbers is None else _span(numbers)
    if span is None or numbers is None:
        of_people = pl.LazyFrame({"participant": ids, _ROW: rows})
        return nw.from_native(lazy.join(of_people, on="participant", how="inner"))
    least, length = span
    places = pl.zeros(length, dtype=pl.UInt32, eager=True).scatter((numbers - least).cast(pl.UInt32), rows + 1)
    participant = pl.col("participant").cast(pl.Int64, strict=False)
    is_near = participant.is_between(least, least + length - 1)
    place = pl.when(is_near).then(participant - least).otherwise(None).cast(pl.UInt32)
    found = lazy.with_columns(pl.lit(places).gather(place).alias(_ROW)).filter(pl.col(_ROW) > 0)
    return nw.from_native(found.with_columns(pl.col(_ROW) - 1))


def scattered(people: Frame, spells: Frame, flags: Iterable[str]) -> Frame:
    """Return the people with each of *flags*: where one of her spells has it."""
    import polars as pl  # noqa: PLC0415

    names = list(flags)
    gathered: Any = nw.to_native(spells).select(_ROW, *names).collect()
    rows, native = gathered[_ROW], nw.to_native(people)
    nobody = pl.repeat(False, native.height, dtype=pl.Boolean, eager=True)  # noqa: FBT003 - what is repeated
    columns = [nobody.clone().scatter(rows.filter(gathered[name]), True).alias(name) for name in names]  # noqa: FBT003
    return nw.from_native(native.with_columns(columns))


def gathered(people: Frame, spells: Frame, flags: Sequence[str], key: str) -> Frame:
    """Do the same for a lazy frame: the flags of a spell are bits of one number, which is joined."""
    import polars as pl  # noqa: PLC0415

    lazy: Any = nw.to_native(spells)
    chunks = [flags[first : first + _BITS] for first in range(0, len(flags), _BITS)]
    masks = {f"{_MASK}_{at}": chunk for at, chunk in enumerate(chunks)}
    of_each = (
        lazy.select("participant", *(packed(chunk).alias(name) for name, chunk in masks.items()))
        .group_by("participant")
        .agg(pl.col(name).bitwise_or() for name in masks)
    )
    native: Any = nw.to_native(people)
    joined = native.join(of_each, left_on=key, right_on="participant", how="left", maintain_order="left")
    bits = {
        flag: (pl.col(name).fill_null(0) & (1 << place)) != 0
        for name, chunk in masks.items()
        for place, flag in enumerate(chunk)
    }
    return nw.from_native(joined.with_columns(**bits).drop(*masks))


def packed(columns: Sequence[str]) -> Any:
    """Return Boolean columns as the bits of one whole number; to cast each would cost more."""
    import polars as pl  # noqa: PLC0415

    dtype = next(
        one for bits, one in ((8, pl.UInt8), (16, pl.UInt16), (32, pl.UInt32), (64, pl.UInt64)) if len(columns) <= bits
    )
    bits = [
        pl.when(pl.col(name)).then(pl.lit(1 << place, dtype)).otherwise(pl.lit(0, dtype))
        for place, name in enumerate(columns)
    ]
    return reduce(lambda one, other: one | other, bits)


def _span(ids: Any) -> tuple[int, int] | None:
    """Return the least id and how far the ids reach, when they lie close together and each can be looked up."""
    if ids.is_empty() or ids.has_nulls():
        return None
    least, most = ids.min(), ids.max()
    if most - least >= _MOST_SPARSE * len(ids):
        return None
    return least, most - least + 1
