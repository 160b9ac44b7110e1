"""The command that prints a JSON Schema."""

import json

import click

from samverkan.cli.options import usable
from samverkan.loading import load_model
from samverkan.schemas import RECORDS, Record, json_schema
from samverkan.serialization import Case

__all__ = ["schema"]


@click.command()
@click.argument("record", type=click.Choice(RECORDS), metavar="RECORD")
@click.option(
    "--model", help="A model's name, or a folder with its files: its agencies, lists and own facts are in it."
)
@click.option(
    "--case",
    type=click.Choice(["snake", "camel"]),
    default="snake",
    show_default=True,
    help="How the keys of people's records are written.",
)
def schema(*, record: Record, model: str | None, case: Case) -> None:
    """Print the JSON Schema of RECORD, which is a record as plain data or a file of a model.

    RECORD is one of case-file, participant, contact, sick-leave, livelihood, occupation, assessment, entry,
    decision, route, timeline, programme, model, model-part, fact and case-table.
    """
    loaded = None if model is None else usable(lambda: load_model(model))
    click.echo(json.dumps(json_schema(record, loaded, case), indent=2, ensure_ascii=False))
