"""Does she meet the criteria on this day, and why?

The library assesses whether criteria are met. Whether somebody is admitted, and every benefit, is
for an agency to settle (lag 2003:1210, 7 §).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final, NamedTuple, NoReturn, TypeVar

import attrs

from samverkan.answers import KnownValue, Missing, Verdict
from samverkan.bound_programmes import BoundProgramme, Segment
from samverkan.casefiles import CaseFile, Individual, Person, View, participant_of
from samverkan.dates import as_day, as_optional_day, in_words
from samverkan.errors import InvalidValueError, UndecidedTruthError
from samverkan.findings import Finding
from samverkan.outcomes import OUTCOME, Outcome, changes_of_outcome, outcome_of, turns_of
from samverkan.participants import NOTHING_HIDDEN
from samverkan.programmes import ProgrammeKind
from samverkan.rules.judges import Truth, conjunction
from samverkan.rules.words import shown, what_is_missing
from samverkan.sharing import asked_in_words, each_sort, needed_in_words
from samverkan.sights import Sight
from samverkan.texts import LANGUAGES, Language, joined, sentence
from samverkan.views import as_seen_by, settled_on, sight_of

__all__ = ["VIEW", "Decision", "Outcome", "decide", "decided"]

T = TypeVar("T")

VIEW: Final = "all-facts"
"""The view that a decision is made from when nothing is hidden from the one who asks."""


_VERDICT: Final[Mapping[Truth, Verdict]] = {truth: Verdict.of(truth) for truth in (True, False, None)}
_MARK: Final = {Verdict.MET: "+", Verdict.NOT_MET: "-", Verdict.UNKNOWN: "?"}


def decide(  # noqa: PLR0913
    person: Person,
    programme: BoundProgramme,
    on: date | str,
    *,
    reading: str | None = None,
    known_on: date | str | None = None,
    seen_by: str | None = None,
    purpose: str = "coordination",
) -> "Decision":
    """Say whether *person* meets the criteria of *programme* on the day *on*, and why.

    *reading* names the reading of the source to go by; without it, the one that the programme is
    bound under, at first the default. *known_on* answers from what had been recorded by that day.
    *seen_by* answers from what that agency may see for *purpose*
    (:func:`~samverkan.views.as_seen_by`); without it, with all facts.

    Raises:
        InvalidValueError: when a day is not one, when the agency that asks is not of the register, or
            when *person* is a case file as it is seen for another programme.
        InvalidRecordError: when the person's record names an agency that the model does not have.
        UnknownNameError: when the programme has no such reading, or there is no such purpose.

    >>> from samverkan import Contact, Participant, load_model
    >>> programme = load_model("finsam").programmes["en-vag-in"]
    >>> tarik = Participant(id="d-002", born="1992-11-05", residence="Smedjebacken", unmet_need=True,
    ...                     contacts=[Contact("kommun/AME"), Contact("kommun/IFO")])
    >>> decision = decide(tarik, programme, "2017-02-01")
    >>> decision.outcome
    <Outcome.UNDETERMINED: 'undetermined'>
    >>> [missing.member for missing in decision.missing]
    ['AF', 'FK', 'region']
    """
    bound = programme if reading is None else programme.read_as(reading)
    day, known = as_day(on), as_optional_day(known_on)
    if seen_by is not None:
        person = as_seen_by(person, seen_by, bound, day, purpose=purpose, known_on=known)
    return decided(person, bound, day, known)


def decided(person: Person, programme: BoundProgramme, on: date, known_on: date | None) -> "Decision":
    """Return the decision from all that there is about *person*, which may be a case file as somebody sees it.

    Raises:
        InvalidValueError: when it is so seen for another programme: what was opened for that one is not for this;
            or when something of the person is hidden, and it is not said from whom.
    """
    seen = _seen(person, programme, on) if isinstance(person, CaseFile) else None
    participant = participant_of(person) if seen is None else seen.case.participant
    if seen is None and participant.hidden is not NOTHING_HIDDEN and participant.hidden != NOTHING_HIDDEN:
        raise InvalidValueError(where="person", wanted="a person with all facts, or a view of her", got="another")
    segment = programme.segment(on)
    values = segment.compiled.read(participant, on, known_on)
    truths = [judge(values) for judge in segment.judges]
    findings = [Finding(segment.in_force, segment.in_force.outcome, values, on)]
    for criterion, truth in zip(segment.criteria, truths, strict=True):
        findings.append(Finding(criterion, _VERDICT[truth], values, on))
    outcome = OUTCOME[conjunction(truths) if segment.is_in_force else False]
    return Decision(_Basis(participant, seen, programme, on, known_on, segment, values), outcome, tuple(findings))


class _Seen(NamedTuple):
    """A case file as an agency sees it."""

    case: CaseFile
    view: View


def _seen(case: CaseFile, programme: BoundProgramme, on: date) -> _Seen | None:
    """Return the case as it is seen on that day, or ``None`` where it has all facts."""
    settled = settled_on(case, programme, on)
    view = settled.view
    if view is None:
        return None
    return _Seen(settled, view if view.is_settled else attrs.evolve(view, on=on))


class _Basis(NamedTuple):
    """What a decision was made from: kept so that more can be asked of it, and never written out."""

    participant: Individual
    seen: _Seen | None
    programme: BoundProgramme
    on: date
    known_on: date | None
    segment: Segment
    values: Sequence[KnownValue]

    def sight(self) -> Sight | None:
        """Return what the one who asks may see, or ``None`` with all facts."""
        if self.seen is None:
            return None
        return sight_of(self.seen.case, self.programme.vocabulary, self.seen.view, self.known_on)


class Decision:
    """Whether the criteria of a programme are met for a person on a day (*bedömning*), and why.

    ``decide`` makes it. It does not change, and it compares equal to another that says the same.
    ``missing``, ``holds_until``, ``other_readings`` and ``rule_version`` are found when they are
    first asked for. ``print(decision)`` explains it in English, :meth:`explain` in Swedish too;
    neither belongs in a log. A pickled decision holds what it says, and nothing else of the person.
    """

    # Written by hand, as findings are, so that making one costs little.
    __slots__ = ("_basis", "_criteria", "_found", "_outcome")

    def __init__(
        self,
        basis: _Basis | None,
        outcome: Outcome,
        criteria: tuple[Finding, ...],
        found: Mapping[str, Any] | None = None,
    ) -> None:
        self._basis = basis
        self._outcome = outcome
        self._criteria = criteria
        self._found = {} if found is None else dict(found)

    @property
    def participant(self) -> str:
        """The participant's id."""
        return self._once("participant", lambda basis: basis.participant.id)

    @property
    def programme(self) -> str:
        """The programme's id."""
        return self._once("programme", lambda basis: basis.programme.id)

    @property
    def reading(self) -> str:
        """The reading that was gone by."""
        return self._once("reading", lambda basis: basis.programme.reading.id)

    @property
    def on(self) -> date:
        """The day that the decision is for."""
        return self._once("on", lambda basis: basis.on)

    @property
    def known_on(self) -> date | None:
        """The day by which what the decision rests on had been recorded; ``None``: everything counts."""
        return self._once("known_on", lambda basis: basis.known_on)

    @property
    def view(self) -> str:
        """What the one who asks was allowed to see: ``all-facts``, or ``seen-by:`` and the agency."""
        return self._once("view", _view)

    @property
    def purpose(self) -> str | None:
        """For what purpose the agency asks; ``None`` with all facts."""
        return self._once("purpose", lambda basis: None if basis.seen is None else basis.seen.view.purpose)

    @property
    def outcome(self) -> Outcome:
        """Eligible, not eligible or undetermined."""
        return self._outcome

    @property
    def criteria(self) -> tuple[Finding, ...]:
        """A finding for each criterion, ``in-force`` first, then in the order of the file."""
        return self._criteria

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Every unknown that still matters, in the order of the rules; learning all of them settles the outcome."""
        return self._once("missing", lambda basis: _missing(basis, self._outcome))

    @property
    def holds_until(self) -> date | None:
        """The last day of the unbroken stretch of the same outcome, if nothing more is recorded.

        ``None`` when there is no such day.
        """
        return self._once("holds_until", lambda basis: _holds_until(basis, self._outcome))

    @property
    def other_readings(self) -> Mapping[str, Outcome]:
        """The outcome under each of the programme's other readings of its criteria, in the order of the file."""
        return self._once("other_readings", _other_readings)

    @property
    def rule_version(self) -> str:
        """A digest of everything that the answer depends on but the person and the day."""
        return self._once("rule_version", lambda basis: basis.programme.rule_version)

    def deciding(self) -> tuple[Finding, ...]:
        """Return the criteria that settled the outcome, or that keep it unsettled."""
        wanted = {
            Outcome.ELIGIBLE: Verdict.MET,
            Outcome.NOT_ELIGIBLE: Verdict.NOT_MET,
            Outcome.UNDETERMINED: Verdict.UNKNOWN,
        }[self._outcome]
        return tuple(finding for finding in self._criteria if finding.outcome is wanted)

    def summary(self, language: Language = "en") -> str:
        """Return the outcome as a sentence, with what is missing or until when it stands."""
        told = self._once("summary", lambda basis: {one: _summarised(self, basis, one) for one in LANGUAGES})
        return told[language]

    def explain(self, language: Language = "en") -> str:
        """Return the decision with its reasons, a line a criterion, in Swedish or English.

        It shows what was read about the person.
        """
        told = self._once("explained", lambda basis: {one: "\n".join(_lines(self, basis, one)) for one in LANGUAGES})
        return told[language]

    def __bool__(self) -> NoReturn:
        raise UndecidedTruthError("a decision has three outcomes: compare decision.outcome")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Decision) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash((self.participant, self.programme, self.reading, self.on))

    def __repr__(self) -> str:
        return f"<Decision about {self.programme}, reading {self.reading}, on {self.on}>"

    def __str__(self) -> str:
        return self.explain("en")

    def __reduce__(self) -> tuple[Any, ...]:
        for name in ("participant", "programme", "reading", "on", "known_on", "view", "purpose", *_FOUND_LATER):
            getattr(self, name)
        self.explain()
        return Decision, (
            None,
            self._outcome,
            self._criteria,
            {**self._found, "other_readings": dict(self.other_readings)},
        )

    def _told(self) -> tuple[Any, ...]:
        found = (self.missing, self.holds_until, dict(self.other_readings), self.rule_version)
        asked = (self.participant, self.programme, self.reading, self.on, self.view, self.purpose)
        return *asked, self._outcome, self._criteria, found

    def _once(self, name: str, find: Callable[[_Basis], T]) -> T:
        if name not in self._found:
            if self._basis is None:
                raise AssertionError("a decision without its basis has everything found already")
            self._found[name] = find(self._basis)
        found: T = self._found[name]
        return found


_FOUND_LATER: Final = ("missing", "holds_until", "other_readings", "rule_version")


def _view(basis: _Basis) -> str:
    return VIEW if basis.seen is None else basis.seen.view.name


def _missing(basis: _Basis, outcome: Outcome) -> tuple[Missing, ...]:
    if outcome is not Outcome.UNDETERMINED:
        return ()
    missing = basis.segment.compiled.missing(basis.segment.compiled.nodes, basis.values)
    sight = basis.sight()
    if sight is None:
        return missing
    return tuple(attrs.evolve(one, consent=sight.consent_for(one.fact, one.holders)) for one in missing)


def _holds_until(basis: _Basis, outcome: Outcome) -> date | None:
    participant, programme = basis.participant, basis.programme
    if basis.seen is None or basis.seen.view.is_settled:
        changes = changes_of_outcome(participant, programme, basis.on, outcome, known_on=basis.known_on)
        return next((day - timedelta(days=1) for day, _ in changes), None)
    # What is open today may not be so for ever; what is not open today tells nothing of later days either.
    case, view = basis.seen
    sight = sight_of(case, programme.vocabulary, view, None)
    turns = turns_of(participant, programme, basis.on, date.max, None)
    for day in sorted({*turns, *sight.days_of_change()}):
        if day > basis.on:
            seen = as_seen_by(case, view.agency, programme, day, purpose=view.purpose)
            if outcome_of(seen.participant, programme, day, None) is not outcome:
                return day - timedelta(days=1)
    return None


def _other_readings(basis: _Basis) -> Mapping[str, Outcome]:
    return MappingProxyType(
        {
            name: outcome_of(basis.participant, programme, basis.on, basis.known_on)
            for name, programme in basis.programme.readings.items()
            if name != basis.programme.reading.id and not programme.reading.is_about_referrals
        }
    )


# --- Words ---------------------------------------------------------------------------------------


def _lines(decision: Decision, basis: _Basis, language: Language) -> Iterator[str]:
    programme = basis.programme
    yield asked_in_words(programme, decision.on, None if basis.seen is None else basis.seen.view, language)
    yield decision.summary(language)
    for finding in decision.criteria:
        yield f"  {_MARK[finding.outcome]} {finding.text(language)}"
        read = "; ".join(shown(name, value, programme.vocabulary, language) for name, value in finding.reads.items())
        yield f"    [{finding.source.told(language)}]" + (f" {read}" if read else "")
    if decision.outcome is Outcome.UNDETERMINED:
        whom = dict.fromkeys(holder for missing in decision.missing for holder in missing.holders)
        if whom:
            names = (programme.vocabulary.agencies.name(one).in_(language) for one in whom)
            yield sentence("decision.ask", language, whom=joined(names, language))
    others = "; ".join(
        f"{name}: {outcome.said(programme.definition.kind).in_(language).lower()}"
        for name, outcome in decision.other_readings.items()
    )
    if others:
        yield sentence("decision.other", language, readings=others)


def _summarised(decision: Decision, basis: _Basis, language: Language) -> str:
    return " ".join(_sentences(decision, basis, language))


def _sentences(decision: Decision, basis: _Basis, language: Language) -> Iterator[str]:
    told = decision.outcome.said(basis.programme.definition.kind).in_(language)
    if decision.outcome is Outcome.UNDETERMINED:
        what = what_is_missing(decision.missing, basis.programme.vocabulary, language)
        yield f"{told} {sentence('outcome.missing', language, what=what)}."
        for needed in each_sort(one.consent for one in decision.missing if one.consent is not None):
            yield needed_in_words(needed, basis.programme.vocabulary, language, basis.programme)
    elif decision.holds_until is None:
        yield f"{told}; {sentence('outcome.open', language)}."
    else:
        yield f"{told}; {sentence('outcome.until', language, day=in_words(decision.holds_until, language))}."
    if decision.outcome is not Outcome.NOT_ELIGIBLE and _is_elsewhere(basis):
        definition = basis.programme.definition
        area = joined(definition.area, language)
        yield sentence("outcome.area", language, programme=definition.name.in_(language), area=area)


def _is_elsewhere(basis: _Basis) -> bool:
    """Whether the programme has an area in which she is not known to live, and no criterion asks where she does."""
    area = basis.programme.definition.area
    is_predicate = basis.programme.definition.kind is ProgrammeKind.PREDICATE
    if is_predicate or not area or any("residence" in one.bound.facts for one in basis.segment.criteria):
        return False
    return basis.participant.fact("residence").at(basis.on, basis.known_on) not in area
