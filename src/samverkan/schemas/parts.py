"""What schemas are made of: parts that are written once, closed objects, days, words, agencies and kommuner."""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from inspect import cleandoc
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from samverkan.closed_lists import LISTS
from samverkan.eligibility import VIEW
from samverkan.given import MAX_ID_LENGTH
from samverkan.model import Model
from samverkan.municipalities import municipalities
from samverkan.rules.facts import Choice, SetOf
from samverkan.texts import capitalised

__all__ = [
    "ID",
    "NULL",
    "TEXT",
    "Parts",
    "Schema",
    "array",
    "bullets",
    "literal",
    "named",
    "one_of",
    "or_null",
    "record",
    "summary",
]

Schema: TypeAlias = dict[str, Any]

NULL: Final[Mapping[str, Any]] = {"type": "null"}
TEXT: Final[Mapping[str, Any]] = {"type": "string", "minLength": 1}
ID: Final[Mapping[str, Any]] = {**TEXT, "maxLength": MAX_ID_LENGTH, "not": {"pattern": r"[\x00-\x1f\x7f-\x9f]"}}

_YEAR: Final = "[0-9]{4}"
_MONTH: Final = f"{_YEAR}-(0[1-9]|1[0-2])"
_DAY: Final = f"{_MONTH}-(0[1-9]|[12][0-9]|3[01])"
_REFERENCE: Final = r"[^:/\s]+(:[^:/]+)?(/[^:/]+)?"
_END: Final = r"(?![\s\S])"
"""The end, before which no line break may stand as it may before a dollar sign."""
_SPECIAL: Final = re.compile(r"[\^$\\.*+?()\[\]{}|]")
"""The characters that mean something in an expression. No others are escaped: not every dialect lets them be."""


class Parts:
    """The parts of one schema that are written once, each under ``$defs``, and referred to from then on.

    What depends on a model is looked up in it; without one, only the form is known.
    """

    def __init__(self, model: Model | None) -> None:
        self.model = model
        self.definitions: dict[str, Schema] = {}

    def part(self, name: str, make: Callable[[], Schema]) -> Schema:
        """Return a reference to the part *name*, which is made when it is first referred to."""
        if name not in self.definitions:
            self.definitions[name] = {}  # Its place: a part stands before those that it refers to.
            self.definitions[name] = make()
        return {"$ref": f"#/$defs/{quote(name.replace('~', '~0').replace('/', '~1'))}"}

    def day(self) -> Schema:
        """Return the schema of a day."""
        return self.part("day", lambda: {"type": "string", "format": "date", **_whole(_DAY, len("2016-10-03"))})

    def partial_day(self) -> Schema:
        """Return the schema of a day of which perhaps only the year, or the year and the month, is known."""
        shorter = [_whole(_MONTH, len("2016-10")), _whole(_YEAR, len("2016"))]
        return self.part("partial_day", lambda: {"type": "string", "anyOf": [self.day(), *shorter]})

    def kommun(self) -> Schema:
        """Return the schema of a kommun, by name or code."""

        def made() -> Schema:
            every = municipalities().values()
            return {"description": "A kommun by name or four-digit code.", "enum": _of_both(every)}

        return self.part("kommun", made)

    def agency(self) -> Schema:
        """Return the schema of a reference to an agency; with a model, to one of its register."""
        return self.part(
            "agency", lambda: {"description": "An agency, a body's own where it is named.", **self._form()}
        )

    def agency_after(self, words: str) -> Schema:
        """Return the schema of *words*, given as an expression, with a reference to an agency after a colon."""
        if self.model is None:
            return {"type": "string", "pattern": f"^{words}:{_REFERENCE}{_END}"}
        forms = self._form()["anyOf"]
        bodied = [one["pattern"].removeprefix("^").removesuffix("$") for one in forms if "pattern" in one]
        return {
            "type": "string",
            "pattern": f"^{words}:({'|'.join([_any_of(self.model.agencies.agencies), *bodied])})$",
        }

    def agency_or_party(self) -> Schema:
        """Return the schema of a reference to an agency, or to a party."""
        if self.model is None:
            return self.agency()
        return {"anyOf": [self.agency(), one_of(self.model.agencies.parties)]}

    def named_in_scope(self) -> Schema:
        """Return the schema of who tells or is told: an agency or a party, which may name the body."""
        if self.model is None:
            return self.agency()
        return self.part("agency_or_party", self._of_scope)

    def seen_by(self) -> Schema:
        """Return the schema of what the one who asked was allowed to see, as it stands in what is answered."""
        return {"anyOf": [one_of([VIEW]), self.part("seen_by", lambda: self._form("seen-by:"))]}

    def programme(self) -> Schema:
        """Return the schema of the id of a programme or a predicate."""
        model = self.model
        if model is None:
            return dict(ID)
        return self.part("programme", lambda: one_of([*model.programmes, *model.predicates]))

    def fact(self) -> Schema:
        """Return the schema of the name of a fact."""
        model = self.model
        return dict(TEXT) if model is None else self.part("fact", lambda: one_of(model.facts))

    def listed(self, name: str) -> Schema:
        """Return the schema of a word of the model's closed list *name*; without a model it is any word."""
        return dict(TEXT) if self.model is None else self.word(SetOf(name))

    def word(self, kind: Choice | SetOf) -> Schema:
        """Return the schema of a word of the closed list of *kind*."""
        match kind:
            case Choice(of="municipalities"):
                return self.kommun()
            case SetOf(of="agencies"):
                return self.agency()
            case _:
                words = LISTS.get(kind.of, {}) if self.model is None else self.model.vocabulary.words(kind)
                return self.part(f"word_of_{kind.of}", lambda: one_of(words))

    def _form(self, before: str = "") -> Schema:
        if self.model is None:
            return {"type": "string", "pattern": f"^{before}{_REFERENCE}{_END}"}
        register = self.model.agencies
        units: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for agency in register.agencies.values():
            if agency.party is not None:
                owner, slash, unit = agency.id.partition("/")
                units.setdefault((owner, self._bodies(agency.party)), []).append(slash + unit)
        bodied = [_of_bodies(f"{before}{owner}", bodies, names) for (owner, bodies), names in units.items() if bodies]
        return {"anyOf": [one_of(f"{before}{name}" for name in register.agencies), *bodied]}

    def _of_scope(self) -> Schema:
        """Return who stands in the register, and the parties that are no agencies themselves, with their bodies."""
        alone = (
            [] if self.model is None else [*self.model.agencies.parties.keys() - self.model.agencies.agencies.keys()]
        )
        bodied = [_of_bodies(party, bodies, [""]) for party in alone if (bodies := self._bodies(party))]
        return {"anyOf": [self.agency_or_party(), *bodied]}

    def _bodies(self, party: str) -> tuple[str, ...]:
        return () if self.model is None else tuple(sorted(self.model.agencies.bodies_of(party)))


def _of_bodies(owner: str, bodies: Iterable[str], units: Iterable[str]) -> Schema:
    return {"type": "string", "pattern": f"^{literal(owner)}:({_any_of(bodies)})({_any_of(units)})$"}


def record(properties: Mapping[str, Schema], required: Iterable[str] = (), description: str = "") -> Schema:
    """Return the schema of an object with these keys and no others."""
    told = {"description": description} if description else {}
    needed = {"required": names} if (names := [*required]) else {}
    return {**told, "type": "object", "properties": dict(properties), **needed, "additionalProperties": False}


def array(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def one_of(words: Iterable[str] | type[Enum]) -> Schema:
    """Return the schema of one of *words*."""
    return {"enum": [word.value if isinstance(word, Enum) else word for word in words]}


def or_null(schema: Schema) -> Schema:
    """Return the schema of what may also be null."""
    return {"anyOf": [schema, dict(NULL)]}


def named(cls: type) -> str:
    """Return the name of a class as a part is named."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in cls.__name__).lstrip("_")


# --- Words ----------------------------------------------------------------------------------------

_ROLE: Final = re.compile(r":\w+:`~?(?:[\w.]*\.)?(\w+)`")
_MARKS: Final = re.compile(r"``?|\*\*?")
_BULLET: Final = re.compile(r"^\* ((?:``\w+``(?:, | and )?)+): (.*?)(?=\n\n|\n\* |\Z)", re.MULTILINE | re.DOTALL)


def summary(thing: object) -> str:
    """Return the first sentence of a docstring, without its marks.

    >>> from samverkan.casefiles import CaseFile
    >>> summary(CaseFile)
    'What is written about a case (akt): the participant, who may be told what about her, and where she was sent.'
    """
    return _plain(cleandoc(thing.__doc__ or "").partition("\n\n")[0])


def bullets(thing: object) -> Mapping[str, str]:
    """Return what the list in a docstring says of each field.

    >>> from samverkan.interventions import Intervention
    >>> bullets(Intervention)["performers"]
    'The agencies that carry it out, those without a party included.'
    """
    found = _BULLET.findall(cleandoc(thing.__doc__ or ""))
    told = {name: _plain(words) for names, words in found for name in re.findall(r"\w+", names.replace(" and ", " "))}
    return {name: f"{capitalised(words).rstrip('.;')}." for name, words in told.items()}


def _plain(words: str) -> str:
    return " ".join(_MARKS.sub("", _ROLE.sub(r"\1", words)).split())


# --- Patterns -------------------------------------------------------------------------------------


def _whole(pattern: str, length: int) -> Schema:
    """Return what text must be to be all of *pattern*; the length keeps out a line break after it."""
    return {"pattern": f"^{pattern}$", "maxLength": length}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(literal, words))


def literal(words: str) -> str:
    """Return the expression that matches just those *words*."""
    return _SPECIAL.sub(r"\\\g<0>", words)


def _of_both(every: Iterable[Any]) -> list[str]:
    return [name for one in every for name in (one.name, one.code)]
