"""Survival curves after Kaplan and Meier: how many still wait, where some waits are not over.

Whoever is still waiting has waited for some days already and will wait for more. To leave her out, or to take her days
so far for the whole, makes waits look shorter than they are. The curve uses what is known of her: that she waited that
long.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from math import exp, log1p, prod, sqrt
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import attrs

from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, masked
from samverkan.immutable import frozen_tuple

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["Curve", "Step", "survival", "survival_of"]

_HALF: Final = 0.5
_NEAR: Final = 1e-9
"""Nearer to a half than this a probability is compared as a fraction."""


def survival(observed: Mapping[int, int], censored: Mapping[int, int], *, level: float = 0.95) -> "Curve":
    """Return the curve of Kaplan and Meier for those who came to an end and those who were followed no longer.

    *observed*: for each number of days, for how many it took that long. *censored*: for each number of days, of how
    many only that is known: that it had not come yet. Whoever was followed to a day was still there when others came to
    an end on it. *level* is that of the confidence intervals.

    What it says holds if those who were followed no longer would have fared as the others did.

    Source: E. L. Kaplan and P. Meier (1958), *Nonparametric Estimation from Incomplete Observations*; the variance is
    Greenwood's (1926), the interval that of Kalbfleisch and Prentice (1980), on the scale of log(-log S).

    Raises:
        InvalidRecordError: when a number of days or of people is not a whole number, 0 or more: every one is told.
        InvalidValueError: when there is nobody, or *level* does not lie between 0 and 1.

    >>> curve = survival({6: 3, 7: 1}, {6: 1, 9: 1})
    >>> [(step.day, step.at_risk, step.events, step.censored, step.probability) for step in curve.steps]
    [(6, 6, 3, 1, 0.5), (7, 2, 1, 0, 0.25), (9, 1, 0, 1, 0.25)]
    >>> curve.median()
    6
    """
    _check(observed, censored)
    quantile = _quantile(level)
    steps = _steps(observed, censored, quantile)
    if not steps:
        raise InvalidValueError(where="survival", wanted="at least one who was followed", got="nobody")
    return Curve(steps=steps, level=level)


def survival_of(followed: Iterable[tuple[int, bool]], *, level: float = 0.95) -> "Curve":
    """Return the same curve from one pair each: for how many days she was followed, and whether it came then.

    Raises:
        InvalidRecordError: when a number of days is not a whole number, 0 or more: every one is told.
        InvalidValueError: when there is nobody, or *level* does not lie between 0 and 1.

    >>> survival_of([(6, True), (6, True), (6, True), (6, False), (7, True), (9, False)]).at(6)
    0.5
    """
    observed: Counter[int] = Counter()
    censored: Counter[int] = Counter()
    faults: list[Fault] = []
    for position, (days, came) in enumerate(followed):
        if _is_count(days):
            (observed if came else censored)[days] += 1
        else:
            faults.append(Fault(f"[{position}].days", _A_COUNT, _got(days)))
    if faults:
        raise InvalidRecordError(faults)
    return survival(observed, censored, level=level)


@attrs.frozen(kw_only=True)
class Step:
    """What the curve is from one day until its next step.

    * ``day``: days from the start, 0 or more.
    * ``at_risk``: how many were followed to this day and had not come to an end before it.
    * ``events``, ``censored``: how many of them came to an end on it, and how many were followed no longer.
    * ``probability``: the share of whom it has not come by the end of the day, from 0 to 1.
    * ``variance``: Greenwood's, of ``probability``.
    * ``lower``, ``upper``: the confidence interval, on the scale of log(-log S).

    As long as nobody has come to an end, the variance is 0 and the interval is 1 to 1; when everybody has, the variance
    is 0 and the interval is 0 to 0, as in lifelines. The formulas have no value there: it does not mean that the share
    is certain.
    """

    day: int
    at_risk: int
    events: int
    censored: int
    probability: float
    variance: float
    lower: float
    upper: float

    @property
    def standard_error(self) -> float:
        """The square root of the variance."""
        return sqrt(self.variance)


@attrs.frozen(kw_only=True)
class Curve:
    """How many still wait, day by day.

    ``steps`` holds a step for each day on which somebody came to an end or was followed no longer, in order; ``level``
    is that of their confidence intervals.
    """

    steps: tuple[Step, ...] = attrs.field(converter=frozen_tuple)
    level: float = 0.95

    def at(self, day: int) -> float | None:
        """Return the share of whom it has not come by the end of *day*: 1 before the first step.

        ``None`` after the last day to which anybody was followed, unless it has come for everybody by then.

        Raises:
            InvalidValueError: when *day* is not a whole number, 0 or more.
        """
        if not _is_count(day):
            raise InvalidValueError(where="day", wanted=_A_COUNT, got=_got(day))
        position = bisect_right(self.steps, day, key=attrgetter("day"))
        if position == 0:
            return 1.0
        step = self.steps[position - 1]
        return step.probability if step.probability == 0 or day <= self.steps[-1].day else None

    def median(self) -> int | None:
        """Return the first day by the end of which it has come for half; ``None`` when the curve does not get there.

        A probability that is a half is taken for one, however it was rounded.
        """
        for position, step in enumerate(self.steps):
            near = abs(step.probability - _HALF) < _NEAR
            if self._exact(position + 1) * 2 <= 1 if near else step.probability < _HALF:
                return step.day
        return None

    def _exact(self, steps: int) -> "Fraction":
        """Return the probability after so many steps, not rounded."""
        from fractions import Fraction  # noqa: PLC0415

        taken = self.steps[:steps]
        return Fraction(prod(step.at_risk - step.events for step in taken), prod(step.at_risk for step in taken))


# --- Reckoning ------------------------------------------------------------------------------------


def _steps(observed: Mapping[int, int], censored: Mapping[int, int], quantile: float) -> list[Step]:
    days = sorted(day for day in {*observed, *censored} if observed.get(day, 0) + censored.get(day, 0))
    leaving = [observed.get(day, 0) + censored.get(day, 0) for day in days]
    # Of the last one nobody is left; the first number is everybody.
    left = accumulate(leaving, initial=0)
    everybody = sum(leaving)
    probability, log_of_it, greenwood = 1.0, 0.0, 0.0
    steps: list[Step] = []
    for day, gone in zip(days, left, strict=False):
        at_risk, events = everybody - gone, observed.get(day, 0)
        probability *= (at_risk - events) / at_risk
        if events < at_risk:
            # Not the logarithm of the product: near 1 that has few digits.
            log_of_it += log1p(-events / at_risk)
            greenwood += events / (at_risk * (at_risk - events))
        lower, upper = _interval(probability, log_of_it, quantile * sqrt(greenwood))
        steps.append(
            Step(
                day=day,
                at_risk=at_risk,
                events=events,
                censored=censored.get(day, 0),
                probability=probability,
                variance=probability * probability * greenwood,
                lower=lower,
                upper=upper,
            )
        )
    return steps


def _interval(probability: float, log_of_it: float, width: float) -> tuple[float, float]:
    if probability == 0 or log_of_it == 0:
        return probability, probability
    apart = exp(width / -log_of_it)
    return exp(log_of_it * apart), exp(log_of_it / apart)


def _quantile(level: float) -> float:
    """Return so many standard deviations on each side as hold *level* of a normal distribution."""
    # Takes longer to import than all the rest.
    from statistics import NormalDist  # noqa: PLC0415

    if not (_is_share(level) and (1 + level) / 2 < 1):  # The last number below 1 rounds to it.
        raise InvalidValueError(where="level", wanted="a number between 0 and 1, such as 0.95", got=masked(level))
    return NormalDist().inv_cdf((1 + level) / 2)


# --- What is given --------------------------------------------------------------------------------

_A_COUNT: Final = "a whole number, 0 or more"


def _check(observed: Mapping[int, int], censored: Mapping[int, int]) -> None:
    faults = [*_faults("observed", observed), *_faults("censored", censored)]
    if faults:
        raise InvalidRecordError(faults)


def _faults(where: str, counts: Mapping[int, int]) -> Iterator[Fault]:
    for position, (day, count) in enumerate(counts.items()):
        for place, number in (("days", day), ("count", count)):
            if not _is_count(number):
                yield Fault(f"{where}[{position}].{place}", _A_COUNT, _got(number))


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_share(value: object) -> bool:
    return isinstance(value, float) and 0 < value < 1


def _got(value: object) -> str:
    return "a number below 0" if isinstance(value, int) and value < 0 else masked(value)
