"""What a letter to the person says, in plain Swedish and English (*klarspråk*)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from samverkan.texts import Language, Text

__all__ = ["ASKED_OF_HER", "OF_HERS", "WORDS", "in_running_text", "said"]

WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        # The answer. An agency decides; the library assesses.
        "outcome.eligible": Text(
            sv="Du uppfyller kriterierna för {programme} den {day}.",
            en="You meet the criteria for {programme} on {day}.",
        ),
        "outcome.not_eligible": Text(
            sv="Du uppfyller inte kriterierna för {programme} den {day}.",
            en="You do not meet the criteria for {programme} on {day}.",
        ),
        "outcome.undetermined": Text(
            sv="Det går inte att avgöra om du uppfyller kriterierna för {programme} den {day}. Det är inte ett nej.",
            en="It cannot be settled whether you meet the criteria for {programme} on {day}. That is not a no.",
        ),
        "covered.eligible": Text(
            sv="Du omfattas av {programme} den {day}.", en="You are covered by {programme} on {day}."
        ),
        "covered.not_eligible": Text(
            sv="Du omfattas inte av {programme} den {day}.", en="You are not covered by {programme} on {day}."
        ),
        "covered.undetermined": Text(
            sv="Det går inte att avgöra om du omfattas av {programme} den {day}. Det är inte ett nej.",
            en="It cannot be settled whether you are covered by {programme} on {day}. That is not a no.",
        ),
        "outcome.assessment": Text(
            sv=(
                "Det här är en bedömning av om kriterierna är uppfyllda. Det är en myndighet som avgör om du får delta."
            ),
            en=(
                "This is an assessment of whether the criteria are met. It is for an agency to settle whether you "
                "may take part."
            ),
        ),
        "covered.assessment": Text(
            sv=(
                "Det här är en bedömning av om kriterierna är uppfyllda. Det är en myndighet som avgör vad det "
                "betyder för dig."
            ),
            en=(
                "This is an assessment of whether the criteria are met. It is for an agency to settle what that "
                "means for you."
            ),
        ),
        "only": Text(
            sv="Svaret handlar bara om {programme}. Det säger inget om annan hjälp.",
            en="The answer is about {programme} alone. It says nothing of other help.",
        ),
        # Why.
        "heading.reason": Text(sv="Det här är skälet:", en="This is the reason:"),
        "heading.reasons": Text(sv="Det här är skälen:", en="These are the reasons:"),
        "heading.met": Text(sv="Det här är uppfyllt:", en="This is met:"),
        "heading.unsettled": Text(sv="Det här går inte att avgöra:", en="This cannot be settled:"),
        "heading.beside": Text(
            sv="Det här går inte att avgöra, men det ändrar inte svaret:",
            en="This cannot be settled, but it does not change the answer:",
        ),
        "heading.missing": Text(sv="Det här är inte känt i bedömningen:", en="In the assessment this is not known:"),
        "you": Text(sv="Du {phrase}.", en="You {phrase}."),
        "the-person": Text(sv="Personen {phrase}.", en="The person {phrase}."),
        "whether.you": Text(sv="om du {phrase}", en="whether you {phrase}"),
        "criterion.met.quoted": Text(sv="Kriteriet lyder: ”{quoted}”", en="The criterion reads: “{quoted}”"),
        "criterion.not_met.quoted": Text(
            sv="Det här kriteriet är inte uppfyllt: ”{quoted}”", en="This criterion is not met: “{quoted}”"
        ),
        "criterion.unknown.quoted": Text(
            sv="om det här kriteriet är uppfyllt: ”{quoted}”", en="whether this criterion is met: “{quoted}”"
        ),
        "criterion.no_value": Text(
            sv="ett kriterium som inte har något fastställt gränsvärde den dagen",
            en="a criterion that has no threshold laid down for that day",
        ),
        "in-force.not_started": Text(sv="{name} startar den {since}.", en="{name} starts on {since}."),
        "in-force.ended": Text(
            sv="Sista dagen för {programme} var den {until}.", en="The last day of {programme} was {until}."
        ),
        "missing": Text(sv="uppgift om {what}", en="information about {what}"),
        "missing.quoted": Text(sv="den här uppgiften: ”{what}”", en="this information: “{what}”"),
        "missing.agencies": Text(sv="fler verksamheter", en="more units"),
        "missing.others": Text(sv="något mer", en="something more"),
        # What to mind.
        "status.planned": Text(
            sv="I texten som kriterierna kommer från planeras {programme}. Det framgår inte om planen antogs.",
            en=(
                "In the text that the criteria come from, {programme} is planned. It is not shown whether the "
                "plan was adopted."
            ),
        ),
        "status.proposed": Text(
            sv=(
                "I texten som kriterierna kommer från är {programme} ett förslag. Det framgår inte om förslaget antogs."
            ),
            en=(
                "In the text that the criteria come from, {programme} is a proposal. It is not shown whether the "
                "proposal was adopted."
            ),
        ),
        "status.example": Text(
            sv=(
                "I texten som kriterierna kommer från är {programme} ett exempel. Det framgår inte om exemplet följdes."
            ),
            en=(
                "In the text that the criteria come from, {programme} is an example. It is not shown whether the "
                "example was followed."
            ),
        ),
        "status.wished": Text(
            sv=(
                "I texten som kriterierna kommer från är {programme} ett önskemål. Det framgår inte om det uppfylldes."
            ),
            en=(
                "In the text that the criteria come from, {programme} is a wish. It is not shown whether the wish "
                "came true."
            ),
        ),
        "area": Text(
            sv="{name} finns i {area}. Det framgår inte om man måste bo där.",
            en="{name} works in {area}. It is not shown whether one must live there.",
        ),
        "until": Text(
            sv="Om inget nytt blir känt gäller svaret till och med den {day}. Dagen efter blir svaret ett annat.",
            en="If nothing new becomes known, the answer stands until {day}. On the day after, it will be another.",
        ),
        "again": Text(
            sv="En ny bedömning kan göras när mer är känt.", en="A new assessment can be made when more is known."
        ),
        "open": Text(
            sv="Svaret gäller så länge inget nytt blir känt.",
            en="The answer stands as long as nothing new becomes known.",
        ),
        "readings": Text(
            sv="Kriterierna går att förstå på mer än ett sätt, och då kan svaret bli ett annat.",
            en="The criteria can be understood in more than one way, and the answer may then be another.",
        ),
        "view.all-facts": Text(
            sv="Bedömningen bygger på alla uppgifter i din akt.",
            en="The assessment rests on all the information in your case file.",
        ),
        "view.seen-by": Text(
            sv="Bedömningen bygger bara på det som {agency} får veta om dig för {purpose}.",
            en="The assessment rests only on what {agency} may know about you for {purpose}.",
        ),
        "known": Text(
            sv="Det som har skrivits in i akten efter den {day} är inte med.",
            en="What was written in the case file after {day} is left out.",
        ),
        # What she can do.
        "heading.act": Text(sv="Det här kan du göra:", en="This is what you can do:"),
        "act.tell": Text(
            sv="Berätta vad du själv vet om det som inte är känt, eller lämna papper som visar det.",
            en="Say what you yourself know about what is not known, or hand in papers that show it.",
        ),
        "act.ask": Text(sv="Fråga {whom} vad som står om dig där.", en="Ask {whom} what is written about you there."),
        "act.ask.many": Text(
            sv="Fråga de verksamheter som du har kontakt med vad som står om dig där.",
            en="Ask the units that you are in contact with what is written about you there.",
        ),
        "act.consent": Text(
            sv=(
                "Om du vill kan du samtycka till att {from_} berättar för {to} om {what}. Det gäller "
                "{purpose}{within}. Som det är nu finns det inget som låter {to} få veta det."
            ),
            en=(
                "If you wish, you can consent to {from_} telling {to} about {what}. It is for {purpose}{within}. "
                "As it is now, there is nothing that lets {to} know that."
            ),
        ),
        "act.consent.many": Text(sv="verksamheter som du väljer", en="units of your choice"),
        "act.consent.within": Text(sv=" inom {programme}", en=" within {programme}"),
        "choice": Text(
            sv="Du väljer själv om du vill samtycka. Du kan ta tillbaka ett samtycke när du vill.",
            en="Whether you consent is your own choice. You can withdraw a consent whenever you wish.",
        ),
        "act.more": Text(
            sv="Fråga {whom} om du vill veta mer om {programme}.",
            en="Ask {whom} if you wish to know more about {programme}.",
        ),
        "act.more.sender": Text(sv="den som gav dig brevet", en="whoever gave you this letter"),
        "act.read": Text(
            sv="Be att få läsa det som står om dig. Säg till om något är fel.",
            en="Ask to read what is written about you. Say so if something is wrong.",
        ),
        "minor": Text(
            sv=(
                "Du är under 18 år. Då kan en vårdnadshavare behöva vara med, till exempel när du samtycker till "
                "något. Det beror på din ålder och mognad."
            ),
            en=(
                "You are under 18. A guardian may then have to take part, for example when you consent to "
                "something. It depends on your age and maturity."
            ),
        ),
        "perhaps-minor": Text(
            sv="Är du under 18 år kan en vårdnadshavare behöva vara med när du samtycker.",
            en="If you are under 18, a guardian may have to take part when you consent.",
        ),
    }
)
"""Every sentence of a letter, by what it is for."""

ASKED_OF_HER: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "born": Text(sv="när du är född", en="when you were born"),
        "residence": Text(sv="i vilken kommun du bor", en="which kommun you live in"),
        "sick_leave": Text(
            sv="om du är sjukskriven, och i så fall sedan när",
            en="whether you are on sick leave, and if so since when",
        ),
        "livelihoods": Text(sv="vad du lever på", en="what you live on"),
        "occupations": Text(sv="vilken sysselsättning du har", en="what your occupation is"),
        "work_capacity": Text(sv="hur din arbetsförmåga har bedömts", en="how your capacity to work has been assessed"),
    }
)
"""What is asked of her as a whole, by fact, where nothing else is said of it."""

OF_HERS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "person": Text(sv="dig", en="you"),
        "identity": Text(sv="vem du är", en="who you are"),
        "contact": Text(sv="dina kontakter", en="your contacts"),
        "need": Text(sv="dina behov", en="your needs"),
        "health": Text(sv="din hälsa", en="your health"),
        "livelihood": Text(sv="din försörjning", en="your livelihood"),
        "work": Text(sv="ditt arbete", en="your work"),
        "education": Text(sv="din utbildning", en="your education"),
        "background": Text(sv="din bakgrund", en="your background"),
    }
)
"""The categories of information, as they are hers."""

_ARTICLES: Final = ("Det ", "Den ", "The ")


def said(code: str, language: Language, **values: object) -> str:
    """Return the letter's sentence for *code*, filled in."""
    return WORDS[code].filled(language, values)


def in_running_text(name: str) -> str:
    """Return the name of a programme as it stands inside a sentence.

    >>> in_running_text("Det kommunala aktivitetsansvaret (KAA)"), in_running_text("En väg in")
    ('det kommunala aktivitetsansvaret (KAA)', 'En väg in')
    """
    return name[0].lower() + name[1:] if name.startswith(_ARTICLES) else name
