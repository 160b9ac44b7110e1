"""Reading facts: what is known of each fact about a person on a day, derived facts included."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from math import inf
from typing import Any, Final, Protocol, TypeAlias, assert_never

from samverkan.answers import KnownValue
from samverkan.dated import NOT_KNOWN, Dated, Unknown
from samverkan.dates import LeapDay, PartialDate, completed_months, completed_years
from samverkan.errors import Fault, InvalidRecordError, InvalidRuleError, InvalidValueError, masked
from samverkan.partial import Bounds, Members
from samverkan.rules.facts import (
    Boolean,
    Choice,
    Current,
    Day,
    DayOf,
    Elapsed,
    Expression,
    Kind,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
    SpellsOf,
    TimeUnit,
)
from samverkan.rules.vocabulary import Vocabulary
from samverkan.spells import Spells, latest_of_each

__all__ = ["Reader", "Subject", "reader"]


class Subject(Protocol):
    """What a rule is asked about: something with facts, most often a participant."""

    def fact(self, name: str) -> Dated[Any]:
        """Return the given fact *name*; one about which nothing was said has no entries."""
        ...

    def spells(self, name: str) -> Spells[Any] | None:
        """Return the history *name*, or ``None`` where nothing was said."""


Reader: TypeAlias = Callable[[Subject, date, date | None], KnownValue]


def reader(name: str, vocabulary: Vocabulary) -> Reader:
    """Return what reads the fact *name* of a person on a day."""
    fact = vocabulary.fact(name)
    match fact.derived:
        case None if isinstance(fact.kind, SetOf):
            return _set_reader(name, fact.kind, vocabulary)
        case None:
            return _given_reader(name, fact.kind, vocabulary)
        case Elapsed(day, unit):
            return _elapsed_reader(day, unit, vocabulary)
        case Current(spells):
            return _current_reader(spells)
        case DayOf(spells):
            return _day_of_reader(spells)
        case MembersOf(spells, "agency"):
            return _members_reader(spells, vocabulary)
        case MembersOf() as members:
            return _words_reader(members, fact.kind, vocabulary)
        case PartiesOf(agencies):
            source = vocabulary.fact(agencies).derived
            if isinstance(source, MembersOf):
                return _parties_reader(source.spells, vocabulary)
            return _parties_of_set_reader(agencies, vocabulary)
        case Expression():
            raise InvalidRuleError([f"{name} is an expression: a rule that is parsed has it written out"])
        case _ as never:
            assert_never(never)


def _given_reader(name: str, kind: Kind, vocabulary: Vocabulary) -> Reader:
    is_right = _check_of(kind, vocabulary)

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        value: KnownValue = subject.fact(name).at(on, known_on)
        if is_right(value) or isinstance(value, Unknown):
            return value
        raise InvalidRecordError([Fault(where=name, wanted=_wanted(kind), got=masked(value))])

    return read


def _check_of(kind: Kind, vocabulary: Vocabulary) -> Callable[[KnownValue], bool]:
    """Return what tells whether a value is of *kind*: what is no truth value never counts as one."""
    match kind:
        case Boolean():
            return lambda value: value is True or value is False
        case NumberOf(_, least, most, _):
            lowest, highest = -inf if least is None else least, inf if most is None else most
            return lambda value: type(value) is int and lowest <= value <= highest
        case Choice():
            words = frozenset(vocabulary.words(kind))
            return lambda value: value.__class__ is str and value in words
        case Day():
            return lambda value: isinstance(value, PartialDate)
        case SetOf() | SpellsOf():  # never
            raise AssertionError("sets and histories have readers of their own")
        case _ as never:
            assert_never(never)


def _wanted(kind: Kind) -> str:
    match kind:
        case Boolean():
            return "true or false"
        case NumberOf(_, least, most, _):
            return f"a whole number from {'any' if least is None else least} to {'any' if most is None else most}"
        case Choice(of):
            return f"a word of the closed list {of}"
        case SetOf(of):
            return f"a set of words of the closed list {of}"
        case Day():
            return "a day"
        case SpellsOf():  # never
            raise AssertionError("histories have readers of their own")
        case _ as never:
            assert_never(never)


def _elapsed_reader(name: str, unit: TimeUnit, vocabulary: Vocabulary) -> Reader:
    count = _count_in(unit, vocabulary.leap_day)
    given = _given_reader(name, Day(), vocabulary)

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        day = given(subject, on, known_on)
        if not isinstance(day, PartialDate):
            return day
        most = count(day.earliest, on)
        if day.earliest is day.latest:
            return most
        least = count(day.latest, on)
        return most if least == most else Bounds(least, most)

    return read


def _count_in(unit: TimeUnit, leap_day: LeapDay) -> Callable[[date, date], int]:
    match unit:
        case "years":
            return lambda since, on: completed_years(since, on, leap_day)
        case "months":
            return completed_months
        case "days":
            return lambda since, on: max(on.toordinal() - since.toordinal(), 0)
        case _ as never:
            assert_never(never)


def _current_reader(name: str) -> Reader:
    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        history = subject.spells(name) or _NOTHING_SAID
        if any(spell.runs(on) for spell in history.standing(known_on)):
            return True
        return False if _is_whole(history, known_on) else history.nothing

    return read


def _day_of_reader(name: str) -> Reader:
    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        history = subject.spells(name) or _NOTHING_SAID
        if not _is_whole(history, known_on):
            return history.nothing
        for run in history.runs(known_on):
            if run.covers(on):
                return NOT_KNOWN if run.since is None else on.toordinal() - run.since.toordinal() + 1
        return 0

    return read


_NOTHING_SAID: Final = Spells[Any](complete=False)


def _is_whole(history: Spells[Any], known_on: date | None) -> bool:
    return history.complete is True and not history.unheard(known_on)


def _set_reader(name: str, kind: SetOf, vocabulary: Vocabulary) -> Reader:
    words = frozenset(vocabulary.words(kind))
    everything_unknown = Members(unknown=words)
    resolver = _Resolver(vocabulary) if kind.of == "agencies" else None

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        value = subject.fact(name).at(on, known_on)
        if isinstance(value, Unknown):
            return everything_unknown
        if not isinstance(value, Members):
            raise InvalidRecordError([Fault(where=name, wanted=_wanted(kind), got=masked(value))])
        strange = (value.inside | value.unknown) - words
        if not strange:
            return value
        if resolver is None:
            raise InvalidRecordError([Fault(where=name, wanted=_wanted(kind), got=f"{len(strange)} others")])
        return Members(words & resolver.units(name, value.inside), words & resolver.units(name, value.unknown))

    return read


def _members_reader(name: str, vocabulary: Vocabulary) -> Reader:
    everything = frozenset(vocabulary.words(SetOf("agencies")))
    listed_in = _listing_reader(name, vocabulary)
    resolver = _Resolver(vocabulary)

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        history = subject.spells(name) or _NOTHING_SAID
        inside, listed, unheard = listed_in(history, on, known_on)
        if history.complete is True:
            return Members(inside & everything, unheard & everything)
        whole = resolver.settled_by(history.complete, name) if history.complete else _NOTHING
        return Members(inside & everything, everything - listed - (whole - unheard))

    return read


def _words_reader(members: MembersOf, kind: Kind, vocabulary: Vocabulary) -> Reader:
    """Return what reads the words of a history's spells; of one that was not heard of by then they are unknown."""
    if not isinstance(kind, SetOf):
        raise AssertionError("what the spells say is a set")
    name, key, by = members.spells, members.key, members.by
    words = frozenset(vocabulary.words(kind))
    resolver = _Resolver(vocabulary, "by")

    def is_asked_for(assessor: str, history: Spells[Any]) -> bool:
        if not assessor:
            return by is None
        agency, _ = resolver.unit(assessor, name, history)
        return by is None or vocabulary.agencies.agencies[agency].party == by

    def is_whole(history: Spells[Any]) -> bool:
        if isinstance(history.complete, bool):
            return history.complete
        # Whoever is not named may be of the party that is asked for.
        return by is not None and {by, ""} <= history.complete

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        history = subject.spells(name) or _NOTHING_SAID
        _check_words(history, name, key, words, kind)
        running = [spell for spell in history.standing(known_on) if spell.runs(on)]
        unheard = history.unheard(known_on)
        if key == "kind":
            left_out = words - history.complete if isinstance(history.complete, frozenset) else words
            inside = {spell.key for spell in running}
            return Members(inside, unheard if history.complete is True else unheard | left_out)
        found = {spell.finding for spell in latest_of_each(running) if is_asked_for(spell.key, history)}
        if not is_whole(history) or any(is_asked_for(one, history) for one in unheard):
            return Members(found, words)
        # What somebody who is not named has found may be the finding of the one that is asked for.
        return Members(found, _NOTHING if by is None else {spell.finding for spell in running if not spell.key})

    return read


def _check_words(history: Spells[Any], name: str, key: str, words: frozenset[str], kind: SetOf) -> None:
    strange = [place for place, spell in enumerate(history.entries) if getattr(spell, key) not in words]
    if strange:
        raise InvalidRecordError(
            Fault(where=f"{name}[{place}].{key}", wanted=f"a word of the closed list {kind.of}", got="another word")
            for place in strange
        )


def _parties_reader(name: str, vocabulary: Vocabulary) -> Reader:
    register = vocabulary.agencies
    everything_unknown = Members(unknown=register.parties)
    listed_in = _listing_reader(name, vocabulary)
    resolver = _Resolver(vocabulary)
    seen: dict[tuple[_Listing, bool | frozenset[str]], Members] = {}

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        history = subject.spells(name)
        if history is None:
            return everything_unknown
        found = (listed_in(history, on, known_on), history.complete)
        members = seen.get(found)
        if members is None:
            if len(seen) >= _MOST_REMEMBERED:
                seen.clear()
            members = seen[found] = Members(parties(found[0][0]), parties_unknown(*found))
        return members

    def parties(units: frozenset[str]) -> set[str]:
        return {party for unit in units if (party := register.agencies[unit].party) is not None}

    def parties_unknown(listing: _Listing, complete: bool | frozenset[str]) -> set[str]:  # noqa: FBT001
        _, listed, unheard = listing
        if complete is True:
            return parties(unheard)
        named = complete or _NOTHING
        settled = listed | (resolver.settled_by(named, name) - unheard)
        return {
            party.id
            for party in register.parties.values()
            if party.id not in named - parties(unheard)
            and (party.has_other_units or not settled.issuperset(register.of_party(party.id)))
        }

    return read


_Listing: TypeAlias = tuple[frozenset[str], frozenset[str], frozenset[str]]
_NOTHING: Final[frozenset[str]] = frozenset()
_MOST_REMEMBERED: Final = 2048
"""So many different lists of contacts are remembered, with the parties that they come to; then it begins anew."""


def _listing_reader(name: str, vocabulary: Vocabulary) -> Callable[[Spells[Any], date, date | None], _Listing]:
    """Return what tells three things of a history: the units that run, that are listed, and not heard of by then.

    A unit is listed when an entry names it without a body: it is the participant's own. One of which
    something had not been heard, and that does not run, is not known.
    """
    resolver = _Resolver(vocabulary)

    def read(history: Spells[Any], on: date, known_on: date | None) -> _Listing:
        running: list[str] = []
        listed: list[str] = []
        for spell in history.standing(known_on):
            unit, is_plain = resolver.unit(spell.key, name, history)
            if spell.runs(on):
                running.append(unit)
            if is_plain and unit not in history.in_part:
                listed.append(unit)
        inside, keys = frozenset(running), history.unheard(known_on)
        unheard = frozenset([resolver.unit(key, name, history)[0] for key in keys]) - inside if keys else _NOTHING
        return inside, frozenset(listed) - unheard, unheard

    return read


def _parties_of_set_reader(name: str, vocabulary: Vocabulary) -> Reader:
    register = vocabulary.agencies
    read_set = reader(name, vocabulary)

    def parties(units: frozenset[str]) -> set[str]:
        return {party for unit in units if (party := register.agencies[unit].party) is not None}

    def read(subject: Subject, on: date, known_on: date | None) -> KnownValue:
        value = read_set(subject, on, known_on)
        if not isinstance(value, Members):
            raise AssertionError("a set is read as its members")
        return Members(parties(value.inside), parties(value.unknown))

    return read


class _Resolver:
    """Finds what agency of the register a reference names, and remembers it."""

    def __init__(self, vocabulary: Vocabulary, key: str = "agency") -> None:
        self._register = vocabulary.agencies
        self._key = key
        self._seen: dict[str, tuple[str, bool]] = {}

    def unit(self, reference: str, name: str, history: Spells[Any]) -> tuple[str, bool]:
        """Return the agency's id, and whether the reference is plain: whether it names no body."""
        found = self._seen.get(reference)
        if found is None:
            with suppress(InvalidValueError):
                found = self._seen[reference] = self._register.agency(reference).id, ":" not in reference
        if found is None:
            raise self._faults({f"{name}[{i}].{self._key}": spell.key for i, spell in enumerate(history.entries)})
        return found

    def units(self, name: str, references: frozenset[str]) -> set[str]:
        """Return the ids of the agencies that *references* name."""
        if any(self._fault(reference) for reference in references):
            raise self._faults({f"{name}[{i}]": reference for i, reference in enumerate(sorted(references))})
        return {self._register.agency(reference).id for reference in references}

    def settled_by(self, complete: frozenset[str], name: str) -> frozenset[str]:
        """Return the agencies about which nothing is left out, when that is so for *complete*.

        A reference that carries a body settles that body's unit only, not the participant's own.
        """
        parties = complete & frozenset(self._register.parties)
        units = self.units(f"{name}_complete", complete - parties)
        plain = {reference for reference in complete if ":" not in reference}
        return frozenset(units & plain).union(*(self._register.of_party(party) for party in parties))

    def _fault(self, reference: str) -> Fault | None:
        try:
            self._register.agency(reference)
        except InvalidValueError as error:
            return error.fault
        return None

    def _faults(self, references: Mapping[str, str]) -> InvalidRecordError:
        faults = [(where, self._fault(reference)) for where, reference in references.items()]
        return InvalidRecordError(fault.inside(where) for where, fault in faults if fault is not None)
