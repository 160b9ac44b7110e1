"""What is printed together, and what can be reckoned from it (*bakvägsidentifiering*).

A publication is a set of figures: whole numbers, none below 0, each under a key of one's own. Some are printed. Others
are not, or are hidden, and are still there: a reader knows that women and men make up the total, whether or not all
three are printed. So a publication says which figures are sums of which (:class:`Sum`), and which shares are printed
beside them (:class:`~samverkan.disclosure.shares.ShareOf`), since a rounded share lets one reckon back as well.

:func:`audit` says of every figure that is not printed which values it can have, by everything that is. It goes by what
is printed and by nothing else, so it may be run on what others have printed.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from samverkan.disclosure.feasibility import Equation, Feasibility, Span, System
from samverkan.disclosure.shares import Rest, ShareOf
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, masked
from samverkan.immutable import frozen_mapping, frozen_set, frozen_tuple

__all__ = ["Audit", "Group", "Key", "Publication", "Sum", "audit", "groups_of", "in_order"]

Key = Hashable
K = TypeVar("K", bound=Hashable)


def _keys(keys: Iterable[Any]) -> tuple[Any, ...]:
    return frozen_tuple(keys)


def _mapping(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return frozen_mapping(mapping)


def _set(values: Iterable[Any]) -> frozenset[Any]:
    return frozen_set(values)


@attrs.frozen
class Sum:
    """A figure that is the sum of others, whether or not any of them is printed."""

    total: Key
    parts: tuple[Key, ...] = attrs.field(converter=_keys)


@attrs.frozen(kw_only=True, repr=False)
class Publication:
    """What is printed together, and how it hangs together.

    * ``printed``: the figures that are printed, each with its value.
    * ``not_printed``: figures that are not; those that stand in sums and shares are understood.
    * ``sums``: which figures are sums of which.
    * ``shares``: the shares that are printed; ``None`` is that of nobody.

    Raises:
        InvalidRecordError: when a figure is no whole number, 0 or more, or is both printed and not.
    """

    printed: Mapping[Key, int] = attrs.field(converter=_mapping)
    sums: tuple[Sum, ...] = attrs.field(default=(), converter=_keys)
    shares: Mapping[ShareOf, Decimal | None] = attrs.field(factory=dict[ShareOf, Decimal | None], converter=_mapping)
    not_printed: frozenset[Key] = attrs.field(default=frozenset[Key](), converter=_set)

    def __attrs_post_init__(self) -> None:
        faults = [
            Fault(f"printed[{place}]", "a whole number, 0 or more", masked(value))
            for place, value in enumerate(self.printed.values())
            if type(value) is not int or value < 0
        ]
        if self.not_printed & self.printed.keys():
            faults.append(Fault("not_printed", "figures that are not printed", "some that are"))
        if faults:
            raise InvalidRecordError(faults)

    def __repr__(self) -> str:
        return f"<Publication: {len(self.printed)} printed>"


@attrs.frozen
class Audit:
    """What can be known of each figure that is not printed; :func:`audit` makes it. It is for the agency's own eyes."""

    spans: Mapping[Key, Span] = attrs.field(converter=_mapping)

    def exposed(self, protection: int) -> Mapping[Key, Span]:
        """Return the figures for which fewer than *protection* values are shown to be possible."""
        return frozen_mapping({key: span for key, span in self.spans.items() if span.values < protection})


def audit(publication: Publication, *, count_to: int = 100, nodes: int = 2_000) -> Audit:
    """Return which values each figure that is not printed can have; they are counted to *count_to*.

    *nodes* limits the work for each: where it does not suffice, values count as impossible, never as possible.

    Raises:
        InvalidValueError: when the printed figures contradict each other, or no values that agree with them were found.

    Women and men make up a total of 23; that the women are 3 is hidden in vain, since the men are printed:

    >>> table = [Sum("all", ["women", "men"])]
    >>> audit(Publication(printed={"men": 20, "all": 23}, sums=table)).exposed(6)
    immutabledict({'women': Span(least=3, most=3, values=1, settled=True)})
    >>> audit(Publication(printed={"all": 23}, sums=table)).exposed(6)
    immutabledict({})
    """
    spans: dict[Key, Span] = {}
    for group in groups_of(publication):
        start = group.system.solution(nodes=max(nodes, 10_000))
        if start is None:
            raise InvalidValueError(where="publication", wanted="figures that can all be true", got="others")
        feasibility = Feasibility(group.system, start, nodes=nodes)
        for place, key in enumerate(group.keys):
            spans[key] = feasibility.span(place, count_to=count_to)
    return Audit(in_order(spans))


# --- Figures that hang together -------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Group:
    """Figures that are not printed and hang together, in order, and all that is known of them."""

    keys: tuple[Key, ...]
    system: System


def groups_of(publication: Publication) -> Iterator[Group]:
    """Yield the figures that are not printed, in groups that have nothing to do with each other.

    What stands in no group, because all of it is printed, makes a group of its own when it does not add up, so that it
    has no solution.
    """
    relations = list(_relations(publication))
    joined: dict[Key, Key] = {key: key for key in publication.not_printed}

    def root(key: Key) -> Key:
        while joined.setdefault(key, key) != key:
            joined[key] = key = joined[joined[key]]
        return key

    for terms, _, _ in relations:
        first = None
        for key in terms:
            first = root(key) if first is None else first
            joined[root(key)] = first
    members: dict[Key, list[Key]] = {}
    for key in joined:
        members.setdefault(root(key), []).append(key)
    known: dict[Key | None, list[tuple[Mapping[Key, int], int, bool]]] = {}
    for relation in relations:
        known.setdefault(root(next(iter(relation[0]))) if relation[0] else None, []).append(relation)
    if any(value > 0 or (value < 0 and equal) for _, value, equal in known.get(None, ())):
        yield _group((), known[None])
    for first, keys in members.items():
        yield _group(tuple(sorted(keys, key=repr)), known.get(first, ()))


def _group(keys: tuple[Key, ...], relations: Iterable[tuple[Mapping[Key, int], int, bool]]) -> Group:
    places = {key: place for place, key in enumerate(keys)}
    equal: dict[Equation, None] = {}
    at_least: dict[Equation, None] = {}
    for terms, value, is_equal in relations:
        equation = Equation(
            {places[key]: by for key, by in sorted(terms.items(), key=lambda term: places[term[0]])}, value
        )
        (equal if is_equal else at_least)[equation] = None
    system = System(
        unknowns=len(keys), equal=tuple(sorted(equal, key=_order)), at_least=tuple(sorted(at_least, key=_order))
    )
    return Group(keys=keys, system=system)


def _order(equation: Equation) -> tuple[tuple[tuple[int, int], ...], int]:
    return tuple(equation.terms.items()), equation.value


def _relations(publication: Publication) -> Iterator[tuple[Mapping[Key, int], int, bool]]:
    """Yield what is known: sums of what is not printed, their value, and whether it is that or at least that."""

    def relation(terms: Iterable[tuple[Key, int]], value: int, *, equal: bool) -> tuple[Mapping[Key, int], int, bool]:
        unknown: dict[Key, int] = {}
        for key, by in terms:
            printed = publication.printed.get(key)
            if printed is None:
                unknown[key] = unknown.get(key, 0) + by
            else:
                value -= by * printed
        return {key: by for key, by in unknown.items() if by}, value, equal

    for each in publication.sums:
        yield relation([(each.total, -1), *((part, 1) for part in each.parts)], 0, equal=True)
    for share, printed in publication.shares.items():
        part, whole = share.part, share.whole
        yield relation([(whole, -1), (part, 1), (Rest(part, whole), 1)], 0, equal=True)
        if printed is None:
            yield relation([(whole, 1)], 0, equal=True)
            continue
        yield relation([(whole, 1)], 1, equal=False)
        for of_part, of_whole, least in share.limits(printed):
            yield relation([(part, of_part), (whole, of_whole)], least, equal=False)


def in_order(by_key: Mapping[K, Any]) -> Mapping[K, Any]:
    """Return the same by keys in order, whatever their kind."""
    return frozen_mapping({key: by_key[key] for key in sorted(by_key, key=repr)})
