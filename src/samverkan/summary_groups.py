"""Summaries by group: by programme, agency, month of start, or whatever one asks."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast, overload

import attrs

from samverkan.errors import InvalidValueError
from samverkan.immutable import frozen_mapping, frozen_tuple
from samverkan.measurements import Measurement
from samverkan.summaries import Summary, summary_of
from samverkan.tallies import Clock, Place, Rejected, Rejects, Tally, sort_out

__all__ = [
    "Groups",
    "agency_of",
    "clock_of",
    "lead_time_of",
    "month_of_start",
    "programme_of",
    "summarise_by",
]

K = TypeVar("K")


def _places(places: Iterable[Place]) -> tuple[Place, ...]:
    return frozen_tuple(places)


@overload
def summarise_by(measurements: Iterable[Measurement | Rejected], key: Callable[[Measurement], K]) -> "Groups[K]": ...
@overload
def summarise_by(
    measurements: Iterable[Measurement | Rejected], key: Sequence[Callable[[Measurement], object]]
) -> "Groups[tuple[Any, ...]]": ...
def summarise_by(
    measurements: Iterable[Measurement | Rejected],
    key: Callable[[Measurement], Any] | Sequence[Callable[[Measurement], object]],
) -> "Groups[Any]":
    """Return a summary for each group of measurements, the groups in order; ``None`` comes before all else.

    *key* says of a measurement to which group it belongs. Several keys make groups of tuples. There are ready ones:
    :func:`programme_of`, :func:`agency_of`, :func:`month_of_start`, :func:`lead_time_of`, :func:`clock_of`. What was
    rejected belongs to no group, and is counted for all of them together.

    Raises:
        InvalidValueError: when measurements of different clocks meet in a group; when something is neither a
            measurement nor a rejected record; and when the groups cannot be put in order.

    >>> from datetime import date
    >>> from samverkan.measurements import ClockState
    >>> def took(days, programme, since):
    ...     return Measurement(lead_time="to-contact", policy="two-weeks", on=date(2017, 1, 31), days=days,
    ...                        state=ClockState.STOPPED, programme=programme, since=since)
    >>> groups = summarise_by([took(3, "orvar", date(2016, 11, 2)), took(5, "en-vag-in", date(2016, 12, 1)),
    ...                        took(8, "orvar", date(2016, 11, 30))], (month_of_start, programme_of))
    >>> {group: summary.median for group, summary in groups.items()}
    {('2016-11', 'orvar'): 5.5, ('2016-12', 'en-vag-in'): 5.0}
    """
    tallies: dict[Any, Tally] = {}
    group_of = key if callable(key) else _together(key)

    def tally_of(one: Measurement) -> Tally:
        group = group_of(one)
        tally = tallies.get(group)
        if tally is None:
            tally = tallies[group] = Tally()
        return tally

    rejects = Rejects()
    sort_out(measurements, tally_of, rejects)
    summaries = {group: summary_of(tallies[group]) for group in _in_order(tallies)}
    return Groups(summaries=summaries, rejected=rejects.count, rejects=rejects.first())


@attrs.frozen(kw_only=True, repr=False)
class Groups(Mapping[K, Summary]):
    """The summaries of groups, in the order of the groups.

    ``rejected`` and ``rejects``: how many records could not be read, and the first places, as in a
    :class:`~samverkan.summaries.Summary`. They belong to no group.
    """

    summaries: Mapping[K, Summary] = attrs.field(converter=frozen_mapping)
    rejected: int = 0
    rejects: tuple[Place, ...] = attrs.field(default=(), converter=_places)

    def __getitem__(self, group: K) -> Summary:
        return self.summaries[group]

    def __iter__(self) -> Iterator[K]:
        return iter(self.summaries)

    def __len__(self) -> int:
        return len(self.summaries)

    def __repr__(self) -> str:
        return f"<Groups: {len(self)}>"


# --- Ready keys -----------------------------------------------------------------------------------


def programme_of(one: Measurement) -> str | None:
    """Group by the programme that the journey was to."""
    return one.programme


def agency_of(one: Measurement) -> str | None:
    """Group by the agency that is to see that the promise is kept."""
    return one.agency


def month_of_start(one: Measurement) -> str | None:
    """Group by the month of the first day, as ``2016-11``."""
    return None if one.since is None else one.since.isoformat()[:7]


def lead_time_of(one: Measurement) -> str:
    """Group by the lead time."""
    return one.lead_time


def clock_of(one: Measurement) -> Clock:
    """Group by lead time, policy and unit: days of the same clock can be counted together, and no others."""
    return one.lead_time, one.policy, one.unit


# --- In order -------------------------------------------------------------------------------------


def _together(keys: Sequence[Callable[[Measurement], object]]) -> Callable[[Measurement], tuple[object, ...]]:
    return lambda one: tuple([key(one) for key in keys])


def _in_order(groups: Iterable[Any]) -> list[Any]:
    try:
        return sorted(groups, key=_none_first)
    except TypeError:
        pass  # Its message may be about the groups.
    raise InvalidValueError(where="key", wanted="groups that can be put in order", got="others")


def _none_first(group: Any) -> tuple[Any, ...]:
    if isinstance(group, tuple):
        return 1, tuple(map(_none_first, cast("Iterable[Any]", group)))
    return (0,) if group is None else (1, group)
