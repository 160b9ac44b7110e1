"""Case files with consents, and what an agency may see of them: strategies, a slow oracle, and twins.

The oracle (:class:`Eyes`) says part by part what a viewer may see, from what consents and other bases
say of themselves. It calls nothing of what the library finds that out with. A twin is another case
file that differs in nothing that the viewer may see.
"""

import pickle
import random
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan import (
    CaseFile,
    Contact,
    Decision,
    Participant,
    decide,
    load_model,
    route,
    timeline,
    views,
)
from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.circulation import circulation
from samverkan.consents import Consent, ConsentEvent, ConsentKind
from samverkan.dated import Dated, Unknown
from samverkan.disclosures import Disclosure
from samverkan.errors import InvalidRecordError
from samverkan.legal_bases import LegalBasis, LegalBasisKind
from samverkan.next_steps import next_step
from samverkan.outcomes import Outcome, outcome_of
from samverkan.participants import GIVEN, Assessment, Livelihood
from samverkan.programmes import Programme
from samverkan.referral_events import ReferralEvent
from samverkan.referral_rules import check_referral, readiness
from samverkan.referral_steps import What, possible_after
from samverkan.referrals import Referral, status_of
from samverkan.routes import Option
from samverkan.rules.facts import (
    Boolean,
    Choice,
    Current,
    Day,
    DayOf,
    Elapsed,
    Fact,
    Kind,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
    SpellsOf,
)
from samverkan.scopes import Scope
from samverkan.sources import Source
from samverkan.testing.people import people as unprinted
from samverkan.testing.random_programmes import programmes_of
from samverkan.testing.values import days_between, references
from samverkan.testing.worlds import world_of
from samverkan.texts import Text
from samverkan.timelines import Stretch
from strategies import FIRST_DAY, LAST_DAY, candidates, noted_days

__all__ = [
    "MODEL",
    "SHIPPED",
    "Asked",
    "Eyes",
    "Twins",
    "case_files",
    "consents",
    "legal_bases",
    "questions",
    "referrals",
    "twins",
]

SHIPPED: Final = load_model("finsam")


def _own(kind: Kind, held_by: Iterable[str], category: str, derived: Elapsed | None = None) -> Fact:
    word, asked = Text("uppgiften", "the fact"), Text("uppgiften {members}", "the fact {members}")
    said = {SetOf: Text("har {member}", "has {member}"), NumberOf: Text("talet är {number}", "it is {number}")}
    return Fact(
        kind=kind,
        asked=asked if isinstance(kind, SetOf) else word,
        shown=word,
        said=said.get(type(kind), word),
        held_by=frozenset(held_by),
        category=category,
        derived=derived,
    )


_PEOPLE, _MONTHS = Text("personer", "people"), Text("månader", "months")
_OWN_FACTS: Final[Mapping[str, Fact]] = {
    "household_size": _own(NumberOf(_PEOPLE, least=1, most=12), ["kommun/IFO"], "need"),
    "has_transport": _own(Boolean(), ["leverantör", "AF"], "work"),
    "first_contact": _own(Choice(of="parties"), ["region"], "contact"),
    "wishes": _own(SetOf(of="needs"), ["region/psykiatri", "kommun/AME"], "health"),
    "arrived": _own(Day(), ["kommun"], "background"),
    "months_here": _own(NumberOf(_MONTHS, least=0), ["kommun"], "background", Elapsed("arrived", "months")),
    "knows_everybody": _own(Boolean(), [], "person"),
}

MODEL: Final = SHIPPED.with_(facts=_OWN_FACTS)
"""The shipped model with facts of its own, held by a unit, a supplier, a party and everybody."""

_REGISTER: Final = MODEL.agencies
_WORLD: Final = world_of(MODEL.vocabulary)
_NAMES: Final = (*references(_WORLD), *(["AF", "FK", "region", "kommun"] * 6), "kommun/IFO", "kommun:Ludvika/IFO")
_CATEGORIES: Final = tuple(MODEL.vocabulary.words(SetOf("categories")))
_PURPOSES: Final = tuple(MODEL.vocabulary.words(SetOf("purposes")))
_OTHER: Final = "another-programme"
_MALFORMED: Final = "Påhittad"
_NUMBERS: Final = ("199101252386", "197010632391")


@attrs.frozen(kw_only=True, repr=False)
class Asked:
    """How a viewer asks: for which programme and purpose, about which day, and from what had been recorded."""

    programme: BoundProgramme
    viewer: str
    purpose: str
    on: date
    known_on: date | None = None
    reading: str | None = None

    @property
    def day(self) -> date:
        """The day of asking, on which it is settled what may be seen."""
        return self.known_on or self.on

    def __repr__(self) -> str:
        """Say what is asked, and nothing of a person."""
        days = f"on {self.on}" + (f", known on {self.known_on}" if self.known_on else "")
        return f"<{self.viewer} asks about {self.programme.id}, {self.reading}, for {self.purpose}, {days}>"


# --- What may be seen, the slow way ----------------------------------------------------------------------


@attrs.frozen(eq=False, slots=False)
class Eyes:
    """What a viewer may see of a case, found part by part; no part of it is the library's own way of finding it."""

    case: CaseFile
    asked: Asked
    _found: dict[Any, bool] = attrs.field(factory=dict, init=False)

    @cached_property
    def _residence(self) -> str | None:
        found = self.case.participant.fact("residence").at(self.asked.day, self.asked.known_on)
        return None if isinstance(found, Unknown) else str(found)

    # Who is who. A unit without a body is her own kommun's, and so is one with that kommun as its body.

    def _split(self, reference: str) -> tuple[str, str | None]:
        owner, slash, rest = reference.partition("/")
        owner, _, body = owner.partition(":")
        unit = owner + slash + rest
        return unit, None if not body or (self._party(unit) == "kommun" and body == self._residence) else body

    @staticmethod
    def _party(unit: str) -> str | None:
        agency = _REGISTER.agencies.get(unit)
        return agency.party if agency is not None else unit if unit in _REGISTER.parties else None

    @staticmethod
    def _is_apart(unit: str) -> bool:
        agency = _REGISTER.agencies.get(unit)
        return agency is not None and agency.secrecy_apart

    def is_holder(self, holder: str) -> bool:
        """The viewer is *holder*, a unit of it, or the party to which it belongs, unless it keeps its secrets apart."""
        (unit, body), (viewer, of) = self._split(holder), self._split(self.asked.viewer)
        if body != of or (unit not in _REGISTER.agencies and unit not in _REGISTER.parties):
            return False
        if unit == viewer or (unit in _REGISTER.parties and self._party(viewer) == unit):
            return True
        return viewer in _REGISTER.parties and self._party(unit) == viewer and not self._is_apart(unit)

    # What opens.

    def may_tell(self, sharer: str, category: str) -> bool:
        """A consent that lifts secrecy, or a legal basis, lets *sharer* tell the viewer on the day of asking."""
        return self._once(
            (sharer, category),
            lambda: any(
                self._reaches(one, sharer) and self._fits(scope, sharer, category, wide=False)
                for one, scope in self._standing
            ),
        )

    def _once(self, what: Any, find: Callable[[], bool]) -> bool:
        if what not in self._found:
            self._found[what] = find()
        return self._found[what]

    @cached_property
    def _standing(self) -> list[tuple[Consent | LegalBasis, Scope]]:
        consents = [one for one in self.case.consents or () if one.kind == "secrecy" and self._is_live(one)]
        bases = [one for one in self.case.legal_bases if self._counts(one)]
        return [*((one, self._scope_of(one)) for one in consents), *((one, one.scope) for one in bases)]

    def _heard(self, recorded_on: date | None) -> bool:
        return recorded_on is None or self.asked.known_on is None or recorded_on <= self.asked.known_on

    def _past(self, consent: Consent) -> list[ConsentEvent]:
        withdrawn = [] if consent.withdrawn is None else [ConsentEvent("withdrawn", on=consent.withdrawn)]
        heard = [one for one in (*consent.history, *withdrawn) if self._heard(one.recorded_on)]
        return sorted((one for one in heard if one.on <= self.asked.day), key=lambda one: one.on)

    def _is_live(self, consent: Consent) -> bool:
        if self.asked.day < consent.given or not self._heard(consent.recorded_on):
            return False
        last = consent.expires
        for event in self._past(consent):
            if event.what == "withdrawn":
                return False
            if event.what == "reaffirmed":
                last = event.expires
            if event.what == "expired":
                last = event.on if last is None else min(last, event.on)
        return last is None or self.asked.day <= last

    def _scope_of(self, consent: Consent) -> Scope:
        scope = consent.scope
        for event in self._past(consent):
            if event.what == "narrowed":
                scope = attrs.evolve(
                    scope,
                    from_=event.from_ or scope.from_,
                    to=event.to or scope.to,
                    categories=event.categories or scope.categories,
                    exceptions=(*scope.exceptions, *event.exceptions),
                )
        return scope

    def _counts(self, basis: LegalBasis) -> bool:
        return self._heard(basis.recorded_on) and (basis.since or date.min) <= self.asked.day <= (
            basis.until or date.max
        )

    def _reaches(self, basis: Consent | LegalBasis, sharer: str) -> bool:
        if isinstance(basis, Consent) or basis.kind is LegalBasisKind.STATUTORY_DUTY:
            return True
        agency = _REGISTER.agencies.get(self._split(sharer)[0])
        secrecy = None if agency is None else agency.secrecy
        return secrecy is not None and not secrecy.startswith(("OSL 25:", "OSL 26:"))

    def _fits(self, scope: Scope, sharer: str, category: str, *, wide: bool) -> bool:
        day = self.asked.day
        return (
            (scope.since or date.min) <= day <= (scope.until or date.max)
            and (not scope.categories or category in scope.categories)
            and (not scope.purposes or self.asked.purpose in scope.purposes)
            and (not scope.programmes or self.asked.programme.id in scope.programmes)
            and (not scope.from_ or any(self._is_meant(one, sharer, tells=True, wide=wide) for one in scope.from_))
            and (
                not scope.to or any(self._is_meant(one, self.asked.viewer, tells=False, wide=wide) for one in scope.to)
            )
            and not any(self._fits(one, sharer, category, wide=not wide) for one in scope.exceptions)
        )

    def _is_meant(self, name: str, reference: str, *, tells: bool, wide: bool) -> bool:
        (named, of), (unit, body) = self._split(name), self._split(reference)
        if named in _REGISTER.parties:
            if self._party(unit) != named or (self._is_apart(unit) and not wide):
                return False
            every_body = tells or wide
        else:
            if named != unit:
                return False
            every_body = wide
        return body == of or (of is None and every_body)

    def names_viewer(self, basis: Consent | LegalBasis) -> bool:
        """It names the viewer as one who tells or is told; a consent to an act that names nobody is given to anybody."""
        scope = basis.scope
        if isinstance(basis, Consent) and basis.kind != "secrecy" and not scope.to:
            return True
        viewer = self.asked.viewer
        return any(self._is_meant(one, viewer, tells=True, wide=False) for one in scope.from_) or any(
            self._is_meant(one, viewer, tells=False, wide=False) for one in scope.to
        )

    def concerns_viewer(self, disclosure: Disclosure) -> bool:
        """The viewer told it or was told."""
        return self.is_holder(disclosure.sharer) or self.is_holder(disclosure.recipient)

    # What is open.

    def is_open(self, holder: str, category: str) -> bool:
        """The viewer holds it, or *holder* or a unit of it may tell."""
        units = _REGISTER.of_party(holder) if holder in _REGISTER.parties else ()
        return self.is_holder(holder) or any(self.may_tell(one, category) for one in {holder, *units})

    def where(self, agency: str, since: date | None) -> str:
        """A unit of the kommun without a body is of the kommun where she lived when it began."""
        if ":" in agency or since is None or self._party(agency) != "kommun":
            return agency
        lived_in = self.case.participant.fact("residence").at(since, self.asked.known_on)
        if isinstance(lived_in, Unknown) or lived_in == self._residence:
            return agency
        owner, slash, rest = agency.partition("/")
        return f"{owner}:{lived_in}{slash}{rest}"

    def tells(self, agency: str, category: str) -> bool:
        """The viewer is the agency, or the agency itself may tell: what it knows of its own is nobody else's to tell."""
        return self.is_holder(agency) or self.may_tell(agency, category)

    def shows(self, name: str, word: str | None = None) -> bool:
        """The viewer may see a fact, or what a history says of *word*; what nobody holds, everybody does."""
        fact = self.asked.programme.vocabulary.facts[name]
        holders = fact.held_by if word is None else fact.held_by_word.get(word, fact.held_by)
        return not holders or self._once(
            (holders, fact.category), lambda: any(self.is_open(one, fact.category) for one in holders)
        )

    def shows_entry(self, name: str, entry: Any) -> bool:
        """The viewer may see an entry of a history."""
        match entry:
            case Contact():
                return self.tells(self.where(entry.agency, entry.since), "contact")
            case Assessment():
                return self.shows(name) if entry.by is None else self.tells(self.where(entry.by, entry.since), "health")
            case Livelihood():
                return self.shows(name, entry.kind)
            case _:
                return self.shows(name)

    def shows_unit(self, unit: str, category: str) -> bool:
        """Nothing that a unit knows is kept from the viewer, whichever body it is of."""
        return self._once(("everywhere", unit, category), lambda: self._shows_unit(unit, category))

    def _shows_unit(self, unit: str, category: str) -> bool:
        bodies = sorted({*_REGISTER.bodies_of(self._party(unit))} - {self._residence})
        some = [None, *(one for one in bodies if one in self._bodies)]
        some += [one for one in bodies if one not in self._bodies][:1]
        owner, slash, rest = unit.partition("/")
        units = [unit if body is None else f"{owner}:{body}{slash}{rest}" for body in some]
        return all(self.is_holder(one) or self.may_tell(one, category) for one in units)

    def shows_party(self, party: str, category: str) -> bool:
        """Nothing that a unit of a party knows is kept from the viewer."""
        return all(self.shows_unit(unit, category) for unit in {party, *_REGISTER.of_party(party)})

    def shows_whole(self, name: str) -> bool:
        """Something of which a name in ``contacts_complete`` tells is open to the viewer."""
        if name in _REGISTER.parties:
            return any(self.shows_unit(unit, "contact") for unit in {name, *_REGISTER.of_party(name)})
        return self.tells(name, "contact") if ":" in name else self.shows_unit(name, "contact")

    def knows_of(self, name: str) -> bool:
        """Whether a history was recorded at all is open to the viewer, for she may know of some of it that it is whole."""
        match name:
            case "livelihoods":
                return any(self.shows(name, word) for word in self.asked.programme.vocabulary.words(SetOf(name)))
            case "work_capacity":
                return self.shows(name) or any(self.shows_party(one, "health") for one in _REGISTER.parties)
            case _:
                return self.shows(name)

    # Referrals. Both sides know of one, and of what passes between them; the rest those know who recorded it.

    def sides(self, referral: Referral) -> list[str | None]:
        """Those who sent her, where that is an agency or a forum, and those who receive her; ``None``: it is not known who."""
        definition, sent = self.asked.programme.definition, self._sender(referral)
        received: list[str | None] = [referral.to]
        if referral.to is None:
            owners = [*(definition.owners or definition.performers)] if referral.programme == definition.id else []
            received = [*owners] or [None]
        return [*received, *([] if sent is None else [sent])]

    @staticmethod
    def _sender(referral: Referral) -> str | None:
        is_named = referral.by != "self" and not referral.by.startswith("profession:")
        return referral.from_ if referral.from_ is not None else referral.by if is_named else None

    @staticmethod
    def _received(referral: Referral) -> date:
        return min((one.day for one in referral.events if one.what == "received"), default=date.min)

    def _tells_of(self, agency: str | None, day: date) -> bool:
        return agency is not None and not agency.startswith("forum:") and self.tells(self.where(agency, day), "contact")

    def _is_mine(self, side: str | None, referral: Referral) -> bool:
        if side is None or side.startswith("forum:"):
            return False
        return self.is_holder(self.where(side, self._received(referral)))

    def is_recipient(self, referral: Referral) -> bool:
        """The viewer is among those who receive it, whom all that the sender records is for."""
        count = len(self.sides(referral)) - (self._sender(referral) is not None)
        return any(self._is_mine(one, referral) for one in self.sides(referral)[:count])

    def hidden_sides(self, referral: Referral) -> list[str | None]:
        """Those who may have recorded something that the viewer may not know."""
        sides, sender = self.sides(referral), self._sender(referral)
        asked = sides[:-1] if sender is not None and self.is_recipient(referral) else sides
        return [one for one in asked if not self.shows_side(one, referral)]

    def knows_referral(self, referral: Referral) -> bool:
        """The viewer is a side of it, or both sides may tell the viewer everything."""
        is_side = any(self._is_mine(one, referral) for one in self.sides(referral))
        return is_side or not self.hidden_sides(referral)

    def shows_side(self, side: str | None, referral: Referral) -> bool:
        """Whatever a side, or a unit of a party of that name, has recorded, wherever she lived, the viewer may know."""
        if side is None or side.startswith("forum:"):
            return False
        since, (unit, _) = self._received(referral), self._split(side)
        body = side.partition(":")[2].partition("/")[0]
        units = [unit, *(_REGISTER.of_party(unit) if unit in _REGISTER.parties else ())]
        named = [one if not body else "{0}:{body}{1}{2}".format(*one.partition("/"), body=body) for one in units]
        lived = self.case.participant.fact("residence").entries
        moves = [day for one in lived for day in (one.since, one.until and one.until + timedelta(1)) if day]
        return all(self._tells_of(one, day) for one in named for day in (since, *moves) if day >= since)

    def shows_event(self, event: ReferralEvent, referral: Referral) -> bool:
        """It passed between the sides, or its recorder may tell; what takes something back is known with that."""
        taken_back = [one for one in referral.events if event.event is not None and one.id == event.event]
        told = taken_back[0] if taken_back else event
        between = {"received", "acknowledged", "sent_back", "supplemented", "recommended_elsewhere", "entered_in_error"}
        by_sender = told.what in {"supplemented", "ended", "entered_in_error"} and self._is_by_sender(told, referral)
        is_for_viewer = by_sender and self.is_recipient(referral)
        return told.what in between or is_for_viewer or self._tells_of(told.agency, told.day)

    def _is_by_sender(self, event: ReferralEvent, referral: Referral) -> bool:
        sender = self._sender(referral)
        if sender is None or "forum:" in f"{sender} {event.agency}":
            return sender == event.agency
        (one, body), (other, of) = self._split(event.agency), self._split(sender)
        is_unit = one == other or (one in _REGISTER.agencies and _REGISTER.agencies[one].party == other)
        return is_unit and (body is None or of is None or body == of)

    def as_shown(self, referral: Referral) -> Referral | None:
        """What the viewer is shown of a referral, marked with each side that may have recorded what is hidden."""
        if not self.knows_referral(referral):
            return None
        hidden = self.hidden_sides(referral)
        if not hidden:
            return referral
        return attrs.evolve(
            referral,
            events=[one for one in referral.events if self.shows_event(one, referral)],
            hidden=[f"programme:{referral.programme}" if one is None else one for one in hidden],
        )

    @cached_property
    def _bodies(self) -> set[str]:
        """Every body that is named in what may open something; any other is like the next one."""
        scopes = [one for _, scope in self._standing for one in scope.every()]
        named = [self.asked.viewer, *(name for one in scopes for name in (*one.from_, *one.to))]
        return {body for name in named for body in [self._split(name)[1]] if body is not None}


# --- Consents and the rest of a case file ------------------------------------------------------------------

# They are made once, and days are drawn as so many from the day of asking: there are many of them to a pair.


def _some(words: Iterable[str], least: int, most: int) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(tuple(words)), min_size=least, max_size=most)


def _near(before: int, after: int) -> SearchStrategy[timedelta]:
    return st.integers(-before, after).map(timedelta)


_NO_DAY: Final[SearchStrategy[None]] = st.none()
_RECORDED: Final = st.one_of(_NO_DAY, _NO_DAY, _near(60, 60))
_FROM: Final = st.one_of(_some(_NAMES, 1, 3), _some(_NAMES, 1, 3), st.just(["AF", "FK", "region", "kommun"]))
_FEW_NAMES, _A_NAME, _NAMED = _some(_NAMES, 0, 2), _some(_NAMES, 0, 1), _some(_NAMES, 1, 2)
_OF_ALL: Final = st.one_of(_some(_CATEGORIES, 1, 4), st.just(_CATEGORIES))
_FEW_CATEGORIES, _SOME_CATEGORIES = _some(_CATEGORIES, 0, 2), _some(_CATEGORIES, 1, 3)
_A_PURPOSE: Final = _some(_PURPOSES, 0, 1)
_BEGINS: Final = st.one_of(_near(300, 0), _near(3, 3))
_ENDS: Final = st.one_of(_NO_DAY, _near(0, 300), st.just(timedelta()))
_LIMITED: Final = {
    "since": st.one_of(_NO_DAY, _NO_DAY, _near(40, 0)),
    "until": st.one_of(_NO_DAY, _NO_DAY, _near(1, 40)),
}
_KINDS: Final = st.sampled_from(["secrecy"] * 12 + [one.value for one in ConsentKind])
_EVENTS: Final = st.sampled_from(["narrowed", "narrowed", "reaffirmed", "expired", "withdrawn"])
_HOW_MANY: Final = {most: st.sampled_from([0, 0, 0, *range(1, most + 1)]) for most in (1, 2)}
_FOR: Final = st.sampled_from(["any", "any", "this", "other"])
_MINE: Final = st.sampled_from(["viewer"] * 4 + ["party"] * 2 + [*_NAMES[:12], "AF", "region"])


def _on(day: date, after: timedelta | None) -> date | None:
    return None if after is None else day + after


def scopes(day: date, deepest: int = 2) -> SearchStrategy[Scope]:
    """Draw an exception: what is left out of a consent, with exceptions of its own."""
    return _scopes(deepest).map(lambda made: _scope(made, day))


@cache
def _scopes(deepest: int) -> SearchStrategy[dict[str, Any]]:
    parts = {"from_": _FEW_NAMES, "to": _A_NAME, "categories": _FEW_CATEGORIES, "purposes": _A_PURPOSE, **_LIMITED}
    inner = st.lists(_scopes(deepest - 1), max_size=1) if deepest > 1 else st.just([])
    return st.fixed_dictionaries({**parts, "exceptions": inner})


def _scope(made: dict[str, Any], day: date) -> Scope:
    since, until = (_on(day, made[name]) for name in ("since", "until"))
    span = {"since": since, "until": until if None in {since, until} else max(since, until)}
    return Scope(**{**made, **span, "exceptions": [_scope(one, day) for one in made["exceptions"]]})


def _programme(draw: Any, asked: Asked) -> str | None:
    return {"any": None, "this": asked.programme.id, "other": _OTHER}[draw(_FOR)]


@st.composite
def consents(draw: Any, asked: Asked, name: str) -> Consent:
    """Draw a consent of any kind; most lift secrecy, and many let somebody tell the viewer on the day of asking."""
    day, kind, told = asked.day, draw(_KINDS), draw(_MINE)
    given = day + draw(_BEGINS)
    later = max(day, given)
    mine = {"viewer": asked.viewer, "party": MODEL.agencies.agency(asked.viewer).party or asked.viewer}
    consent = Consent(
        name,
        kind=kind,
        from_=draw(_FROM),
        to=[] if kind != "secrecy" and draw(st.booleans()) else [mine.get(told, told), *draw(_A_NAME)],
        categories=draw(_OF_ALL),
        purpose=draw(st.sampled_from([asked.purpose] * 6 + [*_PURPOSES])),
        programme=_programme(draw, asked) or (_OTHER if kind == "registration" else None),
        exceptions=[draw(scopes(day)) for _ in range(draw(_HOW_MANY[2]))],
        given=given,
        expires=_on(later, draw(_ENDS)),
        withdrawn=draw(st.sampled_from([None] * 9 + [later, later + timedelta(1)])),
        recorded_on=_on(day, draw(_RECORDED)),
    )
    for _ in range(draw(_HOW_MANY[2])):
        consent = attrs.evolve(consent, history=[*consent.history, _event(draw, consent, day)])
    return consent


def _event(draw: Any, consent: Consent, day: date) -> ConsentEvent:
    on = max(consent.given, day + draw(_BEGINS))
    said: dict[str, Any] = {"on": on, "recorded_on": _on(day, draw(_RECORDED))}
    match draw(_EVENTS):
        case "narrowed":
            # What is narrowed to must be part of what stood, so that is said once.
            some = st.sampled_from(sorted(consent.categories))
            most = 0 if any(one.categories for one in consent.history) else 2
            categories = draw(st.lists(some, max_size=most))
            # A narrowing names something.
            exceptions = [draw(scopes(day, 1)) for _ in range(draw(_HOW_MANY[1]) if categories else 1)]
            return ConsentEvent("narrowed", categories=categories, exceptions=exceptions, **said)
        case "reaffirmed":
            return ConsentEvent("reaffirmed", expires=_on(on, draw(_ENDS)), **said)
        case what:
            return ConsentEvent(what, **said)


@st.composite
def legal_bases(draw: Any, asked: Asked, name: str) -> LegalBasis:
    """Draw a statutory duty to tell, or the general clause; many let somebody tell the viewer."""
    day = asked.day
    since = day + draw(_BEGINS)
    return LegalBasis(
        name,
        kind=draw(st.sampled_from(LegalBasisKind)),
        from_=draw(_NAMED),
        to=[draw(st.sampled_from([asked.viewer, asked.viewer, "FK", "kommun"]))],
        categories=draw(_SOME_CATEGORIES),
        purpose=draw(st.sampled_from([None, None, *_PURPOSES])),
        programme=_programme(draw, asked),
        exceptions=[draw(scopes(day, 1)) for _ in range(draw(_HOW_MANY[1]))],
        since=since,
        until=_on(max(day, since), draw(_ENDS)),
        recorded_on=_on(day, draw(_RECORDED)),
        source=Source(document="SFB 110 kap."),
    )


@st.composite
def disclosures(draw: Any, asked: Asked, name: str) -> Disclosure:
    """Draw that somebody told somebody, now and then the viewer."""
    somebody = st.sampled_from([asked.viewer, *_NAMES])
    return Disclosure(
        name,
        sharer=draw(somebody),
        recipient=draw(somebody),
        on=asked.day + draw(_near(200, 0)),
        category="contact",
        purpose="coordination",
        basis="c-0",
    )


_SENT_TO: Final = st.sampled_from(["programme"] * 5 + ["other"] * 2 + ["viewer"] * 4 + ["agency"] * 4 + ["forum"])
_SENT_BY: Final = st.sampled_from(["self"] * 2 + ["viewer"] * 6 + ["agency"] * 4 + ["forum", "profession"])
_FORUMS: Final = st.sampled_from(["forum:beredningsgrupp", "forum:handläggarteam"])
_AN_AGENCY: Final = st.sampled_from(["AF", "FK", "region", "kommun/IFO", "kommun/AME", *_NAMES[:20]])
_STEPS: Final = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 8])
_RECORDED_LATER: Final = st.one_of(_NO_DAY, _NO_DAY, _near(0, 60))
_GAPS: Final = st.integers(0, 40).map(timedelta)
_SAID_OF: Final[Mapping[str, Mapping[str, Any]]] = {
    "sent_back": {"asks_for": ["certificate"]},
    "ended": {"outcome": "work"},
    "intervention_started": {"intervention": "job-coaching"},
    "admitted_on_stated_grounds": {"reason": "a great need"},
}


@st.composite
def referrals(draw: Any, asked: Asked, name: str) -> Referral:
    """Draw a referral that walked from one possible step to the next; many are to or from the viewer."""
    to, by, told = draw(_SENT_TO), draw(_SENT_BY), draw(_AN_AGENCY)
    who = {
        "viewer": asked.viewer,
        "agency": told,
        "forum": draw(_FORUMS),
        "self": "self",
        "profession": "profession:läkare",
    }
    definition = asked.programme.definition
    receivers: list[str] = [who[to]] if to in who else [told]
    if to == "programme":
        receivers = [*(definition.owners or definition.performers)] or receivers
    sent = Referral(
        name,
        by=who[by],
        from_=draw(_AN_AGENCY) if by in {"forum", "profession"} and draw(st.booleans()) else None,
        programme={"programme": asked.programme.id, "other": _OTHER}.get(to),
        to=who.get(to),
    )
    day, events = asked.day - draw(_near(0, 200)), list[ReferralEvent]()
    for place in range(draw(_STEPS)):
        steps = possible_after(status_of(events), {one.what for one in events})
        likely = [one for one in steps if one.what is not What.ENTERED_IN_ERROR] * 4
        if not steps:
            break
        step = draw(st.sampled_from([*likely, *steps]))
        recorder = sent.referrer if "referrer" in step.by and sent.referrer and draw(st.booleans()) else None
        recorder = recorder or _unit_of(draw, draw(st.sampled_from(receivers)))
        recorded_on = _on(max(day, asked.day), draw(_RECORDED_LATER))
        said = {"id": f"{name}-{place}", "recorded_on": recorded_on, **_SAID_OF.get(step.what, {})}
        events.append(ReferralEvent(step.what, on=day, agency=recorder, **said))
        day += draw(_GAPS)
    return _perhaps_corrected(draw, attrs.evolve(sent, events=events), day)


def _unit_of(draw: Any, side: str) -> str:
    """Return a side, or of a party now and then a unit."""
    units = _REGISTER.of_party(side) if side in _REGISTER.parties else ()
    return draw(st.sampled_from([side, *units])) if units else side


def _perhaps_corrected(draw: Any, referral: Referral, day: date) -> Referral:
    if not referral.events or draw(st.sampled_from([True, True, False])):
        return referral
    wrong = draw(st.sampled_from(referral.events))
    try:
        return referral.with_events(
            ReferralEvent("entered_in_error", on=max(day, wrong.day), agency=wrong.agency, event=wrong.id)
        )
    except InvalidRecordError:  # Others rest on it.
        return referral


@st.composite
def case_files(draw: Any, asked: Asked, person: Participant, name: str = "c") -> CaseFile:
    """Draw a case file about a person: with all that can open something to the viewer."""
    given = draw(st.sampled_from([None, 0, 1, 1, 2, 2, 3, 4]))
    sent = draw(st.sampled_from([None, 0, 1, 1, 2, 2, 3]))
    return CaseFile(
        person,
        referrals=None if sent is None else [draw(referrals(asked, f"{name}-r-{n}")) for n in range(sent)],
        consents=None if given is None else [draw(consents(asked, f"{name}-{n}")) for n in range(given)],
        legal_bases=[draw(legal_bases(asked, f"{name}-b-{n}")) for n in range(draw(st.sampled_from([0, 0, 0, 1, 2])))],
        disclosures=[draw(disclosures(asked, f"{name}-u-{n}")) for n in range(draw(st.sampled_from([0, 0, 1, 2])))],
    )


# --- Questions ---------------------------------------------------------------------------------------------

_VIEWERS: Final = (
    *(["AF", "FK", "region", "kommun"] * 5), *references(_WORLD), "kommun/IFO", "kommun:Ludvika/IFO",
    "kommun:Falun", "region:Dalarna", "region:Dalarna/psykiatri", "leverantör",
)  # fmt: skip


@cache
def _made_up() -> SearchStrategy[BoundProgramme]:
    return programmes_of(_WORLD).map(lambda one: bind(_shorter(one), MODEL.vocabulary))


def _shorter(programme: Programme) -> Programme:
    """Return the programme with no more than two criteria: of many, one is seldom what settles the outcome."""
    kept = programme.criteria[:2]
    dropped = {name for one in programme.readings for name in one.drops}
    return attrs.evolve(programme, criteria=kept) if dropped <= {one.id for one in kept} else programme


def programmes() -> SearchStrategy[BoundProgramme]:
    """Draw a programme: a made-up one over every fact of the model, or a shipped one."""
    return st.one_of(_made_up(), st.sampled_from(sorted(SHIPPED.programmes)).map(SHIPPED.programmes.__getitem__))


def people(programme: BoundProgramme) -> SearchStrategy[Participant]:
    """Draw a person about whom a programme is asked, of a shipped one most often somebody whom it may take in."""
    return _people(programme.id if programme.id in SHIPPED.programmes else None)


@cache
def _people(programme: str | None) -> SearchStrategy[Participant]:
    if programme is None:
        return unprinted(_WORLD)
    return st.one_of(candidates(programme), candidates(programme), unprinted(world_of(SHIPPED)))


@st.composite
def questions(draw: Any) -> tuple[Asked, Participant]:
    """Draw a programme, a person, and how a viewer asks about her."""
    programme = draw(programmes())
    person = draw(people(programme))
    force = programme.definition.in_force
    day = draw(days_between(force.since or FIRST_DAY, max(force.since or FIRST_DAY, force.until or LAST_DAY)))
    noted = [one for one in noted_days(person) if force.covers(one)]
    on = draw(st.one_of(st.just(day), st.sampled_from(noted))) if noted else day
    viewer = draw(st.sampled_from(_VIEWERS))
    known_on = draw(
        st.one_of(st.none(), st.none(), st.just(on), st.integers(-200, 200).map(lambda after: on + timedelta(after)))
    )
    purpose = draw(st.sampled_from(["coordination"] * 5 + [*_PURPOSES]))
    if person.identity_number is None and draw(st.sampled_from([False] * 4 + [True])):
        person = attrs.evolve(person, identity_number=_NUMBERS[0])
    reading = draw(st.sampled_from([None, *programme.readings]))
    asked = Asked(programme=programme, viewer=viewer, purpose=purpose, on=on, known_on=known_on, reading=reading)
    return asked, person


# --- Twins -------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True, repr=False)
class Twins:
    """Two case files that differ in nothing that the viewer may see, and how it asks about them."""

    asked: Asked
    p: CaseFile
    q: CaseFile

    def __repr__(self) -> str:
        """Say what is asked about them."""
        return f"<Twins: {self.asked}>"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))


@st.composite
def twins(draw: Any, *, malformed: bool = True) -> Twins:
    """Draw two who are alike to a viewer; where it can be, the facts that are hidden change what comes of them.

    With *malformed*, now and then something hidden is not what the model asks for, or something open of both is not.
    """
    asked, person = draw(questions())
    others = [person, *(draw(people(asked.programme)) for _ in range(2))]
    case, donor = draw(case_files(asked, person)), draw(case_files(asked, person, "d"))
    if malformed and draw(st.sampled_from([False] * 24 + [True])):
        case = _with_open_fault(case, asked)
    faulty = malformed and draw(st.sampled_from([False] * 6 + [True]))
    chance = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311
    made = [_told_apart(attrs.evolve(case, participant=one), asked, others, donor, chance) for one in others[:1]]
    # Of three people, one is taken of whom something hidden settles what comes of her, where there is one.
    for one in others[1:]:
        if not made[-1][0]:
            made.append(_told_apart(attrs.evolve(case, participant=one), asked, others, donor, chance))
    _, p, q, eyes = max(made, key=lambda one: one[0])
    return Twins(asked=asked, p=p, q=_with_hidden_fault(q, eyes, chance) if faulty else q)


_TRIES: Final = 6


def _told_apart(
    case: CaseFile, asked: Asked, others: list[Participant], donor: CaseFile, chance: random.Random
) -> tuple[bool, CaseFile, CaseFile, Eyes]:
    """Return a case and a twin of it, and whether what comes of the two with all facts differs."""
    eyes, before = Eyes(case, asked), outcome(case, asked)
    q = case
    for _ in range(_TRIES):
        q = _twin(eyes, others, donor, chance)
        if outcome(q, asked) != before:
            return True, case, q, eyes
    return False, case, q, eyes


def outcome(case: CaseFile, asked: Asked) -> object:
    """Return what comes of it with all that is there, or which error is raised."""
    try:
        return outcome_of(case.participant, asked.programme, asked.on, asked.known_on)
    except ValueError as error:
        return type(error)


def _twin(eyes: Eyes, others: list[Participant], donor: CaseFile, chance: random.Random) -> CaseFile:
    p = eyes.case.participant
    given: dict[str, Any] = {"more": dict(p.more)}
    for name, fact in eyes.asked.programme.vocabulary.facts.items():
        if fact.derived is not None or name in {"contacts", "work_capacity", "livelihoods"} or eyes.shows(name):
            continue
        other = chance.choice(others)
        if isinstance(fact.kind, SpellsOf):
            given[name] = getattr(other, name)
        else:
            value = _turned(other.fact(name), fact.kind, chance)
            (given if name in GIVEN else given["more"])[name] = value
    for name in ("work_capacity", "livelihoods"):
        given[name] = _history(eyes, name, getattr(chance.choice(others), name), chance)
    given.update(_contacts(eyes, chance.choice(others), chance))
    given.update(_number(p, chance))
    if chance.random() < _SELDOM:
        given["more"]["of_no_model"] = chance.randrange(3)
    return CaseFile(
        attrs.evolve(p, **given),
        consents=None
        if eyes.case.consents is None
        else _mixed(eyes.case.consents, donor.consents or (), eyes.names_viewer, chance),
        legal_bases=_mixed(eyes.case.legal_bases, donor.legal_bases, eyes.names_viewer, chance),
        disclosures=_mixed(eyes.case.disclosures, donor.disclosures, eyes.concerns_viewer, chance),
        referrals=_referrals(eyes, donor, chance),
    )


_SELDOM: Final = 0.2
_OFTEN: Final = 0.4


def _turned(value: Dated[Any], kind: Kind, chance: random.Random) -> Dated[Any]:
    """Return the value, or what says the contrary, or nothing."""
    drawn = chance.random()
    if drawn < _SELDOM:
        return Dated()
    return Dated[Any].always(chance.random() < 1 / 2) if drawn < _OFTEN and isinstance(kind, Boolean) else value


def _history(eyes: Eyes, name: str, others: Any, chance: random.Random) -> Any:
    given = getattr(eyes.case.participant, name)
    if given is None and eyes.knows_of(name):
        return None
    mixed = _mixed(given or (), others or (), lambda one: eyes.shows_entry(name, one), chance)
    may_be_none = not eyes.knows_of(name) and not any(eyes.shows_entry(name, one) for one in mixed)
    return None if may_be_none and (not mixed or chance.random() < _SELDOM) else mixed


def _contacts(eyes: Eyes, other: Participant, chance: random.Random) -> Mapping[str, Any]:
    p = eyes.case.participant
    entries = _mixed(p.contacts or (), other.contacts or (), lambda one: eyes.shows_entry("contacts", one), chance)
    every = [*_REGISTER.parties, *(one for one in _REGISTER.agencies if one not in _REGISTER.parties)]
    before = every if p.contacts_complete is True else sorted(p.contacts_complete or ())
    kept = {one for one in before if eyes.shows_whole(one)}
    # Of a party whose list is whole and that is open in part, what is open may be said unit by unit.
    for party in [one for one in kept if one in _REGISTER.parties and not eyes.shows_party(one, "contact")]:
        if not eyes.shows_unit(party, "contact") and chance.random() < 1 / 2:
            units = {one for one in _REGISTER.of_party(party) if eyes.shows_unit(one, "contact")}
            kept = kept - {party} | units
    hidden = [one for one in (*every, "kommun:Ludvika/AME", "region:Skåne/psykiatri") if not eyes.shows_whole(one)]
    complete = {*kept, *chance.sample(hidden, chance.choice([0, 1, len(hidden)]) if hidden else 0)}
    if not kept and not any(eyes.shows_entry("contacts", one) for one in entries) and chance.random() < _SELDOM:
        return {"contacts": None, "contacts_complete": False}
    if len(complete) == 0 and not entries and p.contacts is None:
        return {"contacts": None, "contacts_complete": False}
    whole = {*every} <= complete
    return {"contacts": entries, "contacts_complete": True if whole and chance.random() < 1 / 2 else sorted(complete)}


def _referrals(eyes: Eyes, donor: CaseFile, chance: random.Random) -> list[Referral] | None:
    """Keep what may be known of referrals, and change, leave out and add what may not."""
    mine = [_as_another(one, eyes, chance) for one in eyes.case.referrals or ()]
    mixed = _mixed(mine, donor.referrals or (), eyes.knows_referral, chance)
    return None if not mixed and chance.random() < 1 / 2 else mixed


def _as_another(referral: Referral, eyes: Eyes, chance: random.Random) -> Referral:
    """Return a referral of which the viewer is shown the same: hidden events are gone, changed, or there are more."""
    shown = eyes.as_shown(referral)
    if shown is None or not shown.hidden:
        return referral
    for _ in range(3 * _TRIES):
        events = [one for one in referral.events if one in shown.events or chance.random() < 1 / 2]
        for extra in chance.sample(_EXTRA, chance.choice([0, 1, 1, 1, 2])):
            recorder = chance.choice(sorted(shown.hidden))
            place = chance.randint(min(1, len(events)), len(events))
            day = events[place - 1].day if place else eyes.asked.day
            agency = "AF" if recorder.startswith("programme:") else recorder
            events.insert(place, ReferralEvent(extra, on=day, agency=agency, **_SAID_OF.get(extra, {})))
        try:
            other = attrs.evolve(referral, events=events)
        except InvalidRecordError:
            continue
        if eyes.as_shown(other) == shown and other != referral:
            return other
    return referral


_EXTRA: Final = [
    "contact_attempt", "contacted", "needs_assessed", "plan_made", "admitted", "intervention_started", "ended",
    "waiting_at_own_wish", "resumed",
]  # fmt: skip


def _number(p: Participant, chance: random.Random) -> Mapping[str, Any]:
    """Say otherwise what is read from an identity number, or give another where nothing is read from it."""
    if p.identity_number is None or p.read_from_number:
        if p.identity_number is None or chance.random() < 1 / 2:
            return {}
        return {"identity_number": None, **{name: p.fact(name) for name in p.read_from_number}}
    return {"identity_number": chance.choice([None, *_NUMBERS])}


def _mixed(mine: Iterable[Any], others: Iterable[Any], is_open: Any, chance: random.Random) -> list[Any]:
    """Keep what is open in its order, and put some of what is hidden, one's own or others', anywhere among it."""
    mine = list(mine)
    mixed = [one for one in mine if is_open(one)]
    hidden = [one for one in (*mine, *others) if not is_open(one) and chance.random() < 1 / 2]
    seen: set[Any] = set()
    for one in hidden:
        name = (
            one.id
            if isinstance(one, Consent | LegalBasis | Disclosure | Referral)
            else (one.key, one.since, one.recorded_on)
        )
        if name not in seen:
            seen.add(name)
            mixed.insert(chance.randint(0, len(mixed)), one)
    return mixed


# --- What is not what the model asks for ---------------------------------------------------------------------


def _with_open_fault(case: CaseFile, asked: Asked) -> CaseFile:
    """Return the case with a fact of everybody's that is malformed, or a consent that names the viewer and no category."""
    if "knows_everybody" in asked.programme.vocabulary.facts:
        person = attrs.evolve(case.participant, more={**case.participant.more, "knows_everybody": _MALFORMED})
        return attrs.evolve(case, participant=person)
    strange = Consent(
        "c-x",
        kind="secrecy",
        from_=["FK"],
        to=[asked.viewer],
        categories=[_MALFORMED],
        purpose="planning",
        given=asked.day,
    )
    return attrs.evolve(case, consents=[strange, *(case.consents or ())])


def _with_hidden_fault(case: CaseFile, eyes: Eyes, chance: random.Random) -> CaseFile:
    """Return the case with something malformed that the viewer may not see, of what the rules read where it can be."""
    p, facts = case.participant, eyes.asked.programme.vocabulary.facts
    person: dict[str, list[Mapping[str, Any]]] = {}
    strange = [Contact(_MALFORMED), Contact("kommun:Ludvka/AME"), Contact("region:Mora")]
    hidden = [one for one in strange if not eyes.shows_entry("contacts", one)]
    if p.contacts is not None and hidden:
        person["contacts"] = [{"contacts": [*hidden, *p.contacts]}]
    assessed = [Assessment(by, _MALFORMED) for by in (None, "FK", "region/psykiatri", _MALFORMED)]
    unseen = [one for one in assessed if not eyes.shows_entry("work_capacity", one)]
    if p.work_capacity is not None and unseen:
        person["work_capacity"] = [{"work_capacity": [*unseen, *p.work_capacity]}]
    if p.livelihoods is not None and not eyes.shows("livelihoods", _MALFORMED):
        person["livelihoods"] = [{"livelihoods": [Livelihood(_MALFORMED), *p.livelihoods]}]
    for name in ("needs", "needs_from"):
        if not eyes.shows(name):
            person[name] = [{name: [_MALFORMED]}]
    for name, fact in _OWN_FACTS.items():
        if name in facts and fact.derived is None and not eyes.shows(name):
            person[name] = [{"more": {**p.more, name: _MALFORMED}}]
    of_others = Consent("z-1", kind="plan", from_=[_MALFORMED], to=["kommun:Ludvka"], given=eyes.asked.day)
    if case.consents is not None and not eyes.names_viewer(of_others) and chance.random() < _OFTEN:
        case = attrs.evolve(case, consents=[of_others, *case.consents])
    strange_sent = Referral("z-r", by=chance.choice(["self", "forum:påhittat"]), to=_MALFORMED, programme=_OTHER)
    if case.referrals is not None and not eyes.knows_referral(strange_sent) and chance.random() < _OFTEN:
        case = attrs.evolve(case, referrals=[strange_sent, *case.referrals])
    read = [name for name in sorted(_given_facts(eyes.asked.programme)) if name in person]
    named = read or sorted(person)
    if not named:
        return case
    return attrs.evolve(case, participant=attrs.evolve(p, **chance.choice(person[chance.choice(named)])))


def _given_facts(programme: BoundProgramme) -> set[str]:
    """Return the facts that a programme reads, those that it reads through others as what they follow from."""
    facts, names = programme.vocabulary.facts, {name for one in programme.criteria for name in one.facts}
    while True:
        found = {start for name in names for start in _starts(facts[name])} | {
            name for name in names if facts[name].derived is None
        }
        if found == names:
            return names
        names = found


def _starts(fact: Fact) -> list[str]:
    match fact.derived:
        case Elapsed(one, _) | Current(one) | DayOf(one) | MembersOf(one) | PartiesOf(one):
            return [one]
        case _:
            return []


# --- What a viewer is told -----------------------------------------------------------------------------------


def told(case: CaseFile, asked: Asked, since: date, until: date, *, journeys: bool = True) -> Mapping[str, object]:
    """Return all that a viewer is told of a case, by what it asks: the answer, or the exception in words.

    Without *journeys* it does not ask about referrals.
    """
    how = {"seen_by": asked.viewer, "purpose": asked.purpose, "known_on": asked.known_on}
    programme, on = asked.programme, asked.on
    return {
        "as_seen_by": _answered(
            lambda: views.as_seen_by(case, asked.viewer, programme, on, purpose=asked.purpose, known_on=asked.known_on)
        ),
        "decide": _answered(lambda: _of_decision(decide(case, programme, on, reading=asked.reading, **how))),
        "route": _answered(lambda: [_of_option(one) for one in route(case, [programme], on, **how)]),
        # Without the day of asking it is refused, and of both alike.
        "timeline": _answered(
            lambda: [_of_stretch(one) for one in timeline(case, programme, since, until, reading=asked.reading, **how)]
        ),
        **(_told_of_journeys(case, asked) if journeys else {}),
    }


def _told_of_journeys(case: CaseFile, asked: Asked) -> Mapping[str, object]:
    how = {"seen_by": asked.viewer, "purpose": asked.purpose, "known_on": asked.known_on}
    programme, on = asked.programme, asked.on
    return {
        "next_step": _answered(lambda: _of_step(next_step(case, programme, on, **how))),
        "circulation": _answered(lambda: _of_circulation(circulation(case, on, programme=programme, **how))),
        "check_referral": _answered(
            lambda: _of_answer(check_referral(Referral("x", by="self", to=asked.viewer), case, programme, on, **how))
        ),
        "readiness": _answered(lambda: _of_readiness(readiness(case, programme, on, by=asked.viewer, **how))),
    }


def _answered(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except ValueError as error:
        return "raised", type(error).__name__, str(error)


def _of_decision(one: Decision) -> tuple[object, ...]:
    asked = (one.participant, one.programme, one.reading, one.on, one.view, one.purpose)
    found = (one.outcome, one.missing, one.holds_until, dict(one.other_readings), one.rule_version, one.deciding())
    words = (str(one), one.explain("sv"), one.explain("en"), one.summary("sv"), one.summary("en"), repr(one))
    reasons = [
        (each.id, each.outcome, each.code, dict(each.reads), each.text("sv"), each.text("en")) for each in one.criteria
    ]
    return asked, found, words, reasons, one, pickle.dumps(one)


def _of_option(one: Option) -> tuple[object, ...]:
    words = (one.text("sv"), one.text("en"), repr(one))
    return one.id, one.outcome, one.missing, one.reasons, one.through, words, one.decision


def _of_step(one: Any) -> tuple[object, ...]:
    return one, str(one), one.explain("sv"), one.explain("en"), repr(one), one.possible, one.whose


def _of_circulation(one: Any) -> tuple[object, ...]:
    return one, str(one), one.explain("sv"), one.explain("en"), repr(one), one.path, one.loops


def _of_answer(one: Any) -> tuple[object, ...]:
    return one, str(one), one.text("sv"), one.text("en"), repr(one), one.findings, one.warnings, one.missing


def _of_readiness(one: Any) -> tuple[object, ...]:
    return one, str(one), one.explain("sv"), one.explain("en"), repr(one), one.lacks


def _of_stretch(one: Stretch) -> tuple[object, ...]:
    words = (one.text("sv"), one.text("en"), repr(one))
    return one.since, one.until, one.outcome, one.ended_by, words, one, pickle.dumps(one)


def settles(pair: Twins) -> bool:
    """Whether something hidden, which the rules read, makes another outcome of the two with all facts."""
    both = {outcome(case, pair.asked) for case in (pair.p, pair.q)}
    return len(both) > 1 and all(isinstance(one, Outcome) for one in both)


def differ_in_referrals(pair: Twins) -> bool:
    """Whether something that is hidden of referrals makes the two."""
    return (pair.p.referrals or ()) != (pair.q.referrals or ())


def differing(pair: Twins, since: date, until: date) -> list[str]:
    """Return the questions on which two who are alike to the viewer are told apart."""
    # It takes time: of those who are alike in referrals one in three is asked about.
    journeys = differ_in_referrals(pair) or pair.asked.on.day % 3 == 0
    p, q = (told(case, pair.asked, since, until, journeys=journeys) for case in (pair.p, pair.q))
    return [question for question in p if p[question] != q[question]]
