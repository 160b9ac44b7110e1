"""What can happen to a referral is a table, and all that is said of it comes from there."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referral_strategies import LIFE, Life, walks
from samverkan.referral_steps import CLOSED, STEPS, ReferralStatus, Side, What, diagram, possible_after
from strategies import examples

WORDS = [one.value for one in What]
STATUSES = [one.value for one in ReferralStatus]
LANGUAGES = pytest.mark.parametrize("language", ["sv", "en"])


def words_after(status, happened=()):
    """Return what can happen next, in words."""
    return {one.what.value for one in possible_after(ReferralStatus(status), map(What, happened))}


# --- The table ---------------------------------------------------------------------------------------


def test_every_event_has_one_step_and_every_status_is_reached():
    """Nothing can happen that the table lacks, and but for the first there is no status to which nothing leads."""
    assert [one.what for one in STEPS.values()] == list(STEPS) == list(What)
    assert {one.to for one in STEPS.values()} - {None} == {*ReferralStatus} - {ReferralStatus.NOT_RECEIVED}


@pytest.mark.parametrize("word", WORDS)
def test_a_step_is_told_by_its_word(word):
    """Where it is shown to whoever writes a program, its word is enough."""
    assert repr(STEPS[What(word)]) == f"<Step {word}>"


@pytest.mark.parametrize("status", STATUSES)
def test_what_can_follow_is_what_a_second_account_has(status):
    """With an attempt at contact behind it, exactly what was written apart from the table can happen next."""
    assert words_after(status, ["contact_attempt"]) == set(LIFE[status])
    assert words_after(status) == set(LIFE[status]) - {"could_not_be_reached"}


@pytest.mark.parametrize("status", STATUSES)
def test_how_far_it_comes_is_what_a_second_account_has(status):
    """Each step leads where it leads in the account that was written apart; resumed leads back, which no table has."""
    for step in possible_after(ReferralStatus(status), What):
        leads_to = status if step.to is None else step.to.value

        assert leads_to == LIFE[status][step.what.value]


@pytest.mark.parametrize("word", WORDS)
def test_who_may_record_what(word):
    """The recipient may record everything, and the referrer what she does herself: supplement, close, correct."""
    referrers = {"supplemented", "ended", "entered_in_error"}

    assert {*STEPS[What(word)].by} == ({*Side} if word in referrers else {Side.RECIPIENT})


def test_sent_back_is_no_end():
    """A referral that is sent back is open: the next step but to close it is to supplement it, and the referrer's."""
    sent_back = ReferralStatus.SENT_BACK

    assert sent_back not in CLOSED
    assert words_after("sent_back") == {"supplemented", "ended", "entered_in_error"}
    assert Side.REFERRER in STEPS[What.SUPPLEMENTED].by


def test_what_is_closed_can_be_reopened_and_nothing_else():
    """From each end the way leads back, and only from there; what was entered in error is over for good."""
    assert STEPS[What.REOPENED].after == CLOSED
    assert all(words_after(one) == {"reopened", "entered_in_error"} for one in CLOSED)
    assert possible_after(ReferralStatus.IN_ERROR, What) == ()


@pytest.mark.parametrize(
    ("word", "needs"),
    [
        pytest.param("sent_back", {"asks_for"}, id="sent-back-with-what-is-asked-for"),
        pytest.param("ended", {"outcome"}, id="ended-with-an-outcome"),
        pytest.param("intervention_started", {"intervention"}, id="an-intervention-with-which"),
        pytest.param("admitted_on_stated_grounds", {"reason"}, id="stated-grounds-are-stated"),
    ],
)
def test_what_an_event_must_say(word, needs):
    """Some events are nothing without it; all others can be recorded bare."""
    assert {*STEPS[What(word)].needs} == needs
    assert sum(bool(one.needs) for one in STEPS.values()) == 4


def test_the_table_cannot_be_changed():
    """It is data for all to read."""
    with pytest.raises(TypeError):
        STEPS[What.RECEIVED] = STEPS[What.ENDED]


def test_everything_has_words_in_both_languages():
    """Each status and each step can be said, in words that no other of its kind has."""
    for texts in ([one.text for one in ReferralStatus], [one.text for one in STEPS.values()]):
        for said in ([one.sv for one in texts], [one.en for one in texts]):
            assert all(said)
            assert len({*said}) == len(said)
    assert all(one.ask.sv and one.ask.en for one in STEPS.values() if one.ask is not None)


@given(walks(), st.sampled_from(list(ReferralStatus)))
@examples(50)
def test_only_what_needs_something_before_goes_by_what_happened(walk, status):
    """More that has happened never takes a step away; it can give one only."""
    happened = [one.what.value for one in walk]

    assert words_after(status) <= words_after(status, happened) <= words_after(status, WORDS)


# --- The picture -------------------------------------------------------------------------------------

ARROW = re.compile(r"    (\S+) --> (\S+) : (.+)")


def arrows(language):
    """Return every arrow of the picture: from where, where to, and what is written on it."""
    return {found.groups() for line in diagram(language).splitlines() if (found := ARROW.fullmatch(line))}


def drawn(language):
    """Return the arrows that a second account asks for: each change, and that another intervention can start."""
    can_wait = {status for status, steps in LIFE.items() if "waiting_at_own_wish" in steps}
    changes = {(status, to, word) for status, steps in LIFE.items() for word, to in steps.items() if to != status}
    changes |= {("waiting", before, "resumed") for before in can_wait} | {
        ("started", "started", "intervention_started")
    }
    return {(before, to, STEPS[What(word)].text.in_(language)) for before, to, word in changes if to != "in_error"}


@LANGUAGES
def test_the_picture_has_every_step_that_changes_how_far_it_has_come(language):
    """Its arrows are those of the second account: from waiting one leads back to each status that she can wait from."""
    assert arrows(language) == drawn(language)


@LANGUAGES
def test_the_picture_names_every_status(language):
    """Each is named once, but the one that follows everything; the first is where it starts and the ends lead out."""
    lines = diagram(language).splitlines()
    named = {f"    {one} : {one.text.in_(language)}" for one in ReferralStatus if one is not ReferralStatus.IN_ERROR}

    assert lines[:2] == ["stateDiagram-v2", "    [*] --> not_received"]
    assert {line for line in lines if "-->" not in line} == {"stateDiagram-v2", *named}
    assert {line for line in lines if line.endswith("[*]")} == {f"    {one} --> [*]" for one in CLOSED}
    assert len({*lines}) == len(lines)


def test_the_second_account_is_one():
    """It knows every word and every status, and the walk of a case that waited comes back to where it was."""
    assert set(LIFE) == set(STATUSES)
    assert {word for steps in LIFE.values() for word in steps} == {*WORDS}
    assert Life(["received", "admitted", "waiting_at_own_wish", "contacted", "resumed"]).status == "admitted"
