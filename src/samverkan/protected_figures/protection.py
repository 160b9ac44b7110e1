"""Protecting figures that are printed together: the wholes first, and then the groups beside them."""

from collections.abc import Callable, Iterable, Mapping

import attrs

from samverkan.disclosure.notes import hidden_note
from samverkan.disclosure.parts import hide_in_parts
from samverkan.disclosure.publications import Key, Publication
from samverkan.disclosure.suppression import Hiding, Suppressor
from samverkan.disclosure.tables import Hidden, Why
from samverkan.errors import InvalidValueError, located, masked
from samverkan.figures import Figure
from samverkan.immutable import frozen_tuple
from samverkan.protected_figures.counts import WHOLE, FigureCounts, of_figures
from samverkan.protected_figures.means import Means
from samverkan.protected_figures.printed import PrintedFigure, printed_figure
from samverkan.roundings import Rounding, as_rounding
from samverkan.texts import Language

__all__ = ["LeftOut", "ProtectedFigures", "protect_figures"]


def protect_figures(
    figures: Iterable[Figure],
    *,
    threshold: int,
    protection: int | None = None,
    decimals: int = 1,
    rounding: Rounding | str = Rounding.HALF_UP,
) -> "ProtectedFigures":
    """Return the figures as they may be printed together.

    * *figures*: of the same cases and model, with their groups; what :func:`samverkan.counting.compute_all` returns.
    * *threshold*: counts from 1 to one less than this are hidden. It has no default.
    * *protection*: how many values must at least be possible for every hidden count, and for every small one that is
      not printed; one more than the threshold, unless said. They are counted from 0, for a 0 may be hidden as well.
    * *decimals*, *rounding*: of shares, in percent. They are part of what a reader sees.

    The counts of wholes are not hidden for the sake of groups: groups that cannot be protected beside their whole are
    left out. A figure whose whole cannot be protected is refused. What was done is told in the result.

    Raises:
        InvalidValueError: when *threshold*, *protection* or *rounding* is not what is wanted, or the figures cannot be
            of the same cases.

    >>> from samverkan import CaseFile, Participant, load_model
    >>> from samverkan.counting import compute_all
    >>> sexes = ["man"] * 20 + ["woman"] * 2
    >>> cases = [CaseFile(Participant(id=f"d-{n}", sex=sex)) for n, sex in enumerate(sexes)]
    >>> model = load_model("finsam")
    >>> [figure] = protect_figures(compute_all([model.indicators["on-assistance"]], cases, "2016"), threshold=5).figures
    >>> str(figure.unknown), [str(one.unknown) for one in figure.parts]
    ('22', ['..', '..'])
    """
    for name, number in (("threshold", threshold), ("protection", 1 if protection is None else protection)):
        if type(number) is not int or number < 1:
            raise InvalidValueError(where=name, wanted="a whole number, 1 or more", got=masked(number))
    values = threshold + 1 if protection is None else protection
    return _Protecting(figures, threshold, values, decimals, _rounding(rounding)).made()


@attrs.frozen(kw_only=True)
class LeftOut:
    """What of a figure is not printed, since it cannot be protected: its groups, or all of it."""

    indicator: str
    variant: str | None
    all: bool


def _figures(value: Iterable[PrintedFigure]) -> tuple[PrintedFigure, ...]:
    return frozen_tuple(value)


def _left_out(value: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    return frozen_tuple(value)


@attrs.frozen(kw_only=True, repr=False)
class ProtectedFigures:
    """Figures that may be printed together; :func:`protect_figures` makes it. It holds no value of anything hidden.

    * ``figures``: in the order in which they were given, without those that were refused.
    * ``left_out``: of which figures the groups, or all, are not printed.
    * ``publication``: everything that is printed, to be audited with :func:`samverkan.disclosure.publications.audit`.
    """

    figures: tuple[PrintedFigure, ...] = attrs.field(converter=_figures)
    left_out: tuple[LeftOut, ...] = attrs.field(converter=_left_out)
    publication: Publication
    threshold: int
    protection: int
    decimals: int
    rounding: Rounding

    def note(self, language: Language) -> str:
        """Return what readers are told beside the figures.

        >>> for sentence in protect_figures([], threshold=5).note("sv").split(". "):
        ...     print(sentence)
        Antal under 5 visas inte
        Andra uppgifter, även 0, kan också vara dolda, så att de små antalen inte går att räkna ut
        Det som är dolt är markerat med ”..”.
        """
        return hidden_note(self.threshold, language)

    def __repr__(self) -> str:
        return f"<ProtectedFigures: {len(self.figures)}>"


def _rounding(value: Rounding | str) -> Rounding:
    return located("rounding", as_rounding, value)


# --- Protecting -------------------------------------------------------------------------------------


class _Protecting:
    """Figures on their way to being printed, by the places in which they were given."""

    def __init__(
        self, figures: Iterable[Figure], threshold: int, protection: int, decimals: int, rounding: Rounding
    ) -> None:
        self.figures = dict(enumerate(figures))
        self.threshold = threshold
        self.protection = protection
        self.decimals = decimals
        self.rounding = rounding
        self.suppressor = Suppressor(smallest=1, largest=threshold - 1, protection=protection)
        self.refused: set[int] = set()
        self.groupless: set[int] = set()

    def made(self) -> ProtectedFigures:
        """Return what may be printed."""
        wholes, hiding = self._wholes()
        counts, hiding = self._with_groups(wholes, hiding)
        means = Means(counts, self._printed(), hiding.hidden, threshold=self.threshold, protection=self.protection)
        publication = means.beside(counts.counts.publication(hiding.hidden, hiding.shares))
        printer = _Printer(counts, hiding, means)
        left_out = {**dict.fromkeys(self.groupless, False), **dict.fromkeys(self.refused, True)}
        return ProtectedFigures(
            figures=[
                printed_figure(
                    figure,
                    printer.hiding_in(place, figure),
                    decimals=self.decimals,
                    rounding=self.rounding,
                    groups=place not in self.groupless,
                )
                for place, figure in self._printed().items()
            ],
            left_out=[
                LeftOut(
                    indicator=self.figures[place].indicator, variant=self.figures[place].variant, all=left_out[place]
                )
                for place in sorted(left_out)
            ],
            publication=publication,
            threshold=self.threshold,
            protection=self.protection,
            decimals=self.decimals,
            rounding=self.rounding,
        )

    def _wholes(self) -> tuple[FigureCounts, Hiding]:
        """Protect the wholes, and refuse what cannot be."""
        while True:
            counts = self._counts(())
            hiding = hide_in_parts(self.suppressor, counts.counts)
            if hiding.exposed is None:
                return counts, hiding
            self.refused.add(self._concerned(counts, hiding.exposed, self._printed()))

    def _with_groups(self, wholes: FigureCounts, of_wholes: Hiding) -> tuple[FigureCounts, Hiding]:
        """Protect the groups beside the wholes, and leave out what cannot be: what is shown of wholes stays."""
        kept = wholes.of_wholes - of_wholes.hidden
        while groups := [place for place, one in self._printed().items() if one.parts and place not in self.groupless]:
            counts = self._counts(groups, never_beside=kept)
            hiding = hide_in_parts(self.suppressor, counts.counts)
            if hiding.exposed is None:
                return counts, hiding
            self.groupless.add(self._concerned(counts, hiding.exposed, groups))
        return wholes, of_wholes

    def _printed(self) -> Mapping[int, Figure]:
        return {place: one for place, one in self.figures.items() if place not in self.refused}

    def _counts(self, groups: Iterable[int], *, never_beside: frozenset[Key] = frozenset()) -> FigureCounts:
        return of_figures(
            self._printed(), groups, decimals=self.decimals, rounding=self.rounding, never_beside=never_beside
        )

    def _concerned(self, counts: FigureCounts, exposed: Key, among: Iterable[int]) -> int:
        """Return the figure to do something about: the first, by its names, that the exposed count is of."""
        named = sorted(
            among, key=lambda place: (self.figures[place].indicator, str(self.figures[place].variant), place)
        )
        return next((place for place in named if exposed in counts.of_figure[place]), named[0])


class _Printer:
    """Says what is hidden."""

    def __init__(self, counts: FigureCounts, hiding: Hiding, means: Means) -> None:
        self.counts = counts
        self.hiding = hiding
        self.means = means

    def hiding_in(self, place: int, figure: Figure) -> Callable[[Figure, str], Hidden | None]:
        """Return what says of a figure, or a group of it, how a count is hidden."""
        groups = {id(figure): WHOLE, **{id(one): number for number, one in enumerate(figure.parts)}}

        def hidden(one: Figure, count: str) -> Hidden | None:
            at = place, groups[id(one)]
            if count == "numerator" and self.means.hides(at):
                return Hidden(Why.COMPLEMENTARY)
            key = self.counts.held[at].keys.get(count)
            if key not in self.hiding.hidden:
                return None
            return Hidden(Why.PRIMARY if key in self.hiding.primary else Why.COMPLEMENTARY)

        return hidden
