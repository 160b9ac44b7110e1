"""Letters: a decision in plain words, said to the person herself (*du*).

Beside what a decision explains to a case worker, this says it to her: what came of it and why,
what is not known, whom she can ask, what she can do herself, and until when it stands. It says what the
decision says and nothing else, so that what an agency may not see shows in no letter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import attrs

from samverkan.answers import ConsentNeeded, Missing, Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.criteria import IN_FORCE, JudgedCriterion
from samverkan.dates import in_words
from samverkan.eligibility import VIEW, Decision
from samverkan.errors import InvalidValueError
from samverkan.letter_words import ASKED_OF_HER, OF_HERS, in_running_text, said
from samverkan.outcomes import Outcome
from samverkan.partial import Bounds
from samverkan.programmes import ProgrammeKind, Status
from samverkan.rules.expressions import Holds, Member, Not, Or, walk
from samverkan.rules.facts import Boolean, Elapsed, Fact, SetOf, SpellsOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.rules.words import what_is_missing
from samverkan.second_person import speaks_of_her, turned
from samverkan.sharing import agency_named
from samverkan.texts import Language, Text, joined, placeholders

__all__ = ["letter"]

_AGE: Final = Elapsed("born", "years")
_OF_AGE: Final = 18
_MOST_NAMED: Final = 6
_OF_AGENCIES: Final = frozenset({"agencies", "parties"})
_COVERED: Final = frozenset({ProgrammeKind.DUTY, ProgrammeKind.AGREEMENT})


def letter(decision: Decision, programme: BoundProgramme, language: Language = "sv") -> str:
    """Return *decision* as a letter to the person, in Swedish or English.

    *programme* is the one that the decision is about; of its readings the one that the decision went by
    is taken. Two decisions that are equal give the same letter. It names no source and no law: those
    are in what :meth:`~samverkan.eligibility.Decision.explain` says to the case worker. It does not belong in a log.

    Raises:
        InvalidValueError: when the decision is about another programme, was made by other rules, or is
            about a predicate, which is nothing that one takes part in.

    >>> from samverkan import Participant, decide, load_model
    >>> programme = load_model("finsam").programmes["dua"]
    >>> person = Participant(id="d-001", born="1995-05-17", unemployed=True)
    >>> told = letter(decide(person, programme, "2016-03-01"), programme, "en")
    >>> print(told.splitlines()[2].split(". ")[0])
    You are covered by DUA on 1 March 2016
    """
    bound = _checked(decision, programme)
    return "\n\n".join("\n".join(part) for part in _Writer(decision, bound, language).parts() if part)


def _checked(decision: Decision, programme: BoundProgramme) -> BoundProgramme:
    if programme.definition.kind is ProgrammeKind.PREDICATE:
        raise InvalidValueError(where="programme", wanted="something that one takes part in", got="a predicate")
    if decision.programme != programme.id:
        raise InvalidValueError(where="programme", wanted="the programme that the decision is about", got="another")
    bound = programme.readings.get(decision.reading)
    if bound is None or bound.rule_version != decision.rule_version:
        raise InvalidValueError(where="programme", wanted="the rules that the decision was made by", got="others")
    return bound


@attrs.frozen
class _Writer:
    decision: Decision
    bound: BoundProgramme
    language: Language

    def parts(self) -> Iterator[Sequence[str]]:
        """Yield the paragraphs and lists, each as its lines."""
        is_open = self.decision.outcome is Outcome.UNDETERMINED
        reasons = [*self._not_in_force(), *self._criteria(Verdict.NOT_MET)]
        yield [self._name]
        yield self._paragraph(self._answer())
        yield self._paragraph(self._basis())
        yield self._listed("heading.reason" if len(reasons) == 1 else "heading.reasons", reasons)
        yield self._listed("heading.unsettled" if is_open else "heading.beside", self._criteria(Verdict.UNKNOWN))
        yield self._listed("heading.missing", self._not_known())
        yield self._listed("heading.met", self._criteria(Verdict.MET))
        yield self._paragraph(self._to_mind())
        yield self._listed("heading.act", self._acts())
        yield self._paragraph(self._choice())

    # --- What came of it -----------------------------------------------------------------------------

    def _answer(self) -> Iterator[str]:
        outcome, until = self.decision.outcome, self.decision.holds_until
        yield self._say(f"{self._sort}.{outcome.value}", day=self._day(self.decision.on))
        if outcome is not Outcome.UNDETERMINED:  # Until when nothing can be said is of no use to her.
            yield self._say("open") if until is None else self._say("until", day=self._day(until))
        if outcome is Outcome.NOT_ELIGIBLE:
            yield self._say("only")
        if self.decision.missing:
            yield self._say("again")

    def _basis(self) -> Iterator[str]:
        yield self._say(f"{self._sort}.assessment")
        known_on = self.decision.known_on
        if self.decision.view == VIEW:
            yield self._say("view.all-facts")
        else:
            viewer = self._agency(self.decision.view.removeprefix("seen-by:"))
            yield self._say("view.seen-by", agency=viewer, purpose=self._word(self.decision.purpose or "", "purposes"))
        if known_on is not None:
            yield self._say("known", day=self._day(known_on))

    def _to_mind(self) -> Iterator[str]:
        definition = self.bound.definition
        if definition.status not in {Status.ADOPTED, Status.ENDED}:
            yield self._say(f"status.{definition.status.value}")
        asks_where = any("residence" in one.bound.facts for one in self._asked_on_the_day)
        if definition.area and not asks_where and self.decision.outcome is not Outcome.NOT_ELIGIBLE:
            yield self._say("area", area=joined(definition.area, self.language))
        if any(other is not self.decision.outcome for other in self.decision.other_readings.values()):
            yield self._say("readings")

    # --- Why -----------------------------------------------------------------------------------------

    def _not_in_force(self) -> Iterator[str]:
        span = self.bound.definition.in_force
        for finding in self.decision.criteria:
            if finding.id == IN_FORCE and finding.outcome is Verdict.NOT_MET:
                since, until = span.since or self.decision.on, span.until or self.decision.on
                yield self._say(finding.code, since=self._day(since), until=self._day(until))

    def _criteria(self, outcome: Verdict) -> list[str]:
        judged = {one.id: one for one in self._asked_on_the_day}
        found = [judged[one.id] for one in self.decision.criteria if one.outcome is outcome and one.id != IN_FORCE]
        is_told = [one for one in found if outcome is not Verdict.UNKNOWN or not self._is_asked_of(one)]
        return [self._criterion(one, outcome) for one in is_told]

    def _is_asked_of(self, judged: JudgedCriterion) -> bool:
        """Whether asking for a fact that is not known says all that a criterion does that is not settled."""
        facts = [self._vocabulary.facts[name] for name in judged.bound.facts]
        given = {self._vocabulary.given(name) for name in judged.bound.facts}
        is_plain = all(isinstance(one, Holds | Member | Not | Or) for one in walk(judged.bound.rule))
        is_one = len(facts) == 1 and isinstance(facts[0].kind, Boolean | SetOf)
        return is_plain and is_one and given <= {one.fact for one in self.decision.missing}

    def _criterion(self, judged: JudgedCriterion, outcome: Verdict) -> str:
        criterion, values = judged.bound.criterion, judged.thresholds
        if None in values.values():
            return self._say("criterion.no_value")
        text = {
            Verdict.MET: criterion.text,
            Verdict.NOT_MET: criterion.not_met,
            Verdict.UNKNOWN: criterion.unknown,
        }[outcome]
        phrase = None if text is None else self._turned(text, values)
        if phrase is not None:
            return self._say("whether.you" if outcome is Verdict.UNKNOWN else "you", phrase=phrase)
        phrase = self._turned(criterion.text, values)
        if phrase is None:
            quoted = self._say("the-person", phrase=criterion.text.filled(self.language, values))
        else:
            quoted = self._say("you", phrase=phrase)
        return self._say(f"criterion.{outcome.value}.quoted", quoted=quoted)

    def _turned(self, text: Text, values: Mapping[str, object]) -> str | None:
        phrase = turned(text.in_(self.language), self.language)
        return None if phrase is None else Text(sv=phrase, en=phrase).filled(self.language, values)

    # --- What is not known -----------------------------------------------------------------------------

    def _not_known(self) -> list[str]:
        groups: dict[str, list[Missing]] = {}
        for one in self.decision.missing:
            groups.setdefault(one.fact, []).append(one)
        return [self._asked(fact, group) for fact, group in groups.items()]

    def _asked(self, name: str, missing: Sequence[Missing]) -> str:
        """Say what is not known of a fact, and of a set, of which members."""
        fact = self._vocabulary.facts[name]
        members = [one.member for one in missing if one.member is not None]
        if members and "members" in placeholders(fact.asked):
            phrase = self._turned(fact.said, {"member": self._members(fact, members)})
        elif name in ASKED_OF_HER:
            return ASKED_OF_HER[name].in_(self.language)
        else:
            phrase = self._turned(fact.said, {}) if isinstance(fact.kind, Boolean) else None
        if phrase is not None:
            return self._say("whether.you", phrase=phrase)
        what = what_is_missing(missing, self._vocabulary, self.language)
        return self._say("missing.quoted" if speaks_of_her(what, self.language) else "missing", what=what)

    def _members(self, fact: Fact, members: Sequence[str]) -> str:
        if not isinstance(fact.kind, SetOf | SpellsOf) or fact.kind.of is None:
            raise AssertionError("only what goes by a closed list has members")
        if len(members) > _MOST_NAMED:
            return self._say("missing.agencies" if fact.kind.of in _OF_AGENCIES else "missing.others")
        return self._any_of(self._word(member, fact.kind.of) for member in members)

    # --- What she can do ---------------------------------------------------------------------------------

    def _acts(self) -> Iterator[str]:
        missing = self.decision.missing
        if missing:
            yield self._say("act.tell")
        holders = [*dict.fromkeys(holder for one in missing for holder in one.holders)]
        if len(holders) > _MOST_NAMED:
            yield self._say("act.ask.many")
        elif holders:
            yield self._say("act.ask", whom=joined(map(self._agency, holders), self.language))
        yield from map(self._consent, self._needed())
        definition = self.bound.definition
        whom = definition.owners or definition.performers or definition.parties
        yield self._say(
            "act.more", whom=self._any_of(map(self._agency, whom)) if whom else self._say("act.more.sender")
        )
        yield self._say("act.read")

    def _needed(self) -> list[ConsentNeeded]:
        """Return one consent of each sort, with everybody who would have to tell."""
        from_: dict[ConsentNeeded, dict[str, None]] = {}
        for one in (missing.consent for missing in self.decision.missing if missing.consent is not None):
            from_.setdefault(attrs.evolve(one, from_=()), {}).update(dict.fromkeys(one.from_))
        return [attrs.evolve(one, from_=tuple(names)) for one, names in from_.items()]

    def _consent(self, needed: ConsentNeeded) -> str:
        few = len(needed.from_) <= _MOST_NAMED
        named = OF_HERS.get(needed.category)
        return self._say(
            "act.consent",
            from_=self._any_of(map(self._agency, needed.from_)) if few else self._say("act.consent.many"),
            to=self._agency(needed.to),
            what=self._word(needed.category, "categories") if named is None else named.in_(self.language),
            purpose=self._word(needed.purpose, "purposes"),
            within="" if needed.programme is None else self._say("act.consent.within"),
        )

    def _choice(self) -> Iterator[str]:
        """Yield that a consent is her own choice, and that somebody may have to take part while she is under age."""
        consents, is_minor = self._needed(), self._is_minor()
        if consents:
            yield self._say("choice")
        if is_minor:
            yield self._say("minor")
        elif consents and is_minor is None:
            yield self._say("perhaps-minor")

    def _is_minor(self) -> bool | None:
        """Whether she is under age, as far as the criteria read it."""
        for finding in self.decision.criteria:
            for name, value in finding.reads.items():
                if self._vocabulary.facts[name].derived == _AGE:
                    match value:
                        case int():
                            return value < _OF_AGE
                        case Bounds(least, most) if most < _OF_AGE or least >= _OF_AGE:
                            return most < _OF_AGE
                        case _:
                            pass
        return None

    # --- Words -------------------------------------------------------------------------------------------

    @property
    def _name(self) -> str:
        return self.bound.definition.name.in_(self.language)

    @property
    def _sort(self) -> str:
        return "covered" if self.bound.definition.kind in _COVERED else "outcome"

    @property
    def _vocabulary(self) -> Vocabulary:
        return self.bound.vocabulary

    @property
    def _asked_on_the_day(self) -> tuple[JudgedCriterion, ...]:
        return self.bound.segment(self.decision.on).criteria

    def _say(self, code: str, **values: object) -> str:
        return said(code, self.language, name=self._name, programme=in_running_text(self._name), **values)

    def _paragraph(self, sentences: Iterable[str]) -> list[str]:
        told = " ".join(sentences)
        return [told] if told else []

    def _listed(self, heading: str, lines: Iterable[str]) -> list[str]:
        bullets = [f"- {line}" for line in lines]
        return [self._say(heading), *bullets] if bullets else []

    def _day(self, day: date) -> str:
        return in_words(day, self.language)

    def _agency(self, reference: str) -> str:
        return agency_named(reference, self._vocabulary, self.language)

    def _word(self, word: str, of: str) -> str:
        return self._vocabulary.name(word, of).in_(self.language)

    def _any_of(self, names: Iterable[str]) -> str:
        return joined(names, self.language, last="or")
