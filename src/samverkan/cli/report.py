"""The command that writes a report."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

import click

from samverkan.budgets.results import BudgetOutcome
from samverkan.casefiles import CaseFile
from samverkan.cli.files import Unusable, appearing_when_complete, refuse_unwritable
from samverkan.cli.headings import counted
from samverkan.cli.inputs import Input
from samverkan.cli.options import DAY, about_cases
from samverkan.cli.output import Output
from samverkan.disclosure.protection import TableRefusedError
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, MissingExtraError
from samverkan.model import Model
from samverkan.periods import ReportingPeriod, as_period
from samverkan.reports import Contents, render
from samverkan.reports.budget_files import read_budget
from samverkan.reports.cells import as_text
from samverkan.reports.drawings import package
from samverkan.reports.gathering import Gathered, Gathering
from samverkan.reports.sections import contents_of
from samverkan.texts import Text

__all__ = ["PERIOD", "report"]

_PATH: Final = click.Path(path_type=Path)
_REJECTED: Final = 1
USUAL: Final = 5
"""The threshold where none is given. It is told on standard error and in the report: no source names one."""


class _Period(click.ParamType[ReportingPeriod]):
    """A period such as ``2016H1``."""

    name = "period"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> ReportingPeriod:
        try:
            return as_period(value)  # type: ignore[arg-type]
        except InvalidValueError as error:
            problem = f"wanted {error.fault.wanted}, got {error.fault.got}"
        self.fail(problem, param, ctx)


PERIOD: Final = _Period()
"""What an option is that takes a period."""


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
@click.option("--unit", metavar="TEXT", default="tkr", show_default=True, help="What the budget is counted in.")
@about_cases
@click.pass_context
def report(  # noqa: PLR0913
    ctx: click.Context,
    *,
    source: Input,
    wanted: Output,
    model: Model,
    known_on: date | None,
    period: ReportingPeriod,
    out: Path,
    threshold: int | None,
    as_of: date | None,
    area: str | None,
    budget: Path | None,
    unit: str,
) -> None:
    """Write a report of the cases of FILE, as a page of HTML.

    It says who came and from where, how people were sent between the agencies, how long it took, what they lived on and
    did before and after, whom the rules left out and why, and what came of the budget. The page is one file, without
    scripts, and asks nothing of any other host. Small numbers are hidden, and so is what they could be worked out from.

    FILE, bad lines and exit codes are as in `samverkan check`.
    """
    _refuse_answers(wanted)
    for read in (source.file, *([] if budget is None else [budget])):
        refuse_unwritable(out, read, "--out")
    if source.rejects is not None and source.rejects.absolute() == out.absolute():
        raise click.BadParameter("this is where the rejects go", param_hint="--out")
    _refuse_without_extra()
    _refuse_unprintable("--area", area)
    _refuse_unprintable("--unit", unit)
    lines = () if budget is None else _budget(budget, Text(unit, unit))
    gathering = Gathering(model, period, as_of=as_of, known_on=known_on)
    counts: Counter[str] = Counter()
    with source.cases(model, counts, shows_bar=True) as cases:
        for case in cases:
            _add(case, gathering, counts)
    told = [counted(counts[name], *words) for name, words in _TOLD.items() if counts[name]]
    click.echo(", ".join(told) or "no cases", err=True)
    if threshold is None:
        click.echo(f"no --threshold given: counts below {USUAL} are hidden", err=True)
    contents = _contents(gathering.found(counts["rejected"]), threshold or USUAL, area, lines)
    page = render(contents, language=wanted.language)
    with appearing_when_complete(out) as stream:
        stream.write(page.encode())
    ctx.exit(_REJECTED if counts["rejected"] else 0)


_TOLD: Final = {"read": ("case read", "cases read"), "rejected": ("record rejected", "records rejected")}


def _add(case: CaseFile, gathering: Gathering, counts: Counter[str]) -> None:
    """Count a case; one that cannot be trusted in all of it is told, and counted nowhere else."""
    faults: Sequence[Fault] = ()
    try:
        gathering.add(case)
    except InvalidValueError as error:
        faults = [error.fault]
    except InvalidRecordError as error:
        faults = error.faults
    if not faults:
        counts["read"] += 1
        return
    counts["rejected"] += 1
    click.echo(f"record {counts['read'] + counts['rejected']}: {'; '.join(map(str, faults))}", err=True)


def _contents(found: Gathered, threshold: int, area: str | None, budget: Sequence[BudgetOutcome]) -> Contents:
    try:
        return contents_of(found, threshold=threshold, area=area, budget=budget)
    except TableRefusedError:
        raise Unusable("nothing can be printed: the numbers are too small") from None


def _refuse_answers(wanted: Output) -> None:
    """Refuse what other commands take for their answers: a page is neither a table nor written twice."""
    if wanted.path is not None:
        raise click.BadParameter("a report is written to --out", param_hint="--output")
    if wanted.form != "table":
        raise click.BadParameter("a report is a page, and has no other form", param_hint="--format")


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


def _budget(path: Path, unit: Text) -> tuple[BudgetOutcome, ...]:
    problem = ""
    try:
        return read_budget(path, unit=unit)
    except OSError as error:
        problem = error.strerror or "an error of the system"
    except InvalidRecordError as error:
        problem = str(error)
    raise click.BadParameter(problem, param_hint="--budget")
