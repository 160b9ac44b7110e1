"""Exact numbers: what may be one, and how it is read as a Swedish agency writes it. No float, and no guess.

A float is refused: 0.1 is none of the numbers that a float can be. A number is read as it is written in Swedish, with a
decimal comma and perhaps a space between thousands. What could be meant in two ways, such as ``1.069``, is refused.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from samverkan.errors import InvalidValueError, masked

__all__ = ["Exact", "as_exact", "as_share", "as_sum", "optional_exact", "read_number"]

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
