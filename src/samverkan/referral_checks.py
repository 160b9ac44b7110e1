"""Whether what referrals name is there in the model, and whether those who recorded what happened may do so."""

from collections.abc import Iterable, Iterator, Sequence

from samverkan.agencies import Agencies, unit_of
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, nearest
from samverkan.programmes import Programme
from samverkan.referral_events import ReferralEvent, agency_of, forum_of, lack_of, profession_of
from samverkan.referral_steps import STEPS, Side, What
from samverkan.referrals import Referral
from samverkan.rules.facts import SetOf
from samverkan.rules.vocabulary import Vocabulary

__all__ = ["check_referrals", "faults_of_names", "faults_of_recorders", "is_same", "may_record", "recipients_of"]


def check_referrals(referrals: Iterable[Referral], vocabulary: Vocabulary, programme: Programme | None = None) -> None:
    """See that what referrals name is there, and that what happened was recorded by those who may record it.

    Of a referral without ``to`` the recipients are known only when it is to *programme*.

    Raises:
        InvalidRecordError: with everything that is wrong.
    """
    faults = [
        fault.inside(f"referrals[{place}]")
        for place, one in enumerate(referrals)
        for fault in (
            *faults_of_names(one, vocabulary),
            *faults_of_recorders(one, vocabulary.agencies, recipients_of(one, programme)),
        )
    ]
    if faults:
        raise InvalidRecordError(faults)


def recipients_of(referral: Referral, programme: Programme | None) -> tuple[str, ...] | None:
    """Return who receives a referral: whom it names, else those who own its programme, else those who carry it out.

    ``None``: that cannot be told, for it is to a programme that is not at hand.
    """
    if referral.to is not None:
        return (referral.to,)
    if programme is None or programme.id != referral.programme:
        return None
    return programme.owners or programme.performers


def may_record(referral: Referral, what: What, by: str, recipients: Sequence[str] | None, register: Agencies) -> bool:
    """Whether *by* is on a side that may record such an event of a referral."""
    return _may(referral, STEPS[what].by, by, recipients, register)


def faults_of_names(referral: Referral, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what a referral names that the model does not have."""
    yield from _faults_of_who("by", referral.by, vocabulary)
    yield from _faults_of_who("to", referral.to, vocabulary)
    yield from _faults_of_who("from", referral.from_, vocabulary)
    for place, event in enumerate(referral.events):
        for fault in _faults_of_event(event, vocabulary):
            yield fault.inside(f"events[{place}]")


def faults_of_recorders(referral: Referral, register: Agencies, recipients: Sequence[str] | None) -> Iterator[Fault]:
    """Yield a fault for each event that was recorded by somebody who may not record it."""
    by_id = {one.id: one for one in referral.events if one.id is not None}
    for place, event in enumerate(referral.events):
        taken_back = None if event.event is None else by_id.get(event.event)
        if taken_back is not None:
            is_fit, wanted = (
                is_same(event.agency, taken_back.agency, register),
                "the one who recorded what is taken back",
            )
        else:
            is_fit = _may(referral, event.step.by, event.agency, recipients, register)
            wanted = " or ".join(sorted(f"the {one}" for one in event.step.by))
        if not is_fit:
            yield Fault(f"events[{place}].agency", f"{wanted}, who may record {event.what}", got="another")


def _may(
    referral: Referral, sides: Iterable[Side], by: str, recipients: Sequence[str] | None, register: Agencies
) -> bool:
    if recipients is None and Side.RECIPIENT in sides:
        return True  # It cannot be told that it is not one of them.
    named = {
        Side.RECIPIENT: recipients or (),
        Side.REFERRER: () if referral.referrer is None else (referral.referrer,),
    }
    return any(is_same(by, one, register) for side in sides for one in named[side])


def is_same(one: str, other: str, register: Agencies) -> bool:
    """Whether two references may be to one agency or forum.

    Without a body a reference is to the person's own, or to the one that the case is about. The name of a
    party stands for each of its units.
    """
    if agency_of(one) is None or agency_of(other) is None:
        return one == other
    (unit, body), (named, of) = unit_of(one), unit_of(other)
    is_unit = unit == named or register.party_of(unit) == named
    return is_unit and (body is None or of is None or body == of)


def _faults_of_event(event: ReferralEvent, vocabulary: Vocabulary) -> Iterator[Fault]:
    yield from _faults_of_who("agency", event.agency, vocabulary)
    yield from _faults_of_who("performer", event.performer, vocabulary)
    for asked in event.asks_for:
        word, agency = lack_of(asked)
        yield from _faults_of_word("asks_for", word, "lacks", vocabulary)
        yield from _faults_of_who("asks_for", agency, vocabulary)
    yield from _faults_of_word("plan", event.plan, "plans", vocabulary)
    yield from _faults_of_word("outcome", event.outcome, "outcomes", vocabulary)


def _faults_of_who(where: str, who: str | None, vocabulary: Vocabulary) -> Iterator[Fault]:
    if who is None:
        return
    yield from _faults_of_word(where, profession_of(who), "professions", vocabulary)
    yield from _faults_of_word(where, forum_of(who), "forums", vocabulary)
    agency = agency_of(who)
    if agency is not None:
        try:
            vocabulary.agencies.agency(agency)
        except InvalidValueError as error:
            yield error.fault.inside(where)


def _faults_of_word(where: str, word: str | None, of: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    words = vocabulary.words(SetOf(of))
    if word is not None and word not in words:
        yield Fault(where, f"a word of the closed list {of}", got="another word", hint=nearest(word, words))
