"""Whatever answers questions about rules says what trying everybody says: never a wrong *nobody*, nor a wrong person.

The people who are tried here are listed fact by fact, densely and without a look at any rule: every
day about every birthday, every subset, every list of contacts. Each question about a few random
rules is then settled by looking at all of them.
"""

from collections import Counter
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import combinations, product

import attrs
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from samverkan import Contact, Dated, Outcome, Participant, SickLeave, Unknown, decide, load_model
from samverkan.agencies import Agencies, Agency, Party
from samverkan.answers import Verdict
from samverkan.assessments import Assessment
from samverkan.dates import LeapDay, PartialDate
from samverkan.livelihoods import Livelihood
from samverkan.partial import Bounds, Members
from samverkan.participants import FACTS
from samverkan.rules.evaluation import answer, compiled
from samverkan.rules.expressions import facts_of
from samverkan.rules.facts import Choice, Day, Elapsed, Fact, NumberOf
from samverkan.rules.readers import reader
from samverkan.rules.text import printed
from samverkan.rules.vocabulary import Vocabulary
from samverkan.testing.subjects import programme_of
from samverkan.texts import Text
from samverkan.verification import (
    Result,
    differences,
    equivalent,
    gaps,
    implies,
    only_within,
    overlaps,
    reasons,
    satisfiable,
)
from samverkan.verification.by_solver import BySolver
from samverkan.verification.exhaustive import Exhaustive
from samverkan.verification.questions import Demand, Outside, Question
from strategies import examples, rules

ANSWERERS = [Exhaustive(), BySolver()]
WORDS = Text("ord", "words")
SHIPPED = load_model("finsam").vocabulary


# --- A small world ---------------------------------------------------------------------------------


def fact(kind, derived=None):
    """Return a fact of that kind; its words are of no account."""
    return Fact(kind=kind, asked=WORDS, shown=WORDS, said=WORDS, derived=derived)


REGISTER = Agencies(
    [Party("AF", WORDS), Party("FK", WORDS), Party("kommun", WORDS, has_other_units=True)],
    [
        Agency("AF", "AF", WORDS),
        Agency("FK", "FK", WORDS),
        Agency("kommun", "kommun", WORDS),
        Agency("kommun/AME", "kommun", WORDS),
        Agency("firm", None, WORDS),
    ],
)
LISTS = {
    **SHIPPED.lists,
    "livelihoods": ["salary", "pension", "student-aid"],
    "stages": ["first", "second", "third", "fourth"],
}
LONGEST_LEAVE, LONGEST_STAY = 40, 100
FACTS_HERE = {
    name: one for name, one in FACTS.items() if name not in {"work_capacity_by_FK", "work_capacity_by_region"}
}
FACTS_HERE |= {
    "sick_leave_days": attrs.evolve(FACTS["sick_leave_days"], kind=NumberOf(WORDS, least=0, most=LONGEST_LEAVE)),
    "rooms": fact(NumberOf(WORDS, least=0, most=5)),
    "children": fact(NumberOf(WORDS, least=0, most=4)),
    "stage": fact(Choice("stages")),
    "arrived": fact(Day()),
    "months_here": fact(NumberOf(WORDS, least=0, most=4), Elapsed("arrived", "months")),
    "days_here": fact(NumberOf(WORDS, least=0, most=LONGEST_STAY), Elapsed("arrived", "days")),
}
EVERYTHING = Vocabulary(FACTS_HERE, REGISTER, lists=LISTS)
TOGETHER = [
    ("born",),
    ("sick_leave",),
    ("arrived",),
    ("rooms", "children"),
    ("born", "employed", "contacts"),
    ("born", "sick_leave"),
    ("needs", "needs_from", "sex"),
    ("sick_leave", "unemployed", "livelihoods"),
    ("work_capacity", "employed"),
    ("rooms", "children", "stage"),
    ("arrived", "sgi", "stage"),
    ("contacts", "needs_from"),
]
"""The given facts that rules are about: so few that all people who differ in them can be tried."""

DAYS = [date(2016, 2, 29), date(2017, 2, 28), date(2016, 10, 3)]


VOCABULARIES = {
    (roots, leap_day): attrs.evolve(
        EVERYTHING,
        facts={name: one for name, one in FACTS_HERE.items() if EVERYTHING.given(name) in roots},
        leap_day=leap_day,
    )
    for roots in TOGETHER
    for leap_day in LeapDay
}


# --- Everybody -------------------------------------------------------------------------------------


def subsets(words):
    """Return every subset."""
    return [some for size in range(len(words) + 1) for some in combinations(words, size)]


def birth_days(on):
    """Return the days about each birthday of somebody who has not lived for 131 years."""
    around = [on - timedelta(365.2425 * age + step) for age in range(131) for step in range(-3, 4)]
    return sorted({day for day in around if day <= on})


def some_known(words):
    """Return every set known member by member."""
    found = []
    for told in product((True, False, None), repeat=len(words)):
        of = {truth: [word for word, one in zip(words, told, strict=True) if one is truth] for truth in (True, None)}
        found.append(Members(of[True], of[None]))
    return found


def contacts(on, *, unknowns):
    """Return every list of contacts: of each agency that there is one, that it has ended, or nothing at all."""
    every = [
        [Contact(one), None, *([Contact(one, until=on - timedelta(1))] if unknowns else [])]
        for one in REGISTER.agencies
    ]
    whole = [True, False, *subsets(tuple(REGISTER.parties))[1:]] if unknowns else [True]
    return [
        {"contacts": [one for one in some if one is not None], "contacts_complete": complete}
        for some in product(*every)
        for complete in whole
    ]


def assessments():
    """Return every set of findings: one or none of each of several assessors, two kommuner and nobody named among them."""
    by = ("AF", "kommun/AME", "kommun:Ale/AME", "kommun:Ludvika/AME", "firm", None)
    each = [[None, *(Assessment(one, word) for word in LISTS["work_capacity"])] for one in by]
    return [{"work_capacity": [one for one in some if one is not None]} for some in product(*each)]


def of_own(root, values):
    """Return a fact that is no field of a participant, with each of these values."""
    return [{"more": {root: Dated.always(one)}} for one in values]


@cache
def everybody(root, on, unknowns):
    """Return everything that can be given of the fact *root*, as the fields of a participant."""
    sets = some_known if unknowns else subsets
    match root:
        case "born":
            found = [{"born": day} for day in birth_days(on)]
        case "sex":
            found = [{"sex": word} for word in ("woman", "man")]
        case "needs":
            found = [{"needs": one} for one in sets(tuple(LISTS["needs"]))]
        case "needs_from":
            found = [{"needs_from": one} for one in sets(tuple(one for one in REGISTER.agencies if one != "firm"))]
        case "contacts":
            found = contacts(on, unknowns=unknowns)
        case "sick_leave":
            first_days = [on - timedelta(days) for days in range(LONGEST_LEAVE)]
            found = [{"sick_leave": []}, *({"sick_leave": [SickLeave(day)]} for day in first_days)]
        case "livelihoods":
            found = [{root: [Livelihood(kind) for kind in some]} for some in subsets(LISTS[root])]
        case "work_capacity":
            found = assessments()
        case "rooms" | "children":
            found = of_own(root, range(FACTS_HERE[root].kind.most + 1))
        case "stage":
            found = of_own(root, LISTS["stages"])
        case "arrived":
            arrivals = [on - timedelta(days) for days in range(LONGEST_STAY + 1)]
            found = of_own(root, [PartialDate(day, day) for day in arrivals])
        case _:
            found = [{root: False}, {root: True}]
    return [{}, *found] if unknowns else found


def somebody(*given):
    """Return the person of whom all this is given."""
    more = {name: one for fields in given for name, one in fields.get("more", {}).items()}
    fields = {name: one for some in given for name, one in some.items() if name != "more"}
    return Participant(id="somebody", **fields, more=more)


def is_known(value):
    """Whether nothing of a value that was read is open."""
    return not isinstance(value, Unknown | Bounds) and not (isinstance(value, Members) and value.unknown)


@cache
def read_of(root, facts, kind, on, unknowns):
    """Return what can be read of these facts, which rest on *root*, and of each somebody of whom it is."""
    readers = [reader(name, VOCABULARIES[kind]) for name in facts]
    found = {}
    for fields in everybody(root, on, unknowns):
        person = somebody(fields)
        values = tuple(read(person, on, None) for read in readers)
        if unknowns or all(map(is_known, values)):
            found.setdefault(values, fields)
    return list(found.items())


def all_that_comes(conditions, kind, on, *, unknowns):
    """Return everything that comes of the conditions for anybody, and of each somebody for whom it does."""
    whole = compiled(conditions, VOCABULARIES[kind], {})
    roots = {}
    for slot, name in enumerate(whole.facts):
        roots.setdefault(VOCABULARIES[kind].given(name), []).append(slot)
    every = [
        read_of(root, tuple(whole.facts[slot] for slot in slots), kind, on, unknowns) for root, slots in roots.items()
    ]
    values, found = [None] * len(whole.facts), {}
    for some in product(*every):
        for slots, (read, _) in zip(roots.values(), some, strict=True):
            for slot, value in zip(slots, read, strict=True):
                values[slot] = value
        truths = tuple([node.judge(values) for node in whole.nodes])
        if truths not in found:
            found[truths] = somebody(*(fields for _, fields in some))
    return found


# --- Questions about a few rules -------------------------------------------------------------------

MET, NOT_MET, ANY = frozenset({True}), frozenset({False}), frozenset({True, False, None})
QUESTIONS = {
    "satisfiable": [(MET, ANY, ANY)],
    "gaps": [(NOT_MET, NOT_MET, NOT_MET)],
    "gaps among": [(NOT_MET, NOT_MET, MET)],
    "overlaps": [(MET, MET, ANY)],
    "implies": [(MET, NOT_MET, ANY)],
    "equivalent": [(MET, NOT_MET, ANY), (NOT_MET, MET, ANY)],
    "differences within": [(MET, NOT_MET, MET), (NOT_MET, MET, MET)],
}
"""What must come of three rules for a counterexample; where there are several, for any of them."""


@attrs.frozen(eq=False)
class Trial:
    """Three rules, perhaps a fourth that everybody keeps to, and the day: what is asked of them, and what is so."""

    kind: tuple
    rules: list
    constraint: object
    on: date
    unknowns: bool

    def questions(self, wanted):
        """Return one question for each way in which there can be a counterexample."""
        kept = {} if self.constraint is None else {"kept": self.constraint}
        vocabulary = attrs.evolve(VOCABULARIES[self.kind], constraints=kept)
        for truths in wanted:
            demands = [Demand(rule, one) for rule, one in zip(self.rules, truths, strict=True) if one != ANY]
            yield Question(demands, vocabulary, self.on, unknowns=self.unknowns)

    @cached_property
    def everything(self):
        """Everything that comes of the rules and of the constraint for anybody, with somebody for whom it does."""
        conditions = self.rules if self.constraint is None else [*self.rules, self.constraint]
        found = all_that_comes(conditions, self.kind, self.on, unknowns=self.unknowns)
        for truths, person in found.items():
            for rule, truth in zip(conditions, truths, strict=True):
                assert answer(rule, VOCABULARIES[self.kind], person, self.on).verdict is Verdict.of(truth)
        return list(found)

    def is_somebody(self, truths):
        """Whether these come of the rules for somebody who keeps to the constraint, if it bears on them."""
        kept = ANY
        if self.constraints_on(rule for rule, one in zip(self.rules, truths, strict=True) if one != ANY):
            kept = frozenset({True, None} if self.unknowns else {True})
        wanted = [*truths, kept]
        return any(all(map(frozenset.__contains__, wanted, found)) for found in self.everything)

    def constraints_on(self, conditions):
        """Return the constraint, if there is one that rests on a fact which the conditions rest on too."""
        constraint = [] if self.constraint is None else [self.constraint]
        return constraint if self.roots(constraint) & self.roots(conditions) else []

    def roots(self, conditions):
        """Return the given facts that the conditions rest on."""
        return {VOCABULARIES[self.kind].given(name) for rule in conditions for name in facts_of(rule)}

    def ask(self, answerer, wanted):
        """Return what comes of the question; see that what tries everybody says so, and that a person decides so."""
        found = [(answerer.find(question), question) for question in self.questions(wanted)]
        people = [(one, question) for one, question in found if isinstance(one, Participant)]
        for person, question in people:
            for demand in question.demands:
                verdict = answer(demand.rule, question.vocabulary, person, self.on).verdict
                assert verdict in {Verdict.of(one) for one in demand.truths}
        is_somebody = any(map(self.is_somebody, wanted))
        if people:
            assert is_somebody
            return "counterexample"
        if any(isinstance(one, Outside) for one, _ in found):
            return "outside"
        assert not is_somebody
        return "proved"


def trials(kinds, *, unknowns=False):
    """Draw given facts, three rules about them, and now and then a fourth that everybody keeps to."""

    def of_kind(kind):
        some = st.lists(RULES[kind], min_size=3, max_size=3)
        constraint = st.one_of(st.none(), RULES[kind])
        return st.builds(Trial, st.just(kind), some, constraint, st.sampled_from(DAYS), st.just(unknowns)).map(told)

    return st.sampled_from(kinds).flatmap(of_kind)


def told(trial):
    """Have the rules printed where a test fails."""
    note(f"{trial.kind} on {trial.on}: {[printed(rule) for rule in trial.rules]}")
    note(f"Everybody keeps to: {None if trial.constraint is None else printed(trial.constraint)}")
    return trial


RULES = {kind: rules(vocabulary, deepest=3) for kind, vocabulary in VOCABULARIES.items()}


@pytest.mark.parametrize("answerer", ANSWERERS, ids=lambda one: one.name)
def test_every_answer_is_what_trying_everybody_says(answerer):
    """No *nobody* is wrong, every person decides so; three questions in ten or more have a counterexample."""
    counted = Counter()

    @examples(45)
    @given(trials(list(VOCABULARIES)))
    def check(trial):
        for wanted in QUESTIONS.values():
            counted[trial.ask(answerer, wanted)] += 1

    check()
    assert counted["counterexample"] >= 0.3 * counted.total()
    assert counted["outside"] <= 0.05 * counted.total()


def truths_wanted():
    """Draw what is wanted of three rules when facts may be unknown: one outcome or more of each."""
    some = st.frozensets(st.sampled_from([True, False, None]), min_size=1)
    return st.tuples(some, some, some)


@pytest.mark.parametrize("answerer", ANSWERERS, ids=lambda one: one.name)
def test_so_it_is_when_facts_may_be_unknown(answerer):
    """Whatever outcomes are wanted, undetermined among them, of people of whom nothing or a part may be known."""
    counted = Counter()
    few = [kind for kind in VOCABULARIES if "born" not in kind[0] or "contacts" not in kind[0]]

    @examples(30)
    @given(trials(few, unknowns=True), st.lists(truths_wanted(), min_size=3, max_size=3))
    def check(trial, every):
        for wanted in every:
            counted[trial.ask(answerer, [wanted])] += 1

    check()
    assert counted["counterexample"] >= 0.3 * counted.total()
    assert counted["outside"] <= 0.05 * counted.total()


# --- The functions that people call ----------------------------------------------------------------


def proof_of(name, trial, by):
    """Return what comes of a claim about programmes that have the trial's rules as their criteria."""
    vocabulary = next(trial.questions(QUESTIONS["gaps"])).vocabulary
    one, other, third = (programme_of(rule, vocabulary) for rule in trial.rules)
    match name:
        case "satisfiable":
            return satisfiable(one, trial.on, by=by)
        case "gaps":
            return gaps([one, other, third], trial.on, by=by)
        case "gaps among":
            return gaps([one, other], trial.on, among=trial.rules[2], by=by)
        case "overlaps":
            return overlaps(one, other, trial.on, by=by)
        case "implies":
            return implies(one, other, trial.on, by=by)
        case "equivalent":
            return equivalent(one, other, trial.on, by=by)
        case "differences":
            return differences(one, other, trial.on, by=by)
        case _:
            return only_within(differences(one, other, trial.on, by=by), trial.rules[2], by=by)


CLAIMS = {
    **{name: wanted for name, wanted in QUESTIONS.items() if name != "differences within"},
    "differences": QUESTIONS["equivalent"],
    "only within": [(MET, NOT_MET, NOT_MET), (NOT_MET, MET, NOT_MET)],
}


@pytest.mark.parametrize("answerer", ANSWERERS, ids=lambda one: one.name)
def test_proofs_are_what_trying_everybody_says(answerer):
    """Each claim is proved when nobody contradicts it; and the person told of does, as ``decide`` has it."""

    @examples(8)
    @given(trials(list(VOCABULARIES)))
    def check(trial):
        for name, wanted in CLAIMS.items():
            proof = proof_of(name, trial, answerer)
            assert proof.result is (Result.COUNTEREXAMPLE if any(map(trial.is_somebody, wanted)) else Result.PROVED)
            if proof.person is not None:
                outcomes = [decide(proof.person, one, trial.on).outcome for one in proof.about]
                truths = [{Outcome.ELIGIBLE: True, Outcome.NOT_ELIGIBLE: False}[one] for one in outcomes]
                # What *among* and *within* ask of her comes last, and is no programme.
                assert any(all(truth in one for truth, one in zip(truths, some, strict=False)) for some in wanted)

    check()


@pytest.mark.parametrize("answerer", ANSWERERS, ids=lambda one: one.name)
def test_a_gap_is_described_truly_in_as_few_conditions_as_may_be_and_whole(answerer):
    """Whoever meets a description is in the gap; not so without one of its conditions; and nobody there meets none."""

    @examples(12)
    @given(trials(list(VOCABULARIES)))
    def check(trial):
        proof = proof_of("gaps among", trial, answerer)
        conditions = list(dict.fromkeys(one for some in proof.descriptions for one in some.conditions))
        kept = trial.constraints_on(trial.rules)
        comes = all_that_comes([*trial.rules, *kept, *conditions], trial.kind, trial.on, unknowns=False)
        # Of all who are meant: whether she is left out, and what she meets.
        people = [
            (not first and not second, dict(zip(conditions, rest[len(kept) :], strict=True)))
            for first, second, among, *rest in comes
            if among and all(rest[: len(kept)])
        ]
        for description in proof.descriptions:
            every = description.conditions
            assert all(is_left_out for is_left_out, met in people if all(met[one] for one in every))
            for spared in every:
                others = [one for one in every if one != spared]
                assert not all(is_left_out for is_left_out, met in people if all(met[one] for one in others))
        if not proof.more:
            for is_left_out, met in people:
                assert not is_left_out or any(all(met[one] for one in some.conditions) for some in proof.descriptions)

    check()


@pytest.mark.parametrize("answerer", ANSWERERS, ids=lambda one: one.name)
def test_whoever_the_reasons_are_known_to_hold_of_has_the_outcome(answerer):
    """Of everybody, much or little known of her: what is told to be enough for an outcome comes with that outcome."""
    few = [kind for kind in VOCABULARIES if "born" not in kind[0] or "contacts" not in kind[0]]

    @examples(12)
    @given(trials(few, unknowns=True))
    def check(trial):
        rule, vocabulary = trial.rules[0], VOCABULARIES[trial.kind]
        for (truth,), person in all_that_comes([rule], trial.kind, trial.on, unknowns=True).items():
            proof = reasons(person, programme_of(rule, vocabulary), trial.on, by=answerer)
            if truth is None:
                assert proof.result is Result.OUTSIDE
                continue
            (found,) = proof.descriptions
            for comes, *met in all_that_comes([rule, *found.conditions], trial.kind, trial.on, unknowns=True):
                assert comes is truth or not all(met)

    check()
