"""What an indicator counts in a case: persons, referrals and participations, their days, facts and groups."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_strategies import event, referral, referrals
from samverkan import CaseFile, Contact, Participant, load_model
from samverkan.age_bands import AGE_BANDS
from samverkan.consents import Consent
from samverkan.dated import Unknown
from samverkan.indicator_facts import FACTS_OF
from samverkan.indicator_units import Asked, Unit, counted_in, units, who_received_in, who_refers_in
from samverkan.indicators import Counted, GroupBy, Personal, ReferenceDay
from samverkan.partial import Members
from samverkan.participants import Assessment, Livelihood, Occupation
from samverkan.participations import participations
from samverkan.periods import as_period
from samverkan.referrals import Referral
from story_people import MIRJAM
from strategies import examples

FINSAM = load_model("finsam")
PERSONS, REFERRALS, PARTICIPATIONS = Counted


def asked(period: str = "2016", as_of: str | None = None, known_on: str | None = None) -> Asked:
    """Return what is asked of each case, as of the last day of the period unless something else is said."""
    span = as_period(period)
    return Asked(
        period=span,
        as_of=span.until if as_of is None else date.fromisoformat(as_of),
        known_on=None if known_on is None else date.fromisoformat(known_on),
        vocabulary=FINSAM.vocabulary,
    )


def case(*sent: Referral, consents: Any = None, **facts: Any) -> CaseFile:
    """Return a case with those referrals."""
    return CaseFile(Participant(id="d-1", **facts), referrals=sent, consents=consents)


def walked(*steps: tuple[str, str] | tuple[str, str, str], **fields: Any) -> Referral:
    """Return a referral to which that happened: a day, a word, and what the event says of intervention or outcome."""
    says = {"intervention_started": "intervention", "ended": "outcome"}
    return referral(*[event(one[1], one[0], **({says[one[1]]: one[2]} if one[2:] else {})) for one in steps], **fields)


def found(of: CaseFile, counts: Counted, day: str, how: Asked | None = None) -> list[Unit]:
    """Return what is counted in a case."""
    return [*units(of, counts, ReferenceDay(day), how or asked())]


def value(unit: Unit, name: str) -> Any:
    """Return a fact of what is counted, on its day; ``None``: unknown."""
    read = unit.fact(name).at(unit.day, unit.asked.known_on)
    return None if isinstance(read, Unknown) else read


IN, BACK, AGAIN = ("2016-01-04", "received"), ("2016-02-01", "sent_back"), ("2016-03-01", "supplemented")
START, END = ("2016-03-15", "intervention_started", "training"), ("2016-06-30", "ended", "work")

# --- On which day -----------------------------------------------------------------------------------------

DAYS: dict[str, tuple[tuple[Any, ...], dict[str, str | None]]] = {
    "received": ((IN,), {"received": "2016-01-04", "started": None, "ended": None}),
    "sent back and started": ((IN, BACK, AGAIN, START), {"received": "2016-01-04", "started": "2016-03-15", "ended": None}),
    "ended": ((IN, START, END), {"received": "2016-01-04", "started": "2016-03-15", "ended": "2016-06-30"}),
    "started twice": ((IN, START, ("2016-04-01", "intervention_started", "coaching")), {"started": "2016-03-15"}),
    "reopened": ((IN, START, END, ("2016-08-01", "reopened")), {"started": "2016-03-15", "ended": None}),
    "ended again": ((IN, START, END, ("2016-08-01", "reopened"), ("2016-09-01", "ended", "work")), {"ended": "2016-09-01"}),
    "recommended elsewhere": ((IN, ("2016-02-02", "recommended_elsewhere")), {"ended": "2016-02-02"}),
    "entered in error": ((IN, START, ("2016-05-01", "entered_in_error")), {"received": None, "started": None, "ended": None}),
    "wrongly registered": ((IN, START, ("2016-05-01", "ended", "wrongly-registered")), {"received": None, "started": None, "ended": None}),
    "wrongly registered, then reopened": (
        (IN, ("2016-05-01", "ended", "wrongly-registered"), ("2016-06-01", "reopened")), {"received": "2016-01-04", "ended": None},
    ),
    "ended, reopened, then wrongly registered": (
        (IN, END, ("2016-08-01", "reopened"), ("2016-08-02", "ended", "wrongly-registered")), {"received": "2016-01-04"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "days"), DAYS.values(), ids=DAYS)
def test_a_referral_belongs_to_the_day_that_is_named(steps: Any, days: dict[str, str | None]) -> None:
    """The first day on which it was received or something started; the last on which it was closed, while it is."""
    of = case(walked(*steps))
    assert days == {
        name: next((str(one.day) for one in found(of, REFERRALS, name)), None) for name in days
    }  # one at most, for there is one referral


@pytest.mark.parametrize(
    ("period", "as_of", "counted"),
    [("2016", None, 1), ("2015", None, 0), ("2016-01-04--2016-01-04", None, 1), ("2016-01-05--2016-12-31", None, 0),
     ("2016", "2016-01-03", 0), ("2016", "2016-01-04", 1), ("2015", "2016-06-01", 0)],
)  # fmt: skip
def test_what_is_counted_lies_in_the_period_and_has_happened(period: str, as_of: str | None, counted: int) -> None:
    """Both ends of the period belong to it; what comes after the day of reading has not happened."""
    assert counted == len(found(case(walked(IN)), REFERRALS, "received", asked(period, as_of)))
    assert counted == len(
        found(
            case(walked(("2016-01-01", "received"), ("2016-01-04", *START[1:]))),
            PARTICIPATIONS,
            "started",
            asked(period, as_of),
        )
    )


def test_a_person_is_one_whatever_she_has() -> None:
    """On the first or the last day of the period; without referrals too."""
    for of in (case(), CaseFile(Participant(id="d-1")), case(walked(IN, START))):
        assert [date(2016, 12, 31)] == [one.day for one in found(of, PERSONS, "period_end")]
        assert [date(2016, 1, 1)] == [one.day for one in found(of, PERSONS, "period_start")]


def test_participations_are_one_for_each_intervention() -> None:
    """Two of one referral are two, with the referral that they are of; they are named by it and by the intervention."""
    of = case(walked(IN, START, ("2016-04-01", "intervention_started", "coaching"), END))
    assert [("r-1/training", date(2016, 3, 15)), ("r-1/coaching", date(2016, 4, 1))] == [
        (one.id, one.day) for one in found(of, PARTICIPATIONS, "started")
    ]
    assert {date(2016, 6, 30)} == {one.day for one in found(of, PARTICIPATIONS, "ended")}
    assert ["r-1"] == [one.id for one in found(of, REFERRALS, "ended")]
    assert [None] == [one.id for one in found(of, PERSONS, "period_end")]


def test_what_was_recorded_later_has_not_happened() -> None:
    """As it was known on a day, neither a step nor a mistaken registration that was recorded later is there."""
    late = walked(IN).with_events(event("ended", "2016-02-01", outcome="wrongly-registered", recorded_on="2017-01-15"))
    assert not found(case(late), REFERRALS, "received")
    assert 1 == len(found(case(late), REFERRALS, "received", asked(known_on="2017-01-14")))
    assert case(late) == counted_in(case(late), date(2017, 1, 14))


@examples(60)
@given(st.lists(referrals(errors=True, corrected=True), max_size=3))
def test_what_is_counted_of_a_participation_is_counted_of_its_referral(sent: list[Referral]) -> None:
    """No participation stands in a referral that was registered by mistake, and each is in a referral that counts."""
    of = case(*[Referral(f"r-{n}", by=one.by, to=one.to, events=one.events) for n, one in enumerate(sent)])
    kept = {one.id for one in counted_in(of, None).referrals or ()}
    assert {one.referral for one in participations(of)} <= kept


# --- The facts --------------------------------------------------------------------------------------------

OF_REFERRALS: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "received": (
        (IN,),
        {"times_sent_back": 0, "has_started": False, "has_ended": False, "was_recommended_elsewhere": False, "self_referred": False},
    ),
    "sent back twice": ((IN, BACK, AGAIN, ("2016-04-01", "sent_back")), {"times_sent_back": 2, "has_started": False}),
    "started": ((IN, BACK, AGAIN, START), {"times_sent_back": 1, "has_started": True, "has_ended": False}),
    "ended": ((IN, START, END), {"has_started": True, "has_ended": True}),
    "reopened": ((IN, START, END, ("2016-08-01", "reopened")), {"has_ended": False}),
    "recommended": ((IN, ("2016-02-02", "recommended_elsewhere")), {"was_recommended_elsewhere": True, "has_ended": True}),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "facts"), OF_REFERRALS.values(), ids=OF_REFERRALS)
def test_the_facts_of_a_referral_are_its_events(steps: Any, facts: dict[str, Any]) -> None:
    """They are read up to the day of reading, and nothing about them is unknown."""
    [unit] = found(case(walked(*steps)), REFERRALS, "received")
    assert facts == {name: value(unit, name) for name in facts}


def test_what_happens_after_the_day_of_reading_is_not_in_the_facts() -> None:
    """It is sent back on 1 February: on the day before it has not been."""
    of = case(walked(IN, BACK, AGAIN, START, END))
    early, late = (found(of, REFERRALS, "received", asked("2016-01", one))[0] for one in ("2016-01-31", "2016-12-31"))
    assert [(0, False, False), (1, True, True)] == [
        tuple(value(one, name) for name in ("times_sent_back", "has_started", "has_ended")) for one in (early, late)
    ]


@pytest.mark.parametrize(("by", "is_so"), [("self", True), ("AF", False), ("profession:läkare", False)])
def test_a_self_referral_is_by_the_person_herself(by: str, *, is_so: bool) -> None:
    """And by nobody else."""
    [unit] = found(case(walked(IN, by=by, to="kommun/AME")), REFERRALS, "received")
    assert is_so is value(unit, "self_referred")


def test_a_participation_has_what_was_before_and_after() -> None:
    """Assistance before and none after, no work before and half-time after: she has begun."""
    livelihoods = [Livelihood("economic-assistance", since="2015-01-01", until="2016-06-30")]
    work = [Occupation("employment", since="2016-07-01", extent=50)]
    of = case(walked(IN, START, END), livelihoods=livelihoods, occupations=work)
    [unit] = found(of, PARTICIPATIONS, "ended")
    assert {
        "began_or_increased": True, "supported_before": True, "supported_after": False, "occupied_before": False,
        "occupied_after": True, "support_before": Members({"economic-assistance"}), "support_after": Members(()),
        "support_days_before": (date(2016, 3, 15) - date(2015, 1, 1)).days, "has_ended": True, "outcome": "work",
    } == {name: value(unit, name) for name in FACTS_OF[PARTICIPATIONS]}  # fmt: skip


def test_parental_benefit_is_no_public_support() -> None:
    """Of what she lives on only the kinds that are public support are told."""
    livelihoods = [
        Livelihood("parental-benefit", since="2015-01-01"),
        Livelihood("sickness-benefit", since="2015-01-01"),
    ]
    [unit] = found(case(walked(IN, START, END), livelihoods=livelihoods), PARTICIPATIONS, "ended")
    assert Members({"sickness-benefit"}) == value(unit, "support_before") == value(unit, "support_after")


def test_of_a_participation_that_runs_what_comes_after_is_unknown() -> None:
    """It has not ended, and how is unknown; so is everything of a person of whom nothing is recorded."""
    [unit] = found(case(walked(IN, START)), PARTICIPATIONS, "started")
    facts = {name: value(unit, name) for name in FACTS_OF[PARTICIPATIONS]}
    assert {**dict.fromkeys(FACTS_OF[PARTICIPATIONS]), "has_ended": False} == facts


def test_one_that_ends_after_the_day_of_reading_has_not_ended() -> None:
    """On 29 June it runs, on 30 June it has ended."""
    of = case(walked(IN, START, END))
    assert [False, True] == [
        value(found(of, PARTICIPATIONS, "started", asked(as_of=on))[0], "has_ended")
        for on in ("2016-06-29", "2016-06-30")
    ]


def sent(*events: Any, to: str = "AF", name: str = "r-1", by: str = "kommun/IFO") -> Referral:
    """Return a referral from the social services."""
    return Referral(name, by=by, to=to, events=[event(what, on, to) for on, what in events])


ROUND = sent(("2016-03-01", "received"), ("2016-08-19", "sent_back"))
SENT_ROUND: dict[str, tuple[CaseFile, str, bool | None]] = {
    "sent back": (case(ROUND, contacts=[], contacts_complete=True), "2016", True),
    "the year after": (case(ROUND, contacts=[], contacts_complete=True), "2017", False),
    "only received": (case(sent(("2016-03-01", "received")), contacts=[], contacts_complete=True), "2016", False),
    "never referred": (case(contacts=[], contacts_complete=True), "2016", False),
    "nothing known of referrals": (CaseFile(Participant(id="d-1", contacts=[], contacts_complete=True)), "2016", None),
    "sent back by mistake": (
        case(ROUND.with_events(event("ended", "2016-09-01", outcome="wrongly-registered")), contacts=[], contacts_complete=True),
        "2016", False,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("of", "period", "wanted"), SENT_ROUND.values(), ids=SENT_ROUND)
def test_who_is_sent_round(of: CaseFile, period: str, wanted: bool | None) -> None:
    """Whoever is sent out and back in the period is; that nobody was is said only where all referrals are known."""
    [unit] = found(of, PERSONS, "period_end", asked(period))
    assert wanted is value(unit, "sent_round")


AF_NO, REGION_YES = Assessment("AF", "no"), Assessment("region", "yes")
LATE = Assessment("FK", "no", recorded_on="2017-01-10")
DIFFER: dict[str, tuple[dict[str, Any], bool | None]] = {
    "two find two things": ({"work_capacity": [AF_NO, REGION_YES]}, True),
    "two find the same": ({"work_capacity": [AF_NO, Assessment("region", "no")]}, False),
    "one finds": ({"work_capacity": [AF_NO]}, False),
    "none": ({"work_capacity": []}, False),
    "nothing known": ({}, None),
    "one has ended": ({"work_capacity": [Assessment("AF", "no", until="2016-12-30"), REGION_YES]}, False),
    "one that was not recorded yet": ({"work_capacity": [AF_NO, LATE]}, None),
    "two, and one that was not recorded yet": ({"work_capacity": [AF_NO, REGION_YES, LATE]}, True),
}


@pytest.mark.parametrize(("facts", "wanted"), DIFFER.values(), ids=DIFFER)
def test_whose_assessments_differ(facts: dict[str, Any], wanted: bool | None) -> None:
    """Two assessors who find different things do; that none do is said only where none was recorded later."""
    [unit] = found(case(**facts), PERSONS, "period_end", asked(known_on="2016-12-31"))
    assert wanted is value(unit, "assessments_differ")


TAKES_PART: list[tuple[str, str | None, bool]] = [
    ("2015", None, False), ("2016-03-14--2016-03-14", None, False), ("2016-03-15--2016-03-15", None, True), ("2016Q2", None, True),
    ("2016-06-30--2016-07-31", None, True), ("2016-07", None, False), ("2016", "2016-03-14", False), ("2016", "2016-03-15", True),
]  # fmt: skip


@pytest.mark.parametrize(("period", "as_of", "wanted"), TAKES_PART)
def test_who_takes_part(period: str, as_of: str | None, *, wanted: bool) -> None:
    """She who took part on some day of the period, the first and the last of it among them."""
    [unit] = found(case(walked(IN, START, END)), PERSONS, "period_end", asked(period, as_of))
    assert wanted is value(unit, "takes_part")
    [unknown] = found(CaseFile(Participant(id="d-1")), PERSONS, "period_end", asked(period, as_of))
    assert value(unknown, "takes_part") is None


def test_months_of_assistance_are_counted_to_the_month_of_the_day() -> None:
    """Of the year, and of 36 months; Mirjam has had nine in 2016 and 33 in three years by September."""
    names = ("assistance_months_in_year", "assistance_months_in_three_years", "longest_break_in_three_years")
    [unit] = found(CaseFile(MIRJAM), PERSONS, "period_end", asked("2016-01-01--2016-09-30"))
    assert (9, 33, 0) == tuple(value(unit, name) for name in names)
    [unknown] = found(case(), PERSONS, "period_end")
    assert (None, None, None) == tuple(value(unknown, name) for name in names)


def test_there_are_months_as_far_back_as_the_calendar_goes() -> None:
    """In the year 1 there are no 36 months behind one; nothing fails."""
    [unit] = found(case(livelihoods=[]), PERSONS, "period_end", asked("0001"))
    assert (0, 0) == (value(unit, "assistance_months_in_three_years"), value(unit, "longest_break_in_three_years"))


def test_every_fact_is_found() -> None:
    """Each that a rule may read can be read of what is counted, those of the person beside it."""
    of = CaseFile(MIRJAM, referrals=[walked(IN, START, END)])
    for counts, day in ((PERSONS, "period_end"), (REFERRALS, "ended"), (PARTICIPATIONS, "ended")):
        [unit] = found(of, counts, day)
        for name in FACTS_OF[counts]:
            assert unit.fact(name) is unit.fact(name)
        assert MIRJAM.fact("born") == unit.fact("born")
        assert MIRJAM.spells("contacts") == unit.spells("contacts")


# --- The groups -------------------------------------------------------------------------------------------


def groups(
    by: str, counts: Counted = PERSONS, day: str = "period_end", *sent: Referral, period: str = "2016", **facts: Any
) -> Any:
    """Return to which groups the only thing that is counted belongs."""
    [unit] = found(case(*sent, **facts), counts, day, asked(period))
    return unit.groups(GroupBy(by), AGE_BANDS)


PARTLY_BORN = [
    ("1990", ("25-29",)),
    ("1986", (None,)),
    ("1986-06", ("30-44",)),
    ("1986-07", ("25-29",)),
    ("1956", (None,)),
    (None, (None,)),
]


@pytest.mark.parametrize(("born", "wanted"), PARTLY_BORN, ids=str)
def test_an_age_that_is_known_in_part_may_be_in_one_band(born: str | None, wanted: Any) -> None:
    """On the last day of June 2016; where both ends of what is possible lie in it, she is in it."""
    assert wanted == groups("age", born=born, period="2016H1")


def test_an_age_that_is_known_is_in_its_band() -> None:
    """On her thirtieth birthday she is in the band of those who have completed 30 years."""
    assert (("25-29",), ("30-44",)) == tuple(
        groups("age", born=born, period="2016H1") for born in ("1986-07-01", "1986-06-30")
    )


def test_each_is_in_the_group_that_is_known_of_her() -> None:
    """By sex and by where she lives; what is not known is a group of its own."""
    assert (("woman",), ("Ludvika",)) == (groups("sex", sex="woman"), groups("residence", residence="Ludvika"))
    assert ((None,), (None,)) == (groups("sex"), groups("residence"))


def test_one_is_in_a_group_for_each_party() -> None:
    """AME and IFO are one, and a contact that has ended is none; where none is known she is in no group."""
    contacts = [Contact("kommun/AME"), Contact("kommun/IFO"), Contact("AF"), Contact("FK", until="2016-12-30")]
    assert ("AF", "kommun") == groups("party", contacts=contacts, contacts_complete=True)
    assert () == groups("party") == groups("party", contacts=[], contacts_complete=True)


WHO: dict[str, tuple[dict[str, Any], str, str | None]] = {
    "a unit of a named kommun": ({"by": "kommun:Ludvika/IFO", "to": "kommun:Smedjebacken/AME"}, "kommun/IFO", "kommun/AME"),
    "an agency": ({"by": "AF", "to": "FK"}, "AF", "FK"),
    "herself": ({"by": "self", "to": "FK"}, "self", "FK"),
    "a profession": ({"by": "profession:läkare", "to": "AF"}, "profession:läkare", "AF"),
    "a profession of an agency": ({"by": "profession:läkare", "from_": "region/psykiatri", "to": "AF"}, "region/psykiatri", "AF"),
    "a forum": ({"by": "forum:beredningsgrupp", "to": "forum:beredningsgrupp"}, "forum:beredningsgrupp", "forum:beredningsgrupp"),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "by", "to"), WHO.values(), ids=WHO)
def test_who_refers_and_who_receives(fields: dict[str, Any], by: str, to: str | None) -> None:
    """A unit is told without the kommun that it is of; a forum, a profession and she herself as they are."""
    one = Referral("r-1", events=[event("received", "2016-01-04", fields["to"])], **fields)
    assert (by, to) == (who_refers_in(one), who_received_in(one))
    assert ((by,), (to,)) == tuple(groups(name, REFERRALS, "received", one) for name in ("referred_by", "agency"))
    assert who_received_in(Referral("r-1", **fields)) is None


def test_a_referral_may_be_to_no_programme() -> None:
    """Then it is in none; a person is never in one by her referrals."""
    assert ("orvar",) == groups("programme", REFERRALS, "received", walked(IN, programme="orvar"))
    assert (None,) == groups("programme", REFERRALS, "received", walked(IN))
    for name in ("programme", "referred_by", "agency"):
        assert (None,) == groups(name, PERSONS, "period_end", walked(IN, programme="orvar"))


# --- Who is anonymous -------------------------------------------------------------------------------------

CONSENT = Consent("c-1", kind="registration", programme="en-vag-in", given="2016-01-04")


@pytest.mark.parametrize(
    ("protected", "consents", "is_open", "is_registered"),
    [(False, [CONSENT], True, True), (None, [CONSENT], True, False), (True, [CONSENT], False, False), (False, [], True, False), (False, None, True, False)],
    ids=["agreed", "protection unknown", "protected", "not agreed", "nothing known of consents"],
)  # fmt: skip
def test_who_is_anonymous(protected: bool | None, consents: Any, *, is_open: bool, is_registered: bool) -> None:
    """Whoever is protected always is; where people are registered, so is everybody who has not surely agreed."""
    of = case(walked(IN, START, programme="en-vag-in"), consents=consents, protected_identity=protected)
    [unit] = found(of, PARTICIPATIONS, "started")
    assert (not is_open, not is_registered) == (
        unit.is_anonymous(Personal.OPEN),
        unit.is_anonymous(Personal.REGISTERED),
    )


def test_nothing_of_a_person_is_shown_in_passing() -> None:
    """What is printed of a unit says what is counted, and nothing of whom."""
    [unit] = found(case(walked(IN, START)), PARTICIPATIONS, "started")
    assert "<Unit of participations>" == repr(unit)
