"""JSON Schemas (2020-12) of the records as plain data, and of the files of a model.

They follow from what is declared once: the fields of the records, the kinds of the facts with their
bounds, the closed lists and the register of agencies.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, Literal, get_args
from urllib.parse import quote

from samverkan.errors import UnknownNameError
from samverkan.model import Model
from samverkan.participants import HISTORIES
from samverkan.programmes import Programme
from samverkan.schemas.case_tables import case_table
from samverkan.schemas.decisions import decision, route, timeline
from samverkan.schemas.files import Files
from samverkan.schemas.parts import Parts, Schema, named
from samverkan.schemas.people import People
from samverkan.serialization import Case, ModelFile, ModelPart

__all__ = ["RECORDS", "Record", "json_schema"]

Record = Literal[
    "case-file",
    "participant",
    "contact",
    "sick-leave",
    "livelihood",
    "occupation",
    "assessment",
    "entry",
    "decision",
    "route",
    "timeline",
    "programme",
    "model",
    "model-part",
    "fact",
    "case-table",
]

RECORDS: Final[tuple[Record, ...]] = get_args(Record)
"""What there is a schema of."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema(record: Record, model: Model | None = None, case: Case = "snake") -> dict[str, Any]:
    """Return the JSON Schema of a record as plain data, or of a file.

    It takes what :func:`~samverkan.serialization.structured` takes and refuses what that refuses, keys
    that are not known among it, as far as a schema can: that one day is before another it cannot say.

    * ``case-file``: one line of a file of cases; ``participant``, each sort of spell, and ``entry``, of
      a fact that changes from day to day.
    * ``decision``, ``route`` and ``timeline``: what is answered, one line a case, as the command line writes it.
    * ``programme``: a programme file; ``model``: ``model.toml``, or the one file of a model;
      ``model-part``: any other file of a folder; ``fact``: one that a model declares; ``case-table``: a
      file of cases that test a programme. The days of TOML are text as ``YYYY-MM-DD``.

    With a *model*, its agencies, its closed lists and its own facts are in the schema. *case* is how
    the keys of people's records are written.

    Raises:
        UnknownNameError: when there is no schema of that name.

    >>> schema = json_schema("contact")
    >>> schema["required"], list(schema["properties"])
    (['agency'], ['since', 'until', 'recorded_on', 'void', 'agency'])
    """
    parts = Parts(model)
    people = People(parts, _camel if case == "camel" else str)
    files = Files(parts)
    spells = {named(cls).replace("_", "-"): name for name, cls in HISTORIES.items()}
    schemas: Mapping[str, Callable[[], Schema]] = {
        "case-file": people.case_file,
        "participant": people.participant,
        **{record: partial(people.spell, name) for record, name in spells.items()},
        "entry": people.entry,
        "decision": partial(decision, parts),
        "route": partial(route, parts),
        "timeline": partial(timeline, parts),
        "programme": lambda: Files(parts, model).record(Programme),
        "model": lambda: files.record(ModelFile),
        "model-part": lambda: files.record(ModelPart),
        "fact": files.fact,
        "case-table": partial(case_table, parts),
    }
    if record not in schemas:
        raise UnknownNameError("schema", record, RECORDS)
    schema = schemas[record]()
    shared = {"$defs": parts.definitions} if parts.definitions else {}
    whole = {"$schema": _DIALECT, "$id": _id(record, model, case), "title": record, **schema, **shared}
    # A copy, so that whoever changes it changes nothing else.
    made: dict[str, Any] = json.loads(json.dumps(whole))
    return made


def _id(record: str, model: Model | None, case: Case) -> str:
    """Return the name of a schema. It is no address: there is nothing to fetch."""
    of_model = () if model is None else (f"model={quote(model.id, safe='')}",)
    return ":".join(["urn:samverkan:schema", record, *of_model, *(() if case == "snake" else (case,))])


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))
