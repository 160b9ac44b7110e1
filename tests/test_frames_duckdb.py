"""DuckDB says row by row what ``decide`` says: random rules and random people, and shipped programmes."""

import pytest

from frames_engines import ENGINES
from frames_law import LOOKS, TIMES, ask, asked_of, candidates, expected, people_of, shipped_questions

RULES = 36
FEW = 3
DUCKDB = ENGINES["duckdb"]


@pytest.mark.parametrize("look", LOOKS)
def test_a_frame_of_duckdb_says_what_decide_says(look):
    """Of random rules and random people, each row's outcome, criteria and what is missing are those of ``decide``."""
    asked = asked_of(look, RULES * TIMES, wide=TIMES)
    ask(DUCKDB, people_of(look), asked[FEW:])
    ask(DUCKDB, people_of(look), asked[:FEW], check=True)


@pytest.mark.parametrize("subject", ["en-vag-in", "kaa", "orvar"])
def test_duckdb_says_of_shipped_programmes_what_decide_says(subject):
    """So it is with shipped programmes, under each reading, on days about their thresholds."""
    ask(DUCKDB, candidates(subject), shipped_questions(subject), check=True)
