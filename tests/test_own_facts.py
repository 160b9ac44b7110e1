"""Own facts: declared by a model, given beside the others, and never guessed at."""

from datetime import date
from typing import Any

import attrs
import pytest

from samverkan import CaseFile, Dated, Entry, Model, Participant, Unknown, Verdict, decide, load_model
from samverkan.agencies import Agency, Party
from samverkan.dates import as_partial_date
from samverkan.errors import InvalidModelError, InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.given import as_word
from samverkan.partial import Members, compare
from samverkan.rules.checks import check_constants
from samverkan.rules.evaluation import answer
from samverkan.rules.facts import Boolean, Choice, Day, Elapsed, Fact, Kind, NumberOf, SetOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.stretches import crossings, numbers_compared
from samverkan.rules.text import parse
from samverkan.rules.vocabulary import Vocabulary
from samverkan.serialization import converter, structured, unstructured
from samverkan.sources import ASSUMED
from samverkan.texts import Text

SHIPPED = load_model("finsam")
WORDS = Text(sv="ord", en="words")
MEMBERS = Text(sv="ord {members}", en="words {members}")
MEMBER = Text(sv="har {member}", en="has {member}")
NUMBER = Text(sv="talet är {number}", en="the number is {number}")
UNIT = Text(sv="personer", en="people")
ON = date(2016, 10, 3)


def fact(kind: Kind, **more: Any) -> Fact:
    """Return a fact of that kind."""
    match kind:
        case SetOf():
            return Fact(kind=kind, asked=MEMBERS, shown=WORDS, said=MEMBER, **more)
        case NumberOf():
            return Fact(kind=kind, asked=WORDS, shown=WORDS, said=NUMBER, **more)
        case _:
            return Fact(kind=kind, asked=WORDS, shown=WORDS, said=WORDS, **more)


OWN = {
    "household_size": fact(NumberOf(UNIT, least=1, most=20)),
    "children": fact(NumberOf(UNIT)),
    "has_car": fact(Boolean()),
    "parish": fact(Choice(of="municipalities")),
    "wanted": fact(SetOf(of="parties")),
    "arrived": fact(Day()),
    "days_here": fact(NumberOf(UNIT, least=0), derived=Elapsed("arrived", "days")),
}
MODEL: Model = attrs.evolve(SHIPPED, facts={**SHIPPED.facts, **OWN})


def verdict(rule: str, **more: object) -> Verdict:
    """Return what comes of a rule for a person with own facts."""
    vocabulary = MODEL.vocabulary
    return answer(parse(rule, vocabulary), vocabulary, Participant(id="p", more=more), ON).verdict


@pytest.mark.parametrize(
    ("rule", "more", "wanted"),
    [
        ("household_size >= 3", {"household_size": 3}, Verdict.MET),
        ("household_size >= 3", {"household_size": 2}, Verdict.NOT_MET),
        ("household_size >= 3", {}, Verdict.UNKNOWN),
        ("children < household_size", {"household_size": 2, "children": 1}, Verdict.MET),
        ("children < household_size", {"children": 1}, Verdict.UNKNOWN),
        ("children < household_size", {"children": 0}, Verdict.MET),
        ("has_car", {"has_car": [Entry(True, until="2016-10-03")]}, Verdict.MET),
        ('parish == "Ludvika"', {"parish": "Ludvika"}, Verdict.MET),
        ('"AF" in wanted', {"wanted": Members({"AF"})}, Verdict.MET),
        ('"FK" in wanted', {"wanted": Members({"AF"}, {"FK"})}, Verdict.UNKNOWN),
        ('"region" in wanted', {"wanted": Members({"AF"}, {"FK"})}, Verdict.NOT_MET),
        ("days_here >= 2", {"arrived": as_partial_date("2016-10-01")}, Verdict.MET),
        ("days_here >= 3", {"arrived": as_partial_date("2016-10-01")}, Verdict.NOT_MET),
        ("days_here >= 3", {"arrived": as_partial_date("2016-10")}, Verdict.NOT_MET),
        ("days_here >= 1", {"arrived": as_partial_date("2016-10")}, Verdict.UNKNOWN),
    ],
)
def test_a_rule_reads_an_own_fact_of_every_kind(rule: str, more: dict[str, object], wanted: Verdict) -> None:
    """Numbers within bounds, truth values, words, sets and days: a household has one person at least."""
    assert wanted is verdict(rule, **more)


@pytest.mark.parametrize(
    ("rule", "more", "told"),
    [
        ("household_size >= 3", {"household_size": "3"}, "household_size: wanted a whole number from 1 to 20"),
        ("household_size >= 3", {"household_size": 21}, "a whole number from 1 to 20, got a number"),
        ("household_size >= 3", {"household_size": True}, "a whole number from 1 to 20, got true or false"),
        ("children >= 3", {"children": 1.5}, "children: wanted a whole number from any to any"),
        ("has_car", {"has_car": "nej"}, "has_car: wanted true or false, got text of 3 characters"),
        ("has_car", {"has_car": 0}, "has_car: wanted true or false, got a number"),
        ('parish == "Ludvika"', {"parish": "Ludvik"}, "parish: wanted a word of the closed list municipalities"),
        ("known(arrived)", {"arrived": "2016-10-01"}, "arrived: wanted a day, got text of 10 characters"),
        ('"AF" in wanted', {"wanted": "AF"}, "wanted: wanted a set of words of the closed list parties"),
        ('"AF" in wanted', {"wanted": Members({"AFF"})}, "wanted: wanted a set of words of the closed list parties"),
    ],
)
def test_a_value_of_another_kind_is_refused_when_it_is_read(rule: str, more: dict[str, object], told: str) -> None:
    """What is no truth value is not taken for one, and so on: the error says what was wanted, masked."""
    with pytest.raises(InvalidRecordError) as caught:
        verdict(rule, **more)
    assert told in str(caught.value)


def test_own_facts_stand_beside_the_others_in_json() -> None:
    """They come in and go out by name, in snake or camel case, and what is wrong with them is told."""
    for case in ("snake", "camel"):
        conv = converter(MODEL, case)
        size, arrived = ("household_size", "arrived") if case == "snake" else ("householdSize", "arrived")
        data = {"participant": {"id": "p", arrived: "2016-10", size: 3, "wanted": {"in": ["AF"], "unknown": ["FK"]}}}
        made = structured(data, CaseFile, conv)
        assert 3 == made.participant.more["household_size"].at(ON)
        assert Members({"AF"}, {"FK"}) == made.participant.more["wanted"].at(ON)
        assert data == unstructured(made, conv)
        with pytest.raises(InvalidRecordError) as caught:
            structured({"participant": {"id": "p", size: "3", "wanted": ["AFF"], "parish": 1}}, CaseFile, conv)
        assert [f"participant.{size}", "participant.parish", "participant.wanted[0]"] == sorted(
            fault.where for fault in caught.value.faults
        )


def test_what_is_unknown_is_left_out_and_words_are_checked() -> None:
    """An own fact that is unknown is not written; a word that is not in its list is refused with the nearest."""
    conv = converter(attrs.evolve(MODEL, facts={**MODEL.facts, "goal": fact(Choice(of="parties"))}))
    made = structured({"id": "p", "has_car": None, "goal": "AF"}, Participant, conv)
    assert {"id": "p", "goal": "AF"} == unstructured(made, conv)
    with pytest.raises(InvalidRecordError, match=r"goal: wanted a word of the closed list parties.*did you mean AF"):
        structured({"id": "p", "goal": "AFF"}, Participant, conv)
    with pytest.raises(InvalidRecordError, match=r"wanted\[0\]: wanted a word"):
        structured({"id": "p", "wanted": [1]}, Participant, conv)


def test_a_derived_number_of_which_nothing_is_known_may_be_anything() -> None:
    """An age beyond all expectation is an age: before it is known, no bound settles the answer."""
    rule = parse("age <= 150", MODEL.vocabulary)
    verdicts = [answer(rule, MODEL.vocabulary, Participant(id="p", born=born), ON).verdict for born in (None, "1800")]
    assert [Verdict.UNKNOWN, Verdict.NOT_MET] == verdicts


def test_a_list_of_contacts_may_be_whole_for_a_party_that_is_no_agency() -> None:
    """What is missing may be a party; to say in JSON that the list is whole for it settles it."""
    register = attrs.evolve(
        SHIPPED.agencies,
        parties=[*SHIPPED.agencies.parties.values(), Party("performer", WORDS, has_other_units=True)],
        agencies=[*SHIPPED.agencies.agencies.values(), Agency("performer/course", "performer", WORDS)],
    )
    model = attrs.evolve(SHIPPED, agencies=register)
    conv = converter(model)
    data = {"id": "p", "contacts": [], "contacts_complete": ["performer"]}
    person = structured(data, Participant, conv)
    assert data == unstructured(person, conv)
    rule = parse('"performer" in parties', model.vocabulary)
    assert Verdict.NOT_MET is answer(rule, model.vocabulary, person, ON).verdict


def test_own_facts_in_python_are_kept_as_they_must_be() -> None:
    """A list of words becomes a set that does not change; a participant's own field is no own fact; text is no set."""
    assert Members({"AF"}) == Participant(id="p", more={"wanted": ["AF"]}).more["wanted"].at(ON)
    with pytest.raises(InvalidValueError, match="employed: wanted a field of its own"):
        Participant(id="p", more={"employed": True})
    with pytest.raises(InvalidValueError, match="a collection of words"):
        Members("AF")


def test_without_the_model_its_facts_are_unknown_keys_and_its_words_unchecked() -> None:
    """A converter without a model takes a participant's own fields and no others."""
    with pytest.raises(InvalidRecordError, match="a known key"):
        structured({"participant": {"id": "p", "has_car": True}}, CaseFile, converter())
    made = structured({"participant": {"id": "p", "contacts": [{"agency": "nobody"}]}}, CaseFile, converter())
    assert "nobody" == (made.participant.contacts or ())[0].agency


def test_an_embedders_error_in_a_hook_is_told_by_its_sort() -> None:
    """An exception that is none of ours, raised while a record is taken, is named by its class and not by its text."""
    conv = converter(MODEL)

    def broken(_: object, __: object) -> Participant:
        raise RuntimeError("personal")

    conv.register_structure_hook(Participant, broken)
    conv.register_structure_hook(CaseFile, lambda data, _: CaseFile(conv.structure(data["participant"], Participant)))

    @attrs.frozen
    class Pair:
        one: Participant

    with pytest.raises(InvalidRecordError) as caught:
        structured({"one": {}}, Pair, conv)
    assert "one: wanted a value that can be taken, got one that raised RuntimeError" == str(caught.value)


def test_a_vocabulary_refuses_what_it_does_not_have() -> None:
    """An unknown fact or closed list is an error that lists what there is; a name means one thing."""
    vocabulary = MODEL.vocabulary
    with pytest.raises(UnknownNameError, match="did you mean employed"):
        vocabulary.fact("emploied")
    with pytest.raises(UnknownNameError, match="municipalities"):
        vocabulary.words(Choice(of="municipality"))
    assert ("AF", "FK", "region", "kommun") == vocabulary.words(SetOf(of="parties"))
    with pytest.raises(InvalidValueError, match="age: wanted a name for a fact or for a parameter, got one for both"):
        Vocabulary(vocabulary.facts, vocabulary.agencies, parameters={"age": Parameter([Threshold(1, ASSUMED)])})
    with pytest.raises(InvalidModelError, match=r"facts\.x\.held_by"):
        attrs.evolve(SHIPPED, facts={**SHIPPED.facts, "x": fact(Boolean(), held_by=frozenset({"AFF"}))})


def test_every_crossing_lies_within_the_days_that_there_are() -> None:
    """A threshold that would be reached after the year 9999 is no crossing, for years, months, days and spells."""
    facts = {
        **MODEL.facts,
        "months_here": fact(NumberOf(UNIT, least=0), derived=Elapsed("arrived", "months")),
        "years_here": fact(NumberOf(UNIT, least=0), derived=Elapsed("arrived", "years")),
    }
    vocabulary = attrs.evolve(MODEL.vocabulary, facts=facts)
    names = ("months_here", "years_here", "days_here", "sick_leave_days")
    rules = [parse(f"{name} >= 999999999", vocabulary) for name in names]
    person = Participant(id="p", sick_leave=[], more={"arrived": as_partial_date("2016-10-01")})
    assert [] == list(crossings(numbers_compared(rules, vocabulary), vocabulary, person, None))
    sick = structured({"id": "p", "sick_leave": [{"since": "2016-10-01"}]}, Participant, converter())
    assert [date(2016, 10, 1)] == list(crossings(numbers_compared(rules, vocabulary), vocabulary, sick, None))
    assert {"sick_leave_days": frozenset({84})} == numbers_compared(
        [parse("84 < sick_leave_days", vocabulary)], vocabulary
    )
    numbers = numbers_compared([parse('children < household_size or residence == "Ludvika"', vocabulary)], vocabulary)
    assert {"children": frozenset(), "household_size": frozenset(), "residence": frozenset()} == numbers


def test_words_and_numbers_are_not_guessed() -> None:
    """An empty word is no word; an operator that there is not is no comparison; words have no range."""
    with pytest.raises(InvalidValueError, match="a word, got empty text"):
        as_word("")
    with pytest.raises(ValueError, match="<>"):
        compare(1, 1, "<>", 1, 1)
    check_constants(parse('residence == "Ludvika"', MODEL.vocabulary), MODEL.vocabulary, {})


@pytest.mark.parametrize("make", [Unknown, lambda: verdict("has_car")], ids=["unknown", "verdict"])
def test_what_may_be_unknown_is_neither_true_nor_false(make: Any) -> None:
    """Using it as a condition is an error, not a guess."""
    with pytest.raises(TypeError):
        bool(make())


def test_an_answer_is_neither_true_nor_false_and_a_finding_can_be_a_key() -> None:
    """An answer to a rule must be looked at; findings that say the same are one key."""
    given = answer(parse("has_car", MODEL.vocabulary), MODEL.vocabulary, Participant(id="p"), ON)
    with pytest.raises(TypeError, match="three values"):
        bool(given)
    assert "<Answer>" == repr(given)
    one, other = (decide(Participant(id="p"), MODEL.programmes["orvar"], "2008-10-01") for _ in range(2))
    assert 5 == len({*one.criteria, *other.criteria})
    assert {one} == {other}
    assert one != "one"
    assert one.criteria[0] != "one"
    for value in (one, one.outcome):
        with pytest.raises(TypeError, match=r"three"):
            bool(value)


def test_a_party_has_a_name_even_where_no_agency_bears_its_id() -> None:
    """The register names parties and agencies alike."""
    register = attrs.evolve(SHIPPED.agencies, agencies=[])
    assert "regionen" == register.name("region").sv


def test_an_undated_own_fact_is_dated_as_it_is_given() -> None:
    """A dated value is taken as it is."""
    dated = Dated([Entry(3, since="2016-01-01")])
    assert dated == Participant(id="p", more={"household_size": dated}).more["household_size"]
