"""Referrals that are made up: how somebody was sent round, came to a programme, and what became of it.

What happens is drawn step by step in an order that :data:`~samverkan.referral_steps.STEPS` allows, and only as far as
the period reaches: what has not come by its last day is not there, and so some are still open then.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Any, Final

import attrs

from samverkan.referral_events import SELF, ReferralEvent, agency_of, forum_of, profession_of
from samverkan.referral_steps import What
from samverkan.referrals import Referral
from samverkan.samples.draws import Draws
from samverkan.samples.worlds import Offer, World

__all__ = ["Course", "Fate", "course_of"]


class Fate(Enum):
    """What is to come of the criteria on the day on which she comes."""

    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"


@attrs.frozen(kw_only=True, repr=False)
class Course:
    """What became of somebody: her referrals, in order, and of that to the programme the days that matter.

    ``by`` are those who referred her, where that was an agency, and ``recipient`` is who received it. ``plans`` are the
    sorts of plan that were made.
    """

    referrals: tuple[Referral, ...]
    by: str | None = None
    recipient: str | None = None
    started: date | None = None
    ended: date | None = None
    outcome: str | None = None
    plans: tuple[str, ...] = ()


_TO_CONTACT: Final = (0, 2, 4, 6, 7, 9, 11, 13, 16, 24, 60)
"""The deciles of the days from when a referral came to the first contact: about three of four come within two weeks."""
_TO_END: Final = (20, 70, 110, 150, 190, 230, 280, 330, 400, 520)
_TIMES_SENT_BACK: Final = ((0, 83), (1, 12), (2, 2), (3, 3))
_OUTCOMES: Final = (
    ("work", 29), ("education", 12), ("self-support", 5), ("occupation", 9), ("better-health", 11), ("work-ability", 9),
    ("social-competence", 4), ("work-placement", 5), ("assessed", 6), ("moved-away", 3), ("died", 1), ("retired", 12),
    ("declined", 5),
)  # fmt: skip
"""How cases end in which an intervention began; about four of ten in work or education. Those who are old retire."""
_BEFORE_START: Final = (("declined", 60), ("moved-away", 15), ("assessed", 15), ("wrongly-registered", 10))
_LACKS: Final = (
    ("certificate", 35), ("enrolment", 15), ("consent", 20), ("information", 15), ("assessment", 8), ("plan", 4),
    ("power-of-attorney", 3),
)  # fmt: skip
_PLANS: Final = (("sip", 40), ("joint-plan", 30), ("action-plan", 20), ("rehabilitation-plan", 10))
_GROUNDS: Final = "Särskilda skäl, se anteckning i akten."
_OLD: Final = 61


def course_of(  # noqa: PLR0913, PLR0917
    draws: Draws, world: World, offer: Offer, on: date, fate: Fate, age: int, contacts: Sequence[str]
) -> Course:
    """Return the course of somebody who comes to a programme on the day *on*, and where she was sent before."""
    recipient = _recipient(draws, world, offer)
    if recipient is None:
        return Course(referrals=())
    earlier = _sent_round(draws, world, on, contacts) if draws.chance(0.15) else []
    by, from_ = _referrer(draws, world, offer, contacts)
    told = _Told(draws, world, on, recipient, by if agency_of(by) or forum_of(by) else from_)
    if (world.until - on).days > 12 or draws.chance(0.6):  # noqa: PLR2004 - what was sent last may not have come yet
        _Story(told, offer, fate, age).tell()
    sent = Referral(
        f"r-{len(earlier) + 1}",
        by=by,
        from_=from_,
        programme=offer.programme.id,
        spoken_to=draws.weighted(((True, 60), (None, 30), (False, 10))),
        events=told.events,
    )
    return Course(
        referrals=(*earlier, sent),
        by=sent.referrer,
        recipient=recipient,
        started=told.started,
        ended=told.ended,
        outcome=told.outcome,
        plans=tuple(told.plans),
    )


# --- Who refers, and who receives ---------------------------------------------------------------------


def _recipient(draws: Draws, world: World, offer: Offer) -> str | None:
    """Return who receives what is sent to a programme; of one that names nobody, an agency that coordinates in it."""
    definition = offer.programme.definition
    if definition.recipients:
        return draws.one_of(definition.recipients)
    units = [one for party in definition.parties or world.units for one, _ in world.usual_units.get(party, ())]
    return draws.one_of(units) if units else None


def _referrer(draws: Draws, world: World, offer: Offer, contacts: Sequence[str]) -> tuple[str, str | None]:
    """Return who refers her, mostly one who may, and the agency where a profession works."""
    rule = offer.programme.definition.referral
    if rule is None or draws.chance(0.05):
        listed: tuple[str, ...] = (*contacts, SELF)
    else:
        # Those who know her refer her, if they are among those who may.
        known = tuple(one for one in rule.by if agency_of(one) is None or _of_party(world, one, contacts))
        listed = known or rule.by
    by = draws.one_of(listed)
    if by == SELF or forum_of(by) is not None:
        return by, None
    if profession_of(by) is not None:
        return by, next(iter(_of_party(world, "region", contacts)), None)
    return next(
        iter(_of_party(world, by, contacts)), by if by in world.model.agencies.agencies else _unit(draws, world, by)
    ), None


def _of_party(world: World, agency: str, contacts: Iterable[str]) -> list[str]:
    """Return her contacts at an agency, or at the units of a party."""
    return [one for one in contacts if agency in {one, world.party_of(one)}]


def _unit(draws: Draws, world: World, party: str) -> str:
    return draws.weighted(world.usual_units[party])


# --- Sent round before --------------------------------------------------------------------------------


def _sent_round(draws: Draws, world: World, on: date, contacts: Sequence[str]) -> list[Referral]:
    """Return referrals from agency to agency, and back again (*rundgång*), that ended before the day *on*."""
    parties = dict.fromkeys(party for one in contacts if (party := world.party_of(one)) is not None)
    others = [one for one in world.units if one not in parties]
    around = [*parties, *draws.some_of(others, max(0, 2 - len(parties)))][: 2 + draws.chance(0.3)]
    places = [next(iter(_of_party(world, one, contacts)), None) or _unit(draws, world, one) for one in around]
    sent: list[Referral] = []
    day = on - timedelta(days=draws.spread((120, 250, 400, 700)))
    for hop in range(draws.whole(2, 5) if len(around) > 1 else 0):
        here, there, beyond = (places[(hop + step) % len(places)] for step in (0, 1, 2))
        told = _Told(draws, world, day, there, here, until=on - timedelta(days=1))
        told.add(What.RECEIVED, 0)
        if draws.chance(0.5):
            told.add(What.CONTACTED, draws.whole(5, 40))
        if not told.add(What.RECOMMENDED_ELSEWHERE, draws.whole(15, 120), to=beyond):
            break
        sent.append(Referral(f"r-{len(sent) + 1}", by=here, to=there, events=told.events))
        day = told.day + timedelta(days=draws.whole(0, 14))
    return sent


# --- What happens to a referral -----------------------------------------------------------------------


class _Told:
    """What has been told of a referral so far; what would come after the last day has not come."""

    def __init__(  # noqa: PLR0913, PLR0917
        self, draws: Draws, world: World, on: date, recipient: str, referrer: str | None, until: date | None = None
    ) -> None:
        self.draws, self.world = draws, world
        self.day, self.until = on, until or world.until
        self.recipient, self.referrer = recipient, referrer
        self.events: list[ReferralEvent] = []
        self.started: date | None = None
        self.ended: date | None = None
        self.outcome: str | None = None
        self.plans: list[str] = []

    def add(self, what: What, after: int, *, by: str | None = None, **said: Any) -> bool:
        """Tell what happens so many days after what was told last; ``False``: it has not come yet."""
        day = self.day + timedelta(days=after)
        if day <= self.until:
            day = self.world.working(day)
        if day > self.until:
            return False
        self.day = day
        self.events.append(ReferralEvent(what, on=day, agency=by or self.recipient, **said))
        return True

    def take_back(self) -> None:
        """Tell that all of it was entered in error, so that nothing has come of it."""
        self.add(What.ENTERED_IN_ERROR, 0)
        self.started = self.ended = self.outcome = None
        self.plans.clear()

    def word(self, of: str, table: Iterable[tuple[str, int]]) -> str | None:
        """Draw a word of *table* that is in the closed list *of*; of one that has none of them, any."""
        words = self.world.words(of)
        usual = [(word, weight) for word, weight in table if word in words]
        if usual:
            return self.draws.weighted(usual)
        return self.draws.one_of(words) if words else None


class _Story:
    """The story of a referral to a programme. Each chapter says whether it goes on."""

    def __init__(self, told: _Told, offer: Offer, fate: Fate, age: int) -> None:
        self.told, self.draws, self.offer, self.fate, self.age = told, told.draws, offer, fate, age

    def tell(self) -> None:
        """Tell it as far as it has come."""
        goes_on = self._received() and self._sent_back() and self._contacted() and self._taken_in()
        if goes_on and self._planned() and self._started() and self._ended():
            self._reopened()
        if self.draws.chance(0.012):
            self.told.take_back()

    def _received(self) -> bool:
        return self.told.add(What.RECEIVED, 0)

    def _sent_back(self) -> bool:
        told, draws = self.told, self.draws
        received = told.day
        if draws.chance(0.6):
            told.add(What.ACKNOWLEDGED, draws.whole(0, 3))
        for _ in range(draws.weighted(_TIMES_SENT_BACK)):
            asked_for = told.word("lacks", _LACKS)
            if asked_for is None:
                break
            if asked_for == "enrolment" and "AF" in told.world.model.agencies.agencies:
                asked_for = "enrolment:AF"
            if not told.add(What.SENT_BACK, draws.spread((3, 10, 20, 45)), asks_for=[asked_for]):
                return False
            by = told.referrer if draws.chance(0.8) else None
            if not told.add(What.SUPPLEMENTED, draws.spread((7, 20, 35, 100)), by=by):
                return False
            received = told.day
        self.received = received
        return True

    def _contacted(self) -> bool:
        told, draws = self.told, self.draws
        if draws.chance(0.25):
            tried = told.add(What.CONTACT_ATTEMPT, draws.whole(0, 4))
            if tried and draws.chance(0.18):
                told.add(What.CONTACT_ATTEMPT, draws.whole(5, 20))
                told.add(What.COULD_NOT_BE_REACHED, draws.whole(10, 30))
                return False
        due = (self.received - told.day).days + draws.spread(_TO_CONTACT)
        if not told.add(What.CONTACTED, max(0, due)):
            return False
        if draws.chance(0.015):  # It was entered twice, and the second time taken back.
            told.add(What.CONTACTED, 0, id="e-twice")
            told.add(What.ENTERED_IN_ERROR, 0, event="e-twice")
        return True

    def _taken_in(self) -> bool:
        """Tell what is settled after the first contact: mostly those who meet the criteria go on."""
        goes_on, elsewhere, over = {
            Fate.MET: (86, 4, 10),
            Fate.UNCLEAR: (45, 30, 10),
            Fate.NOT_MET: (0, 65, 15),
        }[self.fate]
        drawn = self.draws.whole(1, 100)
        if drawn <= goes_on:
            return True
        after = self.draws.spread((3, 10, 20, 45))
        if drawn <= goes_on + elsewhere:
            self.told.add(What.RECOMMENDED_ELSEWHERE, after, to=self._elsewhere())
        elif drawn <= goes_on + elsewhere + over:
            self._end(after, _BEFORE_START)
        elif self.fate is Fate.NOT_MET and self.draws.chance(0.5):
            return self.told.add(What.ADMITTED_ON_STATED_GROUNDS, after, reason=_GROUNDS)
        return False

    def _elsewhere(self) -> str:
        others = [one.programme.id for one in self.told.world.offers if one is not self.offer]
        return self.draws.one_of([*others, *self.told.world.units])

    def _planned(self) -> bool:
        told, draws = self.told, self.draws
        if draws.chance(0.85) and not told.add(What.NEEDS_ASSESSED, draws.spread((5, 15, 30, 60))):
            return False
        plan = told.word("plans", _PLANS)
        said: Mapping[str, str] = {} if plan is None else {"plan": plan}
        if draws.chance(0.4) and not told.add(What.PLAN_BEGUN, draws.whole(0, 14), **said):
            return False
        if draws.chance(0.8):
            if not told.add(What.PLAN_MADE, draws.spread((1, 7, 14, 40)), **said):
                return False
            told.plans += said.values()
        return True

    def _started(self) -> bool:
        told, draws = self.told, self.draws
        is_in = any(one.what is What.ADMITTED_ON_STATED_GROUNDS for one in told.events)
        if not is_in and draws.chance(0.92) and not told.add(What.ADMITTED, draws.spread((0, 7, 14, 30))):
            return False
        if draws.chance(0.07) and not self._waited():
            return False
        if draws.chance(0.08):
            return False  # Nothing has begun, and nobody has closed it.
        if not told.add(What.INTERVENTION_STARTED, draws.spread((0, 7, 20, 45)), **self._intervention()):
            return False
        told.started = told.day
        return True

    def _waited(self) -> bool:
        told, draws = self.told, self.draws
        waits = told.add(What.WAITING_AT_OWN_WISH, draws.whole(1, 20))
        return waits and draws.chance(0.75) and told.add(What.RESUMED, draws.whole(14, 90))

    def _intervention(self) -> Mapping[str, str]:
        """Return what begins: what the programme passes people on to, or itself where that is not said."""
        model = self.told.world.model
        if not self.offer.interventions:
            performers: Sequence[str] = self.offer.programme.definition.performers
            name = self.offer.programme.id
        else:
            name = self.draws.one_of(self.offer.interventions)
            performers = model.interventions[name].definition.performers
        return {"intervention": name, **({"performer": self.draws.one_of(performers)} if performers else {})}

    def _ended(self) -> bool:
        return self._end(self.draws.spread(_TO_END), _OUTCOMES)

    def _end(self, after: int, table: Iterable[tuple[str, int]]) -> bool:
        told = self.told
        outcome = told.word("outcomes", [one for one in table if one[0] != "retired" or self.age >= _OLD])
        if outcome is None or not told.add(What.ENDED, after, outcome=outcome):
            return False
        told.ended, told.outcome = told.day, outcome
        return True

    def _reopened(self) -> None:
        told, draws = self.told, self.draws
        is_final = told.outcome in {"died", "moved-away", "retired"}
        if not is_final and draws.chance(0.04) and told.add(What.REOPENED, draws.whole(10, 90)):
            told.ended = told.outcome = None
            told.add(What.CONTACTED, draws.whole(1, 14))
