"""The command line with Parquet files: what it prints and writes, what it refuses, and how it ends."""

import csv
import errno
import io
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from samverkan import load_model
from samverkan.cli.commands import samverkan

ROOT = Path(__file__).parent.parent
CASES = ROOT / "examples" / "cases.jsonl"
ENGINES = ["polars", "duckdb", "pandas", "pyarrow"]
EN_VAG_IN = ["--programme", "en-vag-in", "--on", "2016-10-03", "--lang", "en"]
ORVAR = ["--programme", "orvar", "--on", "2008-10-01", "--lang", "en"]
KAA = ["--programme", "kaa", "--on", "2018-10-01", "--lang", "en"]

DAYS = dict.fromkeys(("born", "born_earliest", "born_latest", "since", "until", "recorded_on"), pl.Date)


@pytest.fixture(autouse=True, scope="module")
def loaded_once():
    """Load each model once for all the runs in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samverkan.cli.options.load_model", cache(load_model))
        yield


def run(*arguments: str | Path) -> Result:
    """Run the command line as a shell would."""
    return CliRunner().invoke(samverkan, [str(argument) for argument in arguments])


def written(path: Path, **columns: list[Any]) -> Path:
    """Write columns as Parquet; those that are of days by their names are days."""
    days = {name: kind for name, kind in DAYS.items() if name in columns}
    pl.DataFrame(columns, schema_overrides=days).write_parquet(path)
    return path


def day(text: str | None) -> date | None:
    """Return a day."""
    return None if text is None else date.fromisoformat(text)


def rows_of(done: Result) -> list[dict[str, str]]:
    """Return the rows of CSV that were printed."""
    assert (done.exit_code, done.exception) == (0, None), done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


# --- The shipped cases, as Parquet --------------------------------------------------------------------


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The people of the shipped example as Parquet, with their contacts beside it."""
    folder = tmp_path_factory.mktemp("example")
    cases = [json.loads(line)["participant"] for line in CASES.read_text(encoding="utf-8").splitlines()]
    contacts = [{"participant": case["id"], **contact} for case in cases for contact in case["contacts"]]
    written(
        folder / "contacts.parquet",
        participant=[one["participant"] for one in contacts],
        agency=[one["agency"] for one in contacts],
        since=[day(one.get("since")) for one in contacts],
        until=[day(one.get("until")) for one in contacts],
    )
    born = [case["born"] for case in cases]
    return written(
        folder / "people.parquet",
        id=[case["id"] for case in cases],
        born_earliest=[day("2000-01-01" if one == "2000" else one) for one in born],
        born_latest=[day("2000-12-31" if one == "2000" else one) for one in born],
        residence=[case["residence"] for case in cases],
        unmet_need=[case.get("unmet_need") for case in cases],
        contacts_complete=[case.get("contacts_complete") for case in cases],
        note=["=1+1", None, "a;b", "å", '"', ",", "x"],
    )


def check(file: Path, *arguments: str | Path) -> Result:
    """Ask about the people of the shipped example."""
    return run("check", file, *EN_VAG_IN, "--contacts", file.parent / "contacts.parquet", *arguments)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_shipped_cases_are_answered_as_they_are_from_json_lines(example: Path, engine: str) -> None:
    """Each person's outcome, what decided it and what is missing are those of the same case in JSON Lines."""
    told = rows_of(run("check", CASES, *EN_VAG_IN, "--format", "csv"))
    found = rows_of(check(example, "--engine", engine, "--explain", "--format", "csv"))
    assert found == [{name: value for name, value in row.items() if name != "holds_until"} for row in told]


def test_a_line_a_person_says_what_came_of_it(example: Path) -> None:
    """The table has a title, a head and a line a person; the counts go to standard error."""
    done = check(example)
    assert (done.exit_code, done.stderr) == (0, "1 eligible, 4 not eligible, 2 undetermined\n")
    no, open_ = "Does not meet the criteria.", "It cannot be settled whether the criteria are met."
    assert done.stdout.splitlines() == [
        "En väg in (platform, proposed, 2016-10-03–), with all facts",
        "Case          Answer",
        "mirjam        Meets the criteria.",
        f"tarik         {no}",
        f"tarik-so-far  {open_}",
        f"noor          {no}",
        f"sixty-five    {no}",
        f"borlange      {no}",
        f"year-only     {open_}",
    ]


def test_with_explain_a_line_says_what_decided_and_what_is_missing(example: Path) -> None:
    """What decided is that of the case in JSON Lines, and of those that are undetermined the whole sentence is."""
    lines = run("check", CASES, *EN_VAG_IN).stdout.splitlines()
    found = check(example, "--explain").stdout.splitlines()
    assert found[0] == lines[0]
    for line, other in zip(found[1:], lines[1:], strict=True):
        assert line == (other if "without" in other or "Answer" in other else f"{other.split(';')[0]}.")


def test_a_terminal_gets_a_table_in_colour(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the same people stand in a table that fits it."""
    monkeypatch.setattr("samverkan.cli.output.is_terminal", lambda: True)
    printed = check(example, "--lang", "sv", "--explain").stdout
    assert "tarik-so-far" in printed
    assert "two-parties" in printed
    assert "Uppfyller kriterierna." in printed


ABOUT = ["participant", "programme", "reading", "on", "view", "outcome"]


def test_json_has_the_keys_of_a_decision_that_a_frame_can_tell(example: Path) -> None:
    """An object a person has the keys of a decision; with --explain the criteria and what is missing too."""
    decided = [json.loads(line) for line in run("check", CASES, *EN_VAG_IN, "--format", "jsonl").stdout.splitlines()]
    plain = [json.loads(line) for line in check(example, "--format", "jsonl").stdout.splitlines()]
    assert plain == [{name: one[name] for name in ABOUT} for one in decided]
    why = json.loads(check(example, "--format", "json", "--explain").stdout)
    assert why == [
        {
            **{name: one[name] for name in ABOUT},
            "criteria": [{name: criterion[name] for name in ("id", "outcome")} for criterion in one["criteria"]],
            "missing": [{name: missing[name] for name in ("fact", "member")} for missing in one["missing"]],
        }
        for one in decided
    ]


def test_csv_without_explain_has_no_reasons(example: Path) -> None:
    """A row of CSV is what was asked and the outcome."""
    rows = rows_of(check(example, "--format", "csv"))
    assert list(rows[0]) == ABOUT
    assert list(rows[0].values()) == ["mirjam", "en-vag-in", "16-64", "2016-10-03", "all-facts", "eligible"]


def test_a_reading_and_the_outcomes_to_fail_on(example: Path) -> None:
    """--reading lets the one who is 65 in; --fail-on ends it with 3 where somebody comes out so."""
    wide = rows_of(check(example, "--reading", "16-65", "--format", "csv"))
    assert [row["participant"] for row in wide if row["outcome"] == "eligible"] == ["mirjam", "sixty-five"]
    assert {row["reading"] for row in wide} == {"16-65"}
    assert check(example, "--fail-on", "undetermined").exit_code == 3
    assert check(example, "--reading", "needed", "--fail-on", "eligible").exit_code == 2  # It reads what is not there.


@pytest.mark.parametrize("engine", ENGINES)
def test_validate_checks_and_decides_nothing(example: Path, engine: str, tmp_path: Path) -> None:
    """With --validate the people are counted, nothing is printed and no file appears."""
    done = check(example, "--validate", "--engine", engine, "--output", tmp_path / "decided.parquet")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "7 read\n")
    assert list(tmp_path.iterdir()) == []
    assert check(example, "--validate", "--contacts", example).exit_code == 2


# --- Files of answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("explain", [False, True], ids=["outcome alone", "explained"])
@pytest.mark.parametrize("engine", ENGINES)
def test_parquet_is_written_with_every_column(example: Path, engine: str, explain: bool, tmp_path: Path) -> None:
    """The file has the rows and columns of the people in their order, the answers after them, and is private."""
    output = tmp_path / "decided.parquet"
    output.write_text("before", encoding="utf-8")
    done = check(example, "--engine", engine, "--output", output, *(["--explain"] if explain else []))
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "1 eligible, 4 not eligible, 2 undetermined\n")
    assert list(tmp_path.iterdir()) == [output]
    assert output.stat().st_mode & 0o777 == 0o600
    decided, given = pl.read_parquet(output), pl.read_parquet(example)
    assert decided.select(given.columns).equals(given)
    criteria = ["in-force", "working-age", "residence", "unmet-need", "two-parties"]
    added = ["outcome", *((f"criterion.{name}" for name in criteria) if explain else ()), *(["missing"] * explain)]
    assert decided.columns[len(given.columns) :] == added
    told = rows_of(run("check", CASES, *EN_VAG_IN, "--format", "csv"))
    assert decided["outcome"].cast(pl.String).to_list() == [row["outcome"] for row in told]


@pytest.fixture(scope="module")
def pupils(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pupils by number, with columns of many kinds that are carried along."""
    path = tmp_path_factory.mktemp("pupils") / "pupils [1].PARQUET"
    pl.DataFrame(
        {
            "id": [17, 3, 25],
            "born": [date(2000, 5, 1), date(1995, 5, 1), None],
            "completed_compulsory_school": [True, True, None],
            "completed_upper_secondary": [False, None, False],
            "attends_upper_secondary": [False, False, None],
            "listed": [["a", "b"], [], None],
            "held": [{"a": 1, "b": None}, {"a": 2, "b": date(2001, 2, 3)}, {"a": None, "b": None}],
            "share": [0.5, float("inf"), float("nan")],
            "seen": [datetime(2018, 1, 2, 3, 4, 5), None, None],
            "paid": [Decimal("1.50"), None, Decimal("-2.25")],
            "note": ["=1+1", "@x", None],
        }
    ).write_parquet(path)
    return path


def test_csv_of_whole_rows_goes_by_the_ending(pupils: Path, tmp_path: Path) -> None:
    """Every column is written, lists parted by bars, and no cell is taken for a formula."""
    output = tmp_path / "decided.csv"
    done = run("check", pupils, *KAA, "--output", output)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "1 eligible, 1 not eligible, 1 undetermined\n")
    assert output.read_text(encoding="utf-8").splitlines() == [
        ",".join([*pl.read_parquet(pupils, glob=False).columns, "outcome"]),
        "17,2000-05-01,true,false,false,a|b,\"{'a': 1, 'b': None}\",0.5,2018-01-02T03:04:05,1.50,'=1+1,eligible",
        "3,1995-05-01,true,,false,,\"{'a': 2, 'b': '2001-02-03'}\",,,,'@x,not_eligible",
        "25,,,false,,,\"{'a': None, 'b': None}\",,,'-2.25,,undetermined",
    ]
    assert output.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("engine", ENGINES)
def test_json_lines_of_whole_rows_are_the_same_from_every_engine(pupils: Path, engine: str, tmp_path: Path) -> None:
    """Every column is written as JSON has it; what JSON has no number for is null."""
    output = tmp_path / "decided.JSONL"
    assert run("check", pupils, *KAA, "--engine", engine, "--output", output).exit_code == 0
    first, second, third = map(json.loads, output.read_text(encoding="utf-8").splitlines())
    assert first == {
        "id": 17,
        "born": "2000-05-01",
        "completed_compulsory_school": True,
        "completed_upper_secondary": False,
        "attends_upper_secondary": False,
        "listed": ["a", "b"],
        "held": {"a": 1, "b": None},
        "share": 0.5,
        "seen": "2018-01-02T03:04:05",
        "paid": "1.50",
        "note": "=1+1",
        "outcome": "eligible",
    }
    assert (second["share"], second["listed"], second["held"]) == (None, [], {"a": 2, "b": "2001-02-03"})
    assert (third["share"], third["listed"], third["born"], third["outcome"]) == (None, None, None, "undetermined")


def test_numbers_stay_numbers(pupils: Path) -> None:
    """An id that is a number is one in JSON."""
    printed = run("check", pupils, *KAA, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["participant"] for line in printed] == [17, 3, 25]


@pytest.mark.parametrize("engine", ENGINES)
def test_one_file_is_read_whatever_its_name(pupils: Path, engine: str, tmp_path: Path) -> None:
    """A name that would be a pattern elsewhere, in a folder that would be a column, is the name of one file."""
    folder = tmp_path / "year=2018"
    folder.mkdir()
    for name in ("pupils*.parquet", "pupils2.parquet"):
        (folder / name).write_bytes(pupils.read_bytes())
    output = tmp_path / "decided.parquet"
    done = run("check", folder / "pupils*.parquet", *KAA, "--engine", engine, "--output", output)
    assert done.stderr == "1 eligible, 1 not eligible, 1 undetermined\n"
    assert pl.read_parquet(output).columns == [*pl.read_parquet(pupils, glob=False).columns, "outcome"]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_pandas_keeps_as_an_index_is_a_column(pupils: Path, engine: str, tmp_path: Path) -> None:
    """A file that pandas wrote with the ids as an index is read as it stands in the file."""
    file = tmp_path / "pupils.parquet"
    pq.read_table(pupils).to_pandas().set_index("id").to_parquet(file)
    done = run("check", file, *KAA, "--engine", engine, "--format", "csv")
    assert [row["participant"] for row in rows_of(done)] == ["17", "3", "25"]


@pytest.mark.parametrize("engine", ENGINES)
def test_more_people_than_a_batch_stay_in_their_order(engine: str, tmp_path: Path) -> None:
    """A file longer than what is held at a time is answered person by person in its order."""
    count = 50_003
    ids = [(place * 7919) % count for place in range(count)]
    born = [date(2000, 5, 1) if one % 2 else None for one in ids]
    no = [False] * count
    file = written(
        tmp_path / "many.parquet",
        id=ids,
        born=born,
        completed_compulsory_school=[True] * count,
        completed_upper_secondary=no,
        attends_upper_secondary=no,
    )
    done = run("check", file, *KAA, "--engine", engine, "--format", "csv")
    lines = done.stdout.splitlines()[1:]
    assert lines == [
        f"{one},kaa,rule-of-the-day,2018-10-01,all-facts,{'eligible' if one % 2 else 'undetermined'}" for one in ids
    ]
    assert done.stderr == f"{count // 2} eligible, {count - count // 2} undetermined\n"


# --- Spells, entries and lists that are whole -----------------------------------------------------------


@pytest.fixture
def ill(tmp_path: Path) -> Path:
    """Three people of Ale in work: on sick leave since September, since May, and not that anybody knows."""
    written(
        tmp_path / "sick.parquet",
        participant=["d-1", "d-2"],
        since=[date(2008, 9, 1), date(2008, 5, 1)],
        until=[None, None],
    )
    written(
        tmp_path / "employed.parquet",
        participant=["d-1", "d-2", "d-3"],
        value=[True, True, True],
        since=[date(2008, 1, 1)] * 3,
        until=[None] * 3,
        recorded_on=[date(2008, 1, 1), date(2008, 1, 1), date(2008, 9, 15)],
    )
    return written(
        tmp_path / "people.parquet",
        id=["d-1", "d-2", "d-3"],
        born=[date(1970, 3, 1)] * 3,
        residence=["Ale"] * 3,
    )


def outcomes(file: Path, *arguments: str) -> list[str]:
    """Return the outcomes of the three."""
    tables = [
        "--spells",
        f"sick_leave={file.parent}/sick.parquet",
        "--history",
        f"employed={file.parent}/employed.parquet",
    ]
    return [row["outcome"] for row in rows_of(run("check", file, *ORVAR, *tables, "--format", "csv", *arguments))]


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_of_spells_and_of_entries(ill: Path, engine: str) -> None:
    """Twelve weeks are the most; where the list of spells is said to be whole, no rows are no sick leave."""
    assert outcomes(ill, "--engine", engine) == ["eligible", "not_eligible", "undetermined"]
    assert outcomes(ill, "--engine", engine, "--complete", "sick_leave") == ["eligible", "not_eligible", "eligible"]


def test_known_on_answers_from_what_had_been_recorded(ill: Path) -> None:
    """What was recorded on 15 September was not known on the 14th."""
    known = [outcomes(ill, "--complete", "sick_leave", "--known-on", day)[2] for day in ("2008-09-14", "2008-09-15")]
    assert known == ["undetermined", "eligible"]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_said_to_be_whole_is_no_column_of_the_answers(ill: Path, engine: str, tmp_path: Path) -> None:
    """The column that --complete stands for is not written."""
    output = tmp_path / "decided.parquet"
    tables = ["--spells", f"sick_leave={tmp_path}/sick.parquet", "--history", f"employed={tmp_path}/employed.parquet"]
    whole = ["--complete", "sick_leave", "--complete", "sick_leave", "--engine", engine]
    assert run("check", ill, *ORVAR, *tables, *whole, "--output", output).exit_code == 0
    assert pl.read_parquet(output).columns == ["id", "born", "residence", "outcome"]


# --- What is refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--rejects", "rejects"], "--rejects says how cases are read, and people.parquet is a Parquet file"),
        (["--from", "csv"], "--from says how cases are read"),
        (["--columns", ROOT / "examples" / "columns.toml"], "--columns says how cases are read"),
        (["--delimiter", ";"], "--delimiter says how cases are read"),
        (["--encoding", "utf-8"], "--encoding says how cases are read"),
        (["--output", "decided.parquet", "--format", "csv"], "--format is for what is printed"),
        (["--output", "decided.txt"], "wanted a name that ends in .parquet, .csv, .jsonl"),
        (["--output", "people.parquet"], "this is the file that is read"),
        (["--output", "contacts.parquet"], "this is the file that is read"),
        (["--output", "none/decided.parquet"], "there is no such folder"),
        (["--contacts", "none.parquet"], "Invalid value for --contacts: there is no such file"),
        (["--contacts", "."], "Invalid value for --contacts: this is a folder"),
        (["--spells", "sick_leave=none.parquet"], "Invalid value for --spells: there is no such file"),
        (["--history", "employed=."], "Invalid value for --history: this is a folder"),
        (["--spells", "sick_leave"], "Invalid value for '--spells': wanted NAME=PATH"),
        (["--history", "=x.parquet"], "Invalid value for '--history': wanted NAME=PATH"),
        (["--spells", "a=b", "--spells", "a=c"], "Invalid value for --spells: a is there twice"),
        (["--complete", "kin"], "Invalid value for --complete: wanted one of contacts, sick_leave,"),
        (["--engine", "spark"], "'spark' is not one of 'polars', 'duckdb', 'pandas', 'pyarrow'"),
        (["--reading", "other"], "there is no reading 'other'"),
        (["--complete", "contacts"], "people.contacts_complete: wanted either this column or --complete, got both"),
        (["--spells", "contacts=contacts.parquet"], "contacts: wanted one table of contacts, got two"),
        (["--spells", "sick_leav=contacts.parquet"], "spells.sick_leav: wanted one of the histories contacts,"),
    ],
    ids=lambda value: " ".join(map(str, value))[:40] if isinstance(value, list) else "",
)
def test_what_is_refused(
    arguments: list[str | Path], told: str, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What belongs to files of cases, names that are none and files that must not be: told with 2, nothing written."""
    monkeypatch.chdir(tmp_path)
    for name in ("people.parquet", "contacts.parquet"):
        Path(name).write_bytes((example.parent / name).read_bytes())
    done = run("check", "people.parquet", *EN_VAG_IN, "--contacts", "contacts.parquet", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"people.parquet", "contacts.parquet"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--contacts", "c.parquet"],
        ["--spells", "sick_leave=c.parquet"],
        ["--history", "employed=c.parquet"],
        ["--complete", "contacts"],
        ["--engine", "polars"],
        ["--explain"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_goes_with_parquet_is_refused_of_other_files(arguments: list[str]) -> None:
    """An option for Parquet files is wrong usage with a file of cases."""
    done = run("check", CASES, *EN_VAG_IN, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{arguments[0]} goes with a FILE whose name ends in .parquet" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"), [(EN_VAG_IN[2:], "--programme"), (EN_VAG_IN[:2], "--on")], ids=["programme", "day"]
)
@pytest.mark.parametrize("more", [[], ["--validate"]], ids=["deciding", "checking"])
def test_a_programme_and_a_day_are_needed(arguments: list[str], told: str, more: list[str], example: Path) -> None:
    """Which columns are needed depends on the programme, so that checking alone asks for it too."""
    done = run("check", example, *arguments, *more)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr


@pytest.mark.parametrize("engine", ENGINES)
def test_everything_that_is_wrong_is_told_at_once(engine: str, tmp_path: Path) -> None:
    """A column of the wrong type and two that lack are told together, with how tables are given, and no value."""
    file = written(tmp_path / "people.parquet", id=["secret-1"], born_earliest=[date(1990, 1, 1)], residence=[1440])
    done = run("check", file, *EN_VAG_IN, "--engine", engine, "--output", tmp_path / "decided.parquet")
    assert (done.exit_code, done.stdout) == (2, "")
    for where in ("born_latest", "residence", "unmet_need", "contacts"):
        assert f"people.{where}: wanted " in done.stderr
    assert done.stderr.endswith("tables are given with --contacts PATH and --spells NAME=PATH\n")
    assert "secret" not in done.stderr
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_only_the_values_tell_is_told_with_the_number_of_rows(engine: str, tmp_path: Path, example: Path) -> None:
    """Ids that stand twice and a kommun that there is not are told with 2, before anything is written."""
    people = pl.read_parquet(example).with_columns(residence=pl.lit("secret-place"))
    file = tmp_path / "people.parquet"
    pl.concat([people, people.head(2)]).write_parquet(file)
    output = tmp_path / "decided.csv"
    asked = ["--contacts", example.parent / "contacts.parquet", "--engine", engine, "--output", output]
    done = run("check", file, *EN_VAG_IN, *asked)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "people.residence: wanted kommuner by name or four-digit code, got something else in 9 rows" in done.stderr
    assert "people.id: wanted each id once, got ids that stand again in 2 rows" in done.stderr
    assert "tables are given" not in done.stderr
    assert "secret" not in done.stderr
    assert not output.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "wanted a Parquet file, got another"),
        (b"id;born\r\nsecret;1990-01-01\r\n", "wanted a Parquet file, got another"),
        (b"PAR1 and then it ends", "wanted a Parquet file, got one that breaks off"),
    ],
    ids=["empty", "a table", "cut off"],
)
@pytest.mark.parametrize("place", ["people.parquet", "contacts.parquet"])
def test_what_is_no_parquet_file_is_told_by_its_name(
    content: bytes, told: str, place: str, example: Path, tmp_path: Path
) -> None:
    """A file that is called Parquet and is none is named, and nothing of it is shown."""
    for name in ("people.parquet", "contacts.parquet"):
        (tmp_path / name).write_bytes(content if name == place else (example.parent / name).read_bytes())
    done = check(tmp_path / "people.parquet")
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"Error: {tmp_path / place}: {told}\n")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_file_that_only_looks_like_parquet_is_told(engine: str, tmp_path: Path) -> None:
    """A file that begins and ends as Parquet and holds something else is refused by the engine, with 2."""
    file = tmp_path / "people.parquet"
    file.write_bytes(b"PAR1 secret PAR1")
    done = run("check", file, *KAA, "--engine", engine)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: the engine cannot read the files or work on them: ")
    assert "secret" not in done.stderr


@pytest.mark.parametrize("column", ["id", "note"])
@pytest.mark.parametrize("engine", ENGINES)
def test_answers_of_a_broken_file_never_appear(engine: str, column: str, tmp_path: Path) -> None:
    """Where the content breaks, even in a column that no rule reads, what stood in the place of the answers stays."""
    file, output = tmp_path / "people.parquet", tmp_path / "decided.parquet"
    ids = [f"d-{place}" for place in range(2000)]
    no = [False] * len(ids)
    written(
        file,
        id=ids,
        born=[date(2000, 5, 1)] * len(ids),
        completed_compulsory_school=[True] * len(ids),
        completed_upper_secondary=no,
        attends_upper_secondary=no,
        note=ids,
    )
    group = pq.ParquetFile(file).metadata.row_group(0)
    (place,) = (group.column(at) for at in range(group.num_columns) if group.column(at).path_in_schema == column)
    content = bytearray(file.read_bytes())
    begin = place.dictionary_page_offset if place.has_dictionary_page else place.data_page_offset
    content[begin : begin + place.total_compressed_size] = b"\xff" * place.total_compressed_size
    file.write_bytes(content)
    output.write_text("before", encoding="utf-8")
    done = run("check", file, *KAA, "--engine", engine, "--output", output)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "the engine cannot read the files or work on them" in done.stderr
    assert set(tmp_path.iterdir()) == {file, output}
    assert output.read_text(encoding="utf-8") == "before"


def test_a_file_that_may_not_be_read_is_told(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says is passed on, and the exit code is 2."""

    def refused(*_: object) -> object:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    done = run("check", example, *KAA)
    assert (done.exit_code, done.stderr) == (2, f"Error: {example}: Permission denied\n")


# --- What is not installed --------------------------------------------------------------------------------


def without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Let it seem as if some modules were not installed."""
    for name in list(sys.modules):
        if name.split(".")[0] in modules or name.startswith(("samverkan.frames", "samverkan.cli.frame_engines")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "samverkan.cli.frames", raising=False)
    for name in modules:
        monkeypatch.setitem(sys.modules, name, None)


def test_the_missing_extra_is_named(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without narwhals it says what to install, and files of cases are read as ever."""
    without(monkeypatch, "narwhals")
    done = check(example)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "Error: this needs the extra 'frames': pip install 'samverkan[frames]'\n"
    assert run("check", CASES, *EN_VAG_IN).exit_code == 0


@pytest.mark.parametrize(
    ("missing", "engine", "told"),
    [
        (["polars"], [], ""),
        (["polars", "duckdb"], [], "this needs polars or DuckDB: pip install 'samverkan[frames]' polars"),
        (["polars"], ["polars"], "--engine polars needs polars: pip install 'samverkan[frames]' polars"),
        (["duckdb"], ["duckdb"], "--engine duckdb needs duckdb: pip install 'samverkan[frames]' duckdb"),
        (["pyarrow"], ["pyarrow"], "--engine pyarrow needs pyarrow: pip install 'samverkan[frames]' pyarrow"),
        (
            ["pandas"],
            ["pandas"],
            "--engine pandas needs pandas pyarrow: pip install 'samverkan[frames]' pandas pyarrow",
        ),
        (
            ["pyarrow"],
            ["pandas"],
            "--engine pandas needs pandas pyarrow: pip install 'samverkan[frames]' pandas pyarrow",
        ),
    ],
    ids=range(7),
)
def test_an_engine_that_is_missing_is_named(
    missing: list[str], engine: list[str], told: str, pupils: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where polars is missing DuckDB works; where both are, or the one that was named, it says what to install."""
    for name in missing:
        monkeypatch.setitem(sys.modules, name, None)
    done = run("check", pupils, *KAA, *(f"--engine={name}" for name in engine))
    assert (done.exit_code, done.stderr) == (
        (2, f"Error: {told}\n") if told else (0, "1 eligible, 1 not eligible, 1 undetermined\n")
    )


def test_what_an_engine_itself_lacks_is_not_taken_for_the_engine(pupils: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that is installed and broken is not told to be missing."""

    def broken(name: str) -> object:
        raise ModuleNotFoundError(name=f"part_of_{name}")

    monkeypatch.setattr("samverkan.cli.frame_engines.import_module", broken)
    assert isinstance(run("check", pupils, *KAA).exception, ModuleNotFoundError)


# --- Other commands ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ["timeline", "--programme", "orvar", "--since", "2008-07-01", "--until", "2008-12-31"],
        ["route", "--on", "2008-10-01"],
    ],
    ids=["timeline", "route"],
)
def test_other_commands_take_no_parquet(example: Path, command: list[str]):
    """A table of people is for ``check`` alone, and the others say so instead of reading it as text."""
    done = run(*command, example)
    assert done.exit_code == 2
    assert "`samverkan check` alone takes" in done.stderr
