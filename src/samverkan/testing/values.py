"""Values that facts can have: numbers, days known in part, words and sets, within the bounds of their kinds."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, TypeAlias, assert_never

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan.dates import PartialDate, Span, as_partial_date
from samverkan.partial import Members
from samverkan.rules.facts import Boolean, Choice, Day, DayOf, Derivation, Elapsed, Kind, NumberOf, SetOf, SpellsOf
from samverkan.testing.calendars import FIRST_DAY, LAST_DAY, next_to
from samverkan.testing.worlds import Modelled, World, world_of

__all__ = [
    "Draw",
    "days",
    "days_between",
    "days_drawn",
    "members",
    "numbers",
    "partial_dates",
    "parties",
    "references",
    "spans",
    "spans_and_recordings",
    "usual_range",
    "values_of",
]

Draw: TypeAlias = Callable[..., Any]
"""Draws from a strategy, inside another one."""

_BODIES: Final[Mapping[str, tuple[str, ...]]] = {"kommun": ("Ludvika", "Falun"), "region": ("Dalarna", "Skåne")}
_OLDEST: Final = 67
_SPAN: Final = 18
_LENGTHS: Final = (10, 10, 10, 10, 7, 4)
"""How much of a day is known: all of it most often, else the month or the year."""


def numbers(below: int) -> SearchStrategy[int]:
    """Draw a number from 0, each as often as another: of a wide range, ``integers`` mostly draws what is small."""
    return st.binary(min_size=4, max_size=4).map(lambda drawn: int.from_bytes(drawn) * below >> 32)


# --- Days ------------------------------------------------------------------------------------------


def days(model: Modelled | None = None, near: Iterable[date] = ()) -> SearchStrategy[date]:
    """Draw a day: any on which the model's programmes are asked about, or one close to those that matter.

    Those that matter are the days on which a programme begins or ends, or a threshold becomes
    another, and those in *near*. Without a model, the shipped one is meant.

    >>> from samverkan import load_model
    >>> from hypothesis import find
    >>> find(days(load_model("finsam")), lambda day: day.isoformat() == "2008-07-01")
    datetime.date(2008, 7, 1)
    """
    return days_drawn(world_of(model), near)


def days_drawn(world: World, near: Iterable[date] = ()) -> SearchStrategy[date]:
    """Draw a day of *world*, or one of *near* or of those that matter, the day before or the day after."""
    anywhere = days_between(world.calendar.first, world.calendar.last)
    close = [sorted({*next_to(of)}) for of in (near, world.calendar.matter)]
    return st.one_of(anywhere, *(st.sampled_from(found) for found in close if found))


def days_between(first: date, last: date) -> SearchStrategy[date]:
    """Draw a day from *first* to *last*, both included, each as often as another."""
    return numbers(last.toordinal() - first.toordinal() + 1).map(lambda day: first + timedelta(day))


def partial_dates(first: date = FIRST_DAY, last: date = LAST_DAY) -> SearchStrategy[PartialDate]:
    """Draw a day from *first* to *last*, of which sometimes only the month or the year is known."""
    count = last.toordinal() - first.toordinal() + 1

    def written(number: int) -> PartialDate:
        length, day = divmod(number, count)
        return as_partial_date(date.fromordinal(first.toordinal() + day).isoformat()[: _LENGTHS[length]])

    return numbers(len(_LENGTHS) * count).map(written)


def spans(model: Modelled | None = None) -> SearchStrategy[Span]:
    """Draw a span of days, open or not, of those that records are about."""
    return st.sampled_from(world_of(model).calendar.spans).map(lambda span: Span(*span))


def spans_and_recordings(world: World) -> SearchStrategy[dict[str, date | None]]:
    """Draw the days of an entry or a spell, and when it was recorded: one draw instead of three."""
    spans, recorded = world.calendar.spans, world.calendar.recorded

    def when(number: int) -> dict[str, date | None]:
        span, day = divmod(number, len(recorded))
        since, until = spans[span]
        return {"since": since, "until": until, "recorded_on": recorded[day]}

    return numbers(len(spans) * len(recorded)).map(when)


# --- Values of a kind ------------------------------------------------------------------------------


def values_of(fact: str, kind: Kind, world: World) -> SearchStrategy[Any]:
    """Draw a value that the fact *fact* can have, known wholly or in part."""
    match kind:
        case Boolean():
            return st.booleans()
        case NumberOf():
            return st.integers(*usual_range(fact, world))
        case Choice(of):
            return st.sampled_from(world.words(of))
        case SetOf(of):
            return members(references(world) if of == "agencies" else world.words(of))
        case Day():
            return partial_dates(*_days_of(fact, world))
        case SpellsOf():  # never
            raise AssertionError("histories have strategies of their own")
        case _ as never:
            assert_never(never)


def members(words: tuple[str, ...]) -> SearchStrategy[Members]:
    """Draw a set of *words*, now and then with members of whom it is unknown."""
    some = st.lists(st.sampled_from(words), max_size=4) if words else st.just([])
    return st.one_of(some.map(Members), some.map(Members), st.builds(Members, some, some))


def parties(model: Modelled | None = None) -> SearchStrategy[Members]:
    """Draw a set of parties, now and then with some of whom it is unknown."""
    return members(tuple(world_of(model).vocabulary.agencies.parties))


def references(world: World) -> tuple[str, ...]:
    """Return how agencies can be written: each by its id, and some as a certain body's.

    Some stand there more than once, so that people often have several contacts at one agency.
    """
    register = world.vocabulary.agencies
    units = {party: register.of_party(party) for party in register.parties}
    usual = [of_party[min(1, len(of_party) - 1)] for of_party in units.values() if of_party]
    bodied = [
        f"{party}:{body}{unit.removeprefix(party)}"
        for party, bodies in _BODIES.items()
        for unit in usual
        if unit.startswith(f"{party}/")
        for body in bodies
        if _is_reference(f"{party}:{body}{unit.removeprefix(party)}", world)
    ]
    return (*register.agencies, *usual * 2, *bodied * 2)


def usual_range(fact: str, world: World) -> tuple[int, int]:
    """Return the least and the most that a number is drawn from: its bounds, or where it usually lies within them."""
    declared = world.vocabulary.facts[fact]
    if not isinstance(declared.kind, NumberOf):
        raise AssertionError("only numbers have a range")
    least, most = declared.kind.least, declared.kind.most
    if declared.derived is None and least is not None:
        return least, least + _SPAN if most is None else most
    if declared.derived is None and most is not None:
        return most - _SPAN, most
    low, high = _usually(declared.derived)
    return low if least is None else max(low, least), high if most is None else min(high, most)


def _usually(derived: Derivation | None) -> tuple[int, int]:
    match derived:
        case Elapsed(_, "years"):
            return 14, _OLDEST
        case Elapsed(_, "months"):
            return 0, 150
        case Elapsed(_, "days"):
            return 0, 4000
        case DayOf():
            return 0, 120
        case _:
            return -6, 12


def _days_of(fact: str, world: World) -> tuple[date, date]:
    """Return the days between which a day lies: one whose years are counted, long before the others."""
    first, last = world.calendar.first, world.calendar.last
    for other in world.vocabulary.facts.values():
        match other.derived:
            case Elapsed(start, "years") if start == fact:
                return date(max(first.year - _OLDEST, 1), 1, 1), date(max(first.year - 1, 1), 12, 31)
            case _:
                pass
    return first, last


def _is_reference(reference: str, world: World) -> bool:
    try:
        world.vocabulary.agencies.agency(reference)
    except ValueError:
        return False
    return True
