"""The facts about a participant that follow from those she is given."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from samverkan.participant_facts import GIVEN
from samverkan.rules.facts import (
    Boolean,
    Changes,
    Current,
    DayOf,
    Derivation,
    Elapsed,
    Fact,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
)
from samverkan.texts import Text

__all__ = ["ASSESSORS", "DERIVED"]

ASSESSORS: Final = ("AF", "FK", "region", "kommun")
"""The parties whose own assessments a rule can read apart from the others'."""


def _follows(
    name: str, kind: SetOf | Boolean | NumberOf, derived: Derivation, holder: str | None = None, **words: Text
) -> Fact:
    """Return a fact that follows from the given fact *name*, and is held by *holder*, or those who hold that."""
    given = GIVEN[name]
    held_by = given.held_by if holder is None else frozenset({holder})
    told = {"asked": given.asked, "shown": given.shown, "said": given.said, **words}
    changes = Changes.BY_WAITING if isinstance(kind, NumberOf) else Changes.BY_ACT
    return Fact(
        kind=kind,
        held_by=held_by,
        held_by_word=given.held_by_word,
        category=given.category,
        changes=changes,
        derived=derived,
        **told,
    )


_NOT_IN_CONTACT: Final = Text(sv="är inte aktuell hos {member}", en="is not in contact with {member}")
_ASSESSOR_NAMES: Final[Mapping[str, Text]] = {
    "AF": Text("Arbetsförmedlingen", "Arbetsförmedlingen"),
    "FK": Text("Försäkringskassan", "Försäkringskassan"),
    "region": Text("regionen", "the region"),
    "kommun": Text("kommunen", "the kommun"),
}


def _assessed_by(party: str) -> Fact:
    name = _ASSESSOR_NAMES[party]
    return _follows(
        "work_capacity",
        SetOf(of="work_capacity"),
        MembersOf("work_capacity", "finding", by=party),
        holder=party,
        asked=Text(
            sv=f"huruvida personen enligt {name.sv} har {{members}}",
            en=f"whether the person, according to {name.en}, has {{members}}",
        ),
        shown=Text(
            sv=f"bedömning av arbetsförmågan enligt {name.sv}",
            en=f"assessment of the capacity to work according to {name.en}",
        ),
        said=Text(sv=f"bedöms av {name.sv} ha {{member}}", en=f"is found by {name.en} to have {{member}}"),
        denied=Text(sv=f"bedöms inte av {name.sv} ha {{member}}", en=f"is not found by {name.en} to have {{member}}"),
    )


DERIVED: Final[Mapping[str, Fact]] = MappingProxyType(
    {
        "age": _follows(
            "born",
            NumberOf(unit=Text(sv="år", en="years"), one=Text(sv="år", en="year"), least=0, most=130),
            Elapsed("born", "years"),
            shown=Text(sv="ålder", en="has lived"),
            said=Text(sv="åldern är {number}", en="the person has lived for {number}"),
        ),
        "agencies": _follows(
            "contacts",
            SetOf(of="agencies"),
            MembersOf("contacts", "agency"),
            denied=_NOT_IN_CONTACT,
            counted=Text(
                sv="antalet verksamheter som personen är aktuell hos",
                en="the number of units with which the person is in contact",
            ),
        ),
        "parties": _follows(
            "contacts",
            SetOf(of="parties"),
            PartiesOf("agencies"),
            denied=_NOT_IN_CONTACT,
            counted=Text(
                sv="antalet parter som personen är aktuell hos",
                en="the number of responsible authorities with which the person is in contact",
            ),
        ),
        "parties_needed": _follows(
            "needs_from",
            SetOf(of="parties"),
            PartiesOf("needs_from"),
            denied=Text(sv="behöver inte insatser från {member}", en="needs no services from {member}"),
            counted=Text(
                sv="antalet parter som personen behöver insatser från",
                en="the number of responsible authorities whose services the person needs",
            ),
        ),
        "on_sick_leave": _follows(
            "sick_leave",
            Boolean(),
            Current("sick_leave"),
            shown=Text(sv="sjukskriven", en="on sick leave"),
            denied=Text(sv="är inte sjukskriven", en="is not on sick leave"),
        ),
        "sick_leave_days": _follows(
            "sick_leave",
            NumberOf(unit=Text(sv="dagar", en="days"), one=Text(sv="dag", en="day"), least=0),
            DayOf("sick_leave"),
            shown=Text(sv="sjukskrivningens längd", en="length of the sick leave"),
            said=Text(sv="sjukskrivningen har varat i {number}", en="the sick leave has lasted for {number}"),
        ),
        "receives": _follows(
            "livelihoods",
            SetOf(of="livelihoods"),
            MembersOf("livelihoods", "kind"),
            denied=Text(sv="försörjs inte genom {member}", en="has no income from {member}"),
            counted=Text(sv="antalet slags försörjning", en="the number of kinds of income"),
        ),
        "occupied_with": _follows(
            "occupations",
            SetOf(of="occupations"),
            MembersOf("occupations", "kind"),
            denied=Text(sv="har inte {member} som sysselsättning", en="does not have {member} as an occupation"),
            counted=Text(sv="antalet slags sysselsättning", en="the number of kinds of occupation"),
        ),
        "work_capacity_found": _follows(
            "work_capacity",
            SetOf(of="work_capacity"),
            MembersOf("work_capacity", "finding"),
            asked=Text(
                sv="huruvida personen har bedömts ha {members}",
                en="whether the person has been found to have {members}",
            ),
            denied=Text(sv="har inte bedömts ha {member}", en="has not been found to have {member}"),
        ),
        **{f"work_capacity_by_{party}": _assessed_by(party) for party in ASSESSORS},
    }
)
"""The facts that follow from those given."""
