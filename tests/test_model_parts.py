"""The parts of a model: what may be added, what is taken, what must hold together, and what can be asked of it."""

from datetime import date
from itertools import permutations
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import CaseFile, Model, Outcome, Participant, SickLeave, Verdict, decide, load_model
from samverkan.agencies import Agency, Party
from samverkan.calendars import SWEDEN, Calendar
from samverkan.constraints import Constraint
from samverkan.dates import LeapDay
from samverkan.errors import InvalidModelError, InvalidRuleError, InvalidValueError
from samverkan.indicators import Goal, Indicator, Variant
from samverkan.interventions import Intervention
from samverkan.participants import FACTS
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.expressions import Holds, Not
from samverkan.rules.facts import Boolean, Choice, Current, Expression, Fact, MembersOf, NumberOf, SetOf, SpellsOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.sources import ASSUMED, Document, Source
from samverkan.target_groups import TargetGroup
from samverkan.texts import Text
from strategies import VOCABULARY, days_about, examples, participants

FINSAM = load_model("finsam")
WORDS, OTHER_WORDS = Text("ord", "words"), Text("andra ord", "other words")
ON = date(2026, 3, 2)
IS_NOT_TAKEN = "wanted an id or name that is not taken; to replace it, name it in replacing"


def fact(kind: Any = None, **more: Any) -> Fact:
    """Return a fact, one that is so or not unless its kind is given."""
    return Fact(**{"kind": kind or Boolean(), "asked": WORDS, "shown": WORDS, "said": WORDS, **more})


def programme(name: str = "lots", rule: str = "employed", **more: Any) -> Programme:
    """Return a programme of one criterion and one reading."""
    criteria = [Criterion(id="the-rule", rule=rule, text=WORDS, source=ASSUMED)]
    whole = {
        "id": name,
        "kind": ProgrammeKind.INTERVENTION,
        "status": Status.ADOPTED,
        "name": WORDS,
        "criteria": criteria,
        "readings": [Reading(id="only")],
        "source": ASSUMED,
    }
    return Programme(**{**whole, **more})


def threshold(*values: tuple[int, str | None, str | None]) -> Parameter:
    """Return a parameter with those values, each from one day to another."""
    return Parameter([Threshold(value, ASSUMED, since=since, until=until) for value, since, until in values])


def group(**more: Any) -> TargetGroup:
    """Return a target group of a party, descriptive only unless it is given a rule."""
    return TargetGroup(**{"id": "group", "name": WORDS, "source": ASSUMED, "party": "kommun", **more})


def constraint(rule: Any, **more: Any) -> Constraint:
    """Return a constraint."""
    return Constraint(**{"id": "always", "rule": rule, "text": WORDS, "source": ASSUMED, **more})


def indicator(rule: Any = "employed", **more: Any) -> Indicator:
    """Return an indicator, a share of persons."""
    whole = {"id": "figure", "name": WORDS, "text": WORDS, "source": ASSUMED, "counts": "persons", "measure": "share"}
    return Indicator(**{**whole, "reference_day": "period_end", "numerator": rule, **more})  # type: ignore[arg-type]


def small(*definitions: Any, **more: Any) -> Model:
    """Return a model with the shipped register and nothing else but what is given."""
    whole = {"id": "small", "name": WORDS, "agencies": FINSAM.agencies, "documents": [], "definitions": definitions}
    return Model(**{**whole, **more})


def told_of(make: Any) -> list[str]:
    """Return what is wrong with the model that *make* makes, a line a fault."""
    with pytest.raises(InvalidModelError) as caught:
        make()
    assert caught.value.__cause__ is caught.value.__context__ is None
    return [str(fault) for fault in caught.value.faults]


# --- with_ -------------------------------------------------------------------------------------------

MUNICIPALITIES = frozenset({"Dalarna"})
ADDITIONS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("definitions", {"definitions": [programme()]}, {"definitions": [programme(rule="unemployed")]}, "lots"),
    ("definitions", {"definitions": [group()]}, {"definitions": [group(priority=1)]}, "group"),
    ("definitions", {"definitions": [constraint("employed")]}, {"definitions": [constraint("sgi")]}, "always"),
    ("definitions", {"definitions": [indicator("employed")]}, {"definitions": [indicator("sgi")]}, "figure"),
    ("documents", {"documents": [Document("N1", WORDS, WORDS)]}, {"documents": [Document("N1", WORDS, OTHER_WORDS)]}, "N1"),
    ("parties", {"parties": [Party("club", WORDS)]}, {"parties": [Party("club", WORDS, is_state=True)]}, "club"),
    ("agencies", {"agencies": [Agency("kommun/x", "kommun", WORDS)]}, {"agencies": [Agency("kommun/x", None, WORDS)]}, "kommun/x"),
    ("facts", {"facts": {"tea": fact()}}, {"facts": {"tea": fact(Choice("sexes"))}}, "tea"),
    ("parameters", {"parameters": {"most": threshold((1, None, None))}}, {"parameters": {"most": threshold((2, None, None))}}, "most"),
    ("lists.goals", {"lists": {"goals": {"work": WORDS}}}, {"lists": {"goals": {"work": OTHER_WORDS}}}, "work"),
]  # fmt: skip
PARTS = pytest.mark.parametrize(
    ("part", "added", "other", "name"), ADDITIONS, ids=[f"{place} {row[0]}" for place, row in enumerate(ADDITIONS)]
)


@PARTS
def test_what_is_added_is_there_beside_what_was(part: str, added: Any, other: Any, name: str) -> None:
    """The model has it, under its name, and all that it had before; the model itself does not change."""
    more = FINSAM.with_(**added)
    assert FINSAM.names | {(part, name)} == more.names
    assert (part, name) not in FINSAM.names
    assert "finsam" == more.id


@PARTS
def test_what_is_there_already_may_be_given_again_as_it_is(part: str, added: Any, other: Any, name: str) -> None:
    """A thing that is equal stands once, as two plug-ins may both bring it."""
    more = FINSAM.with_(**added)
    assert more == more.with_(**added)


@PARTS
def test_something_else_of_the_same_name_is_refused_unless_it_is_to_replace(
    part: str, added: Any, other: Any, name: str
) -> None:
    """The fault says what is taken, and that it may be named in replacing; then the new one stands in its place."""
    more = FINSAM.with_(**added)
    assert [f"{part}.{name}: {IS_NOT_TAKEN}"] == told_of(lambda: more.with_(**other))
    replaced = more.with_(**other, replacing=[name])
    assert more.names == replaced.names
    assert FINSAM.with_(**other) == replaced


def test_all_that_is_taken_is_told_at_once() -> None:
    """A fact, a document and a name in replacing that nothing bears are three faults."""
    told = told_of(
        lambda: FINSAM.with_(
            facts={"employed": fact()}, documents=[Document("S001", WORDS, WORDS)], replacing=["S004", "nothing"]
        )
    )
    assert [
        f"documents.S001: {IS_NOT_TAKEN}",
        f"facts.employed: {IS_NOT_TAKEN}",
        *[f"replacing: wanted names of what is both there and given anew, got the name {name!r}" for name in ("S004", "nothing")],
    ] == told  # fmt: skip


def test_a_model_with_nothing_added_is_the_same_and_its_plain_fields_can_be_changed() -> None:
    """Its id, its name and its leap-day policy are its own."""
    assert FINSAM == FINSAM.with_()
    changed = FINSAM.with_(id="x", name=WORDS, leap_day=LeapDay.MARCH_1)
    assert ("x", WORDS, LeapDay.MARCH_1) == (changed.id, changed.name, changed.leap_day)
    assert FINSAM.programmes["orvar"].rule_version != changed.programmes["orvar"].rule_version


def test_words_are_added_to_a_list_that_there_is() -> None:
    """A plug-in may know of another kind of need; the others keep their places."""
    needs = {"spiritual": Text("andliga behov", "spiritual needs")}
    more = FINSAM.with_(lists={"needs": needs})
    assert [*FINSAM.lists["needs"], "spiritual"] == list(more.lists["needs"])
    rule = '"spiritual" in needs'
    found = decide(Participant(id="p", needs=["spiritual"]), more.with_([programme(rule=rule)]).programmes["lots"], ON)
    assert Outcome.ELIGIBLE is found.outcome


def test_bodies_are_added_to_those_that_a_party_has() -> None:
    """A region more may be named after the colon; of a party without any, only those that are given."""
    more = FINSAM.with_(bodies={"region": ["Norrland"], "FK": ["Nord"]})
    assert FINSAM.agencies.bodies["region"] | {"Norrland"} == more.agencies.bodies["region"]
    assert "FK" == more.agencies.agency("FK:Nord").id
    with pytest.raises(InvalidValueError, match="a body that this party has"):
        more.agencies.agency("FK:Syd")


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ({"definitions": [programme(), programme()]}, "lots: wanted an id that nothing else has, got one that is taken"),
        ({"agencies": [Agency("x", "clubb", WORDS)], "parties": [Party("club", WORDS)]}, "agencies.x.party: wanted a party of the register; did you mean club?"),
        ({"agencies": [Agency("x", None, WORDS)] * 2}, "x: wanted an id that nothing else has, got one that is taken"),
    ],
    ids=["an id given twice", "an agency of a party that is not there", "an agency given twice"],
)  # fmt: skip
def test_what_cannot_be_added_is_refused(added: dict[str, Any], told: str) -> None:
    """What is given must hold together by itself too."""
    assert [told] == told_of(lambda: FINSAM.with_(**added))


# --- combined ----------------------------------------------------------------------------------------

TEA = FINSAM.with_([programme("tea")], id="tea", facts={"likes_tea": fact()}, bodies={"region": ["Norrland"]})
COFFEE = FINSAM.with_(
    [programme("coffee")],
    id="coffee",
    parameters={"cups": threshold((3, None, None))},
    agencies=[Agency("kommun/bar", "kommun", WORDS)],
)
WATER = FINSAM.with_(id="water", lists={"needs": {"thirst": WORDS}}, documents=[Document("W", WORDS, WORDS)])


@pytest.mark.parametrize("order", list(permutations([TEA, COFFEE, WATER])), ids=lambda one: "-".join(m.id for m in one))
def test_plug_ins_combine_in_any_order(order: tuple[Model, ...]) -> None:
    """All that each has is there; what they share stands once; the first gives the id and the name."""
    first, *others = order
    whole = first.combined(*others)
    assert TEA.names | COFFEE.names | WATER.names == whole.names
    assert (first.id, first.name) == (whole.id, whole.name)
    assert "Norrland" in whole.agencies.bodies["region"]
    for model in order:
        for name, bound in model.programmes.items():
            assert [one.rule for one in bound.criteria] == [one.rule for one in whole.programmes[name].criteria]


OWN_DAYS, OTHER_DAYS = (Calendar({day}, first=2026, last=2026) for day in ("2026-05-15", "2026-11-02"))


@pytest.mark.parametrize(
    ("calendars", "kept"),
    [
        pytest.param([None, OWN_DAYS], OWN_DAYS, id="one-of-its-own-over-the-usual-one"),
        pytest.param([OWN_DAYS, None], OWN_DAYS, id="its-own-before-the-usual-one"),
        pytest.param([None, OWN_DAYS, None], OWN_DAYS, id="between-two-usual-ones"),
        pytest.param([OWN_DAYS, OTHER_DAYS], OWN_DAYS, id="the-first-of-two"),
        pytest.param([None, OTHER_DAYS, OWN_DAYS], OTHER_DAYS, id="the-first-of-two-after-the-usual-one"),
        pytest.param([None, None], SWEDEN, id="the-usual-one"),
    ],
)
def test_a_calendar_of_ones_own_stays_when_models_are_combined(
    calendars: list[Calendar | None], kept: Calendar
) -> None:
    """The usual calendar gives way to one of somebody's own, and the first of those stands."""
    first, *others = (small() if one is None else small(calendar=one) for one in calendars)
    assert first.combined(*others).calendar is kept


@pytest.mark.parametrize("calendar", [None, "sweden", {date(2026, 5, 15)}, Calendar], ids=repr)
def test_a_calendar_is_one(calendar: Any) -> None:
    """Days that are free are no calendar yet, and are refused where they are given."""
    for make in (lambda: small(calendar=calendar), lambda: FINSAM.with_(calendar=calendar)):
        with pytest.raises(InvalidValueError) as error:
            make()
        assert "calendar: wanted a calendar of working days, got something else" == str(error.value)
    assert FINSAM.with_(calendar=OWN_DAYS).calendar is OWN_DAYS


def test_a_model_combined_with_none_or_itself_is_the_same() -> None:
    """Nothing is added, and nothing is refused."""
    assert TEA == TEA.combined() == TEA.combined(TEA) == TEA.combined(FINSAM)


def test_two_that_differ_in_one_thing_are_refused_unless_it_is_to_be_replaced() -> None:
    """The last that has it gives it; it need not be in all of them, nor in the first."""
    three, five = (
        FINSAM.with_(parameters={"cups": threshold((number, None, None))}, facts={"likes_tea": fact()})
        for number in (3, 5)
    )
    assert [f"parameters.cups: {IS_NOT_TAKEN}"] == told_of(lambda: three.combined(five))
    for models, wanted in (((three, five), 5), ((five, three), 3), ((TEA, three, five), 5), ((three, TEA, five), 5)):
        first, *others = models
        whole = first.combined(*others, replacing=["cups", "likes_tea"])
        assert [wanted] == [one.value for one in whole.parameters["cups"].values]


# --- What must hold together -------------------------------------------------------------------------

BROKEN: list[tuple[dict[str, Any], list[str]]] = [
    ({"definitions": [programme(), group(id="lots")]}, ["lots.id: wanted an id that nothing else has"]),
    ({"definitions": [programme(parties=["AF", "AFF"])]}, ["lots.parties: wanted parties of the register; did you mean AF?"]),
    ({"definitions": [programme(performers=["kommun/AMEE"])]}, ["lots.performers: wanted an agency of the register, got text of 11 characters; did you mean kommun/AME?"]),
    ({"definitions": [Intervention(id="i", name=WORDS, status=Status.ADOPTED, source=ASSUMED, owners=["AFF"], performers=["FKK"], through=["lots"])]}, [
        "i.owners: wanted an agency of the register, got text of 3 characters; did you mean AF?",
        "i.performers: wanted an agency of the register, got text of 3 characters; did you mean FK?",
        "i.through: wanted programmes of the model",
    ]),
    ({"definitions": [programme("p", kind=ProgrammeKind.PREDICATE), Intervention(id="i", name=WORDS, status=Status.ADOPTED, source=ASSUMED, through=["p"])]}, ["i.through: wanted programmes of the model"]),
    ({"definitions": [programme("p", rule="emploied"), Intervention(id="i", name=WORDS, status=Status.ADOPTED, source=ASSUMED, through=["p"])]}, ["p.criteria.the-rule.rule: wanted a rule; there is no fact or parameter emploied; did you mean employed?\n  in the rule: emploied"]),
    ({"definitions": [group(party="kommunn")]}, ["group.party: wanted a party of the register; did you mean kommun?"]),
    ({"definitions": [programme(source=Source("S001"))], "documents": [Document("S002", WORDS, WORDS)]}, ["lots.source: wanted a document of the model; did you mean S002?"]),
    ({"definitions": [programme(readings=[Reading(id="only", source=Source("S1"), parameters={}, criteria=[Criterion(id="x", rule="sgi", text=WORDS, source=Source("S2"))])])]}, ["lots.readings.only.source: wanted a document of the model", "lots.readings.only.criteria.x.source: wanted a document of the model"]),
    ({"definitions": [programme(parameters={"m": Parameter([Threshold(1, Source("S1"))])})]}, ["lots.parameters.m.source: wanted a document of the model"]),
    ({"definitions": [group(parameters={"m": Parameter([Threshold(1, Source("S1"))])})]}, ["group.parameters.m.source: wanted a document of the model"]),
    ({"definitions": [indicator(goal=Goal(direction="lower", source=Source("S1")), variants=[Variant(id="a", text=WORDS, source=Source("S2"), parameters={"m": Parameter([Threshold(1, Source("S3"))])})])]}, ["figure.goal.source: wanted a document of the model", "figure.variants.a.source: wanted a document of the model", "figure.variants.a.parameters.m.source: wanted a document of the model"]),
    ({"definitions": [indicator(parameters={"m": Parameter([Threshold(1, Source("S1"))])}), programme(id="figure")]}, ["figure.id: wanted an id that nothing else has", "figure.parameters.m.source: wanted a document of the model"]),
    ({"parameters": {"m": threshold((3, None, None))}, "facts": {**FACTS, "grown": fact(derived=Expression("age >= m"))}, "definitions": [indicator(variants=[Variant(id="a", text=WORDS, parameters={"m": threshold((4, None, None))})])]}, ["figure.parameters.m: wanted a name that no expression or constraint of the model reads as the model's own"]),
    ({"parameters": {"age": threshold((1, None, None)), "m": Parameter([Threshold(1, Source("S1"))])}}, ["parameters.age: wanted a name that no fact has", "parameters.m.source: wanted a document of the model"]),
    ({"lists": {"parties": {"x": WORDS}, "empty": {}}, "facts": {"tea": fact()}}, ["lists.parties: wanted another name: the parties are a list already", "lists.empty: wanted one word or more, got none"]),
    ({"facts": {"homes": fact(SpellsOf("homes"))}}, ["facts.homes.kind: wanted a closed list of the model; there is no closed list 'homes'; did you mean outcomes? (there is: agencies, parties, categories, purposes, sexes, needs, livelihoods, occupations, work_capacity, professions, forums, lacks, plans, outcomes, municipalities)"]),
    ({"facts": {"homes": fact(SpellsOf()), "kinds": fact(SetOf("needs"), asked=Text("{members}", "{members}"), said=Text("{member}", "{member}"), derived=MembersOf("homes", "kind"))}}, ["facts.kinds.kind: wanted a set of the closed list None, of which the spells are, got another set"]),
    ({"facts": {"tea": fact(NumberOf(WORDS), said=Text("{number}", "number"))}}, ["facts.tea.said: wanted {number} in both languages"]),
    ({"facts": {"tea": fact(shown=Text("te {member}", "tea"))}}, ["facts.tea.shown: wanted words without a {placeholder}, got one that nothing fills"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "told"), BROKEN, ids=[f"{place} {row[1][0][:50]}" for place, row in enumerate(BROKEN)]
)
def test_parts_that_do_not_hold_together_are_refused(parts: dict[str, Any], told: list[str]) -> None:
    """Everything that a part names must be there, and be what it is taken for."""
    assert told == told_of(
        lambda: small(*parts.get("definitions", ()), **{k: v for k, v in parts.items() if k != "definitions"})
    )


def test_everything_that_does_not_hold_together_is_told_at_once() -> None:
    """A fact, a programme, a target group and a constraint that cannot be are four faults, and in that order."""
    told = told_of(
        lambda: small(
            programme(rule="emploied"),
            group(rule="agee > 3"),
            constraint("not sgj"),
            facts={**FACTS, "tea": fact(held_by=frozenset({"AFF"}))},
        )
    )
    assert ["facts.tea.held_by", "lots.criteria.the-rule.rule", "group.rule", "always.rule"] == [
        line.split(": ")[0] for line in told
    ]


def test_a_history_of_ones_own_can_be_declared_in_python() -> None:
    """Whoever has a class of her own may have histories in it, and facts that follow from them."""
    facts = {**FACTS, "homes": fact(SpellsOf()), "housed": fact(derived=Current("homes"))}
    made = small(programme(rule="housed"), facts=facts)
    assert Outcome.UNDETERMINED is decide(Participant(id="p"), made.programmes["lots"], ON).outcome


# --- Constraints and target groups -------------------------------------------------------------------


def test_a_constraint_is_asked_whether_it_is_kept() -> None:
    """It is not kept where what is known surely breaks it; the rule may be text or a tree, and knows what was recorded."""
    text, tree = "not employed or not unemployed", Not(Holds("sgi"))
    bound = small(constraint(text), constraint(tree, id="no-sgi")).constraints
    assert ["always", "no-sgi"] == [one.id for one in bound.values()] == list(bound)
    both = Participant(id="p", employed=True, unemployed=True)
    assert (
        Verdict.NOT_MET
        is bound["always"].answer(both, ON).verdict
        is bound["always"].answer(CaseFile(both), ON).verdict
    )
    assert Verdict.UNKNOWN is bound["always"].answer(Participant(id="p", employed=True), "2026-03-02").verdict
    assert Verdict.MET is bound["always"].answer(Participant(id="p", employed=False), ON).verdict
    assert Verdict.NOT_MET is bound["no-sgi"].answer(Participant(id="p", sgi=True), ON).verdict
    late = Participant(id="p", sick_leave=[SickLeave("2026-03-01", recorded_on="2026-03-05")])
    leave = small(constraint("not on_sick_leave")).constraints["always"]
    assert [Verdict.NOT_MET, Verdict.UNKNOWN] == [
        leave.answer(late, ON, known_on=known_on).verdict for known_on in (None, "2026-03-04")
    ]


@given(st.data())
@examples(60)
def test_a_constraint_answers_as_a_programme_of_the_same_rule(data: st.DataObject) -> None:
    """What comes of its rule is what comes of a criterion with that rule, for anybody on any day."""
    person = data.draw(participants(VOCABULARY))
    on = data.draw(days_about(person))
    decided = decide(person, BOTH.programmes["lots"], on).outcome
    as_outcome = {
        Verdict.MET: Outcome.ELIGIBLE,
        Verdict.NOT_MET: Outcome.NOT_ELIGIBLE,
        Verdict.UNKNOWN: Outcome.UNDETERMINED,
    }
    assert decided is as_outcome[BOTH.constraints["always"].answer(person, on).verdict]


RULE = 'not on_sick_leave or sick_leave_days >= 1 and ("FK" in parties or age < 65)'
BOTH = small(programme(rule=RULE), constraint(RULE))


def test_a_target_group_is_asked_who_belongs_to_it() -> None:
    """By its own thresholds and those of the model, on the day of asking."""
    own = group(rule="youngest <= age < grown_up", parameters={"youngest": threshold((16, None, None))})
    grown_up = threshold((20, None, "2025-12-31"), (25, "2026-01-01", None))
    bound = small(own, parameters={"grown_up": grown_up}).target_groups["group"]
    person = Participant(id="p", born="2003-06-01")
    assert "group" == bound.id
    assert [Verdict.NOT_MET, Verdict.MET] == [bound.answer(person, day).verdict for day in ("2025-12-31", "2026-01-01")]
    assert Verdict.UNKNOWN is bound.answer(Participant(id="p"), ON).verdict


def test_nobody_can_be_asked_about_a_group_that_is_only_described() -> None:
    """A group without a rule is not guessed at."""
    bound = small(group()).target_groups["group"]
    assert bound.rule is None
    with pytest.raises(InvalidRuleError, match="the target group group is descriptive only: it has no rule"):
        bound.answer(Participant(id="p"), ON)


@pytest.mark.parametrize("described", [{"party": None}, {"party": "AF", "kommun": "Ale"}], ids=["by nobody", "by two"])
def test_a_group_is_described_by_a_kommun_or_by_a_party(described: dict[str, Any]) -> None:
    """One of the two says whose group it is; a kommun by name or code, and by nothing that is none."""
    with pytest.raises(InvalidValueError, match="kommun: wanted a kommun or a party, got neither or both"):
        group(**described)
    assert "Ludvika" == group(party=None, kommun="2085").kommun
    with pytest.raises(InvalidValueError, match="kommun: wanted a kommun by name or four-digit code"):
        group(party=None, kommun="Ludvik")


@pytest.mark.parametrize(
    ("definition", "told"),
    [
        (constraint("agee > 3"), "always.rule: wanted a rule; there is no fact or parameter agee; did you mean age?\n  in the rule: agee > 3"),
        (constraint("age >= 0"), "always.rule: wanted a rule; age >= 0 is always met"),
        (group(rule="age >= most"), "group.rule: wanted a rule; age >= most is never met"),
        (indicator("age >= most"), "figure.numerator: wanted a rule; age >= most is never met"),
        (indicator("agee > 3"), "figure.numerator: wanted a rule; there is no fact or parameter agee; did you mean age?\n  in the rule: agee > 3"),
        (group(rule="sgi", parameters={"sgi": threshold((1, None, None))}), "group.parameters.sgi: wanted a name that no fact has"),
    ],
    ids=["a fact that is not there", "always met", "never met from some day on", "a numerator never met", "a numerator of no fact", "a threshold named as a fact"],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_when_it_is_bound(definition: Any, told: str) -> None:
    """A constraint's and a group's rules are checked as a programme's are, with every value of their parameters."""
    never = threshold((16, None, "2025-12-31"), (131, "2026-01-01", None))
    assert [told] == told_of(lambda: small(definition, parameters={"most": never}))


# --- Parameters of the model -------------------------------------------------------------------------


def test_every_programme_reads_the_models_parameters() -> None:
    """The day on which such a threshold changes settles the answer, as one of the programme's own does."""
    wait = threshold((3, None, "2025-12-31"), (5, "2026-01-01", None))
    one, other = programme("one", "sick_leave_days <= wait"), programme("other", "sick_leave_days > wait")
    bound = small(one, other, parameters={"wait": wait}).programmes
    person = Participant(id="p", sick_leave=[SickLeave("2025-12-28")])  # the 31st is the fourth day, the 1st the fifth
    outcomes = {
        name: [decide(person, bound[name], day).outcome.value for day in ("2025-12-31", "2026-01-01")] for name in bound
    }
    assert {"one": ["not_eligible", "eligible"], "other": ["eligible", "not_eligible"]} == outcomes
    assert date(2025, 12, 31) == decide(person, bound["other"], "2025-12-31").holds_until


def test_a_parameter_of_the_model_is_part_of_the_rule_version_of_those_that_read_it() -> None:
    """Another value changes the digest of a programme that reads it, and of no other."""
    versions = [
        {name: one.rule_version for name, one in small(
            programme("reads", "age > most"), programme("reads-not"), parameters={"most": threshold((value, None, None))}
        ).programmes.items()}
        for value in (3, 4)
    ]  # fmt: skip
    assert versions[0]["reads"] != versions[1]["reads"]
    assert versions[0]["reads-not"] == versions[1]["reads-not"]


def test_a_programmes_own_parameter_goes_before_the_models() -> None:
    """A programme that says its own threshold goes by that one."""
    own = programme(rule="age > most", parameters={"most": threshold((60, None, None))})
    bound = small(own, parameters={"most": threshold((3, None, None))}).programmes["lots"]
    assert Outcome.NOT_ELIGIBLE is decide(Participant(id="p", born="2000-01-01"), bound, ON).outcome


def test_a_parameter_of_the_model_must_have_a_value_while_a_programme_reads_it() -> None:
    """A day without one, on which the programme is in force, is told."""
    gap = threshold((3, None, "2025-12-31"), (5, "2026-02-01", None))
    told = told_of(lambda: small(programme(rule="age > most"), parameters={"most": gap}))
    assert [
        "lots.parameters.most: wanted a value on every day on which the programme is in force, got none from 2026-01-01"
    ] == told


def test_a_model_shows_nothing_but_its_name() -> None:
    """Its repr is short, and so are those of its parts; one can take part in programmes and interventions."""
    course = Intervention(id="course", name=WORDS, status=Status.ADOPTED, source=ASSUMED, through=["lots"])
    made = small(programme(), course, programme("p", kind=ProgrammeKind.PREDICATE), group(), constraint("sgi"))
    assert "<Model small: 1 programmes>" == repr(made)
    assert "<BoundTargetGroup group>" == repr(made.target_groups["group"])
    assert "<BoundConstraint always>" == repr(made.constraints["always"])
    assert ["lots", "course"] == list(made.options)
    assert ["p"] == list(made.predicates)
    assert made == attrs.evolve(made)
    assert [made.programmes["lots"]] == list(made.interventions["course"].through)
