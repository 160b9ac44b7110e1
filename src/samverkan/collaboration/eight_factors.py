"""The eight factors of collaboration by which document S002 reports, and a checklist of them.

They are those *som enligt Berth Danermark har stor betydelse för att uppnå god samverkan*, as the headings of the
document's chapters have them. What shall be asked about each of them no source says, so no question stands here: who
assesses says of a factor that it is met, partly met or not met, or leaves it unknown.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final, cast

import attrs

from samverkan.dates import in_words
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, masked, nearest
from samverkan.fields import day, named, of_enum, word
from samverkan.immutable import frozen_by_id, frozen_mapping
from samverkan.share_ranges import ShareRange
from samverkan.sources import Source
from samverkan.texts import Language, Text

__all__ = ["Checklist", "Factor", "FactorLevel", "Score", "disagreements", "factors"]


class FactorLevel(StrEnum):
    """What has been found of a factor. One that nobody has assessed has none: it is unknown, and never ``not_met``."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


@attrs.frozen(kw_only=True)
class Factor:
    """One of the eight (*faktor*). In Swedish its name is the heading, word for word."""

    id: str
    name: Text
    source: Source


@cache
def factors() -> Mapping[str, Factor]:
    """Return the eight by id, in the order of the document.

    >>> [factor.name.sv for factor in factors().values()][:2]
    ['En ledning som prioriterar samverkan', 'En tydlig arbetsstruktur med ansvarsfördelning, kontaktvägar och rutiner']
    """
    import tomllib  # noqa: PLC0415 - what is needed once is imported then
    from importlib.resources import files  # noqa: PLC0415

    text = files("samverkan").joinpath("finsam/tables/collaboration_factors.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    return frozen_by_id(
        Factor(
            id=row["id"],
            name=Text(sv=row["heading"], en=row["en"]),
            source=Source(document=table["document"], quote=row["heading"]),
        )
        for row in table["factors"]
    )


# --- Assessing them -------------------------------------------------------------------------------


def _levels(value: Mapping[str, FactorLevel | str | None]) -> Mapping[str, FactorLevel | None]:
    return _as_levels(value)


def _as_levels(value: object) -> Mapping[str, FactorLevel | None]:
    if not isinstance(value, Mapping):
        raise InvalidValueError(wanted="an object, with a level for each factor", got=masked(value))
    faults: list[Fault] = []
    levels: dict[str, FactorLevel | None] = dict.fromkeys(factors())
    for position, (factor, level) in enumerate(cast("Mapping[object, object]", value).items()):
        if not isinstance(factor, str) or factor not in levels:
            hint = nearest(factor, levels) if isinstance(factor, str) else ""
            faults.append(Fault(f"[{position}]", "one of the eight factors", masked(factor), hint))
            continue
        try:
            levels[factor] = None if level is None else of_enum(level, FactorLevel)
        except InvalidValueError as error:
            faults.append(error.fault.inside(factor))
    if faults:
        raise InvalidRecordError(faults)
    return frozen_mapping(levels)


@attrs.frozen(kw_only=True, field_transformer=named)
class Checklist:
    """What somebody has found of the factors on a day, somewhere: in an area, a forum or a programme.

    * ``about``: what is assessed; ``by``: who has assessed it, as an agency and not as a person; ``on``: which day.
    * ``levels``: what was found, by the ids of :func:`factors`. What is left out, or ``None``, is unknown.

    Raises:
        InvalidRecordError: with every factor or level that there is not.

    >>> found = Checklist(about="Nordvik", by="AF", on="2017-03-01",
    ...                   levels={"leadership": "met", "structure": "partly", "forums": "not_met"})
    >>> found.score
    Score(met=1, partly=1, not_met=1, unknown=5)
    """

    about: str = attrs.field(converter=word)
    by: str = attrs.field(converter=word)
    on: date = attrs.field(converter=day)
    levels: Mapping[str, FactorLevel | None] = attrs.field(converter=_levels)

    @property
    def score(self) -> "Score":
        """How many of the eight are met, partly met, not met and unknown."""
        found = [*self.levels.values()]
        return Score(
            met=found.count(FactorLevel.MET),
            partly=found.count(FactorLevel.PARTLY),
            not_met=found.count(FactorLevel.NOT_MET),
            unknown=found.count(None),
        )

    def explain(self, language: Language = "en") -> str:
        """Return the checklist in lines: what is assessed, each factor with what was found, and the score."""
        asked = {"about": self.about, "by": self.by, "day": in_words(self.on, language)}
        lines = [_WORDS["head"].filled(language, asked)]
        for factor, level in self.levels.items():
            told = _WORDS["unknown" if level is None else level].in_(language)
            lines.append(f"{factors()[factor].name.in_(language)}: {told}")
        return "\n".join([*lines, self.score.text(language)])

    def __str__(self) -> str:
        return self.explain()


@attrs.frozen(kw_only=True)
class Score:
    """How many of the factors are met, partly met, not met and unknown.

    There is no total, for how much *partly* counts no source says, and a sum would hide what is unknown.
    """

    met: int
    partly: int
    not_met: int
    unknown: int

    @property
    def of(self) -> int:
        """How many factors there are."""
        return self.assessed + self.unknown

    @property
    def assessed(self) -> int:
        """Of how many something is known."""
        return self.met + self.partly + self.not_met

    @property
    def share_met(self) -> ShareRange | None:
        """Between what the share of those that are met lies, of all: the unknown ones leave it open.

        >>> Score(met=4, partly=1, not_met=1, unknown=2).share_met
        ShareRange(least=Fraction(1, 2), most=Fraction(3, 4))
        """
        return ShareRange.counted(yes=self.met, no=self.partly + self.not_met, unknown=self.unknown)

    def text(self, language: Language = "en") -> str:
        """Return the score in one sentence. What is unknown is always in it.

        >>> print(Score(met=4, partly=1, not_met=1, unknown=2).text("sv"))
        Av 8 faktorer är 6 bedömda: 4 uppfyllda, 1 delvis uppfyllda och 1 inte uppfyllda. Okända: 2.
        """
        return _WORDS["score"].filled(language, {**attrs.asdict(self), "of": self.of, "assessed": self.assessed})

    def __str__(self) -> str:
        return self.text()


def disagreements(checklists: Iterable[Checklist]) -> Mapping[str, Mapping[FactorLevel, tuple[str, ...]]]:
    """Return the factors of which different things have been found, with who has found what.

    One who has found nothing disagrees with nobody. Nobody is taken to be right, and nothing is averaged.

    Raises:
        InvalidRecordError: when they are not about the same.

    >>> af, fk = (Checklist(about="Nordvik", by=by, on="2017-03-01", levels={"forums": level, "goals": "met"})
    ...           for by, level in (("AF", "met"), ("FK", "not_met")))
    >>> {factor: dict(found) for factor, found in disagreements([af, fk]).items()}
    {'forums': {<FactorLevel.MET: 'met'>: ('AF',), <FactorLevel.NOT_MET: 'not_met'>: ('FK',)}}
    """
    every = tuple(checklists)
    if len({one.about for one in every}) > 1:
        raise InvalidRecordError([Fault("about", "checklists about the same", "several")])
    found: dict[str, Mapping[FactorLevel, tuple[str, ...]]] = {}
    for factor in factors():
        by_level = {level: tuple(one.by for one in every if one.levels[factor] is level) for level in FactorLevel}
        held = {level: by for level, by in by_level.items() if by}
        if len(held) > 1:
            found[factor] = frozen_mapping(held)
    return frozen_mapping(found)


_WORDS: Final[Mapping[str, Text]] = {
    "head": Text(
        sv="Faktorer för samverkan: {about}. Bedömt av {by} den {day}.",
        en="Factors of collaboration: {about}. Assessed by {by} on {day}.",
    ),
    FactorLevel.MET: Text(sv="uppfylld", en="met"),
    FactorLevel.PARTLY: Text(sv="delvis uppfylld", en="partly met"),
    FactorLevel.NOT_MET: Text(sv="inte uppfylld", en="not met"),
    "unknown": Text(sv="okänt", en="unknown"),
    "score": Text(
        sv="Av {of} faktorer är {assessed} bedömda: {met} uppfyllda, {partly} delvis uppfyllda och {not_met} inte "
        "uppfyllda. Okända: {unknown}.",
        en="Of {of} factors, {assessed} are assessed: {met} met, {partly} partly met and {not_met} not met. "
        "Unknown: {unknown}.",
    ),
}
