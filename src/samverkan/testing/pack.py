"""The property pack: what must hold of every model's rules, as tests that a rule author runs with one line."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from os import PathLike, fspath
from typing import Any, ClassVar, Final, Protocol, TypeAlias

from samverkan.errors import UnknownNameError
from samverkan.loading import load_model
from samverkan.model import Model
from samverkan.testing import contents, laws
from samverkan.testing.subjects import subjects
from samverkan.testing.trials import EXAMPLES, Direction, Trial

__all__ = ["OF_ANSWERS", "OF_RULES", "PROPERTIES", "Property", "PropertyPack", "property_pack"]

Property: TypeAlias = Callable[[Trial], None]

OF_RULES: Final[Mapping[str, Property]] = {
    "texts_are_complete": contents.texts_are_complete,
    "parameters_are_sourced": contents.parameters_are_sourced,
    "boundaries_are_reached": contents.boundaries_are_reached,
    "criteria_can_go_either_way": contents.can_go_either_way,
    "goes_the_way_that_was_declared": laws.monotone,
}
"""The properties by name that a mistake in a rule can break."""

OF_ANSWERS: Final[Mapping[str, Property]] = {
    "learning_more_never_flips": laws.learning_more,
    "something_is_missing_while_undetermined": laws.missing,
    "readings_agree": laws.readings_agree,
    "answers_are_the_same_again": laws.determinism,
    "everybody_gets_an_answer": laws.totality,
}
"""The properties by name that hold of any rule, as long as questions are answered as they should be."""

PROPERTIES: Final[Mapping[str, Property]] = {**OF_RULES, **OF_ANSWERS}
"""Every property by name."""


class _Metafunc(Protocol):
    """What pytest gives to those that say with what a test is run."""

    fixturenames: list[str]

    def parametrize(self, argnames: str, argvalues: Sequence[str]) -> None: ...


class PropertyPack:
    """The properties of a model's rules, a test each for every programme; for pytest.

    A class of its own in a test module is enough:

    .. code-block:: python

        from samverkan.testing import PropertyPack

        class TestRules(PropertyPack):
            model = "my_model"

    * ``model``: a model, or the name or path of one.
    * ``programmes``: the ids of those that are tested; ``None``: all programmes and predicates, and
      the target groups that have a rule.
    * ``monotone``: by programme and fact, how what comes of the programme goes when the fact rises,
      ``"rising"`` or ``"falling"``. So it is for a number, for a fact that is so or not (from no to
      yes) and for a set that grows.
    * ``examples``: on how many people each property is tried.

    Where a property does not hold, the simplest person found for whom it does not is printed in words.
    """

    model: ClassVar[Model | str | PathLike[str]] = "finsam"
    programmes: ClassVar[Sequence[str] | None] = None
    monotone: ClassVar[Mapping[str, Mapping[str, Direction]]] = {}
    examples: ClassVar[int] = EXAMPLES

    def pytest_generate_tests(self, metafunc: _Metafunc) -> None:
        """Run each test with every programme."""
        if "programme" in metafunc.fixturenames:
            metafunc.parametrize("programme", self._chosen())

    def test_texts_are_complete(self, programme: str) -> None:
        """Name, criteria, readings and open questions are there in both languages, with the same placeholders."""
        self._try("texts_are_complete", programme)

    def test_parameters_are_sourced(self, programme: str) -> None:
        """Every threshold, criterion and reading has a source; what is assumed is an open question."""
        self._try("parameters_are_sourced", programme)

    def test_boundaries_are_reached(self, programme: str) -> None:
        """For every number that a rule compares, there can be somebody on each side of it."""
        self._try("boundaries_are_reached", programme)

    def test_criteria_can_go_either_way(self, programme: str) -> None:
        """Each criterion can be met and can fail to be, and somebody can meet them all."""
        self._try("criteria_can_go_either_way", programme)

    def test_learning_more_never_flips(self, programme: str) -> None:
        """Of somebody who is known less well the outcome is undetermined, or the same."""
        self._try("learning_more_never_flips", programme)

    def test_readings_agree(self, programme: str) -> None:
        """What is answered on a day is what following the rule through time says, and what the printed rule says."""
        self._try("readings_agree", programme)

    def test_something_is_missing_while_undetermined(self, programme: str) -> None:
        """Something is missing exactly while the outcome is undetermined."""
        self._try("something_is_missing_while_undetermined", programme)

    def test_answers_are_the_same_again(self, programme: str) -> None:
        """The same question has the same answer, in whatever order facts were written."""
        self._try("answers_are_the_same_again", programme)

    def test_everybody_gets_an_answer(self, programme: str) -> None:
        """Of every person, on every day, there is an answer that can be written and explained in both languages."""
        self._try("everybody_gets_an_answer", programme)

    def test_goes_the_way_that_was_declared(self, programme: str) -> None:
        """When a fact rises, what comes of the programme goes the way that was declared, or stays."""
        self._try("goes_the_way_that_was_declared", programme)

    def _try(self, name: str, programme: str) -> None:
        model = _loaded(self.model)
        directions = self.monotone.get(programme, {})
        trial = Trial(model, subjects(model)[programme], monotone=directions, examples=self.examples)
        PROPERTIES[name](trial)

    def _chosen(self) -> Sequence[str]:
        there_are = subjects(_loaded(self.model))
        for name in (*(self.programmes or ()), *self.monotone):
            if name not in there_are:
                raise UnknownNameError("programme", name, there_are)
        return list(there_are) if self.programmes is None else list(self.programmes)


def property_pack(
    model: Model | str | PathLike[str],
    *,
    programmes: Sequence[str] | None = None,
    monotone: Mapping[str, Mapping[str, Direction]] | None = None,
    examples: int = EXAMPLES,
) -> type[PropertyPack]:
    """Return the property pack for *model*, as one line of a test module.

    What it is given to must have a name that begins with ``Test``, so that pytest finds it. See
    :class:`PropertyPack` for the rest.

    >>> TestRules = property_pack("finsam", monotone={"orvar": {"sick_leave_days": "falling"}})
    """
    settings: dict[str, Any] = {
        "model": model,
        "programmes": programmes,
        "monotone": monotone or {},
        "examples": examples,
        "__doc__": PropertyPack.__doc__,
    }
    return type("TestProperties", (PropertyPack,), settings)


def _loaded(model: Model | str | PathLike[str]) -> Model:
    return model if isinstance(model, Model) else _read(fspath(model))


@lru_cache(maxsize=8)
def _read(name: str) -> Model:
    return load_model(name)
