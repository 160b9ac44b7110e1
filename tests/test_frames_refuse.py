"""Frames that are wrong are refused before anything is decided, with everything that is wrong and no value."""

from datetime import date, datetime, timedelta
from typing import Any

import attrs
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from polars.io.plugins import register_io_source

from frames_engines import ENGINES, POLARS, Engine, some_covered
from frames_world import BOOL, DAY, TEXT, WHOLE
from samverkan.errors import InvalidFrameError, InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.frames import decide_frame
from samverkan.testing.subjects import programme_of
from strategies import VOCABULARY

PROGRAMME = programme_of(
    "age >= 16 and residence == 'Ale' and sex == 'woman' and employed and household_size >= 3 "
    "and count(parties) >= 2 and not on_sick_leave and 'salary' in receives and 'yes' in work_capacity_by_AF",
    VOCABULARY,
)
IDS = ["d-1", "d-2", "d-3", "d-4"]
SINCE, UNTIL = date(2008, 1, 1), date(2008, 12, 31)
ON = "2008-10-01"


@attrs.define
class Given:
    """People and tables with nothing wrong, until a case puts something in."""

    people: dict[str, pa.Array]
    contacts: dict[str, pa.Array]
    sick_leave: dict[str, pa.Array]
    livelihoods: dict[str, pa.Array]
    work_capacity: dict[str, pa.Array]
    history: dict[str, pa.Array]

    def asked(self, engine: Engine, **more: Any) -> Any:
        """Decide the frames of an engine."""
        made = {name: engine.make(pa.table(getattr(self, name))) for name in attrs.fields_dict(Given)}
        spells = {name: made[name] for name in ("sick_leave", "livelihoods", "work_capacity")}
        options = {"contacts": made["contacts"], "spells": spells, "history": {"employed": made["history"]}, **more}
        return decide_frame(made["people"], PROGRAMME, ON, **options)


def given() -> Given:
    """Return people and tables with nothing wrong."""
    texts, days = (lambda *values: pa.array(values, TEXT)), (lambda *values: pa.array(values, DAY))
    span = {
        "since": days(SINCE, None, SINCE),
        "until": days(UNTIL, UNTIL, None),
        "recorded_on": days(SINCE, None, None),
    }
    ids = {"participant": texts("d-1", "d-1", "d-3")}
    return Given(
        people={
            "id": texts(*IDS),
            "born": days(date(1970, 3, 1), date(1980, 5, 2), None, date(1990, 1, 9)),
            "residence": texts("Ale", "1440", None, "Ludvika"),
            "sex": texts("woman", "man", None, "woman"),
            "household_size": pa.array([3, 4, None, 1], WHOLE),
        },
        contacts={**ids, "agency": texts("AF", "kommun/AME", "kommun:Ludvika/AME"), **span},
        sick_leave={**ids, **span},
        livelihoods={**ids, "kind": texts("salary", "pension", "salary"), **span},
        work_capacity={**ids, "by": texts("AF", None, "FK"), "finding": texts("yes", "no", "yes"), **span},
        history={**ids, "value": pa.array([True, None, False], BOOL), **span},
    )


# --- One thing wrong ----------------------------------------------------------------------------------


@attrs.frozen
class Case:
    """Something that is wrong: the table and the column, what is put there, and how many rows are told of."""

    table: str
    column: str
    values: Any = None
    type: Any = None
    rows: int | None = None
    remove: bool = False
    not_on: tuple[str, ...] = ()

    def put(self, into: Given) -> Given:
        """Put it into what is given."""
        columns = getattr(into, self.table)
        if self.remove:
            del columns[self.column]
        else:
            columns[self.column] = pa.array(self.values, self.type)
        return into

    @property
    def where(self) -> str:
        """The place as it is told."""
        return f"{self.table.replace('history', 'employed')}.{self.column}"


ZONED = pa.timestamp("us", tz="Europe/Stockholm")
MIDNIGHT = datetime(1970, 3, 1)
NOON = 12 * 60 * 60 * 10**9
"""In nanoseconds, on the first day of 1970."""
CASES = {
    "no id": Case("people", "id", remove=True),
    "no column of words": Case("people", "residence", remove=True),
    "no column of days": Case("people", "born", remove=True),
    "no column of numbers": Case("people", "household_size", remove=True),
    "no agency of contacts": Case("contacts", "agency", remove=True),
    "no participant of spells": Case("sick_leave", "participant", remove=True),
    "no kind of livelihoods": Case("livelihoods", "kind", remove=True),
    "no finding": Case("work_capacity", "finding", remove=True),
    "no value of entries": Case("history", "value", remove=True),
    "no participant of entries": Case("history", "participant", remove=True),
    "ids that are fractions": Case("people", "id", [1.0, 2.0, 3.0, 4.0], pa.float64()),
    "days as text": Case("people", "born", ["1970-03-01", None, None, "x"], TEXT),
    "days as numbers": Case("people", "born", [19700301, None, None, 1], WHOLE),
    "days with a time zone": Case("people", "born", [MIDNIGHT, None, None, None], ZONED),
    "words as numbers": Case("people", "residence", [1440, 1441, None, 1], WHOLE),
    "words as truths": Case("people", "sex", [True, False, None, None], BOOL),
    "whole numbers as floats": Case("people", "household_size", [3.0, 4.0, None, 1.0], pa.float64()),
    "whole numbers as text": Case("people", "household_size", ["3", "4", None, "1"], TEXT),
    "since of a spell as text": Case("sick_leave", "since", ["2008-01-01", None, "2008"], TEXT),
    "until with a time zone": Case("contacts", "until", [MIDNIGHT, None, None], ZONED),
    "recorded on as text": Case("contacts", "recorded_on", ["2008-01-01", None, None], TEXT),
    "since of an entry as text": Case("history", "since", ["2008-01-01", None, "2008"], TEXT),
    "void as a number": Case("contacts", "void", [0, 1, 0], WHOLE),
    "agencies as numbers": Case("contacts", "agency", [1, 2, 3], WHOLE),
    "an extent as text": Case("sick_leave", "extent", ["50", None, "100"], TEXT),
    "amounts as lists": Case("livelihoods", "amount", [[1], None, []], pa.list_(pa.int64())),
    "values as text": Case("history", "value", ["ja", None, "nej"], TEXT),
    "values as numbers": Case("history", "value", [1, None, 0], WHOLE),
    "ids of another type": Case("contacts", "participant", [1, 1, 3], WHOLE),
    "ids of another type in entries": Case("history", "participant", [1, 1, 3], WHOLE),
    "a misspelt column of contacts": Case("contacts", "untill", [UNTIL, None, None], DAY),
    "a misspelt column of sick leave": Case("sick_leave", "recorded", [UNTIL, None, None], DAY),
    "a misspelt column of entries": Case("history", "recorded_at", [UNTIL, None, None], DAY),
    "an outcome already there": Case("people", "outcome", ["a", "b", "c", "d"], TEXT),
    "ids that stand twice": Case("people", "id", ["d-1", "d-3", "d-3", "d-4"], TEXT, rows=1),
    "ids that are null": Case("people", "id", [None, "d-1", "d-3", None], TEXT, rows=2),
    "kommuner that there are not": Case("people", "residence", ["Atlantis", "9999", None, "Ludvika"], TEXT, rows=2),
    "a kommun by more than its name": Case("people", "residence", ["Ale kommun", "Ale", None, "Ale"], TEXT, rows=1),
    "words of no list": Case("people", "sex", ["quaint", "woman", None, ""], TEXT, rows=2),
    "agencies that there are not": Case("contacts", "agency", ["AF", "kommun/XYZ", "Atlantis"], TEXT, rows=2),
    "a body that there is not": Case("contacts", "agency", ["AF", "kommun:Atlantis/AME", "AF"], TEXT, rows=1),
    "an assessor that there is not": Case("work_capacity", "by", ["Atlantis", None, "AF"], TEXT, rows=1),
    "a finding of no list": Case("work_capacity", "finding", ["quaint", "yes", "odd"], TEXT, rows=2),
    "a livelihood of no list": Case("livelihoods", "kind", ["quaint", "salary", "salary"], TEXT, rows=1),
    "an agency that is null": Case("contacts", "agency", ["AF", None, None], TEXT, rows=2),
    "a kind that is null": Case("livelihoods", "kind", [None, "salary", "salary"], TEXT, rows=1),
    "hours to the nanosecond": Case("people", "born", [NOON, 0, None, NOON + 1], pa.timestamp("ns"), rows=2),
    "contacts of nobody": Case("contacts", "participant", ["x-9", "d-1", "x-8"], TEXT, rows=2),
    "sick leave of nobody": Case("sick_leave", "participant", ["d-1", "d-2", "x-9"], TEXT, rows=1),
    "entries of nobody": Case("history", "participant", ["x-9", "x-8", "x-7"], TEXT, rows=3),
    "spells whose participant is null": Case("contacts", "participant", [None, "d-1", "d-3"], TEXT, rows=1),
}
PLANTED = ["Atlantis", "9999", "quaint", "odd", "x-9", "x-8", "x-7", "d-1", "d-3", "Ale kommun", "XYZ", "1970", "2008"]


EAGER = [name for name in ENGINES if name != "polars-lazy"]
"""The engines that are tried with every case; lazy frames have tests of their own below."""
SOME = ["polars", "pandas", "duckdb"]


def told(error: BaseException) -> str:
    """Return everything that an exception says, with what stands behind it."""
    behind = [one for one in (error.__cause__, error.__context__) if one is not None]
    return "\n".join([str(error), repr(error), *getattr(error, "__notes__", []), *map(told, behind)])


@pytest.mark.parametrize("engine", some_covered("polars"))
def test_nothing_is_wrong_at_first(engine):
    """What the cases change is decided as it is."""
    found = ENGINES[engine].columns(given().asked(ENGINES[engine]), ["id", "outcome"])
    assert list(found["id"]) == IDS


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("engine", some_covered("polars", among=EAGER))
def test_one_thing_wrong_is_told_by_table_column_and_rows(engine, name):
    """The one fault names the table, the column and the number of rows, and no value."""
    case = CASES[name]
    with pytest.raises(InvalidFrameError) as caught:
        case.put(given()).asked(ENGINES[engine])
    assert [one.where.removeprefix("history.").removeprefix("spells.") for one in caught.value.faults] == [case.where]
    assert case.rows is None or f"{case.rows} row" in str(caught.value)
    assert [one for one in PLANTED if one in told(caught.value)] == []
    assert isinstance(caught.value, InvalidRecordError)


@pytest.mark.mass
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.rows is not None])
@pytest.mark.parametrize("engine", ["polars", "pandas"])
def test_what_only_the_values_tell_passes_without_the_checks(engine, name):
    """With ``check=False`` nobody looks at the values."""
    CASES[name].put(given()).asked(ENGINES[engine], check=False)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.rows is None])
def test_what_the_types_tell_is_refused_without_the_checks_too(name):
    """With ``check=False`` the types are looked at all the same."""
    with pytest.raises(InvalidFrameError):
        CASES[name].put(given()).asked(POLARS, check=False)


# --- Entries and spells that contradict each other ---------------------------------------------------------


@pytest.mark.parametrize("engine", some_covered("polars"))
@pytest.mark.parametrize("recorded", [None, date(2008, 9, 1)], ids=["never", "on one day"])
def test_entries_that_contradict_each_other_are_refused(engine, recorded):
    """Two entries of one person that were recorded on one day and say two things of one day are refused."""
    wrong = given()
    wrong.history |= {
        "participant": pa.array(["d-1", "d-1", "d-3"], TEXT),
        "value": pa.array([True, False, False], BOOL),
        "since": pa.array([SINCE, None, None], DAY),
        "until": pa.array([UNTIL, None, None], DAY),
        "recorded_on": pa.array([recorded, recorded, None], DAY),
    }
    with pytest.raises(InvalidFrameError) as caught:
        wrong.asked(ENGINES[engine])
    assert len(caught.value.faults) == 1
    assert "employed" in caught.value.faults[0].where
    assert "row" in str(caught.value)


@pytest.mark.parametrize("engine", some_covered("polars", among=SOME))
def test_entries_that_contradict_each_other_on_another_day_are_refused(engine):
    """What the record says of a day that nobody asks about must hold together as well."""
    wrong = given()
    wrong.history |= {
        "since": pa.array([None, SINCE, SINCE], DAY),
        "until": pa.array([SINCE, SINCE, None], DAY),
        "value": pa.array([True, False, False], BOOL),
        "recorded_on": pa.array([None, None, None], DAY),
    }
    with pytest.raises(InvalidFrameError, match=r"employed: .*1 row"):
        wrong.asked(ENGINES[engine])


AGREEING = {
    "they touch": {"since": [SINCE, UNTIL + timedelta(1), None], "until": [UNTIL, None, None]},
    "they were recorded on two days": {"recorded_on": [SINCE, UNTIL, None]},
    "only one says when it was recorded": {"recorded_on": [SINCE, None, None]},
    "they are two people's": {"participant": ["d-1", "d-3", "d-2"]},
    "they say the same": {"value": [True, True, False]},
}


@pytest.mark.parametrize("name", AGREEING)
@pytest.mark.parametrize("engine", some_covered("polars", among=SOME))
def test_entries_that_do_not_contradict_each_other_are_taken(engine, name):
    """What touches, was recorded on two days, is two people's or says the same is no contradiction."""
    right = given()
    right.history |= {
        "participant": pa.array(["d-1", "d-1", "d-3"], TEXT),
        "value": pa.array([True, False, False], BOOL),
        "since": pa.array([SINCE, SINCE, None], DAY),
        "until": pa.array([UNTIL, UNTIL, None], DAY),
        "recorded_on": pa.array([SINCE, SINCE, None], DAY),
    }
    right.history |= {column: pa.array(one, right.history[column].type) for column, one in AGREEING[name].items()}
    right.asked(ENGINES[engine])


CONTRADICTING = {
    "contacts": {"agency": ["AF", "AF", "FK"]},
    "sick_leave": {},
    "livelihoods": {"kind": ["salary", "salary", "pension"]},
    "work_capacity": {"by": [None, None, "FK"], "finding": ["yes", "no", "yes"]},
}


@pytest.mark.parametrize("table", CONTRADICTING)
@pytest.mark.parametrize("engine", some_covered("polars"))
def test_spells_that_contradict_each_other_are_refused(engine, table):
    """Two spells of one person with the same key and first day, recorded on one day, may not differ."""
    wrong = given()
    columns = getattr(wrong, table)
    columns |= {name: pa.array(values, TEXT) for name, values in CONTRADICTING[table].items()}
    columns |= {
        "since": pa.array([None, None, SINCE], DAY),
        "until": pa.array([UNTIL, SINCE, UNTIL], DAY),
        "recorded_on": pa.array([None, None, None], DAY),
    }
    with pytest.raises(InvalidFrameError) as caught:
        wrong.asked(ENGINES[engine])
    assert len(caught.value.faults) == 1
    assert table in caught.value.faults[0].where
    assert "row" in str(caught.value)


@pytest.mark.parametrize("table", CONTRADICTING)
@pytest.mark.parametrize("engine", some_covered("polars", among=SOME))
def test_a_spell_that_stands_twice_is_taken(engine, table):
    """The same spell twice contradicts nothing."""
    right = given()
    columns = getattr(right, table)
    for name, column in columns.items():
        values = column.to_pylist()
        columns[name] = pa.array([values[0], values[0], values[2]], column.type)
    right.asked(ENGINES[engine])


# --- Several things wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", some_covered("polars"))
def test_everything_that_the_types_tell_is_told_at_once(engine):
    """A column that lacks, one of the wrong type and a misspelt one in a long table are told together."""
    wrong = given()
    for name in ("no column of words", "whole numbers as floats", "a misspelt column of contacts"):
        CASES[name].put(wrong)
    with pytest.raises(InvalidFrameError) as caught:
        wrong.asked(ENGINES[engine])
    wheres = {one.where.removeprefix("spells.") for one in caught.value.faults}
    assert wheres == {"people.residence", "people.household_size", "contacts.untill"}


@pytest.mark.parametrize("engine", some_covered("polars", among=SOME))
def test_everything_that_the_values_tell_is_told_at_once(engine):
    """Ids that stand twice, kommuner and agencies that there are not and orphans are told together."""
    wrong = given()
    names = ("kommuner that there are not", "agencies that there are not", "sick leave of nobody", "words of no list")
    for name in names:
        CASES[name].put(wrong)
    with pytest.raises(InvalidFrameError) as caught:
        wrong.asked(ENGINES[engine])
    wheres = {one.where.removeprefix("spells.") for one in caught.value.faults}
    assert wheres == {CASES[name].where for name in names}


# --- What is no frame, and what is asked ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "people",
    [None, {"id": ["d-1"]}, [("d-1", "Ale")], "people.parquet", pl.Series("id", ["d-1"]), object()],
    ids=["nothing", "a dict", "rows", "a path", "a series", "an object"],
)
def test_what_is_no_frame_is_refused(people):
    """Only a frame is a frame."""
    with pytest.raises(InvalidFrameError, match="people"):
        decide_frame(people, PROGRAMME, ON)


@pytest.mark.parametrize("table", ["contacts", "sick_leave", "employed"])
def test_a_table_that_is_no_frame_is_refused(table):
    """So it is with long tables; the one is named."""
    no_frame = [("d-1", "AF")]
    options: dict[str, Any] = {
        "contacts": {"contacts": no_frame},
        "sick_leave": {"spells": {"sick_leave": no_frame}},
        "employed": {"history": {"employed": no_frame}},
    }[table]
    with pytest.raises(InvalidFrameError, match=table):
        given().asked(POLARS, **options)


@pytest.mark.parametrize("table", ["contacts", "sick_leave", "employed"])
def test_a_table_of_another_engine_is_refused(table):
    """People of one engine and a table of another cannot be joined; the table is named."""
    right = given()
    columns = getattr(right, "history" if table == "employed" else table)
    other = ENGINES["pandas-arrow"].make(pa.table(columns))
    options: dict[str, Any] = {
        "contacts": {"contacts": other},
        "sick_leave": {"spells": {"sick_leave": other}},
        "employed": {"history": {"employed": other}},
    }[table]
    with pytest.raises(InvalidFrameError, match=table):
        right.asked(POLARS, **options)


def test_contacts_that_lack_are_told_of():
    """A programme that reads contacts needs them in one form or another."""
    with pytest.raises(InvalidFrameError, match="contacts"):
        given().asked(POLARS, contacts=None)


def test_spells_that_lack_are_told_of():
    """So it is with sick leave, and with a history that no column stands for."""
    with pytest.raises(InvalidFrameError) as caught:
        given().asked(POLARS, spells={}, history={})
    missing = {"sick_leave", "livelihoods", "work_capacity", "employed"}
    assert {name for name in missing if name not in str(caught.value)} == set()


@pytest.mark.parametrize("name", ["sick_leav", "born", "age", "nothing"])
def test_spells_of_a_name_that_is_no_history_are_refused(name):
    """A table under a name that is no history is never left aside."""
    table = POLARS.make(pa.table(given().sick_leave))
    spells = {
        one: POLARS.make(pa.table(getattr(given(), one))) for one in ("sick_leave", "livelihoods", "work_capacity")
    }
    with pytest.raises((InvalidFrameError, UnknownNameError), match=name):
        given().asked(POLARS, spells={**spells, name: table})


@pytest.mark.parametrize("name", ["employd", "age", "contacts", "on_sick_leave"])
def test_entries_of_a_name_that_is_no_given_fact_are_refused(name):
    """So it is with entries of what is no given fact, or is a history."""
    table = POLARS.make(pa.table(given().history))
    with pytest.raises((InvalidFrameError, UnknownNameError), match=name):
        given().asked(POLARS, history={"employed": table, name: table})


def test_a_column_and_a_table_of_one_fact_are_refused():
    """A fact has a column or a table of entries, never both."""
    wrong = given()
    wrong.people["employed"] = pa.array([True, None, False, True], BOOL)
    with pytest.raises(InvalidFrameError, match="employed"):
        wrong.asked(POLARS)


def test_a_day_of_one_bound_is_refused():
    """Of a day known in part both bounds are given."""
    wrong = given()
    wrong.people["born_earliest"] = wrong.people.pop("born")
    with pytest.raises(InvalidFrameError, match="born_latest"):
        wrong.asked(POLARS)


def test_a_day_as_one_column_and_as_two_is_refused():
    """A day is one column or two, never three."""
    wrong = given()
    wrong.people |= {"born_earliest": wrong.people["born"], "born_latest": wrong.people["born"]}
    with pytest.raises(InvalidFrameError, match="born"):
        wrong.asked(POLARS)


SPANS = {
    "1970-03-01 1970-03-01": True,
    "1970-03-01 1970-03-31": True,
    "1970-02-01 1970-02-28": True,
    "1972-02-01 1972-02-29": True,
    "1900-02-01 1900-02-28": True,
    "1970-01-01 1970-12-31": True,
    "1970-03-02 1970-03-31": False,
    "1970-03-01 1970-03-30": False,
    "1972-02-01 1972-02-28": False,
    "1970-01-01 1971-12-31": False,
    "1970-03-01 1970-02-28": False,
    "1970-04-01 1970-06-30": False,
    "1970-03-01": False,
}
"""The first and the last day that a day can be, and whether that is a day, a month or a year."""


@pytest.mark.parametrize("in_history", [False, True], ids=["in columns", "in entries"])
@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("engine", some_covered("polars", among=SOME))
def test_a_day_known_in_part_is_a_month_or_a_year(engine, span, in_history):
    """Two days between which another lies are the first and the last of a month or a year, or one and the same."""
    first, last = [*map(date.fromisoformat, span.split()), None][:2]
    made, ids = ENGINES[engine].make, pa.array(["d-1", "d-2"], TEXT)
    name = "value" if in_history else "born"
    columns = {f"{name}_latest": pa.array([last, None], DAY), f"{name}_earliest": pa.array([first, None], DAY)}
    people, history = made(pa.table({"id": ids, **({} if in_history else columns)})), {}
    if in_history:
        nothing = pa.nulls(2, DAY)
        history = {"born": made(pa.table({"participant": ids, **columns, "since": nothing, "until": nothing}))}
    programme = programme_of("age >= 16", VOCABULARY)
    if SPANS[span]:
        found = decide_frame(people, programme, ON, history=history)
        assert list(ENGINES[engine].columns(found, ["outcome"])["outcome"]) == ["eligible", "undetermined"]
    else:
        with pytest.raises(InvalidFrameError) as caught:
            decide_frame(people, programme, ON, history=history)
        place = f"{'history.born.value' if in_history else 'people.born'}_{'latest' if last else 'earliest'}"
        assert [(one.where, "1 row" in str(one)) for one in caught.value.faults] == [(place, True)]


def test_a_reading_that_there_is_not_and_no_day_are_refused():
    """They are refused as ``decide`` refuses them."""
    with pytest.raises(UnknownNameError):
        given().asked(POLARS, reading="other")
    with pytest.raises(InvalidValueError):
        given().asked(POLARS, known_on="2008-1-1")
    with pytest.raises(InvalidValueError):
        decide_frame(POLARS.make(pa.table(given().people)), PROGRAMME, "nu")


# --- Words and members --------------------------------------------------------------------------------------

NEEDS = programme_of("'physical' in needs and count(parties_needed) >= 2", VOCABULARY)


def sets(**columns: Any) -> Any:
    """Decide a rule that reads two sets."""
    right = {"needs": [["physical"], []], "needs_from": [["AF", "kommun/AME"], None]}
    return decide_frame(pl.DataFrame({"id": ["d-1", "d-2"], **right, **columns}), NEEDS, ON)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("needs", [["quaint", "physical"], ["odd", "quaint"]]),
        ("needs_from", [["AF", "Atlantis"], ["kommun:Atlantis/AME"]]),
        ("needs_from", [["AF", "kommun:Ludvika/AME"], ["AF", "AF"]]),
    ],
)
def test_words_in_lists_that_are_of_no_list_are_refused(column, values):
    """A list that has a word that there is not is refused, with the number of rows."""
    sets()
    with pytest.raises(InvalidFrameError, match=rf"people\.{column}: .*2 rows") as caught:
        sets(**{column: values})
    assert [one for one in PLANTED if one in told(caught.value)] == []


def test_a_member_that_lacks_is_told_of():
    """Where a set is given a column a member, every member that the rule reads has one."""
    people = pl.DataFrame({"id": ["d-1"], "needs.mental": [True], "needs_from": [["AF"]]})
    with pytest.raises(InvalidFrameError, match=r"needs\.physical"):
        decide_frame(people, NEEDS, ON)


# --- Engines' own ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("born", [date(1970, 3, 1), None, date(1980, 5, 2), None]),
        ("household_size", [3, None, 4, 1]),
        ("sex", ["woman", None, 3, "man"]),
    ],
)
def test_python_objects_in_pandas_are_refused(column, values):
    """Pandas holds dates, and numbers and words among others, as Python objects, of which nobody knows the type."""
    people = ENGINES["pandas"].make(pa.table(given().people))
    people[column] = pd.Series(values, dtype=object)
    with pytest.raises(InvalidFrameError) as caught:
        _with_people(people)
    assert [one.where for one in caught.value.faults] == [f"people.{column}"]


def test_floats_in_pandas_are_refused():
    """Pandas turns whole numbers into floats where one is unknown; they are refused, and the hint says why."""
    people = ENGINES["pandas"].make(pa.table(given().people))
    people["household_size"] = pd.Series([3, None, 4, 1])
    with pytest.raises(InvalidFrameError, match=r"people\.household_size"):
        _with_people(people)


def _with_people(people: pd.DataFrame) -> Any:
    made = {name: ENGINES["pandas"].make(pa.table(getattr(given(), name))) for name in attrs.fields_dict(Given)}
    spells = {name: made[name] for name in ("sick_leave", "livelihoods", "work_capacity")}
    return decide_frame(
        people, PROGRAMME, ON, contacts=made["contacts"], spells=spells, history={"employed": made["history"]}
    )


# --- When what runs ---------------------------------------------------------------------------------------


def unread(table: pa.Table, read: list[str], name: str) -> pl.LazyFrame:
    """Return a lazy frame that notes when somebody reads it."""
    frame = pl.from_arrow(table)

    def source(columns: Any, predicate: Any, rows: Any, _: Any) -> Any:
        read.append(name)
        found = frame if columns is None else frame.select(columns)
        found = found if predicate is None else found.filter(predicate)
        yield found if rows is None else found.head(rows)

    return register_io_source(source, schema=frame.schema)


def asked_lazily(of: Given, read: list[str], **more: Any) -> pl.LazyFrame:
    """Decide lazy frames that note when somebody reads them."""
    made = {name: unread(pa.table(getattr(of, name)), read, name) for name in attrs.fields_dict(Given)}
    spells = {name: made[name] for name in ("sick_leave", "livelihoods", "work_capacity")}
    history = {"employed": made["history"]}
    return decide_frame(
        made["people"], PROGRAMME, ON, contacts=made["contacts"], spells=spells, history=history, **more
    )


@pytest.mark.parametrize("explain", [False, True], ids=["outcome alone", "explained"])
def test_nothing_runs_on_a_lazy_frame_without_the_checks(explain):
    """With ``check=False`` no row is read until the result is."""
    read: list[str] = []
    result = asked_lazily(given(), read, check=False, explain=explain)
    assert read == []
    assert result.collect().height == len(IDS)
    assert set(read) == set(attrs.fields_dict(Given))


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.rows is None])
def test_types_are_checked_without_reading_a_row(name):
    """What the types tell is told before anything is read."""
    read: list[str] = []
    with pytest.raises(InvalidFrameError):
        asked_lazily(CASES[name].put(given()), read)
    assert read == []


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.rows is not None])
def test_values_of_a_lazy_frame_are_checked_at_once(name):
    """What the values tell is told when the frame is decided, and not when it is collected."""
    with pytest.raises(InvalidFrameError):
        asked_lazily(CASES[name].put(given()), [])
