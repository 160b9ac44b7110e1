"""The files of a model from plain data: what stands in ``model.toml`` and in a programme file."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, cast

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from samverkan.agencies import Agency, Party
from samverkan.constraints import Constraint
from samverkan.dates import LeapDay, Span, as_optional_day, as_since, as_until
from samverkan.errors import Fault, InvalidRecordError, InvalidValueError, each, masked, nearest
from samverkan.given import as_boolean, as_number, as_word
from samverkan.indicators import (
    Counted,
    Direction,
    Goal,
    GroupBy,
    Indicator,
    Measure,
    Of,
    Personal,
    ReferenceDay,
    Variant,
)
from samverkan.interventions import Intervention
from samverkan.lead_times import LeadTime, LeadTimeKind, Over, Period, Policy, Roll
from samverkan.programmes import Capacity, Criterion, Programme, ProgrammeKind, Reading, ReferralRule, Status
from samverkan.referral_steps import Side
from samverkan.rules.facts import Changes, Fact
from samverkan.rules.parameters import Parameter, Threshold
from samverkan.serialization.facts import register_facts
from samverkan.serialization.faults import INVALID, as_list, as_object, faults_of, unknown_keys, whole
from samverkan.sources import ASSUMED, Document, Source
from samverkan.target_groups import TargetGroup
from samverkan.texts import LANGUAGES, Text

__all__ = ["ModelFile", "ModelPart", "register_files"]

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]
Plain = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class ModelPart:
    """What any file of a model may hold: definitions, and what they rest on."""

    documents: tuple[Document, ...] = ()
    parties: tuple[Party, ...] = ()
    agencies: tuple[Agency, ...] = ()
    bodies: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])
    facts: Mapping[str, Fact] = attrs.field(factory=dict[str, Fact])
    lists: Mapping[str, Mapping[str, Text]] = attrs.field(factory=dict[str, Mapping[str, Text]])
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict[str, Parameter])
    programmes: tuple[Programme, ...] = ()
    lead_times: tuple[LeadTime, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    indicators: tuple[Indicator, ...] = ()


@attrs.frozen(kw_only=True)
class ModelFile(ModelPart):
    """What stands in ``model.toml``, or in the one file of a model.

    ``extends`` names the models that it adds to; ``replacing`` what of theirs it puts anew.
    """

    id: str
    name: Text
    extends: tuple[str, ...] = ()
    replacing: tuple[str, ...] = ()
    leap_day: LeapDay | None = None


_LISTS: Final[Mapping[tuple[type, str], type]] = {
    **{
        (file, name): of
        for file in (ModelPart, ModelFile)
        for name, of in {
            "documents": Document,
            "parties": Party,
            "agencies": Agency,
            "programmes": Programme,
            "lead_times": LeadTime,
            "interventions": Intervention,
            "target_groups": TargetGroup,
            "constraints": Constraint,
            "indicators": Indicator,
            "replacing": str,
        }.items()
    },
    **{(Intervention, name): str for name in ("owners", "performers", "through")},
    **{(Programme, name): str for name in ("owners", "performers", "parties", "area", "lead_times")},
    **{(ReferralRule, name): str for name in ("by", "consents")},
    (ReferralRule, "criteria"): Criterion,
    **{(LeadTime, name): str for name in ("start", "stop", "nullified_by", "ended_by", "to")},
    **{(Policy, name): str for name in ("nullified_by", "ended_by")},
    (LeadTime, "open_questions"): Text,
    (Indicator, "programmes"): str,
    (Indicator, "group_by"): GroupBy,
    (Indicator, "variants"): Variant,
    (Indicator, "open_questions"): Text,
    (LeadTime, "policies"): Policy,
    (Intervention, "workplaces"): Text,
    (Intervention, "open_questions"): Text,
    (TargetGroup, "open_questions"): Text,
    (Programme, "criteria"): Criterion,
    (Programme, "capacity"): Capacity,
    (Programme, "open_questions"): Text,
    (Reading, "criteria"): Criterion,
    (Reading, "drops"): str,
}
"""The fields that hold lists, and what of."""


def register_files(conv: Converter) -> None:
    """Register the hooks for what stands in the TOML files of a model."""
    conv.register_structure_hook(str, lambda value, _: _text(value))
    conv.register_structure_hook(bool, lambda value, _: as_boolean(value))
    conv.register_structure_hook(Source, lambda value, _: _source(value))
    conv.register_structure_hook(Parameter, lambda value, _: _parameter(value, conv))
    for enum in (
        *(ProgrammeKind, Status, Changes, LeapDay, LeadTimeKind, Over, Period, Roll, Side),
        *(Counted, Direction, GroupBy, Measure, Of, Personal, ReferenceDay),
    ):
        conv.register_structure_hook(enum, _one_of)
    for cls in (Text, Span, Document, Party, Threshold, Capacity, Intervention, TargetGroup, ReferralRule, LeadTime):
        conv.register_structure_hook(cls, _record(cls, conv))
    conv.register_structure_hook(Agency, _record(Agency, conv, lambda data: {"party": None, **data}))
    conv.register_structure_hook(Goal, _record(Goal, conv))
    for said in (Criterion, Constraint, Policy, Variant, Indicator):
        conv.register_structure_hook(said, _record(said, conv, _with_text))
    conv.register_structure_hook(Reading, _record(Reading, conv, _reading))
    conv.register_structure_hook(Programme, _record(Programme, conv))
    register_facts(conv)
    for file in (ModelPart, ModelFile):
        conv.register_structure_hook(file, _record(file, conv))


def _record(cls: type, conv: Converter, before: Callable[[Plain], Plain] = lambda data: data) -> Hook:
    """Return the hook for a record; *before* puts what a file may write shortly into full."""
    fields = [field for field in attrs.fields(cls) if field.init]
    overrides: dict[str, Any] = {
        field.name: override(struct_hook=_field_hook(cls, field.name, field.converter, conv)) for field in fields
    }
    structure = cast("Hook", make_dict_structure_fn(cls, conv, **overrides))
    known = [field.name for field in fields]

    def hook(value: object, _: object) -> Any:
        return whole(before(as_object(value)), known, lambda data: structure(data, cls))

    return hook


def _field_hook(cls: type, name: str, convert: Any, conv: Converter) -> Hook | None:  # noqa: PLR0912 - a table
    """Return the hook for a field that its annotation alone does not settle."""
    item = _LISTS.get((cls, name))
    if item is not None:
        return lambda value, _: each(as_list(value), lambda one: conv.structure(one, item))
    if convert in {as_optional_day, as_since, as_until}:
        return lambda value, _: convert(value)
    match name:
        case "readings":
            return lambda value, _: _readings(value, conv)
        case "bodies":
            return lambda value, _: _by_name(value, lambda names: tuple(each(as_list(names), _text)))
        case "parameters":
            return lambda value, _: _by_name(value, lambda one: conv.structure(one, Parameter))
        case "facts":
            return lambda value, _: _by_name(value, lambda one: conv.structure(one, Fact))
        case "lists":
            return lambda value, _: _by_name(
                value, lambda words: _by_name(words, lambda one: conv.structure(one, Text))
            )
        case "extends":
            return lambda value, _: (value,) if isinstance(value, str) else tuple(each(as_list(value), _text))
        case "referral":
            return lambda value, _: conv.structure(value, ReferralRule)
        case "listed_only" | "counts_waiting" | "restarts" | "general" | "spoken_to":
            return lambda value, _: as_boolean(value)
        case "side":
            return lambda value, _: conv.structure(value, Side)
        case "count" | "least" | "most" | "priority" | "within" | "joined_within" | "first_day":
            return lambda value, _: as_number(value, 0, None)
        case "per":
            return lambda value, _: _per(value)
        case "text" | "not_met" | "unknown":
            return lambda value, _: conv.structure(value, Text)
        case "ages":
            return lambda value, _: as_list(value)
        case "goal":
            return lambda value, _: conv.structure(value, Goal)
        case "value" if cls in {Goal, Indicator}:
            return lambda value, _: value  # Its converter says what it takes.
        case "rule" | "kommun" | "population" | "numerator":
            return lambda value, _: _text(value)
        case "party":
            return lambda value, _: None if value is None else _text(value)
        case "secrecy":
            return lambda value, _: as_word(value)
        case "value":
            return lambda value, _: as_number(value, None, None)
        case _:
            return None


def _by_name(value: object, convert: Callable[[Any], T]) -> dict[str, T]:
    made: dict[str, T] = {}
    faults: list[Fault] = []
    for name, one in as_object(value).items():
        try:
            made[name] = convert(one)
        except INVALID as error:
            faults += [fault.inside(name) for fault in faults_of(error)]
    if faults:
        raise InvalidRecordError(faults)
    return made


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise InvalidValueError(wanted="a text", got=masked(value))


def _per(value: object) -> str:
    if value != "year":
        raise InvalidValueError(wanted="year, or nothing where the source does not say", got=masked(value))
    return "year"


def _one_of(value: object, cls: Any) -> Any:
    words: list[str] = [member.value for member in cls]
    if value not in words:
        hint = nearest(value, words) if isinstance(value, str) else ""
        raise InvalidValueError(wanted=f"one of {', '.join(words)}", got=masked(value), hint=hint)
    return cls(value)


def _source(value: object) -> Source:
    if value == "assumed":
        return ASSUMED
    if isinstance(value, str):
        return Source(document=value)
    data = as_object(value)
    faults = [*unknown_keys(data, ("document", "quote"))]
    if "document" not in data:
        faults.append(Fault("document", "the id of a document", got="nothing"))
    if faults:
        raise InvalidRecordError(faults)
    return Source(**_by_name(data, _text))


def _parameter(value: object, conv: Converter) -> Parameter:
    values = as_list(cast("Any", value)) if isinstance(value, list) else [value]
    return Parameter(each(values, lambda one: conv.structure(_threshold(one), Threshold)))


def _threshold(value: object) -> Plain:
    """Put a threshold's quotation into its source, beside which it is written."""
    if not isinstance(value, Mapping):
        raise InvalidValueError(wanted="a value with its source", got=masked(value))
    data = dict(as_object(cast("Any", value)))
    if "quote" in data:
        data["source"] = {"document": data.get("source"), "quote": data.pop("quote")}
    return data


def _with_text(value: Plain) -> Plain:
    """Gather the texts ``sv`` and ``en``, which stand beside the other keys."""
    texts = {language: value[language] for language in LANGUAGES if language in value}
    if texts:
        _not_there(value, "text", "the texts sv and en by themselves")
    rest = {key: one for key, one in value.items() if key not in texts}
    return {**rest, "text": texts} if texts else rest


def _not_there(value: Plain, key: str, wanted: str) -> None:
    if key in value:
        raise InvalidValueError(where=key, wanted=wanted, got=f"the key {key}")


def _reading(value: Plain) -> Plain:
    """Read ``assumed``, which stands for the source, and lends it to bare parameters."""
    rest = dict(_with_text(value))
    assumed = as_boolean(rest.pop("assumed", False))
    if assumed is ("source" in rest):
        got = "both" if assumed else "neither"
        raise InvalidValueError(where="source", wanted="a source, or assumed = true", got=got)
    if assumed:
        rest["source"] = "assumed"
        rest["parameters"] = {
            name: {"value": one, "source": "assumed"} if isinstance(one, int) else one
            for name, one in as_object(rest.get("parameters", {})).items()
        }
    return rest


def _readings(value: object, conv: Converter) -> list[Reading]:
    """Return the readings, which the file writes by name, the default first."""
    named = {name: (name, one) for name, one in as_object(value).items()}
    return [*_by_name(named, lambda pair: conv.structure(_with_name(*pair), Reading)).values()]


def _with_name(name: str, value: object) -> Plain:
    data = as_object(value)
    _not_there(data, "id", "a reading by its name alone")
    return {**data, "id": name}
