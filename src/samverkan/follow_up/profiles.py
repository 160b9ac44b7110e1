"""Follow-up (*uppföljning*) as SUS had it: what came of each participation, from its first day to its last.

SUS, *System för Uppföljning av Samverkan*, was closed for the *förbund* about the end of April 2023. What is left of
it, the number of participants, is in :mod:`samverkan.follow_up.volumes`.

The profile has SUS's shape and is no export to it: no format for that is public. It is made with all facts, not as one
agency sees them. The cases are gone through once, and what is held are numbers by category, and ids. A case
file is one person's, and is given once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, TypeAlias

import attrs

from samverkan.age_bands import AGE_BANDS, AgeBands
from samverkan.before_and_after import Growth
from samverkan.casefiles import CaseFile
from samverkan.dates import as_optional_day
from samverkan.errors import UnknownNameError
from samverkan.fields import of_enum
from samverkan.follow_up.figures import FollowUpFigures, Tally, sum_of
from samverkan.follow_up.volumes import each_once, in_order, is_in, none_first, sex_of
from samverkan.immutable import frozen_mapping
from samverkan.participations import is_registered, participations
from samverkan.periods import ReportingPeriod, as_period

__all__ = ["Category", "SusProfile", "Volume", "sus_profile"]


@attrs.frozen
class Category:
    """Whom a figure is of: programme, sex and age band on the first day; ``None`` where it is none or not known."""

    programme: str | None
    sex: str | None
    age_band: str | None


@attrs.frozen
class Volume:
    """What may be said of an anonymous participation: its programme, and of the person sex and budget year alone."""

    programme: str | None
    sex: str | None
    year: int


def sus_profile(  # noqa: PLR0913
    cases: Iterable[CaseFile],
    *,
    period: ReportingPeriod | str | None = None,
    bands: AgeBands = AGE_BANDS,
    reading: Growth | str = Growth.EITHER,
    known_on: date | str | None = None,
    keep_ids: bool = False,
) -> "SusProfile":
    """Return the participations of these cases as SUS counted them, by programme, sex and age band.

    Of *period*, or of all time without one, from what was recorded by *known_on*. *Started* goes by the first day and
    *ended* by the last, each by itself. *reading*: how *börjat eller ökat* is read. With *keep_ids* the ids behind each
    category are kept as well, never those of anonymous ones.

    Raises:
        InvalidValueError: when *period*, *reading* or *known_on* is none, or two cases have one id.

    >>> from samverkan import Participant
    >>> profile = sus_profile([CaseFile(Participant(id="d-1"), referrals=[]), CaseFile(Participant(id="d-2"))])
    >>> profile.total.started, profile.persons, profile.nothing_known
    (0, 0, 1)
    """
    of = None if period is None else as_period(period)
    how, known = of_enum(reading, Growth), as_optional_day(known_on)
    cells: dict[Category, Tally] = {}
    persons: Counter[Category] = Counter()
    anonymous: Counter[Volume] = Counter()
    ids: dict[Category, set[tuple[str, str, str]]] = {}
    nothing_known = everybody = 0
    for case in each_once(cases):
        nothing_known += case.referrals is None
        hers: set[Category] = set()
        for one in participations(case, known_on=known):
            starts, ends = is_in(of, one.started), one.ended is not None and is_in(of, one.ended)
            if not is_registered(one, known_on=known):
                if starts:
                    anonymous[Volume(one.programme, sex_of(one, known), one.started.year)] += 1
                continue
            if not (starts or ends):
                continue
            band = bands.band_of(case.participant, one.started, known)
            category = Category(one.programme, sex_of(one, known), band)
            tally = cells.setdefault(category, Tally())
            if starts:
                tally.count_start(one, known)
            if ends:
                tally.count_end(one, how, known)
            hers.add(category)
            if keep_ids:
                ids.setdefault(category, set()).add((one.participant, one.referral, one.intervention))
        persons.update(hers)
        everybody += bool(hers)
    return SusProfile(
        period=of,
        reading=how,
        cells={category: tally.figures() for category, tally in cells.items()},
        persons_by=persons,
        persons=everybody,
        anonymous=anonymous,
        nothing_known=nothing_known,
        ids={category: frozenset(found) for category, found in ids.items()} if keep_ids else None,
    )


def _cells(found: Mapping[Category, FollowUpFigures]) -> Mapping[Category, FollowUpFigures]:
    return frozen_mapping(in_order(found))


def _counts(found: Mapping[Category, int]) -> Mapping[Category, int]:
    return frozen_mapping(in_order(found))


def _volumes(found: Mapping[Volume, int]) -> Mapping[Volume, int]:
    return frozen_mapping(in_order(found))


_Ids: TypeAlias = Mapping[Category, frozenset[tuple[str, str, str]]]


def _ids(found: _Ids | None) -> _Ids | None:
    return None if found is None else frozen_mapping(in_order(found))


@attrs.frozen(kw_only=True, repr=False)
class SusProfile:
    """Participations as SUS counted them; :func:`sus_profile` makes it. It has SUS's shape and is no export to it.

    * ``cells``: the figures of each category that has any; they add to ``total``.
    * ``persons_by``: how many persons have a participation that is counted in the category. Whoever is in several is
      counted once in each, so that these do not add; ``persons``: how many there are in all, each once. Anonymous
      ones are among neither, for nobody can tell whether two of them are one person.
    * ``anonymous``: how many anonymous participations started, in volume alone; they are in no other figure.
    * ``nothing_known``: of how many cases nothing is known of any referral; they may have participations.
    * ``ids``: participant, referral and intervention of all that is counted in a category, where they were kept.

    Figures of few people can point somebody out: nothing is left out or rounded here.
    """

    period: ReportingPeriod | None
    reading: Growth
    cells: Mapping[Category, FollowUpFigures] = attrs.field(converter=_cells)
    persons_by: Mapping[Category, int] = attrs.field(converter=_counts)
    persons: int
    anonymous: Mapping[Volume, int] = attrs.field(converter=_volumes)
    nothing_known: int
    ids: _Ids | None = attrs.field(default=None, converter=_ids)

    @property
    def total(self) -> FollowUpFigures:
        """The figures of all categories together."""
        return sum_of(self.cells.values())

    def by(self, *names: str) -> Mapping[tuple[str | None, ...], FollowUpFigures]:
        """Return the figures by some of ``programme``, ``sex`` and ``age_band``, in that order of the names.

        Raises:
            UnknownNameError: when a name is none of them.
        """
        for name in names:
            if name not in _DIMENSIONS:
                raise UnknownNameError("dimension", name, _DIMENSIONS)
        groups: dict[tuple[str | None, ...], list[FollowUpFigures]] = {}
        for category, figures in self.cells.items():
            groups.setdefault(tuple([getattr(category, name) for name in names]), []).append(figures)
        return frozen_mapping({group: sum_of(groups[group]) for group in sorted(groups, key=none_first)})

    def __repr__(self) -> str:
        return f"<SusProfile: {len(self.cells)} categories>"


_DIMENSIONS: Final = ("programme", "sex", "age_band")
