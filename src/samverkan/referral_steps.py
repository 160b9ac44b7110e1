"""What can happen to a referral: each event, what it may follow, what comes of it, and who may record it.

It is data: what a referral refuses, what it says would be possible, and the picture of a referral's
life in the documentation all come from :data:`STEPS`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import attrs

from samverkan.texts import Language, Text

__all__ = ["CLOSED", "STEPS", "ReferralStatus", "Side", "Step", "What", "diagram", "possible_after"]


class What(StrEnum):
    """What happened to a referral."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    CONTACT_ATTEMPT = "contact_attempt"
    CONTACTED = "contacted"
    NEEDS_ASSESSED = "needs_assessed"
    PLAN_BEGUN = "plan_begun"
    PLAN_MADE = "plan_made"
    ADMITTED = "admitted"
    ADMITTED_ON_STATED_GROUNDS = "admitted_on_stated_grounds"
    RECOMMENDED_ELSEWHERE = "recommended_elsewhere"
    SENT_BACK = "sent_back"
    SUPPLEMENTED = "supplemented"
    INTERVENTION_STARTED = "intervention_started"
    WAITING_AT_OWN_WISH = "waiting_at_own_wish"
    RESUMED = "resumed"
    ENDED = "ended"
    COULD_NOT_BE_REACHED = "could_not_be_reached"
    REOPENED = "reopened"
    ENTERED_IN_ERROR = "entered_in_error"


class ReferralStatus(StrEnum):
    """How far a referral has come. It is found from what happened, and never written down."""

    NOT_RECEIVED = "not_received"
    RECEIVED = "received"
    SENT_BACK = "sent_back"
    WAITING = "waiting"
    ADMITTED = "admitted"
    STARTED = "started"
    RECOMMENDED_ELSEWHERE = "recommended_elsewhere"
    COULD_NOT_BE_REACHED = "could_not_be_reached"
    ENDED = "ended"
    IN_ERROR = "in_error"

    @property
    def text(self) -> Text:
        """The status in words, as a predicate of the referral."""
        return _STATUSES[self]


class Side(StrEnum):
    """On which side of a referral somebody stands: those who receive it, or those who sent it."""

    RECIPIENT = "recipient"
    REFERRER = "referrer"


CLOSED: Final = frozenset(
    {ReferralStatus.RECOMMENDED_ELSEWHERE, ReferralStatus.COULD_NOT_BE_REACHED, ReferralStatus.ENDED}
)
"""Where a referral has come to an end, from which it can be reopened."""


@attrs.frozen(kw_only=True, repr=False)
class Step:
    """One thing that can happen to a referral.

    * ``after``: how far it must have come; ``to``: how far it then has, ``None`` where that does not change.
    * ``needs_before``: what must have happened before.
    * ``by``: on which side the one who records it stands.
    * ``needs``: what an event of this sort must say; ``may_say``: what it can.
    * ``known_to_both``: whether it passes between the sides, so that both know of it.
    * ``text``: what happened, in words. ``ask``: what is to be done, said to those whose step it is.
    """

    what: What
    after: frozenset[ReferralStatus]
    to: ReferralStatus | None = None
    needs_before: What | None = None
    by: frozenset[Side] = frozenset({Side.RECIPIENT})
    needs: tuple[str, ...] = ()
    may_say: tuple[str, ...] = ()
    known_to_both: bool = False
    text: Text
    ask: Text | None = None

    def __repr__(self) -> str:
        return f"<Step {self.what}>"


_R, _RECIPIENT, _REFERRER = ReferralStatus, Side.RECIPIENT, Side.REFERRER
_AT_WORK: Final = frozenset({_R.RECEIVED, _R.ADMITTED, _R.STARTED})
_OPEN: Final = frozenset({*_AT_WORK, _R.SENT_BACK, _R.WAITING})
_EITHER: Final = frozenset({_RECIPIENT, _REFERRER})

_STEPS: Final = (
    Step(
        what=What.RECEIVED,
        after=frozenset({_R.NOT_RECEIVED}),
        to=_R.RECEIVED,
        known_to_both=True,
        text=Text("remissen kom in", "the referral was received"),
        ask=Text("ta emot remissen", "receive the referral"),
    ),
    Step(
        what=What.ACKNOWLEDGED,
        after=frozenset({_R.RECEIVED}),
        known_to_both=True,
        text=Text("remissen bekräftades", "the referral was acknowledged"),
        ask=Text("bekräfta remissen", "acknowledge the referral"),
    ),
    Step(
        what=What.CONTACT_ATTEMPT,
        after=_AT_WORK | {_R.WAITING},
        text=Text("ett försök till kontakt gjordes", "an attempt at contact was made"),
    ),
    Step(
        what=What.CONTACTED,
        after=_AT_WORK | {_R.WAITING},
        text=Text("personen kontaktades", "the person was contacted"),
        ask=Text("kontakta personen", "contact the person"),
    ),
    Step(
        what=What.NEEDS_ASSESSED,
        after=_AT_WORK,
        text=Text("behoven kartlades", "the needs were assessed"),
        ask=Text("kartlägga behoven", "assess the needs"),
    ),
    Step(
        what=What.PLAN_BEGUN,
        after=_AT_WORK,
        may_say=("plan",),
        text=Text("arbetet med en plan påbörjades", "work on a plan was begun"),
        ask=Text("börja arbetet med en plan", "begin work on a plan"),
    ),
    Step(
        what=What.PLAN_MADE,
        after=_AT_WORK,
        may_say=("plan",),
        text=Text("en plan gjordes", "a plan was made"),
        ask=Text("göra en plan tillsammans med personen", "make a plan together with the person"),
    ),
    Step(
        what=What.ADMITTED,
        after=frozenset({_R.RECEIVED}),
        to=_R.ADMITTED,
        text=Text("personen togs emot i verksamheten", "the person was admitted"),
        ask=Text("ta emot personen i verksamheten", "admit the person"),
    ),
    Step(
        what=What.ADMITTED_ON_STATED_GROUNDS,
        after=frozenset({_R.RECEIVED}),
        to=_R.ADMITTED,
        needs=("reason",),
        text=Text(
            "personen togs emot i verksamheten på särskilt angivna skäl",
            "the person was admitted on stated grounds outside the main rule",
        ),
    ),
    Step(
        what=What.RECOMMENDED_ELSEWHERE,
        after=frozenset({_R.RECEIVED, _R.ADMITTED}),
        to=_R.RECOMMENDED_ELSEWHERE,
        may_say=("to", "reason"),
        known_to_both=True,
        text=Text("en annan väg rekommenderades", "another way was recommended"),
        ask=Text("rekommendera en annan väg", "recommend another way"),
    ),
    Step(
        what=What.SENT_BACK,
        after=frozenset({_R.RECEIVED}),
        to=_R.SENT_BACK,
        needs=("asks_for",),
        may_say=("reason",),
        known_to_both=True,
        text=Text("remissen skickades tillbaka för komplettering", "the referral was sent back to be supplemented"),
    ),
    Step(
        what=What.SUPPLEMENTED,
        after=frozenset({_R.SENT_BACK}),
        to=_R.RECEIVED,
        # The recipient records it where the referrer has no access to its system, or where she supplements it herself.
        by=_EITHER,
        known_to_both=True,
        text=Text("remissen kompletterades", "the referral was supplemented"),
        ask=Text("komplettera remissen", "supplement the referral"),
    ),
    Step(
        what=What.INTERVENTION_STARTED,
        after=_AT_WORK,
        to=_R.STARTED,
        needs=("intervention",),
        may_say=("performer",),
        text=Text("en insats påbörjades", "an intervention started"),
        ask=Text("påbörja en insats", "start an intervention"),
    ),
    Step(
        what=What.WAITING_AT_OWN_WISH,
        after=_AT_WORK,
        to=_R.WAITING,
        may_say=("reason",),
        text=Text("personen ville vänta", "the person wished to wait"),
    ),
    Step(
        what=What.RESUMED,
        after=frozenset({_R.WAITING}),
        text=Text("arbetet återupptogs", "the work was resumed"),
        ask=Text("fråga personen om arbetet kan återupptas", "ask the person whether the work can be resumed"),
    ),
    Step(
        what=What.ENDED,
        after=_OPEN,
        to=_R.ENDED,
        by=_EITHER,
        needs=("outcome",),
        may_say=("reason",),
        text=Text("ärendet avslutades", "the case was closed"),
        ask=Text("avsluta ärendet", "close the case"),
    ),
    Step(
        what=What.COULD_NOT_BE_REACHED,
        after=frozenset({*_AT_WORK, _R.WAITING}),
        to=_R.COULD_NOT_BE_REACHED,
        needs_before=What.CONTACT_ATTEMPT,
        may_say=("reason",),
        text=Text("personen kunde inte nås", "the person could not be reached"),
    ),
    Step(
        what=What.REOPENED,
        after=CLOSED,
        to=_R.RECEIVED,
        may_say=("reason",),
        text=Text("ärendet öppnades igen", "the case was reopened"),
        ask=Text("öppna ärendet igen", "reopen the case"),
    ),
    Step(
        what=What.ENTERED_IN_ERROR,
        after=frozenset(ReferralStatus) - {_R.IN_ERROR},
        to=_R.IN_ERROR,
        by=_EITHER,
        may_say=("event", "reason"),
        text=Text("registreringen var felaktig", "the entry was made in error"),
    ),
)

STEPS: Final[Mapping[What, Step]] = MappingProxyType({one.what: one for one in _STEPS})
"""Every event, with what it may follow, what comes of it and who may record it.

*Resumed* leads back to where the referral was before she wished to wait. *Entered in error* takes
back one event where it names one, and the whole referral where it does not.
"""

_STATUSES: Final[Mapping[ReferralStatus, Text]] = {
    _R.NOT_RECEIVED: Text("inte mottagen", "not received"),
    _R.RECEIVED: Text("hos mottagaren", "with the recipient"),
    _R.SENT_BACK: Text("tillbaka hos den som remitterade", "back with the referrer"),
    _R.WAITING: Text("vilar på personens egen begäran", "waiting at the person's own wish"),
    _R.ADMITTED: Text("personen är mottagen i verksamheten", "the person is admitted"),
    _R.STARTED: Text("en insats pågår", "an intervention has started"),
    _R.RECOMMENDED_ELSEWHERE: Text("en annan väg är rekommenderad", "another way is recommended"),
    _R.COULD_NOT_BE_REACHED: Text("personen kunde inte nås", "the person could not be reached"),
    _R.ENDED: Text("avslutad", "closed"),
    _R.IN_ERROR: Text("felregistrerad", "entered in error"),
}


def possible_after(status: ReferralStatus, happened: Iterable[What] = ()) -> tuple[Step, ...]:
    """Return what can happen next to a referral that has come so far, and to which that *happened*.

    >>> [one.what.value for one in possible_after(ReferralStatus.SENT_BACK)]
    ['supplemented', 'ended', 'entered_in_error']
    """
    before = {None, *happened}
    return tuple(one for one in STEPS.values() if status in one.after and one.needs_before in before)


def diagram(language: Language = "en") -> str:
    """Return the life of a referral as a state diagram in Mermaid, drawn from :data:`STEPS`.

    What can be recorded without changing how far it has come stands in the tables alone, and so does
    *entered in error*, which can follow everything.

    >>> print(diagram().splitlines()[0])
    stateDiagram-v2
    """
    shown = [one for one in ReferralStatus if one is not ReferralStatus.IN_ERROR]
    lines = [f"    {one.value} : {one.text.in_(language)}" for one in shown]
    waits, resumes = STEPS[What.WAITING_AT_OWN_WISH], STEPS[What.RESUMED]
    arrows = [(ReferralStatus.WAITING, before, resumes) for before in shown if before in waits.after]
    for step in STEPS.values():
        if step.to is not None and step.to is not ReferralStatus.IN_ERROR:
            arrows += [(before, step.to, step) for before in shown if before in step.after]
    lines += [f"    {before.value} --> {to.value} : {step.text.in_(language)}" for before, to, step in arrows]
    ends = [f"    {one.value} --> [*]" for one in shown if one in CLOSED]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {shown[0].value}", *lines, *ends])
