"""What is proved of the shipped model's rules, and who falls between them, as the sources have it."""

from itertools import combinations

import attrs
import pytest

from samverkan import Contact, Outcome, Participant, decide, load_model
from samverkan.bound_programmes import bind
from samverkan.verification import (
    Result,
    collisions,
    constant_criteria,
    dead_criteria,
    differences,
    gaps,
    idle_parameters,
    implies,
    only_within,
    overlaps,
    reasons,
    satisfiable,
)

MODEL = load_model("finsam")
PROGRAMMES, PREDICATES = MODEL.programmes, MODEL.predicates
EVERYTHING = {**PROGRAMMES, **PREDICATES}
FOUR = {"AF", "FK", "region", "kommun"}
ON = "2016-10-03"
DAYS = {"orvar": "2008-09-22"}
READINGS = [(one.id, reading) for one in EVERYTHING.values() for reading in one.readings]
PROVED, COUNTEREXAMPLE = Result.PROVED, Result.COUNTEREXAMPLE

of_every_reading = pytest.mark.parametrize(("name", "reading"), READINGS, ids=[" ".join(one) for one in READINGS])


def day(name):
    """Return a day on which the programme is in force."""
    return DAYS.get(name, ON)


# --- Vetlanda (document S002) --------------------------------------------------------------------------


def forums():
    """Return the programmes of Vetlanda that the source lists as formal forums.

    *Formella mötesforum*: the SE project, DUA and the municipal activity responsibility. A SIP is
    one too, and no programme: it takes whoever needs it, but AF and FK cannot call to it.
    """
    return [PROGRAMMES[name] for name in ("se-projektet", "dua", "kaa")]


def test_one_forum_of_vetlanda_has_all_four_parties():
    """Of the forums that are programmes it is the SE project alone in which all four take part."""
    assert [one.id for one in forums() if set(one.definition.parties) == FOUR] == ["se-projektet"]


def test_in_vetlanda_nobody_over_29_has_a_forum_of_equal_mandate():
    """*Det finns inte heller något formellt samverkansforum för målgruppen över 29 år*: proved; SIP remains."""
    for one in forums():
        assert overlaps(one, "age > 29", ON).result is PROVED
    by_age = '"activity-compensation" in receives or risk_of_activity_compensation'
    gap = gaps([PROGRAMMES["se-projektet"]], ON, among=by_age)
    assert gap.result is COUNTEREXAMPLE
    assert [one.rule for one in gap.descriptions] == ["age >= 30"]
    assert not gap.more
    assert gaps([PROGRAMMES["se-projektet"]], ON, among=f"age <= 29 and ({by_age})").result is PROVED


def test_all_forums_of_vetlanda_together_leave_everybody_over_29():
    """Of those who are 30 or older anybody at all is in the gap of all three: no other condition is needed."""
    gap = gaps(forums(), ON, among="age >= 30")
    assert gap.result is COUNTEREXAMPLE
    assert [(one.rule, one.text()) for one in gap.descriptions] == [("", "anybody at all")]


def test_read_without_those_of_29_these_have_no_forum_either():
    """The readings of *upp till 29 år* differ for those who are 29 and for nobody else."""
    project = PROGRAMMES["se-projektet"]
    found = differences(project, project.read_as("excluding-29"), ON)
    assert found.result is COUNTEREXAMPLE
    assert only_within(found, "age == 29").result is PROVED


def test_af_and_fk_of_vetlanda_collide_over_health():
    """AF wants capacity to work, FK wants sick leave; she who has neither finds no party in the process."""
    found = collisions(PREDICATES["vetlanda-AF"], PREDICATES["vetlanda-FK"], ON)
    assert found.result is COUNTEREXAMPLE
    assert found.person.sick_leave == ()
    assert [one.text() for one in found.descriptions] == [
        (
            "the person is not found by Arbetsförmedlingen to have a capacity to work, and the person is not found by "
            "Arbetsförmedlingen to have a capacity to work that is to be clarified"
        ),
        "the person is not on sick leave",
    ]


def test_a_person_may_be_in_no_partys_process():
    """By the rules of when each party of Vetlanda takes part, somebody is left whom none of them is there for."""
    gap = gaps([one for name, one in PREDICATES.items() if name.startswith("vetlanda-")], ON)
    assert gap.result is COUNTEREXAMPLE
    assert gaps([PREDICATES["vetlanda-kommun"]], ON, among='"kommun" in parties').result is PROVED


# --- En väg in (document S001) -------------------------------------------------------------------------


def test_16_64_and_16_65_differ_at_65_only():
    """The two age limits of the source give those who are 65 another outcome, and nobody else: proved."""
    way_in = PROGRAMMES["en-vag-in"]
    found = differences(way_in, way_in.read_as("16-65"), ON)
    assert found.result is COUNTEREXAMPLE
    assert decide(found.person, way_in, ON).criteria[1].reads["age"] == 65
    assert only_within(found, "age == 65").result is PROVED
    assert only_within(found, "age == 64").result is COUNTEREXAMPLE
    assert implies(way_in, way_in.read_as("16-65"), ON).result is PROVED


def test_a_planted_or_is_shown_with_a_person():
    """*or* for *and* between two criteria: somebody who meets one alone is taken, and shown."""
    orvar = PROGRAMMES["orvar"]
    residence, age, *others = orvar.definition.criteria
    planted = attrs.evolve(residence, rule=f"{residence.rule} or {age.rule}")
    version = bind(attrs.evolve(orvar.definition, criteria=[planted, *others]), orvar.vocabulary)
    found = differences(orvar, version, "2008-09-22")
    assert found.result is COUNTEREXAMPLE
    assert decide(found.person, orvar, "2008-09-22").outcome is Outcome.NOT_ELIGIBLE
    assert decide(found.person, version, "2008-09-22").outcome is Outcome.ELIGIBLE
    lacks_one = f"not ({residence.rule}) or not (16 <= age <= 64)"
    assert only_within(found, lacks_one).result is PROVED


def test_the_reasons_of_an_outcome_leave_out_what_does_not_matter():
    """Of everything that is known of Anna, her age, where she lives, her need and two parties are enough."""
    anna = Participant(
        id="d-001",
        born="1990-05-17",
        residence="Ludvika",
        contacts=[Contact("AF"), Contact("FK"), Contact("region/psykiatri")],
        contacts_complete=True,
        unmet_need=True,
        employed=False,
    )
    (found,) = reasons(anna, PROGRAMMES["en-vag-in"], ON).descriptions
    assert set(found.rule.split(" and ")) == {
        "age >= 16",
        "age <= 64",
        'residence in {"Ludvika", "Smedjebacken"}',
        "count(parties) >= 2",
        "unmet_need",
    }


# --- All of them ---------------------------------------------------------------------------------------


@of_every_reading
def test_somebody_meets_the_criteria_of_each(name, reading):
    """Under every reading there is somebody who does, and she is told in both languages."""
    proof = satisfiable(EVERYTHING[name].read_as(reading), day(name))
    assert proof.result is COUNTEREXAMPLE
    assert proof.told.sv
    assert proof.told.en.startswith("a person")


@pytest.mark.mass
@of_every_reading
def test_nothing_in_them_is_idle(name, reading):
    """No criterion is constant, dead or shadowed, and no parameter without effect, under any reading."""
    one = EVERYTHING[name].read_as(reading)
    assert constant_criteria(one, day(name)) == dead_criteria(one, day(name)) == idle_parameters(one, day(name)) == ()


IMPLIED = {
    ("avstampet", "jobbcoacher"),
    ("avstampet", "sprangbradan"),
    ("en-vag-in", "centralen"),
    ("en-vag-in", "finsam-contacts"),
    ("handlaggarteam", "finsam-contacts"),
    ("jobbcoacher", "sprangbradan"),
    ("sprangbradan", "jobbcoacher"),
    ("sus-contacts", "finsam-contacts"),
}
"""Of which one's criteria the other's follow, as their files have them: the same age, the same need, two parties."""


@pytest.mark.mass
def test_which_programmes_lie_within_others():
    """In October 2016 so many implications hold between those in force, and no others; none rests on a constraint."""
    in_force = [one for one in EVERYTHING.values() if one.id != "orvar"]
    proofs = {(a.id, b.id): implies(a, b, ON) for one in combinations(in_force, 2) for a, b in (one, one[::-1])}
    assert {pair for pair, proof in proofs.items() if proof.result is PROVED} == IMPLIED
    assert not any(proof.constraints for proof in proofs.values())
    assert all(proof.result is not Result.OUTSIDE for proof in proofs.values())


APART = {
    ("avstampet", "kaa"),
    ("jobbcoacher", "kaa"),
    ("sprangbradan", "kaa"),
    ("en-vag-in", "plattform-ostra-ostergotland"),
}
"""Those without anybody in common: 20 or older and under 20, residents of different kommuner."""


@pytest.mark.mass
def test_which_programmes_have_nobody_in_common():
    """In October 2016 four pairs exclude each other, by age or by where one lives."""
    in_force = [one for one in EVERYTHING.values() if one.id != "orvar"]
    apart = {frozenset((a.id, b.id)) for a, b in combinations(in_force, 2) if overlaps(a, b, ON).result is PROVED}
    assert apart == {frozenset(pair) for pair in APART}


def test_all_programmes_together_leave_somebody_out():
    """Some are taken by none of the thirteen: told with a person, checked again, and described."""
    gap = gaps(PROGRAMMES, ON, most=3)
    assert gap.result is COUNTEREXAMPLE
    assert all(decide(gap.person, one, ON).outcome is Outcome.NOT_ELIGIBLE for one in PROGRAMMES.values())
    assert (len(gap.descriptions), gap.more) == (3, True)
