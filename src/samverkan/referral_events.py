"""What happened to a referral, one event at a time, and who is meant where somebody refers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, cast

import attrs

from samverkan.agencies import as_agency_reference
from samverkan.dates import was_recorded
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, each, masked
from samverkan.fields import named, of_enum, optional_day, optional_identifier, optional_word
from samverkan.given import as_id, as_word
from samverkan.moments import Moment, as_moment, day_of
from samverkan.referral_steps import STEPS, Step, What

__all__ = [
    "MOST_TEXT",
    "SELF",
    "ReferralEvent",
    "agency_of",
    "forum_of",
    "lack_of",
    "optional_from",
    "optional_recipient",
    "profession_of",
    "who_refers",
]

SELF: Final = "self"
"""Who refers, where the person comes on her own account (*egen anmälan*)."""

_PROFESSION: Final = "profession:"
_FORUM: Final = "forum:"
MOST_TEXT: Final = 500
"""How many characters a reason may have."""


def profession_of(who: str) -> str | None:
    """Return the profession that refers, as in ``profession:läkare``; ``None`` where none is named."""
    return who.removeprefix(_PROFESSION) if who.startswith(_PROFESSION) else None


def forum_of(who: str) -> str | None:
    """Return the forum, as in ``forum:beredningsgrupp``; ``None`` where none is named."""
    return who.removeprefix(_FORUM) if who.startswith(_FORUM) else None


def agency_of(who: str | None) -> str | None:
    """Return the agency; ``None`` where it is the person herself, a profession or a forum."""
    is_other = who is None or who == SELF or profession_of(who) is not None or forum_of(who) is not None
    return None if is_other else who


def lack_of(asked_for: str) -> tuple[str, str | None]:
    """Split what is asked for into the word for it and the agency that it is to be had from.

    >>> lack_of("enrolment:AF"), lack_of("certificate")
    (('enrolment', 'AF'), ('certificate', None))
    """
    word, _, agency = asked_for.partition(":")
    return word, agency or None


# --- Fields -----------------------------------------------------------------------------------------


def _what(value: "What | str") -> What:
    return of_enum(value, What)


def _moment(value: Moment | str) -> Moment:
    return as_moment(value)


def _begins(value: object, prefix: str) -> bool:
    return isinstance(value, str) and value.startswith(prefix)


def who_refers(value: str) -> str:
    """Return who refers: an agency, a profession, a forum or the person herself."""
    for kind, prefix in (("profession", _PROFESSION), ("forum", _FORUM)):
        if _begins(value, prefix):
            as_word(value.removeprefix(prefix))
            return as_word(value)
        if value == kind:
            raise InvalidValueError(wanted=f"{prefix} and which one", got=f"the word {kind} alone")
    return as_agency_reference(value)


def optional_recipient(value: str | None) -> str | None:
    """Return who receives a referral, an agency or a forum, or nothing."""
    if value is None:
        return None
    if value == SELF or _begins(value, _PROFESSION):
        raise InvalidValueError(wanted="an agency or a forum", got=masked(value))
    return who_refers(value)


def _recorder(value: str) -> str:
    recorder = optional_recipient(value)
    if recorder is None:
        raise InvalidValueError(wanted="an agency or a forum", got="nothing")
    return recorder


def optional_from(value: str | None) -> str | None:
    """Return a reference to an agency, or nothing."""
    if value is None:
        return None
    reference = as_agency_reference(value)
    if agency_of(reference) is None:
        raise InvalidValueError(wanted="an agency", got=masked(value))
    return reference


def _asks_for(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(each(_items(value), _asked_for))


def _items(value: object) -> Iterable[object]:
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        return cast("Iterable[object]", value)
    raise InvalidValueError(wanted="a list of what is asked for", got=masked(cast("Any", value)))


def _asked_for(value: object) -> str:
    asked = as_word(value)
    word, colon, agency = asked.partition(":")
    as_word(word)
    if colon:
        as_agency_reference(agency)
    return asked


def _reason(value: str | None) -> str | None:
    return None if value is None else _short_text(value)


def _short_text(value: object) -> str:
    if isinstance(value, str) and 0 < len(value) <= MOST_TEXT:
        return value
    raise InvalidValueError(wanted=f"a text of 1 to {MOST_TEXT} characters", got=masked(value))


def _target(value: str | None) -> str | None:
    return None if value is None else as_id(value)


@attrs.frozen(repr=False, field_transformer=named)
class ReferralEvent:
    """One thing that happened to a referral.

    * ``what``: what happened; ``on``: the day, or a point in time with its offset, which counts on its day in Sweden.
    * ``agency``: who recorded it, an agency or a forum; ``recorded_on``: when, where that is known.
    * ``id``: by which a later entry can take it back.
    * ``reason``: why, in a few words, where that is asked for. It is no place for what is secret.
    * ``asks_for``: of *sent back*, what is to be supplemented: words of the closed list ``lacks``, each with the
      agency it is to be had from after a colon where that is said, as in ``enrolment:AF``.
    * ``plan``: of a plan, which sort, a word of the closed list ``plans``.
    * ``intervention``, ``performer``: of *intervention started*, which, by an id that need not be of the model, and who
      carries it out.
    * ``outcome``: of *ended*, a word of the closed list ``outcomes``.
    * ``to``: of *recommended elsewhere*, the programme or agency that is recommended.
    * ``event``: of *entered in error*, the id of the event that is taken back; without it the whole referral is.

    Raises:
        InvalidRecordError: when it says too little, says what such an event cannot, or was recorded before it
            happened.

    >>> ReferralEvent("received", on="2016-11-14", agency="kommun/AME").day
    datetime.date(2016, 11, 14)
    """

    what: What = attrs.field(converter=_what)
    on: Moment = attrs.field(converter=_moment, kw_only=True)
    agency: str = attrs.field(converter=_recorder, kw_only=True)
    recorded_on: date | None = attrs.field(default=None, converter=optional_day, kw_only=True)
    id: str | None = attrs.field(default=None, converter=optional_identifier, kw_only=True)
    reason: str | None = attrs.field(default=None, converter=_reason, kw_only=True)
    asks_for: tuple[str, ...] = attrs.field(default=(), converter=_asks_for, kw_only=True)
    plan: str | None = attrs.field(default=None, converter=optional_word, kw_only=True)
    intervention: str | None = attrs.field(default=None, converter=_target, kw_only=True)
    performer: str | None = attrs.field(default=None, converter=optional_from, kw_only=True)
    outcome: str | None = attrs.field(default=None, converter=optional_word, kw_only=True)
    to: str | None = attrs.field(default=None, converter=_target, kw_only=True)
    event: str | None = attrs.field(default=None, converter=optional_identifier, kw_only=True)
    day: date = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "day", day_of(self.on))
        step = STEPS[self.what]
        said = [name for name in _SAID if getattr(self, name) not in {None, ()}]
        faults = [Fault(name, f"what {self.what} must say", got="nothing") for name in step.needs if name not in said]
        can_say = {*step.needs, *step.may_say}
        faults += [
            Fault(name, f"nothing, for {self.what} says no such thing", got="something")
            for name in said
            if name not in can_say
        ]
        if self.recorded_on is not None and self.day > self.recorded_on:
            faults.append(Fault("recorded_on", "a day not before that on which it happened", got="an earlier one"))
        if faults:
            raise InvalidRecordError(faults)

    @property
    def step(self) -> Step:
        """What such an event can follow, and what comes of it."""
        return STEPS[self.what]

    def is_one_of(self, moments: Iterable[str]) -> bool:
        """Whether it is one of those named, as clocks name them: ``contacted``, or ``ended:died``, ``plan_made:af``."""
        names = {self.what.value, f"{self.what}:{self.outcome}", f"{self.what}:{self.plan}"}
        return not names.isdisjoint(moments)

    def was_known(self, known_on: date | None) -> bool:
        """Whether it was recorded on or before *known_on*."""
        return was_recorded(self.recorded_on, known_on)

    def __repr__(self) -> str:
        return f"<ReferralEvent {self.what}>"


_SAID: Final = ("reason", "asks_for", "plan", "intervention", "performer", "outcome", "to", "event")
