"""`samverkan lead-times`: figures of many journeys, each time by itself, and what is in no figure."""

import csv
import gzip
import io
import json
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from samverkan import load_model
from samverkan.cli.commands import samverkan
from strategies import examples

EXAMPLE = Path(__file__).parent.parent / "examples" / "journeys.jsonl"
ON = ["--on", "2024-07-01"]
CONTACT = [*ON, "--lead-time", "contact"]


def event(what: str, on: str, agency: str = "kommun/AME", **more: Any) -> dict[str, Any]:
    """Return what happened."""
    return {"what": what, "on": on, "agency": agency, **more}


def case(*events: dict[str, Any], id_: str = "d-1", **more: Any) -> dict[str, Any]:
    """Return a case with one referral to En väg in."""
    sent = {"id": "r-1", "by": "AF", "programme": "en-vag-in", **more, "events": list(events)}
    return {"participant": {"id": id_}, "referrals": [sent]}


def text_of(*cases: Any) -> str:
    """Return cases as JSON Lines; text as it stands."""
    return "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in cases)


@pytest.fixture(autouse=True, scope="module")
def loaded_once():
    """Load the shipped model once for all the runs in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samverkan.cli.options.load_model", cache(load_model))
        yield


def run(*arguments: str | Path, given: str | bytes | None = None, language: str = "en") -> Result:
    """Run the command as a shell would; *given* comes on standard input."""
    file = [] if given is None else ["-"]
    asked = ["lead-times", *file, *map(str, arguments), "--lang", language]
    return CliRunner().invoke(samverkan, asked, input=given)


def records(*arguments: str | Path, given: str | bytes | None = None) -> list[dict[str, Any]]:
    """Return what is printed as JSON Lines."""
    return [json.loads(line) for line in run(*arguments, "--format", "jsonl", given=given).stdout.splitlines()]


# --- Figures against an account of their own ---------------------------------------------------------------

JOURNEYS = st.lists(st.tuples(st.integers(1, 28), st.integers(0, 40) | st.none()), max_size=8)
"""The day of April on which each came in, and after how many days she was contacted, if she was."""


def written(journeys: list[tuple[int, int | None]]) -> list[dict[str, Any]]:
    """Return journeys as cases."""
    cases = []
    for number, (day, took) in enumerate(journeys):
        since = f"2024-04-{day:02}"
        contacted = [] if took is None else [event("contacted", later(day, took))]
        cases.append(case(event("received", since), *contacted, id_=f"d-{number}"))
    return cases


def later(day: int, took: int) -> str:
    """Return the day so many days after that day of April."""
    for month, length in ((4, 30), (5, 31), (6, 30)):
        if day + took <= length:
            return f"2024-{month:02}-{day + took:02}"
        took -= length
    raise AssertionError(took)


@examples(25)
@given(JOURNEYS, st.randoms(use_true_random=False))
def test_figures_are_those_of_a_count_of_ones_own_in_whatever_order_cases_come(journeys: Any, shuffle: Any) -> None:
    """On 1 July, 91 days after 1 April: who was contacted after 14 days at most was so in time, who is open is late."""
    cases = written(journeys)
    found = records(*CONTACT, given=text_of(*cases))
    shuffle.shuffle(cases)
    assert records(*CONTACT, given=text_of(*cases)) == found
    stopped = [took for _, took in journeys if took is not None]
    still_open = [92 - day for day, took in journeys if took is None]
    if not journeys:
        assert found == []
        return
    (figures,) = found
    assert (figures["stopped"], figures["open"]) == (len(stopped), len(still_open))
    assert figures["median"] == (median(stopped) if stopped else None)
    assert figures["longest_open"] == max(still_open, default=None)
    target = figures["within_target"]
    assert (target["met"], target["of"]) == (sum(took <= 14 for took in stopped), len(journeys))


# --- The example ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "took", "met", "lower", "upper"),
    [
        pytest.param([], [7, 14, 17], 2, 0.1500, 0.8500, id="the-default-is-calendar-days"),
        pytest.param(["--policy", "rolled"], [7, 14, 17], 3, 0.3006, 0.9544, id="rolled-forward-over-midsummer"),
        pytest.param(["--policy", "working-days"], [4, 10, 10], 3, 0.3006, 0.9544, id="working-days"),
    ],
)
def test_the_policies_of_the_two_weeks_give_different_answers(
    policy: list[str], took: list[int], met: int, lower: float, upper: float
) -> None:
    """Who came in on 7 June 2024 and was contacted on the 24th is late or in time by the policy; who was sent back is late.

    13 May 2024 is four working days after 6 May: Kristi himmelsfärds dag lies between. The intervals are Wilson's.
    """
    (figures,) = records(EXAMPLE, *CONTACT, *policy)
    assert (figures["n"], figures["stopped"], figures["open"], figures["nullified"]) == (5, 3, 2, 1)
    assert (figures["median"], figures["percentile_90"]) == (took[1], took[2])
    target = figures["within_target"]
    assert (target["met"], target["of"], figures["still_possible"]) == (met, 4, 1)
    assert (round(target["lower"], 4), round(target["upper"], 4)) == (lower, upper)


def test_story_3_took_343_days_of_which_161_at_the_referrer() -> None:
    """Each time by itself: 182 at the group and 161 at the referrer, and 343 from referral to intervention."""
    names = ["to-intervention", "at-recipient", "at-referrer"]
    asked = [part for name in names for part in ("--lead-time", name)]
    found = [one for one in records(EXAMPLE, *ON, *asked, "--each") if one["participant"] == "solveig"]
    assert [(one["lead_time"], one["days"], one["agency"]) for one in found] == [
        ("to-intervention", 343, "forum:beredningsgrupp"),
        ("at-recipient", 182, "forum:beredningsgrupp"),
        ("at-referrer", 161, "kommun/IFO"),
    ]
    assert found[0]["rests_on"] == ["received 2015-02-02", "intervention_started 2016-01-11"]


def test_story_3_was_running_for_225_days_on_15_september() -> None:
    """Nothing that came later shows."""
    (then,) = records(EXAMPLE, "--on", "2015-09-15", "--lead-time", "to-intervention", "--each")
    assert (then["state"], then["days"], then["until"], then["promise"]) == ("running", 225, None, None)


def test_waiting_is_subtracted_only_where_the_policy_says_so() -> None:
    """Of the 49 days from 6 May to 24 June she wished to wait 21: from 20 May to 10 June."""
    asked = [*ON, "--lead-time", "to-intervention", "--each"]
    for policy, days, waited in (([], 49, 0), (["--policy", "without-own-wait"], 28, 21)):
        (found,) = [one for one in records(EXAMPLE, *asked, *policy) if one["participant"] == "waited"]
        assert (found["days"], found["waited"]) == (days, waited)


def test_groups_are_parted_by_all_that_is_named_and_lead_times_come_as_they_are_asked_for() -> None:
    """By month of start and agency; a lead time that is named first comes first."""
    asked = [*ON, "--lead-time", "to-contact", "--lead-time", "contact", "--by", "month", "--by", "agency"]
    found = records(EXAMPLE, *asked)
    assert [(one["lead_time"], one["month"], one["agency"], one["n"]) for one in found] == [
        ("to-contact", "2015-02", "forum:beredningsgrupp", 1),
        ("to-contact", "2016-10", "kommun/AME", 1),
        ("to-contact", "2024-05", "kommun/AME", 1),
        ("to-contact", "2024-06", "kommun/AME", 3),
        ("contact", "2016-10", "kommun/AME", 1),
        ("contact", "2024-05", "kommun/AME", 1),
        ("contact", "2024-06", "kommun/AME", 3),
    ]
    assert "programme" not in found[0]


def test_without_a_name_every_lead_time_that_counts_anything_is_told() -> None:
    """In the order of the model; of sick leave nothing is known of anybody, and only who asks about it is told so."""
    found = records(EXAMPLE, *ON)
    wanted = [name for name in load_model("finsam").lead_times if name in {one["lead_time"] for one in found}]
    assert [one["lead_time"] for one in found] == wanted
    assert all(one["n"] for one in found)
    assert "sick-leave-day-90" not in wanted
    (sick,) = records(EXAMPLE, *ON, "--lead-time", "sick-leave-day-90")
    assert (sick["n"], sick["unknown"]) == (0, 8)


# --- What is in no figure ---------------------------------------------------------------------------------------

GOOD = case(event("received", "2024-06-03"), event("contacted", "2024-06-05"), id_="good")


@pytest.mark.parametrize(
    ("events", "told"),
    [
        pytest.param([event("contacted", "2024-06-05")], "events[0].what", id="a-stop-without-a-start"),
        pytest.param(
            [event("received", "2024-06-05"), event("contacted", "2024-06-03")], "events[1].what", id="a-stop-before-it"
        ),
        pytest.param(
            [event("received", "2024-06-03"), event("received", "2024-06-04")], "events[1].what", id="two-starts"
        ),
        pytest.param(
            [event("received", "2024-06-03", recorded_on="2024-06-02")], "events[0].recorded_on", id="not-come-yet"
        ),
    ],
)
def test_what_cannot_have_been_is_told_by_line_and_field_and_is_in_no_figure(events: Any, told: str) -> None:
    """It is counted, in the table too; the others are measured as if it were not there."""
    done = run(*CONTACT, given=text_of(case(*events, id_="secret"), GOOD))
    assert done.exit_code == 1
    assert f"line 1: referrals[0].{told}" in done.stderr
    assert "secret" not in done.stderr
    assert done.stderr.splitlines()[-1] == "1 case read, 1 time measured, 1 record rejected"
    assert done.stdout.splitlines()[:2] == [
        "Lead times in days on 1 July 2024",
        "Records with faults, not counted: 1",
    ]
    (with_it,) = records(*CONTACT, given=text_of(case(*events), GOOD))
    (without,) = records(*CONTACT, given=text_of(GOOD))
    assert with_it == {**without, "rejected": 1}


def test_an_event_on_a_day_that_has_not_come_makes_its_line_a_bad_one(tmp_path: Path) -> None:
    """Every such event is told by line and field, and the line is kept where bad lines are."""
    late = case(
        event("received", "2024-06-03"), event("contacted", "2024-07-02"), event("needs_assessed", "2025-01-01")
    )
    lines, kept = text_of(GOOD, "not JSON", "", late, GOOD), tmp_path / "kept"
    done = run(*CONTACT, "--latest", "2024-07-01", "--format", "jsonl", "--rejects", kept, given=lines)
    assert kept.read_text(encoding="utf-8") == text_of("not JSON", late)
    assert done.exit_code == 1
    assert done.stderr.splitlines()[1:] == [
        "line 4: referrals[0].events[1].on: wanted a day not after 2024-07-01, got a later one",
        "line 4: referrals[0].events[2].on: wanted a day not after 2024-07-01, got a later one",
        "2 cases read, 2 times measured, 2 records rejected",
    ]
    (figures,) = map(json.loads, done.stdout.splitlines())
    assert (figures["n"], figures["open"], figures["rejected"]) == (2, 0, 2)
    assert records(*CONTACT, given=lines)[0]["n"] == 3  # Without --latest it was open on 1 July.


def test_what_happened_on_the_latest_day_itself_has_come() -> None:
    """Only a later day has not."""
    done = run(*CONTACT, "--latest", "2024-06-05", given=text_of(GOOD))
    assert (done.exit_code, done.stderr.strip()) == (0, "1 case read, 1 time measured")


def test_a_day_that_no_calendar_covers_makes_its_record_rejected() -> None:
    """Of a referral from before 1990 no working days can be counted; nothing of that record is in any figure."""
    old = case(event("received", "1985-06-03"), event("contacted", "1985-06-10"))
    asked = [*CONTACT, "--lead-time", "to-contact", "--policy", "working-days"]
    done = run(*asked, "--format", "jsonl", given=text_of(old, GOOD))
    assert done.exit_code == 1
    assert "record 1: since: wanted a day from 1990-01-01 to 2060-12-31, got an earlier day" in done.stderr
    assert [json.loads(line)["n"] for line in done.stdout.splitlines()] == [1, 1]
    assert run(*CONTACT, given=text_of(old, GOOD)).exit_code == 0  # Calendar days need no calendar.


def test_what_was_not_recorded_yet_is_not_counted() -> None:
    """With --known-on, the contact that was recorded later had not come."""
    one = case(event("received", "2024-06-03"), event("contacted", "2024-06-05", recorded_on="2024-06-20"))
    (then,) = records(*CONTACT, "--known-on", "2024-06-19", given=text_of(one))
    assert (then["open"], then["stopped"]) == (1, 0)


def test_a_file_without_journeys_has_no_figures() -> None:
    """Nobody is counted where there is nobody, and a person without referrals is read."""
    assert run(*CONTACT, given="").stderr.strip() == "no cases"
    done = run(*ON, given=text_of({"participant": {"id": "d-1", "sick_leave": []}}))
    assert (done.exit_code, done.stdout, done.stderr.strip()) == (0, "", "1 case read")


@pytest.mark.parametrize("each", [[], ["--each"]], ids=["figures", "each"])
def test_a_lead_time_that_is_nobodys_is_told_and_no_heading_stands_alone(each: list[str], tmp_path: Path) -> None:
    """On standard error, by its id, beside those that are somebody's; a file has its heading all the same."""
    well = json.dumps({"participant": {"id": "d-1", "sick_leave": []}})
    asked = [*ON, "--lead-time", "sip-health-care", "--lead-time", "sick-leave-day-90", *each]
    done = run(*asked, given=f"{well}\n")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        "sip-health-care: no referral has this lead time, or it has started in none of those that do",
        "sick-leave-day-90: it has started for nobody",
        "1 case read",
    ]
    assert run(*asked, "--output", tmp_path / "out", given=f"{well}\n").exit_code == 0
    assert (tmp_path / "out").read_text(encoding="utf-8").startswith("Lead times ")
    some = run(*CONTACT, "--lead-time", "sip-health-care", *each, given=text_of(GOOD))
    assert "contacted within two weeks" in some.stdout
    assert [line for line in some.stderr.splitlines() if "contact:" in line] == []
    assert "sip-health-care: no referral has" in some.stderr


def test_the_file_is_gone_through_once() -> None:
    """Standard input cannot be read twice, and may be compressed."""
    given_ = gzip.compress(text_of(GOOD, GOOD).encode())
    assert records(*CONTACT, given=given_)[0]["n"] == 2


# --- How it is written --------------------------------------------------------------------------------------------


def cells(line: str) -> list[str]:
    """Return the cells of a line of a table."""
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_a_swedish_table_has_numbers_as_they_are_written_in_swedish() -> None:
    """A comma in decimals, a space before the percent sign, and a dash where nothing can be said."""
    two = [case(event("received", "2024-06-03"), event("contacted", day)) for day in ("2024-06-05", "2024-06-06")]
    running = case(event("received", "2024-06-24"))
    title, head, line = run(
        *CONTACT, "--by", "programme", given=text_of(*two, running), language="sv"
    ).stdout.splitlines()
    assert title == "Ledtider i dagar den 1 juli 2024"
    assert dict(zip(cells(head), cells(line), strict=True)) == {
        "Ledtid": "kontaktad inom två veckor",
        "Program": "En väg in",
        "Antal": "3",
        "Klara": "2",
        "Median": "2,5",
        "90 %": "3",
        "Öppna": "1",
        "Äldsta": "7",
        "Inom målet": "100 % (2 av 2; 34–100 %)",
    }


def test_an_english_table_names_whose_it_is_and_leaves_a_dash_for_what_there_is_not() -> None:
    """What nobody has promised has no share, what is still open no median; one to an agency has no programme."""
    sent = case(event("received", "2024-06-24", "AF"), programme=None, to="AF")
    asked = [*ON, "--lead-time", "to-contact", "--by", "agency", "--by", "programme", "--by", "month"]
    _, head, line = run(*asked, given=text_of(sent)).stdout.splitlines()
    assert dict(zip(cells(head), cells(line), strict=True)) == {
        "Lead time": "from referral to contact",
        "Whose": "Arbetsförmedlingen",
        "Programme": "–",
        "Month of start": "2024-06",
        "Number": "1",
        "Stopped": "0",
        "Median": "–",
        "90%": "–",
        "Open": "1",
        "Oldest": "7",
        "Within target": "–",
    }


def test_a_share_of_few_is_shown_with_how_many_they_are() -> None:
    """Two of four were in time, and that could be 15 to 85 percent of many."""
    *_, line = run(EXAMPLE, *CONTACT).stdout.splitlines()
    assert cells(line)[-1] == "50% (2 of 4; 15–85%)"


def test_a_share_of_many_has_tenths_so_that_all_but_one_are_not_all() -> None:
    """199 of 200 are 99.5 percent; Wilson's interval is 97.2 to 99.9."""
    good = [case(event("received", "2024-06-03"), event("contacted", "2024-06-05"))] * 199
    late = case(event("received", "2024-06-03"), event("contacted", "2024-06-30"))
    *_, line = run(*CONTACT, given=text_of(*good, late)).stdout.splitlines()
    assert cells(line)[-1] == "99.5% (199 of 200; 97.2–99.9%)"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        pytest.param("sv", "Så räknas ”kontaktad inom två veckor”: 10 arbetsdagar", id="Swedish"),
        pytest.param("en", "How “contacted within two weeks” is counted: 10 working days", id="English"),
    ],
)
@pytest.mark.parametrize("each", [[], ["--each"]], ids=["figures", "each"])
def test_another_way_of_counting_than_the_default_is_told_in_words(language: str, told: str, each: list[str]) -> None:
    """Once, above the table, and of those in it alone; the default in days is not named, and no id is shown."""
    asked = [EXAMPLE, *CONTACT, "--lead-time", "to-contact", *each]
    done = run(*asked, "--policy", "working-days", language=language)
    assert done.stdout.splitlines()[1] == told
    assert done.stdout.count(told) == 1
    by_default = run(*asked, language=language).stdout
    assert told not in by_default
    assert not [name for name in ("working-days", "calendar") if name in done.stdout + by_default]


def test_a_row_of_figures_has_every_column_whatever_is_asked() -> None:
    """Codes, plain numbers with a point, and nothing where nothing can be said."""
    done = run(EXAMPLE, *CONTACT, "--by", "agency", "--format", "csv", language="sv")
    assert list(csv.DictReader(io.StringIO(done.stdout))) == [
        {
            "lead_time": "contact",
            "policy": "calendar",
            "unit": "calendar",
            "on": "2024-07-01",
            "programme": "",
            "agency": "kommun/AME",
            "month": "",
            "n": "5",
            "stopped": "3",
            "open": "2",
            "ended_without_success": "0",
            "nullified": "1",
            "unknown": "0",
            "median": "14",
            "percentile_90": "17",
            "met": "2",
            "met_or_missed": "4",
            "share": "0.5",
            "lower": "0.15",
            "upper": "0.85",
            "still_possible": "1",
            "open_days": "14",
            "longest_open": "21",
            "survival_median": "17",
            "rejected": "0",
        }
    ]
    sick = run(EXAMPLE, *ON, "--lead-time", "sick-leave-day-90", "--format", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(sick))
    assert (row["n"], row["unknown"], row["median"], row["survival_median"], row["share"]) == ("0", "8", "", "", "")


def test_each_time_is_written_by_itself() -> None:
    """In a table in words, with the last day and whether it was kept; in CSV as codes."""
    lines = run(EXAMPLE, *CONTACT, "--each", language="sv").stdout.splitlines()
    assert lines[0] == "Ledtider den 1 juli 2024"
    assert [cells(line) for line in lines[1:4]] == [
        ["Ärende", "Remiss", "Ledtid", "Ansvarar", "Dagar", "Status", "Senast", "I tid"],
        [
            *("first-day", "r-1", "kontaktad inom två veckor", "arbetsmarknadsenheten (AME)"),
            *("14 dagar", "klar", "2016-10-17", "i tid"),
        ],
        [
            *("midsummer", "r-1", "kontaktad inom två veckor", "arbetsmarknadsenheten (AME)"),
            *("17 dagar", "klar", "2024-06-21", "för sent"),
        ],
    ]
    done = run(EXAMPLE, *CONTACT, "--policy", "working-days", "--each", "--format", "csv")
    rows = {row["participant"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert rows["attempted"] == {
        "participant": "attempted",
        "journey": "r-1",
        "programme": "en-vag-in",
        "agency": "kommun/AME",
        "lead_time": "contact",
        "policy": "working-days",
        "on": "2024-07-01",
        "state": "running",
        "unit": "working",
        "days": "5",
        "since": "2024-06-24",
        "until": "",
        "waited": "0",
        "deadline": "2024-07-08",
        "promise": "still_possible",
    }
    assert (rows["mistaken"]["state"], rows["mistaken"]["promise"]) == ("nullified", "")


def test_one_day_is_one_day_and_what_is_not_known_is_a_dash() -> None:
    """Of sick leave of which nothing is known there are no days, no journey and nobody."""
    one = case(event("received", "2024-06-28"), event("contacted", "2024-07-01"), id_="d-1")
    asked = [*ON, "--lead-time", "contact", "--lead-time", "sick-leave-day-90", "--policy", "working-days", "--each"]
    *_, contacted, sick = run(*asked, given=text_of(one)).stdout.splitlines()
    assert cells(contacted)[4:] == ["1 working day", "stopped", "2024-07-12", "in time"]
    assert cells(sick)[1] == cells(sick)[4] == cells(sick)[6] == cells(sick)[7] == "–"
    assert cells(sick)[5] == "unknown"


def test_what_ended_before_it_was_done_is_not_said_to_be_without_a_result() -> None:
    """Whoever got a job before anybody made a plan had a result."""
    worked = case(
        event("received", "2024-06-03"), event("contacted", "2024-06-05"), event("ended", "2024-06-10", outcome="work")
    )
    for language, told in (("sv", "avslutad dessförinnan"), ("en", "ended before that")):
        asked = [*ON, "--lead-time", "to-plan", "--each"]
        *_, line = run(*asked, given=text_of(worked), language=language).stdout.splitlines()
        assert told in cells(line)


@pytest.mark.parametrize("width", [20, 80, 200])
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("each", [[], ["--each"]], ids=["figures", "each"])
def test_on_a_terminal_nothing_is_cut_off_whatever_its_width(
    width: int, language: str, each: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every letter of the plain table stands there, on lines no wider than the terminal, if that has room for columns."""
    asked = [EXAMPLE, *CONTACT, *each]
    _, *plain = run(*asked, language=language).stdout.splitlines()
    monkeypatch.setattr("samverkan.cli.output.is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    _, *shown = run(*asked, language=language).stdout.splitlines()
    assert max(map(len, shown)) <= max(width, 54)
    assert sorted("".join("".join(shown).split())) == sorted("".join("".join(plain).split()))


def test_on_a_terminal_of_80_columns_words_stay_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns of one word keep their width, and the wide ones are parted between words."""
    monkeypatch.setattr("samverkan.cli.output.is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    shown = run(EXAMPLE, *CONTACT, "--lead-time", "at-referrer", "--by", "agency").stdout
    for word in ("Försäkringskassan", "Arbetsförmedlingen", "labour-market", "intervention", "Stopped", "15–85%)"):
        assert word in shown


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        pytest.param(["--on", "2024-07-01", "--lead-time", "contacts"], "did you mean contact?", id="no-lead-time"),
        pytest.param([*CONTACT, "--policy", "roled"], "did you mean rolled?", id="no-policy"),
        pytest.param(
            [*ON, "--lead-time", "to-plan", "--policy", "rolled"], "policy", id="a-policy-of-another-lead-time"
        ),
        pytest.param([*CONTACT, "--each", "--by", "month"], "--by is for figures of many", id="groups-of-one"),
        pytest.param([*CONTACT, "--by", "kommun"], "Invalid value for '--by'", id="no-part"),
        pytest.param([*CONTACT, "--latest", "tomorrow"], "wanted a day as YYYY-MM-DD", id="no-day"),
        pytest.param(["--lead-time", "contact"], "Missing option '--on'", id="no-day-at-all"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(asked: list[str], told: str) -> None:
    """It is told before anything is read."""
    done = run(EXAMPLE, *asked)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not done.stdout


@pytest.mark.parametrize("command", ["referrals", "lead-times"])
def test_the_help_says_what_is_read(command: str) -> None:
    """With what becomes of bad lines, and, where figures are made, that they are not for publishing as they are."""
    done = CliRunner().invoke(samverkan, [command, "--help"])
    told = " ".join(done.stdout.split())
    assert done.exit_code == 0
    assert "FILE holds case files, one a line, with the referrals." in told
    assert "xit codes are as in `samverkan check`." in told
    assert ("not for publishing" in told) == (command == "lead-times")
