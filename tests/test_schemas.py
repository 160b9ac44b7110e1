"""JSON Schemas: what the serializer writes they take, and what it refuses they refuse, but for what no schema can say."""

import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from samverkan import CaseFile, Model, Participant, decide, load_model
from samverkan.agencies import Agency, Party
from samverkan.cli.commands import samverkan
from samverkan.errors import Fault, InvalidModelError, InvalidRecordError, UnknownNameError
from samverkan.participants import GIVEN, HISTORIES
from samverkan.programmes import Programme
from samverkan.referral_steps import What
from samverkan.routes import route
from samverkan.rules.facts import Boolean, Choice, Day, Derivation, Elapsed, Fact, NumberOf, SetOf, SpellsOf
from samverkan.schemas import RECORDS, json_schema
from samverkan.serialization import ModelFile, ModelPart, converter, decision_record, structured, unstructured
from samverkan.serialization.options import route_record, timeline_record
from samverkan.testing.case_tables import read_case_table
from samverkan.testing.people import case_files
from samverkan.texts import Text
from samverkan.timelines import timeline
from strategies import days, examples, numbers
from written_cases import written_cases

ROOT = Path(__file__).parent.parent
SHIPPED = load_model("finsam")
FINSAM = ROOT / "src" / "samverkan" / "finsam"
PROGRAMME_FILES = sorted([*FINSAM.glob("programmes/*.toml"), *FINSAM.glob("predicates/*.toml")])
PART_FILES = sorted(path for path in FINSAM.glob("*.toml") if path.name != "model.toml")


def fact(kind: Any, words: str, derived: Any = None) -> Fact:
    """Return a fact of that kind."""
    said = {SetOf: "{member}", NumberOf: "{number}"}.get(type(kind), "so")
    asked = "{members}" if isinstance(kind, SetOf) else words
    return Fact(kind=kind, asked=Text(asked, asked), shown=Text(words, words), said=Text(said, said), derived=derived)


OWN = SHIPPED.with_(
    id="own",
    parties=[Party("skola", Text("skolan", "the school"))],
    agencies=[
        Agency("kommun/fritid", "kommun", Text("fritid", "leisure")),
        Agency("skola/a.b+c", "skola", Text("a", "a")),
    ],
    bodies={"skola": ["S:t Per (norra)", "Norra"]},
    lists={"wishes": {"work": Text("arbete", "work"), "study/part-time": Text("studier", "studies")}},
    facts={
        "household_size": fact(NumberOf(Text("personer", "people"), least=1, most=12), "size of the household"),
        "balance": fact(NumberOf(Text("timmar", "hours")), "balance of hours"),
        "has_transport": fact(Boolean(), "transport"),
        "first_contact": fact(Choice(of="parties"), "first contact"),
        "first_unit": fact(Choice(of="agencies"), "first unit"),
        "birthplace": fact(Choice(of="municipalities"), "birthplace"),
        "lived_in": fact(SetOf(of="municipalities"), "places lived in"),
        "wishes": fact(SetOf(of="wishes"), "wishes"),
        "arrived": fact(Day(), "day of arrival"),
        "months_here": fact(NumberOf(Text("månader", "months"), least=0), "months here", Elapsed("arrived", "months")),
    },
)
MODELS: dict[str, Model | None] = {"no-model": None, "finsam": SHIPPED, "own": OWN}


@cache
def validator(record: Any, model: str = "no-model", case: Any = "snake") -> Draft202012Validator:
    """Return what validates by a schema."""
    return Draft202012Validator(json_schema(record, MODELS[model], case))


def plain(value: Any) -> Any:
    """Return what TOML holds as JSON has it: days as text."""
    return json.loads(json.dumps(value, default=date.isoformat))


def toml(path: Path) -> Any:
    """Return a TOML file as JSON."""
    return plain(tomllib.loads(path.read_text(encoding="utf-8")))


# --- The schemas themselves --------------------------------------------------------------------------


def parts(schema: Any) -> Iterator[Any]:
    """Yield a schema and everything inside it."""
    yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from parts(inner)


@pytest.mark.mass
@pytest.mark.parametrize("case", ["snake", "camel"])
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("record", RECORDS)
def test_every_schema_is_a_schema(record, model, case):
    """It follows the 2020-12 meta-schema, each reference leads somewhere, and each part is referred to."""
    schema = validator(record, model, case).schema
    Draft202012Validator.check_schema(schema)
    refs = {part["$ref"] for part in parts(schema) if isinstance(part, dict) and "$ref" in part}
    assert refs == {f"#/$defs/{name}" for name in schema.get("$defs", {})}


def test_every_schema_has_a_name_of_its_own():
    """No two schemas have one name, and none is an address."""
    ids = [
        validator(record, model, case).schema["$id"]
        for record in RECORDS
        for model in MODELS
        for case in ("snake", "camel")
    ]
    odd = json_schema("fact", attrs.evolve(SHIPPED, id="min modell/ö"))["$id"]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("urn:samverkan:schema:") for one in ids)
    assert odd == "urn:samverkan:schema:fact:model=min%20modell%2F%C3%B6"


def test_an_object_takes_no_key_that_is_not_known():
    """Every object either names its keys or has the same sort of value under each."""
    objects = [
        part
        for record in RECORDS
        for model in MODELS
        for part in parts(validator(record, model).schema)
        if isinstance(part, dict) and part.get("type") == "object"
    ]
    assert objects
    assert all("additionalProperties" in one for one in objects)
    assert all(one["additionalProperties"] is False for one in objects if "properties" in one)


def test_a_schema_is_ones_own():
    """Changing a schema changes no other."""
    first = json_schema("programme")
    first["$defs"]["words"].clear()
    first["properties"].clear()
    assert json_schema("programme") == validator("programme").schema


def test_a_schema_that_there_is_not_is_refused():
    """The error says what there is."""
    with pytest.raises(UnknownNameError, match="did you mean participant"):
        json_schema("participants")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [name for name in GIVEN if not isinstance(GIVEN[name].kind, SpellsOf)])
def test_every_fact_says_what_it_is(name):
    """The description of a fact is made of its own words in English."""
    told = validator("participant").schema["properties"][name]["description"]
    words = GIVEN[name].said.en if isinstance(GIVEN[name].kind, Boolean) else GIVEN[name].shown.en
    assert words.casefold() in told.casefold()


def test_a_fact_can_be_derived_in_every_way_that_there_is():
    """The schema of an own fact has each derivation once."""
    ways = validator("fact").schema["$defs"]["derivation"]["oneOf"]
    assert len(ways) == len(get_args(Derivation))


# --- What is written is taken ------------------------------------------------------------------------

SPELLS = {
    "contacts": "contact",
    "sick_leave": "sick-leave",
    "livelihoods": "livelihood",
    "occupations": "occupation",
    "work_capacity": "assessment",
}
WAYS = [
    ("finsam", "finsam", "snake"),
    ("finsam", "no-model", "camel"),
    ("own", "own", "snake"),
    ("own", "own", "camel"),
]
WRITERS = {(model, case): converter(MODELS[model], case) for model in MODELS for case in ("snake", "camel")}


@pytest.mark.parametrize(("model", "goes_by", "case"), WAYS)
@examples(25)
@given(data=st.data())
def test_every_case_file_that_is_written_is_valid(model, goes_by, case, data):
    """The case file of a random person, by the model and, where it has no own facts, without one."""
    written = plain(unstructured(data.draw(case_files(MODELS[model])), WRITERS[model, case]))
    validator("case-file", goes_by, case).validate(written)


@examples(15)
@given(case_file=case_files(OWN))
def test_every_part_of_a_person_that_is_written_is_valid(case_file):
    """The participant, and each of her spells by the schema of its sort."""
    validator("participant", "own").validate(plain(unstructured(case_file.participant, WRITERS["own", "snake"])))
    for name, record in SPELLS.items():
        for spell in getattr(case_file.participant, name) or ():
            validator(record, "own").validate(plain(unstructured(spell, WRITERS["own", "snake"])))


@examples(15)
@given(case_files(OWN))
def test_every_entry_that_is_written_is_valid(case_file):
    """Each entry of a fact that changes is an entry by the schema that knows the own facts."""
    written = plain(unstructured(case_file, WRITERS["own", "snake"]))["participant"]
    changing = [one for name, one in written.items() if name not in HISTORIES and isinstance(one, list)]
    for entry in (entry for entries in changing for entry in entries if isinstance(entry, dict)):
        validator("entry", "own").validate(entry)


@pytest.mark.parametrize("name", [*SHIPPED.programmes, *SHIPPED.predicates])
@examples(4)
@given(person=case_files(SHIPPED), on=days(), language=st.sampled_from(["sv", "en"]))
def test_every_decision_that_is_written_is_valid(name, person, on, language):
    """It has all of its keys, with the model and without."""
    programme = {**SHIPPED.programmes, **SHIPPED.predicates}[name]
    written = plain(decision_record(decide(person, programme, on), language))
    for model in ("no-model", "finsam"):
        validator("decision", model).validate(written)
        assert not validator("decision", model).is_valid({**written, "more": 1})
        for key in written:
            assert not validator("decision", model).is_valid({one: written[one] for one in written if one != key})


@pytest.mark.parametrize("name", ["en-vag-in", "kaa"])
@examples(15)
@given(person=case_files(SHIPPED), on=days())
def test_every_timeline_and_every_route_that_is_written_is_valid(name, person, on):
    """What comes of a programme over a year, and everything that one could take part in, interventions too."""
    stretches = timeline(person, SHIPPED.programmes[name], on, on + timedelta(365))
    options = route(person, SHIPPED.options, on)
    for model in ("no-model", "finsam"):
        for language in ("sv", "en"):
            validator("timeline", model).validate(plain(timeline_record("d-001", stretches, language)))
            validator("route", model).validate(plain(route_record("d-001", on, options, language)))


@pytest.mark.parametrize("line", (ROOT / "examples" / "cases.jsonl").read_text(encoding="utf-8").splitlines())
def test_every_example_is_valid(line):
    """The lines of the shipped example are case files."""
    validator("case-file", "finsam").validate(json.loads(line))


@pytest.mark.parametrize("model", ["no-model", "finsam"])
@pytest.mark.parametrize("path", PROGRAMME_FILES, ids=lambda path: path.stem)
def test_every_shipped_programme_is_valid(path, model):
    """Each programme file, and with the model all that it names."""
    validator("programme", model).validate(toml(path))


@pytest.mark.parametrize("path", PART_FILES, ids=lambda path: path.stem)
def test_every_other_shipped_file_is_valid(path):
    """The files beside model.toml."""
    validator("model-part").validate(toml(path))


def test_the_shipped_model_is_valid():
    """The file model.toml."""
    validator("model").validate(toml(FINSAM / "model.toml"))


# --- What is refused is refused ----------------------------------------------------------------------

LABEL = {"sv": "ord", "en": "word"}
OWN_FILE: dict[str, Any] = {
    "id": "dalen",
    "name": LABEL,
    "extends": ["finsam", "./annan.toml"],
    "replacing": ["age"],
    "leap_day": "03-01",
    "documents": [{"id": "D1", "title": LABEL, "kind": LABEL, "issued": "2024-11-20"}],
    "parties": [{"id": "skola", "name": LABEL, "is_state": False, "has_other_units": True}],
    "agencies": [
        {"id": "skola", "party": "skola", "name": LABEL, "secrecy": "OSL 23:1", "secrecy_apart": True},
        {"id": "bolag", "name": LABEL},
    ],
    "bodies": {"skola": ["Norra", "Södra"]},
    "lists": {"wishes": {"work": LABEL, "study": LABEL}},
    "parameters": {
        "most": {"value": 3, "source": "D1", "quote": "högst tre"},
        "least": [
            {"value": 1, "source": "assumed", "until": "2024-12-31"},
            {"value": 2, "source": {"document": "D1"}, "since": "2025-01-01"},
        ],
    },
    "facts": {
        "household_size": {"kind": "number", "unit": LABEL, "one": LABEL, "least": 1, "shown": LABEL, "said": LABEL},
        "wishes": {"kind": "set", "of": "wishes", "shown": LABEL, "said": LABEL, "denied": LABEL, "counted": LABEL},
        "wish": {"kind": "choice", "of": "wishes", "asked": LABEL, "shown": LABEL, "said": LABEL, "category": "need"},
        "arrived": {"kind": "day", "shown": LABEL, "said": LABEL, "changes": "never"},
        "car": {"kind": "boolean", "shown": LABEL, "said": LABEL, "held_by": ["AF", "kommun"]},
        "here": {"kind": "number", "shown": LABEL, "said": LABEL, "derived": {"elapsed": "arrived", "unit": "months"}},
        "ill": {"kind": "boolean", "shown": LABEL, "said": LABEL, "derived": {"current": "sick_leave"}},
        "ill_for": {
            "kind": "number",
            "unit": LABEL,
            "shown": LABEL,
            "said": LABEL,
            "derived": {"day_of": "sick_leave"},
        },
        "found": {
            "kind": "set",
            "of": "work_capacity",
            "shown": LABEL,
            "said": LABEL,
            "derived": {"members": "work_capacity", "key": "finding", "by": "AF"},
        },
        "whose": {"kind": "set", "of": "parties", "shown": LABEL, "said": LABEL, "derived": {"parties": "agencies"}},
        "free": {"kind": "boolean", "shown": LABEL, "said": LABEL, "derived": {"expression": "not employed"}},
    },
    "constraints": [{"id": "c", "rule": "not (employed and unemployed)", **LABEL, "source": "D1"}],
    "target_groups": [
        {"id": "t", "name": LABEL, "kommun": "2085", "priority": 1, "rule": "unemployed", "source": "D1"}
    ],
    "interventions": [{"id": "i", "name": LABEL, "status": "planned", "source": "D1", "workplaces": [LABEL]}],
    "lead_times": [
        {
            "id": "l",
            "kind": "target",
            "name": LABEL,
            "source": {"document": "D1", "quote": "inom två veckor"},
            "start": ["received"],
            "stop": ["contacted", "ended:work"],
            "nullified_by": ["plan_made:sip"],
            "ended_by": [],
            "restarts": False,
            "general": True,
            "to": ["AF"],
            "acts": "referrer",
            "in_force": {"since": "2024-01-01"},
            "open_questions": [LABEL],
            "policies": [
                {
                    "id": "a",
                    **LABEL,
                    "within": 2,
                    "unit": "weeks",
                    "roll": "forward",
                    "counts_waiting": False,
                    "first_day": 1,
                    "nullified_by": ["ended"],
                    "ended_by": ["could_not_be_reached"],
                    "source": "D1",
                },
                {"id": "b", "text": LABEL},
            ],
        },
        {
            "id": "side",
            "kind": "measure",
            "name": LABEL,
            "source": "D1",
            "start": ["received"],
            "stop": ["intervention_started"],
            "side": "recipient",
            "policies": [{"id": "a", **LABEL, "counts_waiting": False}],
        },
        {
            "id": "sick",
            "kind": "limit",
            "name": LABEL,
            "source": "D1",
            "over": "sick_leave",
            "joined_within": 90,
            "policies": [{"id": "a", **LABEL, "within": 90, "unit": "days"}],
        },
    ],
    "indicators": [
        {
            "id": "share",
            "name": LABEL,
            **LABEL,
            "source": {"document": "D1", "quote": "hälften"},
            "counts": "persons",
            "measure": "share",
            "reference_day": "period_start",
            "population": "age >= 16",
            "numerator": "unemployed",
            "of": "inhabitants",
            "group_by": ["sex", "age", "residence", "party"],
            "ages": [16, 25, 65],
            "personal": "open",
            "goal": {"direction": "lower", "value": "1/2", "source": "D1"},
            "parameters": {"least": {"value": 18, "source": "assumed"}},
            "variants": [
                {"id": "a", **LABEL, "numerator": "age >= 20", "source": "D1"},
                {"id": "b", "text": LABEL, "parameters": {"least": {"value": 20, "source": "D1", "quote": "från 20"}}},
            ],
            "in_force": {"since": "2024-01-01"},
            "open_questions": [LABEL],
        },
        {
            "id": "kept",
            "name": LABEL,
            "text": LABEL,
            "source": "D1",
            "counts": "participations",
            "measure": "kept",
            "reference_day": "ended",
            "lead_time": "l",
            "policy": "a",
            "programmes": ["p"],
            "group_by": ["programme", "referred_by", "agency"],
            "personal": "registered",
        },
        {
            "id": "mean",
            "name": LABEL,
            "text": LABEL,
            "source": "assumed",
            "counts": "referrals",
            "measure": "mean",
            "reference_day": "received",
            "value": "times_sent_back",
        },
        {
            "id": "group",
            "name": LABEL,
            "text": LABEL,
            "source": "D1",
            "counts": "persons",
            "measure": "share",
            "reference_day": "period_end",
            "target_group": "t",
            "goal": {"direction": "higher", "value": 3, "source": "D1"},
        },
    ],
    "programmes": [
        {
            "id": "p",
            "kind": "duty",
            "status": "wished",
            "name": LABEL,
            "source": "D1",
            "in_force": {"since": "2024-01-01"},
            "capacity": [
                {"count": 4, "of": LABEL, "source": "D1", "estimate": True},
                {"least": 4, "most": 5, "of": LABEL, "source": "D1", "per": "year"},
            ],
            "criteria": [{"id": "x", "rule": "age >= 16", "text": LABEL, "source": "D1", "unknown": LABEL}],
            "lead_times": ["l"],
            "referral": {
                "by": ["AF", "profession:läkare", "forum:beredningsgrupp", "self"],
                "source": "D1",
                "listed_only": True,
                "consents": ["secrecy"],
                "spoken_to": True,
                "criteria": [{"id": "y", "rule": "known(sgi)", **LABEL, "source": "D1"}],
            },
            "readings": {
                "a": {**LABEL, "assumed": True, "parameters": {"most": 4}},
                "b": {
                    "text": LABEL,
                    "source": "D1",
                    "drops": ["x"],
                    "listed_only": False,
                    "parameters": {"most": {"value": 4, "source": "D1"}},
                },
            },
        }
    ],
}
"""A model in one file, with everything that one can have."""

FILES: dict[str, tuple[Any, Any, Any]] = {
    **{path.stem: ("programme", Programme, toml(path)) for path in PROGRAMME_FILES},
    **{path.stem: ("model-part", ModelPart, toml(path)) for path in PART_FILES},
    "finsam": ("model", ModelFile, toml(FINSAM / "model.toml")),
    "own": ("model", ModelFile, OWN_FILE),
}

BEYOND = (
    "a day not before since",
    "one spell of a kind a first day",
    "one value a day",
    "words that do not stand in the other list",
    "a check digit",
    "a serial number",
    "the century 18",
    "a day that is not before",
    "an id that nothing else has",
    "less than what stood",
    "nothing, for it is not open",
    "the recipient",
    "the referrer",
    "the one who recorded what is taken back",
    "an id that no other event has",
    "an id that no other policy has",
    "an id that no other variant has",
    "ages that rise",
    "a rule, or a target group in its place",
    "something, for the measure",
    "nothing, for the measure",
    "nothing without a lead time",
    "nothing, of persons",
    "counted, but for a share of persons",
    "what persons can be grouped by",
    "open, of persons",
    "referrals or participations, whose time is counted",
    "one of period_start, period_end, of persons",
    "one of received, started, ended, of referrals",
    "one of started, ended, of participations",
    "the id of an event that can be taken back",
    "an event that stands",
    "a day not before that on which it happened",
    "nothing, for an agency refers for itself",
    "nothing, for it is over",
    "through whose eyes it is seen",
)
"""What is wanted that no schema can say, as the first words of a fault."""

PARTLY = ("a day that exists", "a time that exists", "a count, or a least and a most")
"""What is wanted that a schema can say in part: it knows no thirteenth month, but the thirtieth of February."""

ODD = (
    True, False, 0, -1, 1, 50, 101, 1.5, "", "nej", "x", "AF", "AFF", "kommun/AME", "kommun:Ludvika/AME",
    "kommun:Dalarna/AME", "region:Dalarna", "Ludvika", "2085", "Ludvika kommun", "woman", "salary", "studies", "yes",
    "physical", "2016-02-03", "2016-2-3", "2016-13-01", "20160203", "2016-02-03\n", "2016", "2016-02", "199101252386",
    "19910125-2386", "910125-2386", "kommun", "work", "{", "{years} ", "year", "platform", "assumed",
    [], ["AF"], ["physical"], ["nej"], [None], [{"value": True}], [{"value": None}], [{}], {}, {"in": ["AF"]},
    {"in": []}, {"value": 1}, {"sv": "ett", "en": "one"}, {"sv": "ett"}, {"document": "S001"},
    {"value": 1, "source": "S001"}, {"since": "2016-02-03"},
    "80 %", "4/0", "persons", "kept", "ended", [16, 25], [25, 16], ["sex"], ["sex", "sex"],
)  # fmt: skip
"""What may stand in the place of something else."""

OF_CONSENTS = (
    "secrecy", "plan", "registration", "withdrawn", "narrowed", "given", "oral", "guardian", "health", "coordination", "kaa",
    "statutory-duty", "en-vag-in", "2030-01-01", "contacts", ["health"], ["region"], ["kaa"], [{"categories": ["health"]}],
    [{"what": "expired", "on": "2030-01-01"}], {"document": "SFB", "quote": ""}, {"document": "SFB", "quote": None},
    "self", "profession:läkare", "forum:beredningsgrupp", "forum", "received", "ended", "contacted", "sip", "2016-02-03T09:30:00+01:00",
    ["certificate"], ["enrolment:AF"], [{"what": "received", "on": "2016-02-03", "agency": "AF"}],
)  # fmt: skip
"""What may stand there in consents."""

NOBODY = st.just(Participant(id="d-001"))


def places(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield every place in plain data."""
    yield place
    for key, one in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(one, (*place, key))


def changed(data: Any, place: tuple[Any, ...], change: Callable[[Any], Any]) -> Any:
    """Return *data* with what stands at *place* changed."""
    if not place:
        return change(data)
    key, *rest = place
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[key] = changed(copy[key], tuple(rest), change)
    return copy


@st.composite
def damaged(draw: Any, data: Any, odd: tuple[Any, ...] = ODD) -> Any:
    """Draw the same data with something in it replaced, left out or added."""
    every = list(places(data))
    place = every[draw(numbers(len(every)))]
    how = draw(st.sampled_from(("replaced", "replaced", "left out", "added")))

    def change(one: Any) -> Any:
        match how, one:
            case "left out", dict() if one:
                gone = draw(st.sampled_from(sorted(one)))
                return {key: value for key, value in one.items() if key != gone}
            case "added", dict():
                return {**one, draw(st.sampled_from(("more", "unmet_need", "unit"))): draw(st.sampled_from(odd))}
            case (("left out" | "added"), list()):
                return [*one, draw(st.sampled_from(odd))]
            case _:
                return draw(st.sampled_from(odd))

    return changed(data, place, change)


def faults(data: Any, cls: Any, model: str, case: Any = "snake") -> list[Fault]:
    """Return what is wrong with data according to the serializer."""
    try:
        structured(data, cls, WRITERS[model, case])
    except InvalidRecordError as error:
        return list(error.faults)
    return []


def agree(schema: Draft202012Validator, data: Any, found: list[Fault]) -> None:
    """Check that a schema takes data in which nothing is wrong, and refuses what is wrong if it can."""
    if all(one.wanted not in PARTLY for one in found):
        assert schema.is_valid(data) == all(is_beyond(one) for one in found), found


def is_beyond(fault: Fault) -> bool:
    """Whether no schema can say it: what it is about has been named, or it is an event that cannot follow those before."""
    return fault.wanted.startswith(BEYOND) or fault.got in {*What}


@pytest.mark.parametrize(("model", "goes_by", "case"), WAYS[::2])
@examples(60)
@given(data=st.data())
def test_a_damaged_case_file_is_refused_by_both_or_by_neither(model, goes_by, case, data):
    """Whatever is replaced, left out or added, the schema and the serializer agree on it."""
    bad = data.draw(
        damaged(plain(unstructured(data.draw(case_files(MODELS[model])), WRITERS[model, case])), (*ODD, None))
    )
    agree(validator("case-file", goes_by, case), bad, faults(bad, CaseFile, model, case))


@pytest.mark.parametrize(("goes_by", "case"), [("finsam", "snake"), ("no-model", "camel")])
@examples(100)
@given(data=st.data())
def test_damaged_consents_are_refused_by_both_or_by_neither(goes_by, case, data):
    """So it is with consents, legal bases, disclosures and views, with the model and without."""
    case_file = data.draw(written_cases(SHIPPED, NOBODY))
    bad = data.draw(damaged(plain(unstructured(case_file, WRITERS[goes_by, case])), (*ODD, *OF_CONSENTS, None)))
    agree(validator("case-file", goes_by, case), bad, faults(bad, CaseFile, goes_by, case))


@pytest.mark.parametrize("name", ["own", "finsam", "target_groups", "kaa"])
@examples(70)
@given(data=st.data())
def test_a_damaged_file_is_refused_by_both_or_by_neither(name, data):
    """Whatever is replaced, left out or added in a file of a model, the schema and the serializer agree on it."""
    record, cls, whole = FILES[name]
    bad = data.draw(damaged(whole))
    agree(validator(record), bad, faults(bad, cls, "no-model"))


def told(data: Any) -> str:
    """Return plain data as it stands in the name of a test."""
    words = json.dumps(data, ensure_ascii=False).replace("d" * 200, "dd…")
    return words.removeprefix('{"participant": {"id": "d-001", ').removesuffix("}}")


def person(**said: Any) -> Any:
    """Return a case file as JSON has it."""
    return {"participant": {"id": "d-001", **said}}


@pytest.mark.parametrize(
    "bad",
    [
        {"participant": {"id": "d-001"}, "more": 1},
        {"participant": {}},
        {"participant": None},
        [],
        person(id=""),
        person(id="d" * 201),
        person(id="d\n1"),
        person(id=7),
        person(unmet_nead=True),
        person(unmet_need="nej"),
        person(unmet_need=0),
        person(unmet_need=[]),
        person(unmet_need=[True]),
        person(unmet_need=[{"value": True}, True]),
        person(unmet_need=[{"since": "2016-02-03"}]),
        person(unmet_need=[{"value": True, "since": "2016-2-3"}]),
        person(unmet_need=[{"value": True, "till": "2016-02-03"}]),
        person(born="2016-2-3"),
        person(born="20160203"),
        person(born="2016-02-03\n"),
        person(born="2016-13"),
        person(born=1990),
        person(residence="Ludvika kommun"),
        person(residence=2085),
        person(sex="kvinna"),
        person(needs=["physical", "fysiska"]),
        person(needs="physical"),
        person(needs={"unknown": ["physical"]}),
        person(needs={"in": [], "out": []}),
        person(needs_from=["Arbetsförmedlingen"]),
        person(contacts=[{"since": "2016-02-03"}]),
        person(contacts=[{"agency": "AFF"}]),
        person(contacts=[{"agency": "kommun:Ludvik/AME"}]),
        person(contacts=[{"agency": "kommun:Ludvika/AM"}]),
        person(contacts=[{"agency": "AF:Ludvika"}]),
        person(contacts=[{"agency": "region:Ludvika"}]),
        person(contacts=[{"agency": "AF:"}]),
        person(contacts=[{"agency": "skola:Norra"}]),
        person(contacts=[{"agency": "skola:Norra/aXbbc"}]),
        person(contacts=[{"agency": "AF", "void": "ja"}]),
        person(contacts=[{"agency": "AF", "recordedOn": "2016-02-03"}]),
        person(contacts_complete=True),
        person(contacts_complete=["AF"], contacts=None),
        person(contacts=[], contacts_complete=["nobody"]),
        person(sick_leave=[{"until": "2016-02-03"}]),
        person(sick_leave=[{"since": None}]),
        person(sick_leave=[{"since": "2016-02-03", "extent": 0}]),
        person(sick_leave=[{"since": "2016-02-03", "extent": 101}]),
        person(livelihoods=[{"kind": "lön"}]),
        person(livelihoods=[{"kind": "salary", "amount": -1}]),
        person(livelihoods=[{"kind": "salary", "amount": 10**12 + 1}]),
        person(work_capacity=[{"by": "AF", "finding": "maybe"}]),
        person(identity_number="910125-2386"),
        person(identity_number=199101252386),
        person(household_size=0),
        person(household_size=13),
        person(household_size=True),
        person(first_unit="kommun:Ludvika/AME"),
        person(wishes=["study"]),
        person(lived_in=["2085"]),
        person(months_here=3),
    ],
    ids=told,
)
def test_a_planted_fault_is_refused_by_both(bad):
    """What is not known, of another type, outside a list or outside its bounds."""
    assert faults(bad, CaseFile, "own")
    assert not validator("case-file", "own").is_valid(bad)


@pytest.mark.parametrize(
    "good",
    [
        person(born=None, contacts=None, contacts_complete=None, identity_number=None),
        person(id="d" * 200),
        person(born="1990", residence="2085", sex="woman"),
        person(born=[{"value": None, "since": None, "until": "2016-02-03", "recorded_on": "2016-02-03"}]),
        person(needs={"in": ["physical"], "unknown": ["mental"]}, needs_from=[]),
        person(
            contacts=[{"agency": "kommun:Ludvika/AME"}, {"agency": "region:Dalarna"}, {"agency": "skola:Norra/a.b+c"}]
        ),
        person(
            contacts=[{"agency": "kommun:Upplands-Bro/fritid", "void": True}], contacts_complete=["kommun", "skola"]
        ),
        person(sick_leave=[{"since": "2016-02-03", "extent": 1}, {"since": "2016-02-04", "extent": 100}]),
        person(livelihoods=[{"kind": "salary", "amount": 0}, {"kind": "pension", "amount": 10**12}]),
        person(work_capacity=[{"by": "kommun:Ludvika", "finding": "no"}]),
        person(identity_number="199101252386"),
        person(identity_number="19910125-2386"),
        person(household_size=1, balance=-40, arrived="2016-10"),
        person(household_size=[{"value": 12}], has_transport=False),
        person(wishes=["study/part-time"], lived_in=["Ludvika"], birthplace="2085", first_unit="kommun/fritid"),
        person(first_contact="kommun"),
    ],
    ids=told,
)
def test_what_is_right_is_taken_by_both(good):
    """Each way of writing a fact, and each bound from inside."""
    assert [] == faults(good, CaseFile, "own")
    validator("case-file", "own").validate(good)


@attrs.frozen
class Change:
    """A change of what stands at a place, and how it is told in the name of a test."""

    told: str
    make: Callable[[Any], Any]


def put(value: Any) -> Change:
    """Return what puts a value in the place of another."""
    return Change(f"put {value}"[:20], lambda _: value)


def without(*keys: str) -> Change:
    """Return what leaves keys out."""
    return Change(f"without {keys}", lambda one: {key: value for key, value in one.items() if key not in keys})


def also(**more: Any) -> Change:
    """Return what adds to an object."""
    return Change(f"also {[*more]}", lambda one: {**one, **more})


def named(one: Any) -> str:
    """Return a place or a change as it stands in the name of a test."""
    return one.told if isinstance(one, Change) else ".".join(map(str, one))


CAPACITY, READINGS, FACTS = ("programmes", 0, "capacity"), ("programmes", 0, "readings"), ("facts",)
INDICATORS, INDICATOR = ("indicators",), ("indicators", 0)
NUMBER = {
    "id": "n", "name": LABEL, "text": LABEL, "source": "assumed", "counts": "participations", "measure": "number", "reference_day": "started",
}  # fmt: skip
LEAD_TIMES, POLICY, REFERRAL = ("lead_times",), ("lead_times", 0, "policies", 0), ("programmes", 0, "referral")


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ((), without("id")),
        ((), also(programs=[])),
        (("leap_day",), put("29-02")),
        (("extends",), put(None)),
        (("documents", 0, "issued"), put("2024-11-2")),
        (("agencies", 0), without("name")),
        (("agencies", 0, "secrecy"), put("")),
        (("agencies", 0, "secrecy"), put(True)),
        (("agencies", 0, "secrecy_apart"), put("ja")),
        (("bodies", "skola"), put("Norra")),
        (("lists", "wishes", "work"), without("sv")),
        (("parameters", "most"), without("source")),
        (("parameters", "most"), without("value")),
        (("parameters", "most", "value"), put(True)),
        (("parameters", "most", "value"), put("3")),
        (("parameters", "most", "quote"), put("")),
        (("parameters", "most", "quote"), put("q" * 161)),
        (("parameters", "least", 1, "source"), also(quote="q" * 161)),
        (("parameters", "least", 1, "source"), without("document")),
        (("name", "sv"), put(" ")),
        (("name", "sv"), put("{Namn}")),
        (("name", "en"), put("}")),
        ((*FACTS, "car", "kind"), put("text")),
        ((*FACTS, "car"), without("shown")),
        ((*FACTS, "car"), also(of="wishes")),
        ((*FACTS, "car"), also(least=1)),
        ((*FACTS, "wish"), without("of")),
        ((*FACTS, "household_size"), without("unit")),
        ((*FACTS, "household_size", "least"), put(1.5)),
        ((*FACTS, "here"), without("derived")),
        ((*FACTS, "here", "derived"), without("unit")),
        ((*FACTS, "here", "derived", "unit"), put("weeks")),
        ((*FACTS, "here", "derived"), also(current="sick_leave")),
        ((*FACTS, "found", "derived"), without("key")),
        ((*FACTS, "found", "derived", "key"), put("amount")),
        ((*FACTS, "ill", "derived"), put({})),
        (("constraints", 0), without("en")),
        (("constraints", 0), without("sv")),
        (("constraints", 0), without("sv", "en")),
        (("target_groups", 0, "priority"), put(-1)),
        (("target_groups", 0, "kommun"), put("Ludvika kommun")),
        (("target_groups", 0), also(party="AF")),
        (("target_groups", 0), without("kommun")),
        ((*CAPACITY, 0), without("count")),
        ((*CAPACITY, 0), also(least=1)),
        ((*CAPACITY, 0), also(most=1)),
        ((*CAPACITY, 1), without("most")),
        ((*CAPACITY, 1), without("least")),
        ((*CAPACITY, 1, "per"), put("month")),
        ((*CAPACITY, 1, "least"), put(-1)),
        (("programmes", 0, "kind"), put("insats")),
        (("programmes", 0), also(area=["Atlantis"])),
        (("programmes", 0), without("readings")),
        (("programmes", 0, "criteria", 0), without("text")),
        (("programmes", 0, "criteria", 0), without("rule")),
        ((*READINGS, "b"), without("source")),
        ((*READINGS, "a", "assumed"), put(False)),
        ((*READINGS, "a", "assumed"), put("ja")),
        ((*READINGS, "b", "parameters", "most"), put(4)),
        ((*READINGS, "a"), without("sv")),
        ((*READINGS, "b", "listed_only"), put("ja")),
        ((*LEAD_TIMES, 0), without("id")),
        ((*LEAD_TIMES, 0), without("start")),
        ((*LEAD_TIMES, 0), without("policies")),
        ((*LEAD_TIMES, 0), also(after="contacted")),
        ((*LEAD_TIMES, 0, "kind"), put("promise")),
        ((*LEAD_TIMES, 0, "stop"), put([])),
        ((*LEAD_TIMES, 0, "stop"), put(["kontaktad"])),
        ((*LEAD_TIMES, 0, "stop"), put(["contacted:work"])),
        ((*LEAD_TIMES, 0, "stop"), put(["ended:"])),
        ((*LEAD_TIMES, 0, "nullified_by"), put("ended")),
        ((*LEAD_TIMES, 1, "side"), put("mitten")),
        ((*LEAD_TIMES, 0, "acts"), put("nobody")),
        ((*LEAD_TIMES, 0), also(side="recipient")),
        ((*LEAD_TIMES, 0, "restarts"), put(0)),
        ((*LEAD_TIMES, 0, "policies"), put([])),
        ((*LEAD_TIMES, 2, "over"), put("referral")),
        ((*LEAD_TIMES, 2, "joined_within"), put(-1)),
        ((*LEAD_TIMES, 2, "policies", 0, "unit"), put("weeks")),
        (POLICY, without("sv")),
        (POLICY, without("sv", "en")),
        (POLICY, also(text=LABEL)),
        ((*POLICY, "within"), put(-1)),
        ((*POLICY, "within"), put(0)),
        ((*POLICY, "first_day"), put(2)),
        ((*POLICY, "unit"), put("years")),
        ((*POLICY, "roll"), put("backward")),
        ((*POLICY, "ended_by"), put(["over"])),
        (REFERRAL, without("by")),
        (REFERRAL, without("source")),
        (REFERRAL, also(only=True)),
        ((*REFERRAL, "by"), put("AF")),
        ((*REFERRAL, "listed_only"), put("ja")),
        ((*REFERRAL, "spoken_to"), put(1)),
        ((*REFERRAL, "criteria", 0), without("rule")),
        (("programmes", 0, "lead_times"), put("l")),
        (INDICATOR, without("counts")),
        (INDICATOR, without("measure")),
        (INDICATOR, without("reference_day")),
        (INDICATOR, without("sv")),
        (INDICATOR, without("sv", "en")),
        (INDICATOR, without("source")),
        (INDICATOR, also(unit="days")),
        ((*INDICATOR, "counts"), put("inhabitants")),
        ((*INDICATOR, "measure"), put("median")),
        ((*INDICATOR, "reference_day"), put("today")),
        ((*INDICATOR, "of"), put("all")),
        ((*INDICATOR, "group_by"), put("sex")),
        ((*INDICATOR, "group_by"), put(["kön"])),
        ((*INDICATOR, "ages"), put([0])),
        ((*INDICATOR, "ages"), put([131])),
        ((*INDICATOR, "ages"), put(["16"])),
        ((*INDICATOR, "ages"), put(16)),
        ((*INDICATOR, "personal"), put(True)),
        ((*INDICATOR, "numerator"), put(1)),
        ((*INDICATOR, "population"), put(True)),
        ((*INDICATOR, "goal", "direction"), put("up")),
        ((*INDICATOR, "goal"), without("direction")),
        ((*INDICATOR, "goal"), without("source")),
        ((*INDICATOR, "goal", "value"), put("0.8")),
        ((*INDICATOR, "goal", "value"), put(0.5)),
        ((*INDICATOR, "goal", "value"), put(True)),
        ((*INDICATOR, "goal", "value"), put("1/0")),
        ((*INDICATOR, "goal", "value"), put("50 procent")),
        ((*INDICATOR, "goal", "value"), put("50\u00a0%")),
        ((*INDICATOR, "parameters", "least"), without("source")),
        ((*INDICATOR, "variants", 0), without("id")),
        ((*INDICATOR, "variants", 0), without("en")),
        ((*INDICATOR, "variants", 0), also(population="age >= 20")),
        ((*INDICATOR, "variants", 1, "parameters", "least"), without("value")),
        ((*INDICATORS, 1, "programmes"), put("p")),
        ((*INDICATOR, "id"), put("")),
        ((*INDICATOR, "variants", 0, "id"), put("a\n")),
        ((*LEAD_TIMES, 0, "id"), put("l\n")),
        ((*POLICY, "id"), put("")),
        ((*INDICATORS, 1, "programmes"), put([""])),
        ((*INDICATORS, 1, "lead_time"), put("")),
        ((*INDICATORS, 1, "policy"), put("")),
        ((*INDICATORS, 2, "value"), put("")),
        ((*INDICATORS, 3, "target_group"), put("")),
        ((*INDICATORS, 1, "lead_time"), put(1)),
        ((*INDICATORS, 2, "value"), put(3)),
    ],
    ids=named,
)
def test_a_fault_planted_in_a_file_is_refused_by_both(place, change):
    """What is not known, missing, of another type, outside a list or outside its bounds."""
    bad = changed(OWN_FILE, place, change.make)
    assert faults(bad, ModelFile, "no-model")
    assert not validator("model").is_valid(bad)


@pytest.mark.parametrize(
    ("place", "change"),
    [
        (("extends",), put("finsam")),
        (("target_groups", 0, "priority"), put(0)),
        (("target_groups", 0), put({"id": "t", "name": LABEL, "party": "AF", "source": "D1"})),
        ((*CAPACITY, 0, "count"), put(0)),
        ((*FACTS, "found", "derived"), without("by")),
        ((*FACTS, "household_size", "least"), put(-7)),
        (("programmes", 0), also(area=["2085", "Falun"])),
        (("parameters", "most", "quote"), put("q" * 160)),
        (("parameters", "least"), put([])),
        ((*READINGS, "a", "parameters", "most"), put([{"value": 4, "source": "assumed"}])),
        ((*READINGS, "b"), without("text")),
        (("name", "sv"), put("högst {most_of_2} {_x}\n")),
        ((*LEAD_TIMES, 0), also(ended_by=["ended:a b", "plan_begun:af"], to=[], nullified_by=[])),
        ((*POLICY, "within"), put(1)),
        (POLICY, without("within", "first_day", "unit")),
        ((*LEAD_TIMES, 2), also(start=[], stop=["contacted"])),
        (REFERRAL, without("listed_only", "consents", "spoken_to", "criteria")),
        (
            INDICATOR,
            without(
                "population",
                "of",
                "group_by",
                "ages",
                "personal",
                "goal",
                "parameters",
                "variants",
                "in_force",
                "open_questions",
            ),
        ),
        ((*INDICATORS, 0), put(NUMBER)),
        ((*INDICATOR, "ages"), put([1, 130])),
        ((*INDICATOR, "ages"), put([])),
        ((*INDICATOR, "group_by"), put([])),
        ((*INDICATOR, "goal"), without("value")),
        *(((*INDICATOR, "goal", "value"), put(value)) for value in ("80 %", "80%", " 4/5 ", "159/200 %", "3", 0, 14)),
        ((*INDICATORS, 3), without("goal")),
    ],
    ids=named,
)
def test_what_is_right_in_a_file_is_taken_by_both(place, change):
    """Each way of writing it, and each bound from inside."""
    good = changed(OWN_FILE, place, change.make)
    assert [] == faults(good, ModelFile, "no-model")
    validator("model").validate(good)


TWICE = [{"agency": "AF", "since": "2016-02-03"}, {"agency": "AF", "since": "2016-02-03", "until": "2016-02-04"}]
SPAN = {"since": "2016-02-03", "until": "2016-02-02"}


@pytest.mark.parametrize(
    "bad",
    [
        person(born="2016-02-30"),
        person(born="0000"),
        person(employed=[{"value": True, **SPAN}]),
        person(contacts=[{"agency": "AF", **SPAN}]),
        person(contacts=TWICE),
        person(employed=[{"value": True}, {"value": False}]),
        person(needs={"in": ["physical"], "unknown": ["physical"]}),
        person(identity_number="199101252387"),
        person(id="d\u200b1"),
        person(household_size=2.0),
    ],
    ids=told,
)
def test_some_of_what_is_wrong_with_a_person_no_schema_can_say(bad):
    """The page about schemas lists it: the schema takes it, and the serializer does not."""
    assert faults(bad, CaseFile, "own")
    validator("case-file", "own").validate(bad)


@pytest.mark.parametrize(
    ("place", "bad"),
    [
        (("programmes", 0, "in_force"), SPAN),
        (("programmes", 0, "capacity", 1, "least"), 6),
        (("parameters", "least", 1, "since"), "2024-12-31"),
        (("indicators", 0, "ages"), [25, 16]),
        (("indicators", 0, "reference_day"), "received"),
        (("indicators", 0, "counts"), "referrals"),
        (("indicators", 1, "measure"), "number"),
    ],
)
def test_some_of_what_is_wrong_with_a_file_no_schema_can_say(place, bad):
    """Days and numbers in another order, two values for one day, and keys of an indicator that do not go together."""
    whole = changed(OWN_FILE, place, lambda _: bad)
    assert faults(whole, ModelFile, "no-model")
    validator("model").validate(whole)


@pytest.mark.parametrize("name", FILES)
def test_both_take_the_files_that_are_damaged(name):
    """There is nothing wrong with them before."""
    record, cls, whole = FILES[name]
    assert [] == faults(whole, cls, "no-model")
    validator(record).validate(whole)


@pytest.mark.parametrize(
    ("data", "cls", "record"),
    [
        (person(contacts=[{"agency": "region/prima\u0308rva\u030ard"}]), CaseFile, "case-file"),
        (person(residence="O\u0308rebro"), CaseFile, "case-file"),
    ],
    ids=["an agency", "a kommun"],
)
def test_a_schema_takes_letters_in_one_form(data, cls, record):
    """A letter written as two characters, such as a and a ring, the serializer puts together, and a schema cannot."""
    assert [] == faults(data, cls, "own")
    assert not validator(record, "own").is_valid(data)


# --- Case tables -------------------------------------------------------------------------------------

CASE_TABLES = sorted((ROOT / "tests" / "case_tables").glob("*.cases.toml"))
CASES = """
programme = "orvar"
on = 2008-10-01

[defaults]
born = 1970-03-15
residence = "Kungälv"
employed = true
sick_leave = []

[[cases]]
name = "On sick leave for 84 days"
on = 2008-09-22
reading = "20-64"
facts = {sick_leave = [{since = 2008-07-01}]}
outcome = "eligible"

[[cases]]
name = "It is not known whether she has an employment"
unknown = ["employed"]
outcome = "undetermined"
deciding = ["employed"]
"""


@pytest.mark.parametrize("path", CASE_TABLES, ids=lambda path: path.name.partition(".")[0])
def test_every_case_table_is_valid(path):
    """Those that test the shipped programmes are valid, with the model and without."""
    validator("case-table").validate(toml(path))
    validator("case-table", "finsam").validate(toml(path))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('programme = "orvar"\n', ""),
        ('programme = "orvar"', 'programme = "orvarr"'),
        ("on = 2008-10-01\n\n", ""),
        ('"orvar"', '"orvar"\nprograms = 1'),
        ("on = 2008-09-22", 'on = "2008-9-22"'),
        ('residence = "Kungälv"', 'residence = "Kungälvs kommun"'),
        ("employed = true", 'employed = "ja"'),
        ("{since = 2008-07-01}", "{until = 2008-07-01}"),
        ("facts = {", "facts = {unmet_nead = true, "),
        ('name = "On sick leave for 84 days"\n', ""),
        ("On sick leave for 84 days", " "),
        ('outcome = "eligible"\n', ""),
        ('"eligible"', '"yes"'),
        ('deciding = ["employed"]\n', ""),
        ('unknown = ["employed"]', 'unknown = "employed"'),
        ('deciding = ["employed"]', 'decided = ["employed"]'),
        (CASES[CASES.index("[[cases]]") :], "cases = []\n"),
    ],
    ids=lambda words: words.strip()[:40] or "nothing",
)
def test_a_fault_planted_in_a_case_table_is_refused_by_both(old, new, tmp_path):
    """What is not known, missing, of another type or outside a list."""
    right, wrong = (tmp_path / f"{name}.cases.toml" for name in ("right", "wrong"))
    right.write_text(CASES, encoding="utf-8")
    wrong.write_text(CASES.replace(old, new), encoding="utf-8")
    assert read_case_table(right, SHIPPED).programme == "orvar"
    validator("case-table", "finsam").validate(toml(right))
    with pytest.raises(InvalidRecordError):
        read_case_table(wrong, SHIPPED)
    assert not validator("case-table", "finsam").is_valid(toml(wrong))


def test_a_day_for_each_case_does_without_one_for_all():
    """The day stands in the file, or in every case."""
    table = plain(
        tomllib.loads(CASES.replace("on = 2008-10-01\n", "").replace("unknown = ", "on = 2008-10-01\nunknown = "))
    )
    validator("case-table", "finsam").validate(table)


# --- Programmes and the names in them ----------------------------------------------------------------

KAA = FILES["kaa"][2]


@pytest.mark.parametrize(
    ("place", "bad"),
    [
        (("owners", 0), "kommunen"),
        (("performers", 0), "kommun:Atlantis"),
        (("parties", 0), "kommun/AME"),
        (("source", "document"), "SFS 2010:801"),
        (("criteria", 0, "source"), "S002x"),
        (("parameters", "youngest", "source"), "S01"),
    ],
    ids=lambda place: "-".join(map(str, place)) if isinstance(place, tuple) else place,
)
def test_with_a_model_a_programme_names_what_there_is(place, bad):
    """An agency, a party or a document that the model does not have is refused, by the model and by its schema."""
    whole = changed(KAA, place, lambda _: bad)
    programme = structured(whole, Programme, WRITERS["no-model", "snake"])
    with pytest.raises(InvalidModelError):
        SHIPPED.with_([programme], replacing=["kaa"])
    validator("programme").validate(whole)
    assert not validator("programme", "finsam").is_valid(whole)


def test_a_quotation_beside_a_threshold_is_of_a_document():
    """A quotation of an assumption is refused with the model, and one of a quotation always."""
    assert "quote" in KAA["parameters"]["youngest"]
    assumed = changed(KAA, ("parameters", "youngest", "source"), lambda _: "assumed")
    assert validator("programme").is_valid(assumed)
    assert not validator("programme", "finsam").is_valid(assumed)
    twice = changed(KAA, ("parameters", "youngest", "source"), lambda _: {"document": "S002", "quote": "16"})
    assert not validator("programme").is_valid(twice)


@pytest.mark.parametrize("record", ["model", "model-part", "fact"])
def test_a_file_that_adds_names_goes_by_no_model(record):
    """What it may name is not known before it is loaded, so that its schema is the same with every model."""
    told = [{**validator(record, model).schema, "$id": ""} for model in MODELS]
    assert told[0] == told[1] == told[2]


# --- On the command line -----------------------------------------------------------------------------


def run(*arguments: str) -> Result:
    """Run the command line."""
    return CliRunner().invoke(samverkan, ["schema", *arguments])


@pytest.mark.parametrize("record", RECORDS)
def test_the_command_line_prints_a_schema(record):
    """It is the one that the function returns, by no model, by one, and in camel case; the help names it."""
    assert json.loads(run(record).output) == json_schema(record)
    named = run(record, "--model", "finsam", "--case", "camel")
    assert json.loads(named.output) == json_schema(record, SHIPPED, "camel")
    assert record in run("--help").output


def test_the_schema_of_several_models_is_that_of_the_models_combined(tmp_path):
    """No model that is named is left out, whichever comes last; what does not combine is wrong usage."""
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\nname = {sv = "Egen", en = "Own"}\nextends = ["finsam"]\n'
        '[[parties]]\nid = "skola"\nname = {sv = "skolan", en = "the school"}\n',
        encoding="utf-8",
    )
    combined = SHIPPED.with_(parties=[Party("skola", Text("skolan", "the school"))])
    parties = json_schema("participant", combined)
    for models in (["finsam", own], [own, "finsam"]):
        done = run("participant", *(part for model in models for part in ("--model", str(model))))
        told = json.loads(done.output)
        assert {"AF", "FK", "skola"} <= agencies_in(told)
        assert agencies_in(told) == agencies_in(parties)
    done = run("participant", "--model", "finsam", "--model", "finsamm")
    assert done.exit_code == 2


def agencies_in(schema: Any) -> set[str]:
    """Return every word that an enumeration or a constant in the schema allows."""
    found: set[str] = set()
    for part in parts(schema):
        if isinstance(part, dict):
            found |= {word for word in part.get("enum", []) if isinstance(word, str)}
    return found


def test_a_model_that_there_is_not_is_wrong_usage():
    """It ends with 2 and says what there is."""
    done = run("programme", "--model", "finsamm")
    assert done.exit_code == 2
    assert "did you mean finsam?" in done.output
