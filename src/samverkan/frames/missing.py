"""What is missing of each row, in one column: the facts that still matter, parted by semicolons."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, Final

import narwhals.stable.v2 as nw

from samverkan.frames.engines import Frame
from samverkan.rules.column_pairs import Expr
from samverkan.rules.columns import PREFIX

__all__ = ["with_missing"]

_MASK: Final = f"{PREFIX}mask"
_MOST_BITS: Final = 62
_PART: Final = "; "


def with_missing(frame: Frame, asked: Mapping[tuple[str, str | None], Expr]) -> Frame:
    """Return the frame with the column ``missing``; *asked* says where each fact, or member of one, matters."""
    names = [fact if member is None else f"{fact}.{member}" for fact, member in asked]
    if frame.implementation is nw.Implementation.POLARS and 0 < len(names) <= _MOST_BITS:
        return _of_masks(frame, names, list(asked.values()))
    parts = [
        nw.when(where).then(nw.lit(f"{_PART}{name}")).otherwise(nw.lit(""))
        for name, where in zip(names, asked.values(), strict=True)
    ]
    told = nw.concat_str([nw.lit(""), *parts]).str.slice(len(_PART)) if parts else nw.lit("")
    return frame.with_columns(missing=told)


def _of_masks(frame: Frame, names: Sequence[str], where: Sequence[Expr]) -> Frame:
    """Do it in polars with a number a row: few different ones occur, and each is put into words once."""
    import polars as pl  # noqa: PLC0415

    bits = [(one.cast(nw.Int64)) * (1 << place) for place, one in enumerate(where)]
    mask = reduce(lambda one, other: one + other, bits)

    def told(masks: Any) -> Any:
        found = masks.unique()
        words = [_PART.join(name for place, name in enumerate(names) if one >> place & 1) for one in found]
        return masks.replace_strict(found, pl.Series(words, dtype=pl.String), return_dtype=pl.String)

    native = nw.to_native(frame.with_columns(**{_MASK: mask}))
    words = pl.col(_MASK).map_batches(told, return_dtype=pl.String, is_elementwise=True)
    return nw.from_native(native.with_columns(words.alias("missing")))
