"""Clocks over the events of a referral: what starts, stops and ends them, and which days between are counted."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import attrs

from samverkan.lead_times import NULLIFIED_BY, LeadTime
from samverkan.measurement_records import Asked, ClockState, Measurement, Promise
from samverkan.referral_events import ReferralEvent
from samverkan.referral_steps import CLOSED, ReferralStatus, Side, What
from samverkan.referrals import Referral

__all__ = ["over_referral"]


def over_referral(referral: Referral, asked: Asked) -> Iterator[Measurement]:
    """Yield what a lead time says of each time that it was started by the events of a referral, in order."""
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
        place, seen = place.after_all(events[seen : start + 1]), start + 1
        for one in _each(events[start : after + 1], place, asked):
            # One that a later start takes the place of, before anything came of it, is none.
            if one.state is not ClockState.RUNNING or start == starts[-1]:
                yield attrs.evolve(one, journey=referral.id, programme=referral.programme, agency=agency)


def _each(events: Sequence[ReferralEvent], place: "_Place", asked: Asked) -> Iterator[Measurement]:
    """Measure from the first of those events, and anew from a reopening where a promise had ended in time."""
    begins, at, course = 0, place, _Course()
    for position, event in enumerate(events[1:], 1):
        if event.what is not What.REOPENED or course.over is None:
            course = course.after(event, asked)
            continue
        before = _measured(events[begins:position], at, asked)
        if not asked.is_promise or before.deadline is None or course.over[1].day > before.deadline:
            break  # Nothing is promised, or what was missed stays so, also where it came to count for nothing.
        yield before
        begins, at, course = position, _Place(), _Course()
    yield _measured(events[begins:], at, asked)


class _Place(NamedTuple):
    """Where a journey is: on which side, on none while it is closed, and whether she wishes to wait."""

    side: Side | None = Side.RECIPIENT
    is_waiting: bool = False

    def after(self, event: ReferralEvent) -> "_Place":
        if event.step.to is None and event.what is not What.RESUMED:
            return self
        side = Side.REFERRER if event.step.to is ReferralStatus.SENT_BACK else Side.RECIPIENT
        return _Place(None if event.step.to in CLOSED else side, event.what is What.WAITING_AT_OWN_WISH)

    def after_all(self, events: Iterable[ReferralEvent]) -> "_Place":
        place = self
        for event in events:
            place = place.after(event)
        return place


class _Stretch(NamedTuple):
    """A stretch of a journey: on which side it was, and whether she wished to wait."""

    since: date
    until: date
    side: Side | None
    is_waiting: bool


def _measured(events: Sequence[ReferralEvent], place: _Place, asked: Asked) -> Measurement:
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
    is_nothing = state is ClockState.NULLIFIED
    return attrs.evolve(
        asked.nothing(state, None),
        days=None if is_nothing else days + asked.policy.first_day,
        since=since,
        until=until,
        waited=0 if is_nothing else waited,
        deadline=deadline,
        promise=_kept(state, until, deadline, asked),
        rests_on=[f"{one.what} {one.day}" for one in (start, *([] if end is None else [end]))],
    )


def _outcome(events: Iterable[ReferralEvent], asked: Asked) -> tuple[ClockState, ReferralEvent | None]:
    """Return how the clock stands after those events, and the one that settled it."""
    course = _Course()
    for event in events:
        course = course.after(event, asked)
    if course.over is not None:
        return course.over
    return (ClockState.RUNNING, None) if course.stopped is None else (ClockState.STOPPED, course.stopped)


class _Course(NamedTuple):
    """What has come of a clock: what stopped it, and how it was over, if it was."""

    stopped: ReferralEvent | None = None
    over: tuple[ClockState, ReferralEvent] | None = None

    def after(self, event: ReferralEvent, asked: Asked) -> "_Course":
        lead_time, how, stopped = asked.lead_time, asked.policy, self.stopped
        nullified_by = lead_time.nullified_by if how.nullified_by is None else how.nullified_by
        ended_by = lead_time.ended_by if how.ended_by is None else how.ended_by
        if event.what is What.REOPENED:
            return _Course(None if stopped is not None and stopped.step.to in CLOSED else stopped)
        if event.is_one_of(nullified_by) and (stopped is None or event.is_one_of(NULLIFIED_BY)):
            # What came in time is not undone by what came of it later, but by there having been no referral at all.
            return _Course(stopped, (ClockState.NULLIFIED, event))
        if stopped is None and event.is_one_of(lead_time.stop):
            return _Course(event, self.over)
        if stopped is None and event.is_one_of(ended_by):
            return _Course(stopped, (ClockState.ENDED_WITHOUT_SUCCESS, event))
        return self


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


def _deadline(since: date, waits: Iterable[_Stretch], asked: Asked) -> date | None:
    """Return the promised day. Waiting moves it only when it began before that day had passed."""
    more = 0
    deadline = asked.promised(since)
    for one in waits:
        if deadline is not None and one.since <= deadline:
            more += asked.counted(one.since, one.until)
            # Who waits from the last day on has no day left to move; it has not passed while she waits.
            deadline = max(asked.promised(since, more) or deadline, asked.last_after(one.until))
    return deadline


def _kept(state: ClockState, until: date | None, deadline: date | None, asked: Asked) -> Promise | None:
    if deadline is None or not asked.is_promise:
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
