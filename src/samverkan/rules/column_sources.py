"""Where the facts of a rule are found in a dataframe."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias, cast

import attrs
import narwhals.stable.v2 as nw

from samverkan.rules.column_pairs import Expr, Pair, all_of, any_of

__all__ = [
    "ChoiceColumn",
    "DayColumns",
    "ListColumn",
    "MemberColumns",
    "NumberColumn",
    "PartiesOfColumns",
    "SetSource",
    "Source",
    "TruthColumn",
    "TruthPair",
    "day_after",
    "is_in",
]


@attrs.frozen
class TruthColumn:
    """A Boolean column, null where it is unknown."""

    column: str

    def pair(self) -> Pair:
        """Return where it is so and where it is not."""
        return Pair(nw.col(self.column).fill_null(value=False), (~nw.col(self.column)).fill_null(value=False))


@attrs.frozen
class TruthPair:
    """Two Boolean columns without nulls, the one true where it is so and the other where it is not."""

    met: str
    not_met: str

    def pair(self) -> Pair:
        """Return where it is so and where it is not."""
        return Pair(nw.col(self.met), nw.col(self.not_met))


@attrs.frozen
class NumberColumn:
    """A column of whole numbers, null where it is unknown."""

    column: str


@attrs.frozen
class ChoiceColumn:
    """A column of words, null where it is unknown.

    ``spelled`` says how a word is written where that is not as it is; ``among`` holds the words that
    the column can have, where its type says it.
    """

    column: str
    spelled: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])
    among: frozenset[str] | None = None

    def pair(self, words: Iterable[str]) -> Pair:
        """Return where the column has one of *words* and where it has another."""
        spelled = [one for word in words for one in self.spelled.get(word, (word,))]
        met = is_in(nw.col(self.column), spelled, self.among)
        return Pair(met, ~met & ~nw.col(self.column).is_null())


@attrs.frozen
class DayColumns:
    """The first and the last day that a day can be; one and the same column where it is known or not."""

    earliest: str
    latest: str
    are_instants: bool = False


@attrs.frozen
class MemberColumns:
    """A set with a column a member, each known or not by itself."""

    members: Mapping[str, TruthColumn | TruthPair]

    def pair(self, word: str) -> Pair:
        """Return where *word* is in the set and where it is not."""
        return self.members[word].pair()


@attrs.frozen
class ListColumn:
    """A set as a column of lists; null where nothing of it is known.

    ``among`` is as of a choice; ``literal`` says how the engine is asked for a word.
    """

    column: str
    among: frozenset[str] | None = None
    literal: Callable[[str], object] = str

    def pair(self, word: str) -> Pair:
        """Return where *word* is in the set and where it is not."""
        if self.among is not None and word not in self.among:
            return Pair(nw.lit(value=False), ~nw.col(self.column).is_null())
        inside = nw.col(self.column).list.contains(cast("Any", self.literal(word))).fill_null(value=False)
        return Pair(inside, ~inside & ~nw.col(self.column).is_null())


@attrs.frozen
class PartiesOfColumns:
    """The parties to which the agencies of a set belong."""

    agencies: MemberColumns | ListColumn
    units: Mapping[str, tuple[str, ...]]

    def pair(self, word: str) -> Pair:
        """Return where one of the party's agencies is in the set, and where none is."""
        pairs = [self.agencies.pair(unit) for unit in self.units[word]]
        return Pair(any_of(pair.met for pair in pairs), all_of(pair.not_met for pair in pairs))


SetSource: TypeAlias = MemberColumns | ListColumn | PartiesOfColumns
Source: TypeAlias = TruthColumn | TruthPair | NumberColumn | ChoiceColumn | DayColumns | SetSource
"""Where a fact is found: a fact that the rule reads, or the day from which an elapsed time is reckoned."""


def day_after(day: date, *, as_instant: bool) -> Expr:
    """Return the day after *day* as a literal: what is before it is *day* or earlier, whatever the hour."""
    after = day + timedelta(days=1)
    return nw.lit(datetime(after.year, after.month, after.day) if as_instant else after)  # noqa: DTZ001


def is_in(column: Expr, wanted: Iterable[str], among: frozenset[str] | None) -> Expr:
    """Return where the column has one of the words *wanted*; only those *among* it can have are asked for."""
    asked = [one for one in wanted if among is None or one in among]
    if not asked:
        return nw.lit(value=False)
    found = column == asked[0] if len(asked) == 1 else column.is_in(asked)
    return found.fill_null(value=False)
