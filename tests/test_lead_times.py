"""A lead time is data: between which events time is counted, how, and what was promised."""

import pytest
from attrs.exceptions import FrozenInstanceError

from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
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
BAD = ["contactd", "ended:", "contacted:AF", "recommended_elsewhere:x", ":died", "Ended", "received "]
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


@NAMES_OF_EVENTS
def test_what_is_no_word_is_refused_by_its_place(name):
    """Each of them, before it is asked whether they are events."""
    with pytest.raises(InvalidRecordError) as error:
        lead_time(policy(), **{name: ["received", "", 5, "contactd"]})

    assert [str(one) for one in error.value.faults] == [
        f"{name}[1]: wanted a word, got empty text",
        f"{name}[2]: wanted a word, got a number",
    ]


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
        [policy("a", first_day=2), policy("b", first_day=3)],
        {},
        [f"policies.{one}.first_day: wanted 0 or 1, got another number" for one in "ab"],
    ),
    "a-promise-before-the-first-day": (
        [policy("b", within=0, first_day=1), policy("c", within=1, first_day=1)],
        {},
        ["policies.b.within: wanted a number not below that of the first day, got a lower one"],
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


# --- Wrong kinds of values --------------------------------------------------------------------------

A_LIST_OF_EVENTS = "wanted a list of events, got "
NUMBER = "wanted a whole number from 0 to any, got "
YES_OR_NO = "wanted true or false, got "
KINDS = "wanted measure or target or duty or limit, got "
OF_A_POLICY = {
    "id-of-nothing": ({"id": ""}, "id: wanted an id of 1 to 200 printable characters, got empty text"),
    "within-as-text": ({"within": "14"}, f"within: {NUMBER}text of 2 characters"),
    "within-in-parts": ({"within": 1.5}, f"within: {NUMBER}a number"),
    "within-below-nothing": ({"within": -1}, f"within: {NUMBER}a number"),
    "within-true": ({"within": True}, f"within: {NUMBER}true or false"),
    "first-day-as-text": ({"first_day": "1"}, f"first_day: {NUMBER}text of 1 character"),
    "first-day-of-nothing": ({"first_day": None}, f"first_day: {NUMBER}nothing"),
    "first-day-below-nothing": ({"first_day": -1}, f"first_day: {NUMBER}a number"),
    "unit-misspelt": ({"unit": "week"}, "unit: wanted days or weeks or months or working_days, got text of 4 characters; did you mean weeks?"),
    "unit-a-number": ({"unit": 7}, "unit: wanted days or weeks or months or working_days, got a number"),
    "roll-true": ({"roll": True}, "roll: wanted none or forward, got true or false"),
    "roll-of-nothing": ({"roll": None}, "roll: wanted none or forward, got nothing"),
    "counts-waiting-as-text": ({"counts_waiting": "false"}, f"counts_waiting: {YES_OR_NO}text of 5 characters"),
    "counts-waiting-as-a-number": ({"counts_waiting": 0}, f"counts_waiting: {YES_OR_NO}a number"),
    "nullified-by-one-text": ({"nullified_by": "ended"}, f"nullified_by: {A_LIST_OF_EVENTS}text of 5 characters"),
    "ended-by-a-number": ({"ended_by": 5}, f"ended_by: {A_LIST_OF_EVENTS}a number"),
}  # fmt: skip
OF_A_LEAD_TIME = {
    "id-of-nothing": ({"id": None}, "id: wanted an id of 1 to 200 printable characters, got nothing"),
    "kind-misspelt": ({"kind": "targets"}, f"kind: {KINDS}text of 7 characters; did you mean target?"),
    "kind-a-number": ({"kind": 1}, f"kind: {KINDS}a number"),
    "start-one-text": ({"start": "received"}, f"start: {A_LIST_OF_EVENTS}text of 8 characters"),
    "stop-of-nothing": ({"stop": None}, f"stop: {A_LIST_OF_EVENTS}nothing"),
    "nullified-by-of-nothing": ({"nullified_by": None}, f"nullified_by: {A_LIST_OF_EVENTS}nothing"),
    "ended-by-a-number": ({"ended_by": 5}, f"ended_by: {A_LIST_OF_EVENTS}a number"),
    "restarts-as-text": ({"restarts": "yes"}, f"restarts: {YES_OR_NO}text of 3 characters"),
    "general-as-a-number": ({"general": 1}, f"general: {YES_OR_NO}a number"),
    "side-misspelt": ({"side": "referer"}, "side: wanted recipient or referrer, got text of 7 characters; did you mean referrer?"),
    "acts-of-nothing": ({"acts": None}, "acts: wanted recipient or referrer, got nothing"),
    "over-a-number": ({"over": 2}, "over: wanted referral or sick_leave, got a number"),
    "joined-within-as-text": ({"joined_within": "90"}, f"joined_within: {NUMBER}text of 2 characters"),
    "to-one-text": ({"to": "AF"}, "to: wanted a list of agencies, got text of 2 characters"),
    "policies-of-another-class": ({"policies": [{"id": "x"}]}, "policies: wanted a list of Policy, got a list with something else in it"),
    "questions-as-text": ({"open_questions": ["why"]}, "open_questions: wanted a list of Text, got a list with something else in it"),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "told"), OF_A_POLICY.values(), ids=OF_A_POLICY)
def test_a_way_of_counting_of_a_wrong_kind_is_refused_at_once(fields, told):
    """The field is told, and what sort of thing was found there; nothing is guessed at."""
    with pytest.raises(InvalidValueError) as error:
        Policy(**{"id": "calendar", "text": NAME, **fields})

    assert str(error.value) == told


@pytest.mark.parametrize(("fields", "told"), OF_A_LEAD_TIME.values(), ids=OF_A_LEAD_TIME)
def test_a_lead_time_of_a_wrong_kind_is_refused_at_once(fields, told):
    """The field is told, and what sort of thing was found there; nothing is guessed at."""
    plain = {"id": "l", "kind": "target", "name": NAME, "source": ASSUMED, "policies": [policy()]}
    with pytest.raises(InvalidValueError) as error:
        LeadTime(**{**plain, "start": ["received"], "stop": ["contacted"], **fields})

    assert str(error.value) == told


def test_words_of_a_choice_are_taken_as_text():
    """As they stand in a file; what comes of them is equal to what comes of the choice itself."""
    in_words = lead_time(
        policy(unit="working_days", roll="forward", within=10), kind="duty", acts="referrer", over="referral"
    )
    chosen = lead_time(
        policy(unit=Period.WORKING_DAYS, roll=Roll.FORWARD, within=10),
        kind=LeadTimeKind.DUTY,
        acts=Side.REFERRER,
        over=Over.REFERRAL,
    )

    assert in_words == chosen
    assert in_words.kind is LeadTimeKind.DUTY
    assert in_words.policy().unit is Period.WORKING_DAYS
    assert in_words.policy().roll is Roll.FORWARD
    assert lead_time(policy(), side="referrer").side is Side.REFERRER


def test_sick_leave_has_no_events():
    """What goes by the days of a sick leave needs neither start nor stop."""
    made = lead_time(policy(within=90), over=Over.SICK_LEAVE, joined_within=90, kind=LeadTimeKind.LIMIT)

    assert (made.start, made.stop) == ((), ())
