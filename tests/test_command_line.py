"""The command line: what it prints, what it does with bad lines, and how it ends."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samverkan import __main__, cli, load_model
from samverkan.cli.commands import samverkan

ROOT = Path(__file__).parent.parent
CASES = ROOT / "examples" / "cases.jsonl"
ASKED = ["--programme", "en-vag-in", "--on", "2016-10-03", "--lang", "en"]

GOOD = '{"participant": {"id": "good", "born": "1990-05-17", "residence": "Ludvika"}}'
BAD = [
    ('{"participant": {"id": "secret-1", ', "line", "a line of JSON"),
    ("[1,2,3]", "line", "an object, got a list of 3"),
    ('"secret-2"', "line", "an object, got text of 8 characters"),
    ('{"participant": {"id": "secret-3", "unmet_nead": true}}', "participant", "did you mean unmet_need?"),
    ('{"participant": {"id": "secret-4"}, "secret": 1}', "line", "key 2 of the object"),
    ('{"participant": {"id": "secret-5", "unmet_need": "nej"}}', "participant.unmet_need", "true or false"),
    ('{"participant": {"id": "secret-6", "employed": 0}}', "participant.employed", "got a number"),
    ('{"participant": {"id": "secret-7", "born": "2016-02-30"}}', "participant.born", "a day that exists"),
    ('{"participant": {"id": "secret-8", "born": "20160203"}}', "participant.born", "got text of 8 characters"),
    ('{"participant": {"id": "secret-9", "born": "2016-2-3"}}', "participant.born", "YYYY-MM-DD"),
    (
        '{"participant": {"id": "secret-10", "contacts": [{"agency": "AF"}, {"agency": "Arbetsförmedlinge"}]}}',
        "participant.contacts[1].agency",
        "an agency of the register",
    ),
    (
        '{"participant": {"id": "secret-11", "contacts": [{"agency": "AF", "since": "2016-02-02", "until": "2016-02-01"}]}}',
        "participant.contacts[0].until",
        "a day not before since",
    ),
    ('{"participant": {"id": "secret-12", "residence": "Ludvika kommun"}}', "participant.residence", "mean Ludvika?"),
    ('{"participant": {"born": "1990"}}', "participant.id", "a value, got nothing"),
    ('{"participant": {"id": ""}}', "participant.id", "got empty text"),
    ('{"participant": {"id": "secret-13", "id": "secret-14"}}', "line", "a key that stands twice"),
    ('{"participant": {"id": "secret-15", "employed": NaN}}', "line", "a number that JSON does not have"),
    ('{"participant": {"id": "secret-16", "contacts": {"agency": "AF"}}}', "participant.contacts", "a list"),
    ('{"participant": {"id": "secret-17", "contacts_complete": true}}', "participant.contacts_complete", "got no list"),
    (
        '{"participant": {"id": "s-18", "employed": [{"value": true}, {"value": false}]}}',
        "participant.employed",
        "two: entries 0 and 1",
    ),
    (
        '{"participant": {"id": "s-19", "employed": [{"value": "ja", "since": "x"}, {"valu": 1}]}}',
        "participant.employed[0].since",
        "a day as YYYY-MM-DD",
    ),
    (
        '{"participant": {"id": "s-20", "contacts": [{"agency": "AF", "void": 1}]}}',
        "participant.contacts[0].void",
        "true or false",
    ),
    ('{"participant": {"id": "s-21", "needs_from": ["AFF"]}}', "participant.needs_from[0]", "did you mean AF?"),
    ('{"participant": {"id": "s-22", "needs_from": {"inn": []}}}', "participant.needs_from", "did you mean in?"),
    ('{"participant": {"id": "s-22b", "needs_from": {}}}', "participant.needs_from.in", "a list of words, got nothing"),
    ('{"participant": {"id": "s-22c", "needs_from": {"in": {"in": ["AF"]}}}}', "participant.needs_from.in", "a list"),
    (
        '{"participant": {"id": "s-22d", "needs_from": {"in": ["AF"], "unknown": ["AF"]}}}',
        "participant.needs_from.unknown",
        "words that do not stand in the other list",
    ),
    ('{"participant": {"id": "s-23", "sick_leave": [{"until": "2016-02-01"}]}}', "participant.sick_leave[0].since", "nothing"),
    (
        '{"participant": {"id": "s-24", "sick_leave": [{"since": "2016-02-01", "extent": 101}]}}',
        "participant.sick_leave[0].extent",
        "from 1 to 100",
    ),
    ('{"participant": {"id": "s-25", "contacts": [], "contacts_complete": 1}}', "participant.contacts_complete", "a list"),
    ("[" * 100_000, "line", "a line of JSON"),
    ('{"participant": {"id": ' + "1" * 5000 + "}}", "line", "a number that is too long"),
]  # fmt: skip


def run(*arguments: str | Path, given: str | bytes | None = None) -> Result:
    """Run the command line as a shell would."""
    return CliRunner().invoke(samverkan, [str(argument) for argument in arguments], input=given)


def test_the_main_job_prints_what_was_written_by_hand() -> None:
    """The README's command on the examples prints examples/expected.txt, and every line names what decided."""
    done = run("check", CASES, *ASKED)
    assert 0 == done.exit_code
    assert (ROOT / "examples" / "expected.txt").read_text(encoding="utf-8") == done.stdout
    ids = {"in-force", *(criterion.id for criterion in load_model("finsam").programmes["en-vag-in"].criteria)}
    for line in done.stdout.splitlines()[2:]:
        assert ids & set(line.replace(",", " ").split())


def test_json_lines_hold_one_decision_each() -> None:
    """With --format jsonl each line is a decision with the keys of the wire format, in their order."""
    done = run("check", CASES, *ASKED, "--format", "jsonl")
    decisions = [json.loads(line) for line in done.stdout.splitlines()]
    assert 7 == len(decisions)
    for decision in decisions:
        assert [
            "participant", "programme", "reading", "on", "view", "outcome", "criteria", "missing", "holds_until",
            "other_readings", "rule_version",
        ] == list(decision)  # fmt: skip
        for criterion in decision["criteria"]:
            assert ["id", "outcome", "code", "reads", "text", "source"] == list(criterion)
    mirjam, _, so_far, *_ = decisions
    assert ("eligible", "2044-03-01") == (mirjam["outcome"], mirjam["holds_until"])
    assert {"in": ["kommun", "region"], "unknown": []} == mirjam["criteria"][-1]["reads"]["parties"]
    assert [
        {"fact": "contacts", "member": member, "holders": [member], "consent": None}
        for member in ("AF", "FK", "region")
    ] == so_far["missing"]


def test_json_is_one_list_and_csv_one_row_a_case() -> None:
    """The other formats for scripts hold the same outcomes."""
    outcomes = [
        "eligible",
        "not_eligible",
        "undetermined",
        "not_eligible",
        "not_eligible",
        "not_eligible",
        "undetermined",
    ]
    listed = json.loads(run("check", CASES, *ASKED, "--format", "json").stdout)
    assert outcomes == [decision["outcome"] for decision in listed]
    rows = list(csv.DictReader(io.StringIO(run("check", CASES, *ASKED, "--format", "csv").stdout)))
    assert outcomes == [row["outcome"] for row in rows]
    assert "contacts:AF contacts:FK contacts:region" == rows[2]["missing"]
    assert [] == json.loads(run("check", "-", *ASKED, "--format", "json", given="\n").stdout)


def test_a_spreadsheet_takes_no_cell_for_a_formula() -> None:
    """An id that begins like a formula is written as text."""
    case = json.dumps({"participant": {"id": "=1+1"}})
    assert "\n'=1+1," in run("check", "-", *ASKED, "--format", "csv", given=case).stdout


@pytest.mark.parametrize(("line", "where", "told"), BAD, ids=[f"{place}: {row[2]}" for place, row in enumerate(BAD)])
def test_a_bad_line_is_named_by_line_and_field_and_kept(line: str, where: str, told: str, tmp_path: Path) -> None:
    """Every good line is decided; the bad one is named without its values and written unchanged."""
    rejects = tmp_path / "rejects.jsonl"
    done = run("check", "-", *ASKED, "--format", "jsonl", "--rejects", rejects, given=f"{GOOD}\n{line}\n{GOOD}\n")
    assert 1 == done.exit_code
    assert 2 == len(done.stdout.splitlines())
    assert f"line 2: {where}: " in done.stderr.replace("line 2: value", "line 2: line: value")
    assert told in done.stderr
    assert "secret" not in done.stderr
    assert f"{line}\n".encode() == rejects.read_bytes()


def test_all_faults_of_a_line_are_told_at_once() -> None:
    """A line with five faults has five lines of complaint."""
    line = '{"participant": {"id": "s", "born": "x", "employed": 1, "contacts": [{"agency": "x"}, {"agncy": "AF"}]}}'
    told = run("check", "-", *ASKED, given=line).stderr
    for where in ("born", "employed", "contacts[0].agency", "contacts[1].agency", "contacts[1]: wanted a known key"):
        assert f"line 1: participant.{where}" in told


def test_bytes_that_are_not_utf8_and_a_byte_order_mark() -> None:
    """A line in another encoding is a bad line; a mark at the start of the file is none."""
    done = run("check", "-", *ASKED, given=b"\xef\xbb\xbf" + GOOD.encode() + b'\n{"participant": {"id": "\xe5"}}')
    assert "line 2: line: wanted a line in UTF-8, got other bytes" in done.stderr
    assert "1 undetermined, 1 rejected" in done.stderr


def test_the_file_that_is_read_is_not_written_over(tmp_path: Path) -> None:
    """Rejects are not written over the input, and not where there is no folder; a folder is no file of cases."""
    cases = tmp_path / "cases.jsonl"
    cases.write_text(f"{GOOD}\nbad\n", encoding="utf-8")
    for arguments, told in (
        (["check", cases, *ASKED, "--rejects", cases], "this is the file that is read"),
        (["check", cases, *ASKED, "--rejects", tmp_path / "none" / "rejects"], "there is no such folder"),
        (["check", tmp_path, *ASKED], "there is no such file"),
    ):
        done = run(*arguments)
        assert (2, "") == (done.exit_code, done.stdout)
        assert told in done.stderr
    assert f"{GOOD}\nbad\n" == cases.read_text(encoding="utf-8")


def test_the_file_of_rejects_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    """A run that ends early leaves no half-written file, and no other."""
    rejects = tmp_path / "rejects.jsonl"
    assert 2 == run("check", tmp_path / "none.jsonl", *ASKED, "--rejects", rejects).exit_code
    assert [] == list(tmp_path.iterdir())
    assert 0 == run("check", CASES, *ASKED, "--rejects", rejects).exit_code
    assert b"" == rejects.read_bytes()


def test_a_run_that_breaks_off_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails half-way the file of rejects does not appear."""

    def broken(*_: object) -> object:
        raise RuntimeError

    monkeypatch.setattr("samverkan.cli.commands.of_decisions", broken)
    assert isinstance(run("check", CASES, *ASKED, "--rejects", tmp_path / "rejects").exception, RuntimeError)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["check", CASES, "--on", "2016-10-03"], 2, "--programme"),
        (["check", CASES, "--programme", "en-vag-in"], 2, "--on"),
        (["check", CASES, "--programme", "en-vag-inn", "--on", "2016-10-03"], 2, "did you mean en-vag-in?"),
        (["check", CASES, "--programme", "orvar", "--reading", "16-65", "--on", "2016-10-03"], 2, "16-64, 20-64"),
        (["check", CASES, "--programme", "orvar", "--on", "20161003"], 2, "a day as YYYY-MM-DD"),
        (["check", "none.jsonl", *ASKED], 2, "there is no such file"),
        (["check", CASES, *ASKED, "--model", "nowhere"], 2, "there is no model 'nowhere'"),
        (["explain", "nothing"], 2, "there is no programme 'nothing'"),
        (["check", CASES, *ASKED, "--fail-on", "not_eligible"], 3, ""),
        (["check", CASES, *ASKED, "--reading", "needed", "--fail-on", "eligible"], 0, ""),
    ],
)
def test_how_it_ends(arguments: list[str | Path], code: int, told: str) -> None:
    """0 is done, 2 wrong usage or an unreadable input, 3 an outcome that --fail-on names."""
    done = run(*arguments)
    assert code == done.exit_code
    assert told in done.stderr


def test_validate_reads_and_decides_nothing() -> None:
    """With --validate the lines are counted, and no programme or day is needed."""
    assert (0, "", "7 read\n") == (
        (done := run("check", CASES, "--validate")).exit_code,
        done.stdout,
        done.stderr,
    )
    assert "no cases\n" == run("check", "-", "--validate", given="").stderr


@pytest.mark.parametrize(
    ("locale", "heading"), [("sv_SE.UTF-8", "Ärende"), ("en_GB.UTF-8", "Case"), ("C", "Case"), ("", "Case")]
)
def test_the_language_follows_the_locale(locale: str, heading: str) -> None:
    """Swedish where the locale is Swedish, English elsewhere."""
    environment = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": locale}
    done = CliRunner().invoke(samverkan, ["check", str(CASES), *ASKED[:4]], env=environment)
    assert done.stdout.splitlines()[1].startswith(heading)


def test_known_on_answers_from_what_had_been_recorded() -> None:
    """A contact recorded later does not count on an earlier day of asking."""
    case = {
        "participant": {
            "id": "p",
            "born": "1990-05-17",
            "residence": "Ludvika",
            "unmet_need": True,
            "contacts": [{"agency": "AF"}, {"agency": "FK", "recorded_on": "2016-11-01"}],
        }
    }
    later = run("check", "-", *ASKED, "--format", "csv", given=json.dumps(case)).stdout
    earlier = run("check", "-", *ASKED, "--format", "csv", "--known-on", "2016-10-31", given=json.dumps(case)).stdout
    assert ",eligible," in later
    assert ",undetermined," in earlier


def test_programmes_lists_them_and_explain_says_rules_sources_and_questions() -> None:
    """A person finds the programmes, their rules in words, their sources and what is left open."""
    listed = run("programmes", "--lang", "sv").stdout
    assert "samverkansplattform" in listed
    assert "2008-07-01–2009-12-31" in listed
    page = " ".join(run("explain", "orvar", "--lang", "sv", "--reading", "20-64").stdout.split())
    for told in (
        "åldern är minst 20 och högst 64 år",
        "not on_sick_leave or sick_leave_days <= max_sick_leave_days",
        "får sjukskrivningsperioden inte vara längre än 12 veckor",
        "20-64: arbetsför ålder antas vara mellan 20 och 64 år",
        "(antagen)",
        "born: födelsedatum",
        "Vad arbetsför ålder är sägs inte",
    ):
        assert told in page
    english = " ".join(run("explain", "en-vag-in", "--lang", "en", "--on", "2017-01-01").stdout.split())
    assert "contacts: contact with the agencies concerned" in english


def test_a_terminal_gets_a_table_in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the same cases stand in a table that fits it, and what is read is shown as it goes."""
    monkeypatch.setattr("samverkan.cli.output.is_terminal", lambda: True)
    done = run("check", CASES, *ASKED)
    assert "mirjam" in done.stdout
    assert "two-parties" in done.stdout
    assert "Orvar" in run("programmes").stdout


def test_the_bytes_are_the_same_whatever_the_hash_seed() -> None:
    """Ten runs with ten hash seeds print the same bytes."""
    command = [
        sys.executable,
        "-m",
        "samverkan",
        "check",
        str(CASES),
        *ASKED,
        "--reading",
        "either",
        "--format",
        "jsonl",
    ]
    printed = {
        subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": str(seed)}).stdout
        for seed in range(10)
    }
    assert 1 == len(printed)
    assert 7 == len(printed.pop().splitlines())


def test_without_the_extra_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without click, the command names the extra and ends with 2."""
    monkeypatch.setitem(sys.modules, "click", None)
    monkeypatch.delitem(sys.modules, "samverkan.cli.commands")
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert 2 == ended.value.code
    assert "pip install 'samverkan[cli]'" in capsys.readouterr().err


def test_another_module_that_is_missing_is_not_taken_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only click and rich are the extra's."""
    monkeypatch.setitem(sys.modules, "samverkan.cli.output", None)
    monkeypatch.delitem(sys.modules, "samverkan.cli.commands")
    with pytest.raises(ModuleNotFoundError):
        cli.main()


def test_python_m_samverkan_is_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """``python -m samverkan --version`` says which version is installed."""
    assert cli.main is __main__.main
    monkeypatch.setattr(sys, "argv", ["samverkan", "--version"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert 0 == ended.value.code
