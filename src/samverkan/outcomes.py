"""What comes of a programme's criteria together, on a day and from day to day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NoReturn

from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import Individual
from samverkan.errors import UndecidedTruthError
from samverkan.programmes import ProgrammeKind
from samverkan.rules.judges import Truth, conjunction
from samverkan.rules.stretches import crossings
from samverkan.texts import CATALOGUE, Text

__all__ = ["OUTCOME", "Outcome", "changes_of_outcome", "outcome_of", "turns_of"]


class Outcome(StrEnum):
    """What comes of a programme's criteria together."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"

    def said(self, kind: ProgrammeKind) -> Text:
        """Return how it is said of a programme of *kind*: by a duty or an agreement somebody is covered (*omfattas*).

        A predicate holds or does not.

        >>> Outcome.NOT_ELIGIBLE.said(ProgrammeKind.DUTY).sv
        'Omfattas inte'
        """
        return CATALOGUE[f"{_SAID_OF.get(kind, 'outcome')}.{self.value}"]

    def __bool__(self) -> NoReturn:
        raise UndecidedTruthError("an outcome has three values: compare it, as in `outcome is Outcome.ELIGIBLE`")


_SAID_OF: Final[Mapping[ProgrammeKind, str]] = {
    ProgrammeKind.DUTY: "covered",
    ProgrammeKind.AGREEMENT: "covered",
    ProgrammeKind.PREDICATE: "holds",
}

OUTCOME: Final[Mapping[Truth, Outcome]] = {
    True: Outcome.ELIGIBLE,
    False: Outcome.NOT_ELIGIBLE,
    None: Outcome.UNDETERMINED,
}


def outcome_of(participant: Individual, programme: BoundProgramme, on: date, known_on: date | None) -> Outcome:
    """Return the outcome alone, without reasons."""
    segment = programme.segment(on)
    if not segment.is_in_force:
        return Outcome.NOT_ELIGIBLE
    values = segment.compiled.read(participant, on, known_on)
    return OUTCOME[conjunction([judge(values) for judge in segment.judges])]


def changes_of_outcome(  # noqa: PLR0913
    participant: Individual,
    programme: BoundProgramme,
    since: date,
    outcome: Outcome,
    *,
    until: date | None = None,
    known_on: date | None = None,
) -> Iterator[tuple[date, Outcome]]:
    """Yield each day on which the outcome becomes another than the day before, in order, with what it becomes.

    *outcome* is that of the day *since*; of the days after it, those up to and with *until* are
    looked at, and only where something that the criteria read can turn.
    """
    for day in turns_of(participant, programme, since, until or date.max, known_on):
        becomes = outcome_of(participant, programme, day, known_on)
        if becomes is not outcome:
            yield day, becomes
            outcome = becomes


def turns_of(
    participant: Individual, programme: BoundProgramme, since: date, until: date, known_on: date | None
) -> Sequence[date]:
    """Return the days after *since*, up to and with *until*, on which the outcome may become another."""
    days = {*crossings(programme.compared, programme.vocabulary, participant, known_on)}
    days.update(segment.since for segment in programme.segments)
    return sorted(day for day in days if since < day <= until)
