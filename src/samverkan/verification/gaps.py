"""Who falls between programmes: a person whom none of them takes, and what such people have in common."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, cast

import attrs

from samverkan.bound_programmes import BoundProgramme
from samverkan.dates import as_day
from samverkan.errors import InvalidValueError
from samverkan.participants import Participant
from samverkan.rules.expressions import And, Condition, Not
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import Language, Text, joined
from samverkan.verification.claims import Asked, Claimed, Rule, common_vocabulary, named, rule_on
from samverkan.verification.leaves import Enough, Few, as_so, leaves
from samverkan.verification.proofs import Description, Proof, Result, answerer, in_both, prove
from samverkan.verification.questions import Answerer, Demand, Found, Nobody, Question, truths_of

__all__ = ["MOST_DESCRIBED", "gaps"]

MOST_DESCRIBED: Final = 10
"""So many descriptions of a gap are told at most."""


def gaps(  # noqa: PLR0913
    programmes: Iterable[BoundProgramme] | Mapping[str, BoundProgramme],
    on: date | str,
    *,
    among: Asked | str | Condition | None = None,
    unknowns: bool = False,
    most: int = MOST_DESCRIBED,
    by: Answerer | None = None,
) -> Proof:
    """Claim that everybody meets the criteria of one of *programmes* on the day, and look for somebody who does not.

    *among* narrows it to those of a target group, a programme, a predicate or a rule as text.
    Everything that the rules read is known of the person; with *unknowns* it need not be, and then
    she is somebody for whom no programme's outcome is *eligible*, as far as is known. The
    descriptions say who else is left out, each in as few conditions as may be: at most *most*, and
    none with *unknowns*. Where there are more, the same answerer always gives the same ones.

    Raises:
        InvalidValueError: when the day is not one, or there are no programmes.
        InvalidRuleError: when *among* is no rule, or a group that is descriptive only.

    >>> from samverkan import load_model
    >>> project = load_model("finsam").programmes["se-projektet"]
    >>> gap = gaps([project], "2016-10-03", among='"activity-compensation" in receives')
    >>> gap.result, [one.rule for one in gap.descriptions]
    (<Result.COUNTEREXAMPLE: 'counterexample'>, ['age >= 30'])
    >>> print(gap.descriptions[0].text("sv"))
    åldern är minst 30 år
    """
    by_id = cast("Mapping[str, BoundProgramme]", programmes) if isinstance(programmes, Mapping) else None
    some = tuple(cast("Iterable[BoundProgramme]", programmes) if by_id is None else by_id.values())
    if not some:
        raise InvalidValueError(where="programmes", wanted="one programme or more", got="none")
    day = as_day(on)
    group = _group(among, some[0].vocabulary)
    left_out = [Claimed(one, {False, None} if unknowns else {False}) for one in some]
    way = [*([] if group is None else [Claimed(group, {True})]), *left_out]
    about = [*some, *([] if group is None or isinstance(group, Rule) else [group])]
    proof = prove(_claim(some, group, day), [way], day, about=about, unknowns=unknowns, by=by)
    if proof.result is not Result.COUNTEREXAMPLE or unknowns:
        return proof
    if proof.person is None:
        raise AssertionError("a counterexample has a person")
    descriptions, more = _Describer(some, group, day, answerer(by)).describe(proof.person, most)
    return attrs.evolve(proof, descriptions=descriptions, more=more, heading=_heading(descriptions, group))


def _group(among: Asked | str | Condition | None, vocabulary: Vocabulary) -> Asked | Rule | None:
    return among if among is None or isinstance(among, Asked) else Rule.of(among, vocabulary)


def _claim(programmes: Sequence[BoundProgramme], group: Asked | Rule | None, on: date) -> Text:
    def names(language: Language) -> str:
        return joined((named(one, on).in_(language) for one in programmes), language, last="or")

    def claim(language: Language) -> str:
        whom = _ALL if group is None else _AMONG
        what = "" if group is None else named(group, on).in_(language)
        return whom.filled(language, {"among": what, "programmes": names(language)})

    return in_both(claim)


def _heading(descriptions: Sequence[Description], group: Asked | Rule | None) -> Text | None:
    """Return what stands above the descriptions; by itself, where one of them takes no condition."""
    if not descriptions:
        return None
    takes_conditions = bool(descriptions[0].conditions)
    how = "everybody" if not takes_conditions else "one" if len(descriptions) == 1 else "several"
    whom = _EVERYBODY if group is None else _OF_THE_GROUP
    return in_both(lambda language: _HEADINGS[how].filled(language, {"whom": whom.in_(language)}))


_EVERYBODY: Final = Text(sv="var och en", en="everybody")
_OF_THE_GROUP: Final = Text(sv="var och en i gruppen", en="everybody in the group")
_HEADINGS: Final[Mapping[str, Text]] = {
    "everybody": Text(sv="Detsamma gäller {whom}.", en="The same goes for {whom}."),
    "one": Text(sv="Detsamma gäller {whom} om detta stämmer:", en="The same goes for {whom} of whom this holds:"),
    "several": Text(
        sv="Detsamma gäller {whom} om något av detta stämmer:",
        en="The same goes for {whom} of whom one of these holds:",
    ),
}
_ALL: Final = Text(sv="alla uppfyller kriterierna för {programmes}", en="everybody meets the criteria of {programmes}")
_AMONG: Final = Text(
    sv="alla i gruppen {among} uppfyller kriterierna för {programmes}",
    en="everybody in the group {among} meets the criteria of {programmes}",
)


class _Describer:
    """Describes all who are left out, each time by what one of them who is not described yet cannot do without."""

    def __init__(
        self, programmes: Sequence[BoundProgramme], group: Asked | Rule | None, on: date, who: Answerer
    ) -> None:
        rules = [rule_on(one, on) for one in programmes]
        self._leaves = leaves(rules)
        self._enough = Enough(
            conclusion=And(tuple(Not(rule) for rule in rules)),
            given=[] if group is None else [Demand(rule_on(group, on))],
            vocabulary=common_vocabulary([*programmes, *([] if group is None else [group])], on),
            on=on,
            who=who,
        )

    def describe(self, person: Participant, most: int) -> tuple[tuple[Description, ...], bool]:
        """Return the descriptions, the first of them *person*'s, and whether there may be further ones."""
        found: list[Description] = []
        somebody: Found = person
        while isinstance(somebody, Participant) and len(found) < most:
            truths = truths_of(self._leaves, self._enough.vocabulary, somebody, self._enough.on)
            so = [as_so(leaf, truth) for leaf, truth in zip(self._leaves, truths, strict=True)]
            few = self._enough.fewest(so)
            if not isinstance(few, Few):
                break
            found.append(Description(few.conditions, self._enough.vocabulary))
            somebody = self._other_than(found)
        return tuple(found), not isinstance(somebody, Nobody)

    def _other_than(self, described: Sequence[Description]) -> Found:
        others = [Demand(And(one.conditions), {False}) for one in described]
        demands = [*self._enough.given, Demand(self._enough.conclusion), *others]
        return self._enough.who.find(Question(demands, self._enough.vocabulary, self._enough.on))
