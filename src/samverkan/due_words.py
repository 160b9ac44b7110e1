"""The sentences that say what is due, when and whose it is, and the short ones that tell nothing of the person."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, Literal

from samverkan.bound_programmes import BoundProgramme
from samverkan.consents import Consent, ConsentKind
from samverkan.dates import in_words
from samverkan.findings import Finding
from samverkan.lead_times import LeadTime, LeadTimeKind
from samverkan.outcomes import Outcome
from samverkan.referral_words import whose_named
from samverkan.rules.vocabulary import Vocabulary
from samverkan.scopes import Scope
from samverkan.sharing import agency_named
from samverkan.texts import CATALOGUE, LANGUAGES, Language, Text, capitalised, joined, sentence

__all__ = ["of_answer", "of_clock", "of_consent"]

Told = Mapping[str, Any]
"""What a due thing is given of words: ``told``, a sentence or more, ``whose_told``, one more that says whose it is, and
``label``, each in every language."""

_Named = Mapping[str, str]


def of_clock(  # noqa: PLR0913
    clock: LeadTime, on: date, whose: Iterable[str], vocabulary: Vocabulary, *, is_limit: bool, is_overdue: bool
) -> Told:
    """Return how the last day of a promise or a duty, or the day of a limit, is told."""
    every = tuple(whose)
    what = "duty" if clock.kind is LeadTimeKind.DUTY else "promise"
    return _told(
        "limit" if is_limit else f"overdue.{what}" if is_overdue else what,
        [
            {
                # What was promised is named after a colon, and has none of its own.
                "name": clock.name.in_(one) if is_limit else clock.name.in_(one).replace(": ", " – "),
                "day": in_words(on, one),
                "whose": _whose(every, vocabulary, one),
            }
            for one in LANGUAGES
        ],
    )


def of_consent(  # noqa: PLR0913
    code: Literal["consent_ends", "consent_narrows"],
    consent: Consent,
    scope: Scope,
    on: date,
    *,
    whose: Iterable[str],
    vocabulary: Vocabulary,
    programmes: Mapping[str, BoundProgramme],
) -> Told:
    """Return how the last day is told on which a consent opens what is in *scope*."""
    every = tuple(whose)
    return _told(
        code,
        [
            {
                "id": consent.id,
                "what": _opened(consent, scope, vocabulary, programmes, one),
                "day": in_words(on, one),
                "whose": _whose(every, vocabulary, one),
            }
            for one in LANGUAGES
        ],
    )


def of_answer(  # noqa: PLR0913
    programme: BoundProgramme,
    on: date,
    *,
    was: Outcome,
    becomes: Outcome,
    because: Iterable[Finding],
    whose: Iterable[str],
) -> Told:
    """Return how the first day is told on which the answer about a programme is another."""
    every, findings, kind = tuple(whose), tuple(because), programme.definition.kind
    return _told(
        "answer_changes",
        [
            {
                "name": programme.definition.name.in_(one),
                "day": in_words(on, one),
                "was": _quoted(was.said(kind).in_(one)),
                "becomes": _quoted(becomes.said(kind).in_(one)),
                "because": "".join(f" {finding.text(one)}" for finding in findings),
                "whose": whose_named(every, programme.vocabulary, one, last="and"),
            }
            for one in LANGUAGES
        ],
    )


def _told(code: str, values: Iterable[_Named]) -> Told:
    named = list(zip(LANGUAGES, values, strict=True))
    return {
        what: tuple(capitalised(texts[code].filled(language, said)) for language, said in named)
        for what, texts in (("told", _TOLD), ("whose_told", {code: _WHOSE}), ("label", _LABELS))
    }


def _quoted(outcome: str) -> str:
    return outcome[0].lower() + outcome[1:]


def _whose(whose: Iterable[str], vocabulary: Vocabulary, language: Language) -> str:
    return whose_named(whose, vocabulary, language, last="and")


def _opened(
    consent: Consent,
    scope: Scope,
    vocabulary: Vocabulary,
    programmes: Mapping[str, BoundProgramme],
    language: Language,
) -> str:
    """Return what ends with a consent: who may tell whom what, or which act."""
    if consent.kind is not ConsentKind.SECRECY:
        return CATALOGUE[f"consent.{consent.kind}"].in_(language) + _within(scope, programmes, language)

    def agencies(references: Iterable[str]) -> str:
        return joined((agency_named(one, vocabulary, language) for one in sorted(references)), language)

    def words(of: str, chosen: Iterable[str]) -> str:
        return joined((vocabulary.name(one, of).in_(language) for one in sorted(chosen)), language)

    return _OPENED.filled(
        language,
        {
            "categories": words("categories", scope.categories),
            "sharers": agencies(scope.from_),
            "recipients": agencies(scope.to),
            "purposes": words("purposes", scope.purposes),
            "within": _within(scope, programmes, language),
        },
    )


def _within(scope: Scope, programmes: Mapping[str, BoundProgramme], language: Language) -> str:
    names = [
        programmes[one].definition.name.in_(language) if one in programmes else one for one in sorted(scope.programmes)
    ]
    return sentence("sharing.within", language, programme=joined(names, language)) if names else ""


_OPENED: Final = Text(
    "uppgifter om {categories} från {sharers} till {recipients}, för ändamålet {purposes}{within}",
    "information about {categories} from {sharers} to {recipients}, for {purposes}{within}",
)

_TOLD: Final[Mapping[str, Text]] = {
    "promise": Text(
        "Löfte: {name}. Sista dagen är den {day}.",
        "Promise: {name}. The last day is {day}.",
    ),
    "duty": Text(
        "Skyldighet: {name}. Sista dagen är den {day}.",
        "Duty: {name}. The last day is {day}.",
    ),
    "overdue.promise": Text(
        "Löfte: {name}. Sista dagen var den {day}, och det har inte skett.",
        "Promise: {name}. The last day was {day}, and it has not been done.",
    ),
    "overdue.duty": Text(
        "Skyldighet: {name}. Sista dagen var den {day}, och det har inte skett.",
        "Duty: {name}. The last day was {day}, and it has not been done.",
    ),
    "limit": Text(
        "{name}. Gränsen nås den {day}, om inget nytt registreras.",
        "{name}. The limit is reached on {day}, if nothing new is recorded.",
    ),
    "consent_ends": Text(
        "Ett samtycke ({id}) gäller till och med den {day}: {what}. Ska det gälla längre måste det förnyas.",
        "A consent ({id}) stands until {day}: {what}. To stand longer it must be renewed.",
    ),
    "consent_narrows": Text(
        "Ett samtycke ({id}) blir snävare. Till och med den {day} gäller det {what}.",
        "A consent ({id}) narrows. Until {day} it is to {what}.",
    ),
    "answer_changes": Text(
        "Svaret om {name} ändras den {day}, från ”{was}” till ”{becomes}”, om inget nytt registreras.{because}",
        "The answer about {name} changes on {day}, from “{was}” to “{becomes}”, if nothing new is recorded.{because}",
    ),
}

_WHOSE: Final = Text("Det ligger hos {whose}.", "It is for {whose}.")
"""How the sentence goes on that tells what is due."""

_LABELS: Final[Mapping[str, Text]] = {
    "promise": Text("sista dagen för ett löfte: {name} ({whose})", "the last day of a promise: {name} ({whose})"),
    "duty": Text("sista dagen för en skyldighet: {name} ({whose})", "the last day of a duty: {name} ({whose})"),
    "overdue.promise": Text("försenat löfte: {name} ({whose})", "overdue promise: {name} ({whose})"),
    "overdue.duty": Text("försenad skyldighet: {name} ({whose})", "overdue duty: {name} ({whose})"),
    "limit": Text("{name} ({whose})", "{name} ({whose})"),
    "consent_ends": Text(
        "sista dagen för ett samtycke ({whose})",
        "the last day of a consent ({whose})",
    ),
    "consent_narrows": Text(
        "sista dagen innan ett samtycke blir snävare ({whose})", "the last day before a consent narrows ({whose})"
    ),
    "answer_changes": Text("svaret om {name} ändras ({whose})", "the answer about {name} changes ({whose})"),
}
"""They tell nothing of the person, and stand in calendars."""
