"""Surveys as data: questions that may not be reworded, their scales, and who is asked (*Indikatorer för finsam*).

The associations follow up their work with surveys to five groups of people. **No question stands in this package**:
whoever runs the survey has them, and puts them in as they are worded. The container sees to it that the words stay as
they are: a set has a fingerprint, a set can say which fingerprint it must have, and answers to two wordings of a
question are never compared.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

import attrs

from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, UnknownNameError, each, masked, nearest
from samverkan.fields import identifier, named, optional_word, word
from samverkan.given import as_id, as_number, as_records, as_word
from samverkan.immutable import frozen_by_id
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

__all__ = ["RESPONDENTS", "IndicatorSet", "Question", "Respondents", "Scale", "SurveyIndicator", "fingerprint_of"]

T = TypeVar("T")


@attrs.frozen
class Respondents:
    """Who is asked, with which form: participants have two, while they take part and when they end."""

    id: str
    group: str
    name: Text


RESPONDENTS: Final[Mapping[str, Respondents]] = MappingProxyType(
    {
        one.id: one
        for one in (
            Respondents(
                "participants-ongoing",
                "participants",
                Text("deltagare, pågående insats", "participants, still taking part"),
            ),
            Respondents(
                "participants-ended", "participants", Text("deltagare, vid avslut", "participants, at the end")
            ),
            Respondents("staff", "staff", Text("insatspersonal", "staff of the interventions")),
            Respondents("board", "board", Text("styrelseledamöter", "members of the board")),
            Respondents("managers", "managers", Text("chefer i samverkan", "managers who collaborate")),
            Respondents("referrers", "referrers", Text("remittenter", "referrers")),
        )
    }
)
"""The six forms of the five groups that *Indikatorer för finsam* are answered by."""


def _words_of(value: Iterable[str]) -> tuple[str, ...]:
    return _each(value, as_word, "a list of words")


def _ids(value: Iterable[str]) -> tuple[str, ...]:
    return _each(value, as_id, "a list of ids")


def _each(value: object, convert: Callable[[Any], str], wanted: str) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InvalidValueError(wanted=wanted, got=masked(value))
    return tuple(each(cast("Any", value), convert))


def _count(value: int) -> int:
    return as_number(value, 1, None)


@attrs.frozen(kw_only=True, field_transformer=named)
class Scale:
    """The answers that a question offers (*svarsskala*), the most positive first, worded as they are asked.

    * ``positive``: how many of them, from the first, count as positive.
    * ``dont_know``: answers such as *vet ej*, which stand beside the scale and are in no share.

    Raises:
        InvalidRecordError: when two answers are the same, or none or all of them are positive.

    >>> scale = Scale(id="extent", answers=["mycket", "en del", "lite", "inget"], positive=2, dont_know=["vet ej"])
    >>> scale.is_positive("lite"), scale.is_positive("vet ej")
    (False, None)
    """

    id: str = attrs.field(converter=identifier)
    answers: tuple[str, ...] = attrs.field(converter=_words_of)
    positive: int = attrs.field(converter=_count)
    dont_know: tuple[str, ...] = attrs.field(default=(), converter=_words_of)

    def __attrs_post_init__(self) -> None:
        faults: list[Fault] = []
        if len({*self.offered}) < len(self.offered):
            faults.append(
                Fault("answers", "answers that differ from each other and from dont_know", "the same one twice")
            )
        if self.positive >= len(self.answers):
            faults.append(Fault("positive", "fewer than there are answers", "as many, or more"))
        if faults:
            raise InvalidRecordError(faults)

    @property
    def offered(self) -> tuple[str, ...]:
        """Every answer that can be given, *don't know* among them."""
        return (*self.answers, *self.dont_know)

    def is_positive(self, answer: str) -> bool | None:
        """Whether an answer counts as positive; ``None`` for *don't know*.

        Raises:
            InvalidValueError: when the scale does not offer it.
        """
        if answer in self.dont_know:
            return None
        if answer not in self.answers:
            raise InvalidValueError(where="answer", wanted="an answer that the scale offers", got=masked(answer))
        return self.answers.index(answer) < self.positive


@attrs.frozen(kw_only=True, field_transformer=named)
class SurveyIndicator:
    """What questions are asked to find out (*indikator*)."""

    id: str = attrs.field(converter=identifier)
    name: Text


@attrs.frozen(kw_only=True, field_transformer=named)
class Question:
    """A question as it is asked, word for word, in the language in which it is asked.

    ``scale`` and ``indicator`` are ids of the set; ``respondents`` are ids of those who are asked it.
    """

    id: str = attrs.field(converter=identifier)
    text: str = attrs.field(converter=word)
    scale: str = attrs.field(converter=identifier)
    indicator: str = attrs.field(converter=identifier)
    respondents: tuple[str, ...] = attrs.field(converter=_ids)


def _by_id(value: object, of: type[T]) -> Mapping[str, T]:
    given = [*cast("Mapping[object, object]", value).values()] if isinstance(value, Mapping) else value
    return frozen_by_id(as_records(given, of))


def _indicators(value: Iterable[SurveyIndicator] | Mapping[str, SurveyIndicator]) -> Mapping[str, SurveyIndicator]:
    return _by_id(value, SurveyIndicator)


def _scales(value: Iterable[Scale] | Mapping[str, Scale]) -> Mapping[str, Scale]:
    return _by_id(value, Scale)


def _questions(value: Iterable[Question] | Mapping[str, Question]) -> Mapping[str, Question]:
    return _by_id(value, Question)


def _respondents(value: Iterable[Respondents] | Mapping[str, Respondents]) -> Mapping[str, Respondents]:
    return _by_id(value, Respondents)


@attrs.frozen(kw_only=True, field_transformer=named)
class IndicatorSet:
    """Questions with their scales and indicators, from somebody, of some edition.

    * ``source``: where the words come from; ``edition``: which edition of them, such as ``"2022"``.
    * ``must_be``: the ``fingerprint`` that the set must have. Note it down when you have checked the words against the
      original: from then on a set with a changed word is refused.
    * ``respondents``: who is asked; those of :data:`RESPONDENTS` where nothing else is said.

    Raises:
        InvalidValueError: when two things of one kind have one id.
        InvalidRecordError: when a question names a scale, an indicator or respondents that the set lacks, is asked of
            nobody, or the words are not those that they must be.
    """

    id: str = attrs.field(converter=identifier)
    name: Text
    edition: str = attrs.field(converter=word)
    indicators: Mapping[str, SurveyIndicator] = attrs.field(converter=_indicators)
    scales: Mapping[str, Scale] = attrs.field(converter=_scales)
    questions: Mapping[str, Question] = attrs.field(converter=_questions)
    respondents: Mapping[str, Respondents] = attrs.field(default=RESPONDENTS, converter=_respondents)
    source: Source = ASSUMED
    must_be: str | None = attrs.field(default=None, converter=optional_word)

    def __attrs_post_init__(self) -> None:
        faults = [fault for one in self.questions.values() for fault in self._faults_of(one)]
        if not faults and self.must_be is not None and self.must_be != self.fingerprint:
            faults.append(Fault("questions", "the words that the set must have", "other words, answers or respondents"))
        if faults:
            raise InvalidRecordError(faults)

    @property
    def fingerprint(self) -> str:
        """What tells one wording of the whole set from another: ``sha256:`` and 64 digits.

        It is made of every question's, and so of what is asked, the answers in their order, which of them are positive,
        and who is asked. Ids are in it; names and sources are not.
        """
        return _digest([self.fingerprint_of_question(one) for one in sorted(self.questions)])

    def fingerprint_of_question(self, question: str) -> str:
        """Return what tells one wording of a question from another.

        Raises:
            UnknownNameError: when the set has no such question.
        """
        if question not in self.questions:
            raise UnknownNameError("question", question, self.questions)
        return self._fingerprints[question]

    @cached_property
    def _fingerprints(self) -> Mapping[str, str]:
        return {one.id: fingerprint_of(one, self.scales[one.scale]) for one in self.questions.values()}

    def _faults_of(self, question: Question) -> list[Fault]:
        where = f"questions.{question.id}"
        named_there: list[tuple[str, str, Iterable[str]]] = [
            ("scale", question.scale, self.scales),
            ("indicator", question.indicator, self.indicators),
            *(("respondents", one, self.respondents) for one in question.respondents),
        ]
        faults = [
            Fault(f"{where}.{name}", "an id that the set has", masked(given), nearest(given, among))
            for name, given, among in named_there
            if given not in among
        ]
        if not question.respondents:
            faults.append(Fault(f"{where}.respondents", "somebody who is asked", "nobody"))
        return faults


def fingerprint_of(question: Question, scale: Scale) -> str:
    """Return what tells one wording of a question from another, and one way of counting its answers from another.

    >>> question = Question(id="q-1", text="Hur gick det?", scale="how", indicator="i-1", respondents=["staff"])
    >>> scale = Scale(id="how", answers=["bra", "dåligt"], positive=1)
    >>> fingerprint_of(question, scale) == fingerprint_of(attrs.evolve(question, text="Hur gick det då?"), scale)
    False
    """
    return _digest(
        {
            "id": question.id,
            "text": question.text,
            "answers": scale.answers,
            "positive": scale.positive,
            "dont_know": scale.dont_know,
            "indicator": question.indicator,
            "respondents": sorted(question.respondents),
        }
    )


def _digest(what: object) -> str:
    # Neither is needed before somebody asks.
    import json  # noqa: PLC0415
    from hashlib import sha256  # noqa: PLC0415

    plain = json.dumps({"format": 1, "of": what}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"sha256:{sha256(plain.encode()).hexdigest()}"
