"""The command that says what is due, and whose it is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Final, cast

import attrs
import click

from samverkan.answers import Verdict
from samverkan.calendar_files import LEAST_KEY, calendar_file
from samverkan.casefiles import CaseFile
from samverkan.cli.counts import READ, REJECTED, leave, made_of_each, tell_counts
from samverkan.cli.files import Unusable, appearing_when_complete, refuse_unwritable
from samverkan.cli.headings import headings, who_or_nothing
from samverkan.cli.inputs import Input
from samverkan.cli.options import DAY, about_cases, known_agency
from samverkan.cli.output import Layout, Line, Output
from samverkan.dates import in_words
from samverkan.dues import Due, by_party, due
from samverkan.errors import InvalidValueError, MissingExtraError, UnknownNameError
from samverkan.model import Model
from samverkan.referral_checks import is_same
from samverkan.referral_events import agency_of
from samverkan.texts import Language, Text

__all__ = ["Told", "today"]

_COUNTED: Final = {
    "read": READ,
    "due": ("thing due", "things due"),
    "overdue": ("of them overdue", "of them overdue"),
    "rejected": REJECTED,
}
_PATH: Final = click.Path(path_type=Path)


@click.command()
@click.option("--on", type=DAY, metavar="DAY", required=True, help="The day to answer for, as YYYY-MM-DD.")
@click.option(
    "--horizon", type=click.IntRange(min=0), default=14, show_default=True, help="How many days after it to look at."
)
@click.option("--party", metavar="AGENCY", help="Only what is of that party or agency, of a forum, or of `self`.")
@click.option("--policy", metavar="ID", help="The way of counting of the lead times that have it; else the default.")
@click.option("--ics", type=_PATH, help="Write a calendar file too. It tells nothing of the persons.")
@click.option("--ics-key", type=_PATH, help="The file with the secret that the ids of the calendar are made with.")
@about_cases
@click.pass_context
def today(  # noqa: PLR0913
    ctx: click.Context,
    *,
    source: Input,
    wanted: Output,
    model: Model,
    on: date,
    known_on: date | None,
    horizon: int,
    party: str | None,
    policy: str | None,
    ics: Path | None,
    ics_key: Path | None,
) -> None:
    """Say what is due, and whose it is, of each case of FILE.

    A table stands by who must act; what several can do is under each of them. In the other formats everything
    stands once, by day. Overdue is what was promised for a day before and is not done.

    FILE holds case files, one a line, with consents and referrals. Bad lines and exit codes are as in
    `samverkan check`; a case that cannot be answered for is told on standard error and counted as rejected.
    """
    asked = _Asked(model, on, known_on, horizon, party, policy)
    asked.refuse_unknown()
    key = _key(ics, ics_key, on)
    counts: Counter[str] = Counter()
    with source.cases(model, counts, shows_bar=not wanted.is_on_terminal) as cases:
        dues = asked.dues(cases, counts)
    if ics is not None:
        _write_calendar(ics, calendar_file(dues, on, key=key, language=wanted.language))
    wanted.write(asked.told(dues, by_who=wanted.form == "table"), _layout(asked, wanted.language))
    tell_counts(counts, _COUNTED)
    leave(ctx, counts)


@attrs.frozen(repr=False)
class Told:
    """One thing that is due, under one of those who must act; ``who`` is ``None`` where it stands once for all."""

    who: str | None
    due: Due


@attrs.frozen
class _Asked:
    """What is asked of every case."""

    model: Model
    on: date
    known_on: date | None
    horizon: int
    party: str | None
    policy: str | None

    def refuse_unknown(self) -> None:
        """Refuse, before anything is read, what the model does not have."""
        if agency_of(self.party) is not None:
            known_agency(self.model, "--party", self.party or "")
        policies = dict.fromkeys(one.id for clock in self.model.lead_times.values() for one in clock.policies)
        problem = ""
        if self.policy is not None and self.policy not in policies:
            problem = str(UnknownNameError("policy", self.policy, policies))
        try:
            self.of([])
        except InvalidValueError as error:
            problem = f"--{error}"
        if problem:
            raise click.UsageError(problem)

    def of(self, cases: Iterable[CaseFile]) -> tuple[Due, ...]:
        """Return what is due of those cases."""
        return due(
            cases,
            self.model,
            self.on,
            horizon=self.horizon,
            known_on=self.known_on,
            party=self.party,
            policy=self.policy,
        )

    def dues(self, cases: Iterable[CaseFile], counts: Counter[str]) -> list[Due]:
        """Return what is due of all cases, by day; tell of those that cannot be answered for."""
        # What is refused is a day that the calendar does not cover.
        found = [*chain.from_iterable(made_of_each(cases, lambda case: self.of([case]), counts))]
        counts["due"] = len(found)
        counts["overdue"] = sum(one.is_overdue for one in found)
        return sorted(found, key=lambda one: (one.on, one.whose, one.participant))

    def told(self, dues: Iterable[Due], *, by_who: bool) -> Iterator[Told]:
        """Yield what is due as it is written: under each of those who must act, or once."""
        if not by_who:
            yield from (Told(None, one) for one in dues)
            return
        for who, every in by_party(dues).items():
            if self._is_asked_for(who):
                yield from (Told(who, one) for one in every)

    def _is_asked_for(self, who: str) -> bool:
        register = self.model.agencies
        return self.party is None or is_same(who, self.party, register) or is_same(self.party, who, register)


# --- The calendar -----------------------------------------------------------------------------------


def _key(ics: Path | None, file: Path | None, on: date) -> bytes:
    """Return the secret, and refuse before anything is read what cannot be written or is too short."""
    if ics is None or file is None:
        if ics is not file:
            raise click.UsageError("--ics and --ics-key go together")
        return b""
    refuse_unwritable(ics, "--ics")
    try:
        key = file.read_bytes().strip()
        problem = "" if len(key) >= LEAST_KEY else f"{file}: wanted {LEAST_KEY} bytes or more, got {len(key)}"
    except OSError as error:
        key, problem = b"", f"{file} cannot be read: {error.strerror}"
    if problem:
        raise click.BadParameter(problem, param_hint="--ics-key")
    try:
        calendar_file([], on, key=key)
    except MissingExtraError as error:
        problem = str(error)
    if problem:
        raise Unusable(problem)
    return key


def _write_calendar(path: Path, calendar: bytes) -> None:
    with appearing_when_complete(path) as out:
        out.write(calendar)


# --- Layout -----------------------------------------------------------------------------------------

_TITLE: Final = Text(
    "Att göra från och med den {since} till och med den {until}", "What is due from {since} to {until}"
)
_DAY: Final = Text("Dag", "Day")
_WHAT: Final = Text("Vad", "What")

_COLUMNS: Final = (
    *("on", "what", "is_overdue", "whose", "participant", "referral", "programme"),
    *("consent", "lead_time", "policy", "was", "becomes", "because"),
)


def _layout(asked: _Asked, language: Language) -> Layout[Told]:
    until = date.fromordinal(min(asked.on.toordinal() + asked.horizon, date.max.toordinal()))
    days = {"since": in_words(asked.on, language), "until": in_words(until, language)}

    def line(one: Told) -> Line:
        who = who_or_nothing(one.who, asked.model.vocabulary, language)
        told = (who, one.due.on.isoformat(), one.due.participant, _what(one.due, language))
        return Line(told, Verdict.NOT_MET if one.due.is_overdue else Verdict.UNKNOWN)

    return Layout(
        title=_TITLE.filled(language, days),
        head=(*headings(language, "whose"), _DAY.in_(language), *headings(language, "case"), _WHAT.in_(language)),
        lines=lambda one: [line(one)],
        columns=_COLUMNS,
        rows=lambda one: [[_cell(value) for value in _record(one.due).values()]],
        record=lambda one: {**_record(one.due), "text": one.due.text(language)},
    )


def _what(one: Due, language: Language) -> str:
    """Return what is due; whose it is too only where it is for several, each of whom has a line."""
    return one.text(language) if len(one.whose) > 1 else one.what_is_due(language)


def _record(one: Due) -> dict[str, Any]:
    """Return what is due as plain data."""
    return {name: _plain(getattr(one, name)) for name in _COLUMNS}


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case tuple():
            return list(cast("tuple[str, ...]", value))
        case _:
            return value


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return "|".join(cast("list[str]", value))
        case _:
            return str(value)
