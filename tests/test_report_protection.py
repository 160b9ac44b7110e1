"""A report tells nothing that it hides: each hidden count can be many numbers, by everything that the page says.

What hangs together is said here once more, from what the figures mean, and asked of a solver; nothing is taken from how
the report itself ties its tables.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise, product
from typing import Any

import attrs
import pytest
import z3

from samverkan import load_model
from samverkan.disclosure import TableRefusedError
from samverkan.reports import (
    Bars,
    BigFigure,
    Cell,
    CellState,
    Contents,
    CountTable,
    Curve,
    Figures,
    Flow,
    render,
)
from samverkan.reports.gathering import Gathered, gathered
from samverkan.reports.section_words import SECTION_WORDS
from samverkan.reports.sections import contents_of
from samverkan.reports.words import WORDS
from samverkan.samples import sample
from samverkan.texts import Text

FINSAM = load_model("finsam")
FEW = [(20, 3, 5, ()), (120, 4, 3, ("en-vag-in",))]
MANY = [
    (people, seed, threshold, programmes)
    for people, seed, threshold, programmes in product(
        (20, 60, 200), (11, 12), (3, 5, 10), ((), ("en-vag-in",), ("en-vag-in", "centralen"))
    )
]
MORE = [(people, seed, threshold, ()) for people, seed, threshold in product((30, 110, 400), range(20, 30), (3, 5))]


def year(people: int, seed: int, programmes: tuple[str, ...] = ()) -> Gathered:
    """Return what is counted of a made-up year."""
    made = sample(FINSAM, people=people, seed=seed, period="2016", programmes=programmes or None)
    return gathered(made, FINSAM, "2016")


def told(people: int, seed: int, threshold: int, programmes: tuple[str, ...]) -> Contents | None:
    """Return the report of a made-up year; nothing when nothing of it can be told."""
    try:
        return contents_of(year(people, seed, programmes), threshold=threshold)
    except TableRefusedError:
        return None


# --- What a reader knows --------------------------------------------------------------------------


@attrs.frozen
class Reader:
    """All that a reader of the page knows, as the solver takes it: every figure is a whole number, 0 or more."""

    solver: Any = attrs.field(factory=z3.Solver)
    hidden: dict[str, Any] = attrs.field(factory=dict)

    def number(self, name: str) -> Any:
        """Return a figure by its name; it need not be printed."""
        figure = z3.Int(name)
        self.solver.add(figure >= 0)
        return figure

    def cell(self, name: str, cell: Cell) -> Any:
        """Return the figure of a cell: known, or one of those that must not be found out."""
        figure = self.number(name)
        if cell.state is CellState.SHOWN:
            self.solver.add(figure == int(cell.value or 0))
        else:
            self.hidden[name] = figure
        return figure

    def knows(self, *facts: Any) -> None:
        """Add what the reader knows besides."""
        self.solver.add(*facts)

    def could_be(self, name: str, most: int) -> int:
        """Return how many numbers a hidden figure could be, counted to *most*."""
        self.solver.push()
        found = 0
        while found < most and self.solver.check() == z3.sat:
            found += 1
            self.solver.add(self.hidden[name] != self.solver.model().eval(self.hidden[name], model_completion=True))
        self.solver.pop()
        return found


def parts(contents: Contents, section: str) -> list[Any]:
    """Return the parts of a section by its id."""
    [found] = [one for one in contents.sections if one.id == section]
    return list(found.parts)


def table_of(contents: Contents, section: str, caption: str) -> CountTable | None:
    """Return a table of a section by its English caption."""
    tables = [one.table if isinstance(one, Bars | Flow | Curve) else one for one in parts(contents, section)]
    return next((one for one in tables if isinstance(one, CountTable) and one.caption.en == caption), None)


def big(contents: Contents, label: str) -> BigFigure:
    """Return a large figure by its English label."""
    figures = (one for section in contents.sections for one in section.parts if isinstance(one, Figures))
    return next(one for each in figures for one in each.items if one.label.en == label)


def squared(reader: Reader, name: str, table: CountTable) -> tuple[dict[str, Any], dict[str, Any], Any]:
    """Add a table of counts with totals of rows and columns; return the totals, by label, and the total of all."""
    headings = [column.heading.en for column in table.columns]
    figures = {
        (row.label.en, heading): reader.cell(f"{name}: {row.label.en}, {heading}", cell)
        for row in table.rows
        for heading, cell in zip(headings, row.cells, strict=True)
    }
    rows = [row.label.en for row in table.rows if not row.is_total]
    inner = [heading for heading in headings if heading != "All"]
    by_column = {one: figures.get(("All", one), reader.number(f"{name}: all, {one}")) for one in inner}
    by_row = {one: figures.get((one, "All"), reader.number(f"{name}: {one}, all")) for one in rows}
    whole = figures.get(("All", "All"), reader.number(f"{name}: all"))
    for row in rows:
        reader.knows(by_row[row] == z3.Sum([figures[row, one] for one in inner]))
    for one in inner:
        reader.knows(by_column[one] == z3.Sum([figures[row, one] for row in rows]))
    reader.knows(whole == z3.Sum(list(by_row.values())))
    return by_row, by_column, whole


def reader_of(contents: Contents) -> Reader:
    """Return all that the page says, and what everybody can know of how it hangs together."""
    reader = Reader()
    received = reader.cell("received", big(contents, "Referrals and self-referrals received").cell)
    by_programme = _came(reader, contents, received)
    _moved(reader, contents)
    _kept(reader, contents, by_programme)
    _changed(reader, contents)
    _left_out(reader, contents, by_programme, received)
    return reader


def _came(reader: Reader, contents: Contents, received: Any) -> dict[str, Any]:
    by_programme: dict[str, Any] = {}
    if senders := table_of(contents, "who", "Who referred, by programme"):
        by_programme, _, whole = squared(reader, "senders", senders)
        reader.knows(whole == received)
    if ages := table_of(contents, "who", "Age and sex"):
        headings = [column.heading.en for column in ages.columns]
        sums = []
        for at, heading in enumerate(headings):
            bands = [
                reader.cell(f"ages: {row.label.en}, {heading}", row.cells[at]) for row in ages.rows if not row.is_total
            ]
            whole = next((row.cells[at] for row in ages.rows if row.is_total), None)
            of_sex = reader.number(f"{heading}") if whole is None else reader.cell(f"ages: all, {heading}", whole)
            reader.knows(of_sex == z3.Sum([*bands, reader.number(f"age unknown, {heading}")]))
            sums.append(of_sex)
        reader.knows(received == z3.Sum([*sums, reader.number("sex unknown")]))
    return by_programme


def _moved(reader: Reader, contents: Contents) -> None:
    number = re.match(r"(\d+) ", contents.generated_from.en.replace(",", ""))
    cases = reader.cell("cases", Cell(int(number[1])) if number else Cell.hidden())
    for name in ("Sent round", "Contradictory assessments"):
        figure = big(contents, name)
        assert figure.unknown is not None
        assert figure.denominator is not None
        yes, known = reader.cell(name, figure.cell), reader.cell(f"{name}: known", figure.denominator)
        reader.knows(yes <= known, cases == known + reader.cell(f"{name}: unknown", figure.unknown))
    if flow := table_of(contents, "flow", "Referrals between agencies"):
        for row in flow.rows:
            sent, back = (reader.cell(f"flow: {row.label.en}, {at}", cell) for at, cell in enumerate(row.cells))
            reader.knows(back <= sent)


def _kept(reader: Reader, contents: Contents, by_programme: dict[str, Any]) -> None:
    for part in parts(contents, "times"):
        if isinstance(part, CountTable):
            _, _, programme = part.caption.en.rpartition(", ")
            rows = [reader.cell(f"kept: {row.label.en}, {programme}", row.cells[0]) for row in part.rows]
            reader.knows(rows[-1] == z3.Sum(rows[:-1]), rows[-1] == by_programme.get(programme, rows[-1]))
            figure = big(contents, part.caption.en)
            met = reader.cell(f"kept: share, {programme}", figure.numerator or Cell.hidden())
            of = reader.cell(f"kept: share of, {programme}", figure.denominator or Cell.hidden())
            reader.knows(met == rows[0], of == (rows[-1] if len(rows) == 3 else rows[0] + rows[1]))
            _share(reader, figure.cell, met, of)


def _share(reader: Reader, share: Cell, part: Any, whole: Any) -> None:
    """A share is printed in whole percent, a half rounded up."""
    if share.state is CellState.SHOWN:
        twice = 2 * Fraction(share.value or 0) * 100
        reader.knows(whole > 0, 200 * part >= int(twice - 1) * whole, 200 * part < int(twice + 1) * whole)
    if share.state is CellState.NONE:
        reader.knows(whole == 0)


def _changed(reader: Reader, contents: Contents) -> None:
    ended = reader.cell("ended", big(contents, "Participations ended").cell)
    registered = reader.number("registered")
    reader.knows(ended == registered + reader.number("anonymous"))
    [section] = [one for one in contents.sections if one.id == "change"]
    if lead := re.search(r"in the period ([\d,]+) are", section.lead.en):
        reader.knows(registered == int(lead[1].replace(",", "")))
    counts = table_of(contents, "change", "Numbers before and after the intervention")
    shares = table_of(contents, "change", "Share before and after the intervention")
    assert counts is not None
    assert shares is not None
    asked: dict[str, tuple[Any, Any, Any]] = {}
    for row, share in zip(counts.rows, (cell for one in shares.rows for cell in one.cells), strict=True):
        yes, no, unknown = (reader.cell(f"{row.label.en}: {at}", cell) for at, cell in enumerate(row.cells))
        reader.knows(registered == yes + no + unknown)
        _share(reader, share, yes, yes + no)
        asked[row.label.en] = yes, no, unknown
    figure = big(contents, "Began or increased work or studies")
    yes, of, unknown = (
        reader.cell(f"began: {at}", cell or Cell.hidden())
        for at, cell in enumerate((figure.numerator, figure.denominator, figure.unknown))
    )
    reader.knows(registered == of + unknown, yes <= of)
    _share(reader, figure.cell, yes, of)
    # Whoever began works or studies after; whoever did not before, and does after, began; whoever does not after did not.
    states = {
        state: reader.number(f"before, after, began: {state}")
        for state in product("ynu", repeat=3)
        if not (state[2] == "y" and state[1] != "y")
        and not (state[:2] == ("n", "y") and state[2] != "y")
        and not (state[1] == "n" and state[0] != "u" and state[2] != "n")
    }
    for place, answers in enumerate(
        (asked["work or studies before"], asked["work or studies after"], (yes, of - yes, unknown))
    ):
        for letter, figure in zip("ynu", answers, strict=True):
            reader.knows(figure == z3.Sum([number for state, number in states.items() if state[place] == letter]))


def _left_out(reader: Reader, contents: Contents, by_programme: dict[str, Any], received: Any) -> None:
    left_out = reader.cell("left out", big(contents, "Did not meet the criteria").cell)
    outcomes = table_of(contents, "away", "What the rules say, by programme")
    if outcomes is None:
        return
    rows, columns, whole = squared(reader, "outcomes", outcomes)
    reader.knows(whole == received, columns["do not meet them"] == left_out)
    reader.knows(*(total == by_programme[name] for name, total in rows.items() if name in by_programme))
    reasons = table_of(contents, "away", "What was not met, by programme")
    programme, sums = "", dict[str, list[Any]]()
    for row in reasons.rows if reasons else ():
        if row.is_total:
            programme = row.label.en
            reader.cell(f"reasons: {programme}", row.cells[0])
            reader.knows(z3.Int(f"reasons: {programme}") == z3.Int(f"outcomes: {programme}, do not meet them"))
        else:
            one = reader.cell(f"reasons: {programme}, {row.label.en}", row.cells[0])
            sums.setdefault(programme, []).append(one)
    for programme, ones in sums.items():
        reader.knows(z3.Int(f"reasons: {programme}") == z3.Sum(ones))


# --- What must not be known -----------------------------------------------------------------------


def audited(contents: Contents, threshold: int) -> None:
    """See that every hidden count can be more numbers than *threshold*, and that none that is shown is small."""
    reader = reader_of(contents)
    assert reader.solver.check() == z3.sat
    for name in reader.hidden:
        assert reader.could_be(name, threshold + 1) > threshold, name
    for section in contents.sections:
        if section.id != "budget":
            for cell in (cell for part in section.parts for cell in counts_of(part)):
                assert cell.value is None or not 0 < cell.value < threshold


def counts_of(part: Any) -> Iterator[Cell]:
    """Yield the counts of a part, shares and days left out."""
    if isinstance(part, Figures):
        for one in part.items:
            yield from (cell for cell in (one.numerator, one.denominator, one.unknown) if cell is not None)
            yield from () if one.numerator else (one.cell,)
    table = part.table if isinstance(part, Bars | Flow | Curve) else part
    if isinstance(table, CountTable):
        for row in table.rows:
            yield from (cell for cell, at in zip(row.cells, table.columns, strict=True) if at.kind.value == "count")


def follows_the_curve(contents: Contents, threshold: int) -> None:
    """See that nobody can count a few on the curve: who stopped, who was followed no longer, and who is not on it."""
    curve = next((one for one in parts(contents, "times") if isinstance(one, Curve)), None)
    whole = big(contents, "Referrals and self-referrals received").cell.value
    if curve is None:
        return
    assert whole is not None
    at_risk = [int(step.at_risk.value or 0) for step in curve.steps]
    left = [1.0, *(float(step.share.value or 0) for step in curve.steps)]
    stopped = [round(n * (1 - after / before)) for n, (before, after) in zip(at_risk, pairwise(left), strict=True)]
    followed = [n - later - gone for (n, later), gone in zip(pairwise(at_risk), stopped, strict=False)]
    rest = at_risk[-1] - stopped[-1]
    for number in (*stopped, *followed, rest, int(whole) - at_risk[0]):
        assert number == 0 or number >= threshold


@pytest.mark.parametrize(("people", "seed", "threshold", "programmes"), FEW)
def test_what_is_hidden_can_be_many_numbers(
    people: int, seed: int, threshold: int, programmes: tuple[str, ...]
) -> None:
    """Each hidden count could be more different numbers than the threshold, by all that is printed on the page."""
    contents = told(people, seed, threshold, programmes)
    assert contents is not None
    audited(contents, threshold)
    follows_the_curve(contents, threshold)


@pytest.mark.mass
@pytest.mark.parametrize(("people", "seed", "threshold", "programmes"), [(90, 1, 5, ()), *MANY[::6]])
def test_what_is_hidden_can_be_many_numbers_in_other_years(
    people: int, seed: int, threshold: int, programmes: tuple[str, ...]
) -> None:
    """The same of years of other sizes, of one programme, of two and of all."""
    if contents := told(people, seed, threshold, programmes):
        audited(contents, threshold)
        follows_the_curve(contents, threshold)


@pytest.mark.mass
@pytest.mark.nightly
@pytest.mark.parametrize(("people", "seed", "threshold", "programmes"), [*MANY, *MORE])
def test_what_is_hidden_can_be_many_numbers_in_many_years(
    people: int, seed: int, threshold: int, programmes: tuple[str, ...]
) -> None:
    """The same of very many years."""
    if contents := told(people, seed, threshold, programmes):
        audited(contents, threshold)
        follows_the_curve(contents, threshold)


def test_the_audit_sees_what_is_not_hidden_well() -> None:
    """With all but one cell of a row shown, and its total, the audit finds that one."""
    contents = told(60, 1, 5, ())
    assert contents is not None
    truth = contents_of(year(60, 1), threshold=1)
    section = next(one for one in contents.sections if one.id == "who")
    table, whole = section.parts[0], parts(truth, "who")[0]
    assert isinstance(table, CountTable)
    row, true = next(
        (row, true)
        for row, true in zip(table.rows, whole.rows, strict=True)
        if not row.is_total and row.cells[-1].value is not None and any(cell.value is None for cell in row.cells)
    )
    last = max(place for place, cell in enumerate(row.cells) if cell.value is None)
    cells = [*true.cells[:last], row.cells[last], *true.cells[last + 1 :]]
    rows = [attrs.evolve(one, cells=cells) if one is row else one for one in table.rows]
    leaking = attrs.evolve(section, parts=[attrs.evolve(table, rows=rows), *section.parts[1:]])
    leaks = attrs.evolve(contents, sections=[leaking if one is section else one for one in contents.sections])
    reader = reader_of(leaks)
    assert min(reader.could_be(name, 6) for name in reader.hidden) == 1


# --- What stands on the page ----------------------------------------------------------------------


class Words(HTMLParser):
    """Everything on a page that holds words: what is read, and what is read aloud. Styles and shapes are left out."""

    def __init__(self) -> None:
        """Begin with no words."""
        super().__init__()
        self.words: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what its attributes say."""
        self.inside.append(tag)
        self.words += [
            value or "" for name, value in attrs if name in {"title", "alt", "aria-label", "aria-description"}
        ]

    def handle_endtag(self, tag: str) -> None:
        """Leave it, and what was not closed in it."""
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if "style" not in self.inside:
            self.words.append(data)


NUMBER = re.compile(r"\d+(?:[.,\u00a0]\d+)*")


def cells_in(part: Any) -> Iterator[str]:
    """Yield what is written in the cells of a part that are shown."""
    table = part.table if isinstance(part, Bars | Flow | Curve) else part
    if isinstance(table, CountTable):
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                yield cell.written("en", column.kind, column.decimals)
    if isinstance(part, Figures):
        for one in part.items:
            yield one.cell.written("en", one.kind)
            yield from (
                cell.written("en") for cell in (one.numerator, one.denominator, one.unknown) if cell is not None
            )


@pytest.mark.parametrize(("people", "seed"), [(40, 1), pytest.param(130, 2, marks=pytest.mark.mass)])
def test_no_other_number_stands_anywhere_on_the_page(people: int, seed: int) -> None:
    """Each number in it is of a cell that is shown, of a day on a curve's axis, or stands in words that do not count."""
    contents = told(people, seed, 5, ())
    assert contents is not None
    page = Words()
    page.feed(render(contents, "en"))
    shown = {word for section in contents.sections for part in section.parts for word in cells_in(part)}
    words = [text.en for text in (*SECTION_WORDS.values(), *WORDS.values())]
    words += [label.en for label in labels_of(contents)]
    known = {
        number
        for text in (*shown, *words, "2016", "31 December 2016", "0 25 50 75 100")
        for number in NUMBER.findall(text)
    }
    known |= {str(day) for day in range(0, 401, 5)}  # Where an axis of days has its marks.
    assert {number for text in page.words for number in NUMBER.findall(text)} - known <= {str(people)}


def labels_of(contents: Contents) -> Iterator[Text]:
    """Yield what rows and columns are called, and what is noted beside."""
    for section in contents.sections:
        for part in section.parts:
            table = part.table if isinstance(part, Bars | Flow | Curve) else part
            if isinstance(table, CountTable):
                yield table.caption
                yield from table.notes
                yield from (row.label for row in table.rows)
                yield from (column.heading for column in table.columns)
            if isinstance(part, Figures):
                yield from (one.label for one in part.items)


def test_what_is_hidden_is_not_in_the_page_that_is_made() -> None:
    """Contents in which a hidden cell is another hidden cell are the same: there is nothing of the number in them."""
    contents = told(60, 1, 5, ())
    assert contents is not None
    hidden = [
        cell
        for section in contents.sections
        for part in section.parts
        for cell in counts_of(part)
        if cell.state is CellState.HIDDEN
    ]
    assert len(hidden) > 20
    assert {(cell.value, cell) for cell in hidden} == {(None, Cell.hidden())}
