"""Case files: the participant, her consents and the rest, and whether what they name is there."""

from datetime import date
from typing import Annotated

import attrs
import pytest

from samverkan import CaseFile, Contact, Participant, load_model
from samverkan.acts import consented
from samverkan.basis_checks import check_bases
from samverkan.casefiles import View, case_of, participant_of
from samverkan.consents import Consent, ConsentEvent
from samverkan.disclosures import Disclosure
from samverkan.embedding import EmbeddedPerson
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.legal_bases import LegalBasis
from samverkan.participants import GIVEN
from samverkan.scopes import Scope
from samverkan.sharing import may_share
from samverkan.sources import Source
from samverkan.views import as_seen_by

MODEL = load_model("finsam")
WAY_IN = MODEL.programmes["en-vag-in"]
ANNA = Participant(id="d-001")
PLANTED = "hemligt-19790302"


def secrecy(name="c-1", **more):
    """Return a consent."""
    given = {"kind": "secrecy", "from_": ["FK"], "to": ["AF"], "categories": ["contact"], "purpose": "coordination"}
    return Consent(name, **{**given, "given": "2016-10-03", **more})


def duty(name="b-1", **more):
    """Return a legal basis."""
    given = {"kind": "statutory-duty", "from_": ["FK"], "to": ["AF"], "categories": ["livelihood"]}
    return LegalBasis(name, **{**given, "since": "2011-01-01", "source": Source(document="SFB 110 kap."), **more})


def told(name="u-1", **more):
    """Return a disclosure."""
    given = {"sharer": "FK", "recipient": "AF", "on": "2016-10-03", "category": "contact", "purpose": "coordination"}
    return Disclosure(name, **{**given, "basis": "c-1", **more})


def places(caught):
    """Return where each fault is."""
    return [fault.where for fault in caught.value.faults]


# --- What it holds ----------------------------------------------------------------------------------


def test_no_list_of_consents_is_another_thing_than_an_empty_one():
    """Nothing is known of any, or she has given none."""
    assert CaseFile(ANNA).consents is None
    assert CaseFile(ANNA, consents=[]).consents == ()
    assert (CaseFile(ANNA).legal_bases, CaseFile(ANNA).disclosures) == ((), ())


def test_what_is_not_a_case_file_is_taken_as_a_person_of_whose_consents_nothing_is_known():
    """A participant alone, or a person of a class of one's own."""
    case = CaseFile(ANNA, consents=[])
    assert case_of(case) is case
    assert case_of(ANNA) == CaseFile(ANNA)
    assert participant_of(case) is ANNA
    assert participant_of(ANNA) is ANNA


@attrs.frozen
class Client:
    """A person of a class of the tests' own."""

    id: str
    employed: Annotated[bool | None, GIVEN["employed"]] = None


def test_a_person_of_a_class_of_ones_own_can_have_a_case_file():
    """She is read as rules read her, and keeps her id."""
    case = CaseFile(Client("o-1", employed=True), consents=[secrecy()])
    assert isinstance(case.participant, EmbeddedPerson)
    assert case.participant.id == participant_of(Client("o-1")).id == "o-1"
    assert case.participant.fact("employed").at(date(2016, 10, 3)) is True


def test_no_two_bases_have_one_id():
    """Consents and legal bases share their names, so that a disclosure's basis is one of them; all are told at once."""
    with pytest.raises(InvalidRecordError) as caught:
        CaseFile(
            ANNA,
            consents=[secrecy("c-1"), secrecy("c-2"), secrecy("c-1")],
            legal_bases=[duty("c-2"), duty("b-1"), duty("b-1")],
        )
    assert places(caught) == ["consents[2].id", "legal_bases[0].id", "legal_bases[2].id"]
    assert "c-1" not in str(caught.value)


@pytest.mark.parametrize("name", ["consents", "legal_bases", "disclosures"])
@pytest.mark.parametrize("value", [[PLANTED], PLANTED, 7, [ANNA]], ids=["words", "a word", "a number", "a person"])
def test_what_is_no_list_of_them_is_refused_by_name(name, value):
    """And shown to nobody."""
    with pytest.raises(InvalidValueError) as caught:
        CaseFile(ANNA, **{name: value})
    assert caught.value.fault.where == name
    assert PLANTED not in str(caught.value)


def test_no_repr_of_a_case_file_shows_what_it_holds():
    """Nor of what is in it."""
    person = Participant(id=PLANTED, contacts=[Contact("region/psykiatri", since="1979-03-02")])
    case = CaseFile(person, consents=[secrecy(PLANTED, given="1979-03-02")], disclosures=[told(PLANTED)])
    seen = as_seen_by(case, "AF", WAY_IN, "2016-10-03")
    shown = "".join(
        map(repr, [case, [case], case.consents, case.disclosures, case.participant, seen, seen.participant])
    )
    for value in (PLANTED, "psykiatri", "1979", "FK"):
        assert value not in shown


def test_a_view_says_through_whose_eyes():
    """Agency, programme, purpose and day."""
    view = View(agency="AF", programme="en-vag-in", purpose="coordination", on=WAY_IN.segments[0].since)
    assert CaseFile(ANNA, view=view).view == view


# --- Whether what it names is there -----------------------------------------------------------------


def test_all_that_is_not_in_the_model_is_told_at_once_with_its_place():
    """Agencies, bodies, categories and purposes, in consents, their events and exceptions, bases and disclosures."""
    case = CaseFile(
        ANNA,
        consents=[
            secrecy("c-1"),
            secrecy("c-2", from_=[PLANTED], purpose=PLANTED),
            secrecy("c-3", to=[f"kommun:{PLANTED}"], exceptions=[Scope(exceptions=[Scope(categories=[PLANTED])])]),
            secrecy("c-4", by=PLANTED, history=[ConsentEvent("withdrawn", on="2016-11-01", by=PLANTED)]),
            secrecy("c-5").narrow("2016-11-01", exceptions=[Scope(from_=[PLANTED])]),
        ],
        legal_bases=[duty(to=["AF", f"region:{PLANTED}/psykiatri"], categories=[PLANTED])],
        disclosures=[
            told(),
            told(sharer=PLANTED, recipient=PLANTED, category=PLANTED, purpose=PLANTED, facts=["sgi", PLANTED]),
        ],
    )
    with pytest.raises(InvalidRecordError) as caught:
        check_bases(case, MODEL.vocabulary)
    assert sorted(places(caught)) == [
        "consents[1].from",
        "consents[1].purpose",
        "consents[2].exceptions.categories",
        "consents[2].to",
        "consents[3].by",
        "consents[3].history[0].by",
        "consents[4].history[0].exceptions.from",
        "disclosures[1].category",
        "disclosures[1].facts",
        "disclosures[1].purpose",
        "disclosures[1].recipient",
        "disclosures[1].sharer",
        "legal_bases[0].categories",
        "legal_bases[0].to",
    ]
    assert PLANTED not in str(caught.value) + repr(caught.value)


def test_what_is_nearly_right_gets_a_hint():
    """The hint names what the model has, and not what was given."""
    with pytest.raises(InvalidRecordError) as caught:
        check_bases(CaseFile(ANNA, consents=[secrecy(categories=["contacts"])]), MODEL.vocabulary)
    assert "did you mean contact?" in str(caught.value)


@pytest.mark.parametrize(
    "name",
    ["AF", "kommun", "kommun/AME", "kommun:Ludvika", "kommun:Ludvika/AME", "region:Dalarna/psykiatri", "Lernia"],
)
def test_agencies_parties_and_their_bodies_are_there(name):
    """A party may be named with a body as well as a unit may."""
    check_bases(CaseFile(ANNA, consents=[secrecy(from_=[name])]), MODEL.vocabulary)


@pytest.mark.parametrize("name", ["kommun:Dalarna", "AF:Ludvika", "Lernia:Ludvika", "region:*", "kommun:*/AME"])
def test_a_body_that_is_another_party_s_is_not_there(name):
    """Nor is any that stands for all."""
    with pytest.raises(InvalidRecordError):
        check_bases(CaseFile(ANNA, consents=[secrecy(from_=[name])]), MODEL.vocabulary)


STRANGE = CaseFile(ANNA, consents=[secrecy(categories=["contact", PLANTED])])
ASKING = {
    "may_share": lambda: may_share(
        STRANGE, MODEL, sharer="FK", recipient="AF", category="contact", purpose="coordination", on="2016-10-03"
    ),
    "consented": lambda: consented(STRANGE, MODEL, "plan", on="2016-10-03"),
    "as_seen_by": lambda: as_seen_by(STRANGE, "AF", WAY_IN, "2016-10-03"),
}


@pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING)
def test_nobody_gets_an_answer_from_a_consent_to_something_unknown(ask):
    """It is refused rather than read as if the word were not there."""
    with pytest.raises(InvalidRecordError) as caught:
        ask()
    assert places(caught) == ["consents[0].categories"]
    assert PLANTED not in str(caught.value)


def test_what_is_wrong_with_a_consent_of_others_is_told_to_nobody_else():
    """An agency that the consent does not name learns not even that there is something wrong with it."""
    of_others = CaseFile(ANNA, consents=[secrecy(to=["region"], categories=[PLANTED])])
    assert as_seen_by(of_others, "AF", WAY_IN, "2016-10-03").consents == ()
