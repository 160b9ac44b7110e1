"""The engines that Parquet files are decided with, each as the few things that are asked of it.

It needs narwhals: whoever imports it has seen that the extra ``frames`` is there.
"""

import glob
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import attrs
import narwhals.stable.v2 as nw
from narwhals.exceptions import ComputeError

from samverkan.cli.files import Unusable
from samverkan.cli.frame_tables import ENGINES, EngineName

__all__ = ["Engine", "engine_named"]

Row: TypeAlias = tuple[Any, ...]

_BATCH: Final = 50_000
"""So many rows become Python values at a time."""


@attrs.frozen(eq=False)
class Engine:
    """What is asked of an engine.

    * ``scan`` opens a Parquet file, without reading its rows where the engine can leave that for later.
    * ``rows`` are those of some columns of a frame, as Python values, a batch at a time.
    * ``write`` writes a frame as Parquet into a file that is there, which stays as private as it is.
    * ``errors`` are what the engine raises when it cannot read a file or work on it.
    """

    scan: Callable[[Path], Any]
    rows: Callable[[Any, Sequence[str]], Iterator[Row]]
    write: Callable[[Any, str], None]
    errors: tuple[type[Exception], ...]


def engine_named(name: EngineName | None, opened: ExitStack) -> Engine:
    """Return an engine; when none is named, polars or else DuckDB, which hold no more in memory than they must.

    What it keeps open until the work is done is closed with *opened*.

    Raises:
        Unusable: when it is not installed.
    """
    for one in ("polars", "duckdb") if name is None else (name,):
        try:
            return _MADE[one](opened)
        except ModuleNotFoundError as error:
            if error.name not in ENGINES:
                raise
    if name is None:
        raise Unusable("this needs polars or DuckDB: pip install 'samverkan[frames]' polars")
    raise Unusable(f"--engine {name} needs {_NEEDS[name]}: pip install 'samverkan[frames]' {_NEEDS[name]}")


def _polars(_: ExitStack) -> Engine:
    polars = import_module("polars")
    # People are read once for their spells and once more for all: else whole rows wait in memory for the spells.
    read_twice = polars.QueryOptFlags(comm_subplan_elim=False)

    def rows(frame: Any, names: Sequence[str]) -> Iterator[Row]:
        chosen = frame.select(names)
        for batch in chosen.collect_batches(chunk_size=_BATCH, engine="streaming", optimizations=read_twice):
            yield from batch.iter_rows()

    return Engine(
        scan=lambda path: polars.scan_parquet(path, glob=False),
        rows=rows,
        write=lambda frame, path: frame.sink_parquet(path, optimizations=read_twice),
        errors=(polars.exceptions.PolarsError, ComputeError),
    )


def _duckdb(opened: ExitStack) -> Engine:
    duckdb = import_module("duckdb")
    folder = opened.enter_context(TemporaryDirectory())  # For what does not fit in memory; nobody else may look in.
    connection = opened.enter_context(duckdb.connect(config={"temp_directory": folder}))

    def rows(frame: Any, names: Sequence[str]) -> Iterator[Row]:
        chosen = nw.to_native(nw.from_native(frame).select(*names))
        found = connection.execute(chosen.sql_query())
        while batch := found.fetchmany(_BATCH):
            yield from batch

    return Engine(
        scan=lambda path: connection.read_parquet(glob.escape(str(path))),
        rows=rows,
        write=lambda frame, path: frame.write_parquet(path, use_tmp_file=False),
        errors=(duckdb.Error,),
    )


def _pyarrow(_: ExitStack) -> Engine:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")

    def scan(path: Path) -> Any:
        try:
            return parquet.read_table(path)
        except OSError as error:  # So it calls a file whose content is broken.
            raise arrow.ArrowException from error

    return Engine(scan=scan, rows=_rows_of_arrow, write=parquet.write_table, errors=(arrow.ArrowException,))


def _pandas(opened: ExitStack) -> Engine:
    pandas, of_arrow = import_module("pandas"), _pyarrow(opened)

    def scan(path: Path) -> Any:
        # With Arrow's types: pandas' own have no dates, and turn whole numbers with nulls into fractions.
        return of_arrow.scan(path).to_pandas(types_mapper=pandas.ArrowDtype, ignore_metadata=True)

    return Engine(
        scan=scan,
        rows=_rows_of_arrow,
        write=lambda frame, path: frame.to_parquet(path, engine="pyarrow", index=False),
        errors=of_arrow.errors,
    )


def _rows_of_arrow(frame: Any, names: Sequence[str]) -> Iterator[Row]:
    table = nw.from_native(frame).select(*names).to_arrow()
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


_MADE: Final[dict[EngineName, Callable[[ExitStack], Engine]]] = {
    "polars": _polars,
    "duckdb": _duckdb,
    "pandas": _pandas,
    "pyarrow": _pyarrow,
}
_NEEDS: Final[dict[EngineName, str]] = {
    "polars": "polars",
    "duckdb": "duckdb",
    "pandas": "pandas pyarrow",
    "pyarrow": "pyarrow",
}
