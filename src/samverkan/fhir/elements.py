"""Elements of a resource as they are read: each remembers what has been read of it, so that the rest can be listed."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

import attrs

from samverkan.dates import as_partial_date
from samverkan.errors import Fault, InvalidValueError, located, masked
from samverkan.given import as_word

__all__ = ["Element", "LeftOut", "Notes", "check_people"]

_STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")
_A_DAY: Final = timedelta(days=1)
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,}(?:Z|[+-][0-9]{2}:[0-9]{2})")

_MODIFIERS: Final = ("implicitRules", "modifierExtension")
"""What may change the meaning of everything beside it, so that who cannot read it may not read the rest."""

# fmt: off
_NAMES: Final = frozenset(
    [
        "action", "actor", "assigner", "category", "class", "code", "coding", "contained", "contentType",
        "creation", "data", "dataPeriod", "dateTime", "display", "end", "extension", "fhir_comments", "hash", "id",
        "identifier", "implicitRules", "language", "meaning", "meta", "modifierExtension", "organization",
        "patient", "performer", "period", "policy", "policyRule", "provision", "purpose", "reference",
        "resourceType", "role", "scope", "securityLabel", "size", "sourceAttachment", "sourceReference", "start",
        "status", "system", "text", "title", "type", "uri", "url", "use", "userSelected", "value", "verification",
        "verificationDate", "verified", "verifiedWith", "version",
    ]
)
# fmt: on
"""The names of elements that may be told. Any other key was made up by somebody, and may hold anything."""


@attrs.frozen
class LeftOut:
    """Something that could not be carried: where it stands, and why.

    ``where`` is a field of the consent, such as ``history[0]``, or a place in the resource, such as
    ``Consent.provision.data``. Neither holds a value.
    """

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


class Notes:
    """What comes to light while a resource is read: its faults, and what of it is left out."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._elements: list[Element] = []
        self._said: dict[str, str] = {}

    def enter(self, element: "Element") -> None:
        """Take up an element that is being read."""
        self._elements.append(element)

    def leave(self, where: str, why: str) -> None:
        """Note that what stands there is not carried. The first reason is kept."""
        self._said.setdefault(where, why)

    def refuse_modifiers(self) -> None:
        """Note as faults what changes the meaning of everything beside it."""
        for element in self._elements:
            element.refuse_modifiers()

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Everything that is not carried, each once: nothing is listed inside of what is listed itself."""
        every = dict(self._said)
        for element in self._elements:
            for place in element.unread():
                every.setdefault(place, "nothing here answers to it")
        return tuple(LeftOut(where, why) for where, why in sorted(every.items()) if not _is_inside(where, every))


def check_people(subject: object, guardian: object, *, is_needed: bool = False) -> None:
    """Raise an error where the references to the person and her guardian are none, or are the same."""
    located("subject", as_word, subject)
    if guardian is not None or is_needed:
        located("guardian", as_word, guardian)
    if subject == guardian:
        raise InvalidValueError(where="guardian", wanted="somebody else than the person herself")


def _is_inside(where: str, every: Mapping[str, str]) -> bool:
    return any(where.startswith((f"{other}.", f"{other}[")) for other in every if other != where)


class Element:
    """One object of a resource, at a place. What is asked of it counts as read."""

    def __init__(self, value: Mapping[str, Any], where: str, notes: Notes) -> None:
        self.where = where
        self.notes = notes
        self._value = value
        self._read: set[str] = set()
        notes.enter(self)

    def text(self, key: str) -> str | None:
        """Return a text, or nothing where there is none."""
        value = self._get(key)
        if value is None or (isinstance(value, str) and value):
            return value
        self._fault(key, "text", value)
        return None

    def one(self, key: str) -> "Element | None":
        """Return an object, or nothing where there is none."""
        value = self._get(key)
        if value is None or isinstance(value, Mapping):
            return None if value is None else Element(cast("Any", value), self._place(key), self.notes)
        self._fault(key, "an object", value)
        return None

    def each(self, key: str) -> "list[Element]":
        """Return the objects of a list."""
        value = self._get(key)
        if value is None:
            return []
        items = cast("list[Any]", value if isinstance(value, list | tuple) else [])
        if not items:
            self._fault(key, "a list of at least one", cast("object", value))
        found: list[Element] = []
        for position, item in enumerate(items):
            place = f"{key}[{position}]"
            if isinstance(item, Mapping):
                found.append(Element(cast("Any", item), self._place(place), self.notes))
            else:
                self._fault(place, "an object", item)
        return found

    def day(self, key: str, *, last: bool = False, whole: bool = False) -> date | None:
        """Return a day; of a month or a year the first, or the *last*.

        Of a point in time it is the day that it lies in; with *whole* the nearest day that lies wholly within.
        """
        told = self.text(key)
        if told is None:
            return None
        if _INSTANT.fullmatch(told):
            return self._day_of_instant(key, told, last=last, whole=whole)
        try:
            partial = as_partial_date(told)
        except InvalidValueError:
            self._fault(key, "a date, or a point in time with its offset", told)
            return None
        if not partial.is_whole:
            self.leave_part(
                key, f"that only the month or the year is known: its {'last' if last else 'first'} day is read"
            )
        return partial.latest if last else partial.earliest

    def others(self, known: AbstractSet[str]) -> list[str]:
        """Return the keys of what is there that is none of *known*, and that is more than a remark."""
        return [key for key in map(str, self._value) if key not in known and not key.startswith("_")]

    def expect(self, key: str, value: str) -> None:
        """Read what is there if it is that, which says nothing more."""
        if self._value.get(key) == value:
            self._read.add(key)

    def leave(self, why: str) -> None:
        """Note that none of it is carried."""
        self.notes.leave(self.where, why)

    def leave_part(self, key: str, why: str) -> None:
        """Note that this part of it is not carried."""
        self.notes.leave(self._place(key), why)

    def refuse(self, key: str, wanted: str, got: str = "") -> None:
        """Note a fault in a part of it, or in it as a whole where no part is named."""
        self.notes.faults.append(Fault(self._place(key) if key else self.where, wanted, got=got))

    def unread(self) -> Iterator[str]:
        """Yield the places of what has not been read."""
        for position, key in enumerate(self._value, start=1):
            if key not in self._read and key not in _MODIFIERS:
                is_told = isinstance(cast("object", key), str) and key.removeprefix("_") in _NAMES
                yield self._place(key) if is_told else f"{self.where}[key {position}]"

    def refuse_modifiers(self) -> None:
        """Note as faults what changes the meaning of everything beside it."""
        for key in _MODIFIERS:
            if key in self._value:
                self.refuse(key, "nothing that changes what the rest means", "something that does")

    def _get(self, key: str) -> Any:
        self._read.add(key)
        return self._value.get(key)

    def _place(self, key: str) -> str:
        return f"{self.where}.{key}"

    def _fault(self, key: str, wanted: str, value: object) -> None:
        self.refuse(key, wanted, masked(value))

    def _day_of_instant(self, key: str, told: str, *, last: bool, whole: bool) -> date | None:
        try:
            moment = datetime.fromisoformat(told).astimezone(_STOCKHOLM)
            found = moment.date()
            if whole and last:
                found -= _A_DAY  # What ends in the course of a day does not last it out.
            elif whole and moment.time() != time.min:
                found += _A_DAY
        except (OverflowError, ValueError):
            self._fault(key, "a point in time that exists", told)
            return None
        self.leave_part(key, "the time of day: days are counted, as they are in Stockholm")
        return found
