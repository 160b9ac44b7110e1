"""Rules: of every construct, over everything that a model's rules may mention, and never refused."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan.errors import InvalidRuleError
from samverkan.rules.checks import check, check_constants
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
    Operator,
    Or,
    ParameterValue,
    Step,
    Term,
    Word,
    Words,
    walk,
)
from samverkan.rules.facts import Boolean, Choice, Day, Expression, Kind, NumberOf, SetOf, SpellsOf
from samverkan.rules.text import parse
from samverkan.testing.values import Draw, numbers, usual_range
from samverkan.testing.worlds import Modelled, World, world_of

T = TypeVar("T")

__all__ = ["knowable_of", "rules", "rules_of"]

_ORDERS: Final[tuple[Operator, ...]] = ("<=", "<", ">=", ">")
_EQUALITIES: Final[tuple[Operator, ...]] = ("==", "!=")
_UPWARDS: Final[tuple[tuple[Operator, Operator], ...]] = (("<=", "<="), ("<", "<="), ("<=", "<"), ("<", "<"))

_BRANCHES: Final = [
    (connective, size_of_others, at)
    for connective in ("and", "or", "at_least 1", "at_least 2", "at_least 3")
    for size_of_others in ((1,), (1, 1), (2,), (2, 1))
    for at in range(len(size_of_others) + 1)
    if connective != "at_least 3" or len(size_of_others) > 1
]
_SHAPES: Final = st.sampled_from([*[("not", (), 0)] * (len(_BRANCHES) // 3), *_BRANCHES])
"""How a rule goes on: the connective, the depths of the parts beside the deepest, and the place of that one."""

_LARGEST_CHOICE: Final = 4
_ORDERLY: Final = 2


def rules(model: Modelled | None = None, deepest: int = 6) -> SearchStrategy[Condition]:
    """Draw a rule that can be made, of every construct, at most *deepest* conditions deep.

    It mentions what *model* has: its facts, its own included, its closed lists, its parameters. No
    part of it is always or never met, whatever values its parameters have from time to time.

    >>> from hypothesis import given
    >>> from samverkan import load_model
    >>> from samverkan.rules.text import parse, printed
    >>> model = load_model("finsam")
    >>> @given(rules(model))
    ... def test_what_is_printed_is_what_was_meant(rule):
    ...     assert parse(printed(rule), model.vocabulary) == rule
    >>> test_what_is_printed_is_what_was_meant()
    """
    return rules_of(world_of(model), deepest)


def rules_of(world: World, deepest: int = 6) -> SearchStrategy[Condition]:
    """Draw a rule over everything that *world* has, as :func:`rules` does."""
    tables = {construct: table for construct, table in conditions_without_parts(world).items() if table}
    longest = max(map(len, tables.values()))
    anywhere = list(tables.values())
    under_not = [table for construct, table in tables.items() if construct != "known"] or anywhere
    places = {len(among): numbers(len(among) * longest) for among in (anywhere, under_not)}

    def leaf(draw: Draw, among: list[tuple[Condition, ...]]) -> Condition:
        construct, at = divmod(_drawn(draw, places[len(among)]), longest)
        return among[construct][at % len(among[construct])]

    def condition(draw: Draw, levels: int, *, negated: bool) -> Condition:
        if levels == 1:
            return leaf(draw, under_not if negated else anywhere)
        connective, sizes, at = _drawn(draw, _SHAPES)
        if connective == "not":
            return Not(condition(draw, levels - 1, negated=True))
        depths_of_parts = [min(size, levels - 1) for size in sizes]
        depths_of_parts.insert(at, levels - 1)
        parts = [condition(draw, one, negated=negated) for one in depths_of_parts]
        match connective.split():
            case ["and"]:
                return And(parts)
            case ["or"]:
                return Or(parts)
            case [_, fewest]:
                return AtLeast(int(fewest), parts)
            case _:  # never
                raise AssertionError(connective)

    depths = st.integers(1, deepest)

    @st.composite
    def rule(draw: Draw) -> Condition:
        return condition(draw, draw(depths), negated=False)

    return rule()


def _drawn(draw: Draw, strategy: SearchStrategy[T]) -> T:
    drawn: T = draw(strategy)
    return drawn


def knowable_of(world: World) -> tuple[str, ...]:
    """Return the facts about which a rule may ask whether they are known."""
    return tuple(
        name
        for name, fact in world.vocabulary.facts.items()
        if not isinstance(fact.derived, Expression) and _is_a_rule(Known(name), world)
    )


def conditions_without_parts(world: World) -> Mapping[str, tuple[Condition, ...]]:
    """Return all conditions without parts that are drawn from, by construct, the simplest first."""
    named: dict[type[Kind], list[str]] = {kind: [] for kind in (Boolean, NumberOf, Choice, SetOf, Day, SpellsOf)}
    written_out: list[Condition] = []
    for name, fact in world.vocabulary.facts.items():
        if isinstance(fact.derived, Expression):
            written_out.append(parse(name, world.vocabulary))
        else:
            named[type(fact.kind)].append(name)
    computable = [FactValue(name) for name in named[NumberOf]]
    counts = [Count(name) for name in named[SetOf]]
    given = [number for number in computable if world.vocabulary.facts[number.fact].derived is None]
    choices = {FactValue(name): _words(name, world) for name in named[Choice]}
    with_each_other = [one for number in given for one in _with_each_other(number, given)]
    return {
        "holds": tuple(map(Holds, named[Boolean])),
        "known": tuple(map(Known, knowable_of(world))),
        # A fact that is an expression stands in a rule as if it were written out.
        "expression": tuple(one for one in written_out if not any(isinstance(part, Known) for part in walk(one))),
        "comparison": (
            *(one for number in computable for one in _with_constants(number, world)),
            *(one for one in with_each_other if _is_a_rule(one, world)),
        ),
        "count": tuple(one for count in counts for one in _with_constants(count, world)),
        "chain": (
            *(one for number in computable for one in _between(number, world)),
            *(one for count in counts for one in _between(count, world)),
            *(one for number in given for one in _longer(number, given, world) if _is_a_rule(one, world)),
            *(
                Comparison(Word(a), [Step("!=", fact), Step("!=", Word(b))])
                for fact, words in choices.items()
                if len(words) > _ORDERLY
                for a, b in pairwise(words)
            ),
        ),
        "word in a set": tuple(Member(Word(w), FactValue(name)) for name in named[SetOf] for w in _words(name, world)),
        "choice among words": tuple(
            Member(fact, Words(some))
            for fact, words in choices.items()
            for size in range(1, min(len(words), _LARGEST_CHOICE))
            for some in combinations(words, size)
        ),
        "same word": tuple(
            one
            for fact, words in choices.items()
            for word in words
            for operator in _EQUALITIES
            for one in (Comparison(fact, [Step(operator, Word(word))]), Comparison(Word(word), [Step(operator, fact)]))
        ),
    }


def _is_a_rule(rule: Condition, world: World) -> bool:
    """Whether the rule is let through, whatever values its parameters have."""
    vocabulary = world.vocabulary
    changes = {day for parameter in vocabulary.parameters.values() for day in parameter.changes()}
    try:
        check(rule, vocabulary)
        for day in (world.calendar.first, *changes):
            check_constants(rule, vocabulary, {name: one.at(day) for name, one in vocabulary.parameters.items()})
    except InvalidRuleError:
        return False
    return True


def _with_constants(term: FactValue | Count, world: World) -> Iterator[Comparison]:
    """Yield comparisons of *term* with constants that it can lie on either side of."""
    low, high = _bounds(term, world)
    for operator in (*_ORDERS, *_EQUALITIES):
        first = low + 1 if operator in {"<", ">="} else low
        last = high - 1 if operator in {"<=", ">"} else high
        if operator in _EQUALITIES and low == high:
            continue
        for constant in _constants(first, last, world, at_most=16):
            yield Comparison(term, [Step(operator, constant)])
            yield Comparison(constant, [Step(TURNED[operator], term)])


def _with_each_other(term: FactValue, given: Iterable[FactValue]) -> Iterator[Comparison]:
    """Yield comparisons of two numbers that are given."""
    for operator in (*_ORDERS, *_EQUALITIES):
        yield from (Comparison(term, [Step(operator, other)]) for other in given if other != term)


def _between(term: FactValue | Count, world: World) -> Iterator[Comparison]:
    """Yield comparisons that put *term* between two constants, from below and from above."""
    low, high = _bounds(term, world)
    for middle in range(low + 1, high - 2, max((high - low) // 4, 1)):
        for least in _constants(low + 1, middle, world, at_most=3):
            for most in _constants(middle + 2, high - 1, world, at_most=3):
                for one, other in _UPWARDS:
                    yield Comparison(least, [Step(one, term), Step(other, most)])
                    yield Comparison(most, [Step(TURNED[other], term), Step(TURNED[one], least)])


def _longer(term: FactValue, given: Sequence[FactValue], world: World) -> Iterator[Comparison]:
    """Yield chains of a constant and two numbers that are given."""
    low, high = _bounds(term, world)
    for constant in _constants(low + 1, high - 2, world, at_most=3):
        for one, other in _UPWARDS:
            yield from (Comparison(constant, [Step(one, term), Step(other, last)]) for last in given if last != term)


def _constants(first: int, last: int, world: World, at_most: int) -> Iterator[Term]:
    """Yield some numbers, and each parameter twice whose values all lie between *first* and *last*."""
    if first > last:
        return
    yield from (Number(value) for value in range(first, last + 1, (last - first) // at_most + 1))
    for name, parameter in world.vocabulary.parameters.items():
        if all(first <= one.value <= last for one in parameter.values):
            yield from [ParameterValue(name)] * 2


def _bounds(term: FactValue | Count, world: World) -> tuple[int, int]:
    """Return the least and the most that *term* can be, or usually is where it has no such bounds."""
    if isinstance(term, FactValue):
        return usual_range(term.fact, world)
    kind = world.vocabulary.facts[term.fact].kind
    return 0, len(world.vocabulary.words(kind)) if isinstance(kind, SetOf) else 0


def _words(name: str, world: World) -> tuple[str, ...]:
    kind = world.vocabulary.facts[name].kind
    return world.words(kind.of) if isinstance(kind, Choice | SetOf) else ()
