"""What only the values tell: looked for with small queries, each of which counts rows, before anything is decided."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import narwhals.stable.v2 as nw

from samverkan.agencies import Agencies
from samverkan.frames.column_types import source_of_entries
from samverkan.frames.days import is_day, last_day, ordinal, recorded_day
from samverkan.frames.engines import Frame, Opened, list_column
from samverkan.frames.entries import Entries
from samverkan.frames.histories import KEYS, History
from samverkan.frames.layouts import Layout, Question
from samverkan.frames.listings import references
from samverkan.frames.value_checks import (
    Checks,
    Counted,
    check_choice,
    check_days,
    check_hours,
    check_list,
    check_number,
    lists_wanted,
    only_row,
    words_of_kind,
)
from samverkan.municipalities import municipalities
from samverkan.rules.column_pairs import Expr
from samverkan.rules.column_sources import ChoiceColumn, DayColumns, ListColumn, NumberColumn, Source, is_in
from samverkan.rules.columns import PREFIX
from samverkan.rules.facts import Kind
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["ORPHANS", "Counted", "wrong_values"]

ORPHANS: Final = ("ids of people in the frame", "others")
"""What is wanted of the rows of a long table, and what is got where they are of nobody."""


def wrong_values(layout: Layout, question: Question) -> Iterator[Counted]:
    """Yield everything that is wrong with the values: what is wanted where, and how many rows have something else."""
    people = layout.people
    checks = Checks(people.name)
    checks.add("id", "an id in every row", "nothing", nw.col(layout.key).is_null())
    for fact, source in layout.sources.items():
        _check_source(checks, fact, question.vocabulary.fact(fact).kind, source, question.vocabulary, people)
    for listed in layout.listed:
        _check_listed(checks, listed.column, question.vocabulary.agencies, layout)
    yield from checks.counted(people.frame)
    yield from _twice(people, layout.key)
    for history in layout.histories:
        yield from _faults_of_spells(history, layout)
    for entries in layout.entries:
        yield from _faults_of_entries(entries, layout, question.vocabulary)


def _check_source(  # noqa: PLR0913, PLR0917 - what is found where, and what it goes by
    checks: Checks, name: str, kind: Kind, source: Source, vocabulary: Vocabulary, table: Opened
) -> None:
    """Check the columns of a table in which something is found, if they are its own."""
    given = {ref: name for name, ref in table.columns.items()}
    match source:
        case ChoiceColumn(column) if column in given:
            check_choice(checks, given[column], source, kind, vocabulary)
        case NumberColumn(column) if column in given:
            check_number(checks, given[column], column, kind)
        case ListColumn(column) if column in given:
            check_list(checks, given[column], source, words_of_kind(kind, vocabulary), lists_wanted(kind))
        case DayColumns() if source.earliest in given:
            check_days(checks, name, source, table.dtypes[given[source.earliest]])
        case _:
            pass


def _check_listed(checks: Checks, column: ListColumn, register: Agencies, layout: Layout) -> None:
    wanted = "lists of agencies of the register, each once; those of a certain body are given in a long table"
    check_list(checks, "contacts", column, register.agencies, wanted)
    for name, ref in layout.people.columns.items():
        if name == "contacts_complete" or name.startswith("contacts_complete."):
            about_nothing = nw.col(ref).fill_null(value=False) & nw.col(column.column).is_null()
            checks.add(name, "a list of contacts that it is about", "no list", about_nothing)


def _twice(people: Opened, key: str) -> Iterator[Counted]:
    ids = people.frame.select(key).filter(~nw.col(key).is_null())
    found = only_row(ids.select(rows=nw.len(), ids=nw.col(key).n_unique()))
    repeated = int(found["rows"]) - int(found["ids"])
    if repeated:
        yield Counted("people.id", "each id once", "ids that stand again", repeated)


# --- Long tables -----------------------------------------------------------------------------------


def _faults_of_spells(history: History, layout: Layout) -> Iterator[Counted]:
    table, vocabulary = history.table, history.vocabulary
    checks = Checks(table.name)
    _check_rows(checks, table)
    key = KEYS[history.name]
    for column, words in _words_of_table(history.name, vocabulary).items():
        strange = ~is_in(nw.col(column), words, table.categories(column))
        may_lack = column == "by"
        if may_lack:
            strange &= ~nw.col(column).is_null()
        checks.add(column, _OF[column], "something else", strange)
    yield from checks.counted(table.frame)
    yield from _orphans(table, layout)
    same = [name for name in ("participant", key, "since", "recorded_on") if name in table.dtypes]
    rest: list[str] = [name for name in ("until", "void", "finding", "extent", "amount") if name in table.dtypes]
    yield from _contradictions(table, same, rest)


def _words_of_table(name: str, vocabulary: Vocabulary) -> Mapping[str, list[str]]:
    register = vocabulary.agencies
    every = [one for unit in register.agencies for one in references(unit, register)]
    match name:
        case "contacts":
            return {"agency": every}
        case "work_capacity":
            return {"by": every, "finding": list(vocabulary.lists[name])}
        case "sick_leave":
            return {}
        case _:
            return {"kind": list(vocabulary.lists[name])}


_OF: Final = {
    "agency": "agencies of the register",
    "by": "agencies of the register",
    "finding": "words of the closed list work_capacity",
    "kind": "words of the closed list of that history",
}


def _check_rows(checks: Checks, table: Opened) -> None:
    since, until = nw.col("since"), nw.col("until")
    checks.add("participant", "an id in every row", "nothing", nw.col("participant").is_null())
    checks.add("until", "a day not before since", "an earlier day", (until < since).fill_null(value=False))
    for column in ("since", "until", "recorded_on"):
        if column in table.dtypes:
            check_hours(checks, column, column, table.dtypes[column])


def _orphans(table: Opened, layout: Layout) -> Iterator[Counted]:
    people = layout.people.frame.select(nw.col(layout.key).alias(f"{PREFIX}id"))
    # Alone: pyarrow joins no table that has columns of lists, or of a type for nothing but nulls.
    ids = table.frame.select("participant").filter(~nw.col("participant").is_null())
    orphans = ids.join(people, left_on="participant", right_on=f"{PREFIX}id", how="anti")
    count = int(only_row(orphans.select(rows=nw.len()))["rows"])
    if count:
        yield Counted(f"{table.name}.participant", *ORPHANS, count)


def _contradictions(table: Opened, same: list[str], rest: list[str]) -> Iterator[Counted]:
    """Tell of entries of one key and first day, recorded on the same day, that say different things."""
    spells = _different(table.frame, same)
    if spells == int(only_row(table.frame.select(rows=nw.len()))["rows"]):
        return  # As it ought to be: no two rows are of the same.
    said = _different(table.frame, [*same, *rest])
    if said > spells:
        wanted = "one spell of a kind a first day among those recorded on the same day"
        yield Counted(table.name, wanted, "different ones", said - spells)


def _different(frame: Frame, columns: list[str]) -> int:
    return int(only_row(frame.select(*columns).unique(subset=None).select(rows=nw.len()))["rows"])


def _faults_of_entries(entries: Entries, layout: Layout, vocabulary: Vocabulary) -> Iterator[Counted]:
    table = entries.table
    checks = Checks(table.name)
    _check_rows(checks, table)
    kind, columns = vocabulary.fact(entries.fact).kind, {name: table.columns[name] for name in entries.values}
    source = source_of_entries(entries.fact, columns, kind, table.dtypes, table.engine)
    _check_source(checks, "value", kind, source, vocabulary, table)
    yield from checks.counted(table.frame)
    yield from _orphans(table, layout)
    yield from _contradict(entries, vocabulary)


def _contradict(entries: Entries, vocabulary: Vocabulary) -> Iterator[Counted]:
    """Tell of entries that were recorded on the same day and say different things of one day."""
    table, words = entries.table, words_of_kind(vocabulary.fact(entries.fact).kind, vocabulary)
    said = nw.concat_str([_as_text(entries.fact, table, name, words) for name in entries.values], separator=" ")
    columns = {_SAID: said, _RECORDED: recorded_day(table.dtypes), _SINCE: ordinal("since"), _UNTIL: last_day("until")}
    one = table.frame.filter(~nw.col("participant").is_null()).select("participant", **columns)
    other = one.rename({name: f"{name}_other" for name in columns} | {"participant": f"{PREFIX}participant"})
    pairs = one.join(other, left_on="participant", right_on=f"{PREFIX}participant", how="inner").filter(
        (nw.col(_SAID) < nw.col(f"{_SAID}_other"))
        & (nw.col(_RECORDED) == nw.col(f"{_RECORDED}_other"))
        & (nw.col(_SINCE) <= nw.col(f"{_UNTIL}_other"))
        & (nw.col(f"{_SINCE}_other") <= nw.col(_UNTIL))
    )
    count = int(only_row(pairs.select(rows=nw.len()))["rows"])
    if count:
        yield Counted(table.name, "one value a day among entries recorded on the same day", "different ones", count)


_SAID: Final = f"{PREFIX}said"
_RECORDED: Final = f"{PREFIX}recorded"
_SINCE: Final = f"{PREFIX}since"
_UNTIL: Final = f"{PREFIX}until"


def _as_text(fact: str, table: Opened, name: str, words: Iterable[str]) -> Expr:
    """Return a value as text, so that values and nulls are compared alike on every engine."""
    column, dtype = nw.col(table.columns[name]), table.dtypes[name]
    if isinstance(dtype, nw.List):
        listed = list_column(table.columns[name], dtype, table.engine)
        known = nw.when(column.is_null()).then(nw.lit("")).otherwise(nw.lit("known"))
        has = [nw.when(listed.pair(word).met).then(nw.lit("+")).otherwise(nw.lit("-")) for word in words]
        return nw.concat_str([known, *has])
    text = (ordinal(table.columns[name]) if is_day(dtype) else column).cast(nw.String)
    if fact == "residence":
        codes, names = zip(*((one.code, one.name) for one in municipalities().values()), strict=True)
        text = nw.coalesce(text.replace_strict(codes, names, default=None, return_dtype=nw.String), text)
    return nw.when(column.is_null()).then(nw.lit("")).otherwise(text)
