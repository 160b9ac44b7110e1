"""Percentages as they are printed: how a share is rounded has a name, and there is no default.

A rounded number is for reading. What is compared, with a goal or with another share, is the exact one.
"""

from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from samverkan.errors import InvalidValueError, masked
from samverkan.fields import of_enum
from samverkan.given import as_number
from samverkan.intervals import Share
from samverkan.texts import Language, Text

__all__ = ["Rounding", "as_exact", "as_percent", "in_percent", "percentage", "rounded", "written"]

_WHOLE = 100
_MOST_DECIMALS = 10


class Rounding(StrEnum):
    """What becomes of the decimals that are not printed.

    * ``half_up``: to the nearest, a half upwards: 87.97 is printed 88, and 0.5 is printed 1;
    * ``half_even``: to the nearest, a half to the even one: 0.5 is printed 0, and 1.5 is printed 2;
    * ``truncated``: they are cut off: 40.94 is printed 40.
    """

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    TRUNCATED = "truncated"


def percentage(share: Share, rounding: Rounding | str, *, decimals: int = 0) -> Fraction | None:
    """Return a share in per cent, rounded; ``None`` of nobody.

    Raises:
        InvalidValueError: when there is no such rounding, or *decimals* is not a whole number from 0 to 10.

    >>> percentage(Share(117, 133), "half_up"), percentage(Share(52, 127), "truncated")
    (Fraction(88, 1), Fraction(40, 1))
    """
    exact = as_exact(share)
    return None if exact is None else rounded(_WHOLE * exact, rounding, decimals=decimals)


def as_exact(share: Share) -> Fraction | None:
    """Return a share as an exact fraction, from 0 to 1; ``None`` of nobody.

    >>> as_exact(Share(159, 200)), as_exact(Share(0, 0))
    (Fraction(159, 200), None)
    """
    return Fraction(share.numerator, share.denominator) if share.denominator else None


def rounded(number: Fraction, rounding: Rounding | str, *, decimals: int = 0) -> Fraction:
    """Return a number, 0 or more, rounded to so many decimals.

    Raises:
        InvalidValueError: when there is no such rounding, *decimals* is not a whole number from 0 to 10, or *number*
            is no exact number, 0 or more.

    >>> rounded(Fraction(1, 8), "half_even", decimals=2)
    Fraction(3, 25)
    """
    named = of_enum(rounding, Rounding)
    places = 10 ** as_number(decimals, 0, _MOST_DECIMALS)
    exact = _as_number(number)
    match named:
        case Rounding.HALF_UP:
            whole = int(exact * places + Fraction(1, 2))
        case Rounding.HALF_EVEN:
            whole = round(exact * places)
        case Rounding.TRUNCATED:
            whole = int(exact * places)
        case _ as never:
            assert_never(never)
    return Fraction(whole, places)


def _as_number(value: object) -> Fraction:
    if isinstance(value, Fraction | int) and not isinstance(value, bool) and value >= 0:
        return Fraction(value)
    raise InvalidValueError(where="number", wanted="an exact number, 0 or more", got=masked(value))


def as_percent(value: object) -> Fraction:
    """Return *value* if it is an exact number of per cent, from 0 to 100.

    Raises:
        InvalidValueError: for anything else. A ``float`` is not exact.
    """
    if isinstance(value, Fraction | int) and not isinstance(value, bool) and 0 <= value <= _WHOLE:
        return Fraction(value)
    raise InvalidValueError(wanted="an exact number of per cent, from 0 to 100", got=masked(value))


def in_percent(number: Fraction, language: Language, *, most_decimals: int) -> str:
    """Write per cent with as many decimals as it takes, and no more than so many: what is left is rounded half up.

    >>> in_percent(Fraction(80), "en", most_decimals=2), in_percent(Fraction(200, 3), "sv", most_decimals=1)
    ('80%', '66,7 %')
    """
    shown = rounded(number, Rounding.HALF_UP, decimals=most_decimals)
    decimals = next(one for one in range(most_decimals + 1) if (shown * 10**one).denominator == 1)
    return written(shown, language, decimals=decimals)


def written(number: Fraction, language: Language, *, decimals: int = 0) -> str:
    """Write per cent that have been rounded to so many decimals, as one does in that language.

    >>> written(Fraction(175, 2), "sv", decimals=1), written(Fraction(88), "en")
    ('87,5 %', '88%')
    """
    digits = f"{int(number * 10**decimals):0{decimals + 1}d}"
    point = _WORDS["point"].in_(language)
    number_written = f"{digits[:-decimals]}{point}{digits[-decimals:]}" if decimals else digits
    return _WORDS["percent"].filled(language, {"number": number_written})


_WORDS = {"percent": Text(sv="{number} %", en="{number}%"), "point": Text(sv=",", en=".")}
