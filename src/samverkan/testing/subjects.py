"""Subjects: everything of a model that people can be asked about."""

from collections.abc import Mapping
from typing import Final

import attrs

from samverkan.bound_programmes import BoundProgramme, bind
from samverkan.bound_rules import BoundTargetGroup
from samverkan.model import Model
from samverkan.programmes import Criterion, Programme, ProgrammeKind, Reading, Status
from samverkan.rules.expressions import Condition
from samverkan.rules.text import printed
from samverkan.rules.vocabulary import Vocabulary
from samverkan.sources import ASSUMED, Source
from samverkan.texts import Text

__all__ = ["programme_of", "subjects"]

_BELONGS: Final = Text(sv="hör till målgruppen", en="belongs to the target group")
_A_RULE: Final = Text(sv="uppfyller regeln", en="meets the rule")


def subjects(model: Model) -> Mapping[str, BoundProgramme]:
    """Return everything of a model that people can be asked about, by id.

    These are its programmes and predicates, and each target group that has a rule, as if the rule
    were the only criterion of a programme.
    """
    groups = {
        name: _of_group(group, group.rule) for name, group in model.target_groups.items() if group.rule is not None
    }
    return {**model.programmes, **model.predicates, **groups}


def programme_of(rule: Condition | str, vocabulary: Vocabulary) -> BoundProgramme:
    """Return a rule as the only criterion of a programme that is always in force.

    Raises:
        InvalidModelError: when the rule cannot be made.
    """
    made = _made("rule", Text(sv="en regel", en="a rule"), rule if isinstance(rule, str) else printed(rule), _A_RULE)
    return bind(made, vocabulary)


def _of_group(group: BoundTargetGroup, rule: Condition) -> BoundProgramme:
    definition = group.definition
    made = attrs.evolve(
        _made(group.id, definition.name, printed(rule), _BELONGS, definition.source),
        parameters=definition.parameters,
        open_questions=definition.open_questions,
    )
    others = {name: one for name, one in group.vocabulary.parameters.items() if name not in definition.parameters}
    return bind(made, attrs.evolve(group.vocabulary, parameters=others))


def _made(id_: str, name: Text, rule: str, text: Text, source: Source = ASSUMED) -> Programme:
    return Programme(
        id=id_,
        kind=ProgrammeKind.PREDICATE,
        status=Status.ADOPTED,
        name=name,
        criteria=[Criterion(id="rule", rule=rule, text=text, source=source)],
        readings=[Reading(id="only", source=source)],
        source=source,
    )
