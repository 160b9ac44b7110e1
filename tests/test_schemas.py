"""JSON Schemas: what the serializer writes they take, and what it refuses they refuse, but for what no schema can say."""

import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from samverkan import CaseFile, Model, Participant, decide, load_model
from samverkan.agencies import Agency
from samverkan.cli.schema import schema as schema_command
from samverkan.errors import Fault, InvalidRecordError, UnknownNameError
from samverkan.participants import GIVEN, HISTORIES
from samverkan.programmes import Programme
from samverkan.rules.facts import Boolean, Choice, Day, Derivation, Elapsed, Fact, NumberOf, SetOf, SpellsOf
from samverkan.schemas import RECORDS, json_schema
from samverkan.serialization import ModelFile, ModelPart, converter, decision_record, structured, unstructured
from samverkan.testing.people import case_files
from samverkan.texts import Text
from strategies import days, examples, numbers

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
    agencies=[Agency("kommun/fritid", "kommun", Text("fritid", "leisure")), Agency("a.b+c", None, Text("a", "a"))],
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

WRITERS = {(model, case): converter(MODELS[model], case) for model in MODELS for case in ("snake", "camel")}


@pytest.mark.parametrize("case", ["snake", "camel"])
@pytest.mark.parametrize("model", ["finsam", "own"])
@examples(60)
@given(data=st.data())
def test_every_case_file_that_is_written_is_valid(model, case, data):
    """The case file, its participant and each of her spells, with the model and without one where it has no own facts."""
    case_file = data.draw(case_files(MODELS[model]))
    written = plain(unstructured(case_file, WRITERS[model, case]))
    for goes_by in {model, "no-model"} if model == "finsam" else {model}:
        validator("case-file", goes_by, case).validate(written)
        validator("participant", goes_by, case).validate(written["participant"])
        for name, cls in HISTORIES.items():
            record = {"Contact": "contact", "SickLeave": "sick-leave"}.get(cls.__name__, cls.__name__.lower())
            for spell in getattr(case_file.participant, name) or ():
                validator(record, goes_by, case).validate(plain(WRITERS[model, case].unstructure(spell)))


@examples(40)
@given(case_files(OWN))
def test_every_entry_that_is_written_is_valid(case_file):
    """Each entry of a fact that changes is an entry by the schema that knows the own facts."""
    written = plain(unstructured(case_file, WRITERS["own", "snake"]))["participant"]
    changing = [one for name, one in written.items() if name not in HISTORIES and isinstance(one, list)]
    for entry in (entry for entries in changing for entry in entries if isinstance(entry, dict)):
        validator("entry", "own").validate(entry)


@pytest.mark.parametrize("name", [*SHIPPED.programmes, *SHIPPED.predicates])
@examples(8)
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
