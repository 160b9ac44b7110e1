"""Testing rules: people for tests, properties of every model, case tables, planted faults.

It needs the extra ``testing``. Each name below is imported when it is first asked for, so that the
pytest plugin, which is always loaded, costs nothing where it is not used.

>>> from samverkan.testing import TestingName
Traceback (most recent call last):
ImportError: cannot import name 'TestingName' from 'samverkan.testing' (...)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from samverkan.errors import MissingExtraError

if TYPE_CHECKING:
    from samverkan.testing.case_tables import CaseTable, read_case_table
    from samverkan.testing.cases import Case, failure_of
    from samverkan.testing.coverage import Uncovered, uncovered
    from samverkan.testing.faults import Planted, planted
    from samverkan.testing.histories import contacts
    from samverkan.testing.knowledge import pairs_by_knowledge
    from samverkan.testing.pack import PropertyPack, property_pack
    from samverkan.testing.people import case_files, dated, noted_days, participants
    from samverkan.testing.random_models import models
    from samverkan.testing.random_programmes import programmes
    from samverkan.testing.random_rules import rules
    from samverkan.testing.surroundings import Question, around, eligible_for
    from samverkan.testing.values import days, partial_dates
    from samverkan.testing.words import in_words

__all__ = [
    "Case",
    "CaseTable",
    "Planted",
    "PropertyPack",
    "Question",
    "Uncovered",
    "around",
    "case_files",
    "contacts",
    "dated",
    "days",
    "eligible_for",
    "failure_of",
    "in_words",
    "models",
    "noted_days",
    "pairs_by_knowledge",
    "partial_dates",
    "participants",
    "planted",
    "programmes",
    "property_pack",
    "read_case_table",
    "rules",
    "uncovered",
]

_WHERE: Final = {
    "case_tables": ("CaseTable", "read_case_table"),
    "cases": ("Case", "failure_of"),
    "coverage": ("Uncovered", "uncovered"),
    "faults": ("Planted", "planted"),
    "histories": ("contacts",),
    "knowledge": ("pairs_by_knowledge",),
    "pack": ("PropertyPack", "property_pack"),
    "people": ("case_files", "dated", "noted_days", "participants"),
    "random_models": ("models",),
    "random_programmes": ("programmes",),
    "random_rules": ("rules",),
    "surroundings": ("Question", "around", "eligible_for"),
    "values": ("days", "partial_dates"),
    "words": ("in_words",),
}
_MODULE_OF: Final = {name: module for module, names in _WHERE.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = import_module(f"samverkan.testing.{_MODULE_OF[name]}")
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        raise MissingExtraError("testing") from None
    return getattr(module, name)
