"""How long a decision stands, against deciding anew on every day."""

from datetime import date, timedelta
from itertools import chain, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import Entry, Outcome, Participant, SickLeave, decide, load_model
from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.dates import PartialDate, Span
from samverkan.model import Model
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.expressions import Condition, Known
from samverkan.rules.facts import Elapsed
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.sources import ASSUMED
from samverkan.texts import Text
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
    partial_dates,
    participants,
    rules,
)

SHIPPED = load_model("finsam")
PROGRAMMES = sorted(SHIPPED.programmes)
READINGS = [(name, reading) for name in PROGRAMMES for reading in SHIPPED.programmes[name].readings]
ELAPSED = sorted(name for name, fact in VOCABULARY.facts.items() if isinstance(fact.derived, Elapsed))
A_DAY = timedelta(days=1)


def programme_of(*criteria: Criterion, **settings: Any) -> Programme:
    """Return a programme in Python, with one reading."""
    return Programme(
        id="made",
        kind=ProgrammeKind.INTERVENTION,
        status=Status.EXAMPLE,
        name=Text(sv="prov", en="test"),
        criteria=criteria,
        readings=[Reading(id="only")],
        source=ASSUMED,
        **settings,
    )


def criterion(rule: str | Condition) -> Criterion:
    """Return a criterion in Python."""
    return Criterion(id="rule", rule=rule, text=Text(sv="passar in", en="fits in"), source=ASSUMED)


def days_from(first: date, last: date) -> list[date]:
    """Return every day from the first to the last, both included."""
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]


def check_stretches(person: Participant, programme: BoundProgramme, watched: list[date], known_on: date | None) -> None:
    """Compare how long a decision is said to stand with deciding anew on the watched days, and on the day after.

    It is asked on the first and the last watched day, and on either side of each turn. Where the watched
    days are all the days of a span, nothing but the last day of the unbroken stretch passes.
    """

    def outcome(on: date) -> Outcome:
        return decide(person, programme, on, known_on=known_on).outcome

    outcomes = {on: outcome(on) for on in watched}
    turns = [(on, after) for on, after in pairwise(watched) if outcomes[on] is not outcomes[after]]
    for on in {watched[0], watched[-1], *chain.from_iterable(turns)}:
        told = decide(person, programme, on, known_on=known_on).holds_until
        until = date.max if told is None else told
        assert {day for day in watched if on <= day <= until and outcomes[day] is not outcomes[on]} == set()
        if told is not None:
            assert outcome(told) is outcomes[on]
            assert outcome(told + A_DAY) is not outcomes[on]


def turns_of(programme: BoundProgramme) -> list[date]:
    """Return the days on which a programme comes into force or ends, or one of its criteria does."""
    return [segment.since for segment in programme.segments if segment.since > date.min]


def days_about(programme: BoundProgramme) -> Any:
    """Draw a day from a month before a programme begins to one after it ends; often one before it turns."""
    force, turns = programme.definition.in_force, turns_of(programme)
    some_day = days((force.since or FIRST_DAY) - 30 * A_DAY, (force.until or LAST_DAY) + 30 * A_DAY)
    before = st.builds(
        lambda turn, ahead: turn - ahead * A_DAY, st.sampled_from(turns or [FIRST_DAY]), st.integers(0, 60)
    )
    return st.one_of(some_day, before)


def spans(least: int, most: int) -> Any:
    """Draw a first day, and all the days after it to some last one."""
    return st.builds(
        lambda first, length: days_from(first, first + length * A_DAY),
        days(FIRST_DAY, LAST_DAY - most * A_DAY),
        st.integers(least, most),
    )


@pytest.mark.parametrize(("programme", "reading"), READINGS)
@examples(60)
@given(data=st.data(), known_on=knowing_days())
def test_a_decision_stands_until_the_last_day_of_its_outcome(programme, reading, data, known_on):
    """Deciding anew on every day gives the same outcome up to that day, and another the day after."""
    person = data.draw(candidates(programme))
    bound = SHIPPED.programmes[programme].read_as(reading)
    first = data.draw(days_about(bound))
    watched = days_from(first, first + data.draw(st.integers(60, 400)) * A_DAY)
    check_stretches(person, bound, watched, known_on)


@pytest.mark.parametrize(("programme", "reading"), READINGS)
@examples(40)
@given(data=st.data())
def test_a_decision_stands_through_every_day_of_note(programme, reading, data):
    """That holds about every date of the record, and about every birthday from the 15th to the 66th."""
    person = data.draw(candidates(programme))
    bound = SHIPPED.programmes[programme].read_as(reading)
    noted = [*noted_days(person), *birthdays(person), *(turns_of(bound) or [FIRST_DAY])]
    noted += [spell.since + 84 * A_DAY for spell in person.sick_leave or ()]
    check_stretches(person, bound, sorted(set(next_to(noted))), data.draw(knowing_days()))


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


@examples(250)
@given(rules(deepest=4), participants(), spans(60, 300), knowing_days())
def test_what_comes_of_any_rule_stands_until_the_last_day_of_its_outcome(rule, person, watched, known_on):
    """That holds of every construct: thresholds that change, elapsed time in any unit, spells, sets, own facts."""
    check_stretches(person, bind(programme_of(criterion(rule)), VOCABULARY), watched, known_on)


@examples(200)
@given(rules(deepest=4), participants(), spans(60, 200), st.data())
def test_what_comes_of_any_rule_stands_within_a_programmes_force(rule, person, watched, data):
    """A programme's beginning and its end are turns like others."""
    since, until = sorted(data.draw(st.tuples(st.sampled_from(watched), st.sampled_from(watched))))
    bound = bind(programme_of(criterion(rule), in_force=Span(since, until)), VOCABULARY)
    check_stretches(person, bound, watched, known_on=None)


@pytest.mark.parametrize("fact", ELAPSED)
@examples(50)
@given(partial_dates(date(2000, 1, 1), date(2014, 12, 31)), spans(300, 400))
def test_what_is_known_of_elapsed_time_stands_until_the_last_day_on_which_it_is_known(fact, start, watched):
    """That holds of the time since a day that is known in part, whose bounds may meet on some days only."""
    person = Participant(id="d-001", born=start, more={"arrived": start})
    check_stretches(person, bind(programme_of(criterion(Known(fact))), VOCABULARY), watched, known_on=None)


# --- By example ----------------------------------------------------------------------------------------

RAISED = Model(
    id="raised",
    name=Text(sv="höjd gräns", en="a raised limit"),
    agencies=SHIPPED.agencies,
    documents=[],
    definitions=[
        programme_of(
            criterion("youngest <= age <= oldest"),
            parameters={
                "youngest": Parameter([Threshold(16, ASSUMED)]),
                "oldest": Parameter(
                    [Threshold(64, ASSUMED, until="2017-12-31"), Threshold(65, ASSUMED, since="2018-01-01")]
                ),
            },
        )
    ],
).programmes["made"]
"""16 to 64 until the end of 2017, 16 to 65 after."""


@pytest.mark.parametrize(
    ("on", "outcome", "until"),
    [
        ("1952-06-01", Outcome.NOT_ELIGIBLE, date(1968, 5, 31)),
        ("1968-05-31", Outcome.NOT_ELIGIBLE, date(1968, 5, 31)),
        ("1968-06-01", Outcome.ELIGIBLE, date(2017, 5, 31)),
        ("2017-05-31", Outcome.ELIGIBLE, date(2017, 5, 31)),
        ("2017-06-01", Outcome.NOT_ELIGIBLE, date(2017, 12, 31)),
        ("2017-12-31", Outcome.NOT_ELIGIBLE, date(2017, 12, 31)),
        ("2018-01-01", Outcome.ELIGIBLE, date(2018, 5, 31)),
        ("2018-05-31", Outcome.ELIGIBLE, date(2018, 5, 31)),
        ("2018-06-01", Outcome.NOT_ELIGIBLE, None),
    ],
)
def test_a_raised_limit_lets_in_again_whom_the_old_one_shut_out(on, outcome, until):
    """Someone who turns 65 half a year before the limit is raised is out for that half year only."""
    decision = decide(Participant(id="d-001", born="1952-06-01"), RAISED, on)
    assert (decision.outcome, decision.holds_until) == (outcome, until)


@pytest.mark.parametrize(
    ("on", "outcome", "until"),
    [
        ("2005-12-31", Outcome.NOT_ELIGIBLE, date(2005, 12, 31)),
        ("2006-01-01", Outcome.UNDETERMINED, date(2006, 12, 30)),
        ("2006-12-31", Outcome.ELIGIBLE, date(2055, 12, 31)),
        ("2056-01-01", Outcome.UNDETERMINED, date(2056, 12, 30)),
        ("2056-12-31", Outcome.NOT_ELIGIBLE, None),
    ],
)
def test_a_year_of_birth_leaves_the_year_of_each_limit_open(on, outcome, until):
    """Of someone born some day in 1990, nobody can tell during the years in which she turns 16 and 66."""
    decision = decide(Participant(id="d-001", born="1990"), RAISED, on)
    assert (decision.outcome, decision.holds_until) == (outcome, until)


@pytest.mark.parametrize(
    ("on", "outcome", "until"),
    [
        ("2008-12-31", Outcome.ELIGIBLE, date(2009, 3, 25)),
        ("2009-03-25", Outcome.ELIGIBLE, date(2009, 3, 25)),
        ("2009-03-26", Outcome.NOT_ELIGIBLE, date(2009, 4, 30)),
        ("2009-05-01", Outcome.ELIGIBLE, date(2009, 12, 31)),
        ("2010-01-01", Outcome.NOT_ELIGIBLE, None),
    ],
)
def test_a_long_sick_leave_shuts_out_from_its_85th_day(on, outcome, until):
    """Orvar takes in until the 84th day of a run of touching spells, again after the run, and until it ends itself."""
    person = Participant(
        id="d-001",
        born="1970-03-01",
        residence="Ale",
        employed=True,
        sick_leave=[SickLeave("2009-01-01", until="2009-02-10"), SickLeave("2009-02-11", until="2009-04-30")],
    )
    decision = decide(person, SHIPPED.programmes["orvar"], on)
    assert (decision.outcome, decision.holds_until) == (outcome, until)


def test_what_is_recorded_later_does_not_end_what_is_known_now():
    """By what was known in 2016, an employment that was recorded in 2017 ends nothing."""
    person = Participant(
        id="d-001",
        born="1970-03-01",
        residence="Ale",
        sick_leave=[],
        employed=[Entry(value=True), Entry(value=False, since="2009-06-01", recorded_on="2009-07-01")],
    )
    orvar = SHIPPED.programmes["orvar"]
    assert decide(person, orvar, "2009-01-01").holds_until == date(2009, 5, 31)
    assert decide(person, orvar, "2009-01-01", known_on="2009-06-30").holds_until == date(2009, 12, 31)
