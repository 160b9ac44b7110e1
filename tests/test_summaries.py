"""Summaries of many measurements, against the same figures worked out from lists."""

import math
import pickle
import random
import statistics
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.case_lines import BadLine
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.intervals import Share
from samverkan.lead_times import Unit
from samverkan.measurements import ClockState, Measurement, Promise
from samverkan.summaries import Summary, summarise
from samverkan.summary_groups import (
    Groups,
    agency_of,
    clock_of,
    lead_time_of,
    month_of_start,
    programme_of,
    summarise_by,
)
from samverkan.summary_words import WORDS, days_in
from samverkan.survival import survival_of
from samverkan.tallies import MOST_REJECTS, LongestOpen, Place
from samverkan.texts import LANGUAGES, Language, placeholders
from strategies import examples

ON = date(2017, 1, 31)
STOPPED, RUNNING, ENDED = ClockState.STOPPED, ClockState.RUNNING, ClockState.ENDED_WITHOUT_SUCCESS
NULLIFIED, NOT_STARTED, UNKNOWN = ClockState.NULLIFIED, ClockState.NOT_STARTED, ClockState.UNKNOWN
MET, MISSED, POSSIBLE = Promise.MET, Promise.MISSED, Promise.STILL_POSSIBLE
COUNTED = (STOPPED, RUNNING, ENDED)


def measured(days: int | None, state: ClockState = STOPPED, promise: Promise | None = None, **more: Any) -> Measurement:
    """Return a measurement of the lead time that most tests are about."""
    about: dict[str, Any] = {"lead_time": "to-contact", "policy": "two-weeks", "on": ON, **more}
    return Measurement(days=days, state=state, promise=promise, **about)


def bad(number: int, *fields: str) -> BadLine:
    """Return a line that could not be read."""
    return BadLine(number, b"19790302-1234 Anna", tuple(Fault(field, "another value", "text") for field in fields))


MEASUREMENTS = st.builds(
    measured,
    st.integers(0, 30),
    st.sampled_from(ClockState),
    st.sampled_from([None, *Promise]),
    on=st.dates(date(2016, 10, 3), date(2016, 10, 9)),
    since=st.sampled_from([None, date(2016, 9, 30), date(2016, 10, 1), date(2016, 10, 3)]),
    journey=st.sampled_from([None, "r-1", "r-2", "r-10"]),
    programme=st.sampled_from([None, "orvar", "en-vag-in"]),
    agency=st.sampled_from([None, "AF", "FK"]),
)
BAD_LINES = st.builds(bad, st.integers(1, 60), *[st.sampled_from(["born", "residence", "events[0].on"])] * 2)
GIVEN = st.lists(MEASUREMENTS | BAD_LINES, max_size=60)
CLOCKS = st.builds(
    measured,
    st.integers(0, 30),
    lead_time=st.sampled_from(["to-contact", "to-plan"]),
    policy=st.sampled_from(["two-weeks", "ten-days"]),
    unit=st.sampled_from(Unit),
)


def days_of(given_: list[Any], *states: ClockState) -> list[int]:
    """Return the days of the measurements in one of the states."""
    return [one.days for one in given_ if isinstance(one, Measurement) and one.state in states]


def promised(given_: list[Any], promise: Promise) -> int:
    """Return how many of those that count have the promise."""
    return sum(isinstance(one, Measurement) and one.state in COUNTED and one.promise is promise for one in given_)


def nearest_rank(days: list[int], percent: int) -> int:
    """Return the least of the days that so many percent took at most, by looking at each."""
    return next(one for one in sorted(days) if Fraction(sum(day <= one for day in days), len(days)) * 100 >= percent)


# --- What holds of every summary -------------------------------------------------------------------


@examples(300)
@given(GIVEN)
def test_figures_are_those_of_the_lists(given_: list[Any]) -> None:
    """Numbers, median, percentile, share and longest are what one gets from lists of the days."""
    summary = summarise(given_)
    stopped, running = days_of(given_, STOPPED), days_of(given_, RUNNING)
    states = Counter(one.state for one in given_ if isinstance(one, Measurement))

    assert (summary.stopped, summary.open, summary.ended_without_success) == tuple(states[one] for one in COUNTED)
    assert summary.n == sum(states[one] for one in COUNTED)
    assert (summary.nullified, summary.not_started) == (states[NULLIFIED], states[NOT_STARTED])
    assert (summary.unknown, summary.rejected) == (states[UNKNOWN], len(given_) - states.total())
    assert summary.median == (statistics.median(stopped) if stopped else None)
    assert summary.open_days == (statistics.median(running) if running else None)
    assert summary.percentile_90 == (nearest_rank(stopped, 90) if stopped else None)
    assert summary.within_target == Share(promised(given_, MET), promised(given_, MET) + promised(given_, MISSED))
    assert summary.still_possible == promised(given_, POSSIBLE)
    assert (summary.longest_open.days if summary.longest_open else None) == max(running, default=None)


@examples(200)
@given(GIVEN)
def test_the_curve_is_that_of_stopped_open_and_ended(given_: list[Any]) -> None:
    """Stopped clocks are events; open ones and those that ended without success are followed no longer."""
    stopped, others = days_of(given_, STOPPED), days_of(given_, RUNNING, ENDED)
    pairs = [*((days, True) for days in stopped), *((days, False) for days in others)]

    assert summarise(given_).survival == (survival_of(pairs) if pairs else None)


@examples(300)
@given(GIVEN, st.randoms(use_true_random=False))
def test_order_changes_nothing(given_: list[Any], drawn: random.Random) -> None:
    """The same measurements in another order have the same summary, and the same groups."""
    turned = drawn.sample(given_, len(given_))
    key = (month_of_start, programme_of)

    assert summarise(turned) == summarise(given_)
    assert hash(summarise(turned)) == hash(summarise(given_))
    assert summarise_by(turned, key) == summarise_by(given_, key)
    assert list(summarise_by(turned, key)) == list(summarise_by(given_, key))


@examples(300)
@given(GIVEN, st.integers(0, 60), st.integers(0, 60))
def test_joined_summaries_are_the_summary_of_all(given_: list[Any], one: int, other: int) -> None:
    """However measurements are parted, and in whatever order they are joined, it comes to the same."""
    first, second = sorted((one, other))
    parts = [summarise(given_[:first]), summarise(given_[first:second]), summarise(given_[second:])]
    whole = summarise(given_)

    assert sum(parts, Summary()) == whole
    assert parts[2] + (parts[0] + parts[1]) == whole


@examples(200)
@given(GIVEN)
def test_groups_joined_are_the_summary_of_all(given_: list[Any]) -> None:
    """Every measurement is in one group; with what was rejected they come to the whole."""
    groups = summarise_by(given_, (programme_of, agency_of))
    whole = summarise(given_)
    joined = sum(groups.values(), Summary())

    assert attrs.evolve(joined, rejected=whole.rejected, rejects=whole.rejects) == whole
    assert (groups.rejected, groups.rejects) == (whole.rejected, whole.rejects)


@examples(200)
@given(st.lists(CLOCKS, max_size=30))
def test_days_of_different_clocks_are_never_counted_together(given_: list[Measurement]) -> None:
    """Measurements of one lead time, policy and unit are summarised, and others refused; by clock all are."""
    clocks = {clock_of(one) for one in given_}
    groups = summarise_by(given_, clock_of)

    if len(clocks) > 1:
        with pytest.raises(InvalidValueError, match="measurements: wanted one lead time, policy and unit"):
            summarise(given_)
    assert set(groups) == clocks
    for (lead_time, policy, unit), summary in groups.items():
        assert (summary.lead_time, summary.policy, summary.unit) == (lead_time, policy, unit)
        assert summary == summarise([one for one in given_ if clock_of(one) == (lead_time, policy, unit)])


@examples(200)
@given(st.lists(BAD_LINES, max_size=100))
def test_the_first_places_are_those_of_the_first_lines(lines: list[BadLine]) -> None:
    """Of all that was rejected the first twenty places are kept, by line and then by field."""
    every = sorted((line.number, fault.where) for line in lines for fault in line.faults)
    summary = summarise(lines)

    assert [(place.number, place.where) for place in summary.rejects] == every[:MOST_REJECTS]
    assert summary.rejected == len(lines)


@examples(100)
@given(GIVEN)
def test_a_summary_can_be_pickled_and_hashed(given_: list[Any]) -> None:
    """It comes back the same, so that parts can be summarised in processes of their own."""
    for one in (summarise(given_), summarise_by(given_, month_of_start)):
        assert pickle.loads(pickle.dumps(one)) == one
        assert hash(pickle.loads(pickle.dumps(one))) == hash(one)


@examples(200)
@given(GIVEN, st.sampled_from(LANGUAGES))
def test_whatever_is_summarised_can_be_told(given_: list[Any], language: Language) -> None:
    """Every line is filled in, and ends as a sentence does; no journey is named."""
    told = summarise(given_).explain(language)

    assert "{" not in told
    assert "None" not in told
    assert all(line.endswith(".") for line in told.splitlines())
    assert "r-1" not in told


# --- Shares ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("came", "of", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_those_that_newcombe_printed(came: int, of: int, lower: float, upper: float) -> None:
    """Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3."""
    bounds = Share(came, of).interval()

    assert bounds is not None
    assert [round(bound, 4) for bound in bounds] == [lower, upper]


@examples(200)
@given(st.integers(0, 500), st.integers(0, 500), st.floats(0.5, 0.999))
def test_an_interval_holds_where_a_share_would_not_be_refuted(came: int, rest: int, level: float) -> None:
    """At each bound the share lies just so many standard deviations from it: that is Wilson's definition."""
    of = came + rest
    bounds = Share(came, of).interval(level)

    if of == 0:
        assert bounds is None
        return
    assert bounds is not None
    assert 0 <= bounds[0] <= came / of <= bounds[1] <= 1
    for bound in bounds:
        if 0 < bound < 1:
            distance = abs(came / of - bound) / math.sqrt(bound * (1 - bound) / of)
            assert statistics.NormalDist().cdf(distance) * 2 - 1 == pytest.approx(level, abs=1e-6)


@examples(100)
@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_of_those_for_whom_it_did_not_come_mirrors_it(came: int, rest: int) -> None:
    """What is missed lies within 1 minus the bounds of what is met."""
    met, missed = Share(came, came + rest).interval(), Share(rest, came + rest).interval()

    assert (met is None) == (missed is None)
    if met is not None and missed is not None:
        assert (1 - met[1], 1 - met[0]) == pytest.approx(missed, abs=1e-12)


def test_of_nobody_there_is_no_share() -> None:
    """0 of 0 is neither 0 nor 100 percent."""
    assert (Share(0, 0).value, Share(0, 0).interval()) == (None, None)
    assert (Share(0, 3).value, Share(3, 3).value) == (0, 1)


@pytest.mark.parametrize(
    ("came", "of", "told"),
    [
        (3, 2, "numerator: wanted no more than the denominator, got more"),
        (-1, 2, "numerator: wanted a whole number, 0 or more, got a number"),
        (
            "1",
            2.0,
            (
                "numerator: wanted a whole number, 0 or more, got text of 1 character\n"
                "denominator: wanted a whole number, 0 or more, got a number"
            ),
        ),
    ],
    ids=["more than all", "below 0", "both wrong"],
)
def test_a_share_is_so_many_of_so_many(came: int, of: int, told: str) -> None:
    """Anything else is refused, everything that is wrong at once."""
    with pytest.raises(InvalidRecordError) as refused:
        Share(came, of)
    assert str(refused.value) == told


@pytest.mark.parametrize("level", [0.0, 1.0, 95], ids=repr)
def test_the_level_of_an_interval_lies_between_0_and_1(level: float) -> None:
    """95 is not taken for 95 percent, and that is said of nobody too."""
    for share in (Share(1, 2), Share(0, 0)):
        with pytest.raises(InvalidValueError, match="level: wanted a number between 0 and 1"):
            share.interval(level)


# --- Tables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "median", "percentile_90"),
    [
        ([], None, None),
        ([0], 0, 0),
        ([7], 7, 7),
        ([1, 2], 1.5, 2),
        ([1, 2, 4], 2, 4),
        ([3, 3, 8, 9], 5.5, 9),
        (list(range(1, 11)), 5.5, 9),
        (list(range(1, 12)), 6, 10),
        ([0] * 9 + [100], 0, 0),
        ([0] * 89 + [100] * 11, 0, 100),
        ([5] * 1000, 5, 5),
    ],
    ids=str,
)
def test_the_median_and_the_percentile(days: list[int], median: float | None, percentile_90: int | None) -> None:
    """The median is the middle; the percentile is the first number of days in which nine of ten had stopped."""
    summary = summarise(measured(one) for one in days)

    assert (summary.median, summary.percentile_90) == (median, percentile_90)


@pytest.mark.parametrize(
    ("state", "promise", "share", "possible"),
    [
        (STOPPED, MET, Share(1, 1), 0),
        (STOPPED, MISSED, Share(0, 1), 0),
        (RUNNING, MISSED, Share(0, 1), 0),
        (RUNNING, POSSIBLE, Share(0, 0), 1),
        (STOPPED, None, Share(0, 0), 0),
        (ENDED, MISSED, Share(0, 1), 0),
        (ENDED, None, Share(0, 0), 0),
        (NULLIFIED, MISSED, Share(0, 0), 0),
        (NULLIFIED, MET, Share(0, 0), 0),
        (UNKNOWN, MISSED, Share(0, 0), 0),
        (NOT_STARTED, POSSIBLE, Share(0, 0), 0),
    ],
)
def test_what_is_in_the_share_within_target(
    state: ClockState, promise: Promise | None, share: Share, possible: int
) -> None:
    """Met and missed of those that count; not what is still possible, and nothing of what is nullified."""
    summary = summarise([measured(20, state, promise)])

    assert (summary.within_target, summary.still_possible) == (share, possible)


@pytest.mark.parametrize("days", [None, -1, 2.5, True, "3"], ids=repr)
def test_days_that_cannot_be_counted_are_rejected(days: Any) -> None:
    """A clock that counts but has no number of days is counted as rejected, and in no average."""
    summary = summarise([measured(4), measured(days), measured(days, RUNNING, MISSED)])

    assert (summary.n, summary.rejected, summary.median) == (1, 2, 4)
    assert summary.rejects == (Place(None, "days"), Place(None, "days"))
    assert (summary.within_target, summary.longest_open) == (Share(0, 0), None)


@pytest.mark.parametrize("state", [NULLIFIED, NOT_STARTED, UNKNOWN])
def test_what_does_not_count_needs_no_days(state: ClockState) -> None:
    """Whatever days it has, it is counted by its state alone."""
    summary = summarise([measured(None, state), measured(400, state), measured(-3, state)])

    assert (summary.n, summary.rejected) == (0, 0)
    assert summary.nullified + summary.not_started + summary.unknown == 3
    assert (summary.median, summary.percentile_90, summary.open_days, summary.survival) == (None, None, None, None)


@pytest.mark.parametrize(
    ("more", "differing"),
    [
        ({"lead_time": "to-plan"}, "another lead time"),
        ({"policy": "ten-days"}, "another policy"),
        ({"unit": Unit.WORKING}, "another unit"),
        ({"policy": "ten-working-days", "unit": Unit.WORKING}, "another policy and unit"),
    ],
    ids=["lead time", "policy", "unit", "two of them"],
)
@pytest.mark.parametrize(
    "join", [lambda a, b: summarise([a, b]), lambda a, b: summarise([a]) + summarise([b])], ids=["one", "joined"]
)
def test_it_is_said_in_what_clocks_differ(
    join: Callable[[Measurement, Measurement], Summary], more: dict[str, Any], differing: str
) -> None:
    """In one summary and in joining two, the same error says in what they differ and what to do."""
    with pytest.raises(InvalidValueError) as refused:
        join(measured(1), measured(1, NULLIFIED, **more))
    assert str(refused.value) == (
        f"measurements: wanted one lead time, policy and unit in a summary, got {differing}; "
        "summarise_by with clock_of keeps them apart"
    )


# --- Examples --------------------------------------------------------------------------------------

JOURNEYS = [
    measured(3, promise=MET, journey="r-1", programme="orvar", since=date(2016, 11, 2)),
    measured(14, promise=MET, journey="r-2", programme="orvar", since=date(2016, 11, 30)),
    measured(9, promise=MET, journey="r-3", programme="en-vag-in", since=date(2016, 11, 14)),
    measured(21, promise=MISSED, journey="r-4", programme="en-vag-in", since=date(2016, 12, 1)),
    measured(225, RUNNING, MISSED, journey="r-5", programme="en-vag-in", since=date(2016, 6, 20)),
    measured(10, RUNNING, POSSIBLE, journey="r-6", programme=None, since=date(2017, 1, 21)),
    measured(5, ENDED, journey="r-7", programme="orvar", since=date(2016, 12, 24)),
    measured(2, NULLIFIED, journey="r-8", programme="orvar", since=date(2016, 12, 24)),
    measured(None, NOT_STARTED, journey="r-9", programme="orvar"),
    measured(None, UNKNOWN, journey="r-10", programme="orvar"),
]
"""Ten journeys, worked out by hand."""


def test_ten_journeys_by_hand() -> None:
    """Every figure of ten journeys, and of the curve: 6/7 · 4/5 · 2/3 · 1/2 of it is 8/35."""
    summary = summarise([*JOURNEYS, bad(12, "born")])

    assert (summary.n, summary.stopped, summary.open, summary.ended_without_success) == (7, 4, 2, 1)
    assert (summary.nullified, summary.not_started, summary.unknown, summary.rejected) == (1, 1, 1, 1)
    assert (summary.median, summary.percentile_90, summary.open_days) == (11.5, 21, 117.5)
    assert summary.longest_open == LongestOpen(days=225, journey="r-5")
    assert (summary.within_target, summary.still_possible) == (Share(3, 5), 1)
    assert summary.survival is not None
    assert summary.survival.at(225) == pytest.approx(
        float(Fraction(6, 7) * Fraction(4, 5) * Fraction(2, 3) * Fraction(1, 2))
    )
    assert summary.survival.median() == 14
    assert summary.rejects == (Place(12, "born"),)
    assert (summary.first_on, summary.last_on) == (ON, ON)


def test_ten_journeys_in_swedish() -> None:
    """The lines that a person reads, in Swedish."""
    assert summarise([*JOURNEYS, bad(12, "born")]).explain("sv", name="tid till första kontakt").splitlines() == [
        "Ledtid: tid till första kontakt (two-weeks). Avläst den 31 januari 2017.",
        "Antal ärenden: 7. Klara: 4. Öppna: 2. Avslutade dessförinnan: 1.",
        "Klara ärenden: medianen är 11,5 dagar och 90:e percentilen 21 dagar.",
        "Öppna ärenden: medianen hittills är 117,5 dagar. Det äldsta har varit öppet i 225 dagar.",
        "När öppna ärenden räknas in har hälften blivit klara efter 14 dagar (Kaplan–Meier).",
        "Ärenden som har avslutats dessförinnan räknas då som om de annars hade blivit klara i samma takt som de andra.",
        "Andel inom målet: 60,0 % (3 av 5; 95 % konfidensintervall 23,1–88,2 %).",
        "Kan fortfarande nå målet: 1.",
        "Räknas inte med: annullerade (1), inte påbörjade (1), okända (1), poster med fel (1).",
    ]


def test_ten_journeys_in_english() -> None:
    """The lines that a person reads, in English, which is what a summary prints."""
    summary = summarise([*JOURNEYS, bad(12, "born")])

    assert str(summary).splitlines() == [
        "Lead time: to-contact (two-weeks). Read on 31 January 2017.",
        "Journeys: 7. Stopped: 4. Open: 2. Ended before that: 1.",
        "Stopped: the median is 11.5 days and the 90th percentile 21 days.",
        "Open: the median so far is 117.5 days. The longest has been open for 225 days.",
        "With the open ones taken into account, half have stopped after 14 days (Kaplan–Meier).",
        "Those that ended before that are then counted as if they would otherwise have gone as the rest.",
        "Share within target: 60.0% (3 of 5; 95% confidence interval 23.1–88.2%).",
        "Can still meet the target: 1.",
        "Not counted: nullified (1), not started (1), unknown (1), records with faults (1).",
    ]
    assert summary.explain() == str(summary)


def test_a_few_open_ones_in_words() -> None:
    """Where nothing has stopped there is no median, no share and no half; days may be working days."""
    later = ON + timedelta(days=1)
    summary = summarise([measured(1, RUNNING, unit=Unit.WORKING), measured(1, RUNNING, unit=Unit.WORKING, on=later)])

    assert summary.explain("sv").splitlines() == [
        "Ledtid: to-contact (two-weeks). Avläst från den 31 januari 2017 till den 1 februari 2017.",
        "Antal ärenden: 2. Klara: 0. Öppna: 2. Avslutade dessförinnan: 0.",
        "Öppna ärenden: medianen hittills är 1 arbetsdag. Det äldsta har varit öppet i 1 arbetsdag.",
        "När öppna ärenden räknas in går det inte att säga hur lång tid det tar tills hälften är klara (Kaplan–Meier).",
        "Andel inom målet: går inte att räkna ut, eftersom inget ärende har nått eller missat något mål.",
    ]
    assert "Read from 31 January 2017 to 1 February 2017." in summary.explain("en")


def test_when_all_have_stopped_nothing_is_said_of_open_ones() -> None:
    """The median of the curve would say the same over again."""
    told = summarise([measured(4, promise=MET)]).explain("en")

    assert told.splitlines() == [
        "Lead time: to-contact (two-weeks). Read on 31 January 2017.",
        "Journeys: 1. Stopped: 1. Open: 0. Ended before that: 0.",
        "Stopped: the median is 4 days and the 90th percentile 4 days.",
        "Share within target: 100.0% (1 of 1; 95% confidence interval 20.7–100.0%).",
    ]


def test_of_nothing_there_is_a_summary() -> None:
    """It has no clock and no figures, is what joining begins from, and says that there is nothing."""
    nothing = summarise([])

    assert nothing == Summary()
    assert (nothing.n, nothing.median, nothing.survival, nothing.within_target.value) == (0, None, None, None)
    assert nothing.explain("sv") == "Antal ärenden: 0. Klara: 0. Öppna: 0. Avslutade dessförinnan: 0."
    assert nothing + summarise(JOURNEYS) == summarise(JOURNEYS) == summarise(JOURNEYS) + nothing


def test_another_language_is_refused() -> None:
    """There is Swedish and English."""
    with pytest.raises(UnknownNameError, match="language"):
        summarise(JOURNEYS).explain("no")  # type: ignore[arg-type]


def test_groups_by_month_and_programme() -> None:
    """Each group has its own figures; the groups are in order, and those without a programme come first."""
    groups = summarise_by([*JOURNEYS, bad(3, "line")], (programme_of, month_of_start))

    assert list(groups) == [
        (None, "2017-01"),
        ("en-vag-in", "2016-06"),
        ("en-vag-in", "2016-11"),
        ("en-vag-in", "2016-12"),
        ("orvar", None),
        ("orvar", "2016-11"),
        ("orvar", "2016-12"),
    ]
    assert (groups["orvar", "2016-11"].median, groups["orvar", "2016-11"].within_target) == (8.5, Share(2, 2))
    assert (len(groups), groups.rejected, groups.rejects) == (7, 1, (Place(3, "line"),))


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        (programme_of, [None, "en-vag-in", "orvar"]),
        (lead_time_of, ["to-contact"]),
        (clock_of, [("to-contact", "two-weeks", "calendar")]),
        (agency_of, [None]),
        ((), [()]),
        (lambda one: (one.days or 0) > 100, [False, True]),
    ],
    ids=["programme", "lead time", "clock", "agency", "no key", "own key"],
)
def test_keys_say_to_which_group_a_measurement_belongs(key: Any, wanted: list[object]) -> None:
    """There are ready keys, and any function of a measurement is one."""
    assert list(summarise_by(JOURNEYS, key)) == wanted


def test_groups_that_cannot_be_put_in_order_are_refused() -> None:
    """Words and numbers have no order between them; what they are is not shown."""
    with pytest.raises(InvalidValueError, match="key: wanted groups that can be put in order, got others") as refused:
        summarise_by(JOURNEYS, lambda one: one.journey if one.days == 3 else 4711)
    assert refused.value.__context__ is None


def test_different_clocks_may_stand_in_different_groups_only() -> None:
    """By lead time, two policies of the same one are refused; by clock they are kept apart."""
    both = [measured(1), measured(2, policy="ten-days")]

    with pytest.raises(InvalidValueError, match="another policy"):
        summarise_by(both, lead_time_of)
    assert [summary.median for summary in summarise_by(both, clock_of).values()] == [2, 1]


@pytest.mark.parametrize(
    "thing", [None, "text", {"days": 3}, Fault("days", "a number")], ids=["nothing", "text", "object", "fault"]
)
def test_what_is_neither_measured_nor_rejected_is_refused(thing: Any) -> None:
    """Its place is told, and nothing of what it says."""
    with pytest.raises(
        InvalidValueError, match=r"^\[1\]: wanted a measurement, or a rejected record with number and faults"
    ):
        summarise([measured(1), thing])


def test_of_those_open_as_long_the_first_id_is_named() -> None:
    """Which one is named does not go by chance; one without an id comes last."""
    three = [measured(8, RUNNING), measured(8, RUNNING, journey="r-2"), measured(8, RUNNING, journey="r-10")]

    assert summarise(three).longest_open == LongestOpen(days=8, journey="r-10")
    assert summarise(three[:1]).longest_open == LongestOpen(days=8, journey=None)


def test_nothing_is_held_of_what_was_gone_through() -> None:
    """A summary is made in one pass of what is given once, and holds no measurement."""

    def once() -> Iterator[Measurement]:
        for number in range(5000):
            yield measured(number % 7, journey=f"r-{number}")

    summary = summarise(once())

    assert summary.n == 5000
    assert dict(summary.stopped_by_days) == {0: 715, 1: 715, 2: 714, 3: 714, 4: 714, 5: 714, 6: 714}


def peak_of(number: int, one: Callable[[int], Any]) -> int:
    """Return the most bytes that Python held while so many were summarised."""
    tracemalloc.start()
    try:
        summarise(map(one, range(number)))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "one",
    [
        lambda number: measured(number % 50, COUNTED[number % 3], journey=f"r-{number}"),
        lambda number: bad(number, f"events[{number}]"),
        lambda number: measured(None, journey=f"r-{number}"),
    ],
    ids=["measurements", "bad lines", "no days"],
)
def test_ten_times_as_many_take_no_more_memory(one: Callable[[int], Any]) -> None:
    """What is held goes by the days in which journeys differ, and not by how many they are."""
    peak_of(1, one)  # What is imported and remembered once.

    assert peak_of(10_000, one) < peak_of(1000, one) + 300_000  # Each held by itself they would take 1 MB or more.


def test_a_line_of_many_faults_fills_no_memory() -> None:
    """It is one that was rejected, and the first twenty places are kept."""
    summary = summarise([bad(1, *(f"events[{number:04}]" for number in range(5000)))])

    assert (summary.rejected, len(summary.rejects)) == (1, MOST_REJECTS)
    assert str(summary.rejects[19]) == "line 1: events[0019]"
    assert str(Place(None, "days")) == "days"


def test_nothing_personal_is_shown() -> None:
    """No repr has the id of a journey, or what a rejected line says."""
    summary, groups = summarise([*JOURNEYS, bad(1, "born")]), summarise_by(JOURNEYS, programme_of)

    assert repr(summary) == "<Summary to-contact: 7>"
    assert repr(summary.longest_open) == "<LongestOpen 225>"
    assert repr(groups) == "<Groups: 3>"
    assert "1979" not in f"{attrs.asdict(summary)}"


def test_a_summary_is_joined_with_summaries_alone() -> None:
    """Anything else is no summary."""
    with pytest.raises(TypeError):
        summarise(JOURNEYS) + 1


def test_groups_are_a_mapping_that_does_not_change() -> None:
    """They are looked up by group, and one that is not there is not made."""
    groups = summarise_by(JOURNEYS, programme_of)

    assert groups.get("centralen") is None
    assert groups == Groups(summaries=dict(groups))
    assert {group: summary.n for group, summary in groups.items()} == {None: 1, "en-vag-in": 3, "orvar": 3}


@pytest.mark.parametrize("code", sorted(WORDS))
def test_both_languages_say_the_same_of_the_same(code: str) -> None:
    """What is filled in in one language is filled in in the other."""
    text = WORDS[code]

    assert placeholders(text) == {
        name for name in placeholders(text) if f"{{{name}}}" in text.sv and f"{{{name}}}" in text.en
    }


@pytest.mark.parametrize(
    ("days", "unit", "sv", "en"),
    [
        (0, Unit.CALENDAR, "0 dagar", "0 days"),
        (1, Unit.CALENDAR, "1 dag", "1 day"),
        (1.5, Unit.CALENDAR, "1,5 dagar", "1.5 days"),
        (1.0, Unit.WORKING, "1 arbetsdag", "1 working day"),
        (1234567.5, Unit.WORKING, "1234567,5 arbetsdagar", "1234567.5 working days"),
    ],
)
def test_days_in_words(days: float, unit: Unit, sv: str, en: str) -> None:
    """One day is one, a half is a half, and each language has its own mark between."""
    assert (days_in("sv", days, unit), days_in("en", days, unit)) == (sv, en)
