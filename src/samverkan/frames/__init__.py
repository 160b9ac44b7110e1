"""The same rules over any dataframe or engine: polars, pandas, pyarrow, DuckDB, PySpark and Dask.

It needs the extra ``frames`` (narwhals), and the dataframe library that the frames are of.
"""

from samverkan.errors import MissingExtraError

try:
    import narwhals.stable.v2 as _narwhals
except ImportError:
    raise MissingExtraError("frames") from None
del _narwhals

from samverkan.frames.decided import decide_frame  # noqa: E402 - the hint comes first

__all__ = ["decide_frame"]
