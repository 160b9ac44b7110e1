"""Indicators as data: what one says, and what is refused before anything is counted."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicator_samples import WORDS, indicator
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.indicator_facts import FACTS_OF
from samverkan.indicators import (
    Counted,
    Direction,
    Goal,
    GroupBy,
    Measure,
    Of,
    Personal,
    ReferenceDay,
    Variant,
    as_fraction,
)
from samverkan.periods import as_period
from samverkan.sources import ASSUMED
from samverkan.texts import LANGUAGES
from strategies import examples


def variant(name: str, **fields: Any) -> Variant:
    """Return a variant of that name."""
    return Variant(id=name, text=WORDS, **fields)


TIMED = {"counts": "referrals", "reference_day": "received", "numerator": ..., "lead_time": "contact"}


# --- What one says --------------------------------------------------------------------------------------


def test_what_is_not_said_is_the_plainest() -> None:
    """By sex, of those who are counted, of everybody, without a goal, in force always."""
    one = indicator()
    assert (GroupBy.SEX,) == one.group_by
    assert (Of.COUNTED, Personal.OPEN, None, (), ()) == (one.of, one.personal, one.goal, one.programmes, one.variants)
    assert one.is_in_force(as_period("0001"))
    assert one.variant() is None


RIGHT: dict[str, dict[str, Any]] = {
    "a share by a target group": {"numerator": ..., "target_group": "young"},
    "a share by its variants": {"numerator": ..., "variants": [variant("a", numerator="employed")]},
    "a share of inhabitants": {"of": "inhabitants"},
    "a number": {"measure": "number", "numerator": ...},
    "a number of some": {"measure": "number", "numerator": ..., "population": "employed"},
    "a mean": {"measure": "mean", "numerator": ..., "value": "age"},
    "a promise": {"measure": "kept", **TIMED},
    "days by a policy": {"measure": "days", "policy": "rolled", **TIMED},
    "participations": {"counts": "participations", "reference_day": "ended", "personal": "registered", "programmes": ["orvar"]},
    "on the first day": {"reference_day": "period_start"},
    "by everything": {"counts": "referrals", "reference_day": "ended", "group_by": list(GroupBy)},
    "by nothing": {"group_by": []},
}  # fmt: skip


@pytest.mark.parametrize("fields", RIGHT.values(), ids=RIGHT)
def test_each_sort_of_figure_can_be_said(fields: dict[str, Any]) -> None:
    """Shares, numbers, means, promises and days, of persons, referrals and participations."""
    one = indicator(**fields)
    assert all(getattr(one, name) in {value, *()} for name, value in fields.items() if isinstance(value, str))


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a share of nothing": ({"numerator": ...}, "numerator: wanted a rule, or a target group in its place, got neither"),
    "a share of two things": ({"target_group": "young"}, "numerator: wanted a rule, or a target group in its place, got both"),
    "a share that one variant lacks": (
        {"numerator": ..., "variants": [variant("a", numerator="employed"), variant("b")]},
        "numerator: wanted a rule, or a target group in its place, got neither",
    ),
    "a mean of nothing": ({"measure": "mean", "numerator": ...}, "value: wanted something, for the measure mean, got nothing"),
    "a share with a value": ({"value": "age"}, "value: wanted nothing, for the measure share, got something"),
    "a number with a numerator": ({"measure": "number"}, "numerator: wanted nothing, for the measure number, got something"),
    "a number with a group": (
        {"measure": "number", "numerator": ..., "target_group": "young"},
        "target_group: wanted nothing, for the measure number, got something",
    ),
    "days of nothing": (
        {"measure": "days", **TIMED, "lead_time": ...},
        "lead_time: wanted something, for the measure days, got nothing",
    ),
    "a share with a lead time": ({**TIMED, "numerator": "employed"}, "lead_time: wanted nothing, for the measure share, got something"),
    "a policy of nothing": ({"policy": "rolled"}, "policy: wanted nothing without a lead time, got something"),
    "days of persons": (
        {"measure": "days", "numerator": ..., "lead_time": "contact"},
        "lead_time: wanted referrals or participations, whose time is counted, got persons",
    ),
    "a number of inhabitants": (
        {"measure": "number", "numerator": ..., "of": "inhabitants"},
        "of: wanted counted, but for a share of persons, got inhabitants",
    ),
    "referrals per inhabitant": (
        {"counts": "referrals", "reference_day": "received", "of": "inhabitants"},
        "of: wanted counted, but for a share of persons, got inhabitants",
    ),
    "persons on the day they were received": (
        {"reference_day": "received"},
        "reference_day: wanted one of period_start, period_end, of persons, got received",
    ),
    "participations on the day they were received": (
        {"counts": "participations", "reference_day": "received"},
        "reference_day: wanted one of started, ended, of participations, got received",
    ),
    "referrals on the last day of the period": (
        {"counts": "referrals"},
        "reference_day: wanted one of received, started, ended, of referrals, got period_end",
    ),
    "persons by who refers": ({"group_by": ["referred_by"]}, "group_by: wanted what persons can be grouped by, got referred_by"),
    "persons by programme": ({"group_by": ["sex", "programme"]}, "group_by: wanted what persons can be grouped by, got programme"),
    "persons of programmes": ({"programmes": ["orvar"]}, "programmes: wanted nothing, of persons, got something"),
    "persons who are registered": (
        {"personal": "registered"},
        "personal: wanted open, of persons: one is registered in a programme, got registered",
    ),
    "a variant twice": (
        {"variants": [variant("a"), variant("b"), variant("a")]},
        "variants.a: wanted an id that no other variant has",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_meant_is_refused(fields: dict[str, Any], told: str) -> None:
    """It is told by its field, and what was wanted."""
    with pytest.raises(InvalidRecordError) as caught:
        indicator(**fields)
    assert told in [str(fault) for fault in caught.value.faults]


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Four faults are four lines."""
    with pytest.raises(InvalidRecordError) as caught:
        indicator(numerator=..., value="age", reference_day="ended", group_by=["agency"])
    assert ["numerator", "value", "reference_day", "group_by"] == [fault.where for fault in caught.value.faults]


WRONG_VALUES: dict[str, tuple[dict[str, Any], str]] = {
    "what is counted": ({"counts": "inhabitants"}, "counts"),
    "measure": ({"measure": "median"}, "measure"),
    "day": ({"reference_day": "today"}, "reference_day"),
    "of": ({"of": "everybody"}, "of"),
    "personal": ({"personal": True}, "personal"),
    "group": ({"group_by": ["kön"]}, "group_by"),
    "groups that are no list": ({"group_by": "sex"}, "group_by"),
    "groups that are a number": ({"group_by": 1}, "group_by"),
    "ages that fall": ({"ages": [30, 20]}, "ages"),
    "ages twice": ({"ages": [20, 20]}, "ages"),
    "age of nobody": ({"ages": [131]}, "ages"),
    "age as text": ({"ages": ["20"]}, "ages"),
    "ages that are no list": ({"ages": 20}, "ages"),
    "programmes that are no list": ({"programmes": "orvar"}, "programmes"),
    "programmes that are a number": ({"programmes": 1}, "programmes"),
    "programme that is no word": ({"programmes": [1]}, "programmes"),
    "variants": ({"variants": ["a"]}, "variants"),
    "open questions": ({"open_questions": ["varför"]}, "open_questions"),
    "id": ({"id": ""}, "id"),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "where"), WRONG_VALUES.values(), ids=WRONG_VALUES)
def test_a_value_of_another_kind_is_refused(fields: dict[str, Any], where: str) -> None:
    """The error names the field, and shows nothing of the value."""
    with pytest.raises((InvalidValueError, InvalidRecordError)) as caught:
        indicator(**fields)
    assert where in str(caught.value)


def test_a_variant_is_found_by_its_name() -> None:
    """Without a name the first is meant; another name is refused, and one alike is shown."""
    one = indicator(variants=[variant("more-than-27"), variant("three-years")])
    assert ("more-than-27", "three-years") == (one.variant().id, one.variant("three-years").id)  # type: ignore[union-attr]
    with pytest.raises(UnknownNameError, match="three-years"):
        one.variant("three-year")


@pytest.mark.parametrize(
    ("by", "apart"),
    [(["sex", "age"], True), ([], True), (["party"], False), (["sex", "party"], False)],
    ids=["sex and age", "nothing", "party", "sex and party"],
)
def test_only_groups_by_party_overlap(by: list[str], *, apart: bool) -> None:
    """One who is in contact with two parties is in both groups, so that they do not add up to the whole."""
    assert indicator(group_by=by).is_apart is apart


def test_persons_are_not_taken_apart_by_what_referrals_have() -> None:
    """A person may have several referrals; a referral has one person."""
    of_referrals = indicator(counts="referrals", reference_day="received").can_be_by
    assert tuple(GroupBy) == of_referrals
    assert set(of_referrals) - set(indicator().can_be_by) == {"programme", "referred_by", "agency"}


@pytest.mark.parametrize(
    ("period", "is_so"),
    [("2023", False), ("2023-03", False), ("2023-04", True), ("2024", True), ("2023-04-01--2025-12-31", True), ("2026", False),
     ("2025-12-31--2026-01-01", False)],
    ids=str,
)  # fmt: skip
def test_it_is_in_force_on_every_day_of_a_period_or_not(period: str, *, is_so: bool) -> None:
    """Of a period in which it began or ended the figure would mean two things."""
    from samverkan.dates import Span  # noqa: PLC0415

    one = indicator(in_force=Span(since="2023-04-01", until="2025-12-31"))  # type: ignore[arg-type]
    assert one.is_in_force(as_period(period)) is is_so


# --- Goals ----------------------------------------------------------------------------------------------


def goal(direction: str, value: Any = None) -> Goal:
    """Return a goal."""
    return Goal(direction=direction, value=value, source=ASSUMED)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("direction", "value", "came", "reached"),
    [
        ("higher", "80 %", Fraction(159, 200), False),  # 79.5, which rounds to 80
        ("higher", "80 %", Fraction(160, 200), True),
        ("higher", "80 %", Fraction(75, 95), False),
        ("lower", "80 %", Fraction(159, 200), True),
        ("lower", "1/3", Fraction(1, 3), True),
        ("lower", "1/3", Fraction(334, 1000), False),
        ("lower", 14, Fraction(29, 2), False),
        ("higher", None, Fraction(1), None),
    ],
    ids=["159 of 200", "160 of 200", "75 of 95", "lower is better", "a third", "more than a third", "days", "no value"],
)
def test_a_goal_is_compared_before_anything_is_rounded(
    direction: str, value: Any, came: Fraction, reached: Any
) -> None:
    """Of what merely rounds to the goal it is not said that it is reached; without a value there is none to reach."""
    assert goal(direction, value).is_reached(came) is reached


@examples(80)
@given(st.integers(0, 10**6), st.integers(1, 10**6), st.booleans())
def test_a_number_is_read_as_it_is_written(over: int, under: int, in_percent: bool) -> None:
    """A whole number, a share of two, and per cent of either, exact."""
    hundred = 100 if in_percent else 1
    sign = " %" if in_percent else ""
    assert Fraction(over, under * hundred) == as_fraction(f"{over}/{under}{sign}")
    assert Fraction(over, hundred) == as_fraction(f" {over}{sign} ")
    assert Fraction(over, under) == as_fraction(Fraction(over, under))
    assert over == as_fraction(over)


NO_NUMBER: list[Any] = [
    "", "%", "80 procent", "79,5 %", "79.5 %", "0.8", "4/0", "4/", "/5", "4 / 5", "4/5/6", "-1", "80 %%", "8\u0660",
    "\u00b2", "80\n", 0.8, 80.0, True, None, ["80"], {},
]  # fmt: skip


@pytest.mark.parametrize("bad", NO_NUMBER, ids=[f"{n}: {one!r}" for n, one in enumerate(NO_NUMBER)])
def test_what_is_no_exact_number_is_refused(bad: Any) -> None:
    """A decimal fraction need not be what was written, and is not taken."""
    with pytest.raises(InvalidValueError, match="wanted a number such as 80 %, 4/5 or 3"):
        as_fraction(bad)


def test_a_decimal_number_is_told_as_one() -> None:
    """0.4 is a number, so that this alone would not say what is wrong with it; what it is is not repeated."""
    with pytest.raises(InvalidValueError, match=r", got a decimal number$"):
        goal("lower", 0.4)


def test_a_goal_has_a_direction() -> None:
    """It is one of two, and is never assumed."""
    assert {"higher", "lower"} == {*Direction}
    with pytest.raises(InvalidValueError):
        goal("better")


# --- The facts ------------------------------------------------------------------------------------------


def test_everything_that_is_counted_has_facts() -> None:
    """Persons, referrals and participations; each fact can be said in both languages, and what can be so or not, denied."""
    assert set(Counted) == set(FACTS_OF)
    for facts in FACTS_OF.values():
        for fact in facts.values():
            assert all(fact.shown.in_(language) and fact.said.in_(language) for language in LANGUAGES)
    booleans = {
        name: fact
        for facts in FACTS_OF.values()
        for name, fact in facts.items()
        if type(fact.kind).__name__ == "Boolean"
    }
    assert all(fact.denied is not None and fact.denied != fact.said for fact in booleans.values())


def test_the_words_of_the_closed_lists_are_these() -> None:
    """What is counted, how, on which day, and by what."""
    assert ["persons", "referrals", "participations"] == [*Counted]
    assert ["number", "share", "mean", "kept", "days"] == [*Measure]
    assert ["period_start", "period_end", "received", "started", "ended"] == [*ReferenceDay]
