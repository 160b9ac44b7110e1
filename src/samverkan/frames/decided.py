"""Whole frames decided: the columns of every criterion, and what comes of them together."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeVar, cast

import attrs
import narwhals.stable.v2 as nw

from samverkan.answers import Verdict
from samverkan.bound_programmes import BoundProgramme, Segment
from samverkan.criteria import IN_FORCE
from samverkan.dates import as_day, as_optional_day
from samverkan.eligibility import Outcome
from samverkan.errors import Fault, InvalidFrameError, InvalidValueError, located, masked
from samverkan.frames.checks import Counted, wrong_values
from samverkan.frames.dask_partitions import decided_by_partition, is_dask
from samverkan.frames.engines import ENGINES, Frame, Opened, opened
from samverkan.frames.histories import KEYS
from samverkan.frames.layouts import Layout, Question, laid_out
from samverkan.frames.missing import with_missing
from samverkan.frames.table_shapes import long_table
from samverkan.rules.column_pairs import Expr, Pair, all_of, any_of
from samverkan.rules.columns import PREFIX, ColumnNode, Columns, columns_of
from samverkan.rules.expressions import facts_of

__all__ = ["decide_frame"]

T = TypeVar("T")


def decide_frame(  # noqa: PLR0913
    people: T,
    programme: BoundProgramme,
    on: date | str,
    *,
    contacts: Any = None,
    spells: Mapping[str, Any] | None = None,
    history: Mapping[str, Any] | None = None,
    reading: str | None = None,
    known_on: date | str | None = None,
    explain: bool = False,
    check: bool = True,
) -> T:
    """Say of every row of *people* whether the criteria of *programme* are met on the day *on*.

    The same kind of frame comes back, with its rows in their order and its columns, and beside them
    ``outcome``: ``eligible``, ``not_eligible`` or ``undetermined``, as
    :func:`~samverkan.eligibility.decide` has it with all facts.

    * *people*: a row a person: ``id`` and a column a fact, null where it is unknown.
    * *contacts*: a long table, a row a contact; *spells*: such a table for each other history, by name.
    * *history*: long tables of the entries of facts that change, by the name of the fact.
    * *reading* and *known_on*: as of ``decide``.
    * *explain*: also add a column ``criterion.<id>`` each, and ``missing``.
    * *check*: look through the values first. Without it nothing at all runs on a lazy frame.

    Raises:
        InvalidFrameError: with everything that is wrong with the tables, before anything is decided.
        InvalidValueError: when a day is not one, or the programme is none of a model's.
        UnknownNameError: when the programme has no such reading.

    >>> import polars as pl
    >>> from samverkan import load_model
    >>> kaa = load_model("finsam").programmes["kaa"]
    >>> people = pl.DataFrame({
    ...     "id": [1, 2],
    ...     "born": [date(2000, 5, 1), date(1995, 5, 1)],
    ...     "completed_compulsory_school": [True, True],
    ...     "completed_upper_secondary": [False, None],
    ...     "attends_upper_secondary": [False, False],
    ... })
    >>> decide_frame(people, kaa, "2018-10-01")["outcome"].to_list()
    ['eligible', 'not_eligible']
    """
    if not isinstance(cast("object", programme), BoundProgramme):
        raise InvalidValueError(where="programme", wanted="a programme taken from a model", got=masked(programme))
    bound = programme if reading is None else programme.read_as(reading)
    asked = _Asked(bound, located("on", as_day, on), located("known_on", as_optional_day, known_on), explain)
    tables = _tables(contacts, spells or {}, history or {})
    if is_dask(people):
        found: T = decided_by_partition(people, tables, asked.decided, asked.wrong if check else None)
        return found
    layout, question = asked.laid_out(people, tables)
    if check and (faults := [wrong.fault() for wrong in wrong_values(layout, question)]):
        raise InvalidFrameError(faults)
    answer: T = asked.answered(layout, question)
    return answer


def _tables(contacts: Any, spells: Mapping[str, Any], history: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the long tables by the names that they go by in what is wrong with them."""
    if contacts is not None and "contacts" in spells:
        raise InvalidFrameError([Fault("contacts", "one table of contacts", "two")])
    given = spells if contacts is None else {**spells, "contacts": contacts}
    return {**given, **{f"{_HISTORY}{name}": table for name, table in history.items()}}


_HISTORY: Final = "history."


@attrs.frozen(eq=False)
class _Asked:
    """What is asked of a frame, whatever the frame is."""

    programme: BoundProgramme
    on: date
    known_on: date | None
    explain: bool

    def decided(self, people: Any, tables: Mapping[str, Any]) -> Any:
        """Return the people with what comes of the programme."""
        return self.answered(*self.laid_out(people, tables))

    def wrong(self, people: Any, tables: Mapping[str, Any]) -> list[Counted]:
        """Return what is wrong with the values."""
        return list(wrong_values(*self.laid_out(people, tables)))

    def answered(self, layout: Layout, question: Question) -> Any:
        """Return the people of a layout with what comes of the programme."""
        return _Answer(layout, question, self.programme.segment(self.on), explain=self.explain).given()

    def laid_out(self, people: Any, tables: Mapping[str, Any]) -> tuple[Layout, Question]:
        """Return where everything is found, and what is asked.

        Raises:
            InvalidFrameError: with everything that the names and types of the columns show to be wrong.
        """
        segment = self.programme.segment(self.on)
        question = Question(
            rules=tuple(criterion.bound.rule for criterion in segment.criteria),
            facts=segment.compiled.facts,
            vocabulary=segment.compiled.vocabulary,
            thresholds=segment.thresholds,
            on=self.on,
            known_on=self.known_on,
        )
        given = _Tables(people, tables)
        layout, faults = laid_out(question, given.people, given.spells, given.history)
        faults += _faults_of_names(given.people, segment, explain=self.explain)
        if faults:
            raise InvalidFrameError(faults)
        return layout, question


class _Tables:
    """The tables as they were given, opened; what is no frame is told of at once."""

    def __init__(self, people: object, tables: Mapping[str, object]) -> None:
        found = {name: opened(table, name) for name, table in {"people": people, **tables}.items()}
        faults = [one for one in found.values() if isinstance(one, Fault)]
        faults += [
            Fault(f"spells.{name}", f"one of the histories {', '.join(KEYS)}", "another name")
            for name in tables
            if not name.startswith(_HISTORY) and name not in KEYS
        ]
        there = {name: one for name, one in found.items() if isinstance(one, Opened)}
        there.update((name, long_table(one)) for name, one in there.items() if name != "people")
        of_people = there.get("people")
        faults += [
            Fault(name, f"a frame of {ENGINES[of_people.engine]}, as people is", f"one of {ENGINES[one.engine]}")
            for name, one in there.items()
            if of_people is not None and one.engine is not of_people.engine
        ]
        if faults:
            raise InvalidFrameError(faults)
        self.people = there.pop("people")
        self.history = {name.removeprefix(_HISTORY): there.pop(name) for name in tables if name.startswith(_HISTORY)}
        self.spells = there


def _faults_of_names(people: Opened, segment: Segment, *, explain: bool) -> list[Fault]:
    """Return a fault for each column that is to be added and is there already."""
    added = ["outcome", *(_explained(segment) if explain else ())]
    taken = {people.as_known(name): name for name in people.dtypes}
    faults = [
        Fault(f"people.{taken[people.as_known(name)]}", f"another name: {name} is added", "a column")
        for name in added
        if people.as_known(name) in taken
    ]
    faults += [
        Fault("people", f"names that do not begin with {PREFIX}", "such a column")
        for name in people.dtypes
        if name.startswith(PREFIX)
    ][:1]
    return faults


def _explained(segment: Segment) -> list[str]:
    return [f"criterion.{name}" for name in (IN_FORCE, *(one.id for one in segment.criteria))] + ["missing"]


class _Answer:
    """One frame as it is worked on: facts are joined to it, then the rules' columns, then what comes of them."""

    def __init__(self, layout: Layout, question: Question, segment: Segment, *, explain: bool) -> None:
        self._layout = layout
        self._question = question
        self._segment = segment
        self._explain = explain

    def given(self) -> Any:
        """Return the people with the columns that are added."""
        people, in_force = self._layout.people, self._segment.is_in_force
        if not in_force and not self._explain:
            return people.handed_back(people.numbered().with_columns(outcome=self._outcome(None)), ["outcome"])
        frame, columns = self._judged()
        met, not_met = _together(columns.nodes)
        added = {"outcome": self._outcome(Pair(met, not_met) if in_force else None)}
        names = ["outcome"]
        if self._explain:
            missing = columns.missing(OPEN)
            open_ = ~met & ~not_met & nw.lit(in_force)
            frame = with_missing(_with_levels(frame, [{OPEN: open_}, *missing.levels]), missing.asked)
            added |= self._verdicts(columns.nodes)
            names += _explained(self._segment)
        return people.handed_back(frame.with_columns(**added), names)

    def _outcome(self, pair: Pair | None) -> Expr:
        """Return what comes of the programme; of one that is not in force, always the same."""
        words = (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.UNDETERMINED)
        return self._word(Outcome.NOT_ELIGIBLE) if pair is None else self._three(pair, words)

    def _verdicts(self, nodes: Iterable[ColumnNode]) -> dict[str, Expr]:
        """Return what comes of each criterion, ``in-force`` first."""
        names = [self._layout.people.safe(name) for name in _explained(self._segment)]
        words = (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN)
        three = [self._three(Pair(nw.col(node.met), nw.col(node.not_met)), words) for node in nodes]
        return dict(zip(names, [self._word(Verdict.of(self._segment.is_in_force)), *three], strict=False))

    def _three(self, pair: Pair, words: Iterable[Outcome | Verdict]) -> Expr:
        yes, no, unknown = map(self._word, words)
        return nw.when(pair.met).then(yes).otherwise(nw.when(pair.not_met).then(no).otherwise(unknown))

    def _word(self, word: Outcome | Verdict) -> Expr:
        """Return a word as a type of its own, where the engine has such: text costs more than the rule."""
        return nw.lit(word.value, nw.Enum([one.value for one in type(word)]) if self._layout.people.has_enums else None)

    def _judged(self) -> tuple[Frame, Columns]:
        """Return the people with the columns of every criterion."""
        frame, layout, question = self._with_facts(), self._layout, self._question
        late = {fact for history in layout.histories for fact in history.needed}
        first = [rule for rule in question.rules if not late.intersection(facts_of(rule))]
        if self._explain or not first or not layout.histories:
            columns = self._columns(question.rules, "rule")
            return _with_levels(self._with_histories(frame, None), columns.levels), columns
        # The spells of those whom a criterion shuts out already are not looked at: no outcome rests on them.
        columns = self._columns(first, "first")
        open_ = ~any_of(nw.col(node.not_met) for node in columns.nodes)
        frame = self._with_histories(_with_levels(frame, columns.levels), open_)
        rest = self._columns([rule for rule in question.rules if late.intersection(facts_of(rule))], "rest")
        return _with_levels(frame, rest.levels), Columns((*columns.levels, *rest.levels), columns.nodes + rest.nodes)

    def _with_histories(self, frame: Frame, open_: Expr | None) -> Frame:
        """Return the people with what follows from their spells; only of those *open_*, where it is given."""
        layout = self._layout
        among: Any = None
        for history in layout.histories:
            if layout.people.is_eager_polars:
                frame = frame.collect()
                among = None if open_ is None else nw.to_native(frame.select(open_.alias(OPEN)))[OPEN]
                frame = history.scattered(frame, layout.key, among)
            else:
                among = None if open_ is None else frame.filter(open_).select(layout.key)
                frame = history.joined(frame, layout.key, among)
        return frame

    def _with_facts(self) -> Frame:
        """Return the people with every fact that stands in no long table of spells."""
        layout = self._layout
        frame = layout.people.numbered()
        for entries in layout.entries:
            frame = entries.joined(frame, layout.key)
        for listed in layout.listed:
            frame = listed.added(frame)
        return frame

    def _columns(self, rules: Any, begin: str) -> Columns:
        question = self._question
        return columns_of(rules, question.vocabulary, question.thresholds, self._layout.sources, question.on, begin)


OPEN: Final = f"{PREFIX}open"


def _with_levels(frame: Frame, levels: Iterable[Mapping[str, Expr]]) -> Frame:
    for level in levels:
        frame = frame.with_columns(**level)
    return frame


def _together(nodes: tuple[ColumnNode, ...]) -> tuple[Expr, Expr]:
    met = all_of([nw.lit(value=True), *(nw.col(node.met) for node in nodes)])
    return met, any_of([nw.lit(value=False), *(nw.col(node.not_met) for node in nodes)])
