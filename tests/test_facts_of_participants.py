"""Every fact that a participant is given, by name: stored, read, unknown by default, checked, and said in words."""

import copy
import csv
import pickle
import re
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from samverkan import Contact, Entry, Missing, Outcome, Participant, Unknown, Verdict, decide, load_model
from samverkan.dated import UnknownReason
from samverkan.dates import PartialDate, as_partial_date
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.identifiers import IdentityNumber
from samverkan.partial import Members
from samverkan.participants import FACTS, GIVEN, HISTORIES, Assessment, Livelihood, Occupation, SickLeave
from samverkan.rules.evaluation import answer
from samverkan.rules.facts import Boolean, Choice, Fact, NumberOf, SetOf, SpellsOf
from samverkan.rules.text import parse
from samverkan.serialization import converter, structured, unstructured
from samverkan.texts import LANGUAGES, Language

MODEL = load_model("finsam")
VOCABULARY = MODEL.vocabulary
ON = date(2016, 10, 3)
CONVERTERS = {"snake": converter(MODEL), "camel": converter(MODEL, "camel")}

SO_OR_NOT = [
    "unmet_need",
    "long_absence",
    "employed",
    "unemployed",
    "established",
    "newly_arrived",
    "foreign_background",
    "lacks_swedish",
    "sgi",
    "grey_zone",
    "stuck",
    "care_seeking",
    "medical_assessment_requested",
    "seeks_coordination",
    "attends_upper_secondary",
    "introductory_programme",
    "completed_compulsory_school",
    "completed_upper_secondary",
    "risk_of_leaving_school",
    "risk_of_activity_compensation",
    "applied_for_activity_compensation",
    "functional_impairment",
    "protected_identity",
]
"""The facts that are so or not, as they are written."""

PLAIN: dict[str, tuple[Any, Any]] = {
    "born": ("1990-05-17", as_partial_date("1990-05-17")),
    "sex": ("woman", "woman"),
    "residence": ("Ludvika", "Ludvika"),
    "needs": (["mental", "social"], Members({"mental", "social"})),
    "needs_from": (["kommun/IFO", "region"], Members({"kommun/IFO", "region"})),
    **dict.fromkeys(SO_OR_NOT, (True, True)),
}
"""A value of each fact that is no history, as one writes it and as it is kept."""

SPELLS: dict[str, tuple[Any, Any]] = {
    "contacts": (Contact("AF"), {"agency": "AF"}),
    "sick_leave": (SickLeave("2016-09-01"), {"since": "2016-09-01"}),
    "livelihoods": (Livelihood("salary"), {"kind": "salary"}),
    "occupations": (Occupation("studies"), {"kind": "studies"}),
    "work_capacity": (Assessment("FK", "no"), {"by": "FK", "finding": "no"}),
}
"""A spell of each history, in Python and as it is written."""


def someone(**facts: Any) -> Participant:
    """Return a person about whom nothing is known but *facts*."""
    return Participant(id="d-001", **facts)


# --- By name ------------------------------------------------------------------------------------------


def test_every_fact_that_is_given_is_tried_here():
    """The facts of the format are those that a participant has, each a field of hers, and no field is left out."""
    fields = {field.name for field in attrs.fields(Participant) if field.init}
    assert set(PLAIN) | set(SPELLS) == set(GIVEN)
    assert set(SPELLS) == set(HISTORIES) == {name for name, fact in GIVEN.items() if isinstance(fact.kind, SpellsOf)}
    assert set(SO_OR_NOT) == {name for name, fact in GIVEN.items() if isinstance(fact.kind, Boolean)}
    assert set(GIVEN) | {"id", "identity_number", "contacts_complete", "more", "hidden"} == fields
    assert set(GIVEN) <= set(FACTS) == set(MODEL.facts)


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_what_is_not_said_is_unknown(name):
    """Left out or given as nothing, it is unknown on every day, and was never said."""
    for person in (someone(), someone(**{name: None})):
        if name in HISTORIES:
            assert person.spells(name) is None
        else:
            assert Unknown(UnknownReason.NOT_GIVEN) == person.fact(name).at(ON)
            assert () == person.fact(name).entries
    assert someone() == someone(**{name: None})


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_a_plain_value_is_kept_and_holds_on_every_day(name):
    """It is read under its own name, by the field and by the rules alike."""
    given, kept = PLAIN[name]
    person = someone(**{name: given})
    assert [kept, kept, kept] == [person.fact(name).at(on) for on in (date.min, ON, date.max)]
    assert person.fact(name) == getattr(person, name)
    assert all(() == person.fact(other).entries for other in PLAIN if other != name)


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_entries_change_from_day_to_day(name):
    """Known in the autumn, taken back from New Year, and not covered before."""
    given, kept = PLAIN[name]
    person = someone(**{name: [Entry(given, since=ON, until="2016-12-31"), Entry(None, since="2017-01-01")]})
    found = [person.fact(name).at(date.fromisoformat(on)) for on in ("2016-10-02", "2016-12-31", "2017-01-01")]
    assert [Unknown(UnknownReason.NOT_COVERED), kept, Unknown(UnknownReason.TAKEN_BACK)] == found


@pytest.mark.parametrize("name", sorted(SPELLS))
def test_a_history_is_kept(name):
    """An empty list is a history without spells, which is another thing than nothing said."""
    spell, _ = SPELLS[name]
    person = someone(**{name: [spell]})
    history = person.spells(name)
    assert history is not None
    assert (spell,) == history.entries == getattr(person, name)
    none = someone(**{name: []}).spells(name)
    assert none is not None
    assert () == none.entries
    assert all(person.spells(other) is None for other in SPELLS if other != name)


@pytest.mark.parametrize("name", SO_OR_NOT)
def test_a_fact_that_is_so_or_not_answers_a_rule_of_its_own_name(name):
    """So, not so, and unknown; what is missing is the fact itself, with those who hold it."""
    rule = parse(name, VOCABULARY)
    answers = [answer(rule, VOCABULARY, someone(**{name: given}), ON) for given in (True, False, None)]
    assert [Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN] == [given.verdict for given in answers]
    assert [(), (), (Missing(name, holders=tuple(sorted(GIVEN[name].held_by))),)] == [one.missing for one in answers]


# --- What is refused ----------------------------------------------------------------------------------

WRONG = {
    **dict.fromkeys(SO_OR_NOT, ("nej", "true", "", 0, 1, 1.0, [], ["ja"], {})),
    "born": ["19900517", "1990-5-17", "1990-02-30", 1990, True, []],
    "sex": ["", 1, True, ["woman"], {}],
    "residence": ["", "Ludvik", "Ludvika och Falun", "9999", 2085, ["Ludvika"]],
    "needs": ["mental", 1, True, [1], [""], {"mental": True}],
    "needs_from": ["AF", 1, True, [1], ["kommun/"], {"AF": True}],
}


def faults_of(error: InvalidValueError | InvalidRecordError) -> list[str]:
    """Return the places of what is wrong."""
    return [error.fault.where] if isinstance(error, InvalidValueError) else [fault.where for fault in error.faults]


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in WRONG.items() for value in values],
    ids=[f"{name} {place}" for name, values in WRONG.items() for place in range(len(values))],
)
def test_a_value_that_is_none_of_the_facts_is_refused_by_the_name_of_the_field(name, value):
    """Nothing is guessed: what is wrong is told by its field, plain or as the second of two entries."""
    with pytest.raises((InvalidValueError, InvalidRecordError)) as caught:
        someone(**{name: value})
    assert all(where.startswith(name) for where in faults_of(caught.value))
    given, _ = PLAIN[name]
    with pytest.raises((InvalidValueError, InvalidRecordError)) as caught:
        someone(**{name: [Entry(given, until="2016-12-31"), Entry(value, since="2017-01-01")]})
    assert all(where.startswith(f"{name}[1].value") for where in faults_of(caught.value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (name, value)
        for name, values in WRONG.items()
        for value in values
        if not isinstance(value, dict) and not (name in {"sex", *SO_OR_NOT} and value == [])
    ],
    ids=str,
)
def test_in_json_the_same_is_refused_by_the_name_of_the_key(name, value):
    """In snake case and in camel case, as the one value and as an entry's."""
    for case in ("snake", "camel"):
        key = name if case == "snake" else re.sub(r"_(\w)", lambda found: found[1].upper(), name)
        for data, where in ((value, key), ([{"value": value}], f"{key}[0].value")):
            with pytest.raises(InvalidRecordError) as caught:
                structured({"id": "d-001", key: data}, Participant, CONVERTERS[case])
            assert all(fault.where.startswith(where) for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("facts", "rule", "where"),
    [
        ({"sex": "kvinna"}, 'sex == "woman"', "sex"),
        ({"needs": ["fysiska"]}, '"physical" in needs', "needs"),
        ({"needs": Members({"mental"}, {"själsliga"})}, '"physical" in needs', "needs"),
        ({"needs_from": ["AFF"]}, '"AF" in parties_needed', "needs_from[0]"),
    ],
    ids=["a sex", "a kind of need", "one that is unknown", "an agency"],
)
def test_a_word_of_no_closed_list_is_refused_when_a_rule_reads_it(facts, rule, where):
    """In Python the lists are the model's, so a strange word is found when the model's rules read it."""
    with pytest.raises(InvalidRecordError) as caught:
        answer(parse(rule, VOCABULARY), VOCABULARY, someone(**facts), ON)
    assert [where] == [fault.where for fault in caught.value.faults]


def test_a_word_for_a_need_is_taken_for_a_word():
    """The kinds of need are words of a list and no agencies: what is no word at all is told as that."""
    with pytest.raises((InvalidValueError, InvalidRecordError)) as caught:
        someone(needs=["mental", 1])
    assert "needs[1]: wanted a word, got a number" == str(caught.value)


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_an_own_fact_cannot_take_a_fields_name(name):
    """What is given beside the fields has another name than any of them."""
    with pytest.raises(InvalidValueError) as caught:
        someone(more={name: True})
    assert name == caught.value.fault.where


# --- As data ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(GIVEN))
@pytest.mark.parametrize("case", ["snake", "camel"])
def test_each_fact_has_a_key_of_its_own_in_json(name, case):
    """Written and read again it is the same person, and the key is the field's name."""
    key = name if case == "snake" else re.sub(r"_(\w)", lambda found: found[1].upper(), name)
    if name in SPELLS:
        spell, plain = SPELLS[name]
        person, written = someone(**{name: [spell]}), [plain]
    else:
        written, _ = PLAIN[name]
        person = someone(**{name: written})
    conv = CONVERTERS[case]
    assert {"id": "d-001", key: written} == unstructured(person, conv)
    assert person == structured({"id": "d-001", key: written}, Participant, conv)
    assert someone() == structured({"id": "d-001", key: None}, Participant, conv)


# --- In words -----------------------------------------------------------------------------------------

VERBS = {
    "sv": {"har", "är", "söker", "går", "riskerar", "saknar", "efterfrågar", "behöver", "försörjs", "bedöms"},
    "en": {"has", "is", "does", "seeks", "attends", "knows", "risks", "asks", "needs"},
}
"""What begins that which is said after *the person*."""
NEGATIONS = {"sv": {"inte", "ingen", "inget", "saknar"}, "en": {"not", "no"}}


def words_of(fact: Fact, language: Language) -> dict[str, str]:
    """Return a fact's words in one language by their key, each place filled with a name."""
    values = {"member": "NAMN", "members": "NAMN", "number": "minst 3 dagar"}
    texts = {key: getattr(fact, key) for key in ("asked", "shown", "said", "denied", "counted")}
    return {key: text.filled(language, values) for key, text in texts.items() if text is not None}


@pytest.mark.parametrize("name", sorted(FACTS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_words_that_a_sentence_can_be_made_of(name, language):
    """They begin small and end without a stop, with no name from code, no word twice and no gap."""
    for words in words_of(FACTS[name], language).values():
        assert words == words.strip()
        assert words[0].islower() or words.startswith("NAMN")
        assert words[-1] not in ".,:;"
        assert not re.search(r"[<>=_{}]|  |\b(\w+) \1\b", words)


@pytest.mark.parametrize("name", sorted(FACTS))
def test_what_is_asked_for_follows_information_about(name):
    """It names a thing, so that *uppgift om* and *information about* can stand before it."""
    for language, before in (("sv", "uppgift om"), ("en", "information about")):
        asked = words_of(FACTS[name], language)["asked"]
        assert not re.search(r"\b(\w+) \1\b", f"{before} {asked}")
        assert asked.split()[0] not in VERBS[language]


@pytest.mark.parametrize(
    "name", sorted(name for name, fact in FACTS.items() if isinstance(fact.kind, Boolean | SetOf | SpellsOf))
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_follows_the_person(name, language):
    """A verb in the present begins it, so that *personen* and *the person* can stand before it."""
    told = words_of(FACTS[name], language)
    for key in {"said", "denied"} & told.keys():
        assert told[key].split()[0] in VERBS[language]


@pytest.mark.parametrize("name", sorted(name for name, fact in FACTS.items() if isinstance(fact.kind, Boolean)))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_that_is_so_or_not_can_be_denied(name, language):
    """What denies it says *inte* or the like, and what says it does not."""
    told = words_of(FACTS[name], language)
    denied, said = (set(told[key].split()) & NEGATIONS[language] for key in ("denied", "said"))
    # What unmet_need says is itself that something is not so.
    assert denied
    assert not said or name == "unmet_need"


@pytest.mark.parametrize(
    "name", sorted(name for name, fact in FACTS.items() if isinstance(fact.kind, SetOf | NumberOf))
)
def test_a_set_and_a_number_name_the_place_for_a_member_or_the_number(name):
    """In both languages, where the words are made into a sentence."""
    fact = FACTS[name]
    places = {"asked": "{members}", "said": "{member}", "denied": "{member}"}
    if isinstance(fact.kind, NumberOf):
        places = {"said": "{number}"}
    for key, place in places.items():
        text = getattr(fact, key)
        assert text is None or (place in text.sv and place in text.en)


@pytest.mark.parametrize("name", sorted(FACTS))
def test_every_fact_is_held_by_agencies_of_the_register(name):
    """By one or more of the four parties' own, or by everybody; and every fact is of some category."""
    assert FACTS[name].held_by <= {"AF", "FK", "region", "kommun"}
    assert FACTS[name].category


# --- Closed lists -------------------------------------------------------------------------------------

WORDS = {
    "sexes": ["woman", "man"],
    "needs": ["physical", "mental", "social", "vocational"],
    "livelihoods": [
        "sickness-benefit",
        "rehabilitation-benefit",
        "activity-compensation",
        "sickness-compensation",
        "unemployment-benefit",
        "activity-support",
        "development-allowance",
        "introduction-benefit",
        "introduction-supplement",
        "housing-benefit",
        "economic-assistance",
        "salary",
        "student-aid",
        "parental-benefit",
        "pension",
    ],
    "occupations": ["employment", "subsidised-employment", "own-business", "studies", "labour-market-training"],
    "work_capacity": ["yes", "no", "to-be-clarified"],
    "categories": [
        "person",
        "identity",
        "contact",
        "need",
        "health",
        "livelihood",
        "work",
        "education",
        "background",
    ],
    "purposes": ["coordination", "planning", "referral", "follow-up"],
    "professions": ["läkare", "sjukgymnast", "kurator", "psykolog"],
    "forums": [
        "beredningsgrupp",
        "handläggarteam",
        "inskrivningsgrupp",
        "socialpsykiatriskt-forum",
        "utredningsgrupp",
    ],
    "lacks": ["certificate", "enrolment", "consent", "power-of-attorney", "assessment", "plan", "information"],
    "plans": ["sip", "action-plan", "rehabilitation-plan", "joint-plan"],
    "outcomes": [
        "work",
        "education",
        "self-support",
        "occupation",
        "better-health",
        "work-ability",
        "social-competence",
        "work-placement",
        "assessed",
        "moved-away",
        "died",
        "retired",
        "declined",
        "wrongly-registered",
    ],
}


def test_the_closed_lists_have_these_words_in_this_order():
    """What the sources name, in the order in which they are spoken of."""
    assert WORDS == {name: list(words) for name, words in MODEL.lists.items()}


@pytest.mark.parametrize("of", sorted(WORDS))
def test_every_word_of_a_closed_list_is_named_in_both_languages(of):
    """Each has a name of its own, that begins small and stands in the middle of a sentence."""
    for language in LANGUAGES:
        names = [MODEL.lists[of][word].in_(language) for word in WORDS[of]]
        assert len(names) == len(set(names))
        assert all(name == name.strip() and name[0].islower() and name[-1].isalpha() for name in names)
    assert all(VOCABULARY.name(word, of) == MODEL.lists[of][word] for word in WORDS[of])


def test_every_closed_list_is_gone_by():
    """No list stands there for nothing: facts go by it, consents or referrals. Every fact has a category of the list."""
    gone_by = {fact.kind.of for fact in FACTS.values() if isinstance(fact.kind, Choice | SetOf | SpellsOf)}
    of_consents = {"categories", "purposes"}
    of_referrals = {"professions", "forums", "lacks", "plans", "outcomes"}
    assert {*WORDS, "municipalities", "agencies", "parties"} == (gone_by - {None}) | of_consents | of_referrals
    assert {fact.category for fact in FACTS.values()} | {"person"} == set(WORDS["categories"])


# --- Identity numbers ---------------------------------------------------------------------------------

# Skatteverket publishes numbers that nobody has, for tests.
PUBLISHED = (Path(__file__).parent / "data" / "test_identity_numbers.csv").read_text(encoding="utf-8").splitlines()
NUMBERS = [row["number"] for row in csv.DictReader(line for line in PUBLISHED if not line.startswith("#"))]
WOMAN = "199101252386"


def read_of(number: str) -> tuple[str, str]:
    """Read birth date and sex off the digits, by hand: in a samordningsnummer 60 is added to the day."""
    year, month, day = number[:4], number[4:6], int(number[6:8]) % 60
    born = year if month == "00" else f"{year}-{month}" if day == 0 else f"{year}-{month}-{day:02}"
    return born, "woman" if number[10] in "02468" else "man"


def test_born_and_sex_are_read_from_every_published_number():
    """Where they are not given; they hold on every day, and both are marked."""
    wrong = []
    for number in NUMBERS:
        person = someone(identity_number=number)
        found = (str(person.fact("born").at(ON)), person.fact("sex").at(ON))
        if found != read_of(number) or person.read_from_number != {"born", "sex"}:
            wrong.append(number)
    assert NUMBERS
    assert wrong == []


@pytest.mark.parametrize(
    ("given", "born", "sex", "marked"),
    [
        ({}, "1991-01-25", "woman", {"born", "sex"}),
        ({"born": "1990-05-17"}, "1990-05-17", "woman", {"sex"}),
        ({"born": "1990"}, "1990", "woman", {"sex"}),
        ({"sex": "man"}, "1991-01-25", "man", {"born"}),
        ({"born": "1990-05-17", "sex": "man"}, "1990-05-17", "man", set()),
    ],
    ids=["neither", "born", "a year of birth", "sex", "both"],
)
def test_what_is_given_is_not_read_from_the_number(given, born, sex, marked):
    """The number may be wrong about both, so what is said of the person stands."""
    person = someone(identity_number=WOMAN, **given)
    assert (born, sex, marked) == (
        str(person.fact("born").at(ON)),
        person.fact("sex").at(ON),
        set(person.read_from_number),
    )


def test_without_a_number_nothing_is_read_and_nothing_marked():
    """What is unknown stays so."""
    assert frozenset() == someone().read_from_number == someone(born="1990-05-17").read_from_number


def test_what_is_taken_back_is_not_read_from_the_number():
    """Who has said that a birth date is not known has said something of it."""
    person = someone(identity_number=WOMAN, born=[Entry(None, recorded_on="2016-01-01")])
    assert Unknown(UnknownReason.TAKEN_BACK) == person.fact("born").at(ON)
    assert {"sex"} == person.read_from_number


@pytest.mark.parametrize(
    "given", ["199101252386", "19910125-2386", IdentityNumber("199101252386")], ids=["12", "-", "made"]
)
def test_a_number_is_taken_as_people_write_it(given):
    """Twelve digits with or without the separator, or a number that is one already."""
    assert someone(identity_number=WOMAN) == someone(identity_number=given)


@pytest.mark.parametrize(
    "given",
    ["910125-2386", "9101252386", "199101252387", "19910125 2386", "", 199101252386, True, ["199101252386"]],
    ids=["ten digits", "no separator", "another check digit", "a space", "empty", "a number", "true", "a list"],
)
def test_what_is_no_number_is_refused_by_its_field_and_not_shown(given):
    """No century is guessed; in Python and in JSON the fault names the field and holds no digit of it."""
    with pytest.raises(InvalidValueError) as in_python:
        someone(identity_number=given)
    with pytest.raises(InvalidRecordError) as in_json:
        structured({"id": "d-001", "identity_number": given}, Participant, CONVERTERS["snake"])
    assert ["identity_number"] * 2 == [in_python.value.fault.where, *(one.where for one in in_json.value.faults)]
    assert not re.search(r"\d{4}", str(in_python.value) + str(in_json.value))


def test_what_was_read_from_the_number_is_not_written_back():
    """The number is written, twelve digits, and read again it says the same; what was given is written too."""
    conv = CONVERTERS["snake"]
    read, given = someone(identity_number="19910125-2386"), someone(identity_number=WOMAN, born="1990", sex="woman")
    assert {"id": "d-001", "identity_number": WOMAN} == unstructured(read, conv)
    written = {"id": "d-001", "identity_number": WOMAN, "born": "1990", "sex": "woman"}
    assert written == unstructured(given, conv)
    for person in (read, given):
        again = structured(unstructured(person, conv), Participant, conv)
        assert (person, person.read_from_number) == (again, again.read_from_number)


def test_what_was_read_from_the_number_stays_marked_when_something_else_changes():
    """A person of whom more is known is written as before, and another number tells another birth date."""
    person = attrs.evolve(someone(identity_number=WOMAN), employed=True)
    assert {"born", "sex"} == person.read_from_number
    assert {"id": "d-001", "identity_number": WOMAN, "employed": True} == unstructured(person, CONVERTERS["snake"])
    man = next(number for number in NUMBERS if read_of(number)[1] == "man" and len(read_of(number)[0]) == 10)
    other = attrs.evolve(person, identity_number=man)
    assert read_of(man) == (str(other.fact("born").at(ON)), other.fact("sex").at(ON))


def test_a_copy_reads_the_same_and_marks_the_same():
    """Copied or pickled, she is the same person."""
    person = someone(identity_number=WOMAN)
    for again in (copy.copy(person), copy.deepcopy(person), pickle.loads(pickle.dumps(person))):
        assert (person, person.read_from_number) == (again, again.read_from_number)
        assert as_partial_date("1991-01-25") == again.fact("born").at(ON)


def test_a_rule_goes_by_what_was_read_from_the_number():
    """The 65th birthday in the number ends the outcome; a month of birth that is not in it leaves the age open."""
    facts = {"residence": "Ludvika", "unmet_need": True, "contacts": [Contact("AF"), Contact("FK")]}
    programme = MODEL.programmes["en-vag-in"]
    decision = decide(someone(identity_number=WOMAN, **facts), programme, ON)
    assert (Outcome.ELIGIBLE, date(2056, 1, 24)) == (decision.outcome, decision.holds_until)
    partly = next(number for number in NUMBERS if len(read_of(number)[0]) < 10)
    born = someone(identity_number=partly).fact("born").at(ON)
    assert isinstance(born, PartialDate)
    assert not born.is_whole


def test_the_number_is_shown_nowhere():
    """Not in a repr, a text, a decision, its explanation or what is pickled of it."""
    person = someone(identity_number=WOMAN, residence="Ludvika")
    decision = decide(person, MODEL.programmes["en-vag-in"], ON)
    shown = [
        repr(person),
        str(person),
        repr(person.identity_number),
        f"{person.identity_number}",
        repr(decision),
        str(decision),
        decision.explain("sv"),
        repr(pickle.dumps(decision)),
    ]
    assert [] == [one for one in shown if "2386" in one or "19910125" in one]
