"""A lead time is data: between which events time is counted, how, and what was promised."""

import pytest
from attrs.exceptions import FrozenInstanceError

from samverkan.errors import InvalidRecordError, UnknownNameError
from samverkan.lead_times import LeadTime, LeadTimeKind, Over, Period, Policy, Roll, Unit
from samverkan.referral_steps import Side, What
from samverkan.sources import ASSUMED
from samverkan.texts import Text

NAME = Text("tid till kontakt", "time to contact")


def policy(name="calendar", **how):
    """Return a way of counting."""
    return Policy(id=name, text=Text(name, name), **how)


def lead_time(*policies, **fields):
    """Return a lead time from a referral to the first contact, or over sick leave."""
    between = {} if fields.get("over") is Over.SICK_LEAVE else {"start": ["received"], "stop": ["contacted"]}
    how = {"id": "contact", "kind": LeadTimeKind.TARGET, "name": NAME, "source": ASSUMED, **between, **fields}
    return LeadTime(policies=policies, **how)


# --- What it holds -----------------------------------------------------------------------------------


def test_the_first_policy_is_the_default():
    """Without a name it is the first; with one, the one of that name."""
    made = lead_time(policy("calendar"), policy("rolled"))

    assert [made.policy(one).id for one in (None, "calendar", "rolled")] == ["calendar", "calendar", "rolled"]


def test_a_policy_that_there_is_not_is_told_with_those_that_there_are():
    """The message lists them, and names the nearest."""
    with pytest.raises(UnknownNameError) as error:
        lead_time(policy("calendar"), policy("rolled")).policy("roled")

    assert str(error.value) == "there is no policy 'roled'; did you mean rolled? (there is: calendar, rolled)"


@pytest.mark.parametrize("unit", Period, ids=str)
def test_working_days_are_counted_where_they_are_promised(unit):
    """Whatever else a promise is in, all days are counted."""
    expected = Unit.WORKING if unit is Period.WORKING_DAYS else Unit.CALENDAR

    assert policy(unit=unit, within=2).counts is expected


def test_what_is_not_said_is_the_plain_way():
    """Nothing is promised, rolled or subtracted, and a referral that was none counts for nothing."""
    made = lead_time(policy())
    how = made.policy()

    assert (how.within, how.roll, how.counts_waiting, how.first_day) == (None, Roll.NONE, True, 0)
    assert made.nullified_by == ("ended:wrongly-registered",)
    assert {*made.ended_by} == {"ended", "recommended_elsewhere", "could_not_be_reached"}
    assert (made.over, made.restarts, made.side, made.acts) == (Over.REFERRAL, False, None, Side.RECIPIENT)


def test_it_does_not_change():
    """It is a value, and its lists are tuples."""
    made = lead_time(policy(nullified_by=["ended:died"], ended_by=[]), to=["AF"], open_questions=[NAME])

    assert {type(one) for one in (made.start, made.stop, made.to, made.open_questions, made.policy().ended_by)} == {
        tuple
    }
    assert made == lead_time(policy(nullified_by=["ended:died"], ended_by=[]), to=["AF"], open_questions=[NAME])
    assert len({made, made}) == 1
    with pytest.raises(FrozenInstanceError):
        made.id = "other"


# --- Events by name ----------------------------------------------------------------------------------

GOOD = [*[one.value for one in What], "ended:died", "plan_made:af", "plan_begun:sip", "ended:a:b"]
BAD = ["", "contactd", "ended:", "contacted:AF", "recommended_elsewhere:x", ":died", "Ended", "received "]
NAMES_OF_EVENTS = pytest.mark.parametrize("name", ["start", "stop", "nullified_by", "ended_by"])


@NAMES_OF_EVENTS
@pytest.mark.parametrize("event", GOOD)
def test_every_event_can_be_named(name, event):
    """Each by its word; one that is closed by its outcome too, and a plan by its sort."""
    assert getattr(lead_time(policy(), **{name: [event]}), name) == (event,)


@NAMES_OF_EVENTS
@pytest.mark.parametrize("event", BAD)
def test_what_names_no_event_is_refused(name, event):
    """With the field, and the nearest that is one."""
    with pytest.raises(InvalidRecordError) as error:
        lead_time(policy(), **{name: ["received", event]})

    [fault] = error.value.faults
    assert (fault.where, fault.wanted) == (name, "events of a referral")


@pytest.mark.parametrize("name", ["nullified_by", "ended_by"])
def test_what_names_no_event_in_a_policy_is_refused_there(name):
    """The policy and its field are told."""
    with pytest.raises(InvalidRecordError) as error:
        lead_time(policy(), policy("other", **{name: ["contactd"]}))

    assert str(error.value) == f"policies.other.{name}: wanted events of a referral; did you mean contacted?"


# --- What does not hold together ---------------------------------------------------------------------

FAULTY = {
    "no-policy": ([], {}, ["policies: wanted one policy or more, the default first, got none"]),
    "two-policies-of-one-id": (
        [policy("a"), policy("a"), policy("b"), policy("b"), policy("c")],
        {},
        [f"policies.{one}: wanted an id that no other policy has" for one in "ab"],
    ),
    "first-day-of-another-number": (
        [policy("a", first_day=2), policy("b", first_day=-1)],
        {},
        [f"policies.{one}.first_day: wanted 0 or 1, got another number" for one in "ab"],
    ),
    "a-promise-before-the-first-day": (
        [policy("a", within=-1), policy("b", within=0, first_day=1), policy("c", within=1, first_day=1)],
        {},
        [f"policies.{one}.within: wanted a number not below that of the first day, got a lower one" for one in "ab"],
    ),
    "no-start-and-no-stop": (
        [policy()],
        {"start": [], "stop": []},
        [f"{one}: wanted one event or more, but for what goes by sick leave, got none" for one in ("start", "stop")],
    ),
    "a-promise-of-one-side": (
        [policy(), policy("b", within=14)],
        {"side": Side.REFERRER},
        ["side: wanted no side, where something is promised, got a side"],
    ),
    "sick-leave-in-working-days": (
        [policy("a", within=90), policy("b", within=90, unit=Period.WORKING_DAYS), policy("c", unit=Period.WEEKS)],
        {"over": Over.SICK_LEAVE},
        [
            "policies.b.unit: wanted days, for what goes by sick leave, got working_days",
            "policies.c.unit: wanted days, for what goes by sick leave, got weeks",
        ],
    ),
    "all-at-once": (
        [policy("a", first_day=2, nullified_by=["x"])],
        {"start": ["y"], "stop": []},
        [
            "policies.a.first_day: wanted 0 or 1, got another number",
            "stop: wanted one event or more, but for what goes by sick leave, got none",
            "start: wanted events of a referral",
            "policies.a.nullified_by: wanted events of a referral",
        ],
    ),
}


@pytest.mark.parametrize(("policies", "fields", "told"), FAULTY.values(), ids=FAULTY)
def test_what_does_not_hold_together_is_refused(policies, fields, told):
    """Every fault is told, with its place."""
    with pytest.raises(InvalidRecordError) as error:
        lead_time(*policies, **fields)

    assert str(error.value).splitlines() == told


def test_sick_leave_has_no_events():
    """What goes by the days of a sick leave needs neither start nor stop."""
    made = lead_time(policy(within=90), over=Over.SICK_LEAVE, joined_within=90, kind=LeadTimeKind.LIMIT)

    assert (made.start, made.stop) == ((), ())
