"""What comes due, when, and which party must act: deadlines, consents that end, and answers that change."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from samverkan.basis_checks import check_bases
from samverkan.casefiles import CaseFile, Person, case_of
from samverkan.dates import as_day, as_optional_day
from samverkan.due_records import Due, DueKind
from samverkan.due_sources import Asked, answers, consents, limits, promises
from samverkan.errors import InvalidRecordError, InvalidValueError, located, masked
from samverkan.immutable import frozen_mapping
from samverkan.journeys import settled_case
from samverkan.model import Model
from samverkan.referral_checks import faults_of_referral
from samverkan.referral_events import SELF, forum_of
from samverkan.rules.facts import SetOf
from samverkan.sights import residence_of

__all__ = ["Due", "DueKind", "by_party", "due", "each_due"]


def due(  # noqa: PLR0913
    cases: Iterable[Person],
    model: Model,
    on: date | str,
    *,
    horizon: int = 14,
    known_on: date | str | None = None,
    party: str | None = None,
    policy: str | None = None,
) -> tuple[Due, ...]:
    """Return everything in *cases* that comes due from the day *on* to *horizon* days after it, and what is overdue.

    That is: promises not yet kept, with their last day, those that have been broken and can still be done too;
    limits that are reached; consents on their last day; and answers about the model's programmes that become
    others than on the day before. It is sorted by day, then by who must act. *party* asks for what is of one
    party, agency or forum, or of ``self``: a party's name stands for its units, and each unit has its party's.
    *policy* is as in :func:`~samverkan.journeys.measurements_of`.

    Who must act: of a promise the one that :attr:`~samverkan.measurements.Measurement.agency` names, who received
    the referral unless the lead time says that it is the referrer's; while it is sent back, the agency or forum
    that referred her is named beside them. Of a limit those that the lead time names; of a consent the agency that
    recorded it, else those that it lets know or act, else those who run its programme; of an answer those who own
    the programme, else those who carry it out.
    Where there is nobody, it is herself; but what others have promised is never hers.

    A case as one agency sees it is told of by what that agency may know on the day *on*: a referral of which something
    may be hidden is not told, nor a programme that the case was not seen for.

    While she waits at her own wish, and the lead time does not count that, its last day moves with every day of
    waiting and nobody knows it: it is not told until she no longer waits. One that had passed before is overdue still.

    Raises:
        InvalidValueError: when a day is not one or not one that the model's calendar covers, *horizon* is no
            whole number of 0 or more, *party* is nobody of the model, or *cases* are no cases.
        InvalidRecordError: when a case names something that the model does not have.
        UnknownNameError: when a case is seen for a programme that the model does not have.

    >>> from samverkan import Contact, Participant, load_model
    >>> noor = Participant(id="d-005", born="2000-10-10", residence="Smedjebacken", unmet_need=True,
    ...                    contacts=[Contact("kommun/skola"), Contact("region/psykiatri")])
    >>> for one in due([noor], load_model("finsam"), "2016-10-04"):
    ...     if one.programme == "en-vag-in":
    ...         print(one.on, one.what, one.whose, one.was, one.becomes, one.because)
    2016-10-10 answer_changes ('kommun/AME',) not_eligible eligible ('working-age',)
    """
    every = each_due(cases, model, on, horizon=horizon, known_on=known_on, party=party, policy=policy)
    return tuple(sorted(every, key=_place))


def each_due(  # noqa: PLR0913
    cases: Iterable[Person],
    model: Model,
    on: date | str,
    *,
    horizon: int = 14,
    known_on: date | str | None = None,
    party: str | None = None,
    policy: str | None = None,
) -> Iterator[Due]:
    """Yield what :func:`due` returns case by case, as *cases* come, what is of one case by day and party.

    It holds one case at a time, however many there are.

    Raises:
        InvalidValueError: as :func:`due`, before anything is yielded for what is asked.
        InvalidRecordError: as :func:`due`, when it comes to that case.
        UnknownNameError: likewise.
    """
    _check_cases(cases)
    day = as_day(on)
    until = date.fromordinal(min(day.toordinal() + _days(horizon), date.max.toordinal()))
    asked = Asked(model, day, until, as_optional_day(known_on), policy, _known(party, model))
    return (one for person in cases for one in sorted(_of_case(case_of(person), asked), key=_place))


def by_party(dues: Iterable[Due]) -> Mapping[str, tuple[Due, ...]]:
    """Return what is due by who must act, sorted by name; what is for several stands under each of them.

    >>> by_party([])
    immutabledict({})
    """
    found: dict[str, list[Due]] = {}
    for one in dues:
        for who in one.whose:
            found.setdefault(who, []).append(one)
    return frozen_mapping({who: tuple(found[who]) for who in sorted(found)})


def _place(one: Due) -> tuple[Any, ...]:
    about = (one.referral, one.programme, one.consent, one.lead_time, one.policy, one.was, one.becomes)
    named = ("" if value is None else str(value) for value in about)
    return one.on, one.whose, one.participant, one.what, *named, one.because, one.text("en")


def _check_cases(cases: object) -> None:
    if not isinstance(cases, Iterable):
        wanted = "persons or their case files, one after the other"
        raise InvalidValueError(where="cases", wanted=wanted, got=masked(cases))


def _days(horizon: object) -> int:
    if isinstance(horizon, bool) or not isinstance(horizon, int) or horizon < 0:
        raise InvalidValueError(where="horizon", wanted="a whole number of 0 or more", got=masked(horizon))
    return horizon


def _known(party: str | None, model: Model) -> str | None:
    """Return a party that somebody is; refuse what nobody in the model is called."""
    forum = None if party is None else forum_of(party)
    if forum is not None:
        if forum not in model.vocabulary.words(SetOf("forums")):
            raise InvalidValueError(where="party", wanted="a word of the closed list forums", got="another word")
    elif party is not None and party != SELF:
        located("party", model.agencies.agency, party)
    return party


def _of_case(case: CaseFile, asked: Asked) -> Iterator[Due]:
    _check(case, asked.model)
    seen = settled_case(case, asked.model, asked.on)
    residence = residence_of(seen, asked.on, asked.known_on)
    # Each answer is settled on its own day: one may change because less can be seen.
    for find, of in ((promises, seen), (limits, seen), (consents, seen), (answers, case)):
        for one in find(of, asked):
            if asked.is_of_party(one.whose, residence):
                yield one


def _check(case: CaseFile, model: Model) -> None:
    check_bases(case, model.vocabulary)
    faults = [
        fault.inside(f"referrals[{place}]")
        for place, one in enumerate(case.referrals or ())
        for fault in faults_of_referral(one, model.vocabulary, model.definition_of(one.programme))
    ]
    if faults:
        raise InvalidRecordError(faults)
