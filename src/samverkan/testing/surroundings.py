"""People around the boundaries of a rule or a programme, and people who meet a programme's criteria."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan.answers import Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.dates import as_day
from samverkan.eligibility import Outcome, decide
from samverkan.participants import Participant
from samverkan.rules.expressions import Condition
from samverkan.testing.calendars import next_to
from samverkan.testing.constraints import obeying
from samverkan.testing.edges import Given
from samverkan.testing.people import people, told
from samverkan.testing.searches import Choose, Search, person_of
from samverkan.testing.subjects import programme_of
from samverkan.testing.values import Draw
from samverkan.testing.worlds import Modelled, World, world_of

__all__ = ["Question", "around", "days_of", "eligible_for", "questions"]

_MOST_DAYS: Final = 24


class Question(NamedTuple):
    """A person and the day on which she is asked about."""

    person: Participant
    on: date


def around(
    rule: BoundProgramme | Condition | str, model: Modelled | None = None, on: date | str | None = None
) -> SearchStrategy[Question]:
    """Draw people on, just inside and just outside every boundary, each with the day of asking.

    *rule* is a programme of *model*, under its reading, or a rule over what the model has, as text or
    as a tree. Every condition is seen both ways and unknown. Most of the people meet, as far as can be,
    everything but what one fact or one criterion says, so that this decides. The days are those on which
    the programme begins and ends and thresholds change, the days next to them, and some others.

    >>> from hypothesis import find
    >>> from samverkan import load_model
    >>> model = load_model("finsam")
    >>> question = find(around("16 <= age", model, on="2016-10-03"), lambda question: (
    ...     str(question.person.born.at(question.on)) == "2000-10-04"))  # she turns 16 tomorrow
    """
    world = world_of(model)
    programme = rule if isinstance(rule, BoundProgramme) else programme_of(rule, world.vocabulary)
    drawn = questions(programme, world, on)

    @st.composite
    def question(draw: Draw) -> Question:
        return _told(draw(drawn), world)

    return question()


def eligible_for(
    programme: BoundProgramme, model: Modelled | None = None, on: date | str | None = None
) -> SearchStrategy[Question]:
    """Draw people who meet every criterion of *programme*, under its reading, each with the day of asking.

    They are found from the boundaries, not waited for. Give the *model* that the programme is of
    where it has facts of its own or constraints.

    Raises:
        ValueError: when nobody can be found who meets the criteria, on that day or on any.

    >>> from hypothesis import find
    >>> from samverkan import load_model
    >>> orvar = load_model("finsam").programmes["orvar"]
    >>> find(eligible_for(orvar), lambda question: True).on
    datetime.date(2008, 7, 1)
    """
    world = world_of(programme.vocabulary if model is None else model)
    days = [day for day in _asked_on(programme, world, on) if programme.segment(day).is_in_force]
    searches = [Search(programme, day, world) for day in days]
    able = [search for search in searches if search.find(_all_met(search), lambda _: 0) is not None]
    if not able:
        raise ValueError(
            f"nobody can be found who meets the criteria of {programme.id}, reading {programme.reading.id}"
        )
    others = people(world)

    @st.composite
    def question(draw: Draw) -> Question:
        search: Search = draw(st.sampled_from(able))
        given = search.find(_all_met(search), _chooser(draw)) or {}
        person = _completed(draw, given, world, others)
        assume(decide(person, programme, search.on).outcome is Outcome.ELIGIBLE)
        return _told(Question(person, search.on), world)

    return question()


# --- How they are found ----------------------------------------------------------------------------


def questions(programme: BoundProgramme, world: World, on: date | str | None = None) -> SearchStrategy[Question]:
    """Draw people around the boundaries of *programme*, as :func:`around` does, without having them printed."""
    searches = [Search(programme, day, world) for day in _asked_on(programme, world, on)]
    in_force = [search for search in searches if search.segment.is_in_force] or searches
    which = st.one_of(st.sampled_from(in_force), st.sampled_from(in_force), st.sampled_from(searches))
    others = people(world)

    @st.composite
    def question(draw: Draw) -> Question:
        search: Search = draw(which)
        choose = _chooser(draw)
        given: Mapping[str, Given] = {}
        if search.edges:
            match draw(_HOW):
                case "by one fact":
                    given = _by_one_fact(search, draw(st.sampled_from(sorted(search.edges))), choose)
                case "by one criterion":
                    criterion = draw(st.sampled_from(search.segment.criteria)).id
                    given = search.find({**_all_met(search), criterion: draw(_VERDICTS)}, choose) or {}
                case _:
                    pass
        rest = {root: choices[choose(len(choices))] for root, choices in search.edges.items() if root not in given}
        return Question(_completed(draw, {**rest, **given}, world, others), search.on)

    return question()


_HOW: Final = st.sampled_from(("by one fact", "by one fact", "by one criterion", "by one criterion", "at random"))
_VERDICTS: Final = st.sampled_from(Verdict)
_NOTHING_MORE_OFTEN: Final = 3
"""So many times more than anything else, nothing is given of the one fact; it comes first among what can be."""


def _by_one_fact(search: Search, root: str, choose: Choose) -> Mapping[str, Given]:
    """Return what to give of somebody who meets every criterion, as far as can be, but for what one fact may say."""
    met = search.find(_all_met(search), choose) or {}
    choices = search.edges[root]
    place = choose(len(choices) + _NOTHING_MORE_OFTEN)
    return {**met, root: choices[place if place < len(choices) else 0]}


def days_of(programme: BoundProgramme, world: World) -> Sequence[date]:
    """Return the days to ask about a programme: next to every day on which it turns, and a few others."""
    turns = [segment.since for segment in programme.segments if date.min < segment.since < date.max]
    inside = [day for day in turns if programme.segment(day).is_in_force]
    others = [*world.calendar.noted[::29], world.calendar.first]
    return list(dict.fromkeys([*inside, *next_to(turns), *others]))[:_MOST_DAYS]


def _asked_on(programme: BoundProgramme, world: World, on: date | str | None) -> Sequence[date]:
    return days_of(programme, world) if on is None else [as_day(on)]


def _all_met(search: Search) -> dict[str, Verdict]:
    return {criterion.id: Verdict.MET for criterion in search.segment.criteria}


def _chooser(draw: Draw) -> Choose:
    return lambda below: draw(st.integers(0, below - 1))


def _completed(
    draw: Draw, given: Mapping[str, Given], world: World, others: SearchStrategy[Participant]
) -> Participant:
    """Return a person of whom that is given, now and then somebody of whom more is known beside it."""
    onto = draw(others) if draw(_SELDOM) else None
    for person, keeping in ((person_of(given, onto), given), (person_of(given), ())):
        obedient = obeying(person, world, keeping=keeping)
        if obedient is not None:
            return obedient
    raise AssertionError("who is known of nothing obeys every constraint")


_SELDOM: Final = st.sampled_from((False, False, False, True))


def _told(question: Question, world: World) -> Question:
    return Question(told(question.person, world, question.on), question.on)
