"""Docs as tests: the README, the docs and the docstrings are run, shell commands included."""

import os
import subprocess
import sys
from collections.abc import Iterator
from doctest import ELLIPSIS
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from sybil import Example, Sybil
from sybil.parsers import myst, rest

from samverkan import loading

ROOT = Path(__file__).parent

# How many examples the properties in the docs and the docstrings are tried on; those in tests/ say it themselves.
TIMES = float(os.environ.get("EXAMPLES_TIMES", "1"))
settings.register_profile("docs", max_examples=max(10, min(100, int(100 * TIMES))))
settings.load_profile("docs")

# Most tests and examples ask for the shipped model, which does not change: its files are read once a process.
# Tests that need another model which says the same read them by their path.
_read = loading._named  # noqa: SLF001
_read_once = cache(_read)
loading._named = lambda name: _read_once(name) if name in loading.SHIPPED else _read(name)  # noqa: SLF001


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what is run of README, docs and docstrings, so that it can be told from the tests."""
    if not item.path.is_relative_to(ROOT / "tests"):
        item.add_marker("example")


@pytest.fixture(scope="module")
def at_root() -> Iterator[None]:
    """Run examples where their paths hold: at the root of the repository."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        yield


def run_console(example: Example) -> str | None:
    """Run a block of ``$ commands`` and compare what each prints on standard output."""
    here = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": here, "LC_ALL": "C.UTF-8"}
    printed: list[str] = []
    for line in example.parsed.splitlines():
        if line.startswith("$ "):
            done = subprocess.run(  # noqa: S602
                line[2:], shell=True, cwd=ROOT, env=environment, capture_output=True, check=False, encoding="utf-8"
            )
            printed += [line, *(told.rstrip() for told in done.stdout.splitlines())]
    wanted = [line.rstrip() for line in example.parsed.splitlines()]
    return None if printed == wanted else "\n".join(["this was printed:", *printed])


pytest_collect_file = (
    Sybil(
        parsers=[rest.DocTestParser(optionflags=ELLIPSIS)],
        patterns=["*.py"],
        path="src",
        fixtures=["at_root"],
    )
    + Sybil(
        parsers=[
            myst.PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
            myst.CodeBlockParser("console", run_console),
        ],
        patterns=["*.md"],
        fixtures=["at_root"],
    )
).pytest()
