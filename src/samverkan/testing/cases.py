"""Cases: invented people, each with the day of asking and what should come of it, and why."""

from datetime import date
from typing import Final

import attrs

from samverkan.dates import in_words as day_in_words
from samverkan.eligibility import Decision, Outcome, decide
from samverkan.model import Model
from samverkan.participants import Participant
from samverkan.testing.subjects import subjects
from samverkan.testing.words import in_words
from samverkan.texts import Language, Text

__all__ = ["Case", "failure_of"]


@attrs.frozen(repr=False)
class Case:
    """An invented person, the day on which she is asked about, and what should come of it and why.

    ``deciding`` are the ids of the criteria that should settle the outcome, or keep it unsettled;
    ``None`` where they are not named, as of somebody who meets them all.
    """

    name: str
    programme: str
    reading: str | None
    on: date
    person: Participant
    outcome: Outcome
    deciding: frozenset[str] | None = None

    def __repr__(self) -> str:
        return f"<Case {self.name!r}>"


def failure_of(case: Case, model: Model, language: Language = "en") -> str | None:
    """Return in words how a case comes out otherwise than it should, or ``None`` where it comes out so.

    It tells what was expected, what came instead and why, and shows the invented person.
    """
    decision = decide(case.person, subjects(model)[case.programme], case.on, reading=case.reading)
    deciding = frozenset(finding.id for finding in decision.deciding())
    if decision.outcome is case.outcome and case.deciding in {None, deciding}:
        return None
    expected = _because(case.outcome, case.deciding, decision, model, language)
    got = _because(decision.outcome, deciding, decision, model, language)
    lines = [
        _HEAD.filled(language, {"name": case.name, "day": day_in_words(case.on, language)}),
        f"  {_EXPECTED.in_(language)}: {expected}",
        f"  {_GOT.in_(language)}: {got}",
        "",
        decision.explain(language),
        "",
        in_words(case.person, model, language, on=case.on),
    ]
    return "\n".join(lines)


_HEAD: Final = Text(sv="”{name}”, {day}", en="“{name}”, {day}")
_EXPECTED: Final = Text(sv="väntat", en="expected")
_GOT: Final = Text(sv="blev", en="got")
_BECAUSE: Final = Text(sv="{outcome}, på grund av {deciding}", en="{outcome}, because of {deciding}")


def _because(
    outcome: Outcome, deciding: frozenset[str] | None, decision: Decision, model: Model, language: Language
) -> str:
    kind = subjects(model)[decision.programme].definition.kind
    told = outcome.said(kind).in_(language).lower()
    if not deciding or outcome is Outcome.ELIGIBLE:
        return told
    return _BECAUSE.filled(language, {"outcome": told, "deciding": ", ".join(sorted(deciding))})
