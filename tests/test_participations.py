"""Participations: one person in one intervention, and whether she may be registered in person."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_strategies import event, referral, referrals
from samverkan import CaseFile, Participant
from samverkan.consents import Consent
from samverkan.dated import Entry
from samverkan.errors import InvalidValueError
from samverkan.participations import WRONGLY_REGISTERED, Participation, is_registered, participations, persons
from samverkan.referrals import Referral
from strategies import examples

FIRST = date(2016, 1, 11)


def case(*sent: Referral, consents: Any = None, **facts: Any) -> CaseFile:
    """Return a case with those referrals."""
    return CaseFile(Participant(id="d-1", **facts), referrals=sent, consents=consents)


def walked(*steps: tuple[str, str] | tuple[str, str, str], **fields: Any) -> Referral:
    """Return a referral to which that happened: a day, a word, and what the event says of intervention or outcome."""
    says = {"intervention_started": "intervention", "ended": "outcome"}
    return referral(*[event(one[1], one[0], **({says[one[1]]: one[2]} if one[2:] else {})) for one in steps], **fields)


IN = ("2016-01-04", "received")
START = ("2016-01-11", "intervention_started", "training")
LIVES: dict[str, tuple[tuple[Any, ...], list[tuple[str, str, str | None, str | None]]]] = {
    "nothing started": ((IN, ("2016-02-01", "ended", "work")), []),
    "running": ((IN, START), [("training", "2016-01-11", None, None)]),
    "ended": ((IN, START, ("2016-06-30", "ended", "work")), [("training", "2016-01-11", "2016-06-30", "work")]),
    "started and ended on one day": (
        (IN, START, ("2016-01-11", "ended", "declined")),
        [("training", "2016-01-11", "2016-01-11", "declined")],
    ),
    "not reached": (
        (IN, START, ("2016-03-01", "contact_attempt"), ("2016-03-08", "could_not_be_reached")),
        [("training", "2016-01-11", "2016-03-08", None)],
    ),
    "the same started twice is one": (
        (IN, START, ("2016-02-01", "intervention_started", "training")),
        [("training", "2016-01-11", None, None)],
    ),
    "two interventions are two": (
        (IN, START, ("2016-02-01", "intervention_started", "coaching"), ("2016-06-30", "ended", "work")),
        [("training", "2016-01-11", "2016-06-30", "work"), ("coaching", "2016-02-01", "2016-06-30", "work")],
    ),
    "reopened, and started anew": (
        (IN, START, ("2016-06-30", "ended", "work"), ("2016-08-01", "reopened"), (*("2016-08-08",), *START[1:])),
        [("training", "2016-01-11", None, None)],
    ),
    "reopened, and not started anew": (
        (IN, START, ("2016-06-30", "ended", "work"), ("2016-08-01", "reopened"), ("2016-09-01", "ended", "education")),
        [("training", "2016-01-11", "2016-06-30", "work")],
    ),
    "wrongly registered": ((IN, START, ("2016-01-12", "ended", "wrongly-registered")), []),
    "wrongly registered the second time": (
        (
            IN,
            START,
            ("2016-06-30", "ended", "work"),
            ("2016-08-01", "reopened"),
            ("2016-08-08", "intervention_started", "training"),
            ("2016-08-09", "ended", "wrongly-registered"),
        ),
        [("training", "2016-01-11", "2016-06-30", "work")],
    ),
    "wrongly registered the first time": (
        (
            IN,
            START,
            ("2016-01-12", "ended", "wrongly-registered"),
            ("2016-08-01", "reopened"),
            ("2016-08-08", "intervention_started", "training"),
        ),
        [("training", "2016-08-08", None, None)],
    ),
    "entered in error as a whole": ((IN, START, ("2016-02-01", "entered_in_error")), []),
}


@pytest.mark.parametrize(("steps", "wanted"), LIVES.values(), ids=LIVES)
def test_each_intervention_that_started_is_a_participation(
    steps: tuple[Any, ...], wanted: list[tuple[str, str, str | None, str | None]]
) -> None:
    """A referral has a participation for each intervention that started, to its closing after the last start."""
    found = participations(case(walked(*steps, programme="en-vag-in")))
    days = [(one.started.isoformat(), one.ended.isoformat() if one.ended else None) for one in found]
    assert wanted == [(one.intervention, *day, one.outcome) for one, day in zip(found, days, strict=True)]
    assert {("d-1", "r-1", "en-vag-in")} >= {(one.participant, one.referral, one.programme) for one in found}


def test_what_was_taken_back_does_not_start() -> None:
    """A start that was entered in error does not stand, from the day on which that was recorded."""
    sent = referral(
        event("received", "2016-01-04"),
        event("intervention_started", "2016-01-11", id="e-1"),
        event("entered_in_error", "2016-01-20", event="e-1", recorded_on="2016-01-20"),
    )
    assert not participations(case(sent))
    assert len(participations(case(sent), known_on="2016-01-19")) == 1


def test_what_was_not_recorded_yet_has_not_ended() -> None:
    """What is asked as it was known on a day leaves out what was recorded later."""
    sent = walked(IN, START).with_events(event("ended", "2016-06-30", recorded_on="2016-08-15"))
    assert [one.ended for one in participations(case(sent), known_on="2016-08-14")] == [None]
    assert [one.ended for one in participations(case(sent), known_on=date(2016, 8, 15))] == [date(2016, 6, 30)]


def test_without_referrals_there_is_nothing_to_count() -> None:
    """Where nothing is known of any referral, and where there is none, no participation is found."""
    assert participations(CaseFile(Participant(id="d-1"))) == participations(case()) == ()


@examples(60)
@given(st.lists(referrals(errors=True, corrected=True), max_size=4), st.randoms())
def test_participations_do_not_depend_on_the_order_of_referrals(sent: list[Referral], random: Any) -> None:
    """They come by their first days, in whatever order the referrals are; and none ends before it starts."""
    named = [Referral(f"r-{place}", by=one.by, to=one.to, events=one.events) for place, one in enumerate(sent)]
    mixed = random.sample(named, len(named))
    found = participations(case(*named))
    assert [(one.started, one.referral) for one in found] == [
        (one.started, one.referral) for one in participations(case(*mixed))
    ]
    assert all(one.ended is None or one.ended >= one.started for one in found)
    assert [one.started for one in found] == sorted(one.started for one in found)
    assert WRONGLY_REGISTERED not in {one.outcome for one in found}
    starts = {
        (one.id, each.intervention, each.day)
        for one in named
        for each in one.standing()
        if each.what == "intervention_started"
    }
    assert {(one.referral, one.intervention, one.started) for one in found} <= starts


def test_persons_and_participations_are_counted_apart() -> None:
    """Whoever takes part in two interventions is two participations and one person."""
    found = participations(case(walked(IN, START, ("2016-02-01", "intervention_started", "coaching"))))
    assert (2, {"d-1"}) == (len(found), persons(found))
    assert frozenset() == persons([])


def test_a_participation_shows_nothing_of_a_person() -> None:
    """What is printed of a participation in passing says nothing of whose it is."""
    [found] = participations(case(walked(IN, START)))
    assert "<Participation>" == repr(found)


def test_a_day_is_wanted() -> None:
    """What is no day is refused, masked."""
    with pytest.raises(InvalidValueError, match="wanted a day as YYYY-MM-DD, got text of 4 characters"):
        participations(case(), known_on="idag")


# --- Whether she may be registered ----------------------------------------------------------------


def consent(**fields: Any) -> Consent:
    """Return a consent to be registered."""
    return Consent("c-1", **{"kind": "registration", "programme": "en-vag-in", "given": "2016-01-04", **fields})


def taking_part(*consents: Consent, programme: str | None = "en-vag-in", **facts: Any) -> Participation:
    """Return the participation of somebody who surely has no protected identity, unless something else is said."""
    sent = walked(IN, START, programme=programme)
    [found] = participations(case(sent, consents=consents, **{"protected_identity": False, **facts}))
    return found


CONSENTS: dict[str, tuple[tuple[Consent, ...], bool]] = {
    "none": ((), False),
    "given before": ((consent(),), True),
    "given on the first day": ((consent(given="2016-01-11"),), True),
    "given a day late": ((consent(given="2016-01-12"),), False),
    "for another programme": ((consent(programme="orvar"),), False),
    "to something else": (
        (consent(kind="secrecy", from_=["FK"], to=["AF"], categories=["contact"], purpose="follow-up"),),
        False,
    ),
    "withdrawn on the first day": ((consent(withdrawn="2016-01-11"),), False),
    "withdrawn a day later": ((consent(withdrawn="2016-01-12"),), True),
    "expired the day before": ((consent(expires="2016-01-10"),), False),
    "expired on the first day": ((consent(expires="2016-01-11"),), True),
}


@pytest.mark.parametrize(("consents", "wanted"), CONSENTS.values(), ids=CONSENTS)
def test_a_consent_to_be_registered_stands_on_the_first_day(consents: tuple[Consent, ...], wanted: bool) -> None:
    """She may be registered where a consent to it, for that programme, stands on her first day."""
    assert is_registered(taking_part(*consents)) is wanted


IDENTITIES: dict[str, tuple[Any, bool]] = {
    "surely none": (False, True),
    "protected": (True, False),
    "unknown": (None, False),
    "not known on the first day": ([Entry(False, since=FIRST + timedelta(1))], False),
    "known on the first day": ([Entry(False, until=FIRST)], True),
    "protected before": ([Entry(True, until=FIRST - timedelta(1)), Entry(False, since=FIRST)], True),
    "protected later": ([Entry(False, until="2017-01-31"), Entry(True, since="2017-02-01")], False),
}


@pytest.mark.parametrize(("protected", "wanted"), IDENTITIES.values(), ids=IDENTITIES)
def test_whoever_may_have_a_protected_identity_is_anonymous(protected: Any, wanted: bool) -> None:
    """She may be registered only where she surely has no protected identity: unknown is never no."""
    assert is_registered(taking_part(consent(), protected_identity=protected)) is wanted


def test_without_known_consents_or_a_programme_she_is_anonymous() -> None:
    """No consent is assumed where nothing is known of any; and none is for a referral to no programme."""
    [unknown] = participations(case(walked(IN, START, programme="en-vag-in"), protected_identity=False))
    assert not is_registered(unknown)
    assert not is_registered(taking_part(consent(), programme=None))


def test_a_consent_counts_once_it_was_recorded() -> None:
    """As it was known on a day, a consent that had not been recorded yet is none."""
    found = taking_part(consent(recorded_on="2016-02-01"))
    assert not is_registered(found, known_on="2016-01-31")
    assert is_registered(found, known_on="2016-02-01")
