"""The next step, and whose it is."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_strategies import event, referral, walks
from samverkan import CaseFile, Consent, Contact, Participant, ReferralEvent, load_model
from samverkan.errors import InvalidRecordError, UnknownNameError
from samverkan.next_steps import NextStep, StepKind, next_step, step_of_referral
from samverkan.referral_steps import CLOSED, ReferralStatus, What
from samverkan.referrals import Referral
from samverkan.views import as_seen_by
from strategies import examples

MODEL = load_model("finsam")
PROGRAMME = MODEL.programmes["en-vag-in"]
AME = "kommun/AME"

RECORDED_BY = {
    StepKind.RECEIVE: What.RECEIVED,
    StepKind.CONTACT: What.CONTACTED,
    StepKind.ASSESS: What.NEEDS_ASSESSED,
    StepKind.PLAN: What.PLAN_MADE,
    StepKind.START: What.INTERVENTION_STARTED,
    StepKind.SUPPLEMENT: What.SUPPLEMENTED,
    StepKind.ASK_TO_RESUME: What.RESUMED,
    StepKind.RECOMMEND: What.RECOMMENDED_ELSEWHERE,
    StepKind.FOLLOW_UP: What.ENDED,
}
"""What is recorded when a step has been taken, or comes after it."""


def anna(**fields: object) -> Participant:
    """Return somebody who meets the criteria of En väg in."""
    facts: dict[str, object] = {
        "id": "d-001",
        "born": "1990-05-17",
        "residence": "Ludvika",
        "unmet_need": True,
        "contacts": [Contact("AF"), Contact("FK")],
    }
    return Participant(**{**facts, **fields})  # type: ignore[arg-type]


def own(*events: ReferralEvent, **fields: object) -> Referral:
    """Return a self-referral to En väg in."""
    return Referral(**{"id": "r-1", "by": "self", "programme": "en-vag-in", "events": events, **fields})  # type: ignore[arg-type]


def happened(*whats: str, day: str = "2016-11-14") -> list[ReferralEvent]:
    """Return those events, recorded by the one that receives at En väg in, a day after each other."""
    first = date.fromisoformat(day)
    return [event(what, first + timedelta(place), AME) for place, what in enumerate(whats)]


def asked(*whats: str, person: Participant | None = None, on: str = "2017-01-01") -> NextStep:
    """Return the next step after those events."""
    case = CaseFile(person or anna(), referrals=[own(*happened(*whats))])
    return next_step(case, PROGRAMME, on)


@given(walk=walks(errors=True), extra=st.integers(0, 400))
@examples(150)
def test_what_is_said_to_be_next_is_possible(walk: tuple[ReferralEvent, ...], extra: int) -> None:
    """Wherever a referral has come, the step that is named can be recorded, and by somebody who is named."""
    sent = referral(*walk)
    day = max((one.day for one in walk), default=date(2016, 9, 1)) + timedelta(extra)
    step = step_of_referral(sent, MODEL, day)
    assert step.status is sent.status(day)
    assert (step.what is StepKind.NONE) == (sent.status(day) in CLOSED | {ReferralStatus.IN_ERROR})
    if step.what is not StepKind.NONE:
        assert RECORDED_BY[step.what] in {one.what for one in sent.possible(day)}
        assert step.whose
    assert set(step.possible) == {one.what for one in sent.possible(day)}


@given(walk=walks(), extra=st.integers(0, 400))
@examples(80)
def test_the_step_of_a_programme_is_that_of_its_referral_for_one_who_meets_the_criteria(
    walk: tuple[ReferralEvent, ...], extra: int
) -> None:
    """Whoever meets the criteria of the programme is asked for nothing but what the referral asks for."""
    sent = referral(*walk, programme="en-vag-in")
    day = max((one.day for one in walk), default=date(2016, 10, 3)) + timedelta(extra)
    day = max(day, date(2016, 10, 3))
    step = next_step(CaseFile(anna(), referrals=[sent]), PROGRAMME, day)
    alone = step_of_referral(sent, MODEL, day)
    assert (step.what, step.whose, step.status) == (alone.what, alone.whose, alone.status)
    assert step.decision is not None


STATES: list[tuple[str, tuple[str, ...], StepKind, tuple[str, ...]]] = [
    ("nothing has come", (), StepKind.RECEIVE, (AME,)),
    ("it has come", ("received",), StepKind.CONTACT, (AME,)),
    ("an attempt is no contact", ("received", "contact_attempt"), StepKind.CONTACT, (AME,)),
    ("she was contacted", ("received", "contacted"), StepKind.ASSESS, (AME,)),
    ("her needs are assessed", ("received", "contacted", "needs_assessed"), StepKind.PLAN, (AME,)),
    ("there is a plan", ("received", "contacted", "needs_assessed", "plan_made"), StepKind.START, (AME,)),
    ("she is admitted at once", ("received", "admitted"), StepKind.CONTACT, (AME,)),
    (
        "she has been followed",
        ("received", "contacted", "needs_assessed", "plan_made", "intervention_started"),
        StepKind.FOLLOW_UP,
        (AME,),
    ),
    ("sent back to herself", ("received", "sent_back"), StepKind.SUPPLEMENT, ("self",)),
    ("she wishes to wait", ("received", "waiting_at_own_wish"), StepKind.ASK_TO_RESUME, (AME,)),
    ("it is closed", ("received", "ended"), StepKind.NONE, ()),
    ("elsewhere", ("received", "recommended_elsewhere"), StepKind.NONE, ()),
    ("not reached", ("received", "contact_attempt", "could_not_be_reached"), StepKind.NONE, ()),
    ("opened again", ("received", "contacted", "ended", "reopened"), StepKind.ASSESS, (AME,)),
]


@pytest.mark.parametrize(("whats", "what", "whose"), [row[1:] for row in STATES], ids=[row[0] for row in STATES])
def test_the_step_follows_from_what_has_happened(
    whats: tuple[str, ...], what: StepKind, whose: tuple[str, ...]
) -> None:
    """The order is that of document S001: contacted, needs assessed, a plan, an intervention."""
    step = asked(*whats)
    assert (step.what, step.whose) == (what, whose)


def test_sent_back_the_next_step_is_the_referrers() -> None:
    """On 1 June 2015 the next step in Solveig's case is IFO's: enrolment at AF (story 3)."""
    group, ifo = "forum:beredningsgrupp", "kommun/IFO"
    sent = Referral(
        "r-1",
        by=ifo,
        to=group,
        events=[
            event("received", "2015-02-02", group),
            event("sent_back", "2015-03-16", group, asks_for=["certificate"]),
            event("supplemented", "2015-04-20", ifo),
            event("sent_back", "2015-05-25", group, asks_for=["enrolment:AF"]),
            event("supplemented", "2015-08-31", ifo),
        ],
    )
    step = step_of_referral(sent, MODEL, "2015-06-01")
    assert (step.what, step.whose, step.asks_for) == (StepKind.SUPPLEMENT, (ifo,), ("enrolment:AF",))
    assert step.explain("en") == step.text("en")
    assert step.text("sv") == (
        "Nästa steg: komplettera remissen med inskrivning hos Arbetsförmedlingen. "
        "Det gör individ- och familjeomsorgen (IFO)."
    )
    assert step_of_referral(sent, MODEL, "2015-06-01", known_on="2015-05-01").what is StepKind.SUPPLEMENT


def test_the_programme_says_who_receives_whichever_way_it_is_asked() -> None:
    """Orvar has no owner: FK and the region carry it out, and receive what is sent to it."""
    sent = Referral("r-1", by="profession:läkare", programme="orvar")
    orvar = MODEL.programmes["orvar"]
    steps = [step_of_referral(sent, world, "2008-09-23") for world in (MODEL, orvar)]
    assert [(one.what, one.whose) for one in steps] == [(StepKind.RECEIVE, ("FK", "region"))] * 2


def test_what_has_not_happened_yet_names_nobody() -> None:
    """Who will record that it came is not known on a day before, nor from what had not been recorded by then."""
    came = ReferralEvent("received", on="2017-01-10", agency="AF", recorded_on="2017-02-01")
    sent = Referral("r-1", by="kommun/IFO", programme="komback", events=[came])
    assert step_of_referral(sent, MODEL, "2017-01-09").whose == ()
    assert step_of_referral(sent, MODEL, "2017-01-31", known_on="2017-01-31").whose == ()
    assert step_of_referral(sent, MODEL, "2017-01-31").whose == ("AF",)


def test_the_model_is_asked_about_what_a_referral_names() -> None:
    """A word that is not of the closed list is told with those that are, and not as it was written."""
    wrong = Referral("r-1", by="self", to="AF", events=[event("received", "2017-01-10", "AF"),
                     event("sent_back", "2017-01-11", "AF", asks_for=["läkarintyg"])])  # fmt: skip
    with pytest.raises(InvalidRecordError, match="certificate, enrolment, consent") as caught:
        step_of_referral(wrong, MODEL, "2017-02-01")
    assert "läkarintyg" not in str(caught.value)


def test_a_reception_that_was_taken_back_leaves_it_to_be_received() -> None:
    """It has been sent all the same."""
    taken_back = own(
        event("received", "2016-11-14", AME, id="e"), event("entered_in_error", "2016-11-15", AME, event="e")
    )
    assert next_step(CaseFile(anna(), referrals=[taken_back]), PROGRAMME, "2016-12-01").what is StepKind.RECEIVE
    assert next_step(CaseFile(anna(), referrals=[taken_back]), PROGRAMME, "2016-11-13").what is StepKind.REFER


# --- Before she has been referred -------------------------------------------------------------------


def test_it_is_found_out_first_whether_she_has_been_referred() -> None:
    """Where nothing is known of referrals, the owner of the programme is asked; what would come then is told."""
    step = next_step(anna(), PROGRAMME, "2016-11-14")
    assert (step.what, step.whose) == (StepKind.FIND_OUT, (AME,))
    assert [one.fact for one in step.missing] == ["referrals"]
    assert step.then is not None
    assert (step.then.what, step.then.whose) == (StepKind.REFER, ("AF", "FK", "self"))
    assert step.explain("en").splitlines()[1] == (
        "If nothing else comes to light: a referral or a self-referral. That can be done by Arbetsförmedlingen, "
        "Försäkringskassan or the person herself."
    )


def test_whoever_meets_the_criteria_can_be_referred() -> None:
    """An empty list says that she has not been referred: her contacts that may refer can, and she herself."""
    step = next_step(CaseFile(anna(), referrals=[]), PROGRAMME, "2016-11-14")
    assert (step.what, step.whose, step.referral) == (StepKind.REFER, ("AF", "FK", "self"), None)


def test_whoever_does_not_meet_them_yet_waits_for_the_day() -> None:
    """Noor turns sixteen on 10 October 2016 (story 5)."""
    noor = anna(born="2000-10-10")
    step = next_step(CaseFile(noor, referrals=[]), PROGRAMME, "2016-10-09")
    assert (step.what, step.on, step.whose) == (StepKind.WAIT, date(2016, 10, 10), ("self",))
    assert "10 oktober 2016" in step.text("sv")


def test_whoever_does_not_meet_them_has_no_next_step_here() -> None:
    """Where no day changes anything, nothing is promised."""
    step = next_step(CaseFile(anna(residence="Ale"), referrals=[]), PROGRAMME, "2016-10-09")
    assert (step.what, step.whose, step.on) == (StepKind.NONE, (), None)


def test_what_is_missing_is_found_out_from_those_who_know() -> None:
    """While the criteria cannot be settled, the step is to ask those who hold what is missing."""
    step = next_step(CaseFile(anna(contacts=[Contact("AF")]), referrals=[]), PROGRAMME, "2016-11-14")
    assert step.what is StepKind.FIND_OUT
    assert step.whose == ("FK", "region", "kommun")
    assert step.then is None


def test_nobody_known_can_refer_her() -> None:
    """Orvar takes referrals from certain professions and from FK; of one without contacts nobody is known to be one."""
    orvar = MODEL.programmes["orvar"]
    hanna = Participant(
        id="d-7", born="1970-01-01", residence="Ale", employed=True, sick_leave=[], contacts=[], contacts_complete=True
    )
    step = next_step(CaseFile(hanna, referrals=[]), orvar, "2008-09-01")
    assert (step.what, step.code) == (StepKind.FIND_OUT, "find_out.referrers")
    assert "läkare" in step.text("sv")


def test_whoever_may_not_refer_is_not_named() -> None:
    """Psychiatry is on the staff of Centralen and not among the ways in; read as the only ones, it cannot refer."""
    centralen = MODEL.programmes["centralen"].read_as("listed-only")
    maria = Participant(
        id="d-8", unmet_need=True, contacts=[Contact("region/psykiatri"), Contact("kommun/IFO")], residence="Leksand"
    )
    step = next_step(CaseFile(maria, referrals=[]), centralen, "2012-09-01")
    assert (step.what, step.whose) == (StepKind.REFER, ("kommun/IFO",))


# --- After she has been heard -----------------------------------------------------------------------


def test_whoever_does_not_meet_the_criteria_is_recommended_another_way() -> None:
    """She is contacted all the same; then another way is recommended, or she is admitted on stated grounds."""
    outside = anna(residence="Ale")
    assert asked("received", person=outside).what is StepKind.CONTACT
    step = asked("received", "contacted", person=outside)
    assert (step.what, step.whose, step.referral) == (StepKind.RECOMMEND, (AME,), "r-1")
    assert asked("received", "contacted", "admitted_on_stated_grounds", person=outside).what is StepKind.ASSESS


def test_what_cannot_be_settled_is_found_out_when_she_has_been_heard() -> None:
    """What would come then is told beside it."""
    step = asked("received", "contacted", person=anna(contacts=[Contact("AF")]))
    assert (step.what, step.whose) == (StepKind.FIND_OUT, ("FK", "region", "kommun"))
    assert step.then is not None
    assert step.then.what is StepKind.ASSESS
    assert step.explain("sv").splitlines()[1].startswith("Om inget annat kommer fram: kartlägga behoven")


def test_of_several_referrals_the_last_open_one_counts() -> None:
    """One that was closed, or entered in error, does not stand in its way."""
    closed = own(*happened("received", "ended", day="2017-03-01"), id="r-0")
    opened = own(*happened("received", "contacted", day="2016-12-01"), id="r-2")
    later = own(*happened("received", day="2016-12-02"), id="r-3")
    wrong = own(*happened("received", "entered_in_error", day="2017-01-01"), id="r-4")
    other = Referral("r-5", by="self", programme="orvar")

    def step(*referrals: Referral) -> NextStep:
        return next_step(CaseFile(anna(), referrals=referrals), PROGRAMME, "2017-06-01")

    assert step(closed, opened, wrong, other).referral == "r-2"
    assert step(later, closed, opened).referral == "r-3"
    assert step(closed, wrong).referral == "r-0"
    assert step(wrong, other).what is StepKind.REFER


# --- As one agency sees it --------------------------------------------------------------------------


def test_an_agency_that_may_not_see_all_of_a_referral_is_told_no_step_of_it() -> None:
    """AF has sent her and may not know what the kommun has recorded: it is told which consent would open that."""
    sent = own(*happened("received", "contacted"), by="AF")
    case = CaseFile(anna(), referrals=[sent])
    step = next_step(case, PROGRAMME, "2017-01-01", seen_by="AF")
    assert (step.what, step.whose, step.status) == (StepKind.FIND_OUT, (AME,), None)
    assert step.needed is not None
    assert (step.needed.from_, step.needed.to, step.needed.category) == ((AME,), "AF", "contact")
    assert step.then is not None
    assert step.then.what is StepKind.CONTACT
    hidden = step_of_referral(sent.__class__("r-1", by="AF", to=AME, hidden=[AME]), MODEL, "2017-01-01")
    assert (hidden.what, hidden.whose) == (StepKind.FIND_OUT, (AME,))


def test_the_one_who_referred_is_told_that_the_next_step_may_be_its_own() -> None:
    """That a referral was sent back both sides know; whether more has happened since, the recipient alone does."""
    sent = own(*happened("received", "sent_back"), by="AF")
    step = next_step(CaseFile(anna(), referrals=[sent]), PROGRAMME, "2017-01-01", seen_by="AF")
    assert step.what is StepKind.FIND_OUT
    assert step.then is not None
    assert (step.then.what, step.then.whose, step.then.asks_for) == (
        StepKind.SUPPLEMENT,
        ("AF",),
        ("certificate", "enrolment:AF"),
    )


def test_the_agency_that_asks_can_refer_her_itself() -> None:
    """Försäkringskassan is one of the ways into Centralen, whether or not she has a case there already."""
    elin = Participant(id="d-9", unmet_need=True)
    step = next_step(CaseFile(elin, referrals=[]), MODEL.programmes["centralen"], "2012-09-01", seen_by="FK")
    assert step.then is not None
    assert (step.then.what, step.then.whose) == (StepKind.REFER, ("FK",))


def test_where_nobody_knows_who_receives_it_nobody_is_named() -> None:
    """KomBack names no owner: the one who sent her there is told that something may be hidden, and no name."""
    sent = Referral("r-9", by="AF", programme="komback", events=[event("received", "2017-01-01", "FK")])
    step = next_step(CaseFile(anna(), referrals=[sent]), MODEL.programmes["komback"], "2017-02-01", seen_by="AF")
    assert (step.what, step.whose, step.needed, step.referral) == (StepKind.FIND_OUT, (), None, "r-9")
    assert "programme:" not in step.explain("en")


def test_the_one_who_receives_needs_no_consent_to_look_in_its_own_records() -> None:
    """Whether she has been referred to the labour-market unit, that unit knows itself."""
    step = next_step(CaseFile(anna(), referrals=[]), PROGRAMME, "2017-01-01", seen_by=AME)
    assert (step.what, step.whose, step.needed, step.code) == (
        StepKind.FIND_OUT,
        (AME,),
        None,
        "find_out.own_referrals",
    )


def test_what_has_not_come_yet_is_no_referral_on_that_day() -> None:
    """A referral that was received later is not there on an earlier day; one without any event may have been sent."""
    later = own(*happened("received", day="2017-03-01"))
    assert next_step(CaseFile(anna(), referrals=[later]), PROGRAMME, "2017-02-28").what is StepKind.REFER
    assert next_step(CaseFile(anna(), referrals=[own()]), PROGRAMME, "2017-02-28").what is StepKind.RECEIVE


def test_with_a_consent_it_is_told() -> None:
    """When the kommun may tell AF of contacts, AF is told what anybody would be."""
    case = CaseFile(anna(), referrals=[own(*happened("received", "contacted"), by="AF")], consents=[
        _consent([AME], "AF"), _consent(["FK", "region", "kommun", "kommun/IFO"], "AF")])  # fmt: skip
    step = next_step(case, PROGRAMME, "2017-01-01", seen_by="AF")
    assert (step.what, step.whose) == (StepKind.ASSESS, (AME,))


def test_what_may_not_be_told_takes_a_consent() -> None:
    """AF may not know that FK knows her: the step is to ask her to consent, once it is known that she is not referred."""
    step = next_step(CaseFile(anna(), referrals=[]), PROGRAMME, "2017-01-01", seen_by="AF")
    assert (step.what, step.whose) == (StepKind.FIND_OUT, (AME,))
    assert step.then is not None
    assert (step.then.what, step.then.whose) == (StepKind.ASK_CONSENT, ("AF",))
    assert step.then.needed is not None
    assert step.then.needed.from_ == ("FK",)


def test_that_a_referral_is_closed_is_not_all_that_there_may_be() -> None:
    """AME has recommended another way; primary care, to which she was sent since, may be at work, and AME not know."""
    closed = own(*happened("received", "recommended_elsewhere"))
    came = ReferralEvent("received", on="2016-12-01", agency="region/primärvård")
    hidden = Referral("r-2", by="FK", programme="en-vag-in", to="region/primärvård", events=[came])
    for referrals in ([closed], [closed, hidden]):
        step = next_step(CaseFile(anna(), referrals=referrals), PROGRAMME, "2016-12-05", seen_by=AME)
        assert (step.what, step.code) == (StepKind.FIND_OUT, "find_out.own_referrals")
        assert step.then is not None
        assert (step.then.what, step.then.referral) == (StepKind.NONE, "r-1")
    assert next_step(CaseFile(anna(), referrals=[closed, hidden]), PROGRAMME, "2016-12-05").referral == "r-2"


def test_what_was_open_on_another_day_is_not_told() -> None:
    """AF was told until the end of 2016; a case as it was seen then is seen anew on a later day."""
    sent = own(*happened("received", "contacted"), by="FK")
    told = [_consent([AME, "FK"], "AF")]
    ended = [attrs.evolve(one, expires=date(2016, 12, 31)) for one in told]
    seen = as_seen_by(CaseFile(anna(), referrals=[sent], consents=ended), "AF", PROGRAMME, "2016-12-01")
    assert next_step(seen, PROGRAMME, "2016-12-02").referral == "r-1"
    later = next_step(seen, PROGRAMME, "2017-04-01")
    assert (later.what, later.referral) == (StepKind.FIND_OUT, None)


def test_a_profession_that_referred_supplements_it_itself() -> None:
    """A doctor of whom it is not said where is asked, and not the person."""
    whats = happened("received", "sent_back")
    sent = own(*whats, by="profession:läkare")
    assert step_of_referral(sent, MODEL, "2017-01-01").whose == ("profession:läkare",)


# --- Bad input, and what is not shown ---------------------------------------------------------------


def test_an_event_recorded_by_one_who_may_not_is_refused() -> None:
    """FK receives nothing that is sent to En väg in."""
    wrong = own(event("received", "2016-11-14", "FK"))
    with pytest.raises(InvalidRecordError, match=r"the recipient \(kommun/AME\), who may record received"):
        next_step(CaseFile(anna(), referrals=[wrong]), PROGRAMME, "2016-12-01")


def test_a_step_shows_nobody_in_its_repr_and_all_in_its_text() -> None:
    """What is printed in a log tells what sort of step it is and nothing else."""
    step = asked("received")
    assert repr(step) == "<NextStep contact>"
    assert str(step) == step.explain("en")
    assert step.explain("sv").splitlines()[0] == "Nästa steg: kontakta personen. Det gör arbetsmarknadsenheten (AME)."
    with pytest.raises(UnknownNameError, match="language"):
        step.text("de")  # type: ignore[arg-type]


def _consent(sharers: list[str], to: str) -> Consent:
    return Consent(
        f"c-{'-'.join(sharers)}-{to}",
        kind="secrecy",
        from_=sharers,
        to=[to],
        categories=["contact"],
        purpose="coordination",
        programme="en-vag-in",
        given="2016-10-01",
        expires="2018-09-30",
    )


def test_what_is_lacking_is_seen_to_first() -> None:
    """A case goes to the case workers' team when the person has been spoken to and signed a power of attorney (S004)."""
    team = MODEL.predicates["handlaggarteam"].read_as("any")
    step = next_step(CaseFile(anna(), referrals=[], consents=[]), team, "2008-09-01")
    assert step.what is StepKind.PREPARE
    assert step.lacks is not None
    assert {one.id for one in step.lacks.lacks} == {"consent:power-of-attorney", "spoken-to"}
    assert step.lacks.explain("sv") in step.explain("sv")
