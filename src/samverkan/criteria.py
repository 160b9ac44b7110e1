"""Criteria as they are asked: bound to a vocabulary, compiled for a stretch of days, and said in words."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

import attrs

from samverkan.answers import KnownValue, Missing, Verdict
from samverkan.dates import in_words
from samverkan.programmes import Criterion, Programme, Status
from samverkan.rules.evaluation import Compiled, Node
from samverkan.rules.expressions import Condition
from samverkan.rules.judges import Values
from samverkan.rules.vocabulary import Vocabulary
from samverkan.rules.words import described, what_is_missing
from samverkan.sources import Source
from samverkan.texts import Language, sentence

__all__ = ["IN_FORCE", "BoundCriterion", "InForce", "JudgedCriterion"]

IN_FORCE: Final = "in-force"
"""The id of the criterion that every programme has first, namely that it is in force on the day."""


@attrs.frozen(eq=False)
class BoundCriterion:
    """A criterion under one reading, its rule parsed and checked, its place among what is compiled."""

    criterion: Criterion
    rule: Condition
    facts: tuple[str, ...]

    @property
    def id(self) -> str:
        """The criterion's id."""
        return self.criterion.id


@attrs.frozen(eq=False)
class InForce:
    """The criterion that every programme has first, for one segment of days."""

    programme: Programme
    outcome: Verdict
    code: str
    id: str = attrs.field(default=IN_FORCE, init=False)

    @property
    def source(self) -> Source:
        """Where the programme comes from."""
        return self.programme.source

    def code_of(self, _outcome: Verdict) -> str:
        """Return the reason code."""
        return f"{IN_FORCE}.{self.code}"

    def reads(self, _values: Values) -> Mapping[str, KnownValue]:
        """Return no fact: the criterion is about the programme."""
        return _NOTHING_READ

    def text(self, _outcome: Verdict, _values: Values, on: date, language: Language) -> str:
        """Say whether the programme is in force, and whether the source shows that it was adopted."""
        span, status = self.programme.in_force, self.programme.status
        told = sentence(
            f"{IN_FORCE}.{self.code}",
            language,
            programme=self.programme.name.in_(language),
            day=in_words(on, language),
            since=in_words(span.since or on, language),
            until=in_words(span.until or on, language),
        )
        if status in {Status.ADOPTED, Status.ENDED}:
            return told
        return told + sentence(f"status.note.{status.value}", language)


_NOTHING_READ: Final[Mapping[str, KnownValue]] = MappingProxyType({})


def _slots(judged: "JudgedCriterion") -> tuple[tuple[str, int], ...]:
    return tuple((fact, judged.compiled.facts.index(fact)) for fact in judged.bound.facts)


@attrs.frozen(eq=False)
class JudgedCriterion:
    """A criterion as compiled for one segment: what it reads, what is missing, and how that is said."""

    bound: BoundCriterion
    vocabulary: Vocabulary
    thresholds: Mapping[str, int | None]
    compiled: Compiled
    node: Node
    id: str = attrs.field(init=False, default=attrs.Factory(lambda self: self.bound.id, takes_self=True))
    source: Source = attrs.field(
        init=False, default=attrs.Factory(lambda self: self.bound.criterion.source, takes_self=True)
    )
    slots: tuple[tuple[str, int], ...] = attrs.field(init=False, default=attrs.Factory(_slots, takes_self=True))

    def code_of(self, outcome: Verdict) -> str:
        """Return the reason code."""
        return f"{self.id}.{outcome}"

    def reads(self, values: Values) -> Mapping[str, KnownValue]:
        """Return every fact that the criterion mentions with what is known of it."""
        return MappingProxyType({fact: values[slot] for fact, slot in self.slots})

    def missing(self, values: Values) -> tuple[Missing, ...]:
        """Return what must be learnt to settle the criterion."""
        return self.compiled.missing([self.node], values)

    def text(self, outcome: Verdict, values: Values, _on: date, language: Language) -> str:
        """Say what came of the criterion."""
        criterion = self.bound.criterion
        if None in self.thresholds.values():
            return sentence("criterion.no_value", language)
        phrase = {
            Verdict.MET: criterion.text,
            Verdict.NOT_MET: criterion.not_met,
            Verdict.UNKNOWN: criterion.unknown,
        }[outcome]
        code = f"criterion.{outcome.value}" + (".quoted" if phrase is None else "")
        what = ""
        if outcome is Verdict.UNKNOWN:
            what = what_is_missing(self.missing(values), self.vocabulary, language)
        told = (phrase or criterion.text).filled(language, self.thresholds)
        return sentence(code, language, phrase=told, what=what)

    def described(self, language: Language) -> str:
        """Say what the rule says, from the rule itself."""
        return described(self.bound.rule, self.vocabulary, self.thresholds, language)
