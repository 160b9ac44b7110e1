"""Histories: spells of every kind, some of them replaced or removed by what was recorded later."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan.contacts import Contact
from samverkan.participants import HISTORIES
from samverkan.rules.facts import Kind, SpellsOf
from samverkan.spells import Spell
from samverkan.testing.values import Draw, references, spans_and_recordings
from samverkan.testing.worlds import Modelled, World, world_of

__all__ = ["contacts", "fields_of", "histories", "once_each", "spells"]


def contacts(model: Modelled | None = None) -> SearchStrategy[Contact]:
    """Draw a contact with an agency of the register, sometimes a certain body's.

    >>> from hypothesis import find
    >>> find(contacts(), lambda contact: contact.until is not None)
    <Contact>
    """
    return spells("contacts", model)


def spells(fact: str, model: Modelled | None = None) -> SearchStrategy[Any]:
    """Draw one spell of the history *fact*, such as ``sick_leave``."""
    return histories(fact, world_of(model)).filter(bool).map(lambda drawn: drawn[0])


_VOID: Final = (*[False] * 9, True)
_HALF: Final = 50
"""What is said of a spell beside its days, such as its extent in per cent: half; or nothing."""


def histories(fact: str, world: World) -> SearchStrategy[tuple[Any, ...]]:
    """Draw the spells of a history, some of them replaced or removed by what was recorded later.

    What they are of (an agency, a kind) is drawn from what the history's kind goes by.
    """
    cls = HISTORIES[fact]
    kind = world.vocabulary.facts[fact].kind
    named = [{"void": void, **one} for one in _named(cls, kind, world) for void in _VOID]
    of, when = st.sampled_from(named), spans_and_recordings(world)
    must_begin = attrs.fields_dict(cls)["since"].default is attrs.NOTHING
    how_many = st.integers(0, 6 if cls is Contact else 3)

    def spell(draw: Draw) -> Spell:
        fields: dict[str, Any] = {**draw(of), **draw(when)}
        if must_begin and fields["since"] is None:
            fields["since"] = world.calendar.first
        return cls(**fields)

    @st.composite
    def history(draw: Draw) -> tuple[Any, ...]:
        return once_each(spell(draw) for _ in range(draw(how_many)))

    return history()


def _named(cls: type[Spell], kind: Kind, world: World) -> list[dict[str, Any]]:
    """Return what a spell can say beside its days, and whether it is void."""
    said: list[dict[str, Any]] = [{}]
    for name, choices in fields_of(cls, kind, world).items():
        said = [{**one, name: choice} for one in said for choice in choices]
    return said


def fields_of(cls: type[Spell], kind: Kind, world: World) -> Mapping[str, tuple[Any, ...]]:
    """Return what each field of a spell can say, but for its days."""
    of = kind.of if isinstance(kind, SpellsOf) else None
    words = () if of is None or of == "agencies" else world.words(of)
    choices: dict[str, tuple[Any, ...]] = {}
    for field in attrs.fields(cls):
        if field.name in {"since", "until", "recorded_on", "void"}:
            continue
        if field.name == "agency":
            choices[field.name] = references(world)
        elif field.name == "by":
            choices[field.name] = (None, *references(world))
        elif field.default is attrs.NOTHING:
            choices[field.name] = words
        else:
            choices[field.name] = (None, _HALF)
    return choices


def once_each(spells: Iterable[Any]) -> tuple[Any, ...]:
    """Keep the first of two spells that are the same entry and were recorded on one day."""
    kept: dict[tuple[Any, ...], Any] = {}
    for spell in spells:
        kept.setdefault((spell.key, spell.since, spell.recorded_on), spell)
    return tuple(kept.values())
