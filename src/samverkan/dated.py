"""Values that change from day to day, and the unknown.

A :class:`Dated` value has two times: the days on which an entry *holds* (``since``, ``until``) and
the day on which it was *recorded*. On a day, the entry that was recorded last among those that
cover the day holds. A day that no entry covers is unknown, and *unknown* is a value of its own:
nothing that is missing ever becomes *no*.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum, StrEnum
from typing import Final, Generic, NoReturn, TypeVar

import attrs

from samverkan.dates import as_recorded_on, as_since, as_until, check_order, turns
from samverkan.errors import InvalidValueError, UndecidedTruthError
from samverkan.immutable import frozen_tuple

__all__ = ["NOT_KNOWN", "NOT_OPEN", "Dated", "Entry", "Unknown", "UnknownReason"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class UnknownReason(StrEnum):
    """Why a value is unknown."""

    NOT_GIVEN = "not_given"
    """Nothing was ever said about it."""
    NOT_COVERED = "not_covered"
    """Something was said, but not about that day."""
    TAKEN_BACK = "taken_back"
    """What was said was taken back."""
    NOT_OPEN = "not_open"
    """The one who asks may not be told, whether or not there is anything to tell."""


@attrs.frozen
class Unknown:
    """The value that is not known, with the reason.

    It is neither true nor false:

    >>> bool(Unknown())
    Traceback (most recent call last):
    samverkan.errors.UndecidedTruthError: an unknown value is neither true nor false
    """

    reason: UnknownReason = UnknownReason.NOT_GIVEN

    def __bool__(self) -> NoReturn:
        raise UndecidedTruthError("an unknown value is neither true nor false")


NOT_KNOWN: Final = Unknown()
NOT_OPEN: Final = Unknown(UnknownReason.NOT_OPEN)
_NOT_COVERED: Final = Unknown(UnknownReason.NOT_COVERED)
_TAKEN_BACK: Final = Unknown(UnknownReason.TAKEN_BACK)


@attrs.frozen(repr=False)
class Entry(Generic[T_co]):
    """One thing said about a value: what, for which days, and when it was recorded.

    The days ``since`` and ``until`` are both included; ``None`` is open. A value of ``None`` takes
    back what earlier entries said about those days. Without ``recorded_on`` an entry counts as
    known on every day, and any entry that has one outranks it.
    """

    value: T_co | None
    since: date | None = attrs.field(default=None, converter=as_since, kw_only=True)
    until: date | None = attrs.field(default=None, converter=as_until, kw_only=True)
    recorded_on: date | None = attrs.field(default=None, converter=as_recorded_on, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_order(self.since, self.until)

    def __repr__(self) -> str:
        return "<Entry>"

    def covers(self, day: date) -> bool:
        """Whether the entry says something about *day*."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def was_known(self, known_on: date | None) -> bool:
        """Whether the entry was recorded on or before *known_on*."""
        return known_on is None or self.recorded_on is None or self.recorded_on <= known_on


class _Constant(Enum):
    """What stands where no value holds on every day. An enum's member is itself after pickling too."""

    NONE = "none"


@attrs.frozen(repr=False)
class Dated(Generic[T]):
    """A value that changes from day to day (*valid* by *recorded*).

    >>> employed = Dated([Entry(True, until="2016-06-30"), Entry(False, since="2016-07-01")])
    >>> employed.at(date(2016, 6, 30)), employed.at(date(2016, 7, 1))
    (True, False)
    >>> Dated().at(date(2016, 7, 1))
    Unknown(reason=<UnknownReason.NOT_GIVEN: 'not_given'>)

    Raises:
        InvalidValueError: when two entries recorded on the same day say different things about one
            day; their positions are named.
    """

    entries: tuple[Entry[T], ...] = attrs.field(default=(), converter=frozen_tuple)
    nothing: Unknown = attrs.field(default=NOT_KNOWN, kw_only=True)
    """What it is on every day where there are no entries."""
    _constant: object = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        constant: object = _Constant.NONE
        match self.entries:
            case ():
                constant = self.nothing
            case (Entry(value, since=None, until=None, recorded_on=None),):
                constant = _TAKEN_BACK if value is None else value
            case _:
                self._check_conflicts()
        object.__setattr__(self, "_constant", constant)

    @classmethod
    def always(cls, value: T) -> "Dated[T]":
        """Return the value that is *value* on every day."""
        return cls((Entry(value),))

    def at(self, on: date, known_on: date | None = None) -> T | Unknown:
        """Return the value on the day *on*, from what was recorded on or before *known_on*."""
        if self._constant is not _Constant.NONE:
            return self._constant  # type: ignore[return-value]
        holds: Entry[T] | None = None
        for entry in self.entries:
            if entry.covers(on) and entry.was_known(known_on) and (holds is None or _outranks(entry, holds)):
                holds = entry
        if holds is None:
            return _NOT_COVERED
        return _TAKEN_BACK if holds.value is None else holds.value

    def known(self, known_on: date | None = None) -> Iterator[Entry[T]]:
        """Yield the entries that were recorded on or before *known_on*."""
        return (entry for entry in self.entries if entry.was_known(known_on))

    def changes(self, known_on: date | None = None) -> Iterator[date]:
        """Yield the days on which the value may become another, in no order."""
        for entry in self.known(known_on):
            yield from turns(entry.since, entry.until)

    def map(self, change: Callable[[T], T]) -> "Dated[T]":
        """Return the same days with every value changed by *change*."""
        return Dated(
            entry if entry.value is None else attrs.evolve(entry, value=change(entry.value)) for entry in self.entries
        )

    def __repr__(self) -> str:
        return f"<Dated: {len(self.entries)} entries>"

    def _check_conflicts(self) -> None:
        for later, one in enumerate(self.entries):
            for earlier, other in enumerate(self.entries[:later]):
                if one.recorded_on == other.recorded_on and one.value != other.value and _overlap(one, other):
                    raise InvalidValueError(
                        wanted="one value a day among entries recorded on the same day",
                        got=f"two: entries {earlier} and {later}",
                    )


def _outranks(one: Entry[T], other: Entry[T]) -> bool:
    if one.recorded_on is None:
        return False
    return other.recorded_on is None or one.recorded_on > other.recorded_on


def _overlap(one: Entry[T], other: Entry[T]) -> bool:
    return _begins_by(one.since, other.until) and _begins_by(other.since, one.until)


def _begins_by(since: date | None, until: date | None) -> bool:
    return since is None or until is None or since <= until
