"""How long something took is counted as its policy says, from what had happened by the day that is asked about."""

from datetime import date, timedelta
from itertools import dropwhile, pairwise

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from referral_strategies import FIRST, RECIPIENT, REFERRER, Life, days_about, event, referral, referrals
from samverkan import CaseFile, Participant, SickLeave, referral_clocks
from samverkan.calendars import SWEDEN, Calendar
from samverkan.dates import Span
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.lead_times import LeadTime, LeadTimeKind, Over, Period, Policy, Roll, Unit
from samverkan.measurements import ClockState, Promise, measure, measure_each
from samverkan.referral_events import ReferralEvent
from samverkan.referral_steps import Side
from samverkan.referrals import Referral
from samverkan.sources import ASSUMED
from samverkan.texts import Text
from strategies import examples

ONE_DAY = timedelta(1)
FORWARD, WORKING_DAYS = Roll.FORWARD, Period.WORKING_DAYS
LATER = date(2020, 6, 30)


def policy(name="calendar", **how):
    """Return a way of counting."""
    return Policy(id=name, text=Text(name, name), **how)


def lead_time(*policies, **fields):
    """Return a lead time, to the first contact where nothing else is said."""
    plain = {"id": "contact", "kind": LeadTimeKind.TARGET, "start": ["received"], "stop": ["contacted"]}
    name = Text("ledtid", "a lead time")
    return LeadTime(policies=policies or (policy(),), name=name, source=ASSUMED, **{**plain, **fields})


TWO_WEEKS = {
    "calendar": policy("calendar", within=14),
    "rolled": policy("rolled", within=14, roll=FORWARD),
    "working": policy("working", within=10, unit=WORKING_DAYS),
}
"""The three ways in which a source that says *two weeks* can be meant."""
CONTACT = lead_time(*TWO_WEEKS.values())
JOURNEY = lead_time(id="journey", kind=LeadTimeKind.MEASURE, stop=["intervention_started"])


def sent(*happened, **fields):
    """Return a referral to which that happened: each a word and a day."""
    return referral(*(event(what, on) for what, on in happened), **fields)


def read(measured, *names):
    """Return those fields of a measurement, days and words as text."""
    values = [getattr(measured, name) for name in names]
    return tuple(str(one) if isinstance(one, date | str) else one for one in values)


# --- Counted once more, day by day -------------------------------------------------------------------


def replay(of, since, until):
    """Yield each day after *since* up to *until* with how far the referral had come when the day began."""
    for count in range((until - since).days):
        before = since + count * ONE_DAY
        yield before + ONE_DAY, Life([one.what for one in of.standing() if one.day <= before]).status


CLOSING = {"ended", "recommended_elsewhere", "could_not_be_reached"}


def clocks(happened, within):
    """Return those events, one list for each clock to contact that they start.

    A case that was closed by the last day of its promise, and in which nobody had been contacted or that was
    registered by mistake, starts another one when it is reopened; closed later, it goes on.
    """
    lives = [[]]
    for one in happened:
        life = lives[-1]
        if one.what == "reopened":
            closed = life[-1]
            had_come = any(other.what == "contacted" for other in life)
            is_wrong = closed.outcome == "wrongly-registered"
            if (is_wrong or not had_come) and closed.day <= life[0].day + within * ONE_DAY:
                lives.append([one])
                continue
        life.append(one)
    return lives


def counts(how, day):
    """Whether a day is one of those that are counted."""
    return how.unit is not WORKING_DAYS or SWEDEN.is_working_day(day)


def rolled(day):
    """Return the first working day from that day on."""
    while not SWEDEN.is_working_day(day):
        day += ONE_DAY
    return day


def last_day(how, since, waits):
    """Return the last day of a promise in days: each that counts is used up, but those on which she waited.

    When none is left, the last day has not passed as long as she waits from it on.
    """
    left, last = how.within - how.first_day, since
    while left:
        last += ONE_DAY
        left -= last not in waits and counts(how, last)
    on_working_days = how.roll is FORWARD or how.unit is WORKING_DAYS
    last = rolled(last) if how.roll is FORWARD else last
    for day in sorted(waits):
        if day - ONE_DAY <= last < day:
            last = day
        if last == day and (day + ONE_DAY) not in waits and on_working_days:
            last = rolled(last)
    return last


@st.composite
def policies(draw, **fixed):
    """Draw a way of counting; most promise something."""
    first_day = draw(st.sampled_from([0, 0, 1]))
    how = {
        "within": draw(st.sampled_from([None, 1, 3, 5, 10, 14, 14])),
        "unit": draw(st.sampled_from([*Period, Period.DAYS, WORKING_DAYS])),
        "roll": draw(st.sampled_from(Roll)),
        "counts_waiting": draw(st.booleans()),
        "nullified_by": draw(st.sampled_from([None, None, ("could_not_be_reached",), ("contact_attempt",)])),
        "ended_by": draw(st.sampled_from([None, None, ("ended:died",), ("sent_back",), ()])),
    }
    return policy("drawn", first_day=first_day, **{**how, **fixed})


@st.composite
def lead_times(draw, **fixed):
    """Draw a lead time between some of the things that can happen."""
    return lead_time(
        draw(policies(**fixed)),
        start=draw(st.sampled_from([("received",), ("received",), ("admitted", "acknowledged"), ("contact_attempt",)])),
        stop=draw(st.sampled_from([("contacted",), ("intervention_started", "plan_made"), ("ended:work",), ("needs_assessed",)])),
        acts=draw(st.sampled_from(Side)),
    )  # fmt: skip


DRAWN = referrals(most=14)


@given(DRAWN, st.data())
@examples(250)
def test_days_are_those_that_a_count_day_by_day_finds(of, data):
    """Every day that counts is counted once, and those of waiting at her own wish apart where the policy says so."""
    made, on = lead_time(how := data.draw(policies())), data.draw(days_about(of.events))
    measured = measure(of, made, on)
    assume(measured.since is not None)
    passed = [status for day, status in replay(of, measured.since, measured.until or on) if counts(how, day)]
    waited = 0 if how.counts_waiting else passed.count("waiting")

    is_nothing = measured.state is ClockState.NULLIFIED
    assert measured.days == (None if is_nothing else len(passed) - waited + how.first_day)
    assert measured.waited == (0 if is_nothing else waited)
    assert measured.unit is (Unit.WORKING if how.unit is WORKING_DAYS else Unit.CALENDAR)


@given(DRAWN, st.data())
@examples(400)
def test_the_deadline_is_the_one_that_a_count_day_by_day_finds(of, data):
    """The promised days are used up one by one, and none while she waits where such days are not counted."""
    how = data.draw(
        policies(within=data.draw(st.integers(1, 14)), unit=data.draw(st.sampled_from([Period.DAYS, WORKING_DAYS])))
    )
    on = data.draw(days_about(of.events))
    measured = measure(of, lead_time(how), on)
    assume(measured.since is not None)
    statuses = replay(of, measured.since, measured.until or on)
    waits = {day for day, status in statuses if status == "waiting" and not how.counts_waiting}

    assert measured.deadline == last_day(how, measured.since, waits)


@given(DRAWN, st.data())
@examples(250)
def test_the_state_is_what_the_words_say(of, data):
    """It stops at the first contact, else ends with the case; a case that was registered by mistake counts for nothing."""
    on = data.draw(days_about(of.events))
    *_, happened = lives = clocks([one for one in of.events if one.day <= on], 14)
    words = [one.what.value for one in happened]
    is_closed = bool(words) and words[-1] in CLOSING
    each = measure_each(of, CONTACT, on)
    measured = measure(of, CONTACT, on)

    assert [one.since for one in each] == [next((one.day for one in life), None) for life in lives]
    assert each[-1] == measured
    for one, life in zip(each[:-1], lives, strict=False):
        is_wrong = life[-1].outcome == "wrongly-registered"
        assert one.state is (ClockState.NULLIFIED if is_wrong else ClockState.ENDED_WITHOUT_SUCCESS)
        assert (one.until, one.promise) == (life[-1].day, None)

    match words:
        case []:
            expected = ClockState.NOT_STARTED
        case _ if is_closed and happened[-1].outcome == "wrongly-registered":
            expected = ClockState.NULLIFIED
        case _ if "contacted" in words:
            expected = ClockState.STOPPED
        case _:
            expected = ClockState.ENDED_WITHOUT_SUCCESS if is_closed else ClockState.RUNNING
    assert measured.state is expected
    assert measured.is_open == (expected is ClockState.RUNNING)
    if expected is ClockState.STOPPED:
        assert measured.until == happened[words.index("contacted")].day


@given(DRAWN, lead_times(), st.data())
@examples(250)
def test_what_came_of_a_promise_goes_by_its_deadline(of, made, data):
    """Met and missed are on either side of it, and nothing is said where nothing was promised."""
    measured = measure(of, made, data.draw(days_about(of.events)))
    state, deadline = measured.state, measured.deadline
    is_late = deadline is not None and (measured.until or measured.on) > deadline

    match measured.promise:
        case Promise.MISSED:
            assert is_late
            assert state in {ClockState.RUNNING, ClockState.STOPPED, ClockState.ENDED_WITHOUT_SUCCESS}
        case Promise.MET:
            assert deadline is not None
            assert state is ClockState.STOPPED
            assert not is_late
        case Promise.STILL_POSSIBLE:
            assert deadline is not None
            assert state is ClockState.RUNNING
            assert not is_late
        case None:
            none = {ClockState.NOT_STARTED, ClockState.NULLIFIED}
            assert deadline is None or state in none or (state is ClockState.ENDED_WITHOUT_SUCCESS and not is_late)


# --- As time goes on ---------------------------------------------------------------------------------


@given(DRAWN, lead_times(), st.data())
@examples(500)
def test_measuring_later_never_makes_good_what_was_missed(of, made, data):
    """Once missed, a promise stays missed on every later day, but for those on which it counts for nothing."""
    first = data.draw(days_about(of.events))
    readings = [measure(of, made, first + count * ONE_DAY) for count in range(70)]
    later = dropwhile(lambda one: one.promise is not Promise.MISSED, readings)

    assert all(one.promise is Promise.MISSED or one.state is ClockState.NULLIFIED for one in later)


@given(DRAWN, lead_times(), st.data())
@examples(250)
def test_days_never_fall_as_time_goes_on(of, made, data):
    """Nor do the days of waiting, and the promised day never moves back; only what had ended in time begins anew."""
    first = data.draw(days_about(of.events))
    readings = [measure(of, made, first + count * ONE_DAY) for count in range(45)]
    begun = [one for one in readings if one.since is not None]

    for before, after in pairwise(begun):
        if before.since != after.since:
            assert before.until is None or before.until <= before.deadline
            assert before.since <= after.since
            assert before.promise is not Promise.MISSED
            assert made.policy().within is not None
            assert any(one.what == "reopened" and one.day == after.since for one in of.events)
            continue
        if ClockState.NULLIFIED in {before.state, after.state}:
            continue
        assert before.days <= after.days
        assert before.waited <= after.waited
        assert before.deadline is None or before.deadline <= after.deadline


@given(DRAWN, lead_times(), st.data())
@examples(250)
def test_nothing_depends_on_what_happened_later(of, made, data):
    """On a day, a referral is measured as one to which nothing more has happened by then."""
    on = data.draw(days_about(of.events))
    by_then = attrs.evolve(of, events=[one for one in of.events if one.day <= on])

    assert measure(of, made, on) == measure(by_then, made, on)


@given(DRAWN, lead_times(), st.data())
@examples(250)
def test_closing_an_open_case_never_lowers_its_time(of, made, data):
    """Whatever it is closed with on a day, it has taken as long as it had taken, open, on that day."""
    on = max([one.day for one in of.events], default=FIRST) + data.draw(st.integers(0, 30)) * ONE_DAY
    running = measure(of, made, on)
    assume(running.is_open)
    steps = [
        one.what for one in of.possible(on) if one.to in {"ended", "recommended_elsewhere", "could_not_be_reached"}
    ]
    assume(steps)
    closed = measure(of.with_events(event(data.draw(st.sampled_from(steps)), on)), made, LATER)

    if closed.is_open:  # What closed it is no end to this policy.
        assert closed.days >= running.days
    elif closed.state is ClockState.NULLIFIED:
        assert read(closed, "days", "waited", "deadline", "until") == (None, 0, *read(running, "deadline", "on"))
    else:
        assert read(closed, "days", "waited", "deadline", "until") == read(running, "days", "waited", "deadline", "on")


@given(DRAWN, st.data())
@examples(200)
def test_the_time_at_both_sides_and_that_when_it_was_closed_add_up_to_the_whole(of, data):
    """In all days and in working days, a day is at one side or at the other, or at none while it is closed."""
    how = policy(unit=data.draw(st.sampled_from([Period.DAYS, WORKING_DAYS])))
    on = data.draw(days_about(of.events))
    whole, *sides = (
        measure(of, lead_time(how, stop=["intervention_started"], side=side), on) for side in [None, *Side]
    )

    assert [one.state for one in sides] == [whole.state] * 2
    if whole.days is None:
        assert [one.days for one in sides] == [None, None]
        return
    where = [
        "closed" if status in CLOSING else "referrer" if status == "sent_back" else "recipient"
        for day, status in replay(of, whole.since, whole.until or on)
        if counts(how, day)
    ]
    assert [one.days for one in sides] == [where.count("recipient"), where.count("referrer")]
    assert sum(one.days for one in sides) + where.count("closed") == whole.days


@given(DRAWN, lead_times(roll=FORWARD, within=5), st.data())
@examples(150)
def test_a_rolled_deadline_is_a_working_day(of, made, data):
    """However far waiting has moved it; and it is no earlier than without rolling."""
    on = data.draw(days_about(of.events))
    measured = measure(of, made, on)
    assume(measured.deadline is not None)
    plain = measure(of, attrs.evolve(made, policies=[attrs.evolve(made.policy(), roll=Roll.NONE)]), on)

    assert SWEDEN.is_working_day(measured.deadline)
    assert plain.deadline <= measured.deadline


# --- What is known -----------------------------------------------------------------------------------


@given(referrals(corrected=True, most=14), lead_times(), st.dates(FIRST, date(2017, 3, 31)), st.data())
@examples(150)
def test_what_had_not_been_recorded_is_left_out(of, made, known_on, data):
    """Measured by what was known, a referral is as one to which only that had happened."""
    on = data.draw(days_about(of.events))
    try:
        by_then = attrs.evolve(of, events=of.history(known_on))
    except InvalidRecordError:
        assume(False)  # Of what was known by then, some rests on what was recorded later.

    assert measure(of, made, on, known_on=known_on) == measure(by_then, made, on)


@given(referrals(corrected=True, most=14), lead_times(), st.data())
@examples(150)
def test_what_was_taken_back_leaves_the_figures(of, made, data):
    """An event in error is in history and in no measurement."""
    on = data.draw(days_about(of.events))
    plain = attrs.evolve(of, events=of.standing())

    assert measure(of, made, on) == measure(plain, made, on)


@given(DRAWN, lead_times(), st.data())
@examples(50)
def test_a_referral_in_error_is_in_no_figures(of, made, data):
    """It counts for nothing on every day, but for those who ask what was known before."""
    day = max([one.day for one in of.events], default=FIRST)
    wrong = of.with_events(event("entered_in_error", day, recorded_on=day + 400 * ONE_DAY))
    on = data.draw(days_about(of.events))
    measured = measure(wrong, made, on)

    assert read(measured, "state", "days", "deadline", "promise") == ("nullified", None, None, None)
    assert (
        measure(wrong, made, on, known_on=day + 399 * ONE_DAY).state
        is measure(
            attrs.evolve(of, events=[one for one in of.events if one.was_known(day + 399 * ONE_DAY)]), made, on
        ).state
    )


def test_what_is_seen_in_part_is_not_measured():
    """What is hidden could have started the clock or stopped it."""
    seen = sent(("received", "2016-10-03"), ("contacted", "2016-10-05"), hidden=["kommun/IFO"])

    assert read(measure(seen, CONTACT, LATER), "state", "days", "journey") == ("unknown", None, "r-1")


@pytest.mark.parametrize(
    ("happened", "on"),
    [
        pytest.param([], "2016-10-03", id="nothing-has-happened"),
        pytest.param([("received", "2016-10-04")], "2016-10-03", id="not-yet"),
    ],
)
def test_a_clock_that_has_not_started_measures_nothing(happened, on):
    """No day is counted and nothing is promised."""
    measured = measure(sent(*happened, programme="en-vag-in"), CONTACT, on)

    assert read(measured, "state", "days", "since", "deadline", "promise", "rests_on") == (
        "not_started",
        None,
        None,
        None,
        None,
        (),
    )
    assert read(measured, "on", "policy", "lead_time", "journey", "programme") == (
        on,
        "calendar",
        "contact",
        "r-1",
        "en-vag-in",
    )


# --- Two weeks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "plain", "deadline"),
    [
        pytest.param("2016-10-03", "2016-10-17", "2016-10-17", id="ordinary-monday"),
        pytest.param("2024-06-07", "2024-06-21", "2024-06-24", id="midsommarafton"),
        pytest.param("2024-12-10", "2024-12-24", "2024-12-27", id="julafton"),
        pytest.param("2025-04-04", "2025-04-18", "2025-04-22", id="långfredagen"),
        pytest.param("2025-05-23", "2025-06-06", "2025-06-09", id="nationaldagen"),
        pytest.param("2026-06-05", "2026-06-19", "2026-06-22", id="midsommarafton-2026"),
    ],
)
def test_two_weeks_end_on_the_same_weekday_and_roll_forward(start, plain, deadline):
    """A promise in weeks and one of fourteen days have the same last day, and it moves only where it is rolled."""
    made = lead_time(
        policy("weeks", within=2, unit=Period.WEEKS),
        policy("weeks-rolled", within=2, unit=Period.WEEKS, roll=FORWARD),
        policy("days", within=14),
        policy("days-rolled", within=14, roll=FORWARD),
    )
    deadlines = [str(measure(sent(("received", start)), made, start, policy=one.id).deadline) for one in made.policies]

    assert deadlines == [plain, deadline, plain, deadline]


@pytest.mark.parametrize(
    ("received", "contacted", "days", "promises"),
    [
        pytest.param("2024-06-07", "2024-06-24", (17, 17, 10), ("missed", "met", "met"), id="over-midsummer"),
        pytest.param("2016-10-03", "2016-10-17", (14, 14, 10), ("met", "met", "met"), id="two-ordinary-weeks"),
    ],
)
def test_one_case_is_in_time_or_late_by_the_policy(received, contacted, days, promises):
    """The same contact is late by one way of counting and in time by another, so that each answer says which it is."""
    of = sent(("received", received), ("contacted", contacted))
    by = [measure(of, CONTACT, LATER if received < "2020" else "2024-12-31", policy=name) for name in TWO_WEEKS]

    assert tuple(one.days for one in by) == days
    assert tuple(one.promise for one in by) == promises
    assert [one.policy for one in by] == list(TWO_WEEKS)
    assert measure(of, CONTACT, "2024-12-31") == measure(of, CONTACT, "2024-12-31", policy="calendar")


MOMENTS = [("2016-10-16", "still_possible"), ("2016-10-17", "still_possible"), ("2016-10-18", "missed")]


@pytest.mark.parametrize(("on", "promise"), MOMENTS, ids=[on for on, _ in MOMENTS])
def test_an_open_promise_can_be_kept_through_its_last_day(on, promise):
    """The day after it has been missed, and the clock runs on."""
    measured = measure(sent(("received", "2016-10-03")), CONTACT, on)

    assert read(measured, "state", "promise", "until") == ("running", promise, None)


def test_nothing_is_promised_before_it_is_in_force():
    """The first day is what counts: on the day before, time is measured and there is nothing to miss."""
    made = lead_time(*TWO_WEEKS.values(), in_force=Span("2016-10-03", "2016-12-31"))
    by = {
        on: measure(sent(("received", on)), made, "2017-06-30")
        for on in ("2016-10-02", "2016-10-03", "2016-12-31", "2017-01-01")
    }

    assert [one.promise for one in by.values()] == [None, "missed", "missed", None]
    assert [one.deadline is None for one in by.values()] == [True, False, False, True]
    assert by["2016-10-02"].days == 271


@pytest.mark.parametrize(
    ("since", "months", "deadline"),
    [
        pytest.param("2023-01-31", 1, "2023-02-28", id="january-to-february"),
        pytest.param("2024-01-31", 1, "2024-02-29", id="to-february-of-a-leap-year"),
        pytest.param("2024-02-29", 12, "2025-02-28", id="a-year-from-the-leap-day"),
        pytest.param("2016-10-03", 6, "2017-04-03", id="half-a-year"),
    ],
)
def test_months_end_on_the_same_number_or_the_last(since, months, deadline):
    """As lag (1930:173) 1 § has it."""
    measured = measure(sent(("received", since)), lead_time(policy(within=months, unit=Period.MONTHS)), since)

    assert str(measured.deadline) == deadline


def test_the_first_day_can_be_day_one():
    """The day count is one higher and the promised day one earlier; contact on the first day is day 0 or day 1."""
    of = sent(("received", "2025-03-05"), ("contacted", "2025-03-08"))
    made = lead_time(policy("from-0", within=3), policy("from-1", within=3, first_day=1))

    by = [
        read(measure(of, made, LATER.replace(year=2025), policy=one), "days", "deadline", "promise")
        for one in ("from-0", "from-1")
    ]

    assert by == [(3, "2025-03-08", "met"), (4, "2025-03-07", "missed")]


def test_a_calendar_of_ones_own_is_asked():
    """With a bridging day free, ten working days end a day later."""
    own = Calendar({"2016-10-10"}, first=2016, last=2016)
    of = sent(("received", "2016-10-03"))

    assert str(measure(of, CONTACT, "2016-10-10", policy="working", calendar=own).deadline) == "2016-10-18"
    assert str(measure(of, CONTACT, "2016-10-10", policy="working").deadline) == "2016-10-17"


# --- Waiting at one's own wish -----------------------------------------------------------------------

WAITED = [
    ("received", "2016-10-03"),
    ("waiting_at_own_wish", "2016-10-10"),
    ("resumed", "2016-10-24"),
    ("contacted", "2016-10-31"),
]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        pytest.param({"counts_waiting": True}, (28, 0, "2016-10-17", "missed"), id="counted"),
        pytest.param({"counts_waiting": False}, (14, 14, "2016-10-31", "met"), id="not-counted"),
    ],
)
def test_waiting_is_counted_or_moves_the_promised_day(how, expected):
    """Nothing is subtracted unless the policy says so, and then as many days as are told."""
    measured = measure(sent(*WAITED), lead_time(policy(within=14, **how)), LATER)

    assert read(measured, "days", "waited", "deadline", "promise") == expected


@pytest.mark.parametrize(
    "how", [{"within": 14, "roll": FORWARD}, {"within": 10, "unit": WORKING_DAYS}], ids=["rolled", "working-days"]
)
@pytest.mark.parametrize("length", [1, 2, 5, 7])
def test_who_waits_from_the_last_day_on_is_not_late_while_she_waits(how, length):
    """The last day, a Monday after a rolled weekend or a Friday, has not passed until she waits no longer."""
    received, last = ("2016-10-01", date(2016, 10, 17)) if "roll" in how else ("2016-10-07", date(2016, 10, 21))
    ends = last + length * ONE_DAY
    of = sent(("received", received), ("waiting_at_own_wish", last), ("resumed", ends))
    made = lead_time(policy(counts_waiting=False, **how))

    assert [measure(of, made, last + count * ONE_DAY).promise for count in range(length + 1)] == ["still_possible"] * (
        length + 1
    )
    assert measure(of, made, ends).deadline == rolled(ends)
    assert measure(of, made, rolled(ends) + ONE_DAY).promise is Promise.MISSED


def test_waiting_after_the_last_day_moves_nothing():
    """What was missed when she began to wait stays missed."""
    of = sent(("received", "2016-10-03"), ("waiting_at_own_wish", "2016-10-18"))
    measured = measure(of, lead_time(policy(within=14, counts_waiting=False)), "2016-12-31")

    assert read(measured, "deadline", "promise", "days") == ("2016-10-17", "missed", 15)


# --- What ends it, and what makes it count for nothing -----------------------------------------------

UNREACHED = [("received", "2016-10-03"), ("contact_attempt", "2016-10-05"), ("could_not_be_reached", "2016-10-12")]
AS_NULLIFIED = policy("as-nullified", within=14, nullified_by=["ended:wrongly-registered", "could_not_be_reached"])
AS_ENDED = policy("as-ended", within=14)
LENIENT = policy("lenient", within=14, ended_by=["ended"])


@pytest.mark.parametrize(
    ("how", "state", "until"),
    [
        pytest.param(AS_ENDED, "ended_without_success", "2016-10-12", id="as-ended"),
        pytest.param(AS_NULLIFIED, "nullified", "2016-10-12", id="as-nullified"),
        pytest.param(LENIENT, "running", None, id="as-nothing"),
    ],
)
def test_who_could_not_be_reached_counts_as_the_policy_says(how, state, until):
    """It ends the clock without success, makes it count for nothing, or neither."""
    measured = measure(sent(*UNREACHED), lead_time(how), "2016-10-13")

    assert read(measured, "state", "until") == (state, until)
    assert measured.promise is (Promise.STILL_POSSIBLE if state == "running" else None)
    assert measured.days == {"running": 10, "ended_without_success": 9, "nullified": None}[state]
    assert measured.since == date(2016, 10, 3)


def test_what_counts_for_nothing_has_no_days_of_waiting():
    """The days that were left out by its policy are left out with the others."""
    of = referral(
        *(event(what, on) for what, on in WAITED[:3]), event("ended", "2016-10-25", outcome="wrongly-registered")
    )
    made = lead_time(policy(within=14, counts_waiting=False))

    assert read(measure(of, made, "2016-10-24"), "state", "days", "waited") == ("running", 7, 14)
    assert read(measure(of, made, LATER), "state", "days", "waited", "until") == ("nullified", None, 0, "2016-10-25")


def test_what_stopped_in_time_is_not_undone_by_what_came_later():
    """She was contacted in time; that she cannot be reached half a year later does not undo it."""
    of = sent(
        ("received", "2016-10-03"),
        ("contacted", "2016-10-05"),
        ("contact_attempt", "2017-04-01"),
        ("could_not_be_reached", "2017-04-03"),
    )

    assert read(measure(of, lead_time(AS_NULLIFIED), LATER), "state", "promise", "days") == ("stopped", "met", 2)


def test_a_referral_that_was_none_counts_for_nothing_even_so():
    """Registered by mistake, it is in no figures although she was contacted; who ended it otherwise was too late."""
    contacted = [event("received", "2016-10-03"), event("contacted", "2016-10-05")]
    wrong = referral(*contacted, event("ended", "2016-11-01", outcome="wrongly-registered"))

    assert read(measure(wrong, CONTACT, LATER), "state", "promise") == ("nullified", None)
    assert measure(wrong, CONTACT, "2016-10-31").promise is Promise.MET


@pytest.mark.parametrize(
    ("closed", "promise"),
    [pytest.param("2016-10-17", None, id="by-the-last-day"), pytest.param("2016-10-18", "missed", id="too-late")],
)
def test_what_ended_without_success_was_missed_if_it_had_been_open_too_long(closed, promise):
    """Closing a case does not make good that its day had passed."""
    measured = measure(sent(("received", "2016-10-03"), ("ended", closed)), CONTACT, LATER)

    assert read(measured, "state", "promise") == ("ended_without_success", promise)


CLOSED = {
    "ended": [("ended", "2016-10-{}")],
    "nullified": [("contact_attempt", "2016-10-04"), ("could_not_be_reached", "2016-10-{}")],
    "recommended": [("recommended_elsewhere", "2016-10-{}")],
}


def reopened(closed, on, *more):
    """Return a referral that was closed so on that day of October, and reopened on the 25th."""
    return sent(
        ("received", "2016-10-03"), *((what, day.format(on)) for what, day in CLOSED[closed]),
        ("reopened", "2016-10-25"), *more,
    )  # fmt: skip


@pytest.mark.parametrize("kind", [LeadTimeKind.TARGET, LeadTimeKind.DUTY, LeadTimeKind.MEASURE], ids=str)
@pytest.mark.parametrize("closed", CLOSED)
@pytest.mark.parametrize("on", ["10", "17"], ids=["early", "on-the-last-day"])
def test_what_was_closed_while_its_promise_could_be_kept_begins_anew(closed, on, kind):
    """Fourteen days from the reopening on, and both are told: the one that had ended, and the new one."""
    made = lead_time(AS_NULLIFIED, kind=kind)
    state = "nullified" if closed == "nullified" else "ended_without_success"
    first, again = measure_each(reopened(closed, on), made, "2016-10-27")

    assert read(first, "state", "since", "until", "deadline", "promise") == (
        state, "2016-10-03", f"2016-10-{on}", "2016-10-17", None,
    )  # fmt: skip
    assert read(again, "state", "since", "days", "deadline", "promise", "rests_on") == (
        "running", "2016-10-25", 2, "2016-11-08", "still_possible", ("reopened 2016-10-25",),
    )  # fmt: skip
    assert [one.journey for one in (first, again)] == ["r-1", "r-1"]
    assert [measure(reopened(closed, on), made, day).promise for day in ("2016-11-08", "2016-11-09")] == ["still_possible", "missed"]  # fmt: skip
    contacted = measure(reopened(closed, on, ("contacted", "2016-11-01")), made, LATER)
    assert read(contacted, "state", "days", "until", "promise") == ("stopped", 7, "2016-11-01", "met")


@pytest.mark.parametrize(
    ("closed", "fields"),
    [
        pytest.param(("ended", "18"), {}, id="missed-when-it-ended"),
        pytest.param(("nullified", "18"), {}, id="missed-when-it-came-to-count-for-nothing"),
        pytest.param(("recommended", "10"), {"stop": ["recommended_elsewhere", "contacted"]}, id="stopped-by-what-closed-it"),
        pytest.param(("ended", "10"), {"kind": LeadTimeKind.LIMIT}, id="a-limit-is-no-promise"),
        pytest.param(("nullified", "10"), {"in_force": Span("2016-10-04")}, id="nothing-was-promised-yet"),
    ],
)  # fmt: skip
def test_otherwise_reopening_goes_on_from_the_first_day(closed, fields):
    """What was missed stays missed, and where nothing was promised there is nothing to promise anew."""
    made = lead_time(AS_NULLIFIED, **fields)
    of = reopened(*closed)
    promised = "in_force" not in fields
    promise = "missed" if promised and "kind" not in fields else None

    assert not measure(of, made, "2016-10-24").is_open
    assert [read(one, "state", "since", "days", "deadline", "promise") for one in measure_each(of, made, "2016-10-27")] == [
        ("running", "2016-10-03", 24, "2016-10-17" if promised else None, promise)
    ]  # fmt: skip
    contacted = measure(reopened(*closed, ("contacted", "2016-10-28")), made, LATER)
    assert read(contacted, "state", "days", "since", "until") == ("stopped", 25, "2016-10-03", "2016-10-28")


def test_a_measure_alone_goes_on_through_a_reopening():
    """The whole journey is as long as it was, with the time when it was closed, which was on no side."""
    of = reopened("ended", "10", ("sent_back", "2016-10-28"))
    whole, *sides = (measure(of, one, "2016-10-31") for one in (JOURNEY, *SIDES.values()))

    assert read(whole, "state", "since", "days") == ("running", "2016-10-03", 28)
    assert [one.days for one in sides] == [7 + 3, 3]
    assert 28 - 7 - 3 - 3 == 15


def test_each_reopening_can_begin_anew():
    """Closed in time three times, there are four clocks; closed too late, the last of them goes on."""
    closings = ["2016-10-10", "2016-10-30", "2016-11-15", "2016-12-31"]
    openings = ["2016-10-20", "2016-11-05", "2016-11-20", "2017-01-10"]
    days = [
        pair
        for ended, again in zip(closings, openings, strict=True)
        for pair in (("ended", ended), ("reopened", again))
    ]
    each = measure_each(sent(("received", "2016-10-03"), *days), CONTACT, "2017-02-01")

    assert [read(one, "since", "until", "promise") for one in each] == [
        ("2016-10-03", "2016-10-10", None),
        ("2016-10-20", "2016-10-30", None),
        ("2016-11-05", "2016-11-15", None),
        ("2016-11-20", None, "missed"),
    ]


def test_a_clock_that_begins_anew_knows_nothing_of_waiting_before():
    """The waiting before it was closed belongs to the first; where a reopening is what starts a clock, it does."""
    of = sent(
        ("received", "2016-10-03"), ("waiting_at_own_wish", "2016-10-05"), ("ended", "2016-10-10"),
        ("reopened", "2016-10-20"),
    )  # fmt: skip
    made = lead_time(policy(within=14, counts_waiting=False))

    assert [read(one, "days", "waited", "deadline") for one in measure_each(of, made, "2016-10-22")] == [
        (2, 5, "2016-10-22"),
        (2, 0, "2016-11-03"),
    ]
    assert measure(of, attrs.evolve(made, start=["reopened"]), "2016-10-22").since == date(2016, 10, 20)
    from_waiting = measure_each(of, attrs.evolve(made, start=["waiting_at_own_wish"]), "2016-10-22")
    assert [read(one, "days", "waited", "deadline") for one in from_waiting] == [
        (0, 5, "2016-10-24"),
        (2, 0, "2016-11-03"),
    ]


def test_what_had_stopped_before_it_was_closed_stays_stopped():
    """Reopening a case does not undo that she was contacted."""
    of = sent(
        ("received", "2016-10-03"), ("contacted", "2016-10-05"), ("ended", "2016-10-10"), ("reopened", "2016-10-20")
    )

    assert read(measure(of, CONTACT, LATER), "state", "days", "promise") == ("stopped", 2, "met")


# --- Three times back --------------------------------------------------------------------------------

SIDES = {side: attrs.evolve(JOURNEY, id=f"at-{side}", side=side) for side in Side}
FORUM = "forum:beredningsgrupp"
THREE_TIMES_BACK = Referral(
    "r-3",
    by=REFERRER,
    to=FORUM,
    events=[
        event("received", "2015-02-02", FORUM),
        event("sent_back", "2015-03-16", FORUM, asks_for=["certificate"]),
        event("supplemented", "2015-04-20", REFERRER),
        event("sent_back", "2015-05-25", FORUM, asks_for=["enrolment:AF"]),
        event("supplemented", "2015-08-31", REFERRER),
        event("sent_back", "2015-10-05", FORUM, asks_for=["consent"]),
        event("supplemented", "2015-11-02", REFERRER),
        event("admitted", "2015-12-14", FORUM),
        event("intervention_started", "2016-01-11", FORUM),
    ],
)


def test_three_times_back():
    """Of 343 days from referral to intervention, 182 passed at the group and 161 at the one who referred her."""
    whole = measure(THREE_TIMES_BACK, JOURNEY, LATER)

    assert read(whole, "state", "days", "agency", "until") == ("stopped", 343, FORUM, "2016-01-11")
    assert [measure(THREE_TIMES_BACK, SIDES[side], LATER).days for side in Side] == [182, 161]
    assert [42 + 35 + 35 + 70, 35 + 98 + 28] == [182, 161]
    assert whole.rests_on == ("received 2015-02-02", "intervention_started 2016-01-11")


def test_three_times_back_while_it_went_on():
    """On 15 September 2015 it had run for 225 days, and lay with the group; nothing was promised in 2015."""
    on = "2015-09-15"
    made = attrs.evolve(CONTACT, in_force=Span("2016-10-03"))

    assert read(measure(THREE_TIMES_BACK, JOURNEY, on), "state", "days", "rests_on") == (
        "running",
        225,
        ("received 2015-02-02",),
    )
    assert [measure(THREE_TIMES_BACK, SIDES[side], on).days for side in Side] == [42 + 35 + 15, 35 + 98]
    assert THREE_TIMES_BACK.status(date(2015, 9, 15)) == "received"
    assert read(measure(THREE_TIMES_BACK, made, on), "deadline", "promise") == (None, None)


# --- Who is to act -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "acts", "agency"),
    [
        pytest.param({}, Side.RECIPIENT, RECIPIENT, id="the-recipient"),
        pytest.param({"to": None, "programme": "en-vag-in"}, Side.RECIPIENT, "kommun/AME", id="who-received-it"),
        pytest.param({}, Side.REFERRER, REFERRER, id="the-referrer"),
        pytest.param({"by": "self"}, Side.REFERRER, "self", id="she-herself-where-she-came-on-her-own"),
        pytest.param({"by": "profession:läkare"}, Side.REFERRER, "profession:läkare", id="a-profession"),
        pytest.param({"by": "profession:läkare", "from_": "FK"}, Side.REFERRER, "FK", id="where-the-profession-works"),
        pytest.param({"by": "forum:team"}, Side.REFERRER, "forum:team", id="a-forum"),
    ],
)
def test_whose_it_is_to_keep_the_promise(fields, acts, agency):
    """The one to whom it was sent, else the one who received it; or the one who referred her."""
    of = referral(
        event("acknowledged", "2016-10-04", "kommun/AME"), event("received", "2016-10-03", "kommun/AME"), **fields
    )

    assert measure(of, lead_time(acts=acts), LATER).agency == agency


def test_a_clock_that_starts_before_the_referral_is_known_has_no_agency():
    """Where nobody is known to have received it, nobody is named."""
    of = referral(event("received", "2016-10-03", recorded_on="2016-12-01"), event("acknowledged", "2016-10-04", recorded_on="2016-10-04"), to=None, programme="p")  # fmt: skip
    made = lead_time(start=["acknowledged"])

    assert measure(of, made, "2016-11-01", known_on="2016-11-01").agency is None
    assert measure(of, made, "2016-11-01").agency == RECIPIENT


# --- Clocks that start anew --------------------------------------------------------------------------

RENEWED = lead_time(policy(within=6, unit=Period.MONTHS), id="renewal", kind=LeadTimeKind.DUTY, start=["plan_made:af"], stop=["plan_made:af"], restarts=True)  # fmt: skip


def plans(*days):
    """Return a referral with a plan made on each of those days."""
    return referral(event("received", days[0]), *(event("plan_made", on, plan="af") for on in days))


def test_a_clock_that_starts_anew_is_read_from_each_start():
    """Each plan is renewed by the next, in time or late, and the last is yet to be; a plan of another sort starts nothing."""
    of = plans("2016-01-31", "2016-07-31", "2017-02-01").with_events(event("plan_made", "2017-03-01", plan="sip"))
    each = measure_each(of, RENEWED, "2017-06-01")

    assert [read(one, "since", "until", "deadline", "promise", "days") for one in each] == [
        ("2016-01-31", "2016-07-31", "2016-07-31", "met", 182),
        ("2016-07-31", "2017-02-01", "2017-01-31", "missed", 185),
        ("2017-02-01", None, "2017-08-01", "still_possible", 120),
    ]
    assert measure(of, RENEWED, "2017-06-01") == each[-1]
    assert len(measure_each(of, attrs.evolve(RENEWED, restarts=False), "2017-06-01")) == 1


@given(DRAWN, st.data())
@examples(100)
def test_each_start_is_measured_as_if_there_were_no_other(of, data):
    """With as many as there were starts, each adds up with the time before it to the time from the first on."""
    on = data.draw(days_about(of.events))
    made = lead_time(policy(counts_waiting=False), start=["contacted"], stop=["contacted"], restarts=True)
    each = measure_each(of, made, on)
    days = [one.day for one in of.events if one.what == "contacted" and one.day <= on]

    assert [one.since for one in each] == (days or [None])
    assert [one.until for one in each[:-1]] == days[1:]
    for one in each if days else ():
        waits = [status for _, status in replay(of, one.since, one.until or on)].count("waiting")
        if one.state is ClockState.NULLIFIED:
            assert (one.days, one.waited) == (None, 0)
        elif one.state is not ClockState.ENDED_WITHOUT_SUCCESS:
            assert (one.days, one.waited) == (((one.until or on) - one.since).days - waits, waits)


ATTEMPTED = lead_time(policy(), start=["contact_attempt"], stop=["contacted"], restarts=True)


def test_a_start_that_a_later_one_takes_the_place_of_is_none():
    """Of three attempts before a contact the last counts, and after it the last of those that are yet to lead to one."""
    happened = [("contact_attempt", on) for on in ("2016-10-04", "2016-10-06", "2016-10-11")]
    again = [("contact_attempt", on) for on in ("2016-10-20", "2016-10-24")]
    of = sent(("received", "2016-10-03"), *happened, ("contacted", "2016-10-13"), *again)

    assert [read(one, "since", "until", "days", "state") for one in measure_each(of, ATTEMPTED, "2016-10-31")] == [
        ("2016-10-11", "2016-10-13", 2, "stopped"),
        ("2016-10-24", None, 7, "running"),
    ]
    assert measure(of, ATTEMPTED, "2016-10-10").since == date(2016, 10, 6)


def test_a_start_of_which_something_came_is_told_although_there_is_a_later_one():
    """Who could not be reached after an attempt is one, and the attempt after the reopening another."""
    of = sent(
        ("received", "2016-10-03"), ("contact_attempt", "2016-10-04"), ("could_not_be_reached", "2016-10-10"),
        ("reopened", "2016-10-20"), ("contact_attempt", "2016-10-24"),
    )  # fmt: skip
    made = attrs.evolve(ATTEMPTED, policies=[policy(within=14)])

    assert [read(one, "since", "until", "state") for one in measure_each(of, made, "2016-10-31")] == [
        ("2016-10-04", "2016-10-10", "ended_without_success"),
        ("2016-10-24", None, "running"),
    ]


@given(DRAWN, st.data())
@examples(150)
def test_the_starts_that_are_told_are_those_of_which_something_came_and_the_last(of, data):
    """Between two attempts something came if she was contacted, or the case was closed and not reopened by then."""
    on = data.draw(days_about(of.events))
    happened = [one for one in of.events if one.day <= on]
    places = [place for place, one in enumerate(happened) if one.what == "contact_attempt"]
    told = []
    for place, end in zip(places, [*places, None][1:], strict=True):
        between = [one.what for one in happened[place + 1 : end]]
        if end is None or "contacted" in between:
            told.append(happened[place].day)

    assert [one.since for one in measure_each(of, ATTEMPTED, on)] == (told or [None])


@pytest.mark.mass
@pytest.mark.parametrize(
    "made", [JOURNEY, lead_time(start=["contacted"], stop=["contacted"], restarts=True)], ids=["once", "anew"]
)
def test_ten_times_as_many_events_are_ten_times_as_much_work(made, monkeypatch):
    """Also where each of many thousand events starts the clock anew."""
    looks = []
    plain, moved = ReferralEvent.is_one_of, referral_clocks._Place.after
    monkeypatch.setattr(ReferralEvent, "is_one_of", lambda one, names: looks.append(1) or plain(one, names))
    monkeypatch.setattr(referral_clocks._Place, "after", lambda place, one: looks.append(1) or moved(place, one))

    def work(count):
        looks.clear()
        more = [event("contacted", FIRST + place * ONE_DAY) for place in range(20)]
        of = referral(event("received", FIRST), *(more[place * 20 // count] for place in range(count - 1)))
        assert len(measure_each(of, made, LATER)) == (count - 1 if made.restarts else 1)
        return len(looks)

    most = 20_000 if made.restarts else 100_000
    assert work(most) == pytest.approx(10 * work(most // 10), rel=0.001)


@pytest.mark.mass
@pytest.mark.parametrize("within", [0, 14], ids=["missed-at-once", "always-anew"])
def test_ten_times_as_many_reopenings_are_ten_times_as_much_work(within, monkeypatch):
    """Also where each begins the clock anew, or none does."""
    looks = []
    plain, moved = ReferralEvent.is_one_of, referral_clocks._Place.after
    monkeypatch.setattr(ReferralEvent, "is_one_of", lambda one, names: looks.append(1) or plain(one, names))
    monkeypatch.setattr(referral_clocks._Place, "after", lambda place, one: looks.append(1) or moved(place, one))
    last = FIRST + ONE_DAY

    def work(count):
        looks.clear()
        pair = event("ended", last), event("reopened", last)
        of = referral(event("received", FIRST), *(pair[place % 2] for place in range(2 * count)))
        assert len(measure_each(of, lead_time(policy(within=within)), LATER)) == (count + 1 if within else 1)
        return len(looks)

    assert work(20_000) == pytest.approx(10 * work(2_000), rel=0.01)


# --- Sick leave --------------------------------------------------------------------------------------

FK_LIMITS = lead_time(
    *(policy(f"day-{day}", within=day) for day in (90, 180, 365)),
    id="fk-limit",
    kind=LeadTimeKind.LIMIT,
    over=Over.SICK_LEAVE,
    joined_within=90,
    to=["FK"],
)


def sick(*spells):
    """Return a person who was on sick leave then."""
    return Participant(id="d-001", sick_leave=[SickLeave(since, until=until) for since, until in spells])


@pytest.mark.parametrize(
    ("again", "days", "since"),
    [
        pytest.param("2025-05-29", 59 + 4, "2025-01-01", id="89-days-between-are-added-together"),
        pytest.param("2025-05-30", 3, "2025-05-30", id="90-days-between-are-not"),
    ],
)
def test_spells_with_fewer_than_90_days_between_are_added_together(again, days, since):
    """SFB 27:51: after a sick leave to 28 February 2025 the next on 29 May goes on, and on 30 May begins anew."""
    measured = measure(sick(("2025-01-01", "2025-02-28"), (again, None)), FK_LIMITS, "2025-06-01")

    assert read(measured, "state", "days", "since", "until", "agency") == ("running", days, since, None, "FK")
    assert read(measured, "participant", "journey", "promise") == ("d-001", None, None)


@pytest.mark.parametrize(
    ("spells", "deadline"),
    [
        pytest.param([("2025-01-01", None)], "2025-03-31", id="without-a-break"),
        pytest.param([("2025-01-01", "2025-03-31")], "2025-03-31", id="to-the-very-day"),
        pytest.param([("2025-01-01", "2025-03-30")], None, id="one-day-short"),
        pytest.param([("2025-01-01", "2025-01-31"), ("2025-03-01", None)], "2025-04-28", id="with-a-break"),
        pytest.param([("2024-01-01", "2024-03-30"), ("2025-01-01", None)], "2025-03-31", id="anew"),
    ],
)
def test_a_limit_is_the_day_of_that_number(spells, deadline):
    """Day 90 is the ninetieth day on sick leave, the first one counted."""
    measured = measure(sick(*spells), FK_LIMITS, "2025-03-05")

    assert read(measured, "deadline", "promise") == (deadline, None)


@pytest.mark.parametrize(
    ("spells", "on", "expected"),
    [
        pytest.param([("2025-01-01", "2025-01-31")], "2025-01-31", ("running", 31, None), id="on-its-last-day"),
        pytest.param([("2025-01-01", "2025-01-31")], "2025-02-01", ("stopped", 31, "2025-01-31"), id="the-day-after"),
        pytest.param([("2025-01-01", "2025-01-31")], "2025-01-10", ("running", 10, None), id="while-it-lasts"),
        pytest.param([("2025-01-01", None)], "2024-12-31", ("not_started", None, None), id="before-it"),
        pytest.param([], "2025-01-01", ("not_started", None, None), id="never"),
        pytest.param(
            [("2025-01-01", "2025-01-10"), ("2025-02-01", None)],
            "2025-01-20",
            ("stopped", 10, "2025-01-10"),
            id="between-two",
        ),
    ],
)
def test_how_long_a_sick_leave_had_lasted(spells, on, expected):
    """Days that have come are counted, those of spells to come are not."""
    assert read(measure(sick(*spells), FK_LIMITS, on), "state", "days", "until") == expected


def test_what_is_not_known_of_her_sick_leave_is_not_measured():
    """An absent list is unknown; a list that says nothing more says that there was none."""
    assert read(measure(Participant(id="d-001"), FK_LIMITS, LATER), "state", "days", "participant") == (
        "unknown",
        None,
        "d-001",
    )


def test_a_limit_holds_from_the_first_day_on_which_it_is_in_force():
    """Spells that are added together count from the first of them."""
    person = sick(("2025-01-01", "2025-01-31"), ("2025-03-01", None))
    by = [
        measure(person, attrs.evolve(FK_LIMITS, in_force=Span(since)), "2025-06-01")
        for since in ("2025-01-01", "2025-01-02")
    ]

    assert [str(one.deadline) for one in by] == ["2025-04-28", "None"]
    assert [one.days for one in by] == [31 + 93] * 2


def test_a_sick_leave_that_was_recorded_late_was_not_known():
    """Asked what was known, the list was not whole and nothing is measured; a case file is asked as the person is."""
    person = Participant(id="d-001", sick_leave=[SickLeave("2025-01-01", recorded_on="2025-02-01")])

    assert read(measure(person, FK_LIMITS, "2025-02-01", known_on="2025-01-31"), "state", "days", "since") == (
        "unknown",
        None,
        None,
    )
    assert measure(CaseFile(person), FK_LIMITS, "2025-02-01", known_on="2025-02-01") == measure(
        person, FK_LIMITS, "2025-02-01"
    )
    assert measure(person, FK_LIMITS, "2025-02-01").rests_on == ("sick_leave 2025-01-01",)


@pytest.mark.parametrize(
    ("spells", "known_on", "expected"),
    [
        pytest.param([("2025-01-01", "2025-01-31", "2025-01-02"), ("2025-03-01", None, "2025-03-10")], "2025-03-09", ("unknown", None), id="a-part-not-heard-of"),
        pytest.param([("2025-01-01", "2025-01-31", "2025-01-02"), ("2025-03-01", None, "2025-03-10")], "2025-03-10", ("running", 31 + 10), id="heard-of-that-day"),
        pytest.param([("2025-03-01", None, None)], "2025-03-01", ("running", 10), id="nobody-says-when"),
        pytest.param([("2025-03-01", None, "2025-03-02"), ("2025-03-01", "2025-03-05", "2025-03-09")], "2025-03-08", ("running", 10), id="corrected-later"),
        pytest.param([("2025-03-01", None, "2025-03-02"), ("2025-03-01", "2025-03-05", "2025-03-09")], None, ("stopped", 5), id="as-it-was-corrected"),
    ],
)  # fmt: skip
def test_sick_leave_of_which_a_part_had_not_been_recorded_is_unknown(spells, known_on, expected):
    """A part that nobody had heard of could have been added to the others; one that was corrected had been heard of."""
    leave = [SickLeave(since, until=until, recorded_on=recorded) for since, until, recorded in spells]
    measured = measure(Participant(id="d-001", sick_leave=leave), FK_LIMITS, "2025-03-10", known_on=known_on)

    assert read(measured, "state", "days") == expected


SHORT_SPELLS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 6)).map(
        lambda pair: (FIRST + pair[0] * ONE_DAY, FIRST + (pair[0] + pair[1]) * ONE_DAY)
    ),
    max_size=6,
    unique_by=lambda one: one[0],
)


@given(SHORT_SPELLS, st.integers(0, 75), st.integers(1, 8), st.integers(1, 12), st.booleans())
@examples(300)
def test_sick_leave_is_what_a_count_of_its_days_finds(spells, later, within, limit, is_joined):
    """Backwards from the last day, every day of sick leave is counted until there are too many without between two."""
    on = FIRST + later * ONE_DAY
    written = {since + count * ONE_DAY for since, until in spells for count in range((until - since).days + 1)}
    goes_on = on
    while goes_on in written:  # What is to come counts only where it goes on from what has come.
        goes_on += ONE_DAY
    days = sorted(day for day in written if day <= max(on, goes_on))
    group = days[-1:]
    for day in reversed(days[:-1]):
        if (group[0] - day).days - 1 >= (within if is_joined else 1):
            break
        group.insert(0, day)
    made = attrs.evolve(FK_LIMITS, policies=[policy(within=limit)], joined_within=within if is_joined else None)
    measured = measure(sick(*spells), made, on)

    if not group:
        assert measured.state is ClockState.NOT_STARTED
        return
    assert measured.days == len([day for day in group if day <= on])
    assert measured.since == group[0]
    assert measured.state is (ClockState.RUNNING if on <= group[-1] else ClockState.STOPPED)
    assert measured.deadline == (group[limit - 1] if limit <= len(group) else None)


# --- What is refused ---------------------------------------------------------------------------------

WRONG = {
    "a-person-for-a-referral": (
        (Participant(id="d-001"), CONTACT, LATER),
        {},
        "journey: wanted a referral, got a person",
    ),
    "a-referral-for-a-person": ((sent(), FK_LIMITS, LATER), {}, "journey: wanted a person, got a referral"),
    "no-day": ((sent(), CONTACT, "2016-2-3"), {}, "value: wanted a day as YYYY-MM-DD, got text of 8 characters"),
    "known-on-no-day": ((sent(), CONTACT, LATER), {"known_on": 5}, "value: wanted a day as YYYY-MM-DD, got a number"),
    "a-day-the-calendar-lacks": (
        (sent(("received", "1989-12-01")), CONTACT, "1989-12-24"),
        {"policy": "working"},
        "since: wanted a day from 1990-01-01 to 2060-12-31, got an earlier day",
    ),
}


@pytest.mark.parametrize(("asked", "how", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_measured_is_refused(asked, how, told):
    """The error says what was wanted, and nothing of whom it is about."""
    with pytest.raises(InvalidValueError) as error:
        measure(*asked, **how)

    assert str(error.value) == told


def test_a_policy_that_there_is_not_is_told():
    """With those that there are."""
    with pytest.raises(UnknownNameError, match="there is no policy 'strict'"):
        measure(sent(), CONTACT, LATER, policy="strict")


def test_a_promise_beyond_the_last_day_there_is_ends_on_it():
    """A mistyped year stops nobody who measures many cases."""
    of = sent(("received", "9999-12-30"))

    for unit in (Period.DAYS, Period.WEEKS, Period.MONTHS):
        assert measure(of, lead_time(policy(within=14, unit=unit, roll=FORWARD)), "9999-12-31").deadline == date.max


def test_a_measurement_tells_nothing_of_her_in_its_repr():
    """Only which clock it is and how it stands."""
    measured = measure(sick(("2025-01-01", None)), FK_LIMITS, "2025-06-01")

    assert repr(measured) == "<Measurement fk-limit: running>"
    assert (
        repr(measure(sent(*WAITED), CONTACT, LATER))
        == str(measure(sent(*WAITED), CONTACT, LATER))
        == "<Measurement contact: stopped>"
    )
