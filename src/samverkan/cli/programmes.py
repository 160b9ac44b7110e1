"""What is said of programmes: the list of them, and a page for each."""

from collections.abc import Iterable, Iterator
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Words

from samverkan.bound_programmes import BoundProgramme
from samverkan.cli.headings import HEADINGS, force_of, headings, kind_of, title_of
from samverkan.model import Model
from samverkan.rules.text import printed
from samverkan.texts import Language, sentence

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
    day = on or definition.in_force.since or date.min
    return Group(
        Words(title_of(programme, language), style="bold"),
        Words(f"{HEADINGS['source'].in_(language)}: {definition.source.told(language)}"),
        Words(),
        *_section(HEADINGS["criteria"].filled(language, {"reading": programme.reading.id}), language, ()),
        *_criteria(programme, day, language),
        *_section("readings", language, _readings(programme, language)),
        *_section("facts", language, _facts(programme, language)),
        *_section("questions", language, (question.in_(language) for question in definition.open_questions)),
    )


def _section(heading: str, language: Language, lines: Iterable[str]) -> Iterator[RenderableType]:
    yield Words(HEADINGS[heading].in_(language) if heading in HEADINGS else heading, style="bold")
    for line in lines:
        yield Padding(Words(f"- {line}"), (0, 0, 0, 2))


def _criteria(programme: BoundProgramme, day: date, language: Language) -> Iterator[RenderableType]:
    for criterion in programme.segment(day).criteria:
        phrase = criterion.bound.criterion.text.filled(language, criterion.thresholds)
        said = HEADINGS["the_person"].filled(language, {"phrase": phrase})
        yield Padding(Words(f"{criterion.id}: {said}"), (0, 0, 0, 2))
        yield Padding(Words(criterion.described(language), style="italic"), (0, 0, 0, 4))
        rule = HEADINGS["rule"].filled(language, {"rule": printed(criterion.bound.rule)})
        yield Padding(Words(f"{rule}  [{criterion.source.told(language)}]", style="dim"), (0, 0, 0, 4))


def _readings(programme: BoundProgramme, language: Language) -> Iterator[str]:
    for position, reading in enumerate(programme.definition.readings):
        text = "" if reading.text is None else f": {reading.text.in_(language)}"
        default = "" if position else HEADINGS["default"].in_(language)
        assumed = HEADINGS["assumed"].in_(language) if reading.is_assumed else f"  [{reading.source.told(language)}]"
        yield f"{reading.id}{default}{text}{assumed}"


def _facts(programme: BoundProgramme, language: Language) -> Iterator[str]:
    for name, fact in programme.facts.items():
        asked = fact.asked.filled(language, {"members": HEADINGS["members"].in_(language)})
        yield f"{name}: {asked}"
