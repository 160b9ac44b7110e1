"""The programmes of Vetlanda, from document S002: who meets their criteria, on both sides of each bound."""

from datetime import date

import pytest

from samverkan import Entry, Missing, Outcome, Participant, decide, load_model
from samverkan.participants import Livelihood

MODEL = load_model("finsam")
ON = date(2016, 6, 15)

MEETS = {
    "se-projektet": {"born": "1990-05-17", "livelihoods": [], "risk_of_activity_compensation": True},
    "komback": {"born": "1997-05-17", "risk_of_leaving_school": True},
    "dua": {"born": "1997-05-17", "unemployed": True},
    "20-40-jobb": {"livelihoods": [Livelihood("economic-assistance", since="2015-01-01")]},
}
"""For each programme, facts that meet its criteria on that day; the rest is unknown, and makes no difference."""


def someone(programme, **changes):
    """Return a person who meets every criterion of *programme* but for what *changes*."""
    return Participant(id="d-002", **(MEETS[programme] | changes))


def decided(programme, reading=None, on=ON, **changes):
    """Return the decision about such a person."""
    return decide(someone(programme, **changes), MODEL.programmes[programme], on, reading=reading)


def outcome(programme, reading=None, on=ON, **changes):
    """Return the outcome alone."""
    return decided(programme, reading, on, **changes).outcome


# --- What they are --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("programme", "kind_and_status", "owners", "parties", "performers"),
    [
        ("se-projektet", ("intervention", "adopted"), (), ("FK", "AF", "kommun", "region"), ("kommun",)),
        ("komback", ("intervention", "adopted"), (), ("kommun", "AF", "FK", "region"), ()),
        ("dua", ("agreement", "planned"), ("kommun", "AF"), ("kommun", "AF"), ("kommun", "AF")),
        ("20-40-jobb", ("intervention", "adopted"), ("kommun",), ("kommun", "AF"), ("kommun/AME", "AF")),
    ],
)
def test_they_are_as_the_source_has_them(programme, kind_and_status, owners, parties, performers):
    """Kind, status, and who takes part, where the source says so; all are Vetlanda's."""
    definition = MODEL.programmes[programme].definition
    assert kind_and_status == (definition.kind, definition.status)
    assert (owners, parties, performers) == (definition.owners, definition.parties, definition.performers)
    assert (("Vetlanda",), "S002") == (definition.area, definition.source.document)


@pytest.mark.parametrize("programme", MEETS)
@pytest.mark.parametrize("residence", ["Vetlanda", "Ludvika", None])
def test_where_they_work_is_no_criterion(programme, residence):
    """The source does not say that whoever takes part must live in Vetlanda."""
    assert outcome(programme, residence=residence) is Outcome.ELIGIBLE


@pytest.mark.parametrize("programme", ["se-projektet", "komback", "20-40-jobb"])
@pytest.mark.parametrize("on", ["2000-01-01", "2030-12-31"])
def test_a_period_that_the_source_does_not_state_is_open(programme, on):
    """When they began and when they end is not said, so they are in force on every day."""
    assert decided(programme, on=on).criteria[0].code == "in-force.met"


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2014-12-17", "in-force.not_started"),
        ("2014-12-18", "in-force.met"),
        ("2023-12-31", "in-force.met"),
        ("2024-01-01", "in-force.ended"),
    ],
)
def test_dua_is_there_while_the_delegation_is(on, code):
    """From the day the delegation was set up to the last of the year in which it ended."""
    decision = decide(someone("dua", born="2001-01-01"), MODEL.programmes["dua"], on)
    assert code == decision.criteria[0].code


def test_dua_was_still_to_come():
    """The local agreement is planned, and the answer says so in both languages."""
    in_force = decided("dua").criteria[0]
    assert "är den planerad" in in_force.text("sv")
    assert "it is planned" in in_force.text("en")


@pytest.mark.parametrize(
    ("changes", "swedish", "english"),
    [
        ({}, "Omfattas;", "Is covered;"),
        ({"unemployed": False}, "Omfattas inte;", "Is not covered;"),
        (
            {"unemployed": None},
            "Det går inte att avgöra om personen omfattas",
            "It cannot be settled whether the person is covered",
        ),
    ],
    ids=["covered", "not covered", "not settled"],
)
def test_an_agreement_covers(changes, swedish, english):
    """Of an agreement it is said that she is covered, not that she meets criteria."""
    decision = decided("dua", **changes)
    assert decision.summary("sv").startswith(swedish)
    assert decision.summary("en").startswith(english)


# --- The ages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("programme", "reading", "born", "age", "is_in"),
    [
        ("se-projektet", "including-29", "1986-06-16", 29, True),
        ("se-projektet", "including-29", "1986-06-15", 30, False),
        ("se-projektet", "excluding-29", "1987-06-16", 28, True),
        ("se-projektet", "excluding-29", "1987-06-15", 29, False),
        ("se-projektet", "excluding-29", "1986-06-16", 29, False),
        ("se-projektet", "including-29", "2000-06-16", 15, True),
        ("komback", "16-25", "2000-06-16", 15, False),
        ("komback", "16-25", "2000-06-15", 16, True),
        ("komback", "16-25", "1990-06-16", 25, True),
        ("komback", "16-25", "1990-06-15", 26, False),
        ("dua", "16-24", "2000-06-16", 15, False),
        ("dua", "16-24", "2000-06-15", 16, True),
        ("dua", "16-24", "1991-06-16", 24, True),
        ("dua", "16-24", "1991-06-15", 25, False),
    ],
)
def test_the_ages_are_those_of_the_source(programme, reading, born, age, is_in):
    """On both sides of each bound; SE states no lowest age."""
    decision = decided(programme, reading, born=born)
    assert age == decision.criteria[1].reads["age"]
    assert (Outcome.ELIGIBLE if is_in else Outcome.NOT_ELIGIBLE) is decision.outcome
    assert is_in or ["young"] == [finding.id for finding in decision.deciding()]


@pytest.mark.parametrize(
    ("programme", "reading", "last"),
    [
        ("se-projektet", "including-29", "2020-05-16"),
        ("se-projektet", "excluding-29", "2019-05-16"),
        ("komback", "16-25", "2023-05-16"),
        ("dua", "16-24", "2022-05-16"),
        ("20-40-jobb", "economic-assistance", None),
    ],
)
def test_it_stands_until_the_day_before_the_birthday(programme, reading, last):
    """SE ends at 30 or at 29, KomBack at 26, DUA at 25; 20/40-jobb has no age."""
    wanted = None if last is None else date.fromisoformat(last)
    assert wanted == decided(programme, reading).holds_until


def test_up_to_29_is_read_in_two_ways():
    """Those who are 29 are in by default, and out by the other reading; at 28 and 30 the two agree."""
    default = [decided("se-projektet", born=born) for born in ("1988-01-01", "1987-01-01", "1986-01-01")]
    assert ["including-29"] * 3 == [decision.reading for decision in default]
    assert ["eligible", "eligible", "not_eligible"] == [decision.outcome for decision in default]
    others = [dict(decision.other_readings) for decision in default]
    assert [{"excluding-29": one} for one in ("eligible", "not_eligible", "not_eligible")] == others


# --- The other criteria ---------------------------------------------------------------------------------

ACTIVITY_COMPENSATION = Livelihood("activity-compensation", since="2015-07-01", until="2016-06-14")


@pytest.mark.parametrize(
    ("livelihoods", "risk", "on", "outcome_"),
    [
        ([ACTIVITY_COMPENSATION], False, "2016-06-14", "eligible"),
        ([ACTIVITY_COMPENSATION], None, "2016-06-14", "eligible"),
        ([ACTIVITY_COMPENSATION], False, "2016-06-15", "not_eligible"),
        ([ACTIVITY_COMPENSATION], True, "2016-06-15", "eligible"),
        ([ACTIVITY_COMPENSATION], None, "2016-06-15", "undetermined"),
        ([Livelihood("sickness-compensation")], False, "2016-06-15", "not_eligible"),
        ([], True, "2016-06-15", "eligible"),
        ([], False, "2016-06-15", "not_eligible"),
        ([], None, "2016-06-15", "undetermined"),
        (None, True, "2016-06-15", "eligible"),
        (None, False, "2016-06-15", "undetermined"),
    ],
)
def test_se_is_for_those_who_have_or_risk_activity_compensation(livelihoods, risk, on, outcome_):
    """Either is enough; its last day counts, and sickness compensation is another thing."""
    changes = {"livelihoods": livelihoods, "risk_of_activity_compensation": risk}
    assert outcome_ == outcome("se-projektet", on=on, **changes)


LEFT = {
    "risk_of_leaving_school": False,
    "completed_compulsory_school": True,
    "attends_upper_secondary": False,
    "completed_upper_secondary": False,
}
"""She has left school without final grades, and so is at no risk of leaving it."""


@pytest.mark.parametrize(
    ("changes", "outcome_"),
    [
        ({}, "eligible"),
        ({"risk_of_leaving_school": None}, "eligible"),
        ({"completed_upper_secondary": True}, "not_eligible"),
        ({"attends_upper_secondary": True}, "not_eligible"),
        ({"attends_upper_secondary": True, "risk_of_leaving_school": True}, "eligible"),
        ({"attends_upper_secondary": True, "risk_of_leaving_school": None}, "undetermined"),
        ({"completed_compulsory_school": False}, "not_eligible"),
        ({"completed_compulsory_school": False, "risk_of_leaving_school": True}, "eligible"),
        ({"completed_compulsory_school": None}, "undetermined"),
        ({"attends_upper_secondary": None}, "undetermined"),
        ({"completed_upper_secondary": None}, "undetermined"),
        ({"completed_upper_secondary": None, "attends_upper_secondary": True}, "not_eligible"),
    ],
)
def test_komback_is_for_those_who_may_leave_or_have_left(changes, outcome_):
    """At risk of leaving school, whatever else; or out of it without having completed upper secondary school."""
    assert outcome_ == outcome("komback", **(LEFT | changes))


@pytest.mark.parametrize(
    ("unemployed", "outcome_"),
    [
        (True, "eligible"),
        (False, "not_eligible"),
        (None, "undetermined"),
        ([Entry(True, until="2016-06-15"), Entry(False, since="2016-06-16")], "eligible"),
        ([Entry(True, until="2016-06-14"), Entry(False, since="2016-06-15")], "not_eligible"),
    ],
    ids=["unemployed", "employed", "unknown", "on her last day", "the day after"],
)
def test_dua_is_for_the_unemployed(unemployed, outcome_):
    """The aim is to bring down unemployment among the young."""
    assert outcome_ == outcome("dua", unemployed=unemployed)


@pytest.mark.parametrize(
    ("livelihoods", "outcome_"),
    [
        ([Livelihood("economic-assistance")], "eligible"),
        ([Livelihood("economic-assistance", until="2016-06-15")], "eligible"),
        ([Livelihood("economic-assistance", until="2016-06-14")], "not_eligible"),
        ([Livelihood("economic-assistance", since="2016-06-15")], "eligible"),
        ([Livelihood("economic-assistance", since="2016-06-16")], "not_eligible"),
        ([Livelihood("activity-support"), Livelihood("economic-assistance")], "eligible"),
        ([Livelihood("activity-support")], "not_eligible"),
        ([], "not_eligible"),
        (None, "undetermined"),
    ],
    ids=[
        "on it",
        "its last day",
        "the day after",
        "its first day",
        "the day before",
        "with another",
        "on another",
        "none",
        "unknown",
    ],
)
def test_20_40_jobb_is_for_those_on_economic_assistance(livelihoods, outcome_):
    """On its first day and its last, and not on the days about them; at any age."""
    assert outcome_ == outcome("20-40-jobb", livelihoods=livelihoods)


@pytest.mark.parametrize(
    ("programme", "unknown", "missing"),
    [
        ("se-projektet", "born", Missing("born")),
        (
            "se-projektet",
            "risk_of_activity_compensation",
            Missing("risk_of_activity_compensation", holders=("AF", "FK", "kommun", "region")),
        ),
        ("komback", "born", Missing("born")),
        ("dua", "born", Missing("born")),
        ("dua", "unemployed", Missing("unemployed", holders=("AF", "kommun"))),
        (
            "20-40-jobb",
            "livelihoods",
            Missing("livelihoods", "economic-assistance", holders=("kommun/IFO",)),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_unknown_is_asked_for(programme, unknown, missing):
    """One unknown fact leaves it open, and it alone is asked for, with those who hold it."""
    decision = decided(programme, **{unknown: None})
    assert (Outcome.UNDETERMINED, (missing,)) == (decision.outcome, decision.missing)


# --- What the source leaves open ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("programme", "swedish", "english"),
    [
        ("se-projektet", "med eller utan 29-åringarna", "with or without those who are 29"),
        ("se-projektet", "över 29 år", "over 29"),
        ("se-projektet", "ingen gemensam gräns", "no common limit"),
        ("komback", "ingen gemensam gräns", "no common limit"),
        ("komback", "slutbetyg", "final grades"),
        ("dua", "ingen gemensam gräns", "no common limit"),
        ("dua", "överenskommelse och ingen insats", "agreement and no intervention"),
        ("dua", "på väg", "on its way"),
        ("dua", "SOU 2023:7", "SOU 2023:7"),
        ("20-40-jobb", "20 och 40", "20 and 40"),
    ],
)
def test_what_the_source_leaves_open_is_an_open_question(programme, swedish, english):
    """The two readings of up to 29, who is young, what DUA is and from when, in both languages."""
    questions = MODEL.programmes[programme].definition.open_questions
    assert [True] == [english in question.en for question in questions if swedish in question.sv]


@pytest.mark.parametrize("programme", MEETS)
def test_who_must_live_in_vetlanda_is_an_open_question(programme):
    """Of each of them it is asked whether it is only for those who live there."""
    assert any("bor i Vetlanda" in one.sv or "bo i Vetlanda" in one.sv for one in _questions(programme))


@pytest.mark.parametrize("programme", MEETS)
def test_from_when_to_when_is_an_open_question(programme):
    """No source says when any of them began or ended."""
    assert any(
        {"started", "introduced", "concluded"} & set(one.en.replace(",", "").split()) for one in _questions(programme)
    )


def _questions(programme):
    return MODEL.programmes[programme].definition.open_questions
