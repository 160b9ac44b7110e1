"""Months with support, and when it is long-term."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Participant
from samverkan.casefiles import View
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.participants import Hidden, Livelihood
from samverkan.support_months import LONG_TERM, LongTerm, is_long_term, longest_break, months_with
from samverkan.texts import Text
from story_people import MIRJAM
from strategies import examples

ASSISTANCE = "economic-assistance"
OVER_27, BREAKS_2, THREE_YEARS = (
    LONG_TERM[f"very-long-term-{one}"] for one in ("over-27", "27-breaks-2", "three-years")
)
LONG = LONG_TERM["long-term"]
AT_LEAST_27 = LongTerm(id="27", name=Text("minst 27", "at least 27"), min_months=27, window_months=36)


def month(number: int) -> str:
    """Return the month that comes so many months after January 2014."""
    return f"{2014 + number // 12}-{number % 12 + 1:02}"


def spell(number: int, kind: str = ASSISTANCE, **fields: Any) -> Livelihood:
    """Return support from the 5th to the 20th of a month."""
    return Livelihood(kind, **{"since": f"{month(number)}-05", "until": f"{month(number)}-20", **fields})


def supported(numbers: Iterable[int]) -> Participant:
    """Return a person with support in those months."""
    return Participant(id="d-1", livelihoods=[spell(one) for one in numbers])


# --- The sources' own cases -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [("2014-12", True), ("2015-12", True), ("2016-09", False), ("2014-09", False), ("2014-10", True)],
)
def test_mirjam_is_long_term_in_2014_and_2015_and_not_yet_in_2016(asked: str, wanted: bool) -> None:
    """Ten months of a calendar year are long-term; nine so far are not yet."""
    assert is_long_term(MIRJAM, LONG, asked) is wanted


@pytest.mark.parametrize(("variant", "wanted"), [(OVER_27, True), (BREAKS_2, True), (THREE_YEARS, False)])
def test_mirjam_has_33_of_36_months(variant: LongTerm, wanted: bool) -> None:
    """33 of the 36 months to September 2016 are more than 27 without a break, and are not three years."""
    assert is_long_term(MIRJAM, variant, "2016-09") is wanted
    assert len(months_with(MIRJAM, [ASSISTANCE], "2013-10", "2016-09") or ()) == 33


def test_three_years_are_reached_with_the_36th_month() -> None:
    """Support in each of 36 months is three years, and in 35 of them is not."""
    whole = supported(range(36))
    assert is_long_term(whole, THREE_YEARS, "2016-12") is True
    assert is_long_term(whole, THREE_YEARS, "2016-11") is False


ROWS: dict[str, tuple[Iterable[int], dict[str, bool], dict[LongTerm, bool]]] = {
    "Jan–Oct 2015": (range(12, 22), {"2015-12": True}, {AT_LEAST_27: False, OVER_27: False, BREAKS_2: False}),
    "Jul 2014–Jun 2015": (
        range(6, 18),
        {"2014-12": False, "2015-12": False},
        {AT_LEAST_27: False, OVER_27: False, BREAKS_2: False},
    ),
    "9 on, 3 off, three times": (
        [number for number in range(36) if number % 12 < 9],
        {"2014-12": False, "2015-12": False, "2016-12": False},
        {AT_LEAST_27: True, OVER_27: False, BREAKS_2: False},
    ),
}


@pytest.mark.parametrize(("months", "long", "very"), ROWS.values(), ids=ROWS)
def test_support_can_be_very_long_term_and_never_long_term(
    months: Iterable[int], long: dict[str, bool], very: dict[LongTerm, bool]
) -> None:
    """The two are counted in different windows, so that neither says anything of the other."""
    person = supported(months)
    assert long == {asked: is_long_term(person, LONG, asked) for asked in long}
    assert very == {variant: is_long_term(person, variant, "2016-12") for variant in very}


@pytest.mark.parametrize(
    ("variant", "months", "wanted"),
    [
        (OVER_27, range(27), False),
        (OVER_27, range(28), True),
        (AT_LEAST_27, range(26), False),
        (BREAKS_2, [*range(13), *range(15, 36)], True),
        (BREAKS_2, [*range(13), *range(16, 36)], False),
        (BREAKS_2, range(9, 36), True),
        (LONG, range(2, 12), True),
        (LONG, range(3, 12), False),
    ],
)
def test_the_bounds_are_exact(variant: LongTerm, months: Iterable[int], wanted: bool) -> None:
    """One month more or less decides; what comes before the first month and after the last is no break."""
    asked = "2014-12" if variant.calendar_year else "2016-12"
    assert is_long_term(supported(months), variant, asked) is wanted


# --- What is known --------------------------------------------------------------------------------


def test_an_absent_list_is_unknown_and_an_empty_one_says_no() -> None:
    """Of whoever has no list of livelihoods nothing is known; an empty list says that she had none."""
    absent, empty = Participant(id="d-1"), Participant(id="d-2", livelihoods=[])
    assert (None, frozenset()) == tuple(months_with(one, [ASSISTANCE], "2016-01", "2016-12") for one in (absent, empty))
    assert (None, False) == tuple(is_long_term(one, LONG, "2016-12") for one in (absent, empty))


def test_without_a_first_day_only_the_last_month_is_sure() -> None:
    """Where nobody knows since when, it can be long-term and need not be, unless there are too few months for it."""
    person = Participant(id="d-1", livelihoods=[Livelihood(ASSISTANCE, until="2016-10-03")])
    assert is_long_term(person, LONG, "2016-12") is None
    assert is_long_term(person, LONG, "2016-09") is False  # The year has had nine months by then.
    assert is_long_term(person, LONG, "2017-12") is False
    assert is_long_term(person, THREE_YEARS, "2016-12") is False
    assert months_with(person, [ASSISTANCE], "2016-01", "2016-12") is None
    assert months_with(person, [ASSISTANCE], "2016-10", "2016-12") == {"2016-10"}
    assert months_with(person, ["salary"], "2016-01", "2016-12") == frozenset()
    endless = Participant(id="d-2", livelihoods=[Livelihood(ASSISTANCE)])
    assert is_long_term(endless, LONG, "2016-12") is None
    also = Participant(id="d-3", livelihoods=[Livelihood(ASSISTANCE), Livelihood(ASSISTANCE, since="2016-02-01")])
    assert is_long_term(also, LONG, "2016-12") is True


def test_what_is_not_over_is_not_known_yet() -> None:
    """As it was known on a day, the months after it can still be anything; a month that is over cannot."""
    person = Participant(id="d-1", livelihoods=[Livelihood(ASSISTANCE, since="2016-01-20")])
    asked = [
        is_long_term(person, LONG, "2016-12", known_on=day)
        for day in ("2016-01-19", "2016-09-30", "2016-10-01", "2016-12-31")
    ]
    assert asked == [None, None, True, True]
    late = Participant(id="d-1", livelihoods=[Livelihood(ASSISTANCE, since="2016-04-20")])
    assert is_long_term(late, LONG, "2016-12", known_on="2016-02-29") is None
    assert is_long_term(late, LONG, "2016-12", known_on="2016-03-31") is False
    announced = months_with(person, [ASSISTANCE], "2016-01", "2016-01", known_on="2016-01-19")
    assert (announced, None) == (None, is_long_term(person, LONG, "2016-10", known_on="2016-01-19"))
    over = Participant(id="d-1", livelihoods=[])
    assert is_long_term(over, LONG, "2016-12", known_on="2016-03-30") is None
    assert is_long_term(over, LONG, "2016-12", known_on="2016-03-31") is False
    assert is_long_term(over, LONG, "2016-12", known_on=date.max) is False
    assert is_long_term(over, LONG, "2016-12", known_on="2013-03-31") is None


def test_what_had_not_been_recorded_was_not_known() -> None:
    """A list that lacked a spell of that kind on a day was not whole then, and one of another kind leaves it whole."""
    assistance = [spell(number, recorded_on="2017-03-01") for number in range(24, 36)]
    person = Participant(id="d-1", livelihoods=assistance)
    assert is_long_term(person, LONG, "2016-12", known_on="2017-02-28") is None
    assert is_long_term(person, LONG, "2016-12", known_on="2017-03-01") is True
    other = Participant(id="d-1", livelihoods=[spell(24, "salary", recorded_on="2017-03-01")])
    assert is_long_term(other, LONG, "2016-12", known_on="2017-02-28") is False


def test_a_list_that_is_shown_in_part_tells_of_what_it_shows() -> None:
    """Where she is seen in part, the kinds that may be shown are whole and of others nothing is known."""
    person = Participant(
        id="d-1",
        livelihoods=[spell(number) for number in range(12)],
        hidden=Hidden(complete={"livelihoods": [ASSISTANCE]}),
    )
    view = View(agency="kommun/IFO", programme="en-vag-in", purpose="coordination", on=date(2016, 10, 3))
    seen = CaseFile(person, view=view)
    assert is_long_term(seen, LONG, "2014-12") is True
    assert is_long_term(seen, LONG, "2015-12") is False
    assert is_long_term(seen, LONG, "2015-12", kinds=["salary"]) is None


DAYS = st.dates(date(2013, 11, 1), date(2015, 3, 31))
SPELLS = st.lists(
    st.builds(
        lambda kind, since, length: Livelihood(
            kind, since=since, until=None if length is None else since + timedelta(length)
        ),
        st.sampled_from([ASSISTANCE, "salary"]),
        DAYS,
        st.none() | st.integers(0, 120),
    ),
    max_size=5,
    unique_by=lambda one: (one.kind, one.since),
)


@examples(80)
@given(SPELLS)
def test_a_month_counts_when_a_day_of_it_does(spells: list[Livelihood]) -> None:
    """The months are those of the days on which such a livelihood runs, looked at one day after another."""
    days = [date(2014, 1, 1) + timedelta(number) for number in range(365)]
    wanted = {f"{day:%Y-%m}" for day in days for one in spells if one.kind == ASSISTANCE and one.runs(day)}
    assert wanted == months_with(Participant(id="d-1", livelihoods=spells), [ASSISTANCE], "2014-01", "2014-12")


def holds(variant: LongTerm, months: set[int]) -> bool:
    """Say what the variant says of months that are all known, the slow way."""
    enough = len(months) > variant.min_months if variant.strict else len(months) >= variant.min_months
    line = "".join("x" if number in months else "." for number in range(8)).strip(".")
    return enough and (variant.max_gap_months is None or "." * (variant.max_gap_months + 1) not in line)


@examples(250)
@given(
    st.sets(st.integers(0, 7)),
    st.integers(0, 8),
    st.booleans(),
    st.booleans(),
    st.integers(1, 7),
    st.none() | st.integers(0, 3),
)
def test_unknown_is_what_could_be_either(  # noqa: PLR0913, PLR0917
    drawn: set[int], over: int, late: bool, strict: bool, least: int, gap: int | None
) -> None:
    """The answer is unknown exactly when some way to fill in what is unknown makes it so, and some does not.

    Of months that are over everything is known, unless something was recorded late; of the others nothing.
    """
    variant = LongTerm(
        id="v", name=Text("v", "v"), min_months=least, window_months=8, strict=strict, max_gap_months=gap
    )
    sure = {number for number in drawn if number < over}
    spells = [spell(one) for one in sure] + [spell(40, recorded_on="2018-01-01")] * late
    open_ones = [number for number in range(8) if number >= over or (late and number not in sure)]
    every = chain.from_iterable(combinations(open_ones, size) for size in range(len(open_ones) + 1))
    could = {holds(variant, sure | set(filled)) for filled in every}
    last_day = date(2014, over + 1, 1) - timedelta(1)
    found = is_long_term(Participant(id="d-1", livelihoods=spells), variant, "2014-08", known_on=last_day)
    assert found is (could.pop() if len(could) == 1 else None)


@examples(60)
@given(SPELLS, st.dates(date(2013, 11, 1), date(2015, 12, 31)), st.sampled_from([LONG, OVER_27, BREAKS_2]))
def test_what_was_known_is_not_unsaid_by_time(spells: list[Livelihood], known_on: date, variant: LongTerm) -> None:
    """An answer of one day is the answer of every later day, where nothing is recorded but at once."""
    recorded = [Livelihood(one.kind, since=one.since, until=one.until) for one in spells]
    person = Participant(id="d-1", livelihoods=recorded)
    early = is_long_term(person, variant, "2014-12", known_on=known_on)
    assert early in {None, is_long_term(person, variant, "2014-12")}


# --- Breaks, and what is refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "wanted"),
    [([], 0), (["2016-01"], 0), (["2016-02", "2016-01"], 0), (["2015-12", "2016-03", "2016-03", "2016-05"], 2)],
)
def test_the_longest_break_is_between_two_months(months: list[str], wanted: int) -> None:
    """A break has a month with support on each side."""
    assert wanted == longest_break(months)


@pytest.mark.parametrize("bad", ["2016", "2016-13", "2016-00", "0000-01", "2016-1", 201601, "2016-01-01"])
def test_a_month_is_written_with_its_year(bad: Any) -> None:
    """What is no month is refused, and is not told back."""
    for ask in (
        lambda: is_long_term(MIRJAM, LONG, bad),
        lambda: months_with(MIRJAM, [ASSISTANCE], bad, "2016-12"),
        lambda: longest_break([bad]),
    ):
        with pytest.raises(InvalidValueError, match="wanted a month as YYYY-MM") as error:
            ask()
        assert str(bad) not in str(error.value)


def test_a_window_ends_no_earlier_than_it_begins() -> None:
    """A window of no months is refused; the first months that there are make a short one."""
    with pytest.raises(InvalidValueError, match="wanted a month not before the first"):
        months_with(MIRJAM, [ASSISTANCE], "2016-02", "2016-01")
    assert is_long_term(MIRJAM, THREE_YEARS, "0001-06") is False


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"min_months": 13, "window_months": 12}, "min_months"),
        ({"min_months": 12, "window_months": 12, "strict": True}, "min_months"),
        ({"min_months": 10, "window_months": 36, "calendar_year": True}, "window_months"),
    ],
)
def test_a_window_holds_the_months_that_it_asks_for(fields: dict[str, Any], where: str) -> None:
    """A variant that nobody can meet, or whose year has not 12 months, is refused."""
    with pytest.raises(InvalidRecordError) as error:
        LongTerm(id="v", name=Text("v", "v"), **fields)
    assert [where] == [fault.where for fault in error.value.faults]
