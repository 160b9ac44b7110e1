"""The words in which a summary is told, in Swedish and English."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from samverkan.dates import in_words
from samverkan.intervals import Share
from samverkan.lead_times import Unit
from samverkan.texts import Language, Text

__all__ = ["WORDS", "apart_in", "days_in", "read_in", "share_in", "told"]

WORDS: Final[Mapping[str, Text]] = {
    "head": Text(sv="Ledtid: {name} ({policy}). {read}", en="Lead time: {name} ({policy}). {read}"),
    "read.one": Text(sv="Avläst den {first}.", en="Read on {first}."),
    "read.more": Text(sv="Avläst från den {first} till den {last}.", en="Read from {first} to {last}."),
    "counted": Text(
        sv="Antal ärenden: {n}. Klara: {stopped}. Öppna: {open}. Avslutade dessförinnan: {ended}.",
        en="Journeys: {n}. Stopped: {stopped}. Open: {open}. Ended before that: {ended}.",
    ),
    "stopped": Text(
        sv="Klara ärenden: medianen är {median} och 90:e percentilen {percentile}.",
        en="Stopped: the median is {median} and the 90th percentile {percentile}.",
    ),
    "open": Text(
        sv="Öppna ärenden: medianen hittills är {median}. Det äldsta har varit öppet i {longest}.",
        en="Open: the median so far is {median}. The longest has been open for {longest}.",
    ),
    "half": Text(
        sv="När öppna ärenden räknas in har hälften blivit klara efter {median} (Kaplan–Meier).",
        en="With the open ones taken into account, half have stopped after {median} (Kaplan–Meier).",
    ),
    "half.none": Text(
        sv="När öppna ärenden räknas in går det inte att säga hur lång tid det tar tills hälften är klara "
        "(Kaplan–Meier).",
        en="With the open ones taken into account, it cannot be told how long it takes until half have stopped "
        "(Kaplan–Meier).",
    ),
    "ended": Text(
        sv="Ärenden som har avslutats dessförinnan räknas då som om de annars hade blivit klara i samma takt som "
        "de andra.",
        en="Those that ended before that are then counted as if they would otherwise have gone as the rest.",
    ),
    "share": Text(
        sv="Andel inom målet: {share} ({met} av {of}; 95 % konfidensintervall {lower}–{upper}).",
        en="Share within target: {share} ({met} of {of}; 95% confidence interval {lower}–{upper}).",
    ),
    "share.none": Text(
        sv="Andel inom målet: går inte att räkna ut, eftersom inget ärende har nått eller missat något mål.",
        en="Share within target: cannot be reckoned, since nothing has met or missed a target.",
    ),
    "possible": Text(sv="Kan fortfarande nå målet: {count}.", en="Can still meet the target: {count}."),
    "apart": Text(sv="Räknas inte med: {what}.", en="Not counted: {what}."),
    "nullified": Text(sv="annullerade ({count})", en="nullified ({count})"),
    "not_started": Text(sv="inte påbörjade ({count})", en="not started ({count})"),
    "unknown": Text(sv="okända ({count})", en="unknown ({count})"),
    "rejected": Text(sv="poster med fel ({count})", en="records with faults ({count})"),
    "day.calendar": Text(sv="dag", en="day"),
    "days.calendar": Text(sv="dagar", en="days"),
    "day.working": Text(sv="arbetsdag", en="working day"),
    "days.working": Text(sv="arbetsdagar", en="working days"),
    "percent": Text(sv="{number} %", en="{number}%"),
    "point": Text(sv=",", en="."),
}
"""What stands in braces is filled in."""


def told(code: str, language: Language, **values: object) -> str:
    """Return the words for *code*, filled in."""
    return WORDS[code].filled(language, values)


def days_in(language: Language, days: float, unit: Unit) -> str:
    """Say a number of days, which may end in a half.

    >>> days_in("sv", 1, Unit.CALENDAR), days_in("sv", 12.5, Unit.WORKING), days_in("en", 0.0, Unit.CALENDAR)
    ('1 dag', '12,5 arbetsdagar', '0 days')
    """
    code = "day" if days == 1 else "days"
    return f"{_number(f'{days:.1f}'.removesuffix('.0'), language)} {told(f'{code}.{unit}', language)}"


def read_in(language: Language, first: date, last: date) -> str:
    """Say between which days the clocks were read."""
    code = "read.one" if first == last else "read.more"
    return told(code, language, first=in_words(first, language), last=in_words(last, language))


def share_in(language: Language, share: Share) -> str:
    """Say a share with its confidence interval, or why there is none.

    >>> share_in("sv", Share(6, 8))
    'Andel inom målet: 75,0 % (6 av 8; 95 % konfidensintervall 40,9–92,9 %).'
    """
    bounds = share.interval()
    if share.value is None or bounds is None:
        return told("share.none", language)
    lower, upper = (_number(f"{100 * bound:.1f}", language) for bound in bounds)
    return told(
        "share",
        language,
        share=told("percent", language, number=_number(f"{100 * share.value:.1f}", language)),
        met=share.numerator,
        of=share.denominator,
        lower=lower,
        upper=told("percent", language, number=upper),
    )


def apart_in(language: Language, counts: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Yield a line on what is in none of the figures, if there is anything."""
    parts = [told(code, language, count=count) for code, count in counts if count]
    if parts:
        yield told("apart", language, what=", ".join(parts))


def _number(written: str, language: Language) -> str:
    return written.replace(".", WORDS["point"].in_(language))
