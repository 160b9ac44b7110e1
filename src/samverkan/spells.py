"""Spells: stretches of days during which something runs, such as a contact or a sick leave.

A list of spells is a history. Two spells are the same entry of it when their key (a contact's
agency) and first day are equal: the one recorded last replaces the other, and one marked ``void``
removes it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, Generic, TypeVar

import attrs

from samverkan.dated import NOT_KNOWN, Unknown
from samverkan.dates import as_recorded_on, as_since, as_until, check_order, next_day, turns, was_recorded
from samverkan.errors import InvalidValueError, masked
from samverkan.immutable import frozen_tuple

__all__ = ["Run", "Spell", "Spells", "latest_of_each"]


def _void(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise InvalidValueError(where="void", wanted="true or false", got=masked(value))


@attrs.frozen(repr=False, kw_only=True)
class Spell:
    """A stretch of days during which something runs; both ends are included, ``None`` is open.

    ``recorded_on`` is the day on which it was recorded, where that is stated. ``void`` says that it
    removes the spell of the same key and first day.
    """

    since: date | None = attrs.field(default=None, converter=as_since)
    until: date | None = attrs.field(default=None, converter=as_until)
    recorded_on: date | None = attrs.field(default=None, converter=as_recorded_on)
    void: bool = attrs.field(default=False, converter=_void)

    def __attrs_post_init__(self) -> None:
        check_order(self.since, self.until)

    @property
    def key(self) -> str:
        """What the spell is of; spells of one kind have one key."""
        return ""

    def runs(self, on: date) -> bool:
        """Whether *on* lies in the spell."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


S = TypeVar("S", bound=Spell)


_NOTHING: Final[frozenset[str]] = frozenset()


@attrs.frozen
class Run:
    """An unbroken run of days, made of spells that touch or overlap; without ``since`` nobody knows its first day."""

    since: date | None
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether *day* lies in the run."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def _members(complete: bool | Iterable[str]) -> bool | frozenset[str]:  # noqa: FBT001
    return complete if isinstance(complete, bool) else frozenset(complete)


@attrs.frozen(repr=False)
class Spells(Generic[S]):
    """A history of spells, and how far it is whole.

    ``complete`` is true when nothing is left out, or names the keys for which that is so. Of the
    agencies ``in_part`` only some contacts are there, so that those tell of presence alone.
    ``nothing`` is what stands where the history does not tell.

    Raises:
        InvalidValueError: when two spells of the same key and first day, recorded on the same day,
            differ; their positions are named.
    """

    entries: tuple[S, ...] = attrs.field(default=(), converter=frozen_tuple)
    complete: bool | frozenset[str] = attrs.field(default=True, converter=_members, kw_only=True)
    in_part: frozenset[str] = attrs.field(default=frozenset(), kw_only=True)
    nothing: Unknown = attrs.field(default=NOT_KNOWN, kw_only=True)
    _standing: tuple[S, ...] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        self._check_conflicts()
        object.__setattr__(self, "_standing", self._stand(None))

    def __repr__(self) -> str:
        return f"<Spells: {len(self.entries)}>"

    def standing(self, known_on: date | None = None) -> tuple[S, ...]:
        """Return the spells that stand, from what was recorded on or before *known_on*."""
        return self._standing if known_on is None else self._stand(known_on)

    def unheard(self, known_on: date | None = None) -> frozenset[str]:
        """Return the keys that have a spell of which nothing had been recorded by *known_on*.

        Whatever is said of the list now, it was not whole for these on that day.
        """
        if known_on is None:
            return _NOTHING
        heard = {(spell.key, spell.since) for spell in self.entries if was_recorded(spell.recorded_on, known_on)}
        return frozenset(spell.key for spell in self.entries if (spell.key, spell.since) not in heard)

    def runs(self, known_on: date | None = None) -> tuple[Run, ...]:
        """Return the runs that the spells make, whatever their keys; spells that touch are one run."""
        runs: list[Run] = []
        for spell in sorted(self.standing(known_on), key=lambda spell: spell.since or date.min):
            since, until = spell.since, spell.until
            if runs and _reaches(runs[-1].until, since or date.min):
                if runs[-1].until is not None and (until is None or until > runs[-1].until):
                    runs[-1] = Run(runs[-1].since, until)
            else:
                runs.append(Run(since, until))
        return tuple(runs)

    def changes(self, known_on: date | None = None) -> Iterator[date]:
        """Yield the days on which a spell begins, and those after one has ended, in no order."""
        for spell in self.standing(known_on):
            yield from turns(spell.since, spell.until)

    def _stand(self, known_on: date | None) -> tuple[S, ...]:
        last: dict[tuple[str, date | None], S] = {}
        for spell in self.entries:
            if was_recorded(spell.recorded_on, known_on):
                before = last.get((spell.key, spell.since))
                if before is None or _recorded(spell) > _recorded(before):
                    last[spell.key, spell.since] = spell
        return tuple(spell for spell in last.values() if not spell.void)

    def _check_conflicts(self) -> None:
        seen: dict[tuple[str, date | None, date | None], tuple[int, S]] = {}
        for position, spell in enumerate(self.entries):
            before, other = seen.setdefault((spell.key, spell.since, spell.recorded_on), (position, spell))
            if other != spell:
                raise InvalidValueError(
                    wanted="one spell of a kind a first day among those recorded on the same day",
                    got=f"two: entries {before} and {position}",
                )


def _recorded(spell: Spell) -> date:
    return spell.recorded_on or date.min


def _reaches(until: date | None, since: date) -> bool:
    after = None if until is None else next_day(until)
    return after is None or since <= after


def latest_of_each(spells: Iterable[S]) -> tuple[S, ...]:
    """Return of each key the spell that was recorded last, else that began last; where one replaces the other.

    So it is with assessments, of which each assessor has one at a time.
    """
    latest: dict[str, S] = {}
    for spell in spells:
        before = latest.get(spell.key)
        if before is None or _order(spell) > _order(before):
            latest[spell.key] = spell
    return tuple(latest.values())


def _order(spell: Spell) -> tuple[date, date]:
    return _recorded(spell), spell.since or date.min
