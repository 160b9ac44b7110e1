"""Tables that are printed without telling about anybody, checked by a solver that shares nothing with the library."""

import os
import pickle
import random
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.disclosure import (
    DropShares,
    DropTotals,
    Hidden,
    HideTotals,
    Merge,
    Protected,
    ProtectedTable,
    Publication,
    Rounding,
    ShareOf,
    Shown,
    Sum,
    Table,
    TableRefusedError,
    Why,
    audit,
    protect,
)
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.texts import LANGUAGES
from strategies import examples

TIMES = float(os.environ.get("EXAMPLES_TIMES", "1"))


# --- What a reader knows, written down anew from the printed tables -----------------------------------


class Reader:
    """Knows what is printed, and that counts are whole numbers, none below 0; reckons by z3."""

    def __init__(self, tables: Sequence[Table], protected: Protected) -> None:
        import z3  # noqa: PLC0415

        self.z3 = z3
        self.solver = z3.SolverFor("QF_LIA")
        self.true: dict[Any, int] = {}
        self.terms: dict[Any, Any] = {}
        self.guarded: set[Any] = set()
        self.small = range(0 if protected.zeros == "hidden" else 1, protected.threshold)
        for table in tables:
            self._take_in(table)
        for table in tables:
            if table.id in protected.tables:
                self._read(table, protected.tables[table.id])
        for share, cell in protected.shares.items():
            self._read_share(self._figure(share.part), self._figure(share.whole), share.decimals, share.rounding, cell)
        self.guarded |= {name for name, value in self.true.items() if value in self.small}

    def fewest(self, enough: int) -> int:
        """Return how many values the most exposed guarded figure can have; counting stops at *enough*."""
        names = sorted(self.guarded, key=repr)
        found = {name: {self.true[name]} for name in names}
        for name in names:
            # Values close by first, for a solver settles one value sooner than "any other".
            near = sorted(range(max(0, self.true[name] - enough), self.true[name] + 2 * enough),
                          key=lambda value: abs(value - self.true[name]))  # fmt: skip
            for value in near:
                if len(found[name]) < enough and value not in found[name]:
                    self._learn(self.terms[name] == value, found)
            while len(found[name]) < enough and self._learn(
                self.z3.And([self.terms[name] != value for value in found[name]]), found
            ):
                pass
        return min(map(len, found.values()), default=enough)

    def _learn(self, that: Any, found: dict[Any, set[int]]) -> bool:
        """Ask whether *that* can be, and note what every figure can be then."""
        self.solver.push()
        self.solver.add(that)
        can_be = self.solver.check() == self.z3.sat
        if can_be:
            model = self.solver.model()
            for name, values in found.items():
                values.add(model.eval(self.terms[name], model_completion=True).as_long())
        self.solver.pop()
        return can_be

    def _name(self, name: Any, value: int, term: Any = None) -> Any:
        """Give a figure its name; one that has it already is the same figure."""
        if name not in self.terms:
            self.terms[name] = self.z3.Int(repr(name)) if term is None else term
            self.solver.add(self.terms[name] >= 0)
            self.true[name] = value
        elif term is not None:
            self.solver.add(self.terms[name] == term)
        assert self.true[name] == value
        return self.terms[name]

    def _take_in(self, table: Table) -> None:
        columns = table.columns or ("",)
        by_row: dict[str, list[Any]] = {row: [] for row in table.rows}
        by_column: dict[str, list[Any]] = {column: [] for column in columns}
        for row in table.rows:
            for column in columns:
                term = self._name(table.cell(row, column), table.counts[row, column])
                by_row[row].append(term)
                by_column[column].append(term)
        for row in table.rows:
            self._name(table.row_total(row), sum(table.counts[row, column] for column in columns), sum(by_row[row]))
        for column in columns:
            total = sum(table.counts[row, column] for row in table.rows)
            self._name(table.column_total(column), total, sum(by_column[column]))
        self._name(table.total, sum(table.counts.values()), sum(sum(terms) for terms in by_row.values()))

    def _read(self, table: Table, printed: ProtectedTable) -> None:
        def old(name: str) -> tuple[str, ...]:
            return printed.merged.get(name, (name,))

        columns = printed.columns or ("",)
        every = table.columns or ("",)
        cells = {
            (row, column): [table.cell(one, other) for one in old(row) for other in old(column)]
            for row in printed.rows
            for column in columns
        }
        rows = {row: [table.cell(one, other) for one in old(row) for other in every] for row in printed.rows}
        totals = {column: [table.cell(one, other) for one in table.rows for other in old(column)] for column in columns}
        whole = [table.cell(one, other) for one in table.rows for other in every]
        for place, cell in printed.cells.items():
            self._read_figure(cells[place], cell)
        for row, cell in printed.row_totals.items():
            self._read_figure(rows[row], cell)
        for column, cell in printed.column_totals.items():
            self._read_figure(totals[column], cell)
        if printed.total is not None:
            self._read_figure(whole, printed.total)
        for (row, column), cell in printed.shares.items():
            of = {"rows": rows[row], "columns": totals[column], "total": whole}[str(table.shares_of)]
            part, all_ = self._sum(cells[row, column]), self._sum(of)
            self._read_share(part, all_, table.decimals, Rounding(str(table.rounding)), cell)

    def _sum(self, names: Sequence[Any]) -> tuple[Any, int]:
        return sum(self.terms[name] for name in names), sum(self.true[name] for name in names)

    def _figure(self, name: Any) -> tuple[Any, int]:
        return self.terms[name], self.true[name]

    def _read_figure(self, names: Sequence[Any], cell: Shown | Hidden) -> None:
        term, value = self._sum(names)
        if isinstance(cell, Shown):
            assert cell.value == value
            self.solver.add(term == value)
            assert value not in self.small
        else:
            merged = ("hidden", *names)
            self.true[merged], self.terms[merged] = value, term
            self.guarded.add(merged)

    def _read_share(self, part: Any, whole: Any, decimals: int, rounding: Rounding, cell: Shown | Hidden) -> None:
        (part, true_part), (whole, true_whole) = part, whole
        rest = ("rest", len(self.true))
        self.true[rest], self.terms[rest] = true_whole - true_part, whole - part
        self.solver.add(whole >= part)
        if isinstance(cell, Hidden):
            return
        assert cell.value == expected_share(true_part, true_whole, decimals, rounding)
        if cell.value is None:
            self.solver.add(whole == 0)
            return
        step = Fraction(1, 10**decimals)
        low, high = {
            Rounding.HALF_UP: (-step / 2, step / 2),
            Rounding.HALF_EVEN: (-step / 2, step / 2),
            Rounding.TRUNCATED: (Fraction(0), step),
        }[rounding]
        least, most = Fraction(cell.value) + low, Fraction(cell.value) + high
        both = rounding is Rounding.HALF_EVEN and int(cell.value * 10**decimals) % 2 == 0
        neither = rounding is Rounding.HALF_EVEN and not both
        hundred = 100 * part
        over = hundred * least.denominator - whole * least.numerator
        under = whole * most.numerator - hundred * most.denominator
        self.solver.add(whole >= 1, over > 0 if neither else over >= 0, under >= 0 if both else under > 0)


def expected_share(part: int, whole: int, decimals: int, rounding: Rounding) -> Decimal | None:
    """Round by the decimal module."""
    if not whole:
        return None
    ways = {
        Rounding.HALF_UP: ROUND_HALF_UP,
        Rounding.HALF_EVEN: ROUND_HALF_EVEN,
        Rounding.TRUNCATED: ROUND_FLOOR,
    }
    # Exact: a fraction with a far larger denominator than twice the whole never lies on the wrong side of a half.
    scaled = Fraction(100 * 10**decimals * part, whole)
    down = Decimal(scaled.numerator // scaled.denominator)
    rest = scaled - int(down)
    beyond = Decimal("0.5") if rest == Fraction(1, 2) else Decimal("0.1") if rest < Fraction(1, 2) else Decimal("0.9")
    return (down + (beyond if rest else 0)).quantize(Decimal(1), ways[rounding]).scaleb(-decimals)


# --- Random tables ----------------------------------------------------------------------------------


def random_table(chance: random.Random, name: str = "t", rows: int | None = None, **more: Any) -> Table:
    """Return a table of 2 to 6 by 2 to 6, with or without zeros, many or few small counts."""
    rows = rows or chance.randint(2, 6)
    columns = chance.randint(2, 6)
    zeros, most = chance.choice([0.0, 0.2, 0.5]), chance.choice([8, 25, 120])
    return Table(
        name,
        rows=[f"r{row}" for row in range(rows)],
        columns=[f"c{column}" for column in range(columns)],
        counts={
            (f"r{row}", f"c{column}"): 0 if chance.random() < zeros else chance.randint(0 if zeros else 1, most)
            for row in range(rows)
            for column in range(columns)
        },
        **{"totals": chance.choice(["both", "both", "both", "rows", "columns", "none"]), **more},
    )


def random_report(chance: random.Random) -> list[Table]:
    """Return a table, with shares or not; or two whose rows have the same totals."""
    shares: dict[str, Any] = {}
    if chance.random() < 0.3:
        shares = {
            "shares_of": chance.choice(["rows", "columns", "total"]),
            "decimals": chance.randint(0, 1),
            "rounding": chance.choice(list(Rounding)),
        }
    if chance.random() < 0.75:
        unprinted = {"unprinted_rows": {"r0"}} if chance.random() < 0.2 else {}
        return [random_table(chance, **shares, **unprinted)]
    first = random_table(chance, "a", chance.randint(2, 4), rows_as="programme", total_as="people", **shares)
    counts: dict[tuple[str, str], int] = {}
    for row in first.rows:
        left = sum(first.counts[row, column] for column in first.columns)
        counts[row, "under 30"] = chance.randint(0, left)
        counts[row, "30 and over"] = left - counts[row, "under 30"]
    second = Table("b", rows=first.rows, columns=["under 30", "30 and over"], counts=counts, rows_as="programme",
                   total_as="people", totals=chance.choice(["both", "columns", "none"]))  # fmt: skip
    return [first, second]


REMEDIES: list[tuple[Any, ...]] = [
    (DropShares(), HideTotals()),
    (DropShares(), HideTotals()),
    (Merge("rows", into="others"), DropTotals("columns"), DropShares()),
    (Merge("columns", ordered=True, into="{first} to {last}"), DropShares(), DropTotals()),
    (),
]


def try_reports(seed: int, number: int) -> Counter[str]:
    """Protect so many random reports and audit each; return what came of them."""
    chance = random.Random(seed)  # noqa: S311
    came: Counter[str] = Counter()
    for _ in range(number):
        tables = random_report(chance)
        threshold = chance.choice([3, 5, 5, 5, 10])
        remedies = chance.choice(REMEDIES)
        zeros = chance.choice(["shown", "shown", "hideable", "hidden"])
        came["tables"] += len(tables)
        try:
            protected = protect(tables, threshold=threshold, remedies=remedies, zeros=zeros)
        except TableRefusedError:
            came["refused"] += len(tables)
            continue
        assert Reader(tables, protected).fewest(threshold + 1) == threshold + 1, (tables, threshold, remedies, zeros)
        came["refused"] += len(protected.refused)
        came["merged"] += sum(bool(table.merged) for table in protected.tables.values())
        cells = [cell for table in protected.tables.values() for cell in table.cells.values()]
        came["cells"] += len(cells)
        came["primary"] += sum(cell == Hidden(Why.PRIMARY) for cell in cells)
        came["hidden"] += sum(isinstance(cell, Hidden) for cell in cells)
    return came


@pytest.mark.mass
def test_no_random_report_lets_a_small_count_be_reckoned():
    """No figure that is hidden, nor any small one, can have fewer values than one more than the threshold."""
    try_reports(7, max(1, int(300 * TIMES)))


@pytest.mark.mass
@pytest.mark.nightly
def test_no_report_of_ten_thousand_lets_a_small_count_be_reckoned():
    """Ten thousand random reports, with shares, links and every remedy, are safe as z3 sees them."""
    try_reports(8, max(1, int(10_000 * TIMES)))


def test_the_reader_of_the_tests_reckons_what_is_hidden_in_vain():
    """The solver that audits finds a count that the total and the rest give away."""
    table = programme_table()
    unsafe = Protected(
        tables={
            "sex": ProtectedTable(
                id="sex", rows=table.rows, columns=table.columns,
                cells={place: Hidden(Why.PRIMARY) if place == ("A", "women") else Shown(count)
                       for place, count in table.counts.items()},
                row_totals={"A": Shown(23), "B": Shown(27)},
            )
        },
        refused={}, shares={}, publication=Publication(printed={}), threshold=5, protection=6, zeros="shown",
    )  # fmt: skip
    assert Reader([table], unsafe).fewest(6) == 1


# --- By hand ----------------------------------------------------------------------------------------


def programme_table(**more: Any) -> Table:
    """Return the counts of two programmes by sex: one count is small."""
    counts = {("A", "women"): 3, ("A", "men"): 20, ("B", "women"): 12, ("B", "men"): 15}
    return Table("sex", rows=["A", "B"], columns=["women", "men"], counts=counts, **more)


def printed(table: ProtectedTable) -> dict[Any, str]:
    """Return what a reader sees: counts, then totals."""
    seen: dict[Any, str] = {place: str(cell) for place, cell in table.cells.items()}
    seen |= {(row, "total"): str(cell) for row, cell in table.row_totals.items()}
    seen |= {("total", column): str(cell) for column, cell in table.column_totals.items()}
    return seen if table.total is None else {**seen, "total": str(table.total)}


@pytest.mark.parametrize(
    ("totals", "hidden"),
    [
        pytest.param("none", {("A", "women")}, id="no totals: the small count alone"),
        pytest.param("rows", {("A", "women"), ("A", "men")}, id="row totals: the other count of the row too"),
        pytest.param(
            "both",
            {("A", "women"), ("A", "men"), ("B", "women"), ("B", "men")},
            id="all totals: a pair of the other row too",
        ),
    ],
)
def test_a_small_count_is_hidden_with_what_would_give_it_away(totals, hidden):
    """Three women among 23: what must be hidden beside them depends on the totals that are printed."""
    seen = printed(protect([programme_table(totals=totals)], threshold=5)["sex"])
    assert {place for place, told in seen.items() if told == ".."} == hidden


def test_two_programmes_by_sex_keep_their_totals():
    """All totals are printed, and the small count is marked as small and nothing else is."""
    made = protect([programme_table()], threshold=5)["sex"]
    assert printed(made) | {("A", "total"): "23", ("B", "total"): "27", "total": "50"} == printed(made)
    assert printed(made) | {("total", "women"): "15", ("total", "men"): "35"} == printed(made)
    assert [place for place, cell in made.cells.items() if cell == Hidden(Why.PRIMARY)] == [("A", "women")]


def test_a_share_leaks_the_rest():
    """52 of 127 tells that the others are 75, and a rounded share of a known whole tells nearly as much."""
    share = ShareOf(part="to work", whole="ended", rounding="truncated")
    known = audit(Publication(printed={"ended": 127}, shares={share: share.printed(52, 127)}))
    assert {key: (span.least, span.most) for key, span in known.spans.items() if key == "to work"} == {
        "to work": (51, 52)
    }
    told = audit(Publication(printed={"to work": 52, "ended": 127}, shares={share: Decimal(40)}))
    assert [(span.least, span.most, span.values) for span in told.spans.values()] == [(75, 75, 1)]


def test_a_share_near_all_is_not_printed_beside_its_whole():
    """125 of 127 tells that two did not; so the share is hidden when the count itself is not printed."""
    table = Table("ended", rows=["yes", "no"], counts={"yes": 125, "no": 2}, unprinted_rows={"yes", "no"})
    share = ShareOf(part=table.cell("yes"), whole=table.total, decimals=1, rounding="half_up")
    protected = protect([table], threshold=5, shares=[share])
    assert protected["ended"].total == Shown(127)
    assert protected.shares[share] == Hidden(Why.COMPLEMENTARY)


def test_only_those_shares_are_left_out_that_would_tell():
    """39 percent in work and 59 in studies, of 127, leave two or three; one of the two shares may be printed."""
    counts = {"studies": 75, "work": 50, "neither": 2}
    table = Table("ended", rows=list(counts), counts=counts, unprinted_rows=counts)
    shares = [ShareOf(part=table.cell(row), whole=table.total, rounding="half_up") for row in ("studies", "work")]
    protected = protect([table], threshold=5, shares=shares)
    assert sorted(str(cell) for cell in protected.shares.values()) == ["..", "59"]


def test_a_share_of_many_is_printed():
    """40 percent of 127 in work leaves 75 others: nobody is few, and all is printed."""
    table = Table("ended", rows=["work", "other"], counts={"work": 52, "other": 75},
                  shares_of="total", rounding="half_up")  # fmt: skip
    made = protect([table], threshold=5)["ended"]
    for of in ("columns", "rows"):
        again = protect([attrs.evolve(table, shares_of=of)], threshold=5)["ended"].shares["work", ""]
        assert again == Shown(Decimal(41 if of == "columns" else 100))
    assert made.shares == {("work", ""): Shown(Decimal(41)), ("other", ""): Shown(Decimal(59))}
    assert (made.cell("work"), made.total) == (Shown(52), Shown(127))


def test_a_total_in_one_table_that_would_reveal_a_count_of_another():
    """Two tables by programme share the totals of the rows: one without totals is not safe beside one with them."""
    alone = programme_table(totals="none", rows_as="programme")
    assert printed(protect([alone], threshold=5)["sex"])["A", "men"] == "20"
    people = Table("people", rows=["A", "B"], counts={"A": 23, "B": 27}, rows_as="programme")
    both = protect([alone, people], threshold=5)
    assert printed(both["people"]) == {("A", ""): "23", ("B", ""): "27", "total": "50"}
    assert printed(both["sex"])["A", "men"] == ".."


def test_what_is_not_printed_is_protected_too():
    """Those of whom something is unknown are few: the total must not tell how many."""
    table = Table("sex", rows=["women", "men", "unknown"], counts={"women": 30, "men": 40, "unknown": 2},
                  unprinted_rows={"unknown"})  # fmt: skip
    protected = protect([table], threshold=5)
    assert "unknown" not in protected["sex"].rows
    assert audit(protected.publication).spans[table.cell("unknown")].values >= 6


def test_zeros_are_shown_hidden_beside_or_hidden():
    """A zero is shown, unless one says that zeros may be hidden for the sake of others, or are small themselves."""
    table = Table("sex", rows=["women", "men", "x"], counts={"women": 3, "men": 20, "x": 0}, totals="none")
    cells = {zeros: printed(protect([table], threshold=5, zeros=zeros)["sex"])["x", ""]
             for zeros in ("shown", "hideable", "hidden")}  # fmt: skip
    assert cells == {"shown": "0", "hideable": "0", "hidden": ".."}
    two = Table("two", rows=["women", "x"], counts={"women": 8, "x": 0}, unprinted_rows=["women"])
    assert printed(protect([two], threshold=5, zeros="hidden")["two"])["x", ""] == ".."


def test_a_zero_is_hidden_for_others_only_where_that_is_allowed():
    """Nobody in B is a man: that zero could hide the three of A, and does when zeros may be hidden."""
    counts = {
        ("A", "women"): 3,
        ("A", "men"): 20,
        ("B", "women"): 30,
        ("B", "men"): 0,
        ("C", "women"): 90,
        ("C", "men"): 80,
    }
    table = Table("sex", rows=["A", "B", "C"], columns=["women", "men"], counts=counts)
    for zeros, told in (("shown", "0"), ("hideable", "..")):
        assert printed(protect([table], threshold=5, zeros=zeros)["sex"])["B", "men"] == told


# --- What is done when hiding inside does not suffice ------------------------------------------------------


def few(**more: Any) -> Table:
    """Return a table in which nothing inside can hide the small count: all else is zero."""
    counts = {"16–24": 3, "25–34": 0, "35–44": 30, "45–54": 6}
    return Table("ages", rows=list(counts), counts={(row, "all"): count for row, count in counts.items()} |
                 {(row, "none"): 0 for row in counts}, columns=["all", "none"], **more)  # fmt: skip


def test_categories_are_gathered_smallest_first():
    """The row that is exposed merges with the smallest other, under the name given, last in the table."""
    protected = protect([few()], threshold=5, remedies=[Merge("rows", into="others")])
    made = protected["ages"]
    assert Reader([few()], protected).fewest(6) == 6
    assert {
        protected.publication.printed[few().total],
        audit(protected.publication).spans[few().cell("16–24", "all")].most,
    } == {39, 9}
    assert made.merged == {"others": ("16–24", "25–34", "45–54")}
    assert printed(made)["others", "all"] == "9"


def test_ordered_categories_merge_with_a_neighbour():
    """An age merges with the smaller of its neighbours, and the name says the first and the last."""
    merge = Merge("rows", ordered=True, into="{first} to {last}")
    made = protect([few()], threshold=5, remedies=[merge])["ages"]
    assert made.rows == ("16–24 to 35–44", "45–54")
    assert made.merged == {"16–24 to 35–44": ("16–24", "25–34", "35–44")}
    assert made.cell("16–24 to 35–44", "all") == Shown(33)


def test_columns_merge_as_rows_do():
    """The same table lying down merges its columns, and its totals stay what they were."""
    upright = few()
    flat = Table("ages", rows=upright.columns, columns=upright.rows,
                 counts={(column, row): count for (row, column), count in upright.counts.items()})  # fmt: skip
    made = protect([flat], threshold=5, remedies=[Merge("columns", into="others")])["ages"]
    assert made.merged == {"others": ("16–24", "25–34", "45–54")}
    assert (made.column_totals["others"], made.row_totals["all"]) == (Shown(9), Shown(39))


def test_totals_may_be_left_out():
    """Without the totals of the rows, which were the same as the counts, the small count alone is hidden."""
    pair = Table("sex", rows=["A"], columns=["women", "men"], totals="rows",
                 counts={("A", "women"): 3, ("A", "men"): 4})  # fmt: skip
    remedies = [DropTotals("columns"), DropTotals("rows")]
    # Of seven, each is from 0 to 7, which is 8 values and not 10.
    made = protect([pair], threshold=5, protection=10, remedies=remedies)["sex"]
    assert (made.dropped, set(made.cells.values())) == (("row totals",), {Hidden(Why.PRIMARY)})
    made = protect([few()], threshold=5, remedies=[DropTotals("rows")])["ages"]
    assert (made.dropped, made.column_totals["all"]) == (("row totals", "grand total"), Shown(39))
    one_way = Table("sex", rows=["women", "men"], counts={"women": 3, "men": 4})
    made = protect([one_way], threshold=5, protection=10, remedies=[DropTotals()])["sex"]
    assert made.dropped == ("grand total",)


def test_single_totals_may_be_hidden():
    """Where nothing inside can be hidden, totals are, and only because it was allowed."""
    table = programme_table(unprinted_columns=["men"], totals="rows")
    made = protect([table], threshold=5)["sex"]
    assert made.row_totals == {"A": Shown(23), "B": Shown(27)}  # The men are not printed: nothing gives the women away.
    one = Table("sex", rows=["women", "men"], counts={"women": 3, "men": 0}, totals="columns")  # fmt: skip
    assert protect([one], threshold=5)["sex"].total == Hidden(Why.PRIMARY)
    bigger = Table("sex", rows=["women", "men", "x"], counts={"women": 3, "men": 0, "x": 4})
    hidden = protect([bigger], threshold=5)["sex"]
    assert (hidden.cell("women"), hidden.cell("x"), hidden.total) == (
        Hidden(Why.PRIMARY),
        Hidden(Why.PRIMARY),
        Shown(7),
    )
    single = Table("sex", rows=["A", "B"], columns=["women", "men"], totals="both",
                   counts={("A", "women"): 3, ("A", "men"): 4, ("B", "women"): 0, ("B", "men"): 90})  # fmt: skip
    assert protect([single], threshold=5)["sex"].column_totals["men"] == Hidden(Why.COMPLEMENTARY)


def test_a_table_that_cannot_be_printed_is_refused_and_the_others_are_not():
    """Alone it raises, saying what was tried; in a report it is named, and asking for it raises the same."""
    merge = Merge("rows", ordered=True, into="{first} to {last}")
    hopeless = Table("hopeless", rows=["a", "b"], columns=["x", "y"], counts={
        ("a", "x"): 3, ("a", "y"): 0, ("b", "x"): 0, ("b", "y"): 40})  # fmt: skip
    with pytest.raises(TableRefusedError) as alone:
        protect([hopeless], threshold=5, remedies=[merge, DropShares()])
    assert (alone.value.table, alone.value.tried) == ("hopeless", ("leaving out shares",))
    assert pickle.loads(pickle.dumps(alone.value)).tried == alone.value.tried
    protected = protect([hopeless, programme_table()], threshold=5, remedies={"hopeless": []})
    assert (dict(protected.refused), list(protected.tables)) == ({"hopeless": ()}, ["sex"])
    with pytest.raises(TableRefusedError, match="tried: nothing but hiding counts inside"):
        protected["hopeless"]
    with pytest.raises(UnknownNameError):
        protected["another"]


def test_a_share_of_a_refused_table_is_not_printed():
    """A share beside the tables goes with the table that it is of."""
    hopeless = Table("hopeless", rows=["a", "b"], columns=["x", "y"], counts={
        ("a", "x"): 3, ("a", "y"): 0, ("b", "x"): 0, ("b", "y"): 40})  # fmt: skip
    of = {"decimals": 0, "rounding": "half_even"}
    lost = ShareOf(part=hopeless.cell("b", "y"), whole=hopeless.total, **of)
    kept = ShareOf(part=programme_table().cell("B", "men"), whole=programme_table().row_total("B"), **of)
    protected = protect([hopeless, programme_table(totals="none")], threshold=5, shares=[lost, kept],
                        remedies={"sex": [DropShares()]})  # fmt: skip
    assert dict(protected.shares) == {kept: Shown(Decimal(56))}


def test_a_merged_row_is_the_same_figure_in_every_table():
    """Where two tables merge the same rows, the totals agree; where one does not, its totals still cannot tell."""
    counts = {"a": (1, 1), "b": (2, 7), "c": (9, 20), "d": (30, 12)}
    first = Table("first", rows=list(counts), columns=["w", "m"], rows_as="unit",
                  counts={(row, sex): number for row, both in counts.items()
                          for sex, number in zip(("w", "m"), both, strict=True)})  # fmt: skip
    second = Table("second", rows=list(counts), counts={row: sum(both) for row, both in counts.items()},
                   rows_as="unit")  # fmt: skip
    merge = Merge("rows", into="others")
    protected = protect([first, second], threshold=5, remedies=[merge])
    assert Reader([first, second], protected).fewest(6) == 6
    assert protected["second"].cell("d") == Shown(42)


# --- Laws ---------------------------------------------------------------------------------------------------

COUNTS = st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=3), min_size=2, max_size=4).filter(
    lambda rows: len({len(row) for row in rows}) == 1
)


def table_of(rows: list[list[int]], **more: Any) -> Table:
    """Return a table with these counts."""
    return Table("t", rows=[f"r{row}" for row in range(len(rows))], columns=[f"c{at}" for at in range(len(rows[0]))],
                 counts={(f"r{row}", f"c{at}"): count for row, counts in enumerate(rows)
                         for at, count in enumerate(counts)}, **more)  # fmt: skip


@examples(30)
@given(COUNTS)
def test_a_table_without_small_counts_is_printed_whole(rows):
    """Where no count is from 1 to 4, nothing is hidden."""
    table = table_of([[count if not 0 < count < 5 else count + 5 for count in row] for row in rows],
                     shares_of="rows", rounding="half_up")  # fmt: skip
    assert ".." not in {*printed(protect([table], threshold=5)["t"]).values()}


@examples(30)
@given(COUNTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_columns_and_tables_changes_nothing(rows, chance):
    """The same is hidden, in whatever order rows, columns, counts and tables are given."""
    table = table_of(rows, total_as="people")
    other = Table("other", rows=["all"], counts={"all": sum(map(sum, rows))}, total_as="people")

    def shuffled(of: Any) -> list[Any]:
        return chance.sample(list(of), len(of))

    mixed = attrs.evolve(table, rows=shuffled(table.rows), columns=shuffled(table.columns),
                         counts=dict(shuffled(table.counts.items())))  # fmt: skip
    first, second = protect([table, other], threshold=5), protect([other, mixed], threshold=5)
    assert {name: printed(one) for name, one in first.tables.items()} == {
        name: printed(one) for name, one in second.tables.items()
    }


@examples(30)
@given(COUNTS)
def test_the_audit_of_what_is_printed_agrees_that_it_is_safe(rows):
    """Every hidden count has values enough as the library's own audit sees it, which knows only what is printed."""
    protected = protect([table_of(rows)], threshold=5)
    hidden = {("t", "cell", *place) for place, cell in protected["t"].cells.items() if isinstance(cell, Hidden)}
    spans = audit(protected.publication).spans
    assert hidden <= spans.keys()
    assert not hidden & audit(protected.publication).exposed(6).keys()


def test_nothing_is_hidden_beside_in_vain():
    """Each figure that is hidden for the sake of others would, if it were shown, leave something with too few values."""
    table = table_of([[7, 11], [1, 2], [9, 2]])
    protected = protect([table], threshold=5)
    made, publication = protected["t"], protected.publication
    keys = {table.cell(*place): cell for place, cell in made.cells.items()}
    keys |= {table.row_total(row): cell for row, cell in made.row_totals.items()}
    keys |= {table.column_total(column): cell for column, cell in made.column_totals.items()} | {
        table.total: made.total
    }
    values = {table.cell(*place): count for place, count in table.counts.items()}
    values |= {table.row_total(row): sum(table.counts[row, column] for column in table.columns) for row in table.rows}
    beside = [key for key, cell in keys.items() if cell == Hidden(Why.COMPLEMENTARY)]
    assert beside
    for key in beside:
        more = attrs.evolve(publication, printed={**publication.printed, key: values[key]},
                            not_printed=publication.not_printed - {key})  # fmt: skip
        assert {other for other in audit(more).exposed(protected.protection) if isinstance(keys.get(other), Hidden)}


def test_what_is_hidden_is_nowhere_in_the_result():
    """Two tables that differ only in what is hidden give one result: equal, and the same in print, pickle and text."""
    one = programme_table()
    # Three women more in A and three fewer in B, and the men the other way: all totals stay.
    other = attrs.evolve(one, counts={("A", "women"): 4, ("A", "men"): 19, ("B", "women"): 11, ("B", "men"): 16})
    first, second = (protect([table], threshold=5) for table in (one, other))
    assert first == second
    assert repr(first) == repr(second)
    assert pickle.dumps(first) == pickle.dumps(second)
    assert str(attrs.asdict(first["sex"])) == str(attrs.asdict(second["sex"]))
    assert pickle.loads(pickle.dumps(first)) == first


def test_no_count_shows_in_a_repr():
    """The tables that are given hold small counts, so they are printed without any."""
    assert repr(programme_table()) == "<Table sex: 2 by 2>"
    assert repr(Table("t", rows=["a"], counts={"a": 3})) == "<Table t: 1 by 1>"
    assert repr(Publication(printed={"a": 3})) == "<Publication: 1 printed>"


@pytest.mark.parametrize("zeros", ["shown", "hidden"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_are_told_what_is_hidden(language, zeros):
    """The note names the threshold, says whether zeros are shown, and explains the mark."""
    note = protect([programme_table()], threshold=7, zeros=zeros).note(language)
    assert " 7" in note
    assert ".." in note
    assert ("även 0" in note or "among them" in note) == (zeros == "hidden")


# --- What is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "where"),
    [
        pytest.param({"counts": {("A", "women"): 3}}, "counts", id="missing"),
        pytest.param({"counts": {**programme_table().counts, ("C", "men"): 3}}, "counts", id="too many"),
        pytest.param({"counts": {**programme_table().counts, ("A", "men"): -3}}, "counts", id="negative"),
        pytest.param({"rows": ["A", "B", "A"]}, "rows", id="twice"),
        pytest.param({"rows": [], "counts": {}}, "rows", id="no rows"),
        pytest.param({"unprinted_rows": ["C"]}, "unprinted_rows", id="unprinted and not there"),
        pytest.param({"totals": "all"}, "totals", id="other totals"),
        pytest.param({"shares_of": "all", "rounding": "half_up"}, "shares_of", id="other shares"),
        pytest.param({"shares_of": "rows"}, "rounding", id="no rounding"),
    ],
)
def test_a_table_that_is_not_whole_is_refused(change, where):
    """Each fault is named by its place, and no count is told."""
    with pytest.raises(InvalidRecordError) as refused:
        attrs.evolve(programme_table(), **change)
    assert [fault.where for fault in refused.value.faults] == [where]
    assert "20" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        pytest.param({"threshold": 0}, "threshold", id="threshold"),
        pytest.param({"threshold": "5"}, "threshold", id="text"),
        pytest.param({"threshold": None}, "threshold", id="no-threshold"),
        pytest.param({"protection": True}, "protection", id="protection"),
        pytest.param({"zeros": "maybe"}, "zeros", id="zeros"),
    ],
)
def test_what_is_asked_for_must_make_sense(change, where):
    """A wrong threshold, protection or word is refused by name."""
    with pytest.raises(InvalidValueError) as refused:
        protect([programme_table()], **{"threshold": 5, **change})
    assert refused.value.fault.where == where


def test_there_is_no_threshold_by_default():
    """Nobody gets a threshold without having named it."""
    with pytest.raises(TypeError, match="threshold"):
        protect([programme_table()])  # type: ignore[call-arg]


def test_tables_that_do_not_agree_are_refused():
    """An id twice, one figure with two values, and shares of nothing are told all at once."""
    table = programme_table(rows_as="programme")
    with pytest.raises(InvalidRecordError, match="id each"):
        protect([table, table], threshold=5)
    other = Table("other", rows=["A"], counts={"A": 24}, rows_as="programme")
    of = {"decimals": 0, "rounding": "half_up"}
    shares = [
        ShareOf(part="nothing", whole=table.total, **of),
        ShareOf(part=table.total, whole=table.cell("A", "men"), **of),
    ]
    with pytest.raises(InvalidRecordError) as refused:
        protect([table, other], threshold=5, shares=shares)
    assert [fault.where for fault in refused.value.faults] == ["tables[1]", "shares[0]", "shares[1]"]


def test_sums_between_tables_are_checked_and_known():
    """A sum of figures in two tables lets a reader reckon, so it is protected against; one that does not add up is refused."""
    sexes = Table("sexes", rows=["women", "men"], counts={"women": 3, "men": 20}, totals="none")
    people = Table("people", rows=["all", "others"], counts={"all": 23, "others": 40}, totals="none")
    hang_together = Sum(people.cell("all"), [sexes.cell("women"), sexes.cell("men")])
    assert protect([sexes, people], threshold=5)["sexes"].cell("men") == Shown(20)
    protected = protect([sexes, people], threshold=5, sums=[hang_together])
    assert audit(protected.publication).spans[sexes.cell("women")].values >= 6
    wrong = [Sum(people.cell("all"), [sexes.cell("men")]), Sum(people.cell("all"), ["nothing"])]
    with pytest.raises(InvalidRecordError) as refused:
        protect([sexes, people], threshold=5, sums=wrong)
    assert [fault.where for fault in refused.value.faults] == ["sums[0]", "sums[1]"]


def test_shares_and_merges_are_said_in_full():
    """A share has a rounding that exists and few decimals, and ordered categories a name with first and last."""
    for change in ({"rounding": "up"}, {"decimals": -1}, {"decimals": 1.0}):
        with pytest.raises(InvalidValueError):
            ShareOf(**{"part": "a", "whole": "b", "rounding": "half_up", **change})
    with pytest.raises(InvalidValueError, match="first"):
        Merge("rows", ordered=True, into="others")


def test_remedies_say_what_they_do():
    """What was tried is told in words."""
    merge = Merge("rows", into="others")
    said = [str(one) for one in (HideTotals(), DropShares(), DropTotals(), DropTotals("rows"), merge)]
    assert said == ["hiding totals", "leaving out shares", "leaving out totals", "leaving out the totals of rows",
                    "merging rows"]  # fmt: skip


# --- Publications of others -------------------------------------------------------------------------------------


def test_a_share_that_is_printed_is_of_somebody():
    """0 percent, a half rounded to even, would agree with 0 of 0; but then no share would have been printed."""
    share = ShareOf(part="a", whole="b", rounding="half_even")
    assert audit(Publication(printed={}, shares={share: Decimal(0)})).spans["b"].least == 1


def test_a_share_of_nobody_tells_that_there_is_nobody():
    """Where no share can be printed, the whole is 0, and so is its part."""
    share = ShareOf(part="a", whole="b", rounding="half_up")
    assert str(Shown(None)) == "."
    spans = audit(Publication(printed={}, shares={share: None})).spans
    assert {(span.least, span.most) for span in spans.values()} == {(0, 0)}


@pytest.mark.parametrize(
    "printed_",
    [
        pytest.param({"all": 5, "men": 6}, id="more than all"),
        pytest.param({"all": 5, "men": 3, "women": 3}, id="all known"),
    ],
)
def test_figures_that_contradict_each_other_are_told(printed_):
    """An audit of figures that cannot all be true says so."""
    with pytest.raises(InvalidValueError, match="all be true"):
        audit(Publication(printed=printed_, sums=[Sum("all", ["women", "men"])]))


def test_figures_that_agree_need_no_audit():
    """Where everything is printed and adds up, nothing is left to be reckoned."""
    whole = Publication(printed={"all": 6, "men": 3, "women": 3}, sums=[Sum("all", ["women", "men"])])
    assert not audit(whole).spans


def test_a_publication_is_checked_when_it_is_made():
    """A figure is a whole number, and is not both printed and hidden."""
    with pytest.raises(InvalidRecordError) as refused:
        Publication(printed={"a": -1, "b": 2}, not_printed=["b"])
    assert [fault.where for fault in refused.value.faults] == ["printed[0]", "not_printed"]


@pytest.mark.parametrize("rounding", Rounding)
@examples(30)
@given(part=st.integers(0, 60), more=st.integers(0, 60), decimals=st.integers(0, 2))
def test_a_share_is_rounded_as_named_and_tells_what_it_tells(rounding, part, more, decimals):
    """The printed share is that of the decimal module, and what is reckoned back holds of just those parts that give it."""
    share = ShareOf(part="a", whole="b", decimals=decimals, rounding=rounding)
    whole = part + more
    told = share.printed(part, whole)
    assert told == expected_share(part, whole, decimals, rounding)
    if told is not None:
        (a, b, c), (d, e, f) = share.limits(told)
        for other in range(whole + 1):
            holds = a * other + b * whole >= c and d * other + e * whole >= f
            assert holds == (expected_share(other, whole, decimals, rounding) == told)
