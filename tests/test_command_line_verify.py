"""`samverkan verify`: what it prints, in which language and format, and how it ends."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samverkan import Outcome, decide, load_model
from samverkan.casefiles import CaseFile
from samverkan.cli.commands import samverkan
from samverkan.cli.verify import KINDS
from samverkan.serialization import converter, structured
from samverkan.verification import Kind
from small_model import NEED, SMALL, criterion

FAULTY = SMALL + criterion("age >= 16")
IMPOSSIBLE = SMALL + criterion("age <= 17")
STRICTER = SMALL.replace(NEED, 'rule = "unemployed and functional_impairment"')
ASKED = ["--lang", "en", "--on", "2019-06-01"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return the file of the small model."""
    return written(tmp_path, "small", SMALL)


def written(folder: Path, name: str, text: str) -> Path:
    """Write a model and return its file."""
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def run(*arguments: str | Path) -> Result:
    """Run the command as a shell would."""
    return CliRunner().invoke(samverkan, ["verify", *map(str, arguments)])


def lines(done: Result) -> list[str]:
    """Return the lines that were printed, without the spaces that they begin with."""
    return [line.strip() for line in done.stdout.splitlines()]


def test_the_kinds_that_can_be_named_are_those_there_are() -> None:
    """The command's own list of kinds, which spares the others an import, is the whole one."""
    assert tuple(kind.value for kind in Kind) == KINDS


def test_findings_are_told_below_a_heading_and_counted_at_the_end(small: Path) -> None:
    """Each programme and group says what was asked and found, and that nothing was found; the last line counts."""
    done = run(small, *ASKED)
    told = lines(done)
    assert 0 == done.exit_code
    assert told[0].startswith(f"The rules of {small}, asked about with z3.")
    assert "The people shown are invented." in told[0]
    (club,) = [place for place, line in enumerate(told) if line.startswith("The club (club): 2019-06-01, ")]
    assert "nothing found" == told[club + 1]
    young = next(place for place, line in enumerate(told) if line.startswith("The young (young): 2019-06-01"))
    assert "gap: there are people in the group who do not meet the criteria of The club [2019-06-01]" == told[young + 1]
    assert told[young + 2].startswith("For instance: a person who")
    assert "That is everybody in the group of whom one of these holds:" == told[young + 3]
    assert {
        "- the person has lived for at most 17 years",
        "- the person is not out of work, and the person has no functional impairment",
    } == set(told[young + 4 : young + 6])
    assert told[-1].startswith("Questions asked: ")
    assert told[-1].endswith("(z3). Found: gap 1.")


def test_it_is_told_in_swedish(small: Path) -> None:
    """With --lang sv everything is in Swedish, and speaks of criteria alone."""
    done = run(small, "--lang", "sv", "--on", "2019-06-01", "--against", small)
    told = lines(done)
    assert "Personerna är påhittade." in told[0]
    assert "inget att anmärka" in told
    assert any(line.startswith("lucka: det finns personer i gruppen som inte uppfyller kriterierna") for line in told)
    assert "Läses som förut: 3." in told
    assert told[-1].endswith("Funnet: lucka 1.")
    assert not any(word in done.stdout.lower() for word in ("beslut", "rätt till", "beviljad", "avslag", "behörig"))


def test_every_day_on_which_rules_change_is_asked_about(small: Path) -> None:
    """Without --on it is both days of the programme, and the readings are counted where there are several."""
    assert any(
        line.startswith("The club (club): 2019-01-01 and 2021-01-01, ") for line in lines(run(small, "--lang", "en"))
    )
    done = run("finsam", "--programme", "se-projektet", *ASKED)
    assert any(", 2 readings, questions asked: " in line for line in lines(done))


def test_what_is_not_in_force_is_told_as_that(small: Path) -> None:
    """A programme that has ended on the day is not said to be without findings."""
    done = run(small, "--programme", "club", "--lang", "en", "--on", "2023-01-01")
    assert ["The club (club)", "not in force"] == lines(done)[2:4]
    assert "Questions asked: 0 (z3). Nothing found." == lines(done)[-1]


def test_differences_from_an_older_version_are_told_with_a_person(small: Path, tmp_path: Path) -> None:
    """Below the review stands what has changed; *and* in the place of *or* leaves out those who have one need alone."""
    done = run(written(tmp_path, "new", STRICTER), "--against", small, *ASKED)
    told = lines(done)
    heading = told.index(f"What is new in {tmp_path / 'new.toml'}, compared with the older version {small}:")
    found = told[heading:]
    assert (
        "difference: there are people who met the criteria before and do not now [reading agreed, 2019-06-01]" in found
    )
    assert {"- the person is not out of work", "- the person has no functional impairment"} <= set(found)
    assert "Read as before: 2." in found  # the groups


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        (IMPOSSIBLE, ["unsatisfiable"], 3),
        (FAULTY, ["dead"], 3),
        (FAULTY, ["unsatisfiable", "idle"], 0),
        (FAULTY, ["idle", "dead"], 3),
        (FAULTY, [], 0),
        (SMALL, ["gap"], 3),
        (STRICTER, ["difference"], 3),
        (SMALL, ["difference", "outside"], 0),
    ],
    ids=["nobody", "dead", "others", "one of two", "not asked for", "gap", "difference", "no difference"],
)
def test_it_ends_with_3_when_what_was_named_is_found(
    small: Path, tmp_path: Path, text: str, fail_on: list[str], code: int
) -> None:
    """With --fail-on a script can stop; without it whatever is found is told and all is well."""
    named = [part for kind in fail_on for part in ("--fail-on", kind)]
    assert code == run(written(tmp_path, "new", text), "--against", small, *named, *ASKED).exit_code


WRONG = {
    "no such model": (["nowhere.toml"], "nowhere.toml"),
    "no such older model": (["finsam", "--against", "finsan"], "did you mean finsam?"),
    "no such programme": (["finsam", "--programme", "en-veg-in"], "did you mean en-vag-in?"),
    "none in either": (["finsam", "--against", "finsam", "--programme", "en-veg-in"], "did you mean en-vag-in?"),
    "a group does not collide": (["finsam", "--collisions", "kaa", "tjorn-aldre-an-55"], "there is no programme"),
    "a kind there is not": (["finsam", "--fail-on", "gaps"], "'gaps'"),
    "a day there is not": (["finsam", "--on", "2016-9-31"], "wanted a day as YYYY-MM-DD"),
    "no model": ([], "Missing argument 'MODEL'"),
}


@pytest.mark.parametrize(("arguments", "told"), WRONG.values(), ids=WRONG)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(arguments: list[str], told: str) -> None:
    """Nothing is asked when something is misspelt, and the message says what there is."""
    done = run(*arguments)
    assert 2 == done.exit_code
    assert "" == done.stdout
    assert told in done.stderr


def test_json_lines_hold_one_finding_each(small: Path, tmp_path: Path) -> None:
    """Each line is an object with all of a finding; the person can be read back, and decides as it says."""
    done = run(written(tmp_path, "new", STRICTER), "--against", small, "--format", "jsonl", *ASKED)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert ["gap", "difference"] == [one["kind"] for one in found]
    gap, difference = found
    assert [*gap] == [
        "kind", "part", "subject", "reading", "days", "text", "invented_person", "descriptions", "more", "constraints",
    ]  # fmt: skip
    assert ("target-group", "young", None, ["2019-06-01"]) == tuple(
        gap[key] for key in ("part", "subject", "reading", "days")
    )
    assert ("programme", "club", "agreed") == tuple(difference[key] for key in ("part", "subject", "reading"))
    assert {"not unemployed", "not functional_impairment"} == {one["rule"] for one in difference["descriptions"]}
    assert (False, []) == (difference["more"], difference["constraints"])
    person = structured({"participant": difference["invented_person"]}, CaseFile, converter())
    outcomes = [
        decide(person, load_model(file).programmes["club"], "2019-06-01").outcome
        for file in (small, tmp_path / "new.toml")
    ]
    assert [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE] == outcomes
    assert "(z3). Found: gap 1 and difference 1." in done.stderr


def test_a_finding_without_a_person_has_none_in_json(tmp_path: Path) -> None:
    """What is proved to hold of everybody shows nobody."""
    done = run(written(tmp_path, "new", FAULTY), "--programme", "club", "--format", "jsonl", *ASKED)
    (dead,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert ("dead", None, []) == (dead["kind"], dead["invented_person"], dead["descriptions"])


def test_what_is_gone_is_compared_and_not_reviewed(small: Path, tmp_path: Path) -> None:
    """--programme may name what is in the older version alone."""
    more = written(tmp_path, "more", SMALL.replace('id = "club"', 'id = "guild"'))
    done = run(small, "--against", more, "--programme", "guild", *ASKED)
    assert "went: it was in the older version" in lines(done)
    assert lines(done)[-1].endswith("Found: went 1.")


def test_a_pair_is_gone_through_when_all_else_that_is_named_is_gone(small: Path, tmp_path: Path) -> None:
    """--collisions is about the newer model, and a name that is not there ends with 2."""
    more = written(tmp_path, "more", SMALL.replace('id = "club"', 'id = "guild"'))
    asked = (small, "--against", more, "--programme", "guild", *ASKED, "--collisions")
    assert any(line.startswith("The club and The club (club, club): ") for line in lines(run(*asked, "club", "club")))
    wrong = run(*asked, "bogus", "club")
    assert (2, "") == (wrong.exit_code, wrong.stdout)
    assert "bogus" in wrong.stderr


def test_a_group_without_a_rule_is_told_to_be_descriptive(small: Path) -> None:
    """It is not said that nothing was found in it."""
    assert ["Others (described)", "descriptive only: it has no rule"] == lines(
        run(small, "--programme", "described", "--lang", "en")
    )[2:4]


def test_overlaps_and_collisions_are_told_when_asked_for() -> None:
    """Each has its option; AF's and FK's rules in Vetlanda collide over health."""
    asked = ["finsam", "--programme", "se-projektet", "--overlaps", "--collisions", "vetlanda-AF", "vetlanda-FK"]
    told = lines(run(*asked, "--lang", "en", "--on", "2016-10-03"))
    assert any(
        line.startswith("overlap: there are people who meet the criteria of both The SE project") for line in told
    )
    assert any(line.startswith("collision: there are people who are kept out of both") for line in told)


def test_the_exhaustive_check_finds_the_same(small: Path) -> None:
    """With --by exhaustive the findings are those of z3, and it says what answered."""
    by_z3, by_trying = (run(small, *ASKED, "--by", by) for by in ("z3", "exhaustive"))
    kinds_of = [[line.split(":")[0] for line in lines(done) if line.startswith("gap")] for done in (by_z3, by_trying)]
    assert [["gap"], ["gap"]] == kinds_of
    assert lines(by_trying)[-1].endswith("(exhaustive). Found: gap 1.")


def test_without_z3_every_class_is_tried_and_that_is_said(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra it works too, tells how to install it, and ends with 2 only when z3 was asked for."""
    monkeypatch.setitem(sys.modules, "z3", None)
    done = run(small, *ASKED)
    assert 0 == done.exit_code
    assert "z3 is not installed" in done.stderr
    assert "pip install 'samverkan[proofs]'" in done.stderr
    assert lines(done)[-1].endswith("(exhaustive). Found: gap 1.")
    asked_for = run(small, *ASKED, "--by", "z3")
    assert 2 == asked_for.exit_code
    assert "pip install 'samverkan[proofs]'" in asked_for.stderr


@pytest.mark.parametrize("against", [False, True], ids=["alone", "against"])
def test_a_bar_on_a_terminal_changes_nothing_of_what_is_printed(
    small: Path, monkeypatch: pytest.MonkeyPatch, against: bool
) -> None:
    """While it works a bar is on standard error, if that is a terminal; standard output stays the same."""
    asked = [small, *ASKED, *(["--against", small] if against else [])]
    plain = run(*asked)
    monkeypatch.setattr("samverkan.cli.verified.is_watched", lambda: True)
    watched = run(*asked)
    assert plain.stdout == watched.stdout
    assert 0 == watched.exit_code
