"""What a next step is, and the making of one with its sentences."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from samverkan.answers import ConsentNeeded, Missing
from samverkan.eligibility import Decision, Outcome
from samverkan.immutable import frozen_tuple, frozen_words
from samverkan.next_step_words import if_nothing_else, told
from samverkan.referral_rules import Readiness
from samverkan.referral_steps import ReferralStatus, What
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import Language, in_language

__all__ = ["NextStep", "StepKind", "step_told"]


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
    _told: Mapping[Language, str] = attrs.field(alias="told", converter=frozen_words)

    def text(self, language: Language) -> str:
        """Return the step as a sentence, with whose it is."""
        return in_language(self._told, language)

    def explain(self, language: Language = "en") -> str:
        """Return the step, what it would be after that, and what comes of the criteria. It tells of the person."""
        lines = [self.text(language)]
        if self.lacks is not None and self.what is StepKind.PREPARE:
            lines.append(self.lacks.explain(language))
        if self.then is not None:
            lines.append(if_nothing_else(self.then.text(language), language))
        if self.decision is not None:
            lines.append(self.decision.summary(language))
            if self.decision.outcome is Outcome.NOT_ELIGIBLE:
                lines += [finding.text(language) for finding in self.decision.deciding()]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.explain("en")

    def __repr__(self) -> str:
        return f"<NextStep {self.what}>"


def step_told(  # noqa: PLR0913
    what: StepKind,
    code: str,
    whose: tuple[str, ...],
    vocabulary: Vocabulary,
    *,
    asks_for: tuple[str, ...] = (),
    on: date | None = None,
    **more: Any,
) -> NextStep:
    """Return a next step with what is told of it in each language."""
    sentences = told(code, whose, vocabulary, asks_for, on)
    return NextStep(what=what, code=code, whose=whose, asks_for=asks_for, on=on, told=sentences, **more)
