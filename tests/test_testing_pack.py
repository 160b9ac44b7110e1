"""The property pack: it passes on the shipped model, and each property fails where it is broken."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date

import attrs
import pytest

from samverkan import Model, Outcome, eligibility, load_model
from samverkan.constraints import Constraint
from samverkan.criteria import JudgedCriterion
from samverkan.dates import Span
from samverkan.errors import UnknownNameError
from samverkan.programmes import Criterion, Programme, Reading
from samverkan.rules.facts import Boolean, Expression, Fact
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.sources import ASSUMED
from samverkan.testing import PropertyPack, laws, property_pack
from samverkan.testing.engine_faults import with_fault
from samverkan.testing.pack import PROPERTIES
from samverkan.testing.subjects import subjects
from samverkan.testing.trials import Trial
from samverkan.texts import Text

SHIPPED = load_model("finsam")
ORVAR = SHIPPED.programmes["orvar"].definition
WORDS = Text(sv="prov", en="test")

TestShipped = property_pack(
    "finsam",
    monotone={
        "orvar": {"employed": "rising", "sick_leave_days": "falling"},
        "en-vag-in": {"unmet_need": "rising", "parties": "rising", "parties_needed": "rising"},
        "utgangspunkten": {"needs": "rising"},
        "avstampet": {"established": "falling"},
    },
    examples=6,
)
TestShipped.pytestmark = [pytest.mark.mass]


class TestOneProgramme(PropertyPack):
    """A class of its own says the same as a line, and may name the programmes."""

    model = SHIPPED
    programmes = ("dua",)
    examples = 10


# --- Each property fails where it is broken ------------------------------------------------------------


def criterion(rule: str, id_: str = "rule", text: Text = WORDS, **more: object) -> Criterion:
    """Return a criterion."""
    return Criterion(id=id_, rule=rule, text=text, source=ASSUMED, **more)


def programme(*criteria: Criterion, of_model: dict | None = None, **changes: object) -> Model:
    """Return the shipped model with a programme of these criteria alone, and with these parameters of its own."""
    made = attrs.evolve(
        ORVAR,
        id="made",
        criteria=criteria or [criterion("employed")],
        readings=[Reading(id="only", text=Text(sv="den enda", en="the only one"))],
        parameters={},
        capacity=[],
    )
    return attrs.evolve(SHIPPED, definitions=[attrs.evolve(made, **changes)], parameters=of_model or {})


def broken(property_: str, model: Model, **how: object) -> str:
    """Return what is told of a property that does not hold."""
    trial = Trial(model, subjects(model)["made"], examples=60, is_quick=True, **how)
    with pytest.raises(AssertionError) as caught:
        PROPERTIES[property_](trial)
    return "\n".join([str(caught.value), *getattr(caught.value, "__notes__", ())])


def sourced(rule: str) -> Criterion:
    """Return a criterion that a document says."""
    return attrs.evolve(criterion(rule), source=ORVAR.source)


UNTOLD = Text(sv="har {least} barn", en="has children")
LEAST = {"least": Parameter([Threshold(3, ASSUMED)])}


@pytest.mark.parametrize(
    ("model", "told"),
    [
        pytest.param(
            programme(criterion("employed", text=Text("works", "works"))),
            "made: criteria.rule.text: the Swedish and the English are the same",
            id="English for Swedish",
        ),
        pytest.param(
            programme(criterion("age > least", text=UNTOLD), parameters=LEAST),
            "made: criteria.rule.text: {least} stands in one language only",
            id="a placeholder in one language",
        ),
        pytest.param(
            programme(open_questions=[Text("Why?", "Why?")]),
            "made: open_questions[0]: the Swedish and the English are the same",
            id="an open question",
        ),
        pytest.param(
            programme(readings=[Reading(id="a", text=WORDS), Reading(id="b")]),
            "made: readings.b: there are several readings, and it has no text",
            id="a reading without a text",
        ),
        pytest.param(
            programme(readings=[Reading(id="a", text=Text("x", "x"))]),
            "made: readings.a: the Swedish and the English are the same",
            id="the text of a reading",
        ),
        pytest.param(
            programme(readings=[Reading(id="a", criteria=[criterion("employed", not_met=Text("x", "x"))])]),
            "made: readings.a.criteria.rule.not_met: the Swedish and the English are the same",
            id="the criterion of a reading",
        ),
        pytest.param(
            programme(capacity=[attrs.evolve(ORVAR.capacity[0], of=Text("platser", "platser"))]),
            "made: capacity[0].of: the Swedish and the English are the same",
            id="what there is room for",
        ),
    ],
)
def test_a_text_that_is_wanting_is_told(model, told):
    """With its programme and its place."""
    assert told == broken("texts_are_complete", model)


def test_a_name_may_be_the_same_in_both_languages():
    """As *Orvar* is."""
    PROPERTIES["texts_are_complete"](Trial(SHIPPED, SHIPPED.programmes["orvar"]))
    assert ORVAR.name.sv == ORVAR.name.en


@pytest.mark.parametrize(
    ("model", "told"),
    [
        pytest.param(
            programme(open_questions=[]),
            "made: criteria.rule.source is assumed, and there is no open question",
            id="a criterion",
        ),
        pytest.param(
            programme(sourced("age > least"), parameters=LEAST, open_questions=[]),
            "made: parameters.least.source is assumed, and there is no open question",
            id="a threshold",
        ),
        pytest.param(
            programme(criterion("age > least"), open_questions=[], of_model=LEAST),
            "made: the model's parameter least is assumed, and there is no open question",
            id="a threshold of the model",
        ),
    ],
)
def test_what_is_assumed_without_an_open_question_is_told(model, told):
    """An assumption must be admitted."""
    assert told in broken("parameters_are_sourced", model).splitlines()


def test_what_is_assumed_and_asked_about_is_sourced():
    """One open question is enough, for no tool can tell what it is about; and a threshold that is not read needs none."""
    model = programme(criterion("age > least"), of_model={**LEAST, "unread": LEAST["least"]})
    PROPERTIES["parameters_are_sourced"](Trial(model, model.programmes["made"]))
    orvar = attrs.evolve(
        ORVAR,
        parameters={},
        criteria=ORVAR.criteria[:1],
        readings=[attrs.evolve(ORVAR.readings[0], source=ORVAR.source)],
    )
    sourced = attrs.evolve(SHIPPED, definitions=[attrs.evolve(orvar, open_questions=[])], parameters=LEAST)
    PROPERTIES["parameters_are_sourced"](Trial(sourced, sourced.programmes["orvar"]))


def test_a_rule_that_cannot_be_put_into_words_is_told(monkeypatch):
    """In either language."""
    monkeypatch.setattr(JudgedCriterion, "described", lambda *_: " ")
    assert "made: criteria.rule: its rule cannot be put into words" == broken("texts_are_complete", programme())


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("age < 17 and age > 18", "nobody can be made who meets rule"),
        ("age < 17 or age > 16", "nobody can be made who does not meet rule"),
    ],
)
def test_a_criterion_that_goes_one_way_only_is_told(rule, told):
    """One that nobody meets, and one that everybody meets."""
    assert (
        f"made, reading only, on 2008-07-01: {told}"
        in broken("criteria_can_go_either_way", programme(criterion(rule))).splitlines()
    )


def test_criteria_that_contradict_each_other_are_told():
    """Each can be met, and nobody meets both."""
    model = programme(criterion("age < 17"), criterion("age > 18", "other"))
    assert "made, reading only, on 2008-07-01: nobody can be made who meets all the criteria" == broken(
        "criteria_can_go_either_way", model
    )


def test_that_something_is_known_need_not_fail():
    """For it never does."""
    model = programme(criterion("known(age)"))
    PROPERTIES["criteria_can_go_either_way"](Trial(model, model.programmes["made"]))


def test_every_stretch_of_days_is_looked_at():
    """A threshold that makes the rule impossible from some day on is told with the day."""
    least = Parameter([Threshold(20, ASSUMED, until="2008-12-31"), Threshold(40, ASSUMED, since="2009-01-01")])
    model = programme(criterion("least < age and age < 30"), parameters={"least": least})
    assert "made, reading only, on 2009-01-01: nobody can be made who meets rule" in broken(
        "criteria_can_go_either_way", model
    )


def test_a_boundary_that_nobody_reaches_is_told():
    """A constraint can keep everybody to one side of it."""
    words = Text(sv="Ingen är äldre.", en="Nobody is older.")
    model = programme(criterion("age < 40"))
    constraint = Constraint(id="c", rule="age <= 39", text=words, source=ASSUMED)
    told = broken("boundaries_are_reached", model.with_([constraint]))
    assert told == "made, reading only, on 2008-07-01: nobody can be made of whom age is 40 (rule)"


# --- Properties of answers: the engine is broken ------------------------------------------------------------


@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Break a part of the engine for one test."""
    return monkeypatch


def told_of(property_: str, active: Callable[[], AbstractContextManager[None]] = nullcontext, **how: object) -> str:
    """Return what is told of a property when the engine is broken."""
    with active():
        return broken(property_, programme(criterion("employed and age >= 20")), **how)


def test_unknown_taken_for_a_no_flips_answers():
    """And the two who differ in what is known are printed in words."""
    told = told_of("learning_more_never_flips", lambda: with_fault("a fact that is so or not"))
    assert "made, reading only, on " in told
    assert "learning more turns" in told
    assert "known less well:\nd-001" in told
    assert "known better:\nd-001" in told
    assert "the person below" in told


def test_a_criterion_that_flips_under_an_outcome_that_does_not_is_told():
    """Where another criterion hides it."""
    with with_fault("a fact that is so or not"):
        model = programme(criterion("age < 17 and age > 18"), criterion("employed", "work"))
        assert "learning more turns work from not_met into met" in broken("learning_more_never_flips", model)


def test_an_outcome_that_flips_while_no_criterion_does_is_told(patched):
    """As when the outcome does not follow from the criteria."""
    outcomes = iter([Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE] * 1000)
    made = attrs.make_class("Made", ["outcome", "criteria"])
    patched.setattr(laws, "decide", lambda *_: made(next(outcomes), ()))
    assert "learning more turns eligible into not_eligible" in told_of("learning_more_never_flips")


def test_an_outcome_that_misses_nothing_is_told(patched):
    """While it is undetermined."""
    patched.setattr(eligibility.Decision, "missing", property(lambda _: ()))
    assert "it is undetermined, and 0 facts are missing" in told_of("something_is_missing_while_undetermined")


def test_answers_that_differ_when_asked_again_are_told(patched):
    """As when something changes between."""
    days = iter(range(10_000))
    patched.setattr(eligibility.Decision, "holds_until", property(lambda _: date.fromordinal(700_000 + next(days))))
    assert "asked again, it answers otherwise" in told_of("answers_are_the_same_again")


def test_a_placeholder_that_is_not_filled_in_is_told(patched):
    """In a decision that is explained."""
    patched.setattr(eligibility.Decision, "explain", lambda *_: "at least {least} years")
    model = programme(criterion("age > least"), parameters=LEAST)
    assert "{least} is not filled in" in broken("everybody_gets_an_answer", model)


def test_a_decision_that_is_not_what_the_rule_says_is_told(patched):
    """The criterion by itself comes out otherwise."""
    patched.setattr(laws, "answer", lambda *_: attrs.make_class("Told", ["verdict"])(None))
    assert "in the decision and None by itself" in told_of("readings_agree")


def test_days_through_time_that_are_not_as_decided_are_told(patched):
    """A stretch whose outcome is another on one of its days."""
    sound = laws.timeline

    def shifted(person, bound, since, until):
        return [
            attrs.make_class("Stretch", ["since", "until", "outcome"])(one.since, one.until, Outcome.ELIGIBLE)
            for one in sound(person, bound, since, until)
        ]

    patched.setattr(laws, "timeline", shifted)
    assert "and through time eligible" in told_of("readings_agree")


def test_a_decision_that_holds_longer_than_through_time_is_told(patched):
    """Until another day than the stretch."""
    patched.setattr(eligibility.Decision, "holds_until", property(lambda _: date(1990, 1, 1)))
    assert "it holds until 1990-01-01, and through time until" in told_of("readings_agree")


def test_a_rule_that_is_another_when_it_is_printed_is_told(patched):
    """The text does not parse to the tree."""
    patched.setattr(laws, "printed", lambda _: "employed")
    assert "rule is another rule when it is printed and parsed" in told_of("readings_agree")


# --- Monotone where declared ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "fact", "direction", "told"),
    [
        ("16 <= age <= 64", "age", "rising", "age rises from"),
        (
            "employed",
            "employed",
            "falling",
            "employed rises from False to True, and it goes from not_eligible to eligible",
        ),
        ('"AF" in parties', "parties", "falling", "parties rises from ["),
        ("count(needs) < 2", "needs", "rising", "needs rises from"),
    ],
)
def test_what_goes_the_other_way_than_declared_is_told(rule, fact, direction, told):
    """With the two values and what comes of each."""
    assert told in broken("goes_the_way_that_was_declared", programme(criterion(rule)), monotone={fact: direction})


@pytest.mark.parametrize(
    ("rule", "monotone"),
    [
        ("age >= 16", {"age": "rising"}),
        ("age >= 16 and not employed", {"age": "rising", "employed": "falling"}),
        ("count(parties) >= 2", {"parties": "rising"}),
        ("sick_leave_days <= 84", {"sick_leave_days": "falling"}),
        ("employed", {"age": "rising", "parties": "falling"}),
    ],
)
def test_what_goes_as_declared_passes(rule, monotone):
    """A fact that the rule does not read changes nothing, and so goes any way."""
    model = programme(criterion(rule))
    trial = Trial(model, model.programmes["made"], monotone=monotone, examples=20, is_quick=True)
    PROPERTIES["goes_the_way_that_was_declared"](trial)


@pytest.mark.parametrize("fact", ["residence", "born", "contacts", "adrift"])
def test_what_cannot_rise_is_refused(fact):
    """A choice, a day, a history and an expression have no order to rise in."""
    adrift = Fact(Boolean(), WORDS, WORDS, WORDS, derived=Expression("unemployed and not sgi"))
    model = programme().with_(facts={"adrift": adrift})
    trial = Trial(model, model.programmes["made"], monotone={fact: "rising"})
    with pytest.raises(ValueError, match=f"{fact} does not rise"):
        PROPERTIES["goes_the_way_that_was_declared"](trial)


def test_a_fact_that_there_is_not_is_refused():
    """With the nearest that there is."""
    trial = Trial(SHIPPED, SHIPPED.programmes["orvar"], monotone={"agee": "rising"})
    with pytest.raises(UnknownNameError, match="did you mean age"):
        PROPERTIES["goes_the_way_that_was_declared"](trial)


@attrs.frozen
class Metafunc:
    """What pytest gives, as far as the pack looks at it."""

    fixturenames: list[str]

    def parametrize(self, name: str, values: list[str]) -> None:
        """Be told of the programmes, where any are."""
        raise AssertionError(name, values)


@pytest.mark.parametrize(
    "settings", [{"programmes": ["orvarr"]}, {"monotone": {"orvarr": {"age": "rising"}}}], ids=["named", "declared"]
)
def test_a_programme_that_there_is_not_is_refused(settings):
    """When the tests are collected, with the nearest that there is."""
    pack = property_pack("finsam", **settings)
    with pytest.raises(UnknownNameError, match="did you mean orvar"):
        pack().pytest_generate_tests(Metafunc(["programme"]))


def test_a_test_that_asks_for_no_programme_is_run_once():
    """Only the tests of the pack are run for each programme; an own one beside them is not."""
    property_pack("finsam")().pytest_generate_tests(Metafunc([]))


def test_target_groups_with_a_rule_are_tried_too():
    """As the only criterion of a programme; those that are descriptive only are not."""
    with_rule = {name for name, group in SHIPPED.target_groups.items() if group.rule is not None}
    without = set(SHIPPED.target_groups) - with_rule
    assert with_rule
    assert without
    assert {*SHIPPED.programmes, *SHIPPED.predicates, *with_rule} == set(subjects(SHIPPED))


def test_spans_without_a_first_day_are_asked_about_on_an_ordinary_day():
    """A programme that is always in force is tried on a day before anything changes."""
    definition: Programme = programme().definitions[0]
    model = attrs.evolve(SHIPPED, definitions=[attrs.evolve(definition, in_force=Span())])
    PROPERTIES["criteria_can_go_either_way"](Trial(model, model.programmes["made"]))
