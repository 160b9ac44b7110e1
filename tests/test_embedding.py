"""People in a class of one's own: read as they are, and answered as a participant with the same facts is."""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Contact, Dated, Entry, Outcome, Participant, SickLeave, Verdict, decide, load_model
from samverkan.casefiles import participant_of
from samverkan.constraints import Constraint
from samverkan.embedding import EmbeddedPerson, embedded, facts_of
from samverkan.errors import InvalidModelError, InvalidRecordError, InvalidValueError
from samverkan.partial import Members
from samverkan.participants import FACTS, GIVEN
from samverkan.routes import route
from samverkan.rules.evaluation import answer
from samverkan.rules.facts import Boolean, Choice, Current, Day, Fact, Kind, NumberOf, SetOf, SpellsOf
from samverkan.rules.text import parse
from samverkan.serialization import converter, structured
from samverkan.sources import ASSUMED
from samverkan.spells import Spell, Spells
from samverkan.texts import Text
from samverkan.timelines import timeline
from strategies import VOCABULARY, days_about, examples, knowing_days, participants

FINSAM = load_model("finsam")
ON = date(2016, 10, 3)
WORDS = Text(sv="ord", en="words")


def fact(kind: Kind, **more: Any) -> Fact:
    """Return a fact of that kind, whose words hold whatever place they must."""
    of_a_set = {"asked": Text("ord {members}", "words {members}"), "said": Text("har {member}", "has {member}")}
    said = {
        SetOf: of_a_set,
        SpellsOf: of_a_set,
        NumberOf: {"said": Text("talet är {number}", "the number is {number}")},
    }.get(type(kind), {})
    return Fact(**{"kind": kind, "asked": WORDS, "shown": WORDS, "said": WORDS, **said, **more})


# --- The same answers as a participant --------------------------------------------------------------


def class_with(facts: Mapping[str, Fact]) -> type:
    """Return an attrs class with an id and those facts, each unknown unless it is given."""
    annotations = {"id": str, **{name: Annotated[Any, one] for name, one in facts.items()}}
    return attrs.frozen(kw_only=True)(type("Client", (), {"__annotations__": annotations, **dict.fromkeys(facts)}))


OWN = {name: one for name, one in VOCABULARY.facts.items() if name not in FACTS and one.derived is None}
Client = class_with({**GIVEN, **OWN})


def as_client(person: Participant) -> Any:
    """Return the person in the class of one's own, with the same facts."""
    given_facts = {name: getattr(person, name) for name in GIVEN} | dict(person.more)
    if person.contacts is not None:
        given_facts["contacts"] = Spells(person.contacts, complete=person.contacts_complete)
    return Client(id=person.id, **given_facts)


@given(st.data())
@examples(40)
def test_a_person_of_ones_own_class_is_answered_as_a_participant_with_the_same_facts(data: st.DataObject) -> None:
    """Every programme and reading comes to the same decision, whatever is known; what differs is the class alone."""
    person = data.draw(participants(VOCABULARY))
    on, known_on = data.draw(days_about(person)), data.draw(knowing_days())
    client = as_client(person)
    for programme in FINSAM.programmes.values():
        for reading in programme.readings:
            of_participant = decide(person, programme, on, reading=reading, known_on=known_on)
            assert of_participant == decide(client, programme, on, reading=reading, known_on=known_on)
    options = [(one.id, one.outcome) for one in route(person, FINSAM.options, on, known_on=known_on)]
    assert options == [(one.id, one.outcome) for one in route(client, FINSAM.options, on, known_on=known_on)]


@given(st.data())
@examples(20)
def test_a_timeline_of_ones_own_class_is_that_of_a_participant(data: st.DataObject) -> None:
    """The stretches begin and end on the same days, with the same outcomes and for the same reasons."""
    person = data.draw(participants(VOCABULARY))
    programme = FINSAM.programmes["en-vag-in"]
    wanted, found = (timeline(one, programme, "2005-01-01", "2020-12-31") for one in (person, as_client(person)))
    assert wanted == found


def test_constraints_and_target_groups_are_asked_about_ones_own_class() -> None:
    """Whatever takes a person takes her in one's own class, and out of a case file."""
    group = FINSAM.target_groups["kungalv-sjukskrivna"]
    constraint = FINSAM.with_([Constraint(id="out", rule="not employed", text=WORDS, source=ASSUMED)]).constraints[
        "out"
    ]
    facts: dict[str, Any] = {"residence": "Kungälv", "sick_leave": [SickLeave("2016-10-01")], "employed": True}
    person = Participant(id="c-1", **facts)
    for one in (Client(id="c-1", **facts), person, CaseFile(person)):
        assert Verdict.MET is group.answer(one, ON).verdict
        assert Verdict.NOT_MET is constraint.answer(one, ON).verdict


# --- How a field is written ------------------------------------------------------------------------

ARRIVED, WORKERS, WISHES, LIVES_IN = fact(Day()), fact(NumberOf(WORDS, 0, 9)), fact(SetOf("needs")), fact(SpellsOf())
LODGES, LIVES = fact(Choice("municipalities")), fact(Boolean(), derived=Current("lives_in"))


@attrs.frozen(kw_only=True)
class Citizen:
    """A citizen as some other system keeps her, with fields of its own among the facts."""

    id: str
    phone: str = ""
    colour: Annotated[str, "no fact"] = "blue"
    planet: ClassVar[str] = "Earth"
    born: Annotated[date | str | None, GIVEN["born"]] = None
    employed: Annotated[bool, GIVEN["employed"]] | None = None
    unmet_need: Annotated[Dated[bool] | None, GIVEN["unmet_need"]] = None
    sex: Annotated[str | None, GIVEN["sex"]] = None
    residence: Annotated[str | None, GIVEN["residence"]] = None
    needs_from: Annotated[frozenset[str] | None, GIVEN["needs_from"]] = None
    contacts: Annotated[list[Contact] | Spells[Contact] | None, GIVEN["contacts"]] = None
    sick_leave: Annotated[tuple[SickLeave, ...] | None, GIVEN["sick_leave"]] = None
    arrived: Annotated[date | None, ARRIVED] = None
    workers: Annotated[int | None, WORKERS] = None
    wishes: Annotated[list[str] | Members | None, WISHES] = None
    lodges: Annotated[str | None, LODGES] = None
    lives_in: Annotated[Spells[Spell] | None, LIVES_IN] = None


MODEL = FINSAM.with_(facts={**facts_of(Citizen), "has_a_home": LIVES})


@pytest.mark.parametrize(
    ("rule", "given_facts", "wanted"),
    [
        ("employed", {}, Verdict.UNKNOWN),
        ("employed", {"employed": True}, Verdict.MET),
        ("employed", {"employed": False}, Verdict.NOT_MET),
        ("unmet_need", {"unmet_need": Dated([Entry(True, until="2016-10-02")])}, Verdict.UNKNOWN),
        ("unmet_need", {"unmet_need": [Entry(True, until="2016-10-03")]}, Verdict.MET),
        ("age >= 26", {"born": "1990-05-17"}, Verdict.MET),
        ("age >= 26", {"born": date(1990, 10, 4)}, Verdict.NOT_MET),
        ("age >= 26", {"born": "1990"}, Verdict.UNKNOWN),
        ('sex == "woman"', {"sex": "woman"}, Verdict.MET),
        ('residence == "Ludvika"', {"residence": "2085"}, Verdict.MET),
        ('lodges == "Falun"', {"lodges": "Falun"}, Verdict.MET),
        ('"AF" in needs_from', {"needs_from": frozenset({"AF"})}, Verdict.MET),
        ('"FK" in needs_from', {"needs_from": frozenset({"AF"})}, Verdict.NOT_MET),
        ('"social" in wishes', {"wishes": ["social"]}, Verdict.MET),
        ('"mental" in wishes', {"wishes": Members({"social"}, {"mental"})}, Verdict.UNKNOWN),
        ("workers >= 3", {"workers": 3}, Verdict.MET),
        ("known(arrived)", {"arrived": date(2016, 1, 1)}, Verdict.MET),
        ('"AF" in parties', {"contacts": [Contact("AF")]}, Verdict.MET),
        ('"FK" in parties', {"contacts": [Contact("AF")]}, Verdict.UNKNOWN),
        ('"FK" in parties', {"contacts": Spells([Contact("AF")], complete=True)}, Verdict.NOT_MET),
        ("on_sick_leave", {"sick_leave": ()}, Verdict.NOT_MET),
        ("sick_leave_days >= 3", {"sick_leave": (SickLeave("2016-10-01"),)}, Verdict.MET),
        ("has_a_home", {}, Verdict.UNKNOWN),
        ("has_a_home", {"lives_in": Spells([Spell(since="2016-01-01")])}, Verdict.MET),
    ],
)
def test_a_field_is_read_as_a_participants_is(rule: str, given_facts: dict[str, Any], wanted: Verdict) -> None:
    """Nothing is unknown, a plain value always holds, entries change; a list is whole unless it is of contacts."""
    person = embedded(Citizen(id="c-1", **given_facts))
    assert wanted is answer(parse(rule, MODEL.vocabulary), MODEL.vocabulary, person, ON).verdict


@pytest.mark.parametrize(
    ("given_facts", "told"),
    [
        ({"employed": "nej"}, "employed: wanted true or false, got text of 3 characters"),
        ({"employed": 0}, "employed: wanted true or false, got a number"),
        ({"unmet_need": [Entry("nej")]}, "unmet_need[0].value: wanted true or false, got text of 3 characters"),
        ({"born": datetime(1990, 5, 17)}, "born: wanted a date as YYYY-MM-DD, YYYY-MM or YYYY, got a datetime"),
        ({"residence": "Ludvik"}, "residence: wanted a kommun by name or four-digit code, got text of 6 characters; did"),
        ({"sex": 1}, "sex: wanted a word, got a number"),
        ({"workers": 10}, "workers: wanted a whole number from 0 to 9, got a number"),
        ({"wishes": "social"}, "wishes: wanted a list of words, got text of 6 characters"),
        ({"needs_from": ["AF", 1]}, "needs_from[1]: wanted an agency such as AF, kommun/AME or kommun:Ludvika/AME"),
        ({"contacts": "AF"}, "contacts: wanted a list of Contact, got text of 2 characters"),
        ({"sick_leave": [Contact("AF")]}, "sick_leave: wanted a list of SickLeave, got a list with something else in it"),
        ({"contacts": Spells([Spell()])}, "contacts: wanted a list of Contact, got a list with something else in it"),
        ({"id": 7}, "id: wanted an id of 1 to 200 printable characters, got a number"),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused_by_field(given_facts: dict[str, Any], told: str) -> None:
    """What is no truth value is not taken for one, and so on; the error holds no value."""
    with pytest.raises(InvalidRecordError) as caught:
        decide(Citizen(**{"id": "c-1", **given_facts}), FINSAM.programmes["orvar"], ON)
    assert str(caught.value).startswith(told)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_all_that_is_wrong_with_a_person_is_told_at_once() -> None:
    """Two fields that cannot be taken are two faults, in the order of the class."""
    with pytest.raises(InvalidRecordError) as caught:
        embedded(Citizen(id="", employed="nej", workers="3"))  # type: ignore[arg-type]
    assert ["id", "employed", "workers"] == [one.where for one in caught.value.faults]


# --- Classes ---------------------------------------------------------------------------------------


def test_the_facts_of_a_class_are_those_its_fields_are_annotated_with() -> None:
    """Other fields are no facts; a fact may stand anywhere in the annotation; the model takes those it has already."""
    names = [field.name for field in attrs.fields(Citizen) if field.name not in {"id", "phone", "colour"}]
    assert names == list(facts_of(Citizen))
    assert GIVEN["employed"] is facts_of(Citizen)["employed"]
    assert MODEL.facts["workers"] is WORKERS


def test_a_plain_class_and_a_dataclass_do_as_well() -> None:
    """Nothing is asked of the class but annotations and an id; a field that is not there is unknown."""

    @dataclass
    class Row:
        id: str
        employed: Annotated[bool, GIVEN["employed"]]

    class Bare:
        id = "b-1"
        employed: Annotated[bool, GIVEN["employed"]]

    orvar = FINSAM.programmes["orvar"]
    verdicts = [decide(one, orvar, "2008-10-01").criteria[3].outcome for one in (Row("r-1", True), Bare())]
    assert [Verdict.MET, Verdict.UNKNOWN] == verdicts


def test_a_model_with_a_history_of_ones_own_reads_other_people_from_json() -> None:
    """What only a class of one's own can hold is unknown of whoever comes as JSON, and stands in no way."""
    person = structured({"id": "p", "workers": 3}, Participant, converter(MODEL))
    rule = parse("has_a_home", MODEL.vocabulary)
    assert Verdict.UNKNOWN is answer(rule, MODEL.vocabulary, person, ON).verdict
    with pytest.raises(InvalidRecordError, match="wanted a known key"):
        structured({"id": "p", "lives_in": []}, Participant, converter(MODEL))


def test_a_derived_fact_is_nobodys_to_give() -> None:
    """An age that is given would never be read, so the class is refused, with every such field."""

    class Aged:
        id = "a-1"
        age: Annotated[int, FACTS["age"]]
        parties: Annotated[list[str], FACTS["parties"]]

    with pytest.raises(InvalidModelError) as caught:
        facts_of(Aged)
    assert ["Aged.age", "Aged.parties"] == [one.where for one in caught.value.faults]
    with pytest.raises(InvalidModelError):
        embedded(Aged())


@pytest.mark.parametrize("person", ["c-1", None, object(), ["c-1"]], ids=["text", "nothing", "object", "list"])
def test_what_is_no_person_is_refused(person: Any) -> None:
    """Something of whose class no field is a fact cannot be asked about."""
    with pytest.raises(InvalidValueError, match="person: wanted a participant, a case file, or a class with facts"):
        decide(person, FINSAM.programmes["orvar"], ON)


def test_a_person_is_made_readable_once_and_tells_nothing_by_accident() -> None:
    """What is readable is taken as it is, compares by what it holds, can be pickled, and shows nothing of itself."""
    client = Citizen(id="c-1", employed=True, sick_leave=())
    one = participant_of(client)
    assert isinstance(one, EmbeddedPerson)
    assert one is participant_of(one)
    assert one == embedded(client) == pickle.loads(pickle.dumps(one))
    assert hash(one) == hash(embedded(client))
    participant = Participant(id="p")
    assert ["<EmbeddedPerson>", "<CaseFile>"] == [repr(one), repr(CaseFile(participant))]
    assert participant is participant_of(participant) is participant_of(CaseFile(participant))


def test_a_decision_keeps_to_the_person_as_she_was() -> None:
    """A class that changes does not change a decision that was made, nor what is found in it later."""

    @attrs.define
    class Changing:
        id: str
        born: Annotated[str, GIVEN["born"]]
        employed: Annotated[bool, GIVEN["employed"]]

    person = Changing("c-1", born="1990-05-17", employed=True)
    decision = decide(person, FINSAM.programmes["orvar"], "2008-10-01")
    person.employed, person.born = False, "1980"
    assert Outcome.UNDETERMINED is decision.outcome
    assert {"20-64": Outcome.NOT_ELIGIBLE} == dict(decision.other_readings)  # she was 18
    assert decision == pickle.loads(pickle.dumps(decision))
