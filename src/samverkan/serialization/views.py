"""Views as plain data: through whose eyes a case file is seen, and what of a participant is not open to them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from cattrs import Converter

from samverkan.casefiles import View
from samverkan.dates import as_day
from samverkan.errors import Fault, InvalidRecordError, each
from samverkan.given import as_boolean
from samverkan.participants import GIVEN, HISTORIES, Assessment, Hidden
from samverkan.rules.facts import SetOf, SpellsOf
from samverkan.serialization.faults import INVALID, as_list, as_object, faults_of, unknown_keys
from samverkan.serialization.names import Names
from samverkan.serialization.records import Convert, record_hook

__all__ = ["IN_PART", "plain_hidden", "register_views"]

IN_PART: Final[Mapping[str, str]] = {
    name: fact.kind.of
    for name, fact in GIVEN.items()
    if isinstance(fact.kind, SpellsOf) and fact.kind.of is not None and name != "contacts"
}
"""The histories of which a part may be open, with the closed list of what the spells are of.

How far the contacts are whole a participant says herself.
"""


def register_views(conv: Converter, names: Names, written: Callable[[str], str]) -> None:
    """Register the hooks for views, and for what they hide."""
    view: dict[str, Convert] = {
        "agency": names.agency,
        "programme": names.programme,
        "purpose": lambda value: names.word_of(value, "purposes"),
        "on": as_day,
        "is_settled": as_boolean,
    }
    hidden: dict[str, Convert] = {
        "facts": lambda value: frozenset(each(as_list(value), names.fact)),
        "complete": lambda value: _complete(value, names, written),
        "contacts": lambda value: frozenset(each(as_list(value), names.agency)),
    }
    conv.register_structure_hook(View, record_hook(View, conv, view, written))
    conv.register_structure_hook(Hidden, record_hook(Hidden, conv, hidden, written))


def _complete(value: object, names: Names, written: Callable[[str], str]) -> dict[str, frozenset[str]]:
    given = as_object(value)
    keys = {written(name): name for name in IN_PART}
    faults: list[Fault] = [*unknown_keys(given, keys)]
    made: dict[str, frozenset[str]] = {}
    for key, history in keys.items():
        if key in given:
            try:
                made[history] = _words(given[key], history, names)
            except INVALID as error:
                faults += [fault.inside(key) for fault in faults_of(error)]
    if faults:
        raise InvalidRecordError(faults)
    return made


def _words(value: object, history: str, names: Names) -> frozenset[str]:
    return frozenset(each(as_list(value), lambda one: _word(one, history, names)))


def _word(value: object, history: str, names: Names) -> str:
    """Return what spells are of: of assessments, the one who made them, or nobody who is named."""
    if HISTORIES[history] is not Assessment:
        return names.word(value, SetOf(IN_PART[history]))
    return "" if value == "" else names.agency_or_party(value)


def plain_hidden(hidden: Hidden, written: Callable[[str], str]) -> dict[str, Any]:
    """Return what is hidden as plain data; nothing of a sort is left out."""
    plain = {
        "facts": sorted(hidden.facts),
        "complete": {written(name): sorted(words) for name, words in sorted(hidden.complete.items())},
        "contacts": sorted(hidden.contacts),
    }
    return {name: value for name, value in plain.items() if value}
