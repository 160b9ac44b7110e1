"""What could she take part in? Every option, those open to her first, each with why and what is missing."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, TypeAlias, cast

import attrs

from samverkan.answers import Missing, Verdict
from samverkan.bound_interventions import BoundIntervention
from samverkan.bound_programmes import BoundProgramme
from samverkan.casefiles import Person, once_read
from samverkan.criteria import IN_FORCE
from samverkan.dates import as_day, as_optional_day
from samverkan.eligibility import Decision, Outcome, decide
from samverkan.findings import Finding
from samverkan.interventions import Intervention
from samverkan.programmes import Programme, Status
from samverkan.texts import Language, Text, sentence

__all__ = ["Bound", "Option", "route"]

Bound: TypeAlias = BoundProgramme | BoundIntervention
"""What one could take part in, taken from a model."""


def route(  # noqa: PLR0913
    person: Person,
    options: Mapping[str, Bound] | Iterable[Bound],
    on: date | str,
    *,
    known_on: date | str | None = None,
    seen_by: str | None = None,
    purpose: str = "coordination",
) -> "tuple[Option, ...]":
    """Say what *person* could take part in on the day *on*: every one of *options*, in the order to try them.

    First come those whose criteria are met; then those that cannot be settled, with the fewest
    missing first and those of which nothing can be found out last; then those whose criteria are
    not met. What is equal so far keeps the order of *options*. Each programme is taken under the
    reading that it is bound with; an intervention through whichever of its programmes comes first
    in this same order.

    *seen_by* answers from what that agency may see for *purpose*, of each programme by itself: a consent
    that was given for one opens nothing for another.

    Raises:
        InvalidValueError: when a day is not one.
        InvalidRecordError: when the person's record names an agency that the model does not have.

    >>> from samverkan import Contact, Participant, load_model
    >>> programmes = load_model("finsam").programmes
    >>> anna = Participant(id="d-001", born="1990-05-17", residence="Ludvika", unmet_need=True,
    ...                    contacts=[Contact("AF"), Contact("FK")])
    >>> chosen = [programmes[name] for name in ("orvar", "en-vag-in")]
    >>> [(option.id, option.outcome.value) for option in route(anna, chosen, "2016-10-03")]
    [('en-vag-in', 'eligible'), ('orvar', 'not_eligible')]
    """
    # What of a person of a class of one's own may be seen is read for each programme by itself.
    asked = _Decisions(
        once_read(person) if seen_by is None else person, as_day(on), as_optional_day(known_on), seen_by, purpose
    )
    every = cast("Iterable[Bound]", options.values() if isinstance(options, Mapping) else options)
    return tuple(sorted((_option(one, asked) for one in every), key=_place))


@attrs.frozen(kw_only=True, repr=False)
class Option:
    """One thing that a person could take part in, and what comes of it for her on the day of asking.

    ``definition`` is the programme or the intervention. ``decision`` is that of the programme, or,
    for an intervention, of the programme ``passed_on_by``; there is none where no programme is known
    to pass people on to it. ``print(option)`` says it in English, :meth:`text` in Swedish too; it
    tells of the person.
    """

    definition: Programme | Intervention
    decision: Decision | None
    passed_on_by: Programme | None = None

    @property
    def id(self) -> str:
        """The id of the programme or the intervention."""
        return self.definition.id

    @property
    def name(self) -> Text:
        """The name of the programme or the intervention."""
        return self.definition.name

    @property
    def through(self) -> str | None:
        """The id of the programme that passes people on to an intervention: of several, the best for her."""
        return None if self.passed_on_by is None else self.passed_on_by.id

    @property
    def outcome(self) -> Outcome:
        """Eligible, not eligible or undetermined; that too when the source does not say who may take part."""
        return Outcome.UNDETERMINED if self.decision is None else self.decision.outcome

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What must be learnt to settle the outcome; empty when nothing that is learnt of her can."""
        return () if self.decision is None else self.decision.missing

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """The criteria that settled the outcome, or that keep it unsettled."""
        return () if self.decision is None else self.decision.deciding()

    def text(self, language: Language) -> str:
        """Return the name, what comes of it, what is missing or until when it stands, and why."""
        return " ".join(_sentences(self, language))

    def __repr__(self) -> str:
        return f"<Option {self.id}>"

    def __str__(self) -> str:
        return self.text("en")


class _Decisions:
    """The decisions about one person on one day: several interventions may be reached through one programme."""

    def __init__(self, person: Person, on: date, known_on: date | None, seen_by: str | None, purpose: str) -> None:
        self.person = person
        self.on = on
        self.known_on = known_on
        self.seen_by = seen_by
        self.purpose = purpose
        self.found: dict[BoundProgramme, Decision] = {}

    def about(self, programme: BoundProgramme) -> Decision:
        if programme not in self.found:
            self.found[programme] = decide(
                self.person, programme, self.on, known_on=self.known_on, seen_by=self.seen_by, purpose=self.purpose
            )
        return self.found[programme]


def _option(bound: Bound, asked: _Decisions) -> Option:
    if isinstance(bound, BoundProgramme):
        return Option(definition=bound.definition, decision=asked.about(bound))
    ways = (
        Option(definition=bound.definition, decision=asked.about(programme), passed_on_by=programme.definition)
        for programme in bound.through
    )
    return min(ways, key=_place, default=Option(definition=bound.definition, decision=None))


def _place(option: Option) -> tuple[int, int]:
    """Return where an option stands: the less, the earlier."""
    if option.decision is None:
        return _WITHOUT_CRITERIA, 0
    return _PLACES[option.outcome], len(option.missing)


_PLACES: Final = {Outcome.ELIGIBLE: 0, Outcome.UNDETERMINED: 1, Outcome.NOT_ELIGIBLE: 3}
_WITHOUT_CRITERIA: Final = 2


# --- Words ---------------------------------------------------------------------------------------


def _sentences(option: Option, language: Language) -> Iterator[str]:
    name = option.name.in_(language)
    if option.decision is None:
        yield sentence("option.head", language, name=name, told=sentence("option.open", language))
    else:
        summary = option.decision.summary(language)
        told = summary[0].lower() + summary[1:]
        if option.passed_on_by is None:
            yield sentence("option.head", language, name=name, told=told)
        else:
            through = option.passed_on_by.name.in_(language)
            yield sentence("option.head.through", language, name=name, through=through, told=told)
            yield sentence("option.assessed", language, through=through)
    reasons = _reasons_to_say(option)
    yield from (finding.text(language) for finding in reasons)
    if option.passed_on_by is not None:
        yield from _note(option.definition, language)
    if all(finding.id != IN_FORCE for finding in reasons):  # which says it itself
        yield from _note(option.passed_on_by or option.definition, language)


def _reasons_to_say(option: Option) -> list[Finding]:
    """Return the reasons that the summary does not tell: it has what is missing, and being in force goes unsaid."""
    return [
        finding
        for finding in option.reasons
        if finding.outcome is Verdict.NOT_MET or (finding.outcome is Verdict.MET and finding.id != IN_FORCE)
    ]


def _note(one: Programme | Intervention, language: Language) -> Iterator[str]:
    """Yield that the source does not show it as adopted, where that is so."""
    if one.status not in {Status.ADOPTED, Status.ENDED}:
        yield sentence(f"option.status.{one.status.value}", language, name=one.name.in_(language))
