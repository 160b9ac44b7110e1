"""Figures: what an indicator comes to among many cases, in a period, with everything that it rests on.

**What is counted where.** Of each thing that is counted (a person, a referral, a participation) it is found whether it
belongs to the *population*. If it surely does, and it is surely known whether it meets the numerator, it is in the
``denominator``, and in the ``numerator`` if it does. If that is not known it is ``unknown``, and in neither. If it is
not known whether it belongs to the population it is ``perhaps``. Who is ``anonymous`` counts in volume and in nothing
else. What can still be kept is ``pending``. So an unknown never counts as no, and :meth:`Figure.bounds` says between
what the share lies, whatever is unknown.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

import attrs

from samverkan.dates import in_words
from samverkan.errors import InvalidValueError, located
from samverkan.fields import of_enum
from samverkan.figure_words import WORDS, named
from samverkan.immutable import frozen_mapping, frozen_tuple
from samverkan.indicators import Counted, GroupBy, Indicator, Measure, Of
from samverkan.numerals import number_in, percent_in
from samverkan.periods import ReportingPeriod
from samverkan.summaries import Summary
from samverkan.texts import Language, Text

__all__ = ["Behind", "Figure", "Part", "value_in"]


class Part(StrEnum):
    """In which part of a figure something is counted."""

    NUMERATOR = "numerator"
    REST = "rest"
    UNKNOWN = "unknown"
    PERHAPS = "perhaps"
    ANONYMOUS = "anonymous"
    PENDING = "pending"


@attrs.frozen(repr=False)
class Behind:
    """A case behind a figure: whose, which referral or participation of hers, and in which part it is counted."""

    participant: str
    unit: str | None
    part: Part

    def __repr__(self) -> str:
        return f"<Behind {self.part}>"


def _group(value: Mapping[GroupBy, str | None]) -> Mapping[GroupBy, str | None]:
    return frozen_mapping(value)


def _part(value: Part | str) -> Part:
    return of_enum(value, Part)


def _texts(value: Mapping[GroupBy, Text]) -> Mapping[GroupBy, Text]:
    return frozen_mapping(value)


def _parts(value: "Iterable[Figure]") -> "tuple[Figure, ...]":
    return frozen_tuple(value)


def _behind(value: Iterable[Behind]) -> tuple[Behind, ...]:
    return frozen_tuple(value)


@attrs.frozen(kw_only=True, repr=False)
class Figure:
    """What an indicator comes to; :func:`samverkan.counting.compute` makes it. ``print(figure)`` says it in English.

    * ``indicator``, ``variant``: which, by id; ``period``, ``as_of``, ``known_on``: of what time and as known when.
    * ``definition``: the indicator itself.
    * ``group``: of which group, by what it is taken apart; of the whole it is empty. ``names``: what it is called.
    * ``numerator``, ``denominator``: how many of how many. Of a number both are how many there are, anonymous ones
      among them; of a mean the numerator is the sum; of a median how many have stopped, of how many clocks.
    * ``unknown``, ``perhaps``, ``anonymous``, ``pending``: how many are in neither, and why; see the head of this
      module. Of a number the anonymous ones are counted, and told beside.
    * ``summary``: of a median, what the times come to.
    * ``parts``: the groups, in order; ``behind``: the cases, where they were kept; ``keeps_cases``: whether they were.
    * ``rejected``: of the whole, how many records could not be read. ``untold``: of how many cases nothing is known of
      any referral, where referrals or participations are counted.
    """

    indicator: str
    period: ReportingPeriod
    as_of: date
    counts: Counted
    measure: Measure
    variant: str | None = None
    known_on: date | None = None
    group: Mapping[GroupBy, str | None] = attrs.field(factory=dict[GroupBy, "str | None"], converter=_group)
    numerator: int = 0
    denominator: int = 0
    unknown: int = 0
    perhaps: int = 0
    anonymous: int = 0
    pending: int = 0
    untold: int = 0
    rejected: int = 0
    summary: Summary | None = None
    parts: "tuple[Figure, ...]" = attrs.field(default=(), converter=_parts)
    behind: tuple[Behind, ...] = attrs.field(default=(), converter=_behind)
    keeps_cases: bool = True
    definition: Indicator = attrs.field(eq=False)
    names: Mapping[GroupBy, Text] = attrs.field(factory=dict[GroupBy, Text], converter=_texts, eq=False)

    @property
    def value(self) -> Fraction | None:
        """The figure itself, exact: a number, a share from 0 to 1, a mean or a median; ``None`` of nobody."""
        match self.measure:
            case Measure.NUMBER:
                return Fraction(self.numerator)
            case Measure.SHARE | Measure.MEAN | Measure.KEPT:
                return Fraction(self.numerator, self.denominator) if self.denominator else None
            case Measure.DAYS:
                median = None if self.summary is None else self.summary.median
                return None if median is None else Fraction(median)
            case _ as never:
                assert_never(never)

    @property
    def bounds(self) -> tuple[Fraction, Fraction] | None:
        """Between what a share lies, whatever is unknown; ``None`` of nobody, and of what is no share of those counted.

        What is unknown could all be in the numerator, or none of it; who is perhaps of the population likewise.
        """
        if self.measure not in {Measure.SHARE, Measure.KEPT} or self.definition.of is Of.INHABITANTS:
            return None
        open_ = self.unknown + self.perhaps
        of = self.denominator + open_
        return (Fraction(self.numerator, of), Fraction(self.numerator + open_, of)) if of else None

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached, before any rounding; ``None`` where there is no goal, or no figure."""
        goal, value = self.definition.goal, self.value
        return None if goal is None or value is None else goal.is_reached(value)

    def named(self, by: GroupBy | str) -> Text:
        """Return what its group is called by that; of one that is not known, that it is unknown."""
        return named(self.group, self.names, GroupBy(by))

    def cases_in(self, *parts: Part | str) -> tuple[Behind, ...]:
        """Return the cases in those parts of it; without any, all.

        Raises:
            InvalidValueError: when there is no such part, or the cases were not kept.
        """
        if not self.keeps_cases:
            wanted = "a figure that keeps its cases, made with keep_cases=True"
            raise InvalidValueError(where="behind", wanted=wanted, got="one that does not")
        among = {located("parts", _part, one) for one in parts} or {*Part}
        return tuple(one for one in self.behind if one.part in among)

    def explain(self, language: Language = "en") -> str:
        """Return the figure with all that it rests on, in Swedish or English."""
        return "\n".join(_lines(self, self.definition, language))

    def __str__(self) -> str:
        return self.explain("en")

    def __repr__(self) -> str:
        return f"<Figure {self.indicator}: {self.numerator} of {self.denominator}>"


# --- In words ---------------------------------------------------------------------------------------


def _lines(figure: Figure, definition: Indicator, language: Language) -> Iterator[str]:
    """Yield what a figure is, what it is of, and what is not in it."""
    group = ", ".join(figure.named(by).in_(language) for by in figure.group)
    yield WORDS["head"].filled(
        language,
        {
            "name": definition.name.in_(language),
            "period": figure.period,
            "day": in_words(figure.as_of, language),
            "group": f", {group}" if group else "",
        },
    )
    yield _value_told(figure, definition, language)
    for code in ("unknown", "perhaps", "pending", "anonymous", "untold", "rejected"):
        number = getattr(figure, code)
        if number:
            yield WORDS[code].filled(language, {"n": number_in(number, language)})
    if figure.bounds is not None and (figure.unknown or figure.perhaps):
        least, most = (_percent(one, language) for one in figure.bounds)
        yield WORDS["bounds"].filled(language, {"least": least, "most": most})
    if figure.is_reached is not None:
        yield WORDS["reached" if figure.is_reached else "not_reached"].in_(language)


def _value_told(figure: Figure, definition: Indicator, language: Language) -> str:
    what = Of.INHABITANTS.value if definition.of is Of.INHABITANTS else figure.counts.value
    if figure.value is None:
        is_open = figure.unknown or figure.perhaps
        code = "none_stopped" if figure.denominator else "none_known" if is_open else "none"
        if definition.of is Of.INHABITANTS:
            code = "none_given"
        return WORDS[code].filled(language, {"counts": WORDS[what].in_(language)})
    code = {Measure.KEPT: "share"}.get(figure.measure, figure.measure.value)
    is_one = figure.denominator == 1 and figure.measure is not Measure.NUMBER
    said = {
        "value": value_in(figure, language),
        "came": number_in(figure.numerator, language),
        "of": number_in(figure.denominator, language),
        "n": number_in(figure.numerator, language),
        "counts": WORDS[f"{what}.one" if is_one else what].in_(language),
    }
    return WORDS[code].filled(language, said)


def value_in(figure: Figure, language: Language) -> str:
    """Return the figure itself as it is read; empty of nobody."""
    value = figure.value
    if value is None:
        return ""
    match figure.measure:
        case Measure.SHARE | Measure.KEPT:
            return _percent(value, language)
        case Measure.DAYS:
            return WORDS["unit.days"].filled(language, {"n": _number(value, language)})
        case Measure.NUMBER | Measure.MEAN:
            return _number(value, language)
        case _ as never:
            assert_never(never)


def _percent(share: Fraction, language: Language) -> str:
    return percent_in(100 * share, language, decimals=1, drops_zeros=True)


def _number(value: Fraction, language: Language) -> str:
    return number_in(value, language, decimals=1, drops_zeros=True)
