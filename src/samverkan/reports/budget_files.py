"""What was budgeted and what came of it, from a CSV file of one's own."""

from os import PathLike

from samverkan.budgets.results import BudgetOutcome
from samverkan.errors import Fault, InvalidRecordError
from samverkan.published.files import read_published
from samverkan.texts import Text

__all__ = ["read_budget"]

_BUDGET = ("Budget", "budget")
_OUTCOME = ("Utfall", "utfall", "Outcome", "outcome")


def read_budget(path: str | PathLike[str], *, unit: Text) -> tuple[BudgetOutcome, ...]:
    """Return the lines of a budget with what came of each.

    The file is written as a Swedish spreadsheet writes it, with ``;`` between: a first row of headings, of which one is
    ``Budget`` and one ``Utfall`` (or ``Outcome``), and below them a row for each line, its name first. An empty cell is
    unknown, not nothing.

    Raises:
        InvalidRecordError: with everything that is wrong in the file, by line and column.
        OSError: when it cannot be read.
    """
    title = Text("Budget och utfall", "Budget and outcome")
    table = read_published(path, id="budget", title=title, unit=unit, period="budget")
    columns = [one.id for one in table.columns]
    found = [next((one for one in columns if one in names), None) for names in (_BUDGET, _OUTCOME)]
    missing = [names[0] for names, one in zip((_BUDGET, _OUTCOME), found, strict=True) if one is None]
    if missing:
        raise InvalidRecordError(Fault("headings", f"a column {name}", got="none") for name in missing)
    budget, outcome = map(str, found)
    return tuple(
        BudgetOutcome(
            line=row.id,
            name=Text(sv=" ".join(row.name.sv.split()), en=" ".join(row.name.en.split())),
            unit=unit,
            budget=table.value(row.id, budget),
            outcome=table.value(row.id, outcome),
        )
        for row in table.rows
    )
