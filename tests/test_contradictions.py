"""Contradictions: assessments that differ, and constraints that a record breaks."""

import pickle
from datetime import date
from itertools import combinations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Entry, Model, Participant, Verdict, load_model
from samverkan.assessments import Assessment
from samverkan.constraints import Constraint
from samverkan.contradictions import BrokenConstraint, Disagreement, contradictions
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.rules.evaluation import answer
from samverkan.sources import ASSUMED, Source
from samverkan.texts import LANGUAGES, Text
from strategies import MODEL as OWN_MODEL
from strategies import days, days_about, examples, knowing_days, pairs_by_knowledge, rules

MODEL = load_model("finsam")
ON = date(2016, 10, 3)


def assessed(*assessments: Assessment) -> Participant:
    """Return a person of whom nothing is known but what was found of her capacity to work."""
    return Participant(id="d-001", work_capacity=assessments)


def with_constraint(rule: str, model: Model = MODEL) -> Model:
    """Return the model with one constraint more."""
    text = Text(sv="Ingen är både anställd och arbetslös.", en="Nobody is both employed and out of work.")
    return model.with_([Constraint(id="not-both", rule=rule, text=text, source=Source("S002"))])


NOT_BOTH = with_constraint("not (employed and unemployed)")

# --- Assessments --------------------------------------------------------------------------------------

DAYS = days(date(2016, 1, 1), date(2016, 12, 31))
ASSESSMENTS = st.lists(
    st.builds(
        lambda by, finding, ends: Assessment(by, finding, since=min(ends), until=max(ends)),
        st.sampled_from(["AF", "FK", "region/primärvård", "region:Dalarna/primärvård"]),
        st.sampled_from(["yes", "no", "to-be-clarified"]),
        st.tuples(DAYS, DAYS),
    ),
    max_size=6,
    unique_by=lambda one: (one.by, one.since),
)


@examples(150)
@given(ASSESSMENTS, DAYS)
def test_assessments_contradict_each_other_where_two_assessors_find_different_things_at_once(assessments, on):
    """That is so exactly when two that cover the day differ both in who and in what; all that stand are shown."""
    cover = [one for one in assessments if one.since <= on <= one.until]
    stand = [one for one in cover if not any(other.by == one.by and other.since > one.since for other in cover)]
    differ = any(one.by != other.by and one.finding != other.finding for one, other in combinations(stand, 2))
    told = contradictions(assessed(*assessments), MODEL, on)
    assert [("work_capacity", set(stand))] * differ == [(one.id, set(one.assessments)) for one in told]


def test_somebody_who_is_not_named_can_disagree():
    """It is told that the assessor is not named."""
    (told,) = contradictions(assessed(Assessment(None, "no"), Assessment("AF", "yes")), MODEL, ON)
    assert "ingen arbetsförmåga enligt någon som inte anges" in told.text("sv")
    assert "no capacity to work according to somebody who is not named" in told.text("en")


def test_mirjam_is_said_no_to_by_one_and_something_else_by_another():
    """By AF she cannot work; by primary care that is to be clarified. Both are shown, and who is right is not said."""
    mirjam = assessed(
        Assessment("AF", "no", since="2016-08-19"),
        Assessment("region/primärvård", "to-be-clarified", since="2016-02-15"),
    )
    (told,) = contradictions(mirjam, MODEL, ON)
    assert isinstance(told, Disagreement)
    assert mirjam.work_capacity == told.assessments
    assert (
        "Bedömningarna går isär: ingen arbetsförmåga enligt Arbetsförmedlingen, "
        "en arbetsförmåga som ska klargöras enligt primärvården."
    ) == told.text("sv")
    assert (
        "The assessments differ: no capacity to work according to Arbetsförmedlingen, "
        "a capacity to work that is to be clarified according to primary care."
    ) == told.text("en")
    assert (told,) == contradictions(CaseFile(mirjam), MODEL.vocabulary, ON)
    assert () == contradictions(mirjam, MODEL, "2016-08-18")


@pytest.mark.parametrize(
    "assessments",
    [
        None,
        [],
        [Assessment("AF", "no")],
        [Assessment("AF", "no"), Assessment("FK", "no")],
        [Assessment("AF", "no", since="2016-02-01"), Assessment("AF", "yes", since="2016-09-01")],
        [Assessment("AF", "no", until="2016-10-02"), Assessment("FK", "yes")],
        [Assessment("AF", "no"), Assessment("FK", "yes", since="2016-10-04")],
        [Assessment("AF", "no"), Assessment("FK", "yes"), Assessment("FK", "yes", void=True, recorded_on="2016-09-01")],
    ],
    ids=[
        "nothing said",
        "none",
        "one",
        "both the same",
        "one assessor, who found another thing later",
        "one is over",
        "one is to come",
        "one was taken back",
    ],
)
def test_assessments_that_contradict_nothing(assessments):
    """Where two do not stand on the day, from two assessors and with two findings, there is nothing to show."""
    assert () == contradictions(Participant(id="d-001", work_capacity=assessments), MODEL, ON)


def test_assessors_who_found_the_same_are_named_together():
    """In the order of the closed list of findings; a certain body's unit with the body."""
    person = assessed(
        Assessment("FK", "no"),
        Assessment("region:Dalarna/primärvård", "yes"),
        Assessment("AF", "no", since="2016-01-01"),
        Assessment("AF", "no", since="2016-02-01"),
    )
    (told,) = contradictions(person, MODEL, ON)
    wanted = "arbetsförmåga enligt primärvården (Dalarna), ingen arbetsförmåga enligt Försäkringskassan och Arbetsförmedlingen."
    assert told.text("sv").endswith(wanted)
    wanted = "capacity to work according to primary care (Dalarna), no capacity to work according to Försäkringskassan and Arbetsförmedlingen."
    assert str(told).endswith(wanted)


@pytest.mark.parametrize(("known_on", "count"), [("2016-08-31", 0), ("2016-09-01", 1), (None, 1)])
def test_what_had_not_been_recorded_contradicted_nothing(known_on, count):
    """FK's assessment was recorded on 1 September."""
    person = assessed(Assessment("AF", "no"), Assessment("FK", "yes", recorded_on="2016-09-01"))
    assert count == len(contradictions(person, MODEL, ON, known_on=known_on))


# --- Constraints --------------------------------------------------------------------------------------


@examples(60)
@given(rules(OWN_MODEL.vocabulary, deepest=3), pairs_by_knowledge(vocabulary=OWN_MODEL.vocabulary), st.data())
def test_a_constraint_is_broken_when_its_rule_is_surely_not_met_and_stays_so(rule, pair, data):
    """That is so of every rule; what else is learnt of a person mends no contradiction."""
    p, q = pair
    on, known_on = data.draw(days_about(p, q)), data.draw(knowing_days())
    model = OWN_MODEL.with_([Constraint(id="c", rule=rule, text=Text("Så är det.", "So it is."), source=ASSUMED)])
    broken = []
    for person in (p, q):
        given_answer = answer(rule, model.vocabulary, person, on, known_on)
        told = [
            one for one in contradictions(person, model, on, known_on=known_on) if isinstance(one, BrokenConstraint)
        ]
        broken.append(len(told))
        wanted = [given_answer.reads] if given_answer.verdict is Verdict.NOT_MET else []
        assert wanted == [one.reads for one in told]
    assert broken in ([0, 0], [0, 1], [1, 1])


def test_a_record_that_breaks_a_constraint():
    """Employed and out of work on one day: what holds of everybody is said, and what the record says."""
    person = Participant(id="d-001", employed=[Entry(True, since="2016-10-01")], unemployed=True)
    (told,) = contradictions(person, NOT_BOTH, ON)
    assert ("not-both", Source("S002")) == (told.id, told.source)
    assert {"employed": True, "unemployed": True} == dict(told.reads)
    assert (
        "Uppgifterna går inte ihop. Ingen är både anställd och arbetslös. "
        "Detta står i uppgifterna: har en anställning: ja; arbetslöshet: ja."
    ) == told.text("sv")
    assert (
        "The record contradicts itself. Nobody is both employed and out of work. "
        "This is what it says: is in employment: yes; unemployment: yes."
    ) == str(told)
    assert () == contradictions(person, NOT_BOTH, "2016-09-30")
    assert () == contradictions(person, NOT_BOTH.vocabulary, ON)


def test_what_is_unknown_breaks_no_constraint():
    """Whether she is out of work is not known, so that she is employed contradicts nothing."""
    assert () == contradictions(Participant(id="d-001", employed=True), NOT_BOTH, ON)


# --- Both -----------------------------------------------------------------------------------------------

BOTH = contradictions(
    attrs.evolve(assessed(Assessment("AF", "no"), Assessment("FK", "yes")), employed=True, unemployed=True),
    NOT_BOTH,
    ON,
)


def test_assessments_come_before_constraints():
    """Both are told, by what they are about; neither tells of the person in its repr."""
    assert ["<Disagreement: work_capacity>", "<BrokenConstraint: not-both>"] == [repr(one) for one in BOTH]


def test_contradictions_can_be_pickled():
    """What comes back says the same."""
    again = pickle.loads(pickle.dumps(BOTH))
    assert BOTH == again
    assert [one.text("sv") for one in BOTH] == [one.text("sv") for one in again]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_said_to_be_right(language):
    """No sentence weighs one against the other."""
    words = {word.strip(".,;:()") for one in BOTH for word in one.text(language).casefold().split()}
    assert not words & {"rätt", "fel", "stämmer", "right", "wrong", "correct", "mistaken"}


# --- What is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "assessment", [Assessment("kommun/AF", "no"), Assessment("AF", "perhaps")], ids=["agency", "finding"]
)
def test_what_the_model_does_not_have_is_refused(assessment):
    """An assessor that the register lacks, a finding that the closed list lacks; the message has no value."""
    with pytest.raises(InvalidRecordError) as caught:
        contradictions(assessed(assessment, Assessment("FK", "yes")), MODEL, ON)
    assert "perhaps" not in str(caught.value)


@pytest.mark.parametrize("days", [{"on": "2016-13-01"}, {"on": ON, "known_on": "then"}])
def test_a_day_that_is_none_is_refused(days):
    """Neither the day asked about nor the day of knowledge is guessed at."""
    with pytest.raises(InvalidValueError):
        contradictions(assessed(), MODEL, **days)
