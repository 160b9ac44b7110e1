"""Identity numbers: the published ones are read right, whatever cannot be one is refused, and none is ever shown."""

import copy
import csv
import pickle
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from samverkan.dates import as_partial_date
from samverkan.errors import InvalidRecordError, InvalidValueError, each, located
from samverkan.identifiers import IdentityNumber, IdentityNumberKind, as_identity_number
from strategies import examples

PUBLISHED = Path(__file__).parent / "data" / "test_identity_numbers.csv"

# One of the published numbers, for every test that needs any.
NUMBER = "199101252386"
NUMBER_ON = "2016-10-03"

# --- An independent maker of numbers ---------------------------------------------------------------

# What a digit counts for in the Luhn formula where it is doubled: 5 is 10, whose digits make 1.
DOUBLED = {"0": 0, "1": 2, "2": 4, "3": 6, "4": 8, "5": 1, "6": 3, "7": 5, "8": 7, "9": 9}


def luhn_fits(digits):
    """Whether digits satisfy the Luhn formula: from the right, every second digit is doubled."""
    total = sum(DOUBLED[one] if place % 2 else int(one) for place, one in enumerate(reversed(digits)))
    return str(total).endswith("0")


def with_check_digit(eleven):
    """Return eleven digits and the only last one that fits; the century has no part in it."""
    (fits,) = [last for last in "0123456789" if luhn_fits(eleven[2:] + last)]
    return eleven + fits


@attrs.frozen
class Made:
    """A number, and what it says."""

    digits: str
    kind: IdentityNumberKind
    born: str
    first: date
    sex: str

    @property
    def last_four(self):
        """The part after the separator."""
        return self.digits[8:]

    def twelve(self, separator=""):
        """Return it written with all twelve digits."""
        return self.digits[:8] + separator + self.last_four

    def ten(self, separator=""):
        """Return it written with ten digits."""
        return self.digits[2:8] + separator + self.last_four


SHAPES = ("personnummer", "samordningsnummer", "day unknown", "month unknown", "month and day unknown")


def made(day, serial, shape="personnummer"):
    """Return the number of that birth date and serial number."""
    written, born, first = {
        "personnummer": (f"{day:%m%d}", f"{day}", day),
        "samordningsnummer": (f"{day:%m}{day.day + 60}", f"{day}", day),
        "day unknown": (f"{day:%m}60", f"{day:%Y-%m}", day.replace(day=1)),
        "month unknown": (f"00{day.day + 60}", f"{day:%Y}", day.replace(month=1, day=1)),
        "month and day unknown": ("0060", f"{day:%Y}", day.replace(month=1, day=1)),
    }[shape]
    kind = IdentityNumberKind.PERSONNUMMER if shape == "personnummer" else IdentityNumberKind.SAMORDNINGSNUMMER
    sex = "woman" if serial % 2 == 0 else "man"
    return Made(with_check_digit(f"{day:%Y}{written}{serial:03}"), kind, born, first, sex)


LEAP_DAYS = st.sampled_from([date(year, 2, 29) for year in (1804, 1896, 1904, 2000, 2004, 2096, 2104)])
DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31)) | LEAP_DAYS
NUMBERS = st.builds(made, DAYS, st.integers(1, 999), st.sampled_from(SHAPES))


def read(number):
    """Return what the library makes of a number."""
    return number.digits, number.kind, str(number.born), number.sex


def told(made):
    """Return what a made number says."""
    return made.digits, made.kind, made.born, made.sex


def fits(made, day):
    """Return the separator that the law has for that person on that day."""
    return "+" if day.year >= made.first.year + 100 else "-"


def fault(value, on=None):
    """Return the fault that is found in a number that is refused."""
    with pytest.raises(InvalidValueError) as caught:
        as_identity_number(value, on)
    return caught.value.fault


def readings(value, on=None):
    """Return the digits that a text is read as: one number, or none where it is refused."""
    try:
        return [as_identity_number(value, on).digits]
    except InvalidValueError:
        return []


# --- Published numbers -----------------------------------------------------------------------------


def published():
    """Return the rows of the published numbers."""
    lines = PUBLISHED.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def as_its_digits_say(digits):
    """Return what a number says, from its digits one by one; nothing is checked."""
    year, month, day = digits[:4], digits[4:6], digits[6:8]
    tens = {"6": "0", "7": "1", "8": "2", "9": "3"}
    sex = "man" if digits[10] in "13579" else "woman"
    if day[0] not in tens:
        return digits, IdentityNumberKind.PERSONNUMMER, f"{year}-{month}-{day}", sex
    day = tens[day[0]] + day[1]
    born = year if month == "00" else f"{year}-{month}" if day == "00" else f"{year}-{month}-{day}"
    return digits, IdentityNumberKind.SAMORDNINGSNUMMER, born, sex


def test_every_published_test_number_is_read_right():
    """Skatteverket's test numbers are all read, and each says what its digits say."""
    numbers = [row["number"] for row in published()]
    assert 230 == len(numbers)
    assert [] == [one for one in numbers if as_its_digits_say(one) != read(as_identity_number(one))]


def test_every_published_test_number_is_of_the_kind_that_it_is_published_as():
    """150 are personnummer; of the 80 samordningsnummer, 20 lack the month or the day."""
    kinds = {}
    for row in published():
        number = as_identity_number(row["number"])
        whole = "" if number.born.is_whole else ", month or day unknown"
        assert row["kind"] == f"{number.kind}{whole}"
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + 1
    assert {
        "personnummer": 150,
        "samordningsnummer": 60,
        "samordningsnummer, month or day unknown": 20,
    } == kinds


def test_the_example_that_skatteverket_gives_is_read_right():
    """SKV M 2010:3: a man born on 3 October 1970 with the serial number 239 has 701063-2391."""
    number = as_identity_number("701063-2391", on="2010-10-03")
    assert ("197010632391", IdentityNumberKind.SAMORDNINGSNUMMER, "1970-10-03", "man") == read(number)


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("20000229-2399", "2000-02-29"),
        ("19570428-9999", "1957-04-28"),
        ("19460823-9986", "1946-08-23"),
        ("19090121+9931", "1909-01-21"),
        ("20000405-9937", "2000-04-05"),
        ("19730288-9931", "1973-02-28"),
        ("20210791-9967", "2021-07-31"),
    ],
)
def test_numbers_made_for_format_checks_are_read(written, born):
    """Other implementations share a list of numbers of both kinds, one of them with a plus sign."""
    assert born == str(as_identity_number(written).born)


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("20150916-0006", "a serial number"),
        ("19700428-9895", "a check digit"),
        ("19600430-9886", "a check digit"),
        ("19420566-9899", "a check digit"),
        ("19721086-9924", "a check digit"),
    ],
)
def test_numbers_made_to_be_wrong_are_refused(written, what):
    """The same list has numbers that are wrong: the serial number 000, and wrong check digits of both kinds."""
    assert fault(written).wanted.startswith(what)


# --- Whatever number there is ----------------------------------------------------------------------


@given(NUMBERS)
def test_every_number_is_read_as_what_it_was_made_of(made):
    """Kind, birth date and sex come back from the twelve digits, and the digits do."""
    assert told(made) == read(as_identity_number(made.digits))


@given(NUMBERS)
def test_twelve_digits_are_one_number_however_they_are_written(made):
    """Without a day, a separator before the last four digits says nothing that the century does not."""
    assert {as_identity_number(made.twelve(separator)) for separator in ("", "-", "+")} == {IdentityNumber(made.digits)}


@given(NUMBERS, st.integers(0, 120 * 366))
@example(made(date(2000, 2, 29), 1), 0)
@example(made(date(2000, 12, 31), 238), 100 * 365)
@examples(400)
def test_ten_digits_and_twelve_are_the_same_number_on_every_day_of_a_life(made, days):
    """From birth to 120 years: ten digits with the separator of that day are the twelve, with or without one."""
    on = made.first + timedelta(days)
    assume(on < made.first.replace(year=made.first.year + 120, day=1))
    separator = fits(made, on)
    ways = [made.ten(separator), made.twelve(separator), made.twelve()]
    assert [made.digits] * 3 == [as_identity_number(way, on).digits for way in ways]


@given(NUMBERS, st.integers(0, 120 * 366))
@examples(400)
def test_the_other_separator_is_never_the_same_person(made, days):
    """With a day the other separator is refused after twelve digits; after six it is another century, or refused."""
    on = made.first + timedelta(days)
    assume(on < made.first.replace(year=made.first.year + 120, day=1))
    other = {"+": "-", "-": "+"}[fits(made, on)]
    assert [] == readings(made.twelve(other), on)
    assert made.digits not in readings(made.ten(other), on)


@pytest.mark.mass
@pytest.mark.parametrize(
    "born", [date(1899, 12, 31), date(1900, 1, 1), date(1904, 2, 29)], ids=["New Year's Eve", "New Year", "a leap day"]
)
def test_every_single_day_of_a_long_life_reads_right(born):
    """No day from birth to 120 years is left out, for people born where years and centuries meet."""
    number = made(born, 239)
    last = date(born.year + 120, born.month, born.day)
    days = (born + timedelta(days) for days in range((last - born).days + 1))
    assert [] == [on for on in days if readings(number.ten(fits(number, on)), on) != [number.digits]]


@given(NUMBERS, st.integers(1, 60 * 366))
def test_nobody_has_a_number_before_being_born(made, days):
    """On a day before the birth the number is refused however it is written; ten digits are at most somebody else."""
    on = made.first - timedelta(days)
    ways = [made.digits, made.twelve("-"), made.twelve("+")]
    assert [] == [reading for way in ways for reading in readings(way, on)]
    assert made.digits not in [reading for separator in "-+" for reading in readings(made.ten(separator), on)]


@given(NUMBERS)
def test_a_mistyped_digit_is_refused_or_makes_another_number(made):
    """The check digit finds every single wrong digit but those of the century, and those make another number."""
    for place, right in enumerate(made.digits):
        for wrong in set("0123456789") - {right}:
            mistyped = made.digits[:place] + wrong + made.digits[place + 1 :]
            assert readings(mistyped) in ([], [mistyped])
            assert place < 2 or not luhn_fits(mistyped[2:])
            assert place < 2 or readings(mistyped) == []


@given(st.from_regex(r"(18|19|20)[0-9]{10}", fullmatch=True) | NUMBERS.map(lambda made: made.digits))
@examples(400)
def test_twelve_digits_are_a_number_exactly_when_they_can_be_made(digits):
    """Any twelve digits are read if the maker of numbers makes them of some day, and else refused."""
    day_in_number = int(digits[6:8])
    year = int(digits[:4])
    candidates = set()
    for shape, month, day in (
        ("personnummer", int(digits[4:6]), day_in_number),
        ("samordningsnummer", int(digits[4:6]), day_in_number - 60),
        ("day unknown", int(digits[4:6]), 1),
        ("month unknown", 1, day_in_number - 60),
        ("month and day unknown", 1, 1),
    ):
        try:
            candidates.add(made(date(year, month, day), int(digits[8:11]) or 1, shape).digits)
        except ValueError:
            continue
    assert readings(digits) == ([digits] if digits in candidates else [])


# --- The year in which one turns 100 ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "separator"),
    [
        ("1916-12-31", "-"),
        ("2015-12-31", "-"),
        ("2016-01-01", "+"),
        ("2016-12-30", "+"),
        ("2016-12-31", "+"),
        ("2036-12-31", "+"),
    ],
)
def test_the_plus_comes_with_the_year_in_which_one_turns_100(on, separator):
    """Folkbokföringslagen 18 §: who was born on 31 December 1916 has the plus sign from 1 January 2016."""
    number = made(date(1916, 12, 31), 981)
    assert number.digits == as_identity_number(number.ten(separator), on).digits
    other = {"+": "-", "-": "+"}[separator]
    assert "the other" == fault(number.twelve(other), on).got


def test_a_hyphen_in_the_year_of_birth_is_this_year_and_not_a_century_ago():
    """Before the birthday of that year nobody with those ten digits and a hyphen is born: it is no one's number."""
    number = made(date(2020, 12, 31), 981)
    assert "a later birth date" == fault(number.ten("-"), "2020-12-30").got
    assert number.digits == as_identity_number(number.ten("-"), "2020-12-31").digits


@pytest.mark.parametrize(
    ("shape", "first"), [("day unknown", "2020-06-01"), ("month unknown", "2020-01-01")], ids=["the day", "the month"]
)
def test_who_was_born_on_an_unknown_day_may_have_been_born_on_the_first(shape, first):
    """Where the day or the month is unknown, a number is refused only before the first day that it can be."""
    number = made(date(2020, 6, 15), 239, shape)
    on = date.fromisoformat(first)
    assert number.digits == as_identity_number(number.digits, on).digits
    assert "a later birth date" == fault(number.digits, on - timedelta(1)).got


@given(NUMBERS, st.dates())
def test_the_day_can_be_text(made, on):
    """A day as a date and as ISO text is the same day, whatever comes of it."""
    assert readings(made.ten("-"), on) == readings(made.ten("-"), on.isoformat())


@pytest.mark.parametrize("on", ["03-10-2016", "20161003", 20161003, True, datetime(2016, 10, 3, tzinfo=UTC)], ids=repr)
def test_what_is_no_day_is_refused_as_one(on):
    """The fault names the day and not the number."""
    assert ("on", "a day as YYYY-MM-DD") == (fault(NUMBER, on).where, fault(NUMBER, on).wanted)


# --- What is refused -------------------------------------------------------------------------------

NOT_WRITTEN_SO = {
    "nothing in it": "",
    "a letter for the first digit of the serial number": "19910125T386",
    "an interim number of ten places": "910125-T386",
    "a reserve number": "98240301AA06",
    "a letter O for a zero": "1991O1252386",
    "full-width digits": "１９９１０１２５２３８６",
    "one full-width digit": "19910125238６",
    "Arabic digits": "".join(chr(0x0660 + int(digit)) for digit in NUMBER),
    "one superscript": "19910125²386",
    "a line break after it": "199101252386\n",
    "a line break after it, and a separator": "19910125-2386\n",
    "a carriage return after it": "199101252386\r",
    "a line break before it": "\n199101252386",
    "a line break in place of the separator": "19910125\n2386",
    "a space before it": " 199101252386",
    "a space after it": "199101252386 ",
    "a space in place of the separator": "19910125 2386",
    "a no-break space after it": "199101252386\u00a0",
    "a zero-width space in it": "19910125\u200b2386",
    "a null after it": "199101252386\0",
    "a byte order mark before it": "\ufeff199101252386",
    "a typographic hyphen": "19910125\u20102386",
    "an en dash": "19910125\u20132386",
    "a minus sign": "19910125\u22122386",
    "two hyphens": "19910125--2386",
    "both separators": "19910125-+2386",
    "a hyphen between month and day": "199101-252386",
    "a hyphen at the end": "199101252386-",
    "a hyphen at the beginning": "-199101252386",
    "a date with hyphens": "1991-01-25-2386",
    "a comma": "199101252386,",
    "an apostrophe, as a spreadsheet has it": "'199101252386",
    "eleven digits": "19910125238",
    "thirteen digits": "1991012523860",
    "eight digits": "19910125",
    "seven digits and four": "9910125-2386",
    "two numbers": "199101252386 199101252386",
    "the mask": "••••••••-••••",
    "in exponents": "1.99101252386E+11",
    "a whole number": 199101252386,
    "a number": 199101252386.0,
    "true": True,
    "nothing": None,
    "bytes": b"199101252386",
    "a list": ["199101252386"],
    "its digits": tuple("199101252386"),
    "a day": date(1991, 1, 25),
}


@pytest.mark.parametrize("value", NOT_WRITTEN_SO.values(), ids=NOT_WRITTEN_SO)
@pytest.mark.parametrize("on", [None, NUMBER_ON], ids=["without a day", "with a day"])
def test_what_is_not_written_as_a_number_is_refused(value, on):
    """Nothing is stripped, folded or guessed; the fault says how a number is written."""
    found = fault(value, on)
    assert found.wanted.startswith("an identity number of 12 digits, or of 10 with - or +")
    assert found.hint == "only the digits 0 to 9 and one plain - or +; no letters, spaces or line breaks"


@pytest.mark.parametrize("separator", ["-", "+"])
def test_ten_digits_without_a_day_are_refused(separator):
    """Nothing says which century it is, and today's date is not asked."""
    assert "10 digits without a day" == fault(f"910125{separator}2386").got


@pytest.mark.parametrize("on", [None, NUMBER_ON], ids=["without a day", "with a day"])
def test_ten_digits_without_a_separator_are_refused(on):
    """A day alone does not say whether the person has turned 100."""
    assert "10 digits without a separator" == fault("9101252386", on).got


NO_DAYS = {
    "29 February of an ordinary year": "19910229",
    "29 February 1900": "19000229",
    "30 February of a leap year": "20000230",
    "31 April": "19910431",
    "month 13": "19911301",
    "month 00 of a personnummer": "19910025",
    "day 00 of a personnummer": "19910100",
    "month and day 00 of a personnummer": "19910000",
    "day 32": "19910132",
    "day 59": "19910159",
    "day 60 of month 13": "19911360",
    "day 32 in a samordningsnummer": "19910192",
    "day 39 in a samordningsnummer": "19910199",
    "day 31 of February in a samordningsnummer": "19910291",
    "day 31 of April in a samordningsnummer": "19910491",
    "29 February of an ordinary year in a samordningsnummer": "19910289",
    "day 32 of an unknown month": "19910092",
    "60 added to the month as well": "19916185",
}


@pytest.mark.parametrize("born", NO_DAYS.values(), ids=NO_DAYS)
def test_a_day_that_no_calendar_has_is_refused(born):
    """The check digit is right; the day in the number is not."""
    assert "a day that no calendar has" == fault(with_check_digit(f"{born}238")).got


@pytest.mark.parametrize("shape", SHAPES)
def test_the_serial_number_000_is_refused_and_no_other(shape):
    """Serial numbers run from 001 to 999."""
    day = date(1991, 1, 25)
    assert "one that nobody is given" == fault(made(day, 0, shape).digits).got
    every = [made(day, serial, shape) for serial in range(1, 1000)]
    assert [] == [one for one in every if readings(one.digits) != [one.digits]]


def test_one_check_digit_fits_and_the_other_nine_do_not():
    """Of the ten numbers that differ in the last digit alone, one can exist."""
    ten = [f"{NUMBER[:11]}{last}" for last in range(10)]
    assert [NUMBER] == [reading for one in ten for reading in readings(one)]
    assert {"one that does not"} == {fault(one).got for one in ten if one != NUMBER}


def test_a_century_before_the_eighteens_is_refused():
    """Skatteverket stores 18, 19 or 20 before a number; 1791 and 1091 for 1991 the check digit would not find."""
    assert "180001012384" == as_identity_number(made(date(1800, 1, 1), 238).digits).digits
    assert "an earlier one" == fault(made(date(1799, 12, 31), 238).digits).got
    assert {"an earlier one"} == {fault(century + NUMBER[2:]).got for century in ("00", "01", "10", "17")}


def test_ten_digits_read_on_a_day_long_ago_are_refused():
    """A day on which nobody had such a number makes an error, the first day of all included."""
    assert {"an earlier one"} == {
        fault(f"910125{separator}2386", on).got for separator in "-+" for on in (date.min, "0050-01-01", "1790-01-01")
    }


# --- Nothing is shown ------------------------------------------------------------------------------


NUMBERS_IN_MESSAGES = {"12", "10", "0", "9", "18", "100"}


def numbers_in(text):
    """Return the numbers that stand in a text, each whole."""
    return set(re.findall(r"\d+", text))


def shown(error):
    """Return all that an exception and those behind it say."""
    behind = [one for one in (error.__cause__, error.__context__) if one is not None]
    notes = getattr(error, "__notes__", [])
    return " ".join([str(error), repr(error), repr(error.args), repr(vars(error)), *notes, *map(shown, behind)])


def refusal(value, on):
    """Return the error that a number makes, or nothing where it is read."""
    try:
        as_identity_number(value, on)
    except InvalidValueError as error:
        return error
    return None


SPOILT = st.one_of(
    st.builds(str.__add__, NUMBERS.map(lambda made: made.digits), st.sampled_from(["\n", " ", "0", "-", "T"])),
    st.builds(
        lambda made, at, by: made.digits[:at] + by + made.digits[at + 1 :], NUMBERS, st.integers(0, 11), st.characters()
    ),
    st.builds(lambda made, last: made.digits[:-1] + last, NUMBERS, st.sampled_from("0123456789")),
    st.builds(lambda made, sep: made.ten(sep), NUMBERS, st.sampled_from(["", "-", "+"])),
    st.builds(lambda made, sep: made.twelve(sep), NUMBERS, st.sampled_from(["", "-", "+"])),
    st.builds(
        lambda day, serial: with_check_digit(f"1991{day:04}{serial:03}"), st.integers(0, 9999), st.integers(0, 999)
    ),
    st.from_regex(r"[0-9]{6,14}", fullmatch=True),
)


@given(SPOILT, st.none() | st.dates())
@examples(500)
def test_no_error_shows_the_number(text, on):
    """But for how long the text is, a message has the same few numbers whatever was given; nothing stands behind it."""
    error = refusal(text, on)
    if error is not None:
        assert numbers_in(shown(error)) <= {*NUMBERS_IN_MESSAGES, str(len(text))}
        assert (None, None) == (error.__cause__, error.__context__)


@pytest.mark.parametrize("value", [int(NUMBER), NUMBER.encode(), [NUMBER], f"{NUMBER}\n", f"{NUMBER[:-1]}0"], ids=ascii)
def test_no_error_shows_it_where_it_was_one_field_of_many(value):
    """Neither does the error that names the field, nor the one that tells of several numbers."""
    with pytest.raises(InvalidValueError) as one:
        located("identity_number", as_identity_number, value)
    with pytest.raises(InvalidRecordError) as several:
        each([NUMBER, value], as_identity_number)
    assert str(one.value).startswith("identity_number: wanted")
    numbers = numbers_in(str(one.value)) | numbers_in(str(several.value))
    assert numbers <= {*NUMBERS_IN_MESSAGES, "1", "13"}  # its position, and how long the longest of the texts is
    assert not re.search(r"\d{4}", shown(one.value) + shown(several.value))


SHOWN = {
    "repr": repr,
    "str": str,
    "an f-string": lambda number: f"{number}",
    "an f-string with repr": lambda number: f"{number!r}",
    "per cent": lambda number: "%s %r" % (number, number),  # noqa: UP031
    "format": "{}".format,
    "inside a list": lambda number: str([number]),
    "inside a record": lambda number: str(attrs.make_class("Record", ["number"])(number)),
    "joined": lambda number: " ".join(map(str, [number])),
    "a key error": lambda number: shown(KeyError(number)),
}


@pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN)
def test_a_number_is_shown_as_a_mask(show):
    """However it is printed by accident, dots come out."""
    text = show(as_identity_number(NUMBER))
    assert "••••••••-••••" in text
    assert not re.search(r"\d", text)


def test_what_looks_into_records_is_told_to_look_past_it():
    """A printer that lists an attrs record's fields asks which are to be shown, and the digits are not."""
    assert [] == [field.name for field in attrs.fields(IdentityNumber) if field.repr]


@given(NUMBERS)
def test_a_number_cannot_be_formatted_into_columns(made):
    """A width or a precision is refused, and the error says nothing of the number."""
    with pytest.raises(TypeError) as caught:
        f"{as_identity_number(made.digits):>20}"
    assert set() == numbers_in(shown(caught.value))


# --- As a value ------------------------------------------------------------------------------------


@given(NUMBERS, NUMBERS)
def test_numbers_are_equal_when_their_digits_are(one, other):
    """Equality and hash go by the digits, and a number is not its text."""
    left, right = as_identity_number(one.digits), as_identity_number(other.digits)
    assert (left == right) == (one.digits == other.digits)
    assert len({left, right, as_identity_number(one.twelve("-"))}) == len({one.digits, other.digits})
    assert left != one.digits


@given(NUMBERS)
def test_a_number_outlives_pickling_and_copying(made):
    """What comes back is equal, says the same and is still masked."""
    number = as_identity_number(made.digits)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(number, protocol))
        assert (number, told(made), repr(number)) == (again, read(again), repr(again))
    assert number == copy.copy(number) == copy.deepcopy(number)


def test_a_number_does_not_change():
    """No attribute can be set, or added."""
    number = as_identity_number(NUMBER)
    for name in ("digits", "born", "kind", "sex", "other"):
        with pytest.raises(AttributeError):
            setattr(number, name, NUMBER)


def test_a_number_is_taken_where_its_text_is():
    """What is a number already stays what it is, and is held against the day like its text."""
    number = as_identity_number(NUMBER)
    assert number is as_identity_number(number) is as_identity_number(number, NUMBER_ON)
    assert "a later birth date" == fault(number, "1991-01-24").got
    assert number is as_identity_number(number, "1991-01-25")


@pytest.mark.parametrize(
    "digits",
    [
        "19910125-2386",
        "910125-2386",
        "9101252386",
        "199101252386\n",
        "１９９１０１２５２３８６",
        "",
        199101252386,
        None,
    ],
    ids=repr,
)
def test_a_number_is_made_of_its_twelve_digits_alone(digits):
    """The class takes no other form, which is for the function to read; its error shows none of it either."""
    with pytest.raises(InvalidValueError) as caught:
        IdentityNumber(digits)
    assert "an identity number of 12 digits" == caught.value.fault.wanted
    assert not re.search(r"(\d-?){4}", shown(caught.value))


@pytest.mark.parametrize("digits", ["199101252380", "199113012382", "199101250008"], ids=["check", "month", "serial"])
def test_no_number_comes_into_being_unchecked(digits):
    """Made by the class or from another number, digits that no number has are refused."""
    with pytest.raises(InvalidValueError):
        IdentityNumber(digits)
    with pytest.raises(InvalidValueError):
        attrs.evolve(as_identity_number(NUMBER), digits=digits)


def test_the_digits_are_plain_text():
    """A subclass of text, as some readers of files make, becomes plain text; so no method of its own comes along."""

    class Cell(str):
        __slots__ = ()

    assert {str} == {type(as_identity_number(Cell(way)).digits) for way in (NUMBER, "19910125-2386")}
    assert str is type(IdentityNumber(Cell(NUMBER)).digits)
    assert NUMBER == IdentityNumber(Cell(NUMBER)).digits


def test_the_birth_date_is_one_that_a_participant_can_have():
    """It is a date known wholly or in part, as a birth date is written."""
    assert as_partial_date("1991-01-25") == as_identity_number(NUMBER).born
    assert as_partial_date("2018-12") == as_identity_number("201812602397").born
    assert as_partial_date("1958") == as_identity_number("195800732389").born
