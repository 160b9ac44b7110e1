"""The register of Sweden's 290 *kommuner*: name, four-digit code, county (*län*).

Source: Statistics Sweden's codes of counties and municipalities.
"""

from functools import cache
from types import MappingProxyType
from unicodedata import normalize

import attrs

from samverkan.errors import InvalidValueError, masked, nearest

__all__ = ["Municipality", "municipalities", "municipality"]


@attrs.frozen
class Municipality:
    """A *kommun*: its name without the word *kommun*, and its code, both as in the register."""

    name: str
    code: str
    county: str
    county_code: str


@cache
def municipalities() -> MappingProxyType[str, Municipality]:
    """Return all 290 by name, in the order of their codes.

    >>> len(municipalities()), municipalities()["Ludvika"].code
    (290, '2085')
    """
    # What is needed once, and not before somebody asks, is imported then: the package is to import quickly.
    import csv  # noqa: PLC0415
    from importlib.resources import files  # noqa: PLC0415

    text = files("samverkan").joinpath("municipalities.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["name"]: Municipality(**row) for row in csv.DictReader(text.splitlines())})


@cache
def _by_code() -> MappingProxyType[str, Municipality]:
    return MappingProxyType({one.code: one for one in municipalities().values()})


def municipality(name_or_code: object) -> Municipality:
    """Return the *kommun* of that name or four-digit code.

    Raises:
        InvalidValueError: for anything else; a name that is nearly right is hinted at.

    >>> municipality("2085").name
    'Ludvika'
    >>> municipality("Ludvika kommun")
    Traceback (most recent call last):
    samverkan.errors.InvalidValueError: ...did you mean Ludvika?
    """
    found = None
    if isinstance(name_or_code, str):
        name = normalize("NFC", name_or_code)
        found = municipalities().get(name) or _by_code().get(name)
    if found is None:
        hint = nearest(name_or_code, municipalities()) if isinstance(name_or_code, str) else ""
        raise InvalidValueError(wanted="a kommun by name or four-digit code", got=masked(name_or_code), hint=hint)
    return found
