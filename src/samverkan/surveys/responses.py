"""What was answered to a survey, one answer at a time, and what can be wrong with it."""

from collections.abc import Iterator

import attrs

from samverkan.errors import Fault, masked, nearest
from samverkan.fields import identifier, named, optional_word
from samverkan.surveys.indicator_sets import IndicatorSet

__all__ = ["Response", "faults_of"]


def _answer(value: str | None) -> str | None:
    return optional_word(value)


@attrs.frozen(field_transformer=named)
class Response:
    """What one who was asked answered to one question: ``None``, if nothing. Who it was is not there.

    ``respondents`` is the id of those who were asked. The answer is shown in no ``repr``.

    Raises:
        InvalidValueError: when one of them is no text, or empty. No answer is ``None``.
    """

    question: str = attrs.field(converter=identifier)
    answer: str | None = attrs.field(converter=_answer, repr=False)
    respondents: str = attrs.field(converter=identifier)


def faults_of(response: object, indicators: IndicatorSet) -> Iterator[Fault]:
    """Yield what is wrong with a response to that set; nothing of what was answered is told."""
    if not isinstance(response, Response):
        yield Fault("", "a Response", masked(response))
        return
    question = indicators.questions.get(response.question)
    if question is None:
        hint = nearest(response.question, indicators.questions)
        yield Fault("question", "a question of the set", masked(response.question), hint)
        return
    if response.respondents not in question.respondents:
        yield Fault("respondents", "some who are asked the question", masked(response.respondents))
    if response.answer is not None and response.answer not in indicators.scales[question.scale].offered:
        yield Fault("answer", "an answer that the scale offers, or nothing", masked(response.answer))
