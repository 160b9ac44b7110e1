"""What must hold between the parts of a model: names that are taken, and names that nothing has."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from samverkan.agencies import Agencies
from samverkan.constraints import Constraint
from samverkan.errors import Fault, InvalidRuleError, InvalidValueError, UnknownNameError, nearest
from samverkan.interventions import Intervention
from samverkan.programmes import Programme
from samverkan.rules.facts import (
    Boolean,
    Choice,
    Current,
    Day,
    DayOf,
    Elapsed,
    Expression,
    Fact,
    MembersOf,
    NumberOf,
    PartiesOf,
    SetOf,
    SpellsOf,
)
from samverkan.rules.parameters import Parameter
from samverkan.rules.text import parse
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sources import Document, Source
from samverkan.target_groups import TargetGroup
from samverkan.texts import Text, placeholders

__all__ = ["Definition", "faults_of_facts", "faults_of_ids", "faults_of_names", "faults_of_sources", "sources"]

Definition = Programme | Intervention | TargetGroup | Constraint


def faults_of_ids(definitions: Iterable[Definition]) -> Iterator[Fault]:
    """Yield a fault for each id that two definitions have."""
    ids = [one.id for one in definitions]
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield Fault(f"programmes.{one}", "an id that nothing else has")


def faults_of_facts(vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what is wrong with the facts: whom they name, the lists they go by, and what they follow from."""
    for name, fact in vocabulary.facts.items():
        where = f"facts.{name}"
        yield from _unknown(f"{where}.held_by", "agencies of the register", fact.held_by, vocabulary.agencies.agencies)
        yield from (one.inside(where) for one in _faults_of_kind(fact, vocabulary))
        yield from (one.inside(where) for one in _faults_of_derivation(fact, vocabulary))
        yield from (one.inside(where) for one in _faults_of_words(fact))


def faults_of_names(
    definitions: Iterable[Definition], register: Agencies, programmes: Iterable[str]
) -> Iterator[Fault]:
    """Yield a fault for each agency, party and programme that a definition names and that there is not."""
    for one in definitions:
        match one:
            case Programme():
                yield from _unknown_agencies(one.id, "owners", one.owners, register)
                yield from _unknown_agencies(one.id, "performers", one.performers, register)
                yield from _unknown(f"{one.id}.parties", "parties of the register", one.parties, register.parties)
            case Intervention():
                yield from _unknown_agencies(one.id, "owners", one.owners, register)
                yield from _unknown_agencies(one.id, "performers", one.performers, register)
                yield from _unknown(f"{one.id}.through", "programmes of the model", one.through, programmes)
            case TargetGroup(party=str() as party):
                yield from _unknown(f"{one.id}.party", "a party of the register", [party], register.parties)
            case _:
                pass


def faults_of_sources(definitions: Iterable[Definition], documents: Mapping[str, Document]) -> Iterator[Fault]:
    """Yield a fault for each document that is cited and that the model does not have."""
    for one in definitions:
        for where, source in sources(one):
            if source.document is not None and source.document not in documents:
                hint = nearest(source.document, documents)
                yield Fault(f"{one.id}.{where}.source", "a document of the model", hint=hint)


def sources(definition: Definition) -> Iterator[tuple[str, Source]]:
    """Yield every source that a definition cites, with the place where it does."""
    yield type(definition).__name__.lower(), definition.source
    match definition:
        case Programme():
            yield from ((f"criteria.{one.id}", one.source) for one in definition.criteria)
            yield from _of_parameters("parameters", definition.parameters)
            yield from ((f"capacity[{place}]", one.source) for place, one in enumerate(definition.capacity))
            for reading in definition.readings:
                where = f"readings.{reading.id}"
                yield where, reading.source
                yield from ((f"{where}.criteria.{one.id}", one.source) for one in reading.criteria)
                yield from _of_parameters(f"{where}.parameters", reading.parameters)
        case TargetGroup():
            yield from _of_parameters("parameters", definition.parameters)
        case _:
            pass


def _of_parameters(where: str, parameters: Mapping[str, Parameter]) -> Iterator[tuple[str, Source]]:
    for name, parameter in parameters.items():
        yield from ((f"{where}.{name}", one.source) for one in parameter.values)


def _unknown_agencies(owner: str, key: str, references: Iterable[str], register: Agencies) -> Iterator[Fault]:
    for reference in references:
        try:
            register.agency(reference)
        except InvalidValueError as error:
            yield attrs.evolve(error.fault, where=f"{owner}.{key}")


def _unknown(where: str, wanted: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    there_are = tuple(known)
    for name in sorted(names):
        if name not in there_are:
            yield Fault(where, wanted, hint=nearest(name, there_are))


_A: Final[Mapping[type, str]] = {
    Boolean: "so or not", Day: "a day", NumberOf: "a number", SetOf: "a set", SpellsOf: "a history",
}  # fmt: skip
_RESTS_ON: Final[Mapping[type, tuple[type, type]]] = {
    Elapsed: (Day, NumberOf),
    Current: (SpellsOf, Boolean),
    DayOf: (SpellsOf, NumberOf),
    MembersOf: (SpellsOf, SetOf),
    PartiesOf: (SetOf, SetOf),
}
"""What kind each derivation needs to rest on, and what kind comes of it."""


def _faults_of_kind(fact: Fact, vocabulary: Vocabulary) -> Iterator[Fault]:
    match fact.kind:
        case Choice(of) | SetOf(of) | SpellsOf(str() as of):
            try:
                vocabulary.words(SetOf(of))
            except UnknownNameError as error:
                yield Fault("kind", "a closed list of the model", hint=str(error))
        case NumberOf(_, int() as least, int() as most, _) if most < least:
            yield Fault("kind", "a least that is not above the most", got="one that is")
        case _:
            pass


def _faults_of_derivation(fact: Fact, vocabulary: Vocabulary) -> Iterator[Fault]:
    derived = fact.derived
    if derived is None:
        return
    if isinstance(derived, Expression):
        if not isinstance(fact.kind, Boolean):
            yield Fault("derived", "an expression for a fact that is so or not")
        try:
            parse(derived.rule, vocabulary)
        except InvalidRuleError as error:
            yield Fault("derived", "an expression over facts", hint=str(error))
        return
    rests_on, *_ = attrs.astuple(derived)
    source = vocabulary.facts.get(rests_on)
    wanted, own = _RESTS_ON[type(derived)]
    if source is None:
        yield Fault("derived", "a fact of the model", hint=nearest(rests_on, vocabulary.facts))
    elif not isinstance(source.kind, wanted):
        yield Fault("derived", f"a fact that is {_A[wanted]}", got="a fact of another kind")
    if not isinstance(fact.kind, own):
        yield Fault("kind", f"{_A[own]}, which is what is derived", got="another kind")
    if isinstance(derived, PartiesOf) and source is not None and source.kind != SetOf("agencies"):
        yield Fault("derived", "a set of agencies", got="a fact of another kind")
    if isinstance(derived, MembersOf) and derived.by is not None:
        yield from _unknown("derived", "a party of the register", [derived.by], vocabulary.agencies.parties)


def _faults_of_words(fact: Fact) -> Iterator[Fault]:
    """Yield a fault where a set's or a number's words lack the place for a member or the number."""
    match fact.kind:
        case SetOf():
            wanted = {
                "asked": ("members", fact.asked),
                "said": ("member", fact.said),
                "denied": ("member", fact.denied),
            }
        case NumberOf():
            wanted = {"said": ("number", fact.said)}
        case _:
            return
    for key, (placeholder, text) in wanted.items():
        if text is not None and not _has(placeholder, text):
            yield Fault(key, f"{{{placeholder}}} in both languages")


def _has(placeholder: str, text: Text) -> bool:
    return set(placeholders(text)) == {placeholder} and all(
        f"{{{placeholder}}}" in words for words in (text.sv, text.en)
    )
