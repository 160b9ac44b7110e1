"""Long-term support as data (*långvarigt*, *mycket långvarigt*): in how many months of how many, and who says so.

:mod:`samverkan.support_months` counts the months.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from samverkan.errors import Fault, InvalidRecordError
from samverkan.fields import identifier, named
from samverkan.given import as_boolean, as_number
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

__all__ = ["LONG_TERM", "MONTHS_OF_YEAR", "LongTerm"]

MONTHS_OF_YEAR: Final = 12


def _number(value: int) -> int:
    return as_number(value, 1, _MOST)


def _optional_number(value: int | None) -> int | None:
    return None if value is None else as_number(value, 0, _MOST)


def _flag(value: bool) -> bool:  # noqa: FBT001
    return as_boolean(value)


_MOST: Final = 1200


@attrs.frozen(kw_only=True, field_transformer=named)
class LongTerm:
    """When support is long-term: in how many months of how many.

    * ``min_months``: so many months with support are enough; with ``strict`` there must be more.
    * ``window_months``: of so many months, the last being that of which one asks; with ``calendar_year`` of those of
      its year up to it, so that ``window_months`` is 12.
    * ``max_gap_months``: the longest break that there may be between two months with support; ``None``: any. What comes
      before the first and after the last of the window is no break.

    Raises:
        InvalidRecordError: when the window cannot hold so many months.
    """

    id: str = attrs.field(converter=identifier)
    name: Text
    min_months: int = attrs.field(converter=_number)
    window_months: int = attrs.field(converter=_number)
    strict: bool = attrs.field(default=False, converter=_flag)
    max_gap_months: int | None = attrs.field(default=None, converter=_optional_number)
    calendar_year: bool = attrs.field(default=False, converter=_flag)
    source: Source = ASSUMED

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        if self.least > self.window_months:
            faults.append(Fault("min_months", "a number of months that the window can hold", got="a greater one"))
        if self.calendar_year and self.window_months != MONTHS_OF_YEAR:
            faults.append(Fault("window_months", "the 12 months of a calendar year", got="another number"))
        if faults:
            raise InvalidRecordError(faults)

    @property
    def least(self) -> int:
        """The least number of months with support that is enough."""
        return self.min_months + self.strict


_VERY: Final = "mycket långvarigt ekonomiskt bistånd"
_VERY_EN: Final = "very long-term economic assistance"

_VARIANTS: Final = (
    LongTerm(
        id="long-term",
        name=Text("långvarigt ekonomiskt bistånd", "long-term economic assistance"),
        min_months=10,
        window_months=12,
        calendar_year=True,
        source=Source(document="max18.barnombudsmannen.se"),
    ),
    LongTerm(
        id="very-long-term-over-27",
        name=Text(f"{_VERY} (mer än 27 av 36 månader)", f"{_VERY_EN} (more than 27 of 36 months)"),
        min_months=27,
        window_months=36,
        strict=True,
        source=Source(
            document="S002", quote="mer än 27 månader under en tre årsperiod enligt Öppna jämförelsers definiton"
        ),
    ),
    # Said to stand in the method text of Öppna jämförelser, which has not been read: an assumption.
    LongTerm(
        id="very-long-term-27-breaks-2",
        name=Text(
            f"{_VERY} (minst 27 av 36 månader, uppehåll på högst 2)",
            f"{_VERY_EN} (at least 27 of 36 months, breaks of 2 at most)",
        ),
        min_months=27,
        window_months=36,
        max_gap_months=2,
    ),
    LongTerm(
        id="very-long-term-three-years",
        name=Text(f"{_VERY} (tre år eller längre)", f"{_VERY_EN} (three years or longer)"),
        min_months=36,
        window_months=36,
        source=Source(document="Socialstyrelsen 2012"),
    ),
)

LONG_TERM: Final[Mapping[str, LongTerm]] = MappingProxyType({one.id: one for one in _VARIANTS})
"""What the sources call long-term, and very long-term, which they say in three ways, by their ids."""
