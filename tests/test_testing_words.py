"""An invented person in words: a line a fact, in Swedish and English, with every value."""

import pytest

from samverkan import Contact, Dated, Entry, Participant, SickLeave, load_model
from samverkan.partial import Members
from samverkan.participants import Assessment, Livelihood, Occupation
from samverkan.rules.facts import Boolean, Elapsed, Expression, Fact, NumberOf
from samverkan.testing import in_words
from samverkan.testing.words import Worded
from samverkan.texts import Text

MODEL = load_model("finsam")


@pytest.mark.parametrize(
    ("facts", "sv", "en"),
    [
        ({}, ["Inget är känt."], ["Nothing is known."]),
        ({"born": "1990-05"}, ["född: 1990-05"], ["date of birth: 1990-05"]),
        ({"sex": "woman"}, ["kön: kvinna"], ["sex: woman"]),
        ({"employed": False}, ["har en anställning: nej"], ["is in employment: no"]),
        ({"residence": "Ale"}, ["bostadskommun: Ale"], ["home municipality: Ale"]),
        (
            {"needs": ["social", "mental"]},
            ["behov: psykiska behov och sociala behov"],
            ["kinds of need: mental needs and social needs"],
        ),
        (
            {"needs_from": Members({"AF"}, {"FK"})},
            ["behöver insatser från: Arbetsförmedlingen; okänt om Försäkringskassan"],
            ["needs services from: Arbetsförmedlingen; unknown about Försäkringskassan"],
        ),
        (
            {"employed": [Entry(True, until="2016-06-30"), Entry(False, since="2016-07-01", recorded_on="2016-07-05")]},
            [
                "har en anställning: ja (till och med 30 juni 2016); nej (från och med 1 juli 2016, registrerat 5 juli 2016)"
            ],
            ["is in employment: yes (until 30 June 2016); no (from 1 July 2016, recorded on 5 July 2016)"],
        ),
        (
            {"employed": [Entry(None, since="2016-01-01", until="2016-01-31")]},
            ["har en anställning: återtaget (1 januari 2016–31 januari 2016)"],
            ["is in employment: taken back (1 January 2016 to 31 January 2016)"],
        ),
        ({"sick_leave": []}, ["sjukskrivning: inga"], ["sick leave: none"]),
        (
            {"sick_leave": [SickLeave("2016-07-01", extent=50, void=True)]},
            ["sjukskrivning: 50 (från och med 1 juli 2016, struket)"],
            ["sick leave: 50 (from 1 July 2016, removed)"],
        ),
        (
            {"sick_leave": [SickLeave("2016-07-01")]},
            ["sjukskrivning: från och med 1 juli 2016"],
            ["sick leave: from 1 July 2016"],
        ),
        (
            {"contacts": [Contact("AF")], "contacts_complete": True},
            ["aktuell hos: Arbetsförmedlingen (alltid); listan är fullständig"],
            ["in contact with: Arbetsförmedlingen (always); the list is whole"],
        ),
        (
            {"contacts": [Contact("kommun:Ludvika/AME")], "contacts_complete": ["kommun", "AF"]},
            ["aktuell hos: kommun:Ludvika/AME (alltid); listan är fullständig för AF och kommun"],
            ["in contact with: kommun:Ludvika/AME (always); the list is whole for AF and kommun"],
        ),
        (
            {"livelihoods": [Livelihood("salary", amount=50)]},
            ["försörjning: lön 50 (alltid)"],
            ["income: a salary 50 (always)"],
        ),
        (
            {"occupations": [Occupation("studies", until="2016-06-10")]},
            ["sysselsättning: studier (till och med 10 juni 2016)"],
            ["occupation: studies (until 10 June 2016)"],
        ),
    ],
)
def test_each_sort_of_fact_is_put_into_words(facts, sv, en):
    """What it is called, what it is and when, in the order of the facts; what is unknown is not mentioned."""
    person = Participant(id="d-001", **facts)
    assert ["d-001", *(f"  {line}" for line in sv)] == in_words(person, MODEL, "sv").splitlines()
    assert ["d-001", *(f"  {line}" for line in en)] == in_words(person, MODEL).splitlines()


def test_an_assessment_tells_who_made_it_and_what_was_found():
    """Agency and finding by their names."""
    person = Participant(id="d-001", work_capacity=[Assessment("AF", "no", since="2016-08-19")])
    told = in_words(person, MODEL)
    assert "Arbetsförmedlingen" in told
    assert "(from 19 August 2016)" in told


def test_what_follows_on_a_day_is_told_when_a_day_is_named():
    """Age, days of sick leave and parties on that day, but nothing that rests on what is unknown."""
    person = Participant(
        id="d-001", born="2000-10-04", sick_leave=[SickLeave("2016-10-01")], contacts=[Contact("AF"), Contact("FK")]
    )
    lines = in_words(person, MODEL, on="2016-10-03").splitlines()
    follows = lines[lines.index("On 3 October 2016:") + 1 :]
    assert [
        "  has lived: 15 years",
        "  in contact with: Arbetsförmedlingen and Försäkringskassan; unknown about the region and the kommun",
        "  on sick leave: yes",
        "  length of the sick leave: 3 days",
    ] == follows
    assert "Den 3 oktober 2016:" in in_words(person, MODEL, "sv", on="2016-10-03").splitlines()
    assert ["nobody", "  Nothing is known."] == in_words(Participant(id="nobody"), MODEL, on="2016-10-03").splitlines()


@pytest.mark.parametrize(
    ("facts", "told"),
    [({"unemployed": True, "sgi": False}, "yes"), ({"unemployed": False}, "no"), ({"sgi": False}, "unknown")],
)
def test_an_expression_is_told_as_what_it_comes_to(facts, told):
    """A fact that is a rule over others is so, not so or unknown on the day."""
    words = Text(sv="på drift", en="adrift")
    fact = Fact(Boolean(), words, words, words, derived=Expression("unemployed and not sgi"))
    model = MODEL.with_(facts={"adrift": fact})
    assert f"  adrift: {told}" in in_words(Participant(id="d", **facts), model, on="2016-10-03").splitlines()


def test_own_facts_are_told_beside_the_others():
    """With their own names and units; a vocabulary does as well as a model."""
    words, units = Text(sv="hushållets storlek", en="household size"), Text(sv="personer", en="people")
    size = Fact(NumberOf(units, least=1), words, words, Text(sv="är {number}", en="is {number}"))
    here = Fact(NumberOf(units), words, words, size.said, derived=Elapsed("born", "days"))
    model = MODEL.with_(facts={"household": size, "days_lived": here})
    person = Participant(id="d", more={"household": 3})
    assert "  household size: 3 people" in in_words(person, model.vocabulary).splitlines()


def test_who_is_put_into_words_late_shows_nothing_before():
    """What carries a person to a failure's report has a bare repr."""
    person = Participant(id="d-001", residence="Ludvika", employed=Dated.always(True))
    assert repr(Worded(person, MODEL.vocabulary)) == "<Worded>"
