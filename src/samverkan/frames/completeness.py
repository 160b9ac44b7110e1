"""How far the list of a person's spells is whole, as columns of the people tell it."""

from collections.abc import Mapping

import attrs
import narwhals.stable.v2 as nw

from samverkan.agencies import Agencies
from samverkan.rules.column_pairs import Expr, any_of

__all__ = ["Completeness"]


@attrs.frozen(eq=False)
class Completeness:
    """How far a list is whole.

    * ``column``: the Boolean column that says it of the whole list, if there is one.
    * ``parts``: the columns that say it of an agency or a party, by its id.
    * ``listing``: a column that is null where there is no list at all, and so nothing is whole.
    """

    column: str | None = None
    parts: Mapping[str, str] = attrs.field(factory=dict[str, str])
    listing: str | None = None

    @property
    def whole(self) -> Expr:
        """Where the whole list is said to be whole."""
        return self._truth(self.column)

    def is_whole(self, has_rows: Expr) -> Expr:
        """Return where a list is whole that is so when it is there, unless it is said not to be."""
        if self.column is None:
            return has_rows
        said = nw.col(self.column)
        return said.fill_null(value=False) | (said.is_null() & has_rows)

    def named(self, part: str) -> Expr:
        """Return where the list is said to be whole for an agency or a party."""
        return self._truth(self.parts.get(part))

    def settles(self, unit: str, register: Agencies) -> Expr:
        """Return where the list is said to be whole for an agency, or for its party."""
        party = register.agencies[unit].party
        return any_of(self.named(part) for part in (unit, party) if part is not None)

    def _truth(self, column: str | None) -> Expr:
        if column is None:
            return nw.lit(value=False)
        truth = nw.col(column).fill_null(value=False)
        return truth if self.listing is None else truth & ~nw.col(self.listing).is_null()
