"""Participations (*deltaganden*): one person in one intervention (*insats*), from its first day to its last.

Persons and participations are two things, counted by different functions: whoever took part in two interventions is
one person and two participations. So SUS counted, the register in which such follow-up was kept until 2023.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import attrs

from samverkan.casefiles import CaseFile, Individual
from samverkan.consents import ConsentKind
from samverkan.dated import Dated
from samverkan.dates import as_optional_day
from samverkan.referral_steps import CLOSED, What
from samverkan.referrals import Referral

__all__ = ["WRONGLY_REGISTERED", "Participation", "is_registered", "participations", "persons"]

WRONGLY_REGISTERED: Final = "wrongly-registered"
"""The outcome of what should never have been registered (*felregistrering*). It counts in nothing."""


@attrs.frozen(kw_only=True, repr=False)
class Participation:
    """One person in one intervention; :func:`participations` finds them.

    * ``participant``, ``referral``: the ids of whom it is and of the referral in which the intervention started.
    * ``programme``: the programme that the referral is to; ``None`` where it is to an agency or a forum alone.
    * ``intervention``: the id of the intervention. A referral has one participation for each.
    * ``started``: its first day; ``ended``: the day on which the referral was closed, ``None`` while it runs.
    * ``outcome``: how it ended, a word of the closed list ``outcomes``; ``None`` while it runs, and where it was
      closed without one, as when the person could not be reached.
    * ``case``: the case file, from which her situation before and after is read.
    """

    participant: str
    referral: str
    programme: str | None
    intervention: str
    started: date
    ended: date | None = None
    outcome: str | None = None
    case: CaseFile

    def __repr__(self) -> str:
        return "<Participation>"


def participations(case: CaseFile, *, known_on: date | str | None = None) -> tuple[Participation, ...]:
    """Return each participation in a case, by their first days, from what was recorded by *known_on*.

    An intervention is taken part in once it started. What was entered in error does not stand, and a referral that
    was entered in error as a whole has no participation. What ended as ``wrongly-registered`` counts in nothing: it is
    left out here, so no figure can have it.

    No event says that one of several interventions ended, so all of a referral end with it: closed, or the person
    could not be reached, or another way was recommended. An intervention that starts anew in a referral that was
    reopened goes on; it ended when the referral was closed after its last start. One that does not start anew stays
    ended. Of a case where nothing is known of any referral nothing can be counted.

    Raises:
        InvalidValueError: when *known_on* is not a day.

    >>> from samverkan import Participant, ReferralEvent
    >>> events = [ReferralEvent("received", on="2016-01-04", agency="kommun/AME"),
    ...           ReferralEvent("intervention_started", on="2016-01-11", agency="kommun/AME", intervention="training"),
    ...           ReferralEvent("ended", on="2016-06-30", agency="kommun/AME", outcome="work")]
    >>> sent = Referral("r-1", by="self", programme="en-vag-in", events=events)
    >>> [found] = participations(CaseFile(Participant(id="d-1"), referrals=[sent]))
    >>> print(found.intervention, found.started, found.ended, found.outcome)
    training 2016-01-11 2016-06-30 work
    """
    known = as_optional_day(known_on)
    found = [
        Participation(
            participant=case.participant.id,
            referral=referral.id,
            programme=referral.programme,
            intervention=intervention,
            started=stays[0].started,
            ended=stays[-1].ended,
            outcome=stays[-1].outcome,
            case=case,
        )
        for referral in case.referrals or ()
        for intervention, stays in _stays_of(referral, known).items()
    ]
    return tuple(sorted(found, key=lambda one: (one.started, one.referral, one.intervention)))


def persons(found: Iterable[Participation]) -> frozenset[str]:
    """Return the ids of the persons who took part, each once, in however many interventions."""
    return frozenset(one.participant for one in found)


def is_registered(participation: Participation, *, known_on: date | str | None = None) -> bool:
    """Whether it may be registered with personal data. Otherwise it is *anonymous* (*anonym deltagare*).

    It may when, as recorded by *known_on*,

    * a consent of the kind ``registration`` for its programme stands on its first day, so that it was given before
      she was registered. One for another programme does not do. SUS asked for a new consent for each *insats*; here a
      consent names a programme, and is taken for all that starts there while it stands. What becomes of a registration
      when the consent is withdrawn later, no source here says: the first day counts.
    * she surely had no protected identity (*skyddade personuppgifter*) on that day, and got none later. Where that is
      unknown she is anonymous: unknown is never *no*.

    So where nothing is known of her consents, or the referral is to no programme, it is anonymous. An anonymous one
    counts in volume alone, with sex and budget year and nothing else of her.

    Raises:
        InvalidValueError: when *known_on* is not a day.
    """
    known = as_optional_day(known_on)
    may = any(
        consent.kind is ConsentKind.REGISTRATION
        and consent.programme == participation.programme
        and consent.is_live(participation.started, known)
        for consent in participation.case.consents or ()
    )
    return may and _is_surely_unprotected(participation.case.participant, participation.started, known)


# --- From the events ------------------------------------------------------------------------------


@attrs.define
class _Stay:
    """From one start of an intervention to the closing of its referral."""

    intervention: str
    started: date
    ended: date | None = None
    outcome: str | None = None


def _stays_of(referral: Referral, known_on: date | None) -> dict[str, list[_Stay]]:
    """Return the stays that count, by their intervention, each list in order."""
    by_intervention: dict[str, list[_Stay]] = {}
    if not referral.is_in_error(known_on):
        for stay in _stays(referral, known_on):
            if stay.outcome != WRONGLY_REGISTERED:
                by_intervention.setdefault(stay.intervention, []).append(stay)
    return by_intervention


def _stays(referral: Referral, known_on: date | None) -> Iterator[_Stay]:
    running: dict[str, _Stay] = {}
    for event in referral.standing(known_on):
        if event.what is What.INTERVENTION_STARTED and event.intervention is not None:
            running.setdefault(event.intervention, _Stay(event.intervention, event.day))
        elif event.step.to in CLOSED:
            for stay in running.values():
                stay.ended, stay.outcome = event.day, event.outcome
            yield from running.values()
            running = {}
    yield from running.values()


# --- Protected identity ---------------------------------------------------------------------------


def _is_surely_unprotected(participant: Individual, started: date, known_on: date | None) -> bool:
    fact: Dated[bool] = participant.fact("protected_identity")
    later = (day for day in fact.changes(known_on) if day > started)
    return fact.at(started, known_on) is False and not any(fact.at(day, known_on) is True for day in later)
