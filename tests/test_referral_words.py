"""What those who refer and receive are called."""

import pytest

from samverkan import load_model
from samverkan.referral_words import lacks_named, name_of, who_named, whose_named
from samverkan.texts import Text

VOCABULARY = load_model("finsam").vocabulary
WHO = [
    ("self", "personen själv", "the person herself"),
    ("AF", "Arbetsförmedlingen", "Arbetsförmedlingen"),
    ("kommun:Ludvika/AME", "arbetsmarknadsenheten (AME) (Ludvika)", "the labour-market unit (AME) (Ludvika)"),
    ("profession:läkare", "läkare", "a doctor"),
    ("forum:beredningsgrupp", "beredningsgruppen", "the preparatory group"),
]


@pytest.mark.parametrize(("who", "sv", "en"), WHO, ids=[one[0] for one in WHO])
def test_everybody_who_can_act_has_a_name(who: str, sv: str, en: str) -> None:
    """An agency is called what the register has, a forum and a profession what the closed list has."""
    assert (who_named(who, VOCABULARY, "sv"), who_named(who, VOCABULARY, "en")) == (sv, en)
    assert name_of(who, VOCABULARY) == Text(sv, en)


@pytest.mark.parametrize("who", ["XYZ", "kommun:Ludvika/xyz", "profession:x", "forum:x"])
def test_one_that_the_model_does_not_have_has_no_name(who: str) -> None:
    """Cases may name what a model has no word for, and nothing is made up."""
    assert name_of(who, VOCABULARY) is None


def test_several_are_joined_as_one_says_them() -> None:
    """Each of them can do it, unless it is said that all must."""
    assert whose_named(["AF", "FK", "self"], VOCABULARY, "sv") == (
        "Arbetsförmedlingen, Försäkringskassan eller personen själv"
    )
    assert whose_named(["AF", "FK"], VOCABULARY, "en", last="and") == "Arbetsförmedlingen and Försäkringskassan"


def test_what_is_asked_for_says_where_it_is_to_be_had() -> None:
    """Enrolment is at somebody, anything else from somebody."""
    asked = ["certificate:region/primärvård", "enrolment:AF", "consent"]
    assert lacks_named(asked, VOCABULARY, "sv") == (
        "läkarintyg från primärvården, inskrivning hos Arbetsförmedlingen och samtycke"
    )
