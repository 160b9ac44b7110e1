"""Plugging in: a model of one's own from files and packages, what it adds to, and every mistake with its place."""

import subprocess
import sys
from datetime import date
from importlib import metadata
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Model, Outcome, Participant, Verdict, decide, load_model
from samverkan.dates import LeapDay
from samverkan.errors import InvalidModelError, InvalidRecordError, UnknownNameError
from samverkan.partial import Members
from samverkan.participants import FACTS
from samverkan.rules.evaluation import answer
from samverkan.rules.facts import (
    Boolean,
    Changes,
    Choice,
    Current,
    Day,
    DayOf,
    Derivation,
    Elapsed,
    Expression,
    Fact,
    Kind,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
)
from samverkan.rules.text import parse
from samverkan.serialization import converter, structured, unstructured
from samverkan.texts import Text
from strategies import days, examples

FINSAM = load_model("finsam")
WHEN = date(2026, 3, 2)

DALEN = """
id = "dalen"
name = {sv = "Dalen (påhittat)", en = "Dalen (invented)"}

[[documents]]
id = "D1"
title = {sv = "Avtalet", en = "The agreement"}
kind = {sv = "påhittat", en = "invented"}

[[parties]]
id = "kommun"
name = {sv = "kommunen", en = "the kommun"}
has_other_units = true

[[agencies]]
id = "AF"
party = "AF"
name = {sv = "Arbetsförmedlingen", en = "Arbetsförmedlingen"}

[[agencies]]
id = "kommun/lots"
party = "kommun"
name = {sv = "lotsen", en = "the guide"}
"""
"""A small model in one file, which extends no other. The parties that the shipped facts name come with OTHERS."""

OTHERS = "".join(
    f"""
[[{table}]]
id = "{one}"
name = {{sv = "{one}", en = "{one}"}}
{f'party = "{one}"' if table == "agencies" else ""}
"""
    for table, one in [
        *(("parties", one) for one in ("AF", "FK", "region")),
        *(("agencies", one) for one in ("FK", "region", "kommun")),
    ]
)
GOALS = """
[lists.goals]
work = {sv = "arbete", en = "work"}
studies = {sv = "studier", en = "studies"}
rest = {sv = "vila", en = "rest"}
"""
PROGRAMME = """
[[programmes]]
id = "lots"
kind = "intervention"
status = "adopted"
name = {sv = "Lots", en = "Guide"}
source = "D1"
readings = {only = {assumed = true}}

[[programmes.criteria]]
id = "the-rule"
rule = 'RULE'
sv = "passar in"
en = "fits in"
source = "D1"
"""
NORDVIK = """
id = "nordvik"
name = {sv = "Nordvik (påhittat)", en = "Nordvik (invented)"}
extends = "finsam"
"""


def written(folder: Path, files: dict[str, str]) -> Path:
    """Write *files* into the folder, and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return folder


def model_of(folder: Path, *texts: str) -> Model:
    """Return the model of one file in which those texts stand."""
    return load_model(written(folder, {"one.toml": "".join(texts)}) / "one.toml")


def faults_of(folder: Path, *texts: str) -> list[str]:
    """Return what is wrong with a model of one file in which those texts stand, a line a fault."""
    with pytest.raises(InvalidModelError) as caught:
        model_of(folder, *texts)
    assert caught.value.__cause__ is caught.value.__context__ is None
    return [str(fault) for fault in caught.value.faults]


# --- One file, and what it adds to ------------------------------------------------------------------


def test_a_model_may_be_one_file(tmp_path: Path) -> None:
    """Everything that a folder's files hold can stand in one, and the model decides."""
    model = model_of(tmp_path, DALEN, OTHERS, PROGRAMME.replace("RULE", "employed"))
    assert ["lots"] == list(model.programmes)
    assert (
        Outcome.ELIGIBLE is decide(Participant(id="p", employed=True), model.programmes["lots"], "2026-03-02").outcome
    )


def test_a_file_that_extends_a_model_adds_to_it(tmp_path: Path) -> None:
    """All that the other has is there as it was, with the same rule versions; the model is called as the file says."""
    more = DALEN[DALEN.index("[[documents]]") : DALEN.index("[[parties]]")] + PROGRAMME.replace("RULE", "employed")
    model = model_of(tmp_path, NORDVIK, more)
    assert ("nordvik", "Nordvik (påhittat)") == (model.id, model.name.sv)
    assert [*FINSAM.programmes, "lots"] == list(model.programmes)
    for name, programme in FINSAM.programmes.items():
        assert programme.rule_version == model.programmes[name].rule_version
    assert {**FINSAM.documents, "D1": model.documents["D1"]} == model.documents
    assert model.leap_day is LeapDay.FEBRUARY_28


def test_a_folder_gathers_what_its_files_hold(tmp_path: Path) -> None:
    """Facts, lists, agencies and definitions may stand in any file of the folder; what is no TOML is passed over."""
    folder = written(
        tmp_path,
        {
            "model.toml": DALEN + OTHERS,
            "facts.toml": GOALS + FACT_SET,
            "guides.toml": PROGRAMME.replace("RULE", '"work" in goals'),
            "programmes/other.toml": PROGRAMME.replace("[[programmes]]", "")
            .replace("[[programmes.criteria]]", "[[criteria]]")
            .replace('"lots"', '"other"')
            .replace("RULE", "unmet_need"),
            "notes.txt": "not read",
        },
    )
    model = load_model(folder)
    assert ["lots", "other"] == sorted(model.programmes)
    assert SetOf("goals") == model.facts["goals"].kind
    assert model == load_model(str(folder))


def test_the_leap_day_is_the_files_own_or_that_of_what_it_extends(tmp_path: Path) -> None:
    """A model says when those born on 29 February turn a year older; one that extends it goes by it too."""
    march = written(tmp_path, {"march.toml": DALEN.replace("\nname", '\nleap_day = "03-01"\nname', 1) + OTHERS})
    base = load_model(march / "march.toml")
    assert LeapDay.MARCH_1 is base.leap_day
    heir = model_of(tmp_path, NORDVIK.replace('"finsam"', '"march.toml"'))
    assert LeapDay.MARCH_1 is heir.leap_day
    own = model_of(tmp_path, NORDVIK, 'leap_day = "03-01"')
    assert LeapDay.MARCH_1 is own.leap_day


def test_a_model_may_extend_several(tmp_path: Path) -> None:
    """What two plug-ins have of their own stands side by side; what both extend stands once."""
    one = NORDVIK.replace("nordvik", "one") + fact("likes_tea", 'kind = "boolean"')
    other = NORDVIK.replace("nordvik", "other") + fact("likes_coffee", 'kind = "boolean"')
    written(tmp_path, {"a/one.toml": one, "b/model.toml": other})
    both = model_of(tmp_path, NORDVIK.replace('"finsam"', '["a/one.toml", "./b"]'))
    assert {"likes_tea", "likes_coffee"} == both.facts.keys() - FINSAM.facts.keys()
    assert list(FINSAM.programmes) == list(both.programmes)


PARAMETER = "\n[parameters]\nlongest = {value = NUMBER, source = 'assumed'}\n"


@pytest.mark.parametrize(
    ("own", "wanted"),
    [
        pytest.param('replacing = ["longest"]', 2, id="of two that are extended the last one stands"),
        pytest.param('replacing = ["longest"]' + PARAMETER.replace("NUMBER", "3"), 3, id="the file's own stands"),
    ],
)
def test_what_two_plug_ins_have_differently_must_be_replaced_by_name(tmp_path: Path, own: str, wanted: int) -> None:
    """Two thresholds of one name are refused, unless replacing names them."""
    for name, number in (("one", 1), ("other", 2)):
        text = NORDVIK.replace("nordvik", name) + PARAMETER.replace("NUMBER", str(number))
        written(tmp_path, {f"{name}.toml": text})
    head = NORDVIK.replace('"finsam"', '["one.toml", "other.toml"]')
    assert [
        "one.toml: parameters.longest: wanted an id or name that is not taken; to replace it, name it in replacing"
    ] == faults_of(tmp_path / "whole", head.replace('"o', '"../o'))
    model = load_model(written(tmp_path, {"whole.toml": head + own}) / "whole.toml")
    assert [wanted] == [one.value for one in model.parameters["longest"].values]


def test_replacing_in_a_file_puts_a_thing_anew_and_must_name_one(tmp_path: Path) -> None:
    """A programme takes the place of the shipped one; a name that stands in no two places is refused."""
    own = PROGRAMME.replace('"lots"', '"orvar"').replace('"D1"', '"assumed"').replace("RULE", "employed")
    model = model_of(tmp_path, NORDVIK, 'replacing = ["orvar"]\n', own)
    assert list(FINSAM.programmes) == list(model.programmes)
    assert ["the-rule"] == [one.id for one in model.programmes["orvar"].criteria]
    told = faults_of(tmp_path, NORDVIK, 'replacing = ["orvr", "en-vag-in"]\n', own)
    taken = "wanted an id or name that is not taken; to replace it, name it in replacing"
    assert [
        f"one.toml: orvar.id: {taken}",
        *[
            f"one.toml: replacing: wanted names of what is both there and given anew, got the name {name!r}"
            for name in ("en-vag-in", "orvr")
        ],
    ] == told


# --- What is extended must be there, and not in a ring ----------------------------------------------


RING = "wanted models that do not extend each other in a ring, got "


@pytest.mark.parametrize(
    ("files", "told"),
    [
        pytest.param({"a.toml": "a.toml"}, [f"a.toml: extends: {RING}a.toml"], id="itself"),
        pytest.param({"a.toml": "./a.toml"}, [f"a.toml: extends: {RING}./a.toml"], id="itself, written otherwise"),
        pytest.param(
            {"a.toml": "../FOLDER/a.toml"}, [f"a.toml: extends: {RING}../FOLDER/a.toml"], id="itself, round about"
        ),
        pytest.param(
            {"a.toml": "b.toml", "b.toml": "a.toml"}, [f"b.toml: b.toml: extends: {RING}a.toml"], id="each other"
        ),
        pytest.param(
            {"a.toml": "./c", "c/model.toml": "../d", "d/model.toml": "../a.toml"},
            [f"./c: ../d: model.toml: extends: {RING}../a.toml"],
            id="three in a ring",
        ),
    ],
)
def test_a_ring_of_models_is_refused(tmp_path: Path, files: dict[str, str], told: list[str]) -> None:
    """Models that extend each other would never be there: the file that closes the ring is named, however written."""
    heads = {name: f'id = "m"\nname = {{sv = "M", en = "M"}}\nextends = "{of}"\n' for name, of in files.items()}
    written(tmp_path, {name: text.replace("FOLDER", tmp_path.name) for name, text in heads.items()})
    with pytest.raises(InvalidModelError) as caught:
        load_model(tmp_path / "a.toml")
    assert [one.replace("FOLDER", tmp_path.name) for one in told] == str(caught.value).splitlines()


def test_what_is_extended_and_not_there_is_told_with_what_is_wrong_with_the_others(tmp_path: Path) -> None:
    """A misspelt name, a file that is not there and a broken one are told together, each after its name."""
    written(tmp_path, {"broken/model.toml": DALEN + OTHERS + fact("x", 'kind = "booleon"')})
    told = faults_of(tmp_path, NORDVIK.replace('"finsam"', '["finsamm", "gone.toml", "./broken"]'))
    assert [
        "one.toml: extends: wanted models that there are; there is no model 'finsamm'; did you mean finsam? (there is: finsam)",
        "one.toml: extends: wanted models that there are; there is no model 'gone.toml' (there is: finsam)",
        "./broken: model.toml: facts.x.kind: wanted one of boolean, number, choice, set, day, got text of 7 characters; did you mean boolean?",
    ] == told  # fmt: skip


@pytest.mark.parametrize("name", ["nordvik", "nordvik.txt", "folder"])
def test_what_is_no_model_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A name that nothing bears, a file that is no TOML, and a folder without a model are told as not there."""
    monkeypatch.chdir(written(tmp_path, {"nordvik.txt": DALEN, "folder/other.toml": DALEN}))
    with pytest.raises(UnknownNameError, match=f"there is no model {name!r}"):
        load_model(name)


# --- Facts of one's own ------------------------------------------------------------------------------


def fact(name: str, keys: str, words: str = "") -> str:
    """Return a fact in TOML, with words that its kind can do with."""
    given_words = dict(line.split(" = ", 1) for line in words.splitlines())
    all_words = {
        "shown": '{sv = "ord", en = "words"}',
        "said": '{sv = "är så", en = "is so"}',
        **given_words,
    }
    lines = [f"{key} = {value}" for key, value in all_words.items() if value]
    return "\n".join(["", f"[facts.{name}]", keys, *lines, ""])


OF_A_SET = dedent(
    """\
    asked = {sv = "mål: {members}", en = "goals: {members}"}
    said = {sv = "har {member} som mål", en = "aims at {member}"}"""
)
OF_A_NUMBER = 'said = {sv = "antalet är {number}", en = "the number is {number}"}'
FACT_SET = fact("goals", 'kind = "set"\nof = "goals"', OF_A_SET)
UNIT = 'unit = {sv = "barn", en = "children"}'

KINDS: list[tuple[str, str, Kind, Derivation | None]] = [
    ('kind = "boolean"', "", Boolean(), None),
    (f'kind = "number"\n{UNIT}', OF_A_NUMBER, NumberOf(Text("barn", "children")), None),
    (
        f'kind = "number"\n{UNIT}\none = {{sv = "barn", en = "child"}}\nleast = 0\nmost = 20',
        OF_A_NUMBER,
        NumberOf(Text("barn", "children"), 0, 20, Text("barn", "child")),
        None,
    ),
    ('kind = "choice"\nof = "goals"', "", Choice("goals"), None),
    ('kind = "choice"\nof = "municipalities"', "", Choice("municipalities"), None),
    ('kind = "set"\nof = "goals"', OF_A_SET, SetOf("goals"), None),
    ('kind = "set"\nof = "agencies"', OF_A_SET, SetOf("agencies"), None),
    ('kind = "day"', "", Day(), None),
    (
        'kind = "number"\nderived = {elapsed = "arrived", unit = "years"}',
        OF_A_NUMBER,
        NumberOf(Text("år", "years"), 0, None, Text("år", "year")),
        Elapsed("arrived", "years"),
    ),
    (
        'kind = "number"\nderived = {elapsed = "arrived", unit = "months"}',
        OF_A_NUMBER,
        NumberOf(Text("månader", "months"), 0, None, Text("månad", "month")),
        Elapsed("arrived", "months"),
    ),
    (
        f'kind = "number"\n{UNIT}\nleast = 1\nmost = 99\nderived = {{elapsed = "arrived", unit = "days"}}',
        OF_A_NUMBER,
        NumberOf(Text("barn", "children"), 1, 99, Text("dag", "day")),
        Elapsed("arrived", "days"),
    ),
    ('kind = "boolean"\nderived = {current = "occupations"}', "", Boolean(), Current("occupations")),
    (
        f'kind = "number"\n{UNIT}\nderived = {{day_of = "occupations"}}',
        OF_A_NUMBER,
        NumberOf(Text("barn", "children")),
        DayOf("occupations"),
    ),
    (
        'kind = "set"\nof = "agencies"\nderived = {members = "contacts", key = "agency"}',
        OF_A_SET,
        SetOf("agencies"),
        MembersOf("contacts", "agency"),
    ),
    (
        'kind = "set"\nof = "occupations"\nderived = {members = "occupations", key = "kind"}',
        OF_A_SET,
        SetOf("occupations"),
        MembersOf("occupations", "kind"),
    ),
    (
        'kind = "set"\nof = "work_capacity"\nderived = {members = "work_capacity", key = "finding", by = "kommun"}',
        OF_A_SET,
        SetOf("work_capacity"),
        MembersOf("work_capacity", "finding", "kommun"),
    ),
    ('kind = "set"\nof = "parties"\nderived = {parties = "asked_at"}', OF_A_SET, SetOf("parties"), PartiesOf("asked_at")),
    (
        'kind = "boolean"\nderived = {expression = "unemployed and not sgi"}',
        "",
        Boolean(),
        Expression("unemployed and not sgi"),
    ),
]  # fmt: skip
BESIDE = fact("arrived", 'kind = "day"') + fact("asked_at", 'kind = "set"\nof = "agencies"', OF_A_SET) + GOALS


@pytest.mark.parametrize(
    ("keys", "words", "kind", "derived"), KINDS, ids=[" ".join(row[0].split("\n")) for row in KINDS]
)
def test_a_file_declares_facts_of_every_kind(
    tmp_path: Path, keys: str, words: str, kind: Kind, derived: Derivation | None
) -> None:
    """What it says of a fact's kind is what the fact has, and how it follows from another; a unit of time names itself."""
    made = model_of(tmp_path, DALEN, OTHERS, BESIDE, fact("own", keys, words)).facts["own"]
    assert (kind, derived) == (made.kind, made.derived)


def test_a_file_says_everything_of_a_fact(tmp_path: Path) -> None:
    """Its words, who holds it, what sort of information it is and how it changes; what is shown is asked for."""
    words = 'denied = {sv = "är inte så", en = "is not so"}\ncounted = {sv = "antal", en = "number"}'
    more = 'held_by = ["kommun/lots", "AF"]\ncategory = "health"\nchanges = "by_waiting"\n'
    own = model_of(
        tmp_path, DALEN, OTHERS, fact("one", 'kind = "boolean"', words), more, fact("plain", 'kind = "boolean"')
    ).facts
    assert own["one"] == Fact(
        kind=Boolean(),
        asked=Text("ord", "words"),
        shown=Text("ord", "words"),
        said=Text("är så", "is so"),
        denied=Text("är inte så", "is not so"),
        counted=Text("antal", "number"),
        held_by=frozenset({"kommun/lots", "AF"}),
        category="health",
        changes=Changes.BY_WAITING,
    )
    plain = own["plain"]
    assert (frozenset(), "person", Changes.BY_ACT) == (plain.held_by, plain.category, plain.changes)
    assert own.keys() - {"one", "plain"} == FACTS.keys()


WAYS = (
    'wanted {elapsed = "FACT", unit = "years, months or days"}, {current = "SPELLS"}, {day_of = "SPELLS"}, '
    '{members = "SPELLS", key = "agency, kind or finding"}, {parties = "SET"} or {expression = "RULE"}, got something else'
)
REFUSED: list[tuple[str, str, str, list[str]]] = [
    # What can be read of the file alone.
    ("x", "", "", ["kind: wanted one of boolean, number, choice, set, day, got nothing"]),
    ("x", "kind = 1", "", ["kind: wanted one of boolean, number, choice, set, day, got a number"]),
    ("x", 'kind = "sett"', "", ["kind: wanted one of boolean, number, choice, set, day, got text of 4 characters; did you mean set?"]),
    ("x", 'kind = "boolean"\nunit = {sv = "a", en = "a"}', "", [": wanted a known key, got an unknown one, key 2 of the object"]),
    ("x", 'kind = "boolean"\nheldby = []', "", [": wanted a known key, got an unknown one, key 2 of the object; did you mean held_by?"]),
    ("x", 'kind = "boolean"', "shown = \nsaid = ", [f"{key}: wanted a text in Swedish and English, got nothing" for key in ("shown", "said")]),
    ("x", 'kind = "boolean"', 'said = {sv = "är så"}', ["said.en: wanted a value, got nothing"]),
    ("x", 'kind = "boolean"', 'said = {sv = "är {så", en = "is so"}', ["said.sv: wanted placeholders written as {name}, got another use of { or }"]),
    ("x", 'kind = "boolean"', 'said = "är så"', ["said: wanted an object, got text of 5 characters"]),
    ("x", 'kind = "choice"', "", ["of: wanted the name of a closed list, got nothing"]),
    ("x", 'kind = "set"\nof = 1', OF_A_SET, ["of: wanted a text, got a number"]),
    ("x", 'kind = "number"', OF_A_NUMBER, ["unit: wanted a unit in Swedish and English, got nothing"]),
    ("x", f'kind = "number"\n{UNIT}\nleast = "0"\nmost = true', OF_A_NUMBER, ["least: wanted a whole number from any to any, got text of 1 character", "most: wanted a whole number from any to any, got true or false"]),
    ("x", 'kind = "boolean"\nheld_by = "kommun"', "", ["held_by: wanted a list, got text of 6 characters"]),
    ("x", 'kind = "boolean"\nheld_by = [1, "AF", 2]', "", [f"held_by[{place}]: wanted a text, got a number" for place in (0, 2)]),
    ("x", 'kind = "boolean"\ncategory = 7', "", ["category: wanted a text, got a number"]),
    ("x", 'kind = "boolean"\nchanges = "by_wating"', "", ["changes: wanted one of never, by_waiting, by_act, got text of 9 characters; did you mean by_waiting?"]),
    ("x", 'kind = "boolean"\nderived = "employed"', "", ["derived: wanted an object, got text of 8 characters"]),
    ("x", 'kind = "boolean"\nderived = {current = 1}', "", ["derived: wanted a text, got a number"]),
    ("x", 'kind = "boolean"\nderived = {}', "", [f"derived: {WAYS}"]),
    ("x", 'kind = "number"\nderived = {elapsed = "born"}', OF_A_NUMBER, [f"derived: {WAYS}"]),
    ("x", 'kind = "number"\nderived = {elapsed = "born", unit = "weeks"}', OF_A_NUMBER, [f"derived: {WAYS}"]),
    ("x", 'kind = "number"\nderived = {elapsed = "born", unit = "days", by = "AF"}', OF_A_NUMBER, [f"derived: {WAYS}"]),
    ("x", 'kind = "boolean"\nderived = {current = "sick_leave", by = "AF"}', "", [f"derived: {WAYS}"]),
    ("x", f'kind = "number"\n{UNIT}\nderived = {{day_of = "sick_leave", by = "AF"}}', OF_A_NUMBER, [f"derived: {WAYS}"]),
    ("x", 'kind = "set"\nof = "goals"\nderived = {members = "contacts", key = "amount"}', OF_A_SET, [f"derived: {WAYS}"]),
    ("x", 'kind = "set"\nof = "goals"\nderived = {members = "contacts", key = "kind", or = "AF"}', OF_A_SET, [f"derived: {WAYS}"]),
    ("x", 'kind = "set"\nof = "parties"\nderived = {parties = "asked_at", by = "AF"}', OF_A_SET, [f"derived: {WAYS}"]),
    ("x", 'kind = "boolean"\nderived = {expression = "employed", by = "AF"}', "", [f"derived: {WAYS}"]),
    # What does not hold together.
    ("class", 'kind = "boolean"', "", [": wanted a name of letters, digits and _ that a rule can mention, got another"]),
    ('"two words"', 'kind = "boolean"', "", [": wanted a name of letters, digits and _ that a rule can mention, got another"]),
    ("id", 'kind = "boolean"', "", [": wanted a name of its own, got that of a field which is no fact"]),
    ("employed", 'kind = "day"', "", ["kind: wanted the kind that a participant's fact of this name has, got another"]),
    ("x", 'kind = "choice"\nof = "gaols"', "", ["kind: wanted a closed list of the model; there is no closed list 'gaols'; did you mean goals? (there is: agencies, parties, categories, purposes, sexes, needs, livelihoods, occupations, work_capacity, professions, forums, lacks, plans, outcomes, goals, municipalities)"]),
    ("x", f'kind = "number"\n{UNIT}\nleast = 3\nmost = 2', OF_A_NUMBER, ["kind: wanted a least that is not above the most, got one that is"]),
    ("x", 'kind = "boolean"\nheld_by = ["kommun/lot"]', "", ["held_by: wanted agencies of the register; did you mean kommun/lots?"]),
    ("x", 'kind = "number"\nderived = {elapsed = "boorn", unit = "days"}', OF_A_NUMBER, ["derived: wanted a fact of the model; did you mean born?"]),
    ("x", 'kind = "number"\nderived = {elapsed = "sex", unit = "days"}', OF_A_NUMBER, ["derived: wanted a fact that is a day, got a fact of another kind"]),
    ("x", 'kind = "boolean"\nderived = {elapsed = "born", unit = "days"}', "", ["kind: wanted a number, which is what is derived, got another kind"]),
    ("x", 'kind = "boolean"\nderived = {current = "employed"}', "", ["derived: wanted a fact that is a history, got a fact of another kind"]),
    ("x", 'kind = "set"\nof = "parties"\nderived = {parties = "goals"}', OF_A_SET, ["derived: wanted a set of agencies, got a fact of another kind"]),
    ("x", 'kind = "set"\nof = "goals"\nderived = {members = "sick_leave", key = "kind"}', OF_A_SET, ["derived: wanted a key that these spells have, got another"]),
    ("x", 'kind = "set"\nof = "goals"\nderived = {members = "occupations", key = "kind"}', OF_A_SET, ["kind: wanted a set of the closed list occupations, of which the spells are, got another set"]),
    ("x", 'kind = "boolean"\nderived = {members = "occupations", key = "kind"}', "", ["kind: wanted a set, which is what is derived, got another kind"]),
    ("x", 'kind = "set"\nof = "agencies"\nderived = {members = "contacts", key = "agency", by = "AF"}', OF_A_SET, ["derived: wanted by beside the key finding alone, got by beside another"]),
    ("x", 'kind = "set"\nof = "work_capacity"\nderived = {members = "work_capacity", key = "finding", by = "AFF"}', OF_A_SET, ["derived: wanted a party of the register; did you mean AF?"]),
    ("x", 'kind = "day"\nderived = {expression = "employed"}', "", ["derived: wanted an expression for a fact that is so or not"]),
    ("x", 'kind = "boolean"\nderived = {expression = "emploied"}', "", ["derived: wanted an expression over facts; there is no fact or parameter emploied; did you mean employed?\n  in the rule: emploied"]),
    ("x", 'kind = "boolean"\nderived = {expression = "not x"}', "", ["derived: wanted an expression over facts; the rule nests deeper than 50 levels\n  in the rule: not x"]),
    ("x", 'kind = "set"\nof = "goals"', 'said = {sv = "{member}", en = "{member}"}', ["asked: wanted {members} in both languages"]),
    ("x", 'kind = "set"\nof = "goals"', OF_A_SET + '\ndenied = {sv = "inte {member}", en = "not"}', ["denied: wanted {member} in both languages"]),
    ("x", f'kind = "number"\n{UNIT}', "", ["said: wanted {number} in both languages"]),
    ("x", 'kind = "boolean"', 'said = {sv = "är {number}", en = "is so"}', ["said: wanted words without a {placeholder}, got one that nothing fills"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "keys", "words", "told"), REFUSED, ids=[f"{place} {row[3][0][:60]}" for place, row in enumerate(REFUSED)]
)
def test_a_fact_that_cannot_be_is_refused_by_file_and_key(
    tmp_path: Path, name: str, keys: str, words: str, told: list[str]
) -> None:
    """Each mistake is told where it stands, with what was wanted and never with more of the value than its sort."""
    where = f"one.toml: facts.{name.strip(chr(34))}"
    wanted = [f"{where}{line}" if line.startswith(":") else f"{where}.{line}" for line in told]
    assert wanted == faults_of(tmp_path, DALEN, OTHERS, BESIDE, FACT_SET, fact(name, keys, words))


def test_all_that_is_wrong_with_a_file_is_told_at_once(tmp_path: Path) -> None:
    """First what each thing says by itself, over all files; then what does not hold together, over all as well."""
    folder = written(
        tmp_path,
        {
            "model.toml": DALEN + OTHERS + fact("x", 'kind = "boolean"\nheld_by = 1') + fact("y", ""),
            "more.toml": "[lists.goals]\nwork = {sv = 'arbete'}\n[parameters]\nmost = 3\n",
        },
    )
    with pytest.raises(InvalidModelError) as caught:
        load_model(folder)
    assert [
        "model.toml: facts.x.held_by",
        "model.toml: facts.y.kind",
        "more.toml: lists.goals.work.en",
        "more.toml: parameters.most[0]",
    ] == [fault.where for fault in caught.value.faults]


# --- Where what does not hold together stands --------------------------------------------------------

GROUP = '[[target_groups]]\nid = "young"\nname = {sv = "unga", en = "the young"}\nkommun = "Ale"\nsource = "D1"\n'
CONSTRAINT = '[[constraints]]\nid = "not-both"\nsv = "Båda är inte så"\nen = "Both are not so"\nsource = "D1"\n'
INTERVENTION = (
    '[[interventions]]\nid = "course"\nname = {sv = "kurs", en = "course"}\nstatus = "adopted"\nsource = "D1"\n'
)


@pytest.mark.parametrize(
    ("more", "where"),
    [
        (fact("x", 'kind = "boolean"\nheld_by = ["AFF"]'), "more.toml: facts.x.held_by"),
        ("[lists.agencies]\nAF = {sv = 'AF', en = 'AF'}\n", "more.toml: lists.agencies"),
        ("[lists.goals]\n", "more.toml: lists.goals"),
        ("[parameters]\nage = {value = 1, source = 'assumed'}\n", "more.toml: parameters.age"),
        ("[parameters]\nmost = {value = 1, source = 'D2'}\n", "more.toml: parameters.most.source"),
        ('[[agencies]]\nid = "x"\nparty = "AFF"\nname = {sv = "x", en = "x"}\n', "more.toml: agencies.x.party"),
        (GROUP + 'rule = "agee >= 1"\n', "more.toml: young.rule"),
        (GROUP + 'rule = "age >= 0"\n', "more.toml: young.rule"),
        (GROUP + "parameters = {sex = {value = 1, source = 'D1'}}\n", "more.toml: young.parameters.sex"),
        (GROUP + "parameters = {most = {value = 1, source = 'D2'}}\n", "more.toml: young.parameters.most.source"),
        (GROUP.replace('kommun = "Ale"', 'party = "AFF"'), "more.toml: young.party"),
        (GROUP.replace('"D1"', '"D2"'), "more.toml: young.source"),
        (CONSTRAINT + 'rule = "emploied"\n', "more.toml: not-both.rule"),
        (CONSTRAINT.replace('"D1"', '"D2"') + 'rule = "employed"\n', "more.toml: not-both.source"),
        (INTERVENTION + 'owners = ["AFF"]\n', "more.toml: course.owners"),
        (INTERVENTION + 'through = ["lotss"]\n', "more.toml: course.through"),
        (INTERVENTION.replace('"course"', '"lots"'), "programmes/lots.toml: id"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_told_in_the_file_where_it_stands(tmp_path: Path, more: str, where: str) -> None:
    """A fault of a model made of several files names the one in which the thing stands, and the thing."""
    programme = PROGRAMME.replace("[[programmes]]", "").replace("[[programmes.", "[[").replace("RULE", "employed")
    files = {"model.toml": DALEN + OTHERS, "more.toml": more, "programmes/lots.toml": programme}
    with pytest.raises(InvalidModelError) as caught:
        load_model(written(tmp_path, files))
    assert [where] == [fault.where for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (GROUP.replace('"Ale"', '"Alee"'), "target_groups[0].kommun: wanted a kommun by name or four-digit code, got text of 4 characters; did you mean Ale?"),
        (GROUP.replace('kommun = "Ale"', ""), "target_groups[0].kommun: wanted a kommun or a party, got neither or both"),
        (GROUP + 'party = "AF"\n', "target_groups[0].kommun: wanted a kommun or a party, got neither or both"),
        (GROUP + "priority = -1\n", "target_groups[0].priority: wanted a whole number from 0 to any, got a number"),
        (GROUP + "rule = true\n", "target_groups[0].rule: wanted a text, got true or false"),
        (CONSTRAINT, "constraints[0].rule: wanted a value, got nothing"),
        (CONSTRAINT.replace('en = "Both are not so"\n', "") + 'rule = "employed"', "constraints[0].text.en: wanted a value, got nothing"),
        ("[extra]\n", ": wanted a known key, got an unknown one, key 1 of the object"),
        ('extends = "finsam"', ": wanted a known key, got an unknown one, key 1 of the object"),
        ("[facts]\nx = 1", "facts.x: wanted an object, got a number"),
        ("documents = 1", "documents: wanted a list, got a number"),
        ("parties = [1]", "parties[0]: wanted an object, got a number"),
    ],
)  # fmt: skip
def test_what_a_file_cannot_say_is_told_by_place(tmp_path: Path, more: str, told: str) -> None:
    """Tables are told by their place in the file, keys by their names."""
    with pytest.raises(InvalidModelError) as caught:
        load_model(written(tmp_path, {"model.toml": DALEN + OTHERS, "more.toml": more}))
    assert [f"more.toml{told}" if told.startswith(":") else f"more.toml: {told}"] == [
        str(fault).replace(": :", ":") for fault in caught.value.faults
    ]


def test_a_name_that_stands_in_two_files_is_refused(tmp_path: Path) -> None:
    """A fact, a list, a parameter or the bodies of a party stand in one file of the model; ids stand once."""
    more = GOALS + FACT_SET + PARAMETER.replace("NUMBER", "1") + "\n[bodies]\nregion = ['Dalarna']\n"
    files = {"model.toml": DALEN + OTHERS + more, "more.toml": more}
    with pytest.raises(InvalidModelError) as caught:
        load_model(written(tmp_path, files))
    assert ["bodies.region", "facts.goals", "lists.goals", "parameters.longest"] == [
        fault.where.removeprefix("more.toml: ") for fault in caught.value.faults
    ]
    twice = {"model.toml": DALEN + OTHERS, "more.toml": DALEN[DALEN.index("[[documents]]") :]}
    with pytest.raises(InvalidModelError) as caught:
        load_model(written(tmp_path / "twice", twice))
    assert ["documents.D1", "parties.kommun", "agencies.AF", "agencies.kommun/lots"] == [
        fault.where.removeprefix("more.toml: ") for fault in caught.value.faults
    ]


def test_ids_that_a_file_gives_twice_are_refused_where_it_extends_too(tmp_path: Path) -> None:
    """A programme that stands twice in one plug-in is refused as it is in a model by itself."""
    own = PROGRAMME.replace('"D1"', '"assumed"').replace("RULE", "employed")
    assert ["one.toml: lots.id: wanted an id that nothing else has, got one that is taken"] == faults_of(
        tmp_path, NORDVIK, own, own
    )


# --- Own facts of people -----------------------------------------------------------------------------

PEOPLE = "".join(
    [
        DALEN,
        OTHERS,
        BESIDE,
        FACT_SET,
        fact("likes_tea", 'kind = "boolean"'),
        fact("children", f'kind = "number"\n{UNIT}\nleast = 0\nmost = 20', OF_A_NUMBER),
        fact("first_goal", 'kind = "choice"\nof = "goals"'),
        fact("days_here", 'kind = "number"\nderived = {elapsed = "arrived", unit = "days"}', OF_A_NUMBER),
        fact("adrift", 'kind = "boolean"\nderived = {expression = "unemployed and not likes_tea"}'),
        "[parameters]\n",
        "longest = [{value = 30, source = 'D1', until = 2025-12-31}, {value = 14, source = 'D1', since = 2026-01-01}]\n",
    ]
)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """Return a model with a fact of each kind and a parameter that changes."""
    return model_of(tmp_path_factory.mktemp("people"), PEOPLE)


@pytest.mark.parametrize(
    ("rule", "data", "wanted"),
    [
        ("likes_tea", {"likes_tea": True}, Verdict.MET),
        ("likes_tea", {"likes_tea": [{"value": True, "until": "2026-03-01"}]}, Verdict.UNKNOWN),
        ("children >= 2", {"children": 2}, Verdict.MET),
        ("children >= 2", {"children": 1}, Verdict.NOT_MET),
        ('"work" in goals', {"goals": ["work"]}, Verdict.MET),
        ('"rest" in goals', {"goals": {"in": ["work"], "unknown": ["rest"]}}, Verdict.UNKNOWN),
        ("count(goals) >= 2", {"goals": ["work"]}, Verdict.NOT_MET),
        ('first_goal in {"work", "rest"}', {"first_goal": "rest"}, Verdict.MET),
        ("days_here <= longest", {"arrived": "2026-02-16"}, Verdict.MET),
        ("days_here <= longest", {"arrived": "2026-02-15"}, Verdict.NOT_MET),
        ("days_here <= longest", {"arrived": "2026-02"}, Verdict.UNKNOWN),
        ("adrift", {"unemployed": True, "likes_tea": False}, Verdict.MET),
        ("adrift", {"unemployed": False}, Verdict.NOT_MET),
        ("adrift", {"unemployed": True}, Verdict.UNKNOWN),
        ('"region" in asked_at', {"asked_at": ["kommun:Ludvika/lots", "region"]}, Verdict.MET),
    ],
)
def test_own_facts_come_beside_the_others_and_are_read(
    people: Model, rule: str, data: dict[str, Any], wanted: Verdict
) -> None:
    """From 2026 at most 14 days; a fact that is an expression is as if it were written out."""
    person = structured({"id": "p", **data}, Participant, converter(people))
    assert data == {key: one for key, one in unstructured(person, converter(people)).items() if key != "id"}
    found = answer(parse(rule, people.vocabulary), people.vocabulary, person, WHEN)
    assert wanted is found.verdict


def test_what_is_wrong_with_own_facts_is_told_beside_the_rest_and_all_at_once(people: Model) -> None:
    """A word of another list, a number out of bounds, a key that nobody has: each by field, masked."""
    data = {"id": "p", "likes_tea": "ja", "children": 21, "goals": ["wrok"], "first_goal": 1, "adrift": True}
    with pytest.raises(InvalidRecordError) as caught:
        structured({"participant": {**data, "employed": 0}}, CaseFile, converter(people))
    told = sorted(str(fault) for fault in caught.value.faults)
    assert [
        "participant.children: wanted a whole number from 0 to 20, got a number",
        "participant.employed: wanted true or false, got a number",
        "participant.first_goal: wanted a word, got a number",
        "participant.goals[0]: wanted a word of the closed list goals, got text of 4 characters; did you mean work?",
        "participant.likes_tea: wanted true or false, got text of 2 characters",
        "participant: wanted a known key, got an unknown one, key 6 of the object",
    ] == told


WORDS = ["work", "studies", "rest"]


@given(days(), st.sets(st.sampled_from(WORDS)), st.sets(st.sampled_from(WORDS)))
@examples(60)
def test_own_sets_survive_the_way_out_and_in(on: Any, inside: set[str], unknown: set[str]) -> None:
    """A set known in part is the same after JSON, on every day, however its words are written."""
    conv = converter(GOAL_MODEL, "camel")
    person = Participant(id="p", more={"goals": Members(inside, unknown)})
    back = structured(unstructured(person, conv), Participant, conv)
    assert person == back
    assert person.more["goals"].at(on) == back.more["goals"].at(on)


GOAL_MODEL = FINSAM.with_(
    facts={
        "goals": Fact(
            kind=SetOf("goals"),
            asked=Text("mål: {members}", "goals: {members}"),
            shown=Text("mål", "goals"),
            said=Text("har {member} som mål", "aims at {member}"),
        )
    },
    lists={"goals": {word: Text(word, word) for word in WORDS}},
)


def test_what_is_asked_for_of_an_own_set_is_held_by_nobody_in_particular(people: Model) -> None:
    """A goal is no agency: nobody is named to ask, and the explanation is whole in both languages."""
    rule = parse('"work" in goals', people.vocabulary)
    missing = answer(rule, people.vocabulary, Participant(id="p"), WHEN).missing
    assert [("goals", "work", ())] == [(one.fact, one.member, one.holders) for one in missing]


def test_an_own_fact_is_explained_in_both_languages(tmp_path: Path) -> None:
    """The sentences of a decision over own facts are whole, whoever holds them."""
    rule = '"work" in goals and children >= 1 and days_here <= longest and adrift and first_goal == "work"'
    programme = model_of(tmp_path, PEOPLE, PROGRAMME.replace("RULE", rule)).programmes["lots"]
    told = decide(Participant(id="p"), programme, "2026-03-02")
    what = "mål: arbete, ord, ord, arbetslöshet, ord och ord"
    assert f"Det går inte att avgöra om kriterierna är uppfyllda utan uppgift om {what}." == told.summary("sv")
    for language in ("sv", "en"):
        assert "{" not in told.explain(language)
        assert "{" not in programme.segment(WHEN).criteria[0].described(language)


# --- Packages ----------------------------------------------------------------------------------------


def offered(monkeypatch: pytest.MonkeyPatch, **functions: str) -> None:
    """Have installed packages offer models: by name, where the function stands. A fake of the installation alone."""
    several = [
        metadata.EntryPoint(name=name, value=value, group="samverkan.models")
        for name, values in functions.items()
        for value in values.split()
    ]
    monkeypatch.setattr(metadata, "entry_points", lambda *, group: metadata.EntryPoints(several).select(group=group))


def finsam_again() -> Model:
    """Return a model, as a package's function does."""
    return FINSAM


A_MODEL, NO_MODEL = FINSAM, 7


def this_file_is_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have this file be a module that a package's entry point can name."""
    monkeypatch.setitem(sys.modules, "a_package", sys.modules[__name__])


@pytest.mark.parametrize("value", ["a_package:finsam_again", "a_package:A_MODEL"])
def test_a_package_offers_a_model_by_a_function_or_as_it_is(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """The model is had by the entry point's name, and files may extend it by that name."""
    this_file_is_a_package(monkeypatch)
    offered(monkeypatch, nordvik=value)
    assert FINSAM is load_model("nordvik")


def test_a_file_extends_what_a_package_offers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By the name under which it is offered; what is wrong with a package is told after that name."""
    this_file_is_a_package(monkeypatch)
    offered(monkeypatch, nordvik="a_package:finsam_again", broken="a_package:NO_MODEL")
    assert list(FINSAM.programmes) == list(model_of(tmp_path, NORDVIK.replace("finsam", "nordvik")).programmes)
    assert ["broken: broken: wanted a function that returns a Model, got one that returns a int"] == faults_of(
        tmp_path, NORDVIK.replace("finsam", "broken")
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("a_package:NO_MODEL", "x: wanted a function that returns a Model, got one that returns a int"),
        ("a_package:gone", "x: wanted a_package:gone to be there; AttributeError: module "),
        ("no_such_package:model", "x: wanted no_such_package:model to be there; ModuleNotFoundError: No module named"),
        (
            "b_package:model a_package:model",
            "x: wanted one package that offers a model of this name, got a_package:model and b_package:model",
        ),
    ],
)
def test_a_package_that_offers_no_model_is_told(monkeypatch: pytest.MonkeyPatch, values: str, told: str) -> None:
    """What is named must be there, be offered by one package, and be a model."""
    this_file_is_a_package(monkeypatch)
    offered(monkeypatch, x=values)
    with pytest.raises(InvalidModelError) as caught:
        load_model("x")
    assert str(caught.value).startswith(told)


def test_a_shipped_name_is_the_shipped_model_and_what_is_there_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No package takes the place of a shipped model; a name that is not there is told with those that are."""
    this_file_is_a_package(monkeypatch)
    offered(monkeypatch, finsam="a_package:NO_MODEL", nordvik="a_package:finsam_again")
    assert "finsam" == load_model("finsam").id
    with pytest.raises(UnknownNameError, match=r"did you mean nordvik\? \(there is: finsam, nordvik\)"):
        load_model("nordvk")


def test_a_package_on_the_path_is_found_by_another_python(tmp_path: Path) -> None:
    """What an installation leaves behind, a module and its metadata, is all that is needed."""
    written(
        tmp_path,
        {
            "nordvik.py": """
                from pathlib import Path
                from samverkan import load_model
                def model(): return load_model(Path(__file__).with_name("nordvik.toml"))
                """,
            "nordvik.toml": NORDVIK,
            "nordvik-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: nordvik\nVersion: 1.0\n",
            "nordvik-1.0.dist-info/entry_points.txt": "[samverkan.models]\nnordvik = nordvik:model\n",
        },
    )
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import samverkan; print(samverkan.load_model('nordvik'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert f"<Model nordvik: {len(FINSAM.programmes)} programmes>" == done.stdout.strip()
