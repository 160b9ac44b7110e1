"""Published tables: carried over as they stand, their sums checked, what differs reported and nothing repaired."""

from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.differences import Difference, Tolerance, allowance
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.published import (
    Along,
    Column,
    PublishedTable,
    Row,
    Sum,
    check,
    read_published,
    shipped_tables,
    table_from,
)
from samverkan.roundings import half_up
from samverkan.sources import Source
from samverkan.texts import Text
from strategies import examples

LIVELIHOOD = shipped_tables()["s002-livelihood-2014-2015"]
COMPARISONS = shipped_tables()["s002-open-comparisons-2015"]
BUDGET = shipped_tables()["s004-budget"]


def same(words: str) -> Text:
    """Return words that are the same in both languages."""
    return Text(sv=words, en=words)


ABOUT = {"id": "t", "title": same("Påhittad"), "unit": same("kr"), "period": "2016"}


def table_with(values: list[object], sums: list[Sum] | None = None, **more: object) -> PublishedTable:
    """Return a table of one row, with a column for each of the values: A, B and so on."""
    columns = [Column(chr(ord("A") + place), same(chr(ord("A") + place))) for place in range(len(values))]
    return PublishedTable(
        **{**ABOUT, "columns": columns, "rows": [Row("Aneby", same("Aneby"), values)], "sums": sums or [], **more}
    )


def sum_of(*parts: str, total: str = "C", **more: object) -> Sum:
    """Return a sum of columns."""
    return Sum(
        **{
            "id": "s",
            "along": "columns",
            "total": total,
            "parts": parts,
            "tolerance": "exact",
            "why": same("Hela."),
            **more,
        }
    )


# --- The tables of the documents ------------------------------------------------------------------


@pytest.mark.parametrize("table", shipped_tables().values(), ids=shipped_tables())
def test_every_shipped_table_has_its_document_and_a_quotation(table: PublishedTable) -> None:
    """Where it stands is told: the document, words of it, and the place."""
    assert table.source.document in {"S002", "S004"}
    assert table.source.quote
    assert table.section is not None
    assert table.source.quote in table.explain("sv")
    assert str(table).splitlines()[1:] == [question.en for question in table.open_questions]


PUBLISHED_LESS_PARTS = {
    ("OHALS", "Aneby"): -1,
    ("OHALS", "Nässjö"): +1,
    ("OHALS", "Tranås"): -1,
    ("OHALS", "Vetlanda"): +1,
    ("ARBST", "Sävsjö"): +1,
    ("ARBST", "Tranås"): +1,
    ("TOT-parts", "Aneby"): -1,
    ("TOT-parts", "Nässjö"): +2,
    ("TOT-parts", "Sävsjö"): +1,
    ("TOT-parts", "Vetlanda"): +1,
    ("TOT-groups", "Nässjö"): +1,
}
"""Worked out by hand from document S002; every other sum agrees."""


def test_the_livelihood_measure_differs_where_it_does_and_nowhere_else() -> None:
    """Each of the thirty sums is checked; eleven differ, by as much as they do, and rounding can explain them all."""
    found = check(LIVELIHOOD)

    assert len(found) == 5 * 6
    assert {tuple(one.id.split("/")[1:]): one.difference for one in found if one.difference} == PUBLISHED_LESS_PARTS
    assert all(one.within for one in found)


@pytest.mark.parametrize(
    ("id_", "published", "computed", "allowed"),
    [
        pytest.param("OHALS/Aneby", 13189, 13190, 2, id="four-parts"),
        pytest.param("ARBST/Sävsjö", 5280, 5279, 3, id="six-parts"),
        pytest.param("TOT-parts/Nässjö", 21664, 21662, 5, id="eleven-parts"),
        pytest.param("TOT-groups/Nässjö", 21664, 21663, 1, id="three-groups"),
        pytest.param("EKBI/Eksjö", 2161, 2161, 0, id="one-part"),
    ],
)
def test_a_difference_has_both_figures_and_what_is_allowed(
    id_: str, published: int, computed: int, allowed: int
) -> None:
    """What is published, what its parts come to, and how far they may lie apart, are all there."""
    (found,) = [one for one in check(LIVELIHOOD) if one.id == f"s002-livelihood-2014-2015/{id_}"]

    assert (found.published, found.computed, found.allowed) == (published, computed, allowed)
    assert found.why is not None


def test_the_tolerance_goes_by_the_decimals_of_the_column() -> None:
    """Four parts with one decimal allow two tenths, and not two."""
    table = table_from(
        "Kommun;A;B;C;D;Alla\nAneby;0,1;0,1;0,1;0,1;0,6\nEksjö;0,1;0,1;0,1;0,1;0,7\n", **ABOUT,
        sums=[sum_of("A", "B", "C", "D", total="Alla", tolerance="independently_rounded")],
    )  # fmt: skip

    assert [(one.allowed, one.within) for one in check(table)] == [(Fraction(2, 10), True), (Fraction(2, 10), False)]


@pytest.mark.parametrize(
    ("row", "amounts"),
    [
        pytest.param("Total summa", [6495, 6509, 5444], id="total"),
        pytest.param("Över-/underskott", [79, 1813, 2878], id="balance"),
        pytest.param("Finansiell ram", [5251, 7000, 7000], id="frame"),
        pytest.param("Överskott 2007", [1323, 1322, 1322], id="surplus"),
    ],
)
def test_the_budget_is_as_it_is_printed(row: str, amounts: list[int]) -> None:
    """The rows that others are held against stand as in document S004."""
    assert list(BUDGET.row(row).values) == amounts


@pytest.mark.parametrize("name", ["s004-budget", "s004-contributions", "s004-orvar-team"])
def test_the_sums_of_document_004_agree_exactly(name: str) -> None:
    """Its tables add up: 5251 is the sum of the rounded contributions, whatever nine months of 7000 are."""
    found = check(shipped_tables()[name])

    assert found
    assert all(one.difference == 0 and one.within and one.tolerance is Tolerance.EXACT for one in found)


def test_the_open_comparisons_are_read_with_comma_space_and_gaps() -> None:
    """A decimal comma, a thousands space and what the source leaves empty come out as what they are."""
    assert COMPARISONS.value("Nässjö", "långvarigt") == Fraction(348, 10)
    assert COMPARISONS.value("Jkpg län", "kostnad per invånare") == 1069
    assert COMPARISONS.value("Riket", "storlek") is None
    assert COMPARISONS.value("Riket", "mycket långvarigt") == Fraction(238, 10)
    assert COMPARISONS.column("långvarigt").decimals == 1
    assert COMPARISONS.unit_of(COMPARISONS.column("kostnad per invånare")).sv == "kr"
    assert COMPARISONS.unit_of(COMPARISONS.column("arbetslösa")).sv == "%"
    assert check(COMPARISONS) == ()


@pytest.mark.parametrize("kind", ["row", "column"])
def test_a_row_or_column_that_is_not_there_is_named(kind: str) -> None:
    """Whoever asks for it is told what there is."""
    with pytest.raises(UnknownNameError, match=f"there is no {kind} 'Anebi'"):
        getattr(LIVELIHOOD, kind)("Anebi")


# --- How far rounding can take it -----------------------------------------------------------------

DECIMALS = st.sampled_from([0, 1, 2])
EXACTS = st.lists(st.fractions(0, 10**6, max_denominator=10**4), min_size=1, max_size=12)


@examples(80)
@given(EXACTS, DECIMALS)
def test_what_is_rounded_by_itself_is_within_the_tolerance(exacts: list[Fraction], decimals: int) -> None:
    """Whatever exact numbers stand behind a table, its rounded total and parts are never found to be wrong."""
    step = Fraction(1, 10**decimals)
    difference = half_up(sum(exacts), step) - sum(half_up(one, step) for one in exacts)

    assert abs(difference) <= allowance(Tolerance.INDEPENDENTLY_ROUNDED, len(exacts), step)


@pytest.mark.parametrize("parts", range(1, 13))
def test_the_tolerance_is_no_wider_than_it_must_be(parts: int) -> None:
    """There are numbers whose rounding takes the sum just as far as is allowed."""
    least = Fraction(1, 2) - Fraction(1, 1000)

    found = half_up(least * parts) - parts * half_up(least)
    assert found == allowance(Tolerance.INDEPENDENTLY_ROUNDED, parts)


def test_rounded_once_is_half_a_unit_and_exact_is_nothing() -> None:
    """The other two tolerances are what their names say."""
    assert allowance(Tolerance.ROUNDED, 4) == Fraction(1, 2)
    assert allowance(Tolerance.ROUNDED, 4, Fraction(1, 10)) == Fraction(1, 20)
    assert allowance(Tolerance.EXACT, 4) == 0


# --- Checked and told -----------------------------------------------------------------------------


@examples(60)
@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=3))
def test_the_difference_is_what_is_published_less_its_parts(values: list[int]) -> None:
    """Nothing is repaired: the table stays, and published, computed and difference go together."""
    table = table_with(values, [sum_of("A", "B")])
    (found,) = check(table)

    assert (found.published, found.computed) == (values[2], values[0] + values[1])
    assert found.difference == values[2] - values[0] - values[1]
    assert found.within == (found.difference == 0)
    assert table == table_with(values, [sum_of("A", "B")])


@pytest.mark.parametrize("empty", [0, 1, 2, 3], ids=["part", "other-part", "less", "total"])
def test_where_the_source_is_empty_there_is_no_difference(empty: int) -> None:
    """An empty cell is not nothing: whether the sum holds is unknown."""
    values: list[object] = [5, 4, 2, 7]
    assert check(table_with(values, [sum_of("A", "B", less=["C"], total="D")]))[0].within is True
    values[empty] = None
    (found,) = check(table_with(values, [sum_of("A", "B", less=["C"], total="D")]))

    assert (found.difference, found.within) == (None, None)


def test_sums_of_rows_go_down_the_columns() -> None:
    """Along rows it is each column that is added, and only those that are named, in the column's own unit."""
    table = table_from(
        "post;kr;procent\nA;1;2,5\nB;2;2,5\nAlla;4;9,9\n", **ABOUT, units={"procent": same("%")},
        sums=[Sum(id="rader", along=Along.ROWS, total="Alla", parts=["A", "B"], tolerance="exact", why=same("Hela."))],
    )  # fmt: skip
    one, other = check(table)

    assert (one.difference, one.unit.sv) == (1, "kr")
    assert (other.difference, other.unit.sv) == (Fraction(49, 10), "%")
    (narrowed,) = check(attrs.evolve(table, sums=[attrs.evolve(table.sums[0], only=["kr"])]))
    assert narrowed == one


def told(difference: Difference) -> tuple[str, str]:
    """Return it in both languages."""
    return difference.explain("sv"), str(difference)


def difference_of(
    published: int | None, computed: int | None, tolerance: str = "exact", allowed: int = 0
) -> Difference:
    """Return a difference with those figures."""
    return Difference(
        id="d", what=same("summan"), how=Text(sv="delarna", en="the parts"), unit=same("kr"), published=published,
        computed=computed, tolerance=Tolerance(tolerance), allowed=allowed,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("difference", "sv", "en"),
    [
        pytest.param(
            difference_of(5, 5),
            "Summan: källan anger 5 kr, och delarna ger detsamma.",
            "Summan: published as 5 kr, and the parts gives the same.",
            id="same",
        ),
        pytest.param(
            difference_of(7, 5, "independently_rounded", 2),
            "Summan: källan anger 7 kr, men delarna ger 5 kr. Skillnaden är +2 kr, och det kan bero på avrundning.",
            "Summan: published as 7 kr, but the parts gives 5 kr. The difference is +2 kr, which rounding can explain.",
            id="rounding",
        ),
        pytest.param(
            difference_of(2, 5, "independently_rounded", 2),
            "Summan: källan anger 2 kr, men delarna ger 5 kr. Skillnaden är \u22123 kr, och det är mer än avrundning kan förklara.",
            "Summan: published as 2 kr, but the parts gives 5 kr. The difference is \u22123 kr, more than rounding can explain.",
            id="more-than-rounding",
        ),
        pytest.param(
            difference_of(4, 5),
            "Summan: källan anger 4 kr, men delarna ger 5 kr. Skillnaden är \u22121 kr.",
            "Summan: published as 4 kr, but the parts gives 5 kr. The difference is \u22121 kr.",
            id="apart",
        ),
        pytest.param(
            difference_of(None, 5),
            "Summan: källan anger ingen uppgift; delarna ger 5 kr.",
            "Summan: the source gives no figure; the parts gives 5 kr.",
            id="nothing-published",
        ),
        pytest.param(
            difference_of(5, None),
            "Summan: källan anger 5 kr. Det går inte att jämföra med delarna, för källan lämnar något tomt.",
            "Summan: published as 5 kr. It cannot be compared with the parts, for the source leaves something empty.",
            id="nothing-to-compare-with",
        ),
    ],
)
def test_a_difference_is_a_sentence(difference: Difference, sv: str, en: str) -> None:
    """Each sort is said in words that a person can repeat."""
    assert told(difference) == (sv, en)


@pytest.mark.parametrize(
    ("published", "computed", "said"),
    [
        pytest.param(60, 59, "60 people, but the parts gives 59 people. The difference is +1 person.", id="one-more"),
        pytest.param(58, 59, "58 people, but the parts gives 59 people. The difference is −1 person.", id="one-less"),
        pytest.param(1, 3, "1 person, but the parts gives 3 people. The difference is −2 people.", id="of-one"),
    ],
)
def test_one_person_is_not_called_people(published: int, computed: int, said: str) -> None:
    """Of one, more or less, the unit is in the singular, in Swedish as well."""
    people = Text(sv="personer", en="people")
    found = attrs.evolve(difference_of(published, computed), unit=people, tolerance=Tolerance.EXACT, allowed=0)
    assert told(found)[1] == f"Summan: published as {said}"
    assert ("1 person." in told(found)[0]) is (abs(published - computed) == 1)


def test_a_difference_without_either_figure_says_so() -> None:
    """Where neither is there, there is nothing to compare, and that is said."""
    assert told(difference_of(None, None))[1].startswith("Summan: published as no figure. It cannot be compared")


def test_a_difference_ends_with_its_note_and_its_documents() -> None:
    """What else is known of it, and where it stands, comes last, each document once."""
    found = attrs.evolve(
        difference_of(5, 5),
        note=same("Ungefär."),
        sources=[Source("S001", "a"), Source(), Source("S001", "b"), Source("S004")],
    )

    assert found.explain("sv").endswith("Ungefär. Källa: S001 och S004.")
    assert str(found).endswith("Ungefär. Source: S001 and S004.")


def test_many_parts_are_counted_and_few_are_named() -> None:
    """A sentence names up to four parts, and what is subtracted."""
    hows = {one.id.split("/")[1]: one.how for one in (*check(LIVELIHOOD), *check(BUDGET))}

    assert hows["TOT-parts"].sv == "summan av de 11 delarna"
    assert hows["TOT-groups"].en == "the sum of ill health, labour market support and the group economic assistance"
    assert hows["EKBI"].sv == "ekonomiskt bistånd"
    assert hows["balance"].sv == "finansiell ram och överskott 2007 fördelat på 3 år minus total summa"


# --- One's own tables -----------------------------------------------------------------------------

CELLS = st.one_of(st.none(), st.integers(0, 10**7).map(lambda number: Fraction(number, 10)))


@examples(40)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_a_table_is_read_as_it_was_written(rows: list[list[Fraction | None]]) -> None:
    """Every value comes back, and what is empty stays unknown."""

    def written(value: Fraction | None) -> str:
        return (
            ""
            if value is None
            else f"{int(value):,},{int(value * 10) % 10}".replace(",", "\u00a0", f"{int(value):,}".count(","))
        )

    text = "\r\n".join(
        ["Kommun;A;B", *(f"rad {place};{';'.join(map(written, row))}" for place, row in enumerate(rows))]
    )
    assert [list(row.values) for row in table_from(text, **ABOUT).rows] == rows


def test_marks_for_what_is_missing_are_named_by_whoever_reads() -> None:
    """A mark that is named is nothing; one that is not is refused."""
    text = "Kommun;A;B\nAneby;..;-\n"

    assert table_from(text, **ABOUT, missing=["..", "-"]).row("Aneby").values == (None, None)
    with pytest.raises(InvalidRecordError, match=r"\Aline 2, column 3 \(B\): wanted a number such as"):
        table_from(text, **ABOUT, missing=[".."])


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        pytest.param("", ["file: wanted a row of headings, got none"], id="empty"),
        pytest.param("Kommun\nAneby\n", ["headings: wanted a column or more beside the labels, with semicolons between, got none"], id="no-columns"),
        pytest.param(
            "Kommun;A;A;\nAneby;1;2;3",
            [f"headings, column {place}: wanted a heading that no other column has, got another" for place in (2, 3, 4)],
            id="headings",
        ),
        pytest.param("Kommun;A\nAneby;1;2\nEksjö", ["line 2: wanted 2 cells, got 3", "line 3: wanted 2 cells, got 1"], id="cells"),
        pytest.param(
            "Kommun;A\nAneby;hemligt\n\n;1,5\nEksjö;2.5",
            [
                "line 2, column 2 (A): wanted a number such as 1 069 or 34,8, got text of 7 characters",
                "line 4: wanted a label in the first column, got none",
                "line 5, column 2 (A): wanted a number such as 1 069 or 34,8, got text of 3 characters; write a decimal comma, and nothing or a space between thousands",
            ],
            id="numbers-and-labels",
        ),
        pytest.param(
            "Kommun;A\nAneby;1\nAneby;2",
            [f"line {line}: wanted a label that no other row has, got one that is taken" for line in (2, 3)],
            id="labels",
        ),
        pytest.param('Kommun;A\nAneby;"1"x\n', ["line 2: wanted cells in CSV, got something else"], id="quotation-marks"),
    ],
)  # fmt: skip
def test_everything_that_is_wrong_is_told_by_line_and_column(text: str, faults: list[str]) -> None:
    """All faults come at once, each with its place, and none repeats what was written."""
    with pytest.raises(InvalidRecordError) as error:
        table_from(text, **ABOUT)

    assert str(error.value).splitlines() == faults


def test_a_heading_with_braces_is_a_heading() -> None:
    """What stands in a file is never taken for a placeholder."""
    assert table_from("K;{a}\nx;1", **ABOUT).column("{a}").name.sv == "(a)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_read_in_the_encoding_that_is_named(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with or without its mark, and the old encoding where it is named; another is refused with a hint."""
    path = tmp_path / "tabell.csv"
    path.write_bytes('"Kommun; namn";Andel\nNässjö;34,8\n'.encode(encoding))

    own = "cp1252" if encoding == "cp1252" else "utf-8"
    assert read_published(path, encoding=own, **ABOUT).value("Nässjö", "Andel") == Fraction(174, 5)
    if encoding == "cp1252":
        with pytest.raises(InvalidRecordError, match="text in utf-8, got other bytes; a file in cp1252"):
            read_published(path, **ABOUT)


def test_bytes_that_are_in_neither_encoding_are_refused(tmp_path: Path) -> None:
    """A byte that cp1252 does not have is told of, without a hint to try what was tried."""
    path = tmp_path / "tabell.csv"
    path.write_bytes(b"Kommun;A\n\x81;1\n")

    with pytest.raises(InvalidRecordError, match=r"text in cp1252, got other bytes\Z"):
        read_published(path, encoding="cp1252", **ABOUT)


def test_a_table_that_does_not_hold_together_is_refused_with_every_fault() -> None:
    """Ids that stand twice, rows of another length and sums over what there is not are all told at once."""
    column = Column("A", same("A"))
    with pytest.raises(InvalidRecordError) as error:
        PublishedTable(
            **ABOUT, columns=[column, column], rows=[Row("x", same("x"), [1]), Row("x", same("x"), [1, 2])],
            sums=[
                Sum(id="s", along="rows", total="y", parts=["x"], only=["B"], tolerance="exact", why=same("Hela.")),
                sum_of("A", less=["B"], total="A", only=["y"]),
            ],
        )  # fmt: skip

    assert [fault.where for fault in error.value.faults] == [
        "columns[1].id", "rows[1].id", "sums[1].id", "rows[0].values", "sums.s.total", "sums.s.only", "sums.s.less", "sums.s.only",
    ]  # fmt: skip


@pytest.mark.parametrize("parts", ["AB", 7], ids=["text", "number"])
def test_the_parts_of_a_sum_are_a_list(parts: object) -> None:
    """The letters of a text are not taken for parts."""
    with pytest.raises(InvalidValueError, match="parts: wanted a list of names"):
        sum_of(parts=parts)


def test_a_sum_has_parts() -> None:
    """A sum of nothing checks nothing."""
    with pytest.raises(InvalidRecordError, match="one part or more"):
        sum_of()


def test_a_value_that_is_not_exact_is_named_by_its_place() -> None:
    """A float in a row is refused, with which value it is."""
    with pytest.raises(
        InvalidRecordError, match=r"values\[1\]: wanted a whole number, a Fraction or a Decimal.*not exact"
    ):
        Row("x", same("x"), [1, 0.1])
