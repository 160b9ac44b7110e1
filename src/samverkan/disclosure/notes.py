"""What readers are told beside what is hidden."""

from collections.abc import Mapping
from typing import Final

from samverkan.texts import Language, Text

__all__ = ["hidden_note"]


def hidden_note(threshold: int, language: Language, *, zeros: str = "hideable") -> str:
    """Return which counts are hidden, that others may be hidden for their sake, and what stands instead.

    *zeros* says whether they are ``shown``, ``hideable`` for the sake of others, or ``hidden``.

    >>> for sentence in hidden_note(5, "en").split(". "):
    ...     print(sentence)
    Counts under 5 are not shown
    Other figures, 0 among them, may be hidden too, so that the small ones cannot be worked out
    What is hidden is marked “..”.
    """
    others = _OTHERS["hideable" if zeros == "hideable" else "shown"]
    told = (_COUNTS[zeros].filled(language, {"threshold": threshold}), others.in_(language), _MARK.in_(language))
    return " ".join(told)


_COUNTS: Final[Mapping[str, Text]] = {
    "shown": Text(
        sv="Antal under {threshold} visas inte, men 0 visas.",
        en="Counts under {threshold} are not shown, except 0.",
    ),
    "hideable": Text(sv="Antal under {threshold} visas inte.", en="Counts under {threshold} are not shown."),
    "hidden": Text(
        sv="Antal under {threshold}, även 0, visas inte.",
        en="Counts under {threshold}, 0 among them, are not shown.",
    ),
}
_OTHERS: Final[Mapping[str, Text]] = {
    "shown": Text(
        sv="Andra uppgifter kan också vara dolda, så att de små antalen inte går att räkna ut.",
        en="Other figures may be hidden too, so that the small ones cannot be worked out.",
    ),
    "hideable": Text(
        sv="Andra uppgifter, även 0, kan också vara dolda, så att de små antalen inte går att räkna ut.",
        en="Other figures, 0 among them, may be hidden too, so that the small ones cannot be worked out.",
    ),
}
_MARK: Final = Text(sv="Det som är dolt är markerat med ”..”.", en="What is hidden is marked “..”.")
