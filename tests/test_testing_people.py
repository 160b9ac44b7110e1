"""Random people have every fact of a model, within its bounds, and break none of its constraints."""

from datetime import date

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from samverkan import CaseFile, Contact, Dated, Model, Participant, Unknown, Verdict, load_model
from samverkan.agencies import Agencies
from samverkan.constraints import Constraint
from samverkan.dates import PartialDate
from samverkan.partial import Members
from samverkan.participants import GIVEN, HISTORIES
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import Known
from samverkan.rules.facts import Boolean, Fact, NumberOf
from samverkan.serialization import converter, structured, unstructured
from samverkan.sources import ASSUMED
from samverkan.testing import (
    case_files,
    contacts,
    dated,
    days,
    models,
    noted_days,
    pairs_by_knowledge,
    partial_dates,
    participants,
)
from samverkan.testing.calendars import Calendar
from samverkan.testing.constraints import forgetting, obeying
from samverkan.testing.values import references, usual_range, values_of
from samverkan.testing.worlds import world_of
from samverkan.texts import Text
from strategies import examples

SHIPPED = load_model("finsam")
WORDS = Text(sv="ord", en="words")
drawing = settings(
    database=None, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def drawn(strategy: SearchStrategy, count: int = 150) -> list:
    """Return so many values that are drawn, always the same."""
    found = []

    @settings(drawing, max_examples=count)
    @given(strategy)
    def draw(value):
        found.append(value)

    draw()
    return found


def constrained(*rules: str) -> Model:
    """Return the shipped model with these constraints."""
    constraints = [Constraint(id=f"c-{n}", rule=rule, text=WORDS, source=ASSUMED) for n, rule in enumerate(rules)]
    return SHIPPED.with_(constraints)


# --- Every fact, within its bounds -------------------------------------------------------------------


@examples(12)
@given(st.data())
def test_people_of_any_model_are_taken_by_its_converter(data):
    """A person who is drawn for a model is written and read again with it, so every value is within its bounds."""
    model = data.draw(models())
    conv = converter(model)
    for _ in range(5):
        person = data.draw(participants(model))
        assert structured(unstructured(person, conv), Participant, conv) == person


def test_every_fact_of_a_participant_is_drawn_known_and_unknown():
    """Each given fact is known of some people and unknown of others, and so is each history."""
    people = drawn(participants(SHIPPED))
    on = date(2012, 7, 1)
    for name in GIVEN:
        if name in HISTORIES:
            known = [person.spells(name) is not None for person in people]
        else:
            known = [not isinstance(person.fact(name).at(on), Unknown) for person in people]
        assert {True, False} == set(known), name


def test_a_fact_that_a_model_declares_appears_by_itself():
    """An own number is drawn within its bounds, and both bounds are reached."""
    fact = Fact(NumberOf(WORDS, least=1, most=4), WORDS, WORDS, Text("är {number}", "is {number}"))
    model = SHIPPED.with_(facts={"household": fact})
    values = {
        entry.value for person in drawn(participants(model)) for entry in person.more.get("household", Dated()).entries
    }
    assert {1, 2, 3, 4} == values - {None}


@pytest.mark.parametrize(
    ("least", "most", "wanted"),
    [(3, 9, (3, 9)), (0, None, (0, 18)), (None, 9, (-9, 9)), (None, None, (-6, 12))],
    ids=["both bounds", "a least", "a most", "no bound"],
)
def test_a_number_is_drawn_within_its_bounds(least, most, wanted):
    """Where a bound is open, the numbers lie close to the other."""
    fact = Fact(NumberOf(WORDS, least, most), WORDS, WORDS, Text("är {number}", "is {number}"))
    assert usual_range("own", world_of(SHIPPED.with_(facts={"own": fact}))) == wanted


@pytest.mark.parametrize(
    ("fact", "of"),
    [
        ("employed", bool),
        ("age", int),
        ("residence", str),
        ("needs", Members),
        ("needs_from", Members),
        ("born", PartialDate),
    ],
)
def test_a_value_of_each_kind_is_drawn(fact, of):
    """True or false, a number, a word, a set, a day."""
    assert {of} == {type(value) for value in drawn(values_of(fact, SHIPPED.facts[fact].kind, world_of(SHIPPED)), 20)}


def test_agencies_are_written_as_the_register_has_them():
    """With a body only where the party has such a body."""
    register = SHIPPED.agencies
    assert "region:Dalarna/primärvård" in references(world_of(SHIPPED))
    own = Agencies(register.parties, register.agencies, {"region": ["Nordvik"]})
    model = attrs.evolve(SHIPPED, agencies=own, definitions=[])
    assert not [one for one in references(world_of(model)) if one.startswith("region:")]


def test_identity_numbers_are_not_drawn():
    """No person bears an identity number: one that is made up may be somebody's."""
    assert {None} == {person.identity_number for person in drawn(participants(SHIPPED))}


# --- What is asked for -------------------------------------------------------------------------------


def test_fixed_facts_are_as_they_were_given():
    """A value, an own fact or a strategy that is named is what every person has."""
    fact = Fact(NumberOf(WORDS, least=1, most=4), WORDS, WORDS, Text("är {number}", "is {number}"))
    model = SHIPPED.with_(facts={"household": fact})
    born = st.sampled_from(["1990", "1991"])
    people = drawn(participants(model, id="p-1", residence="Ludvika", household=3, born=born, contacts=[Contact("AF")]))
    on = date(2016, 10, 3)
    assert {("p-1", "Ludvika", 3)} == {(p.id, p.residence.at(on), p.more["household"].at(on)) for p in people}
    assert {"1990", "1991"} == {str(person.born.at(on)) for person in people}
    assert {(Contact("AF"),)} == {person.contacts for person in people}


def test_case_files_hold_such_people():
    """Fixed facts are taken, and the person is in a case file."""
    files = drawn(case_files(residence="Ale"), 20)
    assert {CaseFile} == {type(file) for file in files}
    assert {"Ale"} == {file.participant.residence.at(date(2016, 1, 1)) for file in files}


def test_contacts_are_with_agencies_of_the_register():
    """Some name a certain body, some are void, and every agency of the register turns up."""
    found = drawn(contacts(), 1200)
    units = {SHIPPED.agencies.agency(contact.agency).id for contact in found}
    assert set(SHIPPED.agencies.agencies) == units
    assert {True, False} == {":" in contact.agency for contact in found}
    assert {True, False} == {contact.void for contact in found}


def test_dated_values_are_unsaid_said_once_or_change():
    """From a strategy of values come nothing, one value for all days, and several entries that do not contradict."""
    found = drawn(dated(st.integers(0, 3)))
    assert {0, 1, 2, 3} == {len(value.entries) for value in found}
    assert {0, 1, 2, 3, None} == {entry.value for value in found for entry in value.entries}


def test_days_are_known_in_part():
    """A partial date is within its bounds, and a day, a month or a year is known."""
    found = drawn(partial_dates(date(2001, 1, 1), date(2001, 12, 31)))
    assert {4, 7, 10} == {len(str(day)) for day in found}
    assert {2001} == {day.earliest.year for day in found}


def test_days_lie_near_those_that_matter():
    """The days on which Orvar begins and ends, those next to them, and any that are named turn up often."""
    found = drawn(days(SHIPPED, near=[date(2030, 1, 1)]), 1500)
    matter = {date(2008, 6, 30), date(2008, 7, 1), date(2008, 7, 2), date(2009, 12, 31), date(2010, 1, 1)}
    assert matter | {date(2029, 12, 31), date(2030, 1, 1), date(2030, 1, 2)} <= set(found)


def test_days_without_anything_that_matters_are_anywhere():
    """For a vocabulary alone a day is any day of the calendar."""
    found = drawn(days(SHIPPED.vocabulary), 50)
    assert len(set(found)) > 40


def test_a_calendar_goes_some_years_beyond_what_matters_and_not_out_of_the_calendar():
    """It begins three years before the first day that matters and ends three after the last, if there are such."""
    assert world_of(SHIPPED.vocabulary).calendar == Calendar(date(2005, 1, 1), date(2020, 12, 31))
    shipped = world_of(SHIPPED).calendar
    assert (shipped.matter[0].year - 3, shipped.matter[-1].year + 3) == (shipped.first.year, shipped.last.year)
    orvar = SHIPPED.programmes["orvar"].definition
    always = attrs.evolve(orvar, id="always", in_force=attrs.evolve(orvar.in_force, since=None, until="9999-06-30"))
    model = attrs.evolve(SHIPPED, definitions=[always])
    assert date(9998, 12, 31) == world_of(model).calendar.last


def test_noted_days_are_all_that_stand_in_a_record():
    """The days of facts and of spells, and of a day known in part its first and its last."""
    contact = Contact("AF", since="2016-02-01", until="2016-03-01", recorded_on="2016-04-01")
    person = Participant(id="d", born="1990-05", contacts=[contact], employed=True)
    assert [
        date(1990, 5, 1),
        date(1990, 5, 31),
        date(2016, 2, 1),
        date(2016, 3, 1),
        date(2016, 4, 1),
    ] == noted_days(person)


# --- Constraints -------------------------------------------------------------------------------------

NOT_BOTH = constrained("not employed or not unemployed", "not on_sick_leave or employed", "count(parties) <= 2")


def is_broken(model: Model, person: Participant) -> bool:
    """Whether a person breaks a constraint on some day of thirty years, looked at day by day near each noted day."""
    noted = {day.toordinal() + step for day in noted_days(person) for step in (-1, 0, 1)}
    asked = {*noted, *range(date(2000, 1, 1).toordinal(), date(2030, 1, 1).toordinal(), 397)}
    return any(
        constraint.answer(person, date.fromordinal(day)).verdict is Verdict.NOT_MET
        for constraint in model.constraints.values()
        for day in asked
    )


@examples(80)
@given(participants(NOT_BOTH))
def test_people_obey_the_constraints_of_the_model(person):
    """Nobody who is drawn breaks a constraint on any day."""
    assert not is_broken(NOT_BOTH, person)


@examples(40)
@given(pairs_by_knowledge(NOT_BOTH))
def test_people_who_are_known_less_well_obey_them_too(pair):
    """To forget breaks no constraint."""
    assert not any(is_broken(NOT_BOTH, person) for person in pair)


OWN = SHIPPED.with_(
    facts={"household": Fact(NumberOf(WORDS, least=1, most=4), WORDS, WORDS, Text("är {number}", "is {number}"))}
)


@examples(60)
@given(pairs_by_knowledge(OWN))
def test_own_facts_are_forgotten_too(pair):
    """Of an own fact, what is known of the one is known of the other."""
    less, more = (person.fact("household").at(date(2012, 7, 1)) for person in pair)
    assert isinstance(less, Unknown) or less == more


def test_people_without_constraints_would_break_them():
    """The constraints of these tests are no matter of course."""
    assert any(is_broken(NOT_BOTH, person) for person in drawn(participants(SHIPPED), 60))


FLAGS = SHIPPED.with_(
    [Constraint(id="own", rule="not flag or not employed", text=WORDS, source=ASSUMED)],
    facts={"flag": Fact(Boolean(), WORDS, WORDS, WORDS)},
)


@pytest.mark.parametrize(
    ("model", "facts", "keeping", "forgotten"),
    [
        (NOT_BOTH, {"employed": True}, (), ()),
        (NOT_BOTH, {"employed": True, "unemployed": True}, (), ("unemployed",)),
        (NOT_BOTH, {"employed": True, "unemployed": True}, ("unemployed",), ("employed",)),
        (
            NOT_BOTH,
            {"contacts": [Contact("AF"), Contact("FK"), Contact("kommun")], "contacts_complete": True},
            (),
            ("contacts",),
        ),
        (FLAGS, {"employed": True, "more": {"flag": True}}, ("employed",), ("flag",)),
        (FLAGS, {"employed": True, "more": {"flag": True}}, ("flag",), ("employed",)),
    ],
    ids=["nothing", "the last", "not what is kept", "a history", "an own fact", "not an own fact that is kept"],
)
def test_what_breaks_a_constraint_is_forgotten(model, facts, keeping, forgotten):
    """As little as is enough, and nothing that is to be kept."""
    person = Participant(id="d", **facts)
    obedient = obeying(person, world_of(model), keeping)
    assert obedient == forgetting(person, *forgotten)
    assert obeying(obedient, world_of(model)) is obedient


def test_who_cannot_obey_without_what_is_kept_is_nobody():
    """Where everything that a broken constraint reads is kept."""
    person = Participant(id="d", employed=True, unemployed=True)
    assert obeying(person, world_of(NOT_BOTH), ("employed", "unemployed")) is None


def test_fixed_facts_are_kept_and_what_contradicts_them_is_forgotten():
    """Of somebody who has an employment it is never said that she is out of work."""
    on = date(2016, 10, 3)
    people = drawn(participants(NOT_BOTH, employed=True), 60)
    assert {True} == {person.employed.at(on) for person in people}
    assert True not in {person.unemployed.at(on) for person in people}


def test_fixed_facts_that_break_a_constraint_are_refused():
    """Nobody can be drawn who has an employment and is out of work."""

    @settings(drawing, max_examples=5)
    @given(participants(NOT_BOTH, employed=True, unemployed=True))
    def draw(person):
        raise AssertionError(person)

    with pytest.raises((Unsatisfiable, NoSuchExample)):
        draw()


RECORDED_LATE = Participant(
    id="d",
    contacts=[Contact("AF"), Contact("kommun/AME", recorded_on="2016-03-01"), Contact("FK", recorded_on="2016-05-01")],
    contacts_complete=True,
)


@examples(150)
@given(pairs_by_knowledge(SHIPPED, among=st.just(RECORDED_LATE)))
def test_of_a_list_that_was_recorded_bit_by_bit_no_less_is_known_later(pair):
    """Whoever is known less well is so by every day, for what had been recorded by then as well."""
    on = date(2016, 10, 3)
    for known_on in (None, date(2016, 1, 1), date(2016, 3, 1), date(2016, 4, 1), date(2016, 6, 1)):
        for fact in ("agencies", "parties"):
            less, more = (answer(Known(fact), SHIPPED.vocabulary, one, on, known_on).reads[fact] for one in pair)
            assert more.unknown <= less.unknown
            assert less.inside <= more.inside <= less.inside | less.unknown


# --- Shown in words where a test fails ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("strategy", "told"),
    [
        (participants(SHIPPED, residence="Ludvika"), "d-001\n  home municipality: Ludvika"),
        (pairs_by_knowledge(SHIPPED), "known less well:\nd-001"),
    ],
    ids=["a person", "a pair"],
)
def test_who_makes_a_test_fail_is_printed_in_words(strategy, told):
    """The notes of the failure tell what is known of the person, in words."""

    @settings(drawing, max_examples=5)
    @given(strategy)
    def fails(_):
        raise RuntimeError

    with pytest.raises(RuntimeError) as caught:
        fails()
    assert told in "\n".join(caught.value.__notes__)
