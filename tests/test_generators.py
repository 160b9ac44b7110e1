"""What the strategies draw is what the laws need: varied, balanced, and ordered by knowledge."""

import os
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from samverkan import Outcome, Unknown, Verdict, decide, load_model
from samverkan.dates import PartialDate
from samverkan.partial import Bounds, Members
from samverkan.rules.checks import check, check_constants
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import And, Condition, Known, depth, walk
from strategies import (
    VOCABULARY,
    candidates,
    constructs,
    days,
    days_about,
    examples,
    knowable,
    knowing_days,
    pairs_by_knowledge,
    participants,
    rules,
)

PAIRS = int(600 * max(1.0, float(os.environ.get("EXAMPLES_TIMES", "1"))))
RULES_A_PAIR = 5
DRAWS = PAIRS * RULES_A_PAIR

drawing = settings(
    database=None, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)

VERDICTS = dict.fromkeys((verdict.value for verdict in Verdict), 0.15)
CONSTRUCTS = dict.fromkeys(
    (
        *("Holds", "Known", "Not", "And", "Or", "AtLeast"),
        *("comparison", "comparison <", "comparison <=", "comparison >", "comparison >="),
        *("comparison ==", "comparison !=", "chained comparison", "count", "parameter"),
        *("word in a set", "choice among words", "same word"),
    ),
    0.10,
)
LEAST_SHARES = {
    **VERDICTS,
    **CONSTRUCTS,
    "four conditions deep or more": 0.20,
    "differing in what the rule reads": 0.30,
    "settled by learning more": 0.05,
    "settled before learning more": 0.05,
}
"""What must be at least how large a share of the draws. The last three are of a pair and a rule."""

SINCE_PARAMETERS_CHANGE = sorted({day for one in VOCABULARY.parameters.values() for day in one.changes()})


@pytest.mark.mass
def test_draws_are_varied_and_balanced():
    """Over ten thousand draws, each verdict, construct and depth comes often, and pairs put the laws to the test."""
    counts = Counter()

    @settings(drawing, max_examples=PAIRS)
    @given(pairs_by_knowledge(), st.tuples(*[st.tuples(rules(), days())] * RULES_A_PAIR))
    def draw(pair, questions):
        for rule, on in questions:
            counts.update(traits(rule, *(answer(rule, VOCABULARY, person, on) for person in pair)))
            counts["draws"] += 1

    draw()
    assert counts["draws"] >= 0.99 * DRAWS  # A draw that is too large is not counted.
    assert {what for what, share in LEAST_SHARES.items() if counts[what] < share * counts["draws"]} == set()


def traits(rule, less, more):
    """Yield each trait once that a rule has, and the answers about a pair of people."""
    yield more.verdict.value
    yield from {construct for condition in walk(rule) for construct in constructs(condition)}
    if depth(rule) >= 4:
        yield "four conditions deep or more"
    if less.reads != more.reads:
        yield "differing in what the rule reads"
        if less.verdict is not Verdict.UNKNOWN:
            yield "settled before learning more"
        elif more.verdict is not Verdict.UNKNOWN:
            yield "settled by learning more"


@examples(300)
@given(rules())
def test_rules_can_be_made(rule):
    """A drawn rule passes every check, whatever values its parameters have."""
    check(rule, VOCABULARY)
    for on in (date.min, *SINCE_PARAMETERS_CHANGE):
        check_constants(rule, VOCABULARY, {name: one.at(on) for name, one in VOCABULARY.parameters.items()})


def is_less_or_equal(less, more):
    """Whether what is known of a fact is the same, or less in every member and bound."""
    match less, more:
        case Unknown(), _:
            return True
        case Bounds(least, most), int() | Bounds():
            low, high = (more, more) if isinstance(more, int) else (more.least, more.most)
            return least <= low <= high <= most
        case PartialDate(), PartialDate():
            return less.earliest <= more.earliest <= more.latest <= less.latest
        case Members(), Members():
            return more.unknown <= less.unknown and less.inside <= more.inside <= less.inside | less.unknown
        case _:
            return type(less) is type(more) and less == more


READABLE = knowable(VOCABULARY)
EVERY_FACT: Condition = And(map(Known, READABLE))


@examples(300)
@given(pairs_by_knowledge().flatmap(lambda pair: days_about(*pair).map(lambda on: (*pair, on))), knowing_days())
def test_pairs_are_ordered_by_knowledge(question, known_on):
    """Of every fact, given or derived, the second of a pair is known the same or better, on every day."""
    p, q, on = question
    less, more = (answer(EVERY_FACT, VOCABULARY, person, on, known_on).reads for person in (p, q))
    assert {name for name in READABLE if not is_less_or_equal(less[name], more[name])} == set()


@examples(200)
@given(participants())
def test_people_can_be_asked_about_on_every_day(person):
    """A drawn record has no fault that shows only when it is read."""
    for on in (date(2005, 1, 1), date(2012, 7, 1), date(2020, 12, 31)):
        answer(EVERY_FACT, VOCABULARY, person, on)


@pytest.mark.mass
@pytest.mark.parametrize(
    ("programme", "first", "last"),
    [("en-vag-in", date(2016, 10, 3), date(2020, 12, 31)), ("orvar", date(2008, 7, 1), date(2009, 12, 31))],
)
def test_candidates_are_decided_about_in_every_way(programme, first, last):
    """While a shipped programme is in force, each outcome comes for at least 10 % of its candidates."""
    bound = load_model("finsam").programmes[programme]
    outcomes = Counter()

    @settings(drawing, max_examples=500)
    @given(candidates(programme), days(first, last))
    def draw(person, on):
        outcomes[decide(person, bound, on).outcome] += 1

    draw()
    assert {outcome for outcome in Outcome if outcomes[outcome] < 0.10 * outcomes.total()} == set()
