"""Models by name, from a plug-in, from a folder or from one file."""

from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from samverkan.agencies import Agencies
from samverkan.closed_lists import LISTS
from samverkan.errors import Fault, InvalidModelError, InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.model import Model
from samverkan.participants import FACTS
from samverkan.programmes import Programme

# What loading alone needs (cattrs, tomllib, importlib.resources and .metadata) is imported by the functions that need
# it: together it takes a third of the time that the package takes to import.
if TYPE_CHECKING:
    from importlib.metadata import EntryPoints
    from importlib.resources.abc import Traversable

    from samverkan.serialization import ModelFile, ModelPart

__all__ = ["ENTRY_POINTS", "SHIPPED", "load_model"]

SHIPPED: Final = ("finsam",)
"""The models that come with the package."""

ENTRY_POINTS: Final = "samverkan.models"
"""The group of entry points in which other packages offer models: functions that return one."""

_MODEL: Final = "model.toml"
_FOLDERS: Final = ("predicates", "programmes")
"""The folders that hold one programme a file."""


def load_model(name: str | PathLike[str]) -> Model:
    """Return a model: one that is shipped, one that an installed package offers, or one from files.

    A folder of files holds ``model.toml``, ``programmes/*.toml`` and ``predicates/*.toml``, one
    programme each, and other ``*.toml`` such as ``interventions.toml``. A small model is one file.
    With ``extends`` it adds to others, which are named in the same way or by a path beside it.

    Raises:
        UnknownNameError: when there is no such model, package or file.
        InvalidModelError: when a file has a mistake; file, key and reason are named.

    >>> load_model("finsam").programmes["en-vag-in"].definition.name.en
    'En väg in'
    """
    return _loaded(name, ())


def _loaded(name: str | PathLike[str], extended_by: tuple[str, ...]) -> Model:
    if str(name) in extended_by:
        raise InvalidModelError([Fault("extends", "models that do not extend each other in a ring", got=str(name))])
    if name in SHIPPED:
        return _from_files(_shipped(str(name)), (*extended_by, str(name)))
    offered = _offered()
    if name in offered.names:
        return _from_package(str(name), offered)
    path = Path(name)
    if path.joinpath(_MODEL).is_file() or (path.suffix == ".toml" and path.is_file()):
        return _from_files(path, (*extended_by, str(name)))
    raise UnknownNameError("model", str(name), (*SHIPPED, *sorted(offered.names)))


def _offered() -> "EntryPoints":
    from importlib.metadata import entry_points  # noqa: PLC0415

    return entry_points(group=ENTRY_POINTS)


def _from_package(name: str, offered: "EntryPoints") -> Model:
    make = offered[name].load()
    model = make() if callable(make) else make
    if not isinstance(model, Model):
        raise InvalidModelError(
            [Fault(name, "a function that returns a Model", got=f"one that returns a {type(model).__name__}")]
        )
    return model


def _from_files(place: "Traversable", extended_by: tuple[str, ...]) -> Model:
    from samverkan.serialization import ModelFile, ModelPart, converter, structured  # noqa: PLC0415

    conv = converter()
    parts: dict[str, Any] = {}
    faults: list[Fault] = []
    for file, path in _files(place):
        whole = file == _MODEL or path is place
        cls = ModelFile if whole else ModelPart if "/" not in file else Programme
        try:
            parts[file] = structured(_toml(path), cls, conv)
        except InvalidRecordError as error:
            faults += (attrs.evolve(fault, where=f"{file}: {fault.where}") for fault in error.faults)
    if faults:
        raise InvalidModelError(faults)
    whole_file, *_ = parts
    return _assembled(parts.pop(whole_file), whole_file, parts, place, extended_by)


def _assembled(
    whole: "ModelFile",
    whole_file: str,
    parts: "Mapping[str, ModelPart | Programme]",
    place: "Traversable",
    extended_by: tuple[str, ...],
) -> Model:
    """Make the model, and name the file of each fault that turns out."""
    bases = [_loaded(_beside(place, name), extended_by) for name in whole.extends]
    try:
        return _made(whole, _together(whole_file, whole, parts), bases)
    except InvalidModelError as error:
        faults = error.faults
    except InvalidValueError as error:
        faults = (error.fault,)
    file_of = {one.id: file for file, part in parts.items() for one in _definitions(part)}
    raise InvalidModelError(_in_file(fault, file_of, whole_file) for fault in faults)


def _beside(place: "Traversable", name: str) -> str | Path:
    """Return a name as it is, and a path as it stands beside the file or folder that names it."""
    if isinstance(place, Path) and ("/" in name or name.endswith(".toml")):
        return (place.parent if place.is_file() else place) / name
    return name


def _made(whole: "ModelFile", parts: Mapping[str, Any], bases: list[Model]) -> Model:
    own: dict[str, Any] = {} if whole.leap_day is None else {"leap_day": whole.leap_day}
    if bases:
        first, *others = bases
        base = first.combined(*others, replacing=whole.replacing) if others else first
        return base.with_(**parts, replacing=whole.replacing, id=whole.id, name=whole.name, **own)
    return Model(
        id=whole.id,
        name=whole.name,
        agencies=Agencies(parts["parties"], parts["agencies"], parts["bodies"]),
        documents=parts["documents"],
        definitions=parts["definitions"],
        facts={**FACTS, **parts["facts"]},
        lists={**LISTS, **parts["lists"]},
        parameters=parts["parameters"],
        **own,
    )


_SEQUENCES: Final = ("documents", "parties", "agencies")
_MAPPINGS: Final = ("bodies", "facts", "lists", "parameters")


def _together(whole_file: str, whole: "ModelFile", parts: "Mapping[str, ModelPart | Programme]") -> dict[str, Any]:
    """Gather what stands in the files, each thing once."""
    files: list[tuple[str, ModelPart]] = [(whole_file, whole)]
    files += [(file, part) for file, part in parts.items() if not isinstance(part, Programme)]
    faults: list[Fault] = []
    made: dict[str, Any] = {name: [one for _, part in files for one in getattr(part, name)] for name in _SEQUENCES}
    for name in _MAPPINGS:
        made[name] = {}
        for file, part in files:
            for key, one in getattr(part, name).items():
                if key in made[name]:
                    faults.append(Fault(f"{file}: {name}.{key}", "a name that stands in one file", got="one of two"))
                made[name][key] = one
    if faults:
        raise InvalidModelError(faults)
    everything = [whole, *parts.values()]
    return {**made, "definitions": [one for part in everything for one in _definitions(part)]}


def _definitions(part: "ModelPart | Programme") -> Iterator[Any]:
    if isinstance(part, Programme):
        yield part
        return
    for definitions in (part.programmes, part.interventions, part.target_groups, part.constraints):
        yield from definitions


def _shipped(name: str) -> "Traversable":
    from importlib.resources import files  # noqa: PLC0415

    return files("samverkan").joinpath(name)


def _files(place: "Traversable") -> "Iterator[tuple[str, Traversable]]":
    """Yield the files of a model, ``model.toml`` first, each with its name inside the folder."""
    if place.is_file():
        yield place.name, place
        return
    yield _MODEL, place.joinpath(_MODEL)
    yield from ((name, path) for name, path in _toml_files(place) if name != _MODEL)
    for folder in _FOLDERS:
        inside = place.joinpath(folder)
        if inside.is_dir():
            yield from ((f"{folder}/{name}", path) for name, path in _toml_files(inside))


def _toml_files(folder: "Traversable") -> "list[tuple[str, Traversable]]":
    return sorted(
        ((path.name, path) for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda named: named[0]
    )


def _toml(path: "Traversable") -> Mapping[str, Any]:
    import tomllib  # noqa: PLC0415

    problem = ""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = str(error)
    raise InvalidRecordError([Fault("file", "TOML in UTF-8", hint=problem)])


def _in_file(fault: Fault, file_of: Mapping[str, str], whole_file: str) -> Fault:
    owner, _, key = fault.where.partition(".")
    if owner in file_of:
        return attrs.evolve(fault, where=f"{file_of[owner]}: {key}")
    return fault if ": " in fault.where else attrs.evolve(fault, where=f"{whole_file}: {fault.where}")
