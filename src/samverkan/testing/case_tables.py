"""Case tables: people in TOML that a case worker can read, each with what should come of it and why.

.. code-block:: toml

    programme = "orvar"
    on = 2008-10-01

    [defaults]                        # what holds of everybody below, as in a case file
    born = 1970-03-15
    residence = "Kungälv"
    employed = true
    sick_leave = []

    [[cases]]
    name = "On sick leave for 84 days"
    on = 2008-09-22
    facts = {sick_leave = [{since = 2008-07-01}]}
    outcome = "eligible"

    [[cases]]
    name = "It is not known whether she has an employment"
    unknown = ["employed"]
    outcome = "undetermined"
    deciding = ["employed"]

A file's name ends in ``.cases.toml``.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

import attrs

from samverkan.bound_programmes import BoundProgramme
from samverkan.criteria import IN_FORCE
from samverkan.dates import as_day
from samverkan.eligibility import Outcome
from samverkan.errors import (
    Fault,
    InvalidRecordError,
    InvalidValueError,
    UnknownNameError,
    masked,
    nearest,
)
from samverkan.model import Model
from samverkan.participants import Participant
from samverkan.serialization import converter, structured
from samverkan.testing.cases import Case
from samverkan.testing.subjects import subjects

__all__ = ["SUFFIX", "CaseTable", "model_named_in", "read_case_table"]

SUFFIX: Final = ".cases.toml"
"""How the name of a file of cases ends."""

_OF_FILE: Final = ("model", "programme", "reading", "on", "defaults", "cases")
_OF_CASE: Final = ("name", "reading", "on", "facts", "unknown", "outcome", "deciding")


@attrs.frozen
class CaseTable:
    """The cases of one file, all of one programme."""

    path: str
    programme: str
    cases: tuple[Case, ...]


def read_case_table(path: Path, model: Model) -> CaseTable:
    """Return the cases of a file.

    Raises:
        OSError: when the file cannot be read.
        InvalidRecordError: with everything that is wrong with it, by case and key.
    """
    return _Reader(path, model).table(_parsed(path))


def model_named_in(path: Path) -> str | None:
    """Return the model that a file of cases names, a path as seen from here; ``None`` where it names none.

    Raises:
        OSError: when the file cannot be read.
        InvalidRecordError: when it is no TOML, or what it names is no name.
    """
    name = _parsed(path).get("model")
    if name is None:
        return None
    if not isinstance(name, str):
        raise InvalidRecordError([Fault(f"{path.name}: model", "the name or path of a model", got=masked(name))])
    beside = path.parent / name
    return str(beside) if beside.exists() else name


# --- Reading ---------------------------------------------------------------------------------------


def _parsed(path: Path) -> Mapping[str, Any]:
    problem = ""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = str(error)
    raise InvalidRecordError([Fault(path.name, "TOML in UTF-8", hint=problem)])


class _Reader:
    """Reads one file of cases, and gathers everything that is wrong with it."""

    def __init__(self, path: Path, model: Model) -> None:
        self.path = path
        self.model = model
        self.conv = converter(model)
        self.faults: list[Fault] = []

    def table(self, data: Mapping[str, Any]) -> CaseTable:
        self._unknown_keys("", data, _OF_FILE)
        programme = self._programme(data.get("programme"))
        defaults = self._table("defaults", data.get("defaults", {}))
        rows = _items(data.get("cases"))
        if not rows:
            self._wrong("cases", "one case or more", data.get("cases"))
        cases = [
            case
            for number, row in enumerate(rows, start=1)
            if (case := self._case(number, row, data, defaults, programme)) is not None
        ]
        names = [case.name for case in cases]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.faults.append(Fault(f"cases {name!r}", "a name that no other case of the file has"))
        if self.faults or programme is None:
            raise InvalidRecordError(
                attrs.evolve(fault, where=f"{self.path.name}: {fault.where}") for fault in self.faults
            )
        return CaseTable(str(self.path), programme.id, tuple(cases))

    def _case(
        self,
        number: int,
        row: object,
        data: Mapping[str, Any],
        defaults: Mapping[str, Any],
        programme: BoundProgramme | None,
    ) -> Case | None:
        before = len(self.faults)
        case = self._table(f"cases[{number}]", row)
        name = case.get("name")
        where = f"cases[{number}]" + (f" {name!r}" if isinstance(name, str) else "")
        if not isinstance(name, str) or not name.strip():
            self._wrong(f"{where}.name", "a name", name)
        self._unknown_keys(where, case, _OF_CASE)
        on = self._day(f"{where}.on", case.get("on", data.get("on")))
        reading = self._reading(where, case.get("reading", data.get("reading")), programme)
        outcome = self._outcome(f"{where}.outcome", case.get("outcome"))
        facts = {**defaults, **self._table(f"{where}.facts", case.get("facts", {}))}
        for fact in self._names(f"{where}.unknown", case.get("unknown", [])):
            if facts.pop(fact, None) is None:
                self._wrong(f"{where}.unknown", "facts that the defaults give", fact)
        person = self._person(where, number, facts)
        deciding = self._deciding(where, case.get("deciding"), outcome, reading)
        if len(self.faults) > before or programme is None or on is None or person is None or outcome is None:
            return None
        return Case(str(name), programme.id, case.get("reading", data.get("reading")), on, person, outcome, deciding)

    def _programme(self, name: object) -> BoundProgramme | None:
        there_are = subjects(self.model)
        if isinstance(name, str) and name in there_are:
            return there_are[name]
        hint = nearest(name, there_are) if isinstance(name, str) else ""
        self.faults.append(Fault("programme", f"a programme of the model {self.model.id}", got=masked(name), hint=hint))
        return None

    def _reading(self, where: str, name: object, programme: BoundProgramme | None) -> BoundProgramme | None:
        if programme is None:
            return None
        if name is not None and not isinstance(name, str):
            self._wrong(f"{where}.reading", "the name of a reading", name)
            return None
        try:
            return programme.read_as(name)
        except UnknownNameError as error:
            self.faults.append(Fault(f"{where}.reading", "a reading of the programme", hint=str(error)))
        return None

    def _day(self, where: str, value: object) -> date | None:
        try:
            return as_day(value)
        except InvalidValueError as error:
            self.faults.append(error.fault.inside(where))
        return None

    def _outcome(self, where: str, value: object) -> Outcome | None:
        words = [outcome.value for outcome in Outcome]
        if isinstance(value, str) and value in words:
            return Outcome(value)
        hint = nearest(value, words) if isinstance(value, str) else ""
        self.faults.append(Fault(where, f"one of {', '.join(words)}", got=masked(value), hint=hint))
        return None

    def _deciding(
        self, where: str, value: object, outcome: Outcome | None, reading: BoundProgramme | None
    ) -> frozenset[str] | None:
        if value is None:
            if outcome is not None and outcome is not Outcome.ELIGIBLE:
                self._wrong(f"{where}.deciding", "the ids of the criteria that decide", value)
            return None
        names = frozenset(self._names(f"{where}.deciding", value))
        if reading is not None:
            there_are = [IN_FORCE, *(criterion.id for criterion in reading.criteria)]
            for name in sorted(names - set(there_are)):
                hint = nearest(name, there_are)
                self.faults.append(Fault(f"{where}.deciding", "ids of criteria under the reading", got=name, hint=hint))
        return names

    def _person(self, where: str, number: int, facts: Mapping[str, Any]) -> Participant | None:
        try:
            return structured({"id": f"case-{number}", **facts}, Participant, self.conv)
        except InvalidRecordError as error:
            self.faults += (fault.inside(f"{where}.facts") for fault in error.faults)
        return None

    def _names(self, where: str, value: object) -> Iterator[str]:
        items = _items(value)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in items):
            self._wrong(where, "a list of names", items)
            return
        yield from items

    def _table(self, where: str, value: object) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return cast("Mapping[str, Any]", value)
        self._wrong(where, "a table", value)
        return {}

    def _unknown_keys(self, where: str, value: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in value:
            if key not in known:
                hint = nearest(key, known)
                self.faults.append(Fault(where or "file", "known keys", got=f"{key!r}", hint=hint))

    def _wrong(self, where: str, wanted: str, value: object) -> None:
        self.faults.append(Fault(where, wanted, got=masked(value)))


def _items(value: object) -> list[Any]:
    items: Any = value
    return [*items] if isinstance(value, list) else []
