"""What the sections of a report say, in Swedish and English."""

from collections.abc import Mapping
from typing import Final

from samverkan.reports.cells import Cell, CellState
from samverkan.texts import Language, Text

__all__ = ["SECTION_WORDS", "filled"]


def filled(code: str, **values: object) -> Text:
    """Return the words for *code* in both languages; a value is a text, a cell, or the same in both."""
    return Text(sv=_filled(code, "sv", values), en=_filled(code, "en", values))


def _filled(code: str, language: Language, values: Mapping[str, object]) -> str:
    return SECTION_WORDS[code].filled(language, {name: _in(language, value) for name, value in values.items()})


def _in(language: Language, value: object) -> object:
    match value:
        case Text():
            return value.in_(language)
        case Cell(state=CellState.HIDDEN):
            return _NOT_SHOWN.in_(language)
        case Cell():
            return value.written(language)
        case _:
            return value


_NOT_SHOWN: Final = Text("ett antal som inte visas", "a number that is not shown")

SECTION_WORDS: Final[Mapping[str, Text]] = {
    "title": Text("Så gick det", "How it went"),
    "cases": Text("{n} ärenden", "{n} cases"),
    "rejected": Text("{n} ärenden; {bad} poster gick inte att läsa", "{n} cases; {bad} records could not be read"),
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
    "who.lead": Text(
        "Under perioden kom {n} remisser och egna anmälningar in. En person kan ha flera.",
        "{n} referrals and self-referrals were received in the period. A person can have several.",
    ),
    "received": Text("Inkomna remisser och egna anmälningar", "Referrals and self-referrals received"),
    "from": Text("Vem som remitterade, efter insats", "Who referred, by programme"),
    "from.note": Text(
        "Kommunens enheter räknas som en part, och så gör regionens.",
        "The units of the kommun count as one party, and so do those of the region.",
    ),
    "age": Text("Ålder", "Age"),
    "ages": Text("Ålder och kön", "Age and sex"),
    "ages.note": Text(
        "Ålder den dag då remissen kom in. Den vars ålder är okänd räknas bara i summan, och den vars kön är okänt "
        "räknas inte här. För den som har skyddade personuppgifter räknas bara könet.",
        "Age on the day on which the referral was received. Whoever's age is unknown counts in the total alone, and "
        "whoever's sex is unknown is not counted here. Of whoever has protected personal data only the sex counts.",
    ),
    "merged": Text("{first} till {last} år", "from {first} to {last}"),
    # --- Flow ---------------------------------------------------------------------------------------
    "flow": Text("Vägen mellan myndigheterna", "The way between the agencies"),
    "flow.lead": Text(
        "Så här skickades människor mellan myndigheterna, och så många gånger bar det tillbaka dit de redan hade "
        "varit.",
        "This is how people were sent between the agencies, and how often that led back to where they had already "
        "been.",
    ),
    "flow.caption": Text("Remisser mellan myndigheter", "Referrals between agencies"),
    "flow.note": Text(
        "Remisser till en insats står i avsnittet om vilka som kom; här står de som en insats skickade tillbaka.",
        "Referrals to a programme stand in the section on who came; those that a programme sent back stand here.",
    ),
    "flow.none": Text(
        "Inga remisser gick mellan myndigheterna under perioden.",
        "No referrals went between the agencies in the period.",
    ),
    "programmes": Text("insatserna", "the programmes"),
    "round": Text("Skickade i rundgång", "Sent round"),
    "round.note": Text(
        "Personer som skickades från en aktör till en annan och tillbaka igen under perioden.",
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
        "Andelen är av alla som kom: för några få är det ännu inte avgjort.",
        "The share is of all who came: for a few it is not settled yet.",
    ),
    "no-promise": Text("inget löfte gäller", "nothing is promised"),
    "kept.note": Text(
        "Så räknas tiden: {policy}.",
        "This is how time is counted: {policy}.",
    ),
    "curve": Text("Andel som ännu väntar på en första kontakt", "Share who still wait for a first contact"),
    "curve.note": Text(
        "Kaplan–Meier. Dagarna är sammanslagna så att inget litet antal går att räkna ut, och varje sträcka räknas på "
        "sin sista dag. Kurvan tar den som slutade utan kontakt som en som hade väntat som de andra.",
        "Kaplan–Meier. Days are put together so that no small number can be worked out, and each stretch counts on its "
        "last day. The curve takes whoever ended without a contact as one who would have waited as the others.",
    ),
    "curve.none": Text("Kurvan visas inte: antalen är för små.", "The curve is not shown: the numbers are too small."),
    # --- Before and after ---------------------------------------------------------------------------
    "change": Text("Före och efter", "Before and after"),
    "change.lead": Text(
        "Av de deltaganden som avslutades under perioden är {n} registrerade med personuppgifter. Bara om dem går det "
        "att säga något.",
        "Of the participations that ended in the period {n} are registered with personal data. Only of those can "
        "anything be said.",
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
    "known.rows": Text("Hur många är kända", "How many are known"),
    "yes": Text("ja", "yes"),
    "no": Text("nej", "no"),
    "known": Text("känt", "known"),
    # --- Turned away --------------------------------------------------------------------------------
    "away": Text("Vilka som inte fick plats i reglerna, och varför", "Whom the rules left out, and why"),
    "away.lead": Text(
        "Av dem som remitterades uppfyllde {n} inte kriterierna den dag då remissen kom in. Det är en läsning av "
        "reglerna, och säger inte vad som hände sedan.",
        "Of those who were referred {n} did not meet the criteria on the day on which the referral was received. "
        "That is "
        "a reading of the rules, and does not say what came of it.",
    ),
    "left-out": Text("Uppfyllde inte kriterierna", "Did not meet the criteria"),
    "outcomes": Text("Vad reglerna säger, efter insats", "What the rules say, by programme"),
    "eligible": Text("uppfyller kriterierna", "meet the criteria"),
    "not_eligible": Text("uppfyller dem inte", "do not meet them"),
    "undetermined": Text("går inte att säga", "cannot be told"),
    "reasons": Text("Det kriterium som avgjorde, {programme}", "The criterion that decided, {programme}"),
    "criterion": Text("Kriterium som inte är uppfyllt", "Criterion that is not met"),
    "not-in-force": Text("insatsen gällde inte den dagen", "the programme was not in force on that day"),
    "several": Text("flera kriterier", "several criteria"),
    # --- Budget -------------------------------------------------------------------------------------
    "budget": Text("Budget och utfall", "Budget and outcome"),
    "budget.lead": Text(
        "Så mycket var budgeterat, och så mycket blev det, i {unit}.",
        "This is what was budgeted, and what it came to, in {unit}.",
    ),
    "budget.rows": Text("Post", "Item"),
    "budget.budget": Text("Budget", "Budget"),
    "budget.outcome": Text("Utfall", "Outcome"),
    # --- How it was reckoned ------------------------------------------------------------------------
    "how": Text("Så har vi räknat", "How it was reckoned"),
    "how.lead": Text(
        "Siffrorna är avlästa den {day} och gäller {period}. Okänt räknas aldrig som nej.",
        "The figures were read on {day} and are of {period}. Unknown never counts as no.",
    ),
    "how.referral": Text("Remiss eller egen anmälan", "Referral or self-referral"),
    "how.referral.means": Text(
        "En person som har remitterats till en insats, eller själv har anmält sig. Den räknas den dag då den kom in. "
        "Felregistrerade räknas inte.",
        "A person who has been referred to a programme, or has come by herself or himself. It counts on the day "
        "on which "
        "it was received. What was registered by mistake does not count.",
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
        "Att skickas från en aktör till en annan och tillbaka till den första igen.",
        "To be sent from one agency to another and back to the first again.",
    ),
}
"""Every sentence and word."""
