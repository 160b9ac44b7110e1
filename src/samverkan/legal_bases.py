"""Legal bases other than consent: a statutory duty to tell, or the general clause. None is ever assumed."""

from datetime import date
from enum import StrEnum
from typing import Final, cast

import attrs

from samverkan.agencies import Agencies
from samverkan.consents import Standing
from samverkan.dates import check_order, was_recorded
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, masked
from samverkan.fields import (
    agencies,
    identifier,
    named,
    of_enum,
    optional_day,
    optional_identifier,
    optional_word,
    words,
)
from samverkan.scopes import Scope, scopes
from samverkan.sources import Source

__all__ = ["STRICT", "LegalBasis", "LegalBasisKind"]


class LegalBasisKind(StrEnum):
    """What a basis rests on."""

    STATUTORY_DUTY = "statutory-duty"
    """A statute says that it is to be told (*uppgiftsskyldighet*, OSL 10 kap. 28 §)."""
    GENERAL_CLAUSE = "general-clause"
    """The interest in telling plainly outweighs that in secrecy (*generalklausulen*, OSL 10 kap. 27 §).

    It opens nothing that health care or the social services keep secret, nor anything of an agency
    of which it is not stated under what provision it keeps its secrets.
    """


STRICT: Final = frozenset(
    {*(f"OSL 25:{number}" for number in range(1, 9)), *(f"OSL 26:{number}" for number in range(1, 7))}
)
"""The provisions that the general clause does not break: those of health care and of the social services."""


def _kind(value: LegalBasisKind | str) -> LegalBasisKind:
    return of_enum(value, LegalBasisKind)


def _source(value: Source) -> Source:
    if isinstance(cast("object", value), Source):
        return value
    raise InvalidValueError(wanted="a source", got=masked(value))


@attrs.frozen(repr=False, field_transformer=named)
class LegalBasis:
    """A basis in law for telling without consent, that an agency has stated in a case.

    ``from_``, ``to`` and ``categories`` say what it opens, ``since`` and ``until`` (both included) when it
    counts, and ``source`` which provision imposes the duty, or why the clause was held to apply.
    Where ``purpose`` or ``programme`` is left out, it counts for every one.

    Raises:
        InvalidValueError: when one field is not what it should be.
        InvalidRecordError: when it does not say from whom, to whom, what, since when or by what source.

    >>> duty = LegalBasis("b-1", kind="statutory-duty", from_=["FK"], to=["kommun"], categories=["livelihood"],
    ...                   since="2011-01-01", source=Source(document="SFB 110 kap."))
    >>> duty.kind
    <LegalBasisKind.STATUTORY_DUTY: 'statutory-duty'>
    """

    id: str = attrs.field(converter=identifier)
    kind: LegalBasisKind = attrs.field(converter=_kind, kw_only=True)
    from_: frozenset[str] = attrs.field(converter=agencies, kw_only=True)
    to: frozenset[str] = attrs.field(converter=agencies, kw_only=True)
    categories: frozenset[str] = attrs.field(converter=words, kw_only=True)
    purpose: str | None = attrs.field(default=None, converter=optional_word, kw_only=True)
    programme: str | None = attrs.field(default=None, converter=optional_identifier, kw_only=True)
    exceptions: tuple[Scope, ...] = attrs.field(default=(), converter=scopes, kw_only=True)
    since: date | None = attrs.field(converter=optional_day, kw_only=True)
    until: date | None = attrs.field(default=None, converter=optional_day, kw_only=True)
    recorded_on: date | None = attrs.field(default=None, converter=optional_day, kw_only=True)
    source: Source = attrs.field(converter=_source, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_order(self.since, self.until)
        faults = [
            Fault(name.removesuffix("_"), "what a legal basis must name", got="nothing")
            for name in ("from_", "to", "categories", "since")
            if not getattr(self, name)
        ]
        if self.source.is_assumed:
            faults.append(Fault("source", "the provision that it rests on", got="an assumption"))
        if faults:
            raise InvalidRecordError(faults)

    @property
    def scope(self) -> Scope:
        """What it opens."""
        return Scope(
            from_=self.from_,
            to=self.to,
            categories=self.categories,
            purposes=() if self.purpose is None else (self.purpose,),
            programmes=() if self.programme is None else (self.programme,),
            exceptions=self.exceptions,
        )

    def was_known(self, known_on: date | None) -> bool:
        """Whether it had been recorded by *known_on*."""
        return was_recorded(self.recorded_on, known_on)

    def standing(self, known_on: date | None = None) -> tuple[Standing, ...]:
        """Return the days on which it counts, if it had been recorded by *known_on*."""
        return (Standing(self.since, self.until, self.scope),) if self.was_known(known_on) else ()

    def reaches(self, unit: str, register: Agencies) -> bool:
        """Whether what it rests on can open what the agency *unit* of the register keeps secret."""
        if self.kind is LegalBasisKind.STATUTORY_DUTY:
            return True
        agency = register.agencies.get(unit)
        return agency is not None and agency.secrecy is not None and agency.secrecy not in STRICT

    def __repr__(self) -> str:
        return f"<LegalBasis: {self.kind}>"
