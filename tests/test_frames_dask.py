"""Dask says row by row what ``decide`` says, over several partitions."""

from functools import partial

import attrs
import dask.dataframe as dd
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from frames_engines import ENGINES, Engine
from frames_law import LOOKS, PEOPLE, TIMES, ask, asked_of, candidates, people_of, shipped_questions
from frames_world import Tables
from samverkan.errors import InvalidFrameError
from samverkan.frames import decide_frame

RULES = 4
ENOUGH = 5_000
PARTITIONS = 3
ARROW = ENGINES["pandas-arrow"]


def parts_of(table: pa.Table, column: str, ids: list[pa.Array]) -> list[pd.DataFrame]:
    """Return the rows of each partition's people."""
    return [ARROW.make(table.filter(pc.is_in(table[column], some))) for some in ids]


def given(parts: list[pd.DataFrame], place: int) -> pd.DataFrame:
    """Return one partition."""
    return parts[place]


def partitioned(table: pa.Table, column: str, ids: list[pa.Array]) -> dd.DataFrame:
    """Return a frame that has the rows of each partition's people in that partition."""
    parts = parts_of(table, column, ids)
    return dd.from_map(partial(given, parts), range(len(parts)), meta=parts[0].iloc[:0])


def frames(tables: Tables, *, apart: bool) -> Tables:
    """Return people in partitions; the long tables partitioned alike, or whole, as frames of pandas."""
    size = -(-tables.people.num_rows // PARTITIONS)
    ids = [tables.people["id"].slice(place * size, size).combine_chunks() for place in range(PARTITIONS)]
    make = (lambda table: partitioned(table, "participant", ids)) if apart else ARROW.make
    return Tables(
        partitioned(tables.people, "id", ids),
        None if tables.contacts is None else make(tables.contacts),
        {name: make(one) for name, one in tables.spells.items()},
        {name: make(one) for name, one in tables.history.items()},
    )


def engine(*, apart: bool) -> Engine:
    """Return Dask as an engine."""
    return Engine(
        ARROW.make,
        lambda frame, names: ARROW.columns(frame[list(names)].compute(), names),
        lambda frame: list(frame.columns),
        frames=partial(frames, apart=apart),
    )


APART, WHOLE = engine(apart=True), engine(apart=False)


@pytest.mark.mass
@pytest.mark.parametrize("look", LOOKS)
def test_a_frame_of_dask_says_what_decide_says(look):
    """Of random rules and random people, each row's outcome, criteria and what is missing are those of ``decide``."""
    ask(APART, people_of(look), asked_of(look, RULES * TIMES))


@pytest.mark.mass
@pytest.mark.parametrize("look", ["all-in-columns", "some-of-each"])
def test_long_tables_of_pandas_go_to_every_partition(look):
    """So it is where the long tables are whole; the values are checked by the way."""
    ask(WHOLE, people_of(look), asked_of(look, RULES), check=True)


@pytest.mark.mass
def test_enough_is_asked():
    """There are five thousand comparisons or more."""
    assert sum(PEOPLE * len(asked_of(look, RULES * TIMES)) for look in LOOKS) >= ENOUGH * TIMES


@pytest.mark.mass
@pytest.mark.parametrize("subject", ["orvar"])
def test_dask_says_of_shipped_programmes_what_decide_says(subject):
    """So it is with shipped programmes, under each reading, on days about their thresholds."""
    ask(APART, candidates(subject), shipped_questions(subject))


def asked(tables: Tables, **more):
    """Decide the first question that reads contacts."""
    question = next(one for one in asked_of("some-of-each", 20) if "contacts" in one.programme.facts)
    return decide_frame(tables.people, question.programme, question.on, **tables.read_by(question.programme), **more)


def test_what_comes_back_is_of_dask_and_nothing_has_run():
    """With ``check=False`` no partition is looked at until the result is computed."""
    looked_at = []
    tables = frames(people_of("some-of-each").tables(), apart=False)
    people = tables.people.map_partitions(partial(noted, looked_at), meta=tables.people._meta)
    result = asked(attrs.evolve(tables, people=people), check=False)
    assert isinstance(result, dd.DataFrame)
    assert looked_at == []
    assert result.npartitions == PARTITIONS
    assert len(result) == PEOPLE
    assert len(looked_at) >= PARTITIONS


def noted(looked_at, frame):
    """Note that a partition is looked at."""
    if len(frame):
        looked_at.append(len(frame))
    return frame


def test_tables_of_other_partitions_are_refused():
    """A long table of Dask has the rows of each partition's people; with another number it cannot have."""
    tables = frames(people_of("some-of-each").tables(), apart=True)
    with pytest.raises(InvalidFrameError, match="contacts: wanted as many partitions"):
        asked(attrs.evolve(tables, contacts=tables.contacts.repartition(npartitions=1)))


def test_what_the_values_tell_is_counted_over_all_partitions():
    """An id that stands in two partitions, and contacts of nobody, are found; each with the number of rows."""
    tables = people_of("some-of-each").tables()
    wrong = frames(tables, apart=False)
    contacts = wrong.contacts.copy()
    contacts.loc[:1, "participant"] = -1
    with pytest.raises(InvalidFrameError, match=r"contacts\.participant: .* 2 rows"):
        asked(attrs.evolve(wrong, contacts=contacts))
    twice = dd.concat([wrong.people, wrong.people.partitions[[0]]], interleave_partitions=False)
    with pytest.raises(InvalidFrameError, match=r"people\.id: .* rows"):
        asked(attrs.evolve(wrong, people=twice))


def test_what_is_wrong_is_told_once_with_the_rows_of_all_partitions():
    """Rows of people are added up; those of a whole table, which every partition looks at, are not."""
    tables = people_of("some-of-each").tables()
    right = frames(tables, apart=False)
    asked(right)
    contacts = right.contacts.copy()
    contacts.loc[:1, "agency"] = "Nowhere"
    with pytest.raises(InvalidFrameError, match=r"contacts\.agency: .* 2 rows"):
        asked(attrs.evolve(right, contacts=contacts))
    twice = dd.concat([right.people.partitions[[0]], *[right.people.partitions[[place]] for place in (0, 1)]])
    with pytest.raises(InvalidFrameError, match=r"people\.id: .* rows"):
        asked(attrs.evolve(right, people=twice.repartition(npartitions=1)))
