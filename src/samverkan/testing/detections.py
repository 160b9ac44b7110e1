"""Detections: whether a planted fault is caught, and by what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from samverkan.errors import SamverkanError
from samverkan.model import Model
from samverkan.testing.case_tables import Case, failure_of
from samverkan.testing.faults import Planted, planted
from samverkan.testing.pack import OF_ANSWERS, OF_RULES, PROPERTIES, Property
from samverkan.testing.subjects import subjects
from samverkan.testing.trials import Direction, Trial

__all__ = ["Detection", "detections", "failures"]

Monotone = Mapping[str, Mapping[str, Direction]]


@attrs.frozen(eq=False)
class Detection:
    """A planted fault, and what caught it; ``None``: nothing did."""

    planted: Planted
    caught_by: str | None


def detections(
    model: Model, cases: Sequence[Case] = (), *, monotone: Monotone | None = None, examples: int = 10
) -> Iterator[Detection]:
    """Plant each fault in turn, and yield it with what catches it first.

    That is the model, which refuses to be made; a case that comes out otherwise; or a property of
    the pack, tried on so many *examples*.
    """
    for fault in planted(model):
        with fault.active():
            yield Detection(fault, _caught_by(fault, cases, monotone or {}, examples))


def failures(
    model: Model, cases: Iterable[Case], *, monotone: Monotone | None = None, examples: int = 10
) -> Iterator[str]:
    """Yield what fails without any fault planted: cases that come out otherwise, properties that do not hold."""
    for case in cases:
        failure = failure_of(case, model)
        if failure is not None:
            yield failure
    for name in subjects(model):
        for property_ in PROPERTIES:
            told = _broken(property_, PROPERTIES[property_], model, name, monotone or {}, examples)
            if told is not None:
                yield f"{property_}: {told}"


def _caught_by(fault: Planted, cases: Sequence[Case], monotone: Monotone, examples: int) -> str | None:
    try:
        model = fault.model()
    except SamverkanError as error:
        return f"refused: {str(error).splitlines()[0]}"
    if fault.programme is None:
        return _by_property(OF_ANSWERS, model, monotone, examples) or _by_case(cases, model)
    of_it = [case for case in cases if case.programme == fault.programme]
    return _by_case(of_it, model) or _by_property(OF_RULES, model, monotone, examples)


def _by_case(cases: Iterable[Case], model: Model) -> str | None:
    for case in cases:
        if failure_of(case, model) is not None:
            return f"case: {case.name}"
    return None


def _by_property(properties: Mapping[str, Property], model: Model, monotone: Monotone, examples: int) -> str | None:
    for property_, holds in properties.items():
        for name in (*model.programmes, *model.predicates):
            if _broken(property_, holds, model, name, monotone, examples) is not None:
                return f"property: {property_}"
    return None


def _broken(property_: str, holds: Property, model: Model, name: str, monotone: Monotone, examples: int) -> str | None:
    """Return how a property does not hold, or ``None``; whatever is raised tells that it does not."""
    trial = Trial(model, subjects(model)[name], monotone.get(name, {}), examples, is_quick=True)
    try:
        holds(trial)
    except Exception as error:  # noqa: BLE001 - a fault may break anything
        return str(error) or type(error).__name__
    return None
