"""The fields of records about consents: what may be given, and that a fault names its field."""

from datetime import date, datetime
from enum import StrEnum

import attrs
import pytest

from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.fields import (
    agencies,
    agency,
    day,
    identifier,
    named,
    of_enum,
    optional_agency,
    optional_day,
    optional_identifier,
    optional_word,
    word,
    words,
)

PLANTED = "hemligt-19790302"


class Colour(StrEnum):
    """A closed list of the tests' own."""

    RED = "red"
    BLUE = "blue"


TAKEN = [
    (identifier, "c-1", "c-1"),
    (optional_identifier, None, None),
    (optional_identifier, "c-1", "c-1"),
    (word, "hälsa", "hälsa"),
    (optional_word, None, None),
    (optional_word, "hälsa", "hälsa"),
    (agency, "kommun:Ludvika/AME", "kommun:Ludvika/AME"),
    (optional_agency, None, None),
    (optional_agency, "AF", "AF"),
    (day, "2016-10-03", date(2016, 10, 3)),
    (day, date(2016, 10, 3), date(2016, 10, 3)),
    (optional_day, None, None),
    (optional_day, "2016-10-03", date(2016, 10, 3)),
    (words, ["health", "contact", "health"], frozenset({"health", "contact"})),
    (words, [], frozenset()),
    (agencies, ("AF", "kommun/AME"), frozenset({"AF", "kommun/AME"})),
    (agencies, (one for one in ["AF"]), frozenset({"AF"})),
    (agencies, frozenset({"AF"}), frozenset({"AF"})),
]


@pytest.mark.parametrize(
    ("take", "value", "wanted"), TAKEN, ids=[f"{take.__name__}-{n}" for n, (take, _, _) in enumerate(TAKEN)]
)
def test_what_may_be_given_is_taken(take, value, wanted):
    """Ids, words, agencies and days as they are written, and nothing where nothing is allowed."""
    assert take(value) == wanted


def test_a_name_is_kept_in_one_way_of_writing_it():
    """An ö of two characters is the ö of one: names are NFC-normalised."""
    assert word("o\u0308vrigt") == "\u00f6vrigt"
    assert agencies(["region/prima\u0308rva\u030ard"]) == {"region/primärvård"}


REFUSED = [
    (identifier, None),
    (identifier, ""),
    (identifier, f"{PLANTED}\n"),
    (identifier, 7),
    (word, None),
    (word, ""),
    (word, 19790302),
    (agency, None),
    (agency, f"{PLANTED}:"),
    (optional_agency, ""),
    (day, None),
    (day, PLANTED),
    (day, datetime(1979, 3, 2)),
    (optional_day, "2016-2-3"),
    (words, PLANTED),
    (words, None),
    (words, {PLANTED: True}),
    (words, b"hemligt"),
    (agencies, PLANTED),
    (agencies, 19790302),
]


@pytest.mark.parametrize(
    ("take", "value"), REFUSED, ids=[f"{take.__name__}-{n}" for n, (take, _) in enumerate(REFUSED)]
)
def test_nothing_is_guessed_at_and_nothing_told(take, value):
    """What is something else is refused, and the message says its sort alone."""
    with pytest.raises(InvalidValueError) as caught:
        take(value)
    assert PLANTED not in str(caught.value)
    assert "1979" not in str(caught.value)


def test_every_word_of_a_list_that_is_none_is_told_by_its_position():
    """All at once, and masked."""
    with pytest.raises(InvalidRecordError) as caught:
        words(["health", 19790302, ""])
    assert [fault.where for fault in caught.value.faults] == ["[1]", "[2]"]
    assert "1979" not in str(caught.value)


def test_a_word_of_a_closed_list_is_its_member():
    """By its word or as the member itself."""
    assert of_enum("red", Colour) is Colour.RED
    assert of_enum(Colour.BLUE, Colour) is Colour.BLUE


@pytest.mark.parametrize("value", [PLANTED, "RED", "", None, 1, ["red"]], ids=range(6))
def test_what_is_no_word_of_a_closed_list_is_refused_with_those_that_are(value):
    """The message lists what there is, and shows nothing of what was given."""
    with pytest.raises(InvalidValueError) as caught:
        of_enum(value, Colour)
    assert "red or blue" in str(caught.value)
    assert PLANTED not in str(caught.value)


@attrs.frozen(kw_only=True, field_transformer=named)
class Record:
    """A record of the tests' own."""

    from_: frozenset = attrs.field(default=frozenset(), converter=agencies)
    on: date | None = attrs.field(default=None, converter=optional_day)
    note: object = None


def test_a_fault_names_the_field_as_it_is_written():
    """A field's trailing underscore is Python's, and not told."""
    with pytest.raises(InvalidValueError) as caught:
        Record(on=PLANTED)
    assert caught.value.fault.where == "on"
    with pytest.raises(InvalidRecordError) as several:
        Record(from_=["AF", f"{PLANTED}:"])
    assert [fault.where for fault in several.value.faults] == ["from[1]"]


def test_a_field_that_takes_anything_takes_anything():
    """Without a converter there is nothing to name."""
    assert Record(note=7).note == 7
