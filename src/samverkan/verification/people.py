"""People who were made up to answer a question: made plain, and told in words."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, cast

import attrs

from samverkan.answers import KnownValue, Missing
from samverkan.partial import Members
from samverkan.participants import HISTORIES, Participant
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import (
    TURNED,
    Comparison,
    Condition,
    Count,
    FactValue,
    Holds,
    Known,
    Member,
    Not,
    Number,
    Step,
    Word,
    Words,
    facts_of,
)
from samverkan.rules.facts import SetOf
from samverkan.rules.judges import Truth
from samverkan.rules.readers import reader
from samverkan.rules.vocabulary import Vocabulary
from samverkan.rules.words import described, members_described, what_is_missing
from samverkan.texts import LANGUAGES, Language, Text, joined
from samverkan.verification.leaves import as_so, leaves, outcomes_of, whether_known
from samverkan.verification.questions import Question, truths_of

__all__ = ["plain", "told"]

_LIKELY_AGES: Final = (35, 25, 45, 55, 20, 60, 30, 17, 63, 70)
"""In the order in which they are tried; whoever has to have another age keeps it."""

# In Swedish a clause of its own: after *som* the word *inte* would have to stand elsewhere.
_WHO: Final = Text(sv="personen {what}", en="a person who {what}")
_ANY: Final = Text(sv="en person, vem som helst", en="a person, anybody at all")
_PERSON: Final = Text(sv="en person", en="a person")
_BEGINS: Final = Text(sv="personen ", en="the person ")
_ANYHOW: Final[frozenset[Truth]] = frozenset({True, False, None})
_NOT_KNOWN: Final = Text(sv="uppgift saknas om {what}", en="there is no information about {what}")


def plain(person: Participant, question: Question) -> Participant:
    """Return a person as plain as may be of whom the same holds: of a likely age, with nothing that need not be there.

    What was known of her stays known.
    """
    holds = question.checker()
    for change in _changes(person, question.on):
        changed = change(person)
        if changed != person and holds(changed):
            person = changed
    return person


def _changes(person: Participant, on: date) -> Iterator[Callable[[Participant], Participant]]:
    """Yield the ways in which a person may become plainer, the last word on each."""
    if person.born.entries:
        ages = [age for age in reversed(_LIKELY_AGES) if on.year > age]
        yield from (_with("born", value=date(on.year - age, 1, 1)) for age in ages)
    for name in HISTORIES:
        entries: tuple[Any, ...] = getattr(person, name) or ()
        yield from (_without(name, entry) for entry in entries)
    for field in attrs.fields(Participant):
        given = getattr(person, field.name)
        if field.alias in HISTORIES or not getattr(given, "entries", ()):
            continue
        value = given.at(on)
        if value is True:
            yield _with(field.name, value=False)
        elif isinstance(value, Members):
            yield from (_less(field.name, word) for word in sorted(value.inside))


def _with(name: str, *, value: object) -> Callable[[Participant], Participant]:
    return lambda person: attrs.evolve(person, **cast("Any", {name: value}))


def _without(name: str, entry: object) -> Callable[[Participant], Participant]:
    def change(person: Participant) -> Participant:
        rest = [one for one in getattr(person, name) if one != entry]
        return attrs.evolve(person, **cast("Any", {name: rest}))

    return change


def _less(name: str, word: str) -> Callable[[Participant], Participant]:
    def change(person: Participant) -> Participant:
        (entry,) = getattr(person, name).entries
        value = Members(entry.value.inside - {word}, entry.value.unknown)
        return attrs.evolve(person, **cast("Any", {name: value}))

    return change


# --- In words ---------------------------------------------------------------------------------------


def told(person: Participant, question: Question) -> Text:
    """Say who the person is, so far as it bears on what was asked.

    What could be otherwise, or unknown, without a difference to any demand is left out.
    """
    found = (one for leaf, truth in _mattering(person, question) for one in _as_it_is(leaf, truth, person, question))
    mattering = tuple(dict.fromkeys(found))
    return Text(*(_told(person, mattering, question, language) for language in LANGUAGES))


def _mattering(person: Participant, question: Question) -> list[tuple[Condition, Truth]]:
    """Return the leaves of the demands that, as they come out for the person, are enough for all of them.

    A leaf is spared when all demands hold whichever way it comes out. What is unknown stays so: that is told as well.
    """
    rules = [one.rule for one in question.demands]
    every = [*leaves(rules), *whether_known(rules)]
    truths = dict(zip(every, truths_of(every, question.vocabulary, person, question.on), strict=True))
    possible = {leaf: frozenset({truth}) for leaf, truth in truths.items()}
    some = [leaf for leaf in every if truths[leaf] is not None]
    # What takes a denial or a number to tell is spared first.
    for leaf in sorted(some, key=lambda leaf: (isinstance(leaf, Holds | Member), truths[leaf] is True)):
        less = {**possible, leaf: _ANYHOW}
        if all(outcomes_of(one.rule, less) <= one.truths for one in question.demands):
            possible = less
    return [(leaf, truths[leaf]) for leaf in some if possible[leaf] != _ANYHOW]


def _as_it_is(leaf: Condition, truth: Truth, person: Participant, question: Question) -> Iterator[Condition]:
    """Yield what makes the leaf come out as it does, as conditions that hold of the person."""
    vocabulary = question.vocabulary
    values = {fact: reader(fact, vocabulary)(person, question.on, None) for fact in facts_of(leaf)}
    match leaf:
        case Comparison(Count(fact), (Step(operator, _),)):
            yield from _members(fact, values[fact], vocabulary, is_enough=truth is True and operator in {">", ">="})
        case Comparison(left, (Step(operator, Count() as right),)):
            yield from _as_it_is(Comparison(right, (Step(TURNED[operator], left),)), truth, person, question)
        case Known() if not question.unknowns:
            pass  # as everything is
        case Comparison() | Member(FactValue(), _):
            for fact, value in values.items():
                yield from _value(fact, value)
        case _:
            yield as_so(leaf, truth)


def _value(fact: str, value: KnownValue) -> Iterator[Condition]:
    match value:
        case int():
            yield Comparison(FactValue(fact), (Step("==", Number(value)),))
        case str():
            yield Member(FactValue(fact), Words(frozenset({value})))
        case _:
            pass


def _members(fact: str, value: KnownValue, vocabulary: Vocabulary, *, is_enough: bool) -> Iterator[Condition]:
    """Yield who is in a set, and unless that is enough how many they are."""
    kind = vocabulary.facts[fact].kind
    if not isinstance(value, Members) or not isinstance(kind, SetOf):
        raise AssertionError("only a set is counted")
    yield from (Member(Word(word), FactValue(fact)) for word in vocabulary.words(kind) if word in value.inside)
    if not is_enough and not value.unknown:
        yield Comparison(Count(fact), (Step("==", Number(value.least)),))


def _told(person: Participant, mattering: Sequence[Condition], question: Question, language: Language) -> str:
    vocabulary = question.vocabulary
    clauses = list(_clauses(mattering, vocabulary, language))
    begins = _BEGINS.in_(language)
    phrases = [clause.removeprefix(begins) for clause in clauses if clause.startswith(begins)]
    others = [clause for clause in clauses if not clause.startswith(begins)]
    missing = list(_missing(person, question)) if question.unknowns else []
    if missing:
        others.append(_NOT_KNOWN.filled(language, {"what": what_is_missing(missing, vocabulary, language)}))
    if not phrases and not others:
        return _ANY.in_(language)
    head = _WHO.filled(language, {"what": joined(phrases, language)}) if phrases else _PERSON.in_(language)
    return "; ".join([head, *others]) if phrases else f"{head}: {'; '.join(others)}"


def _clauses(conditions: Iterable[Condition], vocabulary: Vocabulary, language: Language) -> Iterator[str]:
    """Yield each condition in words; what is in a set, and what is not, is told at once."""
    gathered: dict[Condition | tuple[str, bool], list[str]] = {}
    for one in conditions:
        match one:
            case Member(Word(word), FactValue(fact)):
                gathered.setdefault((fact, True), []).append(word)
            case Not(Member(Word(word), FactValue(fact))):
                gathered.setdefault((fact, False), []).append(word)
            case _:
                gathered[one] = []
    for what, words in gathered.items():
        match what:
            case (fact, is_in):
                yield members_described(words, fact, vocabulary, language, is_in=is_in)
            case condition:
                yield described(condition, vocabulary, {}, language)


def _missing(person: Participant, question: Question) -> Iterator[Missing]:
    """Yield what keeps the rules from being settled, each once."""
    rules = [one.rule for one in question.demands]
    found = (one for rule in rules for one in answer(rule, question.vocabulary, person, question.on).missing)
    yield from dict.fromkeys(found)
