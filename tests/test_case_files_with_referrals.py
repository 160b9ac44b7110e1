"""Case files with referrals: what is written is read, and what is wrong is told with its place."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from samverkan import CaseFile, Model, Participant
from samverkan.case_lines import BadLine, read_cases
from samverkan.errors import Fault, InvalidRecordError
from samverkan.referral_events import ReferralEvent
from samverkan.referral_steps import STEPS, What
from samverkan.referrals import Referral
from samverkan.schemas import json_schema
from samverkan.serialization import converter, structured, unstructured
from strategies import examples
from written_cases import OWN, SHIPPED, World

MODELS: dict[str, Model | None] = {"own": OWN, "finsam": SHIPPED, "no-model": None}
WAYS = [(model, case) for model in MODELS for case in ("snake", "camel")]
CONVERTERS = {(model, case): converter(MODELS[model], case) for model, case in WAYS}
SCHEMAS = {(model, case): Draft202012Validator(json_schema("case-file", MODELS[model], case)) for model, case in WAYS}
NOBODY = Participant(id="d-001")


def written(case_file: CaseFile, model: str = "finsam", case: Any = "snake") -> Any:
    """Return a case file as JSON has it."""
    return json.loads(json.dumps(unstructured(case_file, CONVERTERS[model, case])))


def read(data: Any, model: str = "finsam", case: Any = "snake") -> CaseFile:
    """Return the case file that JSON holds."""
    return structured(data, CaseFile, CONVERTERS[model, case])


def faults(data: Any, model: str = "finsam", case: Any = "snake") -> list[Fault]:
    """Return what is wrong with a case file."""
    try:
        read(data, model, case)
    except InvalidRecordError as error:
        return [*error.faults]
    return []


def is_valid(data: Any, model: str = "finsam", case: Any = "snake") -> bool:
    """Whether the schema takes it."""
    return SCHEMAS[model, case].is_valid(data)


STORY: Any = {
    "id": "r-1",
    "programme": "komback",
    "by": "kommun/IFO",
    "to": "forum:beredningsgrupp",
    "spoken_to": True,
    "events": [
        {"what": "received", "on": "2015-02-02", "agency": "forum:beredningsgrupp", "recorded_on": "2015-02-03"},
        {
            "what": "sent_back",
            "on": "2015-03-16T09:30:00+01:00",
            "agency": "forum:beredningsgrupp",
            "id": "e-2",
            "asks_for": ["certificate", "enrolment:AF"],
            "reason": "intyg saknas",
        },
        {"what": "supplemented", "on": "2015-04-20", "agency": "kommun/IFO"},
        {"what": "plan_made", "on": "2015-05-01", "agency": "forum:beredningsgrupp", "plan": "sip"},
        {
            "what": "intervention_started",
            "on": "2016-01-11",
            "agency": "forum:beredningsgrupp",
            "intervention": "arbetsträning",
            "performer": "kommun:Ludvika/AME",
        },
        {"what": "ended", "on": "2016-06-01", "agency": "kommun/IFO", "outcome": "work"},
    ],
}  # fmt: skip


def case_of(*referrals: Any, **more: Any) -> Any:
    """Return a case file as JSON has it, with those referrals."""
    return {"participant": {"id": "d-001"}, "referrals": [*referrals], **more}


def told(**changes: Any) -> Any:
    """Return a case file with the story, and something in it changed."""
    return case_of({**json.loads(json.dumps(STORY)), **changes})


def with_event(place: int, **changes: Any) -> Any:
    """Return a case file with the story, and one of its events changed."""
    data = told()
    data["referrals"][0]["events"][place] |= changes
    return data


# --- There and back ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("model", "case"), [("own", "snake"), ("own", "camel"), ("finsam", "camel")])
@examples(60)
@given(data=st.data())
def test_referrals_come_back_from_json(model, case, data):
    """A case file with referrals, written and read again, is equal, is written the same again, and is valid."""
    sent = data.draw(st.lists(World(MODELS[model] or OWN).referrals(), max_size=3, unique_by=lambda one: one.id))
    case_file = CaseFile(NOBODY, referrals=sent)
    plain = written(case_file, model, case)
    SCHEMAS[model, case].validate(plain)
    SCHEMAS["no-model", case].validate(plain)
    back = read(plain, model, case)
    assert back == case_file == read(plain, "no-model", case)
    assert written(back, model, case) == plain


@examples(20)
@given(data=st.data())
def test_referrals_come_back_from_lines(data):
    """Lines of JSON are read to the case files that were written."""
    sent = World(SHIPPED).referrals()
    cases = [CaseFile(NOBODY, referrals=[one]) for one in data.draw(st.lists(sent, min_size=1, max_size=3))]
    lines = "".join(json.dumps(written(one), ensure_ascii=False) + "\n" for one in cases)
    assert list(read_cases(BytesIO(lines.encode()), SHIPPED)) == cases


def test_every_key_is_read_for_what_it_is():
    """Each key of a referral and of an event fills its own field."""
    (referral,) = read(told()).referrals or ()
    received, back, supplemented, plan, started, ended = referral.events
    assert (referral.id, referral.by, referral.to, referral.programme, referral.spoken_to, referral.from_) == (
        "r-1",
        "kommun/IFO",
        "forum:beredningsgrupp",
        "komback",
        True,
        None,
    )
    assert (received.on, received.recorded_on, received.id) == (date(2015, 2, 2), date(2015, 2, 3), None)
    assert back.on == datetime(2015, 3, 16, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    assert (back.id, back.asks_for, back.reason) == ("e-2", ("certificate", "enrolment:AF"), "intyg saknas")
    assert (supplemented.agency, plan.plan) == ("kommun/IFO", "sip")
    assert (started.intervention, started.performer) == ("arbetsträning", "kommun:Ludvika/AME")
    assert ended.outcome == "work"
    elsewhere = told(
        events=[
            STORY["events"][0],
            {"what": "recommended_elsewhere", "on": "2015-03-01", "agency": "forum:beredningsgrupp", "to": "orvar"},
        ]
    )
    assert (read(elsewhere).referrals or ())[0].events[1].to == "orvar"


def test_in_camel_case_the_keys_are_written_so():
    """What is written of the story has no underscore in a key, and is read back."""
    data = written(read(told()), case="camel")
    referral = data["referrals"][0]
    assert set(referral) == {"id", "programme", "by", "to", "spokenTo", "events"}
    assert set(referral["events"][1]) == {"what", "on", "agency", "id", "asksFor", "reason"}
    assert read(data, case="camel") == read(told())


def test_a_moment_keeps_its_offset():
    """A time is written as it was given, and Z is read as an offset of nothing."""
    as_given = written(read(told()))["referrals"][0]["events"][1]["on"]
    assert as_given == "2015-03-16T09:30:00+01:00"
    (referral,) = read(with_event(1, on="2015-03-16T08:30:00Z")).referrals or ()
    assert referral.events[1].on == datetime(2015, 3, 16, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("nothing", [None, "left out"])
def test_that_nothing_is_known_of_referrals_and_that_there_are_none_are_two_things(nothing):
    """No list and null say that nothing is known of any; an empty list says that there is none."""
    data = {"participant": {"id": "d-001"}, **({} if nothing == "left out" else {"referrals": nothing})}
    assert read(data).referrals is None
    assert written(read(data)) == {"participant": {"id": "d-001"}}
    assert written(read(case_of())) == case_of()


VIEW = {"agency": "kommun/IFO", "programme": "komback", "purpose": "coordination", "on": "2015-06-01"}


def test_what_is_seen_in_part_comes_back():
    """It says of whose entries something may be hidden; what came between may be lacking, and no order is asked for."""
    data = told(hidden=["forum:beredningsgrupp"], events=[STORY["events"][5]])
    data["view"] = VIEW
    seen = read(data)
    assert [one.is_in_part for one in seen.referrals or ()] == [True]
    assert written(seen) == data
    assert is_valid(data)


def test_only_as_somebody_sees_it_can_a_referral_be_in_part():
    """With all facts nothing is hidden: a referral that says otherwise is refused, and its order is not let be."""
    (fault,) = faults(told(hidden=["forum:beredningsgrupp"]))
    assert (fault.where, fault.wanted) == ("view", "through whose eyes it is seen, for something is hidden")


# --- What is wrong -----------------------------------------------------------------------------------

RECORDERS = "the recipient, who may record"
BAD: dict[str, tuple[Any, str, str, str]] = {
    "no such key": (told(programm="komback"), "referrals[0]", "a known key", "did you mean programme?"),
    "no id": (told(id=""), "referrals[0].id", "an id of 1 to 200 printable characters", ""),
    "no such programme": (told(programme="kombak"), "referrals[0].programme", "a programme of the model", "komback?"),
    "by no such agency": (told(by="kommun/IFOO"), "referrals[0].by", "an agency of the register", "kommun/IFO?"),
    "by no such profession": (
        told(by="profession:lakare"), "referrals[0].by", "a word of the closed list professions", "läkare?",
    ),
    "by no such forum": (
        told(by="forum:beredningsgrup"), "referrals[0].by", "a word of the closed list forums", "beredningsgrupp?",
    ),
    "by a profession without a name": (told(by="profession"), "referrals[0].by", "profession: and which one", ""),
    "to nobody": (told(programme=None, to=None), "referrals[0].to", "a programme, an agency or a forum", ""),
    "to herself": (told(to="self"), "referrals[0].to", "an agency or a forum", ""),
    "to a profession": (told(to="profession:läkare"), "referrals[0].to", "an agency or a forum", ""),
    "to a body that there is not": (told(to="kommun:Ludvka/IFO"), "referrals[0].to", "a body that this party has", "Ludvika?"),
    "from a forum": (told(by="profession:läkare", **{"from": "forum:beredningsgrupp"}), "referrals[0].from", "an agency", ""),
    "from another": (told(**{"from": "AF"}), "referrals[0].from", "nothing, for an agency refers for itself", ""),
    "from no such agency": (
        told(by="profession:läkare", **{"from": "region/vård"}), "referrals[0].from", "an agency of the register", "primärvård?",
    ),
    "spoken to perhaps": (told(spoken_to="ja"), "referrals[0].spoken_to", "true or false", ""),
    "no list of events": (told(events={}), "referrals[0].events", "a list", ""),
    "no such event": (
        with_event(2, what="supplementd"), "referrals[0].events[2].what", "received or acknowledged", "supplemented?",
    ),
    "no such day": (with_event(2, on="2015-4-20"), "referrals[0].events[2].on", "a day as YYYY-MM-DD, or a time", ""),
    "a time without an offset": (
        with_event(2, on="2015-04-20T10:00:00"), "referrals[0].events[2].on", "a day as YYYY-MM-DD, or a time", "",
    ),
    "recorded by no such agency": (
        with_event(2, agency="kommun/IFOO"), "referrals[0].events[2].agency", "an agency of the register", "kommun/IFO?",
    ),
    "recorded by herself": (with_event(2, agency="self"), "referrals[0].events[2].agency", "an agency or a forum", ""),
    "recorded before it happened": (
        with_event(0, recorded_on="2015-02-01"), "referrals[0].events[0].recorded_on", "a day not before that on which it happened", "",
    ),
    "a reason that is too long": (
        with_event(1, reason="x" * 501), "referrals[0].events[1].reason", "a text of 1 to 500 characters", "",
    ),
    "a reason where there is none": (
        with_event(2, reason="x"), "referrals[0].events[2].reason", "nothing, for supplemented says no such thing", "",
    ),
    "nothing is asked for": (
        with_event(1, asks_for=[]), "referrals[0].events[1].asks_for", "what sent_back must say", "",
    ),
    "what no list has is asked for": (
        with_event(1, asks_for=["consent", "certifikate"]),
        "referrals[0].events[1].asks_for[1]", "a word of the closed list lacks", "certificate?",
    ),
    "it is asked for of no agency": (
        with_event(1, asks_for=["enrolment:AFF"]), "referrals[0].events[1].asks_for[0]", "an agency of the register", "AF?",
    ),
    "it is asked for of herself": (
        with_event(1, asks_for=["enrolment:self"]), "referrals[0].events[1].asks_for[0]", "an agency of the register", "",
    ),
    "no such plan": (with_event(3, plan="sipp"), "referrals[0].events[3].plan", "a word of the closed list plans", "sip?"),
    "no such outcome": (
        with_event(5, outcome="wörk"), "referrals[0].events[5].outcome", "a word of the closed list outcomes", "work?",
    ),
    "performed by no agency": (
        with_event(4, performer="Lernja"), "referrals[0].events[4].performer", "an agency of the register", "Lernia?",
    ),
    "no intervention": (
        with_event(4, intervention=None), "referrals[0].events[4].intervention", "what intervention_started must say", "",
    ),
    "in no order": (
        with_event(2, what="acknowledged"), "referrals[0].events[2].what", "supplemented, ended, entered_in_error", "",
    ),
    "of one id": (with_event(0, id="e-2"), "referrals[0].events[1].id", "an id that no other event has", ""),
    "what takes back nothing": (
        told(events=[{"what": "entered_in_error", "on": "2015-03-01", "agency": "kommun/IFO", "event": "e-9"}]),
        "referrals[0].events[0].event", "the id of an event that can be taken back", "",
    ),
    "recorded by another": (with_event(0, agency="AF"), "referrals[0].events[0].agency", f"{RECORDERS} received", ""),
    "recorded by the other side": (
        with_event(3, agency="kommun/IFO"), "referrals[0].events[3].agency", f"{RECORDERS} plan_made", "",
    ),
    "ended by a third": (
        with_event(5, agency="AF"), "referrals[0].events[5].agency", "the recipient or the referrer, who may record ended", "",
    ),
    "two of one id": (case_of(STORY, STORY), "referrals[1].id", "an id that nothing else has", ""),
}  # fmt: skip


@pytest.mark.parametrize(("data", "where", "wanted", "hint"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_told_with_its_place(data, where, wanted, hint):
    """One fault, where it stands, what was wanted, and what is near; nothing of what was given is told."""
    (fault,) = faults(data)
    assert fault.where == where
    assert fault.wanted.startswith(wanted)
    assert hint in fault.hint
    assert bool(fault.hint) is bool(hint)
    assert "fel" not in fault.got


@pytest.mark.parametrize(
    ("of", "is_told"), [("komback", True), ("avstampet", False)], ids=["nobody is named", "there is an owner"]
)
def test_without_a_recipient_those_receive_who_own_the_programme(of, is_told):
    """Of a programme with an owner another may not record; where nobody is named it cannot be told who may."""
    data = told(programme=of, to=None, events=[{"what": "received", "on": "2015-02-02", "agency": "FK"}])
    assert (faults(data) == []) is is_told
    data["referrals"][0]["events"][0]["agency"] = "AF"
    assert faults(data) == []


def test_everything_that_is_wrong_is_told_at_once():
    """Of several referrals and several events, each fault with its own place."""
    data = case_of(
        {"id": "r-1", "by": "kommun/IFOO", "to": "AFF", "events": [
            {"what": "recieved", "on": "2015-02-30", "agency": "AFF"},
            {"what": "sent_back", "on": "2015-02-03", "agency": "AF", "asks_for": ["x", "certificate:FKK"], "more": 1},
        ]},
        {"by": "self", "to": "AF", "spoken_to": 1},
    )  # fmt: skip
    assert sorted(one.where for one in faults(data)) == [
        "referrals[0].by",
        "referrals[0].events[0].agency",
        "referrals[0].events[0].on",
        "referrals[0].events[0].what",
        "referrals[0].events[1]",
        "referrals[0].events[1].asks_for[0]",
        "referrals[0].events[1].asks_for[1]",
        "referrals[0].to",
        "referrals[1].id",
        "referrals[1].spoken_to",
    ]


def test_faults_are_told_by_the_keys_as_they_are_written():
    """In camel case the place has the key in camel case."""
    data = written(read(told()), case="camel")
    data["referrals"][0]["spokenTo"] = "ja"
    data["referrals"][0]["events"][1]["asksFor"] = ["certifikate"]
    data["referrals"][0]["events"][0]["recordedOn"] = "2015"
    assert sorted(one.where for one in faults(data, case="camel")) == [
        "referrals[0].events[0].recordedOn",
        "referrals[0].events[1].asksFor[0]",
        "referrals[0].spokenTo",
    ]


PERSONAL = "19790302-Påhittad"


@pytest.mark.parametrize("key", ["id", "programme", "by", "to", "from", "spoken_to", "events", "hidden"])
def test_nothing_that_stands_in_a_referral_is_told(key):
    """Whatever is wrong with a key, its value is not in the error."""
    for bad in (PERSONAL, [PERSONAL], {PERSONAL: PERSONAL}):
        for fault in faults(told(**{key: bad})):
            assert PERSONAL not in str(fault)


@pytest.mark.parametrize(
    "key", sorted({"what", "on", "agency", "recorded_on", "asks_for", "plan", "performer", "event"})
)
def test_nothing_that_stands_in_an_event_is_told(key):
    """Whatever is wrong with a key of an event, its value is not in the error."""
    for bad in (PERSONAL, [PERSONAL], {PERSONAL: PERSONAL}):
        found = faults(with_event(1, **{key: bad}))
        assert found
        for fault in found:
            assert PERSONAL not in str(fault)


@pytest.mark.parametrize("model", ["no-model", "finsam"])
def test_without_a_model_names_are_words(model):
    """Without a model any name of the right form is taken, and who may record is not asked; a model says what it has not."""
    data = case_of({"id": "r-1", "by": "profession:tandläkare", "to": "forum:rådet", "from": "bolaget/enhet", "events": [
        {"what": "received", "on": "2015-02-02", "agency": "bolaget"},
        {"what": "sent_back", "on": "2015-02-02", "agency": "bolaget", "asks_for": ["tandkort:bolaget/enhet"]},
        {"what": "ended", "on": "2015-02-03", "agency": "bolaget", "outcome": "lagat"},
    ]})  # fmt: skip
    if model == "no-model":
        assert written(read(data, model), model) == data
        assert is_valid(data, model)
    else:
        assert [one.where for one in faults(data, model)] == [
            "referrals[0].by",
            "referrals[0].to",
            "referrals[0].from",
            "referrals[0].events[0].agency",
            "referrals[0].events[1].agency",
            "referrals[0].events[1].asks_for[0]",
            "referrals[0].events[1].asks_for[0]",
            "referrals[0].events[2].agency",
            "referrals[0].events[2].outcome",
        ]
        assert not is_valid(data, model)


# --- The schema --------------------------------------------------------------------------------------

BEYOND = {
    "from another",
    "recorded before it happened",
    "in no order",
    "of one id",
    "what takes back nothing",
    "recorded by another",
    "recorded by the other side",
    "ended by a third",
    "two of one id",
}
"""What no schema can say: what goes by another record, or by the order."""


@pytest.mark.parametrize("name", BAD)
def test_the_schema_refuses_what_is_refused_where_it_can(name):
    """What is not known, missing, outside a list or of another form the schema refuses as well."""
    assert is_valid(BAD[name][0]) is (name in BEYOND)


FORMS = [
    ("by", "self", True), ("by", "forum", False), ("by", "profession", False), ("by", "profession:a/b", True), ("by", "profession:", False),
    ("by", "forum:", False), ("by", "AF", True), ("by", "kommun:Ludvika/AME", True), ("by", "a b", False), ("by", None, False),
    ("to", "self", False), ("to", "profession:läkare", False), ("to", "forum:rådet", True), ("to", "profession", False), ("to", None, True),
    ("from", None, True), ("from", "self", False), ("from", "forum:rådet", False),
    ("spoken_to", None, True), ("spoken_to", 1, False), ("events", None, False), ("hidden", [], True), ("hidden", [""], False),
    ("programme", None, True), ("programme", "", False),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value", "is_taken"), FORMS)
def test_without_a_model_the_form_is_looked_at_by_both(key, value, is_taken):
    """Who may stand where: the reader and the schema agree, and neither needs a model for it."""
    data = case_of({"id": "r-1", "programme": "p", "by": "self", "to": "AF", key: value})
    assert (faults(data, "no-model") == []) is is_taken
    assert is_valid(data, "no-model") is is_taken


@pytest.mark.parametrize(
    ("on", "is_taken"),
    [
        ("2016-11-14", True), ("2016-11-14T09:30:00+01:00", True), ("2016-11-14t09:30:00.5z", True), ("2016-11-14 23:59:59Z", True),
        ("2016-11-14T09:30:00-05:30", True), ("2016-11-14T09:30:00", False), ("2016-11-14T09:30Z", False), ("2016-11-14T09:30:00+0100", False),
        ("2016-11-14T09:30:00Z\n", False), ("2016-11", False), ("14/11 2016", False), ("2016-11-14T24:00:00Z", False),
        ("2016-13-14T09:30:00Z", False), ("2016-11-14T09:60:00Z", False), (20161114, False), (None, False),
    ],
)  # fmt: skip
def test_a_day_or_a_moment_is_taken_by_both_or_by_neither(on, is_taken):
    """A day, or a time with its offset."""
    data = case_of({"id": "r-1", "by": "self", "to": "AF", "events": [{"what": "received", "on": on, "agency": "AF"}]})
    assert (faults(data) == []) is is_taken
    assert is_valid(data) is is_taken


SAID = {
    "reason": "x",
    "asks_for": ["certificate"],
    "plan": "sip",
    "intervention": "i",
    "performer": "AF",
    "outcome": "work",
    "to": "orvar",
    "event": "e",
}


@pytest.mark.parametrize("what", What)
def test_what_each_event_says_is_asked_for_by_both(what):
    """Each must say what it must, may say what it may, and says nothing else; nothing can be said by null or no list."""
    step, needed = STEPS[what], {name: SAID[name] for name in STEPS[what].needs}
    for model in ("no-model", "finsam"):
        for name, value in SAID.items():
            said = {**needed, name: value}
            data = case_of(
                {"id": "r-1", "by": "self", "to": "AF", "hidden": ["AF"], "events": [
                    {"what": what.value, "on": "2016-02-03", "agency": "AF", **said}]},
                view={**VIEW, "agency": "AF"},
            )  # fmt: skip
            may = name in {*step.needs, *step.may_say}
            assert (faults(data, model) == []) is may
            assert is_valid(data, model) is may
            event = data["referrals"][0]["events"][0]
            event[name] = [] if name == "asks_for" else None
            assert (faults(data, model) == []) is (name not in step.needs)
            assert is_valid(data, model) is (name not in step.needs)
            del event[name]
            assert is_valid(data, model) is (name not in step.needs)


# --- Lines -------------------------------------------------------------------------------------------


def test_a_bad_referral_is_a_bad_line_and_nothing_else_is_lost():
    """The line and the field are told; the lines about it are read."""
    good, bad = told(), with_event(2, agency="AF")
    lines = "".join(json.dumps(one) + "\n" for one in (good, bad, {"participant": {"id": "d-002"}}))
    first, second, third = read_cases(BytesIO(lines.encode()), SHIPPED)
    assert isinstance(first, CaseFile)
    assert isinstance(third, CaseFile)
    assert first == read(good)
    assert isinstance(second, BadLine)
    assert second.number == 2
    assert [one.where for one in second.faults] == ["referrals[0].events[2].agency"]


def test_a_referral_alone_comes_back():
    """Not in a case file either is anything lost."""
    sent = Referral("r-1", by="self", to="AF", events=[ReferralEvent("received", on="2016-11-14", agency="AF")])
    conv = CONVERTERS["finsam", "snake"]
    plain = unstructured(sent, conv)
    assert plain == {
        "id": "r-1",
        "by": "self",
        "to": "AF",
        "events": [{"what": "received", "on": "2016-11-14", "agency": "AF"}],
    }
    assert structured(plain, Referral, conv) == sent
