"""`samverkan referrals`: how far each referral has come, what comes next and whose it is."""

import csv
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from samverkan import load_model
from samverkan.cli.commands import samverkan

EXAMPLE = Path(__file__).parent.parent / "examples" / "journeys.jsonl"
TO_PROGRAMME = ["--on", "2024-07-01", "--programme", "en-vag-in"]


def person(id_: str, **changed: Any) -> dict[str, Any]:
    """Return a participant who meets the criteria of En väg in."""
    given = {"born": "1990-05-17", "residence": "Ludvika", "unmet_need": True, "contacts_complete": True}
    return {"id": id_, **given, "contacts": [{"agency": "AF"}, {"agency": "FK"}], **changed}


def event(what: str, on: str, agency: str = "kommun/AME", **more: Any) -> dict[str, Any]:
    """Return what happened."""
    return {"what": what, "on": on, "agency": agency, **more}


def referral(*events: dict[str, Any], id_: str = "r-1", **more: Any) -> dict[str, Any]:
    """Return a referral by AF to En väg in."""
    return {"id": id_, "by": "AF", "programme": "en-vag-in", **more, "events": list(events)}


@pytest.fixture(autouse=True, scope="module")
def loaded_once():
    """Load the shipped model once for all the runs in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samverkan.cli.options.load_model", cache(load_model))
        yield


@pytest.fixture
def written(tmp_path: Path):
    """Return what writes cases to a file."""

    def write(*cases: Any) -> Path:
        file = tmp_path / "cases.jsonl"
        lines = (case if isinstance(case, str) else json.dumps(case) for case in cases)
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return file

    return write


def run(*arguments: str | Path, language: str = "en") -> Result:
    """Run the command as a shell would."""
    return CliRunner().invoke(samverkan, ["referrals", *map(str, arguments), "--lang", language])


def records(*arguments: str | Path, language: str = "en") -> list[dict[str, Any]]:
    """Return what is printed as JSON Lines."""
    return [json.loads(line) for line in run(*arguments, "--format", "jsonl", language=language).stdout.splitlines()]


# --- What comes next --------------------------------------------------------------------------------


def test_story_3_waits_for_the_referrer_to_see_to_an_enrolment() -> None:
    """On 1 June 2015 Solveig's case has been sent back a second time: the step is IFO's, on day 119."""
    (solveig,) = records(EXAMPLE, "--on", "2015-06-01")
    step = solveig["step"]
    assert (solveig["participant"], solveig["status"], solveig["days"]) == ("solveig", "sent_back", 119)
    assert (step["what"], step["whose"], step["asks_for"]) == ("supplement", ["kommun/IFO"], ["enrolment:AF"])
    assert step["possible"] == ["supplemented", "ended", "entered_in_error"]
    assert (step["outcome"], step["then"], step["lacks"]) == (None, None, None)


def test_the_example_on_midsummer_week_says_whose_each_step_is() -> None:
    """Each referral by how far it has come; the days of a closed one are those until it was closed."""
    found = {one["participant"]: one for one in records(EXAMPLE, "--on", "2024-07-01")}
    told = {id_: (one["status"], one["days"], one["step"]["what"], one["step"]["whose"]) for id_, one in found.items()}
    assert told == {
        "solveig": ("started", 3437, "follow_up", ["forum:beredningsgrupp"]),
        "first-day": ("ended", 270, "none", []),
        "midsummer": ("received", 24, "assess", ["kommun/AME"]),
        "waited": ("started", 56, "follow_up", ["kommun/AME"]),
        "sent-back": ("sent_back", 21, "supplement", ["AF"]),
        "attempted": ("received", 7, "contact", ["kommun/AME"]),
        "mistaken": ("ended", 1, "none", []),
    }
    # Of one to a programme it is told what comes of the criteria as well.
    assert [found[id_]["step"]["outcome"] for id_ in ("solveig", "midsummer")] == [None, "eligible"]


def test_with_a_programme_those_without_a_referral_to_it_have_a_step_too() -> None:
    """Whoever is somewhere else or nowhere is told who can refer her; referrals to others are left out."""
    every = records(EXAMPLE, *TO_PROGRAMME)
    found = {one["participant"]: one for one in every}
    assert len(found) == len(every) == 8
    for id_ in ("solveig", "not-referred"):
        one = found[id_]
        assert (one["referral"], one["by"], one["status"], one["days"]) == (None, None, None, None)
        assert one["step"]["what"] == "refer"
    assert found["not-referred"]["step"]["whose"] == ["AF", "FK", "self"]
    assert found["sent-back"]["step"]["whose"] == ["AF"]


def test_what_is_lacking_before_she_is_referred_is_written_with_whose_it_is(written: Any) -> None:
    """Centralen lists six ways in and does not say that the list is whole: that psychiatry may refer is not known."""
    patient = person("d-1", contacts=[{"agency": "region/psykiatri"}])
    file = written({"participant": patient, "referrals": []})
    (one,) = records(file, "--on", "2012-06-01", "--programme", "centralen")
    step = one["step"]
    assert (step["what"], step["lacks"]["verdict"]) == ("prepare", "unknown")
    (lack,) = step["lacks"]["lacks"]
    assert (lack["id"], lack["outcome"], lack["missing"], lack["consent"]) == ("who-may-refer", "unknown", [], None)
    assert lack["text"]


def test_what_is_to_be_found_out_is_written_with_who_holds_it(written: Any) -> None:
    """A criterion that is not settled comes before any referral."""
    need = person("d-1")
    del need["unmet_need"]
    (one,) = records(written({"participant": need, "referrals": []}), *TO_PROGRAMME)
    assert (one["step"]["what"], one["step"]["outcome"]) == ("find_out", "undetermined")
    assert [missing["fact"] for missing in one["step"]["missing"]] == ["unmet_need"]
    assert one["step"]["whose"] == ["AF", "FK", "kommun", "region"]


def test_of_several_referrals_to_a_programme_each_is_told_by_itself(written: Any) -> None:
    """The step towards the programme goes by the open one; the one that was closed before it stays closed."""
    closed = referral(event("received", "2024-01-08"), event("ended", "2024-02-05", outcome="declined"))
    again = referral(event("received", "2024-06-10"), id_="r-2", by="FK")
    found = records(written({"participant": person("d-1"), "referrals": [closed, again]}), *TO_PROGRAMME)
    assert [(one["referral"], one["by"], one["days"], one["step"]["what"]) for one in found] == [
        ("r-1", "AF", 28, "none"),
        ("r-2", "FK", 21, "contact"),
    ]
    assert [one["step"]["outcome"] for one in found] == [None, "eligible"]


def test_what_had_not_come_up_by_the_day_is_left_out(written: Any) -> None:
    """A referral that came in later is none yet, and with known_on one that was recorded later is not known."""
    later = referral(event("received", "2024-06-10", recorded_on="2024-06-17"))
    file = written({"participant": person("d-1"), "referrals": [later]})
    assert records(file, "--on", "2024-06-09") == []
    assert records(file, "--on", "2024-06-12", "--known-on", "2024-06-16") == []
    (before,) = records(file, "--on", "2024-06-09", "--programme", "en-vag-in")
    assert (before["referral"], before["step"]["what"]) == (None, "refer")
    (then,) = records(file, "--on", "2024-06-12")
    assert (then["status"], then["days"]) == ("received", 2)


def test_a_referral_that_nobody_has_received_has_no_days(written: Any) -> None:
    """It may have been sent: the step is to receive it. One that was entered in error has none either."""
    wrong = referral(event("received", "2024-06-10"), event("entered_in_error", "2024-06-11"), id_="r-2")
    file = written({"participant": person("d-1"), "referrals": [referral(), wrong]})
    assert [(one["status"], one["days"], one["step"]["what"]) for one in records(file, "--on", "2024-07-01")] == [
        ("not_received", None, "receive"),
        ("in_error", None, "none"),
    ]


def test_one_that_was_reopened_goes_on_from_the_first_day(written: Any) -> None:
    """It counts until it was closed for the last time."""
    events = [
        event("received", "2024-01-08"),
        event("ended", "2024-02-05", outcome="declined"),
        event("reopened", "2024-03-04"),
        event("recommended_elsewhere", "2024-04-08"),
    ]
    file = written({"participant": person("d-1"), "referrals": [referral(*events)]})
    days = [records(file, "--on", day)[0]["days"] for day in ("2024-02-20", "2024-03-11", "2024-07-01")]
    assert days == [28, 63, 91]


def test_a_case_of_which_no_referral_is_known_is_read_and_has_no_line(written: Any) -> None:
    """With a programme it is to be found out first whether there is one, and what the step would be then."""
    file = written({"participant": person("d-1")})
    done = run(file, "--on", "2024-07-01", "--format", "jsonl")
    assert (done.stdout, done.stderr.strip()) == ("", "1 case read")
    (one,) = records(file, *TO_PROGRAMME)
    assert (one["step"]["what"], one["step"]["code"], one["step"]["whose"]) == (
        "find_out",
        "find_out.referrals",
        ["kommun/AME"],
    )
    assert one["step"]["then"]["what"] == "refer"


# --- As one agency sees it ------------------------------------------------------------------------------


def test_an_agency_is_told_of_what_it_may_know_alone() -> None:
    """FK sees that it referred two people; of no other it learns that there is a referral, and of no one that there is none."""
    seen = records(EXAMPLE, *TO_PROGRAMME, "--seen-by", "FK")
    assert {(one["view"], one["purpose"]) for one in seen} == {("seen-by:FK", "coordination")}
    by_id = {one["participant"]: one for one in seen}
    assert {id_ for id_, one in by_id.items() if one["referral"]} == {"waited", "attempted"}
    assert {one["step"]["what"] for one in seen} == {"find_out"}
    assert by_id["waited"]["days"] is None
    assert by_id["waited"]["status"] is None
    assert by_id["waited"]["step"]["consent"]["from"] == ["kommun/AME"]


def test_what_is_open_goes_by_what_had_been_recorded(written: Any) -> None:
    """FK may know how it went from the day on which the consent was recorded, and not before."""
    consent = {
        "id": "c-1",
        "kind": "secrecy",
        "from": ["kommun/AME", "AF"],
        "to": ["FK"],
        "categories": ["contact"],
        "purpose": "coordination",
        "programme": "en-vag-in",
        "given": "2024-06-01",
        "recorded_on": "2024-06-20",
    }
    sent = referral(event("received", "2024-06-10"), by="FK")
    file = written({"participant": person("d-1"), "consents": [consent], "referrals": [sent]})
    asked = [file, "--on", "2024-06-25", "--programme", "en-vag-in", "--seen-by", "FK"]
    (now,) = records(*asked)
    (then,) = records(*asked, "--known-on", "2024-06-19")
    assert [(one["status"], one["days"], one["step"]["what"]) for one in (now, then)] == [
        ("received", 15, "contact"),
        (None, None, "find_out"),
    ]


def test_two_people_who_differ_in_what_is_hidden_get_the_same_line(written: Any) -> None:
    """Whether AF referred her, and how that went, FK cannot tell from anything that is written."""
    sent = referral(event("received", "2024-06-10"), event("contacted", "2024-06-12"))
    file = written(
        {"participant": person("twin"), "referrals": []}, {"participant": person("twin"), "referrals": [sent]}
    )
    for form in ("table", "csv", "jsonl"):
        done = run(file, *TO_PROGRAMME, "--seen-by", "FK", "--format", form)
        *_, one, other = done.stdout.splitlines()
        assert one == other


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param(["--on", "2024-07-01", "--seen-by", "FK"], "--seen-by needs --programme", id="a-view-of-nothing"),
        pytest.param([*TO_PROGRAMME, "--seen-by", "FKK"], "did you mean FK?", id="a-misspelt-agency"),
        pytest.param([*TO_PROGRAMME, "--purpose", "referral"], "name it with --seen-by", id="a-purpose-of-nobody"),
        pytest.param(["--on", "2024-07-01", "--programme", "en-vag"], "did you mean en-vag-in?", id="no-programme"),
        pytest.param(["--on", "2024-7-1"], "wanted a day as YYYY-MM-DD", id="no-day"),
        pytest.param([], "Missing option '--on'", id="nothing-asked"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(asked: list[str], told: str) -> None:
    """It is told before anything is read."""
    done = run(EXAMPLE, *asked)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not done.stdout


# --- How it is written ----------------------------------------------------------------------------------


def test_a_table_is_in_words_in_both_languages() -> None:
    """The header says the day and through whose eyes; a line says who, where to, how far, how long and what next."""
    title, head, line = run(EXAMPLE, "--on", "2015-06-01", language="sv").stdout.splitlines()
    assert title == "Remisser den 1 juni 2015, med alla uppgifter"
    assert head.split("  ")[0] == "Ärende"
    for said in (
        "individ- och familjeomsorgen (IFO)",
        "beredningsgruppen",
        "tillbaka hos den som remitterade",
        " 119 ",
        "  Komplettera remissen med inskrivning hos Arbetsförmedlingen.",
    ):
        assert said in line
    assert "Nästa steg:" not in line  # It stands above.
    english = run(EXAMPLE, *TO_PROGRAMME, "--seen-by", "FK").stdout.splitlines()
    assert english[0] == "Referrals to En väg in on 1 July 2024, with what Försäkringskassan may know for coordination"
    assert english[1].split() == ["Case", "Referral", "Status", "Days", "Next", "step"]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        pytest.param("sv", "En insats pågår: följa upp den. Det gör arbetsmarknadsenheten (AME).", id="Swedish"),
        pytest.param("en", "An intervention has started: follow it up. By the labour-market unit (AME).", id="English"),
    ],
)
def test_why_a_step_is_the_next_stands_before_it(language: str, told: str) -> None:
    """A colon takes the place of the words that stand above."""
    (line,) = [one for one in run(EXAMPLE, *TO_PROGRAMME, language=language).stdout.splitlines() if "waited" in one]
    assert line.endswith(told)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        pytest.param(
            "sv",
            "Ta reda på om personen redan är remitterad. Det vet arbetsmarknadsenheten (AME). Om inget annat kommer "
            "fram: en remiss eller en egen anmälan. Det kan Arbetsförmedlingen, Försäkringskassan eller personen "
            "själv göra.",
            id="Swedish",
        ),
        pytest.param(
            "en",
            "Find out whether the person has been referred already. That is known to the labour-market unit (AME). If "
            "nothing else comes to light: a referral or a self-referral. That can be done by Arbetsförmedlingen, "
            "Försäkringskassan or the person herself.",
            id="English",
        ),
    ],
)
def test_what_the_step_would_be_otherwise_stands_after_what_is_to_be_found_out(
    language: str, told: str, written: Any
) -> None:
    """Whoever is asked can go on at once when nothing stands in the way."""
    *_, line = run(written({"participant": person("d-1")}), *TO_PROGRAMME, language=language).stdout.splitlines()
    assert line.endswith(told)


def test_a_closed_one_says_so_and_can_be_reopened() -> None:
    """Its days are those until it was closed."""
    _, _, _, line, *_ = run(EXAMPLE, "--on", "2024-07-01").stdout.splitlines()
    assert line.split() == [
        *("first-day", "r-1", "En", "väg", "in", "closed", "270"),
        *["The", "case", "is", "closed.", "It", "can", "be", "reopened."],
    ]


def test_a_referral_to_a_programme_and_an_agency_names_both(written: Any) -> None:
    """First the programme; where it is none of the model's, a referral can be to an agency alone."""
    both = referral(event("received", "2024-06-10"), to="kommun/AME")
    file = written({"participant": person("d-1"), "referrals": [both]})
    assert "En väg in, the labour-market unit (AME)" in run(file, "--on", "2024-07-01").stdout


def test_a_row_of_csv_can_stand_alone() -> None:
    """Every column is there in every row, whatever is known."""
    done = run(EXAMPLE, *TO_PROGRAMME, "--format", "csv")
    rows = {row["participant"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert rows["sent-back"] == {
        "participant": "sent-back",
        "on": "2024-07-01",
        "view": "all-facts",
        "referral": "r-1",
        "by": "AF",
        "from": "",
        "to": "",
        "programme": "en-vag-in",
        "status": "sent_back",
        "days": "21",
        "step": "supplement",
        "whose": "AF",
        "asks_for": "consent",
        "missing": "",
        "wait_until": "",
        "outcome": "eligible",
    }
    assert rows["not-referred"]["referral"] == rows["not-referred"]["status"] == rows["not-referred"]["days"] == ""


def test_whom_a_day_alone_will_change_is_told_the_day(written: Any) -> None:
    """Who turns 16 on 10 October can be told to wait until then; the set that is missing names its member."""
    young = {"participant": person("young", born="2008-10-10"), "referrals": []}
    contact = person("open", contacts=[{"agency": "AF"}], contacts_complete=False)
    done = run(written(young, {"participant": contact, "referrals": []}), *TO_PROGRAMME, "--format", "csv")
    first, second = csv.DictReader(io.StringIO(done.stdout))
    assert (first["step"], first["wait_until"], first["outcome"]) == ("wait", "2024-10-10", "not_eligible")
    assert second["missing"] == "contacts:FK contacts:region contacts:kommun"


def test_bad_lines_are_told_counted_and_kept(written: Any, tmp_path: Path) -> None:
    """What cannot follow what came before is told by line and field, and stops nobody else."""
    impossible = referral(event("contacted", "2024-06-10"))
    file = written(
        {"participant": person("d-1"), "referrals": [impossible]},
        {"participant": person("d-2"), "referrals": [referral()]},
    )
    kept = tmp_path / "kept.jsonl"
    done = run(file, "--on", "2024-07-01", "--rejects", kept)
    assert done.exit_code == 1
    assert "line 1: referrals[0].events[0].what: wanted received, entered_in_error, got contacted" in done.stderr
    assert done.stderr.splitlines()[-1] == "1 case read, 1 next step told, 1 record rejected"
    assert kept.read_text(encoding="utf-8").splitlines() == file.read_text(encoding="utf-8").splitlines()[:1]


def test_a_file_without_cases_says_so(written: Any) -> None:
    """Nothing is told of nobody."""
    done = run(written(), "--on", "2024-07-01")
    assert (done.exit_code, done.stderr.strip()) == (0, "no cases")
