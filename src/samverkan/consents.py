"""Consents (*samtycken*): what a person lets be told or done, from when to when.

A consent that lifts secrecy lets one agency tell another. The other kinds are conditions of acts:
none of them lets anybody be told anything.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import attrs

from samverkan.dates import turns, was_recorded
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError
from samverkan.fields import (
    agencies,
    day,
    identifier,
    named,
    of_enum,
    optional_agency,
    optional_day,
    optional_identifier,
    optional_word,
    words,
)
from samverkan.given import as_records
from samverkan.scopes import Scope, is_within, scopes

__all__ = ["MOST_EVENTS", "Change", "Consent", "ConsentEvent", "ConsentKind", "Form", "Giver", "Standing"]

_A_DAY: Final = timedelta(days=1)
MOST_EVENTS: Final = 100
"""So many events a consent can have: its history is what people did."""


class ConsentKind(StrEnum):
    """What a consent is for. They are kept apart: none stands for another."""

    SECRECY = "secrecy"
    """It lifts secrecy, wholly or in part (*häver sekretess*, OSL 12 kap. 2 §)."""
    PLAN = "plan"
    """A coordinated individual plan may be made (*samordnad individuell plan*)."""
    REGISTRATION = "registration"
    """A programme may register her. Each programme needs one of its own."""
    COOPERATION = "co-operation"
    """Försäkringskassan may co-operate with others (*medgivande*, SFB 30 kap. 10 §)."""
    COORDINATION_MEASURES = "coordination-measures"
    """The region may give coordination measures (*koordineringsinsatser*, lag 2019:1297)."""
    POWER_OF_ATTORNEY = "power-of-attorney"
    """Somebody may speak for her (*fullmakt*)."""


class Form(StrEnum):
    """How a consent was given."""

    WRITTEN = "written"
    ELECTRONIC = "electronic"
    ORAL = "oral"


class Giver(StrEnum):
    """Who gave a consent."""

    SELF = "self"
    GUARDIAN = "guardian"
    """A guardian (*vårdnadshavare*)."""
    BOTH = "self-and-guardian"


class Change(StrEnum):
    """What can come to pass with a consent."""

    GIVEN = "given"
    REAFFIRMED = "reaffirmed"
    """She has said again that it stands; it runs until the event's ``expires``."""
    NARROWED = "narrowed"
    """From that day on it opens less."""
    WITHDRAWN = "withdrawn"
    """That day is the first day without it."""
    EXPIRED = "expired"
    """It ran out; that day is the last day with it."""


def _change(value: Change | str) -> Change:
    return of_enum(value, Change)


def _kind(value: ConsentKind | str) -> ConsentKind:
    return of_enum(value, ConsentKind)


def _form(value: Form | str | None) -> Form | None:
    return None if value is None else of_enum(value, Form)


def _giver(value: Giver | str) -> Giver:
    return of_enum(value, Giver)


def _events(value: "Iterable[ConsentEvent]") -> "tuple[ConsentEvent, ...]":
    return as_records(value, ConsentEvent)


@attrs.frozen(repr=False, field_transformer=named)
class ConsentEvent:
    """One thing that came to pass with a consent: what, on which day, and when and by whom it was recorded.

    A consent is *narrowed* to the ``from_``, ``to`` and ``categories`` that are given here, less the
    ``exceptions``; what is left empty stays as it was. It is *reaffirmed* until ``expires``, or
    until further notice.

    >>> ConsentEvent("withdrawn", on="2016-12-01", by="AF").what
    <Change.WITHDRAWN: 'withdrawn'>
    """

    what: Change = attrs.field(converter=_change)
    on: date = attrs.field(converter=day, kw_only=True)
    recorded_on: date | None = attrs.field(default=None, converter=optional_day, kw_only=True)
    by: str | None = attrs.field(default=None, converter=optional_agency, kw_only=True)
    expires: date | None = attrs.field(default=None, converter=optional_day, kw_only=True)
    from_: frozenset[str] = attrs.field(default=frozenset(), converter=agencies, kw_only=True)
    to: frozenset[str] = attrs.field(default=frozenset(), converter=agencies, kw_only=True)
    categories: frozenset[str] = attrs.field(default=frozenset(), converter=words, kw_only=True)
    exceptions: tuple[Scope, ...] = attrs.field(default=(), converter=scopes, kw_only=True)

    def __attrs_post_init__(self) -> None:
        said = {name for name in _OF_EVENT if getattr(self, name)}
        for name in sorted(said - _SAID_OF[self.what]):
            raise InvalidValueError(where=name.removesuffix("_"), wanted=f"nothing of a consent that is {self.what}")
        if self.what is Change.NARROWED and not said:
            raise InvalidValueError(
                where="what", wanted="what is left: from, to, categories or exceptions", got="nothing"
            )
        if self.expires is not None and self.expires < self.on:
            raise InvalidValueError(where="expires", wanted="a day that is not before its own", got="an earlier day")

    def was_known(self, known_on: date | None) -> bool:
        """Whether it was recorded on or before *known_on*."""
        return was_recorded(self.recorded_on, known_on)

    def __repr__(self) -> str:
        return f"<ConsentEvent {self.what}>"


_SCOPE: Final = frozenset({"from_", "to", "categories", "exceptions"})
_OF_EVENT: Final = _SCOPE | {"expires"}
_SAID_OF: Final = {
    Change.GIVEN: frozenset[str](),
    Change.REAFFIRMED: frozenset({"expires"}),
    Change.NARROWED: _SCOPE,
    Change.WITHDRAWN: frozenset[str](),
    Change.EXPIRED: frozenset[str](),
}
"""What each event may say."""


@attrs.frozen(repr=False)
class Standing:
    """Days on which a consent or another basis opens the same; both ends are included, ``None`` is open."""

    since: date | None
    until: date | None
    scope: Scope

    def covers(self, day: date) -> bool:
        """Whether *day* is one of them."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def changes(self) -> Iterator[date]:
        """Yield the days on which something else may be open than the day before, in no order."""
        yield from turns(self.since, self.until)
        yield from self.scope.changes()

    def __repr__(self) -> str:
        return "<Standing>"


@attrs.frozen(repr=False, field_transformer=named)
class Consent:
    """A consent (*samtycke*): who may tell whom what, or what may be done, and since when.

    * ``id``: what it is called in its case file.
    * ``kind``: what it is for.
    * ``from_``, ``to``: agencies and parties, see :class:`~samverkan.scopes.Scope`. Of another kind than
      ``secrecy``, ``to`` are those who may act, and left empty: anybody.
    * ``categories``: the sorts of information; ``exceptions``: what is left out of it all.
    * ``purpose``: a word of the closed list of purposes; ``programme``: for which alone it is given.
    * ``form``, ``giver``: how it was given, and by whom.
    * ``notice``: what she was told before she gave it, such as the name and version of a form.
    * ``given``, ``expires``: its first and its last day, both included; ``None``: until further notice.
    * ``withdrawn``: the first day without it, where nobody stated more about the withdrawal.
    * ``recorded_on``, ``by``: when, and by which agency, it was recorded.
    * ``history``: what came to pass with it afterwards; nothing in it is ever taken away.

    Raises:
        InvalidValueError: when one field is not what it should be.
        InvalidRecordError: when it lacks what its kind asks for, or an event does not fit.

    >>> consent = Consent("c-1", kind="secrecy", from_=["region"], to=["AF"], categories=["health", "contact"],
    ...                   purpose="coordination", programme="en-vag-in", given="2016-11-21", expires="2017-11-20")
    >>> consent.is_live(date(2017, 11, 20)), consent.is_live(date(2017, 11, 21))
    (True, False)
    >>> consent.withdraw("2017-02-01", by="AF").is_live(date(2017, 2, 1))
    False
    """

    id: str = attrs.field(converter=identifier)
    kind: ConsentKind = attrs.field(converter=_kind, kw_only=True)
    from_: frozenset[str] = attrs.field(default=frozenset(), converter=agencies, kw_only=True)
    to: frozenset[str] = attrs.field(default=frozenset(), converter=agencies, kw_only=True)
    categories: frozenset[str] = attrs.field(default=frozenset(), converter=words, kw_only=True)
    purpose: str | None = attrs.field(default=None, converter=optional_word, kw_only=True)
    programme: str | None = attrs.field(default=None, converter=optional_identifier, kw_only=True)
    exceptions: tuple[Scope, ...] = attrs.field(default=(), converter=scopes, kw_only=True)
    form: Form | None = attrs.field(default=None, converter=_form, kw_only=True)
    giver: Giver = attrs.field(default=Giver.SELF, converter=_giver, kw_only=True)
    notice: str | None = attrs.field(default=None, converter=optional_word, kw_only=True)
    given: date = attrs.field(converter=day, kw_only=True)
    expires: date | None = attrs.field(default=None, converter=optional_day, kw_only=True)
    withdrawn: date | None = attrs.field(default=None, converter=optional_day, kw_only=True)
    recorded_on: date | None = attrs.field(default=None, converter=optional_day, kw_only=True)
    by: str | None = attrs.field(default=None, converter=optional_agency, kw_only=True)
    history: tuple[ConsentEvent, ...] = attrs.field(default=(), converter=_events, kw_only=True)
    _stands: tuple[Standing, ...] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        faults = [*self._faults_of_kind(), *self._faults_of_days(), *self._faults_of_history()]
        if faults:
            raise InvalidRecordError(faults)
        object.__setattr__(self, "_stands", tuple(_standing(self, self.events[1:])))

    @property
    def scope(self) -> Scope:
        """What it opened when it was given."""
        return Scope(
            from_=self.from_,
            to=self.to,
            categories=self.categories,
            purposes=() if self.purpose is None else (self.purpose,),
            programmes=() if self.programme is None else (self.programme,),
            exceptions=self.exceptions,
        )

    @property
    def events(self) -> tuple[ConsentEvent, ...]:
        """Everything that came to pass with it, the giving first, in the order of the days."""
        first = ConsentEvent("given", on=self.given, recorded_on=self.recorded_on, by=self.by)
        withdrawn = () if self.withdrawn is None else (ConsentEvent("withdrawn", on=self.withdrawn),)
        return (first, *sorted((*self.history, *withdrawn), key=lambda event: event.on))

    def standing(self, known_on: date | None = None) -> tuple[Standing, ...]:
        """Return the days on which it stands and what it opens on them, from what was recorded by *known_on*."""
        if known_on is None:
            return self._stands
        if not self.was_known(known_on):
            return ()
        return tuple(_standing(self, [event for event in self.events[1:] if event.was_known(known_on)]))

    def scope_on(self, on: date, known_on: date | None = None) -> Scope | None:
        """Return what it opens on the day *on*, or ``None`` where it does not stand."""
        return next((one.scope for one in self.standing(known_on) if one.covers(on)), None)

    def is_live(self, on: date, known_on: date | None = None) -> bool:
        """Whether it stands on the day *on*."""
        return self.scope_on(on, known_on) is not None

    def was_known(self, known_on: date | None) -> bool:
        """Whether it had been recorded by *known_on*."""
        return was_recorded(self.recorded_on, known_on)

    def withdraw(self, on: date | str, *, recorded_on: date | str | None = None, by: str | None = None) -> "Consent":
        """Return it as withdrawn: *on* is the first day without it."""
        return self._after(ConsentEvent("withdrawn", on=on, recorded_on=recorded_on, by=by))

    def reaffirm(
        self,
        on: date | str,
        *,
        expires: date | str | None = None,
        recorded_on: date | str | None = None,
        by: str | None = None,
    ) -> "Consent":
        """Return it as reaffirmed: it runs until *expires*, or until further notice."""
        return self._after(ConsentEvent("reaffirmed", on=on, expires=expires, recorded_on=recorded_on, by=by))

    def narrow(  # noqa: PLR0913
        self,
        on: date | str,
        *,
        from_: Iterable[str] = (),
        to: Iterable[str] = (),
        categories: Iterable[str] = (),
        exceptions: Iterable[Scope] = (),
        recorded_on: date | str | None = None,
        by: str | None = None,
    ) -> "Consent":
        """Return it as narrowed: from the day *on* it opens what is given here; what is left out stays as it was."""
        return self._after(
            ConsentEvent(
                "narrowed",
                on=on,
                from_=from_,
                to=to,
                categories=categories,
                exceptions=exceptions,
                recorded_on=recorded_on,
                by=by,
            )
        )

    def __repr__(self) -> str:
        return f"<Consent: {self.kind}>"

    def _after(self, event: ConsentEvent) -> "Consent":
        return attrs.evolve(self, history=(*self.history, event))

    def _faults_of_kind(self) -> Iterator[Fault]:
        for name in sorted(_ASKED_FOR.get(self.kind, ())):
            if not getattr(self, name):
                yield Fault(
                    name.removesuffix("_"), f"a value: a consent of the kind {self.kind} must name it", got="nothing"
                )

    def _faults_of_days(self) -> Iterator[Fault]:
        if self.expires is not None and self.expires < self.given:
            yield Fault("expires", "a day that is not before the first", got="an earlier day")
        if self.withdrawn is not None and self.withdrawn < self.given:
            yield Fault("withdrawn", "a day that is not before the first", got="an earlier day")

    def _faults_of_history(self) -> Iterator[Fault]:
        if len(self.history) > MOST_EVENTS:
            yield Fault("history", f"at most {MOST_EVENTS} events", got="more")
        scope = self.scope
        for position, event in sorted(enumerate(self.history), key=lambda one: one[1].on):
            where = f"history[{position}]"
            if event.what is Change.GIVEN:
                yield Fault(f"{where}.what", "what came after it was given", got="that it was given")
            if event.on < self.given:
                yield Fault(f"{where}.on", "a day that is not before the first", got="an earlier day")
            if event.what is Change.NARROWED:
                narrowed = _narrowed(scope, event)
                if not is_within(narrowed, scope):
                    yield Fault(where, "no more than what stood before it was narrowed", got="more")
                scope = narrowed


_ASKED_FOR: Final = {
    ConsentKind.SECRECY: ("from_", "to", "categories", "purpose"),
    ConsentKind.REGISTRATION: ("programme",),
}
"""What a consent of the kind must name, for it opens nothing by being silent."""


def _standing(consent: Consent, later: Iterable[ConsentEvent]) -> Iterator[Standing]:
    scope, since, until = consent.scope, consent.given, consent.expires
    for event in later:
        match event.what:
            case Change.NARROWED:
                yield from _days_before(event.on, since, until, scope)
                scope, since = _narrowed(scope, event), max(since, event.on)
            case Change.REAFFIRMED:
                if until is not None and until < event.on:
                    yield from _days(since, until, scope)
                    since = event.on
                until = event.expires
            case Change.WITHDRAWN:
                yield from _days_before(event.on, since, until, scope)
                return
            case Change.EXPIRED:
                until = _earlier(until, event.on)
            case Change.GIVEN:  # never
                raise AssertionError("it was given once")
    yield from _days(since, until, scope)


def _days(since: date, until: date | None, scope: Scope) -> Iterator[Standing]:
    if until is None or since <= until:
        yield Standing(since, until, scope)


def _days_before(day: date, since: date, until: date | None, scope: Scope) -> Iterator[Standing]:
    if since < day:
        yield from _days(since, _earlier(until, day - _A_DAY), scope)


def _earlier(one: date | None, other: date) -> date:
    return other if one is None else min(one, other)


def _narrowed(scope: Scope, event: ConsentEvent) -> Scope:
    return attrs.evolve(
        scope,
        from_=event.from_ or scope.from_,
        to=event.to or scope.to,
        categories=event.categories or scope.categories,
        exceptions=(*scope.exceptions, *event.exceptions),
        within=scope,  # However what is left is written, it opens nothing that was not open.
    )
