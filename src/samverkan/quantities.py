"""Exact numbers: what may be one, how a Swedish agency writes it, and how it is told. No float, and no guess.

A float is refused: 0.1 is none of the numbers that a float can be. A number is read as it is written in Swedish, with a
decimal comma and perhaps a space between thousands. What could be meant in two ways, such as ``1.069``, is refused.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from samverkan.errors import InvalidValueError, masked
from samverkan.texts import Language, Text, in_language

__all__ = [
    "Exact",
    "as_exact",
    "as_share",
    "as_sum",
    "half_up",
    "number_in",
    "optional_exact",
    "read_number",
    "signed_in",
]

Exact: TypeAlias = int | Fraction | Decimal
"""What an exact number may be given as."""

_WANTED: Final = "a whole number, a Fraction or a Decimal"


def as_exact(value: object) -> Fraction:
    """Return *value* as an exact fraction.

    Raises:
        InvalidValueError: for a float, for text, and for what is no finite number.

    >>> as_exact(5250), as_exact(Decimal("2.5"))
    (Fraction(5250, 1), Fraction(5, 2))
    """
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, Decimal) and value.is_finite():
        return Fraction(value)
    hint = "a float is not exact" if isinstance(value, float) else ""
    raise InvalidValueError(wanted=_WANTED, got=masked(value), hint=hint)


def optional_exact(value: object) -> Fraction | None:
    """Return *value* as an exact fraction, or nothing, which is unknown."""
    return None if value is None else as_exact(value)


def as_sum(value: object) -> Fraction:
    """Return an amount, 0 or more, as an exact fraction."""
    exact = as_exact(value)
    if exact >= 0:
        return exact
    raise InvalidValueError(wanted="an amount of 0 or more", got="a lower one")


def as_share(value: object) -> Fraction:
    """Return a share, from 0 to 1, as an exact fraction."""
    exact = as_exact(value)
    if 0 <= exact <= 1:
        return exact
    raise InvalidValueError(wanted="a share from 0 to 1", got="another number")


def half_up(value: Exact, to: Exact = 1) -> Fraction:
    """Return *value* rounded to a multiple of *to*; a half goes up, and below zero down.

    So a repayment is rounded as the payment was.

    Raises:
        InvalidValueError: when *to* is not more than 0.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(Fraction(5, 2), to=10)
    (Fraction(3, 1), Fraction(-3, 1), Fraction(0, 1))
    """
    exact, step = as_exact(value), as_exact(to)
    if step <= 0:
        raise InvalidValueError(where="to", wanted="a number above 0", got="another")
    whole = (abs(exact) / step + Fraction(1, 2)) // 1 * step
    return whole if exact >= 0 else -whole


# --- Read -----------------------------------------------------------------------------------------

_SPACES: Final = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_SIGNS: Final = "\\-+\N{MINUS SIGN}"
_NUMBER: Final = re.compile(
    f"(?P<sign>[{_SIGNS}]?)[{_SPACES}]?"
    f"(?P<whole>[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]{{1,18}})"
    "(?:,(?P<rest>[0-9]{1,9}))?"
)
_POINT: Final = re.compile(r".*[0-9]\.[0-9].*")


def read_number(text: str) -> Fraction:
    """Return the number that is written as in Swedish: ``1 069``, ``34,8``, ``+ 79``.

    Raises:
        InvalidValueError: for anything else. A decimal point is refused: ``1.069`` could be one or a thousand.

    >>> read_number("1 069"), read_number("34,8"), read_number("+ 79")
    (Fraction(1069, 1), Fraction(174, 5), Fraction(79, 1))
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        hint = "write a decimal comma, and nothing or a space between thousands" if _POINT.fullmatch(text) else ""
        raise InvalidValueError(wanted="a number such as 1 069 or 34,8", got=masked(text), hint=hint)
    whole = re.sub(rf"[{_SPACES}]", "", found["whole"])
    number = Fraction(f"{whole}.{found['rest'] or '0'}")
    return number if found["sign"] in {"", "+"} else -number


# --- Told -----------------------------------------------------------------------------------------

_SHOWN: Final = 4
"""So many decimals are shown of a number that ends; one that does not is rounded, and said to be about so much."""
_GROUPED: Final = 10_000
_ABOUT: Final = Text(sv="ca {number}", en="about {number}")


def number_in(language: Language, number: Exact) -> str:
    """Say a number, exactly where it ends within four decimals, and otherwise with two, as *about* so much.

    >>> number_in("en", Fraction(1_674_325, 100)), number_in("en", Fraction(1, 3)), number_in("sv", Fraction(5, 2))
    ('16,743.25', 'about 0.33', '2,5')
    """
    exact = as_exact(number)
    if (exact * 10**_SHOWN).denominator == 1:
        return _written(exact, language, _SHOWN)
    return _ABOUT.filled(language, {"number": _written(half_up(exact, to=Fraction(1, 100)), language, 2)})


def signed_in(language: Language, number: Exact) -> str:
    """Say a number with its sign, but for zero, which has none.

    >>> signed_in("en", 1813), signed_in("en", 0)
    ('+1813', '0')
    """
    return f"+{number_in(language, number)}" if number > 0 else number_in(language, number)


def _written(exact: Fraction, language: Language, decimals: int) -> str:
    whole, rest = divmod(abs(exact), 1)
    between = in_language({"sv": "\N{NO-BREAK SPACE}", "en": ","}, language)
    written = f"{int(whole):,}".replace(",", between) if whole >= _GROUPED else str(int(whole))
    digits = f"{int(rest * 10**decimals):0{decimals}}".rstrip("0")
    point = in_language({"sv": ",", "en": "."}, language)
    sign = "\N{MINUS SIGN}" if exact < 0 else ""
    return f"{sign}{written}{point + digits if digits else ''}"
