"""Detections: whether a planted fault is caught, and by what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from samverkan.errors import SamverkanError
from samverkan.model import Model
from samverkan.testing.case_tables import Case, failure_of
from samverkan.testing.faults import FaultKind, Planted, planted
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
    for trial in _trials(model, monotone or {}, examples):
        for name, holds in PROPERTIES.items():
            told = _broken(holds, trial)
            if told is not None:
                yield f"{name}: {told}"


def _caught_by(fault: Planted, cases: Sequence[Case], monotone: Monotone, examples: int) -> str | None:
    try:
        model = fault.model()
    except SamverkanError as error:
        return f"refused: {str(error).splitlines()[0]}"
    trials = list(_trials(model, monotone, examples))
    if fault.kind is FaultKind.UNKNOWN_AS_NO:
        return _by_property(OF_ANSWERS, trials) or _by_case(cases, model)
    of_it = [case for case in cases if fault.programme in {None, case.programme}]
    return _by_case(of_it, model) or _by_property(OF_RULES, trials)


def _by_case(cases: Iterable[Case], model: Model) -> str | None:
    return next((f"case: {case.name}" for case in cases if failure_of(case, model) is not None), None)


def _by_property(properties: Mapping[str, Property], trials: Sequence[Trial]) -> str | None:
    for name, holds in properties.items():
        if any(_broken(holds, trial) is not None for trial in trials):
            return f"property: {name}"
    return None


def _trials(model: Model, monotone: Monotone, examples: int) -> Iterator[Trial]:
    for name, programme in subjects(model).items():
        yield Trial(model, programme, monotone.get(name, {}), examples, is_quick=True)


def _broken(holds: Property, trial: Trial) -> str | None:
    """Return how a property does not hold, or ``None``; whatever is raised tells that it does not."""
    try:
        holds(trial)
    except Exception as error:  # noqa: BLE001 - a fault may break anything
        return str(error) or type(error).__name__
    return None
