"""Surveys: words that stay as they are, answers counted as they stream by, goals compared before anything is rounded."""

import hashlib
import json
import pickle
import random
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.intervals import Share
from samverkan.percentages import as_exact, as_percent, percentage
from samverkan.roundings import Rounding
from samverkan.share_ranges import ShareRange
from samverkan.sources import Source
from samverkan.surveys import (
    MOST_FAULTS,
    RESPONDENTS,
    Counts,
    Goal,
    GoalLevel,
    IndexPart,
    IndexSum,
    IndicatorSet,
    Question,
    Respondents,
    Response,
    Result,
    Scale,
    SurveyIndicator,
    change,
    count_responses,
    response_rate,
)
from samverkan.texts import LANGUAGES, Text
from strategies import examples

PLANTED = "hemligt-19790302"
REACHED, NEAR, NOT_REACHED = GoalLevel.REACHED, GoalLevel.NEAR, GoalLevel.NOT_REACHED

EXTENT = Scale(id="extent", answers=["mycket", "en del", "lite", "inget"], positive=2, dont_know=["vet ej"])
YES_NO = Scale(id="yes-no", answers=["ja", "nej"], positive=1)
MET = Question(
    id="q-1",
    text="Påhittad fråga: hur gick det?",
    scale="extent",
    indicator="i-1",
    respondents=["participants-ongoing", "participants-ended"],
)
HELD = Question(id="q-2", text="Påhittad fråga: höll det?", scale="yes-no", indicator="i-2", respondents=["staff"])
SET = IndicatorSet(
    id="invented",
    name=Text("Påhittade indikatorer", "Invented indicators"),
    edition="1",
    indicators=[SurveyIndicator(id=one, name=Text(one, one)) for one in ("i-1", "i-2")],
    scales=[EXTENT, YES_NO],
    questions=[MET, HELD],
)
"""Invented from beginning to end: no question of anybody's stands here."""


def changed(question: Question = MET, scale: Scale = EXTENT) -> IndicatorSet:
    """Return the set with another question of the first one's id, or another scale of the first one's."""
    return attrs.evolve(SET, questions=[question, HELD], scales=[scale, YES_NO])


ANSWERS = [*EXTENT.offered, None]
RESPONSES = st.one_of(
    st.builds(Response, st.just("q-1"), st.sampled_from(ANSWERS), st.sampled_from(MET.respondents)),
    st.builds(Response, st.just("q-2"), st.sampled_from(["ja", "nej", None]), st.just("staff")),
)
MANY = st.lists(RESPONSES, max_size=30)
SHARES = st.integers(1, 400).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))

# --- Percentages -----------------------------------------------------------------------------------

PUBLISHED = [
    (117, 133, "half_up", 88),
    (127, 133, "half_up", 95),
    (128, 132, "half_up", 97),
    (119, 132, "half_up", 90),
    (75, 95, "half_up", 79),
    (33, 38, "half_up", 87),
    (52, 127, "truncated", 40),
]
"""Of Umeåregionen 2022 and, last, finsamsuvs.se 2022, which prints *40 procent* of 40.94."""


@pytest.mark.parametrize(("part", "of", "rounding", "printed"), PUBLISHED, ids=str)
def test_published_percentages_come_out_under_their_rounding(part: int, of: int, rounding: str, printed: int) -> None:
    """Each published percentage is the share of the published counts under the rounding that it was made with."""
    assert printed == percentage(Share(part, of), rounding)


def test_a_percentage_that_was_cut_off_is_another_one_when_rounded() -> None:
    """52 of 127 is 40.94: 41 to the nearest, 40 cut off."""
    found = Share(52, 127)

    assert [41, 41, 40] == [percentage(found, one) for one in Rounding]
    assert Fraction(4094, 100) == percentage(found, "half_up", decimals=2)


@pytest.mark.parametrize(
    ("part", "expected"),
    [(1, [1, 0, 0]), (3, [2, 2, 1]), (33, [17, 16, 16]), (159, [80, 80, 79]), (199, [100, 100, 99])],
    ids=["0.5", "1.5", "16.5", "79.5", "99.5"],
)
def test_a_half_goes_where_the_rounding_says(part: int, expected: list[int]) -> None:
    """Of 200, an odd number is a half per cent: upwards, to the even one, or cut off."""
    assert expected == [percentage(Share(part, 200), one) for one in Rounding]


@examples(100)
@given(SHARES, st.integers(0, 3))
def test_a_rounded_percentage_lies_as_near_as_its_name_says(share: Share, decimals: int) -> None:
    """To the nearest is at most half a unit away, a half goes up or to the even one, and cut off is never more."""
    unit = Fraction(1, 10**decimals)
    exact = Fraction(100 * share.numerator, share.denominator)
    found = {one: percentage(share, one, decimals=decimals) for one in Rounding}
    up, even, cut = (found[one] for one in (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.TRUNCATED))
    assert up is not None
    assert even is not None
    assert cut is not None

    assert all((one / unit).denominator == 1 for one in (up, even, cut))
    assert -unit / 2 < up - exact <= unit / 2
    assert abs(even - exact) <= unit / 2
    assert abs(even - exact) < unit / 2 or (even / unit) % 2 == 0
    assert 0 <= exact - cut < unit


def test_of_nobody_there_is_no_percentage() -> None:
    """0 of 0 is neither 0 nor 100 per cent."""
    assert percentage(Share(0, 0), "half_up") is None
    assert as_exact(Share(0, 0)) is None


@pytest.mark.parametrize("given_", [0.8, True, "80", -1, 101, None], ids=repr)
def test_an_inexact_number_is_no_percentage(given_: Any) -> None:
    """A float, a text and what lies outside 0 to 100 are refused, and the message has no value in it."""
    with pytest.raises(InvalidValueError) as caught:
        as_percent(given_)

    assert "0.8" not in str(caught.value)


def test_a_rounding_has_a_name_that_there_is() -> None:
    """A rounding of another name, and a number of decimals that is none, are refused."""
    with pytest.raises(InvalidValueError, match="half_up or half_even or truncated"):
        percentage(Share(1, 2), "up")
    with pytest.raises(InvalidValueError):
        percentage(Share(1, 2), "half_up", decimals=-1)


# --- Goals -----------------------------------------------------------------------------------------

LEVELS = [
    (159, 200, Goal(80), NOT_REACHED),
    (160, 200, Goal(80), REACHED),
    (75, 95, Goal(80), NOT_REACHED),
    (75, 95, Goal(80, near=5), NEAR),
    (75, 100, Goal(80, near=5), NEAR),
    (149, 200, Goal(80, near=5), NOT_REACHED),
    (33, 38, Goal(70), REACHED),
    (0, 0, Goal(80, near=5), None),
    (0, 0, Goal(0), None),
]


@pytest.mark.parametrize(("part", "of", "goal", "level"), LEVELS, ids=str)
def test_a_goal_is_compared_with_the_exact_share(part: int, of: int, goal: Goal, level: GoalLevel | None) -> None:
    """79.5 does not reach 80 though it is printed 80, nothing is near unless it is declared, and nobody reaches nothing."""
    assert level is goal.level(Share(part, of))


@examples(100)
@given(SHARES, st.integers(0, 100), st.none() | st.integers(0, 100))
def test_levels_go_by_whole_numbers_alone(share: Share, percent: int, near: int | None) -> None:
    """A level is what multiplying out the counts says."""
    part, of = 100 * share.numerator, share.denominator
    expected = NOT_REACHED
    if near is not None and part >= (percent - near) * of:
        expected = NEAR
    if part >= percent * of:
        expected = REACHED

    assert expected is Goal(percent, near=near).level(share)


@pytest.mark.parametrize("given_", [{"percent": 0.8}, {"percent": 101}, {"percent": 80, "near": 0.5}], ids=repr)
def test_a_goal_is_exact(given_: Any) -> None:
    """A goal or a margin that is no exact number from 0 to 100 is refused, and the field is named."""
    with pytest.raises(InvalidValueError) as caught:
        Goal(**given_)

    assert [*given_][-1] == caught.value.fault.where


# --- Sums of points --------------------------------------------------------------------------------


def summed(*points: int | None, each: int = 10) -> IndexSum:
    """Return a sum of parts that can get so many points each."""
    parts = [IndexPart(id=f"p-{place}", points=one, most=each) for place, one in enumerate(points)]
    return IndexSum(parts=parts, most=each * len(points))


def test_a_sum_of_points_is_a_share_of_what_it_can_be() -> None:
    """33 of 38 is 87 per cent and reaches the goal of 70, as published."""
    index = IndexSum(parts=[IndexPart(id="all", points=33, most=38)], most=38)
    assert index.share is not None

    assert 87 == percentage(index.share, "half_up")
    assert REACHED is Goal(70).level(index.share)
    assert ShareRange(Fraction(33, 38), Fraction(33, 38)) == index.share_range
    assert () == index.unknown


def test_an_unknown_part_never_counts_as_no_points() -> None:
    """While a part is unknown there is no share, and the range holds whatever it can get."""
    index = summed(10, None, 5, 0)

    assert index.share is None
    assert ("p-1",) == index.unknown
    assert ShareRange(Fraction(15, 40), Fraction(25, 40)) == index.share_range


def test_a_part_that_is_left_out_of_a_sum_is_seen() -> None:
    """The most that is declared must be what the parts can get together, and no part stands there twice."""
    part = IndexPart(id="a", points=1, most=10)
    with pytest.raises(InvalidRecordError) as caught:
        IndexSum(parts=[part, part], most=38)

    assert ["parts", "most"] == [fault.where for fault in caught.value.faults]


def test_a_part_gets_no_more_than_it_can() -> None:
    """More points than the most, points below 0 and a most of 0 are refused."""
    with pytest.raises(InvalidRecordError, match="no more than the most"):
        IndexPart(id="a", points=11, most=10)
    for given_ in ({"points": -1, "most": 10}, {"points": 0, "most": 0}):
        with pytest.raises(InvalidValueError):
            IndexPart(id="a", **given_)


# --- The words -------------------------------------------------------------------------------------


def test_five_groups_answer_six_forms() -> None:
    """Participants have two forms, while they take part and at the end; the other four groups have one each."""
    forms = Counter(one.group for one in RESPONDENTS.values())

    assert {"participants": 2, "staff": 1, "board": 1, "managers": 1, "referrers": 1} == forms
    names = {one.name.sv for one in RESPONDENTS.values()}
    assert {"insatspersonal", "styrelseledamöter", "chefer i samverkan", "remittenter"} < names


def test_no_question_is_shipped() -> None:
    """No file of the package holds a question of a survey or a scale to answer it by."""
    package = Path(__file__).parents[1] / "src" / "samverkan"
    keys = [key for path in package.rglob("*.toml") for key in tomllib.loads(path.read_text(encoding="utf-8"))]

    assert keys
    assert not {"questions", "scales", "survey"} & {*keys}


REWORDED: Mapping[str, IndicatorSet] = {
    "a letter": changed(attrs.evolve(MET, text="Påhittad fråga: hur går det?")),
    "a full stop": changed(attrs.evolve(MET, text="Påhittad fråga: hur gick det")),
    "asked of others": changed(attrs.evolve(MET, respondents=["staff"])),
    "another indicator": changed(attrs.evolve(MET, indicator="i-2")),
    "an answer": changed(scale=attrs.evolve(EXTENT, answers=["mycket", "en del", "lite", "ingenting"])),
    "the order": changed(scale=attrs.evolve(EXTENT, answers=["inget", "lite", "en del", "mycket"])),
    "what is positive": changed(scale=attrs.evolve(EXTENT, positive=1)),
    "no don't know": changed(scale=attrs.evolve(EXTENT, dont_know=[])),
}


@pytest.mark.parametrize("name", REWORDED)
def test_a_changed_wording_is_seen(name: str) -> None:
    """The set and the question have another fingerprint, the question that was left alone has the same, and a set that
    must have the old words is refused.
    """
    other = REWORDED[name]

    assert SET.fingerprint != other.fingerprint
    assert SET.fingerprint_of_question("q-1") != other.fingerprint_of_question("q-1")
    assert SET.fingerprint_of_question("q-2") == other.fingerprint_of_question("q-2")
    with pytest.raises(InvalidRecordError, match="the words that the set must have"):
        attrs.evolve(other, must_be=SET.fingerprint)


def test_a_set_with_the_words_it_must_have_is_taken() -> None:
    """The same words give the same fingerprint, whatever the set is called, whoever it comes from, in whatever order."""
    named = attrs.evolve(
        SET,
        id="other",
        name=Text("Andra", "Others"),
        edition="2",
        source=Source(document="S001"),
        questions=[HELD, MET],
        must_be=SET.fingerprint,
    )

    assert SET.fingerprint == named.fingerprint


def test_the_fingerprint_can_be_worked_out_by_others() -> None:
    """It is the SHA-256 of JSON with sorted keys and no spaces, so that anybody can check it."""
    question = {
        "id": "q-2",
        "text": "Påhittad fråga: höll det?",
        "answers": ["ja", "nej"],
        "positive": 1,
        "dont_know": [],
        "indicator": "i-2",
        "respondents": ["staff"],
    }
    text = json.dumps({"format": 1, "of": question}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert f"sha256:{hashlib.sha256(text.encode('utf-8')).hexdigest()}" == SET.fingerprint_of_question("q-2")


def test_letters_written_in_two_ways_are_the_same_words() -> None:
    """A letter with its dots apart is the same letter: answers and questions are normalised."""
    apart = "Pa\u030ahittad fra\u030aga: hur gick det?"

    assert SET.fingerprint == changed(attrs.evolve(MET, text=apart)).fingerprint


def test_everything_wrong_with_a_set_is_told_at_once() -> None:
    """Each scale, indicator and group that is not there is named by its place, and no given word is repeated."""
    wrong = attrs.evolve(MET, scale=PLANTED, indicator=PLANTED, respondents=[PLANTED])
    with pytest.raises(InvalidRecordError) as caught:
        changed(wrong)

    assert [f"questions.q-1.{name}" for name in ("scale", "indicator", "respondents")] == [
        fault.where for fault in caught.value.faults
    ]
    assert PLANTED not in str(caught.value)


def test_a_question_is_asked_of_somebody() -> None:
    """A question without respondents is refused."""
    with pytest.raises(InvalidRecordError, match="somebody who is asked"):
        changed(attrs.evolve(MET, respondents=[]))


@pytest.mark.parametrize(
    ("given_", "where"),
    [
        ({"answers": ["ja", "ja"], "positive": 1}, "answers"),
        ({"answers": ["ja", "nej"], "positive": 1, "dont_know": ["nej"]}, "answers"),
        ({"answers": ["ja", "nej"], "positive": 2}, "positive"),
    ],
    ids=["twice", "also beside", "all positive"],
)
def test_a_scale_tells_its_answers_apart(given_: Any, where: str) -> None:
    """No answer stands there twice, and not all of them are positive."""
    with pytest.raises(InvalidRecordError) as caught:
        Scale(id="s", **given_)

    assert [where] == [fault.where for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: attrs.evolve(EXTENT, positive=0), "positive"),
        (lambda: attrs.evolve(EXTENT, answers="ja"), "answers"),
        (lambda: attrs.evolve(MET, respondents=3), "respondents"),
        (lambda: attrs.evolve(MET, text=""), "text"),
        (lambda: attrs.evolve(SET, questions=[MET, MET]), "questions.q-1"),
        (lambda: attrs.evolve(SET, scales=["extent"]), "scales"),
    ],
    ids=["none positive", "one text", "no list", "no words", "one id twice", "no scale"],
)
def test_what_a_set_is_made_of_is_checked(make: Any, where: str) -> None:
    """What is not what it should be is refused, and the field is named."""
    with pytest.raises(InvalidValueError) as caught:
        make()

    assert where == caught.value.fault.where


def test_own_respondents_take_the_place_of_the_usual_ones() -> None:
    """A set can name those who are asked itself."""
    employers = Respondents("employers", "employers", Text("arbetsgivare", "employers"))
    question = attrs.evolve(HELD, respondents=["employers"])
    own = attrs.evolve(SET, questions=[question], respondents=[employers])

    assert ("employers",) == own.questions["q-2"].respondents


def test_a_scale_knows_the_answers_that_it_offers() -> None:
    """The first ones are positive, *don't know* is neither, and what is not offered is refused."""
    assert [True, True, False, False, None] == [EXTENT.is_positive(one) for one in EXTENT.offered]
    with pytest.raises(InvalidValueError) as caught:
        EXTENT.is_positive(PLANTED)
    assert PLANTED not in str(caught.value)


# --- Counting answers ------------------------------------------------------------------------------


@examples(60)
@given(MANY)
def test_counting_says_what_counting_by_hand_says(responses: list[Response]) -> None:
    """Positive, other, *don't know* and nothing are what going through the list for each of them gives."""
    counts = count_responses(iter(responses), SET)
    for respondents in (None, *MET.respondents):
        answers = [one.answer for one in responses if one.question == "q-1" and respondents in {None, one.respondents}]
        positive, other = (
            len([one for one in answers if one in part]) for part in (("mycket", "en del"), ("lite", "inget"))
        )
        result = counts.result("q-1", respondents)

        assert (positive, other) == (result.positive, result.other)
        assert (answers.count("vet ej"), answers.count(None)) == (result.dont_know, result.no_answer)
        assert Share(positive, positive + other) == result.share
        assert len(answers) == result.asked
        assert Share(len(answers) - answers.count(None), len(answers)) == result.answer_rate


@examples(60)
@given(MANY, st.integers(), st.integers(0, 30))
def test_order_changes_nothing_and_parts_add_up(responses: list[Response], seed: int, at: int) -> None:
    """Shuffled responses give the same counts, and so do the counts of two parts together."""
    whole = count_responses(responses, SET)
    shuffled = random.Random(seed).sample(responses, len(responses))  # noqa: S311

    assert whole == count_responses(shuffled, SET)
    assert whole == count_responses(responses[:at], SET) + count_responses(responses[at:], SET)
    assert whole == Counts(SET) + whole
    assert [*whole.counts] == [*count_responses(shuffled, SET).counts]


@examples(40)
@given(MANY, st.lists(st.sampled_from(["vet ej", None]), max_size=10))
def test_who_does_not_know_or_does_not_answer_changes_no_share(
    responses: list[Response], more: list[str | None]
) -> None:
    """*Don't know* and no answer are counted, and never as a no."""
    before = count_responses(responses, SET).result("q-1")
    silent = [Response("q-1", answer, "participants-ended") for answer in more]
    after = count_responses([*responses, *silent], SET).result("q-1")

    assert before.share == after.share
    assert before.asked + len(more) == after.asked


def test_results_come_by_question_and_group_and_are_not_added_up() -> None:
    """There is a result for each question and each group that is asked it; of one indicator, or of all."""
    counts = count_responses([Response("q-1", "lite", "participants-ended")], SET)

    assert [("q-1", "participants-ongoing"), ("q-1", "participants-ended"), ("q-2", "staff")] == [
        (one.question, one.respondents) for one in counts.results()
    ]
    assert ["q-2"] == [one.question for one in counts.results("i-2")]
    assert [Share(0, 0), Share(0, 1)] == [one.share for one in counts.results("i-1")]


@pytest.mark.parametrize(
    "ask",
    [lambda one: one.result("q-3"), lambda one: one.result("q-2", "board"), lambda one: one.results("i-3")],
    ids=["question", "respondents", "indicator"],
)
def test_what_the_set_has_not_cannot_be_asked_about(ask: Any) -> None:
    """A question, a group or an indicator of another name is refused, and the message lists what there is."""
    with pytest.raises(UnknownNameError, match="there is: "):
        ask(Counts(SET))


def test_every_wrong_response_is_told_by_its_place_and_not_by_its_words() -> None:
    """All of them at once: position and field, and nothing of what was answered."""
    responses: list[Any] = [
        Response("q-1", PLANTED, "participants-ended"),
        Response("q-1", "lite", "participants-ended"),
        Response(PLANTED, "lite", "staff"),
        Response("q-2", PLANTED, PLANTED),
        PLANTED,
    ]
    with pytest.raises(InvalidRecordError) as caught:
        count_responses(responses, SET)

    assert ["[0].answer", "[2].question", "[3].respondents", "[3].answer", "[4]"] == [
        fault.where for fault in caught.value.faults
    ]
    assert PLANTED not in str(caught.value)
    assert PLANTED not in repr(responses[0])


def test_of_very_many_wrong_responses_the_rest_are_counted() -> None:
    """After a hundred faults the others are told as a number, so that a wrong file of millions takes no room."""
    with pytest.raises(InvalidRecordError) as caught:
        count_responses((Response("q-3", None, "staff") for _ in range(MOST_FAULTS + 50)), SET)

    assert MOST_FAULTS + 1 == len(caught.value.faults)
    assert "50 more that are not" == caught.value.faults[-1].got


@pytest.mark.parametrize(
    ("given_", "where"),
    [((3, None, "staff"), "question"), (("q-1", "", "staff"), "answer"), (("q-1", None, ""), "respondents")],
    ids=["no text", "empty answer", "nobody"],
)
def test_a_response_is_made_of_words(given_: Any, where: str) -> None:
    """No answer is nothing, and not empty text."""
    with pytest.raises(InvalidValueError) as caught:
        Response(*given_)

    assert where == caught.value.fault.where


@pytest.mark.parametrize("name", REWORDED)
def test_answers_to_two_wordings_are_neither_added_nor_compared(name: str) -> None:
    """Counts of a reworded set are not joined, and results of a reworded question not compared."""
    one, other = Counts(SET), Counts(REWORDED[name])

    with pytest.raises(InvalidValueError, match="two wordings"):
        one + other
    with pytest.raises(InvalidValueError, match="two wordings"):
        change(one.result("q-1"), other.result("q-1"))


def test_a_question_more_does_not_part_the_others() -> None:
    """When a sixteenth indicator is added, the questions that were there before are still compared."""
    more = attrs.evolve(SET, questions=[MET, HELD, attrs.evolve(HELD, id="q-3", text="Påhittad fråga till?")])
    before = count_responses([Response("q-2", "ja", "staff"), Response("q-2", "nej", "staff")], SET)
    after = count_responses([Response("q-2", "ja", "staff")], more)

    assert Fraction(50) == change(before.result("q-2", "staff"), after.result("q-2", "staff")).points
    with pytest.raises(InvalidValueError):
        before + after


def test_a_change_is_of_the_same_question_and_the_same_people() -> None:
    """Another question or other respondents are refused; of nobody there is no change."""
    counts = Counts(SET)
    with pytest.raises(InvalidValueError, match="the same question"):
        change(counts.result("q-1"), counts.result("q-2"))
    with pytest.raises(InvalidValueError, match="the same question"):
        change(counts.result("q-1", "participants-ended"), counts.result("q-1", "participants-ongoing"))
    assert change(counts.result("q-1"), counts.result("q-1")).points is None


def test_only_counts_are_added_to_counts() -> None:
    """Something else is no count."""
    number: Any = 1
    with pytest.raises(TypeError):
        Counts(SET) + number


def test_a_response_rate_is_a_share_of_what_was_sent() -> None:
    """36 of 75, and 39 of 76, and never more than were sent."""
    assert [48, 51] == [percentage(response_rate(answered=one, sent=of), "half_up") for one, of in ((36, 75), (39, 76))]
    with pytest.raises(InvalidRecordError):
        response_rate(answered=76, sent=75)


# --- In words --------------------------------------------------------------------------------------


def result(positive: int, other: int, **more: Any) -> Result:
    """Return what the answers to an invented question came to."""
    return Result(question="q-1", wording="sha256:0", positive=positive, other=other, **more)


SAID = [
    (result(160, 40), Goal(80), "80\u00a0% positiva svar (160 av 200). Målet, 80\u00a0%, är nått."),
    (
        result(159, 41),
        Goal(80),
        "80\u00a0% positiva svar (159 av 200). Målet, 80\u00a0%, är inte nått: andelen är avrundad.",
    ),
    (
        result(159, 41),
        Goal(80, near=5),
        "80\u00a0% positiva svar (159 av 200). Målet, 80\u00a0%, är nästan nått: andelen är avrundad.",
    ),
    (result(75, 20), Goal(80, near=5), "79\u00a0% positiva svar (75 av 95). Målet, 80\u00a0%, är nästan nått."),
    (result(75, 20), Goal(80), "79\u00a0% positiva svar (75 av 95). Målet, 80\u00a0%, är inte nått."),
    (result(75, 20), None, "79\u00a0% positiva svar (75 av 95)."),
    (
        result(75, 20, dont_know=7, no_answer=2),
        None,
        "79\u00a0% positiva svar (75 av 95). Svarade vet ej: 7. Svarade inte: färre än 5.",
    ),
    (result(3, 1, dont_know=9), Goal(80), "Visas inte: färre än 5 har svarat."),
    (result(0, 0, dont_know=9), Goal(80), "Ingen har svarat, och då finns det ingen andel."),
]


@pytest.mark.parametrize(("found", "goal", "said"), SAID, ids=[str(place) for place, _ in enumerate(SAID)])
def test_a_result_is_told_in_words_that_a_person_can_repeat(found: Result, goal: Goal | None, said: str) -> None:
    """The share with its counts, what is beside it, and the goal; a rounded share that looks as if it were there says so."""
    assert said == found.explain("sv", fewest=5, rounding="half_up", goal=goal)


@examples(60)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 9), st.integers(1, 20), st.sampled_from(LANGUAGES))
def test_where_few_answered_no_number_is_told(
    positive: int, other: int, silent: int, fewest: int, language: Any
) -> None:
    """With fewer answers than the fewest, the only number in the sentence is that one."""
    found = result(positive, other, dont_know=silent, no_answer=silent)
    said = found.explain(language, fewest=fewest, rounding="half_up", goal=Goal(80))

    if 0 < positive + other < fewest:
        assert [str(fewest)] == re.findall(r"\d+", said)
    if silent and silent < fewest:
        assert f": {silent}." not in said


@pytest.mark.parametrize("fewest", [0, True, None, 2.5], ids=repr)
def test_how_few_is_too_few_has_no_default(fewest: Any) -> None:
    """It must be a whole number, 1 or more, and must be given."""
    with pytest.raises(InvalidValueError):
        result(1, 1).explain("en", fewest=fewest, rounding="half_up")
    explain: Any = result(1, 1).explain
    with pytest.raises(TypeError):
        explain("en", rounding="half_up")


def test_an_unknown_language_is_refused() -> None:
    """A result is told in Swedish or English."""
    language: Any = "fi"
    with pytest.raises(UnknownNameError):
        result(1, 1).explain(language, fewest=1, rounding="half_up")


def test_sets_and_counts_are_values() -> None:
    """They can be pickled, hashed and compared, and a ``repr`` tells no count of an answer."""
    counts = count_responses([Response("q-2", "ja", "staff")] * 17, SET)

    assert SET == pickle.loads(pickle.dumps(SET))
    assert counts == pickle.loads(pickle.dumps(counts))
    assert hash(counts) == hash(pickle.loads(pickle.dumps(counts)))
    assert "<Counts invented: 2 questions>" == repr(counts)
