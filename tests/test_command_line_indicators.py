"""`samverkan indicators`: figures to be printed, figures for the agency's own eyes, and the cases behind them."""

import csv
import io
import json
import random
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result

from samverkan import load_model
from samverkan.cli.commands import samverkan
from samverkan.protected_figures import LeftOut, protect_figures
from small_model import SMALL

YEAR = ["--period", "2016"]
OPEN = [*YEAR, "--unprotected"]
AIDED = ["--indicator", "on-assistance"]


def run(*arguments: str | Path, given: str | None = None, language: str = "en") -> Result:
    """Run the command as a shell would; *given* comes on standard input."""
    asked = ["indicators", *([] if given is None else ["-"]), *map(str, arguments), "--lang", language]
    return CliRunner().invoke(samverkan, asked, input=given)


def records(*arguments: str | Path, given: str) -> list[dict[str, Any]]:
    """Return what is printed as JSON Lines."""
    return [json.loads(line) for line in run(*arguments, "--format", "jsonl", given=given).stdout.splitlines()]


def person(id_: str, sex: str | None, aided: bool | None, **more: Any) -> dict[str, Any]:
    """Return a case of a person who does or does not live on economic assistance; ``None``: nothing is known."""
    told = (
        {}
        if aided is None
        else {"livelihoods": [{"kind": "economic-assistance", "since": "2016-02-01"}] if aided else []}
    )
    return {"participant": {"id": id_, **({} if sex is None else {"sex": sex}), **told}, **more}


def text_of(*cases: Any) -> str:
    """Return cases as JSON Lines; text as it stands."""
    return "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in cases)


def people(**counts: int) -> str:
    """Return so many people: ``w`` or ``m``, and ``y``, ``n`` or ``u`` for yes, no and unknown."""
    sexes, answers = {"w": "woman", "m": "man"}, {"y": True, "n": False, "u": None}
    return text_of(
        *(
            person(f"{kind}-{n}", sexes[kind[0]], answers[kind[1]])
            for kind, count in counts.items()
            for n in range(count)
        )
    )


PEOPLE = people(wy=3, wn=20, my=12, mn=15, mu=6)


# --- What is printed --------------------------------------------------------------------------------------


def test_a_table_to_be_printed_hides_small_counts_and_says_so() -> None:
    """3 women of 23 are hidden, and so are the 12 men, for there are 15 in all."""
    done = run(*YEAR, *AIDED, "--threshold", "5", given=PEOPLE)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "Indicators, 2016 (read on 31 December 2016)"
    assert done.stdout.splitlines()[1].startswith("Counts under 5 are not shown. ")
    rows = [line.split("  ") for line in done.stdout.splitlines()[3:]]
    told = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    name = "Persons on economic assistance"
    assert told[0] == [name, "–", "15 of 50", "6", "0", "0", "30%"]
    assert told[1] == [name, "woman", ".. of 23", "0", "0", "0", ".."]
    assert told[2] == [name, "man", ".. of 27", "6", "0", "0", ".."]
    assert done.stderr == "56 cases read\n"


def test_a_table_for_ones_own_eyes_shows_everything_and_says_for_whom_it_is() -> None:
    """In Swedish too, where 13.0 percent is 13 %."""
    done = run(*OPEN, *AIDED, given=PEOPLE, language="sv")
    assert done.stdout.splitlines()[1] == "Bara för dem som får se ärendena: små antal är inte dolda."
    assert "3 av 23" in done.stdout
    assert "13\N{NO-BREAK SPACE}%" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param([*YEAR], "no silent default", id="neither"),
        pytest.param([*OPEN, "--threshold", "5"], "give one of them", id="both"),
        pytest.param(["--unprotected"], "--period", id="no-period"),
        pytest.param(["--period", "2016X1", "--unprotected"], "--period", id="no-such-period"),
        pytest.param([*YEAR, "--threshold", "5", "--cases", "x"], "--cases", id="cases-of-what-is-hidden"),
        pytest.param([*OPEN, "--indicator", "on-asistance"], "on-assistance", id="no-such-indicator"),
        pytest.param([*OPEN, "--variant", "more-than-72"], "more-than-27", id="no-such-variant"),
        pytest.param([*OPEN, *AIDED, "--variant", "three-years"], "several ways of reckoning", id="variant-of-another"),
        pytest.param([*OPEN, *AIDED, "--as-of", "2015-12-31"], "--as-of: wanted a day not before", id="as-of-before"),
        pytest.param([*OPEN, *AIDED, "--by", "programme"], "--by", id="persons-by-programme"),
        pytest.param([*OPEN, *AIDED, "--inhabitants", "9"], "per inhabitant", id="of-no-inhabitants"),
        pytest.param(
            [*OPEN, "--indicator", "long-term-assistance-per-inhabitant"], "--inhabitants", id="inhabitants-needed"
        ),
        pytest.param(
            ["--period", "2016", "--unprotected", "--indicator", "participations-by-sex"], "--period", id="not-in-force"
        ),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(arguments: list[str], told: str) -> None:
    """It ends with 2, names the option, and prints nothing."""
    done = run(*arguments, given=PEOPLE)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr


def test_without_a_file_nothing_is_read() -> None:
    """It is not standard input that is waited for."""
    done = run(*OPEN)
    assert (done.exit_code, "Missing argument 'FILE'" in done.stderr) == (2, True)


def test_figures_are_in_words_of_the_language() -> None:
    """Days, agencies, programmes and those who refer; a figure of nobody is a dot, and a number has no parts."""
    file = Path(__file__).parent.parent / "examples" / "journeys.jsonl"
    told = run(file, "--period", "2024", "--unprotected").stdout
    assert "Days to first contact" in told
    assert "days" in told
    assert "the labour-market unit (AME)" in told
    assert "En väg in" in told
    assert any(line.split("  ")[-1].strip() == "." for line in told.splitlines())


# --- Which indicators -----------------------------------------------------------------------------------------


def test_without_names_every_indicator_is_reckoned_that_is_in_force_and_needs_nothing_else() -> None:
    """That of the website which began in 2023 is not, and none per inhabitant, unless how many there are is said."""
    shipped = load_model("finsam").indicators
    found = [one["indicator"] for one in records(*OPEN, given=PEOPLE) if not one["group"]]
    outside = [name for name in shipped if name.endswith("per-inhabitant")]
    assert found == [name for name in shipped if name not in {"participations-by-sex", *outside}]
    assert outside[0] in {one["indicator"] for one in records(*OPEN, "--inhabitants", "900", given=PEOPLE)}
    assert "participations-by-sex" in run("--period", "2024", "--unprotected", "--format", "csv", given=PEOPLE).stdout


def test_what_cannot_be_taken_apart_so_is_left_out_and_told() -> None:
    """Persons have no one programme."""
    done = run(*OPEN, "--by", "programme", "--format", "jsonl", given=PEOPLE)
    assert "on-assistance: left out, for it cannot be taken apart so" in done.stderr
    assert "sent-back" in done.stdout


def test_a_variant_is_for_those_that_have_it() -> None:
    """The others go by their default."""
    found = records(*OPEN, "--variant", "three-years", "--inhabitants", "900", given=PEOPLE)
    told = {one["indicator"]: one["variant"] for one in found}
    assert told["very-long-term-assistance"] == "three-years"
    assert told["on-assistance"] is None


def test_groups_are_what_is_asked_for() -> None:
    """By sex and age at once, in words of the language; of whom it is unknown, that is said."""
    cases = text_of(
        {"participant": {"id": "a", "sex": "woman", "born": "1990-05-01", "residence": "Vetlanda", "livelihoods": []}},
        {"participant": {"id": "b"}},
    )
    done = run(*OPEN, *AIDED, "--by", "sex", "--by", "age", "--by", "residence", given=cases, language="sv")
    assert "kvinna, 25-29, Vetlanda" in done.stdout
    assert "okänt, okänt, okänt" in done.stdout
    [_, one, other] = records(*OPEN, *AIDED, "--by", "sex", given=cases)
    assert (one["group"], other["group"]) == ({"sex": "woman"}, {"sex": None})


# --- Formats -----------------------------------------------------------------------------------------------


def test_plain_data_has_null_for_what_is_hidden_and_names_it() -> None:
    """Beside it stand the threshold and what is shown."""
    whole, women, men = records(*YEAR, *AIDED, "--threshold", "5", given=PEOPLE)
    assert (whole["numerator"], whole["denominator"], whole["value"], whole["unit"]) == (15, 50, 30, "percent")
    assert (whole["least"], whole["most"], whole["hidden"], whole["threshold"]) == (26.8, 37.5, [], 5)
    for one, of in ((women, 23), (men, 27)):
        assert (one["numerator"], one["denominator"], one["value"], one["least"]) == (None, of, None, None)
        assert one["hidden"] == ["numerator", "value", "bounds"]
    everything = records(*OPEN, *AIDED, given=PEOPLE)
    assert [(one["numerator"], one["hidden"], one["threshold"]) for one in everything] == [
        (n, [], None) for n in (15, 3, 12)
    ]


def test_a_row_of_csv_has_the_same() -> None:
    """An empty cell that is hidden is named in the last."""
    done = run(*YEAR, *AIDED, "--threshold", "5", "--format", "csv", given=PEOPLE)
    whole, women, _ = csv.DictReader(io.StringIO(done.stdout))
    assert (whole["numerator"], whole["by"], whole["hidden"], whole["groups_left_out"]) == ("15", "", "", "false")
    assert (women["numerator"], women["sex"], women["by"]) == ("", "woman", "sex")
    assert women["hidden"] == "numerator value bounds"


def test_a_file_without_any_indicator_says_so(tmp_path: Path) -> None:
    """Nothing is printed on a terminal or in a pipe; in a file the heading stands."""
    model = tmp_path / "m.toml"
    model.write_text(SMALL, encoding="utf-8")
    out = tmp_path / "out.txt"
    done = run(*OPEN, "--model", model, given="")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "no cases\n")
    run(*OPEN, "--model", model, "--output", out, given="")
    assert out.read_text(encoding="utf-8").startswith("No indicators\n")


def test_the_indicators_of_the_model_are_listed_without_a_file() -> None:
    """With what they mean, their sources, variants and open questions."""
    done = run("--list")
    assert done.exit_code == 0
    assert "contacted-in-time" in done.stdout
    found = {one["id"]: one for one in json.loads(run("--list", "--format", "json").stdout)}
    assert list(found) == list(load_model("finsam").indicators)
    assert found["very-long-term-assistance"]["variants"][0]["id"] == "more-than-27"
    assert "more than 27 of the last 36 months" in found["very-long-term-assistance"]["text"]
    assert [one["text"].count("months") for one in found["very-long-term-assistance"]["variants"]] == [1, 2, 1]
    assert found["contacted-in-time"]["open_questions"]
    rows = list(csv.DictReader(io.StringIO(run("--list", "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == list(found)


# --- Inhabitants ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("n.toml", "woman = 500\nman = 700\n", id="toml"),
        pytest.param("n.csv", "group;inhabitants\nwoman;500\n\nman;700\n", id="csv-with-semicolons"),
        pytest.param("n.csv", "group,inhabitants\nwoman,500\nman,7 00\n", id="csv-with-commas"),
    ],
)
def test_inhabitants_are_given_by_group_in_a_file(tmp_path: Path, name: str, text: str) -> None:
    """The whole is of all of them."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    asked = [*OPEN, "--indicator", "long-term-assistance-per-inhabitant", "--inhabitants", tmp_path / name]
    adults = text_of(*({"participant": {"id": sex, "sex": sex, "born": "1980-01-01"}} for sex in ("woman", "man")))
    assert [one["denominator"] for one in records(*asked, given=adults)] == [1200, 500, 700]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        pytest.param("n.toml", "woman = -1", "woman: wanted a whole number", id="below-nothing"),
        pytest.param("n.toml", "woman =", "n.toml", id="broken"),
        pytest.param("n.csv", "", "wanted the headings", id="nothing"),
        pytest.param("n.csv", "a,b\nwoman,5\n", "wanted the headings", id="other-headings"),
        pytest.param("n.csv", "group,inhabitants\nwoman,5\nwoman,5\n", "stands twice", id="twice"),
        pytest.param("n.csv", "group,inhabitants\nwoman,5,6\n", "woman: wanted a whole number", id="too-many-cells"),
        pytest.param("missing.csv", None, "cannot be read", id="missing"),
    ],
)
def test_inhabitants_that_cannot_be_read_are_a_usage_error(
    tmp_path: Path, name: str, text: str | None, told: str
) -> None:
    """It is said what is wrong, and with which group."""
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run(*OPEN, "--inhabitants", tmp_path / name, given=PEOPLE)
    assert (done.exit_code, told in " ".join(done.stderr.split())) == (2, True)


PER_INHABITANT = ["--indicator", "long-term-assistance-per-inhabitant"]


def test_there_are_no_more_on_assistance_than_inhabitants() -> None:
    """That is wrong usage, for the number was given; nothing is printed."""
    long_on_it = {"kind": "economic-assistance", "since": "2015-01-01", "until": "2016-12-31"}
    cases = text_of(
        *({"participant": {"id": f"d-{n}", "born": "1980-01-01", "livelihoods": [long_on_it]}} for n in range(3))
    )
    done = run(*OPEN, *PER_INHABITANT, "--inhabitants", "2", given=cases)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--inhabitants: wanted as many as are counted of them, or more, got fewer" in done.stderr


def test_of_a_group_with_an_unknown_number_of_inhabitants_there_is_nothing() -> None:
    """With one number for all, a group is of an unknown number, and not of 0."""
    asked = [*OPEN, *PER_INHABITANT, "--inhabitants", "900"]
    rows = [line.split("  ") for line in run(*asked, given=PEOPLE).stdout.splitlines() if "woman" in line]
    [row] = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert (row[1:3], row[-1]) == (["woman", "–"], "–")
    whole, woman, _ = records(*asked, given=PEOPLE)
    assert (whole["denominator"], woman["denominator"], woman["value"]) == (900, None, None)


# --- Files that are not written over ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["--output", "m"], "--output: this is the file that is read: --model", id="model"),
        pytest.param(["--cases", "n.csv"], "--cases: this is the file that is read: --inhabitants", id="inhabitants"),
        pytest.param(["--rejects", "map"], "--rejects: this is the file that is read: --columns", id="headings"),
        pytest.param(["--cases", "cases"], "--cases: this is the file that is read: FILE", id="the-cases"),
        pytest.param(["--output", "link"], "--output: this is the file that is read: FILE", id="through-a-link"),
        pytest.param(["--output", "hard"], "--output: this is the file that is read: FILE", id="by-another-name"),
        pytest.param(["--rejects", "x", "--cases", "x"], "--cases: --rejects writes there too", id="two-not-there-yet"),
        pytest.param(["--rejects", "x", "--output", "to-x"], "--output: --rejects writes there too", id="link-to-none"),
        pytest.param(["--output", "models/model.toml"], "--output: this is a TOML file", id="in-the-model"),
    ],
)
def test_nothing_is_written_over_that_is_read_or_written_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    """It ends with 2, names both options, and every file is as it was."""
    monkeypatch.chdir(tmp_path)
    Path("cases").write_text(PEOPLE, encoding="utf-8")
    Path("m").write_text(SMALL, encoding="utf-8")
    Path("n.csv").write_text("group;inhabitants\nwoman;500\nman;700\n", encoding="utf-8")
    Path("map").write_text("", encoding="utf-8")
    Path("models").mkdir()
    Path("models/model.toml").write_text(SMALL, encoding="utf-8")
    for link, to in (("link", "cases"), ("m.toml", "m"), ("to-x", "x")):
        Path(link).symlink_to(to)
    Path("hard").hardlink_to("cases")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    reads = ["--model", "m.toml", "--model", "models", "--inhabitants", "n.csv", "--columns", "map"]
    done = run("cases", *OPEN, *reads, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"Invalid value for {told}" in done.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


# --- Records that are in no figure, and the cases behind ------------------------------------------------------------


def test_a_second_case_of_the_same_person_is_told_by_its_place_and_counted_in_nothing() -> None:
    """Her id is not told; nor is a line that is no JSON counted."""
    cases = text_of(person("hemlig", "woman", True), "not JSON", person("hemlig", "woman", False))
    done = run(*OPEN, *AIDED, "--format", "jsonl", given=cases)
    assert done.exit_code == 1
    assert "record 3: cases: wanted one case a person, got a second one of the same id" in done.stderr
    assert "hemlig" not in done.stderr
    assert done.stderr.endswith("1 case read, 2 records rejected\n")
    whole = json.loads(done.stdout.splitlines()[0])
    assert (whole["numerator"], whole["denominator"], whole["rejected"]) == (1, 1, 2)
    assert "Records with faults, not counted: 2" in run(*OPEN, *AIDED, given=cases).stdout


def test_the_cases_behind_each_figure_are_written_and_recompute_it(tmp_path: Path) -> None:
    """One a line, with the group and the part in which it is counted; only its owner may read the file."""
    out = tmp_path / "behind.jsonl"
    found = records(*OPEN, *AIDED, "--cases", out, given=PEOPLE)
    behind = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    for one in found:
        own = [each for each in behind if each["group"] == one["group"]]
        assert sum(each["part"] == "numerator" for each in own) == one["numerator"]
        assert sum(each["part"] in {"numerator", "rest"} for each in own) == one["denominator"]
    assert {each["participant"] for each in behind if each["part"] == "unknown"} == {f"mu-{n}" for n in range(6)}
    assert out.stat().st_mode & 0o077 == 0


def test_what_is_left_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of groups that cannot be protected and of figures that cannot; that they cannot is said by somebody else here."""

    def left_out(figures: Any, **more: Any) -> Any:
        made = protect_figures(figures, **more)
        return attrs.evolve(
            made, left_out=[LeftOut(indicator=name, variant=None, all=name == "b") for name in ("a", "b")]
        )

    module = sys.modules["samverkan.cli.indicators"]
    monkeypatch.setattr(module, "protect_figures", left_out)
    done = run(*YEAR, *AIDED, "--threshold", "5", given=PEOPLE)
    assert done.exit_code == 0
    assert done.stderr.splitlines()[:2] == [
        "a: no groups, for they cannot be protected",
        "b: not printed, for it cannot be protected",
    ]


# --- Nobody is found, by a solver that shares nothing with the library -------------------------------------------------


@pytest.mark.mass
@pytest.mark.parametrize("seed", [pytest.param(n, id=f"seed-{n}") for n in range(6)])
def test_no_hidden_count_has_fewer_than_k_plus_1_values(seed: int) -> None:  # noqa: PLR0912
    """Of random people by sex: assistance and contradictory assessments, and referrals by programme, referrer and sex.

    A reader knows the printed counts, and that people and referrals are whole numbers. z3 looks for k + 1 values of each
    hidden count.
    """
    import z3  # noqa: PLC0415

    draw = random.Random(seed)  # noqa: S311
    k = draw.choice([3, 4, 5])
    cases = [_drawn(draw, n) for n in range(draw.choice([30, 60, 120]))]
    names = ["on-assistance", "contradictory-assessments", "sent-back", "referrals-received"]
    asked = [part for name in names for part in ("--indicator", name)]
    found = records(*YEAR, *asked, "--threshold", str(k), given=text_of(*cases))
    truth = records(*OPEN, *asked, given=text_of(*cases))
    solver = z3.SolverFor("QF_LIA")
    atoms: dict[str, list[tuple[dict[str, Any], Any]]] = {"persons": [], "referrals": []}

    def atom(kind: str, **values: Any) -> None:
        one = z3.Int(f"{kind}{sorted(values.items())}")
        solver.add(one >= 0)
        atoms[kind].append((values, one))

    for sex in ("woman", "man", None):
        for aided in ("numerator", "rest", "unknown"):
            for differ in ("numerator", "rest", "unknown"):
                atom("persons", sex=sex, **{"on-assistance": aided, "contradictory-assessments": differ})
        for programme in ("en-vag-in", "centralen"):
            for by in ("AF", "FK"):
                for back in ("numerator", "rest"):
                    atom("referrals", sex=sex, programme=programme, referred_by=by, **{"sent-back": back})

    def term(one: dict[str, Any], count: str) -> Any:
        name, group = one["indicator"], one["group"]
        wanted = {"numerator": {"numerator"}, "denominator": {"numerator", "rest"}, "unknown": {"unknown"}}[count]
        own = [a for values, a in atoms[one["counts"]]
               if all(values[by] == value for by, value in group.items())
               and (name == "referrals-received" or values[name] in wanted)]  # fmt: skip
        return z3.Sum(own) if own else z3.IntVal(0)

    hidden: list[tuple[Any, int]] = []
    for one, true in zip(found, truth, strict=True):
        for count in ("numerator", "denominator", "unknown"):
            if one["indicator"] == "referrals-received" and count == "unknown":
                continue
            if count in one["hidden"]:
                hidden.append((term(one, count), true[count]))
            else:
                assert one[count] == true[count]
                solver.add(term(one, count) == one[count])
    assert hidden
    assert not found[0]["rejected"]
    assert solver.check() == z3.sat
    for expression, _ in hidden:
        values: set[int] = set()
        solver.push()
        while len(values) <= k and solver.check() == z3.sat:
            value = solver.model().eval(expression, model_completion=True).as_long()
            values.add(value)
            solver.add(expression != value)
        solver.pop()
        assert len(values) > k


def _drawn(draw: random.Random, number: int) -> dict[str, Any]:
    """Return a random case."""
    events = [{"what": "received", "on": "2016-03-01", "agency": "kommun/AME"}]
    if draw.random() < 0.25:
        events.append({"what": "sent_back", "on": "2016-04-01", "agency": "kommun/AME", "asks_for": ["assessment"]})
    sent = {
        "id": f"r-{number}",
        "by": draw.choice(["AF", "AF", "FK"]),
        "programme": draw.choice(["en-vag-in", "centralen", "centralen"]),
        "events": events,
    }
    sex = draw.choice(["woman"] * 9 + ["man"] * 9 + [None])  # type: ignore[list-item]
    return person(f"d-{number}", sex, draw.choice([True, False, False, None]), referrals=[sent])
