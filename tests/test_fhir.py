"""Consents as resources of FHIR R4: what is written is valid and comes back, and what is read opens no more than it says."""

import contextlib
import copy
import json
from datetime import date, timedelta

import attrs
import pytest
from fhir.resources.R4B.consent import Consent as Resource
from hypothesis import assume, given
from hypothesis import strategies as st

from samverkan import load_model
from samverkan.consents import Consent, ConsentEvent, ConsentKind, Form, Giver
from samverkan.errors import InvalidRecordError, InvalidValueError
from samverkan.fhir import from_fhir, scope_from_fhir, to_fhir
from samverkan.scopes import Request, Scope
from strategies import examples

REGISTER = load_model("finsam").agencies
ANNA, GUARDIAN = "Patient/17", "RelatedPerson/4"
PEOPLE = {"subject": ANNA, "guardian": GUARDIAN}
DAY = date(2016, 10, 3)
A_DAY = timedelta(1)
AGENCIES = ["AF", "FK", "region", "region/primärvård", "kommun", "kommun/IFO", "kommun:Ludvika/AME"]
CATEGORIES = ["contact", "health", "work"]
PURPOSES = ["coordination", "planning"]
PROGRAMMES = ["en-vag-in", "orvar"]


# --- Random consents -----------------------------------------------------------------------------------


def days(first=DAY - timedelta(20), last=DAY + timedelta(20)):
    """Draw a day near the one that is asked about."""
    return st.dates(first, last)


def some(words, least=0):
    """Draw a few of the words."""
    return st.lists(st.sampled_from(words), min_size=least, max_size=2)


def exceptions(deepest=3):
    """Draw exceptions, with exceptions of their own."""
    inner = exceptions(deepest - 1) if deepest > 1 else st.just([])
    most = 2 if deepest == 3 else 1
    one = st.builds(
        Scope,
        from_=some(AGENCIES),
        to=some(AGENCIES),
        categories=some(CATEGORIES),
        purposes=some(PURPOSES),
        programmes=some(PROGRAMMES),
        since=st.none() | days(last=DAY),
        until=st.none() | days(first=DAY),
        exceptions=inner,
    )
    return st.lists(one, max_size=most)


EXCEPTIONS, FEW_EXCEPTIONS = exceptions(), exceptions(1)
DAYS, NONE = days(), st.none()
SOMEBODY, NOBODY_OR_SOME = some(AGENCIES, 1), some(AGENCIES)
A_CATEGORY, SOME_CATEGORIES = some(CATEGORIES, 1), some(CATEGORIES)
HAPPENED = st.lists(st.sampled_from(["narrowed", "reaffirmed", "expired", "withdrawn"]), max_size=3)
SAYABLE = {
    "narrowed": {"exceptions": FEW_EXCEPTIONS, "from_": NOBODY_OR_SOME},
    "reaffirmed": {"expires": NONE | days(first=DAY + timedelta(60), last=DAY + timedelta(90))},
}
KINDS = st.sampled_from(["secrecy", "secrecy", *ConsentKind])
FIELDS = st.fixed_dictionaries(
    {
        "exceptions": EXCEPTIONS,
        "form": NONE | st.sampled_from(Form),
        "giver": st.sampled_from(Giver),
        "notice": NONE | st.just("Blankett 7, 2016"),
        "recorded_on": NONE | DAYS,
        "by": NONE | st.sampled_from(AGENCIES),
    }
)
PURPOSE, PROGRAMME, LATER = st.sampled_from(PURPOSES), st.sampled_from(PROGRAMMES), st.integers(0, 40).map(timedelta)
MAYBE_LATER, MAYBE_PURPOSE, MAYBE_PROGRAMME = NONE | LATER, NONE | PURPOSE, NONE | PROGRAMME


@st.composite
def consents(draw, *, eventful=True):
    """Draw a consent of any kind, with a history if it is to have one."""
    kind, first, expires = draw(KINDS), draw(DAYS), draw(MAYBE_LATER)
    withdrawn = draw(MAYBE_LATER) if eventful else None
    is_secrecy = kind == "secrecy"
    consent = Consent(
        draw(st.sampled_from(["c-1", "samtycke 2/2016"])),
        kind=kind,
        from_=draw(SOMEBODY if is_secrecy else NOBODY_OR_SOME),
        to=draw(SOMEBODY if is_secrecy else NOBODY_OR_SOME),
        categories=draw(A_CATEGORY if is_secrecy else SOME_CATEGORIES),
        purpose=draw(PURPOSE if is_secrecy else MAYBE_PURPOSE),
        programme=draw(PROGRAMME if kind == "registration" else MAYBE_PROGRAMME),
        given=first,
        expires=None if expires is None else first + expires,
        withdrawn=None if withdrawn is None else first + withdrawn,
        **draw(FIELDS),
    )
    for what in draw(HAPPENED) if eventful else []:
        said = {name: draw(value) for name, value in SAYABLE.get(what, {}).items()}
        if what == "narrowed" and not any(said.values()):
            continue
        event = ConsentEvent(what, on=first + draw(LATER), **said)
        # What it is narrowed to must be part of what stood, or it is no event of this consent.
        with contextlib.suppress(InvalidRecordError):
            consent = attrs.evolve(consent, history=[*consent.history, event])
    return consent


REQUESTS = st.builds(
    Request,
    sharer=st.sampled_from(AGENCIES),
    recipient=st.sampled_from(AGENCIES),
    category=st.sampled_from(CATEGORIES),
    purpose=PURPOSE,
    programme=MAYBE_PROGRAMME,
)
ASKED = st.lists(REQUESTS, min_size=4, max_size=6)


def read(resource, on=DAY, **more):
    """Return the consent that a resource is, and what is left out of it."""
    return from_fhir(resource, on=on, **{**PEOPLE, **more})


def opens(consent, request, on):
    """Whether a consent opens what is asked for on a day."""
    scope = consent.scope_on(on)
    return scope is not None and scope.opens(request, on, REGISTER)


# --- Out and in again ----------------------------------------------------------------------------------


@examples(120)
@given(consents(eventful=False), days())
def test_what_r4_can_carry_comes_back_as_it_was(consent, on):
    """A consent to which nothing has come to pass is written and read again, with nothing left out."""
    assume(on >= consent.given)
    written = to_fhir(consent, on=on, **PEOPLE)
    assert written.left_out == ()
    assert read(json.loads(json.dumps(written.resource)), on) == (consent, ())


@examples(120)
@given(consents(), days(last=DAY + timedelta(100)))
def test_what_does_not_come_back_is_what_was_listed(consent, on):
    """Whatever has come to pass, the fields that come back otherwise are those that were listed as left out."""
    written = to_fhir(consent, on=on, **PEOPLE)
    assume(written.status != "proposed")
    back, left_out = read(written.resource, on)
    differ = {
        field.name.rstrip("_")
        for field in attrs.fields(Consent)
        if field.init and getattr(back, field.name) != getattr(consent, field.name)
    }
    assert {told.where.partition("[")[0] for told in written.left_out} == differ
    never_stood = not consent.standing()
    assert [told.where for told in left_out] == (["Consent.status"] if never_stood else [])


@examples(120)
@given(
    consents(),
    days(last=DAY + timedelta(100)),
    st.lists(st.tuples(REQUESTS, days(last=DAY + timedelta(100))), max_size=6),
)
def test_what_comes_back_opens_nothing_that_the_consent_does_not(consent, on, asked):
    """On no day does the consent that comes back open more, and on the day itself it opens the same."""
    written = to_fhir(consent, on=on, **PEOPLE)
    assume(written.status != "proposed")
    back, _ = read(written.resource, on)
    for request, day in asked:
        assert opens(consent, request, day) or not opens(back, request, day)
        assert opens(back, request, on) == opens(consent, request, on)


@examples(100)
@given(consents(), days(last=DAY + timedelta(100)))
def test_what_is_written_is_valid(consent, on):
    """Every resource is one of FHIR, with all that it says; the classes of R4B have the same consent as R4."""
    resource = to_fhir(consent, on=on, **PEOPLE).resource
    assert json.loads(Resource.model_validate(resource).model_dump_json()) == resource
    assert resource["policyRule"]["coding"]  # ppc-1 of R4: a consent names a policy or the rule of one


@pytest.mark.parametrize("kind", [one for one in ConsentKind if one is not ConsentKind.SECRECY])
def test_no_other_consent_opens_anything(kind):
    """A consent of another kind permits and denies nothing, is not one about privacy, and comes back as what it is."""
    consent = Consent("c-1", kind=kind, to=["kommun"], programme="orvar", given=DAY, expires=DAY + A_DAY)
    resource = to_fhir(consent, subject=ANNA, on=DAY).resource
    assert "type" not in resource["provision"]
    assert resource["scope"]["coding"] == [{"system": "urn:samverkan:consent-kind", "code": kind.value}]
    assert {"coding": [{"system": "urn:samverkan:consent-kind", "code": kind.value}]} in resource["category"]
    assert read(resource) == (consent, ())
    with pytest.raises(
        InvalidRecordError, match=r"Consent\.provision\.type: wanted nothing, for a consent of its kind"
    ):
        read({**resource, "provision": {**resource["provision"], "type": "permit"}})
    resource["scope"]["coding"] = [
        {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}
    ]
    with pytest.raises(InvalidRecordError) as caught:
        read(resource)
    assert {fault.where for fault in caught.value.faults} >= {
        "Consent.category[1].coding[0].code",
        "Consent.provision.type",
    }


def test_a_plan_without_a_provision_stands_since_it_was_recorded():
    """What is no consent about privacy needs no provision, and its scope may be said in other codes as well."""
    resource = to_fhir(Consent("c-1", kind="plan", given=DAY, recorded_on=DAY), subject=ANNA, on=DAY).resource
    del resource["provision"]
    resource["scope"]["coding"].insert(0, {"system": "http://example.org/codes", "code": "care-plan"})
    consent, left_out = read(resource)
    assert consent == Consent("c-1", kind="plan", given=DAY, recorded_on=DAY)
    assert [told.where for told in left_out] == ["Consent.scope.coding[0]"]


# --- As it stands on a day ------------------------------------------------------------------------------


def secrecy(**more):
    """Return a consent that lets Försäkringskassan tell Arbetsförmedlingen about contacts and health in 2016."""
    given = {"from_": ["FK"], "to": ["AF"], "categories": ["contact", "health"], "purpose": "coordination"}
    return Consent("c-1", kind="secrecy", given="2016-01-01", expires="2016-12-31", **{**given, **more})


@pytest.mark.parametrize(
    ("consent", "on", "status", "period", "left_out"),
    [
        pytest.param(secrecy(), "2016-12-31", "active", ("2016-01-01", "2016-12-31"), [], id="its last day"),
        pytest.param(secrecy(), "2017-01-01", "inactive", ("2016-01-01", "2016-12-31"), [], id="the day after"),
        pytest.param(
            secrecy(), "2015-12-31", "proposed", ("2016-01-01", "2016-12-31"), [], id="the day before it was given"
        ),
        pytest.param(
            secrecy(withdrawn="2016-06-01"),
            "2016-05-31",
            "active",
            ("2016-01-01", "2016-05-31"),
            ["expires", "withdrawn"],
            id="the last day before it is withdrawn",
        ),
        pytest.param(
            secrecy(withdrawn="2016-06-01"),
            "2016-06-01",
            "inactive",
            ("2016-01-01", "2016-05-31"),
            ["expires", "withdrawn"],
            id="the day on which it is withdrawn",
        ),
        pytest.param(
            secrecy(withdrawn="2016-01-01"),
            "2016-06-01",
            "inactive",
            ("2016-01-01", None),
            ["expires"],
            id="withdrawn on the day on which it was given",
        ),
        pytest.param(
            secrecy().narrow("2016-06-01", categories=["contact"]),
            "2016-06-01",
            "active",
            ("2016-06-01", "2016-12-31"),
            ["categories", "given", "history[0]"],
            id="narrowed",
        ),
        pytest.param(
            secrecy().reaffirm("2016-12-01", expires="2017-12-31"),
            "2017-06-01",
            "active",
            ("2016-01-01", "2017-12-31"),
            ["expires", "history[0]"],
            id="reaffirmed",
        ),
        pytest.param(
            secrecy().reaffirm("2017-03-01"),
            "2017-02-01",
            "inactive",
            ("2016-01-01", "2016-12-31"),
            ["history[0]"],
            id="between its end and its reaffirmation",
        ),
    ],
)
def test_a_resource_tells_what_stands_on_the_day(consent, on, status, period, left_out):
    """Status and period are those of the day, and what cannot be told of the history is listed."""
    written = to_fhir(consent, subject=ANNA, on=on)
    told = written.resource["provision"]["period"]
    assert (written.status, written.resource["status"]) == (status, status)
    assert (told["start"], told.get("end")) == period
    assert sorted(one.where for one in written.left_out) == left_out


def test_a_narrowed_consent_is_written_as_narrowed():
    """What the person took back is in no resource after that day."""
    resource = to_fhir(secrecy().narrow("2016-06-01", categories=["contact"]), subject=ANNA, on="2016-06-01").resource
    assert resource["provision"]["class"] == [{"system": "urn:samverkan:category", "code": "contact"}]
    less = secrecy().narrow("2016-06-01", exceptions=[Scope(to=["AF"])])
    assert to_fhir(less, subject=ANNA, on="2016-05-31").carried.exceptions == ()
    assert to_fhir(less, subject=ANNA, on="2016-06-01").carried.exceptions == (Scope(to=["AF"]),)


def test_what_a_consent_is_narrowed_to_is_within_what_stood():
    """A unit that keeps its secrets apart is not opened by being named where a consent is narrowed; a resource says so."""
    narrowed = secrecy(from_=["kommun"]).narrow("2016-06-01", from_=["kommun/IFO", "kommun/AME"])
    back, _ = read(to_fhir(narrowed, subject=ANNA, on=DAY).resource)
    for sharer, is_open in (("kommun/IFO", False), ("kommun/AME", True)):
        request = Request(sharer=sharer, recipient="AF", category="contact", purpose="coordination")
        assert opens(narrowed, request, DAY) is opens(back, request, DAY) is is_open
    assert back.exceptions == (
        Scope(
            exceptions=[Scope(from_=["kommun"], to=["AF"], categories=["contact", "health"], purposes=["coordination"])]
        ),
    )


def test_a_part_of_another_scope_is_written_in_full():
    """An exception that is part of something else comes back as one that leaves out the same, and that is listed."""
    part = Scope(categories=["contact", "health"], within=Scope(categories=["health"], since="2016-06-01"))
    written = to_fhir(secrecy(exceptions=[part]), subject=ANNA, on=DAY)
    back, _ = read(written.resource)
    assert [told.where for told in written.left_out] == ["exceptions"]
    for category, day, is_open in (("contact", DAY, True), ("health", DAY, False), ("health", date(2016, 5, 31), True)):
        request = Request(sharer="FK", recipient="AF", category=category, purpose="coordination")
        assert opens(secrecy(exceptions=[part]), request, day) is opens(back, request, day) is is_open
    never = to_fhir(secrecy(exceptions=[part], withdrawn="2016-01-01"), subject=ANNA, on=DAY)
    assert [told.where for told in never.left_out] == ["exceptions", "expires"]


def test_what_is_told_of_the_person_is_a_reference_alone():
    """The person and her guardian are in a resource as the references that the caller gave, and no other way."""
    resource = to_fhir(secrecy(giver="self-and-guardian"), on=DAY, **PEOPLE).resource
    assert resource["patient"] == {"reference": ANNA}
    assert resource["performer"] == [{"reference": ANNA}, {"reference": GUARDIAN}]


def test_a_resource_is_made_anew_each_time():
    """Who changes a resource changes no other, and a written consent is told by neither its words nor its person."""
    written = to_fhir(secrecy(), subject=ANNA, on=DAY)
    written.resource["provision"].clear()
    assert written.resource["provision"]["type"] == "permit"
    assert repr(written) == "<FhirConsent: secrecy, active>"


# --- FHIR's own worked example ---------------------------------------------------------------------------

REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
PRIMARY = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "PRCP"}]}
ORG_A = {"role": PRIMARY, "reference": {"reference": "Organization/A"}}
MARKETING, PAYMENT = {"system": REASON, "code": "HMARKT"}, {"system": REASON, "code": "HPAYMT"}
RESTRICTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
TYPES = "http://hl7.org/fhir/resource-types"
PAID = [{"system": TYPES, "code": name} for name in ("Claim", "ClaimResponse", "Account")]
WORKED = {
    "type": "permit",
    "period": {"start": "2020-01-01", "end": "2022-12-31"},
    "actor": [ORG_A],
    "provision": [
        {"type": "deny", "purpose": [MARKETING]},
        {"type": "deny", "securityLabel": [RESTRICTED]},
        {"type": "deny", "purpose": [PAYMENT], "provision": [{"type": "permit", "class": PAID}]},
    ],
}
"""The example of the specification's page on Consent: what one organisation may see, with exceptions in exceptions."""

MEANINGS = {
    "Organization/A": "AF",
    "Organization/H": "region",
    f"{REASON}|HMARKT": "marketing",
    f"{REASON}|HPAYMT": "payment",
    f"{REASON}|TREAT": "treatment",
    "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|R": "restricted",
    **{f"{TYPES}|{one['code']}": one["code"] for one in PAID},
    f"{TYPES}|Observation": "Observation",
}

ANSWERS = [
    pytest.param(("AF", "treatment", "Observation"), "2021-06-01", True, id="what nothing is said about"),
    pytest.param(("AF", "treatment", "Observation"), "2020-01-01", True, id="the first day"),
    pytest.param(("AF", "treatment", "Observation"), "2022-12-31", True, id="the last day"),
    pytest.param(("AF", "treatment", "Observation"), "2019-12-31", False, id="the day before"),
    pytest.param(("AF", "treatment", "Observation"), "2023-01-01", False, id="the day after"),
    pytest.param(("FK", "treatment", "Observation"), "2021-06-01", False, id="somebody else"),
    pytest.param(("AF", "marketing", "Observation"), "2021-06-01", False, id="marketing"),
    pytest.param(("AF", "marketing", "Claim"), "2021-06-01", False, id="marketing with claims"),
    pytest.param(("AF", "treatment", "restricted"), "2021-06-01", False, id="what is restricted"),
    pytest.param(("AF", "payment", "restricted"), "2021-06-01", False, id="what is restricted, for payment"),
    pytest.param(("AF", "payment", "Observation"), "2021-06-01", False, id="payment"),
    pytest.param(("AF", "payment", "Claim"), "2021-06-01", True, id="claims for payment"),
    pytest.param(("AF", "payment", "ClaimResponse"), "2021-06-01", True, id="answers to claims for payment"),
    pytest.param(("AF", "payment", "Account"), "2021-06-01", True, id="accounts for payment"),
    pytest.param(("AF", "treatment", "Claim"), "2021-06-01", True, id="claims for treatment"),
]


def without_types(provision):
    """Return a provision whose inner ones do not say that they are exceptions from the opposite, as in later versions."""
    inner = [
        without_types({key: value for key, value in one.items() if key != "type"})
        for one in provision.get("provision", [])
    ]
    return {**provision, **({"provision": inner} if inner else {})}


@pytest.mark.parametrize("provision", [WORKED, without_types(WORKED)], ids=["with types", "types left to the depth"])
@pytest.mark.parametrize(("asked", "on", "is_open"), ANSWERS)
def test_the_worked_example_of_fhir_opens_what_it_says(provision, asked, on, is_open):
    """Siblings are each enough, what one names must all fit, and an exception of an exception is open again."""
    scope, left_out = scope_from_fhir(provision, meanings=MEANINGS)
    recipient, purpose, category = asked
    request = Request(sharer="region/psykiatri", recipient=recipient, category=category, purpose=purpose)
    assert scope.opens(request, date.fromisoformat(on), REGISTER) is is_open
    assert left_out == ()


CUSTODIAN = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "CST"}]}
ORG_H = {"role": CUSTODIAN, "reference": {"reference": "Organization/H"}}


def foreign(provision, **more):
    """Return a resource of somebody else, with a provision."""
    return {
        "resourceType": "Consent",
        "id": "example-1",
        "status": "active",
        "scope": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
        },
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": {"reference": ANNA},
        "provision": provision,
        **more,
    }


def coded(word, **more):
    """Return a provision that names who tells whom what for treatment, or for what is given here."""
    return {
        "actor": [ORG_H, ORG_A],
        "class": [{"system": TYPES, "code": word}],
        "purpose": [{"system": REASON, "code": "TREAT"}],
        **more,
    }


def test_the_worked_example_is_read_as_a_consent_where_it_says_what_a_consent_must():
    """With who tells what and for what, the example is a consent; without, it is refused for all that it lacks."""
    full = {**WORKED, **coded("Observation"), "purpose": [PAYMENT]}
    consent, left_out = read(foreign(full), meanings=MEANINGS)
    assert (consent.from_, consent.to, consent.purpose) == ({"region"}, {"AF"}, "payment")
    assert (consent.given, consent.expires, left_out) == (date(2020, 1, 1), date(2022, 12, 31), ())
    assert consent.exceptions[2].exceptions == (Scope(categories=["Claim", "ClaimResponse", "Account"]),)
    with pytest.raises(InvalidRecordError) as caught:
        read(foreign(WORKED), meanings=MEANINGS)
    assert [fault.where for fault in caught.value.faults] == [
        f"Consent.provision.{name}" for name in ("class", "actor", "purpose")
    ]


# --- What denies at its root ------------------------------------------------------------------------------

START = {"period": {"start": "2016-01-01"}}


def test_one_permission_in_a_denial_is_a_consent_to_it():
    """Where all is denied but one thing, that is what the consent is to, on the days of both."""
    permit = coded(
        "Claim",
        type="permit",
        period={"start": "2016-03-01", "end": "2017-01-01"},
        provision=[{"type": "deny", "purpose": [MARKETING]}],
    )
    denied = {"type": "deny", "period": {"start": "2016-01-01", "end": "2016-12-31"}, "provision": [permit]}
    consent, left_out = read(foreign(denied), meanings=MEANINGS)
    assert (consent.categories, consent.exceptions, left_out) == ({"Claim"}, (Scope(purposes=["marketing"]),), ())
    assert (consent.given, consent.expires) == (date(2016, 3, 1), date(2016, 12, 31))


@pytest.mark.parametrize(
    ("category", "purpose", "is_open"),
    [
        pytest.param("Claim", "treatment", True, id="the first of them"),
        pytest.param("Observation", "treatment", True, id="the second of them"),
        pytest.param("Account", "treatment", False, id="neither"),
        pytest.param("Claim", "payment", False, id="for something else"),
    ],
)
def test_each_of_several_permissions_in_a_denial_is_enough(category, purpose, is_open):
    """Where all is denied but two things, the consent opens what is one of them."""
    denied = {
        "type": "deny",
        **START,
        "provision": [coded("Claim", type="permit"), coded("Observation", type="permit")],
    }
    consent, left_out = read(foreign(denied), meanings=MEANINGS)
    assert left_out == ()
    assert opens(consent, Request(sharer="region", recipient="AF", category=category, purpose=purpose), DAY) is is_open


def test_permissions_in_a_denial_have_the_limits_of_both():
    """What the denial names limits what is permitted inside of it, and who permits on some days alone tells both ends."""
    inner = [
        {
            "type": "permit",
            "class": [{"system": TYPES, "code": "Claim"}],
            "period": {"start": "2016-02-01", "end": "2016-03-31"},
        },
        {
            "type": "permit",
            "class": [{"system": TYPES, "code": "Account"}],
            "period": {"start": "2016-05-01", "end": "2016-06-30"},
        },
    ]
    denied = {"type": "deny", "actor": [ORG_A, ORG_H], "purpose": [PAYMENT], "provision": inner}
    consent, _ = read(foreign(denied), meanings=MEANINGS)
    assert (consent.given, consent.expires) == (date(2016, 2, 1), date(2016, 6, 30))
    claims = Request(sharer="region", recipient="AF", category="Claim", purpose="payment")
    assert [opens(consent, claims, date(2016, month, 15)) for month in range(1, 8)] == [False, True, True, *[False] * 4]
    assert not opens(consent, attrs.evolve(claims, recipient="FK"), date(2016, 2, 15))


@pytest.mark.parametrize(
    "provision",
    [
        pytest.param({"type": "deny"}, id="nothing but a denial"),
        pytest.param(
            {"type": "deny", "provision": [coded("Claim", type="permit", dataPeriod={"start": "2016"})]},
            id="a limit that is not understood",
        ),
        pytest.param(
            {"type": "deny", "dataPeriod": {"start": "2016"}, "provision": [coded("Claim", type="permit")]},
            id="a limit around it",
        ),
        pytest.param(
            {"type": "deny", "period": {"end": "2015"}, "provision": [coded("Claim", type="permit", **START)]},
            id="on no day",
        ),
    ],
)
def test_a_denial_that_permits_nothing_is_no_consent(provision):
    """Where nothing is permitted that can be read, there is no consent to be had of it."""
    with pytest.raises(
        InvalidRecordError, match=r"Consent\.provision: wanted what can be read to let something happen"
    ):
        read(foreign(provision, dateTime="2016-01-01"), meanings=MEANINGS)


# --- What is not understood opens nothing -----------------------------------------------------------------

JUNK = {"system": "http://example.org/codes", "code": "x"}
STRANGER = {"role": {"coding": [JUNK]}, "reference": {"reference": "Device/1"}}
ADDED = [
    ("class", JUNK),
    ("securityLabel", JUNK),
    ("purpose", JUNK),
    ("code", {"coding": [JUNK]}),
    ("code", {"text": "in words alone"}),
    ("action", {"coding": [JUNK]}),
    ("actor", STRANGER),
    ("actor", {"role": CUSTODIAN, "reference": {"reference": "Organization/unknown"}}),
    ("actor", {"role": PRIMARY, "reference": {"identifier": {"system": "http://example.org", "value": "7"}}}),
    ("actor", {"role": PRIMARY}),
    ("actor", {"reference": {"reference": "Organization/A"}}),
    ("data", {"meaning": "instance", "reference": {"reference": "Task/1"}}),
    ("dataPeriod", {"start": "2016"}),
]


def provisions_of(provision):
    """Return a provision and all that are inside of it, with what each is found under."""
    return [provision, *(found for one in provision.get("provision", []) for found in provisions_of(one))]


@examples(150)
@given(consents(eventful=False), st.data())
def test_what_is_not_understood_never_opens_more(consent, data):
    """Something foreign in any provision is refused, or listed in a reading that opens nothing more."""
    resource = to_fhir(consent, on=DAY, **PEOPLE).resource
    assume(resource["status"] == "active")
    before = copy.deepcopy(resource)
    for _ in range(data.draw(st.integers(1, 3))):
        target = data.draw(st.sampled_from(provisions_of(resource["provision"])))
        key, value = data.draw(st.sampled_from(ADDED))
        if key == "dataPeriod":
            target[key] = value
        else:
            target.setdefault(key, []).append(value)
    try:
        back, left_out = read(resource)
    except InvalidRecordError:
        return
    assert left_out
    for request in data.draw(ASKED):
        assert opens(read(before)[0], request, DAY) or not opens(back, request, DAY)


@examples(80)
@given(consents(eventful=False), st.data())
def test_every_element_that_is_not_carried_is_listed(consent, data):
    """Whatever is added beside what a resource says, its place is listed, and the consent is the same."""
    resource = to_fhir(consent, on=DAY, **PEOPLE).resource
    assume(resource["status"] == "active")
    objects = {"Consent": resource, "Consent.provision": resource["provision"], "Consent.patient": resource["patient"]}
    place = data.draw(st.sampled_from(sorted(objects)))
    # What a permission does not know may be a limit; that has a test of its own.
    keys = ["extension", "_status", "id"]
    key = data.draw(st.sampled_from([*keys, *([] if place == "Consent.provision" else ["display", "language"])]))
    objects[place][key] = [{"anything": {"at": "all"}}]
    back, left_out = read(resource)
    assert back == consent
    assert [told.where for told in left_out] == [f"{place}.{key}"]


def test_what_is_inside_of_what_is_left_out_is_not_listed_again():
    """A thing is listed once, by its outermost place, and keys that somebody made up by their position."""
    resource = foreign(
        {
            "type": "permit",
            **START,
            **coded("Claim"),
            "provision": [{"type": "deny", "provision": [{"data": [{"meaning": "instance"}]}]}],
        },
        hemligt={"mer": 1},
        performer=[{"reference": ANNA, "display": "Anna"}],
        identifier=[{"system": "http://example.org", "value": "7", "use": "usual"}],
        organization=[{"reference": "Organization/A"}, {"reference": "Organization/A"}, {"display": "Sjukhuset"}],
        policyRule={"coding": [{"system": "http://example.org", "code": "law"}], "text": "lagen"},
        category=[{"coding": [JUNK]}],
    )
    consent, left_out = read(resource, meanings=MEANINGS)
    assert [told.where for told in left_out] == [
        "Consent.category[0].coding[0]",
        "Consent.identifier[0]",
        "Consent.organization[1]",
        "Consent.organization[2]",
        "Consent.performer[0].display",
        "Consent.policyRule.coding[0]",
        "Consent.policyRule.text",
        "Consent.provision.provision[0].provision[0]",
        "Consent[key 8]",
    ]
    assert str(left_out[-1]) == "Consent[key 8]: nothing here answers to it"
    assert (consent.id, consent.by, consent.exceptions) == ("example-1", "AF", (Scope(),))


@pytest.mark.parametrize(
    ("exception", "read_as"),
    [
        pytest.param({"purpose": [MARKETING]}, Scope(purposes=["marketing"]), id="what is understood"),
        pytest.param({"purpose": [MARKETING, JUNK]}, Scope(), id="of two purposes one is not understood"),
        pytest.param(
            {"class": [PAID[0]], "securityLabel": [RESTRICTED]}, Scope(categories=["Claim"]), id="two sorts at once"
        ),
        pytest.param({"securityLabel": [RESTRICTED]}, Scope(categories=["restricted"]), id="a label alone"),
        pytest.param(
            {
                "action": [
                    {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentaction", "code": "correct"}]}
                ]
            },
            Scope(),
            id="another action",
        ),
        pytest.param({"actor": [ORG_A, STRANGER]}, Scope(to=["AF"]), id="an actor with another part in it"),
        pytest.param(
            {"dataPeriod": {"start": "2016"}, "actor": [ORG_A]}, Scope(to=["AF"]), id="a limit of another sort"
        ),
    ],
)
def test_a_denial_is_read_as_one_of_more(exception, read_as):
    """A denial is read without those of its limits that are not understood, so that it denies more."""
    provision = {"type": "permit", "provision": [{"type": "deny", **exception}]}
    scope, _ = scope_from_fhir(provision, meanings=MEANINGS)
    assert scope.exceptions == (read_as,)


@pytest.mark.parametrize(
    ("permission", "read_as"),
    [
        pytest.param(
            {"purpose": [MARKETING, JUNK]}, Scope(purposes=["marketing"]), id="of two purposes one is not understood"
        ),
        pytest.param(
            {"class": PAID, "securityLabel": [{"system": TYPES, "code": "Claim"}]},
            Scope(categories=["Claim"]),
            id="sort and label",
        ),
        pytest.param(
            {"code": [{"coding": [JUNK, {"system": "urn:samverkan:programme", "code": "orvar"}]}]},
            Scope(programmes=["orvar"]),
            id="one of two names for it",
        ),
        pytest.param(
            {
                "action": [
                    {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentaction", "code": "access"}]},
                    {"coding": [JUNK]},
                ]
            },
            Scope(),
            id="access, and something else",
        ),
        pytest.param(
            {"actor": [{"role": PRIMARY, "reference": {"identifier": {"system": "http://example.org", "value": "9"}}}]},
            Scope(to=["FK"]),
            id="an identifier that is explained",
        ),
    ],
)
def test_a_permission_is_read_as_one_of_less(permission, read_as):
    """Of several values those that are understood are permitted."""
    scope, _ = scope_from_fhir({"type": "permit", **permission}, meanings={**MEANINGS, "http://example.org|9": "FK"})
    assert scope == read_as


@pytest.mark.parametrize(
    "permission",
    [
        pytest.param({"purpose": [JUNK]}, id="a purpose"),
        pytest.param({"class": [PAID[0]], "securityLabel": [RESTRICTED]}, id="no sort that is both"),
        pytest.param({"class": [{"display": "journal"}]}, id="a sort in words"),
        pytest.param({"action": [{"coding": [JUNK]}]}, id="an action"),
        pytest.param({"actor": [ORG_A, STRANGER]}, id="an actor with another part in it"),
        pytest.param({"actor": [{"role": PRIMARY, "reference": {"display": "Sjukhuset"}}]}, id="an actor in words"),
        pytest.param({"data": [{"meaning": "instance"}]}, id="a limit of another sort"),
    ],
)
def test_a_permission_with_a_limit_that_is_not_understood_is_refused(permission):
    """What limits a permission cannot be dropped from it."""
    with pytest.raises(InvalidRecordError, match="wanted what can be read to let something happen"):
        scope_from_fhir({"type": "permit", **permission}, meanings=MEANINGS)


# --- Days and status ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "first", "last", "left_out"),
    [
        pytest.param("2016-02-03", "2016-05-06", "2016-02-03", "2016-05-06", [], id="days"),
        pytest.param("2016-02", "2016-02", "2016-02-01", "2016-02-29", ["start", "end"], id="a month"),
        pytest.param("2016", "2017", "2016-01-01", "2017-12-31", ["start", "end"], id="years"),
        pytest.param(
            "2016-06-23T22:30:00Z",
            "2016-12-31T23:30:00+00:00",
            "2016-06-25",
            "2016-12-31",
            ["start", "end"],
            id="points in time, in Stockholm",
        ),
        pytest.param("2016-06-23T17:02:33.125+10:00", None, "2016-06-24", None, ["start"], id="parts of a second"),
        pytest.param("2016-06-23T22:00:00Z", None, "2016-06-24", None, ["start"], id="midnight in Stockholm"),
    ],
)
def test_the_days_of_a_period(start, end, first, last, left_out):
    """Both ends are included; of points in time the days in Stockholm that lie wholly within, and what is lost is listed."""
    period = {"start": start, **({"end": end} if end else {})}
    scope, told = scope_from_fhir({"type": "permit", "period": period})
    assert [day and day.isoformat() for day in (scope.since, scope.until)] == [first, last]
    assert {one.where for one in told} == {f"Consent.provision.period.{name}" for name in left_out}


def test_a_denial_counts_on_every_day_that_it_touches():
    """From the day on which it begins to the one on which it ends, whatever the time of day."""
    period = {"start": "2016-06-23T10:00:00+02:00", "end": "2016-12-31T12:00:00+01:00"}
    scope, _ = scope_from_fhir({"type": "permit", "provision": [{"type": "deny", "period": period}]})
    (denial,) = scope.exceptions
    assert (denial.since, denial.until) == (date(2016, 6, 23), date(2016, 12, 31))


@pytest.mark.parametrize("key", ["documentType", "resourceType", "x"])
def test_a_permission_with_a_limit_that_nobody_knows_permits_nothing(key):
    """It may be for one letter alone; read without that it would open more than was said."""
    resource = to_fhir(secrecy(), subject=ANNA, on=DAY).resource
    resource["provision"][key] = [{"code": "one"}]
    with pytest.raises(InvalidRecordError, match="what can be read to let something happen"):
        read(resource)
    inner = {
        "type": "deny",
        "class": [{"system": "urn:samverkan:category", "code": "health"}],
        "provision": [{key: "one"}],
    }
    resource = to_fhir(secrecy(), subject=ANNA, on=DAY).resource
    resource["provision"]["provision"] = [inner]
    back, left_out = read(resource)
    assert not opens(back, Request(sharer="FK", recipient="AF", category="health", purpose="coordination"), DAY)
    assert left_out


def test_without_a_period_a_consent_stands_since_it_was_recorded():
    """The day on which it was recorded is the first on which it stands where nothing else is told."""
    consent, _ = read(foreign({"type": "permit", **coded("Claim")}, dateTime="2016-09-01"), meanings=MEANINGS)
    assert (consent.given, consent.recorded_on, consent.expires) == (date(2016, 9, 1), date(2016, 9, 1), None)
    with pytest.raises(
        InvalidRecordError, match=r"Consent\.provision\.period\.start: wanted the first day with it, got nothing"
    ):
        read(foreign({"type": "permit", **coded("Claim")}), meanings=MEANINGS)


@pytest.mark.parametrize(
    ("end", "withdrawn"),
    [
        pytest.param("2016-10-02", None, id="it ended the day before"),
        pytest.param("2016-10-03", "2016-01-01", id="its period does not end before the day"),
        pytest.param(None, "2016-01-01", id="its period has no end"),
    ],
)
def test_an_inactive_consent_does_not_stand(end, withdrawn):
    """Where a resource does not tell on which day it ended, the consent opens nothing on any day, and that is told."""
    period = {"start": "2016-01-01", **({"end": end} if end else {})}
    resource = foreign({"type": "permit", **coded("Claim"), "period": period}, status="inactive")
    consent, left_out = read(resource, on="2016-10-03", meanings=MEANINGS)
    assert consent.withdrawn == (withdrawn and date.fromisoformat(withdrawn))
    assert [told.where for told in left_out] == (["Consent.status"] if withdrawn else [])
    assert not consent.is_live(DAY)


@pytest.mark.parametrize("status", ["draft", "proposed", "rejected", "entered-in-error", "okänd", None])
def test_what_is_no_consent_is_not_read_as_one(status):
    """What is proposed, rejected or entered in error has been given by nobody."""
    resource = {**to_fhir(secrecy(), subject=ANNA, on=DAY).resource, "status": status}
    with pytest.raises(InvalidRecordError, match=r"Consent\.status: wanted active or inactive"):
        read(resource)


@pytest.mark.parametrize("giver", Giver)
def test_who_gave_it_is_who_performed_it(giver):
    """The references of the person and her guardian tell who gave it; where none is there, it was the person."""
    resource = to_fhir(secrecy(giver=giver), on=DAY, **PEOPLE).resource
    assert read(resource)[0].giver is giver
    del resource["performer"]
    assert read(resource)[0].giver is Giver.SELF


# --- Refused ------------------------------------------------------------------------------------------------


def planted(place, value):
    """Return a good resource in which one thing is another."""
    resource = to_fhir(secrecy(exceptions=[Scope(categories=["health"])]), subject=ANNA, on=DAY).resource
    at = resource
    *path, last = place
    for step in path:
        at = at[step]
    at[last] = value
    return resource


PLANTED = "hemligt-19790302"

REFUSED = [
    pytest.param(("resourceType",), "Patient", "Consent.resourceType: wanted Consent", id="another resource"),
    pytest.param(("patient",), {"reference": PLANTED}, "Consent.patient: wanted the person", id="another person"),
    pytest.param(("patient",), None, "Consent.patient: wanted the person", id="nobody"),
    pytest.param(("patient",), PLANTED, "Consent.patient: wanted an object, got text", id="a person as text"),
    pytest.param(
        ("performer",),
        [{"reference": PLANTED}],
        "Consent.performer[0]: wanted the person herself",
        id="given by another",
    ),
    pytest.param(
        ("performer",), [{"display": PLANTED}], "Consent.performer[0]: wanted the person herself", id="given by a name"
    ),
    pytest.param(("performer",), PLANTED, "Consent.performer: wanted a list of at least one", id="no list"),
    pytest.param(("performer",), [], "Consent.performer: wanted a list of at least one", id="an empty list"),
    pytest.param(("performer",), [PLANTED], "Consent.performer[0]: wanted an object", id="a list of texts"),
    pytest.param(("scope",), {"coding": [JUNK]}, "Consent.scope: wanted patient-privacy", id="another scope"),
    pytest.param(("scope",), None, "Consent.scope: wanted patient-privacy", id="no scope"),
    pytest.param(("identifier",), [{"system": "urn:samverkan:consent"}], "Consent.id: wanted an id", id="no id"),
    pytest.param(
        ("identifier", 0, "value"), 17, "Consent.identifier[0].value: wanted text, got a number", id="a number as an id"
    ),
    pytest.param(
        ("identifier", 0, "value"),
        "x" * 201,
        "Consent.identifier: wanted an id of 1 to 200",
        id="an id that is too long",
    ),
    pytest.param(
        ("implicitRules",), PLANTED, "Consent.implicitRules: wanted nothing that changes", id="rules that nobody told"
    ),
    pytest.param(
        ("provision", "modifierExtension"),
        [{"url": PLANTED}],
        "Consent.provision.modifierExtension: wanted nothing",
        id="an extension that changes the rest",
    ),
    pytest.param(
        ("provision",), None, "Consent.provision: wanted what it lets be told, got nothing", id="no provision"
    ),
    pytest.param(
        ("provision", "type"), None, "Consent.provision.type: wanted permit or deny", id="neither permit nor deny"
    ),
    pytest.param(("provision", "type"), PLANTED, "Consent.provision.type: wanted permit or deny", id="another type"),
    pytest.param(
        ("provision", "provision", 0, "type"),
        "permit",
        "Consent.provision.provision[0].type: wanted deny",
        id="no exception",
    ),
    pytest.param(
        ("provision", "period"), {"start": PLANTED}, "Consent.provision.period.start: wanted a date", id="no date"
    ),
    pytest.param(
        ("provision", "period"),
        {"start": "2016-13-01T10:00:00Z"},
        "Consent.provision.period.start: wanted a point in time that exists",
        id="no point in time",
    ),
    pytest.param(
        ("provision", "period"),
        {"end": "9999-12-31T23:30:00Z"},
        "Consent.provision.period.end: wanted a point in time that exists",
        id="after the last day",
    ),
    pytest.param(
        ("provision", "period"),
        {"start": "2016-05-01", "end": "2016-04-30"},
        "Consent.provision.until: wanted",
        id="an end before the beginning",
    ),
    pytest.param(
        ("provision", "purpose"),
        [{"system": "urn:samverkan:purpose", "code": word} for word in PURPOSES],
        "Consent.provision.purpose: wanted one at most",
        id="two purposes",
    ),
    pytest.param(
        ("provision", "code"),
        [{"coding": [{"system": "urn:samverkan:programme", "code": word}]} for word in PROGRAMMES],
        "Consent.provision.code: wanted one at most",
        id="two programmes",
    ),
    pytest.param(
        ("provision", "actor", 0, "reference", "identifier", "value"),
        f"{PLANTED} x/y/z",
        "Consent.provision.actor[0].reference.identifier.value: wanted an agency",
        id="no agency",
    ),
    pytest.param(("dateTime",), PLANTED, "Consent.dateTime: wanted a date", id="no date of recording"),
]


@pytest.mark.parametrize(("place", "value", "told"), REFUSED)
def test_what_cannot_be_read_is_told_by_place_and_never_by_value(place, value, told):
    """The error names the place, says what was wanted, and holds nothing that stood there."""
    with pytest.raises(InvalidRecordError) as caught:
        from_fhir(planted(place, value), subject=ANNA, on=DAY)
    assert told in str(caught.value)
    assert PLANTED not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_every_fault_is_told_at_once():
    """A resource with several faults is refused for all of them."""
    resource = {**planted(("provision", "type"), PLANTED), "status": PLANTED, "patient": {}, "dateTime": 3}
    with pytest.raises(InvalidRecordError) as caught:
        read(resource)
    assert [fault.where for fault in caught.value.faults] == [
        "Consent.status",
        "Consent.patient",
        "Consent.dateTime",
        "Consent.provision.type",
    ]


@pytest.mark.parametrize("value", [None, PLANTED, [PLANTED]])
def test_what_is_no_object_is_no_resource(value):
    """Anything but an object is refused as a whole."""
    with pytest.raises(InvalidRecordError, match=r"^Consent: wanted an object, got "):
        read(value)
    with pytest.raises(InvalidRecordError, match=r"^Consent\.provision: wanted an object, got "):
        scope_from_fhir(value)


def test_what_a_word_is_said_to_mean_must_be_a_name():
    """A meaning that cannot be the name of an agency is refused at the provision that it would stand in."""
    with pytest.raises(InvalidRecordError, match=r"Consent\.provision\.to\[0\]: wanted an agency"):
        scope_from_fhir({"type": "permit", "actor": [ORG_A]}, meanings={"Organization/A": "a/b/c"})
    with pytest.raises(InvalidRecordError, match=r"Consent\.organization: wanted an agency"):
        read({**planted(("organization",), [{"reference": "Organization/A"}])}, meanings={"Organization/A": "a/b/c"})


def nested(levels):
    """Return a scope with so many exceptions in each other."""
    scope = Scope()
    for _ in range(levels):
        scope = Scope(exceptions=[scope])
    return scope


def test_provisions_are_as_deep_as_they_may_be():
    """Sixteen exceptions in each other are written and read; more is refused, however deep a resource goes."""
    consent = secrecy(exceptions=[nested(15)])
    resource = to_fhir(consent, subject=ANNA, on=DAY).resource
    assert read(resource) == (consent, ())
    with pytest.raises(InvalidValueError, match="at most 16 within each other"):
        nested(17)

    def deeper(levels):
        """Return the resource with so many levels more."""
        inside = resource["provision"]["provision"]
        for _ in range(levels):
            inside = [{"type": "deny", "provision": [{"type": "permit", "provision": inside}]}]
        return {**resource, "provision": {**resource["provision"], "provision": inside}}

    with pytest.raises(InvalidRecordError, match="at most 16 within each other"):
        read(deeper(1))
    with pytest.raises(InvalidRecordError, match="wanted at most 50 provisions inside each other, got more"):
        read(deeper(20))


@pytest.mark.parametrize("word", [" health", "health ", "mental  health", "a\tb"])
def test_a_word_that_cannot_be_a_code_is_refused(word):
    """A code of FHIR has no white space at its ends and no more than one space between, wherever the word stands."""
    consent = secrecy(categories=[word], exceptions=[Scope(purposes=[word])]).narrow(
        "2016-02-01", exceptions=[Scope(categories=[word])]
    )
    with pytest.raises(InvalidRecordError) as caught:
        to_fhir(consent, subject=ANNA, on=DAY)
    assert [fault.where for fault in caught.value.faults] == [
        "categories",
        "exceptions[0].purposes",
        "exceptions[1].categories",
    ]
    assert word not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        pytest.param({"on": "2016-2-3"}, "on", id="no day"),
        pytest.param({"subject": ""}, "subject", id="nobody"),
        pytest.param({"guardian": 4}, "guardian", id="a guardian who is no reference"),
        pytest.param({"guardian": ANNA}, "guardian", id="her own guardian"),
    ],
)
def test_what_the_caller_says_is_looked_at_first(given, where):
    """A day, a person or a guardian that is none is refused, out and in."""
    for function, what in ((to_fhir, secrecy()), (from_fhir, to_fhir(secrecy(), subject=ANNA, on=DAY).resource)):
        with pytest.raises(InvalidValueError) as caught:
            function(what, **{"subject": ANNA, "on": DAY, **given})
        assert caught.value.fault.where == where
    with pytest.raises(InvalidValueError, match="guardian: wanted a word, got nothing"):
        to_fhir(secrecy(giver="guardian"), subject=ANNA, on=DAY)


def test_who_is_named_by_an_identifier_that_nobody_explained_is_nobody():
    """A denial that names only such a one is read without that limit, and that is listed."""
    stranger = {"reference": {"identifier": {"system": "http://example.org", "value": "9"}}, "role": PRIMARY}
    scope, told = scope_from_fhir({"type": "permit", "provision": [{"type": "deny", "actor": [stranger]}]})
    assert scope.exceptions == (Scope(),)
    assert [one.where for one in told] == ["Consent.provision.provision[0].actor[0]"]
