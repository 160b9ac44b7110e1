"""The names of ``samverkan.testing`` are imported when they are asked for; without the extra it is said how."""

import subprocess
import sys
from importlib import import_module

import pytest

from samverkan import testing


@pytest.mark.parametrize("name", testing.__all__)
def test_every_name_is_there_and_explained(name):
    """It is found in its own module, and has a docstring."""
    assert getattr(testing, name).__doc__


def test_a_name_that_is_not_there_is_no_attribute():
    """As of any module."""
    with pytest.raises(AttributeError, match="has no attribute 'nobody'"):
        _ = testing.nobody


def run(code):
    """Run Python and return what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    return done.stdout.strip() + done.stderr.strip().rpartition("\n")[2]


def test_without_hypothesis_it_is_said_how_to_install_it():
    """The error names the extra."""
    told = run("import sys; sys.modules['hypothesis'] = None; from samverkan.testing import participants")
    extra = "samverkan.errors.MissingExtraError: this needs the extra 'testing': pip install 'samverkan[testing]'"
    assert told == extra


def test_another_module_that_is_missing_is_not_hidden():
    """What is no fault of the extra is told as it is."""
    told = run("import sys, samverkan.testing as t; sys.modules['samverkan.dated'] = None; t.participants")
    assert told.startswith("ModuleNotFoundError: import of samverkan.dated halted")


def test_case_tables_need_no_hypothesis():
    """Whoever only runs case tables imports nothing that draws."""
    told = run(
        "import sys; sys.modules['hypothesis'] = None;"
        "from samverkan.testing import read_case_table, failure_of; print('imported')"
    )
    assert told == "imported"


def test_every_module_has_what_it_says():
    """Each module of the package can be imported by itself."""
    for name in ("worlds", "values", "people", "edges", "searches", "detections"):
        module = import_module(f"samverkan.testing.{name}")
        assert all(hasattr(module, one) for one in module.__all__)
