"""Agencies and the parties they belong to.

An agency is an authority or a unit of one: ``AF``, ``region/primärvård``, ``kommun/AME``. Written
with its body it is a certain kommun's or region's: ``kommun:Ludvika/AME``; the plain form means
the participant's own. *Two or more agencies* means two or more **parties**: the labour-market unit
and the social services of a kommun are one party, and so are two kommuner (lag 2003:1210, 5 §).
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final
from unicodedata import normalize

import attrs

from samverkan.errors import InvalidValueError, UnknownNameError, masked, nearest
from samverkan.immutable import frozen_by_id, frozen_mapping
from samverkan.municipalities import municipalities
from samverkan.texts import Text

__all__ = ["Agencies", "Agency", "Party", "as_agency_reference", "parts_of", "unit_of", "with_body"]

_TWO: Final = 2
_REFERENCE: Final = re.compile(r"([^:/\s]+)(?::([^:/]+))?(?:/([^:/]+))?")


@attrs.frozen
class Party:
    """One of those who coordinate (*part, huvudman*).

    ``is_state`` tells the state's parties. ``has_other_units`` says that it has units which nobody
    has listed, so that knowing every listed one does not tell that none is concerned.
    """

    id: str
    name: Text
    is_state: bool = False
    has_other_units: bool = False


@attrs.frozen
class Agency:
    """An authority or a unit of one (*myndighet, verksamhet*) and the party it belongs to, if any.

    ``secrecy`` is the provision that protects what it knows of a person (*sekretess*), such as
    ``"OSL 26:1"``, where that is stated. With ``secrecy_apart`` a consent that names its party does
    not reach it: it must be named itself.
    """

    id: str
    party: str | None
    name: Text
    secrecy: str | None = None
    secrecy_apart: bool = False

    def __attrs_post_init__(self) -> None:
        if self.secrecy is not None and not self.secrecy.strip():
            raise InvalidValueError(where="secrecy", wanted="a provision, or nothing", got="empty text")


def as_agency_reference(value: object) -> str:
    """Return *value* as a reference to an agency, NFC-normalised.

    Whether a model has that agency is the model's to say.

    Raises:
        InvalidValueError: when it has not the form ``AF``, ``kommun/AME`` or ``kommun:Ludvika/AME``.
    """
    if isinstance(value, str):
        reference = normalize("NFC", value)
        if _REFERENCE.fullmatch(reference):
            return reference
    raise InvalidValueError(wanted="an agency such as AF, kommun/AME or kommun:Ludvika/AME", got=masked(value))


def unit_of(reference: str) -> tuple[str, str | None]:
    """Split a reference into the agency's id in the register and the body it names.

    >>> unit_of("kommun:Ludvika/AME"), unit_of("AF")
    (('kommun/AME', 'Ludvika'), ('AF', None))
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise InvalidValueError(wanted="an agency such as AF, kommun/AME or kommun:Ludvika/AME", got=masked(reference))
    owner, body, unit = found.groups()
    return (owner if unit is None else f"{owner}/{unit}"), body


def parts_of(reference: str) -> tuple[str, str | None, str | None]:
    """Split a reference into the one that owns the unit, the body and the unit.

    >>> parts_of("kommun:Ludvika/AME"), parts_of("AF")
    (('kommun', 'Ludvika', 'AME'), ('AF', None, None))
    """
    unit, body = unit_of(reference)
    owner, _, rest = unit.partition("/")
    return owner, body, rest or None


def with_body(unit: str, body: str) -> str:
    """Return the reference to a unit of that body.

    >>> with_body("kommun/AME", "Ludvika"), with_body("region", "Dalarna")
    ('kommun:Ludvika/AME', 'region:Dalarna')
    """
    owner, slash, rest = unit.partition("/")
    return f"{owner}:{body}{slash}{rest}"


def _bodies(bodies: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    return frozen_mapping({party: frozenset(names) for party, names in bodies.items()})


@attrs.frozen
class Agencies:
    """A model's register of parties and agencies, in the order in which they are spoken of.

    ``bodies`` names, by party, the bodies that a reference may carry; those of the party ``kommun``
    are the 290 kommuner unless it says otherwise.
    """

    parties: Mapping[str, Party] = attrs.field(converter=frozen_by_id)
    agencies: Mapping[str, Agency] = attrs.field(converter=frozen_by_id)
    bodies: Mapping[str, frozenset[str]] = attrs.field(factory=dict[str, frozenset[str]], converter=_bodies)

    def __attrs_post_init__(self) -> None:
        for agency in self.agencies.values():
            if agency.party is not None and agency.party not in self.parties:
                hint = nearest(agency.party, self.parties)
                raise InvalidValueError(where=f"{agency.id}.party", wanted="a party of the register", hint=hint)

    def agency(self, reference: str) -> Agency:
        """Return the agency that *reference* names, whatever body it carries.

        Raises:
            InvalidValueError: when the register has no such agency, or no such body.
        """
        unit, body = unit_of(reference)
        agency = self.agencies.get(unit)
        if agency is None:
            hint = nearest(unit, self.agencies)
            raise InvalidValueError(wanted="an agency of the register", got=masked(reference), hint=hint)
        if body is not None and body not in self.bodies_of(agency.party):
            hint = nearest(body, self.bodies_of(agency.party))
            raise InvalidValueError(wanted="a body that this party has", got=masked(body), hint=hint)
        return agency

    def party_of(self, unit: str) -> str | None:
        """Return the party of an agency, or the party itself; ``None`` where it has none or is not there."""
        agency = self.agencies.get(unit)
        return (unit if unit in self.parties else None) if agency is None else agency.party

    def own(self, reference: str, residence: str | None) -> tuple[str, str | None]:
        """Split a reference into its unit and its body, without the body where that is the kommun she lives in."""
        unit, body = unit_of(reference)
        return unit, None if body == residence and self.party_of(unit) == "kommun" else body

    def of_party(self, party: str) -> tuple[str, ...]:
        """Return the ids of the agencies that belong to *party*."""
        return self._units[party]

    def two_parties(self, parties: Iterable[str]) -> bool:
        """Say whether *parties* are two or more, as financial coordination asks for (lag 2003:1210, 1 §).

        Raises:
            UnknownNameError: when one of them is no party of the register; an agency is none.

        >>> from samverkan import load_model
        >>> register = load_model("finsam").agencies
        >>> register.two_parties(["region", "kommun"]), register.two_parties_with_state(["region", "kommun"])
        (True, False)
        """
        return len({self._party(one).id for one in parties}) >= _TWO

    def two_parties_with_state(self, parties: Iterable[str]) -> bool:
        """Say whether *parties* are two or more, of which the state is one, as the SUS register asked for.

        That rule is about those who agree to coordinate, not about one person's contacts (document S004).

        Raises:
            UnknownNameError: when one of them is no party of the register.
        """
        given = [self._party(one) for one in parties]
        return self.two_parties(party.id for party in given) and any(party.is_state for party in given)

    def _party(self, name: str) -> Party:
        if name not in self.parties:
            raise UnknownNameError("party", name, self.parties)
        return self.parties[name]

    def name(self, agency_or_party: str) -> Text:
        """Return the name of an agency or a party."""
        if agency_or_party in self.agencies:
            return self.agencies[agency_or_party].name
        return self.parties[agency_or_party].name

    def bodies_of(self, party: str | None) -> Iterable[str]:
        """Return the names of the bodies that a reference to an agency of *party* may carry."""
        if party is not None and party in self.bodies:
            return self.bodies[party]
        return municipalities() if party == "kommun" else ()

    @cached_property
    def _units(self) -> Mapping[str, tuple[str, ...]]:
        return {
            party: tuple(agency.id for agency in self.agencies.values() if agency.party == party)
            for party in self.parties
        }
