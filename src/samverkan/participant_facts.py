"""The facts that a participant is given: what values each has, who holds it, and its words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from samverkan.rules.facts import Boolean, Changes, Choice, Day, Fact, SetOf, SpellsOf
from samverkan.texts import Text

__all__ = ["GIVEN"]

_PAYERS: Final[Mapping[str, str]] = {
    "sickness-benefit": "FK",
    "rehabilitation-benefit": "FK",
    "activity-compensation": "FK",
    "sickness-compensation": "FK",
    "activity-support": "FK",
    "development-allowance": "FK",
    "introduction-benefit": "FK",
    "introduction-supplement": "FK",
    "housing-benefit": "FK",
    "parental-benefit": "FK",
    "economic-assistance": "kommun/IFO",
}
"""Who pays each livelihood, and so knows of it. A payer that is no agency here, such as an employer, is left out."""

_EVERYONE: Final = ("AF", "FK", "region", "kommun")


def _so_or_not(  # noqa: PLR0913, PLR0917 - a table's columns
    shown: Text, said: Text, denied: Text, held_by: tuple[str, ...], category: str, asked: Text | None = None
) -> Fact:
    """Return a fact that is so or not; what is asked for is what is shown, unless it is told apart."""
    return Fact(
        kind=Boolean(),
        asked=asked or shown,
        shown=shown,
        said=said,
        denied=denied,
        held_by=frozenset(held_by),
        category=category,
    )


_WITHOUT_DENIAL: Final[Mapping[str, Fact]] = {
    "born": Fact(
        kind=Day(),
        asked=Text(sv="födelsedatum", en="the date of birth"),
        shown=Text(sv="född", en="date of birth"),
        said=Text(sv="födelsedatumet", en="the date of birth"),
        category="identity",
        changes=Changes.NEVER,
    ),
    "sex": Fact(
        kind=Choice(of="sexes"),
        asked=Text(sv="kön", en="the sex"),
        shown=Text(sv="kön", en="sex"),
        said=Text(sv="könet", en="the sex"),
        category="identity",
        changes=Changes.NEVER,
    ),
    "residence": Fact(
        kind=Choice(of="municipalities"),
        asked=Text(sv="bostadskommun", en="the home municipality"),
        shown=Text(sv="bostadskommun", en="home municipality"),
        said=Text(sv="bostadskommunen", en="the home municipality"),
        category="identity",
    ),
    "contacts": Fact(
        kind=SpellsOf(of="agencies"),
        asked=Text(sv="kontakt med {members}", en="contact with {members}"),
        shown=Text(sv="aktuell hos", en="in contact with"),
        said=Text(sv="är aktuell hos {member}", en="is in contact with {member}"),
        category="contact",
    ),
    "sick_leave": Fact(
        kind=SpellsOf(),
        asked=Text(sv="sjukskrivning", en="sick leave"),
        shown=Text(sv="sjukskrivning", en="sick leave"),
        said=Text(sv="är sjukskriven", en="is on sick leave"),
        held_by=frozenset({"FK", "region"}),
        category="health",
    ),
    "livelihoods": Fact(
        kind=SpellsOf(of="livelihoods"),
        asked=Text(sv="försörjning genom {members}", en="income from {members}"),
        shown=Text(sv="försörjning", en="income"),
        said=Text(sv="försörjs genom {member}", en="has income from {member}"),
        held_by=frozenset({"AF", "FK", "kommun"}),
        held_by_word={kind: frozenset({payer}) for kind, payer in _PAYERS.items()},
        category="livelihood",
    ),
    "occupations": Fact(
        kind=SpellsOf(of="occupations"),
        asked=Text(sv="sysselsättning i form av {members}", en="occupation in the form of {members}"),
        shown=Text(sv="sysselsättning", en="occupation"),
        said=Text(sv="har {member} som sysselsättning", en="has {member} as an occupation"),
        held_by=frozenset({"AF", "FK", "kommun"}),
        category="work",
    ),
    "work_capacity": Fact(
        kind=SpellsOf(of="work_capacity"),
        asked=Text(sv="bedömningen av arbetsförmågan", en="the work-capacity assessment"),
        shown=Text(sv="bedömning av arbetsförmågan", en="assessment of the capacity to work"),
        said=Text(sv="har bedömts ha {member}", en="has been found to have {member}"),
        held_by=frozenset(_EVERYONE),
        category="health",
    ),
    "needs": Fact(
        kind=SetOf(of="needs"),
        asked=Text(sv="{members}", en="{members}"),
        shown=Text(sv="behov", en="kinds of need"),
        said=Text(sv="har {member}", en="has {member}"),
        denied=Text(sv="har inte {member}", en="does not have {member}"),
        counted=Text(sv="antalet slags behov", en="the number of kinds of need"),
        held_by=frozenset(_EVERYONE),
        category="need",
    ),
    "needs_from": Fact(
        kind=SetOf(of="agencies"),
        asked=Text(sv="behov av insatser från {members}", en="need for services from {members}"),
        shown=Text(sv="behöver insatser från", en="needs services from"),
        said=Text(sv="behöver insatser från {member}", en="needs services from {member}"),
        denied=Text(sv="behöver inte insatser från {member}", en="needs no services from {member}"),
        counted=Text(sv="antalet verksamheter som behövs", en="the number of agencies needed"),
        held_by=frozenset(_EVERYONE),
        category="need",
    ),
}

_SO_OR_NOT: Final[Mapping[str, Fact]] = {
    "unmet_need": Fact(
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
        held_by=frozenset(_EVERYONE),
        category="need",
    ),
    "long_absence": _so_or_not(
        Text("lång frånvaro från arbetsmarknaden", "long absence from the labour market"),
        Text("har varit frånvarande länge från arbetsmarknaden", "has long been absent from the labour market"),
        Text(
            "har inte varit frånvarande länge från arbetsmarknaden", "has not long been absent from the labour market"
        ),
        ("AF", "FK", "kommun"),
        "work",
    ),
    "employed": Fact(
        kind=Boolean(),
        asked=Text(sv="anställning", en="employment"),
        shown=Text(sv="har en anställning", en="is in employment"),
        said=Text(sv="har en anställning", en="is in employment"),
        denied=Text(sv="har ingen anställning", en="is not in employment"),
        held_by=frozenset({"AF", "FK", "kommun"}),
        category="work",
    ),
    "unemployed": _so_or_not(
        Text("arbetslöshet", "unemployment"),
        Text("är arbetslös", "is out of work"),
        Text("är inte arbetslös", "is not out of work"),
        ("AF", "kommun"),
        "work",
    ),
    "established": _so_or_not(
        Text("etablering på arbetsmarknaden", "a foothold on the labour market"),
        Text("är etablerad på arbetsmarknaden", "has a foothold on the labour market"),
        Text("är inte etablerad på arbetsmarknaden", "has no foothold on the labour market"),
        ("AF", "kommun"),
        "work",
    ),
    "newly_arrived": _so_or_not(
        Text("nyanländ i Sverige", "recent arrival in Sweden"),
        Text("är nyanländ", "has recently arrived in Sweden"),
        Text("är inte nyanländ", "has not recently arrived in Sweden"),
        ("AF", "kommun"),
        "background",
        asked=Text("tidpunkten för ankomsten till Sverige", "the time of arrival in Sweden"),
    ),
    "foreign_background": _so_or_not(
        Text("utländsk bakgrund", "a foreign background"),
        Text("har utländsk bakgrund", "has a foreign background"),
        Text("har inte utländsk bakgrund", "does not have a foreign background"),
        ("AF", "kommun"),
        "background",
    ),
    "lacks_swedish": _so_or_not(
        Text("bristande kunskaper i svenska", "insufficient Swedish"),
        Text("har bristande kunskaper i svenska", "knows too little Swedish"),
        Text("har inte bristande kunskaper i svenska", "does not know too little Swedish"),
        ("AF", "kommun"),
        "background",
    ),
    "sgi": _so_or_not(
        Text("sjukpenninggrundande inkomst", "an income that qualifies for sickness benefit"),
        Text("har en sjukpenninggrundande inkomst", "has an income that qualifies for sickness benefit"),
        Text("saknar sjukpenninggrundande inkomst", "has no income that qualifies for sickness benefit"),
        ("FK",),
        "livelihood",
    ),
    "grey_zone": _so_or_not(
        Text("ärende i gråzonen mellan myndigheterna", "a case that falls between the authorities"),
        Text("har ett ärende i gråzonen mellan myndigheterna", "has a case that falls between the authorities"),
        Text("har inget ärende i gråzonen mellan myndigheterna", "has no case that falls between the authorities"),
        _EVERYONE,
        "need",
    ),
    "stuck": _so_or_not(
        Text("ärende som har kört fast", "a case that is stuck"),
        Text("har ett ärende som har kört fast", "has a case that is stuck"),
        Text("har inget ärende som har kört fast", "has no case that is stuck"),
        _EVERYONE,
        "need",
    ),
    "care_seeking": _so_or_not(
        Text("sökt vård", "whether care is sought"),
        Text("söker vård", "seeks care"),
        Text("söker inte vård", "does not seek care"),
        ("region",),
        "health",
    ),
    "medical_assessment_requested": _so_or_not(
        Text("begäran om medicinskt underlag", "a request for medical evidence"),
        Text(
            "är föremål för en annan myndighets begäran om medicinskt underlag",
            "is the subject of another authority's request for medical evidence",
        ),
        Text(
            "är inte föremål för någon annan myndighets begäran om medicinskt underlag",
            "is not the subject of any other authority's request for medical evidence",
        ),
        ("AF", "FK", "region", "kommun"),
        "health",
    ),
    "seeks_coordination": _so_or_not(
        Text("önskan om samordning från Försäkringskassan", "a wish for coordination by Försäkringskassan"),
        Text("efterfrågar samordning från Försäkringskassan", "asks Försäkringskassan for coordination"),
        Text("efterfrågar inte samordning från Försäkringskassan", "does not ask Försäkringskassan for coordination"),
        ("FK",),
        "need",
    ),
    "attends_upper_secondary": _so_or_not(
        Text("gymnasiestudier", "attendance at upper secondary school"),
        Text("går i gymnasieskolan", "attends upper secondary school"),
        Text("går inte i gymnasieskolan", "does not attend upper secondary school"),
        ("kommun",),
        "education",
    ),
    "introductory_programme": _so_or_not(
        Text("introduktionsprogram i gymnasieskolan", "an introductory programme at upper secondary school"),
        Text("går på ett introduktionsprogram", "attends an introductory programme"),
        Text("går inte på något introduktionsprogram", "does not attend an introductory programme"),
        ("kommun",),
        "education",
    ),
    "completed_compulsory_school": _so_or_not(
        Text("fullgjord skolplikt", "completed compulsory schooling"),
        Text("har fullgjort sin skolplikt", "has completed compulsory schooling"),
        Text("har inte fullgjort sin skolplikt", "has not completed compulsory schooling"),
        ("kommun",),
        "education",
    ),
    "completed_upper_secondary": _so_or_not(
        Text("fullföljd gymnasieutbildning", "completed upper secondary education"),
        Text("har fullföljt en gymnasieutbildning", "has completed upper secondary education"),
        Text("har inte fullföljt någon gymnasieutbildning", "has not completed upper secondary education"),
        ("kommun",),
        "education",
    ),
    "risk_of_leaving_school": _so_or_not(
        Text("risk för studieavbrott", "the risk of leaving school early"),
        Text("riskerar att avbryta sina studier", "risks leaving school early"),
        Text("riskerar inte att avbryta sina studier", "does not risk leaving school early"),
        ("kommun",),
        "education",
    ),
    "risk_of_activity_compensation": _so_or_not(
        Text("risk att behöva aktivitetsersättning", "the risk of needing activity compensation"),
        Text("riskerar att behöva aktivitetsersättning", "risks needing activity compensation"),
        Text("riskerar inte att behöva aktivitetsersättning", "does not risk needing activity compensation"),
        _EVERYONE,
        "health",
    ),
    "applied_for_activity_compensation": _so_or_not(
        Text("ansökan om aktivitetsersättning", "an application for activity compensation"),
        Text("har ansökt om aktivitetsersättning", "has applied for activity compensation"),
        Text("har inte ansökt om aktivitetsersättning", "has not applied for activity compensation"),
        ("FK",),
        "livelihood",
    ),
    "functional_impairment": _so_or_not(
        Text("funktionsnedsättning", "a functional impairment"),
        Text("har en funktionsnedsättning", "has a functional impairment"),
        Text("har ingen funktionsnedsättning", "has no functional impairment"),
        _EVERYONE,
        "health",
    ),
    "protected_identity": _so_or_not(
        Text("skyddade personuppgifter", "a protected identity"),
        Text("har skyddade personuppgifter", "has a protected identity"),
        Text("har inte skyddade personuppgifter", "does not have a protected identity"),
        (),
        "identity",
    ),
}

GIVEN: Final[Mapping[str, Fact]] = MappingProxyType({**_WITHOUT_DENIAL, **_SO_OR_NOT})
"""The facts that a participant is given, by the names of her fields."""
