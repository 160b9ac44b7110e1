"""What is missing, to the last one: where no fact occurs twice, nothing on the list can be left out."""

from datetime import date
from itertools import product
from typing import Any

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from samverkan import Dated, Missing, Participant, SickLeave, Verdict, load_model
from samverkan.livelihoods import Livelihood
from samverkan.partial import Members
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import (
    And,
    AtLeast,
    Comparison,
    Condition,
    Count,
    FactValue,
    Holds,
    Member,
    Not,
    Number,
    Or,
    Step,
    Word,
    Words,
)
from samverkan.rules.facts import Fact, NumberOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import Text
from strategies import examples

ON = date(2016, 10, 3)
_SHIPPED = load_model("finsam").vocabulary
_WORDS = Text("barn", "children")
VOCABULARY: Vocabulary = attrs.evolve(
    _SHIPPED,
    facts={
        **_SHIPPED.facts,
        "children": Fact(
            kind=NumberOf(_WORDS, least=0, most=9), asked=_WORDS, shown=_WORDS, said=Text("{number}", "{number}")
        ),
    },
)
NEEDS = ("physical", "mental", "social", "vocational")
BENEFITS = ("economic-assistance", "sickness-benefit")
LEAVES: list[tuple[Condition, str]] = [
    *((Holds(name), name) for name in ("employed", "unmet_need", "sgi", "stuck")),
    *((Comparison(FactValue("age"), [Step(">=", Number(limit))]), "born") for limit in (16, 65)),
    *((Comparison(FactValue("children"), [Step(how, Number(2))]), "children") for how in ("<", ">=", "==", "!=")),
    *((Comparison(Count("needs"), [Step(">=", Number(fewest))]), "needs") for fewest in (1, 2, 4)),
    *((Member(Word(word), FactValue("needs")), "needs") for word in NEEDS[:2]),
    *((Member(Word(word), FactValue("receives")), "livelihoods") for word in BENEFITS),
    (Comparison(FactValue("sick_leave_days"), [Step("<=", Number(84))]), "sick_leave"),
    (Member(FactValue("residence"), Words({"Ludvika", "Smedjebacken"})), "residence"),
]
"""Conditions without parts, each with the given fact that it rests on."""


@st.composite
def rules_that_ask_once(draw: Any) -> Condition:
    """Draw a rule in which no given fact stands behind two conditions."""
    leaves = draw(st.lists(st.sampled_from(LEAVES), min_size=1, max_size=5, unique_by=lambda leaf: leaf[1]))
    parts: list[Condition] = [leaf for leaf, _ in leaves]
    while len(parts) > 1:
        many = draw(st.integers(2, len(parts)))
        taken, parts = parts[:many], parts[many:]
        how = draw(st.sampled_from([And, Or, lambda ones: AtLeast(draw(st.integers(1, len(ones))), ones)]))
        whole = how(taken)
        parts.append(Not(whole) if draw(st.booleans()) else whole)
    return parts[0]


@st.composite
def people_half_known(draw: Any) -> Participant:
    """Draw a person of whom some of what the rules read is known, and of the sets some members."""
    given_facts: dict[str, Any] = {
        "employed": draw(st.sampled_from([None, True, False])),
        "unmet_need": draw(st.sampled_from([None, True, False])),
        "born": draw(st.sampled_from([None, "1951", "1951-10", "1990-05-17"])),
        "residence": draw(st.sampled_from([None, None, "Ludvika", "Falun"])),
        "sick_leave": draw(st.sampled_from([None, None, []])),
        "livelihoods": draw(st.sampled_from([None, None, []])),
    }
    known = {need: draw(st.sampled_from([True, False, None, None])) for need in NEEDS}
    needs = Members({need for need, so in known.items() if so}, {need for need, so in known.items() if so is None})
    return Participant(id="d-001", needs=needs, more={"children": draw(st.sampled_from([None, 1, 2]))}, **given_facts)


def ways_of_learning(one: Missing, person: Participant) -> list[Any]:
    """Return the ways in which a missing fact can turn out that the rules can tell apart."""
    match one.fact:
        case "born":
            latest = ["2015-01-01", "1990-05-17", "1940-01-01"]
            known = person.born.at(ON)
            within = getattr(known, "earliest", None), getattr(known, "latest", None)
            return latest if within[0] is None else [str(within[0]), str(within[1])]
        case "residence":
            return ["Ludvika", "Falun"]
        case "children":
            return [1, 2, 3]
        case "sick_leave":
            return [[], [SickLeave("2010-01-01")]]
        case _:
            return [True, False]


def with_learnt(person: Participant, learnt: dict[Missing, Any]) -> Participant:
    """Return the person with what is missing learnt, each as told."""
    for one, value in learnt.items():
        match one.fact:
            case "needs":
                now = person.needs.at(ON)
                assert isinstance(now, Members)
                inside = now.inside | ({one.member} if value else set())
                person = attrs.evolve(person, needs=Members(inside, now.unknown - {one.member}))
            case "livelihoods":
                spells = [Livelihood(str(one.member))] if value else []
                person = attrs.evolve(person, livelihoods=[*(person.livelihoods or ()), *spells])
            case "children":
                person = attrs.evolve(person, more={"children": Dated.always(value)})
            case fact:
                person = attrs.evolve(person, **{fact: value})
    return person


def unknown_however(rule: Condition, person: Participant, others: list[Missing]) -> bool:
    """Whether there is a way for all the others to turn out that leaves the answer unknown."""
    for values in product(*(ways_of_learning(one, person) for one in others)):
        informed = with_learnt(person, dict(zip(others, values, strict=True)))
        if answer(rule, VOCABULARY, informed, ON).verdict is Verdict.UNKNOWN:
            return True
    return False


@examples(400)
@given(rules_that_ask_once(), people_half_known())
def test_nothing_that_is_missing_can_be_left_out_where_no_fact_occurs_twice(rule, person):
    """For each thing on the list, the others can turn out so that the answer still hangs on that one."""
    missing = list(answer(rule, VOCABULARY, person, ON).missing)
    assume(missing)
    idle = [one for one in missing if not unknown_however(rule, person, [other for other in missing if other != one])]
    assert idle == []


@examples(300)
@given(rules_that_ask_once(), people_half_known())
def test_all_that_is_missing_settles_the_answer_in_every_way_it_can_turn_out(rule, person):
    """With everything on the list learnt, whatever it turns out to be, nothing is unknown."""
    missing = list(answer(rule, VOCABULARY, person, ON).missing)
    for values in product(*(ways_of_learning(one, person) for one in missing)):
        informed = with_learnt(person, dict(zip(missing, values, strict=True)))
        assert answer(rule, VOCABULARY, informed, ON).verdict is not Verdict.UNKNOWN
