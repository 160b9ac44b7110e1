"""What an indicator counts in a case: the person, her referrals or her participations, each as rules read it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeAlias, assert_never

import attrs

from samverkan.age_bands import AgeBands
from samverkan.agencies import unit_of
from samverkan.before_and_after import (
    PUBLIC_SUPPORT,
    Situation,
    after,
    before,
    began_or_increased,
    support_days_before,
)
from samverkan.casefiles import CaseFile
from samverkan.circulation import circulation_among
from samverkan.dated import Dated
from samverkan.disagreements import disagreements
from samverkan.errors import InvalidValueError
from samverkan.indicators import Counted, GroupBy, Personal, ReferenceDay
from samverkan.partial import Bounds, Members
from samverkan.participations import WRONGLY_REGISTERED, Participation, is_registered, participations
from samverkan.periods import ReportingPeriod
from samverkan.referral_events import SELF, ReferralEvent, agency_of
from samverkan.referral_steps import CLOSED, What
from samverkan.referrals import Referral, status_of
from samverkan.rules.readers import Reader, reader
from samverkan.rules.vocabulary import Vocabulary
from samverkan.spells import Spells
from samverkan.support_months import ECONOMIC_ASSISTANCE, longest_break, months_with

__all__ = ["Asked", "Unit", "counted_in", "refuse_view", "units", "who_received_in", "who_refers_in"]


@attrs.frozen(kw_only=True, eq=False)
class Asked:
    """What is asked of every case: the period, up to which day events count, and from what was recorded by when."""

    period: ReportingPeriod
    as_of: date
    known_on: date | None
    vocabulary: Vocabulary
    readers: Mapping[str, Reader] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        read = {name: reader(name, self.vocabulary) for name in ("sex", "age", "residence", "parties")}
        object.__setattr__(self, "readers", read)


@attrs.define(eq=False, repr=False)
class Unit:
    """One thing that is counted, as a rule reads it: the facts about the person, and those of the thing itself.

    ``day`` is its reference day. What is found once about it is kept, for several indicators ask for the same.
    """

    counts: Counted
    case: CaseFile
    day: date
    asked: Asked
    referral: Referral | None = None
    participation: Participation | None = None
    _found: dict[str, Dated[Any]] = attrs.field(init=False, factory=dict[str, Dated[Any]])

    @property
    def id(self) -> str | None:
        """The id of the referral, with the intervention of a participation; ``None`` of a person."""
        if self.participation is not None:
            return f"{self.participation.referral}/{self.participation.intervention}"
        return None if self.referral is None else self.referral.id

    def fact(self, name: str) -> Dated[Any]:
        """Return the fact *name*, of the thing that is counted or else of the person."""
        find = _FINDERS[self.counts].get(name)
        if find is None:
            return self.case.participant.fact(name)
        if name not in self._found:
            value = find(self)
            self._found[name] = _NOTHING_KNOWN if value is None else Dated[Any].always(value)
        return self._found[name]

    def spells(self, name: str) -> Spells[Any] | None:
        """Return the history *name* of the person."""
        return self.case.participant.spells(name)

    def is_anonymous(self, personal: Personal) -> bool:
        """Whether no more may be counted of it than that it was there."""
        match personal:
            case Personal.OPEN:
                # One of whom nobody has said that her data are protected is counted as everybody is.
                return self.case.participant.fact("protected_identity").at(self.day, self.asked.known_on) is True
            case Personal.REGISTERED:
                one = self.participation
                return one is None or not is_registered(one, known_on=self.asked.known_on)
            case _ as never:
                assert_never(never)

    def groups(self, by: GroupBy, bands: AgeBands) -> tuple[str | None, ...]:
        """Return to which groups it belongs: to one, but with parties to each of them; ``None``: unknown."""
        match by:
            case GroupBy.PARTY:
                parties = self._read("parties")
                return tuple(sorted(parties.inside)) if isinstance(parties, Members) else ()
            case GroupBy.AGE:
                return (_band(self._read("age"), bands),)
            case GroupBy.SEX | GroupBy.RESIDENCE:
                value = self._read(by.value)
                return (value if isinstance(value, str) else None,)
            case GroupBy.PROGRAMME:
                return (None if self.referral is None else self.referral.programme,)
            case GroupBy.REFERRED_BY:
                return (None if self.referral is None else who_refers_in(self.referral),)
            case GroupBy.AGENCY:
                return (
                    None
                    if self.referral is None
                    else who_received_in(self.referral, self.asked.as_of, self.asked.known_on),
                )
            case _ as never:
                assert_never(never)

    def _read(self, name: str) -> object:
        return self.asked.readers[name](self.case.participant, self.day, self.asked.known_on)

    def __repr__(self) -> str:
        return f"<Unit of {self.counts}>"


_NOTHING_KNOWN: Final[Dated[Any]] = Dated()


def units(case: CaseFile, counts: Counted, day: ReferenceDay, asked: Asked) -> Iterator[Unit]:
    """Yield what is counted in a case, and whose reference day lies in the period.

    What was registered by mistake is not there. Of a case where nothing is known of any referral there are none.
    """
    match counts:
        case Counted.PERSONS:
            # What is read of her is read no later than events are.
            on = asked.period.since if day is ReferenceDay.PERIOD_START else min(asked.period.until, asked.as_of)
            yield Unit(counts, case, on, asked)
        case Counted.REFERRALS:
            for one in counted_in(case, asked.known_on).referrals or ():
                on_day = _day_of(one, day, asked)
                if on_day is not None and asked.period.covers(on_day):
                    yield Unit(counts, case, on_day, asked, one)
        case Counted.PARTICIPATIONS:
            by_id = {one.id: one for one in case.referrals or ()}
            for taken in participations(case, known_on=asked.known_on):
                on_day = taken.ended if day is ReferenceDay.ENDED else taken.started
                if on_day is not None and asked.period.covers(on_day) and on_day <= asked.as_of:
                    yield Unit(counts, case, on_day, asked, by_id[taken.referral], taken)
        case _ as never:
            assert_never(never)


def _day_of(referral: Referral, day: ReferenceDay, asked: Asked) -> date | None:
    """Return the first day on which it was received or an intervention started, or the last on which it was closed."""
    events = referral.until(asked.as_of, asked.known_on)
    match day:
        case ReferenceDay.RECEIVED:
            days = [one.day for one in events if one.what is What.RECEIVED]
        case ReferenceDay.STARTED:
            days = [one.day for one in events if one.what is What.INTERVENTION_STARTED]
        case ReferenceDay.ENDED:
            days = [one.day for one in reversed(events) if one.step.to in CLOSED] if _is_closed(events) else []
        case ReferenceDay.PERIOD_START | ReferenceDay.PERIOD_END:  # never
            raise AssertionError("an indicator of referrals has no such reference day")
        case _ as never:
            assert_never(never)
    return days[0] if days else None


def _is_closed(events: Iterable[ReferralEvent]) -> bool:
    return status_of(events) in CLOSED


def refuse_view(case: CaseFile) -> None:
    """Refuse a case that is seen through an agency's eyes: figures are of all that is known.

    Raises:
        InvalidValueError: when it is.
    """
    if case.view is not None:
        raise InvalidValueError(where="cases", wanted="cases with all facts", got="one as an agency sees it")


def counted_in(case: CaseFile, known_on: date | None) -> CaseFile:
    """Return a case without the referrals that were registered by mistake: they count in nothing.

    Such a one is closed, and was never closed in any other way. Like what was entered in error it is not there on any
    day, once that is recorded.

    Raises:
        InvalidValueError: when it is seen through an agency's eyes: figures are of all that is known.
    """
    refuse_view(case)
    if not any(_is_mistaken(one, known_on) for one in case.referrals or ()):
        return case
    return attrs.evolve(case, referrals=[one for one in case.referrals or () if not _is_mistaken(one, known_on)])


def _is_mistaken(referral: Referral, known_on: date | None) -> bool:
    events = referral.standing(known_on)
    how = {one.outcome for one in events if one.step.to in CLOSED}
    return how == {WRONGLY_REGISTERED} and _is_closed(events)


# --- By what they are grouped -----------------------------------------------------------------------


def _band(age: object, bands: AgeBands) -> str | None:
    """Return the band of an age; of an age that is known in part, where both bounds lie in one."""
    match age:
        case Bounds(least, most):
            names = {bands.name_of(least), bands.name_of(most)}
            return names.pop() if len(names) == 1 else None
        case int():
            return bands.name_of(age)
        case _:
            return None


def who_refers_in(referral: Referral) -> str:
    """Return who sent her: she herself, a unit without the body that it is of, or who else it was."""
    who = referral.referrer or referral.by
    return who if agency_of(who) is None else unit_of(who)[0]


def who_received_in(referral: Referral, on: date = date.max, known_on: date | None = None) -> str | None:
    """Return who received a referral, a unit without the body that it is of; ``None`` where nobody has."""
    who = next((one.agency for one in referral.until(on, known_on) if one.what is What.RECEIVED), None)
    return who if who is None or agency_of(who) is None else unit_of(who)[0]


# --- What is found ----------------------------------------------------------------------------------

_Finder: TypeAlias = Callable[[Unit], Any]


def _sent_round(unit: Unit) -> bool | None:
    asked = unit.asked
    case = counted_in(unit.case, asked.known_on)
    found = circulation_among(case, asked.vocabulary, asked.as_of, since=asked.period.since, known_on=asked.known_on)
    return True if found.loops else None if found.days is None else False


def _assessments_differ(unit: Unit) -> bool | None:
    participant, asked = unit.case.participant, unit.asked
    if next(disagreements(participant, asked.vocabulary, unit.day, asked.known_on), None) is not None:
        return True
    history = participant.spells("work_capacity")
    is_whole = history is not None and history.complete is True and not history.unheard(asked.known_on)
    return False if is_whole else None


def _takes_part(unit: Unit) -> bool | None:
    period, last = unit.asked.period, unit.asked.as_of
    took = any(
        one.started <= min(period.until, last) and (one.ended is None or period.since <= one.ended)
        for one in participations(unit.case, known_on=unit.asked.known_on)
    )
    return took or (None if unit.case.referrals is None else False)


def _months(unit: Unit, count: int) -> frozenset[str] | None:
    last = unit.day.year * 12 + unit.day.month - 1
    first = max(last - count + 1, 12)
    return months_with(unit.case, ECONOMIC_ASSISTANCE, _month(first), _month(last), known_on=unit.asked.known_on)


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _number_of(months: frozenset[str] | None) -> int | None:
    return None if months is None else len(months)


def _break_in(months: frozenset[str] | None) -> int | None:
    return None if months is None else longest_break(months)


_THREE_YEARS: Final = 36


def _happened(what: What) -> _Finder:
    def find(unit: Unit) -> bool:
        return any(one.what is what for one in _events(unit))

    return find


def _events(unit: Unit) -> tuple[ReferralEvent, ...]:
    return () if unit.referral is None else unit.referral.until(unit.asked.as_of, unit.asked.known_on)


def _of_participation(read: Callable[[Participation, date | None], Any]) -> _Finder:
    def find(unit: Unit) -> Any:
        return None if unit.participation is None else read(unit.participation, unit.asked.known_on)

    return find


def _situation(when: Callable[..., Situation | None], read: Callable[[Situation], Any]) -> _Finder:
    def find(participation: Participation, known_on: date | None) -> Any:
        situation = when(participation, known_on=known_on)
        return None if situation is None else read(situation)

    return _of_participation(find)


def _support(situation: Situation) -> Members | None:
    kinds = situation.livelihoods
    return None if kinds is None else Members(kinds & PUBLIC_SUPPORT.kinds)


def _supported(situation: Situation) -> bool | None:
    return situation.public_support


def _occupied(situation: Situation) -> bool | None:
    return None if situation.active is None else situation.active.most > 0


def _has_ended(participation: Participation, unit: Unit) -> bool:
    return participation.ended is not None and participation.ended <= unit.asked.as_of


_OF_PERSONS: Final[Mapping[str, _Finder]] = {
    "sent_round": _sent_round,
    "assessments_differ": _assessments_differ,
    "takes_part": _takes_part,
    "assistance_months_in_year": lambda unit: _number_of(_months(unit, unit.day.month)),
    "assistance_months_in_three_years": lambda unit: _number_of(_months(unit, _THREE_YEARS)),
    "longest_break_in_three_years": lambda unit: _break_in(_months(unit, _THREE_YEARS)),
}
_OF_REFERRALS: Final[Mapping[str, _Finder]] = {
    "times_sent_back": lambda unit: sum(1 for one in _events(unit) if one.what is What.SENT_BACK),
    "self_referred": lambda unit: None if unit.referral is None else unit.referral.by == SELF,
    "has_started": _happened(What.INTERVENTION_STARTED),
    "has_ended": lambda unit: _is_closed(_events(unit)),
    "was_recommended_elsewhere": _happened(What.RECOMMENDED_ELSEWHERE),
}
_OF_PARTICIPATIONS: Final[Mapping[str, _Finder]] = {
    "began_or_increased": _of_participation(lambda one, known_on: began_or_increased(one, known_on=known_on)),
    "support_before": _situation(before, _support),
    "support_after": _situation(after, _support),
    "supported_before": _situation(before, _supported),
    "supported_after": _situation(after, _supported),
    "occupied_before": _situation(before, _occupied),
    "occupied_after": _situation(after, _occupied),
    "support_days_before": _of_participation(lambda one, known_on: support_days_before(one, known_on=known_on)),
    "has_ended": lambda unit: None if unit.participation is None else _has_ended(unit.participation, unit),
    "outcome": _of_participation(lambda one, _: one.outcome),
}
_FINDERS: Final[Mapping[Counted, Mapping[str, _Finder]]] = MappingProxyType(
    {Counted.PERSONS: _OF_PERSONS, Counted.REFERRALS: _OF_REFERRALS, Counted.PARTICIPATIONS: _OF_PARTICIPATIONS}
)
