"""Money split by shares, and the exact numbers it rests on: read, rounded and told."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.money import FINSAM, KeyPart, Rounding, SharingKey, Split, Ties, split
from samverkan.quantities import as_exact, as_share, as_sum, optional_exact, read_number
from samverkan.texts import Text
from strategies import examples

NAME = Text(sv="påhittad", en="invented")
AMOUNTS = st.integers(-(10**9), 10**9)
STEPS = st.sampled_from([1, 5, 100, Fraction(1, 2)])


def key_of(*weights: int) -> SharingKey:
    """Return a key whose shares are as the weights are."""
    return SharingKey(
        id="k",
        name=NAME,
        parts=[KeyPart(f"p{place}", Fraction(one, sum(weights)), NAME) for place, one in enumerate(weights)],
    )


KEYS = st.lists(st.integers(1, 60), min_size=1, max_size=6).map(lambda weights: key_of(*weights))


def numbers_of(found: Split) -> list[Fraction]:
    """Return what each gets, in the order of the key."""
    return list(found.parts.values())


# --- What holds of every split ---------------------------------------------------------------------


@examples(60)
@given(AMOUNTS, KEYS, st.integers(1, 1000))
def test_exact_parts_add_up_to_the_amount(amount: int, key: SharingKey, parts: int) -> None:
    """Without rounding each gets the amount times its share, whatever fraction that is, and the sum is the amount."""
    found = split(Fraction(amount, parts), key, rounding="exact")

    assert numbers_of(found) == [Fraction(amount, parts) * part.share for part in key.parts]
    assert found.total == found.amount
    assert found.difference == 0


@examples(60)
@given(AMOUNTS, KEYS, STEPS, st.sampled_from(Ties))
def test_by_largest_remainder_the_sum_holds_and_nobody_is_a_unit_off(
    amount: int, key: SharingKey, step: Fraction | int, ties: Ties
) -> None:
    """The parts are whole units, add up to the amount, and each lies less than one unit from its share."""
    found = split(amount * step, key, rounding="largest_remainder", ties=ties, to=step)

    assert found.total == found.amount
    assert all((part / step).denominator == 1 for part in numbers_of(found))
    assert all(abs(found.parts[part.id] - found.amount * part.share) < step for part in key.parts)


@examples(40)
@given(st.integers(0, 7), st.lists(st.integers(1, 9), min_size=1, max_size=3))
def test_no_other_whole_parts_lie_nearer(amount: int, weights: list[int]) -> None:
    """Of all ways to give whole units to each, none lies nearer to the shares: all of them are tried."""
    key = key_of(*weights)
    due = [amount * part.share for part in key.parts]

    def distance(parts: tuple[Fraction | int, ...]) -> Fraction:
        return sum((abs(part - of) for part, of in zip(parts, due, strict=True)), Fraction())

    every = [parts for parts in product(range(amount + 1), repeat=len(due)) if sum(parts) == amount]
    found = numbers_of(split(amount, key, rounding="largest_remainder", ties="first"))
    assert distance(tuple(found)) == min(distance(parts) for parts in every)


@examples(60)
@given(AMOUNTS, KEYS, STEPS)
def test_rounded_each_by_itself_no_part_is_more_than_half_a_unit_off(
    amount: int, key: SharingKey, step: Fraction | int
) -> None:
    """Each is the nearest multiple, and what the sum loses or gains is told."""
    found = split(amount, key, rounding=Rounding.HALF_UP, to=step)

    assert all(abs(found.parts[part.id] - amount * part.share) <= Fraction(step) / 2 for part in key.parts)
    assert found.difference == sum(numbers_of(found)) - amount


@examples(60)
@given(AMOUNTS, KEYS, st.sampled_from([("exact", None), ("half_up", None), ("largest_remainder", "last")]))
def test_a_repayment_is_split_as_the_payment_was(amount: int, key: SharingKey, way: tuple[str, str | None]) -> None:
    """The parts of an amount below zero are those of the amount above it, below zero."""
    rounding, ties = way

    paid = numbers_of(split(amount, key, rounding=rounding, ties=ties))
    assert numbers_of(split(-amount, key, rounding=rounding, ties=ties)) == [-part for part in paid]


# --- The key of the law, and the figures of document S004 --------------------------------------------


@pytest.mark.parametrize(
    ("amount", "rounding", "ties", "parts", "difference"),
    [
        pytest.param(7000, "exact", None, [3500, 1750, 1750], 0, id="a-year"),
        pytest.param(5250, "exact", None, [2625, Fraction(2625, 2), Fraction(2625, 2)], 0, id="nine-months"),
        pytest.param(5250, "half_up", None, [2625, 1313, 1313], 1, id="as-it-was-published"),
        pytest.param(5250, "largest_remainder", "first", [2625, 1313, 1312], 0, id="the-first-of-a-tie"),
        pytest.param(5250, "largest_remainder", "last", [2625, 1312, 1313], 0, id="the-last-of-a-tie"),
        pytest.param(1, "exact", None, [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)], 0, id="one"),
        pytest.param(1, "half_up", None, [1, 0, 0], 0, id="one-rounded"),
        pytest.param(2, "half_up", None, [1, 1, 1], 1, id="two-rounded"),
        pytest.param(0, "half_up", None, [0, 0, 0], 0, id="nothing"),
    ],
)
def test_half_a_quarter_and_a_quarter(
    amount: int, rounding: str, ties: str | None, parts: list[Fraction | int], difference: int
) -> None:
    """The state carries half, region and kommuner a quarter each (5 §), and each way of rounding shows in the sum."""
    found = split(amount, FINSAM, rounding=rounding, ties=ties)

    assert numbers_of(found) == parts
    assert found.difference == difference


def test_the_key_of_the_law_has_its_source() -> None:
    """Who carries how much is data, and says which law it is from."""
    assert {part.id: part.share for part in FINSAM.parts} == {
        "state": Fraction(1, 2), "region": Fraction(1, 4), "kommun": Fraction(1, 4),
    }  # fmt: skip
    assert FINSAM.source.document == "SFS 2003:1210"


def test_a_split_is_told_with_what_rounding_did_to_it() -> None:
    """A person can repeat it: who carries what, how it was rounded, and what the sum comes to."""
    assert str(split(5250, FINSAM, rounding="half_up")) == (
        "5,250 is split as follows: the state 2,625, the region 1,313 and the kommuner 1,313 (each rounded by itself). "
        "The sum is 5,251, a difference of +1."
    )
    assert split(5250, FINSAM, rounding="exact").explain("sv") == (
        "5\u00a0250 fördelas så här: staten 2\u00a0625, regionen 1\u00a0312,5 och kommunerna 1\u00a0312,5 (utan avrundning). Summan är 5\u00a0250."
    )


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        pytest.param({"amount": 1.5, "rounding": "exact"}, "amount: wanted a whole number", id="a-float"),
        pytest.param({"amount": True, "rounding": "exact"}, "amount: wanted a whole number", id="true"),
        pytest.param({"amount": 1, "rounding": "nearest"}, "rounding: wanted exact or half_up", id="no-such-rounding"),
        pytest.param({"amount": 1, "rounding": "exact", "to": 0}, "to: wanted a number above 0", id="to-nothing"),
        pytest.param({"amount": 1, "rounding": "largest_remainder"}, "ties: wanted", id="no-rule-for-ties"),
        pytest.param({"amount": 1, "rounding": "half_up", "ties": "first"}, "ties: wanted", id="a-rule-for-no-ties"),
        pytest.param(
            {"amount": 1, "rounding": "largest_remainder", "ties": "alphabet"},
            "ties: wanted first or last",
            id="no-such-rule",
        ),
        pytest.param(
            {"amount": Fraction(3, 2), "rounding": "largest_remainder", "ties": "first"},
            "amount: wanted a multiple",
            id="halves",
        ),
    ],
)
def test_what_cannot_be_split_so_is_refused(given_: dict[str, object], wanted: str) -> None:
    """There is no default rounding and no guess, and the error names what is wrong without its value."""
    with pytest.raises(InvalidValueError, match=wanted):
        split(key=FINSAM, **given_)  # type: ignore[arg-type]


def test_a_key_that_is_none_is_refused_with_every_fault() -> None:
    """Shares that do not add up to one and an id that stands twice are told at once."""
    with pytest.raises(InvalidRecordError) as error:
        SharingKey(id="k", name=NAME, parts=[KeyPart("a", Fraction(1, 2), NAME), KeyPart("a", Fraction(1, 4), NAME)])

    assert [fault.where for fault in error.value.faults] == ["parts.a", "parts"]


# --- Exact numbers -----------------------------------------------------------------------------------


@examples(80)
@given(st.integers(-(10**12), 10**12), st.integers(0, 4), st.sampled_from([" ", "\u00a0", "\u202f", ""]))
def test_what_is_written_in_swedish_is_read_again(number: int, decimals: int, space: str) -> None:
    """A number with a decimal comma and any of the spaces between thousands is read as what it is."""
    whole, rest = divmod(abs(number), 10**decimals)
    written = f"{whole:,}".replace(",", space) + (f",{rest:0{decimals}}" if decimals else "")

    assert read_number(f"-{written}" if number < 0 else written) == Fraction(number, 10**decimals)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("1 069", 1069, id="a-thousands-space"),
        pytest.param("34,8", Fraction(348, 10), id="a-decimal-comma"),
        pytest.param("+ 79", 79, id="a-plus-sign"),
        pytest.param("\u22125", -5, id="a-minus-sign"),
        pytest.param(" 0 ", 0, id="spaces-around"),
    ],
)
def test_numbers_as_the_documents_print_them(text: str, number: Fraction | int) -> None:
    """Each way of writing that the source documents have is read."""
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "1.069", "1,069,5", "10 69", "1  069", "1\u00b2", "\u0661", "hemligt", "1e3", ",5", "5,", "1\n069", "--1"],
)
def test_what_could_be_meant_in_two_ways_is_no_number(text: str) -> None:
    """A decimal point, a thousand in the wrong place and digits that are not ours are refused, and not repeated."""
    with pytest.raises(InvalidValueError, match="wanted a number such as") as error:
        read_number(text)

    assert "hemligt" not in str(error.value)


def test_a_decimal_point_gets_a_hint() -> None:
    """Whoever writes 1.069 is told how to write what is meant."""
    with pytest.raises(InvalidValueError, match="write a decimal comma"):
        read_number("1.069")


@pytest.mark.parametrize("value", [1.5, "1", None, True, Decimal("NaN"), Decimal("Infinity")])
def test_only_exact_numbers_are_exact(value: object) -> None:
    """A float, text, truth and what is no finite number are refused; nothing is unknown where that may be."""
    with pytest.raises(InvalidValueError, match="wanted a whole number, a Fraction or a Decimal"):
        as_exact(value)

    assert optional_exact(None) is None
    assert optional_exact(Decimal("2.5")) == Fraction(5, 2)


def test_amounts_and_shares_have_bounds() -> None:
    """An amount is not below zero, and a share lies from 0 to 1."""
    assert (as_sum(0), as_share(1), as_share(0)) == (0, 1, 0)
    with pytest.raises(InvalidValueError, match="0 or more"):
        as_sum(-1)
    for value in (Fraction(-1, 9), Fraction(10, 9)):
        with pytest.raises(InvalidValueError, match="from 0 to 1"):
            as_share(value)
