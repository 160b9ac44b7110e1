"""Planted faults: each sort is planted wherever it can be, and every one in the shipped model is caught."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import attrs
import pytest

from samverkan import Model, Outcome, Participant, decide, load_model
from samverkan.errors import SamverkanError
from samverkan.partial import Members
from samverkan.programmes import Criterion, Reading
from samverkan.rules import evaluation
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import parse, printed
from samverkan.sources import ASSUMED
from samverkan.testing import Planted, planted
from samverkan.testing.__main__ import main
from samverkan.testing.detections import detections, failures
from samverkan.testing.engine_faults import ENGINE_FAULTS, has_part_for, with_fault
from samverkan.testing.faults import FaultKind
from samverkan.testing.rewrites import rewrites
from samverkan.texts import Text

SHIPPED = load_model("finsam")
ORVAR = SHIPPED.programmes["orvar"].definition
TABLES = Path(__file__).parent / "case_tables"
WORDS = Text(sv="prov", en="test")


def one(*rules: str, of_model: dict | None = None, **changes: object) -> Model:
    """Return a model with one programme, of these rules."""
    criteria = [Criterion(id=f"rule-{n}", rule=rule, text=WORDS, source=ASSUMED) for n, rule in enumerate(rules)]
    made = attrs.evolve(ORVAR, criteria=criteria, parameters={}, capacity=[], open_questions=[WORDS])
    made = attrs.evolve(made, readings=[Reading(id="only")])
    return attrs.evolve(SHIPPED, definitions=[attrs.evolve(made, **changes)], parameters=of_model or {})


def whereabouts(model: Model, *kinds: FaultKind) -> list[str]:
    """Return where faults of these sorts are planted."""
    return [fault.where for fault in planted(model) if fault.kind in kinds]


# --- Rules with a mistake ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("employed", []),
        ("known(age)", []),
        ('"AF" in parties', []),
        ("not age > 16", ["not age > 15", "not age > 17"]),
        ("16 < age", ["15 < age", "17 < age"]),
        ("16 <= age <= 64", ["15 <= age <= 64", "17 <= age <= 64", "16 <= age <= 63", "16 <= age <= 65"]),
        ("employed and sgi", ["employed or sgi"]),
        ("employed or sgi or stuck", ["employed and sgi and stuck"]),
        ("employed and (sgi or stuck)", ["employed or (sgi or stuck)", "employed and (sgi and stuck)"]),
        ("at_least(2, employed, sgi, age > 3)", [
            "at_least(1, employed, sgi, age > 3)", "at_least(3, employed, sgi, age > 3)",
            "at_least(2, employed, sgi, age > 2)", "at_least(2, employed, sgi, age > 4)",
        ]),
        ("at_least(1, employed, sgi)", ["at_least(2, employed, sgi)"]),
        ("count(parties) >= 2", ["count(agencies) >= 2", "count(parties) >= 1", "count(parties) >= 3"]),
        ("2 <= count(parties_needed)", ["1 <= count(parties_needed)", "3 <= count(parties_needed)", "2 <= count(needs_from)"]),
        ("count(agencies) == 2", ["count(agencies) == 1", "count(agencies) == 3"]),
        ('residence == "Ludvika"', []),
    ],
)  # fmt: skip
def test_a_rule_is_rewritten_with_each_mistake(rule, wanted):
    """Off by one at each number, and for or, or for and, and parties counted as units: one at a time."""
    found = rewrites(parse(rule, SHIPPED.vocabulary), SHIPPED.vocabulary)
    assert wanted == [printed(rewrite.rule) for rewrite in found]


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("age >= least", "age > least"),
        ("age > least", "age >= least"),
        ("least <= age", "least < age"),
        ("least < age", "least <= age"),
        ("age < least", "age <= least"),
        ("age == least", None),
    ],
)
def test_a_limit_that_is_a_parameter_is_made_stricter_or_less_strict(rule, wanted):
    """Which is off by one for whole numbers."""
    vocabulary = attrs.evolve(SHIPPED.vocabulary, parameters={"least": Parameter([Threshold(3, ASSUMED)])})
    found = [printed(rewrite.rule) for rewrite in rewrites(parse(rule, vocabulary), vocabulary)]
    assert found == ([] if wanted is None else [wanted])


# --- Models with a mistake -----------------------------------------------------------------------------


def test_days_are_off_by_one():
    """Those of the programme and those of a criterion, one day earlier and one later."""
    span = attrs.evolve(ORVAR.in_force, since=None, until="2008-12-31")
    model = one("employed")
    definition = model.definitions[0]
    criteria = [*definition.criteria, attrs.evolve(definition.criteria[0], id="for-a-time", in_force=span)]
    found = whereabouts(
        attrs.evolve(model, definitions=[attrs.evolve(definition, criteria=criteria)]), FaultKind.OFF_BY_ONE
    )
    assert [
        "orvar: criteria.for-a-time.in_force.until: 2008-12-30 for 2008-12-31",
        "orvar: criteria.for-a-time.in_force.until: 2009-01-01 for 2008-12-31",
        "orvar: in_force.since: 2008-06-30 for 2008-07-01",
        "orvar: in_force.since: 2008-07-02 for 2008-07-01",
        "orvar: in_force.until: 2009-12-30 for 2009-12-31",
        "orvar: in_force.until: 2010-01-01 for 2009-12-31",
    ] == found


def test_a_programme_of_one_day_is_not_made_to_end_before_it_begins():
    """Such a fault would be none."""
    span = attrs.evolve(ORVAR.in_force, since="2008-07-01", until="2008-07-01")
    found = whereabouts(one("employed", in_force=span), FaultKind.OFF_BY_ONE)
    assert [
        "orvar: in_force.since: 2008-06-30 for 2008-07-01",
        "orvar: in_force.until: 2008-07-02 for 2008-07-01",
    ] == found


CHANGING = Parameter([Threshold(20, ASSUMED, until="2008-12-31"), Threshold(21, ASSUMED, since="2009-01-01")])


@pytest.mark.parametrize(
    ("model", "where"),
    [
        (one("age > least", parameters={"least": CHANGING, "unread": CHANGING}), "orvar: parameters.least"),
        (one("age > least", of_model={"least": CHANGING, "unread": CHANGING}), "finsam: parameters.least"),
        (
            one(
                "age > least",
                parameters={"least": Parameter([Threshold(40, ASSUMED)])},
                readings=[Reading(id="only", parameters={"least": CHANGING})],
            ),
            "orvar: readings.only.parameters.least",
        ),
    ],
    ids=["of the programme", "of the model", "of a reading"],
)
def test_thresholds_are_off_by_one_change_a_day_off_and_are_missing(model, where):
    """Each value that is read, each day on which it changes, and a value that does not last to the end."""
    found = [one for one in whereabouts(model, FaultKind.OFF_BY_ONE, FaultKind.NO_VALUE) if "parameters" in one]
    assert [
        f"{where}: 19 for 20",
        f"{where}: 21 for 20",
        f"{where}: 20 for 21",
        f"{where}: 22 for 21",
        f"{where}: 21 from 2008-12-31",
        f"{where}: 21 from 2009-01-02",
        f"{where}: none after 2009-12-30",
    ] == found


def test_a_threshold_that_never_counts_is_left_alone():
    """One for days on which the programme is not in force, before or after."""
    early = Threshold(20, ASSUMED, until="2007-12-31")
    parameter = Parameter([early, Threshold(21, ASSUMED, since="2008-01-01")])
    found = whereabouts(one("age > least", parameters={"least": parameter}), FaultKind.OFF_BY_ONE)
    assert ["orvar: parameters.least: 20 for 21", "orvar: parameters.least: 22 for 21"] == found[:2]
    assert not [place for place in found if "least: 19" in place or " from " in place]


def test_a_value_is_missing_after_the_first_day_where_there_is_no_end():
    """Of a programme without a last day, and without a first."""
    parameter = {"least": Parameter([Threshold(20, ASSUMED)])}
    open_ = attrs.evolve(ORVAR.in_force, until=None)
    always = attrs.evolve(open_, since=None)
    for span, day in ((open_, "2008-07-01"), (always, "2000-01-01")):
        found = whereabouts(one("age > least", parameters=parameter, in_force=span), FaultKind.NO_VALUE)
        assert found == [f"orvar: parameters.least: none after {day}"]


def test_texts_lack_swedish():
    """The name is empty in Swedish; every other text has the English in its place."""
    reading = Reading(id="only", text=WORDS, criteria=[Criterion(id="r", rule="sgi", text=WORDS, source=ASSUMED)])
    model = one("employed", readings=[reading], capacity=ORVAR.capacity)
    assert [
        "orvar: name: none",
        "orvar: criteria.rule-0.text: English",
        "orvar: readings.only: English",
        "orvar: readings.only.criteria.r.text: English",
        "orvar: open_questions[0]: English",
        "orvar: capacity[0].of: English",
    ] == whereabouts(model, FaultKind.NO_SWEDISH)


def test_each_fault_is_in_the_model_that_is_made():
    """The faulty model has the programme with the mistake, and another rule version or another text."""
    sound = SHIPPED.programmes["en-vag-in"]
    for fault in (fault for fault in planted(SHIPPED) if fault.programme == "en-vag-in"):
        try:
            made = fault.model().programmes["en-vag-in"]
        except SamverkanError:
            assert fault.kind in {FaultKind.NO_SWEDISH, FaultKind.NO_VALUE}
            continue
        versions = [made.read_as(name).rule_version for name in made.readings]
        assert (made.definition != sound.definition) is True
        same = versions == [sound.read_as(name).rule_version for name in sound.readings]
        assert same is (fault.kind is FaultKind.NO_SWEDISH), str(fault)


def test_a_fault_tells_what_it_is_and_where():
    """In one line."""
    faults = {str(fault) for fault in planted(SHIPPED)}
    assert "off by one: orvar: parameters.max_sick_leave_days: 83 for 84" in faults
    assert "unknown as no: the engine: a number or a count" in faults


# --- Faults of the engine ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rule", "others"),
    [
        ("a fact that is so or not", "employed", ["age > 3", '"AF" in parties']),
        ("a number or a count", "count(parties) > 1", ["employed", 'residence == "Ale"']),
        ("a member of a set", '"AF" in parties', ["employed", 'residence in {"Ale"}']),
        ("a choice", 'residence in {"Ale"}', ["age > 3", '"AF" in parties']),
        ("a choice", 'residence == "Ale"', ["count(parties) > 1"]),
        ("whether something is known", "known(sex)", ["employed"]),
        ("several conditions, all of which are wanted", "employed and sgi", ["employed", "employed or sgi"]),
        ("several conditions, all of which are wanted", "16 < age < 20", ["16 < age"]),
        ("several conditions, one of which is enough", "employed or sgi", ["employed and sgi"]),
        ("several conditions, so many of which are wanted", "at_least(1, employed, sgi)", ["employed or sgi"]),
    ],
)
def test_the_engine_takes_unknown_for_no_as_long_as_the_fault_is_planted(name, rule, others):
    """In what concerns it: nobody is known of, and the outcome is no longer undetermined."""
    nobody = Participant(id="d-000")
    tree = parse(rule, SHIPPED.vocabulary)
    assert has_part_for(name, tree)
    assert not any(has_part_for(name, parse(other, SHIPPED.vocabulary)) for other in others)
    with with_fault(name):
        model = one(rule)
        assert decide(nobody, model.programmes["orvar"], "2008-09-22").outcome is Outcome.NOT_ELIGIBLE
    assert decide(nobody, one(rule).programmes["orvar"], "2008-09-22").outcome is Outcome.UNDETERMINED


@pytest.mark.parametrize("name", ENGINE_FAULTS)
def test_nothing_of_a_fault_is_left_behind(name):
    """Nor when something fails while it is planted."""

    def parts():
        names = ("holds", "compare", "Unknown", "is_known", "all_of", "any_of", "at_least")
        return [Members.has, *(getattr(evaluation, part) for part in names)]

    sound = parts()

    def fail():
        with with_fault(name):
            assert 1 == sum(now is not before for now, before in zip(parts(), sound, strict=True))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert sound == parts()


def test_only_faults_that_can_make_a_difference_are_planted():
    """A model without sets has no fault in how members are found."""
    names = {fault.where for fault in planted(one("employed")) if fault.kind is FaultKind.UNKNOWN_AS_NO}
    assert names == {"the engine: a fact that is so or not"}


# --- Detections --------------------------------------------------------------------------------------


def caught(model: Model, *kinds: FaultKind, **how: object) -> dict[str, str | None]:
    """Return what catches the faults of these sorts."""
    return {found.planted.where: found.caught_by for found in detections(model, **how) if found.planted.kind in kinds}


def test_what_catches_a_fault_first_is_told():
    """The model that is refused, a property, or nothing."""
    model = one("count(parties) >= 1", parameters={})
    found = caught(model, FaultKind.OFF_BY_ONE, FaultKind.UNITS, FaultKind.NO_SWEDISH, FaultKind.UNKNOWN_AS_NO)
    assert (
        "refused: orvar.criteria.rule-0.rule: wanted a rule that can go either way; count(parties) >= 0 is always met"
        == (found["orvar: criteria.rule-0: count(parties) >= 0 for count(parties) >= 1"])
    )
    assert found["orvar: criteria.rule-0: count(parties) >= 2 for count(parties) >= 1"] is None
    assert found["orvar: criteria.rule-0: count(agencies) >= 1 for count(parties) >= 1"] is None
    assert found["orvar: criteria.rule-0.text: English"] == "property: texts_are_complete"
    assert found["orvar: name: none"] == "refused: sv: wanted a text, got none"
    assert found["the engine: a number or a count"] == "property: learning_more_never_flips"


@pytest.mark.mass
def test_what_is_declared_helps_to_catch():
    """A rule that turned round would go the other way than declared."""
    model = one("employed or sgi and age < 30")
    told = caught(model, FaultKind.CONNECTIVE, monotone={"orvar": {"age": "falling"}})
    assert set(told.values()) == {None}
    wrong = failures(model, [], monotone={"orvar": {"age": "rising"}}, examples=60)
    assert any("age rises from" in failure for failure in wrong)


@pytest.mark.mass
@pytest.mark.nightly
def test_every_fault_in_the_shipped_model_is_caught(capsys):
    """By one command, which prints a table: the fault, where, and what caught it."""
    assert main(["finsam", str(TABLES), "--examples", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows, summary = lines[:-2], lines[-1]
    assert len(rows) == int(summary.split()[0])
    assert summary.endswith("caught by a property, 0 missed")
    kinds = Counter(kind.value for kind in FaultKind for row in rows if row.startswith(kind.value))
    assert {kind.value for kind in FaultKind} == set(kinds)
    assert "off by one                orvar: parameters.max_sick_leave_days: 83 for 84" in "\n".join(rows)
    assert not [row for row in rows if "MISSED" in row]


@pytest.mark.mass
def test_faults_can_be_planted_in_some_programmes_only(capsys):
    """As in those that are one's own, where the model extends another."""
    assert main(["finsam", str(TABLES), "--programme", "dua", "--programme", "centralen"]) == 0
    rows = capsys.readouterr().out.splitlines()[:-2]
    where = {
        row.removeprefix(kind.value).split(":")[0].strip()
        for row in rows
        for kind in FaultKind
        if row.startswith(kind.value)
    }
    assert where == {"centralen", "dua", "the engine"}


def test_a_fault_that_is_missed_is_told(capsys, tmp_path):
    """With 1 for an exit code; a file may be named as well as a folder, and the programme."""
    small = tmp_path / "small.toml"
    small.write_text(SMALL, encoding="utf-8")
    cases = tmp_path / "small.cases.toml"
    cases.write_text(
        'programme = "small"\non = 2025-01-01\n[[cases]]\nname = "a"\nfacts = {born = 1990-01-01}\noutcome = "eligible"'
    )
    assert main([str(small), str(cases), "--programme", "small"]) == 1
    out = capsys.readouterr().out
    assert "MISSED" in out
    assert (
        out.splitlines()[-1]
        == "7 faults planted: 1 refused when the model was made, 0 caught by a case, 4 caught by a property, 2 missed"
    )


SMALL = """
id = "small"
name = {sv = "liten", en = "small"}

parties = [
    {id = "AF", name = {sv = "AF", en = "AF"}}, {id = "FK", name = {sv = "FK", en = "FK"}},
    {id = "region", name = {sv = "regionen", en = "the region"}}, {id = "kommun", name = {sv = "kommunen", en = "the kommun"}},
]
agencies = [
    {id = "AF", party = "AF", name = {sv = "AF", en = "AF"}}, {id = "FK", party = "FK", name = {sv = "FK", en = "FK"}},
    {id = "region", party = "region", name = {sv = "regionen", en = "the region"}},
    {id = "kommun", party = "kommun", name = {sv = "kommunen", en = "the kommun"}},
]

[[programmes]]
id = "small"
kind = "intervention"
status = "example"
name = {sv = "Liten", en = "Small"}
source = "assumed"
open_questions = [{sv = "Påhittad.", en = "Invented."}]

[[programmes.criteria]]
id = "adult"
rule = "age >= 18"
sv = "är vuxen"
en = "is an adult"
source = "assumed"

[programmes.readings.only]
sv = "så som det står"
en = "as it is written"
assumed = true
"""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["finsamm"], "there is no model 'finsamm'; did you mean finsam?"),
        (["finsam", "nowhere.cases.toml"], "nowhere.cases.toml"),
        (["finsam", "--programme", "orvarr"], "there is no programme 'orvarr'; did you mean orvar?"),
    ],
    ids=["no model", "no file", "no programme"],
)
def test_what_cannot_be_read_is_told(capsys, arguments, told):
    """With 2 for an exit code."""
    assert main(arguments) == 2
    assert told in capsys.readouterr().err


def test_tests_that_fail_without_any_fault_are_told(capsys, tmp_path):
    """With 2 for an exit code, and nothing is planted."""
    small = tmp_path / "small.toml"
    small.write_text(SMALL.replace('sv = "är vuxen"', 'sv = "is an adult"'), encoding="utf-8")
    cases = tmp_path / "small.cases.toml"
    cases.write_text(
        'programme = "small"\non = 2025-01-01\n[[cases]]\nname = "a"\nfacts = {born = 2020-01-01}\noutcome = "eligible"'
    )
    assert main([str(small), str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert "“a”, 1 January 2025" in told.err
    assert "texts_are_complete: small: criteria.adult.text: the Swedish and the English are the same" in told.err
    assert told.out == ""


def run(code: str) -> "subprocess.CompletedProcess[str]":
    """Run Python."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)


def test_the_command_says_what_it_wants():
    """``python -m samverkan.testing --help``."""
    done = subprocess.run(
        [sys.executable, "-m", "samverkan.testing", "--help"], capture_output=True, check=True, text=True
    )
    assert "MODEL" in done.stdout
    assert "CASES" in done.stdout


def test_without_the_extra_the_command_says_how_to_install_it():
    """And a module that is missing for another reason is told as it is."""
    planting = (
        "import sys; sys.modules[{!r}] = None; from samverkan.testing.__main__ import main; sys.exit(main(['finsam']))"
    )
    done = run(planting.format("hypothesis"))
    assert (done.returncode, "samverkan[testing]" in done.stderr) == (2, True)
    done = run(planting.format("tomllib"))
    assert done.returncode == 1
    assert "tomllib" in done.stderr


def test_a_planted_fault_is_a_model_to_be_made():
    """Whoever writes a tool of their own makes it in its context."""
    fault: Planted = next(fault for fault in planted(SHIPPED) if fault.kind is FaultKind.OFF_BY_ONE)
    with fault.active():
        assert list(fault.model().programmes) == [fault.programme]
