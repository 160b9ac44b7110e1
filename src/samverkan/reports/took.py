"""How long it took: whether promises were kept, and the curve of those who still wait for a first contact."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import attrs

from samverkan.disclosure.protection import Table
from samverkan.disclosure.publications import Key
from samverkan.disclosure.shares import ShareOf
from samverkan.figures import Figure
from samverkan.lead_times import LeadTime, Period
from samverkan.reports.came import RECEIVED, Came
from samverkan.reports.cells import Cell, Kind
from samverkan.reports.contents import BigFigure, CountTable, Curve, CurveStep, Part, Prose, Section
from samverkan.reports.gathering import Gathered
from samverkan.reports.printing import Printed, Printing, one_way
from samverkan.reports.reckoned import kept_name, promises
from samverkan.reports.section_words import filled
from samverkan.reports.tables import Column, Row
from samverkan.survival import survival
from samverkan.texts import LANGUAGES, Text, joined

__all__ = ["Took"]

_UNTIMED = "untimed"
_REST = "rest"
_COLUMNS = ("stopped", "followed")
_YEAR = 365
_WEEKS = (7, 14, 21, 28, 42, 60, 90, 120, 180, _YEAR)
"""The last days of the stretches in which a curve counts: by the week at first, in the end by the year."""


@attrs.frozen
class _Kept:
    """A promise of a programme: for how many it was kept, of all, and of those for whom it is settled.

    Where few are pending, the number of those for whom it is settled would tell how many. Then all who were not
    contacted in time so far are one number.
    """

    programme: str
    name: Text
    policy: Text
    all: Table
    settled: Table | None
    share: ShareOf

    @property
    def met(self) -> Key:
        """The key of how many it was kept for."""
        return (self.all if self.settled is None else self.settled).row_total("met")

    @property
    def of(self) -> Key:
        """The key of what the share is of."""
        return self.all.total if self.settled is None else self.all.row_total("settled")

    @property
    def rows(self) -> dict[str, Key]:
        """What is told of it, each with its key."""
        if self.settled is None:
            return {name: self.all.row_total(name) for name in self.all.rows}
        settled = {name: self.settled.row_total(name) for name in self.settled.rows}
        return {**settled, **{name: self.all.row_total(name) for name in self.all.rows if name != "settled"}}


class Took:
    """The section, before and after its tables are protected."""

    def __init__(self, gathered: Gathered, came: Came, printing: Printing, threshold: int) -> None:
        self.model = gathered.model
        self.programmes = came.programmes
        self.promises = [
            self._kept(programme, clock.id, gathered.figures[kept_name(programme, clock)], came, printing, threshold)
            for programme, clock in promises(self.model)
            if programme in came.programmes
        ]
        self.nobody_came, self.is_clocked = came.received is None, "contact" in gathered.figures
        self.rest = 0
        self.curve = self._curve(gathered.figures.get("contact"), came, printing, threshold)

    def section(self, printed: Printed) -> Section:
        """Return the section, from what may be printed."""
        tables = [self._table(one, printed) for one in self.promises]
        return Section("times", filled("times"), filled("times.lead"), [*tables, self._drawn(printed)])

    def figures(self, printed: Printed) -> Sequence[BigFigure]:
        """Return the main figures."""
        return [self._big(one, printed) for one in self.promises]

    # --- What is counted ----------------------------------------------------------------------------

    def _kept(  # noqa: PLR0913, PLR0917
        self, programme: str, name: str, figure: Figure, came: Came, printing: Printing, threshold: int
    ) -> _Kept:
        clock = self.model.lead_times[name]
        policy = clock.policies[0]
        whole = sum(came.received.counts[programme, one] for one in came.senders) if came.received else 0
        settled = figure.denominator
        others = whole - settled - figure.pending
        rest = {"pending": figure.pending, "no-promise": others}
        said = programme, clock.name, policy.text
        if any(0 < one < threshold for one in rest.values()):
            so_far = one_way(figure.indicator, {"met": figure.numerator, "not-yet": whole - figure.numerator})
            table = printing.add(so_far, same_as=came.total_of(programme))
            return _Kept(*said, table, None, printing.share(table.row_total("met"), table.total))
        table = printing.add(
            one_way(f"{figure.indicator}--all", {"settled": settled, **{name: n for name, n in rest.items() if n}}),
            same_as=came.total_of(programme),
        )
        kept = printing.add(
            one_way(figure.indicator, {"met": figure.numerator, "missed": settled - figure.numerator}),
            same_as=table.row_total("settled"),
        )
        return _Kept(*said, table, kept, printing.share(kept.row_total("met"), kept.total))

    def _curve(self, figure: Figure | None, came: Came, printing: Printing, threshold: int) -> Table | None:
        if figure is None or figure.summary is None or came.received is None:
            return None
        summary = figure.summary
        followed = _sum_of(summary.open_by_days, summary.ended_by_days)
        whole = sum(came.received.counts.values())
        untimed = whole - sum(summary.stopped_by_days.values()) - sum(followed.values())
        # Of the anonymous no time is counted. They are what is left of all, and so must not be few: then they are taken
        # for some who were followed no longer.
        few = untimed if untimed < threshold else 0
        steps, self.rest = _steps(summary.stopped_by_days, followed, few, threshold)
        if not steps:
            return None
        counts = {(str(day), name): n for day, both in steps.items() for name, n in zip(_COLUMNS, both, strict=True)}
        for row, number in ((_UNTIMED, untimed - few), (_REST, self.rest)):
            counts |= {(row, "stopped"): 0, (row, "followed"): number}
        table = Table(
            "curve",
            rows=(*map(str, steps), _UNTIMED, _REST),
            columns=_COLUMNS,
            counts=counts,
            totals="none",
            total_as=RECEIVED,
            unprinted_rows={_UNTIMED, _REST},
        )
        return printing.add(table, remedies=())

    # --- What is printed ----------------------------------------------------------------------------

    def _named(self, one: _Kept) -> Text:
        return filled(
            "kept", name=one.name.capitalised(), programme=self.model.programmes[one.programme].definition.name
        )

    def _big(self, one: _Kept, printed: Printed) -> BigFigure:
        return BigFigure(
            self._named(one),
            printed.share(one.share),
            kind=Kind.SHARE,
            numerator=printed.count(one.met),
            denominator=printed.count(one.of),
            note=None if one.settled is not None else filled("kept.so-far"),
        )

    def _table(self, one: _Kept, printed: Printed) -> Part:
        return CountTable(
            caption=self._named(one),
            row_heading=filled("kept.rows"),
            columns=[Column(filled("number"))],
            rows=[
                *(Row(filled(name), [printed.count(key)]) for name, key in one.rows.items()),
                Row(filled("total"), [printed.count(one.all.total)], is_total=True),
            ],
            notes=[filled("kept.note", policy=one.policy)],
        )

    def _drawn(self, printed: Printed) -> Part:
        if self.nobody_came or not self.is_clocked:
            return Prose(filled("curve.nobody" if self.nobody_came else "curve.unclocked"))
        found = None if self.curve is None else printed.table(self.curve.id)
        cells = {} if found is None else {key: printed.cell(cell) for key, cell in found.cells.items()}
        # Who was contacted in time can be counted on the curve too: where that is hidden, there is no curve.
        promised = [printed.count(key) for one in self.promises for key in one.rows.values()]
        if not cells or any(cell.value is None for cell in (*promised, *cells.values())):
            return Prose(filled("curve.none"))
        stopped, followed = (
            {int(day): int(cell.value or 0) for (day, column), cell in cells.items() if column == name}
            for name in _COLUMNS
        )
        # Those of whom nothing more is drawn were still followed on the last day that is.
        followed[max(followed)] += self.rest
        steps = [
            CurveStep(
                day=step.day,
                share=Cell(step.probability),
                lower=Cell(step.lower),
                upper=Cell(step.upper),
                at_risk=Cell(step.at_risk),
            )
            for step in survival(stopped, followed).steps
        ]
        promised_by = [(programme, clock) for programme, clock in promises(self.model) if programme in self.programmes]
        target = _target([clock for _, clock in promised_by])
        return Curve(
            caption=filled("curve"),
            steps=steps,
            target_day=target,
            target_name=None if target is None else self._promised(programme for programme, _ in promised_by),
            notes=[filled("curve.note")],
        )

    def _promised(self, programmes: Iterable[str]) -> Text:
        """Return whose promise it is: the curve is of all programmes, and not all of them promise anything."""
        names = [self.model.programmes[one].definition.name for one in dict.fromkeys(programmes)]
        told = {one: joined([name.in_(one) for name in names], one) for one in LANGUAGES}
        return filled("curve.promise", programmes=Text(sv=told["sv"], en=told["en"]))


_DAYS_IN: Mapping[Period, int] = {Period.DAYS: 1, Period.WEEKS: 7}


def _target(clocks: Sequence[LeadTime]) -> int | None:
    """Return the day by which contact is promised, where all promises name one, in days or weeks."""
    days = {_DAYS_IN.get(one.policies[0].unit, 0) * (one.policies[0].within or 0) for one in clocks}
    return days.pop() or None if len(days) == 1 else None


def _sum_of(counts: Mapping[int, int], others: Mapping[int, int]) -> dict[int, int]:
    return {day: counts.get(day, 0) + others.get(day, 0) for day in {*counts, *others}}


def _steps(
    stopped: Mapping[int, int], followed: Mapping[int, int], few: int, threshold: int
) -> tuple[Mapping[int, tuple[int, int]], int]:
    """Return how many stopped, and how many were followed no longer, by the last day of a stretch; and the rest.

    Whoever is one of a few is counted later, together with others: until there are none, or no fewer than *threshold*.
    *few* are followed no longer from the first day. The rest are those at the end who are too few for a step of their
    own, with as many as it takes of those before them.
    """
    last = max((*stopped, *followed, 0))
    # They are the same whoever waited: the longest wait is one person's.
    days = (*_WEEKS, *range(2 * _YEAR, last + _YEAR, _YEAR))
    ends = [-1, *days[: 1 + bisect_left(days, last)]]
    counted: list[tuple[int, int, int]] = []
    waits = [0, few]
    for begins, until in pairwise(ends):
        for place, counts in enumerate((stopped, followed)):
            waits[place] += sum(count for day, count in counts.items() if begins < day <= until)
            if waits[place] >= threshold:
                counted.append((until, place, waits[place]))
                waits[place] = 0
    rest = sum(waits)
    while counted and 0 < rest < threshold:
        rest += counted.pop()[2]
    drawn = [until for until, place, _ in counted if place == 0]
    steps = {until: [0, 0] for until in ends[1:] if drawn and until <= drawn[-1]}
    for until, place, number in counted:
        if until in steps:
            steps[until][place] += number
        else:  # After the last who stopped nothing changes.
            rest += number
    return {until: (both[0], both[1]) for until, both in steps.items()}, rest
