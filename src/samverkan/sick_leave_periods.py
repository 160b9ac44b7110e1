"""Periods of sickness: which of them are added together, and which day has a certain number.

A period is its first and its last day; ``None`` is open.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeAlias

__all__ = ["Period", "day_of_number", "last_joined"]

Period: TypeAlias = tuple[date, date | None]


def last_joined(periods: Sequence[Period], within: int) -> list[Period]:
    """Return the last of *periods*, given in order, between which there are always fewer than *within* days.

    Source: socialförsäkringsbalken (2010:110) 27 kap. 51 §, where it is 90.

    >>> winter = date(2025, 1, 1), date(2025, 2, 28)
    >>> [len(last_joined([winter, (date(2025, 5, day), None)], 90)) for day in (29, 30)]
    [2, 1]
    """
    joined: list[Period] = []
    for since, until in periods:
        before = joined[-1][1] if joined else None
        if before is not None and (since - before).days - 1 >= within:
            joined = []
        joined.append((since, until))
    return joined


def day_of_number(periods: Sequence[Period], number: int) -> date | None:
    """Return the day of sickness with that *number*, of which the first is 1; ``None`` where they end before.

    >>> day_of_number([(date(2025, 1, 1), date(2025, 1, 10)), (date(2025, 2, 1), None)], 12)
    datetime.date(2025, 2, 2)
    """
    left = number
    for since, until in periods:
        last = date.max if until is None else until
        if left <= (last - since).days + 1:
            return since + timedelta(days=left - 1)
        left -= (last - since).days + 1
    return None
