"""Kinds of livelihood and of occupation that count as one: public support, work, studies."""

from typing import Final

import attrs

from samverkan.immutable import frozen_set
from samverkan.sources import Source
from samverkan.texts import Text

__all__ = ["PUBLIC_SUPPORT", "STUDIES", "WORK", "KindClass"]


@attrs.frozen(kw_only=True)
class KindClass:
    """Kinds of livelihood or occupation that count as one, and who says so: words of the closed lists."""

    name: Text
    kinds: frozenset[str] = attrs.field(converter=frozen_set)
    source: Source


PUBLIC_SUPPORT: Final = KindClass(
    name=Text("offentlig försörjning", "public support"),
    # SUS: what unemployment funds, Försäkringskassan and the kommun pay to those whom work does not support, and
    # neither parental benefit nor pension. These are the eleven components of Försörjningsmåttet in S002.
    kinds={
        "sickness-benefit",
        "rehabilitation-benefit",
        "activity-compensation",
        "sickness-compensation",
        "unemployment-benefit",
        "activity-support",
        "development-allowance",
        "introduction-benefit",
        "introduction-supplement",
        "housing-benefit",
        "economic-assistance",
    },
    source=Source(document="susam.se"),
)
"""The livelihoods that are public support. Student aid is not among them: SUS names none that pays it."""

WORK: Final = KindClass(
    name=Text("arbete", "work"),
    kinds={"employment", "subsidised-employment", "own-business"},
    source=Source(document="susam.se"),
)
"""The occupations that are work."""

STUDIES: Final = KindClass(
    name=Text("studier", "studies"),
    kinds={"studies", "labour-market-training"},
    source=Source(document="susam.se"),
)
"""The occupations that are studies; SUS has labour-market training (*arbetsmarknadsutbildning*) among them."""
