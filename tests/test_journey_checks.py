"""What referral rules and lead times name must be there in the model; a mistake is told with its place."""

import attrs
import pytest

from samverkan import load_model
from samverkan.errors import InvalidModelError
from samverkan.journey_checks import faults_of_journeys
from samverkan.lead_times import LeadTime, LeadTimeKind, Policy
from samverkan.programmes import Criterion, ReferralRule
from samverkan.sources import Source
from samverkan.texts import Text

MODEL = load_model("finsam")
WORDS = Text("ord", "words")
AVSTAMPET = MODEL.programmes["avstampet"].definition
DOCUMENTS = MODEL.documents
RULE = ReferralRule(by=["AF", "self"], source=Source("S004"))
CLOCK = LeadTime(
    id="l",
    kind=LeadTimeKind.MEASURE,
    name=WORDS,
    source=Source("S001"),
    start=["received"],
    stop=["contacted"],
    policies=[Policy(id="p", text=WORDS)],
)


def told(*clocks, lead_times=(), **rule):
    """Return the faults of a programme with that referral rule, and of those clocks, as they are told."""
    referral = attrs.evolve(RULE, **rule) if rule else None
    definition = attrs.evolve(AVSTAMPET, referral=referral, lead_times=lead_times)
    return [str(one) for one in faults_of_journeys([definition], clocks, MODEL.vocabulary, DOCUMENTS)]


def test_the_shipped_model_has_no_fault():
    """What its programmes and lead times name is there."""
    definitions = [one.definition for one in (*MODEL.programmes.values(), *MODEL.predicates.values())]
    assert [*faults_of_journeys(definitions, MODEL.lead_times.values(), MODEL.vocabulary, DOCUMENTS)] == []


def test_a_programme_without_a_rule_has_none_to_look_through():
    """Where the source says nothing, and where there is no programme."""
    assert told() == []
    interventions = MODEL.interventions.values()
    assert [*faults_of_journeys([one.definition for one in interventions], [], MODEL.vocabulary, DOCUMENTS)] == []


BY = [
    (["AF", "kommun/IFO", "kommun:Ludvika/IFO", "kommun", "leverantör"], ""),
    (["self", "profession:läkare", "forum:beredningsgrupp"], ""),
    ([], "avstampet.referral.by: wanted one who may refer, or more, got none"),
    (["AFF"], "avstampet.referral.by: wanted agencies and parties of the register; did you mean AF?"),
    (["kommun/IFOO"], "avstampet.referral.by: wanted agencies and parties of the register; did you mean kommun/IFO?"),
    (["profession:lakare"], "avstampet.referral.by: wanted a word of the closed list professions; did you mean läkare?"),
    (["forum:beredningsgrup"], "avstampet.referral.by: wanted a word of the closed list forums; did you mean beredningsgrupp?"),
    (["region:Dalarna/psykiatri", "kommun:Ludvika"], ""),
    (["AF:Ludvika"], "avstampet.referral.by: wanted a body that this party has"),
    (["kommun:Ludvikka/IFO"], "avstampet.referral.by: wanted a body that this party has; did you mean Ludvika?"),
    (["kommun:Nowhere"], "avstampet.referral.by: wanted a body that this party has"),
    (["leverantör:Ludvika"], "avstampet.referral.by: wanted a body that this party has"),
    (["profession"], "avstampet.referral.by: wanted profession: and which one, got the word profession alone"),
    (["AF och FK"], "avstampet.referral.by: wanted an agency such as AF, kommun/AME or kommun:Ludvika/AME, got text of 9 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("by", "fault"), BY, ids=[f"{n}: {by}" for n, (by, _) in enumerate(BY)])
def test_who_may_refer_is_of_the_model(by, fault):
    """Agencies and parties, professions, forums, and she herself; somebody there must be."""
    assert told(by=by) == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"consents": ["secrecy", "plan"]}, ""),
        ({"consents": ["secracy"]}, "avstampet.referral.consents: wanted kinds of consent: "),
        ({"source": Source("S04")}, "avstampet.referral.source: wanted a document of the model; did you mean S004?"),
        ({"source": Source()}, ""),
        (
            {"criteria": [Criterion(id="x", rule="known(sgi)", text=WORDS, source=Source("S04"))]},
            "avstampet.referral.criteria.x.source: wanted a document of the model; did you mean S004?",
        ),
    ],
)
def test_what_a_referral_takes_is_of_the_model(rule, fault):
    """The kinds of consent, and the documents that are cited; an assumption cites none."""
    found = told(**rule)
    assert len(found) == bool(fault)
    assert all(one.startswith(fault) for one in found)


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (["l"], ""),
        (["contakt"], "avstampet.lead_times: wanted lead times of the model; did you mean contact?"),
        (["whatever"], "avstampet.lead_times: wanted lead times of the model"),
    ],
)
def test_the_lead_times_of_a_programme_are_of_the_model(names, fault):
    """A programme names them by id."""
    clocks = [CLOCK, attrs.evolve(CLOCK, id="contact")]
    assert told(*clocks, lead_times=names) == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("clock", "fault"),
    [
        ({"to": ["AF", "kommun", "forum:handläggarteam"]}, ""),
        ({"to": ["AFF"]}, "lead_times.l.to: wanted agencies and parties of the register; did you mean AF?"),
        ({"to": ["kommun:Ludvika/IFO"]}, ""),
        ({"to": ["kommun:Ludvikka/IFO"]}, "lead_times.l.to: wanted a body that this party has; did you mean Ludvika?"),
        ({"to": ["self"]}, "lead_times.l.to: wanted an agency or a forum, got text of 4 characters"),
        ({"to": ["profession:läkare"]}, "lead_times.l.to: wanted an agency or a forum, got text of 17 characters"),
        ({"to": ["forum"]}, "lead_times.l.to: wanted forum: and which one, got the word forum alone"),
        ({"to": ["forum:handlaggarteam"]}, "lead_times.l.to: wanted a word of the closed list forums; did you mean handläggarteam?"),
        ({"stop": ["ended:work", "plan_made:sip", "plan_begun:action-plan"]}, ""),
        ({"start": ["plan_made:sipp"]}, "lead_times.l.start: wanted a word of the closed list plans; did you mean sip?"),
        ({"stop": ["ended:wörk"]}, "lead_times.l.stop: wanted a word of the closed list outcomes; did you mean work?"),
        ({"nullified_by": ["ended:diedd"]}, "lead_times.l.nullified_by: wanted a word of the closed list outcomes; did you mean died?"),
        ({"ended_by": ["ended:sip"]}, "lead_times.l.ended_by: wanted a word of the closed list outcomes"),
        ({"source": Source("S01")}, "lead_times.l.source: wanted a document of the model; did you mean S001?"),
        (
            {"policies": [Policy(id="p", text=WORDS, source=Source("S01"))]},
            "lead_times.l.policies.p.source: wanted a document of the model; did you mean S001?",
        ),
        (
            {"policies": [Policy(id="p", text=WORDS, nullified_by=["ended:diedd"])]},
            "lead_times.l.policies.p.nullified_by: wanted a word of the closed list outcomes; did you mean died?",
        ),
        (
            {"policies": [Policy(id="p", text=WORDS, ended_by=["ended:diedd"])]},
            "lead_times.l.policies.p.ended_by: wanted a word of the closed list outcomes; did you mean died?",
        ),
    ],
)  # fmt: skip
def test_what_a_lead_time_names_is_of_the_model(clock, fault):
    """Agencies, the outcomes and the plans of its events and of its policies', and the documents that are cited."""
    found = told(attrs.evolve(CLOCK, **clock))
    assert found == ([fault] if fault else [])


def test_every_fault_is_told():
    """Of rules and lead times, each with its own place."""
    wrong = attrs.evolve(CLOCK, to=["self", "AFF"], stop=["ended:wörk"])
    places = [one.partition(": ")[0] for one in told(wrong, lead_times=["m"], by=["AFF", "forum:x"], consents=["x"])]
    assert places == [
        "avstampet.lead_times",
        "avstampet.referral.by",
        "avstampet.referral.by",
        "avstampet.referral.consents",
        "lead_times.l.to",
        "lead_times.l.to",
        "lead_times.l.stop",
    ]


# --- In files ----------------------------------------------------------------------------------------

FILE = """
id = "dalen"
name = {sv = "Dalen", en = "The valley"}
extends = ["finsam"]

[[lead_times]]
id = "first-talk"
kind = "target"
name = {sv = "första samtal", en = "first talk"}
source = "S001"
start = ["received"]
stop = ["contacted"]
[[lead_times.policies]]
id = "ten"
sv = "tio arbetsdagar"
en = "ten working days"
within = 10
unit = "working_days"

[[programmes]]
id = "dalen"
kind = "platform"
status = "planned"
name = {sv = "Dalen", en = "The valley"}
source = "S001"
owners = ["AF"]
lead_times = ["first-talk"]

[[programmes.criteria]]
id = "need"
rule = "unmet_need"
text = {sv = "har ett behov", en = "has a need"}
not_met = {sv = "har inget behov", en = "has no need"}
unknown = {sv = "har ett behov", en = "has a need"}
source = "S001"

[programmes.readings.open]
assumed = true
sv = "listan är exempel"
en = "the list is of examples"
[programmes.readings.closed]
assumed = true
listed_only = true
sv = "ingen annan får remittera"
en = "nobody else may refer"

[programmes.referral]
by = ["kommun", "profession:läkare", "forum:beredningsgrupp", "self"]
source = "S001"
consents = ["secrecy"]
spoken_to = true
[[programmes.referral.criteria]]
id = "sgi-known"
rule = "known(sgi)"
text = {sv = "har en känd SGI", en = "has an SGI that is known"}
not_met = {sv = "har ingen känd SGI", en = "has no SGI that is known"}
unknown = {sv = "har en känd SGI", en = "has an SGI that is known"}
source = "S001"
"""


def loaded(tmp_path, old="", new=""):
    """Return the model of the file, with something in it changed."""
    assert old in FILE
    path = tmp_path / "dalen.toml"
    path.write_text(FILE.replace(old, new, 1) if old else FILE, encoding="utf-8")
    return load_model(path)


def test_a_file_says_who_may_refer_and_how_time_is_counted(tmp_path):
    """Each key fills its own field, and a reading says anew whether nobody else may refer."""
    model = loaded(tmp_path)
    programme, clock = model.programmes["dalen"], model.lead_times["first-talk"]
    rule = programme.definition.referral
    assert rule.by == ("kommun", "profession:läkare", "forum:beredningsgrupp", "self")
    assert (rule.consents, rule.spoken_to, rule.listed_only) == (("secrecy",), True, False)
    assert [one.id for one in rule.criteria] == ["sgi-known"]
    assert programme.definition.lead_times == ("first-talk",)
    assert (programme.listed_only, programme.read_as("closed").listed_only) == (False, True)
    assert (clock.start, clock.stop, clock.policies[0].within) == (("received",), ("contacted",), 10)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"forum:beredningsgrupp"', '"forum:beredningsgrup"', "dalen.referral.by: wanted a word of the closed list forums"),
        ('consents = ["secrecy"]', 'consents = ["sekretess"]', "dalen.referral.consents: wanted kinds of consent"),
        ('lead_times = ["first-talk"]', 'lead_times = ["first-tolk"]', "dalen.lead_times: wanted lead times of the model; did you mean first-talk?"),
        ('stop = ["contacted"]', 'stop = ["ended:wörk"]', "lead_times.first-talk.stop: wanted a word of the closed list outcomes"),
        ('stop = ["contacted"]', 'stop = ["contactad"]', "stop: wanted events of a referral; did you mean contacted?"),
        ('rule = "known(sgi)"', 'rule = "known(sgy)"', "referral"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_is_told_with_its_key(tmp_path, old, new, said):
    """Whatever is wrong, the error says where it stands and what was wanted."""
    with pytest.raises(InvalidModelError) as error:
        loaded(tmp_path, old, new)
    assert said in str(error.value)
