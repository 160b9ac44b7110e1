"""Consents that are made up: who may tell whom what, and whether a programme may register her.

Whoever has protected personal data, or may have, gives none to be registered.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from samverkan.consents import Consent, ConsentEvent
from samverkan.participants import Participant
from samverkan.samples.draws import Draws
from samverkan.samples.journeys import Course
from samverkan.samples.worlds import Offer, World

__all__ = ["consents_of"]

_REGISTERED: Final = 0.72
"""Of those who may be registered; the national follow-up had personal data of 70.2 per cent in 2020."""
_A_YEAR: Final = timedelta(days=365)


def consents_of(  # noqa: PLR0913, PLR0917
    draws: Draws, world: World, offer: Offer, person: Participant, agencies: Sequence[str], course: Course, on: date
) -> tuple[Consent, ...] | None:
    """Return the consents that she has given, in the order of their ids; ``None``: nothing is known of any."""
    if course.started is None and draws.chance(0.06):
        return None
    given = [
        *_secrecy(draws, world, offer, agencies, course, on),
        *_plans(agencies, course, on),
        *_to_cooperate(draws, agencies, on),
        *_registration(draws, offer, person, course),
    ]
    return tuple(given)


def _secrecy(  # noqa: PLR0913, PLR0917
    draws: Draws, world: World, offer: Offer, agencies: Sequence[str], course: Course, on: date
) -> Iterator[Consent]:
    """Yield that those where she is current may tell those who received the referral, and each other."""
    between = [one for one in dict.fromkeys((*agencies, course.by or "")) if world.party_of(one) is not None]
    to = [one for one in dict.fromkeys((course.recipient or "", *between)) if world.party_of(one) is not None]
    categories = [one for one in ("contact", "need", "livelihood", "work") if one in world.words("categories")]
    if not (between and to and categories and "coordination" in world.words("purposes") and draws.chance(0.65)):
        return
    given = on - timedelta(days=draws.whole(0, 21))
    history: list[ConsentEvent] = []
    withdrawn = given + timedelta(days=draws.whole(30, 200))
    if draws.chance(0.04) and withdrawn <= world.until:
        history.append(ConsentEvent("withdrawn", on=withdrawn))
    health = ["health"] if "health" in world.words("categories") and draws.chance(0.5) else []
    yield Consent(
        "c-secrecy",
        kind="secrecy",
        from_=between,
        to=to,
        categories=[*categories, *health],
        purpose="coordination",
        programme=offer.programme.id,
        form=draws.weighted((("written", 80), ("electronic", 12), ("oral", 8))),
        given=given,
        expires=given + _A_YEAR if draws.chance(0.7) else None,
        history=history,
    )


def _plans(agencies: Sequence[str], course: Course, on: date) -> Iterator[Consent]:
    """Yield that a coordinated individual plan may be made, where one was."""
    if "sip" in course.plans:
        yield Consent("c-plan", kind="plan", to=agencies, form="written", given=on)


def _to_cooperate(draws: Draws, agencies: Sequence[str], on: date) -> Iterator[Consent]:
    """Yield that Försäkringskassan may co-operate with others."""
    if "FK" in agencies and draws.chance(0.6):
        yield Consent("c-co-operation", kind="co-operation", to=["FK"], form="oral", given=on)


def _registration(draws: Draws, offer: Offer, person: Participant, course: Course) -> Iterator[Consent]:
    """Yield that the programme may register her, given on the day on which she starts."""
    is_protected = person.protected_identity.at(course.started) if course.started is not None else True
    if course.started is not None and is_protected is False and draws.chance(_REGISTERED):
        yield Consent(
            "c-registration", kind="registration", programme=offer.programme.id, form="written", given=course.started
        )
