"""A year that is made up: who comes, what becomes of them, and that it is the same everywhere."""

import hashlib
import io
import json
import tracemalloc
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import attrs
import pytest
from jsonschema import Draft202012Validator

from samverkan import CaseFile, Model, Outcome, decide, load_model, read_cases
from samverkan.agencies import Agencies
from samverkan.answers import Verdict
from samverkan.circulation import circulation
from samverkan.consents import ConsentKind
from samverkan.constraints import Constraint
from samverkan.contradictions import contradictions
from samverkan.errors import InvalidValueError, UnknownNameError
from samverkan.participants import FACTS
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, ReferralRule, Status
from samverkan.referral_steps import ReferralStatus, What
from samverkan.referrals import Referral
from samverkan.rules.expressions import Comparison, Condition, FactValue, ParameterValue, Step
from samverkan.rules.facts import Current, Elapsed, SetOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.samples import sample
from samverkan.samples.draws import Draws
from samverkan.samples.wishes import Plan, Wish, ways_to
from samverkan.schemas import json_schema
from samverkan.serialization import converter
from samverkan.sources import ASSUMED
from samverkan.texts import Text
from strategies import MODEL

ROOT = Path(__file__).parents[1]
FINSAM = load_model("finsam")
LAST_DAY = date(2016, 12, 31)


@cache
def made(
    people: int, *, seed: int = 1, period: str = "2016", programmes: tuple[str, ...] | None = None
) -> list[CaseFile]:
    """Return made-up people of the shipped model."""
    return list(sample(FINSAM, people=people, seed=seed, period=period, programmes=programmes))


def lines(cases: list[CaseFile], model: Model = FINSAM) -> bytes:
    """Return case files as they stand in a file."""
    conv = converter(model)
    return "".join(json.dumps(conv.unstructure(case), ensure_ascii=False) + "\n" for case in cases).encode()


def sent(case: CaseFile) -> Referral:
    """Return the referral to the programme, which is the last."""
    return (case.referrals or ())[-1]


def decided(case: CaseFile, model: Model = FINSAM) -> tuple[Outcome, set[str]] | None:
    """Return what comes of her criteria on the day on which she came, and those that decided it."""
    referral = sent(case)
    if not referral.events:
        return None
    decision = decide(case, model.programmes[str(referral.programme)], referral.events[0].day)
    wanted = Verdict.NOT_MET if decision.outcome is Outcome.NOT_ELIGIBLE else Verdict.UNKNOWN
    return decision.outcome, {one.id for one in decision.criteria if one.outcome is wanted}


def events(cases: list[CaseFile], what: What) -> list[date]:
    """Return the days on which something happened to the referrals to the programmes."""
    return [event.day for case in cases for event in sent(case).events if event.what is what]


# --- The same everywhere ------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_file() -> None:
    """On every machine and every Python: no clock, no order of hashes and nothing that machines round differently.

    The digest is of a file that was made once. It changes when the rules of En väg in do, or how people are made up.
    """
    first = lines(list(sample(FINSAM, people=20, seed=1, period="2017", programmes=["en-vag-in"])))
    assert first == lines(list(sample(FINSAM, people=20, seed=1, period="2017", programmes=["en-vag-in"])))
    assert hashlib.sha256(first).hexdigest() == GOLDEN


GOLDEN = "e01826842850e4fc655ac3c59afc41a3604e3052efa6813383672fa41d00b789"


def test_another_seed_makes_other_people() -> None:
    """No two of the first ten are the same."""
    assert all(one != other for one, other in zip(made(10, seed=1), made(10, seed=2), strict=True))


def test_a_person_is_the_same_however_many_there_are() -> None:
    """Whoever asks for more gets the same people, and more of them."""
    assert made(150)[:10] == made(10)


def test_memory_does_not_grow_with_the_number_of_people() -> None:
    """Each is made when it is asked for, and none is kept."""
    peaks = []
    for people in (30, 120):
        tracemalloc.start()
        for _ in sample(FINSAM, people=people, seed=3, programmes=["en-vag-in"]):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000


def test_there_are_as_many_as_were_asked_for_each_with_an_id_of_their_own() -> None:
    """The ids are numbers in order; nobody has a name or an identity number."""
    assert [case.participant.id for case in made(3)] == ["s-000001", "s-000002", "s-000003"]
    assert b"identity_number" not in lines(made(150))


# --- What is made holds together ----------------------------------------------------------------------


def test_what_is_written_is_read_back_as_it_was() -> None:
    """Without a fault, with everything that is in it."""
    assert list(read_cases(io.BytesIO(lines(made(150))), FINSAM)) == made(150)


def test_what_is_written_has_the_form_of_the_schema() -> None:
    """As other programs check it."""
    schema = Draft202012Validator(json_schema("case-file", FINSAM))
    for line in lines(made(150)[:25]).splitlines():
        schema.validate(json.loads(line))


def test_every_constraint_of_the_model_holds_for_everybody() -> None:
    """On the day on which they come, and at the end."""
    for case in made(150):
        for day in (*(event.day for event in sent(case).events[:1]), LAST_DAY):
            assert all(one.answer(case, day).verdict is not Verdict.NOT_MET for one in FINSAM.constraints.values())


def test_nothing_is_known_of_what_came_after_the_period() -> None:
    """No event, consent or change is after its last day."""
    for case in made(150):
        assert all(event.day <= LAST_DAY for one in case.referrals or () for event in one.events)
        assert all(one.given <= LAST_DAY for one in case.consents or ())
        assert all(one.since is None or one.since <= LAST_DAY for one in case.participant.livelihoods or ())


def test_what_happens_happens_on_working_days() -> None:
    """Nobody is contacted on a Sunday or on Midsummer Eve."""
    days = {event.day for case in made(150) for one in case.referrals or () for event in one.events}
    assert all(FINSAM.calendar.is_working_day(day) for day in days)


@pytest.mark.parametrize("period", ["1925", "2016-02-15--2016-03-31", "2100"])
def test_any_period_has_its_people(period: str) -> None:
    """Also those that the calendar of working days does not cover, where every weekday is one."""
    cases = made(15, period=period)
    assert all(event.day.weekday() < 5 for case in cases for event in sent(case).events)
    assert list(read_cases(io.BytesIO(lines(cases)), FINSAM)) == cases


# --- Who comes ----------------------------------------------------------------------------------------


def test_all_three_outcomes_come_up() -> None:
    """Most meet the criteria of the programme that they come to; some do not, and of some it is not known."""
    counts = Counter(found[0] for case in made(150) if (found := decided(case)))
    assert set(counts) == set(Outcome)
    assert counts[Outcome.ELIGIBLE] > counts.total() / 2


@pytest.mark.mass
def test_every_criterion_keeps_some_out_and_of_every_outcome_there_are_enough() -> None:
    """Of each programme, each criterion alone decides that somebody does not meet the criteria."""
    alone: set[tuple[str, str]] = set()
    counts: Counter[Outcome] = Counter()
    for case in made(2000):
        found = decided(case)
        if found is not None:
            counts[found[0]] += 1
            if found[0] is Outcome.NOT_ELIGIBLE and len(found[1]) == 1:
                alone.add((str(sent(case).programme), *found[1]))
    share = {outcome: count / counts.total() for outcome, count in counts.items()}
    assert 0.6 < share[Outcome.ELIGIBLE] < 0.8
    assert 0.1 < share[Outcome.NOT_ELIGIBLE] < 0.25
    assert 0.07 < share[Outcome.UNDETERMINED] < 0.2
    programmes = {programme for programme, _ in alone}
    assert {"en-vag-in", "centralen", "plattform-ostra-ostergotland", "20-40-jobb"} < programmes
    wanted = {
        (name, criterion.id) for name in programmes for criterion in FINSAM.programmes[name].segment(LAST_DAY).criteria
    }
    assert alone == wanted


@pytest.mark.mass
def test_every_status_of_a_referral_comes_up() -> None:
    """From one that has not come to one that is closed, or was entered in error."""
    counts = Counter(sent(case).status(LAST_DAY) for case in made(2000))
    assert set(counts) == set(ReferralStatus)
    assert counts[ReferralStatus.ENDED] > 300


@pytest.mark.mass
def test_every_event_and_every_outcome_of_the_closed_list_comes_up() -> None:
    """Also those that are seldom: reopened, admitted on stated grounds, and entered in error."""
    happened = [event for case in made(2000) for event in sent(case).events]
    assert {event.what for event in happened} == set(What)
    assert {event.outcome for event in happened if event.outcome} == set(FINSAM.lists["outcomes"])


@pytest.mark.mass
def test_the_first_contact_mostly_comes_within_two_weeks() -> None:
    """Of those who are contacted and were not sent back: about three of four, with a median of nine days or so."""
    waits = []
    for case in made(2000):
        whole = {event.what: event.day for event in reversed(sent(case).events)}
        if What.CONTACTED in whole and What.SENT_BACK not in whole and What.REOPENED not in whole:
            waits.append((whole[What.CONTACTED] - whole[What.RECEIVED]).days)
    in_time = sum(wait <= 14 for wait in waits) / len(waits)
    assert 0.6 < in_time < 0.85
    assert 7 <= sorted(waits)[len(waits) // 2] <= 12


@pytest.mark.mass
def test_the_summer_has_a_dip_and_the_autumn_most() -> None:
    """Few come in July; of those who come in the year, most do from September to November."""
    months = Counter(day.month for day in events(made(2000), What.RECEIVED) if day.year == 2016)
    assert months[7] == min(months.values())
    assert sum(months[month] for month in (9, 10, 11)) > sum(months[month] for month in (6, 7, 8)) * 1.5


@pytest.mark.mass
def test_who_they_are_is_within_the_bounds_that_the_documentation_states() -> None:
    """The shares are invented; where the national follow-up says something, their order of size is the same."""
    cases = made(2000)
    people = [case.participant for case in cases]
    sick = [one for one in people if any(spell.kind == "sickness-benefit" for spell in one.livelihoods or ())]
    women = [one.sex.at(LAST_DAY) for one in sick].count("woman")
    assert 0.6 < women / len(sick) < 0.8
    assert 0.1 < len(sick) / len(people) < 0.3
    unknown = [one for one in people if not one.sex.entries]
    assert 0 < len(unknown) < 0.05 * len(people)
    assert 0 < sum(one.protected_identity.at(LAST_DAY) is True for one in people) < 0.03 * len(people)
    started = [case for case in cases if What.INTERVENTION_STARTED in {event.what for event in sent(case).events}]
    stands = [case for case in started if not sent(case).is_in_error()]
    registered = sum(one.kind is ConsentKind.REGISTRATION for case in stands for one in case.consents or ())
    assert 0.63 < registered / len(stands) < 0.77
    ended = Counter(event.outcome for case in stands for event in sent(case).events if event.outcome)
    assert 0.3 < (ended["work"] + ended["education"]) / ended.total() < 0.5


@pytest.mark.mass
def test_some_are_sent_round_sent_back_and_found_differently() -> None:
    """What the indicators are about is there: *rundgång*, *återremiss* once and thrice, and assessments that differ."""
    cases = made(2000)
    loops = [case for case in cases if len(case.referrals or ()) > 1 and circulation(case, LAST_DAY).loops]
    assert 0.05 < len(loops) / len(cases) < 0.3
    times = Counter(sum(event.what is What.SENT_BACK for event in sent(case).events) for case in cases)
    assert times[0] > times[1] > times[3] > 0
    differ = [
        case for case in cases if any(one.id == "work_capacity" for one in contradictions(case, FINSAM, LAST_DAY))
    ]
    assert 0.03 < len(differ) / len(cases) < 0.3


@pytest.mark.mass
def test_before_and_after_differ_for_some() -> None:
    """Who ends in work has a salary and an occupation from the day after; of others some work more than they did."""
    more = begun = 0
    for case in made(2000):
        ended = [event for event in sent(case).events if event.outcome == "work"]
        if not ended or sent(case).is_in_error() or sent(case).status(LAST_DAY) is not ReferralStatus.ENDED:
            continue
        after = ended[-1].day + timedelta(days=1)
        extents = [
            sum(spell.extent or 0 for spell in case.participant.occupations or () if spell.runs(day))
            for day in (after - timedelta(days=1), after)
        ]
        begun += extents[0] == 0 < extents[1]
        more += 0 < extents[0] < extents[1]
    assert begun > 20
    assert more > 0


@pytest.mark.mass
def test_economic_assistance_is_long_for_some() -> None:
    """Some have had it in ten months of the year or more, and some in 27 of the last 36 months; it has whole months."""
    long = very_long = 0
    for case in made(2000):
        months = [one for one in case.participant.livelihoods or () if one.kind == "economic-assistance"]
        assert all(
            one.since and one.until and one.since.day == 1 and one.until.month == one.since.month for one in months
        )
        long += sum(one.since is not None and one.since.year == 2016 for one in months) >= 10
        very_long += sum(one.since is not None and one.since.year >= 2014 for one in months) >= 27
    assert 100 < long < 1000
    assert 50 < very_long < 800


def test_nobody_whose_data_are_protected_or_may_be_is_registered() -> None:
    """Unknown is never no."""
    cases = made(150)
    for case in cases:
        if any(one.kind is ConsentKind.REGISTRATION for one in case.consents or ()):
            assert case.participant.protected_identity.at(LAST_DAY) is False
    assert any(case.consents is None for case in cases)


def test_people_come_to_the_programmes_that_are_named_on_days_on_which_they_are_in_force() -> None:
    """En väg in began on 3 October 2016 and is of two kommuner, where most of those live who come to it."""
    cases = made(60, programmes=("en-vag-in",))
    assert {sent(case).programme for case in cases} == {"en-vag-in"}
    assert min(events(cases, What.RECEIVED)) >= date(2016, 10, 3)
    homes = Counter(entry.value for case in cases for entry in case.participant.residence.entries)
    assert homes["Ludvika"] + homes["Smedjebacken"] > 40
    assert len(homes) > 2


def test_nobody_comes_to_a_duty_unless_it_is_named() -> None:
    """People are referred to platforms and interventions; kaa is a duty of the kommun and dua an agreement."""
    assert not {"kaa", "dua"} & {sent(case).programme for case in made(150)}
    assert {sent(case).programme for case in made(20, programmes=("kaa",))} == {"kaa"}


def test_of_one_who_is_referred_by_a_profession_the_agency_is_named_where_she_is_known() -> None:
    """Orvar takes referrals from doctors and others, who work for the region."""
    cases = made(60, period="2009", programmes=("orvar",))
    from_ = {sent(case).from_ for case in cases if sent(case).by.startswith("profession:")}
    assert from_ - {None} <= {"region/primärvård", "region/psykiatri", "region/sjukhus"}
    assert len(from_) > 1


# --- What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"people": 0, "seed": 1}, "people"),
        ({"people": 1, "seed": -1}, "seed"),
        ({"people": 1, "seed": 1, "period": "soon"}, "period"),
        ({"people": 1, "seed": 1, "period": "1200"}, "period"),
        ({"people": 1, "seed": 1, "period": "2010", "programmes": ["orvar"]}, "programmes"),
        ({"people": 1, "seed": 1, "programmes": []}, "programmes"),
    ],
    ids=["nobody", "a seed below 0", "no period", "too early", "not in force", "no programme"],
)
def test_what_cannot_be_is_refused_when_it_is_asked_for(asked: dict[str, object], where: str) -> None:
    """Before anybody is made."""
    with pytest.raises(InvalidValueError) as raised:
        sample(FINSAM, **asked)  # type: ignore[arg-type]
    assert raised.value.fault.where == where


def test_a_programme_that_is_not_there_is_refused() -> None:
    """With the name that was meant."""
    with pytest.raises(UnknownNameError, match="en-vag-in"):
        sample(FINSAM, people=1, seed=1, programmes=["en-vag-inn"])


# --- Other models -------------------------------------------------------------------------------------


def programme(name: str, rule: str | Condition, **more: object) -> Programme:
    """Return a programme with one criterion."""
    criterion = Criterion(id="only", rule=rule, text=Text("så", "so"), source=ASSUMED)
    fields = {
        "kind": ProgrammeKind.INTERVENTION,
        "owners": ["AF"],
        "parties": ["AF", "kommun"],
        "readings": [Reading(id="plain")],
        "status": Status.ADOPTED,
        **more,
    }
    return Programme(id=name, name=Text(name, name), criteria=[criterion], source=ASSUMED, **fields)  # type: ignore[arg-type]


RULES = (
    "age < 20",
    "age > 70",
    "age != 30",
    "age == 40",
    'sex == "woman"',
    'sex != "woman"',
    'residence in {"Malå"}',
    "on_sick_leave",
    "not on_sick_leave",
    "sick_leave_days > 90",
    "employed and not unemployed",
    "unemployed",
    '"employment" in occupied_with',
    '"salary" in receives and not employed',
    "count(receives) >= 2",
    '"no" in work_capacity_by_AF',
    'not ("yes" in work_capacity_found)',
    "count(needs) >= 3",
    "1 <= count(needs) <= 1",
    'not ("mental" in needs)',
    "count(parties) == 1",
    '"FK" in parties and not ("AF" in parties)',
    '"kommun/AME" in agencies',
    "count(parties_needed) >= 3",
    "count(needs_from) <= 1",
    "at_least(2, stuck, sgi, grey_zone)",
    "household_size >= 5",
    "balance < -3",
    "has_transport or attends_school",
    'first_contact == "FK"',
    "months_here >= 6",
    "days_here <= 30",
    "known(residence) and stuck",
    "age_in_months >= 300",
    "occupied",
    "not occupied",
    '"yes" in work_capacity_found and count(parties) == 0',
)


@cache
def of_rules(each: int) -> tuple[Model, list[CaseFile]]:
    """Return a model with a programme for each rule, and so many people for each."""
    model = MODEL.with_(
        [programme(f"p-{place}", rule) for place, rule in enumerate(RULES)],
        facts={
            "age_in_months": attrs.evolve(MODEL.facts["months_here"], derived=Elapsed("born", "months")),
            "occupied": attrs.evolve(MODEL.facts["on_sick_leave"], derived=Current("occupations")),
            **{f"{of}_met": attrs.evolve(MODEL.facts["needs"], kind=SetOf(of)) for of in ("agencies", "parties")},
        },
    )
    return model, list(sample(model, people=len(RULES) * each, seed=5))


@pytest.mark.mass
@pytest.mark.nightly
@pytest.mark.parametrize("place", range(len(RULES)), ids=RULES)
def test_a_rule_of_any_form_is_met_by_most_who_come_and_not_by_some(place: int) -> None:
    """What must be so for it is wished for, and the decision finds it so."""
    model, cases = of_rules(60)
    found = Counter(one[0] for case in cases if sent(case).programme == f"p-{place}" and (one := decided(case, model)))
    assert found[Outcome.ELIGIBLE] > found.total() / 2
    assert found[Outcome.NOT_ELIGIBLE] > 0


def test_own_facts_get_values_of_their_kinds() -> None:
    """They are read back as they were written; and of the rules over them all three outcomes come up."""
    model, cases = of_rules(4)
    found = Counter(one[0] for case in cases if (one := decided(case, model)))
    assert found[Outcome.ELIGIBLE] > found.total() / 2
    assert set(found) == set(Outcome)
    assert list(read_cases(io.BytesIO(lines(cases, model)), model)) == cases
    assert {name for case in cases for name in case.participant.more} >= {"household_size", "first_contact", "arrived"}


def test_a_model_that_extends_the_shipped_one_has_people_of_its_own() -> None:
    """The example of the documentation: own facts, an own agency, and a constraint that its people keep to."""
    nordvik = load_model(ROOT / "examples/own_model/src/samverkan_nordvik")
    cases = list(sample(nordvik, people=50, seed=2, period="2026", programmes=["fyren"]))
    found = Counter(one[0] for case in cases if (one := decided(case, nordvik)))
    assert set(found) == set(Outcome)
    for case in cases:
        assert nordvik.constraints["one-guide"].answer(case, "2026-06-01").verdict is not Verdict.NOT_MET
    assert list(read_cases(io.BytesIO(lines(cases, nordvik)), nordvik)) == cases


def test_what_would_break_a_constraint_is_forgotten() -> None:
    """Contacts too, and with thresholds that change; what was wished for is forgotten last."""
    model = MODEL.with_(
        [
            programme("p", "stuck and not sgi"),
            Constraint(id="a", rule="not stuck or sgi", text=Text("a", "a"), source=ASSUMED),
            Constraint(id="b", rule="count(parties) < fewest", text=Text("b", "b"), source=ASSUMED),
        ],
        parameters={
            "fewest": Parameter([Threshold(1, ASSUMED, until="2015-12-31"), Threshold(2, ASSUMED, since="2016-01-01")])
        },
    )
    for case in sample(model, people=60, seed=1):
        for day in ("2015-12-31", "2016-01-01", *(event.day for event in sent(case).events)):
            assert all(one.answer(case, day).verdict is not Verdict.NOT_MET for one in model.constraints.values())


def test_a_model_without_agencies_has_people_who_were_sent_nowhere() -> None:
    """There is nobody to receive a referral."""
    bare = Model(
        id="bare",
        name=Text("bar", "bare"),
        agencies=Agencies([], []),
        documents=[],
        definitions=[programme("p", "age >= 18", owners=[], parties=[])],
        facts={
            name: attrs.evolve(fact, held_by=frozenset(), held_by_word={})
            for name, fact in FACTS.items()
            if not name.startswith("work_capacity_by_")
        },
    )
    cases = list(sample(bare, people=30, seed=1))
    assert {case.referrals for case in cases} == {()}


def test_a_programme_of_which_nobody_is_named_is_received_by_one_who_coordinates() -> None:
    """And without a rule about who may refer, those refer her who know her, or she comes herself."""
    model = MODEL.with_([programme("p", "stuck", owners=[], parties=["region"])])
    cases = list(sample(model, people=30, seed=1))
    received = {event.agency for case in cases for event in sent(case).events if event.what is What.RECEIVED}
    assert received <= set(model.agencies.of_party("region"))
    assert "self" in {sent(case).by for case in cases}


def test_a_party_that_is_no_agency_refers_through_one_of_its_units() -> None:
    """So do those who may refer and where she is not known."""
    register = MODEL.agencies
    units = [one for one in register.agencies.values() if one.id != "region"]
    model = attrs.evolve(
        MODEL,
        agencies=Agencies(register.parties.values(), units, register.bodies),
        facts={name: attrs.evolve(fact, held_by=fact.held_by - {"region"}) for name, fact in MODEL.facts.items()},
        definitions=[programme("p", "stuck", referral=ReferralRule(by=["region"], source=ASSUMED))],
    )
    by = {sent(case).by for case in sample(model, people=40, seed=1)}
    assert by & {"region/primärvård", "region/psykiatri", "region/sjukhus"}
    assert "region" not in by


def test_closed_lists_with_other_words_do_as_well() -> None:
    """A word that is not in a list of the model is never written; where there is no list, nothing goes by it."""
    lists = {
        **{name: words for name, words in MODEL.lists.items() if name not in {"lacks", "plans"}},
        **{
            name: {"other": Text("annat", "other")} for name in ("livelihoods", "occupations", "work_capacity", "sexes")
        },
        "outcomes": {"done": Text("klart", "done")},
        "purposes": {"other": Text("annat", "other")},
    }
    model = attrs.evolve(MODEL, lists=lists, definitions=[programme("p", '"other" in receives')])
    cases = list(sample(model, people=60, seed=1))
    assert list(read_cases(io.BytesIO(lines(cases, model)), model)) == cases
    assert {event.outcome for case in cases for event in sent(case).events if event.outcome} == {"done"}
    without = attrs.evolve(model, lists={name: words for name, words in lists.items() if name != "outcomes"})
    assert not events(list(sample(without, people=30, seed=1)), What.ENDED)


# --- Wishes -------------------------------------------------------------------------------------------


def test_what_cannot_be_wished_for_is_left_to_chance() -> None:
    """That one fact is greater than another, that something is known, and what a threshold without a value asks."""
    greater = Comparison(FactValue("age"), [Step(">", FactValue("household_size"))])
    assert ways_to(greater, {}) == ((),)
    unset = Comparison(FactValue("age"), [Step(">", ParameterValue("youngest"))])
    assert ways_to(unset, {"youngest": None}) == ()


def test_of_wishes_that_do_not_go_together_the_first_stands() -> None:
    """A range that leaves nothing of the one before is passed over."""
    plan = Plan([Wish(fact="age", number=(65, None)), Wish(fact="age", number=(None, 20))])
    assert plan.number_of("age", 16, 66) == (65, 66)


def test_a_draw_lies_between_its_bounds() -> None:
    """Both bounds come up, and of some of few things there are no more than there are."""
    draws = Draws(1, 1)
    assert {draws.whole(1, 3) for _ in range(100)} == {1, 2, 3}
    assert sorted(draws.some_of("ab", 5)) == ["a", "b"]
    assert {draws.weighted((("a", 1), ("b", 1))) for _ in range(50)} == {"a", "b"}
    assert all(0 <= draws.spread((0, 5, 10)) <= 10 for _ in range(50))
