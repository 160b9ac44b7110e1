"""Budgets: lines of income and cost by year, held against what is published, and against what came of them."""

from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.budgets import Budget, BudgetLine, BudgetOutcome, LineKind, budget_of, outcomes, shipped_budget
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.published import shipped_tables
from samverkan.texts import Text
from strategies import examples

TKR = Text(sv="tkr", en="tkr")
NAME = Text(sv="påhittad", en="invented")
AMOUNTS = st.fractions(-(10**6), 10**6, max_denominator=100)


def line(id_: str, kind: str, *amounts: Fraction | int | None) -> BudgetLine:
    """Return a line with an amount for 2016 and, where there is a second, for 2017."""
    return BudgetLine(id=id_, name=NAME, kind=kind, amounts=dict(zip(("2016", "2017"), amounts, strict=False)))


def budget(*lines: BudgetLine, **more: object) -> Budget:
    """Return a budget of those lines."""
    return Budget(title=NAME, unit=TKR, lines=lines, **more)


# --- The budget of document S004 --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "income", "costs", "balance"),
    [("2008", 6574, 6495, 79), ("2009", 8322, 6509, 1813), ("2010", 8322, 5444, 2878)],
    ids=["2008", "2009", "2010"],
)
def test_the_budget_of_document_004(year: str, income: int, costs: int, balance: int) -> None:
    """Frame and a third of the surplus come in, seventeen lines go out, and the rest is what the document says."""
    found = shipped_budget()

    assert (found.income(year), found.costs(year), found.balance(year)) == (income, costs, balance)
    assert sum(one.kind is LineKind.COST for one in found.lines) == 17
    assert found.source.document == "S004"


def test_what_it_publishes_agrees_with_its_lines() -> None:
    """All three totals and all three balances do, exactly."""
    found = shipped_budget().check()

    assert [(one.id, one.difference) for one in found] == [
        (f"{code}/{year}", 0) for code in ("total", "balance") for year in ("2008", "2009", "2010")
    ]
    assert all(one.within for one in found)


def test_a_total_that_is_off_by_one_is_reported_and_stays() -> None:
    """The published total is not put right; the difference is told."""
    (found,) = budget(line("a", "cost", 5), line("b", "income", 6), totals={"2016": 6}).check()

    assert (found.published, found.computed, found.within) == (6, 5, False)
    assert found.explain("sv") == (
        "Kostnaderna totalt, 2016: källan anger 6 tkr, men summan av raderna ger 5 tkr. Skillnaden är +1 tkr."
    )


def test_a_table_is_a_budget_when_its_income_is_named() -> None:
    """Without rows for total and balance nothing is published of them; a row that is not there is told."""
    table = shipped_tables()["s004-contributions"]

    whole = budget_of(table, income=["Kommuner"])
    assert [one.id for one in whole.lines if one.kind is LineKind.INCOME] == ["Kommuner"]
    assert whole.check() == ()
    for named in ({"income": ["Ram"]}, {"income": [], "total": "Ram"}, {"income": [], "balance": "Ram"}):
        with pytest.raises(UnknownNameError, match="there is no row 'Ram'"):
            budget_of(table, **named)


# --- What holds of every budget ---------------------------------------------------------------------


@examples(40)
@given(st.lists(st.tuples(st.sampled_from(LineKind), AMOUNTS), min_size=1, max_size=8))
def test_the_balance_is_income_less_costs(lines: list[tuple[LineKind, Fraction]]) -> None:
    """Exactly, and in whatever order the lines stand."""
    made = [line(f"l{place}", kind, amount) for place, (kind, amount) in enumerate(lines)]
    found = budget(*made)

    assert found.balance("2016") == sum(amount if kind is LineKind.INCOME else -amount for kind, amount in lines)
    assert budget(*reversed(made)).balance("2016") == found.balance("2016")


def test_a_line_that_is_unknown_makes_its_sums_unknown() -> None:
    """A sum without it would be too small; the other year and the other kind still stand."""
    found = budget(line("a", "cost", None, 5), line("b", "cost", 1, 1), line("c", "income", 7, 7))

    assert (found.costs("2016"), found.income("2016"), found.balance("2016")) == (None, 7, None)
    assert found.balance("2017") == 1
    assert budget(line("c", "income", None)).balance("2016") is None


def test_a_budget_without_lines_has_no_years() -> None:
    """There is nothing to ask about."""
    with pytest.raises(UnknownNameError, match="there is no year '2016'"):
        budget().costs("2016")


def test_a_line_is_found_by_its_id() -> None:
    """And one that is not there is told, with what there is."""
    assert shipped_budget().line("Orvar").amounts == {"2008": 350, "2009": 690, "2010": 0}
    with pytest.raises(UnknownNameError, match="did you mean Orvar"):
        shipped_budget().line("Orva")


def test_lines_of_other_years_and_ids_that_stand_twice_are_refused() -> None:
    """All that is wrong is told at once."""
    with pytest.raises(InvalidRecordError) as error:
        budget(line("a", "cost", 1), line("a", "cost", 1, 2))
    assert [fault.where for fault in error.value.faults] == ["lines.a", "lines[1].amounts"]


@pytest.mark.parametrize(
    ("amounts", "faults"),
    [
        pytest.param({"2016": 1.5, "": 1}, ["amounts", "amounts"], id="float-and-no-year"),
        pytest.param([1], ["amounts"], id="list"),
    ],
)
def test_amounts_are_exact_and_by_year(amounts: object, faults: list[str]) -> None:
    """A float is refused, and so is a list, which says nothing of the years."""
    with pytest.raises((InvalidRecordError, InvalidValueError)) as error:
        BudgetLine(id="a", name=NAME, kind="cost", amounts=amounts)

    told = getattr(error.value, "faults", None) or (error.value.fault,)
    assert [fault.where for fault in told] == faults


# --- What came of it --------------------------------------------------------------------------------


def test_a_line_that_nobody_has_told_of_is_unknown() -> None:
    """Every line is there; what came of those that the user names is exact, and of the others unknown."""
    found = {one.line: one for one in outcomes(shipped_budget(), "2008", {"Orvar": 310, "information": 0})}

    assert len(found) == 19
    assert (found["Orvar"].difference, found["Orvar"].used) == (-40, Fraction(31, 35))
    assert (found["information"].difference, found["information"].used) == (-15, 0)
    assert (found["Revisorer"].outcome, found["Revisorer"].difference, found["Revisorer"].used) == (None, None, None)


def outcome_of(budgeted: int | None, came: int | None) -> BudgetOutcome:
    """Return what came of a line."""
    return BudgetOutcome(
        line="a", name=Text(sv="utvärdering", en="evaluation"), unit=TKR, budget=budgeted, outcome=came
    )


@pytest.mark.parametrize(
    ("found", "used", "told"),
    [
        pytest.param(outcome_of(100, 110), Fraction(11, 10), "Utvärdering: budget 100 tkr, utfall 110 tkr. Skillnaden är +10 tkr.", id="over"),
        pytest.param(outcome_of(0, 5), None, "Utvärdering: budget 0 tkr, utfall 5 tkr. Skillnaden är +5 tkr.", id="of-nothing"),
        pytest.param(outcome_of(100, None), None, "Utvärdering: budget 100 tkr, utfall okänt.", id="outcome-unknown"),
        pytest.param(outcome_of(None, 5), None, "Utvärdering: budget okänt, utfall 5 tkr.", id="budget-unknown"),
    ],
)  # fmt: skip
def test_an_outcome_is_a_sentence(found: BudgetOutcome, used: Fraction | None, told: str) -> None:
    """Budget, outcome and difference are told; a share of nothing and what is unknown are neither."""
    assert found.used == used
    assert found.explain("sv") == told


def test_an_outcome_in_english() -> None:
    """What str gives is the English sentence."""
    assert str(outcome_of(100, 90)) == "Evaluation: budget 100 tkr, outcome 90 tkr. The difference is \u221210 tkr."
    assert str(attrs.evolve(outcome_of(100, 90), outcome=None)) == "Evaluation: budget 100 tkr, outcome unknown."


def test_a_year_or_line_that_the_budget_lacks_is_told() -> None:
    """An outcome of something else is not dropped."""
    with pytest.raises(UnknownNameError, match="there is no year '2016'"):
        outcomes(shipped_budget(), "2016", {})
    with pytest.raises(UnknownNameError, match="there is no line 'Centralen'"):
        outcomes(shipped_budget(), "2008", {"Centralen": 5})
