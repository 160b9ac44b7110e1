"""Contents: what a programme must have, found by looking: texts, sources, and rules that can go either way.

Each is a function of a trial, and raises ``AssertionError`` with everything that it finds wanting.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from samverkan.answers import Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.cross_checks import sources
from samverkan.testing.boundaries import a_day_of, can_fail, segments_in_force, sides
from samverkan.testing.searches import Search
from samverkan.testing.text_places import texts_of
from samverkan.testing.trials import Trial
from samverkan.texts import LANGUAGES, Text, placeholders

__all__ = ["boundaries_are_reached", "can_go_either_way", "parameters_are_sourced", "texts_are_complete"]


def texts_are_complete(trial: Trial) -> None:
    """Name, criteria, readings and open questions are there in both languages, with the same placeholders."""
    _none(_faults_of_texts(trial))


def parameters_are_sourced(trial: Trial) -> None:
    """Every threshold, criterion and reading has a source; what is assumed is an open question."""
    definition = trial.programme.definition
    assumed = [where for where, source in sources(definition) if source.is_assumed]
    read = {name for reading in trial.readings for segment in reading.segments for name in segment.thresholds}
    assumed += [
        f"the model's parameter {name}"
        for name, parameter in trial.model.parameters.items()
        if name in read - definition.parameters.keys() and any(one.source.is_assumed for one in parameter.values)
    ]
    if not definition.open_questions:
        _none(f"{definition.id}: {where} is assumed, and there is no open question" for where in assumed)


def boundaries_are_reached(trial: Trial) -> None:
    """For every number that a rule compares, there can be somebody on each side of it."""
    _none(
        f"{_named(search.programme, search.on)}: nobody can be made of whom {side} ({criterion.id})"
        for search in _searches(trial)
        for criterion in search.segment.criteria
        for side in sides(criterion.bound.rule, criterion.thresholds, criterion.vocabulary)
        if search.taking(side) is None
    )


def can_go_either_way(trial: Trial) -> None:
    """Each criterion can be met and can fail to be, and somebody can meet them all."""
    _none(problem for search in _searches(trial) for problem in _faults_of_criteria(search))


def _faults_of_criteria(search: Search) -> Iterator[str]:
    where = _named(search.programme, search.on)
    for criterion in search.segment.criteria:
        if search.find({criterion.id: Verdict.MET}, _first) is None:
            yield f"{where}: nobody can be made who meets {criterion.id}"
        if can_fail(criterion.bound.rule) and search.find({criterion.id: Verdict.NOT_MET}, _first) is None:
            yield f"{where}: nobody can be made who does not meet {criterion.id}"
    if search.find({criterion.id: Verdict.MET for criterion in search.segment.criteria}, _first) is None:
        yield f"{where}: nobody can be made who meets all the criteria"


def _faults_of_texts(trial: Trial) -> Iterator[str]:
    definition = trial.programme.definition
    for where, text in ((place.where, place.text) for place in texts_of(definition)):
        for missing in sorted(placeholders(Text(text.sv, text.sv)) ^ placeholders(Text(text.en, text.en))):
            yield f"{definition.id}: {where}: {{{missing}}} stands in one language only"
        if where != "name" and text.sv == text.en:
            yield f"{definition.id}: {where}: the Swedish and the English are the same"
    if len(definition.readings) > 1:
        yield from (
            f"{definition.id}: readings.{reading.id}: there are several readings, and it has no text"
            for reading in definition.readings
            if reading.text is None
        )
    for programme in trial.readings:
        for segment in segments_in_force(programme):
            for criterion in segment.criteria:
                for language in LANGUAGES:
                    if not criterion.described(language).strip():
                        yield f"{definition.id}: criteria.{criterion.id}: its rule cannot be put into words"


def _searches(trial: Trial) -> Iterator[Search]:
    """Yield a search for a day of each stretch on which the programme is in force, under each reading."""
    for programme in trial.readings:
        for segment in segments_in_force(programme):
            yield Search(programme, a_day_of(segment, programme, trial.world.calendar.first), trial.world)


def _first(_: int) -> int:
    return 0


def _named(programme: BoundProgramme, on: date) -> str:
    return f"{programme.id}, reading {programme.reading.id}, on {on}"


def _none(problems: Iterable[str]) -> None:
    found = list(dict.fromkeys(problems))
    if found:
        raise AssertionError("\n".join(found))
