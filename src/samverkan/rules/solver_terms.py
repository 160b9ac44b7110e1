"""Terms of the solver, and how they are put together; the only module that knows z3, from the extra ``proofs``."""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any, NamedTuple, assert_never

from samverkan.errors import MissingExtraError
from samverkan.rules.expressions import Operator

__all__ = ["Algebra", "Case", "Terms", "solver"]


class Terms(NamedTuple):
    """The two terms of a condition, *surely met* and *surely not met*; they are never true together."""

    met: Any
    not_met: Any

    def opposite(self) -> "Terms":
        """Return the terms of the opposite."""
        return Terms(self.not_met, self.met)


class Case(NamedTuple):
    """Between what bounds a number lies when *when* holds; ``None`` is open."""

    when: Any
    least: Any
    most: Any


def solver() -> Any:
    """Return the module of the solver. It has no types: it is imported nowhere else.

    Raises:
        MissingExtraError: when it is not installed.
    """
    try:
        return import_module("z3")
    except ImportError:
        pass
    raise MissingExtraError("proofs")


class Algebra:
    """Puts terms together; what is open to no doubt is Python's own ``True`` or ``False``.

    Each has a context of its own, so that what is found does not depend on what was asked before.
    ``consts`` are its constants by name, in parts: what kind of thing a constant stands for is a part of its own, so
    that no word, agency or party of a model can be taken for it. ``laws`` are the terms that hold whatever else does.
    """

    def __init__(self) -> None:
        self._z3 = solver()
        self.context = self._z3.Context()
        self.consts: dict[tuple[str, ...], Any] = {}
        self.laws: list[Any] = []

    def all_of(self, terms: Iterable[Any]) -> Any:
        """Return the term that all of *terms* are true."""
        some = [term for term in terms if term is not True]
        if any(term is False for term in some):
            return False
        return self._z3.And(some) if len(some) > 1 else (some or [True])[0]

    def any_of(self, terms: Iterable[Any]) -> Any:
        """Return the term that one of *terms* is true, or more."""
        some = [term for term in terms if term is not False]
        if any(term is True for term in some):
            return True
        return self._z3.Or(some) if len(some) > 1 else (some or [False])[0]

    def no(self, term: Any) -> Any:
        """Return the term that *term* is not true."""
        return (not term) if isinstance(term, bool) else self._z3.Not(term)

    def at_least(self, fewest: int, terms: Sequence[Any]) -> Any:
        """Return the term that so many of *terms* are true, or more."""
        some = [term for term in terms if not isinstance(term, bool)]
        wanted = fewest - sum(term is True for term in terms)
        if not 0 < wanted <= len(some):
            return wanted <= 0
        return self._z3.PbGe([(term, 1) for term in some], wanted)

    def every(self, read: Sequence[Terms]) -> Terms:
        """Return Kleene's *and*."""
        return Terms(self.all_of(one.met for one in read), self.any_of(one.not_met for one in read))

    def some(self, read: Sequence[Terms]) -> Terms:
        """Return Kleene's *or*."""
        return Terms(self.any_of(one.met for one in read), self.all_of(one.not_met for one in read))

    def so_many(self, fewest: int, read: Sequence[Terms]) -> Terms:
        """Return the terms of that so many are met, or more."""
        return Terms(
            self.at_least(fewest, [one.met for one in read]),
            self.at_least(len(read) - fewest + 1, [one.not_met for one in read]),
        )

    def known_as(self, known: Any, term: Any) -> Terms:
        """Return the terms of something that is so when *term* is, if it is known."""
        return Terms(self.all_of([known, term]), self.all_of([known, self.no(term)]))

    def compared(self, left: Sequence[Case], operator: Operator, right: Sequence[Case]) -> Terms:
        """Return the terms of a comparison of two numbers."""
        match operator:
            case "<":
                return Terms(self._below(left, right, strictly=True), self._below(right, left, strictly=False))
            case "<=":
                return Terms(self._below(left, right, strictly=False), self._below(right, left, strictly=True))
            case ">":
                return self.compared(right, "<", left)
            case ">=":
                return self.compared(right, "<=", left)
            case "==":
                return Terms(
                    self.all_of([self._below(left, right, strictly=False), self._below(right, left, strictly=False)]),
                    self.any_of([self._below(left, right, strictly=True), self._below(right, left, strictly=True)]),
                )
            case "!=":
                return self.compared(left, "==", right).opposite()
            case _ as never:
                assert_never(never)

    def crossed(self, at_least: Callable[[int], Terms], operator: Operator, number: int) -> Terms:
        """Return the terms of a comparison of something of which *at_least* tells whether it has reached a number."""
        match operator:
            case ">=":
                return at_least(number)
            case ">":
                return at_least(number + 1)
            case "<":
                return at_least(number).opposite()
            case "<=":
                return at_least(number + 1).opposite()
            case "==":
                return self.every([at_least(number), at_least(number + 1).opposite()])
            case "!=":
                return self.crossed(at_least, "==", number).opposite()
            case _ as never:
                assert_never(never)

    def settled(self, term: Any) -> Any:
        """Return *term* as the solver takes it."""
        return self._z3.BoolVal(term, self.context) if isinstance(term, bool) else term

    def value(self, model: Any, term: Any) -> Any:
        """Return what *term* is in the solver's *model*: a truth value or a number."""
        if isinstance(term, bool):
            return term
        found = model.eval(term, model_completion=True)
        return self._z3.is_true(found) if self._z3.is_bool(found) else found.as_long()

    def truth(self, *name: str) -> Any:
        """Return the constant of that name, which is true or false."""
        return self._const(self._z3.Bool, name)

    def number(self, *name: str) -> Any:
        """Return the constant of that name, which is a whole number."""
        return self._const(self._z3.Int, name)

    def either(self, value: Any, so: Any, otherwise: Any) -> Any:
        """Return the number that is *so* when *value* is true."""
        return self._z3.If(value, so, otherwise)

    def _const(self, make: Callable[..., Any], name: tuple[str, ...]) -> Any:
        if name not in self.consts:
            self.consts[name] = make(repr(name), self.context)  # which no two names have in common
        return self.consts[name]

    def _below(self, some: Sequence[Case], others: Sequence[Case], *, strictly: bool) -> Any:
        """Return the term that whatever the two are, the first is below the second."""
        return self.any_of(
            self.all_of([one.when, other.when, one.most < other.least if strictly else one.most <= other.least])
            for one in some
            for other in others
            if one.most is not None and other.least is not None
        )
