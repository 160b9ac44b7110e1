"""People around boundaries: on each side of every number, each condition seen both ways, and unknown."""

from collections import Counter
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from samverkan import Outcome, Unknown, Verdict, decide, load_model
from samverkan.constraints import Constraint
from samverkan.errors import InvalidModelError, InvalidRuleError
from samverkan.partial import Bounds, Members
from samverkan.programmes import Programme
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import Count, FactValue, Known
from samverkan.rules.facts import Fact, NumberOf
from samverkan.rules.text import parse
from samverkan.sources import ASSUMED
from samverkan.testing import Question, around, eligible_for, models
from samverkan.testing.boundaries import Side, can_fail, leaves, sides, truth_of
from samverkan.testing.calendars import next_to
from samverkan.testing.history_edges import thinned
from samverkan.testing.subjects import programme_of, subjects
from samverkan.texts import Text
from strategies import examples

SHIPPED = load_model("finsam")
VOCABULARY = SHIPPED.vocabulary
ON = date(2016, 10, 3)
WORDS = Text(sv="ord", en="words")
UNITS = Text("är {number}", "is {number}")
drawing = settings(
    database=None, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def drawn(strategy, count: int = 80) -> list[Question]:
    """Return so many questions that are drawn, always the same."""
    found = []

    @settings(drawing, max_examples=count)
    @given(strategy)
    def draw(question):
        found.append(question)

    draw()
    return found


def read(name: str, question: Question):
    """Return what is known of a fact on the day of asking."""
    return answer(Known(name), VOCABULARY, question.person, question.on).reads[name]


# --- Where a rule turns ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("age >= 16", ["age is 15", "age is 16"]),
        ("age > 16", ["age is 16", "age is 17"]),
        ("age <= 64", ["age is 64", "age is 65"]),
        ("age < 64", ["age is 63", "age is 64"]),
        ("age == 20", ["age is 19", "age is 20", "age is 21"]),
        ("age != 20", ["age is 19", "age is 20", "age is 21"]),
        ("20 <= age", ["age is 19", "age is 20"]),
        ("20 > age", ["age is 19", "age is 20"]),
        ("16 <= age < 65", ["age is 15", "age is 16", "age is 64", "age is 65"]),
        ("age < 130", ["age is 129", "age is 130"]),
        (
            "age <= 129 or sick_leave_days > 0",
            ["age is 129", "age is 130", "sick_leave_days is 0", "sick_leave_days is 1"],
        ),
        ("count(parties) >= 2", ["count(parties) is 1", "count(parties) is 2"]),
        ("not (employed and count(parties) < 1)", ["count(parties) is 0", "count(parties) is 1"]),
        ('residence == "Ludvika" and employed', []),
    ],
)
def test_the_sides_of_a_boundary_are_the_numbers_next_to_it(rule, wanted):
    """Just inside and just outside, and for equality the number itself with both beside it."""
    assert wanted == [str(side) for side in sides(parse(rule, VOCABULARY), {}, VOCABULARY)]


def test_a_parameter_without_a_value_has_no_sides():
    """On a day on which no threshold is laid down nobody can stand beside it."""
    bound = SHIPPED.programmes["orvar"]
    rule = bound.criteria[1].rule
    vocabulary = bound.segments[1].criteria[0].vocabulary
    assert ["age is 15", "age is 16"] == [str(one) for one in sides(rule, {"youngest": 16, "oldest": None}, vocabulary)]


def test_two_numbers_are_beside_each_other_when_they_differ_by_one():
    """A comparison of two facts turns on their difference."""
    facts = {name: Fact(NumberOf(WORDS, least=0), WORDS, WORDS, UNITS) for name in ("adults", "children")}
    model = SHIPPED.with_(facts=facts)
    found = sides(parse("children < adults", model.vocabulary), {}, model.vocabulary)
    assert ["children - adults is -1", "children - adults is 0"] == [str(side) for side in found]
    assert found[0].is_taken({"children": 1, "adults": 2})
    assert not found[0].is_taken({"children": 1, "adults": Unknown()})


@pytest.mark.parametrize(
    ("value", "is_taken"),
    [
        (16, True),
        (15, False),
        (Bounds(15, 16), False),
        (Unknown(), False),
    ],
)
def test_somebody_stands_on_a_side_when_the_number_is_known_to_be_that(value, is_taken):
    """A number that lies between two bounds is on no side."""
    assert is_taken is Side(FactValue("age"), 16).is_taken({"age": value})


@pytest.mark.parametrize(
    ("value", "is_taken"),
    [(Members({"AF", "FK"}), True), (Members({"AF"}), False), (Members({"AF", "FK"}, {"region"}), False)],
)
def test_a_count_is_known_when_no_member_is_unknown(value, is_taken):
    """Two members, and perhaps a third, are not two."""
    assert is_taken is Side(Count("parties"), 2).is_taken({"parties": value})


@pytest.mark.parametrize(
    ("rule", "can"),
    [
        ("employed", True),
        ("not employed", True),
        ("known(age)", False),
        ("known(age) and employed", True),
        ("known(age) and known(sex)", False),
        ("known(age) or employed", False),
        ("age > 3 or employed", True),
        ("at_least(1, known(age), employed)", False),
        ("at_least(2, known(age), employed)", True),
        ('"AF" in parties', True),
    ],
)
def test_that_something_is_known_is_never_not_met(rule, can):
    """So a rule that it is enough for can never fail."""
    assert can is can_fail(parse(rule, VOCABULARY))


T, F, U = True, False, None


@pytest.mark.parametrize(
    ("rule", "truths", "wanted"),
    [
        ("employed and sgi", (T, U), U),
        ("employed and sgi", (F, U), F),
        ("employed or sgi", (F, U), U),
        ("employed or sgi", (T, U), T),
        ("not employed", (U,), U),
        ("not employed", (F,), T),
        ("not (employed or sgi) and stuck", (F, F, T), T),
        ("at_least(2, employed, sgi, stuck)", (T, U, F), U),
        ("at_least(2, employed, sgi, stuck)", (T, F, F), F),
        ("at_least(2, employed, sgi, stuck)", (T, T, U), T),
        ('known(sex) and "AF" in parties and age > 3', (T, T, T), T),
    ],
)
def test_a_rule_is_made_of_its_conditions(rule, truths, wanted):
    """By Kleene's tables, the conditions taken in the order of writing."""
    tree = parse(rule, VOCABULARY)
    assert len(truths) == len(list(leaves(tree)))
    assert wanted is truth_of(tree, truths)


# --- People around a rule ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "fact", "wanted"),
    [
        ("16 <= age <= 64", "age", {15, 16, 64, 65}),
        ("sick_leave_days <= 84 or not on_sick_leave", "sick_leave_days", {0, 84, 85}),
        ("count(parties) >= 2", "parties", {1, 2}),
        ("count(work_capacity_found) < 2", "work_capacity_found", {1, 2}),
        *[
            pytest.param(*row, marks=pytest.mark.mass)
            for row in (
                ("count(agencies) >= 2", "agencies", {1, 2}),
                ("count(needs_from) > 3", "needs_from", {3, 4}),
                ("count(parties_needed) >= 2", "parties_needed", {1, 2}),
                ("count(needs) == 2", "needs", {1, 2, 3}),
                ("count(receives) > 1", "receives", {1, 2}),
                ("count(occupied_with) <= 1", "occupied_with", {1, 2}),
            )
        ],
    ],
)
def test_people_stand_on_each_side_of_every_number(rule, fact, wanted):
    """On a day that is named there is somebody just inside, somebody just outside, and somebody who is unknown."""
    values = [read(fact, question) for question in drawn(around(rule, SHIPPED, on=ON), 150)]
    numbers = {len(one.inside) if isinstance(one, Members) and not one.unknown else one for one in values}
    assert wanted <= numbers
    assert any(isinstance(one, Unknown | Bounds) or (isinstance(one, Members) and one.unknown) for one in values)


@pytest.mark.parametrize(
    ("rule", "fact", "born"),
    [("age >= 16", "born", {"2000-10-03", "2000-10-04", "1999-10-04", "2001-10-03", "2000-10", "2000"})],
)
def test_people_turn_just_that_old_today_or_tomorrow(rule, fact, born):
    """On 3 October 2016: 16 today, 16 tomorrow, 17 tomorrow, 15 today, and known by month or year only."""
    found = {str(read(fact, question)) for question in drawn(around(rule, SHIPPED, on="2016-10-03"))}
    assert born <= found


@pytest.mark.mass
@pytest.mark.parametrize(
    "rule",
    [
        "employed",
        "known(employed)",
        'residence in {"Ludvika", "Ale"}',
        'residence != "Ludvika"',
        '"AF" in parties and not "kommun" in parties',
        '"kommun/AME" in agencies',
        '"kommun/AME" in needs_from',
        '"no" in work_capacity_by_AF and "yes" in work_capacity_by_FK',
        '"yes" in work_capacity_found and "no" in work_capacity_found',
        '"salary" in receives and "student-aid" in receives',
        '"studies" in occupied_with',
        '"social" in needs or "mental" in needs',
        "at_least(2, employed, on_sick_leave, grey_zone)",
        "not (on_sick_leave and sick_leave_days > 28)",
    ],
)
def test_every_condition_is_seen_both_ways_and_unknown(rule):
    """Of the rule, and of each of its conditions, some people are met, some not and of some it is unknown."""
    tree = parse(rule, VOCABULARY)
    questions = drawn(around(tree, SHIPPED), 80)
    for condition in (tree, *leaves(tree)):
        found = Counter(answer(condition, VOCABULARY, q.person, q.on).verdict for q in questions)
        wanted = [verdict for verdict in Verdict if verdict is not Verdict.NOT_MET or can_fail(condition)]
        assert not [verdict for verdict in wanted if found[verdict] < 2], (condition, found)


def test_facts_turn_on_the_day_of_asking():
    """Some facts hold until the day before and some from the day itself, so that the day decides."""
    questions = drawn(around("employed", SHIPPED, on=ON))
    values = {
        tuple(
            answer(Known("employed"), VOCABULARY, q.person, ON + timedelta(step)).reads["employed"]
            for step in (-1, 0, 1)
        )
        for q in questions
    }
    assert {(True, False, False), (False, True, True), (True, True, False), (False, False, True)} <= values


@pytest.mark.parametrize("unit", ["years", "months", "days"])
def test_elapsed_time_is_met_to_the_day_in_every_unit(unit):
    """Whatever the unit, somebody has just completed so much, and somebody completes it tomorrow."""
    model = SHIPPED.with_(
        [],
        facts={
            "arrived": attrs.evolve(SHIPPED.facts["born"]),
            "here": attrs.evolve(
                SHIPPED.facts["age"], derived=attrs.evolve(SHIPPED.facts["age"].derived, fact="arrived", unit=unit)
            ),
        },
    )
    rule = parse("here >= 7", model.vocabulary)

    def verdicts(question: Question) -> tuple[Verdict, ...]:
        days = (question.on + timedelta(step) for step in (-1, 0, 1))
        return tuple(answer(rule, model.vocabulary, question.person, day).verdict for day in days)

    found = {verdicts(question) for question in drawn(around(rule, model, on=ON))}
    met, not_met = Verdict.MET, Verdict.NOT_MET
    assert {(not_met, met, met), (not_met, not_met, met)} <= found


def test_a_rule_that_cannot_be_made_is_refused():
    """It is told what is wrong with it, before anybody is drawn."""
    with pytest.raises(InvalidModelError, match="there is no fact or parameter agee"):
        around("agee > 3", SHIPPED)
    with pytest.raises(InvalidModelError, match="always met"):
        around("age >= 0", SHIPPED)


# --- People around a programme -----------------------------------------------------------------------

BOUND = [pytest.param(programme, id=name) for name, programme in subjects(SHIPPED).items()]


@pytest.mark.mass
@pytest.mark.parametrize("programme", BOUND)
def test_each_criterion_of_a_shipped_programme_is_seen_both_ways_and_unknown(programme):
    """And so is each outcome, for people around the programme."""
    questions = drawn(around(programme, SHIPPED), 50 + 50 * len(programme.criteria))
    decisions = [decide(person, programme, on) for person, on in questions]
    outcomes = Counter(decision.outcome for decision in decisions)
    assert not [one for one in Outcome if outcomes[one] < 2], outcomes
    findings = Counter((finding.id, finding.outcome) for one in decisions for finding in one.criteria)
    ids = {criterion.id for criterion in programme.criteria}
    assert not [(one, verdict) for one in ids for verdict in Verdict if findings[one, verdict] < 1], findings


@pytest.mark.mass
@pytest.mark.parametrize("programme", BOUND)
def test_people_who_meet_every_criterion_are_found(programme):
    """Under each reading, everybody who is drawn meets the criteria on the day of asking."""
    for reading in programme.readings.values():
        found = drawn(eligible_for(reading, SHIPPED), 3)
        assert [Outcome.ELIGIBLE] * 3 == [decide(person, reading, on).outcome for person, on in found]


def test_the_day_can_be_named():
    """Then everybody is asked about on that day, around a programme as well as among those whom it takes in."""
    orvar = SHIPPED.programmes["orvar"]
    for strategy in (around(orvar, SHIPPED, on="2009-02-03"), eligible_for(orvar, on=date(2009, 2, 3))):
        assert {date(2009, 2, 3)} == {question.on for question in drawn(strategy, 20)}


@pytest.mark.parametrize(
    ("rule", "on"), [("age > 40 and age < 30", None), ("employed", "2007-01-01")], ids=["nobody", "not in force"]
)
def test_where_nobody_can_meet_the_criteria_it_is_said(rule, on):
    """A programme whose criteria contradict each other, or that is not in force, takes nobody in."""
    definition: Programme = attrs.evolve(
        programme_of(rule.replace("age > 40 and ", ""), VOCABULARY).definition, id="none"
    )
    if on is None:
        more = attrs.evolve(definition.criteria[0], id="more", rule="age > 40")
        definition = attrs.evolve(definition, criteria=[*definition.criteria, more])
    else:
        definition = attrs.evolve(definition, in_force=SHIPPED.programmes["orvar"].definition.in_force)
    programme = SHIPPED.with_([definition]).predicates["none"]
    with pytest.raises(ValueError, match="nobody can be found who meets the criteria of none, reading only"):
        eligible_for(programme, SHIPPED, on=on)


def test_a_programme_without_a_criterion_on_some_day_is_asked_about_all_the_same():
    """Where its criteria apply on other days only, nothing can be given, and people are drawn."""
    kaa = SHIPPED.programmes["orvar"].definition
    span = attrs.evolve(kaa.in_force)
    definition = attrs.evolve(kaa, id="spanned", criteria=[attrs.evolve(one, in_force=span) for one in kaa.criteria])
    programme = SHIPPED.with_([definition]).programmes["spanned"]
    outcomes = Counter(
        decide(q.person, programme, q.on).outcome for q in drawn(around(programme, SHIPPED, on="2007-02-02"), 20)
    )
    assert {Outcome.NOT_ELIGIBLE: 20} == outcomes


# --- Constraints and other models ----------------------------------------------------------------------


def test_people_around_a_boundary_obey_the_constraints():
    """On the day of asking nobody breaks one, and both sides are still seen where they can be."""
    rule = "not on_sick_leave or employed"
    model = SHIPPED.with_([Constraint(id="c", rule=rule, text=WORDS, source=ASSUMED)])
    questions = drawn(around("sick_leave_days <= 84 and employed", model), 300)
    constraint = model.constraints["c"]
    assert Verdict.NOT_MET not in {constraint.answer(q.person, q.on).verdict for q in questions}
    assert {0, 84, 85} <= {read("sick_leave_days", q) for q in questions}


def test_who_cannot_be_kept_to_a_constraint_is_known_less_well():
    """A fact that turns on the day and breaks a constraint on another day is given up."""
    rule = "not employed or unmet_need"
    model = SHIPPED.with_([Constraint(id="c", rule=rule, text=WORDS, source=ASSUMED)])
    days = [ON + timedelta(step) for step in range(-3, 4)]
    for person, _ in drawn(around("employed and unmet_need", model, on=ON), 200):
        assert Verdict.NOT_MET not in {model.constraints["c"].answer(person, day).verdict for day in days}


@examples(8)
@given(st.data())
def test_any_model_has_people_around_it(data):
    """Of small random models too: people can be asked about, under every reading."""
    model = data.draw(models())
    for programme in model.programmes.values():
        for reading in programme.readings.values():
            person, on = data.draw(around(reading, model))
            assert decide(person, reading, on).outcome in set(Outcome)


def test_two_numbers_are_drawn_close_to_each_other():
    """Where a rule compares two facts, each is seen larger by one, the same and unknown."""
    least, most = (
        Fact(NumberOf(WORDS, least=20), WORDS, WORDS, UNITS),
        Fact(NumberOf(WORDS, most=22), WORDS, WORDS, UNITS),
    )
    model = SHIPPED.with_(
        facts={"adults": least, "children": most, "rooms": Fact(NumberOf(WORDS), WORDS, WORDS, UNITS)}
    )
    for rule in ("children < adults", "children < rooms"):
        tree = parse(rule, model.vocabulary)
        found = Counter(answer(tree, model.vocabulary, q.person, q.on).verdict for q in drawn(around(rule, model), 80))
        assert not [verdict for verdict in Verdict if found[verdict] < 5], found


def test_a_time_that_nobody_can_have_lived_is_drawn_as_another():
    """Of a number of days before the calendar begins, some day is drawn all the same."""
    lived = attrs.evolve(SHIPPED.facts["age"], derived=attrs.evolve(SHIPPED.facts["age"].derived, unit="days"))
    lived = attrs.evolve(lived, kind=attrs.evolve(lived.kind, most=None))
    model = SHIPPED.with_(facts={"lived": lived})
    tree = parse("lived >= 999999", model.vocabulary)
    found = {answer(tree, model.vocabulary, q.person, q.on).verdict for q in drawn(around(tree, model, on=ON), 40)}
    assert found == {Verdict.NOT_MET, Verdict.UNKNOWN}


def test_a_search_gives_up_where_there_is_too_much_to_try():
    """Three conditions of many choices each, of which the last two contradict each other: nobody is found."""
    rule = "count(agencies) >= 2 and count(parties_needed) >= 2 and age > 40 and age < 30"
    programme = programme_of(rule, VOCABULARY)
    with pytest.raises(ValueError, match="nobody can be found"):
        eligible_for(programme, SHIPPED, on=ON)


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        ([date.min], [date.min, date(1, 1, 2)]),
        ([date.max], [date(9999, 12, 30), date.max]),
        ([], []),
    ],
    ids=["the first day", "the last day", "none"],
)
def test_the_days_next_to_a_day_are_days(days, wanted):
    """Before the first day that there is, and after the last, there is none."""
    assert wanted == list(next_to(days))


@pytest.mark.parametrize("most", [1, 2, 5, 6, 7, 24, 100])
def test_combinations_are_thinned_evenly(most):
    """No more than so many are taken, and of each list every choice that the number allows."""
    lists = [["a", "b"], [1, 2, 3], ["x", "y", "z", "w"]]
    found = list(thinned(lists, most))
    assert len(found) <= most
    assert len(found) == len(set(found))
    if most >= 24:
        assert len(found) == 24


def test_a_printed_rule_is_refused_as_it_would_be_in_a_file():
    """A tree that reads an unknown fact is refused too."""
    with pytest.raises((InvalidModelError, InvalidRuleError)):
        around(Known("nothing"), SHIPPED)
