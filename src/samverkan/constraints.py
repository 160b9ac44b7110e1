"""Constraints: what holds of every person, whatever a rule asks."""

import attrs

from samverkan.rules.expressions import Condition
from samverkan.sources import Source
from samverkan.texts import Text

__all__ = ["Constraint"]


@attrs.frozen(kw_only=True)
class Constraint:
    """A rule that holds of every person on every day, such as *nobody is both employed and out of work*.

    People who are made up keep to it, proofs may use it, and a record that surely breaks it is
    contradictory. ``text`` is a sentence. A decision is never made by it.
    """

    id: str
    rule: str | Condition
    text: Text
    source: Source
