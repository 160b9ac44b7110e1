"""Routes: everything that a person could take part in, in the order to try it."""

import pickle
import tomllib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Contact, Outcome, Participant, decide, load_model
from samverkan.bound_interventions import BoundIntervention
from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.interventions import Intervention
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.routes import Option, route
from samverkan.rules.expressions import Condition
from samverkan.sources import ASSUMED
from samverkan.texts import LANGUAGES, Text
from strategies import VOCABULARY, days_about, examples, knowing_days, pairs_by_knowledge, participants, rules

SHIPPED = load_model("finsam")
PROGRAMMES = SHIPPED.programmes
EN_VAG_IN, ORVAR = PROGRAMMES["en-vag-in"], PROGRAMMES["orvar"]
GOLDEN = tomllib.loads((Path(__file__).parent / "golden" / "answers.toml").read_text(encoding="utf-8"))
ELIGIBLE, NOT_ELIGIBLE, UNDETERMINED = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.UNDETERMINED


def definition(
    name: str,
    *rules: str | Condition,
    kind: ProgrammeKind = ProgrammeKind.INTERVENTION,
    status: Status = Status.ADOPTED,
    area: Sequence[str] = (),
) -> Programme:
    """Return a programme in Python, with one reading and a criterion for each rule."""
    return Programme(
        id=name.casefold(),
        kind=kind,
        status=status,
        name=Text(sv=name, en=name),
        criteria=[
            Criterion(id=f"c{at}", rule=rule, text=Text(sv="passar in", en="fits in"), source=ASSUMED)
            for at, rule in enumerate(rules)
        ],
        readings=[Reading(id="only")],
        source=ASSUMED,
        area=area,
    )


def programme(name: str, *rules: str | Condition, **more: Any) -> BoundProgramme:
    """Return a programme in Python, bound."""
    return bind(definition(name, *rules, **more), VOCABULARY)


def offered(name: str, through: list[str], status: Status = Status.ADOPTED) -> Intervention:
    """Return an intervention in Python."""
    return Intervention(id=name.casefold(), name=Text(sv=name, en=name), status=status, source=ASSUMED, through=through)


def intervention(name: str, *through: BoundProgramme, status: Status = Status.ADOPTED) -> BoundIntervention:
    """Return an intervention in Python, bound to *through*."""
    return BoundIntervention(offered(name, [one.id for one in through], status), through)


def someone(**facts: Any) -> Participant:
    """Return a person of whom nothing is known but *facts*."""
    return Participant(id="d-001", **facts)


_SOME_RULES = st.lists(rules(deepest=3), min_size=1, max_size=6)


@st.composite
def catalogues(draw: Any) -> list[Programme | Intervention]:
    """Draw programmes of random rules, and interventions that are reached through some of them or none."""
    programmes = [definition(f"P{at}", rule) for at, rule in enumerate(draw(_SOME_RULES))]
    names = st.lists(st.sampled_from([one.id for one in programmes]), max_size=3, unique=True)
    interventions = [offered(f"I{at}", through=draw(names)) for at in range(draw(st.integers(0, 3)))]
    return draw(st.permutations([*programmes, *interventions]))


def bound(catalogue: list[Programme | Intervention]) -> list[BoundProgramme | BoundIntervention]:
    """Bind each as a model does."""
    programmes = {one.id: bind(one, VOCABULARY) for one in catalogue if isinstance(one, Programme)}
    return [
        programmes[one.id]
        if isinstance(one, Programme)
        else BoundIntervention(one, [programmes[name] for name in one.through])
        for one in catalogue
    ]


def asked_about(people: Any) -> Any:
    """Draw a person or a pair, a catalogue, a day close to what the record says, and a day of knowledge."""
    return people.flatmap(
        lambda drawn: st.tuples(
            st.just(drawn),
            catalogues(),
            days_about(*(drawn if isinstance(drawn, tuple) else (drawn,))),
            knowing_days(),
        )
    )


PEOPLE = asked_about(participants())
PAIRS = asked_about(pairs_by_knowledge())

# --- What holds of every route ------------------------------------------------------------------------


@examples(120)
@given(PEOPLE)
def test_no_option_is_left_out_and_each_comes_to_what_deciding_comes_to(question):
    """Every option once; a programme with its decision, an intervention with that of one that passes people on."""
    person, catalogue, on, known_on = question
    given_options = bound(catalogue)
    told = {option.id: option for option in route(person, given_options, on, known_on=known_on)}
    assert sorted(told) == sorted(one.id for one in given_options)
    for one in given_options:
        option = told[one.id]
        assert (one.definition, one.definition.name) == (option.definition, option.name)
        if isinstance(one, BoundProgramme):
            assert option.through is None
            by = one
        elif not one.through:
            assert (None, None, UNDETERMINED, (), ()) == (
                option.decision,
                option.through,
                option.outcome,
                option.missing,
                option.reasons,
            )
            continue
        else:
            by = next(way for way in one.through if way.id == option.through)
        decision = decide(person, by, on, known_on=known_on)
        assert decision == option.decision
        assert (decision.outcome, decision.missing) == (option.outcome, option.missing)
        assert decision.deciding() == option.reasons


@examples(120)
@given(PEOPLE)
def test_those_open_to_her_come_first_then_those_of_which_least_is_missing(question):
    """Eligible, undetermined by how little is missing, what nobody can settle, not eligible; else as they were given."""
    person, catalogue, on, known_on = question
    given_options = bound(catalogue)
    places = {one.id: at for at, one in enumerate(given_options)}
    told = route(person, given_options, on, known_on=known_on)

    def comes_before(one: Option, other: Option) -> bool:
        groups = [_group(option) for option in (one, other)]
        if groups[0] != groups[1]:
            return groups[0] < groups[1]
        if len(one.missing) != len(other.missing):
            return len(one.missing) < len(other.missing)
        return places[one.id] < places[other.id]

    assert all(comes_before(one, other) for one, other in pairwise(told))


def _group(option: Option) -> str:
    match option.outcome, option.decision:
        case Outcome.ELIGIBLE, _:
            return "1 eligible"
        case Outcome.UNDETERMINED, None:
            return "3 nothing can be found out"
        case Outcome.UNDETERMINED, _:
            return "2 undetermined"
        case _:
            return "4 not eligible"


@examples(120)
@given(PEOPLE)
def test_an_intervention_is_reached_through_the_best_of_its_ways(question):
    """No other programme that passes people on to it would stand before the one that is named."""
    person, catalogue, on, known_on = question
    given_options = bound(catalogue)
    told = {option.id: option for option in route(person, given_options, on, known_on=known_on)}
    for one in given_options:
        if isinstance(one, BoundIntervention) and one.through:
            ways = [option.id for option in route(person, one.through, on, known_on=known_on)]
            assert ways[0] == told[one.id].through


@examples(120)
@given(PAIRS)
def test_learning_more_never_closes_what_was_open(question):
    """What is eligible stays so, and what is not stays so too, whatever else is learnt; interventions included."""
    (p, q), catalogue, on, known_on = question
    given_options = bound(catalogue)
    less, more = (
        {option.id: option.outcome for option in route(person, given_options, on, known_on=known_on)}
        for person in (p, q)
    )
    assert all(outcome in {UNDETERMINED, more[name]} for name, outcome in less.items())


@examples(50)
@given(PEOPLE)
def test_a_route_can_be_pickled(question):
    """What comes back says the same, in words too, without the person's record."""
    person, catalogue, on, known_on = question
    given_options = bound(catalogue)
    told = route(person, given_options, on, known_on=known_on)
    again = pickle.loads(pickle.dumps(told))
    assert told == again
    assert [option.text("sv") for option in told] == [option.text("sv") for option in again]


# --- By example ---------------------------------------------------------------------------------------

ANNA = someone(born="1990-05-17", residence="Ludvika", unmet_need=True, contacts=[Contact("AF"), Contact("FK")])
WORKING = programme("Working", "employed")
AT_HOME = programme("Home", 'residence == "Ludvika"', "unmet_need", "long_absence")
AGED = programme("Aged", "age >= 16")


def test_a_route_in_full():
    """Open to her; one thing missing; two; nothing to be found out; closed to her."""
    person = someone(born="1990-05-17", residence="Ludvika")
    young = programme("Young", "age < 16")
    given_options = [young, intervention("Shop"), AT_HOME, intervention("Team", AT_HOME, WORKING), AGED]
    told = route(person, given_options, "2016-10-03")
    assert [
        ("aged", ELIGIBLE, None, []),
        ("team", UNDETERMINED, "working", ["employed"]),
        ("home", UNDETERMINED, None, ["unmet_need", "long_absence"]),
        ("shop", UNDETERMINED, None, []),
        ("young", NOT_ELIGIBLE, None, []),
    ] == [(one.id, one.outcome, one.through, [missing.fact for missing in one.missing]) for one in told]
    assert [["in-force", "c0"], ["c0"], ["c1", "c2"], [], ["c0"]] == [[why.id for why in one.reasons] for one in told]


@pytest.mark.parametrize("person", [ANNA, CaseFile(ANNA)], ids=["participant", "case file"])
def test_options_are_given_by_id_or_as_they_are(person):
    """Programmes by their ids, as a model has them, are the same as a list of them."""
    told = route(person, PROGRAMMES, "2016-10-03")
    assert told == route(person, PROGRAMMES.values(), "2016-10-03")
    assert {**PROGRAMMES}.keys() == {option.id for option in told}
    two = {"orvar": ORVAR, "en-vag-in": EN_VAG_IN}
    assert ["en-vag-in", "orvar"] == [option.id for option in route(person, two, "2016-10-03")]


def test_what_a_model_has_to_take_part_in_is_all_there():
    """Of the shipped model each programme and each intervention, Mirjam's platform open and its team by way of it."""
    mirjam = someone(
        born="1979-03-02",
        residence="Ludvika",
        unmet_need=True,
        contacts=[Contact("kommun/IFO", since="2014-01-07"), Contact("region/primärvård", since="2016-02-15")],
        contacts_complete=True,
    )
    told = {option.id: option for option in route(mirjam, SHIPPED.options, "2016-10-03")}
    assert {*SHIPPED.programmes, *SHIPPED.interventions} == {*told}
    assert (ELIGIBLE, None) == (told["en-vag-in"].outcome, told["en-vag-in"].through)
    team = told["rehabkonsulentteamet"]
    assert (ELIGIBLE, "en-vag-in") == (team.outcome, team.through)
    assert SHIPPED.interventions["rehabkonsulentteamet"].definition == team.definition
    assert NOT_ELIGIBLE is told["orvar"].outcome


def test_a_programme_is_taken_under_the_reading_that_it_is_bound_with():
    """By the reading goal nobody knows yet how long Anna has been away from the labour market."""
    (told,) = route(ANNA, [EN_VAG_IN.read_as("goal")], "2016-10-03")
    assert (UNDETERMINED, "goal") == (told.outcome, told.decision.reading)
    assert ["long_absence"] == [missing.fact for missing in told.missing]


def test_a_route_is_told_by_what_was_known_on_a_day():
    """The contact with FK was recorded in November; in October nobody knew of it."""
    contacts = [Contact("AF"), Contact("FK", since="2016-10-01", recorded_on="2016-11-20")]
    person = someone(born="1990-05-17", residence="Ludvika", unmet_need=True, contacts=contacts)
    then, now = (route(person, [EN_VAG_IN], "2016-10-03", known_on=on)[0].outcome for on in ("2016-10-03", None))
    assert (UNDETERMINED, ELIGIBLE) == (then, now)


def test_of_nothing_there_is_nothing_to_take_part_in():
    """No options, no route."""
    assert () == route(ANNA, {}, "2016-10-03")


def test_what_a_decision_refuses_a_route_refuses():
    """A day that is none, and an agency that the model lacks."""
    for days in ({"on": "2016-13-01"}, {"on": "2016-10-03", "known_on": "then"}):
        with pytest.raises(InvalidValueError):
            route(ANNA, PROGRAMMES, **days)
    with pytest.raises(InvalidRecordError):
        route(someone(contacts=[Contact("AME")]), PROGRAMMES, "2016-10-03")


# --- Words --------------------------------------------------------------------------------------------

TEAM = intervention("Laget", EN_VAG_IN)
WITH_IFO = someone(born="1990-05-17", residence="Ludvika", unmet_need=True, contacts=[Contact("kommun/IFO")])
SOMEWHERE = programme("Verkstan", "employed", area=["Leksand", "Rättvik"])
ANSWERS = {
    "eligible": (ANNA, "2016-10-03", EN_VAG_IN),
    "undetermined": (WITH_IFO, "2016-10-03", EN_VAG_IN),
    "not eligible": (someone(residence="Borlänge"), "2016-10-03", EN_VAG_IN),
    "not in force": (ANNA, "2016-10-02", EN_VAG_IN),
    "an intervention": (someone(residence="Borlänge"), "2016-10-03", TEAM),
    "an intervention without a way": (ANNA, "2016-10-03", intervention("Affären", status=Status.PLANNED)),
    "a duty": (someone(employed=True), "2016-10-03", programme("Plikten", "employed", kind=ProgrammeKind.DUTY)),
    "an agreement": (
        someone(employed=False),
        "2016-10-03",
        programme("Avtalet", "employed", kind=ProgrammeKind.AGREEMENT, status=Status.ENDED),
    ),
    "somewhere": (someone(employed=True), "2016-10-03", intervention("Laget", SOMEWHERE)),
}


@pytest.mark.parametrize("what", GOLDEN["options"])
def test_an_option_in_words(what):
    """The name, what comes of it, what is missing or until when it stands, why, and whether it was ever adopted."""
    person, on, option = ANSWERS[what]
    (told,) = route(person, [option], on)
    assert GOLDEN["options"][what] == {language: told.text(language) for language in LANGUAGES}
    assert GOLDEN["options"][what]["en"] == str(told)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_never_adopted_is_said_to_be_so(status, language):
    """Of an intervention, and of the programme that passes people on to it, each by its name; of no other."""
    note = GOLDEN["notes"].get(status.value)
    options_of_it = [
        intervention("Verkstan", status=status),
        intervention("Verkstan", programme("Vägen", "employed"), status=status),
        intervention("Laget", programme("Verkstan", "employed", status=status)),
        programme("Verkstan", "employed", status=status),
    ]
    for option in options_of_it:
        (told,) = route(someone(), [option], "2016-10-03")
        assert told.text(language).endswith("" if note is None else f". {note[language]}")
        assert (note is None) is not any(words in told.text(language) for words in ("framgår inte", "not shown"))


def test_the_repr_of_an_option_tells_nothing_of_the_person():
    """Neither the outcome nor the reasons stand there."""
    told = route(ANNA, [EN_VAG_IN, TEAM], "2016-10-03")
    assert ["<Option en-vag-in>", "<Option laget>"] == [repr(option) for option in told]
    assert ("<BoundIntervention laget>", "laget") == (repr(TEAM), TEAM.id)
