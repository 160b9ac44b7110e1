"""What is missing of each row, in one column: the facts that still matter, parted by semicolons."""

from collections.abc import Mapping, Sequence
from functools import partial, reduce
from typing import Any, Final

import narwhals.stable.v2 as nw

from samverkan.frames.engines import Frame
from samverkan.frames.polars_rows import packed
from samverkan.rules.column_pairs import Expr
from samverkan.rules.columns import PREFIX

__all__ = ["told", "with_missing"]

_ASKED: Final = f"{PREFIX}asked"
_PART: Final = "; "
_BITS: Final = 12
"""So many facts are put into words together: a number of so many bits is looked up in a list of all texts."""


def with_missing(frame: Frame, asked: Mapping[tuple[str, str | None], Expr]) -> Frame:
    """Return the frame with the column ``missing``; *asked* says where each fact, or member of one, matters."""
    named = {fact if member is None else f"{fact}.{member}": where for (fact, member), where in asked.items()}
    if not named:
        return frame.with_columns(missing=nw.lit(""))
    if frame.implementation is nw.Implementation.POLARS:
        return _looked_up(frame, named)
    parts = [nw.when(where).then(nw.lit(f"{_PART}{name}")).otherwise(nw.lit("")) for name, where in named.items()]
    told = nw.concat_str([nw.lit(""), *parts])
    return frame.with_columns(missing=told.str.slice(len(_PART)))


def _looked_up(frame: Frame, named: Mapping[str, Expr]) -> Frame:
    """Do it in polars by numbers: to join texts row by row costs more than all the rules."""
    import polars as pl  # noqa: PLC0415

    columns = {f"{_ASKED}_{place}": where for place, where in enumerate(named.values())}
    native: Any = nw.to_native(frame.with_columns(**columns))
    names, places = list(named), list(columns)
    chunks = [slice(first, first + _BITS) for first in range(0, len(names), _BITS)]
    texts = [_texts(names[chunk]) for chunk in chunks]

    masks = pl.struct(packed(places[chunk]).alias(f"{at}") for at, chunk in enumerate(chunks))
    return nw.from_native(
        native.with_columns(
            masks.map_batches(partial(told, texts), return_dtype=pl.String, is_elementwise=True).alias("missing")
        )
    )


def told(texts: Sequence[Sequence[str]], masks: Any) -> Any:
    """Return a text for each of *masks*, a series of structures with a number for each list of *texts*."""
    import polars as pl  # noqa: PLC0415

    found = [pl.Series(one).gather(masks.struct.field(f"{at}")) for at, one in enumerate(texts)]
    return reduce(lambda one, other: one + other, found).str.slice(len(_PART)).alias("missing")


def _texts(names: Sequence[str]) -> list[str]:
    """Return the text of every number whose bits say which of *names* are missing."""
    texts = [""]
    for name in names:
        texts += [f"{text}{_PART}{name}" for text in texts]
    return texts
