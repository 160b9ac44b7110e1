"""How numbers are written in Swedish and English: one way for all that is printed.

Thousands stand apart from 1 000 upwards: in Swedish with a space that does not break a line, in English with a comma.
Decimals follow a comma or a point, and what is below zero has a minus sign. A number with more decimals than are
written is rounded half up.
"""

from collections.abc import Mapping
from typing import Final

from samverkan.quantities import Exact, as_exact
from samverkan.roundings import Rounding, divided
from samverkan.texts import Language, Text, in_language

__all__ = ["exact_in", "number_in", "percent_in", "signed_in"]

_POINT: Final[Mapping[Language, str]] = {"sv": ",", "en": "."}
_THOUSANDS: Final[Mapping[Language, str]] = {"sv": "\N{NO-BREAK SPACE}", "en": ","}
_PERCENT: Final = Text(sv="{number}\N{NO-BREAK SPACE}%", en="{number}%")


def number_in(number: Exact, language: Language, *, decimals: int = 0, drops_zeros: bool = False) -> str:
    r"""Return a number with so many decimals; with *drops_zeros* without the zeros that they end in.

    Raises:
        InvalidValueError: when the number is not exact.
        UnknownNameError: when there is no such language.

    >>> from fractions import Fraction
    >>> number_in(1234567, "sv"), number_in(Fraction(-5, 2), "en"), number_in(Fraction(5, 2), "sv", decimals=2)
    ('1\xa0234\xa0567', '−3', '2,50')
    """
    exact, scale = as_exact(number), 10**decimals
    scaled = divided(exact.numerator * scale, exact.denominator, Rounding.HALF_UP)
    whole, rest = divmod(abs(scaled), scale)
    behind = f"{rest:0{decimals}d}" if decimals else ""
    if drops_zeros:
        behind = behind.rstrip("0")
    minus = "\N{MINUS SIGN}" if scaled < 0 else ""
    before = f"{whole:,}".replace(",", in_language(_THOUSANDS, language))
    return f"{minus}{before}{in_language(_POINT, language) if behind else ''}{behind}"


def percent_in(percent: Exact, language: Language, *, decimals: int = 0, drops_zeros: bool = False) -> str:
    r"""Return a number of per cent with its sign, as :func:`number_in` writes the number.

    >>> percent_in(Fraction(175, 2), "sv", decimals=1), percent_in(80, "en", decimals=2, drops_zeros=True)
    ('87,5\xa0%', '80%')
    """
    written = number_in(percent, language, decimals=decimals, drops_zeros=drops_zeros)
    return _PERCENT.filled(language, {"number": written})


# --- Exact, or said to be about so much -----------------------------------------------------------

_SHOWN: Final = 4
"""So many decimals are shown of a number that ends; one that does not is rounded, and said to be about so much."""
_ABOUT: Final = Text(sv="ca {number}", en="about {number}")


def exact_in(number: Exact, language: Language) -> str:
    """Return a number exactly where it ends within four decimals, and otherwise with two, as *about* so much.

    >>> exact_in(Fraction(1_674_325, 100), "en"), exact_in(Fraction(1, 3), "en"), exact_in(Fraction(5, 2), "sv")
    ('16,743.25', 'about 0.33', '2,5')
    """
    if (as_exact(number) * 10**_SHOWN).denominator == 1:
        return number_in(number, language, decimals=_SHOWN, drops_zeros=True)
    return _ABOUT.filled(language, {"number": number_in(number, language, decimals=2, drops_zeros=True)})


def signed_in(number: Exact, language: Language) -> str:
    """Return a number as :func:`exact_in` does, with its sign; zero has none.

    >>> signed_in(1813, "en"), signed_in(0, "en")
    ('+1,813', '0')
    """
    return f"+{exact_in(number, language)}" if number > 0 else exact_in(number, language)
