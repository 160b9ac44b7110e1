"""Whom the rules left out, and why: by programme, and by the criterion that decided."""

from collections import Counter

from samverkan.answers import Verdict
from samverkan.disclosure import Table
from samverkan.eligibility import Outcome
from samverkan.reports.came import Came, whole_table
from samverkan.reports.cells import Cell
from samverkan.reports.contents import BigFigure, Figures, Part, Prose, Section
from samverkan.reports.gathering import Gathered
from samverkan.reports.printing import Printed, Printing, one_way
from samverkan.reports.section_words import filled
from samverkan.reports.tables import Column, CountTable, Row
from samverkan.texts import LANGUAGES, Text

__all__ = ["LeftOut"]

_OUTCOMES = tuple(one.value for one in Outcome)
_SEVERAL = "several"


class LeftOut:
    """The section, before and after its tables are protected."""

    def __init__(self, gathered: Gathered, came: Came, printing: Printing) -> None:
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
            Table("outcomes", rows=came.programmes, columns=_OUTCOMES, counts=counts), same_as=came.received.total
        )
        for programme in came.programmes:
            printing.tie(self.outcomes.row_total(programme), [came.received.row_total(programme)])
            alone = self._alone(programme)
            whole = counts[programme, Outcome.NOT_ELIGIBLE.value]
            if whole:
                self.reasons[programme] = printing.add(
                    one_way(f"reasons--{programme}", {**alone, _SEVERAL: whole - sum(alone.values())}),
                    same_as=self.outcomes.cell(programme, Outcome.NOT_ELIGIBLE.value),
                )

    def section(self, printed: Printed) -> Section:
        """Return the section, from what may be printed."""
        count = Cell(0)
        parts: list[Part] = []
        if self.outcomes is not None:
            count = printed.count(self.outcomes.column_total(Outcome.NOT_ELIGIBLE.value))
            parts = [Figures([BigFigure(filled("left-out"), count)]), self._by_programme(printed)]
            parts += [self._why(programme, table, printed) for programme, table in self.reasons.items()]
        return Section("away", filled("away"), filled("away.lead", n=count), parts)

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

    def _why(self, programme: str, table: Table, printed: Printed) -> Part:
        if printed.table(table.id) is None:
            return Prose(filled("refused"))
        name = self.gathered.model.programmes[programme].definition.name
        return CountTable(
            caption=filled("reasons", programme=name),
            row_heading=filled("criterion"),
            columns=[Column(filled("number"))],
            rows=[
                *(Row(self._said(programme, row), [printed.count(table.row_total(row))]) for row in table.rows),
                Row(filled("total"), [printed.count(table.total)], is_total=True),
            ],
        )

    def _said(self, programme: str, criterion: str) -> Text:
        """Return what a criterion says, with its thresholds as they were at the end of the period."""
        if criterion == _SEVERAL:
            return filled(_SEVERAL)
        segment = self.gathered.model.programmes[programme].segment(self.gathered.period.until)
        for judged in segment.criteria:
            if judged.id == criterion:
                both = {one: judged.bound.criterion.text.filled(one, judged.thresholds) for one in LANGUAGES}
                return Text(sv=both["sv"], en=both["en"])
        return filled("not-in-force")
