"""The command that measures lead times: what it takes, and how figures and single times are laid out."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from typing import Any, Final, Literal, get_args

import attrs
import click

from samverkan.answers import Verdict
from samverkan.casefiles import CaseFile
from samverkan.cli.counts import READ, REJECTED, leave, made_of_each, tell_counts
from samverkan.cli.headings import HEADINGS, NOTHING, headings, who_or_nothing
from samverkan.cli.inputs import Input
from samverkan.cli.options import DAY, about_cases, usable
from samverkan.cli.output import Layout, Line, Output
from samverkan.dates import in_words
from samverkan.errors import UnknownNameError
from samverkan.immutable import frozen_mapping
from samverkan.journeys import measurements_of
from samverkan.lead_times import Over, Unit
from samverkan.measurements import ClockState, Measurement, Promise
from samverkan.model import Model
from samverkan.serialization.journeys import measurement_record, summary_record
from samverkan.summaries import Summary
from samverkan.summary_groups import agency_of, clock_of, month_of_start, programme_of, summarise_by
from samverkan.summary_words import WORDS, told
from samverkan.texts import Language, Text

__all__ = ["Figures", "lead_times"]

Part = Literal["programme", "agency", "month"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
_KEYS: Final[Mapping[Part, Callable[[Measurement], str | None]]] = {
    "programme": programme_of,
    "agency": agency_of,
    "month": month_of_start,
}


@click.command("lead-times")
@click.option("--on", type=DAY, metavar="DAY", required=True, help="The day on which the clocks are read.")
@click.option(
    "--lead-time", "names", metavar="ID", multiple=True, help="Which lead time. Default: each that counts anything."
)
@click.option("--policy", metavar="ID", help="The way of counting of the lead times that have it; else the default.")
@click.option("--by", "parts", type=click.Choice(PARTS), multiple=True, help="Figures for each. Default: for all.")
@click.option("--each", is_flag=True, help="Write each time that was measured, and no figures of many.")
@click.option("--latest", type=DAY, metavar="DAY", help="Reject a record with an event after that day.")
@about_cases
@click.pass_context
def lead_times(  # noqa: PLR0913
    ctx: click.Context,
    *,
    source: Input,
    wanted: Output,
    model: Model,
    on: date,
    known_on: date | None,
    names: tuple[str, ...],
    policy: str | None,
    parts: tuple[Part, ...],
    each: bool,
    latest: date | None,
) -> None:
    """Say how long the journeys of FILE took, or have taken so far.

    FILE holds case files, one a line, with the referrals. --lead-time and --by may be given several times.

    What cannot be read or measured is named on standard error, counted, and in no figure. --rejects keeps the lines
    that could not be read. Exit codes are as in `samverkan check`.

    Figures of few people can point somebody out: they are not for publishing as they are.
    """
    if each and parts:
        raise click.UsageError("--by is for figures of many: leave --each out")
    asked = _Asked(model, usable(lambda: _named(model, names, policy)), policy, on, known_on)
    counts: Counter[str] = Counter()
    clocks: Counter[str] = Counter()
    with source.cases(model, counts, shows_bar=not wanted.is_on_terminal, latest=latest) as cases:
        measured = _measured(cases, asked, counts, clocks)
        if each:
            first = list(islice(measured, 1))
            if first or not wanted.is_bare:
                wanted.write(chain(first, measured), _of_each(asked, wanted.language))
        else:
            figures = [one for one in _figures(measured, asked, parts) if names or one.summary.n]
            if figures or not wanted.is_bare:
                wanted.write(figures, _of_figures(figures, asked, parts, counts["rejected"], wanted.language))
    for name in dict.fromkeys(names):
        if counts["read"] and not clocks[name]:
            click.echo(f"{name}: {_NOWHERE[model.lead_times[name].over]}", err=True)
    tell_counts(counts, _TOLD)
    leave(ctx, counts)


_TOLD: Final = {
    "read": READ,
    "measured": ("time measured", "times measured"),
    "rejected": REJECTED,
}
_NOWHERE: Final[Mapping[Over, str]] = {
    Over.REFERRAL: "no referral has this lead time, or it has started in none of those that do",
    Over.SICK_LEAVE: "it has started for nobody",
}


@attrs.frozen
class _Asked:
    """What is asked of every case."""

    model: Model
    names: tuple[str, ...]
    policy: str | None
    on: date
    known_on: date | None

    def measured(self, case: CaseFile) -> list[Measurement]:
        """Return all times of a case.

        Raises:
            InvalidValueError: when one of them cannot be measured.
        """
        return [
            *measurements_of(
                case, self.model, self.on, lead_times=self.names, policy=self.policy, known_on=self.known_on
            )
        ]

    def named(self, one: Measurement | Summary, language: Language) -> str:
        """Return what a clock is called."""
        return self.model.lead_times[str(one.lead_time)].name.in_(language)

    def title(self, code: str, among: Collection[str], language: Language) -> str:
        """Return what stands above a table: the day, and how those clocks count that count in another way than days."""
        said = HEADINGS[code].filled(language, {"day": in_words(self.on, language)})
        return "".join((said, *self._ways(among, language)))

    def _ways(self, among: Collection[str], language: Language) -> Iterator[str]:
        for name in self.names:
            clock = self.model.lead_times[name]
            how = clock.policy_or_default(self.policy)
            if name in among and (how != clock.policies[0] or how.counts is not Unit.CALENDAR):
                said = {"name": clock.name.in_(language), "how": how.text.in_(language)}
                yield f"\n{HEADINGS['way'].filled(language, said)}"


def _named(model: Model, names: tuple[str, ...], policy: str | None) -> tuple[str, ...]:
    """Return the lead times that are asked about, and refuse what the model does not have."""
    clocks = [model.lead_time(name) for name in dict.fromkeys(names or model.lead_times)]
    policies = dict.fromkeys(one.id for clock in clocks for one in clock.policies)
    if policy is not None and policy not in policies:
        raise UnknownNameError("policy", policy, policies)
    return tuple(clock.id for clock in clocks)


# --- Measuring ------------------------------------------------------------------------------------


def _measured(
    cases: Iterable[CaseFile], asked: _Asked, counts: Counter[str], clocks: Counter[str]
) -> Iterator[Measurement]:
    """Yield what is measured of each case; of one that cannot be trusted in all of it, nothing."""
    for found in made_of_each(cases, asked.measured, counts):
        counts["measured"] += len(found)
        clocks.update(one.lead_time for one in found)
        yield from found


def _parts(value: Mapping[Part, str | None]) -> Mapping[Part, str | None]:
    return frozen_mapping(value)


@attrs.frozen(repr=False)
class Figures:
    """What the times of one group come to; ``parts`` say which it is."""

    parts: Mapping[Part, str | None] = attrs.field(converter=_parts)
    summary: Summary


def _figures(measured: Iterable[Measurement], asked: _Asked, parts: tuple[Part, ...]) -> list[Figures]:
    """Return the figures of each group, the lead times in the order in which they are asked about."""
    wanted = tuple(dict.fromkeys(parts))
    groups = summarise_by(measured, (clock_of, *(_KEYS[part] for part in wanted)))
    figures = [Figures(dict(zip(wanted, group[1:], strict=True)), summary) for group, summary in groups.items()]
    return sorted(figures, key=lambda one: asked.names.index(str(one.summary.lead_time)))


# --- Figures of many ------------------------------------------------------------------------------

_MANY: Final = 200
"""From so many, a tenth of a percent says something; below it, none but all is rounded to 100 percent."""

_PARTS_NAMED: Final[Mapping[Part, str]] = {"programme": "programme", "agency": "whose", "month": "month"}
_COUNTED: Final = ("n", "stopped", "open", "ended_without_success", "nullified", "unknown")


def _of_figures(
    figures: Iterable[Figures], asked: _Asked, parts: tuple[Part, ...], rejected: int, language: Language
) -> Layout[Figures]:
    shown = tuple(dict.fromkeys(parts))
    title = asked.title("lead_times.figures", {str(one.summary.lead_time) for one in figures}, language)
    if rejected:
        title += f"\n{HEADINGS['not_among'].filled(language, {'count': rejected})}"

    def line(one: Figures) -> Line:
        summary, longest = one.summary, one.summary.longest_open
        cells = (
            asked.named(summary, language),
            *(_part_named(part, one.parts[part], asked.model, language) for part in shown),
            str(summary.n),
            str(summary.stopped),
            *(_number(days, language) for days in (summary.median, summary.percentile_90)),
            str(summary.open),
            _number(None if longest is None else longest.days, language),
            _share(summary, language),
        )
        return Line(cells, _verdict(summary))

    def row(one: Figures) -> list[str]:
        record = summary_record(one.summary)
        share = record["within_target"]
        return [
            *(record[name] or "" for name in ("lead_time", "policy", "unit")),
            asked.on.isoformat(),
            *(one.parts.get(part) or "" for part in PARTS),
            *(_plain(record[name]) for name in _COUNTED),
            *(_plain(record[name]) for name in ("median", "percentile_90")),
            *(_plain(share[name]) for name in ("met", "of", "share", "lower", "upper")),
            *(_plain(record[name]) for name in ("still_possible", "open_days", "longest_open", "survival_median")),
            str(rejected),
        ]

    def record(one: Figures) -> dict[str, Any]:
        return {
            **{part: one.parts[part] for part in PARTS if part in one.parts},
            **summary_record(one.summary),
            "rejected": rejected,
        }

    return Layout(
        title=title,
        head=headings(
            language,
            *("lead_time", *(_PARTS_NAMED[part] for part in shown), "n", "stopped", "median", "percentile_90"),
            *("open", "longest_open", "within_target"),
        ),
        lines=lambda one: [line(one)],
        columns=(
            *("lead_time", "policy", "unit", "on", *PARTS, *_COUNTED, "median", "percentile_90"),
            *("met", "met_or_missed", "share", "lower", "upper"),
            *("still_possible", "open_days", "longest_open", "survival_median", "rejected"),
        ),
        rows=lambda one: [row(one)],
        record=record,
    )


def _part_named(part: Part, value: str | None, model: Model, language: Language) -> str:
    if value is None:
        return NOTHING
    if part == "agency":
        return who_or_nothing(value, model.vocabulary, language)
    named = model.programmes.get(value) if part == "programme" else None
    return value if named is None else named.definition.name.in_(language)


def _verdict(summary: Summary) -> Verdict:
    if summary.missed:
        return Verdict.NOT_MET
    return Verdict.MET if summary.met else Verdict.UNKNOWN


def _share(summary: Summary, language: Language) -> str:
    share = summary.within_target
    bounds = share.interval()
    if share.value is None or bounds is None:
        return NOTHING
    digits = 1 if share.denominator >= _MANY else 0
    percent, lower, upper = (
        f"{100 * one:.{digits}f}".replace(".", WORDS["point"].in_(language)) for one in (share.value, *bounds)
    )
    said = {"share": percent, "met": share.numerator, "of": share.denominator, "lower": lower, "upper": upper}
    return HEADINGS["share_within"].filled(language, said)


def _number(value: float | None, language: Language) -> str:
    if value is None:
        return NOTHING
    return f"{value:.1f}".removesuffix(".0").replace(".", WORDS["point"].in_(language))


def _plain(value: float | None) -> str:
    """Return a number as a script reads it, with no more digits than say something."""
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


# --- Each time ------------------------------------------------------------------------------------

_STATES: Final[Mapping[ClockState, Text]] = {
    ClockState.NOT_STARTED: Text("inte påbörjad", "not started"),
    ClockState.RUNNING: Text("pågår", "running"),
    ClockState.STOPPED: Text("klar", "stopped"),
    ClockState.NULLIFIED: Text("räknas inte", "nullified"),
    ClockState.ENDED_WITHOUT_SUCCESS: Text("avslutad dessförinnan", "ended before that"),
    ClockState.UNKNOWN: Text("okänd", "unknown"),
}
_PROMISES: Final[Mapping[Promise, Text]] = {
    Promise.MET: Text("i tid", "in time"),
    Promise.MISSED: Text("för sent", "too late"),
    Promise.STILL_POSSIBLE: Text("kan fortfarande bli i tid", "can still be in time"),
}
_VERDICTS: Final[Mapping[Promise | None, Verdict]] = {Promise.MET: Verdict.MET, Promise.MISSED: Verdict.NOT_MET}


def _of_each(asked: _Asked, language: Language) -> Layout[Measurement]:
    def line(one: Measurement) -> Line:
        days = NOTHING if one.days is None else f"{one.days} {_days_named(one.days, one.unit, language)}"
        cells = (
            one.participant or NOTHING,
            one.journey or NOTHING,
            asked.named(one, language),
            who_or_nothing(one.agency, asked.model.vocabulary, language),
            days,
            _STATES[one.state].in_(language),
            NOTHING if one.deadline is None else one.deadline.isoformat(),
            NOTHING if one.promise is None else _PROMISES[one.promise].in_(language),
        )
        return Line(cells, _VERDICTS.get(one.promise, Verdict.UNKNOWN))

    def row(one: Measurement) -> list[str]:
        record = measurement_record(one)
        return ["" if record[name] is None else str(record[name]) for name in _COLUMNS]

    return Layout(
        title=asked.title("lead_times", asked.names, language),
        head=headings(language, "case", "referral", "lead_time", "whose", "days", "status", "deadline", "promise"),
        lines=lambda one: [line(one)],
        columns=_COLUMNS,
        rows=lambda one: [row(one)],
        record=measurement_record,
    )


_COLUMNS: Final = (
    *("participant", "journey", "programme", "agency", "lead_time", "policy", "on", "state", "unit", "days"),
    *("since", "until", "waited", "deadline", "promise"),
)


def _days_named(days: int, unit: Unit, language: Language) -> str:
    return told(f"{'day' if days == 1 else 'days'}.{unit}", language)
