"""The command that goes through the rules of a model: what it takes, and how it ends."""

from datetime import date
from typing import Final, Literal, TypeAlias, get_args

import click

from samverkan.cli.options import DAY, in_language, usable
from samverkan.loading import load_model
from samverkan.texts import Language

__all__ = ["KINDS", "By", "verify"]

By: TypeAlias = Literal["z3", "exhaustive"]
KINDS: Final = (
    "unsatisfiable",
    "dead",
    "idle",
    "reading",
    "gap",
    "overlap",
    "collision",
    "came",
    "went",
    "difference",
    "same",
    "outside",
)
"""The kinds of findings. They stand here too, so that no other command has to wait for what finds them."""

_FAILED_ON: Final = 3


@click.command()
@click.argument("name", metavar="MODEL")
@click.option("--against", metavar="OLD", help="An older version, by name or path, to compare MODEL with.")
@click.option("--on", type=DAY, metavar="DAY", help="Ask about this day alone. Default: each on which rules change.")
@click.option(
    "--programme",
    "only",
    metavar="ID",
    multiple=True,
    help="Ask about this programme, predicate or target group alone. May be given several times.",
)
@click.option("--overlaps", is_flag=True, help="Say who meets the criteria of two programmes of one place.")
@click.option(
    "--collisions",
    metavar="ID ID",
    nargs=2,
    multiple=True,
    help="Say whom two programmes or predicates keep out, each by its own judgement of health.",
)
@click.option(
    "--fail-on",
    type=click.Choice(KINDS),
    metavar="KIND",
    multiple=True,
    help=f"Exit with 3 when something of a kind is found: {', '.join(KINDS)}. May be given several times.",
)
@click.option("--by", type=click.Choice(get_args(By)), help="What answers. Default: z3 where it is installed.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@in_language
@click.pass_context
def verify(  # noqa: PLR0913
    ctx: click.Context,
    *,
    name: str,
    against: str | None,
    on: date | None,
    only: tuple[str, ...],
    overlaps: bool,
    collisions: tuple[tuple[str, str], ...],
    fail_on: tuple[str, ...],
    by: By | None,
    form: str,
    lang: Language,
) -> None:
    """Go through the rules of MODEL, and say what is proved about them.

    MODEL is a name, a folder or a TOML file. It is told what nobody can meet, what does nothing, whom
    the readings take in and leave out, and whom of a target group every programme leaves out. With
    --against it is told what has changed. All is known of the people asked about, and those shown are invented.

    Exit codes: 0 done, 2 wrong usage or a model that cannot be read, 3 see --fail-on.
    """
    from samverkan.cli.verified import Work, answerer, json_lines, report  # noqa: PLC0415

    work = Work(
        name=name,
        against=against,
        new=usable(lambda: load_model(name)),
        old=None if against is None else usable(lambda: load_model(against)),
        on=on,
        only=only,
        overlapping=overlaps,
        colliding=collisions,
        who=answerer(by),
    )
    done = work.done()
    if form == "jsonl":
        for line in json_lines(done, lang):
            click.echo(line.encode())
    else:
        click.echo("\n".join(report(done, lang)))
    click.echo(done.counted(lang), err=form == "jsonl")
    ctx.exit(_FAILED_ON if not done.kinds.isdisjoint(fail_on) else 0)
