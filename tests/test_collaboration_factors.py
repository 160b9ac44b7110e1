"""The eight factors of collaboration, and checklists of them in which what is unknown stays unknown."""

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.collaboration import Checklist, FactorLevel, Score, disagreements, factors
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.share_ranges import ShareRange
from samverkan.texts import LANGUAGES
from strategies import examples

PLANTED = "hemligt-19790302"
MET, PARTLY, NOT_MET = FactorLevel.MET, FactorLevel.PARTLY, FactorLevel.NOT_MET

HEADINGS = (
    "En ledning som prioriterar samverkan",
    "En tydlig arbetsstruktur med ansvarsfördelning, kontaktvägar och rutiner",
    "Gemensamma forum och rutiner för beslut",
    "Stabila organisationer",
    "Kunskap om, och respekt för varandra",
    "Gemensamma målgrupper och mål",
    "Fokus på varje individs behov",
    "Kunskap om samverkan hos varje organisation som deltar",
)
"""The headings of the chapters of document S002, in their order."""

LEVELS = st.dictionaries(st.sampled_from([*factors()]), st.none() | st.sampled_from(FactorLevel))


def checklist(levels: Any, by: str = "AF", **more: Any) -> Checklist:
    """Return what somebody found of an invented place."""
    return Checklist(**{"about": "Nordvik", "by": by, "on": "2017-03-01", "levels": levels, **more})


def test_the_factors_are_the_headings_of_the_document() -> None:
    """There are eight, word for word and in its order, and each quotes its heading."""
    assert HEADINGS == tuple(one.name.sv for one in factors().values())
    assert HEADINGS == tuple(one.source.quote for one in factors().values())
    assert {"S002"} == {one.source.document for one in factors().values()}
    assert [*factors()] == [one.id for one in factors().values()]


@examples(60)
@given(LEVELS)
def test_a_score_counts_each_factor_once_and_hides_nothing(levels: dict[str, FactorLevel | None]) -> None:
    """Met, partly met, not met and unknown make eight together, and what was not said is unknown."""
    score = checklist(levels).score
    said = [*levels.values()]

    assert [said.count(one) for one in (MET, PARTLY, NOT_MET)] == [score.met, score.partly, score.not_met]
    assert 8 - len([one for one in said if one is not None]) == score.unknown
    assert (8, 8 - score.unknown) == (score.of, score.assessed)
    assert all(f"{name}: {score.unknown}" in score.text(one) for one, name in (("sv", "Okända"), ("en", "Unknown")))


@examples(60)
@given(LEVELS, LEVELS)
def test_learning_more_narrows_what_the_share_can_be(levels: dict[str, Any], more: dict[str, Any]) -> None:
    """With more known, the share of factors that are met lies within what it could be before."""
    before = checklist(levels).score.share_met
    known = {name: level for name, level in levels.items() if level is not None}
    after = checklist({**more, **known}).score.share_met
    assert before is not None
    assert after is not None

    assert before.holds(after)


def test_an_unknown_factor_is_not_one_that_is_not_met() -> None:
    """Of a checklist where nothing is said, the share can be anything."""
    assert ShareRange(Fraction(0), Fraction(1)) == checklist({}).score.share_met
    assert Score(met=0, partly=0, not_met=0, unknown=8) == checklist(dict.fromkeys(factors())).score


def test_everything_wrong_with_a_checklist_is_told_at_once() -> None:
    """A factor or a level that there is not is told by place, with what was nearly right, and without its words."""
    with pytest.raises(InvalidRecordError) as caught:
        checklist({PLANTED: "met", "forum": "met", 3: "met", "goals": PLANTED, "needs": "met"})

    assert ["levels.[0]", "levels.[1]", "levels.[2]", "levels.goals"] == [
        fault.where.replace("levels[", "levels.[") for fault in caught.value.faults
    ]
    assert "did you mean forums?" == caught.value.faults[1].hint
    assert PLANTED not in str(caught.value)


@pytest.mark.parametrize(
    ("given_", "where"),
    [({"levels": ["met"]}, "levels"), ({"on": "2017-3-1"}, "on"), ({"by": ""}, "by"), ({"about": None}, "about")],
    ids=["no object", "no day", "nobody", "nothing"],
)
def test_a_checklist_says_of_what_by_whom_and_when(given_: Any, where: str) -> None:
    """What is not what it should be is refused, and the field is named."""
    with pytest.raises(InvalidValueError) as caught:
        checklist({}, **given_) if "levels" not in given_ else checklist(given_["levels"])

    assert where == caught.value.fault.where


def test_a_checklist_can_be_changed_into_another() -> None:
    """Its levels are given again as they were, and the day is a day."""
    first = checklist({"goals": "partly"})

    assert attrs.evolve(first, by="AF") == first
    assert date(2017, 3, 1) == first.on


def test_a_checklist_is_told_in_words_with_its_unknowns() -> None:
    """Each factor stands by its heading with what was found, and the score tells how many are unknown."""
    told = checklist({"leadership": "met", "structure": "partly", "forums": "not_met"}).explain("sv").splitlines()

    assert "Faktorer för samverkan: Nordvik. Bedömt av AF den 1 mars 2017." == told[0]
    assert [f"{HEADINGS[0]}: uppfylld", f"{HEADINGS[1]}: delvis uppfylld", f"{HEADINGS[2]}: inte uppfylld"] == told[1:4]
    assert [f"{heading}: okänt" for heading in HEADINGS[3:]] == told[4:9]
    assert ["Av 8 faktorer är 3 bedömda: 1 uppfyllda, 1 delvis uppfyllda och 1 inte uppfyllda. Okända: 5."] == told[9:]


def test_both_languages_say_the_same_things() -> None:
    """There are as many lines in English, and ``str`` is one of the two."""
    one = checklist({"leadership": "met"})

    assert 1 == len({len(one.explain(language).splitlines()) for language in LANGUAGES})
    assert one.explain("en") == str(one)
    assert one.score.text("en") == str(one.score)


def test_those_who_found_different_things_are_shown_side_by_side() -> None:
    """A factor that one found met and another not is told with who found what; who found nothing disagrees with nobody."""
    found = disagreements(
        [
            checklist({"forums": "met", "goals": "met", "needs": "partly"}),
            checklist({"forums": "not_met", "goals": "met"}, by="FK"),
            checklist({"forums": "met", "needs": None}, by="kommun/AME"),
        ]
    )

    assert {"forums": {MET: ("AF", "kommun/AME"), NOT_MET: ("FK",)}} == found
    assert {} == disagreements([])


def test_checklists_of_different_things_are_not_compared() -> None:
    """Two places may differ without anybody disagreeing."""
    with pytest.raises(InvalidRecordError, match="about the same"):
        disagreements([checklist({}), checklist({}, about="Söderby")])
