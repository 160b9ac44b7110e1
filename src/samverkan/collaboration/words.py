"""The words in which a map of collaboration is told, in Swedish and English."""

from collections.abc import Mapping
from typing import Final

from samverkan.texts import Language, Text

__all__ = ["WORDS", "told"]

WORDS: Final[Mapping[str, Text]] = {
    "head": Text(
        sv="Samverkan i {kommun}, som de som samverkar själva beskriver den ({document}). Det som inte sägs är inte "
        "ett nej, och inget sägs om andra kommuner.",
        en="Collaboration in {kommun}, as those who collaborate describe it themselves ({document}). What is not "
        "stated is no “no”, and nothing is said of other kommuner.",
    ),
    "not_described": Text(
        sv="Samverkan i {kommun} är inte beskriven. Den beskrivning som finns gäller {described} och inga andra "
        "kommuner.",
        en="Collaboration in {kommun} is not described. The description there is concerns {described} and no other "
        "kommun.",
    ),
    "says.collaboration": Text(
        sv="{name} om samverkan med {to}: {how}.", en="{name} on collaboration with {to}: {how}."
    ),
    "says.contact": Text(
        sv="{name} om att komma i kontakt med {to}: {how}.", en="{name} on getting in touch with {to}: {how}."
    ),
    "from": Text(sv="Den som säger det", en="Who says it"),
    "own": Text(sv="–", en="–"),
    "not_stated": Text(sv="inte uppgivet", en="not stated"),
    "mentioned": Text(sv="nämns", en="mentioned"),
    "especially": Text(sv="framför allt {names}", en="above all {names}"),
    "through": Text(sv="genom {through}", en="through {through}"),
    "wishes": Text(sv="önskas eller behövs: {wishes}", en="wished for or needed: {wishes}"),
    "wish.more": Text(sv="mer", en="more"),
    "wish.easier": Text(sv="enklare", en="easier"),
    "wish.faster": Text(sv="snabbare", en="faster"),
    "amount.most": Text(sv="mest", en="most"),
    "amount.much": Text(sv="mycket", en="much"),
    "amount.some": Text(sv="en del", en="some"),
    "amount.little": Text(sv="lite", en="little"),
    "amount.least": Text(sv="minst", en="least"),
    "ease.easiest": Text(sv="enklast", en="easiest"),
    "ease.easy": Text(sv="enkelt", en="easy"),
    "ease.harder": Text(sv="har blivit svårare", en="has become harder"),
    "ease.hard": Text(sv="svårt", en="hard"),
    "ease.hardest": Text(sv="svårast", en="hardest"),
    "structure.formal": Text(sv="formell struktur", en="a formal structure"),
    "structure.both": Text(sv="formella och informella vägar", en="formal and informal ways"),
    "structure.some": Text(sv="vissa strukturer", en="some structures"),
    "structure.described": Text(sv="strukturer som är svåra att följa", en="structures that are hard to work by"),
    "structure.none": Text(sv="ingen formell struktur", en="no formal structure"),
}
"""What stands in braces is filled in."""


def told(code: str, language: Language, **values: object) -> str:
    """Return the words for *code*, filled in."""
    return WORDS[code].filled(language, values)
