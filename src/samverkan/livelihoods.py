"""Livelihoods (*försörjning*): what a person lives on, and from when to when."""

from typing import Final

import attrs

from samverkan.errors import located
from samverkan.given import as_number, as_word
from samverkan.spells import Spell

__all__ = ["Livelihood"]

_MOST_ORE: Final = 10**12


def _kind(value: str) -> str:
    return located("kind", as_word, value)


def _amount(value: int | None) -> int | None:
    return None if value is None else located("amount", lambda given: as_number(given, 0, _MOST_ORE), value)


@attrs.frozen(repr=False)
class Livelihood(Spell):
    """That a person has a benefit, a salary or the like, from ``since`` to ``until``, both included.

    ``kind`` is a word of the closed list ``livelihoods``. ``amount`` is in öre, for the whole spell,
    and plays no part in rules.

    >>> Livelihood("economic-assistance", since="2014-01-01", until="2014-01-31").kind
    'economic-assistance'
    """

    kind: str = attrs.field(converter=_kind)
    amount: int | None = attrs.field(default=None, converter=_amount, kw_only=True)

    @property
    def key(self) -> str:
        """The kind."""
        return self.kind
