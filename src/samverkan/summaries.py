"""Summaries: what many measurements of one lead time come to.

Every figure goes by how many took how many days. Those counts are what is held, so that a million journeys take no more
room than the days in which they differ.

**What is counted.** Clocks that run, have stopped or have ended without success: together they are ``n``. One that is
nullified is counted as ``nullified`` and in nothing else; nor is one that has not started, is unknown, or could not be
read. A journey that is given twice is counted twice.

**What the curve means.** ``survival`` takes a stopped clock as an event, and one that is open or has ended without
success as followed no longer. Of open ones that is all that is known. But when a journey ended without success, what
was waited for can no longer come: strictly that is another end (a competing event), and more than the end of what is
known. So the curve says how long one would wait if no journey ended otherwise, and if those that did were like the
rest. It does not say for how large a share it came: where many end without success, that share is smaller than the
curve makes one think. Read it beside ``ended_without_success`` of ``n``.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import attrs

from samverkan.immutable import frozen_mapping, frozen_tuple
from samverkan.intervals import Share
from samverkan.lead_times import Unit
from samverkan.measurements import ClockState, Measurement, Promise
from samverkan.summary_words import apart_in, days_in, read_in, share_in, told
from samverkan.survival import Curve, survival
from samverkan.tallies import (
    Clock,
    LongestOpen,
    Place,
    Rejected,
    Tally,
    at_rank,
    first_places,
    longest,
    median_of,
    mixed,
    sort_out,
)
from samverkan.texts import Language

__all__ = ["Summary", "summarise", "summary_of"]


def summarise(measurements: Iterable[Measurement | Rejected]) -> "Summary":
    """Return what measurements of one lead time come to. They are gone through once, and none is kept.

    What was rejected may stand among them: it is counted, and kept out of every figure. So is a measurement that counts
    but whose days are not a whole number, 0 or more.

    Raises:
        InvalidValueError: when two measurements have not the same lead time, policy and unit, for days of different
            clocks have no average; or when something is neither a measurement nor a rejected record.

    >>> def took(days, promise):
    ...     return Measurement(lead_time="to-contact", policy="two-weeks", on=date(2017, 1, 31), days=days,
    ...                        state=ClockState.STOPPED, promise=promise)
    >>> summary = summarise([took(3, Promise.MET), took(14, Promise.MET), took(20, Promise.MISSED)])
    >>> summary.n, summary.median, summary.percentile_90, summary.within_target
    (3, 14.0, 20, Share(numerator=2, denominator=3))
    """
    tally = Tally()
    sort_out(measurements, lambda _: tally, tally.rejects)
    return summary_of(tally)


# --- What is found --------------------------------------------------------------------------------


def _counts(counts: Mapping[int, int]) -> Mapping[int, int]:
    return frozen_mapping(counts)


def _places(places: Iterable[Place]) -> tuple[Place, ...]:
    return frozen_tuple(places)


@attrs.frozen(kw_only=True, repr=False)
class Summary:
    """What measurements of one lead time come to; :func:`summarise` makes it.

    * ``lead_time``, ``policy``, ``unit``: the clock; ``None`` while there is no measurement.
    * ``first_on``, ``last_on``: the first and the last of the days on which the clocks were read.
    * ``stopped_by_days``, ``open_by_days``, ``ended_by_days``: for each number of days, how many stopped after it, have
      run for it so far, or ended on it without success.
    * ``nullified``, ``not_started``, ``unknown``, ``rejected``: how many are in none of the figures, and why.
    * ``met``, ``missed``, ``still_possible``: what has come of what was promised to those that count.
    * ``longest_open``: the clock that has run longest; ``None`` when none runs.
    * ``rejects``: the first places of what was rejected, by line, at most ``MOST_REJECTS``.

    Two summaries of the same clock are joined with ``+``, which says what the summary of both would; ``Summary()`` is
    that of nothing, so that ``sum(summaries, Summary())`` joins many.
    """

    lead_time: str | None = None
    policy: str | None = None
    unit: Unit | None = None
    first_on: date | None = None
    last_on: date | None = None
    stopped_by_days: Mapping[int, int] = attrs.field(factory=dict[int, int], converter=_counts)
    open_by_days: Mapping[int, int] = attrs.field(factory=dict[int, int], converter=_counts)
    ended_by_days: Mapping[int, int] = attrs.field(factory=dict[int, int], converter=_counts)
    nullified: int = 0
    not_started: int = 0
    unknown: int = 0
    rejected: int = 0
    met: int = 0
    missed: int = 0
    still_possible: int = 0
    longest_open: LongestOpen | None = None
    rejects: tuple[Place, ...] = attrs.field(default=(), converter=_places)

    @property
    def n(self) -> int:
        """How many count: stopped, open, or ended without success."""
        return self.stopped + self.open + self.ended_without_success

    @property
    def stopped(self) -> int:
        """How many have stopped."""
        return sum(self.stopped_by_days.values())

    @property
    def open(self) -> int:
        """How many are running."""
        return sum(self.open_by_days.values())

    @property
    def ended_without_success(self) -> int:
        """For how many the journey ended before what was waited for came."""
        return sum(self.ended_by_days.values())

    @property
    def median(self) -> float | None:
        """The median of those that stopped: the middle one, or the mean of the two in the middle. It is exact."""
        return median_of(self.stopped_by_days)

    @property
    def percentile_90(self) -> int | None:
        """The 90th percentile of those that stopped: the least number of days in which nine of ten had stopped.

        This is the nearest rank, not a value between two: it is exact, some journey took so long, and that nine of ten
        took no longer is true of few as well.
        """
        stopped = self.stopped
        return at_rank(self.stopped_by_days, -(-9 * stopped // 10)) if stopped else None  # Rounded upwards.

    @property
    def within_target(self) -> Share:
        """How many met what was promised, of those that met or missed it.

        Those for whom it is still possible are in neither number: they are ``still_possible``. The share of nobody is
        ``None``, and :meth:`~samverkan.intervals.Share.interval` tells within what it lies.
        """
        return Share(self.met, self.met + self.missed)

    @property
    def open_days(self) -> float | None:
        """The median of the days that open ones have taken so far; it is reckoned as ``median``."""
        return median_of(self.open_by_days)

    @property
    def survival(self) -> Curve | None:
        """How many still wait, day by day, so that open ones bias nothing; ``None`` when nobody counts.

        Those that ended without success are taken as followed no longer; what that means stands at the head of this
        module.
        """
        followed = _sum_of(self.open_by_days, self.ended_by_days)
        return survival(self.stopped_by_days, followed) if self.n else None

    def __add__(self, other: object) -> "Summary":
        """Return the summary of both; of two different clocks it is refused, as in :func:`summarise`."""
        if not isinstance(other, Summary):
            return NotImplemented
        known = self if other.lead_time is None else other
        if self.lead_time is not None and _clock(self) != _clock(known):
            raise mixed(_clock(self), _clock(known))
        days = [day for day in (self.first_on, self.last_on, other.first_on, other.last_on) if day is not None]
        by_days: dict[str, Any] = {name: _sum_of(getattr(self, name), getattr(other, name)) for name in _BY_DAYS}
        added: dict[str, Any] = {name: getattr(self, name) + getattr(other, name) for name in _ADDED}
        return Summary(
            lead_time=known.lead_time,
            policy=known.policy,
            unit=known.unit,
            first_on=min(days, default=None),
            last_on=max(days, default=None),
            longest_open=longest(self.longest_open, other.longest_open),
            rejects=first_places((*self.rejects, *other.rejects)),
            **by_days,
            **added,
        )

    def explain(self, language: Language = "en", *, name: str | None = None) -> str:
        """Return the figures in a few lines, in Swedish or English.

        *name* is what the lead time is called; without it, its id is shown. No id of a journey is.
        """
        return "\n".join(_lines(self, language, name))

    def __str__(self) -> str:
        return self.explain("en")

    def __repr__(self) -> str:
        return f"<Summary {self.lead_time}: {self.n}>"


_BY_DAYS: Final = ("stopped_by_days", "open_by_days", "ended_by_days")
_APART: Final = ("nullified", "not_started", "unknown", "rejected")
_ADDED: Final = (*_APART, "met", "missed", "still_possible")


# --- Reckoning ------------------------------------------------------------------------------------


def summary_of(tally: Tally) -> Summary:
    """Return the summary of what has been counted."""
    lead_time, policy, unit = tally.clock or (None, None, None)
    by_days = {state: dict[int, int]() for state in ClockState}
    promised = dict.fromkeys(Promise, 0)
    for (state, promise, days), count in sorted(tally.counts.items(), key=lambda item: item[0][2]):
        by_days[state][days] = by_days[state].get(days, 0) + count
        if promise is not None:
            promised[promise] += count
    return Summary(
        lead_time=lead_time,
        policy=policy,
        unit=None if unit is None else Unit(unit),
        first_on=None if lead_time is None else tally.first_on,
        last_on=None if lead_time is None else tally.last_on,
        stopped_by_days=by_days[ClockState.STOPPED],
        open_by_days=by_days[ClockState.RUNNING],
        ended_by_days=by_days[ClockState.ENDED_WITHOUT_SUCCESS],
        nullified=by_days[ClockState.NULLIFIED].get(0, 0),
        not_started=by_days[ClockState.NOT_STARTED].get(0, 0),
        unknown=by_days[ClockState.UNKNOWN].get(0, 0),
        rejected=tally.rejects.count,
        met=promised[Promise.MET],
        missed=promised[Promise.MISSED],
        still_possible=promised[Promise.STILL_POSSIBLE],
        longest_open=tally.longest_open,
        rejects=tally.rejects.first(),
    )


def _clock(one: Summary) -> Clock:
    return str(one.lead_time), str(one.policy), str(one.unit)


def _sum_of(counts: Mapping[int, int], others: Mapping[int, int]) -> Mapping[int, int]:
    return {days: counts.get(days, 0) + others.get(days, 0) for days in sorted({*counts, *others})}


# --- In words -------------------------------------------------------------------------------------


def _lines(summary: Summary, language: Language, name: str | None) -> Iterator[str]:
    counts = {"stopped": summary.stopped, "open": summary.open, "ended": summary.ended_without_success}
    counted = told("counted", language, n=summary.n, **counts)  # Before any day: it refuses another language.
    if summary.first_on is not None and summary.last_on is not None:
        read = read_in(language, summary.first_on, summary.last_on)
        yield told("head", language, name=name or summary.lead_time, policy=summary.policy, read=read)
    yield counted
    if summary.unit is not None:
        yield from _days(summary, language, summary.unit)
    if summary.n:
        yield share_in(language, summary.within_target)
    if summary.still_possible:
        yield told("possible", language, count=summary.still_possible)
    yield from apart_in(language, [(code, getattr(summary, code)) for code in _APART])


def _days(summary: Summary, language: Language, unit: Unit) -> Iterator[str]:
    if summary.median is not None and summary.percentile_90 is not None:
        median, percentile = (days_in(language, days, unit) for days in (summary.median, summary.percentile_90))
        yield told("stopped", language, median=median, percentile=percentile)
    if summary.open_days is not None and summary.longest_open is not None:
        median, longest_one = (days_in(language, days, unit) for days in (summary.open_days, summary.longest_open.days))
        yield told("open", language, median=median, longest=longest_one)
    curve = summary.survival
    if curve is not None and summary.n > summary.stopped:
        half = curve.median()
        code = "half.none" if half is None else "half"
        yield told(code, language, median="" if half is None else days_in(language, half, unit))
        if summary.ended_without_success:
            yield told("ended", language)
