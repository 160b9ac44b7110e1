"""Who may know what from when to when, consents that disagree, and the record of what was told."""

import pickle
from datetime import date
from typing import Any

import attrs
import pytest

from samverkan import CaseFile, Consent, Participant, load_model
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.legal_bases import LegalBasis
from samverkan.openings import Conflict, conflicts, disclose, who_may_know
from samverkan.scopes import Scope
from samverkan.sources import Source

MODEL = load_model("finsam")
NOBODY = Participant(id="d-001", residence="Ludvika")


def secrecy(id_: str, **changed: Any) -> Consent:
    """Return a consent from FK to AF about contacts and health, from the first of October 2016."""
    given: dict[str, Any] = {
        "from_": ["FK"],
        "to": ["AF"],
        "categories": ["contact", "health"],
        "purpose": "coordination",
        "given": "2016-10-01",
        **changed,
    }
    return Consent(id_, kind="secrecy", **given)


def case(*consents: Consent, **more: Any) -> CaseFile:
    """Return a case file with these consents."""
    return CaseFile(NOBODY, consents=consents, **more)


# --- Who may know what, from when to when ------------------------------------------------------------

DUTY = LegalBasis(
    "b-1",
    kind="statutory-duty",
    from_=["FK"],
    to=["kommun"],
    categories=["livelihood"],
    since="2016-11-01",
    source=Source(document="SFB 110 kap."),
)


def test_every_stretch_of_every_basis_is_told_in_the_order_of_the_days() -> None:
    """A consent that is narrowed and then withdrawn makes two stretches; a duty that begins between them stands between."""
    consent = secrecy("c-1").narrow("2016-12-01", categories=["contact"]).withdraw("2017-01-15")
    found = who_may_know(case(consent, legal_bases=[DUTY]), MODEL, "2016-01-01", "2017-12-31")
    assert [(one.basis.id, one.since, one.until) for one in found] == [
        ("c-1", date(2016, 10, 1), date(2016, 11, 30)),
        ("b-1", date(2016, 11, 1), date(2017, 12, 31)),
        ("c-1", date(2016, 12, 1), date(2017, 1, 14)),
    ]
    assert [sorted(one.scope.categories) for one in found] == [["contact", "health"], ["livelihood"], ["contact"]]


def test_nothing_is_told_of_other_kinds_nor_of_days_that_were_not_asked_about() -> None:
    """A consent to a plan lets nobody know anything, and what had ended before the first day is left out."""
    plan = Consent("c-2", kind="plan", given="2016-10-01")
    assert not who_may_know(case(plan, secrecy("c-1", expires="2016-12-31")), MODEL, "2017-01-01", "2017-12-31")


def test_a_timeline_of_who_may_know_goes_by_what_had_been_recorded() -> None:
    """A withdrawal that was recorded late shortens nothing for those who ask before."""
    consent = secrecy("c-1").withdraw("2016-11-01", recorded_on="2016-11-20")
    ends = [
        who_may_know(case(consent), MODEL, "2016-10-01", "2016-12-31", known_on=known)[0].until
        for known in ("2016-11-19", "2016-11-20")
    ]
    assert ends == [date(2016, 12, 31), date(2016, 10, 31)]


def test_an_opening_is_said_in_both_languages_and_tells_nothing_in_its_repr() -> None:
    """Who may tell whom about what, from when to when, on which basis; and that there are exceptions, where there are."""
    consent = secrecy("c-1", exceptions=[Scope(from_=["FK"], categories=["health"])])
    (opening,) = who_may_know(case(consent), MODEL, "2016-10-03", "2016-10-31")
    assert opening.text("sv") == (
        "Från och med den 3 oktober 2016 till och med den 31 oktober 2016 får Försäkringskassan lämna uppgifter till "
        "Arbetsförmedlingen om kontakter och hälsa, för ändamålet samordning (c-1). Allt ingår inte: det finns undantag."
    )
    assert (
        str(opening)
        == opening.text("en")
        == (
            "From 3 October 2016 to 31 October 2016 Försäkringskassan may tell Arbetsförmedlingen about contacts and health, "
            "for coordination (c-1). Not everything: there are exceptions."
        )
    )
    assert repr(opening) == "<Opening>"
    assert pickle.loads(pickle.dumps(opening)) == opening


def test_days_in_the_wrong_order_are_refused() -> None:
    """The last day is not before the first."""
    with pytest.raises(InvalidValueError):
        who_may_know(case(), MODEL, "2016-10-03", "2016-10-02")


def test_a_consent_that_names_what_is_not_there_is_told() -> None:
    """A misspelt agency opens nothing, and is not passed over in silence."""
    with pytest.raises(InvalidRecordError, match=r"consents\[0\]\.from: .*did you mean FK"):
        who_may_know(case(secrecy("c-1", from_=["FKK"])), MODEL, "2016-10-03", "2016-10-04")


# --- Consents that disagree ----------------------------------------------------------------------------


def found(*consents: Consent, on: str = "2016-12-01", known_on: str | None = None) -> list[tuple[str, str]]:
    """Return which consent opens what which other leaves closed."""
    return [(one.open.id, one.closed.id) for one in conflicts(case(*consents), MODEL, on, known_on=known_on)]


EXCEPTS_HEALTH = secrecy("c-2", from_=["FK", "region"], exceptions=[Scope(categories=["health"])])


@pytest.mark.parametrize(
    ("consents", "wanted"),
    [
        pytest.param([secrecy("c-1"), EXCEPTS_HEALTH], [("c-1", "c-2")], id="one-excepts-what-the-other-opens"),
        pytest.param(
            [secrecy("c-1"), secrecy("c-2", given="2016-10-05").withdraw("2016-11-01")],
            [("c-1", "c-2")],
            id="withdrawn-and-open-by-an-older-one",
        ),
        pytest.param(
            [secrecy("c-1"), secrecy("c-2").narrow("2016-11-01", categories=["contact"])],
            [("c-1", "c-2")],
            id="narrowed-and-open-by-another",
        ),
        pytest.param(
            [secrecy("c-1", given="2016-11-15"), secrecy("c-2").withdraw("2016-11-01")],
            [],
            id="given-anew-after-the-withdrawal",
        ),
        pytest.param([secrecy("c-1"), secrecy("c-2", expires="2016-11-01")], [], id="merely-run-out"),
        pytest.param([secrecy("c-1"), secrecy("c-2")], [], id="the-same-twice"),
        pytest.param(
            [secrecy("c-1", programme="en-vag-in"), EXCEPTS_HEALTH], [("c-1", "c-2")], id="for-one-programme-of-all"
        ),
        pytest.param(
            [secrecy("c-1", programme="en-vag-in"), secrecy("c-2", programme="orvar").withdraw("2016-11-01")],
            [],
            id="for-different-programmes",
        ),
        pytest.param(
            [secrecy("c-1"), secrecy("c-2", programme="en-vag-in").withdraw("2016-11-01")],
            [("c-1", "c-2")],
            id="withdrawn-for-one-programme-and-open-for-all",
        ),
        pytest.param([secrecy("c-1", given="2016-12-02"), EXCEPTS_HEALTH], [], id="one-does-not-stand-yet"),
        pytest.param(
            [secrecy("c-1"), Consent("c-2", kind="plan", given="2016-10-01").withdraw("2016-11-01")],
            [],
            id="of-another-kind",
        ),
        pytest.param(
            [secrecy("c-1"), secrecy("c-2", expires="2016-10-20").withdraw("2016-11-01")],
            [],
            id="withdrawn-when-it-had-run-out",
        ),
    ],
)
def test_two_consents_disagree_when_one_opens_what_she_took_out_of_the_other(
    consents: list[Consent], wanted: list[tuple[str, str]]
) -> None:
    """What is excepted, narrowed or withdrawn on purpose and open by another is shown; what ran out is not."""
    assert found(*consents) == wanted


def test_a_withdrawal_that_nobody_had_recorded_disagrees_with_nothing_yet() -> None:
    """It shows from the day on which it was recorded."""
    consents = (secrecy("c-1"), secrecy("c-2").withdraw("2016-11-01", recorded_on="2016-11-20"))
    assert not found(*consents, known_on="2016-11-19")
    assert found(*consents, known_on="2016-11-20") == [("c-1", "c-2")]


def test_what_they_disagree_about_is_told_and_nobody_is_right() -> None:
    """The agencies and the sorts of information, in both languages; the consent that does not cover it is no part of it."""
    (one,) = conflicts(case(secrecy("c-1"), EXCEPTS_HEALTH), MODEL, "2016-12-01")
    assert isinstance(one, Conflict)
    assert (one.sharers, one.recipients, one.categories) == (("FK",), ("AF",), ("health",))
    assert one.text("sv") == (
        "Samtyckena c-1 och c-2 säger olika. c-1 öppnar uppgifter om hälsa från Försäkringskassan till "
        "Arbetsförmedlingen; i c-2 är de undantagna eller återkallade. Fråga personen vad som gäller."
    )
    assert "Ask the person" in str(one)
    assert repr(one) == "<Conflict>"


# --- What was told ---------------------------------------------------------------------------------------

ASKED: dict[str, Any] = {"sharer": "FK", "recipient": "AF", "category": "contact", "purpose": "coordination"}


def test_what_was_told_is_recorded_with_the_basis_of_its_day() -> None:
    """It names the consent, the facts and the programme, and holds nothing of what was told."""
    programme = MODEL.programmes["en-vag-in"]
    told = disclose(
        case(secrecy("c-1", programme="en-vag-in")),
        MODEL,
        "u-1",
        **ASKED,
        on="2016-11-28",
        facts=["contacts"],
        programme=programme,
    )
    assert (told.basis, told.on, told.facts, told.programme) == ("c-1", date(2016, 11, 28), ("contacts",), "en-vag-in")


def test_for_no_programme_in_particular_it_names_none() -> None:
    """A consent without a programme opens for all of them, and for none in particular."""
    assert disclose(case(secrecy("c-1")), MODEL, "u-1", **ASKED, on="2016-11-28").programme is None


@pytest.mark.parametrize(
    "consent",
    [
        pytest.param(secrecy("c-1").withdraw("2016-11-28"), id="withdrawn-that-day"),
        pytest.param(secrecy("c-1", recorded_on="2016-11-29"), id="recorded-the-day-after"),
        pytest.param(secrecy("c-1", categories=["health"]), id="about-something-else"),
    ],
)
def test_what_nothing_opened_on_that_day_is_not_recorded_as_told(consent: Consent) -> None:
    """There is no disclosure without a basis that stood, and was known, on its day."""
    with pytest.raises(InvalidValueError, match="basis"):
        disclose(case(consent), MODEL, "u-1", **ASKED, on="2016-11-28")


@pytest.mark.parametrize("fact", ["sgi", "nonsense"])
def test_a_fact_of_another_category_is_not_told_under_this_one(fact: str) -> None:
    """What is recorded as told is of the sort of information that the basis opens."""
    with pytest.raises(InvalidRecordError, match="facts: wanted facts of the category contact"):
        disclose(case(secrecy("c-1")), MODEL, "u-1", **ASKED, on="2016-11-28", facts=["contacts", fact])


def test_the_general_clause_is_told_for_those_alone_whose_secrets_it_reaches() -> None:
    """It opens nothing of health care, and a clause that names health care alone opens nothing at all."""
    clause = attrs.evolve(DUTY, kind="general-clause", from_=["FK", "region/psykiatri"])
    alone = attrs.evolve(clause, id="b-2", from_=["region/psykiatri"])
    (opening,) = who_may_know(case(legal_bases=[clause, alone]), MODEL, "2016-12-01", "2016-12-31")
    assert opening.scope.from_ == {"FK"}


def test_what_was_withdrawn_on_the_first_day_there_is_disagrees_with_nothing() -> None:
    """It never stood on a day before."""
    assert not found(secrecy("c-1", given="0001-01-01"), secrecy("c-2", given="0001-01-01").withdraw("0001-01-01"))


def test_an_agency_discloses_nothing_to_itself() -> None:
    """What it holds it need not be told, and there is no basis to name."""
    with pytest.raises(InvalidValueError, match="basis"):
        disclose(case(), MODEL, "u-1", **{**ASKED, "recipient": "FK"}, on="2016-11-28")


def test_a_participant_alone_can_be_asked_about() -> None:
    """Nothing is known of her consents, so that nothing is open and nothing disagrees."""
    assert who_may_know(NOBODY, MODEL, "2016-10-03", "2016-10-04") == conflicts(NOBODY, MODEL, "2016-10-03") == ()
