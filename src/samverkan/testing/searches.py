"""Searches: a person of whom a programme's criteria come out as wanted, found and not waited for.

Facts are given one by one, each from what stands about its boundaries. What is not given yet is
unknown, and as soon as a criterion surely comes out otherwise than wanted the search turns back:
learning more would never undo it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final

import attrs

from samverkan.answers import Verdict
from samverkan.bound_programmes import BoundProgramme, Segment
from samverkan.dated import Dated
from samverkan.participants import GIVEN, Participant
from samverkan.rules.evaluation import Compiled, compiled
from samverkan.rules.expressions import facts_of
from samverkan.rules.judges import Truth
from samverkan.spells import Spells
from samverkan.testing.boundaries import Mentions, Side, mentions
from samverkan.testing.edges import Given, edges
from samverkan.testing.history_edges import thinned
from samverkan.testing.worlds import World

__all__ = ["Choose", "Search", "Sketch", "person_of"]

Choose = Callable[[int], int]
"""Chooses a number from 0 to below the one that it is given."""

_MOST_TRIED: Final = 4000
_NOTHING: Final[Dated[Any]] = Dated()


@attrs.frozen(eq=False, slots=False)
class Search:
    """A search for people of *programme* under its reading, asked about on the day *on*."""

    programme: BoundProgramme
    on: date
    world: World

    @property
    def segment(self) -> Segment:
        """The stretch of days in which the day lies."""
        return self.programme.segment(self.on)

    @cached_property
    def mentioned(self) -> Mapping[str, Mentions]:
        """What the criteria say of each fact that they read on the day."""
        found: dict[str, Mentions] = {}
        for criterion in self.segment.criteria:
            for fact, one in mentions(criterion.bound.rule, criterion.thresholds, criterion.vocabulary).items():
                found[fact] = found.get(fact, Mentions()) | one
        return found

    @cached_property
    def edges(self) -> Mapping[str, tuple[Given, ...]]:
        """What can be given of each fact that the criteria rest on, for people on and about every boundary."""
        roots = dict.fromkeys(self.world.vocabulary.given(fact) for fact in self.mentioned)
        return {root: edges(root, self.mentioned, self.on, self.world) for root in roots}

    def find(
        self, wanted: Mapping[str, Verdict], choose: Choose, fixed: Mapping[str, Given] | None = None
    ) -> Mapping[str, Given] | None:
        """Return what to give of a person of whom each criterion in *wanted* comes out so, or ``None``.

        No more is given than these criteria rest on, beside what is *fixed*. *choose* says where, among
        what can be given of a fact, to begin.
        """
        sketch = dict(fixed or {})
        resting_on = frozenset[str]().union(*(self._roots[criterion] for criterion in wanted))
        open_ = [root for root in self.edges if root in resting_on and root not in sketch]
        return self._completed(sketch, open_, wanted, choose, iter(range(_MOST_TRIED)))

    def taking(self, side: Side) -> Mapping[str, Given] | None:
        """Return what to give of a person who stands just on that side of a boundary, or ``None``."""
        facts = [term.fact for term in (side.term, side.other) if term is not None]
        for sketch in self.sketches(facts):
            values = self.segment.compiled.read(sketch, self.on, None)
            if side.is_taken(dict(zip(self.segment.compiled.facts, values, strict=True))):
                return sketch.given
        return None

    def sketches(self, facts: Iterable[str]) -> "Iterator[Sketch]":
        """Yield people of whom so much is given that each of *facts* is known, on and about every boundary.

        They break no constraint. Where there are very many, some are yielded, evenly spread.
        """
        roots = dict.fromkeys(map(self.world.vocabulary.given, facts))
        for choices in thinned([self.edges[root] for root in roots], _MOST_TRIED):
            given = dict(zip(roots, choices, strict=True))
            if self._can_be(given, {}):
                yield Sketch(given)

    # --- private ---

    def _completed(
        self,
        sketch: Mapping[str, Given],
        open_: Sequence[str],
        wanted: Mapping[str, Verdict],
        choose: Choose,
        tries: Iterator[int],
    ) -> Mapping[str, Given] | None:
        if not self._can_be(sketch, wanted):
            return None
        if not open_:
            return sketch
        root, *rest = open_
        choices = self.edges[root]
        first = choose(len(choices))
        for place in range(len(choices)):
            if next(tries, None) is None:
                return None
            given = choices[(first + place) % len(choices)]
            found = self._completed({**sketch, root: given}, rest, wanted, choose, tries)
            if found is not None:
                return found
        return None

    def _can_be(self, sketch: Mapping[str, Given], wanted: Mapping[str, Verdict]) -> bool:
        """Whether the criteria come out as wanted, or still may, and no constraint is broken."""
        subject = Sketch(sketch)
        values = self.segment.compiled.read(subject, self.on, None)
        for criterion, judge in zip(self.segment.criteria, self.segment.judges, strict=True):
            if criterion.id in wanted:
                done = self._roots[criterion.id] <= sketch.keys()
                if not _fits(judge(values), wanted[criterion.id], done=done):
                    return False
        values = self._constraints.read(subject, self.on, None)
        return all(node.judge(values) is not False for node in self._constraints.nodes)

    @cached_property
    def _roots(self) -> Mapping[str, frozenset[str]]:
        given = self.world.vocabulary.given
        return {one.id: frozenset(map(given, facts_of(one.bound.rule))) for one in self.segment.criteria}

    @cached_property
    def _constraints(self) -> Compiled:
        vocabulary = self.world.vocabulary
        thresholds = {name: parameter.at(self.on) for name, parameter in vocabulary.parameters.items()}
        return compiled(self.world.constraints, vocabulary, thresholds)


def _fits(truth: Truth, wanted: Verdict, *, done: bool) -> bool:
    """Whether a criterion comes out as wanted; one that is not settled yet may still."""
    if truth is None:
        return not done or wanted is Verdict.UNKNOWN
    return Verdict.of(truth) is wanted


def person_of(given: Mapping[str, Given], onto: Participant | None = None) -> Participant:
    """Return a person of whom this is given, or the person *onto* with it given in place of what was."""
    person = Participant(id="d-001") if onto is None else onto
    fields: dict[str, Any] = {}
    for name, one in given.items():
        match one:
            case Spells(entries):
                fields[name] = entries
                if name == "contacts":
                    fields["contacts_complete"] = one.complete
            case None if name == "contacts":
                fields |= {"contacts": None, "contacts_complete": False}
            case _ if name in GIVEN:
                fields[name] = one
            case _:
                fields.setdefault("more", dict(person.more))[name] = one
    return attrs.evolve(person, **fields)


@attrs.frozen(eq=False)
class Sketch:
    """A person of whom so far only this is given, as a rule reads her."""

    given: Mapping[str, Given]

    def fact(self, name: str) -> Dated[Any]:
        """Return what is given of the fact *name*."""
        value = self.given.get(name)
        return value if isinstance(value, Dated) else _NOTHING

    def spells(self, name: str) -> Spells[Any] | None:
        """Return what is given of the history *name*."""
        value = self.given.get(name)
        return value if isinstance(value, Spells) else None
