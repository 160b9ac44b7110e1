"""What the page of a report says by itself, in Swedish and English."""

from collections.abc import Mapping
from typing import Final

from samverkan.texts import Language, Text

__all__ = ["WORDS", "said"]


def said(code: str, language: Language, **values: object) -> str:
    """Return the words for *code*, filled in."""
    return WORDS[code].filled(language, values)


WORDS: Final[Mapping[str, Text]] = {
    "skip": Text("Hoppa till innehållet", "Skip to the content"),
    "contents": Text("Innehåll", "Contents"),
    "period": Text("Period", "Period"),
    "threshold": Text("Små tal", "Small numbers"),
    "generated": Text("Underlag", "Based on"),
    "key": Text("Så läser du siffrorna", "How to read the figures"),
    "hidden": Text("visas inte", "not shown"),
    "unknown.drawn": Text("okänt, inte noll", "unknown, not zero"),
    "hidden.why": Text(
        "visas inte: talet är så litet, eller kan räknas ut ur andra tal, att någon kunde kännas igen",
        "not shown: the number is so small, or could be worked out from others, that somebody might be recognised",
    ),
    "hidden.means": Text(
        "Talet visas inte, för att ingen ska kunna kännas igen. Det behöver inte vara litet.",
        "The number is not shown, so that nobody can be recognised. It need not be small.",
    ),
    "unknown": Text("okänt", "unknown"),
    "unknown.means": Text("Uppgiften saknas. Det är inte noll.", "The information is missing. It is not zero."),
    "none.means": Text("Det finns inget att räkna.", "There is nothing to count."),
    "of": Text("av", "of"),
    "of.known": Text("där det är känt", "of whom it is known"),
    "of.budget": Text("{outcome} (budget: {budget})", "{outcome} (budget: {budget})"),
    "table": Text("Siffrorna i tabell", "The figures as a table"),
    "source": Text("Källa", "Source"),
    "drawn.bars": Text(
        "Stapeldiagram. Alla siffror i diagrammet står i tabellen intill.",
        "Bar chart. Every figure in it stands in the table beside it.",
    ),
    "drawn.flow": Text(
        "Diagram med en cirkel för hur många som gick från en till en annan, och en romb för dem som skickades "
        "tillbaka. Alla siffror i diagrammet står i tabellen intill.",
        "Chart with a circle for how many went from one to another, and a diamond for those who were sent back. "
        "Every figure in it stands in the table beside it.",
    ),
    "drawn.curve": Text(
        "Trappstegskurva över hur stor andel som fortfarande väntar, dag för dag. Alla siffror i diagrammet står i "
        "tabellen intill.",
        "Step curve of the share who still wait, day by day. Every figure in it stands in the table beside it.",
    ),
    "from": Text("Från", "From"),
    "to": Text("Till", "To"),
    "link": Text("Från och till", "From and to"),
    "link.row": Text("{start} till {end}", "{start} to {end}"),
    "referred": Text("Skickade", "Sent"),
    "sent_back": Text("Varav tillbaka (rundgång)", "Of these, sent back (rundgång)"),
    "day": Text("Dag", "Day"),
    "day.row": Text("Dag {day}", "Day {day}"),
    "days": Text("Dagar", "Days"),
    "waiting": Text("Väntar fortfarande", "Still waiting"),
    "lower": Text("Minst", "At least"),
    "upper": Text("Högst", "At most"),
    "band": Text("Osäkerhet ({level} konfidensintervall)", "Uncertainty ({level} confidence interval)"),
    "at_risk": Text("Antal som följs dagen före", "Number followed the day before"),
    "target": Text("Mål: {day} dagar", "Target: {day} days"),
    "target.legend": Text("Målet, {day} dagar", "The target, {day} days"),
    "target.named": Text("{name}: {day} dagar", "{name}: {day} days"),
}
