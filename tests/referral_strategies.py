"""Referrals at random: walks over what can happen to one, and a second account of what can.

A walk takes steps that the library says are possible. What it should have said is in :data:`LIFE`, written
apart from it: :class:`Life` is a machine that knows nothing of the library's table.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan.errors import InvalidRecordError
from samverkan.referral_events import ReferralEvent
from samverkan.referral_steps import What, possible_after
from samverkan.referrals import Referral, status_of

REFERRER: Final = "kommun/IFO"
RECIPIENT: Final = "AF"

# --- A second account ------------------------------------------------------------------------------

_WORK: Final = "contact_attempt contacted needs_assessed plan_begun plan_made intervention_started>started waiting_at_own_wish>waiting could_not_be_reached>could_not_be_reached ended>ended"
_SHUT: Final = "reopened>received"

LIFE: Final[Mapping[str, Mapping[str, str]]] = {
    status: {
        word.partition(">")[0]: word.partition(">")[2] or status
        for word in (steps + " entered_in_error>in_error").split()
    }
    for status, steps in {
        "not_received": "received>received",
        "received": f"acknowledged {_WORK} admitted>admitted admitted_on_stated_grounds>admitted sent_back>sent_back recommended_elsewhere>recommended_elsewhere",
        "sent_back": "supplemented>received ended>ended",
        "admitted": f"{_WORK} recommended_elsewhere>recommended_elsewhere",
        "started": _WORK,
        "waiting": "contact_attempt contacted resumed ended>ended could_not_be_reached>could_not_be_reached",
        "recommended_elsewhere": _SHUT,
        "could_not_be_reached": _SHUT,
        "ended": _SHUT,
    }.items()
} | {"in_error": {}}
"""What can happen to a referral that has come so far, and how far it has come then."""

MAY_SAY: Final[Mapping[str, Mapping[str, Any]]] = {
    "sent_back": {"asks_for": ["certificate", "enrolment:AF"]},
    "ended": {"outcome": "work"},
    "intervention_started": {"intervention": "job-coaching"},
    "admitted_on_stated_grounds": {"reason": "the need is great"},
}
"""The least that an event must say, where it must say something."""


class Life:
    """A machine with a memory of one place: where the referral was before she wished to wait."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Begin at the beginning, and take those steps."""
        self.status, self._left, self._attempts = "not_received", "", 0
        for word in words:
            self.take(word)

    @property
    def open_to(self) -> set[str]:
        """What can happen next."""
        unreached = set() if self._attempts else {"could_not_be_reached"}
        return set(LIFE[self.status]) - unreached

    def take(self, word: str) -> None:
        """Let that happen."""
        if word == "resumed":
            self.status = self._left
            return
        if word == "waiting_at_own_wish":
            self._left = self.status
        self._attempts += word == "contact_attempt"
        self.status = LIFE[self.status][word]


# --- Walks -----------------------------------------------------------------------------------------

FIRST: Final = date(2016, 9, 1)
_WINTER: Final = timezone(timedelta(hours=1))


def event(what: str, on: date | datetime | str, agency: str = RECIPIENT, **said: Any) -> ReferralEvent:
    """Return such an event that says the least it must."""
    return ReferralEvent(what, on=on, agency=agency, **{**MAY_SAY.get(what, {}), **said})


def referral(*events: ReferralEvent, **fields: Any) -> Referral:
    """Return a referral from the one agency to the other, to which those events happened."""
    return Referral("r-1", events=events, **{"by": REFERRER, "to": RECIPIENT, **fields})


@st.composite
def walks(
    draw: st.DrawFn, *, least: int = 0, most: int = 12, gaps: SearchStrategy[int] | None = None, errors: bool = False
) -> tuple[ReferralEvent, ...]:
    """Draw a walk from one possible step to the next; *errors*: it may end with the whole entered in error."""
    gap = st.integers(0, 9) if gaps is None else gaps
    day, walk = FIRST + timedelta(draw(st.integers(0, 60))), list[ReferralEvent]()
    timed, recorded = draw(st.booleans()), draw(st.booleans())
    for place in range(draw(st.integers(least, most))):
        steps = possible_after(status_of(walk), {one.what for one in walk})
        whats = [one.what for one in steps if errors or one.what is not What.ENTERED_IN_ERROR]
        if not whats:
            break
        what = draw(st.sampled_from(whats))
        said = {"outcome": draw(st.sampled_from(["work", "died", "wrongly-registered"]))} if what == "ended" else {}
        walk.append(
            event(
                what,
                on=datetime(day.year, day.month, day.day, 8, place, tzinfo=_WINTER) if timed else day,
                agency=draw(st.sampled_from([RECIPIENT, REFERRER])) if what == "supplemented" else RECIPIENT,
                recorded_on=day + timedelta(draw(st.integers(0, 30))) if recorded else None,
                id=f"e-{place}",
                **said,
            )
        )
        day += timedelta(draw(gap))
    return tuple(walk)


@st.composite
def referrals(draw: st.DrawFn, *, corrected: bool = False, **how: Any) -> Referral:
    """Draw a referral that walked so; *corrected*: of what happened, something may have been taken back."""
    drawn = referral(*draw(walks(**how)), programme="en-vag-in", spoken_to=draw(st.none() | st.booleans()))
    for place in draw(st.lists(st.integers(0, 11), max_size=3, unique=True)) if corrected else ():
        drawn = _without(drawn, f"e-{place}", draw(st.integers(0, 40)))
    return drawn


def _without(of: Referral, taken: str, later: int) -> Referral:
    """Return the referral with that event taken back, the same where others rest on it or there is none."""
    day = next((one.day for one in of.events if one.id == taken), FIRST) + timedelta(later)
    try:
        return of.with_events(event("entered_in_error", day, recorded_on=day, event=taken))
    except InvalidRecordError:
        return of


def is_mistaken(one: Referral) -> bool:
    """Whether a referral is closed, and never was but as registered by mistake."""
    closing = [
        step
        for step in one.standing()
        if step.what in {What.ENDED, What.RECOMMENDED_ELSEWHERE, What.COULD_NOT_BE_REACHED}
    ]
    return {step.outcome for step in closing} == {"wrongly-registered"} and one.standing()[-1] is closing[-1]


def days_about(events: Sequence[ReferralEvent]) -> SearchStrategy[date]:
    """Draw a day on which something happened, or one somewhat earlier or later."""
    days = [one.day for one in events] or [FIRST]
    return st.builds(lambda day, by: day + timedelta(by), st.sampled_from(days), st.integers(-3, 45))
