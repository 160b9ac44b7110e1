"""The laws of three-valued answers, over random rules and random people, and over the shipped programmes.

Logic is Kleene's. Learning more never flips an answer, and what is missing is what would settle it.
"""

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samverkan import Contact, Dated, Missing, Outcome, Participant, SickLeave, Unknown, Verdict, decide, load_model
from samverkan.agencies import unit_of
from samverkan.dates import PartialDate, as_partial_date
from samverkan.partial import Members
from samverkan.participants import GIVEN, HISTORIES, Assessment
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import And, AtLeast, Comparison, Condition, Known, Not, Or
from samverkan.rules.facts import Boolean, Day, SetOf, SpellsOf
from samverkan.rules.text import parse
from strategies import (
    LAST_DAY,
    VOCABULARY,
    candidates,
    days,
    days_about,
    examples,
    knowable,
    knowing_days,
    pairs_by_knowledge,
    participants,
    rules,
    values,
)

MODEL = load_model("finsam")
PROGRAMMES = sorted(MODEL.programmes)
WHOLE_HISTORIES = [name for name in HISTORIES if name != "contacts"]
LONG_AGO = date(1900, 1, 1)


@st.composite
def asked_about(draw: Any, people: Any) -> tuple[Any, date, date | None]:
    """Draw a person or a pair, a day of asking close to what the record says, and a day by which it is known."""
    drawn = draw(people)
    return drawn, draw(days_about(*(drawn if isinstance(drawn, tuple) else (drawn,)))), draw(knowing_days())


def candidates_asked_about(programme: str) -> Any:
    """Draw a pair of a programme's candidates and a day, most often while the programme is in force."""
    span = MODEL.programmes[programme].definition.in_force
    while_in_force = days(span.since, span.until or LAST_DAY)
    return asked_about(pairs_by_knowledge(candidates(programme), MODEL.vocabulary)).flatmap(
        lambda question: st.one_of(st.just(question), while_in_force.map(lambda on: (question[0], on, question[2])))
    )


# --- Learning more never flips an answer -------------------------------------------------------------


@examples(300)
@given(rules(), asked_about(pairs_by_knowledge()))
def test_learning_more_never_flips_the_answer_to_a_rule(rule, question):
    """What is answered about a person who is known less well is unknown, or the same."""
    (p, q), on, known_on = question
    less, more = (answer(rule, VOCABULARY, person, on, known_on).verdict for person in (p, q))
    assert less in {Verdict.UNKNOWN, more}


@examples(200)
@given(st.tuples(*[rules(deepest=1)] * 10), asked_about(pairs_by_knowledge()))
def test_learning_more_never_flips_the_answer_to_a_condition_without_parts(conditions, question):
    """That holds of every single condition, where no other can hide it."""
    (p, q), on, known_on = question
    for condition in conditions:
        less, more = (answer(condition, VOCABULARY, person, on, known_on).verdict for person in (p, q))
        assert less in {Verdict.UNKNOWN, more}


@pytest.mark.parametrize("programme", PROGRAMMES)
@examples(40)
@given(data=st.data())
def test_learning_more_never_flips_what_comes_of_a_programme(programme, data):
    """That holds of a shipped programme under each reading, and of each of its criteria."""
    (p, q), on, known_on = data.draw(candidates_asked_about(programme))
    for reading in MODEL.programmes[programme].readings:
        less, more = (
            decide(person, MODEL.programmes[programme], on, reading=reading, known_on=known_on) for person in (p, q)
        )
        assert less.outcome in {Outcome.UNDETERMINED, more.outcome}
        for known_less, known_more in zip(less.criteria, more.criteria, strict=True):
            assert known_less.outcome in {Verdict.UNKNOWN, known_more.outcome}


# --- Kleene's logic ----------------------------------------------------------------------------------

_TRUTH = {Verdict.NOT_MET: 0.0, Verdict.UNKNOWN: 0.5, Verdict.MET: 1.0}


def kleene(rule: Condition, leaf: Any) -> float:
    """Return the truth of a rule, from 0 for not met to 1 for met, by Kleene's tables over its leaves."""
    match rule:
        case Not(part):
            return 1 - kleene(part, leaf)
        case And(parts):
            return min(kleene(part, leaf) for part in parts)
        case Or(parts):
            return max(kleene(part, leaf) for part in parts)
        case AtLeast(fewest, parts):
            return sorted((kleene(part, leaf) for part in parts), reverse=True)[fewest - 1]
        case Comparison(left, (first, second, *others)):
            rest = Comparison(first.right, (second, *others))
            return min(kleene(Comparison(left, (first,)), leaf), kleene(rest, leaf))
        case _:
            return _TRUTH[leaf(rule)]


@examples(250)
@given(rules(), asked_about(participants()))
def test_connectives_follow_kleenes_tables(rule, question):
    """And is the least of its parts, or the most, not the opposite; at least n is the nth from the top."""
    person, on, known_on = question
    told = kleene(rule, lambda leaf: answer(leaf, VOCABULARY, person, on, known_on).verdict)
    assert told == _TRUTH[answer(rule, VOCABULARY, person, on, known_on).verdict]


@examples(150)
@given(asked_about(participants()))
def test_known_is_never_answered_with_no(question):
    """Whether a fact is known is met or unknown, never not met."""
    person, on, known_on = question
    verdicts = {name: answer(Known(name), VOCABULARY, person, on, known_on).verdict for name in knowable(VOCABULARY)}
    assert Verdict.NOT_MET not in verdicts.values()


@pytest.mark.parametrize("fact", knowable(VOCABULARY))
def test_a_fact_that_was_never_mentioned_is_not_known(fact):
    """Of a person about whom nothing was said, no fact is known."""
    nobody = Participant(id="d-000")
    assert answer(Known(fact), VOCABULARY, nobody, date(2016, 10, 3)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("fact", knowable(VOCABULARY))
def test_a_fact_that_was_told_is_known(fact):
    """Of a person about whom everything was said, every fact is known."""
    so_or_not = {name: False for name, one in GIVEN.items() if isinstance(one.kind, Boolean)}
    everybody = Participant(
        id="d-999",
        born="1990-05-17",
        sex="woman",
        residence="Ludvika",
        contacts=[Contact("AF")],
        contacts_complete=True,
        needs_from=["FK"],
        needs=[],
        **so_or_not,
        **{name: [] for name in HISTORIES if name != "contacts"},
        more={
            "household_size": 1,
            "balance": 0,
            "has_transport": False,
            "attends_school": False,
            "first_contact": "FK",
            "arrived": as_partial_date("2015-03-01"),
            "stamina": "no",
            "wishes": Members(),
        },
    )
    assert answer(Known(fact), VOCABULARY, everybody, date(2016, 10, 3)).verdict is Verdict.MET


@pytest.mark.parametrize("on", ["2016-01-01", "2016-06-30", "2016-12-31", "2017-01-01"])
@pytest.mark.parametrize(
    ("born", "verdict"), [("1990-05-17", Verdict.MET), ("1990-05", Verdict.UNKNOWN), ("1990", Verdict.UNKNOWN)]
)
def test_an_elapsed_fact_is_known_when_its_start_is_known_to_the_day(born, verdict, on):
    """The age of someone of whom only the year or the month of birth is known is not known, even on New Year's Eve."""
    person = Participant(id="d-001", born=born)
    assert answer(Known("age"), VOCABULARY, person, date.fromisoformat(on)).verdict is verdict


# --- What had been recorded --------------------------------------------------------------------------


def as_recorded_by(person: Participant, known_on: date) -> Participant:
    """Return the person's record without what was recorded after a day.

    A list that has an entry of which nothing had been recorded by then was not whole. All lists but
    that of contacts are whole or not given, so one of which something had not been recorded is left
    as it is.
    """

    def kept(entries: Any) -> Any:
        return [one for one in entries if one.recorded_on is None or one.recorded_on <= known_on]

    dated = {name: Dated(kept(person.fact(name).entries)) for name in GIVEN if name not in HISTORIES}
    more = {name: Dated(kept(value.entries)) for name, value in person.more.items()}
    histories: dict[str, Any] = {}
    if person.contacts is not None:
        histories["contacts"] = kept(person.contacts)
        histories["contacts_complete"] = was_whole(person.contacts, known_on) and person.contacts_complete
    for name in WHOLE_HISTORIES:
        spells = getattr(person, name)
        if spells is not None and was_whole(spells, known_on):
            histories[name] = kept(spells)
    return attrs.evolve(person, **dated, **histories, more=more)


def heard_of_in_part(person: Participant, known_on: date) -> set[str]:
    """Return the agencies of which one spell had been recorded by a day and another had not."""
    spells = person.contacts or ()
    heard = {(one.key, one.since) for one in spells if one.recorded_on is None or one.recorded_on <= known_on}
    unheard = {(one.key, one.since) for one in spells} - heard
    return {unit_of(key)[0] for key, _ in heard} & {unit_of(key)[0] for key, _ in unheard}


def was_whole(spells: Any, known_on: date | None) -> bool:
    """Whether of every spell of a list something had been recorded by a day."""
    by_then = {
        (one.key, one.since)
        for one in spells
        if known_on is None or one.recorded_on is None or one.recorded_on <= known_on
    }
    return by_then == {(one.key, one.since) for one in spells}


@examples(250)
@given(rules(), asked_about(participants()), st.data())
def test_known_on_answers_from_what_had_been_recorded(rule, question, data):
    """The answer from what was known by a day is that about the record as it was that day."""
    person, on, _ = question
    known_on = data.draw(days_about(person))
    # No record says that a list is whole, or an agency known, but for something that nobody had heard of.
    assume(all(was_whole(getattr(person, name) or (), known_on) for name in WHOLE_HISTORIES))
    assume(not person.contacts_complete or was_whole(person.contacts or (), known_on))
    assume(not heard_of_in_part(person, known_on))
    then = answer(rule, VOCABULARY, person, on, known_on)
    told = answer(rule, VOCABULARY, as_recorded_by(person, known_on), on)
    assert (told.verdict, told.missing) == (then.verdict, then.missing)


@pytest.mark.parametrize(
    ("known_on", "verdict"),
    [(None, Verdict.NOT_MET), ("2016-03-01", Verdict.NOT_MET), ("2016-02-29", Verdict.UNKNOWN)],
)
@pytest.mark.parametrize(
    "rule", ["on_sick_leave", "sick_leave_days >= 1", '"AF" not in agencies', "not count(parties) >= 1"]
)
def test_a_list_was_not_whole_before_all_of_it_was_recorded(rule, known_on, verdict):
    """What a list says now of an agency, or of sick leave, was unknown, and not no, before it had been recorded."""
    person = Participant(
        id="d-001",
        sick_leave=[SickLeave("2015-01-01", until="2015-01-31", recorded_on="2016-03-01")],
        contacts=[Contact("AF", recorded_on="2016-03-01")],
        contacts_complete=True,
    )
    on, by = date(2016, 10, 3), None if known_on is None else date.fromisoformat(known_on)
    assert answer(parse(rule, VOCABULARY), VOCABULARY, person, on, by).verdict is verdict


# --- What is missing ---------------------------------------------------------------------------------


@examples(250)
@given(rules(), asked_about(participants()))
def test_something_is_missing_exactly_while_the_answer_is_unknown(rule, question):
    """A settled answer misses nothing, and an unsettled one something."""
    given_answer = answer(rule, VOCABULARY, *question)
    assert (given_answer.verdict is Verdict.UNKNOWN) is (given_answer.missing != ())


@examples(250)
@given(rules(), asked_about(participants()), st.data())
def test_learning_all_that_is_missing_settles_the_answer(rule, question, data):
    """However what is missing turns out, the rule is then met or not met, and nothing more is missing."""
    person, on, known_on = question
    missing = answer(rule, VOCABULARY, person, on, known_on).missing
    informed = learnt(data.draw, person, missing, on, known_on)
    told = answer(rule, VOCABULARY, informed, on, known_on)
    assert told.verdict is not Verdict.UNKNOWN
    assert told.missing == ()


@examples(250)
@given(rules(), asked_about(participants()))
def test_nothing_that_is_known_is_asked_for(rule, question):
    """Every fact or member that is missing is unknown, or known in part."""
    for one in answer(rule, VOCABULARY, *question).missing:
        assert not is_known(one, *question)


@pytest.mark.parametrize("programme", PROGRAMMES)
@examples(40)
@given(data=st.data())
def test_learning_all_that_is_missing_settles_a_programme(programme, data):
    """A decision misses something exactly while it is undetermined, and learning that settles it."""
    (person, _), on, known_on = data.draw(candidates_asked_about(programme))
    for bound in MODEL.programmes[programme].readings.values():
        decision = decide(person, bound, on, known_on=known_on)
        assert (decision.outcome is Outcome.UNDETERMINED) is (decision.missing != ())
        informed = learnt(data.draw, person, decision.missing, on, known_on)
        assert decide(informed, bound, on, known_on=known_on).outcome is not Outcome.UNDETERMINED


def is_known(one: Missing, person: Participant, on: date, known_on: date | None) -> bool:
    """Whether a fact is wholly known, or of a set whether the member is in it.

    A member may name a party as well as an agency of the same name; it is known when both are.
    """
    if one.member is None:
        if one.fact in HISTORIES:
            spells = getattr(person, one.fact)
            return spells is not None and was_whole(spells, known_on)
        value = person.fact(one.fact).at(on, known_on)
        return not isinstance(value, Unknown) and not (isinstance(value, PartialDate) and not value.is_whole)
    sets = [name for name, fact in VOCABULARY.facts.items() if isinstance(fact.kind, SetOf)]
    about = [name for name in sets if VOCABULARY.given(name) == one.fact]
    return all(one.member not in members_of(name, person, on, known_on).unknown for name in about)


def members_of(name: str, person: Participant, on: date, known_on: date | None) -> Members:
    """Return what is known of a set."""
    found = answer(Known(name), VOCABULARY, person, on, known_on).reads[name]
    assert isinstance(found, Members)
    return found


# --- Learning what is missing, at random -------------------------------------------------------------


def learnt(
    draw: Any, person: Participant, missing: tuple[Missing, ...], on: date, known_on: date | None
) -> Participant:
    """Return the person with everything that is missing learnt, however it turns out."""
    asked: dict[str, list[str]] = {}
    for one in missing:
        asked.setdefault(one.fact, []).extend([] if one.member is None else [one.member])
    for fact, members in asked.items():
        kind = VOCABULARY.facts[fact].kind
        match kind:
            case SpellsOf() if fact == "contacts":
                person = _contacts_learnt(draw, person, members, on, known_on)
            case SpellsOf(of=None):
                person = attrs.evolve(person, **{fact: draw(st.sampled_from(sick_leaves_about(on)))})
            case SpellsOf():
                person = _spells_learnt(draw, person, [one for one in missing if one.fact == fact], known_on)
            case _:
                person = _with(person, fact, _value_learnt(draw, person, fact, members, (on, known_on)))
    return person


def _spells_learnt(draw: Any, person: Participant, asked: list[Missing], known_on: date | None) -> Participant:
    """Learn of each kind whether it runs, or of each party what it has found."""
    fact, members = asked[0].fact, [str(one.member) for one in asked]
    heard = [one for one in getattr(person, fact) or () if was_whole([one], known_on)]
    if fact == "work_capacity":
        holders = sorted({holder for one in asked for holder in one.holders})
        found = {party: draw(st.sampled_from([None, *members])) for party in holders}
        more: list[Any] = [Assessment(party, word, since=LONG_AGO) for party, word in found.items() if word is not None]
    else:
        more = [HISTORIES[fact](member, since=LONG_AGO) for member in members if draw(st.booleans())]
    return attrs.evolve(person, **{fact: [*heard, *more]})


def sick_leaves_about(on: date) -> list[list[SickLeave]]:
    """Return some ways in which sick leave can turn out."""
    lately = on - timedelta(days=60)
    return [[], [SickLeave(on)], [SickLeave(LONG_AGO)], [SickLeave(lately)], [SickLeave(lately, until=lately)]]


def _with(person: Participant, fact: str, value: Any) -> Participant:
    if fact in GIVEN:
        return attrs.evolve(person, **{fact: Dated.always(value)})
    return attrs.evolve(person, more={**person.more, fact: Dated.always(value)})


def _value_learnt(draw: Any, person: Participant, fact: str, members: list[str], when: Any) -> Any:
    known = person.fact(fact).at(*when)
    match VOCABULARY.facts[fact].kind:
        case Day() if isinstance(known, PartialDate):
            day = draw(days(known.earliest, known.latest))
            return PartialDate(day, day)
        case Day() as kind:
            return draw(values(fact, kind, VOCABULARY).filter(lambda day: day.is_whole))
        case SetOf():
            now = members_of(fact, person, *when)
            of_members = {unit for member in members for unit in _units(member)}
            joined = {unit for unit in sorted(of_members & now.unknown) if draw(st.booleans())}
            return Members(now.inside | joined, now.unknown - of_members)
        case kind:
            return draw(values(fact, kind, VOCABULARY))


def _units(member: str) -> set[str]:
    """Return what a member may stand for: itself and, of a party, all its agencies."""
    return {member, *(VOCABULARY.agencies.of_party(member) if member in VOCABULARY.agencies.parties else ())}


def _contacts_learnt(
    draw: Any, person: Participant, members: list[str], on: date, known_on: date | None
) -> Participant:
    """Learn of each agency whether she is current there, and then of each party that is still unknown."""
    register = VOCABULARY.agencies
    if (
        person.contacts is not None and known_on is not None
    ):  # What is learnt comes in place of what was recorded later.
        heard = [one for one in person.contacts if one.recorded_on is None or one.recorded_on <= known_on]
        person = attrs.evolve(person, contacts=heard)
    for agency in (member for member in members if member in register.agencies):
        if agency in members_of("agencies", person, on, known_on).unknown:
            person = _in_contact(person, agency, on, current=draw(st.booleans()))
    for party in (member for member in members if member in register.parties):
        if party in members_of("parties", person, on, known_on).unknown:
            unknown = members_of("agencies", person, on, known_on).unknown
            possible = [unit for unit in register.of_party(party) if unit in unknown]
            if possible and draw(st.booleans()):
                person = _in_contact(person, draw(st.sampled_from(possible)), on, current=True)
            else:
                person = _whole_for(person, party)
    return person


def _in_contact(person: Participant, agency: str, on: date, *, current: bool) -> Participant:
    contact = Contact(agency, since=LONG_AGO, until=None if current else LONG_AGO)
    assert on > LONG_AGO
    return attrs.evolve(person, contacts=[*(person.contacts or ()), contact])


def _whole_for(person: Participant, party: str) -> Participant:
    complete = person.contacts_complete
    if complete is True:
        return person
    return attrs.evolve(person, contacts=person.contacts or (), contacts_complete=[*(complete or ()), party])


# --- Sets, by example --------------------------------------------------------------------------------

AME_ENDED = Contact("kommun/AME", until="2010-01-01")
AME_OF_LUDVIKA = "kommun:Ludvika/AME"
EVERY_PARTY = ["AF", "FK", "region", "kommun"]
EVERY_AGENCY = [one.id for one in VOCABULARY.agencies.agencies.values() if one.party is not None]
REGION_ENDED = [Contact(unit, until="2010-01-01") for unit in VOCABULARY.agencies.of_party("region")]


@pytest.mark.parametrize(
    ("contacts", "complete", "missing"),
    [
        pytest.param(None, False, EVERY_PARTY, id="nothing said"),
        pytest.param([Contact("AF")], False, EVERY_PARTY[1:], id="one current"),
        pytest.param([Contact("AF", until="2010-01-01")], False, EVERY_PARTY[1:], id="one ended"),
        pytest.param([AME_ENDED], False, EVERY_PARTY, id="a unit ended"),
        pytest.param([Contact("kommun/AME")], False, EVERY_PARTY[:3], id="a unit current"),
        pytest.param([Contact(AME_OF_LUDVIKA)], False, EVERY_PARTY[:3], id="a unit of a certain body current"),
        pytest.param(REGION_ENDED, False, EVERY_PARTY, id="every listed unit of a party ended"),
        pytest.param(REGION_ENDED, ["region"], ["AF", "FK", "kommun"], id="the party whole"),
        pytest.param([], ["AF", "kommun"], ["FK", "region"], id="whole for some"),
        pytest.param([], ["kommun/AME"], EVERY_PARTY, id="whole for a unit"),
        pytest.param([], True, [], id="whole"),
    ],
)
def test_parties_are_known_one_by_one(contacts, complete, missing):
    """A party whose units not everybody has listed is known only where she is current, or the list is whole."""
    person = Participant(id="d-001", contacts=contacts, contacts_complete=complete)
    found = answer(Known("parties"), VOCABULARY, person, date(2016, 10, 3))
    assert missing == [one.member for one in found.missing]


@pytest.mark.parametrize(
    ("contacts", "complete", "known"),
    [
        pytest.param([Contact("AF")], False, {"AF"}, id="one current"),
        pytest.param([AME_ENDED], False, {"kommun/AME"}, id="one ended"),
        pytest.param([Contact("kommun")], False, {"kommun"}, id="the kommun, not its units"),
        pytest.param([Contact(AME_OF_LUDVIKA)], False, {"kommun/AME"}, id="one of a certain body current"),
        pytest.param([Contact(AME_OF_LUDVIKA, until="2010-01-01")], False, set(), id="one of a certain body ended"),
        pytest.param([], ["kommun/AME", "FK"], {"kommun/AME", "FK"}, id="whole for some"),
        pytest.param([], ["region"], set(VOCABULARY.agencies.of_party("region")), id="whole for a party"),
        pytest.param([], True, set(EVERY_AGENCY), id="whole"),
    ],
)
def test_agencies_are_known_one_by_one(contacts, complete, known):
    """A listed agency is known on every day; of one of a certain body, only that she is current there."""
    person = Participant(id="d-001", contacts=contacts, contacts_complete=complete)
    found = answer(Known("agencies"), VOCABULARY, person, date(2016, 10, 3))
    assert [one for one in EVERY_AGENCY if one not in known] == [one.member for one in found.missing]
