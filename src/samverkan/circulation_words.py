"""The sentences that say how somebody was sent round, and what the places are called that she came to."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from samverkan.agencies import unit_of
from samverkan.dates import in_words
from samverkan.referral_events import forum_of
from samverkan.referral_words import name_of, who_named
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import LANGUAGES, Language, Text, joined

__all__ = ["UNKNOWN_BODY", "between", "counted", "on_days", "place_named", "told"]

UNKNOWN_BODY: Final = "?"
"""How the kommun of a unit is written that is not known."""


def told(code: str, language: Language, **values: object) -> str:
    """Return the sentence, or the part of one, that has that code."""
    return _WORDS[code].filled(language, values)


def counted(number: int, one: str, more: str, language: Language, *, is_least: bool = False) -> str:
    """Return a number with what is counted, and that it is at least so many where there may be more.

    >>> counted(2, "once", "times", "sv", is_least=True)
    'minst 2 gånger'
    """
    what = told(one if number == 1 else more, language, number=number)
    return told("least", language, what=what) if is_least else what


def on_days(days: Iterable[date], language: Language) -> str:
    """Return on which day or days something was, or between which, where they are more than two.

    >>> on_days([date(2016, 9, 1), date(2016, 8, 19), date(2016, 9, 1)], "en")
    'on 19 August 2016 and 1 September 2016'
    """
    every = sorted({*days})
    if len(every) > _FEW:
        return between(every[0], every[-1], language)
    return told(
        "on", language, days=joined((told("on.day", language, day=in_words(one, language)) for one in every), language)
    )


def between(since: date, until: date, language: Language) -> str:
    """Return between which days something was; on which day, where it is one."""
    if since == until:
        return on_days([since], language)
    return told("between", language, since=in_words(since, language), until=in_words(until, language))


def place_named(place: str, vocabulary: Vocabulary | None) -> Text:
    """Return what a place is called; one that is not in the register or the list stands as it is written."""
    if vocabulary is None:
        return Text(place, place)
    name = name_of(place, vocabulary)
    if name is None:
        written = forum_of(place) or place
        return Text(written, written)
    unit, body = (place, None) if forum_of(place) else unit_of(place)
    if body == UNKNOWN_BODY:
        return Text(*(told("elsewhere", one, unit=who_named(unit, vocabulary, one)) for one in LANGUAGES))
    return name


_FEW: Final = 2

_WORDS: Final[Mapping[str, Text]] = {
    "round": Text(sv="Rundgång: tillbaka {times}, {days}.", en="Sent round: back {times}, {days}."),
    "back": Text(
        sv="Tillbaka {times} dit personen varit förut, {days}.",
        en="Back {times} where the person had been before, {days}.",
    ),
    "elsewhere": Text(sv="{unit} i en kommun som inte är känd", en="{unit} of a kommun that is not known"),
    "none": Text(sv="Ingen rundgång.", en="Not sent round."),
    "unknown": Text(
        sv="Det är inte känt om det har varit rundgång.",
        en="It is not known whether the person has been sent round.",
    ),
    "once": Text(sv="1 gång", en="once"),
    "times": Text(sv="{number} gånger", en="{number} times"),
    "day": Text(sv="1 dag", en="1 day"),
    "days": Text(sv="{number} dagar", en="{number} days"),
    "least": Text(sv="minst {what}", en="at least {what}"),
    "on": Text(sv="{days}", en="on {days}"),
    "on.day": Text(sv="den {day}", en="{day}"),
    "between": Text(sv="mellan den {since} och den {until}", en="between {since} and {until}"),
    "took": Text(sv="Varvet tog {days}, {when}.", en="The loop took {days}, {when}."),
    "all.took": Text(sv="Varven tog sammanlagt {days}, {when}.", en="The loops took {days} in all, {when}."),
    "loop": Text(
        sv="{path}: {days}, från den {since} till den {until}.", en="{path}: {days}, from {since} to {until}."
    ),
    "started": Text(sv="En insats har påbörjats.", en="An intervention has started."),
    "not_started": Text(sv="Ingen insats har påbörjats.", en="No intervention has started."),
    "perhaps_started": Text(
        sv="Det är inte känt om någon insats har påbörjats.", en="It is not known whether any intervention has started."
    ),
    "more": Text(sv="Det kan vara mer, för allt är inte känt.", en="There may be more, for not everything is known."),
    "eyes": Text(sv="Så ser det ut {eyes}.", en="That is how it looks {eyes}."),
}
