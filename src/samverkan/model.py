"""Models: the pluggable whole that a decision is made with, checked when it is made."""

from collections.abc import Iterator, Mapping

import attrs

from samverkan.agencies import Agencies
from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.dates import LeapDay
from samverkan.errors import Fault, InvalidModelError, nearest
from samverkan.immutable import frozen_by_id, frozen_mapping, frozen_tuple
from samverkan.municipalities import municipalities
from samverkan.participants import FACTS
from samverkan.programmes import Programme
from samverkan.rules.facts import Fact
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sources import Document, Source
from samverkan.texts import Text

__all__ = ["Model"]


@attrs.frozen(kw_only=True, repr=False)
class Model:
    """Everything a decision is made with: agencies, facts, programmes and the documents they come from.

    ``definitions`` are the programmes as data; ``programmes`` are the same, bound to the model, by
    id. ``facts`` are those of a participant and, beside them, the model's own.

    Raises:
        InvalidModelError: when the parts do not hold together; everything that is wrong is told.
    """

    id: str
    name: Text
    agencies: Agencies
    documents: Mapping[str, Document] = attrs.field(converter=frozen_by_id)
    definitions: tuple[Programme, ...] = attrs.field(converter=frozen_tuple)
    facts: Mapping[str, Fact] = attrs.field(default=FACTS, converter=frozen_mapping)
    leap_day: LeapDay = LeapDay.FEBRUARY_28
    vocabulary: Vocabulary = attrs.field(init=False, eq=False)
    programmes: Mapping[str, BoundProgramme] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        vocabulary = Vocabulary(
            facts=self.facts,
            agencies=self.agencies,
            lists={"municipalities": tuple(municipalities())},
            leap_day=self.leap_day,
        )
        object.__setattr__(self, "vocabulary", vocabulary)
        faults = [*self._faults_of_facts(), *self._faults_of_ids(), *self._faults_of_sources()]
        bound: dict[str, BoundProgramme] = {}
        for programme in self.definitions:
            try:
                bound[programme.id] = bind(programme, vocabulary)
            except InvalidModelError as error:
                faults += error.faults
        if faults:
            raise InvalidModelError(faults)
        object.__setattr__(self, "programmes", frozen_mapping(bound))

    def __repr__(self) -> str:
        return f"<Model {self.id}: {len(self.definitions)} programmes>"

    def _faults_of_ids(self) -> Iterator[Fault]:
        ids = [programme.id for programme in self.definitions]
        for one in sorted({one for one in ids if ids.count(one) > 1}):
            yield Fault(f"programmes.{one}", "an id that no other programme has")

    def _faults_of_facts(self) -> Iterator[Fault]:
        for name, fact in self.facts.items():
            for holder in sorted(fact.held_by):
                if holder not in self.agencies.agencies:
                    hint = nearest(holder, self.agencies.agencies)
                    yield Fault(f"facts.{name}.held_by", "agencies of the register", hint=hint)

    def _faults_of_sources(self) -> Iterator[Fault]:
        for programme in self.definitions:
            for where, source in _sources(programme):
                if source.document is not None and source.document not in self.documents:
                    hint = nearest(source.document, self.documents)
                    yield Fault(f"{programme.id}.{where}.source", "a document of the model", hint=hint)


def _sources(programme: Programme) -> Iterator[tuple[str, Source]]:
    yield "programme", programme.source
    for criterion in programme.criteria:
        yield f"criteria.{criterion.id}", criterion.source
    for name, parameter in programme.parameters.items():
        yield from ((f"parameters.{name}", one.source) for one in parameter.values)
    for reading in programme.readings:
        yield f"readings.{reading.id}", reading.source
        for criterion in reading.criteria:
            yield f"readings.{reading.id}.criteria.{criterion.id}", criterion.source
        for name, parameter in reading.parameters.items():
            yield from ((f"readings.{reading.id}.parameters.{name}", one.source) for one in parameter.values)
