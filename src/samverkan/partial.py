"""Values known in part: a number between two bounds, a set known member by member."""

from collections.abc import Mapping

import attrs

from samverkan.immutable import frozen_set

__all__ = ["Bounds", "Members", "compare"]


@attrs.frozen(repr=False)
class Bounds:
    """A number of which only the least and the most that it can be are known."""

    least: int
    most: int

    def __repr__(self) -> str:
        return "<Bounds>"


@attrs.frozen(repr=False)
class Members:
    """A set known member by member: some are ``inside``, of some it is ``unknown``, the rest are not in it.

    >>> members = Members(inside={"AF"}, unknown={"region"})
    >>> members.has("AF"), members.has("region"), members.has("FK")
    (True, None, False)
    """

    inside: frozenset[str] = attrs.field(default=frozenset(), converter=frozen_set)
    unknown: frozenset[str] = attrs.field(default=frozenset(), converter=frozen_set)
    least: int = attrs.field(init=False, eq=False)
    most: int = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "unknown", self.unknown - self.inside)
        object.__setattr__(self, "least", len(self.inside))
        object.__setattr__(self, "most", len(self.inside) + len(self.unknown))

    def has(self, member: str) -> bool | None:
        """Whether *member* is in the set: true, false, or ``None`` where that is unknown."""
        if member in self.inside:
            return True
        return None if member in self.unknown else False

    def __repr__(self) -> str:
        return "<Members>"

    def told(self) -> Mapping[str, list[str]]:
        """Return the set as it is written in JSON, sorted."""
        return {"in": sorted(self.inside), "unknown": sorted(self.unknown)}


def compare(left_least: float, left_most: float, operator: str, right_least: float, right_most: float) -> bool | None:
    """Compare two numbers of which only bounds are known; ``None`` where the bounds do not settle it.

    >>> compare(15, 16, ">=", 16, 16) is None, compare(16, 17, ">=", 16, 16), compare(14, 15, ">=", 16, 16)
    (True, True, False)
    """
    match operator:
        case "<":
            return True if left_most < right_least else False if left_least >= right_most else None
        case "<=":
            return True if left_most <= right_least else False if left_least > right_most else None
        case ">":
            return compare(right_least, right_most, "<", left_least, left_most)
        case ">=":
            return compare(right_least, right_most, "<=", left_least, left_most)
        case "==":
            if left_most < right_least or right_most < left_least:
                return False
            return True if left_least == left_most == right_least == right_most else None
        case "!=":
            same = compare(left_least, left_most, "==", right_least, right_most)
            return None if same is None else not same
        case _:
            raise ValueError(operator)
