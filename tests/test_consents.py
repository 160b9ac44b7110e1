"""Consents in time: from when to when each stands, what it opens then, and what of it was known."""

import pickle
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import load_model
from samverkan.consents import Change, Consent, ConsentEvent, ConsentKind, Form, Giver
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.scopes import Request, Scope
from strategies import examples

REGISTER = load_model("finsam").agencies
A_DAY = timedelta(1)


def day(text):
    """Return a day from its text."""
    return date.fromisoformat(text)


def secrecy(name="c-1", **more):
    """Return a consent that lets the region tell Arbetsförmedlingen about contacts and health in 2017."""
    return Consent(
        name,
        **{
            "kind": "secrecy",
            "from_": ["region"],
            "to": ["AF"],
            "categories": ["contact", "health"],
            "purpose": "coordination",
            "given": "2017-01-01",
            "expires": "2017-12-31",
            **more,
        },
    )


def opened(consent, on, known_on=None, sharer="region/primärvård", recipient="AF"):
    """Return the categories that a consent opens on a day."""
    scope = consent.scope_on(on, known_on)
    if scope is None:
        return frozenset()
    return frozenset(
        category
        for category in ("contact", "health", "work")
        if scope.opens(
            Request(sharer=sharer, recipient=recipient, category=category, purpose="coordination"), on, REGISTER
        )
    )


BOTH = frozenset({"contact", "health"})
NOTHING = frozenset()


def days_of(consent, days, known_on=None):
    """Return whether a consent stands, day by day."""
    return {one: consent.is_live(day(one), None if known_on is None else day(known_on)) for one in days}


# --- From when to when ------------------------------------------------------------------------------


def test_a_consent_counts_from_the_day_it_is_given_to_the_day_it_expires():
    """Both days are included."""
    stands = days_of(secrecy(), ["2016-12-31", "2017-01-01", "2017-12-31", "2018-01-01"])
    assert list(stands.values()) == [False, True, True, False]


def test_a_consent_without_an_end_stands_until_further_notice():
    """Nothing ends it but what comes to pass with it."""
    assert secrecy(expires=None).is_live(date.max)


def test_a_consent_may_stand_one_day():
    """Given and expiring on the same day."""
    stands = days_of(secrecy(expires="2017-01-01"), ["2016-12-31", "2017-01-01", "2017-01-02"])
    assert list(stands.values()) == [False, True, False]


WITHDRAWN = {
    "as an event": secrecy().withdraw("2017-02-01", by="AF"),
    "as the field": secrecy(withdrawn="2017-02-01"),
    "until further notice": secrecy(expires=None).withdraw("2017-02-01"),
}


@pytest.mark.parametrize("consent", WITHDRAWN.values(), ids=WITHDRAWN)
def test_the_day_of_withdrawal_is_the_first_day_without(consent):
    """It stands on the day before; however the withdrawal is written."""
    stands = days_of(consent, ["2017-01-31", "2017-02-01", "2017-02-02"])
    assert list(stands.values()) == [True, False, False]


def test_a_consent_that_is_withdrawn_on_the_day_it_was_given_never_stood():
    """That day is the first without it."""
    assert secrecy().withdraw("2017-01-01").standing() == ()
    assert secrecy(given="0001-01-01").withdraw("0001-01-01").standing() == ()


def test_what_is_withdrawn_is_not_brought_back_by_being_reaffirmed():
    """It takes a new consent: withdrawal is for good."""
    assert not secrecy().withdraw("2017-02-01").reaffirm("2017-03-01").is_live(day("2017-03-01"))


def test_the_first_of_two_withdrawals_counts():
    """The consent is gone from then on."""
    twice = secrecy(withdrawn="2017-03-01").withdraw("2017-02-01")
    assert list(days_of(twice, ["2017-01-31", "2017-02-01"]).values()) == [True, False]


def test_the_day_on_which_a_consent_ran_out_is_its_last():
    """What expired on a day stood on that day."""
    ran_out = secrecy(history=[ConsentEvent("expired", on="2017-06-30")])
    assert list(days_of(ran_out, ["2017-06-30", "2017-07-01"]).values()) == [True, False]


def test_to_record_that_it_ran_out_gives_it_no_more_days():
    """It had ended before."""
    ran_out = secrecy(history=[ConsentEvent("expired", on="2018-01-31")])
    assert list(days_of(ran_out, ["2017-12-31", "2018-01-01"]).values()) == [True, False]


def test_reaffirming_moves_the_last_day():
    """While it stands it stands on unbroken, until the day that she named."""
    longer = secrecy().reaffirm("2017-12-01", expires="2018-06-30")
    assert list(days_of(longer, ["2018-01-01", "2018-06-30", "2018-07-01"]).values()) == [True, True, False]
    assert secrecy().reaffirm("2017-12-01").is_live(date.max)


def test_after_a_lapse_reaffirming_counts_from_its_own_day():
    """The days between are days without."""
    again = secrecy().reaffirm("2018-03-01", expires="2018-06-30")
    days = ["2017-12-31", "2018-01-01", "2018-02-28", "2018-03-01", "2018-06-30", "2018-07-01"]
    assert list(days_of(again, days).values()) == [True, False, False, True, True, False]


def test_reaffirming_on_the_day_after_the_last_leaves_no_day_without():
    """The two stretches touch."""
    again = secrecy().reaffirm("2018-01-01", expires="2018-06-30")
    assert all(days_of(again, ["2017-12-31", "2018-01-01", "2018-06-30"]).values())


def test_what_ran_out_can_be_reaffirmed():
    """It was not withdrawn."""
    consent = secrecy(history=[ConsentEvent("expired", on="2017-06-30"), ConsentEvent("reaffirmed", on="2017-09-01")])
    days = ["2017-06-30", "2017-07-01", "2017-08-31", "2017-09-01"]
    assert list(days_of(consent, days).values()) == [True, False, False, True]


# --- What it opens ----------------------------------------------------------------------------------


def test_narrowing_counts_from_its_day_on():
    """What was open the day before stays as it was on that day."""
    less = secrecy().narrow("2017-03-01", categories=["contact"])
    assert opened(less, day("2017-02-28")) == BOTH
    assert opened(less, day("2017-03-01")) == {"contact"}
    assert opened(less, day("2017-12-31")) == {"contact"}
    assert opened(less, day("2018-01-01")) == NOTHING


def test_narrowing_may_name_fewer_who_tell_or_are_told():
    """What is left out stays as it was."""
    less = secrecy(to=["AF", "FK"]).narrow("2017-03-01", from_=["region/psykiatri"]).narrow("2017-04-01", to=["FK"])
    on = day("2017-03-31")
    assert opened(less, on) == NOTHING
    assert opened(less, on, sharer="region/psykiatri") == BOTH
    on = day("2017-04-01")
    assert opened(less, on, sharer="region/psykiatri") == NOTHING
    assert opened(less, on, sharer="region/psykiatri", recipient="FK") == BOTH


def test_narrowing_may_add_exceptions():
    """They join those that were there."""
    consent = secrecy(exceptions=[Scope(from_=["region/sjukhus"])])
    less = consent.narrow("2017-03-01", exceptions=[Scope(categories=["health"])])
    assert opened(less, day("2017-02-28"), sharer="region/sjukhus") == NOTHING
    assert opened(less, day("2017-03-01"), sharer="region/sjukhus") == NOTHING
    assert opened(less, day("2017-03-01")) == {"contact"}


def test_narrowing_on_the_first_day_leaves_nothing_of_the_whole():
    """From the day it was given it opens the less."""
    less = secrecy().narrow("2017-01-01", categories=["contact"])
    assert opened(less, day("2017-01-01")) == {"contact"}


def test_what_was_narrowed_while_it_had_lapsed_is_narrow_when_it_stands_again():
    """What she has taken back does not come back by itself."""
    again = secrecy().narrow("2018-02-01", categories=["contact"]).reaffirm("2018-03-01")
    assert opened(again, day("2018-02-15")) == NOTHING
    assert opened(again, day("2018-03-01")) == {"contact"}


NOT_OPEN_BEFORE = [
    ("a unit that keeps its secrets apart", {"from_": ["kommun"]}, {"from_": ["kommun/IFO"]}, "kommun/IFO", "AF"),
    (
        "another kommun to be told",
        {"to": ["kommun"]},
        {"to": ["kommun:Falun/AME"]},
        "region/psykiatri",
        "kommun:Falun/AME",
    ),
]


@pytest.mark.parametrize(
    ("whole", "less", "sharer", "recipient"), [row[1:] for row in NOT_OPEN_BEFORE], ids=[r[0] for r in NOT_OPEN_BEFORE]
)
def test_narrowing_opens_nothing_that_was_not_open(whole, less, sharer, recipient):
    """Though the name is a part of the name that was given, the party's name did not stand for it."""
    consent = secrecy(**whole)
    on = day("2017-03-01")
    assert opened(consent, on, sharer=sharer, recipient=recipient) == NOTHING
    assert opened(consent.narrow("2017-02-01", **less), on, sharer=sharer, recipient=recipient) == NOTHING


MORE = [
    ("a category", {"categories": ["contact", "work"]}),
    ("another category", {"categories": ["work"]}),
    ("an agency to tell", {"from_": ["region", "FK"]}),
    ("an agency to be told", {"to": ["FK"]}),
]


@pytest.mark.parametrize("more", [more for _, more in MORE], ids=[name for name, _ in MORE])
def test_what_is_narrowed_may_name_nothing_more_than_was_given(more):
    """It is refused, with the event's place, and says nothing of what was named."""
    with pytest.raises(InvalidRecordError) as caught:
        secrecy().narrow("2017-02-01", exceptions=[Scope(categories=["health"])]).narrow("2017-03-01", **more)
    assert [fault.where for fault in caught.value.faults] == ["history[1]"]
    assert not any(word in str(caught.value) for word in ("work", "FK", "region"))


@pytest.mark.parametrize("nothing", [{}, {"categories": []}, {"from_": []}], ids=["nothing", "no category", "nobody"])
def test_a_narrowing_says_what_is_left(nothing):
    """One that names nothing is refused: it must not be taken for leaving everything open."""
    with pytest.raises(InvalidValueError, match="what is left"):
        secrecy().narrow("2017-02-01", **nothing)


def test_a_consent_has_a_hundred_events_at_most():
    """A history is what people did; a file with more than that is no consent."""
    events = [ConsentEvent("reaffirmed", on="2017-02-01")] * 101
    with pytest.raises(InvalidRecordError, match="history: wanted at most 100 events"):
        secrecy(history=events)


def test_what_was_closed_by_narrowing_is_not_opened_by_narrowing():
    """Each time it opens less than it did: what was given is not to be had again that way."""
    with pytest.raises(InvalidRecordError):
        secrecy().narrow("2017-02-01", categories=["contact"]).narrow("2017-03-01", categories=["health"])


@pytest.mark.parametrize("body", ["kommun:Ludvika", "kommun:Ludvika/AME", "kommun/AME"])
def test_a_party_may_be_narrowed_to_a_body_or_a_unit_of_it(body):
    """Each is less than the whole party."""
    less = secrecy(from_=["kommun"]).narrow("2017-02-01", from_=[body])
    on = day("2017-02-01")
    assert opened(less, on, sharer="kommun:Ludvika/AME" if ":" in body else "kommun/AME") == BOTH
    assert opened(less, on, sharer="kommun:Falun/AME") == NOTHING


# --- What was known ---------------------------------------------------------------------------------


def test_a_consent_that_was_recorded_late_was_not_known_before():
    """Asked for what had been recorded by the day before, nothing stands; by that day, all of it."""
    consent = secrecy(recorded_on="2017-02-01")
    asked_of = day("2017-01-15")
    assert not consent.was_known(day("2017-01-31"))
    assert consent.scope_on(asked_of, day("2017-01-31")) is None
    assert consent.was_known(day("2017-02-01"))
    assert opened(consent, asked_of, day("2017-02-01")) == BOTH
    assert opened(consent, asked_of) == BOTH


LATE = {
    "withdrawn": (lambda one: one.withdraw("2017-02-01", recorded_on="2017-05-01"), BOTH, NOTHING),
    "narrowed": (
        lambda one: one.narrow("2017-02-01", categories=["contact"], recorded_on="2017-05-01"),
        BOTH,
        {"contact"},
    ),
    "reaffirmed": (
        lambda one: attrs.evolve(one, expires="2017-01-31").reaffirm("2017-02-01", recorded_on="2017-05-01"),
        NOTHING,
        BOTH,
    ),
    "expired": (
        lambda one: attrs.evolve(one, history=[ConsentEvent("expired", on="2017-01-31", recorded_on="2017-05-01")]),
        BOTH,
        NOTHING,
    ),
}


@pytest.mark.parametrize(("change", "before", "after"), LATE.values(), ids=LATE)
def test_what_was_recorded_late_counts_once_it_was_recorded(change, before, after):
    """Of one day in March it was known otherwise on the last of April than on the first of May."""
    consent, of = change(secrecy()), day("2017-03-01")
    assert opened(consent, of, day("2017-04-30")) == before
    assert opened(consent, of, day("2017-05-01")) == after
    assert opened(consent, of) == after


def test_what_has_no_day_of_recording_was_known_on_every_day():
    """Nobody has said that it was learnt late."""
    assert opened(secrecy().narrow("2017-02-01", categories=["contact"]), day("2017-02-01"), date.min) == {"contact"}


def test_what_came_to_pass_is_told_in_the_order_of_the_days():
    """The giving comes first, with its own recording; nothing is ever taken away."""
    consent = secrecy(withdrawn="2017-06-01", recorded_on="2017-01-02", by="AF")
    consent = consent.narrow("2017-04-01", categories=["contact"]).reaffirm("2017-03-01", by="FK")
    told = [(event.what, event.on.isoformat()) for event in consent.events]
    assert told == [
        (Change.GIVEN, "2017-01-01"),
        (Change.REAFFIRMED, "2017-03-01"),
        (Change.NARROWED, "2017-04-01"),
        (Change.WITHDRAWN, "2017-06-01"),
    ]
    assert (consent.events[0].recorded_on, consent.events[0].by) == (day("2017-01-02"), "AF")
    assert [event.what for event in consent.history] == [Change.NARROWED, Change.REAFFIRMED]


def test_what_comes_to_pass_makes_a_new_consent():
    """The one there was stays as it was."""
    before = secrecy()
    after = before.withdraw("2017-02-01")
    assert before.history == ()
    assert before.is_live(day("2017-02-01"))
    assert after.id == before.id


# --- Day by day, said again -------------------------------------------------------------------------

FIRST = date(2017, 1, 1)
DAYS = [FIRST + timedelta(days) for days in range(-2, 33)]
IN_MONTH = st.integers(0, 30).map(lambda days: FIRST + timedelta(days))
RECORDED = st.none() | st.none() | IN_MONTH
CATEGORIES = ["contact", "health", "work"]


@st.composite
def histories(draw):
    """Draw a consent of January with a few events, each recorded in time, late or on a day that is not stated."""
    first = draw(st.integers(0, 10).map(lambda days: FIRST + timedelta(days)))
    after = st.integers(0, 24).map(lambda days: first + timedelta(days))
    open_still, events = frozenset(CATEGORIES), []
    for on in sorted(draw(st.lists(after, max_size=5))):
        what = draw(st.sampled_from(["narrowed", "narrowed", "reaffirmed", "reaffirmed", "expired", "withdrawn"]))
        more = {}
        if what == "narrowed":
            open_still = draw(st.frozensets(st.sampled_from(sorted(open_still)), min_size=1))
            more = {"categories": open_still}
        elif what == "reaffirmed":
            more = {"expires": draw(st.none() | st.integers(0, 12).map(lambda days, on=on: on + timedelta(days)))}
        events.append(ConsentEvent(what, on=on, recorded_on=draw(RECORDED), **more))
    # Recorded in any order, but for those of one day, of which the first comes first.
    order = draw(st.permutations(sorted({event.on for event in events})))
    return secrecy(
        categories=CATEGORIES,
        given=first,
        expires=draw(st.none() | after),
        recorded_on=draw(RECORDED),
        withdrawn=draw(st.none() | st.none() | st.none() | after),
        history=[event for on in order for event in events if event.on == on],
    )


def replayed(consent, on, known_on):
    """Say what stands on a day by going through the days one by one, as a case worker would."""

    def known(one):
        return known_on is None or one.recorded_on is None or one.recorded_on <= known_on

    if not known(consent):
        return NOTHING
    last, left, is_gone = consent.expires, set(consent.categories), False
    today = consent.given
    while today <= on:
        for event in (one for one in consent.history if one.on == today and known(one)):
            if event.what == "withdrawn":
                is_gone = True
            elif event.what == "narrowed":
                left &= event.categories
            elif event.what == "reaffirmed":
                last = event.expires
            elif last is None or last > today:
                last = today
        is_gone = is_gone or consent.withdrawn == today
        today += A_DAY
    stands = consent.given <= on and not is_gone and (last is None or on <= last)
    return frozenset(left) if stands else NOTHING


@examples(300)
@given(histories(), RECORDED)
def test_what_a_consent_opens_is_what_going_through_the_days_comes_to(consent, known_on):
    """On every day and for whatever had been recorded, it opens what the events one after another leave."""
    for on in DAYS:
        assert opened(consent, on, known_on) == replayed(consent, on, known_on)


@examples(150)
@given(histories(), RECORDED)
def test_the_stretches_of_a_consent_do_not_overlap(consent, known_on):
    """On each day at most one of them says what is open, and they stand in order."""
    standing = consent.standing(known_on)
    assert all(sum(one.covers(on) for one in standing) <= 1 for on in DAYS)
    assert [one.since for one in standing] == sorted(one.since for one in standing)


@examples(150)
@given(histories())
def test_what_was_not_recorded_by_a_day_does_not_count(consent):
    """Known on a day it is the consent without what was recorded later."""
    known_on = FIRST + timedelta(12)
    heard = attrs.evolve(consent, history=[one for one in consent.history if (one.recorded_on or FIRST) <= known_on])
    for on in DAYS:
        if (consent.recorded_on or FIRST) <= known_on:
            assert opened(consent, on, known_on) == opened(heard, on)
        else:
            assert opened(consent, on, known_on) == NOTHING


# --- What a consent must be -------------------------------------------------------------------------


@pytest.mark.parametrize("lacking", ["from_", "to", "categories", "purpose"])
def test_a_consent_that_lifts_secrecy_says_from_whom_to_whom_what_and_for_what(lacking):
    """Being silent opens nothing: it is refused."""
    with pytest.raises(InvalidRecordError) as caught:
        secrecy(**{lacking: None if lacking == "purpose" else []})
    assert [fault.where for fault in caught.value.faults] == [lacking.strip("_")]


def test_a_consent_to_be_registered_names_the_programme():
    """Each programme needs one of its own."""
    with pytest.raises(InvalidRecordError) as caught:
        Consent("c-1", kind="registration", given="2017-01-01")
    assert [fault.where for fault in caught.value.faults] == ["programme"]


@pytest.mark.parametrize("kind", ["plan", "co-operation", "coordination-measures", "power-of-attorney"])
def test_the_other_kinds_need_say_no_more_than_when_they_were_given(kind):
    """They are conditions of an act, and stand for themselves."""
    assert Consent("c-1", kind=kind, given="2017-01-01").is_live(day("2017-01-01"))


def test_the_kinds_are_those_that_the_law_keeps_apart():
    """Secrecy, plan, registration, co-operation, coordination measures and power of attorney."""
    assert {kind.value for kind in ConsentKind} == {
        "secrecy",
        "plan",
        "registration",
        "co-operation",
        "coordination-measures",
        "power-of-attorney",
    }


def test_form_giver_and_notice_are_kept():
    """How it was given, by whom, and what she was told before."""
    consent = secrecy(form="oral", giver="self-and-guardian", notice="blankett 9443")
    assert (consent.form, consent.giver, consent.notice) == (Form.ORAL, Giver.BOTH, "blankett 9443")
    assert (secrecy().form, secrecy().giver) == (None, Giver.SELF)


def test_all_that_is_wrong_with_a_consent_is_told_at_once():
    """Each fault has its place, in the consent or in its history."""
    with pytest.raises(InvalidRecordError) as caught:
        Consent(
            "c-1",
            kind="secrecy",
            from_=["region"],
            categories=["health"],
            given="2017-01-01",
            expires="2016-12-31",
            withdrawn="2016-12-30",
            history=[
                ConsentEvent("given", on="2017-01-01"),
                ConsentEvent("narrowed", on="2016-11-30", categories=["work"]),
            ],
        )
    assert sorted(fault.where for fault in caught.value.faults) == [
        "expires",
        "history[0].what",
        "history[1]",
        "history[1].on",
        "purpose",
        "to",
        "withdrawn",
    ]


PLANTED = "hemligt-19790302"

REFUSED = [
    (lambda: Consent(f"{PLANTED}\n", kind="plan", given="2017-01-01"), "id"),
    (lambda: Consent("c", kind=PLANTED, given="2017-01-01"), "kind"),
    (lambda: Consent("c", kind="plan", given=PLANTED), "given"),
    (lambda: Consent("c", kind="plan", given="2017-01-01", form=PLANTED), "form"),
    (lambda: Consent("c", kind="plan", given="2017-01-01", giver=PLANTED), "giver"),
    (lambda: Consent("c", kind="plan", given="2017-01-01", expires=PLANTED), "expires"),
    (lambda: Consent("c", kind="plan", given="2017-01-01", to=[f"{PLANTED}:"]), "to[0]"),
    (lambda: Consent("c", kind="plan", given="2017-01-01", history=[PLANTED]), "history"),
    (lambda: Consent("c", kind="plan", given="2017-01-01", by=f"{PLANTED}:"), "by"),
    (lambda: ConsentEvent(PLANTED, on="2017-01-01"), "what"),
    (lambda: ConsentEvent("withdrawn", on=PLANTED), "on"),
    (lambda: ConsentEvent("withdrawn", on="2017-01-01", categories=[PLANTED]), "categories"),
    (lambda: ConsentEvent("withdrawn", on="2017-01-01", expires="1979-03-02"), "expires"),
    (lambda: ConsentEvent("narrowed", on="2017-01-01", expires="1979-03-02"), "expires"),
    (lambda: ConsentEvent("reaffirmed", on="2017-01-01", to=["AF"]), "to"),
    (lambda: ConsentEvent("reaffirmed", on="2017-01-01", expires="2016-12-31"), "expires"),
]


@pytest.mark.parametrize(("make", "where"), REFUSED, ids=[f"{n}-{where}" for n, (_, where) in enumerate(REFUSED)])
def test_what_is_refused_is_placed_and_masked(make, where):
    """No error tells what was given."""
    with pytest.raises((InvalidValueError, InvalidRecordError)) as caught:
        make()
    error = caught.value
    faults = error.faults if isinstance(error, InvalidRecordError) else [error.fault]
    assert [fault.where for fault in faults] == [where]
    told = str(error) + repr(error) + repr(error.__cause__) + repr(error.__context__)
    assert PLANTED not in told
    assert "1979" not in told


def test_no_repr_of_a_consent_shows_whose_or_what():
    """Neither who tells whom nor what, when or under what name; the kind alone."""
    consent = secrecy(PLANTED, from_=["region/psykiatri"], notice=PLANTED, given="1979-03-02", expires=None)
    consent = consent.narrow("1979-03-03", categories=["health"], by="FK")
    shown = "".join(map(repr, [consent, consent.events, consent.standing(), consent.scope, [consent]]))
    for value in (PLANTED, "1979", "psykiatri", "health", "FK", "AF", "coordination"):
        assert value not in shown


def test_a_consent_survives_pickling():
    """It can be sent to another process, and says the same there."""
    consent = secrecy().narrow("2017-02-01", categories=["contact"])
    again = pickle.loads(pickle.dumps(consent))
    assert again == consent
    assert opened(again, day("2017-02-01")) == {"contact"}
