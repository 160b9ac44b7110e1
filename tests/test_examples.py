"""The examples run, and print what their sources say."""

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"


def test_the_example_says_whom_to_ask_about_what(capsys: pytest.CaptureFixture[str]) -> None:
    """Tarik's other parties may know of him; of the person known by a year of birth, anybody may know the day."""
    runpy.run_path(str(EXAMPLES / "ask_next.py"), run_name="__main__")
    assert capsys.readouterr().out.splitlines() == [
        "AF: tarik-so-far: contacts",
        "FK: tarik-so-far: contacts",
        "anybody: year-only: born",
        "region: tarik-so-far: contacts",
    ]
