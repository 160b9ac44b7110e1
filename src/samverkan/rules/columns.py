"""Rules over dataframes: each condition becomes two Boolean columns without nulls, *surely met* and *surely not met*.

Neither is true where the condition is undetermined. So no engine's own treatment of null is relied
on, and none has to reckon with days: elapsed times are compared as days with a precomputed cut-off.
The columns are made level by level, each from those of the level before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, assert_never

import attrs
import narwhals.stable.v2 as nw

from samverkan.rules.column_pairs import (
    Bounds,
    Expr,
    Pair,
    all_of,
    any_of,
    at_least,
    conjunction,
    disjunction,
    of_bounds,
    opposite,
)
from samverkan.rules.column_sources import (
    ChoiceColumn,
    DayColumns,
    ListColumn,
    MemberColumns,
    NumberColumn,
    PartiesOfColumns,
    SetSource,
    Source,
    TruthColumn,
    TruthPair,
    day_after,
)
from samverkan.rules.cut_offs import cut_off
from samverkan.rules.expressions import (
    TURNED,
    And,
    AtLeast,
    Comparison,
    Condition,
    Count,
    FactValue,
    Holds,
    Known,
    Member,
    Not,
    Number,
    Operator,
    Or,
    ParameterValue,
    Term,
    Word,
    Words,
)
from samverkan.rules.facts import Elapsed, NumberOf, SetOf
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["PREFIX", "ColumnNode", "Columns", "Missing", "columns_of"]

PREFIX: Final = "__samverkan_"
"""What the names of the columns that are made on the way begin with."""


# --- Columns ---------------------------------------------------------------------------------------


@attrs.frozen(eq=False)
class ColumnNode:
    """A condition as two columns, its parts, and the unknowns that a condition without parts can have."""

    met: str
    not_met: str
    parts: "tuple[ColumnNode, ...]" = ()
    asks: Mapping[tuple[str, str | None], Expr] = attrs.field(factory=dict[tuple[str, str | None], Expr])


@attrs.frozen(eq=False)
class Columns:
    """Conditions as columns: what to make level by level, and the node of each condition."""

    levels: Sequence[Mapping[str, Expr]]
    nodes: tuple[ColumnNode, ...]

    def missing(self, among: str) -> "Missing":
        """Return where each unknown still matters, of the rows where the column *among* is true."""
        levels: list[dict[str, Expr]] = []
        asked: dict[tuple[str, str | None], list[Expr]] = {}

        def ask(node: ColumnNode, above: str, level: int) -> None:
            while len(levels) <= level:
                levels.append({})
            name = f"{node.met}_open"
            levels[level][name] = nw.col(above) & ~nw.col(node.met) & ~nw.col(node.not_met)
            for part in node.parts:
                ask(part, name, level + 1)
            for one, is_unknown in node.asks.items():
                asked.setdefault(one, []).append(nw.col(name) & is_unknown)

        for node in self.nodes:
            ask(node, among, 0)
        return Missing(levels, {one: any_of(exprs) for one, exprs in asked.items()})


@attrs.frozen(eq=False)
class Missing:
    """Where each unknown still matters, in the order of first mention, and what to make level by level before it."""

    levels: Sequence[Mapping[str, Expr]]
    asked: Mapping[tuple[str, str | None], Expr]


def columns_of(  # noqa: PLR0913, PLR0917 - what a rule may mention, and where it is found
    rules: Sequence[Condition],
    vocabulary: Vocabulary,
    thresholds: Mapping[str, int | None],
    sources: Mapping[str, Source],
    on: date,
    begin: str = "rule",
) -> Columns:
    """Read *rules* as columns, on the day *on*, with the parameters' values on that day.

    *sources* says where each fact is found; *begin* is what the new columns' names begin with.

    >>> import polars as pl, narwhals.stable.v2 as nw
    >>> from samverkan import load_model
    >>> from samverkan.rules.column_sources import DayColumns, TruthColumn
    >>> from samverkan.rules.text import parse
    >>> vocabulary = load_model("finsam").vocabulary
    >>> rule = parse("age >= 65 or not employed", vocabulary)
    >>> sources = {"born": DayColumns("born", "born"), "employed": TruthColumn("employed")}
    >>> columns = columns_of([rule], vocabulary, {}, sources, date(2016, 10, 3))
    >>> frame = nw.from_native(pl.DataFrame({"born": [date(1951, 10, 3), date(1951, 10, 4)], "employed": [None, True]}))
    >>> for level in columns.levels:
    ...     frame = frame.with_columns(**level)
    >>> frame[columns.nodes[0].met].to_list(), frame[columns.nodes[0].not_met].to_list()
    ([True, False], [False, True])
    """
    compiler = _Compiler(vocabulary, thresholds, sources, on, f"{PREFIX}{begin}")
    nodes = tuple(compiler.node(rule) for rule in rules)
    return Columns(compiler.levels, nodes)


# --- Conditions ------------------------------------------------------------------------------------


class _Compiler:
    def __init__(
        self,
        vocabulary: Vocabulary,
        thresholds: Mapping[str, int | None],
        sources: Mapping[str, Source],
        on: date,
        begin: str,
    ) -> None:
        self.levels: list[dict[str, Expr]] = []
        self._vocabulary = vocabulary
        self._thresholds = thresholds
        self._sources = sources
        self._on = on
        self._begin = begin
        self._made = 0

    def node(self, rule: Condition) -> ColumnNode:
        """Return the columns of *rule*, having put them on the level above those of its parts."""
        return self._node(rule)[0]

    def _node(self, rule: Condition) -> tuple[ColumnNode, int]:
        match rule:
            case Holds(fact):
                return self._leaf(self._truth(fact), self._asked_of(fact))
            case Known(fact):
                return self._known(fact)
            case Comparison():
                steps = [self._step(left, operator, right) for left, operator, right in rule.pairs()]
                if len(steps) == 1:
                    return steps[0]
                return self._over(steps, conjunction)
            case Member(item, container):
                return self._membership(item, container)
            case Not(part):
                return self._over([self._node(part)], lambda parts: Pair(parts[0].not_met, parts[0].met))
            case And(parts):
                return self._over(map(self._node, parts), conjunction)
            case Or(parts):
                return self._over(map(self._node, parts), disjunction)
            case AtLeast(fewest, parts):
                return self._over(map(self._node, parts), lambda pairs: at_least(fewest, pairs))
            case _ as never:
                assert_never(never)

    def _over(
        self, parts: Iterable[tuple[ColumnNode, int]], made: Callable[[list[Pair]], Pair]
    ) -> tuple[ColumnNode, int]:
        """Return the node of a condition that has parts, one level above them."""
        nodes, levels = zip(*parts, strict=True)
        pair = made([Pair(nw.col(node.met), nw.col(node.not_met)) for node in nodes])
        return self._put(pair, max(levels) + 1, tuple(nodes))

    def _leaf(self, pair: Pair, asks: Mapping[tuple[str, str | None], Expr]) -> tuple[ColumnNode, int]:
        return self._put(pair, 0, (), asks)

    def _put(
        self,
        pair: Pair,
        level: int,
        parts: tuple[ColumnNode, ...],
        asks: Mapping[tuple[str, str | None], Expr] | None = None,
    ) -> tuple[ColumnNode, int]:
        while len(self.levels) <= level:
            self.levels.append({})
        name = f"{self._begin}_{self._made}"
        self._made += 1
        node = ColumnNode(f"{name}_met", f"{name}_not", parts, {} if asks is None else asks)
        self.levels[level][node.met] = pair.met
        self.levels[level][node.not_met] = pair.not_met
        return node, level

    # --- Leaves ---

    def _truth(self, fact: str) -> Pair:
        match self._sources[fact]:
            case TruthColumn() | TruthPair() as source:
                return source.pair()
            case _:  # never
                raise AssertionError("a fact that is so or not is found in a column of truths")

    def _known(self, fact: str) -> tuple[ColumnNode, int]:
        name = fact
        derived = self._vocabulary.fact(fact).derived
        if isinstance(derived, Elapsed) and fact not in self._sources:
            name = derived.fact
        match self._sources[name]:
            case TruthColumn() | TruthPair() as source:
                known = any_of(source.pair())
            case NumberColumn(column) | ChoiceColumn(column):
                known = ~nw.col(column).is_null()
            case DayColumns(earliest, latest):
                known = (nw.col(earliest) == nw.col(latest)).fill_null(value=False)
            case MemberColumns() | ListColumn() | PartiesOfColumns() as source:
                known = all_of(any_of(source.pair(word)) for word in self._words(name))
            case _ as never:
                assert_never(never)
        return self._leaf(Pair(known, nw.lit(value=False)), self._asked_of(name))

    def _asked_of(self, fact: str) -> Mapping[tuple[str, str | None], Expr]:
        """Return what is asked for where a condition that reads the fact is undetermined."""
        match self._sources.get(fact):
            case MemberColumns() | ListColumn() | PartiesOfColumns() as source:
                return {self._asked(fact, word): ~any_of(source.pair(word)) for word in self._words(fact)}
            case NumberColumn(column):
                return {self._asked(fact): nw.col(column).is_null()}
            case _:  # What has no members is undetermined only where it is itself unknown.
                return {self._asked(fact): nw.lit(value=True)}

    def _asked(self, fact: str, word: str | None = None) -> tuple[str, str | None]:
        return self._vocabulary.given(fact), word

    def _membership(self, item: Word | FactValue, container: FactValue | Words) -> tuple[ColumnNode, int]:
        match item, container:
            case Word(word), FactValue(fact):
                return self._leaf(self._set(fact).pair(word), {self._asked(fact, word): nw.lit(value=True)})
            case FactValue(fact), Words(words):
                return self._leaf(self._among(fact, words), self._asked_of(fact))
            case _:  # never
                raise AssertionError("checked when the rule was made")

    def _set(self, fact: str) -> SetSource:
        match self._sources[fact]:
            case MemberColumns() | ListColumn() | PartiesOfColumns() as source:
                return source
            case _:  # never
                raise AssertionError("a set is found in columns of members")

    def _among(self, fact: str, words: Iterable[str]) -> Pair:
        source = self._sources[fact]
        if not isinstance(source, ChoiceColumn):
            raise AssertionError("a choice is found in a column of words")
        return source.pair(sorted(words))

    def _words(self, fact: str) -> tuple[str, ...]:
        kind = self._vocabulary.facts[fact].kind
        return self._vocabulary.words(kind) if isinstance(kind, SetOf) else ()

    # --- Comparisons ---

    def _step(self, left: Term, operator: Operator, right: Term) -> tuple[ColumnNode, int]:
        asks: dict[tuple[str, str | None], Expr] = {}
        for side in (left, right):
            if isinstance(side, FactValue | Count):
                asks.update(self._asked_of(side.fact))
        return self._leaf(self._compared(left, operator, right), asks)

    def _compared(self, left: Term, operator: Operator, right: Term) -> Pair:
        match left, right:
            case (FactValue(fact), Word(word)) | (Word(word), FactValue(fact)):
                pair = self._among(fact, [word])
                return pair if operator == "==" else Pair(pair.not_met, pair.met)
            case FactValue() | Count(), Number() | ParameterValue():
                return self._with_constant(left, operator, self._constant(right))
            case Number() | ParameterValue(), FactValue() | Count():
                return self._with_constant(right, TURNED[operator], self._constant(left))
            case FactValue(fact), FactValue(other):
                return of_bounds(self._bounds(fact), operator, self._bounds(other))
            case _:  # never
                raise AssertionError("checked when the rule was made")

    def _constant(self, term: Number | ParameterValue) -> int | None:
        return term.value if isinstance(term, Number) else self._thresholds[term.parameter]

    def _with_constant(self, term: FactValue | Count, operator: Operator, constant: int | None) -> Pair:
        if constant is None:
            return Pair(nw.lit(value=False), nw.lit(value=False))
        reaches = self._reaches(term)
        match operator:
            case ">=":
                return reaches(constant)
            case ">":
                return reaches(constant + 1)
            case "<":
                return opposite(reaches(constant))
            case "<=":
                return opposite(reaches(constant + 1))
            case "==":
                return conjunction([reaches(constant), opposite(reaches(constant + 1))])
            case "!=":
                return disjunction([opposite(reaches(constant)), reaches(constant + 1)])
            case _ as never:
                assert_never(never)

    def _reaches(self, term: FactValue | Count) -> Callable[[int], Pair]:
        """Return what tells where a number is so large or larger."""
        if isinstance(term, Count):
            return self._count_reaches(term.fact)
        source = self._sources.get(term.fact)
        derived = self._vocabulary.fact(term.fact).derived
        if source is None and isinstance(derived, Elapsed):
            return self._elapsed_reaches(derived)
        bounds = self._bounds(term.fact)
        return lambda count: of_bounds(bounds, ">=", Bounds(count, count))

    def _count_reaches(self, fact: str) -> Callable[[int], Pair]:
        source, words = self._set(fact), self._words(fact)
        pairs = [source.pair(word) for word in words]
        return lambda count: at_least(count, pairs)

    def _elapsed_reaches(self, elapsed: Elapsed) -> Callable[[int], Pair]:
        days = self._sources[elapsed.fact]
        if not isinstance(days, DayColumns):
            raise AssertionError("a day is found in columns of days")
        earliest, latest = nw.col(days.earliest), nw.col(days.latest)

        def reaches(count: int) -> Pair:
            if count <= 0:
                return Pair(~earliest.is_null() & ~latest.is_null(), nw.lit(value=False))
            last = cut_off(count, elapsed.unit, self._on, self._vocabulary.leap_day)
            if last is None:
                return Pair(nw.lit(value=False), ~earliest.is_null() & ~latest.is_null())
            after = day_after(last, as_instant=days.are_instants)
            return Pair((latest < after).fill_null(value=False), (earliest >= after).fill_null(value=False))

        return reaches

    def _bounds(self, fact: str) -> Bounds:
        """Return what is known of a number: itself, or the bounds to which every value is held."""
        source = self._sources[fact]
        if not isinstance(source, NumberColumn):
            raise AssertionError("a number is found in a column of numbers")
        column, told = nw.col(source.column), self._vocabulary.fact(fact)
        if told.derived is not None or not isinstance(told.kind, NumberOf):
            return Bounds(column, column)
        least, most = told.kind.least, told.kind.most
        return Bounds(
            column if least is None else column.fill_null(least), column if most is None else column.fill_null(most)
        )
