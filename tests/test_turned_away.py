"""Who is turned away and why: by the criterion that decides, who had sent her, and who sent her elsewhere."""

from collections import Counter
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_strategies import event, is_mistaken, referrals
from samverkan import CaseFile, Contact, Outcome, Participant, Verdict, decide, load_model
from samverkan.case_lines import BadLine
from samverkan.casefiles import View
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError
from samverkan.referral_flows import flows
from samverkan.referrals import Referral
from samverkan.turned_away import Asked, Elsewhere, Reason, SentBack, TurningAway, turned_away
from strategies import candidates, examples

FINSAM = load_model("finsam")
PROGRAMMES = FINSAM.programmes
EN_VAG_IN = PROGRAMMES["en-vag-in"]
ALONE, NOT_MET, UNKNOWN = True, Verdict.NOT_MET, Verdict.UNKNOWN


def sent(
    *steps: Any, by: str = "kommun/IFO", to: str | None = None, programme: str | None = "en-vag-in", name: str = "r-1"
) -> Referral:
    """Return a referral to a programme, received by AME on 1 February 2017, to which more happened."""
    agency = to or "kommun/AME"
    events = [event("received", "2017-02-01", agency), *(event(what, on, agency, **said) for on, what, said in steps)]
    return Referral(name, by=by, to=to, programme=programme, events=events)


def tarik(*, complete: bool) -> Participant:
    """Return one who is in contact with two units of one kommun, and perhaps with nobody else."""
    return Participant(
        id="tarik", born="1992-11-05", residence="Smedjebacken", unmet_need=True,
        contacts=[Contact("kommun/AME"), Contact("kommun/IFO")], contacts_complete=complete,
    )  # fmt: skip


# --- Why ----------------------------------------------------------------------------------------------------


def test_tarik_is_turned_away_by_the_two_parties_alone() -> None:
    """AME and IFO are one party; age, residence and need are met, so nothing else decides."""
    found = turned_away([CaseFile(tarik(complete=True), referrals=[sent()])], PROGRAMMES, "2017")
    assert {Asked("en-vag-in", "kommun/IFO", Outcome.NOT_ELIGIBLE): 1} == found.asked
    assert {Reason("en-vag-in", "kommun/IFO", "two-parties", NOT_MET, ALONE): 1} == found.reasons
    assert not found.elsewhere
    assert not found.sent_back


def test_where_his_other_contacts_are_unknown_he_is_not_turned_away() -> None:
    """It is undetermined, and the same criterion is the one that is unknown: unknown is not no."""
    found = turned_away([CaseFile(tarik(complete=False), referrals=[sent()])], PROGRAMMES, "2017")
    assert {Asked("en-vag-in", "kommun/IFO", Outcome.UNDETERMINED): 1} == found.asked
    assert {Reason("en-vag-in", "kommun/IFO", "two-parties", UNKNOWN, ALONE): 1} == found.reasons
    assert 0 == found.count(Outcome.NOT_ELIGIBLE)


def test_one_who_fails_two_criteria_is_counted_under_both() -> None:
    """She is turned away once, and neither decides alone; what is unknown beside is no reason then."""
    somebody = Participant(id="d-1", born="1940-01-01", residence="Stockholm", contacts=[], contacts_complete=True)
    found = turned_away([CaseFile(somebody, referrals=[sent(by="self")])], PROGRAMMES, "2017")
    assert 1 == found.count(Outcome.NOT_ELIGIBLE)
    assert {Reason("en-vag-in", "self", criterion, NOT_MET, not ALONE) for criterion in ("working-age", "residence", "two-parties")} == {
        *found.reasons
    }  # fmt: skip


def test_whoever_meets_them_all_has_no_reason() -> None:
    """And one who may be referred elsewhere all the same is told of apart."""
    anna = Participant(
        id="d-1", born="1990-05-17", residence="Ludvika", unmet_need=True, contacts=[Contact("AF"), Contact("FK")]
    )
    went = sent(("2017-02-20", "recommended_elsewhere", {"to": "orvar"}), by="FK", to="kommun:Ludvika/AME")
    found = turned_away([CaseFile(anna, referrals=[went])], PROGRAMMES, "2017")
    assert {Asked("en-vag-in", "FK", Outcome.ELIGIBLE): 1} == found.asked
    assert not found.reasons
    assert {Elsewhere("en-vag-in", "kommun/AME", "orvar"): 1} == found.elsewhere


def test_what_was_asked_for_is_counted_for_each_time() -> None:
    """Twice for a certificate and once for being enrolled, wherever: three lacks in two returns."""
    asks = [["certificate", "enrolment:AF", "enrolment:FK"], ["certificate"]]
    steps = [
        ("2017-02-10", "sent_back", {"asks_for": asks[0]}),
        ("2017-03-10", "supplemented", {}),
        ("2017-04-10", "sent_back", {"asks_for": asks[1]}),
    ]
    found = turned_away([CaseFile(tarik(complete=True), referrals=[sent(*steps)])], PROGRAMMES, "2017")
    assert {
        SentBack("en-vag-in", "kommun/AME", "certificate"): 2,
        SentBack("en-vag-in", "kommun/AME", "enrolment"): 1,
    } == found.sent_back
    early = turned_away([CaseFile(tarik(complete=True), referrals=[sent(*steps)])], PROGRAMMES, "2017Q1")
    assert {
        SentBack("en-vag-in", "kommun/AME", "certificate"): 1,
        SentBack("en-vag-in", "kommun/AME", "enrolment"): 1,
    } == early.sent_back
    later = turned_away([CaseFile(tarik(complete=True), referrals=[sent(*steps)])], PROGRAMMES, "2017Q2")
    assert (0, {SentBack("en-vag-in", "kommun/AME", "certificate"): 1}) == (later.count(), later.sent_back)


def test_a_referral_to_no_programme_of_the_model_is_asked_about_no_rule() -> None:
    """What became of it is counted all the same."""
    back = ("2017-02-10", "sent_back", {"asks_for": ["consent"]})
    some = [
        CaseFile(
            tarik(complete=True),
            referrals=[sent(back, programme=None, to="AF"), sent(back, programme="elsewhere", name="r-2")],
        ),
    ]
    found = turned_away(some, PROGRAMMES, "2017")
    assert 0 == found.count()
    assert {SentBack(None, "AF", "consent"): 1, SentBack("elsewhere", "kommun/AME", "consent"): 1} == found.sent_back


# --- When, and as known when --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "asked"),
    [({"period": "2017"}, 1), ({"period": "2016"}, 0), ({"period": "2018"}, 0), ({"period": "2017", "as_of": "2017-01-31"}, 0),
     ({"period": "2017", "as_of": "2017-02-01"}, 1), ({"period": "2017", "known_on": "2017-02-14"}, 0), ({"period": "2017", "known_on": "2017-02-15"}, 1)],
    ids=str,
)  # fmt: skip
def test_a_referral_counts_in_the_period_in_which_it_was_received(how: dict[str, Any], asked: int) -> None:
    """As it was known on a day, one that was recorded later is not there."""
    late = Referral(
        "r-1",
        by="FK",
        programme="en-vag-in",
        events=[event("received", "2017-02-01", "kommun/AME", recorded_on="2017-02-15")],
    )
    assert asked == turned_away([CaseFile(tarik(complete=True), referrals=[late])], PROGRAMMES, **how).count()


def test_what_was_registered_by_mistake_turns_nobody_away() -> None:
    """Neither the rule nor what happened is counted; nor is what could not be read, or has no referrals."""
    mistaken = sent(
        ("2017-02-10", "sent_back", {"asks_for": ["consent"]}),
        ("2017-03-01", "ended", {"outcome": "wrongly-registered"}),
    )
    some = [
        CaseFile(tarik(complete=True), referrals=[mistaken]),
        CaseFile(Participant(id="d-2")),
        BadLine(3, b"", (Fault("born", "a day", got="text"),)),
    ]
    found = turned_away(some, PROGRAMMES, "2017")
    assert (0, {}, {}) == (found.count(), dict(found.reasons), dict(found.sent_back))


def test_a_period_that_is_none_is_refused() -> None:
    """As everywhere."""
    with pytest.raises(InvalidValueError, match="period: wanted"):
        turned_away([], PROGRAMMES, "i fjol")
    with pytest.raises(InvalidValueError, match="as_of: wanted a day not before the period begins"):
        turned_away([], PROGRAMMES, "2016", as_of="2015-12-31")


def test_a_case_that_names_what_there_is_not_counts_in_nothing() -> None:
    """It is refused as a whole: of its first referral nothing has been counted either."""
    turning = TurningAway(PROGRAMMES, "2017")
    nowhere = Participant(id="d-1", born="1990-01-01", contacts=[Contact("klubben")])
    with pytest.raises(InvalidRecordError):
        turning.add(CaseFile(nowhere, referrals=[sent(("2017-02-10", "sent_back", {"asks_for": ["consent"]}))]))
    assert turning.found() == turned_away([], PROGRAMMES, "2017")


# --- Laws ---------------------------------------------------------------------------------------------------


@st.composite
def cases(draw: st.DrawFn) -> list[CaseFile]:
    """Draw people whom En väg in may well take in, who were referred there."""
    some = []
    for place in range(draw(st.integers(0, 4))):
        walked = draw(st.lists(referrals(errors=True, most=6), max_size=2))
        named = [
            attrs.evolve(one, id=f"r-{n}", by=draw(st.sampled_from(["FK", "self", "kommun/IFO"])))
            for n, one in enumerate(walked)
        ]
        some.append(CaseFile(attrs.evolve(draw(candidates("en-vag-in")), id=f"d-{place}"), referrals=named))
    return some


@examples(15)
@given(cases(), st.randoms(), st.sampled_from(["2016", "2016T3", "2017"]))
def test_the_reasons_are_those_of_the_answers(some: list[CaseFile], random: Any, period: str) -> None:
    """Each referral that was received counts once by what decide says on that day, whatever the order of the cases."""
    found = turned_away(some, PROGRAMMES, period)
    assert found == turned_away(random.sample(some, len(some)), PROGRAMMES, period)
    every = turned_away(some, PROGRAMMES, "2000-01-01--2030-12-31")
    outcomes = Counter(
        (one.by, decide(case, EN_VAG_IN, one.until("2030-12-31")[0].day).outcome)
        for case in some
        for one in case.referrals or ()
        if one.until("2030-12-31") and not is_mistaken(one)
    )
    assert outcomes == Counter({(one.by, one.outcome): count for one, count in every.asked.items()})
    assert every.count() == sum(every.count(outcome) for outcome in Outcome)
    assert (
        every.count()
        == sum(every.count(by=by) for by in ("FK", "self", "kommun/IFO"))
        == every.count(programme="en-vag-in")
    )


@examples(15)
@given(cases())
def test_who_is_turned_away_has_a_reason(some: list[CaseFile]) -> None:
    """Each of those not eligible is counted under one criterion at least, and under one alone where that decides."""
    found = turned_away(some, PROGRAMMES, "2000-01-01--2030-12-31")
    for outcome, verdict in ((Outcome.NOT_ELIGIBLE, NOT_MET), (Outcome.UNDETERMINED, UNKNOWN)):
        reasons = {one: count for one, count in found.reasons.items() if one.verdict is verdict}
        alone = sum(count for one, count in reasons.items() if one.is_alone)
        assert alone <= found.count(outcome) <= sum(reasons.values())
        assert all(count <= found.count(outcome, by=one.by) for one, count in reasons.items())


def test_nothing_of_a_person_is_shown() -> None:
    """What is found is printed as two numbers."""
    found = turned_away([CaseFile(tarik(complete=True), referrals=[sent()])], PROGRAMMES, "2017")
    assert "<TurnedAway: 1 of 1>" == repr(found)
    assert ["<TurnedAway: 1 of 1>"] == [f"{one!s}" for one in [found]]


def test_a_case_as_an_agency_sees_it_is_refused() -> None:
    """Figures are of all that is known."""
    seen = CaseFile(
        Participant(id="d-1"),
        referrals=[],
        view=View(agency="AF", programme="en-vag-in", purpose="coordination", on=date(2016, 10, 3)),
    )
    for count in (
        lambda: turned_away([seen], {}, "2016"),
        lambda: flows([seen], load_model("finsam").vocabulary, "2016"),
    ):
        with pytest.raises(InvalidValueError, match="one as an agency sees it"):
            count()
