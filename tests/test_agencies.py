"""Agencies, the parties they belong to, and how they are named."""

from unicodedata import normalize

import attrs
import pytest

from samverkan import Contact, Outcome, Participant, decide, load_model
from samverkan.agencies import Agencies, Agency, Party, as_agency_reference, unit_of
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.municipalities import municipalities
from samverkan.rules.facts import SetOf
from samverkan.texts import Text

MODEL = load_model("finsam")
REGISTER = MODEL.agencies

# The parties of lag (2003:1210) 3 §, and the units that the documents name.
UNITS = {
    "AF": {"AF"},
    "FK": {"FK"},
    "region": {"region", "region/primärvård", "region/psykiatri", "region/sjukhus"},
    "kommun": {
        "kommun",
        "kommun/AME",
        "kommun/IFO",
        "kommun/LSS",
        "kommun/omsorg",
        "kommun/skola",
        "kommun/vuxenutbildning",
        "kommun/kultur-fritid",
        "kommun/integration",
    },
}


WITHOUT_PARTY = {
    "samordningsförbund",
    "leverantör",
    "Lernia",
    "folkhögskola",
    "företag",
    "socialt-företag",
    "Fontänhuset",
}
"""Those who perform, in the documents, and do not coordinate."""


def fault(reference, register=REGISTER):
    """Return the fault in a reference that the register does not have."""
    with pytest.raises(InvalidValueError) as caught:
        register.agency(reference)
    assert reference not in str(caught.value)
    return caught.value.fault


def text(word):
    """Return a text that says *word* in both languages."""
    return Text(sv=word, en=word)


# --- References ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "unit", "body"),
    [
        ("AF", "AF", None),
        ("kommun", "kommun", None),
        ("kommun/AME", "kommun/AME", None),
        ("kommun:Ludvika", "kommun", "Ludvika"),
        ("kommun:Ludvika/AME", "kommun/AME", "Ludvika"),
        ("kommun:Upplands Väsby/IFO", "kommun/IFO", "Upplands Väsby"),
        ("region:Västra Götaland/psykiatri", "region/psykiatri", "Västra Götaland"),
        ("region:Jämtland Härjedalen", "region", "Jämtland Härjedalen"),
    ],
)
def test_a_reference_names_a_unit_and_perhaps_its_body(reference, unit, body):
    """The plain form means the participant's own; a body stands after a colon, a unit after a slash."""
    assert (unit, body) == unit_of(reference)
    assert reference == as_agency_reference(reference)


@pytest.mark.parametrize(
    "value",
    ["", "/", ":", "kommun/", "/AME", "kommun:/AME", "kommun:Ludvika/", "a/b/c", "a:b:c", "A F", None, 1, ["AF"]],
)
def test_whatever_else_is_no_reference(value):
    """Nothing else has the form of a reference, and the error does not repeat it."""
    with pytest.raises(InvalidValueError) as caught:
        as_agency_reference(value)
    assert "wanted an agency such as AF, kommun/AME or kommun:Ludvika/AME" in str(caught.value)


def test_what_is_no_reference_cannot_be_split():
    """Splitting refuses what reading refuses."""
    with pytest.raises(InvalidValueError):
        unit_of("kommun/")


@pytest.mark.parametrize("reference", ["region/primärvård", "kommun:Kungälv/AME"])
def test_letters_and_accents_written_apart_are_the_same_reference(reference):
    """A reference is normalised, so that it is found however its letters were written."""
    decomposed = normalize("NFD", reference)
    assert decomposed != reference
    assert reference == as_agency_reference(decomposed)
    assert Contact(reference) == Contact(decomposed)


# --- The shipped register -----------------------------------------------------------------------------


def test_the_register_has_the_four_parties_and_their_units():
    """AF and FK have no units; the region and the kommun have those that the documents name."""
    assert {party: set(REGISTER.of_party(party)) for party in REGISTER.parties} == UNITS


def test_every_agency_has_its_party():
    """Each unit belongs to the party that its name begins with."""
    for party, units in UNITS.items():
        for unit in units:
            assert party == REGISTER.agency(unit).party


def test_those_who_only_perform_have_no_party():
    """A supplier, a folk high school and the association itself are agencies of the register and authorities of none."""
    assert WITHOUT_PARTY == {one.id for one in REGISTER.agencies.values() if one.party is None}
    assert set().union(*UNITS.values(), WITHOUT_PARTY) == set(REGISTER.agencies)
    for party in REGISTER.parties:
        assert not WITHOUT_PARTY & set(REGISTER.of_party(party))


def test_a_rule_over_agencies_is_about_authorities():
    """The words that a set of agencies goes by are the units of the four, in the order of the register."""
    words = MODEL.vocabulary.words(SetOf(of="agencies"))
    assert [one for one in REGISTER.agencies if one not in WITHOUT_PARTY] == list(words)


@pytest.mark.parametrize(
    ("parties", "two", "with_the_state"),
    [
        ([], False, False),
        (["AF"], False, False),
        (["AF", "AF"], False, False),
        (["AF", "FK"], True, True),
        (["kommun", "AF"], True, True),
        (["region", "kommun"], True, False),
        (["region", "kommun", "FK"], True, True),
        (["region", "region"], False, False),
    ],
)
def test_two_parties_and_two_with_the_state(parties, two, with_the_state):
    """The law counts any two; the SUS register wanted the state among them. One named twice is one."""
    assert (two, with_the_state) == (REGISTER.two_parties(parties), REGISTER.two_parties_with_state(parties))
    assert (two, with_the_state) == (
        REGISTER.two_parties(iter(parties)),
        REGISTER.two_parties_with_state(iter(parties)),
    )


@pytest.mark.parametrize("name", ["kommun/AME", "leverantör", "af", ""])
def test_what_is_no_party_is_not_counted_as_one(name):
    """A unit, a supplier and a slip of the pen are refused; the error lists the parties."""
    for ask in (REGISTER.two_parties, REGISTER.two_parties_with_state):
        with pytest.raises(UnknownNameError) as caught:
            ask(["AF", name])
        assert ("party", tuple(UNITS)) == (caught.value.kind, caught.value.among)


def test_the_state_is_af_and_fk():
    """The other two are not the state, and have units that nobody has listed."""
    assert [party for party, one in REGISTER.parties.items() if one.is_state] == ["AF", "FK"]
    assert [party for party, one in REGISTER.parties.items() if one.has_other_units] == ["region", "kommun"]


def test_a_reference_with_a_body_is_the_same_unit():
    """The units of two kommuner belong to one party."""
    one, other = REGISTER.agency("kommun:Ludvika/AME"), REGISTER.agency("kommun:Smedjebacken/IFO")
    assert REGISTER.agency("kommun/AME") is one
    assert "kommun" == one.party == other.party


def test_every_kommun_is_a_body():
    """All 290 have an AME and social services to be named."""
    for name in municipalities():
        assert REGISTER.agency(f"kommun:{name}/IFO").id == "kommun/IFO"


def test_there_are_21_regions():
    """Gotland, which is a kommun that does a region's work, is one of them."""
    assert len(REGISTER.bodies["region"]) == 21
    assert REGISTER.agency("region:Gotland/psykiatri").party == "region"
    assert REGISTER.agency("region:Dalarna").party == "region"


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ("af", "did you mean AF?"),
        ("kommun/ame", "did you mean kommun/AME?"),
        ("region/primarvard", "did you mean region/primärvård?"),
        ("region/psykatri", "did you mean region/psykiatri?"),
        ("kommun/IF0", "did you mean kommun/IFO?"),
        ("Skatteverket", ""),
    ],
)
def test_an_agency_that_does_not_exist_is_refused_and_the_nearest_hinted_at(reference, hint):
    """Small letters, missing dots and slips are errors that say what was perhaps meant."""
    assert hint == fault(reference).hint


@pytest.mark.parametrize(
    "reference",
    [
        "kommun:Dalarna/AME",
        "kommun:2085/AME",
        "region:Ludvika/psykiatri",
        "region:Region Dalarna",
        "AF:Ludvika",
        "FK:FK",
    ],
)
def test_a_body_that_its_party_does_not_have_is_refused(reference):
    """A kommun is named by its name, a region likewise; AF and FK have no bodies."""
    assert fault(reference).wanted == "a body that this party has"


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ("kommun:Ludvika kommun/AME", "did you mean Ludvika?"),
        ("kommun:ludvika/AME", "did you mean Ludvika?"),
        ("region:Dalarnas/psykiatri", "did you mean Dalarna?"),
    ],
)
def test_a_body_that_is_nearly_right_is_hinted_at(reference, hint):
    """The error says which body was perhaps meant."""
    assert hint == fault(reference).hint


def test_agencies_and_parties_have_names_in_both_languages():
    """Each is called something in Swedish and in English."""
    for one in [*REGISTER.agencies, *REGISTER.parties]:
        assert REGISTER.name(one).in_("sv")
        assert REGISTER.name(one).in_("en")


# --- A register of one's own --------------------------------------------------------------------------


def test_an_agency_may_have_no_party():
    """A supplier or a folkhögskola performs, and belongs to none of those who coordinate."""
    parties = [Party("AF", text("AF"), is_state=True)]
    agencies = [Agency("AF", "AF", text("AF")), Agency("folkhögskola", None, text("folkhögskola"))]
    register = Agencies(parties, agencies)
    assert register.agency("folkhögskola").party is None
    assert register.of_party("AF") == ("AF",)
    assert fault("folkhögskola:Fornby", register).hint == ""


def test_an_agency_of_a_party_that_does_not_exist_is_refused():
    """The error says whose party it is and what was perhaps meant."""
    with pytest.raises(InvalidValueError) as caught:
        Agencies([Party("kommun", text("kommunen"))], [Agency("kommun/AME", "komun", text("AME"))])
    assert (caught.value.fault.where, caught.value.fault.hint) == ("kommun/AME.party", "did you mean kommun?")


@pytest.mark.parametrize(
    "twice",
    [
        ([Party("AF", text("AF"))] * 2, []),
        ([Party("AF", text("AF"))], [Agency("AF", "AF", text("AF"))] * 2),
    ],
    ids=["parties", "agencies"],
)
def test_two_of_one_id_are_refused(twice):
    """An id is of one party, and of one agency."""
    with pytest.raises(InvalidValueError) as caught:
        Agencies(*twice)
    assert caught.value.fault.where == "AF"


def test_a_register_can_be_changed_into_another():
    """A register made from another with one thing changed has the rest as it was."""
    changed = attrs.evolve(REGISTER, bodies={"region": frozenset({"Dalarna"})})
    assert REGISTER.agencies == changed.agencies
    assert REGISTER.parties == changed.parties
    assert fault("region:Skåne", changed).hint == ""


# --- In a participant ---------------------------------------------------------------------------------


def test_a_contact_with_an_agency_that_the_model_does_not_have_is_named_by_its_place():
    """The decision is refused, every such contact is named, and none of the names is repeated."""
    contacts = [Contact("AF"), Contact("komun/AME"), Contact("kommun:Ludvka/IFO")]
    with pytest.raises(InvalidRecordError) as caught:
        decide(Participant(id="d-001", contacts=contacts), MODEL.programmes["en-vag-in"], "2016-10-03")
    assert [(one.where, one.hint) for one in caught.value.faults] == [
        ("contacts[1].agency", "did you mean kommun/AME?"),
        ("contacts[2].agency", "did you mean Ludvika?"),
    ]
    assert "Ludvka" not in str(caught.value)


def test_a_contact_with_something_that_is_no_agency_is_refused_at_once():
    """What has not the form of a reference makes no contact."""
    with pytest.raises(InvalidValueError):
        Contact("kommun/")


@pytest.mark.parametrize(
    ("contacts", "outcome"),
    [
        (["kommun/AME", "kommun/IFO"], Outcome.NOT_ELIGIBLE),
        (["kommun:Ludvika/AME", "kommun:Smedjebacken/AME"], Outcome.NOT_ELIGIBLE),
        (["region/primärvård", "region/psykiatri", "region:Dalarna/sjukhus"], Outcome.NOT_ELIGIBLE),
        (["AF", "kommun/AME"], Outcome.ELIGIBLE),
        (["region/psykiatri", "kommun/IFO"], Outcome.ELIGIBLE),
        (["AF", "FK"], Outcome.ELIGIBLE),
        (["AF", "kommun:Borlänge/IFO"], Outcome.ELIGIBLE),
    ],
)
def test_two_agencies_are_two_parties(contacts, outcome):
    """Units of one party are one, two kommuner are one, and each of the four is one."""
    person = Participant(
        id="d-001",
        born="1990-05-17",
        residence="Ludvika",
        unmet_need=True,
        contacts=map(Contact, contacts),
        contacts_complete=True,
    )
    assert outcome is decide(person, MODEL.programmes["en-vag-in"], "2016-10-03").outcome


@pytest.mark.parametrize("reading", ["16-64", "units", "needed"])
def test_who_only_performs_is_counted_as_nobody(reading):
    """A contact with a supplier, or a need of one, is taken and makes neither a party nor a unit more."""
    person = Participant(
        id="d-001",
        born="1990-05-17",
        residence="Ludvika",
        unmet_need=True,
        contacts=[Contact("AF"), Contact("leverantör"), Contact("folkhögskola")],
        contacts_complete=True,
        needs_from=["AF", "leverantör", "Lernia"],
    )
    decision = decide(person, MODEL.programmes["en-vag-in"], "2016-10-03", reading=reading)
    assert Outcome.NOT_ELIGIBLE is decision.outcome
    (counted,) = decision.criteria[-1].reads.values()
    assert {"AF"} == counted.inside


def test_a_list_that_is_whole_for_somebody_who_only_performs_settles_nothing():
    """That all about a supplier is listed leaves the authorities open."""
    person = Participant(id="d-001", contacts=[Contact("AF")], contacts_complete=["leverantör"])
    decision = decide(person, MODEL.predicates["finsam-contacts"], "2016-10-03")
    assert ["FK", "region", "kommun"] == [missing.member for missing in decision.missing]
