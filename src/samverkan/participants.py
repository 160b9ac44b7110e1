"""Participants: a person and the dated facts about her.

Each field that a rule can read is annotated with its :class:`~samverkan.rules.facts.Fact`, which
says once what values it has, who holds it, what sort of information it is and how it changes.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Final

import attrs

from samverkan.contacts import Contact
from samverkan.dated import Dated
from samverkan.dates import PartialDate, as_partial_date
from samverkan.errors import InvalidValueError, located
from samverkan.given import (
    Given,
    as_boolean,
    as_complete,
    as_dated,
    as_id,
    as_members,
    as_own,
    as_records,
    as_residence,
)
from samverkan.immutable import frozen_mapping
from samverkan.partial import Members
from samverkan.rules.facts import (
    Boolean,
    Changes,
    Choice,
    Current,
    Day,
    DayOf,
    Elapsed,
    Fact,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
    SpellsOf,
)
from samverkan.sick_leave import SickLeave
from samverkan.spells import Spells
from samverkan.texts import Text

__all__ = ["FACTS", "GIVEN", "Contact", "Participant", "SickLeave"]


def _id(value: str) -> str:
    return located("id", as_id, value)


def _born(value: "PartialDate | date | str | Given[PartialDate]") -> Dated[PartialDate]:
    return located("born", as_dated(as_partial_date), value)


def _residence(value: "str | Given[str]") -> Dated[str]:
    return located("residence", as_dated(as_residence), value)


def _contacts(value: Iterable[Contact] | None) -> tuple[Contact, ...] | None:
    return None if value is None else located("contacts", lambda given: as_records(given, Contact), value)


def _contacts_complete(value: bool | Iterable[str] | None) -> bool | frozenset[str]:  # noqa: FBT001
    return located("contacts_complete", as_complete, value)


def _unmet_need(value: "bool | Given[bool]") -> Dated[bool]:
    return located("unmet_need", as_dated(as_boolean), value)


def _needs_from(value: "Members | Iterable[str] | Given[Members]") -> Dated[Members]:
    return located("needs_from", as_dated(as_members), value)


def _long_absence(value: "bool | Given[bool]") -> Dated[bool]:
    return located("long_absence", as_dated(as_boolean), value)


def _employed(value: "bool | Given[bool]") -> Dated[bool]:
    return located("employed", as_dated(as_boolean), value)


def _sick_leave(value: Iterable[SickLeave] | None) -> tuple[SickLeave, ...] | None:
    return None if value is None else located("sick_leave", lambda given: as_records(given, SickLeave), value)


def _more(value: "Mapping[str, object]") -> "Mapping[str, Dated[Any]]":
    for name in GIVEN.keys() & value.keys():
        raise InvalidValueError(where=name, wanted="a field of its own", got="an own fact of that name")
    dated = {name: located(name, as_dated(as_own), one) for name, one in value.items()}
    return frozen_mapping({name: one for name, one in dated.items() if one.entries})


@attrs.frozen(kw_only=True, repr=False)
class Participant:
    """A person and the dated facts about her (*deltagare*).

    Whatever is left out is unknown. A plain value holds on every day; a list of
    :class:`~samverkan.dated.Entry` changes from day to day.

    * ``id``: what the agency calls the case. It is printed, so never use an identity number; that is not checked.
    * ``born``: the day of birth, or ``"1990-05"`` or ``"1990"`` where no more is known.
    * ``residence``: the kommun, by name or four-digit code.
    * ``contacts``: where she is current. Any agency that is not listed is unknown, unless
      ``contacts_complete`` is true, or names the agencies and parties for which the list is whole.
    * ``unmet_need``: her need is not met in ordinary services.
    * ``needs_from``: the agencies whose services she needs.
    * ``long_absence``: she has been absent from the labour market for long.
    * ``employed``: she has an employment.
    * ``sick_leave``: every spell of it; an empty list says that there is none.
    * ``more``: facts that a model has declared, by name.

    Raises:
        InvalidValueError: when one field is not what it should be.
        InvalidRecordError: when several parts of one field are not.

    >>> anna = Participant(id="d-001", born="1990-05-17", residence="2085", contacts=[Contact("AF")])
    >>> anna.residence.at(date(2016, 10, 3)), anna.employed.at(date(2016, 10, 3))
    ('Ludvika', Unknown(reason=<UnknownReason.NOT_GIVEN: 'not_given'>))
    """

    id: str = attrs.field(converter=_id)
    born: Annotated[
        Dated[PartialDate],
        Fact(
            kind=Day(),
            asked=Text(sv="födelsedatum", en="the date of birth"),
            shown=Text(sv="född", en="date of birth"),
            said=Text(sv="födelsedatumet", en="the date of birth"),
            category="identity",
            changes=Changes.NEVER,
        ),
    ] = attrs.field(default=None, converter=_born)
    residence: Annotated[
        Dated[str],
        Fact(
            kind=Choice(of="municipalities"),
            asked=Text(sv="bostadskommun", en="the home municipality"),
            shown=Text(sv="bostadskommun", en="home municipality"),
            said=Text(sv="bostadskommunen", en="the home municipality"),
            category="identity",
        ),
    ] = attrs.field(default=None, converter=_residence)
    contacts: Annotated[
        tuple[Contact, ...] | None,
        Fact(
            kind=SpellsOf(),
            asked=Text(sv="kontakt med {members}", en="contact with {members}"),
            shown=Text(sv="aktuell hos", en="in contact with"),
            said=Text(sv="är aktuell hos {member}", en="is in contact with {member}"),
            category="contact",
        ),
    ] = attrs.field(default=None, converter=_contacts)
    contacts_complete: bool | frozenset[str] = attrs.field(default=False, converter=_contacts_complete)
    unmet_need: Annotated[
        Dated[bool],
        Fact(
            kind=Boolean(),
            asked=Text(sv="hur behovet av samordning tillgodoses", en="how the need for coordination is met"),
            shown=Text(sv="behov som inte löses i ordinarie verksamheter", en="needs unmet in ordinary services"),
            said=Text(
                sv="har behov som inte löses i ordinarie verksamheter",
                en="has needs that are not met in ordinary services",
            ),
            denied=Text(
                sv="har inte behov som går utöver vad ordinarie verksamheter löser",
                en="has no needs beyond what ordinary services meet",
            ),
            held_by=frozenset({"AF", "FK", "region", "kommun"}),
            category="need",
        ),
    ] = attrs.field(default=None, converter=_unmet_need)
    needs_from: Annotated[
        Dated[Members],
        Fact(
            kind=SetOf(of="agencies"),
            asked=Text(sv="behov av insatser från {members}", en="need for services from {members}"),
            shown=Text(sv="behöver insatser från", en="needs services from"),
            said=Text(sv="behöver insatser från {member}", en="needs services from {member}"),
            denied=Text(sv="behöver inte insatser från {member}", en="needs no services from {member}"),
            counted=Text(sv="antalet verksamheter som behövs", en="the number of agencies needed"),
            held_by=frozenset({"AF", "FK", "region", "kommun"}),
            category="need",
        ),
    ] = attrs.field(default=None, converter=_needs_from)
    long_absence: Annotated[
        Dated[bool],
        Fact(
            kind=Boolean(),
            asked=Text(sv="lång frånvaro från arbetsmarknaden", en="long absence from the labour market"),
            shown=Text(sv="lång frånvaro från arbetsmarknaden", en="long absence from the labour market"),
            said=Text(
                sv="har varit frånvarande länge från arbetsmarknaden",
                en="has long been absent from the labour market",
            ),
            denied=Text(
                sv="har inte varit frånvarande länge från arbetsmarknaden",
                en="has not long been absent from the labour market",
            ),
            held_by=frozenset({"AF", "FK", "kommun"}),
            category="work",
        ),
    ] = attrs.field(default=None, converter=_long_absence)
    employed: Annotated[
        Dated[bool],
        Fact(
            kind=Boolean(),
            asked=Text(sv="anställning", en="employment"),
            shown=Text(sv="har en anställning", en="is in employment"),
            said=Text(sv="har en anställning", en="is in employment"),
            denied=Text(sv="har ingen anställning", en="is not in employment"),
            held_by=frozenset({"AF", "FK", "kommun"}),
            category="work",
        ),
    ] = attrs.field(default=None, converter=_employed)
    sick_leave: Annotated[
        tuple[SickLeave, ...] | None,
        Fact(
            kind=SpellsOf(),
            asked=Text(sv="sjukskrivning", en="sick leave"),
            shown=Text(sv="sjukskrivning", en="sick leave"),
            said=Text(sv="är sjukskriven", en="is on sick leave"),
            held_by=frozenset({"FK", "region"}),
            category="health",
        ),
    ] = attrs.field(default=None, converter=_sick_leave)
    more: Mapping[str, Dated[Any]] = attrs.field(factory=dict[str, Dated[Any]], converter=_more)
    _histories: Mapping[str, Spells[Any]] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        histories: dict[str, Spells[Any]] = {}
        if self.contacts is not None:
            histories["contacts"] = located(
                "contacts", lambda given: Spells(given, complete=self.contacts_complete), self.contacts
            )
        elif self.contacts_complete:
            raise InvalidValueError(
                where="contacts_complete", wanted="a list of contacts that it is about", got="no list"
            )
        if self.sick_leave is not None:
            histories["sick_leave"] = located("sick_leave", Spells[SickLeave], self.sick_leave)
        object.__setattr__(self, "_histories", frozen_mapping(histories))

    def fact(self, name: str) -> Dated[Any]:
        """Return the given fact *name*; one about which nothing was said has no entries."""
        if name in _DATED:
            value: Dated[Any] = getattr(self, name)
            return value
        return self.more.get(name, _NOTHING_SAID)

    def spells(self, name: str) -> Spells[Any] | None:
        """Return the history *name*, or ``None`` where nothing was said."""
        return self._histories.get(name)

    def __repr__(self) -> str:
        return "<Participant>"


_NOTHING_SAID: Final[Dated[Any]] = Dated()


GIVEN: Final[Mapping[str, Fact]] = MappingProxyType(
    {
        name: metadata
        for name, annotation in Participant.__annotations__.items()
        for metadata in getattr(annotation, "__metadata__", ())
        if isinstance(metadata, Fact)
    }
)
"""The facts that are a participant's own fields."""

_DATED: Final = frozenset(name for name, fact in GIVEN.items() if not isinstance(fact.kind, SpellsOf))

FACTS: Final[Mapping[str, Fact]] = MappingProxyType(
    {
        **GIVEN,
        "age": Fact(
            kind=NumberOf(unit=Text(sv="år", en="years"), one=Text(sv="år", en="year"), least=0, most=130),
            asked=GIVEN["born"].asked,
            shown=Text(sv="ålder", en="has lived"),
            said=Text(sv="åldern är {number}", en="the person has lived for {number}"),
            category="identity",
            changes=Changes.BY_WAITING,
            derived=Elapsed("born", "years"),
        ),
        "agencies": Fact(
            kind=SetOf(of="agencies"),
            asked=GIVEN["contacts"].asked,
            shown=GIVEN["contacts"].shown,
            said=GIVEN["contacts"].said,
            denied=Text(sv="är inte aktuell hos {member}", en="is not in contact with {member}"),
            counted=Text(
                sv="antalet verksamheter som personen är aktuell hos",
                en="the number of units with which the person is in contact",
            ),
            category="contact",
            derived=MembersOf("contacts", "agency"),
        ),
        "parties": Fact(
            kind=SetOf(of="parties"),
            asked=GIVEN["contacts"].asked,
            shown=GIVEN["contacts"].shown,
            said=GIVEN["contacts"].said,
            denied=Text(sv="är inte aktuell hos {member}", en="is not in contact with {member}"),
            counted=Text(
                sv="antalet parter som personen är aktuell hos",
                en="the number of responsible authorities with which the person is in contact",
            ),
            category="contact",
            derived=PartiesOf("agencies"),
        ),
        "parties_needed": Fact(
            kind=SetOf(of="parties"),
            asked=GIVEN["needs_from"].asked,
            shown=GIVEN["needs_from"].shown,
            said=GIVEN["needs_from"].said,
            denied=GIVEN["needs_from"].denied,
            counted=Text(
                sv="antalet parter som personen behöver insatser från",
                en="the number of responsible authorities whose services the person needs",
            ),
            held_by=GIVEN["needs_from"].held_by,
            category="need",
            derived=PartiesOf("needs_from"),
        ),
        "on_sick_leave": Fact(
            kind=Boolean(),
            asked=GIVEN["sick_leave"].asked,
            shown=Text(sv="sjukskriven", en="on sick leave"),
            said=Text(sv="är sjukskriven", en="is on sick leave"),
            denied=Text(sv="är inte sjukskriven", en="is not on sick leave"),
            held_by=GIVEN["sick_leave"].held_by,
            category="health",
            derived=Current("sick_leave"),
        ),
        "sick_leave_days": Fact(
            kind=NumberOf(unit=Text(sv="dagar", en="days"), one=Text(sv="dag", en="day"), least=0),
            asked=GIVEN["sick_leave"].asked,
            shown=Text(sv="sjukskrivningens längd", en="length of the sick leave"),
            said=Text(sv="sjukskrivningen har varat i {number}", en="the sick leave has lasted for {number}"),
            held_by=GIVEN["sick_leave"].held_by,
            category="health",
            changes=Changes.BY_WAITING,
            derived=DayOf("sick_leave"),
        ),
    }
)
"""Every fact about a participant that a rule can read, her own and those derived from them."""
