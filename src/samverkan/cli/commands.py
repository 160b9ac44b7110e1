"""The commands: what they take, and in which order things are done."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

import click

from samverkan.casefiles import CaseFile
from samverkan.cli.counts import leave
from samverkan.cli.frame_options import about_tables, answer_tables
from samverkan.cli.frame_tables import Tables
from samverkan.cli.indicators import indicators
from samverkan.cli.inputs import Input
from samverkan.cli.layouts import Route, Timeline, of_decisions, of_routes, of_timelines
from samverkan.cli.lead_times import lead_times
from samverkan.cli.options import DAY, about_cases, asker, by_an_asker, in_language, of_model, programme_named
from samverkan.cli.output import Output, print_page, print_table
from samverkan.cli.programmes import programme_page, programme_rows
from samverkan.cli.referrals import referrals
from samverkan.cli.report import report
from samverkan.cli.sample import sample
from samverkan.cli.schema import schema
from samverkan.cli.share import share
from samverkan.cli.today import today
from samverkan.cli.verify import verify
from samverkan.eligibility import Decision, Outcome, decide
from samverkan.model import Model
from samverkan.routes import route as options_of
from samverkan.texts import Language
from samverkan.timelines import timeline as stretches_of

__all__ = ["samverkan"]

_FAILED_ON: Final = 3

_reading = click.option("--reading", help="How to read an ambiguous source; see `samverkan explain`.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="samverkan")
def samverkan() -> None:
    """Who may take part in a coordinated programme, and why."""


@samverkan.command()
@click.option("--programme", help="The programme to ask about; see `samverkan programmes`.")
@click.option("--on", type=DAY, metavar="DAY", help="The day to answer for, as YYYY-MM-DD.")
@_reading
@click.option(
    "--fail-on",
    type=click.Choice([outcome.value for outcome in Outcome]),
    multiple=True,
    help="Exit with 3 when a case comes out so. May be given several times.",
)
@click.option("--validate", is_flag=True, help="Only read the file, and say what is wrong with it.")
@by_an_asker
@about_cases
@about_tables
@click.pass_context
def check(  # noqa: PLR0913
    ctx: click.Context,
    *,
    source: Input,
    wanted: Output,
    tables: Tables | None,
    model: Model,
    programme: str | None,
    on: date | None,
    reading: str | None,
    known_on: date | None,
    seen_by: str | None,
    purpose: str | None,
    fail_on: tuple[str, ...],
    validate: bool,
) -> None:
    """Decide every case of FILE.

    FILE is JSON Lines or CSV, plain or gzip; - is standard input. With a name that ends in .parquet it is a table of
    people, and the tables that go with it are options.

    A bad line never stops the rest: it is named on standard error and, with --rejects, kept.
    Of a Parquet file everything that is wrong is told, and then nobody is decided.
    Exit codes: 0 done, 1 done but lines were rejected, 2 wrong usage or unreadable input, 3 see --fail-on.
    """
    counts: Counter[str] = Counter()
    if validate and tables is None:
        with source.cases(model, counts, shows_bar=True) as cases:
            counts["read"] += sum(1 for _ in cases)
    else:
        if programme is None:
            raise click.UsageError("name the programme: --programme")
        if on is None:
            raise click.UsageError("name the day: --on")
        bound = programme_named(model, programme, reading)
        who = asker(model, seen_by, purpose)
        if tables is not None:
            if who.seen_by is not None:
                raise click.UsageError("--seen-by is for case files: a table of people has no consents")
            answer_tables(tables, bound, on, known_on, wanted=None if validate else wanted, counts=counts)
        else:
            with source.cases(model, counts, shows_bar=not wanted.is_on_terminal) as cases:
                decisions = (decide(case, bound, on, known_on=known_on, **who._asdict()) for case in cases)
                view = who.in_words(model, wanted.language)
                wanted.write(_counted(decisions, counts), of_decisions(bound, wanted.language, view))
    _tell(counts)
    if any(counts[outcome] for outcome in fail_on):
        ctx.exit(_FAILED_ON)
    leave(ctx, counts)


@samverkan.command()
@click.option("--programme", required=True, help="The programme to ask about; see `samverkan programmes`.")
@click.option("--since", type=DAY, metavar="DAY", required=True, help="The first day to answer for, as YYYY-MM-DD.")
@click.option("--until", type=DAY, metavar="DAY", required=True, help="The last day to answer for.")
@_reading
@by_an_asker
@about_cases
@click.pass_context
def timeline(  # noqa: PLR0913
    ctx: click.Context,
    *,
    source: Input,
    wanted: Output,
    model: Model,
    programme: str,
    since: date,
    until: date,
    reading: str | None,
    known_on: date | None,
    seen_by: str | None,
    purpose: str | None,
) -> None:
    """Say from when to when each case of FILE is eligible.

    FILE, bad lines and exit codes are as in `samverkan check`.
    """
    if until < since:
        raise click.UsageError("--until is a day before --since")
    bound = programme_named(model, programme, reading)
    who = asker(model, seen_by, purpose)
    if who.seen_by is not None and known_on is None:
        raise click.UsageError("--seen-by needs the day on which the agency asks: --known-on")
    counts: Counter[str] = Counter()
    with source.cases(model, counts, shows_bar=not wanted.is_on_terminal) as cases:
        timelines = (
            Timeline(case.participant.id, stretches_of(case, bound, since, until, known_on=known_on, **who._asdict()))
            for case in _read(cases, counts)
        )
        wanted.write(timelines, of_timelines(bound, wanted.language, who.in_words(model, wanted.language)))
    _tell(counts)
    leave(ctx, counts)


@samverkan.command()
@click.option("--on", type=DAY, metavar="DAY", required=True, help="The day to answer for, as YYYY-MM-DD.")
@by_an_asker
@about_cases
@click.pass_context
def route(  # noqa: PLR0913
    ctx: click.Context,
    *,
    source: Input,
    wanted: Output,
    model: Model,
    on: date,
    known_on: date | None,
    seen_by: str | None,
    purpose: str | None,
) -> None:
    """Say what each person of FILE could take part in.

    What is open to the person comes first. FILE, bad lines and exit codes are as in `samverkan check`.
    """
    who = asker(model, seen_by, purpose)
    counts: Counter[str] = Counter()
    with source.cases(model, counts, shows_bar=not wanted.is_on_terminal) as cases:
        routes = (
            Route(case.participant.id, options_of(case, model.options, on, known_on=known_on, **who._asdict()))
            for case in _read(cases, counts)
        )
        wanted.write(routes, of_routes(on, wanted.language, who.in_words(model, wanted.language)))
    _tell(counts)
    leave(ctx, counts)


@samverkan.command()
@in_language
@of_model
def programmes(*, lang: Language, model: Model) -> None:
    """List the programmes of a model, and its predicates."""
    print_table(programme_rows(model, lang))


@samverkan.command()
@click.argument("programme")
@click.option("--reading", help="The reading to explain; without it, the default one.")
@click.option("--on", type=DAY, metavar="DAY", help="The day whose thresholds to show; default: its first day.")
@in_language
@of_model
def explain(*, programme: str, reading: str | None, on: date | None, lang: Language, model: Model) -> None:
    """Say what a programme's rules are, in words, with their sources and what is left open."""
    print_page(programme_page(programme_named(model, programme, reading), on, lang))


samverkan.add_command(indicators)
samverkan.add_command(lead_times)
samverkan.add_command(referrals)
samverkan.add_command(report)
samverkan.add_command(sample)
samverkan.add_command(schema)
samverkan.add_command(share)
samverkan.add_command(today)
samverkan.add_command(verify)


def _counted(decisions: Iterator[Decision], counts: Counter[str]) -> Iterator[Decision]:
    for decision in decisions:
        counts[decision.outcome.value] += 1
        yield decision


def _read(cases: Iterator[CaseFile], counts: Counter[str]) -> Iterator[CaseFile]:
    for case in cases:
        counts["read"] += 1
        yield case


def _tell(counts: Counter[str]) -> None:
    told = ", ".join(
        f"{counts[name]} {name.replace('_', ' ')}"
        for name in ("read", *(outcome.value for outcome in Outcome), "rejected")
        if counts[name]
    )
    click.echo(told or "no cases", err=True)
