"""What came of a budget (*utfall*), line by line. The outcome is the user's own: no source document has one."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import attrs

from samverkan.budgets.plans import Budget
from samverkan.errors import UnknownNameError
from samverkan.fields import named, word
from samverkan.numerals import exact_in, signed_in
from samverkan.quantities import Exact, optional_exact
from samverkan.texts import Language, Text, capitalised

__all__ = ["BudgetOutcome", "outcomes"]


def _optional(value: Exact | None) -> Fraction | None:
    return optional_exact(value)


@attrs.frozen(kw_only=True, field_transformer=named)
class BudgetOutcome:
    """A line of a budget and what came of it (*utfall*); the outcome is the user's, and ``None`` while it is unknown.

    >>> found = BudgetOutcome(line="Orvar", name=Text(sv="Orvar", en="Orvar"), unit=Text(sv="tkr", en="tkr"),
    ...                       budget=350, outcome=310)
    >>> print(found)
    Orvar: budget 350 tkr, outcome 310 tkr. The difference is −40 tkr.
    """

    line: str = attrs.field(converter=word)
    name: Text
    unit: Text
    budget: Fraction | None = attrs.field(converter=_optional)
    outcome: Fraction | None = attrs.field(default=None, converter=_optional)

    @property
    def difference(self) -> Fraction | None:
        """The outcome less the budget; ``None`` where either is unknown."""
        return None if self.outcome is None or self.budget is None else self.outcome - self.budget

    @property
    def used(self) -> Fraction | None:
        """The outcome as a share of the budget; ``None`` where either is unknown, and of a budget of nothing."""
        return None if self.outcome is None or not self.budget else self.outcome / self.budget

    def explain(self, language: Language = "sv") -> str:
        """Return budget, outcome and difference in a sentence or two."""
        code = "unknown" if self.difference is None else "known"
        return _OUTCOME[code].filled(
            language,
            {
                "line": capitalised(self.name.in_(language)),
                "budget": self._told(self.budget, language),
                "outcome": self._told(self.outcome, language),
                "difference": f"{signed_in(self.difference or 0, language)} {self.unit.in_(language)}",
            },
        )

    def __str__(self) -> str:
        return self.explain("en")

    def _told(self, amount: Fraction | None, language: Language) -> str:
        if amount is None:
            return _UNKNOWN.in_(language)
        return f"{exact_in(amount, language)} {self.unit.in_(language)}"


_UNKNOWN: Final = Text(sv="okänt", en="unknown")
_OUTCOME: Final[Mapping[str, Text]] = {
    "known": Text(
        sv="{line}: budget {budget}, utfall {outcome}. Skillnaden är {difference}.",
        en="{line}: budget {budget}, outcome {outcome}. The difference is {difference}.",
    ),
    "unknown": Text(sv="{line}: budget {budget}, utfall {outcome}.", en="{line}: budget {budget}, outcome {outcome}."),
}


def outcomes(budget: Budget, year: str, came: Mapping[str, Exact | None]) -> tuple[BudgetOutcome, ...]:
    """Return each line of *budget* with what came of it in *year*. A line that *came* lacks is unknown, not nothing.

    Raises:
        UnknownNameError: when the budget has no such year, or no such line.

    >>> from samverkan.budgets.plans import shipped_budget
    >>> for found in outcomes(shipped_budget(), "2008", {"Orvar": 310}):
    ...     if found.line in ("Orvar", "Revisorer"):
    ...         print(found)
    The project Orvar: budget 350 tkr, outcome 310 tkr. The difference is −40 tkr.
    Auditors: budget 60 tkr, outcome unknown.
    """
    if year not in budget.years:
        raise UnknownNameError("year", year, budget.years)
    for name in came:
        budget.line(name)
    return tuple(
        BudgetOutcome(
            line=line.id, name=line.name, unit=budget.unit, budget=line.amounts[year], outcome=came.get(line.id)
        )
        for line in budget.lines
    )
