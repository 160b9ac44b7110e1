"""The world that people are made up in: a model, a period, and the programmes that they come to."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import Final

import attrs

from samverkan.bound_programmes import BoundProgramme
from samverkan.calendars import Calendar
from samverkan.dates import LeapDay
from samverkan.errors import InvalidValueError, UnknownNameError
from samverkan.immutable import frozen_tuple
from samverkan.model import Model
from samverkan.municipalities import municipalities
from samverkan.participants import GIVEN
from samverkan.periods import ReportingPeriod
from samverkan.programmes import ProgrammeKind
from samverkan.rules.facts import Boolean, Choice, Derivation, Expression, Kind, SpellsOf
from samverkan.samples.constraints import Kept, kept
from samverkan.samples.draws import Draws
from samverkan.samples.wishes import Way, ways_to

__all__ = ["Asked", "Offer", "World", "world_of"]

_BEFORE: Final = timedelta(days=270)
"""So long before the period the first come who are still there when it begins."""
_EARLIER: Final = 35
_OF_MONTH: Final = (90, 90, 100, 90, 90, 70, 30, 60, 110, 110, 100, 60)
"""How many come in each month, of whom few come in July; and of every 100 that would, so many before the period."""
_HISTORY: Final = 4
_FIRST_YEAR, _LAST_YEAR = 1900, 9990


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Asked:
    """What a programme asks on some days: of each criterion the ways to meet it, and not to, and what it reads."""

    since: date
    met: tuple[tuple[Way, ...], ...] = attrs.field(converter=frozen_tuple)
    not_met: tuple[tuple[Way, ...], ...] = attrs.field(converter=frozen_tuple)
    reads: tuple[tuple[str, ...], ...] = attrs.field(converter=frozen_tuple)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Offer:
    """A programme that people come to, with the days on which they do."""

    programme: BoundProgramme
    asked: tuple[Asked, ...] = attrs.field(converter=frozen_tuple)
    days: tuple[date, ...] = attrs.field(converter=frozen_tuple)
    upto: tuple[int, ...] = attrs.field(converter=frozen_tuple)
    weight: int
    interventions: tuple[str, ...] = attrs.field(converter=frozen_tuple)

    def arrival(self, draws: Draws) -> date:
        """Draw a day on which somebody comes."""
        return self.days[bisect_right(self.upto, draws.whole(0, self.upto[-1] - 1))]

    def asks_on(self, day: date) -> Asked:
        """Return what is asked on that day."""
        return self.asked[bisect_right([one.since for one in self.asked], day) - 1]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class World:
    """What everybody who is made up has in common."""

    model: Model
    period: ReportingPeriod
    offers: tuple[Offer, ...] = attrs.field(converter=frozen_tuple)
    base: int
    working_days: tuple[date, ...]
    """From the day with the ordinal ``base`` on, for each day the first working day that is not before it."""

    def working(self, day: date) -> date:
        """Return the first working day that is not before *day*, which is near the period."""
        return self.working_days[day.toordinal() - self.base]

    @property
    def until(self) -> date:
        """The last day of which anything is known."""
        return self.period.until

    def words(self, of: str) -> tuple[str, ...]:
        """Return a closed list of the model by its name; an empty one where it has none of that name."""
        return self._lists.get(of, ())

    @cached_property
    def _lists(self) -> Mapping[str, tuple[str, ...]]:
        return {name: tuple(words) for name, words in self.model.vocabulary.lists.items()}

    @cached_property
    def units(self) -> Mapping[str, tuple[str, ...]]:
        """The agencies of each party, its units before itself; a party without any is left out."""
        register = self.model.agencies
        every = {party: register.of_party(party) for party in register.parties}
        return {party: tuple(one for one in units if one != party) or units for party, units in every.items() if units}

    @cached_property
    def usual_units(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """The agencies of each party, each with how often it is met: those that the programmes name more often."""
        rules = [one.programme.definition for one in self.offers]
        named = {
            name for one in rules for name in (*one.owners, *one.performers, *(one.referral.by if one.referral else ()))
        }
        facts = self.model.vocabulary.facts.values()
        named |= {name for fact in facts for holders in fact.held_by_word.values() for name in holders}
        return {party: tuple((one, 5 if one in named else 1) for one in units) for party, units in self.units.items()}

    @cached_property
    def constraints(self) -> tuple[Kept, ...]:
        """What holds of everybody."""
        return tuple(kept(self.model.constraints.values()))

    @cached_property
    def weights(self) -> tuple[tuple[Offer, int], ...]:
        """The programmes, each with how often somebody comes to it."""
        return tuple((one, one.weight) for one in self.offers)

    def party_of(self, agency: str) -> str | None:
        """Return the party of an agency of the register; ``None`` where it has none, and of what is no agency."""
        return self.model.agencies.party_of(agency)

    @cached_property
    def neighbours(self) -> tuple[str, ...]:
        """The other kommuner of the counties where the programmes work, or every kommun where there are none."""
        every = municipalities()
        counties = {every[home].county_code for home in self.homes}
        near = tuple(one.name for one in every.values() if one.county_code in counties and one.name not in self.homes)
        return near or tuple(every)

    @cached_property
    def homes(self) -> tuple[str, ...]:
        """Where the programmes work; every kommun where none of them says."""
        areas = dict.fromkeys(home for one in self.offers for home in one.programme.definition.area)
        return tuple(areas) or tuple(municipalities())

    @cached_property
    def so_or_not(self) -> tuple[str, ...]:
        """The given facts that are so or not."""
        return tuple(name for name, kind in self._given() if isinstance(kind, Boolean))

    @cached_property
    def own(self) -> Mapping[str, Kind]:
        """The model's own given facts, but for histories and those that are so or not."""
        return {
            name: kind for name, kind in self._given() if name not in GIVEN and not isinstance(kind, Boolean | SpellsOf)
        }

    @cached_property
    def derived(self) -> Mapping[str, tuple[tuple[str, Derivation], ...]]:
        """For each given fact, those that follow from it, and how."""
        found: dict[str, list[tuple[str, Derivation]]] = {}
        vocabulary = self.model.vocabulary
        for name, fact in vocabulary.facts.items():
            if fact.derived is not None and not isinstance(fact.derived, Expression):
                found.setdefault(vocabulary.given(name), []).append((name, fact.derived))
        return {name: tuple(following) for name, following in found.items()}

    def choices(self, of: str) -> tuple[str, ...]:
        """Return the words that a fact of the closed list *of* can be."""
        return self.model.vocabulary.words(Choice(of))

    @property
    def leap_day(self) -> LeapDay:
        """When those born on 29 February have a birthday."""
        return self.model.leap_day

    def _given(self) -> Iterator[tuple[str, Kind]]:
        return ((name, one.kind) for name, one in self.model.facts.items() if one.derived is None)


def world_of(model: Model, period: ReportingPeriod, programmes: Iterable[str] | None) -> World:
    """Return the world of a model in a period, with those programmes, or all that people are referred to.

    Raises:
        UnknownNameError: when the model has no such programme.
        InvalidValueError: when a programme is not in force in the period, or none is.
    """
    if not _FIRST_YEAR <= period.since.year <= period.until.year <= _LAST_YEAR:
        wanted = f"a period from the year {_FIRST_YEAR} to the year {_LAST_YEAR}"
        raise InvalidValueError(where="period", wanted=wanted, got="another")
    base = date(period.since.year - _HISTORY, 1, 1).toordinal()
    last = date(period.until.year + 1, 12, 31).toordinal()
    working_days = _rolled(model.calendar, base, last)
    named = None if programmes is None else dict.fromkeys(programmes)
    for name in named or ():
        if name not in model.programmes:
            raise UnknownNameError("programme", name, model.programmes)
    every = [
        one for name, one in model.programmes.items() if (_is_referred_to(one) if named is None else name in named)
    ]
    offers: list[Offer] = []
    for one in every:
        days = [*_arrivals(one, period, working_days, base)]
        if days:
            offers.append(_offer(one, model, days, period))
        elif named is not None:
            raise InvalidValueError(where="programmes", wanted=f"programmes in force in {period}", got=one.id)
    if not offers:
        raise InvalidValueError(where="programmes", wanted=f"a programme in force in {period}", got="none")
    return World(model=model, period=period, offers=offers, base=base, working_days=working_days)


def _is_referred_to(one: BoundProgramme) -> bool:
    return one.definition.kind in {ProgrammeKind.PLATFORM, ProgrammeKind.INTERVENTION}


def _rolled(calendar: Calendar, base: int, last: int) -> tuple[date, ...]:
    """Return, for each day, the first working day from it on; where the calendar does not reach, any weekday is one."""
    rolled: list[date] = []
    following = date.fromordinal(last)
    for ordinal in range(last, base - 1, -1):
        day = date.fromordinal(ordinal)
        is_covered = calendar.first <= day.year <= calendar.last
        if calendar.is_working_day(day) if is_covered else day.weekday() < 5:  # noqa: PLR2004 - Monday to Friday
            following = day
        rolled.append(following)
    return tuple(reversed(rolled))


def _arrivals(one: BoundProgramme, period: ReportingPeriod, working: tuple[date, ...], base: int) -> Iterator[date]:
    """Yield the working days on which somebody can come: in the period, and if it was in force then, before it."""
    span = one.definition.in_force
    since, until = max(period.since - _BEFORE, span.since or date.min), min(period.until, span.until or date.max)
    if until >= period.since:
        yield from (
            day
            for day in map(date.fromordinal, range(since.toordinal(), until.toordinal() + 1))
            if working[day.toordinal() - base] == day
        )


def _offer(one: BoundProgramme, model: Model, days: list[date], period: ReportingPeriod) -> Offer:
    weights = [_OF_MONTH[day.month - 1] * (100 if day >= period.since else _EARLIER) for day in days]
    segments = [one.segment(day) for day in days]
    by_since = {segment.since: segment for segment in segments}
    return Offer(
        programme=one,
        asked=[
            Asked(
                since=since,
                met=[ways_to(criterion.bound.rule, segment.thresholds) for criterion in segment.criteria],
                not_met=[
                    ways_to(criterion.bound.rule, segment.thresholds, met=False) for criterion in segment.criteria
                ],
                reads=[
                    tuple(dict.fromkeys(model.vocabulary.given(fact) for fact in criterion.bound.facts))
                    for criterion in segment.criteria
                ],
            )
            for since, segment in sorted(by_since.items())
        ],
        days=days,
        upto=tuple(accumulate(weights)),
        weight=sum(weights) * (2 if one.definition.kind is ProgrammeKind.PLATFORM else 1),
        interventions=tuple(name for name, made in model.interventions.items() if one.id in made.definition.through),
    )
