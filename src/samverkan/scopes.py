"""Scopes: what a consent or another basis opens, and what it leaves closed.

A scope names information by who holds it, who may have it, what sort it is and what it is for. What
it names together must all fit (*and*); of several exceptions each one is enough (*or*).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import attrs

from samverkan.agencies import Agencies, parts_of
from samverkan.dates import check_order, turns
from samverkan.errors import InvalidValueError
from samverkan.fields import agencies, named, optional_day, words
from samverkan.given import as_records

__all__ = ["ANY_BODY", "DEEPEST", "Request", "Scope", "is_within", "names", "scopes"]

DEEPEST: Final = 16
"""How many exceptions may stand within each other. A consent that somebody gave has one or two."""
ANY_BODY: Final = "*"
"""The body of a reference that stands for a unit wherever it is, as in ``kommun:*/AME``."""


@attrs.frozen(kw_only=True, repr=False)
class Request:
    """One thing that one agency might tell another: a sort of information, for a purpose, within a programme.

    ``programme`` is ``None`` where it is for no programme in particular. ``residence`` is the kommun that
    an agency written without a body is of; ``None`` where that is not known.
    """

    sharer: str
    recipient: str
    category: str
    purpose: str
    programme: str | None = None
    residence: str | None = None

    def __repr__(self) -> str:
        return "<Request>"


def scopes(value: "Iterable[Scope]") -> "tuple[Scope, ...]":
    """Return scopes, as exceptions of another."""
    return as_records(value, Scope)


@attrs.frozen(kw_only=True, repr=False, field_transformer=named)
class Scope:
    """What information, from whom, to whom, of what sort, for what and on which days.

    What is left empty sets no limit. A party's name (``kommun``) stands for its units and for every
    body, but not for units that keep their secrets apart; a unit's (``kommun/AME``) for the
    participant's own; one with a body for that body's.

    ``exceptions`` are left out of it, and their own exceptions are left in. An exception is read
    widely, so that nothing is opened by a narrow reading: there a party's name stands for every
    unit and body, a body that may be the participant's own is taken to be, and nothing is needed to
    fit what is not asked about. ``within`` is what it is a part of: it opens nothing that that does not.
    """

    from_: frozenset[str] = attrs.field(default=frozenset(), converter=agencies)
    to: frozenset[str] = attrs.field(default=frozenset(), converter=agencies)
    categories: frozenset[str] = attrs.field(default=frozenset(), converter=words)
    purposes: frozenset[str] = attrs.field(default=frozenset(), converter=words)
    programmes: frozenset[str] = attrs.field(default=frozenset(), converter=words)
    since: date | None = attrs.field(default=None, converter=optional_day)
    until: date | None = attrs.field(default=None, converter=optional_day)
    exceptions: "tuple[Scope, ...]" = attrs.field(default=(), converter=scopes)
    within: "Scope | None" = None
    depth: int = attrs.field(init=False, eq=False)
    """How many exceptions stand within each other."""

    def __attrs_post_init__(self) -> None:
        check_order(self.since, self.until)
        depth = 1 + max((one.depth for one in self.exceptions), default=-1)
        if depth > DEEPEST:
            raise InvalidValueError(where="exceptions", wanted=f"at most {DEEPEST} within each other", got="more")
        object.__setattr__(self, "depth", depth)

    def opens(self, request: Request, on: date, register: Agencies) -> bool:
        """Whether it opens what is asked for on the day *on*.

        >>> from samverkan import load_model
        >>> register = load_model("finsam").agencies
        >>> scope = Scope(from_=["region"], to=["AF"], exceptions=[Scope(categories=["health"])])
        >>> asked = Request(sharer="region/primärvård", recipient="AF", category="contact", purpose="coordination")
        >>> scope.opens(asked, date(2016, 10, 3), register)
        True
        >>> scope.opens(attrs.evolve(asked, category="health"), date(2016, 10, 3), register)
        False
        """
        return _covers(self, request, on, register, is_wide=False)

    def changes(self) -> Iterator[date]:
        """Yield the days on which it may open something else than the day before, in no order."""
        yield from turns(self.since, self.until)
        for other in (*self.exceptions, *([] if self.within is None else [self.within])):
            yield from other.changes()

    def every(self) -> Iterator["Scope"]:
        """Yield the scope, its exceptions, their exceptions and so on."""
        yield self
        for exception in self.exceptions:
            yield from exception.every()

    def __repr__(self) -> str:
        return "<Scope>"


def _covers(scope: Scope, request: Request, on: date, register: Agencies, *, is_wide: bool) -> bool:
    if not _fits(scope, request, on, register, is_wide=is_wide):
        return False
    if scope.within is not None and not _covers(scope.within, request, on, register, is_wide=is_wide):
        return False
    return not any(_covers(one, request, on, register, is_wide=not is_wide) for one in scope.exceptions)


def _fits(scope: Scope, request: Request, on: date, register: Agencies, *, is_wide: bool) -> bool:
    if not ((scope.since is None or scope.since <= on) and (scope.until is None or on <= scope.until)):
        return False
    if scope.categories and request.category not in scope.categories:
        return False
    if scope.purposes and request.purpose not in scope.purposes:
        return False
    if scope.programmes and request.programme not in scope.programmes and not (is_wide and not request.programme):
        return False
    sharers, recipients = _WIDE if is_wide else _NARROW
    return _is_among(request.sharer, scope.from_, register, request.residence, sharers) and _is_among(
        request.recipient, scope.to, register, request.residence, recipients
    )


def names(scope: Scope, reference: str, register: Agencies, residence: str | None) -> bool:
    """Whether a scope names the agency *reference*, as one who tells or is told."""
    return any(
        _stands_for(name, reference, register, residence, reach)
        for named_there, reach in zip((scope.from_, scope.to), _NARROW, strict=True)
        for name in named_there
    )


@attrs.frozen
class _Reach:
    """How far the name of a party goes: to every body, and to units that keep their secrets apart."""

    to_every_body: bool
    to_those_apart: bool


_NARROW: Final = (_Reach(to_every_body=True, to_those_apart=False), _Reach(to_every_body=False, to_those_apart=False))
"""Of whom it is from, and to whom: a party shares what any of its bodies holds, and only her own kommun is told."""
_EVERYWHERE: Final = _Reach(to_every_body=True, to_those_apart=True)
_WIDE: Final = (_EVERYWHERE, _EVERYWHERE)


def _is_among(reference: str, named: frozenset[str], register: Agencies, residence: str | None, reach: _Reach) -> bool:
    return not named or any(_stands_for(one, reference, register, residence, reach) for one in named)


def _stands_for(name: str, reference: str, register: Agencies, residence: str | None, reach: _Reach) -> bool:
    """Whether *name*, as a scope has it, stands for the agency *reference*."""
    (unit, body), (other, of) = register.own(name, residence), register.own(reference, residence)
    is_everywhere = reach is _EVERYWHERE
    if ":" in name:
        is_there = body == of or (is_everywhere and _may_be(of, other, register, residence))
    else:
        is_there = of is None or (reach.to_every_body if unit in register.parties else is_everywhere)
    return is_there and (_belongs(other, unit, register, reach) if unit in register.parties else unit == other)


def _may_be(body: str | None, unit: str, register: Agencies, residence: str | None) -> bool:
    """Whether nobody knows that *body* is not this or that one: of her own kommun one does, by where she lives."""
    return body == ANY_BODY or (body is None and not (residence is not None and register.party_of(unit) == "kommun"))


def _belongs(unit: str, party: str, register: Agencies, reach: _Reach) -> bool:
    agency = register.agencies.get(unit)
    if agency is None:
        return unit == party
    return agency.party == party and (reach.to_those_apart or not agency.secrecy_apart)


def is_within(scope: Scope, whole: Scope) -> bool:
    """Whether *scope*, as it is written, names nothing that *whole* does not name; exceptions are not looked at."""
    pairs = (
        (scope.categories, whole.categories),
        (scope.purposes, whole.purposes),
        (scope.programmes, whole.programmes),
    )
    if any(more and not (less and less <= more) for less, more in pairs):
        return False
    return all(
        not more or (bool(less) and all(any(_is_part(one, name) for name in more) for one in less))
        for less, more in ((scope.from_, whole.from_), (scope.to, whole.to))
    )


def _is_part(reference: str, name: str) -> bool:
    if reference == name:
        return True
    (owner, body, _), (of_owner, of_body, of_unit) = parts_of(reference), parts_of(name)
    return owner == of_owner and of_unit is None and of_body in {None, body}
