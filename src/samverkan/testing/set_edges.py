"""Edges of sets: with and without each word that a rule names, of every size that it compares, known in part."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from samverkan.partial import Members
from samverkan.testing.boundaries import Mentions
from samverkan.testing.worlds import World

__all__ = ["agencies_of", "first_words", "sets"]

_MOST_WORDS: Final = 8


def first_words(words: Sequence[str], named: Iterable[str], also: int) -> list[str]:
    """Return the words that are *named*, not too many of them, and *also* so many others."""
    wanted = frozenset(named)
    others = (word for word in words if word not in wanted)
    return [*[word for word in words if word in wanted][:_MOST_WORDS], *islice(others, also)]


def sets(words: Sequence[str], about: Mentions) -> Iterator[Members]:
    """Yield sets with and without each word that is named, of every size that is compared, and known in part."""
    named = first_words(words, about.words, also=0)
    ordered = [*named, *(word for word in words if word not in named)]
    yield Members()
    for word in first_words(words, about.words, also=2):
        yield Members([word])
        yield Members([], [word])
    for count in sorted(about.counts):
        for some in (ordered, ordered[::-1]):
            yield Members(some[:count])
            yield Members(some[: max(count - 1, 0)], some[max(count - 1, 0) : count])
    for word in named:
        yield Members(one for one in named if one != word)
    yield from (Members(named), Members(ordered), Members([], ordered))


def agencies_of(parties: Members, world: World) -> Iterator[Members]:
    """Yield agencies of these parties: the first of each, the last of each, and all that each has."""
    register = world.vocabulary.agencies
    for some in (slice(0, 1), slice(-1, None), slice(None)):
        inside, unknown = (
            [unit for party in sorted(of) for unit in register.of_party(party)[some]]
            for of in (parties.inside, parties.unknown)
        )
        yield Members(inside, unknown)
