"""Planted faults: a model with one mistake in it, for each mistake that is easily made.

A rule author's tests are good when they catch every one. This is mutation testing of rules.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from typing import Any, Final

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
from samverkan.testing.text_places import texts_of
from samverkan.texts import Text

__all__ = ["FaultKind", "Planted", "planted"]

_A_DAY: Final = timedelta(days=1)
_SOME_DAY: Final = date(2000, 1, 1)


@attrs.frozen(eq=False)
class Planted:
    """A model with one mistake planted in it.

    * ``kind`` and ``where``: what the mistake is and where it stands.
    * ``programme``: the id of the programme that has it; ``None``: the engine has it.
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


def planted(model: Model) -> Iterator[Planted]:
    """Yield *model* with each mistake in turn, programme by programme, and last those of the engine.

    Off by one at each bound, in numbers and in days; *and* for *or* and the other way round; parties
    counted as units; a text without Swedish; a parameter without a value on some day; and what is
    unknown taken for a no.

    >>> from samverkan import load_model
    >>> print(next(fault for fault in planted(load_model("finsam")) if fault.programme == "dua"))
    off by one: dua: parameters.youngest: 15 for 16
    """
    for programme in (*model.programmes.values(), *model.predicates.values()):
        for kind, where, make in _of_programme(programme):
            yield Planted(kind, f"{programme.id}: {where}", programme.id, partial(_with_only, model, make))
    rules = [
        criterion.rule
        for programme in (*model.programmes.values(), *model.predicates.values())
        for reading in programme.readings.values()
        for criterion in reading.criteria
    ]
    for name in ENGINE_FAULTS:
        if any(has_part_for(name, rule) for rule in rules):
            # Made anew, so that what is compiled has the fault.
            yield Planted(
                FaultKind.UNKNOWN_AS_NO,
                f"the engine: {name}",
                None,
                lambda: attrs.evolve(model),
                lambda name=name: with_fault(name),
            )


Made = Callable[[], Programme]
Found = Iterator[tuple[FaultKind, str, Made]]


def _of_programme(programme: BoundProgramme) -> Found:
    definition = programme.definition
    for name, parameter in definition.parameters.items():
        readings = [one for one in programme.readings.values() if name not in one.reading.parameters]
        yield from _of_parameter(f"parameters.{name}", name, parameter, readings, _putting_parameter(definition, name))
    vocabulary = attrs.evolve(
        programme.vocabulary, parameters={**programme.vocabulary.parameters, **definition.parameters}
    )
    yield from _of_criteria(
        "criteria", definition.criteria, vocabulary, lambda made: _evolved(definition, criteria=made)
    )
    for place, reading in enumerate(definition.readings):
        where = f"readings.{reading.id}"

        def put(place: int = place, **changes: Any) -> Programme:
            changed = attrs.evolve(definition.readings[place], **changes)
            return _evolved(definition, readings=_put(definition.readings, place, changed))

        for name, parameter in reading.parameters.items():
            bound = [programme.read_as(reading.id)]
            put_parameter = _putting_into_reading(put, reading.parameters, name)
            yield from _of_parameter(f"{where}.parameters.{name}", name, parameter, bound, put_parameter)
        yield from _of_criteria(
            f"{where}.criteria", reading.criteria, vocabulary, lambda made, put=put: put(criteria=made)
        )
    yield from _of_span("in_force", definition.in_force, lambda span: _evolved(definition, in_force=span))
    yield from _of_texts(definition)


def _putting_parameter(definition: Programme, name: str) -> Callable[[Parameter], Programme]:
    return lambda parameter: _evolved(definition, parameters={**definition.parameters, name: parameter})


def _putting_into_reading(
    put: Callable[..., Programme], parameters: Mapping[str, Parameter], name: str
) -> Callable[[Parameter], Programme]:
    return lambda parameter: put(parameters={**parameters, name: parameter})


# --- Criteria --------------------------------------------------------------------------------------


def _of_criteria(
    where: str, criteria: Sequence[Criterion], vocabulary: Vocabulary, put: Callable[[list[Criterion]], Programme]
) -> Found:
    for place, criterion in enumerate(criteria):

        def with_(place: int = place, criterion: Criterion = criterion, **changes: Any) -> Programme:
            return put(_put(criteria, place, attrs.evolve(criterion, **changes)))

        rule = criterion.rule if isinstance(criterion.rule, str) else printed(criterion.rule)
        for one in rewrites(parse(rule, vocabulary), vocabulary):
            told = f"{where}.{criterion.id}: {one.what}"
            yield one.kind, told, lambda with_=with_, one=one: with_(rule=printed(one.rule))
        span = criterion.in_force
        yield from _of_span(f"{where}.{criterion.id}.in_force", span, lambda span, with_=with_: with_(in_force=span))


# --- Parameters and days ---------------------------------------------------------------------------


def _of_parameter(
    where: str,
    name: str,
    parameter: Parameter,
    readings: Sequence[BoundProgramme],
    put: Callable[[Parameter], Programme],
) -> Found:
    read = {segment.thresholds.get(name) for one in readings for segment in segments_in_force(one)} - {None}
    for place, threshold in enumerate(parameter.values):
        if threshold.value in read:
            for value in (threshold.value - 1, threshold.value + 1):
                changed = _threshold(parameter, place, value=value)
                yield FaultKind.OFF_BY_ONE, f"{where}: {value} for {threshold.value}", _putting(put, changed)
    for place, (before, after) in enumerate(zip(parameter.values, parameter.values[1:], strict=False)):
        if {before.value, after.value} <= read and before.until is not None and after.since is not None:
            for day in (-_A_DAY, _A_DAY):
                turned = _threshold(parameter, place, until=before.until + day)
                turned = _threshold(turned, place + 1, since=after.since + day)
                yield FaultKind.OFF_BY_ONE, f"{where}: {after.value} from {after.since + day}", _putting(put, turned)
    if read and parameter.values:
        until = _cut(parameter.values[-1], readings[0].definition.in_force)
        cut = _threshold(parameter, len(parameter.values) - 1, until=until)
        yield FaultKind.NO_VALUE, f"{where}: no value after {until}", _putting(put, cut)


def _putting(put: Callable[[Parameter], Programme], parameter: Parameter) -> Made:
    return lambda: put(parameter)


def _threshold(parameter: Parameter, place: int, **changes: Any) -> Parameter:
    return Parameter(_put(parameter.values, place, attrs.evolve(parameter.values[place], **changes)))


def _cut(last: Threshold, in_force: Span) -> date:
    """Return a day after which the last value no longer holds, while the programme is still in force."""
    if in_force.until is not None:
        return max(in_force.until - _A_DAY, last.since or date.min)
    return max(in_force.since or _SOME_DAY, last.since or date.min)


def _of_span(where: str, span: Span, put: Callable[[Span], Programme]) -> Found:
    for key in ("since", "until"):
        day: date | None = getattr(span, key)
        if day is not None:
            for other in (day - _A_DAY, day + _A_DAY):
                yield FaultKind.OFF_BY_ONE, f"{where}.{key}: {other} for {day}", _spanning(put, span, key, other)


def _spanning(put: Callable[[Span], Programme], span: Span, key: str, day: date) -> Made:
    return lambda: put(attrs.evolve(span, **{key: day}))


# --- Texts -----------------------------------------------------------------------------------------


def _of_texts(definition: Programme) -> Found:
    for place in texts_of(definition):
        if place.where == "name":
            yield FaultKind.NO_SWEDISH, "name: none", lambda place=place: place.with_(Text(sv="", en=place.text.en))
        else:
            english = Text(sv=place.text.en, en=place.text.en)
            yield FaultKind.NO_SWEDISH, f"{place.where}: English", lambda place=place, text=english: place.with_(text)


# --- The whole -------------------------------------------------------------------------------------


def _with_only(model: Model, definition: Programme) -> Model:
    """Return the model with one programme and what holds of everybody: it is quickly made."""
    constraints = [one for one in model.definitions if isinstance(one, Constraint)]
    return attrs.evolve(model, definitions=[definition, *constraints])


def _evolved(definition: Programme, **changes: Any) -> Programme:
    return attrs.evolve(definition, **changes)


def _put(sequence: Sequence[Any], place: int, one: Any) -> list[Any]:
    return [*sequence[:place], one, *sequence[place + 1 :]]
