"""Which figures are hidden beside the small ones, so that no small one can be reckoned (*sekundär undertryckning*).

Small figures are hidden first. Then, for one figure at a time for which too few values are possible, the cheapest
change that would let it take others is sought, by linear programming over the printed figures that may be hidden; those
that the change touches are hidden too. In the end each of these is shown again if that does no harm, the greatest
first. Every step is checked by the exact audit of :mod:`samverkan.disclosure.feasibility`.

To find the least possible loss is a hard problem (the *cell suppression problem*; M. Fischetti and J. J. Salazar, 2000,
*Models and algorithms for optimizing cell suppression in tabular data with linear constraints*). This is a cheap way to
a good choice, not to the best. It depends on the figures and their keys, never on the order in which they are given.
"""

from collections.abc import Iterable, Iterator, Mapping
from math import floor
from typing import Final

import attrs

from samverkan.disclosure.feasibility import Feasibility
from samverkan.disclosure.pivots import Walker
from samverkan.disclosure.publications import Group, Key, Publication, Sum, groups_of
from samverkan.disclosure.shares import ShareOf

__all__ = ["Figures", "Hiding", "Suppressor"]

_NODES: Final = 300
_FEW: Final = 60
"""How many values are tried for a figure when walks do not suffice; then it counts as not shown to be safe."""


@attrs.frozen(kw_only=True, repr=False)
class Figures:
    """All figures of what is to be published, with their values.

    * ``values``: each figure, printed or not.
    * ``sums``: which are sums of which.
    * ``printed``: those to be printed, as far as they need not be hidden.
    * ``never_beside``: of those, which may not be hidden for the sake of others.
    * ``beside_last``: of those, which are hidden for the sake of others only where nothing else will do.
    * ``shares``: the shares to be printed.
    """

    values: Mapping[Key, int]
    sums: tuple[Sum, ...]
    printed: frozenset[Key]
    never_beside: frozenset[Key] = frozenset()
    beside_last: frozenset[Key] = frozenset()
    shares: frozenset[ShareOf] = frozenset()

    def publication(self, hidden: Iterable[Key], hidden_shares: Iterable[ShareOf]) -> Publication:
        """Return what is printed when these are hidden; a share of something hidden is hidden with it."""
        printed = self.printed.difference(hidden)
        shares = [
            share
            for share in sorted(self.shares.difference(hidden_shares), key=repr)
            if not {share.part, share.whole} & (self.printed - printed)
        ]
        return Publication(
            printed={key: self.values[key] for key in sorted(printed, key=repr)},
            not_printed=self.values.keys() - printed,
            sums=self.sums,
            shares={share: share.printed(self.values[share.part], self.values[share.whole]) for share in shares},
        )


@attrs.frozen(kw_only=True)
class Hiding:
    """What is hidden: small itself, or for the sake of others; and what could not be protected (``exposed``)."""

    primary: frozenset[Key]
    complementary: frozenset[Key]
    shares: frozenset[ShareOf]
    exposed: Key | None

    @property
    def hidden(self) -> frozenset[Key]:
        """All figures that are hidden."""
        return self.primary | self.complementary


class Suppressor:
    """Hides small figures, and others beside them until at least *protection* values are possible for each.

    Figures from *smallest* to *largest* are small, both included. What has been audited is remembered.
    """

    def __init__(self, *, smallest: int, largest: int, protection: int) -> None:
        self.small = range(smallest, largest + 1)
        self.protection = protection
        self._audited: dict[tuple[Group, frozenset[Key], int], tuple[Key, ...]] = {}

    def hide(self, figures: Figures, *, may_drop: frozenset[ShareOf] = frozenset()) -> Hiding:
        """Return what is hidden; the shares of *may_drop* may be hidden for the sake of figures."""
        primary = frozenset(key for key in figures.printed if figures.values[key] in self.small)
        beside: set[Key] = set()
        shares: set[ShareOf] = set()
        exposed: Key | None = None
        safe: set[Key] = set()  # What is safe stays so while more is hidden.
        while exposed is None and (found := self.exposed(figures, primary | beside, shares, safe)):
            target = min(found, key=lambda key: (figures.values[key], repr(key)))
            more = self._beside(figures, primary | beside, target)
            if more:
                beside |= more
            elif may_drop - shares:
                shares |= may_drop
            else:
                exposed = target
        if exposed is None:
            self._show_again(figures, primary, beside, shares)
        return Hiding(primary=primary, complementary=frozenset(beside), shares=frozenset(shares), exposed=exposed)

    def exposed(self, figures: Figures, hidden: Iterable[Key], shares: Iterable[ShareOf], safe: set[Key]) -> list[Key]:
        """Return the figures that must be protected and are not: hidden ones, and small ones that are not printed.

        Those that are *safe* are passed over, and those that are found to be are added to them.
        """
        found: list[Key] = []
        for group, values, guarded in self._guarded(figures, hidden, shares):
            exposed = self._exposed_in(group, values, guarded - safe)
            safe |= guarded.difference(exposed)
            found += exposed
        return found

    def is_safe(self, figures: Figures, hidden: Iterable[Key], shares: Iterable[ShareOf]) -> bool:
        """Whether nothing is exposed."""
        return not any(
            # What would take a search to show is taken for not safe where that would be a search for each of many.
            self._exposed_in(*one, nodes=_NODES if len(one[0].keys) <= _FEW else 0)
            for one in self._guarded(figures, hidden, shares)
        )

    def _guarded(
        self, figures: Figures, hidden: Iterable[Key], shares: Iterable[ShareOf]
    ) -> Iterator[tuple[Group, Mapping[Key, int], frozenset[Key]]]:
        """Yield the groups of figures that hang together, with their values and which of them must be protected."""
        hidden = frozenset(hidden)
        for group in groups_of(figures.publication(hidden, shares)):
            values = {key: figures.values[key] for key in group.keys}
            yield group, values, frozenset(key for key, value in values.items() if key in hidden or value in self.small)

    def _exposed_in(
        self, group: Group, values: Mapping[Key, int], guarded: frozenset[Key], *, nodes: int = _NODES
    ) -> tuple[Key, ...]:
        if not guarded:
            return ()
        known = self._audited.get((group, guarded, nodes))
        if known is None:
            wanted = [place for place, key in enumerate(group.keys) if key in guarded]
            start = [values[key] for key in group.keys]
            feasibility = Feasibility(group.system, start, nodes=nodes, wanted=wanted)
            known = tuple(group.keys[place] for place in wanted if not feasibility.has(place, self.protection))
            self._audited[group, guarded, nodes] = known
        return known

    def _show_again(self, figures: Figures, primary: frozenset[Key], beside: set[Key], shares: set[ShareOf]) -> None:
        """Show what need not be hidden after all: shares first, then the greatest figures."""
        for share in sorted(shares, key=repr):
            if self.is_safe(figures, primary | beside, shares - {share}):
                shares.discard(share)
        for key in sorted(beside, key=lambda key: (key not in figures.beside_last, -figures.values[key], repr(key))):
            if self.is_safe(figures, primary | (beside - {key}), shares):
                beside.discard(key)

    # --- What to hide beside ------------------------------------------------------------------------

    def _beside(self, figures: Figures, hidden: frozenset[Key], target: Key) -> frozenset[Key]:
        """Return what to hide so that *target* can take enough values; nothing where nothing more would help."""
        settled = figures.printed & figures.never_beside - hidden
        publication = Publication(
            printed={key: figures.values[key] for key in settled},
            not_printed=figures.values.keys() - settled,
            sums=figures.sums,
        )
        group = next(group for group in groups_of(publication) if target in group.keys)
        room = _Room(figures, group, hidden)
        upwards, reached = room.change(target, self.protection - 1)
        missing = self.protection - 1 - reached
        downwards, reached = room.change(target, -missing) if missing else (frozenset[Key](), 0)
        return upwards | downwards if reached == missing else frozenset()


class _Room:
    """How a group of figures can change, and at what loss for the reader."""

    def __init__(self, figures: Figures, group: Group, hidden: frozenset[Key]) -> None:
        self.figures = figures
        self.group = group
        self.shown = [(place, key) for place, key in enumerate(group.keys) if key in figures.printed - hidden]

    def change(self, target: Key, by: int) -> tuple[frozenset[Key], int]:
        """Change *target* by so much, or as far as can be, at the least loss.

        Return the printed figures that change with it, and by how much it changed.
        """
        figures, keys = self.figures, self.group.keys
        start = [figures.values[key] for key in keys]
        least: list[int | None] = [0] * len(start)
        most: list[int | None] = [None] * len(start)
        place = keys.index(target)
        if by > 0:
            most[place] = start[place] + by
        else:
            least[place] = max(0, start[place] + by)
        equations = [dict(each.terms) for each in self.group.system.equal]
        losses = dict(self._losses())
        gain: dict[int, int] = {place: (1 if by > 0 else -1) * 10 * (1 + sum(losses.values()))}
        for changed, _ in self.shown:
            # What a figure changes by is so much more, less so much less; either is a loss.
            more, less = len(start), len(start) + 1
            equations.append({changed: 1, more: -1, less: 1})
            gain[more] = gain[less] = -losses[changed]
            start += [0, 0]
            least += [0, 0]
            most += [None, None]
        whole = len(start)
        walker = Walker(
            [*start, 0], least=[*least, None], most=[*most, None], equations=[*equations, {whole: -1, **gain}]
        )
        for _ in walker.walk(whole, up=True):
            pass
        touched = frozenset(key for changed, key in self.shown if walker.at[changed] != start[changed])
        return touched, abs(floor(walker.at[place]) - start[place])

    def _losses(self) -> Iterator[tuple[int, int]]:
        """Yield what a reader loses by each figure that is shown: the greater, the more, and totals most of all."""
        values = self.figures.values
        inside = 1 + sum(values[key] + 1 for _, key in self.shown if key not in self.figures.beside_last)
        for place, key in self.shown:
            yield place, (values[key] + 1) * (inside if key in self.figures.beside_last else 1)
