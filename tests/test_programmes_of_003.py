"""The platform of Östra Östergötland: who meets its criteria in each kommun, and what its source leaves open."""

from datetime import date
from itertools import combinations

import pytest

from samverkan import Missing, Outcome, Participant, decide, load_model
from samverkan.programmes import ProgrammeKind, Status

MODEL = load_model("finsam")
PROGRAMME = MODEL.programmes["plattform-ostra-ostergotland"]
DEFINITION = PROGRAMME.definition
READINGS = ["needed", "unmet", "anywhere"]
IN_2013, IN_2014 = date(2013, 5, 13), date(2014, 5, 13)
IN, OUT, OPEN_ = Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE, Outcome.UNDETERMINED


def someone(**changes):
    """Return a person who meets every criterion under each reading but for what *changes*."""
    facts = {"residence": "Söderköping", "needs_from": ["AF", "kommun"], "unmet_need": True}
    return Participant(id="d-013", **(facts | changes))


def outcome(person, on=IN_2013, reading=None):
    """Return the outcome alone."""
    return decide(person, PROGRAMME, on, reading=reading).outcome


# --- In force -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    ("on", "code", "until"),
    [
        ("2012-12-31", "in-force.not_started", date(2012, 12, 31)),
        ("2013-01-01", "in-force.met", None),
        ("2100-01-01", "in-force.met", None),
    ],
)
def test_it_is_in_force_from_2013(on, code, until, reading):
    """From the first day of the year in which the platforms begin to be built, with no end that the source states."""
    decision = decide(someone(), PROGRAMME, on, reading=reading)
    assert code == decision.criteria[0].code
    assert (IN if code == "in-force.met" else OUT) is decision.outcome
    assert until == decision.holds_until


# --- Where she lives ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("residence", "on", "wanted"),
    [
        ("Söderköping", "2013-01-01", IN),
        ("Valdemarsvik", "2013-01-01", IN),
        ("Norrköping", "2013-01-01", OUT),
        ("Norrköping", "2013-12-31", OUT),
        ("Norrköping", "2014-01-01", IN),
        ("Söderköping", "2013-12-31", IN),
        ("Söderköping", "2014-01-01", IN),
        ("Valdemarsvik", "2013-12-31", IN),
        ("Valdemarsvik", "2014-01-01", IN),
        ("Linköping", "2013-12-31", OUT),
        ("Linköping", "2014-01-01", OUT),
        (None, "2013-12-31", OPEN_),
        (None, "2014-01-01", OPEN_),
        ("0582", "2013-01-01", IN),
        ("0563", "2013-01-01", IN),
        ("0581", "2014-01-01", IN),
    ],
)
def test_each_kommun_has_its_start(residence, on, wanted):
    """Söderköping and Valdemarsvik from 2013, Norrköping from 2014, others never."""
    for reading in ("needed", "unmet"):
        assert wanted is outcome(someone(residence=residence), on, reading)
    assert IN is outcome(someone(residence=residence), on, "anywhere")


def test_in_norrkoping_she_waits_until_new_year():
    """Out until the last day of 2013, in from the first of 2014; the criterion that kept her out is gone by then."""
    before, after = (decide(someone(residence="Norrköping"), PROGRAMME, on) for on in ("2013-12-31", "2014-01-01"))
    assert ["residence-first-step"] == [finding.id for finding in before.deciding()]
    assert (date(2013, 12, 31), None) == (before.holds_until, after.holds_until)
    assert [["in-force", one, "coordinated-services"] for one in ("residence-first-step", "residence")] == [
        [finding.id for finding in decision.criteria] for decision in (before, after)
    ]


def test_new_year_changes_nothing_in_soderkoping():
    """One criterion gives way to another, and she is in throughout."""
    assert decide(someone(), PROGRAMME, "2013-01-01").holds_until is None


# --- The need -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("two", list(combinations(["AF", "FK", "region/psykiatri", "kommun/IFO"], 2)))
def test_services_from_any_two_parties_are_coordinated_services(two):
    """Whichever two, and whether or not the need is met in ordinary services."""
    assert outcome(someone(needs_from=two, unmet_need=None)) is IN


@pytest.mark.parametrize(
    "needed", [[], ["AF"], ["kommun/AME", "kommun/IFO"], ["region/psykiatri", "region/primärvård"]]
)
def test_services_from_one_party_are_not(needed):
    """Two units of one kommun, or of one region, are one party."""
    decision = decide(someone(needs_from=needed), PROGRAMME, IN_2013)
    assert (OUT, ["coordinated-services"]) == (decision.outcome, [finding.id for finding in decision.deciding()])


def test_what_is_needed_is_asked_for_party_by_party():
    """When nothing is known of it."""
    everyone = ("AF", "FK", "kommun", "region")
    wanted = [Missing("needs_from", party, everyone) for party in ("AF", "FK", "region", "kommun")]
    assert wanted == list(decide(someone(needs_from=None), PROGRAMME, IN_2013).missing)


@pytest.mark.parametrize(
    ("unmet_need", "wanted"), [(True, IN), (False, OUT), (None, OPEN_)], ids=["unmet", "met", "unknown"]
)
def test_by_another_reading_an_unmet_need_counts(unmet_need, wanted):
    """Whatever services she needs."""
    person = someone(unmet_need=unmet_need, needs_from=[])
    decision = decide(person, PROGRAMME, IN_2013, reading="unmet")
    assert (wanted, {"needed": OUT, "anywhere": OUT}) == (decision.outcome, decision.other_readings)
    if wanted is OPEN_:
        assert (Missing("unmet_need", holders=("AF", "FK", "kommun", "region")),) == decision.missing


@pytest.mark.parametrize("born", [None, "1930-01-01", "2012-12-31"])
def test_no_age_keeps_anyone_out(born):
    """The source states none."""
    assert outcome(someone(born=born)) is IN
    assert not {"born", "age"} & PROGRAMME.facts.keys()


def test_every_reading_is_assumed_and_the_first_asks_for_services_from_two():
    """The source says coordinated services and no more."""
    assert dict.fromkeys(READINGS, True) == {
        name: bound.reading.is_assumed for name, bound in PROGRAMME.readings.items()
    }
    assert [2] == [one.value for one in PROGRAMME.parameters["fewest_parties"].values]
    assert ("needed", {"unmet": IN, "anywhere": IN}) == (
        decide(someone(), PROGRAMME, IN_2014).reading,
        decide(someone(), PROGRAMME, IN_2014).other_readings,
    )


# --- What else the source says, and what it leaves open -----------------------------------------------


def test_it_is_a_planned_platform_that_every_responsible_authority_owns():
    """In three kommuner; who carries it out and how many there is room for is not said."""
    assert (ProgrammeKind.PLATFORM, Status.PLANNED) == (DEFINITION.kind, DEFINITION.status)
    assert DEFINITION.owners == DEFINITION.parties == ("AF", "FK", "region", "kommun")
    assert {"Norrköping", "Söderköping", "Valdemarsvik"} == set(DEFINITION.area)
    assert ((), ()) == (DEFINITION.performers, DEFINITION.capacity)


OPEN = {
    "its days": ("vilka dagar sägs inte", "on which days is not said"),
    "its end": ("När de upphör sägs inte", "When they end is not said"),
    "Norrköping's embryo": (
        "embryo till plattform klart hösten 2013",
        "embryo of a platform ready in the autumn of 2013",
    ),
    "residence": ("bo i kommunen sägs inte", "must live in the kommun is not said"),
    "coordinated services": ("samordnade insatser är, är inte definierat", "is not defined"),
    "furthest from the labour market": ("står längst ifrån arbetsmarknaden", "stand furthest from the labour market"),
    "no age": ("Någon åldersgräns anges inte", "No age is stated"),
    "X24: who shall start": ("ingen förmån", "no benefit"),
    "X25: the staff's employer": (
        "vem som är arbetsgivare sägs inte",
        "employed until further notice, but by whom is not said",
    ),
    "X33: who meets": (
        "hur många som måste vara med när den möts sägs inte",
        "how many must be there when it meets is not said",
    ),
    "X33: who may refer": ("Vem som får remittera sägs inte", "Who may refer is not said"),
    "its capacity": ("Hur många som får plats sägs inte", "How many there is room for is not said"),
}


@pytest.mark.parametrize(("sv", "en"), OPEN.values(), ids=OPEN)
def test_what_the_source_leaves_open_is_an_open_question(sv, en):
    """In both languages, in one question."""
    assert [question for question in DEFINITION.open_questions if sv in question.sv and en in question.en]
