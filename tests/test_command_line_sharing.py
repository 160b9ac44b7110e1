"""The command line as one agency sees it, and `samverkan share`: what is printed, and how it ends."""

import csv
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

from samverkan import load_model
from samverkan.cli.commands import samverkan

CONTACTS = [{"agency": "AF", "since": "2016-02-01"}, {"agency": "FK", "since": "2016-05-10"}]
CONSENT = {
    "id": "c-1",
    "kind": "secrecy",
    "from": ["FK"],
    "to": ["AF"],
    "categories": ["contact"],
    "purpose": "coordination",
    "programme": "en-vag-in",
    "given": "2016-10-01",
    "expires": "2017-09-30",
}


def person(id_: str, **changed: Any) -> dict[str, Any]:
    """Return a participant who is in contact with AF and FK alone."""
    given = {"born": "1990-05-17", "residence": "Ludvika", "unmet_need": True, "contacts": CONTACTS}
    return {"id": id_, **given, "contacts_complete": True, **changed}


CASES = [
    {"participant": person("with"), "consents": [CONSENT]},
    {"participant": person("without"), "consents": []},
    {"participant": person("twin", contacts=CONTACTS[:1]), "consents": []},
    {"participant": person("silent", born="2000-10-10")},
]


@pytest.fixture(autouse=True, scope="module")
def loaded_once():
    """Load the shipped model once for all the runs in this process."""
    shipped = cache(load_model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samverkan.cli.options.load_model", shipped)
        yield


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Return a file of the four cases."""
    file = tmp_path / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in CASES), encoding="utf-8")
    return file


def run(*arguments: str | Path) -> Result:
    """Run a command as a shell would."""
    return CliRunner().invoke(samverkan, [*map(str, arguments), "--lang", "en"])


def records(done: Result) -> list[dict[str, Any]]:
    """Return what was printed as JSON Lines."""
    return [json.loads(line) for line in done.stdout.splitlines()]


ASKED = ["--programme", "en-vag-in", "--on", "2016-10-03"]

# --- As one agency sees it ------------------------------------------------------------------------------


def test_the_header_says_through_whose_eyes_the_answers_are_seen(cases: Path) -> None:
    """With all facts where nobody is named; else with what that agency may know, and for what."""
    titles = [
        run("check", cases, *ASKED, *more).stdout.splitlines()[0].partition(", 2016-10-03–), ")[2]
        for more in ([], ["--seen-by", "AF"], ["--seen-by", "kommun:Ludvika/AME", "--purpose", "follow-up"])
    ]
    assert titles == [
        "with all facts",
        "with what Arbetsförmedlingen may know for coordination",
        "with what the labour-market unit (AME) (Ludvika) may know for follow-up",
    ]


def test_what_is_not_open_leaves_the_answer_unsettled_and_the_twin_gets_the_same(cases: Path) -> None:
    """With FK's consent AF sees both contacts; without it, it is told the same of her as of her twin without the second."""
    done = records(run("check", cases, *ASKED, "--seen-by", "AF", "--format", "jsonl"))
    assert [one["outcome"] for one in done] == ["eligible", "undetermined", "undetermined", "not_eligible"]
    assert {(one["view"], one["purpose"]) for one in done} == {("seen-by:AF", "coordination")}
    assert done[0]["holds_until"] == "2017-09-30"
    without, twin = ({name: value for name, value in one.items() if name != "participant"} for one in done[1:3])
    assert without == twin
    assert without["missing"][0]["consent"] == {
        "from": ["FK"],
        "to": "AF",
        "category": "contact",
        "purpose": "coordination",
        "programme": "en-vag-in",
    }


def test_with_all_facts_no_purpose_is_told(cases: Path) -> None:
    """The view is that of all facts, and nobody asks for anything."""
    done = records(run("check", cases, *ASKED, "--format", "jsonl"))
    assert {(one["view"], one["purpose"]) for one in done} == {("all-facts", None)}


def test_a_timeline_as_an_agency_sees_it_says_when_it_asks(cases: Path) -> None:
    """The day of asking must be named, and what may be seen is settled on it."""
    asked = ["--programme", "en-vag-in", "--since", "2016-10-03", "--until", "2018-12-31", "--seen-by", "AF"]
    refused = run("timeline", cases, *asked)
    assert refused.exit_code == 2
    assert "--known-on" in refused.stderr
    done = records(run("timeline", cases, *asked, "--known-on", "2016-10-03", "--format", "jsonl"))
    assert [(one["view"], len(one["stretches"])) for one in done[:2]] == [("seen-by:AF", 1), ("seen-by:AF", 1)]
    rows = csv.DictReader(
        io.StringIO(run("timeline", cases, *asked, "--known-on", "2016-10-03", "--format", "csv").stdout)
    )
    assert {row["view"] for row in rows} == {"seen-by:AF"}


def test_a_route_as_an_agency_sees_it_takes_each_programme_by_itself(cases: Path) -> None:
    """What a consent for one programme opens is not open for another."""
    done = records(run("route", cases, "--on", "2016-10-03", "--seen-by", "AF", "--format", "jsonl"))
    outcomes = {option["id"]: option["outcome"] for option in done[0]["options"]}
    assert outcomes["en-vag-in"] == "eligible"
    assert done[0]["view"] == "seen-by:AF"
    rows = csv.DictReader(
        io.StringIO(run("route", cases, "--on", "2016-10-03", "--seen-by", "AF", "--format", "csv").stdout)
    )
    assert "seen-by:AF" in {row["view"] for row in rows}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param(["--seen-by", "AFF"], "did you mean AF?", id="a-misspelt-agency"),
        pytest.param(
            ["--seen-by", "pastorn"], "there is no such agency (there is: AF, FK, region,", id="no-agency-at-all"
        ),
        pytest.param(["--seen-by", "arbetsförmedlingen"], "did you mean AF?", id="an-agency-by-its-name"),
        pytest.param(["--purpose", "coordination"], "name it with --seen-by", id="a-purpose-of-nobody"),
        pytest.param(["--seen-by", "AF", "--purpose", "coordinatio"], "did you mean coordination?", id="a-purpose"),
    ],
)
def test_an_asker_that_the_model_does_not_have_is_refused(cases: Path, asked: list[str], told: str) -> None:
    """An agency or a purpose that is not there is wrong usage, told before anything is read."""
    done = run("check", cases, *ASKED, *asked)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not done.stdout


def test_a_case_file_that_is_seen_through_somebodys_eyes_is_a_bad_line(tmp_path: Path) -> None:
    """The header says through whose eyes the answers are seen, so that each line must have all facts."""
    view = {"agency": "AF", "programme": "en-vag-in", "purpose": "coordination", "on": "2016-10-03"}
    file = tmp_path / "cases.jsonl"
    lines = [CASES[0], {"participant": person("seen"), "view": view}, CASES[1]]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    done = run("route", file, "--on", "2016-10-03", "--format", "jsonl")
    assert done.exit_code == 1
    assert "line 2: view: wanted nothing: a case file with all facts" in done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_a_table_of_people_is_not_seen_through_anybodys_eyes(tmp_path: Path) -> None:
    """It has no consents; that is said before anybody is decided."""
    table = tmp_path / "people.parquet"
    pl.DataFrame({"id": ["d-001"]}).write_parquet(table)
    done = run("check", table, *ASKED, "--seen-by", "AF")
    assert done.exit_code == 2
    assert "--seen-by is for case files" in done.stderr


# --- Who may be told --------------------------------------------------------------------------------------

SHARE = ["--from-agency", "FK", "--to-agency", "AF", "--on", "2016-10-03"]


def test_each_case_and_each_sort_of_information_has_an_answer(cases: Path) -> None:
    """What a consent opens is met with its basis and last day; an empty list says no, a missing one says nothing."""
    done = records(
        run("share", cases, *SHARE, "--programme", "en-vag-in", "--category", "contact", "--format", "jsonl")
    )
    assert [(one["participant"], one["verdict"], one["basis"], one["until"]) for one in done] == [
        ("with", "met", "c-1", "2017-09-30"),
        ("without", "not_met", None, None),
        ("twin", "not_met", None, None),
        ("silent", "unknown", None, None),
    ]
    assert [one["notes"] for one in done] == [[], [], [], ["guardian"]]
    assert done[1]["consent"]["from"] == ["FK"]


def test_a_consent_for_one_programme_opens_nothing_for_none_in_particular(cases: Path) -> None:
    """Without --programme it does not count, and all sorts of information are asked about."""
    done = records(run("share", cases, *SHARE, "--format", "jsonl"))
    assert [one["verdict"] for one in done[:9]] == ["not_met"] * 9
    assert {one["programme"] for one in done} == {None}
    assert len(done) == 4 * 9


def test_the_table_names_both_agencies_and_says_why(cases: Path) -> None:
    """The header says who, whom, for what and when; each line says what comes of it and what it takes."""
    done = run("share", cases, *SHARE, "--programme", "en-vag-in", "--category", "contact")
    title, head, first, *_ = done.stdout.splitlines()
    assert title == "Försäkringskassan to Arbetsförmedlingen: coordination, 3 October 2016, En väg in"
    assert head.split() == ["Case", "Information", "Answer"]
    assert "Försäkringskassan may tell Arbetsförmedlingen about contacts, for coordination within En väg in" in first
    assert done.stderr.strip() == "1 met, 2 not met, 1 unknown"


def test_a_row_of_csv_says_what_was_asked_and_what_came_of_it(cases: Path) -> None:
    """Every row can stand alone."""
    done = run("share", cases, *SHARE, "--programme", "en-vag-in", "--category", "contact", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows[0] == {
        "participant": "with",
        "from": "FK",
        "to": "AF",
        "category": "contact",
        "purpose": "coordination",
        "programme": "en-vag-in",
        "on": "2016-10-03",
        "verdict": "met",
        "basis": "c-1",
        "until": "2017-09-30",
        "notes": "",
    }
    assert rows[3]["notes"] == "guardian"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        pytest.param([], 0, id="nothing-asked-for"),
        pytest.param(["--fail-on", "not_met"], 3, id="what-is-there"),
        pytest.param(["--category", "contact", "--programme", "orvar", "--fail-on", "met"], 0, id="what-is-not-there"),
    ],
)
def test_scripts_can_fail_on_an_answer(cases: Path, more: list[str], code: int) -> None:
    """The exit code is 3 when an answer that was named is among them."""
    assert run("share", cases, *SHARE, *more).exit_code == code


def test_a_bad_line_stops_nobody_else(tmp_path: Path) -> None:
    """It is named, and the exit code is 1."""
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(CASES[0]) + '\n{"participant": {"id": 1}}\n', encoding="utf-8")
    done = run("share", file, *SHARE, "--category", "contact", "--programme", "en-vag-in")
    assert done.exit_code == 1
    assert "1 met, 1 rejected" in done.stderr


def test_a_file_without_cases_says_so(tmp_path: Path) -> None:
    """Nobody is told about nobody."""
    file = tmp_path / "cases.jsonl"
    file.write_text("", encoding="utf-8")
    assert run("share", file, *SHARE).stderr.strip() == "no cases"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param(["--from-agency", "FKK"], "--from-agency: there is no such agency", id="who-would-tell"),
        pytest.param(["--to-agency", "AFF"], "--to-agency: there is no such agency", id="who-would-be-told"),
        pytest.param(["--category", "contacts"], "did you mean contact?", id="what-about"),
        pytest.param(["--purpose", "fun"], "purpose", id="what-for"),
        pytest.param(["--programme", "en-vag"], "did you mean en-vag-in?", id="for-which-programme"),
    ],
)
def test_what_the_model_does_not_have_cannot_be_asked_about(cases: Path, changed: list[str], told: str) -> None:
    """It is wrong usage, told before anything is read."""
    done = run("share", cases, *SHARE, *changed)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not done.stdout
