"""People made to obey a model's constraints: what breaks one is forgotten."""

from collections.abc import Container, Iterator
from datetime import date
from typing import Any

import attrs

from samverkan.answers import Verdict
from samverkan.participants import GIVEN, Participant
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import Condition, facts_of
from samverkan.rules.stretches import crossings, numbers_compared
from samverkan.testing.worlds import World

__all__ = ["forgetting", "obeying"]


def obeying(person: Participant, world: World, keeping: Container[str] = ()) -> Participant | None:
    """Return the person with so much forgotten that she breaks no constraint of the model on any day.

    Nothing of what is named in *keeping* is forgotten; ``None``: what is kept breaks a constraint. To
    forget is enough otherwise, for a rule is not broken by what is not known.
    """
    for constraint in world.constraints:
        given = dict.fromkeys(world.vocabulary.given(fact) for fact in facts_of(constraint))
        to_forget = [fact for fact in given if fact not in keeping]
        while _is_broken(constraint, person, world):
            if not to_forget:
                return None
            person = forgetting(person, to_forget.pop())
    return person


def forgetting(person: Participant, *facts: str) -> Participant:
    """Return the person without what is known of *facts*."""
    changes: dict[str, Any] = {"more": {name: one for name, one in person.more.items() if name not in facts}}
    for name in facts:
        if name in GIVEN:
            changes[name] = None
        if name == "contacts":
            changes["contacts_complete"] = False
    return attrs.evolve(person, **changes)


def _is_broken(constraint: Condition, person: Participant, world: World) -> bool:
    return any(
        answer(constraint, world.vocabulary, person, day).verdict is Verdict.NOT_MET
        for day in _days(constraint, person, world)
    )


def _days(constraint: Condition, person: Participant, world: World) -> Iterator[date]:
    """Yield a day of each stretch on which the constraint's answer stays the same."""
    yield world.calendar.first
    compared = numbers_compared([constraint], world.vocabulary)
    yield from sorted(set(crossings(compared, world.vocabulary, person, None)))
