"""pandas says row by row what ``decide`` says, of NumPy's types with nulls and of Arrow's."""

import pytest

from frames_engines import ENGINES
from frames_law import LOOKS, PEOPLE, TIMES, WITHOUT_LISTS, ask, asked_of, candidates, people_of, shipped_questions

RULES = 4
SHIPPED = ["en-vag-in", "kaa", "orvar", "vetlanda-AF"]


def questions(look):
    """Return what is asked about the people of a look."""
    return asked_of(look, RULES * TIMES, wide=1, breadth=6)


@pytest.mark.parametrize("look", WITHOUT_LISTS)
def test_a_frame_of_pandas_says_what_decide_says(look):
    """Of random rules and random people, each row's outcome, criteria and what is missing are those of ``decide``."""
    ask(ENGINES["pandas"], people_of(look), questions(look), check=True)


@pytest.mark.parametrize("look", LOOKS)
def test_a_frame_of_pandas_with_types_of_arrow_says_what_decide_says(look):
    """So it is with Arrow's types, lists among them."""
    ask(ENGINES["pandas-arrow"], people_of(look), questions(look), check=True)


@pytest.mark.parametrize("subject", SHIPPED)
@pytest.mark.parametrize("engine", ["pandas", "pandas-arrow"])
def test_pandas_says_of_shipped_programmes_what_decide_says(engine, subject):
    """So it is with shipped programmes, under each reading, on days about their thresholds."""
    ask(ENGINES[engine], candidates(subject), shipped_questions(subject))


def test_enough_is_asked():
    """There are five thousand comparisons or more."""
    assert sum(PEOPLE * len(questions(look)) for look in WITHOUT_LISTS) >= 5_000 * TIMES
