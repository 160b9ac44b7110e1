"""Money split by shares (*fördelningsnyckel*), exactly, or rounded in a way that has a name.

An amount is a whole number or a ``Fraction`` of whatever it is counted in: öre, kronor, thousands of kronor (tkr). It
is split under one of three named ways of rounding, and there is no default. What is lost or gained is always told.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Final, assert_never

import attrs

from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, located
from samverkan.fields import identifier, named, of_enum
from samverkan.given import as_records
from samverkan.immutable import frozen_mapping
from samverkan.numerals import exact_in, signed_in
from samverkan.quantities import Exact, as_exact, as_share
from samverkan.roundings import half_up
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Language, Text, joined

__all__ = ["FINSAM", "KeyPart", "Rounding", "SharingKey", "Split", "Ties", "split"]


class Rounding(StrEnum):
    """How the parts of a split are rounded, so that it is clear whether they come to the amount.

    How one number is rounded is :class:`samverkan.roundings.Rounding`.

    * ``exact``: not at all. The parts are fractions, and their sum is the amount.
    * ``half_up``: each by itself, a half up. The sum may be more or less than the amount.
    * ``largest_remainder``: all down, and what is left goes, one unit each, to those that lost most. The sum is the
      amount; where several lost as much, a rule for ties says who comes first.
    """

    EXACT = "exact"
    HALF_UP = "half_up"
    LARGEST_REMAINDER = "largest_remainder"


class Ties(StrEnum):
    """Which of those that lost as much comes before the others: the ``first`` in the order of the key, or the last."""

    FIRST = "first"
    LAST = "last"


def _parts(value: "Iterable[KeyPart]") -> "tuple[KeyPart, ...]":
    return as_records(value, KeyPart)


def _share(value: Exact) -> Fraction:
    return as_share(value)


def _amounts(value: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    return frozen_mapping(value)


@attrs.frozen(field_transformer=named)
class KeyPart:
    """One who takes part in a sharing, and her share, from 0 to 1."""

    id: str = attrs.field(converter=identifier)
    share: Fraction = attrs.field(converter=_share)
    name: Text


@attrs.frozen(kw_only=True, field_transformer=named)
class SharingKey:
    """Who carries how large a share (*fördelningsnyckel*), in order, with its source.

    Raises:
        InvalidRecordError: when it has no parts, two with one id, or shares that do not add up to one.
    """

    id: str = attrs.field(converter=identifier)
    name: Text
    parts: tuple[KeyPart, ...] = attrs.field(converter=_parts)
    source: Source = ASSUMED

    def __attrs_post_init__(self) -> None:
        ids = [part.id for part in self.parts]
        faults = [Fault(f"parts.{one}", "an id that no other part has") for one in sorted({*ids}) if ids.count(one) > 1]
        if sum(part.share for part in self.parts) != 1:
            faults.append(Fault("parts", "shares that add up to one", got="another sum"))
        if faults:
            raise InvalidRecordError(faults)


FINSAM: Final = SharingKey(
    id="finsam",
    name=Text(
        sv="bidragen till ett samordningsförbund enligt 5 § lagen (2003:1210)",
        en="contributions to a coordination association by section 5 of lag (2003:1210)",
    ),
    parts=(
        KeyPart("state", Fraction(1, 2), Text(sv="staten", en="the state")),
        KeyPart("region", Fraction(1, 4), Text(sv="regionen", en="the region")),
        KeyPart("kommun", Fraction(1, 4), Text(sv="kommunerna", en="the kommuner")),
    ),
    source=Source(document="SFS 2003:1210"),
)
"""Half from the state, by Försäkringskassan; a quarter from the region or regions, and one from the kommuner: 5 §."""


@attrs.frozen(kw_only=True)
class Split:
    """An amount that has been split; :func:`split` makes it. ``parts`` says what each gets, in the order of the key."""

    amount: Fraction
    key: SharingKey
    rounding: Rounding
    ties: Ties | None
    to: Fraction
    parts: Mapping[str, Fraction] = attrs.field(converter=_amounts)

    @property
    def total(self) -> Fraction:
        """What the parts come to together."""
        return sum(self.parts.values(), Fraction())

    @property
    def difference(self) -> Fraction:
        """By how much the parts come to more than the amount; below zero, to less."""
        return self.total - self.amount

    def explain(self, language: Language = "sv") -> str:
        """Return one sentence on who carries what, by which way of rounding, and what rounding has done to the sum."""
        carried = [f"{part.name.in_(language)} {exact_in(self.parts[part.id], language)}" for part in self.key.parts]
        code = "kept" if self.difference == 0 else "changed"
        return _TOLD[code].filled(
            language,
            {
                "amount": exact_in(self.amount, language),
                "parts": joined(carried, language),
                "rounding": _ROUNDED[self.rounding].in_(language),
                "total": exact_in(self.total, language),
                "difference": signed_in(self.difference, language),
            },
        )

    def __str__(self) -> str:
        return self.explain("en")


_ROUNDED: Final[Mapping[Rounding, Text]] = {
    Rounding.EXACT: Text(sv="utan avrundning", en="without rounding"),
    Rounding.HALF_UP: Text(sv="var del avrundad för sig", en="each rounded by itself"),
    Rounding.LARGEST_REMAINDER: Text(sv="avrundat efter största rest", en="rounded by largest remainder"),
}
_TOLD: Final[Mapping[str, Text]] = {
    "kept": Text(
        sv="{amount} fördelas så här: {parts} ({rounding}). Summan är {total}.",
        en="{amount} is split as follows: {parts} ({rounding}). The sum is {total}.",
    ),
    "changed": Text(
        sv="{amount} fördelas så här: {parts} ({rounding}). Summan blir {total}, en skillnad på {difference}.",
        en="{amount} is split as follows: {parts} ({rounding}). The sum is {total}, a difference of {difference}.",
    ),
}


def split(
    amount: Exact,
    key: SharingKey,
    *,
    rounding: Rounding | str,
    ties: Ties | str | None = None,
    to: Exact = 1,
) -> Split:
    """Return *amount*, split by the shares of *key*.

    *to* is what the parts are rounded to, in the unit of the amount: 1 for whole tkr of an amount in tkr, 100 for whole
    kronor of an amount in öre. An amount below zero is split as the same amount above it.

    Raises:
        InvalidValueError: when *amount* or *to* is not exact, *rounding* or *ties* is none there is, or *to* is not
            above 0; when by largest remainder there is no rule for ties, or the amount is no multiple of *to*, so that
            no such parts add up to it; and when there is a rule for ties and nothing that it could be for.

    >>> yearly = split(7000, FINSAM, rounding="exact")
    >>> [int(part) for part in yearly.parts.values()]
    [3500, 1750, 1750]
    >>> nine_months = split(5250, FINSAM, rounding="half_up")
    >>> print(nine_months)
    5,250 is split as follows: the state 2,625, the region 1,313 and the kommuner 1,313 (each rounded by itself). ...
    >>> int(nine_months.total), int(nine_months.difference)
    (5251, 1)
    >>> [int(part) for part in split(5250, FINSAM, rounding="largest_remainder", ties="first").parts.values()]
    [2625, 1313, 1312]
    """
    exact, step = located("amount", as_exact, amount), located("to", as_exact, to)
    way = located("rounding", lambda value: of_enum(value, Rounding), rounding)
    rule = None if ties is None else located("ties", lambda value: of_enum(value, Ties), ties)
    if step <= 0:
        raise InvalidValueError(where="to", wanted="a number above 0", got="another")
    if (way is Rounding.LARGEST_REMAINDER) != (rule is not None):
        raise InvalidValueError(
            where="ties", wanted="first or last by largest remainder, and else nothing", got="other"
        )
    sign = -1 if exact < 0 else 1
    due = {part.id: abs(exact) * part.share for part in key.parts}
    parts = {name: sign * part for name, part in _rounded(due, way, rule, step).items()}
    return Split(amount=exact, key=key, rounding=way, ties=rule, to=step, parts=parts)


def _rounded(due: Mapping[str, Fraction], way: Rounding, ties: Ties | None, step: Fraction) -> Mapping[str, Fraction]:
    match way:
        case Rounding.EXACT:
            return due
        case Rounding.HALF_UP:
            return {name: half_up(part, step) for name, part in due.items()}
        case Rounding.LARGEST_REMAINDER:
            return _by_largest_remainder(due, ties, step)
        case _ as never:
            assert_never(never)


def _by_largest_remainder(due: Mapping[str, Fraction], ties: Ties | None, step: Fraction) -> Mapping[str, Fraction]:
    whole, rest = divmod(sum(due.values()), step)
    if rest:
        raise InvalidValueError(where="amount", wanted="a multiple of what is rounded to", got="another number")
    down = {name: part // step for name, part in due.items()}
    order = list(due) if ties is Ties.FIRST else list(due)[::-1]
    # Sorting is stable, so that of those that lost as much the order decides.
    lost_most = sorted(order, key=lambda name: down[name] - due[name] / step)
    more = {*lost_most[: int(whole) - sum(down.values())]}
    return {name: (down[name] + (name in more)) * step for name in due}
