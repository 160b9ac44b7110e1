"""Histories as long tables: what the spells of each person come to on a day, as columns of the people.

Of a table, one summary is made with at most a row a person, and joined to the people. Presence is
gathered a word and a party, nothing is counted.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import attrs
import narwhals.stable.v2 as nw

from samverkan.frames.completeness import Completeness
from samverkan.frames.days import FAR, last_day, on_or_after, on_or_before, ordinal, recorded_day
from samverkan.frames.engines import Frame, Opened, left_join
from samverkan.frames.listings import Listing, pairs_of_agencies, pairs_of_parties, references
from samverkan.frames.polars_rows import gathered, scattered, with_rows
from samverkan.rules.column_pairs import Expr, Pair
from samverkan.rules.column_sources import MemberColumns, NumberColumn, Source, TruthPair, is_in
from samverkan.rules.columns import PREFIX
from samverkan.rules.facts import Current, DayOf, MembersOf, PartiesOf
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["KEYS", "History"]

KEYS: Final[Mapping[str, str | None]] = {
    "contacts": "agency",
    "sick_leave": None,
    "livelihoods": "kind",
    "occupations": "kind",
    "work_capacity": "by",
}
"""The column that tells the spells of each history apart; of sick leave there is none."""

_KEY: Final = f"{PREFIX}key"
_SINCE: Final = f"{PREFIX}since"
_RECORDED: Final = f"{PREFIX}recorded"
_LAST: Final = f"{PREFIX}last"
_UNHEARD: Final = f"{PREFIX}unheard"
_STANDS: Final = f"{PREFIX}stands"
_RUNS: Final = f"{PREFIX}runs"
_LIVE: Final = f"{PREFIX}live"
_START: Final = f"{PREFIX}start"
_UNTIL: Final = f"{PREFIX}until"
_PERSON: Final = f"{PREFIX}person"


@attrs.frozen(eq=False)
class History:
    """A history in a long table, and what is read of it.

    ``needed`` names the facts that follow from it, each with the words that are read of it.
    """

    name: str
    table: Opened
    complete: Completeness
    needed: Mapping[str, tuple[str, ...]]
    vocabulary: Vocabulary
    on: date
    known_on: date | None

    @property
    def sources(self) -> Mapping[str, Source]:
        """Where each fact that follows is found once the summary has been joined."""
        return {fact: self._source(fact, words) for fact, words in self.needed.items()}

    def joined(self, frame: Frame, key: str, among: Frame | None = None) -> Frame:
        """Return the people with the columns of what follows; only the spells of *among* are looked at, if given."""
        spells, flags = self.table.frame, _Flags(f"{PREFIX}{self.name}_flag")
        if among is not None:
            spells = spells.join(among, left_on="participant", right_on=key, how="semi")
        pairs = {fact: self._pairs(fact, words, flags) for fact, words in self.needed.items()}
        spells = self._standing(spells)
        if self.table.engine is nw.Implementation.POLARS:
            frame = gathered(frame, spells.with_columns(**flags.exprs), list(flags.exprs), key)
            return self._followed(frame, key, spells, pairs)
        counted = spells.select("participant", **{name: flag.cast(nw.Int8) for name, flag in flags.exprs.items()})
        person = f"{_PERSON}_{self.name}"
        made = counted.group_by("participant").agg(*(nw.col(one).max() for one in flags.exprs))
        frame = left_join(frame, made.rename({"participant": person}), key, person)
        frame = frame.with_columns(**{name: (nw.col(name) == 1).fill_null(value=False) for name in flags.exprs})
        return self._followed(frame, key, spells, pairs)

    def scattered(self, frame: Frame, key: str, among: Any | None) -> Frame:
        """Do the same for an eager frame of polars, *among* being a Boolean series."""
        spells, flags = with_rows(self.table.frame, frame, key, among), _Flags(f"{PREFIX}{self.name}_flag")
        pairs = {fact: self._pairs(fact, words, flags) for fact, words in self.needed.items()}
        spells = self._standing(spells)
        frame = scattered(frame, spells.with_columns(**flags.exprs), flags.exprs).lazy()
        return self._followed(frame, key, spells, pairs)

    def _followed(self, frame: Frame, key: str, spells: Frame, pairs: Mapping[str, list[Pair]]) -> Frame:
        if any(isinstance(self._derived(fact), DayOf) for fact in self.needed):
            person = f"{_PERSON}_{self.name}_runs"
            frame = left_join(frame, self._runs(spells).rename({"participant": person}), key, person)
        columns: dict[str, Expr] = {}
        for fact, found in pairs.items():
            match self._derived(fact):
                case DayOf():
                    columns[self._column(fact)] = self._day(found[0])
                case _:
                    for word, pair in zip(self.needed[fact] or ("",), found, strict=True):
                        columns[self._column(fact, word, "in")] = pair.met
                        columns[self._column(fact, word, "out")] = pair.not_met
        return frame.with_columns(**columns)

    # --- What follows ---

    def _derived(self, fact: str) -> Any:
        return self.vocabulary.fact(fact).derived

    def _column(self, fact: str, word: str = "", side: str = "number") -> str:
        place = self.needed[fact].index(word) if word else 0
        return f"{PREFIX}{fact}_{place}_{side}"

    def _source(self, fact: str, words: tuple[str, ...]) -> Source:
        match self._derived(fact):
            case DayOf():
                return NumberColumn(self._column(fact))
            case Current():
                return TruthPair(self._column(fact, side="in"), self._column(fact, side="out"))
            case _:
                return MemberColumns(
                    {word: TruthPair(self._column(fact, word, "in"), self._column(fact, word, "out")) for word in words}
                )

    def _pairs(self, fact: str, words: tuple[str, ...], flags: "_Flags") -> list[Pair]:
        """Return where each word is in the set and where it is not; of what has no words, one pair."""
        match self._derived(fact):
            case MembersOf(_, "agency"):
                return pairs_of_agencies(words, self._listing(flags), self.complete, self.vocabulary.agencies)
            case PartiesOf():
                return pairs_of_parties(words, self._listing(flags), self.complete, self.vocabulary.agencies)
            case MembersOf(_, "kind"):
                return [self._kind(word, flags) for word in words]
            case MembersOf(_, _, by):
                return self._findings(words, by, flags)
            case Current():
                met = flags.of(nw.col(_LIVE))
                return [Pair(met, ~met & self._settled(flags))]
            case DayOf():
                return [Pair(flags.of(nw.col(_LIVE)), self._settled(flags))]
            case _:  # never
                raise AssertionError("what follows from a history is one of these")

    def _settled(self, flags: "_Flags", where: Expr | None = None) -> Expr:
        """Return where nothing can be added to the spells that are there, or to those *where*."""
        return self._is_whole(flags) & ~self._unheard_flags(flags, where)

    def _is_whole(self, flags: "_Flags") -> Expr:
        return self.complete.is_whole(flags.any())

    def _unheard_flags(self, flags: "_Flags", where: Expr | None = None) -> Expr:
        """Return where a spell had not been heard of by the day *known_on*, of those *where*."""
        if not self._hears_late:
            return nw.lit(value=False)
        unheard = nw.col(_UNHEARD)
        return flags.of(unheard if where is None else unheard & where)

    def _listing(self, flags: "_Flags") -> Listing:
        agencies = self.vocabulary.agencies
        column, words = nw.col("agency"), self.table.categories("agency")

        def is_of(units: Iterable[str]) -> Expr:
            wanted = [one for unit in units for one in references(unit, agencies)]
            return is_in(column, wanted, words)

        return Listing(
            inside=lambda units: flags.of(nw.col(_LIVE) & is_of(units)),
            listed=lambda unit: flags.of(nw.col(_STANDS) & is_in(column, [unit], words)),
            unheard=lambda unit: self._unheard_flags(flags, is_of([unit])),
        )

    def _kind(self, word: str, flags: "_Flags") -> Pair:
        is_it = is_in(nw.col("kind"), [word], self.table.categories("kind"))
        met = flags.of(nw.col(_LIVE) & is_it)
        return Pair(met, ~met & self._settled(flags, is_it))

    def _findings(self, words: tuple[str, ...], by: str | None, flags: "_Flags") -> list[Pair]:
        agencies = self.vocabulary.agencies
        assessor, unnamed = nw.col("by"), nw.col("by").is_null()
        if by is None:
            asked = nw.lit(value=True)
        else:
            wanted = [one for unit in agencies.of_party(by) for one in references(unit, agencies)]
            asked = is_in(assessor, wanted, self.table.categories("by")) & ~unnamed
        unheard = self._unheard_flags(flags, asked)
        pairs: list[Pair] = []
        for word in words:
            is_it = is_in(nw.col("finding"), [word], self.table.categories("finding"))
            met = flags.of(nw.col(_LAST) & is_it & asked)
            open_ = unheard if by is None else unheard | flags.of(nw.col(_LIVE) & is_it & unnamed)
            pairs.append(Pair(met, ~met & self._is_whole(flags) & ~open_))
        return pairs

    def _day(self, found: Pair) -> Expr:
        """Return the day of the run that goes on; 0 where none does, null where that is unknown."""
        runs, whole = found
        start = nw.col(_START)
        known = (start > 0).fill_null(value=False)
        counted = (start.fill_null(0).cast(nw.Int64) * -1 + (self.on.toordinal() + 1)).cast(nw.Int64)
        return nw.when(whole & runs & known).then(counted).when(whole & ~runs).then(nw.lit(0, nw.Int64))

    # --- Which spells stand ---

    @property
    def _hears_late(self) -> bool:
        return self.known_on is not None and "recorded_on" in self.table.dtypes

    @property
    def _is_corrected(self) -> bool:
        return "recorded_on" in self.table.dtypes or "void" in self.table.dtypes

    def _standing(self, spells: Frame) -> Frame:
        """Return the spells with where each stands, as :class:`~samverkan.spells.Spells` has it, and where it runs."""
        dtypes = self.table.dtypes
        since = on_or_before("since", self.on, dtypes["since"], where_null=True)
        until = on_or_after("until", self.on, dtypes["until"], where_null=True)
        spells = spells.with_columns(**{_RUNS: since & until})
        spells = self._corrected(spells) if self._is_corrected else spells.with_columns(**{_STANDS: nw.lit(value=True)})
        spells = spells.with_columns(**{_LIVE: nw.col(_STANDS) & nw.col(_RUNS)})
        return self._latest(spells) if self.name == "work_capacity" else spells

    def _corrected(self, spells: Frame) -> Frame:
        dtypes, key = self.table.dtypes, KEYS[self.name]
        recorded = recorded_day(dtypes)
        if self.known_on is not None and self._hears_late:
            known = on_or_before("recorded_on", self.known_on, dtypes["recorded_on"], where_null=True)
            recorded = nw.when(known).then(recorded).otherwise(nw.lit(-1, nw.Int64))
        of_key = nw.lit("") if key is None else _text(nw.col(key))
        spells = spells.with_columns(**{_RECORDED: recorded, _SINCE: ordinal("since"), _KEY: of_key})
        spells = spells.with_columns(**{_LAST: nw.col(_RECORDED).max().over("participant", _KEY, _SINCE)})
        is_last = (nw.col(_RECORDED) >= 0) & (nw.col(_RECORDED) == nw.col(_LAST))
        stands = is_last & ~nw.col("void").fill_null(value=False) if "void" in dtypes else is_last
        return spells.with_columns(**{_STANDS: stands, _UNHEARD: nw.col(_LAST) < 0})

    def _latest(self, spells: Frame) -> Frame:
        """Mark of each assessor the assessment that runs and was recorded last, else began last."""
        rank, later = f"{PREFIX}rank", recorded_day(self.table.dtypes) * FAR + ordinal("since")
        ranked = nw.when(nw.col(_LIVE)).then(later).otherwise(nw.lit(-1, nw.Int64))
        spells = spells.with_columns(**{_KEY: _text(nw.col("by")), rank: ranked})
        spells = spells.with_columns(**{f"{rank}_last": nw.col(rank).max().over("participant", _KEY)})
        return spells.with_columns(**{_LAST: nw.col(_LIVE) & (nw.col(rank) == nw.col(f"{rank}_last"))})

    def _runs(self, spells: Frame) -> Frame:
        """Return of each person the first day of her last run that has begun, as a number; 0 where it has none."""
        dtypes = self.table.dtypes
        begun = on_or_before("since", self.on, dtypes["since"], where_null=True)
        spells = spells.filter(nw.col(_STANDS) & begun).select(
            "participant", **{_START: ordinal("since"), _UNTIL: last_day("until")}
        )
        others = spells.rename({"participant": _PERSON, _START: _SINCE, _UNTIL: f"{_UNTIL}_other"})
        pairs = spells.join(others, left_on="participant", right_on=_PERSON, how="inner")
        reached = (nw.col(_SINCE) < nw.col(_START)) & (nw.col(f"{_UNTIL}_other") >= nw.col(_START) - 1)
        pairs = pairs.with_columns(**{_RUNS: reached.cast(nw.Int8)})
        starts = pairs.group_by("participant", _START).agg(nw.col(_RUNS).max()).filter(nw.col(_RUNS) == 0)
        return starts.group_by("participant").agg(nw.col(_START).max())


class _Flags:
    """What is gathered a person: whether one of her spells is such, each thing once."""

    def __init__(self, begin: str) -> None:
        self._begin = begin
        self.exprs: dict[str, Expr] = {}

    def of(self, expr: Expr) -> Expr:
        """Return where a person has such a spell."""
        name = f"{self._begin}_{len(self.exprs)}"
        self.exprs[name] = expr
        return nw.col(name)

    def any(self) -> Expr:
        """Return where a person has a spell, whatever it is like."""
        name = f"{self._begin}_any"
        self.exprs[name] = nw.lit(value=True)
        return nw.col(name)


def _text(column: Expr) -> Expr:
    return column.cast(nw.String).fill_null("")
