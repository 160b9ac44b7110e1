"""What was budgeted and what came of it, from a CSV file of one's own."""

from os import PathLike
from typing import Literal

from samverkan.budgets.results import BudgetOutcome
from samverkan.errors import Fault, InvalidRecordError
from samverkan.published.files import read_published
from samverkan.texts import Text

__all__ = ["read_budget"]

_BUDGET = ("Budget", "budget")
_OUTCOME = ("Utfall", "utfall", "Outcome", "outcome")


def read_budget(
    path: str | PathLike[str], *, unit: Text, encoding: Literal["utf-8", "cp1252"] = "utf-8"
) -> tuple[BudgetOutcome, ...]:
    """Return the lines of a budget with what came of each.

    The file is written as a Swedish spreadsheet writes it, with ``;`` between: a first row of headings, of which one is
    ``Budget`` and one ``Utfall`` or else ``Outcome``, and below them a row for each line, its name first. An empty cell
    is unknown, not nothing.

    Raises:
        InvalidRecordError: with everything that is wrong in the file, by line and column.
        OSError: when it cannot be read.
    """
    title = Text("Budget och utfall", "Budget and outcome")
    table = read_published(path, encoding=encoding, id="budget", title=title, unit=unit, period="budget")
    columns = [one.id for one in table.columns]
    found = [[one for one in columns if one in names] for names in (_BUDGET, _OUTCOME)]
    faults = [
        Fault("headings", f"{'one' if those else 'a'} column {names[0]}", got="several" if those else "none")
        for names, those in zip((_BUDGET, _OUTCOME), found, strict=True)
        if len(those) != 1
    ]
    if not table.rows:
        faults.append(Fault("file", "a line or more below the headings", got="none"))
    if faults:
        raise InvalidRecordError(faults)
    [budget], [outcome] = found
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
