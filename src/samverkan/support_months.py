"""Months with support (*biståndsmånader*), and when support is long-term (*långvarigt*, *mycket långvarigt*).

A calendar month counts when a spell of that kind touches it. The national register goes by the month for which
economic assistance is given (HSLF-FS 2015:30). It is about persons here; households are another unit.

A month is written ``2016-09``.
"""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any, Final, cast

from samverkan.casefiles import Person, participant_of
from samverkan.dates import as_optional_day, next_day
from samverkan.errors import InvalidValueError, masked
from samverkan.long_term import LONG_TERM, MONTHS_OF_YEAR, LongTerm
from samverkan.spells import Spells

__all__ = ["ECONOMIC_ASSISTANCE", "LONG_TERM", "LongTerm", "is_long_term", "longest_break", "months_with"]

ECONOMIC_ASSISTANCE: Final = frozenset({"economic-assistance"})
"""The kinds of livelihood that long-term support is about, unless one says otherwise."""


def months_with(
    person: Person, kinds: Iterable[str], first: str, last: str, *, known_on: date | str | None = None
) -> frozenset[str] | None:
    """Return the months from *first* to *last*, both included, that a livelihood of those kinds touches.

    ``None`` where that is not known of each of the months: her livelihoods are unknown or may not all be there, nobody
    knows since when she had one, or a month was not over on the day *known_on* and nothing of it recorded yet.

    Raises:
        InvalidValueError: when a month is not one, or *last* is before *first*, or *known_on* is not a day.

    >>> from samverkan import Participant
    >>> from samverkan.participants import Livelihood
    >>> someone = Participant(id="d-1", livelihoods=[
    ...     Livelihood("economic-assistance", since="2016-01-20", until="2016-02-03")])
    >>> sorted(months_with(someone, ["economic-assistance"], "2015-12", "2016-04") or ())
    ['2016-01', '2016-02']
    """
    window = range(_index(first, "first"), _index(last, "last") + 1)
    if not window:
        raise InvalidValueError(where="last", wanted="a month not before the first", got="an earlier one")
    surely, possibly = _touched(person, frozenset(kinds), window, as_optional_day(known_on))
    return frozenset(map(_month, surely)) if surely == possibly else None


def longest_break(months: Iterable[str]) -> int:
    """Return how many months the longest break between two of these months has; 0 where there is none.

    Raises:
        InvalidValueError: when a month is not one.

    >>> longest_break(["2016-01", "2016-02", "2016-06"])
    3
    """
    return _longest_break(sorted({_index(one, "months") for one in months}))


def is_long_term(
    person: Person,
    variant: LongTerm,
    month: str,
    *,
    kinds: Iterable[str] = ECONOMIC_ASSISTANCE,
    known_on: date | str | None = None,
) -> bool | None:
    """Whether her support is long-term in that month, as *variant* has it.

    Of a calendar year the months up to *month* are counted: in a year that is not over *no* means *not yet*. ``None``
    where what is known does not settle it. What could have been in the months of which nothing is known is all tried.

    Raises:
        InvalidValueError: when *month* is not one, or *known_on* is not a day.

    >>> from samverkan import Participant
    >>> from samverkan.participants import Livelihood
    >>> mirjam = Participant(id="d-1", livelihoods=[
    ...     Livelihood("economic-assistance", since="2014-01-07", until="2016-09-30")])
    >>> for variant in LONG_TERM.values():
    ...     print(variant.id, is_long_term(mirjam, variant, "2016-09"))
    long-term False
    very-long-term-over-27 True
    very-long-term-27-breaks-2 True
    very-long-term-three-years False
    """
    index = _index(month, "month")
    length = index % MONTHS_OF_YEAR + 1 if variant.calendar_year else variant.window_months
    window = range(max(index - length + 1, _FIRST), index + 1)
    surely, possibly = _touched(person, frozenset(kinds), window, as_optional_day(known_on))
    if _can_be(variant, surely, possibly):
        return None if _can_fail(variant, surely, possibly) else True
    return False


# --- Months by number -----------------------------------------------------------------------------

_MONTH: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_FIRST: Final = MONTHS_OF_YEAR
"""The number of the first month that a calendar has, that of January of the year 1."""


def _index(month: str, where: str) -> int:
    found = _MONTH.fullmatch(month) if isinstance(cast("object", month), str) else None
    if found is None or found[1] == "0000":
        raise InvalidValueError(where=where, wanted="a month as YYYY-MM", got=masked(month))
    return int(found[1]) * MONTHS_OF_YEAR + int(found[2]) - 1


def _month(index: int) -> str:
    return f"{index // MONTHS_OF_YEAR:04}-{index % MONTHS_OF_YEAR + 1:02}"


def _number_of(day: date) -> int:
    return day.year * MONTHS_OF_YEAR + day.month - 1


# --- Which months are known -----------------------------------------------------------------------


def _touched(
    person: Person, kinds: frozenset[str], window: range, known_on: date | None
) -> tuple[frozenset[int], frozenset[int]]:
    """Return which months of *window* are surely touched, and which possibly."""
    spells = participant_of(person).spells("livelihoods")
    if spells is None:
        return frozenset(), frozenset(window)
    surely, possibly = set[int](), set[int]()
    for spell in (one for one in spells.standing(known_on) if one.key in kinds):
        last = window.stop if spell.until is None else _number_of(spell.until)
        # Where nobody knows since when, its last month is all that is sure.
        first = last if spell.since is None else _number_of(spell.since)
        touched = range(max(first, window.start), min(last, window.stop - 1) + 1)
        possibly.update(touched if spell.since is not None else range(window.start, touched.stop))
        if known_on is None:
            surely.update(touched)
        elif spell.since is None or spell.since <= known_on:
            surely.update(month for month in touched if month <= _number_of(known_on))
    after = None if known_on is None else next_day(known_on)
    if after is not None:  # Of a month that was not over on that day, more may come.
        possibly.update(range(max(_number_of(after), window.start), window.stop))
    return frozenset(surely), frozenset(possibly if _is_whole(spells, kinds, known_on) else window)


def _is_whole(spells: Spells[Any], kinds: frozenset[str], known_on: date | None) -> bool:
    is_whole = spells.complete if isinstance(spells.complete, bool) else kinds <= spells.complete
    return is_whole and spells.unheard(known_on).isdisjoint(kinds)


# --- Whether it can be, and whether it can fail ---------------------------------------------------


def _longest_break(months: Iterable[int]) -> int:
    return max((later - earlier - 1 for earlier, later in pairwise(sorted(months))), default=0)


def _can_be(variant: LongTerm, surely: frozenset[int], possibly: frozenset[int]) -> bool:
    """Whether some set of months between the two is long-term: the best takes all that hangs together."""
    chains = _chains(possibly, variant.max_gap_months)
    return any(surely <= chain and len(chain) >= variant.least for chain in chains)


def _chains(months: frozenset[int], most: int | None) -> list[set[int]]:
    chains: list[set[int]] = []
    before: int | None = None
    for month in sorted(months):
        if before is None or (most is not None and month - before - 1 > most):
            chains.append(set())
        chains[-1].add(month)
        before = month
    return chains


def _can_fail(variant: LongTerm, surely: frozenset[int], possibly: frozenset[int]) -> bool:
    """Whether some set of months between the two is not: too few, or one far from the others."""
    if len(surely) < variant.least:
        return True
    ends = {min(possibly), max(possibly)}
    return variant.max_gap_months is not None and _longest_break(surely | ends) > variant.max_gap_months
