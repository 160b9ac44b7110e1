"""Who works with whom, as they say it themselves, and the eight factors of collaboration."""

from samverkan.collaboration.eight_factors import Checklist, Factor, FactorLevel, Score, disagreements, factors
from samverkan.collaboration.maps import Asymmetry, CollaborationMap, NotDescribed, collaboration_in
from samverkan.collaboration.statements import About, Actor, Amount, Ease, Statement, Structure, Wish

__all__ = [
    "About",
    "Actor",
    "Amount",
    "Asymmetry",
    "Checklist",
    "CollaborationMap",
    "Ease",
    "Factor",
    "FactorLevel",
    "NotDescribed",
    "Score",
    "Statement",
    "Structure",
    "Wish",
    "collaboration_in",
    "disagreements",
    "factors",
]
