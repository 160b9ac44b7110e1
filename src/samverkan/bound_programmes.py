"""Programmes bound to a model: parsed, checked and compiled once, ready to be asked.

Time is cut into segments on which no parameter changes and the programme is in force or not
throughout; each segment has its own compiled criteria.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Final

import attrs

from samverkan.answers import Verdict
from samverkan.criteria import IN_FORCE, BoundCriterion, InForce, JudgedCriterion
from samverkan.dates import turns
from samverkan.errors import Fault, InvalidModelError, InvalidRuleError
from samverkan.immutable import frozen_mapping
from samverkan.programmes import Criterion, Programme, Reading
from samverkan.rule_versions import rule_version
from samverkan.rules.checks import check_constants
from samverkan.rules.evaluation import Compiled, compiled
from samverkan.rules.expressions import Comparison, Condition, Number, facts_of, parameters_of, walk
from samverkan.rules.facts import Fact
from samverkan.rules.judges import Judge
from samverkan.rules.parameters import Parameter
from samverkan.rules.stretches import numbers_compared
from samverkan.rules.text import parse, printed
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import LANGUAGES, placeholders

__all__ = ["BoundProgramme", "Segment", "bind"]

_WRITTEN_OUT: Final = {
    "noll": 0, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8,
    "nio": 9, "tio": 10, "elva": 11, "tolv": 12,
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
"""Numbers in words. Not one: *en*, *ett* and *one* are articles and pronouns too."""


@attrs.frozen(eq=False)
class Segment:
    """A stretch of days on which no parameter changes and the programme is in force or not throughout."""

    since: date
    in_force: InForce
    thresholds: Mapping[str, int | None]
    compiled: Compiled
    criteria: tuple[JudgedCriterion, ...]
    is_in_force: bool
    judges: tuple[Judge, ...]


@attrs.frozen(eq=False, repr=False)
class BoundProgramme:
    """A programme taken from a model, under one of its readings.

    ``programme.facts`` says what to ask for; ``programme.read_as("16-65")`` is the same programme
    under another reading.
    """

    definition: Programme
    vocabulary: Vocabulary
    reading: Reading

    @property
    def id(self) -> str:
        """The programme's id."""
        return self.definition.id

    def __repr__(self) -> str:
        return f"<BoundProgramme {self.id}, reading {self.reading.id}>"

    def read_as(self, reading: str | None) -> "BoundProgramme":
        """Return the programme under *reading*; without a name, under the default one.

        Raises:
            UnknownNameError: when it has no such reading.
        """
        wanted = self.definition.reading(reading)
        return self if wanted is self.reading else self._readings[wanted.id]

    @property
    def readings(self) -> Mapping[str, "BoundProgramme"]:
        """The programme under each of its readings, the default first."""
        return self._readings

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts to ask for, by name, in the order in which the criteria read them."""
        given = dict.fromkeys(self.vocabulary.given(fact) for criterion in self.criteria for fact in criterion.facts)
        return frozen_mapping({name: self.vocabulary.facts[name] for name in given})

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters under this reading."""
        return frozen_mapping({**self.definition.parameters, **self.reading.parameters})

    @cached_property
    def criteria(self) -> tuple[BoundCriterion, ...]:
        """The criteria under this reading, in the order of the file, without ``in-force``."""
        return tuple(self._bound(criterion) for criterion in self._definitions())

    @property
    def listed_only(self) -> bool:
        """Whether, under this reading, nobody but those whom the referral rule lists may refer."""
        rule = self.definition.referral
        return (
            self.reading.listed_only if self.reading.listed_only is not None else rule is not None and rule.listed_only
        )

    @cached_property
    def referral_criteria(self) -> "BoundProgramme | None":
        """The programme with the criteria of a referral in place of its own; ``None`` where there are none."""
        rule = self.definition.referral
        if rule is None or not rule.criteria:
            return None
        readings = tuple(attrs.evolve(one, drops=(), criteria=()) for one in self.definition.readings)
        asked = attrs.evolve(self.definition, criteria=rule.criteria, readings=readings, referral=None)
        return BoundProgramme(asked, self.vocabulary, asked.reading(self.reading.id))

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The stretches of days on which the compiled rules stay the same, in order."""
        return tuple(self._segment(since) for since in sorted({date.min, *self._changes()}))

    def segment(self, on: date) -> Segment:
        """Return the stretch in which *on* lies."""
        return self.segments[bisect_right(self._starts, on) - 1]

    @cached_property
    def compared(self) -> Mapping[str, frozenset[int]]:
        """For each fact that the criteria mention, the numbers with which it is compared."""
        return numbers_compared([criterion.rule for criterion in self.criteria], self._reading_vocabulary)

    @cached_property
    def rule_version(self) -> str:
        """A digest of everything that an answer depends on but the person and the day."""
        rules = {criterion.id: (criterion.rule, criterion.criterion.in_force) for criterion in self.criteria}
        return rule_version(self.definition, self.reading.id, rules, self._reading_vocabulary)

    def check(self) -> Iterator[Fault]:
        """Yield everything that is wrong with the programme under this reading."""
        sound = True
        for criterion in self._definitions():
            try:
                bound = self._bound(criterion)
            except InvalidRuleError as error:
                sound = False
                yield Fault(f"criteria.{criterion.id}.rule", "a rule", hint=str(error))
            else:
                yield from self._faults_of_texts(bound)
        if sound:
            yield from self._faults_of_thresholds()

    # --- private ---

    @cached_property
    def _readings(self) -> Mapping[str, "BoundProgramme"]:
        return frozen_mapping(
            {
                reading.id: self
                if reading is self.reading
                else BoundProgramme(self.definition, self.vocabulary, reading)
                for reading in self.definition.readings
            }
        )

    @cached_property
    def _reading_vocabulary(self) -> Vocabulary:
        return attrs.evolve(self.vocabulary, parameters={**self.vocabulary.parameters, **self.parameters})

    @cached_property
    def _starts(self) -> tuple[date, ...]:
        return tuple(segment.since for segment in self.segments)

    def _definitions(self) -> Iterable[Criterion]:
        own = {criterion.id: criterion for criterion in self.definition.criteria}
        for dropped in self.reading.drops:
            own.pop(dropped, None)
        own.update((criterion.id, criterion) for criterion in self.reading.criteria)
        return own.values()

    def _bound(self, criterion: Criterion) -> BoundCriterion:
        rule = criterion.rule
        tree = parse(rule if isinstance(rule, str) else printed(rule), self._reading_vocabulary)
        return BoundCriterion(criterion, tree, facts_of(tree))

    def _changes(self) -> Iterable[date]:
        yield from turns(self.definition.in_force.since, self.definition.in_force.until)
        for criterion in self.criteria:
            yield from turns(criterion.criterion.in_force.since, criterion.criterion.in_force.until)
            for name in parameters_of(criterion.rule):
                yield from self._reading_vocabulary.parameters[name].changes()

    def _segment(self, since: date) -> Segment:
        vocabulary = self._reading_vocabulary
        criteria = [criterion for criterion in self.criteria if criterion.criterion.in_force.covers(since)]
        rules = [criterion.rule for criterion in criteria]
        names = dict.fromkeys(name for rule in rules for name in parameters_of(rule))
        thresholds = frozen_mapping({name: vocabulary.parameters[name].at(since) for name in names})
        span = self.definition.in_force
        if span.covers(since):
            code = "met"
        else:
            code = "not_started" if span.since is not None and since < span.since else "ended"
        whole = compiled(rules, vocabulary, thresholds)
        return Segment(
            since=since,
            in_force=InForce(self.definition, Verdict.of(code == "met"), code),
            is_in_force=code == "met",
            judges=tuple(node.judge for node in whole.nodes),
            thresholds=thresholds,
            compiled=whole,
            criteria=tuple(
                JudgedCriterion(
                    criterion,
                    vocabulary,
                    {name: thresholds[name] for name in parameters_of(criterion.rule)},
                    whole,
                    node,
                )
                for criterion, node in zip(criteria, whole.nodes, strict=True)
            ),
        )

    def _faults_of_texts(self, bound: BoundCriterion) -> Iterable[Fault]:
        numbers = _numbers_read(bound.rule, self._reading_vocabulary)
        names = set(parameters_of(bound.rule))
        for key, text in (
            ("text", bound.criterion.text),
            ("not_met", bound.criterion.not_met),
            ("unknown", bound.criterion.unknown),
        ):
            if text is None:
                continue
            where = f"criteria.{bound.id}.{key}"
            for name in sorted(placeholders(text) - names):
                yield Fault(where, f"placeholders for parameters that the rule reads, not {{{name}}}")
            for language in LANGUAGES:
                for number in sorted(_numbers_written(text.in_(language)) & numbers):
                    yield Fault(f"{where}.{language}", f"a placeholder instead of {number}, which the rule reads")

    def _faults_of_thresholds(self) -> Iterable[Fault]:
        for segment in self.segments:
            if not segment.is_in_force:
                continue
            if not segment.criteria:
                yield Fault(
                    "criteria",
                    "a criterion on every day on which the programme is in force",
                    got=f"none from {segment.since}",
                )
            for name, value in segment.thresholds.items():
                if value is None:
                    yield Fault(
                        f"parameters.{name}",
                        "a value on every day on which the programme is in force",
                        got=f"none from {segment.since}",
                    )
            for criterion in segment.criteria:
                try:
                    check_constants(criterion.bound.rule, self._reading_vocabulary, segment.thresholds)
                except InvalidRuleError as error:
                    yield Fault(f"criteria.{criterion.id}.rule", "a rule that can go either way", hint=str(error))


def bind(programme: Programme, vocabulary: Vocabulary) -> BoundProgramme:
    """Bind a programme to a vocabulary.

    Raises:
        InvalidModelError: with everything that is wrong with it under any of its readings.
    """
    faults = list(_faults_of_shape(programme, vocabulary))
    if programme.readings and not programme.parameters.keys() & vocabulary.facts.keys():
        bound = BoundProgramme(programme, vocabulary, programme.readings[0])
        faults += dict.fromkeys(fault for one in bound.readings.values() for fault in _faults_of(one))
        if not faults:
            return bound
    raise InvalidModelError(fault.inside(programme.id) for fault in faults)


def _faults_of(bound: BoundProgramme) -> Iterator[Fault]:
    yield from bound.check()
    asked = bound.referral_criteria
    if asked is not None:
        yield from (fault.inside("referral") for fault in asked.check())


def _faults_of_shape(programme: Programme, vocabulary: Vocabulary) -> Iterable[Fault]:
    if not programme.criteria:
        yield Fault("criteria", "one criterion or more")
    if not programme.readings:
        yield Fault("readings", "one reading or more, the default first")
    for kind, ids in (
        ("criteria", [criterion.id for criterion in programme.criteria]),
        ("readings", [reading.id for reading in programme.readings]),
        ("referral.criteria", [one.id for one in (() if programme.referral is None else programme.referral.criteria)]),
    ):
        for one in sorted({one for one in ids if ids.count(one) > 1}):
            yield Fault(f"{kind}.{one}", "an id that nothing else there has")
        if IN_FORCE in ids:
            yield Fault(f"{kind}.{IN_FORCE}", "another id: this one is taken")
    for reading in programme.readings:
        where = f"readings.{reading.id}"
        for name in reading.parameters.keys() - programme.parameters.keys():
            yield Fault(f"{where}.parameters.{name}", "a parameter that the programme has")
        for name in set(reading.drops) - {criterion.id for criterion in programme.criteria}:
            yield Fault(f"{where}.drops", "the id of a criterion", hint=f"there is none called {name}")
    for name in programme.parameters.keys() & vocabulary.facts.keys():
        yield Fault(f"parameters.{name}", "a name that no fact has")


def _numbers_read(rule: Condition, vocabulary: Vocabulary) -> set[int]:
    numbers = {one.value for name in parameters_of(rule) for one in vocabulary.parameters[name].values}
    for condition in walk(rule):
        if isinstance(condition, Comparison):
            for term in condition.terms():
                if isinstance(term, Number):
                    numbers.add(term.value)
    return numbers


def _numbers_written(text: str) -> set[int]:
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    written = {int(word) for word in words if word.isdecimal()}
    return written | {number for word in words if (number := _WRITTEN_OUT.get(word)) is not None}
