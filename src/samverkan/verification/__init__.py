"""Proofs about rules: who falls between them, where they collide, what a new version changes.

Each function claims that there is nobody of a certain sort, and looks for somebody. What comes back
is a :class:`Proof`: the claim is proved, or here is a person of whom it does not hold, or it is
outside what can be proved and the proof says why. Everything is known of the people who are looked
at, unless a function is asked for ``unknowns``, and they keep to the model's constraints.

The solver is z3, from the extra ``proofs``. Without it every boundary class of people is tried,
which answers the same as long as the rules are small.
"""

from samverkan.verification.collisions import collisions
from samverkan.verification.comparisons import differences, equivalent, implies, only_within, overlaps, satisfiable
from samverkan.verification.gaps import gaps
from samverkan.verification.idle import constant_criteria, dead_criteria, idle_parameters
from samverkan.verification.inspections import review
from samverkan.verification.proofs import Description, Proof, Result
from samverkan.verification.reasons import reasons
from samverkan.verification.reviews import Finding, Kind, Review
from samverkan.verification.revisions import compared

__all__ = [
    "Description",
    "Finding",
    "Kind",
    "Proof",
    "Result",
    "Review",
    "collisions",
    "compared",
    "constant_criteria",
    "dead_criteria",
    "differences",
    "equivalent",
    "gaps",
    "idle_parameters",
    "implies",
    "only_within",
    "overlaps",
    "reasons",
    "review",
    "satisfiable",
]
