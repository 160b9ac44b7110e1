"""Rules, values and what is missing, in Swedish and English words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, assert_never

from samverkan.answers import KnownValue, Missing
from samverkan.dated import Unknown, UnknownReason
from samverkan.dates import PartialDate
from samverkan.partial import Bounds, Members
from samverkan.rules.expressions import (
    TURNED,
    And,
    AtLeast,
    Comparison,
    Condition,
    Count,
    FactValue,
    Holds,
    Known,
    Member,
    Not,
    Number,
    Operator,
    Or,
    ParameterValue,
    Term,
    Word,
    Words,
)
from samverkan.rules.facts import Choice, Current, DayOf, NumberOf, SetOf, SpellsOf
from samverkan.rules.vocabulary import Vocabulary
from samverkan.texts import Language, Text, joined, sentence

__all__ = ["described", "members_described", "shown", "what_is_missing"]

_IS: Final[Mapping[Operator, Text]] = {
    "<": Text(sv="mindre än {number}", en="less than {number}"),
    "<=": Text(sv="högst {number}", en="at most {number}"),
    ">": Text(sv="mer än {number}", en="more than {number}"),
    ">=": Text(sv="minst {number}", en="at least {number}"),
    "==": Text(sv="{number}", en="{number}"),
    "!=": Text(sv="något annat än {number}", en="other than {number}"),
}
_IS_BESIDE: Final[Mapping[Operator, Text]] = {
    "<": Text(sv="lägre än", en="lower than"),
    "<=": Text(sv="högst lika högt som", en="at most"),
    ">": Text(sv="högre än", en="higher than"),
    ">=": Text(sv="minst lika högt som", en="at least"),
    "==": Text(sv="detsamma som", en="the same as"),
    "!=": Text(sv="ett annat än", en="other than"),
}
_BESIDE: Final = Text(
    sv="värdet på ”{what}” är {how} värdet på ”{other}”", en="the value of “{what}” is {how} that of “{other}”"
)
_PERSON: Final = Text(sv="personen {phrase}", en="the person {phrase}")
_NUMBER: Final = Text(sv="{what} är {how}", en="{what} is {how}")
_CHOICE: Final = Text(sv="{what} är {words}", en="{what} is {words}")
_NO_CHOICE: Final = Text(sv="{what} är inte {words}", en="{what} is not {words}")
_NOT: Final = Text(sv="det stämmer inte att {what}", en="it is not so that {what}")
_COUNT: Final = Text(sv="antalet i ”{what}”", en="the number in “{what}”")
_KNOWN: Final = Text(sv="det finns uppgift om {what}", en="there is information about {what}")
_AT_LEAST: Final = Text(sv="minst {number} av dessa gäller: {what}", en="at least {number} of these hold: {what}")
_NO_THRESHOLD: Final = Text(sv="ett gränsvärde som inte är fastställt", en="a threshold that is not laid down")
_OTHERS: Final = Text(sv="fler verksamheter", en="more units")
_MOST_NAMED: Final = 6
_ANYONE: Final = Text(sv="samtliga verksamheter", en="every agency")
_PARTLY: Final = Text(sv="{known}; okänt om {unknown}", en="{known}; unknown about {unknown}")


def described(rule: Condition, vocabulary: Vocabulary, thresholds: Mapping[str, int | None], language: Language) -> str:
    """Say what *rule* says, with the parameters' values on some day.

    >>> from samverkan import load_model
    >>> from samverkan.rules.text import parse
    >>> vocabulary = load_model("finsam").vocabulary
    >>> described(parse("employed and 16 <= age <= 64", vocabulary), vocabulary, {}, "sv")
    'personen har en anställning, och åldern är minst 16 och högst 64 år'
    """
    return _Speaker(vocabulary, thresholds, language).clause(rule)


def members_described(
    words: Iterable[str], fact: str, vocabulary: Vocabulary, language: Language, *, is_in: bool = True
) -> str:
    """Say that all of *words* are in the set *fact*, or that none of them is.

    >>> from samverkan import load_model
    >>> vocabulary = load_model("finsam").vocabulary
    >>> members_described(["AF", "FK"], "parties", vocabulary, "sv")
    'personen är aktuell hos Arbetsförmedlingen och Försäkringskassan'
    >>> members_described(["AF", "FK"], "parties", vocabulary, "en", is_in=False)
    'the person is not in contact with Arbetsförmedlingen or Försäkringskassan'
    """
    return _Speaker(vocabulary, {}, language).members(fact, words, is_in=is_in)


def shown(name: str, value: KnownValue, vocabulary: Vocabulary, language: Language) -> str:
    """Say what was read of the fact *name*: what it is called and what is known of it."""
    fact = vocabulary.facts[name]
    return f"{fact.shown.in_(language)}: {_value(name, value, vocabulary, language)}"


def what_is_missing(missing: Sequence[Missing], vocabulary: Vocabulary, language: Language) -> str:
    """Say what is missing as it stands after *information about*, and from whom where only some can tell."""
    members: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in missing:
        everyone = vocabulary.facts[one.fact].holders(one.member)
        some = () if not everyone or set(everyone) == set(one.holders) else one.holders
        members.setdefault((one.fact, some), []).extend([] if one.member is None else [one.member])
    return joined(
        (_asked(fact, names, some, vocabulary, language) for (fact, some), names in members.items()), language
    )


def _asked(fact: str, members: list[str], whom: tuple[str, ...], vocabulary: Vocabulary, language: Language) -> str:
    if len(members) > _MOST_NAMED:
        what = _asked_as_a_whole(fact, _OTHERS, vocabulary, language)
    else:
        names = joined((_name(member, fact, vocabulary, language) for member in members), language, last="or")
        what = vocabulary.facts[fact].asked.filled(language, {"members": names})
    if not whom:
        return what
    told = joined((vocabulary.agencies.name(one).in_(language) for one in whom), language)
    return sentence("missing.by", language, what=what, whom=told)


def _asked_as_a_whole(fact: str, members: Text, vocabulary: Vocabulary, language: Language) -> str:
    """Say what one asks for when no member is named: of agencies *members*, of other things what they are called."""
    asked = vocabulary.facts[fact]
    if _is_of_agencies(fact, vocabulary):
        return asked.asked.filled(language, {"members": members.in_(language)})
    return (asked.shown if isinstance(asked.kind, SetOf | SpellsOf) else asked.asked).in_(language)


def _is_of_agencies(fact: str, vocabulary: Vocabulary) -> bool:
    kind = vocabulary.facts[fact].kind
    return isinstance(kind, SetOf | SpellsOf) and kind.of in {"agencies", "parties"}


def _name(word: str, fact: str, vocabulary: Vocabulary, language: Language) -> str:
    kind = vocabulary.facts[fact].kind
    if not isinstance(kind, Choice | SetOf | SpellsOf):
        raise AssertionError("only what goes by a closed list has words")
    return vocabulary.name(word, kind.of).in_(language)


def _value(name: str, value: KnownValue, vocabulary: Vocabulary, language: Language) -> str:
    match value:
        case Unknown(reason):
            return sentence("not_open" if reason is UnknownReason.NOT_OPEN else "unknown", language)
        case bool():
            return sentence("yes" if value else "no", language)
        case int():
            return f"{value} {_unit(name, value, vocabulary, language)}"
        case Bounds(least, most):
            return f"{least}–{most} {_unit(name, most, vocabulary, language)}"
        case Members():
            return _members(name, value, vocabulary, language)
        case str():
            return _name(value, name, vocabulary, language)
        case PartialDate():
            return str(value)
        case _ as never:
            assert_never(never)


def _members(name: str, value: Members, vocabulary: Vocabulary, language: Language) -> str:
    kind = vocabulary.facts[name].kind
    words = vocabulary.words(kind) if isinstance(kind, SetOf) else ()
    inside = [_name(word, name, vocabulary, language) for word in words if word in value.inside]
    unknown = [_name(word, name, vocabulary, language) for word in words if word in value.unknown]
    if not unknown:
        nobody = "nobody" if _is_of_agencies(name, vocabulary) else "nothing"
        return joined(inside, language) if inside else sentence(nobody, language)
    if not inside:
        return _PARTLY.filled(language, {"known": "–", "unknown": joined(unknown, language)})
    return _PARTLY.filled(language, {"known": joined(inside, language), "unknown": joined(unknown, language)})


def _unit(name: str, number: int, vocabulary: Vocabulary, language: Language) -> str:
    kind = vocabulary.facts[name].kind
    if not isinstance(kind, NumberOf):
        raise AssertionError("only a number has a unit")
    return (kind.one if number == 1 and kind.one is not None else kind.unit).in_(language)


class _Speaker:
    def __init__(self, vocabulary: Vocabulary, thresholds: Mapping[str, int | None], language: Language) -> None:
        self.vocabulary = vocabulary
        self.thresholds = thresholds
        self.language: Language = language

    def clause(self, rule: Condition) -> str:
        match rule:
            case Holds(fact):
                return self._person(self.vocabulary.facts[fact].said)
            case Not(Holds(fact)):
                denied = self.vocabulary.facts[fact].denied
                return self._denied(rule.part) if denied is None else self._person(denied)
            case Member():
                return self._membership(rule, is_in=True)
            case Not(Member() as member):
                return self._membership(member, is_in=False)
            case Comparison():
                return self._comparison(rule)
            case Known(fact):
                return self._say(_KNOWN, what=_asked_as_a_whole(fact, _ANYONE, self.vocabulary, self.language))
            case Not(part):
                return self._denied(part)
            case And(parts):
                return self._joined(parts, "and")
            case Or(parts):
                return self._joined(parts, "or")
            case AtLeast(fewest, parts):
                return self._say(_AT_LEAST, number=fewest, what="; ".join(map(self._part, parts)))
            case _ as never:
                assert_never(never)

    def _say(self, text: Text, **values: object) -> str:
        return text.filled(self.language, values)

    def _person(self, phrase: Text, **values: object) -> str:
        return self._say(_PERSON, phrase=self._say(phrase, **values))

    def _denied(self, rule: Condition) -> str:
        return self._say(_NOT, what=self._part(rule))

    def _part(self, rule: Condition) -> str:
        told = self.clause(rule)
        return f"({told})" if isinstance(rule, And | Or | AtLeast) else told

    def _joined(self, parts: Iterable[Condition], how: str) -> str:
        *most, last = map(self._part, parts)
        return f"{', '.join(most)}, {sentence(how, self.language)} {last}"

    def _membership(self, member: Member, *, is_in: bool) -> str:
        match member.item, member.container:
            case Word(word), FactValue(fact):
                return self.members(fact, [word], is_in=is_in)
            case FactValue(fact), Words(words):
                return self._choice(fact, sorted(words), is_in=is_in)
            case _:  # never
                raise AssertionError("checked when the rule was made")

    def members(self, fact: str, words: Iterable[str], *, is_in: bool) -> str:
        """Say of several words at once that they are in the set, or that none of them is."""
        said, denied = self.vocabulary.facts[fact].said, self.vocabulary.facts[fact].denied
        names = [_name(word, fact, self.vocabulary, self.language) for word in words]
        name = joined(names, self.language, last="and" if is_in else "or")
        if is_in:
            return self._person(said, member=name)
        if denied is None:
            return self._say(_NOT, what=self._person(said, member=name))
        return self._person(denied, member=name)

    def _choice(self, fact: str, words: list[str], *, is_in: bool) -> str:
        names = (_name(word, fact, self.vocabulary, self.language) for word in words)
        what = self.vocabulary.facts[fact].said.in_(self.language)
        return self._say(_CHOICE if is_in else _NO_CHOICE, what=what, words=joined(names, self.language, last="or"))

    def _comparison(self, rule: Comparison) -> str:
        clauses: list[str] = []
        about: dict[Term, list[tuple[Operator, Term]]] = {}
        for left, operator, right in rule.pairs():
            subject, how, other = (
                (left, operator, right) if isinstance(left, FactValue | Count) else (right, TURNED[operator], left)
            )
            match subject, other:
                case FactValue(fact), Word(word):
                    return self._choice(fact, [word], is_in=how == "==")
                case FactValue(fact), FactValue(another):
                    names = [self.vocabulary.facts[name].shown.in_(self.language) for name in (fact, another)]
                    is_beside = _IS_BESIDE[how].in_(self.language)
                    clauses.append(self._say(_BESIDE, what=names[0], how=is_beside, other=names[1]))
                case _:
                    about.setdefault(subject, []).append((how, other))
        clauses += [self._numbered(subject, hows) for subject, hows in about.items()]
        return f" {sentence('and', self.language)} ".join(clauses)

    def _numbered(self, subject: Term, hows: Sequence[tuple[Operator, Term]]) -> str:
        """Say how large a number is: *the person has lived for at least 16 years*."""
        told = [self._say(_IS[how], number=self._number(other)) for how, other in hows]
        how = f" {sentence('and', self.language)} ".join(told)
        match subject:
            case FactValue(fact):
                runs = self._runs(fact, hows)
                if runs is not None:
                    return self.clause(runs)
                unit = _unit(fact, self._value_of(hows[-1][1]) or 0, self.vocabulary, self.language)
                return self._say(self.vocabulary.facts[fact].said, number=f"{how} {unit}")
            case Count(fact):
                return self._say(_NUMBER, what=self._counted(fact), how=how)
            case _:  # never
                raise AssertionError("checked when the rule was made")

    def _runs(self, fact: str, hows: Sequence[tuple[Operator, Term]]) -> Condition | None:
        """Return that a run goes on, or does not, where that is what its days come to and there is a fact for it."""
        derived = self.vocabulary.facts[fact].derived
        if not isinstance(derived, DayOf) or len(hows) > 1:
            return None
        runs = (name for name, one in self.vocabulary.facts.items() if one.derived == Current(derived.spells))
        name = next(runs, None)
        match [(how, self._value_of(other)) for how, other in hows]:
            case [("<=" | "==", 0) | ("<", 1)] if name is not None:
                return Not(Holds(name))
            case [(">" | "!=", 0) | (">=", 1)] if name is not None:
                return Holds(name)
            case _:
                return None

    def _counted(self, fact: str) -> str:
        named = self.vocabulary.facts[fact]
        if named.counted is not None:
            return named.counted.in_(self.language)
        return self._say(_COUNT, what=named.shown.in_(self.language))

    def _number(self, term: Term) -> str:
        value = self._value_of(term)
        return _NO_THRESHOLD.in_(self.language) if value is None else str(value)

    def _value_of(self, term: Term) -> int | None:
        match term:
            case Number(value):
                return value
            case ParameterValue(name):
                return self.thresholds.get(name)
            case FactValue() | Count() | Word():  # never
                raise AssertionError("checked when the rule was made")
            case _ as never:
                assert_never(never)
