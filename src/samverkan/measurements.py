"""How long something took, or has taken so far: a lead time read on one journey, on one day."""

from datetime import date
from typing import assert_never

import attrs

from samverkan.calendars import SWEDEN, Calendar
from samverkan.casefiles import Person, participant_of
from samverkan.dates import as_day, as_optional_day
from samverkan.errors import InvalidValueError
from samverkan.lead_times import LeadTime, Over
from samverkan.measurement_records import Asked, ClockState, Measurement, Promise
from samverkan.referral_clocks import over_referral
from samverkan.referrals import Referral
from samverkan.sick_leave_periods import day_of_number, last_joined

__all__ = ["ClockState", "Measurement", "Promise", "measure", "measure_each"]


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

    >>> from samverkan import ReferralEvent, load_model
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
    asked = Asked(lead_time, lead_time.policy(policy), as_day(on), as_optional_day(known_on), calendar)
    match lead_time.over:
        case Over.REFERRAL:
            if not isinstance(journey, Referral):
                raise InvalidValueError(where="journey", wanted="a referral", got="a person")
            return tuple(over_referral(journey, asked)) or (asked.nothing(ClockState.NOT_STARTED, journey),)
        case Over.SICK_LEAVE:
            if isinstance(journey, Referral):
                raise InvalidValueError(where="journey", wanted="a person", got="a referral")
            return (_of_sick_leave(journey, asked),)
        case _ as never:
            assert_never(never)


# --- Over the days of a sick leave ------------------------------------------------------------------


def _of_sick_leave(person: Person, asked: Asked) -> Measurement:
    participant = participant_of(person)
    nothing = attrs.evolve(asked.nothing(ClockState.NOT_STARTED, None), participant=participant.id)
    spells = participant.spells("sick_leave")
    if spells is None or spells.unheard(asked.known_on):
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
