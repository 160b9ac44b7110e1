"""Assessments of one thing that come to different findings. They are shown, and nobody is said to be right."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from samverkan.agencies import Agencies, unit_of
from samverkan.assessments import Assessment
from samverkan.casefiles import Individual
from samverkan.immutable import frozen_tuple, frozen_words
from samverkan.rules.facts import MembersOf, SetOf
from samverkan.rules.readers import reader
from samverkan.rules.vocabulary import Vocabulary
from samverkan.spells import latest_of_each
from samverkan.texts import LANGUAGES, Language, joined, sentence

__all__ = ["Disagreement", "disagreements"]


def disagreements(
    participant: Individual, vocabulary: Vocabulary, on: date, known_on: date | None = None
) -> "Iterator[Disagreement]":
    """Yield what is assessed of a person and found different by different assessors, as it stands on the day *on*.

    Raises:
        InvalidRecordError: when the record names an agency or a finding that the model does not have.
    """
    seen: set[str] = set()
    for name, fact in vocabulary.facts.items():
        match fact.derived, fact.kind:
            case MembersOf(spells, "finding", None), SetOf(of) if spells not in seen:
                seen.add(spells)
                reader(name, vocabulary)(participant, on, known_on)  # refuses what the model does not have
                standing = _standing(participant, spells, on, known_on)
                if len({one.finding for one in standing}) > 1 and len({one.by for one in standing}) > 1:
                    told: dict[Language, str] = {
                        one: _disagreement_told(standing, of, vocabulary, one) for one in LANGUAGES
                    }
                    yield Disagreement(id=spells, assessments=standing, told=told)
            case _:
                pass


@attrs.frozen(kw_only=True, repr=False)
class Disagreement:
    """Assessments of one thing that stand on the same day and find different things.

    ``id`` is the fact that is assessed; ``assessments`` are all that stand on the day, in the order of the record.
    """

    id: str
    assessments: tuple[Assessment, ...] = attrs.field(converter=frozen_tuple)
    _told: Mapping[Language, str] = attrs.field(converter=frozen_words, alias="told")

    def text(self, language: Language) -> str:
        """Return who has found what."""
        return self._told[language]

    def __repr__(self) -> str:
        return f"<Disagreement: {self.id}>"

    def __str__(self) -> str:
        return self.text("en")


def _standing(participant: Individual, spells: str, on: date, known_on: date | None) -> list[Assessment]:
    history: Any = participant.spells(spells)
    return [] if history is None else [*latest_of_each(one for one in history.standing(known_on) if one.runs(on))]


def _disagreement_told(standing: list[Assessment], words: str, vocabulary: Vocabulary, language: Language) -> str:
    found = {word: [one.by for one in standing if one.finding == word] for word in vocabulary.lists[words]}
    who = ", ".join(
        sentence(
            "contradiction.found",
            language,
            finding=vocabulary.name(word, words).in_(language),
            who=joined(dict.fromkeys(_assessor(one, vocabulary.agencies, language) for one in by), language),
        )
        for word, by in found.items()
        if by
    )
    return sentence("contradiction.assessments", language, who=who)


def _assessor(reference: str | None, register: Agencies, language: Language) -> str:
    if reference is None:
        return sentence("contradiction.somebody", language)
    body = unit_of(reference)[1]
    name = register.agency(reference).name.in_(language)
    return name if body is None else f"{name} ({body})"
