"""Edges: what can be given of a person so that she stands on, just inside or just outside a boundary.

A boundary lies in what rules read, and that mostly follows from something else: an age from a day of
birth, a count of parties from a list of contacts. So what is given is found backwards, for one day
of asking.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final, TypeAlias, assert_never

from samverkan.dated import Dated, Entry
from samverkan.dates import PartialDate, as_partial_date, completed_months, completed_years
from samverkan.partial import Members
from samverkan.participants import HISTORIES
from samverkan.rules.facts import (
    Boolean,
    Choice,
    Day,
    Elapsed,
    NumberOf,
    PartiesOf,
    SetOf,
    SpellsOf,
    TimeUnit,
)
from samverkan.spells import Spells
from samverkan.testing.boundaries import Mentions
from samverkan.testing.history_edges import history_edges
from samverkan.testing.set_edges import agencies_of, first_words, sets
from samverkan.testing.values import usual_range
from samverkan.testing.worlds import World

__all__ = ["Given", "edges"]

Given: TypeAlias = Dated[Any] | Spells[Any] | None
"""What is given of a fact: a value that changes from day to day, a history, or nothing."""

_A_DAY: Final = timedelta(days=1)


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
            found = _turning(first_words(world.words(of), own.words, also=2), on)
        case SetOf():
            found = (Dated[Any].always(one) for one in _sets_given(facts, world))
        case Day():
            found = (Dated[Any].always(one) for one in _starts(facts, on, world))
        case SpellsOf() as kind:
            found = history_edges(root, kind, facts, on, world)
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


def _sets_given(facts: Mapping[str, Mentions], world: World) -> Iterator[Members]:
    for name, about in facts.items():
        kind = world.vocabulary.facts[name].kind
        found = sets(world.words(kind.of) if isinstance(kind, SetOf) else (), about)
        of_parties = isinstance(world.vocabulary.facts[name].derived, PartiesOf)
        yield from (agencies for one in found for agencies in agencies_of(one, world)) if of_parties else found


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
