"""What is due as iCalendar: read back by the library, and held against the raw text of RFC 5545 without it."""

import hashlib
import hmac
import json
import re
import sys
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from samverkan import Outcome, Participant
from samverkan.calendar_files import LEAST_KEY, calendar_file, reference_of, uid_of
from samverkan.due_records import Due, DueKind
from samverkan.errors import InvalidValueError, MissingExtraError
from strategies import examples

KEY = b"a secret of this file"
PLANTED = "19900517-1234"


def thing(**said):
    """Return something that is due of somebody whose id is a number that nobody should see."""
    given_ = {
        "on": date(2016, 11, 28),
        "what": DueKind.PROMISE,
        "whose": ["kommun/AME"],
        "participant": PLANTED,
        "referral": f"r-{PLANTED}",
        "consent": f"c-{PLANTED}",
        "told": [f"om {PLANTED}", f"about {PLANTED}"],
        "label": [
            "Sista dagen för ett löfte: kontaktad inom två veckor (AME)",
            "The last day of a promise: contacted within two weeks (AME)",
        ],
    }
    return Due(**{**given_, **said})


def raw(*dues, on="2016-11-20", **how):
    """Return the file as text."""
    return calendar_file(dues, on, **{"key": KEY, **how}).decode()


def events(*dues, **how):
    """Return the events that the library reads back."""
    return Calendar.from_ical(raw(*dues, **how)).walk("VEVENT")


def unfolded(text):
    """Return the lines of a calendar as RFC 5545, 3.1, puts them together, as names and values."""
    lines = text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")
    assert lines.pop() == ""
    return [(line.partition(":")[0], line.partition(":")[2]) for line in lines]


def unescaped(value):
    """Return text as RFC 5545, 3.3.11, has it before it was written."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), value)


# --- What stands in it --------------------------------------------------------------------------------


def test_what_is_due_is_an_event_of_the_whole_day():
    """Read back: the day, the day after as its end, the summary, and the day it was made as a point in time."""
    (event,) = events(thing(), language="en")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2016, 11, 28), date(2016, 11, 29))
    assert event["dtstamp"].dt == datetime(2016, 11, 20, tzinfo=UTC)
    reference = hmac.new(KEY, json.dumps(["participant", PLANTED]).encode(), hashlib.sha256).hexdigest()[:12]
    assert str(event["summary"]) == f"The last day of a promise: contacted within two weeks (AME), case {reference}"
    assert (str(event["class"]), str(event["transp"])) == ("CONFIDENTIAL", "TRANSPARENT")


def test_it_speaks_swedish_unless_another_language_is_asked_for():
    """The summary is the label of that language."""
    assert str(events(thing())[0]["summary"]).startswith(
        "Sista dagen för ett löfte: kontaktad inom två veckor (AME), ärende "
    )


def test_the_file_is_what_the_standard_says_it_is():
    """Line by line: what begins ends, all that must be there is, every value is of its form."""
    lines = unfolded(raw(thing(), thing(on=date(2016, 12, 1))))
    assert lines[0] == ("BEGIN", "VCALENDAR")
    assert lines[-1] == ("END", "VCALENDAR")
    assert ("VERSION", "2.0") in lines
    assert [value for name, value in lines if name == "PRODID"] == ["-//samverkan//samverkan//EN"]
    assert [value for name, value in lines if name in {"BEGIN", "END"}] == ["VCALENDAR", *["VEVENT"] * 4, "VCALENDAR"]
    of_event = {
        "UID": r"[0-9a-f]{64}",
        "DTSTAMP": r"20161120T000000Z",
        "DTSTART;VALUE=DATE": r"2016(1128|1201)",
        "DTEND;VALUE=DATE": r"2016(1129|1202)",
        "SUMMARY": r".+",
        "CLASS": r"CONFIDENTIAL",
        "TRANSP": r"TRANSPARENT",
    }
    inside = [one for one in lines if one[0] not in {"BEGIN", "END", "VERSION", "PRODID"}]
    assert sorted(name for name, _ in inside) == sorted([*of_event, *of_event])
    assert all(re.fullmatch(of_event[name], value) for name, value in inside)


def test_the_last_day_that_there_is_has_no_day_after_it():
    """Without an end an event of a day is that day (RFC 5545, 3.6.1)."""
    (event,) = events(thing(on=date.max))
    assert event["dtstart"].dt == date.max
    assert "dtend" not in event


def test_nothing_due_is_a_calendar_without_events():
    """It can be written and read, and takes the place of one that had some."""
    assert events() == []


labels = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=120)


@examples(80)
@given(st.lists(st.tuples(st.dates(date(1900, 1, 1)), labels, labels), max_size=4), st.dates(date(1900, 1, 1)))
def test_whatever_it_says_its_lines_are_short_and_come_back_as_they_were(drawn, on):
    """Every line ends with CRLF and has 75 octets at most, and the summaries, put together again, are what was due."""
    dues = [thing(on=day, participant=who, label=[label, label]) for day, label, who in drawn]
    written = calendar_file(dues, on, key=KEY)
    assert written.endswith(b"\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert b"\r" not in written.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    summaries = [unescaped(value) for name, value in unfolded(written.decode()) if name == "SUMMARY"]
    by_uid = {uid_of(one, KEY): one for one in dues}
    assert summaries == [f"{one.label('sv')}, ärende {reference_of(one.participant, KEY)}" for one in by_uid.values()]
    assert len(events(*dues)) == len(by_uid)


# --- Ids ----------------------------------------------------------------------------------------------


def test_the_same_thing_has_the_same_id_whatever_becomes_of_it():
    """In another calendar, when it is overdue, another's or told otherwise; so a calendar read again adds nothing."""
    later = thing(is_overdue=True, whose=["kommun/IFO"], becomes=Outcome.ELIGIBLE, told=["x", "x"], label=["y", "y"])
    assert uid_of(later, KEY) == uid_of(thing(), KEY)
    assert len(events(thing(), later, thing())) == 1


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"participant": "another"}, id="person"),
        pytest.param({"what": DueKind.LIMIT}, id="what"),
        pytest.param({"on": date(2016, 11, 29)}, id="day"),
        pytest.param({"programme": "en-vag-in"}, id="programme"),
        pytest.param({"referral": None}, id="referral"),
        pytest.param({"consent": "c-2"}, id="consent"),
        pytest.param({"lead_time": "contact"}, id="lead-time"),
        pytest.param({"lead_time": "contact", "policy": "rolled"}, id="policy"),
        pytest.param({"referral": f"c-{PLANTED}", "consent": f"r-{PLANTED}"}, id="the-one-for-the-other"),
    ],
)
def test_another_thing_has_another_id(changed):
    """In whatever it differs."""
    other = attrs.evolve(thing(), **changed)
    assert uid_of(other, KEY) != uid_of(thing(), KEY)
    assert len(events(thing(), other)) == 2


def test_an_id_cannot_be_made_without_the_secret():
    """It is an HMAC of what the thing is (RFC 2104), and another secret gives another; so does a plain digest."""
    what = ["due", PLANTED, "promise", "2016-11-28", f"r-{PLANTED}", None, f"c-{PLANTED}", None, None]
    assert uid_of(thing(), KEY) == hmac.new(KEY, json.dumps(what).encode(), hashlib.sha256).hexdigest()
    assert uid_of(thing(), KEY) != uid_of(thing(), KEY + b"!")
    assert uid_of(thing(), KEY) != hashlib.sha256(json.dumps(what).encode()).hexdigest()


def test_two_things_of_one_person_bear_one_reference():
    """Who has the secret finds the case by it."""
    written = unfolded(raw(thing(), thing(on=date(2016, 12, 1)), thing(participant="another")))
    references = [value.rpartition(" ")[2] for name, value in written if name == "SUMMARY"]
    assert references == [*[reference_of(PLANTED, KEY)] * 2, reference_of("another", KEY)]
    assert len(set(references)) == 2


# --- What does not stand in it ------------------------------------------------------------------------


def test_nothing_personal_stands_in_it_unless_it_is_asked_for():
    """Neither the id of the person nor those of her referral and consents, nor what is told of her."""
    assert PLANTED not in raw(thing()).replace("\r\n ", "")
    shown = events(thing(), shows_participants=True)[0]
    assert str(shown["description"]) == PLANTED
    assert f"r-{PLANTED}" not in raw(thing(), shows_participants=True)


# --- What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "got"),
    [
        pytest.param(b"", "0 bytes", id="none"),
        pytest.param(b"x" * (LEAST_KEY - 1), "15 bytes", id="short"),
        pytest.param("a secret that is text", "text of 21 characters", id="text"),
    ],
)
def test_a_secret_that_could_be_guessed_is_refused_and_not_shown(key, got):
    """Fewer bytes than sixteen, or no bytes at all; also where no calendar is made."""
    for ask in (
        lambda: calendar_file([], "2016-11-20", key=key),
        lambda: uid_of(thing(), key),
        lambda: reference_of("x", key),
    ):
        with pytest.raises(
            InvalidValueError, match=rf"^key: wanted 16 bytes or more that nobody can guess, got {got}$"
        ):
            ask()


def test_a_day_that_is_none_is_refused():
    """No clock is read in its place."""
    with pytest.raises(InvalidValueError):
        calendar_file([], "today", key=KEY)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    """And samverkan itself is imported without it."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'samverkan\[calendar\]'"):
        calendar_file([], "2016-11-20", key=KEY)
    assert uid_of(thing(), KEY)
    assert Participant(id="d-1")


def test_the_days_of_two_calendars_make_the_same_events_but_for_when_they_were_made():
    """The stamp alone differs."""
    first, second = (raw(thing(), on=date(2016, 11, 20) + n * timedelta(1)) for n in (0, 1))
    assert first.replace("20161120T000000Z", "20161121T000000Z") == second
