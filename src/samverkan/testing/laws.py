"""Laws: what holds of every rule, tried on people around the boundaries of a programme.

Each is a function of a trial, and raises ``AssertionError`` where it does not hold. The person is
then printed in words.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Final, TypeAlias

import attrs
from hypothesis import strategies as st

from samverkan.answers import KnownValue, Verdict
from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.dated import Dated
from samverkan.eligibility import Decision, Outcome, decide
from samverkan.partial import Members
from samverkan.participants import GIVEN, HISTORIES, Participant
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import Known
from samverkan.rules.facts import Boolean, Expression, NumberOf, SetOf
from samverkan.rules.text import parse, printed
from samverkan.serialization import decision_record
from samverkan.testing.edges import edges
from samverkan.testing.knowledge import forgetful
from samverkan.testing.people import people, told
from samverkan.testing.searches import Search, person_of
from samverkan.testing.surroundings import Question
from samverkan.testing.trials import Trial
from samverkan.testing.values import Draw, days_drawn
from samverkan.texts import LANGUAGES
from samverkan.timelines import timeline

__all__ = ["determinism", "learning_more", "missing", "monotone", "readings_agree", "totality"]

Asked: TypeAlias = tuple[BoundProgramme, Question]

_ABOUT: Final = timedelta(days=400)
_RANK: Final[Mapping[Outcome, int]] = {Outcome.NOT_ELIGIBLE: 0, Outcome.UNDETERMINED: 1, Outcome.ELIGIBLE: 2}
_MOST_COMPARED: Final = 40


def readings_agree(trial: Trial) -> None:
    """What is answered on a day is what following the rule through time says of it, and a printed rule is the same."""
    for programme in trial.readings:
        vocabulary = programme.segments[0].compiled.vocabulary
        for criterion in programme.criteria:
            if parse(printed(criterion.rule), vocabulary) != criterion.rule:
                raise AssertionError(_at(programme, f"{criterion.id} is another rule when it is printed and parsed"))

    def check(asked: Asked) -> None:
        programme, (person, on) = _shown(asked, trial)
        decision = decide(person, programme, on)
        _check_answers(programme, person, decision)
        _check_days(programme, person, decision)

    trial.for_all(trial.asked, check)


def _check_answers(programme: BoundProgramme, person: Participant, decision: Decision) -> None:
    findings = {finding.id: finding.outcome for finding in decision.criteria}
    for judged in programme.segment(decision.on).criteria:
        verdict = answer(judged.bound.rule, judged.vocabulary, person, decision.on).verdict
        if verdict is not findings[judged.id]:
            told_otherwise = f"{judged.id} is {findings[judged.id]} in the decision and {verdict} by itself"
            raise AssertionError(_at(programme, told_otherwise, decision.on))


def _check_days(programme: BoundProgramme, person: Participant, decision: Decision) -> None:
    since, until = decision.on - _ABOUT, decision.on + _ABOUT
    stretches = timeline(person, programme, since, until)
    for stretch in stretches:
        within = [decision.on] if stretch.since <= decision.on <= stretch.until else []
        for day in (stretch.since, stretch.until, *within):
            outcome = decide(person, programme, day).outcome
            if outcome is not stretch.outcome:
                raise AssertionError(_at(programme, f"it is {outcome}, and through time {stretch.outcome}", day))
    last = next(stretch.until for stretch in stretches if stretch.until >= decision.on)
    holds_until = decision.holds_until
    if holds_until != last and (last != until or (holds_until is not None and holds_until < last)):
        told_otherwise = f"it holds until {holds_until}, and through time until {last}"
        raise AssertionError(_at(programme, told_otherwise, decision.on))


def learning_more(trial: Trial) -> None:
    """Learning more never flips an answer: of somebody who is known less well it is undetermined, or the same."""
    forget = forgetful(trial.world)

    @st.composite
    def known_less(draw: Draw) -> tuple[Participant, Asked]:
        asked: Asked = draw(trial.asked)
        return draw(forget(asked[1].person)), asked

    def check(pair: tuple[Participant, Asked]) -> None:
        less, (programme, (more, on)) = pair
        told(less, trial.world, on, "known less well")
        told(more, trial.world, on, "known better")
        before, after = decide(less, programme, on), decide(more, programme, on)
        if before.outcome not in {Outcome.UNDETERMINED, after.outcome}:
            raise AssertionError(_at(programme, f"learning more turns {before.outcome} into {after.outcome}", on))
        for one, other in zip(before.criteria, after.criteria, strict=True):
            if one.outcome not in {Verdict.UNKNOWN, other.outcome}:
                turned = f"learning more turns {one.id} from {one.outcome} into {other.outcome}"
                raise AssertionError(_at(programme, turned, on))

    trial.for_all(known_less(), check)


def missing(trial: Trial) -> None:
    """Something is missing exactly while the outcome is undetermined."""

    def check(asked: Asked) -> None:
        programme, (person, on) = _shown(asked, trial)
        decision = decide(person, programme, on)
        if (decision.outcome is Outcome.UNDETERMINED) is not (decision.missing != ()):
            problem = f"it is {decision.outcome}, and {len(decision.missing)} facts are missing"
            raise AssertionError(_at(programme, problem, on))

    trial.for_all(trial.asked, check)


def totality(trial: Trial) -> None:
    """Of every person, on every day, there is an answer that can be written and explained in both languages."""
    days = days_drawn(trial.world)
    anybody = st.tuples(st.sampled_from(trial.readings), people(trial.world), days, st.one_of(st.none(), days))

    def check(drawn: tuple[BoundProgramme, Participant, date, date | None]) -> None:
        programme, person, on, known_on = drawn
        told(person, trial.world, on)
        decision = decide(person, programme, on, known_on=known_on)
        for language in LANGUAGES:
            written = f"{decision_record(decision, language)['criteria']} {decision.explain(language)}"
            for name in programme.parameters:
                if f"{{{name}}}" in written:
                    raise AssertionError(_at(programme, f"{{{name}}} is not filled in", on))

    trial.for_all(anybody, check)


def determinism(trial: Trial) -> None:
    """The same question has the same answer, however often it is asked and in whatever order facts were written."""
    again = bind(trial.programme.definition, trial.programme.vocabulary)

    def check(asked: Asked) -> None:
        programme, (person, on) = _shown(asked, trial)
        decision = decide(person, programme, on)
        for other in (
            decide(person, programme, on),
            decide(_reversed(person), programme, on),
            decide(person, again, on, reading=programme.reading.id),
        ):
            if decision != other:
                raise AssertionError(_at(programme, "asked again, it answers otherwise", on))

    trial.for_all(trial.asked, check)


def monotone(trial: Trial) -> None:
    """When a fact rises, what comes of the programme goes the way that was declared, or stays."""
    for name, direction in trial.monotone.items():
        fact = trial.world.vocabulary.fact(name)
        if isinstance(fact.derived, Expression) or not isinstance(fact.kind, Boolean | NumberOf | SetOf):
            raise ValueError(f"{name} does not rise: a number does, a fact that is so or not, and a set")
        _check_direction(trial, name, 1 if direction == "rising" else -1)


def _check_direction(trial: Trial, name: str, direction: int) -> None:
    def check(asked: Asked) -> None:
        programme, (person, on) = _shown(asked, trial)
        found = sorted(_outcomes(trial, programme, name, person, on), key=_size)
        for (lower, before), (higher, after) in combinations(found, 2):
            if _is_less(lower, higher) and (_RANK[after] - _RANK[before]) * direction < 0:
                problem = f"{name} rises from {_told(lower)} to {_told(higher)}, and it goes from {before} to {after}"
                raise AssertionError(_at(programme, problem, on))

    trial.for_all(trial.asked, check)


def _outcomes(
    trial: Trial, programme: BoundProgramme, name: str, person: Participant, on: date
) -> Iterator[tuple[KnownValue, Outcome]]:
    """Yield values that the fact can have on the day, the rest of what is known as it is, and what comes of each."""
    vocabulary = trial.world.vocabulary
    root = vocabulary.given(name)
    found = edges(root, Search(programme, on, trial.world).mentioned, on, trial.world)
    for given in found[:: len(found) // _MOST_COMPARED + 1]:
        other = person_of({root: given}, person)
        value = answer(Known(name), vocabulary, other, on).reads[name]
        if isinstance(value, int) or (isinstance(value, Members) and not value.unknown):
            yield value, decide(other, programme, on).outcome


def _size(valued: tuple[KnownValue, Outcome]) -> int:
    value = valued[0]
    return len(value.inside) if isinstance(value, Members) else int(value) if isinstance(value, int) else 0


def _told(value: KnownValue) -> str:
    return str(sorted(value.inside) if isinstance(value, Members) else value)


def _is_less(one: KnownValue, other: KnownValue) -> bool:
    if isinstance(one, Members) and isinstance(other, Members):
        return one.inside < other.inside
    return isinstance(one, int) and isinstance(other, int) and one < other


# --- Helpers of all --------------------------------------------------------------------------------


def _shown(asked: Asked, trial: Trial) -> Asked:
    told(asked[1].person, trial.world, asked[1].on)
    return asked


def _at(programme: BoundProgramme, problem: str, on: date | None = None) -> str:
    day = "" if on is None else f", on {on}"
    return f"{programme.id}, reading {programme.reading.id}{day}: {problem}"


def _reversed(person: Participant) -> Participant:
    """Return the same record with everything in it written in the opposite order."""
    fields: dict[str, Any] = {
        name: None if getattr(person, name) is None else getattr(person, name)[::-1] for name in HISTORIES
    }
    fields |= {name: Dated(person.fact(name).entries[::-1]) for name in GIVEN if name not in HISTORIES}
    more: dict[str, Dated[Any]] = {name: Dated(person.more[name].entries[::-1]) for name in reversed(list(person.more))}
    return attrs.evolve(person, **fields, more=more)
