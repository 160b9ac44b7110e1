"""Case tables: read with every fault told at once, decided, and told about in words; and what no case exercises."""

from datetime import date
from pathlib import Path

import attrs
import pytest

from samverkan import Model, Outcome, load_model
from samverkan.constraints import Constraint
from samverkan.errors import InvalidRecordError
from samverkan.programmes import Criterion
from samverkan.sources import ASSUMED
from samverkan.testing import Case, failure_of, read_case_table, uncovered
from samverkan.testing.case_tables import model_named_in
from samverkan.texts import Text

MODEL = load_model("finsam")
TABLES = sorted((Path(__file__).parent / "case_tables").glob("*.cases.toml"))
HEAD = """
programme = "orvar"
on = 2008-09-22

[defaults]
born = 1970-03-15
residence = "Kungälv"
employed = true
sick_leave = []

"""
WORDS = Text(sv="prov", en="test")


def written(folder: Path, text: str, name: str = "orvar.cases.toml") -> Path:
    """Return a file with that text."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def cases(folder: Path, rows: str, model: Model = MODEL) -> tuple[Case, ...]:
    """Return cases about Orvar."""
    return read_case_table(written(folder, HEAD + rows), model).cases


def faults(folder: Path, text: str, model: Model = MODEL) -> list[str]:
    """Return what is wrong with a file."""
    with pytest.raises(InvalidRecordError) as caught:
        read_case_table(written(folder, text), model)
    return str(caught.value).splitlines()


# --- The tables of the shipped programmes ----------------------------------------------------------------


def test_every_shipped_programme_and_predicate_has_a_table():
    """One file each, by its name."""
    assert {*MODEL.programmes, *MODEL.predicates} == {path.name.removesuffix(".cases.toml") for path in TABLES}


def test_the_tables_leave_nothing_unexercised():
    """Every criterion, every boundary and every condition of the shipped rules is exercised by some case."""
    every = [case for path in TABLES for case in read_case_table(path, MODEL).cases]
    assert [] == [str(gap) for gap in uncovered(MODEL, every)]


# --- Reading -----------------------------------------------------------------------------------------


def test_a_case_has_the_defaults_and_what_it_says_itself(tmp_path):
    """Its own facts come before the defaults, and what it calls unknown is not known of it."""
    plain, other = cases(
        tmp_path,
        """
        [[cases]]
        name = "as the defaults say"
        outcome = "eligible"

        [[cases]]
        name = "otherwise"
        on = "2009-01-02"
        reading = "20-64"
        facts = {residence = "Ale", contacts = [{agency = "AF", since = 2008-01-01}]}
        unknown = ["employed"]
        outcome = "undetermined"
        deciding = ["employed"]
        """,
    )
    assert ("orvar", None, date(2008, 9, 22), Outcome.ELIGIBLE, None) == (
        plain.programme, plain.reading, plain.on, plain.outcome, plain.deciding
    )  # fmt: skip
    assert ("20-64", date(2009, 1, 2), frozenset({"employed"})) == (other.reading, other.on, other.deciding)
    assert ("Kungälv", "Ale") == tuple(one.person.residence.at(plain.on) for one in (plain, other))
    assert ((True,), ()) == tuple(tuple(e.value for e in one.person.employed.entries) for one in (plain, other))
    assert "2008-01-01" == str(other.person.contacts[0].since)
    assert ("case-1", "case-2") == (plain.person.id, other.person.id)
    assert "<Case 'otherwise'>" == repr(other)


def test_the_reading_and_the_day_may_stand_at_the_top(tmp_path):
    """They hold for every case that names none."""
    table = read_case_table(
        written(
            tmp_path,
            'programme = "orvar"\nreading = "20-64"\non = "2008-10-01"\n'
            '[[cases]]\nname = "a"\noutcome = "undetermined"\n'
            'deciding = ["residence", "working-age", "employed", "short-sick-leave"]',
        ),
        MODEL,
    )
    assert ("orvar", "20-64", date(2008, 10, 1)) == (table.programme, table.cases[0].reading, table.cases[0].on)
    assert failure_of(table.cases[0], MODEL) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("programme = ", ["orvar.cases.toml: wanted TOML in UTF-8; "]),
        (
            "",
            [
                "orvar.cases.toml: programme: wanted a programme of the model finsam, got nothing",
                "orvar.cases.toml: cases: wanted one case or more, got nothing",
            ],
        ),
        (
            'programme = "orvarr"\ncases = []\nsurplus = 1',
            [
                "orvar.cases.toml: file: wanted known keys, got 'surplus'",
                "orvar.cases.toml: programme: wanted a programme of the model finsam, got text of 6 characters; did you mean orvar?",
                "orvar.cases.toml: cases: wanted one case or more, got a list of 0",
            ],
        ),
        (
            'programme = "orvar"\non = 2008-10-01\ndefaults = 3\n[[cases]]\nname = "a"\noutcome = "eligible"',
            ["orvar.cases.toml: defaults: wanted a table, got a number"],
        ),
        (
            'programme = "orvar"\n[[cases]]\nname = "a"\noutcome = "eligible"\n[[cases]]\nname = "a"\non = 2008-10-01\noutcome = "eligibel"',
            [
                "orvar.cases.toml: cases[1] 'a'.on: wanted a day as YYYY-MM-DD, got nothing",
                "orvar.cases.toml: cases[2] 'a'.outcome: wanted one of eligible, not_eligible, undetermined, got text of 8 characters; did you mean eligible?",
            ],
        ),
        (
            HEAD + '[[cases]]\nname = "a"\noutcome = "eligible"\n[[cases]]\nname = "a"\noutcome = "eligible"',
            ["orvar.cases.toml: cases 'a': wanted a name that no other case of the file has"],
        ),
        (
            'programme = 3\n[[cases]]\nname = "a"\nreading = "x"\non = 2008-10-01\noutcome = "eligible"',
            ["orvar.cases.toml: programme: wanted a programme of the model finsam, got a number"],
        ),
        (
            HEAD + "[[cases]]\nfact = {}",
            [
                "orvar.cases.toml: cases[1].name: wanted a name, got nothing",
                "orvar.cases.toml: cases[1]: wanted known keys, got 'fact'; did you mean facts?",
                "orvar.cases.toml: cases[1].outcome: wanted one of eligible, not_eligible, undetermined, got nothing",
            ],
        ),
        (
            HEAD
            + '[[cases]]\nname = "b"\noutcome = "not_eligible"\nreading = "16-65"\n'
            + 'facts = {born = "1979-13-01", residenc = "Ale"}\nunknown = ["sex"]',
            [
                "orvar.cases.toml: cases[1] 'b'.reading: wanted a reading of the programme; there is no reading '16-65'; did you mean 16-64? (there is: 16-64, 20-64)",
                "orvar.cases.toml: cases[1] 'b'.unknown: wanted facts that the defaults give, got text of 3 characters",
                "orvar.cases.toml: cases[1] 'b'.facts: wanted a known key, got an unknown one, key 6 of the object; did you mean residence?",
                "orvar.cases.toml: cases[1] 'b'.facts.born: wanted a day that exists, got a day that no calendar has",
                "orvar.cases.toml: cases[1] 'b'.deciding: wanted the ids of the criteria that decide, got nothing",
            ],
        ),
        (
            HEAD + '[[cases]]\nname = "c"\noutcome = "not_eligible"\nreading = 3\nunknown = 4\ndeciding = [5]',
            [
                "orvar.cases.toml: cases[1] 'c'.reading: wanted the name of a reading, got a number",
                "orvar.cases.toml: cases[1] 'c'.unknown: wanted a list of names, got a list of 0",
                "orvar.cases.toml: cases[1] 'c'.deciding: wanted a list of names, got a list of 1",
            ],
        ),
        (
            HEAD + '[[cases]]\nname = "d"\noutcome = "not_eligible"\ndeciding = ["working-ag", "in-force"]',
            [
                "orvar.cases.toml: cases[1] 'd'.deciding: wanted ids of criteria under the reading, got working-ag; did you mean working-age?"
            ],
        ),
        (
            'programme = "orvar"\ncases = [1]',
            [
                "orvar.cases.toml: cases[1]: wanted a table, got a number",
                "orvar.cases.toml: cases[1].name: wanted a name, got nothing",
                "orvar.cases.toml: cases[1].on: wanted a day as YYYY-MM-DD, got nothing",
                "orvar.cases.toml: cases[1].outcome: wanted one of eligible, not_eligible, undetermined, got nothing",
            ],
        ),
    ],
)
def test_everything_that_is_wrong_is_told_at_once(tmp_path, text, told):
    """By the case's number and name, and the key; values of facts are masked."""
    found = faults(tmp_path, text)
    if "TOML" in told[0]:
        assert found[0].startswith(told[0].removesuffix("; ").replace("orvar.cases.toml: ", "orvar.cases.toml: "))
    else:
        assert told == found


def test_what_is_no_text_is_told(tmp_path):
    """Bytes that are no UTF-8."""
    file = tmp_path / "a.cases.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidRecordError, match="TOML in UTF-8"):
        read_case_table(file, MODEL)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [('model = "nordvik"', "nordvik"), ("", None), ('model = "."', ".")],
    ids=["a name", "none", "a path"],
)
def test_a_file_may_name_its_model(tmp_path, text, wanted):
    """By name, or by a path beside the file."""
    name = model_named_in(written(tmp_path, text))
    assert name == (str(tmp_path) if wanted == "." else wanted)


def test_a_model_that_is_no_name_is_told(tmp_path):
    """As any other fault."""
    with pytest.raises(
        InvalidRecordError, match=r"orvar\.cases\.toml: model: wanted the name or path of a model, got a number"
    ):
        model_named_in(written(tmp_path, "model = 3"))


def test_a_target_group_can_have_cases_too(tmp_path):
    """Its rule is its only criterion."""
    text = 'programme = "tjorn-aldre-an-55"\non = 2008-06-13\n[[cases]]\nname = "a"\noutcome = "undetermined"\ndeciding = ["rule"]'
    case = read_case_table(written(tmp_path, text), MODEL).cases[0]
    assert failure_of(case, MODEL) is None


# --- Deciding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "sv", "en"),
    [
        (
            'facts = {born = 1992-09-23}\noutcome = "eligible"',
            ["väntat: uppfyller kriterierna", "blev: uppfyller inte kriterierna, på grund av working-age"],
            ["expected: meets the criteria", "got: does not meet the criteria, because of working-age"],
        ),
        (
            'outcome = "not_eligible"\ndeciding = ["employed", "residence"]',
            ["väntat: uppfyller inte kriterierna, på grund av employed, residence", "blev: uppfyller kriterierna"],
            ["expected: does not meet the criteria, because of employed, residence", "got: meets the criteria"],
        ),
        (
            'facts = {employed = false}\noutcome = "not_eligible"\ndeciding = ["residence"]',
            [
                "väntat: uppfyller inte kriterierna, på grund av residence",
                "blev: uppfyller inte kriterierna, på grund av employed",
            ],
            [
                "expected: does not meet the criteria, because of residence",
                "got: does not meet the criteria, because of employed",
            ],
        ),
    ],
    ids=["another outcome", "several should decide", "another criterion decides"],
)
def test_a_case_that_comes_out_otherwise_is_told_in_words(tmp_path, row, sv, en):
    """What was expected, what came, why, and who the person is, in Swedish or English."""
    (case,) = cases(tmp_path, f'[[cases]]\nname = "Maja"\n{row}')
    swedish, english = failure_of(case, MODEL, "sv"), failure_of(case, MODEL)
    assert ["”Maja”, 22 september 2008", *(f"  {line}" for line in sv)] == swedish.splitlines()[:3]
    assert ["“Maja”, 22 September 2008", *(f"  {line}" for line in en)] == english.splitlines()[:3]
    assert "Orvar, 22 September 2008, reading 16-64, with all facts" in english
    assert "  home municipality: Kungälv" in english.splitlines()
    assert "On 22 September 2008:" in english.splitlines()


@pytest.mark.parametrize(
    "row",
    [
        'outcome = "eligible"',
        'outcome = "eligible"\ndeciding = ["in-force", "residence", "working-age", "employed", "short-sick-leave"]',
        'facts = {employed = false}\noutcome = "not_eligible"\ndeciding = ["employed"]',
    ],
)
def test_a_case_that_comes_out_as_it_should_has_no_failure(tmp_path, row):
    """What decides may be left out of somebody who meets every criterion, or named in full."""
    (case,) = cases(tmp_path, f'[[cases]]\nname = "Maja"\n{row}')
    assert failure_of(case, MODEL) is None


# --- What no case exercises --------------------------------------------------------------------------


def gaps(folder: Path, rows: str, model: Model = MODEL) -> list[str]:
    """Return what no case about Orvar exercises."""
    return [str(gap) for gap in uncovered(model, cases(folder, rows, model)) if gap.programme == "orvar"]


ELIGIBLE = '[[cases]]\nname = "a"\noutcome = "eligible"\n'


def test_what_no_case_exercises_is_told(tmp_path):
    """Each outcome of a criterion, each side of a number, the days about the force, and what could decide."""
    found = gaps(tmp_path, ELIGIBLE)
    assert [
        "orvar: no case on 2008-06-30",
        "orvar: no case on 2008-07-01",
        "orvar: no case on 2009-12-31",
        "orvar: no case on 2010-01-01",
        "orvar: residence: is not met in no case",
        "orvar: residence: is unknown in no case",
        "orvar: working-age: is not met in no case",
        "orvar: working-age: is unknown in no case",
        "orvar: working-age: age is 15 in no case",
        "orvar: working-age: age is 16 in no case",
        "orvar: working-age: age is 64 in no case",
        "orvar: working-age: age is 65 in no case",
        "orvar: employed: is not met in no case",
        "orvar: employed: is unknown in no case",
        "orvar: short-sick-leave: is not met in no case",
        "orvar: short-sick-leave: is unknown in no case",
        "orvar: short-sick-leave: sick_leave_days is 84 in no case",
        "orvar: short-sick-leave: sick_leave_days is 85 in no case",
        "orvar: short-sick-leave: in no case it decides that “on_sick_leave” is met",
        "orvar: short-sick-leave: in no case it decides that “sick_leave_days <= max_sick_leave_days” is met",
        "orvar: short-sick-leave: in no case it decides that “sick_leave_days <= max_sick_leave_days” is not met",
        "orvar: working-age: age is 19 in no case",
        "orvar: working-age: age is 20 in no case",
    ] == found


@pytest.mark.parametrize(
    ("row", "gone"),
    [
        ('on = 2008-06-30\noutcome = "not_eligible"\ndeciding = ["in-force"]', ["orvar: no case on 2008-06-30"]),
        (
            'facts = {born = 1992-09-23}\noutcome = "not_eligible"\ndeciding = ["working-age"]',
            ["orvar: working-age: is not met in no case", "orvar: working-age: age is 15 in no case"],
        ),
        (
            'facts = {sick_leave = [{since = 2008-07-01}]}\noutcome = "eligible"',
            [
                "orvar: short-sick-leave: sick_leave_days is 84 in no case",
                "orvar: short-sick-leave: in no case it decides that “sick_leave_days <= max_sick_leave_days” is met",
            ],
        ),
        (
            'unknown = ["employed"]\noutcome = "undetermined"\ndeciding = ["employed"]',
            ["orvar: employed: is unknown in no case"],
        ),
        (
            'reading = "20-64"\nfacts = {born = 1988-09-22}\noutcome = "eligible"',
            ["orvar: working-age: age is 20 in no case"],
        ),
    ],
)
def test_a_case_closes_the_gaps_that_it_exercises(tmp_path, row, gone):
    """And no others."""
    before = gaps(tmp_path, ELIGIBLE)
    after = gaps(tmp_path, f'{ELIGIBLE}[[cases]]\nname = "b"\n{row}')
    assert gone == [gap for gap in before if gap not in after]
    assert after == [gap for gap in before if gap not in gone]


def test_a_gap_is_told_in_swedish_too(tmp_path):
    """With the programme, the criterion and what is missing."""
    found = {gap.text("sv") for gap in uncovered(MODEL, cases(tmp_path, ELIGIBLE))}
    assert {
        "dua: inget fall handlar om den",
        "orvar: inget fall den 2008-06-30",
        "orvar: residence: är uppfyllt eller okänt i alla fall",
        "orvar: residence: är känt i alla fall",
        "orvar: working-age: age is 15 i inget fall",
        "orvar: short-sick-leave: i inget fall avgör det att ”on_sick_leave” är uppfyllt",
        "orvar: short-sick-leave: i inget fall avgör det att ”sick_leave_days <= max_sick_leave_days” inte är uppfyllt",
    } <= found
    (unmet,) = cases(
        tmp_path, '[[cases]]\nname = "a"\nfacts = {employed = false}\noutcome = "not_eligible"\ndeciding = ["employed"]'
    )
    assert "orvar: employed: är inte uppfyllt i något fall" in {gap.text("sv") for gap in uncovered(MODEL, [unmet])}


def test_what_nobody_can_exercise_is_no_gap(tmp_path):
    """A side that a constraint shuts off, a condition that another always goes with, and what can never be not met."""
    words = Text(sv="Ingen är äldre.", en="Nobody is older.")
    limited = MODEL.with_([Constraint(id="c", rule="age <= 64", text=words, source=ASSUMED)])
    assert "orvar: working-age: age is 65 in no case" not in gaps(tmp_path, ELIGIBLE, limited)
    assert "orvar: short-sick-leave: in no case it decides that “on_sick_leave” is not met" not in gaps(
        tmp_path, ELIGIBLE
    )
    known = Criterion(id="known", rule="known(sex)", text=WORDS, source=ASSUMED)
    orvar = MODEL.programmes["orvar"].definition
    model = MODEL.with_([attrs.evolve(orvar, criteria=[*orvar.criteria, known])], replacing=["orvar"])
    row = '[[cases]]\nname = "a"\noutcome = "undetermined"\ndeciding = ["known"]'
    found = [gap for gap in gaps(tmp_path, row, model) if gap.startswith("orvar: known")]
    assert found == ["orvar: known: is met in no case"]


@pytest.mark.parametrize(
    ("facts", "decides"),
    [
        ("employed = true, sgi = true", {"“employed” is met", "“sgi” is met"}),
        ("employed = true, sgi = false", {"“sgi” is not met"}),
        ("employed = false, sgi = false", set()),
        ("employed = true", set()),
        ("employed = false", set()),
    ],
)
def test_a_condition_decides_when_the_other_way_the_rule_would_be_another(tmp_path, facts, decides):
    """Of two that are both wanted: each when both are met, the one that fails, and none where both do or one is unknown."""
    both = Criterion(id="both", rule="employed and sgi", text=WORDS, source=ASSUMED)
    orvar = MODEL.programmes["orvar"].definition
    model = MODEL.with_([attrs.evolve(orvar, criteria=[both])], replacing=["orvar"])
    text = f'programme = "orvar"\non = 2008-09-22\n[[cases]]\nname = "a"\nfacts = {{{facts}}}\noutcome = "eligible"'
    found = [gap.what.en for gap in uncovered(model, read_case_table(written(tmp_path, text), model).cases)]
    every = {f"“{fact}” is {how}met" for fact in ("employed", "sgi") for how in ("", "not ")}
    assert every - decides == {gap.removeprefix("in no case it decides that ") for gap in found if "decides" in gap}


def test_the_days_of_a_criterion_are_wanted_too(tmp_path):
    """The first day and the last on which it applies, while the programme is in force, and those next to them."""
    path = written(
        tmp_path,
        'programme = "kaa"\non = 2015-01-01\n[[cases]]\nname = "a"\nfacts = {born = 1990-01-01}\noutcome = "not_eligible"\ndeciding = ["young"]',
    )
    found = {str(gap) for gap in uncovered(MODEL, read_case_table(path, MODEL).cases) if gap.programme == "kaa"}
    assert "kaa: outside-national-programmes: no case on 2018-06-30" in found
    assert "kaa: outside-upper-secondary: no case on 2018-07-01" in found
    early = attrs.evolve(MODEL.programmes["orvar"].definition.in_force, since="2008-01-01", until="2008-12-31")
    orvar = MODEL.programmes["orvar"].definition
    spanned = attrs.evolve(orvar, criteria=[*orvar.criteria[1:], attrs.evolve(orvar.criteria[0], in_force=early)])
    row = '[[cases]]\nname = "a"\noutcome = "eligible"'
    found = gaps(tmp_path, row, MODEL.with_([spanned], replacing=["orvar"]))
    assert ["orvar: residence: no case on 2008-12-31", "orvar: residence: no case on 2009-01-01"] == [
        gap for gap in found if gap.startswith("orvar: residence: no case")
    ]
