"""Disclosures: what one agency has told another, when, and on what basis."""

from collections.abc import Iterable
from datetime import date

import attrs

from samverkan.answers import Verdict
from samverkan.fields import agency, day, identifier, named, optional_day, optional_identifier, word, words

__all__ = ["Disclosure"]


def _facts(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words(value)))


@attrs.frozen(repr=False, field_transformer=named)
class Disclosure:
    """That one agency told another about a person (*utlämnande*): a sort of information, on a day, on a basis.

    It holds the names of the facts that were told and not what was told. It stands as of its day: a
    consent that is withdrawn later takes nothing back, and whether what was told still holds on a
    later day is not known.

    * ``sharer``, ``recipient``: the agencies; ``on``: the day.
    * ``category``, ``facts``: what was told; ``purpose``, ``programme``: for what.
    * ``basis``: the id of the consent or legal basis in the case file.

    >>> told = Disclosure("u-1", sharer="FK", recipient="AF", on="2016-11-28", category="contact", facts=["contacts"],
    ...                   purpose="coordination", basis="c-1")
    >>> told.stands(date(2016, 11, 28)), told.stands(date(2016, 11, 29))
    (<Verdict.MET: 'met'>, <Verdict.UNKNOWN: 'unknown'>)
    """

    id: str = attrs.field(converter=identifier)
    sharer: str = attrs.field(converter=agency, kw_only=True)
    recipient: str = attrs.field(converter=agency, kw_only=True)
    on: date = attrs.field(converter=day, kw_only=True)
    category: str = attrs.field(converter=word, kw_only=True)
    facts: tuple[str, ...] = attrs.field(default=(), converter=_facts, kw_only=True)
    purpose: str = attrs.field(converter=word, kw_only=True)
    programme: str | None = attrs.field(default=None, converter=optional_identifier, kw_only=True)
    basis: str = attrs.field(converter=identifier, kw_only=True)
    recorded_on: date | None = attrs.field(default=None, converter=optional_day, kw_only=True)

    def stands(self, on: date) -> Verdict:
        """Say whether what was told is known to hold on the day *on*: it is on its own day, and unknown on others."""
        return Verdict.MET if on == self.on else Verdict.UNKNOWN

    def __repr__(self) -> str:
        return "<Disclosure>"
