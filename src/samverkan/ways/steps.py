"""The steps of a way in: to find something out, to wait, or that somebody changes something; and their words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, TypeAlias

import attrs

from samverkan.answers import ConsentNeeded
from samverkan.bound_programmes import BoundProgramme
from samverkan.dates import in_words
from samverkan.rules.expressions import Comparison, Condition, FactValue, Holds, Member, Not, Number, Step, Word, Words
from samverkan.rules.facts import Boolean, Choice, NumberOf
from samverkan.rules.words import described, members_described
from samverkan.sharing import needed_in_words
from samverkan.texts import Language, Text, joined

__all__ = ["Act", "Between", "FindOut", "Said", "StepIn", "Value", "Wait", "acted", "found_out"]


@attrs.frozen(repr=False)
class Between:
    """Numbers or days from ``least`` to ``most``, both included; ``None`` is open."""

    least: int | date | None = None
    most: int | date | None = None

    def __repr__(self) -> str:
        return "<Between>"


Value: TypeAlias = bool | int | str | date | Between | None
"""What something is found or made to be; ``None`` is any word but those that the rule names."""


@attrs.frozen(repr=False, kw_only=True)
class FindOut:
    """Something unknown that, if it turns out to be ``found``, is enough together with the other steps.

    * ``fact`` and ``member``: what to ask about, as :class:`~samverkan.answers.Missing` names it; of an
      assessment ``fact`` is whose it is, such as ``work_capacity_by_AF``.
    * ``found``: whether it is so; a word; ``None`` for any word but those that the rule names; a
      :class:`Between` of numbers or days; of an assessment the finding, or false when there is none more.
    * ``holders``: the agencies that hold it, empty where everybody does.
    * ``consent``: what it takes before the one who asks may be told.
    """

    fact: str
    member: str | None = None
    found: Value
    holders: tuple[str, ...] = ()
    consent: ConsentNeeded | None = None
    told: Text

    def text(self, language: Language) -> str:
        """Return the step as a sentence or two."""
        return self.told.in_(language)

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return "<FindOut>"


@attrs.frozen(repr=False, kw_only=True)
class Act:
    """Something known that somebody can change, on the day that is asked about; it stays so.

    ``value`` is what it comes to be: whether it is so, a word, ``None`` for any word but those that the
    rule names, a number, or of a day the day itself. ``who`` are the agencies that have it in hand; empty where
    nobody in particular has.
    """

    fact: str
    member: str | None = None
    value: Value
    who: tuple[str, ...] = ()
    told: Text

    def text(self, language: Language) -> str:
        """Return the step as a sentence."""
        return self.told.in_(language)

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return "<Act>"


@attrs.frozen(repr=False)
class Wait:
    """Waiting until the day ``until``, on which something that is known turns."""

    until: date

    def text(self, language: Language) -> str:
        """Return the step as a sentence."""
        return _WORDS["wait"].filled(language, {"day": in_words(self.until, language)})

    def __str__(self) -> str:
        return self.text("en")

    def __repr__(self) -> str:
        return "<Wait>"


StepIn: TypeAlias = FindOut | Act | Wait
"""One step of a way in."""


# --- Words ------------------------------------------------------------------------------------------

_WORDS: Final[Mapping[str, Text]] = {
    "wait": Text(sv="Vänta till den {day}.", en="Wait until {day}."),
    "find": Text(sv="Ta reda på om {what}{day}{where}.", en="Find out whether {what}{day}{where}."),
    "find.not": Text(
        sv="Ta reda på om detta stämmer: {what}{day}{where}.", en="Find out whether this is so: {what}{day}{where}."
    ),
    "find.any": Text(sv="Ta reda på {what}{where}.", en="Find out {what}{where}."),
    "find.where": Text(sv="; det kan {whom} svara på", en="; {whom} can tell"),
    "find.day": Text(sv=" den {day}", en=" on {day}"),
    "act": Text(sv="Något ändras så att {what}{who}.", en="Something changes so that {what}{who}."),
    "act.not": Text(sv="Något ändras så att detta gäller: {what}{who}.", en="Something changes so that {what}{who}."),
    "act.who": Text(sv="; det kan {whom} göra något åt", en="; {whom} can do something about that"),
    "act.contacts": Text(
        sv="Personen blir aktuell hos {name}{who}.", en="The person comes into contact with {name}{who}."
    ),
    "act.contacts.not": Text(
        sv="Personen är inte längre aktuell hos {name}{who}.", en="The person is no longer in contact with {name}{who}."
    ),
    "act.sick_leave": Text(sv="Personen blir sjukskriven{who}.", en="The person goes on sick leave{who}."),
    "act.sick_leave.not": Text(sv="Sjukskrivningen upphör{who}.", en="The sick leave ends{who}."),
    "act.residence": Text(sv="Personen flyttar till {name}{who}.", en="The person moves to {name}{who}."),
    "act.day": Text(sv="Detta sker den {day}: {what}{who}.", en="This happens on {day}: {what}{who}."),
}
_SAID_APART: Final = frozenset({"contacts", "sick_leave", "residence"})
"""The facts whose acts have sentences of their own."""


@attrs.frozen(kw_only=True)
class Said:
    """What a step is about: the given fact and the one that it is read through, the member, and what it comes to be.

    ``named`` are the words that the rule names, where it is any other; ``numbers`` are the bounds of
    what is read of a day on the day ``on``, if that is a later day than the one asked about.
    """

    root: str
    fact: str
    member: str | None
    value: Value
    named: frozenset[str] = frozenset()
    numbers: Mapping[str, Between] = attrs.field(factory=dict[str, Between])
    on: date | None = None


def found_out(
    said: Said, holders: tuple[str, ...], consent: ConsentNeeded | None, programme: BoundProgramme
) -> FindOut:
    """Return the step of finding something out."""
    sv, en = (_found(said, holders, consent, programme, language) for language in _BOTH)
    name = said.fact if _is_assessed(said, programme) else said.root
    return FindOut(
        fact=name, member=said.member, found=said.value, holders=holders, consent=consent, told=Text(sv=sv, en=en)
    )


def acted(said: Said, who: tuple[str, ...], programme: BoundProgramme) -> Act:
    """Return the step of changing something."""
    sv, en = (_acted(said, who, programme, language) for language in _BOTH)
    name = said.fact if _is_assessed(said, programme) else said.root
    return Act(fact=name, member=said.member, value=said.value, who=who, told=Text(sv=sv, en=en))


_BOTH: Final[tuple[Language, Language]] = ("sv", "en")


def _is_assessed(said: Said, programme: BoundProgramme) -> bool:
    return getattr(programme.vocabulary.facts[said.fact].derived, "key", None) == "finding"


def _found(
    said: Said,
    holders: tuple[str, ...],
    consent: ConsentNeeded | None,
    programme: BoundProgramme,
    language: Language,
) -> str:
    vocabulary = programme.vocabulary
    where = ""
    if holders:
        where = _WORDS["find.where"].filled(language, {"whom": _agencies(holders, programme, language, "and")})
    day = "" if said.on is None else _WORDS["find.day"].filled(language, {"day": in_words(said.on, language)})
    what, is_so = _clause(said, programme, language)
    code = "find" if is_so else "find.not"
    if not what:
        code, what = "find.any", vocabulary.facts[said.fact].asked.in_(language)
    told = _WORDS[code].filled(language, {"what": what, "where": where, "day": day})
    return told if consent is None else f"{told} {needed_in_words(consent, vocabulary, language, programme)}"


def _acted(said: Said, who: tuple[str, ...], programme: BoundProgramme, language: Language) -> str:
    vocabulary = programme.vocabulary
    names = _agencies(who, programme, language, "or")
    told = {"who": _WORDS["act.who"].filled(language, {"whom": names}) if who else ""}
    kind = vocabulary.facts[said.root].kind
    if said.member is not None:
        told["name"] = vocabulary.agencies.name(said.member).in_(language) if said.root == "contacts" else ""
    elif isinstance(said.value, str) and isinstance(kind, Choice):
        told["name"] = vocabulary.name(said.value, kind.of).in_(language)
    if said.root in _SAID_APART and said.value is not None:
        code = f"act.{said.root}" + (".not" if said.value is False else "")
        return _WORDS[code].filled(language, told)
    if isinstance(said.value, date):
        what = vocabulary.facts[said.root].said.in_(language)
        return _WORDS["act.day"].filled(language, {**told, "what": what, "day": in_words(said.value, language)})
    what, is_so = _clause(said, programme, language)
    return _WORDS["act" if is_so else "act.not"].filled(language, {**told, "what": what})


def _agencies(ids: Iterable[str], programme: BoundProgramme, language: Language, last: str) -> str:
    names = (programme.vocabulary.agencies.name(one).in_(language) for one in ids)
    return joined(names, language, last="and" if last == "and" else "or")


def _clause(said: Said, programme: BoundProgramme, language: Language) -> tuple[str, bool]:
    """Say what comes to be so, and whether it is said without *not*; nothing where every answer is one and the same."""
    vocabulary = programme.vocabulary
    kind = vocabulary.facts[said.fact].kind
    rule: Condition
    match said.value:
        case Between():
            numbers = said.numbers or {said.fact: said.value}
            conditions = [one for name, between in numbers.items() if (one := _within(name, between)) is not None]
            told = [described(one, vocabulary, {}, language) for one in conditions]
            return joined(told, language), True
        case bool(is_so) if isinstance(kind, Boolean):
            rule = Holds(said.fact)
        case bool(is_so) if isinstance(kind, NumberOf):
            return described(Comparison(FactValue(said.fact), [Step("==", Number(0))]), vocabulary, {}, language), False
        case bool(is_so) if said.member is None:
            words = sorted(said.named)
            return members_described(words, said.fact, vocabulary, language, is_in=False), is_so
        case bool(is_so):
            rule = Member(Word(str(said.member)), FactValue(said.fact))
        case str(word) if isinstance(kind, Choice):
            rule, is_so = Comparison(FactValue(said.fact), [Step("==", Word(word))]), True
        case str(word):
            rule, is_so = Member(Word(word), FactValue(said.fact)), True
        case None:
            rule, is_so = Member(FactValue(said.fact), Words(said.named)), False
        case number:
            rule, is_so = Comparison(FactValue(said.fact), [Step("==", Number(_whole(number)))]), True
    return described(rule if is_so else Not(rule), vocabulary, {}, language), is_so


def _within(fact: str, between: Between) -> Condition | None:
    match between:
        case Between(int(least), int(most)) if least == most:
            return Comparison(FactValue(fact), [Step("==", Number(least))])
        case Between(int(least), int(most)):
            return Comparison(Number(least), [Step("<=", FactValue(fact)), Step("<=", Number(most))])
        case Between(int(least), None):
            return Comparison(FactValue(fact), [Step(">=", Number(least))])
        case Between(None, int(most)):
            return Comparison(FactValue(fact), [Step("<=", Number(most))])
        case _:
            return None


def _whole(value: object) -> int:
    if not isinstance(value, int):  # never: days are said in their own way
        raise AssertionError("a number")
    return value
