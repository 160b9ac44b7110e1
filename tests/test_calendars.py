"""Working days are those of the Acts; counting them is a subtraction, and moving a day finds the nearest one."""

import copy
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import holidays
import pendulum
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from samverkan.calendars import SWEDEN, Calendar
from samverkan.dates import add_months
from samverkan.errors import InvalidRecordError, InvalidValueError, SamverkanError
from strategies import examples

ONE_DAY = timedelta(1)
YEARS = range(1990, 2061)


def days_of(*years: int) -> list[date]:
    """Return every day from the first of these years to the last."""
    first, last = date(years[0], 1, 1).toordinal(), date(years[-1], 12, 31).toordinal()
    return [date.fromordinal(ordinal) for ordinal in range(first, last + 1)]


# --- The Acts, read once more ----------------------------------------------------------------------


def easter(year: int) -> date:
    """Return Easter Sunday, as Meeus has it (Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    lunar = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * lunar) // 433
    month = (h + lunar - 7 * m + 90) // 25
    return date(year, month, (h + lunar - 7 * m + 33 * month + 19) % 32)


def saturday_from(day: date) -> date:
    """Return the first Saturday from that day on."""
    return next(one for one in (day + n * ONE_DAY for n in range(7)) if one.isoweekday() == 6)


def named_days(year: int) -> dict[str, date]:
    """Return the public holidays of lag (1989:253) that have names, and the eves of lag (1930:173) 2 §."""
    days = {
        "nyårsdagen": date(year, 1, 1),
        "trettondedag jul": date(year, 1, 6),
        "långfredagen": easter(year) - 2 * ONE_DAY,
        "påskdagen": easter(year),
        "annandag påsk": easter(year) + ONE_DAY,
        "Kristi himmelsfärds dag": easter(year) + 39 * ONE_DAY,
        "pingstdagen": easter(year) + 49 * ONE_DAY,
        "första maj": date(year, 5, 1),
        "midsommardagen": saturday_from(date(year, 6, 20)),
        "alla helgons dag": saturday_from(date(year, 10, 31)),
        "juldagen": date(year, 12, 25),
        "annandag jul": date(year, 12, 26),
        "midsommarafton": saturday_from(date(year, 6, 20)) - ONE_DAY,
        "julafton": date(year, 12, 24),
        "nyårsafton": date(year, 12, 31),
    }
    # Lag (2004:1320): the one went when the other came.
    changed = {"annandag pingst": easter(year) + 50 * ONE_DAY} if year < 2005 else {"nationaldagen": date(year, 6, 6)}
    return days | changed


NAMED = {year: named_days(year) for year in YEARS}
FREE_BY_NAME = {day for named in NAMED.values() for day in named.values()}


def may_be_last(day: date) -> bool:
    """Whether a deadline may fall on that day: no Saturday, no Sunday, no other day of lag (1930:173) 2 §."""
    return day.isoweekday() < 6 and day not in FREE_BY_NAME


def test_sweden_is_day_by_day_as_the_acts_have_it():
    """From 1990 to 2060 the working days are those that lag (1989:253) and lag (1930:173) 2 § leave."""
    assert [day for day in days_of(*YEARS) if SWEDEN.is_working_day(day) != may_be_last(day)] == []


def test_sweden_is_day_by_day_as_the_package_has_it():
    """From 1990 to 2060 a day is free when it is a Saturday, or a holiday of the package with Sundays and eves."""
    package = holidays.country_holidays("SE", categories=("public", "de_facto"), include_sundays=True)
    free = {day for day in days_of(*YEARS) if day.isoweekday() == 6 or day in package}
    assert [day for day in days_of(*YEARS) if SWEDEN.is_working_day(day) != (day not in free)] == []


@pytest.mark.parametrize("sundays", [True, False], ids=["Sundays are holidays", "Sundays are not"])
def test_it_makes_no_difference_whether_sundays_are_holidays(sundays):
    """Whatever the package takes Sundays for, the calendar that is made of it is that of Sweden."""
    package = holidays.country_holidays("SE", categories=("public", "de_facto"), include_sundays=sundays)
    made = Calendar(package, first=1990, last=2060)
    assert made == SWEDEN
    assert SWEDEN == made
    assert hash(made) == hash(SWEDEN)


@pytest.mark.parametrize(
    ("year", "easter_day", "midsummer_eve", "all_saints", "ascension"),
    [
        (2024, "2024-03-31", "2024-06-21", "2024-11-02", "2024-05-09"),
        (2025, "2025-04-20", "2025-06-20", "2025-11-01", "2025-05-29"),
        (2026, "2026-04-05", "2026-06-19", "2026-10-31", "2026-05-14"),
        (2027, "2027-03-28", "2027-06-25", "2027-11-06", "2027-05-06"),
    ],
)
def test_the_days_that_move_are_where_they_are(year, easter_day, midsummer_eve, all_saints, ascension):
    """Easter, midsommarafton, alla helgons dag and Kristi himmelsfärds dag fall on the days that are known."""
    named = NAMED[year]
    assert date.fromisoformat(easter_day) == named["påskdagen"]
    assert date.fromisoformat(midsummer_eve) == named["midsommarafton"]
    assert date.fromisoformat(all_saints) == named["alla helgons dag"]
    assert date.fromisoformat(ascension) == named["Kristi himmelsfärds dag"]
    assert not any(map(SWEDEN.is_working_day, (easter_day, midsummer_eve, all_saints, ascension)))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2004-05-31", False),  # annandag pingst, for the last time
        ("2005-05-16", True),  # the Monday after pingst
        ("2003-06-06", True),  # nationaldagen, before it was a holiday
        ("2005-06-06", False),  # and for the first time
        ("2026-01-05", True),  # trettondagsafton
        ("2026-04-02", True),  # skärtorsdagen
        ("2026-04-30", True),  # valborgsmässoafton
        ("2026-05-15", True),  # a bridging day
        ("2026-10-30", True),  # allhelgonaafton
        ("2026-12-23", True),  # the day before julafton
    ],
)
def test_what_is_often_taken_for_a_holiday_or_was_one(day, works):
    """Bridging days and the other eves are working days, and two holidays changed places in 2005."""
    assert works is SWEDEN.is_working_day(day)


@pytest.mark.parametrize(("year", "days"), [(2025, 249), (2026, 251)])
def test_working_days_of_a_year(year, days):
    """A year has so many working days: Monday to Friday without holidays and the three eves."""
    assert days == SWEDEN.working_days(date(year - 1, 12, 31), date(year, 12, 31))


# --- Deadlines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "day", "deadline"),
    [
        pytest.param("2016-10-03", "2016-10-17", "2016-10-17", id="an ordinary Monday"),
        pytest.param("2024-06-07", "2024-06-21", "2024-06-24", id="midsommarafton"),
        pytest.param("2024-12-10", "2024-12-24", "2024-12-27", id="julafton and two holidays"),
        pytest.param("2025-04-04", "2025-04-18", "2025-04-22", id="from långfredagen to annandag påsk"),
        pytest.param("2025-05-23", "2025-06-06", "2025-06-09", id="nationaldagen before a weekend"),
        pytest.param("2026-06-05", "2026-06-19", "2026-06-22", id="midsommarafton of another year"),
    ],
)
def test_two_weeks_end_on_the_same_weekday_or_the_next_working_day(start, day, deadline):
    """Two weeks end on the day of the same name; when that is a day of 2 §, on the next weekday that is not."""
    assert date.fromisoformat(day) == date.fromisoformat(start) + timedelta(weeks=2)
    assert date.fromisoformat(deadline) == SWEDEN.roll_forward(day)


@pytest.mark.parametrize(
    ("start", "months", "deadline"),
    [
        ("2023-01-31", 1, "2023-02-28"),  # a Tuesday
        ("2024-01-31", 1, "2024-02-29"),  # a Thursday
        ("2024-02-29", 12, "2025-02-28"),  # a Friday
        ("2024-08-31", 1, "2024-09-30"),  # a Monday
        ("2024-10-31", 1, "2024-12-02"),  # 30 November is a Saturday
        ("2025-06-24", 6, "2025-12-29"),  # julafton, two holidays and a weekend
    ],
)
def test_months_are_added_first_and_then_the_day_is_moved(start, months, deadline):
    """A time of months ends by lag (1930:173) 1 §, and its last day is moved by 2 §."""
    assert date.fromisoformat(deadline) == SWEDEN.roll_forward(add_months(date.fromisoformat(start), months))


@pytest.mark.parametrize(
    ("meeting", "notice", "last_day"),
    [
        pytest.param("2025-01-09", 7, "2025-01-02", id="a week before, an open day"),
        pytest.param("2025-01-09", 3, "2025-01-03", id="three days before, trettondedag jul"),
        pytest.param("2025-06-26", 6, "2025-06-19", id="six days before, midsommarafton"),
    ],
)
def test_notice_is_moved_backwards(meeting, notice, last_day):
    """Notice that is counted backwards to a day off is due on the last working day before it."""
    counted = date.fromisoformat(meeting) - timedelta(notice)
    assert date.fromisoformat(last_day) == SWEDEN.roll_back(counted)


def test_two_weeks_with_a_holiday_in_them_are_ten_working_days_and_three_days_more():
    """Received on 7 June 2024, contacted on 24 June: 17 days, and the tenth working day."""
    assert SWEDEN.working_days("2024-06-07", "2024-06-24") == 10
    assert date(2024, 6, 24) == SWEDEN.add_working_days("2024-06-07", 10)
    assert date(2016, 10, 17) == SWEDEN.add_working_days("2016-10-03", 10)


def test_a_meeting_every_second_week_meets_two_holidays():
    """Every second Thursday from 9 January to 26 June 2025 there is a working day, but for two."""
    series = [date(2025, 1, 9) + timedelta(weeks=2 * n) for n in range(13)]
    assert date(2025, 6, 26) == series[-1]
    assert [date(2025, 5, 1), date(2025, 5, 29)] == [day for day in series if not SWEDEN.is_working_day(day)]


# --- Laws, of any calendar ---------------------------------------------------------------------------

DAYS_OF_SWEDEN = st.dates(date(1990, 1, 1), date(2060, 12, 31))
COVERED = days_of(2023, 2024)
FREE_DAYS = st.frozensets(st.sampled_from(COVERED), max_size=60)
LONG_BREAKS = st.builds(
    lambda first, length: frozenset(COVERED[first : first + length]), st.integers(0, 730), st.integers(0, 731)
)
FREE = FREE_DAYS | LONG_BREAKS
WEEKENDS = st.frozensets(st.integers(0, 6), max_size=7)


def counted(free: frozenset[date], weekend: frozenset[int], since: date, until: date) -> Iterator[date]:
    """Go through the working days after one day, up to and including another, one by one."""
    return (day for day in COVERED if since < day <= until and day not in free and day.isoweekday() - 1 not in weekend)


@examples(100)
@given(FREE, WEEKENDS, st.sampled_from(COVERED), st.sampled_from(COVERED))
def test_working_days_are_as_many_as_one_counts(free, weekend, one, other):
    """The subtraction gives what counting day by day gives, with any free days and any weekend."""
    since, until = sorted((one, other))
    calendar = Calendar(free, first=2023, last=2024, weekend=weekend)
    assert calendar.working_days(since, until) == len(list(counted(free, weekend, since, until)))


@examples(500)
@given(DAYS_OF_SWEDEN, DAYS_OF_SWEDEN, DAYS_OF_SWEDEN)
def test_spans_that_adjoin_can_be_added(a, b, c):
    """From a to b and from b to c there are as many as from a to c, whichever comes first."""
    assert SWEDEN.working_days(a, c) == SWEDEN.working_days(a, b) + SWEDEN.working_days(b, c)


@examples(300)
@given(DAYS_OF_SWEDEN, DAYS_OF_SWEDEN)
def test_a_span_turned_round_is_the_same_below_nothing(a, b):
    """Backwards the number is negative and otherwise the same; from a day to itself there is none."""
    assert SWEDEN.working_days(a, b) == -SWEDEN.working_days(b, a)
    assert SWEDEN.working_days(a, a) == 0
    assert 0 <= SWEDEN.working_days(min(a, b), max(a, b)) <= (max(a, b) - min(a, b)).days


@examples(500)
@given(st.dates(date(1990, 1, 1), date(2060, 12, 30)))
def test_a_deadline_falls_on_the_nearest_day_that_it_may(day):
    """Moved forward, it falls on no day of 2 §; between the two days there are only such; a good day stays."""
    moved = SWEDEN.roll_forward(day)
    assert may_be_last(moved)
    assert moved >= day
    assert not any(may_be_last(day + n * ONE_DAY) for n in range((moved - day).days))
    assert SWEDEN.roll_forward(moved) == moved


@examples(500)
@given(st.dates(date(1990, 1, 2), date(2060, 12, 31)))
def test_notice_falls_on_the_nearest_day_that_it_may(day):
    """Moved back, it falls on no day of 2 §; between the two days there are only such; a good day stays."""
    moved = SWEDEN.roll_back(day)
    assert may_be_last(moved)
    assert moved <= day
    assert not any(may_be_last(day - n * ONE_DAY) for n in range((day - moved).days))
    assert SWEDEN.roll_back(moved) == moved


@examples(100)
@given(FREE, WEEKENDS, st.sampled_from(COVERED))
def test_a_day_is_moved_to_the_nearest_working_day_of_any_calendar(free, weekend, day):
    """Forward it is the first working day from there on, back the last up to there; where none is covered, an error."""
    calendar = Calendar(free, first=2023, last=2024, weekend=weekend)
    after = list(counted(free, weekend, day - ONE_DAY, date(2024, 12, 31)))
    before = list(counted(free, weekend, date(2022, 12, 31), day))
    for roll, wanted in ((calendar.roll_forward, after[:1]), (calendar.roll_back, before[-1:])):
        if wanted:
            assert [roll(day)] == wanted
        else:
            with pytest.raises(InvalidValueError, match="2023-01-01 to 2024-12-31"):
                roll(day)


@examples(100)
@given(FREE, WEEKENDS, st.sampled_from(COVERED), st.integers(0, 600))
def test_the_day_by_which_so_many_have_passed_is_the_first(free, weekend, day, count):
    """It is that working day of those after the day; with 0 it is the day itself; beyond the years it is an error."""
    calendar = Calendar(free, first=2023, last=2024, weekend=weekend)
    after = [day, *counted(free, weekend, day, date(2024, 12, 31))]
    if count < len(after):
        assert after[count] == calendar.add_working_days(day, count)
        assert count == calendar.working_days(day, after[count])
    else:
        with pytest.raises(InvalidValueError, match="2023-01-01 to 2024-12-31"):
            calendar.add_working_days(day, count)


# --- Own calendars -----------------------------------------------------------------------------------


class EveryThirteenth:
    """What knows of a day whether it is free, and nothing else; it counts how often it is asked."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self.asked = 0

    def __contains__(self, day: object) -> bool:
        """The thirteenth of each month is free."""
        assert isinstance(day, date)
        self.asked += 1
        return day.day == 13


FRIDAYS = [date(2024, 5, 10), date(2024, 6, 7)]


@pytest.mark.parametrize(
    "free",
    [
        set(FRIDAYS),
        frozenset(FRIDAYS),
        FRIDAYS,
        tuple(FRIDAYS),
        {day.isoformat() for day in FRIDAYS},
        dict.fromkeys(FRIDAYS, "klämdag"),
        {day.isoformat(): "klämdag" for day in FRIDAYS},
        {pendulum.Date(day.year, day.month, day.day) for day in FRIDAYS},
        {*FRIDAYS, date(1500, 1, 1)},
        {*FRIDAYS, date(2024, 6, 8)},
    ],
    ids=["set", "frozenset", "list", "tuple", "text", "dict", "dict of text", "pendulum", "other years", "a Saturday"],
)
def test_free_days_come_in_any_collection(free):
    """Days and days as text, in a set, a list, a tuple or as keys, make the same calendar."""
    calendar = Calendar(free, first=2023, last=2024)
    weekdays = [day for day in COVERED if day.isoweekday() < 6]
    assert [day for day in weekdays if day not in FRIDAYS] == [day for day in COVERED if calendar.is_working_day(day)]
    assert calendar == Calendar(set(FRIDAYS), first=2023, last=2024)


def test_what_only_knows_whether_a_day_is_free_is_asked_once_about_each():
    """A thing with nothing but ``in`` is asked when the calendar is made, at most once a day, and never again."""
    free = EveryThirteenth()
    calendar = Calendar(free, first=2024, last=2024, weekend=())
    assert free.asked == 366
    assert calendar.working_days("2024-01-01", "2024-12-31") == 365 - 12
    assert date(2024, 9, 14) == calendar.roll_forward("2024-09-13")
    assert free.asked == 366


def test_what_becomes_of_the_collection_later_changes_nothing():
    """A calendar is what the collection was when the calendar was made."""
    free = {date(2024, 5, 10)}
    calendar = Calendar(free, first=2024, last=2024)
    free.add(date(2024, 5, 13))
    assert calendar.is_working_day("2024-05-13")
    assert not calendar.is_working_day("2024-05-10")


def test_a_country_of_the_package_is_a_calendar():
    """Days of the package that have not been looked up yet are found: Norway is free on 17 May 2024."""
    norway = Calendar(holidays.country_holidays("NO"), first=2024, last=2024)
    assert not norway.is_working_day("2024-05-17")
    assert SWEDEN.is_working_day("2024-05-17")


def test_a_local_day_off_is_added_to_those_of_sweden():
    """With a bridging day off, the deadline of an office of one's own moves on."""
    off = {day for day in days_of(2025) if not SWEDEN.is_working_day(day)} | {date(2025, 5, 30)}
    office = Calendar(off, first=2025, last=2025)
    assert date(2025, 5, 30) == SWEDEN.roll_forward("2025-05-29")
    assert date(2025, 6, 2) == office.roll_forward("2025-05-29")


def test_a_calendar_begins_with_the_first_year_and_ends_with_the_last_that_there_is():
    """With nothing free, every day counts and stays where it is, the first and the last of all included."""
    for first, last in ((1, 2), (9998, 9999)):
        begins, ends = date(first, 1, 1), date(last, 12, 31)
        every = Calendar((), first=first, last=last, weekend=())
        assert (ends - begins).days == every.working_days(begins, ends)
        assert (begins, ends) == (every.roll_back(begins), every.roll_forward(ends))


def test_calendars_are_equal_when_they_have_the_same_days():
    """The same years and working days make calendars equal, however they were told; others are not."""
    saturdays_named = Calendar({day for day in COVERED if day.isoweekday() == 6}, first=2023, last=2024, weekend={6})
    ordinary = Calendar((), first=2023, last=2024)
    assert ordinary == saturdays_named
    assert hash(ordinary) == hash(saturdays_named)
    assert ordinary != Calendar((), first=2023, last=2025)
    assert ordinary != Calendar({FRIDAYS[0]}, first=2023, last=2024)
    assert Calendar((), first=2023, last=2023, weekend=()) != Calendar((), first=2022, last=2022, weekend=())
    assert ordinary != "2023"


def test_a_calendar_does_not_change_and_shows_only_its_years():
    """Nothing of it can be set, and its repr has the years and nothing of the days."""
    calendar = Calendar(FRIDAYS, first=2023, last=2024)
    with pytest.raises(FrozenInstanceError):
        calendar.first = 2022
    with pytest.raises(FrozenInstanceError):
        SWEDEN.last = 2100
    assert repr(calendar) == "<Calendar 2023-01-01 to 2024-12-31>"
    assert repr(SWEDEN) == "<Calendar SWEDEN 1990-01-01 to 2060-12-31>"
    assert (1990, 2060) == (SWEDEN.first, SWEDEN.last)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_calendar_is_copied_and_pickled(again):
    """A copy is equal and answers the same; that of Sweden is itself, and is pickled by its name."""
    calendar = Calendar(FRIDAYS, first=2023, last=2024)
    assert again(calendar) == calendar
    assert again(calendar).working_days("2024-05-09", "2024-06-07") == 19
    assert again(SWEDEN) is SWEDEN
    assert len(pickle.dumps(SWEDEN)) < 100


# --- What is refused ---------------------------------------------------------------------------------

ASK = {
    "is_working_day": SWEDEN.is_working_day,
    "roll_forward": SWEDEN.roll_forward,
    "roll_back": SWEDEN.roll_back,
    "add_working_days": lambda day: SWEDEN.add_working_days(day, 1),
    "since": lambda day: SWEDEN.working_days(day, "2024-06-24"),
    "until": lambda day: SWEDEN.working_days("2024-06-24", day),
    "since, of dates": lambda day: SWEDEN.working_days(day, date(2024, 6, 24)),
    "until, of dates": lambda day: SWEDEN.working_days(date(2024, 6, 24), day),
}


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK)
@pytest.mark.parametrize(
    ("day", "got"),
    [
        (date(1989, 12, 31), "an earlier day"),
        ("1989-12-31", "an earlier day"),
        (date(2061, 1, 1), "a later day"),
        ("2061-01-01", "a later day"),
        (date.min, "an earlier day"),
        (date.max, "a later day"),
    ],
    ids=[
        "the day before",
        "the day before, text",
        "the day after",
        "the day after, text",
        "first of all",
        "last of all",
    ],
)
def test_a_day_that_is_not_covered_is_refused(ask, day, got):
    """A day outside the years is an error that says which days are covered, and not which was given."""
    with pytest.raises(InvalidValueError) as caught:
        ask(day)
    assert str(caught.value).endswith(f"wanted a day from 1990-01-01 to 2060-12-31, got {got}")
    assert str(day) not in str(caught.value)


@pytest.mark.parametrize("ask", ASK.values(), ids=ASK)
@pytest.mark.parametrize(
    "value",
    [datetime(2024, 6, 24, tzinfo=UTC), datetime(2024, 6, 24), "20240624", "2024-06-31", "", 20240624, None, True],
    ids=["a point in time", "without a zone", "no hyphens", "no such day", "empty", "a number", "nothing", "true"],
)
def test_what_is_no_day_is_refused(ask, value):
    """Anything but a day is an error that does not repeat it."""
    with pytest.raises(InvalidValueError, match="wanted a day") as caught:
        ask(value)
    assert not value or str(value) not in str(caught.value)


@pytest.mark.parametrize(("ask", "where"), [("since", "since"), ("until", "until"), ("roll_back", "day")])
def test_an_error_says_which_of_the_days_it_is(ask, where):
    """The place of the day stands before what is wrong."""
    with pytest.raises(InvalidValueError) as caught:
        ASK[ask]("2061-01-01")
    assert where == caught.value.fault.where


def test_days_of_other_classes_are_read_as_days():
    """A date of pendulum's and text give what plain dates give, and a plain date comes back."""
    day = pendulum.Date(2024, 6, 21)
    assert SWEDEN.working_days(pendulum.Date(2024, 6, 7), day) == SWEDEN.working_days("2024-06-07", "2024-06-21") == 9
    assert {date} == {type(moved) for moved in (SWEDEN.roll_back(day), SWEDEN.add_working_days(day, 0))}


def test_there_is_no_deadline_beyond_the_years():
    """The last day that is covered is nyårsafton, so the working day after it is not covered; likewise the first."""
    assert date(2060, 12, 30) == SWEDEN.roll_forward("2060-12-30") == SWEDEN.roll_back("2060-12-31")
    assert date(1990, 1, 2) == SWEDEN.roll_forward("1990-01-01")
    with pytest.raises(
        InvalidValueError, match=r"day: wanted a day with a working day on or after it from .*, got one without$"
    ):
        SWEDEN.roll_forward("2060-12-31")
    with pytest.raises(
        InvalidValueError, match=r"day: wanted a day with a working day on or before it from .*, got one without$"
    ):
        SWEDEN.roll_back("1990-01-01")
    with pytest.raises(InvalidValueError, match=r"count: wanted as many working days as are left from .*, got more$"):
        SWEDEN.add_working_days("2060-12-30", 1)
    with pytest.raises(InvalidValueError, match=r"count: wanted as many working days as are left from .*, got more$"):
        SWEDEN.add_working_days("2016-10-03", 10**30)


@pytest.mark.parametrize("count", [-1, 1.0, True, None, "10", []], ids=str)
def test_only_a_whole_number_of_working_days_is_added(count):
    """A number below nothing, a fraction or anything else is refused, masked."""
    with pytest.raises(InvalidValueError, match="count: wanted a whole number, 0 or more"):
        SWEDEN.add_working_days("2016-10-03", count)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"free": None}, "free: wanted a collection of days, got nothing"),
        ({"free": "2024-05-10"}, "free: wanted a collection of days, got text of 10 characters"),
        ({"free": (day for day in FRIDAYS)}, "free: wanted a collection of days, got a generator"),
        ({"free": ["2024-05-10", "10/5", 3]}, "free[1]: wanted a day as YYYY-MM-DD, got text of 4 characters\nfree[2]"),
        ({"free": {datetime(2024, 5, 10)}}, "free[0]: wanted a day as YYYY-MM-DD, got a point in time"),
        ({"free": {"10 maj": "klämdag"}}, "free[0]: wanted a day as YYYY-MM-DD, got text of 6 characters"),
        ({"first": 0}, "first: wanted a year from 1 to 9999, got a number"),
        ({"last": 10_000}, "last: wanted a year from 1 to 9999, got a number"),
        ({"first": "2023"}, "first: wanted a year from 1 to 9999, got text of 4 characters"),
        ({"last": True}, "last: wanted a year from 1 to 9999, got true or false"),
        ({"first": 2025}, "last: wanted a year not before the first, got an earlier year"),
        ({"weekend": 6}, "weekend: wanted weekdays as numbers, got a number"),
        ({"weekend": "56"}, "weekend: wanted weekdays as numbers, got text of 2 characters"),
        ({"weekend": (5, 7, "6", True, -1)}, "weekend[1]: wanted a number from 0 (Monday) to 6 (Sunday), got a number"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_makes_no_calendar_is_refused(arguments, told):
    """Free days, years and weekdays are checked when the calendar is made; what was given is not shown."""
    with pytest.raises((InvalidValueError, InvalidRecordError)) as caught:
        Calendar(**{"free": FRIDAYS, "first": 2023, "last": 2024} | arguments)
    assert str(caught.value).startswith(told)


def test_every_weekday_that_is_none_is_told():
    """All faults of the weekend come at once."""
    with pytest.raises(InvalidRecordError) as caught:
        Calendar(FRIDAYS, first=2023, last=2024, weekend=(5, 7, "6", True, -1))
    assert ["weekend[1]", "weekend[2]", "weekend[3]", "weekend[4]"] == [fault.where for fault in caught.value.faults]


# --- The package that has the holidays ---------------------------------------------------------------


def test_the_package_is_imported_when_sweden_is_first_asked():
    """To import the module, copy or show the calendar imports no holidays; to ask about a day does."""
    code = (
        "import sys, copy, pickle\n"
        "from samverkan.calendars import SWEDEN\n"
        "pickle.dumps(copy.deepcopy(SWEDEN)), repr(SWEDEN), SWEDEN.first, hasattr(SWEDEN, 'free')\n"
        "before = 'holidays' in sys.modules\n"
        "print(before, SWEDEN.is_working_day('2026-06-19'), 'holidays' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["False", "False", "True"]


def early(*_: object, **__: object) -> None:
    """Do as the versions that do not know the category of the three eves."""
    raise ValueError("Category is not supported: de_facto.")


def other(*categories: str) -> SimpleNamespace:
    """Return a package that has the days of these categories, whichever it is asked for."""
    days = holidays.country_holidays("SE", categories=categories)
    return SimpleNamespace(country_holidays=lambda *_, **__: days)


PACKAGES = {
    "none": None,
    "without countries": SimpleNamespace(),
    "without the category": SimpleNamespace(country_holidays=early),
    "without the eves": other("public"),
    "with days that are not free": other("public", "de_facto", "bank"),
}


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES)
def test_a_package_without_these_days_is_refused(monkeypatch, package):
    """Missing, too early, or with other days than those: an error says what to install, and nothing is answered."""
    monkeypatch.setitem(sys.modules, "holidays", package)
    unread = type(SWEDEN)()
    for _ in range(2):
        with pytest.raises(SamverkanError, match=r"pip install 'holidays>=0\.109'$"):
            unread.is_working_day("2026-06-22")
    monkeypatch.undo()
    assert unread.is_working_day("2026-06-22")


def test_the_package_is_read_once(monkeypatch):
    """However often the calendar is asked, it asks the package for the holidays a single time."""
    asked = []
    days = holidays.country_holidays("SE", categories=("public", "de_facto"))
    package = SimpleNamespace(country_holidays=lambda country, **_: asked.append(country) or days)
    monkeypatch.setitem(sys.modules, "holidays", package)
    unread = type(SWEDEN)()
    assert asked == []
    assert [date(2026, 6, 22)] * 3 == [unread.roll_forward("2026-06-19") for _ in range(3)]
    assert asked == ["SE"]
