"""What only the values tell: looked for with small queries, each of which counts rows, before anything is decided."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import narwhals.stable.v2 as nw

from samverkan.agencies import Agencies
from samverkan.errors import Fault
from samverkan.frames.days import is_instant
from samverkan.frames.engines import Frame, Opened
from samverkan.frames.entries import Entries
from samverkan.frames.histories import KEYS, History
from samverkan.frames.layouts import Layout, Question
from samverkan.frames.listings import references
from samverkan.municipalities import municipalities
from samverkan.rules.column_pairs import Expr
from samverkan.rules.column_sources import ChoiceColumn, DayColumns, ListColumn, NumberColumn, Source, is_in
from samverkan.rules.columns import PREFIX
from samverkan.rules.facts import Choice, Kind, NumberOf, SetOf
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["ORPHANS", "Counted", "wrong_values"]

ORPHANS: Final = ("ids of people in the frame", "others")
"""What is wanted of the rows of a long table, and what is got where they are of nobody."""

_MARK: Final = f"{PREFIX}marked"


class Counted(NamedTuple):
    """What is wrong with the values of a column, and in how many rows."""

    where: str
    wanted: str
    got: str
    rows: int

    def fault(self) -> Fault:
        """Return it as a fault."""
        return Fault(self.where, self.wanted, f"{self.got} in {'1 row' if self.rows == 1 else f'{self.rows} rows'}")


def wrong_values(layout: Layout, question: Question) -> Iterator[Counted]:
    """Yield everything that is wrong with the values: what is wanted where, and how many rows have something else."""
    people = layout.people
    checks = _Checks(people.name)
    checks.add("id", "an id in every row", "nothing", nw.col(layout.key).is_null())
    for fact, source in layout.sources.items():
        _check_source(checks, fact, source, question.vocabulary, people)
    for listed in layout.listed:
        _check_listed(checks, listed.column, question.vocabulary.agencies, layout)
    yield from checks.counted(people.frame)
    yield from _twice(people, layout.key)
    for history in layout.histories:
        yield from _faults_of_spells(history, layout)
    for entries in layout.entries:
        yield from _faults_of_entries(entries, layout, question.vocabulary)


class _Checks:
    """Conditions that no row of a table may meet, counted in one query."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._wanted: list[tuple[Counted, Expr]] = []

    def add(self, column: str, wanted: str, got: str, where: Expr) -> None:
        """Refuse the rows *where* something is wrong with the column."""
        self._wanted.append((Counted(f"{self._table}.{column}", wanted, got, 0), where))

    def counted(self, frame: Frame) -> Iterator[Counted]:
        """Count, and yield a fault for each condition that some row meets."""
        marks = {f"{_MARK}_{place}": where.cast(nw.Int64) for place, (_, where) in enumerate(self._wanted)}
        found = _row(frame.select(**marks).select(*(nw.col(name).sum() for name in marks)))
        for (wrong, _), name in zip(self._wanted, marks, strict=True):
            if count := int(found[name] or 0):
                yield wrong._replace(rows=count)


# --- People ----------------------------------------------------------------------------------------


def _check_source(checks: _Checks, fact: str, source: Source, vocabulary: Vocabulary, people: Opened) -> None:
    kind = vocabulary.fact(fact).kind
    given = {ref: name for name, ref in people.columns.items()}
    match source:
        case ChoiceColumn(column) if column in given:
            wanted, got = _words_wanted(kind)
            checks.add(given[column], wanted, got, _is_strange(source, fact, kind, vocabulary))
        case NumberColumn(column) if column in given:
            _check_number(checks, given[column], column, kind)
        case ListColumn(column) if column in given:
            wanted, got = _lists_wanted(kind)
            checks.add(given[column], wanted, got, _has_strange(source, _words(kind, vocabulary)))
        case DayColumns() if source.earliest in given:
            _check_days(checks, fact, source, people.dtypes[given[source.earliest]])
        case _:
            pass


def _check_number(checks: _Checks, name: str, column: str, kind: Kind) -> None:
    if not isinstance(kind, NumberOf):
        raise AssertionError("a number is of that kind")
    number = nw.col(column)
    for bound, where in (
        (kind.least, None if kind.least is None else number < kind.least),
        (kind.most, None if kind.most is None else number > kind.most),
    ):
        if where is not None:
            side = "at least" if bound == kind.least else "at most"
            checks.add(name, f"a number of {side} {bound}", "another", where.fill_null(value=False))


def _check_days(checks: _Checks, fact: str, days: DayColumns, dtype: Any) -> None:
    pairs = dict.fromkeys((days.earliest, days.latest))
    names = [fact] if len(pairs) == 1 else [f"{fact}_earliest", f"{fact}_latest"]
    if is_instant(dtype):
        for name, column in zip(names, pairs, strict=True):
            checks.add(name, "days, at midnight", "another hour", _has_hours(column))
    if len(pairs) > 1:
        first, last = nw.col(days.earliest), nw.col(days.latest)
        one_of_two = first.is_null() != last.is_null()
        checks.add(names[0], f"a day in both this column and {names[1]}, or in neither", "one of them", one_of_two)
        known = ~first.is_null() & ~last.is_null()
        wrong = known & ~_is_span(days.earliest, days.latest).fill_null(value=False)
        checks.add(
            names[1], f"a day, or the last of the month or year of which {names[0]} is the first", "another", wrong
        )


def _is_span(first: str, last: str) -> Expr:
    """Whether two days are the same, or the first and the last of one month or year."""
    one, other = nw.col(first).dt, nw.col(last).dt
    same_year = one.year() == other.year()
    year, month = other.year(), other.month()
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    of_february = nw.when(leap).then(nw.lit(29)).otherwise(nw.lit(28))
    shorter = nw.when(month.is_in([4, 6, 9, 11])).then(nw.lit(30)).otherwise(nw.lit(31))
    length = nw.when(month == 2).then(of_february).otherwise(shorter)  # noqa: PLR2004
    of_month = same_year & (one.month() == month) & (one.day() == 1) & (other.day() == length)
    of_year = same_year & (one.ordinal_day() == 1) & (month == 12) & (other.day() == 31)  # noqa: PLR2004
    return (nw.col(first) == nw.col(last)) | of_month | of_year


def _has_hours(column: str) -> Expr:
    instant = nw.col(column).dt
    return ((instant.hour() + instant.minute() + instant.second() + instant.microsecond()) > 0).fill_null(value=False)


def _words(kind: Kind, vocabulary: Vocabulary) -> tuple[str, ...]:
    return vocabulary.words(kind) if isinstance(kind, Choice | SetOf) else ()


def _words_wanted(kind: Kind) -> tuple[str, str]:
    if not isinstance(kind, Choice):
        raise AssertionError("a word is of a choice")
    if kind.of == "municipalities":
        return "kommuner by name or four-digit code", "something else"
    return f"words of the closed list {kind.of}", "another word"


def _lists_wanted(kind: Kind) -> tuple[str, str]:
    of = kind.of if isinstance(kind, SetOf) else ""
    return f"lists of words of the closed list {of}, each once", "another word, or one twice,"


def _is_strange(source: ChoiceColumn, fact: str, kind: Kind, vocabulary: Vocabulary) -> Expr:
    words = [*_words(kind, vocabulary), *(_codes() if fact == "residence" else ())]
    column = nw.col(source.column)
    return ~is_in(column, words, source.among) & ~column.is_null()


def _codes() -> Iterable[str]:
    return (one.code for one in municipalities().values())


def _has_strange(source: ListColumn, words: Iterable[str]) -> Expr:
    column = nw.col(source.column)
    found = [source.pair(word).met.cast(nw.Int64) for word in words]
    known = found[0]
    for one in found[1:]:
        known = known + one
    return (column.list.len().fill_null(0).cast(nw.Int64) != known).fill_null(value=False)


def _check_listed(checks: _Checks, column: ListColumn, register: Agencies, layout: Layout) -> None:
    wanted = "lists of agencies of the register, each once; those of a certain body are given in a long table"
    checks.add("contacts", wanted, "something else", _has_strange(column, register.agencies))
    for name, ref in layout.people.columns.items():
        if name == "contacts_complete" or name.startswith("contacts_complete."):
            about_nothing = nw.col(ref).fill_null(value=False) & nw.col(column.column).is_null()
            checks.add(name, "a list of contacts that it is about", "no list", about_nothing)


def _twice(people: Opened, key: str) -> Iterator[Counted]:
    found = _row(people.frame.select(rows=nw.len(), ids=nw.col(key).n_unique()))
    repeated = int(found["rows"]) - int(found["ids"])
    if repeated:
        yield Counted("people.id", "each id once", "ids that stand again", repeated)


# --- Long tables -----------------------------------------------------------------------------------


def _faults_of_spells(history: History, layout: Layout) -> Iterator[Counted]:
    table, vocabulary = history.table, history.vocabulary
    checks = _Checks(table.name)
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
    rest: list[str] = [name for name in ("until", "void", "finding") if name in table.dtypes]
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


def _check_rows(checks: _Checks, table: Opened) -> None:
    since, until = nw.col("since"), nw.col("until")
    checks.add("participant", "an id in every row", "nothing", nw.col("participant").is_null())
    checks.add("until", "a day not before since", "an earlier day", (until < since).fill_null(value=False))
    for column in ("since", "until", "recorded_on"):
        if column in table.dtypes and is_instant(table.dtypes[column]):
            checks.add(column, "days, at midnight", "another hour", _has_hours(column))


def _orphans(table: Opened, layout: Layout) -> Iterator[Counted]:
    people = layout.people.frame.select(nw.col(layout.key).alias(f"{PREFIX}id"))
    known = table.frame.filter(~nw.col("participant").is_null())
    orphans = known.join(people, left_on="participant", right_on=f"{PREFIX}id", how="anti")
    count = int(_row(orphans.select(rows=nw.len()))["rows"])
    if count:
        yield Counted(f"{table.name}.participant", *ORPHANS, count)


def _contradictions(table: Opened, same: list[str], rest: list[str]) -> Iterator[Counted]:
    """Tell of entries of one key and first day, recorded on the same day, that say different things."""
    frame = table.frame.select(*same, *rest).unique(subset=None)
    filled = _without_nulls(frame, same, table)
    count = int(_row(filled.select(rows=nw.len()))["rows"])
    kept = int(
        _row(
            filled.unique(subset=[f"{_MARK}_{place}" for place in range(len(same))], keep="any").select(rows=nw.len())
        )["rows"]
    )
    if count > kept:
        wanted = "one spell of a kind a first day among those recorded on the same day"
        yield Counted(table.name, wanted, "different ones", count - kept)


def _without_nulls(frame: Frame, columns: Iterable[str], table: Opened) -> Frame:
    """Return the frame with each of *columns* as text, so that nulls are alike on every engine."""
    return frame.with_columns(
        **{
            f"{_MARK}_{place}": nw.col(table.columns[column]).cast(nw.String).fill_null("")
            for place, column in enumerate(columns)
        }
    )


def _faults_of_entries(entries: Entries, layout: Layout, vocabulary: Vocabulary) -> Iterator[Counted]:
    table = entries.table
    checks = _Checks(table.name)
    _check_rows(checks, table)
    kind = vocabulary.fact(entries.fact).kind
    for given in entries.values:
        ref, dtype = table.columns[given], table.dtypes[given]
        match kind:
            case NumberOf():
                _check_number(checks, given, ref, kind)
            case Choice():
                source = ChoiceColumn(ref, among=table.categories(given))
                checks.add(given, *_words_wanted(kind), _is_strange(source, entries.fact, kind, vocabulary))
            case SetOf() if given == "value":
                checks.add(given, *_lists_wanted(kind), _has_strange(ListColumn(ref), _words(kind, vocabulary)))
            case _ if is_instant(dtype):
                checks.add(given, "days, at midnight", "another hour", _has_hours(ref))
            case _:
                pass
    yield from checks.counted(table.frame)
    yield from _orphans(table, layout)
    yield from _different(entries, vocabulary)


def _different(entries: Entries, vocabulary: Vocabulary) -> Iterator[Counted]:
    """Tell of entries that hold on the day, recorded on the same day, that say different things."""
    table = entries.table
    names = ["participant", *entries.values]
    held = entries.holding()
    words = _words(vocabulary.fact(entries.fact).kind, vocabulary)
    whole = {f"{_MARK}_{place}": _as_text(table, name, words) for place, name in enumerate(names)}
    told = held.select(**whole).unique(subset=None)
    count = int(_row(told.select(rows=nw.len()))["rows"])
    people = int(_row(told.select(people=nw.col(f"{_MARK}_0").n_unique()))["people"]) if count else 0
    if count > people:
        wanted = "one value a day among entries recorded on the same day"
        yield Counted(table.name, wanted, "different ones on this day", count - people)


def _as_text(table: Opened, name: str, words: Iterable[str]) -> Expr:
    """Return a value as text, so that values and nulls are compared alike on every engine."""
    column = nw.col(table.columns[name])
    if isinstance(table.dtypes[name], nw.List):
        listed = ListColumn(table.columns[name])
        known = nw.when(column.is_null()).then(nw.lit("")).otherwise(nw.lit("known"))
        has = [nw.when(listed.pair(word).met).then(nw.lit("+")).otherwise(nw.lit("-")) for word in words]
        return nw.concat_str([known, *has])
    return column.cast(nw.String).fill_null("")


# --- Counting --------------------------------------------------------------------------------------


def _row(frame: Frame) -> Mapping[str, Any]:
    """Return the only row of a frame."""
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return {name: values[0] for name, values in eager.to_dict(as_series=False).items()}
