"""Flows between agencies: who sends to whom, how often, and how often that leads back to where one had been."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeAlias, cast

import attrs

from samverkan.agencies import unit_of
from samverkan.casefiles import CaseFile, case_of
from samverkan.circulation import circulation_among
from samverkan.dates import as_optional_day
from samverkan.immutable import frozen_mapping
from samverkan.indicator_units import counted_in, who_refers_in
from samverkan.periods import ReportingPeriod, as_period
from samverkan.referral_events import SELF, agency_of
from samverkan.referral_steps import What
from samverkan.referrals import Referral
from samverkan.rules.vocabulary import Vocabulary
from samverkan.tallies import Rejected, is_rejected

__all__ = ["Flowing", "Flows", "Sent", "flows"]

Link: TypeAlias = tuple[str, str]
"""Who sends, and to whom: programmes, units without the body that they are of, professions, forums, or ``self``."""


@attrs.frozen
class Sent:
    """How often something was sent, and how often of that back to where the person had been (*rundgång*)."""

    count: int = 0
    back: int = 0


def _links(value: Mapping[Link, Sent]) -> Mapping[Link, Sent]:
    return frozen_mapping(dict(sorted(value.items())))


@attrs.frozen(kw_only=True, repr=False)
class Flows:
    """Who sent to whom in a period; :func:`flows` makes it.

    * ``links``: by who sends and to whom; referrals that were received, and those that were sent back.
    * ``within``: how many referrals stayed within a unit, and so flow nowhere.
    """

    period: ReportingPeriod
    links: Mapping[Link, Sent] = attrs.field(factory=dict[Link, Sent], converter=_links)
    within: int = 0

    def __repr__(self) -> str:
        return f"<Flows: {len(self.links)} links>"


def flows(
    cases: "Iterable[CaseFile | Rejected]",
    vocabulary: Vocabulary,
    period: ReportingPeriod | str,
    *,
    as_of: date | str | None = None,
    known_on: date | str | None = None,
) -> Flows:
    """Return who sent to whom in *period*, among *cases*.

    A referral flows from the one who refers to the programme, or else the agency, that it is to, on the day on which it
    is received; sent back it flows the other way. It leads back when it closes a loop (:mod:`samverkan.circulation`);
    what is sent back always does. What was registered by mistake flows nowhere.

    Raises:
        InvalidValueError: when a day or the period is none, or *as_of* is before the period.

    >>> from samverkan import Participant, ReferralEvent, load_model
    >>> sent = Referral("r-1", by="kommun/IFO", to="AF", events=[
    ...     ReferralEvent("received", on="2016-03-01", agency="AF"),
    ...     ReferralEvent("sent_back", on="2016-08-19", agency="AF", asks_for=["certificate"])])
    >>> case = CaseFile(Participant(id="d-1", contacts=[], contacts_complete=True), referrals=[sent])
    >>> for link, how in flows([case], load_model("finsam").vocabulary, "2016").links.items():
    ...     print(link, how)
    ('AF', 'kommun/IFO') Sent(count=1, back=1)
    ('kommun/IFO', 'AF') Sent(count=1, back=0)
    """
    flowing = Flowing(vocabulary, period, as_of=as_of, known_on=known_on)
    for one in cases:
        flowing.add(one)
    return flowing.found()


class Flowing:
    """Counts who sends to whom, case by case; what is counted is not kept."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        period: ReportingPeriod | str,
        *,
        as_of: date | str | None = None,
        known_on: date | str | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.period = as_period(period)
        self.as_of = self.period.read_on(as_of)
        self.known_on = as_optional_day(known_on)
        self._counts: Counter[Link] = Counter()
        self._back: Counter[Link] = Counter()
        self._within = 0

    def add(self, one: "CaseFile | Rejected") -> None:
        """Count the referrals of a case; a record that could not be read is passed over."""
        self.read(one)()

    def read(self, one: "CaseFile | Rejected") -> Callable[[], None]:
        """Read a case, and return what counts it: so that several who count can refuse it before any has counted it."""
        sent = [] if is_rejected(one) else [*self._sent(cast("CaseFile", one))]

        def count() -> None:
            for link, is_back in sent:
                self._within += link[0] == link[1]
                if link[0] != link[1]:
                    self._counts[link] += 1
                    self._back[link] += is_back

        return count

    def _sent(self, one: CaseFile) -> Iterator[tuple[Link, bool]]:
        case = counted_in(case_of(one), self.known_on)
        closing = self._closing(case)
        for referral in case.referrals or ():
            for link, day, is_back in self._sendings(referral):
                yield link, is_back or (referral.id, day) in closing

    def found(self) -> Flows:
        """Return what has been counted."""
        links = {link: Sent(count, self._back[link]) for link, count in self._counts.items()}
        return Flows(period=self.period, links=links, within=self._within)

    def _sendings(self, referral: Referral) -> Iterator[tuple[Link, date, bool]]:
        events = referral.until(self.as_of, self.known_on)
        start, end = who_refers_in(referral), _recipient(referral)
        for event in events:
            if self.period.covers(event.day):
                if event.what is What.RECEIVED:
                    yield (start, end), event.day, False
                if event.what is What.SENT_BACK and start != SELF:  # She who came by herself is not sent round by it.
                    yield (end, start), event.day, True

    def _closing(self, case: CaseFile) -> frozenset[tuple[str, date]]:
        """Return which referrals close a loop of several, each with the day on which it is received."""
        if len(case.referrals or ()) < _A_LOOP_OF_SEVERAL:
            return frozenset()
        found = circulation_among(case, self.vocabulary, self.as_of, known_on=self.known_on)
        return frozenset((one.referral, one.until) for one in found.loops if not one.is_of_one_referral)


_A_LOOP_OF_SEVERAL = 2


def _recipient(referral: Referral) -> str:
    to = str(referral.to)  # It is to a programme, to an agency or forum, or to both.
    return referral.programme or (to if agency_of(to) is None else unit_of(to)[0])
