"""People: of whom much, little or nothing is known, with every fact that a model has."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, TypeVar, cast

from hypothesis import note, reject
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan.casefiles import CaseFile
from samverkan.dated import Dated, Entry
from samverkan.dates import PartialDate
from samverkan.participants import GIVEN, HISTORIES, Participant
from samverkan.rules.facts import Boolean, Kind
from samverkan.testing.constraints import obeying
from samverkan.testing.histories import histories
from samverkan.testing.values import Draw, spans_and_recordings, values_of
from samverkan.testing.words import Worded
from samverkan.testing.worlds import Modelled, World, world_of

__all__ = ["case_files", "dated", "noted_days", "overlap", "participants", "people", "told"]

T = TypeVar("T")

_INVENTED: Final = "d-001"


def participants(model: Modelled | None = None, **fixed: Any) -> SearchStrategy[Participant]:
    """Draw a person about whom much, little or nothing is known.

    She has the facts that *model* has, its own included, within their bounds, and obeys its
    constraints. *fixed* gives facts by name, as :class:`~samverkan.Participant` takes them, or a
    strategy for each. Identity numbers are never drawn: one that is made up may be somebody's.

    Where a test fails, the person is printed in words.

    >>> from datetime import date
    >>> from hypothesis import find
    >>> person = find(participants(residence="Ludvika"), lambda person: person.contacts)
    >>> person.residence.at(date(2016, 10, 3))
    'Ludvika'
    """
    world = world_of(model)
    anybody = people(world, **fixed)

    @st.composite
    def participant(draw: Draw) -> Participant:
        return told(draw(anybody), world)

    return participant()


def case_files(model: Modelled | None = None, **fixed: Any) -> SearchStrategy[CaseFile]:
    """Draw the case file of one of the people that :func:`participants` draws."""
    return participants(model, **fixed).map(CaseFile)


def dated(of: SearchStrategy[T], model: Modelled | None = None) -> SearchStrategy[Dated[T]]:
    """Draw a value that changes from day to day: not said at all, once for all, or with corrections.

    Each value is drawn from *of*.

    >>> from hypothesis import find
    >>> from hypothesis.strategies import booleans
    >>> find(dated(booleans()), lambda value: len(value.entries) > 1)
    <Dated: 2 entries>
    """
    return _dated(of, st.tuples(st.sampled_from(_HOW_SAID), of), world_of(model))


def told(person: Participant, world: World, on: date | None = None, title: str = "") -> Participant:
    """Return the person, and have her printed in words where the test fails.

    With *on*, what follows on that day is printed too; *title* comes before.
    """
    note(Worded(person, world.vocabulary, on, title))
    return person


# --- A person --------------------------------------------------------------------------------------


def people(world: World, **fixed: Any) -> SearchStrategy[Participant]:
    """Draw a person of *world*, as :func:`participants` does, without having her printed."""
    named: dict[str, SearchStrategy[Any]] = {
        name: cast("Any", one) if isinstance(one, SearchStrategy) else st.just(one) for name, one in fixed.items()
    }
    facts = {name: fact.kind for name, fact in world.given.items() if name not in fixed}
    so_or_not = [name for name, kind in facts.items() if isinstance(kind, Boolean)]
    strategies = {
        name: st.one_of(st.none(), *[histories(name, world)] * 4) if name in HISTORIES else dated_of(kind, name, world)
        for name, kind in facts.items()
        if name not in so_or_not
    }
    complete, own = _complete(world), world.own
    bytes_ = st.binary(min_size=len(so_or_not), max_size=len(so_or_not))
    changing = _dated(st.booleans(), st.tuples(st.integers(1, 3), st.booleans()), world)

    @st.composite
    def participant(draw: Draw) -> Participant:
        given: dict[str, Any] = {"id": _INVENTED}
        given |= {name: _so(draw, byte, changing) for name, byte in zip(so_or_not, draw(bytes_), strict=True)}
        given |= {name: draw(one) for name, one in {**strategies, **named}.items()}
        if "contacts_complete" not in named and given.get("contacts") is not None:
            given["contacts_complete"] = draw(complete)
        more = {name: given.pop(name) for name in own & given.keys()}
        person = obeying(Participant(**given, more=more), world, keeping=named)
        if person is None:
            reject()
        return person

    return participant()


def _so(draw: Draw, byte: int, changing: SearchStrategy[Dated[bool]]) -> Dated[bool]:
    """Return what is said of a fact that is so or not; there are many such, so one draw settles most of them."""
    if byte < _UNSAID:
        return Dated()
    return draw(changing) if byte >= _CHANGING else Dated[bool].always(byte % 2 == 0)


_UNSAID: Final = 40
_CHANGING: Final = 216
"""Of 256 that are drawn alike often, so many are unsaid, and those from so many on change from day to day."""


def _complete(world: World) -> SearchStrategy[Any]:
    register = world.vocabulary.agencies
    parts = st.lists(st.sampled_from((*register.parties, *register.agencies)), max_size=4)
    return st.one_of(st.booleans(), parts)


# --- A fact that changes from day to day ------------------------------------------------------------

_NOTHING, _ALWAYS = -1, 0
_HOW_SAID: Final = (_NOTHING, _NOTHING, _ALWAYS, _ALWAYS, _ALWAYS, _ALWAYS, _ALWAYS, 1, 2, 2, 3)
_TAKEN_BACK: Final = st.sampled_from((False, False, False, False, False, True))


def dated_of(kind: Kind, fact: str, world: World) -> SearchStrategy[Dated[Any]]:
    """Draw what is said of the given fact *fact*, as :func:`dated` does."""
    of = values_of(fact, kind, world)
    return _dated(of, st.tuples(st.sampled_from(_HOW_SAID), of), world)


def _dated(of: SearchStrategy[Any], how: SearchStrategy[tuple[int, Any]], world: World) -> SearchStrategy[Dated[Any]]:
    when = spans_and_recordings(world)

    @st.composite
    def fact_of(draw: Draw) -> Dated[Any]:
        entries, value = draw(how)
        if entries == _NOTHING:
            return Dated()
        if entries == _ALWAYS:
            return Dated[Any].always(value)
        drawn = [value, *(draw(of) for _ in range(entries - 1))]
        return Dated(_without_contradictions(Entry(None if draw(_TAKEN_BACK) else one, **draw(when)) for one in drawn))

    return fact_of()


def _without_contradictions(entries: Iterable[Entry[Any]]) -> list[Entry[Any]]:
    """Keep the first of two entries that were recorded on one day and contradict each other."""
    kept: list[Entry[Any]] = []
    for entry in entries:
        if not any(_contradict(entry, other) for other in kept):
            kept.append(entry)
    return kept


def _contradict(one: Entry[Any], other: Entry[Any]) -> bool:
    return one.recorded_on == other.recorded_on and one.value != other.value and overlap(one, other)


def noted_days(person: Participant) -> list[date]:
    """Return every day that stands in the record, in order; of a day known in part, the first and the last."""
    found: set[date | None] = set()
    for name in (*GIVEN, *person.more):
        history = person.spells(name)
        entries: Iterable[Any] = person.fact(name).entries if history is None else history.entries
        for entry in entries:
            found |= {entry.since, entry.until, entry.recorded_on}
            value = getattr(entry, "value", None)
            if isinstance(value, PartialDate):
                found |= {value.earliest, value.latest}
    return sorted(day for day in found if day is not None)


def overlap(one: Entry[Any], other: Entry[Any]) -> bool:
    """Whether two entries say something about the same day."""
    starts = [entry.since for entry in (one, other) if entry.since is not None]
    ends = [entry.until for entry in (one, other) if entry.until is not None]
    return not starts or not ends or max(starts) <= min(ends)
