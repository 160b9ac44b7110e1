"""What the answers to a survey come to: counted as they stream by, and never more said than they allow.

The share of positive answers is of those who answered on the scale. Who answered *don't know* and who did not answer
are counted apart, and are in no share. A goal is compared with the exact share: 159 of 200 is 79.5 per cent, is printed
80, and does not reach 80.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

import attrs

from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.given import as_number
from samverkan.immutable import frozen_mapping
from samverkan.intervals import Share
from samverkan.numerals import percent_in
from samverkan.percentages import as_exact, percentage
from samverkan.roundings import Rounding
from samverkan.surveys.goals import Goal, GoalLevel
from samverkan.surveys.indicator_sets import IndicatorSet
from samverkan.surveys.responses import Response, faults_of
from samverkan.texts import Language, Text

__all__ = ["MOST_FAULTS", "Change", "Counts", "Response", "Result", "change", "count_responses", "response_rate"]

MOST_FAULTS: Final = 100
"""So many faults of a survey's answers are told one by one; of the rest, only how many they are."""


def count_responses(responses: Iterable[Response], indicators: IndicatorSet) -> "Counts":
    """Return how many gave each answer. The responses are gone through once, and none is kept.

    Raises:
        InvalidRecordError: with every response to a question that the set lacks, from respondents who are not
            asked it, or with an answer that its scale does not offer; told by position, never by what was answered.
    """
    counts: dict[_Key, int] = {}
    faults: list[Fault] = []
    left_out = 0
    for position, response in enumerate(responses):
        found = [*faults_of(response, indicators)]
        if found and len(faults) >= MOST_FAULTS:
            left_out += 1
        elif found:
            faults += [fault.inside(f"[{position}]") for fault in found]
        else:
            key = (response.question, response.respondents, response.answer)
            counts[key] = counts.get(key, 0) + 1
    if left_out:
        faults.append(Fault("responses", "responses to the set", f"{left_out} more that are not"))
    if faults:
        raise InvalidRecordError(faults)
    return Counts(indicators, counts)


_Key = tuple[str, str, str | None]


# --- What is found --------------------------------------------------------------------------------


def _sorted(counts: Mapping[_Key, int]) -> Mapping[_Key, int]:
    return frozen_mapping(dict(sorted(counts.items(), key=lambda item: (item[0][:2], item[0][2] or ""))))


@attrs.frozen(repr=False)
class Counts:
    """How many gave each answer to each question; :func:`count_responses` makes it.

    Those of the same words are joined with ``+``, which says what counting everything together would.
    """

    indicators: IndicatorSet
    counts: Mapping[_Key, int] = attrs.field(factory=dict[_Key, int], converter=_sorted)

    def result(self, question: str, respondents: str | None = None) -> "Result":
        """Return what the answers to a question come to: of all who were asked it, or of some.

        Raises:
            UnknownNameError: when the set has no such question, or does not ask it of those respondents.
        """
        wording = self.indicators.fingerprint_of_question(question)
        asked = self.indicators.questions[question].respondents
        if respondents is not None and respondents not in asked:
            raise UnknownNameError("respondents", respondents, asked)
        scale = self.indicators.scales[self.indicators.questions[question].scale]
        found = {"positive": 0, "other": 0, "dont_know": 0, "no_answer": 0}
        for (of, by, answer), count in self.counts.items():
            if of == question and respondents in {None, by}:
                is_positive = None if answer is None else scale.is_positive(answer)
                named = {True: "positive", False: "other", None: "dont_know" if answer is not None else "no_answer"}
                found[named[is_positive]] += count
        return Result(question=question, wording=wording, respondents=respondents, **found)

    def results(self, indicator: str | None = None) -> tuple["Result", ...]:
        """Return a result for each question, and each group that is asked it: of one indicator, or of all.

        Questions are never added up: what an indicator with several questions comes to, whoever made it must say.

        Raises:
            UnknownNameError: when the set has no such indicator.
        """
        if indicator is not None and indicator not in self.indicators.indicators:
            raise UnknownNameError("indicator", indicator, self.indicators.indicators)
        return tuple(
            self.result(question.id, respondents)
            for question in self.indicators.questions.values()
            if indicator in {None, question.indicator}
            for respondents in question.respondents
        )

    def __add__(self, other: object) -> "Counts":
        """Return the counts of both; of two wordings it is refused."""
        if not isinstance(other, Counts):
            return NotImplemented
        if self.indicators.fingerprint != other.indicators.fingerprint:
            raise _reworded("indicators")
        counts = dict(self.counts)
        for key, count in other.counts.items():
            counts[key] = counts.get(key, 0) + count
        return Counts(self.indicators, counts)

    def __repr__(self) -> str:
        return f"<Counts {self.indicators.id}: {len(self.indicators.questions)} questions>"


@attrs.frozen(kw_only=True)
class Result:
    """What the answers to one question come to.

    * ``wording``: the question's fingerprint; ``respondents``: of whom, ``None`` of all who were asked.
    * ``positive``, ``other``: how many gave a positive answer, and another one on the scale.
    * ``dont_know``, ``no_answer``: how many answered so beside the scale, and how many not at all.

    >>> result = Result(question="q-1", wording="sha256:…", positive=117, other=16, dont_know=3, no_answer=2)
    >>> result.share, result.asked
    (Share(numerator=117, denominator=133), 138)
    """

    question: str
    wording: str
    respondents: str | None = None
    positive: int
    other: int
    dont_know: int = 0
    no_answer: int = 0

    @property
    def answered(self) -> int:
        """How many answered on the scale."""
        return self.positive + self.other

    @property
    def asked(self) -> int:
        """How many were asked and are in the counts, whatever they answered."""
        return self.answered + self.dont_know + self.no_answer

    @property
    def share(self) -> Share:
        """How many answered positively, of those who answered on the scale."""
        return Share(self.positive, self.answered)

    @property
    def answer_rate(self) -> Share:
        """How many answered anything, *don't know* among it, of those in the counts."""
        return Share(self.answered + self.dont_know, self.asked)

    def explain(
        self,
        language: Language = "en",
        *,
        fewest: int,
        rounding: Rounding | str,
        decimals: int = 0,
        goal: Goal | None = None,
    ) -> str:
        """Return the share in one sentence, unless fewer than *fewest* answered: then no number is in it, and no level.

        There is no default: how few is too few, and how one rounds, is for whoever prints to say. It hides a small
        whole, and not a small part: that 132 of 133 were pleased tells that one was not.

        Raises:
            InvalidValueError: when *fewest* is not a whole number, 1 or more, or there is no such rounding.

        >>> result = Result(question="q-1", wording="sha256:…", positive=159, other=41)
        >>> print(result.explain("sv", fewest=5, rounding="half_up", goal=Goal(80)))
        80 % positiva svar (159 av 200). Målet, 80 %, är inte nått: andelen är avrundad.
        """
        least = as_number(fewest, 1, None)
        share = percentage(self.share, rounding, decimals=decimals)
        if share is None:
            return _WORDS["none"].in_(language)
        if self.answered < least:
            return _WORDS["few"].filled(language, {"fewest": least})
        shown = percent_in(share, language, decimals=decimals)
        told = [_WORDS["share"].filled(language, {"share": shown, "positive": self.positive, "of": self.answered})]
        for name, count in (("dont_know", self.dont_know), ("no_answer", self.no_answer)):
            shown = str(count) if count >= least else _WORDS["fewer"].filled(language, {"fewest": least})
            told += [_WORDS[name].filled(language, {"count": shown})] if count else []
        told += [] if goal is None else [self._of_goal(goal, share, language)]
        return " ".join(told)

    def _of_goal(self, goal: Goal, printed: Fraction, language: Language) -> str:
        level = goal.level(self.share)
        code = f"goal.{level}"
        if level is not GoalLevel.REACHED and printed >= goal.percent:
            code = f"{code}.rounded"  # Otherwise a reader sees 80 beside a goal of 80 that is not reached.
        return _WORDS[code].filled(language, {"goal": percent_in(goal.percent, language, decimals=2, drops_zeros=True)})


def response_rate(*, answered: int, sent: int) -> Share:
    """Return how many forms came back of those that were sent.

    Raises:
        InvalidRecordError: when either is not a whole number, 0 or more, or more came back than were sent.

    >>> response_rate(answered=36, sent=75)
    Share(numerator=36, denominator=75)
    """
    return Share(answered, sent)


@attrs.frozen(kw_only=True)
class Change:
    """What has changed between two results of one question.

    ``points`` is exact, in per cent units; ``None`` when nobody answered one of the times.
    """

    before: Share
    after: Share
    points: Fraction | None


def change(before: Result, after: Result) -> Change:
    """Return how a share has changed: of the same question, in the same words, asked of the same.

    Raises:
        InvalidValueError: when the words are not the same, or the question, or those who were asked.

    >>> earlier = Result(question="q-1", wording="sha256:…", positive=60, other=40)
    >>> change(earlier, attrs.evolve(earlier, positive=75, other=20)).points
    Fraction(360, 19)
    """
    if before.question != after.question or before.respondents != after.respondents:
        raise InvalidValueError(where="after", wanted="the same question, asked of the same", got="another")
    if before.wording != after.wording:
        raise _reworded("after")
    first, last = as_exact(before.share), as_exact(after.share)
    points = None if first is None or last is None else 100 * (last - first)
    return Change(before=before.share, after=after.share, points=points)


def _reworded(where: str) -> InvalidValueError:
    hint = "answers to two wordings of a question cannot be compared or added up"
    return InvalidValueError(where=where, wanted="the same words, answers and respondents", got="others", hint=hint)


_WORDS: Final[Mapping[str, Text]] = {
    "share": Text(
        sv="{share} positiva svar ({positive} av {of}).", en="{share} positive answers ({positive} of {of})."
    ),
    "dont_know": Text(sv="Svarade vet ej: {count}.", en="Answered don't know: {count}."),
    "no_answer": Text(sv="Svarade inte: {count}.", en="Did not answer: {count}."),
    "fewer": Text(sv="färre än {fewest}", en="fewer than {fewest}"),
    "none": Text(sv="Ingen har svarat, och då finns det ingen andel.", en="Nobody has answered, so there is no share."),
    "few": Text(sv="Visas inte: färre än {fewest} har svarat.", en="Not shown: fewer than {fewest} have answered."),
    "goal.reached": Text(sv="Målet, {goal}, är nått.", en="The goal, {goal}, is reached."),
    "goal.near": Text(sv="Målet, {goal}, är nästan nått.", en="The goal, {goal}, is nearly reached."),
    "goal.near.rounded": Text(
        sv="Målet, {goal}, är nästan nått: andelen är avrundad.",
        en="The goal, {goal}, is nearly reached: the share is rounded.",
    ),
    "goal.not_reached": Text(sv="Målet, {goal}, är inte nått.", en="The goal, {goal}, is not reached."),
    "goal.not_reached.rounded": Text(
        sv="Målet, {goal}, är inte nått: andelen är avrundad.",
        en="The goal, {goal}, is not reached: the share is rounded.",
    ),
}
