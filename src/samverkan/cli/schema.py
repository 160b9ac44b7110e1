"""The command that prints a JSON Schema."""

import json
from functools import partial

import click

from samverkan.cli.options import of_model
from samverkan.model import Model
from samverkan.schemas import RECORDS, Record, json_schema
from samverkan.serialization import Case

__all__ = ["schema"]


@click.command()
@click.argument("record", type=click.Choice(RECORDS), metavar="RECORD")
@partial(of_model, default=None, note=" The schema has the model's agencies, lists and own facts.")
@click.option(
    "--case",
    type=click.Choice(["snake", "camel"]),
    default="snake",
    show_default=True,
    help="How the keys of people's records are written.",
)
def schema(*, record: Record, model: Model | None, case: Case) -> None:
    """Print the JSON Schema of RECORD, which is a record as plain data or a file of a model.

    RECORD is one of case-file, participant, contact, sick-leave, livelihood, occupation, assessment, entry,
    decision, route, timeline, programme, model, model-part, fact and case-table.
    """
    click.echo(json.dumps(json_schema(record, model, case), indent=2, ensure_ascii=False))
