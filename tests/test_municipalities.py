"""The 290 kommuner, by name or four-digit code, and nothing else."""

from unicodedata import normalize

import pytest

from samverkan import Participant
from samverkan.errors import InvalidValueError
from samverkan.municipalities import municipalities, municipality

# The kommuner of the two programmes, with their codes.
KNOWN = {
    "Ludvika": "2085",
    "Smedjebacken": "2061",
    "Ale": "1440",
    "Kungälv": "1482",
    "Stenungsund": "1415",
    "Tjörn": "1419",
}


def test_there_are_290_in_21_counties():
    """Sweden has 290 kommuner in 21 counties, each with a code of four digits that begins with its county's."""
    register = municipalities()
    assert (
        len(register),
        len({one.code for one in register.values()}),
        len({one.county_code for one in register.values()}),
    ) == (290, 290, 21)
    assert all(
        len(one.code) == 4 and one.code.isdecimal() and one.code[:2] == one.county_code for one in register.values()
    )


def test_they_stand_in_the_order_of_their_codes():
    """The register is in the order of the codes, and each stands under its own name."""
    codes = [one.code for one in municipalities().values()]
    assert sorted(codes) == codes
    assert all(name == one.name for name, one in municipalities().items())


@pytest.mark.parametrize(("name", "code"), KNOWN.items())
def test_the_programmes_kommuner_have_their_codes(name, code):
    """A kommun is found by its name and by its code."""
    assert code == municipality(name).code
    assert name == municipality(code).name


def test_every_name_and_every_code_finds_its_kommun():
    """All 290 are found both ways."""
    assert [
        one for one in municipalities().values() if not one == municipality(one.name) == municipality(one.code)
    ] == []


def test_no_name_with_kommun_after_it_is_taken_and_each_is_hinted_at():
    """Whoever writes *kommun* after a name is told which kommun is meant, for all 290 of them."""
    assert {name: f"did you mean {name}?" for name in municipalities()} == {
        name: hint(f"{name} kommun") for name in municipalities()
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ludvika", "Ludvika"),
        ("LUDVIKA", "Ludvika"),
        (" Ludvika", "Ludvika"),
        ("Ludvika\n", "Ludvika"),
        ("Ludvika ", "Ludvika"),
        ("Ludvka", "Ludvika"),
        ("Smedjebackens kommun", "Smedjebacken"),
        ("Smedjebaken", "Smedjebacken"),
        ("Kungalv", "Kungälv"),
        ("Tjorn", "Tjörn"),
        ("Stockholms stad", "Stockholm"),
        ("Malmö stad", "Malmö"),
        ("Göteborg stad", "Göteborg"),
    ],
)
def test_a_name_that_is_nearly_right_is_refused_and_hinted_at(written, meant):
    """Nothing is guessed: what is nearly right is an error that says what was perhaps meant."""
    assert f"did you mean {meant}?" == hint(written)


@pytest.mark.parametrize(
    "value", ["", "2099", "208", "02085", "2085 ", "\u0662\u0660\u0668\u0665", 2085, None, True, ["Ludvika"], "Xyzzy"]
)
def test_whatever_else_is_no_kommun(value):
    """A code that no kommun has, a number, and everything else is an error without a hint."""
    assert hint(value) == ""


def test_the_error_does_not_repeat_what_was_given():
    """Where somebody lives stays out of the message, but for the name that is hinted at."""
    with pytest.raises(InvalidValueError) as caught:
        municipality("Storgatan 1, Ludvika")
    assert "Storgatan" not in str(caught.value)


def test_a_name_of_combining_letters_is_the_same_name():
    """Letters written as letter and accent, as some systems write them, are the same letters."""
    assert municipality("Kungälv") == municipality(normalize("NFD", "Kungälv"))


def test_the_register_cannot_be_changed():
    """Nobody adds a kommun, or changes one."""
    with pytest.raises(TypeError):
        municipalities()["Storstad"] = municipality("Ludvika")
    with pytest.raises(AttributeError):
        municipality("Ludvika").name = "Storstad"


@pytest.mark.parametrize("written", ["Ludvika", "2085"])
def test_where_a_participant_lives_is_a_kommun_by_name(written):
    """Code 2085 is Ludvika: a residence is kept by its name however it was written."""
    assert Participant(id="d-001", residence="Ludvika") == Participant(id="d-001", residence=written)


def test_a_participant_of_ludvika_kommun_is_an_error_with_a_hint():
    """The error names the field and says what was perhaps meant."""
    with pytest.raises(InvalidValueError) as caught:
        Participant(id="d-001", residence="Ludvika kommun")
    assert (caught.value.fault.where, caught.value.fault.hint) == ("residence", "did you mean Ludvika?")


def hint(value):
    """Return the hint in the error that *value* makes."""
    with pytest.raises(InvalidValueError) as caught:
        municipality(value)
    return caught.value.fault.hint
