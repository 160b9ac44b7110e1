"""Shares, and within what they lie: a share of few is known less well than one of many."""

from math import sqrt
from typing import Final

import attrs

from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, masked

__all__ = ["Share"]

_A_NUMBER: Final = "a whole number, 0 or more"


@attrs.frozen
class Share:
    """So many of so many.

    Of nobody there is no share: neither 0 nor 100 percent, but ``None``.

    Raises:
        InvalidRecordError: when one of them is not a whole number, 0 or more, or the part is more than the whole.

    >>> Share(3, 4).value, Share(0, 4).value, Share(0, 0).value
    (0.75, 0.0, None)
    """

    numerator: int
    denominator: int

    def __attrs_post_init__(self) -> None:
        faults = [
            Fault(where, _A_NUMBER, masked(number))
            for where, number in (("numerator", self.numerator), ("denominator", self.denominator))
            if not _is_number(number)
        ]
        if not faults and self.numerator > self.denominator:
            faults = [Fault("numerator", "no more than the denominator", "more")]
        if faults:
            raise InvalidRecordError(faults)

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1; ``None`` of nobody."""
        return self.numerator / self.denominator if self.denominator else None

    def interval(self, level: float = 0.95) -> tuple[float, float] | None:
        """Return the confidence interval of Wilson, within 0 and 1; ``None`` of nobody.

        It has a width when none or all are counted, and is of use for few as well.

        Source: E. B. Wilson (1927), *Probable Inference, the Law of Succession, and Statistical Inference*.

        Raises:
            InvalidValueError: when *level* does not lie between 0 and 1.

        >>> [round(bound, 3) for bound in Share(9, 10).interval() or ()]
        [0.596, 0.982]
        """
        # Takes longer to import than all the rest.
        from statistics import NormalDist  # noqa: PLC0415

        if not _is_level(level):
            raise InvalidValueError(where="level", wanted="a number between 0 and 1, such as 0.95", got=masked(level))
        if not self.denominator:
            return None
        squared = NormalDist().inv_cdf((1 + level) / 2) ** 2
        came, rest, of = self.numerator, self.denominator - self.numerator, self.denominator
        middle = came + squared / 2
        half = sqrt(squared * (came * rest / of + squared / 4))
        # With none or all counted the bound is exact, and not what rounding leaves of it.
        lower = (middle - half) / (of + squared) if came else 0.0
        upper = (middle + half) / (of + squared) if rest else 1.0
        return lower, upper


def _is_number(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_level(value: object) -> bool:
    return isinstance(value, float) and value > 0 and (1 + value) / 2 < 1  # The last number below 1 rounds to it.
