"""Histories that are made up: contacts, sick leave, livelihoods, occupations and assessments, before and after."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import attrs

from samverkan.assessments import Assessment
from samverkan.contacts import Contact
from samverkan.livelihoods import Livelihood
from samverkan.occupations import Occupation
from samverkan.rules.facts import Current, DayOf, MembersOf, PartiesOf
from samverkan.samples.draws import Draws
from samverkan.samples.journeys import Course
from samverkan.samples.wishes import Plan
from samverkan.samples.worlds import World
from samverkan.sick_leave import SickLeave

__all__ = [
    "Before",
    "before",
    "contacts_of",
    "lives",
    "occupations_of",
    "set_of",
    "sick_leave_of",
    "units_wished",
    "work_capacity_of",
]

_A_DAY: Final = timedelta(days=1)
_ASSISTANCE: Final = "economic-assistance"
_SICK: Final = frozenset({"sickness-benefit", "rehabilitation-benefit"})
_LIVELIHOODS: Final = (
    (_ASSISTANCE, 38), ("sickness-benefit", 19), ("activity-support", 13), ("unemployment-benefit", 7), ("salary", 6),
    ("rehabilitation-benefit", 3), ("introduction-benefit", 3), ("sickness-compensation", 2), ("parental-benefit", 2),
)  # fmt: skip
"""What people live on when they come. Sickness benefit has about the share of the national follow-up of 2020."""
_OF_THE_YOUNG: Final = (("activity-compensation", 30), ("development-allowance", 8), ("student-aid", 6))
_NOTHING: Final = 7
_YOUNGEST, _YOUNG, _SCHOOL_AGE, _WORKS_FROM = 19, 30, 18, 16
_SICK_DAYS: Final = (30, 150, 350, 550, 750, 950, 1200, 1500, 2000)
"""Which day of a sick leave it is; about day 800 on average, near the 811 of the national follow-up of 2018."""
_EXTENTS: Final = ((100, 55), (75, 8), (50, 27), (25, 10))
_MONTHS_BEFORE: Final = (
    ((27, 35), 30),
    ((10, 26), 40),
    ((0, 9), 30),
)
"""How many months of economic assistance somebody has had: very long, long and shorter, and their shares."""


@attrs.frozen(kw_only=True)
class Before:
    """What somebody lives on and is occupied with when she comes, how old she is, and whether she is on sick leave."""

    age: int
    livelihoods: tuple[str, ...]
    occupations: tuple[str, ...]
    sick_days: int

    def at_most(self, days: int) -> int:
        """Return so many days, but no more than have gone by since she could begin to work."""
        return min(days, max(30, (self.age - _WORKS_FROM) * 365))

    @property
    def is_sick(self) -> bool:
        """Whether she is on sick leave."""
        return self.sick_days > 0


def before(draws: Draws, world: World, plan: Plan, age: int) -> Before:
    """Draw what somebody lives on and is occupied with when she comes, as is wished where something is."""
    employed, is_out_of_work = plan.truths.get("employed"), plan.truths.get("unemployed", False)
    main = _main(draws, world, age)
    if main == "salary" and (employed is False or is_out_of_work):
        main = None
    receives = _wished(draws, world, plan, "livelihoods", [main] if main is not None else [])
    occupations = ["employment"] if "salary" in receives else []
    if not occupations and draws.chance(0.2):
        occupations = [draws.weighted((("employment", 45), ("studies", 35), ("subsidised-employment", 20)))]
    if employed is not None or is_out_of_work:
        occupations = ["employment"] if employed else []
    does = _wished(draws, world, plan, "occupations", occupations)
    sick_days = _sick_days(draws, world, plan, receives)
    return Before(age=age, livelihoods=tuple(receives), occupations=tuple(does), sick_days=sick_days)


def _main(draws: Draws, world: World, age: int) -> str | None:
    words = world.words("livelihoods")
    if age < _SCHOOL_AGE:
        return None
    young = _OF_THE_YOUNG if _YOUNGEST <= age < _YOUNG else ()
    usual: list[tuple[str | None, int]] = [(one, weight) for one, weight in (*_LIVELIHOODS, *young) if one in words]
    return draws.weighted([*usual, (None, _NOTHING)])


def _wished(draws: Draws, world: World, plan: Plan, history: str, usual: list[str]) -> list[str]:
    """Return what is usual of a history's words, changed as is wished of the facts that tell of its members."""
    words = world.words(history)  # The closed lists of these bear the names of the histories.
    found = [one for one in usual if one in words]
    for name, derived in world.derived.get(history, ()):
        if isinstance(derived, MembersOf):
            found = set_of(draws, plan, name, words, found)
        elif isinstance(derived, Current) and name in plan.truths:
            found = (found or draws.some_of(words, 1)) if plan.truths[name] else []
    return found


def _sick_days(draws: Draws, world: World, plan: Plan, receives: Iterable[str]) -> int:
    """Return which day of a sick leave it is; 0: she is on none."""
    is_sick = not _SICK.isdisjoint(receives)
    least, most = (draws.spread(_SICK_DAYS), _SICK_DAYS[-1]) if is_sick else (0, 0)
    for name, derived in world.derived.get("sick_leave", ()):
        if isinstance(derived, Current) and name in plan.truths:
            least, most = (max(least, 20), max(most, 400)) if plan.truths[name] else (0, 0)
    for name, derived in world.derived.get("sick_leave", ()):
        if isinstance(derived, DayOf) and name in plan.numbers:
            return draws.whole(*plan.number_of(name, 0 if not is_sick else 1, 400))
    return least if is_sick or most == 0 else draws.whole(least, most)


# --- Sets -------------------------------------------------------------------------------------------


def set_of(draws: Draws, plan: Plan, fact: str, words: Sequence[str], usual: Iterable[str]) -> list[str]:
    """Return a set of *words*: what is usual, changed as is wished of *fact*."""
    wished = plan.members.get(fact, {})
    found = [one for one in usual if wished.get(one, True)]
    found += [one for one, is_in in wished.items() if is_in and one not in found]
    if fact in plan.counts:
        low, high = plan.counts[fact]
        left = [one for one in words if one not in found and wished.get(one, True)]
        found += draws.some_of(left, max(0, (low or 0) - len(found)))
        kept = sorted(found, key=lambda one: not wished.get(one, False))
        found = kept if high is None else kept[: max(0, high)]
    return found


def units_wished(draws: Draws, world: World, plan: Plan, fact: str, usual: Iterable[str]) -> list[str]:
    """Return a set of agencies: what is usual, changed as is wished of the set *fact* and of the parties in it."""
    found = list(dict.fromkeys(usual))
    names = [fact] if fact not in _HISTORIES_OF_AGENCIES else []
    names += [name for name, derived in world.derived.get(fact, ()) if isinstance(derived, MembersOf)]
    for name in names:
        found = set_of(draws, plan, name, [one for units in world.units.values() for one in units], found)
    for name, derived in world.derived.get(fact, ()):
        if isinstance(derived, PartiesOf) and plan.is_about([name]):
            there = dict.fromkeys(party for one in found if (party := world.party_of(one)) is not None)
            parties = set_of(draws, plan, name, tuple(world.units), there)
            found = [one for one in found if world.party_of(one) in parties]
            found += [
                draws.weighted(world.usual_units[one]) for one in parties if one not in there and one in world.units
            ]
    return found


_HISTORIES_OF_AGENCIES: Final = frozenset({"contacts"})


# --- The histories, when it is known what became of her -----------------------------------------------


def contacts_of(draws: Draws, world: World, agencies: Iterable[str], on: date) -> Iterator[Contact]:
    """Yield her contacts, and now and then one that is over."""
    agencies = tuple(agencies)
    for one in agencies:
        yield Contact(one, since=on - timedelta(days=draws.spread((5, 60, 200, 500, 1000))))
    if draws.chance(0.1) and world.units:
        party = draws.one_of(tuple(world.units))
        over = draws.weighted(world.usual_units[party])
        if over not in agencies:
            until = on - timedelta(days=draws.whole(60, 500))
            yield Contact(over, since=until - timedelta(days=draws.whole(30, 400)), until=until)


def sick_leave_of(draws: Draws, past: Before, on: date, course: Course) -> Iterator[SickLeave]:
    """Yield her sick leave, which ends when she has come to work or studies."""
    if past.is_sick:
        ended = course.ended if course.outcome in {"work", "education", "self-support", "retired", "died"} else None
        yield SickLeave(on - timedelta(days=past.sick_days - 1), until=ended, extent=draws.weighted(_EXTENTS))


def occupations_of(draws: Draws, world: World, past: Before, on: date, course: Course) -> Iterator[Occupation]:
    """Yield what she is occupied with, before and after; some begin to work or study, and some do more of it."""
    words, ended = world.words("occupations"), course.ended
    begins = {"work": "employment", "education": "studies", "occupation": "subsidised-employment"}.get(
        course.outcome or ""
    )
    if begins == "employment" and draws.chance(0.3):
        begins = "subsidised-employment"
    for kind in past.occupations:
        since = on - timedelta(days=past.at_most(draws.spread((30, 200, 500, 1500))))
        extent = 25 if begins == kind else draws.weighted(_EXTENTS)
        yield Occupation(kind, since=since, until=ended if begins is not None else None, extent=extent)
    if begins in words and ended is not None and ended < world.until:
        extent = 75 if begins in past.occupations else draws.weighted(_EXTENTS)
        yield Occupation(str(begins), since=ended + _A_DAY, extent=extent)


def lives(draws: Draws, world: World, past: Before, on: date, course: Course) -> Iterator[Livelihood]:
    """Yield what she lives on, economic assistance month by month, before and after."""
    words, ended = world.words("livelihoods"), course.ended
    begins = {"work": "salary", "education": "student-aid", "self-support": "salary", "retired": "pension"}.get(
        course.outcome or ""
    )
    until = ended if begins is not None or course.outcome == "died" else None
    for kind in past.livelihoods:
        if kind == _ASSISTANCE:
            yield from _assistance(draws, past, on, until or world.until)
        else:
            days = (
                past.sick_days - 1
                if kind in _SICK and past.is_sick
                else past.at_most(draws.spread((30, 150, 400, 900)))
            )
            yield Livelihood(kind, since=on - timedelta(days=days), until=until if kind != begins else None)
    if _ASSISTANCE in words and _ASSISTANCE not in past.livelihoods and past.age > _YOUNGEST and draws.chance(0.15):
        yield from _once_assisted(draws, on)
    if begins in words and begins not in past.livelihoods and ended is not None and ended < world.until:
        yield Livelihood(str(begins), since=ended + _A_DAY)


def _assistance(draws: Draws, past: Before, on: date, until: date) -> Iterator[Livelihood]:
    """Yield economic assistance for each calendar month, from long or shortly before she came until *until*."""
    (least, most), _ = draws.weighted(tuple((one, one[1]) for one in _MONTHS_BEFORE))
    month = on.year * 12 + on.month - 1
    is_whole = draws.chance(0.6)
    amount = draws.whole(40, 120)
    for back in range(past.at_most(30 * draws.whole(least, most)) // 30, 0, -1):
        if is_whole or draws.chance(0.9):
            yield _month(month - back, amount)
    for one in range(month, until.year * 12 + until.month):
        yield _month(one, amount)


def _once_assisted(draws: Draws, on: date) -> Iterator[Livelihood]:
    last = on.year * 12 + on.month - 1 - draws.whole(3, 24)
    amount = draws.whole(40, 120)
    for month in range(last - draws.whole(1, 12), last):
        yield _month(month, amount)


def _month(month: int, hundreds: int) -> Livelihood:
    """Return the economic assistance of a month, of so many hundred kronor."""
    first, following = date(month // 12, month % 12 + 1, 1), date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return Livelihood(_ASSISTANCE, since=first, until=following - _A_DAY, amount=hundreds * 100_00)


# --- Assessments ------------------------------------------------------------------------------------


def work_capacity_of(draws: Draws, world: World, plan: Plan, agencies: Sequence[str], on: date) -> Iterator[Assessment]:
    """Yield what her agencies find of her capacity to work; two of them now and then find different things."""
    words = world.words("work_capacity")
    found: dict[str | None, str] = {}
    assessors = [one for one in agencies if world.party_of(one) is not None][:2]
    usual = draws.weighted((("no", 35), ("to-be-clarified", 40), ("yes", 25)))
    goes_against = draws.chance(0.25)
    for place, one in enumerate(assessors):
        other = [word for word in words if word != usual]
        finding = draws.one_of(other) if place and goes_against and other else usual
        if finding in words:
            found[one] = finding
    for name, derived in world.derived.get("work_capacity", ()):
        if isinstance(derived, MembersOf) and name in plan.members:
            by = derived.by
            wished = plan.members[name]
            theirs = {who: what for who, what in found.items() if by in {None, who, world.party_of(who or "")}}
            for who, what in theirs.items():
                if not wished.get(what, True):
                    del found[who]
            for word, is_so in wished.items():
                if is_so and word not in theirs.values():
                    who = next(iter(theirs), None) or _assessor(draws, world, by, agencies)
                    found[who] = word
    for who, finding in found.items():
        yield Assessment(who, finding, since=on - timedelta(days=draws.spread((5, 60, 150, 400))))


def _assessor(draws: Draws, world: World, party: str | None, agencies: Sequence[str]) -> str | None:
    """Return one of the party that is to have assessed her, or any; ``None``: it is not stated who has."""
    if party in world.units:
        return draws.weighted(world.usual_units[str(party)])
    return draws.one_of(agencies) if agencies else None
