"""Criteria that apply from one day to another: on other days there is no such criterion."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samverkan import Missing, Outcome, Participant, Verdict, decide, load_model, timeline
from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.dates import Span
from samverkan.errors import InvalidModelError
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.serialization import decision_record
from samverkan.sources import ASSUMED
from samverkan.texts import Text
from strategies import examples

SHIPPED = load_model("finsam")
A_DAY = timedelta(days=1)
SPRING = Span("2016-03-01", "2016-09-30")
ABOUT = [
    ("2016-02-29", False),
    ("2016-03-01", True),
    ("2016-09-30", True),
    ("2016-10-01", False),
]
"""The days about both ends of a criterion's days, and whether it applies on them."""


def criterion(rule: str, since: str | date | None = None, until: str | date | None = None, **more: Any) -> Criterion:
    """Return a criterion, by default under the name of its rule."""
    text = more.pop("text", Text("uppfyller det", "meets it"))
    return Criterion(
        **{"id": rule, "rule": rule, "text": text, "source": ASSUMED, "in_force": Span(since, until), **more}
    )


def programme(*criteria: Criterion, **more: Any) -> Programme:
    """Return a programme with those criteria."""
    whole = {
        "id": "made",
        "kind": ProgrammeKind.INTERVENTION,
        "status": Status.ADOPTED,
        "name": Text("Provet", "The test"),
        "criteria": criteria,
        "readings": [Reading(id="only")],
        "source": ASSUMED,
    }
    return Programme(**{**whole, **more})


def bound(*criteria: Criterion, **more: Any) -> BoundProgramme:
    """Return the programme with those criteria, bound to the facts of the shipped model."""
    return bind(programme(*criteria, **more), SHIPPED.vocabulary)


def refused(*criteria: Criterion, **more: Any) -> list[str]:
    """Return what is said of a programme that is refused."""
    with pytest.raises(InvalidModelError) as caught:
        bound(*criteria, **more)
    return [str(fault) for fault in caught.value.faults]


def someone(**facts: Any) -> Participant:
    """Return a person about whom nothing is known but *facts*."""
    return Participant(id="d-001", **facts)


def ids(person: Participant, bound: BoundProgramme, on: str | date, reading: str | None = None) -> list[str]:
    """Return the ids of the findings on a day."""
    return [finding.id for finding in decide(person, bound, on, reading=reading).criteria]


FOR_A_WHILE = bound(criterion("unemployed"), criterion("employed", SPRING.since, SPRING.until))
"""One must be out of work always, and employed in the spring and the summer of 2016: so nobody meets it then."""


# --- On which days ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "applies"), ABOUT)
@pytest.mark.parametrize("facts", [{}, {"employed": False, "unemployed": True}], ids=["nothing known", "all known"])
def test_a_finding_is_made_on_the_days_of_its_criterion_only(on, applies, facts):
    """From its first day to its last, both included; on other days the finding is not there at all."""
    wanted = ["in-force", "unemployed", *(["employed"] if applies else [])]
    assert wanted == ids(someone(**facts), FOR_A_WHILE, on)


@pytest.mark.parametrize(("on", "applies"), ABOUT)
def test_a_criterion_keeps_nobody_out_on_other_days(on, applies):
    """She is out of work: she meets the one criterion on every day, and the other only has to be met while it applies."""
    decision = decide(someone(employed=False, unemployed=True), FOR_A_WHILE, on)
    assert (Outcome.NOT_ELIGIBLE if applies else Outcome.ELIGIBLE) is decision.outcome
    assert (["employed"] if applies else []) == [
        one.id for one in decision.deciding() if one.outcome is Verdict.NOT_MET
    ]


@pytest.mark.parametrize(("on", "applies"), ABOUT)
def test_what_a_criterion_reads_is_missing_on_its_days_only(on, applies):
    """Whether she is employed is asked about while that matters, and then from those who hold it."""
    decision = decide(someone(unemployed=True), FOR_A_WHILE, on)
    assert (Outcome.UNDETERMINED if applies else Outcome.ELIGIBLE) is decision.outcome
    assert ([Missing("employed", holders=("AF", "FK", "kommun"))] if applies else []) == list(decision.missing)


@pytest.mark.parametrize(
    ("since", "until", "first", "second"),
    [
        (None, "2016-09-30", ["employed", "unemployed"], ["unemployed"]),
        ("2016-10-01", None, ["unemployed"], ["employed", "unemployed"]),
        (None, None, ["employed", "unemployed"], ["employed", "unemployed"]),
        ("2016-09-30", "2016-09-30", ["employed", "unemployed"], ["unemployed"]),
    ],
    ids=["until a day", "from a day", "always", "on one day"],
)
def test_an_open_end_is_every_day_in_that_direction(since, until, first, second):
    """On 30 September and on 1 October 2016."""
    made = bound(criterion("employed", since, until), criterion("unemployed"))
    assert [first, second] == [ids(someone(), made, on)[1:] for on in ("2016-09-30", "2016-10-01")]


def test_one_criterion_can_take_over_from_another():
    """There is one of the two on every day, and the day of the change belongs to the later."""
    made = bound(criterion("employed", until="2016-09-30"), criterion("unemployed", since="2016-10-01"))
    days = ["1990-01-01", "2016-09-30", "2016-10-01", "2030-01-01"]
    assert [["employed"], ["employed"], ["unemployed"], ["unemployed"]] == [ids(someone(), made, on)[1:] for on in days]


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        ("2015-12-31", ["in-force", "unemployed"]),
        ("2016-04-01", ["in-force", "unemployed", "employed"]),
        ("2017-01-01", ["in-force", "unemployed"]),
    ],
)
def test_outside_a_programmes_force_the_same_is_listed(on, wanted):
    """Not in force comes first, and after it the criteria of the day; the programme's days are another matter."""
    made = bound(
        criterion("unemployed"),
        criterion("employed", SPRING.since, SPRING.until),
        in_force=Span("2016-01-01", "2016-12-31"),
    )
    assert wanted == ids(someone(), made, on)


def test_what_to_ask_for_is_what_any_day_may_read():
    """The facts of a programme are those of all its criteria, whatever day they apply on."""
    assert ["unemployed", "employed"] == list(FOR_A_WHILE.facts)
    assert ["unemployed", "employed"] == [one.id for one in FOR_A_WHILE.criteria]


# --- What changes then --------------------------------------------------------------------------------


def test_a_timeline_turns_where_a_criterion_begins_and_after_it_has_ended():
    """She is out of work all year: the stretches are those of the criterion, and it is what ends them."""
    person = someone(employed=False, unemployed=True)
    stretches = timeline(person, FOR_A_WHILE, "2016-01-01", "2016-12-31")
    assert [
        (date(2016, 1, 1), date(2016, 2, 29), Outcome.ELIGIBLE, ["employed"]),
        (date(2016, 3, 1), date(2016, 9, 30), Outcome.NOT_ELIGIBLE, ["employed"]),
        (date(2016, 10, 1), date(2016, 12, 31), Outcome.ELIGIBLE, []),
    ] == [(one.since, one.until, one.outcome, [finding.id for finding in one.ended_by]) for one in stretches]


@pytest.mark.parametrize(
    ("on", "until"),
    [
        ("2016-02-01", date(2016, 2, 29)),
        ("2016-02-29", date(2016, 2, 29)),
        ("2016-03-01", date(2016, 9, 30)),
        ("2016-09-30", date(2016, 9, 30)),
        ("2016-10-01", None),
    ],
)
def test_a_decision_stands_until_a_criterion_begins_or_ends(on, until):
    """Where that changes the outcome."""
    assert until == decide(someone(employed=False, unemployed=True), FOR_A_WHILE, on).holds_until


def test_a_decision_stands_past_a_criterion_that_changes_nothing():
    """Whoever meets it while it applies, or fails another all the while, is told of no turn."""
    made = bound(criterion("unemployed"), criterion("stuck", SPRING.since, SPRING.until))
    for facts, outcome in (
        ({"unemployed": True, "stuck": True}, Outcome.ELIGIBLE),
        ({"unemployed": False}, Outcome.NOT_ELIGIBLE),
    ):
        decision = decide(someone(**facts), made, "2016-01-01")
        assert (outcome, None) == (decision.outcome, decision.holds_until)
        assert 1 == len(timeline(someone(**facts), made, "2016-01-01", "2016-12-31"))


def test_what_is_said_of_a_day_is_said_of_its_criteria():
    """An explanation and a record have a line a finding, and none for a criterion of another day."""
    person = someone(employed=False, unemployed=True)
    texts = {
        "employed": Text("har en anställning", "is in employment"),
        "unemployed": Text("är arbetslös", "is out of work"),
    }
    made = bound(
        criterion("unemployed", text=texts["unemployed"]),
        criterion("employed", SPRING.since, SPRING.until, text=texts["employed"]),
    )
    for on, applies in ABOUT:
        decision = decide(person, made, on)
        assert applies is ("har en anställning" in decision.explain("sv"))
        assert applies is ("is in employment" in decision.explain("en"))
        written = [one["id"] for one in decision_record(decision)["criteria"]]
        assert ids(person, made, on) == written


def test_where_a_programme_works_is_told_on_days_on_which_no_criterion_asks_where_she_lives():
    """While a criterion asks for Ale it says so itself; when it has ended, where the programme works is added."""
    made = bound(
        criterion("unemployed"), criterion('residence == "Ale"', until="2016-09-30", id="residence"), area=["Ale"]
    )
    person = someone(unemployed=True, residence="Ludvika")
    told = {on: "verkar i Ale" in decide(person, made, on).summary("sv") for on in ("2016-09-30", "2016-10-01")}
    assert {"2016-09-30": False, "2016-10-01": True} == told


# --- Readings -----------------------------------------------------------------------------------------


def test_a_reading_may_set_a_criterion_on_every_day_in_the_place_of_one_for_a_while():
    """As of the duty that changed one day: by the older rule on all days, or by that of the day."""
    made = bound(
        criterion("unemployed"),
        criterion("employed", SPRING.since, SPRING.until),
        readings=[
            Reading(id="of-the-day"),
            Reading(id="always", criteria=[criterion("employed")]),
            Reading(id="never", drops=["employed"]),
        ],
    )
    found = {
        reading: ["employed" in ids(someone(), made, on, reading) for on, _ in ABOUT]
        for reading in ("of-the-day", "always", "never")
    }
    assert {
        "of-the-day": [False, True, True, False],
        "always": [True, True, True, True],
        "never": [False, False, False, False],
    } == found
    decision = decide(someone(unemployed=True, employed=False), made, "2016-10-01")
    assert {"always": Outcome.NOT_ELIGIBLE, "never": Outcome.ELIGIBLE} == decision.other_readings


# --- What is refused ----------------------------------------------------------------------------------

NONE_FROM = "made.criteria: wanted a criterion on every day on which the programme is in force, got none from"


@pytest.mark.parametrize(
    ("spans", "force", "none_from"),
    [
        ([("2016-03-01", None)], (None, None), ["0001-01-01"]),
        ([(None, "2016-09-30")], (None, None), ["2016-10-01"]),
        ([(None, "2016-09-30"), ("2016-10-02", None)], (None, None), ["2016-10-01"]),
        ([("2016-03-01", "2016-09-30")], (None, None), ["0001-01-01", "2016-10-01"]),
        ([("2016-03-01", "2016-09-30")], ("2016-02-29", "2016-09-30"), ["2016-02-29"]),
        ([("2016-03-01", "2016-09-30")], ("2016-03-01", "2016-10-01"), ["2016-10-01"]),
        ([("2016-03-01", "2016-09-30")], ("2016-03-01", "2016-09-30"), []),
        ([("2016-01-01", "2016-12-31")], ("2016-03-01", "2016-09-30"), []),
        ([(None, "2016-09-30"), ("2016-10-01", None)], (None, None), []),
        ([(None, "2016-09-30"), ("2016-08-01", None)], (None, None), []),
    ],
    ids=[
        "not yet",
        "no longer",
        "a day between",
        "neither before nor after",
        "the first day",
        "the last day",
        "as long as the programme",
        "longer than the programme",
        "two that follow on each other",
        "two that overlap",
    ],
)
def test_a_day_in_force_without_any_criterion_is_refused(spans, force, none_from):
    """With the first of the days; on days on which the programme is not in force it needs none."""
    criteria = [criterion("employed", *span, id=f"c{place}") for place, span in enumerate(spans)]
    if none_from:
        assert [f"{NONE_FROM} {day}" for day in none_from] == refused(*criteria, in_force=Span(*force))
    else:
        assert len(criteria) == len(bound(*criteria, in_force=Span(*force)).criteria)


def test_a_reading_that_leaves_a_day_without_any_criterion_is_refused():
    """What it drops may have been the only one that day."""
    readings = [Reading(id="all"), Reading(id="fewer", drops=["unemployed"])]
    assert [f"{NONE_FROM} 0001-01-01", f"{NONE_FROM} 2016-10-01"] == refused(
        criterion("unemployed"), criterion("employed", SPRING.since, SPRING.until), readings=readings
    )


def test_a_threshold_needs_a_value_on_the_days_of_the_criteria_that_read_it():
    """A limit that was laid down in March is none too late for a criterion of March, and is for one of February."""
    text = Text("är minst {youngest} år", "is at least {youngest} years old")
    parameters = {"youngest": Parameter([Threshold(16, ASSUMED, since="2016-03-01", until="2016-09-30")])}
    ages = criterion("age >= youngest", SPRING.since, SPRING.until, id="old-enough", text=text)
    made = bound(criterion("unemployed"), ages, parameters=parameters)
    told = [decide(someone(born="2001"), made, on).criteria[-1].text("sv") for on in ("2016-03-01", "2016-10-01")]
    assert ["Kriteriet ”är minst 16 år” är inte uppfyllt.", "Utan uppgift om arbetslöshet"] == [
        told[0],
        told[1].partition(" går")[0],
    ]
    ages = criterion("age >= youngest", "2016-02-29", "2016-09-30", id="old-enough", text=text)
    (fault,) = refused(criterion("unemployed"), ages, parameters=parameters)
    assert "made.parameters.youngest: wanted a value on every day" in fault
    assert fault.endswith("got none from 2016-02-29")


def test_two_criteria_of_one_id_are_refused_though_their_days_differ():
    """An id stands for one thing in every record: what takes over is called something else."""
    assert ["made.criteria.employed: wanted an id that nothing else there has"] == refused(
        criterion("stuck"),
        criterion("employed", until="2016-09-30"),
        criterion("unemployed", since="2016-10-01", id="employed"),
    )


def test_the_days_of_a_criterion_are_part_of_the_rule_version():
    """A day more is another rule."""
    versions = {
        bound(criterion("unemployed"), criterion("employed", since, until)).rule_version
        for since, until in ((None, None), (None, "2016-09-30"), (None, "2016-10-01"), ("2016-10-01", None))
    }
    assert 4 == len(versions)


# --- Day by day ---------------------------------------------------------------------------------------

FIRST = date(2016, 1, 1)
NAMES = ("employed", "unemployed", "stuck", "grey_zone")
SPANS = st.tuples(st.none() | st.integers(0, 40), st.none() | st.integers(0, 40)).filter(
    lambda span: None in span or span[0] <= span[1]
)
ALWAYS = st.just((None, None))


@examples(150)
@given(
    st.tuples(st.one_of(ALWAYS, ALWAYS, SPANS), *[SPANS] * 3),
    SPANS,
    st.fixed_dictionaries({name: st.sampled_from([True, True, True, False, None]) for name in NAMES}),
)
def test_on_each_day_the_criteria_of_that_day_and_no_others_count(spans, force, facts):
    """The findings are those whose days cover it; the outcome is theirs together; it stands until it is another."""

    def day(at: int | None) -> date | None:
        return None if at is None else FIRST + at * A_DAY

    def covers(span: tuple[int | None, int | None], at: int) -> bool:
        return (span[0] is None or span[0] <= at) and (span[1] is None or at <= span[1])

    days = range(-3, 44)
    of_day = {at: [name for name, span in zip(NAMES, spans, strict=True) if covers(span, at)] for at in days}
    assume(all(of_day[at] for at in days if covers(force, at)))
    made = bound(
        *(criterion(name, *map(day, span)) for name, span in zip(NAMES, spans, strict=True)),
        in_force=Span(*map(day, force)),
    )
    person, outcomes = someone(**facts), {}
    for at in days:
        decision = decide(person, made, FIRST + at * A_DAY)
        assert ["in-force", *of_day[at]] == [finding.id for finding in decision.criteria]
        known = [facts[name] for name in of_day[at]]
        if not covers(force, at) or False in known:
            wanted = Outcome.NOT_ELIGIBLE
        else:
            wanted = Outcome.UNDETERMINED if None in known else Outcome.ELIGIBLE
        assert wanted is decision.outcome
        outcomes[at] = decision
    turns = [at for at, after in pairwise(days) if outcomes[at].outcome is not outcomes[after].outcome]
    for at in days:
        last = next((turn for turn in turns if turn >= at), None)
        assert (None if last is None else FIRST + last * A_DAY) == outcomes[at].holds_until
    stretches = timeline(person, made, FIRST + days[0] * A_DAY, FIRST + days[-1] * A_DAY)
    assert [FIRST + turn * A_DAY for turn in turns] == [stretch.until for stretch in stretches[:-1]]


# --- Shipped ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("programme", "on", "wanted"),
    [
        ("kaa", "2018-06-30", "outside-national-programmes"),
        ("kaa", "2018-07-01", "outside-upper-secondary"),
        ("plattform-ostra-ostergotland", "2013-12-31", "residence-first-step"),
        ("plattform-ostra-ostergotland", "2014-01-01", "residence"),
    ],
)
def test_the_shipped_programmes_that_changed_one_day_have_one_rule_a_day(programme, on, wanted):
    """Who counts as outside school turned on 1 July 2018; Norrköping came in with 2014."""
    both = {"outside-national-programmes", "outside-upper-secondary", "residence-first-step", "residence"}
    assert [wanted] == [one for one in ids(someone(), SHIPPED.programmes[programme], on) if one in both]
