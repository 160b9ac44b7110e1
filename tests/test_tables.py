"""Tables: headings and what they tell of, cells and what they say, lines and the rows that they are."""

import io
from pathlib import Path

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samverkan import load_model, tables
from samverkan.errors import Fault, InvalidRecordError
from samverkan.rules.facts import Boolean, NumberOf
from samverkan.tables import DELIMITERS, Row, Table, read_columns, read_table
from strategies import MODEL, examples

SHIPPED = load_model("finsam")


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, each with its end, as a file yields them."""
    return list(io.StringIO(text, newline="\n"))


def table(text: str, **how) -> Table:
    """Return the table that a text holds."""
    return read_table(lines_of(text), MODEL, **how)


def rows(text: str, **how) -> list[Row]:
    """Return the rows under the headings."""
    return list(table(text, **how).rows)


def records(text: str, **how) -> list[dict]:
    """Return what each row says."""
    read = table(text, **how)
    return [read.columns.record(row.cells) for row in read.rows]


def faults_of_headings(text: str, **how) -> list[str]:
    """Return everything that is wrong with the headings, as it is told."""
    with pytest.raises(InvalidRecordError) as caught:
        table(text, **how)
    return str(caught.value).splitlines()


# --- What cells say ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("employed", "true", {"employed": True}),
        ("employed", "false", {"employed": False}),
        ("employed", "SANT", {"employed": True}),
        ("employed", "FALSKT", {"employed": False}),
        *(("employed", word, {"employed": True}) for word in ("TRUE", "True", "sant", "Sant")),
        *(("employed", word, {"employed": False}) for word in ("FALSE", "False", "falskt", "Falskt")),
        *(
            ("employed", word, {"employed": word})
            for word in ("nej", "ja", "0", "1", "x", " true", "sann", "FALS\u212aT", "\u017fant")
        ),
        ("employed", "", {}),
        ("born", "1990-05", {"born": "1990-05"}),
        ("residence", "2085", {"residence": "2085"}),
        ("household_size", "3", {"household_size": 3}),
        ("balance", "-5", {"balance": -5}),
        ("household_size", "3,0", {"household_size": "3,0"}),
        ("household_size", "１２", {"household_size": "１２"}),
        ("household_size", "9" * 19, {"household_size": "9" * 19}),
        ("first_contact", "AF", {"first_contact": "AF"}),
        ("arrived", "2015", {"arrived": "2015"}),
        ("needs_from", "region|AF", {"needs_from": ["region", "AF"]}),
        ("needs_from", "AF", {"needs_from": ["AF"]}),
        ("needs_from", "|", {"needs_from": []}),
        ("needs_from", "AF|", {"needs_from": ["AF", ""]}),
        ("contacts", "AF|kommun/AME", {"contacts": [{"agency": "AF"}, {"agency": "kommun/AME"}]}),
        ("contacts", "|", {"contacts": []}),
        ("sick_leave.since", "2016-02-03", {"sick_leave": [{"since": "2016-02-03"}]}),
        ("sick_leave.since", "|", {"sick_leave": []}),
        ("sick_leave.since", "", {}),
    ],
    ids=lambda value: None if isinstance(value, dict) else repr(value),
)
def test_what_a_cell_says(heading, cell, said):
    """A cell says what it says plainly; what it does not stays the text that it is, and empty says nothing."""
    assert records(f"id;{heading}\nd-1;{cell}\n") == [{"id": "d-1", **said}]


@pytest.mark.parametrize(
    ("cell", "said"),
    [("true", True), ("FALSKT", False), ("TRUE", True), ("falskt", False), ("AF|kommun", ["AF", "kommun"]), ("|", [])],
)
def test_how_far_the_list_of_contacts_is_whole(cell, said):
    """The list of contacts is whole, or not, or for some agencies and parties."""
    (record,) = records(f"id,contacts,contacts_complete\nd-1,AF,{cell}\n")
    assert record["contacts_complete"] == said


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2016-02-03", "2016-03-01", [{"since": "2016-02-03", "until": "2016-03-01"}]),
        ("", "2016-03-01", [{"until": "2016-03-01"}]),
        ("|", "2016-03-01", [{"since": "|", "until": "2016-03-01"}]),
        ("|", "", []),
    ],
)
@pytest.mark.parametrize("order", [["since", "until"], ["until", "since"]], ids=["first", "last"])
def test_the_two_cells_of_a_sick_leave_are_one_spell(since, until, said, order):
    """Two columns make one spell whichever comes first, and neither is lost."""
    cells = {"since": since, "until": until}
    text = f"id;{';'.join(f'sick_leave.{one}' for one in order)}\nd-1;{';'.join(cells[one] for one in order)}\n"
    assert records(text) == [{"id": "d-1", "sick_leave": said}]


def test_every_plain_fact_of_a_model_has_a_column():
    """Whatever is given and no history can stand in a table under its own name, a model's own facts included."""
    plain = [name for name, fact in MODEL.facts.items() if fact.derived is None and not hasattr(fact.kind, "of")]
    assert {"born", "employed", "household_size", "arrived"} <= set(plain)
    assert table(";".join(["id", *plain])).columns.names == ("id", *plain)
    assert {type(MODEL.facts[name].kind) for name in plain} >= {Boolean, NumberOf}


# --- Headings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "how", "told"),
    [
        ("", {}, ["headings: wanted a line of headings, got none"]),
        ("\n;;\n", {}, ["headings: wanted a line of headings, got none"]),
        ("id;emploied", {}, ["column 2: wanted a heading that is known, got another; did you mean employed?"]),
        ("id;hemligt-19790302", {}, ["column 2: wanted a heading that is known, got another"]),
        ("id;employed;", {}, ["column 3: wanted a heading that is known, got empty text"]),
        ("id;age", {}, ["column 2: wanted a heading that is known, got age, which follows from other facts"]),
        ("id;sick_leave", {}, ["column 2: wanted a heading that is known, got sick_leave, a history: it needs JSON Lines"]),
        ("born;employed", {}, ["headings: wanted a column for id, got none"]),
        ("id;born;employed;born", {}, ["columns 2, 4: wanted one column for born, got 2 of them"]),
        ("id;sick_leave.until", {}, ["headings: wanted a column for sick_leave.since, got none"]),
        ("id;contacts_complete", {}, ["headings: wanted a column for contacts, got none"]),
        ("Nr;Född", {"columns": {"Nr": "id"}}, ["column 2: wanted a heading that is known, got another"]),
        ("Nr;Född", {"columns": {"Nr": "id", "Född": "bron"}}, ['"Född": wanted the name of a fact, got another; did you mean born?']),
        ("Nr;Född", {"columns": {"Nr": "id", "Född": "age"}}, ['"Född": wanted the name of a fact, got age, which follows from other facts']),
        ("Nr;Född;born", {"columns": {"Nr": "id", "Född": "born"}}, ["columns 2, 3: wanted one column for born, got 2 of them"]),
        ('id;"born', {"delimiter": ";"}, ["headings: wanted cells whose quotation marks match, got others"]),
        (
            "Nr;age;emploied",
            {},
            [
                "column 1: wanted a heading that is known, got another",
                "column 2: wanted a heading that is known, got age, which follows from other facts",
                "column 3: wanted a heading that is known, got another; did you mean employed?",
                "headings: wanted a column for id, got none",
            ],
        ),
    ],
    ids=range(17),
)  # fmt: skip
def test_what_is_wrong_with_headings_is_told_once_and_all_of_it(text, how, told):
    """Unknown, missing and double headings are told by their columns, and shown only where they are no secret."""
    assert faults_of_headings(text, **how) == told


def test_headings_in_another_encoding_are_no_headings():
    """A line of headings that is not in the encoding of the file is told as that."""
    line = "id;född\n".encode("cp1252")
    for how, told in (
        ({}, "headings: wanted text in UTF-8, got other bytes; a table in cp1252 is read with --encoding cp1252"),
        ({"encoding": "cp1252"}, "headings: wanted text in cp1252, got other bytes"),
    ):
        with pytest.raises(InvalidRecordError) as caught:
            read_table([line], MODEL, **how)
        assert str(caught.value) == told


def test_own_headings_tell_of_facts_and_some_of_nothing():
    """A map gives own headings a meaning; known names keep theirs, and a column without one is left out."""
    columns = {"Ärende": "id", "Anteckning": "", "": "", "I arbete": "employed"}
    text = "Ärende;Anteckning;born;I arbete;\nd-1;secret;1990;SANT;x\n"
    assert records(text, columns=columns) == [{"id": "d-1", "born": "1990", "employed": True}]


def test_a_heading_is_the_same_however_its_letters_are_composed_and_whatever_blanks_stand_around_it():
    """Blanks around headings, and the two ways to write å, make no difference."""
    assert records(" Född ;id\n1990;d-1\n", columns={"Fo\u0308dd": "born"}) == [{"id": "d-1", "born": "1990"}]


@pytest.mark.parametrize(
    ("line", "left_out", "cells"),
    [
        ("id;born;employed", "", ("id", "born", "employed")),
        ("id,born,employed", "", ("id", "born", "employed")),
        ('"Namn, titel, roll, ort";id', "Namn, titel, roll, ort", ("Namn, titel, roll, ort", "id")),
        ("Namn, titel, roll;id", "Namn, titel, roll", ("Namn, titel, roll", "id")),
        ("id,Namn; titel; roll", "Namn; titel; roll", ("id", "Namn; titel; roll")),
        ("id", "", ("id",)),
        (" \n;;\n,\nid,born", "", ("id", "born")),
    ],
    ids=range(7),
)
def test_the_delimiter_is_the_one_that_makes_most_known_headings(line, left_out, cells):
    """What parts the cells shows in the headings, even where the other mark stands in one of them."""
    columns = {left_out: "", " ": ""}
    assert table(f"{line}\n", columns=columns).headings.cells == cells


def test_a_delimiter_that_is_given_is_gone_by():
    """Given the other delimiter, the headings are read by it, and then make no sense."""
    assert faults_of_headings("id;born\n", delimiter=",") == [
        "column 1: wanted a heading that is known, got another; did you mean born?",
        "headings: wanted a column for id, got none",
    ]


def test_a_map_of_columns_is_read_from_toml(tmp_path: Path):
    """A TOML file gives own headings their meaning; anything but text, and anything but TOML, is refused."""
    path = tmp_path / "columns.toml"
    path.write_text('"Ärende" = "id"\n"Anteckning" = ""\n', encoding="utf-8")
    assert read_columns(path) == {"Ärende": "id", "Anteckning": ""}
    for content, told in (
        ('"Ärende" = 1\nSjuk.från = "born"\n'.replace("från", "fran"), '"Ärende": wanted the name of what the column tells of, as text, got a number\n"Sjuk": wanted the name of what the column tells of, as text, got an object'),
        ("id;born", "file: wanted TOML in UTF-8; Expected '=' after a key in a key/value pair (at line 1, column 3)"),
    ):  # fmt: skip
        path.write_text(content, encoding="utf-8")
        with pytest.raises(InvalidRecordError) as caught:
            read_columns(path)
        assert str(caught.value) == told
    path.write_bytes(b'"F\xf6dd" = "born"')
    with pytest.raises(InvalidRecordError, match=r"TOML in UTF-8"):
        read_columns(path)
    with pytest.raises(OSError, match=r"none\.toml"):
        read_columns(tmp_path / "none.toml")


# --- Rows --------------------------------------------------------------------------------------------

CELLS = st.text(alphabet=st.sampled_from('ab;,"|\n\r åÅ\u2028\ufeff\x85'), max_size=5)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5)


def quoted(cell: str) -> str:
    """Return a cell in quotation marks."""
    return '"' + cell.replace('"', '""') + '"'


def as_needed(cell: str) -> str:
    """Return a cell in quotation marks where it needs them."""
    return quoted(cell) if set(cell) & set(';,"\r\n') else cell


@examples(400)
@given(
    cells=TABLES, delimiter=st.sampled_from(DELIMITERS), end=st.sampled_from(["\n", "\r\n"]), everywhere=st.booleans()
)
def test_what_a_spreadsheet_writes_is_read_back(cells, delimiter, end, everywhere):
    """Delimiters, quotation marks and line breaks in cells come back as they were, and rows of nothing are left out."""
    text = "".join(
        delimiter.join(map(quoted if everywhere else as_needed, row)) + end for row in [["id", "note"], *cells]
    )
    found = rows(text, columns={"note": ""}, delimiter=delimiter)
    assert [row.fault for row in found] == [None] * len(found)
    assert [list(row.cells) for row in found] == [row for row in cells if "".join(row).strip()]


@examples(400)
@given(text=st.text(alphabet=st.sampled_from('ab;"\n\r')))
@example(text='a;"\n"b;c\n"')
@example(text='"\n"\n"\n"\n"')
def test_whatever_the_lines_are_none_is_lost_and_none_comes_twice(text):
    """The rows are the lines of the file in order, each once, and those that are left out have nothing in them."""
    lines = ["id;x\n", *lines_of(text)]
    found = list(read_table(lines, MODEL, {"x": ""}, ";").rows)
    place = 1
    for row in found:
        assert all(not line.strip('; "\r\n') for line in lines[place : row.number - 1])
        assert lines[row.number - 1 :][: len(row.lines)] == list(row.lines)
        assert row.fault is None or (row.cells == () and len(row.lines) == 1)
        place = row.number - 1 + len(row.lines)
    assert all(not line.strip('; "\r\n') for line in lines[place:])


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ('d-2;"open', "cells whose quotation marks match"),
        ('d-2;"closed"early', "cells whose quotation marks match"),
        ("d-2\rd-3;", "cells whose quotation marks match"),
        (b"d-2;\xe5", "text in UTF-8"),
        (f"d-2;{'x' * 40}", "at most 30 characters"),
    ],
    ids=["never closed", "closed too early", "a return", "other bytes", "too long"],
)
def test_a_row_that_is_not_well_formed_costs_itself_and_no_other(bad, told, monkeypatch):
    """The rows before and after a bad one are read, also where it opens a quotation mark that nothing closes."""
    monkeypatch.setattr(tables, "LONGEST_ROW", 30)
    bad_line = bad + (b"\n" if isinstance(bad, bytes) else "\n")
    given_lines = ["id;x\n", "d-1;a\n", bad_line, 'd-3;"b\n', 'c"\n', "d-4;d\n", 'd-5;"e"\n']
    found = list(read_table(given_lines, MODEL, {"x": ""}).rows)
    assert [row.cells for row in found] == [("d-1", "a"), (), ("d-3", "b\nc"), ("d-4", "d"), ("d-5", "e")]
    assert [row.number for row in found] == [2, 3, 4, 6, 7]
    assert found[1].lines == (bad_line,)
    assert isinstance(found[1].fault, Fault)
    assert found[1].fault.wanted == told


LONGEST_CELL = 131_072
"""So many characters Python's reader takes in a cell in quotation marks."""


@pytest.mark.parametrize(
    ("length", "told"),
    [(LONGEST_CELL, None), (LONGEST_CELL + 1, "row: wanted a cell of at most 131072 characters, got a longer one")],
    ids=["just so long", "one more"],
)
def test_a_cell_in_quotation_marks_that_is_too_long_is_told_as_that(length, told):
    """Its quotation marks match: what is wrong is its length, and the row after it is read."""
    long, after = rows(f'id;x\nd-1;"{"y" * length}"\nd-2;a\n', columns={"x": ""})
    assert (None if long.fault is None else str(long.fault)) == told
    assert after.cells == ("d-2", "a")


def test_a_quotation_mark_that_nothing_closes_is_told_as_that_however_much_follows():
    """What stands after it is no long cell."""
    first, *others = rows('id;x\nd-1;"a\n' + "d-2;b\n" * 30_000, columns={"x": ""})
    assert str(first.fault) == "row: wanted cells whose quotation marks match, got others"
    assert {row.cells for row in others} == {("d-2", "b")}
    assert len(others) == 30_000


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["without a mark", "with a mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"], ids=repr)
@pytest.mark.parametrize("sep", ["sep", "SEP"])
@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_a_first_line_that_names_the_delimiter_is_gone_by(mark, end, sep, delimiter):
    """It is no line of headings, it is counted, and it decides where the headings alone would say otherwise."""
    other = next(one for one in DELIMITERS if one != delimiter)
    above = f"{mark}{sep}={delimiter}{end}"
    left_out = f"born{other}employed{other}sex"  # Read by the other delimiter there are more known headings.
    read = table(f"{above}id{delimiter}{left_out}\nd-1{delimiter}x\n", columns={left_out: ""})
    assert read.columns.headings == ("id", left_out)
    assert read.headings.lines == (above, f"id{delimiter}{left_out}\n")
    assert [(row.number, row.cells) for row in read.rows] == [(3, ("d-1", "x"))]


@pytest.mark.parametrize("line", ["sep=|", "sep=", "sep;", "sep=;id", "\nsep=;"], ids=repr)
def test_a_line_that_names_no_delimiter_is_one_of_headings(line):
    """Only these words, only on the first line, and only a delimiter that there is."""
    assert any("wanted a heading that is known" in told for told in faults_of_headings(f"{line}\nid;born\n"))


def test_a_delimiter_that_is_given_comes_before_one_that_the_file_names():
    """The line is passed over all the same."""
    assert table("sep=,\nid;born\n", delimiter=";").columns.names == ("id", "born")
    assert faults_of_headings("sep=;\n") == ["headings: wanted a line of headings, got none"]


def test_a_cell_that_goes_on_in_a_line_of_other_bytes_is_not_well_formed():
    """Where the encoding breaks inside quotation marks both lines are bad, each on its own."""
    found = list(read_table(["id;x\n", 'd-1;"a\n', b'\xe5"\n', "d-2;b\n"], MODEL, {"x": ""}).rows)
    assert [(row.number, row.fault is None) for row in found] == [(2, False), (3, False), (4, True)]


def test_a_byte_order_mark_is_no_part_of_the_first_heading():
    """A mark at the start is passed over, and stays in the line as it came."""
    read = table("\ufeffid;born\n")
    assert read.columns.headings == ("id", "born")
    assert read.headings.lines == ("\ufeffid;born\n",)


# --- Where a fault is ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("participant.id", "Nr"),
        ("participant.contacts[1].agency", "Kontakter[1]"),
        ("participant.needs_from[0]", "needs_from[0]"),
        ("participant.sick_leave[0].since", "Sjuk från"),
        ("participant.sick_leave[0].until", "sick_leave.until"),
        ("participant.sick_leave[0]", "participant.sick_leave[0]"),
        ("participant.employed", "participant.employed"),
        ("participant", "participant"),
        ("row", "row"),
    ],
)
def test_a_fault_is_told_by_the_heading_of_its_column(where, told):
    """What is wrong with a cell is told by its heading as the table has it; anything else by its own place."""
    own = {"Nr": "id", "Kontakter": "contacts", "Sjuk från": "sick_leave.since"}
    columns = table("Nr;Kontakter;needs_from;Sjuk från;sick_leave.until\n", columns=own).columns
    fault = Fault(where, "something", "else", "a hint")
    assert columns.located(fault, ["d-1", "AF|x", "y", "", ""]) == attrs.evolve(fault, where=told)


def test_no_repr_shows_a_cell_or_a_heading():
    """Rows, columns and tables show nothing of what stands in them."""
    read = read_table(["hemligt;id\n", "hemligt;hemligt\n"], SHIPPED, {"hemligt": ""})
    (row,) = read.rows
    assert "hemligt" not in f"{read!r} {read.columns!r} {row!r} {read.headings!r}"
