"""Models: the pluggable whole that a decision is made with, checked when it is made."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar, assert_never

import attrs

from samverkan.agencies import Agencies, Agency, Party
from samverkan.bound_indicators import BoundIndicator, bind_indicator
from samverkan.bound_interventions import BoundIntervention
from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.bound_rules import BoundConstraint, BoundTargetGroup, bind_constraint, bind_target_group
from samverkan.calendars import SWEDEN, Calendar
from samverkan.closed_lists import LISTS
from samverkan.constraints import Constraint
from samverkan.cross_checks import (
    Definition,
    faults_of_facts,
    faults_of_ids,
    faults_of_lists,
    faults_of_names,
    faults_of_shadowing,
    faults_of_sources,
)
from samverkan.dates import LeapDay
from samverkan.errors import Fault, InvalidModelError, InvalidValueError, UnknownNameError
from samverkan.immutable import frozen_by_id, frozen_mapping, frozen_tuple
from samverkan.indicators import Indicator
from samverkan.interventions import Intervention
from samverkan.journey_checks import faults_of_journeys
from samverkan.lead_times import LeadTime
from samverkan.municipalities import municipalities
from samverkan.participants import FACTS
from samverkan.programmes import Programme, ProgrammeKind
from samverkan.rules.facts import Fact
from samverkan.rules.parameters import Parameter
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sources import Document
from samverkan.target_groups import TargetGroup
from samverkan.texts import Text

__all__ = ["Model"]

T = TypeVar("T")
Lists = Mapping[str, Mapping[str, Text]]


def _is_calendar(_: object, __: object, value: object) -> None:
    if not isinstance(value, Calendar):
        raise InvalidValueError(where="calendar", wanted="a calendar of working days", got="something else")


@attrs.frozen(kw_only=True, repr=False)
class Model:
    """Everything a decision is made with: agencies, facts, programmes and the documents they come from.

    ``definitions`` is what the model defines, as data: programmes, interventions, target groups,
    constraints and indicators. The same, bound to the model, by id:

    * ``programmes``, and apart from them ``predicates``, which are conditions and no programmes;
    * ``interventions`` that a programme passes people on to;
    * ``options``: programmes and interventions, which is everything that one could take part in;
    * ``target_groups``, ``constraints`` and ``indicators``.

    ``facts`` are those of a participant and, beside them, the model's own; ``lists`` are the closed
    lists that they go by and ``parameters`` those that all programmes can read. ``lead_times`` are by id,
    and ``calendar`` says which days are working days.

    Raises:
        InvalidModelError: when the parts do not hold together; everything that is wrong is told.
    """

    id: str
    name: Text
    agencies: Agencies
    documents: Mapping[str, Document] = attrs.field(converter=frozen_by_id)
    definitions: tuple[Definition, ...] = attrs.field(converter=frozen_tuple)
    facts: Mapping[str, Fact] = attrs.field(default=FACTS, converter=frozen_mapping)
    lists: Lists = attrs.field(default=LISTS, converter=frozen_mapping)
    parameters: Mapping[str, Parameter] = attrs.field(factory=dict[str, Parameter], converter=frozen_mapping)
    lead_times: Mapping[str, LeadTime] = attrs.field(factory=dict[str, LeadTime], converter=frozen_by_id)
    calendar: Calendar = attrs.field(default=SWEDEN, validator=_is_calendar)
    leap_day: LeapDay = LeapDay.FEBRUARY_28
    vocabulary: Vocabulary = attrs.field(init=False, eq=False)
    programmes: Mapping[str, BoundProgramme] = attrs.field(init=False, eq=False)
    predicates: Mapping[str, BoundProgramme] = attrs.field(init=False, eq=False)
    interventions: Mapping[str, BoundIntervention] = attrs.field(init=False, eq=False)
    target_groups: Mapping[str, BoundTargetGroup] = attrs.field(init=False, eq=False)
    constraints: Mapping[str, BoundConstraint] = attrs.field(init=False, eq=False)
    indicators: Mapping[str, BoundIndicator] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        binder = _Binder(self._vocabulary(), self.definitions)
        binder.bind_indicators(self.lead_times, self.calendar)
        vocabulary = binder.vocabulary
        faults = [
            *faults_of_lists(self.lists),
            *faults_of_facts(vocabulary),
            *faults_of_ids(self.definitions),
            *faults_of_names(self.definitions, self.agencies),
            *faults_of_shadowing(self.definitions, vocabulary),
            *faults_of_sources(self.definitions, self.documents),
            *faults_of_journeys(self.definitions, self.lead_times.values(), vocabulary, self.documents),
            *self._faults_of_parameters(),
            *binder.faults,
        ]
        if faults:
            raise InvalidModelError(faults)
        bound: dict[str, Any] = {
            "vocabulary": vocabulary,
            "programmes": frozen_mapping(binder.programmes),
            "predicates": frozen_mapping(binder.predicates),
            "interventions": frozen_mapping(binder.interventions()),
            "target_groups": frozen_mapping(binder.target_groups),
            "constraints": frozen_mapping(binder.constraints),
            "indicators": frozen_mapping(binder.indicators),
        }
        for name, value in bound.items():
            object.__setattr__(self, name, value)

    @property
    def options(self) -> Mapping[str, BoundProgramme | BoundIntervention]:
        """Everything that one could take part in: the programmes and the interventions, by id."""
        return frozen_mapping({**self.programmes, **self.interventions})

    def definition_of(self, programme: str | None) -> Programme | None:
        """Return what the model says of a programme, or ``None`` where it has none of that id."""
        bound = None if programme is None else self.programmes.get(programme)
        return None if bound is None else bound.definition

    def lead_time(self, name: str) -> LeadTime:
        """Return the lead time of that id.

        Raises:
            UnknownNameError: when there is none.
        """
        if name not in self.lead_times:
            raise UnknownNameError("lead time", name, self.lead_times)
        return self.lead_times[name]

    def indicator(self, name: str) -> BoundIndicator:
        """Return the indicator of that id, under its default variant.

        Raises:
            UnknownNameError: when there is none.
        """
        if name not in self.indicators:
            raise UnknownNameError("indicator", name, self.indicators)
        return self.indicators[name]

    @property
    def names(self) -> frozenset[tuple[str, str]]:
        """Every id and name in the model that could be taken, each after what it is a name of.

        >>> from samverkan import load_model
        >>> ("definitions", "orvar") in load_model("finsam").names
        True
        """
        register = self.agencies
        by_part: Mapping[str, Iterable[str]] = {
            "definitions": (one.id for one in self.definitions),
            "documents": self.documents,
            "lead_times": self.lead_times,
            "facts": self.facts,
            "parameters": self.parameters,
            "parties": register.parties,
            "agencies": register.agencies,
            **{f"lists.{name}": words for name, words in self.lists.items()},
        }
        return frozenset((part, name) for part, names in by_part.items() for name in names)

    def with_(  # noqa: PLR0913 - each is a part of a model
        self,
        definitions: Iterable[Definition] = (),
        *,
        parties: Iterable[Party] = (),
        agencies: Iterable[Agency] = (),
        bodies: Mapping[str, Iterable[str]] | None = None,
        documents: Iterable[Document] = (),
        facts: Mapping[str, Fact] | None = None,
        lists: Lists | None = None,
        parameters: Mapping[str, Parameter] | None = None,
        lead_times: Iterable[LeadTime] = (),
        replacing: Iterable[str] = (),
        **changed: Any,
    ) -> "Model":
        """Return a model with more in it, bound anew; *changed* are its plain fields such as ``id`` and ``name``.

        What is there already may be given again as it is. Something else of the same id or name is
        refused, unless *replacing* names it. Words are added to a closed list that exists.

        Raises:
            InvalidModelError: with everything that is taken, or that does not hold together.

        >>> from samverkan import load_model
        >>> finsam = load_model("finsam")
        >>> finsam.with_(agencies=[Agency("kommun/fritid", "kommun", Text("fritid", "leisure"))])
        <Model finsam: ...>
        """
        join = _Joiner(frozenset(replacing))
        register = self.agencies
        own: Lists = {} if lists is None else lists
        parts: dict[str, Any] = {
            "definitions": join("definitions", _by_id(self.definitions), _by_id(definitions)).values(),
            "documents": join("documents", self.documents, _by_id(documents)),
            "facts": join("facts", self.facts, facts or {}),
            "parameters": join("parameters", self.parameters, parameters or {}),
            "lead_times": join("lead_times", self.lead_times, _by_id(lead_times)),
            "lists": {
                **self.lists,
                **{name: join(f"lists.{name}", self.lists.get(name, {}), own[name]) for name in own},
            },
        }
        joined = {
            "parties": join("parties", register.parties, _by_id(parties)),
            "agencies": join("agencies", register.agencies, _by_id(agencies)),
        }
        faults = [*join.faults, *join.faults_of_replacing()]
        if faults:
            raise InvalidModelError(faults)
        more: Mapping[str, Iterable[str]] = {} if bodies is None else bodies
        names = {**register.bodies, **{one: frozenset(register.bodies_of(one)) | set(more[one]) for one in more}}
        return attrs.evolve(self, agencies=_register(joined["parties"], joined["agencies"], names), **parts, **changed)

    def combined(self, *others: "Model", replacing: Iterable[str] = ()) -> "Model":
        """Return this model with everything that *others* have besides; what they share stands once.

        Its ``id``, ``name`` and ``leap_day`` stay as they are, and so does its ``calendar``, unless that is the
        usual one and another of them has one of its own. Of what *replacing* names, the last one stands.

        Raises:
            InvalidModelError: when two have different things of one id or name that *replacing* does not name.
        """
        whole, wanted = self, frozenset(replacing)
        for other in others:
            taken = wanted & {name for _, name in whole.names & other.names}
            whole = whole.with_(
                other.definitions,
                parties=other.agencies.parties.values(),
                agencies=other.agencies.agencies.values(),
                bodies=other.agencies.bodies,
                documents=other.documents.values(),
                facts=other.facts,
                lists=other.lists,
                parameters=other.parameters,
                lead_times=other.lead_times.values(),
                replacing=taken,
                calendar=other.calendar if whole.calendar is SWEDEN else whole.calendar,
            )
        return whole

    def __repr__(self) -> str:
        return f"<Model {self.id}: {len(self.programmes)} programmes>"

    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(
            facts=self.facts,
            agencies=self.agencies,
            parameters={name: one for name, one in self.parameters.items() if name not in self.facts},
            lists={**self.lists, "municipalities": tuple(municipalities())},
            leap_day=self.leap_day,
        )

    def _faults_of_parameters(self) -> Iterator[Fault]:
        for name in self.parameters.keys() & self.facts.keys():
            yield Fault(f"parameters.{name}", "a name that no fact has")
        for name, parameter in self.parameters.items():
            for one in parameter.values:
                if one.source.document is not None and one.source.document not in self.documents:
                    yield Fault(f"parameters.{name}.source", "a document of the model")


class _Binder:
    """Binds each definition to the vocabulary, and gathers what is wrong with any.

    The constraints are bound first, and ``vocabulary`` has them: what is bound to it carries them along.
    """

    def __init__(self, vocabulary: Vocabulary, definitions: Iterable[Definition]) -> None:
        self.vocabulary = vocabulary
        self.programmes: dict[str, BoundProgramme] = {}
        self.predicates: dict[str, BoundProgramme] = {}
        self.target_groups: dict[str, BoundTargetGroup] = {}
        self.constraints: dict[str, BoundConstraint] = {}
        self.indicators: dict[str, BoundIndicator] = {}
        self._indicators: list[tuple[int, Indicator]] = []
        self._interventions: list[Intervention] = []
        self._faults: dict[int, tuple[Fault, ...]] = {}
        everything = tuple(definitions)
        for place, one in enumerate(everything):
            if isinstance(one, Constraint):
                self._bound(self.constraints, place, one, bind_constraint)
        rules = {name: constraint.rule for name, constraint in self.constraints.items()}
        self.vocabulary = attrs.evolve(vocabulary, constraints=rules)
        for place, one in enumerate(everything):
            match one:
                case Programme(kind=ProgrammeKind.PREDICATE):
                    self._bound(self.predicates, place, one, bind)
                case Programme():
                    self._bound(self.programmes, place, one, bind)
                case TargetGroup():
                    self._bound(self.target_groups, place, one, bind_target_group)
                case Constraint():
                    pass  # bound above
                case Intervention():
                    self._interventions.append(one)
                case Indicator():
                    self._indicators.append((place, one))  # When all that it can read is bound.
                case _ as never:
                    assert_never(never)

    @property
    def faults(self) -> Iterator[Fault]:
        """What is wrong with the definitions, in their order."""
        for _, faults in sorted(self._faults.items()):
            yield from faults

    def interventions(self) -> dict[str, BoundIntervention]:
        """Return the interventions, each with the programmes that pass people on to it."""
        return {
            one.id: BoundIntervention(one, tuple(self.programmes[name] for name in one.through))
            for one in self._interventions
        }

    def bind_indicators(self, lead_times: Mapping[str, LeadTime], calendar: Calendar) -> None:
        """Bind the indicators, which read what else there is."""

        def bind_one(one: Indicator, vocabulary: Vocabulary) -> BoundIndicator:
            return bind_indicator(
                one,
                vocabulary,
                lead_times=lead_times,
                target_groups=self.target_groups,
                programmes={name: bound.definition.name for name, bound in self.programmes.items()},
                calendar=calendar,
            )

        for place, one in self._indicators:
            self._bound(self.indicators, place, one, bind_one)

    def _bound(self, into: dict[str, T], place: int, one: Any, bind_one: Callable[[Any, Vocabulary], T]) -> None:
        try:
            into[one.id] = bind_one(one, self.vocabulary)
        except InvalidModelError as error:
            self._faults[place] = error.faults


class _Joiner:
    """Joins what a model has with what is added, and gathers every name that is taken."""

    def __init__(self, replacing: frozenset[str]) -> None:
        self.replacing = replacing
        self.faults: list[Fault] = []
        self._seen: set[str] = set()

    def __call__(self, where: str, there: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
        self._seen |= there.keys() & added.keys()
        for name, one in added.items():
            if name in there and there[name] != one and name not in self.replacing:
                self.faults.append(
                    Fault(
                        f"{where}.{name}", "an id or name that is not taken", hint="to replace it, name it in replacing"
                    )
                )
        return {**there, **added}

    def faults_of_replacing(self) -> Iterator[Fault]:
        """Yield a fault for each name that was to be replaced and is not."""
        for name in sorted(self.replacing - self._seen):
            yield Fault("replacing", "names of what is both there and given anew", got=f"the name {name!r}")


def _by_id(records: Iterable[Any]) -> Mapping[str, Any]:
    try:
        return frozen_by_id(records)
    except InvalidValueError as error:
        fault = error.fault
    raise InvalidModelError([fault])


def _register(parties: Mapping[str, Party], agencies: Mapping[str, Agency], bodies: Mapping[str, Any]) -> Agencies:
    try:
        return Agencies(parties, agencies, bodies)
    except InvalidValueError as error:
        fault = error.fault
    raise InvalidModelError([fault.inside("agencies")])
