"""How long something took, or has taken so far: a lead time read on one journey, on one day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, assert_never

import attrs

from samverkan.calendars import SWEDEN, Calendar
from samverkan.casefiles import Person, participant_of
from samverkan.dates import add_months, as_day, as_optional_day
from samverkan.errors import InvalidValueError
from samverkan.immutable import frozen_tuple
from samverkan.lead_times import NULLIFIED_BY, LeadTime, LeadTimeKind, Over, Period, Policy, Roll, Unit
from samverkan.referral_events import ReferralEvent
from samverkan.referral_steps import CLOSED, ReferralStatus, Side, What
from samverkan.referrals import Referral
from samverkan.sick_leave_periods import day_of_number, last_joined

__all__ = ["ClockState", "Measurement", "Promise", "measure", "measure_each"]


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


def measure(  # noqa: PLR0913
    journey: Referral | Person,
    lead_time: LeadTime,
    on: date | str,
    *,
    policy: str | None = None,
    calendar: Calendar = SWEDEN,
    known_on: date | str | None = None,
) -> Measurement:
    """Return how long a journey had taken by the day *on*, or took: what the lead time says of it that day.

    What happened on later days is left out of account; so is what was recorded after *known_on*. A lead
    time that starts anew, as with each plan, is read from its last start. One over sick leave is read of a
    person and not of a referral. Nothing is subtracted that the policy does not say is. Working days go by
    *calendar*; the last day of a duty in law always moves by :data:`~samverkan.calendars.SWEDEN`.

    Raises:
        InvalidValueError: when a day is not one or not one that *calendar* covers, or *journey* is not
            what the lead time is over.
        UnknownNameError: when the lead time has no such policy.

    >>> from samverkan import load_model
    >>> contact = load_model("finsam").lead_times["contact"]
    >>> sent = Referral("r-1", by="self", programme="en-vag-in",
    ...                 events=[ReferralEvent("received", on="2016-11-14", agency="kommun/AME"),
    ...                         ReferralEvent("contacted", on="2016-11-21", agency="kommun/AME")])
    >>> measured = measure(sent, contact, "2016-12-01")
    >>> measured.days, measured.deadline, measured.promise
    (7, datetime.date(2016, 11, 28), <Promise.MET: 'met'>)
    """
    *_, last = measure_each(journey, lead_time, on, policy=policy, calendar=calendar, known_on=known_on)
    return last


def measure_each(  # noqa: PLR0913
    journey: Referral | Person,
    lead_time: LeadTime,
    on: date | str,
    *,
    policy: str | None = None,
    calendar: Calendar = SWEDEN,
    known_on: date | str | None = None,
) -> tuple[Measurement, ...]:
    """Return what the lead time says of each time that it was started, in order: one, but where it starts anew.

    Raises:
        InvalidValueError: as :func:`measure`.
        UnknownNameError: as :func:`measure`.
    """
    asked = _Asked(lead_time, lead_time.policy(policy), as_day(on), as_optional_day(known_on), calendar)
    match lead_time.over:
        case Over.REFERRAL:
            if not isinstance(journey, Referral):
                raise InvalidValueError(where="journey", wanted="a referral", got="a person")
            return tuple(_of_referral(journey, asked)) or (asked.nothing(ClockState.NOT_STARTED, journey),)
        case Over.SICK_LEAVE:
            if isinstance(journey, Referral):
                raise InvalidValueError(where="journey", wanted="a person", got="a referral")
            return (_of_sick_leave(journey, asked),)
        case _ as never:
            assert_never(never)


class _Asked(NamedTuple):
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
    def rolling(self) -> Calendar:
        """The calendar by which a last day moves: for a duty in law it is the law's, whatever days one has off."""
        return SWEDEN if self.lead_time.kind is LeadTimeKind.DUTY else self.calendar

    def last_after(self, wait: date) -> date:
        """Return the last day of a promise of which no day is left when a wait ends on that day."""
        is_worked = self.policy.roll is Roll.FORWARD or self.policy.counts is Unit.WORKING
        return self.rolling.roll_forward(wait) if is_worked else wait


# --- Over the events of a referral ------------------------------------------------------------------


def _of_referral(referral: Referral, asked: _Asked) -> Iterator[Measurement]:
    if referral.is_in_part:
        yield asked.nothing(ClockState.UNKNOWN, referral)
        return
    if referral.is_in_error(asked.known_on):
        yield asked.nothing(ClockState.NULLIFIED, referral)
        return
    events = referral.until(asked.on, asked.known_on)
    starts = [place for place, one in enumerate(events) if one.is_one_of(asked.lead_time.start)]
    if not asked.lead_time.restarts:
        starts = starts[:1]
    agency, place, seen = _who_acts(referral, events, asked.lead_time), _Place(), 0
    for start, after in zip(starts, [*starts, len(events) - 1][1:], strict=True):
        for event in events[seen : start + 1]:
            place = place.after(event)
        seen = start + 1
        measured = _measured(events[start : after + 1], place, asked)
        yield attrs.evolve(measured, journey=referral.id, programme=referral.programme, agency=agency)


class _Place(NamedTuple):
    """Where a journey is: on which side, and whether she wishes to wait."""

    side: Side = Side.RECIPIENT
    is_waiting: bool = False

    def after(self, event: ReferralEvent) -> "_Place":
        if event.step.to is None and event.what is not What.RESUMED:
            return self
        side = Side.REFERRER if event.step.to is ReferralStatus.SENT_BACK else Side.RECIPIENT
        return _Place(side, event.what is What.WAITING_AT_OWN_WISH)


class _Stretch(NamedTuple):
    """A stretch of a journey: on which side it was, and whether she wished to wait."""

    since: date
    until: date
    side: Side
    is_waiting: bool


def _measured(events: Sequence[ReferralEvent], place: _Place, asked: _Asked) -> Measurement:
    """Measure from the first of those events, which left the journey at that place."""
    start, *others = events
    since = start.day
    state, end = _outcome(others, asked)
    until = None if end is None else end.day
    stretches = list(_stretches(others, place, since, until or asked.on))
    side, waits = asked.lead_time.side, [one for one in stretches if one.is_waiting]
    passed = [one for one in stretches if side in {None, one.side}]
    waited = 0 if asked.policy.counts_waiting else sum(asked.counted(one.since, one.until) for one in waits)
    days = sum(
        asked.counted(one.since, one.until) for one in passed if asked.policy.counts_waiting or not one.is_waiting
    )
    deadline = _deadline(since, () if asked.policy.counts_waiting else waits, asked)
    return attrs.evolve(
        asked.nothing(state, None),
        days=days + asked.policy.first_day,
        since=since,
        until=until,
        waited=waited,
        deadline=deadline,
        promise=_kept(state, until, deadline, asked),
        rests_on=[f"{one.what} {one.day}" for one in (start, *([] if end is None else [end]))],
    )


def _outcome(events: Iterable[ReferralEvent], asked: _Asked) -> tuple[ClockState, ReferralEvent | None]:
    """Return how the clock stands after those events, and the one that settled it."""
    lead_time, how = asked.lead_time, asked.policy
    nullified_by = lead_time.nullified_by if how.nullified_by is None else how.nullified_by
    ended_by = lead_time.ended_by if how.ended_by is None else how.ended_by
    stopped: ReferralEvent | None = None
    over: tuple[ClockState, ReferralEvent] | None = None
    for event in events:
        if event.what is What.REOPENED:
            over = None
            stopped = None if stopped is not None and stopped.step.to in CLOSED else stopped
        elif event.is_one_of(nullified_by) and (stopped is None or event.is_one_of(NULLIFIED_BY)):
            # What came in time is not undone by what came of it later, but by there having been no referral at all.
            over = ClockState.NULLIFIED, event
        elif stopped is None and event.is_one_of(lead_time.stop):
            stopped = event
        elif stopped is None and event.is_one_of(ended_by):
            over = ClockState.ENDED_WITHOUT_SUCCESS, event
    if over is not None:
        return over
    return (ClockState.RUNNING, None) if stopped is None else (ClockState.STOPPED, stopped)


def _stretches(events: Iterable[ReferralEvent], place: _Place, since: date, until: date) -> Iterator[_Stretch]:
    """Yield the stretches from *since* to *until*, in order, without those of no days."""
    begins = since
    for event in events:
        before, place, ends = place, place.after(event), min(event.day, until)
        if place != before and begins < ends:
            yield _Stretch(begins, ends, *before)
            begins = ends
    if begins < until:
        yield _Stretch(begins, until, *place)


def _deadline(since: date, waits: Iterable[_Stretch], asked: _Asked) -> date | None:
    """Return the promised day. Waiting moves it only when it began before that day had passed."""
    more = 0
    deadline = asked.promised(since)
    for one in waits:
        if deadline is not None and one.since <= deadline:
            more += asked.counted(one.since, one.until)
            # Who waits from the last day on has no day left to move; it has not passed while she waits.
            deadline = max(asked.promised(since, more) or deadline, asked.last_after(one.until))
    return deadline


def _kept(state: ClockState, until: date | None, deadline: date | None, asked: _Asked) -> Promise | None:
    if deadline is None or asked.lead_time.kind is LeadTimeKind.LIMIT:
        return None
    is_late = (until or asked.on) > deadline
    match state:
        case ClockState.STOPPED:
            return Promise.MISSED if is_late else Promise.MET
        case ClockState.RUNNING:
            return Promise.MISSED if is_late else Promise.STILL_POSSIBLE
        case ClockState.ENDED_WITHOUT_SUCCESS:
            return Promise.MISSED if is_late else None
        case _:
            return None


def _who_acts(referral: Referral, events: Iterable[ReferralEvent], lead_time: LeadTime) -> str | None:
    if lead_time.acts is Side.REFERRER:
        return referral.referrer or referral.by
    return referral.to or next((one.agency for one in events if one.what is What.RECEIVED), None)


# --- Over the days of a sick leave ------------------------------------------------------------------


def _of_sick_leave(person: Person, asked: _Asked) -> Measurement:
    participant = participant_of(person)
    nothing = attrs.evolve(asked.nothing(ClockState.NOT_STARTED, None), participant=participant.id)
    spells = participant.spells("sick_leave")
    if spells is None:
        return attrs.evolve(nothing, state=ClockState.UNKNOWN)
    runs = [(run.since or date.min, run.until) for run in spells.runs(asked.known_on)]
    joined = last_joined([one for one in runs if one[0] <= asked.on], asked.lead_time.joined_within or 1)
    if not joined:
        return nothing
    begun = [(since, asked.on if until is None else min(until, asked.on)) for since, until in joined]
    days = sum((until - since).days + 1 for since, until in begun)
    last = joined[-1][1]
    limit = asked.policy.within if asked.lead_time.in_force.covers(joined[0][0]) else None
    is_running = last is None or last >= asked.on
    return attrs.evolve(
        nothing,
        state=ClockState.RUNNING if is_running else ClockState.STOPPED,
        days=days,
        since=joined[0][0],
        until=None if is_running else last,
        deadline=None if limit is None else day_of_number(joined, limit),
        agency=next(iter(asked.lead_time.to), None),
        rests_on=[f"sick_leave {since}" for since, _ in joined],
    )
