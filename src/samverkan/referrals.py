"""Referrals (*remiss*, *egen anmälan*): a person sent somewhere, and what happened then.

History is only added to. How far a referral has come is found from what happened, as
:data:`samverkan.referral_steps.STEPS` has it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import attrs

from samverkan.dates import as_day, as_optional_day
from samverkan.errors import Fault, InvalidRecordError
from samverkan.fields import identifier, named, optional_identifier, words
from samverkan.given import as_boolean, as_records
from samverkan.referral_events import (
    SELF,
    ReferralEvent,
    agency_of,
    forum_of,
    optional_from,
    optional_recipient,
    who_refers,
)
from samverkan.referral_steps import ReferralStatus, Step, What, possible_after

__all__ = ["Referral", "status_of"]


def _spoken_to(value: bool | None) -> bool | None:  # noqa: FBT001
    return None if value is None else as_boolean(value)


def _events(value: Iterable[ReferralEvent]) -> tuple[ReferralEvent, ...]:
    return as_records(value, ReferralEvent)


@attrs.frozen(repr=False, field_transformer=named)
class Referral:
    """A person sent to a programme, an agency or a forum, and what happened then (*remiss*, *egen anmälan*).

    * ``programme``, ``to``: where she was sent: a programme, an agency or ``forum:`` and a forum, or both. Without
      ``to`` those who own the programme receive it.
    * ``by``: who referred her: an agency, ``profession:`` and a profession, ``forum:`` and a forum, or ``self``.
    * ``from_``: the agency where the one who referred her works, where ``by`` is a profession or a forum.
    * ``spoken_to``: whether she had been spoken to before (*vidtalad*); ``None``: not known.
    * ``events``: what happened. Those of one day keep the order in which they are given; where all of them have a
      time, they go by that.
    * ``hidden``: as one agency sees a case, those of whose entries something may be hidden from it;
      ``programme:`` and an id stand for those who receive what is sent there, where it is not known who they are.

    Raises:
        InvalidRecordError: when an event cannot follow those before it; what would be possible is told.

    >>> sent = Referral("r-1", by="kommun/IFO", to="AF", events=[
    ...     ReferralEvent("received", on="2016-03-01", agency="AF"),
    ...     ReferralEvent("sent_back", on="2016-08-19", agency="AF", asks_for=["certificate"])])
    >>> sent.status(on=date(2016, 8, 18)), sent.status(on=date(2016, 8, 19))
    (<ReferralStatus.RECEIVED: 'received'>, <ReferralStatus.SENT_BACK: 'sent_back'>)
    """

    id: str = attrs.field(converter=identifier)
    by: str = attrs.field(converter=who_refers, kw_only=True)
    programme: str | None = attrs.field(default=None, converter=optional_identifier, kw_only=True)
    to: str | None = attrs.field(default=None, converter=optional_recipient, kw_only=True)
    from_: str | None = attrs.field(default=None, converter=optional_from, kw_only=True)
    spoken_to: bool | None = attrs.field(default=None, converter=_spoken_to, kw_only=True)
    events: tuple[ReferralEvent, ...] = attrs.field(default=(), converter=_events, kw_only=True)
    hidden: frozenset[str] = attrs.field(default=frozenset(), converter=words, kw_only=True)
    _stand: tuple[ReferralEvent, ...] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        if self.programme is None and self.to is None:
            faults.append(Fault("to", "a programme, an agency or a forum that she was sent to", got="nothing"))
        if self.from_ is not None and self.by == SELF:
            faults.append(Fault("from", "nothing, for she comes on her own account", got="an agency"))
        elif self.from_ is not None and agency_of(self.by) not in {None, self.from_}:
            faults.append(Fault("from", "nothing, for an agency refers for itself", got="another agency"))
        faults += _faults_of_ids(self.events, is_in_part=self.is_in_part)
        faults += _faults_of_times(self.events)
        if not faults:
            object.__setattr__(self, "_stand", tuple(_standing(self.events)))
            # What is seen in part may lack what came between.
            faults += _faults_of_order(self._stand, self.events) if not self.hidden else ()
        if faults:
            raise InvalidRecordError(faults)

    @property
    def referrer(self) -> str | None:
        """The agency or the forum that referred her; ``None`` where she came on her own account, or none is named."""
        return self.from_ or (self.by if forum_of(self.by) else agency_of(self.by))

    @property
    def is_in_part(self) -> bool:
        """Whether something of it may be hidden from the one who looks."""
        return bool(self.hidden)

    def history(self, known_on: date | None = None) -> tuple[ReferralEvent, ...]:
        """Return all that was recorded by *known_on*, in the order in which it happened, what was taken back too."""
        return tuple(one for one in _in_order(self.events) if one.was_known(known_on))

    def standing(self, known_on: date | None = None) -> tuple[ReferralEvent, ...]:
        """Return what stands of that: what was entered in error, and the entry that says so, is left out."""
        if known_on is None:
            return self._stand
        return tuple(_standing([one for one in self.events if one.was_known(known_on)]))

    def until(self, on: date | str, known_on: date | str | None = None) -> tuple[ReferralEvent, ...]:
        """Return what stands of all that had happened by the day *on*; of one that was entered in error, nothing."""
        day, known = as_day(on), as_optional_day(known_on)
        return () if self.is_in_error(known) else tuple(one for one in self.standing(known) if one.day <= day)

    def has_come(self, on: date | str, known_on: date | str | None = None) -> bool:
        """Whether it may have been sent by the day *on*: something had happened to it, or nothing is said to have."""
        day = as_day(on)
        return not self.events or any(one.day <= day for one in self.history(as_optional_day(known_on)))

    def status(self, on: date | str, known_on: date | str | None = None) -> ReferralStatus:
        """Return how far it had come on the day *on*; of one that is seen in part, as far as is seen.

        One that was entered in error as a whole is so on every day.
        """
        is_wrong = self.is_in_error(as_optional_day(known_on))
        return ReferralStatus.IN_ERROR if is_wrong else status_of(self.until(on, known_on))

    def is_in_error(self, known_on: date | None = None) -> bool:
        """Whether the whole of it was entered in error; then it is in no figures."""
        return any(one.what is What.ENTERED_IN_ERROR for one in self.standing(known_on))

    def possible(self, on: date | str, known_on: date | str | None = None) -> tuple[Step, ...]:
        """Return what can happen to it next."""
        return possible_after(self.status(on, known_on), {one.what for one in self.until(on, known_on)})

    def with_events(self, *events: ReferralEvent) -> "Referral":
        """Return it with more that has happened.

        Raises:
            InvalidRecordError: when an event cannot follow those before it; what would be possible is told.
        """
        return attrs.evolve(self, events=(*self.events, *events))

    def __repr__(self) -> str:
        return "<Referral>"


# --- What stands, and how far it has come -----------------------------------------------------------


def status_of(standing: Iterable[ReferralEvent]) -> ReferralStatus:
    """Return how far a referral has come after those events."""
    status = before = ReferralStatus.NOT_RECEIVED
    for event in standing:
        status, before = _after(event, status, before)
    return status


def _after(
    event: ReferralEvent, status: ReferralStatus, before: ReferralStatus
) -> tuple[ReferralStatus, ReferralStatus]:
    """Return how far it has come, and how far it had when she last wished to wait."""
    match event.what:
        case What.WAITING_AT_OWN_WISH:
            return ReferralStatus.WAITING, status
        case What.RESUMED:
            # That she waited may be hidden, or not recorded yet; then nothing is known to have changed.
            return before if status is ReferralStatus.WAITING else status, before
        case _:
            return event.step.to or status, before


def _standing(events: Iterable[ReferralEvent]) -> Iterator[ReferralEvent]:
    every = _in_order(events)
    taken_back = {one.event for one in every if one.what is What.ENTERED_IN_ERROR and one.event is not None}
    for one in every:
        if not (one.what is What.ENTERED_IN_ERROR and one.event is not None) and not (
            one.id is not None and one.id in taken_back
        ):
            yield one


def _in_order(events: Iterable[ReferralEvent]) -> list[ReferralEvent]:
    """Return events by their days. Those of a day go by the clock where all of them have a time."""
    by_day: dict[date, list[ReferralEvent]] = {}
    for one in events:
        by_day.setdefault(one.day, []).append(one)
    return [one for day in sorted(by_day) for one in _by_the_clock(by_day[day])]


def _by_the_clock(events: list[ReferralEvent]) -> list[ReferralEvent]:
    times = [one.on for one in events if isinstance(one.on, datetime)]
    if len(times) < len(events):
        return events
    return [one for _, one in sorted(zip(times, events, strict=True), key=lambda pair: pair[0])]


def _faults_of_ids(events: tuple[ReferralEvent, ...], *, is_in_part: bool) -> Iterator[Fault]:
    known: dict[str, ReferralEvent] = {}
    taken_back: set[str] = set()
    for place, one in enumerate(events):
        if one.id is not None:
            if one.id in known:
                yield Fault(f"events[{place}].id", "an id that no other event has", got="one that is taken")
            known[one.id] = one
    for place, one in enumerate(events):
        if one.event is None:
            continue
        other = known.get(one.event)
        if other is None and is_in_part:
            continue  # What it takes back may be hidden.
        if other is None or other is one or other.what is What.ENTERED_IN_ERROR:
            yield Fault(f"events[{place}].event", "the id of an event that can be taken back", got="another")
        elif one.event in taken_back:
            yield Fault(f"events[{place}].event", "an event that stands", got="one that has been taken back")
        taken_back.add(one.event)


def _faults_of_times(events: tuple[ReferralEvent, ...]) -> Iterator[Fault]:
    """Yield each time that is before one given earlier, on a day on which not all events have one."""
    untimed = {one.day for one in events if not isinstance(one.on, datetime)}
    latest: dict[date, datetime] = {}
    for place, one in enumerate(events):
        if isinstance(one.on, datetime) and one.day in untimed:
            if one.day in latest and one.on < latest[one.day]:
                wanted = "a time not before those given earlier, on a day on which not all events have one"
                yield Fault(f"events[{place}].on", wanted, got="an earlier time")
            latest[one.day] = max(one.on, latest.get(one.day, one.on))


def _faults_of_order(standing: Iterable[ReferralEvent], events: tuple[ReferralEvent, ...]) -> Iterator[Fault]:
    """Yield the first event that cannot follow those before it, with what could; what comes after is not judged."""
    status = before = ReferralStatus.NOT_RECEIVED
    happened: set[What] = set()
    for event in standing:
        step = event.step
        if status not in step.after or step.needs_before not in {None, *happened}:
            place = next(place for place, one in enumerate(events) if one is event)
            possible = ", ".join(one.what for one in possible_after(status, happened)) or "nothing, for it is over"
            lacks = status in step.after and step.needs_before is not None
            hint = f"{event.what} comes after {step.needs_before}" if lacks else ""
            yield Fault(f"events[{place}].what", possible, got=event.what, hint=hint)
            return
        happened.add(event.what)
        status, before = _after(event, status, before)
