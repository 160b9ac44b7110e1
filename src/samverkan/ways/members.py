"""What can be found out or changed of sets and histories: candidates for steps, member by member."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final, assert_never

import attrs

from samverkan.agencies import unit_of
from samverkan.contacts import Contact
from samverkan.dated import Dated, Unknown
from samverkan.partial import Members
from samverkan.participants import HISTORIES, Assessment, SickLeave
from samverkan.rules.facts import Boolean, Choice, Current, Day, DayOf, MembersOf, NumberOf, PartiesOf, SetOf, SpellsOf
from samverkan.spells import Spell, Spells, latest_of_each
from samverkan.ways.candidates import Asked, Given, Option, Root, Unit, ValueRoot
from samverkan.ways.steps import Between, Value

__all__ = ["root_of"]


def root_of(name: str, asked: Asked) -> Root:
    """Return the given fact *name* as something to find out or change."""
    facts = asked.programme.vocabulary.facts
    kind = facts[name].kind
    match kind:
        case Boolean() | NumberOf() | Choice() | Day():
            return ValueRoot(name, asked)
        case SetOf():
            return _Set(name, asked)
        case SpellsOf():
            return _of_history(name, asked)
        case _ as never:
            assert_never(never)


def _of_history(name: str, asked: Asked) -> Root:
    derived = [asked.programme.vocabulary.facts[one].derived for one in asked.facts[name]]
    record: type[Spell] | None = HISTORIES.get(name)
    if record is SickLeave and all(isinstance(one, Current | DayOf) for one in derived):
        return _Run(name, asked)
    if record is not None and all(isinstance(one, MembersOf | PartiesOf) for one in derived):
        return _BY_RECORD.get(record, _Kinds)(name, asked)
    return _OutOfReach(name, asked)


class _OutOfReach(Root):
    """A history of which it is not known how one writes that it is otherwise."""

    @property
    def is_whole(self) -> bool:
        return False

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        return ()


class _Membership(Root):
    """What has members: of each it is so or not that it is there."""

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        return self._units(self._own or self._parties or self.name)

    @cached_property
    def _parties(self) -> str | None:
        """The fact through which the criteria read parties, if they do."""
        return next((name for name in self._read if self._is_of_parties(name)), None)

    @cached_property
    def _own(self) -> str | None:
        """The fact through which they read the members themselves, if they do."""
        return next((name for name in self._read if not self._is_of_parties(name)), None)

    @cached_property
    def _read(self) -> list[str]:
        return sorted(self.read_as)

    def _is_of_parties(self, name: str) -> bool:
        return isinstance(self.asked.programme.vocabulary.facts[name].derived, PartiesOf)

    def _units(self, fact: str) -> tuple[Unit, ...]:
        kind = self.asked.programme.vocabulary.facts[fact].kind
        words = self.asked.programme.vocabulary.words(kind) if isinstance(kind, SetOf) else ()
        return tuple(Unit(self.name, fact, word) for word in words)

    def options(self, unit: Unit, on: date) -> Iterator[Option]:
        before, now = self._state(unit, self.asked.on), self._state(unit, on)
        if before is None and now is None:
            yield from (Option(is_act=False, value=so, put=so) for so in (True, False) if self._can_be(unit, so=so))
        if self.can_be_changed and before is not None and self._can_be(unit, so=not before):
            yield Option(is_act=True, value=not before, put=not before)

    def _state(self, unit: Unit, on: date) -> bool | None:
        return self.asked.members(unit.fact, on).has(str(unit.member))

    def _can_be(self, unit: Unit, *, so: bool) -> bool:
        return not so or bool(self._within(unit))

    def _within(self, unit: Unit) -> tuple[str, ...]:
        """Return the members that a unit stands for: of a party, its agencies."""
        if unit.fact == self._parties:
            return self.asked.programme.vocabulary.agencies.of_party(str(unit.member))
        return (str(unit.member),)

    def likeness(self, unit: Unit, days: Sequence[date]) -> Hashable:
        if any(unit.member in self.asked.named.get(name, ()) for name in self.read_as):
            return unit
        party = None
        if self._parties is not None and unit.fact == self._own:
            party = self.asked.programme.vocabulary.agencies.agencies[str(unit.member)].party
            if party in self.asked.named.get(self._parties, ()):
                party = f"{party}, named"
        return unit.fact, party, bool(self._within(unit)), tuple(self._state(unit, day) for day in days)


class _Set(_Membership):
    """A set that is given as such."""

    def given(self, chosen: Sequence[tuple[Unit, Option]], on: date) -> Given:
        value = self.asked.members(self.name, on)
        inside, unknown = value.inside, value.unknown
        for unit, option in chosen:
            within = self._within(unit)
            inside, unknown = inside - {*within}, unknown - {*within}
            inside |= {*within[:1]} if option.put else frozenset()
        return Dated[Any].always(Members(inside, unknown))


class _Kinds(_Membership):
    """A history of which each word is known apart from the others, as livelihoods are."""

    def given(self, chosen: Sequence[tuple[Unit, Option]], on: date) -> Given:  # noqa: ARG002
        history = self.asked.person.spells(self.name) or Spells[Any](complete=False)
        entries, complete = [*history.entries], history.complete
        for unit, option in chosen:
            entries = [one for one in entries if one.key != unit.member]
            entries += [HISTORIES[self.name](kind=unit.member)] if option.put else []  # type: ignore[call-arg]
            complete = complete if complete is True else frozenset({*(complete or ()), str(unit.member)})
        return attrs.evolve(history, entries=entries, complete=complete)


class _Contacts(_Membership):
    """Contacts, at the level that the criteria read: with agencies, or with the parties that these belong to."""

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        # Besides its agencies one may have to ask about a party: it may have units that nobody has listed.
        parties = self._units(self._parties) if self._parties is not None and self._own is not None else ()
        return *super().units, *parties

    def options(self, unit: Unit, on: date) -> Iterator[Option]:
        if unit.fact != self._parties or self._own is None:
            yield from super().options(unit, on)
        elif self._state(unit, self.asked.on) is None and self._state(unit, on) is None:
            yield Option(is_act=False, value=False, put=False)

    def given(self, chosen: Sequence[tuple[Unit, Option]], on: date) -> Given:
        history = self.asked.person.spells(self.name) or Spells[Any](complete=False)
        entries, complete, in_part = [*history.entries], history.complete, history.in_part
        # What is said of a party goes first: of an agency of it one may say more.
        for unit, option in sorted(chosen, key=lambda one: one[0].fact != self._parties):
            within = self._within(unit)
            entries = [one for one in entries if unit_of(one.key)[0] not in within]
            if option.put:
                entries.append(Contact(within[0]))
            elif unit.fact == self._own:
                # It is listed, and runs on no day that is asked about.
                never = {"since": date.max} if on == date.min else {"until": date.min}
                entries.append(Contact(within[0], **never))
                in_part -= {*within}
            if unit.fact == self._parties and complete is not True:
                complete = frozenset({*(complete or ()), str(unit.member)})
        return attrs.evolve(history, entries=entries, complete=complete, in_part=in_part)


class _Assessments(Root):
    """Assessments: one asks whoever made them for all at once, and each finding can come or go by itself."""

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        return tuple(
            Unit(self.name, name, word) for name in sorted(self.read_as) for word in (None, *self._words(name))
        )

    def _words(self, name: str) -> tuple[str, ...]:
        kind = self.asked.programme.vocabulary.facts[name].kind
        return self.asked.programme.vocabulary.words(kind) if isinstance(kind, SetOf) else ()

    def options(self, unit: Unit, on: date) -> Iterator[Option]:
        before, now = self.asked.members(unit.fact, self.asked.on), self.asked.members(unit.fact, on)
        if unit.member is None and before.unknown and now.unknown:
            found = [word for word in self._words(unit.fact) if word in now.unknown]
            values: list[Value] = [*found, False]
            yield from (Option(is_act=False, value=value, put=value) for value in values)
        if unit.member is not None and self.can_be_changed and not before.unknown:
            is_so = unit.member in before.inside
            yield Option(is_act=True, value=not is_so, put=not is_so)

    def given(self, chosen: Sequence[tuple[Unit, Option]], on: date) -> Given:
        history = self.asked.person.spells(self.name) or Spells[Any](complete=False)
        # What is found out first, then what is done about it.
        for unit, option in sorted(chosen, key=lambda one: one[1].is_act):
            by = self._by(unit.fact)
            if not option.is_act:
                complete = history.complete
                if by is None:
                    complete = True
                elif complete is not True:
                    complete = frozenset({*(complete or ()), by, ""})
                heard = [
                    one
                    for one in history.entries
                    if one.key not in history.unheard(self.asked.known_on) or not self._is_by(one.key, by)
                ]
                history = attrs.evolve(history, entries=heard, complete=complete)
            word = option.put if unit.member is None else unit.member
            if option.put is False:
                history = self._without(history, unit.member, by, on) if unit.member is not None else history
            else:
                history = self._found(history, str(word), by)
        return history

    def _by(self, fact: str) -> str | None:
        derived = self.asked.programme.vocabulary.facts[fact].derived
        return derived.by if isinstance(derived, MembersOf) else None

    def _is_by(self, key: str, by: str | None) -> bool:
        return by is None or (bool(key) and self._party(key) == by)

    def _party(self, key: str) -> str | None:
        return self.asked.programme.vocabulary.agencies.agency(key).party

    def _found(self, history: Spells[Any], word: str, by: str | None) -> Spells[Any]:
        """Return it with one more assessment, by somebody who has made none; where all have, it replaces the first."""
        register = self.asked.programme.vocabulary.agencies
        able = ["", *register.agencies] if by is None else [*register.of_party(by)]
        taken = {one.key for one in history.entries}
        who = next((one for one in able if one not in taken), able[0])
        rest = [one for one in history.entries if one.key != who]
        return attrs.evolve(history, entries=[*rest, Assessment(who or None, word)])

    def _without(self, history: Spells[Any], word: str, by: str | None, on: date) -> Spells[Any]:
        """Return it without the assessments of those who find *word* on the day."""
        running = [one for one in history.standing(self.asked.known_on) if one.runs(on)]
        who = {one.key for one in latest_of_each(running) if one.finding == word and self._is_by(one.key, by)}
        return attrs.evolve(history, entries=[one for one in history.entries if one.key not in who])


class _Run(Root):
    """Sick leave: whether it goes on, and since when."""

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        facts = self.asked.programme.vocabulary.facts
        so_or_not = [name for name, one in facts.items() if one.derived == Current(self.name)]
        return (Unit(self.name, so_or_not[0] if so_or_not else min(self.read_as)),)

    @cached_property
    def counted_by(self) -> list[str]:
        """The facts that count its days, of those that the criteria read."""
        facts = self.asked.programme.vocabulary.facts
        return [name for name in sorted(self.read_as) if isinstance(facts[name].derived, DayOf)]

    @property
    def _history(self) -> Spells[Any]:
        return self.asked.person.spells(self.name) or Spells[Any](complete=False)

    def _runs(self, on: date) -> bool | None:
        history, known_on = self._history, self.asked.known_on
        if any(one.runs(on) for one in history.standing(known_on)):
            return True
        return False if history.complete is True and not history.unheard(known_on) else None

    def options(self, unit: Unit, on: date) -> Iterator[Option]:  # noqa: ARG002
        before, now = self._runs(self.asked.on), self._runs(on)
        if self._is_open(self.asked.on) and self._is_open(on):
            if now is None:
                yield Option(is_act=False, value=False, put=None)
            if self.counted_by:
                yield from self._days(on)
            else:
                yield Option(is_act=False, value=True, put=on)
        if self.can_be_changed and before is not None:
            yield Option(is_act=True, value=not before, put=None if before else self.asked.on)

    def _is_open(self, on: date) -> bool:
        return any(isinstance(self.asked.read(name, on), Unknown) for name in self.read_as)

    def _days(self, on: date) -> Iterator[Option]:
        """Yield each stretch of days of the run that the criteria tell apart, by the latest first day of it."""
        starts = {one for name in self.counted_by for one in self.asked.starts(name, on)}
        ordered = sorted({1, *(one for one in starts if 1 < one <= on.toordinal())})
        for first, after in zip(ordered, [*ordered[1:], None], strict=True):
            between = Between(first, None if after is None else after - 1)
            yield Option(is_act=False, value=between, put=on - timedelta(days=first - 1))

    def given(self, chosen: Sequence[tuple[Unit, Option]], on: date) -> Given:  # noqa: ARG002
        option = chosen[-1][1]
        # A leave that begins may go on from one that has just ended.
        before = [one for one in self._history.entries if one.until is not None and one.until < self.asked.on]
        kept = before if option.is_act and option.put is not None else []
        begun = [] if option.put is None else [SickLeave(option.put)]
        return Spells[Any]([*kept, *begun])

    def acts_that_run(self) -> Iterator[Given]:
        on = self.asked.on
        acts = (one for one in self.options(self.units[0], on) if one.is_act)
        yield from (self.given([(self.units[0], one)], on) for one in acts)


_BY_RECORD: Final[Mapping[type[Spell], type[Root]]] = {Contact: _Contacts, Assessment: _Assessments}
