"""The counts of figures as a reader puts them together: which are the same, and which are sums of which.

Figures over the same population share their totals. The whole is the sum of its groups, unless they overlap; where
figures are taken apart in two ways at once, the sums in each way hang together too, though nobody prints them.
"""

from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations
from typing import Final, TypeAlias, TypeVar

import attrs

from samverkan.disclosure.publications import Key, Sum
from samverkan.disclosure.shares import Rest, ShareOf
from samverkan.disclosure.suppression import Figures
from samverkan.errors import InvalidValueError
from samverkan.figures import Figure
from samverkan.immutable import frozen_mapping, frozen_set
from samverkan.indicators import Counted, GroupBy, Measure
from samverkan.protected_figures.count_terms import Among, CountTerms, Group
from samverkan.roundings import Rounding

__all__ = ["WHOLE", "FigureCounts", "Held", "of_figures"]

_Word = TypeVar("_Word", bound=Hashable)
Leaves: TypeAlias = Mapping[str, int]
"""The counts that others are sums of, by name."""
Below: TypeAlias = Mapping[tuple[GroupBy, ...], Mapping[tuple[str | None, ...], Leaves]]
"""Counts by what they are taken apart: in every way, in some, and as a whole."""


def _keys(value: Iterable[Key]) -> frozenset[Key]:
    return frozen_set(value)


def _by_count(value: Mapping[str, Key]) -> Mapping[str, Key]:
    return frozen_mapping(value)


@attrs.frozen(kw_only=True, repr=False)
class Held:
    """What is printed of a figure or of one of its groups: ``keys``, by the name of the count, and its ``share``.

    A count that is zero by what the figure is, such as what is pending of a number, has no key.
    """

    keys: Mapping[str, Key] = attrs.field(converter=_by_count)
    share: ShareOf | None = None


@attrs.frozen(kw_only=True, repr=False, eq=False)
class FigureCounts:
    """What figures hold: ``counts``, to be protected together; and what of them is printed where.

    * ``held``: what is printed, by the place of the figure and of its group; the whole is at ``WHOLE``.
    * ``of_wholes``: the keys of what is printed of wholes.
    * ``of_figure``: every key that a figure brings in, by its place.
    """

    counts: Figures
    held: Mapping[tuple[int, int], Held]
    of_wholes: frozenset[Key] = attrs.field(converter=_keys)
    of_figure: Mapping[int, frozenset[Key]]


def of_figures(
    figures: Mapping[int, Figure],
    with_groups: Iterable[int],
    *,
    decimals: int,
    rounding: Rounding,
    never_beside: frozenset[Key] = frozenset(),
) -> FigureCounts:
    """Return the counts of figures, by their places, as they hang together; the groups of some.

    Raises:
        InvalidValueError: when the figures cannot be of the same cases, since what is the same count is not.
    """
    share = ShareOf(part="", whole="", decimals=decimals, rounding=rounding)
    gathering = _Gathering(figures, frozenset(with_groups), share)
    shown = gathering.held.values()
    wholes = frozenset(key for (_, group), held in gathering.held.items() if group < 0 for key in held.keys.values())
    return FigureCounts(
        counts=Figures(
            values=gathering.values,
            sums=tuple(gathering.sums),
            printed=frozenset(key for held in shown for key in held.keys.values()),
            never_beside=never_beside,
            beside_last=wholes,
            shares=frozenset(held.share for held in shown if held.share is not None),
        ),
        held=frozen_mapping(gathering.held),
        of_wholes=wholes,
        of_figure=frozen_mapping({place: frozenset(keys) for place, keys in gathering.of_figure.items()}),
    )


# --- Putting together -------------------------------------------------------------------------------


class _Gathering:
    """Gathers the counts of figures, and the sums among them."""

    def __init__(self, figures: Mapping[int, Figure], with_groups: frozenset[int], share: ShareOf) -> None:
        self.values: dict[Key, int] = {}
        self.sums: dict[Sum, None] = {}
        self.held: dict[tuple[int, int], Held] = {}
        self.of_figure: dict[int, set[Key]] = {}
        self._share = share
        terms = {place: CountTerms.of(figure) for place, figure in figures.items()}
        # Numbers stand for words: they do not depend on the order of the figures.
        self._among = _numbered(among for one in terms.values() for among in one.every_among)
        self._rules = _numbered(one.rule for one in terms.values())
        # What is per inhabitant comes last: of how many it is, others may say.
        order = sorted(terms, key=lambda place: (terms[place].is_per_inhabitant, terms[place].among))
        below = {place: _below(terms[place], is_apart=place in with_groups) for place in order}
        self._first: dict[tuple[Among, str, Group], Among] = {}
        self._note_the_same([(terms[place], below[place]) for place in order])
        for place in order:
            self._current = self.of_figure.setdefault(place, set())
            self._take_in(place, terms[place], below[place])
        for place in order:
            self._current = self.of_figure[place]
            self._lie_within(terms[place], below[place])
        if any(self.values[each.total] != sum(self.values[part] for part in each.parts) for each in self.sums):
            raise _contradiction()

    def _note_the_same(self, terms: Iterable[tuple[CountTerms, Below]]) -> None:
        """Take those who meet the same rule for the same people, whoever is counted beside, if they are as many."""
        first: dict[tuple[str, str, Group, int], Among] = {}
        for one, below in terms:
            for some, groups in below.items():
                for values, counted in groups.items():
                    group = one.group(dict(zip(some, values, strict=True)))
                    among = first.setdefault((one.among.of, one.rule, group, counted.get("numerator", 0)), one.among)
                    self._first[one.among, one.rule, group] = among

    def _take_in(self, place: int, one: CountTerms, below: Below) -> None:
        """Take in the counts of a figure."""
        by = max(below, key=len)
        for some, groups in below.items():
            for number, (values, counted) in enumerate(groups.items()):
                held = self._held(one, one.group(dict(zip(some, values, strict=True))), counted)
                if not some:
                    self.held[place, WHOLE] = attrs.evolve(held, keys={**held.keys, **self._untold(one)})
                elif some == by:
                    self.held[place, number] = held
        for some in below:
            for each in some:
                rest = tuple(other for other in some if other is not each)
                if each is not GroupBy.PARTY and rest in below:
                    self._add_up(one, some, rest, below)

    def _lie_within(self, one: CountTerms, below: Below) -> None:
        """Note that those whose time is counted are of all, and those of a party of the whole."""
        for some, groups in below.items():
            for values in groups:
                group = one.group(dict(zip(some, values, strict=True)))
                if one.among.timed:
                    untimed = attrs.evolve(one, among=one.untimed)
                    self._part_of(self._number(one, group), self._number(untimed, group))
                if GroupBy.PARTY in some and tuple(by for by in some if by is not GroupBy.PARTY) in below:
                    rest: dict[GroupBy, str | None] = dict(zip(some, values, strict=True))
                    del rest[GroupBy.PARTY]
                    whole = one.group(rest)
                    for name in groups[values]:
                        if name != "rest" or one.definition.measure is Measure.DAYS:
                            self._part_of(self._leaf(one, group, name), self._leaf(one, whole, name))
                    self._part_of(self._number(one, group), self._number(one, whole))

    def _part_of(self, part: Key, whole: Key) -> None:
        """Note that a count is a part of another, where both are there."""
        if part in self.values and whole in self.values and part != whole:
            rest = self._is(Rest(part, whole), self.values[whole] - self.values[part])
            self._sum(whole, [part, rest])

    def _untold(self, one: CountTerms) -> Mapping[str, Key]:
        if one.definition.counts is Counted.PERSONS:
            return {}
        return {"untold": self._is(("untold",), one.figure.untold)}

    def _add_up(self, one: CountTerms, some: tuple[GroupBy, ...], rest: tuple[GroupBy, ...], below: Below) -> None:
        """Note that what stands by *some* adds up to what stands by the *rest* of it."""
        places = [some.index(each) for each in rest]
        groups: dict[tuple[str | None, ...], list[Group]] = {}
        for values in below[some]:
            group = one.group(dict(zip(some, values, strict=True)))
            groups.setdefault(tuple(values[place] for place in places), []).append(group)
        for values, counted in below[rest].items():
            whole = one.group(dict(zip(rest, values, strict=True)))
            for name in counted:
                self._sum(self._leaf(one, whole, name), [self._leaf(one, part, name) for part in groups[values]])

    def _held(self, one: CountTerms, group: Group, counted: Leaves) -> Held:
        """Take in the counts of a group, say how they hang together, and return what is printed of them."""
        measure = one.definition.measure
        leaves = {name: self._is(self._leaf(one, group, name), value) for name, value in counted.items()}
        known, number = self._key("known", one, group), self._number(one, group)
        of_rule = {name: key for name, key in leaves.items() if name in _OF_RULE}
        keys = {name: key for name, key in leaves.items() if name not in {"known", "rest"}}
        share = None
        if one.is_per_inhabitant:
            if known in self.values:  # Another figure says of how many it is.
                others = self.values[known] - sum(self.values[key] for key in of_rule.values())
                rest = self._is(self._key("rest", one, group, by_rule=True), others)
                self._sum(known, [*of_rule.values(), rest])
            return Held(keys=keys)
        if measure is not Measure.NUMBER:
            inside = [of_rule[name] for name in _INSIDE[measure]]
            denominator = self._is(self._denominator(one, group), sum(self.values[key] for key in inside))
            self._sum(denominator, inside)
            self._is(known, sum(self.values[key] for key in of_rule.values()))
            self._sum(known, [denominator, *(key for key in of_rule.values() if key not in inside)])
            keys["denominator"] = denominator
            if measure in {Measure.SHARE, Measure.KEPT}:
                share = attrs.evolve(self._share, part=keys["numerator"], whole=denominator)
        self._is(number, self.values[known] + counted["anonymous"])
        self._sum(number, [known, leaves["anonymous"]])
        if "perhaps" in leaves:
            everybody = attrs.evolve(one, among=one.everybody)
            total = self._is(self._key("total", everybody, group), self.values[number] + counted["perhaps"])
            self._sum(total, [number, leaves["perhaps"]])
        if measure is Measure.NUMBER:
            keys |= {"numerator": number, "denominator": number}
        if measure is Measure.MEAN:
            del keys["numerator"]  # What is printed as one is a sum; how many there are is the denominator.
        return Held(keys=keys, share=share)

    def _leaf(self, one: CountTerms, group: Group, name: str) -> Key:
        """Return the key of a count that others are sums of."""
        match name:
            case "numerator":
                return self._key(
                    name, attrs.evolve(one, among=self._first[one.among, one.rule, group]), group, by_rule=True
                )
            case "rest" if one.definition.measure is not Measure.DAYS:
                return Rest(self._leaf(one, group, "numerator"), self._denominator(one, group))
            case "perhaps" | "anonymous":
                # Whether somebody is counted at all is asked before any time is measured, and before who is anonymous.
                among = one.untimed if name == "anonymous" else attrs.evolve(one.untimed, personal="")
                return self._key(name, attrs.evolve(one, among=among), group)
            case _:
                return self._key(name, one, group, by_rule=name != "known")

    def _number(self, one: CountTerms, group: Group) -> Key:
        """Return the key of how many there are, whoever of them is anonymous to the figure."""
        return self._key("number", attrs.evolve(one, among=one.everybody), group)

    def _denominator(self, one: CountTerms, group: Group) -> Key:
        return self._key("denominator", one, group, by_rule=True)

    def _key(self, name: str, one: CountTerms, group: Group, *, by_rule: bool = False) -> Key:
        return name, self._among[one.among], self._rules[one.rule] if by_rule else "", group

    def _is(self, key: Key, value: int) -> Key:
        """Note what a count is."""
        self._current.add(key)
        if self.values.setdefault(key, value) != value:
            raise _contradiction()
        return key

    def _sum(self, total: Key, parts: Iterable[Key]) -> None:
        keys = tuple(sorted(parts, key=repr))
        if total not in keys:  # Of one programme alone, the whole and the group are the same.
            self.sums[Sum(total, keys)] = None


WHOLE: Final = -1
"""The place of the whole among the groups of a figure."""
_OF_RULE: Final = frozenset({"numerator", "rest", "unknown", "pending"})
_INSIDE: Final[Mapping[Measure, tuple[str, ...]]] = {
    Measure.SHARE: ("numerator", "rest"),
    Measure.MEAN: ("numerator",),
    Measure.KEPT: ("numerator", "rest"),
    Measure.DAYS: ("numerator", "rest", "pending"),
}
"""What makes up a denominator."""


def _contradiction() -> InvalidValueError:
    return InvalidValueError(where="figures", wanted="figures of the same cases", got="others")


def _numbered(words: Iterable[_Word]) -> Mapping[_Word, str]:
    return {word: str(number) for number, word in enumerate(sorted({*words}, key=repr))}


def _below(one: CountTerms, *, is_apart: bool) -> Below:
    """Return what has been counted: of the whole, of each group, and of groups that are taken apart in fewer ways."""
    figure = one.figure
    found: dict[tuple[GroupBy, ...], Mapping[tuple[str | None, ...], Leaves]] = {(): {(): _counted(one, figure)}}
    if not is_apart or not figure.parts:
        return found
    by = tuple(figure.parts[0].group)
    cells = {tuple(part.group[each] for each in by): _counted(one, part) for part in figure.parts}
    for size in range(1, len(by) + 1):
        for some in combinations(by, size):
            # Parties overlap: without them, what stands below does not add up.
            if GroupBy.PARTY not in by or GroupBy.PARTY in some:
                found[some] = _added(cells, [by.index(each) for each in some])
    return found


def _added(
    cells: Mapping[tuple[str | None, ...], Leaves], places: Iterable[int]
) -> Mapping[tuple[str | None, ...], Leaves]:
    kept = tuple(places)
    found: dict[tuple[str | None, ...], dict[str, int]] = {}
    for values, counted in cells.items():
        group = found.setdefault(tuple(values[place] for place in kept), dict.fromkeys(counted, 0))
        for name, value in counted.items():
            group[name] += value
    return found


def _counted(one: CountTerms, figure: Figure) -> Leaves:
    """Return the counts of a figure or a group that others are sums of; none that is zero by what the figure is."""
    found = {"anonymous": figure.anonymous}
    if one.among.population:
        found["perhaps"] = figure.perhaps
    measure = one.definition.measure
    if measure is Measure.NUMBER:
        return found | {"known": figure.numerator - figure.anonymous}
    found |= {"unknown": figure.unknown}
    if measure is Measure.MEAN:
        return found | {"numerator": figure.denominator}
    found |= {"numerator": figure.numerator}
    if one.is_per_inhabitant:
        return found
    rest = figure.denominator - figure.numerator
    if measure is Measure.SHARE:
        return found | {"rest": rest}
    within = figure.pending if measure is Measure.DAYS else 0
    return found | {"rest": rest - within, "pending": figure.pending}
