"""Planted faults: a model with one mistake in it, for each mistake that is easily made.

A rule author's tests are good when they catch every one. This is mutation testing of rules.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, Final, TypeAlias

import attrs

from samverkan.bound_programmes import BoundProgramme
from samverkan.constraints import Constraint
from samverkan.dates import Span
from samverkan.model import Model
from samverkan.programmes import Criterion, Programme
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import parse, printed
from samverkan.rules.vocabulary import Vocabulary
from samverkan.testing.boundaries import segments_in_force
from samverkan.testing.engine_faults import ENGINE_FAULTS, has_part_for, with_fault
from samverkan.testing.rewrites import FaultKind, rewrites
from samverkan.testing.text_places import TextPlace, texts_of
from samverkan.texts import Text

__all__ = ["FaultKind", "Planted", "planted"]

Change: TypeAlias = Callable[..., Any]
"""Returns a programme, or a model, with the fields changed that it is given by name."""

Found: TypeAlias = Iterator[tuple[FaultKind, str, Callable[[], Any]]]
"""What sort of mistake, where, and what makes the programme, or the model, that has it."""

_A_DAY: Final = timedelta(days=1)
_SOME_DAY: Final = date(2000, 1, 1)


@attrs.frozen(eq=False)
class Planted:
    """A model with one mistake planted in it.

    * ``kind`` and ``where``: what the mistake is and where it stands.
    * ``programme``: the id of the programme that has it; ``None``: the model as a whole has it, or
      the engine.
    * ``model``: makes the faulty model, which has that programme alone; it raises a
      :class:`~samverkan.errors.SamverkanError` where the mistake is refused when a model is made.
    * ``active``: the context in which the model is to be made and asked.
    """

    kind: FaultKind
    where: str
    programme: str | None
    model: Callable[[], Model]
    active: Callable[[], AbstractContextManager[None]] = nullcontext

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}"


def planted(model: Model, programmes: Collection[str] | None = None) -> Iterator[Planted]:
    """Yield *model* with each mistake in turn, programme by programme, and last those of the engine.

    *programmes* are the ids of those in which mistakes are planted; ``None``: in all programmes and
    predicates.

    Off by one at each bound, in numbers and in days; *and* for *or* and the other way round; parties
    counted as units; a text without Swedish; a parameter without a value on some day; and what is
    unknown taken for a no.

    >>> from samverkan import load_model
    >>> print(next(fault for fault in planted(load_model("finsam")) if fault.programme == "dua"))
    off by one: dua: parameters.youngest: 15 for 16
    """
    every = (*model.programmes.values(), *model.predicates.values())
    chosen = [programme for programme in every if programmes is None or programme.id in programmes]
    for programme in chosen:
        for kind, where, make in _of_programme(programme):
            yield Planted(kind, f"{programme.id}: {where}", programme.id, partial(_with_only, model, make))
    readings = [reading for programme in chosen for reading in programme.readings.values()]
    for kind, where, make in _of_parameters("parameters", model.parameters, readings, partial(attrs.evolve, model)):
        yield Planted(kind, f"{model.id}: {where}", None, make)
    rules = [criterion.rule for reading in readings for criterion in reading.criteria]
    for name in ENGINE_FAULTS:
        if any(has_part_for(name, rule) for rule in rules):
            # The model is made anew, so that what is compiled has the fault.
            made, active = partial(attrs.evolve, model), partial(with_fault, name)
            yield Planted(FaultKind.UNKNOWN_AS_NO, f"the engine: {name}", None, made, active)


def _of_programme(programme: BoundProgramme) -> Found:
    definition = programme.definition
    change = partial(attrs.evolve, definition)
    own = {**programme.vocabulary.parameters, **definition.parameters}
    vocabulary = attrs.evolve(programme.vocabulary, parameters=own)
    readings = list(programme.readings.values())
    yield from _of_parameters("parameters", definition.parameters, readings, change)
    yield from _of_criteria("criteria", definition.criteria, vocabulary, change)
    for place, bound in enumerate(readings):
        reading, change_reading = bound.reading, partial(_with_reading, definition, place)
        where = f"readings.{reading.id}"
        yield from _of_parameters(f"{where}.parameters", reading.parameters, [bound], change_reading)
        yield from _of_criteria(f"{where}.criteria", reading.criteria, vocabulary, change_reading)
    yield from _of_span("in_force", definition.in_force, change)
    yield from _of_texts(definition)


# --- Criteria --------------------------------------------------------------------------------------


def _of_criteria(where: str, criteria: Sequence[Criterion], vocabulary: Vocabulary, change: Change) -> Found:
    for place, criterion in enumerate(criteria):
        change_criterion = partial(_with_criterion, change, criteria, place)
        rule = criterion.rule if isinstance(criterion.rule, str) else printed(criterion.rule)
        for one in rewrites(parse(rule, vocabulary), vocabulary):
            told = f"{where}.{criterion.id}: {one.what}"
            yield one.kind, told, partial(change_criterion, rule=printed(one.rule))
        yield from _of_span(f"{where}.{criterion.id}.in_force", criterion.in_force, change_criterion)


# --- Parameters and days ---------------------------------------------------------------------------


def _of_parameters(
    where: str, parameters: Mapping[str, Parameter], readings: Sequence[BoundProgramme], change: Change
) -> Found:
    for name, parameter in parameters.items():
        reading_it = [one for one in readings if one.parameters.get(name, parameter) == parameter]
        for kind, what, changed in _of_parameter(name, parameter, reading_it):
            yield kind, f"{where}.{name}: {what}", partial(change, parameters={**parameters, name: changed})


def _of_parameter(
    name: str, parameter: Parameter, readings: Iterable[BoundProgramme]
) -> Iterator[tuple[FaultKind, str, Parameter]]:
    in_force = {segment: one for one in readings for segment in segments_in_force(one)}
    read = {segment.thresholds.get(name) for segment in in_force}
    for place, threshold in enumerate(parameter.values):
        if threshold.value in read:
            for value in (threshold.value - 1, threshold.value + 1):
                changed = _changed(parameter, {place: {"value": value}})
                yield FaultKind.OFF_BY_ONE, f"{value} for {threshold.value}", changed
    for place, (before, after) in enumerate(pairwise(parameter.values)):
        if {before.value, after.value} <= read and before.until is not None and after.since is not None:
            for day in (-_A_DAY, _A_DAY):
                turned = {place: {"until": before.until + day}, place + 1: {"since": after.since + day}}
                yield FaultKind.OFF_BY_ONE, f"{after.value} from {after.since + day}", _changed(parameter, turned)
    for segment, programme in in_force.items():
        last = parameter.values[-1]
        if segment.thresholds.get(name) == last.value:
            until = _cut(last, programme.definition.in_force)
            cut = _changed(parameter, {len(parameter.values) - 1: {"until": until}})
            yield FaultKind.NO_VALUE, f"none after {until}", cut
            return


def _changed(parameter: Parameter, changes: Mapping[int, Mapping[str, Any]]) -> Parameter:
    return Parameter(attrs.evolve(one, **changes.get(place, {})) for place, one in enumerate(parameter.values))


def _cut(last: Threshold, in_force: Span) -> date:
    """Return a day after which the last value no longer holds, while the programme is still in force."""
    first = max(in_force.since or _SOME_DAY, last.since or date.min)
    return first if in_force.until is None else max(in_force.until - _A_DAY, last.since or date.min)


def _of_span(where: str, span: Span, change: Change) -> Found:
    for key in ("since", "until"):
        day: date | None = getattr(span, key)
        for other in () if day is None else (day - _A_DAY, day + _A_DAY):
            days = {"since": span.since, "until": span.until, key: other}
            if (days["since"] or date.min) <= (days["until"] or date.max):
                yield FaultKind.OFF_BY_ONE, f"{where}.{key}: {other} for {day}", partial(change, in_force=Span(**days))


# --- Texts -----------------------------------------------------------------------------------------


def _of_texts(definition: Programme) -> Found:
    for place in texts_of(definition):
        if place.where == "name":
            yield FaultKind.NO_SWEDISH, "name: none", partial(_without_swedish, place)
        else:
            english = Text(sv=place.text.en, en=place.text.en)
            yield FaultKind.NO_SWEDISH, f"{place.where}: English", partial(place.with_, english)


def _without_swedish(place: TextPlace) -> Programme:
    return place.with_(Text(sv="", en=place.text.en))


# --- The whole -------------------------------------------------------------------------------------


def _with_only(model: Model, make: Callable[[], Programme]) -> Model:
    """Return the model with one programme and what holds of everybody: it is quickly made."""
    constraints = [one for one in model.definitions if isinstance(one, Constraint)]
    return attrs.evolve(model, definitions=[make(), *constraints])


def _with_reading(definition: Programme, place: int, **changes: Any) -> Programme:
    readings = list(definition.readings)
    readings[place] = attrs.evolve(readings[place], **changes)
    return attrs.evolve(definition, readings=readings)


def _with_criterion(change: Change, criteria: Sequence[Criterion], place: int, **changes: Any) -> Any:
    changed = list(criteria)
    changed[place] = attrs.evolve(changed[place], **changes)
    return change(criteria=changed)
