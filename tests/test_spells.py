"""Which spells stand, and what runs of days they make."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import Contact, SickLeave
from samverkan.errors import InvalidValueError
from samverkan.participants import HISTORIES as OF_PARTICIPANTS
from samverkan.participants import Assessment, Livelihood, Occupation
from samverkan.spells import Run, Spells

FIRST = date(2016, 1, 1)
DAYS = st.integers(0, 30).map(lambda days: FIRST + timedelta(days))
ALL_DAYS = [FIRST + timedelta(days) for days in range(-2, 34)]


MAKERS = {
    "contact": lambda **days: Contact("AF", **days),
    "sick leave": lambda **days: SickLeave(**{"since": FIRST, **days}),
    "livelihood": lambda **days: Livelihood("salary", **days),
    "occupation": lambda **days: Occupation("studies", **days),
    "assessment": lambda **days: Assessment("AF", "yes", **days),
}
"""A spell of each sort, of which days may be given."""
EACH = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


def test_every_sort_of_spell_is_tried_here():
    """Those that a participant has histories of."""
    assert set(OF_PARTICIPANTS.values()) == {type(make()) for make in MAKERS.values()}


def day(text):
    """Return a day from its text."""
    return date.fromisoformat(text)


@st.composite
def contacts(draw):
    """Draw a contact of some days of a month, perhaps recorded on one of them, perhaps void."""
    since, until = sorted((draw(DAYS), draw(DAYS)))
    return Contact(
        draw(st.sampled_from(["AF", "FK"])),
        since=draw(st.sampled_from([since, since, None])),
        until=draw(st.sampled_from([until, until, None])),
        recorded_on=draw(st.none() | DAYS),
        void=draw(st.sampled_from([False, False, True])),
    )


# No two of one agency and first day are recorded on the same day, so that none are in conflict.
HISTORIES = st.lists(contacts(), max_size=6, unique_by=lambda one: (one.agency, one.since, one.recorded_on))


# --- Which spells stand -------------------------------------------------------------------------------


@given(HISTORIES, st.none() | DAYS)
def test_of_each_agency_and_first_day_the_one_recorded_last_stands(history, known_on):
    """What was recorded last, by the day asked about, replaces what was said before, and a void one removes it."""
    stands = {}
    for contact in sorted(history, key=lambda contact: contact.recorded_on or date.min):
        if known_on is None or contact.recorded_on is None or contact.recorded_on <= known_on:
            stands[contact.agency, contact.since] = contact
    assert {contact for contact in stands.values() if not contact.void} == set(Spells(history).standing(known_on))


@given(HISTORIES.flatmap(lambda history: st.tuples(st.just(history), st.permutations(history))), st.none() | DAYS)
def test_the_order_of_the_spells_is_of_no_account(histories, known_on):
    """A history says the same in any order."""
    one, other = (Spells(history) for history in histories)
    assert set(one.standing(known_on)) == set(other.standing(known_on))
    assert one.runs(known_on) == other.runs(known_on)


def test_a_record_of_the_same_first_day_replaces_the_spell():
    """A sick leave that was to end in July is prolonged, and then cut short; what was known is asked for by day."""
    short, long, cut = (
        SickLeave("2008-07-01", until=until, recorded_on=recorded_on)
        for until, recorded_on in [
            ("2008-07-31", "2008-07-01"),
            ("2008-12-31", "2008-07-30"),
            ("2008-08-15", "2008-08-16"),
        ]
    )
    history = Spells([long, cut, short])
    assert (cut,) == history.standing()
    known = ["2008-06-30", "2008-07-01", "2008-07-29", "2008-07-30", "2008-08-15", "2008-08-16"]
    assert [(), (short,), (short,), (long,), (long,), (cut,)] == [history.standing(day(on)) for on in known]


def test_another_first_day_is_another_spell():
    """A later record with another first day stands beside the older one."""
    both = (SickLeave("2008-07-01", until="2008-07-31"), SickLeave("2008-07-02", recorded_on="2008-08-16"))
    assert both == Spells(both).standing()


def test_another_agency_is_another_spell():
    """Contacts with two units that began on one day stand side by side."""
    both = (Contact("kommun/AME", since=FIRST), Contact("kommun/IFO", since=FIRST, recorded_on="2016-02-01"))
    assert both == Spells(both).standing()


def test_a_void_spell_removes_the_one_of_its_first_day():
    """It removes that spell and no other, from the day on which it was recorded; it is never a spell itself."""
    first, second = SickLeave("2008-07-01", until="2008-07-31"), SickLeave("2008-10-01")
    history = Spells([first, second, SickLeave("2008-07-01", recorded_on="2008-08-16", void=True)])
    assert (second,) == history.standing()
    assert (first, second) == history.standing(day("2008-08-15"))
    assert Spells([SickLeave("2008-07-01", void=True)]).standing() == ()


def test_what_was_removed_can_be_said_again():
    """A record after the void one stands."""
    again = SickLeave("2008-07-01", recorded_on="2008-08-17")
    history = Spells([again, SickLeave("2008-07-01", recorded_on="2008-08-16", void=True)])
    assert (again,) == history.standing()


def test_a_spell_without_a_day_of_recording_is_replaced_by_any_that_has_one():
    """However early the other was recorded, it replaces the plain one, whichever stands first."""
    plain, recorded = Contact("AF"), Contact("AF", until="2016-01-31", recorded_on="1900-01-01")
    assert [(recorded,)] * 2 == [Spells(both).standing() for both in ([plain, recorded], [recorded, plain])]


# --- Conflicts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("recorded_on", [None, "2016-02-01"])
@pytest.mark.parametrize("other", [{"until": "2016-06-30"}, {"void": True}], ids=["another end", "void"])
def test_two_spells_of_one_first_day_recorded_on_the_same_day_are_an_error(recorded_on, other):
    """The spells are named by their positions, and neither agency nor days are told."""
    with pytest.raises(InvalidValueError) as caught:
        Spells(
            [
                Contact("FK", since="2016-01-01", recorded_on=recorded_on),
                Contact("AF", since="2016-01-01", recorded_on=recorded_on),
                Contact("AF", since="2016-01-02", recorded_on=recorded_on),
                Contact("AF", since="2016-01-01", recorded_on=recorded_on, **other),
            ]
        )
    assert "entries 1 and 3" in str(caught.value)
    assert "AF" not in str(caught.value)
    assert "2016" not in str(caught.value)


@given(st.permutations([0, 1, 2]))
def test_a_conflict_is_one_even_where_a_later_record_replaces_both(order):
    """In whatever order they stand: otherwise what was known before that record would be two things."""
    three = [
        Contact("AF", since="2016-01-01", until="2016-03-31", recorded_on="2016-02-01"),
        Contact("AF", since="2016-01-01", until="2016-06-30", recorded_on="2016-02-01"),
        Contact("AF", since="2016-01-01", until="2016-04-30", recorded_on="2016-05-01"),
    ]
    with pytest.raises(InvalidValueError, match="two: entries"):
        Spells(three[position] for position in order)


def test_the_same_spell_twice_is_no_conflict():
    """A line that was written twice says what it says once."""
    assert (Contact("AF", since=FIRST),) == Spells([Contact("AF", since=FIRST)] * 2).standing()


# --- How far a history was whole ----------------------------------------------------------------------


def test_an_agency_whose_entry_was_not_recorded_yet_was_unheard_of():
    """Before FK's contact was recorded, nothing was known of FK; of AF something was."""
    history = Spells([Contact("AF"), Contact("FK", since=FIRST, recorded_on="2016-02-01")])
    assert [frozenset(), frozenset()] == [history.unheard(), history.unheard(day("2016-02-01"))]
    assert {"FK"} == history.unheard(day("2016-01-31"))


def test_a_spell_that_was_recorded_otherwise_was_heard_of():
    """A correction of a spell that was on the list leaves nothing out before it, and a list without spells neither."""
    first = Contact("AF", since=FIRST, recorded_on="2016-01-10")
    corrected = Contact("AF", since=FIRST, until="2016-01-31", recorded_on="2016-02-01")
    assert frozenset() == Spells([corrected, first]).unheard(day("2016-01-10"))
    assert frozenset() == Spells().unheard(date.min)


# --- Runs ---------------------------------------------------------------------------------------------


@given(HISTORIES, st.none() | DAYS)
def test_the_runs_are_the_days_of_the_spells(history, known_on):
    """A day lies in a run exactly when it lies in a spell that stands, and between two runs there is a day or more."""
    spells = Spells(history)
    runs = spells.runs(known_on)
    in_spells = [
        any((one.since or date.min) <= on <= (one.until or date.max) for one in spells.standing(known_on))
        for on in ALL_DAYS
    ]
    assert in_spells == [any(run.covers(on) for run in runs) for on in ALL_DAYS]
    for earlier, later in pairwise(runs):
        assert earlier.until is not None
        assert later.since - earlier.until > timedelta(1)


@given(HISTORIES, st.none() | DAYS)
def test_what_runs_stays_the_same_between_changes(history, known_on):
    """A day on which a spell begins or after which one has ended is told as one on which something may change."""
    spells = Spells(history)
    running = {on: {one for one in spells.standing(known_on) if one.runs(on)} for on in ALL_DAYS}
    turns = {on for on in ALL_DAYS[1:] if running[on] != running[on - timedelta(1)]}
    assert turns <= set(spells.changes(known_on))


@pytest.mark.parametrize(
    ("spells", "runs"),
    [
        ([], []),
        ([("2008-07-01", "2008-07-31")], [("2008-07-01", "2008-07-31")]),
        ([("2008-07-01", "2008-07-31"), ("2008-08-01", "2008-08-31")], [("2008-07-01", "2008-08-31")]),
        ([("2008-08-01", "2008-08-31"), ("2008-07-01", "2008-07-31")], [("2008-07-01", "2008-08-31")]),
        (
            [("2008-07-01", "2008-07-31"), ("2008-08-02", "2008-08-31")],
            [("2008-07-01", "2008-07-31"), ("2008-08-02", "2008-08-31")],
        ),
        ([("2008-07-01", "2008-08-15"), ("2008-08-01", "2008-08-31")], [("2008-07-01", "2008-08-31")]),
        ([("2008-07-01", "2008-12-31"), ("2008-08-01", "2008-08-31")], [("2008-07-01", "2008-12-31")]),
        ([("2008-07-01", None), ("2008-08-01", "2008-08-31")], [("2008-07-01", None)]),
        ([("2008-07-01", "2008-08-15"), ("2008-08-01", None)], [("2008-07-01", None)]),
        ([("2008-12-31", "2008-12-31"), ("2009-01-01", "2009-01-01")], [("2008-12-31", "2009-01-01")]),
        ([("2008-07-01", "9999-12-31"), ("2008-08-01", None)], [("2008-07-01", None)]),
    ],
    ids=[
        "none",
        "one",
        "two that touch",
        "in the other order",
        "a day between",
        "two that overlap",
        "one in the other",
        "one in one that goes on",
        "the later goes on",
        "over New Year",
        "to the end of the calendar",
    ],
)
def test_spells_that_touch_or_overlap_are_one_run(spells, runs):
    """A run ends only where there is a day without a spell."""
    history = Spells(SickLeave(since, until=until) for since, until in spells)
    assert [Run(day(since), until and day(until)) for since, until in runs] == list(history.runs())


def test_the_extent_plays_no_part_in_a_run():
    """Half time from August goes on from full time in July."""
    history = Spells([SickLeave("2008-07-01", until="2008-07-31", extent=100), SickLeave("2008-08-01", extent=50)])
    assert (Run(date(2008, 7, 1), None),) == history.runs()


# --- A spell ------------------------------------------------------------------------------------------


def test_both_ends_of_a_spell_are_included():
    """It runs on its first day and its last, and not on the days about them."""
    contact = Contact("AF", since="2016-02-01", until="2016-02-29")
    about = ["2016-01-31", "2016-02-01", "2016-02-29", "2016-03-01"]
    assert [contact.runs(day(on)) for on in about] == [False, True, True, False]


def test_a_spell_without_days_runs_on_every_day():
    """An open end ends nothing."""
    assert [Contact("AF").runs(on) for on in (date.min, date.max)] == [True, True]


@EACH
@pytest.mark.parametrize("field", ["since", "until", "recorded_on"])
@pytest.mark.parametrize("value", ["2016-02-30", "20160203", datetime(2016, 2, 3), 0])
def test_a_spell_takes_only_days_for_days(make, field, value):
    """What is no day is an error about that field, for spells of every sort alike."""
    with pytest.raises(InvalidValueError) as caught:
        make(**{field: value})
    assert field == caught.value.fault.where


@EACH
def test_a_spell_does_not_end_before_it_begins(make):
    """A last day before the first is an error about ``until``; one day is a spell."""
    with pytest.raises(InvalidValueError) as caught:
        make(since="2016-02-01", until="2016-01-31")
    assert caught.value.fault.where == "until"
    assert make(since="2016-02-01", until="2016-02-01").runs(date(2016, 2, 1))


@EACH
@pytest.mark.parametrize("value", ["nej", "true", 0, 1, None])
def test_void_is_true_or_false(make, value):
    """Nothing else stands for either."""
    with pytest.raises(InvalidValueError) as caught:
        make(void=value)
    assert caught.value.fault.where == "void"


@pytest.mark.parametrize("extent", [0, -1, 101, 50.5, "100", True])
def test_an_extent_is_a_whole_number_of_per_cent(extent):
    """From 1 to 100, or not stated."""
    with pytest.raises(InvalidValueError):
        SickLeave("2016-01-01", extent=extent)
    assert [SickLeave("2016-01-01", extent=given).extent for given in (1, 100, None)] == [1, 100, None]


def test_a_sick_leave_has_a_first_day():
    """Without one nobody could count its days."""
    with pytest.raises(InvalidValueError):
        SickLeave(None)


@EACH
def test_two_spells_are_of_one_history_entry_when_their_keys_and_first_days_are_equal(make):
    """The one recorded last replaces the other, whatever else they say, and a void one removes it."""
    first, later = make(recorded_on="2016-01-02"), make(until="2016-01-31", recorded_on="2016-01-03")
    assert (later,) == Spells([later, first]).standing()
    assert (first,) == Spells([later, first]).standing(day("2016-01-02"))
    assert () == Spells([first, make(recorded_on="2016-01-03", void=True)]).standing()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Contact("AF"), Contact("FK")),
        (Livelihood("salary"), Livelihood("pension")),
        (Occupation("studies"), Occupation("employment")),
        (Assessment("AF", "yes"), Assessment("FK", "yes")),
        (Assessment("AF", "yes"), Assessment("AF", "yes", since=FIRST)),
    ],
    ids=["agencies", "livelihoods", "occupations", "assessors", "first days"],
)
def test_spells_of_other_keys_or_first_days_stand_side_by_side(one, other):
    """What a spell is of is its agency, its kind or the one who assessed; what was found is not."""
    assert (one, other) == Spells([one, other]).standing()


@EACH
def test_the_repr_of_any_spell_is_its_sort(make):
    """And nothing of what it says."""
    assert f"<{type(make()).__name__}>" == repr(make(since=FIRST))


def test_the_repr_tells_nothing():
    """Neither a spell nor a history shows an agency or a day."""
    contact = Contact("region/psykiatri", since="2016-02-01")
    for shown in (repr(contact), repr(Spells([contact])), repr(SickLeave("2016-02-01"))):
        assert "psykiatri" not in shown
        assert "2016" not in shown
