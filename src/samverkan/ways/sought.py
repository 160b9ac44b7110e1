"""The ways in: sought, tried on the person, and told."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, Final

import attrs

from samverkan.answers import ConsentNeeded, Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile, Individual, Person, case_of
from samverkan.criteria import IN_FORCE
from samverkan.dated import Dated
from samverkan.dates import PartialDate, as_day, as_optional_day
from samverkan.eligibility import Decision, decided
from samverkan.embedding import EmbeddedPerson
from samverkan.errors import located
from samverkan.findings import Finding
from samverkan.given import as_number
from samverkan.immutable import frozen_tuple
from samverkan.outcomes import Outcome, outcome_of
from samverkan.participants import GIVEN
from samverkan.rules.facts import Elapsed, SetOf, SpellsOf
from samverkan.rules.readers import reader
from samverkan.sharing import asked_in_words
from samverkan.texts import LANGUAGES, Language, Text
from samverkan.views import as_seen_by, sight_of
from samverkan.ways.candidates import Asked, Given, Option, Unit
from samverkan.ways.search import Changed, Chosen, Few, Search
from samverkan.ways.steps import Act, Between, FindOut, Said, StepIn, Wait, acted, found_out

__all__ = ["Way", "WaysIn", "ways_in"]

_MANY: Final = 50


def ways_in(  # noqa: PLR0913
    person: Person,
    programme: BoundProgramme,
    on: date | str,
    *,
    most: int = 3,
    reading: str | None = None,
    known_on: date | str | None = None,
    seen_by: str | None = None,
    purpose: str = "coordination",
) -> "WaysIn":
    """Say by what few steps *person* would come to meet the criteria of *programme*, asked on the day *on*.

    A way has at most *most* steps, and no part of it is enough: not fewer of its steps, nor a shorter wait,
    whatever the answers to its questions turn out to be. Acts take place on the day *on* and last; what
    is found out is so on the day waited for. A day waited for is one on which something known turns.

    *reading*, *known_on*, *seen_by* and *purpose* are those of :func:`~samverkan.eligibility.decide`. With
    *seen_by* everything is sought from what that agency may see when it asks, and what it may not see is
    something to find out.

    Raises:
        InvalidValueError: when a day is not one, *most* is not a whole number from 1, when the agency that
            asks is not of the register, or when *person* is a case file as it is seen for another programme.
        InvalidRecordError: when the person's record names an agency that the model does not have.
        UnknownNameError: when the programme has no such reading, or there is no such purpose.

    >>> from samverkan import Contact, Participant, load_model
    >>> programme = load_model("finsam").programmes["en-vag-in"]
    >>> tarik = Participant(id="d-002", born="1992-11-05", residence="Smedjebacken", unmet_need=True,
    ...                     contacts=[Contact("kommun/AME"), Contact("kommun/IFO")], contacts_complete=True)
    >>> for way in ways_in(tarik, programme, "2017-02-01").ways:
    ...     print(way)
    The person comes into contact with Arbetsförmedlingen; Arbetsförmedlingen can do something about that.
    The person comes into contact with Försäkringskassan; Försäkringskassan can do something about that.
    The person comes into contact with the region; the region can do something about that.
    """
    bound = programme if reading is None else programme.read_as(reading)
    day, known = as_day(on), as_optional_day(known_on)
    most = located("most", lambda given: as_number(given, 1, None), most)
    if seen_by is not None:
        person = as_seen_by(person, seen_by, bound, day, purpose=purpose, known_on=known)
    case = case_of(person)
    decision = decided(case, bound, day, known)
    search = Search(Asked(case.participant, bound, day, known), most)
    sought = [] if decision.outcome is Outcome.ELIGIBLE else search.fewest()
    teller = _Teller(case, search)
    ways = [*islice(((few, chosen) for few in sought for chosen in few.listed()), _MANY + 1)]
    blocked = [] if ways or decision.outcome is Outcome.ELIGIBLE else [*_blocked(decision, search)]
    return WaysIn(
        participant=decision.participant,
        programme=bound.id,
        reading=bound.reading.id,
        on=day,
        view=decision.view,
        most=most,
        outcome=decision.outcome,
        ways=[teller.way(few, chosen) for few, chosen in ways[:_MANY]],
        blocked_by=blocked,
        complete=len(ways) <= _MANY and search.is_whole,
        head=_head(decision, case, bound),
    )


@attrs.frozen(repr=False, kw_only=True)
class Way:
    """Steps that are enough together, and of which none can be spared.

    ``on`` is the day on which the criteria then are met: the one waited for, else the one that was asked about.
    """

    steps: tuple[StepIn, ...] = attrs.field(converter=frozen_tuple)
    on: date

    def text(self, language: Language) -> str:
        """Return the steps as sentences."""
        return " ".join(step.text(language) for step in self.steps)

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return "<Way>"


@attrs.frozen(repr=False, kw_only=True)
class WaysIn:
    """By what few steps the criteria of a programme would come to be met for a person, asked on a day.

    * ``outcome``: what comes of the criteria now; of a person who meets them no ways are told.
    * ``ways``: at most fifty, those of the fewest steps first.
    * ``blocked_by``: where there is no way, the criteria that ``most`` steps cannot change, taken by themselves. It is
      empty as well when each could be changed, but not all of them together.
    * ``complete``: whether these are all the ways.
    * ``view``: what the one who asks was allowed to see: ``all-facts``, or ``seen-by:`` and the agency.

    It says what would change the answer, not what anybody ought to do. It tells of the person and belongs
    in no log; ``repr`` does not.
    """

    participant: str
    programme: str
    reading: str
    on: date
    view: str
    most: int
    outcome: Outcome
    ways: tuple[Way, ...] = attrs.field(converter=frozen_tuple)
    blocked_by: tuple[Finding, ...] = attrs.field(converter=frozen_tuple)
    complete: bool
    _head: Text = attrs.field(alias="head")

    def text(self, language: Language) -> str:
        """Return the ways as lines, after a line on what was asked and one on what comes of it now."""
        return "\n".join(self._lines(language))

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return f"<WaysIn to {self.programme}, reading {self.reading}, on {self.on}>"

    def _lines(self, language: Language) -> Iterator[str]:
        yield self._head.in_(language)
        if self.outcome is Outcome.ELIGIBLE:
            return
        if self.ways:
            is_asked = any(isinstance(step, FindOut) for way in self.ways for step in way.steps)
            if_so = _WORDS["if"].in_(language) if is_asked else ""
            yield _WORDS["one" if len(self.ways) == 1 else "some"].filled(language, {"if": if_so})
        for number, way in enumerate(self.ways, 1):
            yield f"  {number}. {way.text(language)}"
        if self.blocked_by:
            yield _WORDS["blocked"].filled(language, {"most": self.most})
            yield from (f"  - {finding.text(language)}" for finding in self.blocked_by)
        elif not self.ways:
            yield _WORDS["none"].filled(language, {"most": self.most})
        if not self.complete:
            yield _WORDS["more"].in_(language)


_WORDS: Final[Mapping[str, Text]] = {
    "now": Text(sv="{head}\n{told}.", en="{head}\n{told}."),
    "one": Text(sv="Så här skulle kriterierna bli uppfyllda{if}:", en="This is how the criteria would be met{if}:"),
    "some": Text(
        sv="Så här skulle kriterierna bli uppfyllda, på ett sätt i taget{if}:",
        en="Each of these is a way in which the criteria would be met{if}:",
    ),
    "if": Text(sv=", om det man tar reda på visar sig vara så", en=", if what is found out turns out to be so"),
    "none": Text(
        sv="Kriterierna går inte att uppfylla med {most} steg eller färre.",
        en="The criteria cannot come to be met in {most} steps or fewer.",
    ),
    "blocked": Text(
        sv="Detta går inte att ändra med {most} steg eller färre:",
        en="This cannot be changed in {most} steps or fewer:",
    ),
    "more": Text(sv="Det kan finnas fler sätt.", en="There may be more ways."),
}


def _head(decision: Decision, case: CaseFile, programme: BoundProgramme) -> Text:
    def told(language: Language) -> str:
        head = asked_in_words(programme, decision.on, case.view, language)
        outcome = decision.outcome.said(programme.definition.kind).in_(language)
        return _WORDS["now"].filled(language, {"head": head, "told": outcome})

    return Text(**{language: told(language) for language in LANGUAGES})


def _blocked(decision: Decision, search: Search) -> Iterator[Finding]:
    for finding in decision.criteria:
        if finding.outcome is Verdict.MET:
            continue
        can_change = search.is_in_force() if finding.id == IN_FORCE else search.can_be_met(finding.id)
        if not can_change:
            yield finding


# --- Each way, tried and told -----------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Teller:
    """Makes the ways: tries each on the person, and says what its steps are."""

    case: CaseFile
    search: Search
    _steps: dict[tuple[Unit, Option, date], StepIn] = attrs.field(factory=dict[tuple[Unit, Option, date], StepIn])

    def way(self, few: Few, chosen: Chosen) -> Way:
        asked = self.search.asked
        changed = _changed(asked.person, dict(self._given(few, chosen)))
        if outcome_of(changed, asked.programme, few.on, asked.known_on) is not Outcome.ELIGIBLE:  # never
            raise AssertionError("whoever has taken the steps meets the criteria")
        steps = [self._step(unit, option, few.on) for unit, option in chosen]
        steps.sort(key=lambda step: isinstance(step, Act))
        return Way(steps=(*steps, Wait(few.on)) if few.on > asked.on else steps, on=few.on)

    def _given(self, few: Few, chosen: Chosen) -> Iterator[tuple[str, Given]]:
        for name in dict.fromkeys(unit.root for unit, _ in chosen):
            of_fact = [(unit, option) for unit, option in chosen if unit.root == name]
            yield name, self.search.roots[name].given(of_fact, few.on)

    def _step(self, unit: Unit, option: Option, on: date) -> StepIn:
        found = self._steps.get((unit, option, on))
        if found is None:
            found = self._steps[unit, option, on] = self._told(unit, option, on)
        return found

    def _told(self, unit: Unit, option: Option, on: date) -> StepIn:
        asked = self.search.asked
        numbers = self._numbers(unit, option, on)
        said = Said(
            root=unit.root,
            fact=unit.fact,
            member=unit.member,
            value=option.value,
            named=self._words(unit),
            numbers=numbers,
            on=on if numbers and on > asked.on else None,
        )
        holders = self._holders(unit)
        if option.is_act:
            return acted(said, holders, asked.programme)
        return found_out(said, holders, self._consent(unit, holders), asked.programme)

    def _numbers(self, unit: Unit, option: Option, on: date) -> Mapping[str, Between]:
        """Return what is read of a day that lies between two, or of a run of so many days."""
        root, asked = self.search.roots[unit.root], self.search.asked
        vocabulary = asked.programme.vocabulary
        if not isinstance(option.value, Between):
            return {}
        if isinstance(root.fact.kind, SpellsOf):
            return dict.fromkeys(getattr(root, "counted_by", ()), option.value)
        found: dict[str, Between] = {}
        for name in sorted(root.read_as):
            if isinstance(vocabulary.facts[name].derived, Elapsed):
                least, most = (
                    None if day is None else self._elapsed(name, unit.root, day, on)
                    for day in (option.value.most, option.value.least)
                )
                found[name] = Between(least or None, most)
        return found

    def _elapsed(self, fact: str, root: str, day: Any, on: date) -> Any:
        someone = Changed(self.search.asked.person, root, Dated[Any].always(PartialDate(day, day)))
        return reader(fact, self.search.asked.programme.vocabulary)(someone, on, None)

    def _words(self, unit: Unit) -> frozenset[str]:
        """Return the words that the rules name, or of an assessment all that there are."""
        vocabulary = self.search.asked.programme.vocabulary
        kind = vocabulary.facts[unit.fact].kind
        return (
            frozenset(vocabulary.words(kind))
            if isinstance(kind, SetOf)
            else self.search.asked.named.get(unit.fact, frozenset())
        )

    def _holders(self, unit: Unit) -> tuple[str, ...]:
        return self.search.asked.programme.vocabulary.holders(unit.fact, unit.member)

    def _consent(self, unit: Unit, holders: tuple[str, ...]) -> ConsentNeeded | None:
        """Return the consent that it takes to be told, where it is not open to the one who asks."""
        asked, view = self.search.asked, self.case.view
        if view is None:
            return None
        return sight_of(self.case, asked.programme.vocabulary, view, asked.known_on).consent_for(unit.root, holders)


def _changed(person: Individual, given: Mapping[str, Given]) -> Individual:
    """Return the person of whom that is given, whatever was before."""
    hidden = attrs.evolve(person.hidden, facts=person.hidden.facts - given.keys())
    if isinstance(person, EmbeddedPerson):
        dated = {name: one for name, one in given.items() if isinstance(one, Dated)}
        histories = {name: one for name, one in given.items() if not isinstance(one, Dated)}
        return attrs.evolve(
            person, facts={**person.facts, **dated}, histories={**person.histories, **histories}, hidden=hidden
        )
    fields: dict[str, Any] = {}
    more, complete, in_part = {**person.more}, {**hidden.complete}, hidden.contacts
    for name, one in given.items():
        if isinstance(one, Dated):
            (fields if name in GIVEN else more)[name] = one
            continue
        fields[name] = one.entries
        if name == "contacts":
            fields["contacts_complete"], in_part = one.complete, one.in_part
        elif one.complete is True:
            complete.pop(name, None)
        else:
            complete[name] = one.complete or frozenset()
    hidden = attrs.evolve(hidden, complete=complete, contacts=in_part)
    return attrs.evolve(person, **fields, more=more, hidden=hidden)
