"""Published tables (*publicerade tabeller*): figures as a source prints them, and the sums that should hold in them.

A table is carried over as it stands, with its source. Which parts should make which total is data, a :class:`Sum`;
:func:`check` works each of them out, and reports what differs. Nothing is repaired: what is printed stays.

:mod:`samverkan.published.files` has the tables that are shipped, and reads one's own.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, TypeVar, cast

import attrs

from samverkan.differences import Difference, Tolerance, allowance
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, UnknownNameError, each, masked
from samverkan.fields import identifier, named, of_enum, word
from samverkan.given import as_number, as_records, as_word
from samverkan.quantities import optional_exact
from samverkan.sources import ASSUMED, Source
from samverkan.texts import LANGUAGES, Language, Text, joined

__all__ = ["Along", "Column", "PublishedTable", "Row", "Sum", "check"]

T = TypeVar("T")


class Along(StrEnum):
    """What is added: the ``columns`` of each row, or the ``rows`` of each column."""

    COLUMNS = "columns"
    ROWS = "rows"


def _values(value: Iterable[Any]) -> tuple[Fraction | None, ...]:
    return tuple(each(value, optional_exact))


def _names(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance] - not trusted
        raise InvalidValueError(wanted="a list of names", got=masked(value))
    return tuple(each(value, as_word))


def _decimals(value: int) -> int:
    return as_number(value, 0, 9)


def _along(value: Along | str) -> Along:
    return of_enum(value, Along)


def _tolerance(value: Tolerance | str) -> Tolerance:
    return of_enum(value, Tolerance)


def _columns(value: "Iterable[Column]") -> "tuple[Column, ...]":
    return as_records(value, Column)


def _rows(value: "Iterable[Row]") -> "tuple[Row, ...]":
    return as_records(value, Row)


def _sums(value: "Iterable[Sum]") -> "tuple[Sum, ...]":
    return as_records(value, Sum)


def _texts(value: Iterable[Text]) -> tuple[Text, ...]:
    return as_records(value, Text)


@attrs.frozen(field_transformer=named)
class Column:
    """A column: its heading as ``id``, its name in words, its unit where it is not the table's, its decimals."""

    id: str = attrs.field(converter=word)
    name: Text
    unit: Text | None = attrs.field(default=None, kw_only=True)
    decimals: int = attrs.field(default=0, converter=_decimals, kw_only=True)


@attrs.frozen(field_transformer=named)
class Row:
    """A row: its label as ``id``, its name in words, and a value a column; ``None`` where the source has none."""

    id: str = attrs.field(converter=word)
    name: Text
    values: tuple[Fraction | None, ...] = attrs.field(converter=_values)


@attrs.frozen(kw_only=True, field_transformer=named)
class Sum:
    """Which parts should make which total.

    * ``along``: whether they are columns or rows; ``total``, ``parts``, ``less``: their ids. What is in ``less`` is
      subtracted.
    * ``only``: in which rows (or columns) it should hold; without it in all.
    * ``tolerance``, ``why``: how far they may differ, and why.

    Raises:
        InvalidRecordError: when it has no parts.
    """

    id: str = attrs.field(converter=identifier)
    along: Along = attrs.field(converter=_along)
    total: str = attrs.field(converter=word)
    parts: tuple[str, ...] = attrs.field(converter=_names)
    tolerance: Tolerance = attrs.field(converter=_tolerance)
    why: Text
    less: tuple[str, ...] = attrs.field(default=(), converter=_names)
    only: tuple[str, ...] = attrs.field(default=(), converter=_names)

    def __attrs_post_init__(self) -> None:
        if not self.parts:
            raise InvalidRecordError([Fault("parts", "one part or more", got="none")])


@attrs.frozen(kw_only=True, field_transformer=named)
class PublishedTable:
    """A table as it is published.

    * ``title``, ``unit``; ``period``: the year or the period as the source labels it.
    * ``source``: the document, and its heading verbatim; ``section``: where in the document.
    * ``columns``, ``rows``: with ids that nothing else among them has; ``sums``: what should hold.
    * ``open_questions``: what the source leaves open.

    Raises:
        InvalidRecordError: when an id stands twice, a row has more or fewer values than there are columns, or a sum
            names what there is not.
    """

    id: str = attrs.field(converter=identifier)
    title: Text
    unit: Text
    period: str = attrs.field(converter=word)
    columns: tuple[Column, ...] = attrs.field(converter=_columns)
    rows: tuple[Row, ...] = attrs.field(converter=_rows)
    sums: tuple[Sum, ...] = attrs.field(default=(), converter=_sums)
    source: Source = ASSUMED
    section: Text | None = None
    open_questions: tuple[Text, ...] = attrs.field(default=(), converter=_texts)

    def __attrs_post_init__(self) -> None:
        faults = [
            *_taken("columns", self.columns),
            *_taken("rows", self.rows),
            *_taken("sums", self.sums),
            *(
                Fault(f"rows[{place}].values", f"{len(self.columns)} values, one a column", got=f"{len(row.values)}")
                for place, row in enumerate(self.rows)
                if len(row.values) != len(self.columns)
            ),
            *(fault for one in self.sums for fault in self._faults_of(one)),
        ]
        if faults:
            raise InvalidRecordError(faults)

    def value(self, row: str, column: str) -> Fraction | None:
        """Return what stands there; ``None`` where the source has nothing.

        Raises:
            UnknownNameError: when there is no such row or column.
        """
        return self.row(row).values[self.columns.index(self.column(column))]

    def row(self, name: str) -> Row:
        """Return the row of that id.

        Raises:
            UnknownNameError: when there is none.
        """
        return _named("row", name, self.rows)

    def column(self, name: str) -> Column:
        """Return the column of that id.

        Raises:
            UnknownNameError: when there is none.
        """
        return _named("column", name, self.columns)

    def unit_of(self, column: Column) -> Text:
        """Return the unit of a column: its own, or the table's."""
        return column.unit or self.unit

    def explain(self, language: Language = "sv") -> str:
        """Return the table's title, period and source, and what the source leaves open, a line each."""
        head = f"{self.title.in_(language)}, {self.period}. {self.source.told(language)}"
        return "\n".join([head, *(question.in_(language) for question in self.open_questions)])

    def __str__(self) -> str:
        return self.explain("en")

    def _faults_of(self, one: Sum) -> Iterator[Fault]:
        added, held = (self.columns, self.rows) if one.along is Along.COLUMNS else (self.rows, self.columns)
        for key, names, among in (
            ("total", (one.total,), added),
            ("parts", one.parts, added),
            ("less", one.less, added),
            ("only", one.only, held),
        ):
            if not {*names} <= {thing.id for thing in among}:
                where = "columns" if among is self.columns else "rows"
                yield Fault(f"sums.{one.id}.{key}", f"{where} that there are", got="another")


def _taken(where: str, things: Iterable[Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, thing in enumerate(things):
        if thing.id in seen:
            yield Fault(f"{where}[{place}].id", "an id that nothing else has", got="one that is taken")
        seen.add(thing.id)


def _named(kind: str, name: str, among: Iterable[T]) -> T:
    found = {cast("Any", thing).id: thing for thing in among}
    if name not in found:
        raise UnknownNameError(kind, name, found)
    return found[name]


# --- Checked --------------------------------------------------------------------------------------


def check(table: PublishedTable) -> tuple[Difference, ...]:
    """Work out every sum that should hold in *table*, and return each beside what is published, in order.

    Those that agree are among them, with a difference of nothing. Where a part or a total is empty there is no
    difference, and whether it is within the tolerance is ``None``.

    >>> aneby = Row("Aneby", Text(sv="Aneby", en="Aneby"), [3, 4, 8])
    >>> table = PublishedTable(
    ...     id="invented", title=Text(sv="Påhittad", en="Invented"), unit=Text(sv="kr", en="kr"), period="2016",
    ...     columns=[Column(one, Text(sv=one, en=one)) for one in ("A", "B", "C")], rows=[aneby],
    ...     sums=[Sum(id="C", along="columns", total="C", parts=["A", "B"], tolerance="independently_rounded",
    ...               why=Text(sv="Var siffra är avrundad.", en="Each figure is rounded."))])
    >>> (found,) = check(table)
    >>> found.within, print(found)
    C, Aneby: published as 8 kr, but the sum of A and B gives 7 kr. The difference is +1 kr, which rounding can explain.
    (True, None)
    """
    return tuple(found for one in table.sums for found in _checked(table, one))


def _checked(table: PublishedTable, one: Sum) -> Iterator[Difference]:
    by_column = one.along is Along.COLUMNS
    held: Iterable[Row | Column] = table.rows if by_column else table.columns
    for line in held:
        if one.only and line.id not in one.only:
            continue
        name = line.id
        added = {
            part: table.value(name, part) if by_column else table.value(part, name)
            for part in (one.total, *one.parts, *one.less)
        }
        column = table.column(one.total if by_column else name)
        total = table.column(one.total) if by_column else table.row(one.total)
        yield Difference(
            id=f"{table.id}/{one.id}/{name}",
            what=Text(sv=f"{total.name.sv}, {line.name.sv}", en=f"{total.name.en}, {line.name.en}"),
            how=_how(table, one),
            unit=table.unit_of(column),
            published=added[one.total],
            computed=_computed([added[part] for part in one.parts], [added[part] for part in one.less]),
            tolerance=one.tolerance,
            allowed=allowance(one.tolerance, len(one.parts) + len(one.less), Fraction(1, 10**column.decimals)),
            sources=(table.source,),
            why=one.why,
        )


def _computed(parts: list[Fraction | None], less: list[Fraction | None]) -> Fraction | None:
    if None in parts or None in less:
        return None
    return sum(cast("list[Fraction]", parts), Fraction()) - sum(cast("list[Fraction]", less), Fraction())


_NAMED: Final = 4
"""The parts of a sum are named where they are no more than this, and counted where they are more."""
_SUM: Final = Text(sv="summan av {parts}", en="the sum of {parts}")
_LESS: Final = Text(sv="{parts} minus {less}", en="{parts} minus {less}")
_COUNTED: Final = Text(sv="de {count} delarna", en="the {count} parts")


def _how(table: PublishedTable, one: Sum) -> Text:
    of = table.column if one.along is Along.COLUMNS else table.row
    sv, en = (
        _how_in(language, [of(part).name for part in one.parts], [of(part).name for part in one.less])
        for language in LANGUAGES
    )
    return Text(sv=sv, en=en)


def _how_in(language: Language, parts: list[Text], less: list[Text]) -> str:
    told = joined([part.in_(language) for part in parts], language)
    if len(parts) > _NAMED:
        told = _COUNTED.filled(language, {"count": len(parts)})
    if not less:
        return _SUM.filled(language, {"parts": told}) if len(parts) > 1 else told
    return _LESS.filled(language, {"parts": told, "less": joined([part.in_(language) for part in less], language)})
