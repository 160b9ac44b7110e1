"""Names in plain data: of agencies, words, facts and programmes, each of which a model must have."""

from collections.abc import Iterable
from typing import Final

import attrs

from samverkan.agencies import as_agency_reference, unit_of
from samverkan.closed_lists import LISTS
from samverkan.errors import InvalidValueError, masked, nearest
from samverkan.given import as_id, as_word
from samverkan.model import Model
from samverkan.rules.facts import Choice, SetOf

__all__ = ["Names"]


@attrs.frozen
class Names:
    """What names must be. Without a model only their form is looked at, and the library's own closed lists."""

    model: Model | None

    def agency(self, value: object) -> str:
        """Return a reference to an agency of the register."""
        reference = as_agency_reference(value)
        if self.model is not None:
            self.model.agencies.agency(reference)
        return reference

    def agency_or_party(self, value: object) -> str:
        """Return a reference to an agency of the register, or the name of a party."""
        is_party = self.model is not None and isinstance(value, str) and value in self.model.agencies.parties
        return as_agency_reference(value) if is_party else self.agency(value)

    def of_scope(self, value: object) -> str:
        """Return a reference to an agency or a party, which may name the body: one body of a party."""
        reference = as_agency_reference(value)
        if self.model is not None:
            register = self.model.agencies
            unit, body = unit_of(reference)
            if unit in register.agencies:
                register.agency(reference)
            elif unit not in register.parties:
                _among(unit, (*register.agencies, *register.parties), "an agency or a party of the register")
            elif body is not None:
                _among(body, register.bodies_of(unit), "a body that this party has")
        return reference

    def word(self, value: object, kind: Choice | SetOf) -> str:
        """Return a word of a fact's closed list; the library's own lists are known without a model too."""
        words = LISTS.get(kind.of, ()) if self.model is None else self.model.vocabulary.words(kind)
        return _among(as_word(value), words, f"a word of the closed list {kind.of}", listed=True)

    def word_of(self, value: object, of: str) -> str:
        """Return a word of the model's closed list *of*; without a model any word."""
        word = as_word(value)
        if self.model is None:
            return word
        return _among(word, self.model.vocabulary.words(SetOf(of)), f"a word of the closed list {of}")

    def programme(self, value: object) -> str:
        """Return the id of a programme or a predicate."""
        name = as_id(value)
        if self.model is None:
            return name
        return _among(name, (*self.model.programmes, *self.model.predicates), "a programme of the model")

    def fact(self, value: object) -> str:
        """Return the name of a fact."""
        name = as_word(value)
        return name if self.model is None else _among(name, self.model.facts, "a fact of the model")


_FEW: Final = 6
"""So many words of a list are told, and no more."""


def _among(name: str, known: Iterable[str], wanted: str, *, listed: bool = False) -> str:
    there_are = tuple(known)
    if name not in there_are:
        hint = nearest(name, there_are)
        if not hint and listed and 0 < len(there_are) <= _FEW:
            hint = f"there is: {', '.join(there_are)}"
        raise InvalidValueError(wanted=wanted, got=masked(name), hint=hint)
    return name
