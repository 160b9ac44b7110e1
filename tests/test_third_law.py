"""The third law: what a viewer may not see cannot leak to it, and cannot mislead it.

Two people who differ only in what a viewer has no basis to see are the same to that viewer, in all that
it is told and in which exception is raised. What it is told is undetermined, or what all the facts say.
"""

import os
from collections import Counter
from datetime import timedelta
from typing import Annotated

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_strategies import SHIPPED, Eyes, case_files, differ_in_referrals, differing, questions, settles, twins
from samverkan import CaseFile, Contact, Outcome, Participant, Verdict, decide, route, timeline
from samverkan.circulation import circulation
from samverkan.consents import Consent, ConsentKind
from samverkan.errors import InvalidRecordError, SamverkanError
from samverkan.measurements import ClockState, measure
from samverkan.next_steps import StepKind, next_step
from samverkan.participants import GIVEN, HISTORIES, Assessment
from samverkan.sharing import may_share
from samverkan.views import as_seen_by
from samverkan.ways import ways_in
from strategies import examples

pytestmark = pytest.mark.mass
WAY_IN = SHIPPED.programmes["en-vag-in"]
ON = "2016-10-12"
HALF_A_YEAR = timedelta(183)


def seen(case, asked, day=None):
    """Return a case as the viewer sees it."""
    on = asked.on if day is None else day
    return as_seen_by(case, asked.viewer, asked.programme, on, purpose=asked.purpose, known_on=asked.known_on)


def decided(case, asked, on=None, **how):
    """Return what comes of the programme with all that is in the case."""
    return decide(case, asked.programme, on or asked.on, known_on=asked.known_on, **how)


@st.composite
def asked_cases(draw):
    """Draw a case file, and how a viewer asks about it."""
    asked, person = draw(questions())
    return asked, draw(case_files(asked, person))


# --- It cannot leak ----------------------------------------------------------------------------------------


def test_what_a_viewer_may_not_see_changes_nothing_that_it_is_told():
    """Decisions, next steps, rounds, what a referral takes, routes, timelines and errors are the same of both.

    Of the pairs, three in ten at least differ in something hidden that settles what comes of them with all facts,
    and as many in what is hidden of referrals.
    """
    pairs = max(300, int(500 * float(os.environ.get("EXAMPLES_TIMES", "1"))))
    tally: Counter[str] = Counter()

    @settings(max_examples=pairs, deadline=None, suppress_health_check=list(HealthCheck))
    @given(twins())
    def are_alike(pair):
        tally["pairs"] += 1
        tally["telling"] += settles(pair)
        tally["referrals"] += differ_in_referrals(pair)
        assert differing(pair, pair.asked.day - HALF_A_YEAR, pair.asked.day + HALF_A_YEAR) == []

    are_alike()
    assert tally["pairs"] >= pairs
    assert tally["telling"] >= 0.3 * tally["pairs"]
    assert tally["referrals"] >= 0.3 * tally["pairs"]


@examples(40)
@given(twins())
def test_the_ways_in_are_the_same_of_two_who_are_alike_to_a_viewer(pair):
    """Every step, in every language, and whether those are all the ways; or the same exception."""
    told = []
    for case in (pair.p, pair.q):
        asked = pair.asked
        how = {"known_on": asked.known_on, "seen_by": asked.viewer, "purpose": asked.purpose, "reading": asked.reading}
        try:
            found = ways_in(case, asked.programme, asked.on, most=2, **how)
            told.append((found, [(way.text("sv"), way.text("en")) for way in found.ways]))
        except SamverkanError as error:
            told.append((type(error), str(error)))
    assert told[0] == told[1]


@examples(120)
@given(asked_cases())
def test_a_viewer_sees_what_it_holds_and_what_somebody_may_tell_it(question):
    """Each fact, each entry, each consent: it is there if it is open, and is not if it is not."""
    asked, case = question
    eyes, shown, person = Eyes(case, asked), seen(case, asked), case.participant
    for name, fact in asked.programme.vocabulary.facts.items():
        if fact.derived is not None:
            continue
        if name in HISTORIES:
            entries = [one for one in getattr(person, name) or () if eyes.shows_entry(name, one)]
            assert [*(getattr(shown.participant, name) or ())] == entries
        else:
            assert (shown.participant.fact(name) == person.fact(name)) or not eyes.shows(name)
            assert (name in shown.participant.hidden.facts) is not eyes.shows(name)
    assert [*(shown.consents or ())] == [one for one in case.consents or () if eyes.names_viewer(one)]
    assert [*shown.legal_bases] == [one for one in case.legal_bases if eyes.names_viewer(one)]
    assert [*shown.disclosures] == [one for one in case.disclosures if eyes.concerns_viewer(one)]


@examples(200)
@given(asked_cases())
def test_a_viewer_sees_of_referrals_what_a_side_or_the_recorder_may_tell_it(question):
    """Each referral, each event and each mark is there if it is open, and is not if it is not; none is said to be none."""
    asked, case = question
    eyes, shown = Eyes(case, asked), seen(case, asked).referrals
    wanted = [one for one in map(eyes.as_shown, case.referrals or ()) if one is not None]
    assert [*(shown or ())] == wanted
    assert shown is None or len(shown) > 0


@examples(120)
@given(asked_cases())
def test_a_list_is_whole_for_a_viewer_where_nothing_of_it_is_hidden(question):
    """What its list of contacts is whole for was whole before, and nothing there is kept from the viewer."""
    asked, case = question
    eyes, before = Eyes(case, asked), case.participant.contacts_complete
    register = asked.programme.vocabulary.agencies
    for name in seen(case, asked).participant.contacts_complete or ():
        party = name if name in register.parties else register.agency(name).party
        assert before is True or {name, party} & (before or frozenset())
        if name in register.parties:
            assert eyes.shows_party(name, "contact")
        else:
            assert eyes.is_open(name, "contact") if ":" in name else eyes.shows_unit(name, "contact")


@attrs.frozen
class Client:
    """A person of a class of one's own, whose fields are what they are given as."""

    id: str
    born: Annotated[str | None, GIVEN["born"]] = None
    sgi: Annotated[object, GIVEN["sgi"]] = None
    employed: Annotated[bool | None, GIVEN["employed"]] = None


@pytest.mark.parametrize("hidden", [True, False, "påhittat"])
def test_what_is_hidden_of_a_person_of_ones_own_class_is_absent(hidden):
    """What AF is told of her is the same, whatever Försäkringskassan holds of her."""
    about = [
        decide(
            Client("c-1", born="1990-05-17", sgi=one, employed=True),
            SHIPPED.programmes["orvar"],
            "2008-10-01",
            seen_by="AF",
        )
        for one in (None, hidden)
    ]
    assert about[0] == about[1]
    assert str(about[0]) == str(about[1])


# --- It cannot mislead -------------------------------------------------------------------------------------


@examples(150)
@given(asked_cases())
def test_what_a_viewer_is_told_is_undetermined_or_what_all_the_facts_say(question):
    """So it is of what comes of the programme under each reading, of each criterion, and of until when that stands."""
    asked, case = question
    for reading in asked.programme.readings:
        told = decided(case, asked, reading=reading, seen_by=asked.viewer, purpose=asked.purpose)
        whole = decided(case, asked, reading=reading)
        assert told.outcome in {Outcome.UNDETERMINED, whole.outcome}
        for one, other in zip(told.criteria, whole.criteria, strict=True):
            assert one.outcome in {Verdict.UNKNOWN, other.outcome}
        if told.outcome is not Outcome.UNDETERMINED and whole.holds_until is not None:
            assert told.holds_until is not None
            assert told.holds_until <= whole.holds_until


@examples(150)
@given(asked_cases())
def test_a_referral_that_lacks_something_is_marked_and_not_measured(question):
    """What a viewer sees of a referral is all that there is, or it is marked, and no time is read from it."""
    asked, case = question
    whole = {one.id: one for one in case.referrals or ()}
    for one in seen(case, asked).referrals or ():
        assert one.is_in_part or one == whole[one.id]
        for clock in SHIPPED.lead_times.values():
            if clock.over == "referral" and asked.on.year > 2010:
                told = measure(one, clock, asked.on, known_on=asked.known_on)
                all_facts = measure(whole[one.id], clock, asked.on, known_on=asked.known_on)
                assert told.state is ClockState.UNKNOWN if one.is_in_part else told == all_facts


@examples(100)
@given(asked_cases())
def test_rounds_as_seen_are_no_more_than_there_were(question):
    """A viewer is told of returns and of days at least so many; of how many in all, nothing or what all facts say."""
    asked, case = question
    how = {"programme": asked.programme, "known_on": asked.known_on}
    told = circulation(case, asked.on, seen_by=asked.viewer, purpose=asked.purpose, **how)
    whole = circulation(case, asked.on, **how)
    assert told.returns_at_least <= whole.returns_at_least
    assert told.days_at_least <= whole.days_at_least
    assert told.returns in {None, whole.returns}
    assert told.days in {None, whole.days}
    assert told.intervention_started in {None, whole.intervention_started}


@examples(100)
@given(asked_cases())
def test_the_next_step_as_seen_is_to_find_out_or_what_the_referral_asks_for(question):
    """Where a viewer is told a step of a referral, all the facts say that step of that referral."""
    asked, case = question
    programme, how = asked.programme, {"known_on": asked.known_on}
    seen = next_step(case, programme, asked.on, seen_by=asked.viewer, purpose=asked.purpose, **how)
    if seen.what in {StepKind.FIND_OUT, StepKind.ASK_CONSENT}:
        return
    assert seen.referral is not None
    alone = [one for one in case.referrals if one.id == seen.referral]
    whole = next_step(attrs.evolve(case, referrals=alone), programme, asked.on, **how)
    assert (seen.what, seen.whose, seen.status, seen.asks_for) == (
        whole.what,
        whole.whose,
        whole.status,
        whole.asks_for,
    )


@examples(60)
@given(asked_cases())
def test_a_timeline_as_seen_is_undetermined_or_what_all_the_facts_say(question):
    """On every day of it, from what had been recorded by the day of asking."""
    asked, case = question
    since, until = asked.day - HALF_A_YEAR, asked.day + HALF_A_YEAR
    told, whole = (
        timeline(case, asked.programme, since, until, known_on=asked.day, **how)
        for how in ({"seen_by": asked.viewer, "purpose": asked.purpose}, {})
    )
    for one in told:
        for other in whole:
            if one.since <= other.until and other.since <= one.until:
                assert one.outcome in {Outcome.UNDETERMINED, other.outcome}


@examples(100)
@given(asked_cases(), st.data())
def test_fewer_consents_leave_more_open_and_turn_nothing(question, data):
    """With some of the consents and other bases, what a viewer is told is undetermined, or what it is told with all."""
    asked, case = question
    bases = [*(case.consents or ()), *case.legal_bases]
    kept = data.draw(st.lists(st.sampled_from(bases), unique_by=id)) if bases else []
    consents = None if case.consents is None else [one for one in case.consents if one in kept]
    fewer = attrs.evolve(case, consents=consents, legal_bases=[one for one in case.legal_bases if one in kept])
    less, more = (decided(one, asked, seen_by=asked.viewer, purpose=asked.purpose) for one in (fewer, case))
    assert less.outcome in {Outcome.UNDETERMINED, more.outcome}
    for one, other in zip(less.criteria, more.criteria, strict=True):
        assert one.outcome in {Verdict.UNKNOWN, other.outcome}


# --- One view ----------------------------------------------------------------------------------------------


@examples(80)
@given(asked_cases())
def test_what_is_seen_is_seen_alike_when_it_is_looked_at_again(question):
    """Nothing more is hidden when the viewer looks at what it sees."""
    asked, case = question
    once = seen(case, asked)
    assert seen(once, asked) == once


@examples(80)
@given(asked_cases())
def test_to_decide_as_seen_is_to_decide_what_is_seen(question):
    """It makes no difference whether the case is filtered before or the viewer is named."""
    asked, case = question
    named = decided(case, asked, seen_by=asked.viewer, purpose=asked.purpose)
    filtered = decided(seen(case, asked), asked)
    assert named == filtered
    assert (str(named), named.explain("sv")) == (str(filtered), filtered.explain("sv"))


@examples(60)
@given(asked_cases())
def test_until_when_it_stands_as_seen_is_what_deciding_day_by_day_says(question):
    """Asking again each day about what was seen on the first, the outcome stays until then and is another the day after."""
    asked, case = question
    asked = attrs.evolve(asked, known_on=None)
    first = seen(case, asked)
    told = decided(first, asked)
    if told.holds_until is not None:
        after = told.holds_until + timedelta(1)
        assert decided(seen(first, asked, after), asked, after).outcome is not told.outcome
    days = [asked.on + timedelta(step) for step in (*range(1, 40), *range(40, 400, 30))]
    for day in days:
        if told.holds_until is None or day <= told.holds_until:
            assert decided(seen(first, asked, day), asked, day).outcome is told.outcome


# --- What opens nothing ------------------------------------------------------------------------------------


@examples(60)
@given(asked_cases())
def test_a_consent_for_one_programme_opens_nothing_for_another(question):
    """With consents and bases for another programme alone, a viewer sees of her what it sees without any."""
    asked, case = question
    other = attrs.evolve(
        case,
        consents=None if case.consents is None else [attrs.evolve(one, programme="other") for one in case.consents],
        legal_bases=[attrs.evolve(one, programme="other") for one in case.legal_bases],
    )
    without = attrs.evolve(case, consents=[], legal_bases=[])
    assert seen(other, asked).participant == seen(without, asked).participant


@examples(60)
@given(asked_cases(), st.sampled_from([one for one in ConsentKind if one is not ConsentKind.SECRECY]))
def test_consents_to_acts_open_nothing(question, kind):
    """A plan, being registered, co-operation, coordination measures, power of attorney: nobody is told anything for it."""
    asked, case = question
    acts = [attrs.evolve(one, kind=kind, programme=asked.programme.id) for one in case.consents or ()]
    with_acts = attrs.evolve(case, consents=acts, legal_bases=[])
    without = attrs.evolve(case, consents=[], legal_bases=[])
    assert seen(with_acts, asked).participant == seen(without, asked).participant


# --- Examples ----------------------------------------------------------------------------------------------


def person(*agencies, **facts):
    """Return somebody whom the way in may take in, who is current at these agencies and at no other."""
    given = {"id": "d-001", "born": "1990-05-17", "residence": "Ludvika", "unmet_need": True, **facts}
    return Participant(contacts=[Contact(one) for one in agencies], contacts_complete=True, **given)


def consent(**changes):
    """Return the consent that lets Försäkringskassan tell AF of contacts, from 10 October 2016 for a year."""
    said = {
        "from_": ["FK"],
        "to": ["AF"],
        "categories": ["contact"],
        "purpose": "coordination",
        "programme": "en-vag-in",
    }
    return Consent("c-1", **{"kind": "secrecy", **said, "given": "2016-10-10", "expires": "2017-10-09", **changes})


def as_af_sees(case, on=ON, **how):
    """Return what AF is told of the way in."""
    return decide(case, WAY_IN, on, seen_by="AF", **how)


ANNA = person("AF", "FK")


def test_without_a_consent_af_cannot_tell_of_somebody_at_two_agencies():
    """She is at AF and at Försäkringskassan and nowhere else; AF knows of itself: undetermined, not a no."""
    assert decide(ANNA, WAY_IN, ON).outcome is Outcome.ELIGIBLE
    assert as_af_sees(ANNA).outcome is Outcome.UNDETERMINED


def test_with_the_consent_af_is_told():
    """Försäkringskassan may tell, so the criteria are met to AF as well."""
    assert as_af_sees(CaseFile(ANNA, consents=[consent()])).outcome is Outcome.ELIGIBLE


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_twin_who_is_not_at_the_other_agency_gets_the_same_text(language):
    """One is at Försäkringskassan and one is not: without a consent AF is told the same of both, word by word."""
    twin = person("AF")
    assert as_af_sees(ANNA) == as_af_sees(twin)
    assert as_af_sees(ANNA).explain(language) == as_af_sees(twin).explain(language)


@pytest.mark.parametrize(
    ("on", "changes", "is_open"),
    [
        pytest.param("2016-10-09", {}, False, id="the day before it is given"),
        pytest.param("2016-10-10", {}, True, id="the day it is given"),
        pytest.param("2017-10-09", {}, True, id="its last day"),
        pytest.param("2017-10-10", {}, False, id="the day after its last"),
        pytest.param("2016-12-31", {"withdrawn": "2017-01-01"}, True, id="the day before it is withdrawn"),
        pytest.param("2017-01-01", {"withdrawn": "2017-01-01"}, False, id="the day it is withdrawn"),
        pytest.param(ON, {"programme": "orvar"}, False, id="for another programme"),
        pytest.param(ON, {"programme": None}, True, id="for any programme"),
        pytest.param(ON, {"purpose": "follow-up"}, False, id="for another purpose"),
        pytest.param(ON, {"categories": ["health"]}, False, id="of another sort of information"),
        pytest.param(ON, {"to": ["kommun"]}, False, id="to another"),
        pytest.param(ON, {"from_": ["region"]}, False, id="from another"),
        *(
            pytest.param(ON, {"kind": kind.value}, False, id=f"of the kind {kind.value}")
            for kind in ConsentKind
            if kind is not ConsentKind.SECRECY
        ),
    ],
)
def test_a_consent_opens_what_it_is_for_on_its_days(on, changes, is_open):
    """It counts from the day it is given to its last; the day it is withdrawn is the first day without."""
    wanted = Outcome.ELIGIBLE if is_open else Outcome.UNDETERMINED
    assert as_af_sees(CaseFile(ANNA, consents=[consent(**changes)]), on).outcome is wanted


@pytest.mark.parametrize(("on", "outcome"), [("2016-12-31", Outcome.ELIGIBLE), ("2017-01-01", Outcome.UNDETERMINED)])
def test_what_a_consent_is_narrowed_by_is_closed_from_that_day(on, outcome):
    """From 1 January 2017 it opens what concerns health, and contacts no longer."""
    narrowed = consent(categories=["contact", "health"]).narrow("2017-01-01", categories=["health"])
    assert as_af_sees(CaseFile(ANNA, consents=[narrowed]), on).outcome is outcome


@pytest.mark.parametrize(
    ("known_on", "outcome"),
    [("2016-10-11", Outcome.UNDETERMINED), ("2016-10-12", Outcome.ELIGIBLE), (None, Outcome.ELIGIBLE)],
)
def test_a_consent_that_was_recorded_late_counts_from_when_it_was_recorded(known_on, outcome):
    """Given on 10 October and recorded on the twelfth: from what had been recorded on the eleventh, nothing is open."""
    late = CaseFile(ANNA, consents=[consent(recorded_on="2016-10-12")])
    assert as_af_sees(late, "2016-10-20", known_on=known_on).outcome is outcome


def test_a_withdrawal_that_was_recorded_late_had_not_been_heard_of():
    """Withdrawn on 1 December and recorded on the fifth: on the fourth nobody knew, and on the fifth it is closed."""
    case = CaseFile(ANNA, consents=[consent().withdraw("2016-12-01", recorded_on="2016-12-05")])
    found = [as_af_sees(case, "2016-12-05", known_on=day).outcome for day in ("2016-12-04", "2016-12-05")]
    assert found == [Outcome.ELIGIBLE, Outcome.UNDETERMINED]


def test_it_stands_until_the_consent_ends():
    """What AF is told stands until the last day of the consent, and no longer."""
    assert str(as_af_sees(CaseFile(ANNA, consents=[consent()])).holds_until) == "2017-10-09"


def test_a_consent_of_the_kommun_leaves_what_the_social_services_hold_unknown():
    """The social services keep their secrets apart: where they are all that is left, AF is told neither yes nor no."""
    parties = consent(from_=["FK", "region", "kommun"])
    outcomes = [as_af_sees(CaseFile(person("AF", *more), consents=[parties])).outcome for more in ([], ["kommun/IFO"])]
    assert outcomes == [Outcome.UNDETERMINED, Outcome.UNDETERMINED]


def test_consents_that_do_not_name_a_viewer_are_hidden_from_it():
    """AF sees the consent that concerns it, and not the one between the region and the kommun."""
    other = Consent(
        "c-2", kind="secrecy", from_=["region"], to=["kommun"], categories=["health"], purpose="planning", given=ON
    )
    shown = as_seen_by(CaseFile(ANNA, consents=[consent(), other]), "AF", WAY_IN, ON)
    assert [one.id for one in shown.consents] == ["c-1"]


def test_a_case_that_is_seen_does_not_deny_what_others_may_share():
    """The region may tell the kommun, which is hidden from AF: to AF that is unknown, and not a no."""
    other = Consent(
        "c-2", kind="secrecy", from_=["region"], to=["kommun"], categories=["health"], purpose="planning", given=ON
    )
    case = CaseFile(ANNA, consents=[other])
    asked = {"sharer": "region", "recipient": "kommun", "category": "health", "purpose": "planning", "on": ON}
    assert may_share(case, SHIPPED, **asked).verdict is Verdict.MET
    assert may_share(as_seen_by(case, "AF", WAY_IN, ON), SHIPPED, **asked).verdict is Verdict.UNKNOWN


def test_a_route_as_seen_asks_of_each_programme_what_is_open_for_it():
    """A consent for the way in opens nothing for Orvar."""
    case = CaseFile(ANNA, consents=[consent(categories=["contact", "livelihood", "health"])])
    chosen = [WAY_IN, SHIPPED.programmes["orvar"]]
    told = {one.id: one.decision for one in route(case, chosen, ON, seen_by="AF")}
    assert told["en-vag-in"] == as_af_sees(case)
    assert told["orvar"] == decide(CaseFile(ANNA), chosen[1], ON, seen_by="AF")


@pytest.mark.parametrize(
    "part",
    [
        {"contacts": [Contact("AF"), Contact("Påhittad")]},
        {"contacts": [Contact("AF"), Contact("kommun:Ludvka/AME")]},
        {"work_capacity": [Assessment("FK", "påhittat")]},
        {"work_capacity": [Assessment("Påhittad", "yes")]},
    ],
)
def test_what_is_malformed_and_hidden_raises_nothing(part):
    """With all facts it is an error; AF is told what it is told of somebody without it."""
    whole = {"id": "d-001", "born": "1990-05-17", "unmet_need": True, "contacts_complete": True}
    asked = SHIPPED.predicates["vetlanda-AF"] if "work_capacity" in part else WAY_IN
    faulty = Participant(**{**whole, "contacts": [Contact("AF")], **part})
    sound = Participant(
        **{**whole, "contacts": [Contact("AF")], **({"work_capacity": []} if "work_capacity" in part else {})}
    )
    with pytest.raises(InvalidRecordError):
        decide(faulty, asked, ON)
    assert decide(faulty, asked, ON, seen_by="AF") == decide(sound, asked, ON, seen_by="AF")
