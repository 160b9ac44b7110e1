"""What in a programme does nothing: criteria that are constant or add nothing, and parameters that cannot matter."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product
from typing import Final

from samverkan.bound_programmes import BoundProgramme
from samverkan.criteria import JudgedCriterion
from samverkan.dates import as_day
from samverkan.rules.expressions import And, Condition, Known, parameters_of, walk
from samverkan.texts import Text
from samverkan.verification.claims import Claimed, Rule
from samverkan.verification.leaves import leaves, replaced
from samverkan.verification.proofs import Proof, Result, in_both, prove
from samverkan.verification.questions import ALWAYS, NEVER, Answerer, filled, with_numbers

__all__ = ["constant_criteria", "dead_criteria", "doing_nothing", "idle_parameters"]


def constant_criteria(programme: BoundProgramme, on: date | str, *, by: Answerer | None = None) -> tuple[Proof, ...]:
    """Return a proof for each criterion that everybody meets, or nobody, once all is known.

    One that asks whether something is known does something, and is none of them. What
    could not be settled is there too. Nothing, when the programme is not in force on the day.

    Raises:
        InvalidValueError: when the day is not one.

    >>> from samverkan import load_model
    >>> constant_criteria(load_model("finsam").programmes["orvar"], "2008-09-22")
    ()
    """
    day = as_day(on)
    return _settled(proof for one in _criteria(programme, day) for proof in _constant(one, programme, day, by))


def dead_criteria(programme: BoundProgramme, on: date | str, *, by: Answerer | None = None) -> tuple[Proof, ...]:
    """Return a proof for each criterion that the others make superfluous, or that nobody meets who meets the others.

    What could not be settled is there too. Nothing, when the programme is not in force on the day.

    Raises:
        InvalidValueError: when the day is not one.

    >>> from samverkan import load_model
    >>> dead_criteria(load_model("finsam").programmes["orvar"], "2008-09-22")
    ()
    """
    day = as_day(on)
    return _settled(proof for one in _criteria(programme, day) for proof in _dead(one, programme, day, by))


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


def doing_nothing(programme: BoundProgramme, on: date, by: Answerer, *, constant: bool) -> Iterator[Proof]:
    """Yield a proof for each criterion that does nothing; with *constant*, for those alone that are constant.

    What could not be settled is there too.
    """
    for one in _criteria(programme, on):
        found = _settled(_constant(one, programme, on, by))
        yield from found
        if not constant and not any(proof.result is Result.PROVED for proof in found):
            yield from _settled(_dead(one, programme, on, by))


def _settled(proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    return tuple(proof for proof in proofs if proof.result is not Result.COUNTEREXAMPLE)


def _constant(one: JudgedCriterion, programme: BoundProgramme, on: date, by: Answerer | None) -> Iterator[Proof]:
    rule = _rule(one, programme, on)
    yield _always(_of(_EVERYBODY, one.id, programme), [], rule, programme, on, by)
    yield prove(_of(_NOBODY, one.id, programme), [[Claimed(rule, {True})]], on, about=[programme], by=by)


def _dead(one: JudgedCriterion, programme: BoundProgramme, on: date, by: Answerer | None) -> Iterator[Proof]:
    rule = _rule(one, programme, on)
    others = [Claimed(_rule(other, programme, on), {True}) for other in _criteria(programme, on) if other is not one]
    if others:
        yield _always(_of(_SUPERFLUOUS, one.id, programme), others, rule, programme, on, by)
        together = [[*others, Claimed(rule, {True})]]
        yield prove(_of(_IMPOSSIBLE, one.id, programme), together, on, about=[programme], by=by)


def _always(  # noqa: PLR0913, PLR0917
    claim: Text, others: Sequence[Claimed], rule: Rule, programme: BoundProgramme, on: date, by: Answerer | None
) -> Proof:
    """Claim that *rule* is met by everybody of whom the *others* hold.

    One that asks whether something is known is so of everybody of whom all is: it is asked about with unknowns.
    """
    unknowns = any(isinstance(part, Known) for part in walk(rule.rule))
    fails = Claimed(rule, {False, None} if unknowns else {False})
    return prove(claim, [[*others, fails]], on, about=[programme], unknowns=unknowns, by=by)


def _criteria(programme: BoundProgramme, on: date) -> Sequence[JudgedCriterion]:
    segment = programme.segment(on)
    return segment.criteria if segment.is_in_force else ()


def _rule(criterion: JudgedCriterion, programme: BoundProgramme, on: date) -> Rule:
    """Return the criterion's rule; what holds of everybody goes by the model's parameters, and not by its own."""
    return Rule(with_numbers(criterion.bound.rule, criterion.vocabulary, on), programme.vocabulary)


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
    """Let each comparison that reads a parameter be met and not met as it pleases.

    Whoever that makes no difference to, no value does. Where one comparison reads it, there is a value for
    either; where there are several, two values are tried of which one is very small and one very large.
    """
    criteria = _criteria(programme, on)
    whole = And(tuple(one.bound.rule for one in criteria))
    for name in parameters_of(whole):
        vocabulary = criteria[0].vocabulary
        rule = Rule(with_numbers(whole, vocabulary, on), programme.vocabulary)
        claim = _of(_IDLE, name, programme)
        reading = [leaf for leaf in leaves([whole]) if name in parameters_of(leaf)]
        ways = product((ALWAYS, NEVER), repeat=len(reading))
        free = [with_numbers(replaced(whole, dict(zip(reading, way, strict=True))), vocabulary, on) for way in ways]
        proof = prove(claim, _apart(rule, free), on, about=[programme], by=by)
        if proof.result is Result.COUNTEREXAMPLE and len(reading) > 1:
            extremes = [with_numbers(filled(whole, {name: value}), vocabulary, on) for value in _EXTREMES]
            if prove(claim, _apart(rule, extremes), on, about=[programme], by=by).result is not Result.COUNTEREXAMPLE:
                proof = Proof(
                    claim=claim, result=Result.OUTSIDE, on=on, about=[programme], by=proof.by, outside=_SEVERAL
                )
        yield proof


_EXTREMES: Final = (-(10**9), 10**9)
_SEVERAL: Final = Text(sv="parametern läses i flera jämförelser", en="several comparisons read the parameter")


def _apart(rule: Rule, others: Sequence[Condition]) -> list[list[Claimed]]:
    return [
        [Claimed(rule, {truth}), Claimed(Rule(other, rule.vocabulary), {not truth})]
        for other in others
        for truth in (True, False)
    ]
