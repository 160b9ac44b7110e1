"""pandas says row by row what ``decide`` says, of NumPy's types with nulls and of Arrow's."""

import pytest

from frames_engines import ENGINES
from frames_law import PEOPLE, TIMES, ask, asked_of, candidates, people_of, shipped_questions

RULES = 4
PEOPLE_OF = {
    "pandas": ["all-in-columns", "some-of-each", "what-follows"],
    "pandas-arrow": ["all-in-histories", "some-of-each", "lists-in-columns"],
}
SHIPPED = ["kaa", "orvar", "vetlanda-AF"]


def questions(look):
    """Return what is asked about the people of a look."""
    return asked_of(look, RULES * TIMES, wide=1, breadth=6)


@pytest.mark.mass
@pytest.mark.parametrize(("engine", "look"), [(engine, look) for engine, looks in PEOPLE_OF.items() for look in looks])
def test_a_frame_of_pandas_says_what_decide_says(engine, look):
    """Of random rules and random people, each row's outcome, criteria and what is missing are those of ``decide``."""
    first, *others = questions(look)
    ask(ENGINES[engine], people_of(look), [first], check=True)
    ask(ENGINES[engine], people_of(look), others)


@pytest.mark.mass
@pytest.mark.parametrize("subject", SHIPPED)
@pytest.mark.parametrize("engine", ["pandas", "pandas-arrow"])
def test_pandas_says_of_shipped_programmes_what_decide_says(engine, subject):
    """So it is with shipped programmes, under each reading, on days about their thresholds."""
    ask(ENGINES[engine], candidates(subject), shipped_questions(subject))


@pytest.mark.mass
@pytest.mark.parametrize("engine", PEOPLE_OF)
def test_enough_is_asked(engine):
    """There are five thousand comparisons or more."""
    assert sum(PEOPLE * len(questions(look)) for look in PEOPLE_OF[engine]) >= 5_000 * TIMES
