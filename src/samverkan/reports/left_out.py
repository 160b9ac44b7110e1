"""Whom the rules left out, and why: by programme, and by the criterion that decided."""

from collections import Counter
from collections.abc import Sequence

from samverkan.answers import Verdict
from samverkan.disclosure.protection import Table
from samverkan.eligibility import Outcome
from samverkan.reports.came import RECEIVED, TO_PROGRAMME, Came, whole_table
from samverkan.reports.cells import Cell
from samverkan.reports.contents import BigFigure, Part, Prose, Section
from samverkan.reports.gathering import Gathered
from samverkan.reports.printing import Printed, Printing, one_way
from samverkan.reports.section_words import filled, number_told
from samverkan.reports.tables import Column, CountTable, Row
from samverkan.texts import LANGUAGES, Text

__all__ = ["LeftOut"]

_OUTCOMES = tuple(one.value for one in Outcome)
_OTHERS = "other-reasons"


class LeftOut:
    """The section, before and after its tables are protected."""

    def __init__(self, gathered: Gathered, came: Came, printing: Printing, threshold: int) -> None:
        self.gathered = gathered
        self.outcomes: Table | None = None
        self.reasons: dict[str, Table] = {}
        if came.received is None:
            return
        found = gathered.turned_away
        counts = {
            (programme, outcome.value): found.count(outcome, programme=programme)
            for programme in came.programmes
            for outcome in Outcome
        }
        self.outcomes = printing.add(
            Table(
                "outcomes",
                rows=came.programmes,
                columns=_OUTCOMES,
                counts=counts,
                rows_as=TO_PROGRAMME,
                total_as=RECEIVED,
            )
        )
        for programme in came.programmes:
            # A criterion is named where it decided for no few. Its name alone would tell why of each of them.
            told = {name: count for name, count in self._alone(programme).items() if count >= threshold}
            whole = counts[programme, Outcome.NOT_ELIGIBLE.value]
            if told:
                rest = whole - sum(told.values())
                self.reasons[programme] = printing.add(
                    one_way(f"reasons--{programme}", {**told, **({_OTHERS: rest} if rest else {})}),
                    same_as=self.outcomes.cell(programme, Outcome.NOT_ELIGIBLE.value),
                )

    def section(self, printed: Printed) -> Section:
        """Return the section, from what may be printed."""
        parts = [] if self.outcomes is None else [self._by_programme(printed)]
        if self.reasons:
            parts.append(self._why(printed))
        return Section("away", filled("away"), number_told("away.lead", self._number(printed)), parts)

    def figures(self, printed: Printed) -> Sequence[BigFigure]:
        """Return the main figures."""
        number = self._number(printed)
        unit = filled("referral.one" if number.value == 1 else "referrals")
        if self.outcomes is None:
            return [BigFigure(filled("left-out"), number, unit=unit)]
        of = printed.count(self.outcomes.total)
        return [BigFigure(filled("left-out"), number, unit=unit, numerator=number, denominator=of)]

    def _number(self, printed: Printed) -> Cell:
        if self.outcomes is None:
            return Cell(0)
        return printed.count(self.outcomes.column_total(Outcome.NOT_ELIGIBLE.value))

    def _alone(self, programme: str) -> Counter[str]:
        """Return how many each criterion leaves out by itself."""
        counts: Counter[str] = Counter()
        for one, count in self.gathered.turned_away.reasons.items():
            if one.programme == programme and one.verdict is Verdict.NOT_MET and one.is_alone:
                counts[one.criterion] += count
        return counts

    def _by_programme(self, printed: Printed) -> Part:
        found = printed.table("outcomes")
        if found is None:
            return Prose(filled("refused"))
        programmes = self.gathered.model.programmes
        return whole_table(
            found,
            printed,
            caption=filled("outcomes"),
            heading=filled("programme"),
            rows={one: programmes[one].definition.name for one in found.rows},
            columns={one: filled(one) for one in found.columns},
            notes=[],
        )

    def _why(self, printed: Printed) -> Part:
        """Return one table of all programmes: below each what was not met."""
        rows: list[Row] = []
        for programme, table in self.reasons.items():
            name = self.gathered.model.programmes[programme].definition.name
            rows.append(Row(name, [printed.count(table.total)], is_total=True))
            if printed.table(table.id) is not None:
                rows += [Row(self._said(programme, row), [printed.count(table.row_total(row))]) for row in table.rows]
        if all(row.is_total for row in rows):
            return Prose(filled("refused"))
        return CountTable(
            caption=filled("reasons"),
            row_heading=filled("criterion"),
            columns=[Column(filled("number"))],
            rows=rows,
            notes=[filled("reasons.note")],
        )

    def _said(self, programme: str, criterion: str) -> Text:
        """Return what a criterion says, with its thresholds as they were at the end of the period."""
        if criterion == _OTHERS:
            return filled(_OTHERS)
        segment = self.gathered.model.programmes[programme].segment(self.gathered.period.until)
        for judged in segment.criteria:
            if judged.id == criterion:
                both = {one: judged.bound.criterion.text.filled(one, judged.thresholds) for one in LANGUAGES}
                return Text(sv=both["sv"], en=both["en"])
        return filled("not-in-force")
