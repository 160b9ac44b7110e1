"""Models from files: a mistake is told with its file, its key and the reason, and all of them at once."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from samverkan import Model, Participant, decide, load_model
from samverkan.agencies import Agencies, Agency, Party
from samverkan.dates import Span
from samverkan.errors import InvalidModelError, InvalidValueError, UnknownNameError
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.expressions import Holds
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.serialization import decision_record
from samverkan.sources import ASSUMED, MAX_QUOTE, Document, Source
from samverkan.texts import Text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped model's files."""
    with as_file(files("samverkan").joinpath("finsam")) as shipped:
        shutil.copytree(shipped, tmp_path / "finsam")
    return tmp_path / "finsam"


def spoiled(folder: Path, file: str, old: str, new: str) -> str:
    """Return what is said of the model when *old* stands as *new* in one of its files."""
    path = folder / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidModelError) as caught:
        load_model(folder)
    return str(caught.value)


ORVAR = "programmes/orvar.toml"
EN_VAG_IN = "programmes/en-vag-in.toml"
CENTRALEN = "programmes/centralen.toml"
KAA = "programmes/kaa.toml"
VETLANDA_FK = "predicates/vetlanda-FK.toml"
INTERVENTIONS = "interventions.toml"
TARGET_GROUPS = "target_groups.toml"
CONSTRAINTS = "constraints.toml"
INDICATORS = "indicators.toml"

MISTAKES = [
    (ORVAR, 'id = "orvar"', "id = orvar", "programmes/orvar.toml: file: wanted TOML in UTF-8; "),
    (ORVAR, "open_questions", "open_question", "wanted a known key, got an unknown one, key 10 of the object; did you mean open_questions?"),
    (ORVAR, 'kind = "intervention"', 'kind = "intervenshun"', "kind: wanted one of platform, intervention, duty"),
    (ORVAR, 'status = "adopted"\n', "", "programmes/orvar.toml: status: wanted a value, got nothing"),
    (ORVAR, "since = 2008-07-01", 'since = "20080701"', "in_force.since: wanted a day as YYYY-MM-DD"),
    (ORVAR, "until = 2009-12-31", "until = 2007-12-31", "in_force.until: wanted a day not before since"),
    (ORVAR, "youngest = {value = 16", 'youngest = {value = "16"', "parameters.youngest[0].value: wanted a whole number"),
    (ORVAR, 'value = 16, source = "assumed"', "value = 16", "parameters.youngest[0].source: wanted a value, got nothing"),
    (ORVAR, "youngest = {value = 16", "youngest = {valu = 16", "did you mean value?"),
    (ORVAR, 'youngest = {value = 16, source = "assumed"}', "youngest = 16", "wanted a value with its source"),
    (ORVAR, 'rule = "employed"', 'rule = "emploied"', "orvar.toml: criteria.employed.rule: wanted a rule; there is no fact"),
    (ORVAR, 'rule = "employed"', "rule = true", "criteria[2].rule: wanted a text, got true or false"),
    (ORVAR, "youngest <= age <= oldest", "oldest <= age <= youngest", "criteria.working-age.rule: wanted a rule that can"),
    (ORVAR, "mellan {youngest} och", "mellan {youngst} och", "placeholders for parameters that the rule reads, not {youngst}"),
    (ORVAR, "högst {max_sick_leave_days} dagar", "högst 84 dagar", "a placeholder instead of 84, which the rule reads"),
    (ORVAR, "mellan {youngest} och", "mellan {youngest och", "wanted placeholders written as {name}"),
    (ORVAR, 'en = "is in employment"\n', "", "criteria[2].text.en: wanted a value, got nothing"),
    (ORVAR, 'document = "S004", quote = "och', 'document = "S04", quote = "och', "a document of the model; did you mean S004?"),
    (ORVAR, 'document = "S004", quote = "och', 'documnt = "S004", quote = "och', "did you mean document?"),
    (ORVAR, "och ha en anställning", "x" * (MAX_QUOTE + 1), "a quotation of 1 to 160 characters, got 161"),
    (ORVAR, "parameters = {youngest = 20}", "parameters = {yongest = 20}", "readings.20-64.parameters.yongest: wanted a"),
    (ORVAR, "assumed = true\nparameters", "parameters", "readings.20-64.source: wanted a source, or assumed = true, got neither"),
    (ORVAR, 'id = "employed"', 'id = "residence"', "criteria.residence: wanted an id that nothing else there has"),
    (ORVAR, 'id = "employed"', 'id = "in-force"', "criteria.in-force: wanted another id: this one is taken"),
    (ORVAR, "max_sick_leave_days = {value", "employed = {value", "parameters.employed: wanted a name that no fact has"),
    (ORVAR, 'id = "orvar"', 'id = "en-vag-in"', "programmes/orvar.toml: id: wanted an id that nothing else has"),
    (
        ORVAR,
        "max_sick_leave_days = {value = 84,",
        "max_sick_leave_days = {since = 2008-08-01, value = 84,",
        "parameters.max_sick_leave_days: wanted a value on every day on which the programme is in force, got none from 2008-07-01",
    ),
    (
        ORVAR,
        'oldest = {value = 64, source = "assumed"}',
        'oldest = [{value = 64, source = "assumed"}, {value = 65, source = "assumed", since = 2009-01-01}]',
        "parameters.oldest: wanted one value a day",
    ),
    (EN_VAG_IN, 'drops = ["two-parties"]', 'drops = ["two-partis"]', "readings.needed.drops: wanted the id of a criterion"),
    (EN_VAG_IN, 'owners = ["kommun/AME"]', 'owners = ["kommun/AMEE"]', "owners: wanted an agency of the register"),
    (EN_VAG_IN, "minst {fewest_parties} av", "minst två av", "a placeholder instead of 2, which the rule reads"),
    (ORVAR, '["FK", "region"]\nperformers', '["FK", "region/sjukhus"]\nperformers', "parties: wanted parties of the register"),
    (ORVAR, 'performers = ["FK", "region"]', 'performers = ["FK", "regionn"]', "performers: wanted an agency of the register"),
    (ORVAR, 'area = ["Ale",', 'area = ["Ale kommunn",', "area[0]: wanted a kommun by name or four-digit code"),
    (ORVAR, "count = 40", 'count = "40"', "capacity[0].count: wanted a whole number from 0 to any, got text"),
    (ORVAR, "count = 40\n", "", "capacity[0].count: wanted a count, or a least and a most"),
    (ORVAR, "count = 40", "count = 40\nleast = 30", "capacity[0].count: wanted a count, or a least and a most"),
    (ORVAR, 'per = "year"', 'per = "month"', "capacity[0].per: wanted year, or nothing where the source does not say"),
    (ORVAR, "estimate = true", 'estimate = "ja"', "capacity[0].estimate: wanted true or false"),
    (CENTRALEN, "least = 45", "least = 51", "capacity[0].count: wanted a count, or a least and a most"),
    (KAA, "{until = 2018-06-30}", "{until = 2018}", "criteria[3].in_force.until: wanted a day as YYYY-MM-DD"),
    (KAA, "{until = 2018-06-30}", "{untill = 2018-06-30}", "criteria[3].in_force: wanted a known key"),
    (KAA, "{until = 2018-06-30}", "{since = 2018-07-01, until = 2018-06-30}", "in_force.until: wanted a day not before since"),
    (VETLANDA_FK, 'rule = "on_sick_leave"', 'rule = "on_sick_leaf"', "criteria.sick-leave.rule: wanted a rule; there is no fact"),
    (VETLANDA_FK, 'kind = "predicate"', 'kind = "predicament"', "kind: wanted one of"),
    (INTERVENTIONS, '["centralen"]', '["centrallen"]', "friskvard.through: wanted programmes of the model; did you mean centralen?"),
    (INTERVENTIONS, '["centralen"]', '"centralen"', "interventions[0].through: wanted a list"),
    (INTERVENTIONS, '"kommun/LSS"', '"kommun/LLS"', "affaren.owners: wanted an agency of the register"),
    (TARGET_GROUPS, 'kommun = "Ale"', 'kommun = "Alle"', "target_groups[0].kommun: wanted a kommun by name or four-digit code"),
    (TARGET_GROUPS, 'kommun = "Ale"', 'kommun = "Ale"\nparty = "AF"', "target_groups[0].kommun: wanted a kommun or a party"),
    (TARGET_GROUPS, "priority = 1", "priority = -1", "target_groups[0].priority: wanted a whole number from 0 to any"),
    (TARGET_GROUPS, "and unemployed'", "and unemploied'", "ale-unga-vuxna.rule: wanted a rule; there is no fact"),
    (CONSTRAINTS, "introductory_programme or", "introductory_program or", "is-upper-secondary.rule: wanted a rule; there is no fact"),
    (CONSTRAINTS, '"SFS 2010:800"', '"SFS 2010:80"', "is-upper-secondary.source: wanted a document of the model"),
    (INDICATORS, 'counts = "referrals"', 'counts = "remisser"', "indicators[0].counts: wanted one of persons, referrals, participations"),
    (INDICATORS, 'programmes = ["en-vag-in"]', 'programmes = ["en-väg-in"]', "contacted-in-time.programmes: wanted programmes of the model; did you mean en-vag-in?"),
    (INDICATORS, 'lead_time = "contact"', 'lead_time = "kontakt"', "contacted-in-time.lead_time: wanted a lead time of the model, over referrals"),
    (INDICATORS, 'numerator = "times_sent_back >= 1"', 'numerator = "times_sentback >= 1"', "sent-back.numerator: wanted a rule; there is no fact or parameter times_sentback; did you mean times_sent_back?"),
    (INDICATORS, 'numerator = "times_sent_back >= 1"', "", "indicators[4].numerator: wanted a rule, or a target group in its place, got neither"),
    (INDICATORS, 'value = "times_sent_back"', 'value = "times_sent"', "times-sent-back.value: wanted a fact that is a number"),
    (INDICATORS, 'group_by = ["party"]', 'group_by = ["programme"]', "group_by: wanted what persons can be grouped by, got programme"),
    (INDICATORS, "fewest_parties = {value = 2,", 'fewest_parties = {value = "2",', "parameters.fewest_parties[0].value: wanted a whole number"),
    (INDICATORS, "fewest_parties = {value", "minst = {value", "in-target-group.numerator: wanted a rule; there is no fact or parameter fewest_parties"),
    (INDICATORS, "fewest_parties = {value", "employed = {value", "in-target-group.parameters.employed: wanted a name that no fact has"),
    (INDICATORS, 'goal = {direction = "lower"', 'goal = {direction = "down"', "goal.direction: wanted one of higher, lower"),
    (INDICATORS, 'goal = {direction = "lower"', 'goal = {direction = "lower", value = 0.8', "goal.value: wanted a number such as 80 %, 4/5 or 3"),
    (INDICATORS, 'source = "susam.se"', 'source = "susam"', "source: wanted a document of the model; did you mean susam.se?"),
    (INDICATORS, 'id = "at-least-27"', 'id = "more-than-27"', "variants.more-than-27: wanted an id that no other variant has"),
    (INDICATORS, 'id = "sent-back"', 'id = "sent-round"', "id: wanted an id that nothing else has"),
    (INDICATORS, "in_force = {since = 2023-04-01}", 'in_force = {since = "2023-04"}', "in_force.since: wanted a day as YYYY-MM-DD"),
    ("model.toml", 'id = "leverantör"', 'id = "AF"', "AF: wanted an id that nothing else has"),
    ("model.toml", "has_other_units = true", 'has_other_units = "ja"', "parties[2].has_other_units: wanted true or false"),
    ("model.toml", 'party = "AF"', 'party = "AFF"', "AF.party: wanted a party of the register; did you mean AF?"),
    ("model.toml", 'id = "FK"\nparty', 'id = "AF"\nparty', "AF: wanted an id that nothing else has"),
    ("model.toml", 'id = "FK"\nparty', 'id = "FKK"\nparty', "facts.unmet_need.held_by: wanted agencies of the register"),
    ("model.toml", "[bodies]", "[boddies]", "did you mean bodies?"),
    ("model.toml", '"Blekinge",', "1,", "bodies.region[0]: wanted a text"),
    ("model.toml", "issued = 2016-08-26", "issued = 2016", "documents[1].issued: wanted a day"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "told"), MISTAKES, ids=[f"{n}: {row[3]}" for n, row in enumerate(MISTAKES)]
)
def test_a_mistake_names_file_key_and_reason(folder: Path, file: str, old: str, new: str, told: str) -> None:
    """Whatever is wrong with a file, the error says where it stands and what was wanted."""
    said = spoiled(folder, file, old, new)
    assert told in said
    assert file in said or "facts." in said or "programmes." in said


def test_the_mistakes_of_all_files_are_told_at_once(folder: Path) -> None:
    """One mistake in each of two files is two lines."""
    path = folder / EN_VAG_IN
    path.write_text(path.read_text(encoding="utf-8").replace("unmet_need", "unmet_nead"), encoding="utf-8")
    said = spoiled(folder, ORVAR, 'rule = "employed"', 'rule = "emploied"')
    assert "programmes/en-vag-in.toml: criteria.unmet-need.rule" in said
    assert "programmes/orvar.toml: criteria.employed.rule" in said


def test_a_folder_of_files_is_a_model_like_the_shipped_one(folder: Path) -> None:
    """Loaded from a folder, the model answers as the shipped one, with the same rule versions."""
    shipped, loaded = load_model("finsam"), load_model(str(folder))
    for kind in ("programmes", "predicates"):
        ours, theirs = getattr(shipped, kind), getattr(loaded, kind)
        assert ours
        assert {name: one.rule_version for name, one in ours.items()} == {
            name: one.rule_version for name, one in theirs.items()
        }
    assert shipped == loaded


def test_a_folder_without_programmes_is_a_model_unless_something_leads_through_them(folder: Path) -> None:
    """A model may have none; an intervention or an indicator that names a programme needs that programme."""
    shutil.rmtree(folder / "programmes")
    with pytest.raises(
        InvalidModelError, match=r"interventions.toml: friskvard.through: wanted programmes of the model"
    ):
        load_model(folder)
    (folder / "interventions.toml").unlink()
    with pytest.raises(
        InvalidModelError, match=r"indicators.toml: contacted-in-time.programmes: wanted programmes of the model"
    ):
        load_model(folder)
    (folder / "indicators.toml").unlink()
    assert {} == load_model(folder).programmes
    shutil.rmtree(folder / "predicates")
    assert {} == load_model(folder).predicates


def test_what_is_no_toml_is_passed_over_and_a_source_may_be_a_document_alone(folder: Path) -> None:
    """Other files may lie beside the programmes; a source without a quotation is the document."""
    (folder / "programmes" / "notes.txt").write_text("x", encoding="utf-8")
    path = folder / ORVAR
    text = path.read_text(encoding="utf-8")
    quoted = 'source = {document = "S004", quote = "och ha en anställning"}'
    assert quoted in text
    path.write_text(text.replace(quoted, 'source = "S004"'), encoding="utf-8")
    loaded = load_model(folder)
    assert list(load_model("finsam").programmes) == list(loaded.programmes)
    employed = decide(Participant(id="x"), loaded.programmes["orvar"], "2008-10-01").criteria[3]
    assert ("employed", "S004") == (employed.id, employed.source.told("sv"))


def test_a_programme_with_one_reading_is_explained_without_others() -> None:
    """Nothing is said of other readings where there are none; what was read of a birth date stands in the record."""
    known = Criterion(id="known", rule="known(born)", text=WORDS, source=Source("D"))
    decision = decide(
        Participant(id="x", born="1990-05"), model(programme(criteria=[known])).programmes["p"], "2020-01-01"
    )
    assert "Andra läsningar" not in decision.explain("sv")
    assert {"born": "1990-05"} == decision_record(decision)["criteria"][1]["reads"]


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A name that no model bears is an error that lists what there is."""
    with pytest.raises(UnknownNameError, match="finsam"):
        load_model("finsamm")
    with pytest.raises(UnknownNameError):
        load_model(tmp_path)


# --- Made in Python --------------------------------------------------------------------------------

WORDS = Text(sv="är det", en="is it")


def programme(**changes: object) -> Programme:
    """Return a small programme."""
    whole = {
        "id": "p",
        "kind": ProgrammeKind.DUTY,
        "status": Status.ADOPTED,
        "name": Text(sv="P", en="P"),
        "criteria": [Criterion(id="employed", rule=Holds("employed"), text=WORDS, source=Source("D"))],
        "readings": [Reading(id="only")],
        "source": Source("D"),
        **changes,
    }
    return Programme(**whole)  # type: ignore[arg-type]


def model(*programmes: Programme) -> Model:
    """Return a small model."""
    shipped = load_model("finsam")
    return Model(
        id="m",
        name=Text(sv="M", en="M"),
        agencies=shipped.agencies,
        documents=[Document("D", WORDS, WORDS)],
        definitions=programmes,
    )


def test_a_programme_made_in_python_is_bound_and_asked() -> None:
    """A rule may be a tree; a duty is said to cover somebody, or not; quoted texts stand in for those not given."""
    small = model(programme())
    decision = decide(Participant(id="x", employed=False), small.programmes["p"], "2020-01-01")
    assert "Omfattas inte; gäller tills vidare om inget nytt registreras." == decision.summary("sv")
    assert "Kriteriet ”är det” är inte uppfyllt." == decision.criteria[1].text("sv")
    unknown = decide(Participant(id="x"), small.programmes["p"], "2020-01-01").criteria[1].text("sv")
    assert "Utan uppgift om anställning går det inte att avgöra om kriteriet ”är det” är uppfyllt." == unknown
    assert "<Model m: 1 programmes>" == repr(small)
    assert "<BoundProgramme p, reading only>" == repr(small.programmes["p"])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"criteria": []}, "p.criteria: wanted one criterion or more"),
        ({"readings": []}, "p.readings: wanted one reading or more"),
        ({"readings": [Reading(id="a"), Reading(id="a")]}, "p.readings.a: wanted an id"),
        (
            {"parameters": {"age": Parameter([Threshold(1, ASSUMED)])}},
            "p.parameters.age: wanted a name that no fact has",
        ),
    ],
)
def test_a_programme_without_what_it_needs_is_refused(changes: dict[str, object], told: str) -> None:
    """Criteria and readings there must be, each under an id of its own."""
    with pytest.raises(InvalidModelError) as caught:
        model(programme(**changes))
    assert told in str(caught.value)


def test_a_threshold_that_is_not_laid_down_yet_is_said_so() -> None:
    """Before a programme is in force its threshold may be missing: the criterion says that, and nothing false."""
    from_2020 = Parameter([Threshold(16, Source("D"), since="2020-01-01")])
    text = Text(sv="är minst {youngest} år", en="is at least {youngest}")
    criterion = Criterion(id="old-enough", rule="age >= youngest", text=text, source=Source("D"))
    late = programme(criteria=[criterion], parameters={"youngest": from_2020}, in_force=Span(since="2020-01-01"))
    early = decide(Participant(id="x", born="1990"), model(late).programmes["p"], "2019-12-31")
    assert "not_eligible" == early.outcome.value
    assert "in-force.not_started" == early.criteria[0].code
    assert "Kriteriet har inget fastställt gränsvärde den dagen." == early.criteria[1].text("sv")
    described = model(late).programmes["p"].segment(early.on).criteria[0].described("sv")
    assert "åldern är minst ett gränsvärde som inte är fastställt år" == described


def test_a_register_refuses_an_id_that_stands_twice_and_a_party_that_is_not_there() -> None:
    """The register of agencies is checked when it is made."""
    party, agency = Party("AF", WORDS), Agency("AF", "AF", WORDS)
    with pytest.raises(InvalidValueError, match="an id that nothing else has"):
        Agencies([party, party], [agency])
    with pytest.raises(InvalidValueError, match="did you mean AF"):
        Agencies([party], [Agency("X", "AFF", WORDS)])


def test_an_assumption_says_that_it_is_one() -> None:
    """What no document says is told as an assumption."""
    assert "antagande: källan säger inget" == ASSUMED.told("sv")


def test_texts_and_languages_are_checked() -> None:
    """A text is not empty, and there are two languages."""
    with pytest.raises(InvalidValueError, match="sv: wanted a text, got none"):
        Text(sv=" ", en="x")
    with pytest.raises(UnknownNameError, match="sv, en"):
        WORDS.in_("fi")  # type: ignore[arg-type]
