"""The command that prints a JSON Schema."""

import json

import click

from samverkan.errors import InvalidModelError, UnknownNameError
from samverkan.loading import load_model
from samverkan.schemas import RECORDS, Record, json_schema
from samverkan.serialization import Case

__all__ = ["schema"]


@click.command()
@click.argument("record", type=click.Choice(RECORDS))
@click.option("--model", help="A model's name, or a folder with its files: with its agencies, lists and own facts.")
@click.option(
    "--case",
    type=click.Choice(["snake", "camel"]),
    default="snake",
    show_default=True,
    help="How the keys of people's records are written.",
)
def schema(*, record: Record, model: str | None, case: Case) -> None:
    """Print the JSON Schema of RECORD, a record or a file."""
    try:
        loaded = None if model is None else load_model(model)
    except (UnknownNameError, InvalidModelError) as error:
        problem = str(error)
    else:
        click.echo(json.dumps(json_schema(record, loaded, case), indent=2, ensure_ascii=False))
        return
    raise click.UsageError(problem)
