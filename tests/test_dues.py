"""What comes due, and whose it is: deadlines, limits, consents that end and answers that change."""

from datetime import date, timedelta
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_strategies import MODEL, twins
from samverkan import CaseFile, Contact, Outcome, Participant, SickLeave, decide, load_model
from samverkan.consents import Consent
from samverkan.dues import Due, DueKind, by_party, due, each_due
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.journeys import measurements_of
from samverkan.lead_times import LeadTime, LeadTimeKind, Over, Policy
from samverkan.referral_events import ReferralEvent
from samverkan.referral_steps import Side
from samverkan.referrals import Referral
from samverkan.sources import ASSUMED
from samverkan.texts import LANGUAGES, Text
from samverkan.views import as_seen_by
from strategies import candidates, examples

SHIPPED = load_model("finsam")
A_DAY = timedelta(1)
ELIGIBLE, NOT_ELIGIBLE, UNDETERMINED = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.UNDETERMINED
BEGINS, ENDS = (NOT_ELIGIBLE, ELIGIBLE), (ELIGIBLE, NOT_ELIGIBLE)
DEFINITIONS = {one.id: one for one in SHIPPED.definitions}


def only(*names, **changed):
    """Return the shipped model with no other programmes than these."""
    return attrs.evolve(SHIPPED, definitions=[DEFINITIONS[name] for name in names], **changed)


WAY_IN = only("en-vag-in")
FEW = only("en-vag-in", "orvar", "kaa")
NONE = only()
DAY_90 = SHIPPED.lead_times["sick-leave-day-90"]

ANNA = Participant(
    id="anna",
    born="1990-05-17",
    residence="Ludvika",
    unmet_need=True,
    contacts=[Contact("AF"), Contact("FK")],
    contacts_complete=True,
)
NOOR = Participant(
    id="noor",
    born="2000-10-10",
    residence="Smedjebacken",
    unmet_need=True,
    contacts=[Contact("kommun/skola", since="2016-08-17"), Contact("region/psykiatri", since="2015-11-02")],
    contacts_complete=True,
)
ILL = Participant(
    id="ill", born="1970-01-01", residence="Ale", employed=True, sick_leave=[SickLeave("2008-09-01", extent=100)]
)


def event(what, on, agency="kommun/AME", **said):
    """Return something that happened to a referral."""
    return ReferralEvent(what, on=on, agency=agency, **said)


def sent(*events, by="self", **where):
    """Return a referral, to En väg in unless it is said where."""
    return Referral("r-1", by=by, events=events, **(where or {"programme": "en-vag-in"}))


def case_of(*events, **how):
    """Return the case file of somebody who was sent on, and of whom nothing else is known."""
    return CaseFile(Participant(id="d-1"), referrals=[sent(*events, **how)])


def consent(id_="c-1", kind="secrecy", **said):
    """Return a consent, by default one that FK may tell AF."""
    opens = {"from_": ["FK"], "to": ["AF"], "categories": ["contact"], "purpose": "coordination"}
    return Consent(id_, kind=kind, **{**(opens if kind == "secrecy" else {}), "given": "2016-10-03", **said})


def told(cases, model, on, **how):
    """Return what is due in short."""
    return [(one.on.isoformat(), one.what.value, one.whose) for one in due(cases, model, on, **how)]


# --- Answers that change ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "day", "changes", "because"),
    [
        pytest.param((NOOR, "en-vag-in", "2016-10-03"), "2016-10-10", BEGINS, "working-age", id="turns-16"),
        pytest.param((ANNA, "en-vag-in", "2055-05-10"), "2055-05-17", ENDS, "working-age", id="turns-65"),
        pytest.param((ANNA, "en-vag-in", "2016-10-01"), "2016-10-03", BEGINS, "in-force", id="a-programme-begins"),
        pytest.param((ILL, "orvar", "2008-11-20"), "2008-11-24", ENDS, "short-sick-leave", id="day-84"),
        pytest.param(
            (attrs.evolve(ILL, sick_leave=[]), "orvar", "2009-12-31"), "2010-01-01", ENDS, "in-force", id="a-programme-ends"
        ),
        pytest.param(
            (attrs.evolve(ANNA, contacts=[Contact("AF"), Contact("FK", until="2016-12-31")]), "en-vag-in", "2016-12-20"),
            *("2017-01-01", ENDS, "two-parties"),
            id="a-contact-ends",
        ),
    ],
)  # fmt: skip
def test_an_answer_that_becomes_another_is_due_on_the_first_day_of_the_other(asked, day, changes, because):
    """From outcome to outcome, with the criterion that turns: a birthday, day 84, a first and a last day."""
    person, programme, on = asked
    (found,) = due([person], only(programme), on)
    assert (found.on.isoformat(), found.what, found.programme) == (day, DueKind.ANSWER_CHANGES, programme)
    assert (found.was, found.becomes, found.because, found.is_overdue) == (*changes, (because,), False)
    assert found.participant == person.id


def test_the_first_and_the_last_day_that_are_asked_about_count():
    """On the day itself, and when it is the last of the horizon; not the day after, and not when it lies further off."""
    days = ["2016-10-02", "2016-10-03", "2016-10-10", "2016-10-11"]
    assert [len(due([NOOR], WAY_IN, on, horizon=7)) for on in days] == [0, 1, 1, 0]
    assert [one.on for one in due([NOOR], WAY_IN, "2016-10-10", horizon=0)] == [date(2016, 10, 10)]


def test_noor_turns_twenty_for_programmes_of_the_young_and_a_model_has_more_than_one():
    """At 20 the follow-up duty of the kommun is over, and so it is due for the kommun that has it."""
    found = [one for one in due([NOOR], only("kaa", "en-vag-in"), "2020-10-01") if one.programme == "kaa"]
    assert [(one.on, one.whose, one.becomes) for one in found] == [(date(2020, 10, 10), ("kommun",), NOT_ELIGIBLE)]


def test_who_carries_a_programme_out_acts_where_nobody_owns_it_and_she_herself_where_nobody_does():
    """Orvar has no owners: FK and the region carry it out. Without them, too, she is the one who is left."""
    assert due([ILL], only("orvar"), "2008-11-20")[0].whose == ("FK", "region")
    nobody = attrs.evolve(DEFINITIONS["orvar"], performers=[])
    assert due([ILL], attrs.evolve(NONE, definitions=[nobody]), "2008-11-20")[0].whose == ("self",)


def test_an_answer_tells_why_in_both_languages():
    """The day, from what to what, the reason and whose it is; *beslut* and *rätt till* are not said."""
    (found,) = due([NOOR], WAY_IN, "2016-10-04")
    assert found.text("sv") == (
        "Svaret om En väg in ändras den 10 oktober 2016, från ”uppfyller inte kriterierna” till ”uppfyller kriterierna”, "
        "om inget nytt registreras. Personen är mellan 16 och 64 år. Det ligger hos arbetsmarknadsenheten (AME)."
    )
    assert str(found) == (
        "The answer about En väg in changes on 10 October 2016, from “does not meet the criteria” to “meets the "
        "criteria”, if nothing new is recorded. The person is between 16 and 64 years old. It is for the labour-market unit (AME)."
    )
    assert found.label("sv") == "Svaret om En väg in ändras (arbetsmarknadsenheten (AME))"


@st.composite
def people_and_days(draw):
    """Draw people of several programmes, a day near which things happen, and a horizon."""
    people = [
        draw(candidates(draw(st.sampled_from(["en-vag-in", "orvar", "kaa"])))) for _ in range(draw(st.integers(1, 3)))
    ]
    people = [attrs.evolve(one, id=f"p-{place}") for place, one in enumerate(people)]
    born = next((one.born.entries[0].value.earliest for one in people if one.born.entries), date(1980, 3, 1))
    near = [date(2016, 10, 3), date(2008, 7, 1), date(2010, 1, 1), born.replace(year=born.year + 20, day=1)]
    on = draw(st.sampled_from(near)) + timedelta(draw(st.integers(-20, 5)))
    return people, on, draw(st.integers(0, 20)), draw(st.sampled_from([None, None, on]))


@examples(60)
@given(people_and_days())
def test_every_change_that_asking_day_by_day_finds_is_due_and_nothing_else(asked):
    """Each day of the horizon on which `decide` comes to something else than on the day before, of each programme."""
    people, on, horizon, known_on = asked
    found = due(people, FEW, on, horizon=horizon, known_on=known_on)
    by_day = {
        (on + n * A_DAY, person.id, programme.id, outcome[0], outcome[1])
        for person in people
        for programme in FEW.programmes.values()
        for n in range(horizon + 1)
        for outcome in [
            [decide(person, programme, on + at * A_DAY, known_on=known_on).outcome for at in (n - 1, n)]
        ]
        if outcome[0] is not outcome[1]
    }  # fmt: skip
    changes = [one for one in found if one.what is DueKind.ANSWER_CHANGES]
    assert {(one.on, one.participant, one.programme, one.was, one.becomes) for one in changes} == by_day
    assert len(changes) == len(by_day)
    assert all(one.because for one in changes)


# --- Promises -----------------------------------------------------------------------------------------

RECEIVED = event("received", "2016-11-14")


@pytest.mark.parametrize(
    ("on", "known"),
    [
        pytest.param("2016-11-13", [], id="not-received-yet"),
        pytest.param("2016-11-14", [("2016-11-28", False)], id="the-first-day-that-reaches-it"),
        pytest.param("2016-11-28", [("2016-11-28", False)], id="the-last-day"),
        pytest.param("2016-11-29", [("2016-11-28", True)], id="a-day-late"),
        pytest.param("2019-01-01", [("2016-11-28", True)], id="years-late"),
    ],
)
def test_the_two_weeks_are_due_on_their_last_day_and_overdue_after_it(on, known):
    """Received on 14 November 2016, the person is to be contacted by the 28th; it stays due until it is done."""
    found = due([case_of(RECEIVED)], WAY_IN, on)
    assert [(one.on.isoformat(), one.is_overdue) for one in found] == known
    assert {(one.what, one.whose, one.lead_time, one.policy, one.referral) for one in found} <= {
        (DueKind.PROMISE, ("kommun/AME",), "contact", "calendar", "r-1")
    }


CONTACTED = event("contacted", "2016-11-20")


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([RECEIVED, CONTACTED], id="done-in-time"),
        pytest.param([RECEIVED, event("contacted", "2016-12-20")], id="done-late"),
        pytest.param([RECEIVED, event("ended", "2016-11-20", outcome="moved-away")], id="ended-without"),
        pytest.param([RECEIVED, event("ended", "2016-11-20", outcome="wrongly-registered")], id="nullified"),
        pytest.param([RECEIVED, event("entered_in_error", "2016-11-20")], id="in-error"),
        pytest.param([event("received", "2016-10-02")], id="before-there-was-a-promise"),
    ],
)
def test_what_is_over_or_was_never_promised_is_not_due(events):
    """Done, late or not; ended, nullified, taken back; received before the promise was in force."""
    assert due([case_of(*events)], WAY_IN, "2017-01-10", horizon=100) == ()


BACK = event("sent_back", "2016-11-16", asks_for=["certificate"])


def test_a_promise_stays_with_those_who_received_and_the_referrer_is_beside_them_while_it_is_sent_back():
    """The two weeks run on and are AME's all along; IFO is named too while it is to supplement the referral."""
    again = event("supplemented", "2016-11-20", agency="kommun/IFO")
    case = case_of(RECEIVED, BACK, again, by="kommun/IFO")
    days = ["2016-11-15", "2016-11-16", "2016-11-19", "2016-11-20"]
    both = ("kommun/AME", "kommun/IFO")
    assert [due([case], WAY_IN, day)[0].whose for day in days] == [both[:1], both, both, both[:1]]
    (told_,) = due([case], WAY_IN, "2016-11-17")
    assert told_.text("sv").endswith(
        "Det ligger hos arbetsmarknadsenheten (AME) och individ- och familjeomsorgen (IFO)."
    )


@pytest.mark.parametrize(
    ("where", "whose"),
    [
        pytest.param({"by": "self"}, ("kommun/AME",), id="herself"),
        pytest.param({"by": "profession:läkare"}, ("kommun/AME",), id="somebody-who-works-nowhere"),
        pytest.param(
            {"by": "profession:läkare", "from_": "region/primärvård"},
            ("kommun/AME", "region/primärvård"),
            id="where-the-doctor-works",
        ),
        pytest.param({"by": "forum:beredningsgrupp"}, ("kommun/AME", "forum:beredningsgrupp"), id="a-forum"),
        pytest.param({"by": "kommun/AME"}, ("kommun/AME",), id="the-one-who-received-it"),
    ],
)
def test_what_others_promised_is_never_laid_on_her(where, whose):
    """Sent back to herself, or to a profession that works nowhere, it is AME's alone, late as well: AME keeps its case."""
    said = {"programme": "en-vag-in", **where}
    case = CaseFile(Participant(id="d-1"), referrals=[Referral("r-1", events=[RECEIVED, BACK], **said)])
    for on in ("2016-11-17", "2016-12-01"):
        (found,) = due([case], WAY_IN, on)
        assert (found.whose, found.is_overdue) == (whose, on > "2016-11-28")
        assert due([case], WAY_IN, on, party="kommun/AME") == (found,)
        assert due([case], WAY_IN, on, party="self") == ()


@examples(60)
@given(
    by=st.sampled_from(["self", "AF", "forum:beredningsgrupp", "profession:läkare"]),
    whats=st.lists(st.sampled_from(["acknowledged", "sent_back"]), max_size=2),
    acts=st.sampled_from(Side),
    on=st.integers(0, 30),
)
def test_whose_a_promise_is_begins_with_whom_the_measurement_names(by, whats, acts, on):
    """Whatever happens to the referral: it is of one mind with the lead time that it comes from."""
    received, model = date(2016, 11, 14), attrs.evolve(NONE, lead_times=[clock(acts=acts)])
    said = {"acknowledged": {}, "sent_back": {"asks_for": ["certificate"]}}
    happened = [
        event(what, received + n * A_DAY, agency="FK", **said[what]) for n, what in enumerate(sorted(set(whats)))
    ]
    case = case_of(event("received", received, agency="FK"), *happened, by=by, to="FK")
    day = received + on * A_DAY
    (measured,) = measurements_of(case, model, day)
    (found,) = due([case], model, day, horizon=30)
    assert found.whose[0] == measured.agency == ("FK" if acts is Side.RECIPIENT else by)
    assert ("self" in found.whose) == (by == "self" and acts is Side.REFERRER)


def clock(id_="own", kind=LeadTimeKind.TARGET, **said):
    """Return a lead time of ten days, of every referral."""
    given_ = {"start": ["received"], "stop": ["contacted"], "general": True, "within": 10, **said}
    policy = Policy(id="only", text=Text("så", "so"), within=given_.pop("within"), first_day=given_.pop("first_day", 0))
    return LeadTime(
        id=id_, kind=kind, name=Text("eget mål", "a target of one's own"), source=ASSUMED, policies=[policy], **given_
    )


def test_a_promise_of_the_referrer_is_the_referrers():
    """A lead time may say that the one who refers is to see to it: as it is written, an agency, a profession or herself."""
    model = attrs.evolve(NONE, lead_times=[clock(acts=Side.REFERRER)])
    for by in ("kommun/IFO", "self", "profession:läkare"):
        case = case_of(event("received", "2016-11-14", agency="AF"), by=by, to="AF")
        assert told([case], model, "2016-11-14") == [("2016-11-24", "promise", (by,))]


def test_a_referral_to_a_programme_that_is_not_there_is_of_the_one_who_received_it():
    """Who owns the programme cannot be told; who recorded that it came can."""
    model = attrs.evolve(NONE, lead_times=[clock()])
    case = case_of(event("received", "2016-11-14", agency="AF"), programme="somewhere")
    assert told([case], model, "2016-11-14") == [("2016-11-24", "promise", ("AF",))]


def test_what_nobody_is_named_to_receive_is_of_the_one_who_started_the_clock():
    """When it is not known yet that it was received, it is theirs who met her, and not laid on her."""
    model = attrs.evolve(NONE, lead_times=[clock(start=["contacted"], stop=["needs_assessed"])])
    received = event("received", "2016-11-14", agency="AF", recorded_on="2016-12-01")
    case = case_of(received, event("contacted", "2016-11-15", agency="AF"), programme="somewhere")
    for known_on in ("2016-11-20", "2016-12-01"):
        assert told([case], model, "2016-11-20", known_on=known_on) == [("2016-11-25", "promise", ("AF",))]


CARE_VISIT = attrs.evolve(NONE, lead_times=[SHIPPED.lead_times["care-visit"]])
WAITS = event("waiting_at_own_wish", "2024-03-25", agency="region/psykiatri")


@pytest.mark.parametrize(
    ("events", "on", "policy", "known"),
    [
        pytest.param([], "2024-03-24", None, [("2024-03-31", False)], id="before-she-waits"),
        pytest.param([WAITS], "2024-03-24", None, [("2024-03-31", False)], id="the-day-before-she-waits"),
        pytest.param([WAITS], "2024-03-25", None, [], id="the-day-on-which-she-begins-to"),
        pytest.param([WAITS], "2024-04-01", None, [], id="a-week-later"),
        pytest.param([WAITS], "2024-05-01", None, [], id="a-month-later"),
        pytest.param([WAITS], "2024-04-01", "calendar", [("2024-03-31", True)], id="waiting-that-counts"),
        pytest.param(
            [WAITS, event("resumed", "2024-05-10", agency="region/psykiatri")],
            *("2024-05-10", None, [("2024-05-16", False)]),
            id="no-longer-waiting",
        ),
        pytest.param(
            [event("waiting_at_own_wish", "2024-04-10", agency="region/psykiatri")],
            *("2024-05-01", None, [("2024-03-31", True)]),
            id="overdue-before-she-waits",
        ),
    ],
)
def test_while_she_waits_nothing_is_due_on_a_day_that_moves(events, on, policy, known):
    """Ninety days from New Year end on 31 March 2024; 46 days of waiting move them to 16 May, which nobody knows before."""
    received = event("received", "2024-01-01", agency="region/psykiatri")
    case = case_of(received, *events, by="AF", to="region/psykiatri")
    assert [(one.on.isoformat(), one.is_overdue) for one in due([case], CARE_VISIT, on, policy=policy)] == known


def test_a_limit_that_moves_while_she_waits_is_not_told_either():
    """Of a referral, when the way of counting leaves waiting out."""
    plain = clock(kind=LeadTimeKind.LIMIT)
    moving = attrs.evolve(plain, policies=[attrs.evolve(plain.policies[0], counts_waiting=False)])
    case = case_of(
        event("received", "2016-11-14", agency="AF"),
        event("waiting_at_own_wish", "2016-11-15", agency="AF"),
        by="AF",
        to="AF",
    )
    found = [told([case], attrs.evolve(NONE, lead_times=[one]), "2016-11-16") for one in (plain, moving)]
    assert found == [[("2016-11-24", "limit", ("AF",))], []]


def test_a_limit_of_a_referral_is_a_limit_and_never_overdue():
    """Its day is told when it is reached, and not after it."""
    model = attrs.evolve(NONE, lead_times=[clock(kind=LeadTimeKind.LIMIT)])
    case = case_of(event("received", "2016-11-14", agency="AF"), by="AF", to="AF")
    assert told([case], model, "2016-11-24") == [("2016-11-24", "limit", ("AF",))]
    assert told([case], model, "2016-11-25") == []


def test_another_way_of_counting_can_be_asked_for():
    """Two weeks from 17 December 2016 end on New Year's Eve, a Saturday; rolled, on Monday 2 January 2017."""
    case = case_of(event("received", "2016-12-17"))
    assert [due([case], WAY_IN, "2016-12-20", policy=how)[0].on for how in (None, "rolled")] == [
        *(date(2016, 12, 31), date(2017, 1, 2))
    ]


@examples(60)
@given(
    received=st.dates(date(2016, 9, 20), date(2016, 11, 10)),
    after=st.sampled_from([None, 0, 3, 14, 15, 40]),
    what=st.sampled_from(["contacted", "ended", "contact_attempt"]),
    on=st.dates(date(2016, 9, 20), date(2016, 12, 31)),
    horizon=st.integers(0, 20),
)
def test_the_two_weeks_are_due_whenever_a_calendar_on_the_wall_says_so(received, after, what, on, horizon):
    """Received, in force, not yet contacted or ended, and the fourteenth day in sight or gone."""
    said = {"outcome": next(iter(SHIPPED.lists["outcomes"]))} if what == "ended" else {}
    events = [event("received", received)]
    if after is not None:
        events.append(event(what, received + after * A_DAY, **said))
    is_over = after is not None and what != "contact_attempt" and received + after * A_DAY <= on
    last = received + 14 * A_DAY
    is_open = date(2016, 10, 3) <= received <= on and not is_over
    wanted = [(last, last < on)] if is_open and last <= on + horizon * A_DAY else []
    assert [
        (one.on, one.is_overdue) for one in due([case_of(*events)], WAY_IN, on, horizon=horizon) if one.lead_time
    ] == wanted


def test_a_promise_is_told_in_both_languages():
    """What is promised, its last day and whose it is; after that day, that it has not been done."""
    on_time, late = (due([case_of(RECEIVED)], WAY_IN, on)[0] for on in ("2016-11-20", "2016-11-30"))
    assert on_time.text("sv") == (
        "Löfte: kontaktad inom två veckor. Sista dagen är den 28 november 2016. Det ligger hos arbetsmarknadsenheten (AME)."
    )
    assert on_time.label("sv") == "Sista dagen för ett löfte: kontaktad inom två veckor (arbetsmarknadsenheten (AME))"
    assert late.text("en") == (
        "Promise: contacted within two weeks. The last day was 28 November 2016, and it has not been done. "
        "It is for the labour-market unit (AME)."
    )
    assert late.label("en") == "Overdue promise: contacted within two weeks (the labour-market unit (AME))"


def test_a_duty_is_told_as_one_and_with_one_colon():
    """The care guarantee: contact the same day (SFS 2017:80). It is told as a duty, not as what has been done."""
    case = case_of(event("received", "2019-05-06", agency="region/primärvård"), by="AF", to="region/primärvård")
    on_time, late = (
        next(one for one in due([case], SHIPPED, on, horizon=0) if one.lead_time == "care-contact")
        for on in ("2019-05-06", "2019-05-07")
    )
    assert on_time.text("sv") == (
        "Skyldighet: vårdgarantin – kontakt med primärvården samma dag. Sista dagen är den 6 maj 2019. Det ligger hos primärvården."
    )
    assert late.text("en") == (
        "Duty: the care guarantee – contact with primary care the same day. The last day was 6 May 2019, and it has not "
        "been done. It is for primary care."
    )
    assert (on_time.label("en"), late.label("sv")) == (
        "The last day of a duty: the care guarantee – contact with primary care the same day (primary care)",
        "Försenad skyldighet: vårdgarantin – kontakt med primärvården samma dag (primärvården)",
    )


def test_a_limit_is_told_by_what_holds_from_its_day():
    """Day 90 of a sick leave from 1 January 2016 is 30 March: it is reached, and nobody has promised it."""
    (found,) = due([on_sick_leave(("2016-01-01", None))], attrs.evolve(NONE, lead_times=[DAY_90]), "2016-03-20")
    assert found.text("sv") == (
        "Sjukskrivningens dag 90: även annat arbete hos arbetsgivaren beaktas. Gränsen nås den 30 mars 2016, "
        "om inget nytt registreras. Det ligger hos Försäkringskassan."
    )
    assert found.text("en") == (
        "Day 90 of the sick leave: other work with the employer is considered too. The limit is reached on 30 March 2016, "
        "if nothing new is recorded. It is for Försäkringskassan."
    )


# --- Limits -------------------------------------------------------------------------------------------


def limit(within, **said):
    """Return a limit that a sick leave reaches on that day of it."""
    return clock(
        f"day-{within}", LeadTimeKind.LIMIT, over=Over.SICK_LEAVE, joined_within=90, to=["FK"], start=[], stop=[],
        within=within, first_day=1, general=False, **said,
    )  # fmt: skip


LIMITS = attrs.evolve(NONE, lead_times=[limit(90), limit(180)])


def on_sick_leave(*spells):
    """Return somebody who has been or will be ill on those days."""
    return Participant(id="d-1", sick_leave=[SickLeave(since, until=until, extent=100) for since, until in spells])


def test_the_ninetieth_day_of_a_sick_leave_is_due_for_the_agency_that_goes_by_it():
    """From 1 January 2016 the 90th day is 30 March, a leap year; after it nothing is overdue."""
    person = on_sick_leave(("2016-01-01", None))
    assert told([person], LIMITS, "2016-03-20") == [("2016-03-30", "limit", ("FK",))]
    assert told([person], LIMITS, "2016-03-31", horizon=10) == []


def test_a_limit_that_names_nobody_is_her_own():
    """Then she is the one whom it concerns."""
    model = attrs.evolve(NONE, lead_times=[attrs.evolve(limit(90), to=())])
    assert told([on_sick_leave(("2016-01-01", None))], model, "2016-03-20") == [("2016-03-30", "limit", ("self",))]


def test_where_nothing_is_known_of_sick_leave_no_limit_is_due():
    """Unknown is not told as due."""
    assert due([Participant(id="d-1")], LIMITS, "2016-03-20", horizon=400) == ()


spells_drawn = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 120)), min_size=1, max_size=4)


@examples(60)
@given(spells_drawn, st.integers(0, 300), st.integers(0, 150))
def test_a_limit_is_due_on_the_day_that_counting_on_ones_fingers_comes_to_it(gaps_and_lengths, after, horizon):
    """Days of illness are numbered on while fewer than 90 days lie between; a longer gap begins at 1 again."""
    first = day = date(2015, 1, 1)
    spells, number, healthy, reached = [], 0, 90, []
    for half, length in gaps_and_lengths:
        gap = half * 2 + 1  # From 1 to 121 days: some join and some do not.
        day += gap * A_DAY
        healthy += gap
        number = 0 if healthy >= 90 else number
        spells.append((day.isoformat(), (day + (length - 1) * A_DAY).isoformat()))
        for _ in range(length):
            number += 1
            reached += [day] if number in {90, 180} else []
            day += A_DAY
        healthy = 0
    on = first + after * A_DAY
    wanted = [one for one in reached if on <= one <= on + horizon * A_DAY]
    assert [one.on for one in due([on_sick_leave(*spells)], LIMITS, on, horizon=horizon)] == wanted


# --- Consents -----------------------------------------------------------------------------------------


def of_consents(*consents):
    """Return a case file of which nothing is known but the consents."""
    return CaseFile(Participant(id="d-1"), consents=consents)


@pytest.mark.parametrize(
    ("given_", "known"),
    [
        pytest.param(consent(expires="2017-10-02"), [("2017-10-02", "consent_ends", ("AF",))], id="it-expires"),
        pytest.param(consent(), [], id="until-further-notice"),
        pytest.param(
            consent(expires="2017-10-02", by="FK"), [("2017-10-02", "consent_ends", ("FK",))], id="who-recorded-it"
        ),
        pytest.param(
            consent(expires="2017-10-02", by="FK").reaffirm("2017-09-25", expires="2017-10-05", by="region"),
            [("2017-10-05", "consent_ends", ("region",))],
            id="who-recorded-it-last",
        ),
        pytest.param(
            consent(to=["AF", "kommun"]).withdraw("2017-10-05"), [("2017-10-04", "consent_ends", ("AF", "kommun"))], id="withdrawn"
        ),
        pytest.param(
            consent(categories=["contact", "health"]).narrow("2017-10-01", categories=["contact"]),
            [("2017-09-30", "consent_narrows", ("AF",))],
            id="it-narrows",
        ),
        pytest.param(
            consent(expires="2017-09-30").reaffirm("2017-10-01", expires="2017-12-31"), [], id="it-goes-on-as-it-was"
        ),
        pytest.param(
            consent(expires="2017-09-28").reaffirm("2017-10-01", expires="2017-10-02"),
            [("2017-09-28", "consent_ends", ("AF",)), ("2017-10-02", "consent_ends", ("AF",))],
            id="it-ends-twice",
        ),
        pytest.param(
            consent(kind="registration", programme="en-vag-in", expires="2017-10-02"),
            [("2017-10-02", "consent_ends", ("kommun/AME",))],
            id="who-runs-the-programme",
        ),
        pytest.param(consent(kind="plan", expires="2017-10-02"), [("2017-10-02", "consent_ends", ("self",))], id="nobody"),
    ],
)  # fmt: skip
def test_a_consent_is_due_on_its_last_day(given_, known):
    """Whose it is: who recorded it last, else those who know or act by it, else her own."""
    assert told([of_consents(given_)], WAY_IN, "2017-09-25") == known


NEW_YEAR = date(2017, 1, 1)


@st.composite
def consents_drawn(draw, programmes=(None,)):
    """Draw a consent and what came to pass with it around New Year."""
    agencies = st.lists(st.sampled_from(["AF", "FK", "region", "kommun"]), min_size=1, max_size=2, unique=True)
    days = st.integers(-15, 25).map(lambda n: NEW_YEAR + n * A_DAY)
    given_ = draw(days) - 10 * A_DAY
    expires = draw(st.one_of(st.none(), days.filter(lambda day: day >= given_)))
    made = consent(
        from_=draw(agencies), to=draw(agencies), categories=["contact", "need"], given=given_, expires=expires,
        programme=draw(st.sampled_from(programmes)), recorded_on=draw(st.sampled_from([None, None, given_])),
    )  # fmt: skip
    for _ in range(draw(st.integers(0, 2))):
        on, recorded = max(given_, draw(days)), draw(st.one_of(st.none(), days))
        change = draw(st.sampled_from(["narrow", "reaffirm", "reaffirm", "withdraw"]))
        said = {"categories": [draw(st.sampled_from(["contact", "need"]))]} if change == "narrow" else {}
        said = {"expires": draw(st.one_of(st.none(), st.just(on + 5 * A_DAY)))} if change == "reaffirm" else said
        try:
            made = getattr(made, change)(on, recorded_on=recorded, **said)
        except InvalidRecordError:
            continue  # It was narrowed to something else before.
    return made


@examples(60)
@given(consents_drawn(), st.integers(-10, 10), st.integers(0, 30), st.sampled_from([None, NEW_YEAR]))
def test_a_consent_is_due_on_the_days_after_which_it_opens_less(given_, after, horizon, known_on):
    """Whatever came to pass with it: found by asking on each day what it opens, and again on the day after."""
    on, wanted = NEW_YEAR + after * A_DAY, []
    for day in (on + n * A_DAY for n in range(horizon + 1)):
        now, then = given_.scope_on(day, known_on), given_.scope_on(day + A_DAY, known_on)
        if now is not None and then != now:
            wanted.append((day, "consent_ends" if then is None else "consent_narrows"))
    found = due([of_consents(given_)], NONE, on, horizon=horizon, known_on=known_on)
    assert [(one.on, one.what.value) for one in found] == wanted


@pytest.mark.parametrize(
    ("given_", "sv", "en"),
    [
        pytest.param(
            consent(expires="2017-10-02", programme="en-vag-in"),
            "Ett samtycke (c-1) gäller till och med den 2 oktober 2017: uppgifter om kontakter från Försäkringskassan till "
            "Arbetsförmedlingen, för ändamålet samordning inom En väg in. Ska det gälla längre måste det förnyas. "
            "Det ligger hos Arbetsförmedlingen.",
            "A consent (c-1) stands until 2 October 2017: information about contacts from Försäkringskassan to "
            "Arbetsförmedlingen, for coordination within En väg in. To stand longer it must be renewed. It is for Arbetsförmedlingen.",
            id="secrecy",
        ),
        pytest.param(
            consent(kind="registration", programme="elsewhere", to=["AF"], expires="2017-10-02"),
            "Ett samtycke (c-1) gäller till och med den 2 oktober 2017: samtycke till att registreras inom elsewhere. Ska det "
            "gälla längre måste det förnyas. Det ligger hos Arbetsförmedlingen.",
            "A consent (c-1) stands until 2 October 2017: consent to being registered within elsewhere. To stand longer it "
            "must be renewed. It is for Arbetsförmedlingen.",
            id="another-kind",
        ),
        pytest.param(
            consent(categories=["contact", "health"]).narrow("2017-10-01", categories=["contact"]),
            "Ett samtycke (c-1) blir snävare. Till och med den 30 september 2017 gäller det uppgifter om kontakter och hälsa "
            "från Försäkringskassan till Arbetsförmedlingen, för ändamålet samordning. Det ligger hos Arbetsförmedlingen.",
            "A consent (c-1) narrows. Until 30 September 2017 it is to information about contacts and health from "
            "Försäkringskassan to Arbetsförmedlingen, for coordination. It is for Arbetsförmedlingen.",
            id="narrowed",
        ),
    ],
)  # fmt: skip
def test_a_consent_tells_what_ends_with_it(given_, sv, en):
    """Who may tell whom what, or which act, in both languages."""
    (found,) = due([of_consents(given_)], WAY_IN, "2017-09-25")
    assert (found.text("sv"), found.text("en")) == (sv, en)


# --- As one agency sees it ----------------------------------------------------------------------------


def test_what_an_agency_may_not_see_is_not_told_to_it_as_due():
    """FK may tell AF of its contact: the answer is due, and the referral from FK to AME, which may not, is not told."""
    case = CaseFile(
        ANNA,
        consents=[consent(expires="2016-11-20", programme="en-vag-in")],
        referrals=[sent(RECEIVED, by="FK")],
    )
    whole = due([case], WAY_IN, "2016-11-15")
    assert [one.what.value for one in whole] == ["consent_ends", "promise"]
    seen = as_seen_by(case, "AF", WAY_IN.programmes["en-vag-in"], "2016-11-15")
    found = due([seen], FEW, "2016-11-15")
    assert [(one.on.isoformat(), one.what.value, one.was, one.becomes) for one in found] == [
        ("2016-11-20", "consent_ends", None, None),
        ("2016-11-21", "answer_changes", ELIGIBLE, UNDETERMINED),
    ]
    assert [one.what.value for one in due([seen], FEW, "2016-11-15", horizon=5)] == ["consent_ends"]


def test_a_promise_is_told_to_those_who_gave_it_and_not_to_a_referrer_that_sees_a_part():
    """AME sees all of what FK sent it and is told of its two weeks; FK, which sees a part, and AF are not."""
    case = CaseFile(Participant(id="d-1"), referrals=[sent(RECEIVED, by="FK")])
    found = {}
    for viewer in ("kommun/AME", "FK", "AF"):
        seen = as_seen_by(case, viewer, WAY_IN.programmes["en-vag-in"], "2016-11-15")
        found[viewer] = told([seen], WAY_IN, "2016-11-15")
    assert found == {"kommun/AME": [("2016-11-28", "promise", ("kommun/AME",))], "FK": [], "AF": []}


@pytest.mark.parametrize(
    ("on", "found"),
    [
        pytest.param("2016-12-01", ["promise"], id="the-day-of-the-view"),
        pytest.param("2016-12-31", ["promise", "consent_ends"], id="the-last-day-of-the-consent"),
        pytest.param("2017-01-01", [], id="the-day-after"),
        pytest.param("2017-04-01", [], id="months-later"),
    ],
)
def test_a_seen_case_is_read_as_it_is_seen_on_the_day_that_is_asked_about(on, found):
    """AF may know of the referral from FK to AME until the end of 2016: what was open then is not told later."""
    opens = consent(from_=["kommun/AME", "FK"], given="2016-11-01", expires="2016-12-31", programme="en-vag-in")
    case = CaseFile(Participant(id="d-1"), consents=[opens], referrals=[sent(RECEIVED, by="FK")])
    seen = as_seen_by(case, "AF", WAY_IN.programmes["en-vag-in"], "2016-12-01")
    assert [one.what.value for one in due([seen], WAY_IN, on) if one.what is not DueKind.ANSWER_CHANGES] == found


def test_an_answer_that_changes_because_less_can_be_seen_is_due_whatever_day_the_view_is_of():
    """FK may tell AF until 20 November: the answer is due on the 21st though the case was seen in October."""
    case = CaseFile(ANNA, consents=[consent(expires="2016-11-20", programme="en-vag-in")])
    for seen_on in ("2016-10-10", "2016-11-21"):
        seen = as_seen_by(case, "AF", WAY_IN.programmes["en-vag-in"], seen_on)
        changes = [
            (one.on.isoformat(), one.becomes)
            for one in due([seen], WAY_IN, "2016-11-21")
            if one.programme == "en-vag-in" and one.consent is None
        ]
        assert changes == ([("2016-11-21", UNDETERMINED)] if seen_on < "2016-11-21" else [])


def test_a_case_that_was_seen_for_a_programme_that_is_not_there_is_refused():
    """By the name of the programme, and what there is."""
    seen = as_seen_by(CaseFile(ANNA), "AF", WAY_IN.programmes["en-vag-in"], "2016-10-03")
    with pytest.raises(UnknownNameError, match="there is no programme 'en-vag-in'"):
        due([seen], NONE, "2016-10-03")


@examples(150)
@given(twins(malformed=False), st.integers(0, 60))
def test_what_is_due_of_a_seen_case_rests_on_what_is_seen_alone(pair, horizon):
    """Of two who differ in hidden facts, referrals and consents the same is due, word for word, or the same is refused."""
    asked = pair.asked
    definition = attrs.evolve(asked.programme.definition, lead_times=())
    lasting = clock(stop=["resumed"], ended_by=[])  # Most referrals are under way.
    model = attrs.evolve(MODEL, definitions=[definition], lead_times=[lasting, limit(90)])
    found = []
    for case in (pair.p, pair.q):
        seen = as_seen_by(case, asked.viewer, asked.programme, asked.on, purpose=asked.purpose, known_on=asked.known_on)
        try:
            found.append(due([seen], model, asked.on, horizon=horizon, known_on=asked.known_on))
        except (InvalidRecordError, InvalidValueError) as error:
            found.append((type(error), str(error)))
    assert found[0] == found[1]


@st.composite
def seen_by_somebody(draw):
    """Draw a case with consents, who asks about it, on which day, and whether what was known that day is all."""
    person = draw(candidates("en-vag-in"))
    given_ = [
        attrs.evolve(draw(consents_drawn((None, "en-vag-in"))), id=f"c-{n}") for n in range(draw(st.integers(0, 3)))
    ]
    viewer, on = (
        draw(st.sampled_from(["AF", "FK", "region", "kommun/AME"])),
        NEW_YEAR + draw(st.integers(-10, 10)) * A_DAY,
    )
    return CaseFile(person, consents=given_), viewer, on, draw(st.sampled_from([None, on]))


def through(case, viewer, on, known_on):
    """Return a case as that agency sees it for En väg in."""
    return as_seen_by(case, viewer, WAY_IN.programmes["en-vag-in"], on, known_on=known_on)


@examples(60)
@given(seen_by_somebody(), st.integers(0, 25))
def test_of_a_seen_case_every_change_of_its_answer_is_due(drawn, horizon):
    """Those that asking day by day with the same eyes finds, and no others."""
    on, known_on = drawn[2:]
    seen, programme = through(*drawn), WAY_IN.programmes["en-vag-in"]
    outcomes = [decide(seen, programme, on + n * A_DAY, known_on=known_on).outcome for n in range(-1, horizon + 1)]
    wanted = [
        (on + n * A_DAY, *pair) for n, pair in enumerate(pairwise(outcomes)) if pair[0] is not pair[1]
    ]  # fmt: skip
    found = due([seen], FEW, on, horizon=horizon, known_on=known_on)
    assert [(one.on, one.was, one.becomes) for one in found if one.what is DueKind.ANSWER_CHANGES] == wanted


@examples(60)
@given(seen_by_somebody(), st.data())
def test_two_who_are_alike_to_an_agency_have_the_same_due(drawn, data):
    """Word for word: who differ in contacts and a referral that the one who asks has no basis to see."""
    case, viewer, on, known_on = drawn
    case = attrs.evolve(case, consents=[one for one in case.consents if viewer.partition("/")[0] not in one.to])
    others = [
        one
        for one in ("AF", "FK", "region/primärvård")
        if one != viewer.partition("/")[0] and not one.startswith(viewer)
    ]
    hidden = [Contact(one, until=on + data.draw(st.integers(-5, 10)) * A_DAY) for one in others]
    apart = [
        one
        for one in case.participant.contacts or ()
        if one.key.partition(":")[0].partition("/")[0] == viewer.partition("/")[0]
    ]
    pair = [
        attrs.evolve(case.participant, contacts=contacts, contacts_complete=False)
        for contacts in (apart, [*apart, *hidden])
    ]
    sent_on = sent(
        event("received", on - 3 * A_DAY, agency="region/psykiatri"), by="region/primärvård", to="region/psykiatri"
    )
    told_ = [
        due([through(one, viewer, on, known_on)], MANY, on, horizon=30, known_on=known_on)
        for one in (
            attrs.evolve(case, participant=pair[0], referrals=None),
            attrs.evolve(case, participant=pair[1], referrals=None if viewer == "region" else [sent_on]),
        )
    ]
    assert told_[0] == told_[1]


# --- By party, in order -------------------------------------------------------------------------------


def cases_of_many():
    """Return cases of which something of every sort is due in the autumn of 2016."""
    return [
        NOOR,
        attrs.evolve(ANNA, contacts=[Contact("AF"), Contact("FK", until="2016-10-14")]),
        CaseFile(attrs.evolve(ANNA, id="sent"), referrals=[sent(event("received", "2016-10-03"))]),
        CaseFile(
            attrs.evolve(ANNA, id="open"),
            consents=[consent(expires="2016-10-20"), consent("c-2", expires="2016-10-20")],
        ),
        attrs.evolve(on_sick_leave(("2016-07-20", None)), id="ill"),
    ]


MANY = only("en-vag-in", "kaa", lead_times=[*SHIPPED.lead_times.values(), limit(90)])


@examples(20)
@given(st.integers(0, 40), st.integers(0, 40), st.randoms())
def test_the_order_of_the_cases_changes_nothing_and_a_longer_horizon_only_adds(shorter, longer, chance):
    """What is due within fewer days is due within more, and sorting is by day and then by party."""
    cases = cases_of_many()
    found = due(cases, MANY, "2016-10-05", horizon=shorter)
    assert [(one.on, one.whose) for one in found] == sorted((one.on, one.whose) for one in found)
    chance.shuffle(cases)
    assert due(cases, MANY, "2016-10-05", horizon=shorter) == found
    more = due(cases, MANY, "2016-10-05", horizon=shorter + longer)
    assert [one for one in more if one.on <= date(2016, 10, 5) + shorter * A_DAY] == list(found)


def test_case_by_case_the_same_is_due_and_cases_are_taken_one_at_a_time():
    """From cases without end the first are answered; put together, they are what is told of all."""
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield NOOR

    several = each_due(endless(), WAY_IN, "2016-10-10")
    assert [next(several).on for _ in range(3)] == [date(2016, 10, 10)] * 3
    assert len(taken) == 3
    every = list(each_due(cases_of_many(), MANY, "2016-10-05", horizon=40))
    assert len(every) == len(due(cases_of_many(), MANY, "2016-10-05", horizon=40))
    assert set(every) == set(due(cases_of_many(), MANY, "2016-10-05", horizon=40))


def test_what_is_for_several_stands_under_each_of_them():
    """By name, each with its own in the order in which they came."""
    found = due([ILL, attrs.evolve(ILL, id="too")], only("orvar"), "2008-11-20")
    assert by_party(found) == {"FK": found, "region": found}
    assert list(by_party(found)) == ["FK", "region"]


@pytest.mark.parametrize(
    ("party", "found"),
    [
        pytest.param("kommun/AME", 2, id="a-unit-of-the-kommun-where-she-lives"),
        pytest.param("kommun:Ludvika/AME", 1, id="of-one-kommun"),
        pytest.param("kommun:Falun/AME", 0, id="of-another"),
        pytest.param("kommun", 2, id="a-party-with-its-units"),
        pytest.param("kommun/IFO", 0, id="another-unit"),
        pytest.param("AF", 0, id="another-party"),
        pytest.param("self", 0, id="herself"),
        pytest.param("forum:beredningsgrupp", 0, id="a-forum"),
    ],
)
def test_one_party_can_ask_for_what_is_its_own(party, found):
    """A unit without a body is that of the kommun where the person lives."""
    cases = [CaseFile(one, referrals=[sent(RECEIVED)]) for one in (ANNA, attrs.evolve(NOOR, id="noor"))]
    assert len(due(cases, WAY_IN, "2016-11-20", party=party)) == found


def test_what_is_a_partys_is_each_of_its_units_too_and_what_she_does_herself_is_her_own():
    """The follow-up duty is the kommun's: its school is told too. Where nobody is known, `self` is."""
    assert len(due([NOOR], only("kaa"), "2020-10-01", party="kommun/skola")) == 1
    assert len(due([of_consents(consent(kind="plan", expires="2017-10-02"))], NONE, "2017-10-01", party="self")) == 1
    assert len(due([case_of(event("received", "2016-11-14", agency="forum:beredningsgrupp"), to="forum:beredningsgrupp")],
                   attrs.evolve(NONE, lead_times=[clock()]), "2016-11-14", party="forum:beredningsgrupp")) == 1  # fmt: skip
    stranger = CaseFile(Participant(id="d-1"), referrals=[sent(RECEIVED)])  # Where she lives is not known.
    assert len(due([stranger], WAY_IN, "2016-11-20", party="kommun:Falun/AME")) == 1


# --- What is refused, and what is not shown -----------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        pytest.param({"horizon": -1}, "horizon", id="back"),
        pytest.param({"horizon": True}, "horizon", id="true"),
        pytest.param({"horizon": 1.5}, "horizon", id="half-a-day"),
        pytest.param({"party": "AFF"}, "party", id="no-such-agency"),
        pytest.param({"party": "forum:nowhere"}, "party", id="no-such-forum"),
        pytest.param({"known_on": "2016-13-01"}, "value", id="no-day"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_any_case_is_read(asked, where):
    """By name, and nothing is taken of the cases."""
    with pytest.raises(InvalidValueError, match=f"^{where}: ") as error:
        each_due(iter(()), WAY_IN, "2016-10-03", **asked)
    assert "AFF" not in str(error.value).partition(";")[0]


@pytest.mark.parametrize("cases", [None, 3, ANNA, CaseFile(ANNA)], ids=["nothing", "a-number", "a-person", "a-case"])
def test_what_are_no_cases_is_refused_and_not_shown(cases):
    """One person alone is not cases: it is said what is wanted."""
    for ask in (due, each_due):
        with pytest.raises(InvalidValueError, match=r"^cases: wanted persons or their case files") as error:
            ask(cases, WAY_IN, "2016-10-03")
        assert "anna" not in str(error.value)


def test_it_is_told_in_the_languages_that_there_are_and_in_no_other():
    """With the sentence that says whose it is and without; another language is refused by name."""
    (found,) = due([case_of(RECEIVED)], WAY_IN, "2016-11-20")
    assert [f"{found.what_is_due(one)} {end}" for one, end in (
        ("sv", "Det ligger hos arbetsmarknadsenheten (AME)."), ("en", "It is for the labour-market unit (AME)."),
    )] == [found.text("sv"), found.text("en")]  # fmt: skip
    for say in (found.text, found.what_is_due, found.label):
        with pytest.raises(UnknownNameError, match="there is no language 'de'"):
            say("de")


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(of_consents(consent(to=["AFF"])), id="a-consent"),
        pytest.param(case_of(event("received", "2016-10-03", agency="AFF"), to="AFF"), id="a-referral"),
        pytest.param(case_of(event("received", "2016-10-03", agency="AF"), to="FK"), id="one-who-may-not-record"),
        pytest.param(case_of(event("received", "2016-10-04", agency="FK")), id="one-who-does-not-own-the-programme"),
    ],
)
def test_a_case_that_names_what_the_model_does_not_have_is_refused(case):
    """With the place, as elsewhere."""
    with pytest.raises(InvalidRecordError, match=r"^(consents|referrals)\[0\]"):
        due([case], WAY_IN, "2016-10-03")


def test_the_first_and_the_last_day_that_there_are_can_be_asked_about():
    """No day is before the first, and the horizon ends with the last."""
    assert due([NOOR], WAY_IN, date.min) == ()
    assert due([NOOR], WAY_IN, date.max, horizon=10**9) == ()


def test_neither_its_repr_nor_its_label_tells_of_the_person():
    """The id of the person, of the referral and of the consent stand in neither; the sort of thing does."""
    every = due(cases_of_many(), MANY, "2016-10-05", horizon=40)
    assert {one.what for one in every} == {DueKind.PROMISE, DueKind.LIMIT, DueKind.CONSENT_ENDS, DueKind.ANSWER_CHANGES}
    for one in every:
        shown = [repr(one), *(one.label(language) for language in LANGUAGES)]
        assert not any(id_ in text for text in shown for id_ in (one.participant, "r-1", "c-1", "c-2", "1990"))
        assert repr(one) == f"<Due {one.what.value}>"
        assert isinstance(one, Due)


def test_many_who_have_the_same_due_stand_by_their_ids():
    """From whichever end they are read."""
    cases = [attrs.evolve(NOOR, id=f"n-{n}") for n in range(30)]
    found = due(cases, WAY_IN, "2016-10-05")
    assert [one.participant for one in found] == sorted(one.id for one in cases)
    assert due(cases[::-1], WAY_IN, "2016-10-05") == found
