"""Parquet files decided: the people and their tables opened, and the answers written as lines, as rows or as Parquet.

It needs the extra ``frames``: whoever imports it has seen that it is there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import attrs
import click
import narwhals.stable.v2 as nw

from samverkan.bound_programmes import BoundProgramme
from samverkan.cli.files import Unusable, appearing_when_complete
from samverkan.cli.frame_engines import Engine, engine_named
from samverkan.cli.frame_layouts import columns_of_answers, of_answers, of_rows, read_answers
from samverkan.cli.frame_tables import FORMS, Tables
from samverkan.cli.output import Output
from samverkan.errors import Fault, InvalidFrameError
from samverkan.frames import decide_frame
from samverkan.frames.histories import KEYS

__all__ = ["answer"]

T = TypeVar("T")


def answer(  # noqa: PLR0913
    tables: Tables,
    programme: BoundProgramme,
    on: date,
    known_on: date | None,
    *,
    wanted: Output | None,
    counts: Counter[str],
) -> None:
    """Decide the people of the tables and write what comes of it; with no output *wanted*, only check and count.

    Raises:
        Unusable: with everything that is wrong with the tables, and when the engine lacks or cannot work on them.
    """
    with ExitStack() as opened:
        engine = engine_named(tables.engine, opened)
        try:
            decided = _decided(tables, engine, programme, on, known_on)
            if wanted is None:
                decided.count(counts)
            else:
                decided.write(wanted, counts)
        except InvalidFrameError as error:
            problems = list(_told(error.faults))
        except engine.errors as error:  # Its own words may hold values.
            problems = [f"the engine cannot read the files or work on them: {type(error).__name__}"]
        else:
            return
    raise Unusable("\n".join(problems))


def _decided(tables: Tables, engine: Engine, programme: BoundProgramme, on: date, known_on: date | None) -> "_Decided":
    for name in tables.complete:
        if name not in KEYS:
            raise click.BadParameter(f"wanted one of {', '.join(KEYS)}", param_hint="--complete")
    people = nw.from_native(engine.scan(tables.people))
    complete = [f"{name}_complete" for name in dict.fromkeys(tables.complete)]
    there = set(people.collect_schema().names())
    faults = [Fault(f"people.{name}", "either this column or --complete", "both") for name in complete if name in there]
    if faults:
        raise InvalidFrameError(faults)
    if complete:
        people = people.with_columns(*(nw.lit(value=True).alias(name) for name in complete))
    decided = decide_frame(
        nw.to_native(people),
        programme,
        on,
        contacts=None if tables.contacts is None else engine.scan(tables.contacts),
        spells={name: engine.scan(path) for name, path in tables.spells.items()},
        history={name: engine.scan(path) for name, path in tables.history.items()},
        known_on=known_on,
        explain=tables.explain,
    )
    frame = nw.from_native(decided)
    return _Decided(frame.drop(*complete) if complete else frame, engine, programme, on, explains=tables.explain)


def _told(faults: Iterable[Fault]) -> Iterator[str]:
    lacks_table = False
    for fault in faults:
        yield str(fault)
        lacks_table |= fault.where.removeprefix("people.") in KEYS
    if lacks_table:
        yield "tables are given with --contacts PATH and --spells NAME=PATH"


@attrs.frozen(eq=False)
class _Decided:
    """People with what came of a programme: where the engine works late, nothing has been worked out yet."""

    frame: nw.DataFrame[Any] | nw.LazyFrame[Any]
    engine: Engine
    programme: BoundProgramme
    on: date
    explains: bool = attrs.field(kw_only=True)

    def count(self, counts: Counter[str]) -> None:
        """Count the people."""
        ((rows,),) = _rows(self.frame.lazy().select(rows=nw.len()))
        counts["read"] += int(rows)

    def write(self, wanted: Output, counts: Counter[str]) -> None:
        """Write the answers, a line a person, or whole rows to a file; and count the outcomes."""
        if wanted.path is None:
            self._print(wanted, counts)
            return
        form = FORMS[wanted.path.suffix.lower()]
        if form is None:
            self._write_parquet(wanted.path, counts)
            return
        place = self._names.index("outcome")
        rows = self.engine.rows(nw.to_native(self.frame), self._names)
        counted = _counted(rows, lambda row: str(row[place]), counts)
        attrs.evolve(wanted, form=form).write(counted, of_rows(self._names))

    def _print(self, wanted: Output, counts: Counter[str]) -> None:
        columns = columns_of_answers(self._names, explain=self.explains)
        rows = self.engine.rows(nw.to_native(self.frame), columns)
        answers = read_answers(rows, columns, self.programme.vocabulary)
        layout = of_answers(self.programme, self.on, wanted.language, explain=self.explains)
        wanted.write(_counted(answers, lambda one: one.outcome.value, counts), layout)

    def _write_parquet(self, path: Path, counts: Counter[str]) -> None:
        with appearing_when_complete(path) as out:
            self.engine.write(nw.to_native(self.frame), out.name)
            written = nw.from_native(self.engine.scan(Path(out.name)))  # So that nothing is worked out twice.
            outcomes = _rows(written.lazy().group_by("outcome").agg(rows=nw.len()))
        counts.update({str(outcome): int(rows) for outcome, rows in outcomes})

    @property
    def _names(self) -> list[str]:
        return list(self.frame.collect_schema().names())


def _rows(frame: nw.LazyFrame[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a small frame."""
    return list(frame.collect().iter_rows())


def _counted(rows: Iterable[T], outcome: Callable[[T], str], counts: Counter[str]) -> Iterator[T]:
    for row in rows:
        counts[outcome(row)] += 1
        yield row
