"""Consent records with the fields of ISO/IEC TS 27560:2023: what each holds, what it lacks, and what it does not claim."""

import json

import pytest

from samverkan import load_model
from samverkan.consent_records import SCHEMA, consent_record
from samverkan.consents import Consent, ConsentEvent, ConsentKind
from samverkan.errors import InvalidRecordError, InvalidValueError, UnknownNameError
from samverkan.scopes import Scope
from samverkan.texts import Text

REGISTER = load_model("finsam").agencies


def secrecy(**more):
    """Return a consent that lets Försäkringskassan tell Arbetsförmedlingen about contacts and health."""
    said = {
        "kind": "secrecy",
        "from_": ["FK"],
        "to": ["AF"],
        "categories": ["contact", "health"],
        "purpose": "coordination",
        "given": "2016-10-03",
        "expires": "2017-10-02",
    }
    return Consent("c-1", **{**said, **more})


def recorded(consent, on="2016-11-01", **more):
    """Return the record of a consent that Arbetsförmedlingen keeps."""
    return consent_record(consent, **{"person": "p-7", "controller": "AF", "on": on, "register": REGISTER, **more})


def purpose_of(told):
    """Return the one purpose of a record."""
    [purpose] = told.record["pii_processing"]["purposes"]
    return purpose


def test_a_record_has_what_the_consent_says():
    """Every field that the consent can fill is filled, and the record is plain data that JSON can hold."""
    told = recorded(secrecy(notice="Blankett 7, 2016", programme="en-vag-in", to=["AF", "kommun:Ludvika/AME"]))
    record = json.loads(json.dumps(told.record))
    basis = record["pii_processing"]["purposes"][0].pop("lawful_basis")
    assert record == {
        "record": {"schema_version": "ISO/IEC TS 27560:2023", "record_id": "c-1", "pii_principal_id": "p-7"},
        "pii_processing": {
            "privacy_notice": "Blankett 7, 2016",
            "purposes": [
                {
                    "purpose": "samordning",
                    "purpose_type": "coordination",
                    "pii_information": [
                        {"pii_type": "kontakter", "pii_attribute_id": "contact"},
                        {"pii_type": "hälsa", "pii_attribute_id": "health"},
                    ],
                    "pii_controllers": ["AF", "FK"],
                    "recipient_third_parties": ["AF", "kommun:Ludvika/AME"],
                    "service": "en-vag-in",
                }
            ],
        },
        "party_identification": [
            {"party_id": "AF", "party_name": REGISTER.name("AF").sv, "party_role": ["PII controller", "recipient"]},
            {"party_id": "FK", "party_name": REGISTER.name("FK").sv, "party_role": ["PII controller"]},
            {
                "party_id": "kommun:Ludvika/AME",
                "party_name": f"{REGISTER.name('kommun/AME').sv} (Ludvika)",
                "party_role": ["recipient"],
            },
        ],
        "event": [
            {
                "event_time": "2016-10-03",
                "validity_duration": "P365D",
                "entity_id": "p-7",
                "event_state": "given",
            }
        ],
    }
    assert len(basis) == 1
    assert told.left_out == ()
    assert SCHEMA == record["record"]["schema_version"]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("kind", ConsentKind)
def test_no_record_says_that_consent_is_the_basis_for_processing(kind, lang):
    """Of every kind the lawful basis says what the consent is to in law, and that processing rests on something else."""
    fields = {} if kind == "secrecy" else {"from_": [], "to": ["kommun"], "categories": [], "purpose": None}
    told = recorded(
        secrecy(kind=kind, programme="orvar", **fields), lang=lang, stated={"lawful_basis": "artikel 6.1 e"}
    )
    sentence, stated = purpose_of(told)["lawful_basis"]
    refused = {
        "sv": "Det är inte den rättsliga grunden för att behandla personuppgifter.",
        "en": "It is not the legal basis for processing personal data.",
    }
    assert sentence.endswith(refused[lang])
    assert stated == "artikel 6.1 e"
    assert told.record["pii_processing"]["purposes"][0]["purpose_type"] == (
        "coordination" if kind == "secrecy" else kind
    )


@pytest.mark.parametrize(
    ("kind", "on", "law"),
    [
        pytest.param("secrecy", "2009-06-30", "(sekretesslagen (1980:100))", id="secrecy, before 1 July 2009"),
        pytest.param("secrecy", "2009-07-01", "(OSL (2009:400) 10 kap. 1 § och 12 kap. 2 §)", id="secrecy, since then"),
        pytest.param("plan", "2025-06-30", "(SoL (2001:453) 2 kap. 7 §)", id="a plan, before 1 July 2025"),
        pytest.param("plan", "2025-07-01", "(SoL (2025:400) 10 kap. 8 §)", id="a plan, since then"),
    ],
)
def test_the_law_is_that_of_the_day(kind, on, law):
    """The provision is the one that counted on the day of the record."""
    consent = secrecy(kind=kind, given="2008-01-01", expires=None)
    assert law in purpose_of(recorded(consent, on))["lawful_basis"][0]


def test_a_power_of_attorney_rests_on_no_provision():
    """Where no provision is known, none is named."""
    told = purpose_of(recorded(Consent("c-1", kind="power-of-attorney", given="2016-10-03")))
    assert told["lawful_basis"][0].startswith("Det gäller fullmakt för någon att föra personens talan. Det är inte")
    assert "pii_information" not in told
    assert told["purpose"] == "fullmakt för någon att föra personens talan"


def test_what_the_caller_states_is_in_the_record():
    """The caller's own fields are there, whole, and never in the place of what the consent says."""
    stated = {
        "language": "sv",
        "jurisdiction": "SE",
        "storage_locations": ["SE"],
        "retention_period": "P5Y",
        "withdrawal_method": "samtal",
        "privacy_rights": ("rättelse", "tillgång"),
        "service": "orvar",
    }
    party = {"party_address": "Ludvika", "party_contact": "kontakt@example.org", "party_type": "myndighet"}
    told = recorded(
        secrecy(notice="Blankett 7", programme="en-vag-in", to=["AF"]), stated=stated, parties={"AF": party}
    )
    purpose = purpose_of(told)
    assert told.record["pii_processing"]["language"] == "sv"
    assert purpose["privacy_rights"] == ["rättelse", "tillgång"]
    assert (purpose["retention_period"], purpose["service"]) == ("P5Y", "en-vag-in")
    assert told.record["party_identification"][0].items() >= party.items()
    assert [one.where for one in told.lacking if one.is_required] == [
        "party_identification[1].party_address",
        "party_identification[1].party_contact",
        "party_identification[1].party_type",
        "event[0].event_type",
    ]
    service = purpose_of(recorded(secrecy(), stated={"service": "orvar"}))["service"]
    assert service == "orvar"


def test_what_nobody_has_said_is_absent_and_listed():
    """Each field of the specification is in the record or in the list of what it lacks, and not in both."""
    told = recorded(secrecy(giver="guardian", expires=None, from_=["okänd"], programme="en-vag-in"))
    lacking = {one.where: one.is_required for one in told.lacking}
    purpose = purpose_of(told)
    asked = {
        "purpose",
        "purpose_type",
        "lawful_basis",
        "pii_information",
        "pii_controllers",
        "collection_method",
        "processing_method",
        "storage_locations",
        "retention_period",
        "processing_location",
        "geographic_restrictions",
        "service",
        "jurisdiction",
        "recipient_third_parties",
        "withdrawal_method",
        "privacy_rights",
        "codes_of_conduct",
        "impact_assessment",
        "authority_party",
    }
    absent = {where.rpartition(".")[2] for where in lacking if where.startswith("pii_processing.purposes[0].")}
    assert absent | set(purpose) == asked
    assert not absent & set(purpose)
    assert {where.partition(".")[2] for where in lacking if where.startswith("event[0]")} == {
        "validity_duration",
        "entity_id",
        "event_type",
    }
    assert lacking["party_identification[1].party_name"]
    assert not lacking["pii_processing.purposes[0].impact_assessment"]
    assert str(told.lacking[0]) == "pii_processing.privacy_notice: required, and it has none"
    assert str(next(one for one in told.lacking if not one.is_required)).endswith(": optional, and it has none")


def test_what_a_record_has_no_field_for_is_listed():
    """Exceptions, how it was given, who recorded it and what it was narrowed from are listed as left out."""
    consent = (
        secrecy(
            exceptions=[Scope(categories=["health"])], form="oral", by="AF", recorded_on="2016-10-04", giver="guardian"
        )
        .narrow("2016-10-10", categories=["contact"])
        .reaffirm("2016-10-20", expires="2018-01-01", by="FK")
        .reaffirm("2016-10-21", expires="2018-02-01")
        .withdraw("2016-12-01")
    )
    told = recorded(consent)
    assert [one.where for one in told.left_out] == [
        "exceptions",
        "form",
        "recorded_on",
        "by",
        "giver",
        "history[0]",
        "history[1]",
        "history[3]",
    ]
    assert [event["event_state"] for event in told.record["event"]] == ["given", "narrowed", "reaffirmed", "reaffirmed"]
    assert [one["pii_attribute_id"] for one in purpose_of(told)["pii_information"]] == ["contact"]


def test_events_tell_how_long_each_is_valid():
    """The giving and each reaffirmation count their days, both ends included, and a withdrawal none."""
    consent = secrecy(
        expires="2016-10-03",
        history=[
            ConsentEvent("reaffirmed", on="2016-10-05", expires="2016-10-14"),
            ConsentEvent("expired", on="2016-10-08"),
            ConsentEvent("withdrawn", on="2016-10-09", recorded_on="2016-10-20"),
        ],
    )
    told = recorded(consent)
    assert [(event["event_state"], event.get("validity_duration")) for event in told.record["event"]] == [
        ("given", "P1D"),
        ("reaffirmed", "P10D"),
        ("expired", None),
        ("withdrawn", "P0D"),
    ]
    assert [event.get("entity_id") for event in told.record["event"]] == ["p-7", None, None, None]
    before = recorded(consent, "2016-10-19").record["event"]
    assert [event["event_state"] for event in before] == ["given", "reaffirmed", "expired"]


def test_a_consent_that_never_stood_is_recorded_as_it_was_given():
    """Withdrawn on its first day it opened nothing, and the record tells what had been agreed to."""
    told = recorded(secrecy(withdrawn="2016-10-03"))
    assert [event["event_state"] for event in told.record["event"]] == ["given", "withdrawn"]
    assert len(purpose_of(told)["pii_information"]) == 2


def test_words_are_called_what_their_lists_call_them():
    """Names come from the lists that are given, and a word that is in none is called what it is."""
    lists = {"categories": {"health": Text("journal", "the medical record")}}
    purpose = purpose_of(recorded(secrecy(), lang="en", lists=lists))
    assert purpose["purpose"] == "coordination"
    assert [one["pii_type"] for one in purpose["pii_information"]] == ["contact", "the medical record"]


def test_a_record_is_made_anew_each_time_and_is_told_by_no_name():
    """Who changes a record changes no other, and its ``repr`` holds nothing of a person."""
    told = recorded(secrecy())
    told.record["record"].clear()
    assert told.record["record"]["record_id"] == "c-1"
    assert repr(told) == "<ConsentRecord>"
    assert hash(told) == hash(recorded(secrecy()))


# --- Refused --------------------------------------------------------------------------------------------

PLANTED = "hemligt-19790302"


@pytest.mark.parametrize(
    ("more", "where"),
    [
        pytest.param({"on": PLANTED}, "on", id="no day"),
        pytest.param({"on": "2016-10-02"}, "on", id="the day before it was given"),
        pytest.param({"person": ""}, "person", id="nobody"),
        pytest.param({"controller": f"{PLANTED} x"}, "controller", id="no agency"),
    ],
)
def test_day_person_and_agency_are_looked_at(more, where):
    """A day, a person or an agency that is none is refused, by its place."""
    with pytest.raises(InvalidValueError) as caught:
        recorded(secrecy(), **more)
    assert caught.value.fault.where == where
    assert PLANTED not in str(caught.value)


def test_nothing_is_told_of_what_was_not_yet_recorded():
    """On a day before it was recorded, there was no consent to make a record of."""
    consent = secrecy(recorded_on="2016-11-02")
    with pytest.raises(InvalidValueError, match="on: wanted a day on which the consent had been given and recorded"):
        recorded(consent, "2016-11-01")
    assert recorded(consent, "2016-11-02").record["event"]


def test_every_fault_of_what_is_stated_is_told_and_none_by_its_value():
    """Fields that cannot be stated, and values that are no texts, are told all at once and masked."""
    stated = {
        "jurisdicton": PLANTED,
        PLANTED: 1,
        "service": 7,
        "retention_period": [],
        "privacy_rights": [""],
        "purpose": "x",
    }
    with pytest.raises(InvalidRecordError) as caught:
        recorded(secrecy(), stated=stated)
    assert [str(fault) for fault in caught.value.faults] == [
        "stated: wanted a field that can be stated, got another, key 1 of the object; did you mean jurisdiction?",
        "stated: wanted a field that can be stated, got another, key 2 of the object",
        "stated.service: wanted text, or a list of texts, got a number",
        "stated.retention_period: wanted text, or a list of texts, got a list of 0",
        "stated.privacy_rights: wanted text, or a list of texts, got a list of 1",
        "stated: wanted a field that can be stated, got another, key 6 of the object",
    ]
    with pytest.raises(InvalidRecordError, match=r"parties\[0\]: wanted a field that can be stated") as caught:
        recorded(secrecy(), parties={PLANTED: {"party_id": PLANTED}})
    assert PLANTED not in str(caught.value)


def test_a_language_that_there_is_not_is_refused():
    """A record is in Swedish or English."""
    with pytest.raises(UnknownNameError, match="there is no language"):
        recorded(secrecy(), lang="fi")
