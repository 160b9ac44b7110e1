"""What a person lives on, works with, and has been found able to do: histories, and the facts that follow from them."""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import Missing, Outcome, Participant, Verdict, decide, load_model
from samverkan.agencies import Agency
from samverkan.answers import Answer
from samverkan.dates import as_day
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.partial import Members
from samverkan.participants import HISTORIES, Assessment, Livelihood, Occupation
from samverkan.rules.evaluation import answer
from samverkan.rules.readers import reader
from samverkan.rules.text import parse
from samverkan.rules.words import what_is_missing
from samverkan.serialization import converter, structured, unstructured
from samverkan.spells import Spell
from strategies import examples

MODEL = load_model("finsam")
VOCABULARY = MODEL.vocabulary
PARTIES = ("AF", "FK", "region", "kommun")
LIVELIHOODS = set(MODEL.lists["livelihoods"])
FINDINGS = {"yes", "no", "to-be-clarified"}
ON = date(2016, 10, 3)


def someone(**facts: Any) -> Participant:
    """Return a person about whom nothing is known but *facts*."""
    return Participant(id="d-001", **facts)


def read(fact: str, person: Participant, on: date | str = ON, known_on: date | str | None = None) -> Members:
    """Return what is known of a set on a day."""
    value = reader(fact, VOCABULARY)(person, as_day(on), None if known_on is None else as_day(known_on))
    assert isinstance(value, Members)
    return value


def asked(rule: str, person: Participant, known_on: date | None = None) -> Answer:
    """Answer a rule on the day that is asked about."""
    return answer(parse(rule, VOCABULARY), VOCABULARY, person, ON, known_on)


# --- Which words hold on a day ------------------------------------------------------------------------

DAY_BY_DAY = [
    ("livelihoods", "receives", Livelihood, "economic-assistance"),
    ("occupations", "occupied_with", Occupation, "studies"),
]


@pytest.mark.parametrize("derived", DAY_BY_DAY, ids=["livelihoods", "occupations"])
@pytest.mark.parametrize(
    ("on", "runs"),
    [("2014-01-31", False), ("2014-02-01", True), ("2014-02-28", True), ("2014-03-01", False)],
)
def test_a_kind_is_in_the_set_on_the_days_of_its_spell(derived, on, runs):
    """From its first day to its last, both included, and on no other; the list is whole, so nothing is unknown."""
    history, fact, spell, kind = derived
    person = someone(**{history: [spell(kind, since="2014-02-01", until="2014-02-28")]})
    assert Members({kind} if runs else ()) == read(fact, person, on)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (None, None, ["1990-01-01", "2030-01-01"]),
        ("2014-02-01", None, ["2014-02-01", "2030-01-01"]),
        (None, "2014-02-28", ["1990-01-01", "2014-02-28"]),
    ],
    ids=["both ends open", "no last day", "no first day"],
)
def test_an_open_end_ends_nothing(since, until, days):
    """A spell without a day at one end goes on in that direction."""
    person = someone(livelihoods=[Livelihood("pension", since=since, until=until)])
    assert [Members({"pension"})] * 2 == [read("receives", person, on) for on in days]


def test_several_kinds_hold_side_by_side():
    """A salary, with economic assistance beside it in February only: the set holds what runs on the day."""
    person = someone(
        livelihoods=[
            Livelihood("salary", since="2014-01-15"),
            Livelihood("economic-assistance", since="2014-02-01", until="2014-02-28"),
        ]
    )
    wanted = [set(), {"salary"}, {"salary", "economic-assistance"}, {"salary"}]
    days = ["2014-01-14", "2014-01-31", "2014-02-28", "2014-03-01"]
    assert wanted == [read("receives", person, on).inside for on in days]


def test_spells_of_one_kind_that_touch_overlap_or_repeat_are_one_word():
    """Month after month of economic assistance is economic assistance all the while, counted once."""
    months = [("2014-01-01", "2014-01-31"), ("2014-02-01", "2014-03-15"), ("2014-03-01", "2014-04-30")]
    person = someone(
        livelihoods=[Livelihood("economic-assistance", since=since, until=until) for since, until in months]
    )
    for on in ("2014-01-01", "2014-01-31", "2014-02-01", "2014-03-10", "2014-04-30"):
        assert Members({"economic-assistance"}) == read("receives", person, on)
    assert Members() == read("receives", person, "2014-05-01")


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({}, Verdict.UNKNOWN),
        ({"livelihoods": []}, Verdict.NOT_MET),
        ({"livelihoods": [Livelihood("salary")]}, Verdict.NOT_MET),
        ({"livelihoods": [Livelihood("economic-assistance", until=ON - timedelta(1))]}, Verdict.NOT_MET),
        ({"livelihoods": [Livelihood("economic-assistance", until=ON)]}, Verdict.MET),
    ],
    ids=["not said", "none", "another", "until the day before", "until the day"],
)
def test_nothing_said_is_unknown_and_an_empty_list_is_none(facts, verdict):
    """A list that is given is whole: what does not stand in it is denied, and what was never given is not."""
    assert verdict is asked('"economic-assistance" in receives', someone(**facts)).verdict


@pytest.mark.parametrize(
    ("kinds", "verdict"),
    [
        (["salary", "student-aid"], Verdict.MET),
        (["salary"], Verdict.NOT_MET),
        ([], Verdict.NOT_MET),
        (None, Verdict.UNKNOWN),
    ],
)
def test_kinds_are_counted(kinds, verdict):
    """Two kinds of income are two; of somebody about whom nothing is said there may be any number."""
    livelihoods = None if kinds is None else [Livelihood(kind) for kind in kinds]
    assert verdict is asked("count(receives) >= 2", someone(livelihoods=livelihoods)).verdict


@pytest.mark.parametrize(("history", "fact", "spell", "kind"), DAY_BY_DAY, ids=["livelihoods", "occupations"])
def test_amounts_and_extents_play_no_part_in_rules(history, fact, spell, kind):
    """Half time is as much a word in the set as full time, and so is an amount of nothing."""
    more = {"amount": 0} if spell is Livelihood else {"extent": 1}
    assert read(fact, someone(**{history: [spell(kind)]})) == read(fact, someone(**{history: [spell(kind, **more)]}))


# --- Records, corrections and what was known ----------------------------------------------------------

CORRECTED = [
    Livelihood("sickness-benefit", since="2016-09-01", until="2016-12-31", recorded_on="2016-09-05"),
    Livelihood("sickness-benefit", since="2016-09-01", until="2016-09-30", recorded_on="2016-10-10"),
    Livelihood("salary", since="2016-10-01", recorded_on="2016-10-12"),
]
"""Sickness benefit was to last the year out, ended in September, and a salary began, which was recorded later still."""


@pytest.mark.parametrize(
    ("known_on", "inside", "unknown"),
    [
        ("2016-09-04", set(), {"sickness-benefit", "salary"}),
        ("2016-09-05", {"sickness-benefit"}, {"salary"}),
        ("2016-10-09", {"sickness-benefit"}, {"salary"}),
        ("2016-10-10", set(), {"salary"}),
        ("2016-10-11", set(), {"salary"}),
        ("2016-10-12", {"salary"}, set()),
        (None, {"salary"}, set()),
    ],
)
def test_what_was_recorded_later_was_unknown_then_and_not_denied(known_on, inside, unknown):
    """The record of the same kind and first day that was made last counts; a kind not heard of by then is unknown."""
    assert Members(inside, unknown) == read("receives", someone(livelihoods=CORRECTED), ON, known_on)


def test_a_void_record_removes_the_spell_and_no_other():
    """The studies that never began are gone from the day that was found out; the other spell of studies stays."""
    person = someone(
        occupations=[
            Occupation("studies", since="2016-08-22", recorded_on="2016-08-01"),
            Occupation("studies", since="2016-08-22", recorded_on="2016-10-20", void=True),
            Occupation("studies", since="2016-01-18", until="2016-06-03"),
        ]
    )
    assert [{"studies"}, set()] == [
        read("occupied_with", person, ON, day).inside for day in ("2016-10-19", "2016-10-20")
    ]
    assert Members({"studies"}) == read("occupied_with", person, "2016-06-03")
    assert Members() == read("occupied_with", person, ON)


@pytest.mark.parametrize(
    ("history", "spells"),
    [
        ("livelihoods", [Livelihood("salary"), Livelihood("salary", until="2016-12-31")]),
        ("occupations", [Occupation("studies"), Occupation("studies", extent=50)]),
        ("work_capacity", [Assessment("AF", "yes", since=ON), Assessment("AF", "no", since=ON)]),
    ],
)
def test_two_records_of_one_thing_from_one_day_are_an_error(history, spells):
    """Which of the two holds is not guessed: their positions are told, with the field, and nothing else."""
    with pytest.raises(InvalidValueError) as caught:
        someone(**{history: spells})
    assert history == caught.value.fault.where
    assert "entries 0 and 1" in str(caught.value)


STEPS = st.integers(0, 20)


@st.composite
def histories(draw: Any, make: Any, keys: Any) -> Any:
    """Draw spells of a few keys within three weeks, some recorded on one of the days, some void."""
    spells = []
    for _ in range(draw(st.integers(0, 6))):
        since, until = sorted((draw(STEPS), draw(STEPS)))
        spells.append(
            make(
                *draw(keys),
                since=draw(st.sampled_from([ON + timedelta(since), None])),
                until=draw(st.sampled_from([ON + timedelta(until), None])),
                recorded_on=draw(st.none() | STEPS.map(lambda day: ON + timedelta(day))),
                void=draw(st.sampled_from([False, False, False, True])),
            )
        )
    return [*{(one.key, one.since, one.recorded_on): one for one in spells}.values()]


DAYS = STEPS.map(lambda day: ON + timedelta(day))


def standing(spells: list[Spell], known_on: date | None) -> list[Spell]:
    """Reckon plainly which spells stand: what is recorded last overwrites what was said before."""
    last: dict[Any, Spell] = {}
    for one in sorted(spells, key=lambda one: one.recorded_on or date.min):
        if known_on is None or one.recorded_on is None or one.recorded_on <= known_on:
            last[one.key, one.since] = one
    return [one for one in last.values() if not one.void]


def unheard(spells: list[Spell], known_on: date | None) -> set[str]:
    """Reckon plainly the keys of which some spell had not been recorded in any way by then."""
    if known_on is None:
        return set()
    heard = {(one.key, one.since) for one in spells if one.recorded_on is None or one.recorded_on <= known_on}
    return {one.key for one in spells if (one.key, one.since) not in heard}


@examples(200)
@given(histories(Livelihood, st.sampled_from([("salary",), ("pension",), ("student-aid",)])), DAYS, st.none() | DAYS)
def test_the_set_is_what_one_reckons_from_the_spells(spells, on, known_on):
    """On every day, and by what was known on every day: the kinds that run, and those not heard of, which are unknown."""
    runs = {one.kind for one in standing(spells, known_on) if one.runs(on)}
    assert Members(runs, unheard(spells, known_on)) == read("receives", someone(livelihoods=spells), on, known_on)


# --- Assessments: one party's own, and anyone's -------------------------------------------------------

AT_ODDS = [
    Assessment("AF", "no", since="2016-08-19"),
    Assessment("region/primärvård", "yes", since="2016-09-01", until="2016-12-31"),
    Assessment("kommun:Vetlanda/AME", "to-be-clarified", since="2016-09-15"),
]
"""The trial of story 2: each authority has found something else, and each of the findings stands."""


@pytest.mark.parametrize(
    ("fact", "on", "inside"),
    [
        ("work_capacity_by_AF", "2016-08-18", set()),
        ("work_capacity_by_AF", "2016-08-19", {"no"}),
        ("work_capacity_by_AF", "2016-10-03", {"no"}),
        ("work_capacity_by_region", "2016-08-31", set()),
        ("work_capacity_by_region", "2016-12-31", {"yes"}),
        ("work_capacity_by_region", "2017-01-01", set()),
        ("work_capacity_by_kommun", "2016-10-03", {"to-be-clarified"}),
        ("work_capacity_by_FK", "2016-10-03", set()),
        ("work_capacity_found", "2016-08-18", set()),
        ("work_capacity_found", "2016-08-31", {"no"}),
        ("work_capacity_found", "2016-10-03", FINDINGS),
        ("work_capacity_found", "2017-01-01", {"no", "to-be-clarified"}),
    ],
)
def test_each_party_has_its_own_findings(fact, on, inside):
    """What a unit of a party finds is that party's, wherever the unit is; what any has found is all of it together."""
    assert Members(inside) == read(fact, someone(work_capacity=AT_ODDS), on)


def test_a_later_assessment_takes_the_place_of_an_earlier_one_of_the_same_assessor():
    """Of one assessor the assessment that began last holds, whether or not the last day of the other is recorded."""
    open_, ended = (Assessment("FK", "no", since="2016-01-01", until=until) for until in (None, "2016-09-30"))
    later = Assessment("FK", "yes", since="2016-10-01")
    for earlier in (open_, ended):
        for both in ([earlier, later], [later, earlier]):
            assert Members({"yes"}) == read("work_capacity_by_FK", someone(work_capacity=both))


def test_what_an_assessor_recorded_last_holds_whenever_it_began():
    """AF recorded a no in October that goes back to May; the yes from August had been recorded before."""
    yes = Assessment("AF", "yes", since="2016-08-01", recorded_on="2016-08-01")
    no = Assessment("AF", "no", since="2016-05-01", recorded_on="2016-10-01")
    person = someone(work_capacity=[yes, no])
    assert Members({"no"}) == read("work_capacity_by_AF", person)
    assert {"yes"} == read("work_capacity_by_AF", someone(work_capacity=[yes]), ON, "2016-09-30").inside


def test_an_assessment_by_nobody_named_may_be_anybodys():
    """It is what somebody has found; whether a certain party has found it is unknown."""
    person = someone(work_capacity="no")
    assert Members({"no"}) == read("work_capacity_found", person)
    assert [Members((), {"no"})] * 4 == [read(f"work_capacity_by_{party}", person) for party in PARTIES]
    named = someone(work_capacity=[Assessment(None, "no"), Assessment("AF", "yes")])
    assert Members({"yes"}, {"no"}) == read("work_capacity_by_AF", named)


def test_a_word_alone_is_an_assessment_by_nobody_named():
    """On the wire it is one word, and comes back as an assessment without an assessor."""
    conv = converter(MODEL)
    person = structured({"id": "d-001", "work_capacity": "no"}, Participant, conv)
    assert someone(work_capacity=[Assessment(None, "no")]) == person
    assert {"id": "d-001", "work_capacity": [{"finding": "no"}]} == unstructured(person, conv)
    assert person == structured(unstructured(person, conv), Participant, conv)


def test_two_units_of_one_party_are_two_assessors():
    """Primary care and psychiatry each have one; both stand."""
    units = [Assessment("region/primärvård", "yes"), Assessment("region/psykiatri", "no", since="2016-05-01")]
    assert Members({"yes", "no"}) == read("work_capacity_by_region", someone(work_capacity=units))


def test_an_assessment_is_corrected_by_the_one_recorded_last():
    """AF wrote no, and later yes, from the same day: by what was known before the correction it is no."""
    person = someone(
        work_capacity=[
            Assessment("AF", "no", since="2016-08-19", recorded_on="2016-08-20"),
            Assessment("AF", "yes", since="2016-08-19", recorded_on="2016-10-01"),
        ]
    )
    assert [{"no"}, {"yes"}] == [
        read("work_capacity_by_AF", person, ON, day).inside for day in ("2016-09-30", "2016-10-01")
    ]


@pytest.mark.parametrize(
    ("fact", "known_on", "wanted"),
    [
        ("work_capacity_by_AF", "2016-09-30", Members({"no"})),
        ("work_capacity_by_region", "2016-09-30", Members(unknown=FINDINGS)),
        ("work_capacity_by_region", "2016-10-01", Members({"yes"})),
        ("work_capacity_by_kommun", "2016-09-30", Members()),
        ("work_capacity_found", "2016-09-30", Members({"no"}, {"yes", "to-be-clarified"})),
        ("work_capacity_found", "2016-10-01", Members({"yes", "no"})),
    ],
)
def test_an_assessment_that_was_not_recorded_yet_leaves_open_what_that_party_had_found(fact, known_on, wanted):
    """Nobody knows what it would say: every finding of the region is unknown then, and none of the others'."""
    person = someone(
        work_capacity=[Assessment("AF", "no"), Assessment("region/psykiatri", "yes", recorded_on="2016-10-01")]
    )
    assert wanted == read(fact, person, ON, known_on)


def test_what_somebody_without_a_party_finds_counts_for_anyone_and_for_no_party():
    """A supplier's finding is no authority's."""
    person = someone(work_capacity=[Assessment("leverantör", "yes")])
    assert Members({"yes"}) == read("work_capacity_found", person)
    assert [Members()] * 4 == [read(f"work_capacity_by_{party}", person) for party in PARTIES]


ASSESSORS = st.sampled_from(["AF", "FK", "region/primärvård", "region:Dalarna/psykiatri", "kommun/IFO"])
ASSESSMENTS = histories(Assessment, st.tuples(ASSESSORS, st.sampled_from(sorted(FINDINGS))))


@examples(200)
@given(ASSESSMENTS, DAYS, st.none() | DAYS, st.sampled_from(PARTIES))
def test_one_partys_findings_are_apart_from_the_others(spells, on, known_on, party):
    """A party's own are those of its units, whatever the others say; what any has found is what the parties have."""
    whole = someone(work_capacity=spells)
    own = [one for one in spells if one.by.partition(":")[0].partition("/")[0] == party]
    fact = f"work_capacity_by_{party}"
    assert read(fact, whole, on, known_on) == read(fact, someone(work_capacity=own), on, known_on)
    running = [one for one in standing(own, known_on) if one.runs(on)]
    last = {
        by: max(
            (one for one in running if one.by == by),
            key=lambda one: (one.recorded_on or date.min, one.since or date.min),
        )
        for by in {one.by for one in running}
    }
    runs = {one.finding for one in last.values()}
    assert Members(runs, FINDINGS if unheard(own, known_on) else ()) == read(fact, whole, on, known_on)
    each = [read(f"work_capacity_by_{one}", whole, on, known_on) for one in PARTIES]
    inside, unknown = (frozenset().union(*(getattr(one, part) for one in each)) for part in ("inside", "unknown"))
    assert Members(inside, unknown) == read("work_capacity_found", whole, on, known_on)


# --- What is missing, and from whom -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "missing", "sv", "en"),
    [
        (
            '"economic-assistance" in receives',
            [Missing("livelihoods", "economic-assistance", ("kommun/IFO",))],
            "försörjning genom ekonomiskt bistånd",
            "income from economic assistance",
        ),
        (
            '"sickness-benefit" in receives or "salary" in receives',
            [
                Missing("livelihoods", "sickness-benefit", ("FK",)),
                Missing("livelihoods", "salary", ("AF", "FK", "kommun")),
            ],
            "försörjning genom sjukpenning eller lön",
            "income from sickness benefit or a salary",
        ),
        (
            '"labour-market-training" not in occupied_with',
            [Missing("occupations", "labour-market-training", ("AF", "FK", "kommun"))],
            "sysselsättning i form av arbetsmarknadsutbildning",
            "occupation in the form of labour-market training",
        ),
        (
            '"yes" in work_capacity_found',
            [Missing("work_capacity", "yes", ("AF", "FK", "kommun", "region"))],
            "bedömningen av arbetsförmågan",
            "the work-capacity assessment",
        ),
        (
            '"yes" in work_capacity_by_AF or "to-be-clarified" in work_capacity_by_AF',
            [Missing("work_capacity", "yes", ("AF",)), Missing("work_capacity", "to-be-clarified", ("AF",))],
            "bedömningen av arbetsförmågan från Arbetsförmedlingen",
            "the work-capacity assessment from Arbetsförmedlingen",
        ),
        (
            '"no" in work_capacity_by_region and "no" in work_capacity_by_FK',
            [Missing("work_capacity", "no", ("region",)), Missing("work_capacity", "no", ("FK",))],
            "bedömningen av arbetsförmågan från regionen och bedömningen av arbetsförmågan från Försäkringskassan",
            "the work-capacity assessment from the region and the work-capacity assessment from Försäkringskassan",
        ),
    ],
    ids=["one kind", "two kinds", "an occupation", "anyone's finding", "a party's finding", "two parties' findings"],
)
def test_what_is_missing_is_told_with_those_who_hold_it(rule, missing, sv, en):
    """A history about which nothing is said is asked for by the words that the rule reads, and of whom."""
    found = asked(rule, someone()).missing
    assert missing == list(found)
    assert (sv, en) == tuple(what_is_missing(found, VOCABULARY, language) for language in ("sv", "en"))


def test_only_what_still_matters_is_missing():
    """Of two findings that would do, the one that is known not to be there is not asked for."""
    person = someone(work_capacity=[Assessment("AF", "no"), Assessment("FK", "yes", recorded_on="2016-11-01")])
    given = asked('"yes" in work_capacity_by_AF or "yes" in work_capacity_by_FK', person, date(2016, 10, 31))
    assert (Missing("work_capacity", "yes", ("FK",)),) == given.missing
    assert Verdict.MET is asked('"yes" in work_capacity_by_FK', person).verdict


# --- Through decide -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "outcome", "until"),
    [
        ("2014-01-31", Outcome.NOT_ELIGIBLE, date(2014, 1, 31)),
        ("2014-02-01", Outcome.ELIGIBLE, date(2014, 4, 30)),
        ("2014-04-30", Outcome.ELIGIBLE, date(2014, 4, 30)),
        ("2014-05-01", Outcome.NOT_ELIGIBLE, date(2014, 8, 31)),
        ("2014-09-01", Outcome.ELIGIBLE, None),
    ],
)
def test_a_livelihood_that_begins_and_ends_turns_a_decision(on, outcome, until):
    """The 20/40 jobs come instead of economic assistance: who has it, on which days, and until when that stands."""
    person = someone(
        livelihoods=[
            Livelihood("economic-assistance", since="2014-02-01", until="2014-02-28"),
            Livelihood("economic-assistance", since="2014-03-01", until="2014-04-30"),
            Livelihood("economic-assistance", since="2014-09-01"),
        ]
    )
    decision = decide(person, MODEL.programmes["20-40-jobb"], on)
    assert (outcome, until) == (decision.outcome, decision.holds_until)


@pytest.mark.parametrize(
    ("reading", "outcome"),
    [("by-AF", Outcome.NOT_ELIGIBLE), ("by-region", Outcome.ELIGIBLE), ("by-anyone", Outcome.ELIGIBLE)],
)
def test_whose_assessment_counts_is_a_reading(reading, outcome):
    """Arbetsförmedlingen has found no capacity to work and the region one: the reading says whose finding it is."""
    person = someone(work_capacity=[Assessment("AF", "no"), Assessment("region", "yes")])
    assert outcome is decide(person, MODEL.predicates["vetlanda-AF"], ON, reading=reading).outcome


# --- What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "rule", "places", "wanted"),
    [
        (
            {"livelihoods": [Livelihood("salary"), Livelihood("wages"), Livelihood("ålderspension")]},
            '"salary" in receives',
            ["livelihoods[1].kind", "livelihoods[2].kind"],
            "a word of the closed list livelihoods",
        ),
        (
            {"occupations": [Occupation("school", until="1990-01-01")]},
            '"studies" in occupied_with',
            ["occupations[0].kind"],
            "a word of the closed list occupations",
        ),
        (
            {"work_capacity": [Assessment("AF", "yes"), Assessment("AF", "maybe", since="2016-01-01")]},
            '"yes" in work_capacity_by_FK',
            ["work_capacity[1].finding"],
            "a word of the closed list work_capacity",
        ),
        (
            {"work_capacity": [Assessment("AF", "yes"), Assessment("AFF", "yes")]},
            '"yes" in work_capacity_by_FK',
            ["work_capacity[1].by"],
            "an agency of the register",
        ),
        (
            {"work_capacity": [Assessment("kommun:Qxz/AME", "yes")]},
            '"yes" in work_capacity_found',
            ["work_capacity[0].by"],
            "a body that this party has",
        ),
    ],
    ids=["two strange kinds", "one that is over", "a strange finding", "a strange agency", "a strange body"],
)
def test_strange_words_and_agencies_are_refused_when_a_rule_reads_them(facts, rule, places, wanted):
    """Each is named by its place, and what was written is not told; nothing is passed over for being long ago."""
    with pytest.raises(InvalidRecordError) as caught:
        asked(rule, someone(**facts))
    assert places == [fault.where for fault in caught.value.faults]
    assert {wanted} == {fault.wanted for fault in caught.value.faults}
    for word in ("wages", "ålderspension", "school", "maybe", "AFF", "Qxz"):
        assert word not in str(caught.value)


def test_a_model_may_have_more_words_and_more_agencies():
    """What is strange to the shipped model is none to one that has declared it."""
    own = MODEL.with_(
        agencies=[Agency("kommun/fritid", "kommun", attrs.evolve(MODEL.name))],
        lists={"livelihoods": {"alms": attrs.evolve(MODEL.name)}},
    )
    person = someone(livelihoods=[Livelihood("alms")], work_capacity=[Assessment("kommun/fritid", "no")])
    for rule in ('"alms" in receives', '"no" in work_capacity_by_kommun'):
        assert Verdict.MET is answer(parse(rule, own.vocabulary), own.vocabulary, person, ON).verdict


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: Livelihood(""), "kind"),
        (lambda: Livelihood(1), "kind"),
        (lambda: Livelihood(None), "kind"),
        (lambda: Livelihood("salary", amount=-1), "amount"),
        (lambda: Livelihood("salary", amount=1.5), "amount"),
        (lambda: Livelihood("salary", amount="100"), "amount"),
        (lambda: Livelihood("salary", amount=True), "amount"),
        (lambda: Livelihood("salary", amount=10**12 + 1), "amount"),
        (lambda: Livelihood("salary", since="2016-13-01"), "since"),
        (lambda: Livelihood("salary", since="2016-02-01", until="2016-01-31"), "until"),
        (lambda: Occupation(""), "kind"),
        (lambda: Occupation("studies", extent=0), "extent"),
        (lambda: Occupation("studies", extent=101), "extent"),
        (lambda: Occupation("studies", extent=50.0), "extent"),
        (lambda: Occupation("studies", recorded_on="igår"), "recorded_on"),
        (lambda: Assessment("kommun/", "yes"), "by"),
        (lambda: Assessment(1, "yes"), "by"),
        (lambda: Assessment("AF", ""), "finding"),
        (lambda: Assessment("AF", True), "finding"),
        (lambda: Assessment("AF", "yes", until=0), "until"),
        (lambda: Assessment("AF", "yes", void="nej"), "void"),
    ],
    ids=range(21),
)
def test_a_spell_takes_only_what_its_fields_can_be(make, where):
    """A kind is a word, an amount whole öre from none, an extent per cent; each fault names its field."""
    with pytest.raises(InvalidValueError) as caught:
        make()
    assert where == caught.value.fault.where


def test_the_bounds_of_amounts_and_extents_are_included():
    """From nothing to a trillion öre, from one per cent to a hundred, or not stated."""
    assert [0, 10**12, None] == [Livelihood("salary", amount=given).amount for given in (0, 10**12, None)]
    assert [1, 100, None] == [Occupation("studies", extent=given).extent for given in (1, 100, None)]


@pytest.mark.parametrize("history", ["livelihoods", "occupations", "work_capacity", "sick_leave", "contacts"])
@pytest.mark.parametrize(
    "given", ["salary", 1, [1], [{"kind": "salary"}]], ids=["text", "a number", "of numbers", "of objects"]
)
def test_a_history_is_a_list_of_its_own_spells(history, given):
    """Neither text nor spells of another sort are one."""
    other = Occupation("studies") if history != "occupations" else Livelihood("salary")
    if (history, given) == ("work_capacity", "salary"):
        given = ("salary",)  # One word alone is an assessment.
    for wrong in (given, [other]):
        with pytest.raises(InvalidValueError) as caught:
            someone(**{history: wrong})
        assert history == caught.value.fault.where
        assert f"a list of {HISTORIES[history].__name__}" == caught.value.fault.wanted


def test_the_repr_of_a_spell_tells_nothing():
    """Neither what she lives on nor what was found shows."""
    for one in (Livelihood("salary", amount=31_000_00), Occupation("studies", extent=50), Assessment("AF", "no")):
        shown = repr(one)
        assert f"<{type(one).__name__}>" == shown


# --- As data ------------------------------------------------------------------------------------------

WRITTEN = {
    "id": "d-001",
    "livelihoods": [
        {"kind": "salary", "since": "2016-01-01", "until": "2016-06-30", "amount": 15_600_000},
        {"kind": "salary", "since": "2016-01-01", "recorded_on": "2016-07-01", "void": True},
    ],
    "occupations": [{"kind": "subsidised-employment", "since": "2016-08-01", "extent": 75}],
    "work_capacity": [{"by": "region/primärvård", "finding": "to-be-clarified", "since": "2016-09-01"}],
}


@pytest.mark.parametrize("model", [None, MODEL], ids=["without a model", "with the model"])
def test_the_histories_stand_in_json_as_the_format_has_them(model):
    """Every key as it is written comes back, and what is not stated is left out."""
    conv = converter(model)
    person = structured(WRITTEN, Participant, conv)
    assert (Occupation("subsidised-employment", since="2016-08-01", extent=75),) == person.occupations
    assert (Assessment("region/primärvård", "to-be-clarified", since="2016-09-01"),) == person.work_capacity
    assert sorted(unstructured(person, conv).items()) == sorted(WRITTEN.items())


@pytest.mark.parametrize(
    ("history", "spell", "where", "told"),
    [
        ("livelihoods", {"kind": "salery"}, "livelihoods[0].kind", "did you mean salary?"),
        ("livelihoods", {}, "livelihoods[0].kind", "a value"),
        ("livelihoods", {"kind": "salary", "amount": "31000"}, "livelihoods[0].amount", "a whole number"),
        ("livelihoods", {"kind": "salary", "payer": "FK"}, "livelihoods[0]", "a known key"),
        ("occupations", {"kind": "study"}, "occupations[0].kind", "did you mean studies?"),
        ("occupations", {"kind": "studies", "extent": 0}, "occupations[0].extent", "a whole number from 1 to 100"),
        ("work_capacity", {"by": "AF", "finding": "ja"}, "work_capacity[0].finding", "closed list work_capacity"),
        ("work_capacity", {"by": "AFF", "finding": "yes"}, "work_capacity[0].by", "did you mean AF?"),
        ("work_capacity", {"by": "AF"}, "work_capacity[0].finding", "a value"),
        ("work_capacity", "ja", "work_capacity[0].finding", "closed list work_capacity"),
        ("livelihoods", "salary", "livelihoods", "a list"),
    ],
    ids=range(11),
)
def test_what_is_wrong_in_json_is_told_by_its_place(history, spell, where, told):
    """Strange words, agencies and keys are refused on the way in, with the nearest that there is."""
    data = {"id": "d-001", history: spell if isinstance(spell, str) else [spell]}
    with pytest.raises(InvalidRecordError) as caught:
        structured(data, Participant, converter(MODEL))
    assert [where] == [fault.where for fault in caught.value.faults]
    assert told in str(caught.value)
