"""What in a programme does nothing: criteria that are constant or add nothing, and parameters that cannot matter."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import Final

import attrs

from samverkan.bound_programmes import BoundProgramme
from samverkan.criteria import JudgedCriterion
from samverkan.dates import as_day
from samverkan.rules.expressions import And, Comparison, Condition, Step, parameters_of
from samverkan.texts import Text
from samverkan.verification.claims import Claimed, Rule
from samverkan.verification.leaves import leaves, replaced
from samverkan.verification.proofs import Proof, Result, in_both, prove
from samverkan.verification.questions import ALWAYS, NEVER, Answerer, filled, with_numbers

__all__ = ["constant_criteria", "dead_criteria", "idle_parameters"]


def constant_criteria(programme: BoundProgramme, on: date | str, *, by: Answerer | None = None) -> tuple[Proof, ...]:
    """Return a proof for each criterion that everybody meets, or nobody, once all is known.

    What could not be settled is there too. Nothing, when the programme is not in force on the day.

    Raises:
        InvalidValueError: when the day is not one.

    >>> from samverkan import load_model
    >>> constant_criteria(load_model("finsam").programmes["orvar"], "2008-09-22")
    ()
    """
    return _settled(_constant(programme, as_day(on), by))


def dead_criteria(programme: BoundProgramme, on: date | str, *, by: Answerer | None = None) -> tuple[Proof, ...]:
    """Return a proof for each criterion that the others make superfluous, or that nobody meets who meets the others.

    What could not be settled is there too. Nothing, when the programme is not in force on the day.

    Raises:
        InvalidValueError: when the day is not one.

    >>> from samverkan import load_model
    >>> dead_criteria(load_model("finsam").programmes["orvar"], "2008-09-22")
    ()
    """
    return _settled(_dead(programme, as_day(on), by))


def idle_parameters(programme: BoundProgramme, on: date | str, *, by: Answerer | None = None) -> tuple[Proof, ...]:
    """Return a proof for each parameter whose value cannot matter to anybody's outcome on the day.

    What could not be settled is there too. Nothing, when the programme is not in force on the day.

    Raises:
        InvalidValueError: when the day is not one.

    >>> from samverkan import load_model
    >>> idle_parameters(load_model("finsam").programmes["orvar"], "2008-09-22")
    ()
    """
    return _settled(_idle(programme, as_day(on), by))


def _settled(proofs: Iterator[Proof]) -> tuple[Proof, ...]:
    return tuple(proof for proof in proofs if proof.result is not Result.COUNTEREXAMPLE)


def _constant(programme: BoundProgramme, on: date, by: Answerer | None) -> Iterator[Proof]:
    for one in _criteria(programme, on):
        rule = _rule(one, on)
        for truth, claim in ((False, _EVERYBODY), (True, _NOBODY)):
            yield prove(_of(claim, one.id, programme), [[Claimed(rule, {truth})]], on, about=[programme], by=by)


def _dead(programme: BoundProgramme, on: date, by: Answerer | None) -> Iterator[Proof]:
    criteria = _criteria(programme, on)
    for one in criteria:
        rule = _rule(one, on)
        others = [Claimed(_rule(other, on), {True}) for other in criteria if other is not one]
        if not others:
            continue
        adds_nothing = [[*others, Claimed(rule, {False})]]
        yield prove(_of(_SUPERFLUOUS, one.id, programme), adds_nothing, on, about=[programme], by=by)
        together = [[*others, Claimed(rule, {True})]]
        yield prove(_of(_IMPOSSIBLE, one.id, programme), together, on, about=[programme], by=by)


def _criteria(programme: BoundProgramme, on: date) -> Sequence[JudgedCriterion]:
    segment = programme.segment(on)
    return segment.criteria if segment.is_in_force else ()


def _rule(criterion: JudgedCriterion, on: date) -> Rule:
    return Rule(with_numbers(criterion.bound.rule, criterion.vocabulary, on), criterion.vocabulary)


def _of(claim: Text, what: str, programme: BoundProgramme) -> Text:
    name = programme.definition.name
    return in_both(lambda language: claim.filled(language, {"what": what, "programme": name.in_(language)}))


_EVERYBODY: Final = Text(
    sv="alla uppfyller kriteriet {what} för {programme}", en="everybody meets the criterion {what} of {programme}"
)
_NOBODY: Final = Text(
    sv="ingen uppfyller kriteriet {what} för {programme}", en="nobody meets the criterion {what} of {programme}"
)
_SUPERFLUOUS: Final = Text(
    sv="den som uppfyller de andra kriterierna för {programme} uppfyller också {what}",
    en="whoever meets the other criteria of {programme} meets {what} too",
)
_IMPOSSIBLE: Final = Text(
    sv="ingen som uppfyller de andra kriterierna för {programme} uppfyller {what}",
    en="nobody who meets the other criteria of {programme} meets {what}",
)
_IDLE: Final = Text(
    sv="värdet på parametern {what} för {programme} spelar ingen roll för någon",
    en="the value of the parameter {what} of {programme} matters to nobody",
)


# --- Parameters ---------------------------------------------------------------------------------------


def _idle(programme: BoundProgramme, on: date, by: Answerer | None) -> Iterator[Proof]:
    """Try each parameter with a very small value and a very large one.

    A comparison that grows with the parameter has turned for everybody by then. Where there are
    several, or one that does not grow, they are besides let be met and not met as they please.
    """
    criteria = _criteria(programme, on)
    whole = And(tuple(one.bound.rule for one in criteria))
    for name in parameters_of(whole):
        vocabulary = criteria[0].vocabulary
        rule = Rule(with_numbers(whole, vocabulary, on), vocabulary)
        claim = _of(_IDLE, name, programme)
        extremes = [with_numbers(filled(whole, {name: value}), vocabulary, on) for value in _EXTREMES]
        proof = prove(claim, _apart(rule, extremes), on, about=[programme], by=by)
        reading = [leaf for leaf in leaves([whole]) if name in parameters_of(leaf)]
        if proof.result is Result.PROVED and not (len(reading) == 1 and _grows(reading[0])):
            ways = product((ALWAYS, NEVER), repeat=len(reading))
            free = [with_numbers(replaced(whole, dict(zip(reading, way, strict=True))), vocabulary, on) for way in ways]
            if prove(claim, _apart(rule, free), on, about=[programme], by=by).result is not Result.PROVED:
                proof = attrs.evolve(proof, result=Result.OUTSIDE, outside=_SEVERAL, constraints=())
        yield proof


_EXTREMES: Final = (-(10**9), 10**9)
_SEVERAL: Final = Text(
    sv="parametern läses i flera jämförelser, eller i en som varken växer eller avtar med den",
    en="several comparisons read the parameter, or one that neither grows nor falls with it",
)


def _grows(leaf: Condition) -> bool:
    match leaf:
        case Comparison(_, (Step(operator, _),)):
            return operator not in {"==", "!="}
        case _:  # never
            raise AssertionError("only a comparison reads a parameter")


def _apart(rule: Rule, others: Sequence[Condition]) -> list[list[Claimed]]:
    return [
        [Claimed(rule, {truth}), Claimed(Rule(other, rule.vocabulary), {not truth})]
        for other in others
        for truth in (True, False)
    ]
