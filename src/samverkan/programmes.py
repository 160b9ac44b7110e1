"""Programmes as data: what a programme file says.

A programme taken from a model is bound to it; see :mod:`samverkan.bound_programmes`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

import attrs

from samverkan.dates import Span
from samverkan.errors import InvalidValueError, UnknownNameError, each, located
from samverkan.immutable import frozen_mapping, frozen_tuple
from samverkan.municipalities import municipality
from samverkan.rules.expressions import Condition
from samverkan.rules.parameters import Parameter
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

__all__ = ["Capacity", "Criterion", "Programme", "ProgrammeKind", "Reading", "ReferralRule", "Status"]


class ProgrammeKind(StrEnum):
    """What sort of thing a programme is (*insats, plattform, skyldighet, överenskommelse*).

    A predicate is none: it is a condition with a name, such as when a party is in the process.
    """

    PLATFORM = "platform"
    INTERVENTION = "intervention"
    DUTY = "duty"
    AGREEMENT = "agreement"
    PREDICATE = "predicate"


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
    On days outside ``in_force`` there is no such criterion.
    """

    id: str
    rule: str | Condition
    text: Text
    source: Source
    not_met: Text | None = None
    unknown: Text | None = None
    in_force: Span = attrs.field(factory=Span)


@attrs.frozen(kw_only=True)
class Reading:
    """A named way of reading an ambiguous source (*läsning*).

    It replaces ``parameters``, drops criteria by id and adds ``criteria``, one of an id that exists
    in its place. With ``listed_only`` it says anew whether nobody but those who are listed may refer.
    ``assumed`` marks what no source says.
    """

    id: str
    text: Text | None = None
    source: Source = ASSUMED
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict[str, Parameter], converter=frozen_mapping)
    listed_only: bool | None = None
    drops: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    criteria: tuple[Criterion, ...] = attrs.field(default=(), converter=frozen_tuple)

    @property
    def is_assumed(self) -> bool:
        """Whether no document says it."""
        return self.source.is_assumed

    @property
    def is_about_referrals(self) -> bool:
        """Whether it is about who may refer and nothing else, so that no criterion is another under it."""
        return self.listed_only is not None and not (self.parameters or self.drops or self.criteria)


@attrs.frozen(kw_only=True)
class Capacity:
    """How many a programme has room for, or is thought to be for, as the source has it.

    ``count``, or from ``least`` to ``most``, ``of`` participants or of something else such as
    coaches; ``per`` year where that is said. An estimate is an estimate: it refuses nobody.

    Raises:
        InvalidValueError: when there is neither a count nor both bounds.
    """

    of: Text
    source: Source
    count: int | None = None
    least: int | None = None
    most: int | None = None
    per: Literal["year"] | None = None
    estimate: bool = False

    def __attrs_post_init__(self) -> None:
        given = (self.count is not None, self.least is not None, self.most is not None)
        if given not in {(True, False, False), (False, True, True)} or (self.least or 0) > (self.most or 0):
            raise InvalidValueError(where="count", wanted="a count, or a least and a most", got="something else")


@attrs.frozen(kw_only=True)
class ReferralRule:
    """Who may refer to a programme, and what must be there when it is done (*remissväg*).

    * ``by``: agencies and parties, ``profession:`` and a profession, ``forum:`` and a forum, and ``self``.
    * ``listed_only``: whether the source says that nobody else may. Where it does not, it is unknown of others.
    * ``consents``: the kinds of consent that there must be. One that lifts secrecy is to let the one who refers
      tell those who receive.
    * ``spoken_to``: whether the person must have been spoken to before (*vidtalad*).
    * ``criteria``: what else must be known or hold, each as a criterion of the referral.
    """

    by: tuple[str, ...] = attrs.field(converter=frozen_tuple)
    source: Source
    listed_only: bool = False
    consents: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    spoken_to: bool = False
    criteria: tuple[Criterion, ...] = attrs.field(default=(), converter=frozen_tuple)


def _kommuner(names: "tuple[str, ...]") -> "tuple[str, ...]":
    return located("area", lambda given: tuple(each(given, lambda name: municipality(name).name)), names)


@attrs.frozen(kw_only=True)
class Programme:
    """A programme as its file says it (*insats, projekt, plattform*).

    * ``criteria``: what must all be met, in the order in which they are told.
    * ``readings``: the ways of reading the source; the first is the default.
    * ``owners``: the agencies that are responsible for it; ``performers`` carry it out.
    * ``parties``: the parties that coordinate in it.
    * ``in_force``: from when to when; a period that the source does not state is open.
    * ``area``: the kommuner where it works. It is no criterion: that she lives there must be said by one.
    * ``capacity``: how many there is room for, as the source has it.
    * ``referral``: who may refer to it, and how; ``None`` where the source does not say.
    * ``lead_times``: the ids of the lead times that are its own.
    * ``open_questions``: what the source leaves open.
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
    performers: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    parties: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    in_force: Span = attrs.field(factory=Span)
    area: tuple[str, ...] = attrs.field(default=(), converter=_kommuner)
    capacity: tuple[Capacity, ...] = attrs.field(default=(), converter=frozen_tuple)
    referral: ReferralRule | None = None
    lead_times: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    open_questions: tuple[Text, ...] = attrs.field(default=(), converter=frozen_tuple)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Who receives what is sent to it: those who own it, else those who carry it out; empty where nobody is."""
        return self.owners or self.performers

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
