"""Programmes as data: what a programme file says.

A programme taken from a model is bound to it; see :mod:`samverkan.bound_programmes`.
"""

from collections.abc import Mapping
from enum import StrEnum

import attrs

from samverkan.dates import Span
from samverkan.errors import UnknownNameError
from samverkan.immutable import frozen_mapping, frozen_tuple
from samverkan.rules.expressions import Condition
from samverkan.rules.parameters import Parameter
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

__all__ = ["Criterion", "Programme", "ProgrammeKind", "Reading", "Status"]


class ProgrammeKind(StrEnum):
    """What sort of thing a programme is (*insats, plattform, skyldighet, överenskommelse*)."""

    PLATFORM = "platform"
    INTERVENTION = "intervention"
    DUTY = "duty"
    AGREEMENT = "agreement"


class Status(StrEnum):
    """How far the source shows the programme to have come."""

    ADOPTED = "adopted"
    PLANNED = "planned"
    PROPOSED = "proposed"
    EXAMPLE = "example"
    WISHED = "wished"
    ENDED = "ended"


@attrs.frozen(kw_only=True)
class Criterion:
    """A rule with an id, texts and a source (*villkor*).

    The texts are phrases that follow *the person*: ``text`` says that the criterion is met,
    ``not_met`` that it is not, and ``unknown`` follows *whether the person*. They are templates over
    the programme's parameters, and a number that the rule reads may not be written out in them.
    """

    id: str
    rule: str | Condition
    text: Text
    source: Source
    not_met: Text | None = None
    unknown: Text | None = None


@attrs.frozen(kw_only=True)
class Reading:
    """A named way of reading an ambiguous source (*läsning*).

    It replaces ``parameters``, drops criteria by id and adds ``criteria``, one of an id that exists
    in its place. ``assumed`` marks what no source says.
    """

    id: str
    text: Text | None = None
    source: Source = ASSUMED
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict[str, Parameter], converter=frozen_mapping)
    drops: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    criteria: tuple[Criterion, ...] = attrs.field(default=(), converter=frozen_tuple)

    @property
    def is_assumed(self) -> bool:
        """Whether no document says it."""
        return self.source.is_assumed


@attrs.frozen(kw_only=True)
class Programme:
    """A programme as its file says it (*insats, projekt, plattform*).

    The first of ``readings`` is the default. A period that the source does not state is open.
    """

    id: str
    kind: ProgrammeKind
    status: Status
    name: Text
    criteria: tuple[Criterion, ...] = attrs.field(converter=frozen_tuple)
    readings: tuple[Reading, ...] = attrs.field(converter=frozen_tuple)
    source: Source
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict[str, Parameter], converter=frozen_mapping)
    owners: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    in_force: Span = attrs.field(factory=Span)
    open_questions: tuple[Text, ...] = attrs.field(default=(), converter=frozen_tuple)

    def reading(self, name: str | None = None) -> Reading:
        """Return the reading of that name, the default one without a name.

        Raises:
            UnknownNameError: when there is none of that name.
        """
        if name is None:
            return self.readings[0]
        for reading in self.readings:
            if reading.id == name:
                return reading
        raise UnknownNameError("reading", name, (reading.id for reading in self.readings))
