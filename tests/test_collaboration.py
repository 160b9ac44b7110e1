"""Who says that they collaborate with whom in Vetlanda: directed, with its words, and nobody else's."""

import pickle
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from samverkan import load_model
from samverkan.collaboration import (
    About,
    Actor,
    Amount,
    CollaborationMap,
    Ease,
    NotDescribed,
    Statement,
    Structure,
    Wish,
    collaboration_in,
)
from samverkan.collaboration.words import WORDS
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.texts import LANGUAGES, Text, placeholders

PLANTED = "hemligt-19790302"


def vetlanda() -> CollaborationMap:
    """Return the map that is shipped."""
    found = collaboration_in("Vetlanda")
    assert isinstance(found, CollaborationMap)
    return found


VETLANDA = vetlanda()
MOST, MUCH, SOME, LITTLE, LEAST = Amount
EASIEST, EASY, HARDER, HARD, HARDEST = Ease
FORMAL, BOTH, PARTLY, DESCRIBED, NONE = Structure

STATED: Mapping[tuple[str, str], tuple[Amount | None, Ease | None, Structure | None]] = {
    ("kommun/CM", "vård/psykiatri"): (MUCH, EASY, BOTH),
    ("kommun/öppenvård", "vård"): (MOST, None, FORMAL),
    ("kommun/försörjningsstöd", "AF"): (MOST, None, NONE),
    ("kommun/försörjningsstöd", "FK"): (SOME, None, None),
    ("kommun/försörjningsstöd", "vård"): (LEAST, None, None),
    ("kommun/AME", "AF"): (MOST, EASIEST, None),
    ("kommun/AME", "FK"): (SOME, None, None),
    ("kommun/AME", "vård"): (LEAST, None, None),
    ("kommun/SE", "AF"): (None, EASY, FORMAL),
    ("kommun/SE", "FK"): (None, EASY, FORMAL),
    ("kommun/SE", "vård/psykiatri"): (None, EASY, FORMAL),
    ("vård/primärvård", "FK"): (MOST, None, FORMAL),
    ("vård/primärvård", "AF"): (LEAST, HARD, NONE),
    ("vård/primärvård", "kommun"): (LITTLE, HARD, NONE),
    ("vård/psykiatri", "kommun"): (SOME, None, PARTLY),
    ("vård/psykiatri", "AF"): (LEAST, HARDEST, None),
    ("FK/sjukskrivning", "vård"): (MOST, None, FORMAL),
    ("FK/sjukskrivning", "AF"): (MUCH, None, PARTLY),
    ("FK/sjukskrivning", "kommun"): (LEAST, HARDEST, None),
    ("FK/sjukskrivning", "kommun/socialpsykiatri"): (SOME, None, None),
    ("FK/sjukskrivning", "kommun/Gröna Huset"): (SOME, None, None),
    ("FK/aktivitetsersättning", "kommun"): (MOST, None, None),
    ("FK/aktivitetsersättning", "vård"): (MUCH, None, PARTLY),
    ("FK/aktivitetsersättning", "AF"): (MUCH, HARD, DESCRIBED),
    ("AF", "FK"): (MOST, EASIEST, None),
    ("AF", "kommun/försörjningsstöd"): (SOME, None, None),
    ("AF", "kommun/AME"): (None, None, None),
    ("AF", "vård"): (LEAST, HARD, NONE),
}
"""What each says of the others, as document S002 was read once more for this test."""

IN_WORDS = {
    "amount.most": ("mest",),
    "amount.much": ("mycket", "ofta", "en hel del"),
    "amount.some": ("en del", "viss"),
    "amount.little": ("lite",),
    "amount.least": ("minst",),
    "ease.easiest": ("enklast",),
    "ease.easy": ("enkel", "enkla", "lätt"),
    "ease.harder": ("försvårats",),
    "ease.hard": ("svår",),
    "ease.hardest": ("svårast",),
    "structure.formal": ("formell", "överenskommelse"),
    "structure.both": ("informella och formella",),
    "structure.some": ("vissa strukturer",),
    "structure.described": ("beskrivna strukturer",),
    "structure.none": ("sakna",),
}
"""How the document words it: one of these stands in a quotation of each such statement."""


# --- What the document says ------------------------------------------------------------------------


def test_the_map_holds_what_the_document_says_and_nothing_else() -> None:
    """Who, of whom, how much, how easily and by which structure are as read; what is not said is not there."""
    said = [one for one in VETLANDA.statements if one.about is About.COLLABORATION]

    assert STATED == {(one.from_, one.to): (one.amount, one.ease, one.structure) for one in said}
    assert len(STATED) == len(said)


@pytest.mark.parametrize(
    ("into", "ways"),
    [
        ("kommun", {("AF", HARD), ("FK", HARD), ("vård", HARD)}),
        ("vård", {("FK", EASIEST), ("AF", EASY), ("AF", HARD), ("kommun", EASY), ("kommun", HARD)}),
        ("FK", {("vård", EASIEST), ("AF", EASY), ("kommun", HARD)}),
        ("AF", {("FK", EASY), ("kommun", HARDER), ("vård", HARD)}),
    ],
    ids=["kommun", "vård", "FK", "AF"],
)
def test_the_ways_in_are_those_of_the_document(into: str, ways: set[tuple[str, Ease]]) -> None:
    """The kommun is hard to get in touch with for all three; of health care the same two say both."""
    assert ways == {(one.from_, one.ease) for one in VETLANDA.said_of(into, About.CONTACT)}


@pytest.mark.parametrize(
    "statement", VETLANDA.statements, ids=lambda one: f"{one.from_}-{one.to}-{one.about}-{one.ease}"
)
def test_what_is_stated_stands_in_the_quotation(statement: Statement) -> None:
    """*Mest*, *minst*, *enklast*, *svårt* and the like stand in a quotation of the statement that says so."""
    quoted = " ".join(statement.quotes).lower()
    for code in statement.codes:
        assert any(word in quoted for word in IN_WORDS[code])


def test_what_is_wished_for_is_kept_apart_from_what_is() -> None:
    """AF collaborates easiest with FK, and yet wishes it easier; psychiatry wishes three things of AF."""
    easiest, *_ = VETLANDA.between("AF", "FK")
    psychiatry, *_ = VETLANDA.between("vård/psykiatri", "AF")

    assert (EASIEST, (Wish.EASIER,)) == (easiest.ease, easiest.wishes)
    assert (Wish.EASIER, Wish.FASTER, Wish.MORE) == psychiatry.wishes


def test_those_who_speak_are_the_ten_that_were_asked() -> None:
    """Five units of the kommun, two of health care, two of FK, and AF."""
    assert 10 == len(VETLANDA.speakers)
    assert {"kommun": 5, "vård": 2, "FK": 2, "AF": 1} == {
        party: len([one for one in VETLANDA.speakers if VETLANDA.party_of(one) == party])
        for party in ("kommun", "vård", "FK", "AF")
    }
    assert {*VETLANDA.speakers} == {one.from_ for one in VETLANDA.statements if one.about is About.COLLABORATION}


# --- Asking ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("from_", "strongest", "weakest"),
    [
        ("kommun/försörjningsstöd", ["AF"], ["vård"]),
        ("kommun/AME", ["AF"], ["vård"]),
        ("kommun/CM", [], []),
        ("kommun/öppenvård", ["vård"], []),
        ("kommun/SE", [], []),
        ("vård/primärvård", ["FK"], ["AF"]),
        ("vård/psykiatri", [], ["AF"]),
        ("FK/sjukskrivning", ["vård"], ["kommun"]),
        ("FK/aktivitetsersättning", ["kommun"], []),
        ("AF", ["FK"], ["vård"]),
    ],
    ids=str,
)
def test_whom_one_collaborates_with_most_and_least(from_: str, strongest: list[str], weakest: list[str]) -> None:
    """It is what one says oneself; who has not said has no strongest and no weakest."""
    assert strongest == [one.to for one in VETLANDA.strongest(from_)]
    assert weakest == [one.to for one in VETLANDA.weakest(from_)]


def test_the_map_has_a_direction() -> None:
    """AME collaborates most and easiest with AF, which says no more of AME than that it wishes for more."""
    (there,) = VETLANDA.between("kommun/AME", "AF")
    (back,) = VETLANDA.between("AF", "kommun/AME")

    assert (MOST, EASIEST) == (there.amount, there.ease)
    assert (None, None, (Wish.MORE,)) == (back.amount, back.ease, back.wishes)


def test_what_is_not_stated_is_nothing_and_no_least() -> None:
    """Psychiatry says nothing of FK; FK speaks of health care as a whole, and so of psychiatry."""
    assert () == VETLANDA.between("vård/psykiatri", "FK")
    assert {*VETLANDA.speakers} - {"vård/primärvård", "vård/psykiatri"} == {
        one.from_ for one in VETLANDA.said_of("vård/psykiatri")
    }
    assert ["vård"] == [one.to for one in VETLANDA.between("FK/sjukskrivning", "vård/psykiatri")]


def test_a_party_says_nothing_for_its_units() -> None:
    """What a unit says is not what its party says, but what is said of a party is said of its units."""
    assert () == VETLANDA.between("FK", "kommun")
    assert ["FK/sjukskrivning", "FK/aktivitetsersättning"] == [
        one.from_ for one in VETLANDA.said_of("kommun/CM") if one.from_.startswith("FK")
    ]


def test_where_one_finds_easy_what_the_other_finds_hard() -> None:
    """FK finds hard two who find FK easy, and health care finds it hard to reach two who reach health care easily."""
    found = [(one.easy.from_, one.easy.to, one.hard.from_, one.hard.to) for one in VETLANDA.asymmetries()]
    contacts = [(one.easy.from_, one.easy.to) for one in VETLANDA.asymmetries(About.CONTACT)]

    assert [
        ("kommun/SE", "FK", "FK/sjukskrivning", "kommun"),
        ("AF", "FK", "FK/aktivitetsersättning", "AF"),
    ] == found
    assert [("AF", "vård"), ("kommun", "vård")] == contacts


def test_pairs_that_neither_mentions() -> None:
    """Neither case management nor outpatient support mentions AF, and AF mentions neither: all others are spoken of."""
    assert (("kommun/CM", "AF"), ("kommun/öppenvård", "AF")) == VETLANDA.unmentioned()


@pytest.mark.parametrize(
    "ask",
    [
        lambda one: one.said_by(PLANTED),
        lambda one: one.said_of(PLANTED),
        lambda one: one.between("AF", PLANTED),
        lambda one: one.strongest(PLANTED),
        lambda one: one.weakest(PLANTED),
        lambda one: one.party_of(PLANTED),
    ],
    ids=["by", "of", "between", "strongest", "weakest", "party"],
)
def test_who_is_not_on_the_map_cannot_be_asked_about(ask: Any) -> None:
    """Somebody else is refused, and the message lists who there is."""
    with pytest.raises(UnknownNameError, match="kommun/AME"):
        ask(VETLANDA)


# --- Vetlanda's, and nobody else's -----------------------------------------------------------------


def test_of_ludvika_it_says_nothing_and_says_why() -> None:
    """What Vetlanda's agencies say is not quoted for Ludvika."""
    found = collaboration_in("Ludvika")

    assert NotDescribed("Ludvika", ("Vetlanda",)) == found
    assert (
        "Collaboration in Ludvika is not described. The description there is concerns Vetlanda and no other kommun."
    ) == str(found)


@pytest.mark.parametrize("name", ["Nässjö", "Eksjö", "Tranås", "Sävsjö", "Aneby"])
def test_nor_of_the_neighbours_that_have_reports_of_their_own(name: str) -> None:
    """The other kommuner of Höglandet are told of in reports of their own, which are not here."""
    assert isinstance(collaboration_in(name), NotDescribed)


def test_a_kommun_that_is_none_is_refused() -> None:
    """A name that is nearly right is hinted at; a code is as good as a name."""
    with pytest.raises(InvalidValueError, match="did you mean Vetlanda"):
        collaboration_in("Vetlanda kommun")
    assert VETLANDA is collaboration_in("0685")


def test_a_map_of_ones_own_stands_beside_the_shipped_one() -> None:
    """It is found by its kommun, and does not change what is said of Vetlanda."""
    own = small()

    assert own is collaboration_in("Ludvika", [own])
    assert VETLANDA is collaboration_in("Vetlanda", [own])
    assert NotDescribed("Leksand", ("Ludvika", "Vetlanda")) == collaboration_in("Leksand", [own])


# --- Maps of one's own -----------------------------------------------------------------------------


def small(**more: Any) -> CollaborationMap:
    """Return an invented map of two."""
    return CollaborationMap(
        **{
            "kommun": "Ludvika",
            "document": "own",
            "actors": [
                Actor(id="AF", name=Text("AF", "AF"), speaks=True),
                Actor(id="kommun", name=Text("kommunen", "the kommun")),
                Actor(id="kommun/AME", name=Text("AME", "AME"), within="kommun", speaks=True),
            ],
            "statements": [Statement(from_="AF", to="kommun/AME", quotes=["påhittat"])],
            **more,
        }
    )


def test_somebody_who_is_not_there_is_told_by_place() -> None:
    """Every statement from, to or about somebody else, and every unit of nobody, is told at once."""
    with pytest.raises(InvalidRecordError) as caught:
        small(
            actors=[Actor(id="AF", name=Text("AF", "AF")), Actor(id="a", name=Text("a", "a"), within=PLANTED)],
            statements=[Statement(from_=PLANTED, to="AF", especially=[PLANTED], quotes=["påhittat"])],
        )

    assert ["statements[0].from", "statements[0].especially", "actors.a.within"] == [
        fault.where for fault in caught.value.faults
    ]
    assert PLANTED not in str(caught.value)


@pytest.mark.parametrize(
    ("given_", "where"),
    [
        ({"amount": PLANTED}, "amount"),
        ({"ease": PLANTED}, "ease"),
        ({"structure": PLANTED}, "structure"),
        ({"about": PLANTED}, "about"),
        ({"quotes": []}, "quotes"),
        ({"quotes": "påhittat"}, "quotes"),
        ({"especially": 3}, "especially"),
        ({"from_": ""}, "from"),
    ],
    ids=["amount", "ease", "structure", "about", "no quotation", "one text", "no list", "nobody"],
)
def test_a_statement_uses_the_words_that_there_are(given_: Any, where: str) -> None:
    """Another word is refused by its field, and is not repeated."""
    with pytest.raises(InvalidValueError) as caught:
        Statement(**{"from_": "AF", "to": "FK", "quotes": ["påhittat"], **given_})

    assert where == caught.value.fault.where
    assert PLANTED not in str(caught.value)


@pytest.mark.parametrize(
    ("given_", "where"),
    [({"to": "AF"}, "to"), ({"wishes": ["more", PLANTED]}, "wishes[1]")],
    ids=["itself", "wishes"],
)
def test_a_statement_is_about_somebody_else(given_: Any, where: str) -> None:
    """Nobody collaborates with itself, and a wish that there is not is told by place."""
    with pytest.raises(InvalidRecordError) as caught:
        Statement(**{"from_": "AF", "to": "FK", "quotes": ["påhittat"], **given_})

    assert [where] == [fault.where for fault in caught.value.faults]


def test_a_quotation_is_short() -> None:
    """One of more than 160 characters is refused, as in any source."""
    with pytest.raises(InvalidValueError, match="160 characters"):
        Statement(from_="AF", to="FK", quotes=["kort", "x" * 161])


def test_what_a_map_is_made_of_is_checked() -> None:
    """Two actors of one id, something that is no statement, and a kommun that is none are refused."""
    twice = [Actor(id="AF", name=Text("AF", "AF"))] * 2
    for given_ in ({"actors": twice}, {"statements": ["AF"]}, {"kommun": "Nordvik"}, {"actors": ["AF"]}):
        with pytest.raises(InvalidValueError) as caught:
            small(**given_)
        assert caught.value.fault.where.startswith(next(iter(given_)))


def test_maps_are_values() -> None:
    """They can be pickled and compared, and changed into another."""
    assert VETLANDA == pickle.loads(pickle.dumps(VETLANDA))
    assert VETLANDA == attrs.evolve(VETLANDA)


# --- To be read ------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_who_speaks_and_a_column_for_each_party() -> None:
    """What is not said says so, and nobody has anything in their own column."""
    head, *rows = VETLANDA.table("sv")
    cells = {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}

    assert ("Den som säger det", "kommunen", "vården", "Försäkringskassan", "Arbetsförmedlingen") == head
    assert 10 == len(rows)
    assert "mest, enklast" == cells["arbetsmarknadsenheten (AME)"]["Arbetsförmedlingen"]
    assert "–" == cells["arbetsmarknadsenheten (AME)"]["kommunen"]
    assert "inte uppgivet" == cells["psykiatrimottagningen"]["Försäkringskassan"]
    assert "försörjningsstöd: en del; arbetsmarknadsenheten (AME): nämns" == cells["Arbetsförmedlingen"]["kommunen"]
    assert [len(head)] * 10 == [len(row) for row in VETLANDA.table("en")[1:]]


def test_each_statement_is_told_with_its_words() -> None:
    """A sentence says who says what of whom, and the words of the document follow."""
    (statement,) = VETLANDA.between("vård/psykiatri", "kommun")
    (wish,) = VETLANDA.between("AF", "FK")
    *_, contact = VETLANDA.between("vård", "AF", About.CONTACT)

    assert (
        "Psykiatrimottagningen om samverkan med kommunen: en del, vissa strukturer; framför allt socialpsykiatrin, "
        "LSS-verksamheten, SE-coacherna och öppenvården. "
        "”Psykiatrimottagningen samverkar en del med kommunen och då ffa med socialpsykiatri, LSS, SE och öppenvård.” "
        "”Det finns vissa strukturer som underlättar samverkan och kontakten.”"
    ) == VETLANDA.text(statement, "sv")
    assert VETLANDA.text(wish, "en").startswith(
        "Arbetsförmedlingen on collaboration with Försäkringskassan: most, easiest; through the joint review (GK); "
        "wished for or needed: easier. ”Handläggare på AF"
    )
    assert VETLANDA.text(contact, "sv").startswith(
        "Vården om att komma i kontakt med Arbetsförmedlingen: svårt, ingen formell struktur; genom handläggare. ”"
    )


def test_when_something_is_so_only_at_times_the_times_are_told() -> None:
    """The kommun finds the way in to FK hard for those without a job and SGI, and the sentence says so."""
    (hard,) = VETLANDA.between("kommun", "FK", About.CONTACT)

    assert "när personen har försörjningsstöd och är utan anställning och utan SGI" in VETLANDA.text(hard, "sv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_map_says_first_whose_it_is(language: Any) -> None:
    """The first line names Vetlanda and the document, and each statement has a line."""
    first, *rest = VETLANDA.explain(language).splitlines()

    assert "Vetlanda" in first
    assert "S002" in first
    assert len(VETLANDA.statements) == len(rest)


def test_every_word_is_there_in_both_languages() -> None:
    """Each value has its words, with the same placeholders, and ``str`` is English."""
    values = [("amount", Amount), ("ease", Ease), ("structure", Structure), ("wish", Wish), ("says", About)]

    assert {f"{name}.{one}" for name, enum in values for one in enum} < {*WORDS}
    assert all(placeholders(Text(one.sv, one.sv)) == placeholders(Text(one.en, one.en)) for one in WORDS.values())
    assert VETLANDA.explain("en") == str(VETLANDA)


def test_the_files_beside_the_model_are_no_part_of_it() -> None:
    """The tables do not stand where a model's own files are read."""
    tables = Path(__file__).parents[1] / "src" / "samverkan" / "finsam" / "tables"

    assert {"collaboration_vetlanda", "collaboration_factors", "stated_shares"} <= {
        one.stem for one in tables.glob("*.toml")
    }
    assert all(tomllib.loads(one.read_text(encoding="utf-8")) for one in tables.glob("*.toml"))
    assert "finsam" == load_model("finsam").id
