"""Records from and to plain data, as JSON and TOML have it. The only folder that imports cattrs.

What comes in is never guessed at, and everything that is wrong with a record is told at once,
masked: where, what was wanted, and what sort of thing was found.
"""

from typing import Any, Literal, TypeVar

from cattrs import BaseValidationError, Converter

from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.given import as_camel
from samverkan.model import Model
from samverkan.serialization.decisions import decision_record
from samverkan.serialization.faults import faults_of
from samverkan.serialization.files import ModelFile, ModelPart, register_files
from samverkan.serialization.people import register_people

__all__ = ["Case", "ModelFile", "ModelPart", "converter", "decision_record", "structured", "unstructured"]

T = TypeVar("T")
Case = Literal["snake", "camel"]


def converter(model: Model | None = None, case: Case = "snake") -> Converter:
    """Return a new converter between records and plain data.

    With a *model*, its agencies are checked and its own facts are taken. ``case="camel"`` writes and
    takes ``unmetNeed`` for ``unmet_need``.
    """
    conv = Converter()
    register_files(conv)
    register_people(conv, model, as_camel if case == "camel" else str)
    return conv


def structured(data: object, cls: type[T], conv: Converter) -> T:
    """Return *data* as a record of *cls*.

    Raises:
        InvalidRecordError: with everything that is wrong with it, masked.
    """
    try:
        return conv.structure(data, cls)
    except (BaseValidationError, InvalidValueError, InvalidRecordError) as error:
        faults = tuple(faults_of(error))
    # Raised here, so that no exception that holds a value stands behind it.
    raise InvalidRecordError(faults)


def unstructured(record: object, conv: Converter) -> Any:
    """Return *record* as plain data; what is not known is left out."""
    return conv.unstructure(record)
