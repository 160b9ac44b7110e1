"""Going through the rules of a model on the command line, and what was found as text and as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any, Final

import attrs
import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from samverkan.cli.inputs import is_watched
from samverkan.cli.options import usable
from samverkan.cli.verify import By
from samverkan.errors import MissingExtraError
from samverkan.immutable import frozen_tuple
from samverkan.model import Model
from samverkan.serialization import converter, unstructured
from samverkan.texts import Language, Text, joined
from samverkan.verification.by_solver import BySolver
from samverkan.verification.exhaustive import Exhaustive
from samverkan.verification.inspections import everything, pairs, review
from samverkan.verification.questions import Answerer
from samverkan.verification.reviews import Finding, Kind, Review
from samverkan.verification.revisions import compared

__all__ = ["Done", "Work", "answerer", "json_lines", "report"]


def answerer(by: By | None) -> Answerer:
    """Return what was asked for; else z3, or what does without it, and then say so on standard error."""
    if by == "exhaustive":
        return Exhaustive()
    try:
        return BySolver()
    except MissingExtraError as error:
        problem = str(error)
    if by is not None:
        raise click.UsageError(f"--by z3: {problem}")
    click.echo(f"z3 is not installed, so every boundary class of people is tried: {problem}", err=True)
    return Exhaustive()


@attrs.frozen(kw_only=True, eq=False)
class Work:
    """What is to be gone through, and what the models are called."""

    name: str
    against: str | None
    new: Model
    old: Model | None
    on: date | None
    only: Sequence[str]
    overlapping: bool
    colliding: Sequence[tuple[str, str]]
    who: Answerer

    def done(self) -> "Done":
        """Go through it; a bar on standard error shows how far that has come, if that is a terminal."""
        reviews, revisions = usable(self._begun)
        if not is_watched():
            return Done(self, reviews, revisions)
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=self._how_many())

            def shown(some: Iterable[Review]) -> Iterator[Review]:
                for one in some:
                    bar.update(task, advance=1, description=one.subject)
                    yield one

            return Done(self, shown(reviews), shown(revisions))

    def _begun(self) -> tuple[Iterator[Review], Iterator[Review]]:
        """Find everything that is named, so that nothing is asked when something is not there."""
        revisions: Iterator[Review] = iter(())
        colliding = pairs(self.new, self.on, self.colliding, by=self.who)
        only = self.only
        if self.old is not None:
            revisions = compared(self.new, self.old, self.on, only=only, by=self.who)
            there = {one.id for one in everything(self.new)}
            only = [name for name in only if name in there]
            if self.only and not only:  # All that was named is gone.
                return colliding, revisions
        reviews = review(self.new, self.on, only=only, overlapping=self.overlapping, by=self.who)
        return chain(reviews, colliding), revisions

    def _how_many(self) -> int:
        """Return how many reviews there will be, as far as that shows beforehand."""
        rules = sum(group.rule is not None for group in self.new.target_groups.values())
        each = len(self.only) or len(self.new.programmes) + len(self.new.predicates) + rules
        return each * (1 if self.old is None else 2) + len(self.colliding)


@attrs.frozen(eq=False)
class Done:
    """What came of it."""

    work: Work
    reviews: tuple[Review, ...] = attrs.field(converter=frozen_tuple)
    revisions: tuple[Review, ...] = attrs.field(converter=frozen_tuple)

    @property
    def all(self) -> Iterator[Review]:
        """The reviews of the model, and after them what its newer version changes."""
        return chain(self.reviews, self.revisions)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of which something was found."""
        return frozenset(finding.kind.value for one in self.all for finding in one.findings)

    def counted(self, language: Language) -> str:
        """Say in one line how much was asked, and how much of each kind was found."""
        counts = Counter(finding.kind for one in self.all for finding in one.findings)
        told = joined((f"{kind.said(language)} {counts[kind]}" for kind in Kind if counts[kind]), language)
        values = {"n": sum(one.questions for one in self.all), "by": self.work.who.name, "told": told}
        return (_COUNTS if told else _NO_COUNTS).filled(language, values)


def report(done: Done, language: Language) -> Iterator[str]:
    """Yield lines that tell everything, with a heading for each programme, predicate and target group."""
    work = done.work
    yield _HEAD.filled(language, {"model": work.name, "by": work.who.name})
    for one in done.reviews:
        yield from _told(one, language)
    if work.against is not None:
        yield ""
        yield _AGAINST.filled(language, {"model": work.name, "old": work.against})
        for one in done.revisions:
            yield from _told(one, language) if _is_of_interest(one) else ()
        yield ""
        alike = sum(not _is_of_interest(one) for one in done.revisions)
        yield _ALIKE.filled(language, {"n": alike})
    yield ""


def json_lines(done: Done, language: Language) -> Iterator[str]:
    """Yield each finding as an object of JSON, without what ends a line."""
    conv = converter(done.work.new)
    for one in done.all:
        for finding in one.findings:
            yield json.dumps(_record(one, finding, language, conv), ensure_ascii=False)


def _is_of_interest(revision: Review) -> bool:
    return bool(revision.findings or revision.questions)


def _told(one: Review, language: Language) -> Iterator[str]:
    what: list[str] = []
    if one.days:
        what.append(joined((day.isoformat() for day in one.days), language))
    if len(one.readings) > 1:
        what.append(_READINGS.filled(language, {"n": len(one.readings)}))
    if one.questions:
        what.append(_QUESTIONS.filled(language, {"n": one.questions}))
    yield ""
    yield f"{one.name.in_(language)} ({one.subject}){': ' if what else ''}{', '.join(what)}"
    for finding in one.findings:
        yield from (f"  {line}" for line in finding.text(language).splitlines())
    if not one.findings:
        empty = _NOTHING if one.days else _NO_RULE if one.part == "target-group" else _NO_DAY
        yield f"  {empty.in_(language)}"


def _record(one: Review, finding: Finding, language: Language, conv: Any) -> dict[str, object]:
    return {
        "kind": finding.kind.value,
        "part": one.part,
        "subject": one.subject,
        "reading": finding.reading,
        "days": [day.isoformat() for day in finding.days],
        "text": finding.text(language),
        "invented_person": None if finding.person is None else unstructured(finding.person, conv),
        "descriptions": [{"rule": one.rule, "text": one.text(language)} for one in finding.descriptions],
        "more": finding.more,
        "constraints": list(finding.constraints),
    }


_HEAD: Final = Text(
    sv="Reglerna i {model}, prövade med {by}. Allt är känt om dem som frågorna gäller. Personerna är påhittade.",
    en="The rules of {model}, asked about with {by}. All is known of those asked about. The people shown are invented.",
)
_AGAINST: Final = Text(
    sv="Vad som är nytt i {model} jämfört med den äldre versionen {old}:",
    en="What is new in {model}, compared with the older version {old}:",
)
_ALIKE: Final = Text(sv="Läses som förut: {n}.", en="Read as before: {n}.")
_READINGS: Final = Text(sv="{n} läsningar", en="{n} readings")
_QUESTIONS: Final = Text(sv="antal frågor: {n}", en="questions asked: {n}")
_NOTHING: Final = Text(sv="inget att anmärka", en="nothing found")
_NO_DAY: Final = Text(sv="inte i kraft", en="not in force")
_NO_RULE: Final = Text(sv="bara beskriven: gruppen har ingen regel", en="descriptive only: it has no rule")
_COUNTS: Final = Text(sv="Antal frågor: {n} ({by}). Funnet: {told}.", en="Questions asked: {n} ({by}). Found: {told}.")
_NO_COUNTS: Final = Text(
    sv="Antal frågor: {n} ({by}). Inget att anmärka.", en="Questions asked: {n} ({by}). Nothing found."
)
