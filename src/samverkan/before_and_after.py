"""Before and after (*före och efter*): what a participant lived on and what she did, directly before and after.

The rules are those of SUS, the register of such follow-up until 2023:

* *Directly before* is within one week before the first day. SUS says no more of *directly after* than that; here it is
  within one week after the last day, as it is before.
* Breaks of up to one month are ignored in the time in public support (*tid i offentlig försörjning*).
* Parental benefit and old-age pension count as no public support, and labour-market training as studies.
* 100 % is 40 hours a week. What she actually does counts: whoever has a job and cannot work for illness works not, so
  that job is no occupation to record.

All of it has three values. A list that is absent, or may not be whole, leaves unknown what it does not show.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, assert_never

import attrs

from samverkan.casefiles import Individual
from samverkan.dates import as_optional_day, completed_months
from samverkan.fields import of_enum
from samverkan.kind_classes import PUBLIC_SUPPORT, STUDIES, WORK, KindClass
from samverkan.partial import Bounds, compare
from samverkan.participations import Participation
from samverkan.spells import Spell, Spells

__all__ = [
    "PUBLIC_SUPPORT",
    "STUDIES",
    "WORK",
    "Growth",
    "KindClass",
    "Situation",
    "after",
    "before",
    "began_or_increased",
    "support_days_before",
]


class Growth(StrEnum):
    """How *börjat eller ökat omfattning av arbete/studier* is read: the words leave open how the two go together."""

    EITHER = "either"
    """She works more than before, or studies more, each by itself. Whoever goes from studies to a job has begun."""
    TOGETHER = "together"
    """Work and studies taken together have a greater extent than before."""


@attrs.frozen(kw_only=True, repr=False)
class Situation:
    """What she lived on and what she did within one week.

    * ``livelihoods``: the kinds that she had on any day of it; ``None``: not known wholly.
    * ``public_support``: whether any of them is public support; ``None``: not known.
    * ``work``, ``studies``, ``active``: the greatest extent of work, of studies and of both together on a day of it,
      in per cent of 40 hours a week, between the least and the most that it can be: an extent that is not stated is
      1 to 100. ``None``: not known.
    """

    livelihoods: frozenset[str] | None
    public_support: bool | None
    work: Bounds | None
    studies: Bounds | None
    active: Bounds | None

    @property
    def working(self) -> bool | None:
        """Whether she worked; ``None``: not known."""
        return None if self.work is None else self.work.most > 0

    @property
    def studying(self) -> bool | None:
        """Whether she studied; ``None``: not known."""
        return None if self.studies is None else self.studies.most > 0

    def __repr__(self) -> str:
        return "<Situation>"


def before(participation: Participation, *, known_on: date | str | None = None) -> Situation:
    """Return her situation directly before: on the seven days before the first.

    Raises:
        InvalidValueError: when *known_on* is not a day.

    >>> from samverkan import CaseFile, Participant
    >>> from samverkan.participants import Livelihood, Occupation
    >>> someone = Participant(id="d-1", livelihoods=[Livelihood("economic-assistance", since="2015-03-01")],
    ...                       occupations=[Occupation("employment", since="2016-07-04", extent=50)])
    >>> took_part = Participation(participant="d-1", referral="r-1", programme="en-vag-in", intervention="training",
    ...                           started=date(2016, 1, 11), ended=date(2016, 6, 30), case=CaseFile(someone))
    >>> before(took_part).livelihoods, before(took_part).working, after(took_part).working
    (frozenset({'economic-assistance'}), False, True)
    >>> began_or_increased(took_part), support_days_before(took_part)
    (True, 316)
    """
    first = participation.started.toordinal()
    return _situation(participation.case.participant, first - _WEEK, first - 1, as_optional_day(known_on))


def after(participation: Participation, *, known_on: date | str | None = None) -> Situation | None:
    """Return her situation directly after: on the seven days after the last; ``None`` while it runs.

    Until *known_on* is past that week everything about it is unknown.

    Raises:
        InvalidValueError: when *known_on* is not a day.
    """
    if participation.ended is None:
        return None
    last = participation.ended.toordinal()
    return _situation(participation.case.participant, last + 1, last + _WEEK, as_optional_day(known_on))


def began_or_increased(
    participation: Participation, *, reading: Growth | str = Growth.EITHER, known_on: date | str | None = None
) -> bool | None:
    """Whether she began to work or study, or does so to a greater extent, directly after than directly before.

    ``None`` while it runs, and where what is known does not settle it. SUS calls it *börjat eller ökat omfattning av
    arbete/studier*.

    Raises:
        InvalidValueError: when *known_on* is not a day, or *reading* is none.
    """
    how = of_enum(reading, Growth)
    now = after(participation, known_on=known_on)
    if now is None:
        return None
    then = before(participation, known_on=known_on)
    match how:
        case Growth.EITHER:
            each = {_is_more(now.work, then.work), _is_more(now.studies, then.studies)}
            return True if True in each else None if None in each else False
        case Growth.TOGETHER:
            return _is_more(now.active, then.active)
        case _ as never:
            assert_never(never)


def support_days_before(
    participation: Participation, *, kinds: KindClass = PUBLIC_SUPPORT, known_on: date | str | None = None
) -> int | None:
    """Return for how many days before the first she had lived on public support without a break that counts.

    It counts back from the first day to the day on which the support began, breaks of up to one month included:
    nothing is taken away for what is ignored. A month is counted as the law counts it (lag 1930:173, 1 §). 0 where
    she had none directly before, within one week. ``None``: not known, as where nobody knows when it began.

    Raises:
        InvalidValueError: when *known_on* is not a day.
    """
    known = as_optional_day(known_on)
    spells = participation.case.participant.spells("livelihoods")
    if spells is None or not _is_whole(spells, kinds.kinds, known):
        return None
    started = participation.started
    counted = Spells[Spell](one for one in spells.standing(known) if one.key in kinds.kinds)
    begins = started
    for run in reversed(counted.runs()):
        if run.since is not None and run.since >= started:
            continue
        if run.until is not None and run.until < begins and not _is_ignored(run.until, begins, started):
            break
        if run.since is None:
            return None
        begins = run.since
    return (started - begins).days


# --- Within a week --------------------------------------------------------------------------------

_WEEK: Final = 7
_FULL: Final = 100
_A_DAY: Final = timedelta(days=1)


def _situation(participant: Individual, first: int, last: int, known_on: date | None) -> Situation:
    days = [date.fromordinal(day) for day in range(max(first, date.min.toordinal()), last + 1) if day <= _LAST]
    is_over = known_on is None or last <= known_on.toordinal()
    lived, did = (participant.spells(name) if is_over else None for name in ("livelihoods", "occupations"))
    kinds = None if lived is None else {one.key for one in lived.standing(known_on) if any(map(one.runs, days))}
    return Situation(
        livelihoods=frozenset(kinds or ()) if lived is not None and _is_all(lived, known_on) else None,
        public_support=None if lived is None or kinds is None else _has(lived, kinds, known_on),
        work=_extent(did, WORK.kinds, days, known_on),
        studies=_extent(did, STUDIES.kinds, days, known_on),
        active=_extent(did, WORK.kinds | STUDIES.kinds, days, known_on),
    )


_LAST: Final = date.max.toordinal()


def _has(spells: Spells[Any], kinds: set[str], known_on: date | None) -> bool | None:
    if kinds & PUBLIC_SUPPORT.kinds:
        return True
    return False if _is_whole(spells, PUBLIC_SUPPORT.kinds, known_on) else None


def _is_all(spells: Spells[Any], known_on: date | None) -> bool:
    return spells.complete is True and not spells.unheard(known_on)


def _is_whole(spells: Spells[Any], kinds: frozenset[str], known_on: date | None) -> bool:
    """Whether nothing of those kinds can be left out of what was recorded by *known_on*."""
    is_whole = spells.complete if isinstance(spells.complete, bool) else kinds <= spells.complete
    return is_whole and spells.unheard(known_on).isdisjoint(kinds)


def _extent(
    spells: Spells[Any] | None, kinds: frozenset[str], days: list[date], known_on: date | None
) -> Bounds | None:
    if spells is None or not _is_whole(spells, kinds, known_on):
        return None
    counted = [one for one in spells.standing(known_on) if one.key in kinds]
    running = [[one.extent for one in counted if one.runs(day)] for day in days]
    least = max((sum(1 if extent is None else extent for extent in each) for each in running), default=0)
    most = max((sum(_FULL if extent is None else extent for extent in each) for each in running), default=0)
    return Bounds(least, most)


def _is_more(now: Bounds | None, then: Bounds | None) -> bool | None:
    if now is None or then is None:
        return None
    return compare(now.least, now.most, ">", then.least, then.most)


def _is_ignored(until: date, begins: date, started: date) -> bool:
    """Whether the days between the two are no break: up to a week before the start, else up to a month."""
    if begins == started:
        return (started - until).days <= _WEEK
    return completed_months(until + _A_DAY, begins - _A_DAY) < 1
