"""The words in which a figure is told, in Swedish and English."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from samverkan.indicators import GroupBy
from samverkan.texts import Language, Text

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["WORDS", "named", "number_in", "percent_in"]


WORDS: Final[Mapping[str, Text]] = {
    "head": Text("{name}, {period} (avläst den {day}){group}", "{name}, {period} (read on {day}){group}"),
    "number": Text("Antal {counts}: {n}.", "Number of {counts}: {n}."),
    "share": Text("{value} ({came} av {of} {counts}).", "{value} ({came} of {of} {counts})."),
    "mean": Text("I genomsnitt {value} ({came} på {of} {counts}).", "On average {value} ({came} among {of} {counts})."),
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
    "no_programme": Text("ingen insats", "no programme"),
}
"""Every sentence and word."""

_POINT: Final[Mapping[Language, str]] = {"sv": ",", "en": "."}
_THOUSANDS: Final[Mapping[Language, str]] = {"sv": "\N{NO-BREAK SPACE}", "en": ","}


def named(group: Mapping[GroupBy, str | None], names: Mapping[GroupBy, Text], by: GroupBy) -> Text:
    """Return what a group is called by *by*; of one that is not known, that it is unknown."""
    written = group[by]
    if written is None:
        return WORDS["no_programme" if by is GroupBy.PROGRAMME else "no_group"]
    return names.get(by, Text(written, written))


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
