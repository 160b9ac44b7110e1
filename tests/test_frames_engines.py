"""What comes back of a frame: the same kind, with its rows in their order and its columns as they were."""

import sys
from datetime import date, datetime, timedelta
from subprocess import run
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from polars.testing import assert_frame_equal

from frames_engines import ENGINES, some_covered
from frames_world import BOOL, DAY, TEXT, TEXTS, WHOLE
from samverkan import load_model
from samverkan.errors import InvalidFrameError
from samverkan.frames import decide_frame
from samverkan.testing.subjects import programme_of
from strategies import VOCABULARY

MODEL = load_model("finsam")
EN_VAG_IN, ORVAR = MODEL.programmes["en-vag-in"], MODEL.programmes["orvar"]
IN, OUT, OPEN = "eligible", "not_eligible", "undetermined"
ON = "2016-10-03"
IDS = ["d-3", "d-1", "d-9", "d-2", "d-5"]
WANTED = [IN, OUT, OPEN, OUT, OPEN]


def people(**more: pa.Array) -> pa.Table:
    """Return five people, of whom one is in, two are out and two are open."""
    return pa.table(
        {
            "case_worker": pa.array(["ö", None, "x", "x", "y"], TEXT),
            "id": pa.array(IDS, TEXT),
            "born": pa.array([date(1990, 5, 17)] * 4 + [None], DAY),
            "residence": pa.array(["Ludvika", "Falun", None, "2085", "Smedjebacken"], TEXT),
            "unmet_need": pa.array([True] * 5, BOOL),
            "contacts_complete": pa.array([True, False, True, True, None], BOOL),
            "places": pa.array([1, 2, 3, None, 5], WHOLE),
            **more,
        }
    )


def contacts(**more: pa.Array) -> pa.Table:
    """Return contacts at two parties of all but the fourth, who has none."""
    ids = ["d-3", "d-9", "d-5", "d-1", "d-3", "d-9", "d-5", "d-1"]
    rows = {"participant": pa.array(ids, TEXT), "agency": pa.array(["AF"] * 4 + ["kommun/AME"] * 4, TEXT)}
    return pa.table({**rows, "since": pa.nulls(8, DAY), "until": pa.nulls(8, DAY), **more})


def outcomes(engine: str, frame: Any) -> list[str]:
    """Return the outcomes alone."""
    return list(ENGINES[engine].columns(frame, ["outcome"])["outcome"])


def decided(engine: str, of: pa.Table, **options: Any) -> Any:
    """Decide people and their contacts as an engine's frames."""
    make = ENGINES[engine].make
    return decide_frame(make(of), EN_VAG_IN, ON, contacts=make(options.pop("contacts", contacts())), **options)


# --- The same kind, order and columns ---------------------------------------------------------------------


@pytest.mark.parametrize("explain", [False, True], ids=["outcome alone", "explained"])
@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_kind_of_frame_comes_back(engine, explain):
    """It is of the same class, with the outcomes in the order of the people, after the columns that it had."""
    result = decided(engine, people(), explain=explain)
    assert type(result) is type(ENGINES[engine].make(people()))
    assert outcomes(engine, result) == WANTED
    names = [f"criterion.{one}" for one in ("in-force", "working-age", "residence", "unmet-need", "two-parties")]
    added = ["outcome", *names, "missing"] if explain else ["outcome"]
    assert list(ENGINES[engine].names(result)) == [*people().column_names, *added]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_column_is_as_it_was(engine):
    """Values and types of the columns that it had are unchanged, with nulls and the order of rows."""
    names = people().column_names
    before = ENGINES[engine].columns(ENGINES[engine].make(people()), names)
    assert ENGINES[engine].columns(decided(engine, people()), names) == before
    assert types(decided(engine, people()))[: len(names)] == types(ENGINES[engine].make(people()))


def types(frame: Any) -> list[str]:
    """Return the type of each column, in the engine's own words."""
    match frame:
        case pl.LazyFrame():
            return [str(one) for one in frame.collect_schema().dtypes()]
        case pa.Table():
            return [str(one) for one in frame.schema.types]
        case _:
            return [str(one) for one in list(frame.dtypes)]


@pytest.mark.parametrize("engine", some_covered("polars", "duckdb"))
def test_columns_may_have_any_names(engine):
    """Those of long tables, with spaces, quotes and full stops among them, are carried along like all others."""
    names = ["participant", "agency", "since", "until", "value", "void", "kind", "a b", 'a"b', "a.b", "å"]
    more = {name: pa.array([name, None, "x", name, "y"], TEXT) for name in names}
    result = decided(engine, people(**more), explain=True)
    assert outcomes(engine, result) == WANTED
    assert list(ENGINES[engine].names(result))[: people().num_columns + len(more)] == people(**more).column_names
    pandas_like = {"a b", "å", "participant"}
    found = ENGINES[engine].columns(result, list(pandas_like))
    assert {name: list(found[name]) for name in pandas_like} == {name: more[name].to_pylist() for name in pandas_like}


def test_what_was_given_is_not_changed():
    """Frames of pandas can be changed; neither the people nor their contacts are."""
    given, listed = (ENGINES["pandas"].make(table) for table in (people(), contacts()))
    before = given.copy(deep=True), listed.copy(deep=True)
    decide_frame(given, EN_VAG_IN, ON, contacts=listed, explain=True)
    pd.testing.assert_frame_equal(given, before[0])
    pd.testing.assert_frame_equal(listed, before[1])


@pytest.mark.parametrize("engine", ["pandas", "pandas-arrow"])
@pytest.mark.parametrize("index", [[7, 7, 3, -1, 0], list("edcba")], ids=["numbers", "letters"])
def test_the_index_of_pandas_is_kept(engine, index):
    """Rows are told apart by their place and not by the index, which comes back as it was."""
    given = ENGINES[engine].make(people())
    given.index = pd.Index(index, name="row")
    listed = ENGINES[engine].make(contacts())
    listed.index = pd.Index([0] * 8)
    result = decide_frame(given, EN_VAG_IN, ON, contacts=listed)
    assert list(result.index) == index
    assert result.index.name == "row"
    assert outcomes(engine, result) == WANTED


def test_the_relation_of_duckdb_may_be_of_any_connection():
    """People and contacts of one connection are decided in it, tables and files alike."""
    connection = duckdb.connect()
    connection.register("p", people())
    connection.register("c", contacts())
    connection.execute("create table people as from p")
    result = decide_frame(connection.table("people"), EN_VAG_IN, ON, contacts=connection.sql("select * from c"))
    assert dict(result.project("id, outcome").fetchall()) == dict(zip(IDS, WANTED, strict=True))


# --- Types that mean the same ------------------------------------------------------------------------------

RESIDENCES = ["Smedjebacken", "Ludvika", "Falun", "2085", "Atlantis-like"]


def as_words(engine: str) -> tuple[Any, Any]:
    """Return people and contacts with words as the engine's own type for few words that come often."""
    given, listed = ENGINES[engine].make(people()), ENGINES[engine].make(contacts())
    match engine:
        case "polars" | "polars-lazy":
            given = given.with_columns(pl.col("residence").cast(pl.Enum(RESIDENCES)))
            return given, listed.with_columns(pl.col("agency").cast(pl.Enum(["kommun/AME", "AF"])))
        case "pandas" | "pandas-arrow":
            given["residence"] = given["residence"].astype("category")
            listed["agency"] = listed["agency"].astype("category")
            return given, listed
        case "pyarrow":
            place, agency = given.column_names.index("residence"), listed.column_names.index("agency")
            given = given.set_column(place, "residence", given["residence"].dictionary_encode())
            return given, listed.set_column(agency, "agency", listed["agency"].dictionary_encode())
        case _:
            enums = "'Smedjebacken', 'Ludvika', 'Falun', '2085'"
            given = given.project(f"* replace (residence::enum({enums}) as residence)")
            return given, listed.project("* replace (agency::enum('kommun/AME', 'AF') as agency)")


@pytest.mark.parametrize("explain", [False, True], ids=["outcome alone", "explained"])
@pytest.mark.parametrize("engine", some_covered("polars", "pandas"))
def test_words_may_be_of_a_type_for_words(engine, explain):
    """Enums, categoricals and dictionaries are words as text is; their type is kept."""
    given, listed = as_words(engine)
    result = decide_frame(given, EN_VAG_IN, ON, contacts=listed, explain=explain)
    assert outcomes(engine, result) == WANTED
    assert types(result)[: len(types(given))] == types(given)


def test_categoricals_of_polars_are_words():
    """So are categoricals, whose words nobody has listed."""
    given = ENGINES["polars"].make(people()).with_columns(pl.col("residence").cast(pl.Categorical))
    listed = ENGINES["polars"].make(contacts()).with_columns(pl.col("agency").cast(pl.Categorical))
    assert outcomes("polars", decide_frame(given, EN_VAG_IN, ON, contacts=listed)) == WANTED


@pytest.mark.parametrize("whole", [pa.int8(), pa.int16(), pa.int32(), pa.uint8(), pa.uint64()], ids=str)
@pytest.mark.parametrize("engine", some_covered("polars", among=["polars", "pandas-arrow", "pyarrow", "duckdb"]))
def test_whole_numbers_may_be_of_any_size(engine, whole):
    """Ids and numbers may be small or large."""
    programme = programme_of("household_size >= 3", VOCABULARY)
    table = pa.table({"id": pa.array([3, 1, 2], whole), "household_size": pa.array([3, None, 2], whole)})
    result = decide_frame(ENGINES[engine].make(table), programme, ON)
    assert outcomes(engine, result) == [IN, OPEN, OUT]


@pytest.mark.parametrize("engine", ["polars", "polars-lazy", "pyarrow"])
def test_a_column_of_nothing_but_nulls_is_unknown(engine):
    """Where nobody knows something, a column of nulls says so, of whatever type nulls alone have."""
    nothing = pa.nulls(5)
    table = people()
    for name in ("born", "residence", "unmet_need", "contacts_complete"):
        table = table.set_column(table.column_names.index(name), name, nothing)
    result = decided(engine, table, explain=True)
    assert outcomes(engine, result) == [OPEN] * 5
    found = ENGINES[engine].columns(result, ["missing"])["missing"]
    assert found[0] == "born; residence; unmet_need"


def test_large_text_and_views_are_text():
    """Arrow has several types for text."""
    for text in (pa.large_string(), pa.string_view()):
        table = people().set_column(3, "residence", people()["residence"].cast(text))
        assert outcomes("pyarrow", decided("pyarrow", table)) == WANTED


def test_days_of_pandas_at_midnight_are_days():
    """Pandas keeps days as points in time without a zone, of several resolutions."""
    for unit in ("s", "ms", "us", "ns"):
        given = ENGINES["pandas"].make(people())
        given["born"] = given["born"].astype(f"datetime64[{unit}]")
        result = decide_frame(given, EN_VAG_IN, ON, contacts=ENGINES["pandas"].make(contacts()))
        assert outcomes("pandas", result) == WANTED


FAR_OFF = {
    "1600-12-31": [OUT, OPEN, OUT, OPEN],
    "2016-10-03": [IN, OPEN, IN, OPEN],
    "2300-10-03": [IN, OPEN, IN, OPEN],
    "9999-12-31": [IN, OPEN, IN, OPEN],
}
"""What comes of one who turned 16 in 1996 and has been on sick leave since 2008, on days before and after."""


@pytest.mark.parametrize("on", FAR_OFF)
@pytest.mark.parametrize("engine", some_covered("pandas"))
def test_points_in_time_of_nanoseconds_are_days_however_far_off_one_asks(engine, on):
    """They reach from 1677 to 2262 themselves, and are compared with days beyond; they come back as they were."""
    exact = pa.timestamp("ns")
    born = pa.array([datetime(1980, 10, 3), None], exact)
    leave = {"since": pa.array([datetime(2008, 9, 1)], exact), "until": pa.nulls(1, exact)}
    entry = {"participant": pa.array([1], WHOLE), **leave, "value": born.slice(0, 1)}

    def make(**columns: pa.Array) -> Any:
        table = pa.table(columns)
        return table.to_pandas() if engine == "pandas" else ENGINES[engine].make(table)

    def asked(rule: str, given: Any, **tables: Any) -> list[str]:
        return outcomes(engine, decide_frame(given, programme_of(rule, VOCABULARY), on, **tables))

    ids = pa.array([1, 2], WHOLE)
    wanted, spells = FAR_OFF[on], {"sick_leave": make(participant=pa.array([1], WHOLE), **leave)}
    assert asked("age >= 16", make(id=ids, born=born)) == wanted[:2]
    assert asked("on_sick_leave", make(id=ids), spells=spells) == wanted[2:]
    by_entry = [OPEN if on.startswith("1") else wanted[0], OPEN]
    assert asked("age >= 16", make(id=ids), history={"born": make(**entry)}) == by_entry
    given = make(id=ids, born=born)
    assert types(decide_frame(given, programme_of("age >= 16", VOCABULARY), on))[:2] == types(given)


@pytest.mark.parametrize("engine", [name for name, one in ENGINES.items() if one.lists])
def test_a_set_that_changes_may_be_lists(engine):
    """Entries that hold lists are looked through and taken, and those of nobody are counted."""
    make, nothing = ENGINES[engine].make, pa.nulls(3, DAY)
    programme = programme_of("'physical' in needs", VOCABULARY)
    given = make(pa.table({"id": pa.array(["d-1", "d-2", "d-3"], TEXT)}))

    def entries(*ids: str) -> Any:
        values = pa.array([["physical"], [], None], TEXTS)
        span = {"since": nothing, "until": nothing}
        return make(pa.table({"participant": pa.array(ids, TEXT), "value": values, **span}))

    found = decide_frame(given, programme, ON, history={"needs": entries("d-1", "d-2", "d-3")})
    assert outcomes(engine, found) == [IN, OUT, OPEN]
    with pytest.raises(InvalidFrameError, match=r"needs\.participant: .*others in 2 rows"):
        decide_frame(given, programme, ON, history={"needs": entries("x-1", "d-2", "x-3")})


# --- Few rows, and none ------------------------------------------------------------------------------------


@pytest.mark.parametrize("explain", [False, True], ids=["outcome alone", "explained"])
@pytest.mark.parametrize("engine", some_covered("polars"))
def test_no_people_are_no_people(engine, explain):
    """An empty frame comes back empty, with the columns that are added."""
    result = decided(engine, people().slice(0, 0), contacts=contacts().slice(0, 0), explain=explain)
    assert outcomes(engine, result) == []
    assert len(ENGINES[engine].names(result)) == people().num_columns + (7 if explain else 1)


@pytest.mark.parametrize("engine", ENGINES)
def test_people_without_contacts_have_none_where_the_list_is_whole(engine):
    """An empty table of contacts: who is said to have a whole list has no contact; of the others nobody knows."""
    result = decided(engine, people(), contacts=contacts().slice(0, 0))
    assert outcomes(engine, result) == [OUT, OUT, OUT, OUT, OPEN]


@pytest.mark.parametrize(
    "number", [pa.array([50], WHOLE), pa.array([50.0]), pa.nulls(1)], ids=["whole numbers", "fractions", "nothing"]
)
@pytest.mark.parametrize("engine", some_covered("polars"))
def test_what_is_known_of_a_spell_beside_its_days_plays_no_part(engine, number):
    """The extent of a sick leave and the amount of a livelihood may stand there, or nothing in their place."""
    programme = programme_of("on_sick_leave or 'salary' in receives", VOCABULARY)
    make = ENGINES[engine].make
    ids, days = pa.array(["d-1"], TEXT), pa.array([None], DAY)
    spell = {"participant": ids, "since": days, "until": days}
    spells = {
        "sick_leave": make(pa.table({**spell, "extent": number})),
        "livelihoods": make(pa.table({**spell, "kind": pa.array(["pension"]), "amount": number})),
    }
    given = make(pa.table({"id": pa.array(["d-1", "d-2"], TEXT)}))
    assert outcomes(engine, decide_frame(given, programme, ON, spells=spells)) == [IN, OPEN]


@pytest.mark.parametrize("engine", ENGINES)
def test_extents_of_nothing_are_carried_to_those_who_are_looked_at(engine):
    """So it is where only the spells of some are looked at, since another criterion shuts out the rest."""
    make, nothing = ENGINES[engine].make, pa.nulls(2, DAY)
    since = pa.array([date(2008, 9, 1)] * 2, DAY)
    table = {"participant": pa.array(["d-1", "d-2"], TEXT), "since": since, "until": nothing, "extent": pa.nulls(2)}
    given = {
        "id": pa.array(["d-1", "d-2"], TEXT),
        "born": pa.array([date(1980, 5, 17), date(2000, 5, 17)], DAY),
        "residence": pa.array(["Ale"] * 2, TEXT),
        "employed": pa.array([True] * 2, BOOL),
    }
    found = decide_frame(make(pa.table(given)), ORVAR, "2008-10-01", spells={"sick_leave": make(pa.table(table))})
    assert outcomes(engine, found) == [IN, OUT]


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_that_the_programme_does_not_read_are_left_aside(engine):
    """What one has can be given to every programme alike."""
    make = ENGINES[engine].make
    span = {"participant": pa.array(["d-3", "d-1"], TEXT), "since": pa.nulls(2, DAY), "until": pa.nulls(2, DAY)}
    spells = {
        "sick_leave": make(pa.table(span)),
        "occupations": make(pa.table({**span, "kind": pa.array(["studies", "employment"], TEXT)})),
    }
    history = {"employed": make(pa.table({**span, "value": pa.array([True, None], BOOL)}))}
    assert outcomes(engine, decided(engine, people(), spells=spells, history=history)) == WANTED


# --- Lazy, and larger than a batch --------------------------------------------------------------------------

MANY = 150_000


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Return files of many people and their contacts, in many groups of rows."""
    folder = tmp_path_factory.mktemp("many")
    born = [date(1930, 1, 1) + timedelta(place * 7 % 30_000) for place in range(MANY)]
    ids = [place * 7919 % 1_000_003 for place in range(MANY)]
    table = {
        "id": pa.array(ids, WHOLE),
        "born": pa.array(born, DAY),
        "residence": pa.array([("Ludvika", "Falun", None)[place % 3] for place in range(MANY)], TEXT),
        "unmet_need": pa.array([(True, True, None, False)[place % 4] for place in range(MANY)], BOOL),
        "contacts_complete": pa.array([place % 5 < 3 for place in range(MANY)], BOOL),
    }
    listed = {
        "participant": pa.array([id_ for id_ in ids for _ in range(2)], WHOLE),
        "agency": pa.array(
            [("AF", "kommun/AME", "FK", "region", "kommun")[place % 5] for place in range(MANY * 2)], TEXT
        ),
        "since": pa.nulls(MANY * 2, DAY),
        "until": pa.array([None if place % 7 else date(2016, 10, 2) for place in range(MANY * 2)], DAY),
    }
    pq.write_table(pa.table(table), folder / "people.parquet", row_group_size=10_000)
    pq.write_table(pa.table(listed), folder / "contacts.parquet", row_group_size=10_000)
    return folder


def test_a_file_that_is_scanned_is_sunk_into_another(files):
    """What is scanned lazily is decided as it streams by; the rows keep their order, and are what they are eagerly."""
    scanned = pl.scan_parquet(files / "people.parquet")
    result = decide_frame(scanned, EN_VAG_IN, ON, contacts=pl.scan_parquet(files / "contacts.parquet"))
    assert isinstance(result, pl.LazyFrame)
    result.sink_parquet(files / "decided.parquet")
    eagerly = decide_frame(
        pl.read_parquet(files / "people.parquet"), EN_VAG_IN, ON, contacts=pl.read_parquet(files / "contacts.parquet")
    )
    sunk = pl.read_parquet(files / "decided.parquet")
    assert_frame_equal(sunk, eagerly, categorical_as_str=True, check_dtypes=False)
    assert {*sunk["outcome"].unique()} == {IN, OUT, OPEN}


def test_a_file_of_duckdb_is_written_to_another(files):
    """So it is with a relation over files; what comes out is what polars says."""
    connection = duckdb.connect()
    given, listed = (connection.read_parquet(str(files / f"{name}.parquet")) for name in ("people", "contacts"))
    result = decide_frame(given, EN_VAG_IN, ON, contacts=listed)
    result.write_parquet(str(files / "by_duckdb.parquet"))
    found = pl.read_parquet(files / "by_duckdb.parquet").select("id", "outcome")
    eagerly = decide_frame(
        pl.read_parquet(files / "people.parquet"), EN_VAG_IN, ON, contacts=pl.read_parquet(files / "contacts.parquet")
    )
    assert_frame_equal(found, eagerly.select("id", pl.col("outcome").cast(pl.String)))


# --- What is imported ---------------------------------------------------------------------------------------


def test_without_the_extra_it_is_told_what_to_install():
    """Where narwhals is not installed, the error says how to install it."""
    code = "import sys; sys.modules['narwhals'] = None; import samverkan.frames"
    told = run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert told.stderr.strip().endswith("this needs the extra 'frames': pip install 'samverkan[frames]'")


def test_no_engine_is_imported_that_nobody_uses():
    """Neither the package nor its frames import an engine; frames are of an engine that is there already."""
    code = "import samverkan, samverkan.frames, sys; print(*{'polars', 'pandas', 'pyarrow', 'duckdb'} & {*sys.modules})"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""
    code = "import samverkan, sys; print('narwhals' in sys.modules)"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
