"""Worlds: what people, days and rules are drawn from, found once in a model."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, TypeAlias

import attrs

from samverkan.bound_programmes import BoundProgramme
from samverkan.loading import load_model
from samverkan.model import Model
from samverkan.participants import GIVEN, HISTORIES
from samverkan.rules.expressions import Comparison, Condition, Member, Word, Words, walk
from samverkan.rules.facts import Fact, SetOf, SpellsOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.testing.calendars import FIRST_DAY, LAST_DAY, Calendar
from samverkan.testing.subjects import subjects

__all__ = ["Modelled", "World", "world_of"]

Modelled: TypeAlias = Model | Vocabulary
"""What people can be drawn for: a model, or the vocabulary of one."""

_MANY: Final = 40
_SOME: Final = 3
_MUNICIPALITIES: Final = ("Ludvika", "Smedjebacken", "Ale", "Kungälv", "Falun")
_YEARS_ABOUT: Final = 3


@attrs.frozen(eq=False)
class World:
    """What people, days and rules are drawn from.

    * ``vocabulary``: the facts with their kinds and bounds, the closed lists, the register.
    * ``calendar``: the days on which something is asked or recorded.
    * ``constraints``: the rules that every person obeys.
    * ``mentioned``: the words that the model's rules are written with.
    """

    vocabulary: Vocabulary
    calendar: Calendar
    constraints: tuple[Condition, ...] = ()
    mentioned: frozenset[str] = frozenset()

    @property
    def given(self) -> Mapping[str, Fact]:
        """The facts that a person can be given, by name: those of a participant and the model's own."""
        return {
            name: fact
            for name, fact in self.vocabulary.facts.items()
            if fact.derived is None and (name in HISTORIES or not isinstance(fact.kind, SpellsOf))
        }

    @property
    def own(self) -> frozenset[str]:
        """The names of the given facts that are no field of a participant."""
        return frozenset(self.given.keys() - GIVEN.keys())

    def words(self, of: str) -> tuple[str, ...]:
        """Return words of the closed list *of*; of a long one, those that rules mention and a few more."""
        every = self.vocabulary.words(SetOf(of))
        if len(every) <= _MANY:
            return every
        usual = self.mentioned or frozenset(_MUNICIPALITIES)
        told = [word for word in every if word in usual]
        return (*told, *[word for word in every if word not in usual][:_SOME])


def world_of(model: Modelled | None) -> World:
    """Return the world of *model*; without one, of the shipped model.

    >>> "Ludvika" in world_of(None).words("municipalities"), len(world_of(None).words("municipalities")) < 40
    (True, True)
    """
    if model is None:
        model = load_model("finsam")
    if isinstance(model, Vocabulary):
        return World(model, Calendar(FIRST_DAY, LAST_DAY))
    bound = [reading for programme in subjects(model).values() for reading in programme.readings.values()]
    return World(
        vocabulary=model.vocabulary,
        calendar=_calendar(day for programme in bound for day in _turns(programme)),
        constraints=tuple(constraint.rule for constraint in model.constraints.values()),
        mentioned=frozenset(word for one in bound for criterion in one.criteria for word in _words(criterion.rule)),
    )


def _calendar(days: Iterable[date]) -> Calendar:
    """Return a calendar that begins some years before the first of *days* and ends as long after the last."""
    turns = sorted({day for day in days if date.min < day < date.max})
    first, last = (turns[0], turns[-1]) if turns else (FIRST_DAY, LAST_DAY)
    around = (max(first.year - _YEARS_ABOUT, 1), min(last.year + _YEARS_ABOUT, date.max.year - 1))
    return Calendar(date(around[0], 1, 1), date(around[1], 12, 31), turns)


def _turns(programme: BoundProgramme) -> Iterator[date]:
    yield from (segment.since for segment in programme.segments)


def _words(rule: Condition) -> Iterator[str]:
    for condition in walk(rule):
        match condition:
            case Member(Word(word), _):
                yield word
            case Member(_, Words(words)):
                yield from words
            case Comparison():
                yield from (term.value for term in condition.terms() if isinstance(term, Word))
            case _:
                pass
