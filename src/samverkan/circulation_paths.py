"""Where a person was sent, move by move: her visits, and the loops that lead back to where she set out.

What is gone by passes between those who refer and those who receive: that a referral was received, sent
back, supplemented, or answered with another way. Both sides know of that, and others see a referral whole or
not at all. So of a referral of which an agency may know it sees every such move, and no loop of one referral can
turn out to be another.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Final

import attrs

from samverkan.referral_events import SELF, agency_of
from samverkan.referral_steps import What
from samverkan.referrals import Referral

__all__ = ["Journey", "Loop", "Move", "Place", "Stay", "Visit", "Way", "days_of", "journey", "moves_of", "visits"]


class Way(StrEnum):
    """How a person came to a place.

    *Contact*: a contact began. *Referred*: a referral was received there; *own account*: the same, but she
    had come by herself (*egen anmälan*). *Sent back*: a referral came back to the one who had sent it
    (*återremiss*). *Supplemented*: it was supplemented and went there again. *Reopened*: a case that had been
    closed was opened again there. *Referred from*: she was referred from there, and how she had come is not
    known.
    """

    CONTACT = "contact"
    REFERRED = "referred"
    OWN_ACCOUNT = "own_account"
    SENT_BACK = "sent_back"
    SUPPLEMENTED = "supplemented"
    REOPENED = "reopened"
    REFERRED_FROM = "referred_from"


@attrs.frozen(kw_only=True, repr=False)
class Visit:
    """That she came to an agency or a forum.

    * ``agency``: where; a unit of a kommun without a body is of the one where she lives on the day of asking, and
      ``kommun:?/IFO`` of one that is not known.
    * ``on``: when; ``None`` for a contact whose first day is not stated.
    * ``through``: how; ``referral``: the id of the referral that brought her.
    """

    agency: str
    on: date | None
    through: Way
    referral: str | None = None

    def __repr__(self) -> str:
        return f"<Visit, {self.through}>"


@attrs.frozen(kw_only=True, repr=False)
class Loop:
    """That she was sent out from a place and came back to it by being sent.

    * ``path``: the places, the first and the last of which are the same.
    * ``since``: the day on which what sent her out was received, supplemented or reopened.
    * ``until``: the day on which she came back.
    * ``referrals``: the ids of the referrals that sent her on, in order. Of an *återremiss* it is one.
    """

    path: tuple[str, ...]
    since: date
    until: date
    referrals: tuple[str, ...]

    @property
    def days(self) -> int:
        """How many days it took, from day to day: back on the same day is 0."""
        return (self.until - self.since).days

    @property
    def is_of_one_referral(self) -> bool:
        """Whether she came back because the referral that had sent her out was sent back (*återremiss*)."""
        return len(self.referrals) == 1

    @property
    def referral(self) -> str:
        """The id of the referral that brought her back."""
        return self.referrals[-1]

    def __repr__(self) -> str:
        return "<Loop>"


@attrs.frozen(repr=False)
class Place:
    """Where somebody came: an agency or a forum.

    * ``name``: what it is called in a path; ``unit``: the same without its body.
    * ``apart``: of a unit of a kommun that is not known, the day on which it was named: on another day it may be
      that of another kommun. ``None``: it is known which it is.
    """

    name: str
    unit: str
    apart: date | None = None

    def may_be(self, other: "Place") -> bool:
        """Whether they may be one and the same, for all that is known."""
        is_known = self.apart is None and other.apart is None
        return self == other or (self.unit == other.unit and not is_known)

    def __repr__(self) -> str:
        return "<Place>"


@attrs.frozen(kw_only=True, repr=False)
class Move:
    """One move of a referral: from ``origin`` to ``place``, or the other way; ``None``: not known where that is."""

    day: date
    what: What
    origin: Place | None
    place: Place | None
    referral: str
    is_own: bool

    @property
    def is_departure(self) -> bool:
        """Whether the referral is no longer with those who received it."""
        return self.what in _LEAVES


@attrs.frozen(kw_only=True, repr=False)
class Stay:
    """A contact at a place, as far as it tells where she has been; both days are included, ``None`` is open."""

    place: Place
    since: date | None
    until: date | None

    def has_ended(self, day: date) -> bool:
        """Whether it had ended before that day."""
        return self.until is not None and self.until < day

    def goes_on(self, day: date) -> bool:
        """Whether it had begun before that day, and had not ended."""
        return (self.since is None or self.since < day) and not self.has_ended(day)


@attrs.frozen(kw_only=True, repr=False)
class Journey:
    """The loops, and those of which there may be, for all that is known of which kommun a unit was of."""

    loops: tuple[Loop, ...]
    perhaps: tuple[Loop, ...]


_LEAVES: Final = frozenset({What.SENT_BACK, What.RECOMMENDED_ELSEWHERE, What.ENDED, What.COULD_NOT_BE_REACHED})
_ENDS: Final = frozenset({What.ENDED, What.COULD_NOT_BE_REACHED})
_COMES: Final = {
    What.RECEIVED: Way.REFERRED,
    What.SUPPLEMENTED: Way.SUPPLEMENTED,
    What.SENT_BACK: Way.SENT_BACK,
    What.REOPENED: Way.REOPENED,
}
_MOVES: Final = _LEAVES.union(_COMES, {What.INTERVENTION_STARTED})


def moves_of(
    referrals: Iterable[Referral], on: date, known_on: date | None, resolved: Callable[[str, date], Place]
) -> list[Move]:
    """Return every move up to the day *on*, in order: those of a day by the referral's id, and then as they happened.

    *resolved* says which place an agency is that was named on a day.
    """
    moves = [move for one in referrals for move in _moves(one, on, known_on, resolved)]
    return sorted(moves, key=lambda move: (move.day, move.referral))


def _moves(
    referral: Referral, on: date, known_on: date | None, resolved: Callable[[str, date], Place]
) -> Iterator[Move]:
    if referral.is_in_error(known_on):
        return
    events = [one for one in referral.until(on, known_on) if one.what in _MOVES]
    first = next((one for one in events if one.step.known_to_both), None)
    if first is None:
        return
    recipient = referral.to or next((one.agency for one in events if one.what is What.RECEIVED), None)

    def where(who: str | None) -> Place | None:
        if who is None:
            return None
        # As it was when she was sent: though she moves, the referral goes back to the one who sent it.
        return Place(who, who) if agency_of(who) is None else resolved(who, first.day)

    origin, place = where(referral.referrer), where(recipient)
    for one in events:
        yield Move(
            day=one.day,
            what=one.what,
            origin=origin,
            place=place,
            referral=referral.id,
            is_own=referral.by == SELF,
        )


def days_of(loops: Iterable[Loop]) -> int:
    """Return how many days loops took together, each day counted once."""
    total, reached = 0, date.min
    for one in sorted(loops, key=lambda one: one.since):
        since = max(one.since, reached)
        if since < one.until:
            total += (one.until - since).days
            reached = one.until
    return total


# --- The path ---------------------------------------------------------------------------------------


def visits(moves: Iterable[Move], stays: Iterable[Stay]) -> tuple[Visit, ...]:
    """Return where she came, in the order of the days.

    A contact that begins while a referral is with the same agency is no visit of its own.
    """
    moves = list(moves)
    at = _times(moves)
    began = [
        Visit(agency=one.place.name, on=one.since, through=Way.CONTACT)
        for one in sorted(stays, key=lambda one: (one.since or date.min, one.place.name))
        if not _lies_in(one.since, at.get(one.place.name, ()))
    ]
    path: list[Visit] = []
    been: set[str] = set()
    # On one day contacts come first. The sort is stable: the moves keep their order.
    for one in sorted([*began, *_arrivals(moves)], key=lambda one: one.on or date.min):
        if one.through is Way.REFERRED_FROM and one.agency in been:
            continue
        been.add(one.agency)
        if not path or path[-1].agency != one.agency:
            path.append(one)
    return tuple(path)


def _arrivals(moves: Iterable[Move]) -> Iterator[Visit]:
    for move in moves:
        way = _COMES.get(move.what)
        if way is None:
            continue
        if way is not Way.SENT_BACK and move.origin is not None:
            yield Visit(agency=move.origin.name, on=move.day, through=Way.REFERRED_FROM, referral=move.referral)
        place = move.origin if way is Way.SENT_BACK else move.place
        if way is Way.REFERRED and move.is_own:
            way = Way.OWN_ACCOUNT
        if place is not None:
            yield Visit(agency=place.name, on=move.day, through=way, referral=move.referral)


def _times(moves: Iterable[Move]) -> dict[str, list[tuple[date, date]]]:
    """Return the times during which a referral is with those who received it, by place."""
    times: dict[str, list[tuple[date, date]]] = {}
    open_since: dict[str, tuple[str, date]] = {}
    for move in moves:
        if move.is_departure and move.referral in open_since:
            place, since = open_since.pop(move.referral)
            times.setdefault(place, []).append((since, move.day))
        elif move.what in _COMES and move.place is not None:
            open_since.setdefault(move.referral, (move.place.name, move.day))
    for place, since in open_since.values():
        times.setdefault(place, []).append((since, date.max))
    return times


def _lies_in(day: date | None, times: Iterable[tuple[date, date]]) -> bool:
    return day is not None and any(since <= day <= until for since, until in times)


# --- Round and round --------------------------------------------------------------------------------


def journey(moves: Iterable[Move]) -> Journey:
    """Return the loops that the moves make.

    Of units of a kommun that is not known a loop is there when it is one both if each is of a kommun of its own and if
    all are of the same, and may be there when it is one in either case.
    """
    moves = list(moves)
    units = {
        one.unit for move in moves for one in (move.origin, move.place) if one is not None and one.apart is not None
    }
    apart = _Followed(()).all(moves)
    together = _Followed(units).all(moves) if units else apart
    in_both = {_key(one) for one in apart} & {_key(one) for one in together}
    return Journey(
        loops=tuple(sorted((one for one in apart if _key(one) in in_both), key=_place_of)),
        perhaps=tuple(one for one in (*apart, *together) if _key(one) not in in_both),
    )


def _key(loop: Loop) -> tuple[date, date, tuple[str, ...]]:
    return loop.since, loop.until, loop.referrals


def _place_of(loop: Loop) -> tuple[date, date, tuple[str, ...], tuple[str, ...]]:
    return loop.since, loop.until, loop.path, loop.referrals


@attrs.frozen(repr=False)
class _Chain:
    """How she was sent from the first place of ``path`` to the last, without being sent back."""

    since: date
    path: tuple[Place, ...]
    referrals: tuple[str, ...]

    @property
    def preference(self) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
        """The one that set out last is preferred: she is not still going round since some time long ago."""
        return -self.since.toordinal(), len(self.path), _names(self.path), self.referrals


class _Followed:
    """What is known while moves are followed, one after another, some units being one place whichever kommun's."""

    def __init__(self, units: Collection[str]) -> None:
        self._units = units
        self._loops: list[Loop] = []
        self._out: dict[str, date] = {}
        # To each place, from each place that she was sent out from.
        self._chains: dict[Place, dict[Place, _Chain]] = {}

    def all(self, moves: Iterable[Move]) -> list[Loop]:
        """Return the loops that moves make."""
        for one in moves:
            origin, place = self._one(one.origin), self._one(one.place)
            if origin is None or origin != place:  # One within a place is none.
                self._follow(attrs.evolve(one, origin=origin, place=place))
        return self._loops

    def _one(self, place: Place | None) -> Place | None:
        return Place(place.unit, place.unit) if place is not None and place.unit in self._units else place

    def _follow(self, move: Move) -> None:
        if move.what in {What.RECEIVED, What.SUPPLEMENTED}:
            self._out[move.referral] = move.day
            self._send_out(move)
        elif move.what is What.REOPENED:
            # It is with them again; where it had not been sent back, she has been out all along.
            self._out.setdefault(move.referral, move.day)
        elif move.what is What.SENT_BACK:
            self._send_back(move)
        elif move.what in _ENDS or move.what is What.INTERVENTION_STARTED:
            # What has come to an end leads no further, and who is helped is not sent round.
            self._forget(move.referral)

    def _send_out(self, move: Move) -> None:
        origin, place = move.origin, move.place
        if origin is None or place is None:
            return
        start = _Chain(move.day, (origin,), ())
        for chain in [*self._chains.get(origin, {}).values(), start]:
            path, referrals = (*chain.path, place), (*chain.referrals, move.referral)
            if chain.path[0] == place:
                # Only a referral closes a loop: one that is supplemented goes on from where it was.
                if move.what is What.RECEIVED:
                    self._add(path, chain.since, move.day, referrals)
                    self._forget(chain.referrals[0])
            elif place not in chain.path:
                to_place = self._chains.setdefault(place, {})
                longer = _Chain(chain.since, path, referrals)
                to_place[path[0]] = min(longer, to_place.get(path[0], longer), key=lambda one: one.preference)

    def _send_back(self, move: Move) -> None:
        out = self._out.pop(move.referral, None)
        self._forget(move.referral)
        if move.origin is not None and move.place is not None and out is not None:
            self._add((move.origin, move.place, move.origin), out, move.day, (move.referral,))

    def _add(self, path: tuple[Place, ...], since: date, until: date, referrals: tuple[str, ...]) -> None:
        self._loops.append(Loop(path=_names(path), since=since, until=until, referrals=referrals))

    def _forget(self, referral: str) -> None:
        """Let go of every chain of which that referral is a part."""
        for place, chains in self._chains.items():
            self._chains[place] = {start: one for start, one in chains.items() if referral not in one.referrals}


def _names(path: Iterable[Place]) -> tuple[str, ...]:
    return tuple(one.name for one in path)
