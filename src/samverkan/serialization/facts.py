"""Own facts from plain data: what stands under ``[facts.NAME]`` in the TOML of a model."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast, get_args

import attrs
from cattrs import Converter

from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, each, masked, nearest
from samverkan.given import as_number
from samverkan.rules.facts import (
    Boolean,
    Changes,
    Choice,
    Current,
    Day,
    DayOf,
    Derivation,
    Elapsed,
    Expression,
    Fact,
    Kind,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
    TimeUnit,
)
from samverkan.serialization.faults import INVALID, as_list, as_object, faults_of, unknown_keys
from samverkan.texts import Text

__all__ = ["FactFile", "register_facts"]

_TIME_UNITS: Final[Mapping[TimeUnit, tuple[Text, Text]]] = {
    "years": (Text("år", "years"), Text("år", "year")),
    "months": (Text("månader", "months"), Text("månad", "month")),
    "days": (Text("dagar", "days"), Text("dag", "day")),
}
_KINDS: Final = ("boolean", "number", "choice", "set", "day")
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "boolean": (),
    "number": ("unit", "one", "least", "most"),
    "choice": ("of",),
    "set": ("of",),
    "day": (),
}
"""The keys of each kind, beside those that every fact has."""


@attrs.frozen(kw_only=True)
class FactFile:
    """The keys that every fact has in a file, beside those of its kind.

    ``asked`` may be left out: what is asked for is then what is shown.
    """

    kind: str
    shown: Text
    said: Text
    asked: Text | None = None
    denied: Text | None = None
    counted: Text | None = None
    held_by: tuple[str, ...] = ()
    category: str = "person"
    changes: Changes = Changes.BY_ACT
    derived: Derivation | None = None


def register_facts(conv: Converter) -> None:
    """Register the hook for a fact that a model declares."""
    conv.register_structure_hook(Fact, lambda value, _: _fact(as_object(value), conv))


def _fact(data: Mapping[str, Any], conv: Converter) -> Fact:
    kind = data.get("kind")
    if kind not in _KINDS:
        hint = nearest(kind, _KINDS) if isinstance(kind, str) else ""
        raise InvalidValueError(where="kind", wanted=f"one of {', '.join(_KINDS)}", got=masked(kind), hint=hint)
    known = [field.name for field in attrs.fields(FactFile)]
    faults = list(unknown_keys(data, (*known, *_KEYS[kind])))
    made: dict[str, Any] = {}
    for key, convert in _CONVERTERS.items():
        if key in data:
            try:
                made[key] = convert(data[key], conv)
            except INVALID as error:
                faults += [fault.inside(key) for fault in faults_of(error)]
    faults += [
        Fault(key, "a text in Swedish and English", got="nothing") for key in ("shown", "said") if key not in data
    ]
    if "of" in _KEYS[kind] and "of" not in data:
        faults.append(Fault("of", "the name of a closed list", got="nothing"))
    has_its_unit = "unit" in data or isinstance(made.get("derived"), Elapsed) or "derived" in data.keys() - made.keys()
    if kind == "number" and not has_its_unit:
        faults.append(Fault("unit", "a unit in Swedish and English", got="nothing"))
    if faults:
        raise InvalidRecordError(faults)
    words = {key: made[key] for key in known if key in made and key != "kind"}
    return Fact(kind=_kind(kind, made), **{"asked": made["shown"], **words})


def _kind(kind: str, made: Mapping[str, Any]) -> Kind:
    match kind:
        case "boolean":
            return Boolean()
        case "day":
            return Day()
        case "choice":
            return Choice(made["of"])
        case "set":
            return SetOf(made["of"])
        case _:
            derived = made.get("derived")
            unit, one = _TIME_UNITS[derived.unit] if isinstance(derived, Elapsed) else (None, None)
            least = 0 if isinstance(derived, Elapsed) else None
            return NumberOf(made.get("unit", unit), made.get("least", least), made.get("most"), made.get("one", one))


def _derived(value: object, _: Converter) -> Derivation:
    data = as_object(value)
    names = {key: _text(one, None) for key, one in data.items()}
    match names:
        case {"elapsed": fact, "unit": unit, **rest} if unit in get_args(TimeUnit) and not rest:
            return Elapsed(fact, cast("TimeUnit", unit))
        case {"current": spells, **rest} if not rest:
            return Current(spells)
        case {"day_of": spells, **rest} if not rest:
            return DayOf(spells)
        case {"members": spells, "key": ("agency" | "kind" | "finding") as key, **rest} if not rest.keys() - {"by"}:
            return MembersOf(spells, key, rest.get("by"))
        case {"parties": agencies, **rest} if not rest:
            return PartiesOf(agencies)
        case {"expression": rule, **rest} if not rest:
            return Expression(rule)
        case _:
            raise InvalidValueError(wanted=_WAYS, got="something else")


_WAYS: Final = (
    '{elapsed = "FACT", unit = "years, months or days"}, {current = "SPELLS"}, {day_of = "SPELLS"}, '
    '{members = "SPELLS", key = "agency, kind or finding"}, {parties = "SET"} or {expression = "RULE"}'
)


def _text(value: object, _: object) -> str:
    if isinstance(value, str):
        return value
    raise InvalidValueError(wanted="a text", got=masked(value))


def _bound(value: object, _: Converter) -> int:
    return as_number(value, None, None)


def _words(value: object, conv: Converter) -> Text:
    return conv.structure(value, Text)


def _holders(value: object, _: Converter) -> frozenset[str]:
    return frozenset(each(as_list(value), lambda one: _text(one, None)))


def _changes(value: object, conv: Converter) -> Changes:
    return conv.structure(value, Changes)


_CONVERTERS: Final[Mapping[str, Callable[[Any, Converter], Any]]] = {
    **dict.fromkeys(("asked", "shown", "said", "denied", "counted", "unit", "one"), _words),
    **dict.fromkeys(("least", "most"), _bound),
    "of": _text,
    "category": _text,
    "held_by": _holders,
    "changes": _changes,
    "derived": _derived,
}
