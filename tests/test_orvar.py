"""Orvar, against stress-related ill health in Ale, Kungälv, Stenungsund and Tjörn: who meets its criteria."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import Entry, Missing, Outcome, Participant, SickLeave, Verdict, decide, load_model
from samverkan.participants import Livelihood, Occupation

PROGRAMME = load_model("finsam").programmes["orvar"]
FIRST, LAST = date(2008, 7, 1), date(2009, 12, 31)
# Twelve weeks from 1 July 2008, that day included, end on 22 September.
DAY_84, DAY_85 = date(2008, 9, 22), date(2008, 9, 23)


def someone(**changes):
    """Return a person who meets every criterion but for what *changes*."""
    facts = {"born": "1970-03-15", "residence": "Kungälv", "employed": True, "sick_leave": []}
    return Participant(id="d-003", **(facts | changes))


def outcome(person, on=DAY_84, reading=None):
    """Return the outcome alone."""
    return decide(person, PROGRAMME, on, reading=reading).outcome


# --- In force -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2008-06-30", "in-force.not_started"),
        ("2008-07-01", "in-force.met"),
        ("2009-12-31", "in-force.met"),
        ("2010-01-01", "in-force.ended"),
    ],
)
@pytest.mark.parametrize("person", [Participant(id="d-003"), someone()], ids=["nothing is known", "all is met"])
def test_it_is_in_force_for_a_year_and_a_half(on, code, person):
    """From 1 July 2008 to 31 December 2009, and not on the days about them, whatever else is unknown."""
    decision = decide(person, PROGRAMME, on)
    is_in_force = code == "in-force.met"
    assert ("in-force", code) == (decision.criteria[0].id, decision.criteria[0].code)
    assert (Verdict.MET if is_in_force else Verdict.NOT_MET) is decision.criteria[0].outcome
    assert (decision.outcome is Outcome.NOT_ELIGIBLE) is not is_in_force


@pytest.mark.parametrize(
    ("on", "until"),
    [("2008-06-30", date(2008, 6, 30)), ("2008-07-01", LAST), ("2009-12-31", LAST), ("2010-01-01", None)],
)
def test_what_it_says_holds_no_longer_than_it_does(on, until):
    """What comes of the criteria on its days holds until its last day; after that nothing changes."""
    assert until == decide(someone(), PROGRAMME, on).holds_until


# --- Twelve weeks -------------------------------------------------------------------------------------


def test_day_84_is_in_and_day_85_is_out():
    """Sick since 1 July 2008: on 22 September for 84 days, on 23 September for 85."""
    person = someone(sick_leave=[SickLeave(FIRST)])
    before, after = (decide(person, PROGRAMME, on) for on in (DAY_84, DAY_85))
    assert [before.outcome, after.outcome] == [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE]
    assert [decision.criteria[-1].reads["sick_leave_days"] for decision in (before, after)] == [84, 85]
    assert [finding.id for finding in after.deciding()] == ["short-sick-leave"]


def test_it_holds_until_day_84():
    """Asked on the first day of the sick leave; after day 84 nothing but a record changes it before the end."""
    person = someone(sick_leave=[SickLeave(FIRST)])
    assert decide(person, PROGRAMME, FIRST).holds_until == DAY_84
    assert decide(person, PROGRAMME, DAY_85).holds_until is None


def test_a_sick_leave_that_ends_lets_her_in_again():
    """Out while it lasts longer than twelve weeks, in from the day after its last."""
    person = someone(sick_leave=[SickLeave(FIRST, until="2008-10-31")])
    wanted = [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE]
    assert wanted == [outcome(person, on) for on in (DAY_84, DAY_85, "2008-10-31", "2008-11-01")]
    assert [DAY_84, date(2008, 10, 31), LAST] == [
        decide(person, PROGRAMME, on).holds_until for on in (FIRST, DAY_85, "2008-11-01")
    ]


@pytest.mark.parametrize(
    ("spells", "day_84"),
    [
        ([("2008-07-01", "2008-07-31"), ("2008-08-01", None)], "2008-09-22"),
        ([("2008-08-01", None), ("2008-07-01", "2008-07-31")], "2008-09-22"),
        ([("2008-07-01", "2008-08-15"), ("2008-08-01", None)], "2008-09-22"),
        ([("2008-07-01", None), ("2008-08-01", "2008-08-31")], "2008-09-22"),
        ([("2008-07-01", "2008-07-31"), ("2008-08-02", None)], "2008-10-24"),
        ([("2008-05-01", "2008-06-30"), ("2008-07-02", None)], "2008-09-23"),
        ([("2008-06-30", "2008-06-30"), ("2008-07-01", None)], "2008-09-21"),
    ],
    ids=[
        "touching",
        "in the other order",
        "overlapping",
        "one in the other",
        "a day between",
        "a long one before",
        "a day before",
    ],
)
def test_spells_that_touch_are_one_and_a_day_between_starts_anew(spells, day_84):
    """The days are counted from the first day of the unbroken run."""
    person = someone(sick_leave=[SickLeave(since, until=until) for since, until in spells])
    last = date.fromisoformat(day_84)
    assert [outcome(person, on) for on in (last, last + timedelta(1))] == [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE]
    assert last == decide(person, PROGRAMME, "2008-08-10").holds_until


def test_a_sick_leave_from_before_the_start_is_counted_from_its_first_day():
    """Day 84 of a sick leave since 8 April 2008 is 30 June: she never gets in while it lasts."""
    person = someone(sick_leave=[SickLeave("2008-04-08")])
    decision = decide(person, PROGRAMME, FIRST)
    assert Outcome.NOT_ELIGIBLE is decision.outcome
    assert decision.criteria[-1].reads["sick_leave_days"] == 85
    assert outcome(someone(sick_leave=[SickLeave("2008-04-09")]), FIRST) is Outcome.ELIGIBLE


def test_the_extent_plays_no_part():
    """Half time counts as many days as full time."""
    person = someone(sick_leave=[SickLeave(FIRST, until="2008-07-31"), SickLeave("2008-08-01", extent=50)])
    assert [outcome(person, on) for on in (DAY_84, DAY_85)] == [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE]


def test_what_was_recorded_later_was_not_known():
    """The sick leave was to end in August; on 1 September it was prolonged, and on 1 October found not to have been."""
    person = someone(
        sick_leave=[
            SickLeave(FIRST, until="2008-08-31", recorded_on="2008-07-01"),
            SickLeave(FIRST, recorded_on="2008-09-01"),
            SickLeave(FIRST, void=True, recorded_on="2008-10-01"),
        ]
    )
    known = ["2008-08-31", "2008-09-01", "2008-09-30", "2008-10-01", None]
    wanted = [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE, Outcome.ELIGIBLE]
    assert wanted == [decide(person, PROGRAMME, DAY_85, known_on=on).outcome for on in known]


def test_a_sick_leave_of_which_nothing_was_recorded_was_unknown():
    """Before anything was recorded of it, nobody knew whether she was on sick leave, and FK or the region is asked."""
    person = someone(sick_leave=[SickLeave(FIRST, recorded_on="2008-09-01")])
    before, after = (decide(person, PROGRAMME, DAY_85, known_on=on) for on in ("2008-08-31", "2008-09-01"))
    assert [Outcome.UNDETERMINED, Outcome.NOT_ELIGIBLE] == [before.outcome, after.outcome]
    assert (Missing("sick_leave", holders=("FK", "region")),) == before.missing


# --- The other criteria -------------------------------------------------------------------------------


def test_employed_and_not_sick_is_in():
    """Whoever has an employment and is not on sick leave meets the criteria."""
    decision = decide(someone(), PROGRAMME, DAY_84)
    assert Outcome.ELIGIBLE is decision.outcome
    assert dict(decision.criteria[-1].reads) == {"on_sick_leave": False, "sick_leave_days": 0}


@pytest.mark.parametrize("residence", ["Ale", "Kungälv", "Stenungsund", "Tjörn", "1440", "1482", "1415", "1419"])
def test_all_four_kommuner_are_home(residence):
    """By name or code."""
    assert outcome(someone(residence=residence)) is Outcome.ELIGIBLE


@pytest.mark.parametrize(
    ("changes", "not_met"),
    [
        ({"employed": False}, "employed"),
        ({"employed": [Entry(True, until="2008-09-21"), Entry(False, since="2008-09-22")]}, "employed"),
        ({"residence": "Göteborg"}, "residence"),
        ({"residence": "Ludvika"}, "residence"),
        ({"born": "1992-09-23"}, "working-age"),
        ({"born": "1943-09-22"}, "working-age"),
        ({"sick_leave": [SickLeave("2008-06-30")]}, "short-sick-leave"),
    ],
)
def test_each_criterion_alone_keeps_her_out(changes, not_met):
    """The unemployed, those who live elsewhere, those too young or too old and those sick for long are out."""
    decision = decide(someone(**changes), PROGRAMME, DAY_84)
    assert Outcome.NOT_ELIGIBLE is decision.outcome
    assert [not_met] == [finding.id for finding in decision.deciding()]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"residence": None}, Missing("residence")),
        ({"born": None}, Missing("born")),
        ({"employed": None}, Missing("employed", holders=("AF", "FK", "kommun"))),
        ({"sick_leave": None}, Missing("sick_leave", holders=("FK", "region"))),
    ],
)
def test_each_unknown_fact_alone_leaves_it_open(changes, missing):
    """Whoever lacks one fact is undetermined, and it is asked for once, with those who hold it."""
    decision = decide(someone(**changes), PROGRAMME, DAY_84)
    assert Outcome.UNDETERMINED is decision.outcome
    assert (missing,) == decision.missing


def test_the_findings_stand_in_the_order_of_the_file():
    """In-force first."""
    ids = [finding.id for finding in decide(someone(), PROGRAMME, DAY_84).criteria]
    assert ids == ["in-force", "residence", "working-age", "employed", "short-sick-leave"]


def test_sickness_benefit_is_no_sick_leave():
    """What she lives on does not say whether she is on sick leave: the source asks for the sick leave itself."""
    livelihoods = [Livelihood("sickness-benefit", since="2008-01-01")]
    assert outcome(someone(livelihoods=livelihoods)) is Outcome.ELIGIBLE
    assert outcome(someone(livelihoods=livelihoods, sick_leave=None)) is Outcome.UNDETERMINED


def test_an_employment_among_occupations_is_no_answer_to_whether_she_is_employed():
    """The fact that the rule reads is asked for, whatever else is known."""
    assert outcome(someone(employed=None, occupations=[Occupation("employment")])) is Outcome.UNDETERMINED
    assert outcome(someone(occupations=[])) is Outcome.ELIGIBLE


# --- The readings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "age", "from_16", "from_20"),
    [
        ("1992-09-23", 15, Outcome.NOT_ELIGIBLE, Outcome.NOT_ELIGIBLE),
        ("1992-09-22", 16, Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE),
        ("1988-09-23", 19, Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE),
        ("1988-09-22", 20, Outcome.ELIGIBLE, Outcome.ELIGIBLE),
        ("1943-09-23", 64, Outcome.ELIGIBLE, Outcome.ELIGIBLE),
        ("1943-09-22", 65, Outcome.NOT_ELIGIBLE, Outcome.NOT_ELIGIBLE),
    ],
)
def test_working_age_is_read_in_two_ways(born, age, from_16, from_20):
    """From 16, or from 20 as in the association's other projects, to 64; at 19 the two differ."""
    decision = decide(someone(born=born), PROGRAMME, DAY_84)
    assert ("16-64", from_16, {"20-64": from_20}) == (decision.reading, decision.outcome, decision.other_readings)
    assert age == decision.criteria[2].reads["age"]
    other = decide(someone(born=born), PROGRAMME, DAY_84, reading="20-64")
    assert ("20-64", from_20, {"16-64": from_16}) == (other.reading, other.outcome, other.other_readings)


def test_by_the_other_reading_she_waits_until_she_is_20():
    """Born on 15 January 1989: out until the day before her birthday, then in until the end of the project."""
    person = someone(born="1989-01-15")
    wanted = [date(2009, 1, 14), LAST]
    assert wanted == [decide(person, PROGRAMME, on, reading="20-64").holds_until for on in (DAY_84, date(2009, 1, 15))]


def test_both_readings_are_assumed():
    """The source says working age and no more."""
    assert [bound.reading.is_assumed for bound in PROGRAMME.readings.values()] == [True, True]


# --- Day by day ---------------------------------------------------------------------------------------

DAYS = st.integers(0, 200).map(lambda days: date(2008, 5, 1) + timedelta(days))
SPELLS = st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=4, unique_by=lambda days: days[0])


@given(SPELLS, st.booleans())
def test_the_days_are_those_that_one_counts_one_by_one(spells, the_last_goes_on):
    """Each day of sick leave is one more than the day before, a day without begins anew, and over 84 she is out."""
    spells = [(since, until) for since, until in spells]
    if spells and the_last_goes_on:
        spells[-1] = spells[-1][0], date.max
    person = someone(sick_leave=[SickLeave(since, until=until) for since, until in spells])
    counted, days = {}, 0
    for on in (date(2008, 4, 30) + timedelta(day) for day in range(300)):
        days = days + 1 if any(since <= on <= until for since, until in spells) else 0
        if on >= FIRST:
            counted[on] = days
    decisions = {on: decide(person, PROGRAMME, on) for on in counted}
    assert counted == {on: decision.criteria[-1].reads["sick_leave_days"] for on, decision in decisions.items()}
    is_in = {on: decision.outcome is Outcome.ELIGIBLE for on, decision in decisions.items()}
    assert {on: days <= 84 for on, days in counted.items()} == is_in
    turns = next((on for on in is_in if is_in[on] is not is_in[FIRST]), None)
    if turns is None:
        assert decisions[FIRST].holds_until in {LAST, None}
    else:
        assert turns - timedelta(1) == decisions[FIRST].holds_until
