"""Trials: a programme of a model, and how its properties are tried."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan.bound_programmes import BoundProgramme
from samverkan.immutable import frozen_mapping
from samverkan.model import Model
from samverkan.testing.surroundings import Question, questions
from samverkan.testing.values import Draw
from samverkan.testing.worlds import World, world_of

__all__ = ["EXAMPLES", "Direction", "Trial"]

Direction: TypeAlias = Literal["rising", "falling"]
"""How what comes of a programme goes when a fact rises, or a set grows: with it or against it."""

EXAMPLES: Final = 100
"""On so many people a property is tried, unless something else is said."""


@attrs.frozen(eq=False, slots=False)
class Trial:
    """A programme of a model, and how its properties are tried.

    * ``monotone``: by fact, how what comes of the programme goes when it rises.
    * ``examples``: on how many people each property is tried.
    * ``is_quick``: on the same people each time, and what fails is not looked into further.
    """

    model: Model
    programme: BoundProgramme
    monotone: Mapping[str, Direction] = attrs.field(factory=dict[str, Direction], converter=frozen_mapping)
    examples: int = EXAMPLES
    is_quick: bool = False

    @cached_property
    def world(self) -> World:
        """What people are drawn from."""
        return world_of(self.model)

    @property
    def readings(self) -> tuple[BoundProgramme, ...]:
        """The programme under each of its readings."""
        return tuple(self.programme.readings.values())

    @cached_property
    def asked(self) -> SearchStrategy[tuple[BoundProgramme, Question]]:
        """Draws the programme under one of its readings, and somebody around its boundaries."""
        return st.one_of(*(st.tuples(st.just(reading), questions(reading, self.world)) for reading in self.readings))

    def for_all(self, strategy: SearchStrategy[Any], check: Callable[[Any], None]) -> None:
        """Check everything that *strategy* draws, up to the number of examples.

        Raises:
            AssertionError: for the simplest that was found for which *check* raises it.
        """
        how: dict[str, Any] = {
            "max_examples": self.examples,
            "deadline": None,
            "suppress_health_check": list(HealthCheck),
            "phases": [phase for phase in Phase if phase is not Phase.explain],
        }
        if self.is_quick:
            how |= {"database": None, "derandomize": True, "phases": [Phase.generate]}

        @st.composite
        def drawn_of(draw: Draw) -> _Drawn:
            return _Drawn(draw(strategy))

        @settings(**how)
        @given(drawn_of())
        def holds(drawn: _Drawn) -> None:
            check(drawn.value)

        holds()


class _Drawn:
    """Something drawn, of which no more is shown where a property fails than what is put into words."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "the person below"
