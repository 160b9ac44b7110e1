"""Assessments (*bedömningar*): what an agency has found, and from when to when it stands."""

import attrs

from samverkan.agencies import as_agency_reference
from samverkan.errors import located
from samverkan.given import as_word
from samverkan.spells import Spell

__all__ = ["Assessment"]


def _by(value: str) -> str:
    return located("by", as_agency_reference, value)


def _finding(value: str) -> str:
    return located("finding", as_word, value)


@attrs.frozen(repr=False)
class Assessment(Spell):
    """What an agency has found about a person; it stands from ``since`` to ``until``, both included.

    ``finding`` is a word of the closed list of what is assessed: of the capacity to work ``yes``,
    ``no`` or ``to-be-clarified``. Two agencies may find different things, and both then stand; the
    one that an agency recorded last for a first day replaces what it had recorded for that day.

    >>> Assessment("AF", "no", since="2016-08-19").finding
    'no'
    """

    by: str = attrs.field(converter=_by)
    finding: str = attrs.field(converter=_finding)

    @property
    def key(self) -> str:
        """The agency that made it."""
        return self.by
