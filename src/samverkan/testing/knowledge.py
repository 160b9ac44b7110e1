"""Pairs of people of whom one is known less well than the other."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan.agencies import unit_of
from samverkan.dated import Dated, Entry
from samverkan.dates import as_partial_date
from samverkan.partial import Members
from samverkan.participants import GIVEN, HISTORIES, Participant
from samverkan.rules.facts import Day, Kind, SetOf
from samverkan.testing.people import overlap, people, told
from samverkan.testing.values import Draw
from samverkan.testing.worlds import Modelled, World, world_of

__all__ = ["forgetful", "pairs_by_knowledge"]


def pairs_by_knowledge(
    model: Modelled | None = None, among: SearchStrategy[Participant] | None = None
) -> SearchStrategy[tuple[Participant, Participant]]:
    """Draw p and q, where q knows at least what p knows: p is q after some forgetting.

    That is so on every day, and for whatever had been recorded by every day. *among* are the people
    that q is drawn from.

    >>> from hypothesis import given
    >>> from samverkan import Outcome, decide, load_model
    >>> orvar = load_model("finsam").programmes["orvar"]
    >>> @given(pairs_by_knowledge())
    ... def test_learning_more_never_flips_what_comes_of_orvar(pair):
    ...     less, more = (decide(person, orvar, "2008-10-01").outcome for person in pair)
    ...     assert less in {Outcome.UNDETERMINED, more}
    >>> test_learning_more_never_flips_what_comes_of_orvar()
    """
    world = world_of(model)
    knowing = people(world) if among is None else among
    forget = forgetful(world)

    @st.composite
    def pair(draw: Draw) -> tuple[Participant, Participant]:
        q = draw(knowing)
        p = draw(forget(q))
        return told(p, world, title="known less well"), told(q, world, title="known better")

    return pair()


def forgetful(world: World) -> Callable[[Participant], SearchStrategy[Participant]]:
    """Return what draws, of a person, one who is known less well or as well."""
    kinds = {name: fact.kind for name, fact in world.given.items()}
    some_facts = st.binary(min_size=len(kinds), max_size=len(kinds))

    @st.composite
    def less(draw: Draw, q: Participant) -> Participant:
        chosen = draw(some_facts)
        given: dict[str, Any] = {}
        more: dict[str, Any] = dict(q.more)
        for name, kind in (pick for byte, pick in zip(chosen, kinds.items(), strict=True) if byte < _FORGOTTEN):
            if name == "contacts":
                given.update(_less_of_contacts(draw, q, world))
            elif name in HISTORIES:
                given[name] = None
            elif name in GIVEN:
                given[name] = _less_of(draw, q.fact(name), kind, world)
            else:
                more[name] = _less_of(draw, q.fact(name), kind, world)
        return attrs.evolve(q, **given, more=more)

    return less


_FORGOTTEN: Final = 96
"""Of 256 numbers that are drawn alike often, one a fact, those below say that something of it is forgotten."""


def _less_of(draw: Draw, value: Dated[Any], kind: Kind, world: World) -> Dated[Any]:
    """Draw what is left of a fact: nothing, some of its entries, some of its days, or less of each value."""
    if not value.entries:
        return value
    match draw(_WAYS_TO_FORGET), kind:
        case "less", Day():
            length = draw(st.sampled_from((4, 7)))
            return value.map(lambda day: as_partial_date(str(day)[:length]))
        case "less", SetOf(of):
            words = world.vocabulary.words(kind)
            forgotten = draw(st.frozensets(st.sampled_from(words), min_size=1, max_size=6))
            return value.map(lambda one: _unsure(one, forgotten, agencies=of == "agencies"))
        case "entries", _ if len(value.entries) > 1:
            return _losing_entries(value, draw(st.sampled_from(value.entries)).recorded_on)
        case "days" | "entries", _:
            since, until = draw(st.sampled_from(world.calendar.spans))
            taken_back: Entry[Any] = Entry(None, since=since, until=until, recorded_on=world.calendar.afterwards)
            return Dated([*value.entries, taken_back])
        case _:
            return Dated()


_WAYS_TO_FORGET: Final = st.sampled_from(("everything", "less", "less", "entries", "days"))


def _losing_entries(value: Dated[Any], recorded_on: date | None) -> Dated[Any]:
    """Take back the entries that were recorded on a day.

    They are not left out, because that would let what they outrank speak; only one that meets no
    other can be.
    """
    kept: list[Entry[Any]] = []
    for entry in value.entries:
        if entry.recorded_on != recorded_on:
            kept.append(entry)
        elif any(other is not entry and overlap(entry, other) for other in value.entries):
            kept.append(attrs.evolve(entry, value=None))
    return Dated(kept)


def _unsure(value: Members, forgotten: frozenset[str], *, agencies: bool) -> Members:
    """Return the set with *forgotten* unknown, under whatever body an agency is written."""
    inside = {one for one in value.inside if (unit_of(one)[0] if agencies else one) not in forgotten}
    return Members(inside, value.unknown | forgotten)


def _less_of_contacts(draw: Draw, person: Participant, world: World) -> Mapping[str, Any]:
    """Draw what is left of the contacts: nothing, those at fewer agencies, or a list less whole.

    An agency that is listed at all is known on every day, so all its contacts go together, and with
    them whatever says that the list is whole for it.
    """
    contacts, complete = person.contacts, person.contacts_complete
    way = draw(_WAYS_TO_FORGET_CONTACTS)
    if contacts is None or way == "everything":
        return {"contacts": None, "contacts_complete": False}
    register = world.vocabulary.agencies
    whole = {*register.agencies, *register.parties} if complete is True else set(complete or ())
    if way == "whole" and whole:
        whole &= draw(st.sets(st.sampled_from(sorted(whole)), max_size=6))
    lost: set[str] = set()
    listed = sorted({unit_of(contact.agency)[0] for contact in contacts})
    if listed and way == "agencies":
        lost = draw(st.sets(st.sampled_from(listed), min_size=1))
        of_lost = {party for unit in lost if (party := register.agencies[unit].party) is not None}
        others = {unit for party in whole & of_lost for unit in register.of_party(party)}
        # The name of a party, which its first agency bears too, would say that all of it is whole.
        whole = (whole - of_lost | others - set(register.parties)) - lost
    # A contact with a certain body's unit says of the participant's own only that she is current: it may stay.
    keeps = draw(st.booleans())
    left = [one for one in contacts if unit_of(one.agency)[0] not in lost or (keeps and unit_of(one.agency)[1])]
    # Before one of its entries was recorded the list was not whole; without that entry it would seem to have been.
    if any(one.recorded_on is not None for one in contacts if one not in left):
        whole = set[str]()
    return {"contacts": left, "contacts_complete": whole}


_WAYS_TO_FORGET_CONTACTS: Final = st.sampled_from(("everything", "whole", "agencies", "agencies"))
