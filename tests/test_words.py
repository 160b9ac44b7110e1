"""Rules, values and what is missing in words: every construct, in both languages."""

from datetime import date

import attrs
import pytest

from samverkan import Contact, Entry, Missing, Participant, SickLeave, load_model
from samverkan.dates import as_partial_date
from samverkan.rules.evaluation import answer
from samverkan.rules.facts import Choice, Fact, NumberOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import parse
from samverkan.rules.words import described, shown, what_is_missing
from samverkan.sources import ASSUMED
from samverkan.texts import Text, joined

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
    ("age == 20", "åldern är 20 år", "the person has lived for 20 years"),
    ("age != 20", "åldern är något annat än 20 år", "the person has lived for other than 20 years"),
    (
        "weeks >= planned_weeks",
        "praktiken har varat i minst praktikens längd veckor",
        "the work placement has lasted for at least length of the work placement weeks",
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
