"""polars says row by row what ``decide`` says: random rules and random people, and the shipped programmes."""

from collections import Counter

import pytest

from frames_engines import ENGINES, POLARS
from frames_law import (
    LOOKS,
    SUBJECTS,
    TIMES,
    ask,
    asked_of,
    candidates,
    constructs_of,
    counted,
    people_of,
    shipped_questions,
)
from samverkan import Outcome

RULES = 36
FEW = 5


def questions(look):
    """Return what is asked about the people of a look."""
    return asked_of(look, RULES * TIMES, wide=TIMES)


@pytest.mark.mass
@pytest.mark.parametrize("look", LOOKS)
def test_a_frame_of_polars_says_what_decide_says(look):
    """Of random rules and random people, each row's outcome, criteria and what is missing are those of ``decide``."""
    ask(POLARS, people_of(look), questions(look))


FEW_PEOPLE = 30
IN_SMALL = [
    *((name, look) for look in LOOKS for name in ("polars",)),
    *((name, "some-of-each") for name in ("polars-lazy", "duckdb", "pandas", "pandas-arrow", "pyarrow")),
    *((name, "lists-in-columns") for name in ("pyarrow", "polars-lazy")),
    *((name, "lists-in-histories") for name in ("pyarrow", "duckdb")),
    ("pandas", "what-follows"),
]


@pytest.mark.parametrize(
    ("engine", "look"),
    [
        pytest.param(*one, marks=[] if one[0].startswith("polars") else [pytest.mark.mass, pytest.mark.nightly])
        for one in IN_SMALL
    ],
)
def test_a_frame_of_few_says_what_decide_says(engine, look):
    """So it is with a few people on every engine, with the values checked by the way."""
    ask(
        ENGINES[engine],
        people_of(look, FEW_PEOPLE),
        asked_of(look, 24 if engine.startswith("polars") else 8, wide=1),
        check=True,
    )


@pytest.mark.mass
@pytest.mark.parametrize("look", LOOKS)
def test_a_lazy_frame_of_polars_says_what_decide_says(look):
    """So it is with frames that are not yet there; the values are checked by the way."""
    ask(ENGINES["polars-lazy"], people_of(look), questions(look)[-FEW:], check=True)


@pytest.mark.mass
@pytest.mark.parametrize("subject", SUBJECTS)
def test_polars_says_of_the_shipped_programmes_what_decide_says(subject):
    """So it is with each shipped programme and predicate, under each reading, on days about its thresholds."""
    first, *others = shipped_questions(subject)
    ask(POLARS, candidates(subject), [first], check=True)
    ask(POLARS, candidates(subject), others)


# --- What is asked ------------------------------------------------------------------------------------

CONSTRUCTS = {
    *("Holds", "Known", "Not", "And", "Or", "AtLeast", "comparison", "chained comparison", "count", "parameter"),
    *("word in a set", "choice among words", "same word"),
    *(f"comparison {operator}" for operator in ("<", "<=", ">", ">=", "==", "!=")),
    *("Elapsed years", "Elapsed months", "Elapsed days", "Current", "DayOf", "MembersOf", "PartiesOf", "NoneType"),
    *("known on", "explain", "several criteria", "some criteria not in force"),
}


@pytest.mark.mass
def test_enough_is_asked():
    """There are two hundred thousand comparisons or more, and each outcome comes of a fifth of them or more."""
    count = Counter()
    for look in LOOKS:
        count += counted(people_of(look), questions(look))
    assert count.total() >= 200_000 * TIMES
    assert [outcome for outcome in Outcome if count[outcome] < count.total() / 5] == []


@pytest.mark.parametrize("look", LOOKS)
def test_as_much_is_asked_as_is_wanted(look):
    """However many programmes of many rules are wanted, each has a day; where what follows is given, one of few."""
    asked = asked_of(look, 8, wide=12, breadth=1)
    wide = [one for one in asked if one.programme.definition.id == "many"]
    days = {(one.on, one.known_on) for one in asked if one not in wide}
    if LOOKS[look].following:
        assert {(one.on, one.known_on) for one in wide} <= days
    else:
        assert len(wide) == 12


def test_rules_of_every_construct_are_asked_about():
    """Every construct, every way of deriving a fact and every given fact is read by some rule."""
    count = constructs_of(question for look in LOOKS for question in questions(look))
    assert {one for one in CONSTRUCTS if count[one] < FEW} == set()
