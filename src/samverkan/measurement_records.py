"""What a measurement says, and what is asked when one is made."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, assert_never

import attrs

from samverkan.calendars import SWEDEN, Calendar
from samverkan.dates import add_months
from samverkan.immutable import frozen_tuple
from samverkan.lead_times import LeadTime, LeadTimeKind, Period, Policy, Roll, Unit
from samverkan.referrals import Referral

__all__ = ["Asked", "ClockState", "Measurement", "Promise"]


class ClockState(StrEnum):
    """How a clock stands.

    *Running* and *stopped*; *nullified*: what it measured counts neither as kept nor as broken, as when the
    referral was registered by mistake; *ended without success*: the journey ended before what was waited for
    came. *Not started* and *unknown*: nothing is measured; of the latter, because something is not open to
    the one who asks.
    """

    NOT_STARTED = "not_started"
    RUNNING = "running"
    STOPPED = "stopped"
    NULLIFIED = "nullified"
    ENDED_WITHOUT_SUCCESS = "ended_without_success"
    UNKNOWN = "unknown"


class Promise(StrEnum):
    """What has come of a promised day: *met*, *missed*, or *still possible* to meet."""

    MET = "met"
    MISSED = "missed"
    STILL_POSSIBLE = "still_possible"


def _words(value: Iterable[str]) -> tuple[str, ...]:
    return frozen_tuple(value)


@attrs.frozen(kw_only=True, repr=False)
class Measurement:
    """How long something has taken, or took, and what has come of what was promised.

    * ``lead_time``, ``policy``: the clock, and how it counted; ``on``: the day on which it was read.
    * ``state``: running, stopped, nullified, ended without success, not started or unknown.
    * ``days``: how many, in ``unit``; ``None`` where nothing is measured. Day 0 is ``since``; of a sick leave, whose
      days are counted themselves, ``since`` is day 1.
    * ``since``, ``until``: the first day, and the day on which it stopped, if it has.
    * ``waited``: the days of waiting at her own wish that are not counted among ``days``.
    * ``deadline``: the last day on which the promise is kept; ``None``: nothing is promised.
    * ``promise``: met, missed or still possible; ``None`` without a deadline, or where the clock tells nothing of it.
    * ``journey``: the id of the referral; ``None`` where the clock goes by something else of the person.
    * ``programme``, ``agency``: what it was to, and who is to see that the promise is kept.
    * ``rests_on``: what it was read from, such as ``received 2016-11-14``.
    """

    lead_time: str
    policy: str
    on: date
    state: ClockState
    unit: Unit = Unit.CALENDAR
    days: int | None = None
    since: date | None = None
    until: date | None = None
    waited: int = 0
    deadline: date | None = None
    promise: Promise | None = None
    participant: str | None = None
    journey: str | None = None
    programme: str | None = None
    agency: str | None = None
    rests_on: tuple[str, ...] = attrs.field(default=(), converter=_words)

    @property
    def is_open(self) -> bool:
        """Whether the clock is running."""
        return self.state is ClockState.RUNNING

    def __repr__(self) -> str:
        return f"<Measurement {self.lead_time}: {self.state}>"


class Asked(NamedTuple):
    """What is asked: which lead time, counted how, on which day."""

    lead_time: LeadTime
    policy: Policy
    on: date
    known_on: date | None
    calendar: Calendar

    def nothing(self, state: ClockState, referral: Referral | None) -> Measurement:
        """Return a measurement of no days."""
        return Measurement(
            lead_time=self.lead_time.id,
            policy=self.policy.id,
            on=self.on,
            state=state,
            unit=self.policy.counts,
            journey=None if referral is None else referral.id,
            programme=None if referral is None else referral.programme,
        )

    def counted(self, since: date, until: date) -> int:
        """Return how many days there are after *since*, up to and including *until*."""
        if self.policy.counts is Unit.WORKING:
            return self.calendar.working_days(since, until)
        return (until - since).days

    def promised(self, since: date, more: int = 0) -> date | None:
        """Return the last day on which the promise is kept, *more* days of waiting left out of account."""
        how = self.policy
        if how.within is None or not self.lead_time.in_force.covers(since):
            return None
        try:
            match how.unit:
                case Period.DAYS:
                    last = since + timedelta(days=how.within - how.first_day + more)
                case Period.WEEKS:
                    last = since + timedelta(weeks=how.within, days=more)
                case Period.MONTHS:
                    last = add_months(since, how.within) + timedelta(days=more)
                case Period.WORKING_DAYS:
                    last = self.calendar.add_working_days(since, how.within - how.first_day + more)
                case _ as never:
                    assert_never(never)
        except OverflowError:
            return date.max  # There is no later day.
        return self.rolling.roll_forward(last) if how.roll is Roll.FORWARD else last

    @property
    def is_promise(self) -> bool:
        """Whether the last day is a promise of somebody's: that of a limit is none."""
        return self.lead_time.kind is not LeadTimeKind.LIMIT

    @property
    def rolling(self) -> Calendar:
        """The calendar by which a last day moves: for a duty in law it is the law's, whatever days one has off."""
        return SWEDEN if self.lead_time.kind is LeadTimeKind.DUTY else self.calendar

    def last_after(self, wait: date) -> date:
        """Return the last day of a promise of which no day is left when a wait ends on that day."""
        is_worked = self.policy.roll is Roll.FORWARD or self.policy.counts is Unit.WORKING
        return self.rolling.roll_forward(wait) if is_worked else wait
