"""Participants: a person and the dated facts about her.

Each field that a rule can read is annotated with its :class:`~samverkan.rules.facts.Fact`, which
says once what values it has, who holds it, what sort of information it is and how it changes.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Final, cast

import attrs

from samverkan.assessments import Assessment
from samverkan.contacts import Contact
from samverkan.dated import NOT_OPEN, Dated
from samverkan.dates import PartialDate, as_partial_date
from samverkan.derived_facts import DERIVED
from samverkan.errors import InvalidValueError, located, masked
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
    as_word,
    as_words,
)
from samverkan.identifiers import IdentityNumber, as_identity_number
from samverkan.immutable import frozen_mapping
from samverkan.livelihoods import Livelihood
from samverkan.occupations import Occupation
from samverkan.partial import Members
from samverkan.participant_facts import GIVEN
from samverkan.rules.facts import Fact, SpellsOf
from samverkan.sick_leave import SickLeave
from samverkan.spells import Spell, Spells

__all__ = [
    "FACTS",
    "GIVEN",
    "HIDDEN_FACT",
    "HIDDEN_HISTORY",
    "HISTORIES",
    "NOTHING_HIDDEN",
    "Assessment",
    "Contact",
    "Hidden",
    "Livelihood",
    "Occupation",
    "Participant",
    "SickLeave",
]

FACTS: Final[Mapping[str, Fact]] = MappingProxyType({**GIVEN, **DERIVED})
"""Every fact about a participant that a rule can read, her own and those derived from them."""

HISTORIES: Final[Mapping[str, type[Spell]]] = MappingProxyType(
    {
        "contacts": Contact,
        "sick_leave": SickLeave,
        "livelihoods": Livelihood,
        "occupations": Occupation,
        "work_capacity": Assessment,
    }
)
"""The facts that are histories, and what each is a history of."""

_NOTHING_SAID: Final[Dated[Any]] = Dated()

# The converters, one for each sort of field. `_located` tells them which field they are of.

_TO_DAY: Final = as_dated(as_partial_date)
_TO_WORD: Final = as_dated(as_word)
_TO_RESIDENCE: Final = as_dated(as_residence)
_TO_SO_OR_NOT: Final = as_dated(as_boolean)
_TO_AGENCIES: Final = as_dated(as_members)
_TO_WORDS: Final = as_dated(as_words)


def _day(value: "PartialDate | date | str | Given[PartialDate]") -> Dated[PartialDate]:
    return _TO_DAY(value)


def _word(value: "str | Given[str]") -> Dated[str]:
    return _TO_WORD(value)


def _residence(value: "str | Given[str]") -> Dated[str]:
    return _TO_RESIDENCE(value)


def _so_or_not(value: "bool | Given[bool]") -> Dated[bool]:
    return _TO_SO_OR_NOT(value)


def _agencies(value: "Members | Iterable[str] | Given[Members]") -> Dated[Members]:
    return _TO_AGENCIES(value)


def _words(value: "Members | Iterable[str] | Given[Members]") -> Dated[Members]:
    return _TO_WORDS(value)


def _number(value: IdentityNumber | str | None) -> IdentityNumber | None:
    return None if value is None else as_identity_number(value)


def _contacts(value: Iterable[Contact] | None) -> tuple[Contact, ...] | None:
    return None if value is None else as_records(value, Contact)


def _sick_leave(value: Iterable[SickLeave] | None) -> tuple[SickLeave, ...] | None:
    return None if value is None else as_records(value, SickLeave)


def _livelihoods(value: Iterable[Livelihood] | None) -> tuple[Livelihood, ...] | None:
    return None if value is None else as_records(value, Livelihood)


def _occupations(value: Iterable[Occupation] | None) -> tuple[Occupation, ...] | None:
    return None if value is None else as_records(value, Occupation)


def _assessments(value: Iterable[Assessment] | str | None) -> tuple[Assessment, ...] | None:
    if isinstance(value, str):
        return (Assessment(None, value),)
    return None if value is None else as_records(value, Assessment)


def _more(value: "Mapping[str, object]") -> "Mapping[str, Dated[Any]]":
    if not isinstance(cast("object", value), Mapping):
        raise InvalidValueError(where="more", wanted="facts by name", got=masked(value))
    dated = {name: located(name, as_dated(as_own), one) for name, one in value.items()}
    return frozen_mapping({name: one for name, one in dated.items() if one.entries})


def _located(_: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
    """Let each converter's faults name the field, and pass over what is not given."""
    return [field if field.name in {"more", "hidden"} else field.evolve(converter=_of_field(field)) for field in fields]


def _of_field(field: "attrs.Attribute[Any]") -> Callable[[Any], Any] | None:
    name, fact = field.name, GIVEN.get(field.name)
    convert = cast("Any", field).converter
    if convert is None:
        return None
    if fact is None or isinstance(fact.kind, SpellsOf):
        return lambda value: located(name, convert, value)
    return lambda value: _NOTHING_SAID if value is None else located(name, convert, value)


def _names(value: Iterable[str]) -> frozenset[str]:
    return frozenset(value)


def _by_name(value: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    return frozen_mapping({name: frozenset(words) for name, words in value.items()})


@attrs.frozen(kw_only=True)
class Hidden:
    """What of a participant is not open to the one who asks; it is the same whether or not it is recorded.

    * ``facts``: nothing is shown of these.
    * ``complete``: of these histories spells are shown of the words named here, and of others none.
    * ``contacts``: agencies of which contacts may be left out, those elsewhere than with her own.
    """

    facts: frozenset[str] = attrs.field(default=frozenset(), converter=_names)
    complete: Mapping[str, frozenset[str]] = attrs.field(factory=dict[str, frozenset[str]], converter=_by_name)
    contacts: frozenset[str] = attrs.field(default=frozenset(), converter=_names)


NOTHING_HIDDEN: Final = Hidden()
HIDDEN_FACT: Final = Dated[Any](nothing=NOT_OPEN)
HIDDEN_HISTORY: Final = Spells[Any](complete=False, nothing=NOT_OPEN)


@attrs.frozen(kw_only=True, repr=False, field_transformer=_located)
class Participant:
    """A person and the dated facts about her (*deltagare*).

    Whatever is left out is unknown. A plain value holds on every day; a list of
    :class:`~samverkan.dated.Entry` changes from day to day.

    * ``id``: what the agency calls the case. It is printed, so never use an identity number; that is not checked.
    * ``identity_number``: where ``born`` or ``sex`` is left out, it is read from the number; see ``read_from_number``.
    * ``born``: the day of birth, or ``"1990-05"`` or ``"1990"`` where no more is known.
    * ``sex``: ``"woman"`` or ``"man"``.
    * ``residence``: the kommun, by name or four-digit code.
    * ``contacts``: where she is current. Any agency that is not listed is unknown, unless
      ``contacts_complete`` is true, or names the agencies and parties for which the list is whole.
    * ``needs_from``: the agencies whose services she needs.
    * ``needs``: her kinds of need: ``physical``, ``mental``, ``social``, ``vocational``.
    * ``sick_leave``, ``livelihoods``, ``occupations``: every spell of it; an empty list says that there is none.
    * ``work_capacity``: every assessment of her capacity to work, by whom and from when to when; one word
      alone is an assessment of which it is not stated who made it.
    * ``more``: facts that a model has declared, by name.
    * ``hidden``: what is not open to the one who asks; :func:`~samverkan.views.as_seen_by` says it.

    The rest are so or not:

    * ``unmet_need``: her need is not met in ordinary services.
    * ``long_absence``: she has been absent from the labour market for long.
    * ``employed``: she has an employment.
    * ``unemployed``: she is out of work.
    * ``established``: she has a foothold on the labour market (*etablerad på arbetsmarknaden*).
    * ``newly_arrived``: she has recently arrived in Sweden (*nyanländ*).
    * ``foreign_background``: she has a foreign background (*utländsk bakgrund*).
    * ``lacks_swedish``: she knows too little Swedish.
    * ``sgi``: she has an income that qualifies for sickness benefit (*sjukpenninggrundande inkomst*).
    * ``grey_zone``: her case falls between the authorities (*gråzonsärende*).
    * ``stuck``: her case makes no headway (*kört fast*).
    * ``care_seeking``: she seeks care.
    * ``medical_assessment_requested``: another authority asks for medical evidence about her.
    * ``seeks_coordination``: she asks Försäkringskassan for coordination.
    * ``attends_upper_secondary``: she attends upper secondary school (*gymnasieskola*).
    * ``introductory_programme``: she attends an introductory programme (*introduktionsprogram*).
    * ``completed_compulsory_school``: she has completed compulsory schooling (*fullgjort skolplikten*).
    * ``completed_upper_secondary``: she has completed upper secondary education.
    * ``risk_of_leaving_school``: she risks leaving school early.
    * ``risk_of_activity_compensation``: she risks needing activity compensation (*aktivitetsersättning*).
    * ``applied_for_activity_compensation``: she has applied for it.
    * ``functional_impairment``: she has a functional impairment.
    * ``protected_identity``: her personal data are protected (*skyddade personuppgifter*).

    Raises:
        InvalidValueError: when one field is not what it should be.
        InvalidRecordError: when several parts of one field are not.

    >>> anna = Participant(id="d-001", born="1990-05-17", residence="2085", contacts=[Contact("AF")])
    >>> anna.residence.at(date(2016, 10, 3)), anna.employed.at(date(2016, 10, 3))
    ('Ludvika', Unknown(reason=<UnknownReason.NOT_GIVEN: 'not_given'>))
    """

    id: str = attrs.field(converter=as_id)
    identity_number: IdentityNumber | None = attrs.field(default=None, converter=_number)
    born: Annotated[Dated[PartialDate], GIVEN["born"]] = attrs.field(default=None, converter=_day)
    sex: Annotated[Dated[str], GIVEN["sex"]] = attrs.field(default=None, converter=_word)
    residence: Annotated[Dated[str], GIVEN["residence"]] = attrs.field(default=None, converter=_residence)
    contacts: Annotated[tuple[Contact, ...] | None, GIVEN["contacts"]] = attrs.field(default=None, converter=_contacts)
    contacts_complete: bool | frozenset[str] = attrs.field(default=False, converter=as_complete)
    needs_from: Annotated[Dated[Members], GIVEN["needs_from"]] = attrs.field(default=None, converter=_agencies)
    needs: Annotated[Dated[Members], GIVEN["needs"]] = attrs.field(default=None, converter=_words)
    sick_leave: Annotated[tuple[SickLeave, ...] | None, GIVEN["sick_leave"]] = attrs.field(
        default=None, converter=_sick_leave
    )
    livelihoods: Annotated[tuple[Livelihood, ...] | None, GIVEN["livelihoods"]] = attrs.field(
        default=None, converter=_livelihoods
    )
    occupations: Annotated[tuple[Occupation, ...] | None, GIVEN["occupations"]] = attrs.field(
        default=None, converter=_occupations
    )
    work_capacity: Annotated[tuple[Assessment, ...] | None, GIVEN["work_capacity"]] = attrs.field(
        default=None, converter=_assessments
    )
    unmet_need: Annotated[Dated[bool], GIVEN["unmet_need"]] = attrs.field(default=None, converter=_so_or_not)
    long_absence: Annotated[Dated[bool], GIVEN["long_absence"]] = attrs.field(default=None, converter=_so_or_not)
    employed: Annotated[Dated[bool], GIVEN["employed"]] = attrs.field(default=None, converter=_so_or_not)
    unemployed: Annotated[Dated[bool], GIVEN["unemployed"]] = attrs.field(default=None, converter=_so_or_not)
    established: Annotated[Dated[bool], GIVEN["established"]] = attrs.field(default=None, converter=_so_or_not)
    newly_arrived: Annotated[Dated[bool], GIVEN["newly_arrived"]] = attrs.field(default=None, converter=_so_or_not)
    foreign_background: Annotated[Dated[bool], GIVEN["foreign_background"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    lacks_swedish: Annotated[Dated[bool], GIVEN["lacks_swedish"]] = attrs.field(default=None, converter=_so_or_not)
    sgi: Annotated[Dated[bool], GIVEN["sgi"]] = attrs.field(default=None, converter=_so_or_not)
    grey_zone: Annotated[Dated[bool], GIVEN["grey_zone"]] = attrs.field(default=None, converter=_so_or_not)
    stuck: Annotated[Dated[bool], GIVEN["stuck"]] = attrs.field(default=None, converter=_so_or_not)
    care_seeking: Annotated[Dated[bool], GIVEN["care_seeking"]] = attrs.field(default=None, converter=_so_or_not)
    medical_assessment_requested: Annotated[Dated[bool], GIVEN["medical_assessment_requested"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    seeks_coordination: Annotated[Dated[bool], GIVEN["seeks_coordination"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    attends_upper_secondary: Annotated[Dated[bool], GIVEN["attends_upper_secondary"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    introductory_programme: Annotated[Dated[bool], GIVEN["introductory_programme"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    completed_compulsory_school: Annotated[Dated[bool], GIVEN["completed_compulsory_school"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    completed_upper_secondary: Annotated[Dated[bool], GIVEN["completed_upper_secondary"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    risk_of_leaving_school: Annotated[Dated[bool], GIVEN["risk_of_leaving_school"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    risk_of_activity_compensation: Annotated[Dated[bool], GIVEN["risk_of_activity_compensation"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    applied_for_activity_compensation: Annotated[Dated[bool], GIVEN["applied_for_activity_compensation"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    functional_impairment: Annotated[Dated[bool], GIVEN["functional_impairment"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    protected_identity: Annotated[Dated[bool], GIVEN["protected_identity"]] = attrs.field(
        default=None, converter=_so_or_not
    )
    more: Mapping[str, Dated[Any]] = attrs.field(factory=dict[str, Dated[Any]], converter=_more)
    hidden: Hidden = attrs.field(default=NOTHING_HIDDEN)
    _histories: Mapping[str, Spells[Any]] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        for name in GIVEN.keys() & self.more.keys():
            raise InvalidValueError(where=name, wanted="a field of its own", got="an own fact of that name")
        for name in DERIVED.keys() & self.more.keys():
            raise InvalidValueError(where=name, wanted="what it follows from", got="an own fact of that name")
        for name in sorted(self.hidden.facts):
            if self._has(name):
                raise InvalidValueError(where=name, wanted="nothing, for it is not open", got="something")
        if self.contacts is None and self.contacts_complete:
            raise InvalidValueError(
                where="contacts_complete", wanted="a list of contacts that it is about", got="no list"
            )
        histories = {name: spells for name in HISTORIES if (spells := getattr(self, name)) is not None}
        object.__setattr__(self, "_histories", frozen_mapping({n: self._history(n, s) for n, s in histories.items()}))

    @property
    def read_from_number(self) -> frozenset[str]:
        """The facts that were not given and that are read from the identity number: of ``born`` and ``sex``."""
        if self.identity_number is None:
            return frozenset()
        return frozenset(name for name in _IN_NUMBER if not getattr(self, name).entries)

    def fact(self, name: str) -> Dated[Any]:
        """Return the given fact *name*; one about which nothing was said has no entries.

        Where ``born`` or ``sex`` was not given, it is what the identity number says.
        """
        if name in self.hidden.facts:
            return HIDDEN_FACT
        if name in _DATED:
            value: Dated[Any] = getattr(self, name)
            if value.entries or self.identity_number is None or name not in _IN_NUMBER:
                return value
            return Dated[Any].always(getattr(self.identity_number, name))
        return self.more.get(name, _NOTHING_SAID)

    def spells(self, name: str) -> Spells[Any] | None:
        """Return the history *name*, or ``None`` where nothing was said."""
        return HIDDEN_HISTORY if name in self.hidden.facts else self._histories.get(name)

    def __repr__(self) -> str:
        return "<Participant>"

    def _has(self, name: str) -> bool:
        """Whether anything was said of the given fact *name*."""
        if name not in GIVEN:
            return name in self.more
        value = getattr(self, name)
        return value is not None if name in HISTORIES else bool(value.entries)

    def _history(self, name: str, spells: tuple[Spell, ...]) -> Spells[Any]:
        complete = self.contacts_complete if name == "contacts" else self.hidden.complete.get(name, True)
        in_part = self.hidden.contacts if name == "contacts" else frozenset[str]()
        return located(name, lambda given: Spells(given, complete=complete, in_part=in_part), spells)


_DATED: Final = frozenset(name for name, fact in GIVEN.items() if not isinstance(fact.kind, SpellsOf))
_IN_NUMBER: Final = ("born", "sex")
