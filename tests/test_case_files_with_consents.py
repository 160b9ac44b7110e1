"""Case files with consents, legal bases, disclosures and views: what is written is read, and what is wrong is told."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from samverkan import CaseFile, Contact, Model, Participant, SickLeave, decide, load_model
from samverkan.case_lines import BadLine, read_cases
from samverkan.casefiles import View
from samverkan.consents import Consent
from samverkan.embedding import EmbeddedPerson
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError
from samverkan.legal_bases import LegalBasis
from samverkan.livelihoods import Livelihood
from samverkan.participants import Hidden
from samverkan.routes import route
from samverkan.schemas import json_schema
from samverkan.scopes import Scope
from samverkan.serialization import ModelFile, converter, decision_record, structured, unstructured
from samverkan.serialization.options import route_record, timeline_record
from samverkan.sources import Source
from samverkan.timelines import timeline
from samverkan.views import as_seen_by
from strategies import days, examples
from written_cases import OWN, SHIPPED, World, written_cases

MODELS: dict[str, Model | None] = {"own": OWN, "finsam": SHIPPED, "no-model": None}
CONVERTERS = {(model, case): converter(MODELS[model], case) for model in MODELS for case in ("snake", "camel")}
SCHEMAS = {
    (record, model, case): Draft202012Validator(json_schema(record, MODELS[model], case))
    for record in ("case-file", "decision", "route", "timeline")
    for model in MODELS
    for case in ("snake", "camel")
}
PEOPLE = [
    Participant(id="d-001"),
    Participant(
        id="d-002",
        born="1990-05-17",
        residence="Ludvika",
        unmet_need=True,
        sgi=True,
        contacts=[Contact("AF"), Contact("FK", since="2016-05-10"), Contact("kommun:Ludvika/IFO")],
        contacts_complete=True,
        livelihoods=[Livelihood("economic-assistance"), Livelihood("sickness-benefit")],
        occupations=[],
        sick_leave=[SickLeave("2016-02-01")],
        work_capacity="to-be-clarified",
    ),
]
WAYS = [("own", "snake"), ("own", "camel"), ("no-model", "snake"), ("no-model", "camel")]


def written(case_file: CaseFile, model: str = "own", case: Any = "snake") -> Any:
    """Return a case file as JSON has it."""
    return json.loads(json.dumps(unstructured(case_file, CONVERTERS[model, case])))


def read(data: Any, model: str = "own", case: Any = "snake") -> CaseFile:
    """Return the case file that JSON holds."""
    return structured(data, CaseFile, CONVERTERS[model, case])


def faults(data: Any, model: str = "own", case: Any = "snake") -> tuple[Fault, ...]:
    """Return what is wrong with a case file."""
    with pytest.raises(InvalidRecordError) as error:
        read(data, model, case)
    return error.value.faults


def keys(data: Any) -> Iterator[str]:
    """Yield every key in plain data."""
    for key, one in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        if isinstance(key, str):
            yield key
        yield from keys(one)


# --- There and back ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("model", "case"), WAYS)
@examples(30)
@given(case_file=written_cases(OWN, st.sampled_from(PEOPLE)))
def test_a_case_file_comes_back_from_json(model, case, case_file):
    """A case file with consents and all else, written and read again, is equal, and is written the same again."""
    data = written(case_file, model, case)
    back = read(data, model, case)
    assert back == case_file
    assert json.dumps(written(back, model, case)) == json.dumps(data)
    assert all(key == key.lower() if case == "snake" else "_" not in key for key in keys(data))


@examples(20)
@given(st.lists(written_cases(OWN), min_size=1, max_size=3))
def test_case_files_come_back_from_lines(cases):
    """Lines of JSON are read to the case files that were written, about anybody."""
    lines = "".join(json.dumps(written(one), ensure_ascii=False) + "\n" for one in cases)
    assert list(read_cases(BytesIO(lines.encode()), OWN)) == cases


@pytest.mark.parametrize("case", ["snake", "camel"])
@examples(20)
@given(data=st.data())
def test_a_case_file_as_an_agency_sees_it_comes_back(case, data):
    """What is hidden is written too, so that what an agency sees can be handed on, and is decided alike."""
    whole = data.draw(written_cases(OWN, st.sampled_from(PEOPLE), views=False))
    on, agency = data.draw(days()), data.draw(st.sampled_from(World(OWN).agencies))
    programme = OWN.programmes[data.draw(st.sampled_from(["en-vag-in", "orvar", "kaa"]))]
    seen = as_seen_by(whole, agency, programme, on)
    told = written(seen, case=case)
    SCHEMAS["case-file", "own", case].validate(told)
    back = read(told, case=case)
    assert back == seen
    assert decide(back, programme, on) == decide(seen, programme, on) == decide(whole, programme, on, seen_by=agency)


def test_what_is_not_said_is_not_written():
    """What is empty or as it is when nothing is said is left out; a consent of which little is said is short."""
    consent = Consent("c-1", kind="plan", given="2016-11-21")
    assert written(CaseFile(PEOPLE[0])) == {"participant": {"id": "d-001"}}
    assert written(CaseFile(PEOPLE[0], consents=[consent])) == {
        "participant": {"id": "d-001"},
        "consents": [{"id": "c-1", "kind": "plan", "given": "2016-11-21"}],
    }


def test_that_there_is_no_consent_is_said():
    """An empty list says that there is none; no list and null say that nothing is known."""
    nothing, none = CaseFile(PEOPLE[0]), CaseFile(PEOPLE[0], consents=[])
    assert written(none) == {"participant": {"id": "d-001"}, "consents": []}
    assert nothing == read({"participant": {"id": "d-001"}}) == read({"participant": {"id": "d-001"}, "consents": None})
    assert none == read(written(none)) != nothing


EXAMPLE = {
    "participant": {"id": "d-001"},
    "consents": [
        {
            "id": "c-1",
            "kind": "secrecy",
            "from": ["region"],
            "to": ["AF"],
            "categories": ["health", "contact"],
            "purpose": "coordination",
            "programme": "en-vag-in",
            "exceptions": [
                {
                    "from": ["region/psykiatri"],
                    "to": ["AF"],
                    "categories": ["health"],
                    "purposes": ["coordination"],
                    "programmes": ["en-vag-in"],
                    "since": "2017-01-01",
                    "until": "2017-06-30",
                    "exceptions": [{"categories": ["contact"]}],
                }
            ],
            "form": "written",
            "giver": "self-and-guardian",
            "notice": "Blankett 7, 2016",
            "given": "2016-11-21",
            "expires": "2017-11-20",
            "withdrawn": None,
            "recorded_on": "2016-11-21",
            "by": "kommun/AME",
            "history": [
                {"what": "narrowed", "on": "2017-02-01", "recorded_on": "2017-02-02", "by": "AF", "categories": ["contact"],
                 "from": ["region/primärvård"], "to": ["AF"], "exceptions": [{"until": "2017-03-01"}]},
                {"what": "reaffirmed", "on": "2017-11-01", "expires": "2018-11-20"},
            ],
        }
    ],
    "legal_bases": [
        {
            "id": "b-1",
            "kind": "statutory-duty",
            "from": ["FK"],
            "to": ["kommun"],
            "categories": ["livelihood"],
            "purpose": "coordination",
            "programme": "en-vag-in",
            "exceptions": [],
            "since": "2011-01-01",
            "until": "2018-12-31",
            "recorded_on": "2016-11-21",
            "source": {"document": "SFB 110 kap.", "quote": "ska på begäran lämna uppgifter"},
        }
    ],
    "disclosures": [
        {
            "id": "u-1",
            "sharer": "FK",
            "recipient": "AF",
            "on": "2016-11-28",
            "category": "contact",
            "facts": ["contacts"],
            "purpose": "coordination",
            "programme": "en-vag-in",
            "basis": "c-1",
            "recorded_on": "2016-11-28",
        }
    ],
    "view": {"agency": "AF", "programme": "en-vag-in", "purpose": "coordination", "on": "2016-11-28", "is_settled": True},
}  # fmt: skip


def test_every_key_is_read_for_what_it_is():
    """Each key of a consent, an event, a scope, a legal basis, a disclosure and a view fills its own field."""
    case_file = read(EXAMPLE)
    (consent,), (basis,), (told,) = case_file.consents or (), case_file.legal_bases, case_file.disclosures
    (exception,), (narrowed, reaffirmed) = consent.exceptions, consent.history
    assert (consent.id, consent.kind, consent.from_, consent.to) == ("c-1", "secrecy", {"region"}, {"AF"})
    assert (consent.categories, consent.purpose, consent.programme) == (
        {"health", "contact"},
        "coordination",
        "en-vag-in",
    )
    assert (consent.form, consent.giver, consent.notice, consent.by) == (
        "written",
        "self-and-guardian",
        "Blankett 7, 2016",
        "kommun/AME",
    )
    assert (consent.given, consent.expires, consent.withdrawn, consent.recorded_on) == (
        date(2016, 11, 21),
        date(2017, 11, 20),
        None,
        date(2016, 11, 21),
    )
    assert exception == Scope(
        from_=["region/psykiatri"],
        to=["AF"],
        categories=["health"],
        purposes=["coordination"],
        programmes=["en-vag-in"],
        since="2017-01-01",
        until="2017-06-30",
        exceptions=[Scope(categories=["contact"])],
    )
    assert (narrowed.what, narrowed.on, narrowed.recorded_on, narrowed.by) == (
        "narrowed",
        date(2017, 2, 1),
        date(2017, 2, 2),
        "AF",
    )
    assert (narrowed.from_, narrowed.to, narrowed.categories) == ({"region/primärvård"}, {"AF"}, {"contact"})
    assert narrowed.exceptions == (Scope(until="2017-03-01"),)
    assert (reaffirmed.what, reaffirmed.on, reaffirmed.expires) == ("reaffirmed", date(2017, 11, 1), date(2018, 11, 20))
    assert (basis.kind, basis.since, basis.until) == ("statutory-duty", date(2011, 1, 1), date(2018, 12, 31))
    assert basis.source == Source("SFB 110 kap.", "ska på begäran lämna uppgifter")
    assert (told.sharer, told.recipient, told.category, told.facts, told.basis) == (
        "FK",
        "AF",
        "contact",
        ("contacts",),
        "c-1",
    )
    assert case_file.view == View(
        agency="AF", programme="en-vag-in", purpose="coordination", on=date(2016, 11, 28), is_settled=True
    )


HIDDEN = Hidden(
    facts=["sgi", "sick_leave"],
    complete={"livelihoods": ["economic-assistance"], "work_capacity": ["", "AF"], "occupations": []},
    contacts=["FK", "kommun/IFO"],
)


@pytest.mark.parametrize(
    ("case", "complete"),
    [
        ("snake", {"livelihoods": ["economic-assistance"], "occupations": [], "work_capacity": ["", "AF"]}),
        ("camel", {"livelihoods": ["economic-assistance"], "occupations": [], "workCapacity": ["", "AF"]}),
    ],
)
def test_what_is_hidden_is_written(case, complete):
    """It says which facts are not open, for what lists are whole, and where contacts may be left out."""
    person = attrs.evolve(PEOPLE[0], hidden=HIDDEN)
    told = written(
        CaseFile(person, view=View(agency="AF", programme="orvar", purpose="coordination", on=date(2016, 10, 3))),
        case=case,
    )
    assert told["participant"]["hidden"] == {
        "facts": ["sgi", "sick_leave"],
        "complete": complete,
        "contacts": ["FK", "kommun/IFO"],
    }
    assert read(told, case=case).participant == person
    SCHEMAS["case-file", "own", case].validate(told)


@pytest.mark.parametrize("nothing", [None, {}, {"facts": [], "contacts": [], "complete": {}}])
def test_that_nothing_is_hidden_can_be_said(nothing):
    """Null and an object without anything in it hide nothing, and are not written."""
    case_file = read({"participant": {"id": "d-001", "hidden": nothing}})
    assert written(case_file) == {"participant": {"id": "d-001"}}


def test_a_part_of_a_scope_is_not_written():
    """A scope that is a part of another has no way to be written, and is refused, not cut short."""
    part = Scope(categories=["health"], within=Scope(from_=["region"]))
    case_file = CaseFile(PEOPLE[0], consents=[Consent("c-1", kind="plan", given="2016-11-21", exceptions=[part])])
    with pytest.raises(InvalidValueError, match="wanted scopes that are whole"):
        written(case_file)


def test_a_person_of_another_class_is_not_written():
    """She has no format here; that is said, and no half of her is written."""
    with pytest.raises(InvalidValueError, match="participant: wanted a participant"):
        written(CaseFile(EmbeddedPerson(id="d-001", facts={}, histories={})))


# --- What is wrong -----------------------------------------------------------------------------------

PLACES = {
    ("consents", 0): {
        "id": ("", "an id of 1 to 200 printable characters", ""),
        "kind": ("secracy", "secrecy or plan or registration", "did you mean secrecy?"),
        "from": ("FK", "a list", ""),
        "purpose": ("samordning", "a word of the closed list purposes", ""),
        "programme": ("en-vag-inn", "a programme of the model", "did you mean en-vag-in?"),
        "form": ("skriftlig", "written or electronic or oral", ""),
        "giver": (None, "self or guardian", ""),
        "notice": (7, "a word", ""),
        "given": ("2016-11-1", "a day as YYYY-MM-DD", ""),
        "expires": (2017, "a day as YYYY-MM-DD", ""),
        "by": ("AFF", "an agency of the register", "did you mean AF?"),
        "history": (None, "a list", ""),
        "exceptions": ({}, "a list", ""),
    },
    ("consents", 0, "categories"): {0: ("helth", "a word of the closed list categories", "did you mean health?")},
    ("consents", 0, "to"): {0: ("kommun:Ludvik", "a body that this party has", "did you mean Ludvika?")},
    ("consents", 0, "exceptions", 0): {
        "from": ([3], "an agency such as AF", ""),
        "programmes": (["kaaa"], "a programme of the model", "did you mean kaa?"),
        "purposes": (["remis"], "a word of the closed list purposes", ""),
        "since": ("i går", "a day as YYYY-MM-DD", ""),
    },
    ("consents", 0, "exceptions", 0, "exceptions", 0): {
        "categories": (["contacts"], "a word of the closed list categories", "did you mean contact?")
    },
    ("consents", 0, "history", 1): {
        "what": ("renewed", "given or reaffirmed", ""),
        "on": (None, "a day as YYYY-MM-DD", ""),
        "exceptions": ([7], "an object", ""),
    },
    ("legal_bases", 0): {
        "kind": ("duty", "statutory-duty or general-clause", ""),
        "to": (["skola:Sodra skolan"], "a body that this party has", "did you mean Södra skolan?"),
        "source": ("SFB 110 kap.", "an object", ""),
    },
    ("disclosures", 0): {
        "sharer": ("Fk", "an agency of the register", "did you mean FK?"),
        "recipient": ("regionen", "an agency of the register", "did you mean region?"),
        "on": ("", "a day as YYYY-MM-DD", ""),
        "category": ("work ", "a word of the closed list categories", "did you mean work?"),
        "facts": (["contact"], "a fact of the model", "did you mean contacts?"),
        "basis": (1, "an id of 1 to 200", ""),
    },
    ("view",): {
        "agency": (["AF"], "an agency such as AF", ""),
        "purpose": (None, "a word", ""),
        "on": (None, "a day as YYYY-MM-DD", ""),
        "is_settled": ("ja", "true or false", ""),
    },
}
PLANTED = [(where, key, *planted) for where, of_key in PLACES.items() for key, planted in of_key.items()]


def told(*place: Any) -> str:
    """Return a place as a fault tells it."""
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in place).removeprefix(".")


def planted(where: tuple[Any, ...], key: Any, bad: Any, data: Any) -> None:
    """Put something bad into a place of plain data."""
    for step in where:
        data = data[step]
    data[key] = bad


def example() -> Any:
    """Return the example, which may be changed."""
    return json.loads(json.dumps(EXAMPLE))


@pytest.mark.parametrize(("where", "key", "bad", "wanted", "hint"), PLANTED, ids=[told(*w, k) for w, k, *_ in PLANTED])
def test_a_fault_is_told_with_its_place(where, key, bad, wanted, hint):
    """One thing that is wrong is one fault, with its place, what was wanted, and the nearest name; both refuse it."""
    data = example()
    planted(where, key, bad, data)
    (fault,) = faults(data)
    assert fault.where.startswith(told(*where, key))
    assert fault.wanted.startswith(wanted)
    assert fault.hint == hint
    assert not SCHEMAS["case-file", "own", "snake"].is_valid(data)


def test_every_fault_is_told_at_once():
    """All that is planted together is told together, and nothing of what stood there."""
    data = example()
    # What stands inside something that is planted itself is not there to be wrong.
    kept = [
        one for one in PLANTED if one[1] not in {"exceptions", "history"} or one[0] == ("consents", 0, "history", 1)
    ]
    for where, key, bad, *_ in kept:
        planted(where, key, bad, data)
    found = faults(data)
    assert all(any(one.where.startswith(told(*where, key)) for one in found) for where, key, *_ in kept)
    assert len(found) == len(kept)
    words = {bad for _, _, bad, *_ in kept if isinstance(bad, str) and len(bad) > 3} | {"Blankett", "i går", "renewed"}
    assert not [word for word in words for one in found if word in f"{one.where} {one.got}"]


@pytest.mark.parametrize(
    ("where", "key", "near"),
    [
        ((), "consent", "consents"),
        (("consents", 0), "catagories", "categories"),
        (("consents", 0, "exceptions", 0), "purpose", "purposes"),
        (("consents", 0, "history", 0), "form", "from"),
        (("legal_bases", 0), "given", ""),
        (("legal_bases", 0, "source"), "quotes", "quote"),
        (("disclosures", 0), "sharers", "sharer"),
        (("view",), "settled", "is_settled"),
        (("participant",), "hiden", "hidden"),
    ],
    ids=lambda one: one if isinstance(one, str) else told(*one) or "the whole",
)
def test_an_unknown_key_is_refused(where, key, near):
    """A key that no such record has is a fault, with the nearest that it has; both refuse it."""
    data = example()
    planted(where, key, [], data)
    (fault,) = faults(data)
    assert (fault.where, fault.wanted) == (told(*where), "a known key")
    assert fault.hint == (f"did you mean {near}?" if near else "")
    assert not SCHEMAS["case-file", "own", "snake"].is_valid(data)


@pytest.mark.parametrize(
    ("where", "key", "wanted"),
    [
        *[(("consents", 0), key, "a value") for key in ("id", "kind", "given")],
        *[
            (("consents", 0), key, "a value: a consent of the kind secrecy must name it")
            for key in ("from", "to", "categories", "purpose")
        ],
        *[(("consents", 0, "history", 0), key, "a value") for key in ("what", "on")],
        *[
            (("legal_bases", 0), key, "a value")
            for key in ("id", "kind", "from", "to", "categories", "since", "source")
        ],
        (("legal_bases", 0, "source"), "document", "the provision that it rests on"),
        *[
            (("disclosures", 0), key, "a value")
            for key in ("id", "sharer", "recipient", "on", "category", "purpose", "basis")
        ],
        *[(("view",), key, "a value") for key in ("agency", "programme", "purpose", "on")],
        ((), "participant", "a value"),
    ],
    ids=lambda one: one if isinstance(one, str) else told(*one) or "the whole",
)
def test_what_must_be_said_is_asked_for(where, key, wanted):
    """A key that must be there and is not, is a fault; both refuse it."""
    data = example()
    data["consents"][0]["history"][0].pop("from")  # of which it says less than the consent
    data["consents"][0]["history"] = data["consents"][0]["history"] if "history" in where else []
    inner = data
    for step in where:
        inner = inner[step]
    del inner[key]
    (fault,) = faults(data)
    assert fault.wanted.startswith(wanted)
    assert told(*where) in fault.where
    assert not SCHEMAS["case-file", "own", "snake"].is_valid(data)


@pytest.mark.parametrize(
    ("where", "key", "bad"),
    [
        (("consents", 0), "purpose", None),
        (("consents", 0), "from", []),
        (("consents", 0, "history", 0), "what", "given"),
        (("consents", 0, "history", 0), "what", "withdrawn"),
        (("consents", 0, "history", 1), "categories", ["contact"]),
        (("consents", 0, "history", 0), "expires", "2018-01-01"),
        (("legal_bases", 0), "categories", []),
        (("legal_bases", 0), "since", None),
        (("legal_bases", 0, "source"), "document", None),
        (("legal_bases", 0, "source"), "document", ""),
        (("legal_bases", 0, "source"), "quote", "q" * 161),
        (("consents", 0), "from", ["förening:Norra"]),
        (("consents", 0), "from", ["skola:Östra"]),
        (("consents", 0), "from", ["kommun:*/AME"]),
        (("participant",), "hidden", []),
        (("participant",), "hidden", {"facts": ["sgii"]}),
        (("participant",), "hidden", {"complete": {"sick_leave": [""]}}),
        (("participant",), "hidden", {"complete": {"contacts": ["AF"]}}),
        (("participant",), "hidden", {"complete": {"livelihoods": ["AF"]}}),
        (("participant",), "hidden", {"complete": {"work_capacity": ["yes"]}}),
        (("participant",), "hidden", {"contacts": ["skola"]}),
        ((), "disclosures", None),
        ((), "legal_bases", None),
    ],
    ids=lambda one: str(one)[:40] if isinstance(one, dict | list) else told(*one) if isinstance(one, tuple) else None,
)
def test_what_does_not_fit_is_refused_by_both(where, key, bad):
    """What its kind must name and does not, what such an event cannot say, and names that there are not."""
    data = example()
    planted(where, key, bad, data)
    assert faults(data)
    assert not SCHEMAS["case-file", "own", "snake"].is_valid(data)


@pytest.mark.parametrize(
    ("where", "key", "good"),
    [
        (("consents", 0), "from", ["skola", "skola:Södra skolan", "förening", "region:Dalarna", "skola/elevhälsa"]),
        (("consents", 0), "categories", ["housing", "contact"]),
        (("consents", 0), "purpose", "hand-over"),
        (("consents", 0), "programme", "sus-contacts"),
        (("consents", 0), "expires", None),
        (("consents", 0), "exceptions", [{}]),
        (("legal_bases", 0), "purpose", None),
        (("legal_bases", 0, "source"), "quote", None),
        (("disclosures", 0), "facts", ["age", "contacts"]),
        ((), "view", None),
        (("participant",), "hidden", None),
    ],
    ids=lambda one: str(one)[:40] if isinstance(one, dict | list) else told(*one) if isinstance(one, tuple) else None,
)
def test_what_is_right_is_taken_by_both(where, key, good):
    """Parties and their bodies, the model's own words, a predicate, and what may be nothing."""
    data = example()
    data["consents"][0]["history"] = []
    planted(where, key, good, data)
    read(data)
    SCHEMAS["case-file", "own", "snake"].validate(data)


def test_the_days_of_a_record_are_in_order():
    """What no schema can say the serializer tells: days in another order, and two bases of one id."""
    data = example()
    data["consents"][0]["expires"] = "2016-11-20"
    data["legal_bases"][0]["until"] = "2010-12-31"
    assert [one.where for one in faults(data)] == ["consents[0].expires", "legal_bases[0].until"]
    SCHEMAS["case-file", "own", "snake"].validate(data)
    again = example()
    again["legalBases"] = [{**again.pop("legal_bases")[0], "id": "c-1"}]
    for one in (
        again["consents"][0],
        again["legalBases"][0],
        again["disclosures"][0],
        *again["consents"][0]["history"],
    ):
        if "recorded_on" in one:
            one["recordedOn"] = one.pop("recorded_on")
    again["view"]["isSettled"] = again["view"].pop("is_settled")
    assert [one.where for one in faults(again, case="camel")] == ["legalBases[0].id"]
    SCHEMAS["case-file", "own", "camel"].validate(again)


@pytest.mark.parametrize(("depth", "is_taken"), [(16, True), (17, False), (400, False)])
def test_exceptions_are_not_nested_for_ever(depth, is_taken):
    """Sixteen exceptions may stand within each other; a file that nests deeper is a bad line, and no crash."""
    exceptions = '[{"exceptions": ' * depth + "[]" + "}]" * depth
    consent = f'{{"id": "c-1", "kind": "plan", "given": "2016-11-21", "exceptions": {exceptions}}}'
    data = f'{{"participant": {{"id": "d-001"}}, "consents": [{consent}]}}'
    (line,) = read_cases(BytesIO(data.encode()), OWN)
    assert isinstance(line, CaseFile) is is_taken
    if isinstance(line, BadLine):
        assert [one.where for one in line.faults] == ["consents[0].exceptions"]


@pytest.mark.parametrize("model", ["no-model", "finsam"])
def test_without_the_model_names_are_words(model):
    """Without a model any name of the right form is taken; another model has not got these, and says so."""
    data = written(
        CaseFile(
            PEOPLE[0],
            consents=[
                Consent(
                    "c-1",
                    kind="secrecy",
                    from_=["skola:Norra"],
                    to=["bolaget/enhet"],
                    categories=["housing"],
                    purpose="hand-over",
                    programme="eget",
                    given="2016-11-21",
                )
            ],
        ),
        "no-model",
    )
    if model == "no-model":
        assert written(read(data, model), model) == data
        SCHEMAS["case-file", model, "snake"].validate(data)
    else:
        assert [one.where for one in faults(data, model)] == [
            "consents[0].from[0]",
            "consents[0].to[0]",
            "consents[0].categories[0]",
            "consents[0].purpose",
            "consents[0].programme",
        ]
        assert not SCHEMAS["case-file", model, "snake"].is_valid(data)


def test_without_a_model_the_form_of_a_name_is_looked_at():
    """An agency has its form, an id is printable, and a word is not empty."""
    data = example()
    data["consents"][0] |= {"from": ["a b/"], "categories": [""], "programme": "", "history": [], "exceptions": []}
    assert [one.where for one in faults(data, "no-model")] == [
        "consents[0].from[0]",
        "consents[0].categories[0]",
        "consents[0].programme",
    ]
    assert not SCHEMAS["case-file", "no-model", "snake"].is_valid(data)


def test_a_hidden_fact_that_is_there_is_refused():
    """What is not open says nothing: a file that has both is wrong, with the key as it is written."""
    data = {"participant": {"id": "d-001", "unmetNeed": True, "hidden": {"facts": ["unmet_need"]}}}
    (fault,) = faults(data, case="camel")
    assert (fault.where, fault.wanted) == ("participant.unmetNeed", "nothing, for it is not open")


# --- Answers -----------------------------------------------------------------------------------------

ON = "2016-10-03"


def test_a_decision_says_which_consent_it_takes():
    """Seen by one agency it names the view, the purpose and the narrowest consent; with all facts none of them."""
    programme = SHIPPED.programmes["en-vag-in"]
    person = Participant(
        id="d-001", born="1990-05-17", residence="Ludvika", unmet_need=True, contacts=[Contact("AF"), Contact("FK")]
    )
    seen = decision_record(decide(person, programme, ON, seen_by="AF", purpose="planning"))
    assert (seen["view"], seen["purpose"], seen["outcome"]) == ("seen-by:AF", "planning", "undetermined")
    asked = {one["member"]: one["consent"] for one in seen["missing"]}
    assert asked["FK"] == {
        "from": ["FK"],
        "to": "AF",
        "category": "contact",
        "purpose": "planning",
        "programme": "en-vag-in",
    }
    whole = decision_record(decide(person, programme, ON))
    assert (whole["view"], whole["purpose"], whole["outcome"]) == ("all-facts", None, "eligible")
    unknown = decision_record(decide(Participant(id="d-001"), programme, ON))
    assert {one["consent"] for one in unknown["missing"]} == {None}


@examples(15)
@given(data=st.data())
def test_every_answer_through_an_agencys_eyes_is_valid(data):
    """Decisions, routes and timelines as an agency sees her are as their schemas say, with the model and without."""
    case_file = data.draw(written_cases(SHIPPED, st.sampled_from(PEOPLE), views=False))
    agency = data.draw(st.sampled_from(["AF", "FK", "kommun:Ludvika/IFO", "region/primärvård"]))
    purpose = data.draw(st.sampled_from(["coordination", "referral"]))
    on, programme = data.draw(days()), SHIPPED.programmes["en-vag-in"]
    asked: dict[str, Any] = {"seen_by": agency, "purpose": purpose}
    stretches = timeline(case_file, programme, on, date(on.year + 1, 1, 1), known_on=on, **asked)
    answers = {
        "decision": decision_record(decide(case_file, programme, on, **asked), "sv"),
        "timeline": timeline_record("d-001", stretches, "sv"),
        "route": route_record("d-001", on, route(case_file, SHIPPED.options, on, **asked), "sv"),
    }
    for record, answer in answers.items():
        plain = json.loads(json.dumps(answer))
        assert (plain["view"], plain["purpose"]) == (f"seen-by:{agency}", purpose)
        for model in ("no-model", "finsam"):
            schema = SCHEMAS[record, model, "snake"]
            schema.validate(plain)
            assert not schema.is_valid({**plain, "view": "all-facts"})
            assert not schema.is_valid({**plain, "purpose": None})
            assert not schema.is_valid({**plain, "view": "seen-by:"})
            assert schema.is_valid({**plain, "purpose": "lust"}) is (model == "no-model")
            assert schema.is_valid({**plain, "view": "seen-by:AFF"}) is (model == "no-model")


def test_a_route_that_reads_nothing_is_with_all_facts():
    """Where there is no option to decide about, nothing was kept from whoever asks."""
    record = route_record("d-001", date(2016, 10, 3), ())
    assert (record["view"], record["purpose"], record["options"]) == ("all-facts", None, [])


# --- Files of a model --------------------------------------------------------------------------------

FILE = """
id = "skolan"
name = {sv = "Skolan", en = "The school"}
extends = ["finsam"]

[[parties]]
id = "skola"
name = {sv = "skolan", en = "the school"}

[[agencies]]
id = "skola/elevhälsa"
party = "skola"
name = {sv = "elevhälsan", en = "pupils' health"}
secrecy = "OSL 25:1"
secrecy_apart = true

[lists.categories]
housing = {sv = "boende", en = "housing"}

[lists.purposes]
hand-over = {sv = "överlämning", en = "hand-over"}
"""


def test_a_model_file_says_how_an_agency_keeps_its_secrets(tmp_path):
    """The provision and whether it is apart are read from TOML; the words are added to those that there are."""
    path = tmp_path / "skolan.toml"
    path.write_text(FILE, encoding="utf-8")
    model = load_model(path)
    agency = model.agencies.agencies["skola/elevhälsa"]
    assert (agency.secrecy, agency.secrecy_apart) == ("OSL 25:1", True)
    assert [*model.lists["categories"]] == [*SHIPPED.lists["categories"], "housing"]
    assert [*model.lists["purposes"]] == [*SHIPPED.lists["purposes"], "hand-over"]
    basis = LegalBasis(
        "b-1",
        kind="general-clause",
        from_=["AF"],
        to=["skola/elevhälsa"],
        categories=["housing"],
        purpose="hand-over",
        since="2016-01-01",
        source=Source("OSL 10:27"),
    )
    conv = converter(model)
    assert structured(unstructured(basis, conv), LegalBasis, conv) == basis


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('secrecy = "OSL 25:1"', 'secrecy = ""', "agencies[0].secrecy"),
        ('secrecy = "OSL 25:1"', "secrecy = 25", "agencies[0].secrecy"),
        ("secrecy_apart = true", 'secrecy_apart = "ja"', "agencies[0].secrecy_apart"),
    ],
)
def test_a_model_file_that_says_it_wrongly_is_refused(old, new, where):
    """A provision is a text, and apart is true or false; the serializer and the schema refuse anything else."""
    good, bad = tomllib.loads(FILE), tomllib.loads(FILE.replace(old, new))
    schema = Draft202012Validator(json_schema("model"))
    schema.validate(good)
    assert structured(good, ModelFile, CONVERTERS["no-model", "snake"]).id == "skolan"
    with pytest.raises(InvalidRecordError) as error:
        structured(bad, ModelFile, CONVERTERS["no-model", "snake"])
    assert [one.where for one in error.value.faults] == [where]
    assert not schema.is_valid(bad)
