"""What is refused when a rule is made.

A rule that reads an unknown fact, compares unlike kinds, counts what is no set, or has a part that
is always or never met, is a mistake of its author, and is told at once rather than answered with.
"""

from collections.abc import Iterator, Mapping
from math import inf
from types import UnionType
from typing import Final, assert_never

from samverkan.errors import InvalidRuleError, nearest
from samverkan.partial import compare
from samverkan.rules.expressions import (
    TURNED,
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
    Or,
    ParameterValue,
    Term,
    Word,
    Words,
    depth,
    walk,
)
from samverkan.rules.facts import Boolean, Choice, Day, Expression, Kind, NumberOf, SetOf, SpellsOf
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["MAX_DEPTH", "check", "check_constants"]

MAX_DEPTH: Final = 50
"""A rule nests at most so deep."""

_LEAST_PARTS: Final = 2


def check(rule: Condition, vocabulary: Vocabulary) -> None:
    """Refuse a rule that cannot mean what it says.

    Raises:
        InvalidRuleError: with every problem found.
    """
    if depth(rule) > MAX_DEPTH:
        raise InvalidRuleError([f"the rule nests deeper than {MAX_DEPTH} levels"])
    problems = [*_problems(rule, vocabulary), *_known_under_not(rule, under_not=False)]
    if problems:
        raise InvalidRuleError(list(dict.fromkeys(problems)))


def check_constants(rule: Condition, vocabulary: Vocabulary, thresholds: Mapping[str, int | None]) -> None:
    """Refuse a rule that has a part which is always or never met, by the bounds of what it reads.

    *thresholds* are the values of the parameters on some day.

    Raises:
        InvalidRuleError: with every problem found.
    """
    problems = [
        problem
        for condition in walk(rule)
        if isinstance(condition, Comparison)
        for problem in _constant_steps(condition, vocabulary, thresholds)
    ]
    if problems:
        raise InvalidRuleError(problems)


def _problems(rule: Condition, vocabulary: Vocabulary) -> Iterator[str]:
    for condition in walk(rule):
        match condition:
            case Holds(name):
                yield from _problems_of_fact(name, vocabulary, Boolean)
            case Known(name):
                yield from _problems_of_fact(name, vocabulary, Boolean | NumberOf | Choice | SetOf | Day)
                if name in vocabulary.facts and isinstance(vocabulary.facts[name].derived, Expression):
                    yield f"{name} is an expression: write known(…) of the facts that it is made of"
            case Comparison():
                yield from _problems_of_comparison(condition, vocabulary)
            case Member(item, container):
                yield from _problems_of_membership(item, container, vocabulary)
            case AtLeast(fewest, parts):
                if not 1 <= fewest <= len(parts):
                    yield f"at_least({fewest}, …) wants a number from 1 to {len(parts)}, the number of its conditions"
            case And(parts) | Or(parts):
                if len(parts) < _LEAST_PARTS:
                    yield "and, or: wants two conditions or more"
            case Not():
                pass
            case _ as never:
                assert_never(never)


def _problems_of_fact(name: str, vocabulary: Vocabulary, kind: type | UnionType) -> Iterator[str]:
    fact = vocabulary.facts.get(name)
    if fact is None:
        if name in vocabulary.parameters:
            yield f"{name} is a parameter: compare it with something"
        else:
            hint = nearest(name, [*vocabulary.facts, *vocabulary.parameters])
            yield f"there is no fact or parameter {name}{f'; {hint}' if hint else ''}"
    elif not isinstance(fact.kind, kind):
        yield f"{name} is {_sort(fact.kind)}: {_ADVICE[type(fact.kind)]}"


def _problems_of_comparison(comparison: Comparison, vocabulary: Vocabulary) -> Iterator[str]:
    sound = True
    for term in comparison.terms():
        for problem in _problems_of_term(term, vocabulary):
            sound = False
            yield problem
    if not comparison.steps:
        yield "a comparison wants two sides"
    if not sound:
        return
    for left, operator, right in comparison.pairs():
        sorts = {_sort_of(left, vocabulary), _sort_of(right, vocabulary)}
        if sorts == {"a number"}:
            if not any(isinstance(side, FactValue | Count) for side in (left, right)):
                yield f"{_named(left)} {operator} {_named(right)} reads no fact: it is always met or never"
            else:
                for one, other in ((left, right), (right, left)):
                    if _is_computed(one, vocabulary) and not isinstance(other, Number | ParameterValue):
                        yield f"{_named(one)} is compared with a number or a parameter only, not with {_named(other)}"
        elif sorts == {"a choice", "a word"}:
            yield from _problems_of_choice(left, operator, right, vocabulary)
        else:
            told = " and ".join(f"{_named(side)} is {_sort_of(side, vocabulary)}" for side in (left, right))
            yield f"{told}: these cannot be compared"


def _problems_of_term(term: Term, vocabulary: Vocabulary) -> Iterator[str]:
    match term:
        case Count(name):
            yield from _problems_of_fact(name, vocabulary, SetOf)
        case FactValue(name):
            fact = vocabulary.facts.get(name)
            if fact is None or not isinstance(fact.kind, NumberOf | Choice):
                yield from _problems_of_fact(name, vocabulary, NumberOf)
        case ParameterValue(name):
            if name not in vocabulary.parameters:
                hint = nearest(name, [*vocabulary.parameters, *vocabulary.facts])
                yield f"there is no fact or parameter {name}{f'; {hint}' if hint else ''}"
        case Number() | Word():
            pass
        case _ as never:
            assert_never(never)


def _problems_of_choice(left: Term, operator: str, right: Term, vocabulary: Vocabulary) -> Iterator[str]:
    if operator not in {"==", "!="}:
        yield f"words have no order: use == or !=, not {operator}"
    for one, other in ((left, right), (right, left)):
        if isinstance(one, FactValue) and isinstance(other, Word):
            yield from _problems_of_words(one.fact, [other.value], vocabulary)


def _problems_of_membership(
    item: Word | FactValue, container: FactValue | Words, vocabulary: Vocabulary
) -> Iterator[str]:
    match item, container:
        case Word(word), FactValue(name):
            problems = list(_problems_of_fact(name, vocabulary, SetOf))
            yield from problems
            if not problems:
                yield from _problems_of_words(name, [word], vocabulary)
        case FactValue(name), Words(words):
            problems = list(_problems_of_fact(name, vocabulary, Choice))
            yield from problems
            if not problems:
                yield from _problems_of_words(name, sorted(words), vocabulary)
                if not words:
                    yield f"{name} in an empty set is never met"
                elif words >= set(_words_of(name, vocabulary)):
                    yield f"{name} in all the words that it can be is always met"
        case _:
            yield 'membership is written as "word" in a fact that is a set, or a fact in {"word", "word"}'


def _problems_of_words(name: str, words: list[str], vocabulary: Vocabulary) -> Iterator[str]:
    known = _words_of(name, vocabulary)
    for word in words:
        if word not in known:
            hint = nearest(word, known)
            yield f"{name} is never {word!r}{f'; {hint}' if hint else ''}"


def _words_of(name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    kind = vocabulary.facts[name].kind
    return vocabulary.words(kind) if isinstance(kind, Choice | SetOf) else ()


def _known_under_not(rule: Condition, *, under_not: bool) -> Iterator[str]:
    match rule:
        case Known(fact) if under_not:
            yield f"not known({fact}) can never be met: what is not known may still be learnt"
        case Not(part):
            yield from _known_under_not(part, under_not=True)
        case And(parts) | Or(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _known_under_not(part, under_not=under_not)
        case _:
            pass


def _constant_steps(
    comparison: Comparison, vocabulary: Vocabulary, thresholds: Mapping[str, int | None]
) -> Iterator[str]:
    allowed: dict[Term, tuple[float, float]] = {}
    for left, operator, right in comparison.pairs():
        one, other = (_bounds(side, vocabulary, thresholds) for side in (left, right))
        if one is None or other is None:
            continue
        always = compare(*one, operator, *other)
        if always is not None:
            yield f"{_named(left)} {operator} {_named(right)} is {'always' if always else 'never'} met"
        for term, low, high in ((left, *_above(operator, other)), (right, *_above(TURNED[operator], one))):
            least, most = allowed.get(term, (-inf, inf))
            allowed[term] = (max(least, low), min(most, high))
    for term, (least, most) in allowed.items():
        if isinstance(term, FactValue | Count) and least > most:
            yield f"{_named(term)}: the range is empty, so that the comparison is never met"


def _above(operator: str, bounds: tuple[float, float]) -> tuple[float, float]:
    """Return the least and the most that may stand to the left of *operator*."""
    least, most = bounds
    match operator:
        case "<":
            return -inf, most - 1
        case "<=":
            return -inf, most
        case ">":
            return least + 1, inf
        case ">=":
            return least, inf
        case "==":
            return least, most
        case _:
            return -inf, inf


def _bounds(term: Term, vocabulary: Vocabulary, thresholds: Mapping[str, int | None]) -> tuple[float, float] | None:
    match term:
        case Number(value):
            return value, value
        case ParameterValue(name):
            threshold = thresholds.get(name)
            return None if threshold is None else (threshold, threshold)
        case FactValue(name):
            kind = vocabulary.facts[name].kind
            if not isinstance(kind, NumberOf):
                return None
            return (-inf if kind.least is None else kind.least), (inf if kind.most is None else kind.most)
        case Count(name):
            return 0, len(_words_of(name, vocabulary))
        case Word():
            return None
        case _ as never:
            assert_never(never)


def _is_computed(term: Term, vocabulary: Vocabulary) -> bool:
    """Whether the term is a count or a derived number, of which only crossings of a number are known."""
    match term:
        case Count():
            return True
        case FactValue(name):
            return vocabulary.facts[name].derived is not None
        case _:
            return False


def _sort_of(term: Term, vocabulary: Vocabulary) -> str:
    match term:
        case Number() | ParameterValue() | Count():
            return "a number"
        case Word():
            return "a word"
        case FactValue(name):
            return _sort(vocabulary.facts[name].kind)
        case _ as never:
            assert_never(never)


def _sort(kind: Kind) -> str:
    match kind:
        case Boolean():
            return "a fact that is so or not"
        case NumberOf():
            return "a number"
        case Choice():
            return "a choice"
        case SetOf():
            return "a set"
        case Day():
            return "a day"
        case SpellsOf():
            return "a history"
        case _ as never:
            assert_never(never)


_ADVICE: Final[Mapping[type, str]] = {
    Boolean: "use it by itself, without a comparison",
    NumberOf: "compare it with a number",
    Choice: 'compare it with a word, or write in {"word", "word"}',
    SetOf: 'write count(…) of it, or "word" in it',
    Day: "read it through an elapsed fact, or write known(…)",
    SpellsOf: "read it through a derived fact",
}


def _named(term: Term) -> str:
    match term:
        case FactValue(name) | ParameterValue(name):
            return name
        case Count(name):
            return f"count({name})"
        case Number(value):
            return str(value)
        case Word(value):
            return f'"{value}"'
        case _ as never:
            assert_never(never)
