"""Eager frames of polars: what the spells of each person come to is scattered to her row, without joins or groups."""

from collections.abc import Iterable
from typing import Any, Final

import narwhals.stable.v2 as nw

from samverkan.frames.engines import Frame
from samverkan.rules.columns import PREFIX

__all__ = ["scattered", "with_rows"]

_ROW: Final = f"{PREFIX}row_of_person"
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
    if among is not None:
        ids, rows = ids.filter(among), rows.filter(among)
    span = _span(ids)
    if span is None:
        of_people = pl.LazyFrame({"participant": ids, _ROW: rows})
        return nw.from_native(lazy.join(of_people, on="participant", how="inner"))
    least, length = span
    places = pl.zeros(length, dtype=pl.UInt32, eager=True).scatter((ids - least).cast(pl.UInt32), rows + 1)
    participant = pl.col("participant")
    is_near = participant.is_between(least, least + length - 1)
    place = pl.when(is_near).then(participant - least).otherwise(None).cast(pl.UInt32)
    found = lazy.with_columns(pl.lit(places).gather(place).alias(_ROW)).filter(pl.col(_ROW) > 0)
    return nw.from_native(found.with_columns(pl.col(_ROW) - 1))


def scattered(people: Frame, spells: Frame, flags: Iterable[str]) -> Frame:
    """Return the people with each of *flags*: 1 where one of her spells has it, else 0."""
    import polars as pl  # noqa: PLC0415

    names = list(flags)
    gathered: Any = nw.to_native(spells).select(_ROW, *(pl.col(name).cast(pl.Boolean) for name in names)).collect()
    rows, native = gathered[_ROW], nw.to_native(people)
    nobody = pl.zeros(native.height, dtype=pl.Int8, eager=True)
    columns = [nobody.clone().scatter(rows.filter(gathered[name]), 1).alias(name) for name in names]
    return nw.from_native(native.with_columns(columns))


def _span(ids: Any) -> tuple[int, int] | None:
    """Return the least id and how far the ids reach, when they are whole numbers that lie close together."""
    if not ids.dtype.is_integer() or not len(ids):
        return None
    least, most = ids.min(), ids.max()
    if least is None or most - least >= _MOST_SPARSE * len(ids):
        return None
    return least, most - least + 1
