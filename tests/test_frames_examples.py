"""Examples from the law, the sources and the stories, on every engine; what comes of each was found by hand."""

from datetime import date, timedelta
from typing import Any

import attrs
import pyarrow as pa
import pytest

from frames_engines import ENGINES
from frames_world import BOOL, DAY, TEXT, TEXTS, WHOLE
from samverkan import load_model
from samverkan.dates import LeapDay
from samverkan.frames import decide_frame
from samverkan.testing.subjects import programme_of

MODEL = load_model("finsam")
EN_VAG_IN, ORVAR, KAA = (MODEL.programmes[name] for name in ("en-vag-in", "orvar", "kaa"))
ON = "2016-06-01"
IN, OUT, OPEN = "eligible", "not_eligible", "undetermined"
DAYS = {"born", "born_earliest", "born_latest", "since", "until", "recorded_on", "value_earliest", "value_latest"}
WORDS = {"id", "participant", "residence", "agency", "kind", "by", "finding", "sex"}

pytestmark = [pytest.mark.parametrize("engine", ENGINES), pytest.mark.mass]


def typed(name: str, values: list[Any]) -> pa.Array:
    """Return a column of the type that a column of that name has; days may be written as text."""
    if name in DAYS:
        return pa.array([date.fromisoformat(one) if isinstance(one, str) else one for one in values], DAY)
    if name in WORDS:
        return pa.array(values, TEXT)
    if name in {"needs_from", "contacts"}:
        return pa.array(values, TEXTS)
    return pa.array(values, WHOLE if name == "sick_leave_days" else BOOL)


def frame(engine: str, **columns: list[Any]) -> Any:
    """Return a frame of the engine."""
    return ENGINES[engine].make(pa.table({name: typed(name, values) for name, values in columns.items()}))


def outcomes(engine: str, people: Any, programme: Any, on: Any, **given: Any) -> list[str]:
    """Return the outcomes alone, in the order of the people."""
    return list(ENGINES[engine].columns(decide_frame(people, programme, on, **given), ["outcome"])["outcome"])


def ids(count: int) -> list[str]:
    """Return ids that are in no order."""
    return [f"d-{place * 5 % 17}" for place in range(count)]


# --- Ages ---------------------------------------------------------------------------------------------


def of_ages(engine: str, **born: list[Any]) -> Any:
    """Return people whose age alone decides about En väg in, with contacts at two parties."""
    count = len(next(iter(born.values())))
    same = {"residence": ["Ludvika"] * count, "unmet_need": [True] * count}
    return frame(engine, id=ids(count), **born, **same, **{f"parties.{one}": [True] * count for one in PARTIES})


PARTIES = ("AF", "FK", "region", "kommun")


@pytest.mark.parametrize(
    ("on", "wanted", "page_3"),
    [
        ("2025-10-02", [IN, IN, OUT, IN], [IN, IN, OUT, IN]),
        ("2025-10-03", [OUT, IN, IN, OUT], [IN, IN, IN, IN]),
        ("2025-10-04", [OUT, OUT, IN, OUT], [IN, IN, IN, IN]),
        ("2026-10-03", [OUT, OUT, IN, OUT], [OUT, IN, IN, OUT]),
    ],
)
def test_who_turns_65_on_the_day_is_out(engine, on, wanted, page_3):
    """From 16 to 64: to have turned 16 and not 65. Page 3 of the source has a year more."""
    people = of_ages(engine, born=["1960-10-03", "1960-10-04", "2009-10-03", "1960-10-03"])
    assert outcomes(engine, people, EN_VAG_IN, on) == wanted
    assert outcomes(engine, people, EN_VAG_IN, on, reading="16-65") == page_3


@pytest.mark.parametrize(
    ("on", "as_default", "as_1_march"),
    [
        ("2021-02-27", [IN, IN, IN], [IN, IN, IN]),
        ("2021-02-28", [OUT, OUT, IN], [OUT, IN, IN]),
        ("2021-03-01", [OUT, OUT, OUT], [OUT, OUT, OUT]),
    ],
)
def test_who_was_born_on_29_february_turns_65_by_the_policy(engine, on, as_default, as_1_march):
    """In an ordinary year on 28 February, or on 1 March where the model says so; 16 likewise."""
    people = of_ages(engine, born=["1956-02-28", "1956-02-29", "1956-03-01"])
    other = attrs.evolve(MODEL, leap_day=LeapDay.MARCH_1).programmes["en-vag-in"]
    assert outcomes(engine, people, EN_VAG_IN, on) == as_default
    assert outcomes(engine, people, other, on) == as_1_march


@pytest.mark.parametrize(
    ("on", "wanted"), [("2020-02-28", [OUT, IN]), ("2020-02-29", [IN, IN]), ("2021-02-27", [IN, IN])]
)
def test_who_was_born_on_29_february_turns_16_on_that_day_in_a_leap_year(engine, on, wanted):
    """Sixteen years later there is a 29 February."""
    people = of_ages(engine, born=["2004-02-29", "2004-02-28"])
    assert outcomes(engine, people, EN_VAG_IN, on) == wanted


def test_a_birth_date_known_in_part_is_open_where_its_bounds_disagree(engine):
    """Born in October 1960, in 1960, in some year: on 3 October 2025 only who cannot have turned 65 is surely in."""
    bounds = [
        ("1960-10-01", "1960-10-31"),
        ("1960-10-04", "1960-10-04"),
        ("1960-01-01", "1960-12-31"),
        ("1961-01-01", "1961-12-31"),
        ("1959-01-01", "1959-12-31"),
        (None, None),
    ]
    earliest, latest = (list(column) for column in zip(*bounds, strict=True))
    people = of_ages(engine, born_earliest=earliest, born_latest=latest)
    assert outcomes(engine, people, EN_VAG_IN, "2025-10-03") == [OPEN, IN, OPEN, IN, OUT, OPEN]


def test_months_end_where_the_law_of_1930_says(engine):
    """A month from 31 January ends on the last of February: lag (1930:173) 1 §."""
    programme = programme_of("months_here >= 1", _with_months())
    arrived = [date(2023, 1, day) for day in (27, 28, 29, 30, 31)] + [date(2023, 2, 1)]
    people = ENGINES[engine].make(pa.table({"id": pa.array(ids(6), TEXT), "arrived": pa.array(arrived, DAY)}))
    assert outcomes(engine, people, programme, "2023-02-27") == [IN, OUT, OUT, OUT, OUT, OUT]
    assert outcomes(engine, people, programme, "2023-02-28") == [IN, IN, IN, IN, IN, OUT]
    assert outcomes(engine, people, programme, "2023-03-01") == [IN] * 6


def _with_months() -> Any:
    from strategies import VOCABULARY  # noqa: PLC0415 - it takes a while

    return VOCABULARY


# --- Sick leave ----------------------------------------------------------------------------------------

SICK = [
    # (since, until) of each person's spells; then whether she is in on day 84 and on day 85 from 1 July 2008
    ([("2008-07-01", None)], IN, OUT),
    ([("2008-07-01", "2008-07-31"), ("2008-08-01", None)], IN, OUT),
    ([("2008-08-01", None), ("2008-07-01", "2008-07-31")], IN, OUT),
    ([("2008-07-01", "2008-08-15"), ("2008-08-01", None)], IN, OUT),
    ([("2008-07-01", None), ("2008-08-01", "2008-08-31")], IN, OUT),
    ([("2008-06-30", "2008-06-30"), ("2008-07-01", None)], OUT, OUT),
    ([("2008-07-01", "2008-07-31"), ("2008-08-02", None)], IN, IN),
    ([("2008-05-01", "2008-06-30"), ("2008-07-02", None)], IN, IN),
    ([("2008-05-01", "2008-09-21")], IN, IN),
    ([("2008-05-01", "2008-09-22")], OUT, IN),
    ([("2008-09-23", None)], IN, IN),
    ([], IN, IN),
]


def of_sick_leave(engine: str) -> tuple[Any, Any]:
    """Return people who are employed and live in Ale, with the sick leave of each."""
    count = len(SICK)
    people = frame(
        engine,
        id=ids(count),
        born=["1970-03-15"] * count,
        residence=["Ale"] * count,
        employed=[True] * count,
        sick_leave_complete=[True] * count,
    )
    rows = [(id_, *span) for id_, (spans, *_) in zip(ids(count), SICK, strict=True) for span in spans]
    participant, since, until = (list(column) for column in zip(*rows, strict=True))
    return people, frame(engine, participant=participant, since=since, until=until)


@pytest.mark.parametrize(("on", "place"), [("2008-09-22", 1), ("2008-09-23", 2)], ids=["day 84", "day 85"])
def test_day_84_is_in_and_day_85_is_out(engine, on, place):
    """Twelve weeks are 84 days, counted from the first day of spells that touch or overlap; a gap begins anew."""
    people, sick_leave = of_sick_leave(engine)
    found = outcomes(engine, people, ORVAR, on, spells={"sick_leave": sick_leave})
    assert found == [person[place] for person in SICK]


def test_days_of_sick_leave_can_be_given_themselves(engine):
    """Where only the count is known, that is enough; who is on sick leave for unknown long is open."""
    people = frame(
        engine,
        id=ids(5),
        born=["1970-03-15"] * 5,
        residence=["Tjörn"] * 5,
        employed=[True] * 5,
        on_sick_leave=[True, True, True, False, None],
        sick_leave_days=[84, 85, None, 0, None],
    )
    assert outcomes(engine, people, ORVAR, "2008-09-22") == [IN, OUT, OPEN, IN, OPEN]


def test_no_rows_are_no_sick_leave_only_where_the_list_is_whole(engine):
    """Without rows: said to be whole, there is none; else nobody knows. With rows it is whole, unless said not to be."""
    people = frame(
        engine,
        id=ids(6),
        born=["1970-03-15"] * 6,
        residence=["Ale"] * 6,
        employed=[True] * 6,
        sick_leave_complete=[True, None, False, True, None, False],
    )
    ended = {"since": ["2008-02-01"] * 3, "until": ["2008-03-31"] * 3}
    sick_leave = frame(engine, participant=ids(6)[3:], **ended)
    found = outcomes(engine, people, ORVAR, "2008-09-22", spells={"sick_leave": sick_leave})
    assert found == [IN, OPEN, OPEN, IN, IN, OPEN]


# --- Contacts -------------------------------------------------------------------------------------------

CONTACTS = {
    # Of each: her contacts, whether the list is whole, and what comes of it under the default reading and "units".
    "two parties": ([("AF", None, None), ("kommun/AME", None, None)], False, IN, IN),
    "two units of one kommun": ([("kommun/AME", None, None), ("kommun/IFO", None, None)], True, OUT, IN),
    "the same, and others unknown": ([("kommun/AME", None, None), ("kommun/IFO", None, None)], None, OPEN, IN),
    "units of two kommuner": ([("kommun:Ludvika/AME", None, None), ("kommun/IFO", None, None)], True, OUT, IN),
    "another kommun's unit": ([("kommun:Falun/AME", None, None), ("FK", None, None)], True, IN, IN),
    "another region's unit": ([("region:Skåne/primärvård", None, None), ("FK", None, None)], True, IN, IN),
    "ended the day before": ([("AF", None, "2016-10-09"), ("kommun", None, None)], True, OUT, OUT),
    "ends on the day": ([("AF", None, "2016-10-10"), ("kommun", None, None)], True, IN, IN),
    "begins on the day": ([("AF", "2016-10-10", None), ("kommun", None, None)], True, IN, IN),
    "begins the day after": ([("AF", "2016-10-11", None), ("kommun", None, None)], True, OUT, OUT),
    "ended, and others unknown": ([("AF", None, "2016-10-09"), ("kommun", None, None)], False, OPEN, OPEN),
    "a supplier": ([("leverantör", None, None), ("kommun", None, None)], True, OUT, OUT),
    "nobody": ([], True, OUT, OUT),
    "nobody known": ([], None, OPEN, OPEN),
}


@pytest.mark.parametrize(("reading", "place"), [("16-64", 2), ("units", 3)])
def test_two_parties_are_counted_among_those_where_she_is_current(engine, reading, place):
    """AME and IFO are one party, and so are two kommuner; ends are included; what is not listed is unknown."""
    count = len(CONTACTS)
    people = frame(
        engine,
        id=ids(count),
        born=["1990-05-17"] * count,
        residence=["Ludvika", "2061", *["2085"] * (count - 2)],
        unmet_need=[True] * count,
        contacts_complete=[whole for _, whole, *_ in CONTACTS.values()],
    )
    named = ENGINES[engine].columns(people, ["id"])["id"]
    rows = [(id_, *one) for id_, (listed, *_) in zip(named, CONTACTS.values(), strict=True) for one in listed]
    participant, agency, since, until = (list(column) for column in zip(*rows, strict=True))
    contacts = frame(engine, participant=participant, agency=agency, since=since, until=until)
    found = outcomes(engine, people, EN_VAG_IN, "2016-10-10", reading=reading, contacts=contacts)
    assert dict(zip(CONTACTS, found, strict=True)) == {name: one[place] for name, one in CONTACTS.items()}


def test_a_list_whole_for_some_parties_settles_those(engine):
    """Tarik, with AME and IFO: AF, FK and the region are asked about; whole for two of them, the third is."""
    people = frame(
        engine,
        id=["d-1", "d-2", "d-3"],
        born=["1992-11-05"] * 3,
        residence=["Smedjebacken"] * 3,
        unmet_need=[True] * 3,
        **{"contacts_complete.AF": [None, True, True], "contacts_complete.FK": [False, True, True]},
        **{"contacts_complete.region": [None, None, True]},
    )
    each = ["d-1", "d-2", "d-3"] * 2
    contacts = frame(
        engine, participant=each, agency=["kommun/AME"] * 3 + ["kommun/IFO"] * 3, since=[None] * 6, until=[None] * 6
    )
    result = decide_frame(people, EN_VAG_IN, "2017-02-01", contacts=contacts, explain=True)
    found = ENGINES[engine].columns(result, ["outcome", "missing", "criterion.two-parties"])
    assert list(found["outcome"]) == [OPEN, OPEN, OUT]
    assert list(found["missing"]) == ["contacts.AF; contacts.FK; contacts.region", "contacts.region", ""]
    assert list(found["criterion.two-parties"]) == ["unknown", "unknown", "not_met"]


def test_a_region_has_units_that_nobody_has_listed(engine):
    """Known of every listed unit, AF and FK are known wholly; of the region, who has other units, that is not enough."""
    units = ("region/primärvård", "region/psykiatri", "region/sjukhus")
    people = frame(
        engine,
        id=["d-1", "d-2"],
        care_seeking=[False, False],
        medical_assessment_requested=[False, False],
        **{f"contacts_complete.{unit}": [True, True] for unit in units},
        **{"contacts_complete.region": [None, True]},
    )
    ended = {"since": [None, None], "until": ["2015-12-31", "2015-12-31"]}
    contacts = frame(engine, participant=["d-1", "d-2"], agency=["region", "region"], **ended)
    found = outcomes(engine, people, MODEL.predicates["vetlanda-region"], "2016-06-01", contacts=contacts)
    assert found == [OPEN, OUT]
    listed = frame(
        engine,
        participant=["d-1", "d-1", "d-2"],
        agency=["AF", "FK", "FK"],
        since=[None] * 3,
        until=["2015-12-31"] * 3,
    )
    found = outcomes(
        engine, people, programme_of("'AF' in parties or 'FK' in parties", MODEL.vocabulary), ON, contacts=listed
    )
    assert found == [OUT, OPEN]


def test_a_corrected_contact_is_what_it_was_corrected_to(engine):
    """A contact recorded anew with an end has ended, one that is void has never been; by what was known on the day."""
    people = frame(
        engine,
        id=["d-1", "d-2"],
        born=["1990-05-17"] * 2,
        residence=["Ludvika"] * 2,
        unmet_need=[True] * 2,
        contacts_complete=[True, True],
    )
    contacts = frame(
        engine,
        participant=["d-1", "d-1", "d-1", "d-2", "d-2", "d-2"],
        agency=["AF", "AF", "FK", "FK", "FK", "AF"],
        since=["2016-03-01", "2016-03-01", None, "2016-05-10", "2016-05-10", None],
        until=[None, "2016-08-19", None, None, None, None],
        recorded_on=["2016-03-01", "2016-11-01", None, "2016-05-10", "2016-12-01", None],
        void=[False, None, False, False, True, None],
    )
    wanted = {None: [OUT, OUT], "2016-11-30": [OUT, IN], "2016-10-31": [IN, IN], "2016-05-09": [IN, OPEN]}
    for known_on, outcome in wanted.items():
        found = outcomes(engine, people, EN_VAG_IN, "2016-10-10", contacts=contacts, known_on=known_on)
        assert (known_on, found) == (known_on, outcome)


def test_of_the_needed_parties_two_are_enough(engine):
    """Tarik under the reading *needed*: kommun and region are two parties, two units of the kommun are one."""
    if not ENGINES[engine].lists:
        needed = {"kommun/AME": [False, True, None], "kommun/IFO": [False, True, None], "kommun": [True, False, None]}
        needed |= {"region": [True, False, None]}
        register = MODEL.agencies
        every = [unit for party in PARTIES for unit in register.of_party(party)]
        columns = {f"needs_from.{unit}": needed.get(unit, [False, False, None]) for unit in every}
    else:
        columns = {"needs_from": [["kommun", "region"], ["kommun/AME", "kommun/IFO"], None]}
    same = {"born": ["1992-11-05"] * 3, "residence": ["Smedjebacken"] * 3, "unmet_need": [True] * 3}
    people = frame(engine, id=ids(3), **same, **columns)
    assert outcomes(engine, people, EN_VAG_IN, "2017-02-01", reading="needed") == [IN, OUT, OPEN]


# --- Facts that change -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "known_on", "wanted"),
    [
        ("2008-10-20", None, [OUT, OPEN, OPEN, IN, OPEN]),
        ("2008-10-20", "2008-10-20", [IN, IN, OPEN, IN, OPEN]),
        ("2008-09-30", None, [IN, OPEN, IN, IN, OPEN]),
        ("2008-07-31", "2008-07-31", [OPEN, OPEN, IN, IN, OPEN]),
    ],
)
def test_what_was_recorded_last_of_the_day_holds(engine, on, known_on, wanted):
    """Told six weeks late; taken back; ended, and then unknown; always so; and never said."""
    people = frame(
        engine,
        id=["liv", "ida", "sam", "kim", "lo"],
        born=["1970-02-11"] * 5,
        residence=["Ale"] * 5,
        on_sick_leave=[False] * 5,
        sick_leave_days=[0] * 5,
    )
    employed = frame(
        engine,
        participant=["liv", "liv", "ida", "ida", "sam", "kim"],
        value=[True, False, True, None, True, True],
        since=[None, "2008-10-01", None, None, None, None],
        until=[None, None, None, None, "2008-09-30", None],
        recorded_on=["2008-08-01", "2008-11-15", "2008-08-01", "2008-12-01", None, None],
    )
    found = outcomes(engine, people, ORVAR, on, known_on=known_on, history={"employed": employed})
    assert found == wanted


# --- Stories -----------------------------------------------------------------------------------------------


def test_no_from_two_sides(engine):
    """Mirjam, 37, Ludvika: IFO and primary care run, AF and FK have ended; En väg in takes her from its first day."""
    people = frame(
        engine,
        id=["mirjam"],
        born=["1979-03-02"],
        residence=["Ludvika"],
        unmet_need=[True],
        contacts_complete=[True],
    )
    contacts = frame(
        engine,
        participant=["mirjam"] * 4,
        agency=["kommun/IFO", "region/primärvård", "AF", "FK"],
        since=["2014-01-07", "2016-02-15", "2016-03-01", "2016-05-10"],
        until=[None, None, "2016-08-19", "2016-09-01"],
    )
    wanted = {"2016-10-02": OUT, "2016-10-03": IN, "2044-03-01": IN, "2044-03-02": OUT}
    assert {on: outcomes(engine, people, EN_VAG_IN, on, contacts=contacts)[0] for on in wanted} == wanted
    by_page_3 = {"2044-03-02": IN, "2045-03-01": IN, "2045-03-02": OUT}
    found = {on: outcomes(engine, people, EN_VAG_IN, on, contacts=contacts, reading="16-65")[0] for on in by_page_3}
    assert found == by_page_3
    state = outcomes(engine, people, MODEL.predicates["sus-contacts"], "2016-10-03", contacts=contacts)
    assert state == [OUT]


def test_sixteen_in_october(engine):
    """Noor turns 16 on 10 October 2016; the duty to follow up covers her from when she leaves school until she is 20."""
    people = frame(
        engine,
        id=["noor"],
        born=["2000-10-10"],
        residence=["Smedjebacken"],
        unmet_need=[True],
        contacts_complete=[True],
        completed_compulsory_school=[True],
        completed_upper_secondary=[False],
    )
    contacts = frame(
        engine,
        participant=["noor", "noor"],
        agency=["kommun/skola", "region/psykiatri"],
        since=["2016-08-17", "2015-11-02"],
        until=[None, None],
    )
    wanted = {"2016-10-09": OUT, "2016-10-10": IN, "2065-10-09": IN, "2065-10-10": OUT}
    assert {on: outcomes(engine, people, EN_VAG_IN, on, contacts=contacts)[0] for on in wanted} == wanted
    at_school = {"participant": ["noor", "noor"], "since": [None, "2018-10-01"], "until": ["2018-09-30", None]}
    history = {
        "attends_upper_secondary": frame(engine, **at_school, value=[True, False]),
        "introductory_programme": frame(engine, **at_school, value=[True, False]),
    }
    covered = {"2018-06-30": IN, "2018-07-01": OUT, "2018-09-30": OUT, "2018-10-01": IN, "2020-10-09": IN}
    covered |= {"2020-10-10": OUT}
    assert {on: outcomes(engine, people, KAA, on, history=history)[0] for on in covered} == covered


def test_a_programme_is_not_in_force_on_every_day(engine):
    """Before its first day and after its last everybody is out, whatever else is unknown."""
    people = frame(
        engine,
        id=["d-1"],
        born=[None],
        residence=[None],
        employed=[None],
        on_sick_leave=[None],
        sick_leave_days=[None],
    )
    first, last = date(2008, 7, 1), date(2009, 12, 31)
    days = [first - timedelta(1), first, last, last + timedelta(1)]
    assert [outcomes(engine, people, ORVAR, on)[0] for on in days] == [OUT, OPEN, OPEN, OUT]
