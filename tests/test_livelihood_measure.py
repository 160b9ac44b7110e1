"""Försörjningsmåttet: eleven components, three groups, per inhabitant in the age band, weighted over kommuner."""

from fractions import Fraction
from math import floor

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.full_years import Compensated, full_year_equivalents
from samverkan.livelihood_measure import (
    COMPONENTS,
    GROUPS,
    TOTAL,
    AgeBand,
    LivelihoodMeasure,
    MeasureUnit,
    measured,
    measures_of,
    unweighted,
    weighted,
)
from samverkan.published import PublishedTable, shipped_tables, table_from
from samverkan.texts import Text
from strategies import examples

AGES = AgeBand(16, 64)
SIX = measures_of(shipped_tables()["s002-livelihood-2014-2015"], ages=AGES, inhabitants="16-64 år")
HOGLANDET = weighted(SIX, area="Höglandet")

AMOUNTS = st.integers(0, 10**7)
PEOPLE = st.integers(1, 10**5)


def one_of(area: str, total: Fraction | int | None, inhabitants: int, **more: object) -> LivelihoodMeasure:
    """Return a measure of which only the total is known."""
    told = {
        "area": area,
        "period": "2016",
        "ages": AGES,
        "unit": "year",
        "inhabitants": inhabitants,
        "values": {"TOT": total},
    }
    return LivelihoodMeasure(**{**told, **more})


def paid_out(*amounts: int) -> dict[str, int]:
    """Return amounts by component, in their order."""
    return dict(zip(COMPONENTS, amounts, strict=True))


PAID = st.lists(AMOUNTS, min_size=11, max_size=11).map(lambda amounts: paid_out(*amounts))


def measure(paid: dict[str, int], inhabitants: int, area: str = "A") -> LivelihoodMeasure:
    """Return the measure of an area."""
    return measured(paid, inhabitants=inhabitants, area=area, period="2016", ages=AGES)


def in_tenths(number: Fraction | None) -> Fraction:
    """Return the number rounded to tenths, a half up."""
    assert number is not None
    return Fraction(floor(number * 10 + Fraction(1, 2)), 10)


# --- What the components are ------------------------------------------------------------------------


def test_eleven_components_make_three_groups() -> None:
    """Each component is in one group and no more."""
    assert len(COMPONENTS) == 11
    assert [part for parts in GROUPS.values() for part in parts] == [*COMPONENTS]
    assert {name: len(parts) for name, parts in GROUPS.items()} == {"OHALS": 4, "ARBST": 6, "EKBI": 1}


@pytest.mark.parametrize("code", [*COMPONENTS, *GROUPS, TOTAL])
def test_the_shipped_table_has_every_code(code: str) -> None:
    """Components, groups and total are columns of the table of document S002, under their codes."""
    assert all(one.values[code] is not None for one in SIX)


# --- Höglandet --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        pytest.param("TOT", Fraction("19714.5"), id="total"),
        pytest.param("OHALS", Fraction("11873.9"), id="ill-health"),
        pytest.param("ARBST", Fraction("4675.2"), id="labour-market"),
        pytest.param("EKBI", Fraction("3165.1"), id="economic-assistance"),
    ],
)
def test_hoglandet_is_weighted_by_its_inhabitants(code: str, wanted: Fraction) -> None:
    """The six kommuner together come to what each figure times its inhabitants does, over all 64 415 of them."""
    assert HOGLANDET.inhabitants == 64_415
    assert in_tenths(HOGLANDET.values[code]) == wanted


def test_the_plain_mean_is_another_number() -> None:
    """Not weighted, the six come to 19 733, eighteen kronor too much, for small kommuner then count as large ones."""
    assert unweighted(SIX)["TOT"] == 19_733
    assert in_tenths(unweighted(SIX)["TOT"]) != in_tenths(HOGLANDET.total)


def test_a_measure_is_a_sentence_with_its_denominator() -> None:
    """Unit, ages and inhabitants are always told, and what is unknown is said to be."""
    assert str(SIX[0]) == "Aneby, 2014-2015: 20,105 kr per inhabitant and year, of all 3,907 inhabitants aged 16–64."
    assert SIX[0].explain("sv") == (
        "Aneby, 2014-2015: 20\u00a0105 kr per invånare och år, räknat på alla 3\u00a0907 invånare 16–64 år."
    )
    assert (
        one_of("A", 52, 10, unit="day").explain("sv")
        == "A, 2016: 52 kr per invånare och dag, räknat på alla 10 invånare 16–64 år."
    )
    assert one_of("A", None, 10).explain("sv") == (
        "A, 2016: uppgift saknas om vad som har betalats till alla 10 invånare 16–64 år."
    )


def test_what_is_published_and_what_its_parts_come_to_are_both_there() -> None:
    """The published group stays as it is printed; its parts are added beside it."""
    aneby = SIX[0]

    assert (aneby.values["OHALS"], aneby.parts_of("OHALS")) == (13_189, 13_190)
    assert (aneby.total, aneby.parts_of(TOTAL)) == (20_105, 20_106)


# --- What holds of every area -----------------------------------------------------------------------


@examples(40)
@given(PAID, PEOPLE)
def test_the_measure_is_what_was_paid_over_all_inhabitants(paid: dict[str, int], inhabitants: int) -> None:
    """Exactly: each component, and the total as the sum of all that was paid."""
    found = measure(paid, inhabitants)

    assert all(found.values[code] == Fraction(amount, inhabitants) for code, amount in paid.items())
    assert found.total == Fraction(sum(paid.values()), inhabitants)
    assert sum(found.values[group] or 0 for group in GROUPS) == found.total
    assert all(found.parts_of(code) == found.values[code] for code in (*GROUPS, TOTAL))


@examples(40)
@given(PAID, PEOPLE, PAID, PEOPLE)
def test_areas_together_are_as_one_area(paid: dict[str, int], few: int, other: dict[str, int], many: int) -> None:
    """Weighted, two areas come to what the measure of all their payments and people is; the order makes no difference."""
    one, two = measure(paid, few), measure(other, many, "B")
    whole = measure({code: paid[code] + other[code] for code in COMPONENTS}, few + many, "Allt")

    assert weighted([one, two], area="Allt") == whole
    assert weighted([two, one], area="Allt") == whole
    assert weighted([one], area="A") == one


@examples(40)
@given(PAID, PEOPLE)
def test_per_day_and_back_is_the_same(paid: dict[str, int], inhabitants: int) -> None:
    """A year is 365 days, so nothing is lost on the way."""
    found = measure(paid, inhabitants)

    assert found.per("day").per("year") == found
    assert found.per("year") is found
    assert found.per(MeasureUnit.DAY).total == (found.total or 0) / 365


def test_52_kronor_a_day_are_18_980_a_year() -> None:
    """Older publications have kronor per inhabitant and day; what is unknown stays unknown."""
    found = one_of("Västmanland", 52, 160_000, unit="day").per("year")

    assert (found.total, found.values["SP"], found.unit) == (18_980, None, MeasureUnit.YEAR)


# --- What is unknown, and what is refused -----------------------------------------------------------


def test_a_component_that_is_unknown_leaves_its_group_and_the_total_unknown() -> None:
    """What nobody knows is not nothing, and the other groups still stand."""
    found = measure({code: 10 for code in COMPONENTS if code != "EB"}, 10)

    assert (found.values["EB"], found.values["EKBI"], found.total) == (None, None, None)
    assert (found.values["OHALS"], found.values["ARBST"]) == (4, 6)
    assert weighted([found, measure(paid_out(*[10] * 11), 10, "B")], area="Båda").values["EKBI"] is None


def test_of_nobody_there_is_no_measure() -> None:
    """Nothing over nobody is undefined, and an area without inhabitants weighs nothing beside others."""
    empty = measure(paid_out(*[0] * 11), 0, "Tom")

    assert empty.total is None
    assert weighted([empty], area="Tom").total is None
    assert weighted([empty, one_of("A", 7, 3)], area="Båda").total == 7
    assert unweighted([empty, one_of("A", 7, 3)])[TOTAL] is None


@pytest.mark.parametrize(
    ("name", "other"),
    [
        pytest.param("ages", {"ages": AgeBand(16, 65)}, id="ages"),
        pytest.param("unit", {"unit": "day"}, id="unit"),
        pytest.param("period", {"period": "2017"}, id="period"),
        pytest.param("area", {"area": "A"}, id="twice"),
    ],
)
def test_what_is_not_alike_is_not_put_together(name: str, other: dict[str, object]) -> None:
    """Other ages, units or periods are refused, and so is an area that stands twice."""
    measures = [one_of("A", 1, 1), attrs.evolve(one_of("B", 1, 1), **other)]

    with pytest.raises(InvalidRecordError) as error:
        weighted(measures, area="Båda")
    assert [fault.where for fault in error.value.faults] == [name]
    with pytest.raises(InvalidRecordError):
        unweighted(measures)


def test_no_areas_have_no_measure() -> None:
    """There is nothing to put together."""
    with pytest.raises(InvalidRecordError, match="measures: wanted one measure or more, got none"):
        weighted([], area="Ingenstans")


def test_ages_go_from_the_lowest_to_the_highest() -> None:
    """Both are counted, and one age alone is a band as well."""
    assert str(AgeBand(20, 20)) == "20–20"
    with pytest.raises(InvalidRecordError, match="an age not below the lowest"):
        AgeBand(65, 16)


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        pytest.param({"XX": 1, "SP": 1.5, "RP": -1}, ["values", "values.SP", "values.RP"], id="several"),
        pytest.param({"TOT": "1"}, ["values.TOT"], id="text"),
    ],
)
def test_values_that_cannot_be_are_told_at_once(values: dict[str, object], faults: list[str]) -> None:
    """Codes that there are none of, floats and amounts below zero are told together."""
    with pytest.raises(InvalidRecordError) as error:
        one_of("A", 1, 1, values=values)
    assert [fault.where for fault in error.value.faults] == faults


def test_values_go_by_their_codes() -> None:
    """A list of amounts says nothing of what they are for."""
    with pytest.raises(InvalidValueError, match="values: wanted amounts by their codes, got a list of 2"):
        one_of("A", 1, 1, values=[1, 2])


def livelihood_table(rows: str) -> PublishedTable:
    """Return an invented table with every code and the inhabitants."""
    codes = [*COMPONENTS, *GROUPS, TOTAL]
    about = Text(sv="Påhittad", en="Invented")
    return table_from(f"Kommun;{';'.join(codes)};antal\n{rows}", id="t", title=about, unit=about, period="2016")


def test_a_table_without_the_inhabitants_gives_no_measure() -> None:
    """Each row needs a whole number of inhabitants; those that lack it are told by their place."""
    zeros = ";".join("0" * 15)
    table = livelihood_table(f"A;{zeros};10\nB;{zeros};\nC;{zeros};1,5\n")

    with pytest.raises(InvalidRecordError) as error:
        measures_of(table, ages=AGES, inhabitants="antal")
    assert [str(fault) for fault in error.value.faults] == [
        "rows[1]: wanted a whole number of inhabitants, got none",
        "rows[2]: wanted a whole number of inhabitants, got a fraction",
    ]
    with pytest.raises(UnknownNameError, match="there is no column"):
        measures_of(table, ages=AGES, inhabitants="16-64 år")


# --- Full years -------------------------------------------------------------------------------------


@examples(40)
@given(st.lists(st.tuples(st.integers(0, 365), st.integers(0, 4)), max_size=8))
def test_full_years_are_the_days_times_their_extent(spells: list[tuple[int, int]]) -> None:
    """Days in part count as the part that they are, and 365 full days are one year."""
    found = full_year_equivalents(Compensated(days, Fraction(quarters, 4)) for days, quarters in spells)

    assert found * 365 * 4 == sum(days * quarters for days, quarters in spells)


def test_two_without_work_for_half_a_year_are_one() -> None:
    """So SCB describes it; a half extent for a whole year is half of one."""
    assert full_year_equivalents([Compensated(Fraction(365, 2))] * 2) == 1
    assert full_year_equivalents([Compensated(365, Fraction(1, 2))]) == Fraction(1, 2)
    assert full_year_equivalents([]) == 0


@pytest.mark.parametrize(
    ("days", "extent", "where"),
    [(-1, 1, "days"), (1, 2, "extent"), (1, 0.5, "extent")],
    ids=["below", "above", "float"],
)
def test_days_and_extents_are_what_they_can_be(days: int, extent: float, where: str) -> None:
    """Days are no fewer than none, and nobody is compensated for more than the whole day."""
    with pytest.raises(InvalidValueError, match=rf"\A{where}: wanted"):
        Compensated(days, extent)
