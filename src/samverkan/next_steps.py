"""What is the next step for her, and whose is it? One answer across criteria, consents and referrals."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final, assert_never

import attrs

from samverkan.answers import ConsentNeeded, Missing, Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile, Person
from samverkan.dates import as_day, as_optional_day
from samverkan.eligibility import Decision, Outcome, decided
from samverkan.next_step_records import NextStep, StepKind, step_told
from samverkan.programmes import Programme
from samverkan.referral_checks import check_referrals, is_same, recipients_of
from samverkan.referral_events import SELF, ReferralEvent, agency_of
from samverkan.referral_rules import readiness
from samverkan.referral_steps import CLOSED, ReferralStatus, What, possible_after
from samverkan.referrals import Referral
from samverkan.rules.vocabulary import Vocabulary
from samverkan.seen_referrals import CATEGORY, UNNAMED
from samverkan.sights import World
from samverkan.spells import Spell
from samverkan.views import case_asked_about

__all__ = ["NextStep", "StepKind", "next_step", "step_of_referral"]

_A_DAY: Final = timedelta(days=1)


def next_step(  # noqa: PLR0913
    person: Person,
    programme: BoundProgramme,
    on: date | str,
    *,
    known_on: date | str | None = None,
    seen_by: str | None = None,
    purpose: str = "coordination",
) -> NextStep:
    """Say what the next step towards *programme* is for a person on the day *on*, and whose it is.

    It goes by what is lawful in that order: what must be known, which consent must be there, who may refer, and
    how far the referral has come. Each referral has its own next step; of several to the programme, the last one
    that is open counts, and as one agency sees it, the last one that it sees.
    Where it is not known whether she has been referred, that is to be found out first; ``then`` says what
    the step would be if she has not.

    Raises:
        InvalidValueError: when a day is not one or the agency that asks is not of the register.
        InvalidRecordError: when a referral names what the model does not have, or was recorded by one who may not.

    >>> from samverkan import CaseFile, Contact, Participant, load_model
    >>> anna = Participant(id="d-001", born="1990-05-17", residence="Ludvika", unmet_need=True,
    ...                    contacts=[Contact("AF"), Contact("FK")])
    >>> sent = Referral("r-1", by="self", programme="en-vag-in",
    ...                 events=[ReferralEvent("received", on="2016-11-14", agency="kommun/AME")])
    >>> step = next_step(CaseFile(anna, referrals=[sent]), load_model("finsam").programmes["en-vag-in"], "2016-11-15")
    >>> step.what, step.whose
    (<StepKind.CONTACT: 'contact'>, ('kommun/AME',))
    """
    day, known = as_day(on), as_optional_day(known_on)
    case = case_asked_about(person, programme, day, known, seen_by, purpose)
    check_referrals(case.referrals or (), programme.vocabulary, programme.definition)
    asked = _Asked(case, programme, decided(case, programme, day, known), day, known)
    referral = _last(asked)
    step = _before_referral(asked) if referral is None else _with_referral(referral, asked)
    # As one agency sees it there may be another referral. What an open one asks for is its own next step all the same.
    is_open = referral is not None and step.what is not StepKind.NONE
    return step if is_open or asked.knows_of_all else _unless_referred(step, asked)


def step_of_referral(
    referral: Referral, world: World, on: date | str, *, known_on: date | str | None = None
) -> NextStep:
    """Say what the next step of a referral is by its own state alone, whatever it was to.

    *world* is the model, or a programme taken from it.

    Raises:
        InvalidValueError: when a day is not one.
        InvalidRecordError: when it names what the model does not have, or was recorded by one who may not.
    """
    programme = _programme_of(referral, world)
    check_referrals([referral], world.vocabulary, programme)
    happened, status = referral.until(on, known_on), referral.status(on, known_on)
    if referral.is_in_part:
        whose = _who_have_recorded(referral)
        return step_told(StepKind.FIND_OUT, "find_out.events", whose, world.vocabulary, referral=referral.id)
    return _of_state(referral, status, happened, _recipients(referral, happened, programme), world.vocabulary, None)


def _programme_of(referral: Referral, world: World) -> Programme | None:
    if isinstance(world, BoundProgramme):
        return world.definition
    programmes: Mapping[str, BoundProgramme] = {
        **getattr(world, "programmes", {}),
        **getattr(world, "predicates", {}),
    }
    bound = programmes.get(referral.programme or "")
    return None if bound is None else bound.definition


@attrs.frozen
class _Asked:
    """What is asked, and what comes of the criteria."""

    case: CaseFile
    programme: BoundProgramme
    decision: Decision
    on: date
    known_on: date | None

    @property
    def vocabulary(self) -> Vocabulary:
        return self.programme.vocabulary

    @property
    def knows_of_all(self) -> bool:
        """Whether all referrals are known: of what one agency sees nobody can say that it is all."""
        return self.case.referrals is not None and self.case.view is None

    def consent(self, holders: Iterable[str], category: str) -> ConsentNeeded | None:
        """Return the consent that it takes for the one who asks to be told by those; ``None`` with all facts."""
        view, agencies = self.case.view, [one for one in holders if agency_of(one) is not None]
        register = self.vocabulary.agencies
        if view is None or not agencies or any(is_same(view.agency, one, register) for one in agencies):
            return None
        return ConsentNeeded(
            from_=tuple(agencies), to=view.agency, category=category, purpose=view.purpose, programme=self.programme.id
        )


def _last(asked: _Asked) -> Referral | None:
    """Return the last referral to the programme, an open one before those that are closed."""
    there = [
        one
        for one in asked.case.referrals or ()
        if one.programme == asked.programme.id
        and not one.is_in_error(asked.known_on)
        and one.has_come(asked.on, asked.known_on)
    ]
    happened = [
        (one.status(asked.on, asked.known_on) not in CLOSED, _first_day(one, asked), place)
        for place, one in enumerate(there)
    ]
    return there[max(happened)[2]] if happened else None


def _first_day(referral: Referral, asked: _Asked) -> date:
    return next((one.day for one in referral.until(asked.on, asked.known_on)), date.min)


# --- Before she has been referred -------------------------------------------------------------------


def _unless_referred(before: NextStep, asked: _Asked) -> NextStep:
    recipients = asked.programme.definition.recipients
    needed = asked.consent(recipients, CATEGORY)
    view, register = asked.case.view, asked.vocabulary.agencies
    is_own = view is not None and any(is_same(view.agency, one, register) for one in recipients)
    code = "find_out.own_referrals" if is_own else "find_out.referrals"
    return step_told(
        StepKind.FIND_OUT, code, recipients, asked.vocabulary, needed=needed,
        missing=(Missing("referrals", None, recipients, needed),), decision=asked.decision, then=before,
    )  # fmt: skip


def _before_referral(asked: _Asked) -> NextStep:
    decision = asked.decision
    match decision.outcome:
        case Outcome.NOT_ELIGIBLE:
            return _not_now(asked)
        case Outcome.UNDETERMINED:
            return _to_find_out(asked)
        case Outcome.ELIGIBLE:
            return _to_refer(asked)
        case _ as never:
            assert_never(never)


def _not_now(asked: _Asked) -> NextStep:
    until = asked.decision.holds_until
    if until is None:
        return step_told(StepKind.NONE, "none.not_eligible", (), asked.vocabulary, decision=asked.decision)
    day = until + _A_DAY
    return step_told(StepKind.WAIT, "wait", (SELF,), asked.vocabulary, on=day, decision=asked.decision)


def _to_find_out(asked: _Asked, **more: Any) -> NextStep:
    missing = asked.decision.missing
    closed = [one for one in missing if one.consent is not None]
    view = asked.case.view
    if closed and view is not None:
        return step_told(
            StepKind.ASK_CONSENT, "ask_consent", (view.agency,), asked.vocabulary,
            missing=missing, needed=closed[0].consent, decision=asked.decision, **more,
        )  # fmt: skip
    holders = tuple(dict.fromkeys(holder for one in missing for holder in one.holders)) or (SELF,)
    return step_told(
        StepKind.FIND_OUT, "find_out", holders, asked.vocabulary, missing=missing, decision=asked.decision, **more
    )


def _to_refer(asked: _Asked) -> NextStep:
    referrers = tuple(_referrers(asked))
    if not referrers:
        rule = asked.programme.definition.referral
        listed = () if rule is None else rule.by
        return step_told(StepKind.FIND_OUT, "find_out.referrers", listed, asked.vocabulary, decision=asked.decision)
    ready = {
        one: readiness(asked.case, asked.programme, asked.on, by=one, known_on=asked.known_on) for one in referrers
    }
    able = tuple(one for one, found in ready.items() if found.verdict is Verdict.MET)
    if able:
        return step_told(StepKind.REFER, "refer", able, asked.vocabulary, decision=asked.decision)
    # What is least to see to is told; with as much, of the one who is named first.
    least = min(ready, key=lambda one: len(ready[one].lacks))
    whose = tuple(dict.fromkeys(who for lack in ready[least].lacks for who in lack.whose)) or (least,)
    return step_told(StepKind.PREPARE, "prepare", whose, asked.vocabulary, lacks=ready[least], decision=asked.decision)


def _referrers(asked: _Asked) -> Iterator[str]:
    """Yield who could refer her: the agencies where she is current, but for those that may not, and she herself."""
    rule = asked.programme.definition.referral
    spells = asked.case.participant.spells("contacts")
    standing: Iterable[Spell] = () if spells is None else spells.standing(asked.known_on)
    view = asked.case.view
    current = sorted({one.key for one in standing if one.runs(asked.on)})
    if view is not None and view.agency not in current:
        current.append(view.agency)
    register = asked.vocabulary.agencies
    for one in current:
        if rule is None or not asked.programme.listed_only or any(is_same(one, by, register) for by in rule.by):
            yield one
    if rule is not None and SELF in rule.by:
        yield SELF


# --- After she has been referred --------------------------------------------------------------------

_DONE: Final[tuple[tuple[What, StepKind], ...]] = (
    (What.CONTACTED, StepKind.CONTACT),
    (What.NEEDS_ASSESSED, StepKind.ASSESS),
    (What.PLAN_MADE, StepKind.PLAN),
    (What.INTERVENTION_STARTED, StepKind.START),
)
"""What is to have happened, in the order of document S001, and the step where it has not."""


def _with_referral(referral: Referral, asked: _Asked) -> NextStep:
    happened, status = referral.until(asked.on, asked.known_on), referral.status(asked.on, asked.known_on)
    recipients = _recipients(referral, happened, asked.programme.definition)
    if referral.is_in_part:
        whose = _who_have_recorded(referral)
        needed = asked.consent(whose, CATEGORY)
        return step_told(
            StepKind.FIND_OUT, "find_out.events", whose, asked.vocabulary, referral=referral.id, needed=needed,
            missing=(Missing("referrals", None, whose, needed),), decision=asked.decision,
            then=_of_state(referral, status, happened, recipients, asked.vocabulary, asked.decision),
        )  # fmt: skip
    step = _of_state(referral, status, happened, recipients, asked.vocabulary, asked.decision)
    admitted = {What.ADMITTED, What.ADMITTED_ON_STATED_GROUNDS, What.INTERVENTION_STARTED}
    if step.what not in {StepKind.ASSESS, StepKind.PLAN, StepKind.START} or any(
        one.what in admitted for one in happened
    ):
        return step
    # She has been heard. Before more is done, it must be settled whether this is for her.
    about: dict[str, Any] = {"referral": referral.id, "status": step.status, "possible": step.possible}
    match asked.decision.outcome:
        case Outcome.UNDETERMINED:
            return _to_find_out(asked, **about, then=step)
        case Outcome.NOT_ELIGIBLE:
            return step_told(
                StepKind.RECOMMEND, "recommend", recipients, asked.vocabulary, decision=asked.decision, **about
            )
        case Outcome.ELIGIBLE:
            return step
        case _ as never:
            assert_never(never)


def _of_state(  # noqa: PLR0913, PLR0917
    referral: Referral,
    status: ReferralStatus,
    happened: tuple[ReferralEvent, ...],
    recipients: tuple[str, ...],
    vocabulary: Vocabulary,
    decision: Decision | None,
) -> NextStep:
    about: dict[str, Any] = {
        "referral": referral.id,
        "status": status,
        "possible": tuple(one.what for one in possible_after(status, {one.what for one in happened})),
        "decision": decision,
    }
    match status:
        case ReferralStatus.NOT_RECEIVED:
            return step_told(StepKind.RECEIVE, "receive", recipients, vocabulary, **about)
        case ReferralStatus.SENT_BACK:
            asked_for = next(one.asks_for for one in reversed(happened) if one.what is What.SENT_BACK)
            whose = (referral.referrer or referral.by,)
            return step_told(StepKind.SUPPLEMENT, "supplement", whose, vocabulary, asks_for=asked_for, **about)
        case ReferralStatus.WAITING:
            return step_told(StepKind.ASK_TO_RESUME, "ask_to_resume", recipients, vocabulary, **about)
        case ReferralStatus.RECEIVED | ReferralStatus.ADMITTED:
            done = {one.what for one in happened}
            kind = next(kind for what, kind in _DONE if what not in done or what is What.INTERVENTION_STARTED)
            return step_told(kind, kind.value, recipients, vocabulary, **about)
        case ReferralStatus.STARTED:
            return step_told(StepKind.FOLLOW_UP, "follow_up", recipients, vocabulary, **about)
        case _:
            return step_told(StepKind.NONE, f"none.{status}", (), vocabulary, **about)


def _who_have_recorded(referral: Referral) -> tuple[str, ...]:
    """Return those of whose entries something may be hidden, as far as it is known who they are."""
    return tuple(sorted(one for one in referral.hidden if not one.startswith(UNNAMED)))


def _recipients(referral: Referral, happened: Iterable[ReferralEvent], programme: Programme | None) -> tuple[str, ...]:
    """Return who receives a referral; where nobody is named, who has recorded that it came."""
    named = recipients_of(referral, programme)
    return named or tuple(one.agency for one in happened if one.what is What.RECEIVED)
