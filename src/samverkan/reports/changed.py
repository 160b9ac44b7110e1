"""Before and after: what those lived on and did whose participation ended in the period."""

from collections.abc import Sequence

import attrs

from samverkan.disclosure.protection import Table
from samverkan.disclosure.shares import ShareOf
from samverkan.figures import Figure
from samverkan.reports.cells import Kind
from samverkan.reports.contents import Bars, BigFigure, Figures, Section
from samverkan.reports.gathering import Gathered
from samverkan.reports.printing import Printed, Printing, one_way
from samverkan.reports.section_words import filled, number_told
from samverkan.reports.tables import Column, CountTable, Row

__all__ = ["Changed"]


@attrs.frozen
class _Asked:
    """One question of every registered participation: of how many it is known, and how many are so."""

    known: Table
    answers: Table
    share: ShareOf


class Changed:
    """The section, before and after its tables are protected."""

    def __init__(self, gathered: Gathered, printing: Printing) -> None:
        ended = gathered.figures["ended"]
        registered = ended.numerator - ended.anonymous
        self.ended = printing.add(one_way("ended", {"registered": registered, "anonymous": ended.anonymous}))
        self.asked = {name: self._asked(name, gathered.figures[name], printing) for name in (*_COMPARED, "began")}
        # Whoever began or increased work or studies works or studies afterwards.
        after, began = (gathered.figures[name].numerator for name in ("occupied_after", "began"))
        counts = {"began": began, "others": after - began}
        active = Table("active-after", rows=(*counts,), counts=counts, totals="none", unprinted_rows={*counts})
        printing.add(active, same_as=self.asked["occupied_after"].answers.row_total("yes"))
        printing.tie(active.row_total("began"), [self.asked["began"].answers.row_total("yes")])

    def section(self, printed: Printed) -> Section:
        """Return the section, from what may be printed."""
        registered = printed.count(self.ended.row_total("registered"))
        parts = [Figures(self.figures(printed)), Bars(self._compared(printed)), self._known(printed)]
        return Section("change", filled("change"), number_told("change.lead", registered), parts)

    def figures(self, printed: Printed) -> Sequence[BigFigure]:
        """Return the main figures."""
        began = self.asked["began"]
        return [
            BigFigure(filled("ended"), printed.count(self.ended.total)),
            BigFigure(
                filled("began"),
                printed.share(began.share),
                kind=Kind.SHARE,
                numerator=printed.count(began.answers.row_total("yes")),
                denominator=printed.count(began.known.row_total("known")),
                unknown=printed.count(began.known.row_total("unknown")),
            ),
        ]

    def _asked(self, name: str, figure: Figure, printing: Printing) -> _Asked:
        unknown = figure.unknown + figure.perhaps
        known, answers = printing.asked(name, figure, unknown=unknown, same_as=self.ended.row_total("registered"))
        return _Asked(known, answers, printing.share(answers.row_total("yes"), answers.total))

    def _compared(self, printed: Printed) -> CountTable:
        return CountTable(
            caption=filled("change.caption"),
            row_heading=filled("change.rows"),
            columns=[Column(filled(when), kind=Kind.SHARE) for when in ("before", "after")],
            rows=[
                Row(filled(what), [printed.share(self.asked[f"{what}_{when}"].share) for when in ("before", "after")])
                for what in ("supported", "occupied")
            ],
            notes=[filled("change.note")],
        )

    def _known(self, printed: Printed) -> CountTable:
        return CountTable(
            caption=filled("known.rows"),
            row_heading=filled("change.rows"),
            columns=[Column(filled(one)) for one in ("yes", "no", "unknown")],
            rows=[
                Row(
                    filled(f"{what}.{when}"),
                    [
                        printed.count(self.asked[f"{what}_{when}"].answers.row_total("yes")),
                        printed.count(self.asked[f"{what}_{when}"].answers.row_total("no")),
                        printed.count(self.asked[f"{what}_{when}"].known.row_total("unknown")),
                    ],
                )
                for what in ("supported", "occupied")
                for when in ("before", "after")
            ],
        )


_COMPARED = ("supported_before", "supported_after", "occupied_before", "occupied_after")
