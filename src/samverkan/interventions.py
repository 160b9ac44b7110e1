"""Interventions as data: what one can be passed on to by a programme.

An intervention taken from a model is bound to it; see :mod:`samverkan.bound_interventions`.
"""

import attrs

from samverkan.immutable import frozen_tuple
from samverkan.programmes import Status
from samverkan.sources import Source
from samverkan.texts import Text

__all__ = ["Intervention"]


@attrs.frozen(kw_only=True)
class Intervention:
    """Something that people take part in and that has no criteria of its own (*insats, aktivitet*).

    * ``owners``: the agencies that are responsible for it; empty where the source does not say.
    * ``performers``: the agencies that carry it out, those without a party included.
    * ``workplaces``: the sorts of places where it is carried out, in words.
    * ``through``: the ids of the programmes that pass people on to it (*slussa*). Where there is
      none, the source does not say who may take part.

    >>> from samverkan.sources import Source
    >>> team = Intervention(
    ...     id="rehabkonsulentteamet",
    ...     name=Text(sv="Rehabkonsulentteamet", en="Rehabkonsulentteamet"),
    ...     status=Status.ADOPTED,
    ...     source=Source("S001", "en av aktiviteterna som individen slussas till"),
    ...     through=["en-vag-in"],
    ... )
    >>> team.through
    ('en-vag-in',)
    """

    id: str
    name: Text
    status: Status
    source: Source
    owners: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    performers: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    workplaces: tuple[Text, ...] = attrs.field(default=(), converter=frozen_tuple)
    through: tuple[str, ...] = attrs.field(default=(), converter=frozen_tuple)
    open_questions: tuple[Text, ...] = attrs.field(default=(), converter=frozen_tuple)
