"""Figures that may be printed together: what is hidden, what hangs together, and what is left out."""

import pickle
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import load_model
from samverkan.disclosure import Hidden, Shown
from samverkan.disclosure.publications import audit
from samverkan.disclosure.suppression import Figures, Hiding, Suppressor
from samverkan.errors import InvalidValueError
from samverkan.figures import Figure
from samverkan.indicators import Goal, GroupBy, Indicator, Measure, Variant
from samverkan.periods import as_period
from samverkan.protected_figures import COUNTS, PrintedFigure, ProtectedFigures, protect_figures, protection
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import parse
from samverkan.sources import ASSUMED
from samverkan.summaries import Summary
from samverkan.texts import LANGUAGES, Text
from strategies import examples

PERIOD = as_period("2016")
PARTS = ("numerator", "rest", "unknown", "perhaps", "anonymous", "pending")
Counts = Mapping[str, int]


def indicator(name: str, measure: str = "share", counts: str = "persons", **more: Any) -> Indicator:
    """Return an indicator of its own."""
    days = {"persons": "period_end", "referrals": "received", "participations": "ended"}
    needs: dict[str, dict[str, Any]] = {
        "share": {"numerator": "a"},
        "mean": {"value": "n"},
        "kept": {"lead_time": "contact"},
        "days": {"lead_time": "contact"},
    }
    said = {"reference_day": days[counts], **needs.get(measure, {}), **more}
    text = Text(name, name)
    return Indicator(id=name, name=text, text=text, source=ASSUMED, counts=counts, measure=measure, **said)


def figure(
    definition: Indicator, *groups: tuple[Mapping[str, str | None], Counts], whole: Counts | None = None, **more: Any
) -> Figure:
    """Return a figure with its groups; the whole is their sum, unless it is said."""
    added = whole or {name: sum(counts.get(name, 0) for _, counts in groups) for name in (*PARTS, "sum")}
    parts = [
        _one(definition, counts, group={GroupBy(by): value for by, value in group.items()}) for group, counts in groups
    ]
    return _one(definition, added, parts=parts, **more)


def _one(definition: Indicator, counts: Counts, **more: Any) -> Figure:
    n = {name: counts.get(name, 0) for name in PARTS}
    match definition.measure:
        case Measure.NUMBER:
            came = of = n["numerator"] + n["anonymous"]
        case Measure.MEAN:
            came, of = counts.get("sum", 0), n["numerator"]
        case Measure.DAYS:
            came, of = n["numerator"], n["numerator"] + n["rest"] + n["pending"]
        case _:
            came, of = n["numerator"], counts.get("inhabitants", n["numerator"] + n["rest"])
    told = {name: n[name] for name in ("unknown", "perhaps", "anonymous", "pending")}
    days = Summary(stopped_by_days={7: n["numerator"]}) if definition.measure is Measure.DAYS else None
    return Figure(
        indicator=definition.id,
        period=PERIOD,
        as_of=PERIOD.until,
        counts=definition.counts,
        measure=definition.measure,
        definition=definition,
        numerator=came,
        denominator=of,
        summary=days,
        **{**told, **more},
    )


def by_sex(definition: Indicator, women: Counts, men: Counts, **more: Any) -> Figure:
    """Return a figure by sex."""
    return figure(definition, ({"sex": "woman"}, women), ({"sex": "man"}, men), **more)


def shown(one: PrintedFigure) -> dict[str, str]:
    """Return what is printed of a figure, without what is 0."""
    return {name: str(getattr(one, name)) for name in COUNTS if str(getattr(one, name)) != "0"}


def every(made: ProtectedFigures) -> Iterator[PrintedFigure]:
    """Yield the figures and their groups."""
    for whole in made.figures:
        yield from (whole, *whole.parts)


SHARE = indicator("share")


# --- Properties ---------------------------------------------------------------------------------------

COUNT = st.one_of(st.integers(0, 6), st.integers(0, 40))
SEXES = ("woman", "man", None)
PLACES = ("p", "q")


@st.composite
def reports(draw: Any) -> list[Figure]:
    """Return figures over the same people, by sex, by place, and by both; and over them and some more."""
    cells: dict[tuple[str, str | None], dict[str, int]] = {}
    for key in [(place, sex) for place in PLACES for sex in SEXES]:
        numbers = {name: draw(COUNT) for name in ("numerator", "rest", "unknown")}
        cells[key] = {**numbers, "anonymous": draw(st.integers(0, 3)), "sum": draw(COUNT)}
    people = {key: one["numerator"] + one["rest"] + one["unknown"] for key, one in cells.items()}
    both = [({"programme": place, "sex": sex}, one) for (place, sex), one in cells.items()]
    of = {"counts": "participations"}
    sexes = [
        ({"sex": sex}, {name: sum(cells[place, sex][name] for place in PLACES) for name in cells["p", sex]})
        for sex in SEXES
    ]
    number = [
        ({"programme": place, "sex": sex}, {"numerator": people[place, sex], "anonymous": one["anonymous"]})
        for (place, sex), one in cells.items()
    ]
    alone = [({"sex": sex}, one) for (place, sex), one in cells.items() if place == "p"]
    mean = [
        (group, {"numerator": one["numerator"] + one["rest"], **{n: one[n] for n in ("unknown", "anonymous", "sum")}})
        for group, one in sexes
    ]
    made = [
        figure(indicator("both", **of), *both),
        figure(indicator("sexes", **of), *sexes),
        figure(indicator("number", "number", **of), *number),
        figure(indicator("alone", **of, programmes=["p"]), *alone),
        figure(indicator("mean", "mean", **of), *mean),
    ]
    chosen = draw(st.lists(st.sampled_from(range(len(made))), min_size=1, unique=True))
    return [made[place] for place in chosen]


@examples(12)
@given(reports(), st.integers(2, 5))
def test_no_hidden_count_has_fewer_values_than_it_must(figures: list[Figure], threshold: int) -> None:
    """By everything that is printed, each hidden count, and each small one that is not printed, could be threshold + 1."""
    made = protect_figures(figures, threshold=threshold)
    spans = audit(made.publication, count_to=threshold + 1).spans
    hidden = sum(len(set(one.hidden) & {"numerator", "unknown", "anonymous"}) for one in every(made))
    assert len(made.publication.not_printed) >= (1 if hidden else 0)
    for span in spans.values():
        assert span.values > threshold or span.least >= threshold or span.most == 0


@examples(12)
@given(reports(), st.integers(2, 5))
def test_small_counts_are_hidden_and_what_is_shown_is_as_it_was(figures: list[Figure], threshold: int) -> None:
    """No count from 1 to one less than the threshold is shown; 0 is; a share is shown where both its counts are."""
    made = protect_figures(figures, threshold=threshold)
    left_out = {one.indicator for one in made.left_out}
    given_ = [one for whole in figures for one in (whole, *(() if whole.indicator in left_out else whole.parts))]
    for before, after in zip(given_, every(made), strict=True):
        for name in COUNTS:
            value, cell = getattr(before, name), getattr(after, name)
            assert isinstance(cell, Hidden) if 0 < value < threshold else cell in {Shown(value), *_hidden(cell, value)}
        rests = {"numerator", "denominator"} & {*after.hidden}
        assert ("value" in after.hidden) is bool(rests)
        has_bounds = after.bounds is not None and not isinstance(after.bounds, Hidden)
        assert not (has_bounds and {"numerator", "denominator", "unknown", "perhaps"} & {*after.hidden})


def _hidden(cell: Any, value: int) -> set[Any]:
    """Return the cell itself where it may be hidden: what is not 0, and the sum of a mean."""
    return {cell} if isinstance(cell, Hidden) and (value or cell) else set()


@examples(8)
@given(reports(), st.randoms(use_true_random=False))
def test_the_order_of_figures_does_not_matter(figures: list[Figure], shuffle: Any) -> None:
    """The same is hidden in whatever order they are given."""
    made = protect_figures(figures, threshold=4)
    shuffled = [*figures]
    shuffle.shuffle(shuffled)
    again = protect_figures(shuffled, threshold=4)
    assert {one.id: one for one in again.figures} == {one.id: one for one in made.figures}
    assert again.publication.printed == made.publication.printed


# --- What hangs together ----------------------------------------------------------------------------------


def test_a_number_and_a_share_of_the_same_people_do_not_give_away_what_is_unknown() -> None:
    """26 in all and a share of 23 would tell that of 3 it is unknown."""
    same = {"counts": "participations"}
    share = figure(indicator("share", **same), whole={"numerator": 10, "rest": 13, "unknown": 3})
    number = figure(indicator("all", "number", **same), whole={"numerator": 26})
    alone = protect_figures([share], threshold=5).figures[0]
    assert shown(alone) == {"numerator": "10", "denominator": "23", "unknown": ".."}
    beside, whole = protect_figures([share, number], threshold=5).figures
    assert ".." in {str(beside.denominator), str(whole.numerator)}
    assert str(beside.unknown) == ".."


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        pytest.param({}, True, id="the-same"),
        pytest.param({"population": "b"}, False, id="another-population"),
        pytest.param({"reference_day": "started"}, False, id="another-day"),
        pytest.param({"personal": "registered"}, True, id="of-others-more-is-counted"),
        pytest.param({"programmes": ["p"]}, False, id="of-one-programme"),
        pytest.param({"programmes": ["p", "q"]}, False, id="of-two-programmes"),
    ],
)
def test_figures_share_their_totals_where_they_count_among_the_same(other: dict[str, Any], is_same: bool) -> None:
    """So what one prints tells of another, then and only then."""
    share = figure(indicator("share", counts="participations"), whole={"numerator": 10, "rest": 13, "unknown": 3})
    number = figure(indicator("all", "number", "participations", **other), whole={"numerator": 26})
    beside, whole = protect_figures([share, number], threshold=5).figures
    assert (".." in {str(beside.denominator), str(whole.numerator)}) is is_same


def test_the_same_rule_with_other_thresholds_counts_among_others() -> None:
    """A threshold that the rule does not read makes no difference, whether an indicator or its variant has it."""

    def least(**values: int) -> dict[str, Parameter]:
        return {name: Parameter([Threshold(value, ASSUMED)]) for name, value in values.items()}

    def number(name: str, **more: Any) -> Figure:
        return figure(indicator(name, "number", population="n >= least", **more), whole={"numerator": 26, "perhaps": 9})

    share = figure(
        indicator("share", population="n  >= least", parameters=least(least=2)),
        whole={"numerator": 10, "rest": 13, "unknown": 3, "perhaps": 9},
    )
    variant = Variant(id="v", text=Text("v", "v"), parameters=least(least=2))
    same = attrs.evolve(number("same", parameters=least(least=3), variants=[variant]), variant="v")
    for one, is_same in (
        (number("unread", parameters=least(least=2, other=4)), True),
        (number("others", parameters=least(least=3)), False),
        (same, True),
    ):
        beside, whole = protect_figures([share, one], threshold=5).figures
        assert (".." in {str(beside.denominator), str(whole.numerator)}) is is_same


def test_one_programme_alone_is_the_group_of_that_programme() -> None:
    """What is hidden in the group is not printed as a whole beside it."""
    groups = [({"programme": name}, {"numerator": n}) for name, n in (("p", 14), ("q", 3), ("r", 30), ("s", 40))]
    every_ = figure(indicator("all", "number", "referrals", group_by=["programme"]), *groups)
    alone = figure(indicator("alone", "number", "referrals", programmes=["p"]), whole={"numerator": 14})
    whole, one = protect_figures([every_, alone], threshold=5).figures
    assert [str(part.numerator) for part in whole.parts] == ["14", "..", "..", "40"]
    assert str(one.numerator) == "14"


def test_marginals_of_two_ways_hang_together_though_nobody_prints_them() -> None:
    """A cell that is hidden is not reckoned from figures by sex and by both: another of its row or column is hidden."""
    cells = {("p", "woman"): 3, ("p", "man"): 20, ("q", "woman"): 30, ("q", "man"): 40}
    both = figure(
        indicator("both", "number", "referrals"),
        *(({"programme": place, "sex": sex}, {"numerator": n}) for (place, sex), n in cells.items()),
    )
    sexes = by_sex(indicator("sexes", "number", "referrals"), {"numerator": 33}, {"numerator": 60})
    places = figure(
        indicator("places", "number", "referrals"),
        *(({"programme": name}, {"numerator": n}) for name, n in (("p", 23), ("q", 70))),
    )
    beside_sexes = protect_figures([both, sexes], threshold=5).figures
    assert [str(one.numerator) for one in beside_sexes[0].parts] == ["..", "20", "..", "40"]
    assert [str(one.numerator) for one in beside_sexes[1].parts] == ["33", "60"]
    beside_all = protect_figures([both, sexes, places], threshold=5)
    printed = [[str(one.numerator) for one in whole.parts] for whole in beside_all.figures]
    assert [row.count("..") for row in printed] == [4, 0, 0]


def test_those_who_meet_the_same_rule_are_the_same_among_others_where_they_are_as_many() -> None:
    """A numerator that is hidden over recipients is not printed over inhabitants."""
    groups: list[Counts] = [{"numerator": 3, "rest": 9}, {"numerator": 14, "rest": 9}]
    recipients = by_sex(indicator("recipients", population="c"), *groups)
    people = [{**one, "inhabitants": 900} for one in groups]
    inhabitants = by_sex(
        indicator("inhabitants", of="inhabitants"), *people, whole={"numerator": 17, "inhabitants": 1800}
    )
    made = protect_figures([inhabitants, recipients], threshold=5)
    assert [str(part.numerator) for one in made.figures for part in one.parts] == [".."] * 4
    assert [str(one.value) for one in made.figures] == ["0.9", "48.6"]


def test_of_inhabitants_a_figure_among_the_same_says_how_many_there_are() -> None:
    """17 and 3 unknown of 20 people would tell that nobody else is there; that is 0, and shown."""
    inhabitants = figure(
        indicator("inhabitants", of="inhabitants"), whole={"numerator": 17, "unknown": 8, "inhabitants": 900}
    )
    number = figure(indicator("all", "number"), whole={"numerator": 28})
    one, whole = protect_figures([inhabitants, number], threshold=5).figures
    assert ".." in {str(one.numerator), str(one.unknown), str(whole.numerator)}, "28 - 17 - 8 are 3 others"


def test_parties_overlap_so_that_groups_need_not_add_up() -> None:
    """What is hidden in one group is no reason to hide another."""
    share = figure(
        indicator("share", group_by=["party"]),
        ({"party": "AF"}, {"numerator": 3, "rest": 30}),
        ({"party": "FK"}, {"numerator": 25, "rest": 8}),
        whole={"numerator": 36, "rest": 44},
    )
    made = protect_figures([share], threshold=5).figures[0]
    assert [str(part.numerator) for part in made.parts] == ["..", "25"]
    few = figure(
        indicator("share", group_by=["party"]),
        ({"party": "FK"}, {"numerator": 25, "rest": 8}),
        whole={"numerator": 26, "rest": 34},
    )
    assert str(protect_figures([few], threshold=5).figures[0].parts[0].numerator) == ".."  # One is not at FK.
    both = figure(
        indicator("share", group_by=["party", "sex"]),
        *(({"party": party, "sex": sex}, {"numerator": n, "rest": 30})
          for party in ("AF", "FK") for sex, n in (("woman", 3), ("man", 12))),
        whole={"numerator": 26, "rest": 90},
    )  # fmt: skip
    made = protect_figures([both], threshold=5).figures[0]
    assert [str(part.numerator) for part in made.parts] == ["..", "12", "..", "12"]


def test_bands_of_other_ages_are_other_groups() -> None:
    """Under 30 in one figure is not under 30 in another that begins elsewhere."""
    groups = [({"age": "-29"}, {"numerator": 12}), ({"age": "30-"}, {"numerator": 14})]
    one = figure(indicator("one", "number", ages=[16, 30]), *groups)
    other = figure(indicator("other", "number", ages=[10, 30]), ({"age": "-29"}, {"numerator": 26}))
    assert [str(one.numerator) for one in every(protect_figures([one, other], threshold=5))] == [
        "26",
        "12",
        "14",
        "26",
        "26",
    ]


# --- Means, medians, bounds ---------------------------------------------------------------------------


def test_a_mean_of_few_is_hidden_and_so_is_another_from_which_it_would_follow() -> None:
    """Sums add up as counts do; where two groups have little to hide behind, a third is hidden, and else the whole."""
    mean = indicator("mean", "mean", "referrals")

    def sums(*groups: tuple[int, int], **more: int) -> list[str]:
        given_ = [({"sex": str(n)}, {"numerator": of, "sum": total}) for n, (of, total) in enumerate(groups)]
        return [str(one.value) for one in every(protect_figures([figure(mean, *given_)], threshold=5, **more))]

    assert sums((20, 30), (40, 20)) == ["0.83", "1.50", "0.50"]
    assert sums((20, 30), (2, 12)) == ["1.91", "..", ".."]
    assert sums((20, 30), (25, 40), (2, 12)) == ["1.74", "..", "1.60", ".."]
    assert sums((20, 3), (25, 40)) == ["0.96", "..", ".."], "a small sum is a small count of what was done"
    assert sums((20, 3), (25, 40), protection=2) == ["0.96", "..", ".."], "alone it would be the rest"
    assert sums((20, 0), (25, 12), (9, 3)) == ["0.28", "0.00", "..", ".."]
    assert sums((20, 3), (25, 0)) == ["..", "..", "0.00"], "the whole is small itself"
    assert sums((4, 12), (25, 0)) == ["0.41", "..", ".."], "nobody knows whose the 12 are"


def test_a_mean_that_cannot_be_protected_otherwise_is_hidden_as_a_whole() -> None:
    """7 in all have 8 values, and 9 are asked for."""
    mean = by_sex(indicator("mean", "mean", "referrals"), {"numerator": 20, "sum": 3}, {"numerator": 9, "sum": 4})
    made = protect_figures([mean], threshold=5, protection=9)
    assert [str(one.value) for one in every(made)] == ["..", "..", ".."]


def test_means_taken_apart_in_two_ways_are_hidden_together() -> None:
    """The whole is the same figure, and is hidden in both or in none."""
    mean = indicator("mean", "mean", "referrals")
    one = by_sex(mean, {"numerator": 20, "sum": 3}, {"numerator": 9, "sum": 4})
    other = figure(mean, ({"programme": "p"}, {"numerator": 29, "sum": 7}))
    made = protect_figures([one, other], threshold=5, protection=9)
    assert {str(each.value) for each in every(made)} == {".."}


def test_means_of_groups_go_with_the_groups() -> None:
    """Those that are left out have none; those by party do not add up."""
    mean = indicator("mean", "mean", "referrals")
    women, men = {"numerator": 3, "unknown": 9, "sum": 9}, {"numerator": 9, "unknown": 9, "sum": 9}
    made = protect_figures([by_sex(mean, women, men)], threshold=5, protection=30)
    assert [(str(one.value), one.groups_left_out) for one in every(made)] == [("1.50", True)]
    parties = figure(
        indicator("mean", "mean"),
        *(({"party": name}, {"numerator": n, "sum": 9}) for name, n in (("AF", 3), ("FK", 9))),
        whole={"numerator": 9, "sum": 12},
    )
    assert [str(one.value) for one in every(protect_figures([parties], threshold=5))] == ["1.33", "..", "1.00"]


def test_of_one_programme_alone_the_group_by_programme_is_the_whole() -> None:
    """It is one figure, printed twice."""
    groups = ({"programme": "p"}, {"numerator": 14})
    alone = figure(indicator("alone", "number", "referrals", programmes=["p"]), groups)
    assert [str(one.value) for one in every(protect_figures([alone], threshold=5))] == ["14", "14"]


def test_a_median_of_few_is_hidden() -> None:
    """And so is what hangs together with how many have stopped."""
    days = indicator("days", "days", "referrals")
    made = protect_figures([by_sex(days, {"numerator": 3, "pending": 9}, {"numerator": 20, "rest": 6})], threshold=5)
    assert [str(one.value) for one in every(made)] == ["7", "..", ".."]
    empty = protect_figures([figure(days, whole={})], threshold=5).figures[0]
    assert str(empty.value) == "."


def test_bounds_are_hidden_with_any_count_that_they_rest_on() -> None:
    """30 of 40 with 10 unknown lies between 60 and 80 percent; with 3 unknown that is not told."""
    made = [
        protect_figures([figure(SHARE, whole={"numerator": 30, "rest": 10, "unknown": n})], threshold=5).figures[0]
        for n in (10, 3)
    ]
    assert made[0].bounds == (Fraction(60), Fraction(80))
    assert isinstance(made[1].bounds, Hidden)
    assert made[1].hidden == ("unknown", "bounds")
    nobody = protect_figures([figure(SHARE, whole={})], threshold=5).figures[0]
    assert (str(nobody.value), nobody.bounds) == (".", None)


def test_a_promise_that_can_still_be_kept_is_beside_those_that_count() -> None:
    """Small numbers of what is pending are hidden; of what nobody knows of any referral, too."""
    kept = figure(indicator("kept", "kept", "referrals"), whole={"numerator": 9, "rest": 8, "pending": 2}, untold=3)
    one = protect_figures([kept], threshold=5).figures[0]
    assert shown(one) == {"numerator": "9", "denominator": "17", "pending": "..", "untold": ".."}
    assert str(one.value) == "52.9"


def test_a_goal_is_not_told_of_where_the_figure_is_hidden() -> None:
    """Whether it is reached would tell about the share."""
    goal = {"direction": "lower", "value": "50 %", "source": ASSUMED}
    share = indicator("share", goal=Goal(**goal))
    told = [
        protect_figures([figure(share, whole={"numerator": n, "rest": 20})], threshold=5).figures[0].is_reached
        for n in (10, 30, 3)
    ]
    assert told == [True, False, None]


def test_shares_are_printed_as_is_said() -> None:
    """86.5 percent is 87, 86 or 86 without decimals, by the named rounding."""
    share = figure(SHARE, whole={"numerator": 173, "rest": 27})
    roundings = ("half_up", "half_even", "truncated")
    printed = [protect_figures([share], threshold=5, decimals=0, rounding=how).figures[0].value for how in roundings]
    assert [str(one) for one in printed] == ["87", "86", "86"]


# --- What cannot be protected ---------------------------------------------------------------------------


def test_groups_that_cannot_be_protected_beside_their_whole_are_left_out() -> None:
    """Of 12 people no more than 13 values are possible; 30 are asked for. The whole stays, and it is told."""
    share = by_sex(SHARE, {"numerator": 3, "rest": 40}, {"numerator": 9, "rest": 40})
    other = by_sex(indicator("other", numerator="b"), {"numerator": 43, "rest": 0}, {"numerator": 49})
    made = protect_figures([share, other], threshold=5, protection=30)
    assert [(one.indicator, one.variant, one.all) for one in made.left_out] == [("share", None, False)]
    one, whole = made.figures
    assert (str(one.numerator), one.parts, one.groups_left_out) == ("12", (), True)
    assert (len(whole.parts), whole.groups_left_out) == (2, False)


def test_a_whole_that_cannot_be_protected_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are printed without it, and it is told; what cannot be protected is said by somebody else here."""

    class Unable(Suppressor):
        def hide(self, figures: Figures, **more: Any) -> Hiding:
            hiding = super().hide(figures, **more)
            few = [key for key, value in figures.values.items() if value == 77]
            return attrs.evolve(hiding, exposed=few[0]) if few else hiding

    monkeypatch.setattr(protection, "Suppressor", Unable)
    bad = figure(indicator("bad", population="c"), whole={"numerator": 77, "rest": 12})
    good = figure(indicator("good"), whole={"numerator": 10, "rest": 12})
    made = protect_figures([bad, good], threshold=5)
    assert [(one.indicator, one.all) for one in made.left_out] == [("bad", True)]
    assert [one.id for one in made.figures] == ["good"]


# --- What is in the result, and what is refused ---------------------------------------------------------------


def test_what_is_hidden_is_nowhere_in_the_result() -> None:
    """Not in its repr, nor in what it is pickled to; what is hidden for the sake of others is not there either."""
    women, men = {"numerator": 3, "rest": 514_229}, {"numerator": 317_811, "rest": 832_040}
    made = protect_figures([by_sex(SHARE, women, men)], threshold=5)
    hidden = {str(n) for n in (514_229, 317_811)}
    written = repr(made) + repr(made.figures) + repr(made.publication) + repr(dict(made.publication.printed))
    assert not any(one in written for one in hidden)
    pickled = pickle.dumps(made, protocol=0)
    assert not any(one.encode() in pickled for one in hidden)
    assert b"1666" in pickled or b"317814" in pickled, "what is shown is there"
    assert pickle.loads(pickled).figures == made.figures


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        pytest.param({"threshold": 0}, "threshold", id="no-threshold"),
        pytest.param({"threshold": True}, "threshold", id="no-number"),
        pytest.param({"threshold": "5"}, "threshold", id="text"),
        pytest.param({"threshold": None}, "threshold", id="nothing"),
        pytest.param({"threshold": 5, "protection": 0}, "protection", id="no-protection"),
        pytest.param({"threshold": 5, "rounding": "up"}, "rounding", id="no-rounding"),
    ],
)
def test_what_is_asked_must_have_a_meaning(arguments: dict[str, Any], where: str) -> None:
    """A threshold and a protection are whole numbers from 1, and a rounding has a name."""
    with pytest.raises(InvalidValueError) as caught:
        protect_figures([], **arguments)
    assert caught.value.fault.where == where


def test_figures_of_other_cases_are_refused() -> None:
    """The same count cannot be two numbers; nor can a whole be another than its groups."""
    one, other = (figure(SHARE, whole={"numerator": n, "rest": 20}) for n in (10, 11))
    askew = by_sex(SHARE, {"numerator": 9}, {"numerator": 9}, whole={"numerator": 19})
    for figures in ([one, other], [askew]):
        with pytest.raises(InvalidValueError, match="figures of the same cases"):
            protect_figures(figures, threshold=5)


def test_a_rule_as_a_tree_is_the_rule_as_text() -> None:
    """It is printed before it is compared."""
    text = "age >= 18"
    rules = (text, parse(text, load_model("finsam").vocabulary))
    made = [
        figure(indicator(f"r{place}", measure, population=rule), whole=whole)
        for place, (rule, measure, whole) in enumerate(
            zip(
                rules,
                ("share", "number"),
                ({"numerator": 10, "rest": 13, "unknown": 3}, {"numerator": 26}),
                strict=True,
            )
        )
    ]
    beside, whole = protect_figures(made, threshold=5).figures
    assert ".." in {str(beside.denominator), str(whole.numerator)}


def test_readers_are_told_what_the_marks_mean() -> None:
    """In both languages, with the threshold."""
    made = protect_figures([], threshold=7)
    assert [made.note(language).count("7") for language in LANGUAGES] == [1, 1]
    assert "”..”" in made.note("sv")
    assert "“..”" in made.note("en")
    assert (repr(made), made.figures) == ("<ProtectedFigures: 0>", ())


def test_those_whose_time_is_counted_are_of_all() -> None:
    """One whose time is not counted is told by no difference between a number and how many clocks there are."""
    number = figure(indicator("all", "number", "referrals", reference_day="received"), whole={"numerator": 21})
    timed = figure(
        indicator("days", "days", "referrals", reference_day="received", lead_time="to-contact"),
        whole={"numerator": 20},
    )
    made = protect_figures([number, timed], threshold=5).figures
    assert ".." in {str(made[0].numerator), str(made[1].denominator)}
