"""How Sphinx builds the documentation."""

import re
from importlib.metadata import version as installed
from pathlib import Path

from sphinx.application import Sphinx

from samverkan import load_model
from samverkan.pages import programme_page, programme_table
from samverkan.texts import Language

project = "samverkan"
author = "The samverkan developers"
copyright = author
release = installed("samverkan")
version = release
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
templates_path: list[str] = []

# --- Markdown --------------------------------------------------------------------------------------

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# --- Docstrings ------------------------------------------------------------------------------------

napoleon_google_docstring = True
napoleon_numpy_docstring = False
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 90
add_module_names = False
toc_object_entries_show_parents = "hide"

# --- Pages -----------------------------------------------------------------------------------------

html_theme = "furo"
html_title = f"samverkan {release}"
html_static_path = ["_static"]
html_css_files = ["wrap.css"]
html_copy_source = False
html_show_copyright = False


# --- The pages of the programmes, made from what the model says --------------------------------------

HERE = Path(__file__).parent
FINSAM = load_model("finsam")
HEADS: dict[Language, tuple[str, str, str, str]] = {
    "en": (
        "The shipped programmes",
        "Each page is made from the programme: its criteria in words, its sources, readings and open questions.",
        "Conditions",
        "Conditions that are no programme: when a party is in the process, and who two parties are.",
    ),
    "sv": (
        "Programmen",
        "Varje sida är gjord av programmets fil: kriterierna i ord, källorna, läsningarna och vad källan lämnar öppet.",
        "Villkor",
        "Villkor som inte är något program: när en part är med i processen, och vilka två parter är.",
    ),
}


def _write(path: Path, text: str) -> None:
    """Write a page, and leave one that is right already: Sphinx then need not read it again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _make_programme_pages(folder: Path, language: Language) -> None:
    title, about, other, about_other = HEADS[language]
    programmes, predicates = [*FINSAM.programmes], [*FINSAM.predicates]
    for one in (*programmes, *predicates):
        _write(folder / f"{one}.md", programme_page(FINSAM, one, language))
    _write(
        folder / "index.md",
        f"# {title}\n\n{about}\n\n{programme_table(FINSAM, programmes, language)}\n"
        f"## {other}\n\n{about_other}\n\n{programme_table(FINSAM, predicates, language)}\n"
        "```{toctree}\n:hidden:\n\n" + "\n".join((*programmes, *predicates)) + "\n```\n",
    )


_make_programme_pages(HERE / "programmes", "en")
_make_programme_pages(HERE / "sv" / "program", "sv")


def _without_last_blank_line(_app: Sphinx, _docname: str, source: list[str]) -> None:
    """Drop the blank line that ends a block of examples: the tests want it, a reader does not."""
    source[0] = re.sub(r"\n\n```$", "\n```", source[0], flags=re.MULTILINE)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("source-read", _without_last_blank_line)
