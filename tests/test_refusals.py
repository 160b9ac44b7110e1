"""What a model, a rule or a record may not say, and what is told of it."""

from datetime import date

import pytest

from samverkan import Participant, load_model
from samverkan.constraints import Constraint
from samverkan.errors import InvalidModelError, InvalidRecordError, InvalidRuleError, InvalidValueError
from samverkan.programmes import Criterion
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import Holds
from samverkan.rules.facts import Boolean, Expression, Fact
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import MAX_LENGTH, MAX_WRITTEN_OUT, parse
from samverkan.serialization import converter, structured
from samverkan.sources import ASSUMED
from samverkan.target_groups import TargetGroup
from samverkan.texts import Text

SHIPPED = load_model("finsam")
WORDS = Text("något", "something")
LIMIT = Parameter([Threshold(30, ASSUMED)])


def fact(rule: str | None = None, asked: Text = WORDS) -> Fact:
    """Return a fact that is so or not, given or by a rule."""
    derived = None if rule is None else Expression(rule)
    return Fact(kind=Boolean(), asked=asked, shown=WORDS, said=WORDS, derived=derived)


def group(rule: str, **parameters: Parameter) -> TargetGroup:
    """Return a target group with that rule."""
    return TargetGroup(id="g", name=WORDS, source=ASSUMED, party="AF", rule=rule, parameters=parameters)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        pytest.param(
            {"definitions": [group("age >= limit", limit=Parameter([Threshold(18, ASSUMED, since="2018-01-01")]))]},
            "no value on some day",
            id="a group whose threshold is not laid down on every day",
        ),
        pytest.param(
            {
                "definitions": [group("is_young and age >= limit", limit=LIMIT)],
                "facts": {"is_young": fact("age < limit")},
                "parameters": {"limit": LIMIT},
            },
            "g.parameters.limit: wanted a name that no expression",
            id="a threshold that would change what an expression means",
        ),
        pytest.param(
            {
                "definitions": [
                    group("age >= limit", limit=LIMIT),
                    Constraint(id="c", rule="employed or age >= limit", text=WORDS, source=ASSUMED),
                ],
                "parameters": {"limit": LIMIT},
            },
            "g.parameters.limit: wanted a name that no expression or constraint",
            id="a threshold that would change what a constraint means",
        ),
        pytest.param(
            {"facts": {"employed": fact("not unemployed")}, "replacing": ["employed"]},
            "facts.employed.derived: wanted a fact that is given",
            id="a participant's own fact made to follow from others",
        ),
        pytest.param(
            {"facts": {"has_car": fact(), "hasCar": fact()}},
            "facts.hasCar: wanted a name that is another in camel case too",
            id="two names that are one in camel case",
        ),
        pytest.param(
            {"facts": {"has_car": fact(asked=Text("om personen har bil", "a car"))}},
            "facts.has_car.asked.sv: wanted what stands after",
            id="what is asked for beginning with om",
        ),
    ],
)
def test_a_model_is_not_made_of_parts_that_mean_something_else_than_they_say(parts, told):
    """Each is told by its place."""
    with pytest.raises(InvalidModelError) as caught:
        SHIPPED.with_(**parts)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("more", "where"),
    [(["has_car"], "more"), ({"age": 5}, "age"), ({"employed": True}, "employed")],
    ids=["no mapping", "what follows from something else", "a field of its own"],
)
def test_own_facts_are_given_by_names_of_their_own(more, where):
    """A list of them, a derived fact and a field of the participant are refused."""
    with pytest.raises(InvalidValueError) as caught:
        Participant(id="d-001", more=more)
    assert where in str(caught.value)


def test_expressions_are_written_out_only_so_many_times():
    """Expressions that double on each level are refused before they have grown."""
    with pytest.raises(InvalidModelError, match=f"at most {MAX_WRITTEN_OUT} times"):
        SHIPPED.with_(
            facts={
                **{f"e_{level}": fact(f"e_{level + 1} and e_{level + 1}") for level in range(12)},
                "e_12": fact("employed or unemployed"),
            }
        )


def test_a_rule_is_not_longer_for_its_expressions_being_short():
    """What is written out counts, so that what is printed can be read again."""
    places = ", ".join(f'"{name}"' for name in ("Ludvika", "Smedjebacken", "Falun", "Leksand", "Gagnef"))
    vocabulary = SHIPPED.with_(facts={"near": fact(f"residence in {{{places}}}")}).vocabulary
    assert parse("near", vocabulary) == parse(f"residence in {{{places}}}", vocabulary)
    with pytest.raises(InvalidRuleError, match=f"at most {MAX_LENGTH} bytes"):
        parse(" and ".join(["near"] * 90), vocabulary)


def test_nobody_asks_whether_an_expression_is_known():
    """One asks it of the facts that it is made of; and a tree has it written out before it is asked."""
    vocabulary = SHIPPED.with_(facts={"idle": fact("not employed")}).vocabulary
    with pytest.raises(InvalidRuleError, match="is an expression"):
        parse("known(idle)", vocabulary)
    with pytest.raises(InvalidRuleError, match="is an expression"):
        answer(Holds("idle"), vocabulary, Participant(id="d-001"), date(2016, 10, 3))


def test_a_criterion_has_its_texts_once():
    """The key text beside sv and en would be passed over."""
    data = {"id": "c", "rule": "employed", "sv": "a", "en": "b", "text": {"sv": "c", "en": "d"}, "source": "S001"}
    with pytest.raises(InvalidRecordError, match="text: wanted the texts sv and en by themselves"):
        structured(data, Criterion, converter())
