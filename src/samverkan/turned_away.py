"""Who is turned away, and why: by the criterion that decides, by who had sent her, and by who sent her elsewhere.

For each referral to a programme that was received in the period the programme's rule is asked on that day, with all
facts. What the rule says and what became of the referral are told apart: one who does not meet a criterion may have
been admitted on stated grounds, and one who meets them all may have been recommended elsewhere.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias, cast

import attrs

from samverkan.answers import Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile, case_of
from samverkan.dates import as_optional_day
from samverkan.eligibility import Outcome, decide
from samverkan.immutable import frozen_mapping
from samverkan.indicator_units import counted_in, who_received_in, who_refers_in
from samverkan.periods import ReportingPeriod, as_period
from samverkan.referral_events import ReferralEvent
from samverkan.referral_steps import What
from samverkan.referrals import Referral
from samverkan.tallies import Rejected, is_rejected

__all__ = ["Asked", "Elsewhere", "Reason", "SentBack", "TurnedAway", "TurningAway", "turned_away"]


@attrs.frozen
class Asked:
    """To which programme a referral was, who had sent her, and what the rule says of her."""

    programme: str
    by: str
    outcome: Outcome


@attrs.frozen
class Reason:
    """Which criterion she does not meet, or of which it is unknown whether she does.

    ``is_alone`` says that it decides by itself: no other criterion is not met, or unknown.
    """

    programme: str
    by: str
    criterion: str
    verdict: Verdict
    is_alone: bool


@attrs.frozen
class Elsewhere:
    """Which agency recommended another way than its programme, and where to."""

    programme: str | None
    agency: str
    to: str


@attrs.frozen
class SentBack:
    """Which agency sent a referral back, and for what."""

    programme: str | None
    agency: str
    lack: str


def _counts(value: Mapping[Any, int]) -> Mapping[Any, int]:
    return frozen_mapping(dict(sorted(value.items(), key=lambda item: [str(one) for one in attrs.astuple(item[0])])))


@attrs.frozen(kw_only=True, repr=False)
class TurnedAway:
    """Who is turned away, and why; :func:`turned_away` makes it.

    * ``asked``: how many referrals to programmes were received, by programme, who had sent her and what the rule says.
    * ``reasons``: how many of those who do not meet the criteria fail each of them, and of how many undetermined ones
      each is unknown. One who fails two criteria is counted in both; ``is_alone`` tells who fails no other.
    * ``elsewhere``, ``sent_back``: how many times in the period an agency recommended another way, and asked for what.
    """

    period: ReportingPeriod
    asked: Mapping[Asked, int] = attrs.field(factory=dict[Asked, int], converter=_counts)
    reasons: Mapping[Reason, int] = attrs.field(factory=dict[Reason, int], converter=_counts)
    elsewhere: Mapping[Elsewhere, int] = attrs.field(factory=dict[Elsewhere, int], converter=_counts)
    sent_back: Mapping[SentBack, int] = attrs.field(factory=dict[SentBack, int], converter=_counts)

    def count(self, outcome: Outcome | None = None, *, programme: str | None = None, by: str | None = None) -> int:
        """Return how many referrals there are of which the rule says so, to that programme, by that sender."""
        return sum(
            count
            for one, count in self.asked.items()
            if outcome in {None, one.outcome} and programme in {None, one.programme} and by in {None, one.by}
        )

    def __repr__(self) -> str:
        return f"<TurnedAway: {self.count(Outcome.NOT_ELIGIBLE)} of {self.count()}>"


def turned_away(
    cases: "Iterable[CaseFile | Rejected]",
    programmes: Mapping[str, BoundProgramme],
    period: ReportingPeriod | str,
    *,
    as_of: date | str | None = None,
    known_on: date | str | None = None,
) -> TurnedAway:
    """Return who was turned away in *period*, among *cases*, from *programmes*, and why.

    *as_of* and *known_on* are as in :func:`samverkan.counting.compute`. Records that could not be read may stand among
    the cases, and are passed over.

    Raises:
        InvalidValueError: when a day or the period is none, or *as_of* is before the period.
        InvalidRecordError: when a case names something that the model does not have.
    """
    turning = TurningAway(programmes, period, as_of=as_of, known_on=known_on)
    for one in cases:
        turning.add(one)
    return turning.found()


class TurningAway:
    """Counts who is turned away, case by case; what is counted is not kept."""

    def __init__(
        self,
        programmes: Mapping[str, BoundProgramme],
        period: ReportingPeriod | str,
        *,
        as_of: date | str | None = None,
        known_on: date | str | None = None,
    ) -> None:
        self.programmes = programmes
        self.period = as_period(period)
        self.as_of = self.period.read_on(as_of)
        self.known_on = as_optional_day(known_on)
        self._counts: Counter[Counted] = Counter()

    def add(self, one: "CaseFile | Rejected") -> None:
        """Count the referrals of a case; a record that could not be read is passed over."""
        self.read(one)()

    def read(self, one: "CaseFile | Rejected") -> Callable[[], None]:
        """Read a case, and return what counts it: so that several who count can refuse it before any has counted it."""
        counts = Counter([] if is_rejected(one) else self._counted(cast("CaseFile", one)))
        return lambda: self._counts.update(counts)

    def found(self) -> TurnedAway:
        """Return what has been counted."""
        counts = self._counts.items()
        return TurnedAway(
            period=self.period,
            asked={one: count for one, count in counts if isinstance(one, Asked)},
            reasons={one: count for one, count in counts if isinstance(one, Reason)},
            elsewhere={one: count for one, count in counts if isinstance(one, Elsewhere)},
            sent_back={one: count for one, count in counts if isinstance(one, SentBack)},
        )

    def _counted(self, one: CaseFile) -> "Iterator[Counted]":
        case = counted_in(case_of(one), self.known_on)
        for referral in case.referrals or ():
            events = referral.until(self.as_of, self.known_on)
            received = next((event.day for event in events if event.what is What.RECEIVED), None)
            if received is not None and self.period.covers(received):
                yield from self._asked(case, referral, received)
            agency = who_received_in(referral, self.as_of, self.known_on)
            yield from _of_events(referral, agency, [event for event in events if self.period.covers(event.day)])

    def _asked(self, case: CaseFile, referral: Referral, on: date) -> "Iterator[Asked | Reason]":
        programme = None if referral.programme is None else self.programmes.get(referral.programme)
        if programme is None:
            return
        decision = decide(case, programme, on, known_on=self.known_on)
        by = who_refers_in(referral)
        yield Asked(programme.id, by, decision.outcome)
        decides = Verdict.NOT_MET if decision.outcome is Outcome.NOT_ELIGIBLE else Verdict.UNKNOWN
        failed = [one.id for one in decision.criteria if one.outcome is decides]  # Of one who meets them all, none.
        for criterion in failed:
            yield Reason(programme.id, by, criterion, decides, len(failed) == 1)


Counted: TypeAlias = Asked | Reason | Elsewhere | SentBack


def _of_events(
    referral: Referral, agency: str | None, events: Iterable[ReferralEvent]
) -> Iterator[Elsewhere | SentBack]:
    for event in events:
        if event.what is What.RECOMMENDED_ELSEWHERE:
            yield Elsewhere(referral.programme, agency or event.agency, event.to or "")
        if event.what is What.SENT_BACK:
            yield from (SentBack(referral.programme, agency or event.agency, lack) for lack in _lacks(event))


def _lacks(event: ReferralEvent) -> Iterator[str]:
    """Yield what is asked for, each once, without the agency that it is to be had from."""
    yield from dict.fromkeys(one.partition(":")[0] for one in event.asks_for)
