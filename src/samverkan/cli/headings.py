"""What stands above tables, in Swedish and English."""

from collections.abc import Mapping
from typing import Final

from samverkan.bound_programmes import BoundProgramme
from samverkan.programmes import ProgrammeKind
from samverkan.texts import Language, Text, sentence

__all__ = ["HEADINGS", "force_of", "headings", "kind_of", "title_of"]

HEADINGS: Final[Mapping[str, Text]] = {
    "case": Text(sv="Ärende", en="Case"),
    "decided_by": Text(sv="Avgörs av", en="Decided by"),
    "answer": Text(sv="Svar", en="Answer"),
    "ended_by": Text(sv="Ändras av", en="Ended by"),
    "option": Text(sv="Program eller insats", en="Programme or intervention"),
    "programme": Text(sv="Program", en="Programme"),
    "predicate": Text(sv="villkor", en="condition"),
    "kind": Text(sv="Slag", en="Kind"),
    "status": Text(sv="Status", en="Status"),
    "in_force": Text(sv="I kraft", en="In force"),
    "readings": Text(sv="Läsningar", en="Readings"),
    "criteria": Text(sv="Kriterier, läsning {reading}", en="Criteria, reading {reading}"),
    "rule": Text(sv="Regel: {rule}", en="Rule: {rule}"),
    "facts": Text(sv="Uppgifter att fråga efter", en="What to ask for"),
    "questions": Text(sv="Öppna frågor", en="Open questions"),
    "source": Text(sv="Källa", en="Source"),
    "default": Text(sv=" (gäller om inget annat sägs)", en=" (the default)"),
    "assumed": Text(sv=" (antagen)", en=" (assumed)"),
    "the_person": Text(sv="Personen {phrase}.", en="The person {phrase}."),
    "members": Text(sv="berörda verksamheter", en="the agencies concerned"),
    "route": Text(sv="Program och insatser den {day}", en="Programmes and interventions on {day}"),
}


def headings(language: Language, *names: str) -> tuple[str, ...]:
    """Return the headings of these names."""
    return tuple(HEADINGS[name].in_(language) for name in names)


def title_of(programme: BoundProgramme, language: Language) -> str:
    """Return a programme's name, with its kind, its status and when it is in force."""
    definition = programme.definition
    kind = kind_of(programme, language)
    status = sentence(f"status.{definition.status.value}", language)
    return f"{definition.name.in_(language)} ({kind}, {status}, {force_of(programme)})"


def kind_of(programme: BoundProgramme, language: Language) -> str:
    """Return what sort of thing a programme is; a predicate is a condition and no programme."""
    kind = programme.definition.kind
    return (
        HEADINGS["predicate"].in_(language) if kind is ProgrammeKind.PREDICATE else sentence(f"kind.{kind}", language)
    )


def force_of(programme: BoundProgramme) -> str:
    """Return the first and the last day on which a programme is in force, as far as there are any."""
    span = programme.definition.in_force
    since, until = ("" if day is None else day.isoformat() for day in (span.since, span.until))
    return f"{since}–{until}"
