"""Timelines, against deciding anew on every day."""

import pickle
import tomllib
from bisect import bisect_right
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Contact, Entry, Outcome, Participant, SickLeave, Verdict, decide, load_model
from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.dates import PartialDate, Span
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.expressions import Condition
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.sources import ASSUMED
from samverkan.texts import LANGUAGES, Text
from samverkan.timelines import Stretch, timeline
from strategies import (
    FIRST_DAY,
    LAST_DAY,
    VOCABULARY,
    candidates,
    days,
    examples,
    knowing_days,
    next_to,
    noted_days,
    participants,
    rules,
)

SHIPPED = load_model("finsam")
EN_VAG_IN, ORVAR = SHIPPED.programmes["en-vag-in"], SHIPPED.programmes["orvar"]
GOLDEN = tomllib.loads((Path(__file__).parent / "golden" / "answers.toml").read_text(encoding="utf-8"))["stretches"]
ELIGIBLE, NOT_ELIGIBLE, UNDETERMINED = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.UNDETERMINED
A_DAY = timedelta(days=1)
THREE_YEARS = 3 * 366


def definition_of(*criteria: Criterion, kind: ProgrammeKind = ProgrammeKind.INTERVENTION, **more: Any) -> Programme:
    """Return a programme in Python, with one reading."""
    return Programme(
        id="made",
        kind=kind,
        status=Status.ADOPTED,
        name=Text(sv="Provet", en="The test"),
        criteria=criteria,
        readings=[Reading(id="only")],
        source=ASSUMED,
        **more,
    )


def programme_of(*criteria: Criterion, **more: Any) -> BoundProgramme:
    """Return a programme in Python, bound."""
    return bind(definition_of(*criteria, **more), VOCABULARY)


def criterion(rule: str | Condition, name: str = "rule", **more: Any) -> Criterion:
    """Return a criterion in Python."""
    return Criterion(id=name, rule=rule, text=Text(sv="passar in", en="fits in"), source=ASSUMED, **more)


def days_from(first: date, length: int) -> list[date]:
    """Return so many days from the first on."""
    return [first + step * A_DAY for step in range(length)]


def birthdays(person: Participant) -> list[date]:
    """Return the birthdays from the 15th to the 66th, of the first and the last day that she can be born on."""
    born = {
        day
        for entry in person.born.entries
        if isinstance(entry.value, PartialDate)
        for day in (entry.value.earliest, entry.value.latest)
    }
    return [_in_year(day, day.year + age) for day in born for age in range(15, 67)]


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def outcomes_told(stretches: tuple[Stretch, ...], watched: list[date]) -> dict[date, Outcome]:
    """Return the outcome of the stretch in which each day lies."""
    starts = [stretch.since for stretch in stretches]
    return {day: stretches[bisect_right(starts, day) - 1].outcome for day in watched}


def spans_told(stretches: tuple[Stretch, ...]) -> list[tuple[str, str, Outcome, list[str]]]:
    """Return the days of each stretch, its outcome and the ids of what ended it."""
    return [
        (stretch.since.isoformat(), stretch.until.isoformat(), stretch.outcome, [one.id for one in stretch.ended_by])
        for stretch in stretches
    ]


SPANS = st.one_of(st.just(Span()), st.tuples(days(), days()).map(lambda two: Span(*sorted(two))))
"""All days, or those of some years."""


_SOME_RULES = st.lists(rules(deepest=3), min_size=1, max_size=3)


@st.composite
def dated_programmes(draw: Any) -> Programme:
    """Draw a programme of up to three random rules: in force for a while, some criteria for a shorter while."""
    drawn = draw(_SOME_RULES)
    criteria = [criterion(rule, f"c{at}", in_force=draw(SPANS) if at else Span()) for at, rule in enumerate(drawn)]
    return definition_of(*criteria, in_force=draw(st.one_of(st.just(Span()), st.just(Span()), SPANS)))


QUESTIONS = st.tuples(participants(), dated_programmes(), st.tuples(days(), days()).map(sorted), knowing_days())
"""A person, a programme, the ends of a span of days, and a day by which something must have been recorded."""


# --- On every day -------------------------------------------------------------------------------------


@examples(100)
@given(rules(deepest=4), participants(), days(FIRST_DAY, LAST_DAY - THREE_YEARS * A_DAY), knowing_days())
def test_a_timeline_says_of_every_day_what_deciding_on_it_says(rule, person, first, known_on):
    """On every day of three years, and about every date of the record and every birthday from the 15th to the 66th."""
    programme = programme_of(criterion(rule))
    noted = next_to([*noted_days(person), *birthdays(person)])
    watched = sorted({*days_from(first, THREE_YEARS), *noted})
    told = timeline(person, programme, watched[0], watched[-1], known_on=known_on)
    wanted = {day: decide(person, programme, day, known_on=known_on).outcome for day in watched}
    assert wanted == outcomes_told(told, watched)


@pytest.mark.parametrize("name", sorted(SHIPPED.programmes))
@examples(5)
@given(st.data())
def test_a_timeline_of_a_shipped_programme_says_of_every_day_what_deciding_on_it_says(name, data):
    """That holds of each of them, under each of its readings, about the days on which it begins and ends as well."""
    reading = data.draw(st.sampled_from(sorted(SHIPPED.programmes[name].readings)))
    programme = SHIPPED.programmes[name].read_as(reading)
    person = data.draw(candidates(name))
    known_on = data.draw(knowing_days())
    noted = [*noted_days(person), *birthdays(person), *(segment.since for segment in programme.segments[1:])]
    first = data.draw(days(FIRST_DAY, LAST_DAY - THREE_YEARS * A_DAY))
    watched = sorted({*days_from(first, THREE_YEARS), *next_to(noted)})
    told = timeline(person, SHIPPED.programmes[name], watched[0], watched[-1], reading=reading, known_on=known_on)
    wanted = {day: decide(person, programme, day, known_on=known_on).outcome for day in watched}
    assert wanted == outcomes_told(told, watched)


@examples(120)
@given(QUESTIONS)
def test_a_timeline_with_criteria_that_apply_for_a_while_says_what_deciding_says(question):
    """On either side of every day on which the programme or one of its criteria begins or ends to be in force."""
    person, definition, (since, until), known_on = question
    programme = bind(definition, VOCABULARY)
    turns = [segment.since for segment in programme.segments[1:]]
    watched = [since, *(day for day in next_to(turns) if since <= day <= until), until]
    told = timeline(person, programme, since, until, known_on=known_on)
    wanted = {day: decide(person, programme, day, known_on=known_on).outcome for day in watched}
    assert wanted == outcomes_told(told, watched)


# --- Stretches ----------------------------------------------------------------------------------------


@examples(120)
@given(QUESTIONS)
def test_stretches_cover_the_span_and_follow_on_each_other(question):
    """They begin and end with the span, leave no day out, share none, and neighbours differ in outcome."""
    person, definition, (since, until), known_on = question
    programme = bind(definition, VOCABULARY)
    told = timeline(person, programme, since, until, known_on=known_on)
    assert (since, until) == (told[0].since, told[-1].until)
    assert all(stretch.since <= stretch.until for stretch in told)
    for one, following in pairwise(told):
        assert one.until + A_DAY == following.since
        assert one.outcome is not following.outcome


@examples(120)
@given(QUESTIONS)
def test_a_stretch_ends_with_the_criteria_that_come_out_otherwise_on_the_day_after(question):
    """Those that turn, with what comes of them then, and those not met that apply no longer; the last has none."""
    person, definition, (since, until), known_on = question
    programme = bind(definition, VOCABULARY)
    *others, last = timeline(person, programme, since, until, known_on=known_on)
    assert () == last.ended_by
    for stretch in others:
        before, after = (
            {one.id: one for one in decide(person, programme, day, known_on=known_on).criteria}
            for day in (stretch.until, stretch.until + A_DAY)
        )
        pairs = {name: (before.get(name), after.get(name)) for name in (*after, *before)}
        wanted = {name: now or was for name, (was, now) in pairs.items() if outcome_of(was) is not outcome_of(now)}
        assert wanted
        assert wanted == {one.id: one for one in stretch.ended_by}


def outcome_of(finding):
    """Return what came of a criterion; where it does not apply it keeps nothing from being met."""
    return Verdict.MET if finding is None else finding.outcome


@examples(120)
@given(QUESTIONS)
def test_a_decision_stands_until_its_stretch_ends(question):
    """What is decided on the first and the last day of a stretch holds until its last; of the last stretch, or later."""
    person, definition, (since, until), known_on = question
    programme = bind(definition, VOCABULARY)
    told = timeline(person, programme, since, until, known_on=known_on)
    for stretch in told:
        for day in (stretch.since, stretch.until):
            holds_until = decide(person, programme, day, known_on=known_on).holds_until
            if stretch is not told[-1]:
                assert stretch.until == holds_until
            else:
                assert holds_until is None or holds_until >= until


@examples(50)
@given(QUESTIONS)
def test_a_stretch_has_the_decision_on_its_first_day(question):
    """It is the one that is made on that day, reasons and all."""
    person, definition, (since, until), known_on = question
    programme = bind(definition, VOCABULARY)
    for stretch in timeline(person, programme, since, until, known_on=known_on):
        assert decide(person, programme, stretch.since, known_on=known_on) == stretch.decision


@examples(50)
@given(QUESTIONS)
def test_a_stretch_can_be_pickled_and_compared(question):
    """What comes back says the same, in words too, without the person's record."""
    person, definition, (since, until), known_on = question
    programme = bind(definition, VOCABULARY)
    told = timeline(person, programme, since, until, known_on=known_on)
    again = pickle.loads(pickle.dumps(told))
    assert told == again
    assert [stretch.text("sv") for stretch in told] == [stretch.text("sv") for stretch in again]
    assert [stretch.decision for stretch in told] == [stretch.decision for stretch in again]
    assert {*told} == {*again}


# --- By example ---------------------------------------------------------------------------------------

LIMITS = {
    "youngest": Parameter([Threshold(16, ASSUMED)]),
    "oldest": Parameter([Threshold(64, ASSUMED, until="2017-12-31"), Threshold(65, ASSUMED, since="2018-01-01")]),
}
RAISED = programme_of(criterion("youngest <= age <= oldest", "working-age"), parameters=LIMITS)
"""16 to 64 until the end of 2017, 16 to 65 after."""
BORN_1952 = Participant(id="d-001", born="1952-06-01")


def test_a_raised_limit_lets_in_again_whom_the_old_one_shut_out():
    """Who turns 65 on 1 June 2017 is in to 31 May, out to the end of the year, in again until the day before 66."""
    assert [
        ("1952-06-01", "1968-05-31", NOT_ELIGIBLE, ["working-age"]),
        ("1968-06-01", "2017-05-31", ELIGIBLE, ["working-age"]),
        ("2017-06-01", "2017-12-31", NOT_ELIGIBLE, ["working-age"]),
        ("2018-01-01", "2018-05-31", ELIGIBLE, ["working-age"]),
        ("2018-06-01", "2052-06-01", NOT_ELIGIBLE, []),
    ] == spans_told(timeline(BORN_1952, RAISED, "1952-06-01", "2052-06-01"))


def test_a_year_of_birth_leaves_the_years_of_each_limit_open():
    """Of someone born some day in 1952, nobody can tell during 1968, nor for most of 2017 and 2018."""
    assert [
        ("1960-01-01", "1967-12-31", NOT_ELIGIBLE, ["working-age"]),
        ("1968-01-01", "1968-12-30", UNDETERMINED, ["working-age"]),
        ("1968-12-31", "2016-12-31", ELIGIBLE, ["working-age"]),
        ("2017-01-01", "2017-12-30", UNDETERMINED, ["working-age"]),
        ("2017-12-31", "2017-12-31", NOT_ELIGIBLE, ["working-age"]),
        ("2018-01-01", "2018-12-30", UNDETERMINED, ["working-age"]),
        ("2018-12-31", "2020-12-31", NOT_ELIGIBLE, []),
    ] == spans_told(timeline(Participant(id="d-001", born="1952"), RAISED, "1960-01-01", "2020-12-31"))


def test_the_whole_calendar_is_no_longer_than_what_turns():
    """From the first day that there is to the last, only the days on which something turns are looked at."""
    told = timeline(BORN_1952, RAISED, date.min, date.max)
    wanted = ["1968-05-31", "2017-05-31", "2017-12-31", "2018-05-31", "9999-12-31"]
    assert wanted == [stretch.until.isoformat() for stretch in told]
    assert UNDETERMINED is timeline(Participant(id="d-001"), RAISED, date.max, date.max)[0].outcome


@pytest.mark.parametrize(
    ("known_on", "wanted"),
    [
        ("2008-06-30", [("2008-07-01", "2009-12-31", UNDETERMINED, [])]),
        ("2008-08-31", [("2008-07-01", "2009-12-31", ELIGIBLE, [])]),
        (
            "2008-09-01",
            [
                ("2008-07-01", "2008-09-22", ELIGIBLE, ["short-sick-leave"]),
                ("2008-09-23", "2009-12-31", NOT_ELIGIBLE, []),
            ],
        ),
        ("2008-10-01", [("2008-07-01", "2009-12-31", ELIGIBLE, [])]),
        (None, [("2008-07-01", "2009-12-31", ELIGIBLE, [])]),
    ],
    ids=["nothing yet", "to end in August", "prolonged", "taken back", "all that is recorded"],
)
def test_a_timeline_is_told_by_what_was_known_on_a_day(known_on, wanted):
    """A sick leave from 1 July was to end in August, was prolonged on 1 September, and taken back a month later."""
    person = Participant(
        id="d-001",
        born="1970-03-15",
        residence="Kungälv",
        employed=True,
        sick_leave=[
            SickLeave("2008-07-01", until="2008-08-31", recorded_on="2008-07-01"),
            SickLeave("2008-07-01", recorded_on="2008-09-01"),
            SickLeave("2008-07-01", void=True, recorded_on="2008-10-01"),
        ],
    )
    assert wanted == spans_told(timeline(person, ORVAR, "2008-07-01", "2009-12-31", known_on=known_on))


def test_a_criterion_that_applies_no_longer_ends_a_stretch():
    """It stands among what ended it, as it was on the last day on which it applied; a new one as on its first day."""
    programme = programme_of(
        criterion("age >= 16", "age"),
        criterion("employed", "employed", in_force=Span(until="2016-12-31")),
        criterion("unmet_need", "need", in_force=Span(since="2018-01-01")),
        criterion("residence == 'Ludvika'", "home", in_force=Span(since="2018-01-01")),
    )
    person = Participant(id="d-001", born="1990-05-17", residence="Ludvika", employed=False)
    told = timeline(person, programme, "2016-01-01", "2018-12-31")
    assert [
        ("2016-01-01", "2016-12-31", NOT_ELIGIBLE, ["employed"]),
        ("2017-01-01", "2017-12-31", ELIGIBLE, ["need"]),
        ("2018-01-01", "2018-12-31", UNDETERMINED, []),
    ] == spans_told(told)
    assert [Verdict.NOT_MET, Verdict.UNKNOWN] == [stretch.ended_by[0].outcome for stretch in told[:2]]
    assert (
        told[0]
        .text("sv")
        .endswith(
            "Det ändras den 1 januari 2017: Detta spelar inte längre någon roll: Kriteriet ”passar in” är inte uppfyllt."
        )
    )
    assert (
        told[0]
        .text("en")
        .endswith("That changes on 1 January 2017: This no longer matters: The criterion “fits in” is not met.")
    )


# --- Stories ------------------------------------------------------------------------------------------

MIRJAM = Participant(
    id="mirjam",
    born="1979-03-02",
    residence="Ludvika",
    unmet_need=True,
    contacts=[
        Contact("kommun/IFO", since="2014-01-07"),
        Contact("region/primärvård", since="2016-02-15"),
        Contact("AF", since="2016-03-01", until="2016-08-19"),
        Contact("FK", since="2016-05-10", until="2016-09-01"),
    ],
    contacts_complete=True,
    sick_leave=[SickLeave("2016-02-15", extent=100)],
)
NOOR = Participant(
    id="noor",
    born="2000-10-10",
    residence="Smedjebacken",
    unmet_need=True,
    contacts=[Contact("kommun/skola", since="2016-08-17"), Contact("region/psykiatri", since="2015-11-02")],
    contacts_complete=True,
)


@pytest.mark.parametrize(
    ("reading", "until", "out"), [("16-64", "2044-03-01", "2044-03-02"), ("16-65", "2045-03-01", "2045-03-02")]
)
def test_mirjam_is_in_from_the_day_the_platform_starts_until_the_day_before_her_birthday(reading, until, out):
    """Not in force on 2 October 2016; from the 3rd with kommun and region, until she turns 65, or by the other reading 66."""
    assert [
        ("2016-01-01", "2016-10-02", NOT_ELIGIBLE, ["in-force"]),
        ("2016-10-03", until, ELIGIBLE, ["working-age"]),
        (out, "2050-12-31", NOT_ELIGIBLE, []),
    ] == spans_told(timeline(MIRJAM, EN_VAG_IN, "2016-01-01", "2050-12-31", reading=reading))


def test_noor_waits_for_her_birthday():
    """Out until 9 October 2016, in from the day she turns 16 until 9 October 2065."""
    told = timeline(NOOR, EN_VAG_IN, "2016-10-03", "2070-12-31")
    assert [
        ("2016-10-03", "2016-10-09", NOT_ELIGIBLE, ["working-age"]),
        ("2016-10-10", "2065-10-09", ELIGIBLE, ["working-age"]),
        ("2065-10-10", "2070-12-31", NOT_ELIGIBLE, []),
    ] == spans_told(told)
    assert told == timeline(CaseFile(NOOR), EN_VAG_IN, "2016-10-03", "2070-12-31")


AT_SCHOOL = [Entry(True, until="2018-09-30"), Entry(False, since="2018-10-01")]
NOOR_AT_SCHOOL = attrs.evolve(
    NOOR,
    attends_upper_secondary=AT_SCHOOL,
    introductory_programme=AT_SCHOOL,
    completed_compulsory_school=True,
    completed_upper_secondary=False,
)


@pytest.mark.parametrize(
    ("reading", "wanted"),
    [
        (
            "rule-of-the-day",
            [
                ("2016-10-10", "2018-06-30", ELIGIBLE, ["outside-upper-secondary"]),
                ("2018-07-01", "2018-09-30", NOT_ELIGIBLE, ["outside-upper-secondary"]),
                ("2018-10-01", "2020-10-09", ELIGIBLE, ["young"]),
                ("2020-10-10", "2022-12-31", NOT_ELIGIBLE, []),
            ],
        ),
        (
            "before-2018-07-01",
            [
                ("2016-10-10", "2020-10-09", ELIGIBLE, ["young"]),
                ("2020-10-10", "2022-12-31", NOT_ELIGIBLE, []),
            ],
        ),
        (
            "from-2018-07-01",
            [
                ("2016-10-10", "2018-09-30", NOT_ELIGIBLE, ["outside-upper-secondary"]),
                ("2018-10-01", "2020-10-09", ELIGIBLE, ["young"]),
                ("2020-10-10", "2022-12-31", NOT_ELIGIBLE, []),
            ],
        ),
        (
            "16-20",
            [
                ("2016-10-10", "2018-06-30", ELIGIBLE, ["outside-upper-secondary"]),
                ("2018-07-01", "2018-09-30", NOT_ELIGIBLE, ["outside-upper-secondary"]),
                ("2018-10-01", "2021-10-09", ELIGIBLE, ["young"]),
                ("2021-10-10", "2022-12-31", NOT_ELIGIBLE, []),
            ],
        ),
    ],
)
def test_noor_is_covered_at_school_until_the_rule_changes_and_again_when_she_leaves(reading, wanted):
    """On an introductory programme until 30 September 2018: by the rule from 1 July 2018 she is not, until she leaves.

    The duty ends the day before she turns 20; by the source that says 16-20, a year later.
    """
    assert wanted == spans_told(
        timeline(NOOR_AT_SCHOOL, SHIPPED.programmes["kaa"], "2016-10-10", "2022-12-31", reading=reading)
    )


def test_the_rule_that_comes_into_force_while_noor_is_at_school_is_what_ends_it():
    """It is said of a duty that it covers, and by what rule no longer."""
    stretch = timeline(NOOR_AT_SCHOOL, SHIPPED.programmes["kaa"], "2016-10-10", "2018-12-31")[0]
    assert (
        "Från och med den 10 oktober 2016 till och med den 30 juni 2018: omfattas. Det ändras den 1 juli 2018: "
        "Personen går i gymnasieskolan, där introduktionsprogram räknas in."
    ) == stretch.text("sv")


def test_mirjams_contacts_with_the_state_begin_and_end():
    """With AF from 1 March and FK to 1 September 2016 the state is among her parties, before and after it is not."""
    told = timeline(MIRJAM, SHIPPED.predicates["sus-contacts"], "2016-02-15", "2016-10-03")
    assert [
        ("2016-02-15", "2016-02-29", NOT_ELIGIBLE, ["the-state"]),
        ("2016-03-01", "2016-09-01", ELIGIBLE, ["the-state"]),
        ("2016-09-02", "2016-10-03", NOT_ELIGIBLE, []),
    ] == spans_told(told)
    assert "Från och med den 2 september 2016 till och med den 3 oktober 2016: stämmer inte." == told[2].text("sv")


# --- Words --------------------------------------------------------------------------------------------

THREE_STRETCHES = timeline(NOOR, EN_VAG_IN, "2016-10-09", "2065-10-10")


@pytest.mark.parametrize(("at", "what"), [(0, "a day"), (1, "many days"), (2, "the last")])
def test_a_stretch_in_words(at, what):
    """The days, what comes of the criteria on them, and what ends it, in Swedish and English."""
    stretch = THREE_STRETCHES[at]
    assert GOLDEN[what] == {language: stretch.text(language) for language in LANGUAGES}
    assert GOLDEN[what]["en"] == str(stretch)


@pytest.mark.parametrize("kind", [ProgrammeKind.DUTY, ProgrammeKind.AGREEMENT])
def test_a_duty_or_an_agreement_covers(kind):
    """Of these it is said that somebody is covered, not that she meets criteria."""
    programme = programme_of(criterion("employed"), kind=kind)
    person = Participant(id="d-001", employed=[Entry(True, until="2016-12-31"), Entry(False, since="2017-01-01")])
    told = timeline(person, programme, "2016-12-31", "2017-01-02")
    assert "Den 31 december 2016: omfattas." == told[0].text("sv").partition(" Det ändras")[0]
    assert "From 1 January 2017 to 2 January 2017: is not covered." == told[1].text("en")


def test_the_repr_of_a_stretch_tells_nothing_of_the_person():
    """The day of an answer can be a birthday: neither days nor outcome nor reasons stand there."""
    assert ["<Stretch of en-vag-in, reading 16-64>"] * 3 == [repr(stretch) for stretch in THREE_STRETCHES]


def test_a_stretch_equals_no_other_and_nothing_else():
    """One of other days differs, and so does what is no stretch."""
    assert THREE_STRETCHES[0] != THREE_STRETCHES[2]
    assert THREE_STRETCHES[0] != "2016-10-09"


# --- What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "where"),
    [
        ("2016-10-04", "2016-10-03", "until"),
        ("2016-13-01", "2016-10-03", "since"),
        ("2016-10-03", "later", "until"),
        (None, "2016-10-03", "since"),
    ],
)
def test_a_span_that_is_none_is_refused(since, until, where):
    """A day that is none, or an end before the beginning; the message has no value."""
    with pytest.raises(InvalidValueError) as caught:
        timeline(NOOR, EN_VAG_IN, since, until)
    assert where == caught.value.fault.where
    assert not {str(since), until} & {*str(caught.value).split()}


def test_what_a_decision_refuses_a_timeline_refuses():
    """A reading that the programme lacks, a day of knowledge that is none, an agency that the model lacks."""
    with pytest.raises(UnknownNameError):
        timeline(NOOR, EN_VAG_IN, "2016-10-03", "2016-10-04", reading="16-66")
    with pytest.raises(InvalidValueError):
        timeline(NOOR, EN_VAG_IN, "2016-10-03", "2016-10-04", known_on="2016")
    with pytest.raises(InvalidRecordError):
        timeline(Participant(id="d-001", contacts=[Contact("AME")]), EN_VAG_IN, "2016-10-03", "2016-10-04")
