"""Gathering what a report says: cases are counted one by one, and what is counted is not kept."""

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from samverkan.casefiles import CaseFile
from samverkan.counting import Counting
from samverkan.dates import as_optional_day
from samverkan.figures import Figure
from samverkan.immutable import frozen_mapping
from samverkan.model import Model
from samverkan.periods import ReportingPeriod, as_period
from samverkan.referral_flows import Flowing, Flows
from samverkan.reports.reckoned import reckoned
from samverkan.tallies import Rejected, is_rejected
from samverkan.turned_away import TurnedAway, TurningAway

__all__ = ["Gathered", "Gathering", "gathered"]


@attrs.frozen(kw_only=True, repr=False)
class Gathered:
    """Everything that a report is made of, before anything is hidden: it is for the agency's own eyes."""

    model: Model
    period: ReportingPeriod
    as_of: date
    known_on: date | None
    cases: int
    rejected: int
    figures: Mapping[str, Figure] = attrs.field(converter=frozen_mapping)
    flows: Flows
    turned_away: TurnedAway

    def __repr__(self) -> str:
        return f"<Gathered: {self.cases} cases, {self.period}>"


class Gathering:
    """Counts a report's figures, case by case.

    >>> from samverkan import Participant, load_model
    >>> gathering = Gathering(load_model("finsam"), "2016")
    >>> gathering.add(CaseFile(Participant(id="d-1"), referrals=[]))
    >>> gathering.found()
    <Gathered: 1 cases, 2016>
    """

    def __init__(
        self,
        model: Model,
        period: ReportingPeriod | str,
        *,
        as_of: date | str | None = None,
        known_on: date | str | None = None,
    ) -> None:
        self.model = model
        self.period = as_period(period)
        self.as_of = self.period.read_on(as_of)
        self.known_on = as_optional_day(known_on)
        self._cases = self._rejected = 0
        indicators = reckoned(model)
        self._names = tuple(indicators)
        self._counting = Counting(tuple(indicators.values()), self.period, as_of=self.as_of, known_on=self.known_on)
        self._turning = TurningAway(model.programmes, self.period, as_of=self.as_of, known_on=self.known_on)
        self._flowing = Flowing(model.vocabulary, self.period, as_of=self.as_of, known_on=self.known_on)

    def add(self, one: "CaseFile | Rejected") -> None:
        """Count a case, or a record that could not be read.

        Raises:
            InvalidValueError: when it has the id of one before it, or is seen through an agency's eyes.
            InvalidRecordError: when it names something that the model does not have.
        """
        # Each of them may refuse it, and then none has counted it.
        for count in [part.read(one) for part in (self._counting, self._turning, self._flowing)]:
            count()
        self._rejected += is_rejected(one)
        self._cases += not is_rejected(one)

    def found(self, rejected: int = 0) -> Gathered:
        """Return what has been counted; *rejected* are records that could not be read and were not given to it."""
        return Gathered(
            model=self.model,
            period=self.period,
            as_of=self.as_of,
            known_on=self.known_on,
            cases=self._cases,
            rejected=self._rejected + rejected,
            figures=dict(zip(self._names, self._counting.figures(), strict=True)),
            flows=self._flowing.found(),
            turned_away=self._turning.found(),
        )


def gathered(
    cases: "Iterable[CaseFile | Rejected]",
    model: Model,
    period: ReportingPeriod | str,
    *,
    as_of: date | str | None = None,
    known_on: date | str | None = None,
) -> Gathered:
    """Return a report's figures of *cases* in *period*; they are gone through once, and none is kept.

    *as_of* and *known_on* are as in :func:`samverkan.counting.compute`.

    Raises:
        InvalidValueError: when a day or the period is none, or *as_of* is before the period; when two cases have one
            id, or one is seen through an agency's eyes.
        InvalidRecordError: when a case names something that the model does not have.
    """
    gathering = Gathering(model, period, as_of=as_of, known_on=known_on)
    for one in cases:
        gathering.add(one)
    return gathering.found()
