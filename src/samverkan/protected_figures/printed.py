"""Figures as they are printed: every count is shown, or hidden without a value, and so is what rests on it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

import attrs

from samverkan.disclosure.shares import ShareOf
from samverkan.disclosure.tables import Cell, Hidden, Shown
from samverkan.figure_words import named
from samverkan.figures import Figure
from samverkan.immutable import frozen_mapping, frozen_tuple
from samverkan.indicators import GroupBy, Indicator, Measure, Of
from samverkan.periods import ReportingPeriod
from samverkan.roundings import Rounding
from samverkan.texts import Text

__all__ = ["COUNTS", "PrintedFigure", "printed_figure"]

COUNTS: Final = ("numerator", "denominator", "unknown", "perhaps", "anonymous", "pending", "untold")
"""The counts of a figure, by name."""

_MEAN: Final = 2
"""So many decimals a mean has."""


def _group(value: Mapping[GroupBy, str | None]) -> Mapping[GroupBy, str | None]:
    return frozen_mapping(value)


def _texts(value: Mapping[GroupBy, Text]) -> Mapping[GroupBy, Text]:
    return frozen_mapping(value)


def _parts(value: "Iterable[PrintedFigure]") -> "tuple[PrintedFigure, ...]":
    return frozen_tuple(value)


@attrs.frozen(kw_only=True, repr=False)
class PrintedFigure:
    """What is printed of a :class:`~samverkan.figures.Figure`, whose counts have the same names here.

    * ``definition``, ``variant``, ``period``, ``as_of``, ``known_on``, ``group``, ``names``: as in the figure.
    * ``numerator``, ``denominator``, ``unknown``, ``perhaps``, ``anonymous``, ``pending``, ``untold``: each
      :class:`~samverkan.disclosure.tables.Shown`, or :class:`~samverkan.disclosure.tables.Hidden`.
    * ``value``: a number; a share in percent; a mean with two decimals; a median of days. ``Shown(None)`` of nobody.
    * ``bounds``: between how many percent a share lies, whatever is unknown; ``None`` where there are no bounds.
    * ``is_reached``: whether the goal is reached, before any rounding; ``None`` where that is not known, or hidden.
    * ``parts``: the groups; ``groups_left_out``: whether there were some that cannot be printed.
    * ``rejected``: how many records could not be read.
    """

    definition: Indicator
    variant: str | None
    period: ReportingPeriod
    as_of: date
    known_on: date | None
    group: Mapping[GroupBy, str | None] = attrs.field(converter=_group)
    names: Mapping[GroupBy, Text] = attrs.field(converter=_texts)
    numerator: Cell
    denominator: Cell
    unknown: Cell
    perhaps: Cell
    anonymous: Cell
    pending: Cell
    untold: Cell
    value: Cell
    bounds: tuple[Decimal, Decimal] | Hidden | None
    is_reached: bool | None
    rejected: int
    parts: "tuple[PrintedFigure, ...]" = attrs.field(converter=_parts)
    groups_left_out: bool = False

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.definition.id

    def named(self, by: GroupBy) -> Text:
        """Return what its group is called by that; of one that is not known, that it is unknown."""
        return named(self.group, self.names, by)

    @property
    def hidden(self) -> tuple[str, ...]:
        """What of it is hidden, by name."""
        names = (*COUNTS, "value", "bounds")
        return tuple(name for name in names if isinstance(getattr(self, name), Hidden))

    def __repr__(self) -> str:
        return f"<PrintedFigure {self.id}: {self.value}>"


Hiding = Callable[[Figure, str], Hidden | None]
"""Says of a figure, or of a group of it, how a count of it is hidden; ``None`` when it is shown."""


def printed_figure(
    figure: Figure,
    hiding: Hiding,
    *,
    decimals: int,
    rounding: Rounding,
    groups: bool = True,
) -> PrintedFigure:
    """Return what is printed of a figure; without *groups*, of the whole alone.

    >>> from samverkan import CaseFile, Participant, load_model
    >>> from samverkan.counting import compute
    >>> indicator = load_model("finsam").indicators["on-assistance"]
    >>> figure = compute(indicator, [CaseFile(Participant(id="d-1"))], "2016")
    >>> one = printed_figure(figure, lambda figure, count: None, decimals=1, rounding=Rounding.HALF_UP)
    >>> str(one.unknown), str(one.value), one.hidden
    ('1', '.', ())
    """
    cells = {name: hiding(figure, name) or Shown(getattr(figure, name)) for name in COUNTS}
    value = _value(figure, cells, ShareOf(part="part", whole="whole", decimals=decimals, rounding=rounding))
    parts = (
        printed_figure(one, hiding, decimals=decimals, rounding=rounding) for one in (figure.parts if groups else ())
    )
    return PrintedFigure(
        definition=figure.definition,
        variant=figure.variant,
        period=figure.period,
        as_of=figure.as_of,
        known_on=figure.known_on,
        group=figure.group,
        names=figure.names,
        **cells,
        value=value,
        bounds=_bounds(figure, cells, decimals, rounding),
        is_reached=None if isinstance(value, Hidden) else figure.is_reached,
        rejected=figure.rejected,
        parts=parts,
        groups_left_out=bool(figure.parts) and not groups,
    )


def _value(figure: Figure, cells: Mapping[str, Cell], share: ShareOf) -> Cell:
    """Return the figure itself, which is hidden with any count that it rests on."""
    rests_on = ("numerator",) if figure.measure in {Measure.NUMBER, Measure.DAYS} else ("numerator", "denominator")
    for name in rests_on:
        cell = cells[name]
        if isinstance(cell, Hidden):
            return cell
    match figure.measure:
        case Measure.NUMBER:
            return Shown(figure.numerator)
        case Measure.SHARE | Measure.KEPT:
            return Shown(share.printed(figure.numerator, figure.denominator))
        case Measure.MEAN:
            hundredths = attrs.evolve(share, decimals=0).printed(figure.numerator, figure.denominator)
            return Shown(None if hundredths is None else hundredths.scaleb(-_MEAN))
        case Measure.DAYS:
            median = None if figure.summary is None else figure.summary.median
            return Shown(None if median is None else Decimal(median))  # A half, or a whole number: exact.
        case _ as never:
            assert_never(never)


def _bounds(
    figure: Figure, cells: Mapping[str, Cell], decimals: int, rounding: Rounding
) -> tuple[Decimal, Decimal] | Hidden | None:
    """Return the bounds, which are hidden with any count that they rest on."""
    if figure.measure not in {Measure.SHARE, Measure.KEPT} or figure.definition.of is Of.INHABITANTS:
        return None
    for name in ("numerator", "denominator", "unknown", "perhaps"):
        cell = cells[name]
        if isinstance(cell, Hidden):
            return cell
    share = ShareOf(part="part", whole="whole", decimals=decimals, rounding=rounding)
    open_ = figure.unknown + figure.perhaps
    of = figure.denominator + open_
    least, most = share.printed(figure.numerator, of), share.printed(figure.numerator + open_, of)
    return None if least is None or most is None else (least, most)
