"""Strategies are registered with hypothesis, and a broken registration breaks nothing."""

import os
import subprocess
import sys
from importlib.metadata import entry_points

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from samverkan import CaseFile, Dated, Entry, Model, Participant
from samverkan.dates import PartialDate, Span
from samverkan.partial import Members
from samverkan.participants import HISTORIES
from samverkan.programmes import Programme
from samverkan.testing import registration

drawing = settings(
    database=None, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def drawn(cls, count=20):
    """Return what is drawn for a type."""
    found = []

    @settings(drawing, max_examples=count)
    @given(st.from_type(cls))
    def draw(value):
        found.append(value)

    draw()
    return found


@pytest.mark.parametrize(
    "cls",
    [Participant, CaseFile, *HISTORIES.values(), PartialDate, Members, Span, Programme, Model],
    ids=lambda cls: cls.__name__,
)
def test_a_record_is_drawn_by_its_type(cls):
    """``from_type`` knows every record."""
    registration.register()
    assert {cls} == {type(value) for value in drawn(cls, 5)}


@pytest.mark.parametrize(
    ("cls", "of"),
    [
        (Dated[bool], bool),
        (Dated, bool),
        (Dated[PartialDate], PartialDate),
        (Dated[Members], Members),
        (Dated[int], int),
    ],
    ids=str,
)
def test_a_dated_value_is_drawn_with_the_values_that_it_is_of(cls, of):
    """Of what is not said it is true or false."""
    registration.register()
    entries = [entry for value in drawn(cls, 60) for entry in value.entries if entry.value is not None]
    assert {of} == {type(entry.value) for entry in entries}


def test_an_entry_is_drawn_with_a_value_and_days():
    """An entry of a dated value stands by itself."""
    registration.register()
    assert {Entry} == {type(value) for value in drawn(Entry[bool])}


def test_hypothesis_finds_the_registration_by_itself():
    """Where both are installed, nothing needs to be called."""
    registered = {point.value for point in entry_points(group="hypothesis")}
    assert "samverkan.testing.registration:register" in registered
    code = (
        "from hypothesis import find, strategies as st; from samverkan import Participant;"
        "print(type(find(st.from_type(Participant), lambda person: True)).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "Participant"


@pytest.mark.parametrize("broken", ["samverkan.participants", "samverkan.casefiles", "samverkan.model"])
def test_a_broken_registration_never_breaks_hypothesis(broken):
    """Whatever fails to be imported when strategies are registered, hypothesis is imported without a word."""
    code = (
        "import warnings; warnings.simplefilter('error')\n"
        "import samverkan.testing.registration, sys\n"
        f"for name in [name for name in sys.modules if name.startswith({broken!r})]: sys.modules[name] = None\n"
        "import hypothesis; from hypothesis import given, strategies as st\n"
        "given(st.integers())(lambda number: None)()\n"
        "print('imported')"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, env=environment)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "imported", "")


def test_no_strategy_is_made_before_one_is_asked_for():
    """Importing hypothesis imports no part of the package that draws."""
    code = "import sys, hypothesis;print(sorted(name for name in sys.modules if name.startswith('samverkan.testing.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "['samverkan.testing.registration']"
