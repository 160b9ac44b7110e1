"""The pages about how the library is built say what is so."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "samverkan"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = {contract["name"]: contract["layers"] for contract in CONTRACTS if contract["type"] == "layers"}

PRIVATE_INSIDE = {
    *("budgets", "cli", "collaboration", "disclosure", "fhir", "finsam", "follow_up", "frames", "protected_figures"),
    *("published", "reports", "samples", "schemas", "serialization", "surveys", "testing", "verification", "ways"),
}
"""Packages that are documented as a whole: by the page of the package."""


def floors_drawn(heading: str) -> list[str]:
    """Return the floors in the first picture after *heading* on the architecture page, top first."""
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    picture = re.search(r"```text\n(.*?)```", page[page.index(heading) :], re.DOTALL)
    assert picture is not None
    return [re.split(r"\s{2,}", line)[0] for line in picture[1].splitlines()]


def public_modules() -> list[str]:
    """Return the dotted names of the public modules, without the package's own name."""
    names = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        package = parts[0] if len(parts) > 1 else None
        name = ".".join(part for part in parts if part != "__init__")
        if name.startswith("_") or (package in PRIVATE_INSIDE and parts[-1] != "__init__"):
            continue
        names.append(name or "samverkan")
    return names


def pages_listed() -> set[str]:
    """Return the pages that the tables of contents of the reference's front page list."""
    page = (DOCS / "reference" / "index.md").read_text(encoding="utf-8")
    listed = re.findall(r"```\{toctree\}\n(.*?)```", page, re.DOTALL)
    return {line for lines in listed for line in lines.splitlines() if line and not line.startswith(":")}


@pytest.mark.parametrize(
    ("heading", "contract"), [("## The floors", "The floors"), ("Inside `rules`:", "Inside rules")]
)
def test_the_picture_of_the_floors_is_the_one_that_is_checked(heading: str, contract: str) -> None:
    """The floors on the architecture page are those of import-linter, in the same order."""
    assert LAYERS[contract] == floors_drawn(heading)


@pytest.mark.parametrize("name", public_modules())
def test_every_public_module_has_a_page(name: str) -> None:
    """A public module has a page in the reference that shows it, and the front page lists it."""
    file = DOCS / "reference" / f"{name}.md"
    shown = ".. automodule:: samverkan" if name == "samverkan" else f".. automodule:: samverkan.{name}"

    if name == "cli":
        assert "$ samverkan check --help" in file.read_text(encoding="utf-8")
    else:
        assert shown in file.read_text(encoding="utf-8").splitlines()
    assert name in pages_listed()


def test_every_page_of_the_reference_is_about_something_that_exists() -> None:
    """No page of the reference, nor a line on its front page, outlives its module."""
    pages = {page.stem for page in (DOCS / "reference").glob("*.md")} - {"index"}

    assert set(public_modules()) == pages
    assert pages == pages_listed()


def test_the_table_of_dependencies_is_the_one_that_is_installed() -> None:
    """The architecture page tells what each dependency is for, of the core or of what users have, tests apart."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(one for name in extras if name != "testing" for one in extras[name])]
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    table = page[page.index("### What it depends on") :]
    told = {
        name.strip() for row in re.findall(r"^\| ([a-z0-9, -]+) \|", table, re.MULTILINE) for name in row.split(",")
    } - {"package", "---"}

    assert {re.split(r"[^a-z0-9_-]", requirement)[0] for requirement in wanted} == told
