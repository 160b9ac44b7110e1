"""Letters to the person herself: plain, addressed to her, and saying what the decision says and nothing else."""

import pickle
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import story_people
from samverkan import CaseFile, Contact, Outcome, Participant, SickLeave, Verdict, decide, load_model
from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.consents import Consent
from samverkan.dates import Span
from samverkan.errors import InvalidValueError, UnknownNameError
from samverkan.letter_words import ASKED_OF_HER, OF_HERS, WORDS, in_running_text
from samverkan.letters import letter
from samverkan.partial import Members
from samverkan.participants import GIVEN, Livelihood
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.facts import Boolean, Fact, NumberOf, SetOf, SpellsOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.second_person import VERBS, speaks_of_her, turned
from samverkan.sources import ASSUMED
from samverkan.texts import LANGUAGES, Language, Text
from strategies import candidates, examples, participants

MODEL = load_model("finsam")
PROGRAMMES = MODEL.programmes
HERE = Path(__file__).parent / "golden"
GOLDEN = tomllib.loads((HERE / "letters.toml").read_text(encoding="utf-8"))
PHRASES = tomllib.loads((HERE / "letters_phrases.toml").read_text(encoding="utf-8"))

# --- Letters that were read -------------------------------------------------------------------------

ANNA = Participant(
    id="d-001",
    born="1990-05-17",
    residence="Ludvika",
    unmet_need=True,
    contacts=[Contact("AF"), Contact("FK")],
    contacts_complete=True,
)
FROM_FK = Consent(
    "c-1",
    kind="secrecy",
    from_=["FK"],
    to=["AF"],
    categories=["contact"],
    purpose="coordination",
    programme="en-vag-in",
    given="2016-10-01",
    expires="2017-09-30",
)
MIRJAM = attrs.evolve(story_people.MIRJAM, work_capacity=None)
TARIK = Participant(
    id="tarik",
    born="1992-11-05",
    residence="Smedjebacken",
    unmet_need=True,
    contacts=[Contact("kommun/AME"), Contact("kommun/IFO")],
)
NOOR = Participant(
    id="noor",
    born="2000-10-10",
    residence="Smedjebacken",
    unmet_need=True,
    contacts=[Contact("kommun/skola", since="2016-08-17"), Contact("region/psykiatri", since="2015-11-02")],
    contacts_complete=True,
    attends_upper_secondary=True,
    introductory_programme=True,
    completed_compulsory_school=True,
    completed_upper_secondary=False,
)
NOBODY_KNOWN = Participant(id="p")

READ: dict[str, tuple[Any, str, str, dict[str, Any]]] = {
    "anna, with all facts": (ANNA, "en-vag-in", "2016-10-03", {}),
    "anna, as Arbetsförmedlingen sees her": (ANNA, "en-vag-in", "2016-10-03", {"seen_by": "AF"}),
    "anna, as Arbetsförmedlingen sees her with her consent": (
        CaseFile(ANNA, consents=[FROM_FK]),
        "en-vag-in",
        "2016-10-03",
        {"seen_by": "AF"},
    ),
    "mirjam, with all facts": (MIRJAM, "en-vag-in", "2016-10-03", {}),
    "mirjam, the day before": (MIRJAM, "en-vag-in", "2016-10-02", {}),
    "mirjam, of what has ended": (MIRJAM, "orvar", "2016-10-03", {"seen_by": "FK"}),
    "mirjam, what she lives on": (MIRJAM, "20-40-jobb", "2016-09-01", {"seen_by": "AF", "purpose": "planning"}),
    "tarik, with what is known": (TARIK, "en-vag-in", "2017-02-01", {}),
    "tarik, with two doors in one house": (
        attrs.evolve(TARIK, contacts_complete=True),
        "en-vag-in",
        "2017-02-01",
        {},
    ),
    "tarik, each unit counted": (TARIK, "en-vag-in", "2017-02-01", {"seen_by": "kommun/AME", "reading": "units"}),
    "noor, the day before her birthday": (NOOR, "en-vag-in", "2016-10-09", {}),
    "noor, as the school sees her": (NOOR, "en-vag-in", "2016-10-10", {"seen_by": "kommun/skola"}),
    "noor, at school and covered": (NOOR, "kaa", "2016-10-10", {}),
    "noor, at school and not covered": (NOOR, "kaa", "2018-07-01", {}),
    "noor, as psychiatry sees her": (NOOR, "kaa", "2016-10-10", {"seen_by": "region/psykiatri"}),
    "nobody known, orvar": (NOBODY_KNOWN, "orvar", "2009-03-01", {}),
    "nobody known, utgangspunkten": (NOBODY_KNOWN, "utgangspunkten", "2008-11-01", {"seen_by": "FK"}),
}
"""Who, about what, on which day, and as seen by whom."""


def letters(name: str) -> dict[str, str]:
    """Return a letter in both languages."""
    person, programme, on, asked = READ[name]
    decision = decide(person, PROGRAMMES[programme], on, **asked)
    return {language: letter(decision, PROGRAMMES[programme], language) for language in LANGUAGES}


@pytest.mark.parametrize("name", READ)
def test_a_letter_is_the_one_that_was_read_and_found_good(name: str) -> None:
    """Each of the letters stands word for word, in both languages, as a person has read it."""
    assert {language: told.strip("\n") for language, told in GOLDEN[name].items()} == letters(name)


def test_no_letter_that_was_read_is_of_nobody() -> None:
    """What is kept as read is what is made."""
    assert list(READ) == list(GOLDEN)


# --- Every phrase, said to her ----------------------------------------------------------------------


def phrases() -> dict[str, dict[str, dict[Language, str | None]]]:
    """Return every phrase of every criterion, as it is said to her, by programme and Swedish phrase."""
    found: dict[str, dict[str, dict[Language, str | None]]] = {}
    for name, programme in PROGRAMMES.items():
        for text in texts_of(programme):
            told = {one: said_to_her(text.in_(one), one) for one in LANGUAGES}
            assert told == found.setdefault(name, {}).setdefault(text.sv, told)
    return found


def texts_of(programme: BoundProgramme) -> list[Text]:
    """Return the texts of every criterion of every reading."""
    criteria = [one.criterion for bound in programme.readings.values() for one in bound.criteria]
    return [text for one in criteria for text in (one.text, one.not_met, one.unknown) if text is not None]


def said_to_her(phrase: str, language: Language) -> str | None:
    """Return a phrase as a sentence to her."""
    told = turned(phrase, language)
    return None if told is None else WORDS["you"].filled(language, {"phrase": told})


def test_every_phrase_is_the_one_that_was_read_and_found_good() -> None:
    """Each criterion of each reading is said to her as a person has read it, met, not met and not known."""
    assert PHRASES == phrases()


SAID = [text for one in (*PROGRAMMES.values(), *MODEL.predicates.values()) for text in texts_of(one)] + [
    text
    for fact in MODEL.facts.values()
    if isinstance(fact.kind, Boolean | SetOf | SpellsOf)
    for text in (fact.said, fact.denied)
    if text is not None
]
"""Every phrase that follows *the person*."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_phrase_can_be_said_to_her(language: Language) -> None:
    """None begins with an English verb that the table lacks, nor holds a word that may stand for another."""
    assert [] == [text.in_(language) for text in SAID if turned(text.in_(language), language) is None]


def test_a_word_that_stands_for_the_person_is_left_in_no_phrase() -> None:
    """No *sin* or *sig*, no third person of a verb of hers, unless it is somebody else's, each of which was read."""
    swedish = {told for text in SAID if re.search(r"\bsi(n|tt|na|g)\b", told := turned(text.sv, "sv") or "")}
    assert {one.replace("inte ", "") for one in swedish} == {
        "behöver mer stöd än myndigheterna kan ge i sitt ordinarie uppdrag"
    }
    english = {
        found for text in SAID for found in re.findall(r"\w+ (?:is|has|does|was)\b", turned(text.en, "en") or "")
    }
    assert {"that is", "it is", "as is"} == english


@pytest.mark.parametrize(
    ("language", "phrase", "wanted"),
    [
        ("sv", "har fullgjort sin skolplikt", "har fullgjort din skolplikt"),
        ("sv", "försörjer sig på sitt arbete och sina sparpengar", "försörjer dig på ditt arbete och dina sparpengar"),
        ("sv", "har singel i blodet", "har singel i blodet"),
        ("sv", "vill mer än kommunen kan ge i sitt uppdrag", None),
        ("sv", "bor där personen är född", None),
        ("sv", "bor hos sin syster, där hen är skriven", None),
        ("en", "is at most 25 years old", "are at most 25 years old"),
        ("en", "neither has nor has applied for it", "neither have nor have applied for it"),
        ("en", "has a case that is stuck", "have a case that is stuck"),
        ("en", "cannot work", "cannot work"),
        ("en", "works, or studies, at least two days", "work, or study, at least two days"),
        ("en", "manages alone", None),
        ("en", "lives alone and cooks", None),
        ("en", "lives with their children", None),
        ("en", "has a sister who has a car or is employed", None),
        ("en", "currently lives here", None),
        ("en", "neither", None),
    ],
)
def test_a_phrase_is_turned_where_it_is_certain(language: Language, phrase: str, wanted: str | None) -> None:
    """Pronouns and verbs of hers are turned; where a word may be another's, or is not known, nothing is."""
    assert wanted == turned(phrase, language)


def test_the_table_of_verbs_goes_from_the_third_person_to_the_second() -> None:
    """None stays as it is but those that are the same in both, and none leads to another that would be turned."""
    same = {verb for verb, yours in VERBS.items() if verb == yours}
    assert {"can", "cannot", "had", "may", "must", "will"} == same
    assert set() == set(VERBS.values()) & (set(VERBS) - same)


# --- Every programme, every outcome -----------------------------------------------------------------

TWO = [Contact("AF"), Contact("kommun/AME")]
MEETS: dict[str, tuple[str, dict[str, Any]]] = {
    "20-40-jobb": ("2016-03-01", {"livelihoods": [Livelihood("economic-assistance")]}),
    "avstampet": ("2008-05-01", {"born": "1970-05-17", "established": False, "foreign_background": True}),
    "centralen": ("2012-02-01", {"unmet_need": True}),
    "dua": ("2016-03-01", {"born": "1996-05-17", "unemployed": True}),
    "en-vag-in": ("2016-10-03", {"born": "1990-05-17", "residence": "Ludvika", "contacts": TWO, "unmet_need": True}),
    "jobbcoacher": ("2008-05-01", {"born": "1970-05-17", "established": False}),
    "kaa": (
        "2016-10-03",
        {
            "born": "2000-05-17",
            "completed_compulsory_school": True,
            "completed_upper_secondary": False,
            "attends_upper_secondary": False,
        },
    ),
    "komback": ("2016-03-01", {"born": "1996-05-17", "risk_of_leaving_school": True}),
    "orvar": ("2008-10-01", {"born": "1970-05-17", "residence": "Ale", "employed": True, "sick_leave": []}),
    "plattform-ostra-ostergotland": ("2014-05-01", {"residence": "Söderköping", "needs_from": ["AF", "region"]}),
    "se-projektet": ("2016-03-01", {"born": "1996-05-17", "livelihoods": [Livelihood("activity-compensation")]}),
    "sprangbradan": ("2008-05-01", {"born": "1970-05-17", "established": False}),
    "utgangspunkten": ("2008-05-01", {"born": "1988-05-17", "needs": ["mental", "social"]}),
}
"""A day, and somebody who meets the criteria of each programme on it."""

FAILS: dict[str, Any] = {
    "born": "1940-01-01",
    "residence": "Malå",
    "unmet_need": False,
    "livelihoods": [],
    "contacts": [],
    "contacts_complete": True,
}
"""Somebody whom each programme is closed to."""

FORBIDDEN = re.compile(r"beslut|rätt till|beviljad|avslag|behörig", re.IGNORECASE)
OF_THE_THIRD = re.compile(r"\b(personens?|hen|hon|han|hennes|hans|the person('s)?|she|he|her|his)\b", re.IGNORECASE)
CODE = {
    *(name for name in MODEL.facts if "_" in name),
    *(agency for agency in MODEL.agencies.agencies if "/" in agency),
    *(word for words in MODEL.lists.values() for word in words if "-" in word),
    *(programme for programme in PROGRAMMES if programme.islower()),
}


def faults_of(told: str) -> list[str]:
    """Return what no letter to a person may have in it."""
    lines = told.splitlines()
    found = [name for name in CODE if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", told)]
    found += [one[0] for one in (FORBIDDEN.search(told), OF_THE_THIRD.search(told), re.search("[{}_<>=]", told)) if one]
    found += [one for one in ("  ", " .", " ,", "..", "None", "–") if one in told]
    found += [line for line in lines[1:] if not re.fullmatch(r"|- \S.*|.+:|[A-ZÅÄÖ0-9].*\.", line)]
    found += [
        line for line in lines[2:] if line.startswith("- ") and line[2].isupper() is not line.endswith((".", "”", "“"))
    ]
    return found


@pytest.mark.mass
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("name", PROGRAMMES)
def test_every_programme_and_outcome_has_a_letter(name: str, outcome: Outcome, language: Language) -> None:
    """With all facts and as one agency sees her, it is addressed to her and holds nothing that is not for her."""
    on, facts = MEETS[name]
    facts = {Outcome.ELIGIBLE: facts, Outcome.NOT_ELIGIBLE: FAILS, Outcome.UNDETERMINED: {}}[outcome]
    person = Participant(id="19790302-0000", **facts)
    decision = decide(person, PROGRAMMES[name], on)
    assert outcome is decision.outcome
    told = letter(decision, PROGRAMMES[name], language)
    seen = [letter(decide(person, PROGRAMMES[name], on, seen_by=one), PROGRAMMES[name], language) for one in VIEWERS]
    for one in (told, *seen):
        assert [] == faults_of(one)
        assert ("Du " if language == "sv" else "You ") in one or outcome is Outcome.UNDETERMINED
        assert "0302" not in one


VIEWERS = ["AF", "FK", "region/psykiatri", "kommun/IFO", "samordningsförbund"]
SOMEBODY = st.sampled_from(sorted(PROGRAMMES)).flatmap(
    lambda name: st.tuples(st.just(name), st.one_of(candidates(name), participants(MODEL.vocabulary)))
)


@given(SOMEBODY, st.sampled_from([None, *VIEWERS]), st.sampled_from(LANGUAGES), st.data())
@examples(100)
def test_a_letter_tells_each_finding_once_and_no_other(
    asked: tuple[str, Participant], viewer: str | None, language: Language, data: st.DataObject
) -> None:
    """What is met, and what is not, has its line each; nothing is missing but what the decision says is."""
    name, person = asked
    bound = PROGRAMMES[name].read_as(data.draw(st.sampled_from(sorted(PROGRAMMES[name].readings))))
    decision = decide(person, bound, MEETS[name][0], seen_by=viewer)
    event(decision.outcome)
    told = letter(decision, PROGRAMMES[name], language)
    assert [] == faults_of(told)
    lists = {lines[0]: lines[1:] for part in told.split("\n\n")[3:] if len(lines := part.splitlines()) > 1}
    headings = {code: text.in_(language) for code, text in WORDS.items() if code.startswith("heading")}
    outcomes = [finding.outcome for finding in decision.criteria[1:]]
    assert outcomes.count(Verdict.MET) == len(lists.pop(headings["heading.met"], []))
    reasons = [lists.pop(headings[code], []) for code in ("heading.reason", "heading.reasons")]
    assert outcomes.count(Verdict.NOT_MET) == sum(map(len, reasons))
    assert len({missing.fact for missing in decision.missing}) == len(lists.pop(headings["heading.missing"], []))
    beside = lists.pop(headings["heading.beside"], [])
    assert len(beside) == (outcomes.count(Verdict.UNKNOWN) if decision.outcome is Outcome.NOT_ELIGIBLE else 0)
    assert len(lists.pop(headings["heading.unsettled"], [])) <= outcomes.count(Verdict.UNKNOWN)
    assert [headings["heading.act"]] == list(lists)


# --- What is not open shows nowhere -----------------------------------------------------------------

OF_OTHERS = [
    "sgi",
    "care_seeking",
    "attends_upper_secondary",
    "introductory_programme",
    "completed_compulsory_school",
    "completed_upper_secondary",
    "risk_of_leaving_school",
    "applied_for_activity_compensation",
    "seeks_coordination",
    "sick_leave",
]
"""Facts of a participant that Arbetsförmedlingen does not hold."""


OWN_LIVELIHOODS = {word for word in MODEL.lists["livelihoods"] if "AF" in MODEL.facts["livelihoods"].holders(word)}


def twin_of(person: Participant, other: Participant) -> Participant:
    """Return *person* with what Arbetsförmedlingen may not see taken from *other*."""
    contacts = [one for one in person.contacts or () if one.agency == "AF"]
    contacts += [one for one in other.contacts or () if one.agency != "AF"]
    livelihoods = [one for one in person.livelihoods or () if one.kind in OWN_LIVELIHOODS]
    livelihoods += [one for one in other.livelihoods or () if one.kind not in OWN_LIVELIHOODS]
    hidden = {name: getattr(other, name) for name in OF_OTHERS}
    return attrs.evolve(person, contacts=contacts, livelihoods=livelihoods, **hidden)


@st.composite
def twins(draw: st.DrawFn) -> tuple[str, Participant, Participant]:
    """Draw a programme, and two people whom Arbetsförmedlingen cannot tell apart."""
    name = draw(st.sampled_from(["20-40-jobb", "en-vag-in", "kaa", "komback", "orvar", "se-projektet"]))
    person, other = (draw(st.one_of(candidates(name), participants(MODEL.vocabulary))) for _ in range(2))
    return name, twin_of(person, person), twin_of(person, other)


@given(twins(), st.sampled_from(LANGUAGES))
@examples(100)
def test_who_looks_the_same_gets_the_same_letter(
    drawn: tuple[str, Participant, Participant], language: Language
) -> None:
    """Two who differ in what Arbetsförmedlingen may not see have equal decisions through its eyes, and equal letters."""
    name, *both = drawn
    programme, on = PROGRAMMES[name], MEETS[name][0]
    first, second = (decide(one, programme, on, seen_by="AF") for one in both)
    with_all = [decide(one, programme, on).outcome for one in both]
    event(f"with all facts they come out otherwise: {with_all[0] is not with_all[1]}")
    assert first == second
    assert letter(first, programme, language) == letter(second, programme, language)


def test_equal_decisions_give_equal_letters_and_others_do_not() -> None:
    """Made twice it is the same; of another day, outcome or view it is another."""
    programme = PROGRAMMES["en-vag-in"]
    asked: list[dict[str, Any]] = [{}, {"seen_by": "AF"}, {"seen_by": "FK"}, {"seen_by": "AF", "purpose": "referral"}]
    told = [
        letter(decide(ANNA, programme, on, **one), programme) for one in asked for on in ("2016-10-03", "2016-10-04")
    ]
    again = [
        letter(decide(ANNA, programme, on, **one), programme) for one in asked for on in ("2016-10-03", "2016-10-04")
    ]
    assert told == again
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ({"contacts": [Contact("AF"), Contact("region/psykiatri")]}, ("psykiatri", "psychiatry")),
        ({"contacts": [Contact("AF"), Contact("kommun/LSS")]}, ("LSS",)),
        ({"livelihoods": [Livelihood("economic-assistance")]}, ("ekonomiskt bistånd", "economic assistance")),
        ({"livelihoods": [Livelihood("sickness-benefit")]}, ("sjukpenning", "sickness benefit")),
        ({"sick_leave": [SickLeave("2016-02-15")]}, ("sjukskriv", "sick leave")),
        ({"sgi": False}, ("sjukpenninggrundande", "qualifies")),
    ],
    ids=["psychiatry", "support", "assistance", "sickness benefit", "sick leave", "income"],
)
@pytest.mark.parametrize("name", ["en-vag-in", "dua"])
def test_what_is_hidden_is_not_named(name: str, facts: dict[str, Any], names: tuple[str, ...]) -> None:
    """A unit, a livelihood or a fact that the one who asks may not see has no name in the letter, and changes none."""
    person = attrs.evolve(ANNA, contacts=[Contact("AF")], contacts_complete=False)
    without, having = (
        [
            letter(decide(one, PROGRAMMES[name], "2016-10-03", seen_by="AF"), PROGRAMMES[name], language)
            for language in LANGUAGES
        ]
        for one in (person, attrs.evolve(person, **facts))
    )
    assert without == having
    assert [] == [one for one in names if one in "\n".join(having)]


def test_a_letter_from_what_is_hidden_asks_for_the_consent_that_the_decision_names() -> None:
    """From whom, to whom and about what; with the consent given it is settled, and no more is asked for."""
    without, having = (
        letters("anna, as Arbetsförmedlingen sees her"),
        letters("anna, as Arbetsförmedlingen sees her with her consent"),
    )
    assert (
        "att Försäkringskassan, regionen eller kommunen berättar för Arbetsförmedlingen om dina kontakter"
        in without["sv"]
    )
    assert "Du kan ta tillbaka ett samtycke när du vill." in without["sv"]
    assert "samtyck" not in having["sv"]
    assert "till och med den 30 september 2017" in having["sv"]


def test_two_sorts_of_information_take_a_consent_each() -> None:
    """What lies with several of the same sort is one consent; another sort is another."""
    programme = PROGRAMMES["se-projektet"]
    told = letter(decide(NOBODY_KNOWN, programme, "2016-03-01", seen_by="samordningsförbund"), programme)
    assert 2 == told.count("Om du vill kan du samtycka")
    assert "om din försörjning" in told
    assert "om din hälsa" in told
    assert 1 == told.count("Du väljer själv om du vill samtycka.")


# --- The young --------------------------------------------------------------------------------------

MINOR, PERHAPS = "Du är under 18 år.", "Är du under 18 år"


@pytest.mark.parametrize(
    ("born", "viewer", "wanted"),
    [
        ("1998-10-04", None, MINOR),
        ("1998-10-04", "AF", MINOR),
        ("1998-10-03", None, None),
        ("1998-10-03", "AF", None),
        ("1999", None, MINOR),
        ("1998", "AF", PERHAPS),
        ("1998", None, None),
        ("1997", "AF", None),
        (None, "AF", PERHAPS),
        (None, None, None),
    ],
)
def test_who_is_under_age_is_told_that_a_guardian_may_take_part(
    born: str | None, viewer: str | None, wanted: str | None
) -> None:
    """Until the day before the 18th birthday; where her age is not known, if a consent is spoken of. No law is cited."""
    programme = PROGRAMMES["en-vag-in"]
    person = Participant(id="p", born=born, residence="Ludvika", unmet_need=True, contacts=[Contact("AF")])
    told = letter(decide(person, programme, "2016-10-03", seen_by=viewer), programme)
    assert [wanted] * (wanted is not None) == [one for one in (MINOR, PERHAPS) if one in told]
    assert ("vårdnadshavare" in told) is (wanted is not None)
    assert not re.search(r"OSL|§|\bkap\.|\blag", told)


def test_where_no_criterion_reads_her_age_it_is_said_with_an_if() -> None:
    """What the decision does not say of her age, the letter does not say either."""
    programme = PROGRAMMES["centralen"]
    child = Participant(id="p", born="2005-01-01")
    assert PERHAPS in letter(decide(child, programme, "2016-10-03", seen_by="samordningsförbund"), programme)
    assert "vårdnadshavare" not in letter(decide(child, programme, "2016-10-03"), programme)


# --- What is refused --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "given_with", "wanted"),
    [
        ("en-vag-in", "orvar", "programme: wanted the programme that the decision is about, got another"),
        ("sus-contacts", "sus-contacts", "programme: wanted something that one takes part in, got a predicate"),
    ],
)
def test_a_letter_is_of_the_programme_that_was_decided(asked: str, given_with: str, wanted: str) -> None:
    """Another programme is refused, and so is a predicate: nobody takes part in one."""
    every = {**PROGRAMMES, **MODEL.predicates}
    with pytest.raises(InvalidValueError) as caught:
        letter(decide(ANNA, every[asked], "2016-10-03"), every[given_with])
    assert wanted == str(caught.value)


@pytest.mark.parametrize("readings", ["changed", "gone"])
def test_a_letter_is_of_the_rules_that_were_decided_by(readings: str) -> None:
    """The same programme with other rules is refused, and one without the reading that was gone by."""
    definition = PROGRAMMES["en-vag-in"].definition
    if readings == "changed":
        definition = attrs.evolve(definition, criteria=definition.criteria[1:])
    else:
        definition = attrs.evolve(definition, readings=definition.readings[1:])
    with pytest.raises(InvalidValueError, match="wanted the rules that the decision was made by, got others"):
        letter(decide(ANNA, PROGRAMMES["en-vag-in"], "2016-10-03"), bind(definition, MODEL.vocabulary))


def test_a_letter_has_one_of_two_languages() -> None:
    """Any other is refused by name."""
    with pytest.raises(UnknownNameError, match="language"):
        letter(decide(ANNA, PROGRAMMES["dua"], "2016-10-03"), PROGRAMMES["dua"], "fi")  # type: ignore[arg-type]


def test_the_reading_is_that_of_the_decision() -> None:
    """Whichever reading the programme is bound under when the letter is written."""
    programme = PROGRAMMES["en-vag-in"]
    decision = decide(ANNA, programme, "2016-10-03", reading="16-65")
    assert "Du är mellan 16 och 65 år." in letter(decision, programme)
    assert letter(decision, programme) == letter(decision, programme.read_as("goal"))


def test_a_decision_that_was_sent_elsewhere_gives_the_same_letter() -> None:
    """A pickled decision has no person in it, and says the same."""
    for name, (person, programme, on, asked) in READ.items():
        decision = pickle.loads(pickle.dumps(decide(person, PROGRAMMES[programme], on, **asked)))
        assert letters(name)["sv"] == letter(decision, PROGRAMMES[programme])


# --- Programmes of one's own ------------------------------------------------------------------------

QUARRELS = Fact(
    kind=Boolean(),
    asked=Text("om personen grälar", "whether the person quarrels"),
    shown=Text("grälar", "quarrels"),
    said=Text("grälar när hen kan", "quarrels"),
    held_by=frozenset({"AF"}),
    category="temper",
)
CHILDREN = Fact(
    kind=NumberOf(Text("barn", "children"), least=0),
    asked=Text("antalet barn", "the number of children"),
    shown=Text("barn", "children"),
    said=Text("antalet barn är {number}", "the number of children is {number}"),
)


def made(
    rule: str, text: Text, not_met: Text | None = None, unknown: Text | None = None, **more: Any
) -> BoundProgramme:
    """Return a programme of one's own with that criterion."""
    criteria = [Criterion(id="only", rule=rule, text=text, not_met=not_met, unknown=unknown, source=ASSUMED)]
    vocabulary = attrs.evolve(
        MODEL.vocabulary,
        facts={**MODEL.facts, "quarrels": QUARRELS, "children": CHILDREN},
        lists={
            **MODEL.vocabulary.lists,
            "categories": {**MODEL.lists["categories"], "temper": Text("humör", "temper")},
        },
    )
    whole = {
        "id": "made",
        "kind": ProgrammeKind.INTERVENTION,
        "status": Status.ADOPTED,
        "name": Text("Den nya starten", "The new start"),
        "readings": [Reading(id="only")],
        "source": ASSUMED,
    }
    return bind(Programme(**{**whole, "criteria": criteria, **more}), vocabulary)


def told_by(programme: BoundProgramme, on: str = "2016-10-03", viewer: str | None = None, **facts: Any) -> list[str]:
    """Return the lines of the letters in Swedish and English."""
    decision = decide(Participant(id="p", **facts), programme, on, seen_by=viewer)
    return [line for language in LANGUAGES for line in letter(decision, programme, language).splitlines()]


@pytest.mark.parametrize(
    ("employed", "lines"),
    [
        (True, ["- Du har ett jobb.", "- You have a job."]),
        (
            False,
            [
                "- Det här kriteriet är inte uppfyllt: ”Du har ett jobb.”",
                "- This criterion is not met: “You have a job.”",
            ],
        ),
    ],
)
def test_a_criterion_without_denial_is_quoted(employed: bool, lines: list[str]) -> None:
    """A phrase that says only that it is met is not negated by the library."""
    programme = made("employed", Text("har ett jobb", "has a job"))
    assert set(lines) <= set(told_by(programme, employed=employed))


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        (
            {"employed": True, "unemployed": False},
            ["- Kriteriet lyder: ”Personen klarar mer än hen tror.”", "- The criterion reads: “The person manages.”"],
        ),
        (
            {"employed": False, "unemployed": False},
            [
                "- Det här kriteriet är inte uppfyllt: ”Personen klarar mer än hen tror.”",
                "- This criterion is not met: “The person manages.”",
            ],
        ),
        (
            {},
            [
                "- om det här kriteriet är uppfyllt: ”Personen klarar mer än hen tror.”",
                "- whether this criterion is met: “The person manages.”",
                "- om du har en anställning",
                "- whether you are out of work",
            ],
        ),
    ],
    ids=["met", "not met", "unknown"],
)
def test_what_cannot_be_turned_is_quoted(facts: dict[str, Any], lines: list[str]) -> None:
    """The criterion stands as it reads, in quotation marks; the rest of the letter is still to her."""
    text = Text("klarar mer än hen tror", "manages")
    programme = made("employed or unemployed", text, Text("klarar hens", "does not manage their"), text)
    assert set(lines) <= set(told_by(programme, **facts))


def test_a_fact_of_ones_own_that_cannot_be_turned_is_asked_for_as_it_reads() -> None:
    """In quotation marks where it speaks of the person; a consent names the sort of information as the model does."""
    lines = told_by(made("quarrels", Text("är arg", "is angry")), viewer="FK")
    assert {
        "- den här uppgiften: ”om personen grälar”",
        "- this information: “whether the person quarrels”",
    } <= {*lines}
    assert [] == [line for line in lines if "grälar" in line and "uppgiften" not in line]
    consent = next(line for line in lines if line.startswith("- Om du vill"))
    assert "att Arbetsförmedlingen berättar för Försäkringskassan om humör." in consent


def test_a_number_of_ones_own_is_asked_for_as_information() -> None:
    """What is no *whether* is said to be information about it."""
    lines = told_by(made("children >= 1", Text("har barn", "has children")))
    assert {"- uppgift om antalet barn", "- information about the number of children"} <= {*lines}


def test_what_is_met_is_told_though_more_of_the_same_is_not_known() -> None:
    """Of a set one member is known, which settles one criterion and not the other."""
    has = Criterion(
        id="has", rule='"social" in needs', text=Text("har sociala behov", "has social needs"), source=ASSUMED
    )
    many = Criterion(
        id="many", rule="count(needs) >= 2", text=Text("har flera behov", "has several needs"), source=ASSUMED
    )
    programme = made("employed", Text("har ett jobb", "has a job"), criteria=[has, many])
    lines = told_by(programme, needs=Members(inside={"social"}, unknown={"mental"}))
    assert {"- Du har sociala behov.", "- You have social needs."} <= {*lines}
    assert {"- om det här kriteriet är uppfyllt: ”Du har flera behov.”", "- om du har psykiska behov"} <= {*lines}


def test_many_members_are_not_listed() -> None:
    """Of a list of which more than six matter, none is named."""
    lines = told_by(made("count(receives) >= 2", Text("har det gott", "has enough")))
    assert {"- om du försörjs genom något mer", "- whether you have income from something more"} <= {*lines}


@pytest.mark.parametrize("facts", [{"born": "1990-05-17"}, {"born": "1990-05-17", "employed": True}])
def test_a_threshold_that_is_not_laid_down_is_said_to_be_so(facts: dict[str, Any]) -> None:
    """Nothing that she could tell would settle it, and so nothing is asked of her for it."""
    programme = made(
        "age >= youngest",
        Text("har fyllt {youngest} år", "is at least {youngest} years old"),
        parameters={"youngest": Parameter([Threshold(18, ASSUMED, since="2017-01-01")])},
        in_force=Span("2017-01-01"),
    )
    lines = told_by(programme, **facts)
    assert "- ett kriterium som inte har något fastställt gränsvärde den dagen" in lines
    assert [] == [line for line in lines if "Berätta" in line or "None" in line or "En ny bedömning" in line]
    assert "- Du har fyllt 18 år." in told_by(programme, "2017-01-01", **facts)


def test_who_sent_the_letter_is_asked_where_nobody_is_responsible() -> None:
    """A programme that names no agency at all leaves the one that the letter came from; its article is small inside."""
    lines = told_by(made("employed", Text("har ett jobb", "has a job")), employed=True)
    assert "- Fråga den som gav dig brevet om du vill veta mer om den nya starten." in lines
    assert "- Ask whoever gave you this letter if you wish to know more about the new start." in lines


@pytest.mark.parametrize("status", Status)
def test_what_the_source_does_not_show_as_adopted_is_said_not_to_be(status: Status) -> None:
    """A plan, a proposal, an example and a wish are each called so; of what was adopted nothing is said."""
    lines = told_by(made("employed", Text("har ett jobb", "has a job"), status=status), employed=True)
    found = [line for line in lines if line.startswith(("I texten", "In the text"))]
    assert (0 if status in {Status.ADOPTED, Status.ENDED} else 2) == len(found)
    assert [] == faults_of("\n".join(["", "", *found]))


@pytest.mark.parametrize(
    ("rule", "facts", "is_told"),
    [
        ("employed", {"employed": True}, True),
        ("employed", {}, True),
        ("employed", {"employed": False}, False),
        ('employed or residence == "Malå"', {"employed": True}, False),
    ],
)
def test_where_a_programme_works_is_told_unless_a_criterion_asks(
    rule: str, facts: dict[str, Any], is_told: bool
) -> None:
    """And not where it is closed to her anyhow."""
    lines = told_by(made(rule, Text("har ett jobb", "has a job"), area=["Malå"]), **facts)
    assert is_told is ("Den nya starten finns i Malå. Det framgår inte om man måste bo där." in lines)


# --- The words --------------------------------------------------------------------------------------


def test_no_sentence_of_a_letter_claims_what_is_an_agencys_to_decide() -> None:
    """Nor does any speak of the person as somebody else, but to quote."""
    every = [*WORDS.items(), *ASKED_OF_HER.items(), *OF_HERS.items()]
    assert [] == [code for code, text in every if FORBIDDEN.search(text.sv)]
    assert {"the-person"} == {
        code for code, text in every if any(OF_THE_THIRD.search(text.in_(language)) for language in LANGUAGES)
    }


def test_every_category_of_information_is_said_as_hers() -> None:
    """Each word of the closed list has its name, and what is asked of her is a fact that she is given."""
    assert set(MODEL.lists["categories"]) == set(OF_HERS)
    assert set(ASKED_OF_HER) <= set(GIVEN)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Det kommunala", "det kommunala"),
        ("En väg in", "En väg in"),
        ("The SE project", "the SE project"),
        ("Den", "Den"),
    ],
)
def test_only_an_article_becomes_small_inside_a_sentence(name: str, inside: str) -> None:
    """A name keeps its capital."""
    assert inside == in_running_text(name)


def test_words_that_speak_of_her_are_found() -> None:
    """As whole words, large or small, and not inside others."""
    assert [True, True, False, False] == [
        speaks_of_her("Personens ålder", "sv"),
        speaks_of_her("what they have", "en"),
        speaks_of_her("personlig hygien", "sv"),
        speaks_of_her("another", "en"),
    ]


def test_the_day_of_a_letter_is_that_of_the_decision() -> None:
    """It is written out, and so is the last day that the answer stands."""
    told = letter(decide(ANNA, PROGRAMMES["en-vag-in"], date(2016, 10, 3)), PROGRAMMES["en-vag-in"])
    assert "den 3 oktober 2016" in told
    assert "till och med den 16 maj 2055" in told


def test_what_was_left_out_for_it_was_recorded_later_is_said():
    """A letter about what had been recorded by a day does not say that it rests on everything there is now."""
    decision = decide(
        Participant(id="d-001", born="1990-05-17"), PROGRAMMES["en-vag-in"], "2016-10-03", known_on="2016-10-04"
    )
    assert "Det som har skrivits in i akten efter den 4 oktober 2016 är inte med." in letter(
        decision, PROGRAMMES["en-vag-in"], "sv"
    )
    assert "What was written in the case file after 4 October 2016 is left out." in letter(
        decision, PROGRAMMES["en-vag-in"], "en"
    )
