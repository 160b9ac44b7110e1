"""PySpark says row by row what ``decide`` says, on a local cluster. It needs Java, and fails without."""

import pytest
from pyspark.sql import DataFrame, SparkSession

from frames_engines import Engine
from frames_law import LOOKS, PEOPLE, TIMES, ask, asked_of, candidates, people_of, shipped_questions
from samverkan.frames import decide_frame

WIDE = {"wide": TIMES, "breadth": 2}
ENOUGH = 5_000
BACK_TICK = "`"


@pytest.fixture(scope="module")
def spark():
    """Return a cluster of two workers in this process."""
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def engine(spark):
    """Return PySpark as an engine; its rows are in no order."""
    return Engine(spark.createDataFrame, columns, lambda frame: frame.columns, in_order=False)


def columns(frame, names):
    """Return columns of a frame as plain lists; a name that holds a full stop is quoted."""
    return frame.select([f"{BACK_TICK}{name}{BACK_TICK}" for name in names]).toArrow().to_pydict()


@pytest.mark.parametrize("look", LOOKS)
def test_a_frame_of_pyspark_says_what_decide_says(engine, look):
    """Of random rules and random people, each row's outcome, criteria and what is missing are those of ``decide``."""
    ask(engine, people_of(look), asked_of(look, 0, **WIDE), check=look == "some-of-each")


def test_enough_is_asked():
    """There are five thousand comparisons or more."""
    assert sum(PEOPLE * len(asked_of(look, 0, **WIDE)) for look in LOOKS) >= ENOUGH * TIMES


@pytest.mark.parametrize("subject", ["orvar"])
def test_pyspark_says_of_shipped_programmes_what_decide_says(engine, subject):
    """So it is with a shipped programme, the day before it is in force, on its first day and on its last."""
    ask(engine, candidates(subject), [*shipped_questions(subject)][:3])


def test_nothing_runs_without_the_checks(spark, engine):
    """With ``check=False`` no job runs on the cluster until the result is asked for; what comes back is of PySpark."""
    tables = people_of("all-in-columns").tables().each(engine.make)
    (question, *_) = asked_of("all-in-columns", 0, **WIDE)
    spark.sparkContext.setJobGroup("deciding", "what runs when a frame is decided")
    given = tables.read_by(question.programme)
    result = decide_frame(tables.people, question.programme, question.on, **given, check=False)
    assert list(spark.sparkContext.statusTracker().getJobIdsForGroup("deciding")) == []
    assert isinstance(result, DataFrame)
    assert result.count() == PEOPLE
