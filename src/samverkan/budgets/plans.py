"""Budgets (*budget*): what comes in and what is to be spent, line by line and year by year.

Amounts are exact, in the unit of the budget. What is unknown makes the sums over it unknown, never too small.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, Final, cast

import attrs

from samverkan.differences import Difference, Tolerance
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, UnknownNameError, masked
from samverkan.fields import named, of_enum, word
from samverkan.given import as_records
from samverkan.immutable import frozen_mapping
from samverkan.published.files import shipped_tables
from samverkan.published.tables import PublishedTable
from samverkan.quantities import Exact, optional_exact
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

__all__ = ["Budget", "BudgetLine", "LineKind", "budget_of", "shipped_budget"]


class LineKind(StrEnum):
    """What a line is: ``income``, such as a frame or a surplus carried over; or a ``cost``."""

    INCOME = "income"
    COST = "cost"


def _kind(value: LineKind | str) -> LineKind:
    return of_enum(value, LineKind)


def _lines(value: "Iterable[BudgetLine]") -> "tuple[BudgetLine, ...]":
    return as_records(value, BudgetLine)


def _amounts(value: Mapping[str, Exact | None]) -> Mapping[str, Fraction | None]:
    if not isinstance(value, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance] - what is given is not trusted
        raise InvalidValueError(wanted="amounts by year", got=masked(value))
    faults: list[Fault] = []
    found: dict[str, Fraction | None] = {}
    for year, amount in value.items():
        try:
            found[word(year)] = optional_exact(amount)
        except InvalidValueError as error:
            faults.append(error.fault)
    if faults:
        raise InvalidRecordError(faults)
    return frozen_mapping(found)


@attrs.frozen(kw_only=True, field_transformer=named)
class BudgetLine:
    """A line: its name, its kind, and an amount a year; ``None`` where it is unknown."""

    id: str = attrs.field(converter=word)
    name: Text
    kind: LineKind = attrs.field(converter=_kind)
    amounts: Mapping[str, Fraction | None] = attrs.field(converter=_amounts)


@attrs.frozen(kw_only=True, field_transformer=named)
class Budget:
    """Lines of income and cost, year by year.

    * ``totals``, ``balances``: what is published as the total of the costs, and as what is over or lacking.

    >>> budget = shipped_budget()
    >>> [(year, int(budget.costs(year)), int(budget.balance(year))) for year in budget.years]
    [('2008', 6495, 79), ('2009', 6509, 1813), ('2010', 5444, 2878)]

    Raises:
        InvalidRecordError: when two lines have one id, or they are not of the same years.
    """

    title: Text
    unit: Text
    lines: tuple[BudgetLine, ...] = attrs.field(converter=_lines)
    totals: Mapping[str, Fraction | None] = attrs.field(factory=dict[str, "Fraction | None"], converter=_amounts)
    balances: Mapping[str, Fraction | None] = attrs.field(factory=dict[str, "Fraction | None"], converter=_amounts)
    source: Source = ASSUMED

    def __attrs_post_init__(self) -> None:
        ids = [line.id for line in self.lines]
        faults = [Fault(f"lines.{one}", "an id that no other line has") for one in sorted({*ids}) if ids.count(one) > 1]
        faults += [
            Fault(f"lines[{place}].amounts", "an amount for each year of the budget", got="other years")
            for place, line in enumerate(self.lines)
            if [*line.amounts] != [*self.years]
        ]
        if faults:
            raise InvalidRecordError(faults)

    @property
    def years(self) -> tuple[str, ...]:
        """The years, in the order of the first line."""
        return tuple(self.lines[0].amounts) if self.lines else ()

    def line(self, name: str) -> BudgetLine:
        """Return the line of that id.

        Raises:
            UnknownNameError: when there is none.
        """
        found = {line.id: line for line in self.lines}
        if name not in found:
            raise UnknownNameError("line", name, found)
        return found[name]

    def income(self, year: str) -> Fraction | None:
        """Return what comes in that year; ``None`` where a line is unknown.

        Raises:
            UnknownNameError: when the budget has no such year.
        """
        return self._sum(LineKind.INCOME, year)

    def costs(self, year: str) -> Fraction | None:
        """Return what is to be spent that year; ``None`` where a line is unknown.

        Raises:
            UnknownNameError: when the budget has no such year.
        """
        return self._sum(LineKind.COST, year)

    def balance(self, year: str) -> Fraction | None:
        """Return what is over that year; below zero, what is lacking; ``None`` where a line is unknown.

        Raises:
            UnknownNameError: when the budget has no such year.
        """
        income, costs = self.income(year), self.costs(year)
        return None if income is None or costs is None else income - costs

    def check(self) -> tuple[Difference, ...]:
        """Return what is published as total and balance of each year beside what the lines come to. Exact."""
        return tuple(
            Difference(
                id=f"{code}/{year}",
                what=Text(sv=f"{what.sv}, {year}", en=f"{what.en}, {year}"),
                how=how,
                unit=self.unit,
                published=published[year],
                computed=worked_out(year),
                tolerance=Tolerance.EXACT,
                allowed=0,
                sources=(self.source,),
            )
            for code, what, how, published, worked_out in (
                ("total", _TOTAL, _OF_COSTS, self.totals, self.costs),
                ("balance", _BALANCE, _OF_BALANCE, self.balances, self.balance),
            )
            for year in self.years
            if year in published
        )

    def _sum(self, kind: LineKind, year: str) -> Fraction | None:
        if year not in self.years:
            raise UnknownNameError("year", year, self.years)
        amounts = [line.amounts[year] for line in self.lines if line.kind is kind]
        return None if None in amounts else sum(cast("list[Fraction]", amounts), Fraction())


_TOTAL: Final = Text(sv="kostnaderna totalt", en="total costs")
_BALANCE: Final = Text(sv="över- eller underskott", en="surplus or deficit")
_OF_COSTS: Final = Text(sv="summan av raderna", en="the sum of the lines")
_OF_BALANCE: Final = Text(sv="inkomster minus kostnader", en="income minus costs")


def budget_of(
    table: PublishedTable, *, income: Collection[str], total: str | None = None, balance: str | None = None
) -> Budget:
    """Return the budget that a published table holds: a row a line, a column a year.

    *income* names the rows of income, *total* the one with the sum of the costs, and *balance* the one with what is
    over or lacking. All others are costs.

    Raises:
        UnknownNameError: when the table lacks a row that is named.
    """
    apart = {name for name in (total, balance) if name is not None}
    for name in (*income, *apart):
        table.row(name)

    def by_year(row: str | None) -> Mapping[str, Any]:
        return {} if row is None else {column.id: table.value(row, column.id) for column in table.columns}

    return Budget(
        title=table.title,
        unit=table.unit,
        lines=[
            BudgetLine(
                id=row.id,
                name=row.name,
                kind=LineKind.INCOME if row.id in income else LineKind.COST,
                amounts=by_year(row.id),
            )
            for row in table.rows
            if row.id not in apart
        ],
        totals=by_year(total),
        balances=by_year(balance),
        source=table.source,
    )


@cache
def shipped_budget() -> Budget:
    """Return the budget of document S004, in tkr: 2008, which is nine months, to 2010."""
    return budget_of(
        shipped_tables()["s004-budget"],
        income=("Finansiell ram", "Överskott 2007"),
        total="Total summa",
        balance="Över-/underskott",
    )
