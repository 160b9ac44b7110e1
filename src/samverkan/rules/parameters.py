"""Parameters: thresholds as dated values, each with its source."""

from collections.abc import Iterable
from datetime import date

import attrs

from samverkan.dates import as_since, as_until, check_order, turns
from samverkan.errors import InvalidValueError
from samverkan.sources import Source

__all__ = ["Parameter", "Threshold"]


@attrs.frozen
class Threshold:
    """The value of a parameter from ``since`` to ``until``, both included, and its source."""

    value: int
    source: Source
    since: date | None = attrs.field(default=None, converter=as_since)
    until: date | None = attrs.field(default=None, converter=as_until)

    def __attrs_post_init__(self) -> None:
        check_order(self.since, self.until)


def _in_order(values: Iterable[Threshold]) -> tuple[Threshold, ...]:
    return tuple(sorted(values, key=lambda one: one.since or date.min))


@attrs.frozen
class Parameter:
    """A threshold as dated values.

    >>> from samverkan.sources import ASSUMED
    >>> oldest = Parameter([Threshold(64, ASSUMED, until="2017-12-31"), Threshold(65, ASSUMED, since="2018-01-01")])
    >>> oldest.at(date(2017, 12, 31)), oldest.at(date(2018, 1, 1))
    (64, 65)

    Raises:
        InvalidValueError: when two values hold on one day.
    """

    values: tuple[Threshold, ...] = attrs.field(converter=_in_order)

    def __attrs_post_init__(self) -> None:
        for earlier, later in zip(self.values, self.values[1:], strict=False):
            if later.since is None or earlier.until is None or later.since <= earlier.until:
                raise InvalidValueError(wanted="one value a day", got="two values that hold on the same day")

    def at(self, on: date) -> int | None:
        """Return the value on the day *on*, or ``None`` where none is laid down."""
        for one in self.values:
            if (one.since is None or one.since <= on) and (one.until is None or on <= one.until):
                return one.value
        return None

    def changes(self) -> Iterable[date]:
        """Yield the days on which the value may become another."""
        for one in self.values:
            yield from turns(one.since, one.until)
