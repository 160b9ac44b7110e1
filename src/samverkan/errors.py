"""Every exception that samverkan raises, and how a fault is told without telling about a person.

.. code-block:: text

    SamverkanError
     ├─ InvalidValueError (ValueError)        one value is not what was wanted
     ├─ InvalidRecordError (ValueError)       a record has faults: all of them, each with its place
     │   └─ InvalidFrameError                 a dataframe has faults, told by table and column
     ├─ InvalidRuleError (ValueError)         a rule cannot mean what it says
     ├─ InvalidModelError (ValueError)        a model or one of its files does not hold together
     ├─ UnknownNameError (LookupError)        no programme, reading, … of that name
     ├─ UndecidedTruthError (TypeError)       an answer of three values was used as one of two
     └─ MissingExtraError (ImportError)       an optional part is not installed

No message holds a value that somebody gave: it says what was wanted, where, and what *sort* of
thing was found instead (:func:`masked`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from collections.abc import Set as AbstractSet
from typing import Any, Self, TypeVar, cast

import attrs

__all__ = [
    "Fault",
    "InvalidFrameError",
    "InvalidModelError",
    "InvalidRecordError",
    "InvalidRuleError",
    "InvalidValueError",
    "MissingExtraError",
    "SamverkanError",
    "UndecidedTruthError",
    "UnknownNameError",
    "each",
    "located",
    "masked",
    "nearest",
]


class SamverkanError(Exception):
    """The base of every exception that samverkan raises."""


T = TypeVar("T")


@attrs.frozen
class Fault:
    """One thing that is wrong: where, what was wanted, what sort of thing was found.

    >>> print(Fault(where="participant.born", wanted="a date as YYYY-MM-DD", got="a number"))
    participant.born: wanted a date as YYYY-MM-DD, got a number
    """

    where: str
    wanted: str
    got: str = ""
    hint: str = ""

    def __str__(self) -> str:
        found = f", got {self.got}" if self.got else ""
        hint = f"; {self.hint}" if self.hint else ""
        before = f"{self.where}: " if self.where else ""
        return f"{before}wanted {self.wanted}{found}{hint}"

    def inside(self, place: str) -> "Fault":
        """Return the same fault as seen from outside: *place* comes before its own place."""
        if not self.where:
            return attrs.evolve(self, where=place)
        joint = "" if self.where.startswith("[") else "."
        return attrs.evolve(self, where=f"{place}{joint}{self.where}")


class InvalidValueError(SamverkanError, ValueError):
    """A value is not what was wanted. ``fault`` says where, what was wanted and what was got."""

    def __init__(self, *, wanted: str, got: str = "", where: str = "", hint: str = "") -> None:
        self.fault = Fault(where=where, wanted=wanted, got=got, hint=hint)
        super().__init__(wanted, got, where, hint)

    def __str__(self) -> str:
        return str(self.fault if self.fault.where else self.fault.inside("value"))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), attrs.asdict(self.fault))


class InvalidRecordError(SamverkanError, ValueError):
    """A record has faults. ``faults`` holds all of them, in the order of the record."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)

    def inside(self, place: str) -> Self:
        """Return the same error as seen from outside: *place* comes before every place."""
        return type(self)(fault.inside(place) for fault in self.faults)


class InvalidFrameError(InvalidRecordError):
    """Dataframes have faults. ``faults`` holds all of them, each with the table and the column."""


class InvalidRuleError(SamverkanError, ValueError):
    """A rule cannot mean what it says.

    ``problems`` lists everything that is wrong; ``text`` is the rule as it was written, where it
    was written as text.
    """

    def __init__(self, problems: Sequence[str], text: str | None = None) -> None:
        self.problems = tuple(problems)
        self.text = text
        super().__init__(self.problems, text)

    def __str__(self) -> str:
        told = "\n".join(self.problems)
        return told if self.text is None else f"{told}\n  in the rule: {self.text}"


class InvalidModelError(SamverkanError, ValueError):
    """A model, or a file of one, does not hold together.

    Each of ``faults`` names the file, where there is one, the key and the reason.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class UnknownNameError(SamverkanError, LookupError):
    """Nothing of that kind bears that name; the message lists what there is."""

    def __init__(self, kind: str, name: str, among: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.among = tuple(among)
        super().__init__(kind, name, self.among)

    def __str__(self) -> str:
        hint = nearest(self.name, self.among)
        there_is = ", ".join(self.among)
        return f"there is no {self.kind} {self.name!r}{f'; {hint}' if hint else ''} (there is: {there_is})"


class UndecidedTruthError(SamverkanError, TypeError):
    """Something that can be *unknown* was used as if it were true or false.

    Ask for the value itself: ``decision.outcome is Outcome.ELIGIBLE``.
    """


class MissingExtraError(SamverkanError, ImportError):
    """An optional part of samverkan is not installed; the message says how to install it."""

    def __init__(self, extra: str) -> None:
        self.extra = extra
        super().__init__(f"this needs the extra {extra!r}: pip install 'samverkan[{extra}]'")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.extra,)


def masked(value: object) -> str:
    """Say what sort of thing *value* is, and nothing of what it says.

    >>> masked("19790302"), masked(0), masked([1, 2, 3]), masked(None)
    ('text of 8 characters', 'a number', 'a list of 3', 'nothing')
    """
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case "":
            return "empty text"
        case str():
            return f"text of {len(value)} character{'s' if len(value) > 1 else ''}"
        case Mapping():
            return "an object"
        case Sequence() | AbstractSet():
            return f"a list of {len(cast('Sized', value))}"
        case _:
            return f"a {type(value).__name__}"


def located(where: str, convert: Callable[[Any], T], value: object) -> T:
    """Convert *value*, and name its place in what is wrong with it."""
    try:
        return convert(value)
    except InvalidValueError as error:
        fault = error.fault.inside(where)
        faults = None
    except InvalidRecordError as error:
        fault = None
        faults = error.inside(where).faults
    # Raised here, so that nothing stands behind it.
    if fault is not None:
        raise InvalidValueError(where=fault.where, wanted=fault.wanted, got=fault.got, hint=fault.hint)
    raise InvalidRecordError(faults or ())


def each(values: Iterable[Any], convert: Callable[[Any], T]) -> list[T]:
    """Convert each of *values*, and tell of every one that cannot be, by its position."""
    converted: list[T] = []
    faults: list[Fault] = []
    for position, value in enumerate(values):
        try:
            converted.append(convert(value))
        except InvalidValueError as error:
            faults.append(error.fault.inside(f"[{position}]"))
        except InvalidRecordError as error:
            faults += error.inside(f"[{position}]").faults
    if faults:
        raise InvalidRecordError(faults)
    return converted


def nearest(given: str, among: Iterable[str]) -> str:
    """Return ``did you mean X?`` for the nearest of *among*, or nothing where none is near.

    >>> nearest("Ludvika kommun", ["Ludvika", "Smedjebacken"])
    'did you mean Ludvika?'
    """
    # difflib takes five milliseconds to import and is needed only when something is wrong.
    from difflib import get_close_matches  # noqa: PLC0415

    plain = {_plain(name): name for name in among}
    found = get_close_matches(_plain(given), plain, n=1, cutoff=0.6)
    return f"did you mean {plain[found[0]]}?" if found else ""


def _plain(name: str) -> str:
    """Fold case and drop the word *kommun*, which people write after a kommun's name."""
    plain = name.casefold().strip()
    return plain.removesuffix(" kommun").removesuffix(" stad")


def _rebuilt(cls: type[InvalidValueError], parts: Mapping[str, str]) -> InvalidValueError:
    return cls(**parts)
