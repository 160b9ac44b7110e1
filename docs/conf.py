"""How Sphinx builds the documentation."""

import re
from collections.abc import Iterator
from importlib.metadata import version as installed
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from samverkan import load_model, testing
from samverkan.pages import programme_page, programme_table
from samverkan.rules.text import printed
from samverkan.texts import CATALOGUE, LANGUAGES, Language, Text

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

# Names that are imported when they are first asked for are asked for here: autodoc shows those that are there.
vars(testing).update({name: getattr(testing, name) for name in testing.__all__})

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
FOLDERS: dict[Language, str] = {"en": "programmes", "sv": "sv/program"}
OTHER: dict[Language, tuple[Language, str]] = {"en": ("sv", "På svenska"), "sv": ("en", "In English")}

HEADS = {
    "programmes": Text("Programmen", "The shipped programmes"),
    "programmes.about": Text(
        "Här står vad varje program kräver, vad det vilar på och vad källan lämnar öppet. Med *program* menas "
        "insatser, plattformar, skyldigheter och överenskommelser. Sidorna är gjorda av programmens filer.",
        "What each programme asks for, what that rests on, and what its source leaves open. The pages are made from "
        "the files of the programmes.",
    ),
    "predicates": Text("Villkor", "Predicates"),
    "predicates.about": Text(
        "Villkor som har ett namn men inte är något program: när en part är med i rehabiliteringsprocessen, vilka "
        "ärenden ett team tar upp, vad som är två parter.",
        "Conditions that have a name and are no programme: when a party is in the rehabilitation process, what cases a "
        "team takes up, what two parties are.",
    ),
    "interventions": Text("Insatser att slussas vidare till", "Interventions to be passed on to"),
    "interventions.about": Text(
        "De har inga egna kriterier. Där ingen väg dit står säger källan inte vem som kan delta.",
        "They have no criteria of their own. Where no way there is named, the source does not say who may take part.",
    ),
    "target_groups": Text("Målgrupper", "Target groups"),
    "target_groups.about": Text(
        "Grupper som en kommun eller en part beskriver. 1 är högsta prioritet. Där det inte står någon regel är det en "
        "beskrivning, som ingen kan prövas mot.",
        "Groups that a kommun or a party describes. 1 is the highest priority. Where no rule stands it is a "
        "description, which nobody can be tried against.",
    ),
    "name": Text("Namn", "Name"),
    "status": Text("Status", "Status"),
    "source": Text("Källa", "Source"),
    "through": Text("Via", "By way of"),
    "whose": Text("Vems", "Whose"),
    "priority": Text("Prioritet", "Priority"),
    "rule": Text("Regel", "Rule"),
}


def _write(path: Path, text: str) -> None:
    """Write a page, and leave one that is right already: Sphinx then need not read it again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _make_programme_pages(language: Language) -> None:
    folder = FOLDERS[language]
    every = [*FINSAM.programmes, *FINSAM.predicates]
    for one in every:
        title, _, rest = programme_page(FINSAM, one, language).partition("\n")
        _write(HERE / folder / f"{one}.md", f"{title}\n\n{_in_other_language(folder, one, language)}\n{rest}")
    parts = {
        "programmes": programme_table(FINSAM, FINSAM.programmes, language),
        "predicates": "\n".join(_predicates(language)),
        "interventions": "\n".join(_interventions(language)),
        "target_groups": "\n".join(_target_groups(language)),
    }
    page = [
        f"{'#' if name == 'programmes' else '##'} {HEADS[name].in_(language)}\n\n"
        f"{HEADS[f'{name}.about'].in_(language)}\n\n{table}\n"
        for name, table in parts.items()
    ]
    pages = "```{toctree}\n:hidden:\n\n" + "\n".join(every) + "\n```\n"
    _write(HERE / folder / "index.md", "\n".join([*page, pages]))


def _in_other_language(folder: str, name: str, language: Language) -> str:
    other, told = OTHER[language]
    up = "../" * (folder.count("/") + 1)
    return f"*[{told}]({up}{FOLDERS[other]}/{name}.md)*"


def _predicates(language: Language) -> Iterator[str]:
    yield from _head(language, "name", "source")
    for one in FINSAM.predicates.values():
        source = FINSAM.documents[one.definition.source.document or ""].title.in_(language)
        yield f"| [{one.definition.name.in_(language)}]({one.id}.md) | {source} |"


def _interventions(language: Language) -> Iterator[str]:
    yield from _head(language, "name", "status", "through")
    for one in FINSAM.interventions.values():
        ways = ", ".join(f"[{way.definition.name.in_(language)}]({way.id}.md)" for way in one.through)
        status = CATALOGUE[f"status.{one.definition.status}"].in_(language)
        yield f"| {one.definition.name.in_(language)} | {status} | {ways} |"


def _target_groups(language: Language) -> Iterator[str]:
    yield from _head(language, "name", "whose", "priority", "rule")
    for one in FINSAM.target_groups.values():
        group = one.definition
        whose = group.kommun or FINSAM.agencies.name(group.party or "").in_(language)
        rule = "" if one.rule is None else f"`{printed(one.rule)}`"
        yield f"| {group.name.in_(language)} | {whose} | {group.priority or ''} | {rule} |"


def _head(language: Language, *columns: str) -> Iterator[str]:
    yield f"| {' | '.join(HEADS[column].in_(language) for column in columns)} |"
    yield "|" + "---|" * len(columns)


for _language in LANGUAGES:
    _make_programme_pages(_language)


def _without_last_blank_line(_app: Sphinx, _docname: str, source: list[str]) -> None:
    """Drop the blank line that ends a block of examples: the tests want it, a reader does not."""
    source[0] = re.sub(r"\n\n```$", "\n```", source[0], flags=re.MULTILINE)


def _in_its_language(_app: Sphinx, pagename: str, _template: str, context: dict[str, object], _doctree: object) -> None:
    """Say of a Swedish page that it is in Swedish, so that it is read aloud and hyphenated as such."""
    if pagename.startswith("sv/"):
        context["language"] = "sv"


def setup(app: Sphinx) -> None:
    """Connect to Sphinx."""
    # A diagram is shown as its text: to draw it here would take a script from another host. GitHub draws it.
    app.add_lexer("mermaid", TextLexer)
    app.connect("html-page-context", _in_its_language)
    app.connect("source-read", _without_last_blank_line)
