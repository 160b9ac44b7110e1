"""The bare conditions: when a party is in the process in Vetlanda, two parties, and cases for a case workers' team."""

import pytest

from samverkan import Contact, Missing, Participant, SickLeave, decide, load_model
from samverkan.participants import Assessment, Livelihood

MODEL = load_model("finsam")
ON = "2016-06-15"
PREDICATES = [
    "vetlanda-kommun",
    "vetlanda-region",
    "vetlanda-FK",
    "vetlanda-FK-aktivitetsersattning",
    "vetlanda-AF",
    "finsam-contacts",
    "sus-contacts",
    "handlaggarteam",
]


def someone(contacts=None, complete=True, **facts):
    """Return a person with *contacts*, by default a whole list where there is one."""
    given = None if contacts is None else [Contact(one) if isinstance(one, str) else one for one in contacts]
    return Participant(id="d-004", contacts=given, contacts_complete=complete and given is not None, **facts)


def asked(predicate, person, reading=None, on=ON):
    """Return the decision about *predicate*."""
    return decide(person, MODEL.predicates[predicate], on, reading=reading)


# --- What they are --------------------------------------------------------------------------------------


def test_predicates_stand_apart_from_programmes():
    """A bare condition is no programme: nobody can take part in it."""
    assert set(PREDICATES) <= set(MODEL.predicates)
    assert not set(MODEL.predicates) & set(MODEL.programmes)
    assert not set(MODEL.predicates) & set(MODEL.options)
    assert {"predicate"} == {MODEL.predicates[one].definition.kind for one in PREDICATES}


@pytest.mark.parametrize(
    ("predicate", "status", "document", "area", "readings"),
    [
        ("vetlanda-kommun", "adopted", "S002", ("Vetlanda",), ["current", "economic-assistance"]),
        ("vetlanda-region", "adopted", "S002", ("Vetlanda",), ["current", "as-written"]),
        ("vetlanda-FK", "adopted", "S002", ("Vetlanda",), ["both", "either"]),
        ("vetlanda-FK-aktivitetsersattning", "adopted", "S002", ("Vetlanda",), ["as-written"]),
        ("vetlanda-AF", "adopted", "S002", ("Vetlanda",), ["by-AF", "by-region", "by-anyone"]),
        ("finsam-contacts", "adopted", "SFS 2003:1210", (), ["contacts"]),
        ("sus-contacts", "adopted", "S004", (), ["contacts"]),
        (
            "handlaggarteam",
            "example",
            "S004",
            ("Ale", "Kungälv", "Stenungsund", "Tjörn"),
            ["all", "any", "two-authorities"],
        ),
    ],
)
def test_they_are_as_their_sources_have_them(predicate, status, document, area, readings):
    """Status, source, where they are from, and how they can be read, the default first."""
    bound = MODEL.predicates[predicate]
    definition = bound.definition
    assert (status, document, area) == (definition.status, definition.source.document, tuple(definition.area))
    assert readings == list(bound.readings)


@pytest.mark.parametrize(
    ("predicate", "swedish", "english"),
    [
        ("vetlanda-kommun", "kriterier är inte fastslagna", "no criteria are laid down"),
        ("vetlanda-region", "kriterier är inte fastslagna", "no criteria are laid down"),
        ("vetlanda-region", "läses som vårdsökande", "read as seeking care"),
        ("vetlanda-FK", "kriterier är inte fastslagna", "no criteria are laid down"),
        ("vetlanda-FK", "båda ska vara uppfyllda", "both must be met"),
        ("vetlanda-FK-aktivitetsersattning", "kriterier är inte fastslagna", "no criteria are laid down"),
        ("vetlanda-AF", "kriterier är inte fastslagna", "no criteria are laid down"),
        ("vetlanda-AF", "Vems bedömning", "Whose assessment"),
        ("finsam-contacts", "ingen källa säger", "no source says"),
        ("finsam-contacts", "statlig part", "party of the state"),
        ("sus-contacts", "ingen källa säger", "no source says"),
        ("sus-contacts", "ingen statlig part", "no party of the state"),
        ("sus-contacts", "30 april 2023", "30 April 2023"),
        ("handlaggarteam", "alla tre ska vara uppfyllda", "all three must be met"),
        ("handlaggarteam", "förslag att diskutera", "proposal for discussion"),
    ],
)
def test_what_the_sources_leave_open_is_an_open_question(predicate, swedish, english):
    """That nothing is laid down, both or either, whose assessment, of what two parties: in both languages."""
    questions = MODEL.predicates[predicate].definition.open_questions
    assert [True] == [english in question.en for question in questions if swedish in question.sv]


@pytest.mark.parametrize(
    ("on", "code"),
    [("2003-12-31", "in-force.not_started"), ("2004-01-01", "in-force.met"), ("2100-01-01", "in-force.met")],
)
def test_the_law_counts_parties_from_the_day_it_came_into_force(on, code):
    """The law on financial coordination came into force on 1 January 2004."""
    assert code == asked("finsam-contacts", someone(["AF", "FK"]), on=on).criteria[0].code


@pytest.mark.parametrize("predicate", [one for one in PREDICATES if one != "finsam-contacts"])
def test_the_others_are_open_in_time(predicate):
    """Their sources state no days."""
    for on in ("2000-01-01", "2040-01-01"):
        assert asked(predicate, someone(), on=on).criteria[0].code == "in-force.met"


# --- When is the kommun in the process? -------------------------------------------------------------------

ASSISTANCE = Livelihood("economic-assistance", since="2014-01-01", until=ON)


@pytest.mark.parametrize(
    ("person", "current", "assistance"),
    [
        (someone(["kommun/IFO"], livelihoods=[]), "eligible", "not_eligible"),
        (someone(["kommun:Vetlanda/AME"], livelihoods=[ASSISTANCE]), "eligible", "eligible"),
        (someone(["AF"], livelihoods=[ASSISTANCE]), "not_eligible", "eligible"),
        (someone(["AF"], livelihoods=[]), "not_eligible", "not_eligible"),
        (someone(["AF"], complete=False), "undetermined", "undetermined"),
        (someone([Contact("kommun/IFO", until="2016-06-14")], livelihoods=[]), "not_eligible", "not_eligible"),
    ],
    ids=["a contact", "both", "assistance", "neither", "unknown", "a contact that has ended"],
)
def test_the_kommun_takes_part_throughout(person, current, assistance):
    """While she is with any of its units; by the other reading while she is on economic assistance."""
    decision = asked("vetlanda-kommun", person)
    assert (current, {"economic-assistance": assistance}) == (decision.outcome, dict(decision.other_readings))


# --- When is care? ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contacts", "seeking", "requested", "current", "as_written"),
    [
        (["AF"], True, False, "eligible", "eligible"),
        (["AF"], False, True, "eligible", "eligible"),
        (["AF"], False, False, "not_eligible", "not_eligible"),
        (["region/primärvård"], False, False, "eligible", "not_eligible"),
        (["region/psykiatri"], None, False, "eligible", "undetermined"),
        (["AF"], None, False, "undetermined", "undetermined"),
        (["AF"], False, None, "undetermined", "undetermined"),
        (None, False, False, "undetermined", "not_eligible"),
        (None, True, None, "eligible", "eligible"),
    ],
)
def test_care_takes_part_while_there_is_a_patient_or_a_question(contacts, seeking, requested, current, as_written):
    """Whoever is with the region is read as seeking care; by the other reading it must have been said."""
    person = someone(contacts, care_seeking=seeking, medical_assessment_requested=requested)
    decision = asked("vetlanda-region", person)
    assert (current, {"as-written": as_written}) == (decision.outcome, dict(decision.other_readings))


# --- When is Försäkringskassan? ---------------------------------------------------------------------------

SICK = [SickLeave("2016-02-15", until=ON)]


@pytest.mark.parametrize(
    ("sick_leave", "seeks", "both", "either"),
    [
        (SICK, True, "eligible", "eligible"),
        (SICK, False, "not_eligible", "eligible"),
        (SICK, None, "undetermined", "eligible"),
        ([], True, "not_eligible", "eligible"),
        ([], False, "not_eligible", "not_eligible"),
        ([], None, "not_eligible", "undetermined"),
        (None, True, "undetermined", "eligible"),
        (None, False, "not_eligible", "undetermined"),
        (None, None, "undetermined", "undetermined"),
    ],
)
def test_fk_takes_part_while_she_is_on_sick_leave_and_asks_for_it(sick_leave, seeks, both, either):
    """Both by default; by the other reading either is enough."""
    decision = asked("vetlanda-FK", someone(sick_leave=sick_leave, seeks_coordination=seeks))
    assert (both, {"either": either}) == (decision.outcome, dict(decision.other_readings))


def test_fk_takes_part_to_the_last_day_of_the_sick_leave():
    """The day after it, only the reading by which either is enough is met."""
    person = someone(sick_leave=SICK, seeks_coordination=True)
    decision = asked("vetlanda-FK", person)
    assert ON == decision.holds_until.isoformat()
    after = asked("vetlanda-FK", person, on="2016-06-16")
    assert ("not_eligible", {"either": "eligible"}) == (after.outcome, dict(after.other_readings))


@pytest.mark.parametrize(
    ("livelihoods", "applied", "outcome"),
    [
        ([Livelihood("activity-compensation", until=ON)], False, "eligible"),
        ([Livelihood("activity-compensation", until="2016-06-14")], False, "not_eligible"),
        ([Livelihood("sickness-compensation")], False, "not_eligible"),
        ([], True, "eligible"),
        ([], False, "not_eligible"),
        ([], None, "undetermined"),
        (None, True, "eligible"),
        (None, False, "undetermined"),
    ],
)
def test_fk_takes_part_for_activity_compensation(livelihoods, applied, outcome):
    """While she has it, to its last day, or has applied for it; sickness compensation is another thing."""
    person = someone(livelihoods=livelihoods, applied_for_activity_compensation=applied)
    assert outcome == asked("vetlanda-FK-aktivitetsersattning", person).outcome


# --- When is Arbetsförmedlingen? --------------------------------------------------------------------------


def found(**findings):
    """Return a person whose capacity to work those named have assessed."""
    return someone(work_capacity=[Assessment(by, finding) for by, finding in findings.items()])


@pytest.mark.parametrize(
    ("person", "by_af", "by_region", "by_anyone"),
    [
        (found(AF="yes"), "eligible", "not_eligible", "eligible"),
        (found(AF="to-be-clarified"), "eligible", "not_eligible", "eligible"),
        (found(AF="no"), "not_eligible", "not_eligible", "not_eligible"),
        (found(AF="no", region="to-be-clarified"), "not_eligible", "eligible", "eligible"),
        (found(AF="yes", region="no"), "eligible", "not_eligible", "eligible"),
        (found(region="yes"), "not_eligible", "eligible", "eligible"),
        (found(FK="yes"), "not_eligible", "not_eligible", "eligible"),
        (found(AF="no", FK="no", region="no", kommun="to-be-clarified"), "not_eligible", "not_eligible", "eligible"),
        (found(), "not_eligible", "not_eligible", "not_eligible"),
        (someone(), "undetermined", "undetermined", "undetermined"),
    ],
    ids=[
        "AF yes",
        "AF to be clarified",
        "AF no",
        "AF no, the region to be clarified",
        "AF yes, the region no",
        "the region yes",
        "FK yes",
        "the kommun alone to be clarified",
        "nobody has assessed it",
        "unknown",
    ],
)
def test_af_takes_part_when_there_is_capacity_or_it_is_to_be_clarified(person, by_af, by_region, by_anyone):
    """By its own assessment, by the region's or by anyone's: each is shown, and none is merged with another."""
    decision = asked("vetlanda-AF", person)
    assert (by_af, {"by-region": by_region, "by-anyone": by_anyone}) == (
        decision.outcome,
        dict(decision.other_readings),
    )


# --- Two parties ------------------------------------------------------------------------------------------

TABLE = [
    (["kommun/AME", "kommun/IFO"], False, False),
    (["kommun:Ludvika/AME", "kommun:Smedjebacken/IFO"], False, False),
    (["region", "kommun"], True, False),
    (["region/psykiatri", "kommun/LSS"], True, False),
    (["AF", "kommun"], True, True),
    (["AF", "FK"], True, True),
    (["FK", "region"], True, True),
    (["AF"], False, False),
    ([], False, False),
]
"""Sets of agencies; whether they are two parties, and whether they are two with the state among them."""


@pytest.mark.parametrize(("contacts", "finsam", "sus"), TABLE)
def test_two_parties_of_a_persons_contacts(contacts, finsam, sus):
    """Two units of one kommun are one party; region and kommun are two by the law, and not by SUS."""
    wanted = [{True: "eligible", False: "not_eligible"}[one] for one in (finsam, sus)]
    person = someone(contacts)
    assert wanted == [asked(one, person).outcome for one in ("finsam-contacts", "sus-contacts")]


def agree(parties):
    """Return whether *parties* are two, and whether they are two with the state among them."""
    return MODEL.agencies.two_parties(parties), MODEL.agencies.two_parties_with_state(parties)


@pytest.mark.parametrize(("agencies", "finsam", "sus"), TABLE)
def test_two_parties_of_an_agreement(agencies, finsam, sus):
    """The same of the parties that agree to coordinate, to which the agencies belong."""
    assert (finsam, sus) == agree([MODEL.agencies.agency(one).party for one in agencies])


@pytest.mark.parametrize(
    ("programme", "finsam", "sus"),
    [("se-projektet", True, True), ("dua", True, True), ("20-40-jobb", True, True), ("kaa", False, False)],
)
def test_the_parties_of_the_programmes(programme, finsam, sus):
    """KAA is the kommun's alone; in the others the state takes part."""
    assert (finsam, sus) == agree(MODEL.programmes[programme].definition.parties)


def test_where_the_contacts_are_not_all_known_those_that_matter_are_asked_for():
    """With the kommun alone known, SUS's rule wants AF or FK, and the region would not help."""
    person = someone(["kommun/IFO"], complete=False)
    wanted = [Missing("contacts", party, (party,)) for party in ("AF", "FK", "region")]
    assert wanted == list(asked("finsam-contacts", person).missing)
    two = asked("finsam-contacts", someone(["kommun/IFO", "region"], complete=False))
    assert ("eligible", ()) == (two.outcome, two.missing)
    state = asked("sus-contacts", someone(["kommun/IFO", "region"], complete=False))
    assert ("undetermined", ["AF", "FK"]) == (state.outcome, [one.member for one in state.missing])


# --- A case for the case workers' team --------------------------------------------------------------------


TWO, ONE = ["AF", "kommun/AME"], ["kommun/AME", "kommun/IFO"]


@pytest.mark.parametrize(
    ("contacts", "grey_zone", "stuck", "outcomes"),
    [
        (TWO, True, True, ("eligible", "eligible", "eligible")),
        (TWO, False, True, ("not_eligible", "eligible", "eligible")),
        (TWO, True, False, ("not_eligible", "eligible", "eligible")),
        (TWO, False, False, ("not_eligible", "eligible", "eligible")),
        (TWO, None, None, ("undetermined", "eligible", "eligible")),
        (ONE, True, True, ("not_eligible", "eligible", "not_eligible")),
        (ONE, True, False, ("not_eligible", "eligible", "not_eligible")),
        (ONE, False, True, ("not_eligible", "eligible", "not_eligible")),
        (ONE, False, False, ("not_eligible", "not_eligible", "not_eligible")),
        (ONE, False, None, ("not_eligible", "undetermined", "not_eligible")),
        (None, False, False, ("not_eligible", "undetermined", "undetermined")),
        (None, True, True, ("undetermined", "eligible", "undetermined")),
    ],
)
def test_a_case_for_the_team_is_read_in_three_ways(contacts, grey_zone, stuck, outcomes):
    """All of C1 to C3, any of them, or C1 alone; AME and IFO are one authority."""
    decision = asked("handlaggarteam", someone(contacts, grey_zone=grey_zone, stuck=stuck))
    assert outcomes == (decision.outcome, *decision.other_readings.values())


def test_the_order_of_the_team_is_an_example():
    """The answer says that nothing shows it was adopted."""
    in_force = asked("handlaggarteam", someone()).criteria[0]
    assert "ett exempel" in in_force.text("sv")
    assert "an example" in in_force.text("en")
