"""Shares as they are printed, rounded, and what a reader can reckon back from them."""

from collections.abc import Hashable
from decimal import Decimal
from typing import Any, Final, assert_never

import attrs

from samverkan.errors import InvalidValueError, located, masked
from samverkan.roundings import Rounding, as_rounding, divided

__all__ = ["Rest", "ShareOf"]


@attrs.frozen
class Rest:
    """The key of what a share leaves: those of the whole who are not of the part."""

    part: Hashable
    whole: Hashable


_MOST_DECIMALS: Final = 9


def _decimals(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if type(value) is not int or not 0 <= value <= _MOST_DECIMALS:
        raise InvalidValueError(where=attribute.name, wanted="a number of decimals from 0 to 9", got=masked(value))


def _rounding(value: Rounding | str) -> Rounding:
    return located("rounding", as_rounding, value)


@attrs.frozen(kw_only=True)
class ShareOf:
    """A share in percent: of the figure *whole*, so many are of the figure *part*.

    ``decimals`` and ``rounding`` say how it is printed. There is no rounding by default.

    Raises:
        InvalidValueError: when ``decimals`` is no number from 0 to 9, or there is no such rounding.

    >>> share = ShareOf(part="to work", whole="ended", rounding="truncated")
    >>> share.printed(52, 127), share.printed(0, 0)
    (Decimal('40'), None)
    """

    part: Hashable
    whole: Hashable
    decimals: int = attrs.field(default=0, validator=_decimals)
    rounding: Rounding = attrs.field(converter=_rounding)

    def printed(self, part: int, whole: int) -> Decimal | None:
        """Return what is printed: percent, so rounded; ``None`` of nobody."""
        if not whole:
            return None
        scale = 10**self.decimals
        return Decimal(divided(100 * scale * part, whole, self.rounding)).scaleb(-self.decimals)

    def limits(self, printed: Decimal) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        """Return what a printed share says: twice ``(a, b, c)``, for ``a * part + b * whole >= c``.

        40 percent without decimals, a half rounded upwards, is at least 39.5 and less than 40.5 percent:

        >>> ShareOf(part="to work", whole="ended", rounding="half_up").limits(Decimal(40))
        ((200, -79, 0), (-200, 81, 1))
        """
        twice = 2 * int(printed.scaleb(self.decimals))
        match self.rounding:
            case Rounding.HALF_UP:
                low, high, low_is_in, high_is_in = twice - 1, twice + 1, True, False
            case Rounding.HALF_EVEN:
                even = twice % 4 == 0
                low, high, low_is_in, high_is_in = twice - 1, twice + 1, even, even
            case Rounding.TRUNCATED:
                low, high, low_is_in, high_is_in = twice, twice + 2, True, False
            case _ as never:
                assert_never(never)
        scale = 200 * 10**self.decimals
        return (scale, -low, 0 if low_is_in else 1), (-scale, high, 0 if high_is_in else 1)
