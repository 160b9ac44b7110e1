"""Stories of invented people, each with what must come out and why; the days were reckoned by hand."""

from datetime import date

import pytest

from samverkan import Contact, Missing, Outcome, Participant, SickLeave, Verdict, decide, load_model
from samverkan.partial import Members

MODEL = load_model("finsam")
EN_VAG_IN, ORVAR = MODEL.programmes["en-vag-in"], MODEL.programmes["orvar"]

# --- Mirjam: no from both sides -----------------------------------------------------------------------

MIRJAM = Participant(
    id="mirjam",
    born="1979-03-02",
    residence="Ludvika",
    unmet_need=True,
    contacts=[
        Contact("kommun/IFO", since="2014-01-07"),
        Contact("region/primärvård", since="2016-02-15"),
        Contact("AF", since="2016-03-01", until="2016-08-19"),
        Contact("FK", since="2016-05-10", until="2016-09-01"),
    ],
    contacts_complete=True,
    sick_leave=[SickLeave("2016-02-15", extent=100)],
)


def test_mirjam_meets_the_criteria_with_kommun_and_region():
    """AF and FK have both sent her back; she is with the kommun and the region, and that is two."""
    decision = decide(MIRJAM, EN_VAG_IN, "2016-10-03")
    assert Outcome.ELIGIBLE is decision.outcome
    assert decision.missing == ()
    assert Members(inside={"kommun", "region"}) == decision.criteria[-1].reads["parties"]


@pytest.mark.parametrize(("reading", "until"), [("16-64", "2044-03-01"), ("16-65", "2045-03-01")])
def test_it_holds_for_mirjam_until_the_day_before_her_birthday(reading, until):
    """She turns 65 on 2 March 2044, and 66 a year later."""
    decision = decide(MIRJAM, EN_VAG_IN, "2016-10-03", reading=reading)
    assert (Outcome.ELIGIBLE, date.fromisoformat(until)) == (decision.outcome, decision.holds_until)


def test_for_mirjam_the_platform_is_not_in_force_the_day_before():
    """On 2 October 2016 it is not there yet, and nothing but that keeps her out."""
    decision = decide(MIRJAM, EN_VAG_IN, "2016-10-02")
    assert (Outcome.NOT_ELIGIBLE, date(2016, 10, 2)) == (decision.outcome, decision.holds_until)
    assert [finding.id for finding in decision.deciding()] == ["in-force"]


def test_mirjam_by_the_other_readings():
    """Long absence and whose services she needs are not given; of units she is with two."""
    decision = decide(MIRJAM, EN_VAG_IN, "2016-10-03")
    assert decision.other_readings == {
        "16-65": "eligible",
        "goal": "undetermined",
        "needed": "undetermined",
        "either": "eligible",
        "units": "eligible",
    }
    goal, needed = (decide(MIRJAM, EN_VAG_IN, "2016-10-03", reading=reading) for reading in ("goal", "needed"))
    assert [missing.fact for missing in goal.missing] == ["long_absence"]
    assert {"needs_from"} == {missing.fact for missing in needed.missing}


def test_mirjam_had_the_states_contacts_too_until_they_ended():
    """What she was with in July was all four, what she is with in October two of them."""
    before, after = (decide(MIRJAM, EN_VAG_IN, on).criteria[-1].reads["parties"] for on in ("2016-07-01", "2016-10-03"))
    assert [{"AF", "FK", "region", "kommun"}, {"region", "kommun"}] == [before.inside, after.inside]


def test_mirjam_is_nobody_for_orvar():
    """In 2016 Orvar has ended; while it ran she lived elsewhere as well."""
    assert [decide(MIRJAM, ORVAR, "2016-10-03").criteria[0].code] == ["in-force.ended"]
    decision = decide(MIRJAM, ORVAR, "2009-01-01")
    assert Outcome.NOT_ELIGIBLE is decision.outcome
    assert [finding.id for finding in decision.deciding()] == ["residence"]


# --- Tarik: two doors in one house --------------------------------------------------------------------


def tarik(contacts=("kommun/AME", "kommun/IFO"), **changes):
    """Return Tarik, who has a coach at AME and a social worker at IFO."""
    return Participant(
        id="tarik",
        born="1992-11-05",
        residence="Smedjebacken",
        unmet_need=True,
        contacts=map(Contact, contacts),
        **changes,
    )


WITH_BODIES = ["kommun:Ludvika/AME", "kommun:Smedjebacken/IFO"]


@pytest.mark.parametrize("contacts", [["kommun/AME", "kommun/IFO"], WITH_BODIES], ids=["his own", "of two kommuner"])
def test_tariks_two_doors_are_one_party(contacts):
    """When he is with nobody else, the criteria are not met, and two parties are what is lacking."""
    decision = decide(tarik(contacts, contacts_complete=True), EN_VAG_IN, "2017-02-01")
    assert Outcome.NOT_ELIGIBLE is decision.outcome
    assert [finding.id for finding in decision.deciding()] == ["two-parties"]
    assert decision.deciding()[0].code == "two-parties.not_met"


@pytest.mark.parametrize("contacts", [["kommun/AME", "kommun/IFO"], WITH_BODIES], ids=["his own", "of two kommuner"])
def test_tarik_is_undetermined_while_nobody_has_asked_the_others(contacts):
    """Nothing is said of AF, FK and the region, and each of them is to be asked."""
    decision = decide(tarik(contacts), EN_VAG_IN, "2017-02-01")
    assert Outcome.UNDETERMINED is decision.outcome
    assert [Missing("contacts", party, (party,)) for party in ("AF", "FK", "region")] == list(decision.missing)
    assert [finding.outcome for finding in decision.deciding()] == [Verdict.UNKNOWN]


@pytest.mark.parametrize("contact", ["AF", "FK", "region", "region/primärvård", "region/psykiatri"])
@pytest.mark.parametrize("complete", [True, False])
def test_one_more_contact_settles_it_for_tarik(contact, complete):
    """With any one of AF, FK and the region there are two parties, whatever is unknown of the rest."""
    person = tarik(["kommun/AME", "kommun/IFO", contact], contacts_complete=complete)
    assert Outcome.ELIGIBLE is decide(person, EN_VAG_IN, "2017-02-01").outcome


def test_a_third_door_in_the_house_settles_nothing_for_tarik():
    """Another unit of the kommun is still the same party."""
    person = tarik(["kommun/AME", "kommun/IFO", "kommun/skola"], contacts_complete=True)
    assert Outcome.NOT_ELIGIBLE is decide(person, EN_VAG_IN, "2017-02-01").outcome


def test_tarik_by_the_reading_units():
    """Where each unit counts as an actor, AME and IFO are two, whatever is unknown of the rest."""
    for person in (tarik(), tarik(contacts_complete=True)):
        assert Outcome.ELIGIBLE is decide(person, EN_VAG_IN, "2017-02-01", reading="units").outcome
        assert Outcome.ELIGIBLE is decide(person, EN_VAG_IN, "2017-02-01").other_readings["units"]


def test_tarik_by_the_reading_needed():
    """Where it is enough that two are needed, he meets the criteria when he needs the kommun and the region."""
    person = tarik(contacts_complete=True, needs_from=["kommun", "region"])
    assert Outcome.ELIGIBLE is decide(person, EN_VAG_IN, "2017-02-01", reading="needed").outcome
    assert Outcome.UNDETERMINED is decide(tarik(), EN_VAG_IN, "2017-02-01", reading="needed").outcome


def test_it_holds_for_tarik_until_the_day_before_his_65th_birthday():
    """Born on 5 November 1992, with AF as well: until 4 November 2057."""
    decision = decide(tarik(["kommun/AME", "AF"]), EN_VAG_IN, "2017-02-01")
    assert date(2057, 11, 4) == decision.holds_until


# --- Noor: sixteen in October -------------------------------------------------------------------------

NOOR = Participant(
    id="noor",
    born="2000-10-10",
    residence="Smedjebacken",
    unmet_need=True,
    contacts=[Contact("kommun/skola", since="2016-08-17"), Contact("region/psykiatri", since="2015-11-02")],
    contacts_complete=True,
)


def test_noor_waits_for_her_birthday():
    """On 9 October 2016 her age alone keeps her out; on the 10th she meets the criteria, until 9 October 2065."""
    before, after = (decide(NOOR, EN_VAG_IN, on) for on in ("2016-10-09", "2016-10-10"))
    assert (Outcome.NOT_ELIGIBLE, date(2016, 10, 9)) == (before.outcome, before.holds_until)
    assert [finding.id for finding in before.deciding()] == ["working-age"]
    assert (Outcome.ELIGIBLE, date(2065, 10, 9)) == (after.outcome, after.holds_until)
