"""Models by name, from a plug-in, from a folder or from one file."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from samverkan.agencies import Agencies
from samverkan.closed_lists import LISTS
from samverkan.errors import Fault, InvalidModelError, InvalidRecordError, InvalidValueError, UnknownNameError, located
from samverkan.model import Model
from samverkan.participants import FACTS
from samverkan.programmes import Programme

# What loading alone needs (cattrs, tomllib, importlib.resources and .metadata) is imported by the functions that need
# it: together it takes a third of the time that the package takes to import.
if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints
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
    With ``extends`` it adds to others: shipped ones, those of packages, and files or folders beside
    it, which are written with a slash or with ``.toml``.

    Raises:
        UnknownNameError: when there is no such model, package or file.
        InvalidModelError: when a file has a mistake; file, key and reason are named.

    >>> load_model("finsam").programmes["en-vag-in"].definition.name.en
    'En väg in'
    """
    named = _named(name) if isinstance(name, str) else None
    return _from_path(Path(name), str(name), ()) if named is None else named


def _named(name: str) -> Model | None:
    """Return the model that is shipped, or offered by a package, under that name."""
    if name in SHIPPED:
        return _from_files(_shipped(name), ())
    offered = tuple(_offered().select(name=name))
    return _from_package(name, offered) if offered else None


def _offered() -> "EntryPoints":
    from importlib.metadata import entry_points  # noqa: PLC0415

    return entry_points(group=ENTRY_POINTS)


def _from_package(name: str, offered: "Sequence[EntryPoint]") -> Model:
    if len(offered) > 1:
        several = " and ".join(sorted(one.value for one in offered))
        raise InvalidModelError([Fault(name, "one package that offers a model of this name", got=several)])
    make = _offer(name, offered[0])
    model = make() if callable(make) else make
    if not isinstance(model, Model):
        raise InvalidModelError(
            [Fault(name, "a function that returns a Model", got=f"one that returns a {type(model).__name__}")]
        )
    return model


def _offer(name: str, entry: "EntryPoint") -> Any:
    try:
        return entry.load()
    except (ImportError, AttributeError) as error:
        problem = f"{type(error).__name__}: {error}"
    raise InvalidModelError([Fault(name, f"{entry.value} to be there", hint=problem)])


def _from_path(path: Path, name: str, extended_by: tuple[Path, ...]) -> Model:
    """Return the model that stands there; *name* is how that was written, *extended_by* the models that add to it."""
    if not (path.joinpath(_MODEL).is_file() or (path.suffix == ".toml" and path.is_file())):
        raise _unknown(name)
    return _from_files(path, (*extended_by, path.resolve()))


def _unknown(name: str) -> UnknownNameError:
    return UnknownNameError("model", name, dict.fromkeys([*SHIPPED, *sorted(_offered().names)]))


def _from_files(place: "Traversable", extended_by: tuple[Path, ...]) -> Model:
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
    file, *_ = parts
    bases = _bases(parts[file], file, place, extended_by)
    try:
        return _made(parts[file], _together(parts), bases)
    except InvalidModelError as error:
        faults += error.faults
    except InvalidValueError as error:
        faults.append(error.fault)
    written = dict(_written(parts))
    raise InvalidModelError(_in_file(fault, written, file) for fault in faults)


def _bases(whole: "ModelFile", file: str, place: "Traversable", extended_by: tuple[Path, ...]) -> list[Model]:
    """Return the models that a file extends; what is wrong with any of them is told after its name."""
    bases: list[Model] = []
    faults: list[Fault] = []
    for name in whole.extends:
        try:
            bases.append(_base(name, place, extended_by))
        except UnknownNameError as error:
            faults.append(Fault(f"{file}: extends", "models that there are", hint=str(error)))
        except InvalidValueError as error:
            faults.append(error.fault.inside(f"{file}: extends"))
        except InvalidModelError as error:
            faults += (attrs.evolve(fault, where=f"{name}: {fault.where}") for fault in error.faults)
    if faults:
        raise InvalidModelError(faults)
    return bases


def _base(name: str, place: "Traversable", extended_by: tuple[Path, ...]) -> Model:
    if isinstance(place, Path) and ("/" in name or name.endswith(".toml")):
        path = (place.parent if place.is_file() else place) / name
        if path.resolve() in extended_by:
            raise InvalidValueError(wanted="models that do not extend each other in a ring", got=name)
        return _from_path(path, name, extended_by)
    model = _named(name)
    if model is None:
        raise _unknown(name)
    return model


def _made(whole: "ModelFile", parts: Mapping[str, Any], bases: list[Model]) -> Model:
    own: dict[str, Any] = {} if whole.leap_day is None else {"leap_day": whole.leap_day}
    if bases:
        first, *others = bases
        base = first.combined(*others, replacing=whole.replacing)
        settled = _settled(bases) - _given(parts)
        replacing = [name for name in whole.replacing if name not in settled]
        return base.with_(**parts, replacing=replacing, id=whole.id, name=whole.name, **own)
    return Model(
        id=whole.id,
        name=whole.name,
        agencies=located("agencies", lambda own: Agencies(parts["parties"], own, parts["bodies"]), parts["agencies"]),
        documents=parts["documents"],
        definitions=parts["definitions"],
        facts={**FACTS, **parts["facts"]},
        lists={**LISTS, **parts["lists"]},
        parameters=parts["parameters"],
        lead_times=parts["lead_times"],
        **own,
    )


def _settled(bases: Sequence[Model]) -> frozenset[str]:
    """Return the names that two or more of the models have."""
    names = [name for base in bases for name in base.names]
    return frozenset(name for (_, name), count in Counter(names).items() if count > 1)


def _given(parts: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of what the files themselves put in."""
    ids = [one.id for name in ("definitions", *_SEQUENCES) for one in parts[name]]
    words = [word for own in parts["lists"].values() for word in own]
    return frozenset([*ids, *words, *parts["facts"], *parts["parameters"]])


_SEQUENCES: Final = ("documents", "parties", "agencies", "lead_times")
_MAPPINGS: Final = ("bodies", "facts", "lists", "parameters")


def _together(parts: "Mapping[str, ModelPart | Programme]") -> dict[str, Any]:
    """Gather what stands in the files, each thing once."""
    made: dict[str, Any] = {**{name: {} for name in (*_SEQUENCES, *_MAPPINGS)}, "definitions": {}}
    faults: list[Fault] = []
    for file, part in parts.items():
        for where, name, key, one in _things(part):
            if key in made[name]:
                named = "a name" if name in _MAPPINGS else "an id"
                faults.append(Fault(f"{file}: {where}", f"{named} that nothing else has", got="one that is taken"))
            made[name][key] = one
    if faults:
        raise InvalidModelError(faults)
    return {name: things if name in _MAPPINGS else [*things.values()] for name, things in made.items()}


def _things(part: "ModelPart | Programme") -> Iterator[tuple[str, str, str, Any]]:
    """Yield everything that stands in a file: where, what it is part of, its id or name, and the thing itself."""
    if isinstance(part, Programme):
        yield "id", "definitions", part.id, part
        return
    for one in _definitions(part):
        yield f"{one.id}.id", "definitions", one.id, one
    for name in _SEQUENCES:
        yield from ((f"{name}.{one.id}", name, one.id, one) for one in getattr(part, name))
    for name in _MAPPINGS:
        yield from ((f"{name}.{key}", name, key, one) for key, one in getattr(part, name).items())


def _definitions(part: "ModelPart") -> Iterator[Any]:
    for definitions in (part.programmes, part.interventions, part.target_groups, part.constraints, part.indicators):
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


def _written(parts: "Mapping[str, ModelPart | Programme]") -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield, for each thing that stands in a file, how a fault of it begins, and what is told: before a key, alone."""
    for file, part in parts.items():
        for where, name, key, _ in _things(part):
            told = f"{file}: {where.removesuffix('id')}" if name == "definitions" else f"{file}: {where}."
            begins = ("", "definitions.") if name == "definitions" else (f"{name}.",)
            yield from ((f"{begin}{key}", (told, f"{file}: {where}")) for begin in begins)


def _in_file(fault: Fault, written: Mapping[str, tuple[str, str]], whole_file: str) -> Fault:
    """Return the fault with the file and the key in which it stands."""
    if ": " in fault.where:
        return fault
    keys = fault.where.split(".")
    for count in range(len(keys), 0, -1):
        owner, rest = ".".join(keys[:count]), ".".join(keys[count:])
        if owner in written:
            before, alone = written[owner]
            return attrs.evolve(fault, where=f"{before}{rest}" if rest else alone)
    return attrs.evolve(fault, where=f"{whole_file}: {fault.where}")
