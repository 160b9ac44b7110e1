"""pyarrow says row by row what ``decide`` says: random rules and random people, and shipped programmes."""

import pytest

from frames_engines import ENGINES
from frames_law import LOOKS, TIMES, ask, asked_of, candidates, people_of, shipped_questions

RULES = 8
SHIPPED = ["en-vag-in", "kaa", "orvar", "vetlanda-AF"]


@pytest.mark.parametrize("look", LOOKS)
def test_a_table_of_pyarrow_says_what_decide_says(look):
    """Of random rules and random people, each row's outcome, criteria and what is missing are those of ``decide``."""
    ask(ENGINES["pyarrow"], people_of(look), asked_of(look, RULES * TIMES, wide=1), check=True)


@pytest.mark.parametrize("subject", SHIPPED)
def test_pyarrow_says_of_shipped_programmes_what_decide_says(subject):
    """So it is with shipped programmes, under each reading, on days about their thresholds."""
    ask(ENGINES["pyarrow"], candidates(subject), shipped_questions(subject))
