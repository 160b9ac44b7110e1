"""Budgets, what came of them, and what a programme costs, over which period."""

from samverkan.budgets.costs import (
    CostLine,
    CostPeriod,
    CostSheet,
    check_sheet,
    cost_per_participant,
    shipped_cost_sheets,
)
from samverkan.budgets.plans import Budget, BudgetLine, LineKind, budget_of, shipped_budget
from samverkan.budgets.results import BudgetOutcome, outcomes

__all__ = [
    "Budget",
    "BudgetLine",
    "BudgetOutcome",
    "CostLine",
    "CostPeriod",
    "CostSheet",
    "LineKind",
    "budget_of",
    "check_sheet",
    "cost_per_participant",
    "outcomes",
    "shipped_budget",
    "shipped_cost_sheets",
]
