"""Claims about rules are proved, refuted by a person, or outside what can be proved; and say which in words."""

import os
import pickle
import subprocess
import sys
from datetime import date

import attrs
import pytest

import strategies
from samverkan import Outcome, Participant, decide, load_model
from samverkan.agencies import Agencies, Agency, Party
from samverkan.bound_programmes import bind
from samverkan.dates import LeapDay
from samverkan.errors import InvalidRuleError, InvalidValueError, MissingExtraError, UndecidedTruthError
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.expressions import And, Or
from samverkan.rules.facts import Boolean, Current, DayOf, Elapsed, Fact, MembersOf, NumberOf, SetOf, SpellsOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import parse
from samverkan.sources import ASSUMED
from samverkan.texts import Text
from samverkan.verification import (
    Result,
    collisions,
    constant_criteria,
    dead_criteria,
    differences,
    equivalent,
    gaps,
    idle_parameters,
    implies,
    only_within,
    overlaps,
    reasons,
    satisfiable,
)
from samverkan.verification.by_solver import BySolver
from samverkan.verification.exhaustive import Exhaustive
from samverkan.verification.occasions import occasions
from samverkan.verification.people import told as told_of
from samverkan.verification.questions import ALWAYS, NEVER, Demand, Nobody, Outside, Question

FINSAM = load_model("finsam")
VOCABULARY = strategies.VOCABULARY
ON = date(2016, 10, 3)
WORDS = Text("ord", "words")
PROVED, COUNTEREXAMPLE, OUTSIDE = Result.PROVED, Result.COUNTEREXAMPLE, Result.OUTSIDE


def programme(*rules, vocabulary=VOCABULARY, **more):
    """Return a programme with those rules for criteria, each under its own text as id."""
    whole = {
        "id": "made",
        "kind": ProgrammeKind.INTERVENTION,
        "status": Status.ADOPTED,
        "name": Text("Provet", "The test"),
        "criteria": [Criterion(id=rule, rule=rule, text=Text("är det", "is"), source=ASSUMED) for rule in rules],
        "readings": [Reading(id="only")],
        "source": ASSUMED,
    }
    return bind(Programme(**{**whole, **more}), vocabulary)


def thresholds(**values):
    """Return parameters that have those values on every day."""
    return {name: Parameter([Threshold(value, ASSUMED)]) for name, value in values.items()}


def fact(kind, derived=None):
    """Return a fact of the tests' own."""
    said = {NumberOf: "talet är {number}", SetOf: "har {member}"}.get(type(kind), "det är så")
    asked = "något {members}" if isinstance(kind, SetOf) else "något"
    return Fact(kind=kind, asked=Text(asked, asked), shown=Text("x", "x"), said=Text(said, said), derived=derived)


WAYS = {"z3": BySolver(), "exhaustive": Exhaustive()}
both_ways = pytest.mark.parametrize("by", WAYS.values(), ids=WAYS.keys())
ANYBODY = programme("employed or unmet_need", "employed or not unmet_need or employed")


# --- Whether anybody, whether both, whether the same ---------------------------------------------------


@both_ways
def test_somebody_meets_the_criteria(by):
    """Where somebody can meet the criteria there is such a person, and all that they read is known of her."""
    proof = satisfiable(programme("age >= 16", "count(parties) >= 2"), ON, by=by)
    assert proof.result is COUNTEREXAMPLE
    assert decide(proof.person, proof.about[0], ON).outcome is Outcome.ELIGIBLE
    assert proof.person.contacts_complete is True
    assert proof.person.born.at(ON).is_whole


@both_ways
def test_nobody_meets_criteria_that_contradict_each_other(by):
    """Nobody is both under 16 and over 64: the claim is proved."""
    proof = satisfiable(programme("age < 16", "age > 64"), ON, by=by)
    assert (proof.result, proof.person, proof.constraints) == (PROVED, None, ())


@both_ways
@pytest.mark.parametrize(
    ("rule", "other", "is_both"),
    [
        ("age <= 29", "age >= 29", True),
        ("age <= 29", "age >= 30", False),
        ("on_sick_leave", "sick_leave_days == 0", False),
        ("not on_sick_leave", "sick_leave_days <= 84", True),
        ('"AF" in agencies', 'not "AF" in parties', False),
        ("count(parties) <= 1", '"AF" in parties and "FK" in parties', False),
        ('count(parties) <= 1 and "kommun/AME" in agencies', '"kommun/IFO" in agencies', True),
        ("count(agencies) == 0", '"region" in parties', False),
        ("count(parties) >= 4", "count(agencies) >= 5", True),
        ('residence == "Ludvika"', 'residence in {"Smedjebacken", "Borlänge"}', False),
        ('residence != "Ludvika"', 'not residence in {"Smedjebacken", "Borlänge"}', True),
        ('"yes" in work_capacity_by_AF', '"no" in work_capacity_by_AF', False),
        ('"yes" in work_capacity_by_kommun', '"no" in work_capacity_by_kommun', True),
        ('"yes" in work_capacity_by_AF', 'not "yes" in work_capacity_found', False),
        ('"yes" in work_capacity_found', "count(work_capacity_by_AF) == 0", True),
        ('"yes" in work_capacity_by_AF', '"no" in work_capacity_by_FK', True),
        ("count(receives) >= 2", '"economic-assistance" in receives', True),
        ('"kommun" in parties_needed', "count(needs_from) == 0", False),
        ("household_size > 11", "household_size < 12", False),
        ("household_size > balance", "balance >= 11", True),
        ("household_size > balance", "balance >= 12", False),
        ("household_size == balance", "balance < 1", False),
        ("household_size != balance", "balance == 1", True),
        ("months_here >= 12", "days_here <= 364", False),
        ("months_here >= 12", "days_here <= 366", True),
        ("known(age)", "known(employed) and known(arrived) and known(sex)", True),
        ("known(parties)", "known(sick_leave_days) and known(household_size) and known(needs)", True),
        ("at_least(2, employed, unmet_need, grey_zone)", "not employed and not unmet_need", False),
        ("at_least(2, employed, unmet_need, grey_zone)", "not employed", True),
    ],
)
def test_two_rules_have_somebody_in_common_or_not(rule, other, is_both, by):
    """Of each construct, that the two can or cannot be met together is as their words say."""
    proof = overlaps(programme(rule), other, ON, by=by)
    assert proof.result is (COUNTEREXAMPLE if is_both else PROVED)


@both_ways
def test_one_rule_may_follow_from_another(by):
    """Whoever is over 20 is over 16, and not the other way around."""
    over_16, over_20 = programme("age >= 16"), programme("age >= 20")
    assert implies(over_20, over_16, ON, by=by).result is PROVED
    found = implies(over_16, over_20, ON, by=by)
    assert found.result is COUNTEREXAMPLE
    assert 16 <= (ON - found.person.born.at(ON).earliest).days / 365.25 < 20


@both_ways
def test_rules_written_differently_are_the_same(by):
    """De Morgan's law is proved; leaving out a part is shown with a person."""
    rule = programme("not (employed and unmet_need)")
    assert equivalent(rule, "not employed or not unmet_need", ON, by=by).result is PROVED
    assert equivalent("not employed", rule, ON, by=by).result is COUNTEREXAMPLE


def test_two_rules_as_text_have_no_facts_to_go_by():
    """One of what is compared must be taken from a model."""
    with pytest.raises(InvalidValueError, match="a programme or a target group"):
        overlaps("employed", "unmet_need", ON)


def test_a_target_group_is_compared_as_a_programme_is():
    """A group with a rule can be asked about; one that is descriptive only is refused."""
    groups = FINSAM.target_groups.values()
    ruled = next(group for group in groups if group.rule is not None)
    proof = satisfiable(ruled, ON)
    assert proof.result is COUNTEREXAMPLE
    assert proof.text().startswith(f"Claim, 3 October 2016: nobody belongs to the group {ruled.definition.name.en}.")
    descriptive = next(group for group in groups if group.rule is None)
    with pytest.raises(InvalidRuleError, match="descriptive only"):
        satisfiable(descriptive, ON)


def test_a_programme_that_is_not_in_force_takes_nobody():
    """Outside the days on which it is in force the claim that nobody meets the criteria is proved."""
    orvar = FINSAM.programmes["orvar"]
    assert satisfiable(orvar, "2008-06-30").result is PROVED
    assert satisfiable(orvar, "2008-07-01").result is COUNTEREXAMPLE


# --- Constraints ---------------------------------------------------------------------------------------


def test_a_proof_names_the_constraints_that_it_rests_on():
    """That no pupil of an introductory programme is out of school rests on the one constraint that says so."""
    rule = programme("introductory_programme", vocabulary=FINSAM.vocabulary)
    proof = overlaps(rule, "not attends_upper_secondary", ON)
    assert proof.result is PROVED
    assert proof.constraints == ("introductory-programme-is-upper-secondary",)
    assert "The proof rests on what holds of everybody: introductory-programme-is-upper-secondary." in proof.text()


def test_without_a_constraint_there_is_a_person():
    """The same rules in a vocabulary without constraints have somebody in common."""
    rule = programme("introductory_programme", vocabulary=attrs.evolve(FINSAM.vocabulary, constraints={}))
    assert overlaps(rule, "not attends_upper_secondary", ON).result is COUNTEREXAMPLE


def test_programmes_carry_the_constraints_of_their_model():
    """What a model says of everybody is in the vocabulary of each of its programmes, target groups and predicates."""
    ids = {*FINSAM.constraints}
    for one in [*FINSAM.programmes.values(), *FINSAM.predicates.values(), *FINSAM.target_groups.values()]:
        assert {*one.vocabulary.constraints} == ids


def test_constraints_reach_through_each_other():
    """One that shares no fact with the question bears on it by way of another; one that does not is left out."""
    vocabulary = attrs.evolve(
        VOCABULARY,
        constraints={
            name: parse(rule, VOCABULARY)
            for name, rule in {
                "a": "not employed or stuck",
                "b": "not stuck or grey_zone",
                "c": "care_seeking",
            }.items()
        },
    )
    proof = overlaps(programme("employed", vocabulary=vocabulary), "not grey_zone", ON)
    assert (proof.result, proof.constraints) == (PROVED, ("a", "b"))
    assert proof.about[0].vocabulary.constraints.keys() == {"a", "b", "c"}
    somebody = satisfiable(programme("employed", vocabulary=vocabulary), ON).person
    assert not somebody.care_seeking.entries


CLOSE = {"lim": Parameter([Threshold(18, ASSUMED, until="2016-12-31"), Threshold(16, ASSUMED, since="2017-01-01")])}


def test_a_constraint_has_the_numbers_of_the_day():
    """Nobody under the limit is employed: of 17, nobody in 2016 and somebody in 2017; the programme's own is no other."""
    vocabulary = attrs.evolve(VOCABULARY, parameters={**VOCABULARY.parameters, **CLOSE})
    kept = {"grown": parse("not employed or age >= lim", vocabulary)}
    rule = programme("employed", vocabulary=attrs.evolve(vocabulary, constraints=kept))
    proof = overlaps(rule, "age == 17", ON)
    assert (proof.result, proof.constraints) == (PROVED, ("grown",))
    assert overlaps(rule, "age == 17", "2017-01-01").result is COUNTEREXAMPLE
    assert [str(day) for day in occasions([rule], ON)] == ["2016-12-31", "2017-01-01"]
    own = programme("employed", "age >= lim", vocabulary=rule.vocabulary, parameters=thresholds(lim=10))
    (dead,) = dead_criteria(own, ON)
    assert dead.constraints == ("grown",)


@both_ways
def test_no_constraint_is_named_that_can_be_left_out(by):
    """Of two that say the same of two contacts, and are both at hand, one is enough."""
    rules = {"first": 'age > 30 or "AF" not in parties', "second": "age > 30 or count(parties) <= 1"}
    rules = {name: parse(rule, VOCABULARY) for name, rule in rules.items()}
    asked = programme(
        "employed or count(parties) >= 3", "count(parties) <= 1", vocabulary=attrs.evolve(VOCABULARY, constraints=rules)
    )
    assert overlaps(asked, "not employed and age <= 30", ON, by=by).constraints == ()
    two = programme('"AF" in parties', "count(parties) >= 2", vocabulary=asked.vocabulary)
    proof = overlaps(two, "age <= 30", ON, by=by)
    assert (proof.result, len(proof.constraints)) == (PROVED, 1)


# --- What differs --------------------------------------------------------------------------------------


@both_ways
def test_a_planted_or_for_an_and_is_shown_with_a_person(by):
    """Whoever meets one part alone has another outcome under the new version; the outcomes are told."""
    old, new = programme("employed and unmet_need"), programme("employed or unmet_need")
    found = differences(old, new, ON, by=by)
    assert found.result is COUNTEREXAMPLE
    assert decide(found.person, old, ON).outcome is not decide(found.person, new, ON).outcome
    assert only_within(found, "employed and not unmet_need", by=by).result is COUNTEREXAMPLE
    either = "employed and not unmet_need or unmet_need and not employed"
    assert only_within(found, either, by=by).result is PROVED


def test_where_nobody_differs_nothing_is_left_to_narrow():
    """Two ways of writing the same are proved the same, within any rule."""
    proof = differences(programme("age >= 16"), programme("not age <= 15"), ON)
    assert proof.result is PROVED
    assert only_within(proof, "employed").result is PROVED


def test_what_differs_only_where_something_is_unknown_is_found_with_unknowns():
    """Written twice over, a rule may be undetermined where the plain one is not: found when the unknown counts."""
    plain, again = programme("employed"), programme("employed and unmet_need or employed and not unmet_need")
    assert differences(plain, again, ON).result is PROVED
    found = differences(plain, again, ON, unknowns=True)
    assert found.result is COUNTEREXAMPLE
    assert {decide(found.person, one, ON).outcome for one in (plain, again)} == {
        Outcome.ELIGIBLE,
        Outcome.UNDETERMINED,
    }
    assert "there is no information about how the need for coordination is met" in found.text()


def test_only_what_compares_two_can_be_narrowed():
    """A proof about one programme, or of another claim about two, is refused."""
    for proof in (satisfiable(ANYBODY, ON), overlaps(ANYBODY, programme("stuck"), ON)):
        with pytest.raises(InvalidValueError, match="what differences returned"):
            only_within(proof, "employed")


OTHERWISE = {
    "a fact of another kind": (
        {"facts": {**VOCABULARY.facts, "has_transport": fact(NumberOf(Text("st", "pieces")))}},
        "known(has_transport)",
        "facts.has_transport",
    ),
    "a list of other words": (
        {"lists": {**VOCABULARY.lists, "wishes": ("a", "b")}},
        "count(wishes) >= 1",
        "lists.wishes",
    ),
    "other leap days": ({"leap_day": LeapDay.MARCH_1}, "age >= 16", "leap_day"),
    "other agencies": ({"agencies": attrs.evolve(VOCABULARY.agencies, agencies=[])}, "count(parties) >= 1", "agencies"),
    "other assessors": (
        {"agencies": attrs.evolve(VOCABULARY.agencies, agencies=[])},
        "count(work_capacity_found) >= 1",
        "agencies",
    ),
}


@pytest.mark.parametrize(("changes", "rule", "named"), OTHERWISE.values(), ids=OTHERWISE)
def test_what_means_different_things_is_not_compared(changes, rule, named):
    """Where something that is read differs between the two the proof is outside and names it."""
    proof = differences(programme(rule), programme(rule, vocabulary=attrs.evolve(VOCABULARY, **changes)), ON)
    assert proof.result is OUTSIDE
    assert f"It cannot be proved: {named} differs between what is compared." in proof.text()
    assert f"Det går inte att bevisa: {named} är olika i det som jämförs." in proof.text("sv")


@pytest.mark.parametrize("changes", [one[0] for one in OTHERWISE.values()], ids=OTHERWISE)
def test_what_nobody_reads_may_mean_different_things(changes):
    """Two rules that read none of what differs are compared as if nothing did."""
    other = programme("employed", "stuck", vocabulary=attrs.evolve(VOCABULARY, **changes))
    assert implies(other, programme("employed"), ON).result is PROVED
    assert implies(programme("employed"), other, ON).result is COUNTEREXAMPLE


def test_of_constraints_those_that_both_have_are_taken():
    """A new version may add facts, lists and constraints: what both say of everybody is gone by, and nothing else."""
    with_one = attrs.evolve(VOCABULARY, constraints={"a": parse("not employed or stuck", VOCABULARY)})
    more = attrs.evolve(VOCABULARY, facts={**VOCABULARY.facts, "new": fact(Boolean())})
    old, new = programme("employed", vocabulary=with_one), programme("stuck", "employed", vocabulary=more)
    assert implies(old, new, ON).result is COUNTEREXAMPLE
    assert implies(old, programme("stuck", vocabulary=with_one), ON).result is PROVED


# --- Who falls between ---------------------------------------------------------------------------------

YOUNG, OLD = programme("age <= 29", id="young"), programme("age >= 40", id="old")


@both_ways
def test_a_gap_has_a_person_and_is_described_in_as_few_conditions_as_may_be(by):
    """Between 29 and 40 nobody takes her; both conditions are needed, and there is nobody else."""
    gap = gaps([YOUNG, OLD], ON, by=by)
    assert gap.result is COUNTEREXAMPLE
    assert [one.rule for one in gap.descriptions] == ["age >= 30 and age <= 39"]
    assert not gap.more
    assert gap.told.en == "a person who has lived for 35 years"


@both_ways
def test_where_there_is_no_gap_it_is_proved(by):
    """Two programmes that share a limit leave nobody out."""
    assert gaps([YOUNG, programme("age >= 30")], ON, by=by).result is PROVED


@pytest.mark.parametrize(
    "among",
    ["employed", parse("employed", VOCABULARY), programme("employed")],
    ids=["text", "tree", "programme"],
)
def test_a_gap_is_looked_for_in_a_group(among):
    """The person is one of the group, whichever way it is told, and the group stands in the claim alone."""
    gap = gaps({"young": YOUNG}, ON, among=among)
    assert gap.person.employed.at(ON) is True
    assert [one.rule for one in gap.descriptions] == ["age >= 30"]
    assert gaps([YOUNG], ON, among="age <= 29").result is PROVED


def test_descriptions_are_so_many_and_always_the_same():
    """At most so many are told, and that there are more; together they cover everybody who is left out."""
    several = programme("employed", "unmet_need", "grey_zone", "stuck")
    first = gaps([several], ON, most=2)
    assert (len(first.descriptions), first.more) == (2, True)
    assert "There are more." in first.text()
    every = gaps([several], ON)
    assert (len(every.descriptions), every.more) == (4, False)
    assert every == gaps([several], ON)
    covered = " or ".join(f"({one.rule})" for one in every.descriptions)
    assert implies("employed and unmet_need and grey_zone and stuck", several, ON).result is PROVED
    assert equivalent(several, f"not ({covered})", ON).result is PROVED


def test_where_everybody_is_left_out_no_condition_is_needed():
    """Of a programme that is not in force the description is: anybody at all."""
    gap = gaps([FINSAM.programmes["orvar"]], "2020-01-01")
    assert [(one.rule, str(one), one.text("sv")) for one in gap.descriptions] == [
        ("", "anybody at all", "vem som helst")
    ]
    assert gap.told == Text("en person, vem som helst", "a person, anybody at all")
    assert gap.text().endswith("The same goes for everybody.")
    assert gap.text("sv").endswith("Detsamma gäller var och en.")
    in_group = gaps([programme("employed")], ON, among="not employed")
    assert in_group.text().endswith("The same goes for everybody in the group.")
    assert in_group.text("sv").endswith("Detsamma gäller var och en i gruppen.")
    several = gaps([programme("employed and stuck")], ON, among="unmet_need")
    assert "The same goes for everybody in the group of whom one of these holds:" in several.text()


def test_with_unknowns_a_gap_is_whom_none_is_known_to_take():
    """Of somebody of whom nothing is known no programme is known to take her, even where no gap is."""
    whole = [programme("age <= 29"), programme("age >= 30")]
    gap = gaps(whole, ON, unknowns=True)
    assert gap.result is COUNTEREXAMPLE
    assert gap.descriptions == ()
    assert all(decide(gap.person, one, ON).outcome is Outcome.UNDETERMINED for one in whole)
    assert gap.told.en == "a person: there is no information about the date of birth"
    assert gaps(whole, ON, among="employed", unknowns=True).told.sv == (
        "personen har en anställning; uppgift saknas om födelsedatum"
    )


def test_gaps_are_between_programmes():
    """Without any there is nothing to fall between."""
    with pytest.raises(InvalidValueError, match="one programme or more"):
        gaps([], ON)


def test_when_the_effort_is_spent_a_gap_is_described_no_further():
    """The person is there already; that there may be more is said."""

    class Tired:
        """Finds the first person and nobody after."""

        name = "tired"

        def __init__(self):
            self.asked = 0

        def find(self, question):
            self.asked += 1
            return BySolver().find(question) if self.asked == 1 else Outside(Text("trött", "tired"))

    gap = gaps([YOUNG], ON, by=Tired())
    assert (gap.result, gap.descriptions, gap.more) == (COUNTEREXAMPLE, (), True)


# --- What does nothing ---------------------------------------------------------------------------------


def told(proofs):
    """Return what the proofs claim, in English."""
    return [(proof.result, proof.claim.en) for proof in proofs]


def test_a_criterion_that_the_others_make_superfluous_is_dead():
    """Whoever is 20 or older is 16 or older; the other way around it matters."""
    proofs = dead_criteria(programme("age >= 16", "age >= 20", "employed"), ON)
    assert told(proofs) == [(PROVED, "whoever meets the other criteria of The test meets age >= 16 too")]


def test_criteria_that_cannot_be_met_together_are_dead():
    """Each is impossible for whoever meets the other."""
    proofs = dead_criteria(programme("age <= 16", "age >= 20"), ON)
    assert told(proofs) == [
        (PROVED, f"nobody who meets the other criteria of The test meets {rule}") for rule in ("age <= 16", "age >= 20")
    ]


def test_a_criterion_that_asks_whether_something_is_known_is_not_dead():
    """Letting it go would turn an undetermined person into one who meets the criteria."""
    rule = programme("known(employed)", "age >= 16")
    assert constant_criteria(rule, ON) == dead_criteria(rule, ON) == ()
    assert decide(somebody(born="1990-01-01"), rule, ON).outcome is Outcome.UNDETERMINED
    assert told(dead_criteria(programme("known(employed)", "employed"), ON)) == [
        (PROVED, "whoever meets the other criteria of The test meets known(employed) too")
    ]


def test_a_single_criterion_is_not_dead():
    """There are no others."""
    assert dead_criteria(programme("employed"), ON) == ()


def test_a_criterion_that_is_so_or_not_for_everybody_is_constant():
    """Once all is known, being employed or not is always so, and both never."""
    proofs = constant_criteria(programme("employed or not employed", "employed and not employed", "employed"), ON)
    assert told(proofs) == [
        (PROVED, "everybody meets the criterion employed or not employed of The test"),
        (PROVED, "nobody meets the criterion employed and not employed of The test"),
    ]


def test_out_of_force_nothing_is_said_to_be_idle():
    """On a day on which the programme is not in force its criteria are not asked about."""
    orvar = FINSAM.programmes["orvar"]
    assert constant_criteria(orvar, "2020-01-01") == dead_criteria(orvar, "2020-01-01") == ()
    assert idle_parameters(orvar, "2020-01-01") == ()


@pytest.mark.parametrize(
    ("rules", "values", "idle"),
    [
        (["age >= youngest", "age >= 20"], {"youngest": 16}, []),
        (["age >= youngest or employed or not employed"], {"youngest": 16}, ["youngest"]),
        (["age >= youngest and employed and not employed"], {"youngest": 16}, ["youngest"]),
        (["employed", "youngest <= age <= oldest"], {"youngest": 16, "oldest": 64}, []),
        (["age == youngest or employed or not employed"], {"youngest": 16}, ["youngest"]),
        (["employed and not employed and youngest <= age", "age >= youngest"], {"youngest": 16}, ["youngest"]),
    ],
    ids=["it binds", "always met", "never met", "two", "always met, with ==", "read twice"],
)
def test_a_parameter_is_idle_when_its_value_matters_to_nobody(rules, values, idle):
    """It is named with a proof; one whose value would change somebody's outcome is not."""
    proofs = idle_parameters(programme(*rules, parameters=thresholds(**values)), ON)
    assert told(proofs) == [
        (PROVED, f"the value of the parameter {name} of The test matters to nobody") for name in idle
    ]


def test_a_parameter_that_only_a_certain_value_wakes_is_not_idle():
    """Nobody of 100 is under 50; another value would leave somebody out."""
    assert idle_parameters(programme("age != exactly or age >= 50", parameters=thresholds(exactly=100)), ON) == ()


@both_ways
def test_a_parameter_of_a_number_without_bounds_is_not_idle(by):
    """Somebody has more than any number that could be tried: a limit above it would take her in, or leave her out."""
    endless = attrs.evolve(VOCABULARY, facts={**VOCABULARY.facts, "wealth": fact(NumberOf(Text("kr", "kr")))})
    rule = programme("wealth < limit or wealth <= 3000000000", vocabulary=endless, parameters=thresholds(limit=500))
    assert idle_parameters(rule, ON, by=by) == ()


def test_a_parameter_that_several_comparisons_read_may_be_outside():
    """That two comparisons can never both be met is not seen, and no value that is tried shows that another matters."""
    rule = programme("employed or age == exactly and age != exactly", parameters=thresholds(exactly=20))
    proofs = idle_parameters(rule, ON)
    assert [proof.result for proof in proofs] == [OUTSIDE]
    assert "several comparisons read the parameter" in proofs[0].text()


# --- Where rules collide -------------------------------------------------------------------------------


@both_ways
def test_two_who_go_by_opposite_judgements_collide(by):
    """One wants her ill and the other well, by assessments of their own: she can fail both."""
    well, ill = programme('"yes" in work_capacity_by_AF', "employed"), programme("on_sick_leave")
    found = collisions(well, ill, ON, by=by)
    assert found.result is COUNTEREXAMPLE
    assert [one.rule for one in found.descriptions] == [
        '"yes" not in work_capacity_by_AF',
        "not on_sick_leave",
    ]
    assert found.person.employed.at(ON) is True
    assert "This keeps the person out of each:" in found.text()
    assert "Detta håller personen utanför var och en:" in found.text("sv")


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ("on_sick_leave", "on_sick_leave and unmet_need"),
        ("employed", "unmet_need"),
        ("on_sick_leave or employed", "not on_sick_leave or employed"),
        ("on_sick_leave", "functional_impairment or on_sick_leave"),
    ],
    ids=["the same judgement", "no judgement", "one of them always takes her", "one judgement mends both"],
)
def test_what_one_judgement_would_mend_is_no_collision(rule, other):
    """Where one fact judged otherwise would bring her in with both, or nothing of the matter is read, nobody is found."""
    assert collisions(programme(rule), programme(other), ON).result is PROVED


def test_judgements_of_another_matter_are_looked_at_when_asked_for():
    """The matter is a category of facts."""
    pair = programme("employed and at_least(1, stuck, grey_zone)"), programme("unemployed")
    assert collisions(*pair, ON).result is PROVED
    assert collisions(*pair, ON, about="work").result is COUNTEREXAMPLE
    assert "judgement of anything" in collisions(*pair, ON, about="anything").claim.en


def test_a_constraint_across_matters_keeps_a_collision_from_being_settled():
    """What is judged would not be free of the rest: the constraint is named."""
    constraints = {"tied": parse("not on_sick_leave or employed", VOCABULARY)}
    vocabulary = attrs.evolve(VOCABULARY, constraints=constraints)
    pair = [programme(rule, vocabulary=vocabulary) for rule in ("on_sick_leave", "functional_impairment")]
    proof = collisions(*pair, ON)
    assert proof.result is OUTSIDE
    assert "the constraint tied ties the matter to something else" in proof.text()


def test_a_comparison_with_another_matter_keeps_a_collision_from_being_settled():
    """Its outcome hangs on more than what is judged: what it compares is named."""
    matter = {"category": "health"}
    points = {name: fact(NumberOf(Text("p", "p"), least=0, most=20)) for name in ("hours", "days", "rate")}
    facts = {**points, "hours": attrs.evolve(points["hours"], **matter), "days": attrs.evolve(points["days"], **matter)}
    vocabulary = attrs.evolve(VOCABULARY, facts={**VOCABULARY.facts, **facts})
    one, other, third = (
        programme(rule, vocabulary=vocabulary) for rule in ("hours >= rate", "days >= 3", "days >= hours")
    )
    assert "a comparison of hours and rate ties what is judged" in collisions(one, other, ON).text()
    assert collisions(other, third, ON).result is OUTSIDE


def test_a_constraint_that_bears_on_neither_rule_is_no_hindrance():
    """It may tie the matter to something else, if neither of the two reads any of it; one that bears may be within it."""
    kept = {"tied": "not care_seeking or employed", "within": "not on_sick_leave or sick_leave_days >= 1"}
    constraints = {name: parse(rule, VOCABULARY) for name, rule in kept.items()}
    vocabulary = attrs.evolve(VOCABULARY, constraints=constraints)
    pair = [programme(rule, vocabulary=vocabulary) for rule in ("on_sick_leave", "functional_impairment")]
    assert collisions(*pair, ON).result is COUNTEREXAMPLE


def test_too_many_judgements_are_not_gone_through():
    """More than eight leaves in one matter are outside."""
    many = " and ".join(f"sick_leave_days != {number}" for number in range(10, 19))
    proof = collisions(programme(many), programme("functional_impairment"), ON)
    assert proof.result is OUTSIDE
    assert "more than eight" in proof.text()


# --- Reasons -------------------------------------------------------------------------------------------


def somebody(**facts):
    """Return a person of whom nothing but *facts* is known."""
    return Participant(id="d-001", **facts)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"born": "1980-01-01", "employed": True}, ["employed", "age >= 16"]),
        ({"born": "1980-01-01", "unmet_need": True, "employed": False}, ["unmet_need", "age >= 16"]),
        ({"born": "2010-01-01", "employed": False}, ["age <= 15"]),
        ({"employed": False, "unmet_need": False}, ["not employed", "not unmet_need"]),
    ],
    ids=["met by one", "met by the other", "not met by age", "not met, age unknown"],
)
def test_reasons_are_enough_and_none_can_be_spared(facts, expected):
    """They are what settles the outcome; that each is needed, and all are enough, is checked by rules of their own."""
    asked = programme("employed or unmet_need", "age >= 16")
    proof = reasons(somebody(**facts), asked, ON)
    (found,) = proof.descriptions
    assert proof.result is PROVED
    assert set(found.rule.split(" and ")) == set(expected)
    meets = decide(somebody(**facts), asked, ON).outcome is Outcome.ELIGIBLE
    for left_out in (None, *expected):
        rule = " and ".join(one for one in expected if one != left_out) or "employed or not employed"
        enough = implies(rule, asked, ON) if meets else overlaps(rule, asked, ON)
        assert enough.result is (PROVED if left_out is None else COUNTEREXAMPLE)


def test_reasons_go_by_nothing_that_a_decision_does_not():
    """That whoever is out of school attends no programme of one is a reason only when it is known of the person."""
    school = programme("attends_upper_secondary or introductory_programme", vocabulary=FINSAM.vocabulary)
    proof = reasons(somebody(introductory_programme=False, attends_upper_secondary=False), school, ON)
    assert [one.rule for one in proof.descriptions] == ["not attends_upper_secondary and not introductory_programme"]
    assert proof.constraints == ()


KNOWN = [
    (["known(employed)", "age >= 16"], "age >= 16 and known(employed)"),
    (["employed and stuck or not employed and stuck"], "employed and stuck"),
]


@both_ways
@pytest.mark.parametrize(("rules", "expected"), KNOWN, ids=["known", "either way"])
def test_whoever_has_just_the_reasons_has_the_outcome(rules, expected, by):
    """Of whom nothing else is known ``decide`` says the same; of whom any of it is unknown, it does not."""
    facts = {"born": "1990-01-01", "employed": True, "stuck": True, "unmet_need": True}
    asked = programme(*rules)
    (found,) = reasons(somebody(**facts), asked, ON, by=by).descriptions
    assert found.rule == expected
    needed = {name: facts[name] for name in facts if name.replace("born", "age") in expected}
    assert decide(somebody(**needed), asked, ON).outcome is Outcome.ELIGIBLE
    for name in needed:
        less = {other: value for other, value in needed.items() if other != name}
        assert decide(somebody(**less), asked, ON).outcome is Outcome.UNDETERMINED


def test_an_outcome_that_is_not_settled_has_no_reasons():
    """The proof is outside; what is missing the decision tells."""
    proof = reasons(somebody(), programme("employed"), ON)
    assert (proof.result, proof.descriptions) == (OUTSIDE, ())
    assert "the outcome is not settled" in proof.text()


def test_a_record_that_contradicts_itself_has_no_reasons():
    """From what goes against a constraint anything would follow."""
    rule = programme("introductory_programme", "attends_upper_secondary", vocabulary=FINSAM.vocabulary)
    proof = reasons(somebody(introductory_programme=True, attends_upper_secondary=False), rule, ON)
    assert proof.result is OUTSIDE
    assert "goes against what holds of everybody" in proof.text()


def test_reasons_are_outside_when_what_is_enough_cannot_be_told():
    """The first question, whether the record holds together, may be settled and the second not."""

    class Tired:
        """Answers the first question alone."""

        name = "tired"
        asked = 0

        def find(self, question):
            self.asked += 1
            return BySolver().find(question) if self.asked == 1 else Outside(Text("trött", "tired"))

    proof = reasons(somebody(employed=True), programme("employed"), ON, by=Tired())
    assert proof.text("sv").endswith("Det går inte att bevisa: trött.")


def test_out_of_force_no_condition_is_needed():
    """Whoever she is, a programme that is not in force does not take her."""
    proof = reasons(somebody(), FINSAM.programmes["orvar"], "2020-01-01")
    assert [one.conditions for one in proof.descriptions] == [()]
    assert proof.text().endswith("That goes for anybody at all.")


def test_reasons_that_take_too_long_are_outside():
    """With no effort to spend the limit is named."""
    proof = reasons(somebody(employed=True), programme("employed"), ON, by=BySolver(effort=1))
    assert proof.result is OUTSIDE


# --- How a proof is told -------------------------------------------------------------------------------


def test_a_proof_is_neither_true_nor_false():
    """It has three results."""
    proof = satisfiable(ANYBODY, ON)
    for undecided in (proof, proof.result):
        with pytest.raises(UndecidedTruthError):
            bool(undecided)


def test_the_repr_of_a_proof_holds_nothing_of_a_person():
    """It tells the result and the day; a description, which may be of a real person's reasons, how many conditions."""
    gap = gaps([YOUNG], ON)
    assert repr(gap) == "<Proof: counterexample, on 2016-10-03>"
    assert repr(gap.descriptions[0]) == "<Description, conditions: 1>"


def test_a_proof_is_told_in_both_languages():
    """The claim, the person and what comes of her, and what they have in common who are left out as well."""
    gap = gaps([YOUNG], ON, among="not employed")
    assert str(gap).splitlines() == [
        (
            "Claim, 3 October 2016: everybody in the group ”the person is not in employment” meets the criteria of "
            "The test."
        ),
        "A counterexample: a person who is not in employment and has lived for 35 years.",
        "  The test: does not meet the criteria",
        "The same goes for everybody in the group of whom this holds:",
        "  - the person has lived for at least 30 years",
    ]
    assert gap.text("sv").splitlines() == [
        "Påstående, 3 oktober 2016: alla i gruppen ”personen har ingen anställning” uppfyller kriterierna för Provet.",
        "Motexempel: personen har ingen anställning; åldern är 35 år.",
        "  Provet: uppfyller inte kriterierna",
        "Detsamma gäller var och en i gruppen om detta stämmer:",
        "  - åldern är minst 30 år",
    ]


def test_a_reading_that_is_not_the_default_is_named():
    """Two readings of one programme can be told apart in the claim."""
    project = FINSAM.programmes["se-projektet"]
    claim = differences(project, project.read_as("excluding-29"), ON).claim
    assert claim.sv == "utfallet är detsamma för alla enligt SE-projektet och SE-projektet (läsning excluding-29)"


@pytest.mark.parametrize(
    ("rule", "sv"),
    [
        (
            "employed and unmet_need",
            "personen har en anställning och har behov som inte löses i ordinarie verksamheter",
        ),
        ("not employed", "personen har ingen anställning"),
        ("age == 65", "en person: åldern är 65 år"),
        ('residence == "Vetlanda" and employed', "personen har en anställning; bostadskommunen är Vetlanda"),
        ('count(parties) >= 1 and "FK" in parties', "personen är aktuell hos Försäkringskassan"),
        ("count(parties) < 1", "en person: antalet parter som personen är aktuell hos är 0"),
        ("1 > count(parties)", "en person: antalet parter som personen är aktuell hos är 0"),
        ("sick_leave_days < 1", "personen är inte sjukskriven"),
        ("sick_leave_days == 84", "en person: sjukskrivningen har varat i 84 dagar"),
        (
            "household_size > balance and balance == 11",
            "en person: hushållets storlek är 12 personer; timbanken är 11 timmar",
        ),
        (
            "at_least(2, employed, stuck, grey_zone) and not grey_zone",
            "personen har en anställning, har ett ärende som har kört fast och har inget ärende i gråzonen mellan myndigheterna",
        ),
        ("known(employed) and stuck", "personen har ett ärende som har kört fast"),
    ],
)
def test_a_person_is_told_by_what_bears_on_the_claim(rule, sv):
    """What could be otherwise without a difference is left out; what matters is told as it is."""
    assert satisfiable(programme(rule), ON).told.sv == sv


def test_a_person_is_as_plain_as_may_be():
    """She has no contact, income, need or finding that need not be there, and an age that is likely."""
    rule = programme(
        "age >= 16",
        "count(agencies) >= 1 or count(receives) >= 1 or count(needs) >= 1 or employed or count(wishes) >= 1",
        "employed or count(needs_from) >= 2",
    )
    person = satisfiable(rule, ON).person
    assert (person.contacts, person.livelihoods, person.needs.at(ON).inside) == ((), (), frozenset())
    assert person.born.at(ON).earliest == date(1981, 1, 1)


@pytest.mark.parametrize(
    ("rule", "truth", "facts", "en"),
    [
        (
            "known(employed) and stuck",
            True,
            {"employed": True, "stuck": True},
            "a person who has a case that is stuck; there is information about employment",
        ),
        ("household_size > balance", False, {"more": {"balance": 12}}, "a person: timbanken är 12 hours"),
        (
            "employed and stuck",
            None,
            {"stuck": True},
            "a person who has a case that is stuck; there is no information about employment",
        ),
    ],
    ids=["known", "a number within its bounds", "unknown"],
)
def test_where_not_all_is_known_it_is_told_what_is_and_what_is_not(rule, truth, facts, en):
    """Only what is known has a value to tell, and only what would settle a rule is told to be missing."""
    question = asked(rule, truth, unknowns=True)
    assert question.holds_of(somebody(**facts))
    assert told_of(somebody(**facts), question).en == en


def test_a_parameter_must_have_a_value_on_the_day():
    """A rule as text that reads one without a value is refused, and the parameter is named."""
    later = {"later": Parameter([Threshold(16, ASSUMED, since="2020-01-01")])}
    vocabulary = attrs.evolve(VOCABULARY, parameters={**VOCABULARY.parameters, **later})
    with pytest.raises(InvalidRuleError, match="the parameter later has no value on 2016-10-03"):
        overlaps(programme("employed", vocabulary=vocabulary), "age >= later", ON)


def test_a_proof_can_be_sent_to_another_process():
    """What it says is the same after pickling."""
    proof = gaps([FINSAM.programmes["se-projektet"]], ON)
    assert pickle.loads(pickle.dumps(proof)) == proof


# --- The solver itself ---------------------------------------------------------------------------------


def asked(rule, truths=True, *, vocabulary=VOCABULARY, unknowns=False):
    """Return a question of one demand."""
    return Question([Demand(parse(rule, vocabulary), truths)], vocabulary, ON, unknowns)


def test_a_solver_that_has_no_more_effort_to_spend_says_so():
    """The limit is named, and no verdict is given."""
    hard = " and ".join(f"count(agencies) != {number}" for number in range(9))
    found = BySolver(effort=1).find(asked(hard))
    assert isinstance(found, Outside)
    assert found.why.en == "the solver did not finish within its limit of 1 steps"
    assert satisfiable(programme(hard), ON, by=BySolver(effort=1)).result is OUTSIDE


OWN_HISTORIES = attrs.evolve(
    VOCABULARY,
    facts={
        **VOCABULARY.facts,
        "receives_anything": fact(Boolean(), Current("livelihoods")),
        "days_with_income": fact(NumberOf(Text("dagar", "days")), DayOf("livelihoods")),
        "past": fact(SpellsOf("wishes")),
        "past_wishes": fact(SetOf("wishes"), MembersOf("past", "kind")),
        "short_leave_days": fact(NumberOf(Text("dagar", "days"), least=0, most=30), DayOf("sick_leave")),
        "young_years": fact(NumberOf(Text("år", "years"), least=18, most=21), Elapsed("arrived", "years")),
    },
)


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("receives_anything", "receives_anything"),
        ("days_with_income >= 3", "days_with_income"),
        ('"social" in past_wishes', "past_wishes"),
    ],
)
def test_a_fact_that_the_solver_cannot_read_is_named(rule, named):
    """It is outside, and never dropped."""
    found = BySolver().find(asked(rule, vocabulary=OWN_HISTORIES))
    assert found == Outside(
        Text(
            f"uppgiften {named} följer av något som en lösare inte läser",
            f"the fact {named} follows from something that the solver does not read",
        )
    )


@pytest.mark.parametrize(
    ("rule", "is_there"),
    [
        ("short_leave_days == 30", True),
        ("short_leave_days >= 31", False),
        ("sick_leave_days >= 31", False),
        ("young_years >= 22", False),
        ("young_years <= 17", False),
        ("young_years == 18", True),
        ("age > 130", False),
        ("age == 130", True),
    ],
)
def test_nobody_is_outside_the_bounds_of_a_fact(rule, is_there):
    """What a derived number can be bounds what it is derived from."""
    found = BySolver().find(asked(rule, vocabulary=OWN_HISTORIES))
    assert isinstance(found, Participant if is_there else Nobody)


def test_some_demands_are_always_or_never_so():
    """A rule of no parts is met by everybody, or by nobody."""
    for rule, expected in ((ALWAYS, Participant), (NEVER, Nobody), (And((ALWAYS, Or((NEVER, ALWAYS)))), Participant)):
        assert isinstance(BySolver().find(Question([Demand(rule)], VOCABULARY, ON)), expected)


NAMES = attrs.evolve(
    VOCABULARY,
    lists={**VOCABULARY.lists, "goals": ("0", "work", "work is not", "is known")},
    facts={**VOCABULARY.facts, "demand": fact(SetOf("goals")), "constraint": fact(SetOf("goals"))},
)


@pytest.mark.parametrize(
    ("rules", "truths"),
    [
        (['"0" in demand', "employed"], [False, True]),
        (['"work" in demand', '"work is not" in demand'], [None, True]),
        (['"is known" in demand', '"work" in demand'], [None, True]),
    ],
    ids=["a demand", "not a word", "known"],
)
def test_no_word_is_taken_for_something_else(rules, truths):
    """Words that sound like the solver's own names are words, and nothing else."""
    demands = [Demand(parse(rule, NAMES), truth) for rule, truth in zip(rules, truths, strict=True)]
    question = Question(demands, NAMES, ON, unknowns=None in truths)
    assert question.holds_of(BySolver().find(question))


def test_a_party_may_have_any_name():
    """A party called *others* has findings of its own, beside those of whoever is no party."""
    register = VOCABULARY.agencies
    parties = [*register.parties.values(), *(Party(name, WORDS) for name in ("others", "somebody", "no party", "None"))]
    agencies = [*register.agencies.values(), *(Agency(name, name, WORDS) for name in ("others", "somebody"))]
    by_others = fact(SetOf("work_capacity"), MembersOf("work_capacity", "finding", by="others"))
    vocabulary = attrs.evolve(
        VOCABULARY,
        agencies=Agencies(parties, [*agencies, Agency("firm", None, WORDS)]),
        facts={**VOCABULARY.facts, "by_others": by_others},
    )
    whose = ("by_others", *(f"work_capacity_by_{party}" for party in ("AF", "FK", "region", "kommun")))
    rules = ['"yes" in work_capacity_found', *(f'"yes" not in {fact}' for fact in whose)]
    question = Question([Demand(parse(rule, vocabulary)) for rule in rules], vocabulary, ON)
    assert question.holds_of(BySolver().find(question))


def test_an_assessor_has_one_finding_at_a_time():
    """AF is one agency and finds one thing; a kommun has units and kommuner enough to find all three."""
    both = '"{a}" in work_capacity_by_{who} and "{b}" in work_capacity_by_{who}'
    assert isinstance(BySolver().find(asked(both.format(who="AF", a="yes", b="no"))), Nobody)
    found = BySolver().find(asked("count(work_capacity_by_kommun) == 3"))
    assert len({one.by for one in found.work_capacity}) == 3


def test_a_finding_of_nobody_named_may_be_any_partys():
    """So it keeps a party's own finding from being known, and is made up only where that is asked for."""
    question = Question(
        [
            Demand(parse('"no" in work_capacity_found', VOCABULARY)),
            Demand(parse('"no" in work_capacity_by_AF', VOCABULARY), None),
        ],
        VOCABULARY,
        ON,
        unknowns=True,
    )
    found = BySolver().find(question)
    assert question.holds_of(found)
    assert [one.by for one in found.work_capacity if one.finding == "no"] == [None]


@pytest.mark.parametrize(
    ("rules", "truths"),
    [
        (['"kommun" in parties', '"AF" in parties'], [None, False]),
        (['"kommun/AME" in agencies', '"kommun" in parties'], [False, None]),
        (['"kommun/AME" in agencies', '"kommun" in parties'], [None, True]),
        (['"social" in needs', '"mental" in needs'], [None, False]),
        (['"social" in needs', '"mental" in needs'], [None, None]),
        (["known(needs)", '"social" in needs'], [None, True]),
        (["known(age)", "age >= 16"], [True, False]),
        (["known(sex)", 'sex == "man"'], [None, None]),
        (["household_size >= 3", "balance <= household_size"], [None, None]),
        (["on_sick_leave", "sick_leave_days <= 84"], [None, None]),
        (['"economic-assistance" in receives'], [None]),
    ],
)
def test_with_unknowns_each_part_can_be_known_or_not(rules, truths):
    """A set and the contacts are known member by member, other facts wholly or not at all; whoever is found is so."""
    demands = [Demand(parse(rule, VOCABULARY), truth) for rule, truth in zip(rules, truths, strict=True)]
    question = Question(demands, VOCABULARY, ON, unknowns=True)
    assert question.holds_of(BySolver().find(question))


def test_without_the_solver_every_class_of_people_is_tried(monkeypatch):
    """Where z3 is not installed proofs are found exhaustively, and say so; the solver itself says what to install."""
    monkeypatch.setitem(sys.modules, "z3", None)
    proof = satisfiable(YOUNG, ON)
    assert (proof.result, proof.by) == (COUNTEREXAMPLE, "exhaustive")
    with pytest.raises(MissingExtraError, match=r"pip install 'samverkan\[proofs\]'"):
        BySolver()


@pytest.mark.mass
def test_the_same_question_always_has_the_same_answer():
    """Not even the order in which Python keeps sets, which is another in each process, changes what is told."""
    code = """
from samverkan import load_model
from samverkan.verification import gaps
print(gaps(load_model("finsam").programmes, "2016-10-03", most=2).text("sv"))
"""
    told = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_the_solver_is_imported_only_when_it_is_asked():
    """Neither the package nor its proofs import z3 before there is something to prove."""
    code = "import sys, samverkan.verification; print('z3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "False\n"


def test_who_is_made_up_wrongly_is_never_handed_out():
    """A person who is not as the rules have it raises an error of the library's own instead of a verdict."""

    class Liar:
        """Hands out somebody of whom nothing is known."""

        name = "liar"

        def find(self, _question):
            return somebody()

    with pytest.raises(AssertionError, match="not as the rules themselves have it"):
        satisfiable(programme("employed"), ON, by=Liar())
