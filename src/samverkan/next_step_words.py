"""The sentences that say what the next step is, and whose."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from samverkan.dates import in_words
from samverkan.referral_words import lacks_named, whose_named
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import LANGUAGES, Language, Text

__all__ = ["if_nothing_else", "told"]


def told(
    code: str, whose: Iterable[str], vocabulary: Vocabulary, asks_for: Iterable[str] = (), on: date | None = None
) -> Mapping[Language, str]:
    """Return the step in each language."""
    every = tuple(whose)
    return {
        language: _STEPS[code].filled(
            language,
            {
                "whose": whose_named(every, vocabulary, language) if every else _SOMEBODY.in_(language),
                "asks_for": lacks_named(asks_for, vocabulary, language),
                "day": "" if on is None else in_words(on, language),
            },
        )
        for language in LANGUAGES
    }


def if_nothing_else(step: str, language: Language) -> str:
    """Return a step as that which would be next if nothing else comes to light."""
    return _UNLESS.filled(language, {"step": step.removeprefix(_NEXT.in_(language))})


_NEXT: Final = Text("Nästa steg: ", "Next step: ")
_UNLESS: Final = Text("Om inget annat kommer fram: {step}", "If nothing else comes to light: {step}")
_SOMEBODY: Final = Text("den som ansvarar för verksamheten", "those who are responsible for it")

_STEPS: Final[Mapping[str, Text]] = {
    "find_out": Text(
        "Nästa steg: ta reda på det som saknas. Det kan {whose} svara på.",
        "Next step: find out what is missing. That can be answered by {whose}.",
    ),
    "find_out.referrals": Text(
        "Nästa steg: ta reda på om personen redan är remitterad. Det vet {whose}.",
        "Next step: find out whether the person has been referred already. That is known to {whose}.",
    ),
    "find_out.own_referrals": Text(
        "Nästa steg: se efter om personen redan är remitterad hit. Det gör {whose}.",
        "Next step: look whether the person has been referred here already. By {whose}.",
    ),
    "find_out.events": Text(
        "Nästa steg: ta reda på vad som har hänt med remissen. Det kan finnas mer som {whose} har registrerat och som "
        "inte syns här.",
        "Next step: find out what has happened to the referral. There may be more that {whose} has recorded and that "
        "does not show here.",
    ),
    "find_out.referrers": Text(
        "Nästa steg: ta reda på vem som kan remittera. Det kan {whose} göra, men ingen av dem är känd som kontakt.",
        "Next step: find out who can refer. That can be done by {whose}, but none of them is known as a contact.",
    ),
    "ask_consent": Text(
        "Nästa steg: fråga personen om samtycke till att uppgifter lämnas. Det kan {whose} göra.",
        "Next step: ask the person to consent to information being shared. That is for {whose} to do.",
    ),
    "prepare": Text(
        "Nästa steg: ordna det som saknas innan remissen skickas. Det ligger hos {whose}.",
        "Next step: see to what is lacking before the referral is sent. That is for {whose}.",
    ),
    "refer": Text(
        "Nästa steg: en remiss eller en egen anmälan. Det kan {whose} göra.",
        "Next step: a referral or a self-referral. That can be done by {whose}.",
    ),
    "receive": Text("Nästa steg: ta emot remissen. Det gör {whose}.", "Next step: receive the referral. By {whose}."),
    "contact": Text("Nästa steg: kontakta personen. Det gör {whose}.", "Next step: contact the person. By {whose}."),
    "assess": Text(
        "Nästa steg: kartlägga behoven tillsammans med personen. Det gör {whose}.",
        "Next step: assess the needs together with the person. By {whose}.",
    ),
    "plan": Text(
        "Nästa steg: göra en plan tillsammans med personen, som äger den. Det gör {whose}.",
        "Next step: make a plan together with the person, who owns it. By {whose}.",
    ),
    "start": Text(
        "Nästa steg: se till att en insats påbörjas. Det gör {whose}.",
        "Next step: see that an intervention starts. By {whose}.",
    ),
    "supplement": Text(
        "Nästa steg: komplettera remissen med {asks_for}. Det gör {whose}.",
        "Next step: supplement the referral with {asks_for}. By {whose}.",
    ),
    "ask_to_resume": Text(
        "Personen vill vänta. Nästa steg: fråga när arbetet kan återupptas. Det gör {whose}.",
        "The person wishes to wait. Next step: ask when the work can be resumed. By {whose}.",
    ),
    "recommend": Text(
        "Kriterierna är inte uppfyllda. Nästa steg: rekommendera en annan väg, eller ta emot personen på särskilt "
        "angivna skäl. Det gör {whose}.",
        "The criteria are not met. Next step: recommend another way, or admit the person on stated grounds. "
        "By {whose}.",
    ),
    "follow_up": Text(
        "En insats pågår. Nästa steg: följa upp den. Det gör {whose}.",
        "An intervention has started. Next step: follow it up. By {whose}.",
    ),
    "wait": Text(
        "Kriterierna är inte uppfyllda. Det kan ändras den {day}.",
        "The criteria are not met. That may change on {day}.",
    ),
    "none.not_eligible": Text(
        "Kriterierna är inte uppfyllda, och det finns inget känt datum då det ändras.",
        "The criteria are not met, and no day is known on which that changes by itself.",
    ),
    "none.ended": Text("Ärendet är avslutat. Det kan öppnas igen.", "The case is closed. It can be reopened."),
    "none.recommended_elsewhere": Text(
        "En annan väg är rekommenderad. Ärendet kan öppnas igen.",
        "Another way has been recommended. The case can be reopened.",
    ),
    "none.could_not_be_reached": Text(
        "Personen kunde inte nås. Ärendet kan öppnas igen.",
        "The person could not be reached. The case can be reopened.",
    ),
    "none.in_error": Text("Remissen är felregistrerad.", "The referral was entered in error."),
}
