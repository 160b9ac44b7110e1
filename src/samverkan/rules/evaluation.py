"""Evaluation in three values, with what was read and what is missing.

Kleene's logic throughout: a condition is true, false, or ``None`` for unknown, and what is not
needed to settle an answer does not unsettle it. A set of conditions is compiled once against a
vocabulary: each fact that they mention becomes a reader that is called once a person, and each
condition a closure over the list of what the readers returned.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from math import inf
from typing import assert_never

import attrs

from samverkan.answers import Answer, KnownValue, Missing, Verdict
from samverkan.dated import Unknown
from samverkan.dates import PartialDate
from samverkan.partial import Bounds, Members, compare
from samverkan.rules.expressions import (
    And,
    AtLeast,
    Comparison,
    Condition,
    Count,
    FactValue,
    Holds,
    Known,
    Member,
    Not,
    Number,
    Operator,
    Or,
    ParameterValue,
    Term,
    Word,
    Words,
    facts_of,
    parameters_of,
    walk,
)
from samverkan.rules.facts import Elapsed, Fact, NumberOf, SetOf
from samverkan.rules.judges import Judge, Truth, Values, all_of, any_of, at_least, holds, is_known, negation
from samverkan.rules.readers import Reader, Subject, reader
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["Compiled", "Node", "answer", "compiled"]


@attrs.frozen(eq=False)
class Node:
    """A compiled condition: its judge, its parts, and the unknowns of a leaf as fact and member."""

    judge: Judge
    parts: "tuple[Node, ...]" = ()
    unknowns: Callable[[Values], Iterator[tuple[str, str | None]]] = attrs.field(default=lambda _: iter(()))


@attrs.frozen(eq=False)
class Compiled:
    """Conditions compiled against one vocabulary and one set of thresholds."""

    vocabulary: Vocabulary
    facts: tuple[str, ...]
    readers: tuple[Reader, ...]
    nodes: tuple[Node, ...]

    def read(self, subject: Subject, on: date, known_on: date | None) -> list[KnownValue]:
        """Read each fact once."""
        return [reader(subject, on, known_on) for reader in self.readers]

    def missing(self, nodes: Sequence[Node], values: Values) -> tuple[Missing, ...]:
        """Return, in the order of the rule, every unknown that still matters to *nodes* taken together."""
        found: dict[Missing, None] = {}
        for node in nodes:
            for fact, member in _unknowns(node, values):
                found[self._asked(fact, member)] = None
        return tuple(found)

    def _asked(self, name: str, member: str | None) -> Missing:
        return Missing(self.vocabulary.given(name), member, self.vocabulary.holders(name, member))


def compiled(rules: Sequence[Condition], vocabulary: Vocabulary, thresholds: Mapping[str, int | None]) -> Compiled:
    """Compile *rules* against *vocabulary*, with the parameters' values on the days it is for."""
    facts = tuple(dict.fromkeys(fact for rule in rules for fact in _facts_read(rule, vocabulary)))
    slots = {fact: slot for slot, fact in enumerate(facts)}
    compiler = _Compiler(vocabulary, slots, thresholds)
    readers = tuple(reader(fact, vocabulary) for fact in facts)
    return Compiled(vocabulary, facts, readers, tuple(compiler.node(rule) for rule in rules))


def _facts_read(rule: Condition, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the facts that the rule mentions, and the starts of elapsed times of which it asks if they are known."""
    yield from facts_of(rule)
    for condition in walk(rule):
        if isinstance(condition, Known):
            yield _known_by(condition.fact, vocabulary)


def _known_by(fact: str, vocabulary: Vocabulary) -> str:
    """Return the fact that must be known for *fact* to be: of an elapsed time its start, known to the day."""
    derived = vocabulary.fact(fact).derived
    return derived.fact if isinstance(derived, Elapsed) else fact


def answer(rule: Condition, vocabulary: Vocabulary, subject: Subject, on: date, known_on: date | None = None) -> Answer:
    """Answer one rule for one person on one day.

    >>> from samverkan import Participant, load_model
    >>> from samverkan.rules.text import parse
    >>> vocabulary = load_model("finsam").vocabulary
    >>> rule = parse("age >= 16 and employed", vocabulary)
    >>> given = answer(rule, vocabulary, Participant(id="d-1", born="1990-05-17"), date(2016, 10, 3))
    >>> given.verdict, given.reads["age"], [missing.fact for missing in given.missing]
    (<Verdict.UNKNOWN: 'unknown'>, 26, ['employed'])
    """
    thresholds = {name: vocabulary.parameters[name].at(on) for name in parameters_of(rule)}
    whole = compiled([rule], vocabulary, thresholds)
    values = whole.read(subject, on, known_on)
    return Answer(
        verdict=Verdict.of(whole.nodes[0].judge(values)),
        reads={fact: values[whole.facts.index(fact)] for fact in facts_of(rule)},
        missing=whole.missing(whole.nodes, values),
    )


def _unknowns(node: Node, values: Values) -> Iterator[tuple[str, str | None]]:
    if node.judge(values) is not None:
        return
    for part in node.parts:
        yield from _unknowns(part, values)
    yield from node.unknowns(values)


# --- Conditions ----------------------------------------------------------------------------------


@attrs.frozen
class _Compiler:
    vocabulary: Vocabulary
    slots: Mapping[str, int]
    thresholds: Mapping[str, int | None]

    def node(self, rule: Condition) -> Node:
        match rule:
            case Holds(fact):
                return self._leaf(holds(self.slots[fact]), fact)
            case Known(fact):
                known_by = _known_by(fact, self.vocabulary)
                return self._leaf(is_known(self.slots[known_by]), known_by)
            case Comparison():
                return self._comparison(rule)
            case Member(item, container):
                return self._membership(item, container)
            case Not(part):
                inner = self.node(part)
                return Node(negation(inner.judge), (inner,))
            case And(parts):
                nodes = tuple(map(self.node, parts))
                return Node(all_of(tuple(node.judge for node in nodes)), nodes)
            case Or(parts):
                nodes = tuple(map(self.node, parts))
                return Node(any_of(tuple(node.judge for node in nodes)), nodes)
            case AtLeast(fewest, parts):
                nodes = tuple(map(self.node, parts))
                return Node(at_least(fewest, tuple(node.judge for node in nodes)), nodes)
            case _ as never:
                assert_never(never)

    def _leaf(self, judge: Judge, *facts: str) -> Node:
        slots = tuple((fact, self.slots[fact]) for fact in facts)

        def unknowns(values: Values) -> Iterator[tuple[str, str | None]]:
            for fact, slot in slots:
                yield from self._parts_unknown(fact, values[slot])

        return Node(judge, (), unknowns)

    def _parts_unknown(self, fact: str, value: KnownValue) -> Iterator[tuple[str, str | None]]:
        match value:
            case Unknown() | Bounds():
                yield fact, None
            case PartialDate() if not value.is_whole:
                yield fact, None
            case Members(_, unknown) if unknown:
                kind = self.vocabulary.facts[fact].kind
                words = self.vocabulary.words(kind) if isinstance(kind, SetOf) else ()
                yield from ((fact, word) for word in words if word in unknown)
            case _:
                pass

    def _comparison(self, rule: Comparison) -> Node:
        nodes = [
            self._leaf(
                self._pair(left, operator, right),
                *(side.fact for side in (left, right) if isinstance(side, FactValue | Count)),
            )
            for left, operator, right in rule.pairs()
        ]
        if len(nodes) == 1:
            return nodes[0]
        judges = tuple(node.judge for node in nodes)
        within = self._range(rule, all_of(judges))
        return Node(within, tuple(nodes))

    def _range(self, rule: Comparison, otherwise: Judge) -> Judge:
        """Judge the commonest chain, ``least <= fact <= most``, in one look when the fact is known."""
        match rule:
            case Comparison(low, (step, last)) if step.operator == last.operator == "<=" and isinstance(
                step.right, FactValue
            ):
                least, most, slot = self._constant(low), self._constant(last.right), self.slots[step.right.fact]
            case _:
                return otherwise
        if least is None or most is None:
            return otherwise

        def judge(values: Values) -> Truth:
            value = values[slot]
            return least <= value <= most if type(value) is int else otherwise(values)

        return judge

    def _constant(self, term: Term) -> int | None:
        match term:
            case Number(value):
                return value
            case ParameterValue(name):
                return self.thresholds[name]
            case _:
                return None

    def _pair(self, left: Term, operator: Operator, right: Term) -> Judge:
        if isinstance(left, Word) or isinstance(right, Word):
            return self._same_word(left, operator, right)
        one, other = self._interval(left), self._interval(right)

        def judge(values: Values) -> Truth:
            first, second = one(values), other(values)
            if first is None or second is None:
                return None
            return compare(first[0], first[1], operator, second[0], second[1])

        return judge

    def _same_word(self, left: Term, operator: Operator, right: Term) -> Judge:
        fact, word = (left, right) if isinstance(left, FactValue) else (right, left)
        if not isinstance(fact, FactValue) or not isinstance(word, Word):
            raise AssertionError("checked when the rule was made")
        slot, wanted, same = self.slots[fact.fact], word.value, operator == "=="

        def judge(values: Values) -> Truth:
            value = values[slot]
            return None if isinstance(value, Unknown) else (value == wanted) is same

        return judge

    def _interval(self, term: Term) -> Callable[[Values], tuple[float, float] | None]:
        match term:
            case Number(value):
                fixed = (value, value)
                return lambda _: fixed
            case ParameterValue(name):
                threshold = self.thresholds[name]
                held = None if threshold is None else (threshold, threshold)
                return lambda _: held
            case FactValue(fact):
                slot = self.slots[fact]
                whole = _bounds_of(self.vocabulary.facts[fact])
                return lambda values: _interval_of(values[slot], whole)
            case Count(fact):
                slot = self.slots[fact]
                return lambda values: _count_of(values[slot])
            case Word():  # never
                raise AssertionError("checked when the rule was made")

    def _membership(self, item: Word | FactValue, container: FactValue | Words) -> Node:
        match item, container:
            case Word(word), FactValue(fact):
                slot = self.slots[fact]

                def has(values: Values) -> Truth:
                    value = values[slot]
                    return value.has(word) if isinstance(value, Members) else None

                return Node(has, (), lambda _: iter([(fact, word)]))
            case FactValue(fact), Words(words):
                slot = self.slots[fact]

                def among(values: Values) -> Truth:
                    value = values[slot]
                    return None if isinstance(value, Unknown) else value in words

                return self._leaf(among, fact)
            case _:  # never
                raise AssertionError("checked when the rule was made")


def _bounds_of(fact: Fact) -> tuple[float, float]:
    """Return what is known of a number of which nothing is known: the bounds, where every value is held to them."""
    if fact.derived is not None or not isinstance(fact.kind, NumberOf):
        return -inf, inf
    least, most = fact.kind.least, fact.kind.most
    return -inf if least is None else least, inf if most is None else most


def _interval_of(value: KnownValue, whole: tuple[float, float]) -> tuple[float, float]:
    match value:
        case int():
            return value, value
        case Bounds(least, most):
            return least, most
        case _:
            return whole


def _count_of(value: KnownValue) -> tuple[float, float]:
    return (value.least, value.most) if isinstance(value, Members) else (0, inf)
