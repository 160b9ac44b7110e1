"""What was told stands as of its day, whatever comes after."""

import pickle
from datetime import date

import pytest

from samverkan import CaseFile, Participant, Verdict, load_model
from samverkan.consents import Consent
from samverkan.disclosures import Disclosure
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.sharing import may_share

MODEL = load_model("finsam")
GIVEN = {
    "sharer": "FK",
    "recipient": "AF",
    "on": "2016-11-28",
    "category": "contact",
    "purpose": "coordination",
    "basis": "c-1",
}


def told(name="u-1", **more):
    """Return what Försäkringskassan told Arbetsförmedlingen on 28 November 2016."""
    return Disclosure(name, **{**GIVEN, **more})


@pytest.mark.parametrize(
    ("on", "stands"),
    [("2016-11-27", Verdict.UNKNOWN), ("2016-11-28", Verdict.MET), ("2016-11-29", Verdict.UNKNOWN)],
)
def test_what_was_told_stands_as_of_its_day(on, stands):
    """Whether it held before or holds still, nobody has said."""
    assert told().stands(date.fromisoformat(on)) is stands


def test_a_withdrawal_takes_back_nothing_that_was_told():
    """From that day on nothing new may be told; what was lawfully told before stands as of its day."""
    consent = Consent(
        "c-1",
        kind="secrecy",
        from_=["FK"],
        to=["AF"],
        categories=["contact"],
        purpose="coordination",
        given="2016-11-21",
    ).withdraw("2016-12-01")
    case = CaseFile(Participant(id="d-1"), consents=[consent], disclosures=[told()])
    asked = {"sharer": "FK", "recipient": "AF", "category": "contact", "purpose": "coordination"}
    assert may_share(case, MODEL, on="2016-11-28", **asked).verdict is Verdict.MET
    assert may_share(case, MODEL, on="2016-12-01", **asked).verdict is Verdict.NOT_MET
    assert case.disclosures[0].stands(date(2016, 11, 28)) is Verdict.MET


def test_a_disclosure_opens_nothing():
    """That something was told once is no basis for telling it again."""
    case = CaseFile(Participant(id="d-1"), consents=[], disclosures=[told()])
    answer = may_share(
        case, MODEL, sharer="FK", recipient="AF", category="contact", purpose="coordination", on="2016-11-28"
    )
    assert answer.verdict is Verdict.NOT_MET


def test_it_holds_the_names_of_the_facts_once_each():
    """Not what was told, and in one order."""
    assert told(facts=["sgi", "contacts", "sgi"]).facts == ("contacts", "sgi")
    assert told().facts == ()


PLANTED = "hemligt-19790302"


@pytest.mark.parametrize(
    ("given_", "where"),
    [
        ({"sharer": f"{PLANTED}:"}, "sharer"),
        ({"recipient": None}, "recipient"),
        ({"on": PLANTED}, "on"),
        ({"on": None}, "on"),
        ({"category": ""}, "category"),
        ({"purpose": None}, "purpose"),
        ({"facts": PLANTED}, "facts"),
        ({"basis": f"{PLANTED}\n"}, "basis"),
        ({"basis": None}, "basis"),
        ({"programme": ""}, "programme"),
        ({"recorded_on": PLANTED}, "recorded_on"),
    ],
    ids=range(11),
)
def test_what_is_no_disclosure_is_refused_by_name_and_masked(given_, where):
    """Who, to whom, when, what, for what and on what basis must all be said."""
    with pytest.raises((InvalidValueError, InvalidRecordError)) as caught:
        told(**given_)
    assert str(caught.value).startswith(where)
    assert PLANTED not in str(caught.value) + repr(caught.value)


def test_no_repr_of_a_disclosure_shows_what_was_told():
    """Neither who, when nor what."""
    shown = repr(told(PLANTED, sharer="region/psykiatri", on="1979-03-02", category="health", facts=["sgi"]))
    for value in (PLANTED, "psykiatri", "1979", "health", "sgi", "AF", "c-1"):
        assert value not in shown


def test_a_disclosure_survives_pickling():
    """It can be sent to another process."""
    assert pickle.loads(pickle.dumps(told())) == told()
