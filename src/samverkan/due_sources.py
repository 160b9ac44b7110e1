"""Where what is due comes from: the clocks, the consents and the answers of one case."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, Literal

import attrs

from samverkan.agencies import unit_of, with_body
from samverkan.answers import Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile
from samverkan.consents import Change, Consent, Standing
from samverkan.due_records import Due, DueKind
from samverkan.due_words import of_answer, of_clock, of_consent
from samverkan.eligibility import decided
from samverkan.findings import Finding
from samverkan.journeys import measurements_of
from samverkan.lead_times import LeadTimeKind, Over
from samverkan.measurements import Measurement, Promise, measure_each
from samverkan.model import Model
from samverkan.outcomes import Outcome, changes_of_outcome, outcome_of
from samverkan.programmes import Programme
from samverkan.referral_checks import is_same
from samverkan.referral_events import SELF, agency_of
from samverkan.referral_steps import ReferralStatus
from samverkan.referrals import Referral
from samverkan.scopes import Scope

__all__ = ["Asked", "answers", "consents", "limits", "promises"]


@attrs.frozen
class Asked:
    """What is asked of every case."""

    model: Model
    on: date
    until: date
    known_on: date | None
    policy: str | None
    party: str | None

    def covers(self, day: date | None) -> bool:
        """Whether a day is one of those that are asked about."""
        return day is not None and self.on <= day <= self.until

    def is_of_party(self, whose: Iterable[str], residence: str | None) -> bool:
        """Whether one of them is the party that asks: of somebody who lives in *residence*."""
        party, register = self.party, self.model.agencies
        if party is None:
            return True
        at_home = [_at_home(one, residence, self.model) for one in whose]
        return any(is_same(one, party, register) or is_same(party, one, register) for one in at_home)


def _at_home(who: str, residence: str | None, model: Model) -> str:
    """Return a unit of a kommun with the kommun where she lives, where it is written without one."""
    if residence is None or agency_of(who) is None:
        return who
    unit, body = unit_of(who)
    is_of_kommun = body is None and model.agencies.party_of(unit) == "kommun"
    return with_body(unit, residence) if is_of_kommun else who


# --- Clocks -----------------------------------------------------------------------------------------


def promises(case: CaseFile, asked: Asked) -> Iterator[Due]:
    """Yield what was promised of open referrals and can still be kept or is overdue.

    What a lead time over referrals says is a limit comes with it: its last day is told, and it is never overdue.
    While she waits at her own wish and that is not counted, nobody knows the last day: it moves with each day of
    waiting, and is told again when she no longer waits.
    """
    model, referrals = asked.model, {one.id: one for one in case.referrals or ()}
    names = [one.id for one in model.lead_times.values() if one.over is Over.REFERRAL]
    for one in measurements_of(case, model, asked.on, lead_times=names, policy=asked.policy, known_on=asked.known_on):
        referral, is_missed = referrals[one.journey or ""], one.promise is Promise.MISSED
        is_told = is_missed or (asked.covers(one.deadline) and not _moves_on(one, referral, asked))
        if one.is_open and one.deadline is not None and is_told:
            yield _of_clock(one, one.deadline, _whose(one, referral, asked), asked)


def _moves_on(measured: Measurement, referral: Referral, asked: Asked) -> bool:
    """Whether the last day is later with every day, for she waits at her own wish and that is not counted."""
    how = asked.model.lead_times[measured.lead_time].policy(measured.policy)
    return not how.counts_waiting and referral.status(asked.on, asked.known_on) is ReferralStatus.WAITING


def limits(case: CaseFile, asked: Asked) -> Iterator[Due]:
    """Yield the limits that a sick leave reaches, one that is known to begin later too."""
    spells = case.participant.spells("sick_leave")
    runs = () if spells is None else spells.runs(asked.known_on)
    days = sorted({asked.on, *(run.since for run in runs if run.since is not None and asked.covers(run.since))})
    for clock in asked.model.lead_times.values():
        if clock.over is not Over.SICK_LEAVE:
            continue
        policy = clock.policy_or_default(asked.policy).id
        reached: dict[date, Measurement] = {}
        for day in days:
            for one in measure_each(
                case, clock, day, policy=policy, calendar=asked.model.calendar, known_on=asked.known_on
            ):
                if one.deadline is not None and asked.covers(one.deadline):
                    reached.setdefault(one.deadline, one)
        for day, one in reached.items():
            yield _of_clock(attrs.evolve(one, participant=case.participant.id), day, clock.to or (SELF,), asked)


def _of_clock(measured: Measurement, day: date, whose: tuple[str, ...], asked: Asked) -> Due:
    clock = asked.model.lead_times[measured.lead_time]
    is_limit = clock.kind is LeadTimeKind.LIMIT or clock.over is Over.SICK_LEAVE
    is_overdue = not is_limit and day < asked.on
    return Due(
        on=day,
        what=DueKind.LIMIT if is_limit else DueKind.PROMISE,
        whose=whose,
        participant=measured.participant or "",
        is_overdue=is_overdue,
        referral=measured.journey,
        programme=measured.programme,
        lead_time=clock.id,
        policy=measured.policy,
        **of_clock(clock, day, whose, asked.model.vocabulary, is_limit=is_limit, is_overdue=is_overdue),
    )


def _whose(measured: Measurement, referral: Referral, asked: Asked) -> tuple[str, ...]:
    """Return who is to keep a promise; while the referral is sent back, with the one who is to supplement it."""
    acts, referrer = measured.agency or _started(measured, referral, asked), referral.referrer
    if referrer is None or referral.status(asked.on, asked.known_on) is not ReferralStatus.SENT_BACK:
        return (acts,)
    return tuple(dict.fromkeys((acts, referrer)))


def _started(measured: Measurement, referral: Referral, asked: Asked) -> str:
    """Return who recorded what started the clock, where nobody is named who receives the referral."""
    events = reversed(referral.until(asked.on, asked.known_on))
    return {f"{one.what} {one.day}": one.agency for one in events}[measured.rests_on[0]]


# --- Consents ---------------------------------------------------------------------------------------


def consents(case: CaseFile, asked: Asked) -> Iterator[Due]:
    """Yield the consents on their last day, or on the last day before they narrow."""
    for consent in case.consents or ():
        for until, code, scope in _endings(consent.standing(asked.known_on)):
            if asked.covers(until):
                whose = _who_keeps(consent, scope, asked)
                yield Due(
                    on=until,
                    what=DueKind(code),
                    whose=whose,
                    participant=case.participant.id,
                    programme=consent.programme,
                    consent=consent.id,
                    **of_consent(
                        code,
                        consent,
                        scope,
                        until,
                        whose=whose,
                        vocabulary=asked.model.vocabulary,
                        programmes=asked.model.programmes,
                    ),
                )


def _endings(
    standing: Iterable[Standing],
) -> Iterator[tuple[date, Literal["consent_ends", "consent_narrows"], Scope]]:
    """Yield the last day of each stretch that does not go on as it was, what comes after it, and what it opened."""
    stretches = [*standing]
    starts = {one.since: one.scope for one in stretches}
    for one in stretches:
        if one.until is not None and one.until < date.max:
            after = starts.get(date.fromordinal(one.until.toordinal() + 1))
            if after is None:
                yield one.until, "consent_ends", one.scope
            elif after != one.scope:
                yield one.until, "consent_narrows", one.scope


def _who_keeps(consent: Consent, scope: Scope, asked: Asked) -> tuple[str, ...]:
    """Return who can ask her to renew a consent: who recorded it last, else those who know or act by it."""
    recorders = [
        event.by
        for event in consent.events
        if event.by is not None and event.what in _RENEWED and event.was_known(asked.known_on)
    ]
    if recorders:
        return (recorders[-1],)
    if scope.to:
        return tuple(sorted(scope.to))
    programme = asked.model.programmes.get(consent.programme or "")
    return (SELF,) if programme is None else _who_runs(programme.definition)


_RENEWED: Final = frozenset({Change.GIVEN, Change.REAFFIRMED})


# --- Answers ----------------------------------------------------------------------------------------


def answers(case: CaseFile, asked: Asked) -> Iterator[Due]:
    """Yield the answers about programmes that become others than on the day before."""
    before = date.fromordinal(max(asked.on.toordinal() - 1, 1))
    for programme in asked.model.programmes.values():
        if case.view is not None and case.view.programme != programme.id:
            continue  # What was opened for that one is not for this.
        for day, was, becomes in _changes(case, programme, before, asked):
            because = _turned(case, programme, day, asked.known_on)
            whose = _who_runs(programme.definition)
            yield Due(
                on=day,
                what=DueKind.ANSWER_CHANGES,
                whose=whose,
                participant=case.participant.id,
                programme=programme.id,
                was=was,
                becomes=becomes,
                because=[one.id for one in because],
                **of_answer(programme, day, was=was, becomes=becomes, because=because, whose=whose),
            )


def _changes(
    case: CaseFile, programme: BoundProgramme, before: date, asked: Asked
) -> Iterator[tuple[date, Outcome, Outcome]]:
    """Yield each day after *before* on which the outcome becomes another, with what it was and becomes."""
    known_on = asked.known_on
    if case.view is not None:  # What may be seen can change from day to day as well.
        decision = decided(case, programme, before, known_on)
        while decision.holds_until is not None and decision.holds_until < asked.until:
            after = decided(case, programme, date.fromordinal(decision.holds_until.toordinal() + 1), known_on)
            yield after.on, decision.outcome, after.outcome
            decision = after
        return
    was = outcome_of(case.participant, programme, before, known_on)
    for day, becomes in changes_of_outcome(
        case.participant, programme, before, was, until=asked.until, known_on=known_on
    ):
        yield day, was, becomes
        was = becomes


def _turned(case: CaseFile, programme: BoundProgramme, day: date, known_on: date | None) -> tuple[Finding, ...]:
    """Return the criteria that come out otherwise than on the day before."""
    before, after = (decided(case, programme, date.fromordinal(day.toordinal() - back), known_on) for back in (1, 0))
    # A criterion that does not apply on a day keeps nothing from being met.
    outcomes = {one.id: one.outcome for one in before.criteria}
    return tuple(one for one in after.criteria if one.outcome is not outcomes.get(one.id, Verdict.MET))


def _who_runs(programme: Programme) -> tuple[str, ...]:
    return programme.recipients or (SELF,)
