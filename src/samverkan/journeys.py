"""The lead times of a case: which of a model's are for which of her referrals, and what each says on a day."""

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from samverkan.agencies import Agencies
from samverkan.casefiles import CaseFile, Person, case_of, participant_of
from samverkan.dates import as_day
from samverkan.errors import UnknownNameError
from samverkan.lead_times import LeadTime, Over
from samverkan.measurements import ClockState, Measurement, measure_each
from samverkan.model import Model
from samverkan.referral_checks import is_same, recipients_of
from samverkan.referral_steps import Side
from samverkan.referrals import Referral
from samverkan.views import settled_on

__all__ = ["lead_times_of", "measurements_of", "settled_case"]


def measurements_of(  # noqa: PLR0913
    person: Person,
    model: Model,
    on: date | str,
    *,
    lead_times: Sequence[str] | None = None,
    policy: str | None = None,
    known_on: date | str | None = None,
) -> Iterator[Measurement]:
    """Yield what each lead time of the model says of a case on the day *on*, one referral after the other.

    Those that have not started are left out. *lead_times* names those that are wanted; *policy* is the way of
    counting of each that has one of that name, the default one of the others.

    Raises:
        InvalidValueError: when a day is not one, or not one that the model's calendar covers.
        UnknownNameError: when the model has no such lead time, or not the programme for which a case is seen.

    >>> from samverkan import CaseFile, Participant, load_model
    >>> from samverkan.referral_events import ReferralEvent
    >>> sent = Referral("r-1", by="self", programme="en-vag-in",
    ...                 events=[ReferralEvent("received", on="2016-11-14", agency="kommun/AME")])
    >>> case = CaseFile(Participant(id="d-001"), referrals=[sent])
    >>> [one.promise.value for one in measurements_of(case, load_model("finsam"), "2016-11-29", lead_times=["contact"])]
    ['missed']
    """
    case = settled_case(person, model, on)
    wanted = [model.lead_time(name) for name in (model.lead_times if lead_times is None else lead_times)]
    her = participant_of(person).id
    over: list[tuple[Referral | CaseFile, Sequence[LeadTime]]] = [
        *((one, lead_times_of(one, model, wanted)) for one in case.referrals or ()),
        (case, [one for one in wanted if one.over is Over.SICK_LEAVE]),
    ]
    for journey, clocks in over:
        for clock in clocks:
            how = clock.policy_or_default(policy).id
            for one in measure_each(journey, clock, on, policy=how, calendar=model.calendar, known_on=known_on):
                if one.state is not ClockState.NOT_STARTED:
                    yield attrs.evolve(one, participant=her, agency=one.agency or _owner(journey, clock, model))


def settled_case(person: Person, model: Model, on: date | str) -> CaseFile:
    """Return the case file as it may be read on the day *on*: one that an agency sees, as it sees it that day.

    Raises:
        InvalidValueError: when the day is not one.
        UnknownNameError: when it is seen for a programme that the model does not have.
    """
    case = case_of(person)
    if case.view is None:
        return case
    programmes = {**model.programmes, **model.predicates}
    if case.view.programme not in programmes:
        raise UnknownNameError("programme", case.view.programme, programmes)
    return settled_on(case, programmes[case.view.programme], as_day(on))


def lead_times_of(referral: Referral, model: Model, among: Sequence[LeadTime] | None = None) -> tuple[LeadTime, ...]:
    """Return the lead times that are for a referral: general ones, its programme's, and those of where it was sent."""
    programme = model.definition_of(referral.programme)
    own = () if programme is None else programme.lead_times
    recipients = recipients_of(referral, programme) or ()
    return tuple(
        one
        for one in (tuple(model.lead_times.values()) if among is None else among)
        if one.over is Over.REFERRAL and (one.general or one.id in own or _is_to(recipients, one, model.agencies))
    )


def _is_to(recipients: Sequence[str], lead_time: LeadTime, register: Agencies) -> bool:
    return any(is_same(to, one, register) for to in recipients for one in lead_time.to)


def _owner(journey: Referral | CaseFile, clock: LeadTime, model: Model) -> str | None:
    """Return who receives a referral to which nothing has happened, and is to see that the lead time is kept."""
    if not isinstance(journey, Referral) or clock.acts is not Side.RECIPIENT:
        return None
    return next(iter(recipients_of(journey, model.definition_of(journey.programme)) or ()), None)
