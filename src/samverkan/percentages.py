"""Percentages of shares: how they are rounded has a name (:class:`samverkan.roundings.Rounding`), and no default.

A rounded number is for reading. What is compared, with a goal or with another share, is the exact one.
"""

from fractions import Fraction

from samverkan.errors import InvalidValueError, masked
from samverkan.given import as_number
from samverkan.intervals import Share
from samverkan.roundings import Rounding, rounded

__all__ = ["as_exact", "as_percent", "percentage"]

_WHOLE = 100
_MOST_DECIMALS = 10


def percentage(share: Share, rounding: Rounding | str, *, decimals: int = 0) -> Fraction | None:
    """Return a share in per cent, rounded; ``None`` of nobody.

    Raises:
        InvalidValueError: when there is no such rounding, or *decimals* is not a whole number from 0 to 10.

    >>> percentage(Share(117, 133), "half_up"), percentage(Share(52, 127), "truncated")
    (Fraction(88, 1), Fraction(40, 1))
    """
    exact, unit = as_exact(share), Fraction(1, 10 ** as_number(decimals, 0, _MOST_DECIMALS))
    return None if exact is None else rounded(_WHOLE * exact, rounding, to=unit)


def as_exact(share: Share) -> Fraction | None:
    """Return a share as an exact fraction, from 0 to 1; ``None`` of nobody.

    >>> as_exact(Share(159, 200)), as_exact(Share(0, 0))
    (Fraction(159, 200), None)
    """
    return Fraction(share.numerator, share.denominator) if share.denominator else None


def as_percent(value: object) -> Fraction:
    """Return *value* if it is an exact number of per cent, from 0 to 100.

    Raises:
        InvalidValueError: for anything else. A ``float`` is not exact.
    """
    if isinstance(value, Fraction | int) and not isinstance(value, bool) and 0 <= value <= _WHOLE:
        return Fraction(value)
    raise InvalidValueError(wanted="an exact number of per cent, from 0 to 100", got=masked(value))
