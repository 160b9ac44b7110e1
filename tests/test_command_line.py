"""The command line: what it prints, what it does with bad lines, and how it ends."""

import csv
import errno
import gzip
import io
import json
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from samverkan import __main__, cli, load_model
from samverkan.cli.bars import with_bar
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


@pytest.fixture(autouse=True, scope="module")
def loaded_once():
    """Load each model once for all the runs in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samverkan.cli.options.load_model", cache(load_model))
        yield


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
            "participant", "programme", "reading", "on", "view", "purpose", "outcome", "criteria", "missing",
            "holds_until", "other_readings", "rule_version",
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
        (["check", tmp_path, *ASKED], "this is a folder"),
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
        (["check", ROOT, *ASKED], 2, "Invalid value for FILE: this is a folder"),
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


ASKED_FOR = {
    "needs": ("behov", "kinds of need"),
    "livelihoods": ("försörjning", "income"),
    "occupations": ("sysselsättning", "occupation"),
    "work_capacity": ("bedömningen av arbetsförmågan", "the work-capacity assessment"),
    "contacts": ("kontakt med berörda verksamheter", "contact with the agencies concerned"),
    "needs_from": ("behov av insatser från berörda verksamheter", "need for services from the agencies concerned"),
    "born": ("födelsedatum", "the date of birth"),
    "employed": ("anställning", "employment"),
}
"""What one asks for of each fact, in Swedish and English."""

ASKING = """
id = "asking"
name = {sv = "Frågande", en = "Asking"}
extends = ["finsam"]

[[programmes]]
id = "asks"
kind = "intervention"
status = "example"
name = {sv = "Frågar", en = "Asks"}
source = "assumed"
in_force = {since = 2020-01-01, until = 2029-12-31}

[programmes.parameters]
oldest = [
    {value = 29, until = 2025-12-31, source = "assumed"},
    {value = 34, since = 2026-01-01, until = 2027-12-31, source = "assumed"},
    {value = 34, since = 2028-01-01, until = 2029-12-31, source = "assumed"},
    {value = 60, since = 2030-01-01, source = "assumed"},
]

[programmes.readings.only]
assumed = true

[[programmes.criteria]]
id = "everything"
rule = '''"physical" in needs or "salary" in receives or "studies" in occupied_with or "no" in work_capacity_found or "AF" in parties or "FK" in parties_needed'''
sv = "uppfyller något"
en = "meets something"
source = "assumed"

[[programmes.criteria]]
id = "young"
rule = "age <= oldest"
sv = "är högst {oldest} år"
en = "is at most {oldest} years old"
source = "assumed"

[[programmes.criteria]]
id = "later-on"
rule = "employed"
sv = "har en anställning"
en = "is in employment"
source = "assumed"
in_force = {since = 2027-01-01}

[[programmes]]
id = "always"
kind = "intervention"
status = "example"
name = {sv = "Alltid", en = "Always"}
source = "assumed"

[programmes.readings.only]
assumed = true

[[programmes.criteria]]
id = "works"
rule = "employed"
sv = "har en anställning"
en = "is in employment"
source = "assumed"
"""


def explained(tmp_path: Path, *arguments: str, programme: str = "asks") -> str:
    """Return what is said of a programme; without a name, of the one that asks for everything."""
    own = tmp_path / "asking.toml"
    own.write_text(ASKING, encoding="utf-8")
    done = run("explain", programme, "--model", own, *arguments)
    assert (0, "") == (done.exit_code, done.stderr)
    return done.stdout


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_to_ask_for_speaks_of_agencies_only_where_it_is_about_agencies(tmp_path: Path, lang: str) -> None:
    """Of needs, incomes and occupations it says what they are, of contacts which agencies."""
    told = explained(tmp_path, "--lang", lang).splitlines()
    heading = told.index({"sv": "Uppgifter att fråga efter", "en": "What to ask for"}[lang])
    facts = dict(line.removeprefix("  - ").split(": ") for line in told[heading + 1 :])
    assert {name: words[lang == "en"] for name, words in ASKED_FOR.items()} == facts


def test_the_days_of_a_programme_and_of_a_criterion_are_told_where_there_are_any(tmp_path: Path) -> None:
    """A programme's stand in its title, a criterion's under its words; what always holds has none."""
    title, *lines = explained(tmp_path, "--lang", "en").splitlines()
    assert "Asks (intervention, example, 2020-01-01–2029-12-31)" == title
    assert ["Applies 2027-01-01–."] == [line.strip() for line in lines if "Applies" in line]
    assert explained(tmp_path, "--lang", "en", programme="always").startswith("Always (intervention, example)\n")


def test_there_is_no_heading_over_nothing(tmp_path: Path) -> None:
    """A programme without open questions has no heading for them, one with them has."""
    assert "Open questions" not in explained(tmp_path, "--lang", "en")
    assert "Open questions" in run("explain", "orvar", "--lang", "en").stdout


@pytest.mark.parametrize(
    ("on", "stands", "later"),
    [
        ([], 29, ["2026-01-01"]),
        (["--on", "2025-12-31"], 29, ["2026-01-01"]),
        (["--on", "2026-01-01"], 34, []),
        (["--on", "2028-06-01"], 34, []),
        (["--on", "2019-12-31"], 29, ["2026-01-01"]),
    ],
    ids=["as it begins", "before", "on the day", "after", "before it begins"],
)
def test_a_threshold_that_changes_is_told_under_the_rule(
    tmp_path: Path, on: list[str], stands: int, later: list[str]
) -> None:
    """Each value later than the one that is shown, while the programme is in force, has its day and stands once."""
    for lang, said, line in (
        ("en", f"young: The person is at most {stands} years old.", "From {day}: oldest is 34."),
        ("sv", f"young: Personen är högst {stands} år.", "Från och med {day}: oldest är 34."),
    ):
        told = explained(tmp_path, "--lang", lang, *on)
        assert said in told
        lines = [words.strip() for words in told.splitlines()]
        assert [line.format(day=day) for day in later] == [words for words in lines if words.endswith("34.")]
        assert "60" not in told
        if later:
            rule = next(place for place, words in enumerate(lines) if "age <= oldest" in words)
            assert "34." in lines[rule + 1]


def test_a_terminal_gets_a_table_in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the same cases stand in a table that fits it, and what is read is shown as it goes."""
    monkeypatch.setattr("samverkan.cli.output.is_terminal", lambda: True)
    done = run("check", CASES, *ASKED)
    assert "mirjam" in done.stdout
    assert "two-parties" in done.stdout
    assert "Orvar" in run("programmes").stdout
    assert "Orvar" in run("explain", "orvar").stdout


@pytest.mark.mass
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


# --- Tables, compressed files, files to write ----------------------------------------------------------

TABLE = ROOT / "examples" / "cases.csv"
COLUMNS = ROOT / "examples" / "columns.toml"
MAPPED = ["--columns", str(COLUMNS)]


def outcomes(*arguments: str | Path, given: str | bytes | None = None) -> list[tuple[str, str]]:
    """Return each case and its outcome."""
    done = run("check", *arguments, *ASKED, "--format", "csv", given=given)
    assert 0 == done.exit_code, done.stderr
    return [(row["participant"], row["outcome"]) for row in csv.DictReader(io.StringIO(done.stdout))]


def test_a_table_is_answered_as_the_same_people_in_json_lines() -> None:
    """The shipped table and the shipped JSON Lines agree about everybody who is in both."""
    told = dict(outcomes(CASES))
    in_table = outcomes(TABLE, *MAPPED)
    assert 6 == len(in_table)
    assert [(one, told[one]) for one, _ in in_table] == in_table


@pytest.mark.parametrize("file", [CASES, TABLE], ids=["JSON Lines", "table"])
def test_compressed_and_from_standard_input_it_is_the_same(file: Path, tmp_path: Path) -> None:
    """A file that was compressed, whatever its name, and the same on standard input, are answered alike."""
    how = MAPPED if file == TABLE else []
    packed = tmp_path / "cases"
    packed.write_bytes(gzip.compress(file.read_bytes()))
    plain = outcomes(file, *how)
    assert plain == outcomes(packed, *how)
    assert plain == outcomes("-", *how, given=file.read_bytes())
    assert plain == outcomes("-", *how, given=packed.read_bytes())


def test_a_table_in_cp1252_with_commas(tmp_path: Path) -> None:
    """What is named is gone by: the encoding, the delimiter, and that it is a table at all."""
    table = tmp_path / "cases.txt"
    table.write_bytes("id,born,residence\nå-1,1990-05-17,Borlänge\n".encode("cp1252"))
    named = ["--encoding", "cp1252", "--delimiter", ",", "--from", "csv"]
    assert [("å-1", "not_eligible")] == outcomes(table, *named)


def test_unknown_headings_are_told_once_and_nothing_is_written(tmp_path: Path) -> None:
    """Headings without a meaning end it before anything is read or written, and the table's own words are not shown."""
    output, rejects = tmp_path / "answers", tmp_path / "rejects"
    done = run("check", TABLE, *ASKED, "--output", output, "--rejects", rejects)
    assert (2, "") == (done.exit_code, done.stdout)
    assert 1 == done.stderr.count("column 1: wanted a heading that is known, got another")
    assert "headings: wanted a column for id, got none" in done.stderr
    assert "--columns" in done.stderr
    assert "mirjam" not in done.stderr
    assert [] == list(tmp_path.iterdir())
    assert "" == run("check", TABLE, *ASKED).stdout


COLUMNS_HINT = "own headings are given a meaning by --columns"


@pytest.mark.parametrize(
    ("columns", "headings", "told"),
    [
        (
            None,
            "id;Fodd",
            [
                "standard input: column 2: wanted a heading that is known, got another",
                f"standard input: {COLUMNS_HINT}",
            ],
        ),
        (None, "born;employed", ["standard input: headings: wanted a column for id, got none"]),
        (None, "id;born;born", ["standard input: columns 2, 3: wanted one column for born, got 2 of them"]),
        ('"Nr" = "id"', "Nr;Fodd", ["standard input: column 2: wanted a heading that is known, got another"]),
        ("", "id;Fodd", ["standard input: column 2: wanted a heading that is known, got another"]),
        (
            '"Nr" = "id"\n"Född" = "bron"',
            "Nr;Född",
            ['columns.toml: "Född": wanted the name of a fact, got another; did you mean born?'],
        ),
        (
            '"Nr" = "id"\n"Född" = "age"',
            "Nr;Född;x",
            [
                'columns.toml: "Född": wanted the name of a fact, got age, which follows from other facts',
                "standard input: column 3: wanted a heading that is known, got another",
            ],
        ),
    ],
    ids=range(7),
)
def test_what_is_wrong_with_headings_is_told_of_the_file_that_says_it(
    columns: str | None, headings: str, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong name in the file of columns is told of that file; --columns is named only to who has not used it."""
    monkeypatch.chdir(tmp_path)
    if columns is not None:
        Path("columns.toml").write_text(columns, encoding="utf-8")
    how = [] if columns is None else ["--columns", "columns.toml"]
    done = run("check", "-", "--validate", "--from", "csv", *how, given=f"{headings}\n")
    assert (2, "") == (done.exit_code, done.stdout)
    assert told == done.stderr.removeprefix("Error: ").splitlines()


def test_a_table_in_another_encoding_is_told_how_to_be_read() -> None:
    """Both where the headings and where a row is not in UTF-8, --encoding cp1252 is named, and reads it."""
    for content, code in (("id;residence\nd-1;Borlänge\n", 1), ("Ärende;id\n", 2)):
        done = run("check", "-", "--validate", given=content.encode("cp1252"))
        assert code == done.exit_code
        assert "a table in cp1252 is read with --encoding cp1252" in done.stderr
    read = run(
        "check", "-", "--validate", "--encoding", "cp1252", given="id;residence\nd-1;Borlänge\n".encode("cp1252")
    )
    assert (0, "1 read\n") == (read.exit_code, read.stderr)


def test_rejected_rows_stand_below_their_headings_and_can_be_put_right(tmp_path: Path) -> None:
    """The file of rejects is a table: put right and read again, nothing is left in it."""
    table, rejects = tmp_path / "cases.csv", tmp_path / "rejects.csv"
    heading, mirjam, tarik, *others = TABLE.read_bytes().split(b"\r\n")
    bad = [tarik.replace(b"SANT", b"ja", 1), b"d-9;1990"]
    table.write_bytes(b"\r\n".join([heading, mirjam, *bad, *others]))
    done = run("check", table, *MAPPED, *ASKED, "--rejects", rejects)
    assert 1 == done.exit_code
    assert "line 3: Otillgodosett behov: wanted true, false, SANT or FALSKT, got text of 2 characters" in done.stderr
    assert "line 4: row: wanted 9 cells, got 2" in done.stderr
    assert b"\r\n".join([heading, *bad, b""]) == rejects.read_bytes()
    rejects.write_bytes(rejects.read_bytes().replace(b";ja;", b";SANT;").replace(b"d-9;1990", b"d-9;1990;;;;;;;"))
    again = tmp_path / "rejects-again.csv"
    assert 0 == run("check", rejects, *MAPPED, *ASKED, "--rejects", again).exit_code
    assert b"" == again.read_bytes()


def test_validate_counts_good_and_bad_rows(tmp_path: Path) -> None:
    """With --validate good and bad lines are counted, bad ones are kept too, and one bad line makes it 1."""
    rejects = tmp_path / "rejects"
    done = run("check", "-", "--validate", "--rejects", rejects, given="id;employed\nd-1;true\nd-2;nej\nd-3;\n")
    assert (1, "") == (done.exit_code, done.stdout)
    assert [
        "line 3: employed: wanted true, false, SANT or FALSKT, got text of 3 characters",
        "2 read, 1 rejected",
    ] == done.stderr.splitlines()
    assert b"id;employed\nd-2;nej\n" == rejects.read_bytes()


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_answers_go_to_a_file(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--output writes what would be printed, plain even where a terminal looks on, and only its owner may read it."""
    output = tmp_path / "answers"
    printed = run("check", CASES, *ASKED, "--format", form).stdout
    monkeypatch.setattr("samverkan.cli.output.is_terminal", lambda: True)
    done = run("check", CASES, *ASKED, "--format", form, "--output", output)
    assert (0, "") == (done.exit_code, done.stdout)
    assert printed == output.read_text(encoding="utf-8")
    assert 0o600 == output.stat().st_mode & 0o777


def test_a_file_of_answers_appears_only_when_it_is_complete(tmp_path: Path) -> None:
    """A compressed file that breaks off is told with 2, and what stood there before is still there."""
    packed, output = tmp_path / "cases.gz", tmp_path / "answers"
    output.write_text("before", encoding="utf-8")
    packed.write_bytes(gzip.compress(CASES.read_bytes() * 200)[:-20])
    done = run("check", packed, *ASKED, "--format", "jsonl", "--output", output)
    assert 2 == done.exit_code
    assert "cases.gz: the compressed file is broken" in done.stderr
    assert {packed, output} == set(tmp_path.iterdir())
    assert "before" == output.read_text(encoding="utf-8")


def test_nothing_is_written_over_by_mistake(tmp_path: Path) -> None:
    """Answers go neither over the input, nor where the rejects go, nor to a folder or into one that is not there."""
    cases = tmp_path / "cases.jsonl"
    cases.write_text(GOOD, encoding="utf-8")
    for arguments, told in (
        (["--output", cases], "this is the file that is read"),
        (["--output", tmp_path / "none" / "answers"], "there is no such folder"),
        (["--output", tmp_path], "this is a folder"),
        (["--rejects", tmp_path], "this is a folder"),
        (["--output", tmp_path / "a", "--rejects", tmp_path / "a"], "--rejects writes there too"),
    ):
        done = run("check", cases, *ASKED, *arguments)
        assert (2, "") == (done.exit_code, done.stdout)
        assert told in done.stderr
    assert [cases] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--columns", "none.toml"], "none.toml cannot be read: No such file or directory"),
        (["--columns", str(CASES)], "file: wanted TOML in UTF-8"),
        (["--from", "jsonl", "--delimiter", ";"], "form: wanted csv with columns, delimiter or encoding, got jsonl"),
        (["--from", "xml"], "'xml' is not one of 'jsonl', 'csv'"),
        (["--encoding", "latin-1"], "'latin-1' is not one of 'utf-8', 'cp1252'"),
    ],
    ids=range(5),
)
def test_what_is_said_of_a_table_can_be_wrong(arguments: list[str], told: str) -> None:
    """A map that is none, and options that contradict each other, are wrong usage."""
    done = run("check", TABLE, *ASKED, *arguments)
    assert (2, "") == (done.exit_code, done.stdout)
    assert told in done.stderr


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says is passed on, and the exit code is 2."""
    cases = tmp_path / "cases.jsonl"
    cases.touch()

    def refused(*_: object) -> object:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    done = run("check", cases, *ASKED)
    assert (2, f"Error: {cases}: Permission denied\n") == (done.exit_code, done.stderr)


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            2,
            "not everything could be written: No space left on device",
        ),
        (OSError(), 2, "not everything could be written: an error of the system"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 1, ""),
    ],
    ids=["a full disk", "without words", "a reader that left"],
)
def test_what_cannot_be_written_is_told(error: OSError, code: int, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk ends it with 2 and a sentence; a reader who has seen enough ends it silently."""

    def broken(*_: object) -> object:
        raise error

    monkeypatch.setattr("samverkan.cli.commands.of_decisions", broken)
    done = run("check", CASES, *ASKED)
    assert code == done.exit_code
    assert told in done.stderr


# --- The bar ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "shown"), [(999_999, False), (3_000_000, True)])
@pytest.mark.parametrize("total", [None, 3_000_000], ids=["of unknown length", "of known length"])
def test_a_bar_is_shown_for_long_work_only(length: int, shown: bool, total: int | None) -> None:
    """What has been read comes out unchanged; only after a million bytes a bar tells how far it has come."""
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=80)
    content = b"0123456789" * (length // 10)
    with with_bar(io.BytesIO(content), total, console) as stream:
        assert content == stream.read()
    assert shown == bool(written.getvalue())
    if shown and total is not None:
        assert "100%" in written.getvalue()


@pytest.mark.parametrize("file", ["-", str(CASES)])
@pytest.mark.parametrize("terminal", [True, False])
def test_the_bar_is_there_where_somebody_looks_at_standard_error(
    file: str, terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bar goes to standard error where that is a terminal, and not where rows go to the same one."""
    seen: Counter[str] = Counter()

    def noted(stream: object, total: int | None, console: Console) -> object:
        seen["known" if total else "unknown"] += 1
        return with_bar(stream, total, console)  # type: ignore[arg-type]

    monkeypatch.setattr("samverkan.cli.inputs.with_bar", noted)
    monkeypatch.setattr("samverkan.cli.inputs.is_watched", lambda: terminal)
    assert 0 == run("check", file, *ASKED, given=GOOD).exit_code
    monkeypatch.setattr("samverkan.cli.output.is_terminal", lambda: True)
    assert 0 == run("check", file, *ASKED, given=GOOD).exit_code
    assert 0 == run("check", file, "--validate", given=GOOD).exit_code
    assert ({"known" if file != "-" else "unknown": 2} if terminal else {}) == seen


# --- Through time, and the other way round -------------------------------------------------------------

NOOR = json.dumps(
    {
        "participant": {
            "id": "noor",
            "born": "2000-10-10",
            "residence": "Smedjebacken",
            "unmet_need": True,
            "contacts": [{"agency": "kommun/skola"}, {"agency": "region/psykiatri", "until": "2016-12-31"}],
            "contacts_complete": True,
        }
    }
)
SPAN = ["--programme", "en-vag-in", "--since", "2016-10-03", "--until", "2017-06-30"]
STRETCHES = [
    ("2016-10-03", "2016-10-09", "not_eligible", "working-age"),
    ("2016-10-10", "2016-12-31", "eligible", "two-parties"),
    ("2017-01-01", "2017-06-30", "not_eligible", ""),
]
"""Noor turns 16 on 10 October 2016, and her contact with the region ends with that year."""


def test_a_timeline_says_from_when_to_when_and_what_ends_it() -> None:
    """Each stretch is a line with its days, what comes of the criteria and what ends it."""
    lines = run("timeline", "-", *SPAN, "--lang", "en", given=f"{NOOR}\n{GOOD}\n").stdout.splitlines()
    assert lines[0].startswith("En väg in (platform")
    assert lines[1].split() == ["Case", "Ended", "by", "Answer"]
    assert 6 == len(lines)
    for line, (*_, ended_by), days in zip(
        lines[2:5],
        STRETCHES,
        ["3 October 2016 to 9 October 2016", "10 October 2016 to 31 December 2016", "1 January 2017 to 30 June 2017"],
        strict=True,
    ):
        assert ["noor", *ended_by.split(), "From"] == line.split()[: 2 + bool(ended_by)]
        assert f" From {days}: " in line
    assert "on 10 October 2016: The person is between 16 and 64 years old." in lines[2]
    assert "meets the criteria." in lines[3]
    assert lines[4].endswith("does not meet the criteria.")


def test_a_timeline_for_scripts() -> None:
    """JSON has one object a case with its stretches, CSV one row a stretch."""
    rows = list(csv.DictReader(io.StringIO(run("timeline", "-", *SPAN, "--format", "csv", given=NOOR).stdout)))
    assert STRETCHES == [(row["since"], row["until"], row["outcome"], row["ended_by"]) for row in rows]
    assert {"participant": "noor", "programme": "en-vag-in", "reading": "16-64", "view": "all-facts"}.items() <= rows[
        0
    ].items()
    (record,) = map(json.loads, run("timeline", "-", *SPAN, "--format", "jsonl", given=NOOR).stdout.splitlines())
    assert [record] == json.loads(run("timeline", "-", *SPAN, "--format", "json", given=NOOR).stdout)
    assert ["participant", "programme", "reading", "since", "until", "view", "purpose", "stretches"] == list(record)
    assert ("2016-10-03", "2017-06-30") == (record["since"], record["until"])
    assert STRETCHES == [
        (one["since"], one["until"], one["outcome"], " ".join(finding["id"] for finding in one["ended_by"]))
        for one in record["stretches"]
    ]
    assert ["id", "outcome", "code", "text", "source"] == list(record["stretches"][0]["ended_by"][0])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--since", "2016-10-03", "--until", "2017-06-30"], "Missing option '--programme'"),
        (["--programme", "orvar", "--until", "2017-06-30"], "Missing option '--since'"),
        (["--programme", "orvar", "--since", "2017-06-30"], "Missing option '--until'"),
        (["--programme", "orvar", "--since", "2017-06-30", "--until", "2017-06-29"], "--until is a day before --since"),
        (["--programme", "orvarr", "--since", "2017-06-30", "--until", "2017-06-30"], "did you mean orvar?"),
    ],
    ids=range(5),
)
def test_what_a_timeline_needs(arguments: list[str], told: str) -> None:
    """A programme that there is, and two days in their order."""
    done = run("timeline", CASES, *arguments)
    assert (2, "") == (done.exit_code, done.stdout)
    assert told in done.stderr


ANNA = json.dumps(
    {
        "participant": {
            "id": "anna",
            "born": "1990-05-17",
            "residence": "Ludvika",
            "unmet_need": True,
            "contacts": [{"agency": "AF"}, {"agency": "FK"}],
        }
    }
)


def test_a_route_has_every_option_and_what_is_open_first() -> None:
    """Every programme and intervention stands there once, those whose criteria are met before the others."""
    model = load_model("finsam")
    done = run("route", "-", "--on", "2016-10-03", "--format", "csv", given=f"{ANNA}\nbad\n")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert 1 == done.exit_code
    assert "1 read, 1 rejected" in done.stderr
    assert [str(place) for place in range(1, len(model.options) + 1)] == [row["place"] for row in rows]
    assert set(model.options) == {row["option"] for row in rows}
    order = [row["outcome"] for row in rows]
    assert ["eligible", "undetermined", "not_eligible"] == list(dict.fromkeys(order))
    by_option = {row["option"]: row for row in rows}
    assert ("eligible", "", "2055-05-16", "16-64") == tuple(
        by_option["en-vag-in"][name] for name in ("outcome", "missing", "holds_until", "reading")
    )
    assert ("not_eligible", "in-force residence") == tuple(
        by_option["orvar"][name] for name in ("outcome", "decided_by")
    )


def test_a_route_in_words_and_in_json() -> None:
    """The table says why in words; JSON has one object a case with its options in their order."""
    lines = run("route", "-", "--on", "2016-10-03", "--lang", "sv", given=ANNA).stdout.splitlines()
    assert "Program och insatser den 3 oktober 2016, med alla uppgifter" == lines[0]
    assert any(
        line.split()[:2] == ["anna", "en-vag-in"] and "En väg in: uppfyller kriterierna" in line for line in lines
    )
    (record,) = map(
        json.loads, run("route", "-", "--on", "2016-10-03", "--format", "jsonl", given=ANNA).stdout.splitlines()
    )
    assert ["participant", "on", "view", "purpose", "options"] == list(record)
    for option in record["options"]:
        assert [
            "id", "name", "status", "through", "reading", "outcome", "reasons", "missing", "holds_until", "text",
        ] == list(option)  # fmt: skip
    by_id = {option["id"]: option for option in record["options"]}
    assert ("En väg in", "eligible", "2055-05-16", None) == tuple(
        by_id["en-vag-in"][key] for key in ("name", "outcome", "holds_until", "through")
    )
    through = [option for option in record["options"] if option["through"] == "en-vag-in"]
    assert through
    assert {"eligible"} == {option["outcome"] for option in through}
    open_ = [option for option in record["options"] if option["reading"] is None]
    assert {("undetermined", None)} == {(option["outcome"], option["holds_until"]) for option in open_}
    undetermined = next(option for option in record["options"] if option["missing"])
    assert ["fact", "member", "holders", "consent"] == list(undetermined["missing"][0])


# --- Models ---------------------------------------------------------------------------------------------

OWN_MODEL = """
id = "own"
name = {sv = "Egen", en = "Own"}
extends = ["finsam"]

[[programmes]]
id = "eget-program"
kind = "intervention"
status = "example"
name = {sv = "Eget program", en = "Own programme"}
source = "assumed"
in_force = {since = 2010-01-01}

[programmes.readings.only]
assumed = true

[[programmes.criteria]]
id = "needs-it"
rule = "unmet_need"
sv = "har behov som inte löses i ordinarie verksamheter"
en = "has needs that ordinary services do not meet"
source = "assumed"
"""


def test_several_models_are_combined(tmp_path: Path) -> None:
    """With --model given several times, programmes of each can be asked about; what does not combine is told."""
    own, other = tmp_path / "own.toml", tmp_path / "other.toml"
    own.write_text(OWN_MODEL, encoding="utf-8")
    other.write_text(OWN_MODEL.replace("unmet_need", "employed"), encoding="utf-8")
    models = ["--model", "finsam", "--model", own]
    assert "eget-program" in run("programmes", *models).stdout
    asked = ["--programme", "eget-program", "--on", "2016-10-03", "--format", "csv"]
    assert ",eget-program,only,2016-10-03,all-facts,eligible," in run("check", "-", *asked, *models, given=ANNA).stdout
    done = run("check", "-", *asked, *models, "--model", other, given=ANNA)
    assert (2, "") == (done.exit_code, done.stdout)
    assert "eget-program" in done.stderr


def test_a_predicate_can_be_asked_about_like_a_programme() -> None:
    """A condition that is no programme is listed, explained, checked and followed through time."""
    assert "finsam-contacts" in run("programmes", "--lang", "en").stdout
    assert "(condition, " in run("explain", "finsam-contacts", "--lang", "en").stdout
    about = ["--programme", "finsam-contacts", "--format", "csv"]
    assert "anna,finsam-contacts," in run("check", "-", *about, "--on", "2016-10-03", given=ANNA).stdout
    assert ",eligible," in run("timeline", "-", *about, *SPAN[2:], given=ANNA).stdout
