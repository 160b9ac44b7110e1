"""What is written and read again is the same: rules as text, case files as JSON, records when pickled."""

import copy
import json
import pickle
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

import samverkan
from samverkan import CaseFile, Contact, Dated, Entry, Participant, SickLeave, decide, load_model
from samverkan.dated import UnknownReason
from samverkan.dates import as_partial_date
from samverkan.partial import Members
from samverkan.rules.evaluation import answer
from samverkan.rules.text import MAX_LENGTH, parse, printed
from samverkan.serialization import converter, structured, unstructured
from strategies import MODEL, VOCABULARY, candidates, days_about, examples, participants, rules

SHIPPED = load_model("finsam")
PROGRAMMES = sorted(SHIPPED.programmes)
CONVERTERS = {"snake": converter(MODEL), "camel": converter(MODEL, "camel")}

# --- Rules as text -----------------------------------------------------------------------------------


@examples(500)
@given(rules())
def test_a_printed_rule_parses_to_the_same_rule(rule):
    """Printing a rule gives text that parses to the same tree."""
    told = printed(rule)
    assert len(told.encode()) <= MAX_LENGTH
    assert parse(told, VOCABULARY) == rule


@pytest.mark.parametrize(
    "text",
    [
        "employed",
        "not employed",
        "not not employed",
        "employed and unmet_need and long_absence",
        "(employed and unmet_need) and long_absence",
        "employed and (unmet_need and long_absence)",
        "employed or (unmet_need or long_absence)",
        "employed and (unmet_need or long_absence)",
        "employed and unmet_need or long_absence",
        "not (employed and unmet_need)",
        "not employed and unmet_need",
        "not youngest <= age <= oldest",
        "84 > sick_leave_days",
        "-5 < balance < household_size",
        'residence not in {"Falun", "Ludvika"}',
        'not residence not in {"Falun", "Ludvika"}',
        '"region/primärvård" in agencies',
        '"no" != stamina',
        "at_least(2, employed or unmet_need, known(residence), count(parties) == fewest)",
    ],
)
def test_a_rule_in_plain_form_prints_as_it_was_written(text):
    """Printing adds no brackets that do nothing, and drops none that mean something."""
    assert text == printed(parse(text, VOCABULARY))


# --- Case files as JSON ------------------------------------------------------------------------------


def written(case_file: CaseFile, case: str = "snake") -> Any:
    """Return a case file as JSON has it."""
    return json.loads(json.dumps(unstructured(case_file, CONVERTERS[case]), allow_nan=False))


def read(data: Any, case: str = "snake") -> CaseFile:
    """Return the case file that JSON holds."""
    return structured(data, CaseFile, CONVERTERS[case])


def leaves(value: Any) -> list[Any]:
    """Return every plain value in a record, in order."""
    if attrs.has(type(value)):
        fields = [getattr(value, field.name) for field in attrs.fields(type(value)) if field.init]
        return [leaf for field in fields for leaf in leaves(field)]
    match value:
        case Mapping():
            return [leaf for key in sorted(value) for leaf in (key, *leaves(value[key]))]
        case tuple():
            return [leaf for part in value for leaf in leaves(part)]
        case frozenset():
            return sorted(value)
        case _:
            return [value]


def keys(data: Any) -> set[str]:
    """Return every key in plain data."""
    match data:
        case dict():
            return set(data).union(*map(keys, data.values()))
        case list():
            return set().union(*map(keys, data))
        case _:
            return set()


@pytest.mark.parametrize("case", CONVERTERS)
@examples(200)
@given(person=participants(MODEL.vocabulary))
def test_a_case_file_comes_back_from_json(case, person):
    """A case file written as JSON and read again is equal, and every value in it is of the same type."""
    case_file = CaseFile(person)
    back = read(written(case_file, case), case)
    assert back == case_file
    assert [(type(leaf), leaf) for leaf in leaves(back)] == [(type(leaf), leaf) for leaf in leaves(case_file)]
    assert {type(leaf) for leaf in leaves(back)} <= {date, str, int, bool, type(None), UnknownReason}


@examples(100)
@given(participants(MODEL.vocabulary))
def test_json_is_written_the_same_twice(person):
    """What is read back is written as the same JSON, character by character."""
    first = json.dumps(unstructured(CaseFile(person), CONVERTERS["snake"]))
    again = json.dumps(unstructured(read(json.loads(first)), CONVERTERS["snake"]))
    assert first == again


@examples(100)
@given(participants(MODEL.vocabulary))
def test_names_are_written_one_way_at_a_time(person):
    """Keys are in snake case or in camel case, never mixed."""
    snake, camel = (keys(written(CaseFile(person), case)) for case in CONVERTERS)
    assert snake == {key for key in snake if key == key.lower()}
    assert camel == {key for key in camel if "_" not in key}
    assert len(snake) == len(camel)


@examples(200)
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=50))
def test_ids_come_back_from_json(name):
    """An id of any script is normalised once, and then comes back as it is."""
    case_file = CaseFile(Participant(id=name))
    assert read(written(case_file)) == case_file


@pytest.mark.parametrize("name", ["born", "residence", "employed", "needs_from", "household_size", "arrived"])
def test_null_is_the_same_as_nothing(name):
    """A fact that is null in JSON is unknown, as is one that is left out, own facts among them."""
    absent, null = (read({"participant": {"id": "d-001", **said}}) for said in ({}, {name: None}))
    assert absent == null


@pytest.mark.parametrize("more", [{"household_size": None}, {"household_size": Dated()}])
def test_an_unknown_own_fact_comes_back_from_json(more):
    """An own fact that was said to be unknown is the same as one that was never mentioned."""
    case_file = CaseFile(Participant(id="d-001", more=more))
    assert read(written(case_file)) == case_file


def test_days_of_another_class_are_kept_as_plain_days():
    """Dates of a subclass, such as pendulum's, are kept as plain dates, so that JSON gives back equal records."""
    day = pendulum.Date(2016, 2, 29)
    person = Participant(
        id="d-001",
        born=day,
        employed=[Entry(value=True, since=day, until=day, recorded_on=day)],
        contacts=[Contact("AF", since=day, until=day, recorded_on=day)],
        sick_leave=[SickLeave(day, until=day, recorded_on=day)],
    )
    days = [leaf for leaf in leaves(person) if isinstance(leaf, date)]
    assert len(days) == 11
    assert {type(one) for one in days} == {date}


# --- Pickled and copied ------------------------------------------------------------------------------


def pickled(value: Any, protocol: int = pickle.DEFAULT_PROTOCOL) -> Any:
    """Return what comes back of a value that was pickled."""
    return pickle.loads(pickle.dumps(value, protocol))


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
@examples(150)
@given(rule=rules(), person=participants(), data=st.data())
def test_a_copied_person_is_answered_about_alike(copied, rule, person, data):
    """A person who was pickled or copied is equal, and gets the same answer from the same readings."""
    on = data.draw(days_about(person))
    again = copied(person)
    assert again == person
    assert copied(CaseFile(person)) == CaseFile(person)
    one, other = (answer(rule, VOCABULARY, who, on) for who in (person, again))
    assert (one.verdict, one.reads, one.missing) == (other.verdict, other.reads, other.missing)
    assert pickled(one) == one


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_person_is_pickled_by_every_protocol(protocol):
    """Every protocol of pickle gives back an equal person, with values that change from day to day."""
    employed = [Entry(value=True, until="2015-12-31"), Entry(value=False, since="2016-01-01")]
    person = Participant(id="d-001", employed=employed, contacts=[Contact("AF")])
    again = pickled(person, protocol)
    assert again == person
    assert again.employed.at(date(2016, 10, 3)) is False


@pytest.mark.parametrize("programme", PROGRAMMES)
@examples(60)
@given(data=st.data())
def test_a_pickled_decision_says_the_same(programme, data):
    """A decision that was pickled is equal and says everything that it said before."""
    person = data.draw(candidates(programme))
    for reading in SHIPPED.programmes[programme].readings:
        decision = decide(person, SHIPPED.programmes[programme], data.draw(days_about(person)), reading=reading)
        again = pickled(decision)
        assert again == decision
        assert hash(again) == hash(decision)
        assert again.missing == decision.missing
        assert again.holds_until == decision.holds_until
        assert again.other_readings == decision.other_readings
        assert again.rule_version == decision.rule_version
        assert again.deciding() == decision.deciding()
        for language in ("sv", "en"):
            assert again.explain(language) == decision.explain(language)
            assert again.summary(language) == decision.summary(language)
            for told, found in zip(again.criteria, decision.criteria, strict=True):
                assert told.text(language) == found.text(language)
        assert pickled(again) == decision


def test_a_pickled_model_decides_the_same():
    """A model can be pickled, before it has decided anything and after."""
    person = Participant(id="d-001", born="1990", residence="Ludvika", contacts=[Contact("AF")])
    fresh = load_model(Path(samverkan.__file__).parent / "finsam")
    early = pickled(fresh)
    decisions = {programme: decide(person, fresh.programmes[programme], "2016-10-03") for programme in PROGRAMMES}
    late = pickled(fresh)
    assert early == late == fresh
    for programme, decision in decisions.items():
        bound = pickled(fresh.programmes[programme])
        for again in (early.programmes[programme], late.programmes[programme], bound):
            told = decide(person, again, "2016-10-03")
            assert told == decision
            assert told.explain("sv") == decision.explain("sv")


# --- Nothing personal in a repr or where it does not belong --------------------------------------------

ASKED_ON = "2016-11-11"
PLANTED = (
    "planted-77",
    "1987",
    "Smedjebacken",
    "psykiatri",
    "2014",
    "2015",
    "sjukhus",
    "Kungälv",
    "to-be-clarified",
    "47",
)


def planted() -> Participant:
    """Return a person of whom every value is easily found again."""
    return Participant(
        id="planted-77",
        born="1987-03-14",
        residence=[Entry("Smedjebacken", since="2014-02-03"), Entry("Kungälv", until="2014-02-02")],
        contacts=[Contact("region/psykiatri", since="2014-02-03", recorded_on="2015-02-03")],
        needs_from=Members(inside={"region/sjukhus"}),
        sick_leave=[SickLeave("2015-04-05", extent=47)],
        more={"stamina": "to-be-clarified"},
    )


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_no_repr_shows_anything_personal(programme):
    """The repr of a record, of a part of it and of a decision tells nothing about the person."""
    person = planted()
    decision = decide(person, SHIPPED.programmes[programme], ASKED_ON)
    records = [
        person,
        CaseFile(person),
        person.born,
        person.residence,
        person.residence.entries,
        person.contacts,
        person.needs_from.at(date(2016, 11, 11)),
        person.sick_leave,
        person.spells("contacts"),
        person.more,
        as_partial_date("1987-03-14"),
        decision,
        decision.criteria,
        pickled(decision),
        pickled(decision).criteria,
        answer(parse("age >= 16", VOCABULARY), VOCABULARY, person, date(2016, 11, 11)),
    ]
    told = " ".join(f"{record!r} {[record]}" for record in records)
    assert {word for word in PLANTED if word in told} == set()


def test_a_pickled_decision_holds_only_what_it_says():
    """What the criteria did not read does not travel with a decision."""
    decision = decide(planted(), SHIPPED.programmes["orvar"], ASKED_ON)
    written_out = pickle.dumps(decision)
    assert b"Smedjebacken" in written_out
    assert [word for word in (b"psykiatri", b"sjukhus", b"stamina") if word in written_out] == []
