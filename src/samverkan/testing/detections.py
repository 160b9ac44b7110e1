"""Detections: whether a planted fault is caught, and by what."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from samverkan.errors import SamverkanError
from samverkan.model import Model
from samverkan.testing.cases import Case, failure_of
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
    model: Model,
    cases: Sequence[Case] = (),
    *,
    programmes: Collection[str] | None = None,
    monotone: Monotone | None = None,
    examples: int = 10,
) -> Iterator[Detection]:
    """Plant each fault in turn, and yield it with what catches it first.

    That is the model, which refuses to be made; a case that comes out otherwise; or a property of
    the pack, tried on so many *examples*. *programmes* are the ids of those in which faults are
    planted; ``None``: in all.
    """
    tried = _Tried(programmes, monotone or {}, examples)
    for fault in planted(model, programmes):
        with fault.active():
            yield Detection(fault, _caught_by(fault, cases, tried))


def failures(
    model: Model,
    cases: Iterable[Case],
    *,
    programmes: Collection[str] | None = None,
    monotone: Monotone | None = None,
    examples: int = 10,
) -> Iterator[str]:
    """Yield what fails without any fault planted: cases that come out otherwise, properties that do not hold."""
    for case in cases:
        failure = failure_of(case, model)
        if failure is not None:
            yield failure
    for trial in _Tried(programmes, monotone or {}, examples).on(model):
        for name, holds in PROPERTIES.items():
            told = _broken(holds, trial)
            if told is not None:
                yield f"{name}: {told}"


@attrs.frozen
class _Tried:
    """On which programmes properties are tried, and how."""

    programmes: Collection[str] | None
    monotone: Monotone
    examples: int

    def on(self, model: Model, times: int = 1) -> Sequence[Trial]:
        """Return a trial of each programme that is chosen, with so many times the examples."""
        return [
            Trial(model, programme, self.monotone.get(name, {}), self.examples * times, is_quick=True)
            for name, programme in subjects(model).items()
            if self.programmes is None or name in self.programmes
        ]


def _caught_by(fault: Planted, cases: Sequence[Case], tried: _Tried) -> str | None:
    try:
        model = fault.model()
    except SamverkanError as error:
        return f"refused: {str(error).splitlines()[0]}"
    if fault.kind is FaultKind.UNKNOWN_AS_NO:
        return _by_property(OF_ANSWERS, tried.on(model, _TIMES_FOR_THE_ENGINE)) or _by_case(cases, model)
    of_it = [case for case in cases if fault.programme in {None, case.programme}]
    return _by_case(of_it, model) or _by_property(OF_RULES, tried.on(model))


_TIMES_FOR_THE_ENGINE: Final = 10
"""So many times more examples are tried where the engine has the fault: there are few such faults, and they hide."""


def _by_case(cases: Iterable[Case], model: Model) -> str | None:
    return next((f"case: {case.name}" for case in cases if failure_of(case, model) is not None), None)


def _by_property(properties: Mapping[str, Property], trials: Sequence[Trial]) -> str | None:
    for name, holds in properties.items():
        if any(_broken(holds, trial) is not None for trial in trials):
            return f"property: {name}"
    return None


def _broken(holds: Property, trial: Trial) -> str | None:
    """Return how a property does not hold, or ``None``; whatever is raised tells that it does not."""
    try:
        holds(trial)
    except Exception as error:  # noqa: BLE001 - a fault may break anything
        return str(error) or type(error).__name__
    return None
