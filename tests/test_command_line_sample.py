"""`samverkan sample`: what is written, where, and how it ends."""

import errno
import io
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from samverkan import load_model, read_cases
from samverkan.cli.commands import samverkan
from samverkan.samples import sample
from small_model import SMALL

FINSAM = load_model("finsam")


def run(*arguments: str | Path) -> Result:
    """Run the command as a shell would."""
    return CliRunner().invoke(samverkan, ["sample", *map(str, arguments)])


def read(written: bytes) -> list[Any]:
    """Return what is read back of a file."""
    return list(read_cases(io.BytesIO(written), FINSAM))


def test_the_file_has_the_people_that_the_library_makes(tmp_path: Path) -> None:
    """One a line, with the year, the seed and the programmes that were asked for; the count goes to standard error."""
    file = tmp_path / "year.jsonl"
    done = run("--people", "12", "--seed", "7", "--year", "2017", "--programme", "en-vag-in", "--out", file)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "12 cases made up\n")
    asked = sample(FINSAM, people=12, seed=7, period="2017", programmes=["en-vag-in"])
    assert read(file.read_bytes()) == list(asked)
    assert [entry.name for entry in tmp_path.iterdir()] == ["year.jsonl"]


def test_without_a_file_they_go_to_standard_output() -> None:
    """So that they can be piped into another command; one person is one case."""
    done = run("--people", "1")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["participant"]["id"] == "s-000001"
    assert done.stderr == "1 case made up\n"
    assert run("--people", "1", "--out", "-").stdout == done.stdout


def test_it_can_be_piped_into_check() -> None:
    """What it writes is what the other commands read."""
    made = run("--people", "5", "--programme", "centralen").stdout
    asked = ["check", "-", "--programme", "centralen", "--on", "2016-12-31", "--format", "jsonl"]
    checked = CliRunner().invoke(samverkan, asked, input=made)
    assert (checked.exit_code, len(checked.stdout.splitlines())) == (0, 5)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--people", "0"], "0 is not in the range x>=1"),
        (["--seed", "-1"], "-1 is not in the range x>=0"),
        (["--year", "1200"], "1200 is not in the range"),
        (["--programme", "en-vag-inn"], "did you mean en-vag-in?"),
        (["--programme", "orvar"], "--programme: programmes: wanted programmes in force in 2016, got orvar"),
        (["--out", "nowhere/year.jsonl"], "there is no such folder"),
        (["--out", "."], "this is a folder"),
    ],
    ids=["nobody", "a seed below 0", "too early", "no such programme", "not in force", "no folder", "a folder"],
)
def test_wrong_usage_is_told_before_anything_is_made(arguments: list[str], told: str) -> None:
    """With the exit code 2, and nothing on standard output."""
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr


def test_the_model_is_not_written_over(tmp_path: Path) -> None:
    """It is read, and would be lost."""
    model = tmp_path / "m.toml"
    model.write_text(SMALL, encoding="utf-8")
    done = run("--model", model, "--out", model)
    assert (done.exit_code, "--out: this is the file that is read: --model" in done.stderr) == (2, True)
    assert model.read_text(encoding="utf-8") == SMALL


class _Full(io.RawIOBase):
    """A stream that takes nothing, for the reason of that number."""

    def __init__(self, number: int) -> None:
        self.number = number

    def writable(self) -> bool:
        return True

    def write(self, _: Any) -> int:
        raise OSError(self.number, "No space left on device")


class _Out:
    def __init__(self, number: int) -> None:
        self.buffer = _Full(number)


def test_what_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk ends with the exit code 2; that nobody reads on is no fault, and click ends quietly then."""

    class _Sys:
        stdout = _Out(errno.ENOSPC)

    monkeypatch.setattr(sys.modules["samverkan.cli.sample"], "sys", _Sys)
    done = run("--people", "2")
    assert done.exit_code == 2
    assert "not everything could be written: No space left on device" in done.stderr
    monkeypatch.setattr(_Sys, "stdout", _Out(errno.EPIPE))
    assert run("--people", "2").exit_code == 1


def test_a_file_that_is_not_complete_does_not_appear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stood there before stays; nothing else is left behind."""

    def broken(*_: object, **__: object) -> Any:
        yield from sample(FINSAM, people=1, seed=1)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(sys.modules["samverkan.cli.sample"], "made_up", broken)
    file = tmp_path / "year.jsonl"
    file.write_text("as it was", encoding="utf-8")
    assert run("--people", "2", "--out", file).exit_code == 2
    assert file.read_text(encoding="utf-8") == "as it was"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_bar_shows_how_far_it_has_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is a terminal and many people are made up; the file is the same."""
    command = sys.modules["samverkan.cli.sample"]
    plain, watched = tmp_path / "plain.jsonl", tmp_path / "watched.jsonl"
    run("--people", "30", "--out", plain)
    monkeypatch.setattr(command, "is_watched", lambda: True)
    monkeypatch.setattr(command, "_MANY", 10)
    monkeypatch.setattr(command, "Console", partial(Console, force_terminal=True))
    done = run("--people", "30", "--out", watched)
    assert "30/30" in done.stderr
    assert watched.read_bytes() == plain.read_bytes()
