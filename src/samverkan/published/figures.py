"""Figures that stand in the running text of a source, and whether they agree with others: told, and not put right.

What a figure should come to is data: a :class:`Comparison` of terms, each a figure or a cell of a table, times a
fraction. :func:`mismatches` works those of the source documents out.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any

import attrs

from samverkan.differences import Difference, Tolerance, allowance
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, UnknownNameError, each, masked
from samverkan.fields import identifier, named, of_enum
from samverkan.given import as_records, as_word
from samverkan.published.files import shipped_tables
from samverkan.published.tables import PublishedTable
from samverkan.quantities import Exact, as_exact, read_number
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

__all__ = ["Comparison", "PublishedFigure", "Term", "compare", "mismatches", "shipped_comparisons", "shipped_figures"]

_CELL = 3


def _exact(value: Exact) -> Fraction:
    return as_exact(value)


def _place(value: Iterable[str]) -> tuple[str, ...]:
    wanted = "the id of a figure, or table, row and column, in a list"
    if isinstance(value, str):
        raise InvalidValueError(wanted=wanted, got=masked(value))
    place = tuple(each(value, as_word))
    if len(place) not in {1, _CELL}:
        raise InvalidValueError(wanted=wanted, got=masked(place))
    return place


def _optional_place(value: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if value is None else _place(value)


def _terms(value: "Iterable[Term]") -> "tuple[Term, ...]":
    return as_records(value, Term)


def _tolerance(value: Tolerance | str) -> Tolerance:
    return of_enum(value, Tolerance)


@attrs.frozen(kw_only=True, field_transformer=named)
class PublishedFigure:
    """One figure of a source: its name, its exact value, its unit, and where it stands, verbatim."""

    id: str = attrs.field(converter=identifier)
    name: Text
    value: Fraction = attrs.field(converter=_exact)
    unit: Text
    source: Source = ASSUMED


@attrs.frozen(field_transformer=named)
class Term:
    """A figure, as ``("s001-start",)``, or a cell, as its table, row and column; and what it is multiplied by."""

    of: tuple[str, ...] = attrs.field(converter=_place)
    times: Fraction = attrs.field(default=Fraction(1), converter=_exact)


@attrs.frozen(kw_only=True, field_transformer=named)
class Comparison:
    """What a figure should come to: the sum of its ``terms``; ``how`` says that in words.

    * ``published``: the figure or the cell. Without it nothing is published, and ``what`` names what is worked out.
    * ``tolerance``: how far they may differ. ``note``: what else the sources say of it.

    Raises:
        InvalidRecordError: when it has no terms, or neither ``published`` nor ``what``, or both.
    """

    id: str = attrs.field(converter=identifier)
    terms: tuple[Term, ...] = attrs.field(converter=_terms)
    how: Text
    tolerance: Tolerance = attrs.field(converter=_tolerance)
    published: tuple[str, ...] | None = attrs.field(default=None, converter=_optional_place)
    what: Text | None = None
    note: Text | None = None

    def __attrs_post_init__(self) -> None:
        faults = [] if self.terms else [Fault("terms", "one term or more", got="none")]
        if (self.published is None) == (self.what is None):
            faults.append(Fault("published", "what is published, or else what is worked out", got="both or neither"))
        if faults:
            raise InvalidRecordError(faults)


@attrs.frozen
class _Found:
    """A figure or a cell, as it was found."""

    name: Text
    value: Fraction | None
    unit: Text
    step: Fraction
    source: Source


def compare(
    comparison: Comparison, figures: Mapping[str, PublishedFigure], tables: Mapping[str, PublishedTable]
) -> Difference:
    """Return what is published beside what its terms come to.

    Raises:
        UnknownNameError: when there is no such figure, table, row or column.

    >>> found = compare(shipped_comparisons()["s004-nine-months"], shipped_figures(), shipped_tables())
    >>> found.published, found.computed, found.within
    (Fraction(5251, 1), Fraction(5250, 1), False)
    """
    terms = [(_found(term.of, figures, tables), term.times) for term in comparison.terms]
    parts = [None if one.value is None else one.value * times for one, times in terms]
    published = None if comparison.published is None else _found(comparison.published, figures, tables)
    first, *_ = [one for one, _ in terms] if published is None else [published]
    return Difference(
        id=comparison.id,
        what=comparison.what or first.name,
        how=comparison.how,
        unit=first.unit,
        published=None if published is None else published.value,
        computed=None if None in parts else sum((part for part in parts if part is not None), Fraction()),
        tolerance=comparison.tolerance,
        allowed=allowance(comparison.tolerance, len(parts), first.step),
        sources=tuple(dict.fromkeys(one.source for one in (first, *(found for found, _ in terms)))),
        note=comparison.note,
    )


def _found(
    place: tuple[str, ...], figures: Mapping[str, PublishedFigure], tables: Mapping[str, PublishedTable]
) -> _Found:
    if len(place) == _CELL:
        table, row, column = place
        return _cell(table, row, column, tables)
    (name,) = place
    if name not in figures:
        raise UnknownNameError("figure", name, figures)
    one = figures[name]
    return _Found(one.name, one.value, one.unit, Fraction(1), one.source)


def _cell(table: str, row: str, column: str, tables: Mapping[str, PublishedTable]) -> _Found:
    if table not in tables:
        raise UnknownNameError("table", table, tables)
    of = tables[table]
    line, held = of.row(row), of.column(column)
    name = Text(sv=f"{line.name.sv}, {held.name.sv}", en=f"{line.name.en}, {held.name.en}")
    return _Found(name, of.value(row, column), of.unit_of(held), Fraction(1, 10**held.decimals), of.source)


# --- Shipped --------------------------------------------------------------------------------------


def mismatches(document: str | None = None) -> tuple[Difference, ...]:
    """Return every shipped comparison, worked out: those of one document, as ``"S001"``, or all.

    Those that agree are among them, with a difference of nothing.

    >>> [found.id for found in mismatches("S001") if found.within is False]
    ['s001-start-share', 's001-running-share', 's001-cost-key']
    """
    figures, tables = shipped_figures(), shipped_tables()
    every = tuple(compare(one, figures, tables) for one in shipped_comparisons().values())
    return tuple(one for one in every if document is None or document in {source.document for source in one.sources})


def shipped_figures() -> Mapping[str, PublishedFigure]:
    """Return the figures from the running text of the source documents, by id, each with its words there."""
    return _shipped()[0]


def shipped_comparisons() -> Mapping[str, Comparison]:
    """Return the comparisons of those figures and of the shipped tables, by id."""
    return _shipped()[1]


@cache
def _shipped() -> tuple[Mapping[str, PublishedFigure], Mapping[str, Comparison]]:
    import tomllib  # noqa: PLC0415
    from importlib.resources import files  # noqa: PLC0415

    path = files("samverkan").joinpath("finsam", "tables", "stated-figures.toml")
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    figures = [_figure(one) for one in written["figures"]]
    comparisons = [_comparison(one) for one in written["comparisons"]]
    return (
        MappingProxyType({one.id: one for one in figures}),
        MappingProxyType({one.id: one for one in comparisons}),
    )


def _figure(written: Mapping[str, Any]) -> PublishedFigure:
    return PublishedFigure(
        id=written["id"],
        name=Text(**written["name"]),
        value=read_number(written["value"]),
        unit=Text(**written["unit"]),
        source=Source(**written["source"]),
    )


def _comparison(written: Mapping[str, Any]) -> Comparison:
    return Comparison(
        id=written["id"],
        terms=[Term(term["of"], Fraction(term.get("times", "1"))) for term in written["terms"]],
        how=Text(**written["how"]),
        tolerance=written["tolerance"],
        published=written.get("published"),
        what=Text(**written["what"]) if "what" in written else None,
        note=Text(**written["note"]) if "note" in written else None,
    )
