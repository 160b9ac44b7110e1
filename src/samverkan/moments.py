"""Moments: a day, or a point in time with its offset, which counts on its day in Sweden."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from samverkan.dates import as_day
from samverkan.errors import InvalidValueError, masked

__all__ = ["Moment", "as_moment", "day_of"]

Moment = date | datetime
"""A day, or an aware point in time."""

_TIMESTAMP: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:[Zz]|[-+][0-9]{2}:[0-5][0-9])"
)
_WANTED: Final = "a day as YYYY-MM-DD, or a time as 2016-11-14T09:30:00+01:00"


def as_moment(value: object) -> Moment:
    """Return *value* as a day, or as a point in time with its offset (RFC 3339).

    Raises:
        InvalidValueError: for anything else; a time without an offset says no point in time.

    >>> as_moment("2016-11-14"), as_moment("2016-11-14T09:30:00+01:00").isoformat()
    (datetime.date(2016, 11, 14), '2016-11-14T09:30:00+01:00')
    """
    if isinstance(value, datetime):
        offset = value.utcoffset()
        if offset is None:
            raise InvalidValueError(wanted=_WANTED, got="a time without an offset")
        if offset % timedelta(minutes=1):
            raise InvalidValueError(wanted=_WANTED, got="an offset that is no whole number of minutes")
        return _with_a_day(value)
    if isinstance(value, str) and _TIMESTAMP.fullmatch(value):
        try:
            moment = datetime.fromisoformat(value.upper())
        except ValueError:
            moment = None  # The message of datetime holds the value.
        if moment is None:
            raise InvalidValueError(wanted="a time that exists", got="one that no clock shows")
        return _with_a_day(moment)
    try:
        return as_day(value)
    except InvalidValueError as error:
        fault = error.fault
    if fault.wanted.startswith("a day as"):
        raise InvalidValueError(wanted=_WANTED, got=masked(value))
    raise InvalidValueError(wanted=fault.wanted, got=fault.got)


def _with_a_day(moment: datetime) -> datetime:
    # In the first and the last year there are times whose day in Sweden no calendar has.
    if date.min.year < moment.year < date.max.year:
        return moment
    raise InvalidValueError(wanted="a time from the year 2 to the year 9998", got="another")


def day_of(moment: Moment) -> date:
    """Return the day on which a moment counts: of a point in time, its day in Sweden.

    >>> day_of(as_moment("2016-11-14T23:30:00+00:00"))
    datetime.date(2016, 11, 15)
    """
    if not isinstance(moment, datetime):
        return moment
    import pendulum  # noqa: PLC0415 - few events have a time

    return moment.astimezone(pendulum.timezone("Europe/Stockholm")).date()
