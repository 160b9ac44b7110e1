"""Stories of invented people, each with what must come out and why; the days were reckoned by hand."""

from datetime import date

import pytest

from samverkan import Contact, Entry, Missing, Outcome, Participant, Verdict, decide, load_model
from samverkan.contradictions import contradictions
from samverkan.partial import Members
from samverkan.routes import route
from samverkan.timelines import timeline
from story_people import MIRJAM

MODEL = load_model("finsam")
EN_VAG_IN, ORVAR, KAA = (MODEL.programmes[one] for one in ("en-vag-in", "orvar", "kaa"))
SOME = [MODEL.programmes[one] for one in ("20-40-jobb", "dua", "en-vag-in", "kaa", "komback", "orvar", "se-projektet")]


def asked(predicate, person, on, reading=None):
    """Return the decision about a bare condition, which is asked for on purpose."""
    return decide(person, MODEL.predicates[predicate], on, reading=reading)


def told(stretches):
    """Return stretches as days, outcome and the criteria that end them."""
    return [
        (str(one.since), str(one.until), one.outcome.value, [finding.id for finding in one.ended_by])
        for one in stretches
    ]


# --- Mirjam: no from both sides -----------------------------------------------------------------------


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


def test_mirjam_day_by_day():
    """She is in from the day the platform starts to the day before she turns 65."""
    assert told(timeline(MIRJAM, EN_VAG_IN, "2016-10-01", "2044-12-31")) == [
        ("2016-10-01", "2016-10-02", "not_eligible", ["in-force"]),
        ("2016-10-03", "2044-03-01", "eligible", ["working-age"]),
        ("2044-03-02", "2044-12-31", "not_eligible", []),
    ]


def test_mirjam_is_with_two_parties_and_no_longer_with_the_state():
    """By the law her contacts are two parties; by SUS's rule they were while AF or FK had her, and are not now."""
    finsam, sus = (asked(one, MIRJAM, "2016-10-03") for one in ("finsam-contacts", "sus-contacts"))
    assert [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE] == [finsam.outcome, sus.outcome]
    assert ["the-state"] == [finding.id for finding in sus.deciding()]
    assert told(timeline(MIRJAM, MODEL.predicates["sus-contacts"], "2016-02-01", "2016-10-03")) == [
        ("2016-02-01", "2016-02-29", "not_eligible", ["the-state"]),
        ("2016-03-01", "2016-09-01", "eligible", ["the-state"]),
        ("2016-09-02", "2016-10-03", "not_eligible", []),
    ]


def test_the_parties_of_en_vag_in_are_two_with_the_state():
    """Its parties are all four, whatever she is with herself."""
    parties = EN_VAG_IN.definition.parties
    assert MODEL.agencies.two_parties(parties)
    assert MODEL.agencies.two_parties_with_state(parties)


@pytest.mark.parametrize(
    ("predicate", "reading", "outcome"),
    [
        ("vetlanda-kommun", "current", Outcome.ELIGIBLE),
        ("vetlanda-region", "current", Outcome.ELIGIBLE),
        ("vetlanda-FK", "both", Outcome.UNDETERMINED),
        ("vetlanda-FK", "either", Outcome.ELIGIBLE),
        ("vetlanda-AF", "by-AF", Outcome.NOT_ELIGIBLE),
        ("vetlanda-AF", "by-region", Outcome.ELIGIBLE),
        ("vetlanda-AF", "by-anyone", Outcome.ELIGIBLE),
        ("handlaggarteam", "two-authorities", Outcome.ELIGIBLE),
    ],
)
def test_who_is_in_mirjams_process_by_other_places_rules(predicate, reading, outcome):
    """Asked by Vetlanda's rules and by document 004's, though she lives in Ludvika: nothing in them is about where."""
    assert outcome is asked(predicate, MIRJAM, "2016-10-03", reading).outcome
    assert "Ludvika" not in MODEL.predicates[predicate].definition.area


def test_whether_mirjam_asks_fk_for_coordination_is_missing():
    """She is on sick leave, so that alone keeps it open whether FK takes part, and FK is to be asked."""
    decision = asked("vetlanda-FK", MIRJAM, "2016-10-03")
    assert (Missing("seeks_coordination", holders=("FK",)),) == decision.missing
    assert {"either": "eligible"} == decision.other_readings


def test_af_and_the_region_see_mirjams_capacity_differently():
    """By AF's own assessment it takes no part, by the region's it does, and both are shown."""
    decision = asked("vetlanda-AF", MIRJAM, "2016-10-03")
    assert Members(inside={"no"}) == decision.criteria[-1].reads["work_capacity_by_AF"]
    assert {"by-region": "eligible", "by-anyone": "eligible"} == decision.other_readings


def test_af_and_the_region_contradict_each_other_about_mirjam():
    """The one has found no capacity to work, the other that it is to be clarified; nobody is said to be right."""
    (one,) = contradictions(MIRJAM, MODEL, "2016-10-03")
    assert "work_capacity" == one.id
    assert [("AF", "no"), ("region", "to-be-clarified")] == [(each.by, each.finding) for each in one.assessments]


@pytest.mark.parametrize("person", ["tarik", "noor"])
def test_nothing_in_the_other_two_records_contradicts_anything(person):
    """Nobody has assessed Tarik or Noor, and their records break nothing that holds of everybody."""
    record = {"tarik": tarik(contacts_complete=True), "noor": NOOR}[person]
    assert () == contradictions(record, MODEL, "2018-07-01")


def test_what_mirjam_could_take_part_in():
    """Of En väg in, Orvar and document 002's programmes the first alone; each of the others says why not."""
    options = route(MIRJAM, SOME, "2016-10-03")
    assert [("en-vag-in", "eligible")] == [(one.id, one.outcome) for one in options if one.outcome != "not_eligible"]
    assert "en-vag-in" == options[0].id
    assert {
        "20-40-jobb": ["economic-assistance"],
        "dua": ["young"],
        "kaa": ["young"],
        "komback": ["young"],
        "orvar": ["in-force", "residence", "short-sick-leave"],
        "se-projektet": ["young"],
    } == {one.id: [finding.id for finding in one.reasons] for one in options[1:]}


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


def test_tarik_day_by_day_when_af_takes_him_on():
    """Two doors of one house are not enough until AF opens one more; then to the day before he is 65."""
    person = Participant(
        id="tarik",
        born="1992-11-05",
        residence="Smedjebacken",
        unmet_need=True,
        contacts=[Contact("kommun/AME"), Contact("kommun/IFO"), Contact("AF", since="2017-03-01")],
        contacts_complete=True,
    )
    assert told(timeline(person, EN_VAG_IN, "2017-02-01", "2057-12-31")) == [
        ("2017-02-01", "2017-02-28", "not_eligible", ["two-parties"]),
        ("2017-03-01", "2057-11-04", "eligible", ["working-age"]),
        ("2057-11-05", "2057-12-31", "not_eligible", []),
    ]


@pytest.mark.parametrize("predicate", ["finsam-contacts", "sus-contacts"])
def test_tariks_two_doors_are_one_party_for_the_law_and_for_sus(predicate):
    """Both rules count parties; while nobody has asked the others, neither is settled."""
    assert asked(predicate, tarik(contacts_complete=True), "2017-02-01").outcome is Outcome.NOT_ELIGIBLE
    assert asked(predicate, tarik(), "2017-02-01").outcome is Outcome.UNDETERMINED


def test_tariks_case_for_the_case_workers_team():
    """He is with one authority: by all of document 004's conditions no, by any of them yes, his is a grey-zone case."""
    decision = asked("handlaggarteam", tarik(contacts_complete=True, grey_zone=True), "2017-02-01")
    assert ("all", Outcome.NOT_ELIGIBLE) == (decision.reading, decision.outcome)
    assert ["two-authorities"] == [finding.id for finding in decision.deciding()]
    assert {"any": "eligible", "two-authorities": "not_eligible"} == decision.other_readings
    incomplete = asked("handlaggarteam", tarik(grey_zone=True), "2017-02-01", "any")
    assert (Outcome.ELIGIBLE, ()) == (incomplete.outcome, incomplete.missing)


def test_what_tarik_could_take_part_in():
    """What needs the least to be learnt comes first: one fact, two, three parties, four facts; then what is closed."""
    options = route(tarik(), SOME, "2017-02-01")
    assert [("20-40-jobb", 1), ("dua", 1), ("se-projektet", 2), ("en-vag-in", 3), ("komback", 4)] == [
        (one.id, len(one.missing)) for one in options if one.outcome is Outcome.UNDETERMINED
    ]
    assert ["kaa", "orvar"] == [one.id for one in options[5:]]
    whole = route(tarik(contacts_complete=True), SOME, "2017-02-01")
    assert {"en-vag-in", "kaa", "orvar"} == {one.id for one in whole if one.outcome is Outcome.NOT_ELIGIBLE}


# --- Noor: sixteen in October -------------------------------------------------------------------------

NOOR = Participant(
    id="noor",
    born="2000-10-10",
    residence="Smedjebacken",
    unmet_need=True,
    contacts=[Contact("kommun/skola", since="2016-08-17"), Contact("region/psykiatri", since="2015-11-02")],
    contacts_complete=True,
    attends_upper_secondary=[Entry(True, since="2016-08-17", until="2018-09-30"), Entry(False, since="2018-10-01")],
    introductory_programme=[Entry(True, since="2016-08-17", until="2018-09-30"), Entry(False, since="2018-10-01")],
    completed_compulsory_school=True,
    completed_upper_secondary=False,
)
"""Her story tells of her introductory programme; the rule wants it said, too, that she has completed compulsory
school and has not completed upper secondary school."""


def test_noor_waits_for_her_birthday():
    """On 9 October 2016 her age alone keeps her out; on the 10th she meets the criteria, until 9 October 2065."""
    before, after = (decide(NOOR, EN_VAG_IN, on) for on in ("2016-10-09", "2016-10-10"))
    assert (Outcome.NOT_ELIGIBLE, date(2016, 10, 9)) == (before.outcome, before.holds_until)
    assert [finding.id for finding in before.deciding()] == ["working-age"]
    assert (Outcome.ELIGIBLE, date(2065, 10, 9)) == (after.outcome, after.holds_until)


def test_noor_day_by_day():
    """Her age alone keeps her out of En väg in, until she turns 16 and after she turns 65."""
    assert told(timeline(NOOR, EN_VAG_IN, "2016-10-03", "2065-12-31")) == [
        ("2016-10-03", "2016-10-09", "not_eligible", ["working-age"]),
        ("2016-10-10", "2065-10-09", "eligible", ["working-age"]),
        ("2065-10-10", "2065-12-31", "not_eligible", []),
    ]


@pytest.mark.parametrize(
    ("reading", "stretches"),
    [
        (
            "rule-of-the-day",
            [
                ("2016-09-01", "2018-06-30", "eligible", ["outside-upper-secondary"]),
                ("2018-07-01", "2018-09-30", "not_eligible", ["outside-upper-secondary"]),
                ("2018-10-01", "2020-10-09", "eligible", ["young"]),
                ("2020-10-10", "2021-12-31", "not_eligible", []),
            ],
        ),
        (
            "before-2018-07-01",
            [
                ("2016-09-01", "2020-10-09", "eligible", ["young"]),
                ("2020-10-10", "2021-12-31", "not_eligible", []),
            ],
        ),
        (
            "from-2018-07-01",
            [
                ("2016-09-01", "2018-09-30", "not_eligible", ["outside-upper-secondary"]),
                ("2018-10-01", "2020-10-09", "eligible", ["young"]),
                ("2020-10-10", "2021-12-31", "not_eligible", []),
            ],
        ),
        (
            "16-20",
            [
                ("2016-09-01", "2016-10-09", "not_eligible", ["young"]),
                ("2016-10-10", "2018-06-30", "eligible", ["outside-upper-secondary"]),
                ("2018-07-01", "2018-09-30", "not_eligible", ["outside-upper-secondary"]),
                ("2018-10-01", "2021-10-09", "eligible", ["young"]),
                ("2021-10-10", "2021-12-31", "not_eligible", []),
            ],
        ),
    ],
)
def test_noor_and_kaa_day_by_day(reading, stretches):
    """Covered at school until the rule changed, again once she has left it, until she is 20; by 16-20 a year longer."""
    assert stretches == told(timeline(NOOR, KAA, "2016-09-01", "2021-12-31", reading=reading))


def test_by_document_001_noor_is_covered_although_she_is_at_school():
    """In October 2016 the rule of the day and that of document 001 say the same, and the newer rule another thing."""
    decision = decide(NOOR, KAA, "2016-10-10")
    assert ("rule-of-the-day", Outcome.ELIGIBLE) == (decision.reading, decision.outcome)
    assert decision.other_readings == {
        "before-2018-07-01": "eligible",
        "from-2018-07-01": "not_eligible",
        "16-20": "eligible",
    }


def test_of_noor_it_is_said_that_she_is_covered():
    """KAA is a duty of the kommun: she is covered, in both languages, and meets no criteria."""
    covered, not_covered = (decide(NOOR, KAA, on) for on in ("2018-10-01", "2018-09-30"))
    assert covered.summary("sv").startswith("Omfattas;")
    assert covered.summary("en").startswith("Is covered;")
    assert not_covered.summary("sv").startswith("Omfattas inte;")
    assert [date(2020, 10, 9), date(2018, 9, 30)] == [covered.holds_until, not_covered.holds_until]
    assert "kriterierna" not in covered.explain("sv")


def test_what_noor_could_take_part_in():
    """On her 16th birthday En väg in is open to her, and KAA covers her; the day before, KAA alone does."""
    before, after = (
        [one.id for one in route(NOOR, SOME, on) if one.outcome is Outcome.ELIGIBLE]
        for on in ("2016-10-09", "2016-10-10")
    )
    assert [["kaa"], ["en-vag-in", "kaa"]] == [before, after]
