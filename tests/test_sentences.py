"""What is said of every criterion, in both languages, as a person has read it and found it right."""

import re
import tomllib
from pathlib import Path

import pytest

from samverkan import Contact, Participant, SickLeave, Verdict, decide, load_model
from samverkan.bound_programmes import BoundProgramme
from samverkan.participants import FACTS
from samverkan.texts import CATALOGUE, LANGUAGES, Language

MODEL = load_model("finsam")
GOLDEN = tomllib.loads((Path(__file__).parent / "golden" / "sentences.toml").read_text(encoding="utf-8"))

ALWAYS_IN = {"needs_from": ["region", "kommun"], "long_absence": True, "unmet_need": True}
PEOPLE = {
    ("en-vag-in", "met"): Participant(
        id="p", born="1990-05-17", residence="Ludvika", contacts=[Contact("AF"), Contact("kommun/AME")], **ALWAYS_IN
    ),
    ("en-vag-in", "not_met"): Participant(
        id="p",
        born="2010-05-17",
        residence="Borlänge",
        unmet_need=False,
        long_absence=False,
        contacts=[],
        contacts_complete=True,
        needs_from=[],
    ),
    ("orvar", "met"): Participant(id="p", born="1970-05-17", residence="Ale", employed=True, sick_leave=[]),
    ("orvar", "not_met"): Participant(
        id="p", born="2010-05-17", residence="Borlänge", employed=False, sick_leave=[SickLeave("2008-07-01")]
    ),
    ("en-vag-in", "unknown"): Participant(id="p"),
    ("orvar", "unknown"): Participant(id="p"),
}
DAYS = {"en-vag-in": "2016-10-03", "orvar": "2008-10-01"}


def said() -> dict[str, dict[str, dict[str, str]]]:
    """Return every sentence by programme, then reading, criterion and outcome, then language."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for (programme, outcome), person in PEOPLE.items():
        for reading, bound in MODEL.programmes[programme].readings.items():
            for finding in decide(person, bound, DAYS[programme]).criteria[1:]:
                assert finding.outcome.value == outcome
                texts = {language: finding.text(language) for language in LANGUAGES}
                found.setdefault(programme, {})[f"{reading} {finding.id} {outcome}"] = texts
    for programme in MODEL.programmes:
        for day in ("2005-01-01", DAYS[programme], "2030-01-01"):
            finding = decide(Participant(id="p"), MODEL.programmes[programme], day).criteria[0]
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


def test_every_sentence_is_the_one_that_was_read_and_found_right() -> None:
    """Each criterion, under each reading, has its sentence for met, not met and unknown in both languages."""
    assert GOLDEN == said()


@pytest.mark.parametrize(("programme", "what", "language", "sentence"), ALL)
def test_a_sentence_is_made_for_people(programme: str, what: str, language: Language, sentence: str) -> None:
    """No sentence shows a fact's name, a value of Python or an operator; each begins large and ends with a stop."""
    del programme, what, language
    words = set(re.findall(r"[\w-]+", sentence))
    assert not words & (set(FACTS) | {"True", "False", "None", "contacts_complete"})
    assert not re.search(r"[<>=_{}]", sentence)
    assert sentence[0].isupper()
    assert sentence.endswith(".")


FORBIDDEN = re.compile(r"beslut|rätt till|beviljad|avslag|behörig", re.IGNORECASE)


def test_nothing_that_is_said_claims_what_is_an_agencys_to_decide() -> None:
    """No Swedish sentence, heading or label says *beslut*, *rätt till*, *beviljad*, *avslag* or *behörig*."""
    labels = [text.sv for text in CATALOGUE.values()]
    labels += [text.sv for fact in FACTS.values() for text in (fact.asked, fact.shown, fact.said)]
    labels += [words for bound in MODEL.programmes.values() for words in described(bound, "sv")]
    explained = [
        decide(person, MODEL.programmes[name], DAYS[name]).explain("sv") for (name, _), person in PEOPLE.items()
    ]
    assert [] == [words for words in [*labels, *explained, *(row[3] for row in ALL)] if FORBIDDEN.search(words)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_in_words_show_no_names_either(language: Language) -> None:
    """What a rule says in words, made from the rule itself, shows no fact's name and no operator."""
    for programme in MODEL.programmes.values():
        for bound in programme.readings.values():
            for words in described(bound, language):
                assert not set(re.findall(r"\w+", words)) & set(FACTS)
                assert not re.search(r"[<>=_{}]", words)


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
