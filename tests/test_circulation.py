"""Who is sent round: the stories, rounds by several referrals, what a view may say, and loops over many cases."""

import pickle
from collections import Counter, defaultdict
from datetime import date, timedelta
from statistics import median

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Contact, Participant, load_model
from samverkan.circulation import Way, circulation, ranked
from samverkan.circulation_paths import Place, moves_of
from samverkan.consents import Consent
from samverkan.dated import Entry
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.referral_events import ReferralEvent, agency_of
from samverkan.referral_steps import What, possible_after
from samverkan.referrals import Referral, status_of
from samverkan.views import as_seen_by
from story_people import MIRJAM
from strategies import examples

MODEL = load_model("finsam")
PROGRAMME = MODEL.programmes["en-vag-in"]
GROUP, IFO = "forum:beredningsgrupp", "kommun/IFO"
PLACES = (IFO, "AF", "FK", "region/primärvård", GROUP, "kommun/AME")
VIEWERS = (IFO, "AF", "FK", "region", "region/primärvård", "kommun", "kommun/AME", "kommun:Smedjebacken/IFO")
FIRST = date(2015, 1, 1)
LAST = date(2018, 12, 31)
SAYS = {
    What.SENT_BACK: {"asks_for": ["certificate"]},
    What.INTERVENTION_STARTED: {"intervention": "coaching"},
    What.ENDED: {"outcome": "work"},
    What.ADMITTED_ON_STATED_GROUNDS: {"reason": "prövat"},
}


def event(what, on, agency="AF", **said):
    """Return an event with what such an event must say."""
    return ReferralEvent(what, on=on, agency=agency, **{**SAYS.get(What(what), {}), **said})


def sent(name, by, to, *days, **said):
    """A referral that was received on the first day, sent back on the next, supplemented on the next, and so on."""
    whats = ["received", *(["sent_back", "supplemented"] * len(days))]
    events = [event(what, day, to) for what, day in zip(whats, days, strict=False)]
    return Referral(name, by=by, to=to, events=events, **said)


def case(*referrals, **about):
    """Return a case with those referrals; of contacts it is known that there are none, unless more is said."""
    about = {"id": "d-1", "residence": "Ludvika", "contacts": [], "contacts_complete": True, **about}
    return CaseFile(Participant(**about), referrals=referrals)


def came(found):
    """Return where she came, when and how."""
    return [(one.agency, None if one.on is None else one.on.isoformat(), one.through.value) for one in found.path]


STORY_1 = CaseFile(
    MIRJAM,
    referrals=[
        sent("r-1", IFO, "AF", "2016-03-01", "2016-08-19"),
        sent("r-2", IFO, "FK", "2016-05-10", "2016-09-01"),
    ],
)
STORY_3 = case(
    Referral(
        "r-1",
        by=IFO,
        to=GROUP,
        events=[
            event("received", "2015-02-02", GROUP),
            event("sent_back", "2015-03-16", GROUP),
            event("supplemented", "2015-04-20", IFO),
            event("sent_back", "2015-05-25", GROUP, asks_for=["enrolment:AF"]),
            event("supplemented", "2015-08-31", IFO),
            event("sent_back", "2015-10-05", GROUP, asks_for=["consent"]),
            event("supplemented", "2015-11-02", IFO),
            event("admitted", "2015-12-14", GROUP),
            event("intervention_started", "2016-01-11", GROUP),
        ],
    ),
    contacts=None,
    contacts_complete=False,
)


# --- Random journeys --------------------------------------------------------------------------------


@st.composite
def referrals(draw, name="r"):
    """Draw a referral to which anything happens that can."""
    by, to = draw(st.sampled_from([*PLACES, "self", "profession:läkare"])), draw(st.sampled_from(PLACES))
    day = FIRST + timedelta(days=draw(st.integers(0, 700)))
    events, whats = [], []
    for _ in range(draw(st.integers(0, 8))):
        steps = [one.what for one in possible_after(status_of(events), whats)]
        if not steps:
            break
        # More of what moves her than of anything else.
        moving = [one for one in steps if one in {What.SENT_BACK, What.SUPPLEMENTED, What.RECOMMENDED_ELSEWHERE}]
        rare = [one for one in steps if one is not What.ENTERED_IN_ERROR]
        what = draw(st.sampled_from([*(rare or steps), *moving * 6, *steps[-1:]]))
        events.append(event(what, day, to))
        whats.append(what)
        day += timedelta(days=draw(st.integers(0, 60)))
    return Referral(name, by=by, to=to, events=events)


@st.composite
def contacts(draw):
    """Draw contacts, each with another agency or another first day."""
    began = st.tuples(st.sampled_from([one for one in PLACES if agency_of(one)]), st.none() | st.integers(0, 800))
    found = []
    for agency, since in draw(st.lists(began, max_size=4, unique=True)):
        first = None if since is None else FIRST + timedelta(days=since)
        until = draw(st.none() | st.integers(0, 300))
        found.append(
            Contact(agency, since=first, until=None if until is None else (first or FIRST) + timedelta(days=until))
        )
    return found


@st.composite
def cases(draw):
    """Draw a case with referrals, or of which nothing is known of any."""
    moved = FIRST + timedelta(days=draw(st.integers(0, 800)))
    lived = [Entry("Smedjebacken", until=moved - timedelta(days=1)), Entry("Ludvika", since=moved)]
    person = Participant(
        id="d-1",
        residence=draw(st.sampled_from(["Ludvika", None, lived, lived[1:]])),
        contacts=draw(contacts()),
        contacts_complete=draw(st.sampled_from([True, False, frozenset({"AF", "kommun"})])),
    )
    known = [draw(referrals(f"r-{number}")) for number in range(draw(st.integers(0, 5)))]
    return CaseFile(person, referrals=draw(st.sampled_from([known, known, known, None])))


@st.composite
def open_cases(draw):
    """A case, a viewer, and what some have consent to tell it."""
    found, viewer = draw(cases()), draw(st.sampled_from(VIEWERS))
    from_ = draw(st.lists(st.sampled_from([one for one in PLACES if agency_of(one)]), unique=True))
    consent = Consent(
        "c-1", kind="secrecy", from_=from_ or [viewer], to=[viewer], categories=["contact"], purpose="coordination",
        programme="en-vag-in", given="2015-01-01",
    )  # fmt: skip
    return attrs.evolve(found, consents=[consent]), viewer


@given(cases(), st.integers(0, 900))
@examples(300)
def test_days_are_counted_once(found, since):
    """The days are those that some loop covers, no more than all loops together and no more than the span."""
    for first in (None, FIRST + timedelta(days=since)):
        told = circulation(found, LAST, since=first)
        covered = {one.since + timedelta(days=day) for one in told.loops for day in range(one.days)}
        assert told.days_at_least == len(covered) <= sum(one.days for one in told.loops)
        assert told.days_at_least <= (0 if told.since is None else (told.until - told.since).days)
        assert all(one.path[0] == one.path[-1] and len(set(one.path)) == len(one.path) - 1 for one in told.loops)
        assert len(told.loops) <= told.returns_at_least


@given(cases(), st.randoms())
@examples(150)
def test_the_order_of_referrals_changes_nothing(found, shuffle):
    """Referrals and contacts can be given in any order."""
    every, met = list(found.referrals or ()), list(found.participant.contacts)
    shuffle.shuffle(every)
    shuffle.shuffle(met)
    person = attrs.evolve(found.participant, contacts=met)
    other = attrs.evolve(found, participant=person, referrals=None if found.referrals is None else every)
    assert circulation(other, LAST) == circulation(found, LAST)


@given(cases(), st.integers(0, 800))
@examples(150)
def test_a_contact_elsewhere_changes_no_return(found, since):
    """A contact with an agency that no referral has to do with changes neither returns nor loops."""
    more = Contact("region/psykiatri", since=FIRST + timedelta(days=since), until=FIRST + timedelta(days=since + 30))
    person = attrs.evolve(found.participant, contacts=[*found.participant.contacts, more])
    told, other = circulation(found, LAST), circulation(attrs.evolve(found, participant=person), LAST)
    assert (other.returns, other.returns_at_least, other.loops) == (told.returns, told.returns_at_least, told.loops)
    assert more.agency in {one.agency for one in other.path}


@given(cases())
@examples(200)
def test_every_referral_that_is_sent_back_is_a_return(found):
    """What is sent back to a place that is named brings her back there, and with it ends a loop of that referral."""
    told = circulation(found, LAST, programme=PROGRAMME)
    wanted, back = defaultdict(list), 0
    for one in found.referrals or ():
        if one.is_in_error() or one.referrer is None or one.referrer == one.to:
            continue
        out = None
        for event in one.events:
            if event.what in {What.RECEIVED, What.SUPPLEMENTED}:
                out = event.day
            elif event.what is What.REOPENED:
                out = out or event.day
            elif event.what is What.SENT_BACK:
                wanted[one.id].append((out, event.day))
                back, out = back + 1, None
    loops = defaultdict(list)
    for loop in told.loops:
        if loop.is_of_one_referral:
            loops[loop.referral].append((loop.since, loop.until))
    assert loops == wanted
    assert told.returns_at_least >= back


@given(cases(), st.integers(0, 900))
@examples(150)
def test_what_comes_later_is_not_there(found, later):
    """On a day it is as if what began or happened after it had not been written."""
    day = FIRST + timedelta(days=later)
    known = None if found.referrals is None else [
        attrs.evolve(one, events=[event for event in one.events if event.day <= day])
        for one in found.referrals
        if not one.is_in_error()
    ]  # fmt: skip
    met = [one for one in found.participant.contacts if one.since is None or one.since <= day]
    earlier = attrs.evolve(found, participant=attrs.evolve(found.participant, contacts=met), referrals=known)
    assert circulation(earlier, day) == circulation(found, day)


@given(
    cases(), st.lists(st.tuples(st.sampled_from(["Ludvika", "Smedjebacken", "Falun"]), st.integers(1, 500)), max_size=4)
)
@examples(400)
def test_what_is_told_stands_wherever_she_turns_out_to_have_lived(found, lived):
    """No loop, return or day goes when it becomes known where she lived, and a figure that was said is that figure."""
    day = FIRST + timedelta(days=300)
    known = [Entry("Ludvika", since=day)]
    for kommun, days in lived:
        first = day - timedelta(days=days)
        known.append(Entry(kommun, since=first, until=day - timedelta(days=1)))
        day = first
    before, after = (
        circulation(attrs.evolve(found, participant=attrs.evolve(found.participant, residence=one)), LAST)
        for one in (known[:1], known)
    )
    assert not Counter(before.returned_on) - Counter(after.returned_on)
    assert {(one.since, one.until, one.referrals) for one in before.loops} <= {
        (one.since, one.until, one.referrals) for one in after.loops
    }
    assert before.days in {None, after.days} | ({after.days_at_least} if after.days is None else set())
    if after.is_whole:
        assert before.returns in {None, after.returns}


@given(open_cases())
@examples(400)
def test_a_view_says_no_more_than_all_facts(asked):
    """What an agency is told stands with all facts: no loop, return, day or intervention goes when more is known."""
    found, viewer = asked
    whole = circulation(found, LAST, programme=PROGRAMME)
    told = circulation(found, LAST, programme=PROGRAMME, seen_by=viewer)
    assert told.returns_at_least == len(told.returned_on)
    assert not Counter(told.returned_on) - Counter(whole.returned_on)
    assert told.days_at_least <= whole.days_at_least
    assert set(told.loops) <= set(whole.loops)
    assert told.intervention_started in {None, whole.intervention_started}
    assert (told.returns, told.days, told.is_whole) == (None, None, False)


@given(open_cases())
@examples(200)
def test_what_may_not_be_seen_cannot_be_told(asked):
    """A case in which what the viewer may not see does not stand gives the same answer, word for word."""
    found, viewer = asked
    seen = as_seen_by(found, viewer, PROGRAMME, LAST)
    known = {one.id for one in seen.referrals or ()}
    less = attrs.evolve(found, referrals=[one for one in found.referrals or () if one.id in known] or None)
    told, other = (circulation(one, LAST, programme=PROGRAMME, seen_by=viewer) for one in (found, less))
    assert told == other == circulation(seen, LAST, programme=PROGRAMME)
    assert [told.explain(one) for one in ("sv", "en")] == [other.explain(one) for one in ("sv", "en")]


@given(st.lists(cases(), max_size=6), st.randoms())
@examples(80)
def test_ranked_loops_are_those_of_the_cases(every, shuffle):
    """People, times, days and the median are those of the loops, and the order of cases changes nothing."""
    found = [circulation(one, LAST) for one in every]
    told = ranked(iter(found))
    by_path = defaultdict(list)
    for number, one in enumerate(found):
        for loop in one.loops:
            by_path[loop.path].append((number, loop.days))
    assert {one.path: (one.people, one.times, one.days, one.median) for one in told} == {
        path: (len({number for number, _ in of}), len(of), sum(days for _, days in of), median(days for _, days in of))
        for path, of in by_path.items()
    }
    assert [one.people for one in told] == sorted((one.people for one in told), reverse=True)
    assert {one.is_whole for one in told} <= {all(one.referrals is not None for one in every)}
    shuffle.shuffle(found)
    assert ranked(found) == told


# --- The stories ------------------------------------------------------------------------------------


@pytest.mark.parametrize("programme", [None, PROGRAMME], ids=["alone", "with its names"])
def test_nej_fran_tva_hall(programme):
    """Story 1: two loops, two returns, 184 days from first to last, no intervention; 101 days are in both."""
    told = circulation(STORY_1, "2016-10-03", programme=programme)
    assert [(one.path, one.days, one.referral) for one in told.loops] == [
        ((IFO, "AF", IFO), 171, "r-1"),
        ((IFO, "FK", IFO), 114, "r-2"),
    ]
    assert (told.returns, told.days, told.intervention_started, told.is_whole) == (2, 184, False, True)
    assert (told.since, told.until) == (date(2016, 3, 1), date(2016, 9, 1))
    assert sum(one.days for one in told.loops) - told.days == 101
    # That a contact with AF begins with the referral there, and one with FK, makes no visits of their own.
    assert came(told) == [
        (IFO, "2014-01-07", "contact"),
        ("region/primärvård", "2016-02-15", "contact"),
        ("AF", "2016-03-01", "referred"),
        ("FK", "2016-05-10", "referred"),
        (IFO, "2016-08-19", "sent_back"),
    ]


def test_tre_ganger_tillbaka():
    """Story 3: three times out and back, 42 + 35 + 35 days; what lies between, at the referrer, is in no loop."""
    told = circulation(STORY_3, "2016-02-01", programme=PROGRAMME)
    assert [(one.path, one.days) for one in told.loops] == [((IFO, GROUP, IFO), days) for days in (42, 35, 35)]
    assert (told.returns, told.days, told.intervention_started, told.is_whole) == (3, 112, True, False)
    assert came(told)[:3] == [
        (IFO, "2015-02-02", "referred_from"),
        (GROUP, "2015-02-02", "referred"),
        (IFO, "2015-03-16", "sent_back"),
    ]
    assert [one.through for one in told.path[3:]] == [Way.SUPPLEMENTED, Way.SENT_BACK] * 2 + [Way.SUPPLEMENTED]
    assert circulation(STORY_3, "2016-01-10").intervention_started is False


@pytest.mark.parametrize(
    ("on", "returns", "days"),
    [("2015-03-15", 0, 0), ("2015-03-16", 1, 42), ("2015-05-24", 1, 42), ("2015-05-25", 2, 77)],
    ids=["before", "the day she is sent back", "out again", "back again"],
)
def test_out_and_not_yet_back_is_no_loop(on, returns, days):
    """A referral that has not come back is no loop; it is one from the day on which it has."""
    told = circulation(STORY_3, on)
    assert (told.returns, told.days) == (returns, days)


# --- In words ---------------------------------------------------------------------------------------


def test_it_is_told_in_swedish_and_english():
    """A case worker can repeat it; the dates are those of the referrals."""
    told = circulation(STORY_1, "2016-10-03", programme=PROGRAMME)
    ifo = "individ- och familjeomsorgen (IFO)"
    assert told.explain("sv").splitlines() == [
        "Rundgång: tillbaka 2 gånger, den 19 augusti 2016 och den 1 september 2016.",
        "Varven tog sammanlagt 184 dagar, mellan den 1 mars 2016 och den 1 september 2016.",
        f"{ifo} → Arbetsförmedlingen → {ifo}: 171 dagar, från den 1 mars 2016 till den 19 augusti 2016.",
        f"{ifo} → Försäkringskassan → {ifo}: 114 dagar, från den 10 maj 2016 till den 1 september 2016.",
        "Ingen insats har påbörjats.",
    ]
    head, days, *_, last = str(told).splitlines()
    assert head == "Sent round: back 2 times, on 19 August 2016 and 1 September 2016."
    assert days == "The loops took 184 days in all, between 1 March 2016 and 1 September 2016."
    assert last == "No intervention has started."
    assert str(told) == told.explain()


def test_returns_and_loops_have_days_of_their_own():
    """Sent back to AF in 2016, without a loop, and round to IFO in 2018: three returns, and one loop of 26 days."""
    found = case(
        sent("r-1", "FK", "AF", "2016-03-01"),
        sent("r-2", IFO, "AF", "2018-04-05", "2018-05-01"),
        contacts=[Contact("AF", until="2015-12-31")],
    )
    told = circulation(found, LAST)
    assert told.returned_on == (date(2016, 3, 1), date(2018, 4, 5), date(2018, 5, 1))
    assert told.explain("sv").splitlines()[:2] == [
        "Rundgång: tillbaka 3 gånger, mellan den 1 mars 2016 och den 1 maj 2018.",
        "Varvet tog 26 dagar, mellan den 5 april 2018 och den 1 maj 2018.",
    ]
    assert told.explain("en").splitlines()[:2] == [
        "Sent round: back 3 times, between 1 March 2016 and 1 May 2018.",
        "The loop took 26 days, between 5 April 2018 and 1 May 2018.",
    ]


@pytest.mark.parametrize(
    ("days", "sv", "en"),
    [
        pytest.param(
            ["2016-03-01", "2016-03-01"],
            ["Rundgång: tillbaka 1 gång, den 1 mars 2016.", "Varvet tog 0 dagar, den 1 mars 2016."],
            ["Sent round: back once, on 1 March 2016.", "The loop took 0 days, on 1 March 2016."],
            id="there and back in a day",
        ),
        pytest.param(
            ["2016-03-01", "2016-03-02", "2016-03-02", "2016-03-02"],
            ["Rundgång: tillbaka 2 gånger, den 2 mars 2016.", "Varven tog sammanlagt 1 dag, mellan den 1 mars 2016 och den 2 mars 2016."],
            ["Sent round: back 2 times, on 2 March 2016.", "The loops took 1 day in all, between 1 March 2016 and 2 March 2016."],
            id="twice in a day",
        ),
    ],
)  # fmt: skip
def test_one_day_is_told_as_one(days, sv, en):
    """Where a return, or a loop, was on one day alone, it is not told as between two."""
    told = circulation(case(sent("r", IFO, "AF", *days)), LAST)
    assert (told.explain("sv").splitlines()[:2], told.explain("en").splitlines()[:2]) == (sv, en)


def test_a_view_says_at_least():
    """As AF sees her it is at least once, and may be more; whether anything was started it does not know."""
    ifo = "individ- och familjeomsorgen (IFO)"
    told = circulation(STORY_1, "2016-10-03", programme=PROGRAMME, seen_by="AF")
    assert told.explain("sv").splitlines() == [
        "Rundgång: tillbaka minst 1 gång, den 19 augusti 2016.",
        "Varven tog sammanlagt minst 171 dagar, mellan den 1 mars 2016 och den 19 augusti 2016.",
        f"{ifo} → Arbetsförmedlingen → {ifo}: 171 dagar, från den 1 mars 2016 till den 19 augusti 2016.",
        "Det kan vara mer, för allt är inte känt.",
        "Det är inte känt om någon insats har påbörjats.",
        "Så ser det ut med det som Arbetsförmedlingen får veta för samordning.",
    ]
    assert told.view.agency == "AF"
    assert "Försäkringskassan" not in str(told)


@pytest.mark.parametrize(
    ("from_", "returned_on"),
    [
        pytest.param(["AF"], (), id="those who received"),
        pytest.param([IFO], (), id="those who sent"),
        pytest.param(["AF", IFO], (date(2016, 8, 19),), id="both"),
        pytest.param(["AF", IFO, "FK"], (date(2016, 8, 19), date(2016, 9, 1)), id="all three"),
    ],
)
def test_others_are_told_of_a_referral_that_both_sides_may_tell_of(from_, returned_on):
    """The region was on neither side: that she was sent back it may know when each side may let it know, and not before."""
    consent = Consent(
        "c-1", kind="secrecy", from_=from_, to=["region"], categories=["contact"], purpose="coordination",
        programme="en-vag-in", given="2016-01-01",
    )  # fmt: skip
    found = attrs.evolve(STORY_1, consents=[consent])
    told = circulation(found, "2016-10-03", programme=PROGRAMME, seen_by="region")
    assert (told.returned_on, told.returns) == (returned_on, None)
    assert [one.until for one in told.loops] == [*returned_on]


def test_names_that_nobody_has_are_told_as_they_are_written():
    """A forum has its name; what the register or the list does not have, and a body, stand as they are written."""
    odd = case(
        sent("r-1", "forum:okänt", "okänd", "2016-01-01", "2016-01-02"),
        sent("r-2", "kommun:Smedjebacken/AME", GROUP, "2016-02-01", "2016-02-03"),
    )
    _, _, first, second, _ = circulation(odd, LAST, programme=PROGRAMME).explain("en").splitlines()
    assert first.startswith("okänt → okänd → okänt: 1 day, from 1 January 2016")
    assert second.startswith("the labour-market unit (AME) (Smedjebacken) → the preparatory group")
    assert "kommun:Smedjebacken/AME → forum:beredningsgrupp" in str(circulation(odd, LAST))


UNKNOWN = CaseFile(Participant(id="d-1"))
STARTED = case(Referral("r", by="self", to="AF", events=[event(one, "2016-05-02") for one in ("received", "intervention_started")]))  # fmt: skip


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        pytest.param(
            UNKNOWN,
            ["Det är inte känt om det har varit rundgång.", "Det är inte känt om någon insats har påbörjats."],
            id="nothing is known",
        ),
        pytest.param(case(), ["Ingen rundgång.", "Ingen insats har påbörjats."], id="no referral"),
        pytest.param(STARTED, ["Ingen rundgång.", "En insats har påbörjats."], id="started at once"),
        pytest.param(
            case(sent("r", IFO, "AF", "2016-01-11"), contacts=[Contact("AF", until="2014-12-31")]),
            ["Tillbaka 1 gång dit personen varit förut, den 11 januari 2016.", "Ingen insats har påbörjats."],
            id="back, and no loop",
        ),
    ],
)
def test_without_loops_it_is_told_what_is_known(found, wanted):
    """That there is none is said only where everything that matters is known."""
    assert circulation(found, LAST).explain("sv").splitlines() == wanted


# --- Rounds by several referrals --------------------------------------------------------------------


ROUND = case(
    sent("r-1", IFO, "AF", "2016-01-11"),
    sent("r-2", "AF", "FK", "2016-02-01"),
    sent("r-3", "FK", IFO, "2016-03-01"),
)


def test_a_round_by_several_referrals_is_a_loop():
    """Sent from IFO to AF, from AF to FK and from FK to IFO, she is back: 50 days, one return."""
    (loop,) = circulation(ROUND, LAST).loops
    assert (loop.path, loop.days, loop.referrals) == ((IFO, "AF", "FK", IFO), 50, ("r-1", "r-2", "r-3"))
    told = circulation(ROUND, LAST)
    assert (told.returns, told.days, came(told)[-1]) == (1, 50, (IFO, "2016-03-01", "referred"))


@pytest.mark.parametrize(
    ("residence", "returns", "days"),
    [
        pytest.param("Ludvika", 1, 50, id="known"),
        pytest.param([Entry("Ludvika", since="2016-02-10")], None, None, id="unknown before"),
    ],
)
def test_what_ends_a_loop_is_a_return_though_a_contact_goes_on(residence, returns, days):
    """IFO keeps its contact with her while she is sent round; where there may be a loop, there may be a return."""
    person = Participant(
        id="d-1", residence=residence, contacts=[Contact(IFO, since="2016-02-20")], contacts_complete=True
    )  # fmt: skip
    told = circulation(attrs.evolve(ROUND, participant=person), LAST)
    assert (told.returns, told.days, len(told.loops)) == (returns, days, returns or 0)


def test_a_view_tells_no_round_by_several_referrals():
    """AF sees that she came from IFO and went on to FK, but not that FK sent her to IFO: no loop, and no return."""
    told = circulation(ROUND, LAST, programme=PROGRAMME, seen_by="AF")
    assert (told.loops, told.returns_at_least, told.days_at_least) == ((), 0, 0)


@pytest.mark.parametrize(("met", "whole"), [([], 1), ([Contact("FK", since="2015-01-01")], 0)], ids=["left", "there"])
def test_a_view_tells_a_return_only_where_contacts_at_the_place_are_known(met, whole):
    """Sent back by FK and to FK again: FK knows that she had left it, or had not. IFO, which sent her, does not."""
    found = case(sent("r-1", IFO, "FK", "2016-01-11", "2016-02-01"), sent("r-2", IFO, "FK", "2016-05-02"), contacts=met)
    counted = [
        circulation(found, LAST, programme=PROGRAMME, seen_by=viewer).returns_at_least for viewer in (None, "FK", IFO)
    ]
    assert counted == [1 + whole, 1 + whole, 1]


def test_a_round_that_would_be_none_with_all_facts_is_not_told():
    """AF closed her case and a year later referred her to IFO, which cannot see that it was closed: no round is told."""
    first = sent("r-1", IFO, "AF", "2016-01-11").with_events(event("ended", "2016-02-01"))
    found = case(first, sent("r-2", "AF", IFO, "2017-02-01"))
    whole = circulation(found, LAST, programme=PROGRAMME)
    told = circulation(found, LAST, programme=PROGRAMME, seen_by=IFO)
    assert (whole.loops, whole.returns, told.loops, told.returns_at_least) == ((), 1, (), 0)


def test_a_round_over_an_intervention_is_no_loop():
    """IFO sent her to AF, which helped her; that AF sends her to IFO fourteen years later is a return, and no loop."""
    first = sent("r-1", IFO, "AF", "2010-01-10").with_events(event("intervention_started", "2010-02-10"))
    found = case(first, sent("r-2", "AF", IFO, "2024-07-10"))
    told = circulation(found, "2024-12-31")
    assert (told.loops, told.days, told.returned_on, told.is_whole) == ((), 0, (date(2024, 7, 10),), True)
    assert told.explain("en").splitlines() == [
        "Back once where the person had been before, on 10 July 2024.", "An intervention has started.",
    ]  # fmt: skip
    assert circulation(found, "2024-12-31", since="2024-01-01").days == 0


def test_what_comes_after_an_intervention_can_be_a_loop():
    """After an intervention at AF she is sent to FK, to IFO and to AF: a round that began after it is told, from AF."""
    first = sent("r-1", IFO, "AF", "2016-01-11").with_events(event("intervention_started", "2016-01-20"))
    more = [
        sent("r-2", "AF", "FK", "2016-02-01"),
        sent("r-3", "FK", IFO, "2016-03-01"),
        sent("r-4", IFO, "AF", "2016-04-01"),
    ]
    told = circulation(case(first, *more), LAST)
    assert [(one.path, one.days) for one in told.loops] == [(("AF", "FK", IFO, "AF"), 60)]


def test_an_intervention_elsewhere_ends_no_round():
    """What began at FK by a referral of its own is not in the round from IFO to AF and back."""
    other = sent("r-0", "self", "FK", "2015-01-11").with_events(event("intervention_started", "2016-01-20", "FK"))
    told = circulation(case(other, sent("r-1", IFO, "AF", "2016-01-11"), sent("r-2", "AF", IFO, "2016-02-11")), LAST)
    assert [one.referrals for one in told.loops] == [("r-1", "r-2")]


@pytest.mark.parametrize("what", ["sent_back", "ended"], ids=str)
def test_what_came_back_or_came_to_an_end_leads_no_further(what):
    """When AF had sent her back, or had closed her case, its own referral a year later ends no round that began before."""
    first = sent("r-1", IFO, "AF", "2016-01-11").with_events(event(what, "2016-02-01"))
    told = circulation(case(first, sent("r-2", "AF", IFO, "2017-02-01")), LAST)
    assert {one.referrals for one in told.loops} <= {("r-1",)}
    assert told.returns == (2 if what == "sent_back" else 1)


def test_a_round_within_a_round_is_told_and_then_the_outer_one():
    """From IFO to AF, to FK, to AF again and to IFO: AF → FK → AF, and IFO → AF → IFO, as no place is passed twice."""
    every = [
        sent("r-1", IFO, "AF", "2016-01-11"),
        sent("r-2", "AF", "FK", "2016-02-01"),
        sent("r-3", "FK", "AF", "2016-03-01"),
        sent("r-4", "AF", IFO, "2016-04-01"),
    ]
    told = circulation(case(*every), LAST)
    assert [(one.path, one.referrals) for one in told.loops] == [
        ((IFO, "AF", IFO), ("r-1", "r-4")),
        (("AF", "FK", "AF"), ("r-2", "r-3")),
    ]
    assert (told.returns, told.days) == (2, (date(2016, 4, 1) - date(2016, 1, 11)).days)


def test_a_round_is_over_when_she_is_back():
    """AF sends her to IFO twice, though it had her from IFO once: two returns to where she came from, and one loop."""
    every = [sent("r-1", IFO, "AF", "2016-01-11"), sent("r-2", "AF", IFO, "2016-02-01")]
    told = circulation(case(*every, sent("r-3", "AF", IFO, "2016-12-01")), LAST)
    assert (told.returns, [one.referrals for one in told.loops]) == (2, [("r-1", "r-2")])


def test_what_came_on_one_day_goes_by_the_ids():
    """Referrals of one day are followed in the order of their ids, in whichever order they are given."""
    every = [sent("r-1", "AF", "FK", "2016-01-11"), sent("r-2", IFO, "AF", "2016-01-11")]
    assert {circulation(case(*given), LAST).returns for given in (every, every[::-1])} == {1}


def test_of_two_rounds_the_later_is_told():
    """Sent to AF twice before AF sent her to IFO, she has been going round since the second time."""
    twice = [sent("r-1", IFO, "AF", "2016-01-11"), sent("r-2", IFO, "AF", "2016-06-01")]
    told = circulation(case(*twice, sent("r-3", "AF", IFO, "2016-06-11"), sent("r-4", "AF", "FK", "2016-07-01")), LAST)
    assert [(one.since, one.days, one.referrals) for one in told.loops] == [(date(2016, 6, 1), 10, ("r-2", "r-3"))]


def test_what_is_supplemented_goes_on_from_where_it_was():
    """AF sends her to IFO, and IFO to AF once more by supplementing: the round by referrals is IFO's, not AF's."""
    first = sent("r-1", IFO, "AF", "2016-01-11", "2016-02-01", "2016-03-01")
    between = sent("r-2", "AF", IFO, "2016-01-20")
    told = circulation(case(first, between), LAST)
    assert [(one.path, one.referrals) for one in told.loops] == [
        ((IFO, "AF", IFO), ("r-1", "r-2")),
        ((IFO, "AF", IFO), ("r-1",)),
    ]


# --- Returns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "least", "returns"),
    [
        pytest.param(case(sent("r", IFO, "AF", "2016-01-11")), 0, 0, id="never there before"),
        pytest.param(
            case(sent("r", IFO, "AF", "2016-01-11"), contacts=[Contact("AF", until="2015-01-01")]),
            1,
            1,
            id="there before, and left",
        ),
        pytest.param(
            case(sent("r", IFO, "AF", "2016-01-11"), contacts=[Contact("AF", since="2015-01-01")]),
            0,
            0,
            id="there all the time",
        ),
        pytest.param(
            case(
                sent("r", IFO, "AF", "2016-01-11"),
                contacts=[Contact("AF", until="2012-06-30"), Contact("AF", since="2015-01-01")],
            ),
            0,
            0,
            id="left, and there again all the time",
        ),
        pytest.param(
            case(
                sent("r", IFO, "AF", "2016-01-11"),
                contacts=[Contact("AF", since="2015-01-01", until="2016-01-11")],
                contacts_complete=False,
            ),
            0,
            0,
            id="there to that day, whatever else is known",
        ),
        pytest.param(
            case(
                sent("r", IFO, "AF", "2016-01-11"),
                contacts=[Contact("AF", until="2012-06-30"), Contact("AF", since="2016-01-11")],
            ),
            1,
            1,
            id="there before, and again from that day",
        ),
        pytest.param(
            case(
                sent("r", IFO, "AF", "2016-01-11"),
                contacts=[Contact("AF", until="2012-06-30")],
                contacts_complete=False,
            ),
            0,
            None,
            id="left, and perhaps there again",
        ),
        pytest.param(
            case(sent("r", IFO, "AF", "2016-01-11"), contacts_complete=False), 0, None, id="contacts not all known"
        ),
        pytest.param(
            case(sent("r", IFO, "AF", "2016-01-11"), contacts=None, contacts_complete=False),
            0,
            None,
            id="no contacts known",
        ),
        pytest.param(
            case(sent("r", IFO, "AF", "2016-01-11"), contacts_complete=["AF"]), 0, 0, id="those with AF are known"
        ),
        pytest.param(
            case(sent("r", "AF", IFO, "2016-01-11"), contacts_complete=["kommun"]), 0, 0, id="those of the party"
        ),
        pytest.param(
            case(sent("r", "AF", "kommun:Smedjebacken/IFO", "2016-01-11"), contacts_complete=["kommun"]),
            0,
            None,
            id="those of her own kommun, not another's",
        ),
        pytest.param(
            case(sent("r", IFO, GROUP, "2016-01-11"), contacts_complete=False),
            0,
            0,
            id="with a forum nobody has contact",
        ),
        pytest.param(
            case(sent("r-1", "AF", "FK", "2016-01-11"), sent("r-2", "self", "AF", "2016-02-11")),
            0,
            0,
            id="on her own account",
        ),
        pytest.param(
            case(sent("r-1", "AF", "FK", "2016-01-11"), sent("r-2", "profession:läkare", "AF", "2016-02-11")),
            0,
            None,
            id="by somebody who may be there",
        ),
        pytest.param(
            case(sent("r", "profession:läkare", "AF", "2016-01-11", "2016-02-01")), 0, None, id="back to nobody named"
        ),
        pytest.param(
            case(sent("r", "profession:läkare", "AF", "2016-01-11", "2016-02-01", from_="region/primärvård")),
            1,
            1,
            id="back to where the doctor works",
        ),
        pytest.param(case(sent("r", "self", "AF", "2016-01-11", "2016-02-01")), 0, 0, id="back to herself"),
        pytest.param(case(sent("r", IFO, IFO, "2016-01-11", "2016-02-01")), 0, 0, id="within one place"),
        pytest.param(
            case(sent("r-1", IFO, "AF", "2016-01-11", "2016-02-01"), sent("r-2", IFO, "AF", "2016-05-02")),
            2,
            2,
            id="sent there again",
        ),
    ],
)
def test_a_return_is_to_where_she_had_been_and_had_left(found, least, returns):
    """She comes back when she is sent to where she had been and left; where she may have, the figure is a least one."""
    told = circulation(found, LAST)
    assert (told.returns_at_least, told.returns) == (least, returns)


def test_another_way_is_a_departure():
    """Where another way was recommended she has left: sent there again, she is back, and no loop has been made."""
    first = sent("r-1", IFO, "AF", "2016-01-11").with_events(event("recommended_elsewhere", "2016-02-01", to="FK"))
    again = first.with_events(event("reopened", "2016-03-01"))
    told = circulation(case(again, sent("r-2", "FK", "AF", "2016-04-01")), LAST)
    assert (told.returns, told.loops) == (1, ())


def test_what_is_reopened_is_with_the_recipient_again():
    """Sent back, closed and opened again by AF, she is out again from that day, until AF sends her back once more."""
    closed = sent("r-1", IFO, "AF", "2016-01-11", "2016-02-01").with_events(
        event("ended", "2016-03-01"), event("reopened", "2016-04-01"), event("sent_back", "2016-04-11")
    )
    told = circulation(case(closed), LAST, programme=PROGRAMME)
    assert (told.returns, [one.days for one in told.loops]) == (2, [21, 10])
    assert [one.through for one in told.path[-2:]] == [Way.REOPENED, Way.SENT_BACK]
    seen = circulation(case(closed), LAST, programme=PROGRAMME, seen_by=IFO)
    # That AF opened it again IFO does not know, only that she came back twice.
    assert (seen.returns_at_least, [one.days for one in seen.loops]) == (2, [21])


# --- Where and when ---------------------------------------------------------------------------------


MOVED = [Entry("Smedjebacken", until="2016-05-31"), Entry("Ludvika", since="2016-06-01")]


def test_a_unit_is_of_the_kommun_where_she_lived():
    """The social services of the kommun that she moved from sent her out, and to them she is sent back."""
    found = case(
        sent("r-1", IFO, "AF", "2016-01-11", "2016-08-01"),
        sent("r-2", "kommun:Ludvika/IFO", "AF", "2016-09-01", "2016-10-01"),
        residence=MOVED,
        contacts=[Contact(IFO, since="2015-01-01"), Contact(IFO, since="2016-06-15")],
    )
    told = circulation(found, LAST)
    then = "kommun:Smedjebacken/IFO"
    assert [one.path for one in told.loops] == [(then, "AF", then), (IFO, "AF", IFO)]
    assert [one.agency for one in told.path] == [then, "AF", IFO, then, "AF", IFO]
    assert circulation(found, "2016-05-01").path[0].agency == IFO


def test_where_she_was_sent_from_goes_by_what_both_sides_know():
    """Not by an end that AF alone knows of, while it is not recorded that the referral came: a loop is the same to both."""
    events = [
        event("received", "2016-03-01", recorded_on="2016-12-01"),
        *(event("ended", "2016-05-01"), event("reopened", "2016-05-02")),
        *(event("sent_back", "2016-07-01"), event("supplemented", "2016-08-01"), event("sent_back", "2016-09-01")),
    ]
    found = case(Referral("r-1", by=IFO, to="AF", events=events), residence=MOVED)
    asked = {"on": "2016-10-03", "known_on": "2016-10-03", "programme": PROGRAMME}
    whole, seen = (circulation(found, **asked, seen_by=viewer).loops for viewer in (None, "kommun:Smedjebacken/IFO"))
    assert [(one.path, one.days) for one in whole] == [((IFO, "AF", IFO), days) for days in (60, 31)]
    assert seen == whole[1:]


LIVED_SOMEWHERE = [Entry("Ludvika", since="2016-06-01")]
KOMMUN_IFO = "kommun:Ludvika/IFO"


@pytest.mark.parametrize(
    ("residence", "least", "days", "is_whole"),
    [
        pytest.param("Ludvika", 1, 547, True, id="known all the time"),
        pytest.param(LIVED_SOMEWHERE, 0, None, False, id="known later"),
        pytest.param(None, 0, None, False, id="never known"),
    ],
)
def test_a_round_by_a_unit_of_an_unknown_kommun_is_undecided(residence, least, days, is_whole):
    """Out from IFO on 10 January 2015 and back to IFO on 10 July 2016, 547 days: if it was the same kommun's, or not a round."""
    found = case(sent("r-1", IFO, "AF", "2015-01-10"), sent("r-2", "AF", IFO, "2016-07-10"), residence=residence)
    told = circulation(found, LAST, programme=PROGRAMME)
    assert (told.returns_at_least, told.days_at_least, len(told.loops)) == (least, days or 0, least)
    assert (told.returns, told.days, told.is_whole) == (least or None, days, is_whole)
    assert (told.explain("sv").splitlines()[0] == "Det är inte känt om det har varit rundgång.") == (not is_whole)
    assert circulation(found, LAST, since="2016-08-01").days == 0
    assert [one.is_whole for one in ranked([circulation(ROUND, LAST), told])] == [is_whole] * (1 + least)


def test_what_was_sent_back_by_a_unit_of_an_unknown_kommun_is_a_loop():
    """Whichever kommun it was, it went back to the one who sent it; it is told that it is not known which."""
    told = circulation(
        case(sent("r", IFO, "AF", "2015-01-10", "2015-02-10"), residence=LIVED_SOMEWHERE), LAST, programme=PROGRAMME
    )
    (loop,) = told.loops
    assert (loop.path, told.returns, told.days, told.is_whole) == (("kommun:?/IFO", "AF", "kommun:?/IFO"), 1, 31, False)
    ifo = "individ- och familjeomsorgen (IFO) i en kommun som inte är känd"
    assert told.explain("sv").splitlines()[2].startswith(f"{ifo} → Arbetsförmedlingen → {ifo}: 31 dagar")
    assert "the social services (IFO) of a kommun that is not known" in str(told)
    assert repr(told.path[0]) == "<Visit, referred_from>"


@pytest.mark.parametrize(
    ("known", "least", "returns"),
    [
        pytest.param(case(sent("r", "AF", IFO, "2015-01-10"), residence=LIVED_SOMEWHERE), 0, 0, id="never with such a unit"),
        pytest.param(
            case(sent("r", "AF", IFO, "2015-01-10"), residence=LIVED_SOMEWHERE, contacts_complete=["kommun"]),
            0,
            None,
            id="contacts of her own kommun",
        ),
        pytest.param(
            case(sent("r", "AF", IFO, "2016-07-10"), contacts=[Contact(IFO, since="2014-01-01", until="2015-12-31")], residence=LIVED_SOMEWHERE),
            0,
            None,
            id="had left one of an unknown kommun",
        ),
        pytest.param(
            case(sent("r-1", IFO, "FK", "2016-06-10"), sent("r-2", "AF", IFO, "2016-07-10"), contacts=[Contact(IFO, since="2014-01-01")], residence=LIVED_SOMEWHERE),
            0,
            None,
            id="perhaps still there",
        ),
        pytest.param(
            case(sent("r", KOMMUN_IFO, IFO, "2015-01-10", "2015-02-10"), residence=LIVED_SOMEWHERE),
            0,
            None,
            id="back, or within one place",
        ),
        pytest.param(
            case(sent("r-1", "AF", IFO, "2015-01-10"), sent("r-2", IFO, "FK", "2015-01-10"), residence=LIVED_SOMEWHERE),
            0,
            0,
            id="two of one day",
        ),
        pytest.param(
            case(sent("r-1", "AF", "region:Dalarna/psykiatri", "2016-06-10"), sent("r-2", "AF", "region:Skåne/psykiatri", "2016-07-10"), residence=LIVED_SOMEWHERE),
            0,
            0,
            id="units that are known",
        ),
    ],
)  # fmt: skip
def test_a_return_to_a_unit_of_an_unknown_kommun_is_undecided(known, least, returns):
    """As with contacts that are not all known: where she may have come back, the figure is a least one."""
    told = circulation(known, LAST)
    assert (told.returns_at_least, told.returns) == (least, returns)


def test_a_round_that_does_not_rest_on_an_unknown_kommun_is_told():
    """The round of 2016 is from the kommun that is known, though something was sent out before it was."""
    old = sent("r-0", IFO, "AF", "2014-01-10").with_events(event("ended", "2014-05-10"))
    found = case(
        old, sent("r-1", IFO, "AF", "2016-07-10"), sent("r-2", "AF", IFO, "2016-08-10"), residence=LIVED_SOMEWHERE
    )
    told = circulation(found, LAST)
    assert ([one.path for one in told.loops], told.days) == ([(IFO, "AF", IFO)], 31)
    assert repr(moves_of(found.referrals, LAST, None, lambda who, _: Place(who, who))[0].origin) == "<Place>"


def test_without_a_residence_a_unit_is_as_it_is_written():
    """When it is not known where she lives, the body that is written stands."""
    told = circulation(case(sent("r", "kommun:Ludvika/IFO", IFO, "2016-01-11"), residence=None), LAST)
    assert [one.agency for one in told.path] == ["kommun:Ludvika/IFO", IFO]


def test_what_goes_to_a_programme_is_with_the_one_who_received_it():
    """A referral to a programme brings her to the agency that received it; before anybody has, it brings her nowhere."""
    known = [event("received", "2016-11-14", "kommun/AME"), event("sent_back", "2016-11-21", "kommun/AME")]
    found = case(Referral("r-1", by="AF", programme="en-vag-in", events=known), Referral("r-2", by="FK", to="AF"))
    assert [one.path for one in circulation(found, LAST).loops] == [("AF", "kommun/AME", "AF")]
    late = [attrs.evolve(known[0], recorded_on="2016-12-01"), attrs.evolve(known[1], recorded_on="2016-11-22")]
    found = case(Referral("r-1", by="AF", programme="en-vag-in", events=late))
    told = circulation(found, LAST, known_on="2016-11-30")
    assert (told.loops, told.returns_at_least, told.returns) == ((), 0, None)


def test_only_what_was_recorded_counts():
    """Back, though it had not been recorded when she was sent out: a return, and no loop until that is known as well."""
    events = [
        event("received", "2016-03-01", recorded_on="2016-10-01"),
        event("sent_back", "2016-08-19", recorded_on="2016-08-22"),
    ]
    found = case(Referral("r-1", by=IFO, to="AF", events=events))
    counted = [
        (told.returns, told.days)
        for day in ("2016-08-21", "2016-08-22", "2016-10-01")
        for told in [circulation(found, LAST, known_on=day)]
    ]
    assert counted == [(0, 0), (1, 0), (1, 171)]


def test_contacts_that_had_not_been_recorded_were_not_all_known():
    """A list that is whole now was not so before all of it had been recorded."""
    met = [Contact("AF", until="2015-06-30", recorded_on="2016-06-01")]
    found = case(sent("r", IFO, "AF", "2016-01-11"), contacts=met)
    then, now = circulation(found, LAST, known_on="2016-02-01"), circulation(found, LAST, known_on="2016-06-01")
    assert (then.returns, then.is_whole, now.returns, now.is_whole) == (None, False, 1, True)


def test_what_was_entered_in_error_is_in_no_figure():
    """A referral that was entered in error is not there; one that was sent back in error was not sent back."""
    whole = STORY_1.referrals[0].with_events(event("entered_in_error", "2016-09-05"))
    part = Referral("r-3", by=IFO, to="FK", events=[
        event("received", "2016-05-10", "FK"), event("sent_back", "2016-06-01", "FK", id="e-1"),
        event("entered_in_error", "2016-06-02", "FK", event="e-1"),
    ])  # fmt: skip
    told = circulation(case(whole, part), LAST)
    assert (told.returns, told.days, [one.agency for one in told.path]) == (0, 0, [IFO, "FK"])
    started = STARTED.referrals[0].with_events(event("entered_in_error", "2016-09-05"))
    assert circulation(case(started), LAST).intervention_started is False


def test_from_a_day_on_only_what_came_then_is_told():
    """With a first day the earlier visits, returns, loops and interventions are left out, and a loop that began before it."""
    told = circulation(STORY_3, "2016-02-01", since="2015-05-01")
    assert [one.since for one in told.loops] == [date(2015, 8, 31)]
    assert (told.returns, told.days, told.path[0].on) == (2, 35, date(2015, 5, 25))
    assert circulation(STORY_3, "2016-02-01", since="2016-01-12").intervention_started is False


def test_a_contact_is_a_visit_of_its_own_when_no_referral_is_there():
    """A contact that begins while a referral is with the agency is that visit, and one that begins later another."""
    met = [Contact("AF", since="2016-02-01"), Contact("AF", since="2016-12-01"), Contact("FK")]
    told = circulation(case(sent("r", IFO, "AF", "2016-01-11", "2016-03-01"), contacts=met), LAST)
    assert came(told) == [
        ("FK", None, "contact"),
        (IFO, "2016-01-11", "referred_from"),
        ("AF", "2016-01-11", "referred"),
        (IFO, "2016-03-01", "sent_back"),
        ("AF", "2016-12-01", "contact"),
    ]


# --- Over many cases --------------------------------------------------------------------------------


def test_loops_are_ranked_by_people():
    """IFO → group → IFO: three times and one person. IFO → AF → IFO: two people, of 171 and 20 days."""
    other = case(sent("r", IFO, "AF", "2016-01-01", "2016-01-21"))
    found = [circulation(one, LAST) for one in (STORY_3, STORY_1, other, case())]
    told = [(one.path[1], one.people, one.times, one.days, one.median, one.is_whole) for one in ranked(found)]
    assert told == [("AF", 2, 2, 191, 95.5, True), (GROUP, 1, 3, 112, 35, True), ("FK", 1, 1, 114, 114, True)]
    seen = circulation(STORY_1, LAST, programme=PROGRAMME, seen_by="AF")
    assert {one.is_whole for one in ranked([*found, seen])} == {False}


# --- Views, and what is refused ---------------------------------------------------------------------


def test_a_view_is_asked_as_it_is():
    """A case file that is seen through an agency's eyes tells what they may see, named as they are written without a programme."""
    seen = as_seen_by(STORY_1, "AF", PROGRAMME, "2016-10-03")
    told = circulation(seen, "2016-10-03")
    assert (told.loops, told.days, told.view) == (
        circulation(STORY_1, "2016-10-03", programme=PROGRAMME, seen_by="AF").loops, None, seen.view
    )  # fmt: skip
    assert told.explain("en").splitlines()[-1] == "That is how it looks seen-by:AF."
    later = circulation(seen, "2016-10-04", programme=PROGRAMME)
    assert (later.loops, later.view.on) == (told.loops, date(2016, 10, 4))
    with pytest.raises(InvalidValueError, match="programme"):
        circulation(seen, "2016-10-04")
    settled = as_seen_by(STORY_1, "AF", PROGRAMME, "2016-10-03", known_on="2016-10-03")
    assert circulation(settled, "2016-10-04", known_on="2016-10-03").view == settled.view


@pytest.mark.parametrize(
    ("asked", "error", "where"),
    [
        pytest.param({"on": "2016-2-3"}, InvalidValueError, "on", id="no day"),
        pytest.param({"known_on": 3}, InvalidValueError, "known_on", id="no day of knowing"),
        pytest.param({"since": "2016-10-04"}, InvalidValueError, "since", id="since after on"),
        pytest.param({"seen_by": "AF"}, InvalidValueError, "programme", id="no programme"),
        pytest.param({"seen_by": "Xyz", "programme": PROGRAMME}, InvalidValueError, "seen_by", id="no such agency"),
        pytest.param(
            {"seen_by": "AF", "programme": PROGRAMME, "purpose": "gossip"},
            UnknownNameError,
            "purpose",
            id="no such purpose",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused(asked, error, where):
    """A wrong question is refused, and what is wrong with it is named."""
    with pytest.raises(error, match=where):
        circulation(STORY_1, **{"on": "2016-10-03", **asked})


def test_a_record_that_names_what_nobody_has_is_refused_in_a_view():
    """As AF sees it a referral to it by an agency that the model does not have is refused."""
    with pytest.raises(InvalidRecordError, match="referrals"):
        circulation(case(sent("r", "okänd", "AF", "2016-01-11")), LAST, programme=PROGRAMME, seen_by="AF")


def test_what_is_told_is_a_value_that_says_nothing_of_her_by_itself():
    """It can be compared, hashed and pickled, with its words; its repr, and those of its parts, tell nothing of her."""
    told = circulation(STORY_1, "2016-10-03", programme=PROGRAMME)
    again = pickle.loads(pickle.dumps(told))
    assert (again, hash(again), str(again)) == (told, hash(told), str(told))
    assert [repr(one) for one in (told, told.loops[0], told.path[0], ranked([told])[0])] == [
        "<Circulation>", "<Loop>", "<Visit, contact>", "<RankedLoop>",
    ]  # fmt: skip


def test_a_referral_that_is_sent_back_very_many_times_is_followed():
    """A referral sent back a thousand times makes a thousand loops, of a day each."""
    days = [FIRST + timedelta(days=number) for number in range(2_000)]
    found = circulation(case(sent("r", IFO, "AF", *days)), days[-1])
    assert (found.returns, found.days, len(found.loops)) == (1_000, 1_000, 1_000)
