"""What one agency may see of a case: what it holds itself, and what somebody may tell it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Final, Protocol

import attrs

from samverkan.agencies import Agencies, unit_of, with_body
from samverkan.answers import ConsentNeeded
from samverkan.assessments import Assessment
from samverkan.casefiles import Basis, CaseFile
from samverkan.consents import Consent, ConsentKind, Standing
from samverkan.contacts import Contact
from samverkan.dated import Unknown
from samverkan.legal_bases import LegalBasis
from samverkan.participants import HISTORIES
from samverkan.rules.facts import SpellsOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.scopes import ANY_BODY, Request, Scope, names
from samverkan.spells import Spell

__all__ = ["Sight", "World", "residence_of"]

_A_DAY: Final = timedelta(days=1)


class World(Protocol):
    """What knows the agencies and the closed lists: a model, or a programme taken from one."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Everything that a rule may mention."""
        ...


@attrs.frozen(eq=False, slots=False)
class Sight:
    """What one agency may see of a case, for a programme and a purpose, on the day of asking."""

    case: CaseFile
    vocabulary: Vocabulary
    viewer: str
    purpose: str
    programme: str | None
    on: date
    known_on: date | None
    _live_on: dict[date, list[tuple[Basis, Scope]]] = attrs.field(
        init=False, factory=dict[date, list[tuple[Basis, Scope]]]
    )
    _opened: dict[tuple[str, str, date], Basis | None] = attrs.field(
        init=False, factory=dict[tuple[str, str, date], Basis | None]
    )

    @property
    def register(self) -> Agencies:
        """The register of agencies."""
        return self.vocabulary.agencies

    @cached_property
    def residence(self) -> str | None:
        """Her kommun on the day of asking, where that is known: units written without a body are of it."""
        return residence_of(self.case, self.on, self.known_on)

    @cached_property
    def bases(self) -> tuple[tuple[Basis, tuple[Standing, ...]], ...]:
        """What can open information, each with the days on which it stands."""
        return tuple((one, one.standing(self.known_on)) for one in self.case.bases)

    def holds(self, holder: str) -> bool:
        """Whether the viewer is *holder*, or a unit of it: a party's name stands for all of its units."""
        (unit, body), (own, of) = (self.register.own(one, self.residence) for one in (holder, self.viewer))
        if unit == own:
            return body == of
        party = self.register.party_of(own)
        if unit == party:
            return body == of or (body is None and of is None)
        agency = self.register.agencies.get(unit)
        is_of_viewer = agency is not None and agency.party == own and not agency.secrecy_apart
        return is_of_viewer and body == of

    def opens(self, holder: str, category: str) -> bool:
        """Whether the viewer may know a fact that *holder* holds: being it, or being told by a unit of it."""
        return any(self.shows(one, category) for one in self._units(holder))

    def shows(self, agency: str, category: str) -> bool:
        """Whether the viewer may know what an agency itself knows of a category: being it, or being told by it."""
        return self.holds(agency) or self.basis_of(agency, category) is not None

    def shows_spell(self, spell: Spell, category: str) -> bool:
        """Whether the viewer may know of a contact or an assessment, which the agency that it is of knows itself."""
        return self.shows_since(spell.key, spell.since, category)

    def shows_since(self, agency: str, since: date | None, category: str) -> bool:
        """Whether the viewer may know what an agency knows of something that began on the day *since*.

        What began while she lived elsewhere is of a unit there, though it is written without a body.
        """
        return self.shows(self._of(agency, since), category)

    def holds_since(self, agency: str, since: date | None) -> bool:
        """Whether the viewer is the agency that something was of which began on the day *since*."""
        return self.holds(self._of(agency, since))

    def _of(self, agency: str, since: date | None) -> str:
        """Return the agency with its body, where that is a kommun in which she lived on that day and no longer does."""
        unit, body = unit_of(agency)
        if body is None and since is not None and self.register.party_of(unit) == "kommun":
            lived_in = residence_of(self.case, since, self.known_on)
            if lived_in is not None and lived_in != self.residence:
                return with_body(unit, lived_in)
        return agency

    def opens_all(self, party: str, category: str) -> bool:
        """Whether the viewer may know what every unit of a party knows, wherever it is."""
        units = (party, *self.register.of_party(party))
        return all(self.opens_everywhere(unit, category) for unit in units)

    def opens_everywhere(self, unit: str, category: str) -> bool:
        """Whether the viewer may know what a unit knows, whichever body it is of."""
        if not self.shows(unit, category):
            return False
        has_bodies = any(True for _ in self.register.bodies_of(self.register.party_of(unit)))
        return not has_bodies or self.basis_of(with_body(unit, ANY_BODY), category) is not None

    def closed_units(self, holder: str, category: str) -> list[str]:
        """Return who would have to tell the viewer, for it to know more of what *holder* knows of a category.

        Of a party that is the party; when it may tell already, the units that its name does not reach.
        """
        units = self.register.of_party(holder) if holder in self.register.parties else ()
        closed = [one for one in (holder, *units) if not self.shows(one, category)]
        return [holder] if holder in closed else closed

    def basis_of(self, sharer: str, category: str, on: date | None = None) -> Basis | None:
        """Return what lets *sharer* tell the viewer on a day; the day of asking unless another is named."""
        asked = sharer, category, self.on if on is None else on
        if asked not in self._opened:
            self._opened[asked] = self._basis_of(*asked)
        return self._opened[asked]

    def _basis_of(self, sharer: str, category: str, day: date) -> Basis | None:
        request = self.request(sharer, category, day)
        unit, _ = unit_of(sharer)
        for basis, scope in self._live(day):
            is_reached = not isinstance(basis, LegalBasis) or basis.reaches(unit, self.register)
            if is_reached and scope.opens(request, day, self.register):
                return basis
        return None

    def _live(self, day: date) -> list[tuple[Basis, Scope]]:
        """Return what stands on a day, and what it opens then."""
        if day not in self._live_on:
            self._live_on[day] = [
                (basis, one.scope) for basis, standing in self.bases for one in standing if one.covers(day)
            ]
        return self._live_on[day]

    def until(self, sharer: str, category: str) -> date | None:
        """Return the last day of the unbroken stretch from the day of asking on which something opens it."""
        for day in self.days_of_change():
            if day > self.on and self.basis_of(sharer, category, day) is None:
                return day - _A_DAY
        return None

    def days_of_change(self) -> list[date]:
        """Return every day on which something else may be open than the day before, in order."""
        days: set[date] = set()
        for _, standing in self.bases:
            for one in standing:
                days.update(one.changes())
        days.update(self.case.participant.fact("residence").changes(self.known_on))
        return sorted(days)

    def request(self, sharer: str, category: str, on: date) -> Request:
        """Return what is asked for when *sharer* is to tell the viewer on the day *on*."""
        return Request(
            sharer=sharer,
            recipient=self.viewer,
            category=category,
            purpose=self.purpose,
            programme=self.programme,
            residence=self.residence if on == self.on else residence_of(self.case, on, self.known_on),
        )

    def consent_for(self, fact: str, holders: Iterable[str]) -> ConsentNeeded | None:
        """Return the consent that it takes to be told of a given fact by those who hold it; ``None`` where it is open.

        What each knows of contacts or assessments is its own; of any other fact one holder is enough.
        """
        known = self.vocabulary.facts[fact]
        closed = [one for holder in holders for one in self.closed_units(holder, known.category)]
        is_by_entry = isinstance(known.kind, SpellsOf) and HISTORIES.get(fact) in {Assessment, Contact}
        if not is_by_entry and any(self.opens(holder, known.category) for holder in holders):
            closed = []
        return self.needed(closed, known.category) if closed else None

    def needed(self, holders: Iterable[str], category: str) -> ConsentNeeded:
        """Return the narrowest consent that would let one of *holders* tell the viewer."""
        return ConsentNeeded(
            from_=tuple(holders),
            to=self.viewer,
            category=category,
            purpose=self.purpose,
            programme=self.programme,
        )

    def names_viewer(self, basis: Basis) -> bool:
        """Whether a basis names the viewer, as one who tells or is told."""
        if isinstance(basis, Consent) and basis.kind is not ConsentKind.SECRECY and not basis.to:
            return True  # Anybody may act on it.
        return names(basis.scope, self.viewer, self.register, self.residence)

    def _units(self, holder: str) -> Iterator[str]:
        """Yield whoever may tell what *holder* holds: itself, and where it is a party, any unit of it."""
        yield holder
        if holder in self.register.parties:
            yield from (unit for unit in self.register.of_party(holder) if unit != holder)


def residence_of(case: CaseFile, on: date, known_on: date | None) -> str | None:
    """Return the kommun where a person lives on a day, or ``None`` where that is not known."""
    found = case.participant.fact("residence").at(on, known_on)
    return None if isinstance(found, Unknown) else str(found)
