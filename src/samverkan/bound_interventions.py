"""Interventions bound to a model: with the programmes that pass people on to them."""

import attrs

from samverkan.bound_programmes import BoundProgramme
from samverkan.immutable import frozen_tuple
from samverkan.interventions import Intervention

__all__ = ["BoundIntervention"]


@attrs.frozen(eq=False, repr=False)
class BoundIntervention:
    """An intervention taken from a model, and ``through`` which of the model's programmes one gets there.

    It has no criteria of its own. Whoever meets those of a programme that passes people on to it can be passed on.
    """

    definition: Intervention
    through: tuple[BoundProgramme, ...] = attrs.field(default=(), converter=frozen_tuple)

    @property
    def id(self) -> str:
        """The intervention's id."""
        return self.definition.id

    def __repr__(self) -> str:
        return f"<BoundIntervention {self.id}>"
