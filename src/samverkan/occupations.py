"""Occupations (*sysselsättning*): work and studies, and from when to when."""

import attrs

from samverkan.errors import located
from samverkan.given import as_percentage, as_word
from samverkan.spells import Spell

__all__ = ["Occupation"]


def _kind(value: str) -> str:
    return located("kind", as_word, value)


def _extent(value: int | None) -> int | None:
    return located("extent", as_percentage, value)


@attrs.frozen(repr=False)
class Occupation(Spell):
    """That a person works or studies, from ``since`` to ``until``, both included.

    ``kind`` is a word of the closed list ``occupations``. ``extent`` is in per cent of full time, 40
    hours a week, and plays no part in rules.

    >>> Occupation("studies", since="2016-08-22", extent=50).kind
    'studies'
    """

    kind: str = attrs.field(converter=_kind)
    extent: int | None = attrs.field(default=None, converter=_extent, kw_only=True)

    @property
    def key(self) -> str:
        """The kind."""
        return self.kind
