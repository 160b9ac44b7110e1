"""The terms on which a figure counts, whom and by which rule: in words that are the same where the counts are."""

import re
from collections.abc import Mapping
from typing import TypeAlias

import attrs

from samverkan.figures import Figure
from samverkan.indicators import GroupBy, Indicator, Measure, Of
from samverkan.rules.expressions import Condition
from samverkan.rules.text import printed

__all__ = ["Among", "CountTerms", "Group"]

Group: TypeAlias = tuple[tuple[str, str | None], ...]
"""A group, by what it is taken apart."""


@attrs.frozen(kw_only=True, order=True)
class Among:
    """Among whom a figure counts, in words that are the same for figures that count among the same."""

    of: str
    population: str
    timed: str
    personal: str


@attrs.frozen(kw_only=True)
class CountTerms:
    """The terms on which a figure counts: among whom, by which rule, and of which programme alone."""

    figure: Figure
    definition: Indicator
    among: Among
    rule: str
    programme: Group

    @property
    def is_per_inhabitant(self) -> bool:
        """Whether it is of all inhabitants, so that those who do not meet the rule are in no figure."""
        return self.definition.of is Of.INHABITANTS

    @property
    def untimed(self) -> "Among":
        """Among whom it counts before any time is measured."""
        return attrs.evolve(self.among, timed="")

    @property
    def everybody(self) -> "Among":
        """Among whom it counts, whoever of them is anonymous to it."""
        return attrs.evolve(self.among, personal="")

    @property
    def every_among(self) -> "tuple[Among, ...]":
        """Among whom any of its counts is."""
        untimed = self.untimed
        return (self.among, untimed, self.everybody, attrs.evolve(untimed, personal=""))

    @classmethod
    def of(cls, figure: Figure) -> "CountTerms":
        """Return the terms on which a figure counts."""
        one = figure.definition
        variant = one.variant(figure.variant)
        numerator = one.numerator if variant is None or variant.numerator is None else variant.numerator
        # Of one programme alone, it counts what others count of that programme as a group.
        alone = one.programmes if len(one.programmes) == 1 else ()
        timed = one.measure in {Measure.KEPT, Measure.DAYS}
        among = Among(
            of=repr(
                (
                    *(str(part) for part in (one.counts, one.reference_day)),
                    () if alone else tuple(sorted(one.programmes)),
                    *(str(part) for part in (figure.period.since, figure.period.until, figure.as_of, figure.known_on)),
                )
            ),
            population=_written(one.population, figure),
            timed=repr((one.lead_time, one.policy, one.measure.value)) if timed else "",
            personal=str(one.personal),
        )
        names = (one.measure.value, one.target_group, one.value, one.lead_time, one.policy)
        rule = repr((*names, _written(numerator, figure)))
        programme = tuple((GroupBy.PROGRAMME.value, name) for name in alone)
        return cls(figure=figure, definition=one, among=among, rule=rule, programme=programme)

    def group(self, of: Mapping[GroupBy, str | None]) -> Group:
        """Return a group by words that are the same for figures that are taken apart in the same way."""
        ages = self.definition.ages
        named = {f"{by.value} {ages}" if by is GroupBy.AGE and ages else by.value: value for by, value in of.items()}
        return tuple(sorted({**dict(self.programme), **named}.items(), key=repr))


def _written(rule: str | Condition | None, figure: Figure) -> str:
    """Return a rule with the values of the parameters that it reads."""
    if rule is None:
        return ""
    one = figure.definition
    variant = one.variant(figure.variant)
    parameters = {**one.parameters, **({} if variant is None else variant.parameters)}
    text = rule if isinstance(rule, str) else printed(rule)
    names = sorted({*re.findall(r"\w+", text)} & parameters.keys())
    values = [
        (name, [(str(each.since), str(each.until), each.value) for each in parameters[name].values]) for name in names
    ]
    return f"{' '.join(text.split())} {values}"
