"""The words in which a figure is told, in Swedish and English."""

from collections.abc import Mapping
from typing import Final

from samverkan.indicators import GroupBy
from samverkan.texts import Text

__all__ = ["WORDS", "named"]


WORDS: Final[Mapping[str, Text]] = {
    "head": Text("{name}, {period} (avläst den {day}){group}", "{name}, {period} (read on {day}){group}"),
    "number": Text("Antal {counts}: {n}.", "Number of {counts}: {n}."),
    "share": Text("{value} ({came} av {of} {counts}).", "{value} ({came} of {of} {counts})."),
    "mean": Text("I genomsnitt {value} ({came} på {of} {counts}).", "On average {value} ({came} in {of} {counts})."),
    "days": Text("Medianen är {value} ({came} av {of} klara).", "The median is {value} ({came} of {of} stopped)."),
    "none": Text(
        "Går inte att räkna ut: det finns inga {counts} att räkna på.", "Cannot be reckoned: no {counts} to count."
    ),
    "none_known": Text(
        "Går inte att räkna ut: det som behövs är inte känt för några {counts}.",
        "Cannot be reckoned: of no {counts} is it known what that takes.",
    ),
    "none_given": Text(
        "Går inte att räkna ut: antalet invånare är inte känt.",
        "Cannot be reckoned: the number of inhabitants is not known.",
    ),
    "none_stopped": Text("Det finns ingen median: inga är klara.", "There is no median: none have stopped."),
    "unknown": Text("Okänt för {n}.", "Unknown of {n}."),
    "perhaps": Text(
        "För {n} är det okänt om de ska räknas med.", "Of {n} it is unknown whether they are to be counted."
    ),
    "anonymous": Text("Anonyma: {n}.", "Anonymous: {n}."),
    "pending": Text("Ännu inte avgjort för {n}.", "Not settled yet for {n}."),
    "untold": Text("Om remisser är ingenting känt i {n} ärenden.", "Nothing is known of referrals in {n} cases."),
    "rejected": Text("Poster som inte gick att läsa: {n}.", "Records that could not be read: {n}."),
    "bounds": Text(
        "Hur det än är med dem som är okända ligger andelen mellan {least} och {most}.",
        "However it is with those who are unknown, the share lies between {least} and {most}.",
    ),
    "reached": Text("Målet är nått.", "The goal is reached."),
    "not_reached": Text("Målet är inte nått.", "The goal is not reached."),
    "persons": Text("personer", "persons"),
    "referrals": Text("remisser", "referrals"),
    "participations": Text("deltaganden", "participations"),
    "inhabitants": Text("invånare", "inhabitants"),
    "persons.one": Text("person", "person"),
    "referrals.one": Text("remiss", "referral"),
    "participations.one": Text("deltagande", "participation"),
    "inhabitants.one": Text("invånare", "inhabitant"),
    "unit.days": Text("{n} dagar", "{n} days"),
    "no_group": Text("okänt", "unknown"),
    "no_programme": Text("ingen insats", "no programme"),
}
"""Every sentence and word."""


def named(group: Mapping[GroupBy, str | None], names: Mapping[GroupBy, Text], by: GroupBy) -> Text:
    """Return what a group is called by *by*; of one that is not known, that it is unknown."""
    written = group[by]
    if written is None:
        return WORDS["no_programme" if by is GroupBy.PROGRAMME else "no_group"]
    return names.get(by, Text(written, written))
