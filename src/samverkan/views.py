"""A case file as one agency sees it: what is not open to it is absent, whether or not it is recorded."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cached_property
from typing import Any

import attrs

from samverkan.assessments import Assessment
from samverkan.basis_checks import check_bases
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile, Individual, Person, View, case_of
from samverkan.contacts import Contact
from samverkan.dates import as_day, as_optional_day
from samverkan.embedding import EmbeddedPerson, embedded
from samverkan.errors import InvalidValueError, UnknownNameError, located
from samverkan.participants import GIVEN, HISTORIES, Hidden, Participant
from samverkan.programmes import Programme
from samverkan.rules.facts import Fact, SetOf, SpellsOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.seen_referrals import seen_referrals
from samverkan.sights import Sight
from samverkan.spells import Spell, Spells

__all__ = ["as_seen_by", "case_asked_about", "settled_on", "sight_of"]


def as_seen_by(  # noqa: PLR0913
    case: Person,
    agency: str,
    programme: BoundProgramme,
    on: date | str,
    *,
    purpose: str = "coordination",
    known_on: date | str | None = None,
) -> CaseFile:
    """Return the case file as *agency* may see it for *programme* and *purpose*, asking on the day *on*.

    A fact is there when the agency holds it, or when one that holds it may tell. A contact is held by the
    agency it is with, an assessment by the one who made it, a livelihood by its payer; what is left of a
    list is whole for what the agency may see and for nothing else. Birth, sex, residence and id are
    held by all. What is not open is unknown, with the same reason whether or not it is recorded. Of
    consents, legal bases and disclosures only those that name the agency are there, and of referrals those that
    one side of which may let it know; see :mod:`samverkan.seen_referrals`.

    What may be seen is settled on the day of asking: *known_on*, else *on*.

    Raises:
        InvalidValueError: when a day is not one, the agency is not of the register, or *case* is seen
            through another's eyes already.
        UnknownNameError: when the purpose is not of the closed list.
        InvalidRecordError: when a consent that names the agency names something that the model does not have.

    >>> from samverkan import Contact, Participant, load_model
    >>> programme = load_model("finsam").programmes["en-vag-in"]
    >>> anna = Participant(id="d-001", born="1990-05-17", sgi=True, contacts_complete=True,
    ...                    contacts=[Contact("AF"), Contact("FK")])
    >>> seen = as_seen_by(anna, "AF", programme, "2016-10-03").participant
    >>> [contact.agency for contact in seen.contacts], seen.contacts_complete, seen.fact("sgi").at(date(2016, 10, 3))
    (['AF'], frozenset({'AF'}), Unknown(reason=<UnknownReason.NOT_OPEN: 'not_open'>))
    """
    vocabulary = programme.vocabulary
    day, known = as_day(on), as_optional_day(known_on)
    located("seen_by", vocabulary.agencies.agency, agency)
    purposes = vocabulary.words(SetOf("purposes"))
    if purpose not in purposes:
        raise UnknownNameError("purpose", purpose, purposes)
    view = View(agency=agency, programme=programme.id, purpose=purpose, on=known or day, is_settled=known is not None)
    whole = _case(case, vocabulary, view, known)
    _check_view(whole.view, view)
    return _seen(sight_of(whole, vocabulary, view, known), view, programme.definition)


def case_asked_about(  # noqa: PLR0913, PLR0917
    person: Person, programme: BoundProgramme, on: date, known_on: date | None, seen_by: str | None, purpose: str
) -> CaseFile:
    """Return the case file as the one who asks may see it on the day *on*, with all facts where that is no agency.

    Where an agency asks, nothing of a person of a class of one's own is read but what it may see.
    """
    if seen_by is not None:
        return as_seen_by(person, seen_by, programme, on, purpose=purpose, known_on=known_on)
    return settled_on(case_of(person), programme, on)


def settled_on(case: CaseFile, programme: BoundProgramme, on: date) -> CaseFile:
    """Return a case file as it is seen on the day *on*: what was open on another day may not be so on that one.

    One with all facts, or of which it was said that it stays as it was, is returned as it is.

    Raises:
        InvalidValueError: when it is seen for another programme: what was opened for that one is not for this.
    """
    view = case.view
    if view is None:
        return case
    if view.programme != programme.id:
        raise InvalidValueError(
            where="person", wanted="a case file with all facts, or as it is seen for this programme", got="another"
        )
    if view.is_settled or view.on == on:
        return case
    return as_seen_by(case, view.agency, programme, on, purpose=view.purpose)


def sight_of(case: CaseFile, vocabulary: Vocabulary, view: View, known_on: date | None) -> Sight:
    """Return what may be seen of a case through those eyes."""
    return Sight(case, vocabulary, view.agency, view.purpose, view.programme, view.on, known_on)


def _case(person: Person, vocabulary: Vocabulary, view: View, known_on: date | None) -> CaseFile:
    """Return the case file. Of a person of a class of one's own only what may be seen is read at all."""
    if isinstance(person, CaseFile | Participant | EmbeddedPerson):
        return case_of(person)
    residence = CaseFile(embedded(person, among=["residence"]))
    parts = _Parts(sight_of(residence, vocabulary, view, known_on))
    return CaseFile(
        embedded(
            person,
            among=vocabulary.facts.keys() - parts.closed,
            keep=lambda name, spell: parts.lists[name].shows(spell),
        )
    )


def _check_view(before: View | None, now: View) -> None:
    if before is not None and (before.agency, before.programme, before.purpose) != (
        now.agency,
        now.programme,
        now.purpose,
    ):
        raise InvalidValueError(
            where="seen_by", wanted="a case file with all facts", got="one as it is seen for something else"
        )


def _seen(sight: Sight, view: View, programme: Programme) -> CaseFile:
    # From here on nothing but what may be seen is handed on.
    consents = sight.case.consents
    seen = CaseFile(
        _person(sight.case.participant, sight),
        consents=None if consents is None else [one for one in consents if sight.names_viewer(one)],
        referrals=seen_referrals(sight, programme),
        legal_bases=[one for one in sight.case.legal_bases if sight.names_viewer(one)],
        disclosures=[one for one in sight.case.disclosures if sight.holds(one.sharer) or sight.holds(one.recipient)],
        view=view,
    )
    check_bases(seen, sight.vocabulary)
    return seen


# --- The person -------------------------------------------------------------------------------------


def _person(person: Individual, sight: Sight) -> Individual:
    parts = _Parts(sight)
    closed = parts.closed | person.hidden.facts
    seen = {name: part.seen(person.spells(name)) for name, part in parts.lists.items() if name not in closed}
    hidden = Hidden(
        facts=closed,
        complete={
            name: spells.complete or ()
            for name, spells in seen.items()
            if spells is not None and name != "contacts" and not isinstance(spells.complete, bool)
        },
        contacts=seen_contacts.in_part if (seen_contacts := seen.get("contacts")) is not None else (),
    )
    shown = parts.dated - closed
    if isinstance(person, EmbeddedPerson):
        return EmbeddedPerson(
            id=person.id,
            facts={name: person.fact(name) for name in shown if name in person.facts},
            histories={name: spells for name, spells in seen.items() if spells is not None},
            hidden=hidden,
        )
    return _participant(person, shown, seen, hidden)


@attrs.frozen(slots=False)
class _Parts:
    """What of a person may be seen, whatever is recorded about her."""

    sight: Sight

    @cached_property
    def given(self) -> Mapping[str, Fact]:
        return {name: fact for name, fact in self.sight.vocabulary.facts.items() if fact.derived is None}

    @cached_property
    def lists(self) -> "Mapping[str, _Contacts | _Findings | _Words | _Whole]":
        lists = {name: fact for name, fact in self.given.items() if isinstance(fact.kind, SpellsOf)}
        return {name: _of_list(name, fact, self.sight) for name, fact in lists.items()}

    @cached_property
    def dated(self) -> AbstractSet[str]:
        return {name for name, fact in self.given.items() if name not in self.lists and _is_open(fact, self.sight)}

    @cached_property
    def closed(self) -> AbstractSet[str]:
        lists = {name for name, part in self.lists.items() if not part.is_closed}
        return self.given.keys() - self.dated - lists


def _participant(
    person: Participant, shown: Iterable[str], seen: Mapping[str, Spells[Any] | None], hidden: Hidden
) -> Participant:
    fields: dict[str, Any] = {name: person.fact(name) for name in shown if name in GIVEN}
    fields |= {name: spells.entries for name, spells in seen.items() if spells is not None and name in HISTORIES}
    contacts = seen.get("contacts")
    return Participant(
        id=person.id,
        contacts_complete=contacts is not None and contacts.complete,
        more={name: person.more[name] for name in shown if name in person.more},
        hidden=hidden,
        **fields,
    )


def _is_open(fact: Fact, sight: Sight, word: str | None = None) -> bool:
    """Whether a fact, or of a history what it says of *word*, may be seen; what nobody holds, everybody does."""
    holders = fact.holders(word)
    return not holders or any(sight.opens(one, fact.category) for one in holders)


def _of_list(name: str, fact: Fact, sight: Sight) -> "_Contacts | _Findings | _Words | _Whole":
    record = HISTORIES.get(name)
    words = fact.kind.of if isinstance(fact.kind, SpellsOf) else None
    if record is Contact:
        return _Contacts(fact, sight)
    if record is Assessment:
        return _Findings(fact, sight)
    return _Whole(fact, sight) if record is None or words is None else _Words(fact, sight, words)


@attrs.frozen
class _Whole:
    """A history that is seen in whole or not at all."""

    fact: Fact
    sight: Sight

    @property
    def is_closed(self) -> bool:
        return not _is_open(self.fact, self.sight)

    def shows(self, _: Spell) -> bool:
        return not self.is_closed

    def seen(self, given: Spells[Any] | None) -> Spells[Any] | None:
        return given


@attrs.frozen(slots=False)
class _Words:
    """A history of which each word has its own holders, as a livelihood has its payer."""

    fact: Fact
    sight: Sight
    list: str

    @cached_property
    def open(self) -> frozenset[str]:
        words = self.sight.vocabulary.words(SetOf(self.list))
        return frozenset(word for word in words if _is_open(self.fact, self.sight, word))

    @property
    def is_closed(self) -> bool:
        return not self.open

    def shows(self, spell: Spell) -> bool:
        return spell.key in self.open

    def seen(self, given: Spells[Any] | None) -> Spells[Any] | None:
        words = frozenset(self.sight.vocabulary.words(SetOf(self.list)))
        return given if self.open == words else _shown(given, self.shows, self.open)


@attrs.frozen
class _Findings:
    """The assessments, each held by the one who made it; one of nobody named by those who hold the fact."""

    fact: Fact
    sight: Sight

    @property
    def is_closed(self) -> bool:
        return False

    def seen(self, given: Spells[Any] | None) -> Spells[Any] | None:
        sight, category = self.sight, self.fact.category
        whole = {party for party in sight.register.parties if sight.opens_all(party, category)}
        if _is_open(self.fact, sight):
            whole.add("")
        return _shown(given, self.shows, frozenset(whole))

    def shows(self, spell: Spell) -> bool:
        return self.sight.shows_spell(spell, self.fact.category) if spell.key else _is_open(self.fact, self.sight)


@attrs.frozen
class _Contacts:
    """The contacts, each held by the agency that it is with."""

    fact: Fact
    sight: Sight

    @property
    def is_closed(self) -> bool:
        return False

    def seen(self, given: Spells[Any] | None) -> Spells[Any] | None:
        if given is None:
            return None
        sight, category = self.sight, self.fact.category
        entries = [one for one in given.entries if self.shows(one)]
        complete = frozenset(self._whole(given.complete))
        if not entries and not complete:
            return None
        elsewhere = {one for one in sight.register.agencies if not sight.opens_everywhere(one, category)}
        return attrs.evolve(given, entries=entries, complete=complete, in_part=given.in_part | elsewhere)

    def shows(self, spell: Spell) -> bool:
        return self.sight.shows_spell(spell, self.fact.category)

    def _whole(self, complete: bool | frozenset[str]) -> Iterator[str]:  # noqa: FBT001
        """Yield the agencies and parties for which what is shown is whole."""
        sight, category, register = self.sight, self.fact.category, self.sight.register
        if complete is True:
            named: Iterable[str] = (*register.parties, *register.agencies)
        else:
            named = complete or ()
        for name in named:
            if name in register.parties:
                if sight.opens_all(name, category):
                    yield name
                # A party's own name stands for all of its units here, and is none of them.
                units = (one for one in register.of_party(name) if one != name)
                yield from (one for one in units if sight.opens_everywhere(one, category))
            elif ":" in name:
                yield from (name,) if sight.shows(name, category) else ()
            elif sight.opens_everywhere(name, category):
                yield name


def _shown(given: Spells[Any] | None, is_shown: Callable[[Any], bool], whole: frozenset[str]) -> Spells[Any] | None:
    """Return the spells that are shown, whole for no more than *whole*; nothing where that says nothing."""
    if given is None:
        return None
    before = given.complete
    complete = whole if before is True else whole & (before or frozenset())
    entries = [one for one in given.entries if is_shown(one)]
    return attrs.evolve(given, entries=entries, complete=complete) if entries or complete else None
