"""How a figure is taken apart: to which groups something belongs, and in which order the groups stand."""

from typing import Final, TypeAlias, assert_never

from samverkan.age_bands import AGE_BANDS, AgeBands
from samverkan.bound_indicators import BoundIndicator
from samverkan.errors import InvalidValueError
from samverkan.indicator_units import Unit
from samverkan.indicators import GroupBy

__all__ = ["Grouping", "Key"]

Key: TypeAlias = tuple[str | None, ...]
"""A group: a word for each way in which a figure is taken apart; ``None`` where it is not known."""


class Grouping:
    """By what the figures of an indicator are taken apart.

    Raises:
        InvalidValueError: when what it counts cannot be taken apart so.
    """

    def __init__(self, indicator: BoundIndicator, by: tuple[GroupBy, ...]) -> None:
        self.indicator = indicator
        self.by = by
        definition = indicator.definition
        for one in by:
            if one not in definition.can_be_by:
                raise InvalidValueError(where="by", wanted=f"what {definition.counts} can be grouped by", got=one)
        self.bands = AgeBands(definition.ages) if definition.ages else AGE_BANDS

    def keys_of(self, unit: Unit, *, is_anonymous: bool) -> tuple[Key, ...]:
        """Return the group of a unit, or each of its groups."""
        if not self.by:
            return ()
        keys: list[Key] = [()]
        for by in self.by:
            # Of one who is anonymous only the sex is counted, and the programme that counts her.
            values = (None,) if is_anonymous and by not in _OF_ANONYMOUS else unit.groups(by, self.bands)
            keys = [(*key, value) for key in keys for value in values]
        return tuple(keys)

    def place_of(self, key: Key) -> tuple[tuple[int, str], ...]:
        """Return where a group stands among the others: in the order of its list, what is unknown last."""
        return tuple(self._place(by, value) for by, value in zip(self.by, key, strict=True))

    def _place(self, by: GroupBy, value: str | None) -> tuple[int, str]:
        if value is None:
            return _LAST, ""
        order = self.order(by)
        return (order.index(value) if value in order else len(order)), value

    def order(self, by: GroupBy) -> tuple[str, ...]:
        """Return the groups that there are, in the order of their list; without any list, by name."""
        match by:
            case GroupBy.AGE:
                return self.bands.names
            case GroupBy.SEX:
                return tuple(self.indicator.vocabulary.lists["sexes"])
            case GroupBy.PARTY:
                return tuple(self.indicator.vocabulary.agencies.parties)
            case GroupBy.PROGRAMME:
                return tuple(self.indicator.programmes)
            case GroupBy.AGENCY | GroupBy.REFERRED_BY:
                return tuple(self.indicator.vocabulary.agencies.agencies)
            case GroupBy.RESIDENCE:
                return ()
            case _ as never:
                assert_never(never)


_LAST: Final = 1_000_000
_OF_ANONYMOUS: Final = (GroupBy.SEX, GroupBy.PROGRAMME)
