"""Answers to questions about rules without a solver: every boundary class of people is tried, one after another.

It needs nothing beside the package, and answers as a solver does as long as the classes are few. How
many it tries at most is stated, and when that was not enough it says how many there are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import Final, TypeAlias

import attrs

from samverkan.answers import KnownValue
from samverkan.participants import HISTORIES
from samverkan.rules.evaluation import compiled
from samverkan.rules.expressions import And, AtLeast, Condition, Not, Or, facts_of, walk
from samverkan.rules.facts import SpellsOf
from samverkan.rules.judges import Judge, Truth
from samverkan.texts import Text
from samverkan.verification.classes import Given, classes, participant
from samverkan.verification.questions import Found, Nobody, Outside, Question

__all__ = ["MOST_TRIED", "Exhaustive"]

MOST_TRIED: Final = 200_000
"""So many people are tried at most, those of whom only a part is made up yet among them."""


@attrs.frozen
class Exhaustive:
    """Answers a question by going through the boundary classes of people, in a settled order.

    Facts that no demand or constraint reads together are gone through apart from each other. Where
    so many have been tried that ``most`` is reached, the question is outside what it can answer.

    >>> from datetime import date
    >>> from samverkan import load_model
    >>> from samverkan.rules.text import parse
    >>> from samverkan.verification.questions import Demand
    >>> vocabulary, on = load_model("finsam").vocabulary, date(2016, 10, 3)
    >>> demands = [Demand(parse("age >= 16", vocabulary)), Demand(parse("age < 65", vocabulary))]
    >>> str(Exhaustive().find(Question(demands, vocabulary, on)).born.at(on))
    '2000-10-03'
    >>> Exhaustive().find(Question([*demands, Demand(parse("age == 65", vocabulary))], vocabulary, on))
    Nobody(constraints=frozenset(), demands=frozenset({0, 1, 2}))
    """

    most: int = MOST_TRIED

    @property
    def name(self) -> str:
        """What it is called where a proof says who found it."""
        return "exhaustive"

    def find(self, question: Question) -> Found:
        """Make up a person for whom every demand holds, or say that there is nobody, or that there are too many."""
        pieces = list(_pieces(question))
        unread = next(_unread(pieces, question), None)
        if unread is not None:
            return Outside(
                Text(sv=f"ingen kan ges historiken {unread}", en=f"nobody can be given the history {unread}")
            )
        search = _Search(question, pieces, self.most)
        found: dict[str, Given] = {}
        outside: Outside | None = None
        for together in _apart(pieces):
            match search.first(together):
                case None:
                    return Nobody(
                        search.constraints_needed(together),
                        [one.asked for one in together if isinstance(one.asked, int)],
                    )
                case Outside() as gave_up:
                    outside = gave_up
                case given:
                    found |= given
        return outside or participant(found)


@attrs.frozen(eq=False)
class _Piece:
    """A part of a demand or a constraint that must come out as one of *truths* by itself."""

    asked: int | str
    rule: Condition
    truths: frozenset[Truth]
    roots: frozenset[str]


_OPPOSITE: Final[Mapping[Truth, Truth]] = {True: False, False: True, None: None}


def _pieces(question: Question) -> Iterator[_Piece]:
    """Yield what must hold, by the place of the demand or the id of the constraint, taken apart as far as it goes."""

    def split(asked: int | str, rule: Condition, truths: frozenset[Truth]) -> Iterator[_Piece]:
        match rule:
            case Not(part):
                yield from split(asked, part, frozenset(_OPPOSITE[truth] for truth in truths))
            case And(parts) if parts and truths in {frozenset({True}), frozenset({True, None})}:
                for part in parts:
                    yield from split(asked, part, truths)
            case Or(parts) if parts and truths in {frozenset({False}), frozenset({False, None})}:
                for part in parts:
                    yield from split(asked, part, truths)
            case _:
                roots = frozenset(map(question.vocabulary.given, facts_of(rule)))
                yield _Piece(asked, rule, truths, roots)

    for place, demand in enumerate(question.demands):
        yield from split(place, demand.rule, demand.truths)
    for name, constraint in question.constraints.items():
        yield from split(name, constraint, question.kept)


def _unread(pieces: Iterable[_Piece], question: Question) -> Iterator[str]:
    for root in {root: None for piece in pieces for root in sorted(piece.roots)}:
        if isinstance(question.vocabulary.facts[root].kind, SpellsOf) and root not in HISTORIES:
            yield root


def _apart(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Return the pieces in groups of which no two read the same fact."""
    groups: list[tuple[set[str], list[_Piece]]] = []
    for piece in pieces:
        touching = [group for group in groups if group[0] & piece.roots]
        roots = set(piece.roots).union(*(group[0] for group in touching))
        together = [one for group in touching for one in group[1]]
        groups = [*(group for group in groups if not group[0] & piece.roots), (roots, [*together, piece])]
    return [together for _, together in groups]


_Choice: TypeAlias = tuple[Given, Sequence[tuple[int, KnownValue]]]
"""What can be given of a fact, and what is then read: the value by the place where rules look for it."""


class _Search:
    """Goes through the classes of people of one question."""

    def __init__(self, question: Question, pieces: Sequence[_Piece], most: int) -> None:
        rules = [piece.rule for piece in pieces]
        leaves = [part for rule in rules for part in walk(rule) if not isinstance(part, Not | And | Or | AtLeast)]
        self._leaves = tuple(dict.fromkeys(leaves))
        self._question = question
        self._most = most
        self._whole = compiled([*rules, *self._leaves], question.vocabulary, {})
        judges = [node.judge for node in self._whole.nodes]
        self._judges: Mapping[_Piece, Judge] = dict(zip(pieces, judges, strict=False))
        self._leaf_judges = judges[len(pieces) :]
        self._blank = self._whole.read(participant({}), question.on, None)
        lists = classes(rules, question.vocabulary, question.on, unknowns=question.unknowns, most=most)
        self._broken_off = frozenset(root for root, given in lists.items() if len(given) > most)
        self._choices = {
            root: () if root in self._broken_off else tuple(self._told_apart(root, given))
            for root, given in lists.items()
        }

    def first(self, together: Iterable[_Piece]) -> Mapping[str, Given] | Outside | None:
        """Return what is given of the first person for whom these pieces hold; ``None``: there is nobody."""
        pieces = list(together)
        values, found = list(self._blank), dict[str, Given]()
        if any(self._judges[piece](values) not in piece.truths for piece in pieces if not piece.roots):
            return None
        roots = sorted({root: None for piece in pieces for root in sorted(piece.roots)}, key=self._how_many)
        if not self._broken_off.isdisjoint(roots):
            return self._too_many(self._most + 1)
        asked = [list(self._asked(pieces, roots[: place + 1])) for place in range(len(roots))]
        tried = 0

        def complete(place: int) -> Truth:
            """Whether a person who is made up as far as that place can be completed; ``None``: too many were tried."""
            nonlocal tried
            if place == len(roots):
                return True
            for given, reads in self._choices[roots[place]]:
                tried += 1
                if tried > self._most:
                    return None
                for slot, value in reads:
                    values[slot] = value
                if all(judge(values) in truths for judge, truths in asked[place]):
                    found[roots[place]] = given
                    completed = complete(place + 1)
                    if completed is not False:
                        return completed
            for slot in self._slots(roots[place]):
                values[slot] = self._blank[slot]
            return False

        completed = complete(0)
        if completed is None:
            return self._too_many(prod(map(self._how_many, roots)))
        return found if completed else None

    def constraints_needed(self, together: Sequence[_Piece]) -> frozenset[str]:
        """Return constraints without any of which there would be somebody, as far as that can be settled."""
        dropped: set[int | str] = set()
        names = [name for name in dict.fromkeys(piece.asked for piece in together) if isinstance(name, str)]
        for some in (names, *([name] for name in names)):
            if self.first(piece for piece in together if piece.asked not in {*dropped, *some}) is None:
                dropped.update(some)
        return frozenset(names) - dropped

    def _asked(self, pieces: Iterable[_Piece], roots: Sequence[str]) -> Iterator[tuple[Judge, frozenset[Truth]]]:
        """Yield what must hold once the last of *roots* is made up: while others are not, it may be open."""
        for piece in pieces:
            if roots[-1] in piece.roots:
                yield self._judges[piece], piece.truths if piece.roots <= set(roots) else piece.truths | {None}

    def _told_apart(self, root: str, every: Iterable[Given]) -> Iterable[_Choice]:
        """Return the first of those that no condition without parts tells apart."""
        slots = self._slots(root)
        with_others = [leaf for leaf in self._leaves if {root} < self._roots(leaf)]
        own = [
            judge for leaf, judge in zip(self._leaves, self._leaf_judges, strict=True) if self._roots(leaf) == {root}
        ]
        kept = [slot for slot in slots if any(self._whole.facts[slot] in facts_of(leaf) for leaf in with_others)]
        found: dict[object, _Choice] = {}
        for given in every:
            values, person = list(self._blank), participant({root: given})
            for slot in slots:
                values[slot] = self._whole.readers[slot](person, self._question.on, None)
            told = (*(judge(values) for judge in own), *(values[slot] for slot in kept))
            found.setdefault(told, (given, [(slot, values[slot]) for slot in slots]))
        return found.values()

    def _slots(self, root: str) -> Sequence[int]:
        given = self._question.vocabulary.given
        return [slot for slot, fact in enumerate(self._whole.facts) if given(fact) == root]

    def _roots(self, rule: Condition) -> set[str]:
        return set(map(self._question.vocabulary.given, facts_of(rule)))

    def _how_many(self, root: str) -> int:
        return len(self._choices[root])

    def _too_many(self, count: int) -> Outside:
        return Outside(
            Text(
                sv=f"det finns minst {count} klasser av personer att pröva, och högst {self._most} prövas",
                en=f"there are at least {count} classes of people to try, and at most {self._most} are tried",
            )
        )
