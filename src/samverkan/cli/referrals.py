"""The command that follows referrals: how far each has come, what comes next and whose it is."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import attrs
import click

from samverkan.answers import Missing, Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile
from samverkan.cli.counts import READ, REJECTED, leave, tell_counts
from samverkan.cli.headings import HEADINGS, NOTHING, headings, seen_through, who_or_nothing
from samverkan.cli.inputs import Input
from samverkan.cli.options import DAY, Asker, about_cases, asker, by_an_asker, programme_named
from samverkan.cli.output import Layout, Line, Output
from samverkan.dates import in_words
from samverkan.eligibility import VIEW
from samverkan.model import Model
from samverkan.next_step_words import if_nothing_else
from samverkan.next_steps import NextStep, StepKind, next_step, step_of_referral
from samverkan.referral_steps import CLOSED, ReferralStatus, What
from samverkan.referrals import Referral
from samverkan.serialization.journeys import step_record
from samverkan.texts import Language, capitalised
from samverkan.views import as_seen_by

__all__ = ["Followed", "referrals"]

_COUNTED: Final = {
    "read": READ,
    "told": ("next step told", "next steps told"),
    "rejected": REJECTED,
}


@click.command()
@click.option("--on", type=DAY, metavar="DAY", required=True, help="The day to answer for, as YYYY-MM-DD.")
@click.option("--programme", metavar="ID", help="Only referrals to it, and the step towards it of those without one.")
@by_an_asker
@about_cases
@click.pass_context
def referrals(  # noqa: PLR0913
    ctx: click.Context,
    *,
    source: Input,
    wanted: Output,
    model: Model,
    on: date,
    known_on: date | None,
    programme: str | None,
    seen_by: str | None,
    purpose: str | None,
) -> None:
    """Say how far each referral of FILE has come, what the next step is and whose.

    FILE holds case files, one a line, with the referrals. One to which nothing had happened by the day is left out.
    Bad lines and exit codes are as in `samverkan check`.
    """
    bound = None if programme is None else programme_named(model, programme)
    who = asker(model, seen_by, purpose)
    if who.seen_by is not None and bound is None:
        raise click.UsageError("--seen-by needs --programme: what an agency may know is settled for one programme")
    asked = _Asked(model, bound, who, on, known_on)
    counts: Counter[str] = Counter()
    with source.cases(model, counts, shows_bar=not wanted.is_on_terminal) as cases:
        followed = (one for case in _counted(cases, counts, "read") for one in asked.followed(case))
        wanted.write(_counted(followed, counts, "told"), _layout(asked, wanted.language))
    tell_counts(counts, _COUNTED)
    leave(ctx, counts)


@attrs.frozen(repr=False)
class Followed:
    """How far a referral has come, or that there is none, and what comes next.

    ``days``: how many there have been since it came in, up to the day on which it was closed if it has been; ``None``
    where that cannot be told.
    """

    participant: str
    referral: Referral | None
    step: NextStep
    days: int | None


@attrs.frozen
class _Asked:
    """What is asked of every case."""

    model: Model
    programme: BoundProgramme | None
    who: Asker
    on: date
    known_on: date | None

    def followed(self, case: CaseFile) -> Iterator[Followed]:
        """Yield how far each referral has come; of a programme that is named, the next step towards it as well."""
        seen, her = self._seen(case), case.participant.id
        steps: dict[str, NextStep] = {}
        for one in seen.referrals or ():
            programme = self._programme_of(one)
            if self.programme is None or programme is not None:
                yield Followed(her, one, self._step(seen, one, programme, steps), _days(one, self.on, self.known_on))
        if self.programme is not None:
            step = self._towards(seen, self.programme, steps)
            if step.referral is None:
                yield Followed(her, None, step, None)

    def _seen(self, case: CaseFile) -> CaseFile:
        if self.programme is not None and self.who.seen_by is not None:
            agency, purpose = self.who.seen_by, self.who.purpose
            case = as_seen_by(case, agency, self.programme, self.on, purpose=purpose, known_on=self.known_on)
        if case.referrals is None:
            return case
        come = [one for one in case.referrals if one.has_come(self.on, self.known_on)]
        return attrs.evolve(case, referrals=come)

    def _programme_of(self, referral: Referral) -> BoundProgramme | None:
        """Return the programme that a referral is to; where one is named, only if it is that one."""
        if self.programme is None:
            return self.model.programmes.get(referral.programme or "")
        return self.programme if referral.programme == self.programme.id else None

    def _step(
        self, seen: CaseFile, referral: Referral, programme: BoundProgramme | None, steps: dict[str, NextStep]
    ) -> NextStep:
        # Of several referrals to a programme, the step towards it goes by the last; each of the others goes by itself.
        step = None if programme is None else self._towards(seen, programme, steps)
        if step is not None and step.referral == referral.id:
            return step
        return step_of_referral(referral, self.model, self.on, known_on=self.known_on)

    def _towards(self, seen: CaseFile, programme: BoundProgramme, steps: dict[str, NextStep]) -> NextStep:
        if programme.id not in steps:
            steps[programme.id] = next_step(seen, programme, self.on, known_on=self.known_on)
        return steps[programme.id]


def _days(referral: Referral, on: date, known_on: date | None) -> int | None:
    """Return how many days there are from the day it came in to the day *on*, or to the one on which it was closed."""
    if referral.is_in_part or referral.is_in_error(known_on):
        return None
    happened = referral.until(on, known_on)
    since = next((one.day for one in happened if one.what is What.RECEIVED), None)
    if since is None:
        return None
    status = referral.status(on, known_on)
    until = next(one.day for one in reversed(happened) if one.step.to is status) if status in CLOSED else on
    return (until - since).days


def _counted(every: Iterator[Any], counts: Counter[str], name: str) -> Iterator[Any]:
    for one in every:
        counts[name] += 1
        yield one


# --- How it is laid out ---------------------------------------------------------------------------


def _layout(asked: _Asked, language: Language) -> Layout[Followed]:
    view = VIEW if asked.who.seen_by is None else f"seen-by:{asked.who.seen_by}"
    purpose = None if asked.who.seen_by is None else asked.who.purpose
    where_to = ["referred_to"] if asked.programme is None else []  # Of one programme the title says it.

    def line(one: Followed) -> Line:
        return Line(
            (
                one.participant,
                NOTHING if one.referral is None else one.referral.id,
                *(_where_to(one.referral, asked.model, language) for _ in where_to),
                NOTHING if one.step.status is None else one.step.status.text.in_(language),
                NOTHING if one.days is None else str(one.days),
                _next(one.step, language),
            ),
            _verdict(one.step),
        )

    def record(one: Followed) -> dict[str, Any]:
        return {
            "participant": one.participant,
            "on": asked.on.isoformat(),
            "view": view,
            "purpose": purpose,
            **_record_of(one.referral),
            "status": _value(one.step.status),
            "days": one.days,
            "step": step_record(one.step, language),
        }

    def row(one: Followed) -> list[str]:
        said = _record_of(one.referral)
        step = one.step
        return [
            *(one.participant, asked.on.isoformat(), view),
            *(said[name] or "" for name in ("referral", "by", "from", "to", "programme")),
            _value(step.status) or "",
            "" if one.days is None else str(one.days),
            step.what.value,
            "|".join(step.whose),
            "|".join(step.asks_for),
            " ".join(_missing(missing) for missing in step.missing),
            "" if step.on is None else step.on.isoformat(),
            "" if step.decision is None else step.decision.outcome.value,
        ]

    return Layout(
        title=seen_through(_title(asked, language), asked.who.in_words(asked.model, language)),
        head=headings(language, "case", "referral", *where_to, "status", "days", "next_step"),
        lines=lambda one: [line(one)],
        columns=(
            *("participant", "on", "view", "referral", "by", "from", "to", "programme", "status", "days"),
            *("step", "whose", "asks_for", "missing", "wait_until", "outcome"),
        ),
        rows=lambda one: [row(one)],
        record=record,
    )


def _title(asked: _Asked, language: Language) -> str:
    day = in_words(asked.on, language)
    if asked.programme is None:
        return HEADINGS["referrals"].filled(language, {"day": day})
    named = {"programme": asked.programme.definition.name.in_(language), "day": day}
    return HEADINGS["referrals.to"].filled(language, named)


def _where_to(referral: Referral | None, model: Model, language: Language) -> str:
    programme = None if referral is None else model.programmes.get(referral.programme or "")
    to = [] if programme is None else [programme.definition.name.in_(language)]
    to += [] if referral is None or referral.to is None else [who_or_nothing(referral.to, model.vocabulary, language)]
    return ", ".join(to) or NOTHING


def _next(step: NextStep, language: Language) -> str:
    """Return the step under a heading that calls it the next; and what it would be if nothing else comes to light."""
    before, announced, words = step.text(language).partition(f"{HEADINGS['next_step'].in_(language)}: ")
    if before and announced:
        said = f"{before.removesuffix('. ')}: {words}"
    else:
        said = capitalised(words) if announced else before
    return said if step.then is None else f"{said} {if_nothing_else(step.then.text(language), language)}"


def _record_of(referral: Referral | None) -> dict[str, str | None]:
    if referral is None:
        return dict.fromkeys(("referral", "by", "from", "to", "programme"))
    return {
        "referral": referral.id,
        "by": referral.by,
        "from": referral.from_,
        "to": referral.to,
        "programme": referral.programme,
    }


def _missing(missing: Missing) -> str:
    return missing.fact if missing.member is None else f"{missing.fact}:{missing.member}"


def _value(status: ReferralStatus | None) -> str | None:
    return None if status is None else status.value


def _verdict(step: NextStep) -> Verdict:
    """Return what colours the line: whether somebody has something to do, and it is known what."""
    if step.what in {StepKind.NONE, StepKind.WAIT, StepKind.FOLLOW_UP}:
        return Verdict.MET
    return Verdict.UNKNOWN
