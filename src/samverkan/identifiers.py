"""Identity numbers (*personnummer* and *samordningsnummer*), read strictly and never shown by accident.

The century, and with it the person, is never guessed from today's date: a number has all twelve digits, or it comes
with a separator and the day on which it is read.

Sources: folkbokföringslag (1991:481) 18 §; lag (2022:1697) om samordningsnummer 2 kap. 8 §.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Final, Literal

import attrs

from samverkan.dates import PartialDate, as_optional_day, as_partial_date
from samverkan.errors import InvalidValueError, located, masked

__all__ = ["IdentityNumber", "IdentityNumberKind", "as_identity_number"]

# [0-9] and fullmatch: \d takes the digits of other scripts, and $ takes a line break after the last one.
_TWELVE: Final = re.compile(r"[0-9]{12}")
_WRITTEN: Final = re.compile(r"([0-9]{8}|[0-9]{6})([-+]?)([0-9]{4})")
_WHOLE_DATE: Final = 8

_COORDINATION: Final = 60
"""What is added to the day in a samordningsnummer."""
_LAST_DAY: Final = 31
_PLUS_AGE: Final = 100
"""From the year in which the person reaches it, the separator is a plus sign."""
_FIRST_YEAR: Final = 1800
"""Numbers are stored with the century 18, 19 or 20 (Skatteverket, SKV M 2010:3). The check digit does not cover it."""

_MASK: Final = "••••••••-••••"
_HINT: Final = "only the digits 0 to 9 and one plain - or +; no letters, spaces or line breaks"


class IdentityNumberKind(StrEnum):
    """Which sort of identity number it is."""

    PERSONNUMMER = "personnummer"
    """Of someone who is, or has been, in the population register (*folkbokförd*)."""
    SAMORDNINGSNUMMER = "samordningsnummer"
    """A coordination number: of someone who has never been in it. 60 is added to the day."""


def _digits(value: object) -> str:
    if isinstance(value, str) and _TWELVE.fullmatch(value):
        return "".join(value)  # Plain text, where a subclass of str was given.
    raise InvalidValueError(wanted="an identity number of 12 digits", got=masked(value), hint=_HINT)


@attrs.frozen(repr=False)
class IdentityNumber:
    """A *personnummer* or *samordningsnummer* that can exist. :func:`as_identity_number` reads one as people write it.

    That it can exist does not say that anybody has it. ``repr`` and ``str`` are masked; the number itself is
    ``digits``, all twelve of them. Two are equal when their digits are.

    Raises:
        InvalidValueError: when the digits are not twelve, or no such number is ever given.

    >>> number = IdentityNumber("199101252386")
    >>> number, f"{number}", number.digits
    (••••••••-••••, '••••••••-••••', '199101252386')
    """

    digits: str = attrs.field(converter=_digits, repr=False)

    def __attrs_post_init__(self) -> None:
        if int(self.digits[:4]) < _FIRST_YEAR:
            raise InvalidValueError(wanted="the century 18 or a later one", got="an earlier one")
        _born(self.digits)
        if self.digits[8:11] == "000":
            raise InvalidValueError(wanted="a serial number that is in use", got="one that nobody is given")
        if not _check_digit_fits(self.digits[2:]):
            raise InvalidValueError(
                wanted="a check digit that fits the other digits", got="one that does not", hint="is a digit mistyped?"
            )

    @property
    def kind(self) -> IdentityNumberKind:
        """Whether it is a personnummer or a samordningsnummer."""
        if int(self.digits[6:8]) < _COORDINATION:
            return IdentityNumberKind.PERSONNUMMER
        return IdentityNumberKind.SAMORDNINGSNUMMER

    @property
    def born(self) -> PartialDate:
        """The birth date *in the number*, which is possibly not the true one.

        Where the serial numbers of a day have run out, the law lets a nearby day of the month stand in its place. In a
        samordningsnummer the month or the day may be unknown. Without the month only the year is told, even
        where a day stands in the number.

        >>> str(IdentityNumber("195205802399").born), str(IdentityNumber("201812602397").born)
        ('1952-05-20', '2018-12')
        """
        return _born(self.digits)

    @property
    def sex(self) -> Literal["woman", "man"]:
        """The sex in the number: its third serial digit is even for women and odd for men.

        >>> IdentityNumber("199101252386").sex
        'woman'
        """
        return "man" if int(self.digits[10]) % 2 else "woman"

    def __str__(self) -> str:
        return _MASK

    def __repr__(self) -> str:
        return _MASK


def as_identity_number(value: object, on: date | str | None = None) -> IdentityNumber:
    """Return *value* as an identity number.

    Takes text of 12 digits, with or without a separator before the last four, and an :class:`IdentityNumber`.
    With *on*, the day on which it is read, it also takes 10 digits with the separator, which then tells the
    century: ``+`` from the year in which the person turns 100, ``-`` before. A separator that does not agree
    with *on* is refused, and so is a birth date after it.

    Letters are refused (interim and reserve numbers have them), as are spaces, line breaks and digits of other
    scripts. Whether a number is valid does not depend on today's date.

    Raises:
        InvalidValueError: when it is no such number; the message holds none of its digits.

    >>> as_identity_number("19910125-2386") == as_identity_number("910125-2386", on="2016-10-03")
    True
    >>> as_identity_number("950131+9801", on="2016-10-03").digits
    '189501319801'
    >>> as_identity_number("910125-2386")
    Traceback (most recent call last):
    samverkan.errors.InvalidValueError: value: ...got 10 digits without a day; ...
    """
    day = located("on", as_optional_day, on)
    if isinstance(value, IdentityNumber):
        number, separator = value, ""
    else:
        digits, separator = _written(value, day)
        number = IdentityNumber(digits)
    if day is not None:
        if number.born.earliest > day:
            raise InvalidValueError(wanted="the number of somebody born by that day", got="a later birth date")
        if separator and separator != _separator(number, day):
            raise InvalidValueError(wanted="- before the year of the 100th birthday, + from it on", got="the other")
    return number


def _written(value: object, on: date | None) -> tuple[str, str]:
    """Return all twelve digits, and the separator."""
    wanted = "an identity number of 12 digits, or of 10 with - or + and the day on which it is read"
    found = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise InvalidValueError(wanted=wanted, got=masked(value), hint=_HINT)
    born, separator, last = found.groups()
    if len(born) == _WHOLE_DATE:
        return born + last, separator
    if not separator:
        raise InvalidValueError(wanted=wanted, got="10 digits without a separator", hint="the century is not guessed")
    if on is None:
        raise InvalidValueError(wanted=wanted, got="10 digits without a day", hint="the century is not guessed")
    youngest = (on.year - int(born[:2])) % 100
    year = on.year - youngest - (_PLUS_AGE if separator == "+" else 0)
    # There is no year before 0001; 0000 is refused for its century.
    return f"{max(year, 0):04}{born[2:]}{last}", separator


def _born(digits: str) -> PartialDate:
    year, month, day = digits[:4], digits[4:6], int(digits[6:8])
    if day >= _COORDINATION:
        day -= _COORDINATION
        if month == "00" and day <= _LAST_DAY:
            return as_partial_date(year)
        if day == 0:
            return as_partial_date(f"{year}-{month}")
    return as_partial_date(f"{year}-{month}-{day:02}")


def _separator(number: IdentityNumber, on: date) -> str:
    return "+" if on.year - number.born.earliest.year >= _PLUS_AGE else "-"


def _check_digit_fits(ten: str) -> bool:
    """Whether ten digits fit the Luhn formula: every other digit doubled, the digit sum a multiple of ten."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in ten[::2])
    return (doubled + sum(map(int, ten[1::2]))) % 10 == 0
