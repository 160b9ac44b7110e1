"""The public API is a snapshot: changing it is a decision, not an accident."""

import pkgutil
import subprocess
import sys
from importlib import import_module
from inspect import isclass, isroutine
from pathlib import Path

import samverkan

SNAPSHOT = Path(__file__).parent / "public_api.txt"


def public_names() -> list[str]:
    """Return every public name of every public module."""
    modules = ["samverkan", *(found.name for found in pkgutil.walk_packages(samverkan.__path__, "samverkan."))]
    return [
        f"{module}.{name}"
        for module in sorted(modules)
        if not module.endswith(".__main__")
        for name in sorted(getattr(import_module(module), "__all__", ()))
    ]


def test_the_public_api_is_the_one_that_was_decided_on() -> None:
    """Every public name stands in tests/public_api.txt, and nothing else does."""
    assert SNAPSHOT.read_text(encoding="utf-8").splitlines() == public_names()


def test_every_public_name_is_there_and_explained() -> None:
    """What a module says it has, it has; classes and functions have a docstring."""
    for qualified in public_names():
        module, name = qualified.rsplit(".", 1)
        thing = getattr(import_module(module), name)
        if (isclass(thing) or isroutine(thing)) and thing.__module__.startswith("samverkan"):
            assert thing.__doc__, qualified


def test_importing_the_package_imports_no_extra() -> None:
    """Only the command line needs click and rich."""
    code = "import sys, samverkan; print(sorted({'click', 'rich', 'polars', 'z3', 'hypothesis'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert "[]" == done.stdout.strip()
