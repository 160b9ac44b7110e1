"""The way between the agencies: who sends to whom, and how often that leads back to where one had been."""

from collections import Counter
from collections.abc import Sequence

import attrs

from samverkan.disclosure.protection import Table
from samverkan.figures import Figure
from samverkan.referral_flows import Sent
from samverkan.reports.cells import Cell
from samverkan.reports.contents import BigFigure, Figures, Flow, FlowLink, Part, Prose, Section
from samverkan.reports.gathering import Gathered
from samverkan.reports.printing import Printed, Printing, one_way
from samverkan.reports.section_words import filled
from samverkan.texts import Text

__all__ = ["Moved"]

PROGRAMMES = "programmes"
_COLUMNS = ("onward", "back")


class Moved:
    """The section, before and after its tables are protected."""

    def __init__(self, gathered: Gathered, printing: Printing) -> None:
        self.model = gathered.model
        self.links = self._links(gathered)
        self.table: Table | None = None
        if self.links:
            counts = {(name, "back"): how.back for name, (_, how) in self.links.items()}
            counts |= {(name, "onward"): how.count - how.back for name, (_, how) in self.links.items()}
            rows = tuple(self.links)
            self.table = printing.add(Table("flow", rows=rows, columns=_COLUMNS, counts=counts, totals="rows"))
        self.persons = {name: self._of_persons(name, gathered.figures[name], printing) for name in _OF_PERSONS}
        # The same persons, and a page says at its head how many they are.
        self.cases = printing.add(one_way("cases", {"all": gathered.cases}), remedies=())
        for known, _ in self.persons.values():
            printing.tie(self.cases.total, [known.total])

    def section(self, printed: Printed) -> Section:
        """Return the section, from what may be printed."""
        parts: list[Part] = [self._flow(printed), Figures([*self._big(printed).values()])]
        return Section("flow", filled("flow"), filled("flow.lead"), parts)

    def figures(self, printed: Printed) -> Sequence[BigFigure]:
        """Return the main figures."""
        return [attrs.evolve(self._big(printed)["round"], note=None)]

    def number(self, printed: Printed) -> Cell:
        """Return of how many cases the report is."""
        return printed.count(self.cases.total)

    def _big(self, printed: Printed) -> "dict[str, BigFigure]":
        found: dict[str, BigFigure] = {}
        for name, (known, answers) in self.persons.items():
            number = printed.count(answers.row_total("yes"))
            found[name] = BigFigure(
                filled(name),
                number,
                unit=filled("person" if number.value == 1 else "persons"),
                numerator=number,
                denominator=printed.count(known.row_total("known")),
                unknown=printed.count(known.row_total("unknown")),
                note=filled(f"{name}.note"),
            )
        return found

    # --- What is counted ----------------------------------------------------------------------------

    def _links(self, gathered: Gathered) -> "dict[str, tuple[tuple[str, str], Sent]]":
        """Return the links between parties; those to programmes are counted where it is told who came."""
        counts: Counter[tuple[str, str]] = Counter()
        back: Counter[tuple[str, str]] = Counter()
        for (start, end), how in gathered.flows.links.items():
            link = self._place(start), self._place(end)
            if None in link or link[0] == link[1] or link[1] == PROGRAMMES:
                continue
            both = str(link[0]), str(link[1])
            counts[both] += how.count
            back[both] += how.back
        order = [*self.model.agencies.parties, PROGRAMMES]
        links = sorted(counts, key=lambda link: [order.index(one) for one in link])
        return {f"{start} → {end}": ((start, end), Sent(counts[start, end], back[start, end])) for start, end in links}

    def _place(self, who: str) -> str | None:
        if who in self.model.programmes:
            return PROGRAMMES
        known = self.model.agencies.agencies.get(who)
        return None if known is None else known.party

    def _of_persons(self, name: str, figure: Figure, printing: Printing) -> tuple[Table, Table]:
        """Return of how many persons it is known, and of how many of those it is so."""
        unknown = figure.unknown + figure.perhaps + figure.anonymous
        return printing.asked(name, figure, unknown=unknown)

    # --- What is printed ----------------------------------------------------------------------------

    def _flow(self, printed: Printed) -> Part:
        if self.table is None:
            return Prose(filled("flow.none"))
        found = printed.table("flow")
        if found is None:
            return Prose(filled("refused"))
        links = [
            FlowLink(
                self._named(self.links[row][0][0]),
                self._named(self.links[row][0][1]),
                count=self._sent(printed, row),
                sent_back=printed.cell(found.cell(row, "back")),
            )
            for row in found.rows
        ]
        return Flow(caption=filled("flow.caption"), links=links, notes=[filled("flow.note"), filled("flow.blank")])

    def _sent(self, printed: Printed, row: str) -> Cell:
        return Cell.hidden() if self.table is None else printed.count(self.table.row_total(row))

    def _named(self, place: str) -> Text:
        return filled("programmes") if place == PROGRAMMES else self.model.agencies.parties[place].name


_OF_PERSONS = ("round", "contradicted")
