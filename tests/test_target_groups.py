"""Target groups as the kommuner and parties describe them: how many, in what order, and whom the few rules mean."""

from collections import Counter

import pytest

from samverkan import Participant, SickLeave, Verdict, load_model
from samverkan.assessments import Assessment
from samverkan.errors import InvalidRuleError

MODEL = load_model("finsam")
BOUND = MODEL.target_groups
GROUPS = {name: bound.definition for name, bound in BOUND.items()}
ON = "2008-09-15"

# id, kommun, priority, whether there is a rule
OF_KOMMUNER = [
    ("ale-unga-vuxna", "Ale", 1, True),
    ("ale-samordnat-stod", "Ale", 1, False),
    ("ale-utlandsk-bakgrund", "Ale", 2, True),
    ("ale-utmattningssyndrom", "Ale", None, False),
    ("ale-praktik-sfi", "Ale", None, False),
    ("kungalv-unga-vuxna", "Kungälv", None, False),
    ("kungalv-utmattningssyndrom", "Kungälv", None, False),
    ("kungalv-invandrare", "Kungälv", None, False),
    ("kungalv-forebyggande", "Kungälv", None, False),
    ("kungalv-sjukskrivna", "Kungälv", None, True),
    ("kungalv-utmattningssyndrom-2008", "Kungälv", None, False),
    ("kungalv-praktik-sfi", "Kungälv", None, False),
    ("stenungsund-ej-etablerade", "Stenungsund", None, True),
    ("tjorn-lange-i-bidragssystemet", "Tjörn", 1, False),
    ("tjorn-aldre-an-55", "Tjörn", 2, True),
    ("tjorn-funktionshindrade", "Tjörn", 3, True),
]
OF_PARTIES = [(f"malgrupp-vetlanda-{party}", party) for party in ("kommun", "region", "FK", "AF")]


def test_document_004_has_sixteen_and_document_002_four():
    """Ale 5, Kungälv 7, Stenungsund 1 and Tjörn 3; and one of each party."""
    by_kommun = Counter(group.kommun for group in GROUPS.values())
    assert {"Ale": 5, "Kungälv": 7, "Stenungsund": 1, "Tjörn": 3, None: 4} == dict(by_kommun)
    by_party = Counter(group.party for group in GROUPS.values())
    assert {"kommun": 1, "region": 1, "FK": 1, "AF": 1, None: 16} == dict(by_party)
    assert [*(row[0] for row in OF_KOMMUNER), *(row[0] for row in OF_PARTIES)] == list(GROUPS)


@pytest.mark.parametrize(
    ("kommun", "priorities"),
    [
        ("Ale", [1, 1, 2, None, None]),
        ("Kungälv", [None] * 7),
        ("Stenungsund", [None]),
        ("Tjörn", [1, 2, 3]),
    ],
)
def test_a_priority_stands_where_the_source_states_one(kommun, priorities):
    """Ale and Tjörn state some, the others none."""
    assert priorities == [group.priority for group in GROUPS.values() if group.kommun == kommun]


@pytest.mark.parametrize(("name", "kommun", "priority", "has_rule"), OF_KOMMUNER, ids=[row[0] for row in OF_KOMMUNER])
def test_each_group_of_a_kommun(name, kommun, priority, has_rule):
    """Its kommun, its priority, and whether the facts carry what the source says."""
    group = GROUPS[name]
    assert (kommun, None, priority, "S004") == (group.kommun, group.party, group.priority, group.source.document)
    assert has_rule is (group.rule is not None)


@pytest.mark.parametrize(("name", "party"), OF_PARTIES)
def test_the_groups_of_the_parties_are_descriptions(name, party):
    """Each as that party describes it, with neither rule nor priority: the parties have agreed on no criteria."""
    group = GROUPS[name]
    assert (None, party, None, None) == (group.kommun, group.party, group.priority, group.rule)
    assert group.source.document == "S002"
    assert [one for one in group.open_questions if "inte enats" in one.sv and "not agreed" in one.en]


# --- Whom the rules mean ------------------------------------------------------------------------------

MEMBERS = {
    "ale-unga-vuxna": {"residence": "Ale", "born": "1988-09-15", "unemployed": True},
    "ale-utlandsk-bakgrund": {
        "residence": "Ale",
        "foreign_background": True,
        "lacks_swedish": True,
        "work_capacity": [Assessment("AF", "yes", since="2008-01-07")],
    },
    "kungalv-sjukskrivna": {"residence": "Kungälv", "sick_leave": [SickLeave("2008-09-15")]},
    "stenungsund-ej-etablerade": {"residence": "Stenungsund", "born": "1975-03-15", "established": False},
    "tjorn-aldre-an-55": {"residence": "Tjörn", "born": "1945-03-15"},
    "tjorn-funktionshindrade": {"residence": "Tjörn", "functional_impairment": True},
}


def verdict(name, **changes):
    """Return whether someone belongs to the group who does but for what *changes*."""
    return BOUND[name].answer(Participant(id="d-040", **(MEMBERS[name] | changes)), ON).verdict


def test_every_group_with_a_rule_has_a_member():
    """And no group without one."""
    assert {row[0] for row in OF_KOMMUNER if row[3]} == MEMBERS.keys()
    assert {Verdict.MET} == {verdict(name) for name in MEMBERS}


@pytest.mark.parametrize("name", MEMBERS)
def test_a_kommuns_groups_are_of_those_who_live_there(name):
    """Whoever lives elsewhere does not belong, and of those who may, it is unknown."""
    assert [Verdict.NOT_MET, Verdict.UNKNOWN] == [verdict(name, residence=one) for one in ("Göteborg", None)]


@pytest.mark.parametrize(
    ("name", "born", "wanted"),
    [
        ("ale-unga-vuxna", "1992-09-16", Verdict.NOT_MET),
        ("ale-unga-vuxna", "1992-09-15", Verdict.MET),
        ("ale-unga-vuxna", "1983-09-16", Verdict.MET),
        ("ale-unga-vuxna", "1983-09-15", Verdict.NOT_MET),
        ("ale-unga-vuxna", None, Verdict.UNKNOWN),
        ("stenungsund-ej-etablerade", "1983-09-16", Verdict.NOT_MET),
        ("stenungsund-ej-etablerade", "1983-09-15", Verdict.MET),
        ("stenungsund-ej-etablerade", "1920-01-01", Verdict.MET),
        ("stenungsund-ej-etablerade", None, Verdict.UNKNOWN),
        ("tjorn-aldre-an-55", "1953-09-15", Verdict.NOT_MET),
        ("tjorn-aldre-an-55", "1952-09-16", Verdict.NOT_MET),
        ("tjorn-aldre-an-55", "1952-09-15", Verdict.MET),
        ("tjorn-aldre-an-55", None, Verdict.UNKNOWN),
    ],
)
def test_the_bounds_of_ages(name, born, wanted):
    """From 16 to 24; from 25, which is in; and over 55, which is out."""
    assert wanted is verdict(name, born=born)


@pytest.mark.parametrize(
    ("name", "fact", "wanted"),
    [
        ("ale-unga-vuxna", {"unemployed": False}, Verdict.NOT_MET),
        ("ale-unga-vuxna", {"unemployed": None}, Verdict.UNKNOWN),
        ("ale-utlandsk-bakgrund", {"foreign_background": False}, Verdict.NOT_MET),
        ("ale-utlandsk-bakgrund", {"foreign_background": None}, Verdict.UNKNOWN),
        ("ale-utlandsk-bakgrund", {"lacks_swedish": False}, Verdict.NOT_MET),
        ("ale-utlandsk-bakgrund", {"lacks_swedish": None}, Verdict.UNKNOWN),
        ("ale-utlandsk-bakgrund", {"work_capacity": [Assessment("FK", "no")]}, Verdict.NOT_MET),
        ("ale-utlandsk-bakgrund", {"work_capacity": []}, Verdict.NOT_MET),
        ("ale-utlandsk-bakgrund", {"work_capacity": None}, Verdict.UNKNOWN),
        (
            "ale-utlandsk-bakgrund",
            {"work_capacity": [Assessment("AF", "no"), Assessment("region/primärvård", "yes")]},
            Verdict.MET,
        ),
        ("kungalv-sjukskrivna", {"sick_leave": []}, Verdict.NOT_MET),
        ("kungalv-sjukskrivna", {"sick_leave": [SickLeave("2008-09-16")]}, Verdict.NOT_MET),
        ("kungalv-sjukskrivna", {"sick_leave": [SickLeave("2008-09-01", until="2008-09-14")]}, Verdict.NOT_MET),
        ("kungalv-sjukskrivna", {"sick_leave": None}, Verdict.UNKNOWN),
        ("stenungsund-ej-etablerade", {"established": True}, Verdict.NOT_MET),
        ("stenungsund-ej-etablerade", {"established": None}, Verdict.UNKNOWN),
        ("tjorn-funktionshindrade", {"functional_impairment": False}, Verdict.NOT_MET),
        ("tjorn-funktionshindrade", {"functional_impairment": None}, Verdict.UNKNOWN),
    ],
)
def test_each_condition_alone_settles_it(name, fact, wanted):
    """Not met it keeps her out, and unknown it leaves the group open; that one agency finds capacity is enough."""
    assert wanted is verdict(name, **fact)


def test_nobody_can_be_asked_about_a_description():
    """A group without a rule answers nothing."""
    descriptive = {name for name, group in GROUPS.items() if group.rule is None}
    assert len(descriptive) == 14
    for name in descriptive:
        with pytest.raises(InvalidRuleError, match=name):
            BOUND[name].answer(Participant(id="d-040"), ON)


# --- What the sources leave open ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sv", "en"),
    [
        ("ale-unga-vuxna", "16–24, i Utgångspunkten 16–29", "16–24, in Utgångspunkten 16–29"),
        ("ale-unga-vuxna", "ingår inte i regeln", "no part of the rule"),
        ("ale-samordnat-stod", "Vem som bedömer arbetsförmågan", "Who judges the capacity to work"),
        ("ale-utlandsk-bakgrund", "inte detsamma som invandrare eller nyanländ", "not the same as an immigrant"),
        ("ale-utlandsk-bakgrund", "Vem som bedömer", "Who judges"),
        ("ale-praktik-sfi", "Vem som är invandrare", "Who is an immigrant"),
        ("kungalv-unga-vuxna", "Åldern står inte här", "The ages do not stand here"),
        ("kungalv-invandrare", "Vem som är invandrare", "Who is an immigrant"),
        ("stenungsund-ej-etablerade", "räknar med den som är 25", "counts those who are 25"),
        ("stenungsund-ej-etablerade", "En kartläggning behöver göras", "must be mapped"),
        ("tjorn-lange-i-bidragssystemet", "Hur länge", "For how long"),
        ("tjorn-aldre-an-55", "Om den som är 55 räknas", "Whether those who are 55 count"),
        ("malgrupp-vetlanda-kommun", "minst 27", "at least 27"),
    ],
)
def test_what_a_source_leaves_open_is_an_open_question(name, sv, en):
    """In both languages, in one question."""
    assert [question for question in GROUPS[name].open_questions if sv in question.sv and en in question.en]
