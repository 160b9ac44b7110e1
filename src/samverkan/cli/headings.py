"""What stands above tables, in Swedish and English."""

from collections.abc import Mapping
from typing import Final

from samverkan.bound_programmes import BoundProgramme
from samverkan.dates import Span
from samverkan.referral_words import who_named
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import Language, Text, sentence

__all__ = [
    "HEADINGS",
    "NOTHING",
    "counted",
    "days_of",
    "force_of",
    "headings",
    "kind_of",
    "seen_through",
    "title_of",
    "who_or_nothing",
]

NOTHING: Final = "–"
"""What stands in a cell of a table of which there is nothing to say."""

HEADINGS: Final[Mapping[str, Text]] = {
    "case": Text(sv="Ärende", en="Case"),
    "decided_by": Text(sv="Avgörs av", en="Decided by"),
    "answer": Text(sv="Svar", en="Answer"),
    "ended_by": Text(sv="Ändras av", en="Ended by"),
    "option": Text(sv="Program eller insats", en="Programme or intervention"),
    "programme": Text(sv="Program", en="Programme"),
    "kind": Text(sv="Slag", en="Kind"),
    "status": Text(sv="Status", en="Status"),
    "in_force": Text(sv="I kraft", en="In force"),
    "readings": Text(sv="Läsningar", en="Readings"),
    "criteria": Text(sv="Kriterier, läsning {reading}", en="Criteria, reading {reading}"),
    "rule": Text(sv="Regel: {rule}", en="Rule: {rule}"),
    "applies": Text(sv="Gäller {days}.", en="Applies {days}."),
    "later": Text(sv="Från och med {day}: {name} är {value}.", en="From {day}: {name} is {value}."),
    "facts": Text(sv="Uppgifter att fråga efter", en="What to ask for"),
    "questions": Text(sv="Öppna frågor", en="Open questions"),
    "source": Text(sv="Källa", en="Source"),
    "default": Text(sv=" (gäller om inget annat sägs)", en=" (the default)"),
    "assumed": Text(sv=" (antagen)", en=" (assumed)"),
    "the_person": Text(sv="Personen {phrase}.", en="The person {phrase}."),
    "members": Text(sv="berörda verksamheter", en="the agencies concerned"),
    "share": Text(sv="{sharer} till {recipient}: {purpose}, {day}", en="{sharer} to {recipient}: {purpose}, {day}"),
    "category": Text(sv="Uppgifter", en="Information"),
    "route": Text(sv="Program och insatser den {day}", en="Programmes and interventions on {day}"),
    "referrals": Text(sv="Remisser den {day}", en="Referrals on {day}"),
    "referrals.to": Text(sv="Remisser till {programme} den {day}", en="Referrals to {programme} on {day}"),
    "referral": Text(sv="Remiss", en="Referral"),
    "referred_to": Text(sv="Till", en="To"),
    "days": Text(sv="Dagar", en="Days"),
    "next_step": Text(sv="Nästa steg", en="Next step"),
    "lead_times": Text(sv="Ledtider den {day}", en="Lead times on {day}"),
    "lead_times.figures": Text(sv="Ledtider i dagar den {day}", en="Lead times in days on {day}"),
    "not_among": Text(
        sv="Poster med fel, som inte räknas med: {count}", en="Records with faults, not counted: {count}"
    ),
    "way": Text(sv="Så räknas ”{name}”: {how}", en="How “{name}” is counted: {how}"),
    "lead_time": Text(sv="Ledtid", en="Lead time"),
    "whose": Text(sv="Ansvarar", en="Whose"),
    "month": Text(sv="Startmånad", en="Month of start"),
    "n": Text(sv="Antal", en="Number"),
    "stopped": Text(sv="Klara", en="Stopped"),
    "median": Text(sv="Median", en="Median"),
    "percentile_90": Text(sv="90 %", en="90%"),
    "open": Text(sv="Öppna", en="Open"),
    "longest_open": Text(sv="Äldsta", en="Oldest"),
    "within_target": Text(sv="Inom målet", en="Within target"),
    "share_within": Text(
        sv="{share} % ({met} av {of}; {lower}–{upper} %)", en="{share}% ({met} of {of}; {lower}–{upper}%)"
    ),
    "indicators": Text(sv="Indikatorer, {period} (avlästa den {day})", en="Indicators, {period} (read on {day})"),
    "indicators.none": Text(sv="Inga indikatorer", en="No indicators"),
    "indicators.list": Text(sv="Indikatorer", en="Indicators"),
    "unprotected": Text(
        sv="Bara för dem som får se ärendena: små antal är inte dolda.",
        en="Only for those who may see the cases: small counts are not hidden.",
    ),
    "indicator": Text(sv="Indikator", en="Indicator"),
    "id": Text(sv="Id", en="Id"),
    "counts": Text(sv="Räknar", en="Counts"),
    "by": Text(sv="Fördelas på", en="By"),
    "by.sex": Text(sv="kön", en="sex"),
    "by.age": Text(sv="ålder", en="age"),
    "by.residence": Text(sv="bostadsort", en="residence"),
    "by.party": Text(sv="part", en="party"),
    "by.programme": Text(sv="program", en="programme"),
    "by.referred_by": Text(sv="remittent", en="referrer"),
    "by.agency": Text(sv="aktör", en="agency"),
    "variants": Text(sv="Varianter", en="Variants"),
    "group": Text(sv="Grupp", en="Group"),
    "of_whom": Text(sv="Antal", en="Number"),
    "came_of": Text(sv="{came} av {of}", en="{came} of {of}"),
    "figure": Text(sv="Värde", en="Figure"),
    "figure.unknown": Text(sv="Okänt", en="Unknown"),
    "figure.perhaps": Text(sv="Osäkert om de räknas", en="Perhaps among them"),
    "figure.pending": Text(sv="Inte avgjort", en="Not settled"),
    "figure.anonymous": Text(sv="Anonyma", en="Anonymous"),
    "deadline": Text(sv="Senast", en="Deadline"),
    "promise": Text(sv="I tid", en="In time"),
}


def counted(count: int, one: str, more: str) -> str:
    """Return how many there are of something, as standard error tells it."""
    return f"{count} {one if count == 1 else more}"


def headings(language: Language, *names: str) -> tuple[str, ...]:
    """Return the headings of these names."""
    return tuple(HEADINGS[name].in_(language) for name in names)


def who_or_nothing(who: str | None, vocabulary: Vocabulary, language: Language) -> str:
    """Return what somebody is called who refers, receives or acts; a dash for nobody."""
    return NOTHING if who is None else who_named(who, vocabulary, language)


def title_of(programme: BoundProgramme, language: Language) -> str:
    """Return a programme's name, with its kind, its status and when it is in force."""
    definition = programme.definition
    told = [kind_of(programme, language), sentence(f"status.{definition.status.value}", language)]
    if definition.in_force != Span():
        told.append(force_of(programme))
    return f"{definition.name.in_(language)} ({', '.join(told)})"


def seen_through(title: str, view: str) -> str:
    """Return a title with through whose eyes the answers below it are seen."""
    return f"{title}, {view}"


def kind_of(programme: BoundProgramme, language: Language) -> str:
    """Return what sort of thing a programme is; a predicate is a condition and no programme."""
    return sentence(f"kind.{programme.definition.kind}", language)


def force_of(programme: BoundProgramme) -> str:
    """Return the first and the last day on which a programme is in force, as far as there are any."""
    return days_of(programme.definition.in_force)


def days_of(span: Span) -> str:
    """Return the first and the last day of a span, as far as there are any."""
    since, until = ("" if day is None else day.isoformat() for day in (span.since, span.until))
    return f"{since}–{until}"
