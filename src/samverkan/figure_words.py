"""The words in which a figure is told, in Swedish and English."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, Protocol

from samverkan.dates import in_words
from samverkan.indicators import Counted, GroupBy, Indicator, Measure, Of
from samverkan.periods import ReportingPeriod
from samverkan.texts import Language, Text

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["Told", "figure_lines", "number_in", "percent_in", "value_in"]


class Told(Protocol):
    """What is told of a figure: a :class:`~samverkan.figures.Figure`, or what may be printed of one."""

    @property
    def period(self) -> ReportingPeriod:
        """Of what time it is."""
        ...

    @property
    def as_of(self) -> date:
        """Up to which day events count."""
        ...

    @property
    def group(self) -> Mapping[GroupBy, str | None]:
        """Of which group it is."""
        ...

    @property
    def counts(self) -> Counted:
        """What is counted."""
        ...

    @property
    def measure(self) -> Measure:
        """What sort of figure it is."""
        ...

    @property
    def numerator(self) -> int:
        """How many, of the denominator."""
        ...

    @property
    def denominator(self) -> int:
        """Of how many."""
        ...

    @property
    def value(self) -> "Fraction | None":
        """The figure itself."""
        ...

    @property
    def bounds(self) -> "tuple[Fraction, Fraction] | None":
        """Between what a share lies."""
        ...

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached."""
        ...


WORDS: Final[Mapping[str, Text]] = {
    "head": Text("{name}, {period} (avläst den {day}){group}", "{name}, {period} (read on {day}){group}"),
    "number": Text("Antal {counts}: {n}.", "Number of {counts}: {n}."),
    "share": Text("{value} ({came} av {of} {counts}).", "{value} ({came} of {of} {counts})."),
    "mean": Text("I genomsnitt {value} ({came} på {of} {counts}).", "On average {value} ({came} over {of} {counts})."),
    "days": Text("Medianen är {value} ({came} av {of} klara).", "The median is {value} ({came} of {of} stopped)."),
    "none": Text(
        "Går inte att räkna ut: det finns inga {counts} att räkna på.", "Cannot be reckoned: no {counts} to count."
    ),
    "none_known": Text(
        "Går inte att räkna ut: det som behövs är inte känt för några {counts}.",
        "Cannot be reckoned: of no {counts} is it known what that takes.",
    ),
    "none_stopped": Text("Det finns ingen median: inga är klara.", "There is no median: none have stopped."),
    "unknown": Text("Okänt för {n}.", "Unknown of {n}."),
    "perhaps": Text(
        "Om {n} är det okänt om de hör dit.", "Of {n} it is unknown whether they belong to those who are counted."
    ),
    "anonymous": Text("Anonyma: {n}.", "Anonymous: {n}."),
    "pending": Text("Ännu inte avgjort för {n}.", "Not settled yet for {n}."),
    "untold": Text("Om remisser är ingenting känt i {n} ärenden.", "Nothing is known of referrals in {n} cases."),
    "rejected": Text("Poster som inte gick att läsa: {n}.", "Records that could not be read: {n}."),
    "bounds": Text(
        "Vad det okända än är ligger andelen mellan {least} och {most}.",
        "Whatever the unknown is, the share lies between {least} and {most}.",
    ),
    "reached": Text("Målet är nått.", "The goal is reached."),
    "not_reached": Text("Målet är inte nått.", "The goal is not reached."),
    "persons": Text("personer", "persons"),
    "referrals": Text("remisser", "referrals"),
    "participations": Text("deltaganden", "participations"),
    "inhabitants": Text("invånare", "inhabitants"),
    "unit.days": Text("{n} dagar", "{n} days"),
    "percent": Text("{n}\N{NO-BREAK SPACE}%", "{n}%"),
    "no_group": Text("okänt", "unknown"),
}
"""Every sentence and word."""

_POINT: Final[Mapping[Language, str]] = {"sv": ",", "en": "."}
_THOUSANDS: Final[Mapping[Language, str]] = {"sv": "\N{NO-BREAK SPACE}", "en": ","}


def figure_lines(figure: Told, definition: Indicator, language: Language) -> Iterator[str]:
    """Yield what a figure is, what it is of, and what is not in it."""
    group = ", ".join(value or WORDS["no_group"].in_(language) for value in figure.group.values())
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
        least, most = (percent_in(one, language) for one in figure.bounds)
        yield WORDS["bounds"].filled(language, {"least": least, "most": most})
    if figure.is_reached is not None:
        yield WORDS["reached" if figure.is_reached else "not_reached"].in_(language)


def _value_told(figure: Told, definition: Indicator, language: Language) -> str:
    counts = WORDS[Of.INHABITANTS.value if definition.of is Of.INHABITANTS else figure.counts.value].in_(language)
    if figure.value is None:
        is_open = figure.unknown or figure.perhaps
        code = "none_stopped" if figure.denominator else "none_known" if is_open else "none"
        return WORDS[code].filled(language, {"counts": counts})
    said = {
        "value": value_in(figure, language),
        "came": number_in(figure.numerator, language),
        "of": number_in(figure.denominator, language),
        "n": number_in(figure.numerator, language),
        "counts": counts,
    }
    code = {Measure.KEPT: "share"}.get(figure.measure, figure.measure.value)
    return WORDS[code].filled(language, said)


def value_in(figure: Told, language: Language) -> str:
    """Return the figure itself as it is read; empty of nobody."""
    value = figure.value
    if value is None:
        return ""
    match figure.measure:
        case Measure.SHARE | Measure.KEPT:
            return percent_in(value, language)
        case Measure.DAYS:
            return WORDS["unit.days"].filled(language, {"n": number_in(value, language)})
        case Measure.NUMBER | Measure.MEAN:
            return number_in(value, language)


def percent_in(value: "Fraction", language: Language) -> str:
    """Return a share in per cent, with a decimal, rounded half up."""
    return WORDS["percent"].filled(language, {"n": number_in(value * 100, language, decimals=1)})


def number_in(value: "Fraction | int", language: Language, *, decimals: int = 1) -> str:
    """Return a number as it is read: with its thousands apart; of one that is not whole, so many decimals, half up."""
    tenths = 10**decimals
    scaled = (value * tenths * 2 + 1) // 2
    whole, rest = divmod(int(scaled), tenths)
    said = f"{whole:,}".replace(",", _THOUSANDS[language])
    return f"{said}{_POINT[language]}{rest:0{decimals}}" if rest else said
