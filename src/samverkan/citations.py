"""Where the law stands on secrecy, consent and plans, on a given day: provisions move, and citations are dated."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from samverkan.dated import Dated, Entry, Unknown

__all__ = ["CITATIONS", "citation"]


def citation(topic: str, on: date) -> str | None:
    """Return the provision on *topic* as it was cited on the day *on*; ``None`` where none is known for that day.

    >>> citation("plan", date(2025, 6, 30)), citation("plan", date(2025, 7, 1))
    ('SoL (2001:453) 2 kap. 7 §', 'SoL (2025:400) 10 kap. 8 §')
    """
    found = CITATIONS[topic].at(on)
    return None if isinstance(found, Unknown) else found


def _since(first: str, told: str, *, before: str | None = None) -> Dated[str]:
    """Return a citation that counts from the day *first*, and another until the day before."""
    day = date.fromisoformat(first)
    earlier = [] if before is None else [Entry(before, until=date.fromordinal(day.toordinal() - 1))]
    return Dated([*earlier, Entry(told, since=day)])


_OLD_SECRECY: Final = "sekretesslagen (1980:100)"
_OSL: Final = "2009-07-01"

CITATIONS: Final[Mapping[str, Dated[str]]] = MappingProxyType(
    {
        "secrecy": _since(_OSL, "OSL (2009:400) 10 kap. 1 § och 12 kap. 2 §", before=_OLD_SECRECY),
        "guardian": _since(_OSL, "OSL (2009:400) 12 kap. 3 §", before=_OLD_SECRECY),
        "statutory-duty": _since(_OSL, "OSL (2009:400) 10 kap. 28 §", before=_OLD_SECRECY),
        "general-clause": _since(_OSL, "OSL (2009:400) 10 kap. 27 §", before=_OLD_SECRECY),
        "plan": _since("2025-07-01", "SoL (2025:400) 10 kap. 8 §", before="SoL (2001:453) 2 kap. 7 §"),
        "registration": _since("2024-02-15", "förordning (2024:14) 5 §", before="förordning (2003:766)"),
        "co-operation": _since("2011-01-01", "SFB (2010:110) 30 kap. 10 §"),
        "coordination-measures": _since("2020-02-01", "lag (2019:1297) 3 och 4 §§"),
    }
)
"""The provisions by what they are about. A power of attorney rests on no provision of these laws."""
