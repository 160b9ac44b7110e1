"""Edges of histories: lists of spells from which what rules read follows as it is on each side of a boundary."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, product
from math import gcd, prod
from typing import Any, Final, TypeAlias

import attrs

from samverkan.participants import HISTORIES
from samverkan.rules.facts import DayOf, Derivation, MembersOf, PartiesOf, SpellsOf
from samverkan.spells import Spell, Spells
from samverkan.testing.boundaries import Mentions
from samverkan.testing.histories import fields_of, once_each
from samverkan.testing.set_edges import agencies_of, sets
from samverkan.testing.worlds import World

__all__ = ["history_edges", "thinned"]

_A_DAY: Final = timedelta(days=1)
_LONG_AGO: Final = date(1900, 1, 1)
_MOST_COMBINED: Final = 96


def history_edges(
    root: str, kind: SpellsOf, facts: Mapping[str, Mentions], on: date, world: World
) -> Iterator[Spells[Any]]:
    """Yield histories of the fact *root* for people on and about every boundary on the day *on*."""
    make = _maker(root, kind, world)
    lists = [list(dict.fromkeys(_lists(name, about, on, world, make))) for name, about in facts.items()]
    for chosen in thinned(lists, _MOST_COMBINED):
        spells = once_each(spell for some in chosen for spell in some)
        if root == "contacts":
            parties = tuple(world.vocabulary.agencies.parties)
            yield from (Spells(spells, complete=whole) for whole in (True, False, parties[1:], parties[:1]))
        else:
            yield Spells(spells)


def thinned(lists: Sequence[Sequence[Any]], most: int) -> Iterator[tuple[Any, ...]]:
    """Yield combinations, one of each of *lists*: all of them, or where there are more than *most* some, evenly spread.

    >>> list(thinned([["a", "b"], [1, 2, 3]], most=3))
    [('a', 1), ('b', 3)]
    """
    step = -(-prod(map(len, lists)) // most)
    # A step that shares a factor with a length would pass over the same choices each time.
    while any(gcd(len(one), step) > 1 for one in lists):
        step += 1
    return islice(product(*lists), 0, None, step)


Make: TypeAlias = Callable[..., Spell]


def _maker(root: str, kind: SpellsOf, world: World) -> Make:
    """Return what makes a spell of the history from its days and what it says; what is not said is anything."""
    cls = HISTORIES[root]
    fields = attrs.fields_dict(cls)
    anything = {
        name: choices[0]
        for name, choices in fields_of(cls, kind, world).items()
        if fields[name].default is attrs.NOTHING
    }
    must_begin = fields["since"].default is attrs.NOTHING

    def make(since: date | None = None, until: date | None = None, **said: str) -> Spell:
        begins = _LONG_AGO if since is None and must_begin else since
        return cls(**{**anything, **said, "since": begins, "until": until})

    return make


def _lists(name: str, about: Mentions, on: date, world: World, make: Make) -> Iterator[tuple[Spell, ...]]:
    """Yield lists of spells from which the fact follows as it is on either side of each boundary."""
    derived = world.vocabulary.facts[name].derived
    yield ()
    if isinstance(derived, DayOf):
        for days in sorted(about.numbers - {0}):
            first = on - timedelta(days=days - 1)
            yield (make(first),)
            yield (make(first, on - _A_DAY), make(on)) if days > 1 else (make(_LONG_AGO, on - 2 * _A_DAY), make(on))
        return
    for said in _said(derived, about, world):
        for since, until in ((None, None), (on, None), (None, on), (None, on - _A_DAY), (on + _A_DAY, None)):
            yield tuple(make(_begun(since, place), until, **one) for place, one in enumerate(said))


def _begun(since: date | None, place: int) -> date | None:
    """Return the first day of the spell at that place: each another, so that no two are the same entry."""
    return since if since is not None or place == 0 else _LONG_AGO + timedelta(days=place)


def _said(derived: Derivation | None, about: Mentions, world: World) -> Iterator[Sequence[Mapping[str, str]]]:
    """Yield what several spells say, for each set of words that a rule may find in a history."""
    register = world.vocabulary.agencies
    match derived:
        case PartiesOf():
            for parties in sets(tuple(register.parties), about):
                for agencies in agencies_of(parties, world):
                    yield [{"agency": unit} for unit in sorted(agencies.inside)]
        case MembersOf(_, "agency"):
            for agencies in sets(tuple(register.agencies), about):
                yield [{"agency": unit} for unit in sorted(agencies.inside)]
        case MembersOf(spells, "kind"):
            kind = world.vocabulary.facts[spells].kind
            words = world.words(str(kind.of)) if isinstance(kind, SpellsOf) else ()
            for kinds in sets(words, about):
                yield [{"kind": word} for word in sorted(kinds.inside)]
        case MembersOf(spells, "finding", by):
            kind = world.vocabulary.facts[spells].kind
            words = world.words(str(kind.of)) if isinstance(kind, SpellsOf) else ()
            assessors = register.of_party(by) if by is not None else tuple(register.agencies)
            for findings in sets(words, about):
                yield [
                    {"by": assessors[place % len(assessors)], "finding": word}
                    for place, word in enumerate(sorted(findings.inside))
                ]
        case _:
            yield [{}]
