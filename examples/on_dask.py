"""Decide a table of people with Dask, with their contacts, and write it back with the answers.

Run it with Python where Dask is installed:
``python examples/on_dask.py people.parquet contacts.parquet decided.parquet``. The last is a folder that Dask makes.
With the address of a scheduler after it the cluster works, else this machine does.
"""

import sys

import dask.dataframe as dd

from samverkan import load_model
from samverkan.frames import decide_frame

PROGRAMME, ON = "en-vag-in", "2016-10-03"
PARTITIONS = 16  # So many that one of them, people and contacts, fits well into the memory of a worker.


def main(people_path: str, contacts_path: str, decided_path: str) -> None:
    """Read the people and the contacts, and write the people with the outcome and the reasons."""
    programme = load_model("finsam").programmes[PROGRAMME]
    people = dd.read_parquet(people_path, dtype_backend="pyarrow")  # Else truths with nulls are objects.
    contacts = dd.read_parquet(contacts_path, dtype_backend="pyarrow")
    # What is hashed alike lies in partitions of the same number: each person beside her contacts.
    people = people.shuffle("id", npartitions=PARTITIONS).persist()  # Read by every check, and then to be decided.
    contacts = contacts.shuffle("participant", npartitions=PARTITIONS).persist()
    decided = decide_frame(people, programme, ON, contacts=contacts, explain=True)  # The checks run here.
    decided.to_parquet(decided_path, write_index=False)  # Everything else runs here.


if __name__ == "__main__":
    if len(sys.argv) > 4:  # noqa: PLR2004
        from dask.distributed import Client

        Client(sys.argv[4])
    main(*sys.argv[1:4])
