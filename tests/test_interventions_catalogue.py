"""The interventions that one can be passed on to: who owns them, who carries them out, and through what one gets there."""

import pytest

from samverkan import Outcome, Participant, load_model
from samverkan.programmes import Status
from samverkan.routes import route

MODEL = load_model("finsam")
PLACES = ("companies", "social enterprises", "the kommun")
HOSTS = ("företag", "socialt-företag", "kommun")

# By document: id, status, owners, performers, through.
CATALOGUE = {
    "S000": [
        ("friskvard", Status.EXAMPLE, (), (), ("centralen",)),
        ("samtalsgrupper", Status.EXAMPLE, (), (), ("centralen",)),
        ("riktad-gruppverksamhet", Status.EXAMPLE, (), (), ("centralen",)),
        ("jobbsokaraktivitet", Status.EXAMPLE, (), (), ("centralen",)),
        ("affaren", Status.EXAMPLE, ("kommun/LSS",), ("kommun/LSS",), ("centralen",)),
        ("ta-till-vara", Status.EXAMPLE, (), (), ("centralen",)),
        ("socialtraning", Status.EXAMPLE, (), HOSTS, ("centralen",)),
        ("arbetstraning", Status.EXAMPLE, (), HOSTS, ("centralen",)),
        ("yrkespraktik", Status.EXAMPLE, (), HOSTS, ("centralen",)),
        ("studier-folkhogskola", Status.EXAMPLE, (), ("folkhögskola",), ("centralen",)),
        ("studier-vuxenutbildning", Status.EXAMPLE, (), ("kommun/vuxenutbildning",), ("centralen",)),
        ("studier-yrkesutbildning", Status.EXAMPLE, (), (), ("centralen",)),
    ],
    "S001": [
        ("rehabkonsulentteamet", Status.ADOPTED, ("samordningsförbund",), (), ("en-vag-in",)),
    ],
    "S002": [
        ("hela-kedjan-till-arbete", Status.ADOPTED, (), (), ()),
        ("af-specialister", Status.ADOPTED, ("AF",), ("AF",), ()),
        ("arbetsprovning-ame", Status.WISHED, ("kommun/AME",), ("kommun/AME",), ()),
    ],
    "S003": [
        ("motivation-kartlaggning", Status.PLANNED, (), (), ("plattform-ostra-ostergotland",)),
        ("coachning", Status.PLANNED, (), (), ("plattform-ostra-ostergotland",)),
        ("gruppverksamhet", Status.PLANNED, (), (), ("plattform-ostra-ostergotland",)),
        ("praktisk-hjalp-med-kontakter", Status.PLANNED, (), (), ("plattform-ostra-ostergotland",)),
    ],
    "S004": [
        ("fordjupad-arbetsformagebedomning", Status.PLANNED, (), ("leverantör",), ()),
        ("forebyggande-sjukskrivningsatgarder", Status.PLANNED, (), (), ()),
        ("praktikplats", Status.PLANNED, (), (), ("jobbcoacher",)),
        ("utredningsgruppen", Status.PROPOSED, (), (), ()),
        ("utredningsresursen", Status.WISHED, (), (), ()),
        ("foretagsforlagd-gymnasieutbildning", Status.WISHED, (), (), ()),
        ("fontanhuset", Status.WISHED, (), ("Fontänhuset",), ()),
        ("arbetspsykolog", Status.WISHED, (), (), ()),
        ("samtalsakut", Status.WISHED, (), (), ()),
        ("arbetsgivarringar", Status.WISHED, (), (), ()),
    ],
}
ROWS = [(document, *row) for document, rows in CATALOGUE.items() for row in rows]


def test_the_catalogue_is_what_the_sources_name():
    """Each by document, and nothing else."""
    found = {}
    for name, one in MODEL.interventions.items():
        assert name == one.id == one.definition.id
        found.setdefault(one.definition.source.document, []).append(name)
    wanted = {document: [row[0] for row in rows] for document, rows in CATALOGUE.items()}
    assert wanted == found


@pytest.mark.parametrize("row", ROWS, ids=[row[1] for row in ROWS])
def test_each_has_owner_and_performer_where_the_source_says(row):
    """An example is an example, a wish a wish, and what is not said is left out."""
    bound = MODEL.interventions[row[1]]
    one = bound.definition
    assert row == (one.source.document, one.id, one.status, one.owners, one.performers, one.through)
    assert one.through == tuple(programme.id for programme in bound.through)
    assert one.source.quote


@pytest.mark.parametrize(
    ("name", "places"),
    [
        *((name, PLACES) for name in ("socialtraning", "arbetstraning", "yrkespraktik")),
        ("foretagsforlagd-gymnasieutbildning", ("companies",)),
    ],
)
def test_training_and_placements_are_at_workplaces(name, places):
    """At companies, social enterprises and the kommun: the source has ditto marks for two of the three."""
    assert places == tuple(place.en for place in MODEL.interventions[name].definition.workplaces)


def test_the_others_have_no_workplaces():
    """The source names none."""
    with_places = {name for name, one in MODEL.interventions.items() if one.definition.workplaces}
    assert {"socialtraning", "arbetstraning", "yrkespraktik", "foretagsforlagd-gymnasieutbildning"} == with_places


@pytest.mark.parametrize(
    ("name", "sv", "en"),
    [
        ("arbetstraning", "upprepningstecken", "ditto marks"),
        ("yrkespraktik", "upprepningstecken", "ditto marks"),
        ("rehabkonsulentteamet", "vad det gör", "what it does"),
        ("hela-kedjan-till-arbete", "till när sägs inte", "until when is not said"),
        ("coachning", "någon sista dag finns inte", "there is no last day"),
        ("fordjupad-arbetsformagebedomning", "av vem sägs inte", "from whom is not said"),
        ("forebyggande-sjukskrivningsatgarder", "för vem sägs inte", "for whom is not said"),
        (
            "utredningsgruppen",
            "Vem som utför utredningen sägs inte",
            "Who would carry out the investigation is not said",
        ),
        ("utredningsresursen", "samma sak som Utredningsgruppen", "the same as Utredningsgruppen"),
    ],
)
def test_what_the_source_leaves_open_is_an_open_question(name, sv, en):
    """In both languages, in one question."""
    questions = MODEL.interventions[name].definition.open_questions
    assert [question for question in questions if sv in question.sv and en in question.en]


@pytest.mark.parametrize(
    "agency",
    ["samordningsförbund", "leverantör", "Lernia", "folkhögskola", "företag", "socialt-företag", "Fontänhuset"],
)
def test_a_performer_may_belong_to_no_party(agency):
    """A supplier, a folk high school or a social enterprise performs and does not coordinate."""
    assert MODEL.agencies.agency(agency).party is None
    named = {one for row in ROWS for one in (*row[3], *row[4])}
    named |= {one for programme in MODEL.programmes.values() for one in programme.definition.performers}
    assert agency in named


def test_whoever_meets_the_criteria_of_centralen_can_be_passed_on_to_its_activities():
    """Each of its twelve is open to her through it; of those that no programme leads to nothing is known."""
    person = Participant(id="d-030", unmet_need=True, residence="Leksand", born="1980-05-05")
    options = {option.id: option for option in route(person, MODEL.interventions, "2012-03-01")}
    for name in [row[0] for row in CATALOGUE["S000"]]:
        assert (Outcome.ELIGIBLE, "centralen") == (options[name].outcome, options[name].through)
    assert (Outcome.UNDETERMINED, None) == (options["fontanhuset"].outcome, options["fontanhuset"].through)
    assert Outcome.NOT_ELIGIBLE is options["rehabkonsulentteamet"].outcome  # En väg in starts in 2016.


def test_programmes_and_interventions_are_all_that_one_could_take_part_in():
    """Under one name each."""
    assert {*MODEL.programmes, *MODEL.interventions} == set(MODEL.options)
    assert not MODEL.programmes.keys() & MODEL.interventions.keys()
