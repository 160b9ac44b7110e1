"""Layouts: in which columns and tables each fact that a programme reads is found, and what is wrong with them."""

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Final

import attrs
import narwhals.stable.v2 as nw

from samverkan.errors import Fault, nearest
from samverkan.frames.column_types import NULLS, is_key, is_list, is_of, source_of, source_of_entries, told, wanted
from samverkan.frames.completeness import Completeness
from samverkan.frames.days import is_day, is_instant
from samverkan.frames.engines import Opened, list_column
from samverkan.frames.entries import Entries
from samverkan.frames.histories import History
from samverkan.frames.listed import ListedContacts
from samverkan.frames.table_shapes import faults_of_entries, faults_of_spells
from samverkan.frames.value_checks import words_of_kind
from samverkan.rules.column_sources import (
    DayColumns,
    ListColumn,
    MemberColumns,
    PartiesOfColumns,
    Source,
    TruthColumn,
)
from samverkan.rules.columns import PREFIX
from samverkan.rules.expressions import Comparison, Condition, Count, FactValue, Known, Member, Word, walk
from samverkan.rules.facts import (
    Boolean,
    Day,
    Kind,
    PartiesOf,
    SetOf,
    SpellsOf,
)
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["Layout", "Question", "laid_out", "words_read"]


@attrs.frozen(eq=False)
class Question:
    """What is asked of the people: the rules, with what they may mention, on a day."""

    rules: tuple[Condition, ...]
    facts: tuple[str, ...]
    vocabulary: Vocabulary
    thresholds: Mapping[str, int | None]
    on: date
    known_on: date | None


@attrs.frozen(eq=False)
class Layout:
    """Where each fact is found: as it stands in columns of the people, or in tables that are joined to them."""

    people: Opened
    sources: Mapping[str, Source]
    histories: tuple[History, ...]
    entries: tuple[Entries, ...]
    listed: tuple[ListedContacts, ...]

    @property
    def key(self) -> str:
        """The column that names the person."""
        return self.people.columns["id"]


def words_read(fact: str, rules: Iterable[Condition], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words of a set that the rules read: all of them where they count it or ask if it is known."""
    kind = vocabulary.fact(fact).kind
    every = vocabulary.words(kind) if isinstance(kind, SetOf) else ()
    found: set[str] = set()
    for rule in rules:
        for condition in walk(rule):
            match condition:
                case Known(name) if name == fact:
                    return every
                case Comparison() if any(isinstance(term, Count) and term.fact == fact for term in condition.terms()):
                    return every
                case Member(Word(word), FactValue(name)) if name == fact:
                    found.add(word)
                case _:
                    pass
    return tuple(word for word in every if word in found)


def laid_out(
    question: Question, people: Opened, spells: Mapping[str, Opened], history: Mapping[str, Opened]
) -> tuple[Layout, list[Fault]]:
    """Find where each fact is, and gather everything that the types alone show to be wrong."""
    finder = _Finder(question, people, spells, history)
    finder.find()
    layout = Layout(
        finder.people,
        finder.sources,
        tuple(finder.histories.values()),
        tuple(finder.entries.values()),
        tuple(finder.listed.values()),
    )
    return layout, list(dict.fromkeys(finder.faults))


class _Finder:
    def __init__(
        self, question: Question, people: Opened, spells: Mapping[str, Opened], history: Mapping[str, Opened]
    ) -> None:
        self.sources: dict[str, Source] = {}
        self.histories: dict[str, History] = {}
        self.entries: dict[str, Entries] = {}
        self.listed: dict[str, ListedContacts] = {}
        self.faults: list[Fault] = []
        self._question = question
        self._vocabulary = question.vocabulary
        self._people = people
        self._spells = spells
        self._history = history

    def find(self) -> None:
        """Go through every fact that the rules read."""
        if "id" not in self._people.dtypes:
            self._missing("id", "which names the person")
        elif not is_key(self._people.dtypes["id"]):
            self._wrong_type("id", "text or whole numbers")
        id_type = self._people.dtypes.get("id")
        id_type = None if id_type is None or not is_key(id_type) else id_type
        for name, table in self._spells.items():
            self.faults += faults_of_spells(name, table, id_type)
        for name, table in self._history.items():
            if name in self._vocabulary.facts and self._is_there(name):
                self._fault(name, "either this column or a table in history", "both")
            words = self._words_of_root(name)
            self.faults += faults_of_entries(name, table, self._vocabulary, words, id_type)
        needed: dict[str, dict[str, tuple[str, ...]]] = {}
        for fact in self._question.facts:
            root = self._vocabulary.given(fact)
            kind = self._vocabulary.fact(root).kind
            if isinstance(kind, SpellsOf):
                if root in self._spells or (root == "contacts" and root in self._people.dtypes):
                    needed.setdefault(root, {})[fact] = self._words(fact)
                else:
                    self._direct(fact, root)
            else:
                self._given(fact, root)
        for root, facts in needed.items():
            self._of_history(root, facts)

    @property
    def people(self) -> Opened:
        """The people, with a type for each column of nothing but nulls that is read."""
        return self._people

    def _type(self, column: str, of_nulls: Any) -> Any:
        """Return the type of a column; one that holds nothing but nulls has none yet, and gets *of_nulls*."""
        self._people = self._people.with_types({column: of_nulls})
        return self._people.dtypes[column]

    # --- Given facts ---

    def _given(self, fact: str, root: str) -> None:
        derived = self._vocabulary.fact(fact).derived
        if root in self._history:
            self._of_entries(root)
        elif derived is None or self._is_there(root):
            self._column(root)
        else:
            self._direct(fact, root)
            return
        if isinstance(derived, PartiesOf) and isinstance(found := self.sources.get(root), MemberColumns | ListColumn):
            register = self._vocabulary.agencies
            self.sources[fact] = PartiesOfColumns(found, {one: register.of_party(one) for one in register.parties})

    def _is_there(self, root: str) -> bool:
        kind = self._vocabulary.fact(root).kind
        names = self._people.dtypes
        if isinstance(kind, Day):
            return root in names or f"{root}_earliest" in names
        return root in names or any(name.startswith(f"{root}.") for name in names)

    def _column(self, name: str) -> None:
        """Find a given fact in the people's own columns, in one of the forms that its kind can have there."""
        if name in self.sources:
            return
        kind = self._vocabulary.fact(name).kind
        dtypes = self._people.dtypes
        match kind:
            case Day():
                self._days(name)
            case SetOf():
                self._members(name, self._words_of_root(name), kind)
            case _ if name not in dtypes:
                self._missing(name)
            case _:
                self._put(name, name, kind)

    def _put(self, fact: str, column: str, kind: Kind) -> None:
        """Take the column as it stands for the fact."""
        dtype, ref = self._type(column, NULLS[type(kind)]), self._people.columns[column]
        if not is_of(dtype, kind):
            self._wrong_type(column, wanted(kind))
            return
        self.sources[fact] = source_of(fact, ref, kind, dtype, self._people.engine)

    def _days(self, name: str) -> None:
        dtypes = self._people.dtypes
        pair = (f"{name}_earliest", f"{name}_latest")
        there = [one for one in pair if one in dtypes]
        if name in dtypes and there:
            self._fault(name, f"either this column or {pair[0]} and {pair[1]}", "both")
        elif name in dtypes:
            self._day_columns(name, (name,))
        elif there:
            for one in set(pair) - set(there):
                self._missing(one, f"which goes with {there[0]}")
            self._day_columns(name, pair)
        else:
            self._missing(name)

    def _day_columns(self, fact: str, columns: tuple[str, ...]) -> None:
        there = [column for column in columns if column in self._people.dtypes]
        self._people = self._people.with_types(dict.fromkeys(there, nw.Date)).in_microseconds(there, f"{PREFIX}day_")
        dtypes = [self._people.dtypes[column] for column in there]
        for column, dtype in zip(columns, dtypes, strict=False):
            if not is_day(dtype):
                self._wrong_type(column, wanted(Day()))
        if len(dtypes) == len(columns) and len({is_instant(dtype) for dtype in dtypes}) > 1:
            self._fault(columns[0], "days of the same type in both columns", "one of dates and one of points in time")
        refs = [self._people.columns.get(column, column) for column in columns]
        self.sources[fact] = DayColumns(refs[0], refs[-1], are_instants=bool(dtypes) and is_instant(dtypes[0]))

    def _members(self, name: str, words: tuple[str, ...], kind: SetOf) -> None:
        dtypes = self._people.dtypes
        columns = {word: f"{name}.{word}" for word in words}
        there = [column for column in dtypes if column.startswith(f"{name}.")]
        every = {f"{name}.{word}" for word in words_of_kind(kind, self._vocabulary)}
        for column in there:
            if column not in every:
                self._fault(column, "a member of the set after the full stop", "another", nearest(column, every))
        if name in dtypes and there:
            self._fault(name, "either this column or a column a member", "both")
        elif name in dtypes:
            self._put(name, name, kind)
        elif any(column in dtypes for column in columns.values()):
            for column in columns.values():
                if column not in dtypes:
                    self._missing(column)
            self._member_columns(name, {word: one for word, one in columns.items() if one in dtypes})
        else:
            told = ", ".join(columns.values())
            self._fault(name, f"this column, or {told}, which the programme reads", "none", _ADD)

    def _member_columns(self, fact: str, columns: Mapping[str, str]) -> None:
        members: dict[str, TruthColumn] = dict(getattr(self.sources.get(fact), "members", {}))
        for word, column in columns.items():
            ref = self._people.columns[column]
            if self._type(column, nw.Boolean) != nw.Boolean:
                self._wrong_type(column, wanted(Boolean()))
            members[word] = TruthColumn(ref)
        self.sources[fact] = MemberColumns(members)

    # --- Facts that follow from others ---

    def _direct(self, fact: str, root: str) -> None:
        """Find a fact that follows from another in columns of its own, in place of what it follows from."""
        kind = self._vocabulary.fact(fact).kind
        dtypes = self._people.dtypes
        if fact in dtypes:
            self._put(fact, fact, kind)
        elif isinstance(kind, SetOf) and any(f"{fact}.{word}" in dtypes for word in self._words(fact)):
            self._members(fact, self._words(fact), kind)
        elif isinstance(self._vocabulary.fact(root).kind, SpellsOf):
            asked = "contacts=" if root == "contacts" else f'spells={{"{root}": …}}'
            self._fault(root, f"a table, given as {asked}, which the programme reads", "none", _or_column(fact, kind))
        else:
            self._column(root)

    def _of_history(self, root: str, facts: Mapping[str, tuple[str, ...]]) -> None:
        complete = self._completeness(root)
        columns = [one for one in self._people.dtypes if one in facts or one.split(".")[0] in facts]
        if root in self._spells:
            columns += [root] if root in self._people.dtypes else []
        for one in columns:
            self._fault(one, f"either this column or what it follows from, {root}", "both")
        if root in self._spells:
            table = self._spells[root]
            found = History(root, table, complete, facts, self._vocabulary, self._question.on, self._question.known_on)
            self.histories[root] = found
            self.sources.update(found.sources)
            return
        dtype = self._people.dtypes[root]
        if not is_list(dtype):
            self._wrong_type(root, "lists of agencies; a long table is given as contacts=")
            return
        ref = self._people.columns[root]
        column = list_column(ref, dtype, self._people.engine)
        listed = ListedContacts(column, attrs.evolve(complete, listing=ref), facts, self._vocabulary)
        self.listed[root] = listed
        self.sources.update(listed.sources)

    def _completeness(self, root: str) -> Completeness:
        dtypes, own = self._people.dtypes, f"{root}_complete"
        register = self._vocabulary.agencies
        parts = (
            {part: f"{own}.{part}" for part in (*register.agencies, *register.parties)} if root == "contacts" else {}
        )
        for column in (own, *parts.values()):
            if column in dtypes and self._type(column, nw.Boolean) != nw.Boolean:
                self._wrong_type(column, wanted(Boolean()))
        for column in dtypes:
            if root == "contacts" and column.startswith(f"{own}.") and column not in parts.values():
                hint = nearest(column, parts.values())
                self._fault(column, "an agency or a party of the register after the full stop", "another", hint)
            elif own not in dtypes and "." not in column and _is_nearly(column, own):
                # It is left out as often as not: misspelt, it would say nothing, and nobody would see it.
                self._fault(column, f"another name: this one is nearly {own}", "a column")
        refs = self._people.columns
        return Completeness(refs.get(own), {part: refs[one] for part, one in parts.items() if one in dtypes})

    def _of_entries(self, root: str) -> None:
        if root in self.entries:
            return
        table = self._history[root]
        if any(fault.where.startswith(table.name) for fault in self.faults):
            return
        kind = self._vocabulary.fact(root).kind
        given = [name for name in table.dtypes if name not in _ENTRY_COLUMNS]
        made = {name: f"{PREFIX}{root}_{place}" for place, name in enumerate(given)}
        self.entries[root] = Entries(root, table, made, self._question.on, self._question.known_on)
        self.sources[root] = source_of_entries(root, made, kind, table.dtypes, table.engine)

    def _words(self, fact: str) -> tuple[str, ...]:
        return words_read(fact, self._question.rules, self._vocabulary)

    def _words_of_root(self, root: str) -> tuple[str, ...]:
        """Return the words of a given set that are read of it, and the agencies of the parties that are."""
        register = self._vocabulary.agencies
        found: dict[str, None] = {}
        for fact in self._question.facts:
            if fact == root:
                found |= dict.fromkeys(self._words(fact))
            elif self._vocabulary.given(fact) == root:
                found |= {unit: None for party in self._words(fact) for unit in register.of_party(party)}
        return tuple(found)

    # --- Faults ---

    def _missing(self, column: str, why: str = "which the programme reads") -> None:
        self._fault(column, f"this column, {why}", "none", _ADD if why == "which the programme reads" else "")

    def _wrong_type(self, column: str, wanted: str) -> None:
        hint = "in pandas, see convert_dtypes() and to_datetime()" if self._people.engine in _LOOSE else ""
        self._fault(column, wanted, f"a column of {told(self._people.dtypes[column])}", hint)

    def _fault(self, column: str, wanted: str, got: str, hint: str = "") -> None:
        self.faults.append(Fault(f"people.{column}", wanted, got, hint))


_LOOSE: Final = frozenset({nw.Implementation.PANDAS})
"""Engines whose frames often hold other types than what is in them."""
_ADD: Final = "where nobody knows it, add it with nulls"
_ENTRY_COLUMNS: Final = frozenset({"participant", "since", "until", "recorded_on"})


def _is_nearly(name: str, wanted: str) -> bool:
    """Whether a name is another one but for capitals, or a letter or two."""
    return SequenceMatcher(None, name.casefold(), wanted).ratio() > _NEARLY


_NEARLY: Final = 0.9


def _or_column(fact: str, kind: Kind) -> str:
    named = f"columns such as {fact}.AF" if isinstance(kind, SetOf) else f"a column {fact}"
    return f"or {named} of the people"
