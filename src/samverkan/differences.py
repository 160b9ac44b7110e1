"""What is published, and what it should come to: the difference, and whether rounding explains it. No repair."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Final, assert_never

import attrs

from samverkan.given import as_records
from samverkan.numerals import exact_in, signed_in
from samverkan.quantities import Exact, as_exact, as_sum, optional_exact
from samverkan.sources import Source
from samverkan.texts import Language, Text, capitalised, joined

__all__ = ["Difference", "Tolerance", "allowance"]


class Tolerance(StrEnum):
    """How far a published figure may lie from what it should come to.

    * ``exact``: not at all, as in a budget.
    * ``rounded``: by half a unit of its last digit, as when it was rounded once from an exact number.
    * ``independently_rounded``: as far as rounding can take it when the figure and each of its *n* parts were rounded
      by themselves. That is less than (n + 1) / 2 units of the last digit: 2 for four parts, 3 for six, 5 for eleven.
    """

    EXACT = "exact"
    ROUNDED = "rounded"
    INDEPENDENTLY_ROUNDED = "independently_rounded"


def allowance(tolerance: Tolerance, parts: int, step: Exact = 1) -> Fraction:
    """Return the largest difference that *tolerance* allows; *step* is the unit of the last digit.

    >>> [int(allowance(Tolerance.INDEPENDENTLY_ROUNDED, parts)) for parts in (1, 3, 4, 6, 11)]
    [0, 1, 2, 3, 5]
    """
    unit = as_exact(step)
    match tolerance:
        case Tolerance.EXACT:
            return Fraction()
        case Tolerance.ROUNDED:
            return unit / 2
        case Tolerance.INDEPENDENTLY_ROUNDED:
            # Each lies at most half a unit off, and where halves go up never all of them to the limit.
            return (ceil(Fraction(parts + 1, 2)) - 1) * unit
        case _ as never:
            assert_never(never)


def _optional(value: Exact | None) -> Fraction | None:
    return optional_exact(value)


def _allowed(value: Exact) -> Fraction:
    return as_sum(value)


def _sources(value: Iterable[Source]) -> tuple[Source, ...]:
    return as_records(value, Source)


@attrs.frozen(kw_only=True)
class Difference:
    """What is published, and what it should come to.

    * ``what``: the figure; ``how``: from what it was worked out; ``unit``: what both are counted in.
    * ``published``, ``computed``: exact; ``None`` where the source leaves something empty.
    * ``tolerance``, ``allowed``, ``why``: how far they may lie apart, by name and as a number, and for what reason.
    * ``sources``: where the figure and its parts stand; ``note``: what else the sources say of it.

    >>> found = Difference(id="c/2008", what=Text(sv="Bidragen 2008", en="Contributions of 2008"),
    ...                    how=Text(sv="nio månader av 7 000", en="nine months of 7,000"),
    ...                    unit=Text(sv="tkr", en="tkr"),
    ...                    published=5251, computed=5250, tolerance=Tolerance.EXACT, allowed=0)
    >>> print(found)
    Contributions of 2008: published as 5,251 tkr, but nine months of 7,000 gives 5,250 tkr. The difference is +1 tkr.
    >>> found.difference, found.within
    (Fraction(1, 1), False)
    """

    id: str
    what: Text
    how: Text
    unit: Text
    published: Fraction | None = attrs.field(converter=_optional)
    computed: Fraction | None = attrs.field(converter=_optional)
    tolerance: Tolerance
    allowed: Fraction = attrs.field(converter=_allowed)
    sources: tuple[Source, ...] = attrs.field(default=(), converter=_sources)
    note: Text | None = None
    why: Text | None = None

    @property
    def difference(self) -> Fraction | None:
        """What is published less what it should come to; ``None`` where either is unknown."""
        return None if self.published is None or self.computed is None else self.published - self.computed

    @property
    def within(self) -> bool | None:
        """Whether the difference is within the tolerance; ``None`` where there is no telling."""
        return None if self.difference is None else abs(self.difference) <= self.allowed

    def explain(self, language: Language = "sv") -> str:
        """Return the difference as a person would tell it, with its note and the documents."""
        told = _TOLD[self._code].filled(
            language,
            {
                "what": capitalised(self.what.in_(language)),
                "how": self.how.in_(language),
                "published": self._amount(self.published, language),
                "computed": self._amount(self.computed, language),
                "difference": f"{signed_in(self.difference or 0, language)} {self._unit(self.difference, language)}",
            },
        )
        more = [] if self.note is None else [self.note.in_(language)]
        documents = [*dict.fromkeys(source.document for source in self.sources if source.document is not None)]
        if documents:
            more.append(_SOURCES.filled(language, {"documents": joined(documents, language)}))
        return " ".join([told, *more])

    def __str__(self) -> str:
        return self.explain("en")

    @property
    def _code(self) -> str:
        match self.difference, self.within:
            case (None, _):
                return "worked_out" if self.computed is not None else "unknown"
            case (Fraction(numerator=0), _):
                return "same"
            case (_, True):
                return "rounding"
            case _ if self.tolerance is Tolerance.EXACT:
                return "apart"
            case _:
                return "more"

    def _amount(self, number: Fraction | None, language: Language) -> str:
        if number is None:
            return _NO_FIGURE.in_(language)
        return f"{exact_in(number, language)} {self._unit(number, language)}"

    def _unit(self, number: Fraction | None, language: Language) -> str:
        unit = self.unit.in_(language)
        return _ONE.get(unit, unit) if number is not None and abs(number) == 1 else unit


_ONE: Final[Mapping[str, str]] = {
    "personer": "person",
    "persons": "person",
    "people": "person",
    "parter": "part",
    "parties": "party",
    "inhabitants": "inhabitant",
    "participants": "participant",
}
"""What a unit is called of which there is one; a unit that is not here is called the same."""

_SOURCES: Final = Text(sv="Källa: {documents}.", en="Source: {documents}.")
_NO_FIGURE: Final = Text(sv="ingen uppgift", en="no figure")
_TOLD: Final[Mapping[str, Text]] = {
    "same": Text(
        sv="{what}: källan anger {published}, och {how} ger detsamma.",
        en="{what}: published as {published}, and {how} gives the same.",
    ),
    "rounding": Text(
        sv="{what}: källan anger {published}, men {how} ger {computed}. Skillnaden är {difference}, och det kan bero "
        "på avrundning.",
        en="{what}: published as {published}, but {how} gives {computed}. The difference is {difference}, which "
        "rounding can explain.",
    ),
    "more": Text(
        sv="{what}: källan anger {published}, men {how} ger {computed}. Skillnaden är {difference}, och det är mer än "
        "avrundning kan förklara.",
        en="{what}: published as {published}, but {how} gives {computed}. The difference is {difference}, more than "
        "rounding can explain.",
    ),
    "apart": Text(
        sv="{what}: källan anger {published}, men {how} ger {computed}. Skillnaden är {difference}.",
        en="{what}: published as {published}, but {how} gives {computed}. The difference is {difference}.",
    ),
    "worked_out": Text(
        sv="{what}: källan anger ingen uppgift; {how} ger {computed}.",
        en="{what}: the source gives no figure; {how} gives {computed}.",
    ),
    "unknown": Text(
        sv="{what}: källan anger {published}. Det går inte att jämföra med {how}, för källan lämnar något tomt.",
        en="{what}: published as {published}. It cannot be compared with {how}, for the source leaves something empty.",
    ),
}
