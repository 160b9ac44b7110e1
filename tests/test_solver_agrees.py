"""What the solver's terms say of a person is what the rule answers: the first law, for the solver's reading."""

from datetime import date, timedelta

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

import strategies
from samverkan.answers import Verdict
from samverkan.dated import Unknown
from samverkan.dates import LeapDay, PartialDate
from samverkan.partial import Members
from samverkan.rules.cut_offs import cut_off
from samverkan.rules.evaluation import answer
from samverkan.rules.facts import SetOf
from samverkan.rules.readers import reader
from samverkan.rules.solver import World
from samverkan.rules.text import parse
from samverkan.verification.by_solver import made_up
from samverkan.verification.questions import with_numbers

VOCABULARY = strategies.VOCABULARY
RULES, PEOPLE = strategies.rules(), strategies.participants()


# --- A person, as values of the solver's constants ---------------------------------------------------


def assigned(world, person, on):
    """Return the value of every constant of *world*, from what is read of the person; of what is unknown any."""
    values = {constant: value_of(name, person, on) for name, constant in world.consts.items()}
    return {constant: bool(value) if z3.is_bool(constant) else value for constant, value in values.items()}


def value_of(name, person, on):
    """Return what the constant *name* is for the person: true, false or a number."""
    root, *what = name
    if root == "contacts":
        return of_contacts(what, person, on)
    if root == "work_capacity":
        return of_assessments(what, person, on)
    if root == "sick_leave":
        days = read("sick_leave_days", person, on)
        known = not isinstance(days, Unknown)
        return {"is known": known, "runs": known and days > 0}.get(what[0], days if known else 0)
    if root in {"livelihoods", "occupations"}:
        members = read({"livelihoods": "receives", "occupations": "occupied_with"}[root], person, on)
        return person.spells(root) is not None if what == ["is known"] else what[1] in members.inside
    value = read(root, person, on)
    if isinstance(value, Members):
        how, word = what
        return value.has(word) is {"word": True, "is not": False}[how]
    known = not isinstance(value, Unknown)
    if what == ["is known"]:
        return known
    if isinstance(value, PartialDate):
        return {"earliest": value.earliest, "latest": value.latest}[what[0]].toordinal()
    if isinstance(value, str):
        return VOCABULARY.words(VOCABULARY.facts[root].kind).index(value)
    return value if known else 0


def of_contacts(what, person, on):
    """Return whether a unit runs, is listed by name, or the list is whole for a party."""
    register, complete = VOCABULARY.agencies, person.contacts_complete
    listed = {one.agency for one in standing(person, "contacts")} | (set() if isinstance(complete, bool) else complete)
    match what:
        case ["is whole", *party]:
            return complete is True or (complete is not False and bool(party) and party[0] in complete)
        case ["is listed", unit]:
            return unit in listed
        case [_, unit]:
            return any(register.agency(one.agency).id == unit and one.runs(on) for one in standing(person, "contacts"))


def of_assessments(what, person, on):
    """Return whether somebody has found something: a party, somebody who is not named, or anyone else."""
    match what:
        case ["is known"]:
            return person.work_capacity is not None
        case ["found by", party, word]:
            return word in read(f"work_capacity_by_{party}", person, on).inside
        case ["found by somebody who is not named", word]:
            return any(not one.by and one.finding == word and one.runs(on) for one in standing(person, "work_capacity"))
        case [_, word]:
            return word in read("work_capacity_found", person, on).inside


def standing(person, history):
    """Return the spells that stand."""
    spells = person.spells(history)
    return () if spells is None else spells.standing()


def read(fact, person, on):
    """Return what is read of a fact."""
    return reader(fact, VOCABULARY)(person, on, None)


def verdicts(world, rules, person, on):
    """Return what the two terms of each rule come to for the person."""
    read = [[world.settled(term) for term in world.terms(rule)] for rule in rules]
    pairs = [(constant, literal(value, world)) for constant, value in assigned(world, person, on).items()]
    return [verdict(*(z3.is_true(z3.simplify(z3.substitute(term, *pairs))) for term in terms)) for terms in read]


def verdict(met, not_met):
    """Return what surely met and surely not met come to; they are never both so."""
    assert not (met and not_met)
    return Verdict.MET if met else Verdict.NOT_MET if not_met else Verdict.UNKNOWN


def literal(value, world):
    """Return a value as the solver writes it."""
    return z3.BoolVal(value, world.context) if isinstance(value, bool) else z3.IntVal(value, world.context)


# --- The law -----------------------------------------------------------------------------------------


@strategies.examples(120)
@given(st.data())
def test_the_terms_of_a_rule_say_what_it_answers(data):
    """For random rules and people, much or little known of them, the two terms come to what the rule answers."""
    person = data.draw(PEOPLE)
    on = data.draw(strategies.days_about(person))
    rule = with_numbers(data.draw(RULES), VOCABULARY, on)
    world = World(VOCABULARY, on, unknowns=True)
    assert verdicts(world, [rule], person, on) == [answer(rule, VOCABULARY, person, on).verdict]


MEMBERS = [
    *(f'"{unit}" in agencies' for unit in VOCABULARY.words(SetOf("agencies"))),
    *(f'"{party}" in {name}' for name in ("parties", "parties_needed") for party in VOCABULARY.agencies.parties),
    *(f"count({name}) >= {number}" for name in ("parties", "agencies", "needs_from") for number in (1, 2, 3)),
    *(f'"{word}" in {name}' for name in ("work_capacity_found", "work_capacity_by_AF") for word in ("yes", "no")),
    *(f'"{word}" in work_capacity_by_kommun' for word in ("yes", "no", "to-be-clarified")),
    *(
        f"known({name})"
        for name in ("parties", "agencies", "needs", "work_capacity_by_kommun", "age", "sick_leave_days")
    ),
    "age >= 16",
    "age == 16",
    "months_here < 12",
    "sick_leave_days <= 28",
]


@strategies.examples(15)
@given(PEOPLE, st.data())
def test_the_terms_of_every_member_say_what_is_known_of_it(person, data):
    """Of each agency, party and finding, and of counts of them, the two terms come to what the rule answers."""
    on = data.draw(strategies.days_about(person))
    world = World(VOCABULARY, on, unknowns=True)
    rules = [parse(text, VOCABULARY) for text in MEMBERS]
    expected = [answer(rule, VOCABULARY, person, on).verdict for rule in rules]
    assert dict(zip(MEMBERS, verdicts(world, rules, person, on), strict=True)) == dict(
        zip(MEMBERS, expected, strict=True)
    )


@strategies.examples(100)
@given(st.data())
def test_whoever_the_solver_makes_up_is_as_it_says(data):
    """A person made up from a model answers a random rule as the model does, whether all is known of her or not."""
    on, unknowns = data.draw(strategies.days()), data.draw(st.booleans())
    rule = with_numbers(data.draw(RULES), VOCABULARY, on)
    world = World(VOCABULARY, on, unknowns=unknowns)
    met, not_met = world.terms(rule)
    neither = world.no(world.any_of([met, not_met]))
    for term, expected in ((met, Verdict.MET), (not_met, Verdict.NOT_MET), (neither, Verdict.UNKNOWN)):
        search = z3.Solver(ctx=world.context)
        search.add(*world.laws, world.settled(term))
        if search.check() == z3.sat:
            person = made_up(world.given(search.model()))
            assert answer(rule, VOCABULARY, person, on).verdict is expected


@strategies.examples(100)
@given(st.data())
def test_nothing_is_unknown_of_whom_all_is_known(data):
    """Where all is known no random rule is undetermined: its two terms are never both false."""
    on = data.draw(strategies.days())
    rule = with_numbers(data.draw(RULES), VOCABULARY, on)
    world = World(VOCABULARY, on)
    term = world.settled(world.no(world.any_of(world.terms(rule))))
    search = z3.Solver(ctx=world.context)
    search.add(*world.laws, term)
    assert search.check() == z3.unsat


# --- The last day that is long enough ago ------------------------------------------------------------

LAST_DAYS = [
    ("turns 16 today", 16, "years", "2016-10-03", LeapDay.FEBRUARY_28, "2000-10-03"),
    ("born on the 29th, by the 28th", 16, "years", "2017-02-28", LeapDay.FEBRUARY_28, "2001-02-28"),
    ("a leap day is reached on the 28th", 17, "years", "2017-02-28", LeapDay.FEBRUARY_28, "2000-02-29"),
    ("a leap day is reached on 1 March", 17, "years", "2017-02-28", LeapDay.MARCH_1, "2000-02-28"),
    ("a month ago, the day of the month", 1, "months", "2023-03-15", LeapDay.FEBRUARY_28, "2023-02-15"),
    ("a month ago, from the end of a month", 1, "months", "2023-02-28", LeapDay.FEBRUARY_28, "2023-01-31"),
    ("84 days ago", 84, "days", "2008-09-23", LeapDay.FEBRUARY_28, "2008-07-01"),
]


@pytest.mark.parametrize(
    ("number", "unit", "on", "leap_day", "last"), [row[1:] for row in LAST_DAYS], ids=[row[0] for row in LAST_DAYS]
)
def test_the_last_day_is_that_of_the_calendar(number, unit, on, leap_day, last):
    """The last day since which so much has passed is as the law counts months and birthdays."""
    assert cut_off(number, unit, date.fromisoformat(on), leap_day) == date.fromisoformat(last)


def test_there_may_be_no_day_long_enough_ago():
    """Where more has to pass than there are days, there is none."""
    assert cut_off(10_000, "years", date(2016, 10, 3), LeapDay.FEBRUARY_28) is None


@strategies.examples(100)
@given(
    number=st.integers(1, 150),
    unit=st.sampled_from(["years", "months", "days"]),
    on=strategies.days(),
    leap_day=st.sampled_from(LeapDay),
)
def test_the_day_after_the_last_is_not_long_enough_ago(number, unit, on, leap_day):
    """On the last day so much has passed, and a day later has not, by a count that takes one day at a time."""
    last = cut_off(number, unit, on, leap_day)
    assert has_passed(last, number, unit, on, leap_day)
    assert not has_passed(last + timedelta(days=1), number, unit, on, leap_day)


def has_passed(since, number, unit, on, leap_day):
    """Whether so much has passed: the day that the months lead to, moved back to the end of its month, is here."""
    if unit == "days":
        return since + timedelta(days=number) <= on
    months = since.year * 12 + since.month - 1 + number * (12 if unit == "years" else 1)
    first = date(months // 12, months % 12 + 1, 1)
    reached = first + timedelta(days=since.day - 1)
    if reached.month != first.month:
        moves_on = unit == "years" and leap_day is LeapDay.MARCH_1
        reached = reached.replace(day=1) if moves_on else reached.replace(day=1) - timedelta(days=1)
    return reached <= on
