"""The values that unknown counts can have, against trying them all."""

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.disclosure.feasibility import Equation, Feasibility, Span, System
from samverkan.disclosure.pivots import Walker
from samverkan.disclosure.search import outwards, search
from strategies import examples

TRUE = st.lists(st.integers(0, 4), min_size=2, max_size=4)


@st.composite
def systems(draw: Any) -> tuple[System, list[int]]:
    """Draw counts, and sums that are known of them; with the sum of all, so that there are not endlessly many."""
    true = draw(TRUE)
    sums = st.dictionaries(st.integers(0, len(true) - 1), st.integers(-3, 3).filter(bool), min_size=1)
    equal, more = (draw(st.lists(sums, max_size=2)) for _ in range(2))
    known = [Equation(terms, Equation(terms, 0).of(true)) for terms in [dict.fromkeys(range(len(true)), 1), *equal]]
    slack = draw(st.integers(0, 3))
    at_least = [Equation(terms, Equation(terms, 0).of(true) - slack) for terms in more]
    return System(unknowns=len(true), equal=tuple(known), at_least=tuple(at_least)), true


def every_solution(system: System, most: int) -> list[tuple[int, ...]]:
    """Return all solutions, by trying."""
    return [
        point
        for point in itertools.product(range(most + 1), repeat=system.unknowns)
        if all(sum(by * point[at] for at, by in each.terms.items()) == each.value for each in system.equal)
        and all(sum(by * point[at] for at, by in each.terms.items()) >= each.value for each in system.at_least)
    ]


@examples(60)
@given(systems())
def test_the_values_are_those_of_all_solutions(drawn):
    """The least, the greatest and the number are right for every unknown, and so is whether there are enough."""
    system, true = drawn
    points = every_solution(system, sum(true))
    feasibility = Feasibility(system, true, nodes=5_000)
    for unknown in range(system.unknowns):
        values = {point[unknown] for point in points}
        expected = Span(least=min(values), most=max(values), values=len(values), settled=True)
        assert feasibility.span(unknown) == expected
        for enough in (1, 2, 3, 5):
            assert Feasibility(system, true, nodes=5_000).has(unknown, enough) == (len(values) >= enough)


@examples(60)
@given(systems(), st.integers(0, 3))
def test_a_limit_of_work_only_ever_leaves_values_out(drawn, nodes):
    """With hardly any work allowed, what is counted is still possible."""
    system, true = drawn
    points = every_solution(system, sum(true))
    feasibility = Feasibility(system, true, nodes=nodes)
    for unknown in range(system.unknowns):
        values = {point[unknown] for point in points}
        assert feasibility.has(unknown, 3) <= (len(values) >= 3)
        span = feasibility.span(unknown)
        assert {span.least, span.most} <= values
        assert feasibility.found[unknown] <= values


@examples(60)
@given(systems(), st.integers(1, 3))
def test_a_solution_is_found_where_there_is_one(drawn, more):
    """Without being told the true counts a solution is found; where the sums contradict each other, none is."""
    system, _ = drawn
    found = system.solution()
    assert found is not None
    assert system.holds(found)
    first = system.equal[0]
    wrong = System(unknowns=system.unknowns, equal=(first, Equation(first.terms, first.value + more)))
    assert wrong.solution() is None


def test_what_has_no_end_is_said_to_have_none():
    """A count that nothing bounds from above has no greatest value, and counting stops."""
    assert Feasibility(System(unknowns=1), (7,)).span(0, count_to=10) == Span(
        least=0, most=None, values=10, settled=True
    )
    # Twice as many as another: every second value.
    twice = System(unknowns=2, equal=(Equation({0: 1, 1: -2}, 0),))
    assert Feasibility(twice, (6, 3)).span(0, count_to=5) == Span(least=0, most=None, values=5, settled=True)
    assert Feasibility(twice, (6, 3)).has(0, 4)


def test_values_with_gaps_are_counted_as_they_are():
    """Of two counts in the proportion 3 to 5, the first can be 0, 3 or 6 when both are no more than 16."""
    system = System(unknowns=3, equal=(Equation({0: 5, 1: -3}, 0), Equation({0: 1, 1: 1, 2: 1}, 16)))
    assert Feasibility(system, (3, 5, 8)).span(0) == Span(least=0, most=6, values=3, settled=True)


def test_a_search_says_whether_it_was_complete():
    """What has no solution is told from what was not searched to the end."""
    even = [Equation({0: 2, 1: 2, 2: 2}, 7)]
    done = search(3, even, [], near=[0, 0, 0], fixed={}, nodes=1_000)
    assert (done.point, done.complete) == (None, True)
    hard = [Equation({0: 6, 1: 10, 2: 15}, 29)]
    done = search(3, hard, [], near=[0, 0, 0], fixed={}, nodes=2)
    assert (done.point, done.complete, done.nodes) == (None, False, 2)
    open_end = [Equation({0: 1, 1: -1}, 2)]
    assert search(2, open_end, [], near=[6, 0], fixed={}, nodes=50).point == (6, 4)


def test_bounds_that_close_in_slowly_are_given_up():
    """Twice the difference of two numbers is never 1; that the bounds close in by ones takes too long, and is said."""
    at_most = [Equation({0: -1}, -1_000), Equation({1: -1}, -1_000)]
    done = search(2, [Equation({0: 2, 1: -2}, 1)], at_most, near=[5, 5], fixed={}, nodes=3)
    assert (done.point, done.complete) == (None, False)


@pytest.mark.parametrize(
    ("near", "least", "most", "values"),
    [
        pytest.param(3, 2, 6, [3, 4, 2, 5, 6], id="inside"),
        pytest.param(9, 2, 4, [4, 3, 2], id="above"),
        pytest.param(0, 2, 4, [2, 3, 4], id="below"),
        pytest.param(1, 0, None, [1, 2, 0, 3, 4], id="no end"),
    ],
)
def test_values_are_tried_from_near_to_far(near, least, most, values):
    """All values within the bounds come, each once, the nearest first."""
    assert list(itertools.islice(outwards(near, least, most), 5)) == values


def test_a_walk_goes_through_fractions_where_it_must():
    """Twice one and three times another are 7: the first goes up to three and a half."""
    walker = Walker([2, 1], least=[0, 0], most=[None, None], equations=[{0: 2, 1: 3}])
    edges = list(walker.walk(0, up=True))
    assert [edge.length for edge in edges] == [1]
    assert walker.at == [Fraction(7, 2), 0]
    endless = list(Walker([2, 1], least=[0, 0], most=[None, None], equations=[{0: 1, 1: -1}]).walk(0, up=True))
    assert [edge.length for edge in endless] == [None]
    assert Walker([2, 1], least=[0, 0], most=[None, None], equations=[{0: 2, 1: 3}] * 2).rows.keys() == {0}


@pytest.mark.parametrize("point", [pytest.param((3, 2), id="not the sum"), pytest.param((6, -1), id="below 0")])
def test_what_does_not_agree_is_no_witness(point):
    """A solution agrees with every sum, and no count is below 0."""
    assert not System(unknowns=2, equal=(Equation({0: 1, 1: 1}, 5),), at_least=(Equation({0: 1}, 4),)).holds(point)
