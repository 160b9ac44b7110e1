"""Assessments (*bedömningar*): what an agency has found, and from when to when it stands."""

import attrs

from samverkan.agencies import as_agency_reference
from samverkan.errors import located
from samverkan.given import as_word
from samverkan.spells import Spell

__all__ = ["Assessment"]


def _by(value: str | None) -> str | None:
    return None if value is None else located("by", as_agency_reference, value)


def _finding(value: str) -> str:
    return located("finding", as_word, value)


@attrs.frozen(repr=False)
class Assessment(Spell):
    """What an agency has found about a person; it stands from ``since`` to ``until``, both included.

    ``finding`` is a word of the closed list of what is assessed: of the capacity to work ``yes``,
    ``no`` or ``to-be-clarified``. Two agencies may find different things, and both then stand; of
    one agency's that which it recorded last holds, else that which began last. ``by`` is ``None``
    where it is not stated who made it.

    >>> Assessment("AF", "no", since="2016-08-19").finding
    'no'
    """

    by: str | None = attrs.field(converter=_by)
    finding: str = attrs.field(converter=_finding)

    @property
    def key(self) -> str:
        """The agency that made it; empty where that is not stated."""
        return self.by or ""
