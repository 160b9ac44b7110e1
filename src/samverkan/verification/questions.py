"""Questions about rules, each of which comes down to one: is there a person for whom this and that holds?

*Nobody is taken by both* is asked as: is there a person for whom this programme's rule is surely
met, and that one's too? Whoever answers either makes up such a person, or says that there is
nobody, or says what keeps it from knowing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Protocol, TypeAlias

import attrs

from samverkan.errors import InvalidRuleError
from samverkan.immutable import frozen_set, frozen_tuple
from samverkan.participants import Participant
from samverkan.rules.evaluation import compiled
from samverkan.rules.expressions import (
    And,
    AtLeast,
    Comparison,
    Condition,
    Not,
    Number,
    Or,
    ParameterValue,
    Step,
    Term,
    facts_of,
    parameters_of,
)
from samverkan.rules.judges import Truth
from samverkan.rules.readers import Subject
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import Text

__all__ = [
    "ALWAYS",
    "NEVER",
    "Answerer",
    "Demand",
    "Found",
    "Nobody",
    "Outside",
    "Question",
    "bearing",
    "truths_of",
    "with_numbers",
]

ALWAYS: Final[Condition] = And(())
"""A rule that every person meets."""

NEVER: Final[Condition] = Or(())
"""A rule that nobody meets."""


def _truths(truths: "Truth | Iterable[Truth]") -> frozenset[Truth]:
    return frozen_set((truths,) if truths is None or isinstance(truths, bool) else truths)


@attrs.frozen
class Demand:
    """What is wanted of a person: that what comes of *rule* is one of *truths*.

    True is *surely met*, false *surely not met*, ``None`` undetermined. The rule has numbers where
    it had parameters; an *and* of no parts is always met and an *or* of none never.
    """

    rule: Condition
    truths: frozenset[Truth] = attrs.field(default=frozenset({True}), converter=_truths)


@attrs.frozen
class Question:
    """Is there a person for whom every demand holds on the day?

    The person keeps to the constraints of the vocabulary. Every fact that the demands and the
    constraints rest on is known of her, wholly; or, with *unknowns*, need not be, and then she
    keeps to a constraint unless she surely breaks it.
    """

    demands: tuple[Demand, ...] = attrs.field(converter=frozen_tuple)
    vocabulary: Vocabulary = attrs.field(eq=False)
    on: date
    unknowns: bool = False

    @property
    def constraints(self) -> Mapping[str, Condition]:
        """The constraints that bear on the demands, by id, with numbers where they had parameters.

        One bears on them when it shares a given fact with them, or with another that does.
        """
        bear = bearing([demand.rule for demand in self.demands], self.vocabulary)
        return {name: with_numbers(rule, self.vocabulary, self.on) for name, rule in bear.items()}

    @property
    def kept(self) -> frozenset[Truth]:
        """What may come of a constraint: that it is met, or with unknowns, that it is not surely broken."""
        return frozenset({True, None} if self.unknowns else {True})

    def checker(self) -> Callable[[Subject], bool]:
        """Return what tells of a person whether every demand and every constraint holds, by the rules themselves."""
        constraints = self.constraints
        rules = [*(one.rule for one in self.demands), *constraints.values()]
        wanted = [*(one.truths for one in self.demands), *(self.kept for _ in constraints)]
        whole = compiled(rules, self.vocabulary, {})

        def holds(subject: Subject) -> bool:
            values = whole.read(subject, self.on, None)
            return all(node.judge(values) in some for node, some in zip(whole.nodes, wanted, strict=True))

        return holds

    def holds_of(self, subject: Subject) -> bool:
        """Whether every demand and every constraint holds of *subject*."""
        return self.checker()(subject)


@attrs.frozen
class Nobody:
    """There is no such person.

    ``constraints`` are the ids of the constraints that it rests on, and ``demands`` the places of
    the demands that it does; there is nobody even if nothing else were asked. Either may be wider
    than it had to be.
    """

    constraints: frozenset[str] = attrs.field(default=frozenset(), converter=frozen_set)
    demands: frozenset[int] = attrs.field(default=frozenset(), converter=frozen_set)


@attrs.frozen
class Outside:
    """It could not be settled: ``why`` names the construct or the limit, as a clause that could follow *because*."""

    why: Text


Found: TypeAlias = Participant | Nobody | Outside
"""What comes of a question. The person's ``id`` is of no account."""


class Answerer(Protocol):
    """What answers questions, and always the same question in the same way."""

    @property
    def name(self) -> str:
        """What it is called where a proof says who found it."""
        ...

    def find(self, question: Question) -> Found:
        """Make up a person for whom every demand holds, or say that there is nobody, or that it cannot be settled."""
        ...


def bearing(rules: Iterable[Condition], vocabulary: Vocabulary) -> Mapping[str, Condition]:
    """Return the constraints that bear on *rules*: that rest on a given fact which they rest on, or another such one.

    >>> from samverkan import load_model
    >>> from samverkan.rules.text import parse
    >>> vocabulary = load_model("finsam").vocabulary
    >>> list(bearing([parse("introductory_programme", vocabulary)], vocabulary))
    ['introductory-programme-is-upper-secondary']
    """
    roots = {name: _roots(rule, vocabulary) for name, rule in vocabulary.constraints.items()}
    reached = {root for rule in rules for root in _roots(rule, vocabulary)}
    found: set[str] = set()
    while more := {name for name in roots if name not in found and reached & roots[name]}:
        found |= more
        reached |= {root for name in more for root in roots[name]}
    return {name: rule for name, rule in vocabulary.constraints.items() if name in found}


def _roots(rule: Condition, vocabulary: Vocabulary) -> set[str]:
    return {vocabulary.given(fact) for fact in facts_of(rule)}


def truths_of(rules: Sequence[Condition], vocabulary: Vocabulary, subject: Subject, on: date) -> list[Truth]:
    """Return what comes of each of *rules*, which have numbers for parameters, for *subject* on the day."""
    whole = compiled(rules, vocabulary, {})
    values = whole.read(subject, on, None)
    return [node.judge(values) for node in whole.nodes]


def with_numbers(rule: Condition, vocabulary: Vocabulary, on: date) -> Condition:
    """Return *rule* with the number that each parameter is on the day in its place.

    Raises:
        InvalidRuleError: when a parameter has no value on the day.

    >>> from samverkan import load_model
    >>> from samverkan.rules.text import parse, printed
    >>> programme = load_model("finsam").programmes["en-vag-in"]
    >>> rule = parse("age >= 16", programme.vocabulary)
    >>> printed(with_numbers(rule, programme.vocabulary, date(2016, 10, 3)))
    'age >= 16'
    """
    thresholds = {name: vocabulary.parameters[name].at(on) for name in parameters_of(rule)}
    without = sorted(name for name, value in thresholds.items() if value is None)
    if without:
        raise InvalidRuleError([f"the parameter {name} has no value on {on}" for name in without])
    return filled(rule, {name: value for name, value in thresholds.items() if value is not None})


def filled(rule: Condition, numbers: Mapping[str, int]) -> Condition:
    """Return *rule* with these numbers in the place of the parameters of these names."""
    match rule:
        case Comparison(left, steps):
            return Comparison(
                _number(left, numbers), tuple(Step(step.operator, _number(step.right, numbers)) for step in steps)
            )
        case Not(part):
            return Not(filled(part, numbers))
        case And(parts):
            return And(tuple(filled(part, numbers) for part in parts))
        case Or(parts):
            return Or(tuple(filled(part, numbers) for part in parts))
        case AtLeast(fewest, parts):
            return AtLeast(fewest, tuple(filled(part, numbers) for part in parts))
        case _:
            return rule


def _number(term: Term, numbers: Mapping[str, int]) -> Term:
    return Number(numbers[term.parameter]) if isinstance(term, ParameterValue) and term.parameter in numbers else term
