"""History is only added to, what stands is found from it, and what cannot have happened is refused."""

import pickle
from datetime import date, timedelta

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import assume, given
from hypothesis import strategies as st

from referral_strategies import (
    FIRST,
    LIFE,
    MAY_SAY,
    RECIPIENT,
    REFERRER,
    Life,
    days_about,
    event,
    referral,
    referrals,
    walks,
)
from samverkan import referrals as module
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.referral_events import ReferralEvent, agency_of, forum_of, lack_of, profession_of
from samverkan.referral_steps import CLOSED, ReferralStatus, Side, What
from samverkan.referrals import Referral, status_of
from strategies import examples

ONE_DAY = timedelta(1)
WORDS = [one.value for one in What]
LATER = date(2099, 12, 31)


def words(events):
    """Return what happened, in words."""
    return [one.what.value for one in events]


def day(text):
    """Return a day from its text."""
    return date.fromisoformat(text)


def refused(*events, **fields):
    """Return the faults for which such a referral is refused, as they are told."""
    with pytest.raises(InvalidRecordError) as error:
        referral(*events, **fields)
    return [str(fault) for fault in error.value.faults]


# --- Walks -------------------------------------------------------------------------------------------


@given(walks(errors=True), st.data())
@examples(150)
def test_status_and_what_is_possible_agree_with_a_second_account(walk, data):
    """On every day, how far a referral has come and what can happen next is what a machine written apart says.

    One that was entered in error as a whole is so on every day, also on those before it was.
    """
    sent, on = referral(*walk), data.draw(days_about(walk))
    is_wrong = "entered_in_error" in words(walk)
    life = Life(words([one for one in walk if is_wrong or one.day <= on]))

    assert sent.status(on) == life.status
    assert {one.what.value for one in sent.possible(on)} == life.open_to


@given(walks(errors=True), st.sampled_from(WORDS), st.integers(0, 9))
@examples(300)
def test_what_is_possible_is_taken_and_all_else_is_refused(walk, word, later):
    """A step that the second account lets follow is added; any other is refused, and told what would be possible."""
    sent, life = referral(*walk), Life(words(walk))
    after = (walk[-1].day if walk else FIRST) + later * ONE_DAY
    more = event(word, after.isoformat())

    if word in life.open_to:
        taken = sent.with_events(more)
        life.take(word)
        assert taken.status(after) == life.status
        assert taken.events == (*walk, more)
        return
    with pytest.raises(InvalidRecordError) as error:
        sent.with_events(more)
    [fault] = error.value.faults
    assert (fault.where, fault.got) == (f"events[{len(walk)}].what", word)
    assert {*fault.wanted.split(", ")} == (life.open_to or {"nothing", "for it is over"})


@given(walks(), st.data())
@examples(100)
def test_who_may_do_what_is_possible(walk, data):
    """Of what is possible on a day the referrer may record some, and the recipient all."""
    possible = referral(*walk).possible(data.draw(days_about(walk)))

    referrers = {one.what.value for one in possible if Side.REFERRER in one.by}
    assert all(Side.RECIPIENT in one.by for one in possible)
    assert referrers == {one.what.value for one in possible} & {"supplemented", "ended", "entered_in_error"}


@given(referrals(corrected=True, errors=True), st.none() | st.dates(FIRST, date(2017, 6, 30)))
@examples(150)
def test_no_event_is_lost(sent, known_on):
    """History holds everything that had been recorded, in the order of its days, what was taken back too."""
    history = sent.history(known_on)
    known = [one for one in sent.events if None in {known_on, one.recorded_on} or one.recorded_on <= known_on]

    assert sorted(map(id, history)) == sorted(map(id, known))
    assert [one.day for one in history] == sorted(one.day for one in known)
    assert sent.history() == tuple(sorted(sent.events, key=lambda one: one.day))


@given(referrals(corrected=True, errors=True), st.none() | st.dates(FIRST, date(2017, 6, 30)), st.data())
@examples(150)
def test_what_was_taken_back_stands_no_more(sent, known_on, data):
    """What stands is the history without what it says is in error, and without the entries that say so."""
    history, on = sent.history(known_on), data.draw(days_about(sent.events))
    taken_back = {one.event for one in history} - {None}
    standing = [one for one in history if one.event is None and one.id not in taken_back]

    assert list(sent.standing(known_on)) == standing
    is_wrong = "entered_in_error" in words(standing)
    assert list(sent.until(on, known_on)) == [one for one in standing if one.day <= on and not is_wrong]
    assert sent.is_in_error(known_on) == is_wrong == (sent.status(on, known_on) == "in_error")
    assert not (is_wrong and sent.possible(on, known_on))


@given(referrals(corrected=True), st.data())
@examples(100)
def test_it_is_as_if_what_was_taken_back_had_never_been(sent, data):
    """How far it has come is, on every day, as of a referral that was given what stands and nothing else."""
    plain, on = referral(*sent.standing()), data.draw(days_about(sent.events))

    assert plain.status(on) == sent.status(on) == Life(words(sent.until(on))).status
    assert plain.possible(on) == sent.possible(on)


@given(walks(least=1), st.data())
@examples(200)
def test_what_others_rest_on_is_not_taken_back(walk, data):
    """An event is taken back when the others can stand without it; else it is refused, and told which cannot."""
    place = data.draw(st.integers(0, len(walk) - 1))
    life, stuck = Life(), None
    for one in (*walk[:place], *walk[place + 1 :]):
        if one.what not in life.open_to:
            stuck = walk.index(one)
            break
        life.take(one.what)
    taken_back = event("entered_in_error", walk[-1].day.isoformat(), event=walk[place].id)

    if stuck is None:
        assert referral(*walk, taken_back).standing() == (*walk[:place], *walk[place + 1 :])
    else:
        [told] = refused(*walk, taken_back)
        assert told.startswith(f"events[{stuck}].what: wanted ")


@given(walks(), st.data())
@examples(100)
def test_the_order_in_which_days_are_given_does_not_matter(walk, data):
    """Events of different days may be given in any order."""
    assume(len({one.day for one in walk}) == len(walk))
    shuffled = data.draw(st.permutations(walk))

    assert referral(*shuffled).standing() == referral(*walk).standing() == walk


@given(walks(gaps=st.just(0)), st.data())
@examples(100)
def test_points_in_time_go_by_the_clock(walk, data):
    """Events of one day that have a time are in its order, whatever order they are given in."""
    assume(all(one.on != one.day for one in walk))
    shuffled = data.draw(st.permutations(walk))

    assert referral(*shuffled).standing() == walk


def test_events_of_one_day_keep_their_order():
    """Where not all of a day's have a time, nobody knows better than the one who wrote them down."""
    sent = referral(event("received", "2016-11-14"), event("contacted", "2016-11-14T08:00:00+01:00"))

    assert words(sent.standing()) == ["received", "contacted"]
    assert refused(event("contacted", "2016-11-14T08:00:00+01:00"), event("received", "2016-11-14")) == [
        "events[0].what: wanted received, entered_in_error, got contacted"
    ]


TEN, NINE = "2016-11-14T10:00:00+01:00", "2016-11-14T09:00:00+01:00"
OUT_OF_ORDER = (
    "wanted a time not before those given earlier, on a day on which not all events have one, got an earlier time"
)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        pytest.param([TEN, "2016-11-14", NINE], ["events[2].on"], id="a-day-between"),
        pytest.param(["2016-11-14", TEN, NINE], ["events[2].on"], id="a-day-before"),
        pytest.param([TEN, NINE, "2016-11-14", NINE], ["events[1].on", "events[3].on"], id="twice-before-the-latest"),
        pytest.param([TEN, "2016-11-14", "2016-11-14T10:30:00+02:00"], ["events[2].on"], id="by-instants"),
        pytest.param(["2016-11-14", NINE, TEN], [], id="in-order"),
        pytest.param(["2016-11-14", TEN, TEN], [], id="at-the-same-time"),
        pytest.param([TEN, NINE, "2016-11-15"], [], id="a-day-on-which-all-have-one"),
        pytest.param(["2016-11-14", TEN, "2016-11-13T09:00:00+01:00"], [], id="of-another-day"),
    ],
)
def test_times_out_of_order_are_refused_where_not_all_have_one(days, told):
    """Nobody can say whether the order of the entries or the times are right; what cannot be sorted must be in order."""
    events = [
        event("received", "2016-11-01"),
        *(event("contacted", on, id=f"e-{place}") for place, on in enumerate(days)),
    ]
    told = [f"events[{int(one[7]) + 1}].on: {OUT_OF_ORDER}" for one in told]

    if told:
        assert refused(*events) == told
    else:
        assert referral(*events).status("2016-11-30") is ReferralStatus.RECEIVED


@given(walks(gaps=st.just(0), least=2), st.data())
@examples(150)
def test_a_day_without_a_time_lets_the_others_be_given_in_their_order_alone(walk, data):
    """With one event of the day that has only its day, what has a time is refused in any order but that of the clock."""
    assume(all(one.on != one.day for one in walk))
    shuffled = data.draw(st.permutations(walk))
    untimed = event("entered_in_error", walk[0].day, event=shuffled[0].id)
    places = [place for place, one in enumerate(shuffled) if any(one.on < other.on for other in shuffled[:place])]
    with_times = [f"events[{place}].on: {OUT_OF_ORDER}" for place in places]

    try:
        referral(*shuffled, untimed)
    except InvalidRecordError as error:
        told = [str(fault) for fault in error.faults]
    else:
        told = []
    assert [one for one in told if ".on: " in one] == with_times


def test_the_clock_goes_by_instants():
    """A later hour with another offset can be the earlier point in time."""
    earlier, later = event("received", "2016-11-14T10:00:00+02:00"), event("contacted", "2016-11-14T09:30:00+01:00")

    assert words(referral(later, earlier).standing()) == ["received", "contacted"]


# --- What was known ----------------------------------------------------------------------------------


def test_what_was_recorded_late_was_not_known_before():
    """Asked what was known on a day, a referral leaves out what had not been recorded by then."""
    sent = referral(
        event("received", "2016-09-01", recorded_on="2016-09-01"),
        event("contacted", "2016-09-05", recorded_on="2016-09-20", id="e-2"),
        event("entered_in_error", "2016-09-25", recorded_on="2016-09-25", event="e-2"),
    )
    by = [day("2016-09-19"), day("2016-09-20"), day("2016-09-25"), None]

    assert [words(sent.standing(one)) for one in by] == [
        ["received"],
        ["received", "contacted"],
        ["received"],
        ["received"],
    ]
    assert [len(sent.history(one)) for one in by] == [1, 2, 3, 3]


def test_that_she_waited_may_be_recorded_after_that_she_does_not():
    """As long as the waiting is not known, that work was resumed changes nothing: the referral is where it was."""
    sent = referral(
        event("received", "2016-09-01"),
        event("admitted", "2016-09-02"),
        event("waiting_at_own_wish", "2016-09-03", recorded_on="2016-10-01"),
        event("resumed", "2016-09-10", recorded_on="2016-09-10"),
    )

    assert sent.status(day("2016-09-30"), known_on=day("2016-09-30")) is ReferralStatus.ADMITTED
    assert sent.status(day("2016-09-05"), known_on=day("2016-10-01")) is ReferralStatus.WAITING
    assert sent.status(day("2016-09-30")) is ReferralStatus.ADMITTED


def test_the_whole_can_be_entered_in_error():
    """On every day it is in error then and nothing can follow; that it is so is known when it has been recorded."""
    sent = referral(event("received", "2016-09-01"), event("entered_in_error", "2016-09-10", recorded_on="2016-09-12"))
    days = [f"2016-{on}" for on in ("08-31", "09-01", "09-09", "09-10", "12-31")]

    assert [sent.status(on) for on in days] == ["in_error"] * 5
    assert [(sent.until(on), sent.possible(on)) for on in days] == [((), ())] * 5
    assert [sent.status(on, "2016-09-11") for on in days] == ["not_received", *["received"] * 4]
    assert [words(sent.until(on, "2016-09-11")) for on in days] == [[], *[["received"]] * 4]
    assert {"contacted", "ended"} < {one.what for one in sent.possible(days[1], "2016-09-11")}
    assert [sent.status(on, "2016-09-12") for on in days] == ["in_error"] * 5
    assert [sent.is_in_error(day(f"2016-09-{on}")) for on in ("11", "12")] == [False, True]
    assert (sent.is_in_error(), sent.possible(LATER)) == (True, ())
    assert refused(*sent.events, event("contacted", "2016-09-11")) == [
        "events[2].what: wanted nothing, for it is over, got contacted"
    ]


@given(referrals(corrected=True, errors=True), st.none() | st.dates(FIRST, date(2017, 6, 30)), st.data())
@examples(100)
def test_it_may_have_been_sent_when_something_had_happened_or_nothing_is_said_to_have(sent, known_on, data):
    """Also what was taken back, or is in error as a whole, had come."""
    on = data.draw(days_about(sent.events))
    days = [one.day for one in sent.history(known_on)]

    assert sent.has_come(on, known_on) == (not sent.events or min(days, default=LATER) <= on)


# --- Seen in part ------------------------------------------------------------------------------------


def test_what_is_seen_in_part_may_lack_what_came_between():
    """Where something is hidden no order is asked for, and what an entry takes back may be hidden too."""
    seen = referral(
        event("resumed", "2016-09-10"), event("entered_in_error", "2016-09-12", event="e-9"), hidden=["kommun/IFO"]
    )

    assert seen.is_in_part
    assert seen.status(LATER) is ReferralStatus.NOT_RECEIVED
    assert words(seen.standing()) == ["resumed"]
    assert seen.with_events(event("received", "2016-09-01")).status(LATER) is ReferralStatus.RECEIVED
    assert not referral().is_in_part


# --- Stories -----------------------------------------------------------------------------------------


def test_three_times_back():
    """The referral of the third story is, on each day, where the story has it."""
    forum, sender = "forum:beredningsgrupp", REFERRER
    sent = Referral(
        "r-3",
        by=sender,
        to=forum,
        events=[
            event("received", "2015-02-02", forum),
            event("sent_back", "2015-03-16", forum, asks_for=["certificate"]),
            event("supplemented", "2015-04-20", sender),
            event("sent_back", "2015-05-25", forum, asks_for=["enrolment:AF"]),
            event("supplemented", "2015-08-31", sender),
            event("sent_back", "2015-10-05", forum, asks_for=["consent"]),
            event("supplemented", "2015-11-02", sender),
            event("admitted", "2015-12-14", forum),
            event("intervention_started", "2016-01-11", forum),
        ],
    )
    on = {"2015-02-01": "not_received", "2015-06-01": "sent_back", "2015-09-15": "received", "2015-12-14": "admitted"}

    assert {one: sent.status(day(one)).value for one in on} == on
    assert sent.status(LATER) is ReferralStatus.STARTED
    assert {one.what.value for one in sent.possible(day("2015-06-01"))} == {"supplemented", "ended", "entered_in_error"}
    assert sent.referrer == sender


# --- Many events -------------------------------------------------------------------------------------


@pytest.mark.mass
def test_a_hundred_thousand_events_take_ten_times_as_many_steps_as_ten_thousand(monkeypatch):
    """The work grows as the number of events does: each is looked at a fixed number of times."""
    looks = []
    plain = module._after
    monkeypatch.setattr(module, "_after", lambda *given: looks.append(1) or plain(*given))

    def work(count):
        looks.clear()
        days = [FIRST + place * ONE_DAY for place in range(30)]
        first = event("received", FIRST)
        more = [event("contacted", one) for one in days]
        sent = referral(first, *(more[place * 30 // count] for place in range(count - 1)))
        assert sent.status(LATER) is ReferralStatus.RECEIVED
        assert len(sent.standing(LATER)) == len(sent.history()) == count
        return len(looks)

    assert work(100_000) == 10 * work(10_000) == 200_000


# --- Who refers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "from_", "referrer"),
    [
        pytest.param("self", None, None, id="herself"),
        pytest.param("AF", None, "AF", id="an-agency"),
        pytest.param("AF", "AF", "AF", id="an-agency-said-twice"),
        pytest.param("kommun:Ludvika/IFO", None, "kommun:Ludvika/IFO", id="an-agency-with-its-body"),
        pytest.param("profession:läkare", None, None, id="a-profession"),
        pytest.param("profession:läkare", "region/primärvård", "region/primärvård", id="a-profession-somewhere"),
        pytest.param("forum:beredningsgrupp", None, "forum:beredningsgrupp", id="a-forum"),
        pytest.param("forum:beredningsgrupp", "FK", "FK", id="a-forum-for-an-agency"),
    ],
)
def test_who_the_referrer_is(by, from_, referrer):
    """The agency or the forum whose step it is when more is asked for; nobody's where she came herself."""
    assert referral(by=by, from_=from_).referrer == referrer


def test_what_names_are_of():
    """A name with a prefix is of a profession or a forum; any other but herself is an agency."""
    assert (profession_of("profession:läkare"), profession_of("AF")) == ("läkare", None)
    assert (forum_of("forum:team"), forum_of("AF")) == ("team", None)
    assert [agency_of(one) for one in ("AF", "self", "profession:läkare", "forum:team", None)] == ["AF"] + [None] * 4
    assert lack_of("enrolment:kommun:Ludvika/IFO") == ("enrolment", "kommun:Ludvika/IFO")


# --- Records -----------------------------------------------------------------------------------------


@given(referrals(corrected=True))
@examples(50)
def test_it_is_a_value(sent):
    """It is equal to its copy, keeps nothing that changes, and tells nothing in its repr."""
    copy = pickle.loads(pickle.dumps(sent))

    assert (copy, hash(copy), copy.standing()) == (sent, hash(sent), sent.standing())
    assert (repr(sent), {repr(one) for one in sent.events}) == (
        "<Referral>",
        {f"<ReferralEvent {one.what}>" for one in sent.events},
    )
    with pytest.raises(FrozenInstanceError):
        sent.id = "r-2"


def test_to_add_leaves_the_first_as_it_was():
    """Adding returns another; both hold what they held."""
    sent = referral(event("received", "2016-09-01"))
    more = sent.with_events(event("acknowledged", "2016-09-02"), event("contacted", "2016-09-03"))

    assert (words(sent.events), words(more.events)) == (["received"], ["received", "acknowledged", "contacted"])
    assert sent.with_events() == sent
    assert status_of(more.events) is ReferralStatus.RECEIVED


# --- What is refused ---------------------------------------------------------------------------------

PERSONAL = "Solveig 19790302-1234"  # An invented person; nothing that is refused may repeat it.
RECEIVED = event("received", "2016-09-05", id="e-1")

NO_REFERRALS = {
    "two-starts": (
        [RECEIVED, event("received", "2016-09-06")],
        {},
        [
            "events[1].what: wanted acknowledged, contact_attempt, contacted, needs_assessed, plan_begun, plan_made, admitted, admitted_on_stated_grounds, recommended_elsewhere, sent_back, intervention_started, waiting_at_own_wish, ended, entered_in_error, got received"
        ],
    ),
    "before-it-was-received": (
        [RECEIVED, event("contacted", "2016-09-04")],
        {},
        ["events[1].what: wanted received, entered_in_error, got contacted"],
    ),
    "supplemented-before-it-was-sent-back": (
        [RECEIVED, event("supplemented", "2016-09-08"), event("sent_back", "2016-09-09")],
        {},
        None,
    ),
    "could-not-be-reached-without-an-attempt": ([RECEIVED, event("could_not_be_reached", "2016-09-20")], {}, None),
    "after-the-end": (
        [RECEIVED, event("ended", "2016-09-08"), event("contacted", "2016-09-09")],
        {},
        ["events[2].what: wanted reopened, entered_in_error, got contacted"],
    ),
    "ids-twice": (
        [RECEIVED, event("acknowledged", "2016-09-06", id="e-1"), event("contacted", "2016-09-06", id="e-1")],
        {},
        [f"events[{place}].id: wanted an id that no other event has, got one that is taken" for place in (1, 2)],
    ),
    "taken-back-twice": (
        [RECEIVED, *(event("entered_in_error", "2016-09-06", event="e-1") for _ in range(2))],
        {},
        ["events[2].event: wanted an event that stands, got one that has been taken back"],
    ),
    "nothing-of-that-id-to-take-back": (
        [RECEIVED, event("entered_in_error", "2016-09-06", event=PERSONAL)],
        {},
        ["events[1].event: wanted the id of an event that can be taken back, got another"],
    ),
    "an-entry-that-takes-itself-back": (
        [RECEIVED, event("entered_in_error", "2016-09-06", id="e-2", event="e-2")],
        {},
        ["events[1].event: wanted the id of an event that can be taken back, got another"],
    ),
    "an-entry-in-error-that-is-taken-back": (
        [
            RECEIVED,
            event("entered_in_error", "2016-09-06", id="e-2", event="e-1"),
            event("entered_in_error", "2016-09-07", event="e-2"),
        ],
        {},
        ["events[2].event: wanted the id of an event that can be taken back, got another"],
    ),
    "nowhere-to": (
        [RECEIVED],
        {"to": None},
        ["to: wanted a programme, an agency or a forum that she was sent to, got nothing"],
    ),
    "an-agency-from-another": (
        [RECEIVED],
        {"by": "AF", "from_": "FK"},
        ["from: wanted nothing, for an agency refers for itself, got another agency"],
    ),
    "herself-from-an-agency": (
        [RECEIVED],
        {"by": "self", "from_": "FK"},
        ["from: wanted nothing, for she comes on her own account, got an agency"],
    ),
    "all-at-once": (
        [RECEIVED, event("contacted", "2016-09-06", id="e-1"), event("entered_in_error", "2016-09-06", event="e-7")],
        {"to": None, "by": "AF", "from_": "FK"},
        [
            "to: wanted a programme, an agency or a forum that she was sent to, got nothing",
            "from: wanted nothing, for an agency refers for itself, got another agency",
            "events[1].id: wanted an id that no other event has, got one that is taken",
            "events[2].event: wanted the id of an event that can be taken back, got another",
        ],
    ),
}


@pytest.mark.parametrize(("events", "fields", "told"), NO_REFERRALS.values(), ids=NO_REFERRALS)
def test_a_referral_that_cannot_be_is_refused(events, fields, told):
    """Every fault is told with its place, and none repeats what was given."""
    faults = refused(*events, **fields)

    assert faults == (told or faults)
    assert len(faults) == len(told or "1")
    assert PERSONAL not in "".join(faults)


NO_FIELDS = {
    "id-of-nothing": ({"id": ""}, "id: wanted an id of 1 to 200 printable characters, got empty text"),
    "by-an-unknown-form": (
        {"by": "A F"},
        "by: wanted an agency such as AF, kommun/AME or kommun:Ludvika/AME, got text of 3 characters",
    ),
    "by-a-number": ({"by": 5}, "by: wanted an agency such as AF, kommun/AME or kommun:Ludvika/AME, got a number"),
    "by-a-profession-unnamed": (
        {"by": "profession"},
        "by: wanted profession: and which one, got the word profession alone",
    ),
    "by-a-forum-unnamed": ({"by": "forum"}, "by: wanted forum: and which one, got the word forum alone"),
    "by-a-profession-of-nothing": ({"by": "profession:"}, "by: wanted a word, got empty text"),
    "to-herself": ({"to": "self"}, "to: wanted an agency or a forum, got text of 4 characters"),
    "to-a-profession": ({"to": "profession:läkare"}, "to: wanted an agency or a forum, got text of 17 characters"),
    "from-herself": ({"from_": "self"}, "from: wanted an agency, got text of 4 characters"),
    "from-a-forum": ({"from_": "forum:team"}, "from: wanted an agency, got text of 10 characters"),
    "from-a-number": (
        {"from_": 5},
        "from: wanted an agency such as AF, kommun/AME or kommun:Ludvika/AME, got a number",
    ),
    "spoken-to-in-words": ({"spoken_to": "nej"}, "spoken_to: wanted true or false, got text of 3 characters"),
    "events-of-another-class": (
        {"events": [{"what": "received"}]},
        "events: wanted a list of ReferralEvent, got a list with something else in it",
    ),
    "hidden-in-one-word": ({"hidden": "AF"}, "hidden: wanted a list of words, got text of 2 characters"),
}


@pytest.mark.parametrize(("fields", "told"), NO_FIELDS.values(), ids=NO_FIELDS)
def test_a_field_that_is_none_is_refused(fields, told):
    """The fault names the field and what sort of thing was found there."""
    with pytest.raises((InvalidValueError, InvalidRecordError)) as error:
        Referral(**{"id": "r-1", "by": REFERRER, "to": RECIPIENT, **fields})

    assert str(error.value) == told


# --- Events ------------------------------------------------------------------------------------------

GIVEN = {"what": "contacted", "on": "2016-09-05", "agency": "AF"}
ONE_OF = " or ".join(WORDS)
NO_EVENTS = {
    "unknown-word": ({"what": "contactd"}, [f"what: wanted {ONE_OF}, got text of 8 characters; did you mean contacted?"]),
    "no-word": ({"what": 1}, [f"what: wanted {ONE_OF}, got a number"]),
    "time-without-an-offset": (
        {"on": "2016-09-05T10:00:00"},
        ["on: wanted a day as YYYY-MM-DD, or a time as 2016-11-14T09:30:00+01:00, got text of 19 characters"],
    ),
    "no-day": ({"on": None}, ["on: wanted a day as YYYY-MM-DD, or a time as 2016-11-14T09:30:00+01:00, got nothing"]),
    "agency-missing": ({"agency": None}, ["agency: wanted an agency or a forum, got nothing"]),
    "agency-herself": ({"agency": "self"}, ["agency: wanted an agency or a forum, got text of 4 characters"]),
    "recorded-before-it-happened": (
        {"recorded_on": "2016-09-04"},
        ["recorded_on: wanted a day not before that on which it happened, got an earlier one"],
    ),
    "recorded-at-a-point-in-time": ({"recorded_on": "2016-09-05T10:00:00Z"}, ["recorded_on: wanted a day as YYYY-MM-DD, got text of 20 characters"]),
    "sent-back-for-nothing": ({"what": "sent_back"}, ["asks_for: wanted what sent_back must say, got nothing"]),
    "ended-without-an-outcome": ({"what": "ended"}, ["outcome: wanted what ended must say, got nothing"]),
    "asks-for-one-text": (
        {"what": "sent_back", "asks_for": PERSONAL},
        ["asks_for: wanted a list of what is asked for, got text of 21 characters"],
    ),
    "asks-for-a-number": (
        {"what": "sent_back", "asks_for": 5},
        ["asks_for: wanted a list of what is asked for, got a number"],
    ),
    "asks-for-several-that-are-none": (
        {"what": "sent_back", "asks_for": ["certificate", "", "enrolment:", 5]},
        [
            "asks_for[1]: wanted a word, got empty text",
            "asks_for[2]: wanted an agency such as AF, kommun/AME or kommun:Ludvika/AME, got empty text",
            "asks_for[3]: wanted a word, got a number",
        ],
    ),
    "reason-too-long": ({"what": "ended", "reason": "x" * 501}, ["reason: wanted a text of 1 to 500 characters, got text of 501 characters"]),
    "reason-of-no-words": ({"what": "ended", "reason": ""}, ["reason: wanted a text of 1 to 500 characters, got empty text"]),
    "performer-herself": ({"what": "intervention_started", "performer": "self"}, ["performer: wanted an agency, got text of 4 characters"]),
    "performer-a-number": ({"what": "intervention_started", "performer": 5}, ["performer: wanted an agency such as AF, kommun/AME or kommun:Ludvika/AME, got a number"]),
    "id-that-cannot-be-printed": ({"id": "e\n1"}, ["id: wanted an id of 1 to 200 printable characters, got text of 3 characters"]),
    "all-at-once": (
        {"what": "ended", "asks_for": ["certificate"], "plan": PERSONAL, "recorded_on": "2016-09-04"},
        [
            "outcome: wanted what ended must say, got nothing",
            "asks_for: wanted nothing, for ended says no such thing, got something",
            "plan: wanted nothing, for ended says no such thing, got something",
            "recorded_on: wanted a day not before that on which it happened, got an earlier one",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "told"), NO_EVENTS.values(), ids=NO_EVENTS)
def test_an_event_that_cannot_be_is_refused(fields, told):
    """Every fault of what it says together is told; a field that is none is told with its name and never its value."""
    with pytest.raises((InvalidValueError, InvalidRecordError)) as error:
        ReferralEvent(**{**GIVEN, **fields})

    assert str(error.value).splitlines() == told


@pytest.mark.parametrize("word", WORDS)
def test_each_event_can_be_recorded_with_the_least_that_it_must_say(word):
    """With that it stands, and with less it is refused."""
    least = MAY_SAY.get(word, {})

    assert ReferralEvent(word, on="2016-09-05", agency="AF", **least).step.what == word
    for name in least:
        with pytest.raises(InvalidRecordError, match=f"^{name}: wanted what {word} must say, got nothing$"):
            ReferralEvent(word, on="2016-09-05", agency="AF", **{key: least[key] for key in least if key != name})


def test_an_event_counts_on_its_day_in_sweden():
    """Half past eleven in the evening in London is the next day here, also where it says when it was recorded."""
    late = event("contacted", "2016-09-05T23:30:00+01:00", recorded_on="2016-09-06")

    assert late.day == day("2016-09-06")
    with pytest.raises(InvalidRecordError, match="recorded_on: wanted a day not before"):
        event("contacted", "2016-09-05T23:30:00+01:00", recorded_on="2016-09-05")


@pytest.mark.parametrize(
    ("made", "names"),
    [
        pytest.param(event("contacted", "2016-09-05"), {"contacted"}, id="bare"),
        pytest.param(event("ended", "2016-09-05", outcome="died"), {"ended", "ended:died"}, id="an-outcome"),
        pytest.param(event("plan_made", "2016-09-05", plan="af"), {"plan_made", "plan_made:af"}, id="a-plan"),
        pytest.param(event("plan_begun", "2016-09-05"), {"plan_begun"}, id="a-plan-of-no-sort"),
    ],
)
def test_what_a_clock_may_call_an_event(made, names):
    """Its word, and its word with the outcome or the sort of plan; nothing else."""
    others = {
        "contacted",
        "ended",
        "ended:died",
        "ended:work",
        "plan_made",
        "plan_made:af",
        "plan_made:sip",
        "plan_begun",
        "plan_begun:af",
    }

    assert {one for one in others if made.is_one_of([one])} == names
    assert not made.is_one_of([])


def test_the_walks_go_everywhere():
    """The second account has a way to each status, so that a walk may come there."""
    reached = {"not_received"}
    for _ in LIFE:
        reached |= {to for status in reached for to in LIFE[status].values()}

    assert reached == set(LIFE)
    assert {one.value for one in CLOSED} < reached
