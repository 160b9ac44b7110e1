"""Age bands (*åldersgrupper*): which ages figures put together, as data."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Final, cast

import attrs

from samverkan.casefiles import Individual
from samverkan.dated import Unknown
from samverkan.dates import PartialDate, completed_years
from samverkan.errors import InvalidValueError, each, masked
from samverkan.given import as_number
from samverkan.sources import ASSUMED, Source

__all__ = ["AGE_BANDS", "AgeBands"]


def _starts(value: Iterable[int]) -> tuple[int, ...]:
    if not isinstance(cast("object", value), Iterable):
        raise InvalidValueError(where="starts", wanted="a list of ages", got=masked(value))
    starts = tuple(each(value, lambda age: as_number(age, 1, _OLDEST)))
    if any(later <= earlier for earlier, later in pairwise(starts)):
        raise InvalidValueError(where="starts", wanted="ages, each higher than the one before", got="another order")
    return starts


_OLDEST: Final = 150


@attrs.frozen
class AgeBands:
    """Bands of completed years, by the age with which each begins; before the first there is one from 0.

    So every age is in one band, and the bands add to the whole.

    Raises:
        InvalidValueError: when the ages are not in rising order.
        InvalidRecordError: when one of them is no age, 1 to 150.

    >>> AgeBands([16, 25, 65]).names
    ('0-15', '16-24', '25-64', '65+')
    """

    starts: tuple[int, ...] = attrs.field(converter=_starts)
    source: Source = attrs.field(default=ASSUMED, kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the bands, the youngest first."""
        bounds = (0, *self.starts)
        return (*(f"{first}-{after - 1}" for first, after in pairwise(bounds)), f"{bounds[-1]}+")

    def name_of(self, age: int) -> str:
        """Return the name of the band of those who have completed so many years."""
        return self.names[bisect_right(self.starts, age)]

    def band_of(self, participant: Individual, on: date, known_on: date | None = None) -> str | None:
        """Return the name of a person's band on the day *on*; ``None`` where what is known does not settle it."""
        born: PartialDate | Unknown = participant.fact("born").at(on, known_on)
        if isinstance(born, Unknown):
            return None
        bands = {self.name_of(completed_years(day, on)) for day in (born.earliest, born.latest)}
        return bands.pop() if len(bands) == 1 else None


AGE_BANDS: Final = AgeBands([16, 25, 30, 45, 60])
"""The bands where none are given: an assumption, for the bands of SUS are not public."""
