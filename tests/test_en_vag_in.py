"""En väg in, the platform of Ludvika and Smedjebacken: who meets its criteria, by each reading of its source."""

from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samverkan
from samverkan import Contact, Entry, Missing, Outcome, Participant, Verdict, decide, load_model
from samverkan.errors import UnknownNameError
from samverkan.partial import Members
from samverkan.programmes import ProgrammeKind, Status

PROGRAMME = load_model("finsam").programmes["en-vag-in"]
STARTS = date(2016, 10, 3)
READINGS = ["16-64", "16-65", "goal", "needed", "either", "units"]
PARTIES = ["AF", "FK", "region", "kommun"]
UNITS_OF_THE_REGION = ["region/primärvård", "region/psykiatri", "region/sjukhus"]


def someone(contacts=("AF", "FK"), **changes):
    """Return a person who meets every criterion but for what *changes*; contacts may be given as words."""
    facts = {"born": "1990-05-17", "residence": "Ludvika", "unmet_need": True}
    given = None if contacts is None else [Contact(one) if isinstance(one, str) else one for one in contacts]
    return Participant(id="d-001", contacts=given, **(facts | changes))


def outcome(person, on=STARTS, reading=None):
    """Return the outcome alone."""
    return decide(person, PROGRAMME, on, reading=reading).outcome


def asked(person, on=STARTS, reading=None):
    """Return what is missing, as fact and member."""
    return [(missing.fact, missing.member) for missing in decide(person, PROGRAMME, on, reading=reading).missing]


# --- In force -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [Participant(id="d-001"), someone()], ids=["nothing is known", "all is met"])
@pytest.mark.parametrize("reading", READINGS)
def test_it_is_not_in_force_the_day_before_it_starts(person, reading):
    """On 2 October 2016 nobody meets the criteria, whatever else is unknown, and nothing is asked for."""
    decision = decide(person, PROGRAMME, "2016-10-02", reading=reading)
    assert Outcome.NOT_ELIGIBLE is decision.outcome
    assert (decision.criteria[0].id, decision.criteria[0].outcome) == ("in-force", Verdict.NOT_MET)
    assert decision.missing == ()
    assert date(2016, 10, 2) == decision.holds_until


@pytest.mark.parametrize("person", [Participant(id="d-001"), someone()], ids=["nothing is known", "all is met"])
@pytest.mark.parametrize("on", ["2016-10-03", "2017-12-31", "2100-01-01"])
def test_it_is_in_force_from_the_day_it_starts(person, on):
    """From 3 October 2016 on it is in force, whatever else is unknown; the source states no end."""
    in_force = decide(person, PROGRAMME, on).criteria[0]
    assert (in_force.id, in_force.outcome) == ("in-force", Verdict.MET)


def test_on_the_day_it_starts_the_criteria_decide():
    """On 3 October 2016 whoever meets them meets them, and of whom nothing is known, nothing is settled."""
    assert outcome(someone()) is Outcome.ELIGIBLE
    assert outcome(Participant(id="d-001")) is Outcome.UNDETERMINED


# --- The criteria, one by one ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "not_met"),
    [
        ({"born": "2000-10-04"}, "working-age"),
        ({"born": "1951-10-03"}, "working-age"),
        ({"residence": "Borlänge"}, "residence"),
        ({"unmet_need": False}, "unmet-need"),
        ({"contacts": ["AF"], "contacts_complete": True}, "two-parties"),
        ({"contacts": [], "contacts_complete": True}, "two-parties"),
    ],
)
def test_each_criterion_alone_keeps_her_out(changes, not_met):
    """Whoever fails one criterion does not meet them, and that criterion is the one that decided."""
    decision = decide(someone(**changes), PROGRAMME, STARTS)
    assert Outcome.NOT_ELIGIBLE is decision.outcome
    assert [not_met] == [finding.id for finding in decision.deciding()]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"born": None}, Missing("born")),
        ({"born": "2000"}, Missing("born")),
        ({"residence": None}, Missing("residence")),
        ({"unmet_need": None}, Missing("unmet_need", holders=("AF", "FK", "kommun", "region"))),
    ],
)
def test_each_unknown_fact_alone_leaves_it_open(changes, missing):
    """Whoever lacks one fact is undetermined, and that fact is asked for, with those who hold it."""
    decision = decide(someone(**changes), PROGRAMME, STARTS)
    assert Outcome.UNDETERMINED is decision.outcome
    assert (missing,) == decision.missing


@pytest.mark.parametrize("residence", ["Ludvika", "Smedjebacken", "2085", "2061"])
def test_both_kommuner_are_home(residence):
    """Ludvika and Smedjebacken, by name or code."""
    assert outcome(someone(residence=residence)) is Outcome.ELIGIBLE


def test_when_nothing_is_known_everything_is_asked_for():
    """In the order of the criteria, and each of the four parties by itself."""
    wanted = [("born", None), ("residence", None), ("unmet_need", None), *(("contacts", one) for one in PARTIES)]
    assert wanted == asked(Participant(id="d-001"))


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "born": st.just("1990-05-17"),
            "residence": st.just("Ludvika"),
            "unmet_need": st.just(True),
            "contacts": st.just([Contact("AF"), Contact("FK")]),
        },
    )
)
def test_what_is_known_and_met_is_no_longer_asked_for(facts):
    """Only what is not given is asked for, and when all is given the criteria are met."""
    person = Participant(id="d-001", **facts)
    rest = [fact for fact in ("born", "residence", "unmet_need", "contacts") if fact not in facts]
    assert rest == list(dict.fromkeys(fact for fact, _ in asked(person)))
    assert (Outcome.UNDETERMINED if rest else Outcome.ELIGIBLE) is outcome(person)


# --- Two parties ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("two", list(combinations(["AF", "FK", "region/psykiatri", "kommun/IFO"], 2)))
def test_any_two_parties_will_do(two):
    """Contacts with two of the four settle it, and what is not known of the others makes no difference."""
    assert outcome(someone(two)) is Outcome.ELIGIBLE
    assert outcome(someone(two, contacts_complete=True)) is Outcome.ELIGIBLE


@pytest.mark.parametrize(
    "two",
    [
        ["kommun/AME", "kommun/IFO"],
        ["kommun:Ludvika/AME", "kommun:Smedjebacken/IFO"],
        ["kommun:Ludvika/AME", "kommun:Smedjebacken/AME"],
        ["kommun", "kommun/LSS"],
        ["region/primärvård", "region/psykiatri"],
        ["region:Dalarna/psykiatri", "region:Västmanland/psykiatri"],
    ],
)
def test_two_units_of_one_party_are_one_party(two):
    """AME and IFO are one, also where one is Ludvika's and the other Smedjebacken's; so are two regions."""
    party = "kommun" if two[0].startswith("kommun") else "region"
    assert outcome(someone(two, contacts_complete=True)) is Outcome.NOT_ELIGIBLE
    assert [("contacts", other) for other in PARTIES if other != party] == asked(someone(two))


@pytest.mark.parametrize(
    ("contact", "party"), [("AF", "AF"), ("FK", "FK"), ("region/primärvård", "region"), ("kommun/AME", "kommun")]
)
def test_one_known_contact_leaves_the_rest_to_be_asked(contact, party):
    """One contact and nothing about the rest is undetermined; each of the other parties is asked about at itself."""
    decision = decide(someone([contact]), PROGRAMME, STARTS)
    others = [other for other in PARTIES if other != party]
    assert Outcome.UNDETERMINED is decision.outcome
    assert [Missing("contacts", other, (other,)) for other in others] == list(decision.missing)


@pytest.mark.parametrize("contact", ["AF", "FK", "region/primärvård", "kommun/AME"])
def test_one_known_contact_of_a_whole_list_is_too_few(contact):
    """When the list is said to be whole, one contact does not meet the criteria, and nothing is asked."""
    person = someone([contact], contacts_complete=True)
    assert outcome(person) is Outcome.NOT_ELIGIBLE
    assert asked(person) == []


@pytest.mark.parametrize(
    ("contacts", "complete", "missing"),
    [
        (["AF"], ["FK", "region", "kommun"], []),
        (["AF"], ["FK", "region"], ["kommun"]),
        (["AF"], ["AF", "kommun"], ["FK", "region"]),
        (["kommun/AME"], ["kommun"], ["AF", "FK", "region"]),
        (["kommun/AME"], ["AF", "FK", "region"], []),
        ([], ["AF", "FK", "region"], []),
        ([], ["AF", "FK"], ["region", "kommun"]),
        ([], [], PARTIES),
        # Every unit of the region that the register lists, and yet it has others.
        (["AF"], ["FK", "kommun", *UNITS_OF_THE_REGION], ["region"]),
        (["AF"], ["FK", "kommun", "region:Dalarna"], ["region"]),
    ],
)
def test_a_list_may_be_whole_for_some_parties(contacts, complete, missing):
    """The parties for which the list is whole are known, and only the others can still make two."""
    person = someone(contacts, contacts_complete=complete)
    assert (Outcome.UNDETERMINED if missing else Outcome.NOT_ELIGIBLE) is outcome(person)
    assert [("contacts", party) for party in missing] == asked(person)


def test_a_list_that_is_whole_for_a_party_still_has_those_on_it():
    """A current contact counts, whether or not the list is whole for its party."""
    assert outcome(someone(["AF", "kommun/IFO"], contacts_complete=["AF", "kommun"])) is Outcome.ELIGIBLE


def test_contacts_that_are_not_given_are_unknown_and_an_empty_list_is_too():
    """Nobody is without contacts because nobody has written any down."""
    for contacts in (None, []):
        assert [("contacts", party) for party in PARTIES] == asked(someone(contacts))
    assert outcome(someone([], contacts_complete=True)) is Outcome.NOT_ELIGIBLE


# --- Contacts in time -----------------------------------------------------------------------------------

TODAY, YESTERDAY, TOMORROW = date(2017, 2, 1), date(2017, 1, 31), date(2017, 2, 2)


def test_a_contact_that_ended_yesterday_does_not_count_today():
    """It counted yesterday, and that is the last day on which the criteria were met."""
    person = someone(["AF", Contact("FK", since="2016-05-10", until=YESTERDAY)], contacts_complete=True)
    assert [outcome(person, on) for on in (YESTERDAY, TODAY)] == [Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE]
    assert decide(person, PROGRAMME, STARTS).holds_until == YESTERDAY


def test_a_contact_that_starts_tomorrow_does_not_count_today():
    """It counts tomorrow, and today is the last day on which the criteria are not met."""
    person = someone(["AF", Contact("FK", since=TOMORROW)], contacts_complete=True)
    assert [outcome(person, on) for on in (TODAY, TOMORROW)] == [Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE]
    assert decide(person, PROGRAMME, TODAY).holds_until == TODAY


def test_a_contact_counts_on_its_first_day_and_its_last():
    """A contact of one day counts on that day."""
    person = someone(["AF", Contact("FK", since=TODAY, until=TODAY)], contacts_complete=True)
    wanted = [Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE]
    assert wanted == [outcome(person, on) for on in (YESTERDAY, TODAY, TOMORROW)]


@pytest.mark.parametrize(
    "ended", [Contact("FK", until=YESTERDAY), Contact("FK", since=TOMORROW)], ids=["ended", "not begun"]
)
def test_an_agency_that_is_listed_is_known_outside_its_days_too(ended):
    """FK, with which she was or will be, is not asked about; AF without days is current, the rest is unknown."""
    assert asked(someone(["AF", ended]), TODAY) == [("contacts", "region"), ("contacts", "kommun")]


def test_a_region_that_is_listed_is_still_open_outside_its_days():
    """One of its units is known not to be concerned, and others may be."""
    ended = [Contact(unit, until=YESTERDAY) for unit in ["region", *UNITS_OF_THE_REGION]]
    wanted = [("contacts", party) for party in ("FK", "region", "kommun")]
    assert wanted == asked(someone(["AF", *ended]), TODAY)


def test_a_new_contact_that_begins_as_another_ends_breaks_nothing():
    """FK ends on New Year's Eve and the region begins on New Year's Day: it holds until the day before she is 65."""
    contacts = ["AF", Contact("FK", until="2016-12-31"), Contact("region/psykiatri", since="2017-01-01")]
    assert date(2055, 5, 16) == decide(someone(contacts, contacts_complete=True), PROGRAMME, STARTS).holds_until


def test_a_contact_that_was_not_recorded_yet_was_not_known():
    """Asked what was known the day before FK's contact was recorded, FK is asked about."""
    person = someone(["AF", Contact("FK", since="2016-09-01", recorded_on="2016-11-21")])
    before, after = (decide(person, PROGRAMME, STARTS, known_on=on) for on in ("2016-11-20", "2016-11-21"))
    assert [before.outcome, after.outcome] == [Outcome.UNDETERMINED, Outcome.ELIGIBLE]
    assert [missing.member for missing in before.missing] == ["FK", "region", "kommun"]


def test_a_list_was_not_whole_before_all_of_it_was_recorded():
    """Nobody was known to be without FK because FK's contact was written down later."""
    person = someone(["AF", Contact("FK", since="2016-09-01", recorded_on="2016-11-21")], contacts_complete=True)
    before, after = (decide(person, PROGRAMME, STARTS, known_on=on) for on in ("2016-11-20", "2016-11-21"))
    assert [Outcome.UNDETERMINED, Outcome.ELIGIBLE] == [before.outcome, after.outcome]
    assert ["FK"] == [missing.member for missing in before.missing]


@pytest.mark.parametrize("complete", [True, ["AF", "region", "kommun"]])
def test_a_new_spell_at_an_agency_that_was_listed_was_not_known_before_it_was_recorded(complete):
    """AF's second contact was written down later: before that, whether she was with AF was unknown, and not denied."""
    contacts = [
        Contact("AF", since="2016-01-01", until="2016-08-31"),
        Contact("AF", since="2016-10-01", recorded_on="2016-11-21"),
        Contact("FK"),
    ]
    person = someone(contacts, contacts_complete=complete)
    before, after = (decide(person, PROGRAMME, STARTS, known_on=on) for on in ("2016-11-20", "2016-11-21"))
    assert [Outcome.UNDETERMINED, Outcome.ELIGIBLE] == [before.outcome, after.outcome]
    assert ["AF"] == [missing.member for missing in before.missing]


def test_decisions_that_stand_until_other_days_are_not_equal():
    """Two decisions with the same reasons differ when one of them ends earlier."""
    ending, open_ = (
        decide(someone(["FK", Contact("AF", until=until)]), PROGRAMME, STARTS) for until in ("2017-06-30", None)
    )
    assert ending.outcome is open_.outcome
    assert ending != open_


def test_what_is_remembered_of_lists_of_contacts_is_bounded(monkeypatch):
    """However many different lists come, the answers are the same and memory does not grow with them."""
    monkeypatch.setattr("samverkan.rules.readers._MOST_REMEMBERED", 1)
    fresh = load_model(Path(samverkan.__file__).parent / "finsam").programmes["en-vag-in"]
    for contacts, outcome in (
        (["AF", "FK"], Outcome.ELIGIBLE),
        (["AF"], Outcome.UNDETERMINED),
        (["AF", "FK"], Outcome.ELIGIBLE),
    ):
        assert outcome is decide(someone(contacts), fresh, STARTS).outcome


def test_a_contact_that_was_removed_is_unknown_again():
    """FK's contact was a mistake: whether she is with FK is not known, and not denied."""
    void = Contact("FK", since="2016-09-01", recorded_on="2016-11-21", void=True)
    assert asked(someone(["AF", Contact("FK", since="2016-09-01"), void])) == [
        ("contacts", "FK"),
        ("contacts", "region"),
        ("contacts", "kommun"),
    ]


# --- The readings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reading", "outcomes"),
    [
        ("16-64", "not_eligible eligible eligible not_eligible not_eligible"),
        ("16-65", "not_eligible eligible eligible eligible not_eligible"),
        ("goal", "not_eligible eligible eligible eligible not_eligible"),
        ("needed", "not_eligible eligible eligible not_eligible not_eligible"),
        ("either", "not_eligible eligible eligible not_eligible not_eligible"),
        ("units", "not_eligible eligible eligible not_eligible not_eligible"),
    ],
)
def test_the_ages_of_each_reading(reading, outcomes):
    """At 15, 16, 64, 65 and 66: the summary's ages, or those of page 3 and of the goal."""
    ages = (15, 16, 64, 65, 66)
    people = [someone(born=date(STARTS.year - age, 10, 3), long_absence=True, needs_from=["AF", "FK"]) for age in ages]
    assert outcomes.split() == [outcome(person, reading=reading) for person in people]


@pytest.mark.parametrize(
    ("long_absence", "wanted"),
    [(True, Outcome.ELIGIBLE), (False, Outcome.NOT_ELIGIBLE), (None, Outcome.UNDETERMINED)],
)
def test_the_goal_asks_for_long_absence_too(long_absence, wanted):
    """By the goal she must also have been absent from the labour market for long; by the others it is of no account."""
    person = someone(long_absence=long_absence)
    assert wanted is outcome(person, reading="goal")
    assert asked(person, reading="goal") == ([("long_absence", None)] if long_absence is None else [])
    assert outcome(person, reading="16-65") is Outcome.ELIGIBLE


NOBODY = {"contacts": [], "contacts_complete": True}


@pytest.mark.parametrize(
    ("contacts", "needs", "involved", "needed", "either"),
    [
        (["AF", "FK"], ["AF"], "eligible", "not_eligible", "eligible"),
        (["AF"], ["kommun", "region"], "not_eligible", "eligible", "eligible"),
        ([], ["kommun/AME", "FK"], "not_eligible", "eligible", "eligible"),
        (["AF"], ["kommun/AME", "kommun/IFO"], "not_eligible", "not_eligible", "not_eligible"),
        # One with whom she is and another whom she needs are not two of either.
        (["AF"], ["kommun"], "not_eligible", "not_eligible", "not_eligible"),
        ([], [], "not_eligible", "not_eligible", "not_eligible"),
        (["AF", "FK"], None, "eligible", "undetermined", "eligible"),
        (["AF"], None, "not_eligible", "undetermined", "undetermined"),
    ],
)
def test_involved_needed_or_either(contacts, needs, involved, needed, either):
    """Two parties with which she is, two whom she needs, or one of the two."""
    person = someone(contacts, contacts_complete=True, needs_from=needs)
    wanted = {"16-64": involved, "needed": needed, "either": either}
    assert wanted == {reading: outcome(person, reading=reading) for reading in wanted}


def test_what_is_needed_is_asked_of_those_who_know():
    """By the reading *needed*, contacts are not asked about, and any of the four may know what she needs."""
    decision = decide(someone(None), PROGRAMME, STARTS, reading="needed")
    everybody = ("AF", "FK", "kommun", "region")
    assert [Missing("needs_from", party, everybody) for party in PARTIES] == list(decision.missing)


def test_by_either_what_is_unknown_of_both_is_asked_for():
    """A contact or a need would do, so both are asked about, contacts first."""
    wanted = [("contacts", party) for party in ("FK", "region", "kommun")]
    assert [*wanted, *(("needs_from", party) for party in PARTIES)] == asked(someone(["AF"]), reading="either")


@pytest.mark.parametrize(
    ("contacts", "wanted"),
    [
        (["kommun/AME", "kommun/IFO"], Outcome.ELIGIBLE),
        (["kommun:Ludvika/AME", "kommun:Smedjebacken/IFO"], Outcome.ELIGIBLE),
        (["AF", "FK"], Outcome.ELIGIBLE),
        (["kommun/AME"], Outcome.NOT_ELIGIBLE),
        (["kommun/AME", Contact("kommun/IFO", until="2016-10-02")], Outcome.NOT_ELIGIBLE),
    ],
)
def test_by_units_each_unit_is_an_actor(contacts, wanted):
    """As when the costs are shared: AME and IFO are two."""
    assert wanted is outcome(someone(contacts, contacts_complete=True), reading="units")


def test_by_units_each_unit_is_asked_about():
    """What is missing is told at the level that the rule reads: units, not parties."""
    missing = asked(someone(["kommun/AME"], contacts_complete=["region", "AF", "FK"]), reading="units")
    assert ("contacts", "kommun/IFO") in missing
    assert not {"AF", "FK", "region", "region/psykiatri", "kommun/AME"} & {member for _, member in missing}


def test_a_list_that_is_whole_for_another_kommuns_unit_says_nothing_of_her_own():
    """She lives in Ludvika; that all contacts with Smedjebacken's IFO are listed leaves Ludvika's IFO open."""
    person = someone(["kommun/AME"], contacts_complete=["AF", "FK", "region", "kommun:Smedjebacken/IFO"])
    assert ("contacts", "kommun/IFO") in asked(person, reading="units")


@pytest.mark.parametrize("reading", [None, *READINGS])
def test_the_other_readings_are_told(reading):
    """The outcome under each of the others, in the order of the file, is what is decided under it."""
    person = someone(["kommun/AME", "kommun/IFO"], needs_from=["kommun", "region"], born="1951-10-03")
    decision = decide(person, PROGRAMME, STARTS, reading=reading)
    assert (reading or "16-64") == decision.reading
    others = [other for other in READINGS if other != decision.reading]
    assert others == list(decision.other_readings)
    assert {other: outcome(person, reading=other) for other in others} == decision.other_readings


def test_the_readings_differ_where_the_source_does():
    """Someone of 65 with a coach at AME and a social worker at IFO, who needs the region too."""
    person = someone(
        ["kommun/AME", "kommun/IFO"],
        contacts_complete=["AF", "FK"],
        needs_from=["kommun", "region"],
        born="1951-10-03",
        long_absence=True,
    )
    assert decide(person, PROGRAMME, STARTS).other_readings == {
        "16-65": "undetermined",
        "goal": "undetermined",
        "needed": "not_eligible",
        "either": "not_eligible",
        "units": "not_eligible",
    }


def test_a_reading_that_it_does_not_have_is_refused():
    """The error lists those that there are."""
    with pytest.raises(UnknownNameError) as caught:
        decide(someone(), PROGRAMME, STARTS, reading="16-66")
    assert tuple(READINGS) == caught.value.among


# --- What a decision says -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reading", "last"),
    [
        ("16-64", ["two-parties"]),
        ("16-65", ["two-parties"]),
        ("goal", ["two-parties", "long-absence"]),
        ("needed", ["two-parties-needed"]),
        ("either", ["two-parties-either"]),
        ("units", ["two-units"]),
    ],
)
def test_a_decision_has_a_finding_for_each_criterion(reading, last):
    """In-force first, then in the order of the file, whatever the outcome."""
    for person, on in ((someone(), STARTS), (Participant(id="d-001"), "2016-10-02")):
        ids = [finding.id for finding in decide(person, PROGRAMME, on, reading=reading).criteria]
        assert ["in-force", "working-age", "residence", "unmet-need", *last] == ids


@pytest.mark.parametrize(
    ("person", "codes"),
    [
        (someone(), ["working-age.met", "residence.met", "unmet-need.met", "two-parties.met"]),
        (
            Participant(id="d-001"),
            ["working-age.unknown", "residence.unknown", "unmet-need.unknown", "two-parties.unknown"],
        ),
        (
            someone(born="2010-01-01", residence="Borlänge", unmet_need=False, **NOBODY),
            ["working-age.not_met", "residence.not_met", "unmet-need.not_met", "two-parties.not_met"],
        ),
    ],
    ids=["all met", "all unknown", "none met"],
)
@pytest.mark.parametrize(("on", "first"), [("2016-10-02", "in-force.not_started"), ("2016-10-03", "in-force.met")])
def test_each_finding_has_a_code(person, codes, on, first):
    """A code is the criterion's id and what came of it; in-force says why it is not in force."""
    assert [first, *codes] == [finding.code for finding in decide(person, PROGRAMME, on).criteria]


def test_each_finding_shows_what_was_read():
    """Age 26, Ludvika, the need, and which parties are known and unknown; in-force reads nothing."""
    assert [
        {},
        {"age": 26},
        {"residence": "Ludvika"},
        {"unmet_need": True},
        {"parties": Members(inside={"AF", "FK"}, unknown={"region", "kommun"})},
    ] == [dict(finding.reads) for finding in decide(someone(), PROGRAMME, STARTS).criteria]


def test_each_finding_has_its_source():
    """Every criterion comes from the memorandum, with the words that it rests on."""
    for reading in READINGS:
        for finding in decide(someone(), PROGRAMME, STARTS, reading=reading).criteria:
            assert finding.source.document == "S001"
            assert finding.source.quote


def test_a_decision_says_what_it_is_about():
    """The person, the programme, the reading, the day and the view."""
    decision = decide(someone(), PROGRAMME, "2016-10-03")
    assert (
        decision.participant,
        decision.programme,
        decision.reading,
        decision.on,
        decision.view,
    ) == ("d-001", "en-vag-in", "16-64", STARTS, "all-facts")


# --- Until when -----------------------------------------------------------------------------------------

NO_NEED_FROM_NEW_YEAR = [Entry(True, until="2016-12-31"), Entry(False, since="2017-01-01")]


@pytest.mark.parametrize(
    ("person", "reading", "until"),
    [
        (someone(), "16-64", date(2055, 5, 16)),
        (someone(), "16-65", date(2056, 5, 16)),
        (someone(born="2000-10-10"), "16-64", date(2016, 10, 9)),
        (someone(born="1940-05-17"), "16-64", None),
        (someone(residence="Borlänge"), "16-64", None),
        (someone(residence=[Entry("Ludvika", until="2017-06-30")]), "16-64", date(2017, 6, 30)),
        (
            someone(unmet_need=[Entry(True, until="2016-12-31"), Entry(False, since="2017-01-01")]),
            "16-64",
            date(2016, 12, 31),
        ),
        (someone(["AF"]), "16-64", date(2055, 5, 16)),
        (Participant(id="d-001"), "16-64", None),
        (Participant(id="d-001", born="1990"), "16-64", date(2055, 12, 30)),
    ],
    ids=[
        "until she is 65",
        "until she is 66",
        "not until she is 16",
        "she will not grow younger",
        "elsewhere for good",
        "nothing is said after June",
        "no need from New Year",
        "open until she is 65",
        "open for ever",
        "open until she is surely 65",
    ],
)
def test_the_outcome_holds_until_a_day(person, reading, until):
    """The last day of the unbroken stretch of the same outcome, if nothing more is recorded."""
    assert until == decide(person, PROGRAMME, STARTS, reading=reading).holds_until


HORIZON = 150
LATER = st.integers(-30, HORIZON).map(lambda days: STARTS + timedelta(days))


@st.composite
def people(draw):
    """Draw a person about whom much changes in the months after the start."""
    stays, returns = sorted((draw(LATER), draw(LATER)))
    turning = draw(LATER)
    born = turning.replace(year=turning.year - draw(st.sampled_from([16, 65, 66, 40])))
    spells = []
    for agency in draw(st.lists(st.sampled_from(["AF", "FK", "region/psykiatri", "kommun/IFO"]), unique=True)):
        since, until = sorted((draw(LATER), draw(LATER)))
        spells.append(Contact(agency, since=since, until=draw(st.sampled_from([until, None]))))
    return Participant(
        id="d-001",
        born=draw(st.sampled_from([born, f"{born.year}-{born.month:02}", "1990-05-17"])),
        residence=[Entry("Ludvika", until=stays), Entry("Smedjebacken", since=returns + timedelta(1))],
        unmet_need=draw(st.sampled_from([True, True, None, False])),
        contacts=spells,
        contacts_complete=draw(st.sampled_from([True, False, ["region", "kommun"]])),
        needs_from=[Entry(["AF", "kommun"], since=draw(LATER))],
        long_absence=[Entry(True, since=draw(LATER))],
    )


@given(people(), st.sampled_from(READINGS))
def test_it_holds_until_the_day_before_the_outcome_is_another(person, reading):
    """Asked day by day, the outcome is first another on the day after the one until which it was said to hold."""
    programme = PROGRAMME.read_as(reading)
    first = decide(person, programme, STARTS)
    days = (STARTS + timedelta(days) for days in range(1, HORIZON + 40))
    turns = next((on for on in days if decide(person, programme, on).outcome is not first.outcome), None)
    if turns is None:
        assert first.holds_until is None or first.holds_until >= STARTS + timedelta(HORIZON + 39)
    else:
        assert turns - timedelta(1) == first.holds_until


# --- What its file says ---------------------------------------------------------------------------------


def test_it_is_a_proposed_platform_of_two_kommuner():
    """The memorandum proposes it, with AME in charge; the four parties coordinate, and their experts staff it."""
    definition = PROGRAMME.definition
    assert (ProgrammeKind.PLATFORM, Status.PROPOSED) == (definition.kind, definition.status)
    assert ("kommun/AME",) == definition.owners
    assert set(PARTIES) == set(definition.parties)
    assert {"AF", "FK", "region", "kommun/AME", "kommun/IFO"} == set(definition.performers)
    assert ("Ludvika", "Smedjebacken") == definition.area
    assert () == definition.capacity
    assert (STARTS, None) == (definition.in_force.since, definition.in_force.until)


def test_the_default_reading_is_the_summarys_and_none_is_assumed():
    """Each of the readings rests on words of the memorandum."""
    assert READINGS == list(PROGRAMME.readings)
    assert [False] * len(READINGS) == [bound.reading.is_assumed for bound in PROGRAMME.readings.values()]


@pytest.mark.parametrize(
    ("swedish", "english"),
    [
        ("mellan 16 och 64 år och mellan 16 och 65 år", "between 16 and 64 and between 16 and 65"),
        ("räknar in båda åldrarna", "includes both ages"),
        ("lång frånvaro", "long absence"),
        ("minst två aktörer vara involverade", "two actors be involved"),
        ("men en kommun är en part", "but a kommun is one party"),
        ("inte bland de fyra som delar kostnaden", "not among the four who share the cost"),
        ("ungefär en fjärdedel", "about a quarter"),
        ("inom två veckor", "within two weeks"),
        ("alla myndigheters system", "every authority's systems"),
        ("dagen för starten är beräknad", "the day it starts is an estimate"),
        ("När plattformen upphör", "When the platform ends"),
        ("Hur många som får plats", "How many there is room for"),
    ],
    ids=[
        "X1: the ages",
        "X1: between",
        "X2: long absence",
        "involved or needed",
        "X29: AME and IFO",
        "X3: who shares the cost",
        "X4: the cost",
        "X27: two weeks",
        "X7: the systems",
        "the start",
        "the end",
        "the capacity",
    ],
)
def test_what_the_source_leaves_open_is_an_open_question(swedish, english):
    """Each of them stands there once, in both languages."""
    questions = PROGRAMME.definition.open_questions
    assert [True] == [english in question.en for question in questions if swedish in question.sv]
