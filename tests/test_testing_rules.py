"""Random rules, programmes and models: of every construct, and never refused."""

from collections import Counter
from datetime import date
from functools import cache

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from samverkan import Model, load_model
from samverkan.rules.checks import check, check_constants
from samverkan.rules.expressions import Holds, Known, depth, facts_of, walk
from samverkan.rules.facts import Boolean, Expression, Fact, NumberOf
from samverkan.rules.text import parse, printed
from samverkan.testing import models, programmes, rules
from samverkan.testing.boundaries import leaves
from samverkan.testing.random_models import _with_roots
from samverkan.testing.random_rules import knowable_of
from samverkan.testing.worlds import world_of
from samverkan.texts import Text
from strategies import constructs, examples

SHIPPED = load_model("finsam")
WORDS = Text(sv="ord", en="words")
drawing = settings(
    database=None, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@cache
def some_models() -> tuple[Model, ...]:
    """Return some models, always the same."""
    found = []

    @settings(drawing, max_examples=40)
    @given(models())
    def draw(model):
        found.append(model)

    draw()
    return tuple(found)


@examples(15)
@given(st.data())
def test_rules_of_any_model_are_let_through(data):
    """A rule that is drawn for a model passes every check, and is the same when it is printed and parsed."""
    model = data.draw(models())
    for rule in data.draw(st.lists(rules(model, deepest=4), min_size=3, max_size=3)):
        check(rule, model.vocabulary)
        check_constants(rule, model.vocabulary, {})
        assert rule == parse(printed(rule), model.vocabulary)


def test_rules_of_the_shipped_model_have_every_construct():
    """Over some hundred draws each construct turns up, and rules of every depth up to the deepest."""
    counts = Counter()

    @settings(drawing, max_examples=400)
    @given(rules(SHIPPED, deepest=4))
    def draw(rule):
        counts.update({construct for condition in walk(rule) for construct in constructs(condition)})
        counts[depth(rule)] += 1

    draw()
    wanted = {"Holds", "Known", "Not", "And", "Or", "AtLeast", "comparison", "chained comparison", "count"}
    wanted |= {"word in a set", "choice among words", "same word", "comparison ==", "comparison <"}
    assert wanted | {1, 2, 3, 4} <= {what for what, count in counts.items() if count >= 5}


def test_an_expression_stands_in_a_rule_as_if_it_were_written_out():
    """A fact that is an expression is drawn as its rule, and nobody asks whether it is known."""
    adrift = Fact(Boolean(), WORDS, WORDS, WORDS, derived=Expression("unemployed and not sgi"))
    model = attrs.evolve(
        SHIPPED,
        definitions=[],
        facts={"adrift": adrift, "unemployed": SHIPPED.facts["unemployed"], "sgi": SHIPPED.facts["sgi"]},
    )
    found = set()

    @settings(drawing, max_examples=60)
    @given(rules(model, deepest=1))
    def draw(rule):
        found.add(rule)

    draw()
    assert parse("adrift", model.vocabulary) in found
    assert Holds("adrift") not in {leaf for rule in found for leaf in leaves(rule)}
    assert ("unemployed", "sgi") == tuple(sorted(knowable_of(world_of(model)), reverse=True))


def test_a_fact_that_can_be_only_one_number_is_drawn_in_no_comparison():
    """For that would always be met or never; and numbers without any bound are compared with small ones."""
    units = Text("är {number}", "is {number}")
    numbers = {
        "single": Fact(NumberOf(WORDS, least=3, most=3), WORDS, WORDS, units),
        "double": Fact(NumberOf(WORDS, least=3, most=4), WORDS, WORDS, units),
        "free": Fact(NumberOf(WORDS), WORDS, WORDS, units),
    }
    model = attrs.evolve(SHIPPED, definitions=[], facts=numbers)
    found = Counter()

    @settings(drawing, max_examples=150)
    @given(rules(model, deepest=1))
    def draw(rule):
        check_constants(rule, model.vocabulary, {})
        found.update(facts_of(rule) if not isinstance(rule, Known) else ())

    draw()
    assert {"double", "free"} <= set(found)


@pytest.mark.mass
@examples(40)
@given(programmes(SHIPPED))
def test_programmes_are_let_through_by_their_model(programme):
    """The model takes the programme, and binds it under every reading."""
    bound = SHIPPED.with_([programme]).programmes[programme.id]
    assert {reading.id for reading in programme.readings} == set(bound.readings)


def test_programmes_are_of_many_shapes():
    """Thresholds that change, readings of each sort, criteria for some days only, and periods open or not."""
    counts = Counter()

    @settings(drawing, max_examples=150)
    @given(programmes(SHIPPED))
    def draw(programme):
        counts["several criteria"] += len(programme.criteria) > 1
        counts["several readings"] += len(programme.readings) > 1
        counts["another threshold"] += any(reading.parameters for reading in programme.readings)
        counts["without a criterion"] += any(reading.drops for reading in programme.readings)
        counts["changing"] += any(len(one.values) > 1 for one in programme.parameters.values())
        counts["for some days"] += any(one.in_force.since or one.in_force.until for one in programme.criteria)
        counts["begins"] += programme.in_force.since is not None
        counts["is open"] += programme.in_force.since is programme.in_force.until is None

    draw()
    assert {what for what, count in counts.items() if count < 5} == set()


@pytest.mark.mass
@pytest.mark.parametrize("name", ["large_and_flagged", "size", "colour", "colours", "arrived", "months"])
def test_models_have_facts_of_every_kind_of_their_own(name):
    """Each own fact turns up in some model and is missing in another, with what it rests on."""
    assert {True, False} == {name in model.facts for model in some_models()}
    rule = name if name == "large_and_flagged" else f"known({name})"
    for model in some_models():
        if name in model.facts:
            parse(rule, model.vocabulary)


@pytest.mark.mass
def test_models_differ_in_programmes_agencies_and_constraints():
    """One to three programmes, agencies of their own or none, a constraint or none."""
    found = some_models()
    assert {1, 2, 3} == {len(model.programmes) for model in found}
    assert {0, 1} == {len(model.constraints) for model in found}
    assert {0, 1} == {len(model.agencies.agencies) - len(SHIPPED.agencies.agencies) for model in found}
    assert all(programme.segment(date(2012, 7, 1)) for model in found for programme in model.programmes.values())


def test_facts_are_drawn_with_what_they_rest_on():
    """Parties follow from agencies, and those from contacts; a fact that is given rests on nothing."""
    vocabulary = load_model("finsam").vocabulary
    assert {"parties", "agencies", "contacts"} == set(_with_roots(["parties"], vocabulary))
    assert {"unmet_need"} == set(_with_roots(["unmet_need"], vocabulary))
