"""The pytest plugin: it runs the files of cases, tells in words what fails, and what no case exercises."""

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

GOOD = """
programme = "orvar"
on = 2008-09-22

[defaults]
born = 1970-03-15
residence = "Kungälv"
employed = true
sick_leave = []

[[cases]]
name = "Maja is taken in"
outcome = "eligible"
"""
BAD = '\n[[cases]]\nname = "Nils is 15"\nfacts = {born = 1992-09-23}\noutcome = "eligible"\n'
BROKEN = 'programme = "orvarr"\n'

MODEL = """
id = "dalen"
name = {sv = "Dalen (påhittat)", en = "Dalen (invented)"}
extends = "finsam"
"""


def write(pytester: pytest.Pytester, name: str, text: str) -> Path:
    """Write a file where pytest is run."""
    file = pytester.path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_the_plugin_is_registered():
    """Where pytest and the package are installed, nothing needs to be configured."""
    assert "samverkan.testing.plugin" in {point.value for point in entry_points(group="pytest11")}


def test_each_case_is_a_test(pytester):
    """By the name of the file and of the case; other TOML files are left alone."""
    write(pytester, "orvar.cases.toml", GOOD + BAD)
    write(pytester, "other.toml", BROKEN)
    result = pytester.runpytest_inprocess("-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["*orvar.cases.toml::Maja is taken in PASSED*", "*orvar.cases.toml::Nils is 15 FAILED*"]
    )


def test_a_case_that_fails_is_told_in_words(pytester):
    """What was expected, what came and why, and no line of Python."""
    write(pytester, "orvar.cases.toml", GOOD + BAD)
    result = pytester.runpytest_inprocess()
    result.stdout.fnmatch_lines(
        [
            "*_ case: Nils is 15 _*",
            "“Nils is 15”, 22 September 2008",
            "  expected: meets the criteria",
            "  got: does not meet the criteria, because of working-age",
            "  date of birth: 1992-09-23",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*failure_of*")


def test_cases_are_told_about_in_swedish_where_that_is_asked_for(pytester):
    """By an ini option."""
    write(pytester, "orvar.cases.toml", GOOD + BAD)
    pytester.makeini("[pytest]\nsamverkan_language = sv\nrule_coverage = true\n")
    result = pytester.runpytest_inprocess()
    result.stdout.fnmatch_lines(["  väntat: uppfyller kriterierna", "orvar: inget fall den 2008-06-30"])


def test_everything_that_is_wrong_with_a_file_is_told_when_it_is_collected(pytester):
    """As an error, and other files are run all the same."""
    write(pytester, "broken.cases.toml", BROKEN)
    write(pytester, "orvar.cases.toml", GOOD)
    result = pytester.runpytest_inprocess("--continue-on-collection-errors")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "*ERROR collecting *broken.cases.toml*",
            "broken.cases.toml: programme: wanted a programme of the model finsam, got text of 6 characters; did you mean orvar?",
            "broken.cases.toml: cases: wanted one case or more, got nothing",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")


def test_what_breaks_otherwise_is_shown_as_any_error(pytester):
    """A fault of the program and not of the case has its traceback."""
    write(pytester, "orvar.cases.toml", GOOD)
    pytester.makeconftest(
        "import samverkan.testing.cases as tables\n"
        "def broken(*_): raise RuntimeError('broken')\n"
        "import pytest\n"
        "@pytest.fixture(autouse=True)\n"
        "def nothing(): pass\n"
        "def pytest_runtest_setup(item): tables.failure_of, item.sound = broken, tables.failure_of\n"
        "def pytest_runtest_teardown(item): tables.failure_of = item.sound\n"
    )
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*RuntimeError: broken*"])


# --- Models ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "options"),
    [('model = "../dalen.toml"\n', []), ("", ["-o", "samverkan_model=dalen.toml"])],
    ids=["named in the file", "named in the ini"],
)
def test_a_file_is_about_the_model_that_is_named(pytester, before, options):
    """In the file by a name or a path beside it, else in the ini, else it is the shipped one."""
    write(pytester, "dalen.toml", MODEL)
    write(pytester, "cases/orvar.cases.toml", before + GOOD)
    result = pytester.runpytest_inprocess("--rule-coverage", *options)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["dalen: 23 gaps in 1 cases, *"])


def test_a_model_that_there_is_not_is_told(pytester):
    """When the file is collected."""
    write(pytester, "orvar.cases.toml", 'model = "finsamm"\n' + GOOD)
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["there is no model 'finsamm'; did you mean finsam? *"])


# --- Coverage of rules -------------------------------------------------------------------------------


def test_what_no_case_exercises_is_told_where_that_is_asked_for(pytester):
    """After the run, for all the files of a model together."""
    write(pytester, "orvar.cases.toml", GOOD)
    write(pytester, "more.cases.toml", GOOD.replace("on = 2008-09-22", "on = 2008-07-01"))
    result = pytester.runpytest_inprocess("--rule-coverage")
    result.stdout.fnmatch_lines(
        [
            "*= what no case exercises =*",
            "orvar: no case on 2008-06-30",
            "finsam: 22 gaps in 2 cases, none about *, dua, *",
        ]
    )
    result.stdout.no_fnmatch_line("orvar: no case on 2008-07-01")


def test_nothing_is_told_where_it_is_not_asked_for_or_where_there_are_no_cases(pytester):
    """Not without the option, and not without a file of cases."""
    pytester.makepyfile("def test_nothing(): pass")
    pytester.runpytest_inprocess("--rule-coverage").stdout.no_fnmatch_line("*what no case exercises*")
    write(pytester, "orvar.cases.toml", GOOD)
    pytester.runpytest_inprocess().stdout.no_fnmatch_line("*what no case exercises*")


@pytest.mark.mass
def test_cases_can_be_run_by_several_workers(pytester):
    """What no case exercises is then told once, about all of them."""
    write(pytester, "orvar.cases.toml", GOOD)
    write(pytester, "more.cases.toml", GOOD.replace("on = 2008-09-22", "on = 2008-07-01"))
    result = pytester.runpytest_subprocess("--rule-coverage", "-n", "2")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["finsam: 22 gaps in 2 cases, *"])
    result.stdout.no_fnmatch_line("orvar: no case on 2008-07-01")


def test_the_plugin_imports_nothing_that_it_does_not_need(pytester):
    """Without a file of cases no record is read from plain data, no model loaded and no strategy made."""
    code = (
        "import sys, samverkan.testing.plugin;"
        "print(sorted({'hypothesis', 'cattrs', 'pendulum', 'samverkan.serialization'} & set(sys.modules)),"
        "sorted(name for name in sys.modules if name.startswith('samverkan.testing.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[] ['samverkan.testing.plugin']"
