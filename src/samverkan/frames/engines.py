"""Engines: how the tables of each are opened, numbered, joined without losing their order, and handed back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

import attrs
import narwhals.stable.v2 as nw
from narwhals.stable.v2 import Implementation

from samverkan.errors import Fault
from samverkan.frames import spark
from samverkan.rules.column_sources import ListColumn
from samverkan.rules.columns import PREFIX

__all__ = ["ENGINES", "Frame", "Opened", "engine_of", "left_join", "list_column", "opened", "words_of"]

Frame = Any
"""A narwhals frame, eager or lazy."""

ROW: Final = f"{PREFIX}row"
"""The column that holds a row's number, on engines that lose the order of rows."""

ENGINES: Final = {
    Implementation.POLARS: "polars",
    Implementation.PANDAS: "pandas",
    Implementation.PYARROW: "pyarrow",
    Implementation.DUCKDB: "DuckDB",
    Implementation.PYSPARK: "PySpark",
    Implementation.PYSPARK_CONNECT: "PySpark",
    Implementation.DASK: "Dask",
}
"""The engines that are served, and what they are called."""

_SAFE: Final[Mapping[Implementation, Callable[[str], str]]] = dict.fromkeys(
    (Implementation.PYSPARK, Implementation.PYSPARK_CONNECT), spark.safe
)
_RENAMED: Final[Mapping[Implementation, Callable[[Any, Iterable[str]], Any]]] = dict.fromkeys(_SAFE, spark.renamed)
_UNTYPED: Final = frozenset({"object", "float64", "Float64", "str"})
"""What pandas makes of a column that holds nothing but nulls, according to where it comes from."""
_OF_PANDAS: Final[Mapping[Any, str]] = {
    nw.Boolean: "boolean",
    nw.Int64: "Int64",
    nw.String: "string",
    nw.Date: "datetime64[s]",
}
"""What a column of pandas that holds nothing but nulls is made of; lists it has none of its own."""
_NANOSECONDS: Final = nw.Datetime("ns")
_MICROSECONDS: Final = nw.Datetime("us")
_MINDING_CAPITALS: Final = frozenset({Implementation.POLARS, Implementation.PANDAS, Implementation.PYARROW})
_WITH_ENUMS: Final = frozenset({Implementation.POLARS, Implementation.PANDAS})


def engine_of(native: object) -> Implementation | None:
    """Return the engine that *native* is a frame of; ``None`` when it is none that is served."""
    if type(native).__module__.startswith("narwhals"):
        return None
    try:
        given: Any = native
        frame: Frame = nw.from_native(given, allow_series=False)
    except TypeError:
        return None
    implementation: Implementation = frame.implementation
    return implementation if implementation in ENGINES else None


@attrs.frozen(eq=False, repr=False)
class Opened:
    """A table as it was given, opened.

    * ``name``: what the table is called in what is wrong with it.
    * ``frame``: the table, lazy where the engine has such.
    * ``columns``: the names of its columns as they were given, each with its name in ``frame``.
    * ``dtypes``: the type of each, by the name that was given.
    """

    name: str
    native: Any
    frame: Frame
    engine: Implementation
    columns: dict[str, str]
    dtypes: dict[str, Any]

    @property
    def is_eager_polars(self) -> bool:
        """Whether an eager frame of polars was given, which is made lazy to be worked on."""
        return self.engine is Implementation.POLARS and not hasattr(self.native, "collect")

    @property
    def has_enums(self) -> bool:
        """Whether the engine has a type of its own for the words of a short list."""
        return self.engine in _WITH_ENUMS

    def as_known(self, name: str) -> str:
        """Return a name as the engine tells it from others: some do not mind capitals."""
        return name if self.engine in _MINDING_CAPITALS else name.casefold()

    def categories(self, column: str) -> frozenset[str] | None:
        """Return the words that a column can have, where its type says it."""
        return words_of(self.dtypes[column])

    def is_null_type(self, column: str) -> bool:
        """Whether a column has a type of its own for nothing but nulls."""
        return _IS_NULL.get(self.engine, spark.is_null)(nw.to_native(self.frame), self.columns[column])

    def with_types(self, dtypes: Mapping[str, Any]) -> "Opened":
        """Return the table with each of those columns of nothing but nulls as of a type."""
        nulls = {name: dtype for name, dtype in dtypes.items() if name in self.dtypes and self.is_null_type(name)}
        if not nulls:
            return self
        if self.engine is Implementation.PANDAS:
            native = nw.to_native(self.frame)
            columns = {
                name: native[name].astype(_OF_PANDAS[dtype]) for name, dtype in nulls.items() if dtype in _OF_PANDAS
            }
            frame: Frame = nw.from_native(native.assign(**columns))
        else:
            typed = {self.columns[name]: nw.lit(None, dtype) for name, dtype in nulls.items()}
            frame = self.frame.with_columns(**typed)
        dtypes = frame.collect_schema()
        return attrs.evolve(self, frame=frame, dtypes={name: dtypes[ref] for name, ref in self.columns.items()})

    def in_microseconds(self, columns: Iterable[str], begin: str = "") -> "Opened":
        """Return the table with points in time of nanoseconds, of those columns, as of microseconds.

        Nanoseconds reach from 1677 to 2262, and engines trip over a day beyond. With *begin*, the
        columns also stand as they were: the others are beside them, under names that begin so.
        """
        exact = [name for name in columns if self.dtypes.get(name) == _NANOSECONDS]
        if not exact:
            return self
        made = {name: f"{begin}{self.columns[name]}" for name in exact}
        times = {ref: nw.col(self.columns[name]).dt.truncate("1us").cast(_MICROSECONDS) for name, ref in made.items()}
        types = dict.fromkeys(exact, _MICROSECONDS)
        frame = self.frame.with_columns(**times)
        return attrs.evolve(self, frame=frame, columns=self.columns | made, dtypes=self.dtypes | types)

    def numbered(self) -> Frame:
        """Return the frame with its rows numbered, where the engine may else lose their order."""
        if self.engine is not Implementation.DUCKDB:
            return self.frame
        return nw.from_native(nw.to_native(self.frame).project(f"*, row_number() OVER () AS {ROW}"))

    def handed_back(self, frame: Frame, added: Sequence[str]) -> Any:
        """Return *frame* as it was given, with the columns *added* beside those that it had, and in its order."""
        return _HAND_BACK.get(self.engine, spark.hand_back)(self, frame, added)

    def safe(self, name: str) -> str:
        """Return what a column is called until the frame is handed back."""
        return _SAFE.get(self.engine, str)(name)


def _polars_back(table: Opened, frame: Frame, added: Sequence[str]) -> Any:
    native = nw.to_native(frame.select(*table.columns, *added))
    return native.collect() if table.is_eager_polars else native


def _pandas_back(table: Opened, frame: Frame, added: Sequence[str]) -> Any:
    found = nw.to_native(frame.select(*added))
    return table.native.assign(**{name: found[name].array for name in added})


def _pyarrow_back(table: Opened, frame: Frame, added: Sequence[str]) -> Any:
    # Its own columns go back as they came: on the way some are of a type that more can be done with.
    native, found = table.native, nw.to_native(frame.select(*added))
    for name in added:
        native = native.append_column(name, found[name])
    return native


def _duckdb_back(table: Opened, frame: Frame, added: Sequence[str]) -> Any:
    return nw.to_native(frame.sort(ROW).select(*table.columns, *added))


_HAND_BACK: Final[Mapping[Implementation, Callable[[Opened, Frame, Sequence[str]], Any]]] = {
    Implementation.POLARS: _polars_back,
    Implementation.PANDAS: _pandas_back,
    Implementation.PYARROW: _pyarrow_back,
    Implementation.DUCKDB: _duckdb_back,
}
"""How each engine's own frame is made again; Spark's is made in a module of its own."""


def _of_pandas_is_null(native: Any, column: str) -> bool:
    dtype = str(native.dtypes[column])
    return dtype == "null[pyarrow]" or (dtype in _UNTYPED and bool(native[column].isna().all()))


_IS_NULL: Final[Mapping[Implementation, Callable[[Any, str], bool]]] = {
    Implementation.POLARS: lambda native, column: str(native.collect_schema()[column]) == "Null",
    Implementation.PANDAS: _of_pandas_is_null,
    Implementation.PYARROW: lambda native, column: str(native.schema.field(column).type) == "null",
    Implementation.DUCKDB: lambda native, column: str(native.types[native.columns.index(column)]) == '"NULL"',
}
"""Whether a column holds nothing but nulls and has no type of its own."""


def _as_it_is(native: Any, _names: Iterable[str]) -> Any:
    return native


def opened(native: object, name: str) -> Opened | Fault:
    """Open a table; what is no frame, or one of an engine that is not served, is a fault."""
    if not _has_names(native):
        return Fault(name, "columns with names of their own, which are text", "others")
    engine = engine_of(native)
    if engine is None:
        served = ", ".join(dict.fromkeys(ENGINES.values()))
        return Fault(name, f"a dataframe of {served}", f"a {type(native).__name__}")
    given: Any = native
    frame: Frame = nw.from_native(given)
    columns = {column: _SAFE.get(engine, str)(column) for column in frame.collect_schema().names()}
    frame = nw.from_native(_RENAMED.get(engine, _as_it_is)(_plain(native, engine), columns.values()))
    if engine is Implementation.POLARS:
        frame = frame.lazy()
    dtypes = frame.collect_schema()
    return Opened(name, native, frame, engine, columns, {one: dtypes[ref] for one, ref in columns.items()})


def _has_names(native: Any) -> bool:
    """Whether each column has a name of its own; in pandas it need not, nor need the name be text."""
    names: list[object] = list(getattr(native, "columns", ())) if type(native).__module__.startswith("pandas") else []
    return all(isinstance(one, str) for one in names) and len(set(names)) == len(names)


def _plain(native: Any, engine: Implementation) -> Any:
    """Return a frame as it can be worked on: one of pandas without its index, one of pyarrow without views of text."""
    if engine is Implementation.PANDAS:
        return native.reset_index(drop=True)
    if engine is not Implementation.PYARROW:
        return native
    pa: Any = import_module("pyarrow")

    def plain(field: Any) -> Any:
        is_dictionary = field.name in _KEYS and pa.types.is_dictionary(field.type)
        dtype = field.type.value_type if is_dictionary else field.type
        is_key = field.name in _KEYS and pa.types.is_string(dtype)
        return field.with_type(pa.large_string() if is_key or dtype == pa.string_view() else dtype)

    return native.cast(pa.schema(list(map(plain, native.schema))))


_KEYS: Final = frozenset({"id", "participant"})
"""The columns by which tables are joined; in pyarrow they are brought to one type."""


def words_of(dtype: Any) -> frozenset[str] | None:
    """Return the words that a column of that type can have, where the type says it."""
    return frozenset(dtype.categories) if isinstance(dtype, nw.Enum) else None


def list_column(column: str, dtype: Any, engine: Implementation) -> ListColumn:
    """Return a set in a column of lists of that type."""
    words = words_of(getattr(dtype, "inner", dtype))
    if words is None or engine is not Implementation.POLARS:
        return ListColumn(column, words)
    # Asked for plain text, polars turns every list into text first, for each word anew.
    import polars as pl  # noqa: PLC0415

    of_words = pl.Enum(list(dtype.inner.categories))
    return ListColumn(column, words, lambda word: pl.lit(word, dtype=of_words))


def left_join(left: Frame, right: Frame, key: str, right_key: str) -> Frame:
    """Return *left* with the columns of *right* beside it; *right* has at most one row a key, and its key goes."""
    if left.implementation is Implementation.POLARS:
        joined = nw.to_native(left).join(
            nw.to_native(right), left_on=key, right_on=right_key, how="left", maintain_order="left"
        )
        return nw.from_native(joined)
    if left.implementation is Implementation.PYARROW:
        return _looked_up(left, right, key, right_key)
    joined = left.join(right, left_on=key, right_on=right_key, how="left")
    return joined.drop(right_key) if right_key in joined.collect_schema().names() else joined


def _looked_up(left: Frame, right: Frame, key: str, right_key: str) -> Frame:
    """Join tables of pyarrow by looking up rows: its own join loses their order, and takes no lists."""
    pc: Any = import_module("pyarrow.compute")

    native, other = nw.to_native(left), nw.to_native(right).combine_chunks()
    rows = pc.index_in(native[key], value_set=other[right_key].combine_chunks())
    for name in other.column_names:
        if name != right_key:
            native = native.append_column(name, other[name].take(rows))
    return nw.from_native(native)
