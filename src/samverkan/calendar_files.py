"""What is due, as a calendar that other programs read (iCalendar, RFC 5545), which tells nothing of the person."""

import hmac
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from typing import Any, Final

from samverkan.dates import as_day
from samverkan.due_records import Due
from samverkan.errors import InvalidValueError, MissingExtraError, masked
from samverkan.texts import Language, Text

__all__ = ["LEAST_KEY", "calendar_file", "reference_of", "uid_of"]

LEAST_KEY: Final = 16
"""So many bytes a key has at the least: with fewer, who has a calendar could try them all."""

_A_DAY: Final = timedelta(days=1)
_LENGTH_OF_A_REFERENCE: Final = 12


def calendar_file(
    dues: Iterable[Due],
    on: date | str,
    *,
    key: bytes,
    language: Language = "sv",
    shows_participants: bool = False,
) -> bytes:
    """Return what is due as an iCalendar file: an event of a whole day each.

    A summary says what is due, whose it is and a reference to the case (:func:`reference_of`); nothing else is
    told of the person, but for her id when *shows_participants* asks for it. *key* is a secret that makes the
    ids and the references. With the same key what is due has the same id in every calendar, so that a calendar that is
    read again changes events and adds none twice; without it nobody can find out whose an event is. *on* is the
    day on which the file is made, for no clock is read. What stands twice in *dues* is one event.

    Source: RFC 5545, sections 3.6.1 (events), 3.8.4.7 (UID) and 3.8.7.2 (DTSTAMP).

    Raises:
        MissingExtraError: when the package icalendar is not installed.
        InvalidValueError: when *on* is not a day, or *key* is not 16 bytes or more.

    >>> from samverkan import Contact, Participant, load_model
    >>> from samverkan.dues import due
    >>> noor = Participant(id="d-005", born="2000-10-10", residence="Smedjebacken", unmet_need=True,
    ...                    contacts=[Contact("kommun/skola"), Contact("region/psykiatri")])
    >>> dues = [one for one in due([noor], load_model("finsam"), "2016-10-04") if one.programme == "en-vag-in"]
    >>> written = calendar_file(dues, "2016-10-04", key=b"a secret of your own", language="en")
    >>> [line for line in written.decode().splitlines() if line.startswith("DT")]
    ['DTSTART;VALUE=DATE:20161010', 'DTEND;VALUE=DATE:20161011', 'DTSTAMP:20161004T000000Z']
    """
    made, secret = datetime.combine(as_day(on), time(), UTC), _key(key)
    icalendar = _package()
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//samverkan//samverkan//EN")
    calendar.add("version", "2.0")
    by_uid = {uid_of(one, secret): one for one in dues}
    for uid, one in by_uid.items():
        event = icalendar.Event()
        label, reference = one.label(language), reference_of(one.participant, secret)
        event.add("uid", uid)
        event.add("dtstamp", made)
        event.add("dtstart", one.on)
        if one.on < date.max:
            event.add("dtend", one.on + _A_DAY)
        event.add("summary", _SUMMARY.filled(language, {"label": label, "reference": reference}))
        if shows_participants:
            event.add("description", one.participant)
        event.add("class", "CONFIDENTIAL")
        event.add("transp", "TRANSPARENT")  # It takes up no time of the one whose calendar it is.
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def uid_of(one: Due, key: bytes) -> str:
    """Return the id of an event: the same for the same due thing and key, and nothing to be read from it.

    That something has become overdue, is another's to do or turns out otherwise does not change it.

    Raises:
        InvalidValueError: when *key* is not 16 bytes or more.
    """
    about = (one.referral, one.programme, one.consent, one.lead_time, one.policy)
    return _digest(key, "due", one.participant, one.what.value, one.on.isoformat(), *about)


def reference_of(participant: str, key: bytes) -> str:
    """Return what a case is called in a calendar: who has the key finds the case by making those of its own cases.

    Raises:
        InvalidValueError: when *key* is not 16 bytes or more.

    >>> reference_of("d-005", b"a secret of your own") == reference_of("d-005", b"another secret than that")
    False
    """
    return _digest(key, "participant", participant)[:_LENGTH_OF_A_REFERENCE]


def _package() -> Any:
    """Return the package icalendar, which is imported nowhere else."""
    try:
        return import_module("icalendar")
    except ImportError:
        pass
    raise MissingExtraError("calendar")


def _key(key: object) -> bytes:
    if isinstance(key, bytes) and len(key) >= LEAST_KEY:
        return key
    got = f"{len(key)} bytes" if isinstance(key, bytes) else masked(key)
    raise InvalidValueError(where="key", wanted=f"{LEAST_KEY} bytes or more that nobody can guess", got=got)


def _digest(key: bytes, *parts: str | None) -> str:
    # As JSON, so that what stands in one part cannot be taken for two.
    return hmac.new(_key(key), json.dumps(parts).encode(), "sha256").hexdigest()


_SUMMARY: Final = Text("{label}, ärende {reference}", "{label}, case {reference}")
