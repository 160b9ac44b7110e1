"""Rule versions: every ingredient of an answer changes the digest, and nothing else does."""

import hashlib
import tomllib
from datetime import date
from pathlib import Path

import attrs
import pytest

from samverkan import Model, load_model
from samverkan.agencies import Agencies, Agency, Party
from samverkan.dates import LeapDay, Span
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.expressions import And, Comparison, FactValue, Holds, Number, Step
from samverkan.rules.facts import Boolean, Changes, Choice, Day, Elapsed, Fact, NumberOf, PartiesOf, SetOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.sources import ASSUMED, Document, Source
from samverkan.texts import Text

GOLDEN = Path(__file__).parent / "golden" / "rule_versions.toml"
SHIPPED = load_model("finsam")
WORDS = Text("ord", "words")
NUMBER = Text("talet är {number}", "the number is {number}")
MEMBERS = Text("ord {members}", "words {members}")
MEMBER = Text("har {member}", "has {member}")


def number(**bounds: int | None) -> Fact:
    """Return a fact that is a number within bounds."""
    return Fact(kind=NumberOf(WORDS, **bounds), asked=WORDS, shown=WORDS, said=NUMBER)


FACTS = {
    "children": number(least=0, most=12),
    "willing": Fact(kind=Boolean(), asked=WORDS, shown=WORDS, said=WORDS),
    "helpers": Fact(kind=SetOf("agencies"), asked=MEMBERS, shown=WORDS, said=MEMBER),
    "parties_helping": Fact(
        kind=SetOf("parties"), asked=MEMBERS, shown=WORDS, said=MEMBER, derived=PartiesOf("helpers")
    ),
    "colour": Fact(kind=Choice("colours"), asked=WORDS, shown=WORDS, said=WORDS),
}
PROGRAMME = Programme(
    id="p",
    kind=ProgrammeKind.PLATFORM,
    status=Status.ADOPTED,
    name=WORDS,
    source=ASSUMED,
    in_force=Span("2016-01-01", None),
    parameters={"most": Parameter([Threshold(3, ASSUMED, since="2016-01-01")])},
    criteria=[
        Criterion(id="few", rule="children <= most", text=WORDS, source=ASSUMED),
        Criterion(id="willing", rule="willing or colour in {'red', 'blue'}", text=WORDS, source=ASSUMED),
        Criterion(id="helped", rule="'AF' in parties_helping", text=WORDS, source=ASSUMED, in_force=Span("2017-01-01")),
    ],
    readings=[Reading(id="r"), Reading(id="s")],
)
MODEL = Model(
    id="m",
    name=WORDS,
    agencies=Agencies([Party("AF", WORDS), Party("X", WORDS)], [Agency("AF", "AF", WORDS), Agency("y", "X", WORDS)]),
    documents=[],
    definitions=[PROGRAMME],
    facts=FACTS,
    lists={"colours": {"red": WORDS, "blue": WORDS, "green": WORDS}},
)

# Written out by hand from what the module says goes in: sorted keys, no spaces, sets sorted.
BY_HAND = (
    '{"agencies":{"AF":"AF","y":"X"},'
    '"criteria":[["few","children <= most"],'
    '["helped","\\"AF\\" in parties_helping","2017-01-01",null],'
    '["willing","willing or colour in {\\"blue\\", \\"red\\"}"]],'
    '"facts":{"children":{"derived":null,"kind":["NumberOf",{"least":0,"most":12}]},'
    '"colour":{"derived":null,"kind":["Choice",{"of":"colours"}]},'
    '"helpers":{"derived":null,"kind":["SetOf",{"of":"agencies"}]},'
    '"parties_helping":{"derived":["PartiesOf","helpers"],"kind":["SetOf",{"of":"parties"}]},'
    '"willing":{"derived":null,"kind":["Boolean",{}]}},'
    '"force":["2016-01-01",null],'
    '"format":1,'
    '"parameters":{"most":[[3,"2016-01-01",null]]},'
    '"parties":{"AF":false,"X":false},'
    '"programme":"p",'
    '"reading":"r"}'
)


def version(model: Model = MODEL, reading: str | None = None, programme: str = "p") -> str:
    """Return the digest of the programme in a model."""
    return model.programmes[programme].read_as(reading).rule_version


def of(**changed: object) -> Model:
    """Return the model with its programme changed."""
    return attrs.evolve(MODEL, definitions=[attrs.evolve(PROGRAMME, **changed)])


def with_criterion(place: int, **changed: object) -> Model:
    """Return the model with one criterion changed."""
    criteria = list(PROGRAMME.criteria)
    criteria[place] = attrs.evolve(criteria[place], **changed)
    return of(criteria=criteria)


def with_fact(name: str, **changed: object) -> Model:
    """Return the model with one fact changed."""
    return attrs.evolve(MODEL, facts={**FACTS, name: attrs.evolve(FACTS[name], **changed)})


def with_register(**changed: object) -> Model:
    """Return the model with its register of agencies changed."""
    return attrs.evolve(MODEL, agencies=attrs.evolve(MODEL.agencies, **changed))


MOST = Threshold(3, ASSUMED, since="2016-01-01")


def test_a_digest_is_that_of_the_essence_written_out_by_hand():
    """Whoever writes the JSON that the documentation describes comes to the same digest."""
    assert version() == f"sha256:{hashlib.sha256(BY_HAND.encode()).hexdigest()}"


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(of(in_force=Span("2016-01-02", None)), id="the first day in force"),
        pytest.param(of(in_force=Span("2016-01-01", "2099-12-31")), id="the last day in force"),
        pytest.param(with_criterion(0, id="fewer"), id="the id of a criterion"),
        pytest.param(with_criterion(0, rule="children < most"), id="an operator of a rule"),
        pytest.param(with_criterion(0, rule="children <= 3"), id="a number written out where a parameter was read"),
        pytest.param(with_criterion(1, rule="willing or colour in {'red'}"), id="the words of a rule"),
        pytest.param(with_criterion(1, rule="colour in {'red', 'blue'} or willing"), id="the order of a rule's parts"),
        pytest.param(with_criterion(2, in_force=Span("2017-01-02")), id="the days of a criterion"),
        pytest.param(with_criterion(2, in_force=Span()), id="a criterion that gets no days of its own"),
        pytest.param(of(criteria=PROGRAMME.criteria[:2]), id="a criterion less"),
        pytest.param(of(parameters={"most": Parameter([attrs.evolve(MOST, value=4)])}), id="a parameter's value"),
        pytest.param(of(parameters={"most": Parameter([attrs.evolve(MOST, since=None)])}), id="a parameter's days"),
        pytest.param(
            of(
                parameters={
                    "most": Parameter(
                        [attrs.evolve(MOST, until=date(2018, 12, 31)), Threshold(3, ASSUMED, since="2019-01-01")]
                    )
                }
            ),
            id="a parameter's stretches",
        ),
        pytest.param(with_fact("children", kind=NumberOf(WORDS, least=0, most=13)), id="the bounds of a fact"),
        pytest.param(with_fact("children", kind=NumberOf(WORDS, most=12)), id="a fact's bound taken away"),
        pytest.param(
            attrs.evolve(MODEL, agencies=attrs.evolve(MODEL.agencies, agencies=[Agency("AF", "AF", WORDS)])),
            id="an agency less",
        ),
        pytest.param(
            with_register(agencies=[Agency("AF", "AF", WORDS), Agency("y", "AF", WORDS)]), id="an agency's party"
        ),
        pytest.param(with_register(agencies=[Agency("AF", "AF", WORDS), Agency("y", None, WORDS)]), id="no party"),
        pytest.param(
            with_register(parties=[Party("AF", WORDS, has_other_units=True), Party("X", WORDS)]),
            id="a party with units that nobody has listed",
        ),
    ],
)
def test_each_ingredient_of_an_answer_changes_the_digest(changed):
    """What an answer depends on, but the person and the day, is part of the digest."""
    assert version(changed) != version()


def test_the_programme_and_the_reading_are_part_of_the_digest():
    """Two programmes with the same rules differ, and so do two readings that come to the same rules."""
    twin = attrs.evolve(PROGRAMME, id="q", readings=[Reading(id="r"), Reading(id="t")])
    both = attrs.evolve(MODEL, definitions=[PROGRAMME, twin])
    assert len({version(both), version(both, programme="q"), version(both, "t", programme="q")}) == 3


def test_the_words_that_a_set_can_hold_are_part_of_the_digest():
    """How many members can still be unknown depends on the words of the list."""
    colours = Fact(kind=SetOf("colours"), asked=MEMBERS, shown=WORDS, said=MEMBER)
    few = Criterion(id="few", rule="count(colours) >= 2", text=WORDS, source=ASSUMED)
    programme = attrs.evolve(PROGRAMME, criteria=[few], readings=[Reading(id="r")])
    model = attrs.evolve(MODEL, facts={**FACTS, "colours": colours}, definitions=[programme])
    more = attrs.evolve(model, lists={"colours": {**MODEL.lists["colours"], "black": WORDS}})
    assert version(model) != version(more)


BORN = Fact(kind=Day(), asked=WORDS, shown=WORDS, said=WORDS)
AGE = Fact(kind=NumberOf(WORDS, least=0), asked=WORDS, shown=WORDS, said=NUMBER, derived=Elapsed("born", "years"))


def test_the_leap_day_policy_is_part_of_the_digest_where_years_are_counted():
    """It is so of a rule that reads an age, and of no other."""
    young = [Criterion(id="young", rule="age <= most", text=WORDS, source=ASSUMED)]
    programme = attrs.evolve(PROGRAMME, criteria=young, readings=[Reading(id="r")])
    counting = attrs.evolve(MODEL, definitions=[programme], facts={**FACTS, "born": BORN, "age": AGE})
    assert version(counting) != version(attrs.evolve(counting, leap_day=LeapDay.MARCH_1))
    assert version() == version(attrs.evolve(MODEL, leap_day=LeapDay.MARCH_1))


def test_whose_an_agency_is_is_part_of_the_digest_where_a_partys_own_assessment_is_read():
    """The assessment of a unit is its party's."""
    shipped = SHIPPED.predicates["vetlanda-AF"].read_as("by-region").rule_version
    moved = attrs.evolve(SHIPPED.agencies.agencies["region/psykiatri"], party="kommun")
    other = SHIPPED.with_(agencies=[moved], replacing=["region/psykiatri"])
    assert other.predicates["vetlanda-AF"].read_as("by-region").rule_version != shipped


def test_agencies_that_no_rule_reads_are_not_part_of_the_digest():
    """A model that adds a unit leaves alone the rules that ask about no agency."""
    few = [PROGRAMME.criteria[0]]
    alone = of(criteria=few)
    register = attrs.evolve(MODEL.agencies, agencies=[*MODEL.agencies.agencies.values(), Agency("z", "X", WORDS)])
    assert version(alone) == version(attrs.evolve(alone, agencies=register))


def test_a_derivation_is_part_of_the_digest():
    """A fact that follows in another way from the same fact gives another digest."""
    arrived = Fact(kind=Day(), asked=WORDS, shown=WORDS, said=WORDS)
    lasting = attrs.evolve(number(least=0), changes=Changes.BY_WAITING)
    digests = {
        version(
            attrs.evolve(
                MODEL,
                facts={**FACTS, "arrived": arrived, "here": attrs.evolve(lasting, derived=Elapsed("arrived", unit))},
                definitions=[
                    attrs.evolve(
                        PROGRAMME,
                        criteria=[Criterion(id="here", rule="here >= most", text=WORDS, source=ASSUMED)],
                        readings=[Reading(id="r")],
                    )
                ],
            )
        )
        for unit in ("years", "months", "days")
    }
    assert len(digests) == 3


OTHER = Text("andra ord", "other words")
DOCUMENT = Document("D", WORDS, WORDS)
CITED = Source("D", "så står det")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(of(name=OTHER), id="the programme's name"),
        pytest.param(of(kind=ProgrammeKind.DUTY, status=Status.WISHED), id="the programme's kind and status"),
        pytest.param(of(open_questions=[OTHER]), id="an open question"),
        pytest.param(of(owners=["AF"], parties=["AF"], area=["Ludvika"]), id="owners, parties and area"),
        pytest.param(with_criterion(0, text=OTHER, not_met=OTHER, unknown=OTHER), id="a criterion's texts"),
        pytest.param(
            attrs.evolve(MODEL, documents=[DOCUMENT], definitions=[attrs.evolve(PROGRAMME, source=CITED)]),
            id="a source",
        ),
        pytest.param(
            attrs.evolve(
                MODEL,
                documents=[DOCUMENT],
                definitions=[
                    attrs.evolve(PROGRAMME, parameters={"most": Parameter([attrs.evolve(MOST, source=CITED)])})
                ],
            ),
            id="a parameter's source",
        ),
        pytest.param(with_fact("children", asked=OTHER, shown=OTHER), id="a fact's words"),
        pytest.param(with_fact("children", kind=NumberOf(OTHER, 0, 12, OTHER)), id="a number's unit"),
        pytest.param(with_fact("children", held_by=frozenset({"AF"}), category="background"), id="who holds a fact"),
        pytest.param(
            with_register(agencies=[Agency("AF", "AF", OTHER), Agency("y", "X", OTHER)]), id="agencies' names"
        ),
        pytest.param(of(criteria=PROGRAMME.criteria[::-1]), id="the order of the criteria"),
        pytest.param(with_criterion(1, rule="willing or colour in {'blue', 'red'}"), id="the order of a set's words"),
        pytest.param(attrs.evolve(MODEL, facts={**FACTS, "more": number()}), id="a fact that no criterion reads"),
        pytest.param(
            of(parameters={**PROGRAMME.parameters, "spare": Parameter([MOST])}),
            id="a parameter that no criterion reads",
        ),
    ],
)
def test_what_changes_no_answer_does_not_change_the_digest(changed):
    """Texts, sources, holders, orders that carry no meaning, and what no rule reads stay out of it."""
    assert version(changed) == version()


def test_a_rule_as_text_and_as_a_tree_is_one_rule():
    """How a rule was written down does not matter."""
    tree = And([Comparison(FactValue("children"), [Step("<=", Number(3))]), Holds("willing")])
    as_tree, as_text = (with_criterion(0, rule=rule) for rule in (tree, "( children<=3 ) and  willing"))
    assert version(as_tree) == version(as_text)


def test_the_shipped_rules_are_those_of_the_golden_digests():
    """A change to a shipped rule is a decision: it shows here, under each reading, and nothing else changes it."""
    golden = tomllib.loads(GOLDEN.read_text(encoding="utf-8"))
    bound = {**SHIPPED.programmes, **SHIPPED.predicates}
    assert golden == {
        name: {reading: one.rule_version for reading, one in programme.readings.items()}
        for name, programme in bound.items()
    }
