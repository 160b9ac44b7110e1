"""Flows between agencies: who sends to whom, how often, and how often that leads back."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_strategies import event, is_mistaken, referrals
from samverkan import CaseFile, Participant, load_model
from samverkan.case_lines import BadLine
from samverkan.errors import Fault, InvalidValueError
from samverkan.referral_flows import Flows, Sent, flows
from samverkan.referral_steps import What
from samverkan.referrals import Referral
from story_people import MIRJAM
from strategies import examples

VOCABULARY = load_model("finsam").vocabulary
IFO, GROUP = "kommun/IFO", "forum:beredningsgrupp"


def sent(name: str, by: str, to: str | None, *days: str, programme: str | None = None, **said: Any) -> Referral:
    """Return a referral that was received on the first day, sent back on the next, supplemented on the next, and so on."""
    whats = ["received", *(["sent_back", "supplemented"] * len(days))]
    events = [event(what, day, to or "kommun/AME") for what, day in zip(whats, days, strict=False)]
    return Referral(name, by=by, to=to, programme=programme, events=events, **said)


def case(*sent_: Referral, **facts: Any) -> CaseFile:
    """Return a case with those referrals; of contacts it is known that there are none, unless more is said."""
    return CaseFile(
        Participant(**{"id": "d-1", "residence": "Ludvika", "contacts": [], "contacts_complete": True, **facts}),
        referrals=sent_,
    )


def links(*cases: Any, period: str = "2016", **how: Any) -> dict[tuple[str, str], tuple[int, int]]:
    """Return each link with how often something was sent, and how often back."""
    return {link: (one.count, one.back) for link, one in flows(cases, VOCABULARY, period, **how).links.items()}


TO_AF = sent("r-1", IFO, "AF", "2016-03-01", "2016-08-19")
TO_FK = sent("r-2", IFO, "FK", "2016-05-10", "2016-09-01")

# --- The stories --------------------------------------------------------------------------------------------


def test_mirjam_is_sent_out_twice_and_back_twice() -> None:
    """IFO to AF and back, IFO to FK and back: each way once, and both ways back lead back."""
    assert {(IFO, "AF"): (1, 0), ("AF", IFO): (1, 1), (IFO, "FK"): (1, 0), ("FK", IFO): (1, 1)} == links(
        CaseFile(MIRJAM, referrals=[TO_AF, TO_FK])
    )


def test_solveig_goes_to_the_group_once_and_comes_back_three_times() -> None:
    """A referral that is supplemented is the same one again, and is not sent anew."""
    days = ["2015-02-02", "2015-03-16", "2015-04-20", "2015-05-25", "2015-08-31", "2015-10-05", "2015-11-02"]
    assert {(IFO, GROUP): (1, 0), (GROUP, IFO): (3, 3)} == links(case(sent("r-1", IFO, GROUP, *days)), period="2015")


def test_a_round_by_several_referrals_leads_back_with_the_last() -> None:
    """From IFO to AF, from AF to FK, and from FK to IFO: the third closes it."""
    went = [
        sent("r-1", IFO, "AF", "2016-01-11"),
        sent("r-2", "AF", "FK", "2016-02-11"),
        sent("r-3", "FK", IFO, "2016-03-11"),
    ]
    assert {(IFO, "AF"): (1, 0), ("AF", "FK"): (1, 0), ("FK", IFO): (1, 1)} == links(case(*went))
    assert {("FK", IFO): (1, 1)} == links(case(*went), period="2016-03")  # It began before the period.
    assert {(IFO, "AF"): (1, 0), ("AF", "FK"): (1, 0)} == links(case(*went), as_of="2016-03-10")


def test_a_round_with_a_leg_that_was_registered_by_mistake_is_none() -> None:
    """Where the second was never meant, she was not sent round, and it flows nowhere."""
    wrong = sent("r-2", "AF", "FK", "2016-02-11").with_events(
        event("ended", "2016-02-12", outcome="wrongly-registered")
    )
    went = [sent("r-1", IFO, "AF", "2016-01-11"), wrong, sent("r-3", "FK", IFO, "2016-03-11")]
    assert {(IFO, "AF"): (1, 0), ("FK", IFO): (1, 0)} == links(case(*went))


# --- From whom, and to what ---------------------------------------------------------------------------------

WHO: dict[str, tuple[Referral, dict[tuple[str, str], tuple[int, int]]]] = {
    "to a programme": (
        sent("r-1", "FK", None, "2016-11-01", "2016-11-20", programme="en-vag-in"),
        {("FK", "en-vag-in"): (1, 0), ("en-vag-in", "FK"): (1, 1)},
    ),
    "to a programme at an agency": (
        sent("r-1", "FK", "kommun:Ludvika/AME", "2016-11-01", programme="en-vag-in"), {("FK", "en-vag-in"): (1, 0)},
    ),
    "units of a named kommun": (
        sent("r-1", "kommun:Ludvika/IFO", "region:Dalarna/psykiatri", "2016-11-01"), {(IFO, "region/psykiatri"): (1, 0)},
    ),
    "a profession": (sent("r-1", "profession:läkare", "AF", "2016-11-01"), {("profession:läkare", "AF"): (1, 0)}),
    "a profession somewhere": (
        sent("r-1", "profession:läkare", "AF", "2016-11-01", from_="region/sjukhus"), {("region/sjukhus", "AF"): (1, 0)},
    ),
    "herself": (sent("r-1", "self", None, "2016-11-01", "2016-12-01", programme="en-vag-in"), {("self", "en-vag-in"): (1, 0)}),
    "not received": (Referral("r-1", by="FK", to="AF"), {}),
    "entered in error": (TO_AF.with_events(event("entered_in_error", "2016-12-01")), {}),
}  # fmt: skip


@pytest.mark.parametrize(("one", "wanted"), WHO.values(), ids=WHO)
def test_from_whom_and_to_what(one: Referral, wanted: dict[tuple[str, str], tuple[int, int]]) -> None:
    """From the unit without its kommun; to the programme, or else the agency. She who came by herself is not sent back."""
    assert wanted == links(case(one))


def test_what_stays_within_a_unit_flows_nowhere() -> None:
    """It is counted apart, each time."""
    inside = sent("r-1", "kommun:Ludvika/IFO", "kommun:Smedjebacken/IFO", "2016-01-11", "2016-02-11")
    found = flows([case(inside)], VOCABULARY, "2016")
    assert ({}, 2) == (dict(found.links), found.within)


# --- When ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        ({"period": "2016H1"}, {(IFO, "AF"): (1, 0)}),
        ({"period": "2016H2"}, {("AF", IFO): (1, 1)}),
        ({"period": "2016", "as_of": "2016-08-18"}, {(IFO, "AF"): (1, 0)}),
        ({"period": "2017"}, {}),
    ],
    ids=["the first half", "the second half", "read before", "the year after"],
)
def test_each_sending_is_of_its_day(how: dict[str, Any], wanted: dict[tuple[str, str], tuple[int, int]]) -> None:
    """It is received in March and sent back in August."""
    assert wanted == links(case(TO_AF), **how)


def test_what_was_recorded_later_is_not_known_before() -> None:
    """That it was sent back was recorded in September."""
    late = sent("r-1", IFO, "AF", "2016-03-01").with_events(event("sent_back", "2016-08-19", recorded_on="2016-09-05"))
    assert {(IFO, "AF"): (1, 0)} == links(case(late), known_on="2016-09-04")
    assert {(IFO, "AF"): (1, 0), ("AF", IFO): (1, 1)} == links(case(late), known_on="2016-09-05")


def test_where_nothing_can_be_read_nothing_flows() -> None:
    """Records with faults and cases without referrals are passed over; a period that is none is refused."""
    bad = BadLine(3, b"", (Fault("born", "a day", got="text"),))
    assert Flows(period=flows([], VOCABULARY, "2016").period) == flows(
        [bad, CaseFile(Participant(id="d-2"))], VOCABULARY, "2016"
    )
    with pytest.raises(InvalidValueError, match="period: wanted"):
        flows([], VOCABULARY, "sjutton")


# --- Laws ---------------------------------------------------------------------------------------------------

NAMES = [IFO, "AF", "FK", "kommun/AME", "kommun:Ludvika/IFO"]


@st.composite
def cases(draw: st.DrawFn) -> list[CaseFile]:
    """Draw people who were sent hither and thither."""
    some = []
    for place in range(draw(st.integers(0, 4))):
        walked = draw(st.lists(referrals(errors=True, most=6), max_size=3))
        named = [
            attrs.evolve(
                one,
                id=f"r-{n}",
                by=draw(st.sampled_from(["self", *NAMES])),
                to=draw(st.sampled_from(NAMES)),
                programme=None,
            )
            for n, one in enumerate(walked)
        ]
        some.append(case(*named, id=f"d-{place}"))
    return some


@examples(25)
@given(cases(), st.randoms())
def test_every_sending_is_counted_once(some: list[CaseFile], random: Any) -> None:
    """Whatever the order of the cases: each that was received, and each time it was sent back; never more lead back than were sent."""
    period = "2016-01-01--2018-12-31"
    found = flows(some, VOCABULARY, period)
    assert found == flows(random.sample(some, len(some)), VOCABULARY, period)
    assert all(0 <= one.back <= one.count > 0 for one in found.links.values())
    assert all(start != end for start, end in found.links)
    events = [
        step.what
        for one in some
        for sent_ in one.referrals or ()
        if not is_mistaken(sent_)
        for step in sent_.until("2018-12-31")
        if step.what is What.RECEIVED or (step.what is What.SENT_BACK and sent_.by != "self")
    ]
    assert len(events) == sum(one.count for one in found.links.values()) + found.within


@examples(15)
@given(cases(), st.integers(0, 4))
def test_two_halves_add_up(some: list[CaseFile], at: int) -> None:
    """What flows among all is what flows among some and among the others."""
    whole, *halves = (flows(part, VOCABULARY, "2016-01-01--2018-12-31") for part in (some, some[:at], some[at:]))
    for link, one in whole.links.items():
        both = [half.links.get(link, Sent()) for half in halves]
        assert (one.count, one.back) == (sum(part.count for part in both), sum(part.back for part in both))
    assert whole.within == sum(half.within for half in halves)


def test_nothing_of_a_person_is_shown() -> None:
    """What is found is printed as how many links there are."""
    assert "<Flows: 2 links>" == repr(flows([case(TO_AF)], VOCABULARY, "2016"))
