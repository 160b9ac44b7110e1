"""The lead times that are shipped: what is promised, by whom, from when, and how the days are counted."""

from datetime import date

import pytest

from samverkan import Participant, load_model
from samverkan.lead_times import LeadTimeKind, Over, Period, Roll
from samverkan.measurements import ClockState, Promise, measure, measure_each
from samverkan.participants import SickLeave
from samverkan.referral_events import ReferralEvent
from samverkan.referral_steps import Side
from samverkan.referrals import Referral

MODEL = load_model("finsam")
CLOCKS = MODEL.lead_times
MEASURE, TARGET, DUTY, LIMIT = LeadTimeKind
DAYS, WEEKS, MONTHS, WORKING_DAYS = Period
GENERAL = (
    "to-contact",
    "to-needs-assessed",
    "to-plan",
    "to-intervention",
    "whole-journey",
    "at-recipient",
    "at-referrer",
)
SIP = ("sip-social-services", "sip-health-care")
CARE = ("care-contact", "care-assessment", "care-visit", "care-treatment")
SICK_LEAVE = ("sick-leave-day-90", "sick-leave-day-180", "sick-leave-day-365")


def day(text):
    """Return a day from its text."""
    return date.fromisoformat(text)


def journey(*events, to="AF"):
    """Return a referral to which these things happened, each as what, the day, and what more it says."""
    made = [ReferralEvent(what, on=on, agency=to, **dict(*more)) for what, on, *more in events]
    return Referral("r-1", by="self", to=to, events=made)


# --- What there is ----------------------------------------------------------------------------------------


def test_these_are_the_lead_times_that_are_shipped():
    """Those of every referral, the two weeks of En väg in, and those of the law."""
    assert set(CLOCKS) == {*GENERAL, "contact", *SIP, "action-plan", "action-plan-renewal", *CARE, *SICK_LEAVE}


@pytest.mark.parametrize(
    ("name", "kind", "to", "since", "promises"),
    [
        ("contact", TARGET, (), "2016-10-03", {"calendar": (2, WEEKS), "rolled": (2, WEEKS), "working-days": (10, WORKING_DAYS), "unreached-leave": (2, WEEKS)}),
        ("sip-social-services", DUTY, ("kommun",), "2010-01-01", {"calendar": (None, DAYS)}),
        ("sip-health-care", DUTY, ("region",), "2010-01-01", {"calendar": (None, DAYS)}),
        ("action-plan", DUTY, ("AF",), "2022-12-01", {"rolled": (30, DAYS)}),
        ("action-plan-renewal", DUTY, ("AF",), "2022-12-01", {"rolled": (6, MONTHS)}),
        ("care-contact", DUTY, ("region/primärvård",), "2019-01-01", {"calendar": (0, DAYS), "rolled": (0, DAYS)}),
        ("care-assessment", DUTY, ("region/primärvård",), "2019-01-01", {"calendar": (3, DAYS), "rolled": (3, DAYS)}),
        ("care-visit", DUTY, ("region/psykiatri", "region/sjukhus"), "2019-01-01", {"without-own-wait": (90, DAYS), "calendar": (90, DAYS), "rolled": (90, DAYS)}),
        ("care-treatment", DUTY, ("region/psykiatri", "region/sjukhus"), "2019-01-01", {"without-own-wait": (90, DAYS), "calendar": (90, DAYS), "rolled": (90, DAYS)}),
        ("sick-leave-day-90", LIMIT, ("FK",), "2011-01-01", {"calendar": (90, DAYS)}),
        ("sick-leave-day-180", LIMIT, ("FK",), "2011-01-01", {"calendar": (180, DAYS)}),
        ("sick-leave-day-365", LIMIT, ("FK",), "2011-01-01", {"calendar": (365, DAYS)}),
    ],
)  # fmt: skip
def test_what_is_promised_by_whom_and_from_when(name, kind, to, since, promises):
    """The default way of counting first."""
    clock = CLOCKS[name]
    assert (clock.kind, clock.to, clock.in_force.since, clock.in_force.until) == (kind, to, day(since), None)
    assert {one.id: (one.within, one.unit) for one in clock.policies} == promises
    assert next(iter(promises)) == clock.policy().id


def test_what_is_measured_of_every_referral_is_promised_by_nobody():
    """They are general, and the rest are not."""
    assert tuple(name for name, one in CLOCKS.items() if one.general) == GENERAL
    assert {one.kind for one in CLOCKS.values() if one.general} == {MEASURE}
    assert all(policy.within is None for name in GENERAL for policy in CLOCKS[name].policies)


def test_the_sides_of_a_referral_that_is_sent_back_are_counted_apart():
    """Time at the recipient, and at the referrer, who is to act there."""
    assert [(CLOCKS[name].side, CLOCKS[name].acts) for name in ("at-recipient", "at-referrer")] == [
        (Side.RECIPIENT, Side.RECIPIENT),
        (Side.REFERRER, Side.REFERRER),
    ]


def test_only_what_is_statutory_rolls_forward_by_default():
    """Lag 1930:173 is for deadlines in law and not for what somebody has set for itself."""
    rolled = {name for name, one in CLOCKS.items() if one.policy().roll is Roll.FORWARD}
    assert rolled == {"action-plan", "action-plan-renewal"}


def test_only_the_care_guarantee_leaves_own_waiting_out_and_only_where_the_ordinance_does():
    """HSF 2017:80 6 kap. 2 § is about visits and planned care, not about primary care."""
    assert {name for name, one in CLOCKS.items() if not one.policy().counts_waiting} == {"care-visit", "care-treatment"}


@pytest.mark.parametrize("name", CLOCKS)
def test_every_lead_time_has_its_source(name):
    """A document of the model and a quotation; what is no measure alone says what its source leaves open."""
    clock = CLOCKS[name]
    assert clock.source.document in MODEL.documents
    assert clock.source.quote
    assert clock.open_questions or clock.kind is MEASURE


@pytest.mark.parametrize("name", ["care-visit", "care-treatment"])
def test_the_three_conditions_of_forgoing_care_are_told(name):
    """Informed, offered, and having said so: the events show none of them, and a question says so."""
    told = " ".join(one.sv for one in CLOCKS[name].open_questions)
    assert all(word in told for word in ("informerats", "erbjudits", "meddelat"))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_words_are_of_no_outcome(language):
    """Nothing in them decides anything."""
    for clock in CLOCKS.values():
        for text in (clock.name, *(one.text for one in clock.policies), *clock.open_questions):
            told = text.in_(language).lower()
            assert not any(word in told for word in ("beslut", "rätt till", "bevilja", "avslag", "behörig", "decision"))


def test_en_vag_in_has_the_two_weeks_as_its_own():
    """And no other programme says anything of the sort."""
    own = {name: one.definition.lead_times for name, one in MODEL.programmes.items() if one.definition.lead_times}
    assert own == {"en-vag-in": ("contact",)}


# --- Two weeks to contact --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "contacted", "policy", "deadline", "wanted"),
    [
        ("2024-06-07", "2024-06-24", "calendar", "2024-06-21", Promise.MISSED),
        ("2024-06-07", "2024-06-24", "rolled", "2024-06-24", Promise.MET),
        ("2024-06-07", "2024-06-24", "working-days", "2024-06-24", Promise.MET),
        ("2016-10-03", "2016-10-17", "calendar", "2016-10-17", Promise.MET),
        ("2016-10-03", "2016-10-17", "rolled", "2016-10-17", Promise.MET),
        ("2016-10-03", "2016-10-17", "working-days", "2016-10-17", Promise.MET),
        ("2016-10-03", "2016-10-18", "calendar", "2016-10-17", Promise.MISSED),
    ],
)
def test_whether_two_weeks_were_kept_goes_by_how_they_are_counted(received, contacted, policy, deadline, wanted):
    """Seventeen calendar days over midsummer are late, on time when rolled, and ten working days."""
    sent = journey(("received", received), ("contacted", contacted))
    found = measure(sent, CLOCKS["contact"], contacted, policy=policy)
    assert (found.deadline, found.promise, found.policy) == (day(deadline), wanted, policy)


def test_nothing_was_promised_before_en_vag_in_began():
    """On 2 October 2016 the time is measured and no more."""
    sent = journey(("received", "2016-10-02"), ("contacted", "2016-12-01"))
    found = measure(sent, CLOCKS["contact"], "2016-12-01")
    assert (found.days, found.deadline, found.promise) == (60, None, None)


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [(None, (ClockState.ENDED_WITHOUT_SUCCESS, Promise.MISSED)), ("unreached-leave", (ClockState.NULLIFIED, None))],
)
def test_those_who_could_not_be_reached_are_counted_unless_it_is_said_otherwise(policy, wanted):
    """Three weeks of attempts: missed by default, and left out under the policy that says so."""
    sent = journey(
        ("received", "2016-11-14"), ("contact_attempt", "2016-11-16"), ("could_not_be_reached", "2016-12-05")
    )
    found = measure(sent, CLOCKS["contact"], "2016-12-31", policy=policy)
    assert (found.state, found.promise) == wanted


# --- SIP ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "to"), [("sip-social-services", "kommun/IFO"), ("sip-health-care", "region/psykiatri")]
)
@pytest.mark.parametrize("begun", ["2025-09-01", "2026-09-01"])
def test_how_long_a_sip_waited_is_measured_and_never_missed(name, to, begun):
    """At once and without delay are no number of days."""
    sent = journey(
        ("received", "2025-08-01"), ("needs_assessed", "2025-08-30"), ("plan_begun", begun, {"plan": "sip"}), to=to
    )
    found = measure(sent, CLOCKS[name], begun)
    assert (found.state, found.days) == (ClockState.STOPPED, (day(begun) - day("2025-08-30")).days)
    assert (found.deadline, found.promise) == (None, None)
    running = measure(sent, CLOCKS[name], "2025-08-31")
    assert (running.state, running.days, running.promise) == (ClockState.RUNNING, 1, None)


@pytest.mark.parametrize(
    ("what", "plan", "stops"),
    [("plan_made", "sip", True), ("plan_begun", "joint-plan", False), ("plan_made", "rehabilitation-plan", False)],
)
def test_only_a_sip_stops_the_clock_of_a_sip(what, plan, stops):
    """One that is made has been begun; another plan is another plan."""
    sent = journey(("received", "2025-08-01"), ("needs_assessed", "2025-08-02"), (what, "2025-08-20", {"plan": plan}))
    assert (measure(sent, CLOCKS["sip-social-services"], "2025-09-01").state is ClockState.STOPPED) is stops


# --- The action plan of Arbetsförmedlingen ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "deadline"),
    [
        ("2023-03-01", "2023-03-31"),
        ("2023-03-02", "2023-04-03"),  # the thirtieth day is a Saturday
        ("2023-05-07", "2023-06-07"),  # the national day
        ("2024-05-22", "2024-06-24"),  # midsummer eve
        ("2022-11-30", None),
    ],
)
def test_the_action_plan_is_to_be_there_within_thirty_days(received, deadline):
    """Forward to a working day by lag 1930:173; before the wording that is quoted nothing is said."""
    found = measure(journey(("received", received)), CLOCKS["action-plan"], received)
    assert found.deadline == (None if deadline is None else day(deadline))


@pytest.mark.parametrize(("plan", "wanted"), [("action-plan", ClockState.STOPPED), ("sip", ClockState.RUNNING)])
def test_only_the_action_plan_is_the_action_plan(plan, wanted):
    """A SIP is another plan."""
    sent = journey(("received", "2023-03-01"), ("plan_made", "2023-03-15", {"plan": plan}))
    assert measure(sent, CLOCKS["action-plan"], "2023-03-20").state is wanted


def test_each_plan_starts_the_six_months_anew():
    """Renewed in five months, then in seven, then not yet: met, missed, still possible."""
    plans = ("2023-01-16", "2023-06-16", "2024-01-16")
    sent = journey(("received", "2023-01-02"), *(("plan_made", one, {"plan": "action-plan"}) for one in plans))
    found = measure_each(sent, CLOCKS["action-plan-renewal"], "2024-02-01")
    assert [(one.since, one.deadline, one.promise) for one in found] == [
        (day("2023-01-16"), day("2023-07-17"), Promise.MET),  # 16 July is a Sunday
        (day("2023-06-16"), day("2023-12-18"), Promise.MISSED),  # 16 December is a Saturday
        (day("2024-01-16"), day("2024-07-16"), Promise.STILL_POSSIBLE),
    ]


# --- The care guarantee ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contacted", "wanted"), [("2024-03-05", Promise.MET), ("2024-03-06", Promise.MISSED)], ids=["same day", "next day"]
)
def test_primary_care_is_to_be_reached_the_same_day(contacted, wanted):
    """No day at all."""
    sent = journey(("received", "2024-03-05"), ("contacted", contacted), to="region/primärvård")
    found = measure(sent, CLOCKS["care-contact"], contacted)
    assert (found.deadline, found.promise) == (day("2024-03-05"), wanted)


@pytest.mark.parametrize(
    ("assessed", "days", "wanted"), [("2024-03-08", 3, Promise.MET), ("2024-03-09", 4, Promise.MISSED)]
)
def test_the_day_of_contact_is_day_zero(assessed, days, wanted):
    """As SKR counts: from 5 to 8 March is three days, and within."""
    sent = journey(("received", "2024-03-05"), ("needs_assessed", assessed), to="region/primärvård")
    found = measure(sent, CLOCKS["care-assessment"], assessed)
    assert (found.days, found.promise) == (days, wanted)


CARE_ENDS = {
    # Received, the last day as SKR counts it, and the last day moved by 2 § of the act 1930:173.
    "care-contact": [("2024-06-22", "2024-06-22", "2024-06-24"), ("2024-12-24", "2024-12-24", "2024-12-27"), ("2024-03-05", "2024-03-05", "2024-03-05")],
    "care-assessment": [("2024-03-07", "2024-03-10", "2024-03-11"), ("2024-06-18", "2024-06-21", "2024-06-24"), ("2024-03-05", "2024-03-08", "2024-03-08")],
    "care-visit": [("2024-03-02", "2024-05-31", "2024-05-31"), ("2024-03-03", "2024-06-01", "2024-06-03"), ("2024-03-23", "2024-06-21", "2024-06-24"), ("2024-10-02", "2024-12-31", "2025-01-02")],
    "care-treatment": [("2024-03-02", "2024-05-31", "2024-05-31"), ("2024-03-03", "2024-06-01", "2024-06-03"), ("2024-03-23", "2024-06-21", "2024-06-24"), ("2024-10-02", "2024-12-31", "2025-01-02")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "on", "last", "moved"), [(name, *days) for name, rows in CARE_ENDS.items() for days in rows]
)
def test_the_last_day_of_the_care_guarantee_moves_by_the_policy_that_says_so(name, on, last, moved):
    """By default it stays where SKR counts it; by the policy rolled it is the next working day."""
    what = "plan_made" if name == "care-treatment" else "received"
    before = [("received", "2024-01-02")] if what == "plan_made" else []
    sent = journey(*before, (what, on), to="region/psykiatri")
    deadlines = [measure(sent, CLOCKS[name], on, policy=one).deadline for one in (None, "calendar", "rolled")]
    assert deadlines == [day(last), day(last), day(moved)]


@pytest.mark.parametrize("name", CARE)
def test_whether_the_last_day_moves_is_an_open_question(name):
    """The ordinance is an enactment of which the act speaks, and SKR counts calendar days: both languages tell both."""
    clock = CLOCKS[name]
    (asked,) = [one for one in clock.open_questions if "1930:173" in one.sv]
    assert all(word in asked.sv for word in ("2 §", "författning", "SKR räknar kalenderdagar", "rolled"))
    assert all(word in asked.en for word in ("1930:173", "section 2", "SKR counts calendar days", "rolled"))
    ways = {one.id: (one.roll, one.counts_waiting) for one in clock.policies}
    assert ways["rolled"] == (Roll.FORWARD, clock.policy().counts_waiting)
    assert {roll for name, (roll, _) in ways.items() if name != "rolled"} == {Roll.NONE}


def test_the_days_of_the_care_guarantee_are_calendar_days():
    """From a Thursday the third day is a Sunday, and it stays one."""
    found = measure(journey(("received", "2024-03-07")), CLOCKS["care-assessment"], "2024-03-07")
    assert found.deadline == day("2024-03-10")


@pytest.mark.parametrize(
    ("policy", "days", "waited", "deadline", "promise"),
    [
        (None, 90, 30, "2024-06-30", Promise.MET),
        ("calendar", 120, 0, "2024-05-31", Promise.MISSED),
        ("rolled", 90, 30, "2024-07-01", Promise.MET),  # 30 June is a Sunday
    ],
)
def test_waiting_at_her_own_wish_is_left_out_of_the_ninety_days(policy, days, waited, deadline, promise):
    """Thirty days of it in a hundred and twenty: ninety, and so within; with it, late."""
    sent = journey(
        ("received", "2024-03-02"), ("waiting_at_own_wish", "2024-04-01"), ("resumed", "2024-05-01"),
        ("needs_assessed", "2024-06-30"), to="region/psykiatri",
    )  # fmt: skip
    found = measure(sent, CLOCKS["care-visit"], "2024-07-01", policy=policy)
    assert (found.days, found.waited, found.deadline, found.promise) == (days, waited, day(deadline), promise)


def test_planned_care_is_counted_from_the_plan():
    """Ninety days after it, whatever the visit took."""
    sent = journey(
        ("received", "2024-01-02"), ("plan_made", "2024-03-02"),
        ("intervention_started", "2024-05-31", {"intervention": "therapy"}), to="region/sjukhus",
    )  # fmt: skip
    found = measure(sent, CLOCKS["care-treatment"], "2024-06-01")
    assert (found.days, found.deadline, found.promise) == (90, day("2024-05-31"), Promise.MET)


@pytest.mark.parametrize("name", CARE[:3])
def test_the_care_guarantee_is_read_as_it_has_been_since_2019(name):
    """Of the last day of 2018 nothing is promised here, of the next day it is."""
    deadlines = [measure(journey(("received", on)), CLOCKS[name], on).deadline for on in ("2018-12-31", "2019-01-01")]
    assert [one is not None for one in deadlines] == [False, True]


# --- The days of a sick leave -------------------------------------------------------------------------------


def ill(*spells):
    """Return a person who was on sick leave for those days."""
    return Participant(id="p", sick_leave=[SickLeave(since=since, until=until) for since, until in spells])


@pytest.mark.parametrize(("name", "limit"), list(zip(SICK_LEAVE, (90, 180, 365), strict=True)))
def test_the_day_that_has_the_number_is_told(name, limit):
    """The first day is day 1, so that day 90 of a leave from 1 January 2025 is 31 March; nobody promises anything."""
    found = measure(ill(("2025-01-01", None)), CLOCKS[name], "2025-01-10")
    assert found.deadline == {90: day("2025-03-31"), 180: day("2025-06-29"), 365: day("2025-12-31")}[limit]
    assert (found.days, found.promise, found.agency) == (10, None, "FK")


@pytest.mark.parametrize(
    ("begins", "days", "limit"),
    [("2025-05-29", 60, "2025-06-28"), ("2025-05-30", 1, "2025-08-27")],
    ids=["89 days between", "90 days between"],
)
def test_spells_with_fewer_than_ninety_days_between_are_added_together(begins, days, limit):
    """Ill to 28 February, again from 29 May: added. From 30 May: not (SFB 27 kap. 51 §)."""
    person = ill(("2025-01-01", "2025-02-28"), (begins, None))  # 59 days, and then those of the second spell
    found = measure(person, CLOCKS["sick-leave-day-90"], begins)
    assert (found.days, found.deadline) == (days, day(limit))


def test_the_limits_are_over_sick_leave_and_the_others_over_referrals():
    """Which of them a person, and which a referral, is asked about."""
    assert {name for name, one in CLOCKS.items() if one.over is Over.SICK_LEAVE} == set(SICK_LEAVE)
    assert {one.joined_within for one in CLOCKS.values() if one.over is Over.SICK_LEAVE} == {90}
