"""Contacts as a list column of the people: the agencies where each is current on the day."""

from collections.abc import Iterable, Mapping

import attrs
import narwhals.stable.v2 as nw

from samverkan.frames.completeness import Completeness
from samverkan.frames.engines import Frame
from samverkan.frames.listings import Listing, pairs_of_agencies, pairs_of_parties
from samverkan.rules.column_pairs import Expr, any_of
from samverkan.rules.column_sources import ListColumn, MemberColumns, Source, TruthPair
from samverkan.rules.columns import PREFIX
from samverkan.rules.facts import PartiesOf
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["ListedContacts"]


@attrs.frozen(eq=False)
class ListedContacts:
    """Contacts in a list column, and what is read of them: each fact that follows, with its words."""

    column: ListColumn
    complete: Completeness
    needed: Mapping[str, tuple[str, ...]]
    vocabulary: Vocabulary

    @property
    def sources(self) -> Mapping[str, Source]:
        """Where each fact that follows is found once the columns have been added."""
        return {
            fact: MemberColumns(
                {
                    word: TruthPair(f"{PREFIX}{fact}_{place}_in", f"{PREFIX}{fact}_{place}_out")
                    for place, word in enumerate(words)
                }
            )
            for fact, words in self.needed.items()
        }

    def added(self, frame: Frame) -> Frame:
        """Return the people with the columns of what follows."""
        register = self.vocabulary.agencies
        columns: dict[str, Expr] = {}
        for fact, words in self.needed.items():
            follows = self.vocabulary.fact(fact).derived
            find = pairs_of_parties if isinstance(follows, PartiesOf) else pairs_of_agencies
            for place, pair in enumerate(find(words, self._listing(), self.complete, register)):
                columns[f"{PREFIX}{fact}_{place}_in"] = pair.met
                columns[f"{PREFIX}{fact}_{place}_out"] = pair.not_met
        return frame.with_columns(**columns)

    def _listing(self) -> Listing:
        def inside(units: Iterable[str]) -> Expr:
            return any_of([nw.lit(value=False), *(self.column.pair(unit).met for unit in units)])

        return Listing(inside=inside, listed=lambda unit: inside([unit]), unheard=lambda _: nw.lit(value=False))
