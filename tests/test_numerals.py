"""How numbers are rounded, and how they are written in Swedish and English."""

import re
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import InvalidValueError, UnknownNameError
from samverkan.numerals import exact_in, number_in, percent_in, signed_in
from samverkan.roundings import Rounding, as_rounding, divided, half_up, rounded
from strategies import examples

SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DECIMAL = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.TRUNCATED: ROUND_DOWN,
}
"""What Python's own decimal numbers call each rounding."""

# --- Rounding ----------------------------------------------------------------------------------------


@examples(100)
@given(
    st.integers(-(10**9), 10**9) | st.integers(-400, 400).map(lambda one: 5 * one),
    st.integers(0, 4),
    st.sampled_from(Rounding),
)
def test_numbers_are_rounded_as_decimal_numbers_are(number: int, power: int, rounding: Rounding) -> None:
    """Above zero and below it, to the nearest, to the even one, and cut off."""
    wanted = Decimal(number).scaleb(-power).quantize(Decimal(1), DECIMAL[rounding])

    assert wanted == rounded(Decimal(number).scaleb(-power), rounding) == divided(number, 10**power, rounding)


@pytest.mark.parametrize(
    ("value", "to", "found"),
    [
        pytest.param(Fraction(5, 2), 1, 3, id="a-half"),
        pytest.param(Fraction(-5, 2), 1, -3, id="a-half-below-zero"),
        pytest.param(Fraction(249, 100), 1, 2, id="less-than-a-half"),
        pytest.param(Decimal("0.05"), Decimal("0.1"), Fraction(1, 10), id="a-tenth"),
        pytest.param(149, 100, 100, id="to-hundreds"),
    ],
)
def test_a_half_goes_up(value: Fraction, to: Fraction, found: Fraction) -> None:
    """Rounding is to the nearest multiple; a half goes away from zero."""
    assert found == half_up(value, to) == rounded(value, "half_up", to=to)


@pytest.mark.parametrize(
    ("number", "found"),
    [
        pytest.param("0.5", [1, 0, 0], id="0.5"),
        pytest.param("1.5", [2, 2, 1], id="1.5"),
        pytest.param("2.5", [3, 2, 2], id="2.5"),
        pytest.param("-1.5", [-2, -2, -1], id="-1.5"),
        pytest.param("-2.5", [-3, -2, -2], id="-2.5"),
    ],
)
def test_a_half_goes_where_the_rounding_says(number: str, found: list[int]) -> None:
    """Away from zero, to the even one, or cut off."""
    assert found == [rounded(Decimal(number), one) for one in Rounding]


@pytest.mark.parametrize("to", [0, -1], ids=str)
def test_nothing_is_rounded_to_nothing(to: int) -> None:
    """What is rounded to is more than zero."""
    with pytest.raises(InvalidValueError, match="to: wanted a number above 0"):
        half_up(1, to=to)


@pytest.mark.parametrize("value", [0.5, True, "1", None], ids=repr)
def test_only_exact_numbers_are_rounded(value: Any) -> None:
    """A float is none of the numbers that it can be taken for, and a text is no number."""
    with pytest.raises(InvalidValueError, match="wanted a whole number, a Fraction or a Decimal"):
        rounded(value, "half_up")


@pytest.mark.parametrize("name", ["up", "HALF_UP", "", None, 1], ids=repr)
def test_a_rounding_has_a_name_that_there_is(name: Any) -> None:
    """Which there are is told."""
    with pytest.raises(InvalidValueError, match="wanted half_up or half_even or truncated"):
        as_rounding(name)


# --- Writing -----------------------------------------------------------------------------------------


@examples(100)
@given(st.fractions(min_value=-(10**7), max_value=10**7), st.integers(0, 3), st.booleans())
def test_a_number_is_written_to_the_nearest(number: Fraction, decimals: int, drops_zeros: bool) -> None:
    """What is written lies within half of its last decimal, is grouped from a thousand, and ends in no zero if told."""
    for language, point, between in (("sv", ",", SPACE), ("en", ".", ",")):
        told = number_in(number, language, decimals=decimals, drops_zeros=drops_zeros)  # type: ignore[arg-type]
        read = Fraction(told.replace(between, "").replace(point, ".").replace(MINUS, "-"))

        assert abs(read - number) <= Fraction(1, 2 * 10**decimals)
        whole, _, behind = told.removeprefix(MINUS).partition(point)
        assert re.fullmatch(rf"[0-9]{{1,3}}({between}[0-9]{{3}})*", whole)
        assert (not behind.endswith("0")) if drops_zeros else len(behind) == decimals


@pytest.mark.parametrize(
    ("number", "decimals", "sv", "en"),
    [
        pytest.param(0, 0, "0", "0", id="zero"),
        pytest.param(999, 0, "999", "999", id="three-digits"),
        pytest.param(1000, 0, f"1{SPACE}000", "1,000", id="four-digits"),
        pytest.param(1_234_567, 0, f"1{SPACE}234{SPACE}567", "1,234,567", id="seven-digits"),
        pytest.param(Fraction(5, 2), 2, "2,50", "2.50", id="as-many-decimals-as-asked-for"),
        pytest.param(Fraction(1, 20), 1, "0,1", "0.1", id="a-half-goes-up"),
        pytest.param(Fraction(-1, 20), 1, f"{MINUS}0,1", f"{MINUS}0.1", id="and-down-below-zero"),
        pytest.param(Fraction(-1, 30), 1, "0,0", "0.0", id="zero-has-no-sign"),
        pytest.param(Decimal("12.5"), 0, "13", "13", id="a-decimal-number"),
    ],
)
def test_a_number_is_written_as_each_language_has_it(number: Any, decimals: int, sv: str, en: str) -> None:
    """Swedish has a decimal comma and spaces between thousands, English a point and commas."""
    assert (number_in(number, "sv", decimals=decimals), number_in(number, "en", decimals=decimals)) == (sv, en)


UMEAREGIONEN = [(117, 133, "88"), (127, 133, "95"), (128, 132, "97"), (119, 132, "90"), (75, 95, "79"), (33, 38, "87")]
"""Shares of 2022 as they were printed."""


@pytest.mark.parametrize(
    ("came", "of", "printed"), UMEAREGIONEN, ids=[f"{came} of {of}" for came, of, _ in UMEAREGIONEN]
)
def test_published_shares_are_written_as_they_were_printed(came: int, of: int, printed: str) -> None:
    """Without decimals, rounded half up."""
    assert (f"{printed}{SPACE}%", f"{printed}%") == (
        percent_in(Fraction(100 * came, of), "sv"),
        percent_in(Fraction(100 * came, of), "en"),
    )


@pytest.mark.parametrize(
    ("number", "decimals", "sv", "en"),
    [
        pytest.param(Fraction(175, 2), 1, f"87,5{SPACE}%", "87.5%", id="one"),
        pytest.param(Fraction(1, 20), 2, f"0,05{SPACE}%", "0.05%", id="two"),
        pytest.param(100, 0, f"100{SPACE}%", "100%", id="none"),
        pytest.param(0, 1, f"0,0{SPACE}%", "0.0%", id="zero"),
    ],
)
def test_per_cent_stand_apart_in_swedish(number: Fraction, decimals: int, sv: str, en: str) -> None:
    """By a space that does not break the line; in English they do not."""
    assert (sv, en) == (percent_in(number, "sv", decimals=decimals), percent_in(number, "en", decimals=decimals))


def test_no_more_decimals_are_written_than_it_takes() -> None:
    """A goal of 80 is written without decimals, one of 66.5 with one, and two thirds with as many as there may be."""
    shown = [percent_in(one, "en", decimals=2, drops_zeros=True) for one in (80, Fraction(133, 2), Fraction(200, 3))]

    assert ["80%", "66.5%", "66.67%"] == shown


@pytest.mark.parametrize(
    ("number", "sv", "en"),
    [
        pytest.param(5251, f"5{SPACE}251", "5,251", id="four-digits"),
        pytest.param(66_250, f"66{SPACE}250", "66,250", id="five-digits"),
        pytest.param(Fraction(1_674_325, 100), f"16{SPACE}743,25", "16,743.25", id="decimals"),
        pytest.param(Fraction(-5, 2), f"{MINUS}2,5", f"{MINUS}2.5", id="below-zero"),
        pytest.param(Fraction(1, 3), "ca 0,33", "about 0.33", id="without-end"),
        pytest.param(Fraction(-2, 3), f"ca {MINUS}0,67", f"about {MINUS}0.67", id="without-end-below-zero"),
        pytest.param(Fraction(-1, 3000), "ca 0", "about 0", id="nearly-nothing"),
        pytest.param(Fraction(1, 20), "0,05", "0.05", id="a-twentieth"),
    ],
)
def test_an_exact_number_is_told_exactly_where_it_ends(number: Fraction, sv: str, en: str) -> None:
    """What ends is told exactly; what does not is said to be about so much."""
    assert (exact_in(number, "sv"), exact_in(number, "en")) == (sv, en)


def test_a_sign_is_told_but_for_zero() -> None:
    """What is over has a plus, what is lacking a minus."""
    assert [signed_in(number, "en") for number in (79, 0, -79)] == ["+79", "0", f"{MINUS}79"]


@pytest.mark.parametrize("write", [number_in, percent_in, exact_in], ids=lambda one: one.__name__)
def test_a_number_is_written_in_swedish_or_english(write: Any) -> None:
    """Another language is refused."""
    with pytest.raises(UnknownNameError):
        write(1, "de")
