"""Indicators bound to a model: their rules parsed, checked and compiled, ready to be asked of many cases."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from functools import cached_property

import attrs

from samverkan.bound_rules import BoundTargetGroup
from samverkan.calendars import Calendar
from samverkan.errors import Fault, InvalidModelError, InvalidRuleError, UnknownNameError, nearest
from samverkan.immutable import frozen_mapping
from samverkan.indicator_facts import FACTS_OF
from samverkan.indicators import Indicator, Variant
from samverkan.lead_times import LeadTime, Over
from samverkan.rules.checks import check_constants
from samverkan.rules.evaluation import Compiled, compiled
from samverkan.rules.expressions import Condition, parameters_of
from samverkan.rules.facts import NumberOf
from samverkan.rules.judges import Truth
from samverkan.rules.readers import Reader, Subject, reader
from samverkan.rules.text import parse, printed
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import Text, placeholders

__all__ = ["BoundIndicator", "BoundRule", "bind_indicator"]


@attrs.frozen(eq=False, repr=False)
class BoundRule:
    """A rule with its vocabulary; for each stretch of days on which no parameter changes it is compiled once."""

    tree: Condition
    vocabulary: Vocabulary

    def truth(self, subject: Subject, on: date, known_on: date | None) -> Truth:
        """Say whether it is met: true, false, or ``None`` where that is unknown."""
        since, every = self._stretches
        whole = every[bisect_right(since, on) - 1]
        return whole.nodes[0].judge(whole.read(subject, on, known_on))

    @cached_property
    def _stretches(self) -> tuple[tuple[date, ...], tuple[Compiled, ...]]:
        """From which day each stretch is, and the rule as it is compiled for it: when it is first asked."""
        thresholds = _thresholds(self.tree, self.vocabulary)
        return tuple(thresholds), tuple(compiled([self.tree], self.vocabulary, one) for one in thresholds.values())


@attrs.frozen(eq=False, repr=False)
class BoundIndicator:
    """An indicator taken from a model, under one of its variants.

    ``vocabulary`` is what its rules can read, and ``base`` what of that is the model's.

    ``indicator.read_as("more-than-27")`` is the same indicator under another one.
    """

    definition: Indicator
    variant: Variant | None
    vocabulary: Vocabulary
    base: Vocabulary
    calendar: Calendar
    population: BoundRule | None = None
    numerator: BoundRule | None = None
    lead_time: LeadTime | None = None
    programmes: Mapping[str, Text] = attrs.field(factory=dict[str, Text], converter=frozen_mapping)
    _variants: "Mapping[str, BoundIndicator]" = attrs.field(
        factory=dict[str, "BoundIndicator"], alias="variants", converter=frozen_mapping
    )

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.definition.id

    @cached_property
    def value(self) -> Reader | None:
        """What reads the number of a mean."""
        return None if self.definition.value is None else reader(self.definition.value, self.vocabulary)

    def read_as(self, variant: str | None) -> "BoundIndicator":
        """Return the indicator under *variant*; without a name, under the default one.

        Raises:
            UnknownNameError: when there is none of that name.
        """
        wanted = self.definition.variant(variant)
        if wanted is None or wanted == self.variant:
            return self
        return attrs.evolve(self._variants[wanted.id], variants=self._variants)

    def __repr__(self) -> str:
        return f"<BoundIndicator {self.id}>"


def bind_indicator(  # noqa: PLR0913 - each is a part of a model
    indicator: Indicator,
    vocabulary: Vocabulary,
    *,
    lead_times: Mapping[str, LeadTime],
    target_groups: Mapping[str, BoundTargetGroup],
    programmes: Mapping[str, Text],
    calendar: Calendar,
) -> BoundIndicator:
    """Bind an indicator to what a model has: *programmes* are the names of all its programmes, by id.

    Raises:
        InvalidModelError: with everything that is wrong with it.
    """
    binder = _Binder(indicator, vocabulary, lead_times, target_groups, programmes, calendar)
    variants = [binder.bound(variant) for variant in indicator.variants or (None,)]
    if binder.faults:
        raise InvalidModelError(dict.fromkeys(binder.faults))
    by_id = {one.variant.id: one for one in variants if one.variant is not None}
    return attrs.evolve(variants[0], variants=by_id)


@attrs.define(eq=False)
class _Binder:
    """Binds an indicator under each of its variants, and gathers what is wrong with any."""

    indicator: Indicator
    vocabulary: Vocabulary
    lead_times: Mapping[str, LeadTime]
    target_groups: Mapping[str, BoundTargetGroup]
    programmes: Mapping[str, Text]
    calendar: Calendar
    faults: list[Fault] = attrs.field(init=False, factory=list[Fault])

    def bound(self, variant: Variant | None) -> BoundIndicator:
        """Return it under *variant*."""
        one, own = self.indicator, FACTS_OF[self.indicator.counts]
        parameters = {**one.parameters, **({} if variant is None else variant.parameters)}
        facts = {**self.vocabulary.facts, **own}
        self._refuse_taken(own.keys() & self.vocabulary.facts.keys(), "facts")
        self._refuse_taken(parameters.keys() & facts.keys(), "parameters")
        shared = {name: value for name, value in self.vocabulary.parameters.items() if name not in facts}
        free = {name: value for name, value in parameters.items() if name not in facts}
        vocabulary = attrs.evolve(self.vocabulary, facts=facts, parameters={**shared, **free})
        numerator = one.numerator if variant is None or variant.numerator is None else variant.numerator
        self._check_value(vocabulary)
        self._check_texts(variant, vocabulary)
        return BoundIndicator(
            one,
            variant,
            vocabulary,
            self.vocabulary,
            self.calendar,
            population=self._rule("population", one.population, vocabulary),
            numerator=self._group() if one.target_group else self._rule("numerator", numerator, vocabulary),
            lead_time=self._lead_time(),
            programmes=self._programmes(),
        )

    def _refuse_taken(self, names: "frozenset[str] | set[str]", where: str) -> None:
        self.faults += [Fault(f"{self.indicator.id}.{where}.{name}", "a name that no fact has") for name in names]

    def _rule(self, where: str, rule: str | Condition | None, vocabulary: Vocabulary) -> BoundRule | None:
        if rule is None:
            return None
        try:
            return _checked(parse(rule if isinstance(rule, str) else printed(rule), vocabulary), vocabulary)
        except InvalidRuleError as error:
            self.faults.append(Fault(f"{self.indicator.id}.{where}", "a rule", hint=str(error)))
        return None

    def _group(self) -> BoundRule | None:
        name, where = str(self.indicator.target_group), f"{self.indicator.id}.target_group"
        group = self.target_groups.get(name)
        if group is None:
            hint = nearest(name, self.target_groups)
            self.faults.append(Fault(where, "a target group of the model", hint=hint))
        elif group.rule is None:
            self.faults.append(Fault(where, "a target group with a rule", got="one that is descriptive only"))
        else:
            return _checked(group.rule, group.vocabulary)
        return None

    def _check_value(self, vocabulary: Vocabulary) -> None:
        name, problem = self.indicator.value, ""
        if name is None:
            return
        try:
            problem = "" if isinstance(vocabulary.fact(name).kind, NumberOf) else f"{name} is no number"
        except UnknownNameError as error:
            problem = str(error)
        if problem:
            self.faults.append(Fault(f"{self.indicator.id}.value", "a fact that is a number", hint=problem))

    def _check_texts(self, variant: Variant | None, vocabulary: Vocabulary) -> None:
        """Refuse placeholders that no parameter fills; a name has none, for it stands by itself."""
        if placeholders(self.indicator.name):
            self.faults.append(Fault(f"{self.indicator.id}.name", "a name without placeholders", got="one with some"))
        texts = {"text": self.indicator.text}
        if variant is not None:
            texts[f"variants.{variant.id}.text"] = variant.text
        for where, text in texts.items():
            for name in sorted(placeholders(text) - vocabulary.parameters.keys()):
                wanted = f"placeholders for parameters that its rules can read, not {{{name}}}"
                self.faults.append(Fault(f"{self.indicator.id}.{where}", wanted))

    def _lead_time(self) -> LeadTime | None:
        name, where = self.indicator.lead_time, f"{self.indicator.id}.lead_time"
        if name is None:
            return None
        found = self.lead_times.get(name)
        if found is None or found.over is not Over.REFERRAL:
            hint = nearest(name, self.lead_times)
            self.faults.append(Fault(where, "a lead time of the model, over referrals", hint=hint))
            return None
        if self.indicator.policy is not None and self.indicator.policy not in {one.id for one in found.policies}:
            hint = nearest(self.indicator.policy, [one.id for one in found.policies])
            self.faults.append(Fault(f"{self.indicator.id}.policy", "a policy of the lead time", hint=hint))
        return found

    def _programmes(self) -> Mapping[str, Text]:
        for name in self.indicator.programmes:
            if name not in self.programmes:
                hint = nearest(name, self.programmes)
                self.faults.append(Fault(f"{self.indicator.id}.programmes", "programmes of the model", hint=hint))
        return self.programmes


def _checked(tree: Condition, vocabulary: Vocabulary) -> BoundRule:
    """Return a rule that can be asked on every day.

    Raises:
        InvalidRuleError: when a parameter has no value on some day, or a number lies outside what it is compared with.
    """
    for thresholds in _thresholds(tree, vocabulary).values():
        if None in thresholds.values():
            raise InvalidRuleError(["a parameter that it reads has no value on some day"])
        check_constants(tree, vocabulary, thresholds)
    return BoundRule(tree, vocabulary)


def _thresholds(tree: Condition, vocabulary: Vocabulary) -> Mapping[date, Mapping[str, int | None]]:
    """Return the values of the parameters that a rule reads, by the days from which they are so."""
    names = parameters_of(tree)
    days = sorted({date.min, *(day for name in names for day in vocabulary.parameters[name].changes())})
    return {day: {name: vocabulary.parameters[name].at(day) for name in names} for day in days}
