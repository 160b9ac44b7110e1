"""KAA, the duty of the home kommun: who is covered by the rule before and from 1 July 2018, and by document S002."""

from datetime import date

import pytest

from samverkan import Entry, Missing, Outcome, Participant, decide, load_model

PROGRAMME = load_model("finsam").programmes["kaa"]
BEFORE, FROM = date(2018, 6, 30), date(2018, 7, 1)
READINGS = ["rule-of-the-day", "before-2018-07-01", "from-2018-07-01", "16-20"]


def someone(**changes):
    """Return a person of 17 who has left school after compulsory school, but for what *changes*."""
    facts = {
        "born": "2000-10-10",
        "completed_compulsory_school": True,
        "completed_upper_secondary": False,
        "attends_upper_secondary": False,
        "introductory_programme": False,
    }
    return Participant(id="d-005", **(facts | changes))


def outcome(person, on=FROM, reading=None):
    """Return the outcome alone."""
    return decide(person, PROGRAMME, on, reading=reading).outcome


# --- What it is -----------------------------------------------------------------------------------------


def test_it_is_a_duty_of_the_kommun_everywhere():
    """A duty of the home kommun by law, so that it has no area; from when is not shown."""
    definition = PROGRAMME.definition
    assert ("duty", "adopted") == (definition.kind, definition.status)
    assert (("kommun",), ("kommun",), ()) == (definition.owners, definition.parties, tuple(definition.area))
    assert "SFS 2010:800" == definition.source.document
    assert ["in-force.met"] * 2 == [
        decide(someone(), PROGRAMME, on).criteria[0].code for on in ("2012-01-01", "2040-01-01")
    ]


@pytest.mark.parametrize("residence", [None, "Smedjebacken", "Vetlanda", "Kiruna"])
def test_where_she_lives_makes_no_difference(residence):
    """Every kommun has the duty towards those who live there."""
    assert outcome(someone(residence=residence)) is Outcome.ELIGIBLE


@pytest.mark.parametrize(
    ("changes", "swedish", "english"),
    [
        ({}, "Omfattas;", "Is covered;"),
        ({"completed_upper_secondary": True}, "Omfattas inte;", "Is not covered;"),
        (
            {"completed_upper_secondary": None},
            "Det går inte att avgöra om personen omfattas",
            "It cannot be settled whether the person is covered",
        ),
    ],
    ids=["covered", "not covered", "not settled"],
)
def test_a_duty_covers(changes, swedish, english):
    """Of a duty it is said that she is covered, not that she meets criteria."""
    decision = decide(someone(**changes), PROGRAMME, FROM)
    assert decision.summary("sv").startswith(swedish)
    assert decision.summary("en").startswith(english)


# --- Not turned 20 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "last", "last_by_002"),
    [
        ("2000-10-10", "2020-10-09", "2021-10-09"),
        ("2000-01-01", "2019-12-31", "2020-12-31"),
        # Born on a leap day, she turns 20 on one, and 21 on 28 February.
        ("2000-02-29", "2020-02-28", "2021-02-27"),
    ],
)
def test_the_last_day_is_the_day_before_she_turns_20(born, last, last_by_002):
    """By the law she is covered while she has not turned 20; by 16-20 a year longer."""
    person = someone(born=born)
    for reading in READINGS:
        day = date.fromisoformat(last_by_002 if reading == "16-20" else last)
        after = date.fromordinal(day.toordinal() + 1)
        assert day == decide(person, PROGRAMME, FROM, reading=reading).holds_until
        assert [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE] == [outcome(person, on, reading) for on in (day, after)]
        assert ["young"] == [one.id for one in decide(person, PROGRAMME, after, reading=reading).deciding()]


@pytest.mark.parametrize(
    ("on", "by_law", "by_002"),
    [("2016-10-09", "eligible", "not_eligible"), ("2016-10-10", "eligible", "eligible")],
)
def test_the_law_names_no_lowest_age(on, by_law, by_002):
    """Whoever has completed compulsory school is covered by the law at 15; document S002 says 16."""
    person = someone()
    assert [by_law, by_law, by_law, by_002] == [outcome(person, on, reading) for reading in READINGS]


# --- The other criteria ---------------------------------------------------------------------------------


@pytest.mark.parametrize("on", [BEFORE, FROM])
@pytest.mark.parametrize(
    ("changes", "not_met", "by_002"),
    [
        ({"born": "1998-06-30"}, "young", "eligible"),
        ({"completed_compulsory_school": False}, "compulsory-school", "eligible"),
        ({"completed_upper_secondary": True}, "no-upper-secondary", "not_eligible"),
    ],
)
def test_each_criterion_alone_keeps_her_out(on, changes, not_met, by_002):
    """Who has turned 20, has not completed compulsory school or has completed upper secondary is not covered."""
    decision = decide(someone(**changes), PROGRAMME, on)
    assert Outcome.NOT_ELIGIBLE is decision.outcome
    assert [not_met] == [finding.id for finding in decision.deciding()]
    assert by_002 == decision.other_readings["16-20"]


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"born": None}, Missing("born")),
        (
            {"completed_compulsory_school": None},
            Missing("completed_compulsory_school", holders=("kommun",)),
        ),
        ({"completed_upper_secondary": None}, Missing("completed_upper_secondary", holders=("kommun",))),
        ({"attends_upper_secondary": None}, Missing("attends_upper_secondary", holders=("kommun",))),
    ],
    ids=["born", "compulsory school", "completed upper secondary", "attends upper secondary"],
)
def test_each_unknown_fact_alone_leaves_it_open(changes, missing, reading):
    """It is asked for, of the kommun; by 16-20 nobody asks about compulsory school."""
    decision = decide(someone(**changes), PROGRAMME, FROM, reading=reading)
    if (missing.fact, reading) == ("completed_compulsory_school", "16-20"):
        assert Outcome.ELIGIBLE is decision.outcome
    else:
        assert (Outcome.UNDETERMINED, (missing,)) == (decision.outcome, decision.missing)


# --- The introductory programme -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attends", "introductory", "older", "newer"),
    [
        (False, False, "eligible", "eligible"),
        (True, False, "not_eligible", "not_eligible"),
        (True, True, "eligible", "not_eligible"),
        (True, None, "undetermined", "not_eligible"),
        (False, None, "eligible", "eligible"),
        (None, True, "eligible", "undetermined"),
        (None, False, "undetermined", "undetermined"),
        (None, None, "undetermined", "undetermined"),
    ],
)
def test_introductory_programmes_were_inside_until_june_2018(attends, introductory, older, newer):
    """Until 30 June 2018 their pupils are covered, from 1 July they are not; the two readings hold every day."""
    person = someone(attends_upper_secondary=attends, introductory_programme=introductory)
    for on, of_the_day in ((BEFORE, older), (FROM, newer)):
        assert [of_the_day, older, newer, of_the_day] == [outcome(person, on, reading) for reading in READINGS]


def test_on_the_day_of_the_change_it_ends_for_whoever_is_at_one():
    """Covered to 30 June 2018 and not from 1 July; by the older rule until she turns 20, by the newer never."""
    pupil = someone(attends_upper_secondary=True, introductory_programme=True)
    before, after = (decide(pupil, PROGRAMME, on) for on in (BEFORE, FROM))
    assert (Outcome.ELIGIBLE, BEFORE) == (before.outcome, before.holds_until)
    assert (Outcome.NOT_ELIGIBLE, None) == (after.outcome, after.holds_until)
    assert ["outside-upper-secondary"] == [finding.id for finding in after.deciding()]
    assert date(2020, 10, 9) == decide(pupil, PROGRAMME, BEFORE, reading="before-2018-07-01").holds_until
    assert decide(pupil, PROGRAMME, BEFORE, reading="from-2018-07-01").holds_until is None


OLDER, NEWER = "outside-national-programmes", "outside-upper-secondary"


@pytest.mark.parametrize(
    ("reading", "before", "since"),
    [
        ("rule-of-the-day", OLDER, NEWER),
        ("before-2018-07-01", OLDER, OLDER),
        ("from-2018-07-01", NEWER, NEWER),
        ("16-20", OLDER, NEWER),
    ],
)
def test_one_rule_about_attendance_is_told(reading, before, since):
    """By each reading one of the two is among the findings on each side of the change, and the other is not."""
    for on, rule in ((BEFORE, before), (FROM, since)):
        ids = {finding.id for finding in decide(someone(), PROGRAMME, on, reading=reading).criteria}
        assert {rule} == ids & {OLDER, NEWER}


def test_the_findings_stand_in_the_order_of_the_file():
    """In-force first, attendance last."""
    ids = [finding.id for finding in decide(someone(), PROGRAMME, FROM).criteria]
    assert ["in-force", "young", "compulsory-school", "no-upper-secondary", NEWER] == ids


def test_she_is_covered_from_the_day_after_her_last_day_at_school():
    """Her last day at school is 15 March 2019; the day after, she is covered."""
    attends = [Entry(True, until="2019-03-15"), Entry(False, since="2019-03-16")]
    person = someone(attends_upper_secondary=attends)
    before, after = (decide(person, PROGRAMME, on) for on in ("2019-03-15", "2019-03-16"))
    assert (Outcome.NOT_ELIGIBLE, date(2019, 3, 15)) == (before.outcome, before.holds_until)
    assert (Outcome.ELIGIBLE, date(2020, 10, 9)) == (after.outcome, after.holds_until)


# --- The readings and what is left open -----------------------------------------------------------------


def test_there_are_four_readings_and_the_first_is_the_rule_of_the_day():
    """None of them is assumed: each has the law or a document behind it."""
    assert READINGS == list(PROGRAMME.readings)
    assert not any(bound.reading.is_assumed for bound in PROGRAMME.readings.values())


@pytest.mark.parametrize(
    ("swedish", "english"),
    [
        ("IM lyder under KAA", "IM pupils are under KAA"),
        ("individuella programmet", "individuella programmet"),
        ("16-20 år", "16-20"),
        ("ingen gemensam gräns", "no common limit"),
        ("skyldighet för hemkommunen och ingen insats", "duty of the home kommun and no intervention"),
        ("Från vilken dag", "From what day"),
    ],
)
def test_what_the_sources_leave_open_is_an_open_question(swedish, english):
    """IM and when, its name, the two ages, what sort of thing KAA is and since when, in both languages."""
    questions = PROGRAMME.definition.open_questions
    assert [True] == [english in question.en for question in questions if swedish in question.sv]
