"""Faults of the engine: what is unknown taken for a no. They are planted for a while, and taken out again."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from samverkan.partial import Members, compare
from samverkan.rules import evaluation, judges
from samverkan.rules.expressions import (
    And,
    AtLeast,
    Comparison,
    Condition,
    FactValue,
    Holds,
    Known,
    Member,
    Or,
    Word,
    walk,
)
from samverkan.rules.judges import Judge, Values

__all__ = ["ENGINE_FAULTS", "has_part_for", "with_fault"]


def _no_for_unknown(make: Callable[..., Judge]) -> Callable[..., Judge]:
    """Return what makes judges that answer no where those of *make* answer unknown."""

    def made(*arguments: Any) -> Judge:
        judge = make(*arguments)

        def settled(values: Values) -> bool:
            return judge(values) is True

        return settled

    return made


def _compare(*arguments: Any) -> bool:
    return compare(*arguments) is True


def _has(self: Members, member: str) -> bool:
    return member in self.inside


class _Nothing:
    """Nothing is one of these, so that what is unknown is compared as if it were a word."""


ENGINE_FAULTS: Final[Mapping[str, tuple[object, str, object]]] = {
    "a fact that is so or not": (evaluation, "holds", _no_for_unknown(judges.holds)),
    "a number or a count": (evaluation, "compare", _compare),
    "a member of a set": (Members, "has", _has),
    "a choice": (evaluation, "Unknown", _Nothing),
    "whether something is known": (evaluation, "is_known", _no_for_unknown(judges.is_known)),
    "several conditions, all of which are wanted": (evaluation, "all_of", _no_for_unknown(judges.all_of)),
    "several conditions, one of which is enough": (evaluation, "any_of", _no_for_unknown(judges.any_of)),
    "several conditions, so many of which are wanted": (evaluation, "at_least", _no_for_unknown(judges.at_least)),
}
"""By what is unknown: where the engine has its part, its name, and the faulty part."""


@contextmanager
def with_fault(name: str) -> Generator[None]:
    """Let the engine take what is unknown for a no, as long as the context lasts.

    A model must be made in it, and asked in it.

    Raises:
        KeyError: when there is no such fault.
    """
    where, part, faulty = ENGINE_FAULTS[name]
    sound = getattr(where, part)
    setattr(where, part, faulty)
    try:
        yield
    finally:
        setattr(where, part, sound)


def has_part_for(name: str, rule: Condition) -> bool:
    """Whether a fault of the engine can make a difference to *rule*."""
    return any(map(_CONCERNED[name], walk(rule)))


def _is_of_words(condition: Condition) -> bool:
    match condition:
        case Member(FactValue(), _):
            return True
        case Comparison():
            return any(isinstance(term, Word) for term in condition.terms())
        case _:
            return False


def _is_range(condition: Condition) -> bool:
    return isinstance(condition, Comparison) and len(condition.steps) > 1


_CONCERNED: Final[Mapping[str, Callable[[Condition], bool]]] = {
    "a fact that is so or not": lambda one: isinstance(one, Holds),
    "a number or a count": lambda one: isinstance(one, Comparison) and not _is_of_words(one),
    "a member of a set": lambda one: isinstance(one, Member) and isinstance(one.item, Word),
    "a choice": _is_of_words,
    "whether something is known": lambda one: isinstance(one, Known),
    "several conditions, all of which are wanted": lambda one: isinstance(one, And) or _is_range(one),
    "several conditions, one of which is enough": lambda one: isinstance(one, Or),
    "several conditions, so many of which are wanted": lambda one: isinstance(one, AtLeast),
}
