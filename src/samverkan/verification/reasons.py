"""The reasons of an outcome: as little of what is known as is enough for it, whatever else is so."""

from datetime import date
from typing import Final

from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import Person, participant_of
from samverkan.dates import as_day
from samverkan.eligibility import Outcome, decide
from samverkan.rules.expressions import Not
from samverkan.texts import Text
from samverkan.verification.claims import common_vocabulary, named, rule_on
from samverkan.verification.leaves import Enough, as_so, leaves, whether_known
from samverkan.verification.proofs import Description, Proof, Result, answerer, in_both
from samverkan.verification.questions import Answerer, Demand, Nobody, Question, truths_of

__all__ = ["reasons"]


def reasons(person: Person, programme: BoundProgramme, on: date | str, *, by: Answerer | None = None) -> Proof:
    """Claim that of what is known of *person* some few conditions are enough for the outcome on the day, and find them.

    They are the only one of ``descriptions``. Whoever else they are known to hold of has the same
    outcome, whatever else is so and whether or not it is known; without any one of them somebody has
    another. There are none for a programme that is not in force, and the claim is *outside* when the
    outcome is undetermined: then ``decide`` tells what is missing. The proof holds nothing of the
    person but these conditions.

    Raises:
        InvalidValueError: when the day is not one.
        InvalidRecordError: when the person's record names an agency that the model does not have.

    >>> from samverkan import Participant, load_model
    >>> project = load_model("finsam").programmes["se-projektet"]
    >>> anna = Participant(id="d-001", born="1980-01-01", risk_of_activity_compensation=True, livelihoods=[])
    >>> [one.rule for one in reasons(anna, project, "2016-10-03").descriptions]
    ['age >= 30']
    """
    day, who, somebody = as_day(on), answerer(by), participant_of(person)
    outcome = decide(somebody, programme, day).outcome
    claim = _claim(programme, outcome, day)
    if outcome is Outcome.UNDETERMINED:
        return Proof(claim=claim, result=Result.OUTSIDE, on=day, about=[programme], by=who.name, outside=_UNDETERMINED)
    rule = rule_on(programme, day)
    vocabulary = common_vocabulary([programme], day)
    every = *leaves([rule]), *whether_known([rule])
    truths = truths_of(every, vocabulary, somebody, day)
    so = [as_so(leaf, truth) for leaf, truth in zip(every, truths, strict=True) if truth is not None]
    if isinstance(who.find(Question([Demand(one) for one in so], vocabulary, day, unknowns=True)), Nobody):
        # Then anything would follow from them.
        return Proof(claim=claim, result=Result.OUTSIDE, on=day, about=[programme], by=who.name, outside=_AT_ODDS)
    conclusion = rule if outcome is Outcome.ELIGIBLE else Not(rule)
    found = Enough(conclusion, (), vocabulary, day, who, unknowns=True).fewest(so)
    if found is None:
        raise AssertionError("what settles an outcome is enough for it")
    if isinstance(found, Text):
        return Proof(claim=claim, result=Result.OUTSIDE, on=day, about=[programme], by=who.name, outside=found)
    return Proof(
        claim=claim,
        result=Result.PROVED,
        on=day,
        about=[programme],
        by=who.name,
        constraints=found.constraints,
        descriptions=[Description(found.conditions, vocabulary)],
        heading=None if found.conditions else _NOTHING,
    )


def _claim(programme: BoundProgramme, outcome: Outcome, on: date) -> Text:
    return in_both(
        lambda language: _CLAIM.filled(
            language,
            {
                "programme": named(programme, on).in_(language),
                "outcome": outcome.said(programme.definition.kind).in_(language).lower(),
            },
        )
    )


_CLAIM: Final = Text(
    sv="det som är känt räcker för utfallet ”{outcome}” för {programme}",
    en="what is known is enough for the outcome “{outcome}” for {programme}",
)
_NOTHING: Final = Text(sv="Det gäller vem som helst.", en="That goes for anybody at all.")
_UNDETERMINED: Final = Text(sv="utfallet är inte avgjort", en="the outcome is not settled")
_AT_ODDS: Final = Text(
    sv="uppgifterna går emot något som gäller för alla", en="the record goes against what holds of everybody"
)
