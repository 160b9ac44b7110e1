"""Dataframe engines: how a table becomes a frame of each, and how a frame is read back as plain lists."""

import atexit
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest


@attrs.frozen(eq=False)
class Engine:
    """How a table becomes an engine's frame, and how columns of a frame become plain lists.

    ``lists`` tells whether it has columns of lists, and ``in_order`` whether its rows have an order.
    ``frames`` makes the frames of people and their long tables, where these are not made alike.
    """

    make: Callable[[pa.Table], Any]
    columns: Callable[[Any, Sequence[str]], Mapping[str, Sequence[Any]]]
    names: Callable[[Any], Sequence[str]]
    lists: bool = True
    in_order: bool = True
    frames: Callable[[Any], Any] | None = None


_NULLABLE: Final = {pa.bool_(): pd.BooleanDtype(), pa.int64(): pd.Int64Dtype(), pa.string(): pd.StringDtype()}
_CONNECTION: Final = duckdb.connect(config={"threads": 1})  # A batch is small.
atexit.register(_CONNECTION.close)


def _nullable(table: pa.Table) -> pd.DataFrame:
    """Return a frame of pandas' nullable types, which has no dates but points in time without a zone."""
    return table.to_pandas(date_as_object=False, types_mapper=_NULLABLE.get)


def _plain(frame: pd.DataFrame, names: Sequence[str]) -> Mapping[str, Sequence[Any]]:
    return {name: [None if one is pd.NA else one for one in frame[name].tolist()] for name in names}


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


POLARS: Final = Engine(
    pl.from_arrow,
    lambda frame, names: frame.select(names).to_dict(as_series=False),
    lambda frame: frame.columns,
)
ENGINES: Final[Mapping[str, Engine]] = {
    "polars": POLARS,
    "polars-lazy": Engine(
        lambda table: pl.from_arrow(table).lazy(),
        lambda frame, names: frame.select(names).collect().to_dict(as_series=False),
        lambda frame: frame.collect_schema().names(),
    ),
    "pandas": Engine(_nullable, _plain, lambda frame: list(frame.columns), lists=False),
    "pandas-arrow": Engine(
        lambda table: table.to_pandas(types_mapper=pd.ArrowDtype), _plain, lambda frame: list(frame.columns)
    ),
    "pyarrow": Engine(
        lambda table: table,
        lambda frame, names: frame.select(list(names)).to_pydict(),
        lambda frame: frame.column_names,
    ),
    "duckdb": Engine(
        _CONNECTION.from_arrow,
        lambda frame, names: frame.project(_quoted(names)).to_arrow_table().to_pydict(),
        lambda frame: frame.columns,
    ),
}
"""The engines that are tested with nothing but Python."""


def some_covered(*covered: str, among: Iterable[str] = ENGINES) -> list[Any]:
    """Return engines as parameters: some are run under coverage, the others, which cover nothing more, without."""
    return [name if name in covered else pytest.param(name, marks=pytest.mark.mass) for name in among]
