"""What a person can be given, as a solver's terms, and how it is told from what the solver found."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, Literal, TypeAlias

import attrs

from samverkan.dates import as_partial_date
from samverkan.partial import Members
from samverkan.rules.cut_offs import cut_off
from samverkan.rules.facts import (
    Choice,
    Current,
    DayOf,
    Elapsed,
    Fact,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
    SpellsOf,
    TimeUnit,
)
from samverkan.rules.solver_terms import Algebra, Case, Terms
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import Text

__all__ = ["Given", "GivenFacts", "Leave", "NotExpressibleError"]

Given: TypeAlias = Mapping[str, Any]
"""Facts of a person as a record takes them; a history as the fields of each of its entries."""

_Sort: TypeAlias = Literal["agency", "", "kind", "finding"]

_HISTORIES: Final[Mapping[str, _Sort]] = {
    "contacts": "agency",
    "sick_leave": "",
    "livelihoods": "kind",
    "occupations": "kind",
    "work_capacity": "finding",
}
"""The histories that a person can be given, and what their entries say."""


class NotExpressibleError(Exception):
    """The solver's reading cannot express something, which ``what`` names. It does not leave the package."""

    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(what.en)


@attrs.frozen
class Leave:
    """A history of one kind, as terms: whether it is known, whether it runs, and since when."""

    known: Any
    runs: Any
    length: Any


class GivenFacts(Algebra):
    """The facts that a person can be given on a day, as terms, each brought forth when it is first read.

    With *unknowns* a fact may be unknown: wholly, for one that has one value; a set and the contacts
    member by member. A day known in part has terms too, but nobody is made up with one.
    """

    def __init__(self, vocabulary: Vocabulary, on: date, *, unknowns: bool = False) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self._on = on
        self._unknowns = unknowns
        self._decoders: dict[str, Callable[[Any], Given]] = {}

    def given(self, model: Any) -> Given:
        """Return what the person of the solver's *model* is given: all that the rules rest on, and nothing else."""
        return {name: value for decode in self._decoders.values() for name, value in decode(model).items()}

    def let_go(self) -> None:
        """Let go of what was noted: it refers to the whole, whose memory the solver would else keep for long."""
        self._decoders.clear()

    # --- Facts that have one value ---

    def holds(self, name: str) -> Terms:
        """Return the two terms of a fact that is so or not."""
        derived = self.vocabulary.fact(name).derived
        if isinstance(derived, Current):
            leave = self.leave(derived.spells, name)
            return self.known_as(leave.known, leave.runs)
        known, is_so = self._known(name), self.truth(name)
        self._note(name, known, lambda model: self.value(model, is_so))
        return self.known_as(known, is_so)

    def number_of(self, name: str, kind: NumberOf) -> list[Case]:
        """Return between what bounds a given number lies, known or not."""
        known, number = self._known(name), self.number(name)
        if self._note(name, known, lambda model: self.value(model, number)):
            self._bound(number, kind)
        return [Case(known, number, number), Case(self.no(known), kind.least, kind.most)]

    def is_among(self, name: str, wanted: Iterable[str]) -> Terms:
        """Return the two terms of that a choice is one of the words *wanted*."""
        known, index, words = self.choice(name)
        return self.known_as(known, self.any_of(index == words.index(word) for word in sorted(wanted)))

    def choice(self, name: str) -> tuple[Any, Any, tuple[str, ...]]:
        """Return whether a choice is known, its place in the closed list, and that list."""
        kind = self.vocabulary.fact(name).kind
        if not isinstance(kind, Choice):
            raise AssertionError("checked when the rule was made")
        words = self.vocabulary.words(kind)
        known, index = self._known(name), self.number(name)
        if self._note(name, known, lambda model: words[int(self.value(model, index))]):
            self.laws += [index >= 0, index < len(words)]
        return known, index, words

    def day(self, name: str) -> tuple[Any, Any, Any]:
        """Return whether the day is known, and the earliest and the latest that it can be."""
        known, earliest = self._known(name), self.number(name, "earliest")
        latest = self.number(name, "latest") if self._unknowns else earliest
        if self._note(name, known, lambda model: as_partial_date(date.fromordinal(self.value(model, earliest)))):
            self.laws += [earliest >= 1, earliest <= self._on.toordinal()]
            self.laws += [latest == earliest] if self._unknowns else []
            for fact in self.vocabulary.facts.values():
                match fact:
                    case Fact(kind=NumberOf(_, least, most, _), derived=Elapsed(since, unit)) if since == name:
                        self.laws += [] if least is None else [earliest <= self.last_day(least, unit)]
                        self.laws += [] if most is None else [earliest > self.last_day(most + 1, unit)]
                    case _:
                        pass
        return known, earliest, latest

    def last_day(self, number: int, unit: TimeUnit) -> int:
        """Return the last day since which so much has passed."""
        if number <= 0:
            return date.max.toordinal()  # So much has elapsed since any day: before the start nothing has.
        last = cut_off(number, unit, self._on, self.vocabulary.leap_day)
        return 0 if last is None else last.toordinal()

    def leave(self, name: str, reader: str) -> Leave:
        """Return a history of one kind, which the fact *reader* follows from.

        Raises:
            NotExpressibleError: when it is another sort of history.
        """
        if _HISTORIES.get(name) != "":
            raise NotExpressibleError(_unread(reader))
        leave = Leave(self._known(name), self.truth(name, "runs"), self.number(name, "days"))

        def tell(model: Any) -> object:
            if not self.value(model, leave.runs):
                return ()
            return ({"since": self._on - timedelta(days=self.value(model, leave.length) - 1)},)

        if self._note(name, leave.known, tell):
            self.laws += [leave.length >= 1, leave.length <= self._on.toordinal()]
            for fact in self.vocabulary.facts.values():
                match fact:
                    case Fact(kind=NumberOf() as kind, derived=DayOf(spells)) if spells == name:
                        self._bound(self.either(leave.runs, leave.length, 0), kind)
                    case _:
                        pass
        return leave

    # --- Sets ---

    def words(self, name: str) -> tuple[str, ...]:
        """Return the closed list of a set."""
        kind = self.vocabulary.fact(name).kind
        if not isinstance(kind, SetOf):
            raise AssertionError("checked when the rule was made")
        return self.vocabulary.words(kind)

    def has(self, name: str, word: str) -> Terms:
        """Return the two terms of that *word* is in the set *name*."""
        match self.vocabulary.fact(name).derived:
            case MembersOf(spells, key) if _HISTORIES.get(spells) != key:
                raise NotExpressibleError(_unread(name))
            case MembersOf(spells, "agency"):
                return self._contact(spells, word)
            case MembersOf(spells, "kind"):
                return self._running(spells, word)
            case MembersOf(spells, "finding", by):
                return self._finding(spells, word, by)
            case PartiesOf(agencies):
                return self._party(agencies, word)
            case _:
                return self._chosen(name, word)

    def _chosen(self, name: str, word: str) -> Terms:
        inside = self.truth(name, _WORD, word)
        outside = self.truth(name, "is not", word) if self._unknowns else self.no(inside)
        if name not in self._decoders:
            self._decoders[name] = lambda model: self._members(name, model)
        if self._unknowns:
            self.laws.append(self.no(self.all_of([inside, outside])))
        return Terms(inside, outside)

    def _members(self, name: str, model: Any) -> Given:
        """Tell the members of a set that is given; a word that no rule mentions is not in it."""
        terms = {word: self._chosen(name, word) for word in self.words(name) if (name, _WORD, word) in self.consts}
        inside = {word for word, one in terms.items() if self.value(model, one.met)}
        unknown = {word for word, one in terms.items() if word not in inside and not self.value(model, one.not_met)}
        return {} if unknown and unknown == terms.keys() else {name: Members(inside, unknown)}

    def _running(self, spells: str, word: str) -> Terms:
        known, runs = self._known(spells), self.truth(spells, _WORD, word)

        def tell(model: Any) -> object:
            kinds = sorted(key[-1] for key in self.consts if key[:2] == (spells, _WORD))
            return tuple({"kind": kind} for kind in kinds if self.value(model, self.truth(spells, _WORD, kind)))

        self._note(spells, known, tell)
        return self.known_as(known, runs)

    def _contact(self, spells: str, unit: str) -> Terms:
        runs = self.truth(spells, _WORD, unit)
        self._decoders.setdefault(spells, lambda model: self._contacts(spells, model))
        if not self._unknowns:
            return Terms(runs, self.no(runs))
        listed = self.truth(spells, "is listed", unit)
        whole = self._is_whole(spells, self.vocabulary.agencies.agencies[unit].party)
        return Terms(runs, self.all_of([self.no(runs), self.any_of([listed, whole])]))

    def _is_whole(self, spells: str, party: str | None) -> Any:
        return self.truth(spells, "is whole", *([] if party is None else [party]))

    def _party(self, agencies: str, party: str) -> Terms:
        units = self.vocabulary.agencies.of_party(party)
        read = [self.has(agencies, unit) for unit in units]
        derived = self.vocabulary.fact(agencies).derived
        if not self._unknowns or not isinstance(derived, MembersOf):
            return self.some(read)
        met = self.any_of(one.met for one in read)
        listed = [self.truth(derived.spells, "is listed", unit) for unit in units]
        all_listed = not self.vocabulary.agencies.parties[party].has_other_units and self.all_of(listed)
        settled = self.any_of([self._is_whole(derived.spells, party), all_listed])
        return Terms(met, self.all_of([self.no(met), settled]))

    def _contacts(self, spells: str, model: Any) -> Given:
        register = self.vocabulary.agencies
        units = [unit for unit in register.agencies if (spells, _WORD, unit) in self.consts]
        running = [unit for unit in units if self.value(model, self.truth(spells, _WORD, unit))]
        entries: list[Given] = [{"agency": unit} for unit in running]
        if not self._unknowns:
            return {spells: entries, f"{spells}_complete": True}
        before = self._on - timedelta(days=1)
        listed = [unit for unit in units if self.value(model, self.truth(spells, "is listed", unit))]
        whole = [party for party in register.parties if self.value(model, self._is_whole(spells, party))]
        entries += [{"agency": unit, "until": before} for unit in listed if unit not in running]
        return {spells: entries, f"{spells}_complete": whole}

    # --- Assessments ---

    def _finding(self, spells: str, word: str, by: str | None) -> Terms:
        """Return the terms of that *word* is what somebody has found, or what the party *by* has."""
        known = self._known(spells)
        if self._note(spells, known, lambda model: self._assessments(spells, model)):
            self._assess(spells)
        unnamed = self.truth(spells, *_NOT_NAMED, word)
        if by is None:
            found = [self.truth(spells, _PARTY, party, word) for party in self.vocabulary.agencies.parties]
            return self.known_as(known, self.any_of([*found, self.truth(spells, *_BESIDE, word)]))
        found = self.truth(spells, _PARTY, by, word)
        if not self._unknowns:
            self.laws.append(
                self.any_of([found, self.no(unnamed)])
            )  # Else the finding may be theirs, and is not known.
        return Terms(self.all_of([known, found]), self.all_of([known, self.no(found), self.no(unnamed)]))

    def _assess(self, spells: str) -> None:
        """Lay down how many different findings each party, other agencies and those not named can have."""
        words = self._findings(spells)
        for who in self._who_assesses():
            not_found = [self.no(self.truth(spells, *who, word)) for word in words]
            most = len(self._assessors(who, len(words)))
            self.laws.append(self.at_least(len(words) - most, not_found))
        for word in words:
            beside = self.any_of(self.truth(spells, *who, word) for who in (_NO_PARTY, _NOT_NAMED))
            self.laws.append(self.truth(spells, *_BESIDE, word) == beside)

    def _who_assesses(self) -> Sequence[tuple[str, ...]]:
        return [*((_PARTY, party) for party in self.vocabulary.agencies.parties), _NO_PARTY, _NOT_NAMED]

    def _findings(self, spells: str) -> tuple[str, ...]:
        kind = self.vocabulary.fact(spells).kind
        if not isinstance(kind, SpellsOf) or kind.of is None:
            raise AssertionError("findings are words of a closed list")
        return self.vocabulary.words(SetOf(kind.of))

    def _assessors(self, who: tuple[str, ...], most: int) -> Sequence[str | None]:
        """Return so many different assessors of that sort, or as many as there can be."""
        register = self.vocabulary.agencies
        if who == _NOT_NAMED:
            return [None]
        own = None if who == _NO_PARTY else who[-1]
        units = [unit.id for unit in register.agencies.values() if unit.party == own]
        bodies = sorted(register.bodies_of(own))[:most]
        certain = [
            f"{head}:{body}{slash}{tail}"
            for unit in units
            for head, slash, tail in [unit.partition("/")]
            for body in bodies
        ]
        return [*units, *certain][:most]

    def _assessments(self, spells: str, model: Any) -> object:
        words = self._findings(spells)
        told: list[Mapping[str, object]] = []
        for who in self._who_assesses():
            found = [word for word in words if self.value(model, self.truth(spells, *who, word))]
            assessors = self._assessors(who, len(words))
            told += [{"by": by, "finding": word} for by, word in zip(assessors, found, strict=False)]
        return tuple(told)

    # --- What is noted ---

    def _known(self, name: str) -> Any:
        return self.truth(name, _IS_KNOWN) if self._unknowns else True

    def _note(self, name: str, known: Any, tell: Callable[[Any], object]) -> bool:
        """Note how a fact is told from a model; return whether it had not been noted before."""
        if name in self._decoders:
            return False
        self._decoders[name] = lambda model: {name: tell(model)} if self.value(model, known) else {}
        return True

    def _bound(self, number: Any, kind: NumberOf) -> None:
        self.laws += [] if kind.least is None else [number >= kind.least]
        self.laws += [] if kind.most is None else [number <= kind.most]


# The kinds of things that constants stand for, as parts of their names.
_IS_KNOWN: Final = "is known"
_WORD: Final = "word"
_PARTY: Final = "found by"
_NO_PARTY: Final = ("found by no party",)
_NOT_NAMED: Final = ("found by somebody who is not named",)
_BESIDE: Final = ("found beside the parties",)


def _unread(fact: str) -> Text:
    return Text(
        sv=f"uppgiften {fact} följer av något som en lösare inte läser",
        en=f"the fact {fact} follows from something that the solver does not read",
    )
