"""What is said of programmes: the list of them, and a page for each."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import dropwhile

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Words

from samverkan.bound_programmes import BoundProgramme
from samverkan.cli.headings import HEADINGS, days_of, force_of, headings, kind_of, title_of
from samverkan.criteria import JudgedCriterion
from samverkan.dates import Span
from samverkan.model import Model
from samverkan.rules.facts import Fact, SetOf, SpellsOf
from samverkan.rules.text import printed
from samverkan.texts import Language, placeholders, sentence

__all__ = ["programme_page", "programme_rows"]


def programme_rows(model: Model, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table of a model's programmes and predicates, the headings first."""
    yield ("id", *headings(language, "programme", "kind", "status", "in_force", "readings"))
    for programme in (*model.programmes.values(), *model.predicates.values()):
        definition = programme.definition
        yield (
            definition.id,
            definition.name.in_(language),
            kind_of(programme, language),
            sentence(f"status.{definition.status.value}", language),
            force_of(programme),
            ", ".join(reading.id for reading in definition.readings),
        )


def programme_page(programme: BoundProgramme, on: date | None, language: Language) -> RenderableType:
    """Return a programme's rules in words, with sources, readings, what to ask for and open questions."""
    definition = programme.definition
    return Group(
        Words(title_of(programme, language), style="bold"),
        Words(f"{HEADINGS['source'].in_(language)}: {definition.source.told(language)}"),
        Words(),
        Words(HEADINGS["criteria"].filled(language, {"reading": programme.reading.id}), style="bold"),
        *(line for criterion in _shown(programme, on) for line in _criterion(criterion, programme, language)),
        *_section("readings", language, _readings(programme, language)),
        *_section("facts", language, _facts(programme, language)),
        *_section("questions", language, (question.in_(language) for question in definition.open_questions)),
    )


def _section(heading: str, language: Language, lines: Iterable[str]) -> Iterator[RenderableType]:
    for place, line in enumerate(lines):
        if place == 0:  # No heading over nothing.
            yield Words(HEADINGS[heading].in_(language), style="bold")
        yield Padding(Words(f"- {line}"), (0, 0, 0, 2))


def _shown(programme: BoundProgramme, on: date | None) -> Iterable[JudgedCriterion]:
    """Return the criteria of that day; without one every criterion, as it stands when it first applies."""
    if on is not None:
        return programme.segment(on).criteria
    found: dict[str, JudgedCriterion] = {}
    for segment in programme.segments:
        for criterion in segment.criteria if segment.is_in_force else ():
            found.setdefault(criterion.id, criterion)
    return [found[criterion.id] for criterion in programme.criteria if criterion.id in found]


def _criterion(criterion: JudgedCriterion, programme: BoundProgramme, language: Language) -> Iterator[RenderableType]:
    definition = criterion.bound.criterion
    said = HEADINGS["the_person"].filled(language, {"phrase": definition.text.filled(language, criterion.thresholds)})
    yield Padding(Words(f"{criterion.id}: {said}"), (0, 0, 0, 2))
    yield Padding(Words(criterion.described(language), style="italic"), (0, 0, 0, 4))
    if definition.in_force != Span():
        applies = HEADINGS["applies"].filled(language, {"days": days_of(definition.in_force)})
        yield Padding(Words(applies), (0, 0, 0, 4))
    rule = HEADINGS["rule"].filled(language, {"rule": printed(criterion.bound.rule)})
    yield Padding(Words(f"{rule}  [{criterion.source.told(language)}]", style="dim"), (0, 0, 0, 4))
    for day, name, value in _later(criterion, programme):
        later = HEADINGS["later"].filled(language, {"day": day.isoformat(), "name": name, "value": value})
        yield Padding(Words(later), (0, 0, 0, 4))


def _later(criterion: JudgedCriterion, programme: BoundProgramme) -> Iterator[tuple[date, str, int | None]]:
    """Yield the days after those of *criterion* on which one of its thresholds becomes another, with the new value."""
    before = criterion.thresholds
    for segment in dropwhile(lambda one: criterion not in one.criteria, programme.segments):
        for one in segment.criteria:
            if one.id == criterion.id and segment.is_in_force:
                yield from (
                    (segment.since, name, value) for name, value in one.thresholds.items() if value != before[name]
                )
                before = one.thresholds


def _readings(programme: BoundProgramme, language: Language) -> Iterator[str]:
    for position, reading in enumerate(programme.definition.readings):
        text = "" if reading.text is None else f": {reading.text.in_(language)}"
        default = "" if position else HEADINGS["default"].in_(language)
        assumed = HEADINGS["assumed"].in_(language) if reading.is_assumed else f"  [{reading.source.told(language)}]"
        yield f"{reading.id}{default}{text}{assumed}"


def _facts(programme: BoundProgramme, language: Language) -> Iterator[str]:
    for name, fact in programme.facts.items():
        yield f"{name}: {_asked(fact, language)}"


def _asked(fact: Fact, language: Language) -> str:
    """Say what one asks for when no member is named: of agencies those concerned, of other things what they are."""
    if "members" not in placeholders(fact.asked):
        return fact.asked.in_(language)
    if isinstance(fact.kind, SetOf | SpellsOf) and fact.kind.of in {"agencies", "parties"}:
        return fact.asked.filled(language, {"members": HEADINGS["members"].in_(language)})
    return fact.shown.in_(language)
