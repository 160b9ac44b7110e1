"""Sentences in Swedish and English: one catalogue, the same for every reading of a rule."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, get_args

import attrs

from samverkan.errors import InvalidValueError, UnknownNameError

__all__ = [
    "CATALOGUE",
    "LANGUAGES",
    "Language",
    "Text",
    "capitalised",
    "in_language",
    "joined",
    "placeholders",
    "sentence",
]

Language = Literal["sv", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

_PLACEHOLDER: Final = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


@attrs.frozen
class Text:
    """The same words in Swedish and English, possibly with ``{placeholders}``.

    >>> Text(sv="är {years} år", en="is {years} years old").filled("sv", {"years": 16})
    'är 16 år'
    """

    sv: str
    en: str

    def __attrs_post_init__(self) -> None:
        for language, words in (("sv", self.sv), ("en", self.en)):
            if not words.strip():
                raise InvalidValueError(where=language, wanted="a text", got="none")
            rest = _PLACEHOLDER.sub("", words)
            if "{" in rest or "}" in rest:
                raise InvalidValueError(
                    where=language, wanted="placeholders written as {name}", got="another use of { or }"
                )

    def in_(self, language: Language) -> str:
        """Return the words in *language*, placeholders and all."""
        match language:
            case "sv":
                return self.sv
            case "en":
                return self.en
            case _:
                raise UnknownNameError("language", str(language), LANGUAGES)

    def filled(self, language: Language, values: Mapping[str, object]) -> str:
        """Return the words in *language* with every placeholder replaced.

        Only plain names are replaced, so that a text from a file can reach nothing else.
        """
        return _PLACEHOLDER.sub(lambda found: str(values[found[1]]), self.in_(language))

    def capitalised(self) -> "Text":
        """Return the same words with a capital first, as a heading begins."""
        return Text(sv=capitalised(self.sv), en=capitalised(self.en))


def capitalised(words: str) -> str:
    """Return the words with a capital first, as a sentence begins.

    >>> capitalised("överlämnat"), capitalised("SE-projektet")
    ('Överlämnat', 'SE-projektet')
    """
    return words[:1].upper() + words[1:]


def in_language(told: Mapping[Language, str], language: Language) -> str:
    """Return what is told in *language*.

    Raises:
        UnknownNameError: when there is no such language.
    """
    if language not in told:
        raise UnknownNameError("language", str(language), LANGUAGES)
    return told[language]


def placeholders(text: Text) -> frozenset[str]:
    """Return the names of the placeholders that stand in either language."""
    return frozenset(_PLACEHOLDER.findall(text.sv)) | frozenset(_PLACEHOLDER.findall(text.en))


def sentence(code: str, language: Language, **values: object) -> str:
    """Return the catalogue's sentence for *code*, filled in."""
    return CATALOGUE[code].filled(language, values)


def joined(words: Iterable[str], language: Language, *, last: Literal["and", "or"] = "and") -> str:
    """Join words as one says them.

    >>> joined(["AF", "FK", "regionen"], "sv"), joined(["AF", "FK"], "en", last="or")
    ('AF, FK och regionen', 'AF or FK')
    """
    *most, final = [*words] or [""]
    if not most:
        return final
    return f"{', '.join(most)} {CATALOGUE[last].in_(language)} {final}"


CATALOGUE: Final[Mapping[str, Text]] = {
    "and": Text(sv="och", en="and"),
    "or": Text(sv="eller", en="or"),
    "yes": Text(sv="ja", en="yes"),
    "no": Text(sv="nej", en="no"),
    "nobody": Text(sv="ingen", en="nobody"),
    "nothing": Text(sv="inget", en="none"),
    "missing.by": Text(sv="{what} från {whom}", en="{what} from {whom}"),
    "unknown": Text(sv="okänt", en="unknown"),
    # How a programme's answer is said. An agency decides; the library assesses.
    "outcome.eligible": Text(sv="Uppfyller kriterierna", en="Meets the criteria"),
    "outcome.not_eligible": Text(sv="Uppfyller inte kriterierna", en="Does not meet the criteria"),
    "outcome.undetermined": Text(
        sv="Det går inte att avgöra om kriterierna är uppfyllda",
        en="It cannot be settled whether the criteria are met",
    ),
    "covered.eligible": Text(sv="Omfattas", en="Is covered"),
    "covered.not_eligible": Text(sv="Omfattas inte", en="Is not covered"),
    "covered.undetermined": Text(
        sv="Det går inte att avgöra om personen omfattas",
        en="It cannot be settled whether the person is covered",
    ),
    "holds.eligible": Text(sv="Stämmer", en="Holds"),
    "holds.not_eligible": Text(sv="Stämmer inte", en="Does not hold"),
    "holds.undetermined": Text(
        sv="Det går inte att avgöra om det stämmer",
        en="It cannot be settled whether it holds",
    ),
    "outcome.missing": Text(sv="utan uppgift om {what}", en="without information about {what}"),
    "outcome.until": Text(
        sv="gäller till och med {day} om inget nytt registreras",
        en="stands until {day} if nothing new is recorded",
    ),
    "outcome.open": Text(
        sv="gäller tills vidare om inget nytt registreras", en="stands as long as nothing new is recorded"
    ),
    "outcome.area": Text(
        sv="{programme} verkar i {area}; om man måste bo där säger källan inte.",
        en="{programme} works in {area}; whether one must live there the source does not say.",
    ),
    "decision.view.all-facts": Text(sv="med alla uppgifter", en="with all facts"),
    "decision.view.seen-by": Text(
        sv="med det som {agency} får veta för {purpose}", en="with what {agency} may know for {purpose}"
    ),
    "not_open": Text(sv="inte öppet", en="not open"),
    # Who may be told what, and who has consented to what.
    "sharing.own": Text(
        sv="Det är uppgifter som {whose} själv har.", en="It is information that {whose} holds itself."
    ),
    "sharing.met": Text(
        sv="{sharer} får lämna uppgifter till {recipient} om {category}, för ändamålet {purpose}{within}: "
        "{basis}{until}.",
        en="{sharer} may tell {recipient} about {category}, for {purpose}{within}: {basis}{until}.",
    ),
    "sharing.not_met": Text(
        sv="Inget samtycke och ingen annan angiven grund låter {sharer} lämna uppgifter till {recipient} om "
        "{category}, för ändamålet {purpose}{within}.",
        en="No consent and no other stated basis lets {sharer} tell {recipient} about {category}, "
        "for {purpose}{within}.",
    ),
    "sharing.unknown": Text(
        sv="Det går inte att avgöra om {sharer} får lämna uppgifter till {recipient} om {category}, för "
        "ändamålet {purpose}{within}: uppgift om samtycke saknas.",
        en="It cannot be settled whether {sharer} may tell {recipient} about {category}, for {purpose}{within}: "
        "there is no information about consents.",
    ),
    "sharing.needed": Text(
        sv="Det krävs ett samtycke, eller någon annan grund, för att {sharer} ska lämna uppgifter till {recipient} om "
        "{category}, för ändamålet {purpose}{within}.",
        en="It takes the person's consent, or another basis, for {sharer} to tell {recipient} about {category}, "
        "for {purpose}{within}.",
    ),
    "sharing.within": Text(sv=" inom {programme}", en=" within {programme}"),
    "sharing.until": Text(sv=" till och med den {day}", en=" until {day}"),
    "sharing.consent": Text(sv="samtycket {id} gäller enligt {law}", en="the consent {id} stands by {law}"),
    "sharing.statutory-duty": Text(
        sv="uppgiftsskyldigheten {id} gäller enligt {law} ({source})",
        en="the statutory duty {id} applies by {law} ({source})",
    ),
    "sharing.general-clause": Text(
        sv="generalklausulen har åberopats i {id} enligt {law} ({source})",
        en="the general clause has been invoked in {id} by {law} ({source})",
    ),
    "opening": Text(
        sv="Från och med den {since} till och med den {until} får {sharers} lämna uppgifter till {recipients} om "
        "{categories}{purposes}{programmes} ({basis}).",
        en="From {since} to {until} {sharers} may tell {recipients} about "
        "{categories}{purposes}{programmes} ({basis}).",
    ),
    "opening.for": Text(sv=", för ändamålet {purposes}", en=", for {purposes}"),
    "opening.less": Text(sv="Allt ingår inte: det finns undantag.", en="Not everything: there are exceptions."),
    "conflict": Text(
        sv="Samtyckena {open} och {closed} säger olika. {open} öppnar uppgifter om {categories} från {sharers} till "
        "{recipients}; i {closed} är de undantagna eller återkallade. Fråga personen vad som gäller.",
        en="The consents {open} and {closed} differ. {open} opens information about {categories} from {sharers} to "
        "{recipients}; in {closed} it is excepted or withdrawn. Ask the person which is meant.",
    ),
    "sharing.guardian.is": Text(
        sv="Personen är under 18 år: beroende på ålder och mognad kan en vårdnadshavare behöva samtycka{law}.",
        en="The person is under 18: depending on age and maturity, a guardian may have to consent{law}.",
    ),
    "sharing.guardian.may_be": Text(
        sv="Personen kan vara under 18 år: beroende på ålder och mognad kan en vårdnadshavare behöva samtycka{law}.",
        en="The person may be under 18: depending on age and maturity, a guardian may have to consent{law}.",
    ),
    "sharing.protected": Text(
        sv="Personuppgifterna är skyddade, och då registreras ingen med namn eller personnummer.",
        en="The identity is protected, and then nobody is registered by name or number.",
    ),
    "consent.plan": Text(
        sv="samtycke till att en samordnad individuell plan upprättas",
        en="consent to a coordinated individual plan being made",
    ),
    "consent.registration": Text(sv="samtycke till att registreras", en="consent to being registered"),
    "consent.co-operation": Text(
        sv="medgivande till att Försäkringskassan samverkar med andra",
        en="agreement to Försäkringskassan co-operating with others",
    ),
    "consent.coordination-measures": Text(
        sv="samtycke till att få koordineringsinsatser", en="consent to being given coordination measures"
    ),
    "consent.power-of-attorney": Text(
        sv="fullmakt för någon att föra personens talan", en="power of attorney to speak for the person"
    ),
    "consented.given": Text(sv="Det finns {what}: {id}{until}{law}.", en="There is {what}: {id}{until}{law}."),
    "consented.not_given": Text(sv="Det saknas {what}{law}.", en="There is no {what}{law}."),
    "consented.perhaps_protected": Text(
        sv="Det finns {what}: {id}{until}{law}. Uppgift saknas om personuppgifterna är skyddade.",
        en="There is {what}: {id}{until}{law}. There is no information about whether the identity is protected.",
    ),
    "consented.unknown": Text(sv="Uppgift saknas om {what}{law}.", en="There is no information about {what}{law}."),
    "decision.head": Text(
        sv="{programme}, {day}, läsning {reading}, {view}", en="{programme}, {day}, reading {reading}, {view}"
    ),
    "decision.other": Text(sv="Andra läsningar: {readings}", en="Other readings: {readings}"),
    "decision.ask": Text(sv="Fråga: {whom}", en="Ask: {whom}"),
    # A criterion's own texts are put into these.
    "criterion.met": Text(sv="Personen {phrase}.", en="The person {phrase}."),
    "criterion.not_met": Text(sv="Personen {phrase}.", en="The person {phrase}."),
    "criterion.unknown": Text(
        sv="Utan uppgift om {what} går det inte att avgöra om personen {phrase}.",
        en="Without information about {what} it cannot be settled whether the person {phrase}.",
    ),
    "criterion.not_met.quoted": Text(
        sv="Kriteriet ”{phrase}” är inte uppfyllt.", en="The criterion “{phrase}” is not met."
    ),
    "criterion.unknown.quoted": Text(
        sv="Utan uppgift om {what} går det inte att avgöra om kriteriet ”{phrase}” är uppfyllt.",
        en="Without information about {what} it cannot be settled whether the criterion “{phrase}” is met.",
    ),
    "criterion.no_value": Text(
        sv="Kriteriet har inget fastställt gränsvärde den dagen.",
        en="The criterion has no threshold laid down for that day.",
    ),
    # The criterion that every programme has: is it in force?
    "in-force.met": Text(sv="{programme} är i kraft den {day}.", en="{programme} is in force on {day}."),
    "in-force.not_started": Text(
        sv="{programme} är inte i kraft den {day}: starten är den {since}.",
        en="{programme} is not in force on {day}: it starts on {since}.",
    ),
    "in-force.ended": Text(
        sv="{programme} är inte i kraft den {day}: sista dagen var den {until}.",
        en="{programme} is not in force on {day}: its last day was {until}.",
    ),
    # The days on which the same comes of a programme's criteria, and what ends it.
    "stretch.day": Text(sv="Den {since}: {outcome}.", en="On {since}: {outcome}."),
    "stretch.days": Text(
        sv="Från och med den {since} till och med den {until}: {outcome}.", en="From {since} to {until}: {outcome}."
    ),
    "stretch.ended": Text(sv="Det ändras den {day}:", en="That changes on {day}:"),
    "stretch.dropped": Text(sv="Detta spelar inte längre någon roll: {what}", en="This no longer matters: {what}"),
    # What a person could take part in.
    "option.head": Text(sv="{name}: {told}", en="{name}: {told}"),
    "option.head.through": Text(sv="{name}, via {through}: {told}", en="{name}, by way of {through}: {told}"),
    "option.assessed": Text(
        sv="Bedömningen gäller kriterierna för {through}.", en="The criteria assessed are those of {through}."
    ),
    "option.open": Text(
        sv="det går inte att avgöra, för källan säger inte vem som kan delta.",
        en="it cannot be settled, because the source does not say who may take part.",
    ),
    "option.status.planned": Text(
        sv="Enligt källan planeras {name}; om planen antogs framgår inte.",
        en="According to the source {name} is planned; whether it was adopted is not shown.",
    ),
    "option.status.proposed": Text(
        sv="Enligt källan föreslås {name}; om förslaget antogs framgår inte.",
        en="According to the source {name} is proposed; whether it was adopted is not shown.",
    ),
    "option.status.example": Text(
        sv="I källan är {name} ett exempel; att det har antagits framgår inte.",
        en="In the source {name} is an example; that it was adopted is not shown.",
    ),
    "option.status.wished": Text(
        sv="I källan är {name} ett önskemål; att det har uppfyllts framgår inte.",
        en="In the source {name} is a wish; that it was adopted is not shown.",
    ),
    # What in a record goes against something else in it.
    "contradiction.assessments": Text(sv="Bedömningarna går isär: {who}.", en="The assessments differ: {who}."),
    "contradiction.somebody": Text(sv="någon som inte anges", en="somebody who is not named"),
    "contradiction.found": Text(sv="{finding} enligt {who}", en="{finding} according to {who}"),
    "contradiction.constraint": Text(
        sv="Uppgifterna går inte ihop. {rule}. Detta står i uppgifterna: {what}.",
        en="The record contradicts itself. {rule}. This is what it says: {what}.",
    ),
    # Said after the in-force sentence of a programme that the source does not show as adopted.
    "status.adopted": Text(sv="antagen", en="adopted"),
    "status.planned": Text(sv="planerad", en="planned"),
    "status.proposed": Text(sv="föreslagen", en="proposed"),
    "status.example": Text(sv="exempel", en="example"),
    "status.wished": Text(sv="önskad", en="wished for"),
    "status.ended": Text(sv="avslutad", en="ended"),
    "status.note.planned": Text(
        sv=" Enligt källan är den planerad; om den antogs framgår inte.",
        en=" According to its source it is planned; whether it was adopted is not shown.",
    ),
    "status.note.proposed": Text(
        sv=" Enligt källan är den föreslagen; om den antogs framgår inte.",
        en=" According to its source it is proposed; whether it was adopted is not shown.",
    ),
    "status.note.example": Text(
        sv=" I källan är den ett exempel; att den har antagits framgår inte.",
        en=" In its source it is an example; that it was adopted is not shown.",
    ),
    "status.note.wished": Text(
        sv=" I källan är den ett önskemål; att den har antagits framgår inte.",
        en=" In its source it is a wish; that it was adopted is not shown.",
    ),
    "kind.platform": Text(sv="samverkansplattform", en="platform"),
    "kind.intervention": Text(sv="insats", en="intervention"),
    "kind.duty": Text(sv="skyldighet", en="duty"),
    "kind.agreement": Text(sv="överenskommelse", en="agreement"),
    "kind.predicate": Text(sv="villkor", en="condition"),
    "source.assumed": Text(sv="antagande: källan säger inget", en="assumed: the source does not say"),
}
