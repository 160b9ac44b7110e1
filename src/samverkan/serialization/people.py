"""Participants, and what is known of them, from and to plain data."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeVar, cast

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from samverkan.dated import Dated, Entry
from samverkan.dates import PartialDate, as_optional_day, as_partial_date
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, each, masked
from samverkan.given import as_boolean, as_number
from samverkan.model import Model
from samverkan.municipalities import municipality
from samverkan.partial import Members
from samverkan.participants import GIVEN, HISTORIES, NOTHING_HIDDEN, Assessment, Hidden, Participant
from samverkan.rules.facts import Boolean, Choice, Day, Kind, NumberOf, SetOf, SpellsOf
from samverkan.serialization.case_files import register_bases
from samverkan.serialization.faults import INVALID, as_list, as_object, faults_of, unknown_keys, whole
from samverkan.serialization.names import Names
from samverkan.serialization.records import Convert, Hook, record_hook
from samverkan.serialization.views import plain_hidden, register_views
from samverkan.spells import Spell

__all__ = ["register_people"]

T = TypeVar("T")

_ENTRY: Final = ("value", "since", "until", "recorded_on")


def register_people(conv: Converter, model: Model | None, written: Callable[[str], str]) -> None:
    """Register the hooks for what is known about people; *written* gives a field's name in the data."""
    names = Names(model)
    register_views(conv, names, written)
    people = _People(conv, names, written)
    for name, cls in HISTORIES.items():
        conv.register_structure_hook(cls, people.spell(cls, GIVEN[name].kind))
        conv.register_unstructure_hook(cls, people.plain_spell)
    conv.register_structure_hook(Participant, people.participant)
    conv.register_unstructure_hook(Participant, people.plain_participant)
    register_bases(conv, names, written)


class _People:
    """The hooks for one model and one way of writing names."""

    def __init__(self, conv: Converter, names: Names, written: Callable[[str], str]) -> None:
        self.conv = conv
        self.names = names
        self.model = model = names.model
        self.written = written
        self.own = (
            {}
            if model is None
            else {
                written(name): fact.kind
                for name, fact in model.facts.items()
                if name not in GIVEN and fact.derived is None and not isinstance(fact.kind, SpellsOf)
            }
        )
        hooks: dict[str, Hook] = {
            "id": _by(attrs.fields(Participant).id.converter),
            "identity_number": _by(attrs.fields(Participant).identity_number.converter),
            "contacts_complete": lambda value, _: self._complete(value),
            "hidden": lambda value, _: NOTHING_HIDDEN if value is None else conv.structure(value, Hidden),
            **{name: self._fact_hook(name, fact.kind) for name, fact in GIVEN.items()},
        }
        self.fields = tuple(written(name) for name in hooks)
        overrides: dict[str, Any] = {
            name: override(rename=written(name), struct_hook=hook) for name, hook in hooks.items()
        }
        self._structure: Hook = make_dict_structure_fn(
            Participant, conv, **overrides, more=override(struct_hook=_by(dict))
        )

    # --- From plain data ---

    def spell(self, cls: type, kind: Kind) -> Hook:
        """Return the hook for a spell of a history of that *kind*."""
        fields: dict[str, Convert] = {field.name: field.converter for field in attrs.fields(cls) if field.init}
        by_name: dict[str, Convert] = {
            "agency": self.names.agency,
            "by": lambda value: None if value is None else self.names.agency(value),
            **dict.fromkeys(("kind", "finding"), lambda value: self._word_of_spell(value, kind)),
        }
        converters = {name: by_name.get(name, convert) for name, convert in fields.items()}
        return record_hook(
            cls, self.conv, converters, self.written, {self.written("by"): None} if "by" in fields else {}
        )

    def participant(self, value: object, _: object) -> Participant:
        """Return a participant; facts that the model has declared stand beside the others."""
        given = as_object(value)
        more: dict[str, Dated[Any]] = {}
        faults: list[Fault] = []
        for key, kind in self.own.items():
            try:
                more[key] = self._dated(given.get(key), kind)
            except INVALID as error:
                faults += [fault.inside(key) for fault in faults_of(error)]
        names = {self.written(name): name for name in (() if self.model is None else self.model.facts)}
        declared = {names[key]: dated for key, dated in more.items() if dated.entries}
        return whole(
            given,
            [*self.fields, *self.own],
            lambda data: cast("Participant", self._structure({**data, "more": declared}, Participant)),
            self.written,
            faults,
        )

    def _fact_hook(self, name: str, kind: Kind) -> Hook:
        if name in HISTORIES:
            cls = HISTORIES[name]
            return lambda value, _: None if value is None else self._spells(_listed(value, cls), cls)
        return lambda value, _: self._dated(value, kind)

    def _spells(self, value: object, cls: type[T]) -> tuple[T, ...]:
        return tuple(each(as_list(value), lambda one: self.conv.structure(one, cls)))

    def _dated(self, value: object, kind: Kind) -> Dated[Any]:
        plain = self._converter_of(kind)
        if value is None:
            return Dated()
        if isinstance(value, list):
            entries = as_list(cast("Any", value))
            if entries and all(isinstance(one, Mapping) for one in entries):
                return Dated[Any](each(entries, lambda one: self._entry(one, plain)))
        return Dated[Any].always(plain(cast("Any", value)))

    def _entry(self, value: Mapping[str, Any], plain: Callable[[object], Any]) -> Entry[Any]:
        value_key, since, until, recorded_on = (self.written(name) for name in _ENTRY)
        faults = [*unknown_keys(value, (value_key, since, until, recorded_on))]
        if value_key not in value:
            faults.append(Fault(where=value_key, wanted="a value, or null", got="nothing"))
        made: list[Any] = []
        for key, convert in (
            (value_key, plain),
            (since, as_optional_day),
            (until, as_optional_day),
            (recorded_on, as_optional_day),
        ):
            try:
                one: object = value.get(key)
                made.append(None if one is None else convert(one))
            except INVALID as error:
                faults += [fault.inside(key) for fault in faults_of(error)]
        if faults:
            raise InvalidRecordError(faults)
        return Entry(made[0], since=made[1], until=made[2], recorded_on=made[3])

    def _converter_of(self, kind: Kind) -> Callable[[object], Any]:
        match kind:
            case Boolean():
                return as_boolean
            case Day():
                return as_partial_date
            case Choice(of="municipalities"):
                return lambda value: municipality(value).name
            case Choice():
                return lambda value: self.names.word(value, kind)
            case SetOf():
                return lambda value: self._members(value, kind)
            case NumberOf(_, least, most, _):
                return lambda value: as_number(value, least, most)
            case SpellsOf():  # never
                raise AssertionError("histories are structured by their records")

    def _word_of_spell(self, value: object, kind: Kind | None) -> str:
        if not isinstance(kind, SpellsOf) or kind.of is None:
            raise AssertionError("spells that carry a word go by a closed list")
        return self.names.word(value, SetOf(kind.of))

    def _members(self, value: object, kind: SetOf) -> Members:
        if not isinstance(value, Mapping):
            return Members(self._words_of(value, kind))
        parts = as_object(cast("Any", value))
        faults = [*unknown_keys(parts, ("in", "unknown"))]
        if "in" not in parts:
            faults.append(Fault(where="in", wanted="a list of words", got="nothing"))
        made: dict[str, list[str]] = {}
        for key in ("in", "unknown"):
            try:
                made[key] = self._words_of(parts.get(key, []), kind)
            except INVALID as error:
                faults += [fault.inside(key) for fault in faults_of(error)]
        if not faults and set(made["in"]) & set(made["unknown"]):
            faults.append(Fault(where="unknown", wanted="words that do not stand in the other list", got="one of both"))
        if faults:
            raise InvalidRecordError(faults)
        return Members(made["in"], made["unknown"])

    def _words_of(self, value: object, kind: SetOf) -> list[str]:
        if kind.of == "agencies":
            return each(as_list(value), self.names.agency)
        return each(as_list(value), lambda one: self.names.word(one, kind))

    def _complete(self, value: object) -> bool | frozenset[str]:
        if value is None or isinstance(value, bool):
            return bool(value)
        if not isinstance(value, list):
            raise InvalidValueError(wanted="true, false, or a list of agencies and parties", got=masked(value))
        return frozenset(each(as_list(cast("Any", value)), self.names.agency_or_party)) or False

    # --- To plain data ---

    def plain_participant(self, participant: Participant) -> dict[str, Any]:
        """Return a participant as plain data, in the order of her fields; what is unknown is left out."""
        plain: dict[str, Any] = {self.written("id"): participant.id}
        if participant.identity_number is not None:
            plain[self.written("identity_number")] = participant.identity_number.digits
        for name in GIVEN:
            value = getattr(participant, name)
            if name in HISTORIES:
                if value is not None:
                    plain[self.written(name)] = [self.conv.unstructure(spell) for spell in value]
            elif value.entries:
                plain[self.written(name)] = self._plain_dated(value)
            if name == "contacts" and participant.contacts_complete:
                complete = participant.contacts_complete
                plain[self.written("contacts_complete")] = True if complete is True else sorted(complete)
        for name, value in sorted(participant.more.items()):
            plain[self.written(name)] = self._plain_dated(value)
        if participant.hidden != NOTHING_HIDDEN:
            plain["hidden"] = plain_hidden(participant.hidden, self.written)
        return plain

    def plain_spell(self, spell: Spell) -> dict[str, Any]:
        """Return a spell as plain data, without what is open or not said."""
        return {
            self.written(field.name): _plain(value)
            for field in attrs.fields(type(spell))
            if (value := getattr(spell, field.name)) is not None and value is not False
        }

    def _plain_dated(self, value: Dated[Any]) -> object:
        match value.entries:
            case (Entry(only, since=None, until=None, recorded_on=None),) if only is not None:
                return _plain(only)
            case entries:
                return [self._plain_entry(entry) for entry in entries]

    def _plain_entry(self, entry: Entry[Any]) -> dict[str, object]:
        return {
            self.written(name): _plain(getattr(entry, name))
            for name in _ENTRY
            if name == "value" or getattr(entry, name) is not None
        }


def _listed(value: object, cls: type) -> object:
    """Take a word alone for an assessment of which it is not stated who made it."""
    return [{"finding": value}] if cls is Assessment and isinstance(value, str) else value


def _by(convert: Any) -> Hook:
    return lambda value, _: convert(value)


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case PartialDate():
            return str(value)
        case Members(inside, unknown) if unknown:
            return {"in": sorted(inside), "unknown": sorted(unknown)}
        case Members(inside):
            return sorted(inside)
        case _:
            return value
