"""What the sections of a report say, in Swedish and English."""

from collections.abc import Mapping
from typing import Final

from samverkan.reports.cells import Cell
from samverkan.texts import Language, Text

__all__ = ["SECTION_WORDS", "filled", "number_told"]


def filled(code: str, **values: object) -> Text:
    """Return the words for *code* in both languages; a value is a text, a cell, or the same in both."""
    return Text(sv=_filled(code, "sv", values), en=_filled(code, "en", values))


def number_told(code: str, cell: Cell) -> Text:
    """Return the sentence for *code* with a number; where it is hidden, the one that does without."""
    return filled(code, n=cell) if cell.value is not None else filled(f"{code}.hidden")


def _filled(code: str, language: Language, values: Mapping[str, object]) -> str:
    return SECTION_WORDS[code].filled(language, {name: _in(language, value) for name, value in values.items()})


def _in(language: Language, value: object) -> object:
    match value:
        case Text():
            return value.in_(language)
        case Cell():
            return value.written(language)
        case _:
            return value


SECTION_WORDS: Final[Mapping[str, Text]] = {
    "title": Text("Så gick det", "How it went"),
    "small": Text(
        "Antal under {threshold} visas inte. Andra tal, även 0, kan också vara dolda, så att de små inte går att "
        "räkna ut. I stället står ”..”.",
        "Counts under {threshold} are not shown. Others, 0 among them, may be hidden too, so that the small ones "
        "cannot be worked out. They are shown as “..”.",
    ),
    "all-shown": Text("Alla antal visas, också de minsta.", "All counts are shown, the smallest too."),
    "cases": Text("{n} ärenden", "{n} cases"),
    "cases.one": Text("1 ärende", "1 case"),
    "rejected": Text("{cases}; {n} poster gick inte att räkna", "{cases}; {n} records could not be counted"),
    "rejected.one": Text("{cases}; 1 post gick inte att räkna", "{cases}; 1 record could not be counted"),
    "days": Text("{name} ({since} till {until})", "{name} ({since} to {until})"),
    # --- In brief -----------------------------------------------------------------------------------
    "brief": Text("I korthet", "In brief"),
    "brief.lead": Text(
        "Några tal ur rapporten. Vad de betyder står i avsnitten nedanför.",
        "A few figures of the report. What they mean stands in the sections below.",
    ),
    "refused": Text(
        "Tabellen visas inte: antalen är så små att de hade gått att räkna ut.",
        "The table is not shown: the numbers are so small that they could have been worked out.",
    ),
    "total": Text("Alla", "All"),
    "unknown": Text("okänt", "unknown"),
    "programme": Text("Insats", "Programme"),
    "self": Text("Egen anmälan", "Self-referral"),
    "other": Text("Andra", "Others"),
    "number": Text("Antal", "Number"),
    # --- Who came -----------------------------------------------------------------------------------
    "who": Text("Vilka kom, och varifrån", "Who came, and from where"),
    "who.lead.hidden": Text(
        "Hur många remisser och egna anmälningar som kom in under perioden visas inte.",
        "How many referrals and self-referrals were received in the period is not shown.",
    ),
    "who.lead": Text(
        "Under perioden kom {n} remisser och egna anmälningar in. En person kan ha flera.",
        "{n} referrals and self-referrals were received in the period. A person can have several.",
    ),
    "received": Text("Inkomna remisser och egna anmälningar", "Referrals and self-referrals received"),
    "from": Text("Vem som remitterade, efter insats", "Who referred, by programme"),
    "from.note": Text(
        "Kommunens enheter räknas som en part, och det gör även regionens. Andra är de som inte hör till någon av "
        "parterna. Dit räknas också remisser för den som har skyddade personuppgifter.",
        "The units of the kommun count as one party, and so do those of the region. Others are those who are of none "
        "of the parties. Referrals of whoever has protected personal data count there too.",
    ),
    "from.short": Text("{short} är {name}.", "{short} is {name}."),
    "age": Text("Ålder", "Age"),
    "ages": Text("Ålder och kön", "Age and sex"),
    "ages.note": Text(
        "Ålder den dag då remissen kom in. Den vars ålder är okänd räknas bara i summan, och den vars kön är okänt "
        "räknas inte här. För den som har skyddade personuppgifter räknas bara könet.",
        "Age on the day on which the referral was received. Whoever's age is unknown counts in the total alone, and "
        "whoever's sex is unknown is not counted here. Of whoever has protected personal data only the sex counts.",
    ),
    # --- Flow ---------------------------------------------------------------------------------------
    "flow": Text("Vägen mellan myndigheterna", "The way between the agencies"),
    "flow.lead": Text(
        "Så här skickades människor mellan myndigheterna, och så många gånger ledde det tillbaka dit de redan "
        "hade varit.",
        "This is how people were sent between the agencies, and how often that led back to where they had already "
        "been.",
    ),
    "flow.caption": Text("Remisser mellan myndigheter", "Referrals between agencies"),
    "flow.note": Text(
        "Remisser till en insats står i avsnittet om vilka som kom; här står de som en insats skickade tillbaka.",
        "Referrals to a programme stand in the section on who came; those that a programme sent back stand here.",
    ),
    "flow.blank": Text(
        "Där det är tomt, eller där en väg inte finns med, skickades ingen.",
        "Where it is blank, or where a way is not there, nobody was sent.",
    ),
    "flow.none": Text(
        "Inga remisser gick mellan myndigheterna under perioden.",
        "No referrals went between the agencies in the period.",
    ),
    "programmes": Text("insatserna", "the programmes"),
    "person": Text("person", "person"),
    "persons": Text("personer", "persons"),
    "round": Text("Skickade i rundgång", "Sent round"),
    "round.note": Text(
        "Personer som skickades från en aktör till en annan och tillbaka till den första under perioden.",
        "Persons who were sent from one agency to another and back again in the period.",
    ),
    "contradicted": Text("Motstridiga bedömningar", "Contradictory assessments"),
    "contradicted.note": Text(
        "Personer vars arbetsförmåga myndigheterna bedömde olika på periodens sista dag.",
        "Persons whose capacity to work agencies assessed differently on the last day of the period.",
    ),
    # --- Lead times ---------------------------------------------------------------------------------
    "times": Text("Hur lång tid det tog", "How long it took"),
    "times.lead": Text(
        "Tiden räknas från den dag då remissen kom in. De som ännu väntar räknas med så länge de har väntat.",
        "Time is counted from the day on which the referral was received. Those who still wait count for as long "
        "as they have.",
    ),
    "kept": Text("{name}, {programme}", "{name}, {programme}"),
    "kept.rows": Text("Hur det gick", "How it went"),
    "met": Text("i tid", "in time"),
    "missed": Text("för sent", "too late"),
    "pending": Text("kan fortfarande bli i tid", "can still be in time"),
    "not-yet": Text("för sent, eller ännu inte avgjort", "too late, or not settled yet"),
    "kept.so-far": Text(
        "Andelen räknas på alla som kom, även dem som ännu kan få kontakt i tid.",
        "The share is of all who came, those who can still be contacted in time among them.",
    ),
    "no-promise": Text("kan inte räknas", "cannot be counted"),
    "kept.note": Text(
        "Löftet är {policy}. Den som löftet inte gällde, eller vars tid är okänd, kan inte räknas.",
        "The promise is {policy}. Whoever nothing was promised, or whose time is unknown, cannot be counted.",
    ),
    "curve": Text("Andel som ännu väntar på en första kontakt", "Share who still wait for a first contact"),
    "curve.promise": Text("Löfte i {programmes}", "Promise of {programmes}"),
    "curve.note": Text(
        "Kaplan–Meier. Dagarna är sammanslagna, först veckovis, och varje sträcka räknas på sin sista dag. Några få "
        "räknas på en senare dag, så att inget litet antal går att räkna ut. Den som avslutades utan kontakt räknas "
        "som om väntan hade fortsatt som för de andra.",
        "Kaplan–Meier. Days are put together, by the week at first, and each stretch counts on its last day. A few "
        "count on a later day, so that no small number can be worked out. Whoever ended without a contact counts "
        "as if the wait had gone on as for the others.",
    ),
    "curve.nobody": Text(
        "Inga remisser kom in under perioden, så det finns ingen väntan att räkna.",
        "No referrals were received in the period, so there is no wait to count.",
    ),
    "curve.unclocked": Text(
        "Hur länge någon väntade på en första kontakt räknas inte här.",
        "How long anybody waited for a first contact is not counted here.",
    ),
    "curve.none": Text("Kurvan visas inte: antalen är för små.", "The curve is not shown: the numbers are too small."),
    # --- Before and after ---------------------------------------------------------------------------
    "change": Text("Före och efter", "Before and after"),
    "change.lead.hidden": Text(
        "En del av de deltaganden som avslutades under perioden är registrerade med personuppgifter. Uppgifterna "
        "nedan gäller bara dem.",
        "Some of the participations that ended in the period are registered with personal data. What follows is of "
        "those alone.",
    ),
    "change.lead": Text(
        "Av de deltaganden som avslutades under perioden är {n} registrerade med personuppgifter. Uppgifterna nedan "
        "gäller bara dem.",
        "Of the participations that ended in the period {n} are registered with personal data. What follows is of "
        "those alone.",
    ),
    "change.caption": Text("Andel före och efter insatsen", "Share before and after the intervention"),
    "change.rows": Text("Vad", "What"),
    "before": Text("Före", "Before"),
    "after": Text("Efter", "After"),
    "supported": Text("offentlig försörjning", "public support"),
    "occupied": Text("arbete eller studier", "work or studies"),
    "supported.before": Text("offentlig försörjning före", "public support before"),
    "supported.after": Text("offentlig försörjning efter", "public support after"),
    "occupied.before": Text("arbete eller studier före", "work or studies before"),
    "occupied.after": Text("arbete eller studier efter", "work or studies after"),
    "ended": Text("Avslutade deltaganden", "Participations ended"),
    "began": Text("Börjat eller ökat arbete eller studier", "Began or increased work or studies"),
    "change.note": Text(
        "Före är veckan före första dagen, efter är veckan efter sista dagen. Andelen är av dem där det är känt.",
        "Before is the week before the first day, after is the week after the last. The share is of those of whom "
        "it is known.",
    ),
    "registered": Text("registrerade", "registered"),
    "anonymous": Text("anonyma", "anonymous"),
    "known.rows": Text("Antal före och efter insatsen", "Numbers before and after the intervention"),
    "yes": Text("ja", "yes"),
    "no": Text("nej", "no"),
    "known": Text("känt", "known"),
    # --- Turned away --------------------------------------------------------------------------------
    "away": Text("Vilka som inte uppfyllde kriterierna, och varför", "Whom the rules left out, and why"),
    "away.lead.hidden": Text(
        "Hur många som inte uppfyllde kriterierna den dag då remissen kom in visas inte. Det är en läsning av "
        "reglerna, och säger inte vad som hände sedan.",
        "How many did not meet the criteria on the day on which the referral was received is not shown. That is a "
        "reading of the rules, and does not say what came of it.",
    ),
    "away.lead": Text(
        "Av dem som remitterades uppfyllde {n} inte kriterierna den dag då remissen kom in. Det är en läsning av "
        "reglerna, och säger inte vad som hände sedan.",
        "Of those who were referred {n} did not meet the criteria on the day on which the referral was received. "
        "That is a reading of the rules, and does not say what came of it.",
    ),
    "left-out": Text("Uppfyllde inte kriterierna", "Did not meet the criteria"),
    "referral.one": Text("remiss", "referral"),
    "referrals": Text("remisser", "referrals"),
    "outcomes": Text("Vad reglerna säger, efter insats", "What the rules say, by programme"),
    "eligible": Text("uppfyller kriterierna", "meet the criteria"),
    "not_eligible": Text("uppfyller dem inte", "do not meet them"),
    "undetermined": Text("går inte att säga", "cannot be told"),
    "reasons": Text("Det som inte var uppfyllt, efter insats", "What was not met, by programme"),
    "criterion": Text("Insats och kriterium", "Programme and criterion"),
    "reasons.note": Text(
        "Ett kriterium nämns när det ensamt avgjorde för tillräckligt många. Övriga är de som brast i flera kriterier "
        "eller i ett som avgjorde för få. Kriterierna är återgivna som de gällde den sista dagen.",
        "A criterion is named where it decided by itself for enough people. Other reasons are several criteria at "
        "once, or one that decided for few. The criteria are told as they were on the last day.",
    ),
    "not-in-force": Text("insatsen gällde inte den dagen", "the programme was not in force on that day"),
    "other-reasons": Text("övriga skäl", "other reasons"),
    # --- Budget -------------------------------------------------------------------------------------
    "budget": Text("Budget och utfall", "Budget and outcome"),
    "budget.lead": Text(
        "Så mycket var budgeterat, och så mycket blev det, i {unit}.",
        "This is what was budgeted, and what it came to, in {unit}.",
    ),
    "budget.rows": Text("Post", "Item"),
    "budget.total": Text("Summa", "Total"),
    "budget.budget": Text("Budget", "Budget"),
    "budget.outcome": Text("Utfall", "Outcome"),
    # --- How it was reckoned ------------------------------------------------------------------------
    "how": Text("Så har vi räknat", "How it was reckoned"),
    "how.lead": Text(
        "Siffrorna är avlästa den {day} och gäller {period}. Okänt räknas aldrig som nej.",
        "The figures were read on {day} and are of {period}. Unknown never counts as no.",
    ),
    "how.unchosen": Text(
        "Gränsen {threshold} för vilka antal som visas är inte vald av den som gjorde rapporten. Den gäller när ingen "
        "gräns anges.",
        "The limit of {threshold} for which counts are shown was not chosen by whoever made the report. It holds when "
        "no limit is named.",
    ),
    "how.referral": Text("Remiss eller egen anmälan", "Referral or self-referral"),
    "how.referral.means": Text(
        "En remiss till en insats, eller en egen anmälan. Den räknas den dag då den kom in. Felregistreringar räknas "
        "inte.",
        "A referral to a programme, or a self-referral. It counts on the day on which it was received. What was "
        "registered by mistake does not count.",
    ),
    "how.participation": Text("Deltagande", "Participation"),
    "how.participation.means": Text(
        "En person i en insats. Den som deltar i två insatser är en person och två deltaganden.",
        "One person in one intervention. Whoever takes part in two is one person and two participations.",
    ),
    "how.registered": Text("Registrerad", "Registered"),
    "how.registered.means": Text(
        "Den som har samtyckt till att registreras i insatsen och inte har skyddade personuppgifter. Övriga är "
        "anonyma.",
        "Whoever has agreed to be registered in the programme and has no protected personal data. The others are "
        "anonymous.",
    ),
    "how.round": Text("Rundgång", "Circulation (rundgång)"),
    "how.round.means": Text(
        "Att skickas från en aktör till en annan och tillbaka till den första, utan att en insats börjar på vägen. "
        "Det räknas även om en insats börjar senare.",
        "To be sent from one agency to another and back to the first, without an intervention starting on the way. "
        "It counts even if one starts later.",
    ),
}
"""Every sentence and word."""
