"""The vocabulary: everything that a rule may mention."""

from collections.abc import Iterable, Mapping
from typing import assert_never, cast

import attrs

from samverkan.agencies import Agencies
from samverkan.closed_lists import LISTS
from samverkan.dates import LeapDay
from samverkan.errors import InvalidValueError, UnknownNameError
from samverkan.immutable import frozen_mapping
from samverkan.rules.expressions import Condition
from samverkan.rules.facts import Choice, Current, DayOf, Elapsed, Expression, Fact, MembersOf, PartiesOf, SetOf
from samverkan.rules.parameters import Parameter
from samverkan.texts import Text

__all__ = ["Vocabulary"]


def _lists(lists: Mapping[str, Mapping[str, Text] | Iterable[str]]) -> Mapping[str, Mapping[str, Text]]:
    of_consents = {name: LISTS[name] for name in ("categories", "purposes")}
    return frozen_mapping({name: frozen_mapping(_named(words)) for name, words in {**of_consents, **lists}.items()})


def _named(words: Mapping[str, Text] | Iterable[str]) -> Mapping[str, Text]:
    """Give words that have no names of their own themselves for names."""
    return (
        cast("Mapping[str, Text]", words) if isinstance(words, Mapping) else {word: Text(word, word) for word in words}
    )


@attrs.frozen
class Vocabulary:
    """Everything that a rule may mention: facts, parameters, closed lists and the register of agencies.

    ``lists`` are the closed lists by name, each word with its own name, in the order in which they
    are spoken of; words without names are said as they are. Those of consents, ``categories`` and ``purposes``,
    are there unless others stand in their place. ``constraints`` are the rules, by id,
    that every person keeps to; no answer goes by them, but proofs do.
    """

    facts: Mapping[str, Fact] = attrs.field(converter=frozen_mapping)
    agencies: Agencies
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict[str, Parameter], converter=frozen_mapping)
    lists: Mapping[str, Mapping[str, Text]] = attrs.field(factory=dict[str, Mapping[str, Text]], converter=_lists)
    leap_day: LeapDay = LeapDay.FEBRUARY_28
    constraints: Mapping[str, Condition] = attrs.field(factory=dict[str, Condition], converter=frozen_mapping)

    def __attrs_post_init__(self) -> None:
        for name in self.facts.keys() & self.parameters.keys():
            raise InvalidValueError(where=name, wanted="a name for a fact or for a parameter", got="one for both")

    def fact(self, name: str) -> Fact:
        """Return the fact *name*.

        Raises:
            UnknownNameError: when there is none.
        """
        if name not in self.facts:
            raise UnknownNameError("fact", name, self.facts)
        return self.facts[name]

    def holders(self, name: str, member: str | None = None) -> tuple[str, ...]:
        """Return who holds the fact *name*, or what it says of *member*; empty where everybody does.

        Of a list whose entries are held by the agencies that they name, that is the agency or the party itself.
        """
        held_by = self.fact(name).holders(member)
        if member is not None and not held_by and (member in self.agencies.agencies or member in self.agencies.parties):
            return (member,)
        return tuple(sorted(held_by))

    def words(self, kind: Choice | SetOf) -> tuple[str, ...]:
        """Return the closed list that *kind* goes by.

        As agencies count those that belong to a party: others, such as suppliers, are no authorities.
        """
        match kind.of:
            case "agencies":
                return tuple(one.id for one in self.agencies.agencies.values() if one.party is not None)
            case "parties":
                return tuple(self.agencies.parties)
            case name if name in self.lists:
                return tuple(self.lists[name])
            case name:
                raise UnknownNameError("closed list", name, ("agencies", "parties", *self.lists))

    def name(self, word: str, of: str | None) -> Text:
        """Return the name of *word* of the closed list *of*."""
        if of is not None and of in self.lists:
            return self.lists[of][word]
        return self.agencies.name(word)

    def given(self, name: str) -> str:
        """Return the given fact that *name* rests on: itself, unless it is derived.

        >>> from samverkan.participants import FACTS
        >>> from samverkan.agencies import Agencies
        >>> Vocabulary(FACTS, Agencies([], [])).given("parties")
        'contacts'
        """
        match self.fact(name).derived:
            case None:
                return name
            case Elapsed(fact, _):
                return self.given(fact)
            case Current(spells) | DayOf(spells) | MembersOf(spells):
                return self.given(spells)
            case PartiesOf(agencies):
                return self.given(agencies)
            case Expression():  # never
                raise AssertionError("a rule has its expressions written out")
            case _ as never:
                assert_never(never)
