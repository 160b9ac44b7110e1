"""Indicators bound to a model: rules that are parsed once, names that must be there, and variants."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from indicator_samples import WORDS, indicator
from samverkan import Model, Participant, load_model
from samverkan.bound_indicators import BoundIndicator
from samverkan.errors import InvalidModelError, UnknownNameError
from samverkan.indicators import Variant
from samverkan.rules.facts import Boolean, Fact
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import parse
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

FINSAM = load_model("finsam")
DESCRIBED = next(name for name, one in FINSAM.target_groups.items() if one.rule is None)
BASE = Model(
    id="some-of-it",
    name=WORDS,
    agencies=FINSAM.agencies,
    documents=FINSAM.documents.values(),
    definitions=[
        one for one in FINSAM.definitions if one.id in {"en-vag-in", "orvar", "ale-unga-vuxna", DESCRIBED, "sent-back"}
    ],
    lead_times=[FINSAM.lead_times["contact"], FINSAM.lead_times["sick-leave-day-90"]],
)
"""A part of the shipped model: it is made anew for each indicator."""
ON = date(2016, 12, 31)


def bound(more: Mapping[str, Any] | None = None, **fields: Any) -> BoundIndicator:
    """Return that indicator bound to the model, to which *more* is added."""
    return BASE.with_(definitions=[indicator(**fields)], **(more or {})).indicators["some"]


def always(value: int) -> Parameter:
    """Return a threshold that does not change."""
    return Parameter([Threshold(value, ASSUMED)])


TIMED = {"counts": "referrals", "reference_day": "received", "numerator": ..., "measure": "days"}

# --- What is bound -----------------------------------------------------------------------------------------


def test_the_rules_are_trees_over_the_facts_of_the_model_and_of_what_is_counted() -> None:
    """Beside the facts about a person a rule reads those of a referral, where referrals are counted."""
    one = bound(
        counts="referrals",
        reference_day="received",
        population="self_referred",
        numerator="times_sent_back >= 1 or employed",
    )
    assert one.population is not None
    assert parse("self_referred", one.vocabulary) == one.population.tree
    assert "times_sent_back" in one.vocabulary.facts
    assert "times_sent_back" not in one.base.facts
    assert BASE.vocabulary.facts == one.base.facts
    assert ("some", "<BoundIndicator some>") == (one.id, repr(one))


def test_a_rule_may_be_a_tree() -> None:
    """One made in Python is bound as one that is written."""
    tree = parse("employed and age >= 20", BASE.vocabulary)
    assert tree == getattr(bound(numerator=tree).numerator, "tree", None)


def test_a_model_keeps_its_indicators_with_what_is_added_and_replaced() -> None:
    """An id stands once; another one is put in its place where that is said."""
    more = BASE.with_(definitions=[indicator()])
    assert [*BASE.indicators, "some"] == [*more.indicators]
    with pytest.raises(InvalidModelError, match="some: wanted an id or name that is not taken"):
        more.with_(definitions=[indicator(numerator="unemployed")])
    again = more.with_(definitions=[indicator(numerator="unemployed")], replacing=["some"])
    assert indicator(numerator="unemployed") == again.indicators["some"].definition


def test_thresholds_are_those_of_the_indicator_then_of_the_model() -> None:
    """Its own goes before that of the model, and that of a variant before both."""
    whole = {"parameters": {"youngest": always(16)}}
    person = Participant(id="d-1", born="1996-06-15")  # 20 years
    ages = {
        "of the model": bound(whole, numerator="age < youngest"),
        "its own": bound(whole, numerator="age < youngest", parameters={"youngest": always(21)}),
    }
    said = {name: one.numerator.truth(person, ON, None) for name, one in ages.items() if one.numerator}
    assert {"of the model": False, "its own": True} == said


def test_a_threshold_that_changes_is_the_one_of_the_day() -> None:
    """The rule is compiled once for each stretch of days, and read on the reference day."""
    limit = Parameter([Threshold(18, ASSUMED, until="2015-12-31"), Threshold(21, ASSUMED, since="2016-01-01")])
    rule = bound(numerator="age >= limit", parameters={"limit": limit}).numerator
    assert rule is not None
    person = Participant(id="d-1", born="1996-01-01")
    days = [date(2013, 12, 31), date(2014, 1, 1), date(2015, 12, 31), date(2016, 1, 1), date(2017, 1, 1)]
    assert [False, True, True, False, True] == [rule.truth(person, day, None) for day in days]


def test_a_rule_has_three_values() -> None:
    """Of whom nothing is known it is unknown."""
    rule = bound().numerator
    assert rule is not None
    people = [Participant(id="d-1", employed=said) for said in (True, False, None)]
    assert [True, False, None] == [rule.truth(one, ON, None) for one in people]


def test_a_target_group_is_the_numerator() -> None:
    """Its rule is that of the model, with its own thresholds."""
    one = bound(numerator=..., target_group="ale-unga-vuxna")
    group = BASE.target_groups["ale-unga-vuxna"]
    assert group.rule is not None
    assert group.rule == getattr(one.numerator, "tree", None)


def test_a_lead_time_comes_with_its_calendar() -> None:
    """The days are counted by the calendar of the model."""
    one = bound(**TIMED, lead_time="contact", policy="working-days")
    assert BASE.lead_times["contact"] is one.lead_time
    assert BASE.calendar is one.calendar


# --- Variants ----------------------------------------------------------------------------------------------


def variants(*names: str, **fields: Any) -> list[Variant]:
    """Return variants of those names."""
    return [Variant(id=name, text=WORDS, **fields) for name in names]


def test_each_variant_can_be_asked_for_from_each() -> None:
    """Without a name the first is meant, whichever one has; and from every one every one is reached again."""
    one = bound(variants=variants("a", "b", "c"))
    names = ["b", "c", "a", "a", "b", None, "c"]
    for name in names:
        one = one.read_as(name)
        assert (name or "a") == getattr(one.variant, "id", None)
    assert one is one.read_as("c")


def test_an_indicator_without_variants_is_read_as_it_is() -> None:
    """There is none to ask for."""
    one = bound()
    assert one is one.read_as(None)
    with pytest.raises(UnknownNameError):
        one.read_as("a")


def test_a_variant_has_its_own_numerator_and_thresholds() -> None:
    """What it does not say is that of the indicator."""
    one = bound(
        numerator="age >= least",
        parameters={"least": always(18)},
        variants=[*variants("as-it-is"), *variants("older", parameters={"least": always(65)}), *variants("work", numerator="employed")],
    )  # fmt: skip
    person = Participant(id="d-1", born="1980-01-01", employed=False)
    rules = [one.read_as(name).numerator for name in ("as-it-is", "older", "work")]
    assert [True, False, False] == [rule.truth(person, ON, None) for rule in rules if rule]
    person = Participant(id="d-1", born="1980-01-01")
    assert [True, False, None] == [rule.truth(person, ON, None) for rule in rules if rule]


# --- What is refused -----------------------------------------------------------------------------------------

CLASHING = {"facts": {"sent_round": Fact(kind=Boolean(), asked=WORDS, shown=WORDS, said=WORDS)}}
WRONG: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "a fact that there is not": ({}, {"numerator": "employd"}, "some.numerator: wanted a rule; there is no fact or parameter employd; did you mean employed?"),
    "a fact of something else": ({}, {"numerator": "times_sent_back >= 1"}, "some.numerator: wanted a rule; there is no fact"),
    "a population": ({}, {"population": "age >= "}, "some.population: wanted a rule"),
    "a threshold that there is not": ({}, {"numerator": "age >= least"}, "there is no fact or parameter least"),
    "a threshold that begins": (
        {}, {"numerator": "age >= least", "parameters": {"least": Parameter([Threshold(18, ASSUMED, since="2016-01-01")])}},
        "some.numerator: wanted a rule; a parameter that it reads has no value on some day",
    ),
    "a number that no age can have": ({}, {"numerator": "age >= least", "parameters": {"least": always(900)}}, "some.numerator: wanted a rule"),
    "a threshold named as a fact": ({}, {"parameters": {"employed": always(1)}}, "some.parameters.employed: wanted a name that no fact has"),
    "a threshold named as a fact of what is counted": (
        {}, {"parameters": {"takes_part": always(1)}}, "some.parameters.takes_part: wanted a name that no fact has",
    ),
    "a fact of the model named as one of what is counted": (CLASHING, {}, "some.facts.sent_round: wanted a name that no fact has"),
    "a variant": ({}, {"variants": variants("a", numerator="employd")}, "some.numerator: wanted a rule; there is no fact"),
    "a target group": (
        {}, {"numerator": ..., "target_group": "ale-unga-vuxnaa"},
        "some.target_group: wanted a target group of the model; did you mean ale-unga-vuxna?",
    ),
    "a value that there is not": ({}, {"measure": "mean", "numerator": ..., "value": "agee"}, "some.value: wanted a fact that is a number; there is no fact 'agee'"),
    "a value that is no number": ({}, {"measure": "mean", "numerator": ..., "value": "employed"}, "wanted a fact that is a number; employed is no number"),
    "a lead time": ({}, {**TIMED, "lead_time": "contakt"}, "some.lead_time: wanted a lead time of the model, over referrals; did you mean contact?"),
    "a lead time over sick leave": ({}, {**TIMED, "lead_time": "sick-leave-day-90"}, "some.lead_time: wanted a lead time of the model, over referrals"),
    "a policy": ({}, {**TIMED, "lead_time": "contact", "policy": "role"}, "some.policy: wanted a policy of the lead time"),
    "a programme": (
        {}, {"counts": "referrals", "reference_day": "received", "programmes": ["orvarr"]},
        "some.programmes: wanted programmes of the model; did you mean orvar?",
    ),
    "a document": ({}, {"source": Source(document="S001x")}, "wanted a document of the model; did you mean S001?"),
    "a document of a variant": ({}, {"variants": variants("a", source=Source(document="S01x"))}, "some.variants.a.source: wanted a document of the model"),
    "an id": ({}, {"id": "orvar"}, "orvar"),
    "a placeholder": ({}, {"text": Text("minst {oldst}", "at least {oldst}")}, "some.text: wanted placeholders for parameters that its rules can read, not {oldst}"),
    "a placeholder in the name": (
        {}, {"name": Text("{oldest}", "{oldest}"), "parameters": {"oldest": always(64)}},
        "some.name: wanted a name without placeholders",
    ),
    "a placeholder of a variant": (
        {}, {"variants": [Variant(id="a", text=Text("minst {oldst}", "at least {oldst}"), numerator="employed")]},
        "some.variants.a.text: wanted placeholders for parameters",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("more", "fields", "told"), WRONG.values(), ids=WRONG)
def test_what_the_model_does_not_have_is_refused(more: dict[str, Any], fields: dict[str, Any], told: str) -> None:
    """When the model is made, by the place in the indicator and with what was probably meant."""
    with pytest.raises(InvalidModelError) as caught:
        bound(more, **fields)
    assert told in str(caught.value)
    assert caught.value.__context__ is None


def test_a_target_group_that_is_only_described_is_no_numerator() -> None:
    """Facts cannot say who belongs to it."""
    with pytest.raises(
        InvalidModelError, match=r"some.target_group: wanted a target group with a rule, got one that is descriptive"
    ):
        bound(numerator=..., target_group=DESCRIBED)


def test_all_that_is_wrong_with_an_indicator_is_told_once() -> None:
    """A fault that two variants share is one line."""
    with pytest.raises(InvalidModelError) as caught:
        bound(population="agee >= 3", numerator="employd", variants=variants("a", "b"))
    assert ["some.population", "some.numerator"] == [fault.where for fault in caught.value.faults]


def test_an_indicator_is_asked_for_by_name() -> None:
    """One that there is not is told with what was probably meant."""
    model = load_model("finsam")
    assert model.indicator("sent-back") is model.indicators["sent-back"]
    with pytest.raises(UnknownNameError, match=r"no indicator 'sent-bakc'; did you mean sent-back\?"):
        model.indicator("sent-bakc")


def test_a_model_may_have_no_indicator() -> None:
    """None is made up."""
    assert not Model(id="m", name=WORDS, agencies=FINSAM.agencies, documents=[], definitions=[]).indicators
