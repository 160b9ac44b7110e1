"""`samverkan today`: what is printed, by whom it must be done, and how it ends."""

import csv
import io
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from samverkan import load_model
from samverkan.calendar_files import reference_of
from samverkan.cli.commands import samverkan

NOOR = {
    "id": "noor",
    "born": "2000-10-10",
    "residence": "Smedjebacken",
    "unmet_need": True,
    "contacts": [{"agency": "kommun/skola"}, {"agency": "region/psykiatri"}],
    "contacts_complete": True,
}
RECEIVED = {"what": "received", "on": "2016-10-04", "agency": "kommun/AME"}
SENT = {"id": "r-1", "by": "self", "programme": "en-vag-in", "events": [RECEIVED]}
CONSENT = {
    "id": "c-1",
    "kind": "secrecy",
    "from": ["FK"],
    "to": ["AF", "FK"],
    "categories": ["contact"],
    "purpose": "coordination",
    "given": "2016-10-01",
    "expires": "2016-10-20",
}
CASES: list[Any] = [
    {"participant": {"id": "sent"}, "referrals": [SENT]},
    {"participant": NOOR},
    {"participant": {"id": "open"}, "consents": [CONSENT]},
]
TWO_WEEKS_FROM = ["--on", "2016-10-19"]
KEY = "a secret of sixteen bytes"


@pytest.fixture(autouse=True, scope="module")
def loaded_once():
    """Load the shipped model once for all the runs in this process."""
    shipped = cache(load_model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samverkan.cli.options.load_model", shipped)
        yield


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Return a file of the three cases."""
    return written(tmp_path, CASES)


def written(folder: Path, every: list[Any]) -> Path:
    """Return a file of cases."""
    file = folder / "cases.jsonl"
    file.write_text("".join(json.dumps(case) + "\n" for case in every), encoding="utf-8")
    return file


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Return the file with a secret, which ends with the end of a line as editors leave it."""
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n", encoding="utf-8")
    return file


def run(*arguments: str | Path, lang: str = "en") -> Result:
    """Run the command as a shell would."""
    return CliRunner().invoke(samverkan, ["today", *map(str, arguments), "--lang", lang])


# --- What is printed ----------------------------------------------------------------------------------


def test_a_table_stands_by_who_must_act_and_under_each_who_can(cases: Path) -> None:
    """What is overdue and what comes within the horizon; the consent that two know by stands under both."""
    done = run(cases, *TWO_WEEKS_FROM)
    assert done.exit_code == 0
    title, head, *lines = done.stdout.splitlines()
    assert title == "What is due from 19 October 2016 to 2 November 2016"
    assert head.split() == ["Whose", "Day", "Case", "What"]
    assert [line.split("  ")[0].strip() for line in lines] == [
        *("Arbetsförmedlingen", "Försäkringskassan", "the labour-market unit (AME)")
    ]
    assert lines[1].endswith("It is for Arbetsförmedlingen and Försäkringskassan.")
    assert lines[2].endswith(
        "Promise: contacted within two weeks. The last day was 18 October 2016, and it has not been done."
    )
    assert done.stderr == "3 cases read, 2 things due, 1 of them overdue\n"


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_whose_it_is_stands_once_in_a_line(tmp_path: Path, lang: str) -> None:
    """Of promises, limits, consents and answers alike; only what several can do names them all in the sentence."""
    leave = {"id": "sick", "sick_leave": [{"since": "2016-08-01", "extent": 100}]}
    ends = {**CONSENT, "to": ["AF"]}
    file = written(tmp_path, [*CASES[:2], {"participant": leave}, {"participant": {"id": "open"}, "consents": [ends]}])
    asked = [file, "--on", "2016-10-05", "--horizon", "30"]
    told = [json.loads(line) for line in run(*asked, "--format", "jsonl").stdout.splitlines()]
    assert {one["what"] for one in told} == {"promise", "limit", "consent_ends", "answer_changes"}
    _, _, *lines = run(*asked, lang=lang).stdout.splitlines()
    assert len(lines) == sum(len(one["whose"]) for one in told)
    named = [line for line in lines if "Det ligger hos" in line or "It is for" in line]
    assert len(named) == sum(len(one["whose"]) for one in told if len(one["whose"]) > 1)


def test_it_is_told_in_swedish_too(cases: Path) -> None:
    """The title, the headings and what is due."""
    title, head, *_, last = run(cases, *TWO_WEEKS_FROM, lang="sv").stdout.splitlines()
    assert title == "Att göra från och med den 19 oktober 2016 till och med den 2 november 2016"
    assert head.split() == ["Ansvarar", "Dag", "Ärende", "Vad"]
    assert last.split("  ")[-1] == (
        "Löfte: kontaktad inom två veckor. Sista dagen var den 18 oktober 2016, och det har inte skett."
    )


def test_the_horizon_and_the_party_narrow_it(cases: Path) -> None:
    """With no days after the one that is asked about, and for one of the two alone."""
    assert run(cases, "--on", "2016-10-19", "--horizon", "0").stderr == "3 cases read, 1 thing due, 1 of them overdue\n"
    done = run(cases, *TWO_WEEKS_FROM, "--party", "AF")
    assert [line.split("  ")[0] for line in done.stdout.splitlines()[2:]] == ["Arbetsförmedlingen"]
    assert done.stderr == "3 cases read, 1 thing due\n"


def test_another_way_of_counting_moves_a_deadline(tmp_path: Path) -> None:
    """Two weeks from 17 December 2016 end on a Saturday; rolled, on the Monday after New Year."""
    late = {**SENT, "events": [{**RECEIVED, "on": "2016-12-17"}]}
    file = written(tmp_path, [{"participant": {"id": "d-1"}, "referrals": [late]}])
    days = [
        json.loads(run(file, "--on", "2016-12-20", "--format", "jsonl", *more).stdout)["on"]
        for more in ([], ["--policy", "rolled"])
    ]
    assert days == ["2016-12-31", "2017-01-02"]


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_for_other_programs_everything_stands_once_by_day(cases: Path, form: str) -> None:
    """The same fields in each format, none of them with another's name; JSON has the text as well."""
    out = run(cases, "--on", "2016-10-05", "--horizon", "20", "--format", form).stdout
    match form:
        case "json":
            every = json.loads(out)
        case "jsonl":
            every = [json.loads(line) for line in out.splitlines()]
        case _:
            every = list(csv.DictReader(io.StringIO(out)))
    assert [one["on"] for one in every] == sorted(one["on"] for one in every)
    by_what = {one["what"]: one for one in every if one["programme"] in {"en-vag-in", None, ""}}
    promise, change, ends = (by_what[name] for name in ("promise", "answer_changes", "consent_ends"))
    assert (promise["on"], promise["participant"], promise["referral"]) == ("2016-10-18", "sent", "r-1")
    assert (promise["lead_time"], promise["policy"]) == ("contact", "calendar")
    assert promise["is_overdue"] == ("false" if form == "csv" else False)
    assert (change["on"], change["was"], change["becomes"]) == ("2016-10-10", "not_eligible", "eligible")
    assert change["because"] == ("working-age" if form == "csv" else ["working-age"])
    assert (ends["on"], ends["consent"]) == ("2016-10-20", "c-1")
    assert ends["whose"] == ("AF|FK" if form == "csv" else ["AF", "FK"])
    assert ends["referral"] == ("" if form == "csv" else None)
    if form != "csv":
        assert ends["text"].startswith("A consent (c-1) stands until 20 October 2016")


def test_with_nothing_due_the_title_alone_is_written(tmp_path: Path) -> None:
    """And of no cases it is said that there are none."""
    done = run(written(tmp_path, CASES[2:]), "--on", "2016-11-01")
    assert done.stdout == "What is due from 1 November 2016 to 15 November 2016\n"
    assert done.stderr == "1 case read\n"
    assert run(written(tmp_path, []), "--on", "2016-11-01").stderr == "no cases\n"


# --- Bad lines ----------------------------------------------------------------------------------------


def test_what_cannot_be_read_or_answered_for_is_told_and_stops_nothing(tmp_path: Path) -> None:
    """A line that is no case, and cases that name what is not there or lie beyond the calendar, are counted."""
    nowhere = {"id": "r-1", "by": "self", "to": "AFF"}
    far_off = {
        "id": "r-1",
        "by": "self",
        "to": "AF",
        "events": [{"what": "received", "on": "2150-01-01", "agency": "AF"}],
    }
    others = [{"participant": {"id": name}, "referrals": [one]} for name, one in (("x", nowhere), ("y", far_off))]
    every = written(tmp_path, ["no case", *others, *CASES])
    first = run(every, *TWO_WEEKS_FROM)
    assert first.exit_code == 1
    assert first.stderr.endswith("4 cases read, 2 things due, 1 of them overdue, 2 records rejected\n")
    assert first.stdout == run(written(tmp_path, CASES), *TWO_WEEKS_FROM).stdout
    later = run(written(tmp_path, ["no case", *others, *CASES]), "--on", "2150-01-02")
    assert later.exit_code == 1
    *_, fault, counted = later.stderr.splitlines()
    assert fault.startswith("record 3: day: wanted a day ")
    assert counted == "3 cases read, 1 thing due, 1 of them overdue, 3 records rejected"
    assert "AFF" not in first.stderr + later.stderr


# --- The calendar -------------------------------------------------------------------------------------


def test_a_calendar_is_written_beside_it_and_tells_nothing_of_the_person(
    cases: Path, key: Path, tmp_path: Path
) -> None:
    """One event each, with references that the secret makes, in the language of the answers."""
    done = run(cases, *TWO_WEEKS_FROM, "--ics", tmp_path / "due.ics", "--ics-key", key)
    assert done.exit_code == 0
    text = (tmp_path / "due.ics").read_bytes()
    summaries = [str(one["summary"]) for one in Calendar.from_ical(text).walk("VEVENT")]
    assert summaries == [
        f"Overdue promise: contacted within two weeks (the labour-market unit (AME)), case {reference_of('sent', KEY.encode())}",
        f"The last day of a consent (Arbetsförmedlingen and Försäkringskassan), case {reference_of('open', KEY.encode())}",
    ]
    assert b"DTSTAMP:20161019T000000Z" in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["--ics", "due.ics"], "--ics and --ics-key go together", id="no-secret"),
        pytest.param(["--ics-key", "key"], "--ics and --ics-key go together", id="no-calendar"),
        pytest.param(["--ics", "due.ics", "--ics-key", "nowhere"], "nowhere cannot be read", id="no-such-secret"),
        pytest.param(["--ics", "due.ics", "--ics-key", "short"], "wanted 16 bytes or more, got 5", id="a-short-secret"),
        pytest.param(["--ics", "key", "--ics-key", "key"], "the file that is read: --ics-key", id="over-the-secret"),
        pytest.param(
            ["--ics", "out", "--output", "out", "--ics-key", "key"],
            "--output writes there too",
            id="over-the-answers",
        ),
        pytest.param(
            ["--ics", "cases.jsonl", "--ics-key", "key"], "this is the file that is read", id="over-the-cases"
        ),
        pytest.param(["--party", "AFF"], "did you mean AF?", id="no-such-agency"),
        pytest.param(
            ["--party", "forum:nowhere"], "--party: wanted a word of the closed list forums", id="no-such-forum"
        ),
        pytest.param(["--policy", "workingdays"], "did you mean working-days?", id="no-such-way-of-counting"),
        pytest.param(["--horizon", "-1"], "--horizon", id="back"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_read(
    cases: Path, key: Path, arguments: list[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As wrong usage, by name; nothing is written."""
    monkeypatch.chdir(key.parent)
    (key.parent / "short").write_text("short", encoding="utf-8")
    before = sorted(path.name for path in key.parent.iterdir())
    done = run(cases.name, *TWO_WEEKS_FROM, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr.replace("\n", " ")
    assert sorted(path.name for path in key.parent.iterdir()) == before


def test_without_the_extra_it_says_what_to_install(
    cases: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is read; without a calendar nothing of it is needed."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    done = run(cases, *TWO_WEEKS_FROM, "--ics", tmp_path / "due.ics", "--ics-key", key)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "pip install 'samverkan[calendar]'" in done.stderr
    assert run(cases, *TWO_WEEKS_FROM).exit_code == 0
