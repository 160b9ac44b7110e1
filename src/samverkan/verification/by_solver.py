"""Answers questions with a solver (z3, from the extra ``proofs``)."""

from collections.abc import Mapping
from typing import Any, Final

import attrs

from samverkan.participants import HISTORIES, Participant
from samverkan.rules.solver import World
from samverkan.rules.solver_facts import Given, NotExpressibleError
from samverkan.rules.solver_terms import solver
from samverkan.texts import Text
from samverkan.verification.questions import Found, Nobody, Outside, Question

__all__ = ["EFFORT", "BySolver", "made_up"]

EFFORT: Final = 20_000_000
"""How much the solver may do for one question, in its own units: the same wherever z3 has the same version."""

_TOO_HARD: Final = Text(
    sv="lösaren hann inte klart inom sin gräns på {limit} steg",
    en="the solver did not finish within its limit of {limit} steps",
)


@attrs.frozen
class BySolver:
    """Finds people with z3; each question is settled by itself, and always in the same way.

    ``effort`` is how much the solver may do, in its own units. A question that takes more is *outside*.

    Raises:
        MissingExtraError: when z3 is not installed.
    """

    effort: int = EFFORT
    name: str = attrs.field(default="z3", init=False)

    def __attrs_post_init__(self) -> None:
        solver()

    def find(self, question: Question) -> Found:
        """Make up a person for whom every demand holds, or say that there is nobody, or that it cannot be settled."""
        world = World(question.vocabulary, question.on, unknowns=question.unknowns)
        try:
            return self._find(question, world)
        except NotExpressibleError as error:
            return Outside(error.what)
        finally:
            world.let_go()

    def _find(self, question: Question, world: World) -> Found:
        wanted = _wanted(question, world)
        z3: Any = solver()
        search = z3.Solver(ctx=world.context)
        search.set(random_seed=0, rlimit=self.effort)
        tracked = {name: z3.Bool(name, world.context) for name in wanted}
        for name, term in wanted.items():
            search.add(z3.Implies(tracked[name], term))
        search.add(*world.laws)
        match str(search.check(*tracked.values())):
            case "sat":
                return made_up(world.given(search.model()))
            case "unsat":
                return _nobody(_needed(search, tracked), question)
            case _:
                return Outside(Text(*(one.replace("{limit}", str(self.effort)) for one in attrs.astuple(_TOO_HARD))))


def made_up(given: Given) -> Participant:
    """Return a person who is given these facts and no others."""
    facts: dict[str, Any] = {"more": {}}
    for name, value in given.items():
        if name in HISTORIES:
            facts[name] = [HISTORIES[name](**entry) for entry in value]
        else:
            (facts if name in _FIELDS else facts["more"])[name] = value
    return Participant(id="somebody", **facts)


_FIELDS: Final = frozenset(field.name for field in attrs.fields(Participant))


_DEMAND: Final = "demand "


def _wanted(question: Question, world: World) -> dict[str, Any]:
    """Return what is wanted as terms, by a name for each: ``demand 0`` and so on, and ``constraint`` with its id.

    The world's own constants have names that begin with a bracket, so that none of these can be one of them.
    """
    wanted = {f"{_DEMAND}{place}": (one.rule, one.truths) for place, one in enumerate(question.demands)}
    wanted |= {f"constraint {name}": (rule, question.kept) for name, rule in question.constraints.items()}
    terms: dict[str, Any] = {}
    for name, (rule, truths) in wanted.items():
        met, not_met = world.terms(rule)
        neither = world.no(world.any_of([met, not_met]))
        term = world.any_of(one for truth, one in ((True, met), (False, not_met), (None, neither)) if truth in truths)
        terms[name] = world.settled(term)
    return terms


def _needed(search: Any, tracked: Mapping[str, Any]) -> set[str]:
    """Return what the contradiction that was found rests on; of constraints, none that can be left out.

    The solver's own core may have more of them than it takes.
    """
    core = _core(search)
    demands = [name for name in tracked if name.startswith(_DEMAND)]
    names = [name for name in tracked if name in core and not name.startswith(_DEMAND)]
    for some in (names, *([name] for name in names)):
        rest = [name for name in names if name in core and name not in some]
        if len(rest) < len(core & {*names}) and str(search.check(*map(tracked.get, [*demands, *rest]))) == "unsat":
            core = _core(search)
    return core


def _core(search: Any) -> set[str]:
    return {one.decl().name() for one in search.unsat_core()}


def _nobody(core: set[str], question: Question) -> Nobody:
    return Nobody(
        constraints=(name for name in question.constraints if f"constraint {name}" in core),
        demands=(place for place in range(len(question.demands)) if f"{_DEMAND}{place}" in core),
    )
