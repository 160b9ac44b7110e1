"""How Sphinx builds the documentation."""

import re
from importlib.metadata import version as installed

from sphinx.application import Sphinx

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


def _without_last_blank_line(_app: Sphinx, _docname: str, source: list[str]) -> None:
    """Drop the blank line that ends a block of examples: the tests want it, a reader does not."""
    source[0] = re.sub(r"\n\n```$", "\n```", source[0], flags=re.MULTILINE)


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("source-read", _without_last_blank_line)
