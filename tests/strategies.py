"""Random people and rules over a vocabulary of the tests' own; they are drawn by ``samverkan.testing``.

The vocabulary has every fact of a participant and, beside them, facts of every other kind; a rule
drawn over it can hold every construct. Days lie close together, so that what is drawn meets.
"""

import os
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan import Model, Participant, load_model
from samverkan.participants import FACTS, GIVEN
from samverkan.rules.expressions import Comparison, Condition, Count, Member, ParameterValue, Word
from samverkan.rules.facts import Boolean, Choice, Day, Elapsed, Fact, Kind, NumberOf, SetOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sources import ASSUMED
from samverkan.testing import around, eligible_for
from samverkan.testing import days as days_of_model
from samverkan.testing import pairs_by_knowledge as pairs_of_model
from samverkan.testing import participants as participants_of_model
from samverkan.testing import rules as rules_of_model
from samverkan.testing.calendars import FIRST_DAY, LAST_DAY, next_to
from samverkan.testing.people import noted_days
from samverkan.testing.random_rules import knowable_of
from samverkan.testing.values import days_between, members, numbers, partial_dates, values_of
from samverkan.testing.worlds import world_of
from samverkan.texts import Text

__all__ = ["FIRST_DAY", "LAST_DAY", "members", "next_to", "noted_days", "numbers", "partial_dates"]


def examples(count: int) -> settings:
    """Return the settings for a property that is tried on so many examples, however long one takes.

    The environment variable ``EXAMPLES_TIMES`` multiplies the number.
    """
    count = max(1, int(count * float(os.environ.get("EXAMPLES_TIMES", "1"))))
    return settings(max_examples=count, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# --- The vocabulary --------------------------------------------------------------------------------


def _fact(kind: Kind, words: str, derived: Elapsed | None = None) -> Fact:
    asked = f"{words} {{members}}" if isinstance(kind, SetOf) else words
    said = {SetOf: f"{words} {{member}}", NumberOf: f"{words} är {{number}}"}.get(type(kind), words)
    return Fact(kind=kind, asked=Text(asked, asked), shown=Text(words, words), said=Text(said, said), derived=derived)


OWN_FACTS: Final[Mapping[str, Fact]] = {
    "household_size": _fact(NumberOf(Text("personer", "people"), least=1, most=12), "hushållets storlek"),
    "balance": _fact(NumberOf(Text("timmar", "hours")), "timbanken"),
    "has_transport": _fact(Boolean(), "har egen transport"),
    "attends_school": _fact(Boolean(), "går i skolan"),
    "first_contact": _fact(Choice(of="parties"), "den första kontakten"),
    "arrived": _fact(Day(), "dagen för ankomsten"),
    "months_here": _fact(NumberOf(Text("månader", "months"), least=0), "tiden här", Elapsed("arrived", "months")),
    "days_here": _fact(NumberOf(Text("dagar", "days"), least=0), "dagarna här", Elapsed("arrived", "days")),
}
"""Facts that a model can declare with the closed lists that every model has."""

_FACTS_OF_OTHER_LISTS: Final[Mapping[str, Fact]] = {
    "stamina": _fact(Choice(of="capacities"), "uthålligheten"),
    "wishes": _fact(SetOf(of="wishes"), "önskemålen"),
}

_SHIPPED: Final = load_model("finsam")

MODEL: Final = Model(
    id="test",
    name=Text(sv="prov", en="test"),
    agencies=_SHIPPED.agencies,
    documents=[],
    definitions=[],
    facts={**FACTS, **OWN_FACTS},
)
"""The shipped register, with own facts and without programmes."""


def _always(value: int) -> Parameter:
    return Parameter([Threshold(value, ASSUMED)])


VOCABULARY: Final = attrs.evolve(
    MODEL.vocabulary,
    facts={**MODEL.facts, **_FACTS_OF_OTHER_LISTS},
    lists={
        **MODEL.vocabulary.lists,
        "capacities": ("yes", "no", "to-be-clarified"),
        "wishes": ("physical", "mental", "social", "vocational"),
    },
    parameters={
        "youngest": _always(16),
        "oldest": Parameter([Threshold(64, ASSUMED, until="2017-12-31"), Threshold(65, ASSUMED, since="2018-01-01")]),
        "fewest": Parameter([Threshold(1, ASSUMED, until="2010-06-30"), Threshold(2, ASSUMED, since="2010-07-01")]),
        "most_days": Parameter(
            [
                Threshold(84, ASSUMED, until="2008-06-30"),
                Threshold(28, ASSUMED, since="2008-07-01", until="2014-02-28"),
                Threshold(90, ASSUMED, since="2014-03-01"),
            ]
        ),
        "big_household": _always(5),
    },
)
"""Everything that a random rule may mention. Every parameter has a value on every day."""


def own_facts(vocabulary: Vocabulary) -> Mapping[str, Fact]:
    """Return the facts of *vocabulary* that are given, and are no field of a participant."""
    return {name: fact for name, fact in vocabulary.facts.items() if name not in GIVEN and fact.derived is None}


def knowable(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the facts about which a rule may ask whether they are known."""
    return knowable_of(world_of(vocabulary))


# --- Days and values -------------------------------------------------------------------------------


def days(first: date | None = FIRST_DAY, last: date | None = LAST_DAY) -> SearchStrategy[date]:
    """Draw a day."""
    return days_between(first or FIRST_DAY, last or LAST_DAY)


def days_about(*people: Participant) -> SearchStrategy[date]:
    """Draw any day, or one of those in a record, the day before or the day after."""
    return days_of_model(VOCABULARY, near=[day for person in people for day in noted_days(person)])


def knowing_days() -> SearchStrategy[date | None]:
    """Draw a day by which something must have been recorded to count, most often none."""
    return st.one_of(st.none(), st.none(), days())


def values(fact: str, kind: Kind, vocabulary: Vocabulary) -> SearchStrategy[Any]:
    """Draw a value that the fact can have, known wholly or in part."""
    return values_of(fact, kind, world_of(vocabulary))


# --- People and rules ------------------------------------------------------------------------------


def participants(vocabulary: Vocabulary = VOCABULARY) -> SearchStrategy[Participant]:
    """Draw a person about whom much, little or nothing is known, with the own facts of *vocabulary*."""
    return participants_of_model(vocabulary)


@cache
def candidates(programme: str) -> SearchStrategy[Participant]:
    """Draw a person whom a shipped programme may well take in: who meets every criterion, or nearly so."""
    bound = _SHIPPED.programmes[programme]
    taken_in = eligible_for(bound, _SHIPPED).map(lambda question: question.person)
    known_less = pairs_of_model(_SHIPPED, among=taken_in).map(lambda pair: pair[0])
    return st.one_of(taken_in, known_less, around(bound, _SHIPPED).map(lambda question: question.person))


def pairs_by_knowledge(
    people: SearchStrategy[Participant] | None = None, vocabulary: Vocabulary = VOCABULARY
) -> SearchStrategy[tuple[Participant, Participant]]:
    """Draw p and q, where q knows at least what p knows: p is q after some forgetting."""
    return pairs_of_model(vocabulary, among=people)


def rules(vocabulary: Vocabulary = VOCABULARY, deepest: int = 6) -> SearchStrategy[Condition]:
    """Draw a rule that can be made, of every construct, with no part that is always or never met."""
    key = id(vocabulary), deepest
    if key not in _RULES:
        _RULES[key] = vocabulary, rules_of_model(vocabulary, deepest)
    return _RULES[key][1]


_RULES: Final[dict[tuple[int, int], tuple[Vocabulary, SearchStrategy[Condition]]]] = {}
"""Strategies that have been made, for making one takes long; each with its vocabulary, so that no other gets its id."""


def constructs(rule: Condition) -> Iterator[str]:
    """Yield the name of each construct that the rule itself is, its parts left aside."""
    match rule:
        case Comparison(left, steps):
            terms = [left, *(step.right for step in steps)]
            yield "same word" if any(isinstance(term, Word) for term in terms) else "comparison"
            yield from (f"comparison {step.operator}" for step in steps)
            if len(steps) > 1:
                yield "chained comparison"
            if any(isinstance(term, Count) for term in terms):
                yield "count"
            if any(isinstance(term, ParameterValue) for term in terms):
                yield "parameter"
        case Member(Word(), _):
            yield "word in a set"
        case Member():
            yield "choice among words"
        case _:
            yield type(rule).__name__
