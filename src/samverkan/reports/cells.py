"""The cells of a report: a number that may be shown, or why there is none; and how numbers are written."""

from enum import Enum
from fractions import Fraction
from math import isfinite
from typing import Final, assert_never

import attrs

from samverkan.errors import InvalidValueError, masked
from samverkan.numerals import number_in, percent_in
from samverkan.reports.words import said
from samverkan.texts import Language, Text

__all__ = ["HIDDEN_MARK", "Cell", "CellState", "Kind", "Number", "as_text", "written"]

Number = int | float | Fraction

HIDDEN_MARK: Final = ".."
"""What stands where a number is not shown, as in Swedish official statistics."""


class CellState(Enum):
    """What is known of a cell, and what of it may be shown."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"
    NONE = "none"


class Kind(Enum):
    """What sort of number stands in a column: whole things counted, shares from 0 to 1, or any number."""

    COUNT = "count"
    SHARE = "share"
    NUMBER = "number"


@attrs.frozen
class Cell:
    """A number, or why there is none.

    * ``SHOWN``: the number;
    * ``HIDDEN``: there is one that may not be shown (*röjandekontroll*). The cell does not hold it;
    * ``UNKNOWN``: nobody knows it, and unknown is not zero;
    * ``NONE``: there is nothing to say, such as a share of nobody.

    Raises:
        InvalidValueError: when there is a number though none is shown, none though one is, or it is no finite number.

    >>> Cell(27).state, Cell.hidden().value
    (<CellState.SHOWN: 'shown'>, None)
    """

    value: Number | None = None
    state: CellState = attrs.field(default=CellState.SHOWN, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.state is not CellState.SHOWN:
            if self.value is not None:
                raise InvalidValueError(
                    where="value", wanted=f"nothing in a cell that is {self.state.value}", got="one"
                )
        elif not _is_number(self.value):
            raise InvalidValueError(where="value", wanted="a finite number", got=masked(self.value))

    @classmethod
    def hidden(cls) -> "Cell":
        """Return a cell whose number may not be shown; it is not in it."""
        return cls(state=CellState.HIDDEN)

    @classmethod
    def unknown(cls) -> "Cell":
        """Return a cell whose number nobody knows."""
        return cls(state=CellState.UNKNOWN)

    @classmethod
    def none(cls) -> "Cell":
        """Return a cell in which there is nothing to say."""
        return cls(state=CellState.NONE)

    def fits(self, kind: Kind) -> bool:
        """Whether the number, if there is one, is of that kind."""
        if self.value is None:
            return True
        match kind:
            case Kind.COUNT:
                return isinstance(self.value, int) and self.value >= 0
            case Kind.SHARE:
                return 0 <= self.value <= 1
            case Kind.NUMBER:
                return True
            case _ as never:
                assert_never(never)

    def written(self, language: Language, kind: Kind = Kind.COUNT, decimals: int = 0) -> str:
        r"""Return what stands in the cell, in words where there is no number.

        >>> Cell(Fraction(3, 8)).written("sv", Kind.SHARE), Cell.hidden().written("sv"), Cell.none().written("sv")
        ('38\xa0%', '..', '–')
        """
        if self.value is not None:
            return written(self.value, language, kind, decimals)
        match self.state:
            case CellState.HIDDEN:
                return HIDDEN_MARK
            case CellState.UNKNOWN:
                return said("unknown", language)
            case CellState.NONE | CellState.SHOWN:
                return "–"
            case _ as never:
                assert_never(never)


def written(value: Number, language: Language, kind: Kind = Kind.COUNT, decimals: int = 0) -> str:
    r"""Return a number as one writes it: in Swedish with a decimal comma, and spaces that do not break a line.

    It is rounded half away from zero, from its exact value. A share is written in percent.

    >>> written(1234567, "sv"), written(Fraction(-5, 2), "en", Kind.NUMBER)
    ('1\xa0234\xa0567', '−3')
    """
    exact = Fraction(value)
    if kind is Kind.SHARE:
        return percent_in(100 * exact, language, decimals=decimals)
    return number_in(exact, language, decimals=decimals)


def as_text(words: Text | str) -> Text:
    """Return words that a page and a drawing can hold; what is the same in both languages may be a plain text.

    Raises:
        InvalidValueError: when there are none, or a control character stands in them.
    """
    text = words if isinstance(words, Text) else Text(sv=words, en=words)
    if not all(words.replace("\N{NO-BREAK SPACE}", " ").isprintable() for words in (text.sv, text.en)):
        raise InvalidValueError(wanted="words without line breaks and other control characters", got="one of them")
    return text


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Fraction) and not isinstance(value, bool) and isfinite(value)
