"""The lead times of a case: which are for which referral, and what is measured of each."""

from datetime import date
from functools import cache

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Consent, Participant, Referral, ReferralEvent, SickLeave, load_model
from samverkan.casefiles import View
from samverkan.errors import UnknownNameError
from samverkan.journeys import lead_times_of, measurements_of, settled_case
from samverkan.measurements import ClockState, measure_each
from samverkan.views import as_seen_by
from strategies import examples

GENERAL = {
    *("to-contact", "to-needs-assessed", "to-plan", "to-intervention", "whole-journey", "at-recipient", "at-referrer")
}


@cache
def model():
    """Return the shipped model with one more programme, which promises contact within two weeks."""
    shipped = load_model("finsam")
    definition = attrs.evolve(shipped.programmes["en-vag-in"].definition, id="own-way-in", lead_times=("contact",))
    return shipped.with_([definition])


def event(what, on, agency="kommun/AME", **more):
    """Return what happened, recorded by those who own the programme."""
    return ReferralEvent(what, on=on, agency=agency, **more)


def sent(*events, id_="r-1", **more):
    """Return a referral to the programme."""
    return Referral(id_, **{"by": "self", "programme": "own-way-in", **more}, events=events)


def case(*referrals, **more):
    """Return a case file with those referrals."""
    return CaseFile(Participant(id="d-001", **more), referrals=referrals)


def measured(one, on, *names, **more):
    """Return what is measured, as a list."""
    return list(measurements_of(one, model(), on, lead_times=names or None, **more))


# --- Laws -------------------------------------------------------------------------------------------

LIVES = {
    "open": [("received", "2024-06-07")],
    "contacted": [("received", "2024-06-07"), ("contacted", "2024-06-24")],
    "later": [("received", "2024-09-02"), ("contacted", "2024-09-03"), ("needs_assessed", "2024-09-10")],
    "nothing": [],
}


@st.composite
def referrals_of_a_case(draw):
    """Return some referrals with ids of their own."""
    lives = draw(st.lists(st.sampled_from(sorted(LIVES)), max_size=4))
    return [sent(*(event(what, on) for what, on in LIVES[life]), id_=f"r-{n}") for n, life in enumerate(lives)]


@examples(60)
@given(referrals_of_a_case(), st.dates(date(2024, 6, 1), date(2024, 12, 31)))
def test_a_case_is_measured_as_each_of_its_referrals_would_be_alone(referrals, on):
    """One referral after the other, and no other changes what is measured of it."""
    alone = [one for referral in referrals for one in measured(case(referral), on) if one.journey is not None]
    assert [one for one in measured(case(*referrals), on) if one.journey is not None] == alone
    assert not any(one.state is ClockState.NOT_STARTED for one in alone)


@examples(60)
@given(referrals_of_a_case(), st.dates(date(2024, 6, 1), date(2024, 12, 31)), st.data())
def test_what_is_asked_for_is_a_part_of_what_there_is(referrals, on, data):
    """The lead times that are named, in the order in which they are named, say of a referral what they say among all."""
    names = data.draw(st.lists(st.sampled_from(sorted(GENERAL | {"contact"})), min_size=1, unique=True))
    wanted = measured(case(*referrals), on, *names)
    every = [one for one in measured(case(*referrals), on) if one.lead_time in names]
    assert sorted(wanted, key=repr_of) == sorted(every, key=repr_of)
    for referral in referrals:
        assert [one.lead_time for one in wanted if one.journey == referral.id] in (
            [],
            names_that_began(referral, names, on),
        )


def repr_of(one):
    """Return by what measurements of a case are told apart."""
    return one.journey, one.lead_time


def names_that_began(referral, names, on):
    """Return the names of the lead times, all of which start with the first event."""
    return names if referral.until(on) else []


# --- Which lead times are for a referral ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "of_its_own"),
    [
        pytest.param({}, {"contact"}, id="what-its-programme-names"),
        pytest.param({"programme": "orvar"}, set(), id="another-programme-names-none"),
        pytest.param({"programme": None, "to": "forum:beredningsgrupp"}, set(), id="a-forum"),
        pytest.param({"programme": None, "to": "FK"}, set(), id="an-agency-that-none-is-for"),
        pytest.param({"programme": None, "to": "AF"}, {"action-plan"}, id="an-agency"),
        pytest.param({"programme": None, "to": "AF:Ludvika"}, {"action-plan"}, id="an-office-of-an-agency"),
        pytest.param({"to": "AF"}, {"contact", "action-plan"}, id="a-programme-and-an-agency"),
        pytest.param({"programme": "elsewhere"}, set(), id="a-programme-of-another-model"),
    ],
)
def test_general_ones_are_for_every_referral_and_others_for_where_it_was_sent(more, of_its_own):
    """Those of AF's action plan are for referrals to AF, the two weeks for those to the programme that promises them."""
    found = {one.id for one in lead_times_of(sent(**more), small_model())}
    assert found == GENERAL | of_its_own


@cache
def small_model():
    """Return the model with the general lead times, the two weeks, AF's plan, and one over sick leave."""
    shipped = model()
    base = attrs.evolve(
        shipped.lead_times["to-plan"], id="action-plan", general=False, to=("AF",), stop=("plan_made:action-plan",)
    )
    kept = [one for name, one in shipped.lead_times.items() if name in {*GENERAL, "contact", "sick-leave-day-90"}]
    return attrs.evolve(shipped, lead_times=[*kept, base])


@cache
def model_of_owners():
    """Return the shipped model with programmes of nobody, of those who carry it out, and of two."""
    plain = attrs.evolve(load_model("finsam").programmes["en-vag-in"].definition, lead_times=())
    return load_model("finsam").with_(
        attrs.evolve(plain, id=name, **{"owners": (), "performers": (), **fields})
        for name, fields in {
            "nobodys": {},
            "carried-out": {"performers": ("region/psykiatri",)},
            "of-two": {"owners": ("kommun/AME", "AF"), "performers": ("FK",)},
        }.items()
    )


@pytest.mark.parametrize(
    ("more", "of_the_law"),
    [
        pytest.param({"programme": "en-vag-in"}, {"sip-social-services"}, id="a-unit-of-the-kommun-owns-it"),
        pytest.param({"programme": "en-vag-in", "to": "kommun:Ludvika/IFO"}, {"sip-social-services"}, id="to-another-unit"),
        pytest.param({"programme": "en-vag-in", "to": "AF"}, {"action-plan", "action-plan-renewal"}, id="to-another-agency"),
        pytest.param({"programme": "en-vag-in", "to": "forum:team"}, set(), id="to-a-forum"),
        pytest.param({"programme": "nobodys"}, set(), id="nobody-is-named"),
        pytest.param({"programme": "carried-out"}, {"sip-health-care", "care-visit", "care-treatment"}, id="who-carries-it-out-where-nobody-owns-it"),
        pytest.param({"programme": "of-two"}, {"sip-social-services", "action-plan", "action-plan-renewal"}, id="two-owners"),
        pytest.param({"programme": "elsewhere"}, set(), id="a-programme-of-another-model"),
    ],
)  # fmt: skip
def test_what_is_for_an_agency_is_for_what_it_receives(more, of_the_law):
    """Whom the referral names, else those who own its programme, else those who carry it out."""
    found = {one.id for one in lead_times_of(sent(**more), model_of_owners())} - GENERAL - {"contact"}
    assert found == of_the_law


def test_to_whom_the_owners_of_en_vag_in_are_to_begin_a_sip():
    """Assessed on 10 June 2024 and begun ten days later; the kommun's AME, which received her, is to see to it."""
    happened = [("received", "2024-06-07"), ("needs_assessed", "2024-06-10")]
    begun = event("plan_begun", "2024-06-20", plan="sip")
    way_in = case(sent(*(event(what, on) for what, on in happened), begun, programme="en-vag-in"))
    (found,) = measured(way_in, "2024-07-01", "sip-social-services")
    assert (found.state, found.days, found.promise, found.agency) == (ClockState.STOPPED, 10, None, "kommun/AME")


def test_a_lead_time_over_sick_leave_is_for_no_referral():
    """It is measured of the person, once, however many referrals there are; FK is to see to it."""
    assert "sick-leave-day-90" not in {one.id for one in lead_times_of(sent(), small_model())}
    referrals = [sent(id_="r-1"), sent(id_="r-2")]
    one = case(*referrals, sick_leave=[SickLeave("2024-01-01", until="2024-01-31")])
    found = measured(one, "2024-03-01", "sick-leave-day-90")
    assert [(of.participant, of.journey, of.days, of.agency) for of in found] == [("d-001", None, 31, "FK")]


def test_a_person_without_a_case_file_has_no_referrals():
    """Only what goes by her sick leave can be measured of her; where nothing is known of it, that is said."""
    assert measured(Participant(id="d-002"), "2024-03-01", *sorted(GENERAL)) == []
    (unknown,) = measured(Participant(id="d-002"), "2024-03-01", "sick-leave-day-90")
    assert (unknown.state, unknown.agency) == (ClockState.UNKNOWN, None)


# --- What is measured --------------------------------------------------------------------------------


def test_story_3_took_343_days_of_which_161_at_the_referrer():
    """Between 2 February 2015 and 11 January 2016: 42+35+35+70 days at the group, 35+98+28 at the referrer."""
    group, ifo = "forum:beredningsgrupp", "kommun/IFO"
    happened = [
        event("received", "2015-02-02", group),
        event("sent_back", "2015-03-16", group, asks_for=["certificate"]),
        event("supplemented", "2015-04-20", ifo),
        event("sent_back", "2015-05-25", group, asks_for=["enrolment:AF"]),
        event("supplemented", "2015-08-31", ifo),
        event("sent_back", "2015-10-05", group, asks_for=["consent"]),
        event("supplemented", "2015-11-02", ifo),
        event("admitted", "2015-12-14", group),
        event("intervention_started", "2016-01-11", group, intervention="arbetstraning"),
    ]
    solveig = case(sent(*happened, by=ifo, programme=None, to=group))
    found = measured(solveig, "2016-02-01", "to-intervention", "at-recipient", "at-referrer")
    assert [(one.days, one.agency) for one in found] == [
        (343, group),
        (42 + 35 + 35 + 70, group),
        (35 + 98 + 28, ifo),
    ]


@pytest.mark.parametrize(
    ("policy", "days", "promise"),
    [
        pytest.param(None, 17, "missed", id="the-default"),
        pytest.param("calendar", 17, "missed", id="calendar-days"),
        pytest.param("rolled", 17, "met", id="rolled-forward"),
        pytest.param("working-days", 10, "met", id="working-days"),
        pytest.param("without-own-wait", 17, "missed", id="one-that-it-does-not-have"),
    ],
)
def test_the_policy_is_that_of_each_lead_time_that_has_it(policy, days, promise):
    """Received on 7 June 2024 and contacted on the 24th: 21 June was midsommarafton. The others keep their default."""
    midsummer = case(sent(event("received", "2024-06-07"), event("contacted", "2024-06-24")))
    contact, whole = measured(midsummer, "2024-07-01", "contact", "to-contact", policy=policy)
    assert (contact.days, contact.promise) == (days, promise)
    assert (whole.policy, whole.days) == ("calendar", 17)


def test_what_has_not_started_is_left_out():
    """Before it was received, and of a referral of which nothing is written, there is nothing to measure."""
    assert measured(case(sent(event("received", "2024-06-07"))), "2024-06-06", *sorted(GENERAL)) == []
    assert measured(case(sent()), "2024-06-06", *sorted(GENERAL)) == []


@pytest.mark.parametrize(
    ("programme", "agency"),
    [
        pytest.param("own-way-in", "kommun/AME", id="who-owns-the-programme"),
        pytest.param("elsewhere", None, id="a-programme-of-another-model"),
    ],
)
def test_what_counts_for_nothing_or_is_not_known_is_still_somebodys(programme, agency):
    """Where no event says who received it, it is with those who own the programme."""
    wrong = sent(event("received", "2024-06-07"), event("entered_in_error", "2024-06-08"), programme=programme)
    view = View(agency="AF", programme="own-way-in", purpose="coordination", on=date(2024, 7, 1))
    seen = CaseFile(Participant(id="d-001"), referrals=[sent(programme=programme, hidden=["FK"])], view=view)
    found = [measured(one, "2024-07-01", "to-contact") for one in (case(wrong), seen)]
    assert [(one.state, one.agency) for (one,) in found] == [
        (ClockState.NULLIFIED, agency),
        (ClockState.UNKNOWN, agency),
    ]


def test_what_was_not_recorded_yet_is_not_measured():
    """With known_on, the contact that was recorded a week later had not come."""
    late = case(sent(event("received", "2024-06-07"), event("contacted", "2024-06-10", recorded_on="2024-06-17")))
    (then,) = measured(late, "2024-06-20", "contact", known_on="2024-06-16")
    (now,) = measured(late, "2024-06-20", "contact")
    assert (then.state, then.days, now.state, now.days) == (ClockState.RUNNING, 13, ClockState.STOPPED, 3)


# --- As one agency sees a case --------------------------------------------------------------------------

OPENED = Consent(
    "c-1", kind="secrecy", from_=["AF"], to=["FK"], categories=["contact"], purpose="coordination", given="2024-06-01",
    withdrawn="2024-07-01",
)  # fmt: skip


def as_fk_sees(on):
    """Return a case with a referral to AF, as FK sees it on a day; from July on it may not know of it."""
    referral = sent(event("received", "2024-06-07", "AF"), programme=None, to="AF")
    whole = CaseFile(Participant(id="d-001"), referrals=[referral], consents=[OPENED])
    return whole, as_seen_by(whole, "FK", model().programmes["own-way-in"], on)


@pytest.mark.parametrize(
    ("on", "days"),
    [("2024-06-20", [13]), ("2024-06-30", [23]), ("2024-07-01", []), ("2024-08-01", [])],
    ids=["the-same-day", "the-last-day-of-the-consent", "the-day-it-was-withdrawn", "later"],
)
def test_a_case_as_one_agency_sees_it_is_settled_anew_for_the_day_that_is_asked_about(on, days):
    """Seen on 20 June: what is measured of a later day is what the agency would see on that day."""
    whole, seen = as_fk_sees("2024-06-20")
    found = measured(seen, on, "to-contact")
    assert [one.days for one in found] == days
    assert found == measured(as_fk_sees(on)[1], on, "to-contact")
    assert len(measured(whole, on, "to-contact")) == 1
    assert settled_case(whole, model(), on) is whole
    assert settled_case(seen, model(), on).referrals == as_fk_sees(on)[1].referrals


def test_a_case_that_stays_as_it_was_is_not_settled_anew():
    """Who has said so gets what was seen on the day on which it was settled."""
    _, seen = as_fk_sees("2024-06-20")
    settled = attrs.evolve(seen, view=attrs.evolve(seen.view, is_settled=True))
    (found,) = measured(settled, "2024-08-01", "to-contact")
    assert (found.on, found.days) == (date(2024, 8, 1), 55)


def test_a_case_seen_for_a_programme_that_the_model_does_not_have_is_refused():
    """What was opened for that one cannot be settled here; the nearest name is told."""
    _, seen = as_fk_sees("2024-06-20")
    with pytest.raises(UnknownNameError, match="there is no programme 'own-way-in'"):
        list(measurements_of(seen, load_model("finsam"), "2024-06-20"))


def test_one_that_starts_anew_is_measured_from_each_start():
    """As measure_each has it, with her and whose it is."""
    again = attrs.evolve(
        model().lead_times["to-plan"], id="again", restarts=True, start=("contacted",), stop=("contacted",)
    )
    both = model().with_(lead_times=[again])
    days = [("received", "2024-06-03"), ("contacted", "2024-06-04"), ("contacted", "2024-06-10")]
    referral = sent(*(event(what, day) for what, day in days), programme=None, to="AF")
    found = list(measurements_of(case(referral), both, "2024-06-20", lead_times=["again"]))
    assert [one.days for one in found] == [6, 10]
    each = measure_each(referral, again, "2024-06-20")
    assert found == [attrs.evolve(one, participant="d-001") for one in each]


def test_one_that_was_closed_in_time_and_reopened_is_measured_twice():
    """What had ended, and what has begun anew, each with her and whose it is."""
    days = [("received", "2024-06-03"), ("ended", "2024-06-10"), ("reopened", "2024-07-01")]
    said = {"ended": {"outcome": "moved"}}
    reopened = case(sent(*(event(what, on, **said.get(what, {})) for what, on in days)))
    found = measured(reopened, "2024-07-05", "contact", "to-contact")
    assert [(one.lead_time, one.state, one.days, one.participant, one.agency) for one in found] == [
        ("contact", ClockState.ENDED_WITHOUT_SUCCESS, 7, "d-001", "kommun/AME"),
        ("contact", ClockState.RUNNING, 4, "d-001", "kommun/AME"),
        ("to-contact", ClockState.RUNNING, 32, "d-001", "kommun/AME"),
    ]


def test_a_lead_time_that_the_model_does_not_have_is_told():
    """With the one whose name is nearest."""
    with pytest.raises(UnknownNameError, match="did you mean to-contact"):
        measured(case(), "2024-06-20", "to-contakt")
