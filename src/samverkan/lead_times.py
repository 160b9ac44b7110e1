"""Lead times as data: between which events time is counted, how, and what was promised (*ledtid*, *tidsgräns*).

:mod:`samverkan.measurements` counts.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final, cast

import attrs

from samverkan.dates import Span
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, UnknownNameError, each, masked, nearest
from samverkan.fields import identifier, named, of_enum
from samverkan.given import as_boolean, as_number, as_records, as_word
from samverkan.referral_steps import STEPS, Side, What
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

__all__ = ["LeadTime", "LeadTimeKind", "Over", "Period", "Policy", "Roll", "Unit"]


class LeadTimeKind(StrEnum):
    """What a lead time is for: to measure, or to see to a *target* of one's own, a *duty* in law or a *limit*.

    A limit is a day from which something else holds, and nothing that anybody has promised.
    """

    MEASURE = "measure"
    TARGET = "target"
    DUTY = "duty"
    LIMIT = "limit"


class Over(StrEnum):
    """What time is counted over: the events of a referral, or the days of a sick leave."""

    REFERRAL = "referral"
    SICK_LEAVE = "sick_leave"


class Period(StrEnum):
    """In what a promise is counted."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    WORKING_DAYS = "working_days"


class Unit(StrEnum):
    """Which days are counted: all of them, or working days alone."""

    CALENDAR = "calendar"
    WORKING = "working"


class Roll(StrEnum):
    """What becomes of a last day that is no working day: nothing, or it moves forward (lag 1930:173, 2 §)."""

    NONE = "none"
    FORWARD = "forward"


def _events(value: Iterable[str]) -> tuple[str, ...]:
    return _texts_of(value, "a list of events")


def _optional_events(value: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if value is None else _events(value)


def _names(value: Iterable[str]) -> tuple[str, ...]:
    return _texts_of(value, "a list of agencies")


def _texts_of(value: object, wanted: str) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InvalidValueError(wanted=wanted, got=masked(value))
    return tuple(each(cast("Any", value), as_word))


def _texts(value: Iterable[Text]) -> tuple[Text, ...]:
    return as_records(value, Text)


def _policies(value: "Iterable[Policy]") -> "tuple[Policy, ...]":
    return as_records(value, Policy)


def _kind(value: LeadTimeKind | str) -> LeadTimeKind:
    return of_enum(value, LeadTimeKind)


def _period(value: Period | str) -> Period:
    return of_enum(value, Period)


def _roll(value: Roll | str) -> Roll:
    return of_enum(value, Roll)


def _over(value: Over | str) -> Over:
    return of_enum(value, Over)


def _side(value: Side | str) -> Side:
    return of_enum(value, Side)


def _optional_side(value: Side | str | None) -> Side | None:
    return None if value is None else _side(value)


def _number(value: int) -> int:
    return as_number(value, 0, None)


def _optional_number(value: int | None) -> int | None:
    return None if value is None else _number(value)


def _flag(value: bool) -> bool:  # noqa: FBT001
    return as_boolean(value)


@attrs.frozen(kw_only=True, field_transformer=named)
class Policy:
    """A named way of counting, where a source leaves open how.

    * ``within``, ``unit``: how long is promised; without it the time is measured and nothing more.
    * ``roll``: what becomes of a last day that is no working day.
    * ``counts_waiting``: whether days of waiting at the person's own wish are counted. Where they are not, the
      promised day moves by as many.
    * ``first_day``: the number of the first day, 0 or 1.
    * ``nullified_by``, ``ended_by``: in place of the lead time's own, where this way of counting has others.
    """

    id: str = attrs.field(converter=identifier)
    text: Text
    within: int | None = attrs.field(default=None, converter=_optional_number)
    unit: Period = attrs.field(default=Period.DAYS, converter=_period)
    roll: Roll = attrs.field(default=Roll.NONE, converter=_roll)
    counts_waiting: bool = attrs.field(default=True, converter=_flag)
    first_day: int = attrs.field(default=0, converter=_number)
    nullified_by: tuple[str, ...] | None = attrs.field(default=None, converter=_optional_events)
    ended_by: tuple[str, ...] | None = attrs.field(default=None, converter=_optional_events)
    source: Source = ASSUMED

    @property
    def counts(self) -> Unit:
        """Which days are counted: all, or working days alone."""
        return Unit.WORKING if self.unit is Period.WORKING_DAYS else Unit.CALENDAR


NULLIFIED_BY: Final = ("ended:wrongly-registered",)
ENDED_BY: Final = ("ended", "recommended_elsewhere", "could_not_be_reached")


@attrs.frozen(kw_only=True, field_transformer=named)
class LeadTime:
    """Between which events time is counted, and what was promised (*ledtid*, *tidsgräns*).

    * ``start``: the events with the first of which it starts; with ``restarts`` each of them starts it anew.
    * ``stop``: the events with the first of which it stops. Events are named as in :class:`What`, with an outcome
      or a sort of plan after a colon where only that one counts: ``ended:died``, ``plan_made:af``.
    * ``nullified_by``: what makes it count for nothing; ``ended_by``: what ends it without success.
    * ``side``: to count only the time on one side of a referral that is sent back and forth.
    * ``policies``: the ways of counting; the first is the default.
    * ``to``: the agencies to which a referral must be; ``general``: whether it is for every referral. Otherwise
      it is for those to programmes that name it.
    * ``over``, ``joined_within``: over sick leave, spells with fewer than so many days between them are one.
    * ``in_force``: on which first days something is promised. On others the time is measured and no more.
    * ``acts``: who is to see to it that it stops.

    Raises:
        InvalidRecordError: when an event is none, or it lacks a start, a stop or a policy.
    """

    id: str = attrs.field(converter=identifier)
    kind: LeadTimeKind = attrs.field(converter=_kind)
    name: Text
    source: Source
    policies: tuple[Policy, ...] = attrs.field(converter=_policies)
    start: tuple[str, ...] = attrs.field(default=(), converter=_events)
    stop: tuple[str, ...] = attrs.field(default=(), converter=_events)
    nullified_by: tuple[str, ...] = attrs.field(default=NULLIFIED_BY, converter=_events)
    ended_by: tuple[str, ...] = attrs.field(default=ENDED_BY, converter=_events)
    restarts: bool = attrs.field(default=False, converter=_flag)
    side: Side | None = attrs.field(default=None, converter=_optional_side)
    over: Over = attrs.field(default=Over.REFERRAL, converter=_over)
    joined_within: int | None = attrs.field(default=None, converter=_optional_number)
    general: bool = attrs.field(default=False, converter=_flag)
    to: tuple[str, ...] = attrs.field(default=(), converter=_names)
    acts: Side = attrs.field(default=Side.RECIPIENT, converter=_side)
    in_force: Span = attrs.field(factory=Span)
    open_questions: tuple[Text, ...] = attrs.field(default=(), converter=_texts)

    def __attrs_post_init__(self) -> None:
        faults = [] if self.policies else [Fault("policies", "one policy or more, the default first", got="none")]
        ids = [one.id for one in self.policies]
        faults += [
            Fault(f"policies.{one}", "an id that no other policy has") for one in sorted({*ids}) if ids.count(one) > 1
        ]
        faults += [
            Fault(f"policies.{one.id}.first_day", "0 or 1", got="another number")
            for one in self.policies
            if one.first_day not in {0, 1}
        ]
        faults += [
            Fault(f"policies.{one.id}.within", "a number not below that of the first day", got="a lower one")
            for one in self.policies
            if one.within is not None and one.within < one.first_day
        ]
        if self.over is Over.SICK_LEAVE:
            faults += [
                Fault(f"policies.{one.id}.unit", "days, for what goes by sick leave", got=one.unit)
                for one in self.policies
                if one.unit is not Period.DAYS
            ]
        if self.over is Over.REFERRAL:
            faults += [
                Fault(name, "one event or more, but for what goes by sick leave", got="none")
                for name in ("start", "stop")
                if not getattr(self, name)
            ]
        if self.side is not None and any(one.within is not None for one in self.policies):
            faults.append(Fault("side", "no side, where something is promised", got="a side"))
        for name in ("start", "stop", "nullified_by", "ended_by"):
            faults += _faults_of_events(name, getattr(self, name))
        for policy in self.policies:
            for name in ("nullified_by", "ended_by"):
                faults += _faults_of_events(f"policies.{policy.id}.{name}", getattr(policy, name) or ())
        if faults:
            raise InvalidRecordError(faults)

    def policy(self, name: str | None = None) -> Policy:
        """Return the policy of that name, the default one without a name.

        Raises:
            UnknownNameError: when there is none of that name.
        """
        if name is None:
            return self.policies[0]
        for one in self.policies:
            if one.id == name:
                return one
        raise UnknownNameError("policy", name, [one.id for one in self.policies])

    def policy_or_default(self, name: str | None) -> Policy:
        """Return the policy of that name, the default one where there is none of that name."""
        return next((one for one in self.policies if one.id == name), self.policies[0])


def _faults_of_events(where: str, events: Iterable[str]) -> list[Fault]:
    wanted = "events of a referral"
    return [Fault(where, wanted, hint=nearest(one, STEPS)) for one in events if _event_of(one) is None]


def _event_of(name: str) -> What | None:
    word, colon, said = name.partition(":")
    if word not in STEPS or (colon and not said) or (said and word not in _SAYS):
        return None
    return What(word)


_SAYS: Final = (What.ENDED, What.PLAN_MADE, What.PLAN_BEGUN)
"""The events of which only those of one outcome, or one sort of plan, may be meant."""
