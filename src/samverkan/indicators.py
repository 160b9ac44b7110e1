"""Indicators as data (*indikator*): what is counted, among whom, on which day, and from which source.

:mod:`samverkan.figures` reckons them. A rule of an indicator is written as a rule of a programme is. Beside the facts
about a person it can read those of :mod:`samverkan.indicator_facts`, such as ``times_sent_back``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, cast

import attrs

from samverkan.dates import Span
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, UnknownNameError, each, masked
from samverkan.fields import identifier, named, of_enum, optional_word
from samverkan.given import as_number, as_records, as_word
from samverkan.immutable import frozen_mapping
from samverkan.periods import ReportingPeriod
from samverkan.rules.expressions import Condition
from samverkan.rules.parameters import Parameter
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

__all__ = [
    "Counted",
    "Direction",
    "Goal",
    "GroupBy",
    "Indicator",
    "Measure",
    "Of",
    "Personal",
    "ReferenceDay",
    "Variant",
]


class Counted(StrEnum):
    """What is counted. One person can have several referrals and take part several times: they are never mixed."""

    PERSONS = "persons"
    REFERRALS = "referrals"
    PARTICIPATIONS = "participations"


class Measure(StrEnum):
    """What sort of figure it is.

    *Number*: how many. *Share*: how many of them meet the numerator. *Mean*: of a number that each of them has.
    *Kept*: for how many a lead time's promise was kept. *Days*: the median of a lead time.
    """

    NUMBER = "number"
    SHARE = "share"
    MEAN = "mean"
    KEPT = "kept"
    DAYS = "days"


class Of(StrEnum):
    """Of what a share is: of those that are counted, or of all inhabitants, whose number is given from outside."""

    COUNTED = "counted"
    INHABITANTS = "inhabitants"


class ReferenceDay(StrEnum):
    """The day on which rules are read, by name; what is counted belongs to the period in which that day lies."""

    PERIOD_START = "period_start"
    PERIOD_END = "period_end"
    RECEIVED = "received"
    STARTED = "started"
    ENDED = "ended"


class GroupBy(StrEnum):
    """By what a figure is taken apart.

    *Party*: with which of the parties she is in contact. Then the groups overlap, and do not add up to the whole.
    """

    SEX = "sex"
    AGE = "age"
    RESIDENCE = "residence"
    PARTY = "party"
    PROGRAMME = "programme"
    REFERRED_BY = "referred_by"
    AGENCY = "agency"


class Direction(StrEnum):
    """Which way is better, where a source says so."""

    HIGHER = "higher"
    LOWER = "lower"


class Personal(StrEnum):
    """Of whom more is counted than that there was somebody.

    *Open*: of everybody but those whose personal data are protected. *Registered*: of those who, besides, have agreed
    to be registered in that programme, as SUS asked. Everybody else is anonymous: of her only the sex is counted.
    """

    OPEN = "open"
    REGISTERED = "registered"


NUMBER_PATTERN: Final = r" *([0-9]+)(?:/([0-9]*[1-9][0-9]*))? *(%)? *"
"""How a number is written that need not be a whole one."""


def as_fraction(value: object) -> Fraction:
    """Return a number that is written as ``80 %``, ``4/5`` or ``3``.

    Raises:
        InvalidValueError: for anything else; a decimal number is none, for it need not be what was written.

    >>> as_fraction("80 %"), as_fraction("4/5"), as_fraction(3)
    (Fraction(4, 5), Fraction(4, 5), Fraction(3, 1))
    """
    if isinstance(value, Fraction) or (isinstance(value, int) and not isinstance(value, bool)):
        return Fraction(value)
    if isinstance(value, str) and (found := re.fullmatch(NUMBER_PATTERN, value)):
        over, under, percent = found.groups()
        return Fraction(int(over), int(under or 1) * (100 if percent else 1))
    got = "a decimal number" if isinstance(value, float) else masked(value)
    raise InvalidValueError(wanted="a number such as 80 %, 4/5 or 3", got=got)


def _optional_fraction(value: Fraction | str | int | None) -> Fraction | None:
    return None if value is None else as_fraction(value)


def _direction(value: Direction | str) -> Direction:
    return of_enum(value, Direction)


@attrs.frozen(kw_only=True, field_transformer=named)
class Goal:
    """Which way is better, and what is to be reached where the source says that; neither is ever assumed.

    It is of the figure itself, such as a share from 0 to 1 or a number of days. A goal for the answers of a survey, in
    per cent and with a level that is near it, is :class:`samverkan.surveys.Goal`.
    """

    direction: Direction = attrs.field(converter=_direction)
    source: Source
    value: Fraction | None = attrs.field(default=None, converter=_optional_fraction)

    def is_reached(self, value: Fraction) -> bool | None:
        """Whether *value*, which is not rounded, reaches it; ``None`` where there is nothing to reach.

        >>> Goal(direction="higher", value="80 %", source=ASSUMED).is_reached(Fraction(159, 200))
        False
        """
        if self.value is None:
            return None
        return value >= self.value if self.direction is Direction.HIGHER else value <= self.value


def _parameters(value: Mapping[str, Parameter]) -> Mapping[str, Parameter]:
    return frozen_mapping(value)


@attrs.frozen(kw_only=True, field_transformer=named)
class Variant:
    """A named way of reckoning, where sources differ: other thresholds, or another numerator."""

    id: str = attrs.field(converter=identifier)
    text: Text
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict[str, Parameter], converter=_parameters)
    numerator: str | Condition | None = None
    source: Source = ASSUMED


def _counted(value: Counted | str) -> Counted:
    return of_enum(value, Counted)


def _measure(value: Measure | str) -> Measure:
    return of_enum(value, Measure)


def _of(value: Of | str) -> Of:
    return of_enum(value, Of)


def _day(value: ReferenceDay | str) -> ReferenceDay:
    return of_enum(value, ReferenceDay)


def _personal(value: Personal | str) -> Personal:
    return of_enum(value, Personal)


def _group_by(value: Iterable[GroupBy | str]) -> tuple[GroupBy, ...]:
    if isinstance(value, str) or not isinstance(cast("Any", value), Iterable):
        raise InvalidValueError(wanted="a list of what to group by", got=masked(value))
    return tuple(dict.fromkeys(each(value, lambda one: of_enum(one, GroupBy))))


def _names(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(cast("Any", value), Iterable):
        raise InvalidValueError(wanted="a list of programmes", got=masked(value))
    return tuple(each(value, as_word))


def _ages(value: Iterable[int]) -> tuple[int, ...]:
    if not isinstance(cast("Any", value), Iterable):
        raise InvalidValueError(wanted="a list of ages", got=masked(value))
    ages = tuple(each(value, lambda one: as_number(one, 1, 130)))
    if list(ages) != sorted({*ages}):
        raise InvalidValueError(wanted="ages that rise", got="others")
    return ages


def _texts(value: Iterable[Text]) -> tuple[Text, ...]:
    return as_records(value, Text)


def _variants(value: Iterable[Variant]) -> tuple[Variant, ...]:
    return as_records(value, Variant)


@attrs.frozen(kw_only=True, field_transformer=named)
class Indicator:
    """A figure as data (*indikator*).

    * ``counts``: what is counted; ``measure``: what sort of figure comes of it.
    * ``population``: the rule that those who are counted meet; without it, all of them are.
    * ``numerator``: the rule that the part meets, of a share; or ``target_group``: a group of the model, in its place.
    * ``value``: of a mean, the number that each has. ``lead_time``, ``policy``: of *kept* and *days*.
    * ``of``: what a share is of.
    * ``programmes``: to which referrals, or in which one takes part; without any, all.
    * ``reference_day``: on which day the rules are read.
    * ``group_by``: how it is taken apart, by sex unless something else is said; ``ages``: where each
      band of ages begins; without any, those of :data:`samverkan.age_bands.AGE_BANDS`.
    * ``personal``: of whom more is counted than that there was somebody.
    * ``goal``: only where the source states one.
    * ``parameters``: the thresholds of its rules; ``variants``: ways of reckoning, the first of which is the default.
    * ``in_force``: on which reference days it means what it says.

    Raises:
        InvalidRecordError: when it lacks what such a measure needs, or has what it cannot use.
    """

    id: str = attrs.field(converter=identifier)
    name: Text
    text: Text
    source: Source
    counts: Counted = attrs.field(converter=_counted)
    measure: Measure = attrs.field(converter=_measure)
    reference_day: ReferenceDay = attrs.field(converter=_day)
    population: str | Condition | None = None
    numerator: str | Condition | None = None
    target_group: str | None = attrs.field(default=None, converter=optional_word)
    value: str | None = attrs.field(default=None, converter=optional_word)
    lead_time: str | None = attrs.field(default=None, converter=optional_word)
    policy: str | None = attrs.field(default=None, converter=optional_word)
    of: Of = attrs.field(default=Of.COUNTED, converter=_of)
    programmes: tuple[str, ...] = attrs.field(default=(), converter=_names)
    group_by: tuple[GroupBy, ...] = attrs.field(default=(GroupBy.SEX,), converter=_group_by)
    ages: tuple[int, ...] = attrs.field(default=(), converter=_ages)
    personal: Personal = attrs.field(default=Personal.OPEN, converter=_personal)
    goal: Goal | None = None
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict[str, Parameter], converter=_parameters)
    variants: tuple[Variant, ...] = attrs.field(default=(), converter=_variants)
    in_force: Span = attrs.field(factory=Span)
    open_questions: tuple[Text, ...] = attrs.field(default=(), converter=_texts)

    def __attrs_post_init__(self) -> None:
        faults = [*self._faults_of_measure(), *self._faults_of_counted()]
        ids = [one.id for one in self.variants]
        faults += [
            Fault(f"variants.{one}", "an id that no other variant has") for one in sorted({*ids}) if ids.count(one) > 1
        ]
        if faults:
            raise InvalidRecordError(faults)

    def variant(self, name: str | None = None) -> Variant | None:
        """Return the variant of that name; without a name the default one, and ``None`` where there are none.

        Raises:
            UnknownNameError: when there is none of that name.
        """
        if name is None:
            return self.variants[0] if self.variants else None
        for one in self.variants:
            if one.id == name:
                return one
        raise UnknownNameError("variant", name, [one.id for one in self.variants])

    @property
    def is_apart(self) -> bool:
        """Whether its groups have nobody in common, so that they add up to the whole."""
        return GroupBy.PARTY not in self.group_by

    def is_in_force(self, period: ReportingPeriod) -> bool:
        """Whether it means what it says on every day of a period."""
        return self.in_force.covers(period.since) and self.in_force.covers(period.until)

    @property
    def can_be_by(self) -> tuple[GroupBy, ...]:
        """By what it can be taken apart."""
        return tuple(one for one in GroupBy if self.counts is not Counted.PERSONS or one not in _OF_REFERRALS)

    def _faults_of_measure(self) -> Iterator[Fault]:
        has_rule = [one for one in ("numerator", "target_group") if getattr(self, one) is not None]
        in_variants = bool(self.variants) and all(one.numerator is not None for one in self.variants)
        if self.measure is Measure.SHARE:
            if not has_rule and not in_variants:
                yield Fault("numerator", "a rule, or a target group in its place", got="neither")
            if len(has_rule) > 1:
                yield Fault("numerator", "a rule, or a target group in its place", got="both")
        for name, measures in _NEEDS.items():
            given = getattr(self, name) is not None
            if self.measure in measures and not given:
                yield Fault(name, f"something, for the measure {self.measure}", got="nothing")
            if given and self.measure not in measures:
                yield Fault(name, f"nothing, for the measure {self.measure}", got="something")
        for name in has_rule if self.measure is not Measure.SHARE else ():
            yield Fault(name, f"nothing, for the measure {self.measure}", got="something")
        if self.policy is not None and self.lead_time is None:
            yield Fault("policy", "nothing without a lead time", got="something")
        if self.of is Of.INHABITANTS and (self.measure is not Measure.SHARE or self.counts is not Counted.PERSONS):
            yield Fault("of", "counted, but for a share of persons", got=self.of)

    def _faults_of_counted(self) -> Iterator[Fault]:
        days = _DAYS[self.counts]
        if self.reference_day not in days:
            yield Fault("reference_day", f"one of {', '.join(days)}, of {self.counts}", got=self.reference_day)
        if self.lead_time is not None and self.counts is Counted.PERSONS:
            yield Fault("lead_time", "referrals or participations, whose time is counted", got="persons")
        if self.counts is Counted.PERSONS:
            for name in _OF_REFERRALS:
                if name in self.group_by:
                    yield Fault("group_by", "what persons can be grouped by", got=name)
            if self.programmes:
                yield Fault("programmes", "nothing, of persons", got="something")
            if self.personal is Personal.REGISTERED:
                yield Fault("personal", "open, of persons: one is registered in a programme", got="registered")


_NEEDS: Final[Mapping[str, frozenset[Measure]]] = {
    "value": frozenset({Measure.MEAN}),
    "lead_time": frozenset({Measure.KEPT, Measure.DAYS}),
}
_DAYS: Final[Mapping[Counted, tuple[ReferenceDay, ...]]] = {
    Counted.PERSONS: (ReferenceDay.PERIOD_START, ReferenceDay.PERIOD_END),
    Counted.REFERRALS: (ReferenceDay.RECEIVED, ReferenceDay.STARTED, ReferenceDay.ENDED),
    Counted.PARTICIPATIONS: (ReferenceDay.STARTED, ReferenceDay.ENDED),
}
_OF_REFERRALS: Final = (GroupBy.PROGRAMME, GroupBy.REFERRED_BY, GroupBy.AGENCY)
