"""How large a share of their own people the agencies say belong to the target group, and what a computed share says.

The sources state such shares as ranges, by the case workers' own estimate (document S002): *ca 80-100%*, *50-75%*,
*ca 20 %*. They are data here, quotation and all. A share that is computed from cases is a range as well while
something is unknown, and the two are compared without more being said than both allow.
"""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, Final

import attrs

from samverkan.fields import agency, identifier, named, word
from samverkan.immutable import frozen_by_id
from samverkan.municipalities import municipality
from samverkan.numerals import number_in, percent_in
from samverkan.share_ranges import ShareRange, as_share
from samverkan.sources import Source
from samverkan.texts import Language, Text, capitalised

__all__ = ["Compared", "Comparison", "StatedShare", "compare", "stated_shares"]


class Comparison(StrEnum):
    """How a computed share lies to a stated one.

    * ``within``: whatever the unknowns are, it lies in the stated range;
    * ``above``, ``below``: whatever they are, it lies beyond it;
    * ``cannot_be_told``: it depends on what is unknown, on how far a *ca* reaches, or there is nobody to count.
    """

    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"
    CANNOT_BE_TOLD = "cannot_be_told"


@attrs.frozen(kw_only=True, field_transformer=named)
class StatedShare:
    """A share as a source states it: by whom, of whom, from what to what, and in which words.

    * ``agency``: whose share, as the model *finsam* names it; ``name``: the part of it that the source speaks of.
    * ``of``: of whom it is a share; ``kommun``: where.
    * ``is_about``: whether the source says *ca*. How far that reaches nobody says.
    * ``is_estimated``: whether those who state it have estimated it themselves.
    * ``note``: what the source adds, word for word.
    """

    id: str = attrs.field(converter=identifier)
    agency: str = attrs.field(converter=agency)
    name: Text
    of: Text
    kommun: str = attrs.field(converter=word)
    stated: ShareRange
    is_about: bool = False
    is_estimated: bool = True
    source: Source
    note: str | None = None

    def text(self, language: Language = "en") -> str:
        """Return what is stated, in one sentence, with its source.

        >>> print(stated_shares()["primary-care"].text("sv"))
        Primärvården i Vetlanda: ca 20 % av patienterna, enligt egen uppskattning (S002: ”Av primärvårdens patientgrupp är det ca 20 % som tillhör den komplexa målgruppen”).
        """  # noqa: E501
        stated = range_in(self.stated, language)
        shown = _WORDS["about"].filled(language, {"range": stated}) if self.is_about else stated
        name = self.name.in_(language)
        return _WORDS["estimated" if self.is_estimated else "stated"].filled(
            language,
            {
                "name": capitalised(name),
                "range": shown,
                "kommun": self.kommun,
                "of": self.of.in_(language),
                "source": self.source.told(language),
            },
        )

    def __str__(self) -> str:
        return self.text()


@attrs.frozen
class Compared:
    """A stated share beside a computed one, and what comes of it; :func:`compare` makes it.

    ``compared_with`` is the stated range, widened by what *ca* was taken to reach; ``in_common`` is what both ranges
    hold, which does not by itself tell that they agree.
    """

    stated: StatedShare
    found: ShareRange | None
    compared_with: ShareRange
    comparison: Comparison

    @property
    def in_common(self) -> ShareRange | None:
        """What both can be; ``None`` when they have nothing in common."""
        return None if self.found is None else self.compared_with.in_common(self.found)

    def explain(self, language: Language = "en") -> str:
        """Say in two sentences what is stated and how the computed share lies to it."""
        found = _WORDS["nobody"].in_(language) if self.found is None else range_in(self.found, language)
        said = _WORDS[self.comparison].filled(language, {"found": found})
        return f"{self.stated.text(language)} {said}"

    def __str__(self) -> str:
        return self.explain()


def compare(stated: StatedShare, found: ShareRange | None, *, about: Fraction | None = None) -> Compared:
    """Compare what is stated with what has been computed of the same people; nothing is rounded.

    *found* is exact where nothing is unknown: :meth:`~samverkan.share_ranges.ShareRange.exactly`. Where the source says
    *ca*, *about* is how far that is taken to reach on each side, such as ``Fraction(5, 100)``. Without it a share
    outside the stated range cannot be told from one that *ca* covers. Of a source without *ca* it changes nothing.

    Raises:
        InvalidRecordError: when *about* is no exact share.

    >>> psychiatry = stated_shares()["psychiatry"]
    >>> compare(psychiatry, ShareRange.counted(yes=60, no=40, unknown=0)).comparison.value
    'within'
    >>> compare(psychiatry, ShareRange.counted(yes=60, no=20, unknown=20)).comparison.value
    'cannot_be_told'
    """
    reach = None if about is None else as_share(about)
    wide = stated.stated.widened(reach) if stated.is_about and reach is not None else stated.stated
    return Compared(stated, found, wide, _comparison(wide, found, is_known=not stated.is_about or reach is not None))


def _comparison(stated: ShareRange, found: ShareRange | None, *, is_known: bool) -> Comparison:
    if found is None:
        return Comparison.CANNOT_BE_TOLD
    if stated.holds(found):
        return Comparison.WITHIN
    if is_known and found.least > stated.most:
        return Comparison.ABOVE
    if is_known and found.most < stated.least:
        return Comparison.BELOW
    return Comparison.CANNOT_BE_TOLD


@cache
def stated_shares() -> Mapping[str, StatedShare]:
    """Return the shares that document S002 states, by id, in its order. They are Vetlanda's.

    >>> [f"{one.id}: {one.stated.least} to {one.stated.most}" for one in stated_shares().values()][:2]
    ['social-services: 4/5 to 1', 'psychiatry: 1/2 to 3/4']
    """
    import tomllib  # noqa: PLC0415 - what is needed once is imported then
    from importlib.resources import files  # noqa: PLC0415

    text = files("samverkan").joinpath("finsam/tables/stated_shares.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    return frozen_by_id([_stated(row, table) for row in table["shares"]])


def _stated(row: Mapping[str, Any], table: Mapping[str, Any]) -> StatedShare:
    return StatedShare(
        id=row["id"],
        agency=row["agency"],
        name=Text(**row["name"]),
        of=Text(**row["of"]),
        kommun=municipality(table["kommun"]).name,
        stated=ShareRange(Fraction(row["least"], _WHOLE), Fraction(row["most"], _WHOLE)),
        is_about=row.get("is_about", False),
        source=Source(document=table["document"], quote=row["quote"]),
        note=row.get("note"),
    )


# --- In words -------------------------------------------------------------------------------------

_WHOLE: Final = 100
_WORDS: Final[Mapping[str, Text]] = {
    "range": Text(sv="{least}–{most}", en="{least}–{most}"),
    "about": Text(sv="ca {range}", en="about {range}"),
    "estimated": Text(
        sv="{name} i {kommun}: {range} av {of}, enligt egen uppskattning ({source}).",
        en="{name} in {kommun}: {range} of {of}, by their own estimate ({source}).",
    ),
    "stated": Text(
        sv="{name} i {kommun}: {range} av {of} ({source}).", en="{name} in {kommun}: {range} of {of} ({source})."
    ),
    "nobody": Text(sv="det finns ingen att räkna", en="there is nobody to count"),
    Comparison.WITHIN: Text(
        sv="Den uträknade andelen, {found}, ligger inom det som anges.",
        en="The computed share, {found}, lies within what is stated.",
    ),
    Comparison.ABOVE: Text(
        sv="Den uträknade andelen, {found}, ligger över det som anges.",
        en="The computed share, {found}, lies above what is stated.",
    ),
    Comparison.BELOW: Text(
        sv="Den uträknade andelen, {found}, ligger under det som anges.",
        en="The computed share, {found}, lies below what is stated.",
    ),
    Comparison.CANNOT_BE_TOLD: Text(
        sv="Det går inte att avgöra hur den uträknade andelen förhåller sig till det som anges: {found}.",
        en="How the computed share lies to what is stated cannot be told: {found}.",
    ),
}


def range_in(shares: ShareRange, language: Language) -> str:
    """Write a range in per cent, with one decimal where it takes one; what is cut off is rounded half up."""
    least, most = (_WHOLE * bound for bound in (shares.least, shares.most))
    upto = percent_in(most, language, decimals=1, drops_zeros=True)
    if shares.is_exact:
        return upto
    return _WORDS["range"].filled(
        language, {"least": number_in(least, language, decimals=1, drops_zeros=True), "most": upto}
    )
