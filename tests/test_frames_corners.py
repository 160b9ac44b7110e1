"""Frames as people have them: odd types, odd names, columns of nothing, and two columns that say the same."""

from datetime import date, datetime

import attrs
import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from frames_engines import some_covered
from samverkan import load_model
from samverkan.errors import InvalidFrameError, InvalidValueError
from samverkan.frames import decide_frame
from samverkan.frames.missing import told, with_missing
from samverkan.rules.column_sources import DayColumns
from samverkan.rules.columns import columns_of
from samverkan.rules.parameters import Parameter
from samverkan.rules.text import parse
from samverkan.testing.subjects import programme_of

MODEL = load_model("finsam")
WAY_IN, ORVAR = MODEL.programmes["en-vag-in"], MODEL.programmes["orvar"]
PLATFORM = MODEL.programmes["plattform-ostra-ostergotland"]
ON = "2016-10-03"
FACTS = {"born": [date(1990, 5, 17)] * 2, "residence": ["Ludvika"] * 2, "unmet_need": [True] * 2}
NO_DAYS = {"since": [None] * 2, "until": [None] * 2}
DAYS = {"since": pl.Date, "until": pl.Date}


def people(ids, **more):
    """Return two people who may take part in En väg in if they have contact with two parties."""
    return pl.DataFrame({"id": ids, **FACTS, **more})


def contacts(ids):
    """Return contacts with two parties."""
    return pl.DataFrame({"participant": ids, "agency": ["AF", "FK"], **NO_DAYS}, schema_overrides=DAYS)


def rule(text):
    """Return a rule as a programme."""
    return programme_of(parse(text, MODEL.vocabulary), MODEL.vocabulary)


def refused(frame, programme=WAY_IN, on=ON, **tables):
    """Return what is wrong with a frame, by place."""
    with pytest.raises(InvalidFrameError) as caught:
        decide_frame(frame, programme, on, **tables)
    return {fault.where: str(fault) for fault in caught.value.faults}


# --- Ids ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dtype", "ids"),
    [
        (pl.Int8, [-100, 100]),
        (pl.Int16, [-30_000, 30_000]),
        (pl.Int64, [-(2**63), 2**63 - 1]),
        (pl.UInt64, [0, 2**64 - 1]),
        (pl.Int128, [-(2**100), 2**100]),
        (pl.Categorical, ["a", "b"]),
        (pl.Enum(["b", "a"]), ["a", "b"]),
    ],
    ids=str,
)
def test_ids_may_be_of_any_type_of_whole_numbers_or_text(dtype, ids):
    """Whoever has the contacts gets the answer, however the ids are kept and however far apart they lie."""
    own = pl.Series(ids, dtype=dtype)
    decided = decide_frame(people(own), WAY_IN, ON, contacts=contacts(own.gather([0, 0])))
    assert decided["outcome"].to_list() == ["eligible", "undetermined"]
    assert decided["id"].dtype == dtype


@pytest.mark.parametrize("types", [("dictionary", "dictionary"), ("text", "large text"), ("text", "dictionary")])
def test_ids_of_pyarrow_may_be_text_of_every_sort(types):
    """Dictionaries and large text are looked up as plain text is, and the ids come back as they were."""
    made = {
        "dictionary": lambda ids: pa.array(ids).dictionary_encode(),
        "text": pa.array,
        "large text": lambda ids: pa.array(ids, pa.large_string()),
    }
    own = people(["a", "b"]).to_arrow().set_column(0, "id", made[types[0]](["a", "b"]))
    table = contacts(["a", "a"]).to_arrow().set_column(0, "participant", made[types[1]](["a", "a"]))
    decided = decide_frame(own, WAY_IN, ON, contacts=table)
    assert decided["outcome"].to_pylist() == ["eligible", "undetermined"]
    assert decided.schema.field("id") == own.schema.field("id")


def test_a_frame_of_pandas_keeps_its_index_and_the_types_of_its_columns():
    """An index that bears the name of a column, and categories that the contacts lack, stay as they are."""
    own = people(["a", "b"]).to_pandas().assign(id=pd.Categorical(["a", "b"])).set_index("id", drop=False)
    own["born"] = pd.to_datetime(own["born"])
    table = contacts(["a", "a"]).to_pandas().assign(participant=pd.Categorical(["a", "a"]))
    table[["since", "until"]] = pd.NaT
    before = own.copy()
    decided = decide_frame(own, WAY_IN, ON, contacts=table)
    assert decided["outcome"].to_list() == ["eligible", "undetermined"]
    pd.testing.assert_frame_equal(decided.drop(columns="outcome"), before)


# --- Columns of nothing ------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", ["residence", "unmet_need", "born", "contacts_complete"])
@pytest.mark.parametrize(
    "engine", some_covered("polars", among=["polars", "pandas", "pandas-arrow", "pyarrow", "duckdb"])
)
def test_a_column_of_nothing_is_unknown(engine, fact):
    """A column that holds nothing but nulls, and has no type for that, says that nobody knows."""
    table = people([1, 2], contacts_complete=False).to_arrow().drop_columns([fact]).append_column(fact, pa.nulls(2))
    long = contacts([1, 1]).to_arrow()
    convert = {
        "polars": pl.from_arrow,
        "pandas": as_pandas,
        "pandas-arrow": lambda one: one.to_pandas(types_mapper=pd.ArrowDtype),
        "pyarrow": lambda one: one,
        "duckdb": lambda one: (
            duckdb.sql(f"select * replace (NULL as {fact}) from one")  # noqa: S608
            if fact in one.schema.names
            else duckdb.from_arrow(one)
        ),
    }[engine]
    decided = nw.from_native(decide_frame(convert(table), WAY_IN, ON, contacts=convert(long)))
    decided = decided.collect() if isinstance(decided, nw.LazyFrame) else decided
    settled = "eligible" if fact == "contacts_complete" else "undetermined"
    assert decided.sort("id")["outcome"].to_list() == [settled, "undetermined"]


def as_pandas(table):
    """Return a frame as one gets it from a file: days as points in time, and nothing as objects."""
    found = table.to_pandas()
    for name in {"born", "since", "until"} & set(found.columns):
        if not found[name].isna().all():
            found[name] = pd.to_datetime(found[name])
    return found


def test_spells_without_an_end_need_no_type_for_it():
    """A column of no ends, as polars makes it of a list of ``None``, is a column of days that are open."""
    table = pl.DataFrame({"participant": [1, 1], "agency": ["AF", "FK"], **NO_DAYS})
    assert decide_frame(people([1, 2]), WAY_IN, ON, contacts=table)["outcome"][0] == "eligible"


# --- Names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Outcome", "OUTCOME"])
def test_a_column_that_an_engine_takes_for_the_answer_is_refused(name):
    """DuckDB does not mind capitals: a column of its own would stand in the place of the answer. polars does."""
    own, table = people([1, 2], **{name: ["eligible"] * 2}), contacts([1, 1])
    found = refused(duckdb.from_arrow(own.to_arrow()), contacts=duckdb.from_arrow(table.to_arrow()))
    assert list(found) == [f"people.{name}"]
    assert decide_frame(own, WAY_IN, ON, contacts=table)[name].to_list() == ["eligible"] * 2


@pytest.mark.parametrize("columns", [["id", 7], ["id", "id"], [("id", 1), ("id", 2)]], ids=str)
def test_names_of_pandas_that_are_no_names_are_refused(columns):
    """Columns are told apart by their names, and a name is text."""
    frame = pd.DataFrame([[1, 2]])
    frame.columns = columns
    assert list(refused(frame)) == ["people"]


@pytest.mark.parametrize("frame", [nw.from_native(people([1, 2])), pl.Series("id", [1]), 7, None], ids=repr)
def test_what_is_no_frame_of_an_engine_is_refused(frame):
    """A series, a number, and a frame of narwhals are none."""
    assert list(refused(frame)) == ["people"]


# --- The same thing said twice -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "tables", "where"),
    [
        (people([1, 2], contacts=[["AF"], []]), {"contacts": contacts([1, 1])}, "people.contacts"),
        (people([1, 2], **{"parties.AF": [True] * 2}), {"contacts": contacts([1, 1])}, "people.parties.AF"),
    ],
    ids=["contacts as lists and as a table", "parties beside contacts"],
)
def test_what_is_said_in_two_places_is_refused(frame, tables, where):
    """Nothing is passed over in silence: either the one or the other."""
    assert list(refused(frame, **tables)) == [where]


def test_a_set_is_a_list_or_a_column_a_member():
    """A set that stands in both forms is refused."""
    frame = pl.DataFrame({"id": [1], "needs": [["mental"]], "needs.physical": [True]})
    assert list(refused(frame, rule('"physical" in needs'))) == ["people.needs"]


@pytest.mark.parametrize(
    "text", ['"kommun" in parties_needed and "AF" in needs_from', '"AF" in needs_from and "kommun" in parties_needed']
)
def test_a_set_may_be_read_itself_and_by_its_parties(text):
    """The columns of its members serve both, whichever the rule reads first."""
    columns = {f"needs_from.{unit}": [True, None] for unit in MODEL.agencies.agencies}
    decided = decide_frame(pl.DataFrame({"id": [1, 2], **columns}), rule(text), ON)
    assert decided["outcome"].to_list() == ["eligible", "undetermined"]


@pytest.mark.parametrize("units", [["AF"], []], ids=["one member", "no member"])
def test_entries_of_a_set_name_every_agency_that_is_read(units):
    """What the parties rest on is asked for by name, in a table of entries too."""
    entries = pl.DataFrame(
        {"participant": [1], **{f"value.{unit}": [True] for unit in units}, "since": [None], "until": [None]}
    )
    frame = pl.DataFrame({"id": [1], "residence": ["Norrköping"]})
    found = refused(frame, PLATFORM, "2014-10-03", history={"needs_from": entries})
    assert "history.needs_from.value.FK" in found
    assert "history.needs_from.value.AF" not in found if units else "history.needs_from.value.AF" in found


# --- Days --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["since", "until"])
def test_days_that_no_calendar_has_are_refused(column):
    """DuckDB has a day that is infinitely far away; what is open is null here."""
    spells = duckdb.sql("select 1 as participant, NULL::DATE as since, NULL::DATE as until").project(
        f"* replace ('infinity'::DATE as {column})"
    )
    frame = duckdb.sql("select 1 as id, DATE '1970-03-01' as born, 'Ale' as residence, true as employed")
    assert f"sick_leave.{column}" in refused(frame, ORVAR, "2008-10-01", spells={"sick_leave": spells})


def test_days_of_one_table_are_of_one_type():
    """Dates beside points in time are refused, by the name of the table."""
    mixed = contacts([1, 1]).with_columns(since=pl.lit(datetime(2016, 1, 1)))
    assert list(refused(people([1, 2]), contacts=mixed)) == ["contacts"]


def test_the_bounds_of_a_day_in_entries_are_of_one_type():
    """So it is with the first and the last day that a day can be, which may be of another type than the spans."""
    bounds = {"value_earliest": [date(1990, 5, 1)], "value_latest": [date(1990, 5, 31)]}
    entries = pl.DataFrame({"participant": [1], **bounds, **SECOND}, schema_overrides=DAYS)
    instants = entries.cast({"value_earliest": pl.Datetime, "value_latest": pl.Datetime})
    frame, adult = pl.DataFrame({"id": [1]}), rule("age >= 26")
    assert decide_frame(frame, adult, ON, history={"born": instants})["outcome"].to_list() == ["eligible"]
    mixed = instants.with_columns(entries["value_latest"])
    assert list(refused(frame, adult, history={"born": mixed})) == ["history.born"]


def test_no_word_of_a_column_is_told_with_its_type():
    """An enum within a list is told as a list: its words may be names."""
    wrong = people([1, 2]).with_columns(born=pl.Series([["Anna"]] * 2, dtype=pl.List(pl.Enum(["Anna"]))))
    assert refused(wrong, contacts=contacts([1, 1])) == {
        "people.born": "people.born: wanted days, got a column of List"
    }


# --- Misspelt ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["contacts_complet", "contacts_Complete", "contact_complete"])
def test_a_column_that_may_be_left_out_is_missed_when_it_is_misspelt(name):
    """How far a list is whole may be left unsaid; a column that is nearly so called is not passed over."""
    found = refused(people([1, 2], **{name: [True] * 2}), contacts=contacts([1, 1]))
    assert found == {
        f"people.{name}": f"people.{name}: wanted another name: this one is nearly contacts_complete, got a column"
    }


def test_a_member_that_there_is_not_is_refused():
    """A column for a party that the register has not is told of, with the nearest that it has."""
    columns = dict.fromkeys(["parties.AF", "parties.FK", "parties.region", "parties.kommun"], [True] * 2)
    found = refused(people([1, 2], **columns, **{"parties.kommuner": [True] * 2}))
    assert list(found) == ["people.parties.kommuner"]
    assert "did you mean parties.kommun?" in found["people.parties.kommuner"]


def test_other_columns_are_carried_along():
    """A name that is merely like is no mistake."""
    decided = decide_frame(people([1, 2], contacts_count=[2, 0], age=[26, 99]), WAY_IN, ON, contacts=contacts([1, 1]))
    assert decided["contacts_count"].to_list() == [2, 0]
    assert decided["outcome"].to_list() == ["eligible", "undetermined"]


@pytest.mark.parametrize("programme", ["en-vag-in", MODEL, None], ids=["its id", "the model", "nothing"])
def test_what_is_no_programme_is_refused(programme):
    """A programme is taken from a model, and not named."""
    with pytest.raises(InvalidValueError, match="programme: wanted a programme taken from a model"):
        decide_frame(people([1, 2]), programme, ON)


def test_a_day_that_is_none_is_refused_by_its_name():
    """The fault names the argument."""
    with pytest.raises(InvalidValueError, match="on: wanted a day that exists"):
        decide_frame(people([1, 2]), WAY_IN, "2016-13-01")


def test_pandas_is_told_how_its_types_are_mended():
    """Truths that came as objects, as ``read_csv`` makes them, are refused with a hint."""
    frame = people([1, 2]).to_pandas().assign(unmet_need=pd.Series([True, None], dtype="object"))
    frame["born"] = pd.to_datetime(frame["born"])
    table = contacts([1, 1]).to_pandas().assign(since=pd.NaT, until=pd.NaT)
    assert "convert_dtypes()" in refused(frame, contacts=table)["people.unmet_need"]


# --- What is seldom met --------------------------------------------------------------------------------

NEEDS = pl.List(pl.Enum(["physical", "mental"]))
SECOND = {"since": [None], "until": [None]}


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [('"physical" in needs', ["eligible", "undetermined"]), ('"social" in needs', ["not_eligible", "undetermined"])],
)
def test_lists_of_an_enum_may_lack_words(text, outcomes):
    """A word that the column's type has not is in none of its lists."""
    frame = pl.DataFrame({"id": [1, 2], "needs": pl.Series([["physical"], None], dtype=NEEDS)})
    assert decide_frame(frame, rule(text), ON)["outcome"].to_list() == outcomes


def test_the_last_day_that_there_is_can_be_asked_about():
    """Spells that are open run on it."""
    decided = decide_frame(people([1, 2]), rule("count(parties) >= 2"), "9999-12-31", contacts=contacts([1, 1]))
    assert decided["outcome"].to_list() == ["eligible", "undetermined"]


def test_a_day_may_change_by_entries():
    """A day of birth that was corrected is a table of entries with whole days."""
    entries = pl.DataFrame({"participant": [1], "value": [date(1990, 5, 17)], **SECOND}, schema_overrides=DAYS)
    decided = decide_frame(pl.DataFrame({"id": [1, 2]}), rule("age >= 26"), ON, history={"born": entries})
    assert decided["outcome"].to_list() == ["eligible", "undetermined"]


@pytest.mark.parametrize(
    ("text", "met", "not_met"),
    [
        ("age >= 0", [True, False], [False, False]),
        ("age >= 3000", [False, False], [True, False]),
        ("age >= oldest", [False, False], [False, False]),
    ],
)
def test_elapsed_times_are_compared_with_any_number(text, met, not_met):
    """Everybody has lived for 0 years, nobody for 3000; of a threshold that has no value nothing is known."""
    vocabulary = attrs.evolve(MODEL.vocabulary, parameters={"oldest": Parameter([])})
    frame = nw.from_native(pl.DataFrame({"born": [date(1990, 5, 17), None]}))
    sources = {"born": DayColumns("born", "born")}
    columns = columns_of([parse(text, vocabulary)], vocabulary, {"oldest": None}, sources, date(2016, 10, 3))
    for level in columns.levels:
        frame = frame.with_columns(**level)
    found = frame.select(columns.nodes[0].met, columns.nodes[0].not_met).rows()
    assert found == list(zip(met, not_met, strict=True))


def test_what_is_missing_is_told_of_numbers_whose_bits_say_it():
    """Each number is looked up among all texts, those of several lists one after the other."""
    masks = pl.DataFrame({"0": [0, 1, 3], "1": [1, 0, 1]}).to_struct()
    assert told([["", "; a", "; b", "; a; b"], ["", "; c"]], masks).to_list() == ["c", "a", "a; b; c"]


def test_where_nothing_is_asked_nothing_is_missing():
    """Without criteria the column is empty."""
    assert with_missing(nw.from_native(people([1, 2])), {})["missing"].to_list() == ["", ""]


@pytest.mark.parametrize(
    ("columns", "programme", "places"),
    [
        ({"contacts": [1, 2]}, WAY_IN, ["people.contacts"]),
        ({"contacts": [["AF"]] * 2, "contacts_complete": ["ja"] * 2}, WAY_IN, ["people.contacts_complete"]),
        ({"contacts": [["AF"]] * 2, "contacts_complete.komun": [True] * 2}, WAY_IN, ["people.contacts_complete.komun"]),
        ({"needs.physical": ["ja"] * 2}, rule('"physical" in needs'), ["people.needs.physical"]),
        ({"needs.physical": [True] * 2}, rule('"physical" in needs and "mental" in needs'), ["people.needs.mental"]),
        ({}, rule('"AF" in agencies and "FK" in parties and "region" in parties'), ["people.contacts"] * 2),
        ({}, rule('"AF" in agencies and known(agencies)'), ["people.contacts"]),
        (
            {"born_earliest": [date(1990, 1, 1)] * 2, "born_latest": [datetime(1990, 1, 31)] * 2},
            rule("age >= 26"),
            ["people.born_earliest"],
        ),
    ],
    ids=[
        "contacts that are no lists",
        "a list that is whole by a word",
        "a part that there is not",
        "a member by a word",
        "a member that lacks",
        "no contacts, for two facts",
        "no contacts, read twice",
        "days of two types",
    ],
)
def test_columns_that_will_not_do_are_refused_by_name(columns, programme, places):
    """The fault names the column, and what is wanted of it."""
    own = {name: fact for name, fact in FACTS.items() if not (name == "born" and "born_earliest" in columns)}
    assert list(refused(pl.DataFrame({"id": [1, 2], **own, **columns}), programme)) == list(dict.fromkeys(places))


def test_contacts_are_given_once():
    """Contacts have an argument of their own, and are spells as well."""
    assert list(refused(people([1, 2]), contacts=contacts([1, 1]), spells={"contacts": contacts([1, 1])})) == [
        "contacts"
    ]
