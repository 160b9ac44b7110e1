"""Where a person was sent, move by move: her visits, and the loops that lead back to where she set out.

What is gone by passes between those who refer and those who receive: that a referral was received, sent
back, supplemented, or answered with another way. Both sides know of that, so that of a referral of which an
agency may know at all it sees every move, and no loop of one referral can turn out to be another.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Final

import attrs

from samverkan.contacts import Contact
from samverkan.referral_events import SELF, agency_of
from samverkan.referral_steps import What
from samverkan.referrals import Referral

__all__ = ["Journey", "Loop", "Move", "Stay", "Visit", "Way", "days_of", "journey", "moves_of", "stays_of", "visits"]


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

    * ``agency``: where; a unit of a kommun without a body is of the one where she lives on the day of asking.
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


@attrs.frozen(kw_only=True, repr=False)
class Move:
    """One move of a referral: from ``origin`` to ``place``, or the other way; ``None``: not known where that is."""

    day: date
    what: What
    origin: str | None
    place: str | None
    referral: str
    is_own: bool


@attrs.frozen(kw_only=True, repr=False)
class Stay:
    """A contact at a place, as far as it tells where she has been; both days are included, ``None`` is open."""

    place: str
    since: date | None
    until: date | None


@attrs.frozen(kw_only=True, repr=False)
class Journey:
    """What the moves of all her referrals make.

    ``returns`` are the days on which she was surely sent back to where she had been, ``undecided`` those
    on which she may have been.
    """

    loops: tuple[Loop, ...]
    returns: tuple[date, ...]
    undecided: tuple[date, ...]


_SEEN_BY_BOTH: Final = frozenset({What.RECEIVED, What.SENT_BACK, What.SUPPLEMENTED, What.RECOMMENDED_ELSEWHERE})
_LEAVES: Final = frozenset({What.SENT_BACK, What.RECOMMENDED_ELSEWHERE, What.ENDED, What.COULD_NOT_BE_REACHED})
_ENDS: Final = frozenset({What.ENDED, What.COULD_NOT_BE_REACHED})
_COMES: Final = {
    What.RECEIVED: Way.REFERRED,
    What.SUPPLEMENTED: Way.SUPPLEMENTED,
    What.SENT_BACK: Way.SENT_BACK,
    What.REOPENED: Way.REOPENED,
}
_MOVES: Final = _SEEN_BY_BOTH | _LEAVES | {What.REOPENED}


def moves_of(
    referrals: Iterable[Referral], on: date, known_on: date | None, resolved: Callable[[str, date], str]
) -> list[Move]:
    """Return every move up to the day *on*, in order: those of a day by the referral's id, and then as they happened.

    *resolved* says which place an agency is that was named on a day.
    """
    moves = [move for one in referrals for move in _moves(one, on, known_on, resolved)]
    return sorted(moves, key=lambda move: (move.day, move.referral))


def _moves(referral: Referral, on: date, known_on: date | None, resolved: Callable[[str, date], str]) -> Iterator[Move]:
    if referral.is_in_error(known_on):
        return
    events = [one for one in referral.until(on, known_on) if one.what in _MOVES]
    first = next((one for one in events if one.what in _SEEN_BY_BOTH), None)
    if first is None:
        return
    recipient = referral.to or next((one.agency for one in events if one.what is What.RECEIVED), None)

    def where(who: str | None) -> str | None:
        # As it was when she was sent: though she moves, the referral goes back to the one who sent it.
        return who if agency_of(who) is None or who is None else resolved(who, first.day)

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


def stays_of(contacts: Iterable[Contact], on: date, resolved: Callable[[str, date], str]) -> tuple[Stay, ...]:
    """Return the contacts that have begun by the day *on*."""
    return tuple(
        Stay(place=resolved(one.agency, one.since or on), since=one.since, until=one.until)
        for one in contacts
        if one.since is None or one.since <= on
    )


# --- The path ---------------------------------------------------------------------------------------


def visits(moves: Iterable[Move], stays: Iterable[Stay]) -> tuple[Visit, ...]:
    """Return where she came, in the order of the days.

    A contact that begins while a referral is with the same agency is no visit of its own.
    """
    moves = list(moves)
    at = _times(moves)
    began = [
        Visit(agency=one.place, on=one.since, through=Way.CONTACT)
        for one in sorted(stays, key=lambda one: (one.since or date.min, one.place))
        if not _lies_in(one.since, at.get(one.place, ()))
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
            yield Visit(agency=move.origin, on=move.day, through=Way.REFERRED_FROM, referral=move.referral)
        place = move.origin if way is Way.SENT_BACK else move.place
        if way is Way.REFERRED and move.is_own:
            way = Way.OWN_ACCOUNT
        if place is not None:
            yield Visit(agency=place, on=move.day, through=way, referral=move.referral)


def _times(moves: Iterable[Move]) -> dict[str, list[tuple[date, date]]]:
    """Return the times during which a referral is with those who received it, by place."""
    times: dict[str, list[tuple[date, date]]] = {}
    open_since: dict[str, tuple[str, date]] = {}
    for move in moves:
        if move.place is not None and move.what not in _LEAVES:
            open_since.setdefault(move.referral, (move.place, move.day))
        elif move.referral in open_since:
            place, since = open_since.pop(move.referral)
            times.setdefault(place, []).append((since, move.day))
    for place, since in open_since.values():
        times.setdefault(place, []).append((since, date.max))
    return times


def _lies_in(day: date | None, times: Iterable[tuple[date, date]]) -> bool:
    return day is not None and any(since <= day <= until for since, until in times)


# --- Back again -------------------------------------------------------------------------------------


def journey(moves: Iterable[Move], stays: Iterable[Stay], is_whole: Callable[[str], bool]) -> Journey:
    """Return the loops that the moves make, and when she was sent back to where she had been and had left.

    *is_whole* says whether all contacts at a place are known.
    """
    followed = _Followed(stays, is_whole)
    for move in moves:
        followed.follow(move)
    return Journey(
        loops=tuple(sorted(followed.loops, key=lambda one: (one.since, one.until, one.path, one.referrals))),
        returns=tuple(followed.returns),
        undecided=tuple(followed.undecided),
    )


@attrs.frozen(repr=False)
class _Chain:
    """How she was sent from the first place of ``path`` to the last, without being sent back."""

    since: date
    path: tuple[str, ...]
    referrals: tuple[str, ...]

    @property
    def preference(self) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
        """The one that set out last is preferred: she is not still going round since some time long ago."""
        return -self.since.toordinal(), len(self.path), self.path, self.referrals


class _Followed:
    """What is known while moves are followed, one after another."""

    def __init__(self, stays: Iterable[Stay], is_whole: Callable[[str], bool]) -> None:
        self.loops: list[Loop] = []
        self.returns: list[date] = []
        self.undecided: list[date] = []
        self._is_whole = is_whole
        self._out: dict[str, date] = {}
        self._left: set[str] = set()
        self._ended: dict[str, date] = {}
        # To each place, from each place that she was sent out from.
        self._chains: dict[str, dict[str, _Chain]] = {}
        for stay in stays:
            if stay.until is not None:
                self._ended[stay.place] = min(stay.until, self._ended.get(stay.place, stay.until))

    def follow(self, move: Move) -> None:
        """Take in the next move. One within a place is none."""
        if move.origin is not None and move.origin == move.place:
            return
        if move.what is What.RECEIVED:
            self._judge_arrival(move)
        if move.what in {What.RECEIVED, What.SUPPLEMENTED}:
            self._out[move.referral] = move.day
            self._send_out(move)
        elif move.what is What.REOPENED:
            # It is with them again; where it had not been sent back, she has been out all along.
            self._out.setdefault(move.referral, move.day)
        elif move.what is What.SENT_BACK:
            self._send_back(move)
        if move.what in _LEAVES and move.place is not None:
            self._left.add(move.place)
        if move.what in _ENDS:
            self._forget(move.referral)

    def _judge_arrival(self, move: Move) -> None:
        """Note whether she had been where a referral is received, and had left it."""
        place = move.place
        if move.is_own or place is None:
            return
        ended = self._ended.get(place)
        has_left = place in self._left or (ended is not None and ended < move.day)
        if has_left and move.origin is not None:
            self.returns.append(move.day)
        elif has_left or not (agency_of(place) is None or self._is_whole(place)):
            self.undecided.append(move.day)

    def _send_out(self, move: Move) -> None:
        origin, place = move.origin, move.place
        if origin is None or place is None:
            return
        self._left.add(origin)
        start = _Chain(move.day, (origin,), ())
        chains = [*self._chains.get(origin, {}).values(), start]
        for chain in chains:
            path, referrals = (*chain.path, place), (*chain.referrals, move.referral)
            if chain.path[0] == place:
                # Only a referral closes a loop: one that is supplemented goes on from where it was.
                if move.what is What.RECEIVED:
                    self.loops.append(Loop(path=path, since=chain.since, until=move.day, referrals=referrals))
                    self._forget(chain.referrals[0])
            elif place not in chain.path:
                to_place = self._chains.setdefault(place, {})
                longer = _Chain(chain.since, path, referrals)
                to_place[path[0]] = min(longer, to_place.get(path[0], longer), key=lambda one: one.preference)

    def _send_back(self, move: Move) -> None:
        out = self._out.pop(move.referral, None)
        self._forget(move.referral)
        if move.origin is None or move.place is None:
            # To somebody who is not named. Of one who came on her own account nobody is sent anything.
            self.undecided += [] if move.is_own else [move.day]
            return
        self.returns.append(move.day)
        if out is not None:
            path = (move.origin, move.place, move.origin)
            self.loops.append(Loop(path=path, since=out, until=move.day, referrals=(move.referral,)))

    def _forget(self, referral: str) -> None:
        """Let go of every chain of which that referral is a part, for it has led back or come to an end."""
        for place, chains in self._chains.items():
            self._chains[place] = {start: one for start, one in chains.items() if referral not in one.referrals}
