"""Circulation (*rundgång*): who is sent from one to another and back again, for how long, and whether anything began.

Financial coordination was made law to prevent it: *för att förhindra rundgång hos myndigheter* (document
S000). What is counted as a loop and what is not stands in the how-to *See who is sent round*.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import attrs

from samverkan.agencies import unit_of, with_body
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile, Person, View, case_of
from samverkan.circulation_paths import (
    Loop,
    Move,
    Place,
    Stay,
    Visit,
    Way,
    days_of,
    journey,
    moves_of,
    visits,
)
from samverkan.circulation_words import UNKNOWN_BODY, between, counted, on_days, place_named, told
from samverkan.dates import as_day, as_optional_day, in_words
from samverkan.errors import InvalidValueError, located
from samverkan.immutable import frozen_mapping
from samverkan.referral_events import agency_of
from samverkan.referral_steps import What
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sharing import view_in_words
from samverkan.sights import residence_of
from samverkan.tallies import median_of
from samverkan.texts import Language, Text
from samverkan.views import as_seen_by

__all__ = ["Circulation", "Loop", "RankedLoop", "Visit", "Way", "circulation", "circulation_among", "ranked"]


def circulation(  # noqa: PLR0913
    case: Person,
    on: date | str,
    *,
    programme: BoundProgramme | None = None,
    since: date | str | None = None,
    known_on: date | str | None = None,
    seen_by: str | None = None,
    purpose: str = "coordination",
) -> "Circulation":
    """Say where a person has been sent up to the day *on*, and how she came back.

    *programme* is for the names of the agencies, and for *seen_by*. With *since* only what happened from that
    day on is told: her visits, her returns, the loops that began then or later, and what was started.
    What was recorded after *known_on* is not there; nor is a referral that was entered in error.

    *seen_by* answers from what that agency may see for *purpose* and *programme*, asking on the day
    *known_on*, else *on*. What it is told is then *at least so*, for there may be more: see :class:`Circulation`.

    Raises:
        InvalidValueError: when a day is not one, *since* is after *on*, the agency is not of the register, or
            an agency asks and it is not said for which programme.
        UnknownNameError: when the purpose is not of the closed list.
        InvalidRecordError: when what may be seen names something that the model does not have.

    >>> from samverkan.referrals import Referral
    >>> from samverkan.referral_events import ReferralEvent
    >>> from samverkan import Participant
    >>> sent = Referral("r-1", by="kommun/IFO", to="AF", events=[
    ...     ReferralEvent("received", on="2016-03-01", agency="AF"),
    ...     ReferralEvent("sent_back", on="2016-08-19", agency="AF", asks_for=["certificate"])])
    >>> found = circulation(CaseFile(Participant(id="d-1", contacts=[], contacts_complete=True), referrals=[sent]),
    ...                     "2016-10-03")
    >>> found.returns, found.days, found.intervention_started, found.loops[0].path
    (1, 171, False, ('kommun/IFO', 'AF', 'kommun/IFO'))
    """
    day, known = located("on", as_day, on), located("known_on", as_optional_day, known_on)
    first = located("since", as_optional_day, since)
    if first is not None and day < first:
        raise InvalidValueError(where="since", wanted="a day not after the one that is asked about", got="a later day")
    view = case.view if isinstance(case, CaseFile) else None
    if seen_by is None and view is not None and not view.is_settled and view.on != day:
        # A view holds on its day. For another what may be seen is settled anew, from no more than is seen.
        seen_by, purpose = view.agency, view.purpose
    if seen_by is not None:
        if programme is None:
            raise InvalidValueError(
                where="programme", wanted="the programme for which the agency asks, with its register", got="nothing"
            )
        case = as_seen_by(case, seen_by, programme, day, purpose=purpose, known_on=known)
    vocabulary = None if programme is None else programme.vocabulary
    return circulation_among(case_of(case), vocabulary, day, since=first, known_on=known)


def circulation_among(
    case: CaseFile, vocabulary: Vocabulary | None, on: date, *, since: date | None = None, known_on: date | None = None
) -> "Circulation":
    """Say where a person has been sent, as :func:`circulation` does, in the words of a vocabulary.

    The case is read as it is given.
    """
    return _Asked(case, vocabulary, on, since or date.min, known_on).answer()


@attrs.frozen(kw_only=True, repr=False)
class Circulation:
    """Where a person has been sent up to a day, and how she came back (*rundgång*).

    ``print(circulation)`` says it in English, :meth:`explain` in Swedish too; it tells of the person.

    * ``on``: the day that was asked about.
    * ``path``: her visits, in the order of the days; visits to one place that follow on each other are one.
    * ``loops``: out from a place and back to it, by being sent, in the order in which they began.
    * ``returned_on``: the days on which she was sent to where she had been and had left, the *återremisser* among
      them, in order; one on which it happened twice is there twice.
    * ``returns_at_least``: how many those are; ``returns`` says how many it is, and is ``None`` where it may be more.
    * ``days_at_least``, ``days``: likewise of the days that the loops took, overlaps counted once.
    * ``intervention_started``: whether any referral has led to an intervention; ``None``: not known.
    * ``is_whole``: whether everything is known: the referrals, all contacts, of which kommun each unit was, and
      nothing may be hidden.
    * ``view``: through whose eyes; ``None``: with all facts.

    **What is at least so.** There may be more than is told, and never less, when nothing is known of the
    referrals, when something may be hidden from the one who asks, when it is not known which kommun a unit was of,
    or, of the returns, when she may have had contacts that nobody has told of. Of a referral that an agency may know
    of at all it knows each time that it was sent back, so that a loop of one referral stands whatever else there is.
    A round by several referrals may come out otherwise when more of them are known: it is told only where all of
    them are. That there is no loop, or that no intervention has started, is likewise said only then.
    """

    on: date
    path: tuple[Visit, ...]
    loops: tuple[Loop, ...]
    returned_on: tuple[date, ...]
    returns: int | None
    days_at_least: int
    days: int | None
    intervention_started: bool | None
    is_whole: bool
    view: View | None = None
    _names: Mapping[str, Text] = attrs.field(factory=dict[str, Text], alias="names", converter=frozen_mapping, eq=False)
    _eyes: Text | None = attrs.field(default=None, alias="eyes", eq=False)

    @property
    def returns_at_least(self) -> int:
        """How many times she was surely sent to where she had been and had left."""
        return len(self.returned_on)

    @property
    def since(self) -> date | None:
        """The day on which the first loop began; ``None`` where there is none."""
        return min((one.since for one in self.loops), default=None)

    @property
    def until(self) -> date | None:
        """The day on which the last loop ended; ``None`` where there is none."""
        return max((one.until for one in self.loops), default=None)

    def explain(self, language: Language = "en") -> str:
        """Say it in a few lines that a case worker can repeat, in ``"en"`` or ``"sv"``."""
        return "\n".join(_lines(self, self._names, self._eyes, language))

    def __str__(self) -> str:
        return self.explain("en")

    def __repr__(self) -> str:
        return "<Circulation>"


@attrs.frozen(kw_only=True, repr=False)
class RankedLoop:
    """A loop that many may have been sent round in.

    * ``path``: the places, the first and the last of which are the same.
    * ``people``: how many have been sent round in it; ``times``: how many times in all.
    * ``days``: how many days those took in all, overlaps counted each time; ``median``: how many one took.
    * ``is_whole``: whether all loops of all cases were known. If not, ``people``, ``times`` and ``days`` are least
      figures, and the median is that of those that are known.
    """

    path: tuple[str, ...]
    people: int
    times: int
    days: int
    median: float
    is_whole: bool

    def __repr__(self) -> str:
        return "<RankedLoop>"


def ranked(circulations: Iterable[Circulation]) -> tuple[RankedLoop, ...]:
    """Rank loops over many cases: those of most people first, then of most times, then of most days.

    Each circulation counts as one person. They are read once, one at a time, and what is held of them is how
    many times each path took how many days. Their order changes nothing.

    >>> ranked([])
    ()
    """
    people: Counter[tuple[str, ...]] = Counter()
    took: dict[tuple[str, ...], Counter[int]] = {}
    is_whole = True
    for one in circulations:
        is_whole = is_whole and one.days is not None
        people.update({loop.path for loop in one.loops})
        for loop in one.loops:
            took.setdefault(loop.path, Counter())[loop.days] += 1
    every = (
        RankedLoop(
            path=path,
            people=people[path],
            times=days.total(),
            days=sum(length * times for length, times in days.items()),
            median=median_of(days) or 0.0,
            is_whole=is_whole,
        )
        for path, days in took.items()
    )
    return tuple(sorted(every, key=lambda one: (-one.people, -one.times, -one.days, one.path)))


# --- How it is found --------------------------------------------------------------------------------


@attrs.frozen
class _Asked:
    case: CaseFile
    vocabulary: Vocabulary | None
    on: date
    first: date
    known_on: date | None

    def answer(self) -> Circulation:
        moves = moves_of(self.case.referrals or (), self.on, self.known_on, self.place)
        stays, found = self.stays(), journey(moves)
        # Another referral that nobody has told of may make a round by several another one.
        told = [one for one in found.loops if self.knows_referrals or one.is_of_one_referral]
        rounds = ((one, is_told) for is_told, every in ((None, found.perhaps), (True, told)) for one in every)
        closing = {one.referral: is_told for one, is_told in rounds if not one.is_of_one_referral}
        judged = [one for one in self.judged(moves, stays, closing) if self.first <= one[0] and one[1] is not False]
        loops = tuple(one for one in told if self.first <= one.since)
        knows_loops = self.knows_referrals and not any(self.first <= one.since for one in found.perhaps)
        knows_returns = self.knows_referrals and all(is_back for _, is_back in judged)
        returned_on = tuple(day for day, is_back in judged if is_back)
        places = [*(one.place for one in stays), *(one for move in moves for one in (move.origin, move.place))]
        is_placed = all(one is None or one.apart is None for one in places)
        days = days_of(loops)
        return Circulation(
            on=self.on,
            path=tuple(one for one in visits(moves, stays) if self.first <= (one.on or date.min)),
            loops=loops,
            returned_on=returned_on,
            returns=len(returned_on) if knows_returns else None,
            days_at_least=days,
            days=days if knows_loops else None,
            intervention_started=self.has_started(),
            is_whole=self.knows_referrals and self.knows_all_contacts and is_placed,
            view=self.case.view,
            names={one: place_named(one, self.vocabulary) for loop in loops for one in loop.path},
            eyes=self.eyes(),
        )

    def judged(
        self, moves: Iterable[Move], stays: Sequence[Stay], closing: Mapping[str, bool | None]
    ) -> Iterator[tuple[date, bool | None]]:
        """Yield each day on which she was sent somewhere, and whether she had been there and had left.

        *closing* says which referrals are known to have ended a round, or may have.
        """
        left: set[Place] = set()
        for move in moves:
            origin, place = move.origin, move.place
            if origin is not None and origin == place:
                continue  # Within a place she is sent nowhere.
            if move.what is What.RECEIVED and place is not None and not move.is_own:
                is_back = self.is_back(move, place, left, stays)
                yield move.day, is_back or closing.get(move.referral, is_back)
            elif move.what is What.SENT_BACK and (not move.is_own or (origin and place)):
                # Of one who came on her own account nobody is sent anything; others are, though they are not named.
                yield move.day, True if origin and place and not origin.may_be(place) else None
            if move.what in {What.RECEIVED, What.SUPPLEMENTED} and origin and place:
                left.add(origin)
            if move.is_departure and place is not None:
                left.add(place)

    def is_back(self, move: Move, place: Place, left: Iterable[Place], stays: Iterable[Stay]) -> bool | None:
        """Say whether she had been where a referral is received, and had left. One who is still there has not."""
        perhaps = [one for one in stays if one.place.may_be(place)]
        here = [one for one in perhaps if one.place == place]
        if any(one.goes_on(move.day) for one in here):
            return False
        knows_stays = agency_of(place.name) is None or self.knows_contacts(place)
        has_left = place in left or any(one.has_ended(move.day) for one in here)
        if has_left and move.origin and knows_stays and not any(one.goes_on(move.day) for one in perhaps):
            return True
        may_have = any(one.may_be(place) for one in left) or any(one.has_ended(move.day) for one in perhaps)
        return None if may_have or not knows_stays else False

    @property
    def knows_referrals(self) -> bool:
        """Whether every referral is known, and all that happened to it."""
        referrals = self.case.referrals
        return referrals is not None and self.case.view is None and not any(one.is_in_part for one in referrals)

    def has_started(self) -> bool | None:
        started = any(
            event.what is What.INTERVENTION_STARTED and self.first <= event.day
            for one in self.case.referrals or ()
            if not one.is_in_error(self.known_on)
            for event in one.until(self.on, self.known_on)
        )
        return started or (False if self.knows_referrals else None)

    def stays(self) -> tuple[Stay, ...]:
        """Return the contacts that have begun."""
        contacts = self.case.participant.spells("contacts")
        return tuple(
            Stay(place=self.place(one.agency, one.since or self.on), since=one.since, until=one.until)
            for one in (() if contacts is None else contacts.standing(self.known_on))
            if one.since is None or one.since <= self.on
        )

    @property
    def knows_all_contacts(self) -> bool:
        contacts = self.case.participant.spells("contacts")
        return contacts is not None and contacts.complete is True and not contacts.unheard(self.known_on)

    def knows_contacts(self, place: Place) -> bool:
        """Whether all contacts at a place are known: the list is whole for it, or for the party that it is of."""
        contacts = self.case.participant.spells("contacts")
        if contacts is None or contacts.unheard(self.known_on):
            return False
        if isinstance(contacts.complete, bool):
            return contacts.complete
        is_home = place.name == place.unit and place.apart is None
        return not contacts.complete.isdisjoint({place.unit, self.party_of(place.unit)} if is_home else {place.name})

    def place(self, reference: str, day: date) -> Place:
        """Return where an agency is that was named on a day.

        Without a body a unit of a kommun is of the one where she lived then. So is it written where she still
        lives there, and otherwise with its body.
        """
        unit, body = unit_of(reference)
        if self.party_of(unit) != "kommun":
            return Place(reference, unit)
        of = body or residence_of(self.case, day, self.known_on)
        is_home = of == residence_of(self.case, self.on, self.known_on)
        return Place(unit if is_home else with_body(unit, of or UNKNOWN_BODY), unit, day if of is None else None)

    def party_of(self, unit: str) -> str | None:
        return unit.partition("/")[0] if self.vocabulary is None else self.vocabulary.agencies.party_of(unit)

    def eyes(self) -> Text | None:
        view = self.case.view
        if view is None:
            return None
        if self.vocabulary is None:
            return Text(view.name, view.name)
        return Text(view_in_words(view, self.vocabulary, "sv"), view_in_words(view, self.vocabulary, "en"))


# --- In words ---------------------------------------------------------------------------------------

_STARTED: Final = {True: "started", False: "not_started", None: "perhaps_started"}


def _lines(found: Circulation, names: Mapping[str, Text], eyes: Text | None, language: Language) -> Iterator[str]:
    is_least = found.returns is None or found.days is None
    if found.returned_on:
        times = counted(found.returns_at_least, "once", "times", language, is_least=found.returns is None)
        # Without a loop she has been sent back to somewhere, but not round.
        yield told("round" if found.loops else "back", language, times=times, days=on_days(found.returned_on, language))
    else:
        yield told("unknown" if is_least else "none", language)
    # A return is not always the end of a loop: how long the loops took has days of its own.
    if found.since is not None and found.until is not None:
        code = "took" if len(found.loops) == 1 and found.days is not None else "all.took"
        days = counted(found.days_at_least, "day", "days", language, is_least=found.days is None)
        yield told(code, language, days=days, when=between(found.since, found.until, language))
    for loop in found.loops:
        yield told(
            "loop",
            language,
            path=" → ".join(names[one].in_(language) for one in loop.path),
            days=counted(loop.days, "day", "days", language),
            since=in_words(loop.since, language),
            until=in_words(loop.until, language),
        )
    if found.returned_on and is_least:
        yield told("more", language)
    yield told(_STARTED[found.intervention_started], language)
    if eyes is not None:
        yield told("eyes", language, eyes=eyes.in_(language))
