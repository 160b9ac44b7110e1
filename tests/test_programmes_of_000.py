"""Centralen in Leksand: who meets its criteria, and what its source leaves open."""

from datetime import date

import pytest

from samverkan import Entry, Missing, Outcome, Participant, Verdict, decide, load_model
from samverkan.errors import UnknownNameError
from samverkan.programmes import ProgrammeKind, Status

MODEL = load_model("finsam")
PROGRAMME = MODEL.programmes["centralen"]
DEFINITION = PROGRAMME.definition
READINGS = ["target-group", "leksand"]
ON = date(2012, 3, 1)


def someone(**changes):
    """Return a person who meets every criterion under each reading but for what *changes*."""
    return Participant(id="d-010", **({"unmet_need": True, "residence": "Leksand"} | changes))


def outcome(person, on=ON, reading=None):
    """Return the outcome alone."""
    return decide(person, PROGRAMME, on, reading=reading).outcome


# --- In force -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("on", "code", "until"),
    [
        ("2010-12-15", "in-force.not_started", date(2011, 12, 31)),
        ("2011-12-31", "in-force.not_started", date(2011, 12, 31)),
        ("2012-01-01", "in-force.met", None),
        ("2100-01-01", "in-force.met", None),
    ],
)
def test_it_is_in_force_from_the_year_in_which_it_starts(on, code, until, reading):
    """From the first day of 2012, not on the last of 2011, and with no end that the source states."""
    decision = decide(someone(), PROGRAMME, on, reading=reading)
    assert code == decision.criteria[0].code
    assert (Outcome.ELIGIBLE if code == "in-force.met" else Outcome.NOT_ELIGIBLE) is decision.outcome
    assert until == decision.holds_until


def test_before_it_starts_nothing_is_asked_for():
    """Of whom nothing is known, that is enough the day before and settles nothing the day after."""
    before, after = (decide(Participant(id="d-010"), PROGRAMME, on) for on in ("2011-12-31", "2012-01-01"))
    assert (Outcome.NOT_ELIGIBLE, ()) == (before.outcome, before.missing)
    assert Outcome.UNDETERMINED is after.outcome


# --- The criteria -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, {"target-group": Outcome.ELIGIBLE, "leksand": Outcome.ELIGIBLE}),
        ({"unmet_need": False}, {"target-group": Outcome.NOT_ELIGIBLE, "leksand": Outcome.NOT_ELIGIBLE}),
        ({"unmet_need": None}, {"target-group": Outcome.UNDETERMINED, "leksand": Outcome.UNDETERMINED}),
        ({"residence": "Rättvik"}, {"target-group": Outcome.ELIGIBLE, "leksand": Outcome.NOT_ELIGIBLE}),
        ({"residence": None}, {"target-group": Outcome.ELIGIBLE, "leksand": Outcome.UNDETERMINED}),
        ({"residence": "2029"}, {"target-group": Outcome.ELIGIBLE, "leksand": Outcome.ELIGIBLE}),
        (
            {"unmet_need": False, "residence": None},
            {"target-group": Outcome.NOT_ELIGIBLE, "leksand": Outcome.NOT_ELIGIBLE},
        ),
    ],
    ids=["all met", "no need", "need unknown", "elsewhere", "nobody knows where", "by code", "no need anywhere"],
)
def test_more_support_than_the_ordinary_mandate_gives_is_the_criterion(changes, wanted):
    """Where one lives makes a difference under the assumed reading alone."""
    decision = decide(someone(**changes), PROGRAMME, ON)
    assert ("target-group", wanted["target-group"]) == (decision.reading, decision.outcome)
    assert {"leksand": wanted["leksand"]} == decision.other_readings
    assert wanted == {reading: outcome(someone(**changes), reading=reading) for reading in READINGS}


@pytest.mark.parametrize(
    ("changes", "not_met"), [({"unmet_need": False}, "unmet-need"), ({"residence": "Gagnef"}, "residence")]
)
def test_each_criterion_alone_keeps_her_out(changes, not_met):
    """Whoever fails one does not meet them, and that one decided."""
    decision = decide(someone(**changes), PROGRAMME, ON, reading="leksand")
    assert Outcome.NOT_ELIGIBLE is decision.outcome
    assert [not_met] == [finding.id for finding in decision.deciding()]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"unmet_need": None}, Missing("unmet_need", holders=("AF", "FK", "kommun", "region"))),
        ({"residence": None}, Missing("residence")),
    ],
)
def test_each_unknown_fact_alone_is_asked_for(changes, missing):
    """Once, with those who hold it."""
    assert (missing,) == decide(someone(**changes), PROGRAMME, ON, reading="leksand").missing


@pytest.mark.parametrize("born", [None, "1930-01-01", "2011-12-31"])
def test_no_age_keeps_anyone_out(born):
    """The source states no age: those of 82, those born the day before, and those whose age nobody knows are in."""
    assert outcome(someone(born=born)) is Outcome.ELIGIBLE


def test_how_complex_her_problems_are_is_no_criterion():
    """No number of needs is asked for: the source gives none."""
    assert ["unmet_need"] == list(PROGRAMME.facts)
    assert outcome(someone(needs=[])) is Outcome.ELIGIBLE


def test_it_holds_until_the_need_is_met():
    """A need that is met from May 2012 on keeps her in until the last of April."""
    person = someone(unmet_need=[Entry(True, until="2012-04-30"), Entry(False, since="2012-05-01")])
    assert date(2012, 4, 30) == decide(person, PROGRAMME, ON).holds_until
    assert [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE] == [outcome(person, on) for on in ("2012-04-30", "2012-05-01")]


def test_the_findings_stand_in_the_order_of_the_file():
    """In-force first, and what a reading adds last."""
    ids = {
        reading: [one.id for one in decide(someone(), PROGRAMME, ON, reading=reading).criteria] for reading in READINGS
    }
    wanted = {"target-group": ["in-force", "unmet-need"], "leksand": ["in-force", "unmet-need", "residence"]}
    assert wanted == ids


def test_the_first_reading_is_the_sources_and_the_others_are_assumed():
    """That one must live in Leksand stands nowhere in it, and nor does that the six ways in are all there are."""
    assert [("target-group", False), ("leksand", True), ("listed-only", True)] == [
        (name, bound.reading.is_assumed) for name, bound in PROGRAMME.readings.items()
    ]
    with pytest.raises(UnknownNameError, match="leksand"):
        PROGRAMME.read_as("Leksand")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_criterion_says_itself_met_not_met_and_unknown(language):
    """In its own words, never by quoting the one that is met."""
    for criterion in [one.criterion for bound in PROGRAMME.readings.values() for one in bound.criteria]:
        said = [text.in_(language) for text in (criterion.text, criterion.not_met)]
        assert len(set(said)) == 2
        assert criterion.unknown is not None
    assert {Verdict.MET} == {
        finding.outcome for finding in decide(someone(), PROGRAMME, ON, reading="leksand").criteria
    }


# --- What else the source says, and what it leaves open -----------------------------------------------


def test_it_is_a_proposed_platform_of_four_parties_in_leksand():
    """A project description that awaits a decision, with staff of AF, FK, the region and the kommun; no owner is said."""
    assert (ProgrammeKind.PLATFORM, Status.PROPOSED) == (DEFINITION.kind, DEFINITION.status)
    assert ("AF", "FK", "region", "kommun") == DEFINITION.parties
    assert ((), ("Leksand",)) == (DEFINITION.owners, DEFINITION.area)
    staff = {"AF", "FK", "region/primärvård", "region/psykiatri"}
    staff |= {"kommun/AME", "kommun/IFO", "kommun/LSS", "kommun/omsorg"}
    assert staff == set(DEFINITION.performers)


def test_two_estimates_of_the_need_are_not_added_up():
    """45–50 from the authorities and 50–55 from Finsam, both estimates; whether they overlap is not said."""
    assert [(None, 45, 50, "people from the authorities"), (None, 50, 55, "people from Finsam")] == [
        (one.count, one.least, one.most, one.of.en) for one in DEFINITION.capacity
    ]
    assert {(True, None)} == {(one.estimate, one.per) for one in DEFINITION.capacity}


OPEN = {
    "its days": ("vilken dag sägs inte", "on which day is not said"),
    "its end": ("När den upphör sägs inte", "When it ends is not said"),
    "whether it was adopted": ("om beslutet blir positivt", "whether it was is not shown"),
    "no age": ("Någon åldersgräns anges inte", "No age is stated"),
    "residence": ("bo i Leksand sägs inte", "must live in Leksand is not said"),
    "complex problems": ("komplex problematik och livssituation", "complex problems"),
    "X22: the overlap": (
        "45–50 personer från myndigheterna och 50–55 från Finsam",
        "Whether the two overlap is not said",
    ),
    "X22: the ways in": ("Primärvården och öppenvårdspsykiatrin finns inte bland dem", "psychiatry are not among them"),
    "X23: no measurable goals": ("Mätbara mål finns inte än", "no measurable goals yet"),
    "X26: neither consent nor SIP": ("samtycke, samordnad individuell plan (SIP)", "Neither consent"),
    "X26: no self-referral": ("egen anmälan", "self-referral"),
    "its owner": ("Vem som äger Centralen sägs inte", "Who owns Centralen is not said"),
}


@pytest.mark.parametrize(("sv", "en"), OPEN.values(), ids=OPEN)
def test_what_the_source_leaves_open_is_an_open_question(sv, en):
    """In both languages, in one question."""
    assert [question for question in DEFINITION.open_questions if sv in question.sv and en in question.en]
