"""What in a person's record goes against something else in it? It is shown, and nobody is said to be right."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

import attrs

from samverkan.answers import KnownValue, Verdict
from samverkan.bound_rules import BoundConstraint
from samverkan.casefiles import Individual, Person, participant_of
from samverkan.dates import as_day, as_optional_day
from samverkan.disagreements import Disagreement, disagreements
from samverkan.immutable import frozen_mapping, frozen_words
from samverkan.model import Model
from samverkan.rules.vocabulary import Vocabulary
from samverkan.rules.words import shown
from samverkan.sources import Source
from samverkan.texts import LANGUAGES, Language, sentence

__all__ = ["BrokenConstraint", "Contradiction", "Disagreement", "contradictions"]


def contradictions(
    person: Person, model: Model | Vocabulary, on: date | str, *, known_on: date | str | None = None
) -> "tuple[Contradiction, ...]":
    """Return what in the record goes against something else in it on the day *on*.

    These are the assessments of one thing that stand on that day, come from different assessors and
    find different things; and the constraints of the model that what is known surely breaks. A
    vocabulary has no constraints. What is unknown contradicts nothing.

    Raises:
        InvalidValueError: when a day is not one.
        InvalidRecordError: when the record names an agency or a finding that the model does not have.

    >>> from samverkan import Participant, load_model
    >>> from samverkan.assessments import Assessment
    >>> mirjam = Participant(id="mirjam", work_capacity=[Assessment("AF", "no", since="2016-08-19"),
    ...                                                  Assessment("region/primärvård", "yes", since="2016-02-15")])
    >>> for one in contradictions(mirjam, load_model("finsam"), "2016-10-03"):
    ...     print(one.text("sv"))
    Bedömningarna går isär: arbetsförmåga enligt primärvården, ingen arbetsförmåga enligt Arbetsförmedlingen.
    """
    participant, day, known = participant_of(person), as_day(on), as_optional_day(known_on)
    vocabulary = model.vocabulary if isinstance(model, Model) else model
    constraints = model.constraints.values() if isinstance(model, Model) else ()
    return (
        *disagreements(participant, vocabulary, day, known),
        *_broken(participant, constraints, day, known),
    )


@attrs.frozen(kw_only=True, repr=False)
class BrokenConstraint:
    """A constraint of the model that what is known of the person surely breaks.

    ``id`` is the constraint's; ``reads`` has every fact that it mentions with what is known of it.
    """

    id: str
    reads: Mapping[str, KnownValue] = attrs.field(converter=frozen_mapping)
    source: Source
    _told: Mapping[Language, str] = attrs.field(converter=frozen_words, alias="told")

    def text(self, language: Language) -> str:
        """Return what holds of everybody, and what the record says."""
        return self._told[language]

    def __repr__(self) -> str:
        return f"<BrokenConstraint: {self.id}>"

    def __str__(self) -> str:
        return self.text("en")


Contradiction: TypeAlias = Disagreement | BrokenConstraint
"""Something in a record that goes against something else in it."""


# --- Constraints -----------------------------------------------------------------------------------


def _broken(
    participant: Individual, constraints: Iterable[BoundConstraint], on: date, known_on: date | None
) -> Iterator[BrokenConstraint]:
    for constraint in constraints:
        answer = constraint.answer(participant, on, known_on=known_on)
        if answer.verdict is Verdict.NOT_MET:
            told: dict[Language, str] = {one: _broken_told(constraint, answer.reads, one) for one in LANGUAGES}
            yield BrokenConstraint(id=constraint.id, reads=answer.reads, source=constraint.definition.source, told=told)


def _broken_told(constraint: BoundConstraint, reads: Mapping[str, KnownValue], language: Language) -> str:
    return sentence(
        "contradiction.constraint",
        language,
        rule=constraint.definition.text.in_(language).removesuffix("."),
        what="; ".join(shown(name, value, constraint.vocabulary, language) for name, value in reads.items()),
    )
