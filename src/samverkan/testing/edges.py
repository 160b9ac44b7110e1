"""Edges: what can be given of a person so that she stands on, just inside or just outside a boundary.

A boundary lies in what rules read, and that mostly follows from something else: an age from a day of
birth, a count of parties from a list of contacts. So what is given is found backwards, for one day
of asking.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, pairwise, product
from math import gcd, prod
from typing import Any, Final, TypeAlias, assert_never

import attrs

from samverkan.dated import Dated, Entry
from samverkan.dates import PartialDate, as_partial_date, completed_months, completed_years
from samverkan.partial import Members
from samverkan.participants import HISTORIES
from samverkan.rules.facts import (
    Boolean,
    Choice,
    Day,
    DayOf,
    Derivation,
    Elapsed,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
    SpellsOf,
    TimeUnit,
)
from samverkan.spells import Spell, Spells
from samverkan.testing.boundaries import Mentions
from samverkan.testing.histories import fields_of, once_each
from samverkan.testing.values import usual_range
from samverkan.testing.worlds import World

__all__ = ["Given", "edges", "thinned"]

Given: TypeAlias = Dated[Any] | Spells[Any] | None
"""What is given of a fact: a value that changes from day to day, a history, or nothing."""

_A_DAY: Final = timedelta(days=1)
_LONG_AGO: Final = date(1900, 1, 1)
_MOST_WORDS: Final = 8
_MOST_COMBINED: Final = 96


def edges(root: str, mentioned: Mapping[str, Mentions], on: date, world: World) -> tuple[Given, ...]:
    """Return what can be given of the fact *root* for people on and about every boundary on the day *on*.

    *mentioned* is what the rules say of each fact; those that do not rest on *root* are passed over.
    Nothing at all comes first.
    """
    vocabulary = world.vocabulary
    facts = {name: about for name, about in mentioned.items() if vocabulary.given(name) == root}
    own = facts.get(root, Mentions())
    found: Iterator[Given]
    match vocabulary.facts[root].kind:
        case Boolean():
            found = _turning([True, False], on)
        case NumberOf():
            found = _numbers(root, own, on, world)
        case Choice(of):
            found = _turning(_first(world.words(of), own.words, also=2), on)
        case SetOf():
            found = (Dated[Any].always(one) for one in _sets_given(facts, world))
        case Day():
            found = (Dated[Any].always(one) for one in _starts(facts, on, world))
        case SpellsOf() as kind:
            found = _histories(root, kind, facts, on, world)
        case _ as never:
            assert_never(never)
    nothing: Given = None if root in HISTORIES else Dated()
    return tuple(dict.fromkeys([nothing, *found]))


# --- Values ----------------------------------------------------------------------------------------


def _turning(values: Sequence[Any], on: date) -> Iterator[Dated[Any]]:
    """Yield each value as one that always holds, and as one that holds from the day *on*, or until it."""
    yield from (Dated[Any].always(value) for value in values)
    for one, other in pairwise(values):
        for before, after in ((one, other), (other, one)):
            yield Dated([Entry(before, until=on - _A_DAY), Entry(after, since=on)])
            yield Dated([Entry(before, until=on), Entry(after, since=on + _A_DAY)])


def _numbers(name: str, about: Mentions, on: date, world: World) -> Iterator[Dated[Any]]:
    low, high = usual_range(name, world)
    kind = world.vocabulary.facts[name].kind
    least, most = (kind.least, kind.most) if isinstance(kind, NumberOf) else (None, None)
    inside = {n for n in about.numbers if (least is None or n >= least) and (most is None or n <= most)}
    yield from _turning(sorted(inside or {low, high}), on)


def _first(words: Sequence[str], named: Iterable[str], also: int) -> list[str]:
    """Return the words that are *named*, not too many of them, and *also* so many others."""
    wanted = frozenset(named)
    others = (word for word in words if word not in wanted)
    return [*[word for word in words if word in wanted][:_MOST_WORDS], *islice(others, also)]


# --- Sets ------------------------------------------------------------------------------------------


def _sets(words: Sequence[str], about: Mentions) -> Iterator[Members]:
    """Yield sets with and without each word that is named, of every size that is compared, and known in part."""
    named = _first(words, about.words, also=0)
    ordered = [*named, *(word for word in words if word not in named)]
    yield Members()
    for word in _first(words, about.words, also=2):
        yield Members([word])
        yield Members([], [word])
    for count in sorted(about.counts):
        for some in (ordered, ordered[::-1]):
            yield Members(some[:count])
            yield Members(some[: max(count - 1, 0)], some[max(count - 1, 0) : count])
    for word in named:
        yield Members(one for one in named if one != word)
    yield from (Members(named), Members(ordered), Members([], ordered))


def _sets_given(facts: Mapping[str, Mentions], world: World) -> Iterator[Members]:
    for name, about in facts.items():
        kind = world.vocabulary.facts[name].kind
        found = _sets(world.words(kind.of) if isinstance(kind, SetOf) else (), about)
        of_parties = isinstance(world.vocabulary.facts[name].derived, PartiesOf)
        yield from (agencies for one in found for agencies in _as_agencies(one, world)) if of_parties else found


def _as_agencies(parties: Members, world: World) -> Iterator[Members]:
    """Yield agencies of these parties: the first of each, the last of each, and all that each has."""
    register = world.vocabulary.agencies
    for some in (slice(0, 1), slice(-1, None), slice(None)):
        inside, unknown = (
            [unit for party in sorted(of) for unit in register.of_party(party)[some]]
            for of in (parties.inside, parties.unknown)
        )
        yield Members(inside, unknown)


# --- Days of which the time elapsed is read --------------------------------------------------------


def _starts(facts: Mapping[str, Mentions], on: date, world: World) -> Iterator[PartialDate]:
    """Yield days from which just so much has elapsed: today for the first time, or for the last; and known in part."""
    found: list[date] = []
    for name, about in facts.items():
        match world.vocabulary.facts[name].derived:
            case Elapsed(_, unit):
                count = _count_in(unit, world)
                for number in sorted(about.numbers):
                    found += _between(count, number, on)
            case _:
                pass
    for start in dict.fromkeys(found or [world.calendar.first]):
        yield PartialDate(start, start)
        yield from (as_partial_date(start.isoformat()[:length]) for length in (7, 4))


def _count_in(unit: TimeUnit, world: World) -> Callable[[date, date], int]:
    match unit:
        case "years":
            return lambda since, on: completed_years(since, on, world.vocabulary.leap_day)
        case "months":
            return completed_months
        case "days":
            return lambda since, on: on.toordinal() - since.toordinal()
        case _ as never:
            assert_never(never)


def _between(count: Callable[[date, date], int], number: int, on: date) -> Iterator[date]:
    """Yield the last and the first day from which *number* has elapsed on the day *on*."""

    def last(least: int) -> int:
        # Of all days up to and with *on*, so many lie early enough.
        days = range(1, on.toordinal() + 1)
        return bisect_right(days, -least, key=lambda day: -count(date.fromordinal(day), on))

    latest, earlier = last(number), last(number + 1)
    if earlier < latest:
        yield date.fromordinal(latest)
        yield date.fromordinal(earlier + 1)


# --- Histories -------------------------------------------------------------------------------------


def _histories(
    root: str, kind: SpellsOf, facts: Mapping[str, Mentions], on: date, world: World
) -> Iterator[Spells[Any]]:
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
            for parties in _sets(tuple(register.parties), about):
                for agencies in _as_agencies(parties, world):
                    yield [{"agency": unit} for unit in sorted(agencies.inside)]
        case MembersOf(_, "agency"):
            for agencies in _sets(tuple(register.agencies), about):
                yield [{"agency": unit} for unit in sorted(agencies.inside)]
        case MembersOf(spells, "kind"):
            kind = world.vocabulary.facts[spells].kind
            words = world.words(str(kind.of)) if isinstance(kind, SpellsOf) else ()
            for kinds in _sets(words, about):
                yield [{"kind": word} for word in sorted(kinds.inside)]
        case MembersOf(spells, "finding", by):
            kind = world.vocabulary.facts[spells].kind
            words = world.words(str(kind.of)) if isinstance(kind, SpellsOf) else ()
            assessors = register.of_party(by) if by is not None else tuple(register.agencies)
            for findings in _sets(words, about):
                yield [
                    {"by": assessors[place % len(assessors)], "finding": word}
                    for place, word in enumerate(sorted(findings.inside))
                ]
        case _:
            yield [{}]
