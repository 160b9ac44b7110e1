"""What must hold between the parts of a model: names that are taken, and names that nothing has."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from keyword import iskeyword
from typing import Final

import attrs

from samverkan.agencies import Agencies
from samverkan.constraints import Constraint
from samverkan.errors import Fault, InvalidRuleError, InvalidValueError, UnknownNameError, nearest
from samverkan.given import as_camel
from samverkan.indicators import Indicator
from samverkan.interventions import Intervention
from samverkan.participants import GIVEN, HISTORIES, Participant
from samverkan.programmes import Criterion, Programme, ProgrammeKind
from samverkan.rules.expressions import Condition, parameters_of
from samverkan.rules.facts import (
    Boolean,
    Choice,
    Current,
    Day,
    DayOf,
    Elapsed,
    Expression,
    Fact,
    Kind,
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

__all__ = [
    "Definition",
    "faults_of_facts",
    "faults_of_ids",
    "faults_of_lists",
    "faults_of_names",
    "faults_of_shadowing",
    "faults_of_sources",
    "sources",
]

Definition = Programme | Intervention | TargetGroup | Constraint | Indicator


def faults_of_ids(definitions: Iterable[Definition]) -> Iterator[Fault]:
    """Yield a fault for each id that two definitions have."""
    ids = [one.id for one in definitions]
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield Fault(f"{one}.id", "an id that nothing else has")


def faults_of_lists(lists: Mapping[str, Mapping[str, Text]]) -> Iterator[Fault]:
    """Yield a fault for each closed list without words, and for each whose name means something else."""
    for name, words in lists.items():
        if name in _NO_LISTS:
            yield Fault(f"lists.{name}", f"another name: the {name} are a list already")
        if not words:
            yield Fault(f"lists.{name}", "one word or more", got="none")


_NO_LISTS: Final = ("agencies", "parties", "municipalities")


def faults_of_facts(vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what is wrong with the facts: their names, whom they name, the lists they go by, what they follow from."""
    for name, fact in vocabulary.facts.items():
        found = chain(
            _faults_of_name(name, fact),
            _unknown("held_by", "agencies of the register", fact.held_by, vocabulary.agencies.agencies),
            _faults_of_category(fact, vocabulary),
            _faults_of_kind(fact, vocabulary),
            _faults_of_derivation(fact, vocabulary),
            _faults_of_words(fact),
        )
        yield from (one.inside(f"facts.{name}") for one in found)
    yield from _faults_of_camel_case(vocabulary.facts)


def _faults_of_category(fact: Fact, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield a fault where no consent could open the fact, because what sort of information it is has no name."""
    categories = vocabulary.lists["categories"]
    yield from _unknown("category", "a word of the closed list categories", [fact.category], categories)


def faults_of_names(definitions: Iterable[Definition], register: Agencies) -> Iterator[Fault]:
    """Yield a fault for each agency, party and programme that a definition names and that there is not."""
    everything = tuple(definitions)
    programmes = [
        one.id for one in everything if isinstance(one, Programme) and one.kind is not ProgrammeKind.PREDICATE
    ]
    for one in everything:
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


def faults_of_shadowing(definitions: Iterable[Definition], vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield a fault for each parameter of a definition that would change what something of the whole model means.

    That is a fact that is an expression, or a constraint.
    """
    everything = tuple(definitions)
    rules: list[str | Condition]
    rules = [fact.derived.rule for fact in vocabulary.facts.values() if isinstance(fact.derived, Expression)]
    rules += [one.rule for one in everything if isinstance(one, Constraint)]
    read = {name for rule in rules for name in _parameters_of(rule, vocabulary)}
    for one in everything:
        own: set[str] = set()
        if isinstance(one, Programme):
            own = {*one.parameters, *(name for reading in one.readings for name in reading.parameters)}
        elif isinstance(one, TargetGroup):
            own = {*one.parameters}
        elif isinstance(one, Indicator):
            own = {*one.parameters, *(name for variant in one.variants for name in variant.parameters)}
        for name in sorted(own & read):
            yield Fault(
                f"{one.id}.parameters.{name}",
                "a name that no expression or constraint of the model reads as the model's own",
            )


def _parameters_of(rule: str | Condition, vocabulary: Vocabulary) -> tuple[str, ...]:
    try:
        return parameters_of(parse(rule, vocabulary) if isinstance(rule, str) else rule)
    except InvalidRuleError:
        return ()  # which is told where the rule stands


def faults_of_sources(definitions: Iterable[Definition], documents: Mapping[str, Document]) -> Iterator[Fault]:
    """Yield a fault for each document that is cited and that the model does not have."""
    for one in definitions:
        for where, source in sources(one):
            if source.document is not None and source.document not in documents:
                hint = nearest(source.document, documents)
                yield Fault(f"{one.id}.{where}", "a document of the model", hint=hint)


def sources(definition: Definition) -> Iterator[tuple[str, Source]]:
    """Yield every source that a definition cites, each with its key."""
    yield "source", definition.source
    match definition:
        case Programme():
            yield from _of_criteria("", definition.criteria)
            yield from _of_parameters("", definition.parameters)
            yield from ((f"capacity[{place}].source", one.source) for place, one in enumerate(definition.capacity))
            for reading in definition.readings:
                where = f"readings.{reading.id}."
                yield f"{where}source", reading.source
                yield from _of_criteria(where, reading.criteria)
                yield from _of_parameters(where, reading.parameters)
        case TargetGroup():
            yield from _of_parameters("", definition.parameters)
        case Indicator():
            yield from _of_parameters("", definition.parameters)
            if definition.goal is not None:
                yield "goal.source", definition.goal.source
            for variant in definition.variants:
                where = f"variants.{variant.id}."
                yield f"{where}source", variant.source
                yield from _of_parameters(where, variant.parameters)
        case _:
            pass


def _of_criteria(where: str, criteria: Iterable[Criterion]) -> Iterator[tuple[str, Source]]:
    yield from ((f"{where}criteria.{one.id}.source", one.source) for one in criteria)


def _of_parameters(where: str, parameters: Mapping[str, Parameter]) -> Iterator[tuple[str, Source]]:
    for name, parameter in parameters.items():
        yield from ((f"{where}parameters.{name}.source", one.source) for one in parameter.values)


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


_OTHER_FIELDS: Final = {field.name for field in attrs.fields(Participant) if field.init} - {*GIVEN, "more"}
"""What else stands beside a participant's facts where they are written."""


def _faults_of_name(name: str, fact: Fact) -> Iterator[Fault]:
    if not name.isidentifier() or iskeyword(name):
        yield Fault("", "a name of letters, digits and _ that a rule can mention", got="another")
    if name in _OTHER_FIELDS:
        yield Fault("", "a name of its own", got="that of a field which is no fact")
    if name in GIVEN and fact.kind != GIVEN[name].kind:
        yield Fault("kind", "the kind that a participant's fact of this name has", got="another")
    if name in GIVEN and fact.derived is not None:
        yield Fault("derived", "a fact that is given, as a participant's of this name is", got="a derived one")


def _faults_of_camel_case(names: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault for each name that could not be told from another where names are written in camel case."""
    seen: dict[str, str] = dict.fromkeys(_OTHER_FIELDS, "")
    for name in names:
        other = seen.setdefault(as_camel(name), name)
        if other not in {name, ""}:
            yield Fault(
                f"facts.{name}", "a name that is another in camel case too", got=f"one that is as {other} there"
            )


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
    if isinstance(derived, MembersOf) and source is not None and isinstance(source.kind, SpellsOf):
        yield from _faults_of_members(derived, fact.kind, source.kind, vocabulary)


def _faults_of_members(members: MembersOf, kind: Kind, spells: SpellsOf, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield a fault where the spells do not say what is asked of them, or say words of another list."""
    cls = HISTORIES.get(members.spells)
    if cls is not None and members.key not in attrs.fields_dict(cls):
        yield Fault("derived", "a key that these spells have", got="another")
    elif isinstance(kind, SetOf) and kind.of != spells.of:
        yield Fault("kind", f"a set of the closed list {spells.of}, of which the spells are", got="another set")
    if members.by is not None and members.key != "finding":
        yield Fault("derived", "by beside the key finding alone", got="by beside another")
    if members.by is not None:
        yield from _unknown("derived", "a party of the register", [members.by], vocabulary.agencies.parties)


def _faults_of_words(fact: Fact) -> Iterator[Fault]:
    """Yield a fault where words lack the place for a member or a number, or have a place for what never comes."""
    if fact.asked.sv.startswith(("om ", "Om ")):
        yield Fault("asked.sv", "what stands after ”uppgift om”", got="words that begin with om")
    match fact.kind:
        case SpellsOf():
            return  # Nobody says them but through what is derived from them.
        case SetOf():
            places = {"asked": "members", "said": "member", "denied": "member"}
        case NumberOf():
            places = {"said": "number"}
        case _:
            places = {}
    for key in ("asked", "shown", "said", "denied", "counted"):
        text: Text | None = getattr(fact, key)
        if text is None:
            continue
        if key in places and not _has(places[key], text):
            yield Fault(key, f"{{{places[key]}}} in both languages")
        if key not in places and placeholders(text):
            yield Fault(key, "words without a {placeholder}", got="one that nothing fills")


def _has(placeholder: str, text: Text) -> bool:
    return placeholders(text) <= {placeholder} and all(f"{{{placeholder}}}" in words for words in (text.sv, text.en))
