"""What those who refer and receive are called, and what a referral is sent back for, in words."""

from collections.abc import Iterable
from typing import Literal

from samverkan.agencies import unit_of
from samverkan.referral_events import SELF, forum_of, lack_of, profession_of
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import LANGUAGES, Language, Text, joined

__all__ = ["lacks_named", "name_of", "who_named", "whose_named"]

_SELF = Text("personen själv", "the person herself")
_FROM = Text("{what} från {whom}", "{what} from {whom}")
_ENROLMENT = Text("{what} hos {whom}", "{what} at {whom}")


def who_named(who: str, vocabulary: Vocabulary, language: Language) -> str:
    """Return what somebody is called who refers, receives or acts: an agency, a forum, a profession or she herself."""
    forum, profession = forum_of(who), profession_of(who)
    if who == SELF:
        return _SELF.in_(language)
    if forum is not None:
        return vocabulary.name(forum, "forums").in_(language)
    if profession is not None:
        return vocabulary.name(profession, "professions").in_(language)
    unit, body = unit_of(who)
    name = vocabulary.agencies.name(unit).in_(language)
    return name if body is None else f"{name} ({body})"


def name_of(who: str, vocabulary: Vocabulary) -> Text | None:
    """Return what somebody is called in both languages; ``None`` where there is no name for them.

    Cases may name what the model does not have.
    """
    return Text(*(who_named(who, vocabulary, one) for one in LANGUAGES)) if _is_known(who, vocabulary) else None


def _is_known(who: str, vocabulary: Vocabulary) -> bool:
    if who == SELF:
        return True
    for of, word in (("forums", forum_of(who)), ("professions", profession_of(who))):
        if word is not None:
            return word in vocabulary.lists.get(of, {})
    unit, _ = unit_of(who)
    return unit in vocabulary.agencies.agencies or unit in vocabulary.agencies.parties


def whose_named(
    every: Iterable[str], vocabulary: Vocabulary, language: Language, last: Literal["and", "or"] = "or"
) -> str:
    """Return what several of them are called, joined as one says them."""
    return joined((who_named(one, vocabulary, language) for one in every), language, last=last)


def lacks_named(asks_for: Iterable[str], vocabulary: Vocabulary, language: Language) -> str:
    """Return what a referral is to be supplemented with, joined as one says it."""
    return joined((_lack(one, vocabulary, language) for one in asks_for), language)


def _lack(asked_for: str, vocabulary: Vocabulary, language: Language) -> str:
    word, agency = lack_of(asked_for)
    what = vocabulary.name(word, "lacks").in_(language)
    if agency is None:
        return what
    said = _ENROLMENT if word == "enrolment" else _FROM
    return said.filled(language, {"what": what, "whom": who_named(agency, vocabulary, language)})
