"""Försörjningsmåttet: what is paid for people's support, per inhabitant of an area, in three groups and in all.

The measure is the amounts that were paid, divided by **all inhabitants in the age band**: not by those who were paid.
Which ages that is, in what unit and of which period belongs to the data. Those of different ages, units or periods are
never put together. Several kommuner come to one figure weighted by their inhabitants.

Source: document S002, *Försörjningsmått 2014-2015*; its components and groups are those of the Nationella rådet.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, cast

import attrs

from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, masked
from samverkan.fields import named, of_enum, word
from samverkan.given import as_number, as_records
from samverkan.immutable import frozen_mapping
from samverkan.numerals import exact_in
from samverkan.published.tables import PublishedTable
from samverkan.quantities import Exact, as_sum, optional_exact
from samverkan.texts import Language, Text

__all__ = [
    "COMPONENTS",
    "DAYS_OF_A_YEAR",
    "GROUPS",
    "TOTAL",
    "AgeBand",
    "LivelihoodMeasure",
    "MeasureUnit",
    "measured",
    "measures_of",
    "unweighted",
    "weighted",
]

COMPONENTS: Final[Mapping[str, Text]] = {
    "SP": Text(sv="sjukpenning", en="sickness benefit"),
    "RP": Text(sv="rehabiliteringspenning", en="rehabilitation benefit"),
    "AE": Text(sv="aktivitetsersättning", en="activity compensation"),
    "SE": Text(sv="sjukersättning", en="sickness compensation"),
    "AL": Text(sv="arbetslöshetskassa", en="unemployment insurance"),
    "AS": Text(sv="aktivitetsstöd", en="activity support"),
    "UE": Text(sv="utvecklingsersättning", en="development allowance"),
    "EE": Text(sv="etableringsersättning", en="introduction benefit"),
    "ET": Text(sv="etableringstillägg", en="introduction supplement"),
    "BE": Text(sv="bostadsersättning", en="housing allowance"),
    "EB": Text(sv="ekonomiskt bistånd", en="economic assistance"),
}
"""The eleven components, by the codes of the source."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "OHALS": ("SP", "RP", "AE", "SE"),
    "ARBST": ("AL", "AS", "UE", "EE", "ET", "BE"),
    "EKBI": ("EB",),
}
"""The three groups, ill health, labour market support and economic assistance, and the components of each."""

TOTAL: Final = "TOT"
"""The code of all eleven together."""

DAYS_OF_A_YEAR: Final = 365
"""An amount per day is turned into one per year by so many days, leap year or not."""

_PARTS: Final[Mapping[str, tuple[str, ...]]] = {**GROUPS, TOTAL: tuple(COMPONENTS)}
_CODES: Final = (*COMPONENTS, *_PARTS)


class MeasureUnit(StrEnum):
    """What is counted: kronor per inhabitant, in a ``year`` or on a ``day``."""

    YEAR = "year"
    DAY = "day"


def _number(value: int) -> int:
    return as_number(value, 0, None)


def _unit(value: MeasureUnit | str) -> MeasureUnit:
    return of_enum(value, MeasureUnit)


def _values(value: Mapping[str, Exact | None]) -> Mapping[str, Fraction | None]:
    return frozen_mapping(_amounts(value, _CODES))


def _amounts(value: object, codes: Iterable[str]) -> dict[str, Fraction | None]:
    """Return exact amounts by the codes that they may have, in the order of those; what is not there is unknown."""
    if not isinstance(value, Mapping):
        raise InvalidValueError(wanted="amounts by their codes", got=masked(value))
    given = {**cast("Any", value)}
    known = tuple(codes)
    faults = [Fault("", f"the codes {', '.join(known)}", got="another")] if not {*given} <= {*known} else []
    found: dict[str, Fraction | None] = dict.fromkeys(known)
    for code in known:
        try:
            amount = optional_exact(given.get(code))
            found[code] = None if amount is None else as_sum(amount)
        except InvalidValueError as error:
            faults.append(error.fault.inside(code))
    if faults:
        raise InvalidRecordError(faults)
    return found


@attrs.frozen(field_transformer=named)
class AgeBand:
    """The ages that are counted, both included: ``AgeBand(16, 64)`` in S002, and 16 to 65 in later deliveries.

    Raises:
        InvalidRecordError: when the highest is below the lowest.
    """

    least: int = attrs.field(converter=_number)
    most: int = attrs.field(converter=_number)

    def __attrs_post_init__(self) -> None:
        if self.most < self.least:
            raise InvalidRecordError([Fault("most", "an age not below the lowest", got="a lower one")])

    def __str__(self) -> str:
        return f"{self.least}–{self.most}"


@attrs.frozen(kw_only=True, field_transformer=named)
class LivelihoodMeasure:
    """The measure of one area, or of several together.

    * ``area``; ``period``: as the source labels it; ``ages``: of whom it is; ``unit``: kronor per inhabitant and what.
    * ``inhabitants``: how many there are of those ages, which is the denominator of every figure.
    * ``values``: by code, of the components, the three groups and the total; ``None`` where unknown.

    Raises:
        InvalidRecordError: for codes that there are none of, and for amounts that are not exact or below 0.
    """

    area: str = attrs.field(converter=word)
    period: str = attrs.field(converter=word)
    ages: AgeBand
    unit: MeasureUnit = attrs.field(converter=_unit)
    inhabitants: int = attrs.field(converter=_number)
    values: Mapping[str, Fraction | None] = attrs.field(converter=_values)

    @property
    def total(self) -> Fraction | None:
        """All eleven together, as published or worked out; ``None`` where unknown."""
        return self.values[TOTAL]

    def parts_of(self, code: str) -> Fraction | None:
        """Return what the components of a group, or of ``TOT``, come to; ``None`` where one of them is unknown.

        Published figures are rounded each by itself, so it need not be what is published for the group.
        """
        return _summed(self.values[part] for part in _PARTS[code])

    def per(self, unit: MeasureUnit | str) -> "LivelihoodMeasure":
        """Return the same measure per ``year`` or per ``day``; a year is 365 days.

        >>> county = LivelihoodMeasure(area="Västmanland", period="2014Q3", ages=AgeBand(16, 64), unit="day",
        ...                            inhabitants=160_000, values={"TOT": 52})
        >>> county.per("year").total
        Fraction(18980, 1)
        """
        wanted = of_enum(unit, MeasureUnit)
        if wanted is self.unit:
            return self
        times = Fraction(DAYS_OF_A_YEAR) if wanted is MeasureUnit.YEAR else Fraction(1, DAYS_OF_A_YEAR)
        values = {code: None if value is None else value * times for code, value in self.values.items()}
        return attrs.evolve(self, unit=wanted, values=values)

    def explain(self, language: Language = "sv") -> str:
        """Return one sentence with the total, its unit and its denominator."""
        code = "unknown" if self.total is None else self.unit.value
        return _TOLD[code].filled(
            language,
            {
                "area": self.area,
                "period": self.period,
                "ages": self.ages,
                "total": "" if self.total is None else exact_in(self.total, language),
                "inhabitants": exact_in(self.inhabitants, language),
            },
        )

    def __str__(self) -> str:
        return self.explain("en")


_TOLD: Final[Mapping[str, Text]] = {
    "year": Text(
        sv="{area}, {period}: {total} kr per invånare och år, räknat på alla {inhabitants} invånare {ages} år.",
        en="{area}, {period}: {total} kr per inhabitant and year, of all {inhabitants} inhabitants aged {ages}.",
    ),
    "day": Text(
        sv="{area}, {period}: {total} kr per invånare och dag, räknat på alla {inhabitants} invånare {ages} år.",
        en="{area}, {period}: {total} kr per inhabitant and day, of all {inhabitants} inhabitants aged {ages}.",
    ),
    "unknown": Text(
        sv="{area}, {period}: uppgift saknas om vad som har betalats till alla {inhabitants} invånare {ages} år.",
        en="{area}, {period}: what was paid, of all {inhabitants} inhabitants aged {ages}, is unknown.",
    ),
}


def measured(
    paid: Mapping[str, Exact | None], *, inhabitants: int, area: str, period: str, ages: AgeBand
) -> LivelihoodMeasure:
    """Return the measure from the kronor that were ``paid`` in a year, by component, and the inhabitants.

    A component that is not given is unknown, and so are its group and the total: give 0 where nothing was paid. Of no
    inhabitants there is no measure.

    Raises:
        InvalidRecordError: for components that there are none of, and for amounts that are not exact or below 0.

    >>> nothing = dict.fromkeys(COMPONENTS, 0)
    >>> found = measured({**nothing, "SP": 3_000_000, "EB": 1_500_000}, inhabitants=1000, area="Påhittad",
    ...                  period="2016", ages=AgeBand(16, 64))
    >>> print(found)
    Påhittad, 2016: 4,500 kr per inhabitant and year, of all 1,000 inhabitants aged 16–64.
    """
    amounts = _amounts(paid, COMPONENTS)
    number = as_number(inhabitants, 0, None)
    values = {code: None if amount is None or not number else amount / number for code, amount in amounts.items()}
    groups = {code: _summed(values[part] for part in parts) for code, parts in _PARTS.items()}
    return LivelihoodMeasure(
        area=area, period=period, ages=ages, unit=MeasureUnit.YEAR, inhabitants=number, values={**values, **groups}
    )


def measures_of(
    table: PublishedTable,
    *,
    ages: AgeBand,
    inhabitants: str,
    unit: MeasureUnit | str = MeasureUnit.YEAR,
) -> tuple[LivelihoodMeasure, ...]:
    """Return the measures that a published table holds, a row each, as they are published; ``inhabitants`` is a column.

    Raises:
        UnknownNameError: when the table lacks a column.
        InvalidRecordError: when a row lacks its inhabitants, or their number is not whole.

    >>> from samverkan.published.files import shipped_tables
    >>> published = shipped_tables()["s002-livelihood-2014-2015"]
    >>> print(measures_of(published, ages=AgeBand(16, 64), inhabitants="16-64 år")[-1])
    Vetlanda, 2014-2015: 17,308 kr per inhabitant and year, of all 15,708 inhabitants aged 16–64.
    """
    counted = {row.id: table.value(row.id, inhabitants) for row in table.rows}
    wanted = "a whole number of inhabitants"
    faults = [
        Fault(f"rows[{place}]", wanted, got="none" if count is None else "a fraction")
        for place, count in enumerate(counted.values())
        if count is None or count.denominator != 1
    ]
    if faults:
        raise InvalidRecordError(faults)
    return tuple(
        LivelihoodMeasure(
            area=row.name.sv,
            period=table.period,
            ages=ages,
            unit=unit,
            inhabitants=int(counted[row.id] or 0),
            values={code: table.value(row.id, code) for code in _CODES},
        )
        for row in table.rows
    )


# --- Several areas together -----------------------------------------------------------------------


def weighted(measures: Iterable[LivelihoodMeasure], *, area: str) -> LivelihoodMeasure:
    """Return the measure of several areas together: each weighs as its inhabitants.

    A figure that is unknown for one of them is unknown for all together; an area without inhabitants weighs nothing.

    Raises:
        InvalidRecordError: when there are none, when one area stands twice, or when their ages, units or periods
            differ.

    >>> from samverkan.published.files import shipped_tables
    >>> published = shipped_tables()["s002-livelihood-2014-2015"]
    >>> six = measures_of(published, ages=AgeBand(16, 64), inhabitants="16-64 år")
    >>> round(weighted(six, area="Höglandet").total, 1), round(unweighted(six)["TOT"], 1)  # the second misleads
    (Fraction(39429, 2), Fraction(19733, 1))
    """
    every = as_records(measures, LivelihoodMeasure)
    first = _of_one_kind(every)
    people = sum(one.inhabitants for one in every)
    values = {code: _mean([(one.values[code], one.inhabitants) for one in every if one.inhabitants]) for code in _CODES}
    return attrs.evolve(first, area=area, inhabitants=people, values=values)


def unweighted(measures: Iterable[LivelihoodMeasure]) -> Mapping[str, Fraction | None]:
    """Return the plain mean of several areas, by code. It is nobody's measure: it shows what not weighting does.

    Raises:
        InvalidRecordError: as :func:`weighted`.
    """
    every = as_records(measures, LivelihoodMeasure)
    _of_one_kind(every)
    return frozen_mapping({code: _mean([(one.values[code], 1) for one in every]) for code in _CODES})


def _of_one_kind(every: tuple[LivelihoodMeasure, ...]) -> LivelihoodMeasure:
    if not every:
        raise InvalidRecordError([Fault("measures", "one measure or more", got="none")])
    faults = [
        Fault(name, f"the same {words} for all", got="several")
        for name, words in (("ages", "ages"), ("unit", "unit"), ("period", "period"))
        if len({getattr(one, name) for one in every}) > 1
    ]
    if len({one.area for one in every}) < len(every):
        faults.append(Fault("area", "each area once", got="one twice"))
    if faults:
        raise InvalidRecordError(faults)
    return every[0]


def _mean(values: list[tuple[Fraction | None, int]]) -> Fraction | None:
    amount = _summed(None if value is None else value * weight for value, weight in values)
    weight = sum(weight for _, weight in values)
    return None if amount is None or not weight else amount / weight


def _summed(values: Iterable[Fraction | None]) -> Fraction | None:
    every = list(values)
    return None if None in every else sum(cast("list[Fraction]", every), Fraction())
