"""Reporting periods: a year, a part of a year, or any span, under the name by which it is asked for."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.periods import ReportingPeriod, as_period
from strategies import examples

YEARS = st.integers(1, 9999)
PARTS = {"H": 6, "T": 4, "Q": 3}


def day(text: str) -> date:
    """Return a day from its text."""
    return date.fromisoformat(text)


NAMED: list[tuple[str, str, str]] = [
    ("2016", "2016-01-01", "2016-12-31"),
    ("2016H1", "2016-01-01", "2016-06-30"),
    ("2016H2", "2016-07-01", "2016-12-31"),
    ("2016T1", "2016-01-01", "2016-04-30"),
    ("2016T2", "2016-05-01", "2016-08-31"),
    ("2016T3", "2016-09-01", "2016-12-31"),
    ("2016Q1", "2016-01-01", "2016-03-31"),
    ("2016Q3", "2016-07-01", "2016-09-30"),
    ("2016Q4", "2016-10-01", "2016-12-31"),
    ("2016-02", "2016-02-01", "2016-02-29"),
    ("2015-02", "2015-02-01", "2015-02-28"),
    ("2016-12", "2016-12-01", "2016-12-31"),
    ("0001", "0001-01-01", "0001-12-31"),
    ("9999Q4", "9999-10-01", "9999-12-31"),
    ("2016-02-15--2016-09-30", "2016-02-15", "2016-09-30"),
    ("2016-02-15--2016-02-15", "2016-02-15", "2016-02-15"),
]


@pytest.mark.parametrize(("name", "since", "until"), NAMED, ids=[row[0] for row in NAMED])
def test_a_period_has_its_first_and_its_last_day(name: str, since: str, until: str) -> None:
    """Both belong to it, the days about them do not, and it is written as it was asked for."""
    period = as_period(name)
    assert (day(since), day(until), name) == (period.since, period.until, str(period))
    assert period.covers(period.since)
    assert period.covers(period.until)
    assert period.since == date.min or not period.covers(period.since - timedelta(1))
    assert period.until == date.max or not period.covers(period.until + timedelta(1))


@examples(60)
@given(YEARS, st.sampled_from(sorted(PARTS)))
def test_the_parts_of_a_year_are_the_year(year: int, sort: str) -> None:
    """Halves, thirds and quarters follow on each other from 1 January to 31 December, with no day between."""
    months = PARTS[sort]
    parts = [as_period(f"{year:04}{sort}{number}") for number in range(1, 12 // months + 1)]
    whole = as_period(f"{year:04}")
    assert (whole.since, whole.until) == (parts[0].since, parts[-1].until)
    assert all(later.since - earlier.until == timedelta(1) for earlier, later in pairwise(parts))
    assert {months} == {part.until.month - part.since.month + 1 for part in parts}


@examples(60)
@given(YEARS, st.integers(1, 12))
def test_a_month_has_all_its_days(year: int, month: int) -> None:
    """From the first to the last day of the month in that year."""
    period = as_period(f"{year:04}-{month:02}")
    assert (date(year, month, 1), date(year, month, monthrange(year, month)[1])) == (period.since, period.until)


@examples(60)
@given(st.dates(), st.dates(), st.dates())
def test_a_span_covers_what_lies_between(first: date, second: date, other: date) -> None:
    """A day is in it unless it is before the first or after the last."""
    since, until = sorted((first, second))
    period = as_period(f"{since}--{until}")
    assert (sorted((since, until, other))[1] == other) is period.covers(other)


def test_a_period_may_be_given_as_it_is() -> None:
    """One that is a period already is returned; its days may be given as text, and its name is one's own."""
    season = ReportingPeriod("läsåret 2016/17", "2016-08-17", "2017-06-09")  # type: ignore[arg-type]
    assert as_period(season) is season
    assert ("läsåret 2016/17", day("2016-08-17")) == (str(season), season.since)


NO_PERIOD: list[Any] = [
    "", "16", "2016H3", "2016H0", "2016T4", "2016Q5", "2016Q", "2016q1", "2016H01", "2016-5", "2016-00", "2016-13",
    "0000", "0000Q1", "2016 H1", " 2016", "2016\n", "2016-01-01", "2016-01-01-2016-02-01", "2016-02-01--2016-01-31",
    "2016-02-30--2016-03-01", "2016-2-1--2016-3-1", "\u0662\u0660\u0661\u0666", "år 2016", 2016, 2016.0, None, True,
    date(2016, 1, 1), ("2016",), b"2016",
]  # fmt: skip


@pytest.mark.parametrize("bad", NO_PERIOD, ids=[f"{n}: {one!r}" for n, one in enumerate(NO_PERIOD)])
def test_what_is_no_period_is_refused(bad: Any) -> None:
    """Nothing is guessed; the error tells how a period is written, and not what was given."""
    with pytest.raises(InvalidValueError) as caught:
        as_period(bad)
    assert str(caught.value).startswith("period: wanted ")
    assert not str(bad) or str(bad) not in str(caught.value).partition("got ")[2]
    assert caught.value.__context__ is None


def test_a_period_does_not_end_before_it_begins() -> None:
    """The fault is told of its last day."""
    with pytest.raises(InvalidRecordError, match=r"until: wanted a day not before the first, got an earlier one"):
        ReportingPeriod("bakvänd", day("2016-02-01"), day("2016-01-31"))
