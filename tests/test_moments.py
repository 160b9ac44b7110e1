"""A moment is a day or a point in time, and counts on its day in Sweden."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import InvalidValueError
from samverkan.moments import as_moment, day_of
from strategies import examples

OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
SECONDS = st.datetimes(datetime(1996, 1, 2), datetime(2037, 12, 30), timezones=st.just(UTC))


def last_sunday(year, month):
    """Return the last Sunday of a month of 31 days, at one o'clock in UTC."""
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(last.isoweekday() % 7)


def summer_time(moment):
    """Whether Sweden had summer time then: in the whole Union from one o'clock UTC to one o'clock (2000/84/EC)."""
    return last_sunday(moment.year, 3) <= moment < last_sunday(moment.year, 10)


# --- The day of a moment -----------------------------------------------------------------------------


@given(SECONDS, OFFSETS)
@examples(200)
def test_a_point_in_time_counts_on_the_day_that_it_is_in_sweden(moment, offset):
    """Whatever the offset with which it was written, the day is that of Swedish winter or summer time."""
    written = moment.astimezone(offset)

    expected = (moment + timedelta(hours=2 if summer_time(moment) else 1)).date()

    assert day_of(written) == expected
    assert day_of(as_moment(written.isoformat())) == expected


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param("2016-03-26T22:59:59Z", "2016-03-26", id="the-last-second-before-the-day-the-clock-goes-forward"),
        pytest.param("2016-03-26T23:00:00Z", "2016-03-27", id="that-day-begins-in-winter-time"),
        pytest.param("2016-03-27T21:59:59Z", "2016-03-27", id="and-ends-in-summer-time"),
        pytest.param("2016-03-27T22:00:00Z", "2016-03-28", id="after-23-hours"),
        pytest.param("2016-10-29T21:59:59Z", "2016-10-29", id="the-last-second-before-the-day-the-clock-goes-back"),
        pytest.param("2016-10-29T22:00:00Z", "2016-10-30", id="that-day-begins-in-summer-time"),
        pytest.param("2016-10-30T22:59:59Z", "2016-10-30", id="and-ends-in-winter-time"),
        pytest.param("2016-10-30T23:00:00Z", "2016-10-31", id="after-25-hours"),
        pytest.param("2016-11-14T23:30:00+01:00", "2016-11-14", id="late-in-sweden"),
        pytest.param("2016-11-14T20:30:00-05:00", "2016-11-15", id="the-evening-elsewhere"),
    ],
)
def test_a_day_has_its_own_first_and_last_second(moment, day):
    """Days of 23 and of 25 hours begin and end at midnight in Sweden."""
    assert day_of(as_moment(moment)) == date.fromisoformat(day)


@given(st.dates())
@examples(50)
def test_a_day_counts_on_itself(day):
    """A day is the same as its text, and is its own day."""
    assert as_moment(day) == as_moment(day.isoformat()) == day_of(day) == day


@given(SECONDS, OFFSETS)
@examples(50)
def test_a_point_in_time_is_what_its_text_says(moment, offset):
    """The text of a point in time, with a capital or a small letter or a space between, gives it back."""
    text = moment.astimezone(offset).isoformat()

    assert as_moment(text) == as_moment(text.replace("T", " ")) == as_moment(text.lower()) == as_moment(moment)


def test_z_is_an_offset():
    """Z stands for UTC, in either case."""
    assert (
        as_moment("2016-11-14T09:30:00Z")
        == as_moment("2016-11-14t09:30:00z")
        == datetime(2016, 11, 14, 9, 30, tzinfo=UTC)
    )


# --- What is none ------------------------------------------------------------------------------------

NO_MOMENTS = {
    "time-without-an-offset": ("2016-11-14T09:30:00", "text of 19 characters"),
    "naive-datetime": (datetime(2016, 11, 14, 9, 30), "a time without an offset"),
    "offset-of-some-seconds": (
        datetime(2016, 11, 14, 9, 30, tzinfo=timezone(timedelta(hours=1, minutes=12, seconds=12))),
        "an offset that is no whole number of minutes",
    ),
    "offset-of-less-than-a-minute-west": (
        datetime(2016, 11, 14, 9, 30, tzinfo=timezone(-timedelta(microseconds=1))),
        "an offset that is no whole number of minutes",
    ),
    "offset-with-seconds-in-text": ("2016-11-14T09:30:00+01:12:12", "text of 28 characters"),
    "no-seconds": ("2016-11-14T09:30+01:00", "text of 22 characters"),
    "week-date": ("2016-W46-1", "text of 10 characters"),
    "offset-without-a-colon": ("2016-11-14T09:30:00+0100", "text of 24 characters"),
    "offset-of-75-minutes": ("2016-11-14T09:30:00+01:75", "text of 25 characters"),
    "offset-of-a-day": ("2016-11-14T09:30:00+24:00", "one that no clock shows"),
    "hour-25": ("2016-11-14T25:30:00Z", "one that no clock shows"),
    "the-thirtieth-of-february": ("2016-02-30T09:30:00Z", "one that no clock shows"),
    "a-day-no-calendar-has": ("2016-02-30", "a day that no calendar has"),
    "other-digits": ("٢٠١٦-11-14T09:30:00Z", "text of 20 characters"),
    "before-the-first-day-in-sweden": ("0001-01-01T00:00:00+14:00", "another"),
    "after-the-last-day-in-sweden": (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), "another"),
    "number": (20161114, "a number"),
    "nothing": (None, "nothing"),
    "empty": ("", "empty text"),
}


@pytest.mark.parametrize(("value", "got"), NO_MOMENTS.values(), ids=NO_MOMENTS)
def test_what_says_no_moment_is_refused_and_not_repeated(value, got):
    """The error says what was wanted and what sort of thing was found, and no exception that holds it stands behind."""
    with pytest.raises(InvalidValueError) as refused:
        as_moment(value)

    assert refused.value.fault.got == got
    assert refused.value.__context__ is None
    assert "30:00" not in str(refused.value).replace("2016-11-14T09:30:00+01:00", "")
