"""Rules, values and what is missing in words: every construct, in both languages."""

import re
from datetime import date

import attrs
import pytest

from samverkan import Contact, Entry, Missing, Participant, SickLeave, load_model
from samverkan.dates import as_partial_date
from samverkan.partial import Members
from samverkan.participants import Assessment, Livelihood, Occupation
from samverkan.rules.evaluation import answer
from samverkan.rules.facts import Choice, Fact, NumberOf, SetOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import parse
from samverkan.rules.words import described, shown, what_is_missing
from samverkan.sources import ASSUMED
from samverkan.texts import LANGUAGES, Language, Text, capitalised, joined

SHIPPED = load_model("finsam").vocabulary

WEEKS = Fact(
    kind=NumberOf(unit=Text(sv="veckor", en="weeks"), least=0, most=104),
    asked=Text(sv="praktikens längd", en="the length of the work placement"),
    shown=Text(sv="praktikens längd", en="length of the work placement"),
    said=Text(sv="praktiken har varat i {number}", en="the work placement has lasted for {number}"),
)
ADVICE = attrs.evolve(SHIPPED.facts["employed"], denied=None, said=Text(sv="har fått råd", en="has been given advice"))
GOAL = Fact(
    kind=Choice(of="goals"),
    asked=Text(sv="mål", en="the goal"),
    shown=Text(sv="mål", en="goal"),
    said=Text(sv="målet", en="the goal"),
)
SEEN_BY = attrs.evolve(SHIPPED.facts["needs_from"], denied=None, counted=None)

VOCABULARY = attrs.evolve(
    SHIPPED,
    facts={**SHIPPED.facts, "weeks": WEEKS, "advised": ADVICE, "goal": GOAL, "seen_by": SEEN_BY, "planned_weeks": WEEKS},
    parameters={"youngest": Parameter([Threshold(16, ASSUMED)]), "later": Parameter([Threshold(1, ASSUMED, since="2020-01-01")])},
    lists={**SHIPPED.lists, "goals": ("arbete", "studier", "hälsa")},
)  # fmt: skip

SAID = [
    ("employed", "personen har en anställning", "the person is in employment"),
    ("not employed", "personen har ingen anställning", "the person is not in employment"),
    ("not advised", "det stämmer inte att personen har fått råd", "it is not so that the person has been given advice"),
    ("age >= youngest", "åldern är minst 16 år", "the person has lived for at least 16 years"),
    (
        "age < later",
        "åldern är mindre än ett gränsvärde som inte är fastställt år",
        "the person has lived for less than a threshold that is not laid down years",
    ),
    ("16 < age <= 64", "åldern är mer än 16 och högst 64 år", "the person has lived for more than 16 and at most 64 years"),
    (
        "weeks < planned_weeks < 3",
        "värdet på ”praktikens längd” är lägre än värdet på ”praktikens längd” och praktiken har varat i mindre än 3 veckor",
        "the value of “length of the work placement” is lower than that of “length of the work placement” and the work placement has lasted for less than 3 weeks",
    ),
    ("age >= 1", "åldern är minst 1 år", "the person has lived for at least 1 year"),
    ("sick_leave_days == 1", "sjukskrivningen har varat i 1 dag", "the sick leave has lasted for 1 day"),
    ("sick_leave_days <= 0", "personen är inte sjukskriven", "the person is not on sick leave"),
    ("sick_leave_days < 1", "personen är inte sjukskriven", "the person is not on sick leave"),
    ("sick_leave_days > 0", "personen är sjukskriven", "the person is on sick leave"),
    ("sick_leave_days >= 1", "personen är sjukskriven", "the person is on sick leave"),
    (
        "1 <= sick_leave_days <= 5",
        "sjukskrivningen har varat i minst 1 och högst 5 dagar",
        "the sick leave has lasted for at least 1 and at most 5 days",
    ),
    ("age == 20", "åldern är 20 år", "the person has lived for 20 years"),
    ("age != 20", "åldern är något annat än 20 år", "the person has lived for other than 20 years"),
    (
        "weeks >= planned_weeks",
        "värdet på ”praktikens längd” är minst lika högt som värdet på ”praktikens längd”",
        "the value of “length of the work placement” is at least that of “length of the work placement”",
    ),
    (
        "count(parties) >= 2",
        "antalet parter som personen är aktuell hos är minst 2",
        "the number of responsible authorities with which the person is in contact is at least 2",
    ),
    (
        "count(seen_by) >= 2",
        "antalet i ”behöver insatser från” är minst 2",
        "the number in “needs services from” is at least 2",
    ),
    ('residence == "Ludvika"', "bostadskommunen är Ludvika", "the home municipality is Ludvika"),
    ('residence != "Ludvika"', "bostadskommunen är inte Ludvika", "the home municipality is not Ludvika"),
    ('goal in {"arbete", "studier"}', "målet är arbete eller studier", "the goal is arbete or studier"),
    ('goal not in {"arbete", "studier"}', "målet är inte arbete eller studier", "the goal is not arbete or studier"),
    ('"AF" in parties', "personen är aktuell hos Arbetsförmedlingen", "the person is in contact with Arbetsförmedlingen"),
    ('"kommun" not in parties', "personen är inte aktuell hos kommunen", "the person is not in contact with the kommun"),
    (
        '"AF" not in seen_by',
        "det stämmer inte att personen behöver insatser från Arbetsförmedlingen",
        "it is not so that the person needs services from Arbetsförmedlingen",
    ),
    ("known(residence)", "det finns uppgift om bostadskommun", "there is information about the home municipality"),
    (
        "known(parties)",
        "det finns uppgift om kontakt med samtliga verksamheter",
        "there is information about contact with every agency",
    ),
    (
        "employed and (unmet_need or advised)",
        "personen har en anställning, och (personen har behov som inte löses i ordinarie verksamheter, eller personen har fått råd)",
        "the person is in employment, and (the person has needs that are not met in ordinary services, or the person has been given advice)",
    ),
    (
        "at_least(2, employed, advised, unmet_need)",
        "minst 2 av dessa gäller: personen har en anställning; personen har fått råd; personen har behov som inte löses i ordinarie verksamheter",
        "at least 2 of these hold: the person is in employment; the person has been given advice; the person has needs that are not met in ordinary services",
    ),
    (
        "not (employed and advised)",
        "det stämmer inte att (personen har en anställning, och personen har fått råd)",
        "it is not so that (the person is in employment, and the person has been given advice)",
    ),
    # Facts of histories and of closed lists
    ('"economic-assistance" in receives', "personen försörjs genom ekonomiskt bistånd", "the person has income from economic assistance"),
    ('"salary" not in receives', "personen försörjs inte genom lön", "the person has no income from a salary"),
    ("count(receives) >= 2", "antalet slags försörjning är minst 2", "the number of kinds of income is at least 2"),
    ('"studies" in occupied_with', "personen har studier som sysselsättning", "the person has studies as an occupation"),
    ('"employment" not in occupied_with', "personen har inte anställning som sysselsättning", "the person does not have employment as an occupation"),
    ("count(occupied_with) < 1", "antalet slags sysselsättning är mindre än 1", "the number of kinds of occupation is less than 1"),
    ('"yes" in work_capacity_found', "personen har bedömts ha arbetsförmåga", "the person has been found to have a capacity to work"),
    ('"yes" not in work_capacity_found', "personen har inte bedömts ha arbetsförmåga", "the person has not been found to have a capacity to work"),
    (
        '"no" in work_capacity_by_FK',
        "personen bedöms av Försäkringskassan ha ingen arbetsförmåga",
        "the person is found by Försäkringskassan to have no capacity to work",
    ),
    (
        '"to-be-clarified" in work_capacity_by_region',
        "personen bedöms av regionen ha en arbetsförmåga som ska klargöras",
        "the person is found by the region to have a capacity to work that is to be clarified",
    ),
    (
        '"yes" not in work_capacity_by_kommun',
        "personen bedöms inte av kommunen ha arbetsförmåga",
        "the person is not found by the kommun to have a capacity to work",
    ),
    ('"mental" in needs', "personen har psykiska behov", "the person has mental needs"),
    ('"social" not in needs', "personen har inte sociala behov", "the person does not have social needs"),
    ("count(needs) > 1", "antalet slags behov är mer än 1", "the number of kinds of need is more than 1"),
    ('sex == "woman"', "könet är kvinna", "the sex is woman"),
    ('"region" in parties_needed', "personen behöver insatser från regionen", "the person needs services from the region"),
    ("on_sick_leave", "personen är sjukskriven", "the person is on sick leave"),
    ("not sgi", "personen saknar sjukpenninggrundande inkomst", "the person has no income that qualifies for sickness benefit"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sv", "en"), SAID)
def test_a_rule_is_said_in_both_languages(text: str, sv: str, en: str) -> None:
    """Each construct has its words."""
    rule = parse(text, VOCABULARY)
    assert sv == described(rule, VOCABULARY, {"youngest": 16, "later": None}, "sv")
    assert en == described(rule, VOCABULARY, {"youngest": 16, "later": None}, "en")


def reads(name: str, person: Participant, rule: str) -> str:
    """Return what is shown in Swedish of a fact that *rule* reads."""
    given = answer(parse(rule, VOCABULARY), VOCABULARY, person, date(2016, 10, 3))
    return shown(name, given.reads[name], VOCABULARY, "sv")


def test_what_was_read_is_shown_with_its_name_and_unit() -> None:
    """A number with its unit, a number between bounds, a truth value, a word, a set, and the unknown."""
    person = Participant(
        id="p",
        born="1990",
        residence="Ludvika",
        employed=True,
        contacts=[Contact("AF")],
        unmet_need=False,
        more={"weeks": 3},
    )
    assert "ålder: 25–26 år" == reads("age", person, "age >= 16")
    begun = Participant(id="p", sick_leave=[SickLeave("2016-10-03")])
    assert "sjukskrivningens längd: 1 dag" == reads("sick_leave_days", begun, "sick_leave_days >= 1")
    assert "praktikens längd: 3 veckor" == reads("weeks", person, "weeks >= 2")
    assert "har en anställning: ja" == reads("employed", person, "employed")
    assert "behov som inte löses i ordinarie verksamheter: nej" == reads("unmet_need", person, "unmet_need")
    assert "bostadskommun: Ludvika" == reads("residence", person, 'residence == "Ludvika"')
    assert "aktuell hos: Arbetsförmedlingen; okänt om Försäkringskassan, regionen och kommunen" == reads(
        "parties", person, "count(parties) >= 2"
    )
    assert "aktuell hos: –; okänt om Arbetsförmedlingen, Försäkringskassan, regionen och kommunen" == reads(
        "parties", Participant(id="p"), "count(parties) >= 2"
    )
    nobody = Participant(id="p", contacts=[], contacts_complete=True)
    assert "aktuell hos: ingen" == reads("parties", nobody, "count(parties) >= 2")
    assert "mål: okänt" == reads("goal", person, 'goal == "arbete"')
    assert "född: 1990" == shown("born", as_partial_date("1990"), VOCABULARY, "sv")


@pytest.mark.parametrize(
    ("fact", "rule", "person", "told"),
    [
        ("sex", 'sex == "woman"', {"sex": "man"}, "kön: man"),
        (
            "receives",
            "count(receives) >= 1",
            {"livelihoods": [Livelihood("student-aid"), Livelihood("salary")]},
            "försörjning: lön och studiestöd",
        ),
        ("receives", "count(receives) >= 1", {"livelihoods": []}, "försörjning: inget"),
        ("occupied_with", "count(occupied_with) >= 1", {"occupations": [Occupation("studies")]}, "sysselsättning: studier"),
        ("needs", "count(needs) >= 1", {"needs": ["social", "mental"]}, "behov: psykiska behov och sociala behov"),
        (
            "needs",
            "count(needs) >= 1",
            {"needs": Members({"social"}, {"mental", "physical"})},
            "behov: sociala behov; okänt om fysiska behov och psykiska behov",
        ),
        (
            "work_capacity_by_AF",
            '"no" in work_capacity_by_AF',
            {"work_capacity": [Assessment("AF", "no"), Assessment("FK", "yes")]},
            "bedömning av arbetsförmågan enligt Arbetsförmedlingen: ingen arbetsförmåga",
        ),
        (
            "work_capacity_found",
            '"no" in work_capacity_found',
            {"work_capacity": [Assessment("AF", "no"), Assessment("FK", "yes")]},
            "bedömning av arbetsförmågan: arbetsförmåga och ingen arbetsförmåga",
        ),
    ],
    ids=["a sex", "livelihoods", "none", "occupations", "needs", "needs known in part", "one party's", "anyone's"],
)  # fmt: skip
def test_words_of_a_closed_list_are_shown_by_their_names(
    fact: str, rule: str, person: dict[str, object], told: str
) -> None:
    """In the order of the list, whatever the order in the record."""
    assert told == reads(fact, Participant(id="p", **person), rule)  # type: ignore[arg-type]


OF_A_LIST = sorted(
    name
    for name, fact in SHIPPED.facts.items()
    if isinstance(fact.kind, SetOf) and fact.kind.of not in {"agencies", "parties"}
)


@pytest.mark.parametrize("fact", OF_A_LIST)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_agency_is_not_spoken_of_as_one(fact: str, language: Language) -> None:
    """That all of a set is known, or that much of it is missing, is said without a word of agencies and units."""
    kind = SHIPPED.facts[fact].kind
    assert isinstance(kind, SetOf)
    many = [Missing(SHIPPED.given(fact), word) for word in SHIPPED.words(kind)]
    for told in (
        described(parse(f"known({fact})", SHIPPED), SHIPPED, {}, language),
        what_is_missing(many, SHIPPED, language),
    ):
        assert [] == re.findall(r"verksamhet\w*|agenc\w+|\bunits?\b", told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_everybody_holds_of_an_own_set_is_asked_of_nobody_in_particular(language: Language) -> None:
    """The words of a closed list are no agencies: a decision that lacks one of them can be explained."""
    wishes = Fact(
        kind=SetOf(of="needs"),
        asked=Text("önskemål om {members}", "a wish for {members}"),
        shown=Text("önskemål", "wishes"),
        said=Text("önskar {member}", "wishes for {member}"),
    )
    vocabulary = attrs.evolve(SHIPPED, facts={**SHIPPED.facts, "wishes": wishes})
    given = answer(parse('"social" in wishes', vocabulary), vocabulary, Participant(id="p"), date(2016, 10, 3))
    assert (Missing("wishes", "social"),) == given.missing
    assert {"sv": "önskemål om sociala behov", "en": "a wish for social needs"}[language] == what_is_missing(
        given.missing, vocabulary, language
    )


def test_what_is_missing_is_said_by_fact_with_its_members_together() -> None:
    """Members of one set stand together; more than six are not named one by one."""
    few = [Missing("born"), Missing("contacts", "AF"), Missing("contacts", "FK")]
    assert "födelsedatum och kontakt med Arbetsförmedlingen eller Försäkringskassan" == what_is_missing(
        few, VOCABULARY, "sv"
    )
    many = [Missing("contacts", agency) for agency in VOCABULARY.agencies.agencies]
    assert "contact with more units" == what_is_missing(many, VOCABULARY, "en")


@pytest.mark.parametrize(
    ("words", "together"), [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")]
)
def test_words_are_joined_as_one_says_them(words: list[str], together: str) -> None:
    """Commas, and *och* before the last."""
    assert together == joined(words, "sv")


def test_what_holds_on_one_day_only_is_shown_as_of_that_day() -> None:
    """Of a fact with entries, what is shown is what held on the day."""
    person = Participant(id="p", employed=[Entry(True, until="2016-10-02"), Entry(False, since="2016-10-03")])
    assert "har en anställning: nej" == reads("employed", person, "employed")


@pytest.mark.parametrize(
    ("words", "begun"),
    [("överlämnat", "Överlämnat"), ("SE-projektet", "SE-projektet"), ("90 dagar", "90 dagar"), ("", "")],
    ids=["a word", "a name", "a number", "nothing"],
)
def test_a_sentence_begins_with_a_capital(words: str, begun: str) -> None:
    """And nothing else of it is changed."""
    assert begun == capitalised(words)
    assert Text("överlämnat", "passed on").capitalised() == Text("Överlämnat", "Passed on")
