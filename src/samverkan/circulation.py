"""Circulation (*rundgång*): who is sent from one to another and back again, for how long, and whether anything began.

Financial coordination was made law to prevent it: *för att förhindra rundgång hos myndigheter* (document
S000). What is counted as a loop and what is not stands in the how-to *See who is sent round*.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import attrs

from samverkan.agencies import unit_of, with_body
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile, Person, View, case_of
from samverkan.circulation_paths import Loop, Stay, Visit, Way, days_of, journey, moves_of, stays_of, visits
from samverkan.dates import as_day, as_optional_day, in_words
from samverkan.errors import InvalidValueError, located
from samverkan.immutable import frozen_mapping
from samverkan.referral_events import forum_of
from samverkan.referral_steps import What
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sharing import agency_named, view_in_words
from samverkan.sights import residence_of
from samverkan.texts import Language, Text
from samverkan.views import as_seen_by

__all__ = ["Circulation", "Loop", "RankedLoop", "Visit", "Way", "circulation", "ranked"]


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
    return _Asked(case_of(case), vocabulary, day, first or date.min, known).answer()


@attrs.frozen(kw_only=True, repr=False)
class Circulation:
    """Where a person has been sent up to a day, and how she came back (*rundgång*).

    ``print(circulation)`` says it in English, :meth:`explain` in Swedish too; it tells of the person.

    * ``on``: the day that was asked about.
    * ``path``: her visits, in the order of the days; visits to one place that follow on each other are one.
    * ``loops``: out from a place and back to it, by being sent, in the order in which they began.
    * ``returns_at_least``: how many times she was sent to where she had been and had left, the *återremisser* among
      them; ``returns`` says how many it is, and is ``None`` where it may be more.
    * ``days_at_least``, ``days``: likewise of the days that the loops took, overlaps counted once.
    * ``intervention_started``: whether any referral has led to an intervention; ``None``: not known.
    * ``is_whole``: whether everything is known: the referrals, all contacts, and nothing may be hidden.
    * ``view``: through whose eyes; ``None``: with all facts.

    **What is at least so.** There may be more than is told, and never less, when nothing is known of the
    referrals, when something may be hidden from the one who asks, or, of the returns, when she may have had
    contacts that nobody has told of. Of a referral that an agency may know of at all it knows each time that it was
    sent back, so that a loop of one referral stands whatever else there is. A round by several referrals may come out
    otherwise when more of them are known: it is told only where all of them are. That there is no loop, or that no
    intervention has started, is likewise said only then.
    """

    on: date
    path: tuple[Visit, ...]
    loops: tuple[Loop, ...]
    returns_at_least: int
    returns: int | None
    days_at_least: int
    days: int | None
    intervention_started: bool | None
    is_whole: bool
    view: View | None = None
    _names: Mapping[str, Text] = attrs.field(factory=dict[str, Text], alias="names", converter=frozen_mapping, eq=False)
    _eyes: Text | None = attrs.field(default=None, alias="eyes", eq=False)

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
            median=_median(days),
            is_whole=is_whole,
        )
        for path, days in took.items()
    )
    return tuple(sorted(every, key=lambda one: (-one.people, -one.times, -one.days, one.path)))


def _median(counted: Counter[int]) -> float:
    """Return the median of numbers, each of which comes so many times."""
    total = counted.total()
    middle = (total - 1) // 2, total // 2
    found: list[int] = []
    before = 0
    for number in sorted(counted):
        found += [number for place in middle if before <= place < before + counted[number]]
        before += counted[number]
    return sum(found) / len(found)


# --- How it is found --------------------------------------------------------------------------------


@attrs.frozen
class _Asked:
    case: CaseFile
    vocabulary: Vocabulary | None
    on: date
    first: date
    known_on: date | None

    def answer(self) -> Circulation:
        referrals = self.case.referrals or ()
        moves = moves_of(referrals, self.on, self.known_on, self.place)
        stays = self.stays()
        found = journey(moves, stays, self.knows_contacts)
        # Another referral that nobody has told of may make a round by several another one.
        told = found.loops if self.knows_referrals else [one for one in found.loops if one.is_of_one_referral]
        loops = tuple(one for one in told if self.first <= one.since)
        returns = sum(self.first <= day for day in found.returns)
        is_settled = self.knows_referrals and not any(self.first <= day for day in found.undecided)
        days = days_of(loops)
        return Circulation(
            on=self.on,
            path=tuple(one for one in visits(moves, stays) if self.first <= (one.on or date.min)),
            loops=loops,
            returns_at_least=returns,
            returns=returns if is_settled else None,
            days_at_least=days,
            days=days if self.knows_referrals else None,
            intervention_started=self.has_started(),
            is_whole=self.knows_referrals and self.knows_all_contacts,
            view=self.case.view,
            names={one: self.named(one) for loop in loops for one in loop.path},
            eyes=self.eyes(),
        )

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
        contacts = self.case.participant.spells("contacts")
        return () if contacts is None else stays_of(contacts.standing(self.known_on), self.on, self.place)

    @property
    def knows_all_contacts(self) -> bool:
        contacts = self.case.participant.spells("contacts")
        return contacts is not None and contacts.complete is True and not contacts.unheard(self.known_on)

    def knows_contacts(self, place: str) -> bool:
        """Whether all contacts at a place are known: the list is whole for it, or for the party that it is of."""
        contacts = self.case.participant.spells("contacts")
        if contacts is None or contacts.unheard(self.known_on):
            return False
        if isinstance(contacts.complete, bool):
            return contacts.complete
        unit, _ = unit_of(place)
        return not contacts.complete.isdisjoint({unit, self.party_of(unit)} if place == unit else {place})

    def place(self, reference: str, day: date) -> str:
        """Return where an agency is that was named on a day.

        Without a body a unit of a kommun is of the one where she lived then. So is it written where she still
        lives there, and otherwise with its body.
        """
        unit, body = unit_of(reference)
        if self.party_of(unit) != "kommun":
            return reference
        of = body or residence_of(self.case, day, self.known_on)
        if of is None or of == residence_of(self.case, self.on, self.known_on):
            return unit
        return with_body(unit, of)

    def party_of(self, unit: str) -> str | None:
        return unit.partition("/")[0] if self.vocabulary is None else self.vocabulary.agencies.party_of(unit)

    # What it is called.

    def named(self, place: str) -> Text:
        if self.vocabulary is None:
            return Text(place, place)
        forum = forum_of(place)
        if forum is not None:
            return self.vocabulary.lists.get("forums", {}).get(forum, Text(forum, forum))
        unit, _ = unit_of(place)
        register = self.vocabulary.agencies
        if unit not in register.agencies and unit not in register.parties:
            return Text(place, place)
        return Text(agency_named(place, self.vocabulary, "sv"), agency_named(place, self.vocabulary, "en"))

    def eyes(self) -> Text | None:
        view = self.case.view
        if view is None:
            return None
        if self.vocabulary is None:
            return Text(view.name, view.name)
        return Text(view_in_words(view, self.vocabulary, "sv"), view_in_words(view, self.vocabulary, "en"))


# --- In words ---------------------------------------------------------------------------------------

_WORDS: Final[Mapping[str, Text]] = {
    "round": Text(sv="Rundgång: {what}.", en="Sent round: {what}."),
    "none": Text(sv="Ingen rundgång.", en="Not sent round."),
    "unknown": Text(
        sv="Det är inte känt om det har varit rundgång.",
        en="It is not known whether the person has been sent round.",
    ),
    "back": Text(sv="tillbaka {times}", en="back {times}"),
    "once": Text(sv="1 gång", en="once"),
    "times": Text(sv="{number} gånger", en="{number} times"),
    "day": Text(sv="1 dag", en="1 day"),
    "days": Text(sv="{number} dagar", en="{number} days"),
    "least": Text(sv="minst {what}", en="at least {what}"),
    "between": Text(sv="{days} mellan den {since} och den {until}", en="{days} between {since} and {until}"),
    "loop": Text(
        sv="{path}: {days}, från den {since} till den {until}.", en="{path}: {days}, from {since} to {until}."
    ),
    "started": Text(sv="en insats har påbörjats", en="an intervention has started"),
    "not_started": Text(sv="ingen insats påbörjad", en="no intervention started"),
    "also.started": Text(sv="En insats har påbörjats.", en="An intervention has started."),
    "also.not_started": Text(sv="Ingen insats har påbörjats.", en="No intervention has started."),
    "also.perhaps_started": Text(
        sv="Det är inte känt om någon insats har påbörjats.", en="It is not known whether any intervention has started."
    ),
    "more": Text(sv="Det kan vara mer, för allt är inte känt.", en="There may be more, for not everything is known."),
    "eyes": Text(sv="Så ser det ut {eyes}.", en="That is how it looks {eyes}."),
}

_STARTED: Final = {True: "started", False: "not_started", None: "perhaps_started"}


def _said(code: str, language: Language, **values: object) -> str:
    return _WORDS[code].filled(language, values)


def _lines(found: Circulation, names: Mapping[str, Text], eyes: Text | None, language: Language) -> Iterator[str]:
    started = _STARTED[found.intervention_started]
    is_least = found.returns is None or found.days is None
    if found.returns_at_least:
        times = _counted(found.returns_at_least, "once", "times", language)
        what = [_said("back", language, times=_least(times, language) if found.returns is None else times)]
        if found.since is not None and found.until is not None:
            days = _counted(found.days_at_least, "day", "days", language)
            what.append(
                _said(
                    "between",
                    language,
                    days=_least(days, language) if found.days is None else days,
                    since=in_words(found.since, language),
                    until=in_words(found.until, language),
                )
            )
        what += [] if found.intervention_started is None else [_said(started, language)]
        yield _said("round", language, what=", ".join(what))
    else:
        yield _said("unknown" if is_least else "none", language)
    for loop in found.loops:
        yield _said(
            "loop",
            language,
            path=" → ".join(names[one].in_(language) for one in loop.path),
            days=_counted(loop.days, "day", "days", language),
            since=in_words(loop.since, language),
            until=in_words(loop.until, language),
        )
    if found.returns_at_least and is_least:
        yield _said("more", language)
    if found.intervention_started is None or not found.returns_at_least:
        yield _said(f"also.{started}", language)
    if eyes is not None:
        yield _said("eyes", language, eyes=eyes.in_(language))


def _counted(number: int, one: str, more: str, language: Language) -> str:
    return _said(one if number == 1 else more, language, number=number)


def _least(what: str, language: Language) -> str:
    return _said("least", language, what=what)
