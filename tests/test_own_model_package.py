"""The example package: installed in an environment of its own, it is found by its name, decides, and passes its tests."""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path
from typing import Any

import attrs
import pytest

EXAMPLE = Path(__file__).parents[1] / "examples" / "own_model"


@attrs.frozen
class Environment:
    """A virtual environment in which the package is installed, and the package's files."""

    python: Path
    package: Path

    def run(self, *arguments: str, given: str = "", fails_with: int = 0) -> "subprocess.CompletedProcess[str]":
        """Run Python there, away from the repository, and see that it exits as it should."""
        done = subprocess.run(
            [str(self.python), *arguments],
            input=given,
            capture_output=True,
            check=False,
            encoding="utf-8",
            cwd=self.package.parent,
        )
        assert fails_with == done.returncode, done.stdout + done.stderr
        return done


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Install a copy of the package in an environment of its own, to which this one lends what it depends on."""
    home = tmp_path_factory.mktemp("own_model")
    package = home / "package"
    shutil.copytree(EXAMPLE, package, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    builder = venv.EnvBuilder(symlinks=True)
    builder.create(home / "venv")
    python = Path(builder.ensure_directories(home / "venv").env_exe)
    there = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], encoding="utf-8"
    )
    lent = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
    Path(there.strip(), "lent.pth").write_text(lent, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-index", "--no-deps", "--no-build-isolation", str(package)], check=True)
    return Environment(python, package)


def person(**facts: Any) -> dict[str, Any]:
    """Return somebody who meets every criterion of Fyren in January 2026, but for *facts*."""
    return {
        "id": "d-301",
        "born": "2004-05-02",
        "residence": "Malå",
        "unemployed": True,
        "attends_upper_secondary": False,
        "idle_since": "2025-09-10",
        "wants_guide": True,
        "goals": ["work"],
        **facts,
    }


DECIDE = """
import json, sys
from samverkan import CaseFile, decide, load_model
from samverkan.serialization import converter, structured

model = load_model("nordvik")
for line in sys.stdin:
    on, participant = json.loads(line)
    case = structured({"participant": participant}, CaseFile, converter(model))
    decision = decide(case, model.programmes["fyren"], on)
    print(decision.outcome, *(one.id for one in decision.deciding() if one.id != "in-force"))
"""


def test_the_installed_model_decides_by_its_own_facts_and_thresholds(environment: Environment) -> None:
    """Six months without an occupation in 2025, three from 2026: the agreement's day is the day it changes."""
    asked = [
        ("2025-12-31", person(), "not_eligible idle-for-long"),
        ("2026-01-01", person(), "eligible young-adult residence adrift idle-for-long wants-a-guide goal"),
        ("2025-12-31", person(idle_since="2025-06-30"), "eligible young-adult residence adrift idle-for-long wants-a-guide goal"),
        ("2025-12-31", person(idle_since="2025-07-01"), "not_eligible idle-for-long"),
        ("2026-02-15", person(idle_since="2025-11"), "undetermined idle-for-long"),
        ("2026-01-01", person(goals=["health"]), "not_eligible goal"),
        ("2026-01-01", person(goals={"in": ["health"], "unknown": ["studies"]}), "undetermined goal"),
        ("2026-01-01", person(attends_upper_secondary=True), "not_eligible adrift"),
        ("2026-01-01", person(attends_upper_secondary=None), "undetermined adrift"),
        ("2026-01-01", person(born="2008-01-02"), "not_eligible young-adult"),
        ("2026-01-01", person(residence="Sorsele"), "not_eligible residence"),
    ]  # fmt: skip
    lines = "".join(f"{json.dumps([on, participant])}\n" for on, participant, _ in asked)
    done = environment.run("-W", "error", "-c", DECIDE, given=lines)
    assert [wanted for _, _, wanted in asked] == done.stdout.splitlines()


def test_the_command_line_knows_the_installed_model_by_its_name(environment: Environment) -> None:
    """It reads own facts, names what is wrong with them, and explains the programme."""
    lines = [{"participant": person()}, {"participant": person(goals=["wrok"], children=2)}]
    given = "".join(f"{json.dumps(line)}\n" for line in lines)
    asked = ["-m", "samverkan", "check", "-", "--model", "nordvik", "--programme", "fyren", "--on", "2026-01-01"]
    done = environment.run(*asked, "--format", "csv", given=given, fails_with=1)
    assert ["d-301", "fyren", "work-or-studies", "2026-01-01", "all-facts", "eligible"] == done.stdout.splitlines()[
        1
    ].split(",")[:6]
    assert "line 2: participant.goals[0]: wanted a word of the closed list goals" in done.stderr
    assert "did you mean work?" in done.stderr
    assert "wrok" not in done.stderr
    explained = environment.run("-m", "samverkan", "explain", "fyren", "--model", "nordvik", "--lang", "sv").stdout
    assert "har varit utan sysselsättning i minst 6 månader" in explained


def test_a_file_extends_the_installed_model_by_its_name(environment: Environment) -> None:
    """Two plug-ins, one of them in a package, make one model."""
    file = environment.package.parent / "both.toml"
    file.write_text(
        'id = "both"\nname = {sv = "båda", en = "both"}\nextends = ["finsam", "nordvik"]\n'
        '[facts.likes_tea]\nkind = "boolean"\nshown = {sv = "te", en = "tea"}\nsaid = {sv = "gillar te", en = "likes tea"}\n',
        encoding="utf-8",
    )
    code = "from samverkan import load_model; m = load_model('both.toml'); print(m.id, 'fyren' in m.programmes, 'likes_tea' in m.facts)"
    assert "both True True" == environment.run("-c", code).stdout.strip()


@pytest.mark.mass
def test_the_package_passes_its_own_tests_where_it_is_installed(environment: Environment) -> None:
    """The properties of its rules, and every case of its tables, in the environment that it is installed in."""
    tests = environment.package / "tests"
    cases = [case for file in tests.glob("*.cases.toml") for case in tomllib.loads(file.read_text("utf-8"))["cases"]]
    done = environment.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tests), str(tests))
    told = re.fullmatch(r"(\d+) passed in .*", done.stdout.splitlines()[-1])
    assert told is not None, done.stdout
    assert int(told[1]) > len(cases) > 0
