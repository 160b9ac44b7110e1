"""The leaves of rules, as conditions that hold of somebody, and how few of them are enough."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, assert_never

import attrs

from samverkan.immutable import frozen_tuple
from samverkan.rules.expressions import (
    TURNED,
    And,
    AtLeast,
    Comparison,
    Condition,
    Holds,
    Known,
    Member,
    Not,
    Number,
    Operator,
    Or,
    Step,
    walk,
)
from samverkan.rules.judges import Truth, conjunction
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import Text
from samverkan.verification.questions import Answerer, Demand, Nobody, Outside, Question

__all__ = ["Enough", "Few", "as_so", "leaves", "outcomes_of", "replaced", "whether_known"]

_OPPOSITE: Final[Mapping[Operator, Operator]] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def leaves(rules: Iterable[Condition]) -> tuple[Condition, ...]:
    """Return the leaves of *rules*, each once, in the order of writing; each step of a comparison is one.

    Whether a fact is known is left out.
    """
    return tuple(dict.fromkeys(leaf for rule in rules for condition in walk(rule) for leaf in _of(condition)))


def _of(condition: Condition) -> Iterator[Condition]:
    match condition:
        case Comparison():
            yield from (Comparison(left, (Step(how, right),)) for left, how, right in condition.pairs())
        case Holds() | Member():
            yield condition
        case Known() | Not() | And() | Or() | AtLeast():
            pass
        case _ as never:
            assert_never(never)


def whether_known(rules: Iterable[Condition]) -> tuple[Known, ...]:
    """Return the leaves of *rules* that ask whether a fact is known, each once."""
    return tuple(dict.fromkeys(one for rule in rules for one in walk(rule) if isinstance(one, Known)))


def as_so(leaf: Condition, truth: Truth) -> Condition:
    """Return the leaf as it is when it is *truth*: itself, or its opposite, as one would write it.

    >>> from samverkan import load_model
    >>> from samverkan.rules.text import parse, printed
    >>> printed(as_so(parse("age <= 29", load_model("finsam").vocabulary), False))
    'age >= 30'
    """
    match leaf:
        case Comparison(Number() as left, (Step(how, right),)):
            return as_so(Comparison(right, (Step(TURNED[how], left),)), truth)
        case Comparison(left, (Step(how, right),)):
            return _in_whole_numbers(Comparison(left, (Step(_OPPOSITE[how] if truth is False else how, right),)))
        case _:
            return Not(leaf) if truth is False else leaf


def _in_whole_numbers(comparison: Comparison) -> Comparison:
    match comparison:
        case Comparison(left, (Step(">", Number(value)),)):
            return Comparison(left, (Step(">=", Number(value + 1)),))
        case Comparison(left, (Step("<", Number(value)),)):
            return Comparison(left, (Step("<=", Number(value - 1)),))
        case _:
            return comparison


@attrs.frozen
class Few:
    """Conditions that are enough, and the constraints that it takes besides."""

    conditions: tuple[Condition, ...] = attrs.field(converter=frozen_tuple)
    constraints: tuple[str, ...] = attrs.field(converter=frozen_tuple)


@attrs.frozen
class Enough:
    """Tells whether conditions are enough for a conclusion, given what else holds of everybody that is meant.

    With *unknowns* they must be even where nothing else is known.
    """

    conclusion: Condition
    given: Sequence[Demand]
    vocabulary: Vocabulary = attrs.field(eq=False)
    on: date
    who: Answerer
    unknowns: bool = False

    def fewest(self, conditions: Sequence[Condition]) -> Few | Text | None:
        """Return as few of *conditions* as are enough, so that none can be spared.

        ``None`` when all of them are not; where it cannot be settled what can be spared, why not.
        """
        found = self._of(conditions)
        tried = 0
        while isinstance(found, Few) and tried < len(found.conditions):
            less = self._of([*found.conditions[:tried], *found.conditions[tried + 1 :]])
            if less is None:
                tried += 1
            else:
                found = less
        return found

    def _of(self, conditions: Sequence[Condition]) -> Few | Text | None:
        fails = Demand(self.conclusion, {False, None})
        demands = [*self.given, *(Demand(one) for one in conditions), fails]
        question = Question(demands, self.vocabulary, self.on, self.unknowns)
        match self.who.find(question):
            case Nobody(constraints, needed):
                first = len(self.given)
                return Few(
                    (one for place, one in enumerate(conditions, first) if place in needed),
                    (name for name in self.vocabulary.constraints if name in constraints),
                )
            case Outside(why):
                return why
            case _:
                return None


def replaced(rule: Condition, by: Mapping[Condition, Condition]) -> Condition:
    """Return *rule* with other conditions in the place of its leaves."""
    match rule:
        case Comparison():
            steps = [by.get(leaf, leaf) for leaf in _of(rule)]
            return And(tuple(steps)) if len(steps) > 1 else steps[0]
        case Holds() | Member() | Known():
            return by.get(rule, rule)
        case Not(part):
            return Not(replaced(part, by))
        case And(parts):
            return And(tuple(replaced(part, by) for part in parts))
        case Or(parts):
            return Or(tuple(replaced(part, by) for part in parts))
        case AtLeast(number, parts):
            return AtLeast(number, tuple(replaced(part, by) for part in parts))
        case _ as never:
            assert_never(never)


def outcomes_of(rule: Condition, possible: Mapping[Condition, frozenset[Truth]]) -> frozenset[Truth]:
    """Return what can come of *rule* when each of its leaves comes out in one of the ways that are possible.

    Leaves are taken to come out apart from each other, so it may be more than what can.
    """
    match rule:
        case Comparison():
            return _all_met([possible[leaf] for leaf in _of(rule)])
        case Holds() | Member() | Known():
            return possible[rule]
        case Not(part):
            return _denied(outcomes_of(part, possible))
        case And(parts):
            return _all_met([outcomes_of(part, possible) for part in parts])
        case Or(parts):
            return _denied(_all_met([_denied(outcomes_of(part, possible)) for part in parts]))
        case AtLeast(number, parts):
            counts = {(0, 0)}  # so many are met, and so many are met or unknown
            for part in parts:
                truths = outcomes_of(part, possible)
                counts = {(met + (one is True), most + (one is not False)) for met, most in counts for one in truths}
            return frozenset(True if met >= number else None if most >= number else False for met, most in counts)
        case _ as never:
            assert_never(never)


def _all_met(parts: Iterable[frozenset[Truth]]) -> frozenset[Truth]:
    found = frozenset[Truth]({True})
    for part in parts:
        found = frozenset(conjunction([one, other]) for one in found for other in part)
    return found


def _denied(truths: frozenset[Truth]) -> frozenset[Truth]:
    return frozenset(None if one is None else not one for one in truths)
