"""People in words: what is known of an invented person, a line a fact, in Swedish or English.

It shows every value. It is for people whom tests have made up, and belongs in no log about others.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import attrs

from samverkan.answers import KnownValue, Verdict
from samverkan.dated import NOT_KNOWN, Dated, Entry
from samverkan.dates import as_optional_day
from samverkan.dates import in_words as day_in_words
from samverkan.model import Model
from samverkan.participants import HISTORIES, Participant
from samverkan.rules.evaluation import answer
from samverkan.rules.expressions import Known, facts_of
from samverkan.rules.facts import Choice, Expression, Fact, PartiesOf, SetOf, SpellsOf
from samverkan.rules.text import parse
from samverkan.rules.vocabulary import Vocabulary
from samverkan.rules.words import shown
from samverkan.spells import Spell
from samverkan.texts import Language, Text, joined

__all__ = ["Worded", "in_words"]

_ALWAYS: Final = Text(sv="alltid", en="always")
_SINCE: Final = Text(sv="från och med {since}", en="from {since}")
_UNTIL: Final = Text(sv="till och med {until}", en="until {until}")
_BOTH: Final = Text(sv="{since}–{until}", en="{since} to {until}")
_RECORDED: Final = Text(sv="registrerat {day}", en="recorded on {day}")
_TAKEN_BACK: Final = Text(sv="återtaget", en="taken back")
_REMOVED: Final = Text(sv="struket", en="removed")
_NONE: Final = Text(sv="inga", en="none")
_WHOLE: Final = Text(sv="listan är fullständig", en="the list is whole")
_WHOLE_FOR: Final = Text(sv="listan är fullständig för {which}", en="the list is whole for {which}")
_ON: Final = Text(sv="Den {day}:", en="On {day}:")
_NOTHING_KNOWN: Final = Text(sv="Inget är känt.", en="Nothing is known.")


def in_words(
    person: Participant, model: Model | Vocabulary, language: Language = "en", on: date | str | None = None
) -> str:
    """Describe an invented person, a line a fact; with *on*, also what follows from it on that day.

    What is not mentioned is unknown. Every value is shown.

    >>> from samverkan import Contact, load_model
    >>> anna = Participant(id="d-001", born="1990-05-17", residence="Ludvika", unmet_need=True,
    ...                    contacts=[Contact("AF"), Contact("FK", since="2016-05-10", until="2016-12-31")])
    >>> print(in_words(anna, load_model("finsam"), on="2016-10-03"))
    d-001
      date of birth: 1990-05-17
      home municipality: Ludvika
      in contact with: Arbetsförmedlingen (always); Försäkringskassan (10 May 2016 to 31 December 2016)
      needs unmet in ordinary services: yes
    On 3 October 2016:
      has lived: 26 years
      in contact with: Arbetsförmedlingen and Försäkringskassan; unknown about the region and the kommun
    """
    vocabulary = model.vocabulary if isinstance(model, Model) else model
    day = as_optional_day(on)
    lines = [f"  {line}" for line in _Speaker(vocabulary, language).given(person)]
    told = [person.id, *(lines or [f"  {_NOTHING_KNOWN.in_(language)}"])]
    if day is not None and lines:
        told.append(_ON.filled(language, {"day": day_in_words(day, language)}))
        told += [f"  {line}" for line in _Speaker(vocabulary, language).derived(person, day)]
    return "\n".join(told)


@attrs.frozen(repr=False)
class Worded:
    """A person who is put into words when she is printed where a property fails, and not before."""

    person: Participant
    vocabulary: Vocabulary
    on: date | None = None
    title: str = ""

    def __repr__(self) -> str:
        return "<Worded>"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001
        told = in_words(self.person, self.vocabulary, on=self.on)
        printer.text(f"{self.title}:\n{told}" if self.title else told)


@attrs.frozen
class _Speaker:
    vocabulary: Vocabulary
    language: Language

    def given(self, person: Participant) -> Iterator[str]:
        """Yield what is given, a line a fact."""
        for name, fact in self.vocabulary.facts.items():
            if fact.derived is None:
                what = "; ".join(self._said(name, fact, person))
                if what:
                    yield f"{fact.shown.in_(self.language)}: {what}"

    def derived(self, person: Participant, on: date) -> Iterator[str]:
        """Yield what follows on a day from what is given, a line a fact; not what is only on the way to something."""
        derived = [fact.derived for fact in self.vocabulary.facts.values()]
        on_the_way = {one.agencies for one in derived if isinstance(one, PartiesOf)}
        for name, fact in self.vocabulary.facts.items():
            if fact.derived is not None and name not in on_the_way:
                # An expression is the rule that it is; of any other fact it is asked what is known.
                is_rule = isinstance(fact.derived, Expression)
                rule = parse(name, self.vocabulary) if is_rule else Known(name)
                if any(self._is_given(read, person) for read in facts_of(rule)):
                    found = answer(rule, self.vocabulary, person, on)
                    value = _TRUTH[found.verdict] if is_rule else found.reads[name]
                    yield shown(name, value, self.vocabulary, self.language)

    def _is_given(self, name: str, person: Participant) -> bool:
        root = self.vocabulary.given(name)
        return person.spells(root) is not None if root in HISTORIES else bool(person.fact(root).entries)

    def _said(self, name: str, fact: Fact, person: Participant) -> Iterator[str]:
        if name not in HISTORIES:
            value: Dated[Any] = person.fact(name)
            yield from (self._entry(name, entry, only=len(value.entries) == 1) for entry in value.entries)
            return
        history = person.spells(name)
        if history is None:
            return
        yield from (self._spell(spell, fact) for spell in history.entries) if history.entries else [self._in(_NONE)]
        if name == "contacts" and history.complete is True:
            yield self._in(_WHOLE)
        elif name == "contacts" and not isinstance(history.complete, bool):
            yield self._in(_WHOLE_FOR, which=joined(sorted(history.complete), self.language))

    def _entry(self, name: str, entry: Entry[Any], *, only: bool) -> str:
        if entry.value is None:
            told = self._in(_TAKEN_BACK)
        else:
            told = shown(name, entry.value, self.vocabulary, self.language).partition(": ")[2]
        days = self._days(entry)
        return told if only and days == [self._in(_ALWAYS)] else f"{told} ({', '.join(days)})"

    def _spell(self, spell: Spell, fact: Fact) -> str:
        said = [
            self._field(value, fact)
            for field in attrs.fields(type(spell))
            if field.name not in _OF_EVERY_SPELL and (value := getattr(spell, field.name)) is not None
        ]
        removed = [self._in(_REMOVED)] if spell.void else []
        days = ", ".join([*self._days(spell), *removed])
        return f"{' '.join(said)} ({days})" if said else days

    def _field(self, value: object, fact: Fact) -> str:
        of = fact.kind.of if isinstance(fact.kind, SpellsOf | SetOf | Choice) else None
        for closed in (of, None):
            try:
                return self.vocabulary.name(str(value), closed).in_(self.language)
            except LookupError:
                continue
        return str(value)

    def _days(self, spell: Spell | Entry[Any]) -> list[str]:
        since, until = (None if day is None else day_in_words(day, self.language) for day in (spell.since, spell.until))
        template = {
            (False, False): _ALWAYS,
            (True, False): _SINCE,
            (False, True): _UNTIL,
            (True, True): _BOTH,
        }[since is not None, until is not None]
        told = [self._in(template, since=since, until=until)]
        if spell.recorded_on is not None:
            told.append(self._in(_RECORDED, day=day_in_words(spell.recorded_on, self.language)))
        return told

    def _in(self, text: Text, **values: object) -> str:
        return text.filled(self.language, values)


_TRUTH: Final[Mapping[Verdict, KnownValue]] = {Verdict.MET: True, Verdict.NOT_MET: False, Verdict.UNKNOWN: NOT_KNOWN}
_OF_EVERY_SPELL: Final = frozenset({"since", "until", "recorded_on", "void"})
