"""The report as data and as a page: what it may hold, how its numbers are written, and what is drawn of them."""

import re
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_contents import BUDGET, CONTENTS, CURVE, FLOW, HIDDEN, LIVELIHOOD, NONE, STACK, UNKNOWN, WHO, cells
from samverkan.errors import InvalidRecordError, InvalidValueError, MissingExtraError, UnknownNameError
from samverkan.reports import (
    Bars,
    BigFigure,
    BudgetBars,
    Cell,
    CellState,
    Column,
    Contents,
    CountTable,
    Curve,
    Figures,
    Flow,
    FlowLink,
    Kind,
    Prose,
    Row,
    Section,
    render,
)
from samverkan.reports.cells import written
from samverkan.reports.charts import drawn
from samverkan.reports.curves import curve_chart
from samverkan.reports.drawings import package, svg_of
from samverkan.texts import LANGUAGES, Text
from strategies import examples

SVG = "{http://www.w3.org/2000/svg}"
VOID = {"meta", "link"}


class Page(HTMLParser):
    """A page taken apart: every tag with its attributes, and the words outside the styles."""

    def __init__(self, page):
        """Read the page through."""
        super().__init__()
        self.tags, self.words, self.open, self.unclosed = [], [], [], []
        self.feed(page)
        self.close()
        self.unclosed += self.open

    def handle_starttag(self, tag, attrs):
        """Take in a tag that opens."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Take in a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        """Take in a tag that closes."""
        if self.open.pop() != tag:
            self.unclosed.append(tag)

    def handle_data(self, data):
        """Take in words."""
        if "style" not in self.open and data.strip():
            self.words.append(" ".join(data.split(" ")).strip())

    def values(self, name):
        """Return the values of an attribute, of every tag that has it."""
        return [attributes[name] for _, attributes in self.tags if name in attributes]


@pytest.fixture(scope="module")
def pages():
    """The example in both languages."""
    return {language: render(CONTENTS, language) for language in LANGUAGES}


def tree(svg):
    """Return an SVG taken apart."""
    return ET.fromstring(svg)  # noqa: S314 - it was drawn just now


def words_of(svg):
    """Return the words that are drawn, without the title and description that are read out."""
    return [element.text for element in tree(svg).iter(f"{SVG}text") if element.text]


def widths(svg, fill):
    """Return how wide the boxes of that fill are, in the order in which they are drawn."""
    paths = [element.get("d") for element in tree(svg).iter(f"{SVG}path") if element.get("fill") == fill]
    return [float(re.match(r"M[^h]*h(-?[\d.]+)", path)[1]) for path in paths if "h" in path]


def table(*rows, columns=("A", "B"), **more):
    """Return a small table of counts."""
    return CountTable(
        caption="Caption", row_heading="Row", columns=[Column(name) for name in columns], rows=rows, **more
    )


# --- Cells and numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize("state", [state for state in CellState if state is not CellState.SHOWN])
def test_a_cell_that_shows_no_number_holds_none(state):
    """What may not be shown, or is not known, cannot be put into it, and the error does not tell it."""
    with pytest.raises(InvalidValueError) as told:
        Cell(4711, state=state)
    assert "4711" not in str(told.value)
    assert Cell(state=state).value is None


@pytest.mark.parametrize("value", [None, True, "7", float("nan"), float("inf")], ids=str)
def test_a_cell_that_shows_a_number_holds_one(value):
    """Nothing else is taken for a number."""
    with pytest.raises(InvalidValueError, match="a finite number"):
        Cell(value)


@pytest.mark.parametrize(
    ("value", "kind", "decimals", "swedish", "english"),
    [
        (0, Kind.COUNT, 0, "0", "0"),
        (999, Kind.COUNT, 0, "999", "999"),
        (6495, Kind.COUNT, 0, "6\u00a0495", "6,495"),
        (1234567, Kind.COUNT, 0, "1\u00a0234\u00a0567", "1,234,567"),
        (Fraction(39429, 2), Kind.NUMBER, 1, "19\u00a0714,5", "19,714.5"),
        (-425, Kind.NUMBER, 0, "−425", "−425"),
        (Fraction(1, 2), Kind.NUMBER, 0, "1", "1"),
        (Fraction(-1, 2), Kind.NUMBER, 0, "−1", "−1"),
        (Fraction(-1, 3), Kind.NUMBER, 0, "0", "0"),
        (Fraction(3, 8), Kind.SHARE, 0, "38\u00a0%", "38%"),
        (Fraction(3, 8), Kind.SHARE, 1, "37,5\u00a0%", "37.5%"),
        (1, Kind.SHARE, 0, "100\u00a0%", "100%"),
        (0.0625, Kind.NUMBER, 3, "0,063", "0.063"),
    ],
)
def test_numbers_are_written_as_one_writes_them(value, kind, decimals, swedish, english):
    """In Swedish with a decimal comma and spaces that do not break, in English with a point and commas."""
    assert (written(value, "sv", kind, decimals), written(value, "en", kind, decimals)) == (swedish, english)


@examples(100)
@given(numerator=st.integers(-(10**9), 10**9), power=st.integers(0, 6), decimals=st.integers(0, 4))
def test_numbers_are_rounded_half_away_from_zero(numerator, power, decimals):
    """Python's own decimal numbers come to the same."""
    exact = Decimal(numerator).scaleb(-power).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    found = written(Fraction(numerator, 10**power), "en", Kind.NUMBER, decimals).replace("−", "-")
    assert found == f"{exact or abs(exact):,.{decimals}f}"


@pytest.mark.parametrize(
    ("cell", "swedish", "english"), [(HIDDEN, "..", ".."), (UNKNOWN, "okänt", "unknown"), (NONE, "–", "–")]
)
def test_what_is_no_number_is_written_in_its_own_way(cell, swedish, english):
    """Hidden, unknown and nothing to say are three things, and none is zero."""
    assert (cell.written("sv"), cell.written("en")) == (swedish, english)


# --- What contents may be -------------------------------------------------------------------------

STEP = CURVE.steps[0]
LINK = FLOW.links[0]
SECTION = Section("a", "A", "A.", [])


WRONG = [
        (lambda: table(columns=()), ["columns"]),
        (lambda: table(Row("a", cells(1)), Row("b", cells(-1, 0.5))), ["rows[0].cells", "rows[1].cells[0]", "rows[1].cells[1]"]),
        (lambda: Column("a", decimals=7), ["decimals"]),
        (lambda: BigFigure("a", Cell(2), kind=Kind.SHARE), ["cell"]),
        (lambda: BigFigure("a", Cell(2), unknown=Cell(-1), numerator=Cell(1)), ["unknown", "denominator"]),
        (lambda: BigFigure("a", Cell(2), decimals=-1), ["decimals"]),
        (lambda: Bars(WHO, series=[]), ["series"]),
        (lambda: Bars(WHO, series=[0, 0]), ["series"]),
        (lambda: Bars(WHO, series=[3]), ["series"]),
        (lambda: Bars(table(Row("a", cells(*range(5))), columns="ABCDE")), ["series"]),
        (lambda: Bars(table()), ["table.rows"]),
        (lambda: Bars(table(Row("a", cells(1, 2), is_total=True))), ["table.rows"]),
        (lambda: BudgetBars(BUDGET, outcome=2), ["table.rows[1].cells[2]", "table.rows[2].cells[2]", "table.rows[4].cells[2]"]),
        (lambda: Bars(CountTable(caption="a", row_heading="b", columns=[Column("a"), Column("b", kind=Kind.SHARE)], rows=[Row("a", cells(1, 1))])), ["series"]),
        (lambda: FlowLink("a", "a", count=Cell(3), sent_back=Cell(4)), ["sent_back", "end"]),
        (lambda: FlowLink("a", "b", count=Cell(0.5), sent_back=Cell(-1)), ["count", "sent_back"]),
        (lambda: Flow(caption="a", links=[]), ["links"]),
        (lambda: Flow(caption="a", links=[LINK, FLOW.links[1], LINK]), ["links[2]"]),
        (lambda: attrs.evolve(STEP, day=-1, share=Cell(2), lower=Cell(-1), at_risk=Cell(0.5)), ["day", "at_risk", "share", "lower"]),
        (lambda: Curve(caption="a", steps=[]), ["steps"]),
        (lambda: Curve(caption="a", steps=[STEP, STEP], target_day=0, level=1), ["steps", "target_day", "level"]),
        (lambda: Section("Två ord", "A", "A.", []), ["id"]),
        (lambda: attrs.evolve(CONTENTS, sections=[SECTION, SECTION]), ["sections[1].id"]),
    ]  # fmt: skip


@pytest.mark.parametrize(("make", "where"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_told_with_its_place(make, where):
    """All at once, each by where it stands."""
    with pytest.raises(InvalidRecordError) as told:
        make()
    assert [fault.where for fault in told.value.faults] == where


@pytest.mark.parametrize("words", ["a\nb", Text("a", "b\x00")], ids=["line", "control"])
def test_words_hold_no_control_characters(words):
    """They would break a drawing, and are refused at the border."""
    with pytest.raises(InvalidValueError, match="control characters"):
        Prose(words)


def test_a_chart_has_the_table_that_it_is_of():
    """A flow has a row for each link, a curve one for each step, and the cells are the same."""
    assert [row.cells for row in FLOW.table.rows] == [(link.count, link.sent_back) for link in FLOW.links]
    assert [row.cells[0] for row in CURVE.table.rows] == [step.share for step in CURVE.steps]
    assert [row.label.sv for row in CURVE.table.rows][:2] == ["Dag 2", "Dag 5"]
    assert Bars(LIVELIHOOD).series == (0, 1)


# --- The page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_in_the_contents_stands_on_the_page(pages, language):
    """Every title, lead, caption, label, note and number, in the language that was asked for."""
    page = Page(pages[language])
    said = set(page.words)
    texts = [CONTENTS.title, CONTENTS.area, CONTENTS.period, CONTENTS.threshold, CONTENTS.generated_from]
    for section in CONTENTS.sections:
        texts += [section.title, section.lead]
    for one in (WHO, FLOW.table, CURVE.table, STACK, LIVELIHOOD, BUDGET):
        texts += [one.caption, one.row_heading, *(column.heading for column in one.columns), *one.notes]
        texts += [row.label for row in one.rows]
    wanted = {text.in_(language) for text in texts}
    assert wanted <= said
    numbers = {
        cell.written(language, column.kind)
        for one in (WHO, BUDGET, CURVE.table)
        for row in one.rows
        for cell, column in zip(row.cells, one.columns, strict=True)
    }
    assert numbers <= said
    assert page.tags[0] == ("html", {"lang": language})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_file_that_asks_for_nothing(pages, language):
    """No script, no address but names of XML, nothing imported by the styles, and a policy that would refuse it."""
    page = Page(pages[language])
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "iframe", "img", "object", "embed", "form", "base", "image", "foreignobject"}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert set(re.findall(r"[a-z]+://[^\s\"'<>]*", pages[language])) == {"http://www.w3.org/2000/svg"}
    assert "@import" not in pages[language]
    assert "default-src 'none'" in "".join(page.values("content"))
    assert {href[:1] for href in page.values("href")} == {"#", "d"}
    assert page.values("href").count("data:,") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_together_for_a_screen_reader(pages, language):
    """Tags are closed, ids stand once, what refers to an id finds it, and headings go down by one at a time."""
    page = Page(pages[language])
    ids = page.values("id")
    assert page.unclosed == []
    assert len(ids) == len({*ids})
    pointed = [name for value in page.values("aria-labelledby") for name in value.split()]
    linked = [href[1:] for href in page.values("href") if href.startswith("#")]
    painted = re.findall(r"url\(#([^)]+)\)", pages[language])
    assert {*pointed, *linked, *painted} <= {*ids}
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert {attributes.get("scope") for tag, attributes in page.tags if tag == "th"} == {"col", "row"}
    drawings = [attributes for tag, attributes in page.tags if tag == "svg"]
    assert {attributes["role"] for attributes in drawings} == {"img"}
    assert len(drawings) == 2 * [tag for tag, _ in page.tags].count("figure")
    assert [tag for tag, _ in page.tags].count("details") == [tag for tag, _ in page.tags].count("figure")


def test_words_are_words_and_never_markup():
    """What looks like a tag, in a label of a drawing as well, is shown as it is written."""
    evil = "<script>alert('1')</script> & \"x\""
    one = table(Row(evil, cells(1, 2)), columns=(evil, "B"), notes=[evil])
    figures = Figures([BigFigure(evil, Cell(1), unit=evil, note=evil)])
    contents = Contents(
        title=evil, area=evil, period=evil, threshold=evil, generated_from=evil,
        sections=[Section("a", evil, evil, [figures, one, Bars(one), Prose(evil)])],
    )  # fmt: skip
    page = Page(render(contents))
    assert "script" not in {tag for tag, _ in page.tags}
    assert page.unclosed == []
    assert page.words.count(evil) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hidden_cell_is_told_in_words_too(pages, language):
    """It is two points for the eye, with why, and words for a screen reader."""
    page = pages[language]
    words = {"sv": "visas inte", "en": "not shown"}[language]
    hidden = re.findall(r'<abbr title="([^"]+)" aria-hidden="true">\.\.</abbr><span class="aloud">([^<]+)</span>', page)
    tables = (WHO, FLOW.table, CURVE.table, STACK, LIVELIHOOD)
    counted = sum(cell == HIDDEN for one in tables for row in one.rows for cell in row.cells)
    assert {(why.split(":")[0], aloud) for why, aloud in hidden} == {(words, words)}
    # Six more in the table of those who were turned away, two in large type.
    assert len(hidden) == counted + 5 + 2


def test_the_key_tells_only_of_what_there_is(pages):
    """A report without hidden, unknown or empty cells has no key."""
    plain = attrs.evolve(CONTENTS, sections=[Section("a", "A", "A.", [table(Row("a", cells(1, 2)))])])
    assert "Så läser du siffrorna" not in render(plain)
    assert "Så läser du siffrorna" in pages["sv"]


def test_another_language_is_refused():
    """It is named, with those that there are."""
    with pytest.raises(UnknownNameError, match="no language 'fi'"):
        render(CONTENTS, "fi")


@pytest.mark.parametrize("package", ["jinja2", "altair", "vl_convert"])
def test_without_the_extra_it_is_said_how_to_install_it(package, monkeypatch):
    """The error names the extra, whichever of its packages is missing."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=r"pip install 'samverkan\[reports\]'"):
        render(CONTENTS)


def test_contents_need_no_extra():
    """Neither importing the package nor making contents imports what draws."""
    code = (
        "import sys; sys.path.insert(0, 'tests'); import report_contents;"
        "print(sorted({'altair', 'jinja2', 'vl_convert'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert done.stdout.strip() == "[]", done.stderr


# --- What is drawn --------------------------------------------------------------------------------


@st.composite
def tables(draw):
    """Tables of counts, some of them hidden, unknown or nothing."""
    width = draw(st.integers(1, 4))
    cell = st.one_of(st.integers(0, 10**6).map(Cell), st.sampled_from([HIDDEN, UNKNOWN, NONE]))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=5))
    return table(*(Row(f"rad {'abcde'[at]}", row) for at, row in enumerate(rows)), columns="ABCD"[:width])


@examples(30)
@given(table=tables(), stacked=st.booleans())
def test_bars_show_what_the_table_shows_and_no_more(table, stacked):
    """Every number drawn is of the table, every hidden cell is one hatched box, and a bar is as long as its number."""
    one = drawn(Bars(table, stacked=stacked), name="x", language="en")
    every = [cell for row in table.rows for cell in row.cells]
    shown = {cell.written("en") for cell in every if cell.state is CellState.SHOWN}
    for svg in (one.wide, one.narrow):
        told = [words for words in words_of(svg) if not words.startswith("rad ")]
        assert {words for words in told if words[0].isdigit()} <= shown
        assert widths(svg, "url(#x-wide-hatch)") + widths(svg, "url(#x-narrow-hatch)") == [30.0] * every.count(HIDDEN)
        firsts = [row.cells[0].value for row in table.rows if row.cells[0].value is not None]
        longest = max(firsts, default=0)
        scale = max(widths(svg, "#1d4e79"), default=0) / longest if longest else 0
        assert widths(svg, "#1d4e79") == pytest.approx([first * scale for first in firsts], abs=0.01)
        if not stacked:
            assert sum(words[0].isdigit() for words in told) == sum(cell.value is not None for cell in every)


def test_pieces_of_a_bar_do_not_lie_on_each_other():
    """Each begins where the one before has ended, boxes too; a number stands in its piece if there is room for it."""
    row = Row("rad", [HIDDEN, UNKNOWN, Cell(1), Cell(999)])
    svg = drawn(Bars(table(row, columns="ABCD"), stacked=True), name="x", language="sv").wide
    paths = [element.get("d") for element in tree(svg).iter(f"{SVG}path") if element.get("stroke-width") == "1"]
    spans = sorted(
        (float(x), float(x) + float(width))
        for x, width in (re.match(r"M([\d.]+),[^h]*h([\d.]+)", path).groups() for path in paths)
    )
    assert len(spans) == 4
    assert all(later[0] >= earlier[1] - 0.01 for earlier, later in pairwise(spans))
    assert words_of(svg) == ["rad", "999"]


def test_words_stand_after_the_box_of_a_hidden_number():
    """They do not lie on it."""
    svg = drawn(Bars(table(Row("rad", cells(HIDDEN, 2)))), name="x", language="sv").wide
    [box] = [
        element.get("d") for element in tree(svg).iter(f"{SVG}path") if element.get("fill") == "url(#x-wide-hatch)"
    ]
    [words] = [element for element in tree(svg).iter(f"{SVG}text") if element.text == "visas inte"]
    end = float(re.match(r"M([\d.]+)", box)[1]) + 30
    assert float(re.search(r"translate\(([\d.]+)", words.get("transform"))[1]) > end


def test_a_total_is_not_drawn():
    """Beside it everything else would be small; it stands in the table."""
    one = drawn(Bars(WHO, series=[0]), name="x", language="sv")
    assert "99" not in words_of(one.wide)
    assert one.keys == drawn(Bars(WHO, series=[0]), name="x", language="sv").keys
    assert [key.words for key in one.keys] == ["visas inte"]


def test_budget_and_outcome_are_drawn_on_one_scale():
    """The outcome of En väg in, 3 345 of 3 200, is as much longer than its budget as it is larger."""
    one = drawn(BudgetBars(BUDGET), name="x", language="sv")
    budgets, outcomes = widths(one.wide, "#e6edf2"), widths(one.wide, "#1d4e79")
    assert outcomes[0] / budgets[0] == pytest.approx(3345 / 3200, abs=1e-3)
    assert len(budgets), len(outcomes) == (4, 3)
    assert "okänt (budget: 400)" in words_of(one.wide)
    assert [key.words for key in one.keys] == ["Budget", "Utfall", "okänt, inte noll"]


def test_a_budget_may_be_hidden_or_missing():
    """Neither is drawn to scale, and what is missing takes no room."""
    columns = [Column("Budget", kind=Kind.NUMBER), Column("Utfall", kind=Kind.NUMBER)]
    rows = [Row("a", cells(HIDDEN, 5)), Row("b", cells(NONE, NONE))]
    one = drawn(
        BudgetBars(CountTable(caption="a", row_heading="b", columns=columns, rows=rows)), name="x", language="sv"
    )
    assert widths(one.wide, "url(#x-wide-hatch)") == [30.0]
    assert words_of(one.wide)[-2:] == ["5 av ..", "– av –"]


def areas(svg, fill):
    """Return the areas of the circles or diamonds of that fill, but for a factor."""
    told = [element.get("d") for element in tree(svg).iter(f"{SVG}path") if element.get("fill") == fill]
    return [float(re.match(r"M-?([\d.]+)", path)[1]) ** 2 for path in told]


def test_rundgang_has_a_mark_of_its_own_as_large_as_its_number():
    """Circles for all who were sent, diamonds for those who were sent back; hidden ones are hatched boxes."""
    one = drawn(FLOW, name="x", language="sv")
    sent = [link.count.value for link in FLOW.links if link.count.value is not None]
    back = [link.sent_back.value for link in FLOW.links if link.sent_back.value]
    circles, diamonds = areas(one.wide, "#1d4e79"), areas(one.wide, "#f4b860")
    assert circles == pytest.approx([circles[0] * count / sent[0] for count in sent], rel=1e-2)
    assert max(circles) == 23**2  # A circle as high as there is room for in a row.
    assert diamonds == pytest.approx([diamonds[0] * count / back[0] for count in back], rel=1e-2)
    assert len(widths(one.wide, "url(#x-wide-hatch)")) == 3
    numbers = {cell.written("sv") for link in FLOW.links for cell in (link.count, link.sent_back)}
    assert {words for words in words_of(one.wide) if words[0] in "0123456789."} <= numbers


def test_short_names_need_no_second_line_above_the_flow():
    """Headings stand higher by turns only where one is wider than its column; what is unknown is an open box."""
    links = [FlowLink("A", "B", count=UNKNOWN, sent_back=Cell(0)), FlowLink("B", "A", count=Cell(0), sent_back=NONE)]
    one = drawn(Flow(caption="a", links=links), name="x", language="en")
    heights = {label: [] for label in "AB"}
    for element in tree(one.wide).iter(f"{SVG}text"):
        if element.text in heights:
            heights[element.text].append(float(re.search(r",([\d.]+)\)", element.get("transform"))[1]))
    assert min(heights["A"]) == min(heights["B"])
    assert "unknown" in words_of(one.wide)


def test_the_flow_has_rows_of_those_who_send_and_columns_of_those_who_are_sent_somebody():
    """B only sends and D is only sent somebody: neither has an empty row or column; and nobody stands on a cell of its own."""
    ends = [("B", "A"), ("A", "C"), ("C", "A"), ("A", "D")]
    links = [FlowLink(start, end, count=Cell(5), sent_back=Cell(0)) for start, end in ends]
    svg = drawn(Flow(caption="a", links=links), name="x", language="en").wide
    words = words_of(svg)
    assert {name: words.count(name) for name in "ABCD"} == {"A": 2, "B": 1, "C": 2, "D": 1}
    assert len(widths(svg, "#f1f4f6")) == 2


def steps(*shares):
    """Return a step each five days."""
    return [
        attrs.evolve(STEP, day=5 * at, share=share, lower=share, upper=share, at_risk=Cell(100 - at))
        for at, share in enumerate(shares)
    ]


def curve_of(curve):
    """Return the wide drawing of a curve alone, for each takes a while."""
    return svg_of(curve_chart(curve, "sv", 720), name="x", title="a", description="b", language="sv")


def corners(svg):
    """Return the corners of each line of a curve, in pixels."""
    lines = [element.get("d") for element in tree(svg).iter(f"{SVG}path") if element.get("stroke") == "#1d4e79"]
    return [
        [tuple(map(float, point)) for point in re.findall(r"(-?[\d.]+),(-?[\d.]+)", line)] for line in lines if line
    ]


def test_a_curve_goes_down_in_steps():
    """From everybody at first to a half after five days and a quarter after ten, with no slope between."""
    shares = [Cell(1), Cell(Fraction(1, 2)), Cell(Fraction(1, 4))]
    [line] = corners(curve_of(Curve(caption="a", steps=steps(*shares))))
    across, down = [x for x, _ in line], [y for _, y in line]
    height = 320
    assert down == pytest.approx([0, 0, height / 2, height / 2, height * 3 / 4, height * 3 / 4])
    assert across[1] == across[2]
    assert across[2] * 2 == pytest.approx(across[-1], abs=0.02)


def test_before_the_first_step_everybody_waits():
    """The line begins at the top on day 0, though the first step is later."""
    [line] = corners(curve_of(attrs.evolve(CURVE, steps=CURVE.steps[:3])))
    assert line[0] == (0, 0)


@pytest.mark.parametrize(
    ("gap", "fill", "at"),
    [(HIDDEN, "url(#x-hatch)", 1), (HIDDEN, "url(#x-hatch)", 2), (UNKNOWN, "#ffffff", 1), (NONE, None, 2)],
)
def test_a_curve_stops_where_a_step_is_not_shown(gap, fill, at):
    """No line leads over the gap; its days are hatched when they are hidden, an open box when they are unknown."""
    shares = [Cell(1), Cell(Fraction(1, 2)), Cell(Fraction(1, 4))]
    shares[at] = gap
    svg = curve_of(Curve(caption="a", steps=steps(*shares)))
    lines = corners(svg)
    assert len([line for line in lines if len(line) > 1]) == (2 if at == 1 else 1)
    boxes = widths(svg, fill) if fill else []
    assert len(boxes) == (1 if fill else 0)


def test_a_target_has_a_line_and_words():
    """On either side of the curve, and not where no source states one."""
    late = attrs.evolve(CURVE, target_day=40)
    assert "Mål: 40 dagar" in words_of(curve_of(late))
    named = drawn(attrs.evolve(CURVE, target_name=Text("Löfte i A", "Promise of A")), name="x", language="sv")
    assert "Löfte i A: 14 dagar" in words_of(named.wide)
    assert [key.words for key in named.keys if key.swatch == "target"] == ["Löfte i A: 14 dagar"]
    assert [key.words for key in drawn(CURVE, name="x", language="en").keys if key.swatch == "target"] == [
        "The target, 14 days"
    ]
    none = drawn(attrs.evolve(CURVE, target_day=None), name="x", language="sv")
    assert not [words for words in words_of(none.wide) if words.startswith("Mål")]
    assert [key.words for key in none.keys] == [
        "Väntar fortfarande",
        "Osäkerhet (95\u00a0% konfidensintervall)",
        "visas inte",
    ]


def test_a_curve_may_have_no_band():
    """Where the interval is hidden only the line is drawn."""
    bare = [attrs.evolve(step, lower=HIDDEN) for step in CURVE.steps[:2]]
    assert widths(curve_of(attrs.evolve(CURVE, steps=bare)), "#bcd3e6") == []


def test_ids_of_two_drawings_differ():
    """What a drawing is clipped by bears its name, and is found under it."""
    alt = package("altair")
    chart = alt.Chart(alt.Data(values=[{"a": 1}])).mark_rect(clip=True).encode(x="a:Q")
    svg = svg_of(chart, name="one", title="a", description="b", language="en")
    ids = {element.get("id") for element in tree(svg).iter() if element.get("id")}
    pointed = set(re.findall(r"url\(#([^)]+)\)", svg))
    assert pointed
    assert pointed <= ids
    assert all(name.startswith("one-") for name in ids)


def test_no_data_is_fetched_to_draw():
    """A chart that asks for an address is refused, and nothing is asked for."""
    alt = package("altair")
    chart = alt.Chart("https://example.org/data.json").mark_bar().encode(x="a:Q")
    with pytest.raises(ValueError, match=r"(?i)url|allowed|load|denied"):
        svg_of(chart, name="x", title="a", description="b", language="en")
