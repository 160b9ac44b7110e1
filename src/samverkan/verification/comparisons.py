"""How two programmes, or two versions of one, stand to each other."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import attrs

from samverkan.bound_rules import BoundTargetGroup
from samverkan.dates import as_day
from samverkan.errors import InvalidValueError
from samverkan.rules.expressions import Condition
from samverkan.rules.judges import Truth
from samverkan.texts import Text
from samverkan.verification.claims import Asked, Claimed, Rule, named
from samverkan.verification.proofs import Proof, in_both, prove
from samverkan.verification.questions import Answerer

__all__ = ["differences", "equivalent", "implies", "only_within", "overlaps", "satisfiable"]


def satisfiable(programme: Asked, on: date | str, *, by: Answerer | None = None) -> Proof:
    """Claim that nobody meets the criteria on the day, and look for somebody who does.

    Raises:
        InvalidValueError: when the day is not one.
        InvalidRuleError: when it is a target group that is descriptive only.

    >>> from samverkan import load_model
    >>> project = load_model("finsam").programmes["se-projektet"]
    >>> print(satisfiable(project, "2016-10-03").told.en)
    a person who has lived for 25 years and has income from activity compensation
    """
    day = as_day(on)
    claim = _filled(_NOBODY_BELONGS if isinstance(programme, BoundTargetGroup) else _NOBODY, day, a=programme)
    return prove(claim, [[_so(programme)]], day, about=[programme], by=by)


def overlaps(a: Asked | str, b: Asked | str, on: date | str, *, by: Answerer | None = None) -> Proof:
    """Claim that nobody meets the criteria of both on the day, and look for somebody who does.

    One of them can be a rule as text.

    Raises:
        InvalidValueError: when the day is not one, or both are rules as text.
        InvalidRuleError: when a rule cannot mean what it says.

    >>> from samverkan import load_model
    >>> programmes = load_model("finsam").programmes
    >>> overlaps(programmes["se-projektet"], programmes["20-40-jobb"], "2016-10-03").result
    <Result.COUNTEREXAMPLE: 'counterexample'>
    """
    return _of_both(_NOT_BOTH, a, b, lambda one, other: [[_so(one), _so(other)]], as_day(on), by)


def implies(a: Asked | str, b: Asked | str, on: date | str, *, by: Answerer | None = None) -> Proof:
    """Claim that whoever meets the criteria of *a* on the day meets those of *b*, and look for somebody who does not.

    One of them can be a rule as text.

    Raises:
        InvalidValueError: when the day is not one, or both are rules as text.
        InvalidRuleError: when a rule cannot mean what it says.

    >>> from samverkan import load_model
    >>> project = load_model("finsam").programmes["se-projektet"]
    >>> print(implies(project.read_as("excluding-29"), project, "2016-10-03"))
    Claim, 3 October 2016: whoever meets the criteria of The SE project (Supported Employment) (reading excluding-29) meets those of The SE project (Supported Employment).
    Proved (z3).
    """  # noqa: E501 - the claim is one line
    return _of_both(_IMPLIES, a, b, lambda one, other: [[_so(one), _not_so(other)]], as_day(on), by)


def equivalent(a: Asked | str, b: Asked | str, on: date | str, *, by: Answerer | None = None) -> Proof:
    """Claim that the same people meet the criteria of both on the day, and look for somebody who meets one alone.

    One of them can be a rule as text.

    Raises:
        InvalidValueError: when the day is not one, or both are rules as text.
        InvalidRuleError: when a rule cannot mean what it says.
    """
    return _of_both(_SAME, a, b, lambda one, other: _differently(one, other, unknowns=False), as_day(on), by)


def differences(old: Asked, new: Asked, on: date | str, *, unknowns: bool = False, by: Answerer | None = None) -> Proof:
    """Claim that nobody's outcome under *new* is another than under *old* on the day, and look for somebody's that is.

    With *unknowns* people are looked at of whom not everything is known, and *undetermined* is an
    outcome like the others.

    Raises:
        InvalidValueError: when the day is not one.

    >>> from samverkan import load_model
    >>> way_in = load_model("finsam").programmes["en-vag-in"]
    >>> changed = differences(way_in, way_in.read_as("16-65"), "2016-10-03")
    >>> changed.result, only_within(changed, "age == 65").result
    (<Result.COUNTEREXAMPLE: 'counterexample'>, <Result.PROVED: 'proved'>)
    """
    day = as_day(on)
    ways = _differently(old, new, unknowns=unknowns)
    claim = _filled(_NO_DIFFERENCE, day, a=old, b=new)
    proof = prove(claim, ways, day, about=[old, new], unknowns=unknowns, by=by)
    return attrs.evolve(proof, is_comparison=True)


def only_within(found: Proof, rule: str | Condition, *, by: Answerer | None = None) -> Proof:
    """Claim that the outcomes of what ``differences`` compared differ for those alone who meet *rule*.

    Everything is known of the people it is about.

    Raises:
        InvalidValueError: when *found* is not what ``differences`` returned.
        InvalidRuleError: when the rule cannot mean what it says.
    """
    if not found.is_comparison:
        raise InvalidValueError(where="found", wanted="what differences returned", got="something else")
    old, new = found.about
    within = Rule.of(rule, old.vocabulary)
    ways = [[*way, _not_so(within)] for way in _differently(old, new, unknowns=False)]
    return prove(_filled(_WITHIN, found.on, a=old, b=new, c=within), ways, found.on, about=found.about, by=by)


def _of_both(  # noqa: PLR0913, PLR0917
    claim: Text,
    a: Asked | str,
    b: Asked | str,
    ways: Callable[[Asked | Rule, Asked | Rule], list[list[Claimed]]],
    on: date,
    by: Answerer | None,
) -> Proof:
    vocabulary = next((one.vocabulary for one in (a, b) if not isinstance(one, str)), None)
    if vocabulary is None:
        raise InvalidValueError(
            where="a, b", wanted="a programme or a target group and another or a rule", got="two rules"
        )
    one, other = (Rule.of(some, vocabulary) if isinstance(some, str) else some for some in (a, b))
    about = [some for some in (a, b) if not isinstance(some, str)]
    return prove(_filled(claim, on, a=one, b=other), ways(one, other), on, about=about, by=by)


def _differently(old: Asked | Rule, new: Asked | Rule, *, unknowns: bool) -> list[list[Claimed]]:
    outcomes: Sequence[Truth] = (True, False, None) if unknowns else (True, False)
    return [
        [Claimed(old, {outcome}), Claimed(new, {other for other in outcomes if other is not outcome})]
        for outcome in outcomes
    ]


def _so(asked: Asked | Rule) -> Claimed:
    return Claimed(asked, {True})


def _not_so(asked: Asked | Rule) -> Claimed:
    return Claimed(asked, {False})


def _filled(claim: Text, on: date, **asked: Asked | Rule) -> Text:
    return in_both(
        lambda language: claim.filled(language, {name: named(one, on).in_(language) for name, one in asked.items()})
    )


_NOBODY: Final = Text(sv="ingen uppfyller kriterierna för {a}", en="nobody meets the criteria of {a}")
_NOBODY_BELONGS: Final = Text(sv="ingen hör till gruppen {a}", en="nobody belongs to the group {a}")
_NOT_BOTH: Final = Text(
    sv="ingen uppfyller kriterierna för både {a} och {b}", en="nobody meets the criteria of both {a} and {b}"
)
_IMPLIES: Final = Text(
    sv="den som uppfyller kriterierna för {a} uppfyller dem för {b}",
    en="whoever meets the criteria of {a} meets those of {b}",
)
_SAME: Final = Text(
    sv="samma personer uppfyller kriterierna för {a} och {b}", en="the same people meet the criteria of {a} and {b}"
)
_NO_DIFFERENCE: Final = Text(
    sv="utfallet är detsamma för alla enligt {a} och {b}", en="the outcome is the same for everybody under {a} and {b}"
)
_WITHIN: Final = Text(
    sv="utfallet enligt {a} och {b} skiljer sig bara för den om vilken det gäller att {c}",
    en="the outcomes under {a} and {b} differ for those alone of whom it holds that {c}",
)
