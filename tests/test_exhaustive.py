"""The exhaustive answers: a few people stand for everybody, and going through them all settles a question."""

from datetime import date, timedelta
from itertools import product

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samverkan import Contact, Participant, load_model
from samverkan.agencies import Agencies, Agency, Party
from samverkan.assessments import Assessment
from samverkan.dated import Dated, Unknown
from samverkan.dates import PartialDate
from samverkan.derived_facts import DERIVED
from samverkan.partial import Members
from samverkan.participants import FACTS, GIVEN, HISTORIES
from samverkan.rules.evaluation import answer, compiled
from samverkan.rules.expressions import And, AtLeast, Holds, Member, Not, Or, Word, facts_of, walk
from samverkan.rules.expressions import FactValue as Value
from samverkan.rules.facts import (
    Boolean,
    Changes,
    Choice,
    Current,
    Day,
    DayOf,
    Elapsed,
    Fact,
    MembersOf,
    NumberOf,
    SetOf,
    SpellsOf,
)
from samverkan.rules.text import parse
from samverkan.rules.vocabulary import Vocabulary
from samverkan.spells import Spells
from samverkan.testing.histories import histories
from samverkan.testing.values import usual_range
from samverkan.testing.worlds import world_of
from samverkan.texts import Text
from samverkan.verification.classes import classes, participant
from samverkan.verification.exhaustive import MOST_TRIED, Exhaustive
from samverkan.verification.questions import ALWAYS, NEVER, Demand, Nobody, Outside, Question, with_numbers
from strategies import VOCABULARY, days, examples, participants, rules

SHIPPED = load_model("finsam").vocabulary
ON = date(2016, 10, 3)
WORDS = Text("ord", "words")


def fact(kind, derived=None):
    """Return a fact of that kind; its words are of no account."""
    return Fact(kind=kind, asked=WORDS, shown=WORDS, said=WORDS, derived=derived, changes=Changes.BY_ACT)


def asked(*texts, vocabulary=SHIPPED, on=ON, unknowns=False, **constraints):
    """Return the question whether somebody meets every one of these rules."""
    kept = {name: parse(text, vocabulary) for name, text in constraints.items()}
    vocabulary = attrs.evolve(vocabulary, constraints=kept)
    return Question([Demand(parse(text, vocabulary)) for text in texts], vocabulary, on, unknowns=unknowns)


# --- Everybody has somebody of her class -----------------------------------------------------------

WORLD = world_of(VOCABULARY)
ABOUT = [("household_size", "balance"), *((root,) for root, one in WORLD.given.items() if one.kind != Boolean())]
"""Given facts, each by itself, and the two numbers that can be compared with each other."""


def rules_about(roots):
    """Draw rules of one condition or two about the given facts *roots* and what follows from them."""
    facts = {name: one for name, one in VOCABULARY.facts.items() if VOCABULARY.given(name) in roots}
    return rules(attrs.evolve(VOCABULARY, facts=facts), deepest=2)


RULES = rules(VOCABULARY, deepest=3)


def several(most):
    """Draw some rules: about everything, or all about one fact, so that boundaries of it lie beside each other."""
    about_one_fact = [st.lists(one, min_size=2, max_size=most) for one in map(rules_about, ABOUT)]
    return st.one_of(st.lists(RULES, min_size=1, max_size=3), *about_one_fact)


OLDEST = 130 * 365


@st.composite
def known_wholly(draw, roots, on):
    """Draw a person of whom each of these given facts is known on the day, within its bounds."""
    facts = {root: draw(VALUES[root]) for root in roots}
    for root in roots:
        if isinstance(facts[root], timedelta):
            facts[root] = on - facts[root]
        elif isinstance(facts[root], tuple):
            facts[root] = Spells(facts[root], complete=True)
    return participant(
        {root: one if isinstance(one, Spells) else Dated.always(as_given(one)) for root, one in facts.items()}
    )


def as_given(value):
    """Return a value as a record holds it."""
    return PartialDate(value, value) if isinstance(value, date) else value


def values_of_root(root, kind):
    """Return what draws a value that is known wholly; of a day how long ago it is."""
    match kind:
        case Boolean():
            return st.booleans()
        case NumberOf():
            return st.integers(*usual_range(root, WORLD))
        case Choice(of):
            return st.sampled_from(WORLD.words(of))
        case SetOf():
            return st.frozensets(st.sampled_from(VOCABULARY.words(kind)), max_size=5).map(Members)
        case Day():
            return st.integers(-400, OLDEST if root == "born" else 5000).map(timedelta)
        case SpellsOf():
            return histories(root, WORLD)


VALUES = {root: values_of_root(root, one.kind) for root, one in WORLD.given.items()}


def leaves(conditions):
    """Return the conditions without parts, each once."""
    found = [part for rule in conditions for part in walk(rule) if not isinstance(part, Not | And | Or | AtLeast)]
    return list(dict.fromkeys(found))


def roots_of(*conditions):
    """Return the given facts that conditions rest on."""
    return list(dict.fromkeys(VOCABULARY.given(name) for rule in conditions for name in facts_of(rule)))


def groups(conditions):
    """Return the given facts in groups that no condition without parts reads across."""
    found = []
    for leaf in leaves(conditions):
        roots = set(roots_of(leaf))
        found = [one for one in found if not one & roots] + [roots.union(*(one for one in found if one & roots))]
    return [sorted(one) for one in found]


def of_her_class(person, conditions, on, *, unknowns):
    """Return somebody put together from the lists who is as *person* to every condition; ``None``: there is nobody."""
    lists = classes(conditions, VOCABULARY, on, unknowns=unknowns)
    chosen = {}
    for group in groups(conditions):
        own = [leaf for leaf in leaves(conditions) if set(roots_of(leaf)) <= set(group)]
        whole = compiled(own, VOCABULARY, {})

        def truths(somebody, whole=whole):
            values = whole.read(somebody, on, None)
            return [node.judge(values) for node in whole.nodes]

        wanted = truths(person)
        for some in product(*(lists[root] for root in group)):
            if truths(participant(dict(zip(group, some, strict=True)))) == wanted:
                chosen |= dict(zip(group, some, strict=True))
                break
        else:
            return None
    return participant(chosen)


def agree(one, other, conditions, on):
    """Whether the same comes of every condition for two people."""
    return all(
        answer(rule, VOCABULARY, one, on).verdict is answer(rule, VOCABULARY, other, on).verdict for rule in conditions
    )


@examples(300)
@given(st.data(), several(most=5), days())
def test_whoever_is_known_wholly_has_somebody_of_her_class_in_the_lists(data, drawn, on):
    """Somebody put together from the lists is as she is to every rule, one condition after another."""
    conditions = [with_numbers(rule, VOCABULARY, on) for rule in drawn]
    person = data.draw(known_wholly(roots_of(*conditions), on))
    assume(is_known_wholly(person, conditions, on))
    mate = of_her_class(person, conditions, on, unknowns=False)
    assert mate is not None
    assert agree(person, mate, conditions, on)


def is_known_wholly(person, conditions, on):
    """Whether everything that the conditions read is known: an unnamed assessor's finding may be somebody's own."""
    reads = [value for rule in conditions for value in answer(rule, VOCABULARY, person, on).reads.values()]
    return not any(isinstance(one, Unknown) or (isinstance(one, Members) and one.unknown) for one in reads)


@examples(60)
@given(participants(), several(most=2), days())
def test_with_unknowns_so_has_whoever_is_known_in_part(person, drawn, on):
    """But for those of whose days only the month or the year is known."""
    conditions = [with_numbers(rule, VOCABULARY, on) for rule in drawn]
    for root in roots_of(*conditions):
        day = person.fact(root).at(on) if root not in HISTORIES else None
        assume(not isinstance(day, PartialDate) or day.is_whole)
    mate = of_her_class(person, conditions, on, unknowns=True)
    assert mate is not None
    assert agree(person, mate, conditions, on)


@examples(60)
@given(several(most=5), days())
def test_people_from_the_lists_are_known_wholly(drawn, on):
    """Each choice of each list tells all that conditions read of the fact."""
    conditions = [with_numbers(rule, VOCABULARY, on) for rule in drawn]
    for root, given_of in classes(conditions, VOCABULARY, on).items():
        own = [leaf for leaf in leaves(conditions) if roots_of(leaf) == [root]]
        assert given_of
        assert all(is_known_wholly(participant({root: one}), own, on) for one in given_of)


# --- What the lists have ---------------------------------------------------------------------------


def starts(rule, vocabulary=SHIPPED, on=ON):
    """Return the days of birth that the rule needs, as they are written."""
    return [str(one.at(on)) for one in classes([parse(rule, vocabulary)], vocabulary, on)["born"]]


def test_there_is_a_day_of_birth_on_either_side_of_a_birthday():
    """Whoever turns 16 on the day was born sixteen years before, and whoever does tomorrow a day later.

    The last day of a stretch stands for it: the day of asking itself for those who are under 16.
    """
    born = starts("age >= 16")
    assert "2000-10-03" in born
    assert not [day for day in born if "2000-10-03" < day < "2015-10-03"]


def test_nobody_is_older_than_the_bounds_of_the_age():
    """The age is at most 130, so that nobody was born 131 years before the day or earlier."""
    assert min(starts("age >= 16")) > "1885-10-03"


def test_a_day_is_within_the_bounds_of_every_time_elapsed_since_it():
    """Whoever must have been here between 1 and 3 months did not arrive before four months ago, nor today."""
    facts = {
        "arrived": fact(Day()),
        "months_here": fact(NumberOf(WORDS, least=1, most=3), Elapsed("arrived", "months")),
        "days_here": fact(NumberOf(WORDS), Elapsed("arrived", "days")),
    }
    vocabulary = Vocabulary({**FACTS, **facts}, SHIPPED.agencies)
    arrived = classes([parse("days_here >= 50", vocabulary)], vocabulary, ON)["arrived"]
    days_of_arrival = {one.at(ON).earliest for one in arrived}
    assert max(days_of_arrival) == date(2016, 9, 3)
    assert min(days_of_arrival) > date(2016, 6, 3)
    assert date(2016, 8, 14) in days_of_arrival


def test_numbers_that_are_compared_keep_room_for_each_other():
    """Between 1 and 4 there is room for two numbers in either order, and equal."""
    facts = {name: fact(NumberOf(WORDS, least=0, most=9)) for name in ("rooms", "children")}
    vocabulary = Vocabulary({**FACTS, **facts}, SHIPPED.agencies)
    rule = parse("1 < rooms < 4 and 1 < children < 4 and rooms < children", vocabulary)
    found = Exhaustive().find(Question([Demand(rule)], vocabulary, ON))
    assert (found.more["rooms"].at(ON), found.more["children"].at(ON)) == (2, 3)
    three = parse("1 < rooms < 4 and 1 < children < 4 and rooms < children and rooms != 2", vocabulary)
    assert isinstance(Exhaustive().find(Question([Demand(three)], vocabulary, ON)), Nobody)


@pytest.mark.parametrize("party", ["AF", "kommun"])
def test_a_party_with_one_agency_has_one_finding_and_one_with_bodies_several(party):
    """Arbetsförmedlingen cannot find both, while two units of a kommun can differ."""
    rule = f'"yes" in work_capacity_by_{party} and "no" in work_capacity_by_{party}'
    found = Exhaustive().find(asked(rule))
    assert isinstance(found, Nobody if party == "AF" else Participant)


def test_a_party_with_one_unit_and_bodies_has_several_assessors():
    """Two kommuner's only unit can find different things, and so can nobody named where no party is asked for."""
    register = Agencies([Party("kommun", WORDS)], [Agency("kommun", "kommun", WORDS), Agency("firm", None, WORDS)])
    vocabulary = attrs.evolve(SHIPPED, agencies=register)
    every = " and ".join(f'"{word}" in work_capacity_{{}}' for word in ("yes", "no", "to-be-clarified"))
    for rest in ("by_kommun", "found"):
        assert isinstance(Exhaustive().find(asked(every.format(*[rest] * 3), vocabulary=vocabulary)), Participant)


def test_what_no_party_has_found_somebody_else_has():
    """With all four parties asked for, a supplier can still have found it, and nobody unnamed has."""
    none = [f'not "yes" in work_capacity_by_{party}' for party in ("AF", "FK", "region", "kommun")]
    found = Exhaustive().find(asked('"yes" in work_capacity_found', *none))
    (assessment,) = found.work_capacity
    assert assessment.by is not None
    assert SHIPPED.agencies.agency(assessment.by).party is None


def test_a_history_of_which_days_are_counted_begins_on_the_right_day():
    """Whoever is on the eighty-fourth day of a sick leave fell ill eighty-three days before."""
    found = Exhaustive().find(asked("sick_leave_days == 84"))
    (leave,) = found.sick_leave
    assert leave.since == ON - timedelta(days=83)


def test_there_is_a_day_between_two_numbers_of_days():
    """Whoever has been ill for longer than 84 days and shorter than 90 is on one of the days between."""
    (leave,) = Exhaustive().find(asked("sick_leave_days > 84 and sick_leave_days < 90")).sick_leave
    assert 84 <= (ON - leave.since).days < 89


def test_several_facts_of_one_history_are_of_one_list():
    """Nobody has contacts that run for no days, and whoever has one with a supplier alone is with no agency."""
    facts = {
        "in_contact": fact(Boolean(), Current("contacts")),
        "contact_days": fact(NumberOf(WORDS, least=0), DayOf("contacts")),
    }
    vocabulary = Vocabulary({**FACTS, **facts}, SHIPPED.agencies)
    for rule, is_possible in {
        "in_contact and contact_days == 0": False,
        "not in_contact and contact_days == 5": False,
        "contact_days == 5 and count(agencies) == 2": True,
        "in_contact and count(agencies) == 0": True,
        "not in_contact and count(parties) == 1": False,
    }.items():
        found = Exhaustive().find(Question([Demand(parse(rule, vocabulary))], vocabulary, ON))
        assert isinstance(found, Participant if is_possible else Nobody), rule


def test_nobody_is_outside_the_bounds_of_a_counted_day():
    """Where a sick leave lasts at most 90 days, nobody is on the ninety-first."""
    facts = {**FACTS, "sick_leave_days": attrs.evolve(DERIVED["sick_leave_days"], kind=NumberOf(WORDS, 0, 90))}
    vocabulary = attrs.evolve(SHIPPED, facts=facts)
    rules_of_days = [parse(text, vocabulary) for text in ("sick_leave_days >= 90", "sick_leave_days != 90")]
    question = Question([Demand(rule) for rule in rules_of_days], vocabulary, ON)
    assert isinstance(Exhaustive().find(question), Nobody)


# --- Questions -------------------------------------------------------------------------------------


def test_the_person_found_has_what_the_rules_rest_on_and_no_more():
    """Facts that nothing asks about are left out of her record."""
    found = Exhaustive().find(asked("employed and count(parties) >= 2"))
    given_facts = {name for name in GIVEN if found.spells(name) is not None or found.fact(name).entries}
    assert given_facts == {"employed", "contacts"}
    assert found.contacts_complete is True


def test_a_question_of_many_facts_that_nothing_reads_together_is_settled():
    """Thirty facts that are so or not make a thousand million people, but each fact is gone through by itself."""
    so_or_not = [name for name, one in GIVEN.items() if isinstance(one.kind, Boolean)][:20]
    assert isinstance(Exhaustive(most=50).find(asked(*so_or_not)), Participant)
    found = Exhaustive(most=50).find(asked(*so_or_not, f"not {so_or_not[7]}"))
    assert found == Nobody(demands=[7, 20])


def test_it_says_when_there_are_too_many():
    """The number of classes and the limit are told."""
    so_or_not = [name for name, one in GIVEN.items() if isinstance(one.kind, Boolean)][:8]
    rule = f"at_least(5, {', '.join(so_or_not)})"
    fewer = f"at_least(4, {', '.join(f'not {name}' for name in so_or_not)})"
    found = Exhaustive(most=40).find(asked(rule, fewer))
    assert isinstance(found, Outside)
    assert found.why.en == "there are at least 256 classes of people to try, and at most 40 are tried"
    assert found.why.sv == "det finns minst 256 klasser av personer att pröva, och högst 40 prövas"
    assert isinstance(Exhaustive().find(asked(rule, fewer)), Nobody)


def test_it_says_so_when_one_fact_alone_has_too_many_values():
    """A set of which ten words are named has a thousand subsets, and listing them breaks off."""
    words = list(SHIPPED.lists["livelihoods"])[:10]
    rule = " or ".join(f'"{word}" in receives' for word in words)
    found = Exhaustive(most=100).find(asked(rule, "employed"))
    assert isinstance(found, Outside)
    assert "at least 101 classes" in found.why.en
    assert len(classes([parse(rule, SHIPPED)], SHIPPED, ON, most=100)["livelihoods"]) == 101


def test_nobody_wins_over_too_many():
    """What cannot be is settled by its own facts, however many there are of others."""
    words = list(SHIPPED.lists["livelihoods"])[:10]
    rule = " or ".join(f'"{word}" in receives' for word in words)
    assert isinstance(Exhaustive(most=100).find(asked(rule, "age < 16", "age > 16")), Nobody)


def test_a_history_that_nobody_can_be_given_is_outside():
    """A model's own history is named: no record has a place for it."""
    facts = {"visits": fact(SpellsOf(of="needs")), "visited": fact(SetOf("needs"), MembersOf("visits", "kind"))}
    vocabulary = attrs.evolve(SHIPPED, facts={**FACTS, **facts})
    question = asked('"social" in visited', vocabulary=vocabulary)
    found = Exhaustive().find(question)
    assert isinstance(found, Outside)
    assert found.why == Text(sv="ingen kan ges historiken visits", en="nobody can be given the history visits")
    assert classes([question.demands[0].rule], vocabulary, ON)["visits"] == (None,)


@pytest.mark.parametrize(
    ("rule", "truths", "is_possible"),
    [
        (ALWAYS, [True], True),
        (ALWAYS, [False], False),
        (NEVER, [True], False),
        (NEVER, [False, None], True),
        (Holds("employed"), [True, False], True),
        (Holds("employed"), [None], False),
        (Not(Or([Holds("employed"), Holds("unemployed")])), [True], True),
    ],
    ids=["always", "not always", "never", "not never", "either", "open", "neither"],
)
def test_rules_without_facts_and_every_outcome_can_be_demanded(rule, truths, is_possible):
    """What comes of a rule is one of those demanded, or there is nobody."""
    found = Exhaustive().find(Question([Demand(rule, truths)], SHIPPED, ON))
    assert isinstance(found, Participant if is_possible else Nobody)


def test_constraints_are_kept_to_and_those_needed_are_named():
    """Of two constraints on the same facts, one alone rules it out that somebody is both employed and out of work."""
    question = asked(
        "employed", "unemployed", one_or_other="not employed or not unemployed", idle="not employed or not sgi"
    )
    assert Exhaustive().find(question) == Nobody(constraints=["one_or_other"], demands=[0, 1])
    alone = Exhaustive().find(asked("employed", one_or_other="not employed or not unemployed"))
    assert alone.unemployed.at(ON) is False


def test_constraints_that_nothing_needs_are_not_named():
    """Nobody is both, whatever the constraints say."""
    found = Exhaustive().find(asked("employed", "not employed", idle="not employed or not sgi"))
    assert found == Nobody(demands=[0, 1])


def test_with_unknowns_somebody_may_be_open_to_one_rule_and_settled_for_another():
    """Whoever is known to be with one agency, and of whom no more is known, may have two parties or one."""
    question = Question(
        [Demand(parse("count(parties) >= 2", SHIPPED), [None]), Demand(Member(Word("AF"), Value("agencies")))],
        SHIPPED,
        ON,
        unknowns=True,
    )
    found = Exhaustive().find(question)
    assert question.holds_of(found)
    assert Contact("AF") in found.contacts


@pytest.mark.parametrize(
    ("open_to", "not_in"), [("physical", "mental"), ("mental", "physical")], ids=["first", "second"]
)
def test_with_unknowns_it_matters_of_which_member_it_is_open(open_to, not_in):
    """Of a set it can be open whether one word is in it, while another surely is not."""
    demands = [
        Demand(Member(Word(open_to), Value("needs")), [None]),
        Demand(Member(Word(not_in), Value("needs")), [False]),
        Demand(parse("known(needs)", SHIPPED), [None]),
    ]
    question = Question(demands, SHIPPED, ON, unknowns=True)
    assert question.holds_of(Exhaustive().find(question))


def test_with_unknowns_a_party_has_other_units():
    """Every listed unit of a kommun can be known to have no contact, while of the kommun that is open."""
    parties = [Party("AF", WORDS), Party("kommun", WORDS, has_other_units=True)]
    register = Agencies(parties, [Agency("AF", "AF", WORDS), Agency("kommun/AME", "kommun", WORDS)])
    vocabulary = attrs.evolve(SHIPPED, agencies=register)
    for party, unit, found in (("kommun", "kommun/AME", Participant), ("AF", "AF", Nobody)):
        demands = [
            Demand(Member(Word(party), Value("parties")), [None]),
            Demand(Member(Word(unit), Value("agencies")), [False]),
        ]
        assert isinstance(Exhaustive().find(Question(demands, vocabulary, ON, unknowns=True)), found)


def test_with_unknowns_a_constraint_is_kept_unless_it_is_surely_broken():
    """Of one who is employed it may be open whether she is out of work too; that she is, is ruled out."""
    constraints = {"one_or_other": "not employed or not unemployed"}
    assert isinstance(Exhaustive().find(asked("employed", unknowns=True, **constraints)), Participant)
    assert isinstance(Exhaustive().find(asked("employed", "unemployed", unknowns=True, **constraints)), Nobody)


def test_with_unknowns_it_may_not_be_stated_who_made_an_assessment():
    """Then it is open whether Arbetsförmedlingen found it, while somebody surely did."""
    question = Question(
        [
            Demand(parse('"yes" in work_capacity_found', SHIPPED)),
            Demand(parse('"yes" in work_capacity_by_AF', SHIPPED), [None]),
            Demand(parse('"no" in work_capacity_by_AF', SHIPPED), [False]),
        ],
        SHIPPED,
        ON,
        unknowns=True,
    )
    assert Exhaustive().find(question).work_capacity == (Assessment(None, "yes"),)


@examples(30)
@given(st.lists(RULES, min_size=1, max_size=3), days())
def test_the_same_question_has_the_same_answer(drawn, on):
    """Two askings find the same person, or the same reasons why there is nobody."""
    question = Question([Demand(with_numbers(rule, VOCABULARY, on)) for rule in drawn], VOCABULARY, on)
    assert Exhaustive().find(question) == Exhaustive().find(question)


def test_it_has_a_name_and_a_limit():
    """A proof can say who found it, and how many it would try."""
    assert (Exhaustive().name, Exhaustive().most) == ("exhaustive", MOST_TRIED)
