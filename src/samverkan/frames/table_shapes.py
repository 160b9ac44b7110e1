"""Shapes of long tables: the columns that each has, and what is wrong with those that were given."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs
import narwhals.stable.v2 as nw

from samverkan.errors import Fault, nearest
from samverkan.frames.column_types import fits, told, wanted
from samverkan.frames.days import is_day, is_instant
from samverkan.frames.engines import Opened
from samverkan.frames.histories import KEYS
from samverkan.participants import HISTORIES
from samverkan.rules.facts import Day, Kind, SetOf, SpellsOf
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["faults_of_entries", "faults_of_spells", "long_table"]

_OF_NULLS: Final = {
    **dict.fromkeys(("since", "until", "recorded_on"), nw.Date),
    **dict.fromkeys(("agency", "kind", "by", "finding"), nw.String),
    **dict.fromkeys(("extent", "amount"), nw.Int64),
    "void": nw.Boolean,
}
"""What a column of nothing but nulls is taken as: in many a table no spell has an end."""


def long_table(table: Opened) -> Opened:
    """Return a long table with the types of its columns as they are worked with."""
    return table.with_types(_OF_NULLS).in_microseconds(table.columns)


def faults_of_spells(name: str, table: Opened, id_type: Any) -> Iterator[Fault]:
    """Yield what is wrong with the columns of a history; *id_type* is that of the people's ids."""
    key = KEYS[name]
    own = {"work_capacity": ("by", "finding")}.get(name, () if key is None else (key,))
    columns = dict.fromkeys(own, "text") | {"since": "days", "until": "days"}
    optional = {field.name: "numbers" for field in attrs.fields(HISTORIES[name]) if field.name not in columns}
    optional |= {"recorded_on": "days", "void": "true or false"}
    yield from _faults(table, columns, optional, id_type)


def faults_of_entries(
    name: str, table: Opened, vocabulary: Vocabulary, words: Iterable[str], id_type: Any
) -> Iterator[Fault]:
    """Yield what is wrong with the columns of the entries of the fact *name*; *words* are those that are read of it."""
    fact = vocabulary.facts.get(name)
    if fact is None or isinstance(fact.kind, SpellsOf) or fact.derived is not None:
        hint = nearest(name, [one for one, fact in vocabulary.facts.items() if fact.derived is None])
        yield Fault(table.name, "the name of a given fact that is no history", "another", hint)
        return
    kind = fact.kind
    columns: dict[str, str] = {"value": wanted(kind)}
    optional = {"recorded_on": "days"}
    if isinstance(kind, Day) and "value" not in table.dtypes:
        columns = dict.fromkeys(("value_earliest", "value_latest"), "days")
    if isinstance(kind, SetOf) and "value" not in table.dtypes:
        columns = {f"value.{word}": "true or false" for word in words}
        optional |= {f"value.{word}": "true or false" for word in vocabulary.words(kind)}
    yield from _faults(table, columns | {"since": "days", "until": "days"}, optional, id_type, kind)


def _unlike(table: Opened) -> Iterator[Fault]:
    for names in (("since", "until", "recorded_on"), ("value_earliest", "value_latest")):
        days = {name: table.dtypes[name] for name in names if name in table.dtypes}
        if len({is_instant(dtype) for dtype in days.values() if is_day(dtype)}) > 1:
            yield Fault(table.name, f"days of one type in {', '.join(days)}", "dates and points in time")


def _faults(
    table: Opened, columns: Mapping[str, str], optional: Mapping[str, str], id_type: Any, kind: Kind | None = None
) -> Iterator[Fault]:
    dtypes = table.dtypes
    yield from _unlike(table)
    every = {"participant": "", **optional, **columns}
    for column in ("participant", *columns):
        if column not in dtypes:
            yield Fault(f"{table.name}.{column}", "this column", "none")
    for column, dtype in dtypes.items():
        where = f"{table.name}.{column}"
        if column not in every:
            hint = "did you mean participant?" if column == "id" else nearest(column, every)
            yield Fault(where, f"one of the columns {', '.join(every)}", "another", hint)
        elif column == "participant" and id_type is not None and dtype != id_type:
            yield Fault(where, f"ids of the type of people.id, {told(id_type)}", f"a column of {told(dtype)}")
        elif not fits(dtype, every[column], kind):
            yield Fault(where, every[column], f"a column of {told(dtype)}")
