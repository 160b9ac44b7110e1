"""Full-year equivalents (*helårsekvivalenter*): how many people could have been supported for a whole year."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

import attrs

from samverkan.fields import named
from samverkan.given import as_records
from samverkan.quantities import Exact, as_share, as_sum

__all__ = ["DAYS_OF_A_FULL_YEAR", "Compensated", "full_year_equivalents"]

DAYS_OF_A_FULL_YEAR: Final = 365


def _days(value: Exact) -> Fraction:
    return as_sum(value)


def _extent(value: Exact) -> Fraction:
    return as_share(value)


@attrs.frozen(field_transformer=named)
class Compensated:
    """Days for which somebody was compensated, and to what extent: ``Fraction(1, 2)`` for half days.

    Raises:
        InvalidValueError: when the days are not exact, or below 0; or the extent does not lie between 0 and 1.
    """

    days: Fraction = attrs.field(converter=_days)
    extent: Fraction = attrs.field(default=Fraction(1), converter=_extent)


def full_year_equivalents(compensated: Iterable[Compensated]) -> Fraction:
    """Return the compensated days in full years.

    Days in part are made into full days, and 365 full days are one year: two people without work for half a year each
    are one. Source: SCB's description of *helårsekvivalenter*, which counts ages 20–64.

    >>> half_a_year = Compensated(Fraction(365, 2))
    >>> full_year_equivalents([half_a_year, half_a_year]), full_year_equivalents([Compensated(146, Fraction(1, 2))])
    (Fraction(1, 1), Fraction(1, 5))
    """
    every = as_records(compensated, Compensated)
    return sum((one.days * one.extent for one in every), Fraction()) / DAYS_OF_A_FULL_YEAR
