"""Survival curves, against lifelines, against fractions worked out by hand, and against what must hold of every one."""

import json
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from math import inf, nan, sqrt
from pathlib import Path
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.survival import Curve, survival, survival_of
from strategies import examples

VECTORS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in (Path(__file__).parent / "data" / "survival").glob("*.json")
}

DAYS = st.integers(0, 40)
PAIRS = st.lists(st.tuples(DAYS, st.booleans()), min_size=1, max_size=40)
LEVELS = st.floats(0.01, 0.999)

FREIREICH_OBSERVED = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
FREIREICH_CENSORED = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}
"""Weeks of remission of the 21 who got 6-mercaptopurine: Freireich and others (1963), in Cox and Oakes (1984), table 1.1."""


def counts_of(told: dict[str, int]) -> dict[int, int]:
    """Return counts by days, as JSON has them."""
    return {int(day): count for day, count in told.items()}


def by_hand(pairs: list[tuple[int, bool]]) -> dict[int, Fraction]:
    """Return the curve by its definition, one day after the other, in fractions."""
    found, probability = {}, Fraction(1)
    for day in sorted({days for days, _ in pairs}):
        at_risk = sum(days >= day for days, _ in pairs)
        probability *= 1 - Fraction(sum(days == day and came for days, came in pairs), at_risk)
        found[day] = probability
    return found


# --- Against what others have worked out -----------------------------------------------------------


def test_there_are_vectors_of_several_data_sets() -> None:
    """Those of four data sets that lifelines comes with are there, and an invented one with the corners."""
    assert {"waltons", "rossi", "leukemia", "lung", "invented"} == set(VECTORS)


@pytest.mark.parametrize("fitted", [0, 1], ids=["95", "80"])
@pytest.mark.parametrize("name", sorted(VECTORS))
def test_a_curve_is_the_one_that_lifelines_fits(name: str, fitted: int) -> None:
    """Counts and median are those of lifelines, and shares, variances and intervals are within 1e-9 of them."""
    vector, wanted = VECTORS[name], VECTORS[name]["curves"][fitted]
    observed, censored = counts_of(vector["observed"]), counts_of(vector["censored"])
    curve = survival(observed, censored, level=wanted["level"])
    rows = [row for row in wanted["rows"] if row[0] in observed or row[0] in censored]

    assert len(wanted["rows"]) - len(rows) == (0 if name == "invented" else 1)  # The row that lifelines adds: day 0.
    assert [row[:4] for row in rows] == [[one.day, one.at_risk, one.events, one.censored] for one in curve.steps]
    for step, (*_, probability, cumulative, lower, upper) in zip(curve.steps, rows, strict=True):
        assert step.probability == pytest.approx(probability, rel=0, abs=1e-9)
        assert step.variance == pytest.approx(probability**2 * cumulative, rel=0, abs=1e-9)
        assert step.standard_error == pytest.approx(probability * sqrt(cumulative), rel=0, abs=1e-9)
        assert (step.lower, step.upper) == pytest.approx((lower, upper), rel=0, abs=1e-9)
    assert curve.median() == wanted["median"]


@pytest.mark.parametrize(
    ("week", "share"),
    [
        (5, Fraction(1)),
        (6, Fraction(18, 21)),
        (7, Fraction(18, 21) * Fraction(16, 17)),
        (10, Fraction(18, 21) * Fraction(16, 17) * Fraction(14, 15)),
        (13, Fraction(18, 21) * Fraction(16, 17) * Fraction(14, 15) * Fraction(11, 12)),
        (21, Fraction(18, 21) * Fraction(16, 17) * Fraction(14, 15) * Fraction(11, 12) * Fraction(10, 11)),
        (22, Fraction(18, 21) * Fraction(16, 17) * Fraction(14, 15) * Fraction(11, 12) * Fraction(10, 11) * Fraction(6, 7)),
        (23, Fraction(18 * 16 * 14 * 11 * 10 * 6 * 5, 21 * 17 * 15 * 12 * 11 * 7 * 6)),
        (35, Fraction(18 * 16 * 14 * 11 * 10 * 6 * 5, 21 * 17 * 15 * 12 * 11 * 7 * 6)),
    ],
)  # fmt: skip
def test_the_example_of_the_textbooks(week: int, share: Fraction) -> None:
    """The shares still in remission under 6-MP are the fractions that one gets by hand."""
    curve = survival(FREIREICH_OBSERVED, FREIREICH_CENSORED)

    assert curve.at(week) == pytest.approx(float(share), rel=1e-14)


def test_the_figures_of_the_textbooks_as_they_are_printed() -> None:
    """0.857 after 6 weeks, 0.448 after 23, standard errors 0.0764 and 0.1346, and half after 23 weeks."""
    curve = survival(FREIREICH_OBSERVED, FREIREICH_CENSORED)
    by_week = {step.day: step for step in curve.steps}

    assert (round(by_week[6].probability, 3), round(by_week[23].probability, 3)) == (0.857, 0.448)
    assert (round(by_week[6].standard_error, 4), round(by_week[23].standard_error, 4)) == (0.0764, 0.1346)
    assert curve.median() == 23


def test_the_variance_by_hand() -> None:
    """After the first day, with 3 of 21, Greenwood's variance is that of a share: p(1 - p) / n."""
    first = survival(FREIREICH_OBSERVED, FREIREICH_CENSORED).steps[0]

    assert first.variance == pytest.approx(float(Fraction(18, 21) * Fraction(3, 21) / 21), rel=1e-12)


# --- What holds of every curve ---------------------------------------------------------------------


@examples(300)
@given(PAIRS)
def test_a_curve_is_that_of_its_definition(pairs: list[tuple[int, bool]]) -> None:
    """On each day the share is the product, in fractions, of those who were left of those at risk."""
    wanted = by_hand(pairs)
    curve = survival_of(pairs)

    assert {step.day: pytest.approx(float(wanted[step.day]), rel=1e-12) for step in curve.steps} == {
        step.day: step.probability for step in curve.steps
    }
    assert list(wanted) == [step.day for step in curve.steps]
    assert curve.median() == next((day for day, share in wanted.items() if share <= Fraction(1, 2)), None)


@examples(200)
@given(PAIRS, LEVELS)
def test_a_curve_falls_and_lies_within_its_interval(pairs: list[tuple[int, bool]], level: float) -> None:
    """It never rises, it stays between 0 and 1, and each interval holds its share; fewer are at risk each day."""
    curve = survival_of(pairs, level=level)

    for step in curve.steps:
        assert 0 <= step.lower <= step.probability * (1 + 1e-12)
        assert step.probability <= step.upper * (1 + 1e-12) <= 1 + 1e-12
        assert step.variance >= 0
    for step, after in pairwise(curve.steps):
        assert step.day < after.day
        assert after.probability <= step.probability
        assert after.at_risk == step.at_risk - step.events - step.censored


@examples(200)
@given(PAIRS, LEVELS, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(pairs: list[tuple[int, bool]], level: float, random: object) -> None:
    """The same people in another order, or counted by day, have the same curve."""
    turned = list(pairs)
    random.shuffle(turned)  # type: ignore[attr-defined]
    observed, censored = (Counter(days for days, came in turned if came is one) for one in (True, False))

    assert (
        survival_of(turned, level=level) == survival_of(pairs, level=level) == survival(observed, censored, level=level)
    )


@examples(200)
@given(st.lists(DAYS, min_size=1, max_size=40))
def test_where_nobody_is_left_open_the_curve_is_a_plain_share(days: list[int]) -> None:
    """Without open ones it is the share of those that took longer, and its median the lower one of the days."""
    curve = survival(Counter(days), {})

    for step in curve.steps:
        assert step.probability == pytest.approx(sum(one > step.day for one in days) / len(days), abs=1e-12)
    assert curve.median() == median_low(days)
    assert curve.at(max(days) + 1) == 0


@examples(200)
@given(PAIRS, st.integers(0, 39))
def test_to_follow_somebody_longer_never_shortens_the_wait(pairs: list[tuple[int, bool]], which: int) -> None:
    """When one who is open turns out to wait longer, no share of those still waiting falls before that day."""
    days, came = pairs[which % len(pairs)]
    longer = [*pairs]
    longer[which % len(pairs)] = (days + 5, came)
    before, after = survival_of(pairs), survival_of(longer)

    for day in range(days + 5):
        told, retold = before.at(day), after.at(day)
        assert told is None or (retold is not None and retold >= told - 1e-12)


@examples(200)
@given(PAIRS, st.integers(0, 60))
def test_between_steps_the_curve_is_that_of_the_step_before(pairs: list[tuple[int, bool]], day: int) -> None:
    """It is 1 before the first step; after the last day it is not known, unless nobody was left."""
    curve, last = survival_of(pairs), max(days for days, _ in pairs)
    before = [step.probability for step in curve.steps if step.day <= day]

    if day > last and curve.steps[-1].probability > 0:
        assert curve.at(day) is None
    else:
        assert curve.at(day) == (before[-1] if before else 1)


@examples(100)
@given(st.integers(1, 400), st.integers(1, 6))
def test_a_half_is_a_half_however_it_is_rounded(steps: int, each: int) -> None:
    """A curve that falls to exactly a half in many small steps has its median on that day, not on the next."""
    people = 2 * steps * each
    observed = dict.fromkeys(range(2 * steps), each)
    curve = survival(observed, {})

    assert curve.steps[0].at_risk == people
    assert curve.median() == steps - 1


# --- Corners ---------------------------------------------------------------------------------------


def test_a_half_that_is_rounded_upwards_is_found() -> None:
    """9/10 · 7/9 · 5/7 is a half, and there is the median, though the product of rounded numbers is more."""
    curve = survival({1: 1, 2: 2, 3: 2, 4: 5}, {})

    assert 9 / 10 * (7 / 9) * (5 / 7) > 0.5
    assert curve.median() == 3


def test_a_hair_above_a_half_is_not_a_half() -> None:
    """1 000 000 001 of 2 000 000 001 is more than a half, by less than a rounding would show."""
    assert survival({1: 1_000_000_000, 2: 1}, {3: 1_000_000_000}).median() == 2


@pytest.mark.parametrize("censored", [{4: 3}, {0: 1, 4: 2, 9: 5}], ids=["on one day", "on several"])
def test_while_nobody_comes_to_an_end_all_still_wait(censored: dict[int, int]) -> None:
    """The share is 1 and has no width, as in lifelines; there is no median."""
    curve = survival({}, censored)

    assert {(1.0, 0.0, 1.0, 1.0)} == {(one.probability, one.variance, one.lower, one.upper) for one in curve.steps}
    assert curve.median() is None
    assert (curve.at(4), curve.at(10)) == (1.0, None)


def test_on_the_first_day_somebody_may_come_to_an_end() -> None:
    """What is over on day 0 counts from day 0 on: 3 of 4 are left."""
    curve = survival({0: 1}, {5: 3})

    assert (curve.at(0), curve.at(5), curve.at(6)) == (0.75, 0.75, None)


def test_when_it_has_come_for_everybody_nobody_waits() -> None:
    """The share is 0 and has no width, as in lifelines, and stays 0 after the last day."""
    curve = survival({1: 1, 2: 1}, {1: 1})
    last = curve.steps[-1]

    assert (last.at_risk, last.probability, last.variance, last.lower, last.upper) == (1, 0, 0, 0, 0)
    assert curve.at(10_000) == 0
    assert curve.median() == 2


def test_one_who_is_open_on_a_day_was_at_risk_on_it() -> None:
    """Of two on the same day, one of whom comes to an end, a half is left and not nobody."""
    assert survival({3: 1}, {3: 1}).at(3) == 0.5


def test_a_day_that_nobody_has_is_no_step() -> None:
    """Counts of 0 are as if they had not been given."""
    assert survival({1: 2, 3: 0}, {2: 0, 5: 1}) == survival({1: 2}, {5: 1})


def test_a_wider_level_has_a_wider_interval() -> None:
    """At 99 percent the interval holds that at 80 percent."""
    wide, narrow = (survival(FREIREICH_OBSERVED, FREIREICH_CENSORED, level=level) for level in (0.99, 0.8))

    for one, other in zip(wide.steps, narrow.steps, strict=True):
        assert one.lower < other.lower < other.upper < one.upper
    assert (wide.level, narrow.level) == (0.99, 0.8)


def test_a_curve_does_not_change() -> None:
    """Steps that are given as a list are kept as a tuple, and a curve can be hashed."""
    steps = survival({1: 1}, {2: 1}).steps

    assert isinstance(Curve(steps=list(steps)).steps, tuple)  # type: ignore[arg-type]
    assert hash(Curve(steps=steps)) == hash(survival({1: 1}, {2: 1}))


# --- What is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("observed", "censored"), [({}, {}), ({3: 0}, {}), ({}, {0: 0})], ids=["nothing", "none ended", "none open"]
)
def test_of_nobody_there_is_no_curve(observed: dict[int, int], censored: dict[int, int]) -> None:
    """It is refused, and said why."""
    with pytest.raises(InvalidValueError, match="survival: wanted at least one who was followed, got nobody"):
        survival(observed, censored)


def test_of_no_pairs_there_is_no_curve() -> None:
    """That holds of pairs as well."""
    with pytest.raises(InvalidValueError, match="nobody"):
        survival_of([])


def test_everything_that_is_wrong_in_the_counts_is_told_at_once() -> None:
    """Each place is named, and no value is shown."""
    with pytest.raises(InvalidRecordError) as told:
        survival({-413: 1, 2: -977, 3.5: 1}, {True: 1, 5: "4711"})  # type: ignore[dict-item]

    assert str(told.value).splitlines() == [
        "observed[0].days: wanted a whole number, 0 or more, got a number below 0",
        "observed[1].count: wanted a whole number, 0 or more, got a number below 0",
        "observed[2].days: wanted a whole number, 0 or more, got a number",
        "censored[0].days: wanted a whole number, 0 or more, got true or false",
        "censored[1].count: wanted a whole number, 0 or more, got text of 4 characters",
    ]


def test_everything_that_is_wrong_in_pairs_is_told_at_once() -> None:
    """Days that are true or false are not taken for 1 and 0, and those that cannot be counted are refused too."""
    with pytest.raises(InvalidRecordError) as told:
        survival_of([(1, True), (True, True), (-2, False), ([], False)])  # type: ignore[list-item]

    assert str(told.value).splitlines() == [
        "[1].days: wanted a whole number, 0 or more, got true or false",
        "[2].days: wanted a whole number, 0 or more, got a number below 0",
        "[3].days: wanted a whole number, 0 or more, got a list of 0",
    ]


@pytest.mark.parametrize("level", [0.0, 1.0, -0.95, 95, nan, inf, "0.95"], ids=repr)
def test_a_level_lies_between_0_and_1(level: float) -> None:
    """95 is not taken for 95 percent."""
    with pytest.raises(InvalidValueError, match="level: wanted a number between 0 and 1, such as"):
        survival({1: 1}, {}, level=level)


@pytest.mark.parametrize("day", [-1, 2.5, True], ids=repr)
def test_a_day_of_a_curve_is_a_whole_number(day: int) -> None:
    """What is asked about another is refused."""
    with pytest.raises(InvalidValueError, match="day: wanted a whole number, 0 or more, got"):
        survival({1: 1}, {}).at(day)
