"""What is the least that would change the answer, and who can do it?"""

import pickle
from datetime import date, timedelta
from itertools import combinations, product
from typing import Annotated, Any

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from samverkan import Contact, Entry, Outcome, Participant, decide, load_model
from samverkan.answers import ConsentNeeded
from samverkan.assessments import Assessment
from samverkan.casefiles import CaseFile
from samverkan.consents import Consent
from samverkan.dated import Dated
from samverkan.dates import as_partial_date
from samverkan.errors import InvalidValueError
from samverkan.livelihoods import Livelihood
from samverkan.partial import Members
from samverkan.participants import GIVEN
from samverkan.rules.facts import Changes, Current, SetOf
from samverkan.rules.text import parse
from samverkan.sick_leave import SickLeave
from samverkan.ways import Act, Between, FindOut, Wait, ways_in
from strategies import MODEL, candidates, days, examples, participants
from test_ways_exhaustive import programme as made_up

SHIPPED = load_model("finsam")
WAY_IN = SHIPPED.programmes["en-vag-in"]
TARIK = Participant(
    id="tarik",
    born="1992-11-05",
    residence="Smedjebacken",
    unmet_need=True,
    contacts=[Contact("kommun/AME"), Contact("kommun/IFO")],
)
NOOR = Participant(
    id="noor",
    born="2000-10-10",
    residence="Smedjebacken",
    unmet_need=True,
    contacts=[Contact("kommun/skola", since="2016-08-17"), Contact("region/psykiatri", since="2015-11-02")],
    contacts_complete=True,
)


def rule(text: str, model: Any = MODEL) -> Any:
    """Return a programme with that rule alone, bound."""
    return made_up(parse(text, model.vocabulary), model=model)


def told(found: Any) -> list[list[tuple[Any, ...]]]:
    """Return the ways with their steps as plain data."""
    return [[_plain(step) for step in way.steps] for way in found.ways]


def _plain(step: Any) -> tuple[Any, ...]:
    match step:
        case FindOut():
            return "find", step.fact, step.member, step.found, step.holders
        case Act():
            return "act", step.fact, step.member, step.value, step.who
        case Wait():
            return "wait", step.until.isoformat()
        case _:
            raise AssertionError


# --- The stories ------------------------------------------------------------------------------------


def test_two_units_of_one_kommun_lack_one_contact():
    """Of Tarik, whose contacts are all known, a contact at AF, at FK or at the region is enough, each alone."""
    found = ways_in(attrs.evolve(TARIK, contacts_complete=True), WAY_IN, "2017-02-01")
    assert found.outcome is Outcome.NOT_ELIGIBLE
    assert told(found) == [[("act", "contacts", party, True, (party,))] for party in ("AF", "FK", "region")]
    assert found.complete
    assert found.blocked_by == ()
    assert {way.on for way in found.ways} == {date(2017, 2, 1)}


def test_any_one_contact_that_is_not_known_of_is_enough_to_find_out():
    """Of Tarik, of whom no other contacts are known, any one of AF, FK and the region settles it."""
    found = ways_in(TARIK, WAY_IN, "2017-02-01")
    assert found.outcome is Outcome.UNDETERMINED
    assert told(found) == [[("find", "contacts", party, True, (party,))] for party in ("AF", "FK", "region")]
    assert found.complete


def test_who_turns_sixteen_tomorrow_waits_until_tomorrow():
    """Of Noor on the day before she turns 16 the only way in is to wait a day; then she needs none."""
    found = ways_in(NOOR, WAY_IN, "2016-10-09")
    assert told(found) == [[("wait", "2016-10-10")]]
    assert found.ways[0].on == date(2016, 10, 10)
    assert found.complete
    after = ways_in(NOOR, WAY_IN, "2016-10-10")
    assert (after.outcome, after.ways, after.blocked_by, after.complete) == (Outcome.ELIGIBLE, (), (), True)
    assert after.text("sv").splitlines()[1:] == ["Uppfyller kriterierna."]


@pytest.mark.parametrize(
    ("person", "programme", "blocked"),
    [
        pytest.param(attrs.evolve(NOOR, born="1950-01-01"), "en-vag-in", ["working-age"], id="too old"),
        pytest.param(NOOR, "orvar", ["in-force"], id="ended"),
        pytest.param(attrs.evolve(NOOR, born="1930-01-01"), "orvar", ["in-force", "working-age"], id="both"),
    ],
)
def test_what_nothing_can_change_is_named(person, programme, blocked):
    """Nobody grows younger and no programme that has ended begins anew: no way, and the criterion is named."""
    found = ways_in(person, SHIPPED.programmes[programme], "2016-10-10")
    assert found.ways == ()
    assert [finding.id for finding in found.blocked_by] == blocked
    assert all(finding.text("sv") in found.text("sv") for finding in found.blocked_by)


def test_where_each_criterion_can_be_changed_but_not_all_nothing_is_blocked():
    """Of somebody of whom nothing is known there are more than three things to find out, and that is said."""
    found = ways_in(Participant(id="nobody"), WAY_IN, "2016-10-10")
    assert (found.ways, found.blocked_by, found.complete) == ((), (), True)
    assert found.text("sv").splitlines()[-1] == "Kriterierna går inte att uppfylla med 3 steg eller färre."
    assert len(ways_in(Participant(id="nobody"), WAY_IN, "2016-10-10", most=5).ways[0].steps) == 5


def test_with_more_than_fifty_ways_fifty_are_told():
    """Two of twelve units can be chosen in 66 ways: fifty are told, and that there are more."""
    found = ways_in(
        attrs.evolve(TARIK, contacts=[], contacts_complete=True), WAY_IN, "2017-02-01", reading="units", most=2
    )
    units = [one.id for one in SHIPPED.agencies.agencies.values() if one.party is not None]
    assert len(units) * (len(units) - 1) // 2 > 50
    assert (len(found.ways), found.complete) == (50, False)
    assert len({*map(str, found.ways)}) == 50
    assert found.text("sv").endswith("Det kan finnas fler sätt.")


# --- Each way is tried, and each part of it ---------------------------------------------------------


def taken(person: Participant, steps: Any, on: date, day: date) -> Participant:
    """Return the person after the steps, as one would write her record anew."""
    for step in sorted(steps, key=lambda one: isinstance(one, Act)):
        person = _after(person, step, on, day)
    return person


def _after(person: Participant, step: Any, on: date, day: date) -> Participant:
    value = step.found if isinstance(step, FindOut) else step.value
    register = SHIPPED.agencies
    match step.fact:
        case "contacts":
            units = register.of_party(step.member) if step.member in register.parties else (step.member,)
            kept = [one for one in person.contacts or () if register.agency(one.agency).party != step.member]
            kept = [one for one in kept if one.agency.split(":")[0] != step.member]
            complete = person.contacts_complete
            whole = complete if complete is True else {*(complete or ()), step.member}
            return attrs.evolve(
                person, contacts=[*kept, Contact(units[-1])] if value else kept, contacts_complete=whole
            )
        case "needs" | "needs_from":
            words = register.of_party(step.member) if step.fact == "needs_from" else (step.member,)
            vocabulary = SHIPPED.vocabulary
            every = {*vocabulary.words(SetOf("agencies" if step.fact == "needs_from" else "needs"))}
            members = person.fact(step.fact).at(day)
            inside, unknown = getattr(members, "inside", set()), getattr(members, "unknown", every)
            inside = {*inside} - {*words} | ({words[-1]} if value else set())
            return attrs.evolve(person, **{step.fact: Members(inside, {*unknown} - {*words})})
        case "livelihoods":
            kept = [one for one in person.livelihoods or () if one.kind != step.member]
            hidden = person.hidden
            if person.livelihoods is None or "livelihoods" in hidden.complete:
                known = {*hidden.complete.get("livelihoods", ()), step.member}
                hidden = attrs.evolve(hidden, complete={**hidden.complete, "livelihoods": known})
            return attrs.evolve(person, livelihoods=[*kept, Livelihood(step.member)] if value else kept, hidden=hidden)
        case "sick_leave":
            if value is False:
                return attrs.evolve(person, sick_leave=[])
            if isinstance(value, Between):
                return attrs.evolve(person, sick_leave=[SickLeave(day - timedelta(days=value.least - 1))])
            if isinstance(step, FindOut):
                return attrs.evolve(person, sick_leave=[SickLeave(day)])
            before = [one for one in person.sick_leave or () if one.until is not None and one.until < on]
            return attrs.evolve(person, sick_leave=[*before, SickLeave(on)])
        case "residence":
            return attrs.evolve(person, residence="Malå" if value is None else value)
        case "born":
            return attrs.evolve(person, born=value.most)
        case name:
            assert isinstance(value, bool), name
            return attrs.evolve(person, **{name: value})


def _other_answers(step: Any, person: Participant, day: date) -> list[Any]:
    """Return a question with each answer that could be told from the others."""
    if not isinstance(step, FindOut):
        return [step]
    match step.found:
        case bool():
            answers: list[Any] = [True, False]
        case Between() if step.fact == "born":
            answers = [Between(None, day - timedelta(days=days)) for days in range(0, 40000, 180)]
            bounds = person.fact("born").at(day)
            if hasattr(bounds, "earliest"):
                answers = [Between(None, bounds.earliest), Between(None, bounds.latest)]
        case Between():
            answers = [False, *(Between(days) for days in range(1, 400, 7))]
        case _:
            answers = ["Malå", *SHIPPED.vocabulary.words(GIVEN["residence"].kind)[::20], step.found]
    return [attrs.evolve(step, found=one) for one in answers]


_WITHOUT_ASSESSMENTS = [
    name
    for name, one in SHIPPED.programmes.items()
    if not any("work_capacity" in fact for criterion in one.criteria for fact in criterion.facts)
]


@examples(40)
@given(data=st.data(), name=st.sampled_from(_WITHOUT_ASSESSMENTS), on=days())
def test_every_way_is_enough_and_no_part_of_it_is(data, name, on):
    """Whoever takes the steps is decided to meet the criteria, and no proper part of them is enough, whatever is found."""
    person = data.draw(candidates(name))
    programme = SHIPPED.programmes[name]
    found = ways_in(person, programme, on)
    event(f"{min(len(found.ways), 5)} ways")
    sizes = [len(way.steps) for way in found.ways]
    assert sizes == sorted(sizes)
    for way in found.ways[:8]:
        steps = [step for step in way.steps if not isinstance(step, Wait)]
        assert decide(taken(person, steps, on, way.on), programme, way.on).outcome is Outcome.ELIGIBLE
        for day, size in product({on, way.on}, range(len(steps) + 1)):
            if (day, size) == (way.on, len(steps)):
                continue
            for part in combinations(steps, size):
                for answers in product(*(_other_answers(step, person, day) for step in part)):
                    after = taken(person, answers, on, day)
                    assert decide(after, programme, day).outcome is not Outcome.ELIGIBLE


# --- Kinds of steps ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "person", "ways"),
    [
        pytest.param(
            "sick_leave_days >= 90",
            {"sick_leave": [SickLeave("2016-01-01", until="2016-10-02")]},
            # The leave that ended yesterday goes on: 277 days on 3 October, for 2016 is a leap year.
            [[("act", "sick_leave", None, True, ("FK", "region"))]],
            id="a leave that goes on",
        ),
        pytest.param(
            "sick_leave_days >= 90",
            {"sick_leave": []},
            # The ninetieth day from and with 3 October is 31 December.
            [[("act", "sick_leave", None, True, ("FK", "region")), ("wait", "2016-12-31")]],
            id="a leave that begins, and a wait",
        ),
        pytest.param(
            "on_sick_leave and sick_leave_days <= 28",
            {},
            [[("find", "sick_leave", None, Between(1, 28), ("FK", "region"))]],
            id="days of a leave",
        ),
        pytest.param(
            "not on_sick_leave",
            {"sick_leave": [SickLeave("2016-01-01")]},
            [[("act", "sick_leave", None, False, ("FK", "region"))]],
            id="a leave that ends",
        ),
        pytest.param(
            "on_sick_leave", {}, [[("find", "sick_leave", None, True, ("FK", "region"))]], id="whether there is a leave"
        ),
        pytest.param(
            '"economic-assistance" in receives',
            {},
            [[("find", "livelihoods", "economic-assistance", True, ("kommun/IFO",))]],
            id="a livelihood to find out",
        ),
        pytest.param(
            'not "economic-assistance" in receives',
            {"livelihoods": [Livelihood("economic-assistance")]},
            [[("act", "livelihoods", "economic-assistance", False, ("kommun/IFO",))]],
            id="a livelihood that ends",
        ),
        pytest.param(
            '"yes" in work_capacity_by_AF',
            {},
            [[("find", "work_capacity_by_AF", None, "yes", ("AF",))]],
            id="an assessment to find out",
        ),
        pytest.param(
            '"yes" in work_capacity_by_AF',
            {"work_capacity": [Assessment("AF", "no")]},
            [[("act", "work_capacity_by_AF", "yes", True, ("AF",))]],
            id="another assessment",
        ),
        pytest.param(
            'not "no" in work_capacity_by_region',
            {"work_capacity": [Assessment("region/primärvård", "no"), Assessment("AF", "no")]},
            [[("act", "work_capacity_by_region", "no", False, ("region",))]],
            id="an assessment that falls",
        ),
        pytest.param(
            'not "yes" in work_capacity_by_AF and not "no" in work_capacity_by_AF',
            {"work_capacity": None},
            [
                [("find", "work_capacity_by_AF", None, "to-be-clarified", ("AF",))],
                [("find", "work_capacity_by_AF", None, False, ("AF",))],
            ],
            id="no assessment",
        ),
        pytest.param(
            '"yes" in work_capacity_found',
            {"work_capacity": [Assessment("AF", "no")]},
            [[("act", "work_capacity_found", "yes", True, ("AF", "FK", "kommun", "region"))]],
            id="one more assessment by anybody",
        ),
        pytest.param(
            '"yes" in work_capacity_found',
            {},
            [[("find", "work_capacity_found", None, "yes", ("AF", "FK", "kommun", "region"))]],
            id="an assessment by anybody",
        ),
        pytest.param(
            'residence != "Malå"', {"residence": "Malå"}, [[("act", "residence", None, None, ())]], id="another kommun"
        ),
        pytest.param('residence == "Malå"', {}, [[("find", "residence", None, "Malå", ())]], id="a kommun"),
        pytest.param(
            "household_size >= 5",
            {"more": {"household_size": 2}},
            [[("act", "household_size", None, 5, ())]],
            id="more",
        ),
        pytest.param(
            "household_size <= 5",
            {"more": {"household_size": 9}},
            [[("act", "household_size", None, 5, ())]],
            id="less",
        ),
        pytest.param(
            "household_size == 5",
            {},
            [[("find", "household_size", None, Between(5, 5), ())]],
            id="a number to find out",
        ),
        pytest.param(
            "days_here < 10",
            {"more": {"arrived": as_partial_date("2016-01-01")}},
            [[("act", "arrived", None, date(2016, 10, 3), ())]],
            id="a day that comes anew",
        ),
        pytest.param(
            "10 <= days_here < 30",
            {"more": {"arrived": as_partial_date("2016-01-01")}},
            [[("act", "arrived", None, date(2016, 10, 3), ()), ("wait", "2016-10-13")]],
            id="a day that comes anew, and a wait",
        ),
        pytest.param(
            "known(arrived)",
            {},
            [[("find", "arrived", None, Between(None, date(2016, 10, 3)), ())]],
            id="a day of which nothing is asked but that it is known",
        ),
        pytest.param(
            "age >= 18",
            {"born": "1998"},
            # Somebody born in 1998 may have turned 18 by then; on the last day of the year she has.
            [
                [("find", "born", None, Between(date(1998, 1, 1), date(1998, 10, 3)), ())],
                [("wait", "2016-12-31")],
            ],
            id="a birth date known in part",
        ),
        pytest.param("age < 18", {"born": "1990-01-01"}, [], id="nobody grows younger"),
        pytest.param(
            "days_here >= 5",
            {"more": {"arrived": as_partial_date("2016-10-03")}},
            [[("wait", "2016-10-08")]],
            id="a day that has come anew already",
        ),
        pytest.param(
            'sex == "woman" or sex == "man"',
            {},
            [[("find", "sex", None, "woman", ())], [("find", "sex", None, "man", ())]],
            id="every word is named",
        ),
        pytest.param(
            'not "yes" in work_capacity_by_AF and not "no" in work_capacity_by_AF',
            {"work_capacity": "yes"},
            [],
            id="an assessment of nobody named, which may be AF's",
        ),
        pytest.param(
            '"yes" in work_capacity_by_AF',
            {"work_capacity": "yes"},
            [[("find", "work_capacity_by_AF", None, "yes", ("AF",))]],
            id="whether AF made an assessment of nobody named",
        ),
        pytest.param(
            "count(needs) >= 2",
            {"needs": ["physical", "mental"], "id": "met"},
            [],
            id="met already",
        ),
        pytest.param(
            '"kommun" in parties_needed',
            {"needs_from": ["AF"]},
            [[("act", "needs_from", "kommun", True, ("AF", "FK", "kommun", "region"))]],
            id="a party whose services are needed",
        ),
        pytest.param(
            '"kommun/AME" in agencies and not "kommun" in parties or not "kommun" in parties',
            {"contacts": [Contact("AF")]},
            [[("find", "contacts", "kommun", False, ("kommun",))]],
            id="a party of which nobody has listed every unit",
        ),
        pytest.param(
            'not "kommun/AME" in agencies and "kommun" in parties',
            {"contacts": [Contact("kommun/AME")], "contacts_complete": ["kommun"]},
            [
                [("act", "contacts", "kommun/AME", False, ("kommun/AME",)), ("act", "contacts", unit, True, (unit,))]
                for unit in SHIPPED.agencies.of_party("kommun")
                if unit != "kommun/AME"
            ],
            id="one unit instead of another",
        ),
        pytest.param(
            "sgi",
            {"sgi": [Entry(value=True, until="2016-09-30"), Entry(value=False, since="2016-10-01")]},
            [[("act", "sgi", None, True, ("FK",))]],
            id="what was so once",
        ),
        pytest.param(
            "sgi",
            {"sgi": [Entry(value=False, until="2016-12-31"), Entry(value=True, since="2017-01-01")]},
            [[("act", "sgi", None, True, ("FK",))], [("wait", "2017-01-01")]],
            id="what will be so",
        ),
        pytest.param(
            "sgi and employed",
            {"sgi": [Entry(value=False, until="2016-12-31")], "employed": True},
            # What is known today is nothing to find out on a later day.
            [[("act", "sgi", None, True, ("FK",))]],
            id="what is known today",
        ),
    ],
)
def test_steps_are_of_what_a_fact_is(text, person, ways):
    """What is unknown is found out, what somebody can change is changed, and for the rest one waits."""
    found = ways_in(Participant(**{"id": "somebody", **person}), rule(text), "2016-10-03")
    assert {frozenset(way) for way in told(found)} == {frozenset(way) for way in ways}
    assert len(found.ways) == len(ways)
    assert found.complete


def test_criteria_that_read_the_same_fact_are_met_together():
    """What meets one criterion and undoes another is no way in."""
    person = Participant(id="p", employed=False, sgi=False, stuck=False)
    trees = [parse(text, MODEL.vocabulary) for text in ("employed or sgi", "not employed or stuck")]
    found = ways_in(person, made_up(*trees), "2016-10-03")
    employed, sgi, stuck = (
        ("act", "employed", None, True, ("AF", "FK", "kommun")),
        ("act", "sgi", None, True, ("FK",)),
        ("act", "stuck", None, True, ("AF", "FK", "kommun", "region")),
    )
    assert told(found) == [[sgi], [employed, stuck]]


def test_what_only_time_changes_is_not_changed_by_an_act():
    """A fact that changes by waiting alone has no act, whoever holds it."""
    model = attrs.evolve(
        MODEL, facts={**MODEL.facts, "waiting": attrs.evolve(GIVEN["sgi"], changes=Changes.BY_WAITING)}
    )
    entries = Dated([Entry(value=False, until="2016-12-31"), Entry(value=True, since="2017-01-01")])
    found = ways_in(Participant(id="p", more={"waiting": entries}), rule("waiting", model), "2016-10-03")
    assert told(found) == [[("wait", "2017-01-01")]]


def test_numbers_compared_with_each_other_are_not_both_changed():
    """Of two numbers that are compared with each other one is changed at a time, and that there may be more is said."""
    person = Participant(id="p", more={"household_size": 5, "balance": 3})
    found = ways_in(person, rule("balance >= household_size"), "2016-10-03")
    assert told(found) == [[("act", "balance", None, 5, ())], [("act", "household_size", None, 3, ())]]
    assert not found.complete


def test_what_takes_both_of_two_numbers_is_not_told():
    """Where both of two numbers that are compared would have to change there is no way, and it is not said to be all."""
    person = Participant(id="p", more={"household_size": 2, "balance": 1})
    found = ways_in(person, rule("balance >= household_size and household_size >= 5"), "2016-10-03")
    assert (found.ways, found.complete) == ((), False)


def test_how_long_a_leave_has_lasted_is_found_out_where_that_it_goes_on_is_known():
    """Of a leave that is known to go on, but not since when, only its days are to be found out."""
    leaves = [
        SickLeave("2016-09-01", recorded_on="2016-09-02"),
        SickLeave("2016-01-01", until="2016-08-31", recorded_on="2016-12-01"),
    ]
    found = ways_in(
        Participant(id="p", sick_leave=leaves), rule("sick_leave_days >= 90"), "2016-10-03", known_on="2016-10-03"
    )
    assert told(found) == [[("find", "sick_leave", None, Between(90, None), ("FK", "region"))]]


def test_days_of_leave_are_counted_where_no_fact_says_that_it_goes_on():
    """In a model without such a fact, no leave is said as no days of it."""
    facts = {name: one for name, one in MODEL.facts.items() if name != "on_sick_leave"}
    found = ways_in(Participant(id="p"), rule("sick_leave_days <= 0", attrs.evolve(MODEL, facts=facts)), "2016-10-03")
    assert str(found.ways[0]).startswith("Find out whether this is so: the sick leave has lasted for 0 days")


def test_a_criterion_that_ceases_to_apply_is_no_hindrance():
    """A criterion that applies until a day is nothing that cannot be changed: one waits until it applies no longer."""
    old = Participant(id="p", born="1940-01-01", sgi=False, employed=False, stuck=False, grey_zone=False)
    texts = ["age < 30", "sgi and employed and stuck and grey_zone"]
    trees = [parse(text, MODEL.vocabulary) for text in texts]
    found = ways_in(old, made_up(*trees, until="2016-12-31"), "2016-10-03")
    assert (found.ways, [finding.id for finding in found.blocked_by]) == ((), ["c-1"])
    enough = ways_in(old, made_up(*trees, until="2016-12-31"), "2016-10-03", most=5)
    assert [(len(way.steps), str(way.steps[-1])) for way in enough.ways] == [(5, "Wait until 1 January 2017.")]


def test_a_history_that_is_read_in_another_way_is_left_alone():
    """Where it is not known how one would write that a history is otherwise, the ways are not all of them."""
    facts = {
        **MODEL.facts,
        "lives_on_something": attrs.evolve(MODEL.facts["on_sick_leave"], derived=Current("livelihoods")),
    }
    model = attrs.evolve(MODEL, facts=facts)
    found = ways_in(Participant(id="p", livelihoods=[]), rule("lives_on_something or sgi", model), "2016-10-03")
    assert told(found) == [[("find", "sgi", None, True, ("FK",))]]
    assert not found.complete


# --- A person of a class of one's own ----------------------------------------------------------------


@attrs.frozen
class Client:
    """A person of the embedding system."""

    id: str
    employed: Annotated[bool | None, GIVEN["employed"]] = None
    livelihoods: Annotated[list[Livelihood] | None, GIVEN["livelihoods"]] = None


def test_a_person_of_a_class_of_ones_own_has_ways_too():
    """Of a class of one's own what is known is changed and what is unknown found out, as of a participant."""
    programme = rule('employed and "economic-assistance" in receives and sgi')
    found = ways_in(Client("c-1", employed=False, livelihoods=[]), programme, "2016-10-03")
    assert told(found) == [
        [
            ("find", "sgi", None, True, ("FK",)),
            ("act", "employed", None, True, ("AF", "FK", "kommun")),
            ("act", "livelihoods", "economic-assistance", True, ("kommun/IFO",)),
        ]
    ]


# --- As an agency sees her ---------------------------------------------------------------------------


def test_what_an_agency_may_not_see_is_something_to_find_out():
    """Seen by AF, whether she is with FK is to be found out, and it takes her consent."""
    person = attrs.evolve(TARIK, contacts=[Contact("AF"), Contact("FK")], contacts_complete=True)
    found = ways_in(person, WAY_IN, "2017-02-01", seen_by="AF")
    assert found.view == "seen-by:AF"
    steps = [way.steps[0] for way in found.ways]
    assert [len(way.steps) for way in found.ways] == [1, 1, 1]
    assert [step.consent for step in steps if isinstance(step, FindOut)] == [
        ConsentNeeded(from_=(party,), to="AF", category="contact", purpose="coordination", programme="en-vag-in")
        for party in ("FK", "region", "kommun")
    ]
    assert found.text("sv").count("Det krävs ett samtycke, eller någon annan grund") == 3


def test_a_consent_that_stands_is_not_asked_for_again():
    """What a consent opens already takes no other, and what is open and known needs no step."""
    consent = Consent("c-1", kind="secrecy", from_=["FK"], to=["AF"], categories=["livelihood"],
                      purpose="coordination", given="2016-10-01")  # fmt: skip
    case = CaseFile(Participant(id="p"), consents=[consent])
    found = ways_in(case, rule("sgi"), "2016-10-03", seen_by="AF")
    assert [(step.fact, step.consent) for way in found.ways for step in way.steps] == [("sgi", None)]


@pytest.mark.parametrize(
    "text",
    ["sgi", "on_sick_leave", '"sickness-benefit" in receives', 'not "FK" in parties', "not seeks_coordination",
     '"yes" in work_capacity_by_region', "grey_zone and sgi"],
)  # fmt: skip
@examples(12)
@given(data=st.data())
def test_two_who_differ_in_what_is_hidden_have_the_same_ways(text, data):
    """Of two people who differ only in what AF may not see, AF is told the same ways in the same words."""
    person = data.draw(participants())
    other = attrs.evolve(
        person,
        **{
            name: data.draw(st.sampled_from([None, True, False]))
            for name in ("sgi", "seeks_coordination", "care_seeking")
        },
        sick_leave=data.draw(st.sampled_from([None, [], [SickLeave("2016-01-01")]])),
    )
    hidden = [one for one in other.contacts or () if one.agency != "FK"]
    if other.contacts is not None:
        other = attrs.evolve(other, contacts=[*hidden, *data.draw(st.sampled_from([[], [Contact("FK")]]))])
    programme = rule(text)
    told_of = [ways_in(one, programme, "2016-10-03", seen_by="AF") for one in (person, other)]
    assert told_of[0] == told_of[1]
    assert [one.text("sv") for one in told_of] == [told_of[0].text("sv")] * 2
    assert [str(one) for one in told_of] == [str(told_of[0])] * 2


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ('"economic-assistance" in receives', ("find", "livelihoods", "economic-assistance", True, ("kommun/IFO",))),
        ("not on_sick_leave", ("find", "sick_leave", None, False, ("FK", "region"))),
        ("care_seeking", ("find", "care_seeking", None, True, ("region",))),
    ],
    ids=["a livelihood", "sick leave", "a fact"],
)
def test_what_is_hidden_can_be_found_out_as_what_is_absent(text, step):
    """What is hidden is found out as if it had never been recorded, whatever the record says."""
    person = Participant(id="p", livelihoods=[Livelihood("sickness-benefit")], sick_leave=[], care_seeking=False)
    assert told(ways_in(person, rule(text), "2016-10-03", seen_by="FK" if "receives" in text else "AF")) == [[step]]


# --- What is said of it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "person", "sv", "en"),
    [
        pytest.param(
            '"FK" in parties', {},
            "Ta reda på om personen är aktuell hos Försäkringskassan; det kan Försäkringskassan svara på.",
            "Find out whether the person is in contact with Försäkringskassan; Försäkringskassan can tell.",
            id="find out",
        ),
        pytest.param(
            'not "FK" in parties', {},
            "Ta reda på om detta stämmer: personen är inte aktuell hos Försäkringskassan; "
            "det kan Försäkringskassan svara på.",
            "Find out whether this is so: the person is not in contact with Försäkringskassan; "
            "Försäkringskassan can tell.",
            id="find out that not",
        ),
        pytest.param(
            'not "FK" in parties', {"contacts": [Contact("FK")]},
            "Personen är inte längre aktuell hos Försäkringskassan; det kan Försäkringskassan göra något åt.",
            "The person is no longer in contact with Försäkringskassan; Försäkringskassan can do something about that.",
            id="a contact that ends",
        ),
        pytest.param(
            "not on_sick_leave", {"sick_leave": [SickLeave("2016-01-01")]},
            "Sjukskrivningen upphör; det kan Försäkringskassan eller regionen göra något åt.",
            "The sick leave ends; Försäkringskassan or the region can do something about that.",
            id="sick leave that ends",
        ),
        pytest.param(
            "on_sick_leave", {"sick_leave": []},
            "Personen blir sjukskriven; det kan Försäkringskassan eller regionen göra något åt.",
            "The person goes on sick leave; Försäkringskassan or the region can do something about that.",
            id="sick leave that begins",
        ),
        pytest.param(
            "sick_leave_days == 0", {},
            "Ta reda på om detta stämmer: personen är inte sjukskriven; "
            "det kan Försäkringskassan och regionen svara på.",
            "Find out whether this is so: the person is not on sick leave; "
            "Försäkringskassan and the region can tell.",
            id="no sick leave",
        ),
        pytest.param(
            "sick_leave_days >= 90", {},
            "Ta reda på om sjukskrivningen har varat i minst 90 dagar; "
            "det kan Försäkringskassan och regionen svara på.",
            "Find out whether the sick leave has lasted for at least 90 days; "
            "Försäkringskassan and the region can tell.",
            id="days of sick leave",
        ),
        pytest.param(
            'residence == "Malå"', {"residence": "Ale"},
            "Personen flyttar till Malå.", "The person moves to Malå.", id="a move",
        ),
        pytest.param(
            'residence != "Malå"', {"residence": "Malå"},
            "Något ändras så att detta gäller: bostadskommunen är inte Malå.",
            "Something changes so that the home municipality is not Malå.", id="a move away",
        ),
        pytest.param(
            'residence == "Malå"', {},
            "Ta reda på om bostadskommunen är Malå.", "Find out whether the home municipality is Malå.", id="a kommun",
        ),
        pytest.param(
            "16 <= age <= 64", {},
            "Ta reda på om åldern är minst 16 och högst 64 år.",
            "Find out whether the person has lived for at least 16 and at most 64 years.", id="an age",
        ),
        pytest.param(
            "age < 16", {}, "Ta reda på om åldern är högst 15 år.",
            "Find out whether the person has lived for at most 15 years.", id="at most an age",
        ),
        pytest.param(
            "known(age)", {}, "Ta reda på födelsedatum.", "Find out the date of birth.", id="any date of birth",
        ),
        pytest.param(
            "household_size == 5", {"more": {"household_size": 3}},
            "Något ändras så att hushållets storlek är 5 personer.",
            "Something changes so that hushållets storlek är 5 people.", id="a number",
        ),
        pytest.param(
            "employed", {"employed": False},
            "Något ändras så att personen har en anställning; "
            "det kan Arbetsförmedlingen, Försäkringskassan eller kommunen göra något åt.",
            "Something changes so that the person is in employment; "
            "Arbetsförmedlingen, Försäkringskassan or the kommun can do something about that.", id="employment",
        ),
        pytest.param(
            '"yes" in work_capacity_by_AF', {},
            "Ta reda på om personen bedöms av Arbetsförmedlingen ha arbetsförmåga; "
            "det kan Arbetsförmedlingen svara på.",
            "Find out whether the person is found by Arbetsförmedlingen to have a capacity to work; "
            "Arbetsförmedlingen can tell.", id="an assessment",
        ),
        pytest.param(
            "days_here < 10", {"more": {"arrived": as_partial_date("2016-01-01")}},
            "Detta sker den 3 oktober 2016: dagen för ankomsten.",
            "This happens on 3 October 2016: dagen för ankomsten.", id="a day that comes anew",
        ),
    ],
)  # fmt: skip
def test_steps_are_said_in_swedish_and_english(text, person, sv, en):
    """A step is a sentence that says what, and who has it in hand."""
    way = ways_in(Participant(id="p", **person), rule(text), "2016-10-03").ways[0]
    assert way.text("sv") == sv
    assert str(way) == en
    assert " ".join(map(str, way.steps)) == en


def test_an_assessment_that_nobody_has_made_is_said():
    """That an agency has found nothing is said of every word that it could have found."""
    ways = ways_in(Participant(id="p"), rule('not "yes" in work_capacity_by_AF'), "2016-10-03").ways
    assert ways[-1].text("sv").startswith("Ta reda på om detta stämmer: personen bedöms inte av Arbetsförmedlingen ha ")


def test_an_age_on_the_day_waited_for_is_said_with_the_day():
    """What is found out of a day that is waited for is said of that day."""
    found = ways_in(attrs.evolve(NOOR, born=None), WAY_IN, "2016-09-01")
    assert found.ways[0].text("sv") == (
        "Ta reda på om åldern är minst 16 och högst 64 år den 3 oktober 2016. Vänta till den 3 oktober 2016."
    )


def test_the_whole_says_what_was_asked_and_what_comes_of_it_now():
    """First stands what was asked, then what comes of it now, then each way; an agency's view is named."""
    lines = ways_in(NOOR, WAY_IN, "2016-10-09").text("sv").splitlines()
    assert lines == [
        "En väg in, 9 oktober 2016, läsning 16-64, med alla uppgifter",
        "Uppfyller inte kriterierna.",
        "Så här skulle kriterierna bli uppfyllda:",
        "  1. Vänta till den 10 oktober 2016.",
    ]
    english = str(ways_in(TARIK, WAY_IN, "2017-02-01", seen_by="kommun/IFO")).splitlines()
    assert english[0].startswith("En väg in, 1 February 2017, reading 16-64, with what ")
    assert (
        english[2]
        == "Each of these is a way in which the criteria would be met, if what is found out turns out to be so:"
    )


def test_nothing_of_her_is_in_a_repr():
    """No ``repr`` says what is recorded, how many ways there are or what day is waited for."""
    found = ways_in(attrs.evolve(NOOR, contacts=None, contacts_complete=False), WAY_IN, "2016-10-09")
    assert repr(found) == "<WaysIn to en-vag-in, reading 16-64, on 2016-10-09>"
    steps = [*found.ways[0].steps, *ways_in(TARIK, rule("age < 3"), "1992-01-01").ways]
    other = ways_in(attrs.evolve(TARIK, unmet_need=False), WAY_IN, "2017-02-01").ways[0].steps
    shown = {*map(repr, found.ways), *map(repr, steps), *map(repr, other), repr(Between(1, 2))}
    assert shown == {"<Way>", "<FindOut>", "<Act>", "<Wait>", "<Between>"}


def test_ways_are_equal_and_pickled_as_what_they_say():
    """Ways of the same person under the same rules are equal, and pickling keeps all that they say."""
    for on in ("2016-10-09", "2050-01-01", "2070-01-01"):
        found, again = (ways_in(NOOR, WAY_IN, on) for _ in range(2))
        assert found == again
        assert hash(found) == hash(again)
        kept = pickle.loads(pickle.dumps(found))
        assert kept == found
        assert kept.text("sv") == found.text("sv")
    assert found != ways_in(NOOR, WAY_IN, "2070-01-02")


@pytest.mark.parametrize("most", [0, -1, True, 2.0, "3"])
def test_the_number_of_steps_is_a_whole_number(most):
    """Fewer steps than one, and what is no whole number, are refused."""
    with pytest.raises(InvalidValueError, match="most"):
        ways_in(NOOR, WAY_IN, "2016-10-09", most=most)
