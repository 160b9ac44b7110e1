"""A goal for a share, compared with the exact share and never with a rounded one; and a sum with a stated most."""

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

import attrs

from samverkan.errors import Fault, InvalidRecordError
from samverkan.fields import identifier, named
from samverkan.given import as_number, as_records
from samverkan.intervals import Share
from samverkan.percentages import as_exact, as_percent
from samverkan.share_ranges import ShareRange

__all__ = ["Goal", "GoalLevel", "IndexPart", "IndexSum"]

_WHOLE = 100


class GoalLevel(StrEnum):
    """How a share lies to its goal; published reports have colours for them: green, orange and red."""

    REACHED = "reached"
    NEAR = "near"
    NOT_REACHED = "not_reached"


def _percent(value: Fraction | int) -> Fraction:
    return as_percent(value)


def _optional_percent(value: Fraction | int | None) -> Fraction | None:
    return None if value is None else _percent(value)


@attrs.frozen(field_transformer=named)
class Goal:
    """A goal in per cent for a share of answers. ``near`` is how many per cent units below it still counts as near.

    More is always better here, and the survey's owner sets the goal. The goal of an indicator
    (:class:`samverkan.indicators.Goal`) says which way is better and in which source it stands, of any number; it is
    reached or not, and never near.

    Without ``near`` nothing is near: what *nära målet* means in published reports no source says, so it is declared or
    it is not there.

    Raises:
        InvalidValueError: when one of them is not an exact number from 0 to 100. A ``float`` is not exact.

    >>> Goal(80).level(Share(159, 200)), Goal(80, near=5).level(Share(75, 95))
    (<GoalLevel.NOT_REACHED: 'not_reached'>, <GoalLevel.NEAR: 'near'>)
    """

    percent: Fraction = attrs.field(converter=_percent)
    near: Fraction | None = attrs.field(default=None, converter=_optional_percent, kw_only=True)

    def level(self, share: Share) -> GoalLevel | None:
        """Return how the exact share lies to the goal; ``None`` of nobody, for 0 of 0 is no share.

        >>> Goal(80).level(Share(0, 0)) is None
        True
        """
        exact = as_exact(share)
        if exact is None:
            return None
        if exact * _WHOLE >= self.percent:
            return GoalLevel.REACHED
        if self.near is not None and exact * _WHOLE >= self.percent - self.near:
            return GoalLevel.NEAR
        return GoalLevel.NOT_REACHED


def _points(value: int | None) -> int | None:
    return None if value is None else as_number(value, 0, None)


def _most(value: int) -> int:
    return as_number(value, 1, None)


@attrs.frozen(kw_only=True, field_transformer=named)
class IndexPart:
    """A part of a sum of points: how many it got, ``None`` while unknown, and how many it can get at most.

    Raises:
        InvalidValueError: when one is not a whole number; InvalidRecordError: when it got more than it can get.
    """

    id: str = attrs.field(converter=identifier)
    points: int | None = attrs.field(converter=_points)
    most: int = attrs.field(converter=_most)

    def __attrs_post_init__(self) -> None:
        if self.points is not None and self.points > self.most:
            raise InvalidRecordError([Fault("points", "no more than the most", "more")])


def _parts(value: Iterable[IndexPart]) -> tuple[IndexPart, ...]:
    return as_records(value, IndexPart)


@attrs.frozen(kw_only=True, field_transformer=named)
class IndexSum:
    """Points summed up against a most that is declared, as published impact indices do.

    The declared most must be what the parts can get together, so that a part that is left out is seen.

    Raises:
        InvalidRecordError: when it is not, or two parts have one id.

    >>> index = IndexSum(parts=[IndexPart(id="a", points=20, most=20), IndexPart(id="b", points=13, most=18)], most=38)
    >>> index.share, Goal(70).level(index.share)
    (Share(numerator=33, denominator=38), <GoalLevel.REACHED: 'reached'>)
    """

    parts: tuple[IndexPart, ...] = attrs.field(converter=_parts)
    most: int = attrs.field(converter=_most)

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        if len({one.id for one in self.parts}) < len(self.parts):
            faults.append(Fault("parts", "ids that differ", "the same one twice"))
        if sum(one.most for one in self.parts) != self.most:
            faults.append(Fault("most", "what the parts can get together", "another number"))
        if faults:
            raise InvalidRecordError(faults)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The ids of the parts whose points are unknown."""
        return tuple(one.id for one in self.parts if one.points is None)

    @property
    def share(self) -> Share | None:
        """The points of the most; ``None`` while a part is unknown, which never counts as no points."""
        known = [one.points for one in self.parts if one.points is not None]
        return Share(sum(known), self.most) if len(known) == len(self.parts) else None

    @property
    def share_range(self) -> ShareRange:
        """Between what it lies, whatever the unknown parts get."""
        known = sum(one.points or 0 for one in self.parts)
        open_ = sum(one.most for one in self.parts if one.points is None)
        return ShareRange(Fraction(known, self.most), Fraction(known + open_, self.most))
