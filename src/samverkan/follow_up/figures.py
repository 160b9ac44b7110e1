"""What follow-up counts of participations: answers of three values, time in support, and both before and after."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import attrs

from samverkan.before_and_after import Growth, Situation, after, before, began_or_increased, support_days_before
from samverkan.immutable import frozen_mapping
from samverkan.intervals import Share
from samverkan.participations import Participation

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["Answers", "FollowUpFigures", "Tally", "sum_of"]


@attrs.frozen
class Answers:
    """How many are so, how many are not, and of how many nobody knows.

    >>> Answers(yes=2, no=1, unknown=4).share
    Share(numerator=2, denominator=3)
    """

    yes: int = 0
    no: int = 0
    unknown: int = 0

    @property
    def share(self) -> Share:
        """How large a share of those of whom it is known is so; the unknown are in neither number."""
        return Share(self.yes, self.yes + self.no)


def _kinds(counts: Mapping[str | None, int]) -> Mapping[str | None, int]:
    return frozen_mapping(dict(sorted(counts.items(), key=lambda one: (one[0] is not None, one[0] or ""))))


def _days(counts: Mapping[int, int]) -> Mapping[int, int]:
    return frozen_mapping(dict(sorted(counts.items())))


_NOBODY: Final = Answers()


@attrs.frozen(kw_only=True)
class FollowUpFigures:
    """What registered participations come to. Two are joined with ``+``, which says what both together come to.

    Of those that *started* in the period:

    * ``started``: how many; ``support_days``: for each number of days in public support before the start, how many had
      so many (0: none directly before); ``support_days_unknown``: of how many it is not known.

    Of those that *ended* in the period, whenever they had started:

    * ``ended``: how many.
    * ``support_before``, ``support_after``: whether they had public support.
    * ``livelihoods_before``, ``livelihoods_after``: how many had each kind; one can have several, or none. ``None``:
      of how many that is not known wholly.
    * ``work_before``, ``work_after``, ``studies_before``, ``studies_after``: whether they worked, and studied.
    * ``began_or_increased``: whether they began or increased work or studies. Its share has the registered and ended
      in the denominator of whom it is known.
    """

    started: int = 0
    support_days: Mapping[int, int] = attrs.field(factory=dict[int, int], converter=_days)
    support_days_unknown: int = 0
    ended: int = 0
    support_before: Answers = _NOBODY
    support_after: Answers = _NOBODY
    livelihoods_before: Mapping[str | None, int] = attrs.field(factory=dict[str | None, int], converter=_kinds)
    livelihoods_after: Mapping[str | None, int] = attrs.field(factory=dict[str | None, int], converter=_kinds)
    work_before: Answers = _NOBODY
    work_after: Answers = _NOBODY
    studies_before: Answers = _NOBODY
    studies_after: Answers = _NOBODY
    began_or_increased: Answers = _NOBODY

    @property
    def mean_support_days(self) -> "Fraction | None":
        """For how many days those who had public support directly before had had it, on average; ``None`` of nobody."""
        from fractions import Fraction  # noqa: PLC0415 - takes longer to import than all the rest

        had = {days: count for days, count in self.support_days.items() if days}
        return Fraction(sum(days * count for days, count in had.items()), sum(had.values())) if had else None

    def __add__(self, other: "FollowUpFigures") -> "FollowUpFigures":
        return sum_of([self, other])


def sum_of(figures: Iterable[FollowUpFigures]) -> FollowUpFigures:
    """Return what all of them together come to."""
    tally = Tally()
    for one in figures:
        tally.add(one)
    return tally.figures()


class Tally:
    """Counts one participation after another; what is counted is not kept."""

    def __init__(self) -> None:
        self._numbers: Counter[str] = Counter()
        self._days: Counter[int] = Counter()
        self._kinds: dict[str, Counter[str | None]] = {name: Counter() for name in _BY_KIND}
        self._answers: dict[str, Counter[bool | None]] = {name: Counter() for name in _ANSWERS}

    def count_start(self, participation: Participation, known_on: date | None) -> None:
        """Count one that started in the period."""
        self._numbers["started"] += 1
        days = support_days_before(participation, known_on=known_on)
        if days is None:
            self._numbers["support_days_unknown"] += 1
        else:
            self._days[days] += 1

    def count_end(self, participation: Participation, reading: Growth, known_on: date | None) -> None:
        """Count one that ended in the period."""
        self._numbers["ended"] += 1
        self._count_situation("before", before(participation, known_on=known_on))
        now = after(participation, known_on=known_on)
        if now is None:
            raise AssertionError("it has ended")
        self._count_situation("after", now)
        self._answers["began_or_increased"][began_or_increased(participation, reading=reading, known_on=known_on)] += 1

    def _count_situation(self, when: str, situation: Situation) -> None:
        self._answers[f"support_{when}"][situation.public_support] += 1
        self._answers[f"work_{when}"][situation.working] += 1
        self._answers[f"studies_{when}"][situation.studying] += 1
        self._kinds[f"livelihoods_{when}"].update([None] if situation.livelihoods is None else situation.livelihoods)

    def add(self, figures: FollowUpFigures) -> None:
        """Count what the figures say."""
        for name in _NUMBERS:
            self._numbers[name] += getattr(figures, name)
        self._days.update(figures.support_days)
        for name, kinds in self._kinds.items():
            kinds.update(getattr(figures, name))
        for name, counts in self._answers.items():
            answers: Answers = getattr(figures, name)
            counts.update({True: answers.yes, False: answers.no, None: answers.unknown})

    def figures(self) -> FollowUpFigures:
        """Return what was counted."""
        found: dict[str, Any] = {"support_days": self._days, **self._kinds}
        found |= {name: self._numbers[name] for name in _NUMBERS}
        found |= {name: Answers(counts[True], counts[False], counts[None]) for name, counts in self._answers.items()}
        return FollowUpFigures(**found)


_NUMBERS: Final = ("started", "support_days_unknown", "ended")
_BY_KIND: Final = ("livelihoods_before", "livelihoods_after")
_ANSWERS: Final = (
    "support_before",
    "support_after",
    "work_before",
    "work_after",
    "studies_before",
    "studies_after",
    "began_or_increased",
)
