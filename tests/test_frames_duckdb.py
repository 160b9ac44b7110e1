"""DuckDB says row by row what ``decide`` says: random rules and random people, and shipped programmes."""

import pytest

from frames_engines import ENGINES
from frames_law import LOOKS, PEOPLE, TIMES, ask, asked_of, candidates, people_of, shipped_questions

# Lists in histories and in columns are alike for an engine; it takes its time to plan deep rules.
PEOPLE_OF = [look for look in LOOKS if look != "lists-in-histories"]
RULES = 44
DUCKDB = ENGINES["duckdb"]


def questions(look):
    """Return what is asked about the people of a look: rules of few levels."""
    return asked_of(look, RULES * TIMES, deepest=2)


@pytest.mark.mass
@pytest.mark.nightly
@pytest.mark.parametrize("look", PEOPLE_OF)
def test_a_frame_of_duckdb_says_what_decide_says(look):
    """Of random rules and random people, each row's outcome, criteria and what is missing are those of ``decide``."""
    first, *others = questions(look)
    ask(DUCKDB, people_of(look), others)
    ask(DUCKDB, people_of(look), [first], check=True)


@pytest.mark.mass
@pytest.mark.parametrize("subject", ["finsam-contacts", "kaa", "orvar"])
def test_duckdb_says_of_shipped_programmes_what_decide_says(subject):
    """So it is with shipped programmes, under each reading, on days about their thresholds."""
    ask(DUCKDB, candidates(subject), shipped_questions(subject))


@pytest.mark.mass
@pytest.mark.nightly
def test_enough_is_asked():
    """There are two hundred thousand comparisons or more."""
    assert sum(PEOPLE * len(questions(look)) for look in PEOPLE_OF) >= 200_000 * TIMES
