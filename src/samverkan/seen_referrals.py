"""Referrals as one agency sees them: what others have recorded and may not tell it is absent.

That she was sent somewhere both sides know. A side is the agency that it was on the day on which the
referral was received: she may have lived in another kommun then. What passed between the sides, such as
that the referral was sent back, both know as well, and what the one who refers records is for those who
receive. Anything else is known to the one who recorded it. Of a referral that a side sees in part it
is said of whose entries something may be hidden, whether or not there is anything. Others see a referral
when both sides may let them know all that they have recorded, and then they see it whole.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from samverkan.agencies import unit_of, with_body
from samverkan.programmes import Programme
from samverkan.referral_checks import check_referrals, is_same, recipients_of
from samverkan.referral_events import ReferralEvent, agency_of
from samverkan.referral_steps import Side, What
from samverkan.referrals import Referral
from samverkan.sights import Sight

__all__ = ["CATEGORY", "UNNAMED", "seen_referrals"]

CATEGORY: Final = "contact"
"""What sort of information a referral is: where she is current, and where she has been sent."""

UNNAMED: Final = "programme:"
"""Before the id of a programme: those who receive what is sent to it, where it is not known here who they are."""


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
    recipients, referrer = recipients_of(referral, programme), referral.referrer
    # Who receives what is sent to another programme is not known here.
    received = [f"{UNNAMED}{referral.programme}"] if recipients is None else [*recipients]
    since = min((one.day for one in referral.events if one.what is What.RECEIVED), default=date.min)
    is_recipient = any(_is_viewer(one, since, sight) for one in received)
    is_side = is_recipient or (referrer is not None and _is_viewer(referrer, since, sight))
    sides = received if is_recipient or referrer is None else [*received, referrer]
    hidden = frozenset(one for one in sides if not _is_open(one, since, sight))
    if hidden and not is_side:
        return
    events = tuple(_events(referral, sight, is_recipient=is_recipient)) if hidden else referral.events
    yield attrs.evolve(referral, events=events, hidden=hidden | referral.hidden)


def _is_viewer(side: str, since: date, sight: Sight) -> bool:
    return _is_agency(side) and sight.holds_since(side, since)


def _is_agency(side: str) -> bool:
    return agency_of(side) is not None and not side.startswith(UNNAMED)


def _is_open(side: str, since: date, sight: Sight) -> bool:
    """Whether the viewer may know all that a side may have recorded from the day *since*, wherever she has lived then.

    The name of a party stands for each of its units, of which some keep their secrets apart.
    """
    if not _is_agency(side):
        return False
    unit, body = unit_of(side)
    units = {unit, *(sight.register.of_party(unit) if unit in sight.register.parties else ())}
    sides = units if body is None else {with_body(one, body) for one in units}
    # Where she has lived everybody may know; what a kommun recorded then is that one's.
    moves = sight.case.participant.fact("residence").changes(sight.known_on)
    days = [since, *(day for day in moves if day > since)]
    return all(sight.shows_since(one, day, CATEGORY) for one in sides for day in days)


def _events(referral: Referral, sight: Sight, *, is_recipient: bool) -> Iterator[ReferralEvent]:
    by_id = {one.id: one for one in referral.events if one.id is not None}
    for one in referral.events:
        # An entry in error is known to those who know what it takes back.
        event = one if one.event is None else by_id.get(one.event, one)
        is_whole = one.what is What.ENTERED_IN_ERROR and one.event is None
        is_told = is_recipient and _is_of_referrer(event, referral, sight)
        if is_whole or is_told or event.step.known_to_both or _recorder_is_open(event, sight):
            yield one


def _is_of_referrer(event: ReferralEvent, referral: Referral, sight: Sight) -> bool:
    """Whether the one who referred her recorded it, as such."""
    referrer = referral.referrer
    is_by_side = Side.REFERRER in event.step.by
    return is_by_side and referrer is not None and is_same(event.agency, referrer, sight.register)


def _recorder_is_open(event: ReferralEvent, sight: Sight) -> bool:
    return agency_of(event.agency) is not None and sight.shows_since(event.agency, event.day, CATEGORY)
