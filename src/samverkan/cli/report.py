"""The command that writes a report."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import attrs
import click

from samverkan.budgets.results import BudgetOutcome
from samverkan.case_lines import ENCODINGS, Encoding
from samverkan.cli.counts import READ, REJECTED, leave, made_of_each, tell_counts
from samverkan.cli.files import Unusable, appearing_when_complete, refuse_unwritable
from samverkan.cli.inputs import Input
from samverkan.cli.options import DAY, PERIOD, of_cases
from samverkan.disclosure.protection import TableRefusedError
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, MissingExtraError
from samverkan.model import Model
from samverkan.periods import ReportingPeriod
from samverkan.reports import Contents, render
from samverkan.reports.budget_files import read_budget
from samverkan.reports.cells import as_text
from samverkan.reports.drawings import package
from samverkan.reports.gathering import Gathered, Gathering
from samverkan.reports.sections import contents_of
from samverkan.texts import Language, Text

__all__ = ["report"]

_PATH: Final = click.Path(path_type=Path)
USUAL: Final = 5
"""The threshold where none is given. It is told on standard error and in the report: no source names one."""


@click.command()
@click.option(
    "--period", type=PERIOD, metavar="PERIOD", required=True, help="Such as 2016, 2016H1, 2016T2, 2016Q3 or 2016-05."
)
@click.option("--out", type=_PATH, required=True, help="The HTML file to write, which appears when it is complete.")
@click.option(
    "--threshold",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help=f"Hide counts below this, and what they could be worked out from. Default: {USUAL}, which is told.",
)
@click.option("--as-of", type=DAY, metavar="DAY", help="Count events up to that day. Default: the period's last.")
@click.option("--area", metavar="NAME", help="Of whom the report is. Default: the name of the model.")
@click.option("--budget", type=_PATH, help="A CSV file of what was budgeted and what came of it, line by line.")
@click.option(
    "--budget-encoding", type=click.Choice(ENCODINGS), default="utf-8", show_default=True, help="Of the budget."
)
@click.option("--unit", metavar="TEXT", default="tkr", show_default=True, help="What the budget is counted in.")
@of_cases
@click.pass_context
def report(  # noqa: PLR0913
    ctx: click.Context,
    *,
    source: Input,
    language: Language,
    model: Model,
    known_on: date | None,
    period: ReportingPeriod,
    out: Path,
    threshold: int | None,
    as_of: date | None,
    area: str | None,
    budget: Path | None,
    budget_encoding: Encoding,
    unit: str,
) -> None:
    """Write a report of the cases of FILE, as a page of HTML.

    It says who came and from where, how people were sent between the agencies, how long it took, what they lived on and
    did before and after, whom the rules left out and why, and what came of the budget. The page is one file, without
    scripts, and asks nothing of any other host. Small numbers are hidden, and so is what they could be worked out from.

    FILE, bad lines and exit codes are as in `samverkan check`.
    """
    refuse_unwritable(out, "--out")
    _refuse_without_extra()
    _refuse_unprintable("--area", area)
    _refuse_unprintable("--unit", unit)
    lines = () if budget is None else _budget(budget, Text(unit, unit), budget_encoding)
    gathering = _gathering(model, period, as_of, known_on)
    counts: Counter[str] = Counter()
    with source.cases(model, counts, shows_bar=True) as cases:
        for _ in made_of_each(cases, gathering.add, counts):
            pass
    tell_counts(counts, _TOLD)
    if threshold is None:
        click.echo(f"no --threshold given: counts below {USUAL} are hidden", err=True)
    contents = _contents(gathering.found(counts["rejected"]), threshold, area, lines)
    page = render(contents, language=language)
    with appearing_when_complete(out) as stream:
        stream.write(page.encode())
    leave(ctx, counts)


_TOLD: Final = {"read": READ, "rejected": REJECTED}


def _gathering(model: Model, period: ReportingPeriod, as_of: date | None, known_on: date | None) -> Gathering:
    try:
        return Gathering(model, period, as_of=as_of, known_on=known_on)
    except InvalidValueError as error:
        fault = error.fault
    raise click.UsageError(f"--{attrs.evolve(fault, where=fault.where.replace('_', '-'))}")


def _contents(found: Gathered, threshold: int | None, area: str | None, budget: Sequence[BudgetOutcome]) -> Contents:
    try:
        return contents_of(
            found, threshold=threshold or USUAL, area=area, budget=budget, is_usual_threshold=threshold is None
        )
    except TableRefusedError:
        raise Unusable("nothing can be printed: the numbers are too small") from None


def _refuse_without_extra() -> None:
    """Tell what to install before anything is read, not after."""
    problem = ""
    try:
        for name in ("jinja2", "altair", "vl_convert"):
            package(name)
    except MissingExtraError as error:
        problem = str(error)
    if problem:
        raise Unusable(problem)


def _refuse_unprintable(option: str, words: str | None) -> None:
    problem = ""
    try:
        _ = words if words is None else as_text(words)
    except InvalidValueError as error:
        problem = f"wanted {error.fault.wanted}, got {error.fault.got}"
    if problem:
        raise click.BadParameter(problem, param_hint=option)


def _budget(path: Path, unit: Text, encoding: Encoding) -> tuple[BudgetOutcome, ...]:
    problem = ""
    try:
        return read_budget(path, unit=unit, encoding=encoding)
    except OSError as error:
        problem = error.strerror or "an error of the system"
    except InvalidRecordError as error:
        problem = "\n".join(map(str, map(_in_options, error.faults)))
    raise click.BadParameter(problem, param_hint="--budget")


def _in_options(fault: Fault) -> Fault:
    """Return a fault that says what the command line takes, not what Python does."""
    return attrs.evolve(fault, hint=fault.hint.replace('encoding="cp1252"', "--budget-encoding cp1252"))
