"""What a rule can read: facts, their kinds, and how facts are derived from others.

A kind says what values a fact has, once; the check of a value, the check of a rule and later
readings all go by it. Derived facts come from a closed list (:data:`Derivation`), so that every
reading of a rule can do them.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, TypeAlias

import attrs

from samverkan.immutable import frozen_mapping
from samverkan.texts import Text

__all__ = [
    "Boolean",
    "Changes",
    "Choice",
    "Current",
    "Day",
    "DayOf",
    "Derivation",
    "Elapsed",
    "Expression",
    "Fact",
    "Kind",
    "MembersOf",
    "NumberOf",
    "PartiesOf",
    "SetOf",
    "SpellsOf",
    "TimeUnit",
]


@attrs.frozen
class Boolean:
    """A fact that is either so or not."""


@attrs.frozen
class NumberOf:
    """A fact that is a whole number of ``unit``, with its bounds; ``None`` is open. ``one`` is the unit of 1."""

    unit: Text
    least: int | None = None
    most: int | None = None
    one: Text | None = None


@attrs.frozen
class Choice:
    """A fact that is one word of the closed list named ``of``."""

    of: str


@attrs.frozen
class SetOf:
    """A fact that is a set of words of the closed list named ``of``."""

    of: str


@attrs.frozen
class Day:
    """A fact that is a day, known wholly or in part. Rules read it through an elapsed fact."""


@attrs.frozen
class SpellsOf:
    """A fact that is a history of spells. Rules read it through derived facts.

    ``of`` names the closed list of what the spells are of; ``None``: they are all of one kind.
    """

    of: str | None = None


Kind: TypeAlias = Boolean | NumberOf | Choice | SetOf | Day | SpellsOf


TimeUnit = Literal["years", "months", "days"]


@attrs.frozen
class Elapsed:
    """``elapsed(fact, unit)``: completed years, months or days since the day that is the fact."""

    fact: str
    unit: TimeUnit


@attrs.frozen
class Current:
    """``current(spells)``: whether a spell runs on the day."""

    spells: str


@attrs.frozen
class DayOf:
    """``day_of(spells)``: the day of the run that goes on, counted from its first day as 1.

    0 when none runs. Spells that touch or overlap are one run.
    """

    spells: str


@attrs.frozen
class MembersOf:
    """``members(spells, key)``: what the spells that run on the day say under *key*.

    Of contacts the ``agency``, of livelihoods and occupations the ``kind``, of assessments the
    ``finding``; of these *by* asks for one party's own.
    """

    spells: str
    key: Literal["agency", "kind", "finding"] = "agency"
    by: str | None = None


@attrs.frozen
class PartiesOf:
    """``parties(agencies)``: the parties to which the agencies of a set belong."""

    agencies: str


@attrs.frozen
class Expression:
    """``expression(rule)``: so when the rule over other facts is met, as if it were written out in their place."""

    rule: str


Derivation: TypeAlias = Elapsed | Current | DayOf | MembersOf | PartiesOf | Expression


class Changes(StrEnum):
    """How a fact about a person can come to change."""

    NEVER = "never"
    BY_WAITING = "by_waiting"
    BY_ACT = "by_act"


@attrs.frozen
class Fact:
    """Something that a rule can read (*uppgift*).

    * ``kind``: what values it has, with their bounds.
    * ``asked``: what one asks for, as it stands after *information about*; a set's has ``{members}``.
    * ``shown``: what stands before its value in an explanation.
    * ``said``: it is so, in words after *the person*; of a set, that ``{member}`` is in it. Of a
      number, a whole clause with ``{number}``; of a choice, what stands before *is*.
    * ``denied``: the opposite of ``said``.
    * ``counted``: of a set, what is counted.
    * ``held_by``: the agencies that hold it; empty: everybody does, or each entry's own agency.
    * ``held_by_word``: of a history, who holds the spells of certain words, where that is somebody else.
    * ``category``: what sort of information it is, for consents.
    * ``changes``: never, by waiting, or by somebody's act.
    * ``derived``: how it follows from another fact; ``None``: it is given.
    """

    kind: Kind
    asked: Text
    shown: Text
    said: Text
    denied: Text | None = None
    counted: Text | None = None
    held_by: frozenset[str] = frozenset()
    held_by_word: Mapping[str, frozenset[str]] = attrs.field(
        factory=dict[str, frozenset[str]], converter=frozen_mapping, kw_only=True
    )
    category: str = "person"
    changes: Changes = Changes.BY_ACT
    derived: Derivation | None = None

    def holders(self, word: str | None = None) -> frozenset[str]:
        """Return who holds it, or of a history the spells of *word*."""
        return self.held_by if word is None else self.held_by_word.get(word, self.held_by)
