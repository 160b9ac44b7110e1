"""Where a person is current, from her contacts: an agency and a party at a time, in three values."""

from collections.abc import Callable, Iterable

import attrs
import narwhals.stable.v2 as nw

from samverkan.agencies import Agencies, with_body
from samverkan.frames.completeness import Completeness
from samverkan.rules.column_pairs import Expr, Pair, all_of, any_of

__all__ = ["Listing", "pairs_of_agencies", "pairs_of_parties", "references"]


@attrs.frozen(eq=False)
class Listing:
    """What a list of contacts tells: of units, whether one is current; of a unit, whether it is listed or unheard of.

    A unit is listed when an entry names it without a body. It is unheard of when something of it
    had not been recorded by the day that is asked from, and it is not current.
    """

    inside: Callable[[Iterable[str]], Expr]
    listed: Callable[[str], Expr]
    unheard: Callable[[str], Expr]


def references(unit: str, register: Agencies) -> list[str]:
    """Return every way in which a contact can name an agency: plainly, or as that of a certain body."""
    bodies = register.bodies_of(register.agencies[unit].party)
    return [unit, *(with_body(unit, body) for body in bodies)]


def pairs_of_agencies(words: Iterable[str], listing: Listing, complete: Completeness, register: Agencies) -> list[Pair]:
    """Return where each agency is among those where she is current, and where it is not."""
    pairs: list[Pair] = []
    for unit in words:
        inside, unheard = listing.inside([unit]), listing.unheard(unit)
        settled = complete.whole | listing.listed(unit) | complete.settles(unit, register)
        pairs.append(Pair(inside, ~inside & ~unheard & settled))
    return pairs


def pairs_of_parties(words: Iterable[str], listing: Listing, complete: Completeness, register: Agencies) -> list[Pair]:
    """Return where she is current at an agency of each party, and where she is at none."""
    pairs: list[Pair] = []
    for party in words:
        units = register.of_party(party)
        inside = listing.inside(units)
        unheard = any_of([nw.lit(value=False), *(listing.unheard(unit) for unit in units)])
        settled = (complete.whole | complete.named(party)) & ~unheard
        if not register.parties[party].has_other_units and units:
            settled |= all_of(
                (listing.listed(unit) | complete.settles(unit, register)) & ~listing.unheard(unit) for unit in units
            )
        pairs.append(Pair(inside, ~inside & settled))
    return pairs
