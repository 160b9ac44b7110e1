"""Registration with hypothesis: ``from_type(Participant)`` and the like work once both are installed.

Hypothesis calls :func:`register` when it is imported, through its entry point. No strategy is made
before one is asked for.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, get_args

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["register"]


def register() -> None:
    """Register a strategy for each record; whatever goes wrong, hypothesis can still be imported.

    >>> from hypothesis import find, strategies
    >>> from samverkan import Participant
    >>> register()
    >>> find(strategies.from_type(Participant), lambda person: person.contacts)
    <Participant>
    """
    # Tests that have nothing to do with samverkan go on.
    with suppress(Exception):
        _register()


def _register() -> None:
    from hypothesis.strategies import register_type_strategy  # noqa: PLC0415

    for cls, strategy in _strategies().items():
        register_type_strategy(cls, strategy)


def _strategies() -> Mapping[type, "Callable[[Any], SearchStrategy[Any]]"]:
    """Return, for each record, what makes its strategy once it is asked for."""
    from samverkan.casefiles import CaseFile  # noqa: PLC0415
    from samverkan.dated import Dated, Entry  # noqa: PLC0415
    from samverkan.dates import PartialDate, Span  # noqa: PLC0415
    from samverkan.model import Model  # noqa: PLC0415
    from samverkan.partial import Members  # noqa: PLC0415
    from samverkan.participants import HISTORIES, Participant  # noqa: PLC0415
    from samverkan.programmes import Programme  # noqa: PLC0415

    return {
        Participant: _made("people", "participants"),
        CaseFile: _made("people", "case_files"),
        Dated: _dated,
        Entry: _entry,
        PartialDate: _made("values", "partial_dates"),
        Members: _made("values", "parties"),
        Span: _made("values", "spans"),
        Programme: _made("random_programmes", "programmes"),
        Model: _made("random_models", "models"),
        **{cls: _made("histories", "spells", name) for name, cls in HISTORIES.items()},
    }


def _made(module: str, name: str, *arguments: str) -> "Callable[[Any], SearchStrategy[Any]]":
    def strategy(_: object) -> "SearchStrategy[Any]":
        make = getattr(import_module(f"samverkan.testing.{module}"), name)
        made: SearchStrategy[Any] = make(*arguments)
        return made

    return strategy


def _dated(cls: object) -> "SearchStrategy[Any]":
    from samverkan.testing.people import dated  # noqa: PLC0415

    return dated(_of(cls))


def _entry(cls: object) -> "SearchStrategy[Any]":
    return _dated(cls).filter(lambda value: bool(value.entries)).map(lambda value: value.entries[0])


def _of(cls: object) -> "SearchStrategy[Any]":
    """Return a strategy for the values of a dated value; where it is not said what they are, true and false."""
    from hypothesis import strategies as st  # noqa: PLC0415

    of = [one for one in get_args(cls) if not isinstance(one, TypeVar)]
    return st.from_type(of[0]) if of else st.booleans()
