"""Contacts: where a person is current (*aktuell hos*)."""

import attrs

from samverkan.agencies import as_agency_reference
from samverkan.errors import located
from samverkan.spells import Spell

__all__ = ["Contact"]


def _agency(value: str) -> str:
    return located("agency", as_agency_reference, value)


@attrs.frozen(repr=False)
class Contact(Spell):
    """That a person is current at an agency (*aktuell hos*), from ``since`` to ``until``, both included.

    Without days she is so on every day. An entry recorded later with the same agency and first day
    replaces this one; ``void`` removes it.

    >>> Contact("kommun/IFO", since="2014-01-07").agency
    'kommun/IFO'
    """

    agency: str = attrs.field(converter=_agency)

    @property
    def key(self) -> str:
        """The agency."""
        return self.agency
