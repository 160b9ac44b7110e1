"""People who are made up: the facts about each, as the programme that she comes to asks for them.

Most meet its criteria, some do not, each criterion in turn, and of some what matters is not known. Everything else is
as it usually is, in shares that are invented.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import attrs

from samverkan.dated import Dated, Entry
from samverkan.dates import add_years, as_partial_date
from samverkan.municipalities import municipalities
from samverkan.participants import GIVEN, Participant
from samverkan.rules.facts import Boolean, Choice, Day, Elapsed, Kind, NumberOf, SetOf, SpellsOf
from samverkan.samples.draws import Draws
from samverkan.samples.journeys import Course, Fate
from samverkan.samples.lives import (
    Before,
    before,
    contacts_of,
    lives,
    occupations_of,
    set_of,
    sick_leave_of,
    units_wished,
    work_capacity_of,
)
from samverkan.samples.wishes import Plan
from samverkan.samples.worlds import Asked, Offer, World

__all__ = ["Background", "background", "participant_of", "planned"]

_YOUNGEST, _OLDEST = 16, 66
_AGES: Final = (16, 20, 24, 28, 32, 37, 42, 47, 52, 57, 62, 66)
_FATES: Final = ((Fate.MET, 70), (Fate.NOT_MET, 18), (Fate.UNCLEAR, 12))
_HARD_TO_FORGET: Final = frozenset({"born", "sex", "residence"})
_SO: Final[Mapping[str, float]] = {
    "unmet_need": 0.85,
    "long_absence": 0.65,
    "established": 0.15,
    "newly_arrived": 0.08,
    "lacks_swedish": 0.2,
    "protected_identity": 0.01,
    "completed_compulsory_school": 0.95,
    "completed_upper_secondary": 0.55,
    "attends_upper_secondary": 0.35,
    "applied_for_activity_compensation": 0.05,
    "risk_of_activity_compensation": 0.1,
}
_OTHERS: Final = 0.3
"""Of how many it is so, where it is known of them; of those that are not listed, the last."""
_OF_PUPILS: Final = ("attends_upper_secondary", "introductory_programme", "risk_of_leaving_school")
_ADULT, _GRADUATED = 21, 19
_SAID: Final = {so: Dated[bool].always(so) for so in (True, False)}
"""What is so, or not, on every day; many people share it."""


# --- What is wished for -------------------------------------------------------------------------------


def planned(draws: Draws, asked: Asked) -> tuple[Plan, Fate]:
    """Draw what is to come of the criteria, and what must be so of her for that."""
    fate = draws.weighted(_FATES)
    place = draws.whole(0, len(asked.met) - 1)
    if fate is Fate.UNCLEAR and draws.chance(0.8):
        # Of hardly anybody it is unknown how old she is, or where she lives.
        usual = [one for one, reads in enumerate(asked.reads) if not _HARD_TO_FORGET.issuperset(reads)]
        place = draws.one_of(usual) if usual else place
    wishes = [draws.one_of(ways) for ways in asked.met if ways]
    if fate is Fate.NOT_MET and asked.not_met[place]:
        return Plan(wish for way in (draws.one_of(asked.not_met[place]), *wishes) for wish in way), fate
    plan = [wish for way in wishes for wish in way]
    if fate is Fate.UNCLEAR:
        reads = asked.reads[place]
        return Plan(plan, [one for one in reads if one not in _HARD_TO_FORGET] or reads), fate
    return Plan(plan), Fate.MET


# --- What she is like when she comes --------------------------------------------------------------------


@attrs.frozen(kw_only=True, repr=False)
class Background:
    """What somebody is like when she comes: her age and home, what she lives on, and where she is current."""

    on: date
    born: date
    age: int
    residence: str
    agencies: tuple[str, ...]
    past: Before


def background(draws: Draws, world: World, offer: Offer, plan: Plan, on: date) -> Background:
    """Draw what somebody is like who comes to a programme on the day *on*."""
    born, age = _born(draws, world, plan, on)
    past = before(draws, world, plan, age)
    return Background(
        on=on,
        born=born,
        age=age,
        residence=_residence(draws, world, offer, plan),
        agencies=tuple(units_wished(draws, world, plan, "contacts", _usual_agencies(draws, world, past))),
        past=past,
    )


def _born(draws: Draws, world: World, plan: Plan, on: date) -> tuple[date, int]:
    usual = draws.spread(_AGES)
    born, age = _birthday(draws, world, on, usual), usual
    for name, derived in world.derived.get("born", ()):
        if isinstance(derived, Elapsed) and name in plan.numbers:
            if derived.unit == "years":
                low, high = plan.number_of(name, _YOUNGEST, _OLDEST)
                age = usual if low <= usual <= high else draws.whole(max(0, low), max(0, high))
                born = _birthday(draws, world, on, age)
            else:
                born = _started(draws, derived, plan, name, on)
                age = (on - born).days * 4 // 1461
    return born, age


def _birthday(draws: Draws, world: World, on: date, age: int) -> date:
    """Return a day of birth of somebody who has lived so many years on the day *on*."""
    latest = add_years(on, -age, world.leap_day)
    return latest - timedelta(days=draws.whole(1, 364))


def _residence(draws: Draws, world: World, offer: Offer, plan: Plan) -> str:
    usual = offer.programme.definition.area or world.homes
    pools: list[Sequence[str]] = [usual, world.homes, world.neighbours]
    if "residence" not in plan.words:
        return draws.one_of(world.neighbours if draws.chance(0.06) else usual)
    if draws.chance(0.7):
        pools = pools[::2]  # Those who live elsewhere mostly live near by.
    for pool in pools:
        if allowed := plan.allowed("residence", pool):
            return draws.one_of(allowed)
    return draws.one_of(plan.allowed("residence", tuple(municipalities())) or tuple(municipalities()))


def _usual_agencies(draws: Draws, world: World, past: Before) -> Iterator[str]:
    """Yield the agencies where somebody is current who lives on that: those that pay it, and others."""
    facts = world.model.facts
    parties: list[str] = []
    for kind in past.livelihoods:
        holders = facts["livelihoods"].holders(kind) if "livelihoods" in facts else ()
        if len(holders) == 1:
            (payer,) = holders
            yield payer
            parties.append(world.party_of(payer) or payer)
    for place, party in enumerate(world.units):
        if party not in parties and draws.chance(0.45 if place or past.is_sick else 0.6):
            yield draws.weighted(world.usual_units[party])


# --- The participant ----------------------------------------------------------------------------------


def participant_of(  # noqa: PLR0913, PLR0917
    draws: Draws, world: World, plan: Plan, asked: Asked, person: Background, course: Course, name: str
) -> Participant:
    """Return the participant, with everything that is known of her at the end of the period."""
    reads = frozenset(fact for facts in asked.reads for fact in facts)
    facts: dict[str, Any] = dict(_identity(draws, world, plan, person, course))
    facts.update(_histories(draws, world, plan, person, course, reads))
    facts.update(_needs(draws, world, plan, person, reads))
    facts.update(_so_or_not(draws, world, plan, person, course, reads))
    facts.update(_own(draws, world, plan, person.on, reads))
    for fact in plan.forgotten:
        _forget(facts, fact, person)
    return _obeying(name, facts, world, plan, person.on)


def _identity(draws: Draws, world: World, plan: Plan, person: Background, course: Course) -> Iterator[tuple[str, Any]]:
    sexes = world.choices("sexes")
    usual = (("woman", 70 if person.past.is_sick else 48), ("man", 30 if person.past.is_sick else 52))
    sex = draws.weighted(tuple(one for one in usual if one[0] in sexes) or tuple((one, 1) for one in sexes))
    is_known = not draws.chance(0.02)
    allowed = plan.allowed("sex", sexes) if "sex" in plan.words else (sex,)
    yield "born", person.born
    if is_known or "sex" in plan.words:
        yield "sex", sex if sex in allowed or not allowed else allowed[0]
    moved = course.ended if course.outcome == "moved-away" else None
    if moved is None:
        yield "residence", person.residence
    else:
        away = draws.one_of([one for one in world.neighbours if one != person.residence] or world.neighbours)
        yield "residence", _from_then_on(person.residence, away, moved)


def _from_then_on(before_it: object, after_it: object, day: date) -> Any:
    """Return a value that is another from the day after *day*."""
    if before_it == after_it:
        return before_it
    return Dated[Any]([Entry(before_it, until=day), Entry(after_it, since=day + timedelta(days=1))])


def _histories(  # noqa: PLR0913, PLR0917
    draws: Draws, world: World, plan: Plan, person: Background, course: Course, reads: frozenset[str]
) -> Iterator[tuple[str, Any]]:
    past, on = person.past, person.on
    yield "contacts", tuple(contacts_of(draws, world, person.agencies, on))
    is_whole = "contacts" in reads or draws.chance(0.7)
    yield "contacts_complete", is_whole
    for name, spells, share in (
        ("sick_leave", tuple(sick_leave_of(draws, past, on, course)), 0.6),
        ("occupations", tuple(occupations_of(draws, world, past, on, course)), 0.8),
        ("livelihoods", tuple(lives(draws, world, past, on, course)), 0.9),
        ("work_capacity", tuple(work_capacity_of(draws, world, plan, person.agencies, on)), 0.0),
    ):
        is_assessed = name == "work_capacity" and draws.chance(0.45)
        if name in reads or is_assessed or (name != "work_capacity" and (spells or draws.chance(share))):
            yield name, spells


def _needs(
    draws: Draws, world: World, plan: Plan, person: Background, reads: frozenset[str]
) -> Iterator[tuple[str, Any]]:
    words = world.words("needs")
    if "needs" in reads or draws.chance(0.5):
        yield "needs", set_of(draws, plan, "needs", words, draws.some_of(words, draws.whole(1, 3)))
    if "needs_from" in reads or draws.chance(0.4):
        usual = [
            *person.agencies,
            *(draws.weighted(units) for units in world.usual_units.values() if draws.chance(0.2)),
        ]
        yield "needs_from", units_wished(draws, world, plan, "needs_from", usual)


def _so_or_not(  # noqa: PLR0913, PLR0917
    draws: Draws, world: World, plan: Plan, person: Background, course: Course, reads: frozenset[str]
) -> Iterator[tuple[str, Any]]:
    """Yield what is known of all that is so or not; what is asked about is known of everybody."""
    is_employed = "employment" in person.past.occupations
    works = course.ended if course.outcome == "work" else None
    for fact in world.so_or_not:
        share = _SO.get(fact, _OTHERS)
        is_so = draws.chance(share)
        is_known = draws.chance(0.98 if fact == "protected_identity" else 0.35 if fact in GIVEN else 0.7)
        if fact in plan.truths:
            yield fact, _SAID[plan.truths[fact]]
        elif is_known or fact in reads:
            match fact:
                case "employed" | "unemployed":
                    so = is_employed if fact == "employed" else not (person.past.occupations or person.past.is_sick)
                    yield fact, _SAID[so] if works is None else _from_then_on(so, fact == "employed", works)
                case "completed_upper_secondary":
                    yield fact, _SAID[is_so and person.age >= _GRADUATED]
                case _ if fact in _OF_PUPILS:
                    yield fact, _SAID[is_so and person.age < _ADULT]
                case _:
                    yield fact, _SAID[is_so]


def _own(draws: Draws, world: World, plan: Plan, on: date, reads: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Yield values of the model's own facts, by their kinds."""
    for name, kind in world.own.items():
        derived = world.derived.get(name, ())
        if name in reads or plan.is_about([name, *(one for one, _ in derived)]) or draws.chance(0.7):
            yield name, _value(draws, world, plan, name, kind, on)


def _value(draws: Draws, world: World, plan: Plan, name: str, kind: Kind, on: date) -> Any:  # noqa: PLR0913, PLR0917
    match kind:
        case NumberOf(_, least, most, _):
            low = (0 if most is None else most - 18) if least is None else least
            return draws.whole(*_within(plan.number_of(name, low, low + 18 if most is None else most), least, most))
        case Choice(of):
            words = world.choices(of)
            return draws.one_of(plan.allowed(name, words) or words)
        case SetOf("agencies"):
            return units_wished(
                draws, world, plan, name, draws.some_of([one for units in world.units.values() for one in units], 2)
            )
        case SetOf(of):
            words = world.choices(of)
            return set_of(draws, plan, name, words, draws.some_of(words, draws.whole(0, 2)))
        case Day():
            for fact, derived in world.derived.get(name, ()):
                if isinstance(derived, Elapsed) and fact in plan.numbers:
                    return as_partial_date(_started(draws, derived, plan, fact, on))
            return as_partial_date(on - timedelta(days=draws.whole(0, 1500)))
        case Boolean() | SpellsOf():  # never
            raise AssertionError("they are drawn elsewhere")


def _within(wished: tuple[int, int], least: int | None, most: int | None) -> tuple[int, int]:
    low, high = wished
    low = low if least is None else max(low, least)
    high = high if most is None else min(high, most)
    return low, max(low, high)


def _started(draws: Draws, derived: Elapsed, plan: Plan, fact: str, on: date) -> date:
    """Return a day from which so much has elapsed on the day *on* as is wished."""
    days, most = {"years": (366, 60), "months": (31, 60), "days": (1, 1500)}[derived.unit]
    low, high = plan.number_of(fact, 0, most)
    elapsed = draws.whole(max(0, low), max(0, high))
    return on - timedelta(days=elapsed * days)


# --- What is forgotten ----------------------------------------------------------------------------------


def _forget(facts: dict[str, Any], fact: str, person: Background) -> None:
    """Forget what is known of a fact; of contacts, all but one, so that it is unknown of the others."""
    if fact == "contacts":
        facts["contacts"] = tuple(one for one in facts["contacts"] if one.agency in person.agencies)[:1]
        facts["contacts_complete"] = False
    else:
        facts.pop(fact, None)


def _obeying(name: str, facts: dict[str, Any], world: World, plan: Plan, on: date) -> Participant:
    """Return the participant with so much forgotten that no constraint of the model is broken on any day."""
    person = _made(name, facts)
    for constraint in world.constraints:
        # What nothing was wished of is forgotten first.
        to_forget = sorted((one for one in constraint.given if one in facts), key=lambda one: one not in plan.truths)
        while to_forget and constraint.is_broken_by(person, on):
            gone = to_forget.pop()
            facts.pop(gone)
            if gone == "contacts":
                facts.pop("contacts_complete")
            person = _made(name, facts)
    return person


def _made(name: str, facts: Mapping[str, Any]) -> Participant:
    own: Iterable[str] = facts.keys() - GIVEN.keys() - {"contacts_complete"}
    return Participant(
        id=name,
        **{fact: value for fact, value in facts.items() if fact not in own},
        more={fact: facts[fact] for fact in sorted(own)},
    )
