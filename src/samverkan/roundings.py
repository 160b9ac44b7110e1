"""How a number is rounded: it has a name, and there is one arithmetic for all of it.

A rounded number is for reading. What is compared, with a goal or with another number, is the exact one.
"""

from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from samverkan.errors import InvalidValueError, masked
from samverkan.quantities import Exact, as_exact

__all__ = ["Rounding", "as_rounding", "divided", "half_up", "rounded"]


class Rounding(StrEnum):
    """What becomes of the decimals that are not printed. Published figures differ in this, so it is always said.

    * ``half_up``: to the nearest, a half upwards: 87.97 is printed 88, and 0.5 is printed 1;
    * ``half_even``: to the nearest, a half to the even one: 0.5 is printed 0, and 1.5 is printed 2;
    * ``truncated``: they are cut off: 40.94 is printed 40.

    How an amount is shared out is another thing: :class:`samverkan.money.Rounding`.
    """

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    TRUNCATED = "truncated"


def as_rounding(value: object) -> Rounding:
    """Return the rounding of that name.

    Raises:
        InvalidValueError: when there is none.

    >>> as_rounding("truncated")
    <Rounding.TRUNCATED: 'truncated'>
    """
    for one in Rounding:
        if value == one:
            return one
    raise InvalidValueError(wanted=" or ".join(Rounding), got=masked(value))


def rounded(value: Exact, rounding: Rounding | str, *, to: Exact = 1) -> Fraction:
    """Return *value* rounded to a multiple of *to*. Below zero it is rounded as above it.

    Raises:
        InvalidValueError: when there is no such rounding, a number is not exact, or *to* is not more than 0.

    >>> rounded(Fraction(1, 8), "half_even", to=Fraction(1, 100)), rounded(Fraction(-5, 2), "half_up")
    (Fraction(3, 25), Fraction(-3, 1))
    """
    way, exact, step = as_rounding(rounding), as_exact(value), as_exact(to)
    if step <= 0:
        raise InvalidValueError(where="to", wanted="a number above 0", got="another")
    ratio = exact / step
    return divided(ratio.numerator, ratio.denominator, way) * step


def half_up(value: Exact, to: Exact = 1) -> Fraction:
    """Return *value* rounded to a multiple of *to*; a half goes up, and below zero down.

    So a repayment is rounded as the payment was.

    Raises:
        InvalidValueError: when *to* is not more than 0.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(Fraction(5, 2), to=10)
    (Fraction(3, 1), Fraction(-3, 1), Fraction(0, 1))
    """
    return rounded(value, Rounding.HALF_UP, to=to)


def divided(over: int, under: int, rounding: Rounding) -> int:
    """Return *over* divided by *under*, which is above zero, rounded to a whole number.

    >>> [divided(5, 2, rounding) for rounding in Rounding]
    [3, 2, 2]
    """
    down, rest = divmod(abs(over), under)
    match rounding:
        case Rounding.HALF_UP:
            up = 2 * rest >= under
        case Rounding.HALF_EVEN:
            up = 2 * rest > under or (2 * rest == under and down % 2 == 1)
        case Rounding.TRUNCATED:
            up = False
        case _ as never:
            assert_never(never)
    return (down + up) * (1 if over >= 0 else -1)
