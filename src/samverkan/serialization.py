"""Records from and to plain data, as JSON and TOML have it. The only file that imports cattrs.

What comes in is never guessed at, and everything that is wrong with a record is told at once,
masked: where, what was wanted, and what sort of thing was found.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal, TypeVar

import attrs
from cattrs import BaseValidationError, ClassValidationError, Converter, IterableValidationError
from cattrs.gen import make_dict_structure_fn, override

from samverkan.agencies import Agencies, Agency, Party
from samverkan.answers import KnownValue
from samverkan.casefiles import CaseFile
from samverkan.dated import Dated, Entry, Unknown
from samverkan.dates import PartialDate, Span, as_optional_day, as_partial_date
from samverkan.eligibility import Decision
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, masked, nearest
from samverkan.model import Model
from samverkan.municipalities import municipality
from samverkan.partial import Bounds, Members
from samverkan.participants import GIVEN, Contact, Participant, SickLeave, as_boolean, as_members, as_word
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.facts import Boolean, Choice, Day, Kind, NumberOf, SetOf, SpellsOf
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.sources import ASSUMED, Document, Source
from samverkan.texts import Language, Text

__all__ = ["Case", "converter", "decision_record", "structured", "unstructured"]

T = TypeVar("T")
Case = Literal["snake", "camel"]
Hook = Callable[[Any, Any], Any]

_SPELLS: Final[Mapping[str, type]] = {"contacts": Contact, "sick_leave": SickLeave}


def structured(data: object, cls: type[T], conv: Converter) -> T:
    """Return *data* as a record of *cls*.

    Raises:
        InvalidRecordError: with everything that is wrong with it, masked.
    """
    try:
        return conv.structure(data, cls)
    except (BaseValidationError, InvalidValueError, InvalidRecordError) as error:
        faults = tuple(_faults(error))
    # Raised here, so that no exception that holds a value stands behind it.
    raise InvalidRecordError(faults)


def unstructured(record: object, conv: Converter) -> Any:
    """Return *record* as plain data; what is not known is left out."""
    return conv.unstructure(record)


def converter(model: Model | None = None, case: Case = "snake") -> Converter:
    """Return a new converter between records and plain data.

    With a *model*, its agencies are checked and its own facts are taken. ``case="camel"`` writes and
    takes ``unmetNeed`` for ``unmet_need``.
    """
    conv = Converter(detailed_validation=True)
    _register_files(conv)
    people = _People(conv, model, case)
    for cls in (Contact, SickLeave):
        conv.register_structure_hook(cls, people.record(cls, people.hooks_of(cls)))
        conv.register_unstructure_hook(cls, people.plain_record)
    conv.register_structure_hook(Participant, people.participant)
    conv.register_unstructure_hook(Participant, people.plain_participant)
    conv.register_structure_hook(CaseFile, people.record(CaseFile, {}))
    conv.register_unstructure_hook(CaseFile, lambda case_file: {"participant": conv.unstructure(case_file.participant)})
    return conv


def decision_record(decision: Decision, language: Language = "en") -> dict[str, Any]:
    """Return a decision as it is written, one line a case."""
    return {
        "participant": decision.participant,
        "programme": decision.programme,
        "reading": decision.reading,
        "on": decision.on.isoformat(),
        "view": decision.view,
        "outcome": decision.outcome.value,
        "criteria": [
            {
                "id": finding.id,
                "outcome": finding.outcome.value,
                "code": finding.code,
                "reads": {name: _plain_known(value) for name, value in finding.reads.items()},
                "text": finding.text(language),
                "source": finding.source.told(language),
            }
            for finding in decision.criteria
        ],
        "missing": [
            {"fact": one.fact, "member": one.member, "holders": list(one.holders), "consent": None}
            for one in decision.missing
        ],
        "holds_until": None if decision.holds_until is None else decision.holds_until.isoformat(),
        "other_readings": {name: outcome.value for name, outcome in decision.other_readings.items()},
        "rule_version": decision.rule_version,
    }


def _plain_known(value: KnownValue) -> object:
    match value:
        case Unknown():
            return None
        case Bounds(least, most):
            return {"least": least, "most": most}
        case Members():
            return value.told()
        case PartialDate():
            return str(value)
        case _:
            return value


# --- Faults --------------------------------------------------------------------------------------


def _faults(error: BaseException) -> Iterator[Fault]:
    match error:
        case InvalidValueError():
            yield error.fault
        case InvalidRecordError():
            yield from error.faults
        case ClassValidationError():
            with_notes, others = error.group_exceptions()
            for inner, note in with_notes:
                yield from (fault.inside(note.name) for fault in _faults(inner))
            for inner in others:
                yield from _faults(inner)
        case IterableValidationError():
            with_index, others = error.group_exceptions()
            for inner, note in with_index:
                yield from (fault.inside(f"[{note.index}]") for fault in _faults(inner))
            for inner in others:
                yield from _faults(inner)
        case KeyError():
            yield Fault(where="", wanted="a value", got="nothing")
        case _:
            yield Fault(where="", wanted="a value of another sort")


def _object(value: object, known: Sequence[str]) -> Mapping[str, Any]:
    """Return *value* if it is an object; its unknown keys are named by position, not by name."""
    if not isinstance(value, Mapping):
        raise InvalidValueError(wanted="an object", got=masked(value))
    return value


def _unknown_keys(value: Mapping[str, Any], known: Sequence[str]) -> Iterator[InvalidValueError]:
    for position, key in enumerate(value, start=1):
        if key not in known:
            hint = nearest(key, known) if isinstance(key, str) else ""
            yield InvalidValueError(
                wanted="a known key", got=f"an unknown one, key {position} of the object", hint=hint
            )


def _list(value: object) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise InvalidValueError(wanted="a list", got=masked(value))
    return value


# --- People --------------------------------------------------------------------------------------


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


class _People:
    """The hooks for what is known about people, for one model and one way of writing names."""

    def __init__(self, conv: Converter, model: Model | None, case: Case) -> None:
        self.conv = conv
        self.model = model
        self.written: Callable[[str], str] = _camel if case == "camel" else str
        own = () if model is None else [name for name in model.facts if _is_own(name, model)]
        self.own = {self.written(name): name for name in own}
        self.fields = {
            self.written(field.name): field.name
            for field in attrs.fields(Participant)
            if field.init and field.name != "more"
        }
        hooks = {"id": override(rename=self.written("id"))}
        for name, fact in GIVEN.items():
            hooks[name] = override(rename=self.written(name), struct_hook=self._fact_hook(name, fact.kind))
        hooks["contacts_complete"] = override(
            rename=self.written("contacts_complete"), struct_hook=lambda value, _: self._complete(value)
        )
        hooks["id"] = override(rename=self.written("id"), struct_hook=lambda value, _: _checked_by_field("id", value))
        hooks["more"] = override(struct_hook=lambda value, _: value)
        self._structure: Hook = make_dict_structure_fn(Participant, conv, **hooks)  # type: ignore[arg-type]

    def record(self, cls: type, hooks: Mapping[str, Hook]) -> Hook:
        """Return the hook for a record of which each field has a hook of its own."""
        names = [field.name for field in attrs.fields(cls) if field.init]
        overrides = {
            name: override(rename=self.written(name), **({"struct_hook": hooks[name]} if name in hooks else {}))
            for name in names
        }
        structure = make_dict_structure_fn(cls, self.conv, **overrides)  # type: ignore[arg-type, var-annotated]
        known = [self.written(name) for name in names]
        return lambda value, _: _whole(_object(value, known), known, lambda data: structure(data, cls), cls)

    def hooks_of(self, cls: type) -> Mapping[str, Hook]:
        """Return the hooks of a spell: each field's own converter, and the register for its agency."""
        hooks: dict[str, Hook] = {
            field.name: (lambda value, _, convert=field.converter: convert(value)) for field in attrs.fields(cls)
        }
        if "agency" in hooks:
            hooks["agency"] = lambda value, _: self._agency(value)
        return hooks

    def participant(self, value: object, _: object) -> Participant:
        """Return a participant; facts that the model has declared stand beside the others."""
        known = [*self.fields, *self.own]
        given = _object(value, known)
        more: dict[str, Any] = {}
        errors: list[Exception] = []
        for key, name in self.own.items():
            if key in given and self.model is not None:
                try:
                    more[name] = self._dated(given[key], self.model.facts[name].kind)
                except (InvalidValueError, InvalidRecordError) as error:
                    errors.append(InvalidRecordError(fault.inside(key) for fault in _faults(error)))
        plain = {key: one for key, one in given.items() if key not in self.own} | {"more": more}
        participant: Participant = _whole(
            plain, [*known, "more"] if "more" not in given else known,
            lambda data: self._structure(data, Participant), Participant, errors,
        )  # fmt: skip
        return participant

    def plain_participant(self, participant: Participant) -> dict[str, Any]:
        """Return a participant as plain data, in the order of her fields; what is unknown is left out."""
        plain: dict[str, Any] = {self.written("id"): participant.id}
        for name in GIVEN:
            value = getattr(participant, name)
            if name in _SPELLS:
                if value is not None:
                    plain[self.written(name)] = [self.conv.unstructure(spell) for spell in value]
            elif value.entries:
                plain[self.written(name)] = _plain_dated(value, self.written)
            if name == "contacts" and participant.contacts_complete:
                complete = participant.contacts_complete
                plain[self.written("contacts_complete")] = True if complete is True else sorted(complete)
        for name, value in sorted(participant.more.items()):
            if value.entries:
                plain[self.written(name)] = _plain_dated(value, self.written)
        return plain

    def plain_record(self, record: Any) -> dict[str, Any]:
        """Return a spell as plain data, without what is open or not said."""
        return {
            self.written(field.name): _plain(value)
            for field in attrs.fields(type(record))
            if (value := getattr(record, field.name)) is not None and value is not False
        }

    def _fact_hook(self, name: str, kind: Kind) -> Hook:
        if name in _SPELLS:
            cls = _SPELLS[name]
            return lambda value, _: None if value is None else self._records(value, cls)
        return lambda value, _: self._dated(value, kind)

    def _records(self, value: object, cls: type[T]) -> tuple[T, ...]:
        return tuple(_each(_list(value), lambda one: self.conv.structure(one, cls)))

    def _dated(self, value: object, kind: Kind) -> Dated[Any]:
        plain = self._plain_converter(kind)
        if value is None:
            return Dated()
        if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
            return Dated(_each(value, lambda one: self._entry(one, plain)))
        return Dated.always(plain(value))

    def _entry(self, value: Mapping[str, Any], plain: Callable[[object], Any]) -> Entry[Any]:
        known = [self.written(name) for name in ("value", "since", "until", "recorded_on")]
        faults = [error.fault for error in _unknown_keys(value, known)]
        made: dict[str, Any] = {}
        for name, convert in (
            ("value", lambda one: None if one is None else plain(one)),
            ("since", as_optional_day),
            ("until", as_optional_day),
            ("recorded_on", as_optional_day),
        ):
            try:
                made[name] = convert(value.get(self.written(name)))
            except (InvalidValueError, InvalidRecordError) as error:
                faults += [fault.inside(self.written(name)) for fault in _faults(error)]
        if self.written("value") not in value:
            faults.append(Fault(where=self.written("value"), wanted="a value, or null", got="nothing"))
        if faults:
            raise InvalidRecordError(faults)
        return Entry(**made)

    def _plain_converter(self, kind: Kind) -> Callable[[object], Any]:
        match kind:
            case Boolean():
                return as_boolean
            case Day():
                return as_partial_date
            case Choice(of="municipalities"):
                return lambda value: municipality(value).name
            case Choice():
                return lambda value: self._word(as_word(value), kind)
            case SetOf():
                return lambda value: self._members(value, kind)
            case NumberOf():
                return lambda value: _number(value, kind)
            case SpellsOf():
                raise AssertionError("histories are structured by their records")

    def _word(self, word: str, kind: Choice | SetOf) -> str:
        words = () if self.model is None else self.model.vocabulary.words(kind)
        if self.model is not None and word not in words:
            hint = nearest(word, words)
            raise InvalidValueError(wanted=f"a word of the closed list {kind.of}", got=masked(word), hint=hint)
        return word

    def _members(self, value: object, kind: SetOf) -> Members:
        if isinstance(value, Mapping):
            known = ["in", "unknown"]
            faults = [error.fault for error in _unknown_keys(value, known)]
            if faults:
                raise InvalidRecordError(faults)
            return Members(*(self._members(value.get(key, []), kind).inside for key in known))
        if kind.of == "agencies":
            return Members(_each(_list(value), self._agency))
        return Members(_each(_list(value), lambda one: self._word(as_word(one), kind)))

    def _agency(self, value: object) -> str:
        reference = next(iter(as_members([value]).inside)) if isinstance(value, str) else ""
        if not reference:
            raise InvalidValueError(wanted="an agency such as AF, kommun/AME or kommun:Ludvika/AME", got=masked(value))
        if self.model is not None:
            self.model.agencies.agency(reference)
        return reference

    def _complete(self, value: object) -> bool | frozenset[str]:
        if value is None:
            return False
        if isinstance(value, bool):
            return value
        if not isinstance(value, list | tuple):
            raise InvalidValueError(wanted="true, false, or a list of agencies and parties", got=masked(value))
        return frozenset(_each(value, self._agency)) or False


def _is_own(name: str, model: Model) -> bool:
    return name not in GIVEN and model.facts[name].derived is None


def _number(value: object, kind: NumberOf) -> int:
    low, high = kind.least, kind.most
    if (
        isinstance(value, bool)
        or not isinstance(value, int)
        or (low is not None and value < low)
        or (high is not None and value > high)
    ):
        least, most = ("any" if bound is None else bound for bound in (low, high))
        raise InvalidValueError(wanted=f"a whole number from {least} to {most}", got=masked(value))
    return value


def _each(values: Sequence[Any], convert: Callable[[Any], T]) -> list[T]:
    """Convert each of *values*, and tell of every one that cannot be."""
    converted: list[T] = []
    faults: list[Fault] = []
    for position, value in enumerate(values):
        try:
            converted.append(convert(value))
        except (BaseValidationError, InvalidValueError, InvalidRecordError) as error:
            faults += [fault.inside(f"[{position}]") for fault in _faults(error)]
    if faults:
        raise InvalidRecordError(faults)
    return converted


def _whole(
    data: Mapping[str, Any],
    known: Sequence[str],
    structure: Callable[[Mapping[str, Any]], Any],
    cls: type,
    errors: Sequence[Exception] = (),
) -> Any:
    """Structure *data*, and tell of its unknown keys together with everything else that is wrong."""
    found: list[Exception] = [*_unknown_keys(data, known), *errors]
    try:
        record = structure(data)
    except ClassValidationError as error:
        found += error.exceptions
    except (InvalidValueError, InvalidRecordError) as error:
        found.append(error)
    else:
        if not found:
            return record
    raise ClassValidationError("faults", found, cls)


def _checked_by_field(name: str, value: object) -> Any:
    converted = getattr(attrs.fields(Participant), name).converter(value)
    return converted


def _plain_dated(value: Dated[Any], written: Callable[[str], str]) -> object:
    match value.entries:
        case (Entry(only, since=None, until=None, recorded_on=None),) if only is not None:
            return _plain(only)
        case entries:
            return [
                {
                    written(field.name): _plain(getattr(entry, field.name))
                    for field in attrs.fields(Entry)
                    if field.name == "value" or getattr(entry, field.name) is not None
                }
                for entry in entries
            ]


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case PartialDate():
            return str(value)
        case Members(inside, unknown):
            return (
                {key: sorted(part) for key, part in (("in", inside), ("unknown", unknown))}
                if unknown
                else sorted(inside)
            )
        case _:
            return value


# --- Model and programme files -------------------------------------------------------------------


def _register_files(conv: Converter) -> None:
    """Register the hooks for what stands in the TOML files of a model."""
    conv.register_structure_hook(str, lambda value, _: _text_value(value))
    conv.register_structure_hook(bool, lambda value, _: as_boolean(value))
    conv.register_structure_hook(Source, lambda value, _: _source(value))
    conv.register_structure_hook(Parameter, lambda value, _: _parameter(value, conv))
    for enum in (ProgrammeKind, Status):
        conv.register_structure_hook(enum, _enum_hook)
    for cls in (Text, Span, Document, Party, Agency, Threshold):
        conv.register_structure_hook(cls, _file_record(cls, conv))
    conv.register_structure_hook(Criterion, _file_record(Criterion, conv, before=_with_text))
    conv.register_structure_hook(Reading, _file_record(Reading, conv, before=_reading))
    conv.register_structure_hook(Programme, _file_record(Programme, conv, before=_programme))
    conv.register_structure_hook(Agencies, lambda value, _: value)


def _file_record(
    cls: type, conv: Converter, before: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
) -> Hook:
    names = [field.name for field in attrs.fields(cls) if field.init]
    overrides = {
        field.name: override(struct_hook=_file_hook(cls, field.name, field.converter, conv))
        for field in attrs.fields(cls)
        if field.init
    }
    structure = make_dict_structure_fn(cls, conv, **overrides)  # type: ignore[arg-type, var-annotated]

    def hook(value: object, _: object) -> Any:
        data = _object(value, names)
        return _whole(data if before is None else before(data), names, lambda plain: structure(plain, cls), cls)

    return hook


def _file_hook(cls: type, name: str, convert: Any, conv: Converter) -> Hook | None:
    """Return the hook for a field of a file: lists and mappings item by item, days by their converter."""
    lists: Mapping[tuple[type, str], type] = {
        (Programme, "criteria"): Criterion,
        (Programme, "readings"): Reading,
        (Programme, "open_questions"): Text,
        (Programme, "owners"): str,
        (Reading, "criteria"): Criterion,
        (Reading, "drops"): str,
    }
    if (cls, name) in lists:
        item = lists[cls, name]
        return lambda value, _: _each(_list(value), lambda one: conv.structure(one, item))
    if name == "parameters":
        return lambda value, _: _named(value, lambda one: conv.structure(one, Parameter))
    if name == "rule":
        return lambda value, _: _text_value(value)
    if convert is as_optional_day:
        return lambda value, _: as_optional_day(value)
    if name in {"text", "not_met", "unknown"}:
        return lambda value, _: conv.structure(value, Text)
    if (cls, name) == (Threshold, "value"):
        return lambda value, _: _number(value, NumberOf(Text("-", "-")))
    if name in {"quote", "document", "party"}:
        return lambda value, _: _text_value(value)
    return None


def _named(value: object, convert: Callable[[Any], T]) -> dict[str, T]:
    made: dict[str, T] = {}
    faults: list[Fault] = []
    for name, one in _object(value, ()).items():
        try:
            made[name] = convert(one)
        except (BaseValidationError, InvalidValueError, InvalidRecordError) as error:
            faults += [fault.inside(name) for fault in _faults(error)]
    if faults:
        raise InvalidRecordError(faults)
    return made


def _text_value(value: object) -> str:
    if isinstance(value, str):
        return value
    raise InvalidValueError(wanted="a text", got=masked(value))


def _enum_hook(value: object, cls: Any) -> Any:
    words = [member.value for member in cls]
    if value not in words:
        hint = nearest(value, words) if isinstance(value, str) else ""
        raise InvalidValueError(wanted=f"one of {', '.join(words)}", got=masked(value), hint=hint)
    return cls(value)


def _source(value: object) -> Source:
    if value == "assumed":
        return ASSUMED
    if isinstance(value, str):
        return Source(document=value)
    data = _object(value, ("document", "quote"))
    faults = [error.fault for error in _unknown_keys(data, ("document", "quote"))]
    faults += [Fault("document", "the id of a document", got="nothing")] if "document" not in data else []
    if faults:
        raise InvalidRecordError(faults)
    return Source(**{key: _text_value(one) for key, one in data.items()})


def _parameter(value: object, conv: Converter) -> Parameter:
    values = value if isinstance(value, list) else [value]
    return Parameter(_each(values, lambda one: conv.structure(_threshold(one), Threshold)))


def _threshold(value: object) -> object:
    """Put a threshold's quotation into its source, beside which it is written."""
    if not isinstance(value, Mapping):
        raise InvalidValueError(wanted="a value with its source", got=masked(value))
    source = value.get("source")
    rest = {key: one for key, one in value.items() if key != "quote"}
    return rest if "quote" not in value else {**rest, "source": {"document": source, "quote": value["quote"]}}


def _with_text(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Gather the texts ``sv`` and ``en`` that stand beside the other keys."""
    texts = {language: value[language] for language in ("sv", "en") if language in value}
    rest = {key: one for key, one in value.items() if key not in texts}
    return {**rest, "text": texts} if texts else rest


def _reading(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read ``assumed``, which stands for the source, and lends it to bare parameters."""
    rest = dict(_with_text(value))
    assumed = as_boolean(rest.pop("assumed", False))
    if not assumed and "source" not in rest:
        raise InvalidValueError(where="source", wanted="a source, or assumed = true", got="neither")
    if assumed:
        rest["source"] = "assumed"
        rest["parameters"] = {
            name: {"value": one, "source": "assumed"} if isinstance(one, int) else one
            for name, one in _object(rest.get("parameters", {}), ()).items()
        }
    return rest


def _programme(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make a list of the readings, which the file writes by name, the default first."""
    readings = value.get("readings")
    if not isinstance(readings, Mapping):
        return value
    listed = [{**_object(one, ()), "id": name} for name, one in readings.items()]
    return {**value, "readings": listed}
