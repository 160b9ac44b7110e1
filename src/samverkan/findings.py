"""Findings: what came of one criterion, with the values it read, its code, text and source."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

import attrs

from samverkan.answers import KnownValue, Verdict
from samverkan.immutable import frozen_mapping
from samverkan.rules.judges import Values
from samverkan.sources import Source
from samverkan.texts import LANGUAGES, Language

__all__ = ["Finding"]


class _Criterion(Protocol):
    """What a finding points at."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> Source: ...
    def code_of(self, outcome: Verdict, /) -> str: ...
    def reads(self, values: Values, /) -> Mapping[str, KnownValue]: ...
    def text(self, outcome: Verdict, values: Values, on: date, language: Language, /) -> str: ...


class Finding:
    """What came of one criterion.

    ``outcome`` is met, not met or unknown. Everything else is read off the criterion, to which a
    finding points without copying from it; a pickled finding holds what it says and nothing more.
    """

    # Written by hand: there are five to a decision, and a frozen attrs class takes twice as long to make.
    __slots__ = ("_criterion", "_on", "_outcome", "_values")

    def __init__(self, criterion: _Criterion, outcome: Verdict, values: Values, on: date) -> None:
        self._criterion = criterion
        self._outcome = outcome
        self._values = values
        self._on = on

    @property
    def id(self) -> str:
        """The criterion's id."""
        return self._criterion.id

    @property
    def outcome(self) -> Verdict:
        """Met, not met or unknown."""
        return self._outcome

    @property
    def code(self) -> str:
        """The reason as a stable code such as ``working-age.not_met``."""
        return self._criterion.code_of(self._outcome)

    @property
    def reads(self) -> Mapping[str, KnownValue]:
        """Every fact that the criterion mentions, unknown ones too, with what is known of it."""
        return self._criterion.reads(self._values)

    @property
    def source(self) -> Source:
        """Where the criterion comes from."""
        return self._criterion.source

    def text(self, language: Language) -> str:
        """Return the finding as a sentence."""
        return self._criterion.text(self._outcome, self._values, self._on, language)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash((self.id, self._outcome))

    def __repr__(self) -> str:
        return f"<Finding {self.id}>"

    def __reduce__(self) -> tuple[Any, ...]:
        texts: dict[Language, str] = {language: self.text(language) for language in LANGUAGES}
        written = _Written(self.id, self.source, self.code, dict(self.reads), texts)
        return Finding, (written, self._outcome, (), self._on)

    def _told(self) -> tuple[Any, ...]:
        return self.id, self._outcome, self.code, dict(self.reads), self.source


@attrs.frozen(eq=False, repr=False)
class _Written:
    """A criterion as a pickled finding remembers it."""

    id: str
    source: Source
    code: str
    read: Mapping[str, KnownValue] = attrs.field(converter=frozen_mapping)
    texts: Mapping[Language, str] = attrs.field(converter=frozen_mapping)

    def code_of(self, _outcome: Verdict) -> str:
        return self.code

    def reads(self, _values: Values) -> Mapping[str, KnownValue]:
        return self.read

    def text(self, _outcome: Verdict, _values: Values, _on: date, language: Language) -> str:
        return self.texts[language]
