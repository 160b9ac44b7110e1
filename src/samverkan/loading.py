"""Models from files, and case files from JSON Lines."""

import json
from collections.abc import Callable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn

import attrs

from samverkan.agencies import Agencies
from samverkan.casefiles import CaseFile
from samverkan.errors import Fault, InvalidModelError, InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.model import Model
from samverkan.programmes import Programme

# What loading alone needs (cattrs, tomllib, importlib.resources) is imported by the functions that need it: together it
# takes a third of the time that the package takes to import.
if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from samverkan.serialization import ModelFile

__all__ = ["SHIPPED", "BadLine", "load_model", "read_cases"]

SHIPPED: Final = ("finsam",)
"""The models that come with the package."""

_MODEL: Final = "model.toml"
_BOM: Final = b"\xef\xbb\xbf"


@attrs.frozen(repr=False)
class BadLine:
    """A line that is no case file: its number, counted from 1, its bytes unchanged, and its faults.

    ``raw`` holds what was written about a person: it belongs in no log.
    """

    number: int
    raw: bytes
    faults: tuple[Fault, ...]

    def __repr__(self) -> str:
        return f"<BadLine {self.number}>"

    def __str__(self) -> str:
        return "\n".join(f"line {self.number}: {fault}" for fault in self.faults)


def load_model(name: str | PathLike[str]) -> Model:
    """Return a model by name, or from a folder that holds ``model.toml`` and ``programmes/*.toml``.

    Raises:
        UnknownNameError: when there is neither a model nor a folder of that name.
        InvalidModelError: when a file has a mistake; file, key and reason are named.

    >>> list(load_model("finsam").programmes)
    ['en-vag-in', 'orvar']
    """
    folder = _shipped(str(name)) if name in SHIPPED else Path(name)
    if not folder.joinpath(_MODEL).is_file():
        raise UnknownNameError("model", str(name), SHIPPED)
    from samverkan.serialization import ModelFile, converter, structured  # noqa: PLC0415

    conv = converter()
    parts: dict[str, Any] = {}
    faults: list[Fault] = []
    for file in _files(folder):
        try:
            data = _toml(folder.joinpath(*file.split("/")))
            parts[file] = structured(data, ModelFile if file == _MODEL else Programme, conv)
        except InvalidRecordError as error:
            faults += (attrs.evolve(fault, where=f"{file}: {fault.where}") for fault in error.faults)
    if faults:
        raise InvalidModelError(faults)
    return _assembled(parts.pop(_MODEL), parts)


def read_cases(path: str | PathLike[str] | BinaryIO, model: Model) -> Iterator[CaseFile | BadLine]:
    """Yield the case files of a JSON Lines file, and each line that is none, in the order of the file.

    One line is held at a time. Empty lines are passed over.

    Raises:
        OSError: when the file cannot be read.
    """
    from samverkan.serialization import converter, structured  # noqa: PLC0415

    conv = converter(model)

    def case_of(line: bytes) -> CaseFile:
        return structured(_parsed(line), CaseFile, conv)

    if isinstance(path, str | PathLike):
        with Path(path).open("rb") as lines:
            yield from _cases(lines, case_of)
    else:
        yield from _cases(path, case_of)


def _cases(lines: BinaryIO, case_of: Callable[[bytes], CaseFile]) -> Iterator[CaseFile | BadLine]:
    for number, raw in enumerate(lines, start=1):
        line = raw.removeprefix(_BOM) if number == 1 else raw
        if line.strip():
            yield _case(number, raw, line, case_of)


def _case(number: int, raw: bytes, line: bytes, case_of: Callable[[bytes], CaseFile]) -> CaseFile | BadLine:
    try:
        return case_of(line)
    except InvalidValueError as error:
        faults: tuple[Fault, ...] = (error.fault,)
    except InvalidRecordError as error:
        faults = error.faults
    return BadLine(number, raw, tuple(fault if fault.where else fault.inside("line") for fault in faults))


def _parsed(line: bytes) -> object:
    """Parse one line of JSON; what stands twice, or is no number, is refused and not shown."""
    problem = "a line in UTF-8"
    try:
        return json.loads(line.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)
    except UnicodeDecodeError:
        got = "other bytes"
    except json.JSONDecodeError as error:
        problem, got = "a line of JSON", f"something else at character {error.pos + 1}"
    except RecursionError:
        problem, got = "a line of JSON", "one that nests too deep"
    except InvalidValueError as error:
        problem, got = error.fault.wanted, error.fault.got
    except ValueError:  # A number of more digits than Python reads.
        problem, got = "a line of JSON", "one with a number that is too long"
    raise InvalidValueError(where="line", wanted=problem, got=got)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise InvalidValueError(wanted="each key once in an object", got="a key that stands twice")
    return record


def _refused(_: str) -> NoReturn:
    raise InvalidValueError(wanted="a line of JSON", got="a number that JSON does not have")


def _shipped(name: str) -> "Traversable":
    from importlib.resources import files  # noqa: PLC0415

    return files("samverkan").joinpath(name)


def _files(folder: "Traversable") -> Iterator[str]:
    yield _MODEL
    programmes = folder.joinpath("programmes")
    if programmes.is_dir():
        for name in sorted(path.name for path in programmes.iterdir()):
            if name.endswith(".toml"):
                yield f"programmes/{name}"


def _toml(path: "Traversable") -> Mapping[str, Any]:
    import tomllib  # noqa: PLC0415

    problem = ""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = str(error)
    raise InvalidRecordError([Fault("file", "TOML in UTF-8", hint=problem)])


def _assembled(whole: "ModelFile", programmes: Mapping[str, Programme]) -> Model:
    """Make the model, and name the file of each fault that its programmes turn out to have."""
    try:
        return Model(
            id=whole.id,
            name=whole.name,
            documents=whole.documents,
            agencies=Agencies(whole.parties, whole.agencies, whole.bodies),
            definitions=programmes.values(),
        )
    except InvalidModelError as error:
        faults = error.faults
    except InvalidValueError as error:
        faults = (error.fault.inside("model.toml"),)
    file_of = {programme.id: file for file, programme in programmes.items()}
    raise InvalidModelError(_in_file(fault, file_of) for fault in faults)


def _in_file(fault: Fault, file_of: Mapping[str, str]) -> Fault:
    owner, _, key = fault.where.partition(".")
    return attrs.evolve(fault, where=f"{file_of[owner]}: {key}") if owner in file_of else fault
