"""Case files from the lines of a file: what a file is, what is read from it, and what becomes of bad lines."""

import csv
import gzip
import io
import json
import tracemalloc
from collections import deque
from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import BadLine, CaseFile, Contact, Model, Participant, SickLeave, load_model, read_cases
from samverkan.case_lines import ENCODINGS
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.partial import Members
from samverkan.participants import GIVEN
from samverkan.rules.facts import SpellsOf
from samverkan.serialization import converter, unstructured
from samverkan.tables import DELIMITERS
from strategies import MODEL, days, examples, own_facts, values

SHIPPED = load_model("finsam")
LARGE = 5_000_000


def read(content: bytes | str, model: Model = SHIPPED, **how) -> list[CaseFile | BadLine]:
    """Return what the lines of a file come to."""
    return list(read_cases(io.BytesIO(content if isinstance(content, bytes) else content.encode()), model, **how))


def ids(content: bytes | str, **how) -> list[str]:
    """Return the ids of the case files, and for each bad line its number."""
    return [
        case.participant.id if isinstance(case, CaseFile) else f"line {case.number}" for case in read(content, **how)
    ]


def bad_lines(content: bytes | str, **how) -> list[BadLine]:
    """Return the bad lines of a file."""
    return [case for case in read(content, **how) if isinstance(case, BadLine)]


def json_line(person: Participant) -> bytes:
    """Return a participant as a line of JSON Lines."""
    return json.dumps(unstructured(CaseFile(person), converter(MODEL)), ensure_ascii=False).encode() + b"\n"


# --- A table and JSON Lines --------------------------------------------------------------------------

_FACTS = {name: fact.kind for name, fact in {**GIVEN, **own_facts(MODEL.vocabulary)}.items()}
_PLAIN = {name: values(name, kind, MODEL.vocabulary) for name, kind in _FACTS.items() if not isinstance(kind, SpellsOf)}
_AGENCIES = sorted(MODEL.agencies.agencies)
_IDS = st.text(min_size=1, max_size=8).filter(str.isprintable) | st.text(st.sampled_from('a;,"|å '), min_size=1)


@st.composite
def flat_people(draw) -> Participant:
    """Draw a person about whom nothing is known but what holds on every day, and one sick leave."""
    more = {}
    given_facts = {}
    for name in draw(st.lists(st.sampled_from(sorted(_PLAIN)), unique=True, max_size=8)):
        value = draw(_PLAIN[name])
        value = Members(value.inside) if isinstance(value, Members) else value
        (given_facts if name in GIVEN else more)[name] = value
    if draw(st.booleans()):
        agencies = draw(st.lists(st.sampled_from(_AGENCIES), unique=True, max_size=4))
        given_facts["contacts"] = [Contact(agency) for agency in agencies]
        some = st.lists(st.sampled_from(["AF", "FK", "region", "kommun", "kommun/AME"]), min_size=1, max_size=3)
        given_facts["contacts_complete"] = draw(st.booleans() | some)
    given_facts["sick_leave"] = draw(st.none() | st.just([]) | st.builds(_one_sick_leave, days(), st.none() | days()))
    return Participant(id=draw(_IDS), **given_facts, more=more)


def _one_sick_leave(since: date, until: date | None) -> list[SickLeave]:
    if until is not None and until < since:
        since, until = until, since
    return [SickLeave(since, until=until)]


def cell_of(person: Participant, name: str, yes_no: tuple[str, str]) -> str:
    """Return what a person who fills in the table writes under a heading."""

    def written(value: object) -> str:
        match value:
            case None:
                return ""
            case bool():
                return yes_no[not value]
            case Members():
                return "|".join(value.inside) or "|"
            case list() | frozenset():
                return "|".join(value) or "|"
            case _:
                return str(value)

    match name.split("."):
        case ["id"]:
            return person.id
        case ["contacts"]:
            return written(None if person.contacts is None else [contact.agency for contact in person.contacts])
        case ["contacts_complete"]:
            return written(person.contacts_complete if person.contacts is not None else None)
        case ["sick_leave", field]:
            if not person.sick_leave:
                return "|" if person.sick_leave is not None and field == "since" else ""
            return written(getattr(person.sick_leave[0], field))
        case _:
            entries = person.fact(name).entries
            return written(entries[0].value if entries else None)


_NAMES = ["id", *_PLAIN, "contacts", "contacts_complete", "sick_leave.since", "sick_leave.until"]


@examples(60)
@given(data=st.data(), people=st.lists(flat_people(), min_size=1, max_size=4))
def test_a_table_says_what_json_lines_say(data, people):
    """The same people from a table, however it is written, and from JSON Lines are equal."""
    names = data.draw(st.permutations(_NAMES))
    own = data.draw(st.booleans())
    headings = [f"Kolumn å{place}" if own else name for place, name in enumerate(names)]
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
    yes_no = data.draw(st.sampled_from([("true", "false"), ("SANT", "FALSKT")]))
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=data.draw(st.sampled_from(DELIMITERS)),
        lineterminator=data.draw(st.sampled_from(["\n", "\r\n"])),
        quoting=data.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    writer.writerow(headings)
    writer.writerows([cell_of(person, name, yes_no) for name in names] for person in people)
    try:
        content = text.getvalue().encode(encoding)
    except UnicodeEncodeError:
        encoding, content = "utf-8", text.getvalue().encode()
    found = read(
        gzip.compress(content) if data.draw(st.booleans()) else content,
        MODEL,
        columns=dict(zip(headings, names, strict=True)) if own else None,
        encoding="cp1252" if encoding == "cp1252" else "utf-8",
    )
    assert found == read(b"".join(map(json_line, people)), MODEL)
    assert found == [CaseFile(person) for person in people]


# --- What a file is ----------------------------------------------------------------------------------

JSON = b'{"participant": {"id": "d-1"}}\n'


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (JSON, ["d-1"]),
        (b"\xef\xbb\xbf" + JSON, ["d-1"]),
        (b"\n \r\n" + JSON, ["d-1"]),
        (b'{"participant": {"id": "d-1"\n' + JSON, ["line 1", "d-1"]),
        (b'"participant": {"id": "d-1", \n' + JSON, ["line 1", "d-1"]),
        (b"[1, 2]\n" + JSON, ["line 1", "d-1"]),
        (b"not JSON\n" + JSON, ["line 1", "d-1"]),
        (b"\xe5{\n" + JSON, ["line 1", "d-1"]),
        (b"id;employed\nd-1;true\n", ["d-1"]),
        (b"id,employed\nd-1,true\n", ["d-1"]),
        (b"\xef\xbb\xbfid;employed\r\nd-1;true\r\n", ["d-1"]),
        (b"\n\r\nid;employed\nd-1;true\n\n;\nd-2;nej", ["d-1", "line 7"]),
        (b"id;employed\n", []),
        (b"id;employed", []),
        (b"", []),
        (b"\xef\xbb\xbf", []),
        (b"\n\n", []),
    ],
    ids=range(17),
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_the_first_line_shows_what_a_file_is(content, found, packed):
    """A heading line makes a table; anything else is JSON Lines, of which the first may be bad; gzip makes no difference."""
    assert ids(gzip.compress(content) if packed else content) == found


@pytest.mark.parametrize("name", ["cases.jsonl", "cases.csv", "cases.gz", "cases"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_the_name_of_a_file_says_nothing(name, packed, tmp_path: Path):
    """What a file holds is seen in it, whatever its name is."""
    path = tmp_path / name
    for content in (JSON, b"id;employed\nd-1;\n"):
        path.write_bytes(gzip.compress(content) if packed else content)
        for given_as in (path, str(path)):
            assert [case.participant.id for case in read_cases(given_as, SHIPPED)] == ["d-1"]


@pytest.mark.parametrize(
    "how",
    [{"form": "csv"}, {"columns": {}}, {"delimiter": ";"}, {"delimiter": ","}, {"encoding": "cp1252"}],
    ids=lambda how: " ".join(map(str, *how.items())),
)
def test_a_file_is_a_table_where_that_is_said(how):
    """A table of one column shows no delimiter; what is said of a table makes it one."""
    assert ids(b"id\nd-1\nd-2\n", **how) == ["d-1", "d-2"]


def test_a_file_is_json_lines_where_that_is_said():
    """Then each line of a table is a bad line."""
    assert ids(b"id;employed\nd-1;true\n", form="jsonl") == ["line 1", "line 2"]


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"form": "xml"}, "form: wanted jsonl or csv, got another"),
        ({"encoding": "latin-1"}, "encoding: wanted utf-8 or cp1252, got another"),
        ({"delimiter": "|"}, "delimiter: wanted ; or ,, got another"),
        ({"form": "jsonl", "columns": {}}, "form: wanted csv with columns, delimiter or encoding, got jsonl"),
        ({"form": "jsonl", "delimiter": ";"}, "form: wanted csv with columns, delimiter or encoding, got jsonl"),
        ({"form": "jsonl", "encoding": "cp1252"}, "form: wanted csv with columns, delimiter or encoding, got jsonl"),
    ],
    ids=range(6),
)
def test_what_cannot_be_meant_is_refused_before_anything_is_read(how, told):
    """A form, an encoding or a delimiter that there is not, and a table that is said to be none."""
    with pytest.raises(InvalidValueError) as caught:
        read_cases("none.csv", SHIPPED, **how)
    assert str(caught.value) == told


def test_unknown_headings_are_told_once_and_before_any_row():
    """What is wrong with headings is an error and not a bad line."""
    with pytest.raises(InvalidRecordError, match="column 2: wanted a heading that is known, got another"):
        next(read_cases(io.BytesIO(b"id;hemligt\nd-1;true\nd-2;true\n"), SHIPPED))


# --- Encodings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_table_in_the_encoding_that_is_named(encoding):
    """Letters outside ASCII are read in headings and in cells."""
    content = "Ärende;Kommun\nå-1;Borlänge\n".encode(encoding)
    (case,) = read(content, columns={"Ärende": "id", "Kommun": "residence"}, encoding=encoding)
    assert (case.participant.id, case.participant.residence.at(date(2016, 1, 1))) == ("å-1", "Borlänge")


def test_cp1252_is_not_guessed():
    """Without its name each row in it is a bad line, and one that is plain ASCII is read."""
    content = "id;residence\nd-1;Borlänge\nd-2;Falun\n".encode("cp1252")
    bad, good = read(content)
    assert str(bad) == (
        "line 2: row: wanted text in UTF-8, got other bytes; a table in cp1252 is read with --encoding cp1252"
    )
    assert bad.raw == "d-1;Borlänge\n".encode("cp1252")
    assert good.participant.id == "d-2"
    (undefined,) = bad_lines(b"id;residence\nd-1;\x81\n", encoding="cp1252")
    assert undefined.raw == b"d-1;\x81\n"
    assert str(undefined) == "line 2: row: wanted text in cp1252, got other bytes"


# --- Bad lines ---------------------------------------------------------------------------------------

HEADINGS = "Nr;Född;Kommun;employed;Kontakter;contacts_complete;needs_from;Sjuk från;sick_leave.until\n"
OWN = {"Nr": "id", "Född": "born", "Kommun": "residence", "Kontakter": "contacts", "Sjuk från": "sick_leave.since"}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("d-1;1990-2-3;;;;;;;", ["Född: wanted a date as YYYY-MM-DD, YYYY-MM or YYYY, got text of 8 characters"]),
        ("d-1;19900203;;;;;;;", ["Född: wanted a date as YYYY-MM-DD, YYYY-MM or YYYY, got text of 8 characters"]),
        ("d-1;;Ludvika kommun;;;;;;", ["Kommun: wanted a kommun by name or four-digit code, got text of 14 characters; did you mean Ludvika?"]),
        ("d-1;;;nej;;;;;", ["employed: wanted true, false, SANT or FALSKT, got text of 3 characters"]),
        ("d-1;;;0;;;;;", ["employed: wanted true, false, SANT or FALSKT, got text of 1 character"]),
        ("d-1;;;;AF|AFF;;;;", ["Kontakter[1]: wanted an agency of the register, got text of 3 characters; did you mean AF?"]),
        ("d-1;;;;AF, FK;;;;", ["Kontakter[0]: wanted an agency such as AF, kommun/AME or kommun:Ludvika/AME, got text of 6 characters; several are parted by |"]),
        ("d-1;;;;AFF|AF,FK;;;;", ["Kontakter[0]: wanted an agency of the register, got text of 3 characters; did you mean AF?", "Kontakter[1]: wanted an agency of the register, got text of 5 characters; several are parted by |"]),
        ('d-1;;;;;;"AF;FK";;', ["needs_from[0]: wanted an agency of the register, got text of 5 characters; several are parted by |"]),
        ("d-1;;;;AF;AF,FK;;;", None),
        ("d-1;;;;AF;nej;;;", None),
        ("d-1;;;;;true;;;", ["contacts_complete: wanted a list of contacts that it is about, got no list"]),
        ("d-1;;;;;;AF||FK;;", None),
        ("d-1;;;;;;;x;", ["Sjuk från: wanted a day as YYYY-MM-DD, got text of 1 character"]),
        ("d-1;;;;;;;;2016-01-01", ["Sjuk från: wanted a value, got nothing"]),
        ("d-1;;;;;;;2016-02-01;2016-01-01", ["sick_leave.until: wanted a day not before since, got an earlier day"]),
        (";1990;;;;;;;", ["Nr: wanted a value, got nothing"]),
        ("d-1;1990;;;;;;", ["row: wanted 9 cells, got 8"]),
        ("d-1;1990;;;;;;;;", ["row: wanted 9 cells, got 10"]),
        ('d-1;"1990;;;;;;;', ["row: wanted cells whose quotation marks match, got others"]),
        ("d-1;x;x;x;x;x;x;x;x", None),
    ],
    ids=range(21),
)  # fmt: skip
def test_a_bad_cell_is_named_by_line_and_heading_and_shown_to_nobody(row, told):
    """The line, the heading as the table has it, what was wanted, and never what stands there."""
    content = f"{HEADINGS}d-0;1990;;;;;;;\n{row}\nd-2;1990;;;;;;;\n"
    first, bad, last = read(content, columns=OWN)
    assert (first.participant.id, last.participant.id) == ("d-0", "d-2")
    assert (bad.number, bad.raw, bad.heading) == (3, f"{row}\n".encode(), HEADINGS.encode())
    shown = str(bad).splitlines()
    assert all(line.startswith("line 3: ") for line in shown)
    places = [line.split(": ")[1].split("[")[0] for line in shown]
    assert set(places) <= {*HEADINGS.strip().split(";"), *OWN, "row"}
    if told is not None:
        assert shown == [f"line 3: {fault}" for fault in told]
    if row.startswith("d-1;x"):
        assert len(shown) == 8


@pytest.mark.parametrize(
    ("word", "told"),
    [("kvinna", "got text of 6 characters; there is: woman, man"), ("womam", "did you mean woman?")],
    ids=["another", "near"],
)
def test_the_words_of_a_short_list_are_told(word: str, told: str) -> None:
    """Where none of them is near; what was written is not."""
    line = json.dumps({"participant": {"id": "d-1", "sex": word}}).encode()
    [bad] = read_cases(io.BytesIO(line), load_model("finsam"))
    assert told in str(bad)


def test_the_numbers_are_those_of_the_file():
    """Empty lines, rows of several lines and marks at the start count as the lines that they are."""
    content = '\ufeff\nid;x\n\nd-1;"a\nb\nc"\n;\nd-2;a;b\n"d-3";"a""\n\n""b"\nd-4;\n\nd-5\n'
    assert ids(content, columns={"x": ""}) == ["d-1", "line 8", "d-3", "d-4", "line 14"]


def test_a_first_line_that_names_the_delimiter_is_kept_with_the_headings():
    """The file of cases may begin with it, the numbers are those of the file, and what is rejected begins with it too."""
    content = b"sep=,\r\nid,employed\r\nd-1,TRUE\r\nd-2,no\r\nd-3,False\r\n"
    assert ids(content) == ["d-1", "line 4", "d-3"]
    (bad,) = bad_lines(content)
    assert bad.heading == b"sep=,\r\nid,employed\r\n"
    assert ids(bad.heading + bad.raw) == ["line 3"]


@pytest.mark.parametrize("heading", ["needs_from", "contacts", "contacts_complete"])
def test_members_with_a_comma_between_are_told_what_parts_them(heading):
    """Whatever the column holds several of, the bar is named, and no word of the cell is shown."""
    content = f"id;{heading}{';contacts' if heading == 'contacts_complete' else ''}\nd-1;region,FK;AF\n"
    content = content if heading == "contacts_complete" else content.replace(";AF\n", "\n")
    (bad,) = bad_lines(content)
    assert str(bad).endswith("; several are parted by |")
    assert "FK" not in str(bad)


@examples(60)
@given(
    lines=st.lists(
        st.sampled_from(
            [
                "d-1;true",
                "d-2;",
                "d-3;nej",
                "d-4",
                '"d-5";"true"',
                '"d-6',
                'd-7;"',
                ";",
                "",
                "d-8;true\r",
                '"d\n9";x',
                "å;ä",
            ]
        ),
        max_size=6,
    ),
    encoding=st.sampled_from(["utf-8", "cp1252"]),
    end=st.sampled_from([b"", b"\n"]),
)
def test_what_is_rejected_is_the_bytes_that_stood_there(lines, encoding, end):
    """Each bad line's bytes stand in the file at its number, and what stood between is case files or nothing."""
    content = b"\n".join([b"id;employed", *(line.encode(encoding) for line in lines)]) + end
    by_number = [line + b"\n" for line in content.split(b"\n")[:-1]] + [content.split(b"\n")[-1]]
    for bad in bad_lines(content, encoding=encoding, form="csv"):
        assert b"".join(by_number[bad.number - 1 :]).startswith(bad.raw)
        assert bad.raw
        assert bad.heading in {b"id;employed\n", b"id;employed"}


def test_rejects_can_be_put_right_and_read_again():
    """The line of headings and the bad lines make a table; put right, every row of it is read."""
    content = '\ufeffid;employed;x\r\nd-1;true;\r\nd-2;nej;"a\r\nb"\r\nd-3;false;\r\nd-4;ja;\r\n'.encode()
    bad = bad_lines(content, columns={"x": ""})
    rejects = bad[0].heading + b"".join(line.raw for line in bad)
    assert rejects == '\ufeffid;employed;x\r\nd-2;nej;"a\r\nb"\r\nd-4;ja;\r\n'.encode()
    assert ids(rejects, columns={"x": ""}) == ["line 2", "line 4"]
    assert ids(rejects.replace(b"nej", b"false").replace(b"ja", b"true"), columns={"x": ""}) == ["d-2", "d-4"]


def test_no_bad_row_shows_what_stands_in_it():
    """Neither what is printed of it nor its repr holds a value."""
    planted = "hemligt-19790302"
    rows = [";".join(planted if place == column else "" for column in range(9)) for place in range(1, 9)]
    found = bad_lines(HEADINGS + "\n".join(f"d-1{row}" for row in rows), columns=OWN)
    assert len(found) == 8
    assert planted not in "".join(f"{bad}{bad!r}" for bad in found)


# --- Streams -----------------------------------------------------------------------------------------


class Scripted(io.RawIOBase):
    """A stream that gives one piece at a time, and is not to be asked for more than it has."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        """Keep the pieces."""
        self.pieces = iter(pieces)

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer) -> int:
        """Give the next piece."""
        piece = next(self.pieces)
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize("buffered", [False, True], ids=["raw", "buffered"])
def test_a_case_comes_as_soon_as_its_line_has_come(buffered):
    """What comes slowly is not waited for: asked for more than the first row, the stream would fail."""
    pieces = (
        [b"id;e" if buffered else b"id", b"mployed\nd-1;", b"true\n"]
        if buffered
        else [b"i", b"d", b";employed\nd-1;", b"true\n"]
    )
    stream = Scripted(pieces)
    cases = read_cases(io.BufferedReader(stream) if buffered else stream, SHIPPED)
    assert next(cases).participant.id == "d-1"


def test_a_compressed_stream_may_come_byte_by_byte():
    """That a file is compressed is seen even where its first two bytes come one after the other."""
    packed = gzip.compress(JSON)
    stream = Scripted([*(packed[place : place + 1] for place in range(len(packed))), b"", b"", b""])
    assert [case.participant.id for case in read_cases(stream, SHIPPED)] == ["d-1"]


def test_an_identity_number_stands_in_a_cell_as_in_json():
    """A published test number is read, and what it says of birth and sex with it; one that cannot be is told by its heading."""
    found = read("id;Personnummer\nd-1;198810062383\nd-2;198810062384\n", columns={"Personnummer": "identity_number"})
    line = b'{"participant": {"id": "d-1", "identity_number": "198810062383"}}'
    assert found[:1] == read(line)
    assert str(found[1]).startswith("line 3: Personnummer: ")


def test_a_stream_that_is_given_stays_open():
    """A stream is the caller's to close, compressed or not."""
    for content in (JSON, gzip.compress(JSON)):
        stream = io.BytesIO(content)
        assert len(list(read_cases(stream, SHIPPED))) == 1
        assert not stream.closed


@pytest.mark.parametrize(
    "spoilt",
    [lambda packed: packed[:-9], lambda packed: packed[:40] + b"spoilt" + packed[46:], lambda packed: packed + b"x"],
    ids=["cut off", "changed", "followed"],
)
def test_a_compressed_file_that_is_broken_is_told(spoilt):
    """Cut off, changed inside or followed by something else: an error, and not an end."""
    packed = gzip.compress(
        b"".join(json.dumps({"participant": {"id": f"d-{one}"}}).encode() + b"\n" for one in range(99))
    )
    with pytest.raises(OSError):  # noqa: PT011  gzip has words of its own for some of these.
        read(spoilt(packed))


def test_a_file_that_is_not_there_is_told_when_it_is_read(tmp_path: Path):
    """The system's error comes through."""
    with pytest.raises(FileNotFoundError):
        next(read_cases(tmp_path / "none.jsonl", SHIPPED))


# --- Memory ------------------------------------------------------------------------------------------


def peak_of(content: Iterable[bytes], **how) -> int:
    """Return the most bytes held while reading, the content aside, with what each line came to thrown away."""
    stream = io.BufferedReader(Scripted(content))
    tracemalloc.start()
    try:
        deque(read_cases(stream, SHIPPED, **how), maxlen=0)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def pieces(line: bytes, times: int) -> Iterable[bytes]:
    """Yield a line some times over, in pieces, and then nothing for ever."""
    for _ in range(times):
        yield from (line[start : start + 8192] for start in range(0, len(line), 8192))
    while True:
        yield b""


@pytest.mark.mass
@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        (b'{"participant": {"id": "d-1"}', b"}\n", {"form": "jsonl"}),
        (b'{"participant": {"id": "', b'"}}\n', {"form": "jsonl"}),
        (b'{"participant": {"id": "', b'"\n', {"form": "jsonl"}),
        (b"d-1;", b"\n", {"columns": {"id": "id"}}),
        (b'd-1;"', b'"\n', {"columns": {"id": "id"}}),
    ],
    ids=["a case file", "a bad value", "no JSON", "a row", "a row in quotation marks"],
)
def test_a_long_line_is_not_held_twice(before, after, how):
    """Making a text of bytes, or a value of a text, takes both at once; nothing is held beside them, nor afterwards."""
    line = before + b" " * LARGE + after
    assert peak_of(chain([b"id\n"] if "columns" in how else [], pieces(line, 3)), **how) < 2.5 * LARGE


def test_a_quotation_mark_that_nothing_closes_takes_no_file_into_memory():
    """What follows is looked at only so far."""
    content = chain([b'id\n"'], pieces(b" " * 999 + b"\n", LARGE // 1000))
    assert peak_of(content, form="csv") < LARGE


@pytest.mark.mass
@pytest.mark.parametrize(
    ("line", "how"),
    [
        (b'{"participant": {"id": "d-1", "employed": true, "contacts": [{"agency": "AF"}]}}\n', {"form": "jsonl"}),
        (b"d-1\n", {"form": "csv"}),
        (b'"d-1"\n', {"form": "csv"}),
        (b"d-1;d-1\n", {"form": "csv"}),
    ],
    ids=["JSON Lines", "rows", "rows in quotation marks", "bad rows"],
)
def test_memory_does_not_grow_with_the_number_of_lines(line, how):
    """Ten times as many lines take no more memory."""
    few, many = (peak_of(chain([b"id\n"], pieces(line, times)), **how) for times in (300, 3000))
    assert many < few + 20_000
