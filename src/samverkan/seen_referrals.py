"""Referrals as one agency sees them: what others have recorded and may not tell it is absent.

That she was sent somewhere both sides know, and each may let others know. What passed between them, such
as that the referral was sent back, both sides know as well. Anything else is known to the one who
recorded it. Of a referral that is seen in part it is said of whose entries something may be hidden,
whether or not there is anything.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from samverkan.programmes import Programme
from samverkan.referral_checks import check_referrals, recipients_of
from samverkan.referral_events import ReferralEvent, agency_of
from samverkan.referral_steps import What
from samverkan.referrals import Referral
from samverkan.sights import Sight

__all__ = ["BETWEEN", "seen_referrals"]

_CATEGORY: Final = "contact"
"""What sort of information a referral is: where she is current, and where she has been sent."""

BETWEEN: Final = frozenset(
    {What.RECEIVED, What.ACKNOWLEDGED, What.SENT_BACK, What.SUPPLEMENTED, What.RECOMMENDED_ELSEWHERE}
)
"""What passes between those who refer and those who receive, so that both know of it."""


def seen_referrals(sight: Sight, programme: Programme) -> tuple[Referral, ...] | None:
    """Return the referrals of a case of which the viewer may know; ``None`` where that is none.

    Raises:
        InvalidRecordError: when one of them names something that the model does not have, or was recorded
            by somebody who may not.
    """
    seen = tuple(one for referral in sight.case.referrals or () for one in _seen(referral, sight, programme))
    check_referrals(seen, sight.vocabulary, programme)
    return seen or None


def _seen(referral: Referral, sight: Sight, programme: Programme) -> Iterator[Referral]:
    recipients = recipients_of(referral, programme)
    # Who receives what is sent to another programme is not known here.
    sides = [f"programme:{referral.programme}"] if recipients is None else [*recipients]
    sides += [] if referral.referrer is None else [referral.referrer]
    hidden = frozenset(one for one in sides if not _is_open(one, sight))
    if len(hidden) == len({*sides}):
        return
    events = tuple(_events(referral, sight)) if hidden else referral.events
    yield attrs.evolve(referral, events=events, hidden=hidden | referral.hidden)


def _is_open(side: str, sight: Sight) -> bool:
    """Whether the viewer may know what a side knows: on every day on which the person may have lived elsewhere, too."""
    if side.startswith("programme:") or agency_of(side) is None:
        return False
    # Where she has lived everybody may know; what a kommun recorded then is that one's.
    days = [date.min, *sight.case.participant.fact("residence").changes(sight.known_on)]
    return all(sight.shows_since(side, day, _CATEGORY) for day in days)


def _events(referral: Referral, sight: Sight) -> Iterator[ReferralEvent]:
    by_id = {one.id: one for one in referral.events if one.id is not None}
    for one in referral.events:
        # An entry in error is known to those who know what it takes back.
        told = one if one.event is None else by_id[one.event]
        is_whole = one.what is What.ENTERED_IN_ERROR and one.event is None
        if is_whole or told.what in BETWEEN or _recorder_is_open(told, sight):
            yield one


def _recorder_is_open(event: ReferralEvent, sight: Sight) -> bool:
    return agency_of(event.agency) is not None and sight.shows_since(event.agency, event.day, _CATEGORY)
