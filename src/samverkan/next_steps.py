"""What is the next step for her, and whose is it? One answer across criteria, consents and referrals."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, assert_never

import attrs

from samverkan.answers import ConsentNeeded, Missing, Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile, Person, case_of
from samverkan.dates import as_day, as_optional_day
from samverkan.eligibility import Decision, Outcome, decided
from samverkan.immutable import frozen_tuple
from samverkan.next_step_words import if_nothing_else, told
from samverkan.referral_checks import check_referrals, is_same, recipients_of
from samverkan.referral_events import SELF, ReferralEvent, agency_of
from samverkan.referral_rules import Readiness, readiness
from samverkan.referral_steps import CLOSED, ReferralStatus, What, possible_after
from samverkan.referrals import Referral, status_of
from samverkan.rules.vocabulary import Vocabulary
from samverkan.seen_referrals import UNNAMED
from samverkan.sights import World
from samverkan.spells import Spell
from samverkan.texts import LANGUAGES, Language
from samverkan.views import as_seen_by

__all__ = ["NextStep", "StepKind", "next_step", "step_of_referral"]

_A_DAY: Final = timedelta(days=1)


class StepKind(StrEnum):
    """What the next step is.

    Those up to *refer* come before she has been referred, the others after.
    """

    FIND_OUT = "find_out"
    ASK_CONSENT = "ask_consent"
    PREPARE = "prepare"
    REFER = "refer"
    RECEIVE = "receive"
    CONTACT = "contact"
    ASSESS = "assess"
    PLAN = "plan"
    START = "start"
    SUPPLEMENT = "supplement"
    ASK_TO_RESUME = "ask_to_resume"
    RECOMMEND = "recommend"
    FOLLOW_UP = "follow_up"
    WAIT = "wait"
    NONE = "none"


@attrs.frozen(kw_only=True, repr=False)
class NextStep:
    """The next step for a person on a day, and whose it is.

    * ``what``: what is to be done; ``whose``: by whom: agencies, forums, or ``self``; each of them can.
    * ``referral``, ``status``: the referral that it is about and how far it has come; ``None`` before there is one.
    * ``missing``: what is to be found out; ``needed``: which consent it takes before the one who asks may be told.
    * ``asks_for``: what a referral that was sent back is to be supplemented with.
    * ``lacks``: what is lacking before she can be referred.
    * ``on``: the day to wait for.
    * ``possible``: what else can be recorded of the referral.
    * ``decision``: what comes of the criteria; ``None`` where only a referral was asked about.
    * ``then``: what the step would be if what is to be found out first turns out to stand in the way of nothing.
    """

    what: StepKind
    whose: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    referral: str | None = None
    status: ReferralStatus | None = None
    missing: tuple[Missing, ...] = ()
    needed: ConsentNeeded | None = None
    asks_for: tuple[str, ...] = ()
    lacks: Readiness | None = None
    on: date | None = None
    possible: tuple[What, ...] = ()
    decision: Decision | None = None
    then: "NextStep | None" = None
    code: str
    _told: tuple[str, ...] = attrs.field(alias="told", converter=frozen_tuple)

    def text(self, language: Language) -> str:
        """Return the step as a sentence, with whose it is."""
        return self._told[LANGUAGES.index(language)]

    def explain(self, language: Language = "en") -> str:
        """Return the step, what it would be after that, and what comes of the criteria. It tells of the person."""
        lines = [self.text(language)]
        if self.lacks is not None and self.what is StepKind.PREPARE:
            lines.append(self.lacks.explain(language))
        if self.then is not None:
            lines.append(if_nothing_else(self.then.text(language), language))
        if self.decision is not None:
            lines.append(self.decision.summary(language))
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.explain("en")

    def __repr__(self) -> str:
        return f"<NextStep {self.what}>"


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
    how far the referral has come. Of several referrals to the programme, the last one that is open counts.
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
    case = case_of(person)
    if seen_by is not None:
        case = as_seen_by(person, seen_by, programme, day, purpose=purpose, known_on=known)
    check_referrals(case.referrals or (), programme.vocabulary, programme.definition)
    asked = _Asked(case, programme, decided(case, programme, day, known), day, known)
    referral = _last(asked)
    if referral is not None:
        return _with_referral(referral, asked)
    before = _before_referral(asked)
    return before if asked.knows_of_all else _unless_referred(before, asked)


def step_of_referral(
    referral: Referral, world: World, on: date | str, *, known_on: date | str | None = None
) -> NextStep:
    """Say what the next step of a referral is by its own state alone, whatever it was to.

    Raises:
        InvalidValueError: when a day is not one.
    """
    day, known = as_day(on), as_optional_day(known_on)
    if referral.is_in_part:
        whose = _who_have_recorded(referral)
        return _step(StepKind.FIND_OUT, "find_out.events", whose, world.vocabulary, referral=referral.id)
    return _of_state(referral, referral.until(day, known), _recipients(referral, None), world.vocabulary, None)


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
        if view is None or not agencies or any(is_same(view.agency, one, self.vocabulary.agencies) for one in agencies):
            return None
        return ConsentNeeded(
            from_=tuple(agencies), to=view.agency, category=category, purpose=view.purpose, programme=self.programme.id
        )


def _last(asked: _Asked) -> Referral | None:
    """Return the last referral to the programme, an open one before those that are closed."""
    there = [
        one
        for one in asked.case.referrals or ()
        if one.programme == asked.programme.id and not one.is_in_error(asked.known_on) and _has_come(one, asked)
    ]
    happened = [
        (one.status(asked.on, asked.known_on) not in CLOSED, _first_day(one, asked), place)
        for place, one in enumerate(there)
    ]
    return there[max(happened)[2]] if happened else None


def _has_come(referral: Referral, asked: _Asked) -> bool:
    """Whether it may have been sent by the day of asking: what happened first to it is not of a later day."""
    return bool(referral.until(asked.on, asked.known_on)) or not referral.events


def _first_day(referral: Referral, asked: _Asked) -> date:
    return next((one.day for one in referral.until(asked.on, asked.known_on)), date.min)


# --- Before she has been referred -------------------------------------------------------------------


def _unless_referred(before: NextStep, asked: _Asked) -> NextStep:
    definition = asked.programme.definition
    recipients = definition.owners or definition.performers
    needed = asked.consent(recipients, "contact")
    return _step(
        StepKind.FIND_OUT, "find_out.referrals", recipients, asked.vocabulary, needed=needed,
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
        return _step(StepKind.NONE, "none.not_eligible", (), asked.vocabulary, decision=asked.decision)
    day = until + _A_DAY
    return _step(StepKind.WAIT, "wait", (SELF,), asked.vocabulary, on=day, decision=asked.decision)


def _to_find_out(asked: _Asked, **more: Any) -> NextStep:
    missing = asked.decision.missing
    closed = [one for one in missing if one.consent is not None]
    view = asked.case.view
    if closed and view is not None:
        return _step(
            StepKind.ASK_CONSENT, "ask_consent", (view.agency,), asked.vocabulary,
            missing=missing, needed=closed[0].consent, decision=asked.decision, **more,
        )  # fmt: skip
    holders = tuple(dict.fromkeys(holder for one in missing for holder in one.holders)) or (SELF,)
    return _step(
        StepKind.FIND_OUT, "find_out", holders, asked.vocabulary, missing=missing, decision=asked.decision, **more
    )


def _to_refer(asked: _Asked) -> NextStep:
    referrers = tuple(_referrers(asked))
    if not referrers:
        return _step(StepKind.FIND_OUT, "find_out.referrers", (SELF,), asked.vocabulary, decision=asked.decision)
    ready = {
        one: readiness(asked.case, asked.programme, asked.on, by=one, known_on=asked.known_on) for one in referrers
    }
    able = tuple(one for one, found in ready.items() if found.verdict is Verdict.MET)
    if able:
        return _step(StepKind.REFER, "refer", able, asked.vocabulary, decision=asked.decision)
    # What is least to see to is told; with as much, of the one who is named first.
    least = min(ready, key=lambda one: len(ready[one].lacks))
    whose = tuple(dict.fromkeys(who for lack in ready[least].lacks for who in lack.whose)) or (least,)
    return _step(StepKind.PREPARE, "prepare", whose, asked.vocabulary, lacks=ready[least], decision=asked.decision)


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
    recipients = _recipients(referral, asked)
    happened = referral.until(asked.on, asked.known_on)
    if referral.is_in_part:
        whose = _who_have_recorded(referral)
        needed = asked.consent(whose, "contact")
        return _step(
            StepKind.FIND_OUT, "find_out.events", whose, asked.vocabulary, referral=referral.id, needed=needed,
            missing=(Missing("referrals", None, whose, needed),), decision=asked.decision,
            then=_of_state(referral, happened, recipients, asked.vocabulary, asked.decision),
        )  # fmt: skip
    step = _of_state(referral, happened, recipients, asked.vocabulary, asked.decision)
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
            return _step(
                StepKind.RECOMMEND, "recommend", recipients, asked.vocabulary, decision=asked.decision, **about
            )
        case Outcome.ELIGIBLE:
            return step
        case _ as never:
            assert_never(never)


def _of_state(
    referral: Referral,
    happened: tuple[ReferralEvent, ...],
    recipients: tuple[str, ...],
    vocabulary: Vocabulary,
    decision: Decision | None,
) -> NextStep:
    status = status_of(happened)
    about: dict[str, Any] = {
        "referral": referral.id,
        "status": status,
        "possible": tuple(one.what for one in possible_after(status, {one.what for one in happened})),
        "decision": decision,
    }
    match status:
        case ReferralStatus.NOT_RECEIVED:
            return _step(StepKind.RECEIVE, "receive", recipients, vocabulary, **about)
        case ReferralStatus.SENT_BACK:
            asked_for = next(one.asks_for for one in reversed(happened) if one.what is What.SENT_BACK)
            whose = (referral.referrer or SELF,)
            return _step(StepKind.SUPPLEMENT, "supplement", whose, vocabulary, asks_for=asked_for, **about)
        case ReferralStatus.WAITING:
            return _step(StepKind.ASK_TO_RESUME, "ask_to_resume", recipients, vocabulary, **about)
        case ReferralStatus.RECEIVED | ReferralStatus.ADMITTED:
            done = {one.what for one in happened}
            kind = next(kind for what, kind in _DONE if what not in done or what is What.INTERVENTION_STARTED)
            return _step(kind, kind.value, recipients, vocabulary, **about)
        case ReferralStatus.STARTED:
            return _step(StepKind.FOLLOW_UP, "follow_up", recipients, vocabulary, **about)
        case _:
            return _step(StepKind.NONE, f"none.{status}", (), vocabulary, **about)


def _who_have_recorded(referral: Referral) -> tuple[str, ...]:
    """Return those of whose entries something may be hidden, as far as it is known who they are."""
    return tuple(sorted(one for one in referral.hidden if not one.startswith(UNNAMED)))


def _recipients(referral: Referral, asked: _Asked | None) -> tuple[str, ...]:
    """Return who receives a referral, as far as that is known: who has recorded that it came."""
    named = recipients_of(referral, None if asked is None else asked.programme.definition)
    return named or tuple(one.agency for one in referral.standing() if one.what is What.RECEIVED)


def _step(  # noqa: PLR0913
    what: StepKind,
    code: str,
    whose: tuple[str, ...],
    vocabulary: Vocabulary,
    *,
    asks_for: tuple[str, ...] = (),
    on: date | None = None,
    **more: Any,
) -> NextStep:
    sentences = told(code, whose, vocabulary, asks_for, on)
    return NextStep(what=what, code=code, whose=whose, asks_for=asks_for, on=on, told=sentences, **more)
