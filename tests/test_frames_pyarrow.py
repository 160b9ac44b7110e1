"""pyarrow says row by row what ``decide`` says: random rules and random people, and shipped programmes."""

import pytest

from frames_engines import ENGINES
from frames_law import PEOPLE, TIMES, ask, asked_of, candidates, people_of, shipped_questions

RULES = 8
PEOPLE_OF = ["all-in-histories", "some-of-each", "lists-in-histories", "lists-in-columns"]
SHIPPED = ["kaa", "orvar", "vetlanda-AF"]


def questions(look):
    """Return what is asked about the people of a look."""
    return asked_of(look, RULES * TIMES, wide=1, breadth=6)


@pytest.mark.mass
@pytest.mark.parametrize("look", PEOPLE_OF)
def test_a_table_of_pyarrow_says_what_decide_says(look):
    """Of random rules and random people, each row's outcome, criteria and what is missing are those of ``decide``."""
    first, *others = questions(look)
    ask(ENGINES["pyarrow"], people_of(look), [first], check=True)
    ask(ENGINES["pyarrow"], people_of(look), others)


@pytest.mark.mass
@pytest.mark.parametrize("subject", SHIPPED)
def test_pyarrow_says_of_shipped_programmes_what_decide_says(subject):
    """So it is with shipped programmes, under each reading, on days about their thresholds."""
    ask(ENGINES["pyarrow"], candidates(subject), shipped_questions(subject))


@pytest.mark.mass
def test_enough_is_asked():
    """There are five thousand comparisons or more."""
    assert sum(PEOPLE * len(questions(look)) for look in PEOPLE_OF) >= 5_000 * TIMES
