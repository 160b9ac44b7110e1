"""Answers of three values, with what was read and what is still missing."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NoReturn, TypeAlias

import attrs

from samverkan.dated import Unknown
from samverkan.dates import PartialDate
from samverkan.errors import UndecidedTruthError
from samverkan.immutable import frozen_mapping
from samverkan.partial import Bounds, Members

__all__ = ["Answer", "ConsentNeeded", "KnownValue", "Missing", "Verdict"]

KnownValue: TypeAlias = bool | int | str | PartialDate | Bounds | Members | Unknown
"""What can be known of a fact on a day, which is its value, a part of it, or nothing."""


class Verdict(StrEnum):
    """What comes of a criterion or a rule: *met*, *not met*, or *unknown*."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        raise UndecidedTruthError("a verdict has three values: compare it, as in `verdict is Verdict.MET`")

    @classmethod
    def of(cls, truth: bool | None) -> "Verdict":  # noqa: FBT001
        """Return the verdict for true, false, or ``None`` for unknown."""
        if truth is None:
            return cls.UNKNOWN
        return cls.MET if truth else cls.NOT_MET


@attrs.frozen(order=True, kw_only=True)
class ConsentNeeded:
    """The narrowest consent that would let one agency tell another a sort of information.

    Of ``from_`` each one that she lets do so is enough. ``programme`` is ``None`` where it is for no
    programme in particular.
    """

    from_: tuple[str, ...]
    to: str
    category: str
    purpose: str
    programme: str | None = None


@attrs.frozen(order=True)
class Missing:
    """Something unknown that still matters: the fact to ask about, and of a set, the member.

    ``holders`` are the agencies that hold it, empty where everybody does. ``consent`` is what it takes
    before the one who asks may be told, where that is not open already. It is the same whether or
    not anything is recorded.
    """

    fact: str
    member: str | None = None
    holders: tuple[str, ...] = ()
    consent: ConsentNeeded | None = None


@attrs.frozen(repr=False)
class Answer:
    """What a rule answers for a person on a day (*svar*).

    ``reads`` has every fact that the rule mentions with what is known of it; ``missing`` has what
    must be learnt to settle the answer, and is empty exactly when the answer is settled.
    """

    verdict: Verdict
    reads: Mapping[str, KnownValue] = attrs.field(converter=frozen_mapping)
    missing: tuple[Missing, ...] = ()

    def __bool__(self) -> NoReturn:
        raise UndecidedTruthError("an answer has three values: look at its verdict")

    def __repr__(self) -> str:
        return "<Answer>"
