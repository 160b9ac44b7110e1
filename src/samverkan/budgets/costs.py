"""What programmes cost: cost sheets whose rows are of different periods, and the cost of one participant.

A sheet can be added up in two ways, and they have names. ``as_published`` adds the amounts as they are printed,
whatever period each is of, which is how the sums of document S004 come about. ``annualised`` turns each into a year
first: half a year counts twice, a month twelve times, what is paid once counts once. Neither replaces the other.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, Final, cast

import attrs

from samverkan.differences import Difference, Tolerance
from samverkan.errors import Fault, InvalidRecordError, located
from samverkan.fields import identifier, named, of_enum
from samverkan.given import as_number, as_records
from samverkan.quantities import Exact, as_sum, optional_exact, read_number
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

__all__ = [
    "CostLine",
    "CostPeriod",
    "CostSheet",
    "check_sheet",
    "cost_per_participant",
    "shipped_cost_sheets",
]


class CostPeriod(StrEnum):
    """Of how long a cost is: a ``year``, half a year, a ``month``, or paid ``once``."""

    YEAR = "year"
    HALF_YEAR = "half_year"
    MONTH = "month"
    ONCE = "once"


_A_YEAR: Final[Mapping[CostPeriod, int]] = {
    CostPeriod.YEAR: 1,
    CostPeriod.HALF_YEAR: 2,
    CostPeriod.MONTH: 12,
    CostPeriod.ONCE: 1,
}
"""How often each is paid in the first year."""


def _amount(value: Exact) -> Fraction:
    return as_sum(value)


def _optional_amount(value: Exact | None) -> Fraction | None:
    return optional_exact(value)


def _period(value: CostPeriod | str) -> CostPeriod:
    return of_enum(value, CostPeriod)


def _lines(value: "Iterable[CostLine]") -> "tuple[CostLine, ...]":
    return as_records(value, CostLine)


@attrs.frozen(kw_only=True, field_transformer=named)
class CostLine:
    """A row of a cost sheet: what it is, how much, and of how long that is."""

    id: str = attrs.field(converter=identifier)
    name: Text
    amount: Fraction = attrs.field(converter=_amount)
    period: CostPeriod = attrs.field(converter=_period)


_BUDGET: Final = Text(sv="budget", en="budget")


@attrs.frozen(kw_only=True, field_transformer=named)
class CostSheet:
    """What a programme is calculated to cost: its rows, and the ``budget`` that is published for it, if there is one.

    >>> sheet = shipped_cost_sheets()["avstampet"]
    >>> int(sheet.as_published), int(sheet.annualised), int(sheet.budget)
    (1000, 1050, 1000)

    Raises:
        InvalidRecordError: when two rows have one id.
    """

    id: str = attrs.field(converter=identifier)
    name: Text
    unit: Text
    lines: tuple[CostLine, ...] = attrs.field(converter=_lines)
    budget: Fraction | None = attrs.field(default=None, converter=_optional_amount)
    budget_name: Text = _BUDGET
    source: Source = ASSUMED

    def __attrs_post_init__(self) -> None:
        ids = [line.id for line in self.lines]
        faults = [Fault(f"lines.{one}", "an id that no other row has") for one in sorted({*ids}) if ids.count(one) > 1]
        if faults:
            raise InvalidRecordError(faults)

    @property
    def as_published(self) -> Fraction:
        """The sum of the amounts as they are printed, whatever period each is of."""
        return sum((line.amount for line in self.lines), Fraction())

    @property
    def annualised(self) -> Fraction:
        """The sum for a whole first year, each amount as often as it is paid."""
        return sum((line.amount * _A_YEAR[line.period] for line in self.lines), Fraction())

    @property
    def periods(self) -> frozenset[CostPeriod]:
        """The periods that the rows are of. Where there are several, the two sums can differ."""
        return frozenset(line.period for line in self.lines)


def check_sheet(sheet: CostSheet) -> tuple[Difference, Difference]:
    """Return the published budget beside both sums of the rows: as they are printed, and of a whole year.

    >>> for found in check_sheet(shipped_cost_sheets()["sprangbradan"]):
    ...     print(found)
    Språngbrädan, budget frame: published as 1,500 tkr, and the sum of the rows as they are printed gives the same. ...
    Språngbrädan, budget frame: published as 1,500 tkr, but the sum of the rows for a whole year gives 1,550 tkr. ...
    """
    as_printed = Text(sv="summan av raderna så som de står", en="the sum of the rows as they are printed")
    whole_year = Text(sv="summan av raderna för ett helt år", en="the sum of the rows for a whole year")
    return (
        _difference(sheet, "as_published", as_printed, sheet.as_published),
        _difference(sheet, "annualised", whole_year, sheet.annualised),
    )


def _difference(sheet: CostSheet, way: str, how: Text, computed: Fraction) -> Difference:
    names = (f"{sheet.name.in_(language)}, {sheet.budget_name.in_(language)}" for language in ("sv", "en"))
    return Difference(
        id=f"{sheet.id}/{way}",
        what=Text(*names),
        how=how,
        unit=sheet.unit,
        published=sheet.budget,
        computed=computed,
        tolerance=Tolerance.EXACT,
        allowed=0,
        sources=(sheet.source,),
    )


def cost_per_participant(cost: Exact | None, participants: int | None) -> Fraction | None:
    """Return what one participant costs, exactly; ``None`` where either is unknown, and for nobody.

    Say of which participants it is: those that a place was calculated for, or those who came.

    Raises:
        InvalidValueError: when the cost is not exact or below 0, or *participants* is not a whole number, 0 or more.

    >>> cost_per_participant(669_730, 40), cost_per_participant(669_730, 0)
    (Fraction(66973, 4), None)
    """
    amount = None if cost is None else located("cost", as_sum, cost)
    number = None if participants is None else located("participants", _people, participants)
    return None if amount is None or not number else amount / number


def _people(value: object) -> int:
    return as_number(value, 0, None)


# --- Shipped --------------------------------------------------------------------------------------


@cache
def shipped_cost_sheets() -> Mapping[str, CostSheet]:
    """Return the cost sheets of document S004, by programme: those of its appendices 1 to 4."""
    import tomllib  # noqa: PLC0415
    from importlib.resources import files  # noqa: PLC0415

    path = files("samverkan").joinpath("finsam", "tables", "programme-costs.toml")
    written = cast("list[Mapping[str, Any]]", tomllib.loads(path.read_text(encoding="utf-8"))["sheets"])
    return MappingProxyType({one["id"]: _sheet(one) for one in written})


def _sheet(written: Mapping[str, Any]) -> CostSheet:
    return CostSheet(
        id=written["id"],
        name=Text(**written["name"]),
        unit=Text(**written["unit"]),
        lines=[
            CostLine(
                id=line["id"], name=Text(**line["name"]), amount=read_number(line["amount"]), period=line["period"]
            )
            for line in written["lines"]
        ],
        budget=read_number(written["budget"]),
        budget_name=Text(**written["budget_name"]),
        source=Source(**written["source"]),
    )
