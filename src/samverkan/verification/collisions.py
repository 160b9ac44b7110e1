"""Where the rules of two parties collide: not well enough for the one, and not ill enough for the other.

Document S000 speaks of whoever is *nog sjuk för det ena och inte tillräckligt frisk för det andra*:
each party goes by a judgement of its own of the same matter, and the person falls between them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Final

import attrs

from samverkan.dates import as_day
from samverkan.participants import Participant
from samverkan.rules.expressions import And, Condition, Not, Or, facts_of
from samverkan.texts import Text, joined
from samverkan.verification.claims import Asked, Claimed, Rule, common_vocabulary, named, rule_on
from samverkan.verification.leaves import Enough, Few, as_so, leaves, replaced
from samverkan.verification.proofs import Description, Proof, Result, answerer, in_both, prove
from samverkan.verification.questions import ALWAYS, NEVER, Answerer, Demand, Question, truths_of

__all__ = ["collisions"]


def collisions(a: Asked, b: Asked, on: date | str, *, about: str = "health", by: Answerer | None = None) -> Proof:
    """Claim that nobody is kept out of both on the day by what each goes by in one matter, and look for who is.

    *about* is the matter: the category of facts, ``health`` unless it says otherwise. Of the person
    found it holds that

    * she meets the criteria of neither;
    * each would take her if what is judged in that matter, and nothing else, had come out otherwise;
    * there is no one fact in that matter on which it would be enough to judge otherwise for both.

    The descriptions are two: what keeps her out of *a*, and what keeps her out of *b*.

    Raises:
        InvalidValueError: when the day is not one.

    >>> from samverkan import load_model
    >>> predicates = load_model("finsam").predicates
    >>> found = collisions(predicates["vetlanda-AF"], predicates["vetlanda-FK"], "2016-10-03")
    >>> found.result
    <Result.COUNTEREXAMPLE: 'counterexample'>
    >>> found.descriptions[1].text()
    'the person is not on sick leave'
    """
    day, who = as_day(on), answerer(by)
    claim = in_both(
        lambda language: _CLAIM.filled(
            language,
            {
                "a": named(a, day).in_(language),
                "b": named(b, day).in_(language),
                "matter": _MATTERS.get(about, Text(about, about)).in_(language),
            },
        )
    )
    matter = _Matter([a, b], about, day, who)
    if matter.outside is not None:
        return Proof(claim=claim, result=Result.OUTSIDE, on=day, about=[a, b], by=who.name, outside=matter.outside)
    wanted = [Claimed(Rule(rule, matter.vocabulary), {truth}) for rule, truth in matter.wanted()]
    way = [Claimed(a, {False}), Claimed(b, {False}), *wanted]
    proof = prove(claim, [way], day, about=[a, b], by=who)
    if proof.person is None:
        return proof
    return attrs.evolve(proof, descriptions=matter.keeping_out(proof.person), heading=_HEADING)


class _Matter:
    """What two rules go by in one matter, as the leaves that read facts of that category."""

    def __init__(self, asked: Sequence[Asked], about: str, on: date, who: Answerer) -> None:
        self.vocabulary = common_vocabulary(asked, on)
        self._rules = [rule_on(one, on) for one in asked]
        self._about = about
        self._on = on
        self._who = who
        self._leaves = [self._judged(rule) for rule in self._rules]  # of one given fact each, unless it is outside
        self.outside = next(self._hindrances(), None)

    def wanted(self) -> Iterator[tuple[Condition, bool]]:
        """Yield what must be so besides: either could be mended, and no one fact would mend both."""
        for rule, judged in zip(self._rules, self._leaves, strict=True):
            yield Or(tuple(replaced(rule, way) for way in self._ways(judged))), True
        both = And(tuple(self._rules))
        together = self._judged(both)
        for root in dict.fromkeys(self._root(leaf) for leaf in together):
            of_root = [leaf for leaf in together if self._root(leaf) == root]
            yield Or(tuple(replaced(both, way) for way in self._ways(of_root))), False

    def keeping_out(self, person: Participant) -> Iterator[Description]:
        """Yield, for each rule, what in the matter keeps the person out."""
        for rule, judged in zip(self._rules, self._leaves, strict=True):
            so = self._as_they_are(judged, person)
            rest = self._as_they_are([leaf for leaf in leaves([rule]) if leaf not in judged], person)
            given = [Demand(one) for one in rest]
            few = Enough(Not(rule), given, self.vocabulary, self._on, self._who).fewest(so)
            yield Description(few.conditions if isinstance(few, Few) else so, self.vocabulary)

    def _as_they_are(self, some: Sequence[Condition], person: Participant) -> list[Condition]:
        truths = truths_of(some, self.vocabulary, person, self._on)
        return [as_so(leaf, truth) for leaf, truth in zip(some, truths, strict=True)]

    def _judged(self, rule: Condition) -> tuple[Condition, ...]:
        return tuple(leaf for leaf in leaves([rule]) if any(map(self._is_of_matter, self._roots(leaf))))

    def _root(self, leaf: Condition) -> str:
        (root,) = self._roots(leaf)
        return root

    def _roots(self, rule: Condition) -> frozenset[str]:
        return frozenset(map(self.vocabulary.given, facts_of(rule)))

    def _is_of_matter(self, root: str) -> bool:
        return self.vocabulary.facts[root].category == self._about

    def _ways(self, judged: Sequence[Condition]) -> list[Mapping[Condition, Condition]]:
        """Return every way in which the leaves can come out together, as constants to put in their place."""
        ways: list[Mapping[Condition, Condition]] = []
        for truths in product((True, False), repeat=len(judged)):
            demands = [Demand(leaf, {truth}) for leaf, truth in zip(judged, truths, strict=True)]
            if isinstance(self._who.find(Question(demands, self.vocabulary, self._on)), Participant):
                ways.append({leaf: ALWAYS if one else NEVER for leaf, one in zip(judged, truths, strict=True)})
        return ways

    def _hindrances(self) -> Iterator[Text]:
        """Yield what would make the ways in which leaves come out depend on more than one fact in the matter."""
        judged = self._judged(And(tuple(self._rules)))
        if len(judged) > _MOST_LEAVES:
            yield _TOO_MANY
        yield from (_bound(leaf) for leaf in judged if len(self._roots(leaf)) > 1)
        for name, rule in self.vocabulary.constraints.items():
            if len(set(map(self._is_of_matter, self._roots(rule)))) > 1:
                yield Text(*(one.replace("{name}", name) for one in attrs.astuple(_ACROSS)))


def _bound(leaf: Condition) -> Text:
    return in_both(lambda language: _BOUND.filled(language, {"facts": joined(facts_of(leaf), language)}))


_MOST_LEAVES: Final = 8
_TOO_MANY: Final = Text(
    sv="reglerna läser fler än åtta saker i det som bedöms", en="the rules read more than eight things in the matter"
)
_BOUND: Final = Text(
    sv="en jämförelse av {facts} binder det som bedöms till en annan uppgift",
    en="a comparison of {facts} ties what is judged to another fact",
)
_ACROSS: Final = Text(
    sv="villkoret {name}, som gäller för alla, binder det som bedöms till annat",
    en="the constraint {name} ties the matter to something else",
)
_CLAIM: Final = Text(
    sv="ingen står utanför både {a} och {b} för att var och en går efter sin bedömning av {matter}",
    en="nobody is kept out of both {a} and {b} because each goes by its own judgement of {matter}",
)
_HEADING: Final = Text(sv="Detta håller personen utanför var och en:", en="This keeps the person out of each:")
_MATTERS: Final[Mapping[str, Text]] = {
    "health": Text(sv="hälsan", en="health"),
    "work": Text(sv="arbetet", en="work"),
    "need": Text(sv="behoven", en="need"),
    "livelihood": Text(sv="försörjningen", en="livelihood"),
    "education": Text(sv="utbildningen", en="education"),
}
