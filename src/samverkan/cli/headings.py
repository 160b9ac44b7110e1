"""What stands above tables, in Swedish and English."""

from collections.abc import Mapping
from typing import Final

from samverkan.bound_programmes import BoundProgramme
from samverkan.dates import Span
from samverkan.texts import Language, Text, sentence

__all__ = ["HEADINGS", "days_of", "force_of", "headings", "kind_of", "seen_through", "title_of"]

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
}


def headings(language: Language, *names: str) -> tuple[str, ...]:
    """Return the headings of these names."""
    return tuple(HEADINGS[name].in_(language) for name in names)


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
