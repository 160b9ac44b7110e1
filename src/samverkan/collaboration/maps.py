"""Who collaborates with whom, as those who do it tell it: a directed map, for document S002 tells it of Vetlanda.

Each says it of the others, so every statement has a direction: AME collaborates most and easiest with
Arbetsförmedlingen, and Arbetsförmedlingen does so with Försäkringskassan. What nobody has said is not there, and means
nothing: **not stated is no "no"**. And it is one area's, in the words of one document. Of any other kommun it says
nothing (:func:`collaboration_in`).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from typing import Any, cast

import attrs

from samverkan.collaboration.statements import About, Actor, Amount, Ease, Statement
from samverkan.collaboration.words import told
from samverkan.errors import Fault, InvalidRecordError, UnknownNameError
from samverkan.fields import named, word
from samverkan.given import as_records
from samverkan.immutable import frozen_by_id
from samverkan.municipalities import municipality
from samverkan.texts import Language, Text, capitalised, joined

__all__ = ["Asymmetry", "CollaborationMap", "NotDescribed", "collaboration_in"]


@attrs.frozen
class Asymmetry:
    """Two statements about the same two, where one finds easy what the other finds hard.

    Where one of them speaks of a whole party and the other of a unit in it, they may not have meant the same people:
    the quotations tell.
    """

    easy: Statement
    hard: Statement


def _kommun(value: str) -> str:
    return municipality(value).name


def _actors(value: Iterable[Actor] | Mapping[str, Actor]) -> Mapping[str, Actor]:
    given = [*cast("Mapping[str, Actor]", value).values()] if isinstance(value, Mapping) else value
    return frozen_by_id(as_records(given, Actor))


def _statements(value: Iterable[Statement]) -> tuple[Statement, ...]:
    return as_records(value, Statement)


@attrs.frozen(kw_only=True, field_transformer=named)
class CollaborationMap:
    """Who has said what of whom, in one kommun's area (*samverkansmatris*).

    * ``kommun``: where; ``document``: who tells it.
    * ``actors``: those who are spoken of, by id; a unit says ``within`` which party it is, and those who were asked
      ``speak``.
    * ``statements``: what they say, in the order of the document.

    Raises:
        InvalidValueError: when there is no such kommun, or two actors have one id.
        InvalidRecordError: with every statement from or to somebody who is not there.
    """

    kommun: str = attrs.field(converter=_kommun)
    document: str = attrs.field(converter=word)
    actors: Mapping[str, Actor] = attrs.field(converter=_actors)
    statements: tuple[Statement, ...] = attrs.field(converter=_statements)

    def __attrs_post_init__(self) -> None:
        faults = [
            Fault(f"statements[{place}].{name}", "one of the actors", "somebody else")
            for place, one in enumerate(self.statements)
            for name, given in (("from", (one.from_,)), ("to", (one.to,)), ("especially", one.especially))
            for actor in given
            if actor not in self.actors
        ]
        faults += [
            Fault(f"actors.{one.id}.within", "one of the actors", "somebody else")
            for one in self.actors.values()
            if one.within is not None and one.within not in self.actors
        ]
        if faults:
            raise InvalidRecordError(faults)

    @property
    def speakers(self) -> tuple[str, ...]:
        """The ids of those who say with whom they collaborate."""
        return tuple(one.id for one in self.actors.values() if one.speaks)

    def said_by(self, from_: str, about: About = About.COLLABORATION) -> tuple[Statement, ...]:
        """Return what *from_* says of the others.

        Raises:
            UnknownNameError: when there is no such actor.
        """
        self._known(from_)
        return tuple(one for one in self.statements if one.about is about and one.from_ == from_)

    def said_of(self, to: str, about: About = About.COLLABORATION) -> tuple[Statement, ...]:
        """Return what the others say of *to*, and of what it is part of.

        Raises:
            UnknownNameError: when there is no such actor.
        """
        self._known(to)
        return tuple(one for one in self.statements if one.about is about and self._is_in(to, one.to))

    def between(self, from_: str, to: str, about: About = About.COLLABORATION) -> tuple[Statement, ...]:
        """Return what *from_*, or what it is part of, says of *to*, of a part of it or of what it is part of.

        When there is nothing, nothing has been said: whether they collaborate is unknown.

        Raises:
            UnknownNameError: when there is no such actor.

        >>> vetlanda = collaboration_in("Vetlanda")
        >>> [statement.ease.value for statement in vetlanda.between("AF", "FK")]
        ['easiest']
        >>> vetlanda.between("vård/psykiatri", "FK")
        ()
        """
        self._known(from_)
        self._known(to)
        return tuple(
            one
            for one in self.statements
            if one.about is about and self._is_in(from_, one.from_) and self._meet(one.to, to)
        )

    def strongest(self, from_: str) -> tuple[Statement, ...]:
        """Return with whom *from_* says that it collaborates *most*. Nothing means that it has not said.

        Raises:
            UnknownNameError: when there is no such actor.

        >>> [statement.to for statement in collaboration_in("Vetlanda").strongest("kommun/AME")]
        ['AF']
        """
        return tuple(one for one in self.said_by(from_) if one.amount is Amount.MOST)

    def weakest(self, from_: str) -> tuple[Statement, ...]:
        """Return with whom *from_* says that it collaborates *least*. Nothing means that it has not said.

        Raises:
            UnknownNameError: when there is no such actor.
        """
        return tuple(one for one in self.said_by(from_) if one.amount is Amount.LEAST)

    def asymmetries(self, about: About = About.COLLABORATION) -> tuple[Asymmetry, ...]:
        """Return where one says that it is easy and the other that it is hard, in the order of the document.

        >>> [(one.easy.from_, one.easy.to, one.hard.from_) for one in collaboration_in("Vetlanda").asymmetries()]
        [('kommun/SE', 'FK', 'FK/sjukskrivning'), ('AF', 'FK', 'FK/aktivitetsersättning')]
        """
        said = [one for one in self.statements if one.about is about]
        return tuple(
            Asymmetry(easy, hard)
            for easy in said
            if easy.ease in {Ease.EASIEST, Ease.EASY}
            for hard in said
            if hard.ease in {Ease.HARD, Ease.HARDEST}
            and self._meet(hard.from_, easy.to)
            and self._meet(hard.to, easy.from_)
        )

    def unmentioned(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of speakers, of different parties, of whom neither says anything of the other.

        Who speaks of a whole party has spoken of every unit in it. Units of one party are left out: the document
        tells of collaboration between parties.

        >>> collaboration_in("Vetlanda").unmentioned()
        (('kommun/CM', 'AF'), ('kommun/öppenvård', 'AF'))
        """
        return tuple(
            (one, other)
            for one, other in combinations(self.speakers, 2)
            if self.party_of(one) != self.party_of(other)
            and not self.between(one, other)
            and not self.between(other, one)
        )

    def table(self, language: Language = "en") -> tuple[tuple[str, ...], ...]:
        """Return the map as rows of words, to be printed: a row for each who speaks, a column for each party.

        The first row has the headings. A party's own column is marked with a dash; where nothing is said, it says so.
        """
        parties = [one.id for one in self.actors.values() if one.within is None]
        head = (told("from", language), *(self.actors[party].name.in_(language) for party in parties))
        return head, *(
            (self.actors[one].name.in_(language), *(self._cell(one, party, language) for party in parties))
            for one in self.speakers
        )

    def explain(self, language: Language = "en") -> str:
        """Return every statement as a sentence with its words, after whose they are."""
        lines = [told("head", language, kommun=self.kommun, document=self.document)]
        return "\n".join([*lines, *(self.text(one, language) for one in self.statements)])

    def text(self, statement: Statement, language: Language = "en") -> str:
        """Return one statement as a sentence, with the words of the document."""
        name = self.actors[statement.from_].name.in_(language)
        about = told(
            f"says.{statement.about}",
            language,
            name=capitalised(name),
            to=self.actors[statement.to].name.in_(language),
            how="; ".join(self._said(statement, language)),
        )
        return f"{about} {' '.join(f'”{quote}”' for quote in statement.quotes)}"

    def party_of(self, actor: str) -> str:
        """Return the party that an actor is, or is a unit of.

        Raises:
            UnknownNameError: when there is no such actor.
        """
        self._known(actor)
        return self.actors[actor].within or actor

    def _known(self, actor: str) -> None:
        if actor not in self.actors:
            raise UnknownNameError("actor", actor, self.actors)

    def _is_in(self, unit: str, whole: str) -> bool:
        return whole in {unit, self.actors[unit].within}

    def _meet(self, one: str, other: str) -> bool:
        return self._is_in(one, other) or self._is_in(other, one)

    def _cell(self, from_: str, party: str, language: Language) -> str:
        if self.party_of(from_) == party:
            return told("own", language)
        said = [one for one in self.said_by(from_) if self._is_in(one.to, party)]
        shown = [self._short(one, party, language) for one in said]
        return "; ".join(shown) or told("not_stated", language)

    def _short(self, one: Statement, party: str, language: Language) -> str:
        words = ", ".join(told(code, language) for code in one.codes) or told("mentioned", language)
        return words if one.to == party else f"{self.actors[one.to].name.in_(language)}: {words}"

    def _said(self, one: Statement, language: Language) -> Iterator[str]:
        yield ", ".join(told(code, language) for code in one.codes) or told("mentioned", language)
        if one.especially:
            names = [self.actors[actor].name.in_(language) for actor in one.especially]
            yield told("especially", language, names=joined(names, language))
        if one.through is not None:
            yield told("through", language, through=one.through.in_(language))
        if one.when is not None:
            yield one.when.in_(language)
        if one.wishes:
            wishes = [told(f"wish.{wish}", language) for wish in one.wishes]
            yield told("wishes", language, wishes=joined(wishes, language))

    def __str__(self) -> str:
        return self.explain()


@attrs.frozen
class NotDescribed:
    """That no document tells how a kommun's agencies collaborate, and of whom one does."""

    kommun: str
    described: tuple[str, ...]

    def text(self, language: Language = "en") -> str:
        """Return why there is nothing.

        >>> print(collaboration_in("Ludvika").text("sv"))
        Samverkan i Ludvika är inte beskriven. Den beskrivning som finns gäller Vetlanda och inga andra kommuner.
        """
        return told("not_described", language, kommun=self.kommun, described=joined(self.described, language))

    def __str__(self) -> str:
        return self.text()


def collaboration_in(kommun: str, own: Iterable[CollaborationMap] = ()) -> CollaborationMap | NotDescribed:
    """Return how the agencies in a kommun's area say that they collaborate, or why there is nothing.

    *own* are maps of yours, which come before the one that is shipped.

    Raises:
        InvalidValueError: when there is no such kommun.
    """
    name = municipality(kommun).name
    maps = (*own, _vetlanda())
    return next((one for one in maps if one.kommun == name), NotDescribed(name, tuple(one.kommun for one in maps)))


@cache
def _vetlanda() -> CollaborationMap:
    import tomllib  # noqa: PLC0415 - what is needed once is imported then
    from importlib.resources import files  # noqa: PLC0415

    text = files("samverkan").joinpath("finsam/tables/collaboration_vetlanda.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    return CollaborationMap(
        kommun=table["kommun"],
        document=table["document"],
        actors=[Actor(**_with_texts(row)) for row in table["actors"]],
        statements=[Statement(from_=row["from"], **_with_texts(row)) for row in table["statements"]],
    )


def _with_texts(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        name: Text(**value) if name in {"name", "through", "when"} else value
        for name, value in row.items()
        if name != "from"
    }
