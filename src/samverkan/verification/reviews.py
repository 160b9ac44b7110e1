"""What came of going through the rules of a whole model: the findings about each programme, in words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Literal, TypeAlias

import attrs

from samverkan.immutable import frozen_tuple
from samverkan.participants import Participant
from samverkan.texts import Language, Text, joined
from samverkan.verification.proofs import Description, Proof, Result, in_both
from samverkan.verification.questions import Answerer, Found, Question

__all__ = ["Counted", "Finding", "Kind", "Part", "Review", "found", "gathered"]

Part: TypeAlias = Literal["programme", "predicate", "target-group", "pair"]
"""What a review is about; a pair is of two programmes or predicates that might collide."""


class Kind(StrEnum):
    """What sort of thing was found."""

    UNSATISFIABLE = "unsatisfiable"
    """Nobody can meet the criteria."""
    DEAD = "dead"
    """A criterion does nothing: everybody meets it who meets the others."""
    IDLE = "idle"
    """A parameter does nothing: its value matters to nobody."""
    READING = "reading"
    """A reading takes in, or leaves out, others than the default one does."""
    GAP = "gap"
    """Some of a target group are taken by no programme of their place."""
    OVERLAP = "overlap"
    """Some meet the criteria of two programmes; that is usually meant."""
    COLLISION = "collision"
    """Some are kept out of both of two, because each goes by its own judgement of the same matter."""
    CAME = "came"
    """It was not there in the older version."""
    WENT = "went"
    """It was there in the older version and is not any more."""
    DIFFERENCE = "difference"
    """Somebody's answer is another than in the older version."""
    SAME = "same"
    """It reads otherwise, and is proved to come to the same for everybody of whom all is known."""
    OUTSIDE = "outside"
    """It could not be settled, and why is told."""

    def said(self, language: Language) -> str:
        """Return the sort in a word or two."""
        return _KINDS[self].in_(language)


@attrs.frozen(kw_only=True, repr=False)
class Finding:
    """One thing that was found.

    * ``kind``: what sort of thing; ``said`` tells it as a clause.
    * ``reading``: the reading that it is about, where it is about one.
    * ``days``: those of the days asked about on which it is so; none for what came or went.
    * ``person``: an invented person of whom it is so on the first of the days, ``told`` in words.
    * ``descriptions``: of whom else it is so, each in as few conditions as may be; ``heading`` says among
      whom. With ``more`` there are further ones, and without, that these are all is proved.
    * ``constraints``: the ids of the constraints that it rests on.
    """

    kind: Kind
    said: Text
    reading: str | None = None
    days: tuple[date, ...] = attrs.field(default=(), converter=frozen_tuple)
    person: Participant | None = None
    told: Text | None = None
    descriptions: tuple[Description, ...] = attrs.field(default=(), converter=frozen_tuple)
    heading: Text | None = None
    more: bool = False
    constraints: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)

    def text(self, language: Language = "en") -> str:
        """Return what was found, in Swedish or English: a line, and others below it that are set in."""
        return "\n".join(self._lines(language))

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Finding: {self.kind.value}>"

    def _lines(self, language: Language) -> Iterator[str]:
        where = [] if self.reading is None else [_READING.filled(language, {"reading": self.reading})]
        where += [joined((day.isoformat() for day in self.days), language)] if self.days else []
        noted = f" [{', '.join(where)}]" if where else ""
        yield f"{self.kind.said(language)}: {self.said.in_(language)}{noted}"
        if self.told is not None:
            yield f"  {_FOR_INSTANCE.filled(language, {'who': self.told.in_(language)})}"
        if self.heading is not None:
            yield f"  {self.heading.in_(language)}"
            yield from (f"  - {one.text(language)}" for one in self.descriptions if one.conditions)
        if self.constraints:
            yield f"  {_CONSTRAINTS.filled(language, {'which': joined(self.constraints, language)})}"

    @property
    def essence(self) -> tuple[object, ...]:
        """What is the same in findings that are one finding on several days."""
        rules = tuple(one.rule for one in self.descriptions)
        return (self.kind, self.said, self.reading, rules, self.more, self.constraints)


@attrs.frozen(kw_only=True)
class Review:
    """What was asked about one programme, predicate, target group or pair, and what was found.

    ``readings`` and ``days`` are those that were asked about, and ``questions`` says how many
    questions that took; there may be no findings.
    """

    subject: str
    name: Text
    part: Part
    readings: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    days: tuple[date, ...] = attrs.field(converter=frozen_tuple)
    questions: int
    findings: tuple[Finding, ...] = attrs.field(converter=frozen_tuple)


class Counted:
    """An answerer that counts what is asked of another, and asks nothing twice.

    It is for questions about one model: two that demand the same are the same.
    """

    def __init__(self, who: Answerer) -> None:
        self.asked = 0
        self._who = who
        self._found: dict[Question, Found] = {}

    @property
    def name(self) -> str:
        """What the other is called."""
        return self._who.name

    def find(self, question: Question) -> Found:
        """Answer as the other does."""
        if question not in self._found:
            self.asked += 1
            self._found[question] = self._who.find(question)
        return self._found[question]


def found(  # noqa: PLR0913 - a finding is all of these
    proof: Proof,
    kind: Kind,
    *,
    when: Result,
    said: Text | None = None,
    reading: str | None = None,
    whom: Text | None = None,
    whether: Text | None = None,
) -> Iterator[Finding]:
    """Yield the finding that a proof is: one of *kind* when its result is *when*, and that it is outside when it is.

    It is told by *said*, or by what the proof claims; *whom* says among whom the descriptions are,
    and *whether* what is not settled when it is outside, where that is not what the proof claims.
    """
    if proof.result is when:
        yield Finding(
            kind=kind,
            said=said or proof.claim,
            reading=reading,
            days=[proof.on],
            person=proof.person,
            told=proof.told,
            descriptions=proof.descriptions,
            heading=proof.heading if whom is None or not proof.descriptions else _heading(proof, whom),
            more=proof.more,
            constraints=proof.constraints,
        )
    elif proof.outside is not None:
        yield Finding(
            kind=Kind.OUTSIDE, said=_outside(whether or proof.claim, proof.outside), reading=reading, days=[proof.on]
        )


def gathered(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield each finding once, with all the days on which it was made, in the order of the first of them."""
    by_essence: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        by_essence.setdefault(finding.essence, []).append(finding)
    for first, *others in by_essence.values():
        days = dict.fromkeys(day for one in (first, *others) for day in one.days)
        yield attrs.evolve(first, days=days)


def _heading(proof: Proof, whom: Text) -> Text:
    match proof.more, proof.descriptions:
        case True, _:
            heading = "some"
        case False, (one,):
            heading = "one" if one.conditions else "anybody"
        case _:
            heading = "all"
    return in_both(lambda language: _HEADINGS[heading].filled(language, {"whom": whom.in_(language)}))


def _outside(claim: Text, why: Text) -> Text:
    return in_both(
        lambda language: _UNSETTLED.filled(language, {"claim": claim.in_(language), "why": why.in_(language)})
    )


_KINDS: Final[Mapping[Kind, Text]] = {
    Kind.UNSATISFIABLE: Text(sv="ouppfyllbart", en="unsatisfiable"),
    Kind.DEAD: Text(sv="verkningslöst", en="dead"),
    Kind.IDLE: Text(sv="utan betydelse", en="idle"),
    Kind.READING: Text(sv="läsning", en="reading"),
    Kind.GAP: Text(sv="lucka", en="gap"),
    Kind.OVERLAP: Text(sv="överlappning", en="overlap"),
    Kind.COLLISION: Text(sv="krock", en="collision"),
    Kind.CAME: Text(sv="nytt", en="came"),
    Kind.WENT: Text(sv="borttaget", en="went"),
    Kind.DIFFERENCE: Text(sv="skillnad", en="difference"),
    Kind.SAME: Text(sv="detsamma", en="same"),
    Kind.OUTSIDE: Text(sv="obevisat", en="outside"),
}
_READING: Final = Text(sv="läsning {reading}", en="reading {reading}")
_FOR_INSTANCE: Final = Text(sv="Ett exempel: {who}.", en="For instance: {who}.")
_HEADINGS: Final[Mapping[str, Text]] = {
    "anybody": Text(sv="Det gäller var och en {whom}.", en="That is everybody {whom}."),
    "one": Text(sv="Det gäller var och en {whom} om detta stämmer:", en="That is everybody {whom} of whom this holds:"),
    "all": Text(
        sv="Det gäller var och en {whom} om något av detta stämmer:",
        en="That is everybody {whom} of whom one of these holds:",
    ),
    "some": Text(
        sv="Det gäller bland andra var och en {whom} om något av detta stämmer:",
        en="Among them is everybody {whom} of whom one of these holds:",
    ),
}
_CONSTRAINTS: Final = Text(
    sv="Det bygger på vad som gäller för alla: {which}.", en="It rests on what holds of everybody: {which}."
)
_UNSETTLED: Final = Text(sv="det är inte avgjort om {claim}: {why}", en="it is not settled whether {claim}: {why}")
