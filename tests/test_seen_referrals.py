"""Referrals as one agency sees them: what it may know of, what of it is absent, and that this is marked."""

import attrs
import pytest

from samverkan import CaseFile, Consent, Participant, load_model
from samverkan.errors import InvalidRecordError
from samverkan.measurements import ClockState, measure
from samverkan.referral_events import ReferralEvent
from samverkan.referral_steps import STEPS, What
from samverkan.referrals import Referral
from samverkan.views import as_seen_by

MODEL = load_model("finsam")
WAY_IN, KOMBACK, ORVAR = (MODEL.programmes[name] for name in ("en-vag-in", "komback", "orvar"))
ON = "2016-12-01"
SAID = {
    "sent_back": {"asks_for": ["certificate"]},
    "ended": {"outcome": "work"},
    "intervention_started": {"intervention": "arbetsträning"},
    "admitted_on_stated_grounds": {"reason": "stort behov"},
}


def event(what, on, agency, **said):
    """Return such an event, which says what it must."""
    return ReferralEvent(what, on=on, agency=agency, **{**SAID.get(what, {}), **said})


def sent(*events, name="r-1", **fields):
    """Return a referral from the social services to AF."""
    return Referral(name, events=events, **{"by": "kommun/IFO", "to": "AF", **fields})


def received(on="2016-11-14", agency="AF"):
    """Return that the referral came in."""
    return event("received", on, agency)


def consent(sharer, viewer, category="contact"):
    """Return the consent that lets one tell another."""
    return Consent(
        "c-1", kind="secrecy", from_=[sharer], to=[viewer], categories=[category], purpose="coordination", given=ON
    )


def seen(referrals, viewer, programme=WAY_IN, *consents, **person):
    """Return the referrals as a viewer sees them."""
    whom = Participant(id="d-001", **{"residence": "Ludvika", **person})
    return as_seen_by(CaseFile(whom, referrals=referrals, consents=consents), viewer, programme, ON).referrals


def shown(referral, viewer, programme=WAY_IN, *consents, **person):
    """Return what a viewer sees of a referral: what happened, and of whose entries something may be hidden."""
    found = seen([referral], viewer, programme, *consents, **person)
    return None if found is None else ([one.what.value for one in found[0].events], {*found[0].hidden})


STORY = sent(
    received(),
    event("contacted", "2016-11-21", "AF"),
    event("sent_back", "2016-11-22", "AF"),
    event("supplemented", "2016-11-23", "kommun/IFO"),
    event("ended", "2016-11-30", "kommun/IFO"),
)
ALL = ["received", "contacted", "sent_back", "supplemented", "ended"]


@pytest.mark.parametrize(
    ("viewer", "consents", "told"),
    [
        pytest.param("kommun/IFO", [], (["received", "sent_back", "supplemented", "ended"], {"AF"}), id="the referrer"),
        pytest.param("AF", [], (ALL, set()), id="the recipient, for whom the referrer records"),
        pytest.param("FK", [], None, id="a third"),
        pytest.param("kommun/AME", [], None, id="another unit of the kommun"),
        pytest.param("kommun:Falun/IFO", [], None, id="the social services of another kommun"),
        pytest.param("kommun:Ludvika/IFO", [], (["received", "sent_back", "supplemented", "ended"], {"AF"}), id="the referrer by its body"),
        pytest.param("FK", [consent("AF", "FK")], None, id="whom one side may tell, and the other may not"),
        pytest.param("FK", [consent("AF", "FK", "health")], None, id="whom it may tell of something else"),
        pytest.param("AF", [consent("kommun/IFO", "AF")], (ALL, set()), id="the recipient, whom the referrer may tell"),
        pytest.param("FK", [consent("kommun", "FK")], None, id="whom the kommun may tell, but for the social services"),
        pytest.param(
            "FK", [consent("AF", "FK"), attrs.evolve(consent("kommun/IFO", "FK"), id="c-2")], (ALL, set()), id="whom both may tell",
        ),
    ],
)  # fmt: skip
def test_each_side_knows_of_it_and_another_when_both_may_tell(viewer, consents, told):
    """The referrer knows its own and what passed between; a third agency sees it whole, or not at all."""
    assert shown(STORY, viewer, WAY_IN, *consents) == told


@pytest.mark.parametrize("what", What)
def test_of_the_others_entries_only_what_passed_between_is_shown(what):
    """The referrer sees each of these that the recipient has recorded, and none of the others, one by one."""
    before = {
        "received": [],
        "supplemented": ["received", "sent_back"],
        "resumed": ["received", "waiting_at_own_wish"],
        "could_not_be_reached": ["received", "contact_attempt"],
        "reopened": ["received", "ended"],
    }.get(what, ["received"])
    referral = sent(*(event(one, "2016-11-14", "AF") for one in [*before, what]))
    told, _ = shown(referral, "kommun/IFO")
    between = {"received", "acknowledged", "sent_back", "supplemented", "recommended_elsewhere"}
    assert (what in told) is (what in between or what is What.ENTERED_IN_ERROR)
    assert between == {one.what for one in STEPS.values() if one.known_to_both}


@pytest.mark.parametrize(
    ("referral", "viewer", "told"),
    [
        pytest.param(sent(received(), by="self"), "AF", (["received"], set()), id="a self-referral, to the recipient"),
        pytest.param(sent(received(), by="self"), "kommun/IFO", None, id="a self-referral, to another"),
        pytest.param(sent(received(), by="profession:läkare"), "AF", (["received"], set()), id="by a profession alone"),
        pytest.param(
            sent(received(), by="profession:läkare", from_="region"), "AF", (["received"], set()), id="by a profession of the region",
        ),
        pytest.param(
            sent(received(agency="forum:beredningsgrupp"), to="forum:beredningsgrupp"),
            "kommun/IFO", (["received"], {"forum:beredningsgrupp"}), id="to a forum, to the referrer",
        ),
        pytest.param(
            sent(received(agency="forum:beredningsgrupp"), by="self", to="forum:beredningsgrupp"),
            "kommun/IFO", None, id="to a forum by herself: nobody has it",
        ),
        pytest.param(sent(received(), by="forum:handläggarteam"), "AF", (["received"], set()), id="by a forum, to the recipient"),
        pytest.param(sent(), "AF", ([], set()), id="nothing has happened yet"),
        pytest.param(
            sent(received(agency="kommun/AME"), to=None, programme="en-vag-in"), "kommun/AME", (["received"], set()),
            id="to the programme, whose owner receives",
        ),
        pytest.param(
            sent(received(), to=None, programme="orvar"), "kommun/IFO", (["received"], {"programme:orvar"}),
            id="to another programme: it is not known here who receives",
        ),
        pytest.param(sent(received(), to=None, programme="orvar"), "FK", None, id="to another programme, which is one's own"),
    ],
)  # fmt: skip
def test_who_may_know_of_a_referral_and_whose_entries_may_be_hidden(referral, viewer, told):
    """A side that is an agency; what a forum or somebody unknown has recorded nobody else may know for sure."""
    assert shown(referral, viewer) == told


def test_of_a_programme_of_which_nobody_is_named_something_may_be_hidden():
    """Who receives what is sent to it is not known: the referrer is told so, and not that all is there."""
    referral = sent(received(agency="FK"), event("contacted", "2016-11-21", "FK"), to=None, programme="komback")
    assert shown(referral, "kommun/IFO", KOMBACK) == (["received"], {"programme:komback"})


@pytest.mark.parametrize("viewer", ["kommun/AME", "kommun"])
def test_the_name_of_a_party_stands_for_units_that_keep_their_secrets_apart(viewer):
    """Of a referral to the kommun its labour unit sees no entry of the social services, and is told that there may be some."""
    referral = sent(received(agency="kommun"), event("contacted", "2016-11-21", "kommun/IFO"), by="self", to="kommun")
    assert shown(referral, viewer) == (["received"], {"kommun"})
    assert shown(attrs.evolve(referral, to="kommun:Ludvika"), viewer) == (["received"], {"kommun:Ludvika"})


def test_a_party_without_such_units_sees_all_that_they_record():
    """The region sees what its units have recorded of a referral to it."""
    referral = sent(
        received(agency="region"), event("contacted", "2016-11-21", "region/psykiatri"), by="self", to="region"
    )
    assert shown(referral, "region") == (["received", "contacted"], set())


def test_one_side_may_not_tell_what_the_other_keeps_secret():
    """That IFO may tell AF of contacts lets AF know nothing of psychiatry, to which IFO has sent her."""
    referral = sent(received(agency="region/psykiatri"), to="region/psykiatri")
    assert shown(referral, "AF", WAY_IN, consent("kommun/IFO", "AF")) is None
    both = [consent("kommun/IFO", "AF"), attrs.evolve(consent("region/psykiatri", "AF"), id="c-2")]
    assert shown(referral, "AF", WAY_IN, *both) == (["received"], set())


# --- Where she has lived -----------------------------------------------------------------------------

MOVED = [{"value": "Falun", "until": "2016-06-30"}, {"value": "Ludvika", "since": "2016-07-01"}]


def lived(*entries):
    """Return where she has lived."""
    from samverkan.dated import Dated, Entry  # noqa: PLC0415

    return {
        "residence": Dated([Entry(one["value"], since=one.get("since"), until=one.get("until")) for one in entries])
    }


@pytest.mark.parametrize(
    ("day", "viewer", "told"),
    [
        ("2016-06-30", "kommun:Falun/IFO", (["received"], {"AF", "kommun/IFO"})),
        ("2016-06-30", "kommun/IFO", None),
        ("2016-07-01", "kommun/IFO", (["received"], {"AF"})),
        ("2016-07-01", "kommun:Ludvika/IFO", (["received"], {"AF"})),
        ("2016-07-01", "kommun:Falun/IFO", None),
    ],
)
def test_a_side_is_of_the_kommun_where_she_lived_when_it_was_received(day, viewer, told):
    """A move before that is of no concern; after a move the social services are another kommun's, so that some may be hidden."""
    assert shown(sent(received(day)), viewer, **lived(*MOVED)) == told


def test_what_was_recorded_after_a_move_is_the_new_kommuns():
    """The former one sees of it what passed between the sides, and none of what the new one has recorded."""
    referral = sent(received("2016-06-01"), event("ended", "2016-08-01", "kommun/IFO"))
    assert shown(referral, "kommun:Falun/IFO", **lived(*MOVED)) == (["received"], {"AF", "kommun/IFO"})
    earlier = sent(received("2016-06-01"), event("ended", "2016-06-20", "kommun/IFO"))
    assert shown(earlier, "kommun:Falun/IFO", **lived(*MOVED)) == (["received", "ended"], {"AF", "kommun/IFO"})


def test_where_it_was_never_received_every_kommun_counts_where_she_has_lived():
    """It is not known when it was sent: with a move she was perhaps sent by the other one."""
    assert shown(sent(), "kommun:Falun/IFO", **lived(*MOVED)) is not None
    assert shown(sent(), "kommun/IFO", **lived(*MOVED)) is None


# --- What is taken back ------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "is_told"), [("contacted", False), ("acknowledged", True)])
def test_an_entry_in_error_is_known_with_what_it_takes_back(what, is_told):
    """What the viewer may not know is not told by its being taken back."""
    referral = sent(
        received(), event(what, "2016-11-15", "AF", id="e"), event("entered_in_error", "2016-11-16", "AF", event="e")
    )
    assert shown(referral, "kommun/IFO")[0] == ["received", *([what, "entered_in_error"] if is_told else [])]


def test_that_the_whole_was_an_error_both_know():
    """The one did it, and to the other it was sent."""
    assert shown(sent(received(), event("entered_in_error", ON, "AF")), "kommun/IFO")[0] == [
        "received",
        "entered_in_error",
    ]


@pytest.mark.parametrize(("agency", "is_told"), [("AF", False), ("kommun/IFO", True), ("forum:beredningsgrupp", False)])
def test_what_takes_back_something_that_is_not_there_goes_by_who_recorded_it(agency, is_told):
    """A view that was read from a file may lack what an entry takes back."""
    told = attrs.evolve(
        sent(received(), to=agency if "forum" in agency else "AF", hidden=["AF"]),
        events=[
            received(agency=agency if "forum" in agency else "AF"),
            event("entered_in_error", ON, agency, event="e"),
        ],
    )
    case = as_seen_by(CaseFile(Participant(id="d-001"), referrals=[sent()]), "kommun/IFO", WAY_IN, ON)
    again = as_seen_by(attrs.evolve(case, referrals=[told]), "kommun/IFO", WAY_IN, ON).referrals
    assert [one.what.value for one in again[0].events] == ["received", *(["entered_in_error"] if is_told else [])]


# --- None, and errors --------------------------------------------------------------------------------

HIDDEN = sent(received(agency="FK"), by="self", to="FK", name="r-9")


@pytest.mark.parametrize(
    "referrals", [None, [], [HIDDEN], [HIDDEN, attrs.evolve(HIDDEN, id="r-8")]], ids=["unknown", "none", "one", "two"]
)
def test_that_there_are_none_is_not_told(referrals):
    """Whether nothing is known, there is none or there are some that are hidden, the viewer is told the same."""
    assert seen(referrals, "kommun/IFO") is None


@pytest.mark.parametrize("place", [0, 1])
def test_where_a_hidden_one_stands_is_not_told(place):
    """Beside one that is shown, another makes no difference, before it or after."""
    both = [STORY]
    both.insert(place, HIDDEN)
    assert seen(both, "kommun/IFO") == seen([STORY], "kommun/IFO")


MALFORMED = [
    sent(by="AFF", to="FK"),
    sent(by="self", to="forum:annat"),
    sent(received(agency="AF"), by="self", to="FK"),
    sent(received(agency="FK"), event("plan_made", ON, "FK", plan="sipp"), by="self", to="FK"),
]


@pytest.mark.parametrize("bad", MALFORMED, ids=["an agency", "a forum", "a recorder", "a plan"])
def test_what_is_malformed_and_hidden_raises_nothing(bad):
    """To the viewer it is not there."""
    assert seen([attrs.evolve(bad, id="r-9"), STORY], "kommun/IFO") == seen([STORY], "kommun/IFO")


@pytest.mark.parametrize(
    ("bad", "where"),
    [
        (sent(by="AFF"), "referrals[0].by"),
        (sent(received(agency="FK")), "referrals[0].events[0].agency"),
        (sent(received(), event("plan_made", ON, "AF", plan="sipp")), "referrals[0].events[1].plan"),
    ],
    ids=["an agency", "a recorder", "a plan"],
)
def test_what_is_malformed_and_shown_is_refused_by_its_place_among_what_is_shown(bad, where):
    """The error has the place that the viewer sees, whatever stands before it."""
    for referrals in ([bad], [HIDDEN, bad]):
        with pytest.raises(InvalidRecordError) as error:
            seen(referrals, "AF")
        assert [one.where for one in error.value.faults] == [where]


# --- It cannot mislead -------------------------------------------------------------------------------


@pytest.mark.parametrize("lead_time", ["to-contact", "contact", "to-intervention", "whole-journey"])
def test_what_is_seen_in_part_is_not_measured(lead_time):
    """The referrer does not see the contact that AF made: the clock is unknown, neither running nor missed."""
    (told,) = seen([STORY], "kommun/IFO")
    assert measure(told, MODEL.lead_times[lead_time], ON).state is ClockState.UNKNOWN
    (whole,) = seen([STORY], "AF", WAY_IN, consent("kommun/IFO", "AF"))
    assert measure(whole, MODEL.lead_times["to-contact"], ON) == measure(STORY, MODEL.lead_times["to-contact"], ON)


def test_it_is_marked_whether_or_not_there_is_anything():
    """The referrer is told of the same referral alike, with and without what AF has recorded."""
    without = sent(received())
    more = sent(received(), event("contacted", "2016-11-21", "AF"), event("admitted", "2016-11-22", "AF"))
    assert seen([without], "kommun/IFO") == seen([more], "kommun/IFO")
    assert seen([without], "kommun/IFO")[0].is_in_part


def test_what_was_hidden_before_stays_marked():
    """To look again at what is seen hides and shows nothing more."""
    case = as_seen_by(CaseFile(Participant(id="d-001"), referrals=[STORY]), "kommun/IFO", WAY_IN, ON)
    assert as_seen_by(case, "kommun/IFO", WAY_IN, ON) == case


def test_what_a_view_is_marked_with_stays():
    """A view of a whole referral that says that something may be hidden still says so when it is looked at again."""
    marked = sent(received(), by="self", hidden=["FK"])
    case = as_seen_by(CaseFile(Participant(id="d-001")), "AF", WAY_IN, ON)
    (again,) = as_seen_by(attrs.evolve(case, referrals=[marked]), "AF", WAY_IN, ON).referrals
    assert again == marked
