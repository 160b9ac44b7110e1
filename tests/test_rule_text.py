"""Rules as text: what is taken, what is refused when a rule is made, and how the refusal is told."""

import attrs
import pytest

from samverkan import load_model
from samverkan.errors import InvalidRuleError
from samverkan.rules.checks import MAX_DEPTH, check, check_constants
from samverkan.rules.expressions import (
    And,
    AtLeast,
    Comparison,
    Condition,
    Count,
    FactValue,
    Holds,
    Known,
    Member,
    Not,
    Number,
    Or,
    ParameterValue,
    Step,
    Word,
    Words,
)
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.rules.text import MAX_LENGTH, parse, printed
from samverkan.sources import ASSUMED

VOCABULARY = attrs.evolve(
    load_model("finsam").vocabulary,
    parameters={"youngest": Parameter([Threshold(16, ASSUMED)]), "oldest": Parameter([Threshold(64, ASSUMED)])},
)

TREES = [
    ("employed", Holds("employed")),
    ("not employed", Not(Holds("employed"))),
    (
        "youngest <= age <= oldest",
        Comparison(ParameterValue("youngest"), [Step("<=", FactValue("age")), Step("<=", ParameterValue("oldest"))]),
    ),
    ("count(parties) >= 2", Comparison(Count("parties"), [Step(">=", Number(2))])),
    ('residence in {"Ludvika", "Tjörn"}', Member(FactValue("residence"), Words({"Tjörn", "Ludvika"}))),
    ('"AF" not in parties', Not(Member(Word("AF"), FactValue("parties")))),
    ('residence == "Ludvika"', Comparison(FactValue("residence"), [Step("==", Word("Ludvika"))])),
    ("known(residence)", Known("residence")),
    (
        "employed and unmet_need or long_absence",
        Or([And([Holds("employed"), Holds("unmet_need")]), Holds("long_absence")]),
    ),
    (
        "employed and (unmet_need or long_absence)",
        And([Holds("employed"), Or([Holds("unmet_need"), Holds("long_absence")])]),
    ),
    (
        "employed and (unmet_need and long_absence)",
        And([Holds("employed"), And([Holds("unmet_need"), Holds("long_absence")])]),
    ),
    (
        "at_least(2, employed, unmet_need, age >= 16)",
        AtLeast(2, [Holds("employed"), Holds("unmet_need"), Comparison(FactValue("age"), [Step(">=", Number(16))])]),
    ),
]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_a_rule_is_read_and_printed(text: str, tree: Condition) -> None:
    """Text gives the tree that it says, and the tree prints as the same text."""
    assert tree == parse(text, VOCABULARY)
    assert text == printed(tree)


def refused(text: str) -> str:
    """Return what is said of a rule that is refused."""
    with pytest.raises(InvalidRuleError) as caught:
        parse(text, VOCABULARY)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("emploied", "there is no fact or parameter emploied; did you mean employed?"),
        ("agge >= 16", "did you mean age?"),
        ("age >= youngst", "did you mean youngest?"),
        ("youngest", "youngest is a parameter: compare it with something"),
        ("age", "age is a number: compare it with a number"),
        ("employed >= 1", "employed is a fact that is so or not: use it by itself, without a comparison"),
        ("employed == True", "True and False are no numbers"),
        ("True", "wants a fact"),
        ("count(age) >= 2", "age is a number"),
        ("count(parties)", "wants a fact, a comparison"),
        ("parties >= 2", "parties is a set: write count(…) of it"),
        ("contacts", "contacts is a history: read it through a derived fact"),
        ("born <= 2000", "born is a day: read it through an elapsed fact"),
        ('age == "Ludvika"', 'age is a number and "Ludvika" is a word: these cannot be compared'),
        ("residence >= 3", "residence is a choice and 3 is a number: these cannot be compared"),
        ('residence < "Ludvika"', "words have no order"),
        ('residence == "Ludvika kommun"', "did you mean Ludvika?"),
        ('residence in {"Ludvika kommun"}', "did you mean Ludvika?"),
        ('"AFF" in parties', "did you mean AF?"),
        ('"AF" in residence', "residence is a choice"),
        ('age in {"AF"}', "age is a number"),
        ('"AF" in {"AF"}', "membership is written as"),
        ("age in {16}", 'a set is written as {"word", "word"}'),
        ("residence in employed", "membership is written as"),
        ("3 in parties", "only a word or a fact can be a member"),
        ('residence in ["Ludvika"]', "membership is of a fact that is a set"),
        ("16 <= 20", "reads no fact"),
        ("age >= sick_leave_days", "age is compared with a number or a parameter only, not with sick_leave_days"),
        ("count(parties) >= count(agencies)", "is compared with a number or a parameter only"),
        ("at_least(3, employed, unmet_need)", "wants a number from 1 to 2"),
        ("at_least(0, employed, unmet_need)", "wants a number from 1 to 2"),
        ("at_least(2)", "wants a fact"),
        ("at_least(True, employed)", "wants a fact"),
        ("not known(employed)", "not known(employed) can never be met"),
        ("not (employed or known(residence))", "not known(residence) can never be met"),
        ("known(contacts)", "contacts is a history: read it through a derived fact"),
        ("known(nothing)", "there is no fact or parameter nothing"),
        ("age is 16", "compares with < <= > >= == != only"),
        ('"AF" in parties in agencies', "membership cannot be chained"),
        ("age >= 16 if employed else unmet_need", "wants a fact"),
        ("__import__('os')", "wants a fact"),
        ("employed()", "wants a fact"),
        ("employed.real", "wants a fact"),
        ("[employed for employed in parties]", "wants a fact"),
        ("lambda: employed", "wants a fact"),
        ("(employed := unmet_need)", "wants a fact"),
        ("age >= 16.5", "wants a fact, a parameter, a whole number"),
        ("age >= 10**9", "wants a fact, a parameter, a whole number"),
        ('f"{age}" == residence', "wants a fact, a parameter, a whole number"),
        ('residence == "Lud\\x76ika"', "a rule has no backslash"),
        ("age >=", "this is no expression"),
        ("", "this is no expression"),
        ("employed\0", "this is no expression"),
        ("age >= -5 and age = 3", "this is no expression"),
    ],
)
def test_a_rule_that_cannot_mean_what_it_says_is_refused(text: str, told: str) -> None:
    """The refusal says what is wrong and, where one is near, what was probably meant."""
    assert told in refused(text)


def test_every_problem_of_a_rule_is_told_at_once() -> None:
    """Three mistakes are three lines, with the rule as it was written."""
    told = refused("emploied and agge >= 16 and count(age) > 1")
    assert ["emploied", "agge", "age is a number", "in the rule"] == [
        word for word in ("emploied", "agge", "age is a number", "in the rule") if word in told
    ]
    assert 4 == len(told.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "not " * 1000 + "employed",
        "not " * 900 + "employed",
        "(" * 1500 + "employed" + ")" * 1500,
        " and ".join(["employed"] * 500),
        "-" * 4000 + "1",
        "'\ud800' == residence",
        "at_least(1, " * 60 + "employed" + ")" * 60,
    ],
)
def test_a_rule_too_long_or_too_deep_is_refused_and_breaks_nothing(text: str) -> None:
    """A text of more than 4 kB, or of more than fifty levels, is refused with a word, not with a crash."""
    told = refused(text)
    assert any(
        reason in told
        for reason in ("at most 4096 bytes", "nests deeper than 50 levels", "this is no expression", "wants a fact")
    )


def test_the_limits_are_where_they_are_said_to_be() -> None:
    """A rule of the greatest length and one of the greatest depth are taken; the next are not."""
    longest = "employed" + " " * (MAX_LENGTH - len("employed"))
    assert Holds("employed") == parse(longest, VOCABULARY)
    assert "at most 4096 bytes" in refused(longest + " ")
    assert parse("not " * (MAX_DEPTH - 1) + "employed", VOCABULARY)
    assert "nests deeper" in refused("not " * MAX_DEPTH + "employed")


def test_a_tree_made_in_python_is_checked_as_text_is() -> None:
    """A tree too deep, and one with too few parts or a comparison without steps, are refused."""
    deep: Condition = Holds("employed")
    for _ in range(MAX_DEPTH):
        deep = Not(deep)
    nowhere = Comparison(FactValue("age"), [Step("<", ParameterValue("nowhere"))])
    for tree in (deep, And([Holds("employed")]), Comparison(FactValue("age"), []), Or([]), nowhere):
        with pytest.raises(InvalidRuleError):
            check(tree, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("age >= 0", "age >= 0 is always met"),
        ("age < 0", "age < 0 is never met"),
        ("0 <= age <= 64", "0 <= age is always met"),
        ("count(parties) >= 5", "count(parties) >= 5 is never met"),
        ("64 <= age <= 16", "age: the range is empty"),
        ("oldest < age < youngest", "age: the range is empty"),
        ("20 < age == 20", "age: the range is empty"),
        ("employed and count(parties) >= 0", "count(parties) >= 0 is always met"),
    ],
)
def test_a_part_that_is_always_or_never_met_is_refused(text: str, told: str) -> None:
    """A rule with a part that its bounds make constant, or with an empty range, is a mistake."""
    rule = parse(text, VOCABULARY)
    with pytest.raises(InvalidRuleError) as caught:
        check_constants(rule, VOCABULARY, {"youngest": 16, "oldest": 64})
    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["age >= 1", "count(parties) >= 1", "16 <= age <= 16", "age != 3", "age <= oldest"])
def test_a_part_that_can_go_either_way_is_taken(text: str) -> None:
    """The narrowest of what can go either way is no mistake; a parameter without a value is no reason."""
    check_constants(parse(text, VOCABULARY), VOCABULARY, {"youngest": 16, "oldest": None})


def test_all_words_of_a_list_and_none_of_them_are_refused() -> None:
    """Membership in every word that there is, or in none, is constant."""
    everywhere = Member(FactValue("residence"), Words(VOCABULARY.lists["municipalities"]))
    for tree, told in ((everywhere, "always met"), (Member(FactValue("residence"), Words([])), "never met")):
        with pytest.raises(InvalidRuleError, match=told):
            check(tree, VOCABULARY)
