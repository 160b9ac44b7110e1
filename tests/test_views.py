"""A person as one agency sees her: what is not open is absent, whether or not it is recorded."""

from datetime import date
from typing import Annotated

import attrs
import pytest

from samverkan import (
    CaseFile,
    Contact,
    Dated,
    Entry,
    Outcome,
    Participant,
    SickLeave,
    Unknown,
    decide,
    load_model,
    route,
    timeline,
)
from samverkan.agencies import Agencies, Agency, Party
from samverkan.consents import Consent
from samverkan.dated import NOT_OPEN
from samverkan.disclosures import Disclosure
from samverkan.embedding import EmbeddedPerson
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.legal_bases import LegalBasis
from samverkan.participants import GIVEN, HISTORIES, Assessment, Livelihood, Occupation
from samverkan.rules.facts import Boolean, Fact, SpellsOf
from samverkan.sources import Source
from samverkan.spells import Spell, Spells
from samverkan.texts import Text
from samverkan.views import as_seen_by

MODEL = load_model("finsam")
WAY_IN = MODEL.programmes["en-vag-in"]
ORVAR = MODEL.programmes["orvar"]
ON = date(2016, 10, 10)
PARTIES = ["AF", "FK", "region", "kommun"]
APART = ("kommun/IFO", "kommun/LSS", "kommun/omsorg")
"""The units of a kommun that keep their secrets apart, in the order of the register."""
CATEGORIES = list(MODEL.vocabulary.lists["categories"])


def day(text):
    """Return a day from its text."""
    return date.fromisoformat(text)


def secrecy(from_, to="AF", categories=("contact",), name="c-1", **more):
    """Return a consent that lets some tell Arbetsförmedlingen about contacts, for a year."""
    given = {"purpose": "coordination", "given": "2016-10-03", "expires": "2017-10-02", **more}
    return Consent(name, kind="secrecy", from_=[from_], to=[to], categories=categories, **given)


def seen(person, agency="AF", consents=(), on=ON, programme=WAY_IN, **more):
    """Return a person as an agency sees her."""
    case = CaseFile(person, consents=consents)
    return as_seen_by(case, agency, programme, on, **more).participant


def somebody(**more):
    """Return somebody of whom little is known but where she lives."""
    return Participant(**{"id": "d-001", "born": "1990-05-17", "residence": "Ludvika", **more})


# --- Facts ------------------------------------------------------------------------------------------

SO_OR_NOT = [name for name, fact in GIVEN.items() if isinstance(fact.kind, Boolean)]


@pytest.mark.parametrize("viewer", PARTIES)
def test_an_agency_sees_what_it_holds_and_nothing_else(viewer):
    """Of every fact that is so or not: it is there for those who hold it, and not open to the rest."""
    person = somebody(**dict.fromkeys(SO_OR_NOT, True))
    view = seen(person, viewer)
    shown = {name for name in SO_OR_NOT if view.fact(name).at(ON) is True}
    assert shown == {name for name in SO_OR_NOT if not GIVEN[name].held_by or viewer in GIVEN[name].held_by}
    assert all(view.fact(name).at(ON) == NOT_OPEN for name in set(SO_OR_NOT) - shown)


@pytest.mark.parametrize("viewer", PARTIES)
def test_what_is_not_open_looks_the_same_whether_or_not_it_is_recorded(viewer):
    """Somebody of whom everything is recorded, and somebody of whom nothing is, differ in what is held alone."""
    full = seen(somebody(**dict.fromkeys(SO_OR_NOT, True)), viewer)
    bare = seen(somebody(), viewer)
    closed = {name for name in SO_OR_NOT if full.fact(name).at(ON) == NOT_OPEN}
    assert closed
    assert closed == {name for name in SO_OR_NOT if bare.fact(name).at(ON) == NOT_OPEN}
    assert full.hidden == bare.hidden


@pytest.mark.parametrize("name", SO_OR_NOT)
def test_a_fact_is_open_to_whom_one_of_its_holders_may_tell(name):
    """For its category, and for no other; one holder of several is enough."""
    fact = GIVEN[name]
    holder = min(fact.held_by) if fact.held_by else None
    if holder is None:
        assert seen(somebody(**{name: True}), "Lernia").fact(name).at(ON) is True
        return
    person = somebody(**{name: True})
    others = [one for one in CATEGORIES if one != fact.category]
    opening = secrecy(holder, "Lernia", [fact.category])
    assert seen(person, "Lernia").fact(name).at(ON) == NOT_OPEN
    assert seen(person, "Lernia", [opening]).fact(name).at(ON) is True
    assert seen(person, "Lernia", [secrecy(holder, "Lernia", others)]).fact(name).at(ON) == NOT_OPEN


def test_a_unit_of_a_party_may_tell_what_the_party_holds():
    """What the region holds primary care may tell."""
    person = somebody(care_seeking=True)
    consent = secrecy("region/primärvård", categories=["health"])
    assert seen(person, consents=[consent]).fact("care_seeking").at(ON) is True


def test_birth_sex_and_residence_are_held_by_all():
    """They are there for everybody; so is her id."""
    person = somebody(sex="woman")
    view = seen(person, "Lernia")
    assert (view.id, view.born, view.sex, view.residence) == (person.id, person.born, person.sex, person.residence)


def test_the_identity_number_is_not_there_but_what_is_read_from_it_is():
    """Birth and sex are held by all; the number itself is shown to nobody through a view."""
    number = "199101252386"
    person = Participant(id="d-001", identity_number=number)
    view = seen(person)
    assert view.identity_number is None
    assert view.fact("born").at(ON) == person.fact("born").at(ON)
    assert str(view.fact("born").at(ON)) == "1991-01-25"
    assert view.fact("sex").at(ON) == "woman"


def test_dated_facts_keep_their_days():
    """What is open is open as it is, entries and recording and all."""
    employed = [Entry(True, until="2016-06-30"), Entry(False, since="2016-07-01", recorded_on="2016-08-01")]
    person = somebody(employed=employed)
    assert seen(person).employed == person.employed


def test_a_fact_of_the_model_s_own_is_seen_by_those_who_hold_it():
    """Own facts stand beside the others: held by one, and by nobody in particular."""
    words = Text(sv="ord", en="words")
    own = {
        "has_debts": Fact(Boolean(), words, words, words, held_by=frozenset({"kommun/IFO"}), category="livelihood"),
        "has_car": Fact(Boolean(), words, words, words),
    }
    programme = MODEL.with_(facts=own).programmes["en-vag-in"]
    person = somebody(more={"has_debts": True, "has_car": True})
    for viewer, consents, debts in (
        ("AF", [], NOT_OPEN),
        ("kommun/IFO", [], True),
        ("kommun", [], NOT_OPEN),
        ("AF", [secrecy("kommun/IFO", categories=["livelihood"])], True),
        ("AF", [secrecy("kommun", categories=["livelihood"])], NOT_OPEN),
    ):
        view = seen(person, viewer, consents, programme=programme)
        assert view.fact("has_debts").at(ON) == debts
        assert view.fact("has_car").at(ON) is True


# --- Contacts ---------------------------------------------------------------------------------------

EVERYWHERE = [
    Contact("AF"),
    Contact("FK"),
    Contact("region/primärvård"),
    Contact("region/psykiatri"),
    Contact("kommun/AME"),
    Contact("kommun/IFO"),
    Contact("kommun:Falun/AME"),
]

CONTACTS_SEEN = [
    ("AF", [], ["AF"]),
    ("FK", [], ["FK"]),
    ("region/psykiatri", [], ["region/psykiatri"]),
    ("region", [], ["region/primärvård", "region/psykiatri"]),
    ("kommun/AME", [], ["kommun/AME"]),
    ("kommun:Ludvika/AME", [], ["kommun/AME"]),
    ("kommun:Falun/AME", [], ["kommun:Falun/AME"]),
    ("kommun", [], ["kommun/AME"]),
    ("kommun/IFO", [], ["kommun/IFO"]),
    ("Lernia", [], []),
    ("AF", [secrecy("FK")], ["AF", "FK"]),
    ("AF", [secrecy("region")], ["AF", "region/primärvård", "region/psykiatri"]),
    ("AF", [secrecy("region/psykiatri")], ["AF", "region/psykiatri"]),
    ("AF", [secrecy("kommun")], ["AF", "kommun/AME", "kommun:Falun/AME"]),
    ("AF", [secrecy("kommun/IFO")], ["AF", "kommun/IFO"]),
    ("AF", [secrecy("kommun:Falun")], ["AF", "kommun:Falun/AME"]),
    ("AF", [secrecy("FK", to="region")], ["AF"]),
    ("AF", [secrecy("FK", categories=["health"])], ["AF"]),
    ("AF", [secrecy("FK", purpose="follow-up")], ["AF"]),
    ("AF", [secrecy("FK", programme="orvar")], ["AF"]),
    ("AF", [secrecy("FK", programme="en-vag-in")], ["AF", "FK"]),
]


@pytest.mark.parametrize(("viewer", "consents", "shown"), CONTACTS_SEEN, ids=range(len(CONTACTS_SEEN)))
def test_contacts_are_seen_one_by_one(viewer, consents, shown):
    """Each is held by the agency that it is with, and open to whom that agency may tell."""
    person = somebody(contacts=EVERYWHERE)
    assert [one.agency for one in seen(person, viewer, consents).contacts or ()] == shown


def test_a_list_of_which_only_a_part_is_seen_is_whole_no_longer():
    """With all contacts and none more: Arbetsförmedlingen knows that of its own alone."""
    whole = somebody(contacts=[Contact("AF"), Contact("FK")], contacts_complete=True)
    view = seen(whole)
    assert view.contacts_complete == frozenset({"AF"})
    opened = seen(whole, consents=[secrecy("FK")])
    assert opened.contacts_complete == frozenset({"AF", "FK"})


def test_a_party_s_list_is_whole_where_every_unit_of_it_may_tell():
    """The region's, when the region may; the kommun's not, while another kommun's units apart may not."""
    person = somebody(contacts=EVERYWHERE, contacts_complete=True)
    region = seen(person, consents=[secrecy("region")]).contacts_complete
    assert {"AF", "region"} <= region
    assert not {"kommun", "FK"} & region
    assert "kommun" not in seen(person, consents=[secrecy("kommun")]).contacts_complete
    own = attrs.evolve(secrecy("kommun"), from_=["kommun", *APART])
    assert "kommun" not in seen(person, consents=[own]).contacts_complete
    bodies = [f"kommun:{body}" for body in MODEL.agencies.bodies_of("kommun")]
    everywhere = [f"{body}/{unit}" for body in bodies for unit in ("IFO", "LSS", "omsorg")]
    everybody = attrs.evolve(own, from_=["kommun", *APART, *everywhere])
    assert "kommun/AME" in seen(person, consents=[everybody]).contacts_complete


def test_what_was_whole_for_some_stays_whole_for_those_that_are_seen():
    """Where the list was whole for a body's unit, a party or a unit, it is so for what is open of them."""
    person = somebody(contacts=EVERYWHERE, contacts_complete=["AF", "FK", "region", "kommun:Falun/AME", "kommun/AME"])
    assert seen(person).contacts_complete == frozenset({"AF"})
    assert seen(person, consents=[secrecy("FK")]).contacts_complete == frozenset({"AF", "FK"})
    assert "kommun:Falun/AME" in seen(person, "kommun:Falun/AME").contacts_complete
    opened = seen(person, consents=[secrecy("kommun")]).contacts_complete
    assert {"AF", "kommun/AME", "kommun:Falun/AME"} <= opened
    assert not {"FK", "region"} & opened


def test_a_list_that_was_not_whole_does_not_become_so():
    """Seeing everything adds no knowledge."""
    person = somebody(contacts=[Contact("AF")])
    assert not seen(person).contacts_complete


def test_without_a_list_there_is_none():
    """And a list of which nothing is seen, and that says nothing, is none either."""
    assert seen(somebody()).contacts is None
    assert seen(somebody(contacts=[])).contacts is None
    assert seen(somebody(contacts=[Contact("FK")])).contacts is None


# --- Story and twin ---------------------------------------------------------------------------------


def in_need(*contacts, **more):
    """Return somebody who meets every criterion of En väg in but perhaps that of two parties."""
    return somebody(unmet_need=True, contacts=[Contact(one) for one in contacts], contacts_complete=True, **more)


def test_whoever_is_not_seen_elsewhere_is_undetermined_and_not_out():
    """With Arbetsförmedlingen and Försäkringskassan, the list whole, seen by the one: it cannot be settled."""
    person = in_need("AF", "FK")
    assert decide(person, WAY_IN, ON).outcome is Outcome.ELIGIBLE
    assert decide(person, WAY_IN, ON, seen_by="AF").outcome is Outcome.UNDETERMINED
    opened = CaseFile(person, consents=[secrecy("FK", programme="en-vag-in")])
    assert decide(opened, WAY_IN, ON, seen_by="AF").outcome is Outcome.ELIGIBLE


def test_a_twin_without_the_hidden_contact_gets_the_same_words():
    """Decision, text and what is missing are the same, so that nothing can be read out of them."""
    first, second = (decide(person, WAY_IN, ON, seen_by="AF") for person in (in_need("AF", "FK"), in_need("AF")))
    assert first == second
    assert first.missing == second.missing
    assert (first.explain("sv"), first.explain("en")) == (second.explain("sv"), second.explain("en"))
    assert decide(in_need("AF"), WAY_IN, ON).outcome is Outcome.NOT_ELIGIBLE


def test_what_is_missing_names_the_consent_that_it_takes_and_who_would_tell():
    """It never says that there is anything to tell."""
    missing = {one.member: one for one in decide(in_need("AF", "FK"), WAY_IN, ON, seen_by="AF").missing}
    consent = missing["FK"].consent
    assert (consent.from_, consent.to, consent.category) == (("FK",), "AF", "contact")
    assert (consent.purpose, consent.programme) == ("coordination", "en-vag-in")
    assert all(one.consent is None for one in decide(somebody(), WAY_IN, ON).missing)


def test_a_decision_stands_no_longer_than_what_is_open():
    """The consent's last day is the last on which this can be said."""
    case = CaseFile(in_need("AF", "FK"), consents=[secrecy("FK")])
    assert decide(case, WAY_IN, ON, seen_by="AF").holds_until == day("2017-10-02")
    withdrawn = CaseFile(in_need("AF", "FK"), consents=[secrecy("FK").withdraw("2016-12-01")])
    assert decide(withdrawn, WAY_IN, ON, seen_by="AF").holds_until == day("2016-11-30")


def asked_for(consents, reading=None):
    """Return, by what is missing to Arbetsförmedlingen, of whom a consent is asked for."""
    case = CaseFile(somebody(unmet_need=True, contacts=[Contact("AF")]), consents=consents)
    missing = decide(case, WAY_IN, ON, seen_by="AF", reading=reading).missing
    return {one.member: () if one.consent is None else one.consent.from_ for one in missing}


def test_of_a_party_that_may_tell_those_are_asked_for_that_its_name_does_not_reach():
    """First the party; when it may tell, the units that keep their secrets apart."""
    assert asked_for([]) == {"FK": ("FK",), "region": ("region",), "kommun": ("kommun",)}
    assert asked_for([secrecy("kommun")]) == {"FK": ("FK",), "region": ("region",), "kommun": APART}
    assert asked_for([secrecy("region")]) == {"FK": ("FK",), "region": (), "kommun": ("kommun",)}


def test_of_a_unit_it_is_the_unit_that_is_asked_for():
    """Where the rule reads units: each by itself, and none that may tell already."""
    closed = asked_for([], "units")
    assert closed["kommun/AME"] == ("kommun/AME",)
    assert closed["region/psykiatri"] == ("region/psykiatri",)
    opened = asked_for([secrecy("kommun")], "units")
    assert (opened["kommun/AME"], opened["kommun/IFO"]) == ((), ("kommun/IFO",))


def test_no_consent_is_asked_for_that_stands():
    """What she has consented to already is not what it takes."""
    whole = attrs.evolve(secrecy("kommun"), from_=["kommun", *APART])
    assert asked_for([whole])["kommun"] == ()
    but_one = attrs.evolve(secrecy("kommun"), from_=["kommun", *APART[1:]])
    assert asked_for([but_one])["kommun"] == APART[:1]
    assert asked_for([secrecy("kommun/IFO")], "units")["kommun/IFO"] == ()


# --- Assessments ------------------------------------------------------------------------------------

ASSESSED = [
    Assessment("AF", "no"),
    Assessment("region/psykiatri", "to-be-clarified"),
    Assessment("kommun/IFO", "yes"),
    Assessment(None, "no"),
]


@pytest.mark.parametrize(
    ("viewer", "consents", "shown"),
    [
        ("AF", [], ["AF", ""]),
        ("region", [], ["region/psykiatri", ""]),
        ("kommun/IFO", [], ["kommun/IFO", ""]),
        ("kommun/AME", [], [""]),
        ("Lernia", [], []),
        ("AF", [secrecy("region", categories=["health"])], ["AF", "region/psykiatri", ""]),
        ("AF", [secrecy("kommun", categories=["health"])], ["AF", ""]),
        ("AF", [secrecy("region", categories=["contact"])], ["AF", ""]),
    ],
    ids=range(8),
)
def test_an_assessment_is_seen_by_whoever_made_it(viewer, consents, shown):
    """One of which nobody is named is held by those who hold the capacity to work."""
    view = seen(somebody(work_capacity=ASSESSED), viewer, consents)
    assert [one.by or "" for one in view.work_capacity or ()] == shown


def test_assessments_of_which_a_part_is_seen_are_whole_for_those_parties_alone():
    """What another has found is unknown; what one has found oneself is known."""
    view = seen(somebody(work_capacity=[Assessment("AF", "no"), Assessment("FK", "yes")]))
    assert view.spells("work_capacity").complete == frozenset({"AF", ""})


# --- Livelihoods, occupations, sick leave -----------------------------------------------------------


@pytest.mark.parametrize(
    ("viewer", "consents", "shown"),
    [
        ("AF", [], ["salary"]),
        ("FK", [], ["sickness-benefit", "salary"]),
        ("kommun/IFO", [], ["economic-assistance", "salary"]),
        ("kommun/AME", [], ["salary"]),
        ("region", [], []),
        ("AF", [secrecy("kommun/IFO", categories=["livelihood"])], ["economic-assistance", "salary"]),
        ("AF", [secrecy("kommun", categories=["livelihood"])], ["salary"]),
        ("AF", [secrecy("FK", categories=["livelihood"])], ["sickness-benefit", "salary"]),
    ],
    ids=range(8),
)
def test_a_livelihood_is_seen_by_its_payer(viewer, consents, shown):
    """Försäkringskassan pays sickness benefit, the social services economic assistance; others know of other incomes."""
    person = somebody(
        livelihoods=[Livelihood("sickness-benefit"), Livelihood("economic-assistance"), Livelihood("salary")]
    )
    assert [one.kind for one in seen(person, viewer, consents).livelihoods or ()] == shown


def test_livelihoods_are_whole_for_what_the_viewer_would_know():
    """That she has none of these is known; of the rest it is not open."""
    view = seen(somebody(livelihoods=[]), "FK")
    complete = view.spells("livelihoods").complete
    assert {"sickness-benefit", "salary"} <= complete
    assert "economic-assistance" not in complete


def test_occupations_are_held_by_those_who_know_of_work():
    """In whole or not at all; the list stays whole."""
    person = somebody(occupations=[Occupation("studies")])
    assert seen(person, "FK").occupations == person.occupations
    assert seen(person, "FK").spells("occupations").complete is True
    assert seen(person, "region").occupations is None


@pytest.mark.parametrize(
    ("viewer", "consents", "is_open"),
    [
        ("FK", [], True),
        ("region", [], True),
        ("AF", [], False),
        ("kommun", [], False),
        ("AF", [secrecy("FK", categories=["health"])], True),
        ("AF", [secrecy("region/primärvård", categories=["health"])], True),
        ("AF", [secrecy("FK", categories=["contact"])], False),
    ],
    ids=range(7),
)
def test_sick_leave_is_seen_in_whole_or_not_at_all(viewer, consents, is_open):
    """A part of it would tell a wrong number of days."""
    person = somebody(sick_leave=[SickLeave("2016-01-01", until="2016-02-01"), SickLeave("2016-03-01")])
    view = seen(person, viewer, consents)
    assert view.sick_leave == (person.sick_leave if is_open else None)
    assert (view.spells("sick_leave").nothing == NOT_OPEN) is (not is_open)


@pytest.mark.parametrize("name", HISTORIES)
def test_a_history_that_is_not_there_is_not_there_to_anybody(name):
    """A view makes nothing out of nothing."""
    for viewer in (*PARTIES, "Lernia"):
        view = seen(somebody(), viewer)
        assert getattr(view, name) is None


# --- A class of one's own ---------------------------------------------------------------------------

WORDS = Text(sv="ord", en="words")
TALKS = Fact(SpellsOf(), WORDS, WORDS, WORDS, held_by=frozenset({"kommun/IFO"}), category="need")


@attrs.frozen
class Client:
    """A person of a class of the tests' own."""

    id: str
    residence: Annotated[str | None, GIVEN["residence"]] = None
    sgi: Annotated[bool | None, GIVEN["sgi"]] = None
    unmet_need: Annotated[bool | None, GIVEN["unmet_need"]] = None
    contacts: Annotated[object, GIVEN["contacts"]] = None
    livelihoods: Annotated[object, GIVEN["livelihoods"]] = None
    talks: Annotated[object, TALKS] = None
    shoe_size: int = 38


def test_a_person_of_a_class_of_ones_own_is_seen_likewise():
    """The same facts are there, and the same are not open; what is of no fact is the class's own affair."""
    programme = MODEL.with_(facts={"talks": TALKS}).programmes["en-vag-in"]
    client = Client(
        "o-1",
        residence="Ludvika",
        sgi=True,
        unmet_need=True,
        contacts=Spells([Contact("AF"), Contact("FK")], complete=True),
        livelihoods=[Livelihood("sickness-benefit"), Livelihood("salary")],
        talks=[Spell(since="2016-01-01")],
    )
    for viewer, contacts, incomes, sgi, talks in (
        ("AF", ["AF"], ["salary"], NOT_OPEN, False),
        ("FK", ["FK"], ["sickness-benefit", "salary"], True, False),
        ("kommun/IFO", [], ["salary"], NOT_OPEN, True),
    ):
        view = as_seen_by(client, viewer, programme, ON).participant
        assert isinstance(view, EmbeddedPerson)
        assert view.id == "o-1"
        assert view.fact("residence").at(ON) == "Ludvika"
        assert view.fact("unmet_need").at(ON) is True
        assert view.fact("sgi").at(ON) == sgi
        assert view.fact("employed").at(ON) is not True
        shown = view.spells("contacts")
        assert [one.agency for one in (shown.entries if shown else ())] == contacts
        assert [one.kind for one in view.spells("livelihoods").entries] == incomes
        assert bool(view.spells("talks").entries) is talks
        again = as_seen_by(as_seen_by(client, viewer, programme, ON), viewer, programme, ON).participant
        assert again.fact("sgi").at(ON) == sgi


def test_a_view_is_asked_again_on_another_day():
    """What has ended since is no longer open: the view of October knows in November no more than one of November."""
    consent = secrecy("FK", expires="2016-10-31")
    person = Participant(
        id="d-1",
        born="1990-05-17",
        residence="Ludvika",
        unmet_need=True,
        contacts=[Contact("AF"), Contact("FK")],
        contacts_complete=True,
    )
    case = CaseFile(person, consents=[consent])
    seen = as_seen_by(case, "AF", WAY_IN, "2016-10-10")
    told = [decide(seen, WAY_IN, day).outcome for day in ("2016-10-10", "2016-10-31", "2016-11-01")]
    assert told == [Outcome.ELIGIBLE, Outcome.ELIGIBLE, Outcome.UNDETERMINED]
    assert decide(seen, WAY_IN, "2016-11-01") == decide(case, WAY_IN, "2016-11-01", seen_by="AF")
    assert decide(seen, WAY_IN, "2016-10-10").holds_until == date(2016, 10, 31)
    with pytest.raises(InvalidValueError, match="known_on: wanted the day on which the agency asks"):
        timeline(seen, WAY_IN, "2016-10-10", "2016-12-31")


def test_what_is_hidden_is_hidden_from_somebody():
    """A person of whom something is hidden is no person with all facts: without the view she is not decided about."""
    person = as_seen_by(Participant(id="d-1", sgi=True), "AF", WAY_IN, ON).participant
    with pytest.raises(InvalidRecordError, match="view: wanted through whose eyes it is seen"):
        CaseFile(person)
    with pytest.raises(InvalidValueError, match="person: wanted a person with all facts, or a view of her"):
        decide(person, WAY_IN, ON)


def test_of_a_person_of_ones_own_nothing_hidden_is_checked():
    """Two contacts with FK that contradict each other are FK's affair: AF is told the same as if they were not there."""
    twice = [Contact("FK", since="2016-01-01", until=until) for until in ("2016-02-01", "2016-03-01")]
    told = [
        decide(Client("o-1", residence="Ludvika", contacts=[Contact("AF"), *more]), WAY_IN, ON, seen_by="AF")
        for more in ([], twice)
    ]
    assert told[0] == told[1]


def test_a_contact_of_the_time_when_she_lived_elsewhere_is_of_a_unit_there():
    """Her own unit was another one then: this kommun's is not told of it, and that one's is."""
    mover = Participant(
        id="d-1",
        residence=[Entry("Falun", until="2016-06-30"), Entry("Ludvika", since="2016-07-01")],
        contacts=[
            Contact("kommun/AME", since="2015-01-01", until="2016-01-01"),
            Contact("kommun/AME", since="2016-09-01"),
        ],
    )
    shown = {
        viewer: [one.since for one in as_seen_by(mover, viewer, WAY_IN, ON).participant.contacts or ()]
        for viewer in ("kommun:Ludvika/AME", "kommun:Falun/AME")
    }
    assert shown == {"kommun:Ludvika/AME": [date(2016, 9, 1)], "kommun:Falun/AME": [date(2015, 1, 1)]}


def test_a_person_of_ones_own_and_a_participant_come_to_the_same():
    """With the same facts they get the same decision through the same eyes."""
    contacts = Spells([Contact("AF"), Contact("FK")], complete=True)
    client = Client("d-001", residence="Ludvika", unmet_need=True, contacts=contacts)
    person = Participant(
        id="d-001", residence="Ludvika", unmet_need=True, contacts=contacts.entries, contacts_complete=True
    )
    for viewer in PARTIES:
        ours, theirs = (decide(one, WAY_IN, ON, seen_by=viewer) for one in (client, person))
        assert ours.explain("sv") == theirs.explain("sv")
        assert ours == theirs


# --- Consents, bases and disclosures ----------------------------------------------------------------


def test_what_does_not_name_the_viewer_is_gone():
    """Consents, legal bases and disclosures: those that name it, as one who tells or is told, are there."""
    duty = {"kind": "statutory-duty", "categories": ["health"], "since": "2011-01-01", "source": Source(document="SFB")}
    told = {"on": "2016-10-04", "category": "contact", "purpose": "coordination", "basis": "c-1"}
    case = CaseFile(
        somebody(),
        consents=[
            secrecy("FK", name="to"),
            secrecy("AF", to="FK", name="from"),
            secrecy("region", to="FK", name="others"),
            Consent("plan", kind="plan", given="2016-10-03", to=["AF"]),
            Consent("plan of others", kind="plan", given="2016-10-03", to=["region"]),
        ],
        legal_bases=[
            LegalBasis("b-1", from_=["FK"], to=["AF"], **duty),
            LegalBasis("b-2", from_=["FK"], to=["region"], **duty),
        ],
        disclosures=[
            Disclosure("u-1", sharer="FK", recipient="AF", **told),
            Disclosure("u-2", sharer="AF", recipient="region/psykiatri", **told),
            Disclosure("u-3", sharer="FK", recipient="region/psykiatri", **told),
        ],
    )
    view = as_seen_by(case, "AF", WAY_IN, ON)
    assert [one.id for one in view.consents] == ["to", "from", "plan"]
    assert [one.id for one in view.legal_bases] == ["b-1"]
    assert [one.id for one in view.disclosures] == ["u-1", "u-2"]
    assert as_seen_by(somebody(), "AF", WAY_IN, ON).consents is None
    assert as_seen_by(CaseFile(somebody(), consents=[]), "AF", WAY_IN, ON).consents == ()


def test_a_consent_to_a_party_is_not_there_for_its_units_apart():
    """The party's name does not stand for them."""
    case = CaseFile(somebody(), consents=[secrecy("FK", to="kommun")])
    assert as_seen_by(case, "kommun/AME", WAY_IN, ON).consents != ()
    assert as_seen_by(case, "kommun/IFO", WAY_IN, ON).consents == ()
    assert as_seen_by(case, "kommun:Falun/AME", WAY_IN, ON).consents == ()


# --- The day of asking ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "is_open"), [("2016-10-02", False), ("2016-10-03", True), ("2017-10-02", True), ("2017-10-03", False)]
)
def test_what_may_be_seen_goes_by_the_day_of_asking(on, is_open):
    """The consent's first and last day are the first and last on which it is seen."""
    person = somebody(contacts=[Contact("AF"), Contact("FK")])
    view = seen(person, consents=[secrecy("FK")], on=on)
    assert ("FK" in {one.agency for one in view.contacts}) is is_open


def test_known_on_is_the_day_of_asking_where_it_is_given():
    """Asked in November about October, what is open in November is seen; what was recorded later opens nothing."""
    person = somebody(contacts=[Contact("AF"), Contact("FK")])
    case = CaseFile(person, consents=[secrecy("FK", given="2016-11-01", recorded_on="2016-11-02")])
    for known_on, agencies in (("2016-11-01", ["AF"]), ("2016-11-02", ["AF", "FK"]), (None, ["AF"])):
        view = as_seen_by(case, "AF", WAY_IN, "2016-10-10", known_on=known_on)
        assert [one.agency for one in view.participant.contacts] == agencies
        assert view.view.on == day(known_on or "2016-10-10")


def test_where_she_lives_on_the_day_of_asking_says_whose_own_she_is():
    """A unit written without a body is that of the kommun where she lives then."""
    person = somebody(
        residence=[Entry("Ludvika", until="2016-12-31"), Entry("Falun", since="2017-01-01")],
        attends_upper_secondary=True,
    )
    for on, body in (("2016-12-31", "Ludvika"), ("2017-01-01", "Falun")):
        for viewer in ("Ludvika", "Falun"):
            view = seen(person, f"kommun:{viewer}/skola", on=on)
            assert (view.fact("attends_upper_secondary").at(day(on)) is True) is (viewer == body)


def test_a_timeline_through_one_agency_s_eyes_says_on_which_day_it_asks():
    """Without that day it is refused; with it what is seen is settled for every day of the timeline."""
    case = CaseFile(in_need("AF", "FK"), consents=[secrecy("FK", given="2016-10-03", expires="2016-10-31")])
    with pytest.raises(InvalidValueError) as caught:
        timeline(case, WAY_IN, "2016-10-03", "2016-12-31", seen_by="AF")
    assert caught.value.fault.where == "known_on"
    (stretch,) = timeline(case, WAY_IN, "2016-10-03", "2016-12-31", seen_by="AF", known_on="2016-10-10")
    assert stretch.outcome is Outcome.ELIGIBLE
    (later,) = timeline(case, WAY_IN, "2016-10-03", "2016-12-31", seen_by="AF", known_on="2016-11-10")
    assert later.outcome is Outcome.UNDETERMINED
    assert decide(case, WAY_IN, "2016-12-01", known_on="2016-10-10", seen_by="AF").outcome is Outcome.ELIGIBLE


def test_a_decision_by_what_was_known_on_a_day_is_settled_then():
    """The consent's end is no end of it: what was open on the day of asking stays so."""
    case = CaseFile(in_need("AF", "FK"), consents=[secrecy("FK", expires="2016-10-31")])
    decision = decide(case, WAY_IN, ON, known_on=ON, seen_by="AF")
    assert decision.outcome is Outcome.ELIGIBLE
    assert decision.holds_until == day("2055-05-16")


def test_a_route_takes_each_programme_by_itself():
    """A consent for one opens nothing for another."""
    case = CaseFile(in_need("AF", "FK"), consents=[secrecy("FK", programme="en-vag-in")])
    programmes = MODEL.programmes
    for option in route(case, programmes, ON, seen_by="AF"):
        assert option.decision.view == decide(case, programmes[option.id], ON, seen_by="AF").view
        assert option.decision == decide(case, programmes[option.id], ON, seen_by="AF")
    by_id = {option.id: option for option in route(case, programmes, ON, seen_by="AF")}
    assert by_id["en-vag-in"].outcome is Outcome.ELIGIBLE


# --- The view ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen_by", "sv", "en"),
    [
        (None, "med alla uppgifter", "with all facts"),
        ("AF", "Arbetsförmedlingen", "Arbetsförmedlingen"),
        ("kommun:Falun/AME", "Falun", "Falun"),
    ],
    ids=["all facts", "AF", "a body"],
)
def test_every_decision_says_through_whose_eyes_it_was_made(seen_by, sv, en):
    """In the decision itself and in the first line of its printout, in both languages."""
    decision = decide(in_need("AF"), WAY_IN, ON, seen_by=seen_by)
    assert sv in decision.explain("sv").splitlines()[0]
    assert en in decision.explain("en").splitlines()[0]
    if seen_by is None:
        assert (decision.view, decision.purpose) == ("all-facts", None)
    else:
        assert seen_by in decision.view
        assert decision.view != "all-facts"
        assert decision.purpose == "coordination"
        assert "samordning" in decision.explain("sv").splitlines()[0]
        assert "coordination" in decision.explain("en").splitlines()[0]
        assert "med alla uppgifter" not in decision.explain("sv")


def test_what_is_seen_for_one_programme_decides_no_other():
    """What was opened for that one is not for this, neither to decide nor to be seen again."""
    view = as_seen_by(in_need("AF"), "AF", WAY_IN, ON)
    assert decide(view, WAY_IN, ON) == decide(in_need("AF"), WAY_IN, ON, seen_by="AF")
    for ask in (
        lambda: decide(view, ORVAR, "2008-10-01"),
        lambda: decide(view, ORVAR, "2008-10-01", seen_by="AF"),
        lambda: decide(view, WAY_IN, ON, seen_by="FK"),
        lambda: decide(view, WAY_IN, ON, seen_by="AF", purpose="planning"),
        lambda: route(view, MODEL.programmes, ON),
        lambda: timeline(view, ORVAR, "2008-10-01", "2008-10-31"),
    ):
        with pytest.raises(InvalidValueError):
            ask()


@pytest.mark.parametrize("viewer", ["AF", "FK", "region/psykiatri", "kommun", "kommun/IFO", "Lernia"])
def test_to_see_again_what_is_seen_changes_nothing(viewer):
    """On the same day and through the same eyes."""
    person = somebody(
        contacts=EVERYWHERE,
        contacts_complete=True,
        work_capacity=ASSESSED,
        livelihoods=[Livelihood("salary"), Livelihood("sickness-benefit")],
        sick_leave=[SickLeave("2016-01-01")],
        occupations=[],
        **dict.fromkeys(SO_OR_NOT, True),
    )
    case = CaseFile(person, consents=[secrecy("FK", categories=["health", "contact"]), secrecy("kommun", name="c-2")])
    once = as_seen_by(case, viewer, WAY_IN, ON)
    assert as_seen_by(once, viewer, WAY_IN, ON) == once


@pytest.mark.parametrize("fields", [{"sgi": True}, {"sick_leave": []}], ids="-".join)
def test_what_is_not_open_cannot_be_put_back_unnoticed(fields):
    """A participant as she is seen holds nothing of what is hidden, and to add some is refused."""
    view = seen(somebody(sgi=True, sick_leave=[SickLeave("2016-01-01")]))
    with pytest.raises(InvalidValueError) as caught:
        attrs.evolve(view, **fields)
    assert [caught.value.fault.where] == list(fields)


# --- A register of another kind ---------------------------------------------------------------------


LANDSTING = Agencies(
    [*MODEL.agencies.parties.values(), Party("landsting", WORDS)],
    [
        *MODEL.agencies.agencies.values(),
        Agency("landsting/vård", "landsting", WORDS),
        Agency("landsting/tandvård", "landsting", WORDS, secrecy_apart=True),
    ],
    MODEL.agencies.bodies,
)
"""The register with one more party: no agency bears its name, and it has no bodies."""


def test_a_party_that_is_no_agency_itself_is_made_of_its_units():
    """Its name stands for its units in a consent, and the list is whole for it where each of them may tell."""
    programme = attrs.evolve(MODEL, agencies=LANDSTING).programmes["en-vag-in"]
    person = somebody(contacts=[Contact("landsting/vård"), Contact("landsting/tandvård")], contacts_complete=True)
    care, dental = "landsting/vård", "landsting/tandvård"
    for viewer, from_, shown, whole in (
        ("AF", [], [], set()),
        ("AF", ["landsting"], [care], {care}),
        ("AF", [dental], [dental], {dental}),
        ("AF", ["landsting", dental], [care, dental], {care, dental, "landsting"}),
        (care, [], [care], {care}),
    ):
        consents = [secrecy(one, name=f"c-{one[-3:]}") for one in from_]
        view = seen(person, viewer, consents, programme=programme)
        assert [one.agency for one in view.contacts or ()] == shown
        assert {one for one in view.contacts_complete or () if one.startswith("landsting")} == whole


def test_what_is_complete_for_such_a_party_stays_so_where_all_of_it_is_seen():
    """Named as the party alone, it is whole for what is seen of it."""
    programme = attrs.evolve(MODEL, agencies=LANDSTING).programmes["en-vag-in"]
    person = somebody(contacts=[Contact("landsting/vård")], contacts_complete=["landsting"])
    assert seen(person, "landsting/vård", programme=programme).contacts_complete == frozenset({"landsting/vård"})


# --- Refusals ---------------------------------------------------------------------------------------

PLANTED = "hemligt-19790302"


@pytest.mark.parametrize(
    ("agency", "on"), [(PLANTED, "2016-10-10"), (f"kommun:{PLANTED}/AME", "2016-10-10"), ("AF", PLANTED)], ids=range(3)
)
def test_who_is_no_agency_sees_nothing(agency, on):
    """Nor is a day guessed at; the message is masked."""
    with pytest.raises(InvalidValueError) as caught:
        as_seen_by(somebody(), agency, WAY_IN, on)
    assert PLANTED not in str(caught.value)


def test_nobody_sees_anything_for_a_purpose_that_there_is_not():
    """The purposes are a closed list."""
    with pytest.raises(UnknownNameError) as caught:
        decide(somebody(), WAY_IN, ON, seen_by="AF", purpose="coordinaton")
    assert "did you mean coordination?" in str(caught.value)


def test_what_is_wrong_with_what_is_hidden_is_told_to_nobody():
    """A contact with an agency that the model does not have raises with all facts, and not for those who do not see it."""
    person = somebody(unmet_need=True, contacts=[Contact("AF"), Contact(PLANTED)])
    with pytest.raises(InvalidRecordError):
        decide(person, WAY_IN, ON)
    seen_by_af = decide(person, WAY_IN, ON, seen_by="AF")
    assert seen_by_af == decide(somebody(unmet_need=True, contacts=[Contact("AF")]), WAY_IN, ON, seen_by="AF")


@pytest.mark.parametrize(
    "hidden",
    [{"sgi": "nej"}, {"livelihoods": [Livelihood(PLANTED)]}],
    ids="-".join,
)
def test_a_hidden_fault_of_a_class_of_ones_own_is_told_to_nobody(hidden):
    """What the agency may not see is not even checked for it."""
    client = Client("o-1", residence="Ludvika", **hidden)
    view = as_seen_by(client, "region", WAY_IN, ON).participant
    assert all(view.fact(name).at(ON) == NOT_OPEN for name in hidden if name == "sgi")


def test_no_repr_of_a_view_shows_what_it_hides():
    """Nor what it shows."""
    person = Participant(id=PLANTED, contacts=EVERYWHERE, sgi=True, born="1979-03-02")
    view = as_seen_by(CaseFile(person, consents=[secrecy("FK", name=PLANTED)]), "AF", WAY_IN, ON)
    shown = repr(view) + repr(view.participant) + repr(view.consents) + repr(view.participant.contacts)
    for value in (PLANTED, "1979", "psykiatri", "IFO"):
        assert value not in shown


def test_a_value_that_is_not_open_says_so():
    """It is unknown, with a reason that is the same for whatever there is or is not."""
    value = seen(somebody(sgi=[Entry(True, since="2016-01-01")])).fact("sgi")
    assert value == Dated(nothing=NOT_OPEN)
    assert value.at(ON) == Unknown(NOT_OPEN.reason)
