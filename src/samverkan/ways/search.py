"""The search for the ways in: as few steps as are enough, of which none can be spared."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import combinations, product
from typing import Any, TypeAlias

import attrs

from samverkan.answers import KnownValue
from samverkan.bound_programmes import Segment
from samverkan.casefiles import Individual
from samverkan.dated import Dated
from samverkan.outcomes import turns_of
from samverkan.rules.expressions import FactValue
from samverkan.rules.judges import Judge
from samverkan.rules.stretches import crossings
from samverkan.spells import Spells
from samverkan.ways.candidates import Asked, Given, Option, Root, Unit
from samverkan.ways.members import root_of

__all__ = ["Changed", "Chosen", "Few", "Search"]

Chosen: TypeAlias = tuple[tuple[Unit, Option], ...]
"""Steps but for waiting: each what it is about, and what comes of it."""


@attrs.frozen(eq=False)
class Changed:
    """A person as rules read her, with one fact given otherwise."""

    person: Individual
    name: str
    given: Given

    def fact(self, name: str) -> Dated[Any]:
        """Return a fact."""
        return self.given if name == self.name and isinstance(self.given, Dated) else self.person.fact(name)

    def spells(self, name: str) -> Spells[Any] | None:
        """Return a history."""
        return self.given if name == self.name and isinstance(self.given, Spells) else self.person.spells(name)


@attrs.frozen(eq=False)
class _Group:
    """Units that the rules treat alike on every day that matters: it is enough to say how many of them."""

    root: Root
    units: tuple[Unit, ...]


@attrs.frozen
class _Pick:
    """So many of a group, each with the same option."""

    group: _Group
    option: Option
    count: int


Keys: TypeAlias = Counter[tuple[_Group, Hashable]]


@attrs.frozen(eq=False)
class Few:
    """Steps that are enough on a day, with those that are alike counted and not listed."""

    on: date
    picks: tuple[_Pick, ...]

    @property
    def size(self) -> int:
        """The number of steps, waiting apart."""
        return sum(one.count for one in self.picks)

    @cached_property
    def keys(self) -> Keys:
        """The steps, of a question only that it is asked."""
        return _keys(self.picks)

    def listed(self) -> Iterator[Chosen]:
        """Yield the steps for each choice of those that are alike."""
        by_group: dict[_Group, list[_Pick]] = {}
        for pick in self.picks:
            by_group.setdefault(pick.group, []).append(pick)
        for parts in product(*(_listed(picks, group.units) for group, picks in by_group.items())):
            yield tuple(one for part in parts for one in part)


def _keys(picks: Iterable[_Pick]) -> Keys:
    keys: Keys = Counter()
    for pick in picks:
        keys[pick.group, pick.option.key] += pick.count
    return keys


def _listed(picks: Sequence[_Pick], units: Sequence[Unit]) -> Iterator[Chosen]:
    if not picks:
        yield ()
        return
    first, *rest = picks
    for some in combinations(units, first.count):
        for others in _listed(rest, [one for one in units if one not in some]):
            yield (*((unit, first.option) for unit in some), *others)


@attrs.frozen(eq=False, slots=False)
class Search:
    """Looks for the ways in of one person, of at most so many steps."""

    asked: Asked
    most: int

    @cached_property
    def roots(self) -> Mapping[str, Root]:
        """The given facts that the criteria rest on."""
        return {name: root_of(name, self.asked) for name in self.asked.programme.facts}

    @cached_property
    def days(self) -> Sequence[date]:
        """The day that is asked about, and each later one on which something known, or begun by an act, turns."""
        asked, programme = self.asked, self.asked.programme
        found = {*turns_of(asked.person, programme, asked.on, date.max, asked.known_on)}
        for name, root in self.roots.items():
            for given in root.acts_that_run():
                someone = Changed(asked.person, name, given)
                found.update(crossings(programme.compared, programme.vocabulary, someone, asked.known_on))
        return [asked.on, *sorted(day for day in found if day > asked.on)]

    @cached_property
    def _groups(self) -> Mapping[str, tuple[_Group, ...]]:
        return {name: tuple(self._alike(root)) for name, root in self.roots.items()}

    def _alike(self, root: Root) -> Iterator[_Group]:
        alike: dict[Hashable, list[Unit]] = {}
        for unit in root.units:
            alike.setdefault(root.likeness(unit, self.days), []).append(unit)
        yield from (_Group(root, tuple(units)) for units in alike.values())

    def fewest(self) -> list[Few]:
        """Return every choice of steps that is enough, of which none can be spared and the wait not be shortened.

        Those of the fewest steps first, waiting included; then those of the earliest day.
        """
        found: list[Few] = []
        enough_before: list[Keys] = []
        for day in self.days:
            here = self._on(day).fewest(self.most - (day > self.asked.on))
            found += [few for few in here if not any(keys <= few.keys for keys in enough_before)]
            enough_before += [few.keys for few in here]
            if any(not few.picks for few in here):
                break
        return sorted(found, key=lambda few: few.size + (few.on > self.asked.on))

    def can_be_met(self, criterion: str) -> bool:
        """Whether that criterion by itself can be met on some day with so many steps."""
        return any(self._on(day).can_be_met(criterion, self.most - (day > self.asked.on)) for day in self.days)

    def is_in_force(self) -> bool:
        """Whether the programme is in force on some day that is looked at."""
        return any(self.asked.programme.segment(day).is_in_force for day in self.days)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out of the search."""
        linked = {name for day in self.days for names in self._on(day).linked for name in names}
        return not linked and all(root.is_whole for root in self.roots.values())

    def _on(self, day: date) -> "_OnDay":
        found = self._seen.get(day)
        if found is None:
            found = self._seen[day] = _OnDay(self.asked, self._groups, day)
        return found

    @cached_property
    def _seen(self) -> dict[date, "_OnDay"]:
        return {}


@attrs.frozen(eq=False, slots=False)
class _OnDay:
    """What is enough on one day."""

    asked: Asked
    groups: Mapping[str, tuple[_Group, ...]]
    on: date

    @cached_property
    def segment(self) -> Segment:
        return self.asked.programme.segment(self.on)

    @cached_property
    def values(self) -> list[KnownValue]:
        return self.segment.compiled.read(self.asked.person, self.on, self.asked.known_on)

    @cached_property
    def _slots(self) -> Mapping[str, list[int]]:
        """The places of what is read of each given fact."""
        slots: dict[str, list[int]] = {}
        for slot, name in enumerate(self.segment.compiled.facts):
            slots.setdefault(self.asked.programme.vocabulary.given(name), []).append(slot)
        return slots

    @cached_property
    def linked(self) -> frozenset[frozenset[str]]:
        """The pairs of numbers that are compared with each other, where both could be found out or changed."""
        pairs = {
            frozenset({left.fact, right.fact})
            for left, _, right in self.asked.pairs(self.segment)
            if isinstance(left, FactValue) and isinstance(right, FactValue)
        }
        return frozenset(
            pair for pair in pairs if all(self._options(group) for one in pair for group in self.groups[one])
        )

    def fewest(self, most: int) -> list[Few]:
        """Return the fewest steps that are enough on this day, at most *most*."""
        if not self.segment.is_in_force:
            return []
        together: list[tuple[_Pick, ...]] = [()]
        for names, judges in self._components():
            parts = [*self._enough(names, judges, most)]
            together = [(*one, *part) for one in together for part in parts if _size(one) + _size(part) <= most]
        return [Few(self.on, picks) for picks in together]

    def can_be_met(self, criterion: str, most: int) -> bool:
        """Whether the criterion by itself can be met with so many steps; one that does not apply is no hindrance."""
        for judged, judge in zip(self.segment.criteria, self.segment.judges, strict=True):
            if judged.id == criterion:
                names = self._roots_of(judged.bound.facts)
                return any(True for _ in self._enough(names, [judge], most))
        return True

    def _roots_of(self, facts: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(map(self.asked.programme.vocabulary.given, facts)))

    def _components(self) -> Iterator[tuple[list[str], list[Judge]]]:
        """Yield the criteria that hang together by what they read, where one is not met; with what they read."""
        parts: list[tuple[list[str], list[Judge]]] = []
        for criterion, judge in zip(self.segment.criteria, self.segment.judges, strict=True):
            names, judges = self._roots_of(criterion.bound.facts), [judge]
            apart: list[tuple[list[str], list[Judge]]] = []
            for other in parts:
                if {*names} & {*other[0]}:
                    names, judges = [*dict.fromkeys([*other[0], *names])], [*other[1], *judges]
                else:
                    apart.append(other)
            parts = [*apart, (names, judges)]
        yield from (part for part in parts if any(judge(self.values) is not True for judge in part[1]))

    def _enough(self, names: Sequence[str], judges: Sequence[Judge], most: int) -> Iterator[tuple[_Pick, ...]]:
        """Yield the choices that are enough for those criteria, of which none can be spared, the smallest first."""
        groups = [group for name in names for group in self.groups[name]]
        found: list[Keys] = []
        for size in range(most + 1):
            enough: list[Keys] = []
            for picks in self._choices(groups, size):
                keys = _keys(picks)
                if not any(few <= keys for few in found) and self._is_enough(picks, judges):
                    enough.append(keys)
                    yield picks
            found += enough

    def _choices(self, groups: Sequence[_Group], size: int) -> Iterator[tuple[_Pick, ...]]:
        """Yield every choice of so many steps."""
        if size == 0:
            yield ()
            return
        for place, group in enumerate(groups):
            options = self._options(group)
            for count in range(1, min(size, len(group.units)) + 1):
                for counts in _divided(count, len(options)):
                    some = [_Pick(group, one, many) for one, many in zip(options, counts, strict=True) if many]
                    for others in self._choices(groups[place + 1 :], size - count):
                        yield (*some, *others)

    def _options(self, group: _Group) -> Sequence[Option]:
        found = self._found_options.get(group)
        if found is None:
            found = self._found_options[group] = [*group.root.options(group.units[0], self.on)]
        return found

    @cached_property
    def _found_options(self) -> dict[_Group, Sequence[Option]]:
        return {}

    @cached_property
    def _read(self) -> dict[tuple[tuple[_Group, Option, int], ...], list[tuple[int, KnownValue]]]:
        return {}

    def _is_enough(self, picks: Sequence[_Pick], judges: Sequence[Judge]) -> bool:
        by_root: dict[str, list[_Pick]] = {}
        for pick in picks:
            by_root.setdefault(pick.group.root.name, []).append(pick)
        if any(pair <= by_root.keys() for pair in self.linked):
            return False
        values = [*self.values]
        for name, some in by_root.items():
            for slot, value in self._read_with(name, some):
                values[slot] = value
        return all(judge(values) is True for judge in judges)

    def _read_with(self, name: str, picks: Sequence[_Pick]) -> list[tuple[int, KnownValue]]:
        """Read what is read of one given fact when that is chosen of it."""
        key = tuple((one.group, one.option, one.count) for one in picks)
        found = self._read.get(key)
        if found is None:
            chosen = next(Few(self.on, tuple(picks)).listed())
            someone = Changed(self.asked.person, name, picks[0].group.root.given(chosen, self.on))
            readers = self.segment.compiled.readers
            found = [(slot, readers[slot](someone, self.on, self.asked.known_on)) for slot in self._slots[name]]
            self._read[key] = found
        return found


def _size(picks: Iterable[_Pick]) -> int:
    return sum(one.count for one in picks)


def _divided(count: int, options: int) -> Iterator[tuple[int, ...]]:
    """Yield each way to divide so many among the options."""
    if options == 0:
        return
    if options == 1:
        yield (count,)
        return
    for first in range(count, -1, -1):
        yield from ((first, *rest) for rest in _divided(count - first, options - 1))
