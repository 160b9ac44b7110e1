"""What is said of every criterion, in both languages, as a person has read it and found it right."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from samverkan import Contact, Participant, SickLeave, Verdict, decide, load_model
from samverkan.bound_programmes import BoundProgramme
from samverkan.participants import FACTS, Assessment, Livelihood
from samverkan.rules.words import described as in_words_of
from samverkan.texts import CATALOGUE, LANGUAGES, Language

MODEL = load_model("finsam")
ASKED = {**MODEL.programmes, **MODEL.predicates}
"""Everything that has criteria: the programmes, and the predicates apart from them."""
GOLDEN = tomllib.loads((Path(__file__).parent / "golden" / "sentences.toml").read_text(encoding="utf-8"))

NOBODY: dict[str, Any] = {"contacts": [], "contacts_complete": True}
TWO = [Contact("AF"), Contact("kommun/AME")]
ASSISTED = [Livelihood("economic-assistance")]
COMPENSATED = [Livelihood("activity-compensation")]

FITS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "20-40-jobb": ({"livelihoods": ASSISTED}, {"livelihoods": []}),
    "avstampet": (
        {"born": "1970-05-17", "established": False, "foreign_background": True, "newly_arrived": True},
        {"born": "2000-05-17", "established": True, "foreign_background": False, "newly_arrived": False},
    ),
    "centralen": ({"unmet_need": True, "residence": "Leksand"}, {"unmet_need": False, "residence": "Rättvik"}),
    "dua": ({"born": "1996-05-17", "unemployed": True}, {"born": "1990-05-17", "unemployed": False}),
    "en-vag-in": (
        {
            "born": "1990-05-17",
            "residence": "Ludvika",
            "contacts": TWO,
            "needs_from": ["region", "kommun"],
            "long_absence": True,
            "unmet_need": True,
        },
        {
            "born": "2010-05-17",
            "residence": "Borlänge",
            "needs_from": [],
            "long_absence": False,
            "unmet_need": False,
            **NOBODY,
        },
    ),
    "jobbcoacher": (
        {"born": "1970-05-17", "established": False, "long_absence": True},
        {"born": "2000-05-17", "established": True, "long_absence": False},
    ),
    "kaa": (
        {
            "born": "2000-05-17",
            "completed_compulsory_school": True,
            "completed_upper_secondary": False,
            "attends_upper_secondary": False,
            "introductory_programme": False,
        },
        {
            "born": "1990-05-17",
            "completed_compulsory_school": False,
            "completed_upper_secondary": True,
            "attends_upper_secondary": True,
            "introductory_programme": False,
        },
    ),
    "komback": (
        {"born": "1996-05-17", "risk_of_leaving_school": True},
        {"born": "1970-05-17", "risk_of_leaving_school": False, "attends_upper_secondary": True},
    ),
    "orvar": (
        {"born": "1970-05-17", "residence": "Ale", "employed": True, "sick_leave": []},
        {
            "born": "2010-05-17",
            "residence": "Borlänge",
            "employed": False,
            "sick_leave": [SickLeave("2008-07-01")],
        },
    ),
    "plattform-ostra-ostergotland": (
        {"residence": "Söderköping", "needs_from": ["AF", "region"], "unmet_need": True},
        {"residence": "Linköping", "needs_from": ["AF"], "unmet_need": False},
    ),
    "se-projektet": (
        {"born": "1996-05-17", "livelihoods": COMPENSATED},
        {"born": "1970-05-17", "livelihoods": [], "risk_of_activity_compensation": False},
    ),
    "sprangbradan": (
        {"born": "1970-05-17", "established": False, "long_absence": True},
        {"born": "2000-05-17", "established": True, "long_absence": False},
    ),
    "utgangspunkten": (
        {"born": "1988-05-17", "residence": "Kungälv", "needs": ["mental", "social"]},
        {"born": "1970-05-17", "residence": "Ale", "needs": []},
    ),
    "finsam-contacts": ({"contacts": TWO}, NOBODY),
    "handlaggarteam": (
        {"contacts": TWO, "grey_zone": True, "stuck": True},
        {"grey_zone": False, "stuck": False, **NOBODY},
    ),
    "sus-contacts": ({"contacts": TWO}, NOBODY),
    "vetlanda-AF": (
        {"work_capacity": [Assessment("AF", "yes"), Assessment("region", "yes")]},
        {"work_capacity": []},
    ),
    "vetlanda-FK": (
        {"sick_leave": [SickLeave("2016-01-01")], "seeks_coordination": True},
        {"sick_leave": [], "seeks_coordination": False},
    ),
    "vetlanda-FK-aktivitetsersattning": (
        {"livelihoods": COMPENSATED},
        {"livelihoods": [], "applied_for_activity_compensation": False},
    ),
    "vetlanda-kommun": (
        {"contacts": [Contact("kommun/IFO")], "livelihoods": ASSISTED},
        {"livelihoods": [], **NOBODY},
    ),
    "vetlanda-region": (
        {"contacts": [Contact("region/primärvård")], "care_seeking": True},
        {"care_seeking": False, "medical_assessment_requested": False, **NOBODY},
    ),
}
"""Who meets every criterion under every reading, and who meets none."""

PEOPLE = {
    (name, outcome): Participant(id="p", **facts)
    for name, (met, not_met) in FITS.items()
    for outcome, facts in (("met", met), ("not_met", not_met), ("unknown", {}))
}

DAYS = {
    **dict.fromkeys(("avstampet", "jobbcoacher", "sprangbradan", "utgangspunkten"), ("2008-05-01",)),
    **dict.fromkeys(("finsam-contacts", "handlaggarteam", "sus-contacts"), ("2008-05-01",)),
    **dict.fromkeys(("20-40-jobb", "dua", "komback", "se-projektet"), ("2016-03-01",)),
    **dict.fromkeys([name for name in MODEL.predicates if name.startswith("vetlanda")], ("2016-03-01",)),
    "centralen": ("2012-02-01",),
    "en-vag-in": ("2016-10-03",),
    "kaa": ("2018-06-30", "2018-07-01"),
    "orvar": ("2008-10-01",),
    "plattform-ostra-ostergotland": ("2013-05-01", "2014-05-01"),
}
"""A day on which each is in force; two where its criteria change from day to day."""


def said() -> dict[str, dict[str, dict[str, str]]]:
    """Return every sentence by programme, then reading, criterion and outcome, then language."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for (programme, outcome), person in PEOPLE.items():
        sentences = found.setdefault(programme, {})
        for reading, bound in ASKED[programme].readings.items():
            for finding in (one for day in DAYS[programme] for one in decide(person, bound, day).criteria[1:]):
                assert finding.outcome.value == outcome
                texts = {language: finding.text(language) for language in LANGUAGES}
                assert texts == sentences.setdefault(f"{reading} {finding.id} {outcome}", texts)
    for programme, bound in ASKED.items():
        for day in ("2005-01-01", *DAYS[programme], "2030-01-01"):
            finding = decide(Participant(id="p"), bound, day).criteria[0]
            texts = {language: finding.text(language) for language in LANGUAGES}
            found[programme][f"{finding.code} {day}"] = texts
    return found


def described(bound: BoundProgramme, language: Language) -> list[str]:
    """Return what each rule says, in words made from the rule itself."""
    return [criterion.described(language) for segment in bound.segments for criterion in segment.criteria]


ALL = [
    (programme, what, language, sentence)
    for programme, sentences in said().items()
    for what, texts in sentences.items()
    for language, sentence in texts.items()
]

PLAIN_ENGLISH = {"contacts", "needs", "parties", "stuck", "unemployed"}
"""Names of facts that are plain English words as well, and may stand as such in an English sentence."""

CODE = {
    *FACTS,
    *(word for words in MODEL.lists.values() for word in words if "-" in word),
    *("True", "False", "None", "Members", "Unknown", "contacts_complete"),
}
"""What stands for something in data and in rules: no sentence shows it."""


def code_in(sentence: str, language: Language) -> set[str]:
    """Return what stands in a sentence and is no word of its language: names from code, and operators."""
    words = set(re.findall(r"[\w-]+", sentence)) | set(re.findall(r"\w+", sentence))
    names = CODE - PLAIN_ENGLISH if language == "en" else CODE
    units = {agency for agency in MODEL.agencies.agencies if "/" in agency and agency in sentence}
    return (words & names) | units | set(re.findall(r"[<>=_{}]", sentence))


def test_every_sentence_is_the_one_that_was_read_and_found_right() -> None:
    """Each criterion, under each reading, has its sentence for met, not met and unknown in both languages."""
    assert GOLDEN == said()


def test_there_are_sentences_of_everything_that_has_criteria() -> None:
    """Every programme and predicate, each of its readings and criteria, and each outcome, is among them."""
    wanted = {
        (name, f"{reading} {criterion.id} {outcome}")
        for name, bound in ASKED.items()
        for reading, one in bound.readings.items()
        for criterion in one.criteria
        for outcome in Verdict
    }
    assert wanted == {(programme, what) for programme, what, *_ in ALL if not what.startswith("in-force")}


@pytest.mark.parametrize(
    ("language", "sentence"), [row[2:] for row in ALL], ids=[f"{name}: {what}, {one}" for name, what, one, _ in ALL]
)
def test_a_sentence_is_made_for_people(language: Language, sentence: str) -> None:
    """No sentence shows a name from code, a value of Python or an operator; each begins large and ends with a stop."""
    assert set() == code_in(sentence, language)
    assert sentence[0].isupper() or sentence.startswith("20/40")
    assert sentence.endswith(".")
    assert not re.search(r"\b(\w+) \1\b|  | [.,;:]", sentence)


def test_what_is_plain_english_is_said_to_be_so_only_where_it_is() -> None:
    """The names that may stand in a sentence are facts, are each one word, and do stand in some."""
    assert PLAIN_ENGLISH <= set(FACTS)
    assert all(word.isalpha() for word in PLAIN_ENGLISH)
    english = " ".join(sentence for *_, language, sentence in ALL if language == "en")
    assert PLAIN_ENGLISH == PLAIN_ENGLISH & set(re.findall(r"\w+", english))


@pytest.mark.parametrize(
    ("sentence", "language", "found"),
    [
        ("Personen har unmet_need.", "sv", {"unmet_need", "_"}),
        ("The person is in contact with kommun/AME.", "en", {"kommun/AME"}),
        ("The person is on economic-assistance.", "en", {"economic-assistance"}),
        ("Personen har behov: needs.", "sv", {"needs"}),
        ("Personen har minst {fewest}.", "sv", {"{", "}"}),
        ("The age is >= 16.", "en", {"age", ">", "="}),
        ("The person needs services.", "en", set()),
    ],
)
def test_a_name_from_code_would_be_found(sentence: str, language: Language, found: set[str]) -> None:
    """A fact's name, an agency's, a word of a closed list and an operator are each found where they stand."""
    assert found == code_in(sentence, language)


FORBIDDEN = re.compile(r"beslut|rätt till|beviljad|avslag|behörig", re.IGNORECASE)


def test_nothing_that_is_said_claims_what_is_an_agencys_to_decide() -> None:
    """No Swedish sentence, heading or label says *beslut*, *rätt till*, *beviljad*, *avslag* or *behörig*."""
    labels = [text.sv for text in CATALOGUE.values()]
    labels += [
        text.sv
        for fact in FACTS.values()
        for text in (fact.asked, fact.shown, fact.said, fact.denied, fact.counted)
        if text is not None
    ]
    labels += [name.sv for words in MODEL.lists.values() for name in words.values()]
    labels += [option.definition.name.sv for option in [*MODEL.options.values(), *MODEL.predicates.values()]]
    labels += [group.definition.name.sv for group in MODEL.target_groups.values()]
    labels += [constraint.definition.text.sv for constraint in MODEL.constraints.values()]
    labels += [
        one.reading.text.sv
        for bound in ASKED.values()
        for one in bound.readings.values()
        if one.reading.text is not None
    ]
    labels += rules_in_words("sv")
    explained = [
        decide(person, one, day).explain("sv")
        for (name, _), person in PEOPLE.items()
        for one in ASKED[name].readings.values()
        for day in DAYS[name]
    ]
    assert [] == [words for words in [*labels, *explained, *(row[3] for row in ALL)] if FORBIDDEN.search(words)]


def rules_in_words(language: Language) -> list[str]:
    """Return what every rule of the model says, in words made from the rule itself."""
    bound = [words for one in ASKED.values() for under in one.readings.values() for words in described(under, language)]
    others = [*MODEL.target_groups.values(), *MODEL.constraints.values()]
    thresholds = {"youngest": 16, "oldest": 64}
    told = [in_words_of(one.rule, one.vocabulary, thresholds, language) for one in others if one.rule is not None]
    return [*bound, *told]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_in_words_show_no_names_either(language: Language) -> None:
    """What a rule says in words, made from the rule itself, shows no name from code and no operator."""
    assert [] == [words for words in rules_in_words(language) if code_in(words, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_is_made_for_people_too(language: Language) -> None:
    """Every line that is no heading and quotes nothing is in words: those of the summary, and of whom to ask."""
    for (name, _), person in PEOPLE.items():
        decision = decide(person, ASKED[name], DAYS[name][0])
        lines = [decision.summary(language), *decision.explain(language).splitlines()[-2:]]
        told = [line for line in lines if not line.startswith((" ", "Andra läsningar", "Other readings"))]
        assert set() == {code for line in told for code in code_in(line, language)}


# --- Summaries -----------------------------------------------------------------------------------

SUMMARIES = [
    (
        "utgangspunkten",
        {"residence": "Kungälv"},
        "Uppfyller kriterierna; gäller till och med 16 maj 2018 om inget nytt registreras.",
        "Meets the criteria; stands until 16 May 2018 if nothing new is recorded.",
    ),
    (
        "utgangspunkten",
        {"residence": "Ale"},
        "Uppfyller kriterierna; gäller till och med 16 maj 2018 om inget nytt registreras. Utgångspunkten verkar i Kungälv; om man måste bo där säger källan inte.",
        "Meets the criteria; stands until 16 May 2018 if nothing new is recorded. Utgångspunkten works in Kungälv; whether one must live there the source does not say.",
    ),
    (
        "utgangspunkten",
        {"residence": None},
        "Uppfyller kriterierna; gäller till och med 16 maj 2018 om inget nytt registreras. Utgångspunkten verkar i Kungälv; om man måste bo där säger källan inte.",
        "Meets the criteria; stands until 16 May 2018 if nothing new is recorded. Utgångspunkten works in Kungälv; whether one must live there the source does not say.",
    ),
    (
        "jobbcoacher",
        {"established": None},
        "Det går inte att avgöra om kriterierna är uppfyllda utan uppgift om etablering på arbetsmarknaden. Jobbcoacher verkar i Ale, Kungälv, Stenungsund och Tjörn; om man måste bo där säger källan inte.",
        "It cannot be settled whether the criteria are met without information about a foothold on the labour market. The job coach project (Jobbcoacher) works in Ale, Kungälv, Stenungsund and Tjörn; whether one must live there the source does not say.",
    ),
    (
        "jobbcoacher",
        {"established": True},
        "Uppfyller inte kriterierna; gäller tills vidare om inget nytt registreras.",
        "Does not meet the criteria; stands as long as nothing new is recorded.",
    ),
    (
        "plattform-ostra-ostergotland",
        {"residence": None},
        "Det går inte att avgöra om kriterierna är uppfyllda utan uppgift om bostadskommun.",
        "It cannot be settled whether the criteria are met without information about the home municipality.",
    ),
    (
        "dua",
        {"residence": "Vetlanda"},
        "Omfattas; gäller till och med 16 maj 2021 om inget nytt registreras.",
        "Is covered; stands until 16 May 2021 if nothing new is recorded.",
    ),
    (
        "kaa",
        {"attends_upper_secondary": None, "introductory_programme": None},
        "Det går inte att avgöra om personen omfattas utan uppgift om gymnasiestudier och introduktionsprogram i gymnasieskolan.",
        "It cannot be settled whether the person is covered without information about attendance at upper secondary school and an introductory programme at upper secondary school.",
    ),
    (
        "vetlanda-FK",
        {},
        "Stämmer; gäller tills vidare om inget nytt registreras.",
        "Holds; stands as long as nothing new is recorded.",
    ),
    (
        "vetlanda-AF",
        {"work_capacity": None},
        "Det går inte att avgöra om det stämmer utan uppgift om bedömningen av arbetsförmågan från Arbetsförmedlingen.",
        "It cannot be settled whether it holds without information about the work-capacity assessment from Arbetsförmedlingen.",
    ),
    (
        "vetlanda-kommun",
        NOBODY,
        "Stämmer inte; gäller tills vidare om inget nytt registreras.",
        "Does not hold; stands as long as nothing new is recorded.",
    ),
]


@pytest.mark.parametrize(
    ("programme", "changes", "sv", "en"), SUMMARIES, ids=[f"{n}: {row[0]}" for n, row in enumerate(SUMMARIES)]
)
def test_a_summary_says_what_came_of_it_and_where_the_programme_works(
    programme: str, changes: dict[str, Any], sv: str, en: str
) -> None:
    """By its kind; where a programme works is added while she may live elsewhere and no criterion asks where."""
    met, _ = FITS[programme]
    decision = decide(Participant(id="p", **(met | changes)), ASKED[programme], DAYS[programme][0])
    assert (sv, en) == (decision.summary("sv"), decision.summary("en"))


def test_where_a_programme_works_is_left_out_by_a_reading_that_asks_where_she_lives() -> None:
    """By the reading that demands Kungälv there is a criterion that says so, and no more to add."""
    utgangspunkten = MODEL.programmes["utgangspunkten"]
    met, _ = FITS["utgangspunkten"]
    person = Participant(id="p", **(met | {"residence": None}))
    for reading, is_told in (("some-need", True), ("age-only", True), ("kungalv", False)):
        told = decide(person, utgangspunkten, "2008-05-01", reading=reading).summary("sv")
        assert is_told is ("verkar i Kungälv" in told)


def test_an_explanation_tells_outcome_reasons_sources_and_whom_to_ask() -> None:
    """The whole explanation of an undetermined case, in Swedish."""
    tarik = Participant(
        id="d-002",
        born="1992-11-05",
        residence="Smedjebacken",
        unmet_need=True,
        contacts=[Contact("kommun/AME"), Contact("kommun/IFO")],
    )
    explained = decide(tarik, MODEL.programmes["en-vag-in"], "2017-02-01").explain("sv").splitlines()
    assert "En väg in, 1 februari 2017, läsning 16-64, med alla uppgifter" == explained[0]
    assert (
        "Det går inte att avgöra om kriterierna är uppfyllda utan uppgift om kontakt med Arbetsförmedlingen, "
        "Försäkringskassan eller regionen."
    ) == explained[1]
    assert "  + Personen är mellan 16 och 64 år." == explained[4]
    assert "    [S001: ”mellan 16 och 64 år”] ålder: 24 år" == explained[5]
    assert "Fråga: Arbetsförmedlingen, Försäkringskassan och regionen" in explained


def test_a_persons_id_stands_in_no_explanation() -> None:
    """An explanation shows what was read and not whose it is."""
    person = Participant(id="19790302-0000")
    decision = decide(person, MODEL.programmes["orvar"], "2008-10-01")
    assert Verdict.UNKNOWN is decision.criteria[1].outcome
    assert "19790302" not in decision.explain("sv") + decision.explain("en") + decision.summary("sv")
