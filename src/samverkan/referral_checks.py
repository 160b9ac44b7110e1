"""Whether what referrals name is there in the model, and whether those who recorded what happened may do so."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from samverkan.agencies import Agencies, unit_of
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, nearest
from samverkan.programmes import Programme
from samverkan.referral_events import ReferralEvent, agency_of, forum_of, lack_of, profession_of
from samverkan.referral_steps import STEPS, Side, What
from samverkan.referrals import Referral
from samverkan.rules.facts import SetOf
from samverkan.rules.vocabulary import Vocabulary

__all__ = [
    "check_referrals",
    "faults_of_field",
    "faults_of_names",
    "faults_of_recorders",
    "faults_of_referral",
    "is_same",
    "may_record",
    "recipients_of",
]


def check_referrals(referrals: Iterable[Referral], vocabulary: Vocabulary, programme: Programme | None = None) -> None:
    """See that what referrals name is there, and that what happened was recorded by those who may record it.

    Of a referral without ``to`` the recipients are known only when it is to *programme*.

    Raises:
        InvalidRecordError: with everything that is wrong.
    """
    faults = [
        fault.inside(f"referrals[{place}]")
        for place, one in enumerate(referrals)
        for fault in faults_of_referral(one, vocabulary, programme)
    ]
    if faults:
        raise InvalidRecordError(faults)


def faults_of_referral(referral: Referral, vocabulary: Vocabulary, programme: Programme | None) -> Iterator[Fault]:
    """Yield what a referral names that the model does not have, and each event that somebody recorded who may not."""
    yield from faults_of_names(referral, vocabulary)
    yield from faults_of_recorders(referral, vocabulary.agencies, recipients_of(referral, programme))


def recipients_of(referral: Referral, programme: Programme | None) -> tuple[str, ...] | None:
    """Return who receives a referral: whom it names, else those who own its programme, else those who carry it out.

    ``None``: that cannot be told, for it is to a programme that is not at hand, or of which nobody is named.
    """
    if referral.to is not None:
        return (referral.to,)
    if programme is None or programme.id != referral.programme:
        return None
    return programme.recipients or None


def may_record(referral: Referral, what: What, by: str, recipients: Sequence[str] | None, register: Agencies) -> bool:
    """Whether *by* is on a side that may record such an event of a referral."""
    return _may(referral, STEPS[what].by, by, recipients, register)


def faults_of_names(referral: Referral, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what a referral names that the model does not have."""
    yield from _faults_of_fields(referral, vocabulary)
    for place, event in enumerate(referral.events):
        for fault in _faults_of_fields(event, vocabulary):
            yield fault.inside(f"events[{place}]")


def faults_of_field(of: type, name: str, value: Any, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what the field *name* of a referral, or of an event of one, names that the model does not have."""
    check = _NAMES.get((of, name))
    if check is not None and value is not None:
        yield from check(name.rstrip("_"), value, vocabulary)


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
            wanted = " or ".join(_sides_told(referral, event.step.by, recipients))
        if not is_fit:
            yield Fault(f"events[{place}].agency", f"{wanted}, who may record {event.what}", got="another")


def _sides_told(referral: Referral, sides: Iterable[Side], recipients: Sequence[str] | None) -> Iterator[str]:
    """Yield who may record it: who receives what a programme is sent stands with the programme, and is no secret."""
    named = {Side.RECIPIENT: recipients if referral.to is None else None, Side.REFERRER: None}
    for side in sorted(sides):
        who = " or ".join(named[side] or ())
        yield f"the {side} ({who})" if who else f"the {side}"


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


def _faults_of_fields(record: Referral | ReferralEvent, vocabulary: Vocabulary) -> Iterator[Fault]:
    for of, name in _NAMES:
        if isinstance(record, of):
            yield from faults_of_field(of, name, getattr(record, name), vocabulary)


def _of_who(where: str, who: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    for of, word in (("professions", profession_of(who)), ("forums", forum_of(who))):
        if word is not None:
            yield from _of_word(of)(where, word, vocabulary)
    if agency_of(who) is not None:
        yield from _of_agency(where, who, vocabulary)


def _of_agency(where: str, agency: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    try:
        vocabulary.agencies.agency(agency)
    except InvalidValueError as error:
        yield error.fault.inside(where)


def _of_lacks(where: str, lacks: Iterable[str], vocabulary: Vocabulary) -> Iterator[Fault]:
    for place, asked in enumerate(lacks):
        word, agency = lack_of(asked)
        yield from _of_word("lacks")(f"{where}[{place}]", word, vocabulary)
        if agency is not None:
            yield from _of_agency(f"{where}[{place}]", agency, vocabulary)


def _of_word(of: str) -> "_Check":
    def faults(where: str, word: str, vocabulary: Vocabulary) -> Iterator[Fault]:
        words = vocabulary.words(SetOf(of))
        if word not in words:
            wanted = f"a word of the closed list {of}: {', '.join(words)}"
            yield Fault(where, wanted, got="another word", hint=nearest(word, words))

    return faults


_Check = Callable[[str, Any, Vocabulary], Iterator[Fault]]
_NAMES: Final[Mapping[tuple[type, str], _Check]] = {
    (Referral, "by"): _of_who,
    (Referral, "to"): _of_who,
    (Referral, "from_"): _of_agency,
    (ReferralEvent, "agency"): _of_who,
    (ReferralEvent, "asks_for"): _of_lacks,
    (ReferralEvent, "plan"): _of_word("plans"),
    (ReferralEvent, "performer"): _of_agency,
    (ReferralEvent, "outcome"): _of_word("outcomes"),
}
"""The fields that name something of a model; what *recommended elsewhere* names may be of none."""
