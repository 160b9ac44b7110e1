"""May somebody be told, on what basis and until when; and has she consented to an act?"""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Entry, Participant, Verdict, load_model
from samverkan.acts import consented
from samverkan.answers import ConsentNeeded
from samverkan.consents import Consent, ConsentKind
from samverkan.errors import InvalidValueError, UndecidedTruthError, UnknownNameError
from samverkan.legal_bases import LegalBasis
from samverkan.scopes import Scope
from samverkan.sharing import agency_named, may_share, needed_in_words
from samverkan.sources import Source
from samverkan.views import as_seen_by
from strategies import examples

MODEL = load_model("finsam")
WAY_IN = MODEL.programmes["en-vag-in"]
ANNA = Participant(id="d-001", born="1990-05-17", residence="Ludvika")
CATEGORIES = list(MODEL.vocabulary.lists["categories"])
PURPOSES = list(MODEL.vocabulary.lists["purposes"])
ACTS = ["plan", "registration", "co-operation", "coordination-measures", "power-of-attorney"]


def secrecy(name="c-1", **more):
    """Return a consent that lets Försäkringskassan tell Arbetsförmedlingen about contacts, for a year."""
    return Consent(
        name,
        **{
            "kind": "secrecy",
            "from_": ["FK"],
            "to": ["AF"],
            "categories": ["contact"],
            "purpose": "coordination",
            "given": "2016-10-03",
            "expires": "2017-10-02",
            **more,
        },
    )


def ask(consents, on="2016-10-10", *, person=ANNA, bases=(), world=MODEL, **more):
    """Return whether Försäkringskassan may tell Arbetsförmedlingen about contacts, unless it is asked otherwise."""
    case = CaseFile(person, consents=consents, legal_bases=bases)
    asked = {"sharer": "FK", "recipient": "AF", "category": "contact", "purpose": "coordination", **more}
    return may_share(case, world, on=on, **asked)


def day(text):
    """Return a day from its text."""
    return date.fromisoformat(text)


# --- Met, not met, unknown --------------------------------------------------------------------------


def test_what_she_has_consented_to_may_be_told_on_that_basis_until_it_ends():
    """The answer names the consent and its last day, and needs no other."""
    consent = secrecy()
    answer = ask([consent])
    assert answer.verdict is Verdict.MET
    assert (answer.basis, answer.until) == (consent, day("2017-10-02"))
    assert (answer.needed, answer.missing) == (None, ())


def test_what_nothing_opens_may_not_be_told_and_the_narrowest_consent_is_named():
    """Of the one who would tell, to the one who asks, of that sort, for that purpose and that programme."""
    answer = ask([secrecy()], category="health", programme=WAY_IN)
    assert answer.verdict is Verdict.NOT_MET
    assert (answer.basis, answer.until, answer.missing) == (None, None, ())
    assert answer.needed == ConsentNeeded(
        from_=("FK",), to="AF", category="health", purpose="coordination", programme="en-vag-in"
    )


def test_where_nothing_is_known_of_consents_the_answer_is_unknown():
    """No information never becomes *no*."""
    answer = ask(None)
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.needed is not None
    (missing,) = answer.missing
    assert (missing.fact, missing.holders, missing.consent) == ("consents", ("FK",), answer.needed)


def test_another_basis_is_one_even_where_nothing_is_known_of_consents():
    """A duty opens what it opens."""
    duty = LegalBasis(
        "b-1",
        kind="statutory-duty",
        from_=["FK"],
        to=["AF"],
        categories=["contact"],
        since="2011-01-01",
        source=Source(document="SFB 110 kap."),
    )
    answer = ask(None, bases=[duty])
    assert (answer.verdict, answer.basis, answer.until) == (Verdict.MET, duty, None)


LATE = {
    "given": secrecy(recorded_on="2016-11-01"),
    "withdrawn": secrecy(given="2016-10-01").withdraw("2016-10-05", recorded_on="2016-11-01"),
    "narrowed": secrecy(categories=["contact", "work"]).narrow(
        "2016-10-05", categories=["work"], recorded_on="2016-11-01"
    ),
    "another one": secrecy("c-2", from_=["region"], recorded_on="2016-11-01"),
}


@pytest.mark.parametrize(
    ("consent", "before", "after"),
    [
        (LATE["given"], Verdict.UNKNOWN, Verdict.MET),
        (LATE["withdrawn"], Verdict.MET, Verdict.NOT_MET),
        (LATE["narrowed"], Verdict.MET, Verdict.NOT_MET),
        (LATE["another one"], Verdict.UNKNOWN, Verdict.NOT_MET),
    ],
    ids=LATE,
)
def test_what_was_recorded_late_is_not_known_before(consent, before, after):
    """Asked for what had been recorded by the last of October; then by the first of November; then for all."""
    assert ask([consent], known_on="2016-10-31").verdict is before
    assert ask([consent], known_on="2016-11-01").verdict is after
    assert ask([consent]).verdict is after


def test_a_late_consent_to_an_act_leaves_nothing_unsettled_about_telling():
    """What lifts no secrecy, whenever it is recorded, changes nothing about what may be told."""
    plan = Consent("p-1", kind="plan", given="2016-10-03", recorded_on="2016-11-01")
    assert ask([plan], known_on="2016-10-31").verdict is Verdict.NOT_MET


@pytest.mark.parametrize(
    ("on", "verdict"),
    [("2016-10-02", "not_met"), ("2016-10-03", "met"), ("2017-10-02", "met"), ("2017-10-03", "not_met")],
)
def test_a_consent_counts_on_its_first_and_its_last_day(on, verdict):
    """And on no other day."""
    assert ask([secrecy()], on).verdict == verdict


def test_the_day_of_withdrawal_is_the_first_day_on_which_nothing_may_be_told():
    """New information stops; the last day is the one before."""
    withdrawn = secrecy().withdraw("2016-12-01")
    assert ask([withdrawn], "2016-11-30").verdict is Verdict.MET
    assert ask([withdrawn], "2016-11-30").until == day("2016-11-30")
    assert ask([withdrawn], "2016-12-01").verdict is Verdict.NOT_MET


# --- What opens no sharing --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ACTS)
def test_a_consent_to_an_act_opens_no_information(kind):
    """Plan, registration, co-operation, coordination measures and power of attorney are conditions of acts."""
    consent = secrecy(kind=kind, programme="en-vag-in")
    assert ask([consent], programme=WAY_IN).verdict is Verdict.NOT_MET
    assert ask([consent]).verdict is Verdict.NOT_MET


def test_every_kind_but_that_which_lifts_secrecy_is_tried():
    """No kind is left out above."""
    assert {kind.value for kind in ConsentKind} - {"secrecy"} == set(ACTS)


def test_a_consent_for_one_programme_opens_nothing_for_another_nor_for_none():
    """It is given for that one alone."""
    consent = secrecy(programme="en-vag-in")
    assert ask([consent], programme=WAY_IN).verdict is Verdict.MET
    assert ask([consent], programme="en-vag-in").verdict is Verdict.MET
    assert ask([consent], programme=MODEL.programmes["orvar"]).verdict is Verdict.NOT_MET
    assert ask([consent]).verdict is Verdict.NOT_MET


def test_a_consent_for_no_programme_in_particular_counts_for_each():
    """She has named none."""
    assert ask([secrecy()], programme=WAY_IN).verdict is Verdict.MET


@pytest.mark.parametrize("category", CATEGORIES)
def test_each_category_is_opened_by_itself(category):
    """Consent to one sort of information opens that one and no other."""
    opened = [one for one in CATEGORIES if ask([secrecy(categories=[category])], category=one).verdict is Verdict.MET]
    assert opened == [category]


@pytest.mark.parametrize("purpose", PURPOSES)
def test_each_purpose_is_opened_by_itself(purpose):
    """Consent for one purpose opens nothing for another."""
    opened = [one for one in PURPOSES if ask([secrecy(purpose=purpose)], purpose=one).verdict is Verdict.MET]
    assert opened == [purpose]


def test_consent_goes_one_way():
    """That one may tell another does not let the other tell."""
    assert ask([secrecy()], sharer="AF", recipient="FK").verdict is Verdict.NOT_MET


# --- One's own --------------------------------------------------------------------------------------

OWN = [
    ("AF", "AF", True),
    ("region/psykiatri", "region/psykiatri", True),
    # A party's name stands for its units, but for those that keep their secrets apart.
    ("kommun/AME", "kommun", True),
    ("region/psykiatri", "region", True),
    ("kommun/IFO", "kommun", False),
    # What the party holds as such, its units hold.
    ("kommun", "kommun/AME", True),
    ("kommun", "kommun/IFO", True),
    ("region", "region/psykiatri", True),
    # One unit is not another, nor one kommun another.
    ("kommun/skola", "kommun/AME", False),
    ("region/psykiatri", "region/primärvård", False),
    ("kommun:Ludvika/AME", "kommun/AME", True),
    ("kommun/AME", "kommun:Ludvika/AME", True),
    ("kommun:Falun/AME", "kommun/AME", False),
    ("kommun/AME", "kommun:Falun/AME", False),
    ("kommun:Falun/AME", "kommun:Falun/AME", True),
    ("kommun", "kommun:Falun/AME", False),
    ("region:Dalarna/psykiatri", "region/psykiatri", False),
    ("Lernia", "Lernia", True),
    ("samordningsförbund", "Lernia", False),
    ("AF", "samordningsförbund", False),
]


@pytest.mark.parametrize(("sharer", "recipient", "is_own"), OWN, ids=[f"{s} to {r}" for s, r, _ in OWN])
def test_what_an_agency_holds_itself_needs_no_basis(sharer, recipient, is_own):
    """Whatever she has consented to, and without anything that ends."""
    answer = ask([], sharer=sharer, recipient=recipient)
    assert answer.verdict is (Verdict.MET if is_own else Verdict.NOT_MET)
    assert (answer.basis, answer.until) == (None, None)
    assert (answer.needed is None) is is_own


def test_no_kommun_is_her_own_while_it_is_not_known_where_she_lives():
    """What her own AME holds is not Falun's then; nor Ludvika's."""
    nobody = Participant(id="d-1")
    for body in ("Ludvika", "Falun"):
        answer = ask([], person=nobody, sharer="kommun/AME", recipient=f"kommun:{body}/AME")
        assert answer.verdict is Verdict.NOT_MET


# --- Until when -------------------------------------------------------------------------------------


def test_consents_that_follow_on_each_other_open_until_the_last_of_them():
    """No day lies between."""
    consents = [secrecy("c-1", expires="2016-10-31"), secrecy("c-2", given="2016-11-01", expires="2016-12-31")]
    answer = ask(consents)
    assert (answer.basis, answer.until) == (consents[0], day("2016-12-31"))


def test_a_day_without_any_ends_it():
    """The stretch is broken where one day is without a basis, whatever comes after."""
    consents = [secrecy("c-1", expires="2016-10-31"), secrecy("c-2", given="2016-11-02", expires="2016-12-31")]
    assert ask(consents).until == day("2016-10-31")


def test_what_stands_until_further_notice_has_no_last_day():
    """Nor has what another consent takes over until further notice."""
    assert ask([secrecy(expires=None)]).until is None
    assert ask([secrecy(), secrecy("c-2", given="2017-01-01", expires=None)]).until is None
    assert ask([secrecy(expires="9999-12-31")]).until is None


def test_an_exception_with_a_first_day_ends_it_the_day_before():
    """What she keeps back from a day on is open until then."""
    answer = ask([secrecy(exceptions=[Scope(from_=["FK"], since="2017-01-01")])])
    assert answer.until == day("2016-12-31")


def test_a_move_that_is_known_ends_what_was_for_her_own_kommun():
    """From the day on which she lives elsewhere her former kommun is not told."""
    moving = Participant(id="d", residence=[Entry("Ludvika", until="2016-12-31"), Entry("Falun", since="2017-01-01")])
    asked = {"person": moving, "recipient": "kommun:Ludvika/AME"}
    consent = secrecy(to=["kommun"])
    assert ask([consent], **asked).until == day("2016-12-31")
    assert ask([consent], "2017-01-01", **asked).verdict is Verdict.NOT_MET


FIRST = date(2016, 10, 3)
IN_OCTOBER = st.integers(0, 20).map(lambda days: FIRST + timedelta(days))
AGENCIES = ["AF", "FK", "region/primärvård", "region/psykiatri", "kommun/AME", "kommun/IFO", "kommun:Falun/AME"]
NAMES = [*AGENCIES, "region", "kommun", "kommun:Ludvika"]


def some(words):
    """Draw one or a few of some words."""
    return st.frozensets(st.sampled_from(words), min_size=1, max_size=3)


@st.composite
def consents(draw, name="c"):
    """Draw a consent of October, which may be narrowed, withdrawn or reaffirmed."""
    first = draw(IN_OCTOBER)
    later = st.integers(0, 10).map(lambda days: first + timedelta(days))
    exception = st.builds(
        lambda since, **more: Scope(since=since, **more),
        st.none() | IN_OCTOBER,
        from_=some(NAMES),
        categories=some(["contact", "health"]) | st.just(()),
    )
    consent = secrecy(
        name,
        from_=draw(some(NAMES)),
        to=draw(some(NAMES)),
        categories=draw(some(["contact", "health"])),
        programme=draw(st.sampled_from([None, None, "en-vag-in"])),
        exceptions=draw(st.lists(exception, max_size=1)),
        given=first,
        expires=draw(st.none() | later),
        recorded_on=draw(st.none() | st.none() | IN_OCTOBER),
    )
    match draw(st.sampled_from(["as given", "as given", "withdrawn", "narrowed", "reaffirmed"])):
        case "withdrawn":
            return consent.withdraw(draw(later), recorded_on=draw(st.none() | IN_OCTOBER))
        case "narrowed":
            return consent.narrow(draw(later), categories=[min(consent.categories)])
        case "reaffirmed":
            on = draw(later)
            return consent.reaffirm(on, expires=on + timedelta(draw(st.integers(0, 5))))
        case _:
            return consent


SEVERAL = st.lists(consents(), max_size=3).map(
    lambda drawn: [attrs.evolve(one, id=f"c-{place}") for place, one in enumerate(drawn)]
)
ASKED = st.fixed_dictionaries(
    {
        "sharer": st.sampled_from(AGENCIES),
        "recipient": st.sampled_from(AGENCIES),
        "category": st.sampled_from(["contact", "health"]),
        "programme": st.sampled_from([None, "en-vag-in"]),
    }
)


@examples(150)
@given(SEVERAL, ASKED, IN_OCTOBER)
def test_until_is_the_last_day_of_the_unbroken_stretch(given_, asked, on):
    """Asked day by day, it is met up to and with that day and not on the day after."""
    answer = ask(given_, on, **asked)
    if answer.verdict is Verdict.MET:
        last = FIRST + timedelta(60) if answer.until is None else answer.until
        assert last >= on
        days = [on + timedelta(days) for days in range((last - on).days + 1)]
        assert all(ask(given_, one, **asked).verdict is Verdict.MET for one in days)
        if answer.until is not None:
            assert ask(given_, answer.until + timedelta(1), **asked).verdict is not Verdict.MET


@examples(200)
@given(SEVERAL, ASKED, IN_OCTOBER)
def test_the_basis_opens_it_alone(given_, asked, on):
    """Without the others the answer is the same; what no single consent opens, no two of them do."""
    answer = ask(given_, on, **asked)
    alone = [one for one in given_ if ask([one], on, **asked).verdict is Verdict.MET]
    assert (answer.verdict is Verdict.MET) is (bool(alone) or ask([], on, **asked).verdict is Verdict.MET)
    if answer.basis is not None:
        assert answer.basis in alone


@examples(200)
@given(SEVERAL, ASKED, IN_OCTOBER)
def test_the_consent_that_is_needed_would_open_it(given_, asked, on):
    """Given on that day it opens what was asked for, and nothing of another sort or for another."""
    needed = ask(given_, on, **asked).needed
    if needed is None:
        return
    new = Consent(
        "new",
        kind="secrecy",
        from_=needed.from_,
        to=[needed.to],
        categories=[needed.category],
        purpose=needed.purpose,
        programme=needed.programme,
        given=on,
    )
    assert ask([*given_, new], on, **asked).verdict is Verdict.MET
    other = {"contact": "health", "health": "contact"}[asked["category"]]
    for change in ({"category": other}, {"recipient": "folkhögskola"}, {"sharer": "Lernia"}):
        question = {**asked, **change}
        assert (
            ask([*given_, new], on, **question).verdict
            == ask([*given_, secrecy("z", given="2030-01-01", expires=None)], on, **question).verdict
        )


@examples(200)
@given(SEVERAL, ASKED, IN_OCTOBER, IN_OCTOBER)
def test_no_information_and_more_information_do_not_contradict(given_, asked, on, known_on):
    """What is not met by what had been recorded then is not met by one more consent's being known of late."""
    in_time = [one for one in given_ if all(event.was_known(known_on) for event in one.events)]
    if len(in_time) < len(given_):
        assert ask(given_, on, known_on=known_on, **asked).verdict is not Verdict.NOT_MET
    assert ask(None, on, known_on=known_on, **asked).verdict is not Verdict.NOT_MET


# --- Through the eyes of one agency -----------------------------------------------------------------


def test_what_one_agency_sees_of_consents_between_others_is_nothing_and_settles_nothing():
    """Arbetsförmedlingen, who sees no consent between the region and Försäkringskassan, is not told that there is none."""
    case = CaseFile(ANNA, consents=[secrecy(from_=["region"], to=["FK"])])
    seen = as_seen_by(case, "AF", WAY_IN, "2016-10-10")
    asked = {"sharer": "region", "category": "contact", "purpose": "coordination", "on": "2016-10-10"}
    assert may_share(case, MODEL, recipient="FK", **asked).verdict is Verdict.MET
    assert may_share(seen, MODEL, recipient="FK", **asked).verdict is Verdict.UNKNOWN
    assert may_share(seen, MODEL, recipient="AF", **asked).verdict is Verdict.NOT_MET


@examples(150)
@given(SEVERAL, ASKED, IN_OCTOBER, st.sampled_from(AGENCIES))
def test_what_one_agency_is_told_is_unknown_or_what_all_the_facts_say(given_, asked, on, viewer):
    """On its view of the case file the answer is never the opposite of that from all of it."""
    case = CaseFile(ANNA, consents=given_)
    seen = as_seen_by(case, viewer, WAY_IN, on)
    question = {"purpose": "coordination", "on": on, **asked}
    told = may_share(seen, MODEL, **question).verdict
    assert told in {Verdict.UNKNOWN, may_share(case, MODEL, **question).verdict}


@examples(100)
@given(st.frozensets(st.sampled_from(NAMES), max_size=2), st.sampled_from(AGENCIES), st.sampled_from([None, *AGENCIES]))
def test_what_one_agency_is_told_of_an_act_is_unknown_or_what_all_the_facts_say(to, viewer, agency):
    """The same of consents to a plan, which it sees where it is among those who may act."""
    case = CaseFile(ANNA, consents=[Consent("p-1", kind="plan", to=to, given="2016-10-03")])
    seen = as_seen_by(case, viewer, WAY_IN, "2016-10-10")
    told = consented(seen, MODEL, "plan", on="2016-10-10", agency=agency).verdict
    assert told in {Verdict.UNKNOWN, consented(case, MODEL, "plan", on="2016-10-10", agency=agency).verdict}


def test_a_view_of_one_day_does_not_deny_what_is_so_on_another():
    """A consent to her own kommun names Falun once she lives there: the view of the day before does not say no."""
    moving = Participant(id="d", residence=[Entry("Ludvika", until="2016-12-31"), Entry("Falun", since="2017-01-01")])
    case = CaseFile(moving, consents=[secrecy(to=["kommun"])])
    asked = {"sharer": "FK", "recipient": "kommun:Falun/AME", "category": "contact", "purpose": "coordination"}
    assert may_share(case, MODEL, on="2017-01-01", **asked).verdict is Verdict.MET
    seen = as_seen_by(case, "kommun:Falun/AME", WAY_IN, "2016-10-10")
    assert may_share(seen, MODEL, on="2017-01-01", **asked).verdict is not Verdict.NOT_MET


# --- Acts -------------------------------------------------------------------------------------------


def act(kind, consents_, on="2016-10-10", *, person=ANNA, **more):
    """Return whether she has consented to an act."""
    return consented(CaseFile(person, consents=consents_), MODEL, kind, on=on, **more)


OPEN = Participant(id="d-002", born="1990-05-17", residence="Ludvika", protected_identity=False)


def to_act(kind, name="p-1", **more):
    """Return a consent to an act, for a year."""
    return Consent(name, **{"kind": kind, "given": "2016-10-03", "expires": "2017-10-02", **more})


@pytest.mark.parametrize("kind", ACTS)
def test_she_has_consented_to_what_she_has_consented_to(kind):
    """Met by a consent of that kind, not met by one of another, unknown where nothing is known."""
    programme = {"programme": "en-vag-in"} if kind == "registration" else {}
    consent = to_act(kind, **programme)
    answer = act(kind, [consent], person=OPEN, **programme)
    assert (answer.verdict, answer.basis, answer.until) == (Verdict.MET, consent, day("2017-10-02"))
    others = [to_act(one, f"p-{one}", programme="en-vag-in") for one in ACTS if one != kind]
    assert act(kind, [*others, secrecy()], person=OPEN, **programme).verdict is Verdict.NOT_MET
    unknown = act(kind, None, person=OPEN, **programme)
    assert (unknown.verdict, unknown.basis) == (Verdict.UNKNOWN, None)
    assert [missing.fact for missing in unknown.missing] == ["consents"]
    assert act(kind, [consent], "2017-10-03", person=OPEN, **programme).verdict is Verdict.NOT_MET


def test_each_programme_s_registration_needs_a_consent_of_its_own():
    """One for En väg in registers her in no other."""
    consent = to_act("registration", programme="en-vag-in")
    assert act("registration", [consent], person=OPEN, programme=WAY_IN).verdict is Verdict.MET
    assert act("registration", [consent], person=OPEN, programme=MODEL.programmes["orvar"]).verdict is Verdict.NOT_MET
    with pytest.raises(InvalidValueError, match="programme: wanted the programme that would register her"):
        act("registration", [consent], person=OPEN)


@pytest.mark.parametrize(
    ("protected", "given_", "verdict"),
    [
        (True, True, "not_met"),
        (None, True, "unknown"),
        (False, True, "met"),
        (True, None, "not_met"),
        (False, None, "unknown"),
        (None, None, "unknown"),
        (None, False, "not_met"),
        (False, False, "not_met"),
    ],
)
def test_nobody_whose_identity_is_protected_is_registered(protected, given_, verdict):
    """Whatever she has consented to; while it is unknown whether it is protected the answer is unknown."""
    person = Participant(id="d-1", protected_identity=protected)
    consents_ = None if given_ is None else [to_act("registration", programme="en-vag-in")] if given_ else []
    answer = act("registration", consents_, person=person, programme="en-vag-in")
    assert answer.verdict == verdict
    assert ("protected-identity" in {note.code for note in answer.notes}) is (protected is True)
    unknown = [name for name, value in (("consents", given_), ("protected_identity", protected)) if value is None]
    assert [missing.fact for missing in answer.missing] == (unknown if verdict == "unknown" else [])
    assert (answer.basis is not None) is (verdict == "met")


@pytest.mark.parametrize("kind", [one for one in ACTS if one != "registration"])
def test_a_protected_identity_closes_nothing_but_registration(kind):
    """A plan may be made, and somebody may speak for her."""
    person = Participant(id="d-1", protected_identity=True)
    assert act(kind, [to_act(kind)], person=person).verdict is Verdict.MET


ACTING = [
    ([], "kommun/AME", True),
    (["kommun", "region"], "kommun/AME", True),
    (["kommun", "region"], "region/psykiatri", True),
    (["kommun"], "kommun/IFO", False),
    (["kommun"], "kommun:Falun/AME", False),
    (["kommun"], "kommun:Ludvika/AME", True),
    (["region"], "kommun/AME", False),
]


@pytest.mark.parametrize(("to", "agency", "may"), ACTING, ids=[f"{'+'.join(to)} {a}" for to, a, _ in ACTING])
def test_those_act_whom_she_has_let_act(to, agency, may):
    """Where she has named nobody, anybody may."""
    answer = act("plan", [to_act("plan", to=to)], agency=agency)
    assert answer.verdict is (Verdict.MET if may else Verdict.NOT_MET)


def test_whom_she_no_longer_lets_act_does_not_act():
    """Narrowing and exceptions count for acts too."""
    consent = to_act("plan", to=["region", "kommun"])
    narrowed = consent.narrow("2016-12-01", to=["region"])
    assert act("plan", [narrowed], agency="kommun/AME").verdict is Verdict.MET
    assert act("plan", [narrowed], agency="kommun/AME").until == day("2016-11-30")
    assert act("plan", [narrowed], "2016-12-01", agency="kommun/AME").verdict is Verdict.NOT_MET
    assert act("plan", [narrowed], "2016-12-01", agency="region").verdict is Verdict.MET
    kept_back = attrs.evolve(consent, exceptions=[Scope(to=["kommun/AME"])])
    assert act("plan", [kept_back], agency="kommun/AME").verdict is Verdict.NOT_MET
    assert act("plan", [kept_back], agency="kommun/skola").verdict is Verdict.MET


def test_consents_to_an_act_that_follow_on_each_other_stand_until_the_last():
    """A day between breaks the stretch; what has no end has no last day."""
    first = to_act("plan", "p-1", expires="2016-10-31")
    assert act("plan", [to_act("plan", "p-2", given="2016-11-01"), first]).until == day("2017-10-02")
    assert act("plan", [to_act("plan", "p-2", given="2016-11-02"), first]).until == day("2016-10-31")
    assert act("plan", [to_act("plan", "p-2", given="2016-10-20", expires="2016-10-25"), first]).until == day(
        "2016-10-31"
    )
    assert act("plan", [to_act("plan", "p-2", expires=None), first]).until is None
    assert act("plan", [to_act("plan", "p-2", expires="9999-12-31"), first, to_act("plan", "p-3")]).until in {
        None,
        date.max,
    }


def test_an_act_that_is_kept_back_from_a_day_on_ends_the_day_before():
    """An exception with a first day is an end."""
    consent = to_act("plan", to=["kommun"], exceptions=[Scope(to=["kommun"], since="2017-01-01")])
    assert act("plan", [consent], agency="kommun/AME").until == day("2016-12-31")
    assert act("plan", [consent], "2017-01-01", agency="kommun/AME").verdict is Verdict.NOT_MET


def test_secrecy_is_asked_about_otherwise():
    """It is no act; and a word that is no kind is none."""
    for kind in ("secrecy", "hemligt-19790302"):
        with pytest.raises(InvalidValueError) as caught:
            act(kind, [])
        assert caught.value.fault.where == "kind"
        assert "hemligt" not in str(caught.value)


# --- The guardian -----------------------------------------------------------------------------------

AGES = [
    ("2000-10-10", "2016-10-10", True),
    ("2000-10-10", "2017-10-10", True),
    ("2000-10-10", "2018-10-09", True),
    ("2000-10-10", "2018-10-10", False),
    # Of a birth date known in part she may be the youngest that it allows.
    ("2000-10", "2018-10-30", True),
    ("2000-10", "2018-10-31", False),
    ("2000", "2018-12-30", True),
    ("2000", "2018-12-31", False),
    ("1990-05-17", "2016-10-10", False),
    (None, "2016-10-10", False),
]


@pytest.mark.parametrize(("born", "on", "is_noted"), AGES, ids=[f"{born} {on}" for born, on, _ in AGES])
def test_a_guardian_is_to_be_minded_until_the_day_before_she_is_eighteen(born, on, is_noted):
    """With consent, without and of acts, in both languages; OSL 12:3 is named where secrecy is lifted."""
    person = Participant(id="noor", born=born, residence="Smedjebacken")
    answers = [
        ask([secrecy(expires=None)], on, person=person),
        ask([], on, person=person),
        act("plan", [], on, person=person),
    ]
    for answer in answers:
        assert [note.code for note in answer.notes] == (["guardian"] if is_noted else [])
        for language, word in (("sv", "vårdnadshavare"), ("en", "guardian")):
            assert (word in answer.text(language)) is is_noted
            lifts = answer is not answers[-1]
            assert ("12 kap. 3 §" in answer.text(language)) is (is_noted and lifts)


def test_where_a_guardian_has_taken_part_or_nobody_consents_none_is_to_be_minded():
    """A consent that both gave is enough, and a duty rests on nobody's consent; one that she gave alone is noted."""
    noor = Participant(id="noor", born="2000-10-10", residence="Smedjebacken")
    duty = LegalBasis(
        "b-1",
        kind="statutory-duty",
        from_=["FK"],
        to=["AF"],
        categories=["contact"],
        since="2011-01-01",
        source=Source(document="SFB 110 kap."),
    )
    alone, both = secrecy(expires=None), secrecy(expires=None, giver="self-and-guardian")
    assert [len(ask([one], person=noor).notes) for one in (alone, both)] == [1, 0]
    plans = [to_act("plan"), to_act("plan", giver="self-and-guardian")]
    assert [len(act("plan", [one], person=noor).notes) for one in plans] == [1, 0]
    case = CaseFile(noor, consents=[], legal_bases=[duty])
    asked = {"sharer": "FK", "recipient": "AF", "category": "contact", "purpose": "coordination", "on": "2016-10-10"}
    assert may_share(case, MODEL, **asked).notes == ()


def test_a_programme_that_is_not_there_is_refused():
    """By its name, of a model; a programme that was taken from one knows of no other, and is not asked."""
    case = CaseFile(Participant(id="d-1"), consents=[])
    with pytest.raises(UnknownNameError, match="did you mean en-vag-in"):
        consented(case, MODEL, "plan", on="2016-10-10", programme="en-vag-inn")
    assert consented(case, WAY_IN, "plan", on="2016-10-10", programme="orvar").verdict is Verdict.NOT_MET


def test_a_participant_alone_can_be_asked_about():
    """Nothing is known of her consents then."""
    assert consented(Participant(id="d-1"), MODEL, "plan", on="2016-10-10").verdict is Verdict.UNKNOWN


def test_what_an_agency_holds_itself_asks_for_no_guardian():
    """Nobody has to consent to it."""
    assert ask([], person=Participant(id="noor", born="2000-10-10"), recipient="FK").notes == ()


# --- In words ---------------------------------------------------------------------------------------


def test_a_met_answer_says_who_may_tell_whom_what_on_what_basis_and_until_when():
    """In both languages, with the law of the day."""
    answer = ask([secrecy()], programme=WAY_IN)
    for language, parts in {
        "sv": (
            "Försäkringskassan",
            "Arbetsförmedlingen",
            "kontakter",
            "samordning",
            "En väg in",
            "c-1",
            "2 oktober 2017",
        ),
        "en": (
            "Försäkringskassan",
            "Arbetsförmedlingen",
            "contacts",
            "coordination",
            "En väg in",
            "c-1",
            "2 October 2017",
        ),
    }.items():
        told = answer.text(language)
        assert all(part in told for part in parts)
        assert "OSL (2009:400)" in told
    assert str(answer) == answer.text("en")


def test_before_osl_the_secrecy_act_is_named():
    """On 30 June 2009 sekretesslagen, on the day after OSL."""
    consent = secrecy(given="2009-06-01", expires=None)
    assert "1980:100" in ask([consent], "2009-06-30").text("sv")
    assert "OSL (2009:400)" in ask([consent], "2009-07-01").text("sv")


@pytest.mark.parametrize("consents_", [None, []], ids=["unknown", "not met"])
def test_what_is_not_open_is_said_with_the_consent_that_it_takes(consents_):
    """To whom and about what, in both languages; and never in words of a benefit."""
    answer = ask(consents_, programme="orvar")
    assert "samtycke" in answer.text("sv")
    assert "consent" in answer.text("en")
    for language in ("sv", "en"):
        assert needed_in_words(answer.needed, MODEL.vocabulary, language, "orvar") in answer.text(language)
        assert "orvar" in answer.text(language)
    for word in ("beslut", "rätt till", "bevilja", "avslag", "behörig"):
        assert word not in answer.text("sv").lower()


def test_a_legal_basis_is_told_with_its_provision_and_its_source():
    """The duty with OSL 10:28, the clause with OSL 10:27."""
    for kind, section in (("statutory-duty", "10 kap. 28 §"), ("general-clause", "10 kap. 27 §")):
        basis = LegalBasis(
            "b-1",
            kind=kind,
            from_=["FK"],
            to=["AF"],
            categories=["contact"],
            since="2011-01-01",
            source=Source(document="SFB 110 kap. 31 §"),
        )
        for language in ("sv", "en"):
            told = ask([], bases=[basis]).text(language)
            assert section in told
            assert "SFB 110 kap. 31 §" in told


LAW_OF_ACTS = [
    ("plan", "2025-06-30", "SoL (2001:453) 2 kap. 7 §"),
    ("plan", "2025-07-01", "SoL (2025:400) 10 kap. 8 §"),
    ("co-operation", "2016-10-03", "30 kap. 10 §"),
    ("coordination-measures", "2020-02-01", "2019:1297"),
    ("registration", "2024-02-15", "2024:14"),
]


@pytest.mark.parametrize(("kind", "on", "law"), LAW_OF_ACTS, ids=[f"{kind} {on}" for kind, on, _ in LAW_OF_ACTS])
def test_an_act_is_told_with_the_law_of_the_day(kind, on, law):
    """In both languages, whatever the answer."""
    consent = to_act(kind, given=on, expires=None, programme="en-vag-in")
    for consents_ in ([consent], [], None):
        answer = act(kind, consents_, on, person=OPEN, programme="en-vag-in")
        assert law in answer.text("sv")
        assert law in answer.text("en")


def test_where_no_provision_is_known_none_is_told():
    """A power of attorney rests on none of these laws, and coordination measures on none before 2020."""
    for kind, on in (("power-of-attorney", "2016-10-10"), ("coordination-measures", "2020-01-31")):
        told = act(kind, [to_act(kind, given=on, expires=None)], on).text("sv")
        assert "p-1" in told
        assert "§" not in told
        assert "None" not in told


def test_an_agency_of_a_body_is_told_with_it():
    """Its own name, and the body's."""
    assert agency_named("kommun:Falun/AME", MODEL.vocabulary, "sv") == "arbetsmarknadsenheten (AME) (Falun)"
    assert agency_named("AF", MODEL.vocabulary, "en") == "Arbetsförmedlingen"


def test_one_s_own_is_said_to_be_so():
    """By name."""
    assert "Försäkringskassan" in ask([], recipient="FK").text("sv")


# --- Refusals ---------------------------------------------------------------------------------------

PLANTED = "hemligt-19790302"

REFUSED = [
    {"sharer": PLANTED},
    {"recipient": f"kommun:{PLANTED}/AME"},
    {"recipient": f"{PLANTED}:"},
    {"on": PLANTED},
    {"known_on": PLANTED},
]


@pytest.mark.parametrize("wrong", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_question_is_refused_and_masked(wrong):
    """An agency that is not in the register, and a day that is none."""
    with pytest.raises(InvalidValueError) as caught:
        ask([], **wrong)
    assert PLANTED not in str(caught.value)


@pytest.mark.parametrize("wrong", [{"category": "haelth"}, {"purpose": "coordinaton"}], ids=["category", "purpose"])
def test_a_word_that_is_not_in_its_list_is_refused_with_those_that_are(wrong):
    """With the nearest of them."""
    with pytest.raises(UnknownNameError) as caught:
        ask([], **wrong)
    assert "did you mean" in str(caught.value)


def test_an_act_is_asked_about_with_an_agency_of_the_register():
    """Or with none."""
    with pytest.raises(InvalidValueError) as caught:
        act("plan", [], agency=PLANTED)
    assert caught.value.fault.where == "agency"
    assert PLANTED not in str(caught.value)


def test_an_answer_is_not_true_or_false():
    """It has three values."""
    with pytest.raises(UndecidedTruthError):
        bool(ask([]))


def test_no_repr_of_an_answer_shows_what_it_says():
    """Neither the consent nor whom it is about; the text does, by design."""
    answer = ask([secrecy(PLANTED, expires="2079-03-02")], person=Participant(id=PLANTED, born="2000-10-10"))
    assert PLANTED in answer.text("sv")
    for value in (PLANTED, "2079", "FK", "contact"):
        assert value not in repr(answer)


def test_a_programme_is_a_world_as_the_model_is():
    """Either knows the agencies and the words."""
    assert ask([secrecy()], world=WAY_IN).verdict is Verdict.MET
