"""How many inhabitants there are, for figures per inhabitant: given from outside, and never guessed."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from samverkan.errors import InvalidValueError, located, nearest
from samverkan.given import as_number
from samverkan.group_words import group_named
from samverkan.groupings import Grouping
from samverkan.indicators import GroupBy, Of
from samverkan.texts import LANGUAGES

__all__ = ["Inhabitants", "number_in", "numbers_of"]

Inhabitants: TypeAlias = int | Mapping[str, int]
"""How many inhabitants there are: of all, or of each group."""


def numbers_of(grouping: Grouping, given: Inhabitants | None) -> Inhabitants | None:
    """Return how many inhabitants there are, by group where that is given.

    Raises:
        InvalidValueError: when it is missing or not asked for, or is of groups that there are not.
    """
    indicator = grouping.indicator.definition
    if (given is not None) is not (indicator.of is Of.INHABITANTS):
        got = "nothing" if given is None else "a number"
        wanted = "the number of inhabitants" if given is None else f"nothing, for {indicator.id} is not per inhabitant"
        raise InvalidValueError(where="inhabitants", wanted=wanted, got=got)
    if isinstance(given, Mapping):
        if len(grouping.by) != 1:
            raise InvalidValueError(where="inhabitants", wanted="one number, for there is not one group", got="several")
        numbers = {str(name): located(f"inhabitants.{name}", _number, number) for name, number in given.items()}
        _refuse_other_groups(grouping, numbers)
        return numbers
    return None if given is None else located("inhabitants", _number, given)


def number_in(group: Mapping[GroupBy, str | None], inhabitants: Inhabitants | None, *, counted: int) -> int:
    """Return how many inhabitants a group has, 0 where that is not known; *counted* are those of them in the figure.

    Raises:
        InvalidValueError: when there are fewer than are counted.
    """
    if isinstance(inhabitants, Mapping):
        [value] = group.values() or [None]
        there = sum(inhabitants.values()) if not group else inhabitants.get(str(value))
    else:
        there = None if group else inhabitants
    if there is not None and counted > there:
        where = ".".join(("inhabitants", *(str(one) for one in group.values())))
        raise InvalidValueError(where=where, wanted="as many as are counted of them, or more", got="fewer")
    return there or 0


def _refuse_other_groups(grouping: Grouping, given: Mapping[str, int]) -> None:
    """Refuse numbers of inhabitants of groups that there are not."""
    [by] = grouping.by
    vocabulary = grouping.indicator.vocabulary
    among = grouping.order(by) or tuple(vocabulary.lists["municipalities"])
    others = [name for name in given if name not in among]
    if not others:
        return
    names = {group_named(by, one, vocabulary, {}).in_(language): one for one in among for language in LANGUAGES}
    hints = [f"did you mean {names[one]}?" if one in names else nearest(one, among) for one in others]
    listed = f": {', '.join(among)}" if len(among) <= _FEW else ""
    raise InvalidValueError(
        where="inhabitants",
        wanted=f"groups by {by}{listed}",
        got="another",
        hint=" ".join(dict.fromkeys(filter(None, hints))),
    )


_FEW: Final = 12
"""So many words of a list stand in an error, and no more."""


def _number(value: int) -> int:
    return as_number(value, 0, None)
