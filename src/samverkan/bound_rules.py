"""Constraints and target groups bound to a model: parsed and checked, ready to be asked."""

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from samverkan.answers import Answer
from samverkan.casefiles import Person, participant_of
from samverkan.constraints import Constraint
from samverkan.dates import as_day, as_optional_day
from samverkan.errors import Fault, InvalidModelError, InvalidRuleError
from samverkan.rules.checks import check_constants
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import Condition, parameters_of
from samverkan.rules.parameters import Parameter
from samverkan.rules.text import parse, printed
from samverkan.rules.vocabulary import Vocabulary
from samverkan.target_groups import TargetGroup

__all__ = ["BoundConstraint", "BoundTargetGroup", "bind_constraint", "bind_target_group"]


@attrs.frozen(eq=False, repr=False)
class BoundConstraint:
    """A constraint taken from a model."""

    definition: Constraint
    rule: Condition
    vocabulary: Vocabulary

    @property
    def id(self) -> str:
        """The constraint's id."""
        return self.definition.id

    def __repr__(self) -> str:
        return f"<BoundConstraint {self.id}>"

    def answer(self, person: Person, on: date | str, *, known_on: date | str | None = None) -> Answer:
        """Say whether what is known of the person keeps to it: not met when it surely does not."""
        return answer(self.rule, self.vocabulary, participant_of(person), as_day(on), as_optional_day(known_on))


@attrs.frozen(eq=False, repr=False)
class BoundTargetGroup:
    """A target group taken from a model; ``rule`` is ``None`` where it is descriptive only."""

    definition: TargetGroup
    rule: Condition | None
    vocabulary: Vocabulary

    @property
    def id(self) -> str:
        """The group's id."""
        return self.definition.id

    def __repr__(self) -> str:
        return f"<BoundTargetGroup {self.id}>"

    def answer(self, person: Person, on: date | str, *, known_on: date | str | None = None) -> Answer:
        """Say whether the person belongs to the group.

        Raises:
            InvalidRuleError: when the group is descriptive only, and so has no rule.
        """
        if self.rule is None:
            raise InvalidRuleError([f"the target group {self.id} is descriptive only: it has no rule"])
        return answer(self.rule, self.vocabulary, participant_of(person), as_day(on), as_optional_day(known_on))


def bind_constraint(constraint: Constraint, vocabulary: Vocabulary) -> BoundConstraint:
    """Bind a constraint to a vocabulary.

    Raises:
        InvalidModelError: with everything that is wrong with it.
    """
    return BoundConstraint(constraint, _rule(constraint.id, constraint.rule, vocabulary), vocabulary)


def bind_target_group(group: TargetGroup, vocabulary: Vocabulary) -> BoundTargetGroup:
    """Bind a target group to a vocabulary.

    Raises:
        InvalidModelError: with everything that is wrong with it.
    """
    taken = sorted(group.parameters.keys() & vocabulary.facts.keys())
    if taken:
        raise InvalidModelError(Fault(f"{group.id}.parameters.{name}", "a name that no fact has") for name in taken)
    own = attrs.evolve(vocabulary, parameters={**vocabulary.parameters, **group.parameters})
    return BoundTargetGroup(group, None if group.rule is None else _rule(group.id, group.rule, own), own)


def _rule(owner: str, rule: str | Condition, vocabulary: Vocabulary) -> Condition:
    try:
        tree = parse(rule if isinstance(rule, str) else printed(rule), vocabulary)
        for thresholds in _thresholds(tree, vocabulary.parameters):
            _check(tree, vocabulary, thresholds)
    except InvalidRuleError as error:
        problem = str(error)
    else:
        return tree
    raise InvalidModelError([Fault(f"{owner}.rule", "a rule", hint=problem)])


def _check(rule: Condition, vocabulary: Vocabulary, thresholds: Mapping[str, int | None]) -> None:
    if None in thresholds.values():
        raise InvalidRuleError(["a parameter that it reads has no value on some day"])
    check_constants(rule, vocabulary, thresholds)


def _thresholds(rule: Condition, parameters: Mapping[str, Parameter]) -> Iterator[Mapping[str, int | None]]:
    """Yield the parameters' values on each day on which one of them changes, and before them all."""
    names = parameters_of(rule)
    days = {date.min, *(day for name in names for day in parameters[name].changes())}
    for day in sorted(days):
        yield {name: parameters[name].at(day) for name in names}
