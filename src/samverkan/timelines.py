"""From when to when are the criteria met, and what ends it?"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, TypeVar

from samverkan.answers import Verdict
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import CaseFile, Person, once_read, participant_of
from samverkan.dates import as_day, as_optional_day, check_order, in_words
from samverkan.eligibility import Decision, decided
from samverkan.errors import InvalidValueError, located
from samverkan.findings import Finding
from samverkan.outcomes import Outcome, changes_of_outcome
from samverkan.texts import LANGUAGES, Language, sentence
from samverkan.views import as_seen_by

__all__ = ["Stretch", "timeline"]

T = TypeVar("T")

_A_DAY: Final = timedelta(days=1)


def timeline(  # noqa: PLR0913
    person: Person,
    programme: BoundProgramme,
    since: date | str,
    until: date | str,
    *,
    reading: str | None = None,
    known_on: date | str | None = None,
    seen_by: str | None = None,
    purpose: str = "coordination",
) -> "tuple[Stretch, ...]":
    """Say what comes of the criteria of *programme* from *since* to *until*, both included.

    The stretches follow on each other without gaps, each with another outcome than the one before.
    On every day of a stretch :func:`~samverkan.eligibility.decide` comes to the same, with the same
    *reading* and *known_on*.

    *seen_by* answers from what that agency may see for *purpose*, asking on the day *known_on*, which must
    then be given: what may be seen is settled on that day for every day of the timeline.

    Raises:
        InvalidValueError: when a day is not one, *until* is before *since*, or it is not said on which day
            an agency asks.
        InvalidRecordError: when the person's record names an agency that the model does not have.
        UnknownNameError: when the programme has no such reading.

    >>> from samverkan import Contact, Participant, load_model
    >>> programme = load_model("finsam").programmes["en-vag-in"]
    >>> noor = Participant(id="noor", born="2000-10-10", residence="Smedjebacken", unmet_need=True,
    ...                    contacts=[Contact("kommun/skola"), Contact("region/psykiatri", until="2016-12-31")],
    ...                    contacts_complete=True)
    >>> for stretch in timeline(noor, programme, "2016-10-03", "2017-06-30"):
    ...     print(stretch.since, stretch.until, stretch.outcome, [finding.id for finding in stretch.ended_by])
    2016-10-03 2016-10-09 not_eligible ['working-age']
    2016-10-10 2016-12-31 eligible ['two-parties']
    2017-01-01 2017-06-30 not_eligible []
    """
    bound = programme if reading is None else programme.read_as(reading)
    first, last = located("since", as_day, since), located("until", as_day, until)
    check_order(first, last)
    known = as_optional_day(known_on)
    if seen_by is None and isinstance(person, CaseFile) and person.view is not None and not person.view.is_settled:
        seen_by, purpose = person.view.agency, person.view.purpose
    if seen_by is not None:
        if known is None:
            raise InvalidValueError(where="known_on", wanted="the day on which the agency asks", got="nothing")
        person = as_seen_by(person, seen_by, bound, known, purpose=purpose, known_on=known)
    person = once_read(person)
    asked = _Asked(person, bound, last, known)
    outcome = asked.decide(first).outcome
    changes = changes_of_outcome(participant_of(person), bound, first, outcome, until=last, known_on=asked.known_on)
    starts = [(first, outcome), *changes]
    ends = [*(day - _A_DAY for day, _ in starts[1:]), last]
    return tuple(Stretch(asked, day, end, outcome) for (day, outcome), end in zip(starts, ends, strict=True))


class _Asked(NamedTuple):
    """What a timeline was made from: kept so that its stretches can say why, and never written out."""

    person: Person
    programme: BoundProgramme
    until: date
    known_on: date | None

    def decide(self, on: date) -> Decision:
        return decided(self.person, self.programme, on, self.known_on)


class Stretch:
    """Days on which the same comes of a programme's criteria, from ``since`` to ``until``, both included.

    :func:`timeline` makes it. It does not change, and it compares equal to another that says the same.
    ``decision`` and ``ended_by`` are found when they are first asked for. A pickled stretch holds
    what it says, and nothing else of the person.
    """

    # Written by hand, as decisions are: what it says is found late.
    __slots__ = ("_asked", "_found", "_outcome", "_since", "_until")

    def __init__(
        self,
        asked: _Asked | None,
        since: date,
        until: date,
        outcome: Outcome,
        found: Mapping[str, Any] | None = None,
    ) -> None:
        self._asked = asked
        self._since = since
        self._until = until
        self._outcome = outcome
        self._found = {} if found is None else dict(found)

    @property
    def programme(self) -> str:
        """The programme's id."""
        return self._once("programme", lambda asked: asked.programme.id)

    @property
    def reading(self) -> str:
        """The reading that was gone by."""
        return self._once("reading", lambda asked: asked.programme.reading.id)

    @property
    def view(self) -> str:
        """What the one who asks was allowed to see, as in a decision."""
        return self.decision.view

    @property
    def purpose(self) -> str | None:
        """For what purpose the agency asks; ``None`` with all facts."""
        return self.decision.purpose

    @property
    def since(self) -> date:
        """The first day; of the first stretch, the first day that was asked for."""
        return self._since

    @property
    def until(self) -> date:
        """The last day; of the last stretch, the last day that was asked for."""
        return self._until

    @property
    def outcome(self) -> Outcome:
        """Eligible, not eligible or undetermined."""
        return self._outcome

    @property
    def decision(self) -> Decision:
        """The decision on its first day. On a later day the outcome is the same, and the reasons may be others."""
        return self._once("decision", lambda asked: asked.decide(self._since))

    @property
    def ended_by(self) -> tuple[Finding, ...]:
        """What ends it: the criteria that come out otherwise on the day after, with what comes of them then.

        After them stand those that kept the criteria from being met on the last day, and apply no longer on
        the day after. Empty for the last stretch, of which it is not said whether it ends.
        """
        turned, dropped = self._once("endings", lambda asked: _endings(asked, self._until))
        return turned + dropped

    def text(self, language: Language) -> str:
        """Return the days, what comes of the criteria on them, and what ends it."""
        told = self._once("told", lambda asked: {one: " ".join(_told(asked, self, one)) for one in LANGUAGES})
        return told[language]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stretch) and self._says() == other._says()

    def __hash__(self) -> int:
        return hash((self.programme, self.reading, self._since, self._until))

    def __repr__(self) -> str:
        return f"<Stretch of {self.programme}, reading {self.reading}>"

    def __str__(self) -> str:
        return self.text("en")

    def __reduce__(self) -> tuple[Any, ...]:
        self.text("en")
        for name in ("programme", "reading", "decision", "ended_by"):
            getattr(self, name)
        return Stretch, (None, self._since, self._until, self._outcome, self._found)

    def _says(self) -> tuple[Any, ...]:
        asked = (self.programme, self.reading, self.view, self.purpose)
        return *asked, self._since, self._until, self._outcome, self.ended_by

    def _once(self, name: str, find: Callable[[_Asked], T]) -> T:
        if name not in self._found:
            if self._asked is None:
                raise AssertionError("a stretch without what it was made from has everything found already")
            self._found[name] = find(self._asked)
        found: T = self._found[name]
        return found


def _endings(asked: _Asked, last: date) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that are others on the day after *last*, and those of *last* that count no longer."""
    if last == asked.until:
        return (), ()
    before, after = ({one.id: one for one in asked.decide(day).criteria} for day in (last, last + _A_DAY))
    # A criterion that does not apply on a day keeps nothing from being met.
    outcomes = {name: finding.outcome for name, finding in before.items()}
    turned = tuple(one for one in after.values() if one.outcome is not outcomes.get(one.id, Verdict.MET))
    dropped = tuple(one for one in before.values() if one.outcome is not Verdict.MET and one.id not in after)
    return turned, dropped


def _told(asked: _Asked, stretch: Stretch, language: Language) -> Iterator[str]:
    yield sentence(
        "stretch.day" if stretch.since == stretch.until else "stretch.days",
        language,
        since=in_words(stretch.since, language),
        until=in_words(stretch.until, language),
        outcome=stretch.outcome.said(asked.programme.definition.kind).in_(language).lower(),
    )
    turned, dropped = _endings(asked, stretch.until)
    if turned or dropped:
        yield sentence("stretch.ended", language, day=in_words(stretch.until + _A_DAY, language))
    yield from (finding.text(language) for finding in turned)
    if dropped:
        told = " ".join(finding.text(language) for finding in dropped)
        yield sentence("stretch.dropped", language, what=told)
