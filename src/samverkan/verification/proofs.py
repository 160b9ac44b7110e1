"""What comes of a claim about rules: proved, a counterexample, or outside what can be proved."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NoReturn, TypeVar, assert_never

import attrs

from samverkan.bound_programmes import BoundProgramme
from samverkan.dates import in_words
from samverkan.eligibility import decide
from samverkan.errors import InvalidValueError, MissingExtraError, UndecidedTruthError
from samverkan.immutable import frozen_tuple
from samverkan.participants import Participant
from samverkan.rules.expressions import And, Condition
from samverkan.rules.text import printed
from samverkan.rules.vocabulary import Vocabulary
from samverkan.rules.words import described
from samverkan.texts import LANGUAGES, Language, Text, joined
from samverkan.verification.claims import Asked, Claimed, common_vocabulary, named
from samverkan.verification.people import plain, told
from samverkan.verification.questions import Answerer, Nobody, Outside, Question

__all__ = ["Description", "Proof", "Result", "answerer", "in_both", "prove", "recheck"]


T = TypeVar("T")


class Result(StrEnum):
    """What came of a claim."""

    PROVED = "proved"
    """It holds of everybody who keeps to the constraints."""
    COUNTEREXAMPLE = "counterexample"
    """There is a person of whom it does not hold."""
    OUTSIDE = "outside"
    """It could not be settled, and the proof says why."""

    def __bool__(self) -> NoReturn:
        raise UndecidedTruthError("a result is one of three: compare it, as in `proof.result is Result.PROVED`")


@attrs.frozen(repr=False)
class Description:
    """Conditions that together are enough, and of which none can be spared (a *prime implicant*).

    ``rule`` is the same as text, ``text("sv")`` in words.
    """

    conditions: tuple[Condition, ...] = attrs.field(converter=frozen_tuple)
    _vocabulary: Vocabulary = attrs.field(eq=False)

    @property
    def rule(self) -> str:
        """The conditions as the text of a rule; empty where anybody will do."""
        return printed(_together(self.conditions)) if self.conditions else ""

    def text(self, language: Language = "en") -> str:
        """Return the conditions in words."""
        return self.told.in_(language)

    @property
    def told(self) -> Text:
        """The conditions in words."""
        if not self.conditions:
            return _ANYBODY
        rule = _together(self.conditions)
        return in_both(lambda language: described(rule, self._vocabulary, {}, language))

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Description, conditions: {len(self.conditions)}>"


def _together(conditions: Sequence[Condition]) -> Condition:
    return And(tuple(conditions)) if len(conditions) > 1 else conditions[0]


@attrs.frozen(kw_only=True, repr=False)
class Proof:
    """What came of a claim about rules on a day.

    * ``claim``: what was claimed, as a clause.
    * ``result``: *proved*, *counterexample* or *outside*.
    * ``person``: who the claim does not hold of: invented, checked again with ``decide``; ``told``
      says who she is, so far as it bears on the claim.
    * ``about``: the programmes and target groups that the claim is about.
    * ``outside``: why it could not be settled, as a clause: the construct or the limit is named.
    * ``constraints``: the ids of the constraints that a proof rests on.
    * ``descriptions``: whom the counterexamples are, or what the reasons are, in as few conditions as
      may be, under ``heading`` where that is not the usual one; ``more`` says that there are further ones.
    * ``by``: what found it, such as ``z3``.
    * ``is_comparison``: whether it says what ``differences`` asks, and can be narrowed by ``only_within``.

    ``print(proof)`` tells it in English, :meth:`text` in Swedish too.
    """

    claim: Text
    result: Result
    on: date
    about: tuple[Asked, ...] = attrs.field(converter=frozen_tuple, eq=False)
    by: str
    person: Participant | None = None
    told: Text | None = None
    outside: Text | None = None
    constraints: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    descriptions: tuple[Description, ...] = attrs.field(default=(), converter=frozen_tuple)
    more: bool = False
    heading: Text | None = None
    is_comparison: bool = False

    def text(self, language: Language = "en") -> str:
        """Return the claim and what came of it, in Swedish or English."""
        return "\n".join(self._lines(language))

    def __bool__(self) -> NoReturn:
        raise UndecidedTruthError("a proof has three results: compare proof.result")

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return f"<Proof: {self.result.value}, on {self.on}>"

    def _lines(self, language: Language) -> Iterator[str]:
        day = in_words(self.on, language)
        yield _CLAIM.filled(language, {"claim": self.claim.in_(language), "day": day})
        match self.result:
            case Result.PROVED:
                yield _PROVED.filled(language, {"by": self.by})
            case Result.OUTSIDE:
                yield _OUTSIDE.filled(language, {"why": _there(self.outside).in_(language)})
            case Result.COUNTEREXAMPLE:
                yield _COUNTEREXAMPLE.filled(language, {"who": _there(self.told).in_(language)})
                yield from (f"  {line}" for line in self._outcomes(_there(self.person), language))
            case _ as never:
                assert_never(never)
        if self.constraints:
            yield _CONSTRAINTS.filled(language, {"which": joined(self.constraints, language)})
        if self.descriptions:
            yield (self.heading or _ENOUGH).in_(language)
            yield from (f"  - {one.text(language)}" for one in self.descriptions if one.conditions)
        if self.more:
            yield _MORE.in_(language)

    def _outcomes(self, person: Participant, language: Language) -> Iterator[str]:
        for one in self.about:
            if isinstance(one, BoundProgramme):
                outcome = decide(person, one, self.on).outcome.said(one.definition.kind).in_(language)
                yield f"{named(one, self.on).in_(language)}: {outcome.lower()}"


def _there(part: T | None) -> T:
    if part is None:
        raise AssertionError("each result has its parts")
    return part


def answerer(by: Answerer | None = None) -> Answerer:
    """Return *by*, else z3 when it is installed, else the exhaustive check."""
    if by is not None:
        return by
    from samverkan.verification.by_solver import BySolver  # noqa: PLC0415 - so that they need not know each other
    from samverkan.verification.exhaustive import Exhaustive  # noqa: PLC0415

    try:
        return BySolver()
    except MissingExtraError:
        return Exhaustive()


def prove(  # noqa: PLR0913
    claim: Text,
    ways: Iterable[Sequence[Claimed]],
    on: date,
    *,
    about: Sequence[Asked],
    unknowns: bool = False,
    by: Answerer | None = None,
) -> Proof:
    """Look for a person who shows that *claim* does not hold: of whom everything in one of *ways* is so.

    The claim is proved when there is nobody in any of them, and outside when nobody was found and
    one of them could not be settled.
    """
    who = answerer(by)
    needed: dict[str, None] = {}
    outside: Text | None = None
    for way in ways:
        try:
            vocabulary = common_vocabulary((one.asked for one in way), on)
            question = Question([one.demand(on) for one in way], vocabulary, on, unknowns)
        except InvalidValueError as error:
            outside = outside or _incomparable(error)
            continue
        match who.find(question):
            case Participant() as found:
                person = recheck(plain(found, question), way, question)
                return Proof(
                    claim=claim, result=Result.COUNTEREXAMPLE, on=on, about=about, by=who.name, person=person,
                    told=told(person, question),
                )  # fmt: skip
            case Nobody(constraints, _):
                needed |= dict.fromkeys(name for name in question.vocabulary.constraints if name in constraints)
            case Outside(why):
                outside = outside or why
            case _ as never:
                assert_never(never)
    if outside is not None:
        return Proof(claim=claim, result=Result.OUTSIDE, on=on, about=about, by=who.name, outside=outside)
    return Proof(claim=claim, result=Result.PROVED, on=on, about=about, by=who.name, constraints=needed)


def recheck(person: Participant, way: Iterable[Claimed], question: Question) -> Participant:
    """Return *person*, of whom all is so that is said, as decisions and answers have it.

    Raises:
        AssertionError: when it is not: then a reading of the rules is at fault, and nothing is told.
    """
    if not question.holds_of(person) or not all(one.holds_of(person, question.on) for one in way):
        raise AssertionError("whoever was made up is not as the rules themselves have it")
    return person


def in_both(tell: Callable[[Language], str]) -> Text:
    """Return what *tell* says in each language."""
    return Text(*(tell(language) for language in LANGUAGES))


def _incomparable(error: InvalidValueError) -> Text:
    where = error.fault.where
    return Text(f"{where} är olika i det som jämförs", f"{where} differs between what is compared")


_CLAIM: Final = Text(sv="Påstående, {day}: {claim}.", en="Claim, {day}: {claim}.")
_PROVED: Final = Text(sv="Bevisat ({by}).", en="Proved ({by}).")
_OUTSIDE: Final = Text(sv="Det går inte att bevisa: {why}.", en="It cannot be proved: {why}.")
_COUNTEREXAMPLE: Final = Text(sv="Motexempel: {who}.", en="A counterexample: {who}.")
_CONSTRAINTS: Final = Text(
    sv="Beviset utgår från vad som gäller för alla: {which}.", en="The proof rests on what holds of everybody: {which}."
)
_ENOUGH: Final = Text(sv="Det räcker med detta:", en="This is enough:")
_MORE: Final = Text(sv="Det finns fler.", en="There are more.")
_ANYBODY: Final = Text(sv="vem som helst", en="anybody at all")
