"""The command that reckons indicators: what it takes, and in which order things are done."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

import attrs
import click

from samverkan.bound_indicators import BoundIndicator
from samverkan.cli.counts import READ, REJECTED, leave, made_of_each, tell_counts
from samverkan.cli.files import appearing_when_complete, refuse_unwritable
from samverkan.cli.indicator_tables import of_figures, of_indicators
from samverkan.cli.inhabitants import INHABITANTS
from samverkan.cli.inputs import Input
from samverkan.cli.options import DAY, PERIOD, about_cases, usable
from samverkan.cli.output import Output
from samverkan.counting import Counting
from samverkan.errors import Fault, InvalidValueError, UnknownNameError
from samverkan.figures import Figure
from samverkan.indicators import GroupBy, Of
from samverkan.inhabitants import Inhabitants
from samverkan.model import Model
from samverkan.periods import ReportingPeriod
from samverkan.protected_figures.printed import PrintedFigure, printed_figure
from samverkan.protected_figures.protection import ProtectedFigures, protect_figures
from samverkan.roundings import Rounding

__all__ = ["indicators"]

_DECIMALS: Final = 1


@click.command()
@click.option("--period", type=PERIOD, metavar="PERIOD", help="As 2016, 2016H1, 2016T2, 2016Q3 or 2016-05.")
@click.option(
    "--indicator", "names", metavar="ID", multiple=True, help="Which. Default: each that needs nothing from outside."
)
@click.option("--variant", metavar="ID", help="The way of reckoning of the indicators that have it; else the default.")
@click.option(
    "--by",
    "parts",
    type=click.Choice([one.value for one in GroupBy]),
    multiple=True,
    help="Figures for each group. Default: as the indicator says.",
)
@click.option(
    "--as-of", type=DAY, metavar="DAY", help="Count what had happened by then. Default: the period's last day."
)
@click.option(
    "--inhabitants", type=INHABITANTS, metavar="N|PATH", help="How many there are; or a TOML or CSV file, by group."
)
@click.option(
    "--threshold",
    type=click.IntRange(min=1),
    metavar="N",
    help="Hide counts under N, and what tells of them. No default.",
)
@click.option("--unprotected", is_flag=True, help="Hide nothing: for those who may see the cases.")
@click.option(
    "--cases", "behind", type=click.Path(path_type=Path), help="With --unprotected: write the cases behind each figure."
)
@click.option("--list", "is_list", is_flag=True, help="List the indicators of the model, and read no FILE.")
@about_cases
@click.pass_context
def indicators(  # noqa: PLR0913
    ctx: click.Context,
    *,
    source: Input,
    wanted: Output,
    model: Model,
    period: ReportingPeriod | None,
    names: tuple[str, ...],
    variant: str | None,
    parts: tuple[str, ...],
    as_of: date | None,
    known_on: date | None,
    inhabitants: Inhabitants | None,
    threshold: int | None,
    unprotected: bool,
    behind: Path | None,
    is_list: bool,
) -> None:
    """Reckon the indicators of a model over the cases of FILE.

    FILE holds case files, one a line. --indicator and --by may be given several times.

    Figures of few people can point somebody out. So say either from what number on counts may be printed, with
    --threshold, or that the figures are for those who may see the cases, with --unprotected. Neither is the default.

    What cannot be read is named on standard error, counted, and in no figure. --rejects keeps the lines that could not
    be read. A second case of the same person can be: it is told by its place among the records, and not kept. Exit
    codes are as in `samverkan check`.
    """
    if is_list:
        wanted.write(model.indicators.values(), of_indicators(wanted.language))
        return
    if ctx.get_parameter_source("file") is click.core.ParameterSource.DEFAULT:
        raise click.UsageError("Missing argument 'FILE'.")
    if period is None:
        raise click.UsageError("name the period: --period")
    if (threshold is None) is not unprotected:
        problem = "--threshold hides what --unprotected shows: give one of them" if unprotected else _NO_DEFAULT
        raise click.UsageError(problem)
    if behind is not None:
        if not unprotected:
            raise click.UsageError("--cases names the cases behind each figure: it goes with --unprotected only")
        refuse_unwritable(behind, "--cases")
    by = tuple(GroupBy(part) for part in parts)
    asked = usable(lambda: _named(model, names, variant, period, by, inhabitants))
    counting = _counting(asked, period, by, as_of, known_on, inhabitants, keep_cases=behind is not None)
    counts: Counter[str] = Counter()
    with ExitStack() as opened:
        keep = None if behind is None else opened.enter_context(appearing_when_complete(behind))
        with source.cases(model, counts, shows_bar=not wanted.is_on_terminal) as cases:
            for _ in made_of_each(cases, counting.add, counts):
                pass
        counting.rejected = counts["rejected"]
        figures = _figures(counting)
        if keep is not None:
            _write_cases(figures, keep)
        protected = None if threshold is None else protect_figures(figures, threshold=threshold, decimals=_DECIMALS)
        printed = _unprotected(figures) if protected is None else protected.figures
        if printed or not wanted.is_bare:
            lines = [one for whole in printed for one in (whole, *whole.parts)]
            wanted.write(lines, of_figures(printed, protected, wanted.language))
    if protected is not None:
        _tell_left_out(protected)
    tell_counts(counts, _TOLD)
    leave(ctx, counts)


for _parameter in indicators.params:
    if _parameter.name == "file":  # With --list none is read.
        _parameter.required, _parameter.default = False, "-"

_NO_DEFAULT: Final = (
    "figures of few people can point somebody out, and there is no silent default: hide counts under N with "
    "--threshold N, or say with --unprotected that the figures are for those who may see the cases"
)
_TOLD: Final = {"read": READ, "rejected": REJECTED}


# --- What is asked about ----------------------------------------------------------------------------


def _named(  # noqa: PLR0913, PLR0917 - each is a part of what is asked
    model: Model,
    names: tuple[str, ...],
    variant: str | None,
    period: ReportingPeriod,
    by: tuple[GroupBy, ...],
    inhabitants: Inhabitants | None,
) -> list[BoundIndicator]:
    """Return the indicators that are asked about, and refuse what the model does not have."""
    found = [model.indicator(name) for name in dict.fromkeys(names)]
    if not names:
        for one in model.indicators.values():
            if not one.definition.is_in_force(period) or (_is_per_inhabitant(one) and inhabitants is None):
                continue
            if {*by} <= {*one.definition.can_be_by}:
                found.append(one)
            else:
                click.echo(f"{one.id}: left out, for it cannot be taken apart so", err=True)
    variants = list(dict.fromkeys(each.id for one in found for each in one.definition.variants))
    if variant is not None and not variants:
        raise click.UsageError("--variant: none of the indicators has several ways of reckoning")
    if variant is not None and variant not in variants:
        raise UnknownNameError("variant", variant, variants)
    has = [variant in {each.id for each in one.definition.variants} for one in found]
    return [one.read_as(variant) if has_it else one for one, has_it in zip(found, has, strict=True)]


def _counting(  # noqa: PLR0913, PLR0917 - as above
    asked: list[BoundIndicator],
    period: ReportingPeriod,
    by: tuple[GroupBy, ...],
    as_of: date | None,
    known_on: date | None,
    inhabitants: Inhabitants | None,
    *,
    keep_cases: bool,
) -> Counting:
    given = [one.id for one in asked if _is_per_inhabitant(one)]
    if inhabitants is not None and not given:
        raise click.UsageError("--inhabitants: none of the indicators is per inhabitant")
    try:
        return Counting(
            asked,
            period,
            by=by or None,
            as_of=as_of,
            known_on=known_on,
            inhabitants={} if inhabitants is None else dict.fromkeys(given, inhabitants),
            keep_cases=keep_cases,
        )
    except InvalidValueError as error:
        fault = error.fault
    raise _usage(fault)


def _usage(fault: Fault) -> click.UsageError:
    return click.UsageError(f"--{attrs.evolve(fault, where=fault.where.replace('_', '-'))}")


def _is_per_inhabitant(one: BoundIndicator) -> bool:
    return one.definition.of is Of.INHABITANTS


# --- Figures ---------------------------------------------------------------------------------------


def _figures(counting: Counting) -> tuple[Figure, ...]:
    """Return what has been counted; that there are more than there are inhabitants shows only then."""
    try:
        return counting.figures()
    except InvalidValueError as error:
        fault = error.fault
    raise _usage(fault)


def _nothing_hidden(_figure: Figure, _count: str) -> None:
    """Hide no count."""


def _unprotected(figures: Iterable[Figure]) -> list[PrintedFigure]:
    return [printed_figure(one, _nothing_hidden, decimals=_DECIMALS, rounding=Rounding.HALF_UP) for one in figures]


def _tell_left_out(protected: ProtectedFigures) -> None:
    for one in protected.left_out:
        what = "not printed, for it cannot be protected" if one.all else "no groups, for they cannot be protected"
        click.echo(f"{one.indicator}: {what}", err=True)


def _write_cases(figures: Iterable[Figure], out: BinaryIO) -> None:
    out.writelines(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in _behind(figures))


def _behind(figures: Iterable[Figure]) -> Iterator[Mapping[str, Any]]:
    """Yield the cases behind each figure and each of its groups, as plain data."""
    for whole in figures:
        for figure in (whole, *whole.parts):
            for one in figure.behind:
                yield {
                    "indicator": figure.indicator,
                    "variant": figure.variant,
                    "group": {by.value: value for by, value in figure.group.items()},
                    "part": one.part.value,
                    "participant": one.participant,
                    "unit": one.unit,
                }
