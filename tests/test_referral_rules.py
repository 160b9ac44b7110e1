"""May she be referred there, by whom, and what is lacking before she is?"""

from datetime import date
from itertools import product

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_strategies import twins
from samverkan import CaseFile, Contact, Outcome, Participant, Verdict, load_model
from samverkan.answers import ConsentNeeded
from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.consents import Consent
from samverkan.dates import Span
from samverkan.errors import InvalidRecordError, InvalidValueError, SamverkanError, UndecidedTruthError
from samverkan.programmes import Capacity, Criterion, Programme, ProgrammeKind, Reading, ReferralRule, Status
from samverkan.referral_events import ReferralEvent
from samverkan.referral_findings import AskedReferral, findings_of
from samverkan.referral_rules import check_referral, readiness
from samverkan.referrals import Referral
from samverkan.rules.facts import Boolean, Fact
from samverkan.sources import ASSUMED
from samverkan.texts import LANGUAGES, Text
from samverkan.views import as_seen_by
from strategies import candidates, examples, pairs_by_knowledge

MODEL = load_model("finsam")
EN_VAG_IN, CENTRALEN, ORVAR = (MODEL.programmes[one] for one in ("en-vag-in", "centralen", "orvar"))
TEAM = MODEL.predicates["handlaggarteam"]
SOMEBODY = Participant(id="d-001")
MET, NOT_MET, UNKNOWN = Verdict
MORE_PROFESSIONS = MODEL.with_(
    lists={"professions": {"socialsekreterare": Text("socialsekreterare", "a social worker")}}
)
ON = {"en-vag-in": "2016-10-03", "centralen": "2012-03-01", "orvar": "2008-09-22"}


def who(programme, by, *, from_=None, case=SOMEBODY):
    """Return what comes of who refers to a shipped programme."""
    sent = Referral("r-1", by=by, from_=from_, programme=programme.id)
    return check_referral(sent, case, programme, ON.get(programme.id, "2016-10-03")).findings[0]


# --- Who may refer to the shipped programmes ----------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "from_", "wanted"),
    [
        ("AF", None, MET),
        ("FK", None, MET),
        ("region", None, MET),
        ("region:Dalarna/psykiatri", None, MET),
        ("kommun/IFO", None, MET),
        ("kommun:Smedjebacken/AME", None, MET),
        ("kommun:Malå/AME", None, UNKNOWN),
        ("self", None, MET),
        ("profession:läkare", "region/primärvård", MET),
        ("profession:läkare", None, UNKNOWN),
        ("profession:läkare", "folkhögskola", UNKNOWN),
        ("folkhögskola", None, UNKNOWN),
        ("forum:beredningsgrupp", None, UNKNOWN),
        ("forum:beredningsgrupp", "AF", MET),
    ],
)
def test_to_en_vag_in_the_actors_and_she_herself_may_refer(by, from_, wanted):
    """Document S001: *Individen kan remitteras från aktörerna eller vara självremitterande.* Nobody is ruled out."""
    assert who(EN_VAG_IN, by, from_=from_).outcome is wanted


@pytest.mark.parametrize(
    ("by", "by_default", "listed_only"),
    [
        ("AF", MET, MET),
        ("FK", MET, MET),
        ("kommun/integration", MET, MET),
        ("kommun/IFO", MET, MET),
        ("kommun:Leksand/IFO", MET, MET),
        ("forum:beredningsgrupp", MET, MET),
        ("forum:socialpsykiatriskt-forum", MET, MET),
        ("self", UNKNOWN, NOT_MET),
        ("region/primärvård", UNKNOWN, NOT_MET),
        ("kommun/AME", UNKNOWN, NOT_MET),
        ("kommun:Rättvik/IFO", UNKNOWN, NOT_MET),
        ("kommun", UNKNOWN, UNKNOWN),
        ("kommun:Leksand", UNKNOWN, UNKNOWN),
        ("kommun:Rättvik", UNKNOWN, NOT_MET),
        ("profession:läkare", UNKNOWN, UNKNOWN),
        ("forum:handläggarteam", UNKNOWN, NOT_MET),
    ],
)
def test_centralen_has_six_ways_in_and_does_not_say_that_they_are_all(by, by_default, listed_only):
    """Who is not listed is unknown, and not met under the reading that the list is whole; a kommun may be a unit."""
    assert (by_default, listed_only) == (
        who(CENTRALEN, by).outcome,
        who(CENTRALEN.read_as("listed-only"), by).outcome,
    )


@pytest.mark.parametrize(
    ("by", "from_", "wanted"),
    [
        *((f"profession:{one}", None, MET) for one in ("läkare", "sjukgymnast", "kurator", "psykolog")),
        ("profession:kurator", "kommun/IFO", MET),
        ("FK", None, MET),
        ("AF", None, UNKNOWN),
        ("kommun/IFO", None, UNKNOWN),
        ("profession:socialsekreterare", "kommun/IFO", NOT_MET),
        ("profession:socialsekreterare", "FK", MET),
        ("profession:socialsekreterare", None, UNKNOWN),
        ("self", None, NOT_MET),
        ("forum:beredningsgrupp", None, NOT_MET),
    ],
)
def test_orvar_judges_the_profession_and_fk_as_an_agency(by, from_, wanted):
    """A kurator whom a kommun employs may refer, a socialsekreterare may not; of an agency alone it is unknown."""
    assert who(MORE_PROFESSIONS.programmes["orvar"], by, from_=from_).outcome is wanted


@pytest.mark.parametrize(
    ("programme", "by", "code", "fact", "whose"),
    [
        ("orvar", "AF", "who-may-refer.profession", "by", ("AF",)),
        ("centralen", "kommun", "who-may-refer.unit", "by", ("kommun",)),
        ("en-vag-in", "profession:läkare", "who-may-refer.workplace", "from", ("profession:läkare",)),
    ],
    ids=["profession", "unit", "workplace"],
)
def test_what_is_not_said_of_the_one_who_refers_is_to_be_learnt(programme, by, code, fact, whose):
    """Which profession, which unit, or where: the one who refers can say."""
    finding = who(MODEL.programmes[programme], by)
    assert (finding.code, finding.whose) == (code, whose)
    assert [(one.fact, one.holders) for one in finding.missing] == [(fact, whose)]


def test_what_only_the_source_leaves_open_nobody_can_learn_of_her():
    """Those who receive can be asked; nothing is missing."""
    finding = who(CENTRALEN, "self")
    assert (finding.code, finding.missing) == ("who-may-refer.not_said", ())
    assert finding.whose == CENTRALEN.definition.performers


def test_where_she_may_not_be_referred_from_those_who_may_are_named():
    """Orvar takes no self-referral: four professions and Försäkringskassan may refer."""
    assert who(ORVAR, "self").whose == ORVAR.definition.referral.by


WITHOUT_RULE = [one for one in MODEL.programmes.values() if one.definition.referral is None]


@pytest.mark.parametrize("programme", WITHOUT_RULE, ids=lambda one: one.id)
@pytest.mark.parametrize("by", ["AF", "self", "profession:läkare", "forum:beredningsgrupp"])
def test_where_the_source_does_not_say_who_may_refer_it_is_unknown(programme, by):
    """No rule is made up: the platform of Östra Östergötland names nobody who may not."""
    answer = check_referral(Referral("r-1", by=by, programme=programme.id), SOMEBODY, programme, "2016-10-03")
    assert [(one.id, one.outcome, one.code) for one in answer.findings] == [
        ("who-may-refer", UNKNOWN, "who-may-refer.no_rule")
    ]
    assert answer.verdict is UNKNOWN
    assert answer.findings[0].source.quote is None


def test_only_what_a_source_says_is_a_rule():
    """These have one, and the others of the shipped model have none."""
    every = {**MODEL.programmes, **MODEL.predicates}
    assert {name for name, one in every.items() if one.definition.referral is not None} == {
        "en-vag-in",
        "centralen",
        "orvar",
        "jobbcoacher",
        "handlaggarteam",
    }


@pytest.mark.parametrize(("by", "wanted"), [("forum:handläggarteam", MET), ("AF", UNKNOWN)])
def test_the_job_coaches_work_for_the_case_workers_team(by, wanted):
    """By a proposal of document S004; whether anybody else may refer is unknown."""
    assert who(MODEL.programmes["jobbcoacher"], by).outcome is wanted


# --- The case workers' team: spoken to, and a power of attorney ------------------------------------------


@pytest.mark.parametrize(
    ("spoken_to", "consents", "wanted"),
    [
        (True, ["power-of-attorney"], MET),
        (True, [], NOT_MET),
        (False, ["power-of-attorney"], NOT_MET),
        (True, ["plan"], NOT_MET),
        (None, ["power-of-attorney"], UNKNOWN),
        (True, None, UNKNOWN),
        (False, None, NOT_MET),
        (None, None, UNKNOWN),
    ],
)
def test_the_team_takes_up_those_who_are_spoken_to_and_have_signed(spoken_to, consents, wanted):
    """Both must be so; what is not so settles it whatever else is unknown."""
    given_to = None if consents is None else [Consent(one, kind=one, given="2008-01-01") for one in consents]
    sent = Referral("r-1", by="AF", to="forum:handläggarteam", spoken_to=spoken_to)
    answer = check_referral(sent, CaseFile(SOMEBODY, consents=given_to), TEAM, "2008-09-01")
    assert [one.id for one in answer.findings] == ["who-may-refer", "consent:power-of-attorney", "spoken-to"]
    assert answer.verdict is wanted
    assert (answer.missing != ()) is (wanted is UNKNOWN)


def test_who_comes_on_her_own_account_has_been_spoken_to():
    """Nobody need say so."""
    finding = check_referral(Referral("r-1", by="self", to="AF"), SOMEBODY, TEAM, "2008-09-01").findings[-1]
    assert (finding.id, finding.outcome, finding.whose) == ("spoken-to", MET, ())


# --- Places ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "taken", "warns"),
    [
        ("2008-09-22", 19, False),
        ("2008-09-22", 20, True),
        ("2009-09-22", 39, False),
        ("2009-09-22", 40, True),
        ("2008-06-30", 99, False),
        ("2010-01-01", 99, False),
        ("2008-09-22", None, False),
    ],
)
def test_the_places_are_an_estimate_and_pro_rata_the_first_year(on, taken, warns):
    """Forty a year, and twenty in 2008, from the first of July; the warning refuses nobody."""
    answer = check_referral(Referral("r-1", by="FK", programme="orvar"), SOMEBODY, ORVAR, on, taken=taken)
    assert [note.code for note in answer.warnings] == (["places"] if warns else [])
    assert answer.verdict is MET


def test_a_number_of_people_who_need_something_is_no_number_of_places():
    """Centralen's estimates are of the need, and the job coaches are coaches: nothing is said of places a year."""
    for name in ("centralen", "jobbcoacher"):
        sent = Referral("r-1", by="AF", programme=name)
        assert check_referral(sent, SOMEBODY, MODEL.programmes[name], "2012-03-01", taken=999).warnings == ()


@pytest.mark.parametrize("taken", [-1, True, "20"], ids=["negative", "true", "text"])
def test_how_many_are_taken_is_a_number(taken):
    """Nothing is guessed."""
    with pytest.raises(InvalidValueError, match="taken"):
        check_referral(Referral("r-1", by="FK", programme="orvar"), SOMEBODY, ORVAR, "2008-09-22", taken=taken)


# --- A model of one's own: story 3 ----------------------------------------------------------------------------

CERTIFICATE = Fact(
    kind=Boolean(),
    asked=Text("läkarintyg", "a medical certificate"),
    shown=Text("läkarintyg", "medical certificate"),
    said=Text("har ett läkarintyg", "has a medical certificate"),
    denied=Text("har inget läkarintyg", "has no medical certificate"),
    held_by=frozenset({"region/primärvård"}),
    category="health",
)
NAME = Text("Gruppen", "The group")
RULE = ReferralRule(
    by=["AF", "kommun/IFO", "self", "forum:beredningsgrupp"],
    source=ASSUMED,
    consents=["secrecy"],
    criteria=[
        Criterion(id="certificate", rule="certificate", text=Text("har intyg", "has a certificate"), source=ASSUMED),
        Criterion(
            id="enrolled",
            rule='"AF" in agencies',
            text=Text("är inskriven hos Arbetsförmedlingen", "is enrolled at Arbetsförmedlingen"),
            source=ASSUMED,
        ),
    ],
)
GROUP = Programme(
    id="group",
    kind=ProgrammeKind.PLATFORM,
    status=Status.ADOPTED,
    name=NAME,
    source=ASSUMED,
    owners=["kommun/AME"],
    in_force=Span("2015-01-01"),
    criteria=[Criterion(id="need", rule="unmet_need", text=Text("har behov", "has needs"), source=ASSUMED)],
    readings=[Reading(id="r")],
    referral=RULE,
)

WORLD = MODEL.with_([GROUP], facts={"certificate": CERTIFICATE})


def group(**rule):
    """Return the group's programme, with its referral rule changed."""
    own = {name: rule.pop(name) for name in ("owners", "capacity", "in_force") if name in rule}
    return bind(attrs.evolve(GROUP, referral=attrs.evolve(RULE, **rule), **own), WORLD.vocabulary)


SOLVEIG = Participant(
    id="d-003",
    residence="Ludvika",
    unmet_need=True,
    contacts=[Contact("kommun/IFO")],
    contacts_complete=True,
    more={"certificate": False},
)


def tell(from_, to, programme="group"):
    """Return a consent that lets one agency tell another about contacts."""
    return Consent(
        "c-1", kind="secrecy", from_=[from_], to=[to], categories=["contact"], purpose="coordination",
        programme=programme, given="2015-01-01",
    )  # fmt: skip


def test_all_that_solveig_lacks_is_told_at_once():
    """Certificate, enrolment and consent, before the referral is sent, and not one after the other in eight months."""
    found = readiness(CaseFile(SOLVEIG, consents=[]), group(), "2015-02-02", by="kommun/IFO")
    assert found.verdict is NOT_MET
    assert [(one.id, one.outcome, one.whose) for one in found.lacks] == [
        ("certificate", NOT_MET, ("region/primärvård",)),
        ("enrolled", NOT_MET, ("AF",)),
        ("consent:secrecy", NOT_MET, ("self",)),
    ]
    assert (found.decision.outcome, found.answer.verdict) == (Outcome.ELIGIBLE, NOT_MET)


def test_with_all_of_it_there_she_can_be_referred():
    """Nothing is lacking, and nothing is said to be."""
    person = attrs.evolve(SOLVEIG, more={"certificate": True}, contacts=[Contact("kommun/IFO"), Contact("AF")])
    found = readiness(
        CaseFile(person, consents=[tell("kommun/IFO", "kommun/AME")]), group(), "2015-02-02", by="kommun/IFO"
    )
    assert (found.verdict, found.lacks) == (MET, ())
    assert "Remissen kan skickas: inget saknas." in found.explain("sv")


def test_a_criterion_that_is_not_met_and_a_programme_that_has_not_begun_are_lacking_too():
    """Everything is told, what cannot be helped as well."""
    person = attrs.evolve(SOLVEIG, unmet_need=False, more={"certificate": True})
    found = readiness(CaseFile(person, consents=None), group(), "2014-12-31", by="AF")
    assert [(one.id, one.outcome) for one in found.lacks] == [
        ("in-force", NOT_MET),
        ("need", NOT_MET),
        ("enrolled", NOT_MET),
        ("consent:secrecy", UNKNOWN),
    ]
    assert found.lacks[0].whose == ()
    assert found.lacks[1].whose == ("AF", "FK", "kommun", "region")


@pytest.mark.parametrize(
    ("person", "lacks"),
    [
        (
            {"born": "1990-05-17", "residence": "Malå", "unmet_need": True, "contacts": [Contact("AF")]},
            [("residence", NOT_MET, ()), ("two-parties", NOT_MET, ("FK", "region", "kommun"))],
        ),
        (
            {"born": None, "residence": "Ludvika", "unmet_need": True, "contacts": [Contact("AF"), Contact("FK")]},
            [("working-age", UNKNOWN, ("AF",))],
        ),
        (
            {
                "born": "1940-01-01",
                "residence": "Ludvika",
                "unmet_need": None,
                "contacts": [Contact("AF"), Contact("FK")],
            },
            [("working-age", NOT_MET, ()), ("unmet-need", UNKNOWN, ("AF", "FK", "kommun", "region"))],
        ),
    ],
    ids=["too few parties", "nobody knows her age", "too old, and something is unknown"],
)
def test_it_is_told_whose_each_thing_is(person, lacks):
    """Nobody can do anything about her age; what everybody knows, the one who refers can say."""
    found = readiness(Participant(id="p", contacts_complete=True, **person), EN_VAG_IN, "2016-10-03", by="AF")
    assert [(one.id, one.outcome, one.whose) for one in found.lacks] == lacks


def test_what_everybody_knows_she_can_say_herself_when_she_comes_on_her_own_account():
    """There is nobody else to ask."""
    found = readiness(Participant(id="p", residence="Ludvika"), EN_VAG_IN, "2016-10-03", by="self")
    assert found.lacks[0].id == "working-age"
    assert found.lacks[0].whose == ("self",)


# --- Consent to telling --------------------------------------------------------------------------------


def secrecy(programme, sent, consents):
    """Return what comes of the consents that lift secrecy."""
    answer = check_referral(sent, CaseFile(SOLVEIG, consents=consents), programme, "2015-02-02")
    return [(one.id, one.outcome, one.code) for one in answer.findings if one.id.startswith("consent:")]


@pytest.mark.parametrize(
    ("consents", "wanted"),
    [
        ([tell("kommun/IFO", "kommun/AME")], MET),
        ([tell("kommun/IFO", "kommun/AME", None)], MET),
        ([tell("kommun/IFO", "kommun/AME", "orvar")], NOT_MET),
        ([tell("AF", "kommun/AME")], NOT_MET),
        ([], NOT_MET),
        (None, UNKNOWN),
    ],
    ids=["for it", "for any", "for another programme", "of another agency", "none", "nothing is known"],
)
def test_the_one_who_refers_must_be_free_to_tell_the_one_who_receives(consents, wanted):
    """A consent for this programme, from the one to the other."""
    sent = Referral("r-1", by="kommun/IFO", programme="group")
    assert secrecy(group(), sent, consents) == [("consent:secrecy", wanted, f"consent:secrecy.{wanted}")]


def test_what_an_agency_tells_itself_takes_no_consent():
    """The kommun's unit that refers to itself tells nobody."""
    sent = Referral("r-1", by="AF", to="AF", programme="group")
    assert secrecy(group(), sent, [])[0][1] is MET


def test_a_self_referral_takes_no_consent_to_telling():
    """She tells it herself."""
    sent = Referral("r-1", by="self", programme="group")
    assert secrecy(group(), sent, []) == [("consent:secrecy", MET, "consent:secrecy.own_account")]


def test_of_several_who_receive_each_must_be_open_to_be_told():
    """One finding for each, with its name."""
    sent = Referral("r-1", by="kommun/IFO", programme="group")
    found = secrecy(group(owners=["AF", "kommun/AME"]), sent, [tell("kommun/IFO", "AF")])
    assert [(name, outcome) for name, outcome, _ in found] == [
        ("consent:secrecy:AF", MET),
        ("consent:secrecy:kommun/AME", NOT_MET),
    ]


@pytest.mark.parametrize(
    ("sent", "owners", "code"),
    [
        ({"by": "forum:beredningsgrupp"}, ["AF"], "no_sharer"),
        ({"by": "profession:läkare"}, ["AF"], "no_sharer"),
        ({"by": "AF"}, [], "no_recipient"),
        ({"by": "AF", "to": "forum:beredningsgrupp"}, ["AF"], "no_recipient"),
    ],
    ids=["from a forum", "from nobody knows where", "to nobody", "to a forum"],
)
def test_where_it_is_not_said_who_tells_or_is_told_it_is_unknown(sent, owners, code):
    """A forum holds no secrets of its own, and a consent is from one agency to another."""
    found = secrecy(group(owners=owners), Referral("r-1", programme="group", **sent), [])
    assert found == [("consent:secrecy", UNKNOWN, f"consent:secrecy.{code}")]


# --- The verdict is the and of the findings ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("certificate", "enrolled", "spoken_to"), list(product([True, False, None], repeat=3)), ids=str
)
def test_the_verdict_is_the_and_of_the_findings(certificate, enrolled, spoken_to):
    """One that is not met settles it; all must be met; else it is unknown, and what is missing is told."""
    person = Participant(
        id="p",
        residence="Ludvika",
        contacts=[Contact("AF")] if enrolled else [],
        contacts_complete=enrolled is False,
        more={} if certificate is None else {"certificate": certificate},
    )
    sent = Referral("r-1", by="AF", programme="group", spoken_to=spoken_to)
    answer = check_referral(sent, person, group(consents=[], spoken_to=True), "2015-02-02")
    truths = [certificate, enrolled, spoken_to]
    assert [Verdict.of(one) for one in truths] == [one.outcome for one in answer.findings[1:]]
    wanted = NOT_MET if False in truths else UNKNOWN if None in truths else MET
    assert answer.verdict is wanted
    names = [("certificate", certificate), ("contacts", enrolled), ("spoken_to", spoken_to)]
    missing = [name for name, truth in names if truth is None] if wanted is UNKNOWN else []
    assert [one.fact for one in answer.missing] == missing
    assert set(answer.reads) == {"certificate", "agencies"}


def test_the_criteria_of_a_referral_are_asked_whether_or_not_the_programme_has_begun():
    """Whether it is in force is the decision's to say."""
    answer = check_referral(Referral("r-1", by="AF", programme="group"), SOLVEIG, group(), "2014-12-31")
    assert [one.id for one in answer.findings] == ["who-may-refer", "certificate", "enrolled", "consent:secrecy"]


@pytest.mark.parametrize("name", ["centralen", "en-vag-in", "orvar"])
def test_learning_more_never_flips_what_is_ready(name):
    """Of p, about whom less is known, it is unknown or what it is of q; and so is each thing that is lacking."""

    @examples(60)
    @given(pairs_by_knowledge(candidates(name), MODEL.vocabulary), st.sampled_from(["AF", "kommun/IFO", "self"]))
    def never_flips(pair, by):
        programme = MODEL.programmes[name]
        p, q = (readiness(one, programme, ON[name], by=by) for one in pair)
        assert p.verdict in {UNKNOWN, q.verdict}
        of_q = {one.id: one.outcome for one in q.lacks}
        assert all(one.outcome is UNKNOWN or of_q[one.id] is one.outcome for one in p.lacks)
        assert (q.verdict is MET) is (q.lacks == ())

    never_flips()


# --- As one agency sees it ------------------------------------------------------------------------------


def test_as_af_sees_her_what_others_hold_is_unknown_and_the_consent_that_opens_it_is_named():
    """That she has no certificate AF may not know; primary care could tell it with her consent."""
    found = readiness(CaseFile(SOLVEIG, consents=[]), group(), "2015-02-02", by="AF", seen_by="AF")
    lacks = {one.id: one for one in found.lacks}
    opens = ConsentNeeded(
        from_=("region/primärvård",), to="AF", category="health", purpose="coordination", programme="group"
    )
    assert (lacks["certificate"].outcome, lacks["certificate"].needed) == (UNKNOWN, opens)
    assert lacks["enrolled"].outcome is NOT_MET  # AF knows itself who is enrolled there
    assert lacks["consent:secrecy"].outcome is NOT_MET  # and it is a consent to what AF tells
    assert found.decision.view == "seen-by:AF"
    assert found.explain("en").count("It takes the person's consent, or another basis, for primary care to tell") == 1


def test_a_consent_between_others_is_not_for_af_to_know():
    """Whether FK may tell is unknown to AF, with the consent and without."""
    sent = Referral("r-1", by="kommun/IFO", programme="group")
    found = [
        check_referral(sent, CaseFile(SOLVEIG, consents=given_), group(), "2015-02-02", seen_by="AF")
        for given_ in ([], [tell("kommun/IFO", "kommun/AME")])
    ]
    assert [one.findings[-1].outcome for one in found] == [UNKNOWN, UNKNOWN]
    assert found[0].text("sv") == found[1].text("sv")


def test_a_case_that_is_seen_already_is_asked_as_it_is_seen():
    """On the same day it is what it was; on another it is seen anew; for another programme it is refused."""
    programme, case = group(), CaseFile(SOLVEIG, consents=[])
    seen = as_seen_by(case, "AF", programme, "2015-02-02")
    for day in ("2015-02-02", "2015-02-03"):
        asked = readiness(case, programme, day, by="AF", seen_by="AF")
        assert readiness(seen, programme, day, by="AF").explain("sv") == asked.explain("sv")
    settled = as_seen_by(case, "AF", programme, "2015-02-02", known_on="2015-02-02")
    again = readiness(settled, programme, "2015-02-03", by="AF", known_on="2015-02-02")
    assert again.decision.view == "seen-by:AF"
    with pytest.raises(InvalidValueError, match="as it is seen for this programme"):
        readiness(seen, EN_VAG_IN, "2016-10-03", by="AF")


def ruled(programme: BoundProgramme) -> BoundProgramme:
    """Return a programme with a rule that asks for its own criteria, and for consents, before she is referred."""
    rule = ReferralRule(
        by=["AF", "kommun"], source=ASSUMED, consents=["secrecy", "plan", "power-of-attorney"], spoken_to=True,
        criteria=programme.definition.criteria,
    )  # fmt: skip
    return bind(attrs.evolve(programme.definition, referral=rule), programme.vocabulary).read_as(programme.reading.id)


@pytest.mark.mass
@examples(150)
@given(twins(), st.sampled_from(["AF", "kommun/IFO", "region/psykiatri", "self", "forum:beredningsgrupp"]))
def test_what_a_viewer_may_not_see_changes_nothing_that_it_is_told(pair, by):
    """Two who differ only in what the viewer may not see get the same, word for word; or the same exception."""
    asked, said = pair.asked, []
    programme = ruled(asked.programme)
    for case in (pair.p, pair.q):
        how = {"known_on": asked.known_on, "seen_by": asked.viewer, "purpose": asked.purpose}
        try:
            found = readiness(case, programme, asked.on, by=by, **how)
            said.append(
                (found.verdict, found.lacks, found.decision, found.answer, found.explain("sv"), found.explain())
            )
        except SamverkanError as error:
            said.append((type(error), str(error)))
    assert said[0] == said[1]


@pytest.mark.mass
@examples(150)
@given(twins(malformed=False), st.sampled_from(["AF", "kommun/IFO", "region/psykiatri", "self"]))
def test_what_a_viewer_is_told_is_unknown_or_what_all_the_facts_say(pair, by):
    """Never the opposite: it cannot mislead."""
    asked = pair.asked
    programme = ruled(asked.programme)
    sent = Referral("r-1", by=by, programme=programme.id, spoken_to=True)
    how = {"known_on": asked.known_on, "purpose": asked.purpose}
    seen = check_referral(sent, pair.p, programme, asked.on, seen_by=asked.viewer, **how)
    whole = check_referral(sent, pair.p, programme, asked.on, **how)
    of_all = {one.id: one.outcome for one in whole.findings}
    assert all(one.outcome in {UNKNOWN, of_all[one.id]} for one in seen.findings)


# --- Words ------------------------------------------------------------------------------------------------

NEVER = ("beslut", "rätt till", "bevilja", "avslag", "avslå", "behörig")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_can_be_said_to_a_case_worker(language):
    """Of every programme and everybody who could refer: no code, no placeholder, no outcome of an authority."""
    for programme in [*MODEL.programmes.values(), TEAM, group(spoken_to=True, consents=["secrecy", "plan"])]:
        for by in ("AF", "kommun", "self", "forum:beredningsgrupp", "profession:läkare"):
            found = readiness(SOMEBODY, programme, "2008-09-22", by=by, taken=99)
            told = "\n".join(one.text.in_(language) for one in (*found.lacks, *found.answer.findings))
            told += "".join(note.text.in_(language) for note in found.answer.warnings)
            assert not any(word in told.lower() for word in NEVER)
            assert not any(sign in told for sign in "{}_<>=")
            assert found.explain(language)
            assert found.answer.text(language)


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ("self", "Det är en egen anmälan. Får remittera: läkare, sjukgymnast, kurator, psykolog och Försäkringskassan. Listan läses som hel, så att ingen annan får det."),
        ("AF", "Remissen kommer från Arbetsförmedlingen. Får remittera: läkare, sjukgymnast, kurator, psykolog och Försäkringskassan. Vilket yrke den har som remitterar är inte angivet."),
    ],
)  # fmt: skip
def test_who_may_refer_is_said_in_one_breath(by, wanted):
    """Who refers, who may, and what is not known."""
    assert who(ORVAR, by).text.sv == wanted


def test_a_profession_is_named_with_where_it_works():
    """A kurator of the social services."""
    text = who(ORVAR, "profession:kurator", from_="kommun/IFO").text.sv
    assert text.startswith("Remissen kommer från kurator (individ- och familjeomsorgen (IFO)).")


def test_the_whole_answer_says_what_was_asked_and_from_where_each_finding_comes():
    """The programme, the day, the reading and the view; then the verdict, each finding with its source, the warning."""
    answer = check_referral(Referral("r-1", by="FK", programme="orvar"), SOMEBODY, ORVAR, "2008-09-22", taken=20)
    lines = answer.text("en").splitlines()
    assert lines[0] == "Orvar, 22 September 2008, reading 16-64, with all facts"
    assert lines[1] == "All that a referral takes is there."
    assert lines[2].startswith("  + The referral comes from Försäkringskassan. May refer: ")
    assert lines[3].startswith("    [S004: ”Deltagarna kommer till Orvargruppen via remiss")
    assert lines[4].startswith("  ! In 2008 there is thought to be room for 20 people in Orvar, and 20 have been")
    assert str(answer) == answer.text("en")


@pytest.mark.parametrize(("estimate", "wanted"), [(True, "thought to be room for 3"), (False, "there is room for 3")])
def test_an_estimate_is_called_one_when_it_is(estimate, wanted):
    """Of a number from least to most the least is what is warned of, and one place is the fewest."""
    size = {"least": 3, "most": 5, "per": "year", "of": Text("personer", "people"), "source": ASSUMED}
    programme = group(capacity=[Capacity(estimate=estimate, **size)], in_force=Span())
    sent = Referral("r-1", by="AF", programme="group")
    (note,) = check_referral(sent, SOLVEIG, programme, "2015-02-02", taken=3).warnings
    assert wanted in note.text.en
    brief = group(capacity=[Capacity(estimate=estimate, **size)], in_force=Span("2015-02-01", "2015-02-10"))
    assert check_referral(sent, SOLVEIG, brief, "2015-02-02", taken=0).warnings == ()
    assert "room for 1 people" in check_referral(sent, SOLVEIG, brief, "2015-02-02", taken=1).warnings[0].text.en


def test_a_brace_in_an_id_does_no_harm():
    """What is told has no placeholders."""
    consent = Consent("c-{x", kind="power-of-attorney", given="2008-01-01")
    sent = Referral("r-1", by="AF", to="forum:handläggarteam", spoken_to=True)
    answer = check_referral(sent, CaseFile(SOMEBODY, consents=[consent]), TEAM, "2008-09-01")
    assert "c-(x" in answer.text("sv")


def test_nothing_of_it_shows_in_a_log():
    """Neither the person nor what was found."""
    found = readiness(CaseFile(SOLVEIG, consents=[]), group(), "2015-02-02", by="kommun/IFO")
    assert repr(found) == "<Readiness not_met>"
    assert repr(found.answer) == "<ReferralAnswer not_met>"
    assert [repr(found.lacks[0]), repr(found.answer.findings[0])] == [
        "<Lacking certificate: not_met>",
        "<ReferralFinding who-may-refer>",
    ]
    assert str(found) == found.explain("en")


def test_an_answer_is_neither_true_nor_false():
    """It has three values."""
    with pytest.raises(UndecidedTruthError):
        bool(check_referral(Referral("r-1", by="FK", programme="orvar"), SOMEBODY, ORVAR, "2008-09-22"))


# --- What is refused --------------------------------------------------------------------------------------


def test_a_referral_to_another_programme_is_refused():
    """It is not judged by a rule that is not its own."""
    with pytest.raises(InvalidValueError, match="to this programme"):
        check_referral(Referral("r-1", by="AF", programme="orvar"), SOMEBODY, EN_VAG_IN, "2016-10-03")


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ({"by": "AFF"}, r"referral\.by"),
        ({"by": "profession:smed"}, r"referral\.by"),
        ({"by": "AF", "to": "forum:klubben"}, r"referral\.to"),
        ({"by": "AF", "events": [ReferralEvent("received", on="2016-10-03", agency="FK")]}, r"referral\.events\[0\]"),
    ],
    ids=["no such agency", "no such profession", "no such forum", "recorded by somebody else"],
)
def test_what_the_model_does_not_have_is_refused(sent, wanted):
    """And so is what was recorded by one who may not."""
    with pytest.raises(InvalidRecordError, match=wanted):
        check_referral(Referral("r-1", programme="en-vag-in", **sent), SOMEBODY, EN_VAG_IN, "2016-10-03")


def test_who_may_refer_reads_nothing_of_the_person():
    """The finding is the same whoever she is."""
    for case in (CaseFile(SOMEBODY), CaseFile(SOLVEIG, consents=[])):
        asked = AskedReferral(
            Referral("r-1", by="AF", programme="orvar"), case, ORVAR, date(2008, 9, 22), None, "coordination"
        )
        assert [one.code for one in findings_of(asked)] == ["who-may-refer.profession"]
