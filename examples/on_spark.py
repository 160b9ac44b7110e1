"""Decide a table of people on a Spark cluster, with their contacts, and write it back with the answers.

Run it with Python where PySpark is installed, or hand it to a cluster with ``spark-submit``:
``python examples/on_spark.py people.parquet contacts.parquet decided.parquet``. The last is a folder that Spark makes.
"""

import sys

from pyspark.sql import SparkSession

from samverkan import load_model
from samverkan.frames import decide_frame

PROGRAMME, ON = "en-vag-in", "2016-10-03"


def main(people_path: str, contacts_path: str, decided_path: str) -> None:
    """Read the people and the contacts, and write the people with the outcome and the reasons."""
    programme = load_model("finsam").programmes[PROGRAMME]
    spark = SparkSession.builder.appName("samverkan").getOrCreate()
    people = spark.read.parquet(people_path).cache()  # Read by every check, and then to be decided.
    contacts = spark.read.parquet(contacts_path).cache()
    decided = decide_frame(people, programme, ON, contacts=contacts, explain=True)  # The checks run here.
    decided.write.parquet(decided_path)  # Everything else runs here.
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
