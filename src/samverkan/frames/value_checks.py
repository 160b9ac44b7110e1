"""Checks of values: conditions that no row may meet, counted with small queries."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import narwhals.stable.v2 as nw

from samverkan.errors import Fault
from samverkan.frames.days import is_instant
from samverkan.frames.engines import Frame
from samverkan.rules.column_pairs import Expr
from samverkan.rules.column_sources import ChoiceColumn, DayColumns, ListColumn
from samverkan.rules.columns import PREFIX
from samverkan.rules.facts import Choice, Kind, NumberOf, SetOf
from samverkan.rules.vocabulary import Vocabulary

__all__ = [
    "Checks",
    "Counted",
    "check_choice",
    "check_days",
    "check_hours",
    "check_list",
    "check_number",
    "lists_wanted",
    "only_row",
    "words_of_kind",
]

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


class Checks:
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
        found = only_row(frame.select(**marks).select(*(nw.col(name).sum() for name in marks)))
        for (wrong, _), name in zip(self._wanted, marks, strict=True):
            if count := int(found[name] or 0):
                yield wrong._replace(rows=count)


def only_row(frame: Frame) -> Mapping[str, Any]:
    """Return the only row of a frame."""
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return {name: values[0] or 0 for name, values in eager.to_dict(as_series=False).items()}


def check_number(checks: Checks, name: str, column: str, kind: Kind) -> None:
    """Refuse numbers beyond the bounds of their kind."""
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


def check_days(checks: Checks, fact: str, days: DayColumns, dtype: Any) -> None:
    """Refuse days that are none: hours, or bounds that are no day, month or year."""
    pairs = dict.fromkeys((days.earliest, days.latest))
    names = [fact] if len(pairs) == 1 else [f"{fact}_earliest", f"{fact}_latest"]
    for name, column in zip(names, pairs, strict=True):
        check_hours(checks, name, column, dtype)
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
    leap = (_is_whole(year, 4) & ~_is_whole(year, 100)) | _is_whole(year, 400)
    of_february = nw.when(leap).then(nw.lit(29)).otherwise(nw.lit(28))
    shorter = nw.when(month.is_in([4, 6, 9, 11])).then(nw.lit(30)).otherwise(nw.lit(31))
    length = nw.when(month == 2).then(of_february).otherwise(shorter)  # noqa: PLR2004
    of_month = same_year & (one.month() == month) & (one.day() == 1) & (other.day() == length)
    of_year = same_year & (one.ordinal_day() == 1) & (month == 12) & (other.day() == 31)  # noqa: PLR2004
    return (nw.col(first) == nw.col(last)) | of_month | of_year


def _is_whole(number: Expr, of: int) -> Expr:
    """Whether a number can be divided by another; pandas has no remainder for all its types."""
    return number - number // of * of == 0


def _has_hours(column: str) -> Expr:
    instant = nw.col(column).dt
    return ((instant.hour() + instant.minute() + instant.second() + instant.microsecond()) > 0).fill_null(value=False)


def words_of_kind(kind: Kind, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words that may stand for a fact: of agencies also those without a party, which no rule reads."""
    if isinstance(kind, SetOf) and kind.of == "agencies":
        return tuple(vocabulary.agencies.agencies)
    return vocabulary.words(kind) if isinstance(kind, Choice | SetOf) else ()


def _words_wanted(kind: Kind) -> tuple[str, str]:
    if not isinstance(kind, Choice):
        raise AssertionError("a word is of a choice")
    if kind.of == "municipalities":
        return "kommuner by name or four-digit code", "something else"
    return f"words of the closed list {kind.of}", "another word"


def _has_strange(source: ListColumn, words: Iterable[str]) -> Expr:
    known = nw.sum_horizontal(*(source.pair(word).met.cast(nw.Int64) for word in words))
    return (nw.col(source.column).list.len().fill_null(0).cast(nw.Int64) != known).fill_null(value=False)


def check_choice(checks: Checks, name: str, source: ChoiceColumn, kind: Kind, vocabulary: Vocabulary) -> None:
    """Refuse words that are not of the closed list; a kommun may be named by its code."""
    checks.add(name, *_words_wanted(kind), source.pair(words_of_kind(kind, vocabulary)).not_met)


def check_list(checks: Checks, name: str, source: ListColumn, words: Iterable[str], wanted: str) -> None:
    """Refuse lists that hold other words, or a word twice."""
    checks.add(name, wanted, "another word, or one twice,", _has_strange(source, words))


def lists_wanted(kind: Kind) -> str:
    """Say what a column of lists holds."""
    return f"lists of words of the closed list {kind.of if isinstance(kind, SetOf) else ''}, each once"


def check_hours(checks: Checks, name: str, column: str, dtype: Any) -> None:
    """Refuse points in time that are not midnight, where days are kept as such, and days that no calendar has."""
    endless = ~nw.col(column).is_null() & nw.col(column).dt.year().is_null()
    checks.add(name, "days of the calendar; what is open is null", "another", endless)
    if is_instant(dtype):
        checks.add(name, "days, at midnight", "another hour", _has_hours(column))
