"""What programmes cost: sheets of rows of different periods, the cost of one participant, and figures that do not agree."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.budgets import CostLine, CostPeriod, CostSheet, check_sheet, cost_per_participant, shipped_cost_sheets
from samverkan.differences import Tolerance
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.published import (
    Comparison,
    PublishedFigure,
    Term,
    compare,
    mismatches,
    shipped_comparisons,
    shipped_figures,
    shipped_tables,
    table_from,
)
from samverkan.sources import Source
from samverkan.texts import Text
from strategies import examples

NAME = Text(sv="påhittad", en="invented")
KR = Text(sv="kr", en="kr")
FOUND = {one.id: one for one in mismatches()}


def sheet(*rows: tuple[str, int], budget: int | None = None) -> CostSheet:
    """Return a sheet of rows, each a period and an amount."""
    lines = [
        CostLine(id=f"r{place}", name=NAME, amount=amount, period=period) for place, (period, amount) in enumerate(rows)
    ]
    return CostSheet(id="s", name=NAME, unit=KR, lines=lines, budget=budget)


# --- Cost sheets ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("programme", "as_published", "annualised", "budget"),
    [
        pytest.param("utgangspunkten", 1400, 1400, 1400, id="utgangspunkten"),
        pytest.param("avstampet", 1000, 1050, 1000, id="avstampet"),
        pytest.param("sprangbradan", 1500, 1550, 1500, id="sprangbradan"),
        pytest.param("jobbcoacher", 2500, 2500, 2500, id="jobbcoacher"),
    ],
)
def test_the_sheets_of_document_004_add_up_as_they_are_printed(
    programme: str, as_published: int, annualised: int, budget: int
) -> None:
    """Its frames are the sums of half years, years and what is paid once as they stand; a year's costs are more."""
    found = shipped_cost_sheets()[programme]
    printed, whole_year = check_sheet(found)

    assert (found.as_published, found.annualised, found.budget) == (as_published, annualised, budget)
    assert (printed.difference, whole_year.difference) == (0, budget - annualised)
    assert (printed.within, whole_year.within) == (True, budget == annualised)
    assert found.source.document == "S004"


def test_the_periods_of_a_sheet_show_where_its_sums_can_differ() -> None:
    """A sheet of one period has one sum; the others mix."""
    assert {name: len(one.periods) for name, one in shipped_cost_sheets().items()} == {
        "utgangspunkten": 1, "avstampet": 3, "sprangbradan": 3, "jobbcoacher": 2,
    }  # fmt: skip


@examples(40)
@given(st.lists(st.tuples(st.sampled_from([one.value for one in CostPeriod]), st.integers(0, 10**6)), max_size=8))
def test_a_year_is_two_halves_and_twelve_months(rows: list[tuple[str, int]]) -> None:
    """What is paid by the year or once counts once, and no row makes a sum smaller."""
    found = sheet(*rows)
    of = {
        period: sum(amount for name, amount in rows if name == period)
        for period in ("year", "half_year", "month", "once")
    }

    assert found.as_published == sum(amount for _, amount in rows)
    assert found.annualised == of["year"] + 2 * of["half_year"] + 12 * of["month"] + of["once"]


def test_a_sheet_without_a_published_budget_is_worked_out() -> None:
    """There is nothing to differ from, and both sums are told."""
    printed, whole_year = check_sheet(sheet(("half_year", 5)))

    assert (printed.within, whole_year.within) == (None, None)
    assert whole_year.explain("sv") == (
        "Påhittad, budget: källan anger ingen uppgift; summan av raderna för ett helt år ger 10 kr."
    )


def test_a_sheet_has_each_row_once() -> None:
    """An id that stands twice is refused, and so is an amount below zero."""
    row = CostLine(id="r", name=NAME, amount=1, period="year")
    with pytest.raises(InvalidRecordError, match=r"lines\.r: wanted an id that no other row has"):
        CostSheet(id="s", name=NAME, unit=KR, lines=[row, row])
    with pytest.raises(InvalidValueError, match="amount: wanted an amount of 0 or more"):
        CostLine(id="r", name=NAME, amount=-1, period="year")


# --- One participant --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cost", "participants", "each"),
    [
        pytest.param(669_730, 40, Fraction("16743.25"), id="orvar-as-calculated"),
        pytest.param(669_730, 20, Fraction("33486.5"), id="half-as-many-came"),
        pytest.param(669_730, 0, None, id="nobody"),
        pytest.param(0, 0, None, id="nothing-for-nobody"),
        pytest.param(None, 40, None, id="cost-unknown"),
        pytest.param(669_730, None, None, id="participants-unknown"),
    ],
)
def test_the_cost_of_one_participant(cost: int | None, participants: int | None, each: Fraction | None) -> None:
    """It is exact, of those whom one asks about; of nobody there is none, and what is unknown stays so."""
    assert cost_per_participant(cost, participants) == each


@pytest.mark.parametrize(
    ("cost", "participants", "where"), [(1.5, 1, "cost"), (-1, 1, "cost"), (1, -1, "participants"), (1, True, "participants")],
    ids=["float", "below", "fewer-than-nobody", "true"],
)  # fmt: skip
def test_a_cost_and_a_number_are_what_they_can_be(cost: float, participants: int, where: str) -> None:
    """What is not exact or below nothing is refused, by its name."""
    with pytest.raises(InvalidValueError, match=rf"\A{where}: wanted"):
        cost_per_participant(cost, participants)


# --- Figures that do not agree ----------------------------------------------------------------------


@pytest.mark.parametrize("figure", shipped_figures().values(), ids=shipped_figures())
def test_every_figure_stands_in_its_document(figure: PublishedFigure) -> None:
    """Each has the document and the words there; its digits are among them, but for what was counted in them."""
    assert figure.source.document in {"S001", "S004"}
    digits = "".join(char for char in figure.source.quote or "" if char.isdigit())
    counted = {"s001-parties", "s001-sharing-parties"}
    assert str(figure.value) in digits or figure.id in counted


@pytest.mark.parametrize(
    ("id_", "published", "computed", "within"),
    [
        pytest.param("s001-start-share", 66_000, 66_250, False, id="a-quarter-of-the-start"),
        pytest.param("s001-running-share", 60_000, 40_250, False, id="a-quarter-of-the-running-cost"),
        pytest.param("s001-cost-key", 3, 4, False, id="who-shares-and-who-takes-part"),
        pytest.param("s001-extent", 30, 30, True, id="twelve-hours"),
        pytest.param("s001-kommun-first", None, 444_000, None, id="kommun-first-year"),
        pytest.param("s001-kommun-later", None, 432_000, None, id="kommun-later"),
        pytest.param("s004-nine-months", 5251, 5250, False, id="nine-months"),
        pytest.param("s004-frame", 5251, 5251, True, id="frame"),
        pytest.param("s004-surplus", 3967, 3967, True, id="surplus"),
        pytest.param("s004-utgangspunkten-2008", 1400, 1500, False, id="utgangspunkten"),
        pytest.param("s004-coordinator", 600, 360, False, id="coordinator"),
        pytest.param("s004-index-2009", 1442, 1442, True, id="index-2009"),
        pytest.param("s004-index-2010", 1485, Fraction("1485.26"), True, id="index-2010"),
        pytest.param("s004-orvar-2009", 690, Fraction("689.8219"), True, id="orvar-2009"),
        pytest.param("s004-orvar-2008", 350, Fraction("334.865"), False, id="orvar-2008"),
        pytest.param("s004-doctor", Fraction("2.5"), Fraction("2.5"), True, id="doctor"),
    ],
)
def test_what_the_documents_say_twice_is_held_together(
    id_: str, published: Fraction | None, computed: Fraction, within: bool | None
) -> None:
    """Each figure is beside what it should come to; those that do not agree are reported as they stand."""
    found = FOUND[id_]

    assert (found.published, found.computed, found.within) == (published, computed, within)
    assert {source.document for source in found.sources} == {id_[:4].upper()}
    assert all(source.quote for source in found.sources)


def test_no_comparison_goes_untold() -> None:
    """Of one document there are its own; of both all; and each is a sentence in both languages that names its document."""
    assert [*FOUND] == [*shipped_comparisons()]
    assert len(mismatches("S001")) == 6
    assert len(mismatches("S001")) + len(mismatches("S004")) == len(FOUND)
    assert mismatches("S003") == ()
    for one in FOUND.values():
        assert one.explain("sv").endswith(f"Källa: {one.id[:4].upper()}.")
        assert str(one).endswith(f"Source: {one.id[:4].upper()}.")


def test_a_mismatch_can_be_repeated_by_a_person() -> None:
    """The running cost that is no quarter of the whole, in words."""
    assert str(FOUND["s001-running-share"]) == (
        "Running cost of the labour market unit (AME), later years: published as 60,000 kr, but a quarter of the yearly "
        "running cost gives 40,250 kr. The difference is +19,750 kr. The source says that the amount includes the "
        "kommun's ownership of the record system, and not how much that is. Source: S001."
    )


# --- One's own comparisons --------------------------------------------------------------------------

TABLE = table_from("post;2016\nA;5,5\nB;", id="t", title=NAME, unit=KR, period="2016", source=Source("EGEN"))
FIGURE = PublishedFigure(id="f", name=NAME, value=10, unit=KR, source=Source("ANNAN"))


def comparison(*terms: Term, published: list[str] | None = None, **more: object) -> Comparison:
    """Return a comparison of those terms."""
    return Comparison(id="c", terms=terms, how=NAME, tolerance="rounded", published=published, **more)


def test_terms_are_added_each_as_often_as_it_says() -> None:
    """Figures and cells go together, the tolerance goes by the decimals of the cell, and every source is told once."""
    found = compare(
        comparison(Term(["f"], Fraction(1, 2)), Term(["f"], Fraction(1, 20)), published=["t", "A", "2016"]),
        {"f": FIGURE}, {"t": TABLE},
    )  # fmt: skip

    assert (found.published, found.computed, found.difference) == (Fraction(11, 2), Fraction(11, 2), 0)
    assert (found.tolerance, found.allowed) == (Tolerance.ROUNDED, Fraction(1, 20))
    assert found.sources == (Source("EGEN"), Source("ANNAN"))


def test_a_cell_that_is_empty_makes_the_difference_unknown() -> None:
    """Whether it is what is published or one of the terms."""
    empty, full = ["t", "B", "2016"], ["f"]

    for published, term in ((empty, full), (full, empty)):
        found = compare(comparison(Term(term), published=published), {"f": FIGURE}, {"t": TABLE})
        assert (found.difference, found.within) == (None, None)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        pytest.param(["g"], "there is no figure 'g'", id="figure"),
        pytest.param(["u", "A", "2016"], "there is no table 'u'", id="table"),
        pytest.param(["t", "C", "2016"], "there is no row 'C'", id="row"),
        pytest.param(["t", "A", "2017"], "there is no column '2017'", id="column"),
    ],
)
def test_what_a_term_names_must_be_there(place: list[str], told: str) -> None:
    """A figure, table, row or column that there is not is told by name."""
    with pytest.raises(UnknownNameError, match=told):
        compare(comparison(Term(place), published=["f"]), {"f": FIGURE}, {"t": TABLE})


@pytest.mark.parametrize("place", ["f", ["t", "A"], []], ids=["text", "two", "none"])
def test_a_place_is_a_figure_or_a_cell(place: object) -> None:
    """One name is a figure, three are a cell, and nothing else is a place."""
    with pytest.raises(InvalidValueError, match="of: wanted the id of a figure, or table, row and column"):
        Term(place)


def test_a_comparison_says_what_it_is_of() -> None:
    """It has terms, and either what is published or the name of what is worked out."""
    with pytest.raises(InvalidRecordError) as error:
        comparison()
    assert [fault.where for fault in error.value.faults] == ["terms", "published"]
    with pytest.raises(InvalidRecordError, match="got both or neither"):
        comparison(Term(["f"]), published=["f"], what=NAME)


def test_shipped_comparisons_find_their_tables() -> None:
    """Every figure and cell that they name is shipped."""
    for one in shipped_comparisons().values():
        assert compare(one, shipped_figures(), shipped_tables()).computed is not None
