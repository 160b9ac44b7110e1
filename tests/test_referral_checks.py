"""Referrals and a model: what they name must be there, and what happened is recorded by those who may."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import load_model
from samverkan.errors import InvalidRecordError
from samverkan.referral_checks import (
    check_referrals,
    faults_of_field,
    faults_of_names,
    faults_of_recorders,
    is_same,
    may_record,
    recipients_of,
)
from samverkan.referral_events import ReferralEvent
from samverkan.referral_steps import STEPS, What
from samverkan.referrals import Referral
from strategies import examples

MODEL = load_model("finsam")
REGISTER = MODEL.agencies
AVSTAMPET, KOMBACK, ORVAR = (MODEL.programmes[name].definition for name in ("avstampet", "komback", "orvar"))


def event(what, agency, on="2016-03-01", **said):
    """Return such an event."""
    return ReferralEvent(what, on=on, agency=agency, **said)


def sent(*events, **fields):
    """Return a referral from the social services to AF."""
    return Referral("r-1", events=events, **{"by": "kommun/IFO", "to": "AF", **fields})


# --- Who receives ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("referral", "programme", "recipients"),
    [
        pytest.param(sent(), None, ("AF",), id="whom it names"),
        pytest.param(sent(programme="avstampet", to="FK"), AVSTAMPET, ("FK",), id="whom it names before the owner"),
        pytest.param(sent(programme="avstampet", to=None), AVSTAMPET, ("AF",), id="who owns the programme"),
        pytest.param(sent(programme="orvar", to=None), ORVAR, ("FK", "region"), id="who carries it out"),
        pytest.param(sent(programme="komback", to=None), KOMBACK, None, id="nobody is named"),
        pytest.param(sent(programme="komback", to=None), AVSTAMPET, None, id="to another programme"),
        pytest.param(sent(programme="komback", to=None), None, None, id="no programme is at hand"),
    ],
)
def test_those_receive_whom_it_names_or_who_have_the_programme(referral, programme, recipients):
    """Whom the referral names, else the owners of the programme, else those who carry it out; else it is not known."""
    assert recipients_of(referral, programme) == recipients


# --- Who is who --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("AF", "AF", True),
        ("AF", "FK", False),
        ("kommun/AME", "kommun", True),
        ("kommun", "kommun/AME", False),
        ("kommun/AME", "kommun/IFO", False),
        ("kommun:Ludvika/AME", "kommun/AME", True),
        ("kommun/AME", "kommun:Ludvika/AME", True),
        ("kommun:Ludvika/AME", "kommun:Falun/AME", False),
        ("kommun:Ludvika/AME", "kommun:Ludvika", True),
        ("kommun:Ludvika/AME", "kommun:Falun", False),
        ("region:Dalarna/psykiatri", "region", True),
        ("forum:beredningsgrupp", "forum:beredningsgrupp", True),
        ("forum:beredningsgrupp", "forum:handläggarteam", False),
        ("forum:beredningsgrupp", "AF", False),
        ("AF", "forum:beredningsgrupp", False),
    ],
)
def test_a_reference_may_be_to_another_unit_or_body(one, other, is_one):
    """The name of a party stands for its units, and without a body it may be any one; forums are what they are called."""
    assert is_same(one, other, REGISTER) is is_one


# --- Who may record ----------------------------------------------------------------------------------

BOTH = {"supplemented", "ended", "entered_in_error"}
"""What the one who referred may record as well; all else is for those who receive to record."""


@pytest.mark.parametrize("what", What)
def test_each_event_is_recorded_by_one_side_or_by_either(what):
    """The recipient may record everything, the referrer three things, and a third party nothing."""
    who = {one: may_record(sent(), what, one, ("AF",), REGISTER) for one in ("AF", "kommun/IFO", "FK")}
    assert who == {"AF": True, "kommun/IFO": what in BOTH, "FK": False}


@pytest.mark.parametrize("by", ["self", "profession:läkare"])
def test_who_comes_herself_or_is_sent_by_nobody_named_has_no_referrer(by):
    """Then there is one side alone that may record."""
    assert may_record(sent(by=by), What.ENDED, "AF", ("AF",), REGISTER)
    assert not may_record(sent(by=by), What.ENDED, "kommun/IFO", ("AF",), REGISTER)


def test_where_a_profession_works_may_record_for_it():
    """The agency where the one works who referred is on her side."""
    by_doctor = sent(by="profession:läkare", from_="region/primärvård")
    assert may_record(by_doctor, What.SUPPLEMENTED, "region/primärvård", ("AF",), REGISTER)
    assert not may_record(by_doctor, What.SUPPLEMENTED, "region/psykiatri", ("AF",), REGISTER)


@pytest.mark.parametrize("what", What)
def test_where_it_is_not_known_who_receives_anybody_may_record(what):
    """It cannot be told that one is not on that side."""
    assert may_record(sent(programme="komback", to=None), what, "FK", None, REGISTER)


def wanted(referral, recipients=("AF",)):
    """Return where a recorder is wrong, and who is wanted."""
    return [(one.where, one.wanted) for one in faults_of_recorders(referral, REGISTER, recipients)]


def test_every_wrong_recorder_is_told():
    """Each by its place, with who may record such an event."""
    referral = sent(event("received", "FK"), event("ended", "FK", outcome="work"))
    assert wanted(referral) == [
        ("events[0].agency", "the recipient, who may record received"),
        ("events[1].agency", "the recipient or the referrer, who may record ended"),
    ]


@pytest.mark.parametrize(("by", "is_right"), [("AF", True), ("kommun/IFO", False)])
def test_an_entry_is_taken_back_by_the_one_who_made_it(by, is_right):
    """On neither side somebody may take back what the other has recorded; the whole referral either may."""
    referral = sent(event("received", "AF"), event("contacted", "AF", id="e"), event("entered_in_error", by, event="e"))
    told = (
        []
        if is_right
        else [("events[2].agency", "the one who recorded what is taken back, who may record entered_in_error")]
    )
    assert wanted(referral) == told
    assert wanted(sent(event("received", "AF"), event("entered_in_error", by))) == []


def test_what_is_taken_back_may_be_hidden():
    """As one agency sees it, an entry in error may take back what is not there; then it goes by the sides."""
    hidden = sent(event("entered_in_error", "AF", event="e"), hidden=["AF"])
    assert wanted(hidden) == []
    assert wanted(attrs.evolve(hidden, to="FK"), ("FK",)) != []


# --- What is named -----------------------------------------------------------------------------------

WRONG = sent(
    event("received", "forum:annat"),
    event("sent_back", "AFF", asks_for=["certificate", "intyg", "enrolment:AFF", "fel:fel"]),
    event("supplemented", "kommun:Ludvka/IFO"),
    event("plan_made", "AF", plan="sipp"),
    event("intervention_started", "AF", intervention="whatever", performer="Lernja"),
    event("ended", "AF", outcome="jobb"),
    by="profession:tandläkare",
    to="forum:annat",
    from_="region/vård",
)  # fmt: skip


def test_every_name_that_the_model_lacks_is_told():
    """Agencies, bodies, professions, forums, and the words of the closed lists, each with its place."""
    assert [(one.where, one.wanted.partition(":")[0]) for one in faults_of_names(WRONG, MODEL.vocabulary)] == [
        ("by", "a word of the closed list professions"),
        ("to", "a word of the closed list forums"),
        ("from", "an agency of the register"),
        ("events[0].agency", "a word of the closed list forums"),
        ("events[1].agency", "an agency of the register"),
        ("events[1].asks_for[1]", "a word of the closed list lacks"),
        ("events[1].asks_for[2]", "an agency of the register"),
        ("events[1].asks_for[3]", "a word of the closed list lacks"),
        ("events[1].asks_for[3]", "an agency of the register"),
        ("events[2].agency", "a body that this party has"),
        ("events[3].plan", "a word of the closed list plans"),
        ("events[4].performer", "an agency of the register"),
        ("events[5].outcome", "a word of the closed list outcomes"),
    ]


def test_what_is_there_is_no_fault():
    """Every sort of name that the model has."""
    right = sent(
        event("received", "forum:beredningsgrupp"),
        event("sent_back", "forum:beredningsgrupp", asks_for=["certificate", "enrolment:AF", "assessment:kommun:Ludvika/LSS"]),
        event("supplemented", "kommun:Ludvika/IFO"),
        event("plan_made", "forum:beredningsgrupp", plan="sip"),
        event("recommended_elsewhere", "forum:beredningsgrupp", to="nowhere-that-is-known"),
        by="profession:läkare",
        to="forum:beredningsgrupp",
        from_="region:Dalarna/psykiatri",
    )  # fmt: skip
    assert [*faults_of_names(right, MODEL.vocabulary)] == []


def test_a_hint_names_what_is_near():
    """A word that is nearly one of the list is told with that one."""
    assert [one.hint for one in faults_of_field(ReferralEvent, "plan", "sipp", MODEL.vocabulary)] == [
        "did you mean sip?"
    ]


@pytest.mark.parametrize(
    ("of", "name", "value"),
    [(Referral, "to", None), (Referral, "spoken_to", True), (ReferralEvent, "to", "fel"), (ReferralEvent, "by", "fel")],
)
def test_a_field_that_names_nothing_has_no_fault(of, name, value):
    """Nothing, what is no name, and what a recommendation is to, which may be in no model."""
    assert [*faults_of_field(of, name, value, MODEL.vocabulary)] == []


# --- All at once -------------------------------------------------------------------------------------


def test_everything_of_every_referral_is_told_at_once():
    """Names first and recorders then, each with the place of its referral."""
    others = [sent(), sent(event("received", "AFF"), by="FKK"), sent(event("received", "FK"))]
    with pytest.raises(InvalidRecordError) as error:
        check_referrals(others, MODEL.vocabulary)
    assert [one.where for one in error.value.faults] == [
        "referrals[1].by",
        "referrals[1].events[0].agency",
        "referrals[1].events[0].agency",
        "referrals[2].events[0].agency",
    ]


def test_who_receives_is_found_from_the_programme_that_is_asked_about():
    """Of a referral to it the owner records; of one to another programme it cannot be told."""
    referral = sent(event("received", "FK"), programme="avstampet", to=None)
    check_referrals([referral], MODEL.vocabulary)
    check_referrals([referral], MODEL.vocabulary, KOMBACK)
    with pytest.raises(InvalidRecordError, match=r"the recipient \(AF\), who may record received"):
        check_referrals([referral], MODEL.vocabulary, AVSTAMPET)


@examples(60)
@given(
    st.sampled_from(What),
    st.sampled_from(["AF", "FK", "kommun/IFO", "kommun", "region/psykiatri", "kommun:Falun/AME"]),
    st.sampled_from(["AF", "kommun", "kommun/AME", "region"]),
    st.sampled_from(["self", "profession:läkare", "AF", "kommun/IFO", "region"]),
)
def test_who_may_record_is_told_no_fault_and_who_may_not_is(what, agency, to, by):
    """The check of a record and the question before it is made answer alike."""
    said = {"sent_back": {"asks_for": ["consent"]}, "ended": {"outcome": "work"}, "intervention_started": {"intervention": "i"},
            "admitted_on_stated_grounds": {"reason": "x"}}  # fmt: skip
    referral = sent(event(what, agency, **said.get(what, {})), by=by, to=to, hidden=[to])
    may = may_record(referral, what, agency, (to,), REGISTER)
    assert (wanted(referral, (to,)) == []) is may
    sides = [to, *([by] if what in BOTH and not by.startswith(("self", "profession")) else [])]
    assert may is any(is_same(agency, one, REGISTER) for one in sides)
    assert {one.value for one in STEPS[what].by} == ({"recipient", "referrer"} if what in BOTH else {"recipient"})
