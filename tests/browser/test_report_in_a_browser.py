"""The report in a real browser: it is read, asks nobody for anything, and can be read by everybody, on paper as well."""

import base64
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from chromium import chromium
from report_contents import CONTENTS
from samverkan.cli.commands import samverkan
from samverkan.reports import render
from samverkan.texts import LANGUAGES

WIDE, NARROW = 1280, 390

# The contrast of every text that can be seen, as WCAG 2.2 reckons it (1.4.3), against what is painted behind its middle.
CONTRASTS = """
(() => {
  const style = document.createElement("style");
  style.textContent = "* { pointer-events: auto !important; scroll-behavior: auto !important; }";
  document.head.append(style);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (words) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = words; canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = (rgb) => {
    const [r, g, b] = [...rgb].slice(0, 3).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const painted = (element, words) => {
    const how = getComputedStyle(element);
    if (element instanceof SVGElement) {
      if (element === words || element.contains(words) || element.tagName === "text") return null;
      return how.fill.startsWith("rgb") && how.opacity === "1" ? colour(how.fill) : null;
    }
    const back = colour(how.backgroundColor);
    return back[3] === 255 ? back : null;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, owner = node.parentElement;
    const inDrawing = owner instanceof SVGElement;
    if (!node.data.trim() || owner.closest(".aloud, title, desc, .skip") || !owner.checkVisibility()) continue;
    const range = document.createRange(); range.selectNodeContents(node);
    let box = range.getClientRects()[0];
    if (!box) continue;
    window.scrollTo(0, window.scrollY + box.top - window.innerHeight / 2);
    owner.closest(".scrolls")?.scrollTo(box.left, 0);
    box = range.getClientRects()[0];
    const under = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    let back = null;
    for (const element of under) if ((back = painted(element, owner))) break;
    const front = colour(inDrawing ? getComputedStyle(owner).fill : getComputedStyle(owner).color);
    const [dark, bright] = [light(front), light(back ?? [255, 255, 255])].sort((a, b) => a - b);
    found.push({ words: node.data.trim(), inDrawing, seen: under.length > 0, contrast: (bright + 0.05) / (dark + 0.05) });
  }
  return found;
})()
"""
FOCUSABLE = "a[href], button, input, summary, [tabindex='0']"
IN_ORDER = f"[...document.querySelectorAll(`{FOCUSABLE}`)].filter((one) => one.checkVisibility())"


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    """Start a browser once for all tests."""
    with chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write the example in both languages."""
    folder = tmp_path_factory.mktemp("reports")
    written = {language: folder / f"{language}.html" for language in LANGUAGES}
    for language, file in written.items():
        file.write_text(render(CONTENTS, language), encoding="utf-8")
    return written


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_sees_what_is_in_it(tab, files, language):
    """Every title, lead and caption is on the page, and the wide drawings are seen on a wide screen."""
    tab.open(files[language], WIDE)
    seen = tab.run("document.body.innerText")
    for section in CONTENTS.sections:
        assert section.title.in_(language) in seen
        assert section.lead.in_(language) in seen
    assert tab.run("document.title") == f"{CONTENTS.title.in_(language)} – {CONTENTS.area.in_(language)}, 2016"
    for width, shown in ((WIDE, "wide"), (NARROW, "narrow")):
        tab.resize(width)
        drawn = "[...document.querySelectorAll('svg')].filter((one) => one.checkVisibility()).map((one) => one.parentElement.className)"
        assert set(tab.run(drawn)) == {shown}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_complains_of_nothing_and_asks_nobody(tab, files, language):
    """No error, warning or issue in the console, no script on the page, and the one request is for the file itself."""
    tab.open(files[language], WIDE)
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    asked = [told["request"]["url"] for told in tab.told("Network.requestWillBeSent")]
    assert [url for url in asked if not url.startswith("data:")] == [files[language].as_uri()]
    for complaint in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Audits.issueAdded"):
        assert tab.told(complaint) == []
    assert tab.run("document.scripts.length") == 0


def test_the_page_would_be_kept_from_asking(tab, files, tmp_path):
    """With an image of another host in it the policy of the page stops it, and the browser tells of that."""
    changed = tmp_path / "changed.html"
    page = files["sv"].read_text(encoding="utf-8")
    changed.write_text(page.replace("<main", '<img src="https://example.invalid/a.png" alt=""><main'), encoding="utf-8")
    tab.open(changed, WIDE)
    assert tab.run("document.querySelector('img').naturalWidth") == 0
    assert any("Content Security Policy" in str(told) for told in tab.told("Log.entryAdded"))


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_stands_out(tab, files, language, width):
    """Each has a contrast of 4.5 or more with what is behind it, in drawings and opened tables as well (WCAG 1.4.3)."""
    tab.open(files[language], width)
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = tab.run(CONTRASTS)
    assert sum(one["inDrawing"] for one in found) > 80
    assert len(found) > 300
    assert [one["words"] for one in found if not one["seen"]] == []
    assert [(one["words"], one["contrast"]) for one in found if one["contrast"] < 4.5] == []


def test_the_keyboard_reaches_everything(tab, files):
    """Tab goes to every link, table and summary in their order, each shows that it is there, and Enter opens a table."""
    tab.open(files["sv"], WIDE)
    wanted = tab.run(f"{IN_ORDER}.length")
    assert wanted > len(CONTENTS.sections)
    tab.run(f"{IN_ORDER}.forEach((one, at) => {{ one.dataset.at = at; }})")
    reached, outlined = [], []
    for _ in range(wanted):
        tab.press("Tab", 9)
        reached.append(tab.run("document.activeElement.dataset.at"))
        outlined.append(tab.run("getComputedStyle(document.activeElement).outlineStyle"))
    assert reached == [str(at) for at in range(wanted)]
    assert set(outlined) == {"solid"}
    tab.run("document.querySelector('summary').focus()")
    tab.press("Enter", 13, "\r")
    assert tab.run("document.querySelector('details').open") is True
    tab.press("Tab", 9)
    assert tab.run("document.activeElement.className") == "scrolls"


def test_the_first_thing_leads_past_the_list_of_contents(tab, files):
    """The skip link is seen when it is reached, and moves the focus to the content."""
    tab.open(files["sv"], WIDE)
    tab.press("Tab", 9)
    assert tab.run("document.activeElement.className") == "skip"
    assert tab.run("document.activeElement.getBoundingClientRect().top >= 0") is True
    tab.press("Enter", 13, "\r")
    assert tab.run("document.activeElement.id") == "content"


def test_a_screen_reader_is_told_what_drawings_show(tab, files):
    """Each figure is a group with a name, each drawing an image with a name and a description, each table has a caption."""
    tab.open(files["sv"], WIDE)
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tab.send("Accessibility.enable")
    nodes = tab.send("Accessibility.getFullAXTree")["nodes"]
    by_role = {}
    for node in nodes:
        if not node["ignored"]:
            by_role.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
    figures = tab.run("document.querySelectorAll('figure').length")
    images = [name for role in ("image", "img") for name in by_role.get(role, [])]
    assert len(images) == figures
    assert all("tabellen intill" in name for name in images)
    assert all(by_role["table"])
    assert {"main", "navigation", "banner", "contentinfo"} <= {*by_role}


@pytest.mark.parametrize("width", [NARROW, 320])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_narrow_screen_need_not_be_scrolled_sideways(tab, files, language, width):
    """The page is as wide as a telephone; only an opened table may be wider, inside itself."""
    tab.open(files[language], width)
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert tab.run("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_drawings_stay_inside_them(tab, files, language, width):
    """No label is cut off at an edge, and no two lie on each other."""
    tab.open(files[language], width)
    script = """
    [...document.querySelectorAll("svg")].filter((one) => one.checkVisibility()).flatMap((svg) => {
      const edge = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll("text")].filter((one) => one.textContent.trim());
      const boxes = texts.map((one) => [one.textContent, one.getBoundingClientRect()]);
      const out = boxes.filter(([, box]) => box.left < edge.left - 2 || box.right > edge.right + 2);
      const over = boxes.filter(([, a], at) => boxes.slice(at + 1).some(([, b]) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4));
      return [...out, ...over].map(([words]) => words);
    })
    """
    assert tab.run(script) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_paper(tab, files, language):
    """Several pages of A4, with the wide drawings, without the list of contents, and with every table opened."""
    tab.open(files[language], WIDE)
    printed = base64.b64decode(tab.send("Page.printToPDF", preferCSSPageSize=True)["data"])
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 3 <= pages <= 15
    assert {tuple(float(size) for size in box.split()[2:]) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", printed)} <= {
        (594.95996, 841.91998), (595.0, 842.0), (594.96, 841.92),
    }  # fmt: skip
    tab.send("Emulation.setEmulatedMedia", media="print")
    assert tab.run("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert tab.run("[...document.querySelectorAll('details table')].every((one) => one.checkVisibility())")
    assert tab.run("[...document.querySelectorAll('.wide svg')].every((one) => one.checkVisibility())")
    tab.send("Emulation.setEmulatedMedia", media="")


# --- The page of a file of cases ------------------------------------------------------------------

MADE = {
    "sv": [
        "I korthet",
        "Vem som remitterade, efter insats",
        "Ålder och kön",
        "Remisser mellan myndigheter",
        "Motstridiga bedömningar",
        "Andel som ännu väntar på en första kontakt",
        "Andel före och efter insatsen",
        "Antal före och efter insatsen",
        "Vad reglerna säger, efter insats",
        "Det som inte var uppfyllt, efter insats",
        "Budget och utfall",
        "Så har vi räknat",
    ],
    "en": [
        "In brief",
        "Who referred, by programme",
        "Age and sex",
        "Referrals between agencies",
        "Contradictory assessments",
        "Share who still wait for a first contact",
        "Share before and after the intervention",
        "Numbers before and after the intervention",
        "What the rules say, by programme",
        "What was not met, by programme",
        "Budget and outcome",
        "How it was reckoned",
    ],
}
"""What is read on the page of a year of 300 people, in this order."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make up a year, and write its report in both languages as a shell would."""
    folder = tmp_path_factory.mktemp("made")
    cases, budget = folder / "cases.jsonl", folder / "budget.csv"
    budget.write_text("Post;Budget;Utfall\nTeamet;1 442;1 398,5\nPlattformen;2 100;2 215\n", encoding="utf-8")
    commands = [["sample", "--people", "300", "--seed", "1", "--out", cases]]
    written = {language: folder / f"{language}.html" for language in LANGUAGES}
    for language, file in written.items():
        asked = ["report", cases, "--period", "2016", "--threshold", "5", "--area", "Nordvik", "--budget", budget]
        commands.append([*asked, "--lang", language, "--out", file])
    for command in commands:
        assert CliRunner().invoke(samverkan, [*map(str, command)]).exit_code == 0
    return written


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_file_of_cases_says_everything(tab, made, language):
    """Every section and table in its order, without a complaint of the browser and without asking anybody."""
    tab.open(made[language], WIDE)
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    seen = tab.run("document.querySelector('main').innerText")
    places = [seen.find(words) for words in MADE[language]]
    assert -1 not in places
    assert places == sorted(places)
    asked = [told["request"]["url"] for told in tab.told("Network.requestWillBeSent")]
    assert [url for url in asked if not url.startswith("data:")] == [made[language].as_uri()]
    for complaint in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Audits.issueAdded"):
        assert tab.told(complaint) == []
    assert tab.run("document.scripts.length") == 0


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_it_stands_out(tab, made, language, width):
    """Each has a contrast of 4.5 or more, in drawings and opened tables as well (WCAG 1.4.3)."""
    tab.open(made[language], width)
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = tab.run(CONTRASTS)
    assert len(found) > 300
    assert [one["words"] for one in found if not one["seen"]] == []
    assert [(one["words"], one["contrast"]) for one in found if one["contrast"] < 4.5] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_a_screen_and_a_telephone(tab, made, language):
    """On a wide screen no table is wider than its place; on a narrow one none makes the page wider."""
    tab.open(made[language], WIDE)
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    wider = "[...document.querySelectorAll('.scrolls')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    assert tab.run(wider) == 0
    tab.resize(NARROW)
    assert tab.run("document.documentElement.scrollWidth") <= NARROW


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_without_cutting_a_table(tab, made, language):
    """On A4 every table is within the page, on no more than a dozen pages."""
    tab.open(made[language], 680)  # As wide as the text of an A4 page.
    tab.send("Emulation.setEmulatedMedia", media="print")
    wider = (
        "[...document.querySelectorAll('table')].filter((one) => one.getBoundingClientRect().right > innerWidth).length"
    )
    assert tab.run(wider) == 0
    tab.send("Emulation.setEmulatedMedia", media="")
    printed = base64.b64decode(tab.send("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert 4 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 12


def test_without_a_browser_it_fails_and_says_why(monkeypatch, tmp_path: Path):
    """It is never skipped: the message says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AssertionError, match="apt-get install chromium"), chromium(tmp_path):
        pass
