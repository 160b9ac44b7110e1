"""Stated shares, and what a computed share with its unknowns says of them: exact, and never more than both allow."""

from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import load_model
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.intervals import Share
from samverkan.share_ranges import ShareRange, as_share
from samverkan.stated_shares import Comparison, StatedShare, compare, stated_shares
from samverkan.texts import LANGUAGES
from strategies import examples

WITHIN, ABOVE, BELOW, OPEN = Comparison.WITHIN, Comparison.ABOVE, Comparison.BELOW, Comparison.CANNOT_BE_TOLD
COUNTS = st.integers(0, 12)


def percent(number: int) -> Fraction:
    """Return so many per cent, exactly."""
    return Fraction(number, 100)


def stated(least: int, most: int, **more: Any) -> StatedShare:
    """Return a share that is stated so, in per cent."""
    return attrs.evolve(stated_shares()["psychiatry"], stated=ShareRange(percent(least), percent(most)), **more)


# --- What the source states ------------------------------------------------------------------------

STATED = {
    "social-services": ("kommun", 80, 100, "ca 80-100%"),
    "psychiatry": ("region/psykiatri", 50, 75, "50-75%"),
    "primary-care": ("region/primärvård", 20, 20, "ca 20 %"),
    "sick-leave": ("FK", 50, 80, "ca 50-80 %"),
    "activity-compensation": ("FK", 80, 90, "80-90%"),
    "employment-service": ("AF", 50, 80, "50-80%"),
}
"""As document S002 has them."""


def test_the_shares_are_those_of_the_document() -> None:
    """There are six, in its order, and no other."""
    assert [*STATED] == [*stated_shares()]


@pytest.mark.parametrize("name", STATED)
def test_each_stated_share_stands_in_its_quotation(name: str) -> None:
    """The numbers are those of the quotation, and where that says *ca*, so does the data."""
    one = stated_shares()[name]
    agency, least, most, quoted = STATED[name]
    assert one.source.quote is not None

    assert (agency, percent(least), percent(most)) == (one.agency, one.stated.least, one.stated.most)
    assert quoted in one.source.quote
    assert ("ca " in one.source.quote) is one.is_about
    assert ("S002", "Vetlanda", True) == (one.source.document, one.kommun, one.is_estimated)


def test_each_stated_share_is_of_an_agency_of_the_shipped_model() -> None:
    """The agencies are named as the model names them."""
    agencies = load_model("finsam").agencies

    assert all(agencies.agency(one.agency) for one in stated_shares().values())


def test_a_stated_share_is_told_with_its_source() -> None:
    """By whom, where, how much and of whom, and whether it is an estimate."""
    one = stated_shares()["activity-compensation"]
    counted = attrs.evolve(one, is_estimated=False)

    assert (
        "Activity compensation at Försäkringskassan in Vetlanda: 80–90% of the cases, by their own estimate (S002: "
        "”Handläggare inom aktivitetsersättningen beskriver att 80-90% av deras ärenden tillhör målgruppen.”)."
    ) == str(one)
    assert "uppskattning" not in counted.text("sv")
    assert "about 80–100%" in stated_shares()["social-services"].text("en")


# --- Ranges ----------------------------------------------------------------------------------------


@examples(60)
@given(COUNTS, COUNTS, COUNTS)
def test_a_range_holds_every_share_that_the_unknown_can_make(yes: int, no: int, unknown: int) -> None:
    """Its bounds are the least and the most of the shares that some of the unknown ones being a yes would give."""
    found = ShareRange.counted(yes=yes, no=no, unknown=unknown)
    of = yes + no + unknown
    if not of:
        assert found is None
        return
    possible = [Fraction(yes + more, of) for more in range(unknown + 1)]

    assert ShareRange(min(possible), max(possible)) == found
    assert found is not None
    assert (unknown == 0) is found.is_exact


def test_a_share_about_which_nothing_is_unknown_is_one_number() -> None:
    """Of nobody there is none."""
    assert ShareRange(Fraction(52, 127), Fraction(52, 127)) == ShareRange.exactly(Share(52, 127))
    assert ShareRange.exactly(Share(0, 0)) is None


@pytest.mark.parametrize("value", [0.5, True, "1/2", None, Fraction(-1, 2), 2], ids=repr)
def test_an_inexact_share_is_refused(value: Any) -> None:
    """A float, a text and what lies outside 0 to 1 are no shares; both bounds are told at once."""
    with pytest.raises(InvalidRecordError):
        as_share(value)
    with pytest.raises(InvalidRecordError) as caught:
        ShareRange(value, value)
    assert ["least", "most"] == [fault.where for fault in caught.value.faults]


def test_the_least_is_no_more_than_the_most() -> None:
    """A range the wrong way round, and a negative count, are refused."""
    with pytest.raises(InvalidRecordError, match="no more than the most"):
        ShareRange(Fraction(1, 2), Fraction(1, 3))
    with pytest.raises(InvalidValueError):
        ShareRange.counted(yes=1, no=-1, unknown=1)


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [((0, 50), (40, 90), (40, 50)), ((0, 50), (50, 90), (50, 50)), ((0, 40), (50, 90), None)],
    ids=["some", "a bound", "nothing"],
)
def test_what_two_ranges_have_in_common_is_the_same_either_way(one: Any, other: Any, common: Any) -> None:
    """It is what both hold, and nothing where they do not meet."""
    first, second, expected = (
        None if pair is None else ShareRange(percent(pair[0]), percent(pair[1])) for pair in (one, other, common)
    )
    assert first is not None
    assert second is not None

    assert expected == first.in_common(second) == second.in_common(first)


def test_a_widened_range_stays_within_nothing_and_everything() -> None:
    """No share is below 0 or above 1."""
    wide = ShareRange(percent(2), percent(97)).widened(percent(5))

    assert ShareRange(Fraction(0), Fraction(1)) == wide


# --- Comparing -------------------------------------------------------------------------------------

COMPARED = [
    ((50, 75), (60, 40, 0), WITHIN),
    ((50, 75), (50, 50, 0), WITHIN),
    ((50, 75), (75, 25, 0), WITHIN),
    ((50, 75), (76, 24, 0), ABOVE),
    ((50, 75), (49, 51, 0), BELOW),
    ((50, 75), (50, 25, 25), WITHIN),
    ((50, 75), (50, 24, 26), OPEN),
    ((50, 75), (40, 40, 20), OPEN),
    ((50, 75), (0, 0, 100), OPEN),
    ((50, 75), (75, 10, 15), OPEN),
    ((50, 75), (40, 50, 10), OPEN),
    ((50, 75), (80, 0, 20), ABOVE),
    ((50, 75), (10, 60, 30), BELOW),
    ((80, 100), (99, 1, 0), WITHIN),
    ((50, 75), (0, 0, 0), OPEN),
]


@pytest.mark.parametrize(("range_", "counts", "expected"), COMPARED, ids=str)
def test_a_computed_share_lies_to_a_stated_one_as_far_as_both_tell(range_: Any, counts: Any, expected: Any) -> None:
    """Bounds are included, unknowns leave open what they can change, and of nobody nothing is told."""
    yes, no, unknown = counts
    found = ShareRange.counted(yes=yes, no=no, unknown=unknown)

    assert expected is compare(stated(*range_), found).comparison


@examples(100)
@given(COUNTS, COUNTS, COUNTS, st.integers(0, 100), st.integers(0, 100))
def test_learning_more_never_flips_a_comparison(yes: int, no: int, unknown: int, one: int, other: int) -> None:
    """What is told holds however the unknown ones turn out, and what cannot be told can turn out in two ways."""
    share = stated(min(one, other), max(one, other))
    first = compare(share, ShareRange.counted(yes=yes, no=no, unknown=unknown)).comparison
    later = {
        compare(share, ShareRange.counted(yes=yes + more, no=no + unknown - more, unknown=0)).comparison
        for more in range(unknown + 1)
    }

    assert first is OPEN or {first} == later
    assert (first is OPEN) is (len(later) > 1 or later == {OPEN})


def test_how_far_ca_reaches_is_declared_or_not_told() -> None:
    """Outside *ca 20 %* nothing is told of 24 per cent, until somebody says that *ca* reaches five per cent units."""
    about = stated_shares()["primary-care"]
    near, far, exact = (ShareRange(percent(one), percent(one)) for one in (24, 26, 20))

    assert [OPEN, OPEN, WITHIN] == [compare(about, one).comparison for one in (near, far, exact)]
    assert [WITHIN, ABOVE, WITHIN] == [compare(about, one, about=percent(5)).comparison for one in (near, far, exact)]
    assert BELOW is compare(about, ShareRange(percent(0), percent(14)), about=percent(5)).comparison


def test_a_source_that_does_not_say_ca_is_taken_at_its_word() -> None:
    """There a declared reach changes nothing, and one that is no exact share is refused all the same."""
    found = ShareRange(percent(76), percent(76))

    assert ABOVE is compare(stated(50, 75), found, about=percent(5)).comparison
    inexact: Any = 0.05
    with pytest.raises(InvalidRecordError):
        compare(stated(50, 75), found, about=inexact)


def test_what_both_can_be_is_told_beside_the_answer() -> None:
    """Two ranges that overlap may still differ: the part in common is given, and the answer stays open."""
    found = compare(stated(50, 75), ShareRange(percent(70), percent(90)))

    assert OPEN is found.comparison
    assert ShareRange(percent(70), percent(75)) == found.in_common
    assert compare(stated(50, 75), None).in_common is None


SAID = [
    (ShareRange(percent(60), percent(60)), "Den uträknade andelen, 60\u00a0%, ligger inom det som anges."),
    (ShareRange(Fraction(4, 5), Fraction(5, 6)), "Den uträknade andelen, 80–83,3\u00a0%, ligger över det som anges."),
    (ShareRange(percent(0), percent(10)), "Den uträknade andelen, 0–10\u00a0%, ligger under det som anges."),
    (
        ShareRange(percent(0), percent(60)),
        "Det går inte att avgöra hur den uträknade andelen förhåller sig till det som anges: 0–60\u00a0%.",
    ),
    (
        None,
        "Det går inte att avgöra hur den uträknade andelen förhåller sig till det som anges: det finns ingen att räkna.",
    ),
]


@pytest.mark.parametrize(("found", "said"), SAID, ids=["within", "above", "below", "open", "nobody"])
def test_a_comparison_is_told_in_words(found: ShareRange | None, said: str) -> None:
    """What is stated comes first, with its source, and then how the computed share lies to it."""
    compared = compare(stated(50, 75), found)

    assert f"{stated(50, 75).text('sv')} {said}" == compared.explain("sv")
    assert str(compared) == compared.explain("en")
    assert len(LANGUAGES) == len({compared.explain(language) for language in LANGUAGES})
