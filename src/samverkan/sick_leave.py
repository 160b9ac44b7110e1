"""Sick leave (*sjukskrivning*)."""

from datetime import date

import attrs

from samverkan.dates import as_day
from samverkan.errors import located
from samverkan.given import as_percentage
from samverkan.spells import Spell

__all__ = ["SickLeave"]


def _since(value: date | str) -> date:
    return located("since", as_day, value)


def _extent(value: int | None) -> int | None:
    return located("extent", as_percentage, value)


@attrs.frozen(repr=False)
class SickLeave(Spell):
    """A spell of sick leave, from ``since`` to ``until``, both included.

    ``extent`` is in per cent and plays no part in how long the spell is.

    >>> SickLeave("2008-07-01", until="2008-09-22", extent=50).extent
    50
    """

    since: date = attrs.field(converter=_since)
    extent: int | None = attrs.field(default=None, converter=_extent, kw_only=True)
