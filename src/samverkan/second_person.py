"""Phrases about the person, turned so that they are said to her: *du* and *you*.

Criteria and facts have phrases that follow *the person*: "bor i Ludvika", "has a case that is
stuck". In Swedish the verb stays and a few pronouns change; in English the verbs change. What cannot
be turned for certain is not turned at all.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from samverkan.texts import Language, Text

__all__ = ["VERBS", "speaks_of_her", "turned"]

VERBS: Final[Mapping[str, str]] = {
    "is": "are",
    "was": "were",
    "has": "have",
    "does": "do",
    "asks": "ask",
    "attends": "attend",
    "gets": "get",
    "knows": "know",
    "lacks": "lack",
    "lives": "live",
    "needs": "need",
    "receives": "receive",
    "requires": "require",
    "risks": "risk",
    "seeks": "seek",
    "studies": "study",
    "works": "work",
    "can": "can",
    "cannot": "cannot",
    "had": "had",
    "may": "may",
    "must": "must",
    "will": "will",
}
"""English verbs as they stand after *the person*, and after *you*."""

_OWN: Final[Mapping[str, str]] = {"sin": "din", "sitt": "ditt", "sina": "dina", "sig": "dig"}
_OF_OTHERS: Final = re.compile(r"myndigheterna kan ge i sitt\b|the authorities can give within their\b")
"""Clauses with a subject of their own, to which the pronoun in them belongs."""

_OWN_WORD: Final = re.compile(rf"\b({'|'.join(_OWN)})\b")
_OTHER_CLAUSE: Final = re.compile(r"\b(?:där|eftersom|medan|när|om|som|vilka|vilken|vilket|än)\b")
_ABOUT_HER: Final = Text(
    sv=r"\b(?:personens?|vederbörandes?|hen|hens|henom|han|hans|honom|hon|hennes|henne)\b",
    en=r"\b(?:person|person's|they|them|their|theirs|themself|themselves|he|him|his|himself|she|hers?|herself)\b",
)
"""Words for the person beside the one that the phrase follows. They are not turned: they may be somebody else."""

_BEFORE_A_VERB: Final = frozenset({"neither", "either", "both"})
_JOINS: Final = frozenset({"and", "or", "nor", "but"})
_OPENS: Final = frozenset({"as", "because", "that", "unless", "when", "where", "which", "while", "who", "whose"})
"""After these a verb may be somebody else's."""
_ITS_SUBJECT: Final = frozenset({"as", "it", "that", "there", "what", "which", "who"})
"""Before a verb of somebody else's."""
_NEVER_NOUNS: Final = frozenset({"is", "was", "has", "does"})


def turned(phrase: str, language: Language) -> str | None:
    """Return *phrase*, which follows *the person*, as it follows *you*; ``None`` when that is not certain.

    >>> turned("har fullgjort sin skolplikt", "sv"), turned("is unemployed or has an impairment", "en")
    ('har fullgjort din skolplikt', 'are unemployed or have an impairment')
    >>> turned("manages on their own", "en") is None
    True
    """
    if speaks_of_her(phrase, language):
        return None
    return _swedish(phrase) if language == "sv" else _english(phrase)


def speaks_of_her(words: str, language: Language) -> bool:
    """Whether *words* name the person, or have a pronoun that may stand for her."""
    return re.search(_ABOUT_HER.in_(language), _OF_OTHERS.sub("", words), re.IGNORECASE) is not None


def _swedish(phrase: str) -> str | None:
    other = _OTHER_CLAUSE.search(phrase)
    end = len(phrase) if other is None else other.start()
    if _OWN_WORD.search(_OF_OTHERS.sub("", phrase[end:])):
        return None
    return _OWN_WORD.sub(lambda found: _OWN[found[1]], phrase[:end]) + phrase[end:]


def _english(phrase: str) -> str | None:
    words = phrase.split(" ")
    hers = [*_verbs(words)]
    if any(_bare(words[place]) not in VERBS for place in hers):
        return None
    if any(_may_be_hers(words, place) for place in range(len(words)) if place not in hers):
        return None
    for place in hers:
        words[place] = words[place].replace(_bare(words[place]), VERBS[_bare(words[place])])
    return " ".join(words)


def _verbs(words: list[str]) -> Iterator[int]:
    """Yield where her verbs stand: first, and where what seems one follows *and*, *or* or *nor* in her own clause."""
    first = 1 if words[0] in _BEFORE_A_VERB and len(words) > 1 else 0
    yield first
    for place in range(first + 1, len(words)):
        word, before = _bare(words[place]), words[place - 1]
        if word in _OPENS:
            return
        if before in _JOINS and word.endswith("s") and word not in _BEFORE_A_VERB:
            yield place


def _may_be_hers(words: list[str], place: int) -> bool:
    """Whether a word that would be left as it is may be a verb of hers."""
    return _bare(words[place]) in _NEVER_NOUNS and words[place - 1] not in _ITS_SUBJECT


def _bare(word: str) -> str:
    return word.rstrip(",.;:")
