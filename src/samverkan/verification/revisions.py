"""What a new version of a model changes: what came, what went, and whose answers are others."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from samverkan.bound_programmes import BoundProgramme
from samverkan.bound_rules import BoundTargetGroup
from samverkan.dates import as_optional_day
from samverkan.errors import InvalidValueError
from samverkan.texts import Text
from samverkan.verification.claims import Asked, common_vocabulary, rule_on
from samverkan.verification.comparisons import implies
from samverkan.verification.gaps import gaps
from samverkan.verification.inspections import Rules, check_names, everything
from samverkan.verification.occasions import in_force, last_change, occasions
from samverkan.verification.proofs import Proof, Result, answerer, in_both
from samverkan.verification.questions import Answerer
from samverkan.verification.reviews import Counted, Finding, Kind, Part, Review, found, gathered

__all__ = ["compared"]


def compared(
    new: Rules, old: Rules, on: date | str | None = None, *, only: Collection[str] = (), by: Answerer | None = None
) -> Iterator[Review]:
    """Go through two versions of a model and yield what the newer one changes, a review for each part of either.

    Programmes, predicates, target groups and readings are told that came or went. Those in both
    versions are compared as they stand under each reading, and as they stand when none is named: who
    meets the criteria now and did not before, and who did and does not now. What is written
    otherwise and gives everybody the same answer is told as well; all is known of the people in
    question. A programme of the same rule version is the same, and nothing is asked about it.

    It asks about each day on which the rules of either version change, or about *on* alone. With
    *only* it compares the programmes, predicates and target groups of these ids alone.

    Raises:
        InvalidValueError: when the day is not one.
        UnknownNameError: when nothing in either version bears one of the names.

    >>> from samverkan import load_model
    >>> finsam = load_model("finsam")
    >>> [one.subject for one in compared(finsam, finsam) if one.findings]
    []
    """
    day = as_optional_day(on)
    check_names(only, dict.fromkeys(one.id for one in (*everything(new), *everything(old))))
    return _reviews(new, old, day, only, answerer(by))


def _reviews(new: Rules, old: Rules, on: date | None, only: Collection[str], who: Answerer) -> Iterator[Review]:
    otherwise = last_change([*everything(new), *everything(old)])
    parts: Sequence[tuple[Part, Mapping[str, Asked], Mapping[str, Asked]]] = (
        ("programme", new.programmes, old.programmes),
        ("predicate", new.predicates, old.predicates),
        ("target-group", new.target_groups, old.target_groups),
    )
    for part, now, before in parts:
        for name in dict.fromkeys((*now, *before)):
            if not only or name in only:
                yield _Comparison(now.get(name), before.get(name), on, otherwise, who).review(part)


class _Comparison:
    """Compares one part of a model with what it was; one of the two may be missing."""

    def __init__(
        self, now: Asked | None, before: Asked | None, on: date | None, otherwise: date, who: Answerer
    ) -> None:
        self._now = now
        self._before = before
        self._on = on
        self._otherwise = otherwise
        self._who = Counted(who)
        self._asked_on: set[date] = set()

    def review(self, part: Part) -> Review:
        there = self._now or self._before
        if there is None:
            raise AssertionError("it is in one of the two")
        findings = tuple(gathered(self._findings()))
        return Review(
            subject=there.id,
            name=there.definition.name,
            part=part,
            days=sorted(self._asked_on),
            questions=self._who.asked,
            findings=findings,
        )

    def _findings(self) -> Iterator[Finding]:
        match self._now, self._before:
            case (now, None):
                yield Finding(kind=Kind.CAME, said=_CAME)
            case (None, before):
                yield Finding(kind=Kind.WENT, said=_WENT)
            case (BoundProgramme() as now, BoundProgramme() as before):
                yield from self._of_readings(now, before)
            case (BoundTargetGroup() as now, BoundTargetGroup() as before):
                yield from self._of_rules(now, before)
            case _:  # never
                raise AssertionError("parts of one sort are compared")

    def _of_readings(self, now: BoundProgramme, before: BoundProgramme) -> Iterator[Finding]:
        if now.reading.id != before.reading.id:
            names = {"now": now.reading.id, "before": before.reading.id}
            found_then = tuple(self._of_days(now, before, None))
            same = all(one.kind is Kind.SAME for one in found_then)
            said = in_both(lambda language: (_SAME_DEFAULT if same else _DEFAULT).filled(language, names))
            yield Finding(kind=Kind.SAME if same else Kind.DIFFERENCE, said=said)
            yield from found_then
        for name in dict.fromkeys((*now.readings, *before.readings)):
            if name not in before.readings:
                yield Finding(kind=Kind.CAME, said=_READING_CAME, reading=name)
            elif name not in now.readings:
                yield Finding(kind=Kind.WENT, said=_READING_WENT, reading=name)
            elif now.readings[name].rule_version != before.readings[name].rule_version:
                yield from self._of_days(now.readings[name], before.readings[name], name)

    def _of_rules(self, now: BoundTargetGroup, before: BoundTargetGroup) -> Iterator[Finding]:
        if now.rule is not None and before.rule is not None:
            yield from self._of_days(now, before, None)
        elif now.rule is not None:
            yield Finding(kind=Kind.CAME, said=_RULE_CAME)
        elif before.rule is not None:
            yield Finding(kind=Kind.WENT, said=_RULE_WENT)

    def _of_days(self, now: Asked, before: Asked, reading: str | None) -> Iterator[Finding]:
        days = (self._on,) if self._on else occasions([now, before], self._otherwise)
        for day in days:
            if (in_force(now, day) or in_force(before, day)) and not _is_the_same(now, before, day):
                self._asked_on.add(day)
                yield from self._of_day(now, before, day, reading)

    def _of_day(self, now: Asked, before: Asked, on: date, reading: str | None) -> Iterator[Finding]:
        more, fewer = self._beyond(before, now, on), self._beyond(now, before, on)
        words = _OF_GROUPS if isinstance(now, BoundTargetGroup) else _OF_PROGRAMMES
        for proof, (said, whom) in zip((more, fewer), words, strict=True):
            yield from found(
                proof,
                Kind.DIFFERENCE,
                when=Result.COUNTEREXAMPLE,
                said=said,
                reading=reading,
                whom=whom,
                whether=_WHETHER,
            )
        written = rule_on(now, on) != rule_on(before, on)
        if written and more.result is Result.PROVED and fewer.result is Result.PROVED:
            constraints = dict.fromkeys((*more.constraints, *fewer.constraints))
            yield Finding(kind=Kind.SAME, said=_SAME, reading=reading, days=[on], constraints=constraints)

    def _beyond(self, narrow: Asked, wide: Asked, on: date) -> Proof:
        """Claim that nobody meets the one and not the other."""
        if isinstance(narrow, BoundProgramme):
            return gaps([narrow], on, among=wide, by=self._who)
        return implies(wide, narrow, on, by=self._who)


def _is_the_same(now: Asked, before: Asked, on: date) -> bool:
    """Whether the rule reads the same on the day, and all that it reads is the same to both."""
    if rule_on(now, on) != rule_on(before, on):
        return False
    try:
        common_vocabulary([now, before], on)
    except InvalidValueError:
        return False
    return True


_CAME: Final = Text(sv="det finns inte i den äldre versionen", en="it is not in the older version")
_WENT: Final = Text(sv="det fanns i den äldre versionen", en="it was in the older version")
_READING_CAME: Final = Text(
    sv="läsningen finns inte i den äldre versionen", en="the reading is not in the older version"
)
_READING_WENT: Final = Text(sv="läsningen fanns i den äldre versionen", en="the reading was in the older version")
_RULE_CAME: Final = Text(
    sv="gruppen var bara beskriven i den äldre versionen och har nu en regel",
    en="the group was descriptive only in the older version and has a rule now",
)
_RULE_WENT: Final = Text(
    sv="gruppen hade en regel i den äldre versionen och är nu bara beskriven",
    en="the group had a rule in the older version and is descriptive only now",
)
_DEFAULT: Final = Text(
    sv="läsningen som gäller när ingen anges är {now}, och var {before}",
    en="the reading that goes when none is named is {now}, and was {before}",
)
_SAME_DEFAULT: Final = Text(
    sv="läsningen som gäller när ingen anges är {now}, och var {before}, och alla får samma svar när allt är känt",
    en="the reading that goes when none is named is {now}, and was {before}, and gives everybody the same answer "
    "once all is known",
)
_WHETHER: Final = Text(sv="de två versionerna skiljer sig åt", en="the two versions differ")
_MORE: Final = Text(
    sv="det finns personer som uppfyller kriterierna nu och inte gjorde det förut",
    en="there are people who meet the criteria now and did not before",
)
_WHO_NOW: Final = Text(sv="som uppfyller kriterierna nu", en="who meets the criteria now")
_FEWER: Final = Text(
    sv="det finns personer som uppfyllde kriterierna förut och inte gör det nu",
    en="there are people who met the criteria before and do not now",
)
_WHO_BEFORE: Final = Text(sv="som uppfyllde kriterierna förut", en="who met the criteria before")
_OF_PROGRAMMES: Final = ((_MORE, _WHO_NOW), (_FEWER, _WHO_BEFORE))
_OF_GROUPS: Final = (
    (
        Text(
            sv="det finns personer som hör till gruppen nu och inte gjorde det förut",
            en="there are people who belong to the group now and did not before",
        ),
        Text(sv="som hör till gruppen nu", en="who belongs to the group now"),
    ),
    (
        Text(
            sv="det finns personer som hörde till gruppen förut och inte gör det nu",
            en="there are people who belonged to the group before and do not now",
        ),
        Text(sv="som hörde till gruppen förut", en="who belonged to the group before"),
    ),
)
_SAME: Final = Text(
    sv="det är skrivet på ett annat sätt men ger samma svar för alla när allt är känt",
    en="it is written otherwise and gives everybody the same answer once all is known",
)
