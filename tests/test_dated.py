"""Which entry holds on a day, and what was known of it by then."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan import Contact, Dated, Entry, Missing, Outcome, Participant, Unknown, decide, load_model
from samverkan.dated import UnknownReason
from samverkan.errors import InvalidValueError, UndecidedTruthError

FIRST = date(2016, 1, 1)
DAYS = st.integers(0, 30).map(lambda days: FIRST + timedelta(days))
ALL_DAYS = [FIRST + timedelta(days) for days in range(-2, 34)]

NOT_GIVEN = Unknown(UnknownReason.NOT_GIVEN)
NOT_COVERED = Unknown(UnknownReason.NOT_COVERED)
TAKEN_BACK = Unknown(UnknownReason.TAKEN_BACK)


def day(text):
    """Return a day from its text."""
    return date.fromisoformat(text)


@st.composite
def entries(draw):
    """Draw an entry about some days of a month, recorded on one of them or on no stated day."""
    since, until = sorted((draw(DAYS), draw(DAYS)))
    return Entry(
        draw(st.sampled_from(["a", "b", None])),
        since=draw(st.sampled_from([since, since, None])),
        until=draw(st.sampled_from([until, until, None])),
        recorded_on=draw(st.none() | DAYS),
    )


# No two are recorded on the same day, so that none are in conflict.
HISTORIES = st.lists(entries(), max_size=6, unique_by=lambda entry: entry.recorded_on)


def reckoned(history, on, known_on):
    """Reckon the value in the plainest way: what is recorded last overwrites what was said before."""
    value = NOT_COVERED if history else NOT_GIVEN
    for entry in sorted(history, key=lambda entry: entry.recorded_on or date.min):
        was_known = known_on is None or entry.recorded_on is None or entry.recorded_on <= known_on
        if was_known and (entry.since or date.min) <= on <= (entry.until or date.max):
            value = TAKEN_BACK if entry.value is None else entry.value
    return value


# --- Which entry holds --------------------------------------------------------------------------------


@given(HISTORIES, st.none() | DAYS)
def test_the_entry_recorded_last_holds(history, known_on):
    """On every day that value holds which was recorded last, by the day asked about, among those about that day."""
    dated = Dated(history)
    assert [reckoned(history, on, known_on) for on in ALL_DAYS] == [dated.at(on, known_on) for on in ALL_DAYS]


@given(HISTORIES.flatmap(lambda history: st.tuples(st.just(history), st.permutations(history))))
def test_the_order_of_the_entries_is_of_no_account(histories):
    """Entries say the same in any order."""
    one, other = (Dated(history) for history in histories)
    assert [one.at(on) for on in ALL_DAYS] == [other.at(on) for on in ALL_DAYS]


@given(HISTORIES, st.none() | DAYS)
def test_the_value_stays_the_same_between_changes(history, known_on):
    """A day on which the value differs from the day before is told as one on which it may change."""
    dated = Dated(history)
    changes = set(dated.changes(known_on))
    turns = {on for on in ALL_DAYS[1:] if dated.at(on, known_on) != dated.at(on - timedelta(1), known_on)}
    assert turns <= changes


def test_both_ends_are_included():
    """An entry holds on its first day and its last, and not on the days about them."""
    dated = Dated([Entry(True, since="2016-02-01", until="2016-02-29")])
    about = ["2016-01-31", "2016-02-01", "2016-02-29", "2016-03-01"]
    assert [dated.at(day(on)) for on in about] == [NOT_COVERED, True, True, NOT_COVERED]


def test_a_plain_value_holds_on_every_day():
    """A value without days holds from the first day there is to the last."""
    assert [Dated.always("Ludvika").at(on) for on in (date.min, date.max)] == ["Ludvika", "Ludvika"]


def test_a_later_record_outranks_an_earlier_one_on_the_days_that_it_is_about():
    """A correction holds for its own days, and what was said before for the rest."""
    dated = Dated(
        [
            Entry(False, since="2016-03-01", until="2016-03-31", recorded_on="2016-05-02"),
            Entry(True, since="2016-01-01", recorded_on="2016-01-10"),
        ]
    )
    about = ["2016-02-29", "2016-03-01", "2016-03-31", "2016-04-01"]
    assert [dated.at(day(on)) for on in about] == [True, False, False, True]


def test_an_entry_without_a_day_of_recording_is_outranked_by_any_that_has_one():
    """However early the other was recorded, it holds, whichever stands first."""
    plain, recorded = Entry(True), Entry(False, recorded_on="1900-01-01")
    assert [Dated(both).at(FIRST) for both in ([plain, recorded], [recorded, plain])] == [False, False]


# --- What was known -----------------------------------------------------------------------------------


def test_what_is_recorded_later_was_not_known():
    """Asked what was known the day before the recording, the older entry answers; from that day on, the newer."""
    dated = Dated([Entry(True, recorded_on="2016-01-10"), Entry(False, recorded_on="2016-05-02")])
    known = ["2016-01-09", "2016-01-10", "2016-05-01", "2016-05-02"]
    assert [dated.at(FIRST, day(known_on)) for known_on in known] == [NOT_COVERED, True, True, False]
    assert dated.at(FIRST) is False


def test_without_a_day_of_recording_an_entry_was_always_known():
    """It counts as known on every day."""
    assert Dated([Entry(True, since="2016-01-01")]).at(FIRST, date.min) is True


def test_what_is_known_is_listed():
    """The entries that were recorded by a day, in their order."""
    first, second = Entry(True, recorded_on="2016-01-10"), Entry(False, recorded_on="2016-05-02")
    dated = Dated([second, first])
    assert [first] == list(dated.known(day("2016-05-01")))
    assert [second, first] == list(dated.known())


# --- Unknown ------------------------------------------------------------------------------------------


def test_the_unknown_has_a_reason():
    """Nothing said at all, nothing said about the day, and taken back, are told apart."""
    said = Dated([Entry(True, since="2016-01-02")])
    assert [one.at(FIRST) for one in (Dated(), said, Dated([Entry(None)]))] == [NOT_GIVEN, NOT_COVERED, TAKEN_BACK]


def test_a_null_takes_back_what_was_said_before():
    """After it the days that it is about are unknown; the entry below does not shine through."""
    dated = Dated([Entry(True, recorded_on="2016-01-10"), Entry(None, since="2016-03-01", recorded_on="2016-05-02")])
    assert [dated.at(day(on)) for on in ("2016-02-29", "2016-03-01")] == [True, TAKEN_BACK]
    assert dated.at(day("2016-03-01"), day("2016-05-01")) is True


def test_what_was_taken_back_can_be_said_again():
    """A record after the null holds."""
    dated = Dated([Entry(None, recorded_on="2016-05-02"), Entry(False, recorded_on="2016-05-03")])
    assert dated.at(FIRST) is False


@pytest.mark.parametrize("reason", UnknownReason)
def test_the_unknown_is_neither_true_nor_false(reason):
    """Whoever takes it for a truth value is stopped."""
    with pytest.raises(UndecidedTruthError):
        bool(Unknown(reason))


# --- Conflicts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("recorded_on", [None, "2016-05-02"])
def test_two_values_for_a_day_recorded_on_the_same_day_are_an_error(recorded_on):
    """The entries are named by their positions, and nothing that they say is told."""
    with pytest.raises(InvalidValueError) as caught:
        Dated(
            [
                Entry("Borlänge", since="2015-01-01", until="2015-12-31", recorded_on=recorded_on),
                Entry("Ludvika", since="2016-01-01", until="2016-06-30", recorded_on=recorded_on),
                Entry("Smedjebacken", since="2016-06-30", recorded_on=recorded_on),
            ]
        )
    assert "entries 1 and 2" in str(caught.value)
    assert "Ludvika" not in str(caught.value)
    assert "2016" not in str(caught.value)


def test_a_conflict_is_one_even_where_a_later_record_covers_it():
    """Otherwise the answer to what was known before that record would have two values."""
    with pytest.raises(InvalidValueError, match="entries 0 and 2"):
        Dated(
            [
                Entry(True, recorded_on="2016-01-10"),
                Entry(True, recorded_on="2016-05-02"),
                Entry(False, recorded_on="2016-01-10"),
            ]
        )


def test_a_value_and_a_null_of_the_same_day_are_in_conflict():
    """One cannot say something and take it back on one day."""
    with pytest.raises(InvalidValueError, match="entries 0 and 1"):
        Dated([Entry(True, recorded_on="2016-05-02"), Entry(None, recorded_on="2016-05-02")])


@pytest.mark.parametrize(
    "both",
    [
        [Entry(True, until="2016-06-30"), Entry(False, since="2016-07-01")],
        [Entry(True, since="2016-07-01"), Entry(False, until="2016-06-30")],
        [Entry(True, until="2016-06-30"), Entry(True, since="2016-01-01")],
        [Entry(True), Entry(False, recorded_on="2016-05-02")],
        [Entry(True, recorded_on="2016-05-01"), Entry(False, recorded_on="2016-05-02")],
    ],
    ids=["days that touch", "the same the other way round", "the same value", "one not recorded", "different days"],
)
def test_what_is_no_conflict_is_taken(both):
    """Different days, equal values and different days of recording go together."""
    assert tuple(both) == Dated(both).entries


# --- Entries ------------------------------------------------------------------------------------------


def test_an_entry_takes_days_as_text_or_dates():
    """All three days are read as every day is."""
    texts, dates = ("2016-01-01", "2016-01-31", "2016-02-15"), (FIRST, date(2016, 1, 31), date(2016, 2, 15))
    one, other = (Entry(True, since=a, until=b, recorded_on=c) for a, b, c in (texts, dates))
    assert one == other


@pytest.mark.parametrize("field", ["since", "until", "recorded_on"])
@pytest.mark.parametrize("value", ["2016-02-30", "20160203", datetime(2016, 2, 3), 0])
def test_an_entry_takes_nothing_else_for_a_day(field, value):
    """What is no day is an error."""
    with pytest.raises(InvalidValueError):
        Entry(True, **{field: value})


def test_an_entry_does_not_end_before_it_begins():
    """A last day before the first is an error."""
    with pytest.raises(InvalidValueError):
        Entry(True, since="2016-02-01", until="2016-01-31")


def test_a_change_of_values_keeps_the_days_and_the_nulls():
    """Every value is changed, and what was taken back stays so."""
    before = Dated([Entry("a", until="2016-01-31"), Entry(None, since="2016-02-01", recorded_on="2016-03-01")])
    after = Dated([Entry("A", until="2016-01-31"), Entry(None, since="2016-02-01", recorded_on="2016-03-01")])
    assert after == before.map(str.upper)


def test_the_repr_tells_nothing():
    """Neither an entry nor a dated value shows what it says, or when."""
    entry = Entry("Ludvika", since="2016-02-01")
    for shown in (repr(entry), repr(Dated([entry])), str(entry), str(Dated([entry]))):
        assert "Ludvika" not in shown
        assert "2016" not in shown


# --- Through decide -----------------------------------------------------------------------------------


def anna(**changes):
    """Return a person who may take part in En väg in but for what *changes*."""
    facts = {"born": "1990-05-17", "residence": "Ludvika", "unmet_need": True} | changes
    return Participant(id="d-001", contacts=[Contact("AF"), Contact("FK")], **facts)


@pytest.mark.parametrize(
    ("on", "outcome", "holds_until"),
    [
        ("2016-12-31", Outcome.ELIGIBLE, "2016-12-31"),
        ("2017-01-01", Outcome.NOT_ELIGIBLE, "2017-03-31"),
        ("2017-04-01", Outcome.UNDETERMINED, "2017-06-30"),
        ("2017-07-01", Outcome.ELIGIBLE, "2055-05-16"),
    ],
)
def test_a_fact_that_changes_changes_the_outcome_on_the_day(on, outcome, holds_until):
    """She moves away on New Year's Day, nobody knows where she lives in the spring, and she comes back on 1 July."""
    residence = [
        Entry("Ludvika", until="2016-12-31"),
        Entry("Borlänge", since="2017-01-01", until="2017-03-31"),
        Entry("Smedjebacken", since="2017-07-01"),
    ]
    decision = decide(anna(residence=residence), load_model("finsam").programmes["en-vag-in"], on)
    assert (outcome, day(holds_until)) == (decision.outcome, decision.holds_until)
    asked = [Missing("residence")] if outcome is Outcome.UNDETERMINED else []
    assert asked == list(decision.missing)


@pytest.mark.parametrize(
    ("known_on", "outcome"),
    [
        ("2016-10-09", Outcome.UNDETERMINED),
        ("2016-10-10", Outcome.NOT_ELIGIBLE),
        ("2016-11-20", Outcome.NOT_ELIGIBLE),
        ("2016-11-21", Outcome.ELIGIBLE),
        (None, Outcome.ELIGIBLE),
    ],
)
def test_a_decision_goes_by_what_was_known(known_on, outcome):
    """Her need was denied on 10 October and found on 21 November, both for the whole autumn."""
    unmet_need = [
        Entry(False, since="2016-10-01", recorded_on="2016-10-10"),
        Entry(True, since="2016-10-01", recorded_on="2016-11-21"),
    ]
    programme = load_model("finsam").programmes["en-vag-in"]
    assert outcome is decide(anna(unmet_need=unmet_need), programme, "2016-10-15", known_on=known_on).outcome


def test_the_day_by_which_it_was_known_is_of_no_account_to_the_programme():
    """En väg in is in force for someone asked about as known long before it began."""
    programme = load_model("finsam").programmes["en-vag-in"]
    assert Outcome.ELIGIBLE is decide(anna(), programme, "2016-10-03", known_on="1999-12-31").outcome
