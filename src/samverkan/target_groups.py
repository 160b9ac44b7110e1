"""Target groups (*målgrupper*): whom a kommun or a party describes as in need of coordination."""

from collections.abc import Mapping

import attrs

from samverkan.errors import InvalidValueError, located
from samverkan.immutable import frozen_mapping, frozen_tuple
from samverkan.municipalities import municipality
from samverkan.rules.expressions import Condition
from samverkan.rules.parameters import Parameter
from samverkan.sources import Source
from samverkan.texts import Text

__all__ = ["TargetGroup"]


def _kommun(name: str | None) -> str | None:
    return None if name is None else located("kommun", municipality, name).name


@attrs.frozen(kw_only=True)
class TargetGroup:
    """A group that a kommun or a party describes (*målgrupp*), with its priority where that is stated.

    1 is the highest ``priority``. Where the facts carry the description faithfully it has a
    ``rule``; else it is descriptive only, and nobody can be asked about it.

    Raises:
        InvalidValueError: when it is described by neither a kommun nor a party, or by both.
    """

    id: str
    name: Text
    source: Source
    kommun: str | None = attrs.field(default=None, converter=_kommun)
    party: str | None = None
    priority: int | None = None
    rule: str | Condition | None = None
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict[str, Parameter], converter=frozen_mapping)
    open_questions: tuple[Text, ...] = attrs.field(default=(), converter=frozen_tuple)

    def __attrs_post_init__(self) -> None:
        if (self.kommun is None) == (self.party is None):
            raise InvalidValueError(where="kommun", wanted="a kommun or a party", got="neither or both")
