"""The command that says who may be told what: what it takes, and how its answers are laid out."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import attrs
import click

from samverkan.answers import Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile
from samverkan.cli.counts import leave
from samverkan.cli.headings import HEADINGS, headings
from samverkan.cli.inputs import Input
from samverkan.cli.options import DAY, about_cases, for_a_purpose, known_agency, programme_named, usable
from samverkan.cli.output import Layout, Line, Output
from samverkan.dates import in_words
from samverkan.model import Model
from samverkan.participants import Participant
from samverkan.rules.facts import SetOf
from samverkan.serialization.sharing import sharing_record
from samverkan.sharing import Sharing, agency_named, may_share
from samverkan.texts import Language

__all__ = ["Shared", "share"]

_FAILED_ON: Final = 3


@click.command()
@click.option("--from-agency", "sharer", metavar="AGENCY", required=True, help="Who would tell.")
@click.option("--to-agency", "recipient", metavar="AGENCY", required=True, help="Who would be told.")
@click.option(
    "--category", "categories", metavar="WORD", multiple=True, help="What about. Default: each sort of information."
)
@click.option("--programme", help="For which programme; without it, for none in particular.")
@click.option("--on", type=DAY, metavar="DAY", required=True, help="The day to answer for, as YYYY-MM-DD.")
@click.option(
    "--fail-on",
    type=click.Choice([verdict.value for verdict in Verdict]),
    multiple=True,
    help="Exit with 3 when an answer comes out so. May be given several times.",
)
@for_a_purpose
@about_cases
@click.pass_context
def share(  # noqa: PLR0913
    ctx: click.Context,
    *,
    source: Input,
    wanted: Output,
    model: Model,
    sharer: str,
    recipient: str,
    categories: tuple[str, ...],
    programme: str | None,
    on: date,
    known_on: date | None,
    purpose: str,
    fail_on: tuple[str, ...],
) -> None:
    """Say whether one agency may tell another, of each case of FILE.

    FILE holds case files, one a line, with the consents that she has given. Bad lines and exit codes are
    as in `samverkan check`.
    """
    asked = usable(lambda: _asked(model, sharer, recipient, categories, purpose, programme, on, known_on))
    counts: Counter[str] = Counter()
    with source.cases(model, counts, shows_bar=not wanted.is_on_terminal) as cases:
        answers = (
            Shared(case.participant.id, one, asked.answer(case, one)) for case in cases for one in asked.categories
        )
        wanted.write(_counted(answers, counts), _layout(asked, wanted.language))
    told = [f"{counts[name]} {name.replace('_', ' ')}" for name in (*Verdict, "rejected") if counts[name]]
    click.echo(", ".join(told) or "no cases", err=True)
    if any(counts[verdict] for verdict in fail_on):
        ctx.exit(_FAILED_ON)
    leave(ctx, counts)


@attrs.frozen(repr=False)
class Shared:
    """Whether one agency may tell another about one participant: one sort of information."""

    participant: str
    category: str
    answer: Sharing


@attrs.frozen
class _Asked:
    """What is asked of every case."""

    model: Model
    sharer: str
    recipient: str
    categories: tuple[str, ...]
    purpose: str
    programme: BoundProgramme | None
    on: date
    known_on: date | None

    def answer(self, case: CaseFile, category: str) -> Sharing:
        return may_share(
            case,
            self.model,
            sharer=self.sharer,
            recipient=self.recipient,
            category=category,
            purpose=self.purpose,
            programme=self.programme,
            on=self.on,
            known_on=self.known_on,
        )


def _asked(  # noqa: PLR0913, PLR0917
    model: Model,
    sharer: str,
    recipient: str,
    categories: tuple[str, ...],
    purpose: str,
    programme: str | None,
    on: date,
    known_on: date | None,
) -> _Asked:
    """Return what is asked, and refuse before anything is read what the model does not have."""
    known_agency(model, "--from-agency", sharer)
    known_agency(model, "--to-agency", recipient)
    bound = None if programme is None else programme_named(model, programme)
    words = categories or model.vocabulary.words(SetOf("categories"))
    asked = _Asked(model, sharer, recipient, words, purpose, bound, on, known_on)
    for category in words:
        asked.answer(CaseFile(Participant(id="nobody")), category)  # which refuses what the model does not have
    return asked


def _counted(answers: Iterator[Shared], counts: Counter[str]) -> Iterator[Shared]:
    for one in answers:
        counts[one.answer.verdict.value] += 1
        yield one


def _layout(asked: _Asked, language: Language) -> Layout[Shared]:
    vocabulary = asked.model.vocabulary
    title = HEADINGS["share"].filled(
        language,
        {
            "sharer": agency_named(asked.sharer, vocabulary, language),
            "recipient": agency_named(asked.recipient, vocabulary, language),
            "purpose": vocabulary.name(asked.purpose, "purposes").in_(language),
            "day": in_words(asked.on, language),
        },
    )
    if asked.programme is not None:
        title += f", {asked.programme.definition.name.in_(language)}"

    def row(one: Shared) -> list[str]:
        answer = one.answer
        until = "" if answer.until is None else answer.until.isoformat()
        basis = "" if answer.basis is None else answer.basis.id
        programme = "" if asked.programme is None else asked.programme.id
        return [
            *(one.participant, asked.sharer, asked.recipient, one.category, asked.purpose, programme),
            *(asked.on.isoformat(), answer.verdict.value, basis, until, " ".join(note.code for note in answer.notes)),
        ]

    def record(one: Shared) -> dict[str, Any]:
        return {
            "participant": one.participant,
            "from": asked.sharer,
            "to": asked.recipient,
            "category": one.category,
            "purpose": asked.purpose,
            "programme": None if asked.programme is None else asked.programme.id,
            "on": asked.on.isoformat(),
            **sharing_record(one.answer, language),
        }

    return Layout(
        title=title,
        head=headings(language, "case", "category", "answer"),
        lines=lambda one: [Line((one.participant, one.category, one.answer.text(language)), one.answer.verdict)],
        columns=(
            *("participant", "from", "to", "category", "purpose", "programme"),
            *("on", "verdict", "basis", "until", "notes"),
        ),
        rows=lambda one: [row(one)],
        record=record,
    )
