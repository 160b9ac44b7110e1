"""The sums that means are of: which of them are hidden, so that none of a few can be reckoned.

A sum is no count of people. It is hidden with the count of those whose sum it is, and when it is small itself. Where
the sum of all is printed, what is hidden in the groups makes up a rest that a reader knows. So at least two groups are
hidden, with so large a rest that each of them can have enough values. Where it is hidden, so is a group.
"""

from collections.abc import Mapping

import attrs

from samverkan.disclosure.publications import Key, Publication, Sum
from samverkan.figures import Figure
from samverkan.indicators import GroupBy, Measure
from samverkan.protected_figures.counts import WHOLE, FigureCounts

__all__ = ["Means"]

Place = tuple[int, int]
"""Of a figure, and of a group of it."""


class Means:
    """The sums of the means among figures, by their places, when so much of the counts is hidden."""

    def __init__(
        self,
        counts: FigureCounts,
        figures: Mapping[int, Figure],
        hidden: frozenset[Key],
        *,
        threshold: int,
        protection: int,
    ) -> None:
        self._small = range(1, threshold)
        self._least_rest = protection - 1
        self.values: dict[Key, int] = {}
        self.keys: dict[Place, Key] = {}
        self.sums: dict[Sum, None] = {}
        self.hidden: set[Key] = set()
        for place, figure in figures.items():
            if figure.measure is Measure.MEAN:
                self._take_in(counts, place, figure, hidden)
        while self._hide_more():
            pass

    def hides(self, place: Place) -> bool:
        """Whether the sum of a figure or a group is hidden; what is no mean has none."""
        return self.keys.get(place) in self.hidden

    def beside(self, publication: Publication) -> Publication:
        """Return what is printed with these sums."""
        shown = {key: value for key, value in self.values.items() if key not in self.hidden}
        return attrs.evolve(
            publication,
            printed={**publication.printed, **shown},
            not_printed=publication.not_printed | self.hidden,
            sums=(*publication.sums, *self.sums),
        )

    def _take_in(self, counts: FigureCounts, place: int, figure: Figure, hidden: frozenset[Key]) -> None:
        for number, one in ((WHOLE, figure), *enumerate(figure.parts)):
            held = counts.held.get((place, number))
            if held is None:  # Its groups are left out.
                return
            of = held.keys["denominator"]
            # The same people have the same sum, since what is counted of them is the same.
            key = self.keys[place, number] = ("sum", of)
            self.values[key] = one.numerator
            if of in hidden or one.numerator in self._small:
                self.hidden.add(key)
        groups = [self.keys[place, number] for number in range(len(figure.parts))]
        if groups and GroupBy.PARTY not in figure.parts[0].group:  # Parties overlap.
            self.sums[Sum(self.keys[place, WHOLE], groups)] = None

    def _hide_more(self) -> bool:
        """Hide what must be, beside what is hidden; whether there was something."""
        before = len(self.hidden)
        for each in self.sums:
            while not self._is_safe(each):
                shown = [key for key in each.parts if self.values[key] and key not in self.hidden]
                self.hidden.add(min(shown, key=lambda key: (self.values[key], repr(key)), default=each.total))
        return len(self.hidden) > before

    def _is_safe(self, each: Sum) -> bool:
        """Whether what a reader knows of a sum and its parts leaves every hidden one enough values."""
        among = [key for key in each.parts if key in self.hidden]
        if each.total in self.hidden:
            return bool(among) or not self.values[each.total]
        return not among or (len(among) > 1 and sum(self.values[key] for key in among) >= self._least_rest)
