"""Frames of Dask: each partition is decided by itself, as a frame of pandas, by the worker that holds it."""

from collections.abc import Callable, Mapping
from functools import reduce
from importlib import import_module
from typing import Any, NamedTuple

import attrs

from samverkan.errors import Fault, InvalidFrameError
from samverkan.frames.checks import ORPHANS, Counted

__all__ = ["decided_by_partition", "is_dask"]

Tables = Mapping[str, Any]


def is_dask(native: object) -> bool:
    """Whether *native* is a dataframe of Dask, asked without importing it."""
    return type(native).__module__.split(".")[0].startswith("dask")


def decided_by_partition(
    people: Any,
    tables: Tables,
    decide: Callable[[Any, Tables], Any],
    check: Callable[[Any, Tables], list[Counted]] | None,
) -> Any:
    """Return the people of every partition decided.

    *tables* are the long tables by name. One of pandas is sent to every worker; one of Dask is
    partitioned as the people are, so that the rows of a person lie in the partition that she is in.
    *decide* and *check* do it of one partition, with frames of pandas.

    Raises:
        InvalidFrameError: when a table has another number of partitions, and what *check* finds.
    """
    unlike = [
        Fault(name, f"as many partitions as people, {people.npartitions}, or a frame of pandas", f"{table.npartitions}")
        for name, table in tables.items()
        if is_dask(table) and table.npartitions != people.npartitions
    ]
    if unlike:
        raise InvalidFrameError(unlike)
    whole = {name: table for name, table in tables.items() if not is_dask(table)}
    parted = {name: table for name, table in tables.items() if is_dask(table)}
    one = _OnePartition(tuple(parted), whole, decide)
    empty = decide(people._meta, {name: getattr(table, "_meta", table) for name, table in tables.items()})  # noqa: SLF001
    if check is not None:
        _refuse(people, parted, whole, check)
    return people.map_partitions(
        one, *parted.values(), meta=empty, align_dataframes=False, enforce_metadata=True, transform_divisions=False
    )


@attrs.frozen(eq=False)
class _OnePartition:
    """What is done of one partition; a worker unpickles it."""

    names: tuple[str, ...]
    whole: Tables
    act: Callable[[Any, Tables], Any]

    def __call__(self, people: Any, *tables: Any) -> Any:
        return self.act(people, {**self.whole, **dict(zip(self.names, tables, strict=True))})


def _refuse(people: Any, parted: Tables, whole: Tables, check: Callable[[Any, Tables], list[Counted]]) -> None:
    """Check every partition, and tell what is wrong in all of them together."""
    dask: Any = import_module("dask")

    look: Any = dask.delayed(_looked, pure=False)
    columns = [frame.to_delayed() for frame in (people, *parted.values())]
    found: tuple[_Look, ...] = dask.compute(
        *(look(rows[0], dict(zip(parted, rows[1:], strict=True)), whole, check) for rows in zip(*columns, strict=True))
    )
    counted: dict[Counted, int] = {}
    for wrong in (one for partition in found for one in partition.wrong):
        place, before = wrong._replace(rows=0), counted.get(wrong._replace(rows=0), 0)
        # Every partition looks at the same whole table, and at rows of its own of the others.
        is_of_whole = any(wrong.where == name or wrong.where.startswith(f"{name}.") for name in whole)
        counted[place] = max(before, wrong.rows) if is_of_whole else before + wrong.rows
    faults = [wrong._replace(rows=rows).fault() for wrong, rows in counted.items()]
    for name in whole:
        strangers = int((~_any([partition.known[name] for partition in found])).sum())
        if strangers:
            faults.append(Counted(f"{name}.participant", *ORPHANS, strangers).fault())
    if not any(fault.where == "people.id" for fault in faults):
        there, distinct = dask.compute(people["id"].size, people["id"].nunique())
        if there > distinct:
            faults.append(Counted("people.id", "each id once", "ids that stand again", int(there - distinct)).fault())
    if faults:
        raise InvalidFrameError(faults)


class _Look(NamedTuple):
    """What is wrong in one partition, and of whole tables, which rows are of people in it."""

    wrong: list[Counted]
    known: Mapping[str, Any]


def _looked(people: Any, parted: Tables, whole: Tables, check: Callable[[Any, Tables], list[Counted]]) -> _Look:
    wrong = check(people, {**whole, **parted})
    orphans = {(f"{name}.participant", ORPHANS[0]) for name in whole}
    known = {
        name: (table["participant"].isin(people["id"]) | table["participant"].isna()).to_numpy(dtype=bool)
        for name, table in whole.items()
    }
    return _Look([one for one in wrong if (one.where, one.wanted) not in orphans], known)


def _any(masks: list[Any]) -> Any:
    """Return where one of *masks* or more is true."""
    return reduce(lambda one, other: one | other, masks)
