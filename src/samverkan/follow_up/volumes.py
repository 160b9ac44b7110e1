"""Volume reports: the number of participations by programme and sex, and nothing else (*Uppföljning Finsam*).

It is what the national follow-up has had since the end of March 2023: how many take part in each *insats* that is for
individuals. The report has that shape and is no export: no format for handing it over is public.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, cast

import attrs

from samverkan.casefiles import CaseFile
from samverkan.dated import Unknown
from samverkan.dates import as_optional_day
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.fields import identifier, named, of_enum, optional_word
from samverkan.given import as_boolean, as_records
from samverkan.immutable import frozen_mapping
from samverkan.participations import Participation, participations
from samverkan.periods import ReportingPeriod, as_period

__all__ = [
    "CountedBy",
    "FollowedProgramme",
    "Orientation",
    "VolumeReport",
    "each_once",
    "in_order",
    "is_in",
    "none_first",
    "sex_of",
    "volume_report",
]


class CountedBy(StrEnum):
    """By which day a participation belongs to a period."""

    STARTED = "started"
    ENDED = "ended"


class Orientation(StrEnum):
    """Whom an *insats* is for (*inriktning*)."""

    INDIVIDUAL = "individual"
    """It has participants (*individinriktad*)."""
    STRUCTURAL = "structural"
    """It is about how the agencies work and has none (*strukturövergripande*)."""


def _orientation(value: Orientation | str) -> Orientation:
    return of_enum(value, Orientation)


def _flag(value: bool | None) -> bool | None:  # noqa: FBT001
    return None if value is None else as_boolean(value)


@attrs.frozen(field_transformer=named)
class FollowedProgramme:
    """What *Uppföljning Finsam* lets nobody change once the *insats* is registered there.

    ``method`` is the method of follow-up, and ``esf`` whether the European Social Fund helps to pay for it; ``None``:
    not known.
    """

    programme: str = attrs.field(converter=identifier)
    orientation: Orientation = attrs.field(converter=_orientation, kw_only=True)
    method: str | None = attrs.field(default=None, converter=optional_word, kw_only=True)
    esf: bool | None = attrs.field(default=None, converter=_flag, kw_only=True)


def volume_report(  # noqa: PLR0913
    cases: Iterable[CaseFile],
    *,
    period: ReportingPeriod | str | None = None,
    by: CountedBy | str = CountedBy.STARTED,
    programmes: Iterable[FollowedProgramme] = (),
    among: Iterable[str] | None = None,
    known_on: date | str | None = None,
) -> "VolumeReport":
    """Return how many participations each programme has of each sex, anonymous ones among them.

    Of *period*, or of all time without one, each by its first day or, with *by*, its last. Those of *programmes* that
    are structural are not counted. *among*: the ids of the programmes that there are, such as ``model.programmes``;
    then a record of another is refused. The cases are gone through once, and none is kept.

    Raises:
        InvalidValueError: when *period*, *by* or *known_on* is none, or two cases have one id.
        UnknownNameError: when there is no such programme.
        InvalidRecordError: when two records of a programme differ: none of that can change.

    >>> from samverkan import Participant
    >>> volume_report([CaseFile(Participant(id="d-1"), referrals=[])], period="2023").n
    0
    """
    of, day, known = None if period is None else as_period(period), of_enum(by, CountedBy), as_optional_day(known_on)
    followed = _followed(programmes)
    there_is = None if among is None else tuple(among)
    for name in followed:
        if there_is is not None and name not in there_is:
            raise UnknownNameError("programme", name, there_is)
    counts: Counter[tuple[str | None, str | None]] = Counter()
    nothing_known = 0
    for case in each_once(cases):
        nothing_known += case.referrals is None
        for one in participations(case, known_on=known):
            counted_on = one.started if day is CountedBy.STARTED else one.ended
            if counted_on is not None and is_in(of, counted_on) and not _is_structural(followed, one.programme):
                counts[one.programme, sex_of(one, known)] += 1
    return VolumeReport(period=of, by=day, counts=counts, programmes=followed, nothing_known=nothing_known)


def _counts(found: Mapping[Any, int]) -> Mapping[Any, int]:
    return frozen_mapping(in_order(found))


def _by_id(found: Mapping[str, FollowedProgramme]) -> Mapping[str, FollowedProgramme]:
    return frozen_mapping(found)


@attrs.frozen(kw_only=True)
class VolumeReport:
    """How many participations there were; :func:`volume_report` makes it.

    * ``counts``: by programme and sex, ``None`` where it is to no programme, or the sex is not known.
    * ``by``: by which day they belong to ``period``.
    * ``programmes``: the records of the programmes, by their ids, as given.
    * ``nothing_known``: of how many cases nothing is known of any referral; they may have participations.

    A person in two interventions is counted in each. Figures of few people can point somebody out: nothing is left out
    or rounded here.
    """

    period: ReportingPeriod | None
    by: CountedBy
    counts: Mapping[tuple[str | None, str | None], int] = attrs.field(converter=_counts)
    programmes: Mapping[str, FollowedProgramme] = attrs.field(converter=_by_id)
    nothing_known: int

    @property
    def n(self) -> int:
        """How many in all."""
        return sum(self.counts.values())


def _followed(programmes: Iterable[FollowedProgramme]) -> dict[str, FollowedProgramme]:
    found: dict[str, FollowedProgramme] = {}
    faults: list[Fault] = []
    for place, one in enumerate(as_records(programmes, FollowedProgramme)):
        if found.setdefault(one.programme, one) != one:
            faults.append(Fault(f"programmes[{place}]", "what was registered first", got="something else"))
    if faults:
        raise InvalidRecordError(faults)
    return found


def _is_structural(followed: Mapping[str, FollowedProgramme], programme: str | None) -> bool:
    record = None if programme is None else followed.get(programme)
    return record is not None and record.orientation is Orientation.STRUCTURAL


# --- What every profile goes by -------------------------------------------------------------------

V = TypeVar("V")
K = TypeVar("K")


def each_once(cases: Iterable[CaseFile]) -> Iterator[CaseFile]:
    """Yield the cases; a second one of the same id is refused, for a case file is one person's."""
    seen: set[str] = set()
    for case in cases:
        if case.participant.id in seen:
            raise InvalidValueError(where="cases", wanted="one case a person", got="a second one of the same id")
        seen.add(case.participant.id)
        yield case


def is_in(period: ReportingPeriod | None, day: date) -> bool:
    """Whether *day* lies in the period; without one every day does."""
    return period is None or period.covers(day)


def sex_of(participation: Participation, known_on: date | None) -> str | None:
    """Return the person's sex on the first day; ``None`` where it is not known."""
    sex: str | Unknown = participation.case.participant.fact("sex").at(participation.started, known_on)
    return None if isinstance(sex, Unknown) else sex


def in_order(found: Mapping[K, V]) -> dict[K, V]:
    """Return what was found in the order of its keys: tuples, or records of attrs; ``None`` comes first."""
    return dict(sorted(found.items(), key=lambda one: none_first(_parts(one[0]))))


def none_first(parts: Iterable[Any]) -> tuple[tuple[bool, Any], ...]:
    """Return a key by which tuples are put in order, ``None`` first."""
    return tuple([(part is not None, part) for part in parts])


def _parts(key: object) -> tuple[Any, ...]:
    return attrs.astuple(cast("Any", key)) if attrs.has(type(key)) else tuple(cast("Iterable[Any]", key))
