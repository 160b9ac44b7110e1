"""The examples for clusters run as they stand, and answer as they should."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = ["on_spark.py", "on_dask.py"]
PEOPLE = [
    ("anna", date(1990, 5, 17), "Ludvika", True, ["AF", "FK"], "eligible", ""),
    ("bo", date(1951, 10, 3), "2085", True, ["AF", "FK"], "not_eligible", ""),
    ("cecilia", date(1988, 6, 30), "Borlänge", None, ["AF"], "not_eligible", ""),
    ("david", date(1992, 11, 5), "Smedjebacken", True, ["kommun/AME", "kommun/IFO"], "undetermined", "AF FK region"),
    ("elsa", date(2000, 10, 4), "Smedjebacken", True, [], "not_eligible", ""),
    ("farid", date(2000, 10, 3), "Ludvika", True, ["region/psykiatri", "kommun/skola"], "eligible", ""),
]
"""People with their agencies, what comes of it on 3 October 2016, and whose contacts are missing.

En väg in is for those of Ludvika (2085) and Smedjebacken who have turned 16 and not 65, with needs that ordinary
services do not meet, and contact with at least two of AF, FK, the region and the kommun.
"""
SMALL = "--master local[2] --conf spark.sql.shuffle.partitions=2 --conf spark.ui.enabled=false pyspark-shell"
"""How Spark is run for a handful of rows."""


def tables(folder: Path) -> tuple[Path, Path]:
    """Write the people and their contacts as Parquet."""
    names = ["id", "born", "residence", "unmet_need", "agency", "outcome", "missing"]
    people = pl.DataFrame(PEOPLE, schema=names, orient="row")
    columns = people.select("id", "born", "residence", "unmet_need", contacts_complete=pl.lit(None, pl.Boolean))
    columns.write_parquet(folder / "people.parquet")
    no_day = pl.lit(None, pl.Date)
    contacts = people.select(participant="id", agency="agency", since=no_day, until=no_day).explode("agency")
    contacts.drop_nulls("agency").write_parquet(folder / "contacts.parquet")
    return folder / "people.parquet", folder / "contacts.parquet"


def run(script: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    """Run an example as a shell would."""
    environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": SMALL}
    command = [sys.executable, EXAMPLES / script, *paths]
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8", env=environment)


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_script_writes_the_people_with_their_answers(script: str, tmp_path: Path) -> None:
    """Everybody is in what is written once, with the outcome, every criterion and what is missing."""
    people, contacts = tables(tmp_path)
    decided = tmp_path / "decided.parquet"
    done = run(script, people, contacts, decided)
    assert done.returncode == 0, done.stderr
    found = pl.read_parquet(decided / "*.parquet").sort("id")
    assert found["id"].to_list() == [one[0] for one in PEOPLE]
    assert found["outcome"].cast(pl.String).to_list() == [one[-2] for one in PEOPLE]
    missing = [" ".join(part.removeprefix("contacts.") for part in told.split("; ")) for told in found["missing"]]
    assert missing == [one[-1] for one in PEOPLE]
    assert found.columns[-7:] == [
        "outcome",
        *(f"criterion.{name}" for name in ("in-force", "working-age", "residence", "unmet-need", "two-parties")),
        "missing",
    ]


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_script_writes_nothing_where_a_table_is_wrong(script: str, tmp_path: Path) -> None:
    """A contact of nobody in the table ends it before anything is written, and the error names the column."""
    people, contacts = tables(tmp_path)
    pl.read_parquet(people).head(4).write_parquet(people)
    decided = tmp_path / "decided.parquet"
    done = run(script, people, contacts, decided)
    assert done.returncode != 0
    assert "contacts.participant: wanted ids of people in the frame, got others in 2 rows" in done.stderr
    assert not decided.exists()
