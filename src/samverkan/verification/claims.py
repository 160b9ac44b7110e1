"""Rules as claims are made of them: of a programme, of a target group, or written out."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeAlias, assert_never

import attrs

from samverkan.answers import Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.bound_rules import BoundTargetGroup
from samverkan.eligibility import Outcome, decide
from samverkan.errors import InvalidRuleError, InvalidValueError
from samverkan.immutable import frozen_set
from samverkan.participants import Participant
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import And, Condition, facts_of
from samverkan.rules.facts import Choice, Elapsed, Expression, MembersOf, SetOf, SpellsOf
from samverkan.rules.judges import Truth
from samverkan.rules.text import parse
from samverkan.rules.vocabulary import Vocabulary
from samverkan.rules.words import described
from samverkan.texts import LANGUAGES, Text
from samverkan.verification.questions import NEVER, Demand, bearing, with_numbers

__all__ = ["Asked", "Claimed", "Rule", "common_vocabulary", "named", "rule_on"]

Asked: TypeAlias = BoundProgramme | BoundTargetGroup
"""What has a rule and a vocabulary: a programme or predicate under a reading, or a target group."""


@attrs.frozen
class Rule:
    """A rule that was written out, with the vocabulary that it mentions."""

    rule: Condition
    vocabulary: Vocabulary = attrs.field(eq=False)

    @classmethod
    def of(cls, rule: str | Condition, vocabulary: Vocabulary) -> "Rule":
        """Return the rule that is written; of a tree, the rule itself.

        Raises:
            InvalidRuleError: when it cannot mean what it says.
        """
        return cls(parse(rule, vocabulary) if isinstance(rule, str) else rule, vocabulary)


def rule_on(asked: Asked | Rule, on: date) -> Condition:
    """Return the rule of *asked* on the day, with numbers for parameters; never met when it is not in force.

    Raises:
        InvalidRuleError: when a target group is descriptive only, or a parameter has no value that day.

    >>> from samverkan import load_model
    >>> from samverkan.rules.text import printed
    >>> printed(rule_on(load_model("finsam").programmes["se-projektet"], date(2016, 10, 3)))
    'age <= 29 and ("activity-compensation" in receives or risk_of_activity_compensation)'
    """
    match asked:
        case BoundProgramme():
            segment = asked.segment(on)
            if not segment.is_in_force:
                return NEVER
            rules = [with_numbers(one.bound.rule, one.vocabulary, on) for one in segment.criteria]
            return And(tuple(rules)) if len(rules) > 1 else rules[0]
        case BoundTargetGroup(rule=None):
            raise InvalidRuleError([f"the target group {asked.id} is descriptive only: it has no rule"])
        case BoundTargetGroup(rule=rule) | Rule(rule=rule):
            if rule is None:
                raise AssertionError("told above")
            return with_numbers(rule, asked.vocabulary, on)
        case _ as never:
            assert_never(never)


def named(asked: Asked | Rule, on: date) -> Text:
    """Return what *asked* is called: a name, or what the rule says; a reading that is not the default is named."""
    match asked:
        case BoundProgramme():
            name, reading = asked.definition.name, asked.reading.id
            if asked.read_as(None) is asked:
                return name
            return Text(f"{name.sv} (läsning {reading})", f"{name.en} (reading {reading})")
        case BoundTargetGroup():
            return asked.definition.name
        case Rule(rule, vocabulary):
            filled = with_numbers(rule, vocabulary, on)
            return Text(*(f"”{described(filled, vocabulary, {}, language)}”" for language in LANGUAGES))
        case _ as never:
            assert_never(never)


@attrs.frozen
class Claimed:
    """That what comes of *asked* for a person is one of *truths*."""

    asked: Asked | Rule
    truths: frozenset[Truth] = attrs.field(converter=frozen_set)

    def demand(self, on: date) -> Demand:
        """Return the same as a demand."""
        return Demand(rule_on(self.asked, on), self.truths)

    def holds_of(self, person: Participant, on: date) -> bool:
        """Whether it is so, as a decision or an answer has it."""
        match self.asked:
            case BoundProgramme() as programme:
                outcome = decide(person, programme, on).outcome
                return {Outcome.ELIGIBLE: True, Outcome.NOT_ELIGIBLE: False}.get(outcome) in self.truths
            case BoundTargetGroup() as group:
                verdict = group.answer(person, on).verdict
            case Rule(rule, vocabulary):
                verdict = answer(rule, vocabulary, person, on).verdict
            case _ as never:
                assert_never(never)
        return {Verdict.MET: True, Verdict.NOT_MET: False}.get(verdict) in self.truths


def common_vocabulary(asked: Iterable[Asked | Rule], on: date) -> Vocabulary:
    """Return one vocabulary that all of *asked* can be read in on the day.

    Its constraints are those that bear on the rules and that all have alike, with the numbers of the
    day. Parameters are left out: rules have numbers for them. What none of the rules and constraints
    reads may be another thing to one than to another.

    Raises:
        InvalidValueError: when what is read is another thing to another of *asked*; it is named.
    """
    every = tuple(asked)
    first, *others = [_of_the_day(one.vocabulary, on) for one in dict.fromkeys(_Same(one.vocabulary) for one in every)]
    facts, lists, constraints = dict(first.facts), dict(first.lists), dict(first.constraints)
    for other in others:
        facts = {**other.facts, **facts}
        lists = {**other.lists, **lists}
        constraints = {name: rule for name, rule in constraints.items() if other.constraints.get(name) == rule}
    whole = attrs.evolve(first, facts=facts, lists=lists, constraints=constraints)
    rules = [rule_on(one, on) for one in every]
    bear = bearing(rules, whole)
    for other in others:
        _check_read([*rules, *bear.values()], whole, other)
    return attrs.evolve(whole, constraints=bear)


def _of_the_day(vocabulary: Vocabulary, on: date) -> Vocabulary:
    constraints = {name: with_numbers(rule, vocabulary, on) for name, rule in vocabulary.constraints.items()}
    return attrs.evolve(vocabulary, constraints=constraints, parameters={})


def _check_read(rules: Iterable[Condition], one: Vocabulary, other: Vocabulary) -> None:
    """Refuse what *rules* read, or what bounds it, where it is another thing in *other* than in *one*."""
    roots = {one.given(fact) for rule in rules for fact in facts_of(rule)}
    read = {
        name: fact
        for name, fact in one.facts.items()
        if not isinstance(fact.derived, Expression) and one.given(name) in roots
    }
    for name, mine in read.items():
        its = other.facts.get(name, mine)
        if (mine.kind, mine.derived) != (its.kind, its.derived):
            raise _differs(f"facts.{name}")
    of = {fact.kind.of for fact in read.values() if isinstance(fact.kind, Choice | SetOf | SpellsOf)}
    for name in (name for name in other.lists if name in of):
        if tuple(one.lists[name]) != tuple(other.lists[name]):
            raise _differs(f"lists.{name}")
    derived = [fact.derived for fact in read.values()]
    if other.leap_day is not one.leap_day and any(isinstance(how, Elapsed) for how in derived):
        raise _differs("leap_day")
    findings = any(isinstance(how, MembersOf) and how.key == "finding" for how in derived)
    if (findings or of & {"agencies", "parties"}) and _register(other) != _register(one):
        raise _differs("agencies")


class _Same:
    """A vocabulary that is the same as another when it is that one: comparing them part by part takes long."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.vocabulary is self.vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)


def _register(vocabulary: Vocabulary) -> Sequence[object]:
    register = vocabulary.agencies
    parties = [(one.id, one.has_other_units) for one in register.parties.values()]
    return [parties, [(one.id, one.party) for one in register.agencies.values()]]


def _differs(where: str) -> InvalidValueError:
    return InvalidValueError(where=where, wanted="the same in what is compared", got="something else")
