"""The constraints of a model, ready to be asked of many people who are made up."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from samverkan.bound_rules import BoundConstraint
from samverkan.immutable import frozen_tuple
from samverkan.participants import Participant
from samverkan.rules.evaluation import Compiled, compiled
from samverkan.rules.expressions import facts_of, parameters_of
from samverkan.rules.stretches import crossings, numbers_compared
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["Kept", "kept"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Kept:
    """A constraint compiled once for each stretch of days on which its thresholds stay the same.

    ``given`` are the given facts that it rests on.
    """

    given: tuple[str, ...] = attrs.field(converter=frozen_tuple)
    vocabulary: Vocabulary
    compared: Mapping[str, frozenset[int]]
    since: tuple[date, ...] = attrs.field(converter=frozen_tuple)
    rules: tuple[Compiled, ...] = attrs.field(converter=frozen_tuple)

    def is_broken_by(self, person: Participant, on: date) -> bool:
        """Whether what is known of a person surely breaks it, on the day *on* or any other."""
        days = {date.min, on, *self.since, *crossings(self.compared, self.vocabulary, person, None)}
        return any(self._is_broken(person, day) for day in days)

    def _is_broken(self, person: Participant, day: date) -> bool:
        rule = self.rules[bisect_right(self.since, day) - 1]
        return rule.nodes[0].judge(rule.read(person, day, None)) is False


def kept(constraints: Iterable[BoundConstraint]) -> Iterator[Kept]:
    """Yield the constraints of a model as they are asked of many."""
    for one in constraints:
        vocabulary = one.vocabulary
        parameters = {name: vocabulary.parameters[name] for name in parameters_of(one.rule)}
        days = sorted({date.min, *(day for each in parameters.values() for day in each.changes())})
        yield Kept(
            given=dict.fromkeys(vocabulary.given(fact) for fact in facts_of(one.rule)),
            vocabulary=vocabulary,
            compared=numbers_compared([one.rule], vocabulary),
            since=days,
            rules=[
                compiled([one.rule], vocabulary, {name: each.at(day) for name, each in parameters.items()})
                for day in days
            ],
        )
