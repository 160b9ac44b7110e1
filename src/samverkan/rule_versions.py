"""Rule versions: a digest of everything that an answer depends on but the person and the day.

What goes in: a format number, the programme's id, the reading, when it is in force, the criteria's
ids, rules and days in force, and of all that they read the parameters' values with their days, the facts' kinds,
bounds and derivations, the words that the sets can hold and which party each agency belongs to where
that is read, and where years are counted the leap-day policy. What does not: texts, sources, and who holds a fact.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final

import attrs

from samverkan.dates import Span
from samverkan.programmes import Programme
from samverkan.rules.expressions import Condition, facts_of, parameters_of
from samverkan.rules.facts import Elapsed, Fact, MembersOf, SetOf
from samverkan.rules.text import printed
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["rule_version"]

_FORMAT: Final = 1


def rule_version(
    programme: Programme, reading: str, rules: Mapping[str, tuple[Condition, Span]], vocabulary: Vocabulary
) -> str:
    """Return the digest as ``sha256:`` and hexadecimal digits; *rules* are the criteria's, each with its days."""
    span = programme.in_force
    facts = dict.fromkeys(fact for rule, _ in rules.values() for fact in facts_of(rule))
    parameters = sorted({name for rule, _ in rules.values() for name in parameters_of(rule)})
    rested_on = {name: vocabulary.facts[name] for name in sorted(_rested_on(facts, vocabulary))}
    essence: dict[str, Any] = {
        "format": _FORMAT,
        "programme": programme.id,
        "reading": reading,
        "force": [_iso(span.since), _iso(span.until)],
        "criteria": sorted([name, printed(rule), *_told(dated)] for name, (rule, dated) in rules.items()),
        "parameters": {
            name: [[one.value, _iso(one.since), _iso(one.until)] for one in vocabulary.parameters[name].values]
            for name in parameters
        },
        "facts": {name: _essence(fact) for name, fact in rested_on.items()},
        **_words(rested_on.values(), vocabulary),
    }
    told = json.dumps(essence, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{hashlib.sha256(told.encode()).hexdigest()}"


def _words(facts: Collection[Fact], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what can be in the sets that are read, whose agencies are whose, and how years are completed."""
    names = {fact.kind.of for fact in facts if isinstance(fact.kind, SetOf)}
    register = vocabulary.agencies
    own = {name: sorted(vocabulary.lists[name]) for name in names if name in vocabulary.lists}
    told: dict[str, Any] = {"lists": own} if own else {}
    derivations = [fact.derived for fact in facts]
    if any(isinstance(one, Elapsed) and one.unit == "years" for one in derivations):
        told["leap_day"] = vocabulary.leap_day.value
    if names & {"agencies", "parties"} or any(isinstance(one, MembersOf) and one.by is not None for one in derivations):
        told["agencies"] = {agency.id: agency.party for agency in register.agencies.values()}
        told["parties"] = {party.id: party.has_other_units for party in register.parties.values()}
    return told


def _rested_on(names: Iterable[str], vocabulary: Vocabulary) -> set[str]:
    found: set[str] = set()
    for name in names:
        found.add(name)
        derived = vocabulary.facts[name].derived
        if derived is not None:
            source = next(iter(attrs.astuple(derived)))
            found |= _rested_on([source], vocabulary)
    return found


def _essence(fact: Fact) -> dict[str, object]:
    kind = {key: value for key, value in attrs.asdict(fact.kind).items() if key not in {"unit", "one"}}
    derived = None if fact.derived is None else [type(fact.derived).__name__, *attrs.astuple(fact.derived)]
    return {"kind": [type(fact.kind).__name__, kind], "derived": derived}


def _told(dated: Span) -> list[str | None]:
    return [] if dated == Span() else [_iso(dated.since), _iso(dated.until)]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
