"""Does she meet the criteria on this day, and why?

The library assesses whether criteria are met. Whether somebody is admitted, and every benefit, is
for an agency to settle (lag 2003:1210, 7 §).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, NoReturn, TypeVar

import attrs

from samverkan.answers import KnownValue, Missing, Verdict
from samverkan.bound_programmes import BoundProgramme, Segment
from samverkan.casefiles import CaseFile, participant_of
from samverkan.criteria import InForce
from samverkan.dates import as_day, as_optional_day, in_words
from samverkan.errors import UndecidedTruthError
from samverkan.findings import Finding
from samverkan.immutable import frozen_mapping
from samverkan.participants import Participant
from samverkan.programmes import ProgrammeKind
from samverkan.rules.evaluation import Truth, conjunction
from samverkan.rules.stretches import crossings
from samverkan.rules.words import shown, what_is_missing
from samverkan.texts import CATALOGUE, LANGUAGES, Language, Text, joined, sentence

__all__ = ["VIEW", "Decision", "Outcome", "decide"]

T = TypeVar("T")

VIEW: Final = "all-facts"
"""The view that a decision is made from when nothing is hidden from the one who asks."""


class Outcome(StrEnum):
    """What comes of a programme's criteria together."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"

    def __bool__(self) -> NoReturn:
        raise UndecidedTruthError("an outcome has three values: compare it, as in `outcome is Outcome.ELIGIBLE`")


_OUTCOME: Final[Mapping[Truth, Outcome]] = {
    True: Outcome.ELIGIBLE,
    False: Outcome.NOT_ELIGIBLE,
    None: Outcome.UNDETERMINED,
}
_VERDICT: Final[Mapping[Truth, Verdict]] = {truth: Verdict.of(truth) for truth in (True, False, None)}
_MARK: Final = {Verdict.MET: "+", Verdict.NOT_MET: "-", Verdict.UNKNOWN: "?"}


def decide(
    person: Participant | CaseFile,
    programme: BoundProgramme,
    on: date | str,
    *,
    reading: str | None = None,
    known_on: date | str | None = None,
) -> "Decision":
    """Say whether *person* meets the criteria of *programme* on the day *on*, and why.

    *reading* names the reading of the source to go by; without it, the one that the programme is
    bound under, at first the default. *known_on* answers from what had been recorded by that day.

    Raises:
        InvalidValueError: when a day is not one.
        InvalidRecordError: when the person's record names an agency that the model does not have.
        UnknownNameError: when the programme has no such reading.

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
    return _decided(participant_of(person), bound, as_day(on), as_optional_day(known_on))


def _decided(participant: Participant, programme: BoundProgramme, on: date, known_on: date | None) -> "Decision":
    segment = programme.segment(on)
    values = segment.compiled.read(participant, on, known_on)
    truths: list[Truth] = [segment.in_force is Verdict.MET]
    findings = [Finding(InForce(programme.definition, on, segment.code), segment.in_force, values)]
    for criterion in segment.criteria:
        truth = criterion.node.judge(values)
        truths.append(truth)
        findings.append(Finding(criterion, _VERDICT[truth], values))
    return Decision(
        participant=participant.id,
        programme=programme.id,
        reading=programme.reading.id,
        on=on,
        outcome=_OUTCOME[conjunction(truths)],
        criteria=tuple(findings),
        basis=_Basis(participant, programme, known_on, segment, values),
    )


def _outcome(participant: Participant, programme: BoundProgramme, on: date, known_on: date | None) -> Outcome:
    """Return the outcome alone."""
    segment = programme.segment(on)
    if segment.in_force is not Verdict.MET:
        return Outcome.NOT_ELIGIBLE
    values = segment.compiled.read(participant, on, known_on)
    return _OUTCOME[conjunction([node.judge(values) for node in segment.compiled.nodes])]


@attrs.frozen(eq=False, repr=False)
class _Basis:
    """What a decision was made from: kept so that more can be asked of it, and never written out."""

    participant: Participant
    programme: BoundProgramme
    known_on: date | None
    segment: Segment
    values: list[KnownValue]


@attrs.frozen(repr=False, kw_only=True)
class Decision:
    """Whether the criteria of a programme are met for a person on a day (*bedömning*), and why.

    * ``outcome``: eligible, not eligible or undetermined.
    * ``criteria``: a finding for each criterion, ``in-force`` first, then in the order of the file.
    * ``missing``: every unknown that still matters; learning all of them settles the outcome.
    * ``holds_until``: the last day of the unbroken stretch of the same outcome, if nothing more is
      recorded; ``None`` when there is no such day.
    * ``other_readings``: the outcome under each of the programme's other readings.
    * ``rule_version``: a digest of the rules, parameters and definitions that it rests on.

    The last four are found when they are first asked for. ``print(decision)`` explains it in
    English, :meth:`explain` in Swedish too; neither belongs in a log.
    """

    participant: str
    programme: str
    reading: str
    on: date
    view: str = VIEW
    outcome: Outcome
    criteria: tuple[Finding, ...]
    _basis: _Basis | None = attrs.field(eq=False, alias="basis")
    _later: dict[str, Any] = attrs.field(factory=dict[str, Any], init=False, eq=False)

    def __bool__(self) -> NoReturn:
        raise UndecidedTruthError("a decision has three outcomes: compare decision.outcome")

    def __repr__(self) -> str:
        return f"<Decision about {self.programme}, reading {self.reading}, on {self.on}>"

    def __str__(self) -> str:
        return self.explain("en")

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Every unknown that still matters, in the order of the rules."""
        return self._once("missing", _missing)

    @property
    def holds_until(self) -> date | None:
        """The last day of the unbroken stretch of the same outcome, if nothing more is recorded."""
        return self._once("holds_until", _holds_until)

    @property
    def other_readings(self) -> Mapping[str, Outcome]:
        """The outcome under each of the programme's other readings, in the order of the file."""
        return self._once("other_readings", _other_readings)

    @property
    def rule_version(self) -> str:
        """A digest of everything that the answer depends on but the person and the day."""
        return self._once("rule_version", lambda _, basis: basis.programme.rule_version)

    def explain(self, language: Language = "en") -> str:
        """Return the decision with its reasons, a line a criterion, in Swedish or English.

        It shows what was read about the person.
        """
        told: str = self._once("explained", _explained)[language]
        return told

    def deciding(self) -> tuple[Finding, ...]:
        """Return the criteria that settled the outcome, or that keep it unsettled."""
        wanted = {
            Outcome.ELIGIBLE: Verdict.MET,
            Outcome.NOT_ELIGIBLE: Verdict.NOT_MET,
            Outcome.UNDETERMINED: Verdict.UNKNOWN,
        }[self.outcome]
        return tuple(finding for finding in self.criteria if finding.outcome is wanted)

    def summary(self, language: Language = "en") -> str:
        """Return the outcome as a sentence, with what is missing or until when it stands."""
        told: str = self._once("summary", _summary)[language]
        return told

    def __getstate__(self) -> dict[str, Any]:
        for name in ("missing", "holds_until", "other_readings", "rule_version"):
            getattr(self, name)
        self.explain()
        self.summary()
        kept = {field.name: getattr(self, field.name) for field in attrs.fields(Decision)}
        return {**kept, "_basis": None}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)

    def _once(self, name: str, find: Callable[["Decision", _Basis], T]) -> T:
        if name not in self._later:
            if self._basis is None:
                raise AssertionError("a decision without its basis has everything found already")
            self._later[name] = find(self, self._basis)
        found: T = self._later[name]
        return found


def _missing(decision: Decision, basis: _Basis) -> tuple[Missing, ...]:
    if decision.outcome is not Outcome.UNDETERMINED:
        return ()
    return basis.segment.compiled.missing(basis.segment.compiled.nodes, basis.values)


def _holds_until(decision: Decision, basis: _Basis) -> date | None:
    programme = basis.programme
    for day in sorted(set(_turns(basis, decision.on))):
        if _outcome(basis.participant, programme, day, basis.known_on) is not decision.outcome:
            return day - timedelta(days=1)
    return None


def _turns(basis: _Basis, after: date) -> Iterator[date]:
    """Yield the days after *after* on which the outcome may become another."""
    programme = basis.programme
    days = crossings(programme.compared, programme.vocabulary, basis.participant, basis.known_on)
    yield from (day for day in days if day > after)
    yield from (segment.since for segment in programme.segments if segment.since > after)


def _other_readings(decision: Decision, basis: _Basis) -> Mapping[str, Outcome]:
    return frozen_mapping(
        {
            name: _outcome(basis.participant, programme, decision.on, basis.known_on)
            for name, programme in basis.programme.readings.items()
            if name != decision.reading
        }
    )


# --- Words ---------------------------------------------------------------------------------------


def _explained(decision: Decision, basis: _Basis) -> Mapping[Language, str]:
    return {language: "\n".join(_lines(decision, basis, language)) for language in LANGUAGES}


def _lines(decision: Decision, basis: _Basis, language: Language) -> Iterator[str]:
    programme = basis.programme
    yield sentence(
        "decision.head",
        language,
        programme=programme.definition.name.in_(language),
        day=in_words(decision.on, language),
        reading=decision.reading,
        view=sentence(f"decision.view.{decision.view}", language),
    )
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
        f"{name}: {_said(outcome, programme).in_(language).lower()}"
        for name, outcome in decision.other_readings.items()
    )
    if others:
        yield sentence("decision.other", language, readings=others)


def _summary(decision: Decision, basis: _Basis) -> Mapping[Language, str]:
    return {language: _summarised(decision, basis, language) for language in LANGUAGES}


def _summarised(decision: Decision, basis: _Basis, language: Language) -> str:
    told = _said(decision.outcome, basis.programme).in_(language)
    if decision.outcome is Outcome.UNDETERMINED:
        what = what_is_missing(decision.missing, basis.programme.vocabulary, language)
        return f"{told} {sentence('outcome.missing', language, what=what)}."
    until = decision.holds_until
    if until is None:
        return f"{told}; {sentence('outcome.open', language)}."
    return f"{told}; {sentence('outcome.until', language, day=in_words(until, language))}."


def _said(outcome: Outcome, programme: BoundProgramme) -> Text:
    covered = programme.definition.kind in {ProgrammeKind.DUTY, ProgrammeKind.AGREEMENT}
    return CATALOGUE[f"{'covered' if covered else 'outcome'}.{outcome.value}"]
