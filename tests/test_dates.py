"""Days are read without guessing; years and months are counted as the law counts them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pendulum
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from samverkan.dates import (
    LeapDay,
    PartialDate,
    Span,
    add_months,
    add_years,
    as_day,
    as_optional_day,
    as_partial_date,
    check_order,
    completed_months,
    completed_years,
    in_words,
    next_day,
)
from samverkan.errors import InvalidValueError

LEAP_DAYS = st.integers(1904 // 4, 2096 // 4).map(lambda fours: date(4 * fours, 2, 29))
DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31)) | LEAP_DAYS
TWO_DAYS = st.tuples(DAYS, DAYS).map(sorted)

NO_DAYS = {
    "a day that no calendar has": "2016-02-30",
    "29 February of an ordinary year": "2015-02-29",
    "month 13": "2016-13-01",
    "day 0": "2016-10-00",
    "the year 0": "0000-10-03",
    "without hyphens": "20160203",
    "one-digit month and day": "2016-2-3",
    "a week date": "2016-W05-3",
    "an ordinal date": "2016-034",
    "day first": "03-10-2016",
    "slashes": "2016/10/03",
    "a year of five digits": "12016-10-03",
    "a sign": "+2016-10-03",
    "a month": "2016-10",
    "a year": "2016",
    "a point in time as text": "2016-10-03T00:00:00",
    "Arabic digits": "\u0662\u0660\u0661\u0666-\u0661\u0660-\u0660\u0663",
    "full-width digits": "\uff12\uff10\uff11\uff16-10-03",
    "a trailing newline": "2016-10-03\n",
    "a space before": " 2016-10-03",
    "another hyphen": "2016\u201010\u201003",
    "nothing in it": "",
    "bytes": b"2016-10-03",
    "a number": 20161003,
    "a number of years": 2016,
    "true": True,
    "nothing": None,
    "a list": [2016, 10, 3],
    "a point in time": datetime(2016, 10, 3, tzinfo=UTC),
    "a point in time without a zone": datetime(2016, 10, 3),
    "a point in time of pendulum's": pendulum.datetime(2016, 10, 3),
}


# --- Reading days ----------------------------------------------------------------------------------


@given(st.dates())
def test_a_day_written_in_iso_is_read(day):
    """Whatever day there is, its ISO text is read as that day."""
    read = as_day(day.isoformat())
    assert (day, date) == (read, type(read))


@given(st.dates())
def test_a_date_of_pendulum_becomes_a_plain_date(day):
    """A subclass of date is taken, and a plain date comes of it."""
    read = as_day(pendulum.Date(day.year, day.month, day.day))
    assert (day, date) == (read, type(read))


@pytest.mark.parametrize("value", NO_DAYS.values(), ids=NO_DAYS)
def test_whatever_else_is_no_day(value):
    """Nothing else is read as a day, and the error does not repeat what was given."""
    with pytest.raises(InvalidValueError) as caught:
        as_day(value)
    assert "wanted a day" in str(caught.value)
    assert not value or str(value) not in str(caught.value)


@given(st.text(max_size=12))
@example("2016-10-03")
def test_text_is_read_only_when_it_is_written_as_the_day_is(text):
    """Text that is read as a day is the very text of that day."""
    try:
        day = as_day(text)
    except InvalidValueError:
        return
    assert day.isoformat() == text


def test_an_optional_day_may_be_nothing_but_not_empty():
    """None stays None; empty text is an error like any other."""
    assert as_optional_day(None) is None
    assert date(2016, 10, 3) == as_optional_day("2016-10-03")
    with pytest.raises(InvalidValueError):
        as_optional_day("")


def test_after_the_last_day_there_is_none():
    """The day after is the day after, over months and years, until the calendar ends."""
    assert date(2016, 3, 1) == next_day(date(2016, 2, 29))
    assert date(2017, 1, 1) == next_day(date(2016, 12, 31))
    assert next_day(date.max) is None


# --- Months: lag (1930:173) 1 § ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "months", "until"),
    [
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-03-31", 1, "2023-04-30"),
        ("2023-01-30", 1, "2023-02-28"),
        ("2023-02-28", 1, "2023-03-28"),
        ("2016-10-03", 3, "2017-01-03"),
        ("2016-10-03", 0, "2016-10-03"),
    ],
)
def test_months_end_on_the_day_of_the_same_number_or_the_months_last(since, months, until):
    """A period of months ends on the day of the same number, and where there is none, on the month's last day."""
    assert date.fromisoformat(until) == add_months(date.fromisoformat(since), months)


@given(DAYS, st.integers(0, 600))
def test_adding_months_gives_the_month_that_many_later(since, months):
    """The day lies so many months later, on the same number or on the last day of the month, as a plain date."""
    until = add_months(since, months)
    assert since.year * 12 + since.month + months == until.year * 12 + until.month
    assert until.day == since.day or (until.day < since.day and (until + timedelta(1)).day == 1)
    assert type(until) is date


@pytest.mark.parametrize(
    ("since", "on", "months"),
    [
        ("2023-01-31", "2023-02-27", 0),
        ("2023-01-31", "2023-02-28", 1),
        ("2023-01-31", "2023-03-30", 1),
        ("2023-01-31", "2023-03-31", 2),
        ("2024-02-29", "2025-02-28", 12),
        ("2010-04-02", "2026-04-01", 191),
        ("2010-04-02", "2026-04-02", 192),
        ("2016-10-03", "2016-10-03", 0),
        ("2016-10-03", "2016-09-03", 0),
    ],
)
def test_completed_months_are_counted(since, on, months):
    """A month is completed on the day on which the period of months ends, and no months before the start."""
    assert months == completed_months(date.fromisoformat(since), date.fromisoformat(on))


@given(DAYS, st.integers(1, 600))
def test_months_are_completed_on_the_day_they_end_and_not_the_day_before(since, months):
    """The day that adding months gives is the first on which so many are completed."""
    end = add_months(since, months)
    assert months == completed_months(since, end)
    assert months - 1 == completed_months(since, end - timedelta(1))


# --- Years ------------------------------------------------------------------------------------------


@given(DAYS, st.integers(1, 130), st.sampled_from(LeapDay))
def test_years_are_completed_on_the_day_they_end_and_not_the_day_before(born, years, leap_day):
    """The day that adding years gives is the first on which so many are completed, under either policy."""
    birthday = add_years(born, years, leap_day)
    assert years == completed_years(born, birthday, leap_day)
    assert years - 1 == completed_years(born, birthday - timedelta(1), leap_day)


@given(TWO_DAYS, st.sampled_from(LeapDay))
def test_completed_years_are_those_whose_day_has_come(days, leap_day):
    """On any day the last birthday has come and the next one has not; before the birth there are no years."""
    born, on = days
    years = completed_years(born, on, leap_day)
    assert add_years(born, years, leap_day) <= on < add_years(born, years + 1, leap_day)
    assert completed_years(on, born, leap_day) == 0


@pytest.mark.parametrize(
    ("leap_day", "years", "day"),
    [
        (LeapDay.FEBRUARY_28, 16, "2020-02-29"),
        (LeapDay.MARCH_1, 16, "2020-02-29"),
        (LeapDay.FEBRUARY_28, 17, "2021-02-28"),
        (LeapDay.MARCH_1, 17, "2021-03-01"),
        (LeapDay.FEBRUARY_28, 65, "2069-02-28"),
        (LeapDay.MARCH_1, 65, "2069-03-01"),
        (LeapDay.FEBRUARY_28, 96, "2100-02-28"),
        (LeapDay.MARCH_1, 96, "2100-03-01"),
    ],
)
def test_someone_born_on_29_february_completes_years_by_the_policy(leap_day, years, day):
    """In a leap year on the 29th, in an ordinary one (2100 too) on 28 February or 1 March, as the policy says."""
    assert date.fromisoformat(day) == add_years(date(2004, 2, 29), years, leap_day)


def test_28_february_is_the_policy_unless_another_is_named():
    """Without a policy, 28 February of an ordinary year completes the year, and 27 February does not."""
    born = date(2004, 2, 29)
    assert date(2021, 2, 28) == add_years(born, 17)
    assert completed_years(born, date(2021, 2, 28)) == 17
    assert completed_years(born, date(2021, 2, 27)) == 16


def test_the_policy_is_about_29_february_alone():
    """Someone born on 28 February or 1 March completes years on that day, whatever the policy and the year."""
    for born in (date(2004, 2, 28), date(2004, 3, 1)):
        for leap_day in LeapDay:
            assert born.replace(year=2021) == add_years(born, 17, leap_day)
            assert born.replace(year=2020) == add_years(born, 16, leap_day)


def test_years_end_with_the_calendar():
    """A birthday after the year 9999 is an error that says so."""
    assert date(9999, 5, 17) == add_years(date(9990, 5, 17), 9)
    with pytest.raises(OverflowError):
        add_years(date(9990, 5, 17), 10)


# --- Days known in part -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("1990", "1990-01-01", "1990-12-31"),
        ("1990-05", "1990-05-01", "1990-05-31"),
        ("1990-06", "1990-06-01", "1990-06-30"),
        ("1990-12", "1990-12-01", "1990-12-31"),
        ("1990-02", "1990-02-01", "1990-02-28"),
        ("1992-02", "1992-02-01", "1992-02-29"),
        ("1990-05-17", "1990-05-17", "1990-05-17"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_day_known_in_part_lies_between_two_days(written, earliest, latest):
    """A year or a month is every day in it, and it is written as it was given."""
    day = as_partial_date(written)
    assert (date.fromisoformat(earliest), date.fromisoformat(latest)) == (day.earliest, day.latest)
    assert (earliest == latest) is day.is_whole
    assert written == str(day)


@given(st.dates())
def test_a_whole_day_is_a_partial_one_too(day):
    """A date, its text and a partial date say the same day, as plain dates."""
    whole = PartialDate(day, day)
    assert whole == as_partial_date(day) == as_partial_date(day.isoformat()) == as_partial_date(whole)
    assert type(as_partial_date(pendulum.Date(day.year, day.month, day.day)).earliest) is date


NO_PARTIAL_DAYS = {what: value for what, value in NO_DAYS.items() if what not in {"a month", "a year"}}
NO_PARTIAL_DAYS |= {
    "a year of two digits": "90",
    "a year and a hyphen": "1990-",
    "a month of one digit": "1990-5",
    "month 13 alone": "1990-13",
    "month 0": "1990-00",
    "a year before Christ": "-1990",
    "the year 0 alone": "0000",
    "a year and a newline": "1990\n",
    "an unknown day as zeros": "1990-05-00",
    "a year in Arabic digits": "\u0661\u0669\u0669\u0660",
    "a decade": "199x",
}


@pytest.mark.parametrize("value", NO_PARTIAL_DAYS.values(), ids=NO_PARTIAL_DAYS)
def test_whatever_else_is_no_day_known_in_part(value):
    """Nothing else is read as a day known in part, and the error does not repeat what was given."""
    with pytest.raises(InvalidValueError) as caught:
        as_partial_date(value)
    assert not value or str(value) not in str(caught.value)


def test_a_birth_date_stays_out_of_the_repr():
    """What a partial date is does not show in its repr."""
    assert "1990" not in repr(as_partial_date("1990-05-17"))


# --- Spans ------------------------------------------------------------------------------------------


@given(TWO_DAYS, st.booleans(), st.booleans(), DAYS)
def test_a_span_covers_both_its_ends_and_what_lies_between(days, begins, ends, day):
    """A day is covered when it is not before the first and not after the last; an end that is open ends nothing."""
    since, until = days
    span = Span(since if begins else None, until if ends else None)
    assert ((not begins or since <= day) and (not ends or day <= until)) is span.covers(day)
    assert [span.covers(since), span.covers(until)] == [True, True]


def test_a_span_has_its_days_from_text():
    """Orvar's period, as text, has its first and last day in it and not the days about them."""
    span = Span("2008-07-01", "2009-12-31")
    days = ["2008-06-30", "2008-07-01", "2009-12-31", "2010-01-01"]
    assert [span.covers(date.fromisoformat(day)) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(("since", "until"), [("2016-10-03", "2016-10-02"), ("2016-10-03", "2015-12-31")])
def test_a_span_does_not_end_before_it_begins(since, until):
    """Such a span is an error about ``until``, which tells no day; one day is a span."""
    with pytest.raises(InvalidValueError) as caught:
        Span(since, until)
    assert caught.value.fault.where == "until"
    assert "2016" not in str(caught.value)
    check_order(date(2016, 10, 3), date(2016, 10, 3))


# --- Words ------------------------------------------------------------------------------------------

MONTHS = {
    "sv": "januari,februari,mars,april,maj,juni,juli,augusti,september,oktober,november,december",
    "en": "January,February,March,April,May,June,July,August,September,October,November,December",
}


@pytest.mark.parametrize("language", MONTHS)
@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_is_written_as_one_writes_it(language, month):
    """The day without a zero, the month's name (small letter in Swedish), the year."""
    name = MONTHS[language].split(",")[month - 1]
    assert f"3 {name} 2016" == in_words(date(2016, month, 3), language)
    assert f"21 {name} 1979" == in_words(date(1979, month, 21), language)


def test_a_day_known_in_part_does_not_end_before_it_begins() -> None:
    """The latest day that it can be is not before the earliest."""
    with pytest.raises(InvalidValueError, match="a day not before the earliest"):
        PartialDate(date(2000, 1, 2), date(2000, 1, 1))


@pytest.mark.parametrize(
    ("earliest", "latest"),
    [
        ("1990-01-01", "1995-01-31"),
        ("1990-05-03", "1990-05-20"),
        ("1990-04-20", "1990-05-02"),
        ("1990-02-01", "1990-12-31"),
    ],
)
def test_a_day_known_in_part_is_a_month_or_a_year(earliest: str, latest: str) -> None:
    """Other bounds could not be written, and are refused."""
    with pytest.raises(InvalidValueError, match="a day, a whole month or a whole year"):
        PartialDate(date.fromisoformat(earliest), date.fromisoformat(latest))


@pytest.mark.parametrize(
    "add",
    [lambda: add_months(date(9999, 12, 1), 1), lambda: add_years(date(9999, 1, 1), 1)],
    ids=["months", "years"],
)
def test_there_is_no_day_after_the_year_9999(add: Callable[[], date]) -> None:
    """Months and years that lead past the last day that there is are refused alike."""
    with pytest.raises(OverflowError, match="after the year 9999"):
        add()
