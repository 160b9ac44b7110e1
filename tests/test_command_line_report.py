"""`samverkan report`: the page that is written, what is told beside it, and how it ends."""

import errno
import io
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from samverkan import load_model
from samverkan.cli.commands import samverkan
from samverkan.errors import Fault, InvalidRecordError
from samverkan.reports import render
from samverkan.reports.gathering import Gathering, gathered
from samverkan.reports.sections import contents_of
from samverkan.samples import sample
from samverkan.texts import Text

FINSAM = load_model("finsam")
PEOPLE = 15


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a made-up year to a file."""
    file = tmp_path_factory.mktemp("year") / "cases.jsonl"
    done = CliRunner().invoke(samverkan, ["sample", "--people", str(PEOPLE), "--out", str(file)])
    assert done.exit_code == 0
    return file


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """Write one case of nothing but an id."""
    file = tmp_path / "one.jsonl"
    file.write_text('{"participant": {"id": "d-1"}, "referrals": []}\n', encoding="utf-8")
    return file


def run(*arguments: str | Path, **more: Any) -> Result:
    """Run the command as a shell would."""
    return CliRunner().invoke(samverkan, ["report", *map(str, arguments)], **more)


YEAR = ("--period", "2016", "--lang", "en")


def test_the_page_is_what_the_library_makes(made: Path, tmp_path: Path) -> None:
    """Of the same cases, with the threshold and the area that were asked for; nothing goes to standard output."""
    page = tmp_path / "report.html"
    done = run(made, *YEAR, "--out", page, "--threshold", "5", "--area", "Nordvik")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"{PEOPLE} cases read\n")
    cases = sample(FINSAM, people=PEOPLE, seed=1, period="2016")
    contents = contents_of(gathered(cases, FINSAM, "2016"), threshold=5, area=Text("Nordvik", "Nordvik"))
    assert page.read_text(encoding="utf-8") == render(contents, "en")
    assert [entry.name for entry in tmp_path.iterdir()] == ["report.html"]


def test_the_usual_threshold_is_told(made: Path, tmp_path: Path) -> None:
    """There is no silent default: it is said beside the page, and on it."""
    done = run(made, "--period", "2016", "--lang", "sv", "--out", tmp_path / "report.html")
    assert done.exit_code == 0
    assert done.stderr == "15 cases read\nno --threshold given: counts below 5 are hidden\n"
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert '<html lang="sv">' in page
    assert "Antal under 5 visas inte" in page


def test_cases_can_be_piped_into_it(made: Path, tmp_path: Path) -> None:
    """From another command, and for another day of reading and another part of the year."""
    page = tmp_path / "report.html"
    arguments = ("-", "--period", "2016H1", "--as-of", "2016-08-31", "--lang", "en", "--threshold", "3", "--out", page)
    assert run(*arguments, input=made.read_bytes()).exit_code == 0
    assert "read on 31 August 2016" in page.read_text(encoding="utf-8")


# --- What is rejected -----------------------------------------------------------------------------


def test_bad_lines_are_told_counted_and_kept(made: Path, tmp_path: Path) -> None:
    """One that cannot be read and one that comes twice end with the exit code 1; the page tells how many they are."""
    lines = made.read_bytes().splitlines(keepends=True)
    file, rejects = tmp_path / "cases.jsonl", tmp_path / "rejects.jsonl"
    file.write_bytes(b"".join([*lines, b'{"participant": {"id": "x", "born": "yesterday"}}\n', lines[3]]))
    done = run(file, *YEAR, "--threshold", "5", "--out", tmp_path / "report.html", "--rejects", rejects)
    assert done.exit_code == 1
    assert "15 cases read, 2 records rejected\n" in done.stderr
    assert "record 17: cases: wanted one case a person" in done.stderr
    assert "s-000004" not in done.stderr
    assert "2 records could not be counted" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert rejects.read_bytes() == b'{"participant": {"id": "x", "born": "yesterday"}}\n'


def test_a_case_that_cannot_be_trusted_is_counted_nowhere(one: Path, tmp_path: Path) -> None:
    """Where the model refuses what it names, all its faults are told."""
    bad = (
        '{"participant": {"id": "d-2", "contacts": [{"agency": "nobody"}]}, "referrals": '
        '[{"id": "r-1", "programme": "en-vag-in", "by": "AF", "events": '
        '[{"what": "received", "on": "2016-11-14", "agency": "kommun/AME"}]}]}\n'
    )
    file = tmp_path / "two.jsonl"
    file.write_text(one.read_text(encoding="utf-8") + bad, encoding="utf-8")
    done = run(file, *YEAR, "--threshold", "1", "--out", tmp_path / "report.html")
    assert (done.exit_code, "1 case read, 1 record rejected" in done.stderr) == (1, True)


def test_every_fault_of_a_case_is_told(one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where counting finds several, they stand in one line with the place of the record."""

    class Choosy(Gathering):
        """Counts nobody."""

        def add(self, one: Any) -> None:
            """Refuse it, for two reasons."""
            del one
            raise InvalidRecordError([Fault("a", "this", "that"), Fault("b", "these", "those")])

    monkeypatch.setattr(sys.modules["samverkan.cli.report"], "Gathering", Choosy)
    done = run(one, *YEAR, "--threshold", "5", "--out", tmp_path / "report.html")
    assert done.exit_code == 1
    assert done.stderr == "record 1: a: wanted this, got that; b: wanted these, got those\n1 record rejected\n"


def test_of_no_cases_there_is_a_page(tmp_path: Path) -> None:
    """Whoever reports nothing gets a page that says so."""
    empty = tmp_path / "none.jsonl"
    empty.write_bytes(b"")
    done = run(empty, *YEAR, "--threshold", "5", "--out", tmp_path / "report.html")
    assert (done.exit_code, done.stderr) == (0, "no cases\n")
    assert "0 cases" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_where_nothing_can_be_printed_there_is_no_page(
    one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, with the exit code 2."""
    command = sys.modules["samverkan.cli.report"]

    def refused(*_: object, **__: object) -> Any:
        raise command.TableRefusedError("received", [])

    monkeypatch.setattr(command, "contents_of", refused)
    done = run(one, *YEAR, "--threshold", "5", "--out", tmp_path / "report.html")
    assert (done.exit_code, "nothing can be printed" in done.stderr) == (2, True)
    assert not (tmp_path / "report.html").exists()


# --- Usage ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--period", "2016-13"], "wanted a period such as 2016"),
        (["--threshold", "0"], "0 is not in the range x>=1"),
        (["--as-of", "soon"], "--as-of"),
        (["--as-of", "2015-12-31"], "--as-of: wanted a day not before the period begins"),
        (["--out", "nowhere/report.html"], "there is no such folder"),
        (["--out", "."], "this is a folder"),
        (["--area", "Nord\nvik"], "--area: wanted words without line breaks"),
        (["--unit", "t\tkr"], "--unit: wanted words without line breaks"),
        (["--budget", "nothing.csv"], "--budget: No such file or directory"),
        (["--lang", "de"], "--lang"),
        (["--format", "json"], "No such option '--format'"),
        (["--output", "other.html"], "No such option '--output'"),
    ],
    ids=[
        "no period",
        "no threshold",
        "no day",
        "a day before the period",
        "no folder",
        "a folder",
        "an area",
        "a unit",
        "no budget",
        "a language",
        "a form",
        "another place",
    ],
)
def test_wrong_usage_is_told(one: Path, tmp_path: Path, arguments: list[str], told: str) -> None:
    """With the exit code 2, and nothing is written."""
    page = tmp_path / "report.html"
    done = run(one, *YEAR, "--out", page, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in " ".join(done.stderr.split())
    assert not page.exists()


def test_what_is_read_is_not_written_over(one: Path, tmp_path: Path) -> None:
    """Neither the cases nor the budget."""
    budget = tmp_path / "budget.csv"
    budget.write_text("Post;Budget;Utfall\nTeam;100;90\n", encoding="utf-8")
    for out in (one, budget):
        before = out.read_bytes()
        done = run(one, *YEAR, "--budget", budget, "--out", out)
        assert (done.exit_code, "this is the file that is read" in done.stderr) == (2, True)
        assert out.read_bytes() == before


def test_the_page_and_what_is_rejected_go_to_two_files(one: Path, tmp_path: Path) -> None:
    """One would stand where the other does."""
    page = tmp_path / "report.html"
    done = run(one, *YEAR, "--out", page, "--rejects", page)
    assert (done.exit_code, "--rejects writes there too" in done.stderr) == (2, True)


def test_without_the_extra_it_says_what_to_install(one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a single case is read."""
    monkeypatch.setitem(sys.modules, "altair", None)
    done = run(one, *YEAR, "--out", tmp_path / "report.html")
    assert (done.exit_code, "samverkan[reports]" in done.stderr, "read" in done.stderr) == (2, True, False)


# --- The budget -----------------------------------------------------------------------------------


def test_the_budget_stands_in_the_report(one: Path, tmp_path: Path) -> None:
    """As a Swedish spreadsheet writes it; what is empty is unknown."""
    budget, page = tmp_path / "budget.csv", tmp_path / "report.html"
    budget.write_text("Post;Budget;Not;Utfall\nTeam;1 200;1;1 069,5\nLokal;80;;\n", encoding="utf-8-sig")
    done = run(one, *YEAR, "--threshold", "1", "--out", page, "--budget", budget, "--unit", "kkr")
    assert done.exit_code == 0
    written = page.read_text(encoding="utf-8")
    assert all(words in written for words in ("in kkr", "Lokal", "1,200.0", "1,069.5", "unknown"))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Post;Budget\nTeam;100\n", "a column Utfall"),
        ("Post;Kostnad\nTeam;100\n", "a column Budget, got none headings: wanted a column Utfall"),
        ("Post;Budget;Utfall;Outcome\nTeam;1;2;3\n", "headings: wanted one column Utfall, got several"),
        ("Post;Budget;Utfall\n", "file: wanted a line or more below the headings, got none"),
        ("Post,Budget,Utfall\nTeam,100,90\n", "beside the labels, with semicolons between, got none"),
        ("Post;Budget;Utfall\nTeam;mycket;90\n", "line 2, column 2 (Budget): wanted a number"),
    ],
    ids=["no outcome", "neither", "two outcomes", "no lines", "commas", "no number"],
)
def test_a_budget_that_cannot_be_read_is_told(one: Path, tmp_path: Path, written: str, told: str) -> None:
    """With everything that is wrong in it."""
    budget = tmp_path / "budget.csv"
    budget.write_text(written, encoding="utf-8")
    done = run(one, *YEAR, "--out", tmp_path / "report.html", "--budget", budget)
    assert (done.exit_code, told in " ".join(done.stderr.split())) == (2, True)


def test_a_budget_in_another_encoding_is_read_where_that_is_said(one: Path, tmp_path: Path) -> None:
    """Else it is told what to say; the cases are read as they are."""
    budget, page = tmp_path / "budget.csv", tmp_path / "report.html"
    budget.write_text("Post;Budget;Utfall\nSamråd;100;90\n", encoding="cp1252")
    asked = [one, *YEAR, "--threshold", "1", "--out", page, "--budget", budget]
    done = run(*asked)
    assert (done.exit_code, "is read with --budget-encoding cp1252" in " ".join(done.stderr.split())) == (2, True)
    assert run(*asked, "--budget-encoding", "cp1252").exit_code == 0
    assert "Samråd" in page.read_text(encoding="utf-8")


# --- The file -------------------------------------------------------------------------------------


def test_a_page_that_is_not_complete_does_not_appear(
    one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stood there before stays; nothing else is left behind."""

    def broken(*_: object, **__: object) -> Any:
        raise OSError(errno.EIO, "Input/output error")

    page = tmp_path / "report.html"
    page.write_text("as it was", encoding="utf-8")
    monkeypatch.setattr(sys.modules["samverkan.cli.report"], "render", broken)
    assert run(one, *YEAR, "--threshold", "1", "--out", page).exit_code != 0
    assert page.read_text(encoding="utf-8") == "as it was"
    assert {entry.name for entry in tmp_path.iterdir()} == {"one.jsonl", "report.html"}


def test_a_full_disk_is_told(one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with the exit code 2, and what stood there before stays."""

    class Full(io.BytesIO):
        def write(self, _: Any) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    command = sys.modules["samverkan.cli.report"]
    whole = command.appearing_when_complete

    class Opened:
        def __init__(self, path: Path) -> None:
            self.opened = whole(path)

        def __enter__(self) -> Any:
            self.opened.__enter__()
            return Full()

        def __exit__(self, *told: object) -> Any:
            return self.opened.__exit__(*told)

    monkeypatch.setattr(command, "appearing_when_complete", Opened)
    done = run(one, *YEAR, "--threshold", "1", "--out", tmp_path / "report.html")
    assert (done.exit_code, "No space left on device" in done.stderr) == (2, True)
    assert {entry.name for entry in tmp_path.iterdir()} == {"one.jsonl"}


def test_a_bar_shows_how_far_it_has_come(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is a terminal; the page is the same."""
    plain, watched = tmp_path / "plain.html", tmp_path / "watched.html"
    run(made, *YEAR, "--threshold", "5", "--out", plain)
    inputs = sys.modules["samverkan.cli.inputs"]
    monkeypatch.setattr(inputs, "is_watched", lambda: True)
    monkeypatch.setattr(inputs, "Console", partial(Console, force_terminal=True))
    monkeypatch.setattr(sys.modules["samverkan.cli.bars"], "_LONG", 1000)
    done = run(made, *YEAR, "--threshold", "5", "--out", watched)
    assert "kB" in done.stderr
    assert watched.read_bytes() == plain.read_bytes()
