"""Programmes: random ones over everything that a model has, which the model lets through."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan.dates import Span
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.expressions import Condition, parameters_of
from samverkan.rules.facts import NumberOf, SetOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import printed
from samverkan.sources import ASSUMED
from samverkan.testing.random_rules import rules_of
from samverkan.testing.values import Draw, usual_range
from samverkan.testing.worlds import Modelled, World, world_of
from samverkan.texts import Text

__all__ = ["programmes", "programmes_of"]

_LETTERS: Final = "abcd"
_ROOM: Final = 5
_MOST_BOUNDED: Final = 6
_OPEN: Final = Text(sv="Källan är påhittad.", en="The source is made up.")


def programmes(model: Modelled | None = None) -> SearchStrategy[Programme]:
    """Draw a programme as a file would say it: criteria, thresholds that change, readings, a period.

    Its rules are over what *model* has, and the model lets it through.

    >>> from hypothesis import find
    >>> from samverkan import load_model
    >>> model = load_model("finsam")
    >>> programme = find(programmes(model), lambda programme: len(programme.readings) > 1)
    >>> model.with_([programme]).programmes["made-up"]
    <BoundProgramme made-up, reading as-written>
    """
    return programmes_of(world_of(model))


def programmes_of(world: World, id_: str = "made-up") -> SearchStrategy[Programme]:
    """Draw a programme of *world*, as :func:`programmes` does."""
    ranges = _ranges(world)
    rules = rules_of(_with_parameters(world, ranges), deepest=3)
    spans = st.sampled_from([span for span in world.calendar.spans if span[0] != span[1] or span[0] is None])
    kinds = st.sampled_from([kind for kind in ProgrammeKind if kind is not ProgrammeKind.PREDICATE])

    @st.composite
    def programme(draw: Draw) -> Programme:
        in_force = Span(*draw(spans))
        drawn = draw(st.lists(rules, min_size=1, max_size=len(_LETTERS)))
        # The first is never dropped and always in force, so that there is a criterion on every day.
        criteria = [
            _criterion(f"criterion-{letter}", rule, Span() if place == 0 else _meeting(in_force, Span(*draw(spans))))
            for place, (letter, rule) in enumerate(zip(_LETTERS, drawn, strict=False))
        ]
        named = sorted({name for rule in drawn for name in parameters_of(rule)})
        return Programme(
            id=id_,
            kind=draw(kinds),
            status=draw(st.sampled_from(Status)),
            name=Text(sv="ett påhittat program", en="a made-up programme"),
            criteria=criteria,
            readings=_readings(draw, criteria, named, ranges, world),
            source=ASSUMED,
            parameters={name: _parameter(draw, ranges[name], world) for name in named},
            in_force=in_force,
            open_questions=[_OPEN],
        )

    return programme()


def _readings(
    draw: Draw, criteria: Sequence[Criterion], named: Sequence[str], ranges: Mapping[str, range], world: World
) -> list[Reading]:
    readings = [Reading(id="as-written", text=Text(sv="så som det står", en="as it is written"))]
    if named and draw(st.booleans()):
        name = draw(st.sampled_from(named))
        parameters = {name: _parameter(draw, ranges[name], world)}
        text = Text(sv="med ett annat gränsvärde", en="with another threshold")
        readings.append(Reading(id="otherwise", text=text, parameters=parameters))
    if len(criteria) > 1 and draw(st.booleans()):
        dropped = draw(st.sampled_from(criteria[1:]))
        text = Text(sv="utan ett av kriterierna", en="without one of the criteria")
        readings.append(Reading(id="with-less", text=text, drops=[dropped.id]))
    return readings


def _meeting(one: Span, other: Span) -> Span:
    """Return the other span where the two have a day in common, else one without an end."""
    first = max(one.since or date.min, other.since or date.min)
    return other if first <= min(one.until or date.max, other.until or date.max) else Span()


def _criterion(id_: str, rule: Condition, in_force: Span) -> Criterion:
    values = " ".join(f"{{{name}}}" for name in parameters_of(rule))
    return Criterion(
        id=id_,
        rule=printed(rule),
        text=Text(sv=f"uppfyller villkoret {values}".strip(), en=f"meets the condition {values}".strip()),
        source=ASSUMED,
        in_force=in_force,
    )


# --- Parameters ------------------------------------------------------------------------------------


def _ranges(world: World) -> Mapping[str, range]:
    """Return parameters by name, two for each of some numbers, and the values that each may come to have."""
    found: dict[str, range] = {}
    for name, fact in world.vocabulary.facts.items():
        match fact.kind:
            case NumberOf():
                low, high = usual_range(name, world)
            case SetOf() as kind:
                low, high = 0, len(world.vocabulary.words(kind))
            case _:
                continue
        middle = (low + high) // 2
        if high - low >= _ROOM and len(found) < _MOST_BOUNDED:
            found[f"least_of_{name}"] = range(low + 1, middle)
            found[f"most_of_{name}"] = range(middle + 2, high)
    return {name: values for name, values in found.items() if values}


def _with_parameters(world: World, ranges: Mapping[str, range]) -> World:
    """Return the world with a parameter for each range that takes its least and its most value, in turn."""
    day = world.calendar.noted[0]
    made = {name: _changing(values[0], values[-1], day) for name, values in ranges.items()}
    own = {**world.vocabulary.parameters, **made}
    return attrs.evolve(world, vocabulary=attrs.evolve(world.vocabulary, parameters=own))


def _parameter(draw: Draw, values: range, world: World) -> Parameter:
    of: Any = st.sampled_from(values)
    if draw(st.booleans()):
        return _changing(draw(of), draw(of), draw(st.sampled_from(world.calendar.noted)))
    return Parameter([Threshold(draw(of), ASSUMED)])


def _changing(before: int, after: int, day: Any) -> Parameter:
    earlier = Threshold(before, ASSUMED, until=day)
    return Parameter([earlier, Threshold(after, ASSUMED, since=day.fromordinal(day.toordinal() + 1))])
