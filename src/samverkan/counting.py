"""Counting indicators over many cases, which are gone through once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, assert_never, cast

import attrs

from samverkan.bound_indicators import BoundIndicator
from samverkan.casefiles import CaseFile, Person, case_of
from samverkan.dates import as_optional_day
from samverkan.errors import InvalidValueError, located, masked
from samverkan.fields import of_enum
from samverkan.figures import Behind, Figure, Part
from samverkan.group_words import group_named
from samverkan.groupings import Grouping, Key
from samverkan.indicator_units import Asked, Unit, refuse_view, units
from samverkan.indicators import Counted, GroupBy, Indicator, Measure, Of, ReferenceDay
from samverkan.inhabitants import Inhabitants, number_in, numbers_of
from samverkan.measurements import ClockState, Measurement, Promise, measure
from samverkan.periods import ReportingPeriod, as_period
from samverkan.summaries import summary_of
from samverkan.tallies import Rejected, Tally, is_rejected

__all__ = ["Counting", "compute", "compute_all"]


def compute(  # noqa: PLR0913
    indicator: BoundIndicator,
    cases: "Iterable[Person | Rejected]",
    period: ReportingPeriod | str,
    *,
    by: Iterable[GroupBy | str] | None = None,
    as_of: date | str | None = None,
    known_on: date | str | None = None,
    inhabitants: Inhabitants | None = None,
    keep_cases: bool = True,
) -> "Figure":
    """Return what an indicator comes to among *cases*, in *period*; its ``parts`` are the groups.

    * *by*: by what it is taken apart, in place of what the indicator says.
    * *as_of*: up to which day events count; the last of the period, if nothing else is said. What is pending on that
      day may be settled on a later one.
    * *known_on*: only what was recorded by that day.
    * *inhabitants*: how many there are, for an indicator per inhabitant: a number, or one for each group.
    * *keep_cases*: whether the figure keeps the ids of the cases behind it.

    Each case is one person's, and is given once. What could not be read may stand among them, and is counted.

    Raises:
        InvalidValueError: when a day or the period is none, or *as_of* is before the period; when the indicator is not
            bound to a model; when two cases have one id, or one is seen through an agency's eyes; when the inhabitants
            are missing or not asked for, are of groups that there are not, or are fewer than those counted of them.
        InvalidRecordError: when a case names something that the model does not have.

    >>> from samverkan import CaseFile, Participant, ReferralEvent, load_model
    >>> from samverkan.referrals import Referral
    >>> back = load_model("finsam").indicators["sent-back"]
    >>> sent = Referral("r-1", by="kommun/IFO", to="AF", events=[
    ...     ReferralEvent("received", on="2016-03-01", agency="AF"),
    ...     ReferralEvent("sent_back", on="2016-08-19", agency="AF", asks_for=["certificate"])])
    >>> figure = compute(back, [CaseFile(Participant(id="d-1", sex="woman"), referrals=[sent])], "2016")
    >>> figure.numerator, figure.denominator, [str(one.group["sex"]) for one in figure.parts]
    (1, 1, ['woman'])
    """
    _refuse_unbound(indicator)
    [figure] = compute_all(
        [indicator],
        cases,
        period,
        by=by,
        as_of=as_of,
        known_on=known_on,
        inhabitants={} if inhabitants is None else {indicator.id: inhabitants},
        keep_cases=keep_cases,
    )
    return figure


def compute_all(  # noqa: PLR0913
    indicators: Sequence[BoundIndicator],
    cases: "Iterable[Person | Rejected]",
    period: ReportingPeriod | str,
    *,
    by: Iterable[GroupBy | str] | None = None,
    as_of: date | str | None = None,
    known_on: date | str | None = None,
    inhabitants: Mapping[str, Inhabitants] | None = None,
    keep_cases: bool = False,
) -> "tuple[Figure, ...]":
    """Return what each of the indicators comes to, in their order; the cases are gone through once.

    It is as :func:`compute` does it, but the ids are not kept unless one asks for them, and *inhabitants* are by the
    id of the indicator.

    Raises:
        InvalidValueError: as :func:`compute`.
        InvalidRecordError: as :func:`compute`.
    """
    counting = Counting(
        indicators, period, by=by, as_of=as_of, known_on=known_on, inhabitants=inhabitants, keep_cases=keep_cases
    )
    for one in cases:
        counting.add(one)
    return counting.figures()


# --- Counting ---------------------------------------------------------------------------------------


class _Counts:
    """What has been counted of one group."""

    __slots__ = ("behind", "parts", "sum", "times")

    def __init__(self) -> None:
        self.parts = dict.fromkeys(Part, 0)
        self.sum = 0
        self.times: Tally | None = None
        self.behind: list[Behind] = []


class _Judged(NamedTuple):
    """In which part a unit is counted, with its number or its time, and in which groups."""

    part: Part
    number: int
    time: Measurement | None
    keys: tuple[Key, ...]


class Counting:
    """Counts indicators over cases that are added one by one; what is counted is not kept, unless that is asked for."""

    def __init__(  # noqa: PLR0913
        self,
        indicators: Sequence[BoundIndicator],
        period: ReportingPeriod | str,
        *,
        by: Iterable[GroupBy | str] | None = None,
        as_of: date | str | None = None,
        known_on: date | str | None = None,
        inhabitants: Mapping[str, Inhabitants] | None = None,
        keep_cases: bool = False,
    ) -> None:
        self.period = as_period(period)
        self.as_of = self.period.read_on(as_of)
        self.known_on = as_optional_day(known_on)
        self.keep_cases = keep_cases
        self.rejected = 0
        self.untold = 0
        wanted = None if by is None else tuple(dict.fromkeys(located("by", _group_by, one) for one in by))
        for one in indicators:
            _refuse_unbound(one)
            _refuse_out_of_force(one.definition, self.period)
        given: Mapping[str, Inhabitants] = {} if inhabitants is None else inhabitants
        self._seen: set[str] = set()
        self._asked: dict[int, Asked] = {}
        self._each = [_One(one, wanted, given.get(one.id)) for one in indicators]

    def add(self, one: "Person | Rejected") -> None:
        """Count what there is to count in a case, or a record that could not be read; one refused counts not."""
        self.read(one)()

    def read(self, one: "Person | Rejected") -> Callable[[], None]:
        """Read a case, and return what counts it: so that several who count can refuse it before any has counted it."""
        if is_rejected(one):
            return self._reject
        case = case_of(cast("Person", one))
        refuse_view(case)
        if case.participant.id in self._seen:
            raise InvalidValueError(where="cases", wanted="one case a person", got="a second one of the same id")
        judged = [*self._judged(case)]

        def count() -> None:
            self._seen.add(case.participant.id)
            self.untold += case.referrals is None
            for each, unit, found in judged:
                each.count(unit, found, keep_case=self.keep_cases)

        return count

    def _reject(self) -> None:
        self.rejected += 1

    def _judged(self, case: CaseFile) -> "Iterator[tuple[_One, Unit, _Judged]]":
        found: dict[tuple[Counted, ReferenceDay, int], list[Unit]] = {}
        for each in self._each:
            definition = each.indicator.definition
            asked = self._asked_for(each.indicator)
            key = (definition.counts, definition.reference_day, id(asked))
            if key not in found:
                found[key] = [*units(case, definition.counts, definition.reference_day, asked)]
            for unit in found[key]:
                judged = each.judged(unit)
                if judged is not None:
                    yield each, unit, judged

    def figures(self) -> tuple[Figure, ...]:
        """Return what each indicator comes to."""
        return tuple(self._figure(one) for one in self._each)

    def _asked_for(self, indicator: BoundIndicator) -> Asked:
        base = indicator.base
        if id(base) not in self._asked:
            self._asked[id(base)] = Asked(period=self.period, as_of=self.as_of, known_on=self.known_on, vocabulary=base)
        return self._asked[id(base)]

    def _figure(self, one: "_One") -> Figure:
        parts = [
            self._made(one, counts, dict(zip(one.grouping.by, key, strict=True)))
            for key, counts in sorted(one.groups.items(), key=lambda item: one.grouping.place_of(item[0]))
        ]
        whole = self._made(one, one.whole, {})
        return attrs.evolve(
            whole,
            parts=parts,
            rejected=self.rejected,
            untold=0 if one.indicator.definition.counts is Counted.PERSONS else self.untold,
        )

    def _made(self, one: "_One", counts: _Counts, group: Mapping[GroupBy, str | None]) -> Figure:
        definition, parts = one.indicator.definition, counts.parts
        numerator, denominator = one.ratio_of(counts, group)
        return Figure(
            indicator=definition.id,
            variant=None if one.indicator.variant is None else one.indicator.variant.id,
            period=self.period,
            as_of=self.as_of,
            known_on=self.known_on,
            counts=definition.counts,
            measure=definition.measure,
            group=group,
            numerator=numerator,
            denominator=denominator,
            unknown=parts[Part.UNKNOWN],
            perhaps=parts[Part.PERHAPS],
            anonymous=parts[Part.ANONYMOUS],
            pending=parts[Part.PENDING],
            summary=None if definition.measure is not Measure.DAYS else summary_of(counts.times or Tally()),
            keeps_cases=self.keep_cases,
            behind=sorted(counts.behind, key=lambda one: (one.participant, one.unit or "", one.part)),
            definition=definition,
            names={
                by: group_named(by, value, one.indicator.vocabulary, one.indicator.programmes)
                for by, value in group.items()
                if value is not None
            },
        )


class _One:
    """One indicator while it is counted."""

    def __init__(
        self, indicator: BoundIndicator, by: tuple[GroupBy, ...] | None, inhabitants: Inhabitants | None
    ) -> None:
        self.indicator = indicator
        definition = indicator.definition
        self.grouping = Grouping(indicator, definition.group_by if by is None else by)
        self.groups: dict[Key, _Counts] = {}
        self.whole = _Counts()
        self.inhabitants = numbers_of(self.grouping, inhabitants)
        if isinstance(self.inhabitants, Mapping):
            # A group without a case is there too: its inhabitants are among the whole.
            self.groups = {(name,): _Counts() for name in self.inhabitants}

    def judged(self, unit: Unit) -> "_Judged | None":
        """Return where and how a unit is counted; ``None`` where nowhere."""
        programmes = self.indicator.definition.programmes
        if programmes and (unit.referral is None or unit.referral.programme not in programmes):
            return None
        part, number, time = self._part_of(unit)
        if part is None:
            return None
        is_anonymous = part is Part.ANONYMOUS
        keys = self.grouping.keys_of(unit, is_anonymous=is_anonymous)
        return _Judged(part, number, None if is_anonymous else time, keys)

    def count(self, unit: Unit, judged: "_Judged", *, keep_case: bool) -> None:
        """Count a unit in the whole, and in its group or each of its groups."""
        for counts in (self.whole, *(self.groups.setdefault(key, _Counts()) for key in judged.keys)):
            counts.parts[judged.part] += 1
            counts.sum += judged.number
            if judged.time is not None:
                if counts.times is None:
                    counts.times = Tally()
                counts.times.add(judged.time)
            if keep_case:
                counts.behind.append(Behind(unit.case.participant.id, unit.id, judged.part))

    def _part_of(self, unit: Unit) -> tuple[Part | None, int, Measurement | None]:
        """Return in which part a unit is counted, ``None`` where in none; with its number, or its time."""
        definition, asked = self.indicator.definition, unit.asked
        if self.indicator.population is not None:
            belongs = self.indicator.population.truth(unit, unit.day, asked.known_on)
            if not belongs:
                return (Part.PERHAPS if belongs is None else None), 0, None
        if unit.is_anonymous(definition.personal):
            return Part.ANONYMOUS, 0, None
        match definition.measure:
            case Measure.NUMBER:
                return Part.NUMERATOR, 0, None
            case Measure.SHARE:
                rule = self.indicator.numerator
                return _PART_OF[None if rule is None else rule.truth(unit, unit.day, asked.known_on)], 0, None
            case Measure.MEAN:
                value = None if self.indicator.value is None else self.indicator.value(unit, unit.day, asked.known_on)
                return (Part.NUMERATOR, value, None) if isinstance(value, int) else (Part.UNKNOWN, 0, None)
            case Measure.KEPT:
                return _kept(self._measured(unit)), 0, None
            case Measure.DAYS:
                time = self._measured(unit)
                return _TIMED[time.state], 0, time
            case _ as never:
                assert_never(never)

    def _measured(self, unit: Unit) -> Measurement:
        lead_time, asked = self.indicator.lead_time, unit.asked
        if lead_time is None or unit.referral is None:  # never
            raise AssertionError("an indicator of times has a lead time, and counts referrals")
        return measure(
            unit.referral,
            lead_time,
            asked.as_of,
            policy=self.indicator.definition.policy,
            calendar=self.indicator.calendar,
            known_on=asked.known_on,
        )

    def ratio_of(self, counts: _Counts, group: Mapping[GroupBy, str | None]) -> tuple[int, int]:
        """Return the numerator and the denominator of what has been counted."""
        parts, definition = counts.parts, self.indicator.definition
        came, rest = parts[Part.NUMERATOR], parts[Part.REST]
        match definition.measure:
            case Measure.NUMBER:
                return came + parts[Part.ANONYMOUS], came + parts[Part.ANONYMOUS]
            case Measure.MEAN:
                return counts.sum, came
            case Measure.SHARE if definition.of is Of.INHABITANTS:
                return came, number_in(group, self.inhabitants, counted=came)
            case Measure.SHARE | Measure.KEPT:
                return came, came + rest
            case Measure.DAYS:
                return came, came + rest + parts[Part.PENDING]
            case _ as never:
                assert_never(never)


_PART_OF: Final[Mapping[bool | None, Part]] = {True: Part.NUMERATOR, False: Part.REST, None: Part.UNKNOWN}
_TIMED: Final[Mapping[ClockState, Part | None]] = {
    ClockState.STOPPED: Part.NUMERATOR,
    ClockState.ENDED_WITHOUT_SUCCESS: Part.REST,
    ClockState.RUNNING: Part.PENDING,
    ClockState.UNKNOWN: Part.UNKNOWN,
    ClockState.NOT_STARTED: None,
    ClockState.NULLIFIED: None,
}
_PROMISED: Final[Mapping[Promise, Part]] = {
    Promise.MET: Part.NUMERATOR,
    Promise.MISSED: Part.REST,
    Promise.STILL_POSSIBLE: Part.PENDING,
}


def _kept(time: Measurement) -> Part | None:
    if time.promise is None:
        return Part.UNKNOWN if time.state is ClockState.UNKNOWN else None
    return _PROMISED[time.promise]


def _refuse_unbound(indicator: BoundIndicator) -> None:
    if not isinstance(indicator, BoundIndicator):  # pyright: ignore[reportUnnecessaryIsInstance] - it is not trusted
        wanted = "an indicator bound to a model: model.indicators[...]"
        raise InvalidValueError(where="indicator", wanted=wanted, got=masked(indicator))


def _group_by(value: GroupBy | str) -> GroupBy:
    return of_enum(value, GroupBy)


def _refuse_out_of_force(indicator: Indicator, period: ReportingPeriod) -> None:
    if not indicator.is_in_force(period):
        wanted = f"a period in which {indicator.id} is in force"
        raise InvalidValueError(where="period", wanted=wanted, got="one in which it is not")
