"""People in a class of one's own: the classes of the system that embeds the library, read as they are.

A class says what its fields are by annotating each with its :class:`~samverkan.rules.facts.Fact`.
Nothing is inherited and nothing registered:

>>> from typing import Annotated
>>> from samverkan import decide, load_model
>>> from samverkan.participants import GIVEN
>>> from samverkan.texts import Text
>>> HAS_CHILDREN = Fact(Boolean(), asked=Text("barn", "children"), shown=Text("barn", "children"),
...                     said=Text("har barn", "has children"))
>>> @attrs.frozen
... class Client:
...     id: str
...     birthday: str
...     born: Annotated[str | None, GIVEN["born"]] = None
...     employed: Annotated[bool | None, GIVEN["employed"]] = None
...     has_children: Annotated[Dated[bool], HAS_CHILDREN] = Dated()
>>> model = load_model("finsam").with_(facts=facts_of(Client))
>>> clara = Client("c-1", birthday="3 May", born="1990-05-03", employed=True)
>>> decision = decide(clara, model.programmes["orvar"], on="2008-10-01")
>>> [finding.id for finding in decision.criteria if finding.outcome == "met"]
['in-force', 'working-age', 'employed']
"""

from collections.abc import Callable, Container, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, Final, Protocol, TypeGuard, assert_never, get_args, get_type_hints

import attrs

from samverkan.dated import Dated
from samverkan.dates import as_partial_date
from samverkan.errors import Fault, InvalidModelError, InvalidRecordError, InvalidValueError, masked
from samverkan.given import (
    as_boolean,
    as_dated,
    as_id,
    as_members,
    as_number,
    as_records,
    as_residence,
    as_word,
    as_words,
)
from samverkan.immutable import frozen_mapping
from samverkan.participants import HIDDEN_FACT, HIDDEN_HISTORY, HISTORIES, NOTHING_HIDDEN, Hidden
from samverkan.rules.facts import Boolean, Choice, Day, Fact, Kind, NumberOf, SetOf, SpellsOf
from samverkan.spells import Spell, Spells

__all__ = ["EmbeddedPerson", "Identified", "embedded", "facts_of"]


class Identified(Protocol):
    """A person of any class that says who she is: with an ``id``, as the agency calls the case."""

    @property
    def id(self) -> str:
        """What the agency calls the case."""
        ...


@attrs.frozen(kw_only=True, repr=False)
class EmbeddedPerson:
    """A person of a class of one's own, as rules read her. :func:`embedded` makes it.

    It has what a :class:`~samverkan.Participant` has for a rule: ``fact`` and ``spells``. What her
    class does not have is unknown.
    """

    id: str
    facts: Mapping[str, Dated[Any]] = attrs.field(converter=frozen_mapping)
    histories: Mapping[str, Spells[Any]] = attrs.field(converter=frozen_mapping)
    hidden: Hidden = NOTHING_HIDDEN

    def fact(self, name: str) -> Dated[Any]:
        """Return the given fact *name*; one about which nothing was said has no entries."""
        return self.facts.get(name, HIDDEN_FACT if name in self.hidden.facts else _NOTHING_SAID)

    def spells(self, name: str) -> Spells[Any] | None:
        """Return the history *name*, or ``None`` where nothing was said."""
        return HIDDEN_HISTORY if name in self.hidden.facts else self.histories.get(name)

    def __repr__(self) -> str:
        return "<EmbeddedPerson>"


def facts_of(cls: type) -> Mapping[str, Fact]:
    """Return the facts with which the fields of a class are annotated, by name; for :meth:`Model.with_`.

    Those that the model has already, such as ``GIVEN["born"]``, may be among them. Other fields are
    the class's own affair.

    Raises:
        InvalidModelError: when a field is annotated with a derived fact, which nobody can be given.

    >>> from typing import Annotated
    >>> from samverkan.participants import GIVEN
    >>> @attrs.frozen
    ... class Client:
    ...     id: str
    ...     employed: Annotated[bool, GIVEN["employed"]]
    >>> list(facts_of(Client))
    ['employed']
    """
    return _facts_of(cls)


def embedded(
    person: Identified,
    *,
    among: Container[str] | None = None,
    keep: Callable[[str, Any], bool] | None = None,
) -> EmbeddedPerson:
    """Return a person of a class of one's own as rules read her.

    ``decide`` and whatever else takes a person do it themselves. A field is written as one of a
    participant is: ``None`` is unknown, a plain value holds on every day, a
    :class:`~samverkan.dated.Dated` value or a list of entries changes from day to day. A history is
    :class:`~samverkan.spells.Spells` or a list of spells. Such a list is whole; a list of contacts
    is not, and an agency that is not in it is unknown unless it is ``Spells(…, complete=True)``. With *among*
    only the facts of those names are looked at, and with *keep* of a history only the spells of which it says so.

    Raises:
        InvalidRecordError: with every field whose value is not of its fact's kind.
        InvalidValueError: when no field of her class is annotated with a fact.

    >>> from datetime import date
    >>> from typing import Annotated
    >>> from samverkan.participants import GIVEN
    >>> @attrs.frozen
    ... class Client:
    ...     id: str
    ...     employed: Annotated[bool | None, GIVEN["employed"]] = None
    >>> embedded(Client("c-1", employed=True)).fact("employed").at(date(2016, 10, 3))
    True
    """
    facts = _facts_of(type(person))
    if not facts:
        raise InvalidValueError(
            where="person", wanted="a participant, a case file, or a class with facts", got=masked(person)
        )
    faults: list[Fault] = []
    made: dict[str, Any] = {}
    facts = {name: fact for name, fact in facts.items() if among is None or name in among}
    converters = {"id": as_id, **{name: _converter_of(name, fact.kind, keep) for name, fact in facts.items()}}
    for name, convert in converters.items():
        try:
            made[name] = convert(getattr(person, name, None))
        except InvalidValueError as error:
            faults.append(error.fault.inside(name))
        except InvalidRecordError as error:
            faults += error.inside(name).faults
    if faults:
        raise InvalidRecordError(faults)
    histories = {name for name, fact in facts.items() if isinstance(fact.kind, SpellsOf)}
    return EmbeddedPerson(
        id=made["id"],
        facts={name: made[name] for name in facts if name not in histories},
        histories={name: made[name] for name in histories if made[name] is not None},
    )


_NOTHING_SAID: Final[Dated[Any]] = Dated()
_MANY: Final = 256


@lru_cache(maxsize=_MANY)
def _facts_of(cls: type) -> Mapping[str, Fact]:
    """Return the facts of a class, found once: looking through annotations takes longer than a decision."""
    annotations = get_type_hints(cls, include_extras=True)
    facts = {name: fact for name, annotation in annotations.items() for fact in _inside(annotation)}
    derived = [name for name, fact in facts.items() if fact.derived is not None]
    if derived:
        raise InvalidModelError(
            Fault(f"{cls.__name__}.{name}", "a fact that one is given", got="one that is derived") for name in derived
        )
    return frozen_mapping(facts)


def _inside(annotation: object) -> Iterator[Fact]:
    """Yield the facts that an annotation carries, wherever in it: ``Annotated[bool, …] | None`` has one too."""
    yield from (one for one in getattr(annotation, "__metadata__", ()) if isinstance(one, Fact))
    for part in get_args(annotation):
        yield from _inside(part)


def _converter_of(name: str, kind: Kind, keep: Callable[[str, Any], bool] | None) -> Callable[[object], Any]:
    match kind:
        case Boolean():
            return as_dated(as_boolean)
        case Day():
            return as_dated(as_partial_date)
        case NumberOf(_, least, most, _):
            return as_dated(lambda value: as_number(value, least, most))
        case Choice(of="municipalities"):
            return as_dated(as_residence)
        case Choice():
            return as_dated(as_word)
        case SetOf(of="agencies"):
            return as_dated(as_members)
        case SetOf():
            return as_dated(as_words)
        case SpellsOf(of):
            is_kept = None if keep is None else partial(keep, name)
            return lambda value: _history(value, HISTORIES.get(name, Spell), is_kept, complete=of != "agencies")
        case _ as never:
            assert_never(never)


def _history(
    value: object, of: type[Spell], is_kept: Callable[[Any], bool] | None, *, complete: bool
) -> Spells[Any] | None:
    if value is None:
        return None
    if _is_history(value):
        as_records(value.entries, of)
        return value
    spells = as_records(value, of)
    return Spells(spells if is_kept is None else filter(is_kept, spells), complete=complete)


def _is_history(value: object) -> TypeGuard[Spells[Any]]:
    return isinstance(value, Spells)
